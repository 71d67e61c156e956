//! Rows with empty cells that do not add up, once the table is decided: whether the columns bear them out as they stand.
//!
//! A cell may be lost, or two drawn together, and the row filled up with a blank, so that it has seven cells again and
//! every number behind the place stands under the wrong column. A sum alone that is wrong was published so; the row is
//! taken back where its columns do not hold either and some such damage explains all of them. What the row was is not said.
//! An empty cell of a row that does not add up may have held any number, so that its column proves nothing.
//!
//! Not here: choosing among readings (`super::search`), which would let a dearer reading win.

use super::readings::{Latitude, Reading, Slot, group_holds, of_row};
use super::row::{Ground, RowState};
use super::search::{Part, amount, part};
use super::table3::{ROW, Strip, TOTAL, WIDTH};
use super::{Decided, MAX_COMBINATIONS, Outcome, Piece};
use gongkai_domain::report::Row;
use std::collections::BTreeMap;

/// What a row gives each column; `None` where that is not known.
type Amounts = [Option<i64>; WIDTH];

/// A row in doubt.
struct Doubted {
    row: Row,
    /// The cells as they stand, and then what they may be instead.
    readings: Vec<Reading>,
}

impl Doubted {
    /// What a reading gives the columns.
    fn amounts(&self, reading: usize) -> Amounts {
        std::array::from_fn(|column| match self.readings[reading][column] {
            Slot::Blank(_) | Slot::NotApplicable(_) if reading == 0 => None,
            slot => amount(slot, column),
        })
    }
}

/// Takes back what the columns contradict.
pub(super) fn rows_with_blanks(
    states: &[RowState],
    strips: &[Strip],
    grid: &mut BTreeMap<Row, [Decided; WIDTH]>,
) {
    let doubted: Vec<Doubted> =
        states.iter().filter_map(|state| doubted(state, strips.get(state.strip)?, grid)).collect();
    let combinations = doubted.iter().try_fold(1_usize, |n, d| n.checked_mul(d.readings.len()));
    if doubted.is_empty() {
        return;
    }
    let firm: Vec<(Row, Amounts)> = grid
        .iter()
        .filter(|(row, _)| doubted.iter().all(|d| d.row != **row))
        .map(|(row, cells)| (*row, amounts_of(cells)))
        .collect();
    let broken = |choice: &[usize]| {
        let own = doubted.iter().zip(choice).map(|(d, reading)| (d.row, d.amounts(*reading)));
        let rows: Vec<(Row, Amounts)> = firm.iter().copied().chain(own).collect();
        (0..WIDTH).filter(|column| !column_holds(&rows, *column)).count()
    };
    let mut choice = vec![0; doubted.len()];
    // a number that was published wrong breaks its own column; cells that moved break several
    if broken(&choice) < 2 {
        return;
    }
    let mut possible: Vec<Vec<bool>> = doubted.iter().map(|d| vec![false; d.readings.len()]).collect();
    if combinations.is_none_or(|n| n > MAX_COMBINATIONS) {
        // nobody can say what they may be; a row with too much in it lost nothing from its empty cells
        for (doubted, possible) in doubted.iter().zip(&mut possible) {
            let cells = &doubted.readings[0];
            let parts: i64 = cells[..TOTAL].iter().filter_map(|s| s.number()).sum();
            let is_too_much = cells[TOTAL].number().is_some_and(|total| parts > total);
            possible[1..].fill(is_too_much);
        }
    } else {
        while let Some(at) = (0..choice.len()).rev().find(|d| choice[*d] + 1 < doubted[*d].readings.len()) {
            choice[at] += 1;
            choice[at + 1..].fill(0);
            if broken(&choice) == 0 {
                possible.iter_mut().zip(&choice).for_each(|(p, reading)| p[*reading] = true);
            }
        }
    }
    for (doubted, possible) in doubted.iter().zip(possible) {
        let Some(cells) = grid.get_mut(&doubted.row) else { continue };
        let rivals = || (1..possible.len()).filter(|r| possible[*r]).map(|r| &doubted.readings[r]);
        let literal = &doubted.readings[0];
        for (column, cell) in cells.iter_mut().enumerate() {
            let differs = rivals().any(|r| r[column].number() != literal[column].number());
            if rivals().next().is_some() && (!possible[0] || differs) {
                *cell = Decided { outcome: Outcome::Illegible(literal[column].piece()), proof: None };
            }
        }
    }
}

