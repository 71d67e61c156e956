//! # X008 文表诉讼不一致（suit_told_differently）
//!
//! ## 查什么
//! 文字所称因政府信息公开被提起行政诉讼的件数及其结果，应当等于表四“未经复议直接起诉”与“复议后起诉”两组（或者其中所称的一组）。
//!
//! ## 依据
//! 《条例》第五十条第一款第（三）项；国办公开办函〔2021〕30号表四。
//!
//! ## 为什么
//! 被起诉的情况是法定公布内容，文字与表格相反会被认为隐瞒。
//!
//! ## 示例(错)
//! ```年报
//! remedies = 本年度没有政府信息公开行政诉讼。
//! ```
//! ```年报
//! overview = 因政府信息公开被提起行政诉讼4件。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! remedies = 政府信息公开行政诉讼2件，其中未经复议直接起诉1件，复议后起诉1件。
//! ```
//!
//! ## 例外与误报
//! 只说“行政诉讼”的，与两组之和比较。所在段落没有提到信息公开的，只作提示。“败诉”与“结果纠正”比较，只作提示。与他人作为共同被告、作为第三人参加的案件，由作出原行为的机关计算，不比较。
//!
//! ## 如何修改
//! 与应诉案件台账核对；同一案件经过一审、二审的只计一件。

use super::super::{Family, RuleInfo};
use super::{Comparison, against_tables, cells_of, speaks_of_disclosure};
use crate::claims::{Counted, Remedy};
use crate::diagnostic::Level;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X008",
    name: "suit_told_differently",
    title: "文表诉讼不一致",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第五十条第一款第（三）项",
    source: include_str!("suit_told_differently.rs"),
    check: |subject, out| {
        against_tables(subject, out, "与应诉案件台账核对，统一文字和表格", |claim| {
            let is_suit = matches!(
                claim.counted,
                Counted::Remedy(Remedy::Suit | Remedy::DirectSuit | Remedy::PostReconsiderationSuit, _)
            );
            if !is_suit {
                return None;
            }
            let mut it = Comparison::of(cells_of(subject, claim.counted)?);
            let is_otherwise_worded = ["败诉", "纠错"].iter().any(|w| claim.words.contains(w));
            if is_otherwise_worded || !speaks_of_disclosure(subject, claim) {
                it.at_most = Level::Note;
            }
            Some(it)
        });
    },
};
