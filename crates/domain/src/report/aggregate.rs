//! Many annual reports added up into one, with every number traceable to the reports that it came from.
//!
//! Every cell is additive and every equation of the form is linear, so the sum of balanced reports is balanced. Members are
//! folded one by one into an [`Aggregate`]; two of them merge in any order with the same result; [`Aggregate::finish`] gives
//! the [`Sum`] or says why there can be none. What is not known is never silently zero.
//!
//! A sum over both forms follows the 2021 form (`super::mapping`). （六）其他处理 stays one row as soon as one member does
//! not divide it: what was not divided cannot be divided afterwards, and the equations hold with the one row.
//! Not here: reading reports, comparing a parent with its members (`gongkai-checker`).

mod provenance;
mod roster;

pub use provenance::{
    CellSum, LeftOut, Member, Missing, NotApplied, Note, Part, Provenance, Trouble, Unread, Why,
};
pub use roster::{MAX_ROSTER, Roster, RosterError, RosterMember, Scope, Transfer};

use super::cell::{Cell, CellKind, Proof, Value};
use super::contract::MAX_MAGNITUDE;
use super::equation::{CellRef, equations_of, rows_of};
use super::facts::{Located, Report, Section, SectionKey};
use super::keys::{Column, Form, Row, Table2Key, Table4Key};
use super::mapping;
use super::money::WanYuan;
use roster::bare;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

/// Version of [`Provenance`] as JSON.
pub const SCHEMA_VERSION: u32 = 1;

/// What is done about a cell that holds no value: blank, absent or illegible.
///
/// A stroke, a slash or 无 is none of these: it says that nothing applies, and counts as zero with a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// 不汇总: there is no sum until it is known.
    #[default]
    Refuse,
    /// 空白按零计: a blank counts as zero; what is absent or illegible still refuses.
    BlankAsZero,
    /// 略过: the cell is not counted, and the sum's cell says of how many members. Equations may then fail.
    Skip,
    /// 整个单位不计入: the whole report is left out and listed. Equations hold.
    LeaveMemberOut,
}

impl Unknown {
    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Refuse => "不汇总",
            Self::BlankAsZero => "空白按零计",
            Self::Skip => "略过该格",
            Self::LeaveMemberOut => "整个单位不计入",
        }
    }
}

/// What is to be summed, and how.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Name of the agency of the sum.
    pub agency: String,
    /// The year wanted; without one, that which all reports share.
    pub year: Option<i32>,
    /// What is done about cells without a value.
    pub unknown: Unknown,
    /// Whether reports of several years may be added. Stocks and carried-over applications then mean little.
    pub allows_mixed_years: bool,
    /// The member list. Without one, every report given is a member.
    pub roster: Option<Roster>,
}

/// The sum with everything behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sum {
    /// The sum as a report without prose; its cells are numbers, proved by the members.
    pub report: Report,
    /// Where each number comes from.
    pub provenance: Provenance,
}

/// One reason why there is no sum.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Reason {
    /// No report is to be summed.
    NoMembers,
    /// No agency could be read.
    Unnamed {
        /// File or other origin.
        source: String,
    },
    /// No year could be read.
    Undated {
        /// File or other origin.
        source: String,
    },
    /// The report follows no form that has the official tables.
    NoTables {
        /// File or other origin.
        source: String,
    },
    /// A value is larger than any real one.
    TooLarge {
        /// File or other origin; empty when it is the sum itself.
        source: String,
        /// The cell.
        cell: CellRef,
    },
    /// Two reports of one agency for one year.
    SameAgencyTwice {
        /// Its name.
        agency: String,
        /// The year.
        year: i32,
        /// Files or other origins.
        sources: Vec<String>,
    },
    /// Reports of several years, or of another year than the one wanted.
    MixedYears {
        /// The year wanted, when one was named.
        wanted: Option<i32>,
        /// Each year with its number of reports and one of them.
        years: Vec<(i32, usize, String)>,
    },
    /// Cells of a report hold no value.
    UnknownCells {
        /// Its name.
        agency: String,
        /// File or other origin.
        source: String,
        /// The cells with their kind.
        cells: Vec<(CellRef, CellKind)>,
    },
    /// A transfer was recorded at （六） as a whole, which the sum divides into three rows.
    TransferUnplaced {
        /// Who passed the applications on.
        from: String,
    },
    /// More was recorded as transferred than was counted.
    TransferTooLarge {
        /// The cell.
        cell: CellRef,
        /// The sum of the members.
        sum: i64,
        /// What transfers would take off.
        transferred: u32,
    },
}

