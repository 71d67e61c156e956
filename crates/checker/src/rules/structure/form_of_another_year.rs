//! # S214 所用表式与报告年度不符（form_of_another_year）
//!
//! ## 查什么
//! 2021 年度起的报告是否仍用 2019 年的试行表式；2019、2020 年度的报告是否用了后来的表式。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附格式自 2021 年度报告起施行；2019、2020 年度用国办公开办函〔2019〕60号所附表式。
//!
//! ## 为什么
//! 两种表式的列名和含义不同（如“本年新制作数量”与“本年制发件数”），混用后无法汇总，也无法与往年比较。
//!
//! ## 示例(错)
//! ```年报
//! form = 2019
//! year = 2022
//! previous = 无
//! ```
//! ```年报
//! form = 2021
//! year = 2020
//! ```
//!
//! ## 示例(对)
//! ```年报
//! form = 2019
//! year = 2020
//! ```
//! ```年报
//! form = 2021
//! year = 2021
//! ```
//!
//! ## 例外与误报
//! 只看整份表格的表式；标题年份有误而统计期限、落款都属另一年度的（F001），按后者判断。只有（六）其他处理一项沿用旧表式的，由 S208 提出。补报往年、改用新表式的，只作提示。
//!
//! ## 如何修改
//! 换用报告年度适用的表式，重新填报各项数字。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::{Level, Spot};
use crate::rules::format::year::settled_year;
use gongkai_domain::report::{CellKind, Form};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S214",
    name: "form_of_another_year",
    title: "所用表式与报告年度不符",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号、国办公开办函〔2019〕60号",
    source: include_str!("form_of_another_year.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let Some(year) = settled_year(report) else { return };
    let (level, message, help) = match report.form {
        Form::Form2019 if year >= 2021 => (
            Level::Warning,
            format!("{year}年度的报告仍用2019年试行表式，2021年度起应当使用国办公开办函〔2021〕30号的表式"),
            "换用现行表式，重新填报表二各项和（六）其他处理的三项",
        ),
        Form::Form2021 if (2019..=2020).contains(&year) => (
            Level::Note,
            format!("{year}年度的报告用了2021年度起施行的表式"),
            "核对报告年度；当年适用国办公开办函〔2019〕60号的表式",
        ),
        _ => return,
    };
    // the head that is another form's, or else where the tables are seen to begin: the first printed cell
    let first = report
        .cells()
        .filter(|(_, cell)| cell.kind != CellKind::Absent)
        .filter_map(|(at, cell)| cell.place.as_ref().map(|p| (at, (p.page, p.line, p.table, p.row))))
        .min_by_key(|(_, place)| *place)
        .map(|(at, _)| subject.spot(at));
    let head = super::artefacts(report, &["form_header"]).first().map(|a| super::spot_of(a));
    let spots =
        head.or(first)
            .into_iter()
            .chain(
                report.year.place.as_ref().zip(report.year.value).map(|(place, year)| {
                    Spot::at(Some(place)).quoting(year.to_string()).labelled("报告年度")
                }),
            )
            .collect();
    out.report(level, message, spots).help(help);
}
