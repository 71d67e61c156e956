//! Rules of this family, in the order of their codes.

use super::RuleInfo;

/// The family's rules.
pub(crate) const RULES: &[&RuleInfo] = &[];
