//! Table 3 as a whole: rows are read one by one, then the balance and sum of every column choose among the readings.
//!
//! What one row may say is in `super::row`, the choice by the columns in `super::search`. Where no readings satisfy
//! every equation the published numbers are wrong somewhere: then a reading must be better than its rivals by two
//! violated equations to be chosen ([`fall_back`]), and a row that had to be repaired is not believed.
//!
//! Not here: cells that nobody printed (`super::derive`).

use super::readings::{Reading, Shape, Slot, admits, group_holds, slot_of};
use super::row::{Ground, RowState, doubt_repairs, is_glued, open, read_row};
use super::search::{Part, amount, is_all_zero, part, search};
use super::{Decided, MAX_COMBINATIONS, Outcome, Piece, derive, doubt};
use gongkai_domain::report::{Column, EquationId, Proof, Row};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const WIDTH: usize = 7;
pub(super) const TOTAL: usize = WIDTH - 1;
pub(super) const ROW: Shape = Shape { groups: 1, width: WIDTH };

/// What is printed behind one row label, or behind several labels whose values were not told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// The rows, in the order of the form; more than one when labels come first and values later.
    pub rows: Vec<Row>,
    /// What is printed.
    pub pieces: Vec<Piece>,
    /// The same read otherwise, when the number of the next label may be glued to the last run.
    pub alternatives: Vec<Vec<Piece>>,
    /// For each column the piece that stands under its header, where a grid tells.
    pub aligned: Option<[Option<usize>; WIDTH]>,
    /// Whether blanks at the edges of a row may be covered cells of merged labels instead of empty cells.
    pub has_doubtful_blanks: bool,
    /// Whether rows of the same text show blanks beside seven numbers, so that blanks at the edges are no cells.
    pub has_covered_cells: bool,
    /// Whether other rows of the same text have lost cells, so that seven numbers may be six and a page number.
    pub has_lost_neighbours: bool,
    /// Whether its numbers do not stand together and other rows of the same text have more or fewer than seven, so that
    /// one of its own may come from elsewhere.
    pub may_hold_a_stranger: bool,
    /// Whether rows of the same text begin with a blank and do not add up, so that they may have moved to the right.
    pub has_moved_neighbours: bool,
    /// Whether every value stands in a cell or tab-separated part of its own.
    pub has_cells: bool,
    /// Whether the format keeps every cell apart, the empty ones too, so that nothing was drawn together on the way here.
    pub is_exact: bool,
}

/// Decides every cell of table 3. `rows` are the rows of the report in the order of the form; `may_derive` allows to
/// fill in what nobody printed.
pub fn solve_table3(rows: &[Row], strips: &[Strip], may_derive: bool) -> BTreeMap<Row, [Decided; WIDTH]> {
    let glued = strips.iter().filter(|s| is_glued(s)).count();
    let mut states: Vec<RowState> = rows
        .iter()
        .map(|row| {
            let strip = strips.iter().position(|s| s.rows.contains(row));
            let mut state = match strip {
                Some(i) if strips[i].rows.len() == 1 => {
                    read_row(&strips[i], glued > usize::from(is_glued(&strips[i])))
                }
                Some(_) => open(false),
                None => open(true),
            };
            state.row = *row;
            state.strip = strip.unwrap_or(usize::MAX);
            state
        })
        .collect();
    resolve_simple_pools(&mut states, strips);
    let pools: Vec<usize> = (0..strips.len())
        .filter(|i| strips[*i].rows.len() > 1 && states.iter().any(|s| s.strip == *i && s.choices.is_empty()))
        .collect();

    let mut grid: BTreeMap<Row, [Decided; WIDTH]> = BTreeMap::new();
    let feasible = search(&states, strips, &pools);
    let is_wrong = feasible.is_none() || has_published_error(&states, strips);
    match feasible {
        Some(paths) => {
            for (state, mut kept) in states.iter().zip(paths) {
                doubt_repairs(state, &mut kept);
                let is_supposed = is_wrong && state.is_repaired && kept.iter().all(supposes_a_number);
                // a row that may have moved is never left where it stands with a sum that is wrong
                let is_left_wrong = state.may_have_moved && kept.iter().all(|r| !group_holds(r));
                if is_supposed || is_left_wrong {
                    kept.clear();
                }
                let narrowed = kept.len() < state.choices.len() || pools.contains(&state.strip);
                grid.insert(state.row, decide(state, &kept, strips, narrowed));
            }
        }
        None => fall_back(&states, strips, &mut grid),
    }
    doubt::rows_with_blanks(&states, strips, &mut grid);
    let has_open = grid.values().flatten().any(Decided::is_open);
    if !may_derive || !has_open {
        return grid;
    }
    let before = grid.clone();
    // numbers that were published wrong would be set right: then only rows that print nothing are filled in
    let is_printed = |row: &Row| strips.iter().any(|s| s.rows.contains(row) && !s.pieces.is_empty());
    let kept: BTreeSet<Row> = rows.iter().filter(|row| is_wrong && is_printed(row)).copied().collect();
    derive::fill_table3(rows, &kept, &mut grid);
    take_back_contradicted(&before, strips, &mut grid);
    grid
}

