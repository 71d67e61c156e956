//! The annual-report linter: located text becomes facts, facts become findings.
//!
//! The way of a report: [`facts::read_document`] turns a `gongkai_paper::Document` into one or more
//! `gongkai_domain::report::Report`; [`check`] runs every rule of the [`registry`] over a report; [`render`] prints.
//! Not here: how bytes become text (`gongkai-extract`), opening files (`gongkai-cli`).
#![warn(missing_docs)]

pub mod claims;
pub mod diagnostic;
pub mod example;
pub mod facts;
pub mod form;
pub mod registry;
pub mod render;
pub mod repair;
pub mod rules;
pub mod solve;

pub use diagnostic::{
    AgencyKind, CheckedReport, EquationView, Finding, Fix, Level, NotCheckable, Spot, Term,
};
pub use rules::{Family, RuleInfo, Sink, Subject};

use gongkai_domain::report::Report;
use gongkai_domain::report::aggregate::Sum;

/// What `check` may know besides the report itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct CheckOptions<'a> {
    /// The same agency's report of the year before.
    pub previous: Option<&'a Report>,
    /// Kind of agency, when it was told or leaves no doubt.
    pub agency_kind: Option<AgencyKind>,
}

/// Runs every rule over one report. The findings come in the order of their place, then of their code.
pub fn check(report: &Report, options: &CheckOptions<'_>) -> CheckedReport {
    let claims = claims::read(report);
    let subject = Subject::new(report, options, &claims);
    let mut sink = Sink::default();
    for rule in registry::RULES {
        (rule.check)(&subject, &mut sink.of(rule));
    }
    sink.finish(report)
}

/// Holds a parent's report against the sum of its members: the rules of family H alone, which [`check`] cannot run.
///
/// The previous report of the options is the parent's own of the year before.
pub fn check_hierarchy(parent: &Report, sum: &Sum, options: &CheckOptions<'_>) -> CheckedReport {
    let subject = Subject { hierarchy: Some(sum), ..Subject::new(parent, options, &[]) };
    let mut sink = Sink::default();
    for rule in registry::RULES.iter().filter(|rule| rule.family == Family::Hierarchy) {
        (rule.check)(&subject, &mut sink.of(rule));
    }
    sink.finish(parent)
}
