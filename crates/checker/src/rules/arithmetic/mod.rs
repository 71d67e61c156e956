//! Sums and balances: every equation of the form, in every column and row.
//!
//! Not here: equations between years (`super::years`), prose against tables (`super::across`).

mod balance_mismatch;
mod column_sum_mismatch;
mod remedy_sum_mismatch;
mod row_sum_mismatch;

use super::{RuleInfo, RuleSink, Subject, reason_of};
use crate::diagnostic::{EquationView, Level, Term};
use gongkai_domain::report::equation::{Equation, EquationId, equations};

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
    message: impl Fn(&Equation, i64, i64) -> String,
) {
    let report = subject.report;
    for equation in equations(report.form, report.has_one_other_row()) {
        if !wanted(equation.id) {
            continue;
        }
        let operands = || equation.left.iter().chain(&equation.right);
        let unknown: Vec<String> = operands()
            .filter_map(|at| {
                let cell = report.cell(*at)?;
                cell.as_count().is_none().then(|| format!("{}（{}）", at.label(report.form), reason_of(cell)))
            })
            .collect();
        if !unknown.is_empty() {
            let shown = unknown.iter().take(3).cloned().collect::<Vec<_>>().join("、");
            let more = if unknown.len() > 3 { format!("等{}处", unknown.len()) } else { String::new() };
            out.not_checkable(equation.id.to_string(), format!("{shown}{more}"));
            continue;
        }
        let side = |cells: &[_]| -> Vec<Term> { cells.iter().filter_map(|at| subject.term(*at)).collect() };
        let (left, right) = (side(&equation.left), side(&equation.right));
        let sum = |terms: &[Term]| terms.iter().map(|t| t.value).sum::<i64>();
        let (l, r) = (sum(&left), sum(&right));
        if l == r {
            continue;
        }
        let is_certain =
            operands().all(|at| report.cell(*at).is_some_and(|c| c.is_certain_without(equation.id)));
        let level = if is_certain { Level::Error } else { Level::Note };
        let spots = operands()
            .filter(|at| report.cell(**at).and_then(|c| c.as_count()).is_some_and(|n| n != 0))
            .chain(equation.left.first())
            .fold(Vec::new(), |mut seen: Vec<_>, at| {
                if !seen.contains(at) {
                    seen.push(*at);
                }
                seen
            })
            .into_iter()
            .map(|at| subject.spot(at))
            .collect();
        out.report(level, message(&equation, l, r), spots).equation(EquationView {
            id: equation.id.to_string(),
            left,
            right,
            difference: l - r,
        });
    }
}
