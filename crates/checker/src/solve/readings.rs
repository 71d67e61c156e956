//! All ways to divide the pieces printed behind a label into the cells of a row.
//!
//! Not here: choosing among them (`super::table3`, `super::table4`).

use super::{MAX_NODES, MAX_READINGS, Piece};

/// What a reading says of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    /// A number from the piece.
    Number(i64, u16),
    /// The piece is a blank.
    Blank(u16),
    /// The piece is a sign for "not applicable".
    NotApplicable(u16),
    /// The piece is not a number.
    Opaque(u16),
    /// The row has a cell too few, and this is the one; its value if the row equation gives it.
    Missing(Option<i64>),
}

impl Slot {
    /// The number for use in equations: a blank counts nothing, what is unknown has none.
    pub(super) fn number(self) -> Option<i64> {
        match self {
            Self::Number(n, _) => Some(n),
            Self::Missing(n) => n,
            Self::Blank(_) | Self::NotApplicable(_) => Some(0),
            Self::Opaque(_) => None,
        }
    }

    fn is_printed_number(self) -> bool {
        matches!(self, Self::Number(..))
    }
}

/// One reading of a row.
pub(super) type Reading = Vec<Slot>;

/// The readings of a row and whether the search was cut at its bound.
#[derive(Debug, Clone, Default)]
pub(super) struct Readings {
    pub(super) all: Vec<Reading>,
    pub(super) is_cut: bool,
}

/// How far a reading may depart from one cell for one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Latitude {
    /// Cells that may be missing.
    pub(super) missing: u8,
    /// Pieces of a number that may be in excess.
    pub(super) extra: u8,
    /// Blanks that may be in excess.
    pub(super) extra_blanks: u8,
}

impl Latitude {
    pub(super) const NONE: Self = Self { missing: 0, extra: 0, extra_blanks: 0 };
}

/// A position in the pieces: index of the piece, digits of it already used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Cursor {
    pub(super) piece: u16,
    pub(super) used: u16,
}

/// Groups of cells of which the last is the sum of the others: one of seven in table 3, three of five in table 4.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub(super) groups: usize,
    pub(super) width: usize,
}

struct Search<'a> {
    pieces: &'a [Piece],
    shape: Shape,
    with_equation: bool,
    to_the_end: bool,
    nodes: usize,
    found: Vec<(Cursor, Reading)>,
    is_cut: bool,
}

