//! Table 3, 收到和处理申请: the rows that were met, and their cells.
//!
//! Not here: which values belong to which row (`super::strips`), which column they stand under (`super::columns`), what
//! the sums decide (`crate::solve`).

use super::super::stream::{Located, likeness};
use super::super::value;
use super::Notes;
use super::columns::Header;
use super::gaps::{Settled, is_like, settle};
use super::item::{Behind, Item, cell_of};
use super::strips::Strips;
use crate::form::{Label, WORDINGS, ordinal};
use crate::solve::{Decided, Piece, Strip, adding_up, solve_table3};
use gongkai_domain::report::equation::rows_of;
use gongkai_domain::report::{Column, Form, Place, Report, Row};

/// A row as met in the stream.
#[derive(Debug)]
pub(super) struct Met<'a> {
    /// `None` for a row that the form does not have, or whose name is not printed.
    pub(super) row: Option<Row>,
    /// What is printed in place of an official name.
    name: Option<&'a str>,
    /// Whether it is what stands behind the name of a group of rows.
    is_subtotal: bool,
    /// Whether it is a row in whose place something stands that nobody can read.
    is_unread: bool,
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
        let behind = Behind::default();
        let (is_subtotal, is_unread) = (false, false);
        Self { row, name: None, is_subtotal, is_unread, place, is_row_layout, fields, behind }
    }

    /// A row in whose place this one may stand: seven cells that hold something.
    fn unread(&self, row: Row) -> Self {
        let printed: Vec<Item<'a>> = self
            .behind
            .filled()
            .map(|i| Item { chunk: "?".into(), without_ordinal: &[], ..i.clone() })
            .collect();
        let own = printed.iter().cycle().take(Column::EVERY.len()).cloned().collect();
        Self {
            row: Some(row),
            name: None,
            is_subtotal: false,
            is_unread: true,
            place: self.place,
            is_row_layout: self.is_row_layout,
            fields: self.fields,
            behind: Behind { own, later: Vec::new() },
        }
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
        matches!(
            last,
            Some(Row::OtherFeeOverdue | Row::OtherCorrectionOverdue | Row::OtherTotal | Row::OtherMisc)
        )
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

    /// A row in other words than the form's, or without any.
    pub(super) fn meet_unknown_row(
        &mut self,
        name: Option<&'a str>,
        place: &'a Place,
        located: &Located<'_>,
    ) {
        self.is_dropping = false;
        self.rows.push(Met { name, ..Met::at(None, place, located) });
    }

    /// Whether the row met last has what belongs to it, so that a further line of values is another row.
    pub(super) fn is_last_complete(&self) -> bool {
        let enough = Column::EVERY.len() - 2;
        !self.is_in_header
            && self.rows.last().is_some_and(|met| {
                met.behind.own.iter().filter(|i| !i.is_blank).count() >= enough && met.behind.later.is_empty()
            })
    }

    /// Whether the row met last has seven values or as many digits, wherever they stand.
    pub(super) fn is_last_full(&self) -> bool {
        self.rows.last().is_some_and(|met| {
            met.behind.filled().count() >= Column::EVERY.len()
                || met.behind.filled().any(|i| i.is_digits() && i.chunk.len() >= Column::EVERY.len())
        })
    }

    pub(super) fn meet_value(&mut self, item: Item<'a>, is_same_row: bool, notes: &mut Notes) {
        match self.rows.last_mut() {
            // a number between two pieces of a table is the number of a page
            Some(met) if met.place.table.is_some() && item.place.table.is_none() => {
                notes.add("page_furniture", &item.raw, None, item.place);
            }
            Some(met) if !self.is_in_header && !self.is_dropping => met.behind.push(item, is_same_row),
            _ if item.is_blank => {}
            Some(_) if !self.is_in_header => {
                notes.add("subtotal", &item.raw, None, item.place);
                // it may be the first row of the group, its name left out
                let (place, behind) = (item.place, Behind { own: vec![item], later: Vec::new() });
                let met = Met {
                    row: None,
                    name: None,
                    is_subtotal: true,
                    is_unread: false,
                    place,
                    is_row_layout: true,
                    fields: 0,
                    behind,
                };
                self.rows.push(met);
                self.is_dropping = false;
            }
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
        match order_of_labels(&rows, &lead, &rows_of(report.form, false), has_lost_text) {
            Order::LabelsFirst => {}
            Order::ValuesFirst => shift_values_to_labels(&mut rows, lead),
            Order::Unknown => rows.iter_mut().for_each(|m| m.behind.make_unread()),
        }
        // 其他处理 is a row of its own only when its items are not listed
        let has_items = rows.iter().any(|m| m.row.is_some_and(|r| Row::OTHER_ITEMS.contains(&r)));
        for met in rows.iter_mut().filter(|m| m.row == Some(Row::OtherTotal) && has_items) {
            (met.row, met.is_subtotal) = (None, true);
        }
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
        let rows = settle_strangers(rows, &form_rows, notes);
        let met = each_row_once(rows, &form_rows, notes);
        let empty: Vec<(Row, &Place)> = met
            .iter()
            .filter(|m| m.behind.filled().next().is_none())
            .filter_map(|m| Some((m.row?, m.place)))
            .collect();
        let divided = Strips::of(met, (&header, &form_rows), pads_rows, has_lost_text);
        for (row, place) in empty.into_iter().filter(|(row, _)| !divided.is_torn(*row)) {
            notes.add("row_without_values", row.label(), None, place);
        }
        for (first, last, item) in divided.torn_rows() {
            let names = format!("{}至{}", first.short_label(), last.short_label());
            notes.add("orphan_values", &names, None, item.place);
        }
        let torn: Vec<Row> = form_rows.iter().copied().filter(|row| divided.is_torn(*row)).collect();
        let Strips { strips, items, has_lost_text, is_reordered, .. } = divided;
        header.tell_order(is_reordered, notes);
        let solved = solve_table3(&form_rows, &strips, !has_lost_text);
        for (row, decided) in &solved {
            let strip = strips.iter().position(|s| s.rows.contains(row));
            let behind: &[Item<'_>] = strip.map_or(&[], |i| &items[i]);
            let cells = report.table3.row_mut(*row);
            for (cell, one) in cells.iter_mut().zip(decided) {
                *cell = cell_of(one, behind);
            }
        }
        let has_glued = strips.iter().any(|s| s.pieces.iter().any(|p| !p.is_single()));
        for (strip, behind) in
            strips.iter().zip(&items).filter(|(s, _)| !s.rows.iter().any(|r| torn.contains(r)))
        {
            let decided: Vec<&Decided> = strip.rows.iter().filter_map(|r| solved.get(r)).flatten().collect();
            notice_counts(strip, (behind, has_glued), &decided, notes);
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
                first.behind.make_unread();
            }
            notes.add("row_repeated", row.label(), None, m.place);
        }
    }
    unique
}

/// The value in excess: the one that no cell was given, or else the first behind the seven.
fn surplus<'i, 'a>(items: &'i [Item<'a>], decided: &[&Decided]) -> Option<&'i Item<'a>> {
    let used: Vec<usize> = decided.iter().filter_map(|d| d.piece()).collect();
    let filled = || items.iter().enumerate().filter(|(_, item)| !item.is_blank);
    let unused: Vec<&Item<'_>> = filled().filter(|(i, _)| !used.contains(i)).map(|(_, item)| item).collect();
    if unused.len() + Column::EVERY.len() == filled().count() {
        return unused.first().copied();
    }
    filled().nth(Column::EVERY.len()).map(|(_, item)| item)
}

