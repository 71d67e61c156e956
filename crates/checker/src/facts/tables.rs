//! From the stream to the cells: which values belong to which label, and what the solver makes of them.
//!
//! Not here: finding labels and values (`super::stream`), dividing runs of digits (`crate::solve`).

use super::fold::{fold, is_letter};
use super::stream::{Located, Token, likeness};
use super::value::{self, Amount};
use crate::form::{Label, Measure, Subject, WORDINGS};
use crate::solve::{Decided, Outcome, Piece, Strip, is_short_row, is_sound_row, solve_table3, solve_table4};
use gongkai_domain::report::equation::rows_of;
use gongkai_domain::report::{
    Artefact, Cell, CellKind, CellRef, Column, Form, Place, Proof, Report, Row, Table2Key, Table4Key, Value,
    WanYuan,
};
use std::collections::{BTreeMap, BTreeSet};

/// A printed value or a visible blank behind a label.
#[derive(Debug, Clone)]
struct Item {
    chunk: String,
    without_ordinal: Vec<String>,
    is_glued: bool,
    raw: String,
    place: Place,
    column: Option<u32>,
    is_blank: bool,
}

/// What stands behind one label.
#[derive(Debug, Clone, Default)]
struct Behind {
    /// In the row of the label.
    own: Vec<Item>,
    /// In later rows without a label.
    later: Vec<Item>,
}

impl Behind {
    fn items(&self) -> Vec<Item> {
        self.own.iter().chain(&self.later).cloned().collect()
    }
}

/// A row of table 3 as met in the stream.
#[derive(Debug, Clone)]
struct Met {
    row: Option<Row>,
    place: Place,
    is_row_layout: bool,
    /// Number of parts of the label's line.
    fields: usize,
    behind: Behind,
}

impl Met {
    /// A row label as met, with nothing behind it yet.
    fn at(row: Option<Row>, place: &Place, located: &Located) -> Self {
        Self {
            row,
            place: place.clone(),
            is_row_layout: located.is_row,
            fields: located.fields,
            behind: Behind::default(),
        }
    }

    /// Number of values behind the label.
    fn filled(&self) -> usize {
        self.behind.own.iter().chain(&self.behind.later).filter(|i| !i.is_blank).count()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    None,
    Two,
    Three,
    Four,
}

/// Everything the tables of one report gave.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    /// Lines that belong to a table.
    pub(crate) lines: BTreeSet<usize>,
    /// What was noticed.
    pub(crate) artefacts: Vec<Artefact>,
    measures: BTreeSet<Measure>,
    subjects: Vec<(Subject, Vec<Measure>, Behind)>,
    /// 分 per unit of the amounts, by the headers; 0 when a header names an unknown unit.
    fee_fen: Option<i64>,
    procurement_fen: Option<i64>,
    last_measure: Option<Measure>,
    rows: Vec<Met>,
    /// Values between the header and the first row label.
    lead: Vec<Item>,
    header_columns: BTreeMap<Column, u32>,
    /// In tab-separated lines: the part at which a column label stands, and the number of parts.
    header_parts: BTreeMap<Column, u32>,
    header_width: usize,
    /// Whether the header prints 总计 directly before 其他.
    total_precedes_other: bool,
    remedies: Vec<Item>,
    has_remedies: bool,
    pads_rows: bool,
    has_lost_text: bool,
}

