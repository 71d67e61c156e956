//! Ask the requester for evidence that the record is wrong.
//!
//! Who: whoever handles the request. Precondition: not decided. Changes: it waits for the requester. Audit: the event.
//! Told: the requester, by whoever asks; the page of the request says it. Not here: what comes back (`super::record_evidence`).

use super::{Moved, Open, step};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::record_correction::Event;

/// Asks for evidence.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn ask_evidence(
    office: &Office,
    actor: &Actor,
    reference: &str,
    seen: Option<i64>,
    on: NaiveDate,
) -> Result<Moved, Refusal> {
    let mut open = Open::open(office, actor, reference, seen).await?;
    step(&mut open, Event::EvidenceAsked { on })?;
    open.finish().await
}