/// Gives the rows without an official name their place in the form. A row that they may be, and that is not met
/// otherwise, has something printed that nobody can read: it is not empty, and nothing is worked out for it.
fn settle_strangers<'a>(rows: Vec<Met<'a>>, form_rows: &[Row], notes: &mut Notes) -> Vec<Met<'a>> {
    let mut rows: Vec<Met<'a>> = rows;
    rows.retain(|m| m.row.is_some() || m.behind.filled().next().is_some());
    let met: Vec<Option<Row>> = rows.iter().map(|m| m.row).collect();
    // what stands behind the name of a group is a sum, or the first row of the group, its name left out
    let subtotals: Vec<usize> = (0..rows.len()).filter(|i| rows[*i].is_subtotal).collect();
    let known: Vec<Option<Row>> =
        met.iter().enumerate().filter(|(i, _)| !subtotals.contains(i)).map(|(_, row)| *row).collect();
    let index: Vec<usize> = (0..rows.len()).filter(|i| !subtotals.contains(i)).collect();
    let names = |i: usize, row: Row| rows[index[i]].name.is_some_and(|name| is_like(name, row.label()));
    let fits = |i: usize, row: Row| rows[index[i]].name.is_none() || names(i, row);
    let mut settled: Vec<(usize, Settled<Row>)> =
        settle(form_rows, &known, fits, names).into_iter().map(|(i, settled)| (index[i], settled)).collect();
    let taken: Vec<Row> = settled
        .iter()
        .flat_map(|(_, s)| match s {
            Settled::Row(row) => vec![*row],
            Settled::Doubtful(rows) => rows.clone(),
        })
        .collect();
    for at in subtotals {
        let next =
            rows[at + 1..].iter().find_map(|m| m.row).and_then(|r| form_rows.iter().position(|f| *f == r));
        let first = next
            .and_then(|n| n.checked_sub(1))
            .map(|n| form_rows[n])
            .filter(|row| ordinal(*row) == Some('1') && !met.contains(&Some(*row)) && !taken.contains(row));
        settled.push((at, Settled::Doubtful(first.into_iter().collect())));
    }
    let mut doubtful: Vec<Met<'a>> = Vec::new();
    for (at, settled) in settled {
        let stranger = &mut rows[at];
        match settled {
            Settled::Row(row) => {
                stranger.row = Some(row);
                match stranger.name {
                    Some(name) => notes.add("label_variant", name, Some(row.label()), stranger.place),
                    None => notes.add("label_missing", "", Some(row.label()), stranger.place),
                }
            }
            Settled::Doubtful(candidates) => {
                let labels: Vec<&str> = candidates.iter().map(|r| r.label()).collect();
                match stranger.name {
                    Some(name) => notes.add("unknown_row", name, None, stranger.place),
                    None if !labels.is_empty() => {
                        notes.add("label_missing", "", Some(&labels.join("、")), stranger.place);
                    }
                    None if stranger.is_subtotal => {}
                    None => {
                        let values: Vec<&str> = stranger.behind.filled().map(|i| &*i.raw).collect();
                        notes.add("orphan_values", &values.join("、"), None, stranger.place);
                    }
                }
                doubtful.extend(candidates.into_iter().map(|row| stranger.unread(row)));
            }
        }
    }
    rows.extend(doubtful);
    let place = |m: &Met<'_>| m.row.and_then(|row| form_rows.iter().position(|f| *f == row));
    // a row that nobody can read stands where the form has it, so that the rows around it are not torn apart
    let strangers: Vec<Met<'a>> = rows.extract_if(.., |m| m.is_unread).collect();
    for stranger in strangers {
        let own = place(&stranger);
        let at = rows.iter().rposition(|m| place(m).is_some() && place(m) < own).map_or(0, |i| i + 1);
        rows.insert(at, stranger);
    }
    rows
}

