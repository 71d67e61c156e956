//! Sessions: a token that nobody can guess, kept as its digest; an end after rest and an end whatever happens.
//!
//! Not here: the cookie that carries the token (`gongkai-web`), proving who one is (`super::sign_in`).

use crate::office::Office;
use crate::refusal::Refusal;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{NaiveDateTime, TimeDelta};
use gongkai_deadline::clock::beijing;
use gongkai_domain::ids::{Digest, PersonId};
use gongkai_storage::{NewAudit, SessionRow, SignedIn, Tx};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

/// Minutes without a request after which a session ends (等保三级 asks for an end after rest, without a number).
pub const REST_MINUTES: i64 = 30;
/// Hours after which a session ends whatever happens: a working day.
pub const LIFE_HOURS: i64 = 10;
/// Minutes for entering the second factor.
pub const HALFWAY_MINUTES: i64 = 5;
/// How old the note of the last request may be before it is written anew: not every page is a write.
const NOTE_SECONDS: i64 = 60;

/// How far a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stage {
    /// The password was right, the second factor is awaited.
    Halfway,
    /// Signed in.
    Inside,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    stage: Stage,
    #[serde(default)]
    from: String,
    #[serde(default)]
    must_change: bool,
}

/// A session that has not ended.
#[derive(Debug, Clone)]
pub struct Session {
    /// The digest of its token.
    pub id: Digest,
    /// Whose.
    pub person: PersonId,
    /// Whether the second factor is still awaited.
    pub is_halfway: bool,
    /// Whether the password was set by somebody else and must be changed before anything is done.
    pub must_change: bool,
    secret: Vec<u8>,
}

impl Session {
    /// What a form of this session carries: it follows from the session's secret, so that no other page can know it.
    pub fn form_token(&self, office: &Office) -> Result<String, Refusal> {
        let secret = BASE64_URL_SAFE_NO_PAD.encode(&self.secret);
        Ok(BASE64_URL_SAFE_NO_PAD.encode(office.recognise("form of a session", &secret)?.0))
    }

    /// Refuses a form that is not of this session.
    ///
    /// # Errors
    /// [`Refusal::Denied`].
    pub fn must_be_ours(&self, office: &Office, sent: &str) -> Result<(), Refusal> {
        let ours = self.form_token(office)?;
        if bool::from(ours.as_bytes().ct_eq(sent.as_bytes())) {
            Ok(())
        } else {
            Err(Refusal::Denied("表单已经失效，请返回上一页刷新后重试".to_owned()))
        }
    }
}

/// Starts a session; the token is told once and not kept.
pub(super) async fn start(
    office: &Office,
    person: PersonId,
    is_halfway: bool,
    must_change: bool,
    from: &str,
) -> Result<(String, Session), Refusal> {
    let mut bytes = [0; 32];
    office.entropy().fill(&mut bytes);
    let token = BASE64_URL_SAFE_NO_PAD.encode(bytes);
    let mut secret = vec![0; 32];
    office.entropy().fill(&mut secret);
    let now = office.instant();
    let life = if is_halfway { TimeDelta::minutes(HALFWAY_MINUTES) } else { TimeDelta::hours(LIFE_HOURS) };
    let stage = if is_halfway { Stage::Halfway } else { Stage::Inside };
    let document = serde_json::to_string(&Kept { stage, from: from.to_owned(), must_change })
        .map_err(|e| Refusal::Defect(e.to_string()))?;
    let row = SessionRow {
        id_hash: Office::digest(&token),
        person,
        created_at: now,
        last_seen_at: now,
        expires_at: now + life,
        csrf_secret: secret.clone(),
        document,
    };
    let tx = office.storage.begin().await?;
    tx.start_session(&row).await?;
    if !is_halfway {
        tx.note_success(person).await?;
        tx.note(NewAudit {
            at: now,
            agency: tx.person(person).await?.and_then(|person| person.agency),
            actor: person.to_string(),
            action: "sign_in".to_owned(),
            object_kind: "person".to_owned(),
            object_id: Some(person.0),
            document: serde_json::json!({ "address": from }).to_string(),
        })
        .await?;
    }
    tx.commit().await?;
    Ok((token, Session { id: row.id_hash, person, is_halfway, must_change, secret }))
}

/// The session of somebody who is signed in.
///
/// # Errors
/// [`Refusal::SignedOut`] where it has ended, never was, or still awaits the second factor.
pub async fn find(office: &Office, token: &str) -> Result<Session, Refusal> {
    Some(any(office, token).await?).filter(|session| !session.is_halfway).ok_or(Refusal::SignedOut)
}

