//! # S102 同一部分出现两次（section_repeated）
//!
//! ## 查什么
//! 六个部分的标题是否各只出现一次。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附格式；《条例》第五十条第一款。
//!
//! ## 为什么
//! 一个部分出现两次，多为复制粘贴留下的上年内容，读者无从知道以哪一处为准。
//!
//! ## 示例(错)
//! ```年报
//! section.order = overview, proactive, applications, remedies, problems, problems, other
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//!
//! ## 例外与误报
//! 文件开头的目录也会列出标题，只有标题没有内容的，不计入重复。
//!
//! ## 如何修改
//! 核对两处内容，保留本年的一处。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::diagnostic::Spot;
use gongkai_domain::report::SectionKey;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S102",
    name: "section_repeated",
    title: "同一部分出现两次",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("section_repeated.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let mut found = false;
    for key in SectionKey::EVERY {
        let copies: Vec<_> =
            report.sections.iter().filter(|s| s.key == *key && !s.text.trim().is_empty()).collect();
        if copies.len() < 2 {
            continue;
        }
        found = true;
        let spots = copies.iter().map(|s| Spot::at(s.place.as_ref()).quoting(s.title.clone())).collect();
        out.report(Level::Warning, format!("“{}”出现{}次", key.title(), copies.len()), spots)
            .help("核对各处内容，只保留本年度的一处");
    }
    if found {
        return;
    }
    for artefact in super::artefacts(report, &["section_repeated"]) {
        out.report(Level::Warning, format!("“{}”重复出现", artefact.text), vec![super::spot_of(artefact)])
            .help("核对各处内容，只保留本年度的一处");
    }
}
