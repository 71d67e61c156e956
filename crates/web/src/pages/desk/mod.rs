//! The pages of the office.
//!
//! Not here: the pages for citizens (`super::portal`).

pub mod action;
pub mod administration;
pub mod application;
pub mod calendar;
pub mod conflict;
pub mod door;
pub mod editor;
pub mod inbox;
pub mod ledger;
pub mod messages;
pub mod other;
pub mod panel;
pub mod receipt;
pub mod register;
pub mod review;
