//! Serve the answer to a complaint, and record what became of it.
//!
//! Who: whoever handles complaints in the authority. Precondition: the answer is written and not served. Changes: the day that
//! counts, with a number of the service series; one that came back is to be served again. Audit: the events. Told: the
//! complainant; from then on the page of the complaint shows the answer. Not here: writing it (`super::answer`).

use super::{Moved, Open, step};
use crate::actor::Actor;
use crate::application::serve::Serving;
use crate::docket::delivery;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::application::ReturnReason;
use gongkai_domain::complaint::Event;

/// Serves the answer.
///
/// # Errors
/// [`Refusal::Invalid`] for a day that is missing, [`Refusal::Blocked`].
pub async fn serve(
    office: &Office,
    actor: &Actor,
    reference: &str,
    seen: Option<i64>,
    serving: Serving,
) -> Result<Moved, Refusal> {
    let mut open = Open::open(office, actor, reference, seen).await?;
    let (on, service) = delivery::service(&open.docket, &serving).await?;
    crate::docket::unless("complaint", &open.docket.case.why_not_serve(&service))?;
    step(&mut open, Event::Served { on, service })?;
    open.finish().await
}

/// Records that the answer was signed for.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn record_receipt(
    office: &Office,
    actor: &Actor,
    reference: &str,
    seen: Option<i64>,
    on: NaiveDate,
    proof: &str,
) -> Result<Moved, Refusal> {
    let mut open = Open::open(office, actor, reference, seen).await?;
    let proof = open.docket.keep_some(proof).await?;
    step(&mut open, Event::ServiceSigned { on, proof })?;
    open.finish().await
}

/// Records that the post brought the answer back.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn record_return(
    office: &Office,
    actor: &Actor,
    reference: &str,
    seen: Option<i64>,
    on: NaiveDate,
    reason: ReturnReason,
) -> Result<Moved, Refusal> {
    let mut open = Open::open(office, actor, reference, seen).await?;
    step(&mut open, Event::ServiceReturned { on, reason })?;
    open.finish().await
}
