//! What this kind of agency must report and may not: rule-making power, the duties of governments, the due date.
//!
//! Not here: what every report must contain whoever makes it (`super::structure`).

mod kind;

mod government_duty_missing;
mod rules_without_power;
mod signed_after_due_date;

use super::RuleInfo;

pub use kind::infer_agency_kind;

/// The family's rules, in the order of their codes.
pub(crate) const RULES: &[&RuleInfo] =
    &[&rules_without_power::RULE, &government_duty_missing::RULE, &signed_after_due_date::RULE];
