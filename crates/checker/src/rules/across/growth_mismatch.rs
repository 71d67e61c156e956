//! # X017 增减幅度与所述两年数量不符（growth_mismatch）
//!
//! ## 查什么
//! 文字写明本年和上年的数量，或者写明增减的件数和百分比的，三者应当相符：上年数×（1＋增幅）＝本年数。表格所列事项还与上年报告核对。
//!
//! ## 依据
//! 《条例》第五十条；报告内容应当真实、准确。
//!
//! ## 为什么
//! 增减幅度是算出来的数，容易用错基数，或者沿用了上一稿的数字。
//!
//! ## 示例(错)
//! ```年报
//! overview = 上年收到政府信息公开申请32件，本年收到政府信息公开申请47件，同比增长56.9%。
//! ```
//! ```年报
//! overview = 全年主动公开政府信息312条，比上年增加41条，增长25%。
//! ```
//! ```年报
//! overview = 政策解读由上年的15件增至18件，增长30%。
//! ```
//! ```年报
//! overview = 全年主动公开政府信息126条，同比增长26%，上年为120条。
//! ```
//! ```年报
//! overview = 收到的申请较上年增长20%（上年10件，今年18件）。
//! ```
//! ```年报
//! overview = 主动公开政府信息较上年的200条增长50%，达到312条。
//! ```
//! ```年报
//! overview = 政策解读增长了1倍，从20件增加到30件。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview = 政策解读增长了0.5倍，从20件增加到30件。
//! ```
//! ```年报
//! overview = 政策解读由上年的15件增至18件，增长20%。
//! ```
//! ```年报
//! overview = 上年收到政府信息公开申请32件，本年收到政府信息公开申请47件，同比增长46.9%。
//! ```
//! ```年报
//! overview = 全年主动公开政府信息312条，比上年增加41条，增长15.1%。
//! ```
//!
//! ## 例外与误报
//! 允许末位四舍五入或者舍去。环比、与往年平均数相比的，不作判断。提供的上年报告不是同一机关的，不用来核对。新收件数与上年报告的核对由 Y 族规则提出。
//!
//! ## 如何修改
//! 增幅＝（本年数－上年数）÷上年数；按核实后的两年数量重新计算。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::{cells_of, spot_of};
use crate::claims::{Claim, Counted, Decimal, Direction, Period, Scope};
use crate::diagnostic::{Level, Spot};
use crate::rules::format::prose::may_be_one_agency;
use crate::rules::format::year::settled_year;
use gongkai_domain::report::{Cell, SectionKey};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X017",
    name: "growth_mismatch",
    title: "增减幅度与所述两年数量不符",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第五十条",
    source: include_str!("growth_mismatch.rs"),
    check,
};

/// The year before, as somebody says it.
struct Base {
    value: f64,
    words: String,
    spot: Spot,
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    for (index, claim) in subject.claims.iter().enumerate() {
        let Some(comparison) = claim.comparison else { continue };
        if !comparison.is_with_last_year || claim.is_plan || claim.section == Some(SectionKey::Problems) {
            continue;
        }
        let Some(change) = claim.exact() else { continue };
        let pair = pair_behind(subject, index);
        let now = pair.map(|(_, now)| now).or_else(|| comparison.of.and_then(|i| subject.claims.get(i)));
        let Some(now) = now else { continue };
        let (Some(now_value), true) = (now.exact(), now.period == Period::ThisYear) else { continue };
        if matches!(now.unit, Some("%" | "‰" | "个百分点")) {
            continue;
        }
        let sign = match comparison.direction {
            Direction::Up => 1.0,
            Direction::Down => -1.0,
            Direction::Flat => continue,
        };
        // 增长1倍 is 增长100%, told more roughly
        let is_times = claim.unit == Some("倍");
        let is_percent = claim.unit == Some("%") || is_times;
        if !is_percent && claim.unit != now.unit || is_times && pair.is_none() {
            continue;
        }
        let beside = pair.map(|(told, _)| told).or_else(|| bare_last_year(subject, index, now));
        let beside = beside.and_then(Base::told_in);
        let Some(base) = beside.or_else(|| base_of(subject, index, claim, now, now_value, is_percent)) else {
            continue;
        };
        let actual = now_value.as_f64() - base.value;
        let (expected, tolerance) = if is_percent {
            if base.value <= 0.0 {
                continue;
            }
            let last_digit = 10_f64.powi(-(change.scale() as i32));
            if is_times {
                (actual / base.value, last_digit * 0.4)
            } else {
                (actual * 100.0 / base.value, last_digit)
            }
        } else {
            (actual, 1e-9)
        };
        if (sign * change.as_f64() - expected).abs() <= tolerance {
            continue;
        }
        let unit = claim.unit.unwrap_or_default();
        let word = if expected >= 0.0 { "增长" } else { "下降" };
        let digits = usize::from(is_percent);
        let message = format!(
            "文字称“{}”，而本年为{now_value}、{}，应为{word}{:.digits$}{unit}",
            claim.words,
            base.words,
            expected.abs()
        );
        out.report(Level::Warning, message, vec![spot_of(claim), spot_of(now), base.spot])
            .help("增幅＝（本年数－上年数）÷上年数，按核实后的数量重新计算");
    }
}

