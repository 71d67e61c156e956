//! One row of table 3: all that it may say, narrowed by its own equation.
//!
//! A row is read at the least cost that gives it readings ([`cheapest`]): seven cells, then a cell too few or too many,
//! then two too many. All readings of one cost are rivals, and a cell on which they disagree stays illegible. The
//! `doubt_…` functions only ever add rivals (a row with empty cells may be longer numbers drawn together, one among torn
//! rows may have lost a number and gained another) or take the row's readings away; none of them may win.
//! Why costs are not weighed across rows as well, the smallest sum winning: a misprinted total and a lost cell then cost
//! about the same, and the sum would prefer one of them by its weights where the document does not decide. That is a
//! guess with a proof printed beside it. So costs order the readings of one row, and between rows only equations choose.
//!
//! Not here: listing the divisions (`super::readings`), choosing by the columns (`super::search`).

use super::Piece;
use super::readings::{Latitude, Reading, Readings, Slot, cheapest, group_holds, of_row, slot_of};
use super::table3::{ROW, Strip, TOTAL, WIDTH};
use gongkai_domain::report::Row;

/// How the readings of a row were narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// Seven cells, seven values.
    Printed,
    /// A run that can be divided in one way only.
    OnlyDivision,
    /// By the equation of the row.
    RowEquation,
    /// Divided without its row equation, which no division satisfies.
    Loose,
}

#[derive(Debug, Clone)]
pub(super) struct RowState {
    pub(super) row: Row,
    /// Index of the strip.
    pub(super) strip: usize,
    /// Possible readings; empty when the row is open.
    pub(super) choices: Vec<Reading>,
    pub(super) ground: Ground,
    /// Readings of a run that ignore the row equation, for doubt.
    pub(super) doubts: Vec<Reading>,
    /// Whether nothing at all is printed for the row.
    pub(super) is_absent: bool,
    /// Whether the readings suppose a cell too many or too few.
    pub(super) is_repaired: bool,
    /// Whether the row may have moved one place to the right: its cells as they stand are then no answer.
    pub(super) may_have_moved: bool,
}

/// Whether the pieces are seven cells, one number each, whose last is the sum of the others.
pub fn is_sound_row(pieces: &[Piece]) -> bool {
    let (before, inner) = without_outer_blanks(pieces);
    let cells: Reading = (before..before + inner).map(|i| slot_of(&pieces[i], i)).collect();
    inner == WIDTH && pieces.iter().all(Piece::is_single) && group_holds(&cells)
}

/// Whether six numbers and a blank are rather seven cells of which two were drawn together, or one is lost: the last
/// number is then the total.
pub fn is_short_row(pieces: &[Piece]) -> bool {
    let (before, inner) = without_outer_blanks(pieces);
    let pieces = &pieces[before..before + inner];
    let ends_high = pieces.last().is_some_and(|p| slot_of(p, 0).number().is_some_and(|n| n > 0));
    ends_high
        && (!of_row(pieces, ROW, Latitude::NONE, true).all.is_empty()
            || of_row(pieces, ROW, Latitude::ONE_MISSING, true)
                .all
                .iter()
                .any(|r| !matches!(r[TOTAL], Slot::Missing(_))))
}

/// In how many ways the pieces can be divided into seven cells whose last is the sum of the others; `None` when there are
/// too many to count.
pub fn adding_up(pieces: &[Piece]) -> Option<usize> {
    let (before, inner) = without_outer_blanks(pieces);
    let found = of_row(&pieces[before..before + inner], ROW, Latitude::NONE, true);
    (!found.is_cut).then_some(found.all.len())
}

pub(super) fn open(is_absent: bool) -> RowState {
    RowState {
        row: Row::NewReceived,
        strip: usize::MAX,
        choices: Vec::new(),
        ground: Ground::Printed,
        doubts: Vec::new(),
        is_absent,
        is_repaired: false,
        may_have_moved: false,
    }
}

/// Whether cells of the row were drawn together, and the row tells.
pub(super) fn is_glued(strip: &Strip) -> bool {
    !strip.is_exact && strip.pieces.iter().any(|p| !p.is_single())
}

