//! # S304 数值由勾稽关系推算（derived_cell）
//!
//! ## 查什么
//! 文件没有印出、由勾稽关系唯一推算出来的数值，按行列出，供人复核。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式的勾稽关系。
//!
//! ## 为什么
//! 推算的数值是唯一合理的取值，但终究不是报告印出的，引用前应当核实。
//!
//! ## 示例(错)
//! ```年报
//! table3.granted.total = 推算 25 [T3-ROW(granted)]
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//!
//! ## 例外与误报
//! 推算用过的等式不会再用来检验该数值。每行一条；同一张表超过五行的，合并为一条。汇总多个单位得出的数值、核实后采纳的修改不是推算，不列出。
//!
//! ## 如何修改
//! 在原文件中补上数字。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::table::Picked;
use crate::diagnostic::Level;
use gongkai_domain::report::CellKind;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S304",
    name: "derived_cell",
    title: "数值由勾稽关系推算",
    family: Family::Structure,
    level: Level::Note,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，勾稽关系",
    source: include_str!("derived_cell.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    super::table::by_row(report, CellKind::Derived, |table, rows| match rows {
        Picked::Row(row, cells) => {
            let values = cells
                .iter()
                .filter_map(|at| {
                    Some(format!("{}为{}", super::table::column(*at, report), report.cell(*at)?.value?))
                })
                .collect::<Vec<_>>()
                .join("、");
            let spots = cells.first().map(|at| subject.spot(*at)).into_iter().collect();
            let message = format!("“{}”一行的数值由勾稽关系推算：{values}", row.name);
            out.report(Level::Note, message, spots).help("核实后在原文件中补上数字");
        }
        Picked::Table(count, first) => {
            let message =
                format!("{}有{}行的数值由勾稽关系推算，共{count}个单元格", table.title(), first.len());
            let spots = first.iter().map(|at| subject.spot(*at)).collect();
            out.report(Level::Note, message, spots).help("核实后在原文件中补上数字");
        }
    });
}
