//! # X003 文字与表三办理件数不一致（handled_told_differently）
//!
//! ## 查什么
//! 文字所称办结、答复的件数，应当等于表三“（七）总计”；所称办理、处理的件数，可以是（七）总计，也可以是新收与上年结转之和。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号表三第三项。
//!
//! ## 为什么
//! 办结数关系到是否按期答复，文字与表格不一，说明统计口径或者时点不同。
//!
//! ## 示例(错)
//! ```年报
//! overview = 全年共办结政府信息公开申请44件。
//! ```
//! ```年报
//! overview = 全年共办理政府信息公开申请53件。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview = 全年共办理政府信息公开申请48件，按期办结率100%。
//! ```
//! ```年报
//! overview = 全年收到政府信息公开申请47件，均已答复；答复当年新收的申请47件。
//! ```
//!
//! ## 例外与误报
//! 文字先说收到多少件、再说办结多少件的，可能只说当年新收部分，等于总计减上年结转的，不作为差错；只说“全年共办结n件”的，应当包括上年结转的。
//!
//! ## 如何修改
//! 核对年末仍在办理的申请；文字与（七）总计统一口径。

use super::super::{Family, RuleInfo, Subject};
use super::{Comparison, against_tables, cells_of, count, total_of};
use crate::claims::{Claim, Counted};
use crate::diagnostic::Level;
use gongkai_domain::report::Row;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X003",
    name: "handled_told_differently",
    title: "文字与表三办理件数不一致",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表三第三项",
    source: include_str!("handled_told_differently.rs"),
    check: |subject, out| {
        against_tables(
            subject,
            out,
            "核对年末仍在办理的申请，文字与（七）总计统一口径",
            |claim| {
                if !matches!(claim.counted, Counted::Handled | Counted::Processed) {
                    return None;
                }
                let mut it = Comparison::of(cells_of(subject, claim.counted)?);
                it.at_most = Level::Warning;
                let at = |row| count(subject, total_of(row));
                let (total, new, carried) = (at(Row::ResultTotal), at(Row::NewReceived), at(Row::CarriedIn));
                if let (Some(total), Some(carried), true) =
                    (total, carried, speaks_of_new_ones(subject, claim))
                {
                    // the prose may speak of this year's applications only
                    it.also.push((total - carried).max(0));
                }
                if claim.counted == Counted::Processed {
                    it.also.extend(new);
                    if let (Some(new), Some(carried)) = (new, carried) {
                        it.also.push(new + carried);
                    }
                }
                Some(it)
            },
        );
    },
};

/// Whether the paragraph tells what was received, so that 办结11件 may be of those; or says so in its own words.
fn speaks_of_new_ones(subject: &Subject<'_>, claim: &Claim) -> bool {
    let is_called_total = claim.is_total || ["全年", "本年", "年度"].iter().any(|w| claim.words.contains(w));
    let says_new = ["新收", "当年", "新受理", "今年"].iter().any(|w| claim.words.contains(w));
    let has_received = subject.claims.iter().any(|c| {
        matches!(c.counted, Counted::NewReceived | Counted::CarriedIn)
            && c.comparison.is_none()
            && (c.section, c.paragraph) == (claim.section, claim.paragraph)
    });
    !is_called_total || says_new || has_received
}
