//! Compares what a reader made of a file with what the file was made from: exact, lost or wrong.
//!
//! Not here: how files are damaged (`crate::mangle`). A lost cell is one that the reader calls illegible, absent or
//! blank; a wrong one carries a value that the document does not say. Lost is honest, wrong never is.

use crate::mangle::Mangled;
use crate::random::Truth;
use gongkai_domain::report::{Cell, CellKind, CellRef, Form, Report};
use std::collections::BTreeMap;

/// What may be expected of one cell of a damaged file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Expect {
    /// It is printed and can be read: its value is the truth's.
    Exact,
    /// The cell is there and empty: no value.
    Blank,
    /// It holds a sign such as `/` or 无: no value.
    NotApplicable,
    /// It is printed, but the damage may hide which number it is: its value is the truth's, or it has none.
    MayBeLost,
    /// It is not printed, or is blank at a place that cannot be told: it has no value, or one that is derived.
    Unprinted,
}

/// What may be expected of a file.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// The form to be recognised.
    pub form: Form,
    /// Whether the year can be read.
    pub year: bool,
    /// Whether the agency can be read.
    pub agency: bool,
    /// Cells that are not expected to be exact.
    pub cells: BTreeMap<CellRef, Expect>,
}

impl Expectation {
    /// Every cell is to be read exactly.
    pub fn exact(truth: &Truth) -> Self {
        Self { form: truth.report.form, year: true, agency: true, cells: BTreeMap::new() }
    }

    /// What is expected of a cell.
    pub fn of(&self, at: CellRef) -> Expect {
        self.cells.get(&at).copied().unwrap_or(Expect::Exact)
    }

    /// Expects less of a cell; what was already in doubt does not become certain again.
    pub fn lower(&mut self, at: CellRef, to: Expect) {
        let from = self.of(at);
        let result = match (from, to) {
            (Expect::Exact, to) => to,
            (from, Expect::Exact) => from,
            (Expect::Unprinted, _) | (_, Expect::Unprinted) => Expect::Unprinted,
            // In a row whose cells cannot be told apart, a zero may be the zero printed beside the blank.
            (Expect::MayBeLost, Expect::Blank | Expect::NotApplicable)
            | (Expect::Blank | Expect::NotApplicable, Expect::MayBeLost) => Expect::MayBeLost,
            (_, to) => to,
        };
        self.cells.insert(at, result);
    }
}

/// How bad a mismatch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// A value was not read although the document shows it plainly.
    Lost,
    /// A cell of the right value carries the wrong kind, or a derived one no proof.
    Kind,
    /// Something was read that the document does not say.
    Wrong,
}

/// One difference between the truth and the reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// How bad it is.
    pub verdict: Verdict,
    /// The cell's address, or `form`, `year`, `agency`, `reports`.
    pub what: String,
    /// What the document says.
    pub expected: String,
    /// What was read.
    pub read: String,
}

/// Counts over many cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cells that the document prints and that were read exactly.
    pub exact: usize,
    /// Cells that the document prints and that were read as having no value.
    pub lost: usize,
    /// Cells that are blank, marked or not printed and were read without a value, or derived rightly.
    pub empty: usize,
    /// Wrong cells, forms, years, agencies.
    pub wrong: usize,
}

impl Tally {
    /// Adds another count.
    pub fn add(&mut self, other: Self) {
        self.exact += other.exact;
        self.lost += other.lost;
        self.empty += other.empty;
        self.wrong += other.wrong;
    }
}

fn show(cell: Option<&Cell>) -> String {
    match cell {
        None => "none".to_owned(),
        Some(cell) => {
            let value = cell.value.map_or_else(|| "null".to_owned(), |v| v.to_string());
            let proof = cell.proof.as_ref().map(|p| format!(" ({p})")).unwrap_or_default();
            format!("{value} {} {:?}{proof}", cell.kind.key(), cell.raw)
        }
    }
}

/// Compares one report. Mismatches come in the order of the form.
pub fn compare(truth: &Truth, read: &Report, expectation: &Expectation) -> Vec<Mismatch> {
    judge_report(truth, read, expectation).1
}

