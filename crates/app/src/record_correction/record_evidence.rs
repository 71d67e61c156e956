//! Record evidence that came later.
//!
//! Who: whoever handles the request. Precondition: not decided. Changes: the request may be examined. Audit: the event.
//! Told: nobody. Not here: whether it suffices (`super::decide`).

use super::{Moved, Open, step};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::record_correction::Event;

/// Records evidence.
///
/// # Errors
/// [`Refusal::Invalid`] without words, [`Refusal::Blocked`].
pub async fn record_evidence(
    office: &Office,
    actor: &Actor,
    reference: &str,
    seen: Option<i64>,
    on: NaiveDate,
    words: &str,
) -> Result<Moved, Refusal> {
    let mut open = Open::open(office, actor, reference, seen).await?;
    let evidence = open.docket.keep_given("words", words, "写明收到了什么证据").await?;
    step(&mut open, Event::EvidenceReceived { on, evidence })?;
    open.finish().await
}
