//! The administration through its addresses: first start, people and roles, agencies, settings, calendar, review, ledger, audit.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod audit;
mod calendar;
mod door;
mod house;
mod matrix;
mod papers;
mod people;
mod rights;
mod start;
mod world;