/// Whether labels stand before their values or behind them.
#[derive(Debug, PartialEq, Eq)]
enum Order {
    LabelsFirst,
    ValuesFirst,
    /// Every value may belong to the label before it or to the one behind.
    Unknown,
}

/// Whether labels stand before their values or behind them, by the values before the first label.
///
/// These are the first row when labels stand behind, and the rows whose labels nobody can read when they stand before:
/// as many as the form has before the first label that was read. Where text was lost (`has_lost_text`) a last label
/// without values proves nothing, unless it is the last of the form.
fn order_of_labels(met: &[Met<'_>], lead: &[Item<'_>], form_rows: &[Row], has_lost_text: bool) -> Order {
    let width = Column::EVERY.len();
    let digits = || lead.iter().filter(|i| i.is_digits());
    let numbers = digits().count();
    let is_run =
        || digits().map(|i| i.chunk.len()).sum::<usize>() >= width && lead.iter().all(Item::is_digits);
    if numbers < width && !is_run() {
        return Order::LabelsFirst;
    }
    let place = |m: &Met<'_>| form_rows.iter().position(|f| m.row == Some(*f));
    // rows of the form before the first that was met, without those met in other words
    let first = met.iter().enumerate().find_map(|(i, m)| Some(place(m)?.saturating_sub(i)));
    if first.is_some_and(|rows| rows > 0 && numbers == rows * width) {
        return Order::LabelsFirst;
    }
    let Some(last) = met.last() else { return Order::LabelsFirst };
    let ends_with_label = last.behind.filled().next().is_none();
    let is_whole = first == Some(0) && last.row.is_some() && last.row == form_rows.last().copied();
    match (ends_with_label, has_lost_text) {
        (true, false) => Order::ValuesFirst,
        (true, true) if is_whole && numbers <= width => Order::ValuesFirst,
        (false, false) => Order::LabelsFirst,
        (_, true) => Order::Unknown,
    }
}

