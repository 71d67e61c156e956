//! A parent's report against the sum of its members: every cell is the parent's own cases plus those of the members in
//! scope, less recorded transfers.
//!
//! Not here: adding up, scope and transfers (`gongkai_domain::report::aggregate`), equations within one report
//! (`super::arithmetic`).

mod carry_over_breaks_between_levels;
mod member_counted_twice;
mod member_does_not_balance;
mod member_explains_difference;
mod member_report_missing;
mod parent_differs_from_sum;
mod vertical_organ_counted;
mod years_or_forms_mixed;

use super::format::year::settled_year;
use super::{RuleInfo, Subject};
use crate::diagnostic::{Spot, Term};
use gongkai_domain::report::aggregate::{CellSum, Member, Sum, Unknown, Why};
use gongkai_domain::report::equation::rows_of;
use gongkai_domain::report::mapping::{self, Likeness};
use gongkai_domain::report::{
    CellKind, CellRef, Column, Form, Report, Row, Table2Key, TableKey, Value, WanYuan,
};
use std::collections::BTreeSet;

/// The family's rules, in the order of their codes.
pub(crate) const RULES: &[&RuleInfo] = &[
    &parent_differs_from_sum::RULE,
    &member_explains_difference::RULE,
    &member_counted_twice::RULE,
    &years_or_forms_mixed::RULE,
    &carry_over_breaks_between_levels::RULE,
    &member_report_missing::RULE,
    &member_does_not_balance::RULE,
    &vertical_organ_counted::RULE,
];

/// A parent's report with the sum of its members. Table 3 is compared with （六） as one row unless both divide it.
#[derive(Debug, Clone, Copy)]
struct Levels<'a> {
    report: &'a Report,
    sum: &'a Sum,
    /// Whether one of both has （六） as one row.
    one_other_row: bool,
    /// Whether the sum is of both forms.
    is_mixed: bool,
}

/// A cell of the parent with what the members give for it, in items or 分.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Compared {
    /// The cell in the parent's form.
    at: CellRef,
    parent: i64,
    members: i64,
    /// Whether members may be missing from the sum: then it can only be too small.
    is_partial: bool,
}

impl Compared {
    fn difference(self) -> i64 {
        self.parent - self.members
    }

    /// Whether the two are at odds whatever the members that are not in the sum reported.
    fn is_at_odds(self) -> bool {
        if self.is_partial { self.difference() < 0 } else { self.difference() != 0 }
    }
}

impl<'a> Levels<'a> {
    /// Both, when they are of the same one year. What is unfit is told by H004.
    fn of(subject: &Subject<'a>) -> Option<Self> {
        let levels = Self::any(subject)?;
        let [year] = levels.sum.provenance.years[..] else { return None };
        (settled_year(levels.report)? == year).then_some(levels)
    }

    /// Both, whatever their years.
    fn any(subject: &Subject<'a>) -> Option<Self> {
        let (report, sum) = (subject.report, subject.hierarchy?);
        if !report.form.has_tables() {
            return None;
        }
        let is_divided = |r: &Report| r.form == Form::Form2021 && !r.has_one_other_row();
        let one_other_row = !(is_divided(report) && is_divided(&sum.report));
        let is_mixed = sum.report.form == Form::Form2021
            && sum.provenance.members.iter().any(|m| m.form == Form::Form2019);
        Some(Self { report, sum, one_other_row, is_mixed })
    }

    /// The cells that can be compared, and those that cannot because one side has no value.
    fn compared(&self) -> (Vec<Compared>, Vec<CellRef>) {
        let (mut compared, mut open) = (Vec::new(), Vec::new());
        for at in self.addresses() {
            let Some(in_sum) = self.in_sum(at) else { continue };
            match (value(self.report, at), value(&self.sum.report, in_sum)) {
                (Some(parent), Some(members)) => {
                    compared.push(Compared { at, parent, members, is_partial: self.is_partial(in_sum) });
                }
                _ => open.push(at),
            }
        }
        (compared, open)
    }

    /// The cells of the parent's form, （六） as one row where it has to be.
    fn addresses(&self) -> Vec<CellRef> {
        let form = self.report.form;
        let table2 = form.table2().iter().map(|k| CellRef::T2(*k));
        let table3 = rows_of(form, self.one_other_row)
            .into_iter()
            .flat_map(|row| Column::EVERY.iter().map(move |c| CellRef::T3(row, *c)));
        table2.chain(table3).chain(form.table4().iter().map(|k| CellRef::T4(*k))).collect()
    }

    /// Where a cell of the parent's form stands in the sum; none when it is not the same thing.
    fn in_sum(&self, at: CellRef) -> Option<CellRef> {
        let same = |pair: Option<(CellRef, Likeness)>| {
            pair.filter(|(_, like)| *like == Likeness::Same).map(|(at, _)| at)
        };
        match (self.report.form, self.sum.report.form) {
            (Form::Form2021, Form::Form2021) => match at {
                // 新制作 and 制发 were added up there, which are only nearly the same
                CellRef::T2(Table2Key::RulesIssued | Table2Key::NormativeIssued) if self.is_mixed => None,
                _ => Some(at),
            },
            (a, b) if a == b => Some(at),
            (Form::Form2019, Form::Form2021) => same(mapping::in_newer_form(Form::Form2019, at)),
            (Form::Form2021, Form::Form2019) => match at {
                CellRef::T2(key) => {
                    let is_known = Form::Form2019.table2().contains(&key);
                    is_known
                        .then_some(at)
                        .filter(|at| same(mapping::in_newer_form(Form::Form2019, *at)) == Some(*at))
                }
                _ => Some(at),
            },
            _ => None,
        }
    }

