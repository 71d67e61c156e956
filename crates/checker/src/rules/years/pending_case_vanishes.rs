//! # Y005 上年未结案件去向不明（pending_case_vanishes）
//!
//! ## 查什么
//! 表四三组：本年的总计不应少于上年报告的尚未审结件数。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式：尚未审结的案件，次年或者有结果，或者仍未审结，都应当计入。
//!
//! ## 为什么
//! 上年末未结的案件在本年报告里消失，多为漏报。
//!
//! ## 示例(错)
//! ```年报
//! previous.table4.reconsideration_pending = 5
//! previous.table4.reconsideration_total = 6
//! ```
//! ```年报
//! previous.table4.post_reconsideration_suit_pending = 2
//! previous.table4.post_reconsideration_suit_total = 2
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//! ```年报
//! previous = 无
//! ```
//!
//! ## 例外与误报
//! 案件并案或者移送其他机关应诉的，会减少件数，应当在第四部分说明。
//!
//! ## 如何修改
//! 核对应诉台账，把上年未结案件的结果或者状态补进本年表四。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::Pair;
use crate::diagnostic::Level;
use gongkai_domain::report::{CellRef, Table4Key};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "Y005",
    name: "pending_case_vanishes",
    title: "上年未结案件去向不明",
    family: Family::Years,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第五十条第一款第（三）项",
    source: include_str!("pending_case_vanishes.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let Some(pair) = Pair::of(subject) else { return };
    for group in Table4Key::EVERY.chunks(5) {
        let (pending, total) = (CellRef::T4(group[3]), CellRef::T4(group[4]));
        let (Some(before), Some(now)) = (pair.term(pending), subject.term(total)) else { continue };
        if before.value <= now.value {
            continue;
        }
        let message =
            format!("“{}”上年尚未审结{}件，本年总计只有{}件", group[0].group(), before.value, now.value);
        out.report(Level::Warning, message, vec![subject.spot(total), pair.spot(pending)])
            .help("核对应诉台账，把上年未结案件的结果或者状态计入本年");
    }
}
