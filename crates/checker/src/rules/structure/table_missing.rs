//! # S202 未读到官方表格（table_missing）
//!
//! ## 查什么
//! 第二、三、四部分是否各有官方表格。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式；《条例》第五十条第一款第（一）至（三）项。
//!
//! ## 为什么
//! 没有表格，数字就无法汇总和核对。
//!
//! ## 示例(错)
//! ```年报
//! table2 = 缺失
//! proactive =
//! ```
//! ```年报
//! table3 = 缺失
//! applications = 详见附件。
//! ```
//! ```年报
//! form = unknown
//! proactive = 见下图。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//! ```年报
//! table4 = 缺失
//! remedies = 本年度未发生因政府信息公开引起的行政复议、行政诉讼。
//! ```
//! ```年报
//! form = older
//! year = 2017
//! ```
//!
//! ## 例外与误报
//! 三张表都没有读到的，看报告年度（2019 年起）或者六个部分的标题，并把表内勾稽关系（A001 至 A004）列入“未能核对”；2019 年以前的报告不作判断。表格以图片插入或者放在附件里的，程序读不到，因此只作警告。用一句话代替表格的，由 S203 提出；整个部分缺失的，由 S101 提出。表格的行与正文混排、没有能够按行列读出的，列入“未能核对”。
//!
//! ## 如何修改
//! 按官方表式填写，没有数字的填 0；用图片插入的，改为可以选取文字的表格。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::diagnostic::Spot;
use gongkai_domain::report::{CellKind, Form};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S202",
    name: "table_missing",
    title: "未读到官方表格",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("table_missing.rs"),
    check,
};

/// What the rules of arithmetic would have looked at.
const UNCHECKED: &str = "表内勾稽关系（A001、A002、A003、A004）";

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    if subject.report.form == Form::Unknown && super::owes_the_form(subject.report) {
        out.not_checkable(UNCHECKED, "三张官方表格一张也没有读到");
    }
    for table in super::MISSING_TABLES {
        let is_absent =
            subject.report.cells().all(|(at, cell)| !table.holds(at) || cell.kind == CellKind::Absent);
        if is_absent
            && super::owes_the_form(subject.report)
            && super::damage::has_rows_in_prose(subject.report, table.section())
        {
            out.not_checkable(table.title(), "表格的行与正文混排，没有能够按行、列读出");
            continue;
        }
        let Some(section) = super::section_without_table(subject.report, *table) else { continue };
        if super::sentence_instead(subject.report, *table).is_some() {
            continue;
        }
        let spots = vec![Spot::at(section.place.as_ref()).quoting(section.title.clone())];
        out.report(Level::Warning, format!("“{}”中未读到官方表格", section.key.title()), spots)
            .help("按官方表式填写，没有数字的填0；以图片插入的表格改为文字表格");
    }
}
