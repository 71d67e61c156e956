//! What the records of a disclosure office are and how they may move: the annual report and the processing fee so far.
//!
//! Not here: working days and limits (`gongkai-deadline`), reading documents (`gongkai-extract`), judging them
//! (`gongkai-checker`).
#![warn(missing_docs)]

pub mod fee;
pub mod report;