/// The session of somebody whose second factor is awaited.
///
/// # Errors
/// [`Refusal::SignedOut`] where there is none.
pub async fn find_halfway(office: &Office, token: &str) -> Result<Session, Refusal> {
    Some(any(office, token).await?).filter(|session| session.is_halfway).ok_or(Refusal::SignedOut)
}

/// The session of somebody who is signed in, with who that is and what stands around every page.
///
/// # Errors
/// As [`find`].
pub async fn signed_in(office: &Office, token: &str) -> Result<(Session, SignedIn), Refusal> {
    let found = office.storage.signed_in(Office::digest(token), office.instant()).await?;
    let found = found.ok_or(Refusal::SignedOut)?;
    let session = alive(office, &found.session).await?;
    if session.is_halfway { Err(Refusal::SignedOut) } else { Ok((session, found)) }
}

async fn any(office: &Office, token: &str) -> Result<Session, Refusal> {
    let row = office.storage.session(Office::digest(token), office.instant()).await?;
    alive(office, &row.ok_or(Refusal::SignedOut)?).await
}

/// The session of a row that was just read: ended after rest, noted that it goes on.
async fn alive(office: &Office, row: &SessionRow) -> Result<Session, Refusal> {
    let (id, now) = (row.id_hash, office.instant());
    if now - row.last_seen_at > TimeDelta::minutes(REST_MINUTES) {
        end(office, id).await?;
        return Err(Refusal::SignedOut);
    }
    if now - row.last_seen_at > TimeDelta::seconds(NOTE_SECONDS) {
        let tx = office.storage.begin().await?;
        tx.touch_session(id, now).await?;
        tx.commit_lightly().await?;
    }
    let kept: Kept = serde_json::from_str(&row.document).map_err(|e| Refusal::Defect(e.to_string()))?;
    Ok(Session {
        id,
        person: row.person,
        is_halfway: kept.stage == Stage::Halfway,
        must_change: kept.must_change,
        secret: row.csrf_secret.clone(),
    })
}

/// Notes that the password of a session is its person's own now.
pub(super) async fn settle(office: &Office, tx: &Tx, session: &Session) -> Result<(), Refusal> {
    let Some(row) = tx.session(session.id, office.instant()).await? else { return Ok(()) };
    let kept: Kept = serde_json::from_str(&row.document).map_err(|e| Refusal::Defect(e.to_string()))?;
    let document = serde_json::to_string(&Kept { must_change: false, ..kept })
        .map_err(|e| Refusal::Defect(e.to_string()))?;
    Ok(tx.note_session(session.id, &document).await?)
}

/// A session of somebody's, for their own page.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Since when, Beijing time.
    pub since: NaiveDateTime,
    /// The last request, Beijing time.
    pub seen: NaiveDateTime,
    /// From where, as the server saw it.
    pub from: String,
    /// Whether it is the session that asks.
    pub is_this: bool,
}

/// The sessions of whoever asks that have not ended, the newest first.
///
/// # Errors
/// Where the records cannot be read.
pub async fn list(office: &Office, session: &Session) -> Result<Vec<Listed>, Refusal> {
    let now = office.instant();
    let rows = office.storage.sessions_of(session.person, now).await?;
    let alive =
        rows.into_iter().rev().filter(|row| now - row.last_seen_at <= TimeDelta::minutes(REST_MINUTES));
    let mut listed = Vec::new();
    for row in alive {
        let kept: Kept = serde_json::from_str(&row.document).map_err(|e| Refusal::Defect(e.to_string()))?;
        if kept.stage == Stage::Inside {
            listed.push(Listed {
                since: beijing(row.created_at),
                seen: beijing(row.last_seen_at),
                from: kept.from,
                is_this: row.id_hash == session.id,
            });
        }
    }
    Ok(listed)
}

/// Ends all sessions of whoever asks but the one that asks; how many.
///
/// # Errors
/// Where the records cannot be written.
pub async fn end_others(office: &Office, session: &Session) -> Result<u64, Refusal> {
    let tx = office.storage.begin().await?;
    let ended = tx.end_sessions_of(session.person, Some(session.id)).await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: tx.person(session.person).await?.and_then(|person| person.agency),
        actor: session.person.to_string(),
        action: "sessions_ended".to_owned(),
        object_kind: "person".to_owned(),
        object_id: Some(session.person.0),
        document: serde_json::json!({ "ended": ended }).to_string(),
    })
    .await?;
    tx.commit().await?;
    Ok(ended)
}

/// Ends a session.
///
/// # Errors
/// Where the records cannot be written.
pub async fn end(office: &Office, id: Digest) -> Result<(), Refusal> {
    let tx = office.storage.begin().await?;
    tx.end_session(id).await?;
    tx.commit().await?;
    Ok(())
}
