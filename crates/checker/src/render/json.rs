//! Prints findings for programs: one JSON document, or one line per file.
//!
//! Not here: the schema of what is printed (`super::schema`).

use super::{Checked, Entry, Outcome, Renderer, Summary, Unreadable, Waived, source};
use crate::diagnostic::{EquationView, Finding, Fix, Level, NotCheckable, Spot};
use gongkai_domain::report::facts::SCHEMA_VERSION;
use gongkai_domain::report::{Form, Located};
use serde::Serialize;
use std::borrow::Cow;

/// One JSON document, written file by file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Json;

/// One JSON object per line: a line per file, then the summary.
#[derive(Debug, Clone, Copy, Default)]
pub struct JsonLines;

#[derive(Serialize)]
struct CheckedView<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    schema_version: Option<u32>,
    source: &'a str,
    form: Form,
    agency: &'a Located<String>,
    year: &'a Located<i32>,
    findings: Vec<FindingView<'a>>,
    #[serde(skip_serializing_if = "<[Waived]>::is_empty")]
    waived: &'a [Waived],
    not_checkable: &'a [NotCheckable],
}

#[derive(Serialize)]
struct UnreadableView<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    schema_version: Option<u32>,
    source: &'a str,
    unreadable: &'a Unreadable,
}

#[derive(Serialize)]
struct FindingView<'a> {
    code: &'a str,
    rule: &'a str,
    level: Level,
    message: &'a str,
    #[serde(rename = "where")]
    spots: Vec<SpotView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    equation: Option<&'a EquationView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<&'a Fix>,
}

#[derive(Serialize)]
struct SpotView<'a> {
    #[serde(flatten)]
    spot: Cow<'a, Spot>,
    /// Bytes of the decoded text (UTF-8), from and to.
    #[serde(skip_serializing_if = "Option::is_none")]
    byte: Option<(usize, usize)>,
}

impl<'a> FindingView<'a> {
    fn new(checked: &Checked<'_>, finding: &'a Finding) -> Self {
        let spots = finding.spots.iter();
        Self {
            code: finding.code,
            rule: finding.rule,
            level: finding.level,
            message: &finding.message,
            spots: spots.map(|spot| SpotView::new(checked, spot)).collect(),
            equation: finding.equation.as_ref(),
            help: finding.help.as_deref(),
            fix: finding.fix.as_ref(),
        }
    }
}

impl<'a> SpotView<'a> {
    /// A spot whose quotation is what stands at its place, not what reading made of it.
    fn new(checked: &Checked<'_>, spot: &'a Spot) -> Self {
        let byte = source::bytes(checked, spot);
        let mut spot = Cow::Borrowed(spot);
        if let Some(words) = source::words(checked, &spot) {
            let length = spot.place.column.and_then(|_| u32::try_from(words.chars().count()).ok());
            let owned = spot.to_mut();
            owned.place.length = length.or(owned.place.length);
            owned.quote = Some(words);
        } else if spot.cell.is_none() && source::quote(checked, &spot).is_some_and(|q| q.range.is_none()) {
            // the paragraph is there, the words are not: reading had put them otherwise
            spot.to_mut().quote = None;
        }
        Self { spot, byte }
    }
}

/// Serialising plain values into a string does not fail; a failure would be a defect and is shown as JSON `null`.
fn text_of(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

fn entry_of(entry: &Entry<'_>, schema_version: Option<u32>) -> String {
    match &entry.outcome {
        Outcome::Unreadable(unreadable) => {
            text_of(&UnreadableView { schema_version, source: entry.source, unreadable })
        }
        Outcome::Checked(checked) => text_of(&CheckedView {
            schema_version,
            source: entry.source,
            form: checked.result.form,
            agency: &checked.result.agency,
            year: &checked.result.year,
            findings: checked.result.findings.iter().map(|f| FindingView::new(checked, f)).collect(),
            waived: checked.waived,
            not_checkable: &checked.result.not_checkable,
        }),
    }
}

impl Renderer for Json {
    fn begin(&self) -> String {
        format!("{{\"schema_version\":{SCHEMA_VERSION},\"files\":[\n")
    }

    fn entry(&self, entry: &Entry<'_>) -> String {
        entry_of(entry, None)
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn end(&self, summary: &Summary) -> String {
        format!("\n],\"summary\":{}}}\n", text_of(summary))
    }
}

impl Renderer for JsonLines {
    fn entry(&self, entry: &Entry<'_>) -> String {
        entry_of(entry, Some(SCHEMA_VERSION)) + "\n"
    }

    fn end(&self, summary: &Summary) -> String {
        #[derive(Serialize)]
        struct Last<'a> {
            schema_version: u32,
            summary: &'a Summary,
        }
        text_of(&Last { schema_version: SCHEMA_VERSION, summary }) + "\n"
    }
}
