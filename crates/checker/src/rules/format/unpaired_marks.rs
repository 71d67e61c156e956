//! # F016 书名号不成对（unpaired_marks）
//!
//! ## 查什么
//! 每一部分的文字中，书名号《》是否成对。
//!
//! ## 依据
//! GB/T 15834—2011：书名号成对使用。
//!
//! ## 为什么
//! 缺一半书名号，文件名称的起止就不清楚。
//!
//! ## 示例(错)
//! ```年报
//! overview += 认真贯彻《中华人民共和国政府信息公开条例，规范办理申请。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview += 修订《信息公开管理规定》，学习《条例》。
//! ```
//!
//! ## 例外与误报
//! 按部分统计，不受换行、换页影响；每一部分最多一条。
//!
//! ## 如何修改
//! 补齐书名号。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::rules::format::prose;
use gongkai_domain::report::SectionKey;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F016",
    name: "unpaired_marks",
    title: "书名号不成对",
    family: Family::Format,
    level: Level::Note,
    since: "0.1.0",
    basis: "GB/T 15834—2011《标点符号用法》",
    source: include_str!("unpaired_marks.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let passages = prose::passages(subject.report);
    for key in SectionKey::EVERY {
        let here: Vec<_> = passages.iter().filter(|p| p.section == Some(*key)).collect();
        let count = |mark: char| here.iter().map(|p| p.text.matches(mark).count()).sum::<usize>();
        let (open, close) = (count('《'), count('》'));
        if open == close {
            continue;
        }
        let uneven = here.iter().find(|p| p.text.matches('《').count() != p.text.matches('》').count());
        let spots = uneven
            .and_then(|p| {
                let mark = if open > close { p.text.rfind('《')? } else { p.text.rfind('》')? };
                Some(p.spot(mark, mark + '《'.len_utf8()))
            })
            .into_iter()
            .collect();
        let message = format!("“{}”中《有{open}个、》有{close}个，不成对", key.title());
        out.report(Level::Note, message, spots).help("补齐书名号");
    }
}
