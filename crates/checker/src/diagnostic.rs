//! A finding: what is wrong, where, by which equation, how sure, and what to do about it.
//!
//! Not here: how findings are printed (`crate::render`), who makes them (`crate::rules`).

use gongkai_domain::report::{CellRef, Form, Located, Place};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The three voices of the linter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// 提示: read with doubt, or worth a look.
    Note,
    /// 警告: probably wrong.
    Warning,
    /// 错误: the form or a sum is wrong.
    Error,
}

impl Level {
    /// Key of the JSON contract.
    pub fn key(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The word a clerk reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Note => "提示",
            Self::Warning => "警告",
            Self::Error => "错误",
        }
    }
}

/// What kind of agency made the report: which duties of the form apply to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AgencyKind {
    /// A department of a government at county level or above (《条例》第四十九条第一款).
    Department,
    /// A people's government at county level or above, reported by its 主管部门 (第四十九条第二款).
    Government,
    /// A township government or a sub-district office.
    Town,
    /// An organ of vertical leadership (第三条第四款).
    Vertical,
}

impl FromStr for AgencyKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "department" => Ok(Self::Department),
            "government" => Ok(Self::Government),
            "town" => Ok(Self::Town),
            "vertical" => Ok(Self::Vertical),
            _ => Err(format!("unknown agency kind: {text}")),
        }
    }
}

/// One place that a finding points at.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Spot {
    /// Where it is.
    #[serde(flatten)]
    pub place: Place,
    /// The cell, when the spot is one; `previous.` in front when it belongs to last year's report, `member.` when it
    /// belongs to the report of a member of a sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// A few words shown beside the carets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The words quoted from the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// The file, when it is not the one checked (last year's or a member's report).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Spot {
    /// A place, or nowhere.
    pub fn at(place: Option<&Place>) -> Self {
        Self { place: place.cloned().unwrap_or_default(), ..Self::default() }
    }

    /// The same with words beside it.
    #[must_use]
    pub fn labelled(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// The same with a quotation.
    #[must_use]
    pub fn quoting(mut self, quote: impl Into<String>) -> Self {
        self.quote = Some(quote.into());
        self
    }
}

/// One term of an equation as it stands in the report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Term {
    /// Address of the cell; `previous.` in front when it belongs to last year's report, `sum.` when it is the members'
    /// sum.
    pub cell: String,
    /// What a clerk calls it.
    pub label: String,
    /// The value.
    pub value: i64,
    /// Where it stands.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// An equation that does not hold, with both sides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EquationView {
    /// Name of the equation, such as `T3-BAL(total)`.
    pub id: String,
    /// Terms on the left.
    pub left: Vec<Term>,
    /// Terms on the right.
    pub right: Vec<Term>,
    /// Left minus right.
    pub difference: i64,
}

/// A change that would mend the finding and is provable.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fix {
    /// What to change, in words.
    pub message: String,
    /// The text that should stand there instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement: Option<String>,
    /// The cell to change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<CellRef>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// Code such as `A001`.
    pub code: &'static str,
    /// Name such as `balance_mismatch`.
    pub rule: &'static str,
    /// How sure and how bad.
    pub level: Level,
    /// What is wrong, one sentence in Chinese.
    pub message: String,
    /// The places, the most important first.
    #[serde(rename = "where")]
    pub spots: Vec<Spot>,
    /// The equation that fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub equation: Option<EquationView>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// A provable change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

/// A check that could not be made, with the reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NotCheckable {
    /// Code of the rule.
    pub code: &'static str,
    /// Name of the rule.
    pub rule: &'static str,
    /// What could not be checked: an equation's name or a few words.
    pub subject: String,
    /// Why, in Chinese.
    pub reason: String,
}

/// The result for one report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckedReport {
    /// File or other origin.
    pub source: String,
    /// Form followed.
    pub form: Form,
    /// Agency found.
    pub agency: Located<String>,
    /// Year found.
    pub year: Located<i32>,
    /// Findings.
    pub findings: Vec<Finding>,
    /// What could not be checked and why.
    pub not_checkable: Vec<NotCheckable>,
}
