//! Prose for a report out of a Markdown file: which text goes to which of the six sections.
//!
//! Headings decide: one that names a section begins it; a smaller one (`##`, `###`) is a line of the section, and one of
//! the same rank that names none is refused, because its text would go to a section that it was not written for. Not here: Markdown as a
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
    /// A heading of the rank of the sections names none of them.
    #[error("the heading in line {line} names no section")]
    Unknown {
        /// The heading.
        heading: String,
        /// Its line, from 1.
        line: usize,
    },
    /// A table stands in the file; tables come from the facts alone.
    #[error("a table stands in line {line}")]
    Table {
        /// Its line, from 1.
        line: usize,
    },
}

/// Reads prose. Lines that follow each other are one paragraph, as in Markdown; a blank line ends it, and an item of a
/// list begins one of its own.
pub fn from_markdown(text: &str) -> Result<Prose, ProseError> {
    let mut prose = Prose::default();
    let mut section: Option<SectionKey> = None;
    let mut paragraph = String::new();
    // the rank of the headings that name sections
    let mut rank = 0;
    for (n, line) in text.lines().enumerate() {
        let line = line.trim();
        let told = n + 1;
        if line.starts_with('|') || line.starts_with("<table") {
            return Err(ProseError::Table { line: told });
        }
        let level = line.len() - line.trim_start_matches('#').len();
        let heading = (level > 0).then(|| line[level..].trim());
        let item = item(line);
        if line.is_empty() || heading.is_some() || item.is_some() {
            finish(&mut prose, section, &mut paragraph);
        }
        match heading {
            None if line.is_empty() => {}
            None => {
                let line = item.unwrap_or(line);
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
                    rank = level;
                }
                None if section.is_some() && level <= rank => {
                    return Err(ProseError::Unknown { heading: plain(heading), line: told });
                }
                // before the first section only the title may stand, and it has no number
                None if section.is_none() && is_numbered(heading) => {
                    return Err(ProseError::Unknown { heading: plain(heading), line: told });
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

/// An item of a list: with its number, which is said in the text, and without the sign that stands for a dot.
fn item(line: &str) -> Option<&str> {
    for sign in ["- ", "* ", "+ "] {
        if let Some(rest) = line.strip_prefix(sign) {
            return Some(rest.trim_start());
        }
    }
    if let Some((number, _)) = line.strip_prefix('（').and_then(|rest| rest.split_once('）'))
        && !number.is_empty()
        && number.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    {
        return Some(line);
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &line[digits..];
    let is_item = (1..=3).contains(&digits)
        && (rest.starts_with(['、', '．']) || [". ", ") ", "）"].iter().any(|s| rest.starts_with(s)));
    is_item.then_some(line)
}

/// Whether a heading has the number of a section: 七、其他.
fn is_numbered(heading: &str) -> bool {
    heading.split_once('、').is_some_and(|(number, _)| {
        !number.is_empty() && number.chars().all(|c| "一二三四五六七八九十".contains(c))
    })
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
    fn each_item_of_a_list_is_a_paragraph() {
        let of = |text: &str| {
            from_markdown(&format!("# 一、总体情况\n{text}")).unwrap().sections[&SectionKey::Overview].clone()
        };
        assert_eq!(of("1. 第一项\n2. 第二项\n续写\n\n完。"), ["1. 第一项", "2. 第二项续写", "完。"]);
        assert_eq!(of("如下：\n- 甲\n- 乙"), ["如下：", "甲", "乙"]);
        assert_eq!(of("1、甲；\n2、乙。\n（3）丙\n2025. 丁"), ["1、甲；", "2、乙。", "（3）丙2025. 丁"]);
        assert_eq!(of("全年公开\n126条，增长\n3.5%。"), ["全年公开126条，增长3.5%。"]);
    }

    #[test]
    fn a_heading_that_names_no_section_is_refused_and_a_smaller_one_is_text() {
        let unknown = |heading: &str, line| Err(ProseError::Unknown { heading: heading.to_owned(), line });
        assert_eq!(from_markdown("# 一、总体情况\n甲\n# 七、其他\n乙"), unknown("七、其他", 3));
        assert_eq!(from_markdown("# 七、其他\n# 一、总体情况\n甲"), unknown("七、其他", 1));
        assert_eq!(from_markdown("# 报告\n## 总体情况\n甲\n## 附录\n乙"), unknown("附录", 4));
        let prose = from_markdown("# 一、总体情况\n## 平台建设\n甲").unwrap();
        assert_eq!(prose.sections[&SectionKey::Overview], ["平台建设", "甲"]);
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
