//! # S209 数字与行名错位（displaced_values）
//!
//! ## 查什么
//! 数字是否单独成行、落在行名之前之后，或者整行向左向右移了一格。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式。
//!
//! ## 为什么
//! 错位多由转换造成。程序按勾稽关系归位，读者仍可能看错，应当复核。
//!
//! ## 示例(错)
//! ```年报
//! artefact orphan_values 0 0 0 0 0 0 0
//! ```
//! ```年报
//! artefact shifted_row （四）无法提供
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//!
//! ## 例外与误报
//! 只作提示；无法归位的数字不会被采用，所在单元格列为无法辨认或者缺失。
//!
//! ## 如何修改
//! 在原文件中把数字移回所属的行和列。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S209",
    name: "displaced_values",
    title: "数字与行名错位",
    family: Family::Structure,
    level: Level::Note,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("displaced_values.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let found = super::artefacts(subject.report, &["orphan_values", "shifted_row"]);
    if found.is_empty() {
        return;
    }
    let spots = found.iter().map(|a| super::values_spot_of(a)).collect();
    out.report(Level::Note, format!("表格中有{}处数字与行名错位", found.len()), spots)
        .help("在原文件中把数字移回所属的行和列");
}
