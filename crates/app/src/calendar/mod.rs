//! The calendar of working days as the records have it: the years that come with the program, and those that were imported.
//!
//! Not here: counting days (`gongkai_deadline`), importing a year (`import`).
//!
//! Every node holds the calendar in memory; [`follow`] looks now and then whether another node has imported a year.

pub mod import;
mod lines;

use crate::office::Office;
use crate::refusal::Refusal;
use chrono::{DateTime, Utc};
use gongkai_deadline::calendar::{Calendar, YearDays, parse_years};
use gongkai_storage::{CalendarYearRow, Storage, Tx};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Seconds between two looks at what other nodes imported.
pub const LOOK_SECONDS: i64 = 30;

/// A year as it is kept: the same text that an import takes.
///
/// # Errors
/// [`Refusal::Defect`] where it cannot be written.
pub(crate) fn row(year: &YearDays, at: DateTime<Utc>, by: &str) -> Result<CalendarYearRow, Refusal> {
    Ok(CalendarYearRow {
        region: String::new(),
        year: year.year,
        source: year.source.clone(),
        imported_at: at,
        imported_by: by.to_owned(),
        document: as_json(std::slice::from_ref(year))?,
    })
}

/// Years as the text that an import takes.
///
/// # Errors
/// [`Refusal::Defect`] where it cannot be written.
pub fn as_json(years: &[YearDays]) -> Result<String, Refusal> {
    let years: BTreeMap<String, serde_json::Value> = years
        .iter()
        .map(|year| {
            let days = serde_json::json!({
                "source": year.source,
                "holidays": year.holidays,
                "workdays": year.make_up_days,
            });
            (year.year.to_string(), days)
        })
        .collect();
    serde_json::to_string(&years).map_err(|e| Refusal::Defect(e.to_string()))
}

/// What changes when a year is imported.
fn version(rows: &[CalendarYearRow]) -> String {
    rows.iter().filter(|row| row.region.is_empty()).fold(String::new(), |mut version, row| {
        let _ = write!(version, "{}:{} ", row.year, row.imported_at.timestamp_micros());
        version
    })
}

/// The calendar of these rows over the years that come with the program.
fn of(rows: &[CalendarYearRow]) -> Result<Calendar, Refusal> {
    let defect = |e: gongkai_deadline::DeadlineError| Refusal::Defect(e.to_string());
    let mut years = Vec::new();
    for row in rows.iter().filter(|row| row.region.is_empty()) {
        years.extend(parse_years(&row.document, Some(&row.source)).map_err(defect)?);
    }
    Ok(Calendar::national().map_err(defect)?.with_years(years))
}

/// The calendar as the records have it.
///
/// # Errors
/// Where the records cannot be read.
pub async fn stored(storage: &Storage) -> Result<Calendar, Refusal> {
    of(&storage.calendar_years().await?)
}

/// Puts the calendar of these rows in place, where it is another; whether it was.
fn take(office: &Office, rows: &[CalendarYearRow]) -> Result<bool, Refusal> {
    let version = version(rows);
    if office.calendar_version() == version {
        return Ok(false);
    }
    office.take_calendar(of(rows)?, version);
    Ok(true)
}

/// Reads the calendar from the records, and puts it in place where it changed; whether it did.
///
/// # Errors
/// Where the records cannot be read.
pub async fn refresh(office: &Office) -> Result<bool, Refusal> {
    take(office, &office.storage.calendar_years().await?)
}

/// The same within a transaction that holds the chain of its agency: an import holds all of them, so that no case is ever
/// written by an older calendar.
///
/// # Errors
/// Where the records cannot be read.
pub async fn refresh_within(office: &Office, tx: &Tx) -> Result<bool, Refusal> {
    take(office, &tx.calendar_years().await?)
}

/// The same, but not more often than every [`LOOK_SECONDS`].
///
/// # Errors
/// Where the records cannot be read.
pub async fn follow(office: &Office) -> Result<bool, Refusal> {
    if office.is_time_to_look(LOOK_SECONDS) { refresh(office).await } else { Ok(false) }
}
