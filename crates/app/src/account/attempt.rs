//! Attempts to prove who one is: counted before they are looked at, so that a hundred at one moment are no more than a hundred
//! one after another; the fifth failure locks.
//!
//! Not here: what is proved (`super::sign_in`, `super::password`, `super::second_factor`), attempts of an address
//! (`crate::portal::limit`).

use super::sign_in::{FAILURES, LOCK_MINUTES};
use crate::office::Office;
use crate::portal::limit::{self, Limit};
use crate::refusal::Refusal;
use chrono::{DateTime, TimeDelta, Utc};
use gongkai_domain::ids::{AgencyId, PersonId};
use gongkai_storage::{NewAudit, Tx};

/// Names that nobody has are counted by the day: nothing tells when they are over.
const OF_NOBODY: Limit = Limit { what: "sign_in_of_nobody", most: FAILURES as i64, minutes: 24 * 60 };
/// When such a name was locked stands as the beginning of a window.
const LOCK_OF_NOBODY: Limit = Limit { what: "lock_of_nobody", most: 1, minutes: LOCK_MINUTES };

/// An attempt that counts as a failure until something else is said.
#[derive(Debug)]
#[must_use]
pub(super) struct Attempt {
    person: PersonId,
    /// Until when it locked the account: it was the last one before the lock.
    lock: Option<DateTime<Utc>>,
}

/// Counts an attempt of somebody.
///
/// # Errors
/// [`Refusal::TooMany`] while the account is locked.
pub(super) async fn count(office: &Office, person: PersonId) -> Result<Attempt, Refusal> {
    let now = office.instant();
    let tx = office.storage.begin().await?;
    let failures = tx.note_failure(person).await?;
    // read after the row is ours: what came before is seen
    let credential = tx.credential(person).await?.ok_or(Refusal::NotFound)?;
    refuse_until(credential.locked_until, now)?;
    let lock = (failures >= FAILURES).then(|| now + TimeDelta::minutes(LOCK_MINUTES));
    if let Some(until) = lock {
        tx.lock_credential(person, until).await?;
    }
    tx.commit().await?;
    Ok(Attempt { person, lock })
}

impl Attempt {
    /// It was a failure: it stays counted, and stands in the audit log, as does the lock where it was the last one.
    pub(super) async fn failed(self, office: &Office, address: &str) -> Result<(), Refusal> {
        let tx = office.storage.begin().await?;
        let agency = tx.person(self.person).await?.and_then(|person| person.agency);
        note(office, &tx, "sign_in_failed", agency, Some(self.person), address).await?;
        if self.lock.is_some() {
            note(office, &tx, "lock", agency, Some(self.person), address).await?;
        }
        Ok(tx.commit().await?)
    }

    /// It was none: the failures before it stay counted.
    pub(super) async fn take_back(self, office: &Office) -> Result<(), Refusal> {
        let tx = office.storage.begin().await?;
        match self.lock {
            Some(until) => tx.take_back_lock(self.person, until, FAILURES - 1).await?,
            None => tx.take_back_failure(self.person).await?,
        }
        Ok(tx.commit().await?)
    }
}

/// Counts an attempt under a name that nobody has: it is locked as any other, so that the lock does not tell which names are
/// somebody's. The name itself is kept nowhere.
///
/// # Errors
/// [`Refusal::TooMany`] while the name is locked.
pub(super) async fn count_nobody(office: &Office, login: &str) -> Result<(), Refusal> {
    let now = office.instant();
    let (name, locked) =
        (limit::counted_as(office, OF_NOBODY, login)?, limit::counted_as(office, LOCK_OF_NOBODY, login)?);
    let tx = office.storage.begin().await?;
    let failures = tx.count_attempt(&name, limit::window(office, OF_NOBODY)).await?;
    let since = tx.last_window(&locked).await?;
    refuse_until(since.map(|since| since + TimeDelta::minutes(LOCK_OF_NOBODY.minutes)), now)?;
    if failures % OF_NOBODY.most == 0 {
        tx.count_attempt(&locked, now).await?;
    }
    Ok(tx.commit().await?)
}

/// Notes a failure under a name that nobody has, without the name: a password typed into the wrong field would stand there.
pub(super) async fn nobody_failed(
    office: &Office,
    agency: Option<AgencyId>,
    address: &str,
) -> Result<(), Refusal> {
    let tx = office.storage.begin().await?;
    note(office, &tx, "sign_in_failed", agency, None, address).await?;
    Ok(tx.commit().await?)
}

fn refuse_until(until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), Refusal> {
    match until.filter(|until| *until > now) {
        Some(until) => Err(Refusal::TooMany { minutes: (until - now).num_minutes() + 1 }),
        None => Ok(()),
    }
}

async fn note(
    office: &Office,
    tx: &Tx,
    action: &str,
    agency: Option<AgencyId>,
    person: Option<PersonId>,
    address: &str,
) -> Result<(), Refusal> {
    tx.note(NewAudit {
        at: office.instant(),
        agency,
        actor: "sign_in".to_owned(),
        action: action.to_owned(),
        object_kind: "person".to_owned(),
        object_id: person.map(|person| person.0),
        document: serde_json::json!({ "address": address }).to_string(),
    })
    .await?;
    Ok(())
}