impl Reason {
    /// The reason in the words of a clerk.
    pub fn text(&self) -> String {
        match self {
            Self::NoMembers => "没有可以汇总的报告".to_owned(),
            Self::Unnamed { source } => {
                format!("{source}：没有读到机关名称，无法判断是否重复；可以在成员名单中用 source 指明")
            }
            Self::Undated { source } => format!("{source}：没有读到报告年度"),
            Self::NoTables { source } => format!("{source}：没有2019年以来的官方表式，无法汇总"),
            Self::TooLarge { source, cell } if source.is_empty() => {
                format!("“{}”的合计超出范围（{MAX_MAGNITUDE}）", cell.label(Form::Form2021))
            }
            Self::TooLarge { source, cell } => {
                format!("{source}：“{}”的数值超出范围（{MAX_MAGNITUDE}）", cell.label(Form::Form2021))
            }
            Self::SameAgencyTwice { agency, year, sources } => {
                format!("“{agency}”{year}年度的报告有{}份：{}", sources.len(), listed(sources, 5))
            }
            Self::MixedYears { wanted, years } => {
                let years: Vec<String> =
                    years.iter().map(|(y, n, example)| format!("{y}年度{n}份（如 {example}）")).collect();
                let head = wanted.map_or("年度不一致".to_owned(), |y| format!("汇总的是{y}年度"));
                format!("{head}，而报告有{}", listed(&years, 8))
            }
            Self::UnknownCells { agency, source, cells } => {
                let names: Vec<String> = cells
                    .iter()
                    .map(|(at, kind)| format!("{}（{}）", at.label(Form::Form2021), kind.label()))
                    .collect();
                format!("{agency}（{source}）有{}格没有可用的数值：{}", cells.len(), listed(&names, 3))
            }
            Self::TransferUnplaced { from } => {
                format!("“{from}”的转办登记在“（六）其他处理”，而汇总分为三行，应当写明是哪一行")
            }
            Self::TransferTooLarge { cell, sum, transferred } => {
                format!("“{}”合计{sum}件，而登记的转办有{transferred}件", cell.label(Form::Form2021))
            }
        }
    }
}

/// The first of a list and how many there are.
fn listed(names: &[impl AsRef<str>], most: usize) -> String {
    let mut text = names.iter().take(most).map(AsRef::as_ref).collect::<Vec<_>>().join("、");
    if names.len() > most {
        let _ = write!(text, "等{}项", names.len());
    }
    text
}

/// Why there is no sum: every reason, not only the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
pub struct Refusal {
    /// The reasons, at least one, in a fixed order.
    pub reasons: Vec<Reason>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<String> = self.reasons.iter().take(20).map(Reason::text).collect();
        f.write_str(&texts.join("\n"))?;
        match self.reasons.len().checked_sub(20) {
            Some(rest) if rest > 0 => write!(f, "\n另有{rest}项"),
            _ => Ok(()),
        }
    }
}

// ---- every cell of either form has one place in a flat list ----

const TABLE3_AT: usize = Table2Key::EVERY.len();
const TABLE4_AT: usize = TABLE3_AT + Row::EVERY.len() * Column::EVERY.len();
const SLOTS: usize = TABLE4_AT + Table4Key::EVERY.len();

fn slot(at: CellRef) -> usize {
    match at {
        CellRef::T2(key) => key as usize,
        CellRef::T3(row, column) => TABLE3_AT + row as usize * Column::EVERY.len() + column.index(),
        CellRef::T4(key) => TABLE4_AT + key.index(),
    }
}

fn cell_at(slot: usize) -> CellRef {
    if slot < TABLE3_AT {
        CellRef::T2(Table2Key::EVERY[slot])
    } else if slot < TABLE4_AT {
        let (row, column) = ((slot - TABLE3_AT) / 7, (slot - TABLE3_AT) % 7);
        CellRef::T3(Row::EVERY[row], Column::EVERY[column])
    } else {
        CellRef::T4(Table4Key::EVERY[slot - TABLE4_AT])
    }
}

fn is_amount(at: CellRef) -> bool {
    matches!(at, CellRef::T2(key) if key.is_amount())
}

fn is_signed(at: CellRef) -> bool {
    matches!(at, CellRef::T2(key) if key.is_signed())
}

/// The largest value of a cell, in its own unit: items, or 分.
fn limit(at: CellRef) -> i64 {
    if is_amount(at) { MAX_MAGNITUDE * WanYuan::FEN } else { MAX_MAGNITUDE }
}

fn value_of(at: CellRef, n: i64) -> Value {
    if is_amount(at) { Value::Amount(WanYuan::from_fen(n)) } else { Value::Count(n) }
}

/// What one cell has collected: only what is not a plain zero.
#[derive(Debug, Clone, Default)]
struct Tally {
    parts: Vec<(u32, i64)>,
    /// Cells that are not plainly printed numbers.
    odd: Vec<(u32, CellKind)>,
}

impl Tally {
    /// Whether any member said more of the cell than zero.
    fn is_told(&self) -> bool {
        !self.parts.is_empty() || !self.odd.is_empty()
    }
}

/// Reports folded one by one. Holds, for each cell, the values of the members that have any, and nothing of their text.
#[derive(Debug, Clone)]
pub struct Aggregate<'p> {
    plan: &'p Plan,
    members: Vec<Member>,
    tallies: Vec<Tally>,
    left_out: Vec<LeftOut>,
    /// Files of a folder that are no reports.
    passed_over: Vec<String>,
    /// Members of the list that were seen, by their place in it.
    seen: BTreeSet<usize>,
    /// Those of them that are counted.
    counted: BTreeSet<usize>,
    faults: Vec<Reason>,
}

impl Plan {
    /// Nothing summed yet.
    pub fn start(&self) -> Aggregate<'_> {
        Aggregate {
            plan: self,
            members: Vec::new(),
            tallies: vec![Tally::default(); SLOTS],
            left_out: Vec::new(),
            passed_over: Vec::new(),
            seen: BTreeSet::new(),
            counted: BTreeSet::new(),
            faults: Vec::new(),
        }
    }

    /// Sums all reports given.
    pub fn sum<'a>(&self, reports: impl IntoIterator<Item = &'a Report>) -> Result<Sum, Refusal> {
        let mut aggregate = self.start();
        for report in reports {
            aggregate.add(report);
        }
        aggregate.finish()
    }
}

