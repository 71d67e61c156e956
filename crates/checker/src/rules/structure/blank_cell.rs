//! # S301 单元格空白（blank_cell）
//!
//! ## 查什么
//! 应当填数的单元格是否空白。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式：没有发生的填 0，不留空白。
//!
//! ## 为什么
//! 空白分不清是零还是漏填；空白不会当作零参加核对。
//!
//! ## 示例(错)
//! ```年报
//! table3.granted.research_institution = 空白
//! ```
//! ```年报
//! table4 = 空白
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//! ```年报
//! table3.granted.research_institution = 0
//! ```
//!
//! ## 例外与误报
//! 同一张表空白超过五行的，合并为一条。按勾稽关系能确定数值的，给出应填的数，但不替填报人填写。
//! 单元格里有公式而文件没有存下计算结果的，不是漏填，另行说明。
//!
//! ## 如何修改
//! 对照台账填写；没有的填 0。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::table::Picked;
use crate::diagnostic::Fix;
use crate::diagnostic::Level;
use gongkai_domain::report::{CellKind, CellRef, Column, Report};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S301",
    name: "blank_cell",
    title: "单元格空白",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("blank_cell.rs"),
    check,
};

/// The value that the row's own sum leaves for its only blank cell.
fn implied(report: &Report, cells: &[CellRef], blank: CellRef) -> Option<i64> {
    let CellRef::T3(_, column) = blank else { return None };
    let mut difference = 0;
    for at in cells.iter().filter(|at| **at != blank) {
        let CellRef::T3(_, c) = at else { return None };
        let n = report.cell(*at)?.as_count()?;
        difference += if *c == Column::Total { n } else { -n };
    }
    let value = if column == Column::Total { -difference } else { difference };
    (value >= 0).then_some(value)
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    super::table::by_row(report, CellKind::Blank, |table, rows| match rows {
        Picked::Row(row, empty) => {
            let (formulas, blanks): (Vec<CellRef>, Vec<CellRef>) =
                empty.iter().partition(|at| super::is_uncomputed(report, **at));
            if !formulas.is_empty() {
                let names = super::table::names(report, &formulas);
                let count = formulas.len();
                let message = format!("“{}”一行有{count}个单元格的公式没有计算结果：{names}", row.name);
                let spots = formulas.iter().map(|at| subject.spot(*at)).collect();
                out.report(Level::Warning, message, spots).help(super::STORE_RESULTS);
            }
            if blanks.is_empty() {
                return;
            }
            let names = super::table::names(report, &blanks);
            let message = format!("“{}”一行有{}个单元格空白：{names}", row.name, blanks.len());
            let spots = blanks.iter().map(|at| subject.spot(*at)).collect();
            let value = match blanks[..] {
                [blank] => implied(report, &row.cells, blank).map(|n| (blank, n)),
                _ => None,
            };
            let finding = out.report(Level::Warning, message, spots);
            match value {
                Some((blank, n)) => finding.help("核对台账后填写，不留空白").fix(Fix {
                    message: format!("按本行合计填写{n}"),
                    replacement: Some(n.to_string()),
                    cell: Some(blank),
                }),
                None => finding.help("没有发生的填0，不留空白"),
            };
        }
        Picked::Table(count, first) => {
            let message = format!("{}有{}行存在空白单元格，共{count}个", table.title(), first.len());
            let spots = first.iter().map(|at| subject.spot(*at)).collect();
            let are_formulas = first.iter().all(|at| super::is_uncomputed(report, *at));
            let help = if are_formulas { super::STORE_RESULTS } else { "没有发生的填0，不留空白" };
            out.report(Level::Warning, message, spots).help(help);
        }
    });
}
