//! This year against last year: carry-over, stocks, pending cases, and what is told of last year.
//!
//! Not here: equations within one report (`super::arithmetic`).

mod carry_over_breaks_chain;
mod item_count_breaks_chain;
mod last_year_restated;
mod pending_case_vanishes;
mod previous_report_unsuitable;
mod published_total_too_small;
mod repealed_exceeds_stock;
mod report_copied;
mod stock_breaks_chain;

use super::{RuleInfo, Subject};
use crate::diagnostic::{Spot, Term};
use crate::rules::format::prose;
use crate::rules::format::year::settled_year;
use gongkai_domain::report::{CellKind, CellRef, Report, Table2Key};

/// The family's rules, in the order of their codes.
pub(crate) const RULES: &[&RuleInfo] = &[
    &previous_report_unsuitable::RULE,
    &carry_over_breaks_chain::RULE,
    &stock_breaks_chain::RULE,
    &repealed_exceeds_stock::RULE,
    &pending_case_vanishes::RULE,
    &item_count_breaks_chain::RULE,
    &published_total_too_small::RULE,
    &last_year_restated::RULE,
    &report_copied::RULE,
];

/// Issued, repealed and in force of the two kinds of documents of the 2021 form.
const STOCKS: [[Table2Key; 3]; 2] = [
    [Table2Key::RulesIssued, Table2Key::RulesRepealed, Table2Key::RulesInForce],
    [Table2Key::NormativeIssued, Table2Key::NormativeRepealed, Table2Key::NormativeInForce],
];

/// A report with the report of the year just before.
#[derive(Debug, Clone, Copy)]
struct Pair<'a> {
    report: &'a Report,
    previous: &'a Report,
    /// Whether both carry names of one agency, not only one of them.
    is_one_agency: bool,
}

impl<'a> Pair<'a> {
    /// The pair, when there is a report of the year just before. What is unfit is told once, by Y001.
    fn of(subject: &Subject<'a>) -> Option<Self> {
        let (report, previous) = (subject.report, subject.previous?);
        if settled_year(previous)? + 1 != settled_year(report)? {
            return None;
        }
        let is_one_agency = match (&report.agency.value, &previous.agency.value) {
            (Some(a), Some(b)) if prose::may_be_one_agency(a, b) => true,
            (Some(_), Some(_)) => return None,
            _ => false,
        };
        Some(Self { report, previous, is_one_agency })
    }

    /// A term at a cell of last year's report, when the cell has a count.
    fn term(&self, at: CellRef) -> Option<Term> {
        let cell = self.previous.cell(at)?;
        Some(Term {
            cell: format!("previous.{at}"),
            label: format!("上年报告 {}", at.label(self.previous.form)),
            value: cell.as_count()?,
            place: cell.place.clone(),
        })
    }

    /// A spot at a cell of last year's report.
    fn spot(&self, at: CellRef) -> Spot {
        let cell = self.previous.cell(at);
        Spot {
            cell: Some(format!("previous.{at}")),
            label: Some(format!("上年报告 {}", at.label(self.previous.form))),
            quote: cell.map(|c| c.raw.clone()).filter(|r| !r.is_empty()),
            source: Some(self.previous.source.clone()),
            ..Spot::at(cell.and_then(|c| c.place.as_ref()))
        }
    }

    /// Whether both cells were printed rather than derived.
    fn is_printed(&self, now: CellRef, before: CellRef) -> bool {
        [self.report.cell(now), self.previous.cell(before)]
            .into_iter()
            .all(|c| c.is_some_and(|c| c.kind == CellKind::Number))
    }
}
