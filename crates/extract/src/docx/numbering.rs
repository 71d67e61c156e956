//! Works out the automatic numbers of a Word document, such as 一、 and （二）, which its text does not contain.
//!
//! Not here: where a label is put before the text (`body`).

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::xml::{self, Piece, Scanner, Tag};
use crate::ExtractError;
use crate::grid::Budget;

const LEVELS: usize = 9;

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// Lower levels shown in decimal digits whatever their own format.
    is_legal: bool,
}

#[derive(Debug, Clone, Default)]
struct Style {
    based_on: Option<String>,
    outline: Option<u8>,
    list: Option<u32>,
    level: Option<usize>,
    name: String,
}

/// What the properties of a run, or of the style of its characters, do to its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    vanish: bool,
    strike: bool,
    double_strike: bool,
    raised: bool,
}

impl Look {
    /// Takes a property over; answers whether it was one of these.
    pub(super) fn set(&mut self, local: &str, e: Tag<'_>) -> bool {
        match local {
            "vanish" => self.vanish = e.is_on(),
            "strike" => self.strike = e.is_on(),
            "dstrike" => self.double_strike = e.is_on(),
            "vertAlign" => {
                self.raised = matches!(e.attribute("val").as_deref(), Some("superscript" | "subscript"));
            }
            _ => return false,
        }
        true
    }

    pub(super) fn is_hidden(self) -> bool {
        self.vanish
    }

    pub(super) fn is_struck(self) -> bool {
        self.strike || self.double_strike
    }

    /// Set above or below the line.
    pub(super) fn is_raised(self) -> bool {
        self.raised
    }
}

/// Everything that decides labels and heading levels, and how far each list has counted.
#[derive(Debug, Default)]
pub(super) struct Labels {
    abstracts: HashMap<u32, Vec<Level>>,
    /// Concrete list: its abstract list, its own levels and its own first numbers.
    lists: HashMap<u32, List>,
    styles: HashMap<String, Style>,
    /// Styles of characters that change what is to be read. A style that builds on another takes its look over.
    looks: HashMap<String, Look>,
    default_style: Option<String>,
    counters: HashMap<u32, [Option<u32>; LEVELS]>,
    begun: HashSet<u32>,
}

#[derive(Debug, Clone, Default)]
struct List {
    of: u32,
    levels: HashMap<usize, Level>,
    starts: BTreeMap<usize, u32>,
}