impl Tables {
    /// Walks the stream and sorts labels and values by table.
    ///
    /// `pads_rows` says that the format fills up short rows with blanks, so that a blank at the end proves nothing;
    /// `has_lost_text` that characters were lost before the file came here, so that nothing may be inferred.
    pub(crate) fn collect(stream: &[Located], pads_rows: bool, has_lost_text: bool) -> Self {
        let mut tables = Self { pads_rows, has_lost_text, ..Self::default() };
        let mut zone = Zone::None;
        let mut in_header = false;
        // rows since the label of the current subject or row
        let mut same_row = true;
        let mut line_has_row_label = false;
        let mut measures_in_order: Vec<Measure> = Vec::new();
        let mut subject_open = false;
        let mut dropping = false;
        let mut last_column: Option<Column> = None;
        // in table 2: values behind a label that the form does not have
        let mut foreign_row = false;
        for (index, located) in stream.iter().enumerate() {
            match &located.token {
                Token::Break => {
                    zone = Zone::None;
                    in_header = false;
                    same_row = false;
                    line_has_row_label = false;
                }
                Token::RowEnd => {
                    same_row = false;
                    line_has_row_label = false;
                }
                Token::Label { wording, prefix, printed, place, column } => {
                    let label = tables.settle(wording.label, prefix, zone, in_header);
                    let table = match label {
                        Label::Item(_) | Label::Content | Label::Measure(_) | Label::Subject(_) => Zone::Two,
                        Label::Remedy => Zone::Four,
                        Label::BareOther | Label::BareTotal => continue,
                        _ => Zone::Three,
                    };
                    if table != zone && table == Zone::Three {
                        in_header = true;
                    }
                    zone = table;
                    foreign_row = false;
                    tables.lines.insert(located.line);
                    if !wording.official.is_empty() {
                        tables.note("label_variant", printed, Some(wording.official), place);
                    }
                    same_row = true;
                    match label {
                        Label::Item(_) | Label::Content => {
                            measures_in_order.clear();
                            subject_open = false;
                        }
                        Label::Measure(measure) => {
                            tables.last_measure = Some(measure);
                            if measure == Measure::Fee && wording.letters.ends_with("单位元") {
                                tables.note_unit(100);
                            }
                            if subject_open {
                                measures_in_order.clear();
                                subject_open = false;
                            }
                            tables.measures.insert(measure);
                            measures_in_order.push(measure);
                        }
                        Label::Subject(subject) => {
                            tables.subjects.push((subject, measures_in_order.clone(), Behind::default()));
                            subject_open = true;
                            line_has_row_label = true;
                        }
                        Label::ApplicantHeader | Label::Column(_) => {
                            if !in_header && !tables.rows.is_empty() {
                                tables.note("repeated_header", printed, None, place);
                            }
                            in_header = true;
                            if label == Label::Column(Column::OtherOrganisation) {
                                tables.total_precedes_other |= last_column == Some(Column::Total);
                            }
                            if let Label::Column(found) = label {
                                last_column = Some(found);
                                if let (None, Some(at)) = (place.col, *column) {
                                    tables.header_parts.insert(found, at);
                                    tables.header_width = tables.header_width.max(located.fields);
                                }
                            }
                            if let Label::Column(column) = label
                                && let Some(at) = place.col.map(|c| c - 1)
                                && tables.rows.is_empty()
                            {
                                tables.header_columns.insert(column, at);
                            }
                        }
                        Label::RowGroup => {
                            in_header = false;
                            // a subtotal behind a group label belongs to no row
                            dropping = !line_has_row_label;
                        }
                        Label::OtherHandling => {
                            in_header = false;
                            dropping = false;
                            tables.rows.push(Met::at(Some(Row::OtherTotal), place, located));
                        }
                        Label::Row(row) => {
                            in_header = false;
                            dropping = false;
                            line_has_row_label = true;
                            tables.rows.push(Met::at(Some(row), place, located));
                        }
                        Label::Remedy => {
                            // blanks met so far belong to the header
                            tables.has_remedies = true;
                            tables.remedies.retain(|i| !i.is_blank);
                        }
                        Label::BareOther | Label::BareTotal => {}
                    }
                }
                Token::Words { letters, printed, place, column } => {
                    if zone == Zone::Three && letters.chars().count() >= 4 {
                        if let Some((row, official)) = tables.guess_row(letters) {
                            in_header = false;
                            line_has_row_label = true;
                            tables.note("label_variant", printed, Some(official), place);
                            tables.lines.insert(located.line);
                            dropping = false;
                            same_row = true;
                            tables.rows.push(Met::at(Some(row), place, located));
                        } else if located.is_row && !in_header {
                            tables.lines.insert(located.line);
                            let follows = tables.rows.last().is_some_and(|m| {
                                line_has_row_label && m.behind.own.is_empty() && m.behind.later.is_empty()
                            });
                            if !follows {
                                // a row that the form does not have: its values belong to nobody
                                tables.note("unknown_row", printed, None, place);
                                same_row = true;
                                tables.rows.push(Met::at(None, place, located));
                            }
                        }
                    } else if zone == Zone::Two
                        && located.is_row
                        && !line_has_row_label
                        && letters.chars().count() >= 4
                        && subject_ends(stream, index)
                    {
                        tables.lines.insert(located.line);
                        subject_open = true;
                        if let Some((subject, official)) = tables.guess_subject(letters) {
                            tables.note("label_variant", printed, Some(official), place);
                            tables.subjects.push((subject, measures_in_order.clone(), Behind::default()));
                            foreign_row = false;
                        } else {
                            tables.note("unknown_row", printed, None, place);
                            foreign_row = true;
                        }
                        same_row = true;
                    } else if zone != Zone::None && located.is_row {
                        tables.lines.insert(located.line);
                        // something that is no number stands where a number should be
                        let folded: String =
                            printed.chars().filter_map(fold).filter(|c| !c.is_whitespace()).collect();
                        let is_unit = zone == Zone::Two && !line_has_row_label;
                        if is_unit && let Some(fen) = value::unit_fen(&folded_letters(&folded)) {
                            tables.note_unit(fen);
                        } else if is_unit && folded_letters(&folded).ends_with('元') {
                            tables.note_unit(0);
                        }
                        let item = item(&folded, printed, place, *column, false);
                        let is_value_place = zone == Zone::Three && !in_header || zone == Zone::Two;
                        if folded.starts_with(['(', '[']) {
                            // a remark behind the number, with a blank between
                            tables.note("note_in_cell", printed, None, place);
                        } else if is_value_place && tables.joins_last(zone, &item) {
                            // a unit behind the number, with a blank between
                        } else if is_value_place && line_has_row_label {
                            tables.push(zone, in_header, dropping, same_row, item);
                        }
                    }
                }
                Token::Value { chunk, without_ordinal, is_glued, raw, place, column } => {
                    if zone == Zone::None {
                        continue;
                    }
                    tables.lines.insert(located.line);
                    if foreign_row && zone == Zone::Two {
                        continue;
                    }
                    let mut item = item(chunk, raw, place, *column, false);
                    item.without_ordinal.clone_from(without_ordinal);
                    item.is_glued = *is_glued;
                    tables.push(zone, in_header, dropping, same_row, item);
                }
                Token::Blank { place, column } => {
                    if zone == Zone::Four {
                        tables.remedies.push(item("", "", place, *column, true));
                        continue;
                    }
                    // blanks before the label of the next row belong to nobody
                    if zone == Zone::None || !same_row {
                        continue;
                    }
                    let item = item("", "", place, *column, true);
                    if zone == Zone::Three && tables.rows.is_empty() {
                        continue;
                    }
                    tables.push(zone, in_header, dropping, true, item);
                }
            }
        }
        tables
    }

    /// 其他 and 总计 are columns in a header and rows below it.
    fn settle(&mut self, label: Label, prefix: &str, zone: Zone, in_header: bool) -> Label {
        match label {
            Label::BareTotal => match zone {
                Zone::Three if prefix.contains('七') => Label::Row(Row::ResultTotal),
                Zone::Three if in_header => Label::Column(Column::Total),
                Zone::Three => Label::Row(Row::ResultTotal),
                Zone::Four => Label::Remedy,
                _ => Label::BareTotal,
            },
            Label::BareOther => match zone {
                Zone::Three if in_header && !prefix.contains('3') => Label::Column(Column::OtherOrganisation),
                Zone::Three
                    if self.rows.iter().rev().find_map(|m| m.row).is_some_and(|r| {
                        matches!(r, Row::OtherFeeOverdue | Row::OtherCorrectionOverdue | Row::OtherTotal)
                    }) =>
                {
                    Label::Row(Row::OtherMisc)
                }
                _ => Label::BareOther,
            },
            other => other,
        }
    }

    fn push(&mut self, zone: Zone, in_header: bool, dropping: bool, same_row: bool, item: Item) {
        match zone {
            Zone::None => {}
            Zone::Two => {
                if let Some((_, _, behind)) = self.subjects.last_mut() {
                    if same_row { behind.own.push(item) } else { behind.later.push(item) }
                }
            }
            Zone::Three => {
                if in_header || self.rows.is_empty() {
                    if !item.is_blank {
                        self.lead.push(item);
                    }
                } else if dropping {
                    if !item.is_blank {
                        let place = item.place.clone();
                        self.note("subtotal", &item.raw, None, &place);
                    }
                } else if let Some(met) = self.rows.last_mut() {
                    if same_row { met.behind.own.push(item) } else { met.behind.later.push(item) }
                }
            }
            Zone::Four => self.remedies.push(item),
        }
    }

