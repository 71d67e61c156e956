//! The records that a disclosure office keeps, and how they may move: applications and their papers, challenges, the
//! agency and its people, the processing fee, and the annual report that is counted from them.
//!
//! Not here: working days and limits (`gongkai-deadline`), reading documents (`gongkai-extract`), judging them
//! (`gongkai-checker`).
#![warn(missing_docs)]

#[macro_use]
mod keyed;

pub mod agency;
pub mod application;
pub mod approval;
pub mod challenge;
pub mod complaint;
pub mod delivery;
pub mod fee;
pub mod ids;
pub mod notice;
pub mod number;
pub mod personal;
pub mod record_correction;
pub mod report;
pub mod staff;
