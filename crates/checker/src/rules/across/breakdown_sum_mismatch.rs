//! # X015 文字中的分项相加不等于总数（breakdown_sum_mismatch）
//!
//! ## 查什么
//! 文字先说一个总数，再用“其中”“分别为”“包括”等列出各部分：各部分相加应当等于总数；没有列全的，相加不应当超过总数。
//!
//! ## 依据
//! 《条例》第五十条；报告内容应当真实、准确。
//!
//! ## 为什么
//! 总数与分项对不上，是报告里最常见、也最容易被读者发现的差错。
//!
//! ## 示例(错)
//! ```年报
//! overview = 全年主动公开各类信息312条，其中政务动态120条，通知公告80条，其他方式发布信息95条。
//! ```
//! ```年报
//! overview = 全年收到政府信息公开申请47件，其中自然人39件，法人或其他组织9件。
//! ```
//! ```年报
//! overview = 全年主动公开政府信息126条，其中港口规划48条，安全生产53条，收费标准20条，合计126条。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview = 全年主动公开政府信息312条，其中政务动态120条，通知公告80条。
//! ```
//! ```年报
//! overview = 全年主动公开政府信息312条，其中网站198条，新媒体114条。
//! ```
//! ```年报
//! overview = 全年主动公开政府信息312条，主要包括政务动态120条、通知公告80条等。
//! ```
//!
//! ## 例外与误报
//! 用“等”“主要”列举的、只举一项的，视为没有列全，只看是否超过总数。列出“其他”一项、分为相对的两半（属于与不属于）、“分别为”的，视为列全；按内容、按办理结果列举，只列两项而不足总数的，不提示。各项之后都写明占总数的百分比而且无误的，说明总数和分项都对，不足总数也不提示。不予公开与无法提供等互不包含的办理结果，不算彼此的分项；“每月两期”之类的频次不算总数。列举之后又以“合计”写出同一总数的，不足总数也作警告。按渠道、按内容列举可能一条计入几处，不用错误级别；只有按申请人列举、相加超过总数的，才是错误。收到的申请按办理结果列举时，可以含上年结转、可以不含结转下年的件数。点击量、收到的意见等单位不同的数，和分号之后另起的内容，不算分项。
//!
//! ## 如何修改
//! 逐项核对；没有列全的，加“等”字或者补上“其他”一项。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::{amount_of, count, spot_of, total_of};
use crate::claims::{Claim, Closure, Counted, Decimal, Facet, Scope};
use crate::diagnostic::Level;
use gongkai_domain::report::{Row, SectionKey};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X015",
    name: "breakdown_sum_mismatch",
    title: "文字中的分项相加不等于总数",
    family: Family::Across,
    level: Level::Error,
    since: "0.1.0",
    basis: "《条例》第五十条",
    source: include_str!("breakdown_sum_mismatch.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let mut done: Vec<usize> = Vec::new();
    for claim in subject.claims {
        let Some(part) = claim.part_of else { continue };
        if done.contains(&part.list) {
            continue;
        }
        done.push(part.list);
        let Some(whole) = subject.claims.get(part.whole) else { continue };
        let parts: Vec<&Claim> =
            subject.claims.iter().filter(|c| c.part_of.is_some_and(|p| p.list == part.list)).collect();
        judge(subject, whole, &parts, part.closure, out);
    }
}

fn judge(subject: &Subject<'_>, whole: &Claim, parts: &[&Claim], closure: Closure, out: &mut RuleSink<'_>) {
    let Some(total) = whole.exact() else { return };
    let values: Option<Vec<Decimal>> = parts.iter().map(|p| value_in(p, whole)).collect();
    let Some(values) = values else { return };
    let sum = values.iter().fold(Decimal::default(), |a, b| a.plus(*b));
    if sum == total || whole.is_plan || whole.section == Some(SectionKey::Problems) {
        return;
    }
    if is_complete_before(&values, parts, whole)
        || is_two_lists(&values, total)
        || is_list_of_both(subject, whole, sum)
    {
        return;
    }
    let facet = parts[0].counted.facet();
    if is_otherwise_explained(subject, whole, facet, sum) || is_sum_of_another(subject, whole, parts, sum) {
        return;
    }
    if is_of_changes(whole, parts) && values.iter().all(|n| *n <= total) {
        return;
    }
    if closure == Closure::Listed && sum < total && is_each_share_right(subject, parts, total) {
        return;
    }
    let Some(level) = level_of(whole, parts, closure, sum > total) else { return };
    let level = if is_told_again(subject, whole, parts) { level.max(Level::Warning) } else { level };
    let terms: Vec<String> = values.iter().map(ToString::to_string).collect();
    let units: Vec<&str> = parts.iter().filter_map(|p| p.unit).filter(|u| Some(*u) != whole.unit).collect();
    let mixed = if units.is_empty() { "" } else { "（各项单位不尽相同）" };
    let relation = if sum > total { "超过" } else { "不足" };
    let message = format!(
        "所列各项相加为{}={sum}{mixed}，{relation}总数{}，相差{}",
        terms.join("+"),
        amount_of(whole),
        sum.distance(total)
    );
    let message = if values.len() == 1 {
        format!("其中一项为{sum}，超过总数{}，相差{}", amount_of(whole), sum.distance(total))
    } else {
        message
    };
    let mut spots = vec![spot_of(whole).labelled("总数")];
    spots.extend(parts.iter().map(|p| spot_of(p).labelled("分项")));
    out.report(level, message, spots).help("逐项核对；没有列全的，加“等”字或者补上“其他”一项");
}

