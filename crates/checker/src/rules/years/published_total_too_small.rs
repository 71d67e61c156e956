//! # Y007 对外公开总数量偏小（published_total_too_small）
//!
//! ## 查什么
//! 2019、2020 年度格式的规章、规范性文件：对外公开总数量不应少于本年新公开数量，一般也不应少于上年的对外公开总数量。
//!
//! ## 依据
//! 国办公开办函〔2019〕60号所附表式中两列的含义：总数量是累计数。
//!
//! ## 为什么
//! 总数量小于本年新公开数量，多为把两列填反，或者把总数填成了本年数。
//!
//! ## 示例(错)
//! ```年报
//! form = 2019
//! table2.normative_published_total = 1
//! ```
//! ```年报
//! form = 2019
//! previous.table2.normative_published_total = 40
//! ```
//!
//! ## 示例(对)
//! ```年报
//! form = 2019
//! ```
//! ```年报
//! form = 2019
//! previous = 无
//! ```
//! ```年报
//! ```
//!
//! ## 例外与误报
//! 前一项只看本年报告，没有上年报告时也核对。集中清理后撤下失效文件的，总数量会减少；与上年相比减少的，只作提示。
//!
//! ## 如何修改
//! 核对公开栏目中现存的件数；因清理减少的，在第二部分说明。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::Pair;
use crate::diagnostic::Level;
use gongkai_domain::report::{CellRef, Table2Key};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "Y007",
    name: "published_total_too_small",
    title: "对外公开总数量偏小",
    family: Family::Years,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2019〕60号，表二“对外公开总数量”",
    source: include_str!("published_total_too_small.rs"),
    check,
};

use Table2Key as T2;

const PUBLISHED: [(Table2Key, Table2Key); 2] = [
    (T2::RulesNewPublished, T2::RulesPublishedTotal),
    (T2::NormativeNewPublished, T2::NormativePublishedTotal),
];

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let pair = Pair::of(subject);
    for (new, total) in PUBLISHED {
        let (new_at, total_at) = (CellRef::T2(new), CellRef::T2(total));
        let Some(now) = subject.term(total_at) else { continue };
        if let Some(new) = subject.term(new_at)
            && new.value > now.value
        {
            let message = format!(
                "{}对外公开总数量为{}，少于本年新公开数量{}",
                total.row_label(),
                now.value,
                new.value
            );
            out.report(Level::Warning, message, vec![subject.spot(total_at), subject.spot(new_at)])
                .help("总数量是累计数，核对两列是否填反");
        } else if let Some(pair) = &pair
            && let Some(before) = pair.term(total_at)
            && before.value > now.value
        {
            let message =
                format!("{}对外公开总数量由上年的{}减为{}", total.row_label(), before.value, now.value);
            out.report(Level::Note, message, vec![subject.spot(total_at), pair.spot(total_at)])
                .help("因清理减少的，在第二部分说明");
        }
    }
}
