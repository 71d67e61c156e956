//! Section titles, reports within a file, and page furniture: the skeleton on which everything else hangs.
//!
//! Not here: the tables (`super::stream`), title and signature (`super::envelope`).

use super::fold::{fold, letters, letters_of};
use super::lines::Line;
use crate::form::{Label, SECTION_WORDS, WORDINGS};
use gongkai_domain::report::SectionKey;
use std::sync::LazyLock;

/// A section title found.
#[derive(Debug, Clone)]
pub(crate) struct Heading {
    /// Index of the line.
    pub(crate) line: usize,
    /// Which section.
    pub(crate) key: SectionKey,
    /// The title as printed.
    pub(crate) title: String,
    /// Text that follows the title on the same line.
    pub(crate) rest: Option<String>,
    /// Whether the title has the official words.
    pub(crate) is_official: bool,
}

fn folded(text: &str) -> String {
    text.chars().filter_map(fold).collect::<String>().trim().to_owned()
}

const NUMERALS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Splits `一、总体情况` into its number (1) and the rest.
fn numbered(text: &str) -> (Option<usize>, &str) {
    let mut chars = text.char_indices();
    if let Some((_, first)) = chars.next()
        && let Some(n) = NUMERALS.iter().position(|c| *c == first)
        && let Some((at, mark)) = chars.find(|(_, c)| *c != ' ')
        && matches!(mark, '、' | '.' | ',' | '，' | ':' | '：')
    {
        return (Some(n + 1), text[at + mark.len_utf8()..].trim_start());
    }
    (None, text)
}

fn core(key: SectionKey) -> &'static str {
    numbered(key.title()).1
}

/// The letters of each official title, its number left away.
static CORES: LazyLock<Vec<(SectionKey, String)>> =
    LazyLock::new(|| SectionKey::EVERY.iter().map(|k| (*k, letters(core(*k)))).collect());

/// The section whose official title has these letters.
fn with_core(words: &str) -> Option<SectionKey> {
    CORES.iter().find(|(_, core)| core == words).map(|(key, _)| *key)
}

/// Finds section titles. Official titles win; a title in other words counts where no official one is found.
pub(crate) fn headings(lines: &[Line<'_>]) -> Vec<Heading> {
    let mut official = Vec::new();
    let mut loose = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if line.fragments.iter().filter(|f| !f.text.trim().is_empty()).count() != 1 {
            continue;
        }
        let (clean, bookmarks, _) = super::without_bookmarks(line.text());
        let printed = clean.trim().trim_start_matches(['#', '*', '＃']).trim();
        let heading = |key: SectionKey, is_official: bool| Heading {
            line: index,
            key,
            title: printed.to_owned(),
            rest: None,
            is_official,
        };
        // most lines do not begin as a numbered title does, and need only be compared with the official words
        let first = printed.chars().filter_map(fold).find(|c| !c.is_whitespace() && *c != '*');
        if !first.is_some_and(|c| c == '(' || NUMERALS.contains(&c)) {
            let key = if bookmarks.is_empty() {
                official_title(line.letters())
            } else {
                official_title(&letters(printed))
            };
            if let Some(key) = key
                && !is_contents_line(&folded(printed).replace('*', ""))
            {
                official.push(heading(key, true));
            }
            continue;
        }
        let mut text = folded(printed);
        text.retain(|c| c != '*');
        let (number, body) = numbered(&text);
        let words = letters(body);
        if number.is_none() && text.starts_with('(') {
            // （一）总体情况: a title only where the document has no better one
            if let Some(key) = with_core(words.trim_start_matches(NUMERALS)) {
                loose.push(heading(key, false));
            }
            continue;
        }
        if let Some(key) = official_title(&words) {
            if !is_contents_line(body) {
                official.push(heading(key, true));
            }
            continue;
        }
        let Some(number) = number else { continue };
        // the title and the first paragraph on one line
        if let Some(key) = SectionKey::EVERY.get(number - 1)
            && let Some(rest) = strip_title(printed, core(*key))
        {
            let is_contents = rest.chars().filter_map(fold).all(|c| !c.is_alphabetic());
            if !is_contents {
                let title = printed[..printed.len() - rest.len()].trim().to_owned();
                let rest = Some(rest.trim().to_owned());
                official.push(Heading { title, rest, ..heading(*key, true) });
            }
            continue;
        }
        let is_sentence = body.contains(['。', '；', ';', '！']);
        if is_sentence || words.chars().count() > 32 || begins_like_a_row(&words) {
            continue;
        }
        let matching = SECTION_WORDS
            .iter()
            .find(|(_, options)| options.iter().any(|all| all.iter().all(|w| words.contains(w))));
        if let Some((key, _)) = matching {
            loose.push(heading(*key, false));
        }
    }
    drop_contents(&mut official, lines);
    drop_contents(&mut loose, lines);
    let found: Vec<SectionKey> = official.iter().map(|h| h.key).collect();
    for heading in loose {
        // the official words behind another number may come again in the next report, other words may not
        let is_core = letters(&heading.title).ends_with(&letters(core(heading.key)));
        let is_first = !official.iter().any(|o| o.key == heading.key);
        if !found.contains(&heading.key) && (is_core || is_first) {
            official.push(heading);
        }
    }
    official.sort_by_key(|h| h.line);
    official
}

