//! # F001 年度前后不一致（report_year_mismatch）
//!
//! ## 查什么
//! 标题中的年度、文中的统计期限、“现将……年度报告公布如下”一类句子中的年度，是否都是报告年度。
//!
//! ## 依据
//! 年度报告反映上一个自然年度的情况（《条例》第四十九条）；统计期限为当年1月1日至12月31日。
//!
//! ## 为什么
//! 沿用上年文稿时最容易漏改年份；年份错了，读者无从知道数字属于哪一年。
//!
//! ## 示例(错)
//! ```年报
//! preamble = 本报告数据统计期限为2024年1月1日至2024年12月31日。
//! ```
//! ```年报
//! preamble = 现将本机关2024年政府信息公开工作年度报告公布如下。
//! ```
//! ```年报
//! preamble = 本报告统计期限自2024年1月1日起至2025年12月31日止。
//! ```
//! ```年报
//! preamble = 本报告中所列数据的统计期限自2024年1月1日起，至2024年12月31日止。
//! ```
//! ```年报
//! # 统计期限、第一部分和落款都属2024年度，错的是标题
//! preamble = 本报告数据统计期限为2024年1月1日至2024年12月31日。
//! overview = 2024年，我局认真落实各项公开要求。
//! signed_on = 2025-01-20
//! ```
//!
//! ## 示例(对)
//! ```年报
//! preamble = 现公布本机关2025年度政府信息公开工作年度报告。本报告中所列数据的统计期限自2025年1月1日起至12月31日止。
//! ```
//! ```年报
//! overview += 按期编制并发布2024年政府信息公开工作年度报告。
//! ```
//! ```年报
//! overview += 专项清理涵盖2019年1月1日至2024年12月31日印发的文件。
//! ```
//! ```年报
//! year = 2024
//! ```
//!
//! ## 例外与误报
//! 统计期限、正文开头和落款一致而只有标题不同的，只在标题处提出一条。当年公布上一年度报告的工作情况是正常内容，不提示。其他时间段没有“统计”“期限”字样的，不当作统计期限。
//!
//! ## 如何修改
//! 把年份改为报告年度，并核对数字确属该年度。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::diagnostic::Spot;
use crate::rules::format::prose;
use crate::rules::format::year::{against_the_title, announced, period};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F001",
    name: "report_year_mismatch",
    title: "年度前后不一致",
    family: Family::Format,
    level: Level::Error,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号（统计期限为一个自然年度）",
    source: include_str!("report_year_mismatch.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let Some(year) = report.year.value else { return };
    // where everything else agrees on another year, the title is the slip
    if let Some((other, names)) = against_the_title(report)
        && let Some(title) = prose::title(report)
        && let Some((at, _)) = prose::years(&title.text).into_iter().find(|(_, y)| *y == year)
    {
        let spot = title.spot(at, at + 4).labelled(format!("其他各处为{other}年"));
        let message = format!("标题写作{year}年，而{}都是{other}年度的", names.join("、"));
        out.report(Level::Error, message, vec![spot]).help(format!("核对标题的年份，一般应为{other}年"));
        return;
    }
    if let Some(title) = prose::title(report) {
        let named = prose::years(&title.text);
        if let Some((at, other)) = named.first()
            && named.iter().all(|(_, y)| *y != year)
        {
            let spots = vec![title.spot(*at, at + 4), Spot::at(report.year.place.as_ref())];
            out.report(Level::Error, format!("标题为{other}年，报告年度为{year}年"), spots)
                .help("核对年份，改为报告年度");
        }
    }
    for passage in prose::passages(report) {
        if !prose::has_any(&passage.text, &["统计", "期限", "现将", "现公布", "现发布"]) {
            continue;
        }
        for (offset, sentence) in passage.sentences() {
            if prose::has_any(sentence, &["统计", "期限"])
                && let Some((from, to, start, end)) = period(sentence)
                && (from, to) != (year, year)
            {
                let spot = passage.spot(offset + start, offset + end);
                let quote = spot.quote.clone().unwrap_or_default();
                out.report(
                    Level::Error,
                    format!("统计期限写作“{quote}”，报告年度为{year}年"),
                    vec![
                        spot,
                        Spot::at(report.year.place.as_ref()).quoting(year.to_string()).labelled("报告年度"),
                    ],
                )
                .help(format!("统计期限应为{year}年1月1日至{year}年12月31日"));
            }
            if let Some((start, end, other)) = announced(sentence)
                && other != year
                && !sentence.contains(&year.to_string())
            {
                let spot = passage.spot(offset + start, offset + end);
                out.report(
                    Level::Error,
                    format!("文中称本报告为{other}年度的报告，报告年度为{year}年"),
                    vec![
                        spot,
                        Spot::at(report.year.place.as_ref()).quoting(year.to_string()).labelled("报告年度"),
                    ],
                )
                .help("核对年份，改为报告年度");
            }
        }
    }
}
