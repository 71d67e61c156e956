//! # F004 正文夹有页码或者网页按钮（page_furniture_left）
//!
//! ## 查什么
//! 正文中是否夹有页码、“打印本页”“分享到”“上一篇”等不属于报告的文字。
//!
//! ## 依据
//! 《条例》第六条第一款要求准确公开。
//!
//! ## 为什么
//! 多为复制粘贴或者转换留下；夹在句子、表格中间会打断数字。
//!
//! ## 示例(错)
//! ```年报
//! overview += 全年公开信息- 5 -按季度检查。
//! overview += 【打印本页】【关闭窗口】
//! ```
//! ```年报
//! artefact page_furniture — 4 —
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview += 编制流程图1-5项公开事项，建成“公开在线-5分钟办”服务。
//! ```
//! ```年报
//! overview += 在办事大厅提供免费打印服务，群众可将政策分享到朋友圈。
//! ```
//!
//! ## 例外与误报
//! 每份报告最多一条提示。版式文件（PDF）自带的页码、网页自带的导航是正常的，不提示。
//!
//! ## 如何修改
//! 在原文件中删去后重新发布。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::diagnostic::Spot;
use crate::rules::format::prose;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F004",
    name: "page_furniture_left",
    title: "正文夹有页码或者网页按钮",
    family: Family::Format,
    level: Level::Note,
    since: "0.1.0",
    basis: "《条例》第六条第一款（准确公开）",
    source: include_str!("page_furniture_left.rs"),
    check,
};

const BUTTONS: &[&str] = &[
    "打印本页",
    "关闭窗口",
    "【打印】",
    "【关闭】",
    "[打印]",
    "[关闭]",
    "分享到：",
    "分享到:",
    "上一篇：",
    "下一篇：",
    "扫一扫在手机",
    "您现在的位置",
    "当前位置：",
    "【字体：",
    "[字体：",
    "字体：大中小",
    "浏览次数：",
    "点击数：",
];

/// Page numbers between dashes as byte ranges; both dashes must be of one kind and no other character may touch the digits.
fn page_numbers(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for dash in ['—', '-', '－', '–'] {
        let mut parts = text.match_indices(dash).map(|(at, _)| at).peekable();
        while let Some(open) = parts.next() {
            let Some(close) = parts.peek().copied() else { break };
            let inner = &text[open + dash.len_utf8()..close];
            if (1..=3).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_digit()) {
                let is_apart = |c: Option<char>| c.is_none_or(|c| prose::is_han(c) || "。；，、".contains(c));
                let end = close + dash.len_utf8();
                if is_apart(text[..open].chars().next_back()) && is_apart(text[end..].chars().next()) {
                    found.push((open, end));
                }
            }
        }
    }
    found
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let source = report.source.to_ascii_lowercase();
    let is_website = source.contains(".htm");
    // a page number at the foot of a laid-out page is where it belongs
    let is_laid_out = source.contains(".pdf");
    let mut spots = Vec::new();
    for passage in prose::passages(report) {
        spots.extend(page_numbers(&passage.text).into_iter().map(|(a, b)| passage.spot(a, b)));
        if !is_website {
            let buttons = prose::find_words(&passage.text, BUTTONS);
            spots.extend(buttons.into_iter().map(|(at, word)| passage.spot(at, at + word.len())));
        }
    }
    if !is_website && !is_laid_out {
        let dropped = report.artefacts.iter().filter(|a| a.kind == "page_furniture");
        spots.extend(
            dropped
                .filter(|a| a.place.as_ref().is_none_or(|p| p.page.is_none()))
                .map(|a| Spot::at(a.place.as_ref()).quoting(a.text.trim())),
        );
    }
    let Some(first) = spots.first() else { return };
    let quote = first.quote.clone().unwrap_or_default();
    out.report(Level::Note, format!("正文夹有页码或者网页按钮{}处，例如：{quote}", spots.len()), spots)
        .help("在原文件中删去后重新发布");
}
