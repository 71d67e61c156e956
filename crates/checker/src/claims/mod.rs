//! Numbers claimed in the prose of a report: how much of what, when, of whom, compared with what, divided into what.
//!
//! [`read`] cuts each paragraph into tokens ([`lexer`]) with the help of one table of words ([`lexicon`]), and one pass
//! over them ([`parser`]) puts together the claims. Both are linear in the length of the text.
//! Not here: whether a claim is true (`crate::rules::across`), numbers in tables (`crate::facts`).

mod counted;
mod decimal;
mod lexer;
mod lexicon;
mod parser;
mod text;

pub use counted::{
    Applicant, Channel, Counted, DocumentEvent, DocumentKind, Facet, Means, Outcome, Power, Remedy,
    RemedyResult,
};
pub use decimal::Decimal;
pub use lexer::Hedge;

use gongkai_domain::report::{Place, Report, SectionKey};
use std::ops::Range;

/// Claims that are read of one report. Reports have some hundred; the rules compare claims with each other, so that a
/// file made of numbers alone would keep them busy for hours.
pub const MAX_CLAIMS: usize = 2_000;

/// Bytes of prose that are read of one report, many times what the longest report has.
pub const MAX_PROSE_BYTES: usize = 3 << 20;

/// Whether the report has more numbers or more prose than is read for claims: then the rules saw a part only.
pub fn is_cut(report: &Report, claims: &[Claim]) -> bool {
    let preamble = report.preamble.iter().map(|p| p.text.len()).sum::<usize>();
    let prose = preamble + report.sections.iter().map(|s| s.text.len()).sum::<usize>();
    claims.len() >= MAX_CLAIMS || prose > MAX_PROSE_BYTES
}

/// How much is claimed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quantity {
    /// A number, as exact as the words make it.
    Number(Decimal, Hedge),
    /// 3至5件.
    Between(Decimal, Decimal),
    /// Nothing is said, as in 与上年基本持平.
    Unstated,
}

impl Quantity {
    /// The number, when it is stated exactly.
    pub fn exact(self) -> Option<Decimal> {
        match self {
            Self::Number(value, Hedge::Exactly) => Some(value),
            _ => None,
        }
    }
}

/// Which time the claim is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// The year of the report, said or understood.
    ThisYear,
    /// The year before.
    LastYear,
    /// Another year.
    Year(i32),
    /// A month, a quarter, half of the year, or so much each time.
    PartOfYear,
    /// A stock on a day, or counted since the beginning.
    AsOf,
}

/// Whose numbers they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// 我局、本机关, or nothing said.
    Own,
    /// 全市、全县.
    Area,
    /// 各级各部门.
    Departments,
    /// 全系统.
    System,
    /// 局机关本级, 下属单位, 各科室, a neighbouring agency: others than the agency as a whole.
    Others,
}

/// Direction of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// 增长.
    Up,
    /// 减少.
    Down,
    /// 持平.
    Flat,
}

/// A comparison with an earlier year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// Up, down or flat.
    pub direction: Direction,
    /// Whether the year before is meant (同比、较上年), and not 环比 or several years.
    pub is_with_last_year: bool,
    /// The claim that is compared, by its number in the list.
    pub of: Option<usize>,
}

/// Whether the parts of a list claim to be all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Closure {
    /// 等, 主要, a single part: the rest is left out.
    Open,
    /// 其中 with several parts: usually all, not always.
    Listed,
    /// 分别为, a part named 其他, two halves: all.
    Exhaustive,
}

/// A claim as a part of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartOf {
    /// The whole, by its number in the list of claims.
    pub whole: usize,
    /// Number of the breakdown: parts with the same number belong together.
    pub list: usize,
    /// Whether the list claims to be all.
    pub closure: Closure,
}

/// A number claimed in the prose.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// How much.
    pub quantity: Quantity,
    /// 件, 条, 万元, %; `None` when nothing is said.
    pub unit: Option<&'static str>,
    /// What is counted.
    pub counted: Counted,
    /// Whether the thing was named in the same clause; else it follows from what was said before.
    pub is_named: bool,
    /// Whether the number is called a total (共、总计、全年).
    pub is_total: bool,
    /// 未收到, 没有, 无: then the quantity is nought.
    pub is_negated: bool,
    /// 计划, 不少于: not a fact of the year.
    pub is_plan: bool,
    /// Which time is meant; the report's year when nothing is said.
    pub period: Period,
    /// Whose.
    pub scope: Scope,
    /// The words that say whose, as printed.
    pub scope_words: Option<String>,
    /// Compared with an earlier year.
    pub comparison: Option<Comparison>,
    /// Part of another claim.
    pub part_of: Option<PartOf>,
    /// Section; `None` before the first.
    pub section: Option<SectionKey>,
    /// Number of the paragraph within `Section::prose` (or the preamble), from 0.
    pub paragraph: usize,
    /// Number of the sentence within the paragraph, from 0.
    pub sentence: usize,
    /// The claim's words as byte offsets in the paragraph's text.
    pub span: Range<usize>,
    /// The clause around, as printed.
    pub words: String,
    /// The claim's own words, as printed, on one line.
    pub said: String,
    /// Where the claim's words stand.
    pub place: Option<Place>,
}

impl Claim {
    /// The exact number, when there is one.
    pub fn exact(&self) -> Option<Decimal> {
        self.quantity.exact()
    }

    /// Whether the claim states how much of the thing there was in the report's year, as a whole.
    pub fn is_plain_total(&self) -> bool {
        self.comparison.is_none()
            && self.part_of.is_none()
            && !self.is_plan
            && self.period == Period::ThisYear
            && self.exact().is_some()
    }
}

/// Reads every claim in the prose of a report, in the order of the text.
///
/// Table cells are not read. A paragraph that fails to say anything countable gives no claim; nothing fails.
pub fn read(report: &Report) -> Vec<Claim> {
    let mut reader = parser::Reader::new(report.year.value, report.agency.value.as_deref());
    reader.section(None, report.preamble.iter().map(|p| (p.text.as_str(), p.place.as_ref())));
    for section in &report.sections {
        let paragraphs = section.prose();
        reader.section(Some(section.key), paragraphs.iter().map(|p| (p.text.as_str(), p.place.as_ref())));
    }
    reader.into_claims()
}

/// Reads the claims of a piece of text, as if it were a paragraph of the section in a report of the year.
pub fn read_text(text: &str, section: SectionKey, year: Option<i32>) -> Vec<Claim> {
    let mut reader = parser::Reader::new(year, None);
    reader.section(Some(section), std::iter::once((text, None)));
    reader.into_claims()
}
