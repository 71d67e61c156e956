//! A step in a challenge that an application brings about: written into the file of the challenge in the transaction of the
//! application, with its row.
//!
//! Not here: steps of the challenge itself (`super::case`), which steps an application brings about (`crate::application`).

use super::projection::challenge_row;
use crate::application::OpenCase;
use crate::application::case::{fold, stream_of};
use crate::docket::events;
use crate::refusal::Refusal;
use crate::report_facts::{CHALLENGES, kind_of_payload};
use chrono::NaiveDate;
use gongkai_domain::application::fold::Round;
use gongkai_domain::application::{Application, Reason};
use gongkai_domain::challenge::case::action_of;
use gongkai_domain::challenge::guard::{self, Context};
use gongkai_domain::challenge::{Case, Event};
use gongkai_domain::ids::{ChallengeId, PaperId};
use gongkai_storage::{NewEvent, Stream};

/// A challenge as it stands in the transaction of an application.
#[derive(Debug)]
pub struct Beside {
    /// The challenge.
    pub case: Case,
    /// The sequence of its last event.
    pub sequence: i64,
}

/// The challenge of an id, of the same agency as the application.
///
/// # Errors
/// [`Refusal::NotFound`], also for one of another agency.
pub async fn beside(case: &OpenCase<'_>, id: ChallengeId) -> Result<Beside, Refusal> {
    let stored = case.tx.events_of(&Stream::new(CHALLENGES, id.0)).await?;
    if stored.last().is_none_or(|last| last.agency != case.row.agency) {
        return Err(Refusal::NotFound);
    }
    let events = events::<Case>(&stored)?;
    let challenge =
        Case::from_events(id, &events).map_err(|e| Refusal::Defect(format!("challenge {id}: {e}")))?;
    Ok(Beside { case: challenge, sequence: stored.last().map_or(0, |last| last.stream_sequence) })
}

/// Writes an event into the file of the challenge, if no reason stands against it.
///
/// # Errors
/// [`Refusal::Blocked`] with every reason.
pub async fn record(case: &OpenCase<'_>, beside: Beside, event: Event) -> Result<(), Refusal> {
    let Beside { case: mut challenge, sequence } = beside;
    let action = action_of(&event).ok_or(Refusal::NotFound)?;
    let context = Context::of(&event, case.today, &case.calendar, &case.settings);
    let reasons = guard::why_not(&challenge, action, &context);
    if !reasons.is_empty() {
        let told = reasons.iter().map(|reason| Reason::new("challenge_refuses", reason.to_string()));
        return Err(Refusal::Blocked(told.collect()));
    }
    challenge.apply(&event).map_err(|e| Refusal::Defect(e.to_string()))?;
    let payload = serde_json::to_string(&event).map_err(|e| Refusal::Defect(e.to_string()))?;
    let kind = kind_of_payload(&payload)?;
    let new = NewEvent { at: case.at, actor: case.actor.word(), kind, payload };
    let stream = Stream::new(CHALLENGES, challenge.id.0);
    let stored = case.tx.append(case.row.agency, &stream, sequence, vec![new]).await?;
    let mut row = challenge_row(&challenge, case.row.agency, &case.calendar, &case.settings)?;
    if let Some(last) = stored.last() {
        (row.sequence, row.change) = (last.stream_sequence, last.change);
    }
    case.tx.save_challenge(&row, &challenge.applications).await?;
    Ok(())
}

/// Whether an application is answered anew on account of a challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anew {
    /// It was never taken up again for it.
    Untouched,
    /// The new reply is not served yet.
    Waiting,
    /// It was served on this day, with this paper.
    Served(NaiveDate, PaperId),
}

fn anew(application: &Application, id: ChallengeId) -> Anew {
    let mut rounds = application.rounds.iter();
    let is_for_it =
        |round: &&Round| round.reopening.as_ref().is_some_and(|reopening| reopening.challenge == id);
    let Some(round) = rounds.rfind(is_for_it) else { return Anew::Untouched };
    let paper = round.issued.as_ref().map(|issued| issued.paper.paper);
    match (round.served_on(), paper) {
        (Some(on), Some(paper)) => Anew::Served(on, paper),
        _ => Anew::Waiting,
    }
}

/// Whether an application was taken up again on account of a challenge.
pub fn anew_for(application: &Application, id: ChallengeId) -> bool {
    anew(application, id) != Anew::Untouched
}

/// Records in the challenge that the agency has acted again, once the new reply of this application was served and no other
/// application that the challenge concerns still waits for its own, whether it was taken up again already or not. One that
/// its applicant has withdrawn waits for nothing; where all were withdrawn nothing is left to do.
///
/// # Errors
/// Where the records cannot be read or written.
pub async fn record_redone(case: &OpenCase<'_>) -> Result<(), Refusal> {
    let Some(reopening) = &case.application.round().reopening else { return Ok(()) };
    let mut last = match (anew(&case.application, reopening.challenge), &case.application.withdrawal) {
        (Anew::Served(on, paper), _) => (on, Some(paper)),
        (_, Some(withdrawal)) => (withdrawal.on, None),
        _ => return Ok(()),
    };
    let beside = beside(case, reopening.challenge).await?;
    if !beside.case.must_redo() || beside.case.redone_on.is_some() {
        return Ok(());
    }
    for other in beside.case.applications.iter().filter(|id| **id != case.row.id) {
        let stored = case.tx.events_of(&stream_of(*other)).await?;
        if stored.is_empty() {
            continue;
        }
        let other = fold(&stored)?;
        match anew(&other, reopening.challenge) {
            Anew::Served(on, paper) => last = (last.0.max(on), last.1.or(Some(paper))),
            _ if other.withdrawal.is_some() => {}
            _ => return Ok(()),
        }
    }
    // a lesson may have been noted after the day of posting
    let on = last.0.max(beside.case.last_on);
    record(case, beside, Event::Redone { on, paper: last.1 }).await
}
