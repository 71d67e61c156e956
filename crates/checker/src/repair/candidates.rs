//! Every change of a few cells that a hand or a reader may have to undo, held against the equations.
//!
//! Not here: which of those that hold is proposed (`super`).

use super::board::{Board, Scratch, Standing, Step};
use super::{Kind, Slip};
use gongkai_domain::report::contract::MAX_MAGNITUDE;
use std::collections::BTreeMap;

/// A change that makes its group of equations hold and breaks no other.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) kind: Kind,
    /// The cells that really change.
    pub(super) step: Step,
    /// The equations that speak for it.
    pub(super) holding: Vec<usize>,
}

struct Search<'a, 'b> {
    board: &'a Board<'b>,
    group: &'a [usize],
    /// On which side of the group's first equation each cell stands; 0 for neither.
    side: Vec<i64>,
    scratch: Scratch,
    tried: usize,
    /// By what changes, so that two names of the same change are one; the smaller name stays.
    found: BTreeMap<Step, Candidate>,
}

/// All changes that explain exactly the equations of the group; `tried` grows by how many were looked at.
pub(super) fn of(board: &Board<'_>, group: &[usize], tried: &mut usize) -> Vec<Candidate> {
    let mut side = vec![0; board.len()];
    for &(cell, sign) in group.first().map_or(&[][..], |first| board.terms(*first)) {
        side[cell] = sign;
    }
    let mut search =
        Search { board, group, side, scratch: Scratch::default(), tried: 0, found: BTreeMap::new() };
    search.one_cell();
    for line in board.lines() {
        search.divided(line);
        search.shifted(line);
        search.swapped_within(line);
    }
    search.rows_swapped();
    for column in columns(board) {
        search.swapped_within(&column);
    }
    *tried += search.tried;
    search.found.into_values().collect()
}

/// The cells of table 3 below one another.
fn columns(board: &Board<'_>) -> Vec<Vec<usize>> {
    let rows = board.rows();
    let width = rows.first().map_or(0, Vec::len);
    (0..width).map(|c| rows.iter().map(|row| row[c]).collect()).collect()
}

impl Search<'_, '_> {
    /// Holds one change against the equations. Cells that keep their value are left out.
    fn look<I>(&mut self, kind: Kind, step: I)
    where
        I: IntoIterator<Item = (usize, i64)>,
        I::IntoIter: Clone,
    {
        self.tried += 1;
        let (board, step) = (self.board, step.into_iter());
        // nearly every change leaves the first equation failing, and is done with before anything is kept of it
        let by = |(cell, to): (usize, i64)| self.side[cell] * (to - board.printed(cell).unwrap_or_default());
        let Some(&first) = self.group.first() else { return };
        if step.clone().map(by).sum::<i64>() != -board.difference(first) {
            return;
        }
        let mut step: Step = step.filter(|(cell, to)| board.printed(*cell) != Some(*to)).collect();
        if step.is_empty() || step.iter().any(|(_, to)| !(0..=MAX_MAGNITUDE).contains(to)) {
            return;
        }
        step.sort_unstable();
        let Some(holding) = board.witnesses(&step, self.group, &mut self.scratch) else { return };
        let candidate = Candidate { kind, step: step.clone(), holding };
        let kept = self.found.entry(step).or_insert_with(|| candidate.clone());
        if candidate.kind < kept.kind {
            *kept = candidate;
        }
    }

    /// A single cell: it must stand in every equation of the group, and the first tells its value.
    fn one_cell(&mut self) {
        let Some(&first) = self.group.first() else { return };
        let board = self.board;
        for &(cell, sign) in board.terms(first) {
            let Some(from) = board.printed(cell) else { continue };
            let to = from - sign * board.difference(first);
            let kind = slip(from, to).map_or(Kind::Retyped, Kind::Slipped);
            self.look(kind, [(cell, to)]);
        }
    }

    /// Two neighbours: the same digits, divided at another place. A blank beside a number may have lost its digits to
    /// it; a number never becomes a blank.
    fn divided(&mut self, line: &[usize]) {
        let board = self.board;
        for pair in line.windows(2) {
            let &[left, right] = pair else { continue };
            let (digits, now) = match (board.standing(left), board.standing(right)) {
                (Standing::Printed(a), Standing::Printed(b)) if a >= 0 && b >= 0 => {
                    let a = a.to_string();
                    (format!("{a}{b}"), Some(a.len()))
                }
                (Standing::Printed(n), Standing::Blank) | (Standing::Blank, Standing::Printed(n))
                    if n >= 0 =>
                {
                    (n.to_string(), None)
                }
                _ => continue,
            };
            for cut in (1..digits.len()).filter(|cut| Some(*cut) != now) {
                if let (Some(a), Some(b)) = (numeral(&digits[..cut]), numeral(&digits[cut..])) {
                    self.look(Kind::Divided, [(left, a), (right, b)]);
                }
            }
        }
    }

