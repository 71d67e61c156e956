//! Reading cases for a page: nothing here changes anything.
//!
//! Not here: the verbs (`crate::application`), how a page looks (`gongkai-web`).

pub mod alike;
pub mod audit;
pub mod audit_words;
pub mod case;
pub mod challenge;
pub mod document_register;
pub(crate) mod folded;
pub mod inbox;
pub mod ledger;
pub mod messages;
pub mod month;
pub mod other;
pub mod proactive;
mod rectified;
pub mod released;
pub mod review;
mod standing;
pub mod supervision;
pub mod system;
pub(crate) mod tally;
pub mod track;

pub use gongkai_storage::{ApplicationRow, ChallengeRow, Cursor, OtherCaseRow, PaperRow};
