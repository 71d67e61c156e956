//! The office at work: use cases of the desk on SQLite, with a clock that the tests move.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod account;
mod grounds;
#[path = "../../../domain/tests/application/history.rs"]
mod history;
mod journey;
mod law;
mod permissions;
mod redo;
mod several;
mod succession;
#[path = "../../../domain/tests/application/support.rs"]
#[expect(dead_code, reason = "the tests of the domain use more of it")]
mod support;
mod told;
mod weighed;
mod world;
