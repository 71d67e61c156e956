//! # F002 落款年份有误（signature_year_slip）
//!
//! ## 查什么
//! 落款日期的年份是否为报告年度的次年。
//!
//! ## 依据
//! 《条例》第四十九条：次年1月31日或者3月31日前公布上一年度报告。
//!
//! ## 为什么
//! 年初签署时误写上年年份，或者沿用旧稿落款，是常见的笔误。
//!
//! ## 示例(错)
//! ```年报
//! signed_on = 2025-01-20
//! ```
//! ```年报
//! signed_on = 2027-01-20
//! ```
//!
//! ## 示例(对)
//! ```年报
//! signed_on = 2026-03-30
//! ```
//! ```年报
//! signed_on = 缺失
//! ```
//! ```年报
//! signed_on = 2025-12-30
//! ```
//!
//! ## 例外与误报
//! 报告年度当年十一月、十二月提前签署的，不提示。多年后重新公布的，落款会晚两年以上，核对无误即可。
//!
//! ## 如何修改
//! 核对并改正落款年份。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::diagnostic::Spot;
use crate::rules::format::{prose, year};
use chrono::Datelike as _;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F002",
    name: "signature_year_slip",
    title: "落款年份有误",
    family: Family::Format,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第四十九条",
    source: include_str!("signature_year_slip.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let (Some(year_reported), Some(signed)) = (report.year.value, report.signed_on.value) else { return };
    let is_right =
        signed.year() == year_reported + 1 || (signed.year() == year_reported && signed.month() >= 11);
    // a title with the wrong year is told by F001
    if is_right || year::against_the_title(report).is_some() {
        return;
    }
    let when = if signed.year() <= year_reported {
        "报告年度尚未结束"
    } else {
        "已在报告年度两年之后"
    };
    let message = format!("落款日期为{}，{when}（报告年度{year_reported}年）", prose::date(signed));
    let spots = vec![
        Spot::at(report.signed_on.place.as_ref()).labelled(format!("一般为{}年", year_reported + 1)),
        Spot::at(report.year.place.as_ref()).quoting(year_reported.to_string()).labelled("报告年度"),
    ];
    out.report(Level::Warning, message, spots).help("核对落款年份和报告年度");
}
