//! What the records of a disclosure office are and how they may move.
#![warn(missing_docs)]

pub mod fee;
pub mod report;
