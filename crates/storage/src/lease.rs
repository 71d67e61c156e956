//! Leases of named jobs: of several nodes one runs the job.
//!
//! Not here: the jobs.

use crate::error::StorageError;
use crate::records::Storage;
use chrono::{DateTime, Utc};

impl Storage {
    /// Takes or prolongs a lease; false while it is somebody else's.
    pub async fn try_lease(
        &self,
        name: &str,
        owner: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let tx = self.begin().await?;
        let taken = tx
            .run(
                "INSERT INTO lease (name, owner, until) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET \
                 owner = excluded.owner, until = excluded.until \
                 WHERE lease.owner = excluded.owner OR lease.until <= $4",
                values![name.to_owned(), owner.to_owned(), until, now],
            )
            .await?;
        tx.commit().await?;
        Ok(taken == 1)
    }

    /// Gives a lease back before its end; nothing happens when it is somebody else's.
    pub async fn end_named_lease(&self, name: &str, owner: &str) -> Result<(), StorageError> {
        let tx = self.begin().await?;
        tx.run(
            "DELETE FROM lease WHERE name = $1 AND owner = $2",
            values![name.to_owned(), owner.to_owned()],
        )
        .await?;
        tx.commit().await
    }
}
