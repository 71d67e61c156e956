//! Note why a reply did not hold, so that the office learns from it.
//!
//! Who: whoever keeps challenges, or handles the case. Precondition: the case is decided for good. Changes: an entry. Audit: the
//! event. Told: nobody. Not here: lists of such entries.

use super::case::{Moved, OpenChallenge};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::challenge::{Event, LessonCause};
use gongkai_domain::ids::ChallengeId;

/// Notes a lesson today.
///
/// # Errors
/// [`Refusal::Invalid`] without cause or words, [`Refusal::Blocked`].
pub async fn note_lesson(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    causes: Vec<LessonCause>,
    text: &str,
) -> Result<Moved, Refusal> {
    if causes.is_empty() {
        return Err(Refusal::invalid("causes", "选择原因"));
    }
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    let text = case.docket.keep_given("words", text, "写明问题和改进措施").await?;
    let on = case.docket.today;
    case.step(Event::LessonNoted { on, causes, text })?;
    case.finish().await
}