impl Base {
    fn told_in(claim: &Claim) -> Option<Self> {
        let value = claim.exact()?;
        Some(Self { value: value.as_f64(), words: format!("上年为{value}"), spot: spot_of(claim) })
    }
}

/// Whether the words are a number of the year and nothing else: 上年为120条, 今年18件.
fn is_bare(claim: &Claim, years: &[&str]) -> bool {
    let words: String = claim.words.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect();
    let words = words.strip_prefix('而').unwrap_or(&words);
    let Some(rest) = years.iter().find_map(|y| words.strip_prefix(y)) else { return false };
    let rest = rest.strip_prefix(['为', '是', '的']).unwrap_or(rest);
    claim.comparison.is_none() && claim.exact().is_some() && rest == claim.unit.unwrap_or_default()
}

/// How a clause says that one number rose or fell to another.
const REACHED: &[&str] = &[
    "增至",
    "增加到",
    "增加至",
    "增长到",
    "增长至",
    "上升到",
    "上升至",
    "升至",
    "提高到",
    "减至",
    "减少到",
    "减少至",
    "下降到",
    "下降至",
    "降至",
];

/// 由2件增至4件: both numbers in one clause, the second reached from the first.
fn is_raised(last: &Claim, this: &Claim) -> bool {
    let words: String = last.words.chars().filter(|c| !c.is_whitespace()).collect();
    let unit = last.unit.unwrap_or_default();
    let (Some(n), Some(m)) = (last.exact(), this.exact()) else { return false };
    let is_told = |from: &str| {
        words.strip_prefix(from).is_some_and(|rest| {
            let rest = LAST_YEAR.iter().find_map(|y| rest.strip_prefix(y)).unwrap_or(rest);
            let rest = rest.strip_prefix('的').unwrap_or(rest);
            let rest = rest.strip_prefix(&format!("{n}{unit}")).unwrap_or_default();
            REACHED.iter().any(|to| {
                rest.strip_prefix(to).is_some_and(|rest| {
                    ["今年的", "本年的", "今年", "本年", ""]
                        .iter()
                        .any(|y| rest.starts_with(&format!("{y}{m}{unit}")))
                })
            })
        })
    };
    last.words == this.words
        && last.unit == this.unit
        && last.comparison.is_none()
        && this.comparison.is_none()
        && (is_told("由") || is_told("从"))
}

/// 达到500条: a number that was reached, and nothing else in its clause.
fn is_attained(claim: &Claim) -> bool {
    let words: String = claim.words.chars().filter(|c| !c.is_whitespace()).collect();
    let told = claim.exact().map(|n| format!("{n}{}", claim.unit.unwrap_or_default()));
    claim.comparison.is_none()
        && claim.period == Period::ThisYear
        && ["达到", "达", "增至", "增加到", "升至", "降至", "减至", "减少到"]
            .iter()
            .any(|w| words.strip_prefix(w).is_some_and(|rest| Some(rest) == told.as_deref()))
}

const LAST_YEAR: &[&str] = &["上年度", "上年同期", "上一年度", "上一年", "上年", "去年同期", "去年"];
const THIS_YEAR: &[&str] = &["本年度", "本年", "今年"];

/// 增长20%（上年10件，今年18件）, 增长20%，由10件增至18件: both numbers behind the growth, in either order; the first is that of last year.
fn pair_behind<'a>(subject: &Subject<'a>, index: usize) -> Option<(&'a Claim, &'a Claim)> {
    let claim = subject.claims.get(index)?;
    let sentence = |c: &Claim| (c.section, c.paragraph, c.sentence);
    // 较上年的300条增长50%，达到500条: the two stand around the growth
    let before = index.checked_sub(1).and_then(|i| subject.claims.get(i));
    if let (Some(last), Some(this)) = (before, subject.claims.get(index + 1))
        && sentence(last) == sentence(claim)
        && sentence(this) == sentence(claim)
        && last.unit == this.unit
        && last.period == Period::LastYear
        && last.words == claim.words
        && ["较", "比", "相比"].iter().any(|w| last.words.contains(w))
        && is_attained(this)
    {
        return Some((last, this));
    }
    let (a, b) = (subject.claims.get(index + 1)?, subject.claims.get(index + 2)?);
    if sentence(a) != sentence(claim) || sentence(b) != sentence(claim) || a.unit != b.unit {
        return None;
    }
    let is_pair = |last: &Claim, this: &Claim| is_bare(last, LAST_YEAR) && is_bare(this, THIS_YEAR);
    if is_pair(a, b) || is_raised(a, b) {
        Some((a, b))
    } else if is_pair(b, a) {
        Some((b, a))
    } else {
        None
    }
}

