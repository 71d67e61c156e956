//! Reference numbers: 登记编号, 文号 and 送达编号 by the pattern of the agency, written and read back.
//!
//! Three independent series for each agency and year; a number is never used twice. The brackets of a 文号 are U+3014 and
//! U+3015, its number has no leading zeros (《党政机关公文格式》, GB/T 9704).
//! Not here: the ids of records (`crate::ids`), the counters (`gongkai-storage`).

use crate::notice::kind::{PaperKind, Procedural};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Longest pattern and longest number, in characters.
const LONGEST: usize = 60;

/// A running series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Series {
    /// 登记编号; its year is that of receipt and stays after carry-over.
    Registration,
    /// 文书文号.
    Document,
    /// 送达编号.
    Service,
}

impl Series {
    /// All series.
    pub const EVERY: &[Self] = &[Self::Registration, Self::Document, Self::Service];

    /// Key of interfaces and records.
    pub fn key(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Document => "document",
            Self::Service => "service",
        }
    }

    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Registration => "登记编号",
            Self::Document => "文书文号",
            Self::Service => "送达编号",
        }
    }
}

/// A local suffix of a 文号.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suffix {
    /// －答.
    Reply,
    /// －补.
    Correction,
    /// －延.
    Extension,
}

impl Suffix {
    /// All suffixes.
    pub const EVERY: &[Self] = &[Self::Reply, Self::Correction, Self::Extension];

    /// As printed.
    pub fn words(self) -> &'static str {
        match self {
            Self::Reply => "－答",
            Self::Correction => "－补",
            Self::Extension => "－延",
        }
    }

    /// The suffix of a paper, where local practice knows one.
    pub fn of(kind: PaperKind) -> Option<Self> {
        match kind {
            PaperKind::Reply(_) => Some(Self::Reply),
            PaperKind::Procedural(Procedural::CorrectionNotice) => Some(Self::Correction),
            PaperKind::Procedural(Procedural::ExtensionNotice) => Some(Self::Extension),
            PaperKind::Procedural(_) => None,
        }
    }
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// The running number stands once.
    #[error("a pattern has {{n}} exactly once")]
    RunningNumber,
    /// The year stands once: without it numbers of two years would be equal.
    #[error("a pattern has {{year}} exactly once")]
    Year,
    /// Other places are not known.
    #[error("unknown place '{0}' in a pattern")]
    UnknownPlace(String),
    /// A brace without its partner.
    #[error("a brace of the pattern has no partner")]
    Brace,
    /// The width of the running number is 1 to 8.
    #[error("the width '{0}' is not 1 to 8")]
    Width(String),
    /// A 文号 has no leading zeros.
    #[error("a document number has no leading zeros")]
    LeadingZeros,
    /// A 文号 has the year in 〔〕.
    #[error("a document number has its year in the brackets 〔〕 (U+3014, U+3015)")]
    Brackets,
    /// Year and running number touch, so that a number could not be read back.
    #[error("year and running number touch")]
    Touching,
    /// Too long.
    #[error("a pattern has at most {LONGEST} characters")]
    TooLong,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Piece {
    Text(String),
    Year,
    /// The running number with at least so many digits.
    Running(usize),
    Suffix,
}

/// The pattern of a series, such as `依申请〔{year}〕{n}号`, `{year}-{n:4}` or `×公开告〔{year}〕{n}号{suffix}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NumberPattern {
    text: String,
    pieces: Vec<Piece>,
}

/// A number read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ReferenceNumber {
    /// The year.
    pub year: u16,
    /// The running number, from 1.
    pub running: u32,
    /// The suffix.
    pub suffix: Option<Suffix>,
}

impl NumberPattern {
    /// Whether the pattern suits a series: a 文号 has its year in 〔〕 and no leading zeros.
    ///
    /// # Errors
    /// [`PatternError::Brackets`], [`PatternError::LeadingZeros`].
    pub fn check_for(&self, series: Series) -> Result<(), PatternError> {
        if series != Series::Document {
            return Ok(());
        }
        let is_padded = self.pieces.iter().any(|piece| matches!(piece, Piece::Running(width) if *width > 1));
        if is_padded {
            return Err(PatternError::LeadingZeros);
        }
        if self.text.contains("〔{year}〕") { Ok(()) } else { Err(PatternError::Brackets) }
    }

