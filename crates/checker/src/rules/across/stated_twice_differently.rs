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
//!
//! ## 示例(对)
//! ```年报
//! overview = 全年共主动公开政府信息312条，其中网站198条，新媒体114条。
//! overview += 综上，本年度累计主动公开政府信息312条。
//! ```
//! ```年报
//! overview = 全年主动公开政府信息312条。上半年主动公开政府信息150条。2023年主动公开政府信息260条。
//! ```
//!
//! ## 例外与误报
//! 表格中有该数的，由与表格核对的规则提出，这里不再重复。其中的一部分、某一时段、其他年度、全市或各部门的数，不互相比较。主动公开信息只在两处都写明是总数（共、累计、全年）时比较。
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

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    if claims::is_cut(subject.report, subject.claims) {
        let reason = format!("文字过长或者数字过多，只核对了前面的部分（至多{}个数字）", claims::MAX_CLAIMS);
        out.not_checkable("文字中的数量", reason);
    }
    let mut told_already: Vec<Counted> = Vec::new();
    for (index, claim) in subject.claims.iter().enumerate() {
        let is_fit = |c: &Claim| {
            is_single(c.counted)
                && c.is_plain_total()
                && c.is_named
                && c.scope == Scope::Own
                && !matches!(c.section, None | Some(SectionKey::Problems))
                && c.unit.is_none_or(super::is_unit_of_cases)
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
            is_fit(c)
                && c.counted == claim.counted
                && c.exact() != claim.exact()
                && (c.paragraph, c.section, c.sentence) != (claim.paragraph, claim.section, claim.sentence)
        });
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
