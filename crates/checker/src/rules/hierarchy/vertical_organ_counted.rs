//! # H008 垂直管理机关计入了地方汇总（vertical_organ_counted）
//!
//! ## 查什么
//! 没有成员名单时，地方汇总中有没有税务、海关、气象等实行垂直领导的机关的报告。
//!
//! ## 依据
//! 《条例》第三条第四款：实行垂直领导的部门在本系统内组织开展政府信息公开工作。
//!
//! ## 为什么
//! 这些机关的数由本系统汇总，再计入地方汇总就统计了两次。
//!
//! ## 示例(错)
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 国家税务总局云岭市税务局
//! ```
//!
//! ## 示例(对)
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! ```
//! ```年报
//! # 成员名单写明计入
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市气象局
//! roster = 完整
//! ```
//! ```年报
//! # 本系统自己的汇总
//! agency = 云岭市气象局
//! members = 青溪区气象局, 白石县气象局
//! ```
//!
//! ## 例外与误报
//! 有成员名单的，以名单为准，不作判断。只认名称确凿无疑的机关；只在部分省份实行垂直管理的不列入。
//!
//! ## 如何修改
//! 编制成员名单，把这些机关注明为不计入（out）并写明理由；确应计入的，在名单中列为成员。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::{Levels, member_spot};
use crate::AgencyKind;
use crate::diagnostic::Level;
use crate::rules::capacity::infer_agency_kind;
use gongkai_domain::report::aggregate::Member;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "H008",
    name: "vertical_organ_counted",
    title: "垂直管理机关计入了地方汇总",
    family: Family::Hierarchy,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第三条第四款",
    source: include_str!("vertical_organ_counted.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let Some(levels) = Levels::any(subject) else { return };
    if levels.sum.provenance.has_roster || subject.agency_kind == Some(AgencyKind::Vertical) {
        return;
    }
    let organs: Vec<&Member> = levels
        .sum
        .provenance
        .members
        .iter()
        .filter(|m| infer_agency_kind(&m.agency) == Some(AgencyKind::Vertical))
        .collect();
    if organs.is_empty() {
        return;
    }
    let names: Vec<&str> = organs.iter().take(5).map(|m| m.agency.as_str()).collect();
    let more = if organs.len() > names.len() { "等" } else { "" };
    let message = format!(
        "汇总计入了{}个实行垂直领导的机关：{}{more}，其数字由本系统汇总",
        organs.len(),
        names.join("、")
    );
    let spots = organs.iter().take(5).map(|m| member_spot(m, None, None)).collect();
    out.report(Level::Warning, message, spots).help("在成员名单中注明不计入；确应计入的，列为成员");
}
