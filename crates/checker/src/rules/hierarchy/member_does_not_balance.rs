//! # H007 成员报告本身不平衡（member_does_not_balance）
//!
//! ## 查什么
//! 参加汇总的每份报告，自己的勾稽关系是否平衡，有没有负数。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式的勾稽关系：第一项加第二项之和，等于第三项加第四项之和。
//!
//! ## 为什么
//! 平衡的报告相加一定平衡，汇总表不平衡，错误必在某个成员的报告里；两个成员的错误还可能互相抵消，汇总表上看不出来。
//!
//! ## 示例(错)
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! member.2.table3.granted.natural_person = 15
//! ```
//! ```年报
//! # 两份报告一多一少，合计照样平衡
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! member.1.table4.reconsideration_total = 2
//! member.2.table4.reconsideration_total = 1
//! ```
//!
//! ## 示例(对)
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! ```
//!
//! ## 例外与误报
//! 有一项没有数值的等式不作判断。不平衡的报告照原数计入，不作修改。超过二十份的，其余合并为一条。
//!
//! ## 如何修改
//! 请该成员更正报告（可以用 gongkai check 逐项检查），更正后重新汇总。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::{Levels, member_spot};
use crate::diagnostic::Level;
use gongkai_domain::report::EquationId;
use gongkai_domain::report::aggregate::{Member, Trouble};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "H007",
    name: "member_does_not_balance",
    title: "成员报告本身不平衡",
    family: Family::Hierarchy,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表三、表四勾稽关系",
    source: include_str!("member_does_not_balance.rs"),
    check,
};

/// More members than these are told in one finding.
const EACH: usize = 20;

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let Some(levels) = Levels::any(subject) else { return };
    let troubled: Vec<&Member> =
        levels.sum.provenance.members.iter().filter(|m| !m.troubles.is_empty()).collect();
    for member in troubled.iter().take(EACH) {
        let names: Vec<String> = member.troubles.iter().take(4).map(|t| told(*t, member)).collect();
        let more = if member.troubles.len() > names.len() {
            format!("等{}处", member.troubles.len())
        } else {
            String::new()
        };
        let message = format!("成员“{}”的报告有误：{}{more}", member.agency, names.join("、"));
        out.report(Level::Warning, message, vec![member_spot(member, None, None)])
            .help("请该成员更正报告后重新汇总");
    }
    if let Some(rest) = troubled.get(EACH..).filter(|rest| !rest.is_empty()) {
        let message = format!("另有{}个成员的报告勾稽不平衡或者有负数", rest.len());
        let spots = rest.iter().take(EACH).map(|m| member_spot(m, None, None)).collect();
        out.report(Level::Warning, message, spots).help("按汇总的来源明细逐个更正");
    }
}

fn told(trouble: Trouble, member: &Member) -> String {
    match trouble {
        Trouble::Negative(at) => format!("“{}”为负数", at.label(member.form)),
        Trouble::Equation(id) => match id {
            EquationId::T3Bal(column) => format!("“{}”列新收、结转与办理结果不平衡", column.label()),
            EquationId::T3Sum(column) => format!("“{}”列办理结果总计不等于各项之和", column.label()),
            EquationId::T3Row(row) => format!("“{}”一行总计不等于各类申请人之和", row.short_label()),
            EquationId::T4Rec => "行政复议总计不等于各种结果之和".to_owned(),
            EquationId::T4Dir => "未经复议直接起诉总计不等于各种结果之和".to_owned(),
            EquationId::T4Post => "复议后起诉总计不等于各种结果之和".to_owned(),
        },
    }
}