/// Compares one report and counts its cells.
pub fn judge_report(truth: &Truth, read: &Report, expectation: &Expectation) -> (Tally, Vec<Mismatch>) {
    let mut tally = Tally::default();
    let mut all = Vec::new();
    let mut push = |verdict, what: String, expected: String, read: String| {
        all.push(Mismatch { verdict, what, expected, read });
    };
    // Where not even the year can be read, the form need not be.
    if read.form != expectation.form && (expectation.year || read.form != Form::Unknown) {
        let known = read.form != Form::Unknown;
        push(
            if known { Verdict::Wrong } else { Verdict::Lost },
            "form".into(),
            expectation.form.key().into(),
            read.form.key().into(),
        );
    }
    match read.year.value {
        Some(year) if year != truth.year() => {
            push(Verdict::Wrong, "year".into(), truth.year().to_string(), year.to_string());
        }
        None if expectation.year => {
            push(Verdict::Lost, "year".into(), truth.year().to_string(), "null".into());
        }
        _ => {}
    }
    match &read.agency.value {
        Some(agency) if expectation.agency && agency != truth.agency() => {
            push(Verdict::Wrong, "agency".into(), truth.agency().into(), agency.clone());
        }
        None if expectation.agency => {
            push(Verdict::Lost, "agency".into(), truth.agency().into(), "null".into());
        }
        _ => {}
    }
    let no_tables = !expectation.form.has_tables();
    for (at, cell) in truth.report.cells() {
        let found = read.cell(at);
        let value = found.and_then(|c| c.value);
        let Some(meant) = cell.value.filter(|_| !no_tables) else {
            // The form has no such cell here, such as the three items of a （六） printed as one row.
            if value.is_some() {
                push(Verdict::Wrong, at.to_string(), "no such cell".into(), show(found));
            }
            continue;
        };
        let expect = expectation.of(at);
        let mut put = |verdict| push(verdict, at.to_string(), format!("{meant} {expect:?}"), show(found));
        if let Some(found) = found {
            let has_kind_of_value = matches!(found.kind, CellKind::Number | CellKind::Derived);
            if found.value.is_some() != has_kind_of_value
                || (found.kind == CellKind::Derived && found.proof.is_none())
            {
                put(Verdict::Kind);
            }
        }
        match (expect, value) {
            (Expect::Exact | Expect::MayBeLost, Some(v)) if v == meant => tally.exact += 1,
            (Expect::Exact | Expect::MayBeLost, Some(_)) => put(Verdict::Wrong),
            (Expect::Exact, None) => {
                tally.lost += 1;
                put(Verdict::Lost);
            }
            (Expect::MayBeLost, None) => tally.lost += 1,
            (Expect::Unprinted, Some(v)) => {
                let derived = found.is_some_and(|c| c.kind == CellKind::Derived);
                // Nobody can know a number that is not printed and that its equations contradict.
                if derived && (v == meant || is_in_a_failing_equation(truth, at)) {
                    tally.empty += 1;
                } else {
                    put(Verdict::Wrong);
                }
            }
            (Expect::Unprinted, None) => tally.empty += 1,
            (Expect::Blank | Expect::NotApplicable, Some(_)) => put(Verdict::Wrong),
            (Expect::Blank | Expect::NotApplicable, None) => {
                tally.empty += 1;
                let kind = found.map_or(CellKind::Absent, |c| c.kind);
                let meant_kind =
                    if expect == Expect::Blank { CellKind::Blank } else { CellKind::NotApplicable };
                if kind != meant_kind {
                    put(Verdict::Kind);
                }
            }
        }
    }
    tally.wrong = all.iter().filter(|m| m.verdict == Verdict::Wrong).count();
    (tally, all)
}

fn is_in_a_failing_equation(truth: &Truth, at: CellRef) -> bool {
    use gongkai_domain::report::equation::equations;
    equations(truth.report.form, truth.report.has_one_other_row())
        .iter()
        .any(|e| truth.errors.contains(&e.id) && e.left.iter().chain(&e.right).any(|c| *c == at))
}

/// Compares everything that was read from a file with everything that it was made from, in order.
pub fn judge(mangled: &Mangled, read: &[Report]) -> (Tally, Vec<Mismatch>) {
    let mut tally = Tally::default();
    let mut all = Vec::new();
    if read.len() != mangled.parts.len() && !(read.is_empty() && mangled.may_refuse) {
        all.push(Mismatch {
            verdict: Verdict::Wrong,
            what: "reports".into(),
            expected: mangled.parts.len().to_string(),
            read: read.len().to_string(),
        });
        tally.wrong += 1;
    }
    for (i, (truth, expectation)) in mangled.parts.iter().enumerate() {
        let (one, mismatches) = match read.get(i) {
            Some(report) => judge_report(truth, report, expectation),
            None => (Tally { lost: truth.printed().count(), ..Tally::default() }, Vec::new()),
        };
        tally.add(one);
        all.extend(mismatches);
    }
    (tally, all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Options, report};
    use gongkai_domain::report::{Column, Row};

    fn truth() -> Truth {
        report(
            2,
            Options { form: Some(Form::Form2021), profile: Some(crate::Profile::City), ..Options::default() },
        )
    }

    #[test]
    fn the_truth_agrees_with_itself() {
        let truth = truth();
        let (tally, mismatches) = judge_report(&truth, &truth.report, &Expectation::exact(&truth));
        assert_eq!(mismatches, Vec::new());
        assert_eq!(tally, Tally { exact: 200, ..Tally::default() });
    }

    #[test]
    fn another_value_is_wrong_and_no_value_is_lost() {
        let truth = truth();
        let mut read = truth.report.clone();
        let at = CellRef::T3(Row::Granted, Column::Total);
        *read.cell_mut(at) = Cell::count(truth.count(at) + 1);
        *read.cell_mut(CellRef::T3(Row::CarriedIn, Column::Total)) = Cell::absent();
        let mismatches = compare(&truth, &read, &Expectation::exact(&truth));
        let verdicts: Vec<Verdict> = mismatches.iter().map(|m| m.verdict).collect();
        assert_eq!(verdicts, [Verdict::Lost, Verdict::Wrong]);
    }

    #[test]
    fn a_value_in_a_blank_cell_is_wrong_even_when_it_is_true() {
        let truth = truth();
        let at = CellRef::T3(Row::Granted, Column::Total);
        let mut expectation = Expectation::exact(&truth);
        expectation.lower(at, Expect::Blank);
        let mismatches = compare(&truth, &truth.report, &expectation);
        assert_eq!(mismatches.len(), 1);
        assert_eq!(mismatches[0].verdict, Verdict::Wrong);
    }

    #[test]
    fn an_expectation_only_ever_sinks() {
        let truth = truth();
        let at = CellRef::T3(Row::Granted, Column::Total);
        let mut expectation = Expectation::exact(&truth);
        expectation.lower(at, Expect::MayBeLost);
        expectation.lower(at, Expect::Exact);
        assert_eq!(expectation.of(at), Expect::MayBeLost);
        expectation.lower(at, Expect::Blank);
        assert_eq!(expectation.of(at), Expect::MayBeLost);
        expectation.lower(at, Expect::Unprinted);
        expectation.lower(at, Expect::MayBeLost);
        assert_eq!(expectation.of(at), Expect::Unprinted);
    }
}