impl Labels {
    pub(super) fn read_numbering(&mut self, xml: &str, budget: &mut Budget<'_>) -> Result<(), ExtractError> {
        let mut scanner = Scanner::new(xml);
        let (mut of, mut list, mut at) = (None::<u32>, None::<u32>, 0usize);
        loop {
            budget.step()?;
            let e = match scanner.next() {
                Ok(Some(Piece::Start(e) | Piece::Empty(e))) => e,
                Ok(Some(Piece::End(name))) => {
                    match xml::local(name) {
                        "abstractNum" => of = None,
                        "num" => list = None,
                        _ => {}
                    }
                    continue;
                }
                Ok(None) | Err(_) => return Ok(()),
                Ok(_) => continue,
            };
            match e.local() {
                "abstractNum" => {
                    of = e.attribute("abstractNumId").and_then(|v| v.parse().ok());
                    if let Some(of) = of {
                        self.abstracts.insert(of, vec![Level::default(); LEVELS]);
                    }
                }
                "num" => {
                    list = e.attribute("numId").and_then(|v| v.parse().ok());
                    if let Some(list) = list {
                        self.lists.insert(list, List::default());
                    }
                }
                "abstractNumId" => {
                    if let Some(entry) = list.and_then(|l| self.lists.get_mut(&l)) {
                        entry.of = e.number().unwrap_or_default();
                    }
                }
                "lvlOverride" => at = level_of(e),
                "startOverride" => {
                    if let Some(entry) = list.and_then(|l| self.lists.get_mut(&l)) {
                        entry.starts.insert(at, e.number().unwrap_or(1));
                    }
                }
                "lvl" => {
                    at = level_of(e);
                    if let Some(entry) = list.and_then(|l| self.lists.get_mut(&l)) {
                        entry.levels.insert(at, Level::default());
                    }
                }
                name @ ("start" | "numFmt" | "lvlText" | "isLgl") => {
                    let level = match (of, list) {
                        (Some(of), _) => self.abstracts.get_mut(&of).and_then(|l| l.get_mut(at)),
                        (None, Some(list)) => self.lists.get_mut(&list).and_then(|l| l.levels.get_mut(&at)),
                        (None, None) => None,
                    };
                    let Some(level) = level else { continue };
                    match name {
                        "start" => level.start = e.number().unwrap_or(1),
                        "numFmt" => level.format = e.attribute("val").unwrap_or_default().into_owned(),
                        "lvlText" => level.text = e.attribute("val").unwrap_or_default().into_owned(),
                        _ => level.is_legal = e.is_on(),
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn read_styles(&mut self, xml: &str, budget: &mut Budget<'_>) -> Result<(), ExtractError> {
        let mut scanner = Scanner::new(xml);
        let mut current: Option<(String, Style)> = None;
        let mut characters: Option<(String, Look)> = None;
        loop {
            budget.step()?;
            let e = match scanner.next() {
                Ok(Some(Piece::Start(e) | Piece::Empty(e))) => e,
                Ok(Some(Piece::End(name))) => {
                    if xml::local(name) == "style" {
                        self.styles.extend(current.take());
                        self.looks.extend(characters.take().filter(|(_, look)| *look != Look::default()));
                    }
                    continue;
                }
                Ok(None) | Err(_) => return Ok(()),
                Ok(_) => continue,
            };
            let name = e.local();
            if name == "style" {
                let (kind, id) =
                    (e.attribute("type"), e.attribute("styleId").unwrap_or_default().into_owned());
                if kind.as_deref() == Some("character") {
                    characters = Some((id, Look::default()));
                } else if kind.as_deref() == Some("paragraph") {
                    if matches!(e.attribute("default").as_deref(), Some("1" | "true" | "on")) {
                        self.default_style = Some(id.clone());
                    }
                    current = Some((id, Style::default()));
                }
                continue;
            }
            if let Some((_, look)) = &mut characters {
                if name == "basedOn" {
                    // Programs write the style that is built on first.
                    *look = self.look(e.attribute("val").as_deref());
                } else {
                    look.set(name, e);
                }
                continue;
            }
            let Some((_, style)) = &mut current else { continue };
            match name {
                "name" => style.name = e.attribute("val").unwrap_or_default().into_owned(),
                "basedOn" => style.based_on = e.attribute("val").map(Cow::into_owned),
                "outlineLvl" => style.outline = e.number(),
                "numId" => style.list = e.number(),
                "ilvl" => style.level = e.number(),
                _ => {}
            }
        }
    }

    /// What a style of characters does to the text.
    pub(super) fn look(&self, style: Option<&str>) -> Look {
        style.and_then(|s| self.looks.get(s)).copied().unwrap_or_default()
    }

    /// Heading level of a paragraph (1 to 6), from its own outline level or its style's.
    pub(super) fn heading(&self, style: Option<&str>, outline: Option<u8>) -> Option<u8> {
        let named = |s: &Style| {
            let name = s.name.strip_prefix("heading ").or_else(|| s.name.strip_prefix("Heading "))?;
            name.trim().parse::<u8>().ok()?.checked_sub(1)
        };
        let level = outline.or_else(|| self.inherited(style, |s| s.outline.or_else(|| named(s))))?;
        // 9 means body text.
        (level < 9).then(|| (level + 1).min(6))
    }

    /// The next label of a paragraph in a list. `list` and `level` are the paragraph's own, if it has any.
    pub(super) fn next(
        &mut self,
        style: Option<&str>,
        list: Option<u32>,
        level: Option<usize>,
    ) -> Option<String> {
        if self.lists.is_empty() {
            return None;
        }
        let list = list.or_else(|| self.inherited(style, |s| s.list))?;
        let level = level.or_else(|| self.inherited(style, |s| s.level)).unwrap_or(0).min(LEVELS - 1);
        // List 0 takes a paragraph out of the list of its style.
        let entry = self.lists.get(&list).filter(|_| list != 0)?;
        let of = entry.of;
        let levels = self.abstracts.get(&of)?;
        let look =
            |at: usize| entry.levels.get(&at).filter(|l| !l.format.is_empty()).or_else(|| levels.get(at));
        let shown = look(level)?;
        let counters = self.counters.entry(of).or_default();
        if self.begun.insert(list) {
            for (&at, &start) in &entry.starts {
                counters[at.min(LEVELS - 1)] = start.checked_sub(1);
                if start == 0 {
                    counters[at.min(LEVELS - 1)] = None;
                }
            }
        }
        let first =
            |at: usize| entry.starts.get(&at).copied().or_else(|| look(at).map(|l| l.start)).unwrap_or(1);
        counters[level] = Some(counters[level].map_or_else(|| first(level), |n| n.saturating_add(1)));
        for deeper in &mut counters[level + 1..] {
            *deeper = None;
        }
        if shown.format == "bullet" || shown.format == "none" {
            return None;
        }
        let mut label = String::new();
        let mut text = shown.text.chars().peekable();
        while let Some(c) = text.next() {
            let at = text.peek().and_then(|d| d.to_digit(10)).filter(|d| c == '%' && *d > 0);
            let Some(at) = at else {
                label.push(c);
                continue;
            };
            text.next();
            let at = at as usize - 1;
            let value = counters[at].unwrap_or_else(|| first(at));
            let format = look(at).map_or("decimal", |l| l.format.as_str());
            label.push_str(&numeral(value, if shown.is_legal { "decimal" } else { format }));
        }
        (!label.trim().is_empty()).then_some(label)
    }

    /// A property of a style or of the styles it is based on.
    fn inherited<T>(&self, style: Option<&str>, property: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut id = style.or(self.default_style.as_deref())?;
        // A chain longer than this goes in circles.
        for _ in 0..32 {
            let style = self.styles.get(id)?;
            if let Some(found) = property(style) {
                return Some(found);
            }
            id = style.based_on.as_deref()?;
        }
        None
    }
}

fn level_of(e: Tag<'_>) -> usize {
    e.attribute("ilvl").and_then(|v| v.parse().ok()).unwrap_or(0usize).min(LEVELS - 1)
}

/// A number in one of the formats that Word offers in Chinese documents; other formats as Arabic digits.
fn numeral(n: u32, format: &str) -> String {
    let from = |base: char, many: u32| {
        (1..=many).contains(&n).then(|| char::from_u32(base as u32 + n - 1)).flatten()
    };
    let letters = |base: u8| {
        // a … z, aa, bb: Word repeats the letter.
        let index = n.saturating_sub(1);
        let letter = char::from(base + (index % 26) as u8);
        std::iter::repeat_n(letter, (index / 26 + 1).min(8) as usize).collect::<String>()
    };
    let picked = |signs: &str| n.checked_sub(1).and_then(|i| signs.chars().nth(i as usize)).map(String::from);
    let found = match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographTraditionalCounting" => Some(chinese(n, "〇一二三四五六七八九", "十百千")),
        "chineseLegalSimplified" => Some(chinese(n, "零壹贰叁肆伍陆柒捌玖", "拾佰仟")),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => Some(
            n.to_string()
                .bytes()
                .filter_map(|d| "〇一二三四五六七八九".chars().nth(usize::from(d - b'0')))
                .collect(),
        ),
        "ideographTraditional" => picked("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => picked("子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => from('①', 20).map(String::from),
        "decimalEnclosedParen" => from('⑴', 20).map(String::from),
        "decimalEnclosedFullstop" => from('⒈', 20).map(String::from),
        "ideographEnclosedCircle" => from('㊀', 10).map(String::from),
        "decimalFullWidth" | "decimalFullWidth2" => Some(
            n.to_string()
                .chars()
                .filter_map(|d| char::from_u32(u32::from(d) - u32::from('0') + u32::from('０')))
                .collect(),
        ),
        "decimalZero" => Some(format!("{n:02}")),
        "upperLetter" => Some(letters(b'A')),
        "lowerLetter" => Some(letters(b'a')),
        "upperRoman" => Some(roman(n)),
        "lowerRoman" => Some(roman(n).to_lowercase()),
        _ => None,
    };
    found.unwrap_or_else(|| n.to_string())
}

/// A Chinese counting number up to 9999; 10 to 19 without the leading one, as lists are counted.
fn chinese(n: u32, digits: &str, units: &str) -> String {
    if n == 0 || n > 9999 {
        return if n == 0 { digits.chars().take(1).collect() } else { n.to_string() };
    }
    let digit = |d: u32| digits.chars().nth(d as usize).unwrap_or('〇');
    let mut out = String::new();
    let mut gap = false;
    for (power, unit) in
        [(1000, units.chars().nth(2)), (100, units.chars().nth(1)), (10, units.chars().next()), (1, None)]
    {
        let d = n / power % 10;
        if d == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        if !(power == 10 && d == 1 && out.is_empty()) {
            out.push(digit(d));
        }
        out.extend(unit);
    }
    out
}

fn roman(n: u32) -> String {
    if n == 0 || n > 3999 {
        return n.to_string();
    }
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let (mut rest, mut out) = (n, String::new());
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_counting_follows_the_lists_of_office_programs() {
        let count = |n| numeral(n, "chineseCounting");
        let found: Vec<String> = [1, 9, 10, 11, 20, 21, 100, 101, 110, 111, 1001].map(count).into();
        assert_eq!(
            found,
            [
                "一",
                "九",
                "十",
                "十一",
                "二十",
                "二十一",
                "一百",
                "一百零一",
                "一百一十",
                "一百一十一",
                "一千零一"
            ]
        );
    }

    #[test]
    fn other_formats_are_written_as_shown() {
        let cases = [
            (3, "decimalEnclosedCircle", "③"),
            (2, "ideographTraditional", "乙"),
            (27, "lowerLetter", "aa"),
            (14, "upperRoman", "XIV"),
            (12, "decimalFullWidth", "１２"),
            (4, "chineseLegalSimplified", "肆"),
            (5, "something new", "5"),
        ];
        for (n, format, shown) in cases {
            assert_eq!(numeral(n, format), shown, "{format}");
        }
    }
}
