//! Numbers claimed in the prose of a report.

use gongkai_domain::report::Report;

/// A number claimed in the prose.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {}

/// Reads every claim in the prose of a report.
pub fn read(_report: &Report) -> Vec<Claim> {
    Vec::new()
}