impl<'p> Aggregate<'p> {
    /// Number of reports that are counted so far.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether no report is counted so far.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Adds one report. What is wrong with it is told by [`Self::finish`], together with all else.
    pub fn add(&mut self, report: &Report) {
        self.add_from(report, &report.source);
    }

    /// Adds one report that came from a file of another name than the report tells, as JSON does.
    pub fn add_from(&mut self, report: &Report, origin: &str) {
        let source = || origin.to_owned();
        let name = report.agency.value.as_deref().filter(|n| !bare(n).is_empty());
        let mut listing = None;
        let mut place = None;
        if let Some(roster) = &self.plan.roster {
            let Some(index) = roster.find(name, origin).or_else(|| roster.find(None, &report.source)) else {
                let because = "不在成员名单中".to_owned();
                self.leave_out(name, origin, Why::NotListed, because);
                return;
            };
            self.seen.insert(index);
            let member = &roster.members()[index];
            if member.scope == Scope::Out {
                let because = format!("成员名单注明不计入：{}", member.reason.as_deref().unwrap_or_default());
                self.leave_out(Some(&member.agency), origin, Why::OutOfScope, because);
                return;
            }
            (listing, place) = (Some(member), Some(index));
        }
        let Some(agency) = listing.map(|m| m.agency.as_str()).or(name) else {
            self.faults.push(Reason::Unnamed { source: source() });
            return;
        };
        if !report.form.has_tables() {
            self.faults.push(Reason::NoTables { source: source() });
            return;
        }
        let Some(year) = report.year.value else {
            self.faults.push(Reason::Undated { source: source() });
            return;
        };
        let read = Read::of(report);
        if let Some(cell) = read.too_large {
            self.faults.push(Reason::TooLarge { source: source(), cell });
            return;
        }
        if self.plan.unknown == Unknown::LeaveMemberOut {
            let unread = read.odd.iter().filter(|(_, kind)| is_unread(*kind)).count();
            if unread > 0 {
                let because = format!("有{unread}格没有可用的数值，整个单位不计入");
                self.leave_out(Some(agency), origin, Why::Unread, because);
                return;
            }
        }
        self.counted.extend(place);
        let index = self.members.len() as u32;
        for (slot, n) in read.values.iter().enumerate() {
            if let Some(n) = n.filter(|n| *n != 0) {
                self.tallies[slot].parts.push((index, n));
            }
        }
        for (slot, kind) in &read.odd {
            self.tallies[*slot].odd.push((index, *kind));
        }
        self.members.push(Member {
            agency: agency.to_owned(),
            code: listing.and_then(|m| m.code.clone()),
            year,
            form: report.form,
            has_divided_others: report.form == Form::Form2021 && !report.has_one_other_row(),
            source: source(),
            scope: listing.map_or(Scope::In, |m| m.scope),
            troubles: read.troubles(report),
        });
    }

    fn leave_out(&mut self, agency: Option<&str>, source: &str, why: Why, because: String) {
        self.left_out.push(LeftOut {
            agency: agency.map(str::to_owned),
            source: source.to_owned(),
            why,
            because,
        });
    }

    /// A file that cannot be read: it is listed with what is not in the sum.
    pub fn cannot_read(&mut self, source: &str, because: &str) {
        self.leave_out(None, source, Why::Unreadable, because.to_owned());
    }

    /// A file found in a folder that is no report: it is listed, and makes the sum no less whole.
    pub fn pass_over(&mut self, source: &str) {
        self.passed_over.push(source.to_owned());
    }

    /// Both together. In whatever order reports are added and aggregates merged, the sum is the same.
    #[must_use]
    pub fn merge(mut self, mut other: Self) -> Self {
        if self.members.len() < other.members.len() {
            std::mem::swap(&mut self, &mut other);
        }
        let offset = self.members.len() as u32;
        self.members.extend(other.members);
        for (tally, more) in self.tallies.iter_mut().zip(other.tallies) {
            tally.parts.extend(more.parts.into_iter().map(|(m, n)| (m + offset, n)));
            tally.odd.extend(more.odd.into_iter().map(|(m, kind)| (m + offset, kind)));
        }
        self.left_out.extend(other.left_out);
        self.passed_over.extend(other.passed_over);
        self.seen.extend(other.seen);
        self.counted.extend(other.counted);
        self.faults.extend(other.faults);
        self
    }

    /// The sum, or every reason why there is none.
    pub fn finish(mut self) -> Result<Sum, Refusal> {
        self.put_in_order();
        let mut reasons = std::mem::take(&mut self.faults);
        if self.members.is_empty() && reasons.is_empty() {
            reasons.push(Reason::NoMembers);
        }
        self.find_doubles(&mut reasons);
        let years: BTreeSet<i32> = self.members.iter().map(|m| m.year).collect();
        let is_other = self.plan.year.is_some_and(|y| years.iter().any(|other| *other != y));
        if (years.len() > 1 || is_other) && !self.plan.allows_mixed_years {
            reasons.push(self.mixed_years(&years));
        }
        let built = self.build(&mut reasons);
        if !reasons.is_empty() {
            reasons.sort();
            return Err(Refusal { reasons });
        }
        Ok(self.conclude(built, years))
    }