    /// Adds a unit to the number that stands before it in the same cell.
    fn joins_last(&mut self, zone: Zone, unit: &Item) -> bool {
        let is_unit = value::unit_fen(&unit.chunk).is_some()
            || matches!(unit.chunk.as_str(), "件" | "条" | "项" | "个" | "份" | "次");
        let behind = match zone {
            Zone::Two => self.subjects.last_mut().map(|(_, _, b)| b),
            Zone::Three => self.rows.last_mut().map(|m| &mut m.behind),
            _ => None,
        };
        let Some(behind) = behind.filter(|_| is_unit) else { return false };
        let list = if behind.later.is_empty() { &mut behind.own } else { &mut behind.later };
        let Some(last) = list.last_mut() else { return false };
        let is_one_cell = last.column == unit.column
            && last.place.line == unit.place.line
            && last.place.row == unit.place.row
            && last.chunk.ends_with(|c: char| c.is_ascii_digit());
        if is_one_cell {
            last.chunk.push_str(&unit.chunk);
            last.raw = format!("{} {}", last.raw, unit.raw);
        }
        is_one_cell
    }

    /// A header names the unit of its amounts.
    fn note_unit(&mut self, fen: i64) {
        match self.last_measure {
            Some(Measure::Fee) => self.fee_fen = Some(fen),
            Some(Measure::ProcurementAmount) => self.procurement_fen = Some(fen),
            _ => {}
        }
    }

    fn note(&mut self, kind: &str, text: &str, expected: Option<&str>, place: &Place) {
        self.artefacts.push(Artefact {
            kind: kind.to_owned(),
            text: text.split_whitespace().collect(),
            expected: expected.map(str::to_owned),
            place: Some(place.clone()),
        });
    }

