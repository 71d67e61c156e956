//! # S303 单元格无法辨认（illegible_cell）
//!
//! ## 查什么
//! 文件中有内容但不能唯一确定数值的单元格，按行汇总列出。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式。
//!
//! ## 为什么
//! 程序不猜数字；无法辨认的单元格不参加核对，应当由人对照原件。
//!
//! ## 示例(错)
//! ```年报
//! table3.granted = 无法辨认
//! ```
//! ```年报
//! table4.reconsideration_total = 无法辨认
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//!
//! ## 例外与误报
//! 每行一条；同一张表超过五行的，合并为一条。
//!
//! ## 如何修改
//! 对照原始文件核对；多为连写、错位造成，在原文件中把各数分开。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::table::Picked;
use crate::diagnostic::Level;
use gongkai_domain::report::CellKind;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S303",
    name: "illegible_cell",
    title: "单元格无法辨认",
    family: Family::Structure,
    level: Level::Note,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("illegible_cell.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    super::table::by_row(report, CellKind::Illegible, |table, rows| match rows {
        Picked::Row(row, cells) => {
            let names = super::table::names(report, cells);
            let spots = cells.first().map(|at| subject.spot(*at)).into_iter().collect();
            let message = format!("“{}”一行有{}个单元格无法辨认：{names}", row.name, cells.len());
            out.report(Level::Note, message, spots).help("对照原始文件核对，把连写的数字分开");
        }
        Picked::Table(count, first) => {
            let message = format!("{}有{}行无法辨认，共{count}个单元格", table.title(), first.len());
            let spots = first.iter().map(|at| subject.spot(*at)).collect();
            out.report(Level::Note, message, spots).help("对照原始文件核对，把连写的数字分开");
        }
    });
}
