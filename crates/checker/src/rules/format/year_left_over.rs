//! # F003 年份没有随年度更改（year_left_over）
//!
//! ## 查什么
//! 第一部分开头是否仍写上年年份；第五部分的下一步打算，是否把已经过去的年份当作来年。
//!
//! ## 依据
//! 《条例》第六条第一款要求准确公开。
//!
//! ## 为什么
//! 沿用上年文稿漏改年份，读者会误以为内容也没有更新。
//!
//! ## 示例(错)
//! ```年报
//! overview = 2024年，我局认真落实各项公开要求。
//! ```
//! ```年报
//! problems += 2025年，我局将继续做好政府信息公开工作。
//! ```
//! ```年报
//! problems += 2024年，我们将进一步加强业务培训。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview = 2025年，我局认真落实公开要求，与2024年相比，公开数量稳步上升。
//! ```
//! ```年报
//! problems += 针对2025年存在的问题，我局将逐项整改。
//! ```
//! ```年报
//! problems += 2026年，我局将继续做好政府信息公开工作。
//! ```
//! ```年报
//! problems += 2025年，我局将公开指南修订后重新发布。
//! ```
//! ```年报
//! overview = 2019年5月15日新条例施行以来，我局持续完善制度。
//! ```
//!
//! ## 例外与误报
//! 只看段首“××××年，”和句首“××××年，……将继续（进一步、着力……）”两种写法。段中提到报告年度的，不提示。
//!
//! ## 如何修改
//! 第一部分改为报告年度，下一步打算改为次年。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::rules::format::prose;
use crate::rules::format::year::settled_year;
use gongkai_domain::report::SectionKey;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F003",
    name: "year_left_over",
    title: "年份没有随年度更改",
    family: Family::Format,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第六条第一款（准确公开）",
    source: include_str!("year_left_over.rs"),
    check,
};

/// Words that follow 将 when it tells of what is to come, not of what is dealt with.
const PLANS: &[&str] = &[
    "继续",
    "进一步",
    "着力",
    "持续",
    "不断",
    "重点",
    "围绕",
    "按照",
    "紧紧",
    "紧扣",
    "严格",
    "认真",
    "深入",
    "坚持",
    "加强",
    "加大",
    "从以下",
    "在以下",
    "全面",
    "切实",
    "大力",
    "努力",
    "聚焦",
    "采取",
    "做好",
];

/// The year at the head of a sentence, after its number, when a comma or the agency follows.
fn leading_year(sentence: &str) -> Option<(usize, i32, &str)> {
    let (at, year) = prose::years(sentence).into_iter().next()?;
    let head = &sentence[..at];
    let is_head = head.chars().count() <= 4
        && head.chars().all(|c| "（）()一二三四五六七八九十、.．0123456789".contains(c));
    let rest = &sentence[at + 4..];
    let rest = rest.strip_prefix("年度").or_else(|| rest.strip_prefix('年'))?;
    is_head.then_some((at, year, rest))
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let Some(year) = settled_year(report) else { return };
    let passages = prose::passages(report);
    let first = passages.iter().find(|p| p.section == Some(SectionKey::Overview));
    if let Some(passage) = first
        && let Some((at, other, rest)) = leading_year(&passage.text)
        && rest.starts_with(['，', ','])
        && other < year
        && !passage.text.contains(&year.to_string())
    {
        let spot = passage.spot(at, at + 4).labelled(format!("报告年度为{year}年"));
        out.report(Level::Warning, format!("第一部分开头写作{other}年，报告年度为{year}年"), vec![spot])
            .help("核对内容是否为本年度情况，并改正年份");
    }
    for passage in passages.iter().filter(|p| p.section == Some(SectionKey::Problems)) {
        for (offset, sentence) in passage.sentences() {
            let Some((at, other, rest)) = leading_year(sentence) else { continue };
            let rest = rest.trim_start_matches(['，', ',']);
            let plans = rest.find('将').is_some_and(|j| {
                rest[..j].chars().count() <= 12
                    && !rest[..j].contains(['，', ','])
                    && PLANS.iter().any(|w| rest[j + '将'.len_utf8()..].starts_with(w))
            });
            if plans && other <= year {
                let spot =
                    passage.spot(offset + at, offset + at + 4).labelled(format!("来年为{}年", year + 1));
                let message = format!("下一步打算写作{other}年，报告年度为{year}年");
                out.report(Level::Warning, message, vec![spot]).help(format!("一般应为{}年", year + 1));
            }
        }
    }
}
