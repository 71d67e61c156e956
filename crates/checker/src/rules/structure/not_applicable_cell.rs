//! # S302 以斜线或者“无”代替数字（not_applicable_cell）
//!
//! ## 查什么
//! 应当填数的单元格是否写了 /、-、— 或者“无”。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式：没有发生的填 0。
//!
//! ## 为什么
//! 符号不能参加汇总和核对。
//!
//! ## 示例(错)
//! ```年报
//! table3.denied_state_secret = 不适用
//! ```
//! ```年报
//! table2.rules_issued = 不适用
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//! ```年报
//! table2.rules_issued = 0
//! ```
//!
//! ## 例外与误报
//! 没有规章制定权的机关在规章一行画斜线，实践中常见，只作提示。
//!
//! ## 如何修改
//! 改填 0。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::table::Picked;
use crate::diagnostic::Level;
use gongkai_domain::report::{CellKind, CellRef};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S302",
    name: "not_applicable_cell",
    title: "以斜线或者“无”代替数字",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("not_applicable_cell.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let of_rules = |at: &CellRef| matches!(at, CellRef::T2(key) if key.row_label() == "规章");
    super::table::by_row(report, CellKind::NotApplicable, |table, rows| match rows {
        Picked::Row(row, marks) => {
            let names = super::table::names(report, marks);
            let level = if marks.iter().all(of_rules) { Level::Note } else { Level::Warning };
            let message = format!("“{}”一行以符号代替数字：{names}", row.name);
            let spots = marks.iter().map(|at| subject.spot(*at)).collect();
            out.report(level, message, spots).help("没有发生的填0");
        }
        Picked::Table(count, first) => {
            let message = format!("{}有{}行以符号代替数字，共{count}个单元格", table.title(), first.len());
            let spots = first.iter().map(|at| subject.spot(*at)).collect();
            out.report(Level::Warning, message, spots).help("没有发生的填0");
        }
    });
}
