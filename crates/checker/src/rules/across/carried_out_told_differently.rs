//! # X005 文字与表三转下年不一致（carried_out_told_differently）
//!
//! ## 查什么
//! 文字所称结转下年度（尚未办结）的件数，应当等于表三“结转下年度继续办理”的总计；文字称没有结转的，该行应当为0。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号表三第四项。
//!
//! ## 为什么
//! 结转件数是下一年报告的起点，文字与表格不一会把错误带到明年。
//!
//! ## 示例(错)
//! ```年报
//! applications = 全年结转下年度继续办理3件。
//! ```
//! ```年报
//! table3.carried_out.natural_person = 2
//! table3.carried_out.total = 2
//! applications = 没有结转至下一年度办理的申请。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! applications = 没有结转至下一年度办理的申请。
//! ```
//!
//! ## 例外与误报
//! “尚未办结”“正在办理”可能指报告起草之日，不一致时只作提示。
//!
//! ## 如何修改
//! 以12月31日仍未答复的申请为准，统一文字和表格。

use super::super::{Family, RuleInfo};
use super::{Comparison, against_tables, cells_of};
use crate::claims::Counted;
use crate::diagnostic::Level;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X005",
    name: "carried_out_told_differently",
    title: "文字与表三转下年不一致",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表三第四项",
    source: include_str!("carried_out_told_differently.rs"),
    check: |subject, out| {
        against_tables(
            subject,
            out,
            "以12月31日仍未答复的申请为准，统一文字和表格",
            |claim| {
                if !matches!(claim.counted, Counted::CarriedOut | Counted::Unfinished) {
                    return None;
                }
                let mut it = Comparison::of(cells_of(subject, claim.counted)?);
                if claim.counted == Counted::Unfinished {
                    it.at_most = Level::Note;
                }
                Some(it)
            },
        );
    },
};