    /// Members by name, so that the order of adding leaves no trace.
    fn put_in_order(&mut self) {
        let members = std::mem::take(&mut self.members);
        let mut order: Vec<(u32, Member)> = (0..).zip(members).collect();
        order.sort_by(|(_, a), (_, b)| {
            (&a.agency, a.year, &a.source, a.form).cmp(&(&b.agency, b.year, &b.source, b.form))
        });
        let mut new_of = vec![0_u32; order.len()];
        for (new, (old, _)) in (0..).zip(&order) {
            new_of[*old as usize] = new;
        }
        self.members = order.into_iter().map(|(_, m)| m).collect();
        for tally in &mut self.tallies {
            for (member, _) in &mut tally.parts {
                *member = new_of[*member as usize];
            }
            for (member, _) in &mut tally.odd {
                *member = new_of[*member as usize];
            }
            tally.parts.sort_unstable();
            tally.odd.sort_unstable();
        }
        self.left_out.sort();
        self.passed_over.sort();
    }

    fn find_doubles(&self, reasons: &mut Vec<Reason>) {
        let mut by_name: BTreeMap<(String, i32), Vec<&Member>> = BTreeMap::new();
        for member in &self.members {
            by_name.entry((bare(&member.agency), member.year)).or_default().push(member);
        }
        for ((_, year), members) in by_name {
            if members.len() > 1 {
                reasons.push(Reason::SameAgencyTwice {
                    agency: members[0].agency.clone(),
                    year,
                    sources: members.iter().map(|m| m.source.clone()).collect(),
                });
            }
        }
    }

    fn mixed_years(&self, years: &BTreeSet<i32>) -> Reason {
        let one = |year: &i32| {
            let mut of_year = self.members.iter().filter(|m| m.year == *year);
            let example = of_year.next().map(|m| m.source.clone()).unwrap_or_default();
            (*year, of_year.count() + 1, example)
        };
        Reason::MixedYears { wanted: self.plan.year, years: years.iter().map(one).collect() }
    }

    /// The form of the sum: the older one only when every member follows it.
    fn form(&self) -> Form {
        let is_older = !self.members.is_empty() && self.members.iter().all(|m| m.form == Form::Form2019);
        if is_older { Form::Form2019 } else { Form::Form2021 }
    }

    /// The cells of the sum; what stands in the way goes to the reasons.
    fn build(&mut self, reasons: &mut Vec<Reason>) -> Built {
        let form = self.form();
        let one_other_row = form == Form::Form2021 && self.members.iter().any(|m| !m.has_divided_others);
        let older = self.members.iter().filter(|m| m.form == Form::Form2019).count() as u32;
        let mut is_used = [false; SLOTS];
        let mut sources: Vec<(CellRef, Vec<usize>)> = Vec::with_capacity(SLOTS);
        for &key in form.table2() {
            let at = CellRef::T2(key);
            let mut from = vec![slot(at)];
            if form == Form::Form2021 {
                from.extend(older_keys_of(key).map(|k| slot(CellRef::T2(k))).filter(|s| *s != slot(at)));
            }
            sources.push((at, from));
        }
        for row in rows_of(form, one_other_row) {
            for &column in Column::EVERY {
                let at = CellRef::T3(row, column);
                let mut from = vec![slot(at)];
                if row == Row::OtherTotal && form == Form::Form2021 {
                    from.extend(Row::OTHER_ITEMS.iter().map(|r| slot(CellRef::T3(*r, column))));
                }
                sources.push((at, from));
            }
        }
        sources.extend(form.table4().iter().map(|k| (CellRef::T4(*k), vec![slot(CellRef::T4(*k))])));

        if form == Form::Form2021 && !one_other_row {
            let at_whole_row = self.transfers().filter(|t| t.result == Row::OtherTotal);
            reasons.extend(at_whole_row.map(|t| Reason::TransferUnplaced { from: t.from.clone() }));
        }
        let mut unknown: BTreeMap<u32, Vec<(CellRef, CellKind)>> = BTreeMap::new();
        let mut cells = BTreeMap::new();
        for (at, from) in sources {
            for s in &from {
                is_used[*s] = true;
            }
            let is_new_cell = matches!(at, CellRef::T2(key) if older_keys_of(key).next().is_none());
            let without = if form == Form::Form2021 && is_new_cell { older } else { 0 };
            let tally = self.gather(&from);
            // where nothing is summed, nothing has to be known
            let asked = tally.odd.iter().filter(|(_, kind)| without == 0 && is_unread(*kind));
            for (member, kind) in asked {
                let is_accepted = match self.plan.unknown {
                    Unknown::Skip => true,
                    Unknown::BlankAsZero => *kind == CellKind::Blank,
                    Unknown::Refuse | Unknown::LeaveMemberOut => false,
                };
                if !is_accepted {
                    unknown.entry(*member).or_default().push((at, *kind));
                }
            }
            match self.cell(at, tally, without) {
                Ok(cell) => {
                    cells.insert(at, cell);
                }
                Err(reason) => reasons.push(reason),
            }
        }
        for (member, cells) in unknown {
            let member = &self.members[member as usize];
            reasons.push(Reason::UnknownCells {
                agency: member.agency.clone(),
                source: member.source.clone(),
                cells,
            });
        }
        let dropped =
            (0..SLOTS).filter(|s| !is_used[*s] && self.tallies[*s].is_told()).map(cell_at).collect();
        Built { form, one_other_row, cells, dropped }
    }

