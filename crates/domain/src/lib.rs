//! The records that a disclosure office keeps: so far its annual report and the processing fee.
//!
//! Not here: working days and limits (`gongkai-deadline`), reading documents (`gongkai-extract`), judging them
//! (`gongkai-checker`).
#![warn(missing_docs)]

pub mod fee;
pub mod report;
