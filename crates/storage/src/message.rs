//! Messages to staff within the office: the delivery end of the outbox for people who sit at a desk.
//!
//! Not here: the wording (`gongkai-web`), and when a message is due (`gongkai-app`).

use crate::error::StorageError;
use crate::records::{Records, Storage, Tx};
use chrono::{DateTime, Utc};
use gongkai_domain::ids::PersonId;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

record! {
    /// A message.
    pub struct MessageRow in "message" key(id) {
        /// Which; the id of the outbox row makes a second delivery harmless.
        id: Uuid,
        /// To whom.
        person: PersonId,
        /// When.
        at: DateTime<Utc>,
        /// What it says, as a key.
        kind: String,
        /// About what kind of thing.
        object_kind: String,
        /// About which.
        object_id: Option<Uuid>,
        /// What else, as JSON text.
        document: String,
        /// Read, when.
        read_at: Option<DateTime<Utc>>,
    }
}

impl Tx {
    /// Delivers a message; a second delivery of the same one changes nothing.
    pub async fn deliver(&self, row: &MessageRow) -> Result<(), StorageError> {
        use crate::column::Record;
        self.run(&format!("{} ON CONFLICT (id) DO NOTHING", MessageRow::insert()), row.values())
            .await
            .map(drop)
    }

    /// Notes that a person has read their messages up to an id.
    pub async fn mark_read(
        &self,
        person: PersonId,
        up_to: Uuid,
        now: DateTime<Utc>,
    ) -> Result<u64, StorageError> {
        let sql = "UPDATE message SET read_at = $1 WHERE person = $2 AND id <= $3 AND read_at IS NULL";
        self.run(sql, values![now, person, up_to]).await
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// A person's messages, the newest first; those before an id of the page before.
    pub async fn messages(
        &self,
        person: PersonId,
        before: Option<Uuid>,
        limit: u32,
    ) -> Result<Vec<MessageRow>, StorageError> {
        self.select(
            "WHERE person = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
            values![person, before.unwrap_or(Uuid::max()), i64::from(limit)],
        )
        .await
    }

    /// How many messages a person has not read.
    pub async fn unread(&self, person: PersonId) -> Result<i64, StorageError> {
        let sql = "SELECT COUNT(*) FROM message WHERE person = $1 AND read_at IS NULL";
        Ok(self.one::<(i64,)>(sql, values![person]).await?.map_or(0, |(count,)| count))
    }
}

impl Storage {
    /// Forgets the messages of before an instant; how many.
    pub async fn purge_messages(&self, before: DateTime<Utc>) -> Result<u64, StorageError> {
        let tx = self.begin().await?;
        let gone = tx.run("DELETE FROM message WHERE at < $1", values![before]).await?;
        tx.commit().await?;
        Ok(gone)
    }
}
