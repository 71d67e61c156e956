//! Where each number of a sum comes from: the members, their values cell by cell, and what was not counted.
//!
//! Not here: adding up (`super`), how it is printed.

use super::super::cell::{CellKind, Value};
use super::super::equation::{CellRef, EquationId};
use super::super::keys::Form;
use super::Unknown;
use super::roster::{Scope, Transfer};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// Something that makes a member's own numbers doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// An equation of its form does not hold.
    Equation(EquationId),
    /// A count or an amount is below zero where it cannot be.
    Negative(CellRef),
}

impl Serialize for Trouble {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Equation(id) => s.collect_str(id),
            Self::Negative(at) => s.collect_str(&format_args!("NONNEG({at})")),
        }
    }
}

/// A member whose numbers are in the sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Member {
    /// Name, as the report is signed.
    pub agency: String,
    /// Its code in the member list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Year of its report.
    pub year: i32,
    /// Form of its report.
    pub form: Form,
    /// Whether its report divides （六）其他处理 into three rows.
    #[serde(rename = "others_divided")]
    pub has_divided_others: bool,
    /// File or other origin.
    pub source: String,
    /// Whether it is a member or the agency's own cases.
    pub scope: Scope,
    /// What makes its own numbers doubtful; they are counted as printed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub troubles: Vec<Trouble>,
}

/// What one member adds to one cell; never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Index into [`Provenance::members`].
    pub member: u32,
    /// Its value.
    pub value: Value,
}

/// A member's cell that has no value to be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// Index into [`Provenance::members`].
    pub member: u32,
    /// Why: blank, absent or illegible.
    pub kind: CellKind,
}

/// One cell of the sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellSum {
    /// The sum; null where nothing comparable could be summed.
    pub value: Option<Value>,
    /// What is counted, by member. A member that is named nowhere in this cell reported zero.
    pub parts: Vec<Part>,
    /// Members that say the cell does not apply to them: counted as zero.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_applicable: Vec<u32>,
    /// Members whose value was not printed but follows from their equations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<u32>,
    /// Members whose cell holds no value: not counted, or a blank counted as zero when that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Unread>,
    /// Number of members whose form has no such cell.
    #[serde(skip_serializing_if = "is_zero")]
    pub without: u32,
    /// What recorded transfers take off.
    #[serde(skip_serializing_if = "is_zero")]
    pub transferred: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// Why a report is not in the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The member list excludes it.
    OutOfScope,
    /// The member list does not name it.
    NotListed,
    /// Some of its cells hold no value, and whole reports of this kind were to be left out.
    Unread,
    /// The file cannot be read.
    Unreadable,
}

/// A report that is not in the sum.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LeftOut {
    /// Name, when it is known.
    pub agency: Option<String>,
    /// File or other origin.
    pub source: String,
    /// Why.
    pub why: Why,
    /// The same in Chinese.
    pub because: String,
}

/// A member of the list in scope without a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Name.
    pub agency: String,
    /// Its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// A recorded transfer that was not taken off, because a party of it is not in the sum: nothing is counted twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotApplied {
    /// The record.
    pub transfer: Transfer,
    /// Why, in Chinese.
    pub because: String,
}

/// Something that who signs the sum has to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Stable kind, such as `not_applicable_as_zero` or `stock_of_two_issuers`.
    pub kind: &'static str,
    /// In Chinese.
    pub text: String,
}

/// Everything behind a sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// Version of this object.
    pub schema_version: u32,
    /// Name of the agency of the sum.
    pub agency: String,
    /// The years summed, ascending; more than one only when that was asked for.
    pub years: Vec<i32>,
    /// Form of the sum.
    pub form: Form,
    /// What was done about cells without a value.
    pub unknown: Unknown,
    /// Whether a member list was given.
    #[serde(rename = "roster")]
    pub has_roster: bool,
    /// Whether a member list was given that claims to be complete.
    #[serde(rename = "complete_roster")]
    pub has_complete_roster: bool,
    /// The members in the sum, by name.
    pub members: Vec<Member>,
    /// Members without a report.
    pub missing: Vec<Missing>,
    /// Reports that are not in the sum.
    pub left_out: Vec<LeftOut>,
    /// Files found in a folder that are no reports.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<String>,
    /// Recorded transfers that were taken off.
    pub transfers: Vec<Transfer>,
    /// Recorded transfers that were not, because a party of them is not in the sum.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_applied: Vec<NotApplied>,
    /// Cells of the 2019/2020 form that have no counterpart in the sum.
    pub dropped: Vec<CellRef>,
    /// What has to be known.
    pub notes: Vec<Note>,
    /// The cells, by address in printed order.
    pub cells: BTreeMap<CellRef, CellSum>,
}

impl Provenance {
    /// The member at an index.
    pub fn member(&self, index: u32) -> Option<&Member> {
        self.members.get(index as usize)
    }

    /// What a member added to a cell; zero when it added nothing.
    pub fn part(&self, member: u32, at: CellRef) -> Option<Value> {
        let parts = &self.cells.get(&at)?.parts;
        parts.binary_search_by_key(&member, |p| p.member).ok().map(|i| parts[i].value)
    }

    /// Whether every member of a complete list is in the sum with all its cells: only then does a difference to the
    /// parent's report have no other explanation than a mistake.
    pub fn is_whole(&self) -> bool {
        let uncounted = |cell: &CellSum| {
            cell.unread.iter().any(|u| u.kind != CellKind::Blank || self.unknown != Unknown::BlankAsZero)
        };
        self.has_complete_roster
            && self.missing.is_empty()
            && self.left_out.iter().all(|l| l.why == Why::OutOfScope)
            && !self.cells.values().any(uncounted)
    }
}
