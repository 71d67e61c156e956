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

    /// The piece it stands in.
    pub(super) fn piece(self) -> Option<usize> {
        match self {
            Self::Number(_, i) | Self::Blank(i) | Self::NotApplicable(i) | Self::Opaque(i) => {
                Some(usize::from(i))
            }
            Self::Missing(_) => None,
        }
    }

    /// Counts the pieces from an earlier beginning.
    pub(super) fn shift(&mut self, by: u16) {
        match self {
            Self::Number(_, i) | Self::Blank(i) | Self::NotApplicable(i) | Self::Opaque(i) => *i += by,
            Self::Missing(_) => {}
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
    /// One value for each cell.
    pub(super) const NONE: Self = Self { missing: 0, extra: 0, extra_blanks: 0 };
    pub(super) const ONE_MISSING: Self = Self { missing: 1, ..Self::NONE };
    pub(super) const ONE_EXTRA: Self = Self { extra: 1, ..Self::NONE };
    pub(super) const TWO_EXTRA: Self = Self { extra: 2, ..Self::NONE };
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
    /// Readings after which it ends.
    most: usize,
    nodes: usize,
    found: Vec<(Cursor, Reading)>,
    is_cut: bool,
}

impl Search<'_> {
    fn step(&mut self, at: Cursor, left: Latitude, slots: &mut Reading) {
        self.nodes += 1;
        if self.nodes > MAX_NODES || self.found.len() >= self.most {
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
                let mut number = 0;
                for length in 1..=longest {
                    number = 10 * number + i64::from(rest.as_bytes()[length - 1] - b'0');
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

impl<'a> Search<'a> {
    fn of(pieces: &'a [Piece], shape: Shape, with_equation: bool) -> Self {
        Self {
            pieces,
            shape,
            with_equation,
            to_the_end: true,
            most: MAX_READINGS,
            nodes: 0,
            found: Vec::new(),
            is_cut: false,
        }
    }

    fn run(mut self, at: Cursor, left: Latitude) -> Self {
        self.step(at, left, &mut Vec::with_capacity(self.shape.groups * self.shape.width));
        self
    }
}

/// Readings of a single row from all its pieces.
pub(super) fn of_row(pieces: &[Piece], shape: Shape, left: Latitude, with_equation: bool) -> Readings {
    let search = Search::of(pieces, shape, with_equation).run(Cursor::default(), left);
    let mut all: Vec<Reading> = search.found.into_iter().map(|(_, r)| r).collect();
    merge_equal(&mut all);
    Readings { all, is_cut: search.is_cut }
}

/// The reading of a run of digits that can be divided in one way only, whatever it adds up to.
pub(super) fn only_division(run: &Piece, shape: Shape) -> Option<Reading> {
    let pieces = std::slice::from_ref(run);
    let mut search =
        Search { most: 2, ..Search::of(pieces, shape, false) }.run(Cursor::default(), Latitude::NONE);
    let (_, only) = search.found.pop()?;
    (search.found.is_empty() && !search.is_cut).then_some(only)
}

/// The readings of least cost: the steps go from the cheapest to the dearest, what stands in one step costs the same,
/// and the first step that has readings ends the search, with all its readings as rivals. Also tells the step, their
/// number when none has any; `None` when a search met its bound, so that nobody can say what else it might be.
pub(super) fn cheapest(
    steps: &[&[Latitude]],
    mut read: impl FnMut(Latitude) -> Readings,
) -> Option<(usize, Vec<Reading>)> {
    for (step, latitudes) in steps.iter().enumerate() {
        let mut rivals: Vec<Reading> = Vec::new();
        for left in *latitudes {
            let found = read(*left);
            if found.is_cut {
                return None;
            }
            let is_new = |reading: &Reading| !rivals.contains(reading);
            let new: Vec<Reading> =
                if rivals.is_empty() { found.all } else { found.all.into_iter().filter(is_new).collect() };
            rivals.extend(new);
        }
        if !rivals.is_empty() {
            return Some((step, rivals));
        }
    }
    Some((steps.len(), Vec::new()))
}

/// Readings of one row that begin at a cursor, each with the cursor behind it; the row equation must hold.
pub(super) fn from_cursor(pieces: &[Piece], shape: Shape, at: Cursor) -> (Vec<(Cursor, Reading)>, bool) {
    let search = Search { to_the_end: false, ..Search::of(pieces, shape, true) }.run(at, Latitude::NONE);
    (search.found, search.is_cut)
}

/// Readings that give every cell the same number are one reading: the one with most printed cells, a missing cell last.
fn merge_equal(all: &mut Vec<Reading>) {
    fn numbers(reading: &Reading) -> impl Iterator<Item = (Option<i64>, bool)> {
        reading.iter().map(|s| (s.number(), matches!(s, Slot::Blank(_) | Slot::NotApplicable(_))))
    }
    fn not_printed(reading: &Reading) -> impl Iterator<Item = bool> {
        reading.iter().map(|s| !s.is_printed_number())
    }
    all.sort_by(|a, b| numbers(a).cmp(numbers(b)).then_with(|| not_printed(a).cmp(not_printed(b))));
    all.dedup_by(|b, a| numbers(a).eq(numbers(b)));
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
    fn a_dearer_reading_is_no_rival() {
        let pieces = [Piece::Run("1000010".into())];
        let read = |left: Latitude| of_row(&pieces, ROW, left, false);
        let steps: &[&[Latitude]] = &[&[Latitude::NONE], &[Latitude::ONE_MISSING]];
        let (cost, rivals) = cheapest(steps, read).unwrap();
        assert_eq!((cost, rivals.len()), (0, 1));
        assert!(read(Latitude::ONE_MISSING).all.len() > 1, "what the dearer step would have added");
    }

    #[test]
    fn readings_of_one_cost_are_rivals() {
        let zeros: Vec<Piece> = "4 0 0 0 0 4".split(' ').map(|d| Piece::Run(d.into())).collect();
        let read = |left: Latitude| of_row(&zeros, ROW, left, true);
        let steps: &[&[Latitude]] = &[&[Latitude::NONE], &[Latitude::ONE_MISSING, Latitude::ONE_EXTRA]];
        let (cost, rivals) = cheapest(steps, read).unwrap();
        assert_eq!(cost, 1);
        assert!(rivals.len() > 1, "nobody knows which cell is missing");
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
