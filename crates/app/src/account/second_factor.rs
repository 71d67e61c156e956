//! The second factor: a secret as text for the authenticator, proved by a code before it counts, and recovery codes for who
//! has lost it.
//!
//! Who: everybody for oneself. Precondition: signed in with one's own password. Changes: the secret, sealed; the codes, as
//! digests. Audit: enrolled, new codes, a code used. Told: oneself, once.
//! Not here: taking it away from somebody else (`crate::staff::second_factor`), asking for it (`super::sign_in`).

use super::person::held_by;
use super::{Session, attempt};
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::{DateTime, TimeDelta, Utc};
use gongkai_domain::ids::{Digest, PersonId};
use gongkai_domain::personal::normalise_number;
use gongkai_storage::{NewAudit, Tx};
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Secret};

/// Bytes of the secret (RFC 4226, R6).
pub const SECRET: usize = 20;
/// How many recovery codes there are.
pub const CODES: usize = 10;
/// Characters of a recovery code: 80 bits.
const CODE: usize = 16;
/// Minutes for which a secret that was shown waits to be proved.
const WAIT_MINUTES: i64 = 30;

/// What the document of a credential holds.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    #[serde(default)]
    recovery: Vec<Digest>,
}

fn kept(document: &str) -> Result<Kept, Refusal> {
    serde_json::from_str(document).map_err(|e| Refusal::Defect(format!("credential: {e}")))
}

/// A new secret.
pub fn new_secret(office: &Office) -> [u8; SECRET] {
    let mut secret = [0; SECRET];
    office.entropy().fill(&mut secret);
    secret
}

