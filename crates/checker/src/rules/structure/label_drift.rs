//! # S201 表中名称与官方格式不一致（label_drift）
//!
//! ## 查什么
//! 三张表的行名、列名是否与官方格式相同，例如把“社会公益组织”写成“社会组织”。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式；2019、2020 年度为国办公开办函〔2019〕60号所附表式。
//!
//! ## 为什么
//! 名称决定数字计入哪一类。名称漂移，填报人和汇总人理解就会不同。
//!
//! ## 示例(错)
//! ```年报
//! artefact label_variant 社会组织 -> 社会公益组织
//! ```
//! ```年报
//! artefact label_variant 本年度止件数 -> 本年废止件数
//! ```
//!
//! ## 示例(对)
//! ```年报
//! artefact label_variant 1. 属于国家秘密 -> 1.属于国家秘密
//! ```
//! ```年报
//! artefact label_variant 本年收费金额（单位：万元，保留4位小数） -> 本年收费金额（单位：万元）
//! ```
//!
//! ## 例外与误报
//! 空格、全角半角、括号引号、序号写法不同的，不算漂移；收费金额后面加注小数位数的地方做法，也不提示。
//!
//! ## 如何修改
//! 按官方表式恢复名称。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::diagnostic::{Fix, Spot};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S201",
    name: "label_drift",
    title: "表中名称与官方格式不一致",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("label_drift.rs"),
    check,
};

fn core(label: &str) -> String {
    label.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn is_typographic(printed: &str, official: &str) -> bool {
    let (printed, official) = (core(printed), core(official));
    printed == official || (official.starts_with("本年收费金额") && printed.starts_with("本年收费金额"))
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let mut groups: Vec<(&str, &str, Vec<Spot>)> = Vec::new();
    for artefact in super::artefacts(subject.report, &["label_variant"]) {
        let (text, official) =
            (artefact.text.trim(), artefact.expected.as_deref().unwrap_or_default().trim());
        if official.is_empty() || is_typographic(text, official) {
            continue;
        }
        let spot = super::spot_of(artefact).labelled(format!("官方格式为“{official}”"));
        match groups.iter_mut().find(|(t, o, _)| *t == text && *o == official) {
            Some((_, _, spots)) => spots.push(spot),
            None => groups.push((text, official, vec![spot])),
        }
    }
    for (text, official, spots) in groups {
        out.report(Level::Warning, format!("表中名称与官方格式不一致：{text}"), spots)
            .help("按官方格式恢复名称")
            .fix(Fix {
                message: format!("“{text}”改为“{official}”"),
                replacement: Some(official.to_owned()),
                cell: None,
            });
    }
}
