//! # Y002 结转与上年不衔接（carry_over_breaks_chain）
//!
//! ## 查什么
//! 表三七列：本年的“上年结转”应当等于上年报告的“结转下年度继续办理”。2019、2020 年度格式与 2021 年格式之间同样核对。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式中两行的含义：上年年末未办结的，就是本年年初承接的。
//!
//! ## 为什么
//! 两年衔接不上，说明有申请在跨年时漏登或者重登，这是逐年核对才看得出的问题。
//!
//! ## 示例(错)
//! ```年报
//! previous.table3.carried_out = 2 0 0 0 0 0 2
//! ```
//! ```年报
//! table3.carried_in.natural_person = 0
//! table3.carried_in.commercial_enterprise = 1
//! ```
//! ```年报
//! year = 2021
//! previous.form = 2019
//! previous.table3.carried_out.total = 3
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//! ```年报
//! year = 2021
//! previous.form = 2019
//! ```
//! ```年报
//! previous = 无
//! ```
//! ```年报
//! previous.table3.carried_out = 空白
//! ```
//!
//! ## 例外与误报
//! 机构更名或者数值由勾稽关系推算的，只作警告。上年报告后来更正过的，应当用更正后的报告比较。空白、缺失的单元格不作判断。
//!
//! ## 如何修改
//! 对照两年台账，逐件核对年末未办结的申请；上年填错的，更正上年报告并在第六部分说明。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::Pair;
use crate::diagnostic::EquationView;
use crate::diagnostic::Level;
use gongkai_domain::report::{CellRef, Column, Row};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "Y002",
    name: "carry_over_breaks_chain",
    title: "结转与上年不衔接",
    family: Family::Years,
    level: Level::Error,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表三“上年结转”",
    source: include_str!("carry_over_breaks_chain.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let Some(pair) = Pair::of(subject) else { return };
    let mut unknown = Vec::new();
    for column in Column::EVERY {
        let now = CellRef::T3(Row::CarriedIn, *column);
        let before = CellRef::T3(Row::CarriedOut, *column);
        let (Some(left), Some(right)) = (subject.term(now), pair.term(before)) else {
            unknown.push(column.label());
            continue;
        };
        let (carried_in, carried_out) = (left.value, right.value);
        if carried_in == carried_out {
            continue;
        }
        let level =
            if pair.is_one_agency && pair.is_printed(now, before) { Level::Error } else { Level::Warning };
        let message = format!(
            "“{}”列结转不衔接：本年上年结转为{carried_in}，上年结转下年度为{carried_out}，相差{}",
            column.label(),
            (carried_in - carried_out).abs()
        );
        out.report(level, message, vec![subject.spot(now), pair.spot(before)])
            .help("对照两年台账核对年末未办结的申请；上年填错的，更正上年报告并说明")
            .equation(EquationView {
                id: format!("T3-CARRY({column})"),
                left: vec![left],
                right: vec![right],
                difference: carried_in - carried_out,
            });
    }
    if !unknown.is_empty() {
        out.not_checkable(
            format!("T3-CARRY：{}", unknown.join("、")),
            "本年“上年结转”或者上年“结转下年度”没有可用的数值",
        );
    }
}
