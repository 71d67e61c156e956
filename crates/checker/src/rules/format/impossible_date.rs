//! # F017 日期不存在（impossible_date）
//!
//! ## 查什么
//! 文字和落款中的日期是否存在，例如“13月”、“2月30日”、“4月31日”。
//!
//! ## 依据
//! 《条例》第六条第一款要求准确公开。
//!
//! ## 为什么
//! 不存在的日期是笔误；统计期限或者落款写错，还会使人怀疑报告是否经过核对。
//!
//! ## 示例(错)
//! ```年报
//! overview += 2025年2月30日召开政府信息公开工作会议。
//! ```
//! ```年报
//! overview += 培训安排在2025年13月举行。
//! ```
//! ```年报
//! other += 2026年4月31日
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview += 2024年2月29日、2025年2月28日和12月31日分别召开会议，历时13个月。
//! ```
//! ```年报
//! overview += “3.15”月集中宣传，编号202513月报已存档。
//! ```
//!
//! ## 例外与误报
//! 没有写年份的2月29日不提示；“13个月”是时长，不是日期。
//!
//! ## 如何修改
//! 核对原始记录，改正日期。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::rules::format::prose;
use chrono::NaiveDate;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F017",
    name: "impossible_date",
    title: "日期不存在",
    family: Family::Format,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第六条第一款（准确公开）",
    source: include_str!("impossible_date.rs"),
    check,
};

/// A leap year stands for the year that is not told.
const ANY_YEAR: i32 = 2000;

/// Dates that no calendar has, as byte ranges.
fn impossible(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (mark, word) in text.match_indices('月') {
        let Some((start, month)) = prose::number_ending_at(text, mark) else { continue };
        if month.len() > 2 || month.contains('.') {
            continue;
        }
        let Ok(month) = month.parse::<u32>() else { continue };
        let year = text[..start]
            .strip_suffix('年')
            .and_then(|head| prose::number_ending_at(head, head.len()))
            .filter(|(_, year)| year.len() == 4)
            .and_then(|(at, year)| Some((at, year.parse::<i32>().ok()?)));
        let after = &text[mark + word.len()..];
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let is_day = (1..=2).contains(&digits) && after[digits..].starts_with('日');
        let day = is_day.then(|| after[..digits].parse::<u32>().ok()).flatten();
        let from = year.map_or(start, |(at, _)| at);
        let is_date = match day {
            Some(day) => NaiveDate::from_ymd_opt(year.map_or(ANY_YEAR, |(_, y)| y), month, day).is_some(),
            // a bare month is a date only behind its year
            None => year.is_none() || (1..=12).contains(&month),
        };
        if !is_date {
            let tail = if day.is_some() { digits + '日'.len_utf8() } else { 0 };
            found.push((from, mark + word.len() + tail));
        }
    }
    found
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    for passage in prose::title(subject.report).into_iter().chain(prose::passages(subject.report)) {
        for (start, end) in impossible(&passage.text) {
            let spot = passage.spot(start, end);
            let quote = spot.quote.clone().unwrap_or_default();
            out.report(Level::Warning, format!("日期不存在：{quote}"), vec![spot])
                .help("核对原始记录，改正日期");
        }
    }
}