impl Search<'_> {
    fn step(&mut self, at: Cursor, left: Latitude, slots: &mut Reading) {
        self.nodes += 1;
        if self.nodes > MAX_NODES || self.found.len() >= MAX_READINGS {
            self.is_cut = true;
            return;
        }
        let total = self.shape.groups * self.shape.width;
        if slots.len() == total {
            self.finish(at, left, slots);
            return;
        }
        if left.missing > 0 {
            slots.push(Slot::Missing(None));
            if self.holds(slots) {
                self.step(at, Latitude { missing: left.missing - 1, ..left }, slots);
            }
            slots.pop();
        }
        let Some(piece) = self.pieces.get(usize::from(at.piece)) else { return };
        let next = Cursor { piece: at.piece + 1, used: 0 };
        match piece {
            Piece::Run(digits) => {
                let rest = &digits[usize::from(at.used)..];
                let longest = if rest.starts_with('0') { 1 } else { rest.len().min(6) };
                for length in 1..=longest {
                    let Ok(number) = rest[..length].parse::<i64>() else { continue };
                    slots.push(Slot::Number(number, at.piece));
                    if self.holds(slots) {
                        let after = if length == rest.len() {
                            next
                        } else {
                            Cursor { piece: at.piece, used: at.used + length as u16 }
                        };
                        self.step(after, left, slots);
                    }
                    slots.pop();
                }
                if left.extra > 0 && at.used == 0 && piece.is_single() {
                    self.step(next, Latitude { extra: left.extra - 1, ..left }, slots);
                } else if left.extra > 0 && !piece.is_single() && rest.starts_with('0') {
                    // a run of zeros with one zero too many
                    let after =
                        if rest.len() == 1 { next } else { Cursor { piece: at.piece, used: at.used + 1 } };
                    self.step(after, Latitude { extra: left.extra - 1, ..left }, slots);
                }
            }
            Piece::Fixed(number) => {
                self.take(Slot::Number(*number, at.piece), next, left, slots);
                if left.extra > 0 {
                    self.step(next, Latitude { extra: left.extra - 1, ..left }, slots);
                }
            }
            Piece::Blank | Piece::NotApplicable | Piece::Opaque => {
                let slot = match piece {
                    Piece::Blank => Slot::Blank(at.piece),
                    Piece::NotApplicable => Slot::NotApplicable(at.piece),
                    _ => Slot::Opaque(at.piece),
                };
                self.take(slot, next, left, slots);
                if left.extra_blanks > 0 && *piece == Piece::Blank {
                    self.step(next, Latitude { extra_blanks: left.extra_blanks - 1, ..left }, slots);
                }
            }
        }
    }

    fn take(&mut self, slot: Slot, next: Cursor, left: Latitude, slots: &mut Reading) {
        slots.push(slot);
        if self.holds(slots) {
            self.step(next, left, slots);
        }
        slots.pop();
    }

    /// Whether the group that was just completed satisfies its equation.
    fn holds(&self, slots: &Reading) -> bool {
        if !self.with_equation || !slots.len().is_multiple_of(self.shape.width) {
            return true;
        }
        group_holds(&slots[slots.len() - self.shape.width..])
    }

    fn finish(&mut self, at: Cursor, left: Latitude, slots: &Reading) {
        let mut at = at;
        if self.to_the_end {
            let mut left = left;
            while let Some(piece) = self.pieces.get(usize::from(at.piece)) {
                let is_spare_blank = *piece == Piece::Blank && left.extra_blanks > 0;
                let is_spare_number = at.used == 0
                    && left.extra > 0
                    && matches!(piece, Piece::Run(_) | Piece::Fixed(_))
                    && piece.is_single();
                let is_spare_zero =
                    left.extra > 0 && matches!(piece, Piece::Run(d) if &d[usize::from(at.used)..] == "0");
                if is_spare_blank {
                    left.extra_blanks -= 1;
                } else if is_spare_number || is_spare_zero {
                    left.extra -= 1;
                } else {
                    return;
                }
                at = Cursor { piece: at.piece + 1, used: 0 };
            }
        }
        let mut reading = slots.clone();
        for group in reading.chunks_mut(self.shape.width) {
            fill_missing(group);
        }
        self.found.push((at, reading));
    }
}

/// A piece that is one cell.
pub(super) fn slot_of(piece: &Piece, index: usize) -> Slot {
    let at = index as u16;
    match piece {
        Piece::Run(digits) => digits.parse().map_or(Slot::Opaque(at), |number| Slot::Number(number, at)),
        Piece::Fixed(number) => Slot::Number(*number, at),
        Piece::Blank => Slot::Blank(at),
        Piece::NotApplicable => Slot::NotApplicable(at),
        Piece::Opaque => Slot::Opaque(at),
    }
}

/// Whether a group may satisfy its equation: the last cell is the sum of the others, unknown cells taking any value.
pub(super) fn group_holds(group: &[Slot]) -> bool {
    let Some((total, parts)) = group.split_last() else { return true };
    let is_unknown = |s: &Slot| matches!(s, Slot::Opaque(_) | Slot::Missing(None));
    let known: i64 = parts.iter().filter(|s| !is_unknown(s)).filter_map(|s| s.number()).sum();
    let some_unknown = parts.iter().any(is_unknown);
    match total {
        Slot::Number(t, _) | Slot::Missing(Some(t)) => *t == known || (some_unknown && *t > known),
        // an empty total says nothing
        Slot::Blank(_) | Slot::NotApplicable(_) | Slot::Opaque(_) | Slot::Missing(None) => true,
    }
}

