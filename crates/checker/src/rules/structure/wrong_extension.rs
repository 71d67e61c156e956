//! # S404 文件后缀与内容不符（wrong_extension）
//!
//! ## 查什么
//! 文件的后缀（扩展名）与内容的格式是否一致，例如内容是 PDF，后缀却是 .docx。
//!
//! ## 依据
//! 《条例》第六条第一款要求准确公开政府信息；公开的文件应当能够正常打开。
//!
//! ## 为什么
//! 后缀不对的文件，双击打不开，或者打开后是乱码。
//!
//! ## 示例(错)
//! ```年报
//! artefact wrong_extension 后缀是 .docx，内容是PDF 文件（.pdf）
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//!
//! ## 例外与误报
//! 程序按内容读取，后缀不影响核对。没有后缀，或者后缀不代表某种格式的，不提示。
//!
//! ## 如何修改
//! 把后缀改成提示中括号内的那一种，或者用编辑软件打开后另存为需要的格式。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S404",
    name: "wrong_extension",
    title: "文件后缀与内容不符",
    family: Family::Structure,
    level: Level::Note,
    since: "0.1.0",
    basis: "《条例》第六条第一款（准确公开）",
    source: include_str!("wrong_extension.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let Some(told) = super::artefacts(report, &["wrong_extension"]).into_iter().next() else { return };
    // the whole file is meant, and no words in it
    let spot = crate::diagnostic::Spot::at(None);
    out.report(Level::Note, format!("文件{}", told.text.trim()), vec![spot])
        .help("把后缀改成与内容一致；已经按内容读取，不影响其他核对");
}