    /// The row whose wording the letters resemble most, if it has not been met yet.
    fn guess_row(&self, letters: &str) -> Option<(Row, &'static str)> {
        WORDINGS
            .iter()
            .filter_map(|w| match w.label {
                Label::Row(row) if w.letters.chars().count() >= 5 => Some((
                    row,
                    likeness(
                        letters.trim_start_matches(['一', '二', '三', '四', '五', '六', '七']),
                        w.letters,
                    ),
                )),
                _ => None,
            })
            .filter(|(row, alike)| *alike >= 0.66 && !self.rows.iter().any(|m| m.row == Some(*row)))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(row, _)| (row, row.label()))
    }

    /// The row of table 2 whose wording the letters resemble most, if it has not been met yet.
    fn guess_subject(&self, letters: &str) -> Option<(Subject, &'static str)> {
        WORDINGS
            .iter()
            .filter_map(|w| match w.label {
                Label::Subject(subject) if w.letters.chars().count() >= 4 && w.official.is_empty() => {
                    Some((subject, likeness(letters, w.letters), w.letters))
                }
                _ => None,
            })
            .filter(|(subject, alike, _)| {
                *alike >= 0.6 && !self.subjects.iter().any(|(met, _, _)| met == subject)
            })
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(subject, _, official)| (subject, official))
    }

    /// Which form the headers show.
    pub(crate) fn form(&self) -> Form {
        use Measure::{
            Fee, InForce, Issued, ItemsBefore, ItemsChange, NewMade, NewPublished, ProcurementAmount,
            ProcurementItems, PublishedTotal, Repealed,
        };
        let count = |list: &[Measure]| list.iter().filter(|m| self.measures.contains(m)).count();
        let newer = count(&[Issued, Repealed, InForce, Fee]);
        let older = count(&[
            NewMade,
            NewPublished,
            PublishedTotal,
            ItemsBefore,
            ItemsChange,
            ProcurementItems,
            ProcurementAmount,
        ]);
        if newer > older {
            return Form::Form2021;
        }
        if older > newer {
            return Form::Form2019;
        }
        let has = |row: Row| self.rows.iter().any(|m| m.row == Some(row));
        if Row::OTHER_ITEMS.iter().any(|r| has(*r)) {
            Form::Form2021
        } else if has(Row::NewReceived) && has(Row::ResultTotal) {
            if has(Row::OtherTotal) { Form::Form2019 } else { Form::Unknown }
        } else {
            Form::Unknown
        }
    }

    /// Whether any of the three tables was found.
    pub(crate) fn has_any(&self) -> bool {
        !self.subjects.is_empty() || self.rows.iter().any(|m| m.row.is_some()) || self.has_remedies
    }

    /// Whether enough labels were found that the tables cannot be anything else.
    pub(crate) fn is_statutory(&self) -> bool {
        self.rows.iter().filter(|m| m.row.is_some()).count() >= 4 || self.subjects.len() >= 3
    }

    /// Writes the cells of all tables into the report.
    pub(crate) fn fill(mut self, report: &mut Report) -> Vec<Artefact> {
        self.fill_table2(report);
        self.fill_table3(report);
        self.fill_table4(report);
        self.artefacts
    }

    fn fill_table2(&mut self, report: &mut Report) {
        let form = report.form;
        let mut done: BTreeSet<Subject> = BTreeSet::new();
        for (subject, measures, behind) in std::mem::take(&mut self.subjects) {
            let expected = measures_of(form, subject);
            let mut items = behind.items();
            if expected.is_empty() || (done.contains(&subject) && items.iter().all(|i| i.is_blank)) {
                continue;
            }
            // the header's own order, when it names the same columns
            let mut order: Vec<Measure> = measures.clone();
            order.dedup();
            let same_set = order.len() == expected.len() && expected.iter().all(|m| order.contains(m));
            let order = if same_set { order } else { expected.clone() };
            join_amounts(&mut items);
            // digits run together
            if let [only] = &items[..]
                && order.len() > 1
                && only.chunk.bytes().all(|b| b.is_ascii_digit())
                && only.chunk.len() > 1
            {
                // without a leading zero it may be one number, the only one left of its row
                let cells = split_alone(&only.chunk, order.len()).filter(|_| only.chunk.starts_with('0'));
                for (i, measure) in order.iter().enumerate() {
                    let Some(key) = key_of(form, subject, *measure) else { continue };
                    *report.cell_mut(CellRef::T2(key)) = match &cells {
                        Some(digits) => count_cell(
                            digits[i],
                            &only.raw,
                            &only.place,
                            Some(Proof::plain(format!("“{}”只有一种切分方法", only.chunk))),
                            key,
                        ),
                        None => illegible(&only.raw, &only.place),
                    };
                }
                done.insert(subject);
                continue;
            }
            // as many digits as cells beside empty cells: one number, or all of them run together
            let filled: Vec<&Item> = items.iter().filter(|i| !i.is_blank).collect();
            if let [only] = filled[..]
                && order.len() > 1
                && items.len() > 1
                && only.chunk.len() >= order.len()
                && only.chunk.bytes().all(|b| b.is_ascii_digit())
                && is_extracted_text(&only.place)
            {
                let cells = split_alone(&only.chunk, order.len()).filter(|_| only.chunk.starts_with('0'));
                for (i, measure) in order.iter().enumerate() {
                    let Some(key) = key_of(form, subject, *measure) else { continue };
                    let proof = || Proof::plain(format!("“{}”只有一种切分方法", only.chunk));
                    *report.cell_mut(CellRef::T2(key)) = match &cells {
                        Some(digits) => count_cell(digits[i], &only.raw, &only.place, Some(proof()), key),
                        None => illegible(&only.raw, &only.place),
                    };
                }
                done.insert(subject);
                continue;
            }
            while items.len() > order.len() && items.last().is_some_and(|i| i.is_blank) {
                items.pop();
            }
            while items.len() > order.len() && items.first().is_some_and(|i| i.is_blank) {
                items.remove(0);
            }
            if items.iter().all(|i| i.is_blank) && items.len() < order.len() {
                continue;
            }
            if items.len() > order.len() && items.iter().all(|i| i.chunk == items[0].chunk) {
                let extra = items.split_off(order.len());
                for item in extra {
                    self.note("extra_value", &item.raw, None, &item.place.clone());
                }
            }
            done.insert(subject);
            // numbers with empty cells behind them that would fill the row if they were divided
            let digits: usize =
                items.iter().map(|i| i.chunk.chars().filter(char::is_ascii_digit).count()).sum();
            let is_doubtful = items.iter().any(|i| i.is_blank)
                && items.iter().filter(|i| !i.is_blank).count() > 1
                && digits >= order.len()
                && items.iter().any(|i| i.chunk.len() > 1)
                && is_extracted_text(&items[0].place);
            let fits = items.len() == order.len() && !is_doubtful;
            for (i, measure) in order.iter().enumerate() {
                let Some(key) = key_of(form, subject, *measure) else { continue };
                let cell = match items.get(i) {
                    Some(item) if fits => {
                        let (cell, noticed) = self.table2_cell(key, item);
                        if let Some(kind) = noticed {
                            self.note(kind, &item.raw, None, &item.place.clone());
                        }
                        cell
                    }
                    Some(item) => illegible(&join_raw(&items), &item.place),
                    None => {
                        items.first().map_or_else(Cell::absent, |f| illegible(&join_raw(&items), &f.place))
                    }
                };
                *report.cell_mut(CellRef::T2(key)) = cell;
            }
        }
    }

    fn table2_cell(&self, key: Table2Key, item: &Item) -> (Cell, Option<&'static str>) {
        if item.is_blank {
            return (plain(CellKind::Blank, item), None);
        }
        if key.is_amount() {
            let named = if key == Table2Key::AdminFeeWanYuan { self.fee_fen } else { self.procurement_fen };
            let header = named.unwrap_or(WanYuan::FEN);
            return match value::amount(&item.chunk, header) {
                Amount::Value(amount, own_unit) => (
                    Cell {
                        value: Some(Value::Amount(amount)),
                        kind: CellKind::Number,
                        raw: item.raw.clone(),
                        place: Some(item.place.clone()),
                        proof: None,
                    },
                    own_unit.then_some("unit_in_cell"),
                ),
                Amount::Blank => (plain(CellKind::Blank, item), None),
                Amount::NotApplicable => (plain(CellKind::NotApplicable, item), None),
                Amount::Opaque => (plain(CellKind::Illegible, item), None),
            };
        }
        let parsed = if key.is_signed() { value::change(&item.chunk) } else { value::count(&item.chunk) };
        let cell = match parsed.piece {
            Piece::Run(digits) => {
                match (digits.len() == 1 || !digits.starts_with('0'), digits.parse::<i64>()) {
                    (true, Ok(n)) if digits.len() <= 9 => count_cell(n, &item.raw, &item.place, None, key),
                    _ => plain(CellKind::Illegible, item),
                }
            }
            Piece::Fixed(n) => count_cell(n, &item.raw, &item.place, None, key),
            Piece::Blank => plain(CellKind::Blank, item),
            Piece::NotApplicable => plain(CellKind::NotApplicable, item),
            Piece::Opaque => plain(CellKind::Illegible, item),
        };
        (cell, parsed.artefact)
    }

    fn fill_table3(&mut self, report: &mut Report) {
        let mut met = std::mem::take(&mut self.rows);
        shift_values_before_labels(&mut met, &std::mem::take(&mut self.lead));
        // 其他处理 is a row of its own only when it has values and its items are not listed
        let has_items = met.iter().any(|m| m.row.is_some_and(|r| Row::OTHER_ITEMS.contains(&r)));
        let keep_other = !has_items;
        met.retain(|m| m.row != Some(Row::OtherTotal) || keep_other);
        if met.iter().all(|m| m.row.is_none()) {
            return;
        }
        let one_other_row = report.form == Form::Form2021 && keep_other && !has_items;
        if one_other_row {
            report.table3.row_mut(Row::OtherTotal);
            if let Some(place) = met.iter().find(|m| m.row == Some(Row::OtherTotal)).map(|m| m.place.clone())
            {
                self.note("one_other_row", "（六）其他处理", None, &place);
            }
        }
        let rows = rows_of(report.form, one_other_row);
        // a row met twice: the one with values counts
        let mut unique: Vec<Met> = Vec::new();
        for m in met {
            let Some(row) = m.row else { continue };
            if !rows.contains(&row) {
                continue;
            }
            match unique.iter_mut().find(|u| u.row == Some(row)) {
                None => unique.push(m),
                Some(first) if m.filled() > first.filled() => *first = m,
                Some(_) if m.filled() == 0 => {}
                Some(first) => {
                    let chunks = |m: &Met| -> Vec<String> {
                        m.behind.items().iter().filter(|i| !i.is_blank).map(|i| i.chunk.clone()).collect()
                    };
                    if chunks(first) != chunks(&m) {
                        // printed twice and differently: neither counts
                        for item in first.behind.own.iter_mut().chain(&mut first.behind.later) {
                            "?".clone_into(&mut item.chunk);
                            item.is_blank = false;
                        }
                    }
                    self.note("row_repeated", row.label(), None, &m.place.clone());
                }
            }
        }
        for m in unique.iter().filter(|m| m.filled() == 0) {
            if let Some(row) = m.row {
                self.note("row_without_values", row.label(), None, &m.place.clone());
            }
        }
        let (strips, items) = self.strips(&unique);
        let grid = solve_table3(&rows, &strips, !self.has_lost_text);
        for (row, decided) in &grid {
            let strip = strips.iter().position(|s| s.rows.contains(row));
            let behind: &[Item] = strip.map_or(&[], |i| &items[i]);
            for (column, one) in Column::EVERY.iter().zip(decided) {
                *report.cell_mut(CellRef::T3(*row, *column)) = cell_of(one, behind);
            }
        }
        for (strip, behind) in strips.iter().zip(&items) {
            self.notice_counts(strip, behind);
        }
    }

    /// Tells of values in excess, of values missing and of orphaned lines.
    fn notice_counts(&mut self, strip: &Strip, items: &[Item]) {
        let [row] = strip.rows[..] else {
            if let Some(first) = items.first() {
                let names: Vec<&str> = strip.rows.iter().map(|r| r.short_label()).collect();
                self.note("orphan_values", &names.join("、"), None, &first.place.clone());
            }
            return;
        };
        let numbers = items.iter().filter(|i| !i.is_blank).count();
        let is_plain = strip.pieces.iter().all(|p| match p {
            Piece::Run(d) => d.len() == 1 || !d.starts_with('0'),
            _ => true,
        });
        let Some(place) = items.first().map(|i| i.place.clone()) else { return };
        if is_plain && numbers > 7 {
            self.note("extra_value", row.label(), None, &place);
        } else if is_plain && numbers > 0 && strip.pieces.len() < 7 && numbers >= 5 {
            self.note("missing_value", row.label(), None, &place);
        }
        for item in items {
            if let Some(kind) = value::count(&item.chunk).artefact {
                self.note(kind, &item.raw, None, &item.place.clone());
            }
        }
    }

    /// Strips for the solver with the items that their pieces came from.
    fn strips(&mut self, met: &[Met]) -> (Vec<Strip>, Vec<Vec<Item>>) {
        let mut strips = Vec::new();
        let mut all_items = Vec::new();
        let cells = |m: &Met| -> (usize, usize) {
            let items: Vec<Item> = m.behind.items().into_iter().filter(|i| !i.is_blank).collect();
            let is_run = |i: &Item| !i.chunk.is_empty() && i.chunk.bytes().all(|b| b.is_ascii_digit());
            let are_single = items.iter().all(|i| piece(i).is_single());
            // seven numbers are a row; only runs may hold more cells than can be counted
            let most = if are_single && items.len() > 1 {
                items.len()
            } else {
                items.iter().map(|i| if is_run(i) { i.chunk.len() } else { 1 }).sum()
            };
            (items.len(), most)
        };
        let counts: Vec<(usize, usize)> = met.iter().map(cells).collect();
        let mut offsets = field_offsets(met);
        if let (Some(first), Some(last)) =
            (self.header_parts.get(&Column::NaturalPerson), self.header_parts.get(&Column::Total))
            && *last == first + 6
        {
            offsets.entry(self.header_width).or_insert(Some(*first));
        }
        let mut i = 0;
        while i < met.len() {
            let mut end = i + 1;
            if counts[i].0 == 0 {
                // labels without values: the values may follow behind a later label
                let mut j = i;
                while j < met.len() && counts[j].0 == 0 {
                    j += 1;
                }
                if j < met.len() {
                    let needed = 7 * (j - i + 1);
                    let is_orphan = met[j].is_row_layout
                        && met[j].behind.own.iter().all(|item| item.is_blank)
                        && !met[j].behind.later.is_empty();
                    if counts[j].1 >= needed || is_orphan {
                        end = j + 1;
                    }
                }
            } else {
                // values of the next rows behind this label
                let mut j = i + 1;
                while j < met.len() && counts[j].0 == 0 {
                    j += 1;
                }
                let empties = j - i - 1;
                let wanted = (1..=empties).rev().find(|k| counts[i].1 >= 7 * (k + 1));
                if let Some(k) = wanted {
                    end = i + k + 1;
                }
            }
            let group = &met[i..end];
            let rows: Vec<Row> = group.iter().filter_map(|m| m.row).collect();
            let items: Vec<Item> = group.iter().flat_map(|m| m.behind.items()).collect();
            let items: Vec<Item> = if rows.len() > 1 {
                items.into_iter().filter(|item| !item.is_blank).collect()
            } else {
                items
            };
            let pieces: Vec<Piece> = items.iter().map(piece).collect();
            let most = items.iter().map(|item| item.without_ordinal.len()).max().unwrap_or(0);
            let alternatives: Vec<Vec<Piece>> = (0..most)
                .map(|n| {
                    items
                        .iter()
                        .map(|item| {
                            item.without_ordinal.get(n).map_or_else(|| piece(item), |c| value::count(c).piece)
                        })
                        .collect()
                })
                .collect();
            let aligned = (rows.len() == 1)
                .then(|| self.align(&items).or_else(|| align_fields(&group[0], &items, &offsets)))
                .flatten();
            let has_cells = items.iter().all(|i| i.column.is_some());
            let is_crowded = items.windows(2).any(|w| {
                w[0].column == w[1].column
                    && w[0].place.line == w[1].place.line
                    && w[0].place.row == w[1].place.row
            });
            strips.push(Strip {
                rows,
                pieces,
                alternatives,
                aligned,
                has_doubtful_blanks: false,
                has_lost_neighbours: false,
                has_cells,
                is_crowded,
            });
            all_items.push(items);
            i = end;
        }
        // rows of seven numbers with a blank beside them show that such blanks are no cells
        let outer = |s: &&Strip| {
            s.pieces.len() > 7
                && (s.pieces.first() == Some(&Piece::Blank) || s.pieces.last() == Some(&Piece::Blank))
                && s.pieces.iter().filter(|p| **p != Piece::Blank).count() == 7
        };
        let has_doubtful_blanks = strips.iter().filter(outer).count() >= 2;
        // one cell on each line and rows that lost some: a page number may have come in for one
        let in_lines = |items: &[Item]| items.iter().all(|i| i.column.is_none() && i.place.line.is_some());
        let has_lost = strips.iter().zip(&all_items).any(|(s, items)| {
            !s.pieces.is_empty()
                && s.pieces.len() < 7
                && s.pieces.iter().all(Piece::is_single)
                && in_lines(items)
        });
        // a total column left empty throughout, or single rows filled up with a blank
        let ends_blank = |s: &Strip| {
            s.pieces.last() == Some(&Piece::Blank)
                && s.pieces.iter().filter(|p| **p != Piece::Blank).count() == 6
        };
        let ending = strips.iter().filter(|s| ends_blank(s)).count();
        let short = strips.iter().filter(|s| ends_blank(s) && is_short_row(&s.pieces)).count();
        let busy = strips.iter().filter(|s| ends_blank(s) && !is_quiet(&s.pieces)).count();
        let has_empty_totals = 2 * ending > strips.len() && 2 * short <= busy;
        for (strip, items) in strips.iter_mut().zip(&all_items) {
            strip.has_doubtful_blanks =
                has_doubtful_blanks && strip.aligned.is_none() || !has_empty_totals && ends_blank(strip);
            if strip.has_doubtful_blanks {
                strip.aligned = None;
            }
            // characters were lost: what does not count seven may be anything
            let numbers = strip.pieces.iter().filter(|p| **p != Piece::Blank).count();
            if self.has_lost_text && numbers != 7 && !strip.pieces.is_empty() {
                strip.pieces.push(Piece::Opaque);
                strip.aligned = None;
            }
            strip.has_lost_neighbours = has_lost && in_lines(items);
        }
        self.distrust_page_lines(&mut strips, &all_items);
        self.reorder(&mut strips, &mut all_items);
        (strips, all_items)
    }

    /// A table without rulings that the page reader could only give as lines: where some rows do not come out as seven
    /// cells that add up, its lines are interleaved, and every row may carry the values of another.
    fn distrust_page_lines(&mut self, strips: &mut [Strip], items: &[Vec<Item>]) {
        let is_page_line = |items: &Vec<Item>| {
            !items.is_empty() && items.iter().all(|i| i.place.page.is_some() && i.place.table.is_none())
        };
        let is_sound = |s: &Strip| s.rows.len() == 1 && is_sound_row(&s.pieces);
        let is_any_unsound = strips.iter().zip(items).any(|(s, i)| is_page_line(i) && !is_sound(s));
        if !is_any_unsound {
            return;
        }
        self.has_lost_text = true;
        for (strip, items) in strips.iter_mut().zip(items) {
            if is_page_line(items) {
                strip.pieces = vec![Piece::Opaque; strip.pieces.len()];
                strip.alternatives.clear();
                strip.aligned = None;
            }
        }
    }

    /// A header that prints 总计 before 其他: the row sums tell whether the values follow the header or the form.
    fn reorder(&self, strips: &mut [Strip], all_items: &mut [Vec<Item>]) {
        let mut orders: Vec<[usize; 7]> = Vec::new();
        if let Some(order) = self.header_order() {
            orders.push(order);
        }
        // a flattened header tells nothing: then the sums must speak for themselves
        orders.push([0, 1, 2, 3, 4, 6, 5]);
        orders.retain(|o| *o != [0, 1, 2, 3, 4, 5, 6]);
        // a header with the total last and the applicants in another order is simply followed
        let followed = self.header_order().filter(|o| o[6] == 6 && *o != [0, 1, 2, 3, 4, 5, 6]);
        let numbers = |s: &Strip| -> Option<Vec<i64>> {
            let found: Vec<i64> = s
                .pieces
                .iter()
                .filter(|p| **p != Piece::Blank)
                .map(|p| match p {
                    Piece::Run(digits) if p.is_single() => digits.parse().ok(),
                    Piece::Fixed(n) => Some(*n),
                    _ => None,
                })
                .collect::<Option<Vec<i64>>>()?;
            (s.rows.len() == 1 && found.len() == 7 && found.iter().any(|n| *n != 0)).then_some(found)
        };
        let rows: Vec<Vec<i64>> = strips.iter().filter_map(numbers).collect();
        const FORM: [usize; 7] = [0, 1, 2, 3, 4, 5, 6];
        let holds =
            |order: &[usize; 7], r: &[i64]| r[order[6]] == order[..6].iter().map(|i| r[*i]).sum::<i64>();
        // rows on which the form's order and another differ
        let telling = |order: &[usize; 7]| rows.iter().filter(|r| holds(order, r) != holds(&FORM, r)).count();
        let holding =
            |order: &[usize; 7]| rows.iter().filter(|r| holds(order, r) && !holds(&FORM, r)).count();
        let header = self.header_order();
        let Some(order) = followed.or_else(|| orders.into_iter().max_by_key(holding)).filter(|o| {
            if followed == Some(*o) {
                return true;
            }
            let (all, better) = (telling(o), holding(o));
            if header == Some(*o) || self.total_precedes_other {
                2 * better > all
            } else {
                better >= 2 && better == all
            }
        }) else {
            return;
        };
        for (strip, items) in strips.iter_mut().zip(all_items) {
            let filled: Vec<usize> =
                (0..strip.pieces.len()).filter(|i| strip.pieces[*i] != Piece::Blank).collect();
            if strip.rows.len() == 1 && filled.len() == 7 && strip.pieces.iter().all(Piece::is_single) {
                strip.pieces = order.iter().map(|i| strip.pieces[filled[*i]].clone()).collect();
                *items = order.iter().map(|i| items[filled[*i]].clone()).collect();
                strip.aligned = None;
            } else {
                // what is damaged besides cannot be told apart any more
                strip.aligned = None;
                strip.pieces = vec![Piece::Opaque; strip.pieces.len().min(7)];
            }
        }
    }

    /// Where each column of the form stands in the printed header, when a grid shows all seven.
    fn header_order(&self) -> Option<[usize; 7]> {
        let header = if self.header_columns.is_empty() { &self.header_parts } else { &self.header_columns };
        let mut places: Vec<(u32, Column)> = header.iter().map(|(c, at)| (*at, *c)).collect();
        places.sort_unstable();
        let is_whole = places.len() == 7
            && places.windows(2).all(|w| w[0].0 < w[1].0)
            && (!self.header_columns.is_empty() || places[6].0 == places[0].0 + 6);
        is_whole.then(|| {
            std::array::from_fn(|i| places.iter().position(|(_, c)| *c == Column::EVERY[i]).unwrap_or(i))
        })
    }

    /// Which item stands under which column header, where the table is a grid and its header is sound.
    fn align(&self, items: &[Item]) -> Option<[Option<usize>; 7]> {
        if self.header_columns.len() != 7 || items.iter().any(|i| i.column.is_none()) {
            return None;
        }
        let mut distinct: Vec<u32> = self.header_columns.values().copied().collect();
        distinct.sort_unstable();
        distinct.dedup();
        // the statutory order; a header in another order is decided by the row sums instead
        let in_order =
            Column::EVERY.windows(2).all(|w| self.header_columns[&w[0]] < self.header_columns[&w[1]]);
        if distinct.len() != 7 || !in_order {
            return None;
        }
        Some(std::array::from_fn(|i| {
            let wanted = self.header_columns[&Column::EVERY[i]];
            items.iter().position(|item| item.column == Some(wanted))
        }))
    }

    fn fill_table4(&mut self, report: &mut Report) {
        if !self.has_remedies || !report.form.has_tables() {
            return;
        }
        let mut items = std::mem::take(&mut self.remedies);
        // a row that holds all fifteen needs nothing from the lines around it
        let line_of =
            |i: &Item| (i.place.table, i.place.row, i.place.line, i.place.sheet.clone(), i.place.page);
        let whole = items.iter().map(line_of).find(|line| {
            let own: Vec<&Item> =
                items.iter().filter(|i| line_of(i) == *line && i.column.is_some()).collect();
            own.len() >= 15 && own.iter().filter(|i| !i.is_blank).count() >= 13
        });
        if let Some(whole) = whole {
            items.retain(|i| line_of(i) == whole);
        }
        let pieces: Vec<Piece> = items.iter().map(piece).collect();
        // lines of a page without rulings: nothing but fifteen numbers that add up is believed
        let is_page_line = items.iter().any(|i| i.place.page.is_some() && i.place.table.is_none());
        let decided = if is_page_line && pieces.iter().filter(|p| **p != Piece::Blank).count() != 15 {
            vec![Decided::illegible(); 15]
        } else {
            solve_table4(&pieces, self.pads_rows)
        };
        for (key, one) in Table4Key::EVERY.iter().zip(&decided) {
            *report.cell_mut(CellRef::T4(*key)) = cell_of(one, &items);
        }
        let numbers = items.iter().filter(|i| !i.is_blank).count();
        if numbers > 15 && pieces.iter().all(|p| matches!(p, Piece::Run(d) if d.len() == 1)) {
            let place = items[15].place.clone();
            self.note("extra_value", "行政复议、行政诉讼", None, &place);
        }
    }
}