/// Gives a single missing cell the value that the row equation leaves.
fn fill_missing(group: &mut [Slot]) {
    let missing: Vec<usize> =
        group.iter().enumerate().filter(|(_, s)| **s == Slot::Missing(None)).map(|(i, _)| i).collect();
    let [only] = missing[..] else { return };
    let last = group.len() - 1;
    let is_blank_or_opaque = |s: &Slot| !matches!(s, Slot::Number(..) | Slot::Missing(_));
    if group.iter().enumerate().any(|(i, s)| i != only && is_blank_or_opaque(s)) {
        return;
    }
    let sum_of_parts: i64 =
        group[..last].iter().enumerate().filter(|(i, _)| *i != only).filter_map(|(_, s)| s.number()).sum();
    group[only] = if only == last {
        Slot::Missing(Some(sum_of_parts))
    } else {
        let total = group[last].number().unwrap_or(0);
        Slot::Missing((total >= sum_of_parts).then_some(total - sum_of_parts))
    };
}

/// Readings of a single row from all its pieces.
pub(super) fn of_row(pieces: &[Piece], shape: Shape, left: Latitude, with_equation: bool) -> Readings {
    let mut search =
        Search { pieces, shape, with_equation, to_the_end: true, nodes: 0, found: Vec::new(), is_cut: false };
    search.step(Cursor::default(), left, &mut Vec::with_capacity(shape.groups * shape.width));
    let mut all: Vec<Reading> = search.found.into_iter().map(|(_, r)| r).collect();
    merge_equal(&mut all);
    Readings { all, is_cut: search.is_cut }
}

/// Readings of one row that begin at a cursor, each with the cursor behind it; the row equation must hold.
pub(super) fn from_cursor(pieces: &[Piece], shape: Shape, at: Cursor) -> (Vec<(Cursor, Reading)>, bool) {
    let mut search = Search {
        pieces,
        shape,
        with_equation: true,
        to_the_end: false,
        nodes: 0,
        found: Vec::new(),
        is_cut: false,
    };
    search.step(at, Latitude::NONE, &mut Vec::with_capacity(shape.groups * shape.width));
    (search.found, search.is_cut)
}

/// Readings that give every cell the same number are one reading: the one with most printed cells, a missing cell last.
fn merge_equal(all: &mut Vec<Reading>) {
    let numbers = |r: &Reading| -> Vec<(Option<i64>, bool)> {
        r.iter().map(|s| (s.number(), matches!(s, Slot::Blank(_) | Slot::NotApplicable(_)))).collect()
    };
    let printed_first = |r: &Reading| -> Vec<bool> { r.iter().map(|s| !s.is_printed_number()).collect() };
    all.sort_by(|a, b| numbers(a).cmp(&numbers(b)).then_with(|| printed_first(a).cmp(&printed_first(b))));
    all.dedup_by(|b, a| numbers(a) == numbers(b));
}

