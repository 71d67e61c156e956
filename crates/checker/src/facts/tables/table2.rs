//! Table 2, 主动公开: rows of different width, some of money and some of signed changes.
//!
//! Not here: the numbers themselves (`super::super::value`).

use super::super::stream::likeness;
use super::super::value::{self, Amount};
use super::Notes;
use super::gaps::{Settled, is_like, settle};
use super::item::{Behind, Item};
use crate::form::{Label, Measure, Subject, WORDINGS, Wording};
use crate::solve::Piece;
use gongkai_domain::report::{
    Cell, CellKind, CellRef, Form, Place, Proof, Report, Table2Key, Value, WanYuan,
};
use std::collections::{BTreeMap, BTreeSet};

/// A row as met in the stream.
#[derive(Debug)]
struct Met<'a> {
    /// `None` for a row that the form does not have, or whose name is not printed.
    subject: Option<Subject>,
    /// What is printed in place of an official name, and where the row is.
    stranger: Option<(Option<&'a str>, &'a Place)>,
    /// Where its name stands.
    place: &'a Place,
    /// Number of the header it stands below.
    block: usize,
    /// The columns that the header above it names.
    header: Head<'a>,
    behind: Behind<'a>,
}

/// The columns that a header names, each with its words and place.
type Head<'a> = Vec<(Measure, &'a str, &'a Place)>;

