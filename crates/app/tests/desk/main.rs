//! The office at work: use cases of the desk on SQLite, with a clock that the tests move.

mod account;
mod journey;
mod world;
