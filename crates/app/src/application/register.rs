//! Give an application its registration number (登记编号).
//!
//! Who: registrar. Precondition: it has been received. Changes: the next number of the series of the year of receipt, which
//! stays after carry-over. Audit: the event with the number. Told: nobody; the receipt is a paper of its own.
//! Not here: the pattern of numbers (`gongkai_domain::number`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::paper::issue::{pattern, render};
use crate::refusal::Refusal;
use chrono::Datelike;
use gongkai_domain::application::{ActionKind, Event, RegistrationCheck};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::number::Series;

/// Registers an application today.
///
/// # Errors
/// [`Refusal::Blocked`] before receipt or when it has a number.
pub async fn register(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
) -> Result<Moved, Refusal> {
    register_with(office, actor, id, seen, Vec::new()).await
}

/// The same, with what was looked at before.
///
/// # Errors
/// As [`register`].
pub async fn register_with(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    checks: Vec<RegistrationCheck>,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::Register)).await?;
    let case = &mut opened;
    async {
        let reasons = case.application.why_not_now(ActionKind::Register, &case.context());
        let Some(received_on) = case.application.received_on.filter(|_| reasons.is_empty()) else {
            return Err(Refusal::Blocked(reasons));
        };
        let pattern = pattern(&case.settings.numbers.registration)?;
        let mut number;
        loop {
            let (year, running) = case.next_number_of(Series::Registration.key(), received_on.year()).await?;
            number = render(&pattern, year, running, None);
            // an agency that begins within a year may have brought numbers along
            if case.tx.application_by_registration(case.row.agency, &number).await?.is_none() {
                break;
            }
        }
        case.step(Event::Registered { number, received_on, on: case.today, checks })
    }
    .await?;
    opened.finish().await
}
