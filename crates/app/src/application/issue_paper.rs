//! Write a paper that moves nothing: the receipt of registration, the notice that opinions are sought, the confirmation of a
//! withdrawal, the handling sheet.
//!
//! Who: case handler. Precondition: the paper belongs to no step of its own. Changes: a paper on file. Audit: the event. Told:
//! whom the paper is for. Not here: papers of a step (the verb of the step).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::paper::{self, Dossier};
use crate::refusal::Refusal;
use gongkai_domain::application::{ActionKind, Event};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::Procedural;
use serde_json::Value;

/// The papers that may be written by themselves.
pub const ALONE: &[Procedural] = &[
    Procedural::RegistrationReceipt,
    Procedural::RegistrationRecord,
    Procedural::ConsultationNoticeToApplicant,
    Procedural::WithdrawalConfirmation,
    Procedural::HandlingSheet,
    Procedural::ServiceProof,
];

/// Writes a paper today.
///
/// # Errors
/// [`Refusal::Invalid`] with what is missing from it, [`Refusal::Blocked`].
pub async fn issue_paper(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    kind: Procedural,
    fields: Value,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::IssuePaper)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::IssuePaper)?;
        let dossier = Dossier::read(office, &case.row, &case.application).await?;
        let fields = paper::known::known(office, &dossier, kind.into()).await?.over(fields);
        let written = paper::issue(case, &dossier, kind.into(), &fields, case.today, None).await?;
        case.step(Event::PaperIssued { on: case.today, kind, paper: written.reference })
    }
    .await?;
    opened.finish().await
}
