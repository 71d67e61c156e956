//! The outbox: what is to be done outside the database, kept in the transaction that decided it, done by one owner.
//!
//! Not here: doing it, and how long to wait after a failure (`gongkai-app`).

use crate::column::Record;
use crate::error::StorageError;
use crate::records::{Records, Storage, Tx};
use chrono::{DateTime, TimeDelta, Utc};
use gongkai_domain::ids::{AgencyId, ContentRef};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

record! {
    /// A thing to do.
    pub struct OutboxRow in "outbox" key(id) {
        /// Which.
        id: Uuid,
        /// For which agency.
        agency: Option<AgencyId>,
        /// What kind of thing: mail, webhook, message.
        kind: String,
        /// To whom; never an applicant's address in clear: that is content.
        target: String,
        /// What to send: kept for this alone, and destroyed once it is sent.
        payload: Option<ContentRef>,
        /// What must not be asked for twice.
        dedupe_key: Option<String>,
        /// Since when it is here.
        created_at: DateTime<Utc>,
        /// Not before then.
        run_at: DateTime<Utc>,
        /// How often it was taken up.
        attempts: i32,
        /// Who has taken it up.
        lease_owner: Option<String>,
        /// Until when it is theirs.
        lease_until: Option<DateTime<Utc>>,
        /// Done, when.
        done_at: Option<DateTime<Utc>>,
        /// Given up, when.
        given_up_at: Option<DateTime<Utc>>,
        /// What went wrong last.
        last_error: Option<String>,
    }
}

/// A thing that is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOutbox {
    /// For which agency.
    pub agency: Option<AgencyId>,
    /// What kind of thing.
    pub kind: String,
    /// To whom.
    pub target: String,
    /// What to send.
    pub payload: Option<ContentRef>,
    /// What must not be asked for twice: a second row with the same key is not kept.
    pub dedupe_key: Option<String>,
    /// Not before then.
    pub run_at: DateTime<Utc>,
}

impl Tx {
    /// Puts a thing into the outbox; its id, or none when the dedupe key was there already.
    pub async fn enqueue(&self, new: NewOutbox, now: DateTime<Utc>) -> Result<Option<Uuid>, StorageError> {
        let id = self.vault()?.entropy().id(now);
        let row = OutboxRow {
            id,
            agency: new.agency,
            kind: new.kind,
            target: new.target,
            payload: new.payload,
            dedupe_key: new.dedupe_key,
            created_at: now,
            run_at: new.run_at,
            attempts: 0,
            lease_owner: None,
            lease_until: None,
            done_at: None,
            given_up_at: None,
            last_error: None,
        };
        let kept = self.run(&format!("{} ON CONFLICT DO NOTHING", OutboxRow::insert()), row.values()).await?;
        Ok((kept == 1).then_some(id))
    }
}

impl Storage {
    /// Takes up to `limit` things whose time has come, for the length of the lease. Nobody else gets them meanwhile;
    /// when the owner dies, the next one gets them after it.
    pub async fn claim(
        &self,
        now: DateTime<Utc>,
        owner: &str,
        limit: u32,
        lease: TimeDelta,
    ) -> Result<Vec<OutboxRow>, StorageError> {
        let skip = if self.is_postgres() { " FOR UPDATE SKIP LOCKED" } else { "" };
        let sql = format!(
            "UPDATE outbox SET lease_owner = $1, lease_until = $2, attempts = attempts + 1 WHERE id IN (\
             SELECT id FROM outbox WHERE done_at IS NULL AND given_up_at IS NULL AND run_at <= $3 \
             AND (lease_until IS NULL OR lease_until <= $3) ORDER BY run_at, id LIMIT $4{skip}) RETURNING {}",
            OutboxRow::list()
        );
        let tx = self.begin().await?;
        let mut rows: Vec<OutboxRow> =
            tx.all(&sql, values![owner.to_owned(), now + lease, now, i64::from(limit)]).await?;
        tx.commit().await?;
        rows.sort_by_key(|row| (row.run_at, row.id));
        Ok(rows)
    }

