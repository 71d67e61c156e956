//! The prose of a report made ready for looking for words: blanks taken out, every place kept.
//!
//! Not here: numbers claimed in the prose (`crate::claims`), which words are wrong (the rules).

use crate::diagnostic::Spot;
use gongkai_domain::report::{Place, Report, SectionKey};
use std::borrow::Cow;

/// A paragraph without its blanks and with plain digits. It can tell where each of its characters stood.
#[derive(Debug, Clone)]
pub(in crate::rules) struct Passage<'a> {
    /// The section, none for the preamble and the title.
    pub(in crate::rules) section: Option<SectionKey>,
    /// The text without blanks, full-width digits made plain.
    pub(in crate::rules) text: Cow<'a, str>,
    original: &'a str,
    place: Option<&'a Place>,
}

/// The character as the rules look for it; none for a blank.
fn plain(c: char) -> Option<char> {
    match c {
        '\u{200b}' | '\u{feff}' => None,
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => (!c.is_whitespace()).then_some(c),
    }
}

impl<'a> Passage<'a> {
    fn new(section: Option<SectionKey>, original: &'a str, place: Option<&'a Place>) -> Self {
        // most paragraphs hold neither: they are looked at as they are
        let text = if original.chars().all(|c| plain(c) == Some(c)) {
            Cow::Borrowed(original)
        } else {
            Cow::Owned(original.chars().filter_map(plain).collect())
        };
        Self { section, text, original, place }
    }

    /// A spot at bytes `start..end` of [`Self::text`], quoting the words as printed.
    pub(in crate::rules) fn spot(&self, start: usize, end: usize) -> Spot {
        let kept = || self.original.chars().enumerate().filter(|(_, c)| plain(*c).is_some()).map(|(i, _)| i);
        let before = self.text[..start].chars().count();
        let length = self.text[start..end].chars().count();
        let from = kept().nth(before).unwrap_or_default();
        let to = kept().nth((before + length).saturating_sub(1)).map_or(from, |last| last + 1);
        let mut spot = Spot::at(self.place);
        spot.place.column = spot.place.column.map(|c| c + from as u32);
        spot.place.length = Some((to - from) as u32);
        spot.quoting(self.original.chars().skip(from).take(to - from).collect::<String>())
    }

    /// The paragraph as printed, blanks and all.
    pub(in crate::rules) fn printed(&self) -> &'a str {
        self.original
    }

    /// A spot at bytes `start..end` of [`Self::printed`].
    pub(in crate::rules) fn printed_spot(&self, start: usize, end: usize) -> Spot {
        let mut spot = Spot::at(self.place);
        let from = self.original[..start].chars().count() as u32;
        spot.place.column = spot.place.column.map(|c| c + from);
        spot.place.length = Some(self.original[start..end].chars().count() as u32);
        spot.quoting(&self.original[start..end])
    }

    /// The sentences with the byte at which each begins.
    pub(in crate::rules) fn sentences(&self) -> Vec<(usize, &str)> {
        split(&self.text, &['。', '；', '！', '？', ';'])
    }
}

/// The parts of a text between the given marks, with the byte at which each begins.
pub(in crate::rules) fn split<'a>(text: &'a str, marks: &[char]) -> Vec<(usize, &'a str)> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (index, mark) in text.match_indices(marks) {
        if index > start {
            parts.push((start, &text[start..index]));
        }
        start = index + mark.len();
    }
    if start < text.len() {
        parts.push((start, &text[start..]));
    }
    parts
}

/// Preamble and sections, paragraph by paragraph.
pub(in crate::rules) fn passages(report: &Report) -> Vec<Passage<'_>> {
    let mut passages: Vec<Passage<'_>> =
        report.preamble.iter().map(|p| Passage::new(None, &p.text, p.place.as_ref())).collect();
    for section in &report.sections {
        let key = Some(section.key);
        if section.paragraphs.is_empty() {
            let place = section.place.as_ref();
            passages.extend(section.text.lines().map(|line| Passage::new(key, line, place)));
        } else {
            let paragraphs = section.paragraphs.iter();
            passages.extend(paragraphs.map(|p| Passage::new(key, &p.text, p.place.as_ref())));
        }
    }
    passages.retain(|p| !p.text.is_empty());
    passages
}

