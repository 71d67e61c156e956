//! Give a challenge to somebody of the agency.
//!
//! Who: whoever keeps challenges. Precondition: it is not in the file yet. Changes: who handles it. Audit: the event.
//! Told: the person, by the list. Not here: who handles the application (`crate::application::assign`).

use super::case::{Moved, OpenChallenge};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::challenge::Event;
use gongkai_domain::ids::{ChallengeId, PersonId};

/// Gives the case to a person today.
///
/// # Errors
/// [`Refusal::Invalid`] for a person of another agency, [`Refusal::Blocked`].
pub async fn assign(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    handler: PersonId,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    let person = case.docket.tx.person(handler).await?;
    let person = person.filter(|person| person.agency == Some(case.docket.agency.id) && person.is_active);
    let Some(person) = person else {
        return Err(Refusal::invalid("handler", "没有这一承办人，或者该人员已停用"));
    };
    let on = case.docket.today;
    case.step(Event::Assigned { on, department: person.department, handler })?;
    case.finish().await
}
