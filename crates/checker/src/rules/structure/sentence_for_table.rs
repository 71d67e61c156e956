//! # S203 以文字代替表格（sentence_for_table）
//!
//! ## 查什么
//! 第二、三、四部分是否只写了一句话而没有官方表格。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式；数字为零也应当填表。
//!
//! ## 为什么
//! “未发生”的一句话说不清是哪一类、哪一列为零，汇总时只能当作缺报。
//!
//! ## 示例(错)
//! ```年报
//! table4 = 缺失
//! remedies = 本年度未发生因政府信息公开引起的行政复议、行政诉讼。
//! ```
//! ```年报
//! table4 = 缺失
//! artefact sentence_for_table 本年度未发生行政复议和行政诉讼。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//! ```年报
//! remedies = 本年度未发生新的行政诉讼。
//! ```
//!
//! ## 例外与误报
//! 表格之外另有说明文字的，是正常写法，不提示。
//!
//! ## 如何修改
//! 保留文字，并按官方表式补上表格，各单元格填 0。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S203",
    name: "sentence_for_table",
    title: "以文字代替表格",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("sentence_for_table.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    for table in super::MISSING_TABLES {
        let Some(section) = super::section_without_table(subject.report, *table) else { continue };
        let Some(spot) = super::sentence_instead(subject.report, *table) else { continue };
        out.report(Level::Warning, format!("“{}”以文字代替了官方表格", section.key.title()), vec![spot])
            .help("保留文字说明，并补上官方表格；没有发生的，各单元格填0");
    }
}
