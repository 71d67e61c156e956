//! Begin to look into a request, by the person named.
//!
//! Who: whoever handles requests. Precondition: received. Changes: who handles it. Audit: the event. Told: the person, by the
//! list. Not here: the outcome (`super::decide`).

use super::{Moved, Open, step};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::ids::PersonId;
use gongkai_domain::record_correction::Event;

/// Begins today.
///
/// # Errors
/// [`Refusal::Invalid`] for a person of another agency, [`Refusal::Blocked`].
pub async fn examine(
    office: &Office,
    actor: &Actor,
    reference: &str,
    seen: Option<i64>,
    handler: PersonId,
) -> Result<Moved, Refusal> {
    let mut open = Open::open(office, actor, reference, seen).await?;
    let person = open.docket.tx.person(handler).await?;
    let person = person.filter(|person| person.agency == Some(open.row.agency) && person.is_active);
    let Some(person) = person else {
        return Err(Refusal::invalid("handler", "没有这一承办人，或者该人员已停用"));
    };
    open.row.department = person.department;
    let on = open.docket.today;
    step(&mut open, Event::ExaminationBegun { on, handler })?;
    open.finish().await
}
