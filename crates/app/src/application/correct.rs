//! Answer a correction request in the portal.
//!
//! Who: the applicant, known by reference and query code. Precondition: a correction was asked for and none was received.
//! Changes: the correction is received today and the reply period starts anew (《条例》第三十条). Audit: the event.
//! Told: the case handler, by a message. Not here: a correction that came by hand or post (the desk records it).

use super::case::{Moved, OpenCase};
use super::receive_correction::revised;
use super::told::tell_staff;
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use crate::upload::{self, Stored};
use gongkai_domain::application::Event;
use gongkai_domain::ids::ApplicationId;

/// Most characters of an answer.
pub const LETTERS: usize = 5000;

/// Answers the correction request.
///
/// # Errors
/// As [`correct_with`].
pub async fn correct(
    office: &Office,
    id: ApplicationId,
    text: &str,
    files: &[Stored],
) -> Result<Moved, Refusal> {
    Box::pin(correct_with(office, id, text, &[], files)).await
}

/// Answers the correction request, and says how the matters read now: by number, without those given up; new ones have the
/// number 0.
///
/// # Errors
/// [`Refusal::Invalid`] for an empty or overlong answer, [`Refusal::Blocked`] where no correction is awaited.
pub async fn correct_with(
    office: &Office,
    id: ApplicationId,
    text: &str,
    matters: &[(u32, String)],
    files: &[Stored],
) -> Result<Moved, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::invalid("correction", "填写补正内容"));
    }
    if text.chars().count() > LETTERS {
        return Err(Refusal::invalid("correction", format!("补正内容不超过{LETTERS}字")));
    }
    let actor = Actor::Applicant(id);
    let mut case = OpenCase::open_for_applicant(office, &actor, id).await?;
    let content = case.keep(text).await?;
    let matters = revised(&case, matters).await?;
    case.step(Event::Corrected { on: case.today, content, matters })?;
    upload::attach(office, &case.tx, id, files, case.at, &actor.word()).await?;
    tell_staff(&mut case, "补正").await?;
    case.finish().await
}
