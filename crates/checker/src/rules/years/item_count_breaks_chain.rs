//! # Y006 项目数量与上年不衔接（item_count_breaks_chain）
//!
//! ## 查什么
//! 2019、2020 年度格式表二五类事项：本年的“上一年项目数量”应当等于上年报告的“上一年项目数量”加“本年增/减”。
//!
//! ## 依据
//! 国办公开办函〔2019〕60号所附表式中两列的含义。
//!
//! ## 为什么
//! 项目数量来自权责清单，逐年只有增减，不会自行变动。
//!
//! ## 示例(错)
//! ```年报
//! form = 2019
//! table2.licensing_items_prev = 20
//! ```
//!
//! ## 示例(对)
//! ```年报
//! form = 2019
//! ```
//! ```年报
//! form = 2019
//! previous = 无
//! ```
//! ```年报
//! ```
//!
//! ## 例外与误报
//! 只在相邻两年都使用 2019、2020 年度格式时核对。权责清单重新编制的，应当在第二部分说明。
//!
//! ## 如何修改
//! 对照权责清单核对项目数量和增减数。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::Pair;
use crate::diagnostic::{EquationView, Level};
use crate::form::ITEM_COUNTS;
use gongkai_domain::report::CellRef;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "Y006",
    name: "item_count_breaks_chain",
    title: "项目数量与上年不衔接",
    family: Family::Years,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2019〕60号，表二“上一年项目数量”",
    source: include_str!("item_count_breaks_chain.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let Some(pair) = Pair::of(subject) else { return };
    for (items, change) in ITEM_COUNTS {
        let (items_at, change_at) = (CellRef::T2(items), CellRef::T2(change));
        let (Some(now), Some(before), Some(changed)) =
            (subject.term(items_at), pair.term(items_at), pair.term(change_at))
        else {
            continue;
        };
        let expected = before.value + changed.value;
        if now.value == expected {
            continue;
        }
        let message = format!(
            "{}的上一年项目数量为{}，而上年报告为{}、增减{}，应为{expected}",
            items.row_label(),
            now.value,
            before.value,
            changed.value
        );
        let difference = now.value - expected;
        let spots = vec![subject.spot(items_at), pair.spot(items_at), pair.spot(change_at)];
        out.report(Level::Warning, message, spots).help("对照权责清单核对项目数量和增减数").equation(
            EquationView {
                id: format!("T2-ITEMS({items})"),
                left: vec![now],
                right: vec![before, changed],
                difference,
            },
        );
    }
}
