//! Prints findings as SARIF 2.1.0, the exchange format of code hosts and editors.
//!
//! Not here: our own JSON (`super::json`).

use super::{Checked, Entry, Outcome, Renderer, Summary, source, text};
use crate::diagnostic::{Finding, Level, Spot};
use crate::registry::RULES;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// One SARIF run, written finding by finding.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sarif;

/// Where the schema is published.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// A path as a URI reference: what is not unreserved is written in percent signs.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let is_drive = path.as_bytes().get(1) == Some(&b':');
    let prefix = match (is_drive, path.starts_with('/')) {
        (true, _) => "file:///",
        (false, true) => "file://",
        (false, false) => "",
    };
    let mut out = prefix.to_owned();
    for (i, byte) in path.bytes().enumerate() {
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) || (is_drive && i == 1);
        if is_plain {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn rule_of(rule: &crate::RuleInfo) -> Value {
    let page = rule.page();
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": format!("{}。依据：{}", rule.title, rule.basis) },
        "help": { "text": page, "markdown": super::page::labelled(&page) },
        "defaultConfiguration": { "level": level_of(rule.level) },
        "properties": { "tags": [rule.family.label()], "since": rule.since },
    })
}

fn level_of(level: Level) -> &'static str {
    level.key()
}

fn location(checked: &Checked<'_>, spot: &Spot) -> Value {
    let mut physical = Map::new();
    physical.insert("artifactLocation".to_owned(), json!({ "uri": uri(source::name_of(checked, spot)) }));
    if let Some(line) = spot.place.line {
        let mut region = Map::new();
        region.insert("startLine".to_owned(), json!(line));
        let quote = source::quote(checked, spot);
        match quote.as_ref().and_then(|q| q.range) {
            Some((from, to)) => {
                region.insert("startColumn".to_owned(), json!(from + 1));
                region.insert("endColumn".to_owned(), json!(to + 1));
            }
            None => {
                if let Some(column) = spot.place.column {
                    region.insert("startColumn".to_owned(), json!(column));
                }
            }
        }
        if let Some(words) = &spot.quote {
            region.insert("snippet".to_owned(), json!({ "text": words }));
        }
        physical.insert("region".to_owned(), Value::Object(region));
    }
    let mut location = Map::new();
    location.insert("physicalLocation".to_owned(), Value::Object(physical));
    let place = spot.place.describe();
    let label = source::cell_label(checked, spot);
    if spot.cell.is_some() || (spot.place.line.is_none() && !place.is_empty()) {
        let mut logical = Map::new();
        if let Some(cell) = &spot.cell {
            logical.insert("fullyQualifiedName".to_owned(), json!(cell));
        }
        logical.insert("name".to_owned(), json!(label.clone().unwrap_or_else(|| place.clone())));
        location.insert("logicalLocations".to_owned(), json!([logical]));
    }
    let words: Vec<String> =
        [Some(place), spot.label.clone().or(label)].into_iter().flatten().filter(|w| !w.is_empty()).collect();
    if !words.is_empty() {
        location.insert("message".to_owned(), json!({ "text": words.join(" ") }));
    }
    Value::Object(location)
}

fn result(entry: &Entry<'_>, checked: &Checked<'_>, finding: &Finding) -> Map<String, Value> {
    let mut words = finding.message.clone();
    if let Some(equation) = &finding.equation {
        let _ = write!(words, "\n{}", text::equation_words(equation));
    }
    if let Some(help) = &finding.help {
        let _ = write!(words, "\n{help}");
    }
    let mut out = Map::new();
    out.insert("ruleId".to_owned(), json!(finding.code));
    if let Some(index) = RULES.iter().position(|r| r.code == finding.code) {
        out.insert("ruleIndex".to_owned(), json!(index));
    }
    out.insert("level".to_owned(), json!(level_of(finding.level)));
    out.insert("message".to_owned(), json!({ "text": words }));
    let mut locations = finding.spots.iter().map(|spot| location(checked, spot));
    let first = locations.next().unwrap_or_else(
        || json!({ "physicalLocation": { "artifactLocation": { "uri": uri(entry.source) } } }),
    );
    out.insert("locations".to_owned(), json!([first]));
    let others: Vec<Value> = locations.collect();
    if !others.is_empty() {
        out.insert("relatedLocations".to_owned(), Value::Array(others));
    }
    if let Some(equation) = &finding.equation {
        out.insert("properties".to_owned(), json!({ "equation": equation }));
    }
    out
}

impl Renderer for Sarif {
    fn begin(&self) -> String {
        let rules: Vec<Value> = RULES.iter().map(|r| rule_of(r)).collect();
        let driver = json!({
            "name": "gongkai",
            "version": env!("CARGO_PKG_VERSION"),
            "language": "zh-CN",
            "rules": rules,
        });
        format!(
            "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\
             \"language\":\"zh-CN\",\"columnKind\":\"unicodeCodePoints\",\"results\":[\n"
        )
    }

    fn entry(&self, entry: &Entry<'_>) -> String {
        let Outcome::Checked(checked) = &entry.outcome else { return String::new() };
        let findings = checked.result.findings.iter().map(|f| result(entry, checked, f));
        let waived = checked.waived.iter().map(|w| {
            let mut out = result(entry, checked, &w.finding);
            let why = format!("{}（{}，有效期至{}）", w.waiver.reason, w.waiver.who, w.waiver.until);
            out.insert("suppressions".to_owned(), json!([{ "kind": "external", "justification": why }]));
            out
        });
        let all: Vec<String> = findings.chain(waived).map(|r| Value::Object(r).to_string()).collect();
        all.join(",\n")
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn end(&self, summary: &Summary) -> String {
        let notifications: Vec<Value> = summary
            .unreadable_files
            .iter()
            .map(|(source, why)| {
                json!({
                    "level": "error",
                    "message": { "text": format!("{}{}", why.message, why.hint) },
                    "descriptor": { "id": why.code },
                    "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(source) } } }],
                })
            })
            .collect();
        let invocation = json!([{
            "executionSuccessful": summary.unreadable_files.is_empty(),
            "toolExecutionNotifications": notifications,
        }]);
        let properties = json!({ "summary": summary });
        format!("\n],\"invocations\":{invocation},\"properties\":{properties}}}]}}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri() {
        assert_eq!(uri("年报/a b.docx"), "%E5%B9%B4%E6%8A%A5/a%20b.docx");
        assert_eq!(uri(r"C:\r\a.docx"), "file:///C:/r/a.docx");
        assert_eq!(uri("/r/a.docx"), "file:///r/a.docx");
    }
}
