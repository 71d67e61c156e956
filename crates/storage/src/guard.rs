//! What keeps robots and guessers out: form tokens that work once, and counters of attempts.
//!
//! Not here: the signature of a token, and how many attempts are too many (`gongkai-app`).

use crate::error::StorageError;
use crate::records::{Records, Storage, Tx};
use chrono::{DateTime, Utc};
use gongkai_domain::ids::Digest;
use sea_orm::ConnectionTrait;

impl Tx {
    /// Uses a form token; false when it was used before. It is remembered until it would have ended anyway.
    pub async fn use_form_token(
        &self,
        token_hash: Digest,
        expires_at: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let sql = "INSERT INTO form_token (token_hash, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        Ok(self.run(sql, values![token_hash, expires_at]).await? == 1)
    }

    /// Counts an attempt in the window that began then; how many there are now.
    pub async fn count_attempt(&self, subject: &str, window_at: DateTime<Utc>) -> Result<i64, StorageError> {
        let hits: Option<(i64,)> = self
            .one(
                "INSERT INTO rate_counter (subject, window_at, hits) VALUES ($1, $2, 1) \
                 ON CONFLICT (subject, window_at) DO UPDATE SET hits = rate_counter.hits + 1 RETURNING hits",
                values![subject.to_owned(), window_at],
            )
            .await?;
        Ok(hits.map_or(1, |(hits,)| hits))
    }

    /// Takes back an attempt that was counted in the window that began then.
    pub async fn take_back_attempt(
        &self,
        subject: &str,
        window_at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let sql =
            "UPDATE rate_counter SET hits = hits - 1 WHERE subject = $1 AND window_at = $2 AND hits > 0";
        self.run(sql, values![subject.to_owned(), window_at]).await.map(drop)
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// How many attempts were counted in the window that began then.
    pub async fn attempts(&self, subject: &str, window_at: DateTime<Utc>) -> Result<i64, StorageError> {
        let hits: Option<(i64,)> = self
            .one(
                "SELECT hits FROM rate_counter WHERE subject = $1 AND window_at = $2",
                values![subject.to_owned(), window_at],
            )
            .await?;
        Ok(hits.map_or(0, |(hits,)| hits))
    }

    /// When the last window began in which something was counted; none where nothing was.
    pub async fn last_window(&self, subject: &str) -> Result<Option<DateTime<Utc>>, StorageError> {
        let last: Option<(Option<DateTime<Utc>>,)> = self
            .one("SELECT MAX(window_at) FROM rate_counter WHERE subject = $1", values![subject.to_owned()])
            .await?;
        Ok(last.and_then(|(last,)| last))
    }
}

impl Storage {
    /// Counts an attempt by itself, whatever becomes of what was attempted.
    pub async fn attempt(&self, subject: &str, window_at: DateTime<Utc>) -> Result<i64, StorageError> {
        let tx = self.begin().await?;
        let hits = tx.count_attempt(subject, window_at).await?;
        tx.commit_lightly().await?;
        Ok(hits)
    }

    /// Forgets form tokens that have ended, and counters of windows that began before `windows_before`; how many.
    pub async fn purge_guards(
        &self,
        now: DateTime<Utc>,
        windows_before: DateTime<Utc>,
    ) -> Result<u64, StorageError> {
        let tx = self.begin().await?;
        let tokens = tx.run("DELETE FROM form_token WHERE expires_at <= $1", values![now]).await?;
        let counters =
            tx.run("DELETE FROM rate_counter WHERE window_at < $1", values![windows_before]).await?;
        tx.commit().await?;
        Ok(tokens + counters)
    }
}
