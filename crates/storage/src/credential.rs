//! How a person proves who they are: password hash, second factor, failures and locks.
//!
//! Not here: hashing and one-time codes, how many failures lock (`gongkai-app`).

use crate::error::StorageError;
use crate::records::{Records, Tx};
use chrono::{DateTime, Utc};
use gongkai_domain::ids::PersonId;
use sea_orm::ConnectionTrait;

record! {
    /// The credentials of a person.
    pub struct CredentialRow in "credential" key(person) hides(password_hash, totp_sealed, document) {
        /// Whose.
        person: PersonId,
        /// The hash of the password, with its parameters (PHC string).
        password_hash: String,
        /// Since when.
        password_changed_at: DateTime<Utc>,
        /// Whether it must be changed at the next sign-in.
        must_change: bool,
        /// The secret of the second factor, sealed.
        totp_sealed: Option<Vec<u8>>,
        /// The key that sealed it.
        totp_key_id: Option<String>,
        /// The last time step whose code was used: no code works twice.
        totp_last_step: Option<i64>,
        /// Failures since the last success.
        failed_count: i32,
        /// Locked until then.
        locked_until: Option<DateTime<Utc>>,
        /// What else is kept, as JSON text: hashes of earlier passwords.
        document: String,
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// The credentials of a person.
    pub async fn credential(&self, person: PersonId) -> Result<Option<CredentialRow>, StorageError> {
        self.find("WHERE person = $1", values![person]).await
    }

    /// The secret of the second factor, opened; none when there is none.
    pub async fn totp_secret(&self, person: PersonId) -> Result<Option<Vec<u8>>, StorageError> {
        let row = self.credential(person).await?;
        match row.and_then(|row| row.totp_sealed.zip(row.totp_key_id)) {
            Some((sealed, key_id)) => {
                let sealer = self.vault()?.sealer();
                sealer.open(&key_id, person.0.as_bytes(), &sealed).map(Some)
            }
            None => Ok(None),
        }
    }
}

impl Tx {
    /// Sets a password, and forgets failures and lock.
    pub async fn set_password(
        &self,
        person: PersonId,
        hash: &str,
        must_change: bool,
        document: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        self.run(
            "INSERT INTO credential (person, password_hash, password_changed_at, must_change, failed_count, document) \
             VALUES ($1, $2, $3, $4, 0, $5) ON CONFLICT (person) DO UPDATE SET \
             password_hash = excluded.password_hash, password_changed_at = excluded.password_changed_at, \
             must_change = excluded.must_change, failed_count = 0, locked_until = NULL, document = excluded.document",
            values![person, hash.to_owned(), at, must_change, document.to_owned()],
        )
        .await
        .map(drop)
    }

    /// Sets or removes the second factor of a person who has a password.
    pub async fn set_totp(&self, person: PersonId, secret: Option<&[u8]>) -> Result<(), StorageError> {
        let (sealed, key_id) = match secret {
            Some(secret) => {
                let vault = self.vault()?;
                (Some(vault.seal(person.0.as_bytes(), secret)?), Some(vault.sealer().current().to_owned()))
            }
            None => (None, None),
        };
        let sql = "UPDATE credential SET totp_sealed = $1, totp_key_id = $2, totp_last_step = NULL WHERE person = $3";
        match self.run(sql, values![sealed, key_id, person]).await? {
            0 => Err(StorageError::missing("credential", person)),
            _ => Ok(()),
        }
    }

    /// Uses the code of a time step; false when that step or a later one was used before.
    pub async fn use_totp_step(&self, person: PersonId, step: i64) -> Result<bool, StorageError> {
        let used = self
            .run(
                "UPDATE credential SET totp_last_step = $1 \
                 WHERE person = $2 AND (totp_last_step IS NULL OR totp_last_step < $1)",
                values![step, person],
            )
            .await?;
        Ok(used == 1)
    }

    /// Changes what else is kept, where it is still as it was read; false when somebody else was first.
    pub async fn note_credential(
        &self,
        person: PersonId,
        was: &str,
        document: &str,
    ) -> Result<bool, StorageError> {
        let sql = "UPDATE credential SET document = $1 WHERE person = $2 AND document = $3";
        let changed = self.run(sql, values![document.to_owned(), person, was.to_owned()]).await?;
        Ok(changed == 1)
    }

    /// Notes a failure; how many there are now.
    pub async fn note_failure(&self, person: PersonId) -> Result<i32, StorageError> {
        let sql =
            "UPDATE credential SET failed_count = failed_count + 1 WHERE person = $1 RETURNING failed_count";
        let count: Option<(i32,)> = self.one(sql, values![person]).await?;
        count.map(|(count,)| count).ok_or_else(|| StorageError::missing("credential", person))
    }

    /// Takes back a failure that was counted before the attempt was looked at and was none.
    pub async fn take_back_failure(&self, person: PersonId) -> Result<(), StorageError> {
        let sql =
            "UPDATE credential SET failed_count = failed_count - 1 WHERE person = $1 AND failed_count > 0";
        self.run(sql, values![person]).await.map(drop)
    }

    /// Takes back the lock that such a failure brought, where it still is that one; so many failures are left.
    pub async fn take_back_lock(
        &self,
        person: PersonId,
        until: DateTime<Utc>,
        left: i32,
    ) -> Result<(), StorageError> {
        let sql = "UPDATE credential SET locked_until = NULL, failed_count = $1 \
                   WHERE person = $2 AND locked_until = $3";
        self.run(sql, values![left, person, until]).await.map(drop)
    }

    /// Locks until then, and begins to count failures anew.
    pub async fn lock_credential(&self, person: PersonId, until: DateTime<Utc>) -> Result<(), StorageError> {
        let sql = "UPDATE credential SET locked_until = $1, failed_count = 0 WHERE person = $2";
        self.run(sql, values![until, person]).await.map(drop)
    }

    /// Notes a success: failures and lock are forgotten.
    pub async fn note_success(&self, person: PersonId) -> Result<(), StorageError> {
        let sql = "UPDATE credential SET locked_until = NULL, failed_count = 0 WHERE person = $1";
        self.run(sql, values![person]).await.map(drop)
    }
}
