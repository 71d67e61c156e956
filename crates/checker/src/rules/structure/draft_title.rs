//! # S403 标题仍为草稿（draft_title）
//!
//! ## 查什么
//! 标题中是否还有“征求意见稿”“送审稿”“初稿”“模板”等字样。
//!
//! ## 依据
//! 《条例》第四十九条要求公布的是正式的年度报告。
//!
//! ## 为什么
//! 把送审的文件当作正式文件发布，数字往往不是最后核定的。
//!
//! ## 示例(错)
//! ```年报
//! title = 云岭市水务局2025年政府信息公开工作年度报告（送审稿）
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview += 《云岭市供水管理办法（征求意见稿）》公开征求意见30日。
//! ```
//!
//! ## 例外与误报
//! 只看标题行；正文中引用其他文件的征求意见稿是正常的。
//!
//! ## 如何修改
//! 确认已用最终稿发布，删去字样。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::rules::format::prose;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S403",
    name: "draft_title",
    title: "标题仍为草稿",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第六条第一款（准确公开）",
    source: include_str!("draft_title.rs"),
    check,
};

const MARKS: &[&str] = &[
    "征求意见稿",
    "送审稿",
    "送审版",
    "初稿",
    "草稿",
    "讨论稿",
    "审核稿",
    "修改稿",
    "（稿）",
    "模板",
    "（样本）",
    "（范本）",
    "（副本）",
];

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let Some(title) = prose::title(subject.report) else { return };
    for mark in MARKS {
        if let Some(at) = title.text.find(mark) {
            let spot = title.spot(at, at + mark.len());
            out.report(Level::Warning, format!("标题带有草稿字样：{mark}"), vec![spot])
                .help("确认发布的是最终稿，删去该字样");
            return;
        }
    }
}