/// All readings of one row, narrowed by its own equation; `has_glued` says that cells of other rows were drawn together.
pub(super) fn read_row(strip: &Strip, has_glued: bool) -> RowState {
    let pieces = &strip.pieces;
    let mut state = open(pieces.is_empty());
    if pieces.iter().all(|p| *p == Piece::Blank) {
        // a row of blanks counts as seven blank cells only when there is room for seven
        if pieces.len() >= WIDTH {
            state.choices = vec![(0..WIDTH).map(|i| Slot::Blank(i as u16)).collect()];
        } else {
            state.is_absent = true;
        }
        return state;
    }
    if let Some(state) = read_moved(strip) {
        return state;
    }
    if let Some(reading) = aligned_reading(strip) {
        state.choices = vec![reading];
        return doubt_sparse(strip, has_glued, state);
    }
    let is_plain = strip.alternatives.is_empty() && pieces.iter().all(Piece::is_single);
    // blanks around seven cells are the covered cells of merged labels
    let (before, inner) = without_outer_blanks(pieces);
    let is_seven = pieces.len() == WIDTH && !(strip.has_doubtful_blanks && inner < WIDTH);
    let seven = if is_seven { Some(0) } else { (inner == WIDTH).then_some(before) };
    if is_plain && let Some(from) = seven {
        let reading: Reading = (from..from + WIDTH).map(|i| slot_of(&pieces[i], i)).collect();
        if strip.has_lost_neighbours && !group_holds(&reading) {
            return state;
        }
        let is_firm = pieces.len() == WIDTH || strip.has_covered_cells && group_holds(&reading);
        state.choices = vec![reading];
        if !is_firm && !doubt_blanks(pieces, &mut state) {
            return open(false);
        }
        if strip.may_hold_a_stranger {
            doubt_shifted(pieces, &mut state);
        }
        return doubt_sparse(strip, has_glued, state);
    }
    if !is_plain {
        return read_runs(strip, state);
    }
    let mut counted = read_counted(strip, state);
    // what looks like one number may be two cells drawn together
    let runs = read_runs(strip, open(false));
    if counted.choices.is_empty() {
        // divided and a cell too few besides: two cells too few, undivided, would cost no more and are not listed
        return if runs.doubts.is_empty() || runs.is_repaired { counted } else { runs };
    }
    if runs.ground == Ground::RowEquation {
        for reading in runs.choices {
            if !counted.choices.contains(&reading) {
                counted.choices.push(reading);
            }
        }
    }
    counted
}

/// More than seven cells, the blanks at the edges left away: a blank among the seven may be the one that is no cell.
/// Which, only the columns can tell.
fn doubt_blanks(pieces: &[Piece], state: &mut RowState) -> bool {
    let spare = (pieces.len() - WIDTH).min(usize::from(u8::MAX)) as u8;
    let others = of_row(pieces, ROW, Latitude { extra_blanks: spare, ..Latitude::NONE }, false);
    if others.is_cut {
        return false;
    }
    let is_cell = |s: Slot| (s.number(), matches!(s, Slot::Blank(_)));
    let is_same = |a: &Reading, b: &Reading| a.iter().map(|s| is_cell(*s)).eq(b.iter().map(|s| is_cell(*s)));
    let others: Vec<Reading> = others.all.into_iter().filter(|r| !is_same(r, &state.choices[0])).collect();
    state.choices.extend(others);
    if state.choices.len() > 1 {
        state.ground = Ground::Loose;
    }
    true
}

/// Seven numbers whose row does not add up, while the first six would with a cell missing among them: a cell may be
/// lost and the last number come from elsewhere (a page number). Only where the text shows that such things happened: a
/// wrong sum alone was published so.
fn doubt_shifted(pieces: &[Piece], state: &mut RowState) {
    if state.choices.iter().any(|r| group_holds(r)) || pieces.len() != WIDTH {
        return;
    }
    let number = |i: usize| slot_of(&pieces[i], i).number();
    let parts: Option<i64> = (0..TOTAL - 1).map(number).sum();
    if let (Some(parts), Some(total)) = (parts, number(TOTAL - 1))
        && parts <= total
        && total > 0
    {
        let shifted = of_row(&pieces[..TOTAL], ROW, Latitude::ONE_MISSING, true);
        state.doubts.clone_from(&state.choices);
        state.choices.extend(shifted.all);
        state.ground = Ground::RowEquation;
        state.is_repaired = true;
    }
}

