//! Who is signed in, from where on.
//!
//! Not here: cookies (`gongkai-web`), and how long a session may rest (`gongkai-app`).

use crate::column::{Field as _, Record as _, Row};
use crate::error::StorageError;
use crate::person::PersonRow;
use crate::records::{Records, Storage, Tx};
use chrono::{DateTime, Utc};
use gongkai_domain::ids::{Digest, PersonId};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

record! {
    /// A session. The database never sees its token, only the token's digest.
    pub struct SessionRow in "session" key(id_hash) hides(id_hash, csrf_secret) {
        /// The digest of the token in the cookie.
        id_hash: Digest,
        /// Who is signed in.
        person: PersonId,
        /// Since when.
        created_at: DateTime<Utc>,
        /// The last request.
        last_seen_at: DateTime<Utc>,
        /// The end, whatever happens.
        expires_at: DateTime<Utc>,
        /// What form tokens are derived from.
        csrf_secret: Vec<u8>,
        /// What else is known, as JSON text: where from, with which second factor.
        document: String,
    }
}

/// A session with whoever is signed in, and what stands around every page for them: one statement, for every page asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The session.
    pub session: SessionRow,
    /// Who.
    pub person: PersonRow,
    /// How many messages they have not read.
    pub unread: i64,
    /// Whether they sign in by the password alone.
    pub is_without_second_factor: bool,
}

impl Row for SignedIn {
    fn row_at(row: &QueryResult, first: usize) -> Result<Self, DbErr> {
        let person = first + SessionRow::COLUMNS.len();
        let rest = person + PersonRow::COLUMNS.len();
        Ok(Self {
            session: SessionRow::row_at(row, first)?,
            person: PersonRow::row_at(row, person)?,
            unread: i64::read(row, rest)?,
            is_without_second_factor: i64::read(row, rest + 1)? > 0,
        })
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// A session that has not ended, with whoever is signed in.
    pub async fn signed_in(&self, id: Digest, now: DateTime<Utc>) -> Result<Option<SignedIn>, StorageError> {
        let sql = format!(
            "SELECT {}, {}, \
             (SELECT COUNT(*) FROM message WHERE message.person = person.id AND message.read_at IS NULL), \
             (SELECT COUNT(*) FROM credential \
              WHERE credential.person = person.id AND credential.totp_sealed IS NULL) \
             FROM session JOIN person ON person.id = session.person \
             WHERE session.id_hash = $1 AND session.expires_at > $2",
            SessionRow::list_of_table(),
            PersonRow::list_of_table()
        );
        self.one(&sql, values![id, now]).await
    }

    /// A session that has not ended.
    pub async fn session(&self, id: Digest, now: DateTime<Utc>) -> Result<Option<SessionRow>, StorageError> {
        self.find("WHERE id_hash = $1 AND expires_at > $2", values![id, now]).await
    }

    /// The sessions of a person that have not ended, the oldest first.
    pub async fn sessions_of(
        &self,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> Result<Vec<SessionRow>, StorageError> {
        self.select(
            "WHERE person = $1 AND expires_at > $2 ORDER BY created_at, id_hash",
            values![person, now],
        )
        .await
    }

    /// When a person signed in last; none when no session is left to tell.
    pub async fn last_seen(&self, person: PersonId) -> Result<Option<DateTime<Utc>>, StorageError> {
        let last: Option<(Option<DateTime<Utc>>,)> =
            self.one("SELECT MAX(last_seen_at) FROM session WHERE person = $1", values![person]).await?;
        Ok(last.and_then(|(last,)| last))
    }
}

impl Tx {
    /// Keeps a new session.
    pub async fn start_session(&self, row: &SessionRow) -> Result<(), StorageError> {
        self.insert(row).await
    }

    /// Notes a request.
    pub async fn touch_session(&self, id: Digest, now: DateTime<Utc>) -> Result<(), StorageError> {
        self.run("UPDATE session SET last_seen_at = $1 WHERE id_hash = $2", values![now, id]).await.map(drop)
    }

    /// Changes what else is known of a session.
    pub async fn note_session(&self, id: Digest, document: &str) -> Result<(), StorageError> {
        self.run("UPDATE session SET document = $1 WHERE id_hash = $2", values![document.to_owned(), id])
            .await
            .map(drop)
    }

    /// Ends a session.
    pub async fn end_session(&self, id: Digest) -> Result<(), StorageError> {
        self.run("DELETE FROM session WHERE id_hash = $1", values![id]).await.map(drop)
    }

    /// Ends all sessions of a person but one: after a change of password.
    pub async fn end_sessions_of(&self, person: PersonId, keep: Option<Digest>) -> Result<u64, StorageError> {
        let keep = keep.unwrap_or(Digest([0; 32]));
        self.run("DELETE FROM session WHERE person = $1 AND id_hash <> $2", values![person, keep]).await
    }
}

impl Storage {
    /// Forgets the sessions that have ended; how many.
    pub async fn purge_sessions(&self, now: DateTime<Utc>) -> Result<u64, StorageError> {
        let tx = self.begin().await?;
        let gone = tx.run("DELETE FROM session WHERE expires_at <= $1", values![now]).await?;
        tx.commit().await?;
        Ok(gone)
    }
}
