//! Applications that one reply answers (一并答复): whatever happens to the reply happens to each of them, in one transaction;
//! each keeps its own outcome, its own period and its own place in the count.
//!
//! Not here: tying and untying by hand (`super::join_reply`), what the paper says of them (`crate::paper::dossier`).

use super::case::OpenCase;
use crate::refusal::Refusal;
use gongkai_domain::application::records::Draft;
use gongkai_domain::application::{Application, Event};
use gongkai_domain::ids::{ApplicationId, ContentId};

/// Whether an application that was tied to others is still answered with them: not withdrawn or closed in the meantime, and
/// not answered anew after a decision, which concerns it alone.
pub fn goes_along(application: &Application) -> bool {
    application.withdrawal.is_none()
        && application.closing.is_none()
        && application.splitting.is_none()
        && application.round().reopening.is_none()
}

/// The applications that are still to be answered together with this one.
///
/// # Errors
/// Where the records cannot be read.
pub async fn joined(case: &mut OpenCase<'_>) -> Result<Vec<usize>, Refusal> {
    let mut places = Vec::new();
    if !goes_along(&case.application) {
        return Ok(places);
    }
    for id in case.application.joined.clone() {
        let place = case.also(id).await?;
        let is_open = case.beside.get(place).is_some_and(|other| goes_along(&other.application));
        if is_open {
            places.push(place);
        }
    }
    Ok(places)
}

/// Unties this application from those it was to be answered with: called where it begins to wait for its applicant or for
/// somebody else, so that the others are answered in time without it (their periods run on, 《条例》第三十三条第二款). They stay
/// together among themselves. Nothing happens where it is alone.
///
/// # Errors
/// [`Refusal::Blocked`] where a reply to all of them is on its way.
pub async fn separate(case: &mut OpenCase<'_>) -> Result<(), Refusal> {
    let others = case.application.joined.clone();
    if others.is_empty() {
        return Ok(());
    }
    let (own, on) = (case.row.id, case.today);
    for other in &others {
        let place = case.also(*other).await?;
        // one that was withdrawn or closed in the meantime is answered with nobody any more
        let is_tied = case
            .beside
            .get(place)
            .is_some_and(|other| goes_along(&other.application) && other.application.joined.contains(&own));
        if is_tied {
            case.step_beside(place, Event::Separated { on, from: vec![own] })?;
        }
    }
    case.step(Event::Separated { on, from: others })
}

/// Takes for each application with the same reply the step that `event` makes for it: it gets the application and the number
/// of the draft there. Called after the step of the case itself.
///
/// # Errors
/// [`Refusal::Blocked`] with the reasons of every application that cannot follow, each with its number.
pub async fn follow(
    case: &mut OpenCase<'_>,
    event: impl Fn(&Application, u32) -> Option<Event>,
) -> Result<(), Refusal> {
    let Some(body) = case.application.draft().map(body_of) else { return Ok(()) };
    let mut reasons = Vec::new();
    for place in joined(case).await? {
        let Some(other) = case.beside.get(place) else { continue };
        let Some(draft) = other.application.draft().filter(|draft| body_of(draft) == body) else { continue };
        let Some(event) = event(&other.application, draft.number) else { continue };
        match case.step_beside(place, event) {
            Err(Refusal::Blocked(more)) => reasons.extend(more),
            done => done?,
        }
    }
    if reasons.is_empty() { Ok(()) } else { Err(Refusal::Blocked(reasons)) }
}

/// The case itself and those beside it that have the same reply: whose file the information given belongs to.
pub fn answered(case: &OpenCase<'_>) -> Vec<ApplicationId> {
    let body = case.application.draft().map(body_of);
    let same = case.beside.iter().filter(|other| other.application.draft().map(body_of) == body);
    std::iter::once(case.row.id).chain(same.map(|other| other.row.id)).collect()
}

fn body_of(draft: &Draft) -> ContentId {
    draft.body.id
}
