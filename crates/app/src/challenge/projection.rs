//! The row that lists show of a challenge, worked out anew from its events after each step.
//!
//! Not here: the events (`gongkai_domain::challenge`), the table (`gongkai_storage`).

use crate::refusal::Refusal;
use chrono::{Datelike as _, NaiveDate};
use gongkai_deadline::Calendar;
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::challenge::{Case, ClockKind, State};
use gongkai_domain::ids::AgencyId;
use gongkai_storage::ChallengeRow;

/// The next last day in the case: of the agency's answer, its appeal, its new reply; while the organ or court hears the case,
/// of the decision, which binds not the agency and is reminded of all the same.
///
/// # Errors
/// [`Refusal::Defect`] where the events lead to a date outside the calendar.
pub fn next_due(
    case: &Case,
    calendar: &Calendar,
    settings: &AgencySettings,
) -> Result<Option<NaiveDate>, Refusal> {
    let defect = |e: gongkai_deadline::DeadlineError| Refusal::Defect(e.to_string());
    let clocks = case.clocks(calendar).map_err(defect)?;
    let due = |kind: ClockKind| clocks.iter().find(|clock| clock.kind == kind).map(|clock| clock.due.on);
    Ok(match case.state {
        State::AwaitingAnswer => due(ClockKind::Answer),
        State::Answered => due(ClockKind::Decision).or_else(|| due(ClockKind::Trial)),
        State::Decided => due(ClockKind::Appeal),
        State::Final if case.redone_on.is_none() => {
            case.redo_due(calendar, settings).map_err(defect)?.map(|redo| redo.on)
        }
        _ => None,
    })
}

/// The row of a challenge by its events.
///
/// # Errors
/// [`Refusal::Defect`] where the events lead to a date outside the calendar.
pub fn challenge_row(
    case: &Case,
    agency: AgencyId,
    calendar: &Calendar,
    settings: &AgencySettings,
) -> Result<ChallengeRow, Refusal> {
    // what was recorded by mistake has no result
    let holding = case.holding.filter(|_| case.voided.is_none());
    Ok(ChallengeRow {
        id: case.id,
        agency,
        application: case.applications.first().copied(),
        kind: case.forum.key().to_owned(),
        reference: case.case_number.clone(),
        year: case.opened_on.year(),
        state: case.state.key().to_owned(),
        received_on: case.copy_received_on.unwrap_or(case.opened_on),
        due_on: next_due(case, calendar, settings)?,
        result_key: holding.map(|holding| settings.result_group(holding.decision).key().to_owned()),
        closed_on: case.voided.map(|(on, _)| on).or(holding.map(|holding| holding.on)),
        handler: case.handler,
        sequence: 0,
        change: 0,
        document: "{}".to_owned(),
    })
}
