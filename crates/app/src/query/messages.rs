//! What a person was told by the office: messages, the newest first, and that they were read.
//!
//! Not here: who is told what (`crate::reminder`), how the list looks (`gongkai-web`).

use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use crate::reminder::Notice;
use chrono::NaiveDateTime;
use uuid::Uuid;

/// A message as it is shown.
#[derive(Debug, Clone)]
pub struct Told {
    /// Which.
    pub id: Uuid,
    /// When, Beijing time.
    pub at: NaiveDateTime,
    /// What.
    pub notice: Notice,
    /// Whether the person has seen it.
    pub is_read: bool,
}

/// A page of messages.
#[derive(Debug, Clone)]
pub struct Messages {
    /// The messages.
    pub told: Vec<Told>,
    /// Whether there are older ones.
    pub has_more: bool,
    /// How many are not read, on this page or another.
    pub unread: i64,
}

/// The messages of whoever is signed in, those before an id of the page before.
///
/// # Errors
/// [`Refusal::SignedOut`]; [`Refusal::Defect`] for a message that does not read back.
pub async fn messages(
    office: &Office,
    actor: &Actor,
    before: Option<Uuid>,
    limit: u32,
) -> Result<Messages, Refusal> {
    let me = actor.member()?.person.id;
    let mut rows = office.storage.messages(me, before, limit + 1).await?;
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let told = rows
        .into_iter()
        .map(|row| {
            let notice = serde_json::from_str(&row.document)
                .map_err(|e| Refusal::Defect(format!("message {}: {e}", row.id)))?;
            let at = gongkai_deadline::clock::beijing(row.at);
            Ok(Told { id: row.id, at, notice, is_read: row.read_at.is_some() })
        })
        .collect::<Result<_, Refusal>>()?;
    Ok(Messages { told, has_more, unread: office.storage.unread(me).await? })
}

/// Notes that whoever is signed in has read the messages up to one; a message that came meanwhile stays unread.
///
/// # Errors
/// [`Refusal::SignedOut`]; where the records cannot be written.
pub async fn mark_read(office: &Office, actor: &Actor, up_to: Uuid) -> Result<(), Refusal> {
    let me = actor.member()?.person.id;
    let tx = office.storage.begin().await?;
    tx.mark_read(me, up_to, office.instant()).await?;
    Ok(tx.commit().await?)
}
