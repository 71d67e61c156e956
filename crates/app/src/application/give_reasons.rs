//! Give the reasons that were asked for, in the portal.
//!
//! Who: the applicant, known by reference and query code. Precondition: reasons were asked for and none were given (《条例》
//! 第三十五条). Changes: the reasons are on file; the period runs on. Audit: the event. Told: the case handler, by a message.
//! Not here: reasons that came by hand or post (the desk records them), judging them (`super::request_reasons`).

use super::case::{Moved, OpenCase};
use super::told::tell_staff;
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::Event;
use gongkai_domain::ids::ApplicationId;

/// Most characters of the reasons.
pub const LETTERS: usize = 5000;

/// Gives the reasons.
///
/// # Errors
/// [`Refusal::Invalid`] for an empty or overlong text, [`Refusal::Blocked`] where no reasons are awaited.
pub async fn give_reasons(office: &Office, id: ApplicationId, text: &str) -> Result<Moved, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::invalid("reasons", "填写申请的理由"));
    }
    if text.chars().count() > LETTERS {
        return Err(Refusal::invalid("reasons", format!("理由不超过{LETTERS}字")));
    }
    let actor = Actor::Applicant(id);
    let mut case = OpenCase::open_for_applicant(office, &actor, id).await?;
    let content = case.keep(text).await?;
    case.step(Event::ReasonsGiven { on: case.today, content })?;
    tell_staff(&mut case, "申请理由的说明").await?;
    case.finish().await
}