    /// The tallies of the cells that make one cell of the sum, taken out, one entry per member.
    fn gather(&mut self, from: &[usize]) -> Tally {
        let mut all = std::mem::take(&mut self.tallies[from[0]]);
        if from.len() == 1 {
            return all;
        }
        for slot in &from[1..] {
            let more = std::mem::take(&mut self.tallies[*slot]);
            all.parts.extend(more.parts);
            all.odd.extend(more.odd);
        }
        all.parts.sort_unstable();
        all.parts.dedup_by(|next, kept| {
            let is_same = next.0 == kept.0;
            // each is within the limit, and at most three come together
            kept.1 += if is_same { next.1 } else { 0 };
            is_same
        });
        all.parts.retain(|(_, n)| *n != 0);
        // a sum of which one summand is not known is not known; a zero by stroke beside numbers is only a zero
        all.odd.sort_unstable_by_key(|(member, kind)| (*member, std::cmp::Reverse(weight(*kind))));
        all.odd.dedup_by_key(|(member, _)| *member);
        if self.plan.unknown != Unknown::BlankAsZero {
            let unread: BTreeSet<u32> =
                all.odd.iter().filter(|(_, k)| is_unread(*k)).map(|(member, _)| *member).collect();
            all.parts.retain(|(member, _)| !unread.contains(member));
        }
        all
    }

    /// The recorded transfers that both count: only there does the same application stand twice in the sum.
    fn transfers(&self) -> impl Iterator<Item = &'p Transfer> {
        self.recorded().filter(|t| self.uncounted_party(t).is_none())
    }

    fn recorded(&self) -> impl Iterator<Item = &'p Transfer> + use<'p> {
        self.plan.roster.as_ref().map(Roster::transfers).unwrap_or_default().iter()
    }

    /// The party of a transfer whose report is not in the sum.
    fn uncounted_party(&self, transfer: &'p Transfer) -> Option<&'p str> {
        let roster = self.plan.roster.as_ref()?;
        let is_counted = |name: &str| roster.find(Some(name), "").is_some_and(|i| self.counted.contains(&i));
        [transfer.from.as_str(), transfer.to.as_str()].into_iter().find(|name| !is_counted(name))
    }

    /// Whether a party of a transfer said nothing of a cell: then it is not counted there, and not twice.
    fn is_silent(&self, transfer: &Transfer, tally: &Tally) -> bool {
        let names = [bare(&transfer.from), bare(&transfer.to)];
        let roster = self.plan.roster.as_ref();
        let place = |name: &str| roster.and_then(|r| r.find(Some(name), ""));
        tally.odd.iter().filter(|(_, kind)| is_unread(*kind)).any(|(member, _)| {
            let silent = place(&self.members[*member as usize].agency);
            names.iter().any(|name| silent.is_some() && place(name) == silent)
        })
    }

    fn cell(&self, at: CellRef, tally: Tally, without: u32) -> Result<CellSum, Reason> {
        let sum: i128 = tally.parts.iter().map(|(_, n)| i128::from(*n)).sum();
        let too_large = Reason::TooLarge { source: String::new(), cell: at };
        let sum = i64::try_from(sum).ok().filter(|n| n.unsigned_abs() <= limit(at).unsigned_abs());
        let sum = sum.ok_or(too_large)?;
        let transferred: u32 = self
            .transfers()
            .filter(|t| t.cells().iter().any(|cell| *cell == at || is_item_of(*cell, at)))
            .filter(|t| !self.is_silent(t, &tally))
            .fold(0, |n, t| n.saturating_add(t.count));
        if transferred > 0 && i64::from(transferred) > sum {
            return Err(Reason::TransferTooLarge { cell: at, sum, transferred });
        }
        let of_kind = |kind: CellKind| -> Vec<u32> {
            tally.odd.iter().filter(|(_, k)| *k == kind).map(|(member, _)| *member).collect()
        };
        // members of another form say nothing of the cell: their part is not zero but unasked
        let is_comparable = without == 0 || self.plan.unknown == Unknown::Skip;
        Ok(CellSum {
            value: is_comparable.then(|| value_of(at, sum - i64::from(transferred))),
            not_applicable: of_kind(CellKind::NotApplicable),
            derived: of_kind(CellKind::Derived),
            unread: tally
                .odd
                .iter()
                .filter(|(_, kind)| is_unread(*kind))
                .map(|(member, kind)| Unread { member: *member, kind: *kind })
                .collect(),
            parts: tally.parts.iter().map(|(m, n)| Part { member: *m, value: value_of(at, *n) }).collect(),
            without,
            transferred,
        })
    }

    fn conclude(self, built: Built, years: BTreeSet<i32>) -> Sum {
        let mut missing = Vec::new();
        if let Some(roster) = &self.plan.roster {
            for (index, member) in roster.members().iter().enumerate() {
                if member.scope != Scope::Out && !self.seen.contains(&index) {
                    missing.push(Missing { agency: member.agency.clone(), code: member.code.clone() });
                }
            }
        }
        let mut report = Report::empty(format!("{}个单位汇总", self.members.len()), built.form);
        if !self.plan.agency.is_empty() {
            report.agency = Located { value: Some(self.plan.agency.clone()), place: None };
        }
        let shared = years.first().copied().filter(|_| years.len() == 1);
        report.year = Located { value: self.plan.year.or(shared), place: None };
        report.sections = SectionKey::EVERY
            .iter()
            .map(|key| Section {
                key: *key,
                title: key.title().to_owned(),
                text: String::new(),
                place: None,
                paragraphs: Vec::new(),
            })
            .collect();
        for (at, cell) in &built.cells {
            if let Some(value) = cell.value {
                *report.cell_mut(*at) = Cell {
                    value: Some(value),
                    kind: CellKind::Number,
                    raw: value.to_string(),
                    place: None,
                    proof: Some(Proof::plain(self.proof(cell))),
                };
            }
        }
        if built.one_other_row {
            // the row is there even where nothing could be summed
            report.table3.row_mut(Row::OtherTotal);
        }
        let roster = self.plan.roster.as_ref();
        let transfers = self.transfers().cloned().collect();
        let not_applied = self
            .recorded()
            .filter_map(|t| {
                let absent = self.uncounted_party(t)?;
                Some(NotApplied { transfer: t.clone(), because: format!("“{absent}”没有计入汇总") })
            })
            .collect();
        let mut provenance = Provenance {
            schema_version: SCHEMA_VERSION,
            agency: self.plan.agency.clone(),
            years: years.into_iter().collect(),
            form: built.form,
            unknown: self.plan.unknown,
            has_roster: roster.is_some(),
            has_complete_roster: roster.is_some_and(Roster::is_complete),
            members: self.members,
            missing,
            left_out: self.left_out,
            passed_over: self.passed_over,
            transfers,
            not_applied,
            dropped: built.dropped,
            notes: Vec::new(),
            cells: built.cells,
        };
        provenance.notes = notes(&provenance, built.one_other_row);
        Sum { report, provenance }
    }

    /// What the sum of a cell rests on, for a person.
    fn proof(&self, cell: &CellSum) -> String {
        let counted = self.members.len() - cell.without as usize - cell.unread.len();
        let is_zeroed = self.plan.unknown == Unknown::BlankAsZero;
        let counted = if is_zeroed { counted + cell.unread.len() } else { counted };
        let mut text = format!("{counted} 个单位之和");
        let mut tell = |n: usize, what: &str| {
            if n > 0 {
                let _ = write!(text, "；{n} 个单位{what}");
            }
        };
        tell(cell.not_applicable.len(), "填写不适用，按零计");
        tell(cell.derived.len(), "的数值由勾稽关系推算");
        if is_zeroed {
            tell(cell.unread.len(), "空白，按零计");
        } else {
            for kind in [CellKind::Blank, CellKind::Absent, CellKind::Illegible] {
                let n = cell.unread.iter().filter(|u| u.kind == kind).count();
                tell(n, &format!("{}，未计入", kind.label()));
            }
        }
        tell(cell.without as usize, "的表式没有此项，未计入");
        if cell.transferred > 0 {
            let _ = write!(text, "；已减去登记的转办 {} 件", cell.transferred);
        }
        text
    }
}