    /// A run of values moved by one column: a nought at one end of the run takes the place at the other. All the values
    /// of a row may move round as well, as where the total was printed first.
    fn shifted(&mut self, line: &[usize]) {
        let board = self.board;
        for first in 0..line.len() {
            for end in first + 2..=line.len() {
                let run = &line[first..end];
                let Some(values) = board.all_printed(run) else { break };
                let is_whole = run.len() == line.len();
                let last = values.len() - 1;
                if values[0] == 0 || is_whole {
                    let moved = values[1..].iter().chain(&values[..1]);
                    self.look(Kind::Shifted, run.iter().copied().zip(moved.copied()));
                }
                if values[last] == 0 || is_whole {
                    let moved = values[last..].iter().chain(&values[..last]);
                    self.look(Kind::Shifted, run.iter().copied().zip(moved.copied()));
                }
            }
        }
    }

    fn rows_swapped(&mut self) {
        let board = self.board;
        for (i, upper) in board.rows().iter().enumerate() {
            let Some(a) = board.all_printed(upper) else { continue };
            for lower in &board.rows()[i + 1..] {
                let Some(b) = board.all_printed(lower) else { continue };
                let down = lower.iter().copied().zip(a.iter().copied());
                let up = upper.iter().copied().zip(b.iter().copied());
                self.look(Kind::RowsSwapped, up.chain(down));
            }
        }
    }

    fn swapped_within(&mut self, cells: &[usize]) {
        let board = self.board;
        for (i, &one) in cells.iter().enumerate() {
            let Some(a) = board.printed(one) else { continue };
            for &other in &cells[i + 1..] {
                let Some(b) = board.printed(other) else { continue };
                self.look(Kind::CellsSwapped, [(one, b), (other, a)]);
            }
        }
    }
}

/// A number as it is written: no nought in front.
fn numeral(digits: &str) -> Option<i64> {
    if digits.len() > 1 && digits.starts_with('0') {
        return None;
    }
    digits.parse().ok()
}

/// How `printed` may have come to stand for `meant`; nothing when more than one key was struck wrongly.
pub(super) fn slip(printed: i64, meant: i64) -> Option<Slip> {
    if printed < 0 || meant < 0 {
        return None;
    }
    let (had, wants) = (printed.to_string(), meant.to_string());
    let (had, wants) = (had.as_bytes(), wants.as_bytes());
    if had.len() == wants.len() {
        let differing: Vec<usize> = (0..had.len()).filter(|i| had[*i] != wants[*i]).collect();
        return match *differing.as_slice() {
            [_] => Some(Slip::DigitChanged),
            [i, j] if j == i + 1 && had[i] == wants[j] && had[j] == wants[i] => Some(Slip::DigitsTransposed),
            _ => None,
        };
    }
    let (long, short) = if had.len() > wants.len() { (had, wants) } else { (wants, had) };
    if long.len() != short.len() + 1 {
        return None;
    }
    // where the longer one has a digit that the shorter one has not
    let at = (0..short.len()).find(|i| long[*i] != short[*i]).unwrap_or(short.len());
    if long[at + 1..] != short[at..] {
        return None;
    }
    let is_added = had.len() > wants.len();
    let is_double = at > 0 && long[at - 1] == long[at];
    Some(match (is_added, long[at]) {
        (true, _) if is_double => Slip::DigitDoubled,
        (true, b'0') => Slip::ZeroAdded,
        (true, _) => Slip::DigitAdded,
        (false, b'0') => Slip::ZeroLost,
        (false, _) => Slip::DigitLost,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_is_told_from_another_number() {
        for (printed, meant, expected) in [
            (12, 21, Some(Slip::DigitsTransposed)),
            (12, 15, Some(Slip::DigitChanged)),
            (3, 8, Some(Slip::DigitChanged)),
            (122, 12, Some(Slip::DigitDoubled)),
            (1, 10, Some(Slip::ZeroLost)),
            (105, 15, Some(Slip::ZeroAdded)),
            (100, 10, Some(Slip::DigitDoubled)),
            (130, 13, Some(Slip::ZeroAdded)),
            (15, 135, Some(Slip::DigitLost)),
            (135, 15, Some(Slip::DigitAdded)),
            (0, 7, Some(Slip::DigitChanged)),
            (29, 30, None),
            (5, 123, None),
            (121, 211, Some(Slip::DigitsTransposed)),
            (-1, 1, None),
        ] {
            assert_eq!(slip(printed, meant), expected, "{printed} for {meant}");
        }
    }

    #[test]
    fn a_number_has_no_nought_in_front() {
        assert_eq!(numeral("0"), Some(0));
        assert_eq!(numeral("05"), None);
        assert_eq!(numeral("50"), Some(50));
    }
}
