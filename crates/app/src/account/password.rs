//! Passwords: hashing and checking by argon2id on few threads of their own, and what a password must be.
//!
//! Not here: failures and locks (`super::sign_in`).

use crate::account::attempt;
use crate::account::person::held_by;
use crate::office::Office;
use crate::refusal::Refusal;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use gongkai_domain::ids::PersonId;
use gongkai_storage::NewAudit;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Fewest characters of a password.
pub const SHORTEST: usize = 12;
/// Most characters of a password: longer ones would only keep the machine busy.
pub const LONGEST: usize = 128;
/// How many hashes are made at once: each takes 19 MiB and a processor.
const AT_ONCE: usize = 3;
/// How many may wait for their turn: some seconds on a slow machine.
const WAITING: usize = 32;
/// Bytes of a salt.
const SALT: usize = 16;

/// The places for hashing: whoever sends passwords by the hundred waits in a short queue or is sent away, and takes neither the
/// machine's memory nor its processors.
#[derive(Debug, Clone)]
pub(crate) struct Hashing {
    /// At work or waiting.
    places: Arc<Semaphore>,
    /// At work.
    work: Arc<Semaphore>,
}

impl Default for Hashing {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE + WAITING)), work: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

/// Somebody's turn to hash.
#[derive(Debug)]
pub(crate) struct Turn {
    _place: OwnedSemaphorePermit,
    _work: OwnedSemaphorePermit,
}

impl Hashing {
    /// Waits for a turn.
    ///
    /// # Errors
    /// [`Refusal::Busy`] where the queue is full.
    pub(crate) async fn turn(&self) -> Result<Turn, Refusal> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Refusal::Busy)?;
        let work = Arc::clone(&self.work).acquire_owned().await;
        let work = work.map_err(|e| Refusal::Defect(e.to_string()))?;
        Ok(Turn { _place: place, _work: work })
    }
}

/// What is wrong with a password; none where it may be used (GB/T 22239 asks for complexity without a number; three of four
/// kinds of characters are the usual reading).
pub fn fault(password: &str, login: &str) -> Option<&'static str> {
    let letters = password.chars().count();
    let kinds = [
        password.chars().any(char::is_lowercase),
        password.chars().any(char::is_uppercase),
        password.chars().any(|c| c.is_ascii_digit()),
        password.chars().any(|c| !c.is_alphanumeric()),
    ];
    if letters < SHORTEST {
        Some("密码至少12位")
    } else if letters > LONGEST {
        Some("密码不超过128位")
    } else if kinds.iter().filter(|has| **has).count() < 3 {
        Some("密码应当包含大写字母、小写字母、数字和符号中的三类")
    } else if !login.is_empty() && password.to_lowercase().contains(&login.to_lowercase()) {
        Some("密码不得包含用户名")
    } else {
        None
    }
}

/// Sets the password of a person, without asking who does so: for the first start, the demonstration and tests.
///
/// # Errors
/// [`Refusal::Invalid`] for a password that may not be used.
pub async fn set(
    office: &Office,
    person: PersonId,
    password: &str,
    must_change: bool,
) -> Result<(), Refusal> {
    let login = office.storage.person(person).await?.ok_or(Refusal::NotFound)?.login;
    if let Some(fault) = fault(password, &login) {
        return Err(Refusal::invalid("password", fault));
    }
    let hash = hash(office, password).await?;
    let tx = office.storage.begin().await?;
    let document = tx.credential(person).await?.map_or_else(|| "{}".to_owned(), |row| row.document);
    tx.set_password(person, &hash, must_change, &document, office.instant()).await?;
    tx.commit().await?;
    Ok(())
}

