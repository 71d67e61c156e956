//! Sums and balances: every equation of the form, in every column and row.
//!
//! Not here: equations between years (`super::years`), prose against tables (`super::across`).

mod balance_mismatch;
mod column_sum_mismatch;
mod remedy_sum_mismatch;
mod row_sum_mismatch;

use super::{RuleInfo, RuleSink, Subject, reason_of};
use crate::diagnostic::{EquationView, Level, Term};
use gongkai_domain::report::Cell;
use gongkai_domain::report::equation::{CellRef, Equation, EquationId, equations_of};

/// The family's rules.
pub(crate) const RULES: &[&RuleInfo] = &[
    &balance_mismatch::RULE,
    &column_sum_mismatch::RULE,
    &row_sum_mismatch::RULE,
    &remedy_sum_mismatch::RULE,
];

/// Evaluates the equations that `wanted` picks: a failing one becomes a finding, an unknown one is listed.
///
/// Values that were found with the equation itself cannot speak against it; values that were found with the help
/// of others that contradict each other give a note only.
fn evaluate(
    subject: &Subject<'_>,
    out: &mut RuleSink<'_>,
    wanted: impl Fn(EquationId) -> bool,
    message: impl Fn(&Equation, i128, i128) -> String,
    help: &str,
) {
    let report = subject.report;
    for equation in equations_of(report.form, report.has_one_other_row()) {
        if !wanted(equation.id) {
            continue;
        }
        let operands = || equation.left.iter().chain(&equation.right).copied();
        let sum = |side: &[CellRef]| -> Option<i128> {
            side.iter().map(|at| report.cell(*at).and_then(Cell::as_count).map(i128::from)).sum()
        };
        let (Some(l), Some(r)) = (sum(&equation.left), sum(&equation.right)) else {
            list_unknown(subject, out, equation);
            continue;
        };
        if l == r {
            continue;
        }
        let is_certain =
            operands().all(|at| report.cell(at).is_some_and(|c| c.is_certain_without(equation.id)));
        let level = if is_certain { Level::Error } else { Level::Note };
        // the total first, then what is not zero
        let is_shown = |at: &CellRef| {
            Some(at) == equation.left.first()
                || report.cell(*at).and_then(Cell::as_count).is_some_and(|n| n != 0)
        };
        let spots = operands().filter(is_shown).map(|at| subject.spot(at)).collect();
        let side =
            |cells: &[CellRef]| -> Vec<Term> { cells.iter().filter_map(|at| subject.term(*at)).collect() };
        out.report(level, message(equation, l, r), spots).help(help).equation(EquationView {
            id: equation.id.to_string(),
            left: side(&equation.left),
            right: side(&equation.right),
            difference: i64::try_from(l - r).unwrap_or(if l < r { i64::MIN } else { i64::MAX }),
        });
    }
}

/// Says which cells keep an equation from being evaluated.
fn list_unknown(subject: &Subject<'_>, out: &mut RuleSink<'_>, equation: &Equation) {
    let report = subject.report;
    let unknown: Vec<String> = equation
        .left
        .iter()
        .chain(&equation.right)
        .filter_map(|at| {
            let cell = report.cell(*at)?;
            cell.as_count().is_none().then(|| format!("{}（{}）", at.label(report.form), reason_of(cell)))
        })
        .collect();
    let shown = unknown.iter().take(3).cloned().collect::<Vec<_>>().join("、");
    let more = if unknown.len() > 3 { format!("等{}处", unknown.len()) } else { String::new() };
    out.not_checkable(equation.id.to_string(), format!("{shown}{more}"));
}
