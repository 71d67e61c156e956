//! Prints findings as workflow commands, so that a code host shows them beside the files.
//!
//! Not here: the machine-readable report for code scanning (`super::sarif`).

use super::{Entry, Language, Outcome, Renderer, Summary, source, text};
use crate::diagnostic::Level;
use crate::registry;
use std::fmt::Write as _;

/// Workflow commands such as `::error file=…,line=…::…`.
#[derive(Debug, Clone, Copy, Default)]
pub struct GitHub;

/// The message part: a line break or a percent sign would end or change the command.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property: colon and comma separate as well.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

fn command(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    }
}

impl Renderer for GitHub {
    fn entry(&self, entry: &Entry<'_>) -> String {
        let mut out = String::new();
        match &entry.outcome {
            Outcome::Unreadable(why) => {
                let words = format!("{}{}", why.message, why.hint);
                let _ = writeln!(
                    out,
                    "::error file={},title={}::{}",
                    property(entry.source),
                    property(&format!("无法读取 {}", why.code)),
                    message(&words)
                );
            }
            Outcome::Checked(checked) => {
                for finding in &checked.result.findings {
                    let title = registry::find(finding.code).map_or(finding.rule, |r| r.title);
                    let mut properties = Vec::new();
                    let mut words = finding.message.clone();
                    let spot = finding.spots.first();
                    let name = spot.map_or(entry.source, |s| source::name_of(checked, s));
                    properties.push(format!("file={}", property(name)));
                    if let Some(spot) = spot {
                        if let Some(line) = spot.place.line {
                            properties.push(format!("line={line}"));
                            if let Some(column) = spot.place.column {
                                properties.push(format!("col={column}"));
                            }
                        } else {
                            let place = spot.place.describe();
                            let cell = source::cell_label(checked, spot);
                            let place: Vec<String> =
                                [Some(place), cell].into_iter().flatten().filter(|s| !s.is_empty()).collect();
                            if !place.is_empty() {
                                let _ = write!(words, "\n{}", place.join(" "));
                            }
                        }
                    }
                    properties.push(format!("title={}", property(&format!("{} {title}", finding.code))));
                    if let Some(equation) = &finding.equation {
                        let _ = write!(words, "\n{}", text::equation_words(equation));
                    }
                    if let Some(help) = &finding.help {
                        let _ = write!(words, "\n{help}");
                    }
                    let _ = writeln!(
                        out,
                        "::{} {}::{}",
                        command(finding.level),
                        properties.join(","),
                        message(&words)
                    );
                }
            }
        }
        out
    }

    fn end(&self, summary: &Summary) -> String {
        let text = text::Text { language: Language::Chinese, ..text::Text::default() };
        format!("::notice title=gongkai::{}\n", message(&text.sentence(summary)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_message_can_end_the_command() {
        assert_eq!(message("50%\r\n::error::x"), "50%25%0D%0A::error::x");
        assert_eq!(property("a,b:c%"), "a%2Cb%3Ac%25");
    }
}
