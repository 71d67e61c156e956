//! Sign in.
//!
//! Who: a person of the office. Precondition: active, not locked, name and password right, then the second factor where one is
//! set. Changes: a session, or one more failure; after five the account is locked. Audit: success and lock. Told: nobody.
//! Not here: keeping the session (`super::session`). A wrong name and a wrong password are answered alike, after the same work.

use super::session::{self, Session};
use super::{password, second_factor};
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::TimeDelta;
use gongkai_domain::ids::PersonId;
use gongkai_storage::NewAudit;

/// Failures after which an account is locked.
pub const FAILURES: i32 = 5;
/// Minutes for which it is locked.
pub const LOCK_MINUTES: i64 = 15;
/// The one message of a wrong name and a wrong password.
const WRONG: &str = "用户名或者密码不正确";

/// What became of a password that was right.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The token for the cookie.
    pub token: String,
    /// The session; halfway where the second factor is awaited.
    pub session: Session,
}

/// Name and password.
///
/// # Errors
/// [`Refusal::Invalid`] with one message for every mistake; [`Refusal::TooMany`] while locked.
pub async fn begin(office: &Office, login: &str, secret: &str, from: &str) -> Result<Entry, Refusal> {
    let wrong = || Refusal::invalid("password", WRONG);
    if secret.is_empty() || secret.chars().count() > password::LONGEST {
        return Err(wrong());
    }
    let row = office.storage.person_by_login(login.trim()).await?;
    let Some(row) = row.filter(|row| row.is_active) else {
        password::pretend(office, secret).await?;
        return Err(wrong());
    };
    let Some(credential) = office.storage.credential(row.id).await? else {
        password::pretend(office, secret).await?;
        return Err(wrong());
    };
    let now = office.instant();
    if let Some(until) = credential.locked_until.filter(|until| *until > now) {
        return Err(Refusal::TooMany { minutes: (until - now).num_minutes() + 1 });
    }
    if !password::is_right(secret, credential.password_hash).await? {
        failed(office, row.id).await?;
        return Err(wrong());
    }
    let is_halfway = credential.totp_sealed.is_some();
    let (token, session) = session::start(office, row.id, is_halfway, credential.must_change, from).await?;
    Ok(Entry { token, session })
}

/// The code of the second factor. The halfway session ends; a new one begins, with a new token.
///
/// # Errors
/// [`Refusal::Invalid`] for a wrong or used code, of the authenticator or for recovery; [`Refusal::SignedOut`] where no password was given before.
pub async fn confirm(office: &Office, halfway: &Session, code: &str, from: &str) -> Result<Entry, Refusal> {
    let person = halfway.person;
    let credential = office.storage.credential(person).await?.ok_or(Refusal::SignedOut)?;
    let now = office.instant();
    if let Some(until) = credential.locked_until.filter(|until| *until > now) {
        return Err(Refusal::TooMany { minutes: (until - now).num_minutes() + 1 });
    }
    let secret = office.storage.totp_secret(person).await?.ok_or(Refusal::SignedOut)?;
    let is_proved = match second_factor::step(&secret, code, now)? {
        Some(step) => {
            let tx = office.storage.begin().await?;
            let is_new = tx.use_totp_step(person, step).await?;
            tx.commit().await?;
            is_new
        }
        None => second_factor::use_recovery(office, person, &credential.document, code).await?,
    };
    if !is_proved {
        failed(office, person).await?;
        return Err(Refusal::invalid("code", "动态口令不正确，或者已经用过，请等待下一个口令"));
    }
    session::end(office, halfway.id).await?;
    let (token, session) = session::start(office, person, false, credential.must_change, from).await?;
    Ok(Entry { token, session })
}

/// Counts a failure; the fifth locks.
async fn failed(office: &Office, person: PersonId) -> Result<(), Refusal> {
    let now = office.instant();
    let tx = office.storage.begin().await?;
    if tx.note_failure(person).await? >= FAILURES {
        tx.lock_credential(person, now + TimeDelta::minutes(LOCK_MINUTES)).await?;
        tx.note(NewAudit {
            at: now,
            agency: tx.person(person).await?.and_then(|person| person.agency),
            actor: "sign_in".to_owned(),
            action: "lock".to_owned(),
            object_kind: "person".to_owned(),
            object_id: Some(person.0),
            document: "{}".to_owned(),
        })
        .await?;
    }
    tx.commit().await?;
    Ok(())
}