/// The section whose title these letters are, perhaps as 第一部分总体情况.
fn official_title(words: &str) -> Option<SectionKey> {
    with_core(words).or_else(|| {
        let behind = words.strip_prefix('第')?.trim_start_matches(NUMERALS);
        with_core(behind.trim_start_matches("部分"))
    })
}

/// A line of a table of contents: dots lead to the page.
fn is_contents_line(text: &str) -> bool {
    text.contains("..") || text.contains('…') || text.contains("··")
}

/// Whether letters begin as a label of table 3 does.
fn begins_like_a_row(words: &str) -> bool {
    WORDINGS
        .iter()
        .any(|w| matches!(w.label, Label::Row(_) | Label::RowGroup) && words.starts_with(w.letters))
}

/// The text behind a title at the start of a line, when there is any.
fn strip_title<'a>(printed: &'a str, core: &str) -> Option<&'a str> {
    let wanted: Vec<char> = core.chars().filter(|c| c.is_alphabetic()).collect();
    let mut matched = 0;
    let mut seen_number = false;
    for (at, c) in printed.char_indices() {
        let Some(plain) = fold(c) else { continue };
        if !plain.is_alphabetic() {
            continue;
        }
        if !seen_number {
            seen_number = true;
            continue;
        }
        if wanted.get(matched) != Some(&plain) {
            return None;
        }
        matched += 1;
        if matched == wanted.len() {
            let rest = &printed[at + c.len_utf8()..];
            // 一、总体情况说明 is another title, not a title with text behind it
            let next = rest.chars().next()?;
            return (next.is_whitespace() || matches!(next, '。' | '：' | ':' | '.' | '\u{3000}'))
                .then(|| rest.trim_start_matches(['。', '：', ':', '.']))
                .filter(|r| !r.trim().is_empty());
        }
    }
    None
}

