//! # S104 部分只有标题没有内容（section_empty）
//!
//! ## 查什么
//! 每个部分的标题之下是否有文字或者表格；第五部分是否只写一个“无”字。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附格式；《条例》第五十条第一款。“严格按照法定内容逐项报告”是格式通知的要求。
//!
//! ## 为什么
//! 只有标题，读者分不清是没有发生还是漏写。问题和改进情况是法定内容（《条例》第五十条第一款第（四）项），不能以“无”代替。
//!
//! ## 示例(错)
//! ```年报
//! problems =
//! ```
//! ```年报
//! other =
//! ```
//! ```年报
//! problems = 无。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! proactive =
//! ```
//! ```年报
//! other = 无
//! ```
//! ```年报
//! other =
//! section.other.title = 六、其他需要报告的事项：无。
//! ```
//!
//! ## 例外与误报
//! 第二、三、四部分有表格而没有文字的，是正常写法，不提示；“无”与标题写在同一行的，也不提示。
//!
//! ## 如何修改
//! 补写内容；其他事项没有发生的，写“无”。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::diagnostic::Spot;
use gongkai_domain::report::SectionKey;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S104",
    name: "section_empty",
    title: "部分只有标题没有内容",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第五十条第一款",
    source: include_str!("section_empty.rs"),
    check,
};

/// Whether the line of the title goes on after the official words, as in 六、其他需要报告的事项：无.
fn goes_on(title: &str, key: SectionKey) -> bool {
    let words = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let official = words(key.title());
    // the number may be printed otherwise: compare from the first word of the official name
    let name: String = official.chars().skip(1).collect();
    words(title).split_once(&name).is_some_and(|(_, rest)| !rest.is_empty())
}

/// Whether a text says that there is nothing, and nothing else.
fn says_nothing(text: &str) -> bool {
    let words: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    matches!(
        words.as_str(),
        "无" | "暂无" | "没有" | "无内容" | "无问题" | "不存在" | "无存在问题" | "无此情况"
    )
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    if !report.form.has_tables() {
        return;
    }
    for key in [SectionKey::Overview, SectionKey::Problems, SectionKey::Other] {
        let copies: Vec<_> = report.sections.iter().filter(|s| s.key == key).collect();
        if let Some(section) = copies.first()
            && copies.iter().all(|s| s.text.trim().is_empty() && !goes_on(&s.title, key))
        {
            let spots = vec![Spot::at(section.place.as_ref()).quoting(section.title.clone())];
            out.report(Level::Warning, format!("“{}”只有标题，没有内容", key.title()), spots)
                .help("补写本年度情况；没有需要报告的，写“无”");
        } else if key == SectionKey::Problems
            && let Some(section) = copies.first()
            && copies.iter().all(|s| says_nothing(&s.text))
        {
            let prose = section.prose();
            let place = prose.first().and_then(|p| p.place.as_ref()).or(section.place.as_ref());
            let spots = vec![Spot::at(place).quoting(section.text.trim())];
            let message = format!("“{}”只写“{}”，没有问题和改进情况", key.title(), section.text.trim());
            out.report(Level::Warning, message, spots).help("写明本年度存在的主要问题和改进情况");
        }
    }
}