/// Whether some row shows by itself that wrong numbers were published: all that is printed can be read, and no reading
/// adds up.
fn has_published_error(states: &[RowState], strips: &[Strip]) -> bool {
    states.iter().any(|state| {
        strips.get(state.strip).is_some_and(|strip| {
            let is_legible = strip.rows.len() == 1
                && strip.pieces.iter().any(|p| *p != Piece::Blank)
                && !strip.pieces.contains(&Piece::Opaque);
            is_legible && state.choices.iter().all(|r| !group_holds(r))
        })
    })
}

/// Whether a reading leaves a number out that is not zero: what is printed does not confirm it.
fn supposes_a_number(reading: &Reading) -> bool {
    reading.iter().any(|s| matches!(s, Slot::Missing(n) if *n != Some(0)))
}

/// A row of which something is printed may only be filled in with values that can be what is printed.
fn take_back_contradicted(
    before: &BTreeMap<Row, [Decided; WIDTH]>,
    strips: &[Strip],
    grid: &mut BTreeMap<Row, [Decided; WIDTH]>,
) {
    for strip in strips.iter().filter(|s| !s.pieces.is_empty()) {
        let [row] = strip.rows[..] else { continue };
        let (Some(old), Some(new)) = (before.get(&row), grid.get_mut(&row)) else { continue };
        if old.iter().any(|d| matches!(d.outcome, Outcome::Illegible(_)))
            && !admits(&strip.pieces, &std::array::from_fn(|i| new[i].value()))
        {
            new.clone_from(old);
        }
    }
}

/// Labels first, values later: when every value is a cell of its own and the numbers match, they go in order.
fn resolve_simple_pools(states: &mut [RowState], strips: &[Strip]) {
    for (index, strip) in strips.iter().enumerate() {
        let k = strip.rows.len();
        if k < 2 || !strip.pieces.iter().all(Piece::is_single) {
            continue;
        }
        let n = strip.pieces.len();
        let slot = |i: usize| slot_of(&strip.pieces[i], i);
        if n == WIDTH * k {
            // row after row, or column after column: the row sums tell which, or nothing is decided
            let by_rows = |j: usize| -> Reading { (0..WIDTH).map(|c| slot(j * WIDTH + c)).collect() };
            let by_columns = |j: usize| -> Reading { (0..WIDTH).map(|c| slot(c * k + j)).collect() };
            let hold = |f: &dyn Fn(usize) -> Reading| (0..k).all(|j| group_holds(&f(j)));
            let is_whole = strip.rows.len() == states.len();
            let order: Option<&dyn Fn(usize) -> Reading> = if hold(&by_rows) {
                Some(&by_rows)
            } else if is_whole && hold(&by_columns) {
                Some(&by_columns)
            } else {
                None
            };
            for (j, row) in strip.rows.iter().enumerate() {
                if let Some(state) = states.iter_mut().find(|s| s.row == *row) {
                    match order {
                        Some(reading) => state.choices = vec![reading(j)],
                        None => state.strip = usize::MAX,
                    }
                }
            }
        } else if n.is_multiple_of(WIDTH) && n < WIDTH * k {
            // fewer lines of values than labels: they are told apart only if they are all zeros
            let is_zero = (0..n).all(|i| slot(i).number() == Some(0) && matches!(slot(i), Slot::Number(..)));
            let first = k - n / WIDTH;
            for (j, row) in strip.rows.iter().enumerate() {
                let Some(state) = states.iter_mut().find(|s| s.row == *row) else { continue };
                state.strip = if is_zero { index } else { usize::MAX };
                if is_zero && j >= first {
                    state.choices = vec![(0..WIDTH).map(|c| slot((j - first) * WIDTH + c)).collect()];
                } else {
                    state.is_absent = is_zero;
                    state.strip = usize::MAX;
                }
            }
        }
    }
}

