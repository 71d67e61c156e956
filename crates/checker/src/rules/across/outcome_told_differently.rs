//! # X004 文字与表三办理结果不一致（outcome_told_differently）
//!
//! ## 查什么
//! 文字所称予以公开、部分公开、不予公开、无法提供、不予处理、其他处理及其具体情形的件数，应当等于表三相应各行的总计。
//!
//! ## 依据
//! 《条例》第三十六条；国办公开办函〔2021〕30号表三第三项（一）至（六）。
//!
//! ## 为什么
//! 办理结果是社会最关心的数字，文字与表格不一致会引起对答复是否依法的怀疑。
//!
//! ## 示例(错)
//! ```年报
//! overview = （二）依申请公开。全年办结48件，其中予以公开27件。
//! ```
//! ```年报
//! applications = 政府信息公开申请中，无法提供17件。
//! ```
//! ```年报
//! overview = （二）依申请公开。办结48件中，予以公开24件，部分公开5件。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview = （二）依申请公开。全年办结48件，其中予以公开25件，部分公开5件，不予公开4件。
//! ```
//!
//! ## 例外与误报
//! 文字可能只说当年新收的申请：比表格少、且差额不超过上年结转件数的，不作判断。撤回、咨询等没有专门一行的，不比较。“信息不存在”“非本机关职责”只是“本机关不掌握”一行的一部分，不超过该行即可；“予以公开和部分公开n件”与两行之和比较。
//!
//! ## 如何修改
//! 按登记台账逐件核对答复类型；一件申请只计入一种结果。

use super::super::{Family, RuleInfo, Subject};
use super::{Comparison, against_tables, cells_of, count, told, total_of};
use crate::claims::{Claim, Counted, Outcome};
use crate::diagnostic::Level;
use gongkai_domain::report::Row;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X004",
    name: "outcome_told_differently",
    title: "文字与表三办理结果不一致",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第三十六条；国办公开办函〔2021〕30号，表三第三项",
    source: include_str!("outcome_told_differently.rs"),
    check: |subject, out| {
        against_tables(
            subject,
            out,
            "按登记台账逐件核对答复类型，统一文字和表格",
            |claim| {
                if !matches!(claim.counted, Counted::Outcome(_)) {
                    return None;
                }
                let cells = cells_of(subject, claim.counted)?;
                let carried = count(subject, total_of(Row::CarriedIn)).unwrap_or(0);
                let stated = claim.exact().and_then(crate::claims::Decimal::as_whole);
                // 信息不存在 is a part of its row, which counts too what another agency is responsible for
                if claim.counted == Counted::Outcome(Outcome::NotHeldInPart)
                    && told(subject, &cells).is_ok_and(|t| stated.is_none_or(|n| n <= t.value))
                {
                    return None;
                }
                if let (Some(stated), Ok(told)) = (stated, told(subject, &cells))
                    && stated < told.value
                    && told.value - stated <= carried
                    && !divides_all_handled(subject, claim)
                {
                    return None;
                }
                let mut it = Comparison::of(cells);
                it.at_most = Level::Warning;
                Some(it)
            },
        );
    },
};

/// Whether the claim is a part of all that was answered, what was carried in included.
fn divides_all_handled(subject: &Subject<'_>, claim: &Claim) -> bool {
    let Some(whole) = claim.part_of.and_then(|p| subject.claims.get(p.whole)) else { return false };
    // 办结19件中，……: without 申请 it is told by being the number of the table
    let is_number_of_table = whole.words.contains("办结")
        && whole.exact().and_then(crate::claims::Decimal::as_whole)
            == count(subject, total_of(Row::ResultTotal));
    whole.counted == Counted::Handled || whole.counted == Counted::Other && is_number_of_table
}
