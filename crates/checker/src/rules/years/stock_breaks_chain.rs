//! # Y003 现行有效件数与上年不衔接（stock_breaks_chain）
//!
//! ## 查什么
//! 规章、行政规范性文件：本年现行有效件数应当等于上年现行有效件数加本年制发件数减本年废止件数。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式中三列的含义：制发、废止是全年发生数，现行有效是年末数。
//!
//! ## 为什么
//! 存量对不上，多为漏报废止，或者把公开件数当作有效件数。
//!
//! ## 示例(错)
//! ```年报
//! table2.normative_in_force = 16
//! ```
//! ```年报
//! previous.table2.rules_in_force = 1
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//! ```年报
//! previous.form = 2019
//! year = 2021
//! ```
//! ```年报
//! table2.normative_in_force = 12
//! table2.normative_repealed = 3
//! ```
//!
//! ## 例外与误报
//! 集中清理、机构改革移交会使存量变动；文字中写明清理、移交、划转、重新认定的，只作提示。废止件数超过存量的，由 Y004 提出。2019、2020 年度格式没有这一列，不核对。
//!
//! ## 如何修改
//! 与司法行政部门的备案清理目录核对年末有效件数；因清理、移交变动的，在第二部分说明。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::Pair;
use crate::diagnostic::EquationView;
use crate::diagnostic::Level;
use crate::rules::format::prose;
use gongkai_domain::report::{CellRef, Form};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "Y003",
    name: "stock_breaks_chain",
    title: "现行有效件数与上年不衔接",
    family: Family::Years,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表二“现行有效件数”",
    source: include_str!("stock_breaks_chain.rs"),
    check,
};

const REASONS: &[&str] = &["清理", "移交", "划转", "划入", "划出", "重新认定", "统计口径", "机构改革"];

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let Some(pair) = Pair::of(subject) else { return };
    let mut unknown = Vec::new();
    for [issued, repealed, in_force] in super::STOCKS {
        if pair.previous.form != Form::Form2021 || subject.report.form != Form::Form2021 {
            return;
        }
        let at = |key| CellRef::T2(key);
        let terms = (
            subject.term(at(in_force)),
            subject.term(at(repealed)),
            pair.term(at(in_force)),
            subject.term(at(issued)),
        );
        let (Some(now), Some(gone), Some(before), Some(new)) = terms else {
            unknown.push(in_force.row_label());
            continue;
        };
        let expected = before.value + new.value - gone.value;
        if now.value == expected || expected < 0 {
            continue;
        }
        let is_explained = prose::passages(subject.report)
            .iter()
            .any(|p| p.text.contains("规范性文件") && prose::has_any(&p.text, REASONS));
        let level = if is_explained { Level::Note } else { Level::Warning };
        let message = format!(
            "{}现行有效件数与上年不衔接：上年{}件，本年制发{}件、废止{}件，应为{expected}件，表中为{}件",
            in_force.row_label(),
            before.value,
            new.value,
            gone.value,
            now.value
        );
        let spots = vec![
            subject.spot(at(in_force)),
            subject.spot(at(issued)),
            subject.spot(at(repealed)),
            pair.spot(at(in_force)),
        ];
        let difference = now.value - expected;
        out.report(level, message, spots)
            .help("与备案清理目录核对年末有效件数；因清理、移交变动的，在第二部分说明")
            .equation(EquationView {
                id: format!("T2-STOCK({in_force})"),
                left: vec![now, gone],
                right: vec![before, new],
                difference,
            });
    }
    if !unknown.is_empty() {
        out.not_checkable(format!("T2-STOCK：{}", unknown.join("、")), "件数没有可用的数值");
    }
}
