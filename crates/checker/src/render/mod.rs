//! Prints findings: for people at a terminal or in a browser, for programs, for code hosts.
//!
//! Every renderer turns one checked file after the other into text, so that ten thousand files need no more memory
//! than one; the caller writes what it gets, in the order of its inputs.
//! Not here: who makes findings (`crate::rules`), which stream they are written to (`gongkai-cli`).

pub mod github;
pub mod html;
pub mod json;
pub mod page;
pub mod sarif;
pub mod schema;
pub mod source;
pub mod text;
pub mod width;

pub use source::{Source, Sources};

use crate::diagnostic::{CheckedReport, Finding, Level};
use crate::registry;
use gongkai_domain::report::{Cell, CellKind, EquationId, Proof, Report};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Turns checked files into text. What [`begin`](Renderer::begin), the entries and [`end`](Renderer::end) return is
/// written one after the other, with [`separator`](Renderer::separator) between two entries that are not empty.
pub trait Renderer: Sync {
    /// What stands before the first entry.
    fn begin(&self) -> String {
        String::new()
    }

    /// One file. Called from several threads, in any order.
    fn entry(&self, entry: &Entry<'_>) -> String;

    /// What stands between two entries.
    fn separator(&self) -> &'static str {
        ""
    }

    /// What stands after the last entry.
    fn end(&self, summary: &Summary) -> String {
        let _ = summary;
        String::new()
    }
}

/// The language of the fixed words. The findings themselves speak Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Chinese.
    #[default]
    Chinese,
    /// English words and rule names.
    English,
}

/// One input, as it is printed.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// Number of the input and of the report within it, for anchors that are unique within one output.
    pub number: (usize, usize),
    /// File or other origin.
    pub source: &'a str,
    /// What came of it.
    pub outcome: Outcome<'a>,
}

/// What came of an input.
#[derive(Debug, Clone)]
pub enum Outcome<'a> {
    /// It holds a report, and this was found.
    Checked(Checked<'a>),
    /// It could not be read.
    Unreadable(&'a Unreadable),
}

/// A report with its findings and everything that is needed to quote it.
#[derive(Debug, Clone)]
pub struct Checked<'a> {
    /// The report.
    pub report: &'a Report,
    /// Last year's report, when there was one.
    pub previous: Option<&'a Report>,
    /// The findings, those waived left out.
    pub result: &'a CheckedReport,
    /// The findings that were waived.
    pub waived: &'a [Waived],
    /// The texts to quote from.
    pub sources: &'a Sources,
}

/// Why a file gave no report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    /// Stable identifier for programs.
    pub code: String,
    /// The reason, for a clerk.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// A finding that somebody answers for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Waived {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// Who waived it, why, until when.
    pub waiver: WaiverNote,
}

/// What a waiver says about itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WaiverNote {
    /// Code of the rule.
    pub code: String,
    /// The cell or equation, when the waiver is for one only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// Why the finding is accepted.
    pub reason: String,
    /// Who answers for it.
    pub who: String,
    /// Last day, `2026-12-31`.
    pub until: String,
    /// The file that holds the waiver.
    pub file: String,
}

/// Agency × rule: how many findings of each rule an agency has.
pub type AgencyTable = BTreeMap<String, BTreeMap<&'static str, usize>>;

/// What came of a whole run.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Summary {
    /// Inputs looked at.
    pub files: usize,
    /// Reports found in them.
    pub reports: usize,
    /// Inputs that could not be read.
    pub unreadable: usize,
    /// Files of a folder that are no reports and were passed over.
    pub skipped: usize,
    /// Findings of level error.
    pub errors: usize,
    /// Findings of level warning.
    pub warnings: usize,
    /// Findings of level note.
    pub notes: usize,
    /// Findings waived.
    pub waived: usize,
    /// Checks that could not be made.
    pub not_checkable: usize,
    /// The same by reason.
    pub not_checkable_because: BTreeMap<String, usize>,
    /// Findings by rule.
    pub rules: BTreeMap<&'static str, usize>,
    /// Findings by agency and rule, when they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agencies: Option<AgencyTable>,
    /// Waivers whose last day has passed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expired_waivers: Vec<WaiverNote>,
    /// Waivers that met no finding.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unused_waivers: Vec<WaiverNote>,
    /// The inputs that could not be read, for renderers that list them at the end.
    #[serde(skip)]
    pub unreadable_files: Vec<(String, Unreadable)>,
}

impl Summary {
    /// Counts one entry. The inputs themselves are counted by the caller, because one file may hold several reports.
    pub fn add(&mut self, entry: &Entry<'_>) {
        match &entry.outcome {
            Outcome::Unreadable(why) => {
                self.unreadable += 1;
                self.unreadable_files.push((entry.source.to_owned(), (*why).clone()));
            }
            Outcome::Checked(checked) => {
                self.reports += 1;
                self.waived += checked.waived.len();
                for finding in &checked.result.findings {
                    *self.count_of(finding.level) += 1;
                    *self.rules.entry(finding.code).or_default() += 1;
                    if let Some(agencies) = &mut self.agencies {
                        let agency = subject_of(checked.result);
                        *agencies.entry(agency).or_default().entry(finding.code).or_default() += 1;
                    }
                }
                if let Some(agencies) = &mut self.agencies {
                    agencies.entry(subject_of(checked.result)).or_default();
                }
                self.not_checkable += checked.result.not_checkable.len();
                for item in &checked.result.not_checkable {
                    *self.not_checkable_because.entry(kind_of_reason(&item.reason)).or_default() += 1;
                }
            }
        }
    }

