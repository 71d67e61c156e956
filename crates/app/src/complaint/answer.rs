//! Write the answer that tells the complainant the result.
//!
//! Who: whoever handles complaints in the authority. Precondition: something was found. Changes: the answer waits for its service.
//! Audit: the event. Told: nobody yet; the complainant by the service (`super::serve`). Not here: a reply to an application
//! (`crate::application`), cancelling it (`super::void_answer`).

use super::{Moved, Open, step};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::complaint::Event;

/// Answers.
///
/// # Errors
/// [`Refusal::Invalid`] without words, [`Refusal::Blocked`].
pub async fn answer(
    office: &Office,
    actor: &Actor,
    reference: &str,
    seen: Option<i64>,
    on: NaiveDate,
    words: &str,
) -> Result<Moved, Refusal> {
    let mut open = Open::open(office, actor, reference, seen).await?;
    let text = open.docket.keep_given("words", words, "写明答复内容").await?;
    step(&mut open, Event::Answered { on, text, awaits_service: true })?;
    open.finish().await
}