/// What [`Aggregate::build`] made.
struct Built {
    form: Form,
    one_other_row: bool,
    cells: BTreeMap<CellRef, CellSum>,
    dropped: Vec<CellRef>,
}

/// The cells of table 2 of the older form that stand for one of the newer.
fn older_keys_of(newer: Table2Key) -> impl Iterator<Item = Table2Key> {
    Form::Form2019.table2().iter().copied().filter(move |key| {
        mapping::in_newer_form(Form::Form2019, CellRef::T2(*key))
            .is_some_and(|(at, _)| at == CellRef::T2(newer))
    })
}

/// Whether a transfer recorded at one of the three rows of （六） belongs to the one row into which they were summed.
fn is_item_of(recorded: CellRef, at: CellRef) -> bool {
    match (recorded, at) {
        (CellRef::T3(item, a), CellRef::T3(Row::OtherTotal, b)) => a == b && Row::OTHER_ITEMS.contains(&item),
        _ => false,
    }
}

fn is_unread(kind: CellKind) -> bool {
    matches!(kind, CellKind::Blank | CellKind::Absent | CellKind::Illegible)
}

/// Which of two odd kinds says more about a sum of both.
fn weight(kind: CellKind) -> u8 {
    match kind {
        CellKind::Number => 0,
        CellKind::NotApplicable => 1,
        CellKind::Derived => 2,
        CellKind::Blank => 3,
        CellKind::Absent => 4,
        CellKind::Illegible => 5,
    }
}

/// The cells of one report, flat.
struct Read {
    values: [Option<i64>; SLOTS],
    odd: Vec<(usize, CellKind)>,
    too_large: Option<CellRef>,
}

impl Read {
    fn of(report: &Report) -> Self {
        let mut read = Self { values: [None; SLOTS], odd: Vec::new(), too_large: None };
        let has_one_row = report.has_one_other_row();
        for &key in report.form.table2() {
            read.take(report, CellRef::T2(key));
        }
        let rows = report.form.table3_rows().iter().copied();
        let rows = rows.filter(|row| !(has_one_row && Row::OTHER_ITEMS.contains(row)));
        for row in rows.chain(has_one_row.then_some(Row::OtherTotal)) {
            match report.table3.row(row) {
                Some(cells) => {
                    for (column, cell) in Column::EVERY.iter().zip(cells) {
                        read.put(CellRef::T3(row, *column), Some(cell));
                    }
                }
                None => Column::EVERY.iter().for_each(|c| read.put(CellRef::T3(row, *c), None)),
            }
        }
        for &key in report.form.table4() {
            read.take(report, CellRef::T4(key));
        }
        read
    }

