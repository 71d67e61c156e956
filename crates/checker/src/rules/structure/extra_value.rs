//! # S206 一行中多了数值（extra_value）
//!
//! ## 查什么
//! 一行的数值是否多于官方表式的列数，例如七列出现八个数；同一行是否重复出现。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式：表三每行七列，表四共十五列。
//!
//! ## 为什么
//! 多出的数使读者分不清哪一个是总计。
//!
//! ## 示例(错)
//! ```年报
//! artefact extra_value 0
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//!
//! ## 例外与误报
//! 多个行有同样情形的，合并为一条。同一行重复而数字不同的，哪一次都不采用，列为无法辨认。由网页或者版式文件转换造成的多余单元格也会这样，因此只作警告。
//!
//! ## 如何修改
//! 删去多余的单元格，核对本行各数与列名是否对应。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S206",
    name: "extra_value",
    title: "一行中多了数值",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("extra_value.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    for artefact in super::artefacts(subject.report, &["row_repeated"]) {
        let message = format!("表格中“{}”一行重复出现", artefact.text.trim());
        out.report(Level::Warning, message, vec![super::spot_of(artefact)]).help("删去重复的一行");
    }
    let found = super::artefacts(subject.report, &["extra_value"]);
    if found.is_empty() {
        return;
    }
    let spots = found.iter().map(|a| super::values_spot_of(a)).collect();
    out.report(Level::Warning, format!("表格中有{}处数值多于列数", found.len()), spots)
        .help("删去多余的单元格，核对本行各数与列名是否对应");
}
