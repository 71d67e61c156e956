//! A printed value or a visible blank behind a label, and the cell that is made of it.
//!
//! Not here: which label it belongs to (`super::walk`, `super::strips`).

use super::super::value;
use crate::solve::{Decided, Outcome, Piece};
use gongkai_domain::report::{Cell, CellKind, Place, Value};
use std::borrow::Cow;

/// A printed value or a visible blank.
#[derive(Debug, Clone)]
pub(super) struct Item<'a> {
    /// Folded, without blanks; empty for a blank.
    pub(super) chunk: Cow<'a, str>,
    /// The same with the digits left away that may be the number of the label behind it.
    pub(super) without_ordinal: &'a [String],
    /// As printed.
    pub(super) raw: Cow<'a, str>,
    pub(super) place: &'a Place,
    /// Grid column of a table, number of the part in a tab-separated line.
    pub(super) column: Option<u32>,
    pub(super) is_blank: bool,
}

impl<'a> Item<'a> {
    /// Something printed.
    pub(super) fn printed(chunk: Cow<'a, str>, raw: &'a str, place: &'a Place, column: Option<u32>) -> Self {
        Self { chunk, without_ordinal: &[], raw: Cow::Borrowed(raw), place, column, is_blank: false }
    }

    /// An empty cell that can be seen.
    pub(super) fn blank(place: &'a Place, column: Option<u32>) -> Self {
        let (chunk, raw) = (Cow::Borrowed(""), Cow::Borrowed(""));
        Self { chunk, without_ordinal: &[], raw, place, column, is_blank: true }
    }

    /// What it is for the solver.
    pub(super) fn piece(&self) -> Piece {
        if self.is_blank { Piece::Blank } else { value::count(&self.chunk).piece }
    }

    /// Whether it is digits and nothing else.
    pub(super) fn is_digits(&self) -> bool {
        self.chunk.bytes().all(|b| b.is_ascii_digit())
    }

    /// Whether both stand in one cell, or in one line of text without cells.
    pub(super) fn shares_cell(&self, other: &Self) -> bool {
        self.column == other.column
            && self.place.line == other.place.line
            && self.place.row == other.place.row
    }

    /// Whether it was taken out of a file by lines or pages, where the contents of neighbouring cells may have been
    /// drawn together.
    pub(super) fn is_extracted_text(&self) -> bool {
        self.place.line.is_some() || self.place.page.is_some()
    }

    /// A line of a page without rulings.
    pub(super) fn is_page_line(&self) -> bool {
        self.place.page.is_some() && self.place.table.is_none()
    }

    /// The cell that it is by itself.
    pub(super) fn cell(&self, kind: CellKind, value: Option<Value>) -> Cell {
        Cell { value, kind, raw: self.raw.clone().into_owned(), place: Some(self.place.clone()), proof: None }
    }
}

/// What stands behind one label.
#[derive(Debug, Clone, Default)]
pub(super) struct Behind<'a> {
    /// In the row of the label.
    pub(super) own: Vec<Item<'a>>,
    /// In later rows without a label.
    pub(super) later: Vec<Item<'a>>,
}

impl<'a> Behind<'a> {
    pub(super) fn push(&mut self, item: Item<'a>, is_same_row: bool) {
        if is_same_row { self.own.push(item) } else { self.later.push(item) }
    }

    /// All of it, in printed order.
    pub(super) fn items(&self) -> impl Iterator<Item = &Item<'a>> {
        self.own.iter().chain(&self.later)
    }

    /// All that is no blank.
    pub(super) fn filled(&self) -> impl Iterator<Item = &Item<'a>> {
        self.items().filter(|i| !i.is_blank)
    }

    /// Leaves of every value and blank only that something is printed there.
    pub(super) fn make_unread(&mut self) {
        for item in self.own.iter_mut().chain(&mut self.later) {
            (item.chunk, item.without_ordinal, item.is_blank) = ("?".into(), &[], false);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.own.is_empty() && self.later.is_empty()
    }

    /// Adds a unit of measurement to the number that stands before it in the same cell, if it is one.
    pub(super) fn joins_last(&mut self, unit: &Item<'_>) -> bool {
        let is_unit = value::unit_fen(&unit.chunk).is_some()
            || matches!(&*unit.chunk, "件" | "条" | "项" | "个" | "份" | "次");
        if !is_unit {
            return false;
        }
        let list = if self.later.is_empty() { &mut self.own } else { &mut self.later };
        let Some(last) = list.last_mut() else { return false };
        let is_joined = last.shares_cell(unit) && last.chunk.ends_with(|c: char| c.is_ascii_digit());
        if is_joined {
            last.chunk.to_mut().push_str(&unit.chunk);
            last.raw = Cow::Owned(format!("{} {}", last.raw, unit.raw));
        }
        is_joined
    }
}

/// The cell that the solver decided, with the words and the place of the item it came from.
pub(super) fn cell_of(decided: &Decided, items: &[Item<'_>]) -> Cell {
    let at = |i: usize| items.get(i);
    let (value, kind, item) = match decided.outcome {
        Outcome::Printed(n, i) => (Some(Value::Count(n)), CellKind::Number, at(i)),
        Outcome::Blank(i) => (None, CellKind::Blank, at(i)),
        Outcome::NotApplicable(i) => (None, CellKind::NotApplicable, at(i)),
        Outcome::Illegible(i) => (None, CellKind::Illegible, i.map_or_else(|| at(0), at)),
        Outcome::Unreadable(i) => (None, CellKind::Illegible, at(i)),
        Outcome::Derived(n, i) => (Some(Value::Count(n)), CellKind::Derived, i.and_then(at)),
        Outcome::Absent => (None, CellKind::Absent, None),
    };
    Cell {
        value,
        kind,
        raw: item.map(|i| i.raw.clone().into_owned()).unwrap_or_default(),
        place: item.map(|i| i.place.clone()),
        proof: decided.proof.clone(),
    }
}