/// 发布126条，其中原创40条，转载86条，图解9篇: the parts in the unit of the whole make it, what is told behind them in
/// another unit divides nothing.
fn is_complete_before(values: &[Decimal], parts: &[&Claim], whole: &Claim) -> bool {
    let same = parts.iter().take_while(|p| p.unit == whole.unit).count();
    let is_mixed_behind = parts[same..].iter().all(|p| p.unit != whole.unit);
    let sum = values[..same].iter().fold(Decimal::default(), |a, b| a.plus(*b));
    same > 1 && same < parts.len() && is_mixed_behind && Some(sum) == whole.exact()
}

/// 其中人大6件，政协9件；主办7件、协办8件: the first parts are the whole already, the others divide it anew.
fn is_two_lists(values: &[Decimal], total: Decimal) -> bool {
    (2..values.len()).any(|k| {
        let sum = |part: &[Decimal]| part.iter().fold(Decimal::default(), |a, b| a.plus(*b));
        sum(&values[..k]) == total && sum(&values[k..]) <= total
    })
}

/// 建议23件、提案17件，其中A类35件: what follows divides the numbers before together.
fn is_list_of_both(subject: &Subject<'_>, whole: &Claim, sum: Decimal) -> bool {
    let Some(at) = subject.claims.iter().position(|c| std::ptr::eq(c, whole)) else { return false };
    let is_beside = |c: &&Claim| {
        (c.section, c.paragraph, c.sentence) == (whole.section, whole.paragraph, whole.sentence)
            && c.unit == whole.unit
            && c.comparison.is_none()
            && c.period == whole.period
            && c.part_of.map(|p| p.list) == whole.part_of.map(|p| p.list)
            && (c.counted == whole.counted || !c.counted.is_of_applications())
    };
    let mut total = whole.exact().unwrap_or_default();
    for before in subject.claims[..at].iter().rev().take_while(is_beside) {
        let Some(n) = before.exact() else { return false };
        total = total.plus(n);
        // joined by 、 the two are one number in two pieces, whatever is left out of the list
        let is_joined = before.words == whole.words && whole.exact().is_some_and(|w| sum > w);
        if sum == total || is_joined && sum < total {
            return true;
        }
    }
    false
}

/// 办结30件，收到28件，结转2件，其中……: outcomes and applicants that make another number told before divide that one.
fn is_sum_of_another(subject: &Subject<'_>, whole: &Claim, parts: &[&Claim], sum: Decimal) -> bool {
    let is_of_applications =
        parts.len() > 1 && matches!(parts[0].counted.facet(), Some(Facet::Outcome | Facet::Applicant));
    let is_near = |c: &Claim| {
        (c.section, c.paragraph) == (whole.section, whole.paragraph)
            && c.sentence <= parts[0].sentence
            && c.sentence + 1 >= parts[0].sentence
            && c.span.start < parts[0].span.start
    };
    let is_another = |c: &Claim| {
        is_near(c)
            && c.part_of.is_none()
            && c.comparison.is_none()
            && c.unit == whole.unit
            && c.period == whole.period
            && !c.counted.is_money()
    };
    is_of_applications && subject.claims.iter().any(|c| is_another(c) && c.exact() == Some(sum))
}

/// 栏目32个，其中新增4个，撤并2个，更新28个: what was done to some of them; one may be both new and changed.
fn is_of_changes(whole: &Claim, parts: &[&Claim]) -> bool {
    let is_change = |c: &Claim| {
        ["新增", "新设", "撤并", "撤销", "更新", "修订", "调整", "注销", "关停", "改版"]
            .iter()
            .any(|w| c.words.contains(w))
    };
    !whole.counted.is_of_applications()
        && !matches!(whole.counted, Counted::Remedy(..))
        && parts.iter().filter(|c| is_change(c)).count() > 1
}

/// 公开12件，占40%；部分公开4件，占13.3%: each part has its share of the whole right behind it, so that whole and parts
/// are right, and the list leaves some out.
fn is_each_share_right(subject: &Subject<'_>, parts: &[&Claim], total: Decimal) -> bool {
    parts.iter().all(|part| {
        let at = subject.claims.iter().position(|c| std::ptr::eq(c, *part));
        let share = at.and_then(|k| subject.claims.get(k + 1)).filter(|c| c.counted == Counted::Share);
        let (Some(n), Some(percent)) = (part.exact(), share.and_then(Claim::exact)) else { return false };
        let expected = n.as_f64() * 100.0 / total.as_f64();
        (expected - percent.as_f64()).abs() <= 10_f64.powi(-(percent.scale() as i32))
    })
}

