//! The rows of table 3 together: the readings that lie on a path on which every column adds up.
//!
//! The search walks the rows in the order of the form. Its state is, for each column, what was received and not yet
//! settled, what results were counted since, and the place within a run that spans several rows. States that agree are
//! merged, so that the work grows with the number of distinct sums, not of combinations. A backward pass then keeps
//! the readings that lie on at least one complete path.
//!
//! Not here: the readings of one row (`super::row`), tables that do not reconcile (`super::table3`).

use super::MAX_STATES;
use super::readings::{Cursor, Reading, Slot, from_cursor};
use super::row::{Ground, RowState};
use super::table3::{ROW, Strip, TOTAL, WIDTH};
use gongkai_domain::report::Row;
use std::collections::HashMap;

/// Part that a row plays in the column equations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Received,
    Result,
    Total,
    CarriedOut,
}

pub(super) fn part(row: Row) -> Part {
    match row {
        Row::NewReceived | Row::CarriedIn => Part::Received,
        Row::ResultTotal => Part::Total,
        Row::CarriedOut => Part::CarriedOut,
        _ => Part::Result,
    }
}

/// The number that a reading gives a column equation; an empty total says nothing.
pub(super) fn amount(slot: Slot, column: usize) -> Option<i64> {
    match slot {
        Slot::Blank(_) | Slot::NotApplicable(_) if column == TOTAL => None,
        other => other.number(),
    }
}

/// Whether a reading has nothing but zeros, which no other reading could change.
pub(super) fn is_all_zero(reading: &Reading) -> bool {
    reading.iter().all(|s| s.number() == Some(0))
}

/// What can be checked in each column, given which rows are open there.
struct Checks {
    /// total = sum of results.
    sum: [bool; WIDTH],
    /// total ≥ sum of the results that are known.
    bound: [bool; WIDTH],
    /// received = total + carried out.
    balance: [bool; WIDTH],
}

