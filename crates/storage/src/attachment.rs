//! Attachments: which blob belongs to what, and under which sealed file name.
//!
//! Not here: the bytes (`blob`), and which files are accepted (`gongkai-app`).

use crate::error::StorageError;
use crate::records::{Records, Tx};
use chrono::{DateTime, Utc};
use gongkai_domain::ids::{AgencyId, ContentRef, Digest};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

record! {
    /// An attachment.
    pub struct AttachmentRow in "attachment" key(id) {
        /// Which.
        id: Uuid,
        /// Whose.
        agency: AgencyId,
        /// The kind of thing it belongs to.
        owner_kind: String,
        /// The thing it belongs to.
        owner: Uuid,
        /// What it is there for: proof of identity, correction, search record, ….
        purpose: String,
        /// Its file name; sealed, as people put names into file names.
        file_name: ContentRef,
        /// Its bytes.
        blob: Digest,
        /// Since when.
        created_at: DateTime<Utc>,
        /// From whom: an id or a word, never a name.
        created_by: String,
    }
}

impl Tx {
    /// Keeps an attachment of a blob that was saved before.
    pub async fn attach(&self, row: &AttachmentRow) -> Result<(), StorageError> {
        self.insert(row).await
    }
}

impl Tx {
    /// Takes an attachment off what it belonged to. Its bytes stay until the rule for files destroys them.
    pub async fn detach(&self, id: Uuid) -> Result<(), StorageError> {
        match self.run("DELETE FROM attachment WHERE id = $1", values![id]).await? {
            0 => Err(StorageError::missing("attachment", id)),
            _ => Ok(()),
        }
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// An attachment.
    pub async fn attachment(&self, id: Uuid) -> Result<Option<AttachmentRow>, StorageError> {
        self.find("WHERE id = $1", values![id]).await
    }

    /// The attachments of a thing, in the order of their coming.
    pub async fn attachments_of(&self, owner: Uuid) -> Result<Vec<AttachmentRow>, StorageError> {
        self.select("WHERE owner = $1 ORDER BY created_at, id", values![owner]).await
    }
}
