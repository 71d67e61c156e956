//! # H005 成员结转与本级上年不衔接（carry_over_breaks_between_levels）
//!
//! ## 查什么
//! 各成员本年“上年结转”之和，是否等于本级上年报告的“结转下年度继续办理”。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式中两行的含义；成员单位不变的，结转数相加后仍然衔接。
//!
//! ## 为什么
//! 本级自己的两年对得上，成员的合计却对不上，说明成员单位有增减，或者有成员的结转数填错了。
//!
//! ## 示例(错)
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! member.2.table3.carried_in.natural_person = 2
//! ```
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! previous.table3.carried_out.total = 4
//! ```
//!
//! ## 示例(对)
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! ```
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! previous = 无
//! ```
//! ```年报
//! # 缺报告时合计只会偏小
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! roster = 完整
//! member.1 = 无
//! ```
//!
//! ## 例外与误报
//! 机构改革、隶属关系变动的，不衔接是正常的，应当在第一部分说明。缺少成员报告的，只在合计大于上年结转时指出。没有本级上年报告的不作判断。
//!
//! ## 如何修改
//! 逐个成员核对上年结转；成员单位有增减的，说明增减了哪些单位、各有几件。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::{Levels, member_spot, value};
use crate::diagnostic::{Level, Spot};
use crate::rules::format::prose;
use crate::rules::format::year::settled_year;
use gongkai_domain::report::{CellRef, Column, Row};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "H005",
    name: "carry_over_breaks_between_levels",
    title: "成员结转与本级上年不衔接",
    family: Family::Hierarchy,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表三“上年结转”",
    source: include_str!("carry_over_breaks_between_levels.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let (Some(levels), Some(previous)) = (Levels::of(subject), subject.previous) else { return };
    let is_before = settled_year(previous).zip(settled_year(subject.report)).is_some_and(|(a, b)| a + 1 == b);
    let is_one_agency = match (&previous.agency.value, &subject.report.agency.value) {
        (Some(a), Some(b)) => prose::may_be_one_agency(a, b),
        _ => true,
    };
    if !is_before || !is_one_agency {
        // Y001 tells an unsuitable report of the year before
        return;
    }
    for &column in Column::EVERY {
        let (now, before) = (CellRef::T3(Row::CarriedIn, column), CellRef::T3(Row::CarriedOut, column));
        let (Some(members), Some(carried)) = (value(&levels.sum.report, now), value(previous, before)) else {
            continue;
        };
        let is_enough = if levels.is_partial(now) { members > carried } else { members != carried };
        if !is_enough {
            continue;
        }
        let own = value(subject.report, now);
        let message = format!(
            "“{}”列：各成员上年结转合计{members}件，本级上年报告结转下年度为{carried}件{}",
            column.label(),
            own.map_or(String::new(), |n| format!("，本级本年报告上年结转为{n}件"))
        );
        let cell = previous.cell(before);
        let mut spots = vec![
            subject.spot(now),
            Spot {
                cell: Some(format!("previous.{before}")),
                label: Some(format!("上年报告 {}", before.label(previous.form))),
                quote: cell.map(|c| c.raw.clone()).filter(|r| !r.is_empty()),
                source: Some(previous.source.clone()),
                ..Spot::at(cell.and_then(|c| c.place.as_ref()))
            },
        ];
        for index in levels.givers(now).into_iter().take(5) {
            if let Some(member) = levels.member(index) {
                spots.push(member_spot(member, Some(now), Some(levels.part(index, now).to_string())));
            }
        }
        out.report(Level::Warning, message, spots)
            .help("逐个成员核对上年结转；成员单位有增减的，在第一部分说明");
    }
}