    /// The cells of the sum behind an address: the three rows of （六） for the one.
    fn behind(&self, at: CellRef) -> Vec<&'a CellSum> {
        let cells = &self.sum.provenance.cells;
        match (cells.get(&at), at) {
            (Some(cell), _) => vec![cell],
            (None, CellRef::T3(Row::OtherTotal, column)) => {
                Row::OTHER_ITEMS.iter().filter_map(|row| cells.get(&CellRef::T3(*row, column))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether a member's number may be missing from a cell of the sum.
    fn is_partial(&self, in_sum: CellRef) -> bool {
        let provenance = &self.sum.provenance;
        let zeroed = provenance.unknown == Unknown::BlankAsZero;
        let is_open = |cell: &CellSum| {
            cell.without > 0 || cell.unread.iter().any(|u| u.kind != CellKind::Blank || !zeroed)
        };
        !provenance.missing.is_empty()
            || provenance.left_out.iter().any(|l| l.why == Why::Unread)
            || self.behind(in_sum).into_iter().any(is_open)
    }

    /// What a member gave to a cell of the parent's form, in items or 分; zero when it is not in the sum.
    fn part(&self, member: u32, at: CellRef) -> i64 {
        let Some(in_sum) = self.in_sum(at) else { return 0 };
        let parts = self.behind(in_sum).into_iter().filter_map(|cell| {
            let index = cell.parts.binary_search_by_key(&member, |p| p.member).ok()?;
            Some(number(cell.parts[index].value))
        });
        parts.sum()
    }

    /// The members that gave anything to a cell of the parent's form.
    fn givers(&self, at: CellRef) -> BTreeSet<u32> {
        let behind = self.in_sum(at).map(|at| self.behind(at)).unwrap_or_default();
        behind.into_iter().flat_map(|cell| cell.parts.iter().map(|p| p.member)).collect()
    }

    fn member(&self, index: u32) -> Option<&'a Member> {
        self.sum.provenance.member(index)
    }

    /// Where the parent says who it is: for what concerns the report as a whole.
    fn head(&self) -> Spot {
        let agency = &self.report.agency;
        Spot::at(agency.place.as_ref()).quoting(agency.value.clone().unwrap_or_default())
    }

    /// The sum as one term.
    fn sum_term(&self, one: Compared) -> Term {
        Term {
            cell: format!("sum.{}", one.at),
            label: format!("成员汇总（{}个单位）", self.sum.provenance.members.len()),
            value: one.members,
            place: None,
        }
    }

    /// Where the members together gave more than nothing: tables for which a difference can have a pattern.
    fn tables() -> [TableKey; 3] {
        [TableKey::Proactive, TableKey::Applications, TableKey::Remedies]
    }
}

/// The table of a cell.
fn table_of(at: CellRef) -> TableKey {
    match at {
        CellRef::T2(_) => TableKey::Proactive,
        CellRef::T3(..) => TableKey::Applications,
        CellRef::T4(_) => TableKey::Remedies,
    }
}

fn table_name(table: TableKey) -> &'static str {
    match table {
        TableKey::Proactive => "表二",
        TableKey::Applications => "表三",
        TableKey::Remedies => "表四",
    }
}

/// A spot at a member's report, with its name beside it.
fn member_spot(member: &Member, at: Option<CellRef>, quote: Option<String>) -> Spot {
    Spot {
        cell: at.map(|at| format!("member.{at}")),
        label: Some(member.agency.clone()),
        quote,
        source: Some(member.source.clone()),
        ..Spot::default()
    }
}

fn number(value: Value) -> i64 {
    match value {
        Value::Count(n) => n,
        Value::Amount(amount) => amount.fen(),
    }
}

/// The value of a cell in items or 分; （六） as a whole is the sum of its three rows where they are divided.
fn value(report: &Report, at: CellRef) -> Option<i64> {
    match at {
        CellRef::T3(Row::OtherTotal, column) if report.table3.row(Row::OtherTotal).is_none() => {
            Row::OTHER_ITEMS.iter().map(|row| value(report, CellRef::T3(*row, column))).sum()
        }
        _ => report.cell(at)?.value.map(number),
    }
}

/// A number as a clerk reads it: 件, or 万元.
fn printed(at: CellRef, n: i64) -> String {
    match at {
        CellRef::T2(key) if key.is_amount() => format!("{}万元", WanYuan::from_fen(n)),
        _ => n.to_string(),
    }
}

/// What a clerk calls the row of a cell.
fn row_name(at: CellRef) -> String {
    match at {
        CellRef::T2(key) => key.row_label().to_owned(),
        CellRef::T3(row, _) => row.short_label().to_owned(),
        CellRef::T4(key) => key.group().to_owned(),
    }
}

/// What a clerk calls the cell within its row.
fn column_name(at: CellRef, form: Form) -> String {
    match at {
        CellRef::T2(key) => short_column(key, form),
        CellRef::T3(_, column) => column.label().to_owned(),
        CellRef::T4(key) => key.label().to_owned(),
    }
}

fn short_column(key: Table2Key, form: Form) -> String {
    key.column_label(form).split('（').next().unwrap_or_default().to_owned()
}
