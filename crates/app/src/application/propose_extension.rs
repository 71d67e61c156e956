//! Propose an extension of the reply period (拟延期意见), and the head's answer where it is no.
//!
//! Who: the case handler proposes; the head of the disclosure office declines. Precondition: before the due date, none approved or
//! proposed before. Changes: nothing of the period; the proposal waits for the head. Audit: the events. Told: the head by a message and
//! the queue; of a no the proposer and the handler, by a message.
//! Not here: the head's yes and the notice (`super::extend`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use crate::reminder::Notice;
use crate::reminder::tell::{message, to_person, to_role};
use gongkai_deadline::units::WorkingDays;
use gongkai_domain::application::{Action, ActionKind, Event, Facts};
use gongkai_domain::ids::{ApplicationId, PersonId};
use gongkai_domain::staff::Role;
use std::collections::BTreeSet;

/// Proposes an extension today.
///
/// # Errors
/// [`Refusal::Invalid`] without reasons, [`Refusal::Blocked`].
pub async fn propose_extension(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    by: WorkingDays,
    reasons: &str,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::ProposeExtension)).await?;
    let case = &mut opened;
    async {
        let person = &actor.member()?.person;
        let grounds = case.keep_some(reasons).await?;
        let grounds = grounds.ok_or_else(|| Refusal::invalid("reason", "填写提请延期的理由"))?;
        let on = case.today;
        case.step(Event::ExtensionProposed { on, by, proposer: person.id, grounds })?;
        let notice = Notice::ExtensionProposed {
            reference: case.row.reference.clone(),
            number: case.row.registration.clone().unwrap_or_else(|| case.row.reference.clone()),
            on,
            working_days: by.0,
            by: person.name.clone(),
        };
        let payload = case.keep_json(&notice).await?;
        let to = to_role(Role::HeadOfDisclosureOffice);
        case.send(message(case.row.agency, to, payload, None, case.at));
        Ok::<_, Refusal>(())
    }
    .await?;
    opened.finish().await
}

/// Does not agree to the proposed extension, as the head of the disclosure office or acting for the head.
///
/// # Errors
/// [`Refusal::Invalid`] without a reason, [`Refusal::Blocked`].
pub async fn decline_extension(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    reason: &str,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::DeclineExtension)).await?;
    let case = &mut opened;
    async {
        let person = &actor.member()?.person;
        let held = person.roles_on(case.today);
        let approver_is_head = held.iter().any(|held| held.role == Role::HeadOfDisclosureOffice);
        let reason = case.keep_some(reason).await?;
        let reason = reason.ok_or_else(|| Refusal::invalid("reason", "写明不同意延期的理由"))?;
        let on = case.today;
        let proposer = case.application.open_extension_proposal().map(|proposal| proposal.proposer);
        let event = Event::ExtensionDeclined { on, decider: person.id, reason };
        case.step(Action { event, facts: Facts { approver_is_head, ..Facts::default() } })?;
        let notice = Notice::ExtensionDeclined {
            reference: case.row.reference.clone(),
            number: case.row.registration.clone().unwrap_or_else(|| case.row.reference.clone()),
            on,
            by: person.name.clone(),
        };
        let told: BTreeSet<PersonId> = proposer.into_iter().chain(case.application.handler()).collect();
        for one in told.into_iter().filter(|one| *one != person.id) {
            let payload = case.keep_json(&notice).await?;
            case.send(message(case.row.agency, to_person(one), payload, None, case.at));
        }
        Ok::<_, Refusal>(())
    }
    .await?;
    opened.finish().await
}
