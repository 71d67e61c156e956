//! How often something may be tried: by an address, and by what is tried for. Counted in the records, so that all nodes share it.
//!
//! Not here: who the address belongs to behind a proxy (`gongkai-web`). Neither address nor subject is kept in clear.

use crate::office::Office;
use crate::refusal::Refusal;
use chrono::{DateTime, Utc};

/// How many attempts in how many minutes.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// What is tried.
    pub what: &'static str,
    /// The most attempts within a window.
    pub most: i64,
    /// The length of a window.
    pub minutes: i64,
}

/// Filing from one address; above [`FILING_ASKS_AFTER`] the plain question is put.
pub const FILING: Limit = Limit { what: "filing", most: 40, minutes: 60 };
/// After how many attempts at filing the plain question is put.
pub const FILING_ASKS_AFTER: i64 = 5;
/// Filing by one applicant.
pub const FILING_BY_APPLICANT: Limit = Limit { what: "filing_by_applicant", most: 20, minutes: 24 * 60 };
/// Keeping files from one address.
pub const UPLOAD: Limit = Limit { what: "upload", most: 60, minutes: 60 };
/// Asking from one address where an application stands.
pub const TRACKING: Limit = Limit { what: "tracking", most: 30, minutes: 15 };
/// Asking from one address where one application stands.
pub const TRACKING_FROM: Limit = Limit { what: "tracking_from", most: 20, minutes: 15 };
/// Asking from wherever where one application stands: counted with [`count`], never refused. Numbers follow one another, and a
/// stranger who knows one must not shut out its owner; above `most` the plain question is put.
pub const TRACKING_OF: Limit = Limit { what: "tracking_of", most: 8, minutes: 15 };
/// Asking for a new code from one address.
pub const LOST_CODE: Limit = Limit { what: "lost_code", most: 10, minutes: 60 };
/// After how many attempts of an address to get a new code the plain question is put.
pub const LOST_CODE_ASKS_AFTER: i64 = 3;
/// Asking from one address for a new code of one application.
pub const LOST_CODE_FROM: Limit = Limit { what: "lost_code_from", most: 3, minutes: 24 * 60 };
/// Asking from wherever for a new code of one application: counted with [`count`], never refused; above `most` the plain
/// question is put. One letter a day in place of one code goes out all the same (`super::lost_code`).
pub const LOST_CODE_OF: Limit = Limit { what: "lost_code_of", most: 3, minutes: 24 * 60 };

/// Failing to sign in from one address. An office often goes out by one address, so what succeeds is taken back.
pub const SIGN_IN: Limit = Limit { what: "sign_in", most: 60, minutes: 15 };

/// Counts an attempt; how many there are now in this window.
///
/// # Errors
/// [`Refusal::TooMany`] with the minutes until the next window.
pub async fn attempt(office: &Office, limit: Limit, subject: &str) -> Result<i64, Refusal> {
    let began_at = window(office, limit);
    let hits = count(office, limit, subject).await?;
    if hits > limit.most {
        let left = began_at.timestamp() + limit.minutes * 60 - office.instant().timestamp();
        return Err(Refusal::TooMany { minutes: (left + 59) / 60 });
    }
    Ok(hits)
}

/// Counts an attempt and refuses none; how many there are now in this window.
///
/// # Errors
/// Where the records cannot be written.
pub async fn count(office: &Office, limit: Limit, subject: &str) -> Result<i64, Refusal> {
    let began_at = window(office, limit);
    Ok(office.storage.attempt(&counted_as(office, limit, subject)?, began_at).await?)
}

/// A subject as one address tries for it.
pub fn from_address(subject: &str, address: &str) -> String {
    format!("{subject} {address}")
}

/// Takes back an attempt that was counted in this window.
///
/// # Errors
/// Where the records cannot be written.
pub async fn take_back(office: &Office, limit: Limit, subject: &str) -> Result<(), Refusal> {
    let tx = office.storage.begin().await?;
    tx.take_back_attempt(&counted_as(office, limit, subject)?, window(office, limit)).await?;
    Ok(tx.commit_lightly().await?)
}

/// When the window of now began.
pub(crate) fn window(office: &Office, limit: Limit) -> DateTime<Utc> {
    let window = limit.minutes * 60;
    let began = office.instant().timestamp().div_euclid(window) * window;
    DateTime::from_timestamp(began, 0).unwrap_or_default()
}

/// Under what the attempts of a subject are counted.
pub(crate) fn counted_as(office: &Office, limit: Limit, subject: &str) -> Result<String, Refusal> {
    Ok(format!("{}:{}", limit.what, office.recognise("attempt", subject)?))
}
