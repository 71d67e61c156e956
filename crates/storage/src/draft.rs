//! Drafts of the portal: what a citizen has filled in so far, sealed, for a day.
//!
//! Not here: what a draft holds (`gongkai-app`). The database never sees the token, only its digest.

use crate::error::StorageError;
use crate::records::{Records, Storage, Tx};
use chrono::{DateTime, Utc};
use gongkai_domain::ids::Digest;
use sea_orm::ConnectionTrait;

record! {
    /// A draft as it is kept.
    pub(crate) struct DraftRow in "draft" key(token_hash) hides(token_hash, sealed) {
        token_hash: Digest,
        sealed: Vec<u8>,
        key_id: String,
        changed_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    }
}

/// A draft, opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What was filled in.
    pub plain: Vec<u8>,
    /// When it changed last.
    pub changed_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

impl Tx {
    /// Keeps a draft under the digest of its token.
    pub async fn save_draft(
        &self,
        token_hash: Digest,
        plain: &[u8],
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let vault = self.vault()?;
        self.upsert(&DraftRow {
            token_hash,
            sealed: vault.seal(&token_hash.0, plain)?,
            key_id: vault.sealer().current().to_owned(),
            changed_at: now,
            expires_at,
        })
        .await
    }

    /// Forgets a draft: it was sent or given up.
    pub async fn drop_draft(&self, token_hash: Digest) -> Result<(), StorageError> {
        self.run("DELETE FROM draft WHERE token_hash = $1", values![token_hash]).await.map(drop)
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// A draft; none when there was none or its time is over.
    pub async fn draft(&self, token_hash: Digest, now: DateTime<Utc>) -> Result<Option<Draft>, StorageError> {
        let row: Option<DraftRow> =
            self.find("WHERE token_hash = $1 AND expires_at > $2", values![token_hash, now]).await?;
        row.map(|row| {
            let plain = self.vault()?.sealer().open(&row.key_id, &token_hash.0, &row.sealed)?;
            Ok(Draft { plain, changed_at: row.changed_at, expires_at: row.expires_at })
        })
        .transpose()
    }
}

impl Storage {
    /// Forgets the drafts whose time is over; how many.
    pub async fn purge_drafts(&self, now: DateTime<Utc>) -> Result<u64, StorageError> {
        let tx = self.begin().await?;
        let gone = tx.run("DELETE FROM draft WHERE expires_at <= $1", values![now]).await?;
        tx.commit().await?;
        Ok(gone)
    }
}
