//! Serve the reply and record what became of it.
//!
//! Who: whoever sends papers. Precondition: numbered, sealed where the chain asks, third parties told and waited for; the scan of the
//! stamped paper where it is served online. Changes: the day that counts, with a number of the service series; after a quashed
//! reply, that the decision was obeyed. Audit: the events. Told: the applicant, by the paper; drafter and handler, by a message.
//! Not here: which day counts (`gongkai_domain::application::Service`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use super::keep_scan::{must_have_scan, put_scan};
use super::together::follow;
use crate::actor::Actor;
use crate::challenge::beside::record_redone;
use crate::office::Office;
use crate::paper::issue::{pattern, render};
use crate::refusal::{Fault, Refusal};
use crate::upload::Stored;
use chrono::{Datelike, NaiveDate};
use gongkai_domain::application::{ActionKind, Application, Event, ReturnReason, Service, ServiceMethod};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::number::Series;

/// What proves a service through the portal where nothing else is said: this system is the sender.
pub(crate) const SENT_BY_ITSELF: &str = "由本系统通过申请人查询渠道在线送达，发送时间以系统记录为准";

/// A service.
#[derive(Debug, Clone)]
pub struct Serving {
    /// On which of several applicants, from 1; none for the only one and for the representative of all.
    pub recipient: Option<u32>,
    /// How.
    pub method: ServiceMethod,
    /// Day of posting or sending.
    pub sent_on: Option<NaiveDate>,
    /// Day of signing, or of a refusal before two witnesses.
    pub signed_on: Option<NaiveDate>,
    /// Whether signing was refused before two witnesses.
    pub is_refusal_witnessed: bool,
    /// Postal number, sending log, receipt of service; where signing was refused with the witnesses, see [`witnessed`].
    pub proof: String,
    /// The scan of the stamped paper, which is kept as the version served.
    pub scan: Option<Stored>,
}

/// The proof of a delivery by hand that the recipient would not sign for: the two witnesses by name, two people, before what the
/// receipt of service says of it. Names are kept sealed with the proof.
///
/// # Errors
/// [`Refusal::Invalid`] at the field of each witness who is not named, and of the second where it is the first again.
pub fn witnessed(witnesses: [&str; 2], proof: &str) -> Result<String, Refusal> {
    const FIELDS: [&str; 2] = ["witness.1", "witness.2"];
    let [one, two] = witnesses.map(str::trim);
    let unnamed = FIELDS.into_iter().zip([one, two]).filter(|(_, name)| name.is_empty());
    let mut faults: Vec<Fault> =
        unnamed.map(|(field, _)| Fault::new(field, "填写见证人的姓名；拒绝签收应当有两名见证人")).collect();
    if faults.is_empty() && one == two {
        faults.push(Fault::new(FIELDS[1], "两名见证人应当是不同的人"));
    }
    if faults.is_empty() {
        let proof = proof.trim();
        let rest = if proof.is_empty() { String::new() } else { format!("；{proof}") };
        Ok(format!("拒绝签收，见证人：{one}、{two}{rest}"))
    } else {
        Err(Refusal::Invalid(faults))
    }
}

/// Serves the reply.
///
/// # Errors
/// [`Refusal::Blocked`]; [`Refusal::Invalid`] for a service online without the scan.
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
        let paper = case.application.round().issued.as_ref().map(|issued| issued.paper.paper);
        if let (Some(scan), Some(paper)) = (&serving.scan, paper) {
            put_scan(case, paper, scan).await?;
        }
        let service = service_of(case, &serving).await?;
        case.step(Event::Served { service: service.clone() })?;
        if let Some(paper) = paper {
            must_have_scan(case, paper, serving.method).await?;
        }
        let of = case.application.arrival.applicants();
        follow(case, |other, _| along(&service, of, other)).await?;
        record_redone(case).await
    }
    .await?;
    opened.finish().await
}

/// The service as it is recorded, with the next number of the service series.
pub(super) async fn service_of(case: &OpenCase<'_>, serving: &Serving) -> Result<Service, Refusal> {
    let (year, running) = case.next_number_of(Series::Service.key(), case.today.year()).await?;
    let number = render(&pattern(&case.settings.numbers.service)?, year, running, None);
    let proof = match serving.proof.trim() {
        "" if serving.method == ServiceMethod::Online => SENT_BY_ITSELF,
        proof => proof,
    };
    let proof = case.keep_some(proof).await?;
    Ok(Service {
        method: serving.method,
        number: Some(number),
        sent_on: serving.sent_on,
        signed_on: serving.signed_on,
        is_refusal_witnessed: serving.is_refusal_witnessed,
        proof,
        recipient: serving.recipient,
    })
}

/// The same service for an application that is answered together: of as many applicants it goes to the same one, otherwise the
/// one service is enough for those of the other application who have none yet.
fn along(service: &Service, of: u32, other: &Application) -> Option<Event> {
    if other.arrival.applicants() == of {
        return Some(Event::Served { service: service.clone() });
    }
    let round = other.round();
    let needs = !round.left().is_empty() || round.is_undelivered();
    needs.then(|| Event::Served { service: Service { recipient: None, ..service.clone() } })
}

/// On whom a service of an application that is answered together was: as [`along`].
fn recipient_along(recipient: Option<u32>, of: u32, other: &Application) -> Option<u32> {
    recipient.filter(|_| other.arrival.applicants() == of)
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
    (recipient, on): (Option<u32>, NaiveDate),
    proof: &str,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::RecordServiceReceipt)).await?;
    let case = &mut opened;
    async {
        let proof = case.keep_some(proof).await?;
        case.step(Event::ServiceSigned { on, recipient, proof })?;
        let of = case.application.arrival.applicants();
        follow(case, |other, _| {
            let recipient = recipient_along(recipient, of, other);
            other.open_services().next().is_some().then_some(Event::ServiceSigned { on, recipient, proof })
        })
        .await
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
    (recipient, on): (Option<u32>, NaiveDate),
    reason: ReturnReason,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::RecordServiceReturn)).await?;
    let case = &mut opened;
    async {
        case.step(Event::ServiceReturned { on, recipient, reason })?;
        let of = case.application.arrival.applicants();
        follow(case, |other, _| {
            let recipient = recipient_along(recipient, of, other);
            other.open_services().next().is_some().then_some(Event::ServiceReturned { on, recipient, reason })
        })
        .await
    }
    .await?;
    opened.finish().await
}
