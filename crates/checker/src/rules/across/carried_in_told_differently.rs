//! # X002 文字与表三上年结转不一致（carried_in_told_differently）
//!
//! ## 查什么
//! 文字所称上年结转的申请件数，应当等于表三“上年结转”一行的总计；文字称没有上年结转的，该行应当为0。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号表三第二项。
//!
//! ## 为什么
//! 上年结转漏写、错写，会使本年办理总数对不上，也会与上年报告脱节。
//!
//! ## 示例(错)
//! ```年报
//! overview = 全年新收政府信息公开申请47件，上年结转3件。
//! ```
//! ```年报
//! applications = 没有上年结转继续办理的申请。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview = 全年新收政府信息公开申请47件，上年结转1件。
//! ```
//!
//! ## 例外与误报
//! 只比较文字明说的“上年结转”；没有提到的，不作判断。与上年报告的结转下年度是否相等，由 Y 族规则核对。
//!
//! ## 如何修改
//! 与上年报告“结转下年度继续办理”核对，改正不符的一处。

use super::super::{Family, RuleInfo};
use super::{Comparison, against_tables, cells_of};
use crate::claims::Counted;
use crate::diagnostic::Level;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X002",
    name: "carried_in_told_differently",
    title: "文字与表三上年结转不一致",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表三第二项",
    source: include_str!("carried_in_told_differently.rs"),
    check: |subject, out| {
        against_tables(
            subject,
            out,
            "与上年报告的结转下年度核对，改正不符的一处",
            |claim| {
                (claim.counted == Counted::CarriedIn)
                    .then(|| cells_of(subject, claim.counted).map(Comparison::of))
                    .flatten()
            },
        );
    },
};
