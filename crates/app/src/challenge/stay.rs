//! Record that the organ or court stayed the case, and that it goes on.
//!
//! Who: whoever keeps challenges, or handles the case. Precondition: pending, or stayed. Changes: where the case stands.
//! Audit: the event. Told: nobody. Not here: whether periods run meanwhile, which the organ or court says.

use super::case::{Moved, OpenChallenge};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::challenge::Event;
use gongkai_domain::ids::ChallengeId;

/// Records a stay.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn stay(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    on: NaiveDate,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    case.step(Event::Stayed { on })?;
    case.finish().await
}

/// Records that it goes on.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn resume(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    on: NaiveDate,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    case.step(Event::Resumed { on })?;
    case.finish().await
}