/// A row of seven cells, one number each and some empty, that does not add up and was read as it stands, with what it may be
/// after two things went wrong in it.
fn doubted(state: &RowState, strip: &Strip, grid: &BTreeMap<Row, [Decided; WIDTH]>) -> Option<Doubted> {
    let [literal] = &state.choices[..] else { return None };
    let is_as_printed = grid
        .get(&state.row)?
        .iter()
        .all(|d| matches!(d.outcome, Outcome::Printed(..) | Outcome::Blank(_) | Outcome::NotApplicable(_)));
    let has_blank = literal.iter().any(|s| matches!(s, Slot::Blank(_)));
    if !is_as_printed || state.ground != Ground::Printed || !has_blank || group_holds(literal) {
        return None;
    }
    let as_cells = |p: &Piece| match p {
        Piece::Run(digits) => digits.parse().map_or(Piece::Opaque, Piece::Fixed),
        other => other.clone(),
    };
    let cells: Vec<Piece> = strip.pieces.iter().map(as_cells).collect();
    let lost = Latitude { extra_blanks: 1, ..Latitude::ONE_MISSING };
    let drawn_together = Latitude { extra_blanks: 2, ..Latitude::NONE };
    let listed = [of_row(&cells, ROW, lost, true), of_row(&strip.pieces, ROW, drawn_together, true)];
    if listed.iter().any(|l| l.is_cut) {
        return None;
    }
    // a number that is lost from an empty cell leaves the others where they stand
    let stands = |r: &Reading| {
        r.iter().zip(literal).all(|(a, b)| a.number() == b.number() || matches!(b, Slot::Blank(_)))
    };
    let rivals = listed.into_iter().flat_map(|l| l.all).filter(|r| !stands(r));
    let readings: Vec<Reading> = std::iter::once(literal.clone()).chain(rivals).collect();
    (readings.len() > 1).then_some(Doubted { row: state.row, readings })
}

/// What a decided row gives the columns: an empty cell is zero where the row adds up without it.
fn amounts_of(cells: &[Decided; WIDTH]) -> Amounts {
    let is_empty = |d: &Decided| matches!(d.outcome, Outcome::Blank(_) | Outcome::NotApplicable(_));
    let number = |d: &Decided| if is_empty(d) { Some(0) } else { d.value() };
    let parts: Option<i64> = cells[..TOTAL].iter().map(number).sum();
    let adds_up = parts.is_some() && cells[TOTAL].value() == parts;
    std::array::from_fn(|column| match &cells[column] {
        d if is_empty(d) => adds_up.then_some(0),
        d => d.value(),
    })
}

/// Whether the sum and the balance of a column hold, as far as they can be told.
fn column_holds(rows: &[(Row, Amounts)], column: usize) -> bool {
    let of = |p: Part| rows.iter().filter(move |(row, _)| part(*row) == p).map(|(_, a)| a[column]);
    let all = |p: Part| of(p).sum::<Option<i64>>();
    let known = |p: Part| of(p).flatten().sum::<i64>();
    let total = all(Part::Total);
    let sum_holds = match (all(Part::Result), total) {
        (Some(results), Some(total)) => results == total,
        (None, Some(total)) => known(Part::Result) <= total,
        _ => true,
    };
    let balance_holds = match (all(Part::Received), total, all(Part::CarriedOut)) {
        (Some(received), Some(total), Some(out)) => received == total + out,
        _ => true,
    };
    sum_holds && balance_holds
}
