//! The row of an application with how much there is of what its page shows besides, in one statement: what there is nothing of
//! need not be asked for.
//!
//! Not here: the row itself (`application`), and what is counted here (`paper`, `attachment`, `case`).

use crate::application::ApplicationRow;
use crate::column::{Field as _, Record as _, Row};
use crate::error::StorageError;
use crate::records::Records;
use gongkai_domain::ids::{AgencyId, ApplicationId};
use gongkai_domain::number::whole_key;
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Value};

/// How much there is around an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    /// Papers of its own.
    pub papers: i64,
    /// Files.
    pub files: i64,
    /// Reconsiderations and suits that concern it.
    pub challenges: i64,
}

/// An application that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its row.
    pub row: ApplicationRow,
    /// What there is around it.
    pub around: Around,
}

impl Row for Found {
    fn row_at(row: &QueryResult, first: usize) -> Result<Self, DbErr> {
        let rest = first + ApplicationRow::COLUMNS.len();
        let around = Around {
            papers: i64::read(row, rest)?,
            files: i64::read(row, rest + 1)?,
            challenges: i64::read(row, rest + 2)?,
        };
        Ok(Self { row: ApplicationRow::row_at(row, first)?, around })
    }
}

impl<C: ConnectionTrait> Records<C> {
    async fn found(&self, condition: &str, values: Vec<Value>) -> Result<Vec<Found>, StorageError> {
        let sql = format!(
            "SELECT {}, \
             (SELECT COUNT(*) FROM paper WHERE paper.application = application.id), \
             (SELECT COUNT(*) FROM attachment WHERE attachment.owner = application.id), \
             (SELECT COUNT(*) FROM challenge_application \
              WHERE challenge_application.application = application.id) \
             FROM application WHERE {condition}",
            ApplicationRow::list_of_table()
        );
        self.all(&sql, values).await
    }

    /// An application with what there is around it.
    pub async fn find_application(&self, id: ApplicationId) -> Result<Option<Found>, StorageError> {
        Ok(self.found("application.id = $1", values![id]).await?.pop())
    }

    /// The application of a number that staff of an agency use: its own registration number, or else the public reference.
    pub async fn find_numbered(&self, agency: AgencyId, number: &str) -> Result<Option<Found>, StorageError> {
        let numbered = "(application.agency = $1 AND application.registration = $2) OR application.reference = $2 \
             OR (application.agency = $1 AND application.number_key = $3)";
        let values = values![agency, number.to_owned(), whole_key(number)];
        let found = self.found(numbered, values).await?;
        let is_own = |one: &Found| one.row.agency == agency && one.row.reference != number;
        let is_exact = |one: &Found| one.row.registration.as_deref() == Some(number);
        Ok(found.into_iter().max_by_key(|one| (is_own(one), is_exact(one))))
    }
}
