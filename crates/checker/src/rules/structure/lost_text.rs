//! # S211 文字丢失或者乱码（lost_text）
//!
//! ## 查什么
//! 正文或者表格中是否有丢失的字符、乱码，或者曾经误转编码、由程序还原的文字。
//!
//! ## 依据
//! 《条例》第六条第一款要求准确公开政府信息；公开的文件应当可以阅读。
//!
//! ## 为什么
//! 丢失的字无法恢复，读到的数字也就不可靠。
//!
//! ## 示例(错)
//! ```年报
//! artefact lost_characters 办理???件
//! ```
//! ```年报
//! artefact mojibake 鎬讳綋鎯呭喌
//! ```
//! ```年报
//! section.applications.title = 三、收到和处??府信息公开申请情况
//! overview = 全年办??复议案件、??诉讼案件。
//! ```
//! ```年报
//! artefact mojibake_repaired ä¸€ã€
//! ```
//!
//! ## 示例(对)
//! ```年报
//! # 用国标编码保存而文字完好的文件
//! artefact encoding GB18030
//! ```
//!
//! ## 例外与误报
//! 用 GB18030、UTF-16 等编码保存、文字完好的文件不提示；误转编码而已经还原的，只作提示。文字有丢失的，“缺少部分”“缺少行名”“名称不一致”等可能只是没有读出，不再报告，列入“未能核对”。
//!
//! ## 如何修改
//! 用原始文件重新转换、重新发布。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::{Level, Spot};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S211",
    name: "lost_text",
    title: "文字丢失或者乱码",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第六条第一款（准确公开）",
    source: include_str!("lost_text.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let told = super::artefacts(report, &["lost_characters", "mojibake"]);
    let marks = super::damage::question_marks(report);
    let is_garbled = told.iter().any(|a| a.kind == "mojibake");
    let (level, what, spots) = if !told.is_empty() {
        let what = match (is_garbled, told.iter().any(|a| a.kind == "lost_characters")) {
            (true, true) => "文字成为乱码，字符在转换中丢失",
            (true, false) => "文字成为乱码",
            _ => "字符在转换中丢失",
        };
        (Level::Warning, what.to_owned(), told.iter().map(|a| super::spot_of(a)).collect())
    } else if !marks.is_empty() {
        (Level::Warning, format!("字符在转换中丢失，{}处留下问号", marks.len()), marks)
    } else {
        let repaired = super::artefacts(report, &["mojibake_repaired"]);
        let spots: Vec<Spot> = repaired.iter().map(|a| super::spot_of(a)).collect();
        (Level::Note, "文字曾误转编码，已还原阅读".to_owned(), spots)
    };
    let Some(first) = spots.first() else { return };
    let quote: String = first.quote.as_deref().unwrap_or_default().trim().chars().take(20).collect();
    out.report(level, format!("{what}：{quote}"), spots).help("用原始文件重新转换后发布");
}
