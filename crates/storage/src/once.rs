//! What is sent twice is done once: the second sender gets the result of the first.
//!
//! Not here: who makes the key and what the result says (`gongkai-app`).

use crate::error::StorageError;
use crate::records::{Records, Storage, Tx};
use chrono::{DateTime, Utc};
use gongkai_domain::ids::Digest;
use sea_orm::ConnectionTrait;

/// What became of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Once {
    /// Nobody came with this key: do it, then [`Tx::finish_once`] in the same transaction.
    First,
    /// It was done: this was the result.
    Done(String),
    /// Somebody came with this key and asked for something else.
    Other,
}

impl Tx {
    /// Comes with a key and the digest of what is asked for. On PostgreSQL the second sender waits here until the first
    /// has committed; on SQLite it waited when its transaction began.
    pub async fn begin_once(
        &self,
        key: &str,
        fingerprint: Digest,
        expires_at: DateTime<Utc>,
    ) -> Result<Once, StorageError> {
        let mine = self
            .run(
                "INSERT INTO once (idempotency_key, fingerprint, expires_at) VALUES ($1, $2, $3) \
                 ON CONFLICT (idempotency_key) DO NOTHING",
                values![key.to_owned(), fingerprint, expires_at],
            )
            .await?;
        if mine == 1 {
            return Ok(Once::First);
        }
        let found: Option<(Digest, Option<String>)> = self
            .one("SELECT fingerprint, result FROM once WHERE idempotency_key = $1", values![key.to_owned()])
            .await?;
        Ok(match found {
            Some((other, _)) if other != fingerprint => Once::Other,
            Some((_, Some(result))) => Once::Done(result),
            // begun in this very transaction, or committed without a result
            Some((_, None)) | None => Once::First,
        })
    }

    /// Keeps the result under the key.
    pub async fn finish_once(&self, key: &str, result: &str) -> Result<(), StorageError> {
        let sql = "UPDATE once SET result = $1 WHERE idempotency_key = $2";
        match self.run(sql, values![result.to_owned(), key.to_owned()]).await? {
            0 => Err(StorageError::missing("idempotency key", key)),
            _ => Ok(()),
        }
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// The result that is kept under a key; none where nothing was done.
    pub async fn once_result(&self, key: &str) -> Result<Option<String>, StorageError> {
        let sql = "SELECT result FROM once WHERE idempotency_key = $1";
        let found: Option<(Option<String>,)> = self.one(sql, values![key.to_owned()]).await?;
        Ok(found.and_then(|(result,)| result))
    }
}

impl Storage {
    /// Forgets the keys whose time is over; how many.
    pub async fn purge_once(&self, now: DateTime<Utc>) -> Result<u64, StorageError> {
        let tx = self.begin().await?;
        let gone = tx.run("DELETE FROM once WHERE expires_at <= $1", values![now]).await?;
        tx.commit().await?;
        Ok(gone)
    }
}
