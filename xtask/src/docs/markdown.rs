//! What a Markdown document names: links, inline code, commands in its shell blocks, rows of its "where is …?" table.
//!
//! Not here: whether any of it is real (`super`).

use std::collections::BTreeSet;

/// Something that a document names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Span {
    /// Target of a link or of an image.
    Link(String),
    /// Inline code.
    Code(String),
    /// A command line in a `console` or `sh` block.
    Command(String),
    /// A row of a table with the columns File, Symbol and Test.
    Answer { file: String, symbols: Vec<String>, tests: Vec<String> },
}

/// A document, with the line numbers of what it names.
#[derive(Debug, Default)]
pub(super) struct Markdown {
    pub(super) spans: Vec<(usize, Span)>,
    /// Anchors of its headings, as code hosts form them.
    pub(super) anchors: BTreeSet<String>,
}

/// Positions of the columns of a "where is …?" table.
#[derive(Debug, Clone, Copy)]
struct Columns {
    file: usize,
    symbol: usize,
    test: usize,
}

impl Markdown {
    pub(super) fn parse(text: &str) -> Self {
        let mut found = Self::default();
        let mut block: Option<(String, String)> = None;
        let mut columns: Option<Columns> = None;
        for (index, line) in text.lines().enumerate() {
            let number = index + 1;
            let trimmed = line.trim_start();
            let ticks = trimmed.len() - trimmed.trim_start_matches('`').len();
            if let Some((fence, kind)) = &block {
                if ticks >= fence.len() && trimmed.trim_end().len() == ticks {
                    block = None;
                } else {
                    found.block_line(number, kind, trimmed);
                }
            } else if ticks >= 3 {
                let words = trimmed[ticks..].trim();
                let kind = words.split_whitespace().next().unwrap_or_default();
                block = Some(("`".repeat(ticks), kind.to_owned()));
            } else if trimmed.starts_with('|') {
                found.table_line(number, trimmed, &mut columns);
            } else {
                columns = None;
                if let Some(title) = trimmed.strip_prefix('#') {
                    found.anchors.insert(anchor(title.trim_start_matches('#')));
                }
                found.line(number, line);
            }
        }
        found
    }

    fn block_line(&mut self, number: usize, kind: &str, line: &str) {
        let command = match kind {
            "console" => line.strip_prefix("$ "),
            "sh" | "bash" => Some(line).filter(|l| !l.is_empty() && !l.starts_with('#')),
            _ => None,
        };
        if let Some(command) = command {
            self.spans.push((number, Span::Command(command.to_owned())));
        }
    }

    fn table_line(&mut self, number: usize, line: &str, columns: &mut Option<Columns>) {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        if let Some(at) = *columns {
            let is_rule = cells.iter().all(|cell| cell.chars().all(|c| c == '-' || c == ':'));
            if !is_rule {
                let codes = |at: usize| cells.get(at).map(|cell| codes(cell)).unwrap_or_default();
                for file in codes(at.file) {
                    self.spans.push((
                        number,
                        Span::Answer { file, symbols: codes(at.symbol), tests: codes(at.test) },
                    ));
                }
            }
            return;
        }
        let position = |name: &str| cells.iter().position(|cell| *cell == name);
        if let (Some(file), Some(symbol), Some(test)) =
            (position("File"), position("Symbol"), position("Test"))
        {
            *columns = Some(Columns { file, symbol, test });
        } else {
            self.line(number, line);
        }
    }

    fn line(&mut self, number: usize, line: &str) {
        for code in codes(line) {
            self.spans.push((number, Span::Code(code)));
        }
        let mut rest = line;
        while let Some((_, after)) = rest.split_once("](") {
            let Some((target, tail)) = after.split_once(')') else { break };
            let target = target.split_whitespace().next().unwrap_or_default();
            self.spans.push((number, Span::Link(target.to_owned())));
            rest = tail;
        }
    }
}

/// The inline code of a line.
fn codes(line: &str) -> Vec<String> {
    let mut codes = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find('`') {
        let after = &rest[at..];
        let ticks = after.len() - after.trim_start_matches('`').len();
        let fence = &after[..ticks];
        let Some((code, tail)) = after[ticks..].split_once(fence) else { break };
        codes.push(code.trim().to_owned());
        rest = tail;
    }
    codes
}

/// The anchor of a heading: lower case, spaces to hyphens, punctuation dropped.
fn anchor(title: &str) -> String {
    title
        .trim()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
            _ => None,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_code_and_commands_are_found_with_their_lines() {
        let text = "# The `house` 一\n\nSee [here](a/b.md#x \"t\") and `a::b`.\n\n```console run\n$ gongkai rules\nA001\n```\n\n```rust\n`not`\n```\n";
        let found = Markdown::parse(text);
        assert_eq!(
            found.spans,
            [
                (1, Span::Code("house".to_owned())),
                (3, Span::Code("a::b".to_owned())),
                (3, Span::Link("a/b.md#x".to_owned())),
                (6, Span::Command("gongkai rules".to_owned())),
            ]
        );
        assert!(found.anchors.contains("the-house-一"));
    }

    #[test]
    fn a_table_of_answers_gives_one_answer_per_row() {
        let text = "| Where is …? | File | Symbol | Test |\n|---|---|---|---|\n| it | `a.rs` | `f`, `G` | `t` |\n\n`later`\n";
        let answer = Span::Answer {
            file: "a.rs".to_owned(),
            symbols: vec!["f".to_owned(), "G".to_owned()],
            tests: vec!["t".to_owned()],
        };
        assert_eq!(Markdown::parse(text).spans, [(3, answer), (5, Span::Code("later".to_owned()))]);
    }
}
