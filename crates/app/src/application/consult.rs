//! Ask a third party or another agency for its opinion (《条例》第三十二条、第三十四条).
//!
//! Who: case handler or disclosure office. Precondition: registered, no draft on its way. Changes: the letter with its number, the reply slip;
//! counting stops after the day of sending. Audit: the event. Told: the party, by the letter, without applicant and purpose.
//! Not here: what came back (`super::record_opinion`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use super::together::separate;
use crate::actor::Actor;
use crate::office::Office;
use crate::paper::{self, Dossier};
use crate::refusal::Refusal;
use gongkai_deadline::timeline::Consulted;
use gongkai_deadline::units::WorkingDays;
use gongkai_domain::application::{ActionKind, Event};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::Procedural;
use serde_json::{Value, json};

/// The letter by which a party is asked.
pub fn letter_of(with: Consulted) -> Procedural {
    match with {
        Consulted::ThirdParty => Procedural::ThirdPartyConsultation,
        Consulted::CoMaker => Procedural::CoMakerConsultation,
        Consulted::OtherAgency => Procedural::AssistanceRequest,
    }
}

/// Whom a letter asks, and about what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consulting {
    /// Whom.
    pub with: Consulted,
    /// The matters that concern the party; none for all.
    pub matters: Vec<u32>,
    /// The letter to the same party that came back and for which this one is sent.
    pub instead_of: Option<u32>,
}

impl Consulting {
    /// A first letter about the application as a whole.
    pub fn of(with: Consulted) -> Self {
        Self { with, matters: Vec::new(), instead_of: None }
    }
}

/// Sends the letter today; `fields` are those of the letter.
/// A third party is asked of matters that are named, where there are several: each is decided by itself.
///
/// # Errors
/// [`Refusal::Invalid`] with what is missing from the letter, [`Refusal::Blocked`].
pub async fn consult(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    consulting: Consulting,
    fields: Value,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::SendConsultation)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::SendConsultation)?;
        let Consulting { with, matters, instead_of } = consulting;
        let is_several = case.application.matters.len() > 1;
        if with == Consulted::ThirdParty && is_several && matters.is_empty() {
            return Err(Refusal::invalid("matters", "勾选与该第三方有关的申请内容"));
        }
        let dossier = Dossier::read(office, &case.row, &case.application).await?;
        let written = paper::issue(case, &dossier, letter_of(with).into(), &fields, case.today, None).await?;
        let name =
            ["third_party", "agency"].iter().find_map(|field| fields.get(*field)).and_then(Value::as_str);
        if with == Consulted::ThirdParty {
            // the slip on which the party answers goes with the letter and lies in the file beside it
            let slip = json!({
                "third_party": fields.get("third_party"),
                "letter_number": written.reference.number,
                "information": fields.get("information"),
            });
            paper::issue(case, &dossier, Procedural::ThirdPartyReplySlip.into(), &slip, case.today, None)
                .await?;
        }
        let addressee = case.keep(name.unwrap_or_default()).await?;
        let number = case.application.consultations.iter().map(|one| one.id).max().unwrap_or(0) + 1;
        // the letter sets the period; without one it is that of the agency's settings
        let written_days = fields.get("working_days").and_then(Value::as_u64);
        let written_days = written_days.and_then(|days| u32::try_from(days).ok()).map(WorkingDays);
        let within = (with == Consulted::OtherAgency)
            .then(|| written_days.unwrap_or(case.settings.periods.agency_consultation));
        case.step(Event::ConsultationSent {
            id: number,
            with,
            on: case.today,
            addressee,
            within,
            paper: written.reference,
            matters: if is_several { matters } else { Vec::new() },
            instead_of,
        })?;
        separate(case).await
    }
    .await?;
    opened.finish().await
}