/// Text taken out of a file by lines or pages, in which the contents of neighbouring cells may have been drawn together.
fn is_extracted_text(place: &Place) -> bool {
    place.line.is_some() || place.page.is_some()
}

/// In tab-separated lines: for each number of parts, the part at which the seven values begin, when all agree.
fn field_offsets(met: &[Met]) -> BTreeMap<usize, Option<u32>> {
    let mut offsets: BTreeMap<usize, Option<u32>> = BTreeMap::new();
    for m in met {
        let columns: Vec<u32> = m
            .behind
            .own
            .iter()
            .filter(|i| !i.is_blank && i.place.line.is_some())
            .filter_map(|i| i.column)
            .collect();
        let is_seven = columns.len() == 7 && columns.windows(2).all(|w| w[1] == w[0] + 1);
        if is_seven {
            let entry = offsets.entry(m.fields).or_insert(Some(columns[0]));
            if *entry != Some(columns[0]) {
                *entry = None;
            }
        }
    }
    offsets
}

/// The parts of a tab-separated line under the columns that the complete lines of the same width show.
fn align_fields(
    met: &Met,
    items: &[Item],
    offsets: &BTreeMap<usize, Option<u32>>,
) -> Option<[Option<usize>; 7]> {
    let first = (*offsets.get(&met.fields)?)?;
    if met.behind.own.len() != items.len() || items.iter().any(|i| i.place.line.is_none()) {
        return None;
    }
    let aligned: [Option<usize>; 7] =
        std::array::from_fn(|i| items.iter().position(|item| item.column == Some(first + i as u32)));
    aligned.iter().all(Option::is_some).then_some(aligned)
}

