//! # Y001 上年报告不对应（previous_report_unsuitable）
//!
//! ## 查什么
//! 用来比较的上年报告，是否为同一机关、紧邻的上一年度。
//!
//! ## 依据
//! 表三的“上年结转”、“结转下年度”两行，只在同一机关相邻两年之间衔接。
//!
//! ## 为什么
//! 拿错了报告，后面各项年度衔接的结论都不可靠，因此不再逐项核对。
//!
//! ## 示例(错)
//! ```年报
//! previous.year = 2025
//! ```
//! ```年报
//! previous.year = 2022
//! ```
//! ```年报
//! previous.agency = 云岭市林业局
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//! ```年报
//! previous = 无
//! ```
//! ```年报
//! previous.agency = 云岭市青溪区水务局
//! agency = 青溪区水务局
//! ```
//!
//! ## 例外与误报
//! 没有提供上年报告，或者提供的文件读不出报告的，各项年度衔接合并列为一项“未能核对”。机关名称不同或者年度不相邻的，只提出本条，不作比较；简称与全称视为同一机关。
//!
//! ## 如何修改
//! 换成同一机关上一年度的报告；机构改革更名的，人工核对衔接，并在第一部分说明承接关系。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::diagnostic::Spot;
use crate::rules::format::prose;
use crate::rules::format::year::settled_year;
use gongkai_domain::report::Place;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "Y001",
    name: "previous_report_unsuitable",
    title: "上年报告不对应",
    family: Family::Years,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表三“上年结转”",
    source: include_str!("previous_report_unsuitable.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let Some(previous) = subject.previous else {
        if report.form.has_tables() {
            out.not_checkable("与上一年度报告的衔接", "没有可以核对的上一年度报告");
        }
        return;
    };
    let (Some(year), Some(last)) = (settled_year(report), settled_year(previous)) else {
        out.not_checkable("与上一年度报告的衔接", "两份报告中有一份没有读到年度");
        return;
    };
    let spots = |here: (Option<&Place>, String), there: (Option<&Place>, String)| {
        vec![
            Spot::at(here.0).quoting(here.1).labelled("本年报告"),
            Spot {
                source: Some(previous.source.clone()),
                ..Spot::at(there.0).quoting(there.1).labelled("用来比较的报告")
            },
        ]
    };
    if last != year - 1 {
        let message = if last == year {
            format!("用来比较的报告也是{year}年度的，不是上一年度，没有作比较")
        } else {
            format!("本报告为{year}年度，用来比较的报告为{last}年度，不相邻，没有作比较")
        };
        out.report(
            Level::Warning,
            message,
            spots(
                (report.year.place.as_ref(), year.to_string()),
                (previous.year.place.as_ref(), last.to_string()),
            ),
        )
        .help(format!("换成{}年度的报告", year - 1));
        return;
    }
    if let (Some(name), Some(before)) = (&report.agency.value, &previous.agency.value)
        && !prose::may_be_one_agency(name, before)
    {
        out.report(
            Level::Warning,
            format!("两份报告的机关名称不同，没有作比较：本年为“{name}”，上年为“{before}”"),
            spots(
                (report.agency.place.as_ref(), name.clone()),
                (previous.agency.place.as_ref(), before.clone()),
            ),
        )
        .help("换成同一机关的报告；机构更名的，人工核对衔接，并在第一部分说明承接关系");
    }
}
