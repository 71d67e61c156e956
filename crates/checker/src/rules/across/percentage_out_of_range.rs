//! # X016 百分比不可能或者与件数不符（percentage_out_of_range）
//!
//! ## 查什么
//! 办结率、满意率、占比等不应当超过100%；下降幅度不应当超过100%；写明部分和总数的占比，应当与两个数相除的结果一致。
//!
//! ## 依据
//! 《条例》第五十条；报告内容应当真实、准确。
//!
//! ## 为什么
//! 百分比是算出来的数，改了件数忘了改百分比是常见的疏漏。
//!
//! ## 示例(错)
//! ```年报
//! overview += 政府信息公开申请按期办结率103%。
//! ```
//! ```年报
//! overview = 全年收到政府信息公开申请47件，其中自然人申请38件，占91.5%。
//! ```
//! ```年报
//! overview = 全年主动公开政府信息126条，其中港口规划100条，占全部信息126条的50%。
//! ```
//! ```年报
//! overview = 予以公开25件，占办结总数的80%。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview = 全年收到政府信息公开申请47件，其中自然人申请38件，占80.9%；同比增长46.9%。
//! ```
//!
//! ## 例外与误报
//! 增长可以超过100%。占比允许末位四舍五入或者舍去；几项连写之后的占比，可以是几项之和的占比。“完成率”可以超过100%，不作判断。
//!
//! ## 如何修改
//! 按改定后的件数重新计算。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::{count, spot_of, total_of};
use crate::claims::{Claim, Counted, Decimal, Direction, Period, Scope};
use crate::diagnostic::{Level, Spot};
use gongkai_domain::report::{Row, SectionKey};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X016",
    name: "percentage_out_of_range",
    title: "百分比不可能或者与件数不符",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第五十条",
    source: include_str!("percentage_out_of_range.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let hundred = Decimal::whole(100);
    for (index, claim) in subject.claims.iter().enumerate() {
        if claim.unit != Some("%") || claim.is_plan || claim.section == Some(SectionKey::Problems) {
            continue;
        }
        let Some(percent) = claim.exact() else { continue };
        let is_rate = matches!(claim.counted, Counted::Rate | Counted::Share) && claim.comparison.is_none();
        let is_fall = claim.comparison.is_some_and(|c| c.direction == Direction::Down);
        let may_exceed = ["完成率", "增长率", "增幅"].iter().any(|w| claim.words.contains(w));
        if percent > hundred && (is_rate || is_fall) && !may_exceed {
            let what = if is_fall { "下降幅度" } else { "比率" };
            let message = format!("{what}{percent}%超过100%，不可能");
            out.report(Level::Warning, message, vec![spot_of(claim)]).help("按改定后的件数重新计算");
            continue;
        }
        if claim.counted == Counted::Share && claim.comparison.is_none() {
            share(subject, index, claim, percent, out);
        }
    }
}

/// 其中自然人38件，占80.9%: the share of the number just before in its whole.
fn share(subject: &Subject<'_>, index: usize, claim: &Claim, percent: Decimal, out: &mut RuleSink<'_>) {
    let before = |n: usize| index.checked_sub(n).and_then(|i| subject.claims.get(i));
    let Some(last) = before(1) else { return };
    // 占全部信息126条的50%: the whole stands within the words of the share
    let is_measure = last.words == claim.words
        && last.words.split_once('占').is_some_and(|(_, of)| {
            of.split_once('的').is_some_and(|(whole, _)| whole.contains(|c: char| c.is_ascii_digit()))
        });
    let (part, measure) = if is_measure { (before(2), Some(last)) } else { (Some(last), None) };
    let Some(part) = part else { return };
    let is_near =
        (part.section, part.paragraph, part.sentence) == (claim.section, claim.paragraph, claim.sentence);
    if is_near
        && measure.is_none()
        && let Some(row) = total_named(&claim.words)
    {
        share_of_table(subject, index, part, row, percent, out);
        return;
    }
    let Some(whole) = measure.or_else(|| part.part_of.and_then(|p| subject.claims.get(p.whole))) else {
        return;
    };
    let (Some(n), Some(total)) = (part.exact(), whole.exact()) else { return };
    if !is_near || total.is_zero() || part.unit != whole.unit || part.unit == Some("%") {
        return;
    }
    let expected = n.as_f64() * 100.0 / total.as_f64();
    let tolerance = 10_f64.powi(-(percent.scale() as i32));
    let fits = |n: Decimal| (n.as_f64() * 100.0 / total.as_f64() - percent.as_f64()).abs() <= tolerance;
    if fits(n) || measure.is_none() && sums_before(subject, index).into_iter().any(fits) {
        return;
    }
    let message = format!("文字称占{percent}%，而{n}÷{total}约为{expected:.1}%");
    out.report(Level::Warning, message, vec![spot_of(claim), spot_of(part), spot_of(whole)])
        .help("按改定后的件数重新计算");
}

