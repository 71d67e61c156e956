//! Which agencies belong to a sum: the member list that somebody keeps and answers for, with recorded transfers.
//!
//! The scope of a government's report is settled by those who compile it, so it is written down, never guessed; organs of
//! vertical leadership belong to their own system (《条例》第三条第四款) unless the list says otherwise.
//! Not here: adding up (`super`), opening the file (`gongkai-cli`).

use super::super::equation::CellRef;
use super::super::keys::{Column, Row};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::HashMap;

/// Most members and transfers of one list.
pub const MAX_ROSTER: usize = 100_000;

/// Whether a member's numbers are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Counted.
    #[default]
    In,
    /// The cases that the agency of the sum handled itself (本级): counted.
    Own,
    /// Not counted, for a reason that the list states.
    Out,
}

/// One agency of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterMember {
    /// Full name, as the report is signed.
    pub agency: String,
    /// Its code, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Whether it is counted.
    #[serde(default)]
    pub scope: Scope,
    /// Why it is not counted; required then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The file of its report, or the end of its path: for reports whose agency cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Other names under which it signs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

/// Applications that one member passed on and another counted again: taken off the sum once.
///
/// Such an application stands with both members as received, decided and in the totals; the record names the applicant
/// column and the row in which it was counted too often, so that the equations of table 3 still hold afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// Who passed them on.
    pub from: String,
    /// Who took them.
    pub to: String,
    /// Who applied: one of the six applicant columns.
    pub applicant: Column,
    /// Where they are counted too often: a result row, or those carried over.
    pub result: Row,
    /// How many.
    pub count: u32,
    /// How this is known, such as the number of the record.
    pub reason: String,
}

impl Transfer {
    /// The cells from which the count is taken.
    pub fn cells(&self) -> Vec<CellRef> {
        let mut rows = vec![Row::NewReceived, self.result];
        if self.result.is_result() {
            rows.push(Row::ResultTotal);
        }
        rows.into_iter()
            .flat_map(|row| [CellRef::T3(row, self.applicant), CellRef::T3(row, Column::Total)])
            .collect()
    }
}

/// What is wrong with a member list, in the words of a clerk.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RosterError(String);

/// The list. From TOML: `complete = true`, `[[member]]` and `[[transfer]]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Roster {
    /// Whether the list claims to name every member in scope.
    #[serde(rename = "complete")]
    is_complete: bool,
    #[serde(rename = "member")]
    members: Vec<RosterMember>,
    #[serde(rename = "transfer", skip_serializing_if = "Vec::is_empty")]
    transfers: Vec<Transfer>,
    /// Bare names and other names to the member.
    #[serde(skip)]
    by_name: HashMap<String, usize>,
    /// Files named by the list, with the member.
    #[serde(skip)]
    by_source: Vec<(String, usize)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRoster {
    #[serde(default)]
    complete: bool,
    #[serde(default)]
    member: Vec<RosterMember>,
    #[serde(default)]
    transfer: Vec<Transfer>,
}

impl<'de> Deserialize<'de> for Roster {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let raw = RawRoster::deserialize(d)?;
        Self::new(raw.complete, raw.member, raw.transfer).map_err(serde::de::Error::custom)
    }
}

/// A name without blanks and with brackets of one kind: how names are compared.
pub(super) fn bare(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            _ => c,
        })
        .collect()
}

impl Roster {
    /// A list, when every name in it stands for one member and every exception has its reason.
    pub fn new(
        is_complete: bool,
        members: Vec<RosterMember>,
        transfers: Vec<Transfer>,
    ) -> Result<Self, RosterError> {
        let fail = |text: String| Err(RosterError(text));
        if members.len() > MAX_ROSTER || transfers.len() > MAX_ROSTER {
            return fail(format!("成员名单超过 {MAX_ROSTER} 项"));
        }
        if members.is_empty() {
            return fail("成员名单中没有单位（[[member]]）".to_owned());
        }
        let mut by_name = HashMap::with_capacity(members.len());
        for (index, member) in members.iter().enumerate() {
            if bare(&member.agency).is_empty() {
                return fail(format!("第{}个成员没有名称（agency）", index + 1));
            }
            if member.scope == Scope::Out && member.reason.as_deref().is_none_or(|r| r.trim().is_empty()) {
                return fail(format!("“{}”不计入汇总，应当写明理由（reason）", member.agency));
            }
            for name in std::iter::once(&member.agency).chain(&member.aliases) {
                let known = by_name.insert(bare(name), index);
                if known.is_some_and(|other| other != index || *name == member.agency) {
                    return fail(format!("成员名单中“{name}”出现了两次"));
                }
            }
        }
        for transfer in &transfers {
            if !transfer.result.is_result() && transfer.result != Row::CarriedOut {
                return fail(format!("转办登记的 result 应当是办理结果或者结转，不能是 {}", transfer.result));
            }
            if transfer.applicant == Column::Total {
                return fail("转办登记的 applicant 应当是六类申请人之一，不能是总计".to_owned());
            }
            if transfer.count == 0 || transfer.reason.trim().is_empty() {
                return fail(format!("“{}”的转办登记应当写明件数和依据", transfer.from));
            }
            for name in [&transfer.from, &transfer.to] {
                if !by_name.contains_key(&bare(name)) {
                    return fail(format!("转办登记中的“{name}”不在成员名单中"));
                }
            }
        }
        let by_source = members.iter().enumerate();
        let by_source =
            by_source.filter_map(|(i, m)| Some((m.source.as_deref()?.replace('\\', "/"), i))).collect();
        Ok(Self { is_complete, members, transfers, by_name, by_source })
    }

    /// Whether the list claims to name every member in scope.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// The agencies, in the order of the list.
    pub fn members(&self) -> &[RosterMember] {
        &self.members
    }

    /// The recorded transfers.
    pub fn transfers(&self) -> &[Transfer] {
        &self.transfers
    }

    /// The place in the list of a report: by its file when the list names one, else by its agency.
    pub(super) fn find(&self, agency: Option<&str>, source: &str) -> Option<usize> {
        let by_name = agency.and_then(|name| self.by_name.get(&bare(name)).copied());
        by_name.or_else(|| {
            let source = source.replace('\\', "/");
            let is_it = |wanted: &str| {
                source.strip_suffix(wanted).is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
            };
            self.by_source.iter().find(|(wanted, _)| is_it(wanted)).map(|(_, index)| *index)
        })
    }
}
