//! The counts of a report as the search sees them: what is printed, what is blank, and what each equation is out by.
//!
//! Not here: which changes are tried (`super::candidates`), what is said about them (`super::words`).

use gongkai_domain::report::equation::{Equation, equations_of, rows_of};
use gongkai_domain::report::{Cell, CellKind, CellRef, Column, EquationId, Form, Report, Row};
use std::collections::BTreeMap;

/// New values of some cells, by their number, in rising order.
pub(super) type Step = Vec<(usize, i64)>;

/// What a cell can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// A count that is printed and was found without the equations.
    Printed(i64),
    /// An empty cell.
    Blank,
    /// Nothing that may bear witness: missing, not applicable, illegible, or worked out from the equations.
    Silent,
}

/// One side's cells count forward, the other's backward, so that the sum is nought where the equation holds.
struct Balance {
    id: EquationId,
    terms: Vec<(usize, i64)>,
    /// Sum of the printed terms.
    sum: i64,
    /// Terms that are not printed.
    unknown: usize,
}

/// Adds up one change over the equations it touches; kept between changes so that none of them allocates.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    delta: Vec<i64>,
    filled: Vec<usize>,
    touched: Vec<usize>,
}

/// The counts of a report with their equations.
pub(super) struct Board<'a> {
    report: &'a Report,
    cells: Vec<CellRef>,
    standing: Vec<Standing>,
    balances: Vec<Balance>,
    /// The equations of each cell with the side on which it stands.
    of_cell: Vec<Vec<(usize, i64)>>,
    /// Cells side by side as printed: the rows of table 3, then table 4 as one row.
    lines: Vec<Vec<usize>>,
    rows: Vec<Row>,
}

impl<'a> Board<'a> {
    pub(super) fn new(report: &'a Report) -> Self {
        let form = report.form;
        let rows = rows_of(form, report.has_one_other_row());
        let mut cells: Vec<CellRef> = Vec::new();
        let mut lines: Vec<Vec<usize>> = Vec::new();
        let mut line = |of: Vec<CellRef>| {
            let first = cells.len();
            cells.extend(of);
            lines.push((first..cells.len()).collect());
        };
        for row in &rows {
            line(Column::EVERY.iter().map(|column| CellRef::T3(*row, *column)).collect());
        }
        if !form.table4().is_empty() {
            line(form.table4().iter().map(|key| CellRef::T4(*key)).collect());
        }
        let standing: Vec<Standing> = cells.iter().map(|at| standing(report.cell(*at))).collect();
        let number: BTreeMap<CellRef, usize> = cells.iter().enumerate().map(|(i, at)| (*at, i)).collect();
        let mut of_cell = vec![Vec::new(); cells.len()];
        let mut balances = Vec::new();
        for equation in equations_of(form, report.has_one_other_row()) {
            let mut balance = Balance { id: equation.id, terms: Vec::new(), sum: 0, unknown: 0 };
            for (at, sign) in sides(equation) {
                let Some(&cell) = number.get(&at) else {
                    balance.unknown += 1;
                    continue;
                };
                of_cell[cell].push((balances.len(), sign));
                balance.terms.push((cell, sign));
                match standing[cell] {
                    Standing::Printed(n) => balance.sum += sign * n,
                    Standing::Blank | Standing::Silent => balance.unknown += 1,
                }
            }
            balances.push(balance);
        }
        Self { report, cells, standing, balances, of_cell, lines, rows }
    }

    pub(super) fn form(&self) -> Form {
        self.report.form
    }

