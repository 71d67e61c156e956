//! # S103 各部分次序颠倒（section_out_of_order）
//!
//! ## 查什么
//! 六个部分是否按官方格式的次序排列。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附格式；《条例》第五十条第一款。
//!
//! ## 为什么
//! 格式统一是为了汇总和比较；次序颠倒，自动汇总时容易把数字对错部分。
//!
//! ## 示例(错)
//! ```年报
//! section.order = overview, applications, proactive, remedies, problems, other
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//! ```年报
//! -section remedies
//! ```
//!
//! ## 例外与误报
//! 只看读到的各部分的先后；缺少某一部分由 S101 提出，不在此重复。
//!
//! ## 如何修改
//! 按总体情况、主动公开、收到和处理申请、复议诉讼、问题及改进、其他事项的次序调整。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::diagnostic::Spot;
use gongkai_domain::report::Section;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S103",
    name: "section_out_of_order",
    title: "各部分次序颠倒",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("section_out_of_order.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let mut seen: Vec<&Section> = Vec::new();
    for section in &report.sections {
        if !seen.iter().any(|s| s.key == section.key) {
            seen.push(section);
        }
    }
    let late: Vec<&Section> = seen
        .iter()
        .enumerate()
        .filter(|(i, s)| seen[..*i].iter().any(|before| before.key > s.key))
        .map(|(_, s)| *s)
        .collect();
    let Some(first) = late.first() else {
        for artefact in super::artefacts(report, &["section_out_of_order"]) {
            let message = format!("“{}”不在官方格式的位置上", artefact.text);
            out.report(Level::Warning, message, vec![super::spot_of(artefact)])
                .help("按官方格式的次序排列六个部分");
        }
        return;
    };
    let order = seen.iter().map(|s| s.key.title()).collect::<Vec<_>>().join(" → ");
    let message = format!("“{}”排在后面的部分之后，读到的次序为：{order}", first.key.title());
    let spots = late.iter().map(|s| Spot::at(s.place.as_ref()).quoting(s.title.clone())).collect();
    out.report(Level::Warning, message, spots).help("按官方格式的次序排列六个部分");
}