fn item(chunk: &str, raw: &str, place: &Place, column: Option<u32>, is_blank: bool) -> Item {
    Item {
        chunk: chunk.to_owned(),
        without_ordinal: Vec::new(),
        is_glued: false,
        raw: raw.to_owned(),
        place: place.clone(),
        column,
        is_blank,
    }
}

fn piece(item: &Item) -> Piece {
    if item.is_blank { Piece::Blank } else { value::count(&item.chunk).piece }
}

/// Whether a row has nothing but zeros.
fn is_quiet(pieces: &[Piece]) -> bool {
    pieces.iter().all(|p| match p {
        Piece::Run(digits) => digits.bytes().all(|b| b == b'0'),
        Piece::Fixed(n) => *n == 0,
        _ => true,
    })
}

fn folded_letters(text: &str) -> String {
    text.chars().filter(|c| is_letter(*c)).collect()
}

/// Whether words of table 2 are a row label: the next thing in the line is a value or a blank.
fn subject_ends(stream: &[Located], index: usize) -> bool {
    matches!(stream.get(index + 1).map(|l| &l.token), Some(Token::Value { .. } | Token::Blank { .. }))
}

/// Labels printed behind their values throughout: the values before the first label are its own.
fn shift_values_before_labels(met: &mut [Met], lead: &[Item]) {
    let numbers = |b: &Behind| b.items().iter().filter(|i| !i.is_blank).count();
    let Some(last) = met.last() else { return };
    if lead.is_empty() || numbers(&last.behind) > 0 {
        return;
    }
    let enough = lead.len() >= 7
        || lead.iter().map(|i| i.chunk.len()).sum::<usize>() >= 7
            && lead.iter().all(|i| i.chunk.bytes().all(|b| b.is_ascii_digit()));
    if !enough {
        return;
    }
    let mut carried = Behind { own: lead.to_vec(), later: Vec::new() };
    for m in met.iter_mut() {
        std::mem::swap(&mut m.behind, &mut carried);
    }
}

