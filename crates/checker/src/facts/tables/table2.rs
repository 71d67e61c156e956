//! Table 2, 主动公开: rows of different width, some of money and some of signed changes.
//!
//! Not here: the numbers themselves (`super::super::value`).

use super::super::stream::likeness;
use super::super::value::{self, Amount};
use super::Notes;
use super::item::{Behind, Item};
use crate::form::{Label, Measure, Subject, WORDINGS, Wording};
use crate::solve::Piece;
use gongkai_domain::report::{Cell, CellKind, CellRef, Form, Proof, Report, Table2Key, Value, WanYuan};
use std::collections::BTreeSet;

/// A row as met in the stream.
#[derive(Debug)]
struct Met<'a> {
    subject: Subject,
    /// The columns that the header above it names.
    header: Vec<Measure>,
    behind: Behind<'a>,
}

/// What the stream gave for table 2.
#[derive(Debug, Default)]
pub(super) struct Table2<'a> {
    /// Whether the walk is in a row that the form does not have: its numbers belong to nobody.
    pub(super) is_foreign: bool,
    rows: Vec<Met<'a>>,
    measures: BTreeSet<Measure>,
    /// The columns of the header that the walk is in or below.
    header: Vec<Measure>,
    /// Whether rows were met below that header.
    is_below_header: bool,
    last_measure: Option<Measure>,
    /// 分 per unit of the amounts, by the headers; 0 when a header names an unknown unit.
    fee_fen: Option<i64>,
    procurement_fen: Option<i64>,
}

impl<'a> Table2<'a> {
    /// Which form the columns belong to.
    pub(super) fn form(&self) -> Option<Form> {
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
        match newer.cmp(&older) {
            std::cmp::Ordering::Greater => Some(Form::Form2021),
            std::cmp::Ordering::Less => Some(Form::Form2019),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// Number of rows met.
    pub(super) fn subjects(&self) -> usize {
        self.rows.len()
    }

    /// The row whose wording the letters resemble most, if it has not been met yet; with its official wording.
    pub(super) fn guess_subject(&self, letters: &str) -> Option<(Subject, &'static str)> {
        WORDINGS
            .iter()
            .filter_map(|w| match w.label {
                Label::Subject(subject) if w.letters.chars().count() >= 4 && w.official.is_empty() => {
                    Some((subject, likeness(letters, w.letters), w.letters))
                }
                _ => None,
            })
            .filter(|(subject, alike, _)| *alike >= 0.6 && !self.rows.iter().any(|m| m.subject == *subject))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(subject, _, official)| (subject, official))
    }

    pub(super) fn begin_header(&mut self) {
        self.header.clear();
        self.is_below_header = false;
    }

    pub(super) fn meet_measure(&mut self, measure: Measure, wording: &Wording) {
        self.last_measure = Some(measure);
        if measure == Measure::Fee && wording.letters.ends_with("单位元") {
            self.note_unit(100);
        }
        if self.is_below_header {
            self.begin_header();
        }
        self.measures.insert(measure);
        self.header.push(measure);
    }

    /// A header names the unit of its amounts.
    pub(super) fn note_unit(&mut self, fen: i64) {
        match self.last_measure {
            Some(Measure::Fee) => self.fee_fen = Some(fen),
            Some(Measure::ProcurementAmount) => self.procurement_fen = Some(fen),
            _ => {}
        }
    }

    pub(super) fn meet_subject(&mut self, subject: Subject) {
        self.rows.push(Met { subject, header: self.header.clone(), behind: Behind::default() });
        self.is_below_header = true;
    }

    pub(super) fn meet_unknown_subject(&mut self) {
        self.is_below_header = true;
        self.is_foreign = true;
    }

    pub(super) fn meet_value(&mut self, item: Item<'a>, is_same_row: bool) {
        if let Some(behind) = self.values_of_last() {
            behind.push(item, is_same_row);
        }
    }

    /// What stands behind the row met last.
    pub(super) fn values_of_last(&mut self) -> Option<&mut Behind<'a>> {
        self.rows.last_mut().map(|met| &mut met.behind)
    }

    /// Writes the cells; only where the format `pads_rows` may neighbouring cells have been drawn together.
    pub(super) fn fill(mut self, report: &mut Report, pads_rows: bool, notes: &mut Notes) {
        let mut done: BTreeSet<Subject> = BTreeSet::new();
        for Met { subject, header, behind } in std::mem::take(&mut self.rows) {
            let expected = measures_of(report.form, subject);
            let mut items: Vec<Item<'_>> = behind.own;
            items.extend(behind.later);
            if expected.is_empty() || (done.contains(&subject) && items.iter().all(|i| i.is_blank)) {
                continue;
            }
            let order = order_of(header, expected);
            join_amounts(&mut items);
            let is_filled = fill_from_run(report, subject, &order, &items, pads_rows)
                || self.fill_row(report, (subject, &order), items, pads_rows, notes);
            if is_filled {
                done.insert(subject);
            }
        }
    }

