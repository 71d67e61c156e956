//! # X007 文表复议不一致（reconsideration_told_differently）
//!
//! ## 查什么
//! 文字所称因政府信息公开被申请行政复议的件数及其结果，应当等于表四行政复议各格；称“未发生”而表中有数的、称有而表中为0的，都是不一致。
//!
//! ## 依据
//! 《条例》第五十条第一款第（三）项；国办公开办函〔2021〕30号表四。
//!
//! ## 为什么
//! 被复议的情况是法定公布内容，文字与表格相反会被认为隐瞒。
//!
//! ## 示例(错)
//! ```年报
//! overview = 全年未发生因政府信息公开引起的行政复议。
//! ```
//! ```年报
//! remedies = 因政府信息公开引起的行政复议5件，行政诉讼2件。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! remedies = 因政府信息公开引起的行政复议3件，其中结果维持2件，其他结果1件。
//! ```
//! ```年报
//! remedies = 我局作为复议机关审理政府信息公开行政复议案件7件。
//! ```
//!
//! ## 例外与误报
//! 司法行政机关办理行政复议是本职工作：所在段落没有提到信息公开的，只作提示。作为复议机关审理、作为第三人参加、与他人作为共同被告的案件，由作出原行为的机关计算，不比较。
//!
//! ## 如何修改
//! 与法制机构的复议案件台账核对；同一案件只计一件。

use super::super::{Family, RuleInfo};
use super::{Comparison, against_tables, cells_of, speaks_of_disclosure};
use crate::claims::{Counted, Remedy};
use crate::diagnostic::Level;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X007",
    name: "reconsideration_told_differently",
    title: "文表复议不一致",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第五十条第一款第（三）项",
    source: include_str!("reconsideration_told_differently.rs"),
    check: |subject, out| {
        against_tables(
            subject,
            out,
            "与法制机构的复议案件台账核对，统一文字和表格",
            |claim| {
                if !matches!(claim.counted, Counted::Remedy(Remedy::Reconsideration | Remedy::Both, _)) {
                    return None;
                }
                let mut it = Comparison::of(cells_of(subject, claim.counted)?);
                let is_otherwise_worded = ["败诉", "纠错"].iter().any(|w| claim.words.contains(w));
                if is_otherwise_worded || !speaks_of_disclosure(subject, claim) {
                    it.at_most = Level::Note;
                }
                Some(it)
            },
        );
    },
};