/// A blank and six numbers in a text in which rows moved one place to the right and lost their total: the cells as they
/// stand and those one place to the left are rivals, between which the columns choose.
fn read_moved(strip: &Strip) -> Option<RowState> {
    let pieces = &strip.pieces;
    if !strip.has_moved_neighbours || !begins_blank(pieces) {
        return None;
    }
    let literal: Reading = pieces.iter().enumerate().map(|(i, p)| slot_of(p, i)).collect();
    let sum: i64 = literal[1..].iter().map(|s| s.number()).sum::<Option<i64>>()?;
    if sum == 0 {
        return None;
    }
    let mut moved: Reading = literal[1..].to_vec();
    moved.push(Slot::Missing(Some(sum)));
    let mut state = open(false);
    state.choices = vec![moved, literal];
    state.ground = Ground::RowEquation;
    state.is_repaired = true;
    state.may_have_moved = true;
    Some(state)
}

/// Whether the pieces are a blank and six numbers.
fn begins_blank(pieces: &[Piece]) -> bool {
    let is_number = |p: &Piece| p.is_single() && matches!(p, Piece::Run(_) | Piece::Fixed(_));
    pieces.len() == WIDTH && pieces[0] == Piece::Blank && pieces[1..].iter().all(is_number)
}

/// Whether a blank and six numbers do not add up as they stand, so that the row may have moved to the right and lost
/// its total.
pub fn is_moved_row(pieces: &[Piece]) -> bool {
    let literal = || -> Reading { pieces.iter().enumerate().map(|(i, p)| slot_of(p, i)).collect() };
    begins_blank(pieces) && !group_holds(&literal())
}

/// A few long numbers and the rest of the row empty, the total too: the cells may have been drawn together. Where cells
/// of other rows were, one empty cell suffices.
fn doubt_sparse(strip: &Strip, has_glued: bool, mut state: RowState) -> RowState {
    let blanks_behind = strip.pieces.iter().rev().take_while(|p| **p == Piece::Blank).count();
    let has_blank = strip.pieces.contains(&Piece::Blank);
    if has_blank && !strip.is_exact && state.choices.iter().all(|r| !group_holds(r)) {
        // 350 and a blank may be 35 and 0
        let inner: Vec<Piece> = strip.pieces.iter().filter(|p| **p != Piece::Blank).cloned().collect();
        if !of_row(&inner, ROW, Latitude::NONE, true).all.is_empty() {
            state.choices.clear();
            return state;
        }
    }
    let digits: usize = strip.pieces.iter().map(|p| if let Piece::Run(d) = p { d.len() } else { 0 }).sum();
    let may_be_glued = has_glued && has_blank && !strip.is_exact;
    if (blanks_behind >= 2 || may_be_glued) && digits >= WIDTH {
        let runs = read_runs(strip, open(false));
        let has_total = |r: &Reading| matches!(r[TOTAL], Slot::Number(..)) && group_holds(r);
        if may_be_glued && runs.choices.is_empty() && !state.choices.iter().all(has_total) {
            // no division adds up, and the cells as they stand are not confirmed either
            state.choices.clear();
        }
        if runs.ground == Ground::RowEquation && !runs.choices.is_empty() {
            state.choices.extend(runs.choices);
            state.ground = Ground::RowEquation;
        }
    }
    state
}

/// A reading that leaves a cell out competes with the seven cells printed that differ from it in one cell only: there
/// the published number may simply be wrong.
pub(super) fn doubt_repairs(state: &RowState, kept: &mut Vec<Reading>) {
    if !state.is_repaired || !kept.iter().any(|r| r.iter().any(|s| matches!(s, Slot::Missing(_)))) {
        return;
    }
    let near: Vec<Reading> = state
        .doubts
        .iter()
        .filter(|d| {
            kept.iter().any(|k| d.iter().zip(k).filter(|(a, b)| a.number() != b.number()).count() <= 1)
        })
        .cloned()
        .collect();
    for reading in near {
        if !kept.contains(&reading) {
            kept.push(reading);
        }
    }
}

/// One number a cell, but not seven cells: something is missing, doubled, or the blanks are not cells.
fn read_counted(strip: &Strip, mut state: RowState) -> RowState {
    if strip.pieces.contains(&Piece::Opaque) {
        return open(false);
    }
    let blanks = strip.pieces.iter().filter(|p| **p == Piece::Blank).count().min(4) as u8;
    // a number that is a cell of its own is not divided
    let pieces: Vec<Piece> = strip
        .pieces
        .iter()
        .map(|p| match p {
            Piece::Run(digits) => digits.parse().map_or(Piece::Opaque, Piece::Fixed),
            other => other.clone(),
        })
        .collect();
    let numbers = strip.pieces.iter().filter(|p| **p != Piece::Blank).count();
    state.ground = Ground::RowEquation;
    state.is_repaired = true;
    let steps: &[&[Latitude]] = if numbers > WIDTH {
        &[&[Latitude::ONE_EXTRA], &[Latitude::TWO_EXTRA]]
    } else {
        &[&[Latitude::ONE_MISSING]]
    };
    let read = |left: Latitude| of_row(&pieces, ROW, Latitude { extra_blanks: blanks, ..left }, true);
    let Some((_, rivals)) = cheapest(steps, read) else { return open(false) };
    state.choices = rivals;
    state
}

