//! # F011 中文中使用半角标点（half_width_punctuation）
//!
//! ## 查什么
//! 汉字之间是否用了半角的逗号、分号、冒号、问号、叹号。
//!
//! ## 依据
//! GB/T 15834—2011：中文标点占一个字位置。
//!
//! ## 为什么
//! 半角标点混用影响版面，也常使检索和统计断错句。
//!
//! ## 示例(错)
//! ```年报
//! overview += 按时发布信息,接受监督,及时回应关切;做好解读工作.
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview += 地址为http://www.example.gov.cn,电话0871-1234567,办理时间9:00-17:00。
//! ```
//! ```年报
//! overview += (一)健全制度,认真落实。
//! ```
//!
//! ## 例外与误报
//! 每份报告最多一条提示，三处以上才提示；半角括号、网址、时间、数字中的标点不算。
//!
//! ## 如何修改
//! 统一改为全角标点。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::rules::format::prose;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F011",
    name: "half_width_punctuation",
    title: "中文中使用半角标点",
    family: Family::Format,
    level: Level::Note,
    since: "0.1.0",
    basis: "GB/T 15834—2011《标点符号用法》",
    source: include_str!("half_width_punctuation.rs"),
    check,
};

const ENOUGH: usize = 3;

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let mut spots = Vec::new();
    for passage in prose::passages(subject.report) {
        if !passage.text.bytes().any(|b| b",;:?!".contains(&b)) {
            continue;
        }
        let text = &passage.text;
        for (at, mark) in text.match_indices([',', ';', ':', '?', '!']) {
            let is_han = |c: Option<char>| c.is_some_and(prose::is_han);
            if is_han(text[..at].chars().next_back()) && is_han(text[at + mark.len()..].chars().next()) {
                spots.push(passage.spot(at, at + mark.len()));
            }
        }
    }
    if spots.len() >= ENOUGH {
        let message = format!("汉字之间使用半角标点{}处", spots.len());
        spots.truncate(ENOUGH);
        out.report(Level::Note, message, spots).help("统一改为全角标点");
    }
}
