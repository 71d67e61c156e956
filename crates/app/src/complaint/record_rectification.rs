//! Record that the agency reported to have put it right.
//!
//! Who: whoever handles complaints in the authority. Precondition: rectification was ordered and not yet reported. Changes: the duty is met.
//! Audit: the event. Told: nobody. Not here: the order (`super::record_finding`).

use super::{Moved, Open, step};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::complaint::Event;

/// Records the report.
///
/// # Errors
/// [`Refusal::Invalid`] without words, [`Refusal::Blocked`].
pub async fn record_rectification(
    office: &Office,
    actor: &Actor,
    reference: &str,
    seen: Option<i64>,
    on: NaiveDate,
    words: &str,
) -> Result<Moved, Refusal> {
    let mut open = Open::open(office, actor, reference, seen).await?;
    let text = open.docket.keep_given("words", words, "写明整改情况").await?;
    step(&mut open, Event::Rectified { on, text })?;
    open.finish().await
}
