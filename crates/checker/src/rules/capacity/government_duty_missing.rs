//! # C002 政府报告缺少考核评议追责（government_duty_missing）
//!
//! ## 查什么
//! 县级以上人民政府的年度报告，是否写明工作考核、社会评议、责任追究的结果。
//!
//! ## 依据
//! 《条例》第五十条第一款第（四）项：各级人民政府的报告还应当包括工作考核、社会评议和责任追究结果情况；第四十六条要求建立这三项制度。
//!
//! ## 为什么
//! 这是政府报告比部门报告多出的法定内容，最容易漏写。
//!
//! ## 示例(错)
//! ```年报
//! agency = 云岭市人民政府
//! overview = 2025年，本级政府信息公开工作平稳推进。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! agency = 云岭市人民政府
//! ```
//! ```年报
//! agency = 云岭市人民政府
//! overview = 全年组织年度考核1次，开展群众满意度测评，未发生问责情形。
//! ```
//! ```年报
//! overview = 2025年，本机关公开工作平稳推进。
//! ```
//!
//! ## 例外与误报
//! 在任何一部分写到即可。“评议”“满意度”“问责”“追责”等常见说法都算。部门、乡镇不适用。主体类型不明而名称含“政府”的，列入“未能核对”。
//!
//! ## 如何修改
//! 在第一部分“监督保障”或者第五部分写明考核、评议、追责的开展情况和结果；没有发生追责的，写明没有。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::diagnostic::{AgencyKind, Spot};
use crate::rules::format::prose;
use gongkai_domain::report::SectionKey;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "C002",
    name: "government_duty_missing",
    title: "政府报告缺少考核评议追责",
    family: Family::Capacity,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第五十条第一款第（四）项",
    source: include_str!("government_duty_missing.rs"),
    check,
};

const DUTIES: [(&str, &[&str]); 3] = [
    ("工作考核", &["考核", "考评", "绩效评估"]),
    ("社会评议", &["评议", "满意度", "社会评价", "第三方评估", "公众评价"]),
    ("责任追究", &["责任追究", "追责", "问责", "追究责任", "追究相关责任", "追究有关责任", "被追究"]),
];

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    match subject.agency_kind {
        Some(AgencyKind::Government) => {}
        None if report.agency.value.as_deref().is_none_or(|name| name.contains("政府")) => {
            out.not_checkable("工作考核、社会评议、责任追究", "不能确定本报告是不是人民政府的报告");
            return;
        }
        _ => return,
    }
    if report.sections.is_empty() {
        return;
    }
    let passages = prose::passages(report);
    let missing: Vec<&str> = DUTIES
        .iter()
        .filter(|(_, words)| !passages.iter().any(|p| prose::has_any(&p.text, words)))
        .map(|(duty, _)| *duty)
        .collect();
    if missing.is_empty() {
        return;
    }
    let place = report.section(SectionKey::Overview).and_then(|s| s.place.as_ref());
    out.report(
        Level::Warning,
        format!("政府的年度报告没有写到：{}", missing.join("、")),
        vec![Spot::at(place).labelled("一般写在本部分的“监督保障”中")],
    )
    .help("在第一部分或者第五部分写明开展情况和结果；没有发生的，写明没有");
}