/// Labels printed behind their values throughout: the values before the first label are its own.
fn shift_values_to_labels<'a>(met: &mut [Met<'a>], lead: Vec<Item<'a>>) {
    let mut carried = Behind { own: lead, later: Vec::new() };
    for m in met.iter_mut() {
        std::mem::swap(&mut m.behind, &mut carried);
    }
}

/// Whether some piece holds several digits and all of them together suffice for seven numbers.
fn is_run_together(strip: &Strip) -> bool {
    let digits = |p: &Piece| if let Piece::Run(d) = p { d.len() } else { usize::from(*p != Piece::Blank) };
    let most: usize = strip.pieces.iter().map(digits).sum();
    let values = strip.pieces.iter().filter(|p| **p != Piece::Blank).count();
    values < Column::EVERY.len()
        && most >= Column::EVERY.len()
        && strip.pieces.iter().all(|p| *p != Piece::Opaque)
}

/// Tells of values in excess, of values missing, of numbers that run together (`has_glued` says that the table has such)
/// and of orphaned lines.
fn notice_counts(
    strip: &Strip,
    (items, has_glued): (&[Item<'_>], bool),
    decided: &[&Decided],
    notes: &mut Notes,
) {
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
    // a row of which something is printed though no cell could be given any of it
    let is_unused = decided.iter().all(|d| d.piece().is_none());
    if is_plain && numbers > Column::EVERY.len() {
        notes.add("extra_value", row.label(), None, surplus(items, decided).unwrap_or(first).place);
    } else if is_unused && has_glued && is_run_together(strip) {
        // among numbers that run together none need be missing: there is no telling where they part
        let kind = if adding_up(&strip.pieces) == Some(0) { "run_unbalanced" } else { "run_ambiguous" };
        let printed = items.iter().find(|i| !i.is_blank).unwrap_or(first);
        notes.add(kind, row.label(), None, printed.place);
    } else if numbers > 0
        && (is_plain && numbers >= 5 && strip.pieces.len() < Column::EVERY.len()
            || numbers < Column::EVERY.len() && is_unused)
    {
        let printed = items.iter().find(|i| !i.is_blank).unwrap_or(first);
        notes.add("missing_value", row.label(), None, printed.place);
    }
    for item in items {
        if let Some(kind) = value::remark(&item.chunk) {
            notes.add(kind, &item.raw, None, item.place);
        }
    }
}
