//! # F009 件数或者金额为负（negative_count）
//!
//! ## 查什么
//! 件数、金额是否小于零。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式：件数、金额都是发生数或者存量，不会是负数。
//!
//! ## 为什么
//! 负数多为公式引用错误，或者把增减数填进了件数列。
//!
//! ## 示例(错)
//! ```年报
//! table2.penalty_decisions = -2
//! ```
//! ```年报
//! table3.granted = -1 0 0 0 0 0 -1
//! ```
//! ```年报
//! form = 2019
//! table2.licensing_items_change = -30
//! ```
//!
//! ## 示例(对)
//! ```年报
//! form = 2019
//! table2.licensing_items_change = -3
//! ```
//! ```年报
//! ```
//!
//! ## 例外与误报
//! 2019、2020 年度格式的“本年增/减”可以为负；只有减去后项目数量小于零的才提示。
//!
//! ## 如何修改
//! 核对台账后填写实际件数。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::form::ITEM_COUNTS;
use gongkai_domain::report::{CellKind, CellRef, Value};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F009",
    name: "negative_count",
    title: "件数或者金额为负",
    family: Family::Format,
    level: Level::Error,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号所附表式",
    source: include_str!("negative_count.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    for (at, cell) in report.cells() {
        let is_signed = matches!(at, CellRef::T2(key) if key.is_signed());
        let is_negative = match cell.value {
            Some(Value::Count(n)) => n < 0,
            Some(Value::Amount(a)) => a.fen() < 0,
            None => false,
        };
        if is_negative && !is_signed {
            let value = cell.value.map(|v| v.to_string()).unwrap_or_default();
            let level = if cell.kind == CellKind::Number { Level::Error } else { Level::Note };
            out.report(level, format!("“{}”为负数：{value}", at.label(report.form)), vec![subject.spot(at)])
                .help("核对台账后填写实际数");
        }
    }
    for (items, change) in ITEM_COUNTS {
        let (items, change) = (CellRef::T2(items), CellRef::T2(change));
        if let (Some(before), Some(changed)) = (subject.term(items), subject.term(change))
            && before.value >= 0
            && before.value + changed.value < 0
        {
            let message = format!(
                "“{}”上一年为{}项，本年减少{}项，减去后为负数",
                items.label(report.form),
                before.value,
                changed.value.abs()
            );
            out.report(Level::Error, message, vec![subject.spot(change), subject.spot(items)])
                .help("对照权责清单核对增减数");
        }
    }
}
