//! Slips of form and wording.
//!
//! Not here: what a template left behind (`super::structure`).

pub(in crate::rules) mod prose;

use super::RuleInfo;

/// The family's rules, in the order of their codes.
pub(crate) const RULES: &[&RuleInfo] = &[];
