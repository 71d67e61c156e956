//! What this kind of agency must report and may not: rule-making power, the duties of governments, the due date.
//!
//! Not here: what every report must contain whoever makes it (`super::structure`).

mod kind;

use super::RuleInfo;

pub use kind::infer_agency_kind;

/// The family's rules.
pub(crate) const RULES: &[&RuleInfo] = &[];