    /// Writes a number.
    pub fn render(&self, number: ReferenceNumber) -> String {
        use fmt::Write as _;
        let mut out = String::with_capacity(self.text.len());
        for piece in &self.pieces {
            // Writing to a string does not fail.
            let _ = match piece {
                Piece::Text(text) => out.write_str(text),
                Piece::Year => write!(out, "{:04}", number.year),
                Piece::Running(width) => write!(out, "{:0width$}", number.running),
                Piece::Suffix => out.write_str(number.suffix.map_or("", Suffix::words)),
            };
        }
        out
    }

    /// Reads a number written by this pattern; none where it is not, to the character.
    pub fn parse(&self, text: &str) -> Option<ReferenceNumber> {
        if text.chars().count() > LONGEST {
            return None;
        }
        let mut rest = text;
        let mut number = ReferenceNumber { year: 0, running: 0, suffix: None };
        for piece in &self.pieces {
            match piece {
                Piece::Text(expected) => rest = rest.strip_prefix(expected.as_str())?,
                Piece::Year => {
                    let (digits, after) = rest.split_at_checked(4)?;
                    number.year =
                        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
                    rest = after;
                }
                Piece::Running(width) => {
                    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
                    let (digits, after) = rest.split_at_checked(length)?;
                    if length < *width || (length > *width && digits.starts_with('0')) {
                        return None;
                    }
                    number.running = digits.parse().ok().filter(|running| *running > 0)?;
                    rest = after;
                }
                Piece::Suffix => {
                    let found = Suffix::EVERY.iter().find(|suffix| rest.starts_with(suffix.words()));
                    if let Some(suffix) = found {
                        number.suffix = Some(*suffix);
                        rest = rest.strip_prefix(suffix.words())?;
                    }
                }
            }
        }
        rest.is_empty().then_some(number)
    }

    /// Reads a number as people type it: other brackets, full-width digits and spaces are taken for what is meant.
    pub fn parse_typed(&self, text: &str) -> Option<ReferenceNumber> {
        if text.chars().count() > LONGEST {
            return None;
        }
        self.parse(text).or_else(|| {
            // The pattern is brought to the same plain form, so that its own brackets and dashes still agree.
            let plain_pattern: Self = plain(&self.text).parse().ok()?;
            plain_pattern.parse(&plain(text))
        })
    }
}

/// What stands between the parts of a number, however people write it.
fn divides(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '〔' | '〕'
                | '['
                | ']'
                | '【'
                | '】'
                | '〖'
                | '〗'
                | '（'
                | '）'
                | '('
                | ')'
                | '「'
                | '」'
                | '『'
                | '』'
                | '〈'
                | '〉'
                | '《'
                | '》'
                | '<'
                | '>'
                | '{'
                | '}'
                | '-'
                | '_'
                | '/'
                | '.'
                | '．'
                | '·'
                | '、'
                | '，'
                | ','
                | '第'
                | '号'
                | '號'
                | '年'
        )
}

