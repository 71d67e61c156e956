//! Record that the complainant took the complaint back.
//!
//! Who: whoever handles complaints in the authority. Precondition: nothing was found yet. Changes: the case is closed.
//! Audit: the event. Told: nobody. Not here: an authority that looks into it all the same, by a case of its own.

use super::{Moved, Open, step};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::complaint::Event;

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