/// `48. 6` in one cell is one amount with a blank in it.
fn join_amounts(items: &mut Vec<Item>) {
    let mut i = 1;
    while i < items.len() {
        let (before, here) = (&items[i - 1], &items[i]);
        let is_one_cell = before.column == here.column
            && before.place.line == here.place.line
            && before.place.row == here.place.row
            && before.place.table == here.place.table;
        let is_cut = before.chunk.ends_with(['.', ',']) || here.chunk.starts_with(['.', ',']);
        if is_one_cell && is_cut {
            let joined = format!("{}{}", before.chunk, here.chunk);
            let raw = format!("{} {}", before.raw, here.raw);
            items[i - 1].chunk = joined;
            items[i - 1].raw = raw;
            items.remove(i);
        } else {
            i += 1;
        }
    }
}

fn measures_of(form: Form, subject: Subject) -> Vec<Measure> {
    let all = [
        Measure::Issued,
        Measure::Repealed,
        Measure::InForce,
        Measure::NewMade,
        Measure::NewPublished,
        Measure::PublishedTotal,
        Measure::ItemsBefore,
        Measure::ItemsChange,
        Measure::Decisions,
        Measure::Fee,
        Measure::ProcurementItems,
        Measure::ProcurementAmount,
    ];
    all.into_iter().filter(|m| key_of(form, subject, *m).is_some()).collect()
}