/// Every equation over the columns of table 3, and the row's own.
fn all_column_equations() -> Vec<EquationId> {
    Column::EVERY.iter().flat_map(|c| [EquationId::T3Sum(*c), EquationId::T3Bal(*c)]).collect()
}

/// Turns the readings that stayed possible into decided cells.
fn decide(state: &RowState, kept: &[Reading], strips: &[Strip], narrowed: bool) -> [Decided; WIDTH] {
    let run = || printed_text(strips.get(state.strip));
    let mut proof = match state.ground {
        Ground::Printed => None,
        Ground::OnlyDivision => Some(Proof::plain(format!("“{}”只有一种切分方法", run()))),
        Ground::RowEquation => Some(Proof {
            text: format!("“{}”按本行合计切分，只有一种切法成立", run()),
            equations: vec![EquationId::T3Row(state.row)],
        }),
        Ground::Loose => Some(Proof { text: String::new(), equations: Vec::new() }),
    };
    if narrowed || (state.ground == Ground::Loose && !kept.is_empty()) {
        let mut equations = vec![EquationId::T3Row(state.row)];
        equations.extend(all_column_equations());
        proof = Some(Proof {
            text: format!("“{}”的多种切法中，只有这一种与各列勾稽关系一致", run()),
            equations,
        });
    }
    let Some(first) = kept.first() else {
        let outcome = if state.is_absent { Outcome::Absent } else { Outcome::Illegible(None) };
        return std::array::from_fn(|_| Decided { outcome: outcome.clone(), proof: None });
    };
    std::array::from_fn(|column| {
        let slot = first[column];
        // a blank that is seen stays a blank, though another reading would leave the cell out
        let is_empty = |s: Slot| matches!(s, Slot::Blank(_) | Slot::Missing(_));
        if kept.iter().all(|r| is_empty(r[column]))
            && let Some(Slot::Blank(i)) = kept.iter().map(|r| r[column]).find(|s| matches!(s, Slot::Blank(_)))
        {
            return Decided { outcome: Outcome::Blank(usize::from(i)), proof: None };
        }
        let is_agreed = kept.iter().all(|r| same(r[column], slot));
        if !is_agreed {
            return Decided { outcome: Outcome::Illegible(slot.piece()), proof: None };
        }
        match slot {
            Slot::Number(n, i) => {
                // a piece that is one number in every reading was simply printed
                Decided { outcome: Outcome::Printed(n, usize::from(i)), proof: proof.clone() }
            }
            Slot::Blank(i) => Decided { outcome: Outcome::Blank(usize::from(i)), proof: None },
            Slot::NotApplicable(i) => {
                Decided { outcome: Outcome::NotApplicable(usize::from(i)), proof: None }
            }
            Slot::Opaque(i) => Decided { outcome: Outcome::Unreadable(usize::from(i)), proof: None },
            Slot::Missing(Some(n)) => {
                let mut equations = vec![EquationId::T3Row(state.row)];
                if narrowed {
                    equations.extend(all_column_equations());
                }
                Decided {
                    outcome: Outcome::Derived(n, None),
                    proof: Some(Proof {
                        text: "本行少一个数，按本行合计推算，只有这一个取值".to_owned(),
                        equations,
                    }),
                }
            }
            Slot::Missing(None) => Decided::absent(),
        }
    })
}

/// Whether two readings say the same of a cell.
fn same(a: Slot, b: Slot) -> bool {
    let is_number = |s: Slot| matches!(s, Slot::Number(..) | Slot::Missing(_));
    if is_number(a) && is_number(b) { a.number() == b.number() && a.number().is_some() } else { a == b }
}

fn printed_text(strip: Option<&Strip>) -> String {
    let Some(strip) = strip else { return String::new() };
    let words: Vec<String> = strip
        .pieces
        .iter()
        .map(|p| match p {
            Piece::Run(d) => d.clone(),
            Piece::Fixed(n) => n.to_string(),
            Piece::Blank => "□".to_owned(),
            Piece::NotApplicable => "/".to_owned(),
            Piece::Opaque => "?".to_owned(),
        })
        .collect();
    let text = words.join(" ");
    if text.chars().count() > 40 { format!("{}…", text.chars().take(40).collect::<String>()) } else { text }
}

