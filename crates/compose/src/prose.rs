//! Prose for a report out of a Markdown file: which text goes to which of the six sections.
//!
//! Headings decide: one that names a section begins it, and any other is a line of the section. Not here: Markdown as a
//! format of its own (`crate::markdown`, and the reader in `gongkai-extract`).

use gongkai_domain::report::SectionKey;
use std::collections::BTreeMap;

/// Prose by section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    /// What stands before the first section; headings of level 1 that name no section, such as the title, are left out.
    pub preamble: Vec<String>,
    /// The paragraphs of each section that the file has.
    pub sections: BTreeMap<SectionKey, Vec<String>>,
}

/// Why a file is not prose for a report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProseError {
    /// No heading names a section.
    #[error("no heading names one of the six sections")]
    NoSection,
    /// A section stands in the file twice.
    #[error("section {} stands twice, again in line {line}", section.key())]
    Twice {
        /// Which section.
        section: SectionKey,
        /// Line of the second heading, from 1.
        line: usize,
    },
    /// A table stands in the file; tables come from the facts alone.
    #[error("a table stands in line {line}")]
    Table {
        /// Its line, from 1.
        line: usize,
    },
}

/// Reads prose. Lines that follow each other are one paragraph, as in Markdown; a blank line ends it.
pub fn from_markdown(text: &str) -> Result<Prose, ProseError> {
    let mut prose = Prose::default();
    let mut section: Option<SectionKey> = None;
    let mut paragraph = String::new();
    for (n, line) in text.lines().enumerate() {
        let line = line.trim();
        let told = n + 1;
        if line.starts_with('|') || line.starts_with("<table") {
            return Err(ProseError::Table { line: told });
        }
        let heading = line.strip_prefix('#').map(|rest| rest.trim_start_matches('#').trim());
        if line.is_empty() || heading.is_some() {
            finish(&mut prose, section, &mut paragraph);
        }
        match heading {
            None if line.is_empty() => {}
            None => {
                // between characters of two bytes and less a line break stands for a blank
                if paragraph.ends_with(|c: char| c.is_ascii_alphanumeric())
                    && line.starts_with(|c: char| c.is_ascii_alphanumeric())
                {
                    paragraph.push(' ');
                }
                paragraph.push_str(&plain(line));
            }
            Some(heading) => match named(heading) {
                Some(key) if prose.sections.contains_key(&key) => {
                    return Err(ProseError::Twice { section: key, line: told });
                }
                Some(key) => {
                    prose.sections.insert(key, Vec::new());
                    section = Some(key);
                }
                None if section.is_some() => {
                    paragraph = plain(heading);
                    finish(&mut prose, section, &mut paragraph);
                }
                // the title of the report is made from its facts
                None => {}
            },
        }
    }
    finish(&mut prose, section, &mut paragraph);
    if prose.sections.is_empty() { Err(ProseError::NoSection) } else { Ok(prose) }
}

fn finish(prose: &mut Prose, section: Option<SectionKey>, paragraph: &mut String) {
    if paragraph.is_empty() {
        return;
    }
    let text = std::mem::take(paragraph);
    match section {
        Some(key) => prose.sections.entry(key).or_default().push(text),
        None => prose.preamble.push(text),
    }
}

/// The section that a heading names: by its official title, with or without the number.
fn named(heading: &str) -> Option<SectionKey> {
    let heading: String = plain(heading).chars().filter(|c| !c.is_whitespace()).collect();
    SectionKey::EVERY.iter().copied().find(|key| {
        let title = key.title();
        let bare = title.split_once('、').map_or(title, |(_, bare)| bare);
        heading == title || heading == bare
    })
}

/// A line without the marks of emphasis and the backslashes that Markdown takes away.
fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => out.extend(chars.next()),
            '*' if chars.peek() == Some(&'*') => {
                chars.next();
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_to_which_section_a_text_belongs() {
        let prose = from_markdown(
            "# 某馆年度报告\n\n依据条例编制。\n\n## 一、总体情况\n\n### （一）主动公开\n\n全年公开\n信息12条。\n\n## 其他需要报告的事项\n无。\n",
        )
        .unwrap();
        assert_eq!(prose.preamble, ["依据条例编制。"]);
        assert_eq!(prose.sections[&SectionKey::Overview], ["（一）主动公开", "全年公开信息12条。"]);
        assert_eq!(prose.sections[&SectionKey::Other], ["无。"]);
        assert_eq!(prose.sections.len(), 2);
    }

    #[test]
    fn marks_of_emphasis_are_taken_away_and_escaped_signs_stay() {
        let prose = from_markdown("# 一、总体情况\n**全年**公开3\\*4条。").unwrap();
        assert_eq!(prose.sections[&SectionKey::Overview], ["全年公开3*4条。"]);
    }

    #[test]
    fn what_cannot_be_placed_is_refused_with_its_line() {
        assert_eq!(from_markdown("没有标题"), Err(ProseError::NoSection));
        assert_eq!(
            from_markdown("# 总体情况\n甲\n\n# 一、总体情况\n乙"),
            Err(ProseError::Twice { section: SectionKey::Overview, line: 4 })
        );
        assert_eq!(from_markdown("# 总体情况\n| 甲 | 乙 |"), Err(ProseError::Table { line: 2 }));
    }
}
