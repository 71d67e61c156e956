//! Which year a report is about: what the title says, and what period, opening words and signature say against it.
//!
//! Not here: reporting the contradiction (`super::report_year_mismatch`), reading the title (`crate::facts`).

use super::prose;
use chrono::Datelike as _;
use gongkai_domain::report::{Report, SectionKey};

/// A place that tells of which year the report is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::rules) struct Witness {
    /// What a clerk calls the place.
    pub(in crate::rules) name: &'static str,
    /// The year it speaks for.
    pub(in crate::rules) year: i32,
}

/// What speaks for a year besides the title: the statistical period, the sentence that hands the report over, the
/// opening words of section 一, the signature.
fn witnesses(report: &Report) -> Vec<Witness> {
    let mut found: Vec<Witness> = Vec::new();
    let mut tell = |name: &'static str, year: i32| found.push(Witness { name, year });
    let passages = prose::passages(report);
    for passage in &passages {
        for (_, sentence) in passage.sentences() {
            if prose::has_any(sentence, &["统计", "期限"])
                && let Some((from, to, ..)) = period(sentence)
                && from == to
            {
                tell("统计期限", from);
            }
            if let Some((.., year)) = announced(sentence) {
                tell("报告的开头", year);
            }
        }
    }
    let opening = passages.iter().find(|p| p.section == Some(SectionKey::Overview));
    if let Some((0, year)) = opening.and_then(|p| prose::years(&p.text).first().copied()) {
        tell("第一部分", year);
    }
    if let Some(signed) = report.signed_on.value {
        tell("落款日期", signed.year() - 1);
    }
    found
}

/// Those that agree on one year against the title: at least two kinds of place, and none that speaks for the title.
pub(in crate::rules) fn against_the_title(report: &Report) -> Option<(i32, Vec<&'static str>)> {
    let titled = report.year.value?;
    let title = prose::title(report)?;
    if !prose::years(&title.text).iter().any(|(_, y)| *y == titled) {
        return None;
    }
    let found = witnesses(report);
    let year = found.first()?.year;
    if year == titled || found.iter().any(|w| w.year != year) {
        return None;
    }
    let mut names: Vec<&'static str> = Vec::new();
    for witness in found {
        if !names.contains(&witness.name) {
            names.push(witness.name);
        }
    }
    (names.len() >= 2).then_some((year, names))
}

/// The report year: that of the title, unless everything else agrees on another.
pub(in crate::rules) fn settled_year(report: &Report) -> Option<i32> {
    against_the_title(report).map(|(year, _)| year).or(report.year.value)
}

/// A date such as 2025年1月1日 at the beginning of the text: the year, when given, and the length.
fn day(text: &str, month: &str, day: &str) -> Option<(Option<i32>, usize)> {
    let wanted = format!("{month}月{day}日");
    if text.starts_with(&wanted) {
        return Some((None, wanted.len()));
    }
    let year: i32 = text.get(..4)?.parse().ok()?;
    let rest = text.get(4..)?.strip_prefix('年')?;
    rest.starts_with(&wanted).then(|| (Some(year), 4 + '年'.len_utf8() + wanted.len()))
}

/// What stands between the two days of a period, in any order: 自……起，至……止.
const JOINTS: &[&str] = &[
    "起", "开始", "至", "到", "截至", "截止", "，", ",", "、", " ", "\u{3000}", "—", "－", "–", "-", "～",
    "~", "止",
];

/// The period 1月1日至12月31日 in a sentence: its years and its bytes.
pub(super) fn period(sentence: &str) -> Option<(i32, i32, usize, usize)> {
    let (start, from, length) = prose::years(sentence)
        .into_iter()
        .find_map(|(at, _)| day(&sentence[at..], "1", "1").and_then(|(y, l)| Some((at, y?, l))))?;
    let mut end = start + length;
    while let Some(joint) = JOINTS.iter().find(|j| sentence[end..].starts_with(**j)) {
        end += joint.len();
    }
    let (to, length) = day(&sentence[end..], "12", "31")?;
    Some((from, to.unwrap_or(from), start, end + length))
}

/// The year of the report that the sentence hands over with 现将 or 现公布.
pub(super) fn announced(sentence: &str) -> Option<(usize, usize, i32)> {
    let word = ["现将", "现公布", "现发布"].iter().filter_map(|w| sentence.find(w)).min()?;
    let (at, year) = prose::years(sentence).into_iter().find(|(at, _)| *at > word)?;
    let report = sentence[at..].find("年度报告").or_else(|| sentence[at..].find("工作报告"))?;
    // 2024年以来……的报告 names no year of a report
    (sentence[at..at + report].contains("政府信息公开") && sentence[at..at + report].chars().count() <= 24)
        .then_some((at, at + 4, year))
}