/// The number of last year that names nothing of its own: 126条，同比增长26%，上年为120条; 由上年的15件增至18件，增长20%.
fn bare_last_year<'a>(subject: &Subject<'a>, index: usize, now: &Claim) -> Option<&'a Claim> {
    let claim = subject.claims.get(index)?;
    let sentence = |c: &Claim| (c.section, c.paragraph, c.sentence);
    let is_of_now =
        |c: &&Claim| sentence(c) == sentence(now) && sentence(c) == sentence(claim) && c.unit == now.unit;
    let directly_behind = index.checked_sub(1).and_then(|i| subject.claims.get(i)).is_some_and(|c| c == now);
    let behind =
        subject.claims.get(index + 1).filter(|c| directly_behind && is_of_now(c) && is_bare(c, LAST_YEAR));
    let before = index.checked_sub(2).and_then(|i| subject.claims.get(i)).filter(|c| {
        let is_raised =
            ["由", "从"].iter().any(|w| LAST_YEAR.iter().any(|y| c.words.contains(&format!("{w}{y}"))))
                && ["至", "到"].iter().any(|w| c.words.contains(w));
        directly_behind && is_of_now(c) && c.period == Period::LastYear && is_raised && c.words == now.words
    });
    behind.or(before)
}

/// The number of the year before: told in the paragraph, or following from the change in pieces, or in last year's report.
fn base_of(
    subject: &Subject<'_>,
    index: usize,
    claim: &Claim,
    now: &Claim,
    now_value: Decimal,
    is_percent: bool,
) -> Option<Base> {
    let is_here = |c: &Claim| (c.section, c.paragraph) == (claim.section, claim.paragraph);
    let told = subject.claims.iter().find(|c| {
        is_here(c)
            && c.period == Period::LastYear
            && c.counted == now.counted
            && c.counted != Counted::Other
            && c.comparison.is_none()
            && c.part_of.is_none()
            && c.scope == now.scope
            && c.unit == now.unit
    });
    if let Some((told, value)) = told.and_then(|t| t.exact().map(|v| (t, v))) {
        return Some(Base { value: value.as_f64(), words: format!("上年为{value}"), spot: spot_of(told) });
    }
    if is_percent {
        // 比上年增加41条，增长15.1%
        let pieces = subject.claims[..index].iter().rev().take(3).find(|c| {
            is_here(c)
                && c.comparison.is_some_and(|k| {
                    claim.comparison.is_some_and(|own| own.of == k.of && own.direction == k.direction)
                })
                && c.unit == now.unit
        });
        if let Some((pieces, n)) = pieces.and_then(|p| p.exact().map(|n| (p, n))) {
            let sign = if pieces.comparison?.direction == Direction::Down { -1.0 } else { 1.0 };
            let value = now_value.as_f64() - sign * n.as_f64();
            let words = format!("增减{n}");
            return Some(Base { value, words, spot: spot_of(pieces) });
        }
    }
    from_last_report(subject, now)
}

/// The same cells of last year's report. What was newly received is left to the rules of the years.
fn from_last_report(subject: &Subject<'_>, now: &Claim) -> Option<Base> {
    let previous = subject.previous?;
    // another agency's report was given by mistake, or a name was not read: nothing to compare with (Y001 says it)
    let (name, before) = (subject.report.agency.value.as_deref()?, previous.agency.value.as_deref()?);
    if settled_year(previous)? + 1 != settled_year(subject.report)?
        || !may_be_one_agency(name, before)
        || now.scope != Scope::Own
        || now.part_of.is_some()
    {
        return None;
    }
    if matches!(now.counted, Counted::NewReceived | Counted::Unfinished | Counted::Processed) || !now.is_named
    {
        return None;
    }
    let cells = cells_of(subject, now.counted)?;
    let value: i64 =
        cells.iter().map(|at| previous.cell(*at).and_then(Cell::as_count)).sum::<Option<i64>>()?;
    let at = *cells.first()?;
    let cell = previous.cell(at);
    let spot = Spot {
        cell: Some(format!("previous.{at}")),
        label: Some(format!("上年报告 {}", at.label(previous.form))),
        quote: cell.map(|c| c.raw.clone()).filter(|r| !r.is_empty()),
        source: Some(previous.source.clone()),
        ..Spot::at(cell.and_then(|c| c.place.as_ref()))
    };
    Some(Base { value: value as f64, words: format!("上年报告为{value}"), spot })
}