    /// Notes that it is done; false when it is no longer the owner's, and somebody else may have done it too. What was sent
    /// is destroyed: it was kept for the sending only.
    pub async fn done(&self, id: Uuid, owner: &str, now: DateTime<Utc>) -> Result<bool, StorageError> {
        let tx = self.begin().await?;
        let set = "done_at = $3, last_error = NULL";
        let ended = tx.end_lease(set, values![id, owner.to_owned(), now]).await?;
        if ended && let Some(payload) = tx.outbox(id).await?.and_then(|row| row.payload) {
            tx.destroy_content(payload.id, now).await?;
        }
        tx.commit().await?;
        Ok(ended)
    }

    /// Notes a failure; it is tried again at `run_at`. False when it is no longer the owner's.
    pub async fn retry(
        &self,
        id: Uuid,
        owner: &str,
        error: &str,
        run_at: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let tx = self.begin().await?;
        let set = "run_at = $3, last_error = $4";
        let ended = tx.end_lease(set, values![id, owner.to_owned(), run_at, error.to_owned()]).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Notes that it will not be tried again. False when it is no longer the owner's.
    pub async fn give_up(
        &self,
        id: Uuid,
        owner: &str,
        error: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let tx = self.begin().await?;
        let set = "given_up_at = $3, last_error = $4";
        let ended = tx.end_lease(set, values![id, owner.to_owned(), now, error.to_owned()]).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Forgets up to `limit` things that were done before an instant, or given up before another; how many. What was to be
    /// sent and was given up is destroyed with them.
    pub async fn purge_outbox(
        &self,
        done_before: DateTime<Utc>,
        given_up_before: DateTime<Utc>,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<u64, StorageError> {
        let tx = self.begin().await?;
        let old: Vec<OutboxRow> = tx
            .select(
                "WHERE done_at < $1 OR given_up_at < $2 ORDER BY id LIMIT $3",
                values![done_before, given_up_before, i64::from(limit)],
            )
            .await?;
        for row in &old {
            if let Some(payload) = row.payload {
                tx.destroy_content(payload.id, now).await?;
            }
            tx.run("DELETE FROM outbox WHERE id = $1", values![row.id]).await?;
        }
        tx.commit().await?;
        Ok(old.len() as u64)
    }
}

impl Tx {
    /// Takes up again what was given up: it is tried from now on, counted anew. False where it was not given up.
    pub async fn take_up_again(&self, id: Uuid, now: DateTime<Utc>) -> Result<bool, StorageError> {
        let sql = "UPDATE outbox SET given_up_at = NULL, attempts = 0, run_at = $2 \
                   WHERE id = $1 AND given_up_at IS NOT NULL";
        Ok(self.run(sql, values![id, now]).await? == 1)
    }

    async fn end_lease(&self, set: &str, values: Vec<sea_orm::Value>) -> Result<bool, StorageError> {
        let sql = format!(
            "UPDATE outbox SET {set}, lease_owner = NULL, lease_until = NULL \
             WHERE id = $1 AND lease_owner = $2 AND done_at IS NULL AND given_up_at IS NULL"
        );
        Ok(self.run(&sql, values).await? == 1)
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// Whether something with this dedupe key is remembered, done or not.
    pub async fn was_enqueued(&self, dedupe_key: &str) -> Result<bool, StorageError> {
        let sql = "SELECT COUNT(*) FROM outbox WHERE dedupe_key = $1";
        let found: Option<(i64,)> = self.one(sql, values![dedupe_key.to_owned()]).await?;
        Ok(found.is_some_and(|(count,)| count > 0))
    }

    /// A thing to do.
    pub async fn outbox(&self, id: Uuid) -> Result<Option<OutboxRow>, StorageError> {
        self.find("WHERE id = $1", values![id]).await
    }

    /// What was given up and waits for a person, the oldest first.
    pub async fn given_up(&self, limit: u32) -> Result<Vec<OutboxRow>, StorageError> {
        self.select(
            "WHERE given_up_at IS NOT NULL ORDER BY given_up_at, id LIMIT $1",
            values![i64::from(limit)],
        )
        .await
    }

    /// How many things wait, and since when the oldest could have been done.
    pub async fn backlog(&self) -> Result<(i64, Option<DateTime<Utc>>), StorageError> {
        let sql = "SELECT COUNT(*), MIN(run_at) FROM outbox WHERE done_at IS NULL AND given_up_at IS NULL";
        Ok(self.one(sql, vec![]).await?.unwrap_or((0, None)))
    }
}