    fn take(&mut self, report: &Report, at: CellRef) {
        self.put(at, report.cell(at));
    }

    fn put(&mut self, at: CellRef, cell: Option<&Cell>) {
        let Some(cell) = cell else {
            self.odd.push((slot(at), CellKind::Absent));
            return;
        };
        let value = match (cell.value, is_amount(at)) {
            (Some(Value::Count(n)), false) => Some(n),
            (Some(Value::Amount(amount)), true) => Some(amount.fen()),
            _ => None,
        };
        match (cell.kind, value) {
            (CellKind::Number | CellKind::Derived, Some(n)) => {
                if n.unsigned_abs() > limit(at).unsigned_abs() {
                    self.too_large = self.too_large.or(Some(at));
                    return;
                }
                self.values[slot(at)] = Some(n);
                if cell.kind == CellKind::Derived {
                    self.odd.push((slot(at), CellKind::Derived));
                }
            }
            // a value that is none, or of the wrong unit, cannot come from JSON
            (CellKind::Number | CellKind::Derived, None) => self.odd.push((slot(at), CellKind::Illegible)),
            (kind, _) => self.odd.push((slot(at), kind)),
        }
    }

    /// Equations that fail, and counts below zero.
    fn troubles(&self, report: &Report) -> Vec<Trouble> {
        let sum = |cells: &[CellRef]| -> Option<i64> { cells.iter().map(|at| self.values[slot(*at)]).sum() };
        let failing = equations_of(report.form, report.has_one_other_row())
            .iter()
            .filter(|e| matches!((sum(&e.left), sum(&e.right)), (Some(left), Some(right)) if left != right))
            .map(|e| Trouble::Equation(e.id));
        let negative = (0..SLOTS)
            .filter(|s| self.values[*s].is_some_and(|n| n < 0))
            .map(cell_at)
            .filter(|at| !is_signed(*at))
            .map(Trouble::Negative);
        failing.chain(negative).collect()
    }
}

