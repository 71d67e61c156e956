//! # X014 同一数量前后两处不同（stated_twice_differently）
//!
//! ## 查什么
//! 文字中同一数量（新收、结转、办结、办理结果、复议、诉讼、主动公开信息总数等）在两处写了不同的数，而表格里没有可以对照的数值。
//!
//! ## 依据
//! 《条例》第五十条；报告内容应当真实、准确。
//!
//! ## 为什么
//! 报告由多人分段起草，同一个数常在总体情况和分项中各写一遍，改了一处忘了另一处。
//!
//! ## 示例(错)
//! ```年报
//! overview = 全年共主动公开政府信息312条。
//! overview += 综上，本年度累计主动公开政府信息321条。
//! ```
//! ```年报
//! overview = 全年共召开新闻发布会3场。
//! other += 举办新闻发布会5场。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview = 全年共召开新闻发布会5场。
//! other += 参加市级新闻发布会6场，举办新闻发布会3场。
//! ```
//! ```年报
//! overview = 全年共主动公开政府信息312条，其中网站198条，新媒体114条。
//! overview += 综上，本年度累计主动公开政府信息312条。
//! ```
//! ```年报
//! overview = 全年主动公开政府信息312条。上半年主动公开政府信息150条。2023年主动公开政府信息260条。
//! ```
//!
//! ## 例外与误报
//! 表格中有该数的，由与表格核对的规则提出，这里不再重复。其中的一部分、某一时段、其他年度、全市或各部门的数，不互相比较。新闻发布会和各渠道发布的信息，只有措辞相同、一处写明是总数而另一处更多的，才提示。主动公开信息只在两处都写明是总数（共、累计、全年）时比较。
//!
//! ## 如何修改
//! 核实后统一为一个数；口径不同的，写明各自的口径。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::{amount_of, cells_of, spot_of, told};
use crate::claims::{self, Claim, Counted, RemedyResult, Scope};
use crate::diagnostic::Level;
use gongkai_domain::report::SectionKey;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X014",
    name: "stated_twice_differently",
    title: "同一数量前后两处不同",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第五十条",
    source: include_str!("stated_twice_differently.rs"),
    check,
};

/// Things of which a report has only one total.
fn is_single(counted: Counted) -> bool {
    matches!(
        counted,
        Counted::NewReceived
            | Counted::CarriedIn
            | Counted::Handled
            | Counted::CarriedOut
            | Counted::Outcome(_)
            | Counted::Disclosed
            | Counted::Remedy(_, RemedyResult::Total)
    )
}

/// Whether the words call the number a total of the year.
fn is_called_total(claim: &Claim) -> bool {
    claim.is_total || ["全年", "本年", "年度"].iter().any(|w| claim.words.contains(w))
}

/// Things that are told in several numbers, of which none is more than what is called the total.
fn may_be_more_than_one(counted: Counted) -> bool {
    matches!(counted, Counted::PressConference | Counted::DisclosedBy(_))
}

/// The words of a claim without number, total and whoever does it: 全年召开新闻发布会3场 and 举办新闻发布会5场 are alike.
fn bare_words(claim: &Claim) -> String {
    let mut words: String =
        claim.words.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect();
    for filler in [
        "本年度",
        "全年",
        "本年",
        "年度",
        "我局",
        "本机关",
        "累计",
        "合计",
        "总计",
        "共计",
        "共",
        "通过",
        "组织",
        "召开",
        "举办",
        "举行",
        "开展",
        "主动",
        "公开",
        "发布",
        "公布",
        "各类",
        "政府信息",
        "政务信息",
        "信息",
    ] {
        words = words.replace(filler, "");
    }
    words
}

/// 全年召开新闻发布会3场 and 举办新闻发布会5场: told in the same words, and more than the total that is told elsewhere.
fn more_than_total<'a>(subject: &Subject<'a>, index: usize, claim: &Claim) -> Option<&'a Claim> {
    if !may_be_more_than_one(claim.counted) {
        return None;
    }
    subject.claims[index + 1..].iter().find(|c| {
        let is_alike = c.counted == claim.counted
            && c.unit == claim.unit
            && c.is_plain_total()
            && c.is_named
            && c.scope == Scope::Own
            && !matches!(c.section, None | Some(SectionKey::Problems))
            && (c.paragraph, c.section) != (claim.paragraph, claim.section)
            && bare_words(c) == bare_words(claim);
        let is_above = |a: &Claim, b: &Claim| is_called_total(b) && a.exact() > b.exact();
        let both_total = is_called_total(c) && is_called_total(claim) && c.exact() != claim.exact();
        is_alike && (both_total || is_above(c, claim) || is_above(claim, c))
    })
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    if claims::is_cut(subject.report, subject.claims) {
        let reason = format!("文字过长或者数字过多，只核对了前面的部分（至多{}个数字）", claims::MAX_CLAIMS);
        out.not_checkable("文字中的数量", reason);
    }
    let mut told_already: Vec<Counted> = Vec::new();
    for (index, claim) in subject.claims.iter().enumerate() {
        let is_fit = |c: &Claim| {
            (is_single(c.counted) || may_be_more_than_one(c.counted))
                && c.is_plain_total()
                && c.is_named
                && c.scope == Scope::Own
                && !matches!(c.section, None | Some(SectionKey::Problems))
                && (may_be_more_than_one(c.counted) || c.unit.is_none_or(super::is_unit_of_cases))
                && (c.counted != Counted::Disclosed || is_called_total(c))
        };
        if !is_fit(claim) || told_already.contains(&claim.counted) {
            continue;
        }
        let has_table = cells_of(subject, claim.counted).is_some_and(|cells| told(subject, &cells).is_ok());
        if has_table {
            continue;
        }
        let other = subject.claims[index + 1..].iter().find(|c| {
            is_single(c.counted)
                && is_fit(c)
                && c.counted == claim.counted
                && c.exact() != claim.exact()
                && (c.paragraph, c.section, c.sentence) != (claim.paragraph, claim.section, claim.sentence)
        });
        let other = other.or_else(|| more_than_total(subject, index, claim));
        if let Some(other) = other {
            told_already.push(claim.counted);
            let message = format!(
                "同一数量两处不同：“{}”为{}，“{}”为{}",
                claim.words,
                amount_of(claim),
                other.words,
                amount_of(other)
            );
            out.report(Level::Warning, message, vec![spot_of(claim), spot_of(other)])
                .help("核实后统一；口径不同的，写明各自的口径");
        }
    }
}
