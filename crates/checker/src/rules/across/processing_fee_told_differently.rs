//! # X009 信息处理费前后不一致（processing_fee_told_differently）
//!
//! ## 查什么
//! 第六部分与其他部分所称收取信息处理费（政府信息公开收费）的金额应当一致；只有一处写明收了费的，提示补写；称没有发出收费通知、而表三有“逾期未按收费通知要求缴纳费用”件数的，是不一致。
//!
//! ## 依据
//! 《条例》第四十二条；国办函〔2020〕109号；国办公开办函〔2021〕30号第六部分。
//!
//! ## 为什么
//! 收取信息处理费的情况要在报告中说明；两处说法不同，无从知道究竟收了没有。
//!
//! ## 示例(错)
//! ```年报
//! overview = 全年未收取信息处理费。
//! other = 本年度收取信息处理费120元。
//! ```
//! ```年报
//! overview = 全年收取信息处理费120元。
//! other = 无。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview = 全年收取信息处理费120元。
//! other = 本年度发出收费通知2件，总金额160元，实际收取120元。
//! ```
//! ```年报
//! overview = 全年没有政府信息公开收费情况。
//! other = 无。
//! ```
//!
//! ## 例外与误报
//! 通知金额、应收金额、减免金额与实收金额不是一回事，不互相比较。称没有收费而另一处不提的，不作判断。
//!
//! ## 如何修改
//! 在第六部分写明发出收费通知的件数、总金额和实际收取的总金额，其他部分与之一致。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::{amount_of, count, fen_of, spot_of, total_of};
use crate::claims::{Claim, Counted, Period};
use crate::diagnostic::Level;
use gongkai_domain::report::{Row, SectionKey};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X009",
    name: "processing_fee_told_differently",
    title: "信息处理费前后不一致",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第四十二条；国办函〔2020〕109号",
    source: include_str!("processing_fee_told_differently.rs"),
    check,
};

/// Words of amounts that were asked for or remitted rather than collected.
const NOT_COLLECTED: &[&str] = &["应收", "减免", "免收", "总金额", "通知金额", "应缴", "未缴", "退还"];

fn is_collected(claim: &Claim) -> bool {
    claim.counted == Counted::FeeAmount
        && claim.comparison.is_none()
        && !claim.is_plan
        && claim.period == Period::ThisYear
        && claim.section.is_some_and(|s| s != SectionKey::Problems)
        && (claim.is_negated || !NOT_COLLECTED.iter().any(|w| claim.words.contains(w)))
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let collected: Vec<&Claim> =
        subject.claims.iter().filter(|c| is_collected(c) && fen_of(c).is_some()).collect();
    let is_other = |c: &&&Claim| c.section == Some(SectionKey::Other);
    let there = collected.iter().find(is_other);
    let elsewhere = collected.iter().find(|c| !is_other(c));
    match (there, elsewhere) {
        (Some(a), Some(b)) if fen_of(a) != fen_of(b) => {
            let message =
                format!("信息处理费两处说法不同：第六部分为{}，其他部分为{}", amount_of(a), amount_of(b));
            let level = if a.is_named && b.is_named { Level::Warning } else { Level::Note };
            out.report(level, message, vec![spot_of(a), spot_of(b)]).help("按收费台账和票据核对，两处统一");
        }
        (None, Some(b)) if fen_of(b).is_some_and(|f| !f.is_zero()) => {
            let says_elsewhere = subject.claims.iter().any(|c| {
                c.section == Some(SectionKey::Other)
                    && matches!(c.counted, Counted::FeeAmount | Counted::FeeCases)
            });
            if !says_elsewhere {
                let message = format!("文字称收取信息处理费{}，第六部分没有说明", amount_of(b));
                out.report(Level::Note, message, vec![spot_of(b)])
                    .help("在第六部分写明收费通知件数、总金额和实际收取总金额");
            }
        }
        _ => {}
    }
    let overdue = total_of(Row::OtherFeeOverdue);
    if let Some(n @ 1..) = count(subject, overdue) {
        let none = subject.claims.iter().find(|c| {
            c.counted == Counted::FeeNotices
                && c.period == Period::ThisYear
                && c.comparison.is_none()
                && c.exact().is_some_and(crate::claims::Decimal::is_zero)
        });
        if let Some(claim) = none {
            let message = format!("文字称没有发出收费通知，表三“逾期未按收费通知要求缴纳费用”却有{n}件");
            out.report(Level::Warning, message, vec![spot_of(claim), subject.spot(overdue)])
                .help("核对收费通知书存根和该行件数");
        }
    }
}
