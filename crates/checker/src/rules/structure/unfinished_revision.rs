//! # S212 留有修订痕迹或者隐藏内容（unfinished_revision）
//!
//! ## 查什么
//! 公开的文件里是否还留有未接受的修订、隐藏的工作表。
//!
//! ## 依据
//! 《条例》第十七条第一款：公开前应当审查。修订痕迹和隐藏内容随文件一同公开，往往没有经过审查。
//!
//! ## 为什么
//! 读者打开文件就能看到修改前的数字和批注。
//!
//! ## 示例(错)
//! ```年报
//! artefact tracked_change 删除：受理39件
//! ```
//! ```年报
//! artefact hidden_sheet 底稿
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//!
//! ## 例外与误报
//! 检查时一律按接受全部修订后的内容核对，不影响其他规则。
//!
//! ## 如何修改
//! 接受或者拒绝全部修订，删除隐藏工作表，再另存发布。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S212",
    name: "unfinished_revision",
    title: "留有修订痕迹或者隐藏内容",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第十七条第一款",
    source: include_str!("unfinished_revision.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    for (kind, level, what) in [
        ("tracked_change", Level::Warning, "文件留有未接受的修订"),
        ("hidden_sheet", Level::Note, "文件含有隐藏的工作表"),
    ] {
        let found = super::artefacts(subject.report, &[kind]);
        if found.is_empty() {
            continue;
        }
        let spots = found.iter().map(|a| super::spot_of(a)).collect();
        out.report(level, format!("{what}{}处", found.len()), spots)
            .help("发布前接受或者拒绝全部修订，删除隐藏内容");
    }
}
