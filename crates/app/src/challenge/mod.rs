//! The use cases of a reconsideration or a suit in which the agency takes part: one file per verb.
//!
//! Not here: the course and the guards (`gongkai_domain::challenge`), counting table 4 (`crate::report_facts`).

pub mod amend;
pub mod appeal;
pub mod archive;
pub mod assign;
pub mod beside;
pub mod case;
pub mod decide;
pub mod file_answer;
pub mod keep_court_paper;
pub mod note_lesson;
pub mod open;
pub mod projection;
pub mod receive_copy;
pub mod record_hearing;
pub mod rectify;
pub mod redo;
pub mod stay;
pub mod write_paper;

pub use case::{Moved, OpenChallenge};
