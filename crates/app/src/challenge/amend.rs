//! Record what the organ or court makes known of its case in the course of it: another procedure, a longer period for the
//! decision, the case number.
//!
//! Who: whoever keeps challenges, or handles the case. Precondition: pending; for the number, that it has none. Changes: the
//! periods of the case, its number. Audit: the event. Told: nobody. Not here: the receipt of the copy (`super::receive_copy`).

use super::case::{Moved, OpenChallenge};
use super::open::{against_number, against_second};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::challenge::{Event, Procedure};
use gongkai_domain::ids::ChallengeId;

/// Records that the case goes on by another procedure.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn change_procedure(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    on: NaiveDate,
    procedure: Procedure,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    case.step(Event::ProcedureChanged { on, procedure })?;
    case.finish().await
}

/// Records that the reconsideration organ extended its period.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn extend_decision(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    on: NaiveDate,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    case.step(Event::DecisionExtended { on })?;
    case.finish().await
}

/// Records the case number that came later than the case, today.
///
/// # Errors
/// [`Refusal::Invalid`] for what is no case number, or that of another case; [`Refusal::Blocked`].
pub async fn record_number(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    number: &str,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    let number = number.trim().to_owned();
    if number.is_empty() {
        return Err(Refusal::invalid("case_number", "填写案号"));
    }
    let docket = &case.docket;
    let mut faults: Vec<_> = against_number(&number).into_iter().collect();
    faults.extend(against_second(&docket.tx, docket.agency.id, &number).await?);
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let on = case.docket.today.max(case.docket.case.last_on);
    case.step(Event::Numbered { on, case_number: number })?;
    case.finish().await
}