/// Removes a table of contents: three or more titles one after another with nothing between, repeated later.
fn drop_contents(headings: &mut Vec<Heading>, lines: &[Line<'_>]) {
    let has_body = |a: usize, b: usize| {
        lines[a + 1..b].iter().flat_map(|l| &l.fragments).any(|f| letters_of(f.text).next().is_some())
    };
    let mut is_empty: Vec<bool> = (0..headings.len())
        .map(|i| {
            let next = headings.get(i + 1).map_or(lines.len(), |h| h.line);
            headings[i].rest.is_none() && !has_body(headings[i].line, next)
        })
        .collect();
    // the last title of the contents is followed by the body of the document
    for i in 1..headings.len() {
        if is_empty[i - 1]
            && headings[i..].iter().skip(1).any(|h| h.key == headings[i].key)
            && headings[i].key == SectionKey::Other
        {
            is_empty[i] = true;
        }
    }
    let mut keep = vec![true; headings.len()];
    let mut i = 0;
    while i < headings.len() {
        let mut j = i;
        while j < headings.len() && is_empty[j] {
            j += 1;
        }
        if j - i >= 3 {
            for k in i..j {
                keep[k] = !headings[j..].iter().any(|h| h.key == headings[k].key);
            }
        }
        i = j.max(i + 1);
    }
    let mut at = 0;
    headings.retain(|_| {
        at += 1;
        keep[at - 1]
    });
}

/// Whether a line is a title of an annual report.
pub(crate) fn is_title_line(line: &Line<'_>) -> bool {
    // every title has this letter, and most lines need not be folded to tell that they are none
    line.fragments.iter().any(|f| f.text.contains('报')) && is_title_of(line.text(), line.letters())
}

/// Whether a text is a title of an annual report.
pub(crate) fn is_title(text: &str) -> bool {
    is_title_of(text, &letters(text))
}

fn is_title_of(text: &str, words: &str) -> bool {
    words.contains("信息公开")
        && (words.contains("年度报告") || words.contains("年报"))
        && words.chars().count() <= 60
        && !text.contains(['。', '；', '，', '《', '！', '>', '＞', '»', '：', '|'])
        && !words.contains("首页")
}

/// Where a new report begins within a file: line indices, the first always 0.
pub(crate) fn report_starts(lines: &[Line<'_>], headings: &[Heading]) -> Vec<usize> {
    let mut starts = vec![0];
    let mut current: Vec<SectionKey> = Vec::new();
    for (i, heading) in headings.iter().enumerate() {
        let is_new = heading.key == SectionKey::Overview
            && current.len() >= 2
            && current.contains(&SectionKey::Overview)
            && headings[i + 1..].iter().filter(|h| current.contains(&h.key)).count() >= 2;
        if is_new {
            let floor = headings[i - 1].line + 1;
            let title = (floor..heading.line).rev().find(|l| is_title_line(&lines[*l]));
            starts.push(title.map_or(heading.line, |t| with_name_above(lines, floor, t)));
            current.clear();
        }
        current.push(heading.key);
    }
    // a report without sections, before or behind another, is known by its title
    let titles: Vec<(usize, (Option<i32>, String))> = (0..lines.len())
        .filter(|i| is_title_line(&lines[*i]))
        .map(|i| (i, super::envelope::identity_of_title(lines[i].text())))
        .filter(|(_, (year, name))| year.is_some() && !name.is_empty())
        .collect();
    for (n, (line, identity)) in titles.iter().enumerate() {
        let end = titles.get(n + 1).map_or(lines.len(), |(l, _)| *l);
        let is_other = n > 0 && titles[n - 1].1 != *identity;
        let near = |starts: &[usize]| starts.iter().any(|s| line.abs_diff(*s) <= 4);
        let has_body = |from: usize, to: usize| {
            headings.iter().any(|h| (from..to).contains(&h.line)) || has_table(&lines[from..to])
        };
        if is_other && !near(&starts) && has_body(*line, end) && has_body(titles[n - 1].0, *line) {
            starts.push(with_name_above(lines, titles[n - 1].0 + 1, *line));
        }
    }
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Whether lines hold the head of a table of some form: that of table 3, or of the statistics sheet before the forms. The
/// head may be broken over lines, as when each cell or each character has one.
fn has_table(lines: &[Line<'_>]) -> bool {
    let letters: String = lines.iter().map(Line::letters).collect();
    letters.contains("申请人情况") || letters.contains("指标名称")
}

/// The line at which a report begins whose title stands on `title`: the agency's name may stand above it.
fn with_name_above(lines: &[Line<'_>], floor: usize, title: usize) -> usize {
    let mut start = title;
    while start > floor && lines[start - 1].table.is_none() && is_name_line(lines[start - 1].text()) {
        start -= 1;
    }
    start
}

fn is_name_line(text: &str) -> bool {
    let words = letters(text);
    let n = words.chars().count();
    (3..=30).contains(&n)
        && !text.contains(['。', '，', '；', '日'])
        && super::envelope::ends_like_an_agency(words.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_with_text_behind_it_is_still_a_title() {
        assert_eq!(strip_title("一、总体情况 今年以来，", "总体情况"), Some(" 今年以来，"));
        assert_eq!(strip_title("一、总体情况说明", "总体情况"), None);
        assert_eq!(strip_title("一、总体情况", "总体情况"), None);
    }
}
