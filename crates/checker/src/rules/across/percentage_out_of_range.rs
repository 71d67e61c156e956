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
//!
//! ## 示例(对)
//! ```年报
//! overview = 全年收到政府信息公开申请47件，其中自然人申请38件，占80.9%；同比增长46.9%。
//! ```
//!
//! ## 例外与误报
//! 增长可以超过100%。占比允许末位四舍五入或者舍去。“完成率”可以超过100%，不作判断。
//!
//! ## 如何修改
//! 按改定后的件数重新计算。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::spot_of;
use crate::claims::{Claim, Counted, Decimal, Direction};
use crate::diagnostic::Level;
use gongkai_domain::report::SectionKey;

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
    let Some(part) = index.checked_sub(1).and_then(|i| subject.claims.get(i)) else { return };
    let is_near =
        (part.section, part.paragraph, part.sentence) == (claim.section, claim.paragraph, claim.sentence);
    let Some(whole) = part.part_of.and_then(|p| subject.claims.get(p.whole)) else { return };
    let (Some(n), Some(total)) = (part.exact(), whole.exact()) else { return };
    if !is_near || total.is_zero() || part.unit != whole.unit || part.unit == Some("%") {
        return;
    }
    let expected = n.as_f64() * 100.0 / total.as_f64();
    let tolerance = 10_f64.powi(-(percent.scale() as i32));
    if (expected - percent.as_f64()).abs() <= tolerance {
        return;
    }
    let message = format!("文字称占{percent}%，而{n}÷{total}约为{expected:.1}%");
    out.report(Level::Warning, message, vec![spot_of(claim), spot_of(part), spot_of(whole)])
        .help("按改定后的件数重新计算");
}