/// 予以公开12件、部分公开4件，占53.3%: the numbers before a share added up, the last two, the last three and so on.
fn sums_before(subject: &Subject<'_>, index: usize) -> Vec<Decimal> {
    let claims = &subject.claims[..index];
    let Some(last) = claims.last() else { return Vec::new() };
    let is_beside = |c: &&Claim| {
        (c.section, c.paragraph, c.sentence) == (last.section, last.paragraph, last.sentence)
            && c.unit == last.unit
            && c.comparison.is_none()
            && c.part_of.map(|p| p.list) == last.part_of.map(|p| p.list)
            && c.counted.facet() == last.counted.facet()
            && c.exact().is_some()
    };
    let mut sum = Decimal::default();
    let terms = claims.iter().rev().take_while(is_beside).filter_map(Claim::exact);
    terms
        .map(|n| {
            sum = sum.plus(n);
            sum
        })
        .skip(1)
        .collect()
}

/// The total that the words of a share name: 占办结总数的80%.
fn total_named(words: &str) -> Option<Row> {
    let (_, of) = words.split_once('占')?;
    ["办结总数", "办结总量", "办结申请总数", "办结件总数", "全部办结件", "办结数"]
        .iter()
        .any(|w| of.trim_start().starts_with(w))
        .then_some(Row::ResultTotal)
}

/// 予以公开11件，占办结总数的80%: the share in what the prose of the paragraph or the table has as the total.
fn share_of_table(
    subject: &Subject<'_>,
    index: usize,
    part: &Claim,
    row: Row,
    percent: Decimal,
    out: &mut RuleSink<'_>,
) {
    let Some(claim) = subject.claims.get(index) else { return };
    let is_of_handled = matches!(part.counted, Counted::Outcome(_))
        && part.comparison.is_none()
        && part.period == Period::ThisYear
        && part.scope == Scope::Own;
    let told = subject.claims.iter().find(|c| {
        (c.section, c.paragraph) == (claim.section, claim.paragraph)
            && c.counted == Counted::Handled
            && c.is_plain_total()
            && c.scope == Scope::Own
    });
    let Some(n) = part.exact().filter(|_| is_of_handled) else { return };
    let at = total_of(row);
    let table = count(subject, at).map(|total| (Decimal::whole(total), subject.spot(at)));
    let totals: Vec<(Decimal, Spot)> =
        told.and_then(|c| c.exact().map(|total| (total, spot_of(c)))).into_iter().chain(table).collect();
    let tolerance = 10_f64.powi(-(percent.scale() as i32));
    let share = |n: Decimal, total: Decimal| n.as_f64() * 100.0 / total.as_f64();
    let mut lawful = sums_before(subject, index);
    lawful.push(n);
    let fits = |total: Decimal| {
        total.is_zero() || lawful.iter().any(|n| (share(*n, total) - percent.as_f64()).abs() <= tolerance)
    };
    let Some((total, spot)) = totals.first().cloned() else { return };
    if totals.iter().any(|(total, _)| fits(*total)) {
        return;
    }
    let message = format!("文字称占{percent}%，而{n}÷{total}约为{:.1}%", share(n, total));
    out.report(Level::Warning, message, vec![spot_of(claim), spot_of(part), spot])
        .help("按改定后的件数重新计算");
}