    /// A row of one number in each cell. False when there is nothing of it.
    fn fill_row(
        &self,
        report: &mut Report,
        (subject, order): (Subject, &[Measure]),
        mut items: Vec<Item<'_>>,
        pads_rows: bool,
        notes: &mut Notes,
    ) -> bool {
        while items.len() > order.len() && items.last().is_some_and(|i| i.is_blank) {
            items.pop();
        }
        while items.len() > order.len() && items.first().is_some_and(|i| i.is_blank) {
            items.remove(0);
        }
        if items.iter().all(|i| i.is_blank) && items.len() < order.len() {
            return false;
        }
        if items.len() > order.len() && items.iter().all(|i| i.chunk == items[0].chunk) {
            for item in items.split_off(order.len()) {
                notes.add("extra_value", &item.raw, None, item.place);
            }
        }
        // numbers with empty cells behind them that would fill the row if they were divided
        let digits: usize = items.iter().map(|i| i.chunk.chars().filter(char::is_ascii_digit).count()).sum();
        let is_doubtful = items.iter().any(|i| i.is_blank)
            && items.iter().filter(|i| !i.is_blank).count() > 1
            && digits >= order.len()
            && items.iter().any(|i| i.chunk.len() > 1)
            && pads_rows
            && items[0].is_extracted_text();
        let fits = items.len() == order.len() && !is_doubtful;
        for (i, measure) in order.iter().enumerate() {
            let Some(key) = key_of(report.form, subject, *measure) else { continue };
            let beside = items.get(i).or(items.first());
            *report.cell_mut(CellRef::T2(key)) = match beside {
                Some(item) if fits => {
                    let (cell, noticed) = self.cell(key, item);
                    if let Some(kind) = noticed {
                        notes.add(kind, &item.raw, None, item.place);
                    }
                    cell
                }
                Some(item) => Cell { raw: join_raw(&items), ..item.cell(CellKind::Illegible, None) },
                None => Cell::absent(),
            };
        }
        true
    }

    /// One cell, and what is to be told of it.
    fn cell(&self, key: Table2Key, item: &Item<'_>) -> (Cell, Option<&'static str>) {
        if item.is_blank {
            return (item.cell(CellKind::Blank, None), None);
        }
        if key.is_amount() {
            let named = if key == Table2Key::AdminFeeWanYuan { self.fee_fen } else { self.procurement_fen };
            return match value::amount(&item.chunk, named.unwrap_or(WanYuan::FEN)) {
                Amount::Value(amount, own_unit) => (
                    item.cell(CellKind::Number, Some(Value::Amount(amount))),
                    own_unit.then_some("unit_in_cell"),
                ),
                Amount::Blank => (item.cell(CellKind::Blank, None), None),
                Amount::NotApplicable => (item.cell(CellKind::NotApplicable, None), None),
                Amount::Opaque => (item.cell(CellKind::Illegible, None), None),
            };
        }
        let parsed = if key.is_signed() { value::change(&item.chunk) } else { value::count(&item.chunk) };
        let cell = match parsed.piece {
            Piece::Run(digits) => {
                match (digits.len() == 1 || !digits.starts_with('0'), digits.parse::<i64>()) {
                    (true, Ok(n)) if digits.len() <= 9 => count_cell(n, item, key),
                    _ => item.cell(CellKind::Illegible, None),
                }
            }
            Piece::Fixed(n) => count_cell(n, item, key),
            Piece::Blank => item.cell(CellKind::Blank, None),
            Piece::NotApplicable => item.cell(CellKind::NotApplicable, None),
            Piece::Opaque => item.cell(CellKind::Illegible, None),
        };
        (cell, parsed.artefact)
    }
}

/// Fills in all numbers of a row that were run together; false when that is not what is printed.
fn fill_from_run(
    report: &mut Report,
    subject: Subject,
    order: &[Measure],
    items: &[Item<'_>],
    pads_rows: bool,
) -> bool {
    let mut filled = items.iter().filter(|i| !i.is_blank);
    let (Some(run), None) = (filled.next(), filled.next()) else { return false };
    // as many digits as cells beside empty cells: one number, or all of them run together
    let has_room =
        items.len() == 1 || (run.chunk.len() >= order.len() && pads_rows && run.is_extracted_text());
    if order.len() < 2 || run.chunk.len() < 2 || !run.is_digits() || !has_room {
        return false;
    }
    // without a leading zero it may be one number, the only one left of its row
    let cells = split_alone(&run.chunk, order.len()).filter(|_| run.chunk.starts_with('0'));
    for (i, measure) in order.iter().enumerate() {
        let Some(key) = key_of(report.form, subject, *measure) else { continue };
        *report.cell_mut(CellRef::T2(key)) = match &cells {
            Some(numbers) => Cell {
                proof: Some(Proof::plain(format!("“{}”只有一种切分方法", run.chunk))),
                ..count_cell(numbers[i], run, key)
            },
            None => run.cell(CellKind::Illegible, None),
        };
    }
    true
}

/// The order of the columns: the header's own, when it names the same columns as the form.
fn order_of(mut header: Vec<Measure>, expected: Vec<Measure>) -> Vec<Measure> {
    header.dedup();
    let is_same_set = header.len() == expected.len() && expected.iter().all(|m| header.contains(m));
    if is_same_set { header } else { expected }
}

/// `48. 6` in one cell is one amount with a blank in it.
fn join_amounts(items: &mut Vec<Item<'_>>) {
    let mut i = 1;
    while i < items.len() {
        let (before, here) = (&items[i - 1], &items[i]);
        let is_one_cell = before.shares_cell(here) && before.place.table == here.place.table;
        let is_cut = before.chunk.ends_with(['.', ',']) || here.chunk.starts_with(['.', ',']);
        if is_one_cell && is_cut {
            let here = items.remove(i);
            let before = &mut items[i - 1];
            before.chunk.to_mut().push_str(&here.chunk);
            before.raw = format!("{} {}", before.raw, here.raw).into();
        } else {
            i += 1;
        }
    }
}

fn join_raw(items: &[Item<'_>]) -> String {
    items.iter().filter(|i| !i.is_blank).map(|i| &*i.raw).collect::<Vec<_>>().join(" ")
}

fn count_cell(n: i64, item: &Item<'_>, key: Table2Key) -> Cell {
    let value = if key.is_amount() {
        Value::Amount(WanYuan::from_fen(n.saturating_mul(WanYuan::FEN)))
    } else {
        Value::Count(n)
    };
    item.cell(CellKind::Number, Some(value))
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
