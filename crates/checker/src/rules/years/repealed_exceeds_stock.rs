//! # Y004 废止件数超过存量（repealed_exceeds_stock）
//!
//! ## 查什么
//! 规章、行政规范性文件：本年废止件数不应多于上年现行有效件数加本年制发件数。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式中三列的含义。
//!
//! ## 为什么
//! 不能废止没有的文件。多为把历年废止的累计数填作本年数，或者上年存量漏报。
//!
//! ## 示例(错)
//! ```年报
//! table2.normative_repealed = 20
//! ```
//! ```年报
//! table2.rules_repealed = 1
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//! ```年报
//! table2.normative_repealed = 15
//! table2.normative_in_force = 0
//! ```
//!
//! ## 例外与误报
//! 机构改革接收其他机关文件的，存量会增加；应当在第二部分说明。2019、2020 年度格式没有这一列，不核对。
//!
//! ## 如何修改
//! 核对废止文件清单，只计本年度宣布废止、失效的件数。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::Pair;
use crate::diagnostic::Level;
use gongkai_domain::report::CellRef;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "Y004",
    name: "repealed_exceeds_stock",
    title: "废止件数超过存量",
    family: Family::Years,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表二“本年废止件数”",
    source: include_str!("repealed_exceeds_stock.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let Some(pair) = Pair::of(subject) else { return };
    for [issued, repealed, in_force] in super::STOCKS {
        let at = |key| CellRef::T2(key);
        let (Some(gone), Some(before), Some(new)) =
            (subject.term(at(repealed)), pair.term(at(in_force)), subject.term(at(issued)))
        else {
            continue;
        };
        if gone.value <= before.value + new.value {
            continue;
        }
        let message = format!(
            "{}本年废止{}件，多于上年现行有效{}件与本年制发{}件之和",
            in_force.row_label(),
            gone.value,
            before.value,
            new.value
        );
        let spots = vec![subject.spot(at(repealed)), subject.spot(at(issued)), pair.spot(at(in_force))];
        out.report(Level::Warning, message, spots).help("核对废止文件清单，只计本年度宣布废止、失效的件数");
    }
}
