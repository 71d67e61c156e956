//! # S204 表格缺少整行数据（row_without_cells）
//!
//! ## 查什么
//! 表格在而某一行没有任何单元格，例如（一）（二）两行只有行名。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式：每一行都有各自的单元格，没有数字的填 0。
//!
//! ## 为什么
//! 缺行的报告，各列合计无从核对。
//!
//! ## 示例(错)
//! ```年报
//! table3.granted = 缺失
//! table3.partially_granted = 缺失
//! ```
//! ```年报
//! table2.penalty_decisions = 缺失
//! ```
//! ```年报
//! table3.granted = 缺失
//! artefact row_without_values （一）予以公开
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//! ```年报
//! one_other_row
//! ```
//!
//! ## 例外与误报
//! 整张表都没有的，由 S202 提出。印有数值而分不清属于哪些列的，由 S205 提出。（六）其他处理合为一行的，由 S208 提出。用勾稽关系推算出来的数值不算文件中已有。
//!
//! ## 如何修改
//! 补上该行的各个单元格，没有数字的填 0。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::table::{Printed, printed_rows, values_printed};
use super::{letters, official_row};
use crate::diagnostic::{Level, Spot};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S204",
    name: "row_without_cells",
    title: "表格缺少整行数据",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("row_without_cells.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    for (table, rows) in printed_rows(report) {
        let lost: Vec<&Printed> =
            rows.iter().filter(|r| r.is_lost() && values_printed(report, r).is_none()).collect();
        if lost.is_empty() || lost.len() == rows.len() {
            continue;
        }
        let before = rows.iter().take_while(|r| !r.is_lost()).last();
        let after = rows.iter().skip_while(|r| !r.is_lost()).find(|r| !r.is_lost());
        let place = |printed: Option<&Printed>| {
            printed.and_then(|p| p.row.cells.iter().find_map(|at| report.cell(*at)?.place.clone()))
        };
        // the rows themselves, where their names were found
        let names_found = super::artefacts(report, &["row_without_values"]);
        let printed = |lost: &&Printed| {
            let official = letters(lost.row.cells.first().map(|at| official_row(*at))?);
            let found = names_found.iter().find(|a| {
                let name = letters(&a.text);
                !name.is_empty() && (official.starts_with(&name) || name.ends_with(&official))
            })?;
            Some(super::spot_of(found).labelled("没有数据"))
        };
        let mut spots: Vec<Spot> = lost.iter().filter_map(printed).collect();
        let beside = match (place(before), place(after)) {
            (Some(p), _) => Spot::at(Some(&p)).labelled("此行之后缺少数据"),
            (None, Some(p)) => Spot::at(Some(&p)).labelled("此行之前缺少数据"),
            (None, None) => Spot::default(),
        };
        let names = lost.iter().map(|r| format!("“{}”", r.row.name)).collect::<Vec<_>>().join("、");
        let message = format!("{}中{}行没有数据：{names}", table.title(), lost.len());
        if spots.is_empty() {
            spots.push(beside);
        }
        out.report(Level::Warning, message, spots).help("补上这些行的单元格，没有数字的填0");
    }
}