fn key_of(form: Form, subject: Subject, measure: Measure) -> Option<Table2Key> {
    use Table2Key as K;
    let key = match (subject, measure) {
        (Subject::Rules, Measure::Issued) => K::RulesIssued,
        (Subject::Rules, Measure::Repealed) => K::RulesRepealed,
        (Subject::Rules, Measure::InForce) => K::RulesInForce,
        (Subject::Normative, Measure::Issued) => K::NormativeIssued,
        (Subject::Normative, Measure::Repealed) => K::NormativeRepealed,
        (Subject::Normative, Measure::InForce) => K::NormativeInForce,
        (Subject::Rules, Measure::NewMade) => K::RulesNewMade,
        (Subject::Rules, Measure::NewPublished) => K::RulesNewPublished,
        (Subject::Rules, Measure::PublishedTotal) => K::RulesPublishedTotal,
        (Subject::Normative, Measure::NewMade) => K::NormativeNewMade,
        (Subject::Normative, Measure::NewPublished) => K::NormativeNewPublished,
        (Subject::Normative, Measure::PublishedTotal) => K::NormativePublishedTotal,
        (Subject::Licensing, Measure::ItemsBefore) => K::LicensingItemsPrev,
        (Subject::Licensing, Measure::ItemsChange) => K::LicensingItemsChange,
        (Subject::Licensing, Measure::Decisions) => K::LicensingDecisions,
        (Subject::OtherServices, Measure::ItemsBefore) => K::OtherServicesItemsPrev,
        (Subject::OtherServices, Measure::ItemsChange) => K::OtherServicesItemsChange,
        (Subject::OtherServices, Measure::Decisions) => K::OtherServicesDecisions,
        (Subject::Penalty, Measure::ItemsBefore) => K::PenaltyItemsPrev,
        (Subject::Penalty, Measure::ItemsChange) => K::PenaltyItemsChange,
        (Subject::Penalty, Measure::Decisions) => K::PenaltyDecisions,
        (Subject::Compulsion, Measure::ItemsBefore) => K::CompulsionItemsPrev,
        (Subject::Compulsion, Measure::ItemsChange) => K::CompulsionItemsChange,
        (Subject::Compulsion, Measure::Decisions) => K::CompulsionDecisions,
        (Subject::AdminFee, Measure::ItemsBefore) => K::AdminFeeItemsPrev,
        (Subject::AdminFee, Measure::ItemsChange) => K::AdminFeeItemsChange,
        (Subject::AdminFee, Measure::Fee) => K::AdminFeeWanYuan,
        (Subject::Procurement, Measure::ProcurementItems) => K::ProcurementItems,
        (Subject::Procurement, Measure::ProcurementAmount) => K::ProcurementAmount,
        _ => return None,
    };
    form.table2().contains(&key).then_some(key)
}

/// The only way to divide a run of digits into so many cells without leading zeros, if there is only one.
fn split_alone(digits: &str, cells: usize) -> Option<Vec<i64>> {
    fn go(rest: &str, cells: usize, found: &mut Vec<Vec<i64>>, now: &mut Vec<i64>) {
        if found.len() > 1 {
            return;
        }
        if cells == 0 {
            if rest.is_empty() {
                found.push(now.clone());
            }
            return;
        }
        let longest = if rest.starts_with('0') { 1 } else { rest.len().min(9) };
        for n in 1..=longest.min(rest.len()) {
            let Ok(value) = rest[..n].parse() else { continue };
            now.push(value);
            go(&rest[n..], cells - 1, found, now);
            now.pop();
        }
    }
    let mut found = Vec::new();
    go(digits, cells, &mut found, &mut Vec::new());
    let only = found.pop()?;
    found.is_empty().then_some(only)
}

fn count_cell(n: i64, raw: &str, place: &Place, proof: Option<Proof>, key: Table2Key) -> Cell {
    let value = if key.is_amount() {
        Value::Amount(WanYuan::from_fen(n.saturating_mul(WanYuan::FEN)))
    } else {
        Value::Count(n)
    };
    Cell {
        value: Some(value),
        kind: CellKind::Number,
        raw: raw.to_owned(),
        place: Some(place.clone()),
        proof,
    }
}

fn plain(kind: CellKind, item: &Item) -> Cell {
    Cell { value: None, kind, raw: item.raw.clone(), place: Some(item.place.clone()), proof: None }
}

fn illegible(raw: &str, place: &Place) -> Cell {
    Cell {
        value: None,
        kind: CellKind::Illegible,
        raw: raw.to_owned(),
        place: Some(place.clone()),
        proof: None,
    }
}

fn join_raw(items: &[Item]) -> String {
    items.iter().filter(|i| !i.is_blank).map(|i| i.raw.as_str()).collect::<Vec<_>>().join(" ")
}

fn cell_of(decided: &Decided, items: &[Item]) -> Cell {
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
        raw: item.map(|i| i.raw.clone()).unwrap_or_default(),
        place: item.map(|i| i.place.clone()),
        proof: decided.proof.clone(),
    }
}
