//! The row that lists show of an application, worked out anew from its events after each step.
//!
//! Not here: the events (`gongkai_domain::application`), the table (`gongkai_storage`).

use crate::refusal::Refusal;
use chrono::{Datelike, NaiveDate};
use gongkai_deadline::calendar::Calendar;
use gongkai_domain::application::clock::{ClockSummary, ExtensionStanding};
use gongkai_domain::application::outcome::words_of_several;
use gongkai_domain::application::transition::permits;
use gongkai_domain::application::{ActionKind, Application, Event, LooseEnd, LooseGroup, State};
use gongkai_domain::report::tally::Countable;
use gongkai_storage::{ApplicationRow, MarkKind, MarkRow, Turn};
use serde::{Deserialize, Serialize};

/// What a row keeps besides its columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowDocument {
    /// The clock, so that a list shows its chip on any later day.
    pub clock: ClockSummary,
    /// What the reply says, where that is more than the title of its ground; rows of older programs leave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
    /// What is left undone of papers and file; rows of older programs leave it until the next step, or a rebuild.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loose: Vec<LooseEnd>,
}

/// The mark under which a kind of loose ends is found.
pub fn mark_of(group: LooseGroup) -> MarkKind {
    match group {
        LooseGroup::Service => MarkKind::Unserved,
        LooseGroup::Receipt => MarkKind::Unsigned,
        LooseGroup::Archive => MarkKind::Unarchived,
    }
}

/// Whose turn it is in a state.
pub fn turn_of(state: State) -> Turn {
    match state {
        state if state.is_closed() => Turn::Nobody,
        state if state.is_applicants_turn() => Turn::Applicant,
        State::Consulting => Turn::Other,
        _ => Turn::Office,
    }
}

/// Brings the columns that follow from the events up to date. Those that follow from contents (masked name, digests) were set on
/// arrival and stay; the subject is the first matter as it reads now, so that a correction shows in every list.
///
/// # Errors
/// [`Refusal::Defect`] where the events lead to a date outside the calendar.
pub fn project(
    row: &mut ApplicationRow,
    application: &Application,
    calendar: &Calendar,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let clock = application.clock_summary(calendar, today).map_err(|e| Refusal::Defect(e.to_string()))?;
    let state = application.state();
    let outcome = application.outcome();
    let counted = Countable::of(row.id, application);
    row.registration = application.registration.as_ref().map(|registration| registration.number.clone());
    row.year = application.received_on.unwrap_or(application.arrival.arrived_on).year();
    row.subject = application.matters.first().map(|matter| matter.request).or(row.subject);
    row.state = state.key().to_owned();
    row.turn = turn_of(state);
    row.arrived_on = application.arrival.arrived_on;
    row.received_on = application.received_on;
    row.due_on = clock.due_on;
    row.is_provisional = clock.is_provisional;
    row.served_on = application.round().served_on();
    row.replied_on = outcome.as_ref().map(|outcome| outcome.closed_on);
    row.closed_on = if state.is_closed() { application.ended_on() } else { None };
    row.waits_until = clock.waits_until();
    row.is_counted = counted.is_some();
    row.came_from = application.held_before.last().map(|(agency, _)| *agency);
    row.held_from = application.held_before.last().map(|(_, on)| on.year());
    row.result_year = counted.and_then(|counted| counted.result()).map(|(year, _)| year);
    row.applicant_kind = application.arrival.applicant_kind.key().to_owned();
    row.channel = application.arrival.channel.key().to_owned();
    row.handler = application.handler();
    row.department = application.assignments.last().map(|assignment| assignment.department);
    row.reply_key = outcome.as_ref().and_then(|outcome| outcome.reply).map(|reply| reply.key().to_owned());
    row.row_key = counted.and_then(|counted| counted.result()).map(|(_, row)| row.key().to_owned());
    row.matters = i32::try_from(application.matters.len()).unwrap_or(i32::MAX);
    row.is_extended = clock.extension == ExtensionStanding::InForce;
    row.sequence = i64::try_from(application.last_sequence).unwrap_or(i64::MAX);
    let reply = outcome.as_ref().and_then(|outcome| words_of_several(&outcome.matters));
    row.document = serde_json::to_string(&RowDocument { clock, reply, loose: application.loose_ends() })
        .map_err(|e| Refusal::Defect(e.to_string()))?;
    Ok(())
}

/// Whether an event can change the marks of an application. Those that cannot are many, and each would write them anew.
pub fn moves_marks(event: &Event) -> bool {
    !matches!(
        event,
        Event::Arrived { .. }
            | Event::Confirmed { .. }
            | Event::Registered { .. }
            | Event::ParticularsRectified { .. }
            | Event::Assigned { .. }
            | Event::AssistanceAsked { .. }
            | Event::AssistanceAnswered { .. }
            | Event::SearchRecorded { .. }
            | Event::Joined { .. }
            | Event::Separated { .. }
            | Event::CodeReissued { .. }
    )
}

/// The marks of an application by its events: who is to co-sign the draft in hand, whether it is weighty, what goes over to
/// proactive disclosure, whether a proposed extension waits for the head, what is left undone.
pub fn marks_of(application: &Application, row: &ApplicationRow) -> Vec<MarkRow> {
    let mut marks: Vec<MarkRow> = Vec::new();
    let mark = |kind, place: usize, day| MarkRow {
        application: row.id,
        kind,
        place: i32::try_from(place).unwrap_or(i32::MAX),
        agency: row.agency,
        day,
        department: None,
        person: None,
        is_open: false,
    };
    if let Some(draft) = application.draft() {
        let is_waiting = application.state() == State::UnderApproval;
        for unit in &draft.co_signers {
            let is_open = is_waiting && !draft.co_signed.contains(unit);
            let new = mark(MarkKind::CoSign, marks.len(), draft.on);
            marks.push(MarkRow { department: Some(*unit), is_open, ..new });
        }
        for person in &draft.co_signing {
            let is_open = is_waiting && !draft.has_co_signed(*person, None);
            let new = mark(MarkKind::CoSign, marks.len(), draft.on);
            marks.push(MarkRow { person: Some(*person), is_open, ..new });
        }
    }
    if let Some(weighty) = application.weighty {
        let is_open = !application.state().is_closed();
        marks.push(MarkRow { is_open, ..mark(MarkKind::Weighty, 0, weighty.on) });
    }
    if let Some(proposal) = application.open_extension_proposal() {
        let is_open = permits(application.state(), ActionKind::DeclineExtension);
        marks.push(MarkRow { is_open, ..mark(MarkKind::Extension, 0, proposal.on) });
    }
    for promotion in &application.promotions {
        marks.push(mark(MarkKind::Proactive, promotion.matter as usize, promotion.on));
    }
    for (place, end) in application.loose_ends().iter().enumerate() {
        marks.push(MarkRow { is_open: true, ..mark(mark_of(end.kind.group()), place, end.since) });
    }
    marks
}
