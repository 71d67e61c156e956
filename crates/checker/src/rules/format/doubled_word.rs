//! # F006 字词或者标点重复（doubled_word）
//!
//! ## 查什么
//! 是否误写重复的字词（的的、进行进行、公开公开）和标点（，，、。。）。
//!
//! ## 依据
//! 《条例》第六条第一款要求准确公开；标点连用依照 GB/T 15834—2011。
//!
//! ## 为什么
//! 重复字词说明文稿没有校对。
//!
//! ## 示例(错)
//! ```年报
//! overview += 我局进行进行了自查。
//! ```
//! ```年报
//! overview += 做好群众关心的的问题解答。
//! ```
//! ```年报
//! overview += 依法公开公开各类信息。
//! ```
//! ```年报
//! overview += 按时发布，，接受监督。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview += 常常、渐渐、年年、人人、层层、件件有着落、实实在在、的的确确、不了了之、和和美美。
//! ```
//! ```年报
//! overview += 以方便群众为目的的工作机制，为了了解群众需求，坚持政务公开公开透明。
//! ```
//! ```年报
//! overview += 市政府政府信息公开平台、政务服务服务中心、以行政行为为依据、参与与监督。
//! ```
//! ```年报
//! overview += 由负责公开工作工作人员办理，群众关心的“最后一公里”……得到解决。
//! ```
//!
//! ## 例外与误报
//! 汉语有许多正常的叠字叠词，本规则只列出不会正常出现的几种，其余一概不提示。
//!
//! ## 如何修改
//! 删去多余的字词或者标点。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Fix;
use crate::diagnostic::Level;
use crate::rules::format::prose;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F006",
    name: "doubled_word",
    title: "字词或者标点重复",
    family: Family::Format,
    level: Level::Warning,
    since: "0.1.0",
    basis: "GB/T 15834—2011《标点符号用法》；《条例》第六条第一款",
    source: include_str!("doubled_word.rs"),
    check,
};

/// A doubled word with what may lawfully stand before it and after it.
const WORDS: &[(&str, &[&str], &[&str])] = &[
    ("的的", &["目", "标", "有", "中", "端"], &["确", "士"]),
    ("了了", &["不", "为", "除", "罢", "一目", "明"], &["解", "然", "断", "却", "结"]),
    ("是是", &["于", "但", "可", "都", "总", "不", "还", "国"], &["非", "否"]),
    ("进行进行", &[], &[]),
    ("开展开展", &[], &[]),
    ("加强加强", &[], &[]),
    ("推进推进", &[], &[]),
    ("提高提高", &[], &[]),
    ("完善完善", &[], &[]),
    ("及时及时", &[], &[]),
    ("我局我局", &[], &[]),
    ("并且并且", &[], &[]),
    ("以及以及", &[], &[]),
    ("根据根据", &[], &[]),
    ("按照按照", &[], &[]),
    ("为了为了", &[], &[]),
    ("已经已经", &[], &[]),
    ("没有没有", &["有"], &[]),
    ("不断不断", &[], &[]),
    ("切实切实", &[], &[]),
    ("认真认真", &[], &[]),
    ("积极积极", &[], &[]),
    (
        "公开公开",
        &[
            "信息", "政务", "事务", "主动", "申请", "不予", "予以", "部分", "校务", "村务", "党务", "院务",
            "厂务", "财务", "决策", "执行", "管理", "服务", "结果", "预算", "决算", "权力", "重点", "领域",
            "阳光",
        ],
        &["透明", "公正", "公平", "办", "栏", "日", "网"],
    ),
];

const MARKS: &[&str] = &["，，", "。。", "、、", "；；", "：：", "，。", "。，", "、，", "，、", "；。"];

fn is_mark(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：')
}

/// The doubled word that begins at the byte, unless it may stand so: its end and the single word.
fn doubled_word(text: &str, at: usize) -> Option<(usize, &'static str)> {
    let (word, before, after) = WORDS.iter().find(|(w, _, _)| text[at..].starts_with(w))?;
    let end = at + word.len();
    let is_lawful =
        before.iter().any(|w| text[..at].ends_with(w)) || after.iter().any(|w| text[end..].starts_with(w));
    (!is_lawful).then(|| (end, &word[..word.len() / 2]))
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    for passage in prose::passages(subject.report) {
        let text = &passage.text;
        let mut found: Vec<(usize, usize, String)> = Vec::new();
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        for (index, (at, c)) in chars.iter().enumerate() {
            let next = |n: usize| chars.get(index + n).map(|(_, c)| *c);
            let is_doubled = next(1) == Some(*c) || (next(2) == Some(*c) && next(1) == next(3));
            if is_doubled && let Some((end, right)) = doubled_word(text, *at) {
                found.push((*at, end, right.to_owned()));
            }
            if (is_mark(*c) && next(1).is_some_and(is_mark))
                && let Some(mark) = MARKS.iter().find(|m| text[*at..].starts_with(**m))
            {
                let end = at + mark.len();
                // a run of three stands for an ellipsis
                if !text[end..].starts_with(*c) && !text[..*at].ends_with(*c) {
                    found.push((*at, end, if mark.contains('。') { '。' } else { *c }.to_string()));
                }
            }
        }
        for (start, end, right) in found {
            let spot = passage.spot(start, end);
            let quote = spot.quote.clone().unwrap_or_default();
            out.report(Level::Warning, format!("重复的字词或者标点：{quote}"), vec![spot])
                .help("删去多余的一个")
                .fix(Fix { message: format!("改为“{right}”"), replacement: Some(right), cell: None });
        }
    }
}
