//! Record that the agency filed its answer with the evidence and the grounds.
//!
//! Who: whoever keeps challenges, or handles the case. Precondition: the copy came, and every paper that the law asks for is
//! there. Changes: the clock of the answer is met. Audit: the event. Told: nobody. Not here: writing the papers
//! (`super::write_paper`); an agency may write them elsewhere.

use super::case::{Moved, OpenChallenge};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::challenge::Event;
use gongkai_domain::ids::ChallengeId;
use gongkai_domain::notice::Procedural;

/// Records the filing.
///
/// # Errors
/// [`Refusal::Blocked`] with the papers that are missing.
pub async fn file_answer(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    on: NaiveDate,
    papers: Vec<Procedural>,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    case.step(Event::AnswerFiled { on, papers })?;
    case.finish().await
}