/// By what a registration number, a 文号 or a case number is looked for, typed wholly or in part: its words and its numbers divided by
/// `-`. Brackets of any kind, full-width digits, blanks, 第, 年 and 号 make no difference, nor do capitals and leading zeros. Where
/// the text begins or ends with what divides, so does the key: `〔2025〕1号` is not `〔2025〕12号`.
///
/// ```
/// use gongkai_domain::number::search_key;
/// assert_eq!(search_key("依申请〔2026〕12号"), "依申请-2026-12-");
/// assert_eq!(search_key(" 依申请 ［２０２６］ 第１２"), "依申请-2026-12");
/// ```
pub fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    // the digits of the run in hand that are nought so far, and whether a run of digits is in hand
    let (mut noughts, mut in_digits) = (false, false);
    let end_run = |key: &mut String, noughts: &mut bool| {
        if std::mem::take(noughts) {
            key.push('0');
        }
    };
    for c in crate::personal::normalise(text).chars() {
        if divides(c) {
            end_run(&mut key, &mut noughts);
            in_digits = false;
            if !key.ends_with('-') {
                key.push('-');
            }
            continue;
        }
        let is_digit = c.is_ascii_digit();
        if is_digit != in_digits {
            end_run(&mut key, &mut noughts);
            if !key.is_empty() && !key.ends_with('-') {
                key.push('-');
            }
        }
        let begins = is_digit && (!in_digits || noughts);
        in_digits = is_digit;
        if begins && c == '0' {
            noughts = true;
            continue;
        }
        noughts = false;
        key.extend(c.to_lowercase());
    }
    end_run(&mut key, &mut noughts);
    key
}

/// The key of a whole number, by which it is kept and found: two ways to write one number have the same.
pub fn whole_key(number: &str) -> String {
    format!("-{}-", search_key(number).trim_matches('-'))
}

/// Whether two texts are the same number, however they are written.
pub fn is_same_number(one: &str, other: &str) -> bool {
    whole_key(one) == whole_key(other) && whole_key(one).len() > 2
}

/// Brackets, dashes, digits and spaces in one form.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '[' | '［' | '【' | '（' | '(' | '「' => '〔',
            ']' | '］' | '】' | '）' | ')' | '」' => '〕',
            '-' | '—' | '–' | '−' => '－',
            '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

impl FromStr for NumberPattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        if text.chars().count() > LONGEST {
            return Err(PatternError::TooLong);
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let open = rest.find(['{', '}']).unwrap_or(rest.len());
            let (before, at) = rest.split_at(open);
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            let Some(inside) = at.strip_prefix('{') else {
                if at.is_empty() {
                    break;
                }
                return Err(PatternError::Brace);
            };
            let (place, after) = inside.split_once('}').ok_or(PatternError::Brace)?;
            pieces.push(match place.split_once(':').unwrap_or((place, "1")) {
                ("year", "1") if place == "year" => Piece::Year,
                ("suffix", "1") if place == "suffix" => Piece::Suffix,
                ("n", width) => Piece::Running(
                    width
                        .parse()
                        .ok()
                        .filter(|width| (1..=8).contains(width))
                        .ok_or_else(|| PatternError::Width(width.to_owned()))?,
                ),
                _ => return Err(PatternError::UnknownPlace(place.to_owned())),
            });
            rest = after;
        }
        let once = |wanted: fn(&Piece) -> bool| pieces.iter().filter(|piece| wanted(piece)).count() == 1;
        if !once(|piece| matches!(piece, Piece::Running(_))) {
            return Err(PatternError::RunningNumber);
        }
        if !once(|piece| *piece == Piece::Year) {
            return Err(PatternError::Year);
        }
        let is_digit_end = |piece: &Piece| match piece {
            Piece::Text(text) => text.starts_with(|c: char| c.is_ascii_digit()),
            Piece::Year => true,
            Piece::Running(_) | Piece::Suffix => false,
        };
        let touches =
            pieces.windows(2).any(|pair| matches!(pair[0], Piece::Running(_)) && is_digit_end(&pair[1]));
        if touches {
            return Err(PatternError::Touching);
        }
        Ok(Self { text: text.to_owned(), pieces })
    }
}

impl fmt::Display for NumberPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for NumberPattern {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for NumberPattern {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::kind::Reply;

    fn pattern(text: &str) -> NumberPattern {
        text.parse().unwrap()
    }

    fn number(year: u16, running: u32) -> ReferenceNumber {
        ReferenceNumber { year, running, suffix: None }
    }