    /// How many cells there are.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(super) fn cell(&self, cell: usize) -> CellRef {
        self.cells[cell]
    }

    pub(super) fn index(&self, at: CellRef) -> Option<usize> {
        self.cells.iter().position(|c| *c == at)
    }

    pub(super) fn standing(&self, cell: usize) -> Standing {
        self.standing[cell]
    }

    pub(super) fn printed(&self, cell: usize) -> Option<i64> {
        match self.standing[cell] {
            Standing::Printed(n) => Some(n),
            Standing::Blank | Standing::Silent => None,
        }
    }

    /// The counts of some cells when all of them are printed.
    pub(super) fn all_printed(&self, cells: &[usize]) -> Option<Vec<i64>> {
        cells.iter().map(|cell| self.printed(*cell)).collect()
    }

    pub(super) fn id(&self, equation: usize) -> EquationId {
        self.balances[equation].id
    }

    /// By how much the left of an equation exceeds its right, in print.
    pub(super) fn difference(&self, equation: usize) -> i64 {
        self.balances[equation].sum
    }

    /// The cells of an equation with their sides: 1 left, -1 right.
    pub(super) fn terms(&self, equation: usize) -> &[(usize, i64)] {
        &self.balances[equation].terms
    }

    pub(super) fn lines(&self) -> &[Vec<usize>] {
        &self.lines
    }

    /// The rows of table 3, each with its cells.
    pub(super) fn rows(&self) -> &[Vec<usize>] {
        &self.lines[..self.rows.len()]
    }

    /// Equations that fail with nothing in them but what is printed.
    pub(super) fn failing_in_print(&self) -> Vec<usize> {
        let fails = |e: &usize| self.balances[*e].unknown == 0 && self.balances[*e].sum != 0;
        (0..self.balances.len()).filter(fails).collect()
    }

    /// Whether an equation is one of table 3.
    pub(super) fn is_of_table3(&self, equation: usize) -> bool {
        matches!(self.id(equation), EquationId::T3Bal(_) | EquationId::T3Sum(_) | EquationId::T3Row(_))
    }

    /// The failing equations in groups that share no cell with one another.
    pub(super) fn components(&self, failing: &[usize]) -> Vec<Vec<usize>> {
        let shares = |a: usize, b: usize| {
            self.terms(a).iter().any(|(cell, _)| self.terms(b).iter().any(|(other, _)| other == cell))
        };
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for &e in failing {
            let (mut joined, apart): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|group| group.iter().any(|other| shares(e, *other)));
            groups = apart;
            let mut group: Vec<usize> = joined.drain(..).flatten().collect();
            group.push(e);
            group.sort_unstable();
            groups.push(group);
        }
        groups.sort();
        groups
    }

    /// The equations that speak for a change: those of the group, and those that it makes known. Nothing when one of
    /// the group still fails, or another comes to fail.
    pub(super) fn witnesses(
        &self,
        step: &[(usize, i64)],
        group: &[usize],
        scratch: &mut Scratch,
    ) -> Option<Vec<usize>> {
        scratch.delta.resize(self.balances.len(), 0);
        scratch.filled.resize(self.balances.len(), 0);
        for e in scratch.touched.drain(..) {
            scratch.delta[e] = 0;
            scratch.filled[e] = 0;
        }
        for &(cell, to) in step {
            let from = self.printed(cell);
            for &(e, sign) in &self.of_cell[cell] {
                scratch.delta[e] += sign * (to - from.unwrap_or_default());
                scratch.filled[e] += usize::from(from.is_none());
                scratch.touched.push(e);
            }
        }
        if group.iter().any(|e| self.balances[*e].sum + scratch.delta[*e] != 0) {
            return None;
        }
        let mut holding = group.to_vec();
        for &e in &scratch.touched {
            let balance = &self.balances[e];
            if holding.contains(&e) || balance.unknown > scratch.filled[e] {
                continue;
            }
            if balance.unknown == 0 {
                // what held goes on holding, and what another fault broke stays as it is
                if scratch.delta[e] != 0 {
                    return None;
                }
            } else if balance.sum + scratch.delta[e] == 0 {
                holding.push(e);
            } else {
                return None;
            }
        }
        holding.sort_unstable();
        Some(holding)
    }

    // ---- with what was worked out ----

    /// The two sides of an equation, worked-out values included; nothing when a value is missing.
    pub(super) fn both_sides(&self, id: EquationId, step: &[(usize, i64)]) -> Option<(i64, i64)> {
        let balance = self.balances.iter().find(|b| b.id == id)?;
        if balance.terms.iter().any(|(cell, _)| self.value(*cell, step).is_none()) {
            return None;
        }
        let side = |wanted: i64| {
            let terms = balance.terms.iter().filter(|(_, sign)| *sign == wanted);
            terms.filter_map(|(cell, _)| self.value(*cell, step)).sum()
        };
        Some((side(1), side(-1)))
    }

    fn value(&self, cell: usize, step: &[(usize, i64)]) -> Option<i64> {
        let changed = step.iter().find(|(changed, _)| *changed == cell).map(|(_, to)| *to);
        changed.or_else(|| self.report.cell(self.cells[cell]).and_then(Cell::as_count))
    }

    fn fails(&self, id: EquationId, step: &[(usize, i64)]) -> bool {
        self.both_sides(id, step).is_some_and(|(left, right)| left != right)
    }

    /// Every failing equation, worked-out values included.
    pub(super) fn failing(&self) -> Vec<EquationId> {
        self.balances.iter().map(|b| b.id).filter(|id| self.fails(*id, &[])).collect()
    }

    /// Equations that fail and, after the change, no longer do.
    pub(super) fn mended(&self, step: &[(usize, i64)]) -> Vec<EquationId> {
        self.failing().into_iter().filter(|id| !self.fails(*id, step)).collect()
    }

    /// Whether no equation comes to fail by the change, worked-out values included.
    pub(super) fn holds_with_derived(&self, step: &[(usize, i64)]) -> bool {
        self.balances.iter().all(|b| self.fails(b.id, &[]) || !self.fails(b.id, step))
    }

    /// Equations that cannot be told.
    pub(super) fn unknown_equations(&self) -> Vec<EquationId> {
        self.balances.iter().map(|b| b.id).filter(|id| self.both_sides(*id, &[]).is_none()).collect()
    }
}

fn sides(equation: &Equation) -> impl Iterator<Item = (CellRef, i64)> {
    let left = equation.left.iter().map(|at| (*at, 1));
    left.chain(equation.right.iter().map(|at| (*at, -1)))
}

fn standing(cell: Option<&Cell>) -> Standing {
    let Some(cell) = cell else { return Standing::Silent };
    let is_own_evidence = cell.proof.as_ref().is_none_or(|proof| proof.equations.is_empty());
    match (cell.kind, cell.as_count()) {
        (CellKind::Number, Some(n)) if is_own_evidence => Standing::Printed(n),
        (CellKind::Blank, _) => Standing::Blank,
        _ => Standing::Silent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_testkit::random;

    #[test]
    fn a_balanced_report_has_no_failing_equation_and_no_unknown_one() {
        for seed in 0..20 {
            let report = random::report(seed, random::Options::default()).report;
            let board = Board::new(&report);
            assert!(board.failing_in_print().is_empty() && board.failing().is_empty());
            assert!(board.unknown_equations().is_empty());
        }
    }

    #[test]
    fn rows_and_columns_that_cross_are_one_group_and_table_four_another() {
        let mut report = random::report(3, random::Options::default()).report;
        let wrong = [
            "table3.granted.natural_person",
            "table3.denied_security_stability.natural_person",
            "table4.direct_suit_other",
        ];
        for at in wrong {
            let at: CellRef = at.parse().unwrap();
            let n = report.cell(at).and_then(Cell::as_count).unwrap();
            *report.cell_mut(at) = Cell::count(n + 3);
        }
        let board = Board::new(&report);
        let groups = board.components(&board.failing_in_print());
        assert_eq!(groups.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1]);
    }
}
