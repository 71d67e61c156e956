//! What a person may do with the records: one use case per verb, each in one transaction.
//!
//! Not here: the rules of the records (`gongkai-domain`), tables (`gongkai-storage`), pages (`gongkai-web`).
//!
//! Every use case goes the same way: who may ([`actor`]), load and lock ([`application::case`]), why not (the reasons of
//! the domain, all of them, as [`Refusal::Blocked`]), then events, projection, numbers and outbox in one transaction.

pub mod account;
pub mod actor;
pub mod agency;
pub mod application;
pub mod calendar;
pub mod challenge;
pub mod complaint;
pub mod demo;
pub mod directory;
pub mod docket;
pub mod first_start;
mod hidden;
mod marks;
pub mod office;
pub mod paper;
pub mod portal;
pub mod query;
pub mod rebuild;
pub mod record_correction;
pub mod refusal;
pub mod reminder;
pub mod report_facts;
pub mod settings;
pub mod setup;
pub mod staff;
pub mod upload;

pub use actor::{Actor, Member};
pub use office::{Keys, Office, WaysOut};
pub use refusal::{Fault, Refusal};
