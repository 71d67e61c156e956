//! # H004 汇总的年度或者表式不一致（years_or_forms_mixed）
//!
//! ## 查什么
//! 参加汇总的报告是否与本级报告同为一个年度；是否使用同一种表式。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号（统计期限为一个自然年度）；2019、2020年度使用国办公开办函〔2019〕60号的表式。
//!
//! ## 为什么
//! 不同年度的数相加没有意义；不同表式的有些项目口径不同，只能部分核对。
//!
//! ## 示例(错)
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! year = 2024
//! members.year = 2023
//! ```
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! member.2.form = 2019
//! ```
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! member.2.year = 2024
//! ```
//!
//! ## 示例(对)
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! ```
//! ```年报
//! agency = 云岭市人民政府
//! form = 2019
//! members = 云岭市水务局, 云岭市林业局
//! ```
//!
//! ## 例外与误报
//! 年度不一致的，不再逐项核对。表式不一致的只作提示：表三、表四照常核对，表二只核对两种表式相同的项目。
//!
//! ## 如何修改
//! 换成同一年度的报告；使用旧表式的成员，请其按现行表式重新填报。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::{Levels, member_spot};
use crate::diagnostic::Level;
use crate::rules::format::year::settled_year;
use gongkai_domain::report::Form;
use gongkai_domain::report::aggregate::Member;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "H004",
    name: "years_or_forms_mixed",
    title: "汇总的年度或者表式不一致",
    family: Family::Hierarchy,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号；国办公开办函〔2019〕60号",
    source: include_str!("years_or_forms_mixed.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let Some(levels) = Levels::any(subject) else { return };
    let members = &levels.sum.provenance.members;
    let Some(year) = settled_year(subject.report) else {
        out.not_checkable("与成员汇总的核对", "本级报告没有读到年度");
        return;
    };
    let others: Vec<&Member> = members.iter().filter(|m| m.year != year).collect();
    if let Some(first) = others.first() {
        let message = format!(
            "本级报告为{year}年度，而参加汇总的{}份报告中有{}份不是这一年度（如“{}”为{}年度），没有逐项核对",
            members.len(),
            others.len(),
            first.agency,
            first.year
        );
        let mut spots = vec![levels.head()];
        spots.extend(others.iter().take(5).map(|m| member_spot(m, None, Some(m.year.to_string()))));
        out.report(Level::Warning, message, spots).help(format!("换成{year}年度的报告，重新汇总"));
        return;
    }
    let own = subject.report.form;
    let others: Vec<&Member> = members.iter().filter(|m| m.form != own).collect();
    if let Some(first) = others.first() {
        let name =
            |form| if form == Form::Form2019 { "2019、2020年度表式" } else { "2021年起的表式" };
        let message = format!(
            "本级报告使用{}，而{}个成员（如“{}”）使用{}，表二只核对两种表式相同的项目",
            name(own),
            others.len(),
            first.agency,
            name(first.form)
        );
        let mut spots = vec![levels.head()];
        spots.extend(others.iter().take(5).map(|m| member_spot(m, None, None)));
        out.report(Level::Note, message, spots).help("请成员按现行表式重新填报");
    }
}
