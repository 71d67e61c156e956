//! The years of the working-day calendar, each with the notice it comes from.
//!
//! Not here: what a year says and any counting of days (`gongkai-deadline`).

use crate::error::StorageError;
use crate::records::{Records, Tx};
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

record! {
    /// A year of a calendar.
    pub struct CalendarYearRow in "calendar_year" key(region, year) {
        /// Of which region; empty for the whole country.
        region: String,
        /// Which year.
        year: i32,
        /// The notice that it comes from.
        source: String,
        /// Since when it is here.
        imported_at: DateTime<Utc>,
        /// Who brought it.
        imported_by: String,
        /// The days, as JSON text.
        document: String,
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// All years of all calendars.
    pub async fn calendar_years(&self) -> Result<Vec<CalendarYearRow>, StorageError> {
        self.select("ORDER BY region, year", vec![]).await
    }
}

impl Tx {
    /// Keeps a year, new or corrected.
    pub async fn save_calendar_year(&self, row: &CalendarYearRow) -> Result<(), StorageError> {
        self.upsert(row).await
    }
}
