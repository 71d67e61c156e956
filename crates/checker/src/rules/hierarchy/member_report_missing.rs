//! # H006 缺少成员的报告（member_report_missing）
//!
//! ## 查什么
//! 成员名单中应当计入的单位，是否都有报告；有没有名单以外的报告没有计入。
//!
//! ## 依据
//! 《条例》第四十九条：县级以上人民政府部门于每年1月31日前提交并公布年度报告，各级政府的报告在其后公布。
//!
//! ## 为什么
//! 缺一个成员，汇总数就不完整；差额应当就是缺少的单位的数，可以据此核对。
//!
//! ## 示例(错)
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局, 青溪区人民政府
//! roster = 完整
//! member.2 = 无
//! ```
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! roster = 完整
//! roster.lacks = 2
//! ```
//!
//! ## 示例(对)
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! roster = 完整
//! ```
//! ```年报
//! # 名单注明不计入的，不必有报告
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局, 青溪区气象局
//! roster = 完整
//! roster.out = 3
//! parent.omits = 3
//! ```
//!
//! ## 例外与误报
//! 没有成员名单的不作判断。单位名称更改的，可以在名单中用aliases写上其他名称。
//!
//! ## 如何修改
//! 催收缺少的报告；撤并、新设的单位，更新成员名单。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::{Levels, value};
use crate::diagnostic::{Level, Spot};
use gongkai_domain::report::aggregate::Why;
use gongkai_domain::report::{CellRef, Column, Row};
use std::fmt::Write as _;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "H006",
    name: "member_report_missing",
    title: "缺少成员的报告",
    family: Family::Hierarchy,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第四十九条",
    source: include_str!("member_report_missing.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let Some(levels) = Levels::any(subject) else { return };
    let provenance = &levels.sum.provenance;
    if !provenance.missing.is_empty() {
        let names: Vec<&str> = provenance.missing.iter().map(|m| m.agency.as_str()).collect();
        let mut message = format!("成员名单中有{}个单位没有报告：{}", names.len(), first_of(&names));
        let new = CellRef::T3(Row::NewReceived, Column::Total);
        if Levels::of(subject).is_some()
            && let (Some(own), Some(sum)) = (value(subject.report, new), value(&levels.sum.report, new))
            && own > sum
        {
            let _ = write!(
                message,
                "；本级报告新收{own}件，已有成员合计{sum}件，相差的{}件应当就是这些单位的",
                own - sum
            );
        }
        let spots = vec![levels.head(), subject.spot(new)];
        out.report(Level::Warning, message, spots).help("催收缺少的报告，补齐后重新汇总");
    }
    let strangers: Vec<_> = provenance.left_out.iter().filter(|l| l.why == Why::NotListed).collect();
    if !strangers.is_empty() {
        let names: Vec<&str> = strangers.iter().map(|l| l.agency.as_deref().unwrap_or(&l.source)).collect();
        let message = format!("{}份报告不在成员名单中，没有计入：{}", names.len(), first_of(&names));
        let spots = strangers
            .iter()
            .take(5)
            .map(|l| Spot { label: l.agency.clone(), source: Some(l.source.clone()), ..Spot::default() })
            .collect();
        out.report(Level::Warning, message, spots).help("应当计入的，加入成员名单；不应当计入的，注明理由");
    }
}

fn first_of(names: &[&str]) -> String {
    const MOST: usize = 10;
    let mut text = names.iter().take(MOST).copied().collect::<Vec<_>>().join("、");
    if names.len() > MOST {
        text.push('等');
    }
    text
}