/// Whether the values can be what is printed: the digits in their order, no
/// more cells missing or in excess than what is printed shows, blanks free.
pub(super) fn admits(pieces: &[Piece], values: &[Option<i64>; 7]) -> bool {
    fn go(pieces: &[Piece], at: Cursor, values: &[Option<i64>], spare: (u8, u8), nodes: &mut usize) -> bool {
        *nodes += 1;
        if *nodes > MAX_NODES {
            return false;
        }
        let piece = pieces.get(usize::from(at.piece));
        let next = Cursor { piece: at.piece + 1, used: 0 };
        let Some((first, rest)) = values.split_first() else {
            return match piece {
                None => true,
                Some(Piece::Run(digits)) if usize::from(at.used) < digits.len() && at.used > 0 => {
                    spare.1 > 0 && go(pieces, next, values, (spare.0, spare.1 - 1), nodes)
                }
                Some(Piece::Run(_) | Piece::Fixed(_)) => {
                    spare.1 > 0 && go(pieces, next, values, (spare.0, spare.1 - 1), nodes)
                }
                Some(_) => go(pieces, next, values, spare, nodes),
            };
        };
        // the cell is not printed
        if spare.0 > 0 && go(pieces, at, rest, (spare.0 - 1, spare.1), nodes) {
            return true;
        }
        let Some(piece) = piece else { return false };
        match piece {
            Piece::Run(digits) => {
                let left = &digits[usize::from(at.used)..];
                let longest = if left.starts_with('0') { 1 } else { left.len().min(9) };
                for length in 1..=longest {
                    let Ok(number) = left[..length].parse::<i64>() else { continue };
                    if first.is_some_and(|n| n != number) {
                        continue;
                    }
                    let after = if length == left.len() {
                        next
                    } else {
                        Cursor { piece: at.piece, used: at.used + length as u16 }
                    };
                    if go(pieces, after, rest, spare, nodes) {
                        return true;
                    }
                }
                at.used == 0 && spare.1 > 0 && go(pieces, next, values, (spare.0, spare.1 - 1), nodes)
            }
            Piece::Fixed(number) => {
                (first.is_none_or(|n| n == *number) && go(pieces, next, rest, spare, nodes))
                    || (spare.1 > 0 && go(pieces, next, values, (spare.0, spare.1 - 1), nodes))
            }
            Piece::Blank | Piece::NotApplicable | Piece::Opaque => {
                go(pieces, next, values, spare, nodes)
                    || (first.is_none_or(|n| n == 0 || *piece == Piece::Opaque)
                        && go(pieces, next, rest, spare, nodes))
            }
        }
    }
    let numbers = pieces.iter().filter(|p| **p != Piece::Blank).count();
    let spare = if pieces.iter().all(Piece::is_single) {
        (7_usize.saturating_sub(numbers) as u8, numbers.saturating_sub(7) as u8)
    } else if go(pieces, Cursor::default(), &[None; 7], (0, 0), &mut 0) {
        // runs that can be divided into seven cells are seven cells
        (0, 0)
    } else {
        (1, 1)
    };
    go(pieces, Cursor::default(), values, spare, &mut 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: Shape = Shape { groups: 1, width: 7 };

    fn numbers(r: &Reading) -> Vec<i64> {
        r.iter().map(|s| s.number().unwrap()).collect()
    }

    #[test]
    fn a_run_of_digits_has_one_division_with_the_right_row_sum() {
        let readings = of_row(&[Piece::Run("382000040".into())], ROW, Latitude::NONE, true);
        assert_eq!(readings.all.len(), 1);
        assert_eq!(numbers(&readings.all[0]), [38, 2, 0, 0, 0, 0, 40]);
    }

    #[test]
    fn seven_digits_need_no_equation() {
        let readings = of_row(&[Piece::Run("1000010".into())], ROW, Latitude::NONE, false);
        assert_eq!(readings.all.len(), 1);
    }

    #[test]
    fn a_zero_too_many_is_dropped() {
        let pieces: Vec<Piece> = "4 0 0 0 0 0 0 4".split(' ').map(|d| Piece::Run(d.into())).collect();
        let readings = of_row(&pieces, ROW, Latitude { missing: 0, extra: 1, extra_blanks: 0 }, true);
        assert_eq!(readings.all.len(), 1);
        assert_eq!(numbers(&readings.all[0]), [4, 0, 0, 0, 0, 0, 4]);
    }

    #[test]
    fn a_missing_total_is_the_sum() {
        let pieces: Vec<Piece> = "0 0 0 0 0 0".split(' ').map(|d| Piece::Run(d.into())).collect();
        let readings = of_row(&pieces, ROW, Latitude { missing: 1, extra: 0, extra_blanks: 0 }, true);
        assert_eq!(readings.all.len(), 1);
        assert_eq!(readings.all[0][6], Slot::Missing(Some(0)));
    }

    #[test]
    fn values_that_are_not_printed_are_not_admitted() {
        let run = [Piece::Run("382000040".into())];
        let some = |v: [i64; 7]| v.map(Some);
        assert!(admits(&run, &some([38, 2, 0, 0, 0, 0, 40])));
        assert!(!admits(&run, &some([38, 1, 1, 0, 0, 0, 40])));
        assert!(admits(&run, &[Some(38), None, None, Some(0), None, Some(0), Some(40)]));
        assert!(!admits(&run, &[Some(37), None, None, None, None, None, None]));
    }

    #[test]
    fn blanks_around_a_row_may_be_dropped() {
        let mut pieces = vec![Piece::Blank];
        pieces.extend("3 0 0 0 0 0 3".split(' ').map(|d| Piece::Run(d.into())));
        pieces.push(Piece::Blank);
        let readings = of_row(&pieces, ROW, Latitude { missing: 0, extra: 0, extra_blanks: 2 }, true);
        assert_eq!(readings.all.len(), 1);
        assert_eq!(numbers(&readings.all[0]), [3, 0, 0, 0, 0, 0, 3]);
    }
}
