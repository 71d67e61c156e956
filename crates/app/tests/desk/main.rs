//! The office at work: use cases of the desk on SQLite, with a clock that the tests move.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod account;
mod journey;
mod permissions;
mod redo;
mod world;
