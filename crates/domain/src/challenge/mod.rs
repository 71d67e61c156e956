//! Reconsiderations and suits against a reply or against silence: the agency as respondent, its own clocks and papers, the
//! result, and how table 4 counts it.
//!
//! Not here: which remedies a reply tells of (`crate::notice`), the application itself (`crate::application`).

pub mod decision;

pub use decision::{Decision, Effect, Forum, ResultGroup};
