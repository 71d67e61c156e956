//! Put a challenge into the file of its application (一案一卷).
//!
//! Who: whoever keeps challenges, or handles the case. Precondition: decided for good, redone where ordered, with a lesson where
//! the reply was corrected. Changes: the case is closed. Audit: the event. Told: nobody. Not here: the volume of the application.

use super::case::{Moved, OpenChallenge};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::challenge::Event;
use gongkai_domain::ids::ChallengeId;

/// Archives a case today.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn archive(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    let on = case.docket.today;
    case.step(Event::Archived { on })?;
    case.finish().await
}
