//! Record what became of a consultation: that the letter arrived or came back, the opinion, and that a party was told of the
//! release.
//!
//! Who: whoever records what comes in. Precondition: the letter was sent; a party is told
//! once the reply that releases is signed off; a letter comes back only while neither its receipt nor an opinion is recorded.
//! Changes: the limit of the opinion begins, or counting resumes on the next working day. Audit: the event. Told: the handler, by a message;
//! the third party, where it objected and the release was decided.
//! Not here: the letter (`super::consult`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::paper::issue::Basis;
use crate::paper::{self, Dossier};
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::application::{ActionKind, Event, Opinion};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::Procedural;
use serde_json::Value;

/// Records the day on which the letter reached the party.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn record_addressee_receipt(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    consultation: u32,
    on: NaiveDate,
    proof: &str,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::RecordAddresseeReceipt)).await?;
    let case = &mut opened;
    async {
        let proof = case.keep_some(proof).await?;
        case.step(Event::AddresseeReceived { id: consultation, on, proof })
    }
    .await?;
    opened.finish().await
}

/// An opinion that arrived.
#[derive(Debug, Clone)]
pub struct Opined {
    /// To which consultation.
    pub consultation: u32,
    /// The day of arrival.
    pub on: NaiveDate,
    /// What it says.
    pub opinion: Opinion,
    /// The grounds.
    pub grounds: String,
}

/// Records an opinion.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn record_opinion(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    opined: Opined,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::ReceiveOpinion)).await?;
    let case = &mut opened;
    async {
        let grounds = case.keep_some(&opined.grounds).await?;
        let Opined { consultation, on, opinion, .. } = opined;
        case.step(Event::OpinionReceived { id: consultation, on, opinion, grounds })
    }
    .await?;
    opened.finish().await
}

/// Records that a letter came back: the post could not deliver it, or the party cannot be found. The party was not heard: it is
/// asked again, or the reply says why it could not be.
///
/// # Errors
/// [`Refusal::Invalid`] without a reason, [`Refusal::Blocked`].
pub async fn record_consultation_return(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    consultation: u32,
    on: NaiveDate,
    reason: &str,
) -> Result<Moved, Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal::invalid("reason", "填写退回的原因"));
    }
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::RecordConsultationReturn)).await?;
    let case = &mut opened;
    async {
        let reason = case.keep(reason.trim()).await?;
        case.step(Event::ConsultationReturned { id: consultation, on, reason })
    }
    .await?;
    opened.finish().await
}

/// Writes to a third party that objected what will be released and why (《条例》第三十二条). The wait before the release begins
/// with the service of this notice, which is recorded by itself.
///
/// # Errors
/// [`Refusal::Invalid`] with what is missing from the notice, [`Refusal::Blocked`].
pub async fn tell_third_party(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    consultation: u32,
    fields: Value,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::TellThirdParty)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::TellThirdParty)?;
        let dossier = Dossier::read(office, &case.row, &case.application).await?;
        let kind = Procedural::ThirdPartyDisclosureNotice.into();
        let basis = Some(Basis::of_consultation(consultation));
        let written = paper::issue(case, &dossier, kind, &fields, case.today, basis).await?;
        let said = ["public_interest", "unfounded"].iter().filter_map(|name| fields.get(*name)?.as_str());
        let said = said.map(str::trim).find(|text| !text.is_empty()).unwrap_or_default();
        let grounds = case.keep(said).await?;
        case.step(Event::ThirdPartyTold {
            id: consultation,
            on: case.today,
            grounds,
            paper: written.reference,
            awaits_service: true,
        })
    }
    .await?;
    opened.finish().await
}