/// The secret as it is typed into an authenticator: base32 in groups of four.
pub fn as_text(secret: &[u8]) -> String {
    let text = Secret::from(secret).to_base32();
    let letters: Vec<char> = text.chars().filter(|c| *c != '=').collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The time step whose code this is; none for a wrong code.
///
/// # Errors
/// [`Refusal::Defect`] for a secret of another length.
pub fn step(secret: &[u8], code: &str, now: DateTime<Utc>) -> Result<Option<i64>, Refusal> {
    let secret: [u8; SECRET] =
        secret.try_into().map_err(|_| Refusal::Defect("a second factor of another length".to_owned()))?;
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    let totp = Builder::new().with_secret(Secret::from(secret)).with_skew(1).build_noncompliant();
    Ok(totp.check(&normalise_number(code), seconds).and_then(|step| i64::try_from(step).ok()))
}

/// Under which the secret that was shown to a session waits.
fn waiting(session: &Session) -> Digest {
    Office::digest(&format!("second factor of {}", session.id))
}

/// The secret to be typed in: the same until it is proved or its time is over.
///
/// # Errors
/// [`Refusal::Invalid`] where a second factor is bound already.
pub async fn begin(office: &Office, session: &Session) -> Result<String, Refusal> {
    let now = office.instant();
    let credential = office.storage.credential(session.person).await?.ok_or(Refusal::NotFound)?;
    if credential.totp_sealed.is_some() {
        return Err(Refusal::invalid("code", "已经绑定动态口令"));
    }
    if let Some(draft) = office.storage.draft(waiting(session), now).await? {
        return Ok(as_text(&draft.plain));
    }
    let secret = new_secret(office);
    let tx = office.storage.begin().await?;
    tx.save_draft(waiting(session), &secret, now, now + TimeDelta::minutes(WAIT_MINUTES)).await?;
    tx.commit().await?;
    Ok(as_text(&secret))
}

/// Binds the secret that was shown, proved by a code, and answers with the recovery codes, told this once.
///
/// # Errors
/// [`Refusal::Invalid`] for a wrong code or after too long.
pub async fn enrol(office: &Office, session: &Session, code: &str) -> Result<Vec<String>, Refusal> {
    let now = office.instant();
    let draft = office.storage.draft(waiting(session), now).await?;
    let draft = draft.ok_or_else(|| Refusal::invalid("code", "密钥已经失效，请使用新的密钥重新绑定"))?;
    let proved = step(&draft.plain, code, now)?
        .ok_or_else(|| Refusal::invalid("code", "动态口令不正确，请核对密钥和手机时间"))?;
    let agency = held_by(office, session.person).await?.agency;
    let tx = office.storage.begin().await?;
    tx.set_totp(session.person, Some(&draft.plain)).await?;
    tx.use_totp_step(session.person, proved).await?;
    tx.drop_draft(waiting(session)).await?;
    let codes = new_codes(office, &tx, session.person).await?;
    tx.note(line(office, session.person, agency, "second_factor_enrolled", "{}".to_owned())).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Makes new recovery codes; the old ones no longer work.
///
/// # Errors
/// [`Refusal::Invalid`] for a wrong code of the authenticator or without a second factor; [`Refusal::TooMany`] while locked.
pub async fn renew_codes(office: &Office, session: &Session, code: &str) -> Result<Vec<String>, Refusal> {
    let secret = office.storage.totp_secret(session.person).await?;
    let secret = secret.ok_or_else(|| Refusal::invalid("code", "尚未绑定动态口令"))?;
    let attempt = attempt::count(office, session.person).await?;
    let proved = step(&secret, code, office.instant())?;
    let agency = held_by(office, session.person).await?.agency;
    let tx = office.storage.begin().await?;
    let is_new = match proved {
        Some(step) => tx.use_totp_step(session.person, step).await?,
        None => false,
    };
    if !is_new {
        drop(tx);
        attempt.failed(office, "").await?;
        return Err(Refusal::invalid("code", "动态口令不正确，或者已经用过，请等待下一个口令"));
    }
    let codes = new_codes(office, &tx, session.person).await?;
    tx.note(line(office, session.person, agency, "recovery_codes_renewed", "{}".to_owned())).await?;
    tx.commit().await?;
    attempt.take_back(office).await?;
    Ok(codes)
}

/// Recovery codes of somebody, kept as digests; the answer is the only copy.
pub(crate) async fn new_codes(office: &Office, tx: &Tx, person: PersonId) -> Result<Vec<String>, Refusal> {
    let codes: Vec<String> = (0..CODES).map(|_| office.code(CODE)).collect();
    let recovery =
        codes.iter().map(|code| digest(office, person, code)).collect::<Result<Vec<_>, Refusal>>()?;
    let was = tx.credential(person).await?.ok_or(Refusal::NotFound)?.document;
    let mut document = kept(&was)?;
    document.recovery = recovery;
    let document = serde_json::to_string(&document).map_err(|e| Refusal::Defect(e.to_string()))?;
    if !tx.note_credential(person, &was, &document).await? {
        return Err(Refusal::Conflict { by: None, at: None, what: "修改登录凭据".to_owned() });
    }
    let grouped = |code: &String| {
        let letters: Vec<char> = code.chars().collect();
        letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    };
    Ok(codes.iter().map(grouped).collect())
}

fn digest(office: &Office, person: PersonId, code: &str) -> Result<Digest, Refusal> {
    office.recognise("recovery code", &format!("{person} {code}"))
}

/// How many recovery codes a credential has left.
///
/// # Errors
/// [`Refusal::Defect`] for a document that does not read back.
pub fn codes_left(document: &str) -> Result<usize, Refusal> {
    Ok(kept(document)?.recovery.len())
}

/// Uses a recovery code instead of the authenticator; false where it is none, or was used before.
pub(super) async fn use_recovery(
    office: &Office,
    person: PersonId,
    document: &str,
    code: &str,
) -> Result<bool, Refusal> {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    if code.len() != CODE {
        return Ok(false);
    }
    let (mut kept, used) = (kept(document)?, digest(office, person, &code)?);
    let before = kept.recovery.len();
    kept.recovery.retain(|known| *known != used);
    if kept.recovery.len() == before {
        return Ok(false);
    }
    let left = format!("{{\"left\":{}}}", kept.recovery.len());
    let new = serde_json::to_string(&kept).map_err(|e| Refusal::Defect(e.to_string()))?;
    let agency = held_by(office, person).await?.agency;
    let tx = office.storage.begin().await?;
    if !tx.note_credential(person, document, &new).await? {
        return Ok(false);
    }
    tx.note(line(office, person, agency, "recovery_code_used", left)).await?;
    tx.commit().await?;
    Ok(true)
}

fn line(
    office: &Office,
    person: PersonId,
    agency: Option<gongkai_domain::ids::AgencyId>,
    action: &str,
    document: String,
) -> NewAudit {
    NewAudit {
        at: office.instant(),
        agency,
        actor: person.to_string(),
        action: action.to_owned(),
        object_kind: "person".to_owned(),
        object_id: Some(person.0),
        document,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_typed_in_groups_of_base32_and_its_code_is_recognised() {
        // RFC 6238, appendix B: the secret of the examples and its code at 59 seconds, last six digits
        let secret = b"12345678901234567890";
        assert_eq!(as_text(secret), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        assert_eq!(step(secret, "287 082", at(59)).unwrap(), Some(1));
        assert_eq!(step(secret, "287082", at(89)).unwrap(), Some(1), "one step late");
        assert_eq!(step(secret, "287082", at(150)).unwrap(), None, "too late");
        assert_eq!(step(secret, "287081", at(59)).unwrap(), None);
    }
}
