//! # X018 文字与表格的统计范围可能不同（scope_differs）
//!
//! ## 查什么
//! 文字说的是全市（全县、全系统、各部门）的数量，与表格的数量不同：两处都列出来，请核对表格统计的是本机关还是全部范围。
//!
//! ## 依据
//! 《条例》第四十九条、第五十条；表格按报告主体统计。
//!
//! ## 为什么
//! 政府的报告有的只统计本级机关，有的汇总全部范围；文字和表格各用一种口径时，读者会以为数字错了。
//!
//! ## 示例(错)
//! ```年报
//! overview = 全市各级行政机关共收到政府信息公开申请1304件。
//! applications = 申请件数见下表。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview = 本机关收到政府信息公开申请47件。
//! ```
//! ```年报
//! overview = 全市共收到政府信息公开申请47件。
//! ```
//!
//! ## 例外与误报
//! 只作提示：范围不同本身不是差错。
//!
//! ## 如何修改
//! 在文字中写明本机关的数量，或者说明表格的统计范围。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::{agrees, amount_of, cells_of, label_of, spot_of, spots_of, told};
use crate::claims::{Counted, Period, RemedyResult, Scope};
use crate::diagnostic::Level;
use gongkai_domain::report::SectionKey;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X018",
    name: "scope_differs",
    title: "文字与表格的统计范围可能不同",
    family: Family::Across,
    level: Level::Note,
    since: "0.1.0",
    basis: "《条例》第四十九条、第五十条",
    source: include_str!("scope_differs.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    if !subject.report.form.has_tables() {
        return;
    }
    let mut seen: Vec<(Counted, String)> = Vec::new();
    for claim in subject.claims {
        let is_of_table = matches!(
            claim.counted,
            Counted::NewReceived
                | Counted::Handled
                | Counted::Remedy(_, RemedyResult::Total)
                | Counted::Document(..)
        );
        let is_fact = claim.comparison.is_none()
            && claim.part_of.is_none()
            && !claim.is_plan
            && claim.period == Period::ThisYear
            && claim.is_named
            && !matches!(claim.section, None | Some(SectionKey::Problems));
        // a neighbour, a part of the house, those whom one helps: other numbers are to be expected
        if !is_of_table || !is_fact || matches!(claim.scope, Scope::Own | Scope::Others) {
            continue;
        }
        let Some(cells) = cells_of(subject, claim.counted) else { continue };
        let Ok(told) = told(subject, &cells) else { continue };
        let key = (claim.counted, amount_of(claim));
        if agrees(claim.quantity, told.value) || seen.contains(&key) {
            continue;
        }
        // the agency's own number stands beside it: nothing to ask
        let own_is_told = subject.claims.iter().any(|c| {
            let is_part_of_it = c
                .part_of
                .and_then(|p| subject.claims.get(p.whole))
                .is_some_and(|whole| std::ptr::eq(whole, claim));
            (c.counted == claim.counted || is_part_of_it)
                && c.comparison.is_none()
                && c.exact().and_then(crate::claims::Decimal::as_whole) == Some(told.value)
        });
        if own_is_told {
            continue;
        }
        let message = format!(
            "文字说的是“{}”范围（{}），表格“{}”为{}，统计范围可能不同",
            claim.scope_words.as_deref().unwrap_or("全部"),
            amount_of(claim),
            label_of(subject, &cells),
            told.value
        );
        let mut spots = vec![spot_of(claim)];
        spots.extend(spots_of(subject, &cells));
        out.report(Level::Note, message, spots).help("写明本机关的数量，或者说明表格的统计范围");
        seen.push(key);
    }
}
