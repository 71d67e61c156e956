//! Record a hearing, and whether a leader of the agency appeared.
//!
//! Who: whoever keeps challenges, or handles the case. Precondition: the agency has answered; before a court the statement on
//! the leader's appearance is there (《行政诉讼法》第三条第三款). Changes: nothing but the record. Audit: the event. Told: nobody.
//! Not here: what was said.

use super::case::{Moved, OpenChallenge};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::challenge::Event;
use gongkai_domain::ids::ChallengeId;
use gongkai_domain::notice::Procedural;

/// Records a hearing.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn record_hearing(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    on: NaiveDate,
    leader_appeared: bool,
    papers: Vec<Procedural>,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    case.step(Event::Heard { on, leader_appeared, papers })?;
    case.finish().await
}
