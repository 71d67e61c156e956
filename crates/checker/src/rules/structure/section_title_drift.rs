//! # S105 部分标题与官方格式不一致（section_title_drift）
//!
//! ## 查什么
//! 六个部分的标题文字是否与官方格式相同。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附格式；《条例》第五十条第一款。
//!
//! ## 为什么
//! 标题是统一的；改动标题会使汇总、检索和逐年比较对不上。
//!
//! ## 示例(错)
//! ```年报
//! section.remedies.title = 四、因政府信息公开被申请行政复议、提起行政诉讼情况
//! ```
//!
//! ## 示例(对)
//! ```年报
//! section.overview.title = 一. 总体情况
//! ```
//! ```年报
//! section.problems.title = 五、 存在的主要问题及改进情况：
//! ```
//!
//! ## 例外与误报
//! 序号的写法、空格、标点和冒号不同的，不提示。标题与正文连在一行的，只比较标题部分。
//!
//! ## 如何修改
//! 按官方格式恢复标题文字。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::diagnostic::{Fix, Spot};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S105",
    name: "section_title_drift",
    title: "部分标题与官方格式不一致",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("section_title_drift.rs"),
    check,
};

/// The words of a title without its number, blanks and punctuation.
fn words(title: &str) -> String {
    let plain: String = title.chars().filter(|c| c.is_alphanumeric()).collect();
    let unnumbered = plain.strip_prefix('第').unwrap_or(&plain);
    let unnumbered =
        unnumbered.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    unnumbered.strip_prefix("部分").unwrap_or(unnumbered).to_owned()
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    if !subject.report.form.has_tables() {
        return;
    }
    for section in &subject.report.sections {
        let (printed, official) = (words(&section.title), words(section.key.title()));
        if printed.is_empty() || printed.starts_with(&official) {
            continue;
        }
        let title = section.title.trim();
        out.report(
            Level::Warning,
            format!("标题与官方格式不一致：{title}"),
            vec![
                Spot::at(section.place.as_ref())
                    .quoting(title)
                    .labelled(format!("官方格式为“{}”", section.key.title())),
            ],
        )
        .help("按官方格式恢复标题")
        .fix(Fix {
            message: format!("改为“{}”", section.key.title()),
            replacement: Some(section.key.title().to_owned()),
            cell: None,
        });
    }
}
