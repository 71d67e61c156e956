//! # S208 其他处理未分项（other_row_not_itemised）
//!
//! ## 查什么
//! 2021 年格式的表三，（六）其他处理是否分列逾期不补正、逾期未缴费、其他三项。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式把（六）分为三项；2019 年格式为一行。
//!
//! ## 为什么
//! 合为一行，说明仍在使用旧表式，逾期不补正和逾期未缴费的件数无从得知。
//!
//! ## 示例(错)
//! ```年报
//! one_other_row
//! table3.other_total = 1 0 0 0 0 0 1
//! ```
//! ```年报
//! # 一行全为零，仍是旧表式
//! one_other_row
//! table3.other_total = 0 0 0 0 0 0 0
//! table3.unavailable_not_held.natural_person = 6
//! ```
//!
//! ## 示例(对)
//! ```年报
//! form = 2019
//! ```
//! ```年报
//! ```
//!
//! ## 例外与误报
//! 2019、2020 年度的旧表式本来就是一行，不提示；整份报告都用旧表式的，由 S214 提出，不在此重复。
//!
//! ## 如何修改
//! 改用现行表式，把（六）的件数分到三项中。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::rules::format::year::settled_year;
use gongkai_domain::report::{CellRef, Column, Row};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S208",
    name: "other_row_not_itemised",
    title: "其他处理未分项",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("other_row_not_itemised.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let total = CellRef::T3(Row::OtherTotal, Column::Total);
    // the form with three items is that of the report year 2021 and after
    let is_due = settled_year(report).is_none_or(|year| year >= 2021);
    if report.has_one_other_row() && is_due {
        out.report(Level::Warning, "“（六）其他处理”合为一行，没有分列三项", vec![subject.spot(total)])
            .help("改用现行表式，分列逾期不补正、逾期未缴费和其他");
    }
}
