//! Sign a step of the chain, or send the draft back with its reason.
//!
//! Who: whoever the step is for, never the drafter. Precondition: it is the step's turn, and the draft is the present one.
//! Changes: one more signature; after the last the reply can be numbered. Audit: the event. Told: of a draft that is sent back
//! its drafter and the handler, by a message, of a unit that co-signed and of the sign-off as well.
//! Not here: who may not sign after whom (`gongkai_domain::approval`), for which unit somebody co-signs (`crate::query::case`).

use super::case::{Moved, OpenCase};
use super::together::follow;
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use crate::reminder::Notice;
use crate::reminder::tell::{message, to_person};
use gongkai_domain::application::Event;
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::{ApplicationId, DepartmentId};
use std::collections::BTreeSet;

/// Which step of which draft.
#[derive(Debug, Clone, Copy)]
pub struct Signing {
    /// The draft.
    pub draft: u32,
    /// The step.
    pub step: SignOffStep,
    /// For which unit, when co-signing.
    pub department: Option<DepartmentId>,
}

/// Signs a step today.
///
/// # Errors
/// [`Refusal::Denied`] for another role, [`Refusal::Blocked`] for the drafter and out of turn.
pub async fn sign(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    signing: Signing,
    opinion: &str,
) -> Result<Moved, Refusal> {
    let signer = actor.member()?.person.id;
    let mut opened =
        OpenCase::open_to_sign(office, actor, id, seen, signing.step, signing.department).await?;
    let case = &mut opened;
    async {
        let opinion = case.keep_some(opinion).await?;
        let Signing { draft, step, department } = signing;
        let on = case.today;
        case.step(Event::StepSigned { on, draft, step, signer, department, opinion })?;
        follow(case, |_, draft| Some(Event::StepSigned { on, draft, step, signer, department, opinion }))
            .await
    }
    .await?;
    opened.finish().await
}

/// Sends the draft back.
///
/// # Errors
/// [`Refusal::Invalid`] without a reason, [`Refusal::Denied`], [`Refusal::Blocked`].
pub async fn return_draft(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    signing: Signing,
    reason: &str,
) -> Result<Moved, Refusal> {
    let by = actor.member()?.person.id;
    let mut opened =
        OpenCase::open_to_sign(office, actor, id, seen, signing.step, signing.department).await?;
    let case = &mut opened;
    async {
        let reason = case.keep_some(reason).await?;
        let reason = reason.ok_or_else(|| Refusal::invalid("words", "退回修改的，必须写明理由"))?;
        let Signing { draft, step, .. } = signing;
        let on = case.today;
        let drafter = case.application.draft().map(|draft| draft.drafter);
        case.step(Event::DraftReturned { on, draft, step, by, reason })?;
        follow(case, |_, draft| Some(Event::DraftReturned { on, draft, step, by, reason })).await?;
        let told: BTreeSet<_> = drafter.into_iter().chain(case.application.handler()).collect();
        let notice = Notice::Returned {
            reference: case.row.reference.clone(),
            number: case.row.registration.clone().unwrap_or_else(|| case.row.reference.clone()),
            on,
            step: step.label().to_owned(),
            by: actor.member()?.person.name.clone(),
        };
        for person in told.into_iter().filter(|person| *person != by) {
            let payload = case.keep_json(&notice).await?;
            case.send(message(case.row.agency, to_person(person), payload, None, case.at));
        }
        Ok::<_, Refusal>(())
    }
    .await?;
    opened.finish().await
}
