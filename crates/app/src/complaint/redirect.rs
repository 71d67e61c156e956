//! Tell the complainant which other way there is.
//!
//! Who: whoever handles complaints in the authority. Precondition: nobody has looked into it yet. Changes: the case is closed.
//! Audit: the event. Told: the complainant; the page of the complaint shows it. Not here: passing the complaint on, for which the regulation knows no duty.

use super::{Moved, Open, step};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::complaint::Event;

/// Redirects.
///
/// # Errors
/// [`Refusal::Invalid`] without words, [`Refusal::Blocked`].
pub async fn redirect(
    office: &Office,
    actor: &Actor,
    reference: &str,
    seen: Option<i64>,
    on: NaiveDate,
    words: &str,
) -> Result<Moved, Refusal> {
    let mut open = Open::open(office, actor, reference, seen).await?;
    let text = open.docket.keep_given("words", words, "写明向哪里提出、怎样提出").await?;
    step(&mut open, Event::Redirected { on, text })?;
    open.finish().await
}
