//! The decoder of mangled tables: of all ways to read a row, the ones that the equations of the form allow.
//!
//! The sums of the form carry the same fact twice, and so they can tell a wrong reading from the right one. Where cells were run together, shifted, lost or doubled, every way to
//! divide what is printed into seven cells is a *reading*; the row equation, and then the column equations of the whole
//! table, decide which readings stay possible. A cell on which all possible readings agree is decided, with its proof;
//! the others stay illegible. Nothing is guessed.
//!
//! Search bounds (stated, not hoped for): at most [`MAX_NODES`] steps to list the readings of one row,
//! [`MAX_READINGS`] readings kept for one row, [`MAX_STATES`] states in one layer of the search through the table, and
//! [`MAX_COMBINATIONS`] combinations when the published numbers do not reconcile. Beyond a bound the cells concerned
//! stay illegible.
//!
//! Not here: finding the labels and the values in a document (`crate::facts`).

mod derive;
mod doubt;
mod readings;
mod row;
mod search;
mod table3;
mod table4;

pub use row::{adding_up, is_moved_row, is_short_row, is_sound_row};
pub use table3::{Strip, solve_table3};
pub use table4::solve_table4;

use gongkai_domain::report::Proof;

/// Steps spent on listing the readings of one row.
pub const MAX_NODES: usize = 400_000;
/// Readings kept for one row.
pub const MAX_READINGS: usize = 4_000;
/// States in one layer of the search through the table.
pub const MAX_STATES: usize = 60_000;
/// Combinations tried when no reading satisfies every equation.
pub const MAX_COMBINATIONS: usize = 20_000;

/// One piece of what is printed behind a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A run of ASCII digits: one number, or several run together.
    Run(String),
    /// One cell with one number that cannot be divided (with a note, a unit, a sign, a thousands separator).
    Fixed(i64),
    /// An empty cell that can be seen.
    Blank,
    /// A cell with `/`, `-`, `—` or 无.
    NotApplicable,
    /// A cell with something that is not a number.
    Opaque,
}

impl Piece {
    /// Whether the piece is exactly one cell.
    pub(crate) fn is_single(&self) -> bool {
        match self {
            Self::Run(digits) => digits.len() == 1 || (!digits.starts_with('0') && digits.len() <= 6),
            _ => true,
        }
    }
}

/// What became of one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A printed number; the index is that of its piece.
    Printed(i64, usize),
    /// A visible blank.
    Blank(usize),
    /// Not a number by intention.
    NotApplicable(usize),
    /// There is nothing.
    Absent,
    /// Something is there that cannot be decided; the pieces it may stand in.
    Illegible(Option<usize>),
    /// There is something that is no number; no equation may overrule it.
    Unreadable(usize),
    /// Decided by the equations; the piece, when something is printed that could not be decided by itself.
    Derived(i64, Option<usize>),
}

/// A cell with the argument for its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The outcome.
    pub outcome: Outcome,
    /// The argument, when the value was not simply printed.
    pub proof: Option<Proof>,
}

impl Decided {
    pub(crate) fn absent() -> Self {
        Self { outcome: Outcome::Absent, proof: None }
    }

    /// A cell of which nothing can be said.
    pub(crate) fn illegible() -> Self {
        Self { outcome: Outcome::Illegible(None), proof: None }
    }

    /// The number, printed or derived.
    pub fn value(&self) -> Option<i64> {
        match self.outcome {
            Outcome::Printed(n, _) | Outcome::Derived(n, _) => Some(n),
            _ => None,
        }
    }

    /// The piece that the cell stands in, as far as it is known.
    pub fn piece(&self) -> Option<usize> {
        match self.outcome {
            Outcome::Printed(_, i)
            | Outcome::Blank(i)
            | Outcome::NotApplicable(i)
            | Outcome::Unreadable(i)
            | Outcome::Illegible(Some(i))
            | Outcome::Derived(_, Some(i)) => Some(i),
            Outcome::Illegible(None) | Outcome::Derived(_, None) | Outcome::Absent => None,
        }
    }

    /// Whether the equations may fill the cell in.
    fn is_open(&self) -> bool {
        matches!(self.outcome, Outcome::Absent | Outcome::Illegible(_))
    }
}
