//! Sign in.
//!
//! Who: a person of the office. Precondition: active, not locked, name and password right, then the second factor where one is
//! set. Changes: a session, or one more failure; after five the account is locked. Audit: success, failure and lock, with the
//! address. Told: nobody.
//! Not here: keeping the session (`super::session`), counting (`super::attempt`). A wrong name and a wrong password are answered alike, after the same work.

use super::session::{self, Session};
use super::{attempt, password, second_factor};
use crate::office::Office;
use crate::portal::limit;
use crate::refusal::Refusal;
use gongkai_domain::ids::AgencyId;

/// Failures after which an account is locked.
pub const FAILURES: i32 = 5;
/// Minutes for which it is locked.
pub const LOCK_MINUTES: i64 = 15;
/// The one message of a wrong name and a wrong password.
const WRONG: &str = "用户名或者密码不正确";

/// From where somebody comes to sign in.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The address as the server saw it, behind trusted proxies; empty where it was not told.
    pub address: String,
    /// What attempts are counted by: the address, or the network of a household.
    pub subject: String,
    /// In whose audit log a failure stands that is nobody's.
    pub agency: Option<AgencyId>,
}

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
/// [`Refusal::Invalid`] with one message for every mistake; [`Refusal::TooMany`] while the name is locked or the address has
/// failed too often; [`Refusal::Busy`] where too many passwords are looked at.
pub async fn begin(office: &Office, login: &str, secret: &str, origin: &Origin) -> Result<Entry, Refusal> {
    let wrong = || Refusal::invalid("password", WRONG);
    if secret.is_empty() || secret.chars().count() > password::LONGEST {
        return Err(wrong());
    }
    limit::attempt(office, limit::SIGN_IN, &origin.subject).await?;
    let turn = office.hashing.turn().await?;
    let login = login.trim();
    let row = office.storage.person_by_login(login).await?.filter(|row| row.is_active);
    let known = match row {
        Some(row) => office.storage.credential(row.id).await?,
        None => None,
    };
    let Some(credential) = known else {
        attempt::count_nobody(office, login).await?;
        password::pretend(office, turn, secret).await?;
        attempt::nobody_failed(office, origin.agency, &origin.address).await?;
        return Err(wrong());
    };
    let person = credential.person;
    let attempt = attempt::count(office, person).await?;
    if !password::is_right(turn, secret, credential.password_hash).await? {
        attempt.failed(office, &origin.address).await?;
        return Err(wrong());
    }
    limit::take_back(office, limit::SIGN_IN, &origin.subject).await?;
    let is_halfway = credential.totp_sealed.is_some();
    if is_halfway {
        // a right password forgets no wrong codes
        attempt.take_back(office).await?;
    }
    let (token, session) =
        session::start(office, person, is_halfway, credential.must_change, &origin.address).await?;
    Ok(Entry { token, session })
}

/// The code of the second factor. The halfway session ends; a new one begins, with a new token.
///
/// # Errors
/// [`Refusal::Invalid`] for a wrong or used code, of the authenticator or for recovery; [`Refusal::TooMany`] while the account is
/// locked; [`Refusal::SignedOut`] where no password was given before.
pub async fn confirm(
    office: &Office,
    halfway: &Session,
    code: &str,
    origin: &Origin,
) -> Result<Entry, Refusal> {
    let person = halfway.person;
    let secret = office.storage.totp_secret(person).await?.ok_or(Refusal::SignedOut)?;
    let attempt = attempt::count(office, person).await?;
    let credential = office.storage.credential(person).await?.ok_or(Refusal::SignedOut)?;
    let is_proved = match second_factor::step(&secret, code, office.instant())? {
        Some(step) => {
            let tx = office.storage.begin().await?;
            let is_new = tx.use_totp_step(person, step).await?;
            tx.commit().await?;
            is_new
        }
        None => second_factor::use_recovery(office, person, &credential.document, code).await?,
    };
    if !is_proved {
        attempt.failed(office, &origin.address).await?;
        return Err(Refusal::invalid("code", "动态口令不正确，或者已经用过，请等待下一个口令"));
    }
    session::end(office, halfway.id).await?;
    let (token, session) =
        session::start(office, person, false, credential.must_change, &origin.address).await?;
    Ok(Entry { token, session })
}