fn checks(states: &[RowState], pools: &[usize]) -> Checks {
    let mut checks = Checks { sum: [false; WIDTH], bound: [false; WIDTH], balance: [false; WIDTH] };
    for column in 0..WIDTH {
        let is_open = |s: &RowState| {
            (s.choices.is_empty() && !pools.contains(&s.strip))
                || s.choices.iter().any(|r| amount(r[column], column).is_none())
        };
        let any_open = |p: Part| states.iter().any(|s| part(s.row) == p && is_open(s));
        let has_total = states.iter().any(|s| s.row == Row::ResultTotal) && !any_open(Part::Total);
        // a column on which all readings agree cannot choose among them
        let informs = states.iter().any(|s| {
            pools.contains(&s.strip)
                || s.ground != Ground::Printed && !s.choices.iter().all(is_all_zero)
                || s.choices.iter().any(|r| amount(r[column], column) != amount(s.choices[0][column], column))
        });
        checks.sum[column] = informs && has_total && !any_open(Part::Result);
        checks.bound[column] = informs && has_total;
        checks.balance[column] =
            informs && has_total && !any_open(Part::Received) && !any_open(Part::CarriedOut);
    }
    checks
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct State {
    cursor: Cursor,
    unsettled: [i64; WIDTH],
    results: [i64; WIDTH],
}

/// For each row the readings that lie on a path satisfying every column check; `None` when there is no such path or the
/// search met its bound.
pub(super) fn search(states: &[RowState], strips: &[Strip], pools: &[usize]) -> Option<Vec<Vec<Reading>>> {
    let checks = checks(states, pools);
    let start = State { cursor: Cursor::default(), unsettled: [0; WIDTH], results: [0; WIDTH] };
    let mut layers: Vec<Vec<State>> = vec![vec![start]];
    // for each row: (from state, reading, to state)
    let mut edges: Vec<Vec<(usize, usize, usize)>> = Vec::new();
    let mut alphabets: Vec<Vec<Reading>> = Vec::new();
    let greatest_total = greatest_total(states, pools);
    for (index, row) in states.iter().enumerate() {
        let mut alphabet: Vec<Reading> = row.choices.clone();
        let mut known: HashMap<Reading, usize> = HashMap::new();
        let mut next: Vec<State> = Vec::new();
        let mut seen: HashMap<State, usize> = HashMap::new();
        let mut links = Vec::new();
        let is_pool = pools.contains(&row.strip) && row.choices.is_empty();
        let ends_pool = is_pool && states.get(index + 1).is_none_or(|n| n.strip != row.strip);
        let mut by_cursor: HashMap<Cursor, Vec<(Cursor, usize)>> = HashMap::new();
        let last = layers.last()?;
        for (from, state) in last.iter().enumerate() {
            let options: Vec<(Cursor, Option<usize>)> = if is_pool {
                let pieces = &strips[row.strip].pieces;
                if let std::collections::hash_map::Entry::Vacant(vacant) = by_cursor.entry(state.cursor) {
                    let (found, is_cut) = from_cursor(pieces, ROW, state.cursor);
                    if is_cut {
                        return None;
                    }
                    let listed = found
                        .into_iter()
                        .map(|(end, reading)| {
                            let at = *known.entry(reading.clone()).or_insert_with(|| {
                                alphabet.push(reading);
                                alphabet.len() - 1
                            });
                            (end, at)
                        })
                        .collect();
                    vacant.insert(listed);
                }
                by_cursor[&state.cursor].iter().map(|(end, at)| (*end, Some(*at))).collect()
            } else if row.choices.is_empty() {
                vec![(Cursor::default(), None)]
            } else {
                (0..row.choices.len()).map(|i| (Cursor::default(), Some(i))).collect()
            };
            for (end, choice) in options {
                let mut cursor = end;
                if ends_pool {
                    if usize::from(end.piece) != strips[row.strip].pieces.len() {
                        continue;
                    }
                    cursor = Cursor::default();
                }
                let reading = choice.map(|i| &alphabet[i]);
                let Some(mut to) = advance(state, part(row.row), reading, &checks, &greatest_total) else {
                    continue;
                };
                to.cursor = cursor;
                let at = *seen.entry(to.clone()).or_insert_with(|| {
                    next.push(to);
                    next.len() - 1
                });
                if let Some(choice) = choice {
                    links.push((from, choice, at));
                } else {
                    links.push((from, usize::MAX, at));
                }
            }
            if next.len() > MAX_STATES || links.len() > 20 * MAX_STATES {
                return None;
            }
        }
        if next.is_empty() {
            return None;
        }
        layers.push(next);
        edges.push(links);
        alphabets.push(alphabet);
    }
    // backward: which states reach the end, and by which readings
    let mut is_alive: Vec<bool> = vec![true; layers.last()?.len()];
    let mut kept: Vec<Vec<Reading>> = vec![Vec::new(); states.len()];
    for index in (0..states.len()).rev() {
        let mut before = vec![false; layers[index].len()];
        let mut used = vec![false; alphabets[index].len()];
        for (from, choice, to) in &edges[index] {
            if is_alive[*to] {
                before[*from] = true;
                if *choice != usize::MAX {
                    used[*choice] = true;
                }
            }
        }
        kept[index] =
            alphabets[index].iter().zip(&used).filter(|(_, u)| **u).map(|(r, _)| r.clone()).collect();
        is_alive = before;
    }
    Some(kept)
}

/// The greatest total that each column may have, for cutting hopeless paths early.
fn greatest_total(states: &[RowState], pools: &[usize]) -> [Option<i64>; WIDTH] {
    let total = states.iter().find(|s| s.row == Row::ResultTotal);
    std::array::from_fn(|column| {
        let total = total?;
        if total.choices.is_empty() || pools.contains(&total.strip) {
            return None;
        }
        total
            .choices
            .iter()
            .map(|r| amount(r[column], column))
            .collect::<Option<Vec<i64>>>()?
            .into_iter()
            .max()
    })
}

/// The state behind a row, or nothing when a check fails.
fn advance(
    state: &State,
    part: Part,
    reading: Option<&Reading>,
    checks: &Checks,
    greatest_total: &[Option<i64>; WIDTH],
) -> Option<State> {
    let mut to = state.clone();
    let Some(reading) = reading else { return Some(to) };
    for column in 0..WIDTH {
        let n = amount(reading[column], column).unwrap_or(0);
        match part {
            Part::Received => {
                if checks.balance[column] {
                    to.unsettled[column] += n;
                }
            }
            Part::Result => {
                if checks.bound[column] {
                    to.results[column] += n;
                    if greatest_total[column].is_some_and(|max| to.results[column] > max) {
                        return None;
                    }
                }
            }
            Part::Total => {
                if checks.bound[column] {
                    let sum = to.results[column];
                    if sum > n || (checks.sum[column] && sum != n) {
                        return None;
                    }
                    to.results[column] = 0;
                }
                if checks.balance[column] {
                    to.unsettled[column] -= n;
                    if to.unsettled[column] < 0 {
                        return None;
                    }
                }
            }
            Part::CarriedOut => {
                if checks.balance[column] {
                    if to.unsettled[column] != n {
                        return None;
                    }
                    to.unsettled[column] = 0;
                }
            }
        }
    }
    Some(to)
}
