//! Contents that are kept apart from the events: sealed, proved by a salted digest, destroyed by rule.
//!
//! Not here: files (`blob`), and who may read (`gongkai-app`).

use crate::column::Record;
use crate::error::StorageError;
use crate::records::{Records, Tx};
use crate::seal::{Vault, salted_digest};
use chrono::{DateTime, Utc};
use gongkai_domain::ids::{AgencyId, ContentId, ContentRef, Digest};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use std::collections::BTreeMap;

record! {
    /// A content as it is kept.
    pub struct ContentRow in "content" key(id) hides(salt, sealed) {
        /// Which one; also what its sealed bytes are bound to.
        id: ContentId,
        /// Whose.
        agency: AgencyId,
        /// What the digest was salted with; empty when destroyed.
        salt: Vec<u8>,
        /// The sealed bytes; empty when destroyed.
        sealed: Vec<u8>,
        /// The key that sealed it.
        key_id: String,
        /// SM3 of salt and content.
        digest: Digest,
        /// Since when.
        created_at: DateTime<Utc>,
        /// Destroyed by rule, when.
        destroyed_at: Option<DateTime<Utc>>,
    }
}

impl ContentRow {
    pub(crate) fn open(&self, vault: &Vault) -> Result<Vec<u8>, StorageError> {
        if self.destroyed_at.is_some() {
            return Err(StorageError::Destroyed(self.id.to_string()));
        }
        let plain = vault.sealer().open(&self.key_id, self.id.0.as_bytes(), &self.sealed)?;
        if salted_digest(&self.salt, &plain) == self.digest {
            Ok(plain)
        } else {
            Err(StorageError::Altered(self.id.to_string()))
        }
    }
}

impl Tx {
    /// Keeps a content, sealed; the reference goes into the event.
    pub async fn put_content(
        &self,
        agency: AgencyId,
        plain: &[u8],
        at: DateTime<Utc>,
    ) -> Result<ContentRef, StorageError> {
        let vault = self.vault()?;
        let (id, salt) = (ContentId(vault.entropy().id(at)), vault.salt());
        let digest = salted_digest(&salt, plain);
        let row = ContentRow {
            id,
            agency,
            sealed: vault.seal(id.0.as_bytes(), plain)?,
            key_id: vault.sealer().current().to_owned(),
            salt,
            digest,
            created_at: at,
            destroyed_at: None,
        };
        self.insert(&row).await?;
        Ok(ContentRef { id, digest })
    }

    /// Destroys a content by rule: bytes and salt go, the digest stays, and the chain still verifies.
    pub async fn destroy_content(&self, id: ContentId, at: DateTime<Utc>) -> Result<(), StorageError> {
        let nothing: Vec<u8> = Vec::new();
        let sql = "UPDATE content SET sealed = $1, salt = $1, destroyed_at = $2 WHERE id = $3 AND destroyed_at IS NULL";
        match self.run(sql, values![nothing, at, id]).await? {
            0 if self.content_row(id).await?.is_none() => Err(StorageError::missing("content", id)),
            _ => Ok(()),
        }
    }

    /// Seals up to `limit` contents anew that lie under an earlier key; how many. Zero: the earlier keys can go.
    pub async fn reseal_contents(&self, limit: u32) -> Result<usize, StorageError> {
        let vault = self.vault()?;
        let rows: Vec<ContentRow> = self
            .select(
                "WHERE key_id <> $1 AND destroyed_at IS NULL ORDER BY id LIMIT $2",
                values![vault.sealer().current().to_owned(), i64::from(limit)],
            )
            .await?;
        for row in &rows {
            let sealed = vault.seal(row.id.0.as_bytes(), &row.open(vault)?)?;
            self.run(
                "UPDATE content SET sealed = $1, key_id = $2 WHERE id = $3",
                values![sealed, vault.sealer().current().to_owned(), row.id],
            )
            .await?;
        }
        Ok(rows.len())
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// A content, opened and proved against the digest that the event carries.
    pub async fn content(&self, reference: ContentRef) -> Result<Vec<u8>, StorageError> {
        let row = self.content_row(reference.id).await?;
        let row = row.ok_or_else(|| StorageError::missing("content", reference.id))?;
        if row.digest != reference.digest {
            return Err(StorageError::Altered(reference.id.to_string()));
        }
        row.open(self.vault()?)
    }

    /// Many contents at once, for a list; those that are destroyed or missing are left out.
    pub async fn contents(&self, ids: &[ContentId]) -> Result<BTreeMap<ContentId, Vec<u8>>, StorageError> {
        let mut opened = BTreeMap::new();
        for row in self.content_rows(ids).await? {
            opened.insert(row.id, row.open(self.vault()?)?);
        }
        Ok(opened)
    }

    /// Contents as they are kept, sealed; those that are destroyed or missing are left out.
    async fn content_rows(&self, ids: &[ContentId]) -> Result<Vec<ContentRow>, StorageError> {
        let mut rows = Vec::new();
        for some in ids.chunks(500) {
            let query = Query::select()
                .columns(ContentRow::COLUMNS.iter().copied())
                .from(ContentRow::TABLE)
                .and_where(Expr::col("id").is_in(some.iter().map(|id| id.0)))
                .and_where(Expr::col("destroyed_at").is_null())
                .to_owned();
            rows.extend(self.query::<ContentRow>(&query).await?);
        }
        Ok(rows)
    }

    /// Whether the oldest and the newest content open under the keys that this storage has: asked before anything is served,
    /// so that nobody works with keys of another office. How many were opened; none where nothing was sealed yet.
    ///
    /// # Errors
    /// [`StorageError::UnknownKey`] and [`StorageError::Sealed`] under other keys, [`StorageError::Altered`].
    pub async fn keys_fit(&self) -> Result<usize, StorageError> {
        let ends = self.sealed_ends().await?;
        for row in &ends {
            row.open(self.vault()?)?;
        }
        Ok(ends.len())
    }

    /// Whether something was sealed that only the keys of then open.
    pub async fn has_sealed(&self) -> Result<bool, StorageError> {
        Ok(!self.sealed_ends().await?.is_empty())
    }

    async fn sealed_ends(&self) -> Result<Vec<ContentRow>, StorageError> {
        let mut ends = Vec::new();
        for order in ["ORDER BY id LIMIT 1", "ORDER BY id DESC LIMIT 1"] {
            ends.extend(
                self.find::<ContentRow>(&format!("WHERE destroyed_at IS NULL {order}"), vec![]).await?,
            );
        }
        Ok(ends)
    }

    /// A content as it is kept, sealed.
    pub async fn content_row(&self, id: ContentId) -> Result<Option<ContentRow>, StorageError> {
        self.find("WHERE id = $1", values![id]).await
    }
}
