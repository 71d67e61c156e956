//! What the office is told by itself: what presses, what has just come in, and what could not be delivered.
//!
//! Not here: when that is looked at and how letters travel (`gongkai-jobs`), the pages of a desk (`gongkai-web`).

pub mod notice;
pub mod pressing;
pub mod remind;
pub mod tell;

pub use notice::{Decision, Notice};
pub use pressing::{Duties, Duty, Pile, Pressing, Scope};
pub use remind::{Reminded, Ways, remind};
