//! # X011 文字与表二处理决定不一致（decisions_told_differently）
//!
//! ## 查什么
//! 文字所称行政许可、行政处罚、行政强制的决定件数，应当等于表二“本年处理决定数量”；称没有这类职能而表中有数的，也是不一致。
//!
//! ## 依据
//! 《条例》第二十条第（五）项、第（六）项；国办公开办函〔2021〕30号表二。
//!
//! ## 为什么
//! 表中数量是全年作出的全部决定，文字若另有口径，应当说明。
//!
//! ## 示例(错)
//! ```年报
//! proactive = 全年作出行政处罚决定41件。
//! ```
//! ```年报
//! proactive = 本机关不涉及行政强制。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! proactive = 全年作出行政许可决定126件、行政处罚决定37件、行政强制决定2件。
//! ```
//! ```年报
//! overview = 公开行政许可信息88条、行政处罚信息20条。
//! ```
//!
//! ## 例外与误报
//! 公开了多少条许可、处罚信息，与作出多少件决定不是一回事，不比较；“公开许可决定n件”与表格不同的，只作提示；事项清单的项数不比较。申请按内容分类（行政许可类、行政处罚类）的件数不是处理决定，不比较。
//!
//! ## 如何修改
//! 以执法案件和许可办件系统全年的决定数为准，包括依法不公开的决定。

use super::super::{Family, RuleInfo};
use super::{Comparison, against_tables, cells_of};
use crate::claims::Counted;
use crate::diagnostic::Level;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X011",
    name: "decisions_told_differently",
    title: "文字与表二处理决定不一致",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第二十条第（五）项、第（六）项",
    source: include_str!("decisions_told_differently.rs"),
    check: |subject, out| {
        against_tables(
            subject,
            out,
            "以全年作出的全部决定为准，统一文字和表格",
            |claim| {
                if !matches!(claim.counted, Counted::Decisions(_)) || claim.part_of.is_some() {
                    return None;
                }
                let mut it = Comparison::of(cells_of(subject, claim.counted)?);
                // decisions published are not decisions made: worth a look only
                let is_published = ["公开", "公示", "发布"].iter().any(|w| claim.words.contains(w));
                it.at_most = if is_published { Level::Note } else { Level::Warning };
                Some(it)
            },
        );
    },
};
