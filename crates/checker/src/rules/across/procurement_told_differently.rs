//! # X013 文字与表二采购不一致（procurement_told_differently）
//!
//! ## 查什么
//! 2019、2020 年度格式：文字所称政府集中采购的项目数量和总金额，应当等于表二“政府集中采购”一行。
//!
//! ## 依据
//! 《条例》第二十条第（九）项；国办公开办函〔2019〕60号表二。
//!
//! ## 为什么
//! 采购金额的单位写在单元格里，容易与文字的单位错开。
//!
//! ## 示例(错)
//! ```年报
//! form = 2019
//! proactive = 全年政府集中采购项目6个，采购总金额85.2万元。
//! ```
//! ```年报
//! form = 2019
//! proactive = 政府集中采购总金额91.5万元。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! form = 2019
//! proactive = 全年政府集中采购项目4个，采购总金额852000元。
//! ```
//!
//! ## 例外与误报
//! 2021 年起的格式没有这一行，不核对。分散采购、单位自行采购不计入集中采购，文字另说的不比较。
//!
//! ## 如何修改
//! 与政府采购系统的合同金额核对。

use super::super::{Family, RuleInfo};
use super::{Comparison, against_tables, amount_against_table, cells_of};
use crate::claims::Counted;
use crate::diagnostic::Level;
use gongkai_domain::report::Table2Key;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X013",
    name: "procurement_told_differently",
    title: "文字与表二采购不一致",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第二十条第（九）项",
    source: include_str!("procurement_told_differently.rs"),
    check: |subject, out| {
        let help = "与政府采购系统的集中采购项目和合同金额核对";
        against_tables(subject, out, help, |claim| {
            if claim.counted != Counted::ProcurementItems
                || claim.part_of.is_some()
                || !claim.words.contains("集中采购")
            {
                return None;
            }
            let mut it = Comparison::of(cells_of(subject, claim.counted)?);
            it.at_most = Level::Warning;
            Some(it)
        });
        amount_against_table(subject, out, Counted::ProcurementAmount, Table2Key::ProcurementAmount, help);
    },
};
