//! # S205 一行中少了数值（value_missing）
//!
//! ## 查什么
//! 一行的数值是否少于官方表式的列数，例如七列只有六个数。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式：表三每行七列。
//!
//! ## 为什么
//! 少一个数，后面的数就会整体错位，读者会把总计看成其他类。
//!
//! ## 示例(错)
//! ```年报
//! table3.unavailable_not_held.total = 缺失
//! ```
//! ```年报
//! table3.granted.legal_service_institution = 推算 1 [T3-ROW(granted)]
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//! ```年报
//! table3.granted = 缺失
//! ```
//!
//! ## 例外与误报
//! 只印出一两个数值、不能确定属于哪些列的，也由本条提出。整行没有数据的，由 S204 提出；单元格在而空白的，由 S301 提出。
//!
//! ## 如何修改
//! 对照台账补齐缺少的单元格，并核对本行其余数字的位置。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::table::{Printed, Table, TableRow, is_unprinted, names, printed_rows, rows};
use super::{letters, official_row};
use crate::diagnostic::{Level, Spot};
use gongkai_domain::report::{CellKind, CellRef, Report};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S205",
    name: "value_missing",
    title: "一行中少了数值",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("value_missing.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let noticed = super::artefacts(report, &["missing_value"]);
    for (table, artefact) in Table::EVERY.iter().flat_map(|t| noticed.iter().map(move |a| (*t, *a))) {
        let name = letters(&artefact.text);
        let is_own = |row: &TableRow| row.cells.first().is_some_and(|at| letters(official_row(*at)) == name);
        let is_unread = |row: &TableRow| row.cells.iter().all(|at| is_unread(report, *at));
        if let Some(row) = rows(report, table).iter().find(|row| is_own(row) && is_unread(row)) {
            let message =
                format!("“{}”一行应有{}个数值，印出的不够，不能确定属于哪些列", row.name, row.cells.len());
            out.report(Level::Warning, message, vec![Spot::at(artefact.place.as_ref())])
                .help("对照台账补齐本行各数，没有的填0");
        }
    }
    let rows = printed_rows(report).into_iter().flat_map(|(_, rows)| rows);
    for Printed { row, lost } in rows.filter(|r| !r.lost.is_empty() && !r.is_lost()) {
        let columns = names(report, &lost);
        let printed = row.cells.len() - lost.len();
        let cell = lost.first().map(ToString::to_string);
        let spots = row
            .cells
            .iter()
            .find(|at| !lost.contains(at))
            .map(|at| Spot { cell, label: None, ..subject.spot(*at) })
            .into_iter()
            .collect();
        let message =
            format!("“{}”一行应有{}个数值，只有{printed}个，缺少：{columns}", row.name, row.cells.len());
        out.report(Level::Warning, message, spots).help("对照台账补齐，并核对其余数字有没有错位");
    }
}

/// Whether no value of its own could be read from the cell.
fn is_unread(report: &Report, at: CellRef) -> bool {
    is_unprinted(report, at) || report.cell(at).is_some_and(|cell| cell.kind == CellKind::Illegible)
}