    #[test]
    fn numbers_are_written_as_the_agency_writes_them_and_read_back() {
        let cases = [
            ("依申请〔{year}〕{n}号", number(2025, 17), "依申请〔2025〕17号"),
            ("{year}-{n:4}", number(2025, 17), "2025-0017"),
            ("{year}-{n:4}", number(2025, 12345), "2025-12345"),
            ("×公开告〔{year}〕{n}号{suffix}", number(2025, 12), "×公开告〔2025〕12号"),
            (
                "×公开〔{year}〕{n}号{suffix}",
                ReferenceNumber { suffix: Some(Suffix::Correction), ..number(2026, 3) },
                "×公开〔2026〕3号－补",
            ),
        ];
        for (text, number, written) in cases {
            assert_eq!(pattern(text).render(number), written);
            assert_eq!(pattern(text).parse(written), Some(number));
        }
    }

    #[test]
    fn what_the_pattern_would_not_write_is_not_read() {
        let own = pattern("×公开告〔{year}〕{n}号");
        for text in [
            "×公开告〔2025〕012号",
            "×公开告[2025]12号",
            "×公开告〔2025〕号",
            "×公开告〔2025〕0号",
            "×公开告〔2025〕12号之一",
            "×公开告〔二〇二五〕12号",
            "公开告〔2025〕12号",
            "×公开告〔2025〕99999999999号",
            "",
        ] {
            assert_eq!(own.parse(text), None, "{text}");
        }
        assert_eq!(pattern("{year}-{n:4}").parse("2025-17"), None);
        assert_eq!(pattern("{year}-{n:4}").parse("2025-00017"), None);
    }

    #[test]
    fn typed_numbers_are_understood_with_other_brackets_and_digits() {
        let own = pattern("×公开告〔{year}〕{n}号");
        for text in ["×公开告[2025]12号", "×公开告（２０２５）１２号", " ×公开告【2025】 12 号"]
        {
            assert_eq!(own.parse_typed(text), Some(number(2025, 12)), "{text}");
        }
        assert_eq!(pattern("{year}-{n:4}").parse_typed("2025－0017"), Some(number(2025, 17)));
        assert_eq!(own.parse_typed("×公开告2025第12号"), None);
    }

    #[test]
    fn a_number_has_one_key_however_it_is_typed() {
        let kept = whole_key("依申请〔2026〕12号");
        for typed in [
            "依申请〔2026〕12号",
            "依申请[2026]12号",
            "依申请［2026］12号",
            "依申请（2026）12号",
            "依申请(2026)12号",
            "依申请【2026】12号",
            "依申请〔２０２６〕１２号",
            " 依申请 〔 2026 〕 12 号 ",
            "依申请〔2026〕第12号",
            "依申请〔2026〕12",
            "依申请2026年第12号",
            "依申请2026-12",
            "依申请〔2026〕012号",
            "依申请\u{200b}〔2026〕12号",
        ] {
            assert!(is_same_number("依申请〔2026〕12号", typed), "{typed}");
            assert!(kept.contains(&search_key(typed)), "{typed}");
        }
        for other in [
            "依申请〔2026〕1号",
            "依申请〔2026〕123号",
            "依申请〔202〕612号",
            "依申请〔2025〕12号",
            "申请〔2026〕12号",
            "",
        ] {
            assert!(!is_same_number("依申请〔2026〕12号", other), "{other}");
        }
        assert!(is_same_number("2025-0017", "２０２５－17"));
        assert!(is_same_number("×公开〔2026〕3号－补", "×公开[2026]3号-补"));
        assert!(!is_same_number("×公开〔2026〕3号－补", "×公开〔2026〕3号"));
        assert!(!is_same_number("", ""), "nothing is no number");
    }

    #[test]
    fn a_part_of_a_number_is_found_and_where_it_ends_is_heard() {
        let kept = whole_key("依申请〔2026〕12号");
        for part in ["2026", "[2026]12", "（2026）1", "12号", "第12号", "依申请", "2026年12号"] {
            assert!(kept.contains(&search_key(part)), "{part}");
        }
        for part in ["[2026]1号", "（2026）2", "第2号", "〔2025〕"] {
            assert!(!kept.contains(&search_key(part)), "{part}");
        }
        // noughts alone stay a number
        assert_eq!(search_key("2026-00"), "2026-0");
    }