/// What the stream gave for table 2.
#[derive(Debug, Default)]
pub(super) struct Table2<'a> {
    rows: Vec<Met<'a>>,
    /// By header: the values between it and the name of the first row below it.
    leads: BTreeMap<usize, Behind<'a>>,
    /// Number of the header that the walk is in or below.
    block: usize,
    measures: BTreeSet<Measure>,
    /// The columns of the header that the walk is in or below.
    header: Head<'a>,
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

    /// The first column head that only the form has whose columns these are.
    pub(super) fn telling_head(&self, form: Form) -> Option<(&'a str, &'a Place)> {
        let is_telling = |m: Measure| match form {
            Form::Form2021 => matches!(m, Measure::Issued | Measure::Repealed | Measure::InForce),
            Form::Form2019 => {
                matches!(
                    m,
                    Measure::NewMade | Measure::NewPublished | Measure::PublishedTotal | Measure::ItemsBefore
                )
            }
            _ => false,
        };
        let heads = self.rows.iter().flat_map(|m| &m.header).chain(&self.header);
        heads.into_iter().find(|(m, ..)| is_telling(*m)).map(|(_, printed, place)| (*printed, *place))
    }

    /// Number of rows met.
    pub(super) fn subjects(&self) -> usize {
        self.rows.iter().filter(|m| m.subject.is_some()).count()
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
            .filter(|(subject, alike, _)| {
                *alike >= 0.6 && !self.rows.iter().any(|m| m.subject == Some(*subject))
            })
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(subject, _, official)| (subject, official))
    }

    pub(super) fn begin_header(&mut self) {
        self.block += usize::from(self.is_below_header);
        self.header.clear();
        self.is_below_header = false;
    }

    pub(super) fn meet_measure(
        &mut self,
        measure: Measure,
        wording: &Wording,
        printed: &'a str,
        place: &'a Place,
    ) {
        self.last_measure = Some(measure);
        if measure == Measure::Fee && wording.letters.ends_with("单位元") {
            self.note_unit(100);
        }
        if self.is_below_header {
            self.begin_header();
        }
        self.measures.insert(measure);
        self.header.push((measure, printed, place));
    }

    /// A header names the unit of its amounts.
    pub(super) fn note_unit(&mut self, fen: i64) {
        match self.last_measure {
            Some(Measure::Fee) => self.fee_fen = Some(fen),
            Some(Measure::ProcurementAmount) => self.procurement_fen = Some(fen),
            _ => {}
        }
    }

    pub(super) fn meet_subject(&mut self, subject: Subject, place: &'a Place) {
        self.meet(Some(subject), None, place);
    }

    /// A row in other words than the form's, or without any.
    pub(super) fn meet_unknown_subject(&mut self, name: Option<&'a str>, place: &'a Place) {
        self.meet(None, Some((name, place)), place);
    }

    fn meet(
        &mut self,
        subject: Option<Subject>,
        stranger: Option<(Option<&'a str>, &'a Place)>,
        place: &'a Place,
    ) {
        let (header, block, behind) = (self.header.clone(), self.block, Behind::default());
        self.rows.push(Met { subject, stranger, place, block, header, behind });
        self.is_below_header = true;
    }

    /// Whether the row met last has a number in each of so many columns, so that a further line of as many is another row.
    pub(super) fn is_last_complete(&self, columns: usize) -> bool {
        self.is_below_header
            && self.rows.last().is_some_and(|met| {
                let has_all = met.header.len() == columns && self.header.len() == columns;
                has_all && met.behind.later.is_empty() && met.behind.filled().count() == columns
            })
    }

    /// A value behind a header belongs to no row above it; blanks there are the header's own.
    pub(super) fn meet_value(&mut self, item: Item<'a>, is_same_row: bool) {
        if self.is_below_header {
            if let Some(met) = self.rows.last_mut() {
                met.behind.push(item, is_same_row);
            }
        } else if !item.is_blank {
            self.leads.entry(self.block).or_default().push(item, is_same_row);
        }
    }

    /// What stands behind the row met last, or behind the header.
    pub(super) fn values_of_last(&mut self) -> Option<&mut Behind<'a>> {
        if self.is_below_header {
            self.rows.last_mut().map(|met| &mut met.behind)
        } else {
            self.leads.get_mut(&self.block)
        }
    }

    /// Writes the cells; only where the format `pads_rows` may neighbouring cells have been drawn together.
    pub(super) fn fill(mut self, report: &mut Report, pads_rows: bool, notes: &mut Notes) {
        let mut done: BTreeSet<Subject> = BTreeSet::new();
        self.settle_leads(report.form);
        self.settle_strangers(report, notes);
        for Met { subject, header, behind, .. } in std::mem::take(&mut self.rows) {
            let Some(subject) = subject else { continue };
            let expected = measures_of(report.form, subject);
            let mut items: Vec<Item<'_>> = behind.own;
            items.extend(behind.later);
            if expected.is_empty() || (done.contains(&subject) && items.iter().all(|i| i.is_blank)) {
                continue;
            }
            let order = order_of(header, expected, notes);
            join_amounts(&mut items);
            let is_filled = fill_from_run(report, subject, &order, &items, pads_rows)
                || self.fill_row(report, (subject, &order), items, pads_rows, notes);
            if is_filled {
                done.insert(subject);
            }
        }
    }

    /// Values printed before the first name below a header. Where the names stand behind their values throughout, each
    /// row takes what stands before it; where that is only possible, nothing of these rows is read.
    fn settle_leads(&mut self, form: Form) {
        let mut leads = std::mem::take(&mut self.leads);
        let blocks: BTreeSet<usize> = self.rows.iter().map(|m| m.block).collect();
        let is_behind = |rows: &[&Met<'_>]| rows.last().is_some_and(|m| m.behind.filled().next().is_none());
        let of = |rows: &'_ [Met<'a>], block: usize| {
            rows.iter().enumerate().filter(move |(_, m)| m.block == block).map(|(i, _)| i).collect::<Vec<_>>()
        };
        let turned: Vec<bool> = blocks
            .iter()
            .map(|b| {
                let rows: Vec<&Met<'_>> = self.rows.iter().filter(|m| m.block == *b).collect();
                leads.contains_key(b) && is_behind(&rows)
            })
            .collect();
        // one page number may look like the only value of a row; names behind all values of a table are no chance
        let is_throughout = turned.len() > 1 && !turned.contains(&false);
        let is_anywhere = turned.contains(&true);
        for block in blocks {
            let own = of(&self.rows, block);
            let rows: Vec<&Met<'_>> = own.iter().map(|i| &self.rows[*i]).collect();
            let Some(first) = rows.first() else { continue };
            let Some(lead) = leads.remove(&block) else {
                // no values before the first name: it may still be that they were lost
                let has_moved =
                    rows.windows(2).any(|pair| is_before(&pair[0].behind, pair[1].place, pair[0].place));
                if has_moved || is_anywhere && is_behind(&rows) {
                    for i in own {
                        self.rows[i].distrust(form, None);
                    }
                }
                continue;
            };
            let width = |m: &Met<'_>| m.subject.map_or(m.header.len(), |s| measures_of(form, s).len());
            let is_full = |m: &Met<'_>, behind: &Behind<'_>| behind.filled().count() == width(m);
            let shifted: Vec<&Behind<'_>> =
                std::iter::once(&lead).chain(rows.iter().map(|m| &m.behind)).take(rows.len()).collect();
            let are_full = rows.iter().zip(&shifted).all(|(m, behind)| is_full(m, behind));
            let is_beside = rows.iter().zip(&shifted).all(|(m, behind)| is_beside(behind, m.place));
            if is_behind(&rows) && are_full && (is_beside || is_throughout) {
                let mut carried = lead;
                for i in own {
                    std::mem::swap(&mut self.rows[i].behind, &mut carried);
                }
            } else if rows.iter().all(|m| is_full(m, &m.behind)) {
                // a row whose name is lost, as far as it can be told from a number that came in from the page
                let first_item = lead.filled().next().map(|i| (i.place, i.column));
                if let Some((place, column)) = first_item
                    && lead.filled().count() == first.header.len()
                    && (first.header.len() > 1 || column.is_some())
                {
                    let header = first.header.clone();
                    let stranger = Some((None, place));
                    let met = Met { subject: None, stranger, place, block, header, behind: lead };
                    self.rows.insert(own[0], met);
                }
            } else {
                for i in own {
                    self.rows[i].distrust(form, lead.filled().next());
                }
            }
        }
    }

    /// Gives the rows without an official name their place in the form. What a row printed that they may be is not read,
    /// and no other row takes its place.
    fn settle_strangers(&mut self, report: &mut Report, notes: &mut Notes) {
        self.rows.retain(|m| m.subject.is_some() || m.behind.filled().next().is_some());
        let form: Vec<Subject> =
            SUBJECTS.into_iter().filter(|s| !measures_of(report.form, *s).is_empty()).collect();
        let met: Vec<Option<Subject>> = self.rows.iter().map(|m| m.subject).collect();
        let name = |i: usize| self.rows[i].stranger.and_then(|(name, _)| name);
        let names = |i: usize, s: Subject| name(i).is_some_and(|name| is_like(name, official(s)));
        let fits = |i: usize, s: Subject| {
            let columns = measures_of(report.form, s);
            let header = &self.rows[i].header;
            let is_header = header.len() == columns.len() && header.iter().all(|h| columns.contains(&h.0));
            is_header && (name(i).is_none() || names(i, s))
        };
        for (at, settled) in settle(&form, &met, fits, names) {
            let met = &mut self.rows[at];
            let Some((name, place)) = met.stranger else { continue };
            match settled {
                Settled::Row(subject) => {
                    met.subject = Some(subject);
                    let (kind, printed) = name.map_or(("label_missing", ""), |name| ("label_variant", name));
                    notes.add(kind, printed, Some(official(subject)), place);
                }
                Settled::Doubtful(subjects) => {
                    if let Some(name) = name {
                        notes.add("unknown_row", name, None, place);
                    } else {
                        let values: Vec<&str> = met.behind.filled().map(|i| &*i.raw).collect();
                        notes.add("orphan_values", &values.join("、"), None, place);
                    }
                    let Some(first) = met.behind.filled().next() else { continue };
                    let form = report.form;
                    let keys = subjects
                        .iter()
                        .flat_map(|s| measures_of(form, *s).into_iter().filter_map(|m| key_of(form, *s, m)));
                    for key in keys {
                        *report.cell_mut(CellRef::T2(key)) = first.cell(CellKind::Illegible, None);
                    }
                }
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

impl<'a> Met<'a> {
    /// Makes nothing of it readable: what stands behind it may be another row's.
    fn distrust(&mut self, form: Form, beside: Option<&Item<'a>>) {
        let columns = self.subject.map_or(self.header.len(), |s| measures_of(form, s).len());
        let first = self.behind.filled().next().or(beside).cloned();
        let unread = first.map(|i| Item { chunk: "?".into(), without_ordinal: &[], ..i });
        let own = unread.iter().cycle().take(columns).cloned().collect();
        self.behind = Behind { own, later: Vec::new() };
    }
}

/// Whether what stands behind a name stands on the line of the next one, and not on its own.
fn is_before(behind: &Behind<'_>, next: &Place, own: &Place) -> bool {
    behind.filled().next().is_some_and(|i| is_one_row(i.place, next) && !is_one_row(i.place, own))
}

/// Whether values stand on the line of a name.
fn is_beside(behind: &Behind<'_>, name: &Place) -> bool {
    behind.filled().all(|i| is_one_row(i.place, name))
}

/// Whether two places are in one line of text or in one row of a table.
fn is_one_row(a: &Place, b: &Place) -> bool {
    let is_known = a.line.is_some() || a.row.is_some();
    is_known && (a.line, a.table, a.row) == (b.line, b.table, b.row)
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

/// The order of the columns: the header's own, when it names the same columns as the form; told when it is another.
fn order_of(mut header: Head<'_>, expected: Vec<Measure>, notes: &mut Notes) -> Vec<Measure> {
    header.dedup_by_key(|h| h.0);
    let order: Vec<Measure> = header.iter().map(|h| h.0).collect();
    if order.len() != expected.len() || !expected.iter().all(|m| order.contains(m)) {
        return expected;
    }
    if order != expected
        && let Some((_, _, place)) = header.first()
    {
        let names: Vec<&str> = header.iter().map(|h| h.1).collect();
        // once for the rows below it
        let is_told = notes.0.iter().any(|n| n.kind == "header_order" && n.place.as_ref() == Some(*place));
        if !is_told {
            notes.add("header_order", &names.join("、"), None, place);
        }
    }
    order
}

/// The rows of all forms in their order.
const SUBJECTS: [Subject; 8] = [
    Subject::Rules,
    Subject::Normative,
    Subject::Licensing,
    Subject::OtherServices,
    Subject::Penalty,
    Subject::Compulsion,
    Subject::AdminFee,
    Subject::Procurement,
];

/// The official name of a row.
fn official(subject: Subject) -> &'static str {
    let is_own = |w: &&Wording| w.label == Label::Subject(subject) && w.official.is_empty();
    WORDINGS.iter().find(is_own).map_or("", |w| w.letters)
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
