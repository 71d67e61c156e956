//! Record that the requester took the request back.
//!
//! Who: whoever handles the request. Precondition: not decided. Changes: the case is closed. Audit: the event. Told: nobody.
//! Not here: withdrawing an application (`crate::application::withdraw`).

use super::{Moved, Open, step};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::record_correction::Event;

/// Records the withdrawal.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn withdraw(
    office: &Office,
    actor: &Actor,
    reference: &str,
    seen: Option<i64>,
    on: NaiveDate,
) -> Result<Moved, Refusal> {
    let mut open = Open::open(office, actor, reference, seen).await?;
    step(&mut open, Event::Withdrawn { on })?;
    open.finish().await
}
