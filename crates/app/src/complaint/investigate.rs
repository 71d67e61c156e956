//! Begin to look into a complaint, by the person named.
//!
//! Who: whoever handles complaints in the authority. Precondition: received, and about another agency (《条例》第四十七条).
//! Changes: who handles it. Audit: the event. Told: the person, by the list. Not here: what is found (`super::record_finding`).

use super::{Moved, Open, step};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::complaint::Event;
use gongkai_domain::ids::PersonId;

/// Begins today.
///
/// # Errors
/// [`Refusal::Invalid`] for a person of another agency, [`Refusal::Blocked`].
pub async fn investigate(
    office: &Office,
    actor: &Actor,
    reference: &str,
    seen: Option<i64>,
    handler: PersonId,
) -> Result<Moved, Refusal> {
    let mut open = Open::open(office, actor, reference, seen).await?;
    let person = open.docket.tx.person(handler).await?;
    if person.is_none_or(|person| person.agency != Some(open.row.agency) || !person.is_active) {
        return Err(Refusal::invalid("handler", "没有这一承办人，或者该人员已停用"));
    }
    let on = open.docket.today;
    step(&mut open, Event::InvestigationBegun { on, handler })?;
    open.finish().await
}