    /// Adds the counts of another run to these.
    pub fn merge(&mut self, other: Self) {
        self.files += other.files;
        self.reports += other.reports;
        self.unreadable += other.unreadable;
        self.skipped += other.skipped;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
        self.waived += other.waived;
        self.not_checkable += other.not_checkable;
        for (reason, n) in other.not_checkable_because {
            *self.not_checkable_because.entry(reason).or_default() += n;
        }
        for (code, n) in other.rules {
            *self.rules.entry(code).or_default() += n;
        }
        for (agency, counts) in other.agencies.into_iter().flatten() {
            let mine = self.agencies.get_or_insert_default().entry(agency).or_default();
            for (code, n) in counts {
                *mine.entry(code).or_default() += n;
            }
        }
        self.expired_waivers.extend(other.expired_waivers);
        self.unused_waivers.extend(other.unused_waivers);
        self.unreadable_files.extend(other.unreadable_files);
    }

    fn count_of(&mut self, level: Level) -> &mut usize {
        match level {
            Level::Error => &mut self.errors,
            Level::Warning => &mut self.warnings,
            Level::Note => &mut self.notes,
        }
    }

    /// Whether a finding of at least this level was made.
    pub fn reaches(&self, level: Level) -> bool {
        match level {
            Level::Error => self.errors > 0,
            Level::Warning => self.errors + self.warnings > 0,
            Level::Note => self.errors + self.warnings + self.notes > 0,
        }
    }
}

/// How a report is called in lists: the agency and the year, or the file when there is no agency.
pub fn subject_of(result: &CheckedReport) -> String {
    let mut name = result.agency.value.clone().unwrap_or_else(|| result.source.clone());
    if let Some(year) = result.year.value {
        let _ = write!(name, "（{year}年）");
    }
    name
}

/// What could not be checked, in the words of a clerk: equations are told by the table, row or column they are about.
pub fn subject_words(subject: &str) -> String {
    let (head, rest) = match subject.split_once('：') {
        Some((head, rest)) => (head, format!("（{rest}）")),
        None => (subject, String::new()),
    };
    let words = match head {
        "T3-CARRY" => "本年“上年结转”与上年“结转下年度”".to_owned(),
        "T2-STOCK" => "现行有效件数的逐年衔接".to_owned(),
        _ => match head.parse::<EquationId>() {
            Ok(EquationId::T3Bal(column)) => format!("第三部分{}列收到与办理、结转", column.label()),
            Ok(EquationId::T3Sum(column)) => format!("第三部分{}列合计", column.label()),
            Ok(EquationId::T3Row(row)) => format!("第三部分“{}”行合计", row.short_label()),
            Ok(EquationId::T4Rec) => "第四部分行政复议合计".to_owned(),
            Ok(EquationId::T4Dir) => "第四部分未经复议直接起诉合计".to_owned(),
            Ok(EquationId::T4Post) => "第四部分复议后起诉合计".to_owned(),
            Err(_) => return subject.to_owned(),
        },
    };
    words + &rest
}

/// A proof in the words of a clerk.
fn proof_words(proof: &Proof) -> String {
    if proof.equations.is_empty() {
        return proof.text.clone();
    }
    let used: Vec<String> = proof.equations.iter().map(|id| subject_words(&id.to_string())).collect();
    format!("{}（依据{}）", proof.text, used.join("、"))
}

/// Reasons that name cells one by one are counted by the kind of the first cell; other reasons stand for themselves.
fn kind_of_reason(reason: &str) -> String {
    let named = CellKind::EVERY
        .iter()
        .map(|kind| crate::rules::reason_of(&Cell { kind: *kind, ..Cell::absent() }))
        .filter_map(|words| reason.find(&format!("（{words}）")).map(|at| (at, words)))
        .min();
    named.map_or_else(|| reason.to_owned(), |(_, words)| words.to_owned())
}

/// The title of a rule in the language of the output.
fn rule_words(finding: &Finding, language: Language) -> String {
    match language {
        Language::Chinese => String::new(),
        Language::English => format!("{}: ", finding.rule),
    }
}

/// The basis of the rule that made a finding, as it holds for a report of this form.
fn basis_of(code: &str, form: gongkai_domain::report::Form) -> Option<std::borrow::Cow<'static, str>> {
    registry::find(code).map(|r| r.basis_for(form)).filter(|b| !b.is_empty())
}

/// Removes what could steer a terminal: control characters and marks that turn the direction of writing.
pub fn tame(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}
