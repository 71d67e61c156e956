//! What can go wrong with the records, in one list.
//!
//! Not here: the Chinese a person reads about it (`gongkai-web`).

use crate::chain::Broken;
use sea_orm::sqlx::error::DatabaseError;
use sea_orm::{DbErr, RuntimeErr, SqlErr};
use uuid::Uuid;

/// Why the records could not be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// Somebody else was first: the stream has moved on since it was read.
    #[error("stream {kind}/{id} is at {actual}, not at {expected}")]
    Conflict {
        /// The kind of the stream.
        kind: String,
        /// The stream.
        id: Uuid,
        /// The sequence that the caller had read.
        expected: i64,
        /// The sequence that the stream has.
        actual: i64,
    },
    /// A value that must be unique is there already.
    #[error("already taken: {0}")]
    Taken(String),
    /// What was named is not there.
    #[error("no {what} {id}")]
    NotFound {
        /// The kind of record.
        what: &'static str,
        /// Which one.
        id: String,
    },
    /// The storage was opened without keys, and this needs them.
    #[error("the storage was opened without keys")]
    NoVault,
    /// Sealed under a key that the key ring does not hold.
    #[error("no key {0:?} in the key ring")]
    UnknownKey(String),
    /// Sealed bytes that do not open: altered, moved, or sealed under another key.
    #[error("sealed bytes of {0} do not open")]
    Sealed(String),
    /// Opened, but not what the digest says.
    #[error("content {0} does not match its digest")]
    Altered(String),
    /// Destroyed by rule; only its digest is left.
    #[error("content {0} was destroyed")]
    Destroyed(String),
    /// The chain of events does not hold.
    #[error("chain broken: {0}")]
    Chain(#[from] Broken),
    /// The database was written by a newer program, or was never migrated.
    #[error("schema version {found}, this program knows {known}")]
    Schema {
        /// The version in the database.
        found: i64,
        /// The version of this program.
        known: i64,
    },
    /// A value in the database that no program of ours wrote.
    #[error("unreadable value: {0}")]
    Unreadable(String),
    /// The files beside the database.
    #[error("file {path}: {source}")]
    File {
        /// Which file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another transaction has been writing for too long; or this one waits for itself.
    #[error("another transaction writes for too long")]
    Busy,
    /// The database itself.
    #[error("database: {0}")]
    Database(DbErr),
}

impl From<DbErr> for StorageError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(what)) => Self::Taken(what),
            _ if is_busy(&error) => Self::Busy,
            _ => Self::Database(error),
        }
    }
}

/// Whether the statement failed only because others hold what it needs: SQLite's busy database (5), PostgreSQL's
/// expired lock (55P03), mutual wait (40P01) and lost snapshot (40001).
fn is_busy(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return false;
    };
    let code = error.as_database_error().and_then(DatabaseError::code);
    code.is_some_and(|code| matches!(code.as_ref(), "5" | "55P03" | "40P01" | "40001"))
}

impl StorageError {
    pub(crate) fn missing(what: &'static str, id: impl ToString) -> Self {
        Self::NotFound { what, id: id.to_string() }
    }

    pub(crate) fn file(path: &std::path::Path, source: std::io::Error) -> Self {
        Self::File { path: path.display().to_string(), source }
    }
}
