//! # X010 文字与表二文件件数不一致（documents_told_differently）
//!
//! ## 查什么
//! 文字所称本年制发、废止、现行有效的规章和行政规范性文件件数，应当等于表二相应各格；称没有制发而表中有数的，也是不一致。
//!
//! ## 依据
//! 《条例》第二十条第（一）项；国办公开办函〔2021〕30号表二。
//!
//! ## 为什么
//! 文件数量由司法行政部门备案，文字与表格不一，说明有一处没有核对备案目录。
//!
//! ## 示例(错)
//! ```年报
//! proactive = 全年制发行政规范性文件4件，废止1件，现行有效14件。
//! ```
//! ```年报
//! overview = 本年度未制发行政规范性文件。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! proactive = 全年制发行政规范性文件2件，废止1件，现行有效14件。
//! ```
//! ```年报
//! overview = 主动公开规范性文件12件。全市制定行政规范性文件310件。
//! ```
//!
//! ## 例外与误报
//! 只比较制发、废止、现行有效；“公开了几件文件”可以包括往年的文件，不比较；上级机关、其他机关制发的，也不比较。2019、2020 年度格式比较新制作和新公开的件数。“废止”与“宣布失效”分开写的，两者之和与表格比较；“截至年底现行有效”即表中现行有效件数。
//!
//! ## 如何修改
//! 与规范性文件备案、清理目录核对后统一。

use super::super::{Family, RuleInfo, Subject};
use super::{Comparison, against_tables, cells_of, told};
use crate::claims::{Claim, Counted, Decimal, DocumentEvent};
use crate::diagnostic::Level;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X010",
    name: "documents_told_differently",
    title: "文字与表二文件件数不一致",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第二十条第（一）项",
    source: include_str!("documents_told_differently.rs"),
    check: |subject, out| {
        against_tables(subject, out, "与规范性文件备案、清理目录核对后统一", |claim| {
            if !matches!(claim.counted, Counted::Document(..)) || claim.part_of.is_some() {
                return None;
            }
            let cells = cells_of(subject, claim.counted)?;
            if matches!(claim.counted, Counted::Document(_, DocumentEvent::Repealed))
                && let Ok(told) = told(subject, &cells)
                && is_part_of_repealed(subject, claim, told.value)
            {
                return None;
            }
            let mut it = Comparison::of(cells);
            it.at_most = Level::Warning;
            Some(it)
        });
    },
};

/// 宣布失效2件，废止1件: the row counts both, so that either alone is a part of it.
fn is_part_of_repealed(subject: &Subject<'_>, claim: &Claim, row: i64) -> bool {
    let place = |c: &Claim| (c.section, c.paragraph, c.sentence, c.counted);
    let together = subject.claims.iter().filter(|c| place(c) == place(claim) && c.comparison.is_none());
    let sum = together.filter_map(Claim::exact).fold(Decimal::default(), Decimal::plus);
    let is_of_lapsed = claim.words.contains("失效") && !claim.words.contains("废止");
    let is_no_more = claim.exact().is_some_and(|n| n <= Decimal::whole(row));
    sum == Decimal::whole(row) || is_of_lapsed && is_no_more
}
