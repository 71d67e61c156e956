//! # S213 行名或者列名缺失（label_missing）
//!
//! ## 查什么
//! 表格有数字而没有读到官方格式的行名或者列名，或者行名不属于官方格式。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式；2019、2020 年度为国办公开办函〔2019〕60号所附表式。
//!
//! ## 为什么
//! 没有名称的数字只能按位置推断属于哪一项，读者无从核实。
//!
//! ## 示例(错)
//! ```年报
//! artefact label_missing （二）部分公开
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//! ```年报
//! table3.granted = 缺失
//! artefact label_missing （一）予以公开
//! ```
//!
//! ## 例外与误报
//! 该行的数字也没有的，由 S204 提出，不在此重复。位置和名称都对得上的，按该行读取，由 S201 提出。不能确定是哪一行的，数字
//! 不归入任何一行，也不推算。
//!
//! ## 如何修改
//! 按官方表式补上名称。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::table::{Table, is_unprinted, rows};
use super::{letters, official_row};
use crate::diagnostic::Level;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S213",
    name: "label_missing",
    title: "行名或者列名缺失",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("label_missing.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    for artefact in super::artefacts(report, &["unknown_row"]) {
        let message =
            format!("表格中的行名“{}”不属于官方格式，该行数字没有归入任何一行", artefact.text.trim());
        out.report(Level::Warning, message, vec![super::spot_of(artefact)]).help("按官方表式恢复行名");
    }
    let found = super::artefacts(report, &["label_missing"]);
    if found.is_empty() {
        return;
    }
    let lost: Vec<String> = Table::EVERY
        .iter()
        .flat_map(|table| rows(report, *table))
        .filter(|row| row.cells.iter().all(|at| is_unprinted(report, *at)))
        .filter_map(|row| row.cells.first().map(|at| letters(official_row(*at))))
        .collect();
    for artefact in found {
        let label = artefact.expected.as_deref().unwrap_or(&artefact.text).trim();
        let name = letters(label);
        if name.is_empty() || lost.iter().any(|l| l.starts_with(&name) || name.starts_with(l)) {
            continue;
        }
        out.report(Level::Warning, format!("表格中没有读到名称“{label}”"), vec![super::spot_of(artefact)])
            .help("按官方表式补上名称");
    }
}
