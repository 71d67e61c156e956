//! # F005 发文字号写法有误（document_number_form）
//!
//! ## 查什么
//! 发文字号的年份是否用六角括号〔〕，序号是否不编虚位、不加“第”字，例如“云政办发〔2025〕30号”；年份是否写全四位。
//!
//! ## 依据
//! GB/T 9704—2012：年份应标全称，用六角括号“〔〕”括入；发文顺序号不加“第”字，不编虚位，在阿拉伯数字后加“号”字。
//!
//! ## 为什么
//! 写法不统一，按文号检索就找不到文件。
//!
//! ## 示例(错)
//! ```年报
//! overview += 修订《信息公开管理规定》（云水办[2025]30号）。
//! ```
//! ```年报
//! overview += 印发云水发（2025）8号文件。
//! ```
//! ```年报
//! overview += 印发云水发〔2025〕第8号文件。
//! ```
//! ```年报
//! overview += 印发云水发〔2025〕008号文件。
//! ```
//! ```年报
//! overview += 依照国办函〔20〕109号文件办理。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview += 印发云水发〔2025〕8号文件。
//! ```
//! ```年报
//! overview += 办理（2025）云01行初12号行政诉讼案件。
//! ```
//! ```年报
//! overview += 答复依申请〔2025〕第0017号申请。
//! ```
//! ```年报
//! overview += 依照国务院令第711号和水利部公告〔2025〕第3号办理。
//! ```
//! ```年报
//! overview += 地址为建设路（2025）8号楼。
//! ```
//! ```年报
//! overview += 地址为建设路（20）8号，档案柜为乙区[12]3号。
//! ```
//!
//! ## 例外与误报
//! 年份不足四位的，只在六角括号中才提示，不替作者补全。法院案号、本机关申请登记编号、国务院令和部门公告的“第×号”，按各自的规定，不提示。
//!
//! ## 如何修改
//! 改用六角括号〔〕，去掉“第”字和前面的零。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Fix;
use crate::diagnostic::Level;
use crate::rules::format::prose;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F005",
    name: "document_number_form",
    title: "发文字号写法有误",
    family: Family::Format,
    level: Level::Warning,
    since: "0.1.0",
    basis: "GB/T 9704—2012《党政机关公文格式》发文字号",
    source: include_str!("document_number_form.rs"),
    check,
};

/// A document number that is not written as the standard has it: its bytes and how it should read.
fn misshapen(text: &str) -> Vec<(usize, usize, Option<String>)> {
    let mut found = Vec::new();
    for (mark, _) in text.match_indices('号') {
        let Some((digits_at, serial)) = prose::number_ending_at(text, mark) else { continue };
        let end = mark + '号'.len_utf8();
        let follows = text[end..].chars().next();
        if serial.contains('.') || follows.is_some_and(|c| "楼院线门房栋厅机仓井铺".contains(c)) {
            continue;
        }
        let head = &text[..digits_at];
        let (head, has_ordinal) = head.strip_suffix('第').map_or((head, false), |h| (h, true));
        let Some(close) = head.chars().next_back().filter(|c| "〕﹞]］）)】》>".contains(*c)) else {
            continue;
        };
        let head = &head[..head.len() - close.len_utf8()];
        let Some((year_at, year)) = prose::number_ending_at(head, head.len()) else { continue };
        let head = &head[..year_at];
        let Some(open) = head.chars().next_back().filter(|c| "〔﹝[［（(【《<".contains(*c)) else {
            continue;
        };
        let start = year_at - open.len_utf8();
        let before = &head[..start];
        if !before.chars().next_back().is_some_and(prose::is_han) {
            continue;
        }
        let is_wrong_bracket = !matches!((open, close), ('〔', '〕') | ('﹝', '﹞'));
        if year.len() < 4 && !year.contains('.') && !is_wrong_bracket {
            found.push((start, end, None));
            continue;
        }
        if year.len() != 4 || !year.starts_with("20") && !year.starts_with("19") {
            continue;
        }
        let tail: String = {
            let chars: Vec<char> = before.chars().rev().take(12).collect();
            chars.into_iter().rev().collect()
        };
        if prose::has_any(&tail, &["申请", "登记", "编号", "受理", "收件", "回执"]) {
            continue;
        }
        let is_announcement = prose::has_any(&tail, &["公告", "通告", "令"]);
        let is_padded = serial.len() > 1 && serial.starts_with('0');
        if is_wrong_bracket || is_padded || (has_ordinal && !is_announcement) {
            let plain = serial.trim_start_matches('0');
            let ordinal = if is_announcement && has_ordinal { "第" } else { "" };
            found.push((start, end, Some(format!("〔{year}〕{ordinal}{plain}号"))));
        }
    }
    found
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    for passage in prose::passages(subject.report) {
        for (start, end, right) in misshapen(&passage.text) {
            let Some(right) = right else {
                let spot = passage.spot(start, end).labelled("年份应写全四位");
                let quote = spot.quote.clone().unwrap_or_default();
                out.report(Level::Warning, format!("发文字号“{quote}”的年份没有写全"), vec![spot])
                    .help("核对原文件，把年份写全四位");
                continue;
            };
            let spot = passage.spot(start, end).labelled(format!("应为{right}"));
            let quote = spot.quote.clone().unwrap_or_default();
            out.report(Level::Warning, format!("发文字号写作“{quote}”，应为“{right}”"), vec![spot])
                .help("年份用六角括号〔〕，序号不加“第”字、不编虚位")
                .fix(Fix { message: format!("改为“{right}”"), replacement: Some(right), cell: None });
        }
    }
}
