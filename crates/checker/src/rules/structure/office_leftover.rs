//! # S402 留有软件生成的标记（office_leftover）
//!
//! ## 查什么
//! 正文中是否留有书签、域代码、交叉引用出错信息等软件标记。
//!
//! ## 依据
//! 《条例》第六条第一款要求准确公开。
//!
//! ## 为什么
//! 这些标记不是报告内容；“未找到引用源”之类的出错信息还意味着原来的数字丢失了。
//!
//! ## 示例(错)
//! ```年报
//! overview += 全年公开信息错误!未找到引用源。条。
//! ```
//! ```年报
//! artefact bookmark [bookmark: _GoBack]
//! ```
//! ```年报
//! problems += {{plan}}
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview += 纠正网站错误链接3处，未找到新的失效链接。
//! ```
//!
//! ## 例外与误报
//! 书签和空格代码多为转换留下，只作提示；引用出错和未替换的变量作警告。
//!
//! ## 如何修改
//! 在原文件中删去标记；引用出错的，补上应有的内容。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::rules::format::prose;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S402",
    name: "office_leftover",
    title: "留有软件生成的标记",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第六条第一款（准确公开）",
    source: include_str!("office_leftover.rs"),
    check,
};

const BROKEN: &[&str] = &[
    "错误!未找到引用源",
    "错误！未找到引用源",
    "错误!未定义书签",
    "错误！未定义书签",
    "Error!Referencesourcenotfound",
    "Error!Bookmarknotdefined",
    "单击此处输入文字",
    "单击或点击此处输入文字",
    "{{",
    "${",
    "MERGEFIELD",
];
const HARMLESS: &[&str] = &[
    "[bookmark:",
    "&nbsp;",
    "MERGEFORMAT",
    "TOC\\o",
    "HYPERLINK\"",
    "FORMTEXT",
    "&ldquo;",
    "&rdquo;",
    "&amp;",
];

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let mut harmless = Vec::new();
    for passage in prose::passages(subject.report) {
        for (at, word) in prose::find_words(&passage.text, BROKEN) {
            let spot = passage.spot(at, at + word.len());
            let quote = spot.quote.clone().unwrap_or_default();
            out.report(
                Level::Warning,
                format!("正文留有软件的出错信息或者未替换的变量：{quote}"),
                vec![spot],
            )
            .help("补上此处应有的内容，删去标记");
        }
        harmless.extend(prose::find_words(&passage.text, HARMLESS).into_iter().map(|(at, word)| {
            let end = at + word.len();
            let close = word.starts_with('[').then(|| passage.text[end..].find(']')).flatten();
            passage.spot(at, close.map_or(end, |c| end + c + 1))
        }));
    }
    harmless.extend(super::artefacts(subject.report, &["bookmark"]).into_iter().map(super::spot_of));
    if let Some(first) = harmless.first() {
        let quote = first.quote.clone().unwrap_or_default();
        let message = format!("正文留有软件标记{}处，例如：{quote}", harmless.len());
        out.report(Level::Note, message, harmless).help("在原文件中删去标记后重新发布");
    }
}
