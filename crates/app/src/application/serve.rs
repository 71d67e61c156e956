//! Serve the reply and record what became of it.
//!
//! Who: whoever sends papers. Precondition: numbered, sealed where the chain asks, third parties told and waited for. Changes:
//! the day that counts, with a number of the service series; after a quashed reply, that the decision was obeyed. Audit: the events. Told: the applicant, by the paper.
//! Not here: which day counts (`gongkai_domain::application::Service`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use super::keep_scan::put_scan;
use super::together::follow;
use crate::actor::Actor;
use crate::challenge::beside::record_redone;
use crate::office::Office;
use crate::paper::issue::{pattern, render};
use crate::refusal::Refusal;
use crate::upload::Stored;
use chrono::{Datelike, NaiveDate};
use gongkai_domain::application::{ActionKind, Event, ReturnReason, Service, ServiceMethod};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::number::Series;

/// A service.
#[derive(Debug, Clone)]
pub struct Serving {
    /// How.
    pub method: ServiceMethod,
    /// Day of posting or sending.
    pub sent_on: Option<NaiveDate>,
    /// Day of signing, or of a refusal before two witnesses.
    pub signed_on: Option<NaiveDate>,
    /// Whether signing was refused before two witnesses.
    pub is_refusal_witnessed: bool,
    /// Postal number, sending log, witnesses.
    pub proof: String,
    /// The scan of the stamped paper, which is kept as the version served.
    pub scan: Option<Stored>,
}

/// Serves the reply.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn serve(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    serving: Serving,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::Serve)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::Serve)?;
        let (year, running) = case.next_number_of(Series::Service.key(), case.today.year()).await?;
        let number = render(&pattern(&case.settings.numbers.service)?, year, running, None);
        let proof = case.keep_some(&serving.proof).await?;
        let Serving { method, sent_on, signed_on, is_refusal_witnessed, scan, .. } = serving;
        let paper = case.application.round().issued.as_ref().map(|issued| issued.paper.paper);
        if let (Some(scan), Some(paper)) = (scan, paper) {
            put_scan(case, paper, &scan).await?;
        }
        let service =
            Service { method, number: Some(number), sent_on, signed_on, is_refusal_witnessed, proof };
        case.step(Event::Served { service: service.clone() })?;
        follow(case, |_, _| Some(Event::Served { service: service.clone() })).await?;
        record_redone(case).await
    }
    .await?;
    opened.finish().await
}

/// Records that a posted or sent paper was signed for; remedies run from this day.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn record_service_receipt(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    on: NaiveDate,
    proof: &str,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::RecordServiceReceipt)).await?;
    let case = &mut opened;
    async {
        let proof = case.keep_some(proof).await?;
        case.step(Event::ServiceSigned { on, proof })?;
        follow(case, |_, _| Some(Event::ServiceSigned { on, proof })).await
    }
    .await?;
    opened.finish().await
}

/// Records that the post brought it back.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn record_service_return(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    on: NaiveDate,
    reason: ReturnReason,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::RecordServiceReturn)).await?;
    let case = &mut opened;
    async {
        case.step(Event::ServiceReturned { on, reason })?;
        follow(case, |_, _| Some(Event::ServiceReturned { on, reason })).await
    }
    .await?;
    opened.finish().await
}
