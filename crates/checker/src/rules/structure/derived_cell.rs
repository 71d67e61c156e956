//! # S304 数值由勾稽关系推算（derived_cell）
//!
//! ## 查什么
//! 文件没有印出、由勾稽关系唯一推算出来的数值，按行列出，供人复核。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式的勾稽关系。
//!
//! ## 为什么
//! 推算的数值是唯一合理的取值，但终究不是报告印出的，引用前应当核实。
//!
//! ## 示例(错)
//! ```年报
//! table3.granted.total = 推算 25 [T3-ROW(granted)]
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//!
//! ## 例外与误报
//! 推算用过的等式不会再用来检验该数值。每行一条；同一张表超过五行的，合并为一条。汇总多个单位得出的数值、核实后采纳的修改，不是文件漏印，不列出。
//!
//! ## 如何修改
//! 在原文件中补上数字。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::table::Picked;
use crate::diagnostic::Level;
use gongkai_domain::report::{Artefact, Cell, CellKind, CellRef, Report};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S304",
    name: "derived_cell",
    title: "数值由勾稽关系推算",
    family: Family::Structure,
    level: Level::Note,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，勾稽关系",
    source: include_str!("derived_cell.rs"),
    check,
};

/// Whether cells were changed because somebody accepted a proposal; what was printed is known, and the change marked.
fn is_repaired(report: &Report) -> bool {
    report.artefacts.iter().any(|artefact| artefact.kind == "repaired")
}

/// Whether the cells come from a sum of reports: a number that was added up rests on no equation, and nothing is
/// missing in a file that was never printed.
fn is_sum(report: &Report) -> bool {
    let mut derived = report.cells().filter(|(_, cell)| cell.kind == CellKind::Derived).peekable();
    let by_equation = |cell: &Cell| cell.proof.as_ref().is_some_and(|proof| !proof.equations.is_empty());
    derived.peek().is_some() && !derived.any(|(_, cell)| by_equation(cell))
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    if is_sum(report) {
        return;
    }
    if is_repaired(report) {
        let kept = unrepaired(report);
        return told(&Subject { report: &kept, ..*subject }, out);
    }
    told(subject, out);
}

/// The report with the accepted changes taken for printed: they have their original beside them.
fn unrepaired(report: &Report) -> Report {
    let mut kept = report.clone();
    let changed: Vec<CellRef> = report
        .cells()
        .filter(|(at, cell)| {
            let begins = format!("{}：", at.label(report.form));
            let is_named = |a: &Artefact| {
                a.kind == "repaired" && a.expected.as_deref().is_some_and(|words| words.starts_with(&begins))
            };
            cell.kind == CellKind::Derived && report.artefacts.iter().any(is_named)
        })
        .map(|(at, _)| at)
        .collect();
    for at in changed {
        kept.cell_mut(at).kind = CellKind::Number;
    }
    kept
}

fn told(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    super::table::by_row(report, CellKind::Derived, |table, rows| match rows {
        Picked::Row(row, cells) => {
            let values = cells
                .iter()
                .filter_map(|at| {
                    Some(format!("{}为{}", super::table::column(*at, report), report.cell(*at)?.value?))
                })
                .collect::<Vec<_>>()
                .join("、");
            let spots = cells.first().map(|at| subject.spot(*at)).into_iter().collect();
            let message = format!("“{}”一行的数值由勾稽关系推算：{values}", row.name);
            out.report(Level::Note, message, spots).help("核实后在原文件中补上数字");
        }
        Picked::Table(count, first) => {
            let message =
                format!("{}有{}行的数值由勾稽关系推算，共{count}个单元格", table.title(), first.len());
            let spots = first.iter().map(|at| subject.spot(*at)).collect();
            out.report(Level::Note, message, spots).help("核实后在原文件中补上数字");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::parse;
    use crate::{CheckOptions, check as check_report};
    use gongkai_domain::report::Proof;

    fn found(report: &Report) -> usize {
        let result = check_report(report, &CheckOptions::default());
        result.findings.iter().filter(|f| f.code == "S304").count()
    }

    #[test]
    fn what_was_added_up_from_many_reports_is_not_missing_in_print() {
        let mut report = parse("table3.granted.total = 推算 25 [T3-ROW(granted)]").unwrap().report;
        assert_eq!(found(&report), 1);
        let all: Vec<CellRef> = report.cells().map(|(at, _)| at).collect();
        for at in all {
            let cell = report.cell_mut(at);
            if cell.value.is_some() {
                cell.kind = CellKind::Derived;
                cell.proof = Some(Proof::plain("2个单位相加"));
            }
        }
        assert_eq!(found(&report), 0);
    }

    #[test]
    fn an_accepted_change_is_not_told_as_derived_and_what_was_derived_beside_it_is() {
        let mut report = parse("table3.granted.total = 推算 25 [T3-ROW(granted)]").unwrap().report;
        let at: CellRef = "table3.granted.total".parse().unwrap();
        let label = at.label(report.form);
        let repaired = |label: &str| Artefact {
            kind: "repaired".to_owned(),
            text: format!("{label}：9"),
            expected: Some(format!("{label}：25")),
            place: None,
        };
        report.artefacts = vec![repaired("别的单元格")];
        assert_eq!(found(&report), 1);
        report.artefacts = vec![repaired(&label)];
        assert_eq!(found(&report), 0);
    }
}
