//! # F015 标题与落款的机关名称不一致（agency_name_mismatch）
//!
//! ## 查什么
//! 标题中的机关名称，是否为落款机关的全称或者简称。
//!
//! ## 依据
//! GB/T 9704—2012：署发文机关全称或者规范化简称。
//!
//! ## 为什么
//! 套用其他单位文稿时，标题、落款常漏改其一。
//!
//! ## 示例(错)
//! ```年报
//! title = 云岭市林业局2025年政府信息公开工作年度报告
//! ```
//!
//! ## 示例(对)
//! ```年报
//! title = 市水务局2025年政府信息公开工作年度报告
//! ```
//! ```年报
//! title = 2025年政府信息公开工作年度报告
//! ```
//! ```年报
//! title = 云岭市水务局（云岭市河长制办公室）2025年度政府信息公开工作年度报告
//! ```
//! ```年报
//! title = 政府信息公开工作年度报告（2025年）
//! ```
//!
//! ## 例外与误报
//! 简称、括号中的加挂名称不提示；标题没有写机关的不比较。
//!
//! ## 如何修改
//! 统一为本机关的全称。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::diagnostic::Spot;
use crate::rules::format::prose;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F015",
    name: "agency_name_mismatch",
    title: "标题与落款的机关名称不一致",
    family: Family::Format,
    level: Level::Note,
    since: "0.1.0",
    basis: "《条例》第四十九条；GB/T 9704—2012 发文机关署名",
    source: include_str!("agency_name_mismatch.rs"),
    check,
};

/// The agency that the title names: what stands before or after the year and before the name of the document.
fn named(title: &str) -> Option<(usize, usize)> {
    let end = ["政府信息公开", "信息公开", "政务公开"].iter().filter_map(|w| title.find(w)).min()?;
    let head = &title[..end];
    let (start, stop) = match prose::years(head).first() {
        Some((0, _)) => {
            let rest = &head[4..];
            let unit = if rest.starts_with("年度") { "年度".len() } else { "年".len() };
            (4 + unit, head.len())
        }
        Some((at, _)) => (0, *at),
        None => (0, head.len()),
    };
    let name = head.get(start..stop)?;
    let is_name = name.chars().count() >= 3 && !name.starts_with('关') && !name.contains(['《', '“', '：']);
    is_name.then_some((start, stop))
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let (Some(agency), Some(title)) = (&report.agency.value, prose::title(report)) else { return };
    // 落款 is compared only where it is one: the agency of a report without signature is read from the title
    let is_signed = report.agency.place != report.title.place || report.signed_on.value.is_some();
    let Some((start, end)) = named(&title.text) else { return };
    let name = &title.text[start..end];
    if !is_signed || prose::may_be_one_agency(name, agency) {
        return;
    }
    let spots = vec![title.spot(start, end), Spot::at(report.agency.place.as_ref()).quoting(agency.clone())];
    out.report(Level::Note, format!("标题中的机关为“{name}”，落款机关为“{agency}”"), spots)
        .help("核对是否套用了其他单位的文稿，统一为本机关的名称");
}
