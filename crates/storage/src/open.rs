//! The open applications of all agencies in the order of their due dates, narrow and in batches: what a sweep reads.
//!
//! Not here: lists for people (`application`), and what presses (`gongkai-app`).

use crate::column::Record;
use crate::error::StorageError;
use crate::mark::MarkKind;
use crate::records::Records;
use chrono::NaiveDate;
use gongkai_domain::ids::{AgencyId, ApplicationId, PersonId};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

record! {
    /// An open application as a sweep needs it.
    pub struct OpenRow in "application" key(id) {
        /// Which.
        id: ApplicationId,
        /// Whose.
        agency: AgencyId,
        /// The person in charge.
        handler: Option<PersonId>,
        /// The public reference.
        reference: String,
        /// The registration number.
        registration: Option<String>,
        /// The due date, or the last of all days where there is none.
        due_key: NaiveDate,
        /// What else lists show, as JSON text.
        document: String,
    }
}

/// Where the next batch begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenPlace {
    due_key: NaiveDate,
    id: ApplicationId,
}

impl<C: ConnectionTrait> Records<C> {
    /// A batch of open applications, and where the next one begins; none after the last.
    pub async fn open_applications(
        &self,
        after: Option<OpenPlace>,
        limit: u32,
    ) -> Result<(Vec<OpenRow>, Option<OpenPlace>), StorageError> {
        let most = i64::from(limit);
        let rows: Vec<OpenRow> = match after {
            None => {
                let rest = "WHERE closed_on IS NULL ORDER BY due_key, id LIMIT $1";
                self.all(&OpenRow::select(rest), values![most]).await?
            }
            Some(place) => {
                let rest =
                    "WHERE closed_on IS NULL AND (due_key, id) > ($1, $2) ORDER BY due_key, id LIMIT $3";
                self.all(&OpenRow::select(rest), values![place.due_key, place.id, most]).await?
            }
        };
        let is_full = rows.len() >= limit as usize;
        let next = rows.last().filter(|_| is_full).map(|row| OpenPlace { due_key: row.due_key, id: row.id });
        Ok((rows, next))
    }

    /// A batch of applications with an open mark of these kinds since some day or longer, closed ones too, in the order of their
    /// ids; the next batch begins after the last of them.
    pub async fn marked_applications(
        &self,
        [one, other, third]: [MarkKind; 3],
        until: NaiveDate,
        after: Option<ApplicationId>,
        limit: u32,
    ) -> Result<Vec<OpenRow>, StorageError> {
        let rest = "WHERE id IN (SELECT application FROM application_mark WHERE application > $1 \
                    AND kind IN ($2, $3, $4) AND is_open = $5 AND day <= $6 \
                    GROUP BY application ORDER BY application LIMIT $7) ORDER BY id";
        let after = after.unwrap_or(ApplicationId(Uuid::nil()));
        let most = i64::from(limit);
        self.all(&OpenRow::select(rest), values![after, one, other, third, true, until, most]).await
    }
}
