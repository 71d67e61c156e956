//! Answer anew after a reply was quashed (《行政复议法》第六十四条, 《行政诉讼法》第七十条、第七十一条), or for the first time by
//! the day that a decision against silence orders (《行政复议法》第六十六条, 《行政诉讼法》第七十二条).
//!
//! Who: head of the disclosure office. Precondition: the decision is final, asks the agency to act again, and concerns this case.
//! Changes: a new reply is due by the day that follows from the decision; the case is not counted again. Audit: the event, and the
//! lesson (教训) in the file of the challenge. Told: the case handler, by the inbox.
//! Not here: recording the decision itself (`gongkai_domain::challenge`), the limits of the new reply (the guards of its draft).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::challenge::beside::{Beside, beside, record};
use crate::docket;
use crate::office::Office;
use crate::refusal::Refusal;
use crate::report_facts::CHALLENGES;
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::application::{ActionKind, Application, Event, Reason, RedoBasis};
use gongkai_domain::challenge::Case as Challenge;
use gongkai_domain::challenge::event::{Event as Happened, LessonCause, RedoPeriod};
use gongkai_domain::ids::{ApplicationId, ChallengeId};
use gongkai_storage::Stream;

/// Why nothing is to be answered anew.
pub const NO_DECISION: &str = "没有生效的决定（裁判）要求对本件重新作出答复，或者已经据以重新办理";

/// On which decision, and what the office learns from it.
#[derive(Debug, Clone)]
pub struct Reopening {
    /// The reconsideration or suit.
    pub challenge: ChallengeId,
    /// The sequence of the challenge that the asker's page was made from, where it was a page of the challenge.
    pub challenge_seen: Option<i64>,
    /// Why the reply did not hold.
    pub causes: Vec<LessonCause>,
    /// The lesson; may be empty where one is noted already.
    pub lesson: String,
}

/// Whether a decision has the agency answer this application anew, and that was not begun.
pub fn asks_for(challenge: &Challenge, id: ApplicationId, application: &Application) -> bool {
    let mut reopenings = application.rounds.iter().filter_map(|round| round.reopening.as_ref());
    challenge.must_redo()
        && challenge.applications.contains(&id)
        && !reopenings.any(|reopening| reopening.challenge == challenge.id)
}

/// The decisions on account of which this application is to be answered anew.
///
/// # Errors
/// Where the records cannot be read.
pub async fn decisions(
    office: &Office,
    id: ApplicationId,
    application: &Application,
) -> Result<Vec<Challenge>, Refusal> {
    let mut found = Vec::new();
    for row in office.storage.challenges_of(id).await? {
        let stored = office.storage.events_of(&Stream::new(CHALLENGES, row.id.0)).await?;
        let known = read(row.id, &stored)?;
        if asks_for(&known, id, application) {
            found.push(known);
        }
    }
    Ok(found)
}

/// The decision that makes a new reply due, and who fixed its period.
pub fn basis_of(challenge: &Challenge, settings: &AgencySettings) -> RedoBasis {
    RedoBasis {
        is_suit: challenge.forum.is_suit(),
        number: challenge.case_number.clone(),
        period: challenge.holding.and_then(|holding| holding.redo).unwrap_or(RedoPeriod::Unnamed),
        unnamed_days: settings.periods.redo,
    }
}

fn read(id: ChallengeId, stored: &[gongkai_storage::StoredEvent]) -> Result<Challenge, Refusal> {
    let events = docket::events::<Challenge>(stored)?;
    Challenge::from_events(id, &events).map_err(|e| Refusal::Defect(format!("challenge {id}: {e}")))
}

/// Opens the case for a new reply today.
///
/// # Errors
/// [`Refusal::Invalid`] without a lesson, [`Refusal::Conflict`] where the challenge has moved on since it was looked at,
/// [`Refusal::Blocked`], also for a challenge of another case.
pub async fn reopen(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    reopening: Reopening,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::Reopen)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::Reopen)?;
        let none = || Refusal::Blocked(vec![Reason::new("nothing_to_redo", NO_DECISION)]);
        let beside = match beside(case, reopening.challenge).await {
            Err(Refusal::NotFound) => return Err(none()),
            found => found?,
        };
        if reopening.challenge_seen.is_some_and(|seen| seen != beside.sequence) {
            return Err(Refusal::Conflict { by: None, at: None, what: String::new() });
        }
        let challenge = &beside.case;
        if !asks_for(challenge, id, &case.application) {
            return Err(none());
        }
        let due = challenge.redo_due(&case.calendar, &case.settings);
        let due = due.map_err(|e| Refusal::Defect(e.to_string()))?.ok_or(Refusal::NotFound)?;
        let holding = challenge.holding.ok_or(Refusal::NotFound)?;
        case.step(Event::ReopenedByDecision {
            on: holding.received_on,
            challenge: challenge.id,
            redo_due_on: due.on,
            is_for_procedure: !due.must_differ,
            basis: Some(basis_of(challenge, &case.settings)),
        })?;
        note_lesson(case, beside, &reopening).await
    }
    .await?;
    opened.finish().await
}

/// Writes the lesson into the file of the challenge.
async fn note_lesson(case: &OpenCase<'_>, beside: Beside, reopening: &Reopening) -> Result<(), Refusal> {
    let text = reopening.lesson.trim();
    if text.is_empty() && reopening.causes.is_empty() && !beside.case.lessons.is_empty() {
        return Ok(());
    }
    if reopening.causes.is_empty() {
        return Err(Refusal::invalid("causes", "选择原答复没有得到支持的原因"));
    }
    if text.is_empty() {
        return Err(Refusal::invalid("lesson", "写明教训和改进措施"));
    }
    let text = case.keep(text).await?;
    let event = Happened::LessonNoted { on: case.today, causes: reopening.causes.clone(), text };
    record(case, beside, event).await
}
