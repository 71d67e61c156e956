//! Table 3, 收到和处理申请: the rows that were met, and their cells.
//!
//! Not here: which values belong to which row (`super::strips`), which column they stand under (`super::columns`), what
//! the sums decide (`crate::solve`).

use super::super::stream::{Located, likeness};
use super::super::value;
use super::Notes;
use super::columns::Header;
use super::item::{Behind, Item, cell_of};
use super::strips::Strips;
use crate::form::{Label, WORDINGS};
use crate::solve::{Piece, Strip, solve_table3};
use gongkai_domain::report::equation::rows_of;
use gongkai_domain::report::{Column, Form, Place, Report, Row};

/// A row as met in the stream.
#[derive(Debug)]
pub(super) struct Met<'a> {
    /// `None` for a row that the form does not have.
    pub(super) row: Option<Row>,
    pub(super) place: &'a Place,
    /// Whether its label stands in a table row or a tab-separated line.
    pub(super) is_row_layout: bool,
    /// Number of parts of the label's line.
    pub(super) fields: usize,
    pub(super) behind: Behind<'a>,
}

impl<'a> Met<'a> {
    /// A row label as met, with nothing behind it yet.
    fn at(row: Option<Row>, place: &'a Place, located: &Located<'_>) -> Self {
        let (is_row_layout, fields) = (located.is_row, located.fields);
        Self { row, place, is_row_layout, fields, behind: Behind::default() }
    }

    /// Whether both rows print the same values.
    fn repeats(&self, other: &Self) -> bool {
        self.behind.filled().map(|i| &i.chunk).eq(other.behind.filled().map(|i| &i.chunk))
    }
}

/// What the stream gave for table 3.
#[derive(Debug, Default)]
pub(super) struct Table3<'a> {
    pub(super) header: Header,
    /// Whether the walk is in the header.
    pub(super) is_in_header: bool,
    pub(super) rows: Vec<Met<'a>>,
    /// Values between the header and the first row label.
    lead: Vec<Item<'a>>,
    /// Whether the walk is behind the label of a group of rows, whose subtotal belongs to no row.
    is_dropping: bool,
}

impl<'a> Table3<'a> {
    /// Whether a row was met.
    pub(super) fn has(&self, row: Row) -> bool {
        self.rows.iter().any(|m| m.row == Some(row))
    }

    /// Number of rows of the form met.
    pub(super) fn known_rows(&self) -> usize {
        self.rows.iter().filter(|m| m.row.is_some()).count()
    }

    /// Whether the row of the form met last is one of （六）其他处理.
    pub(super) fn is_among_other(&self) -> bool {
        let last = self.rows.iter().rev().find_map(|m| m.row);
        matches!(last, Some(Row::OtherFeeOverdue | Row::OtherCorrectionOverdue | Row::OtherTotal))
    }