/// 126条，其中……，合计126条: the sentence itself says that the parts make the whole.
fn is_told_again(subject: &Subject<'_>, whole: &Claim, parts: &[&Claim]) -> bool {
    let sentence = |c: &Claim| (c.section, c.paragraph, c.sentence);
    let end = parts.iter().map(|p| p.span.end).max().unwrap_or_default();
    subject.claims.iter().any(|c| {
        sentence(c) == sentence(whole)
            && c.span.start >= end
            && c.part_of.is_none()
            && c.comparison.is_none()
            && c.unit == whole.unit
            && c.exact() == whole.exact()
            && ["合计", "共计", "总计"].iter().any(|w| c.words.starts_with(w))
    })
}

/// The number of a part in the unit of the whole.
fn value_in(part: &Claim, whole: &Claim) -> Option<Decimal> {
    let n = part.exact()?;
    let power = |unit: Option<&str>| match unit {
        Some("万元") => 4,
        Some("亿元") => 8,
        _ => 0,
    };
    let (p, w) = (power(part.unit), power(whole.unit));
    (p >= w).then(|| n.shifted(p - w))
}

/// What was received, told by outcome, may contain what was carried in and leave out what is carried over.
fn is_otherwise_explained(subject: &Subject<'_>, whole: &Claim, facet: Option<Facet>, sum: Decimal) -> bool {
    // 新收28件，上年结转3件，其中自然人25件，企业6件: the applicants of both
    let carried_beside = subject.claims.iter().find(|c| {
        c.counted == Counted::CarriedIn
            && c.part_of.is_none()
            && (c.section, c.paragraph, c.sentence) == (whole.section, whole.paragraph, whole.sentence)
    });
    if facet == Some(Facet::Applicant)
        && let (Some(total), Some(carried)) = (whole.exact(), carried_beside.and_then(Claim::exact))
        && total.plus(carried) == sum
    {
        return true;
    }
    let by_result = matches!(facet, Some(Facet::Outcome | Facet::Progress));
    if !by_result || !matches!(whole.counted, Counted::NewReceived | Counted::Processed | Counted::Handled) {
        return false;
    }
    let Some(total) = whole.exact().and_then(Decimal::as_whole) else { return false };
    let from_prose = |counted: Counted| {
        subject
            .claims
            .iter()
            .find(|c| c.counted == counted && c.comparison.is_none() && c.scope == Scope::Own)
            .and_then(Claim::exact)
            .and_then(Decimal::as_whole)
    };
    let carried_in = count(subject, total_of(Row::CarriedIn)).or(from_prose(Counted::CarriedIn)).unwrap_or(0);
    let carried_out =
        count(subject, total_of(Row::CarriedOut)).or(from_prose(Counted::CarriedOut)).unwrap_or(0);
    if whole.counted == Counted::Handled {
        return false;
    }
    [total + carried_in, total - carried_out, total + carried_in - carried_out]
        .into_iter()
        .any(|v| Decimal::whole(v) == sum)
}

/// How sure it is that the list is wrong; `None` when it may well be right.
fn level_of(whole: &Claim, parts: &[&Claim], closure: Closure, is_above: bool) -> Option<Level> {
    let facet = parts[0].counted.facet();
    let is_disjoint = matches!(
        facet,
        Some(Facet::Applicant | Facet::Outcome | Facet::RemedyResult | Facet::RemedyKind | Facet::Halves)
    );
    let is_of_applications =
        whole.counted.is_of_applications() || matches!(whole.counted, Counted::Remedy(..));
    let is_plain = whole.is_named && parts.iter().all(|p| p.is_named);
    let same_unit = parts.iter().all(|p| p.unit == whole.unit);
    match (closure, is_above) {
        (Closure::Open, false) => None,
        (Closure::Open, true) if is_disjoint => Some(Level::Warning),
        (Closure::Open, true) if parts.len() == 1 && same_unit => Some(Level::Warning),
        (Closure::Open, true) => same_unit.then_some(Level::Note),
        // every application has one applicant: no reading makes parts above their whole right. Outcomes may contain
        // what was carried in, remedies what was pending
        (_, true) if facet == Some(Facet::Applicant) && is_of_applications && is_plain && same_unit => {
            Some(Level::Error)
        }
        (_, true) if is_disjoint && is_of_applications && same_unit => Some(Level::Warning),
        (Closure::Exhaustive, _) => Some(Level::Warning),
        (Closure::Listed, true) => Some(if same_unit { Level::Warning } else { Level::Note }),
        // 其中 with several parts that fall short: some kinds of lists are usually complete, others are not
        (Closure::Listed, false) => match facet {
            Some(Facet::Channel | Facet::RemedyKind) if same_unit => Some(Level::Warning),
            Some(Facet::Applicant | Facet::RemedyResult | Facet::Means) if same_unit => Some(Level::Note),
            Some(Facet::Outcome | Facet::Progress | Facet::Content) if same_unit && parts.len() >= 3 => {
                Some(Level::Note)
            }
            _ => None,
        },
    }
}
