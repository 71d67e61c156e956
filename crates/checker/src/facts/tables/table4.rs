//! Table 4, 行政复议、行政诉讼: fifteen values below one header.
//!
//! Not here: what the three totals leave of them (`crate::solve`).

use super::Notes;
use super::item::{Item, cell_of};
use crate::solve::{Decided, Piece, solve_table4};
use gongkai_domain::report::{CellRef, Place, Report, Table4Key};

/// What the stream gave for table 4.
#[derive(Debug, Default)]
pub(super) struct Table4<'a> {
    items: Vec<Item<'a>>,
    is_met: bool,
}

impl<'a> Table4<'a> {
    /// Whether its header was found.
    pub(super) fn is_met(&self) -> bool {
        self.is_met
    }

    pub(super) fn meet_header(&mut self) {
        // blanks met so far belong to the header
        self.is_met = true;
        self.items.retain(|i| !i.is_blank);
    }

    pub(super) fn meet_value(&mut self, item: Item<'a>) {
        self.items.push(item);
    }

    /// Writes the cells; `pads_rows` says that a blank at the edge may have been filled in.
    pub(super) fn fill(self, report: &mut Report, pads_rows: bool, notes: &mut Notes) {
        if !self.is_met || !report.form.has_tables() {
            return;
        }
        let items = whole_row(self.items);
        let pieces: Vec<Piece> = items.iter().map(Item::piece).collect();
        // lines of a page without rulings: nothing but fifteen numbers that add up is believed
        let is_page_line = items.iter().any(Item::is_page_line);
        let decided = if is_page_line && pieces.iter().filter(|p| **p != Piece::Blank).count() != 15 {
            vec![Decided::illegible(); 15]
        } else {
            solve_table4(&pieces, pads_rows)
        };
        for (key, one) in Table4Key::EVERY.iter().zip(&decided) {
            *report.cell_mut(CellRef::T4(*key)) = cell_of(one, &items);
        }
        let numbers = items.iter().filter(|i| !i.is_blank).count();
        if numbers > 15 && pieces.iter().all(|p| matches!(p, Piece::Run(d) if d.len() == 1)) {
            notes.add("extra_value", "行政复议、行政诉讼", None, items[15].place);
        }
    }
}

/// A row that holds all fifteen needs nothing from the lines around it.
fn whole_row(mut items: Vec<Item<'_>>) -> Vec<Item<'_>> {
    fn line(place: &Place) -> impl PartialEq {
        (place.table, place.row, place.line, &place.sheet, place.page)
    }
    let whole = items.iter().map(|i| i.place).find(|place| {
        let mut own = items.iter().filter(|i| line(i.place) == line(place) && i.column.is_some());
        let (mut cells, mut numbers) = (0, 0);
        for item in &mut own {
            cells += 1;
            numbers += usize::from(!item.is_blank);
        }
        cells >= 15 && numbers >= 13
    });
    if let Some(place) = whole {
        items.retain(|i| line(i.place) == line(place));
    }
    items
}