/// The title line, where there is one.
pub(in crate::rules) fn title(report: &Report) -> Option<Passage<'_>> {
    let text = report.title.value.as_deref()?;
    Some(Passage::new(None, text, report.title.place.as_ref()))
}

/// Every place of every word in the text, in no order. Words that begin alike are looked for together.
pub(in crate::rules) fn find_words<'w>(text: &str, words: &[&'w str]) -> Vec<(usize, &'w str)> {
    let mut found = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let Some(head) = word.chars().next() else { continue };
        if words[..index].iter().any(|w| w.starts_with(head)) {
            continue;
        }
        for (at, _) in text.match_indices(head) {
            let rest = &text[at..];
            found.extend(words[index..].iter().filter(|w| rest.starts_with(**w)).map(|w| (at, *w)));
        }
    }
    found
}

/// Whether any of the words stands in the text.
pub(in crate::rules) fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.contains(w))
}

/// Whether the character is a Chinese one.
pub(in crate::rules) fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The number (digits and at most one point) that ends at the byte, with the byte at which it begins.
pub(in crate::rules) fn number_ending_at(text: &str, end: usize) -> Option<(usize, &str)> {
    let start = text[..end]
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_ascii_digit() || *c == '.')
        .last()
        .map(|(i, _)| i)?;
    let number = &text[start..end];
    (number.starts_with(|c: char| c.is_ascii_digit()) && number.ends_with(|c: char| c.is_ascii_digit()))
        .then_some((start, number))
}

/// Every four-digit year followed by 年, with the byte at which it begins.
pub(in crate::rules) fn years(text: &str) -> Vec<(usize, i32)> {
    text.match_indices('年')
        .filter_map(|(end, _)| {
            let (start, number) = number_ending_at(text, end)?;
            let year: i32 = (number.len() == 4).then(|| number.parse().ok())??;
            (1990..2100).contains(&year).then_some((start, year))
        })
        .collect()
}

/// A date as it is written in a document.
pub(in crate::rules) fn date(date: chrono::NaiveDate) -> String {
    use chrono::Datelike as _;
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// Whether two names may be those of one agency: one is the other with characters left out, as short names are.
pub(in crate::rules) fn may_be_one_agency(a: &str, b: &str) -> bool {
    let bare = |name: &str| -> Vec<char> {
        let mut depth = 0_u32;
        name.chars()
            .filter(|c| {
                let outside = depth == 0;
                match c {
                    '（' | '(' => depth += 1,
                    '）' | ')' => depth = depth.saturating_sub(1),
                    _ => return outside && !c.is_whitespace(),
                }
                false
            })
            .collect()
    };
    let is_part = |short: &[char], long: &[char]| {
        let mut rest = long.iter();
        short.iter().all(|c| rest.any(|l| l == c))
    };
    let (a, b) = (bare(a), bare(b));
    is_part(&a, &b) || is_part(&b, &a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spot_in_text_with_blanks_points_at_the_printed_words() {
        let place = Place { line: Some(7), column: Some(3), ..Place::default() };
        let passage = Passage::new(None, "　　统计期限为 ２０２５ 年。", Some(&place));
        assert_eq!(passage.text, "统计期限为2025年。");
        let (start, year) = years(&passage.text)[0];
        let spot = passage.spot(start, start + 4);
        assert_eq!(year, 2025);
        assert_eq!(spot.quote.as_deref(), Some("２０２５"));
        assert_eq!((spot.place.line, spot.place.column, spot.place.length), (Some(7), Some(11), Some(4)));
    }

    #[test]
    fn short_names_belong_to_their_long_names_and_others_do_not() {
        assert!(may_be_one_agency("区文旅局", "云岭市青溪区文化和旅游局（文物管理局）"));
        assert!(may_be_one_agency("云岭市人民政府办公室", "市政府办公室"));
        assert!(may_be_one_agency("市发改委", "云岭市发展和改革委员会"));
        assert!(!may_be_one_agency("云岭市水务局", "云岭市林业局"));
    }

    #[test]
    fn a_number_before_a_unit_is_found_with_its_point() {
        let text = "信息处理费0.038万元";
        let end = text.find("万元").unwrap();
        assert_eq!(number_ending_at(text, end).map(|(_, n)| n), Some("0.038"));
        assert_eq!(number_ending_at("约.5件", "约.5".len()), None);
    }
}