    #[test]
    fn whatever_hand_types_a_number_of_whatever_pattern_it_is_found_and_no_other_number_is() {
        let mut rng = gongkai_testkit::Rng::new(2026);
        let patterns = [
            "依申请〔{year}〕{n}号",
            "{year}-{n:4}",
            "×公开告〔{year}〕{n}号{suffix}",
            "县依（{year}）第{n}号",
            "XX{year}/{n:3}",
        ];
        let brackets = [('〔', '〕'), ('[', ']'), ('［', '］'), ('（', '）'), ('(', ')'), ('【', '】')];
        for _ in 0..2000 {
            let own = pattern(patterns[rng.below(patterns.len())]);
            let number = ReferenceNumber {
                year: 2019 + u16::try_from(rng.below(12)).unwrap(),
                running: 1 + u32::try_from(rng.below(2000)).unwrap(),
                suffix: None,
            };
            let written = own.render(number);
            let (open, close) = brackets[rng.below(brackets.len())];
            let (is_wide, is_spaced, has_end) = (rng.below(2) == 0, rng.below(2) == 0, rng.below(2) == 0);
            let typed: String = written
                .chars()
                .filter(|c| has_end || !matches!(c, '第' | '号'))
                .flat_map(|c| match c {
                    '〔' | '（' if is_spaced => vec![' ', open],
                    '〔' | '（' => vec![open],
                    '〕' | '）' if is_spaced => vec![close, '\u{3000}'],
                    '〕' | '）' => vec![close],
                    c if is_wide && c.is_ascii_digit() => {
                        vec![char::from_u32(u32::from(c) + 0xFEE0).unwrap()]
                    }
                    c => vec![c],
                })
                .collect();
            assert!(is_same_number(&written, &typed), "{written} {typed}");
            assert!(whole_key(&written).contains(&search_key(&typed)), "{written} {typed}");
            let other = ReferenceNumber { running: number.running + 1, ..number };
            assert!(!is_same_number(&own.render(other), &typed), "{written} {typed}");
        }
    }

    #[test]
    fn a_pattern_that_could_not_be_read_back_is_refused() {
        let refused = |text: &str| text.parse::<NumberPattern>().unwrap_err();
        assert_eq!(refused("依申请{year}号"), PatternError::RunningNumber);
        assert_eq!(refused("{n}{n}{year}"), PatternError::RunningNumber);
        assert_eq!(refused("依申请{n}号"), PatternError::Year);
        assert_eq!(refused("{n}{year}"), PatternError::Touching);
        assert_eq!(refused("{year}-{n}0"), PatternError::Touching);
        assert_eq!(refused("{year}-{n:0}"), PatternError::Width("0".to_owned()));
        assert_eq!(refused("{year}-{m}"), PatternError::UnknownPlace("m".to_owned()));
        assert_eq!(refused("{year-{n}"), PatternError::UnknownPlace("year-{n".to_owned()));
        assert_eq!(refused("{year}-{n}}"), PatternError::Brace);
        assert_eq!(refused(&"公".repeat(61)), PatternError::TooLong);
    }

    #[test]
    fn a_document_number_keeps_to_the_official_form() {
        let check = |text: &str| pattern(text).check_for(Series::Document);
        assert_eq!(check("×公开告〔{year}〕{n}号"), Ok(()));
        assert_eq!(check("×公开告〔{year}〕{n:3}号"), Err(PatternError::LeadingZeros));
        assert_eq!(check("×公开告[{year}]{n}号"), Err(PatternError::Brackets));
        assert_eq!(pattern("{year}-{n:4}").check_for(Series::Registration), Ok(()));
    }

    #[test]
    fn suffixes_follow_the_kind_of_paper() {
        assert_eq!(Suffix::of(Reply::Granted.into()), Some(Suffix::Reply));
        assert_eq!(Suffix::of(Procedural::ExtensionNotice.into()), Some(Suffix::Extension));
        assert_eq!(Suffix::of(Procedural::FeeNotice.into()), None);
    }
}
