//! Record that the copy of the application for reconsideration, or of the complaint, came.
//!
//! Who: whoever keeps challenges, or handles the case. Precondition: accepted, and no copy yet. Changes: the agency's period for
//! its answer starts (《行政复议法》第四十八条、第五十四条, 《行政诉讼法》第六十七条). Audit: the event. Told: nobody.
//! Not here: the length of the period (`gongkai_deadline::statute`).

use super::case::{Moved, OpenChallenge};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::challenge::{Event, Procedure};
use gongkai_domain::ids::ChallengeId;

/// Records the receipt; `claims` is what the challenger asks for and why, in short.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn receive_copy(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    on: NaiveDate,
    procedure: Procedure,
    claims: &str,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    let papers = case.docket.keep_some(claims).await?;
    case.step(Event::CopyReceived { on, procedure, papers })?;
    case.finish().await
}
