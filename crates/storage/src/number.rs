//! Number series: each agency, series and year counts from 1, and no number is given twice.
//!
//! Not here: how a number is written (`gongkai-domain`), and the register of papers (`paper`).

use crate::error::StorageError;
use crate::records::{Records, Tx};
use gongkai_domain::ids::AgencyId;
use sea_orm::ConnectionTrait;

impl Tx {
    /// The next number of a series. A transaction that is not committed gives its number back; a committed one never
    /// does, whatever becomes of the paper.
    pub async fn next_number(&self, agency: AgencyId, series: &str, year: i32) -> Result<u32, StorageError> {
        let next: Option<(i64,)> = self
            .one(
                "INSERT INTO number_series (agency, series, year, last) VALUES ($1, $2, $3, 1) \
                 ON CONFLICT (agency, series, year) DO UPDATE SET last = number_series.last + 1 RETURNING last",
                values![agency, series.to_owned(), year],
            )
            .await?;
        let (next,) = next.ok_or_else(|| StorageError::missing("number series", series))?;
        u32::try_from(next).map_err(|_| StorageError::Unreadable(format!("number {next} of series {series}")))
    }

    /// Lets a series go on after `last`, for an agency that begins within a year; never backwards.
    pub async fn continue_series_after(
        &self,
        agency: AgencyId,
        series: &str,
        year: i32,
        last: u32,
    ) -> Result<(), StorageError> {
        self.run(
            "INSERT INTO number_series (agency, series, year, last) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (agency, series, year) DO UPDATE SET last = excluded.last \
             WHERE number_series.last < excluded.last",
            values![agency, series.to_owned(), year, i64::from(last)],
        )
        .await
        .map(drop)
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// The last number that was given; 0 when none was.
    pub async fn last_number(&self, agency: AgencyId, series: &str, year: i32) -> Result<u32, StorageError> {
        let last: Option<(i64,)> = self
            .one(
                "SELECT last FROM number_series WHERE agency = $1 AND series = $2 AND year = $3",
                values![agency, series.to_owned(), year],
            )
            .await?;
        Ok(last.map_or(0, |(last,)| last as u32))
    }
}