    /// The row whose wording the letters resemble most, if it has not been met yet.
    pub(super) fn guess_row(&self, letters: &str) -> Option<Row> {
        let letters = letters.trim_start_matches(['一', '二', '三', '四', '五', '六', '七']);
        WORDINGS
            .iter()
            .filter_map(|w| match w.label {
                Label::Row(row) if w.letters.chars().count() >= 5 => {
                    Some((row, likeness(letters, w.letters)))
                }
                _ => None,
            })
            .filter(|(row, alike)| *alike >= 0.66 && !self.has(*row))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(row, _)| row)
    }

    pub(super) fn meet_header(&mut self, printed: &str, place: &Place, notes: &mut Notes) {
        if !self.is_in_header && !self.rows.is_empty() {
            notes.add("repeated_header", printed, None, place);
        }
        self.is_in_header = true;
    }

    /// The label of a group of rows; a subtotal behind it belongs to no row.
    pub(super) fn meet_group(&mut self, has_row_label: bool) {
        self.is_in_header = false;
        self.is_dropping = !has_row_label;
    }

    pub(super) fn meet_row(&mut self, row: Row, place: &'a Place, located: &Located<'_>) {
        self.is_in_header = false;
        self.is_dropping = false;
        self.rows.push(Met::at(Some(row), place, located));
    }

    pub(super) fn meet_unknown_row(&mut self, place: &'a Place, located: &Located<'_>) {
        self.rows.push(Met::at(None, place, located));
    }

    pub(super) fn meet_value(&mut self, item: Item<'a>, is_same_row: bool, notes: &mut Notes) {
        match self.rows.last_mut() {
            // a number between two pieces of a table is the number of a page
            Some(met) if met.place.table.is_some() && item.place.table.is_none() => {
                notes.add("page_furniture", &item.raw, None, item.place);
            }
            Some(met) if !self.is_in_header && !self.is_dropping => met.behind.push(item, is_same_row),
            _ if item.is_blank => {}
            Some(_) if !self.is_in_header => notes.add("subtotal", &item.raw, None, item.place),
            _ => self.lead.push(item),
        }
    }

    /// Writes the cells; where text was lost nothing is inferred.
    pub(super) fn fill(
        self,
        report: &mut Report,
        (pads_rows, has_lost_text): (bool, bool),
        notes: &mut Notes,
    ) {
        let Self { header, mut rows, lead, .. } = self;
        shift_values_before_labels(&mut rows, lead);
        // 其他处理 is a row of its own only when its items are not listed
        let has_items = rows.iter().any(|m| m.row.is_some_and(|r| Row::OTHER_ITEMS.contains(&r)));
        rows.retain(|m| m.row != Some(Row::OtherTotal) || !has_items);
        if rows.iter().all(|m| m.row.is_none()) {
            return;
        }
        let one_other_row = report.form == Form::Form2021 && !has_items;
        if one_other_row {
            report.table3.row_mut(Row::OtherTotal);
            if let Some(met) = rows.iter().find(|m| m.row == Some(Row::OtherTotal)) {
                notes.add("one_other_row", "（六）其他处理", None, met.place);
            }
        }
        let form_rows = rows_of(report.form, one_other_row);
        let met = each_row_once(rows, &form_rows, notes);
        for m in met.iter().filter(|m| m.behind.filled().next().is_none()) {
            if let Some(row) = m.row {
                notes.add("row_without_values", row.label(), None, m.place);
            }
        }
        let Strips { strips, items, has_lost_text, .. } = Strips::of(met, &header, pads_rows, has_lost_text);
        for (row, decided) in &solve_table3(&form_rows, &strips, !has_lost_text) {
            let strip = strips.iter().position(|s| s.rows.contains(row));
            let behind: &[Item<'_>] = strip.map_or(&[], |i| &items[i]);
            let cells = report.table3.row_mut(*row);
            for (cell, one) in cells.iter_mut().zip(decided) {
                *cell = cell_of(one, behind);
            }
        }
        for (strip, behind) in strips.iter().zip(&items) {
            notice_counts(strip, behind, notes);
        }
    }
}

/// The rows of the form. Of a row met twice the one with more values counts; printed twice and differently, neither.
fn each_row_once<'a>(met: Vec<Met<'a>>, form_rows: &[Row], notes: &mut Notes) -> Vec<Met<'a>> {
    let mut unique: Vec<Met<'a>> = Vec::new();
    for m in met {
        let Some(row) = m.row.filter(|row| form_rows.contains(row)) else { continue };
        let Some(first) = unique.iter_mut().find(|u| u.row == Some(row)) else {
            unique.push(m);
            continue;
        };
        let (before, now) = (first.behind.filled().count(), m.behind.filled().count());
        if now > before {
            *first = m;
        } else if now > 0 {
            if !first.repeats(&m) {
                for item in first.behind.own.iter_mut().chain(&mut first.behind.later) {
                    item.chunk = "?".into();
                    item.is_blank = false;
                }
            }
            notes.add("row_repeated", row.label(), None, m.place);
        }
    }
    unique
}

/// Labels printed behind their values throughout: the values before the first label are its own.
fn shift_values_before_labels<'a>(met: &mut [Met<'a>], lead: Vec<Item<'a>>) {
    let Some(last) = met.last() else { return };
    if lead.is_empty() || last.behind.filled().next().is_some() {
        return;
    }
    let enough = lead.len() >= 7
        || lead.iter().map(|i| i.chunk.len()).sum::<usize>() >= 7 && lead.iter().all(Item::is_digits);
    if !enough {
        return;
    }
    let mut carried = Behind { own: lead, later: Vec::new() };
    for m in met.iter_mut() {
        std::mem::swap(&mut m.behind, &mut carried);
    }
}

/// Tells of values in excess, of values missing and of orphaned lines.
fn notice_counts(strip: &Strip, items: &[Item<'_>], notes: &mut Notes) {
    let Some(first) = items.first() else { return };
    let [row] = strip.rows[..] else {
        let names: Vec<&str> = strip.rows.iter().map(|r| r.short_label()).collect();
        notes.add("orphan_values", &names.join("、"), None, first.place);
        return;
    };
    let numbers = items.iter().filter(|i| !i.is_blank).count();
    let is_plain = strip.pieces.iter().all(|p| match p {
        Piece::Run(d) => d.len() == 1 || !d.starts_with('0'),
        _ => true,
    });
    if is_plain && numbers > Column::EVERY.len() {
        notes.add("extra_value", row.label(), None, first.place);
    } else if is_plain && numbers >= 5 && strip.pieces.len() < Column::EVERY.len() {
        notes.add("missing_value", row.label(), None, first.place);
    }
    for item in items {
        if let Some(kind) = value::remark(&item.chunk) {
            notes.add(kind, &item.raw, None, item.place);
        }
    }
}
