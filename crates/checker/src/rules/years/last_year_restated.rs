//! # Y008 引用的上年数字与上年报告不一致（last_year_restated）
//!
//! ## 查什么
//! 文字中比较两年收到的申请：写出的上年件数、增减件数、增长百分比，是否与上年报告的表三相符。
//!
//! ## 依据
//! 《条例》第六条第一款要求准确公开；同一数字在两年报告中不应当有两个说法。
//!
//! ## 为什么
//! 上年数字悄悄变了，要么上年报错了没有更正，要么今年抄错了。
//!
//! ## 示例(错)
//! ```年报
//! overview = 2025年，收到政府信息公开申请47件，比上年增加20件。
//! ```
//! ```年报
//! overview = 2025年，收到政府信息公开申请47件，同比增长12%。
//! ```
//! ```年报
//! overview = 2024年收到政府信息公开申请36件，2025年收到政府信息公开申请47件。
//! ```
//! ```年报
//! overview = 全年新收政府信息公开申请47件，上年为36件。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview = 2025年，收到政府信息公开申请47件，同比增长46.9%。
//! ```
//! ```年报
//! overview = 2025年，收到政府信息公开申请47件，较去年增加15件，增长约47%。
//! ```
//! ```年报
//! overview = 全市共收到政府信息公开申请820件，比上年增加31件。
//! ```
//! ```年报
//! overview = 2024年新收申请32件，2025年新收47件。
//! ```
//! ```年报
//! overview = 收到政府信息公开申请47件，上年结转1件；主动公开信息312条，同比增长8%。
//! ```
//!
//! ## 例外与误报
//! 只有句中的本年件数与本报告表三相同（说的是同一个范围）时才比较；百分比允许四舍五入。没有上年报告的不作判断。
//!
//! ## 如何修改
//! 核对上年报告；上年报告确有错误的，更正上年报告并说明。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::Pair;
use crate::diagnostic::Level;
use crate::rules::format::prose;
use gongkai_domain::report::{CellRef, Column, Row, SectionKey};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "Y008",
    name: "last_year_restated",
    title: "引用的上年数字与上年报告不一致",
    family: Family::Years,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第六条第一款（准确公开）",
    source: include_str!("last_year_restated.rs"),
    check,
};

/// A comparison found in a sentence: where it ends, signed amount, and whether it is a percentage.
struct Comparison {
    start: usize,
    end: usize,
    sign: f64,
    amount: f64,
    is_percentage: bool,
}

const AGAINST: &[&str] = &["比上年", "较上年", "比去年", "较去年", "比上一年", "较上一年", "同比"];
const UPWARD: &[&str] = &["增加", "增长", "上升", "提高", "多"];
const DOWNWARD: &[&str] = &["减少", "下降", "降低", "少"];

/// The comparison that begins with one of [`AGAINST`] in the clause.
fn comparison(clause: &str) -> Option<Comparison> {
    let start = AGAINST.iter().filter_map(|w| clause.find(w)).min()?;
    let rest = &clause[start..];
    let word = |words: &[&str]| words.iter().filter_map(|w| rest.find(w).map(|at| at + w.len())).min();
    let (after, sign) = match (word(UPWARD), word(DOWNWARD)) {
        (Some(up), None) => (up, 1.0),
        (None, Some(down)) => (down, -1.0),
        _ => return None,
    };
    let tail = rest[after..].trim_start_matches(['了', '约']);
    let digits = tail.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(tail.len());
    let amount: f64 = tail[..digits].parse().ok()?;
    let unit = &tail[digits..];
    let is_percentage = unit.starts_with(['%', '％']);
    let unit_length = unit.chars().next().map_or(0, char::len_utf8);
    if !is_percentage && !unit.starts_with(['件', '份']) {
        return None;
    }
    let end = clause.len() - unit.len() + unit_length;
    Some(Comparison { start, end, sign, amount, is_percentage })
}