/// Changes one's own password; all other sessions end.
///
/// # Errors
/// [`Refusal::Invalid`] where the present password is wrong or the new one may not be used.
pub async fn change(
    office: &Office,
    session: &super::Session,
    present: &str,
    new: &str,
) -> Result<(), Refusal> {
    let person = session.person;
    let credential = office.storage.credential(person).await?.ok_or(Refusal::NotFound)?;
    let turn = office.hashing.turn().await?;
    let attempt = attempt::count(office, person).await?;
    if !is_right(turn, present, credential.password_hash).await? {
        attempt.failed(office, "").await?;
        return Err(Refusal::invalid("present", "现在的密码不正确"));
    }
    attempt.take_back(office).await?;
    let row = held_by(office, person).await?;
    if let Some(fault) = fault(new, &row.login) {
        return Err(Refusal::invalid("password", fault));
    }
    if new == present {
        return Err(Refusal::invalid("password", "新密码不得与现在的密码相同"));
    }
    let hash = hash(office, new).await?;
    let tx = office.storage.begin().await?;
    tx.set_password(person, &hash, false, &credential.document, office.instant()).await?;
    tx.end_sessions_of(person, Some(session.id)).await?;
    super::session::settle(office, &tx, session).await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: row.agency,
        actor: person.to_string(),
        action: "password_changed".to_owned(),
        object_kind: "person".to_owned(),
        object_id: Some(person.0),
        document: "{}".to_owned(),
    })
    .await?;
    tx.commit().await?;
    Ok(())
}

/// The hash of a password.
///
/// # Errors
/// [`Refusal::Busy`] where too many are hashed; [`Refusal::Defect`] where hashing fails.
pub async fn hash(office: &Office, password: &str) -> Result<String, Refusal> {
    hash_in(office, office.hashing.turn().await?, password).await
}

async fn hash_in(office: &Office, turn: Turn, password: &str) -> Result<String, Refusal> {
    let mut salt = [0; SALT];
    office.entropy().fill(&mut salt);
    let password = password.to_owned();
    on_its_own(turn, move || {
        let hash: Result<PasswordHash, _> =
            Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
        hash.map(|hash| hash.to_string()).map_err(|e| Refusal::Defect(e.to_string()))
    })
    .await?
}

/// Whether a password is the one of a hash.
///
/// # Errors
/// [`Refusal::Defect`] where the thread fails.
pub(super) async fn is_right(turn: Turn, password: &str, hash: String) -> Result<bool, Refusal> {
    let password = password.to_owned();
    on_its_own(turn, move || {
        // a hash that does not parse belongs to nobody's password
        PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await
}

/// Does the work of a hash for somebody who does not exist, so that the answer takes as long.
pub(super) async fn pretend(office: &Office, turn: Turn, password: &str) -> Result<(), Refusal> {
    hash_in(office, turn, password).await.map(drop)
}

async fn on_its_own<T: Send + 'static>(
    turn: Turn,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Refusal> {
    let work = move || {
        let done = work();
        // not before: whoever goes away meanwhile leaves the thread at work
        drop(turn);
        done
    };
    tokio::task::spawn_blocking(work).await.map_err(|e| Refusal::Defect(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_comes_while_the_queue_for_hashing_is_full_is_sent_away_and_heard_when_somebody_left() {
        let hashing = Hashing::default();
        let mut turns = Vec::new();
        for _ in 0..AT_ONCE {
            turns.push(hashing.turn().await.unwrap());
        }
        let waiting: Vec<_> = (0..WAITING)
            .map(|_| {
                let hashing = hashing.clone();
                tokio::spawn(async move { hashing.turn().await.map(drop) })
            })
            .collect();
        while hashing.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert!(matches!(hashing.turn().await, Err(Refusal::Busy)));
        drop(turns);
        for waited in waiting {
            waited.await.unwrap().unwrap();
        }
        hashing.turn().await.unwrap();
    }

    #[test]
    fn a_password_is_long_mixed_and_not_the_name() {
        assert!(fault("Short-1", "").is_some());
        assert!(fault("onlylowercaseletters", "").is_some());
        assert!(fault("Wang.Jing-2025", "wang.jing").is_some());
        assert_eq!(fault("Correct-Horse-7", "wangjing"), None);
        assert!(fault(&"Aa1-".repeat(40), "").is_some());
    }
}