/// What who signs the sum has to know.
fn notes(provenance: &Provenance, one_other_row: bool) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut note = |kind: &'static str, text: String| notes.push(Note { kind, text });
    let members = &provenance.members;
    if !provenance.has_roster {
        note(
            "no_roster",
            format!("没有成员名单：汇总范围就是所给的{}份报告，是否齐全没有核对", members.len()),
        );
    }
    if !provenance.missing.is_empty() {
        let names: Vec<&str> = provenance.missing.iter().map(|m| m.agency.as_str()).collect();
        note("missing_member", format!("缺少{}个单位的报告：{}", names.len(), listed(&names, 10)));
    }
    if !provenance.left_out.is_empty() {
        let name = |l: &LeftOut| format!("{}（{}）", l.agency.as_ref().unwrap_or(&l.source), l.because);
        let (unreadable, left): (Vec<&LeftOut>, Vec<&LeftOut>) =
            provenance.left_out.iter().partition(|l| l.why == Why::Unreadable);
        let names: Vec<String> = left.into_iter().map(name).collect();
        if !names.is_empty() {
            note("left_out", format!("{}份报告没有计入：{}", names.len(), listed(&names, 10)));
        }
        let names: Vec<String> = unreadable.into_iter().map(name).collect();
        if !names.is_empty() {
            note("unreadable", format!("{}个文件无法读取，没有计入：{}", names.len(), listed(&names, 10)));
        }
    }
    let troubled: Vec<&str> =
        members.iter().filter(|m| !m.troubles.is_empty()).map(|m| m.agency.as_str()).collect();
    if !troubled.is_empty() {
        let text = format!(
            "{}个单位的报告勾稽不平衡或者有负数，已照原数计入：{}",
            troubled.len(),
            listed(&troubled, 10)
        );
        note("unbalanced_member", text);
    }
    let total = |count: fn(&CellSum) -> usize| provenance.cells.values().map(count).sum::<usize>();
    let not_applicable = total(|c| c.not_applicable.len());
    if not_applicable > 0 {
        note("not_applicable_as_zero", format!("共{not_applicable}格填写“/”等表示不适用，按零计"));
    }
    let derived = total(|c| c.derived.len());
    if derived > 0 {
        note("derived_counted", format!("共{derived}格原报告没有印出，按勾稽关系推算的数值计入"));
    }
    let unread = total(|c| c.unread.len());
    if unread > 0 && provenance.unknown == Unknown::BlankAsZero {
        note("blank_as_zero", format!("共{unread}格空白，按要求按零计"));
    } else if unread > 0 {
        let names: Vec<String> = provenance
            .cells
            .iter()
            .flat_map(|(at, cell)| cell.unread.iter().map(move |u| (u, at)))
            .map(|(u, at)| {
                let agency = provenance.member(u.member).map_or("", |m| m.agency.as_str());
                format!("{agency}“{}”（{}）", at.label(provenance.form), u.kind.label())
            })
            .collect();
        let text = format!(
            "共{unread}格没有可用的数值，按要求略过，有关合计可能偏小，勾稽关系可能不平衡：{}",
            listed(&names, 10)
        );
        note("unread_skipped", text);
    }
    if provenance.years.len() > 1 {
        let years: Vec<String> = provenance.years.iter().map(|y| format!("{y}年")).collect();
        let text = format!(
            "合计跨{}：现行有效件数、上年结转、结转下年度是时点数，跨年相加没有意义",
            years.join("、")
        );
        note("mixed_years", text);
    }
    let older = members.iter().filter(|m| m.form == Form::Form2019).count();
    if older > 0 && provenance.form == Form::Form2021 {
        note(
            "mixed_forms",
            format!(
                "{older}个单位使用2019、2020年度表式：“本年新制作数量”计入“本年制发件数”（口径相近），规范性文件计入行政规范性文件"
            ),
        );
        let open: Vec<String> = provenance
            .cells
            .iter()
            .filter(|(_, cell)| cell.value.is_none())
            .map(|(at, cell)| match sum_of(&cell.parts) {
                Some(n) => format!("{}（其余单位合计{n}）", at.label(Form::Form2021)),
                None => at.label(Form::Form2021),
            })
            .collect();
        if !open.is_empty() {
            note("not_comparable", format!("旧表式没有以下各项，未作合计：{}", open.join("、")));
        }
    }
    if !provenance.dropped.is_empty() {
        let names: Vec<String> = provenance.dropped.iter().map(|at| at.label(Form::Form2019)).collect();
        note("dropped", format!("旧表式的以下各项在2021年表式中没有对应项，未计入：{}", names.join("、")));
    }
    if one_other_row {
        let undivided = members.iter().filter(|m| !m.has_divided_others).count();
        note(
            "others_undivided",
            format!("{undivided}个单位的“（六）其他处理”没有细分，合计列为一行，不作拆分"),
        );
    }
    if !provenance.transfers.is_empty() {
        let n: u64 = provenance.transfers.iter().map(|t| u64::from(t.count)).sum();
        note("transfers", format!("已减去登记的转办{n}件（{}笔）", provenance.transfers.len()));
    }
    if !provenance.not_applied.is_empty() {
        let n: u64 = provenance.not_applied.iter().map(|t| u64::from(t.transfer.count)).sum();
        let told: Vec<String> = provenance
            .not_applied
            .iter()
            .map(|t| {
                let Transfer { from, to, count, .. } = &t.transfer;
                format!("“{from}”转“{to}”{count}件（{}）", t.because)
            })
            .collect();
        note("transfers_not_applied", format!("登记的转办有{n}件没有减去：{}", listed(&told, 10)));
    }
    for key in [Table2Key::RulesInForce, Table2Key::NormativeInForce] {
        let at = CellRef::T2(key);
        let Some(cell) = provenance.cells.get(&at) else { continue };
        let holders: Vec<&str> = cell
            .parts
            .iter()
            .filter_map(|p| provenance.member(p.member))
            .map(|m| m.agency.as_str())
            .collect();
        if holders.len() < 2 {
            continue;
        }
        let label = at.label(Form::Form2021);
        let doubles: Vec<&str> =
            holders.iter().copied().filter(|name| is_office_of_one(name, &holders)).collect();
        let text = if doubles.is_empty() {
            format!("“{label}”是各单位存量之和，联合制发的文件应当只由牵头单位填报")
        } else {
            format!(
                "“{label}”中政府与其办公厅（室）都填报了存量，同一文件可能重复计算：{}",
                listed(&doubles, 5)
            )
        };
        note("stock_of_two_issuers", text);
    }
    notes
}

/// Whether a name is the 办公室 of a government that is among the names.
fn is_office_of_one(name: &str, names: &[&str]) -> bool {
    ["办公室", "办公厅"].iter().any(|end| {
        name.strip_suffix(end).is_some_and(|rest| {
            let full = if rest.ends_with("人民政府") {
                rest.to_owned()
            } else {
                rest.strip_suffix("政府").map(|place| format!("{place}人民政府")).unwrap_or_default()
            };
            names.binary_search(&full.as_str()).is_ok() || names.contains(&full.as_str())
        })
    })
}

fn sum_of(parts: &[Part]) -> Option<Value> {
    parts.iter().map(|p| p.value).reduce(|a, b| match (a, b) {
        (Value::Amount(a), Value::Amount(b)) => {
            Value::Amount(WanYuan::from_fen(a.fen().saturating_add(b.fen())))
        }
        (Value::Count(a), Value::Count(b)) => Value::Count(a.saturating_add(b)),
        (a, _) => a,
    })
}

#[cfg(test)]
mod tests {
    use super::super::mapping::Likeness;
    use super::*;

    #[test]
    fn every_cell_of_either_form_has_its_own_slot() {
        for form in [Form::Form2021, Form::Form2019] {
            for (at, _) in Report::empty("x", form).cells() {
                assert_eq!(cell_at(slot(at)), at);
            }
        }
        for s in 0..SLOTS {
            assert_eq!(slot(cell_at(s)), s);
        }
    }

    #[test]
    fn only_table_2_of_the_older_form_is_nearly_the_same() {
        let like = |key| mapping::in_newer_form(Form::Form2019, CellRef::T2(key)).map(|(_, like)| like);
        assert_eq!(like(Table2Key::RulesNewMade), Some(Likeness::Nearly));
        assert_eq!(older_keys_of(Table2Key::RulesIssued).collect::<Vec<_>>(), [Table2Key::RulesNewMade]);
        assert_eq!(older_keys_of(Table2Key::AdminFeeWanYuan).count(), 0);
    }
}