/// The last count of 件 or 份 in the text that is told of applications received.
fn received(text: &str) -> Option<i64> {
    let (at, _) = text.match_indices(['件', '份']).next_back()?;
    let (start, number) = prose::number_ending_at(text, at)?;
    let clause = text[..start].rsplit(['，', '、', '（', ',']).next().unwrap_or_default();
    let is_received = clause.contains("申请") && prose::has_any(clause, &["收到", "新收", "受理", "接收"]);
    is_received.then(|| number.parse().ok()).flatten()
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let Some(pair) = Pair::of(subject) else { return };
    let at = CellRef::T3(Row::NewReceived, Column::Total);
    let (Some(now), Some(before)) = (subject.term(at), pair.term(at)) else { return };
    let (now, before) = (now.value, before.value);
    let last = pair.previous.year.value.map(|y| y.to_string()).unwrap_or_default();
    for passage in prose::passages(subject.report) {
        if !matches!(passage.section, Some(SectionKey::Overview | SectionKey::Applications)) {
            continue;
        }
        let names_last_year = prose::has_any(&passage.text, &["上年", "去年", "上一年", &last]);
        if !names_last_year && !prose::has_any(&passage.text, AGAINST) {
            continue;
        }
        for (offset, sentence) in passage.sentences() {
            if let Some(found) = comparison(sentence)
                && received(&sentence[..found.start]) == Some(now)
            {
                let actual = (now - before) as f64;
                let expected = if found.is_percentage {
                    if before == 0 {
                        continue;
                    }
                    actual * 100.0 / before as f64
                } else {
                    actual
                };
                let tolerance = if found.is_percentage { 0.6 } else { 0.01 };
                if (found.sign * found.amount - expected).abs() > tolerance {
                    let spot = passage.spot(offset + found.start, offset + found.end);
                    let quote = spot.quote.clone().unwrap_or_default();
                    let message = format!("文字称“{quote}”，而本年新收{now}件、上年报告新收{before}件");
                    out.report(Level::Warning, message, vec![spot, subject.spot(at), pair.spot(at)])
                        .help("核对上年报告的新收件数和增减数");
                }
            }
            quoted_before(subject, &pair, &passage, (offset, sentence), out);
        }
    }
}

/// A sentence that names both years with their counts.
fn quoted_before(
    subject: &Subject<'_>,
    pair: &Pair<'_>,
    passage: &prose::Passage<'_>,
    (offset, sentence): (usize, &str),
    out: &mut RuleSink<'_>,
) {
    let at = CellRef::T3(Row::NewReceived, Column::Total);
    let (Some(now), Some(before), Some(year)) = (subject.term(at), pair.term(at), pair.previous.year.value)
    else {
        return;
    };
    let clauses = prose::split(sentence, &['，', ',', '（', '）', '(', ')']);
    let counts: Vec<(usize, &str, Option<i64>)> =
        clauses.iter().map(|(start, c)| (*start, *c, received_in(c, &sentence[..start + c.len()]))).collect();
    let is_of_last_year =
        |clause: &str| clause.starts_with(&format!("{year}年")) || told_last_year(clause).is_some();
    let now_at = counts.iter().position(|(_, c, n)| *n == Some(now.value) && !is_of_last_year(c));
    let Some(now_at) = now_at else { return };
    for (index, (start, clause, count)) in counts.into_iter().enumerate() {
        // 新收58件，上年为61件: the number directly behind that of this year needs no verb
        let bare = if index == now_at + 1 { told_last_year(clause).and_then(bare_count) } else { None };
        let count = count.or(bare);
        if let Some(count) = count
            && is_of_last_year(clause)
            && count != before.value
        {
            let spot = passage.spot(offset + start, offset + start + clause.len());
            let message = format!("文字称上年收到申请{count}件，上年报告表三为{}件", before.value);
            out.report(Level::Warning, message, vec![spot, pair.spot(at)])
                .help("核对上年报告；上年报告有误的，更正并说明");
        }
    }
}

/// What stands behind 上年 or 去年 at the beginning of the clause.
fn told_last_year(clause: &str) -> Option<&str> {
    ["上一年度", "上一年", "上年度", "上年", "去年"]
        .iter()
        .find_map(|w| clause.strip_prefix(w))
        .map(|rest| rest.strip_prefix("同期").unwrap_or(rest))
        .filter(|rest| !rest.starts_with("结转"))
}

/// The number of 为61件, 61件, and nothing more.
fn bare_count(rest: &str) -> Option<i64> {
    let rest = ["则为", "为", "是"].iter().find_map(|w| rest.strip_prefix(w)).unwrap_or(rest);
    let digits = rest.strip_suffix(['件', '份'])?;
    digits.chars().all(|c| c.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// The count of a clause with a verb of receiving, when the sentence up to it speaks of applications.
fn received_in(clause: &str, sentence: &str) -> Option<i64> {
    if let Some(count) = received(clause) {
        return Some(count);
    }
    let (at, _) = clause.match_indices(['件', '份']).next_back()?;
    let (start, number) = prose::number_ending_at(clause, at)?;
    let words = &clause[..start];
    let is_received = prose::has_any(words, &["收到", "新收", "受理", "接收"])
        && !prose::has_any(words, &["、", "结转", "信访", "投诉", "复议", "诉讼", "工单", "建议", "提案"])
        && sentence.contains("申请");
    is_received.then(|| number.parse().ok()).flatten()
}