/// The published numbers do not reconcile: keep what stands by itself, choose among readings only by a clear margin.
fn fall_back(states: &[RowState], strips: &[Strip], grid: &mut BTreeMap<Row, [Decided; WIDTH]>) {
    let mut chosen: Vec<Vec<Reading>> = states.iter().map(|s| s.choices.clone()).collect();
    let ambiguous: Vec<usize> = (0..states.len()).filter(|i| chosen[*i].len() > 1).collect();
    let combinations: usize = ambiguous
        .iter()
        .map(|i| chosen[*i].len())
        .try_fold(1_usize, |product, n| product.checked_mul(n).filter(|p| *p <= MAX_COMBINATIONS))
        .unwrap_or(usize::MAX);
    let mut picked: Vec<Option<Reading>> = chosen.iter().map(|c| c.first().cloned()).collect();
    let mut by_margin: Vec<bool> = vec![false; states.len()];
    if !ambiguous.is_empty() && combinations <= MAX_COMBINATIONS {
        let mut ranked: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut odometer = vec![0_usize; ambiguous.len()];
        loop {
            for (slot, i) in ambiguous.iter().enumerate() {
                picked[*i] = Some(chosen[*i][odometer[slot]].clone());
            }
            ranked.push((violations(states, &picked), odometer.clone()));
            let Some(at) = (0..odometer.len()).rev().find(|s| odometer[*s] + 1 < chosen[ambiguous[*s]].len())
            else {
                break;
            };
            odometer[at] += 1;
            odometer[at + 1..].fill(0);
        }
        let best = ranked.iter().map(|(v, _)| *v).min().unwrap_or(0);
        // everything within the margin stays possible
        for (slot, i) in ambiguous.iter().enumerate() {
            let mut kept: Vec<usize> =
                ranked.iter().filter(|(v, _)| *v < best + 2).map(|(_, o)| o[slot]).collect();
            kept.sort_unstable();
            kept.dedup();
            by_margin[*i] = true;
            chosen[*i] = kept.into_iter().map(|k| chosen[*i][k].clone()).collect();
        }
    }
    for i in &ambiguous {
        picked[*i] = (chosen[*i].len() == 1).then(|| chosen[*i][0].clone());
    }
    // a division by its own row is doubted when another division, its row wrong, explains the columns as well
    for (i, state) in states.iter().enumerate() {
        if state.ground != Ground::RowEquation || chosen[i].len() != 1 {
            continue;
        }
        let now = violations(states, &picked);
        let mut trial = picked.clone();
        for doubt in &state.doubts {
            if *doubt == chosen[i][0] {
                continue;
            }
            trial[i] = Some(doubt.clone());
            if violations(states, &trial) <= now {
                chosen[i].push(doubt.clone());
            }
        }
        if chosen[i].len() > 1 {
            picked[i] = None;
        }
    }
    for (i, state) in states.iter().enumerate() {
        // where the columns contradict, a row that had to be repaired is not believed
        if state.is_repaired && !chosen[i].iter().all(is_all_zero) {
            chosen[i].clear();
        }
        grid.insert(state.row, decide(state, &chosen[i], strips, by_margin[i]));
    }
}

/// Number of column equations violated, and of row equations violated by readings that were not simply printed.
fn violations(states: &[RowState], picked: &[Option<Reading>]) -> usize {
    let mut count = 0;
    for (state, reading) in states.iter().zip(picked) {
        if let Some(reading) = reading
            && state.ground != Ground::Printed
            && !group_holds(reading)
        {
            count += 1;
        }
    }
    for column in 0..WIDTH {
        let sum = |p: Part| -> Option<i64> {
            states
                .iter()
                .zip(picked)
                .filter(|(s, _)| part(s.row) == p)
                .map(|(_, r)| r.as_ref().and_then(|r| amount(r[column], column)))
                .sum()
        };
        let (received, results, total, carried_out) =
            (sum(Part::Received), sum(Part::Result), sum(Part::Total), sum(Part::CarriedOut));
        if let (Some(results), Some(total)) = (results, total)
            && results != total
        {
            count += 1;
        }
        if let (Some(received), Some(total), Some(carried_out)) = (received, total, carried_out)
            && received != total + carried_out
        {
            count += 1;
        }
    }
    count
}