/// Several cells in one run of digits.
fn read_runs(strip: &Strip, mut state: RowState) -> RowState {
    // a sign that cannot be read may stand for several digits and cells
    if strip.pieces.contains(&Piece::Opaque) {
        return open(false);
    }
    // blanks around runs are the cells that the runs were drawn together from
    let (before, inner) = without_outer_blanks(&strip.pieces);
    let blanks_after = strip.pieces.len() - before - inner;
    let masked = |pieces: &[Piece]| -> Vec<Piece> {
        pieces[before.min(pieces.len())..pieces.len().saturating_sub(blanks_after).max(before)].to_vec()
    };
    let mut variants: Vec<Vec<Piece>> = vec![masked(&strip.pieces)];
    variants.extend(strip.alternatives.iter().map(|a| masked(a)));
    let over = |left: Latitude, with_equation: bool| -> Readings {
        let mut sum = Readings::default();
        for pieces in &variants {
            let found = of_row(pieces, ROW, left, with_equation);
            sum.is_cut |= found.is_cut;
            let known = sum.all.len();
            for mut reading in found.all {
                for slot in &mut reading {
                    slot.shift(before as u16);
                }
                if !sum.all[..known].contains(&reading) {
                    sum.all.push(reading);
                }
            }
        }
        sum
    };
    let exact = over(Latitude::NONE, false);
    // too many divisions to list: only the row equation can tell, and nobody can say what else it might be
    let exact = if exact.is_cut { Readings { all: Vec::new(), is_cut: true } } else { exact };
    state.doubts.clone_from(&exact.all);
    state.is_repaired = exact.is_cut;
    if exact.all.len() == 1 && variants.len() == 1 && inner == 1 {
        state.choices = exact.all;
        state.ground = Ground::OnlyDivision;
        return state;
    }
    // seven cells that add up; else a cell too few or too many; else two too many
    const STEPS: &[&[Latitude]] =
        &[&[Latitude::NONE], &[Latitude::ONE_MISSING, Latitude::ONE_EXTRA], &[Latitude::TWO_EXTRA]];
    let read = |left: Latitude| match left {
        // listed already: those of them that add up
        Latitude::NONE if !exact.is_cut => {
            Readings { all: exact.all.iter().filter(|r| group_holds(r)).cloned().collect(), is_cut: false }
        }
        _ => over(left, true),
    };
    let Some((cost, rivals)) = cheapest(STEPS, read) else { return open(false) };
    state.ground = Ground::RowEquation;
    state.choices = rivals;
    if cost == 0 {
        return state;
    }
    state.is_repaired = true;
    // seven cells whose row was published wrong cost the same: the columns must tell
    if !exact.all.is_empty() {
        state.choices.extend(exact.all);
        state.ground = Ground::Loose;
    }
    state
}

/// The reading by the columns of a grid, when it accounts for everything printed in the row.
fn aligned_reading(strip: &Strip) -> Option<Reading> {
    let aligned = strip.aligned.as_ref()?;
    let used = |i: usize| aligned.contains(&Some(i));
    let is_whole = strip.pieces.iter().enumerate().all(|(i, p)| used(i) || *p == Piece::Blank);
    let is_single = aligned.iter().flatten().all(|i| strip.pieces[*i].is_single());
    if !is_whole || !is_single || aligned.iter().flatten().count() == 0 {
        return None;
    }
    // a ragged row: its cells may have moved to the left, so that the columns prove nothing
    let places: Vec<usize> = aligned.iter().copied().collect::<Option<Vec<usize>>>()?;
    Some(places.into_iter().map(|i| slot_of(&strip.pieces[i], i)).collect())
}

/// Number of blanks at the beginning, and of pieces between the outer blanks.
fn without_outer_blanks(pieces: &[Piece]) -> (usize, usize) {
    let first = pieces.iter().position(|p| *p != Piece::Blank).unwrap_or(pieces.len());
    let last = pieces.iter().rposition(|p| *p != Piece::Blank).map_or(first, |i| i + 1);
    (first, last - first)
}
