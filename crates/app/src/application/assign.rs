//! Hand a case to a division and a person of the house (交办).
//!
//! Who: leader in charge, or head of the disclosure office. Precondition: registered, and no draft on its way through the
//! chain. Changes: who handles it; the agency stays replier and clock owner. Audit: the event. Told: the handler, by a
//! message; the case stands in the inbox of the division and the handler.
//! Not here: the division itself (`crate::staff`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::application::{ActionKind, Event};
use gongkai_domain::ids::{ApplicationId, DepartmentId, PersonId};

/// To whom a case is handed.
#[derive(Debug, Clone, Copy)]
pub struct Assigning {
    /// The division.
    pub department: DepartmentId,
    /// The person, where one is named.
    pub handler: Option<PersonId>,
    /// Internal limit for the proposal; without one, that of the agency's settings.
    pub internal_due_on: Option<NaiveDate>,
}

/// Hands a case over today.
///
/// # Errors
/// [`Refusal::Invalid`] for a division or a person of another agency.
pub async fn assign(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    assigning: Assigning,
) -> Result<Moved, Refusal> {
    assign_with(office, actor, id, seen, assigning, "").await
}

/// The same, with what the handler is told (交办意见).
///
/// # Errors
/// As [`assign`].
pub async fn assign_with(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    assigning: Assigning,
    words: &str,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::Assign)).await?;
    let case = &mut opened;
    async {
        let department = case.tx.department(assigning.department).await?;
        if department.is_none_or(|unit| unit.agency != case.row.agency) {
            return Err(Refusal::invalid("unit", "没有这一内设机构"));
        }
        if let Some(handler) = assigning.handler {
            let person = case.tx.person(handler).await?;
            if person.is_none_or(|person| person.agency != Some(case.row.agency) || !person.is_active) {
                return Err(Refusal::invalid("handler", "没有这一承办人，或者该人员已停用"));
            }
        }
        let internal_due_on = match assigning.internal_due_on {
            Some(on) => Some(on),
            None => usual_limit(case),
        };
        let Assigning { department, handler, .. } = assigning;
        let words = case.keep_some(words).await?;
        case.step(Event::Assigned { on: case.today, department, handler, internal_due_on, words })
    }
    .await?;
    opened.finish().await
}

/// The usual internal limit, never after the due date.
fn usual_limit(case: &OpenCase<'_>) -> Option<NaiveDate> {
    let usual = case.calendar.add_working_days(case.today, case.handling.proposal_within).ok()?.on;
    let due_on = case.application.clock(&case.calendar, case.today).ok()?.due_on();
    Some(due_on.map_or(usual, |due_on| if due_on < case.today { usual } else { usual.min(due_on) }))
}
