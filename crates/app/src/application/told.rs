//! Tell the staff what an applicant sent in the portal: the handler, or who registers where nobody has the case in hand; and tell
//! whoever drafted or handles a case what others in the house did about it.
//!
//! Not here: what arrives as a new application (`super::file`), what presses (`crate::reminder`).

use super::case::OpenCase;
use crate::actor::Actor;
use crate::refusal::Refusal;
use crate::reminder::tell::{message, to_person, to_role};
use crate::reminder::{Decision, Notice};
use chrono::NaiveDate;
use gongkai_domain::application::fold::Draft;
use gongkai_domain::application::{Application, Event};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::PersonId;
use gongkai_domain::staff::Role;
use gongkai_storage::ApplicationRow;
use std::collections::BTreeSet;

/// Puts a message into the outbox of the case; `what` is what was sent, in a word.
///
/// # Errors
/// Where the records cannot be written.
pub(crate) async fn tell_staff(case: &mut OpenCase<'_>, what: &str) -> Result<(), Refusal> {
    let notice = Notice::Heard {
        reference: case.row.reference.clone(),
        number: case.row.registration.clone().unwrap_or_else(|| case.row.reference.clone()),
        on: case.today,
        what: what.to_owned(),
    };
    let payload = case.keep_json(&notice).await?;
    let to = case.application.handler().map_or_else(|| to_role(Role::Registrar), to_person);
    case.send(message(case.row.agency, to, payload, None, case.at));
    Ok(())
}

/// What the person who asked for something hears of when somebody else recorded it. What has a message of its own (a draft that was
/// sent back, an extension that was decided on) and what applicants send in the portal is not among it.
fn decision(event: &Event, application: &Application) -> Option<Decision> {
    Some(match event {
        Event::Assigned { handler: Some(_), .. } => Decision::Assigned,
        Event::StepSigned { step: SignOffStep::CoSigning, .. } => Decision::CoSigned,
        Event::StepSigned { step: SignOffStep::SignOff, .. } => Decision::SignedOff,
        // with a seal to come the number is no end
        Event::Issued { .. } if !application.draft().is_some_and(Draft::needs_seal) => Decision::Issued,
        Event::Sealed { .. } => Decision::Sealed,
        Event::Served { .. } => Decision::Served,
        Event::ServiceReturned { .. } => Decision::CameBack,
        Event::OpinionReceived { opinion, .. } => Decision::Opined { opinion: opinion.label().to_owned() },
        Event::ConsultationReturned { .. } => Decision::LetterCameBack,
        Event::AssistanceAnswered { .. } => Decision::Assisted,
        Event::Corrected { .. } => Decision::Corrected,
        Event::Paid { .. } => Decision::Paid,
        Event::Withdrawn { .. } => Decision::Withdrawn,
        Event::ReasonsGiven { .. } => Decision::ReasonsGiven,
        Event::ReasonsJudged { is_reasonable, .. } => {
            Decision::ReasonsJudged { is_reasonable: *is_reasonable }
        }
        _ => return None,
    })
}

/// What the handler of a case and whoever drafted its reply are told of these events, unless they did it themselves.
pub(super) fn decided(
    actor: &Actor,
    row: &ApplicationRow,
    application: &Application,
    fresh: &[Event],
    on: NaiveDate,
) -> Vec<(PersonId, Notice)> {
    // what applicants do in the portal is told by itself, what the program does nobody decided
    let Ok(member) = actor.member() else { return Vec::new() };
    let drafter = application.draft().map(|draft| draft.drafter);
    let mut told = Vec::new();
    for what in fresh.iter().filter_map(|event| decision(event, application)) {
        // a case is put into the hands of one person; whoever drafted before is not meant
        let drafter = drafter.filter(|_| what != Decision::Assigned);
        let people: BTreeSet<PersonId> = application.handler().into_iter().chain(drafter).collect();
        let notice = Notice::Decided {
            reference: row.reference.clone(),
            number: row.registration.clone().unwrap_or_else(|| row.reference.clone()),
            on,
            what,
            by: member.person.name.clone(),
        };
        let others = people.into_iter().filter(|person| *person != member.person.id);
        told.extend(others.map(|person| (person, notice.clone())));
    }
    told
}
