//! Extend the reply period (《条例》第三十三条第二款): the head approves, then the applicant is told in time.
//!
//! Who: the head of the disclosure office approves; the case handler tells. Precondition: before the due date, once, within the
//! cap. Changes: the due date, once the notice is served in time. Audit: the events. Told: who proposed it and the handler by a message,
//! the applicant by the notice.
//! Not here: counting (`gongkai-deadline`), service that is recorded later (`super::serve_notice`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use super::serve::Serving;
use super::serve_notice::served_with;
use crate::actor::Actor;
use crate::office::Office;
use crate::paper::{self, Dossier};
use crate::refusal::Refusal;
use crate::reminder::Notice;
use crate::reminder::tell::{message, to_person};
use chrono::NaiveDate;
use gongkai_deadline::calendar::Calendar;
use gongkai_deadline::units::WorkingDays;
use gongkai_domain::application::{Action, ActionKind, Application, Event, Facts, PaperRef};
use gongkai_domain::ids::{ApplicationId, ContentId, ContentRef, Digest, PaperId, PersonId};
use gongkai_domain::notice::Procedural;
use gongkai_domain::staff::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Approves an extension today, as the head of the disclosure office or acting for the head.
///
/// # Errors
/// [`Refusal::Invalid`] without reasons, [`Refusal::Blocked`].
pub async fn approve_extension(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    by: WorkingDays,
    reasons: &str,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::ApproveExtension)).await?;
    let case = &mut opened;
    async {
        let person = &actor.member()?.person;
        let held = person.roles_on(case.today);
        let approver_is_head = held.iter().any(|held| held.role == Role::HeadOfDisclosureOffice);
        let grounds = case.keep_some(reasons).await?;
        let grounds = grounds.ok_or_else(|| Refusal::invalid("reason", "填写延期理由"))?;
        // who proposed it is told, and who has the case in hand: now the applicant must be told in time
        let proposer = case.application.open_extension_proposal().map(|proposal| proposal.proposer);
        let told: BTreeSet<PersonId> = proposer.into_iter().chain(case.application.handler()).collect();
        let event = Event::ExtensionApproved { on: case.today, by, approver: person.id, grounds };
        case.step(Action { event, facts: Facts { approver_is_head, ..Facts::default() } })?;
        let notice = Notice::ExtensionApproved {
            reference: case.row.reference.clone(),
            number: case.row.registration.clone().unwrap_or_else(|| case.row.reference.clone()),
            on: case.today,
            working_days: by.0,
            by: person.name.clone(),
        };
        for one in told.into_iter().filter(|one| *one != person.id) {
            let payload = case.keep_json(&notice).await?;
            case.send(message(case.row.agency, to_person(one), payload, None, case.at));
        }
        Ok::<_, Refusal>(())
    }
    .await?;
    opened.finish().await
}

/// Writes the notice today. `serving` is what is known of its service already; it counts only once it is served.
///
/// # Errors
/// [`Refusal::Invalid`] with what is missing from the notice, [`Refusal::Blocked`].
pub async fn tell_extension(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    fields: Value,
    serving: Option<Serving>,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::TellExtension)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::TellExtension)?;
        let dossier = Dossier::read(office, &case.row, &case.application).await?;
        let kind = Procedural::ExtensionNotice.into();
        let known = paper::known::known(office, &dossier, kind).await?;
        let fields = known.over(with_reasons(known.usual.clone(), fields));
        let written = paper::issue(case, &dossier, kind, &fields, case.today, None).await?;
        let notice = written.reference.paper;
        let event = Event::ExtensionTold {
            on: case.today,
            paper: written.reference,
            proof: None,
            awaits_service: true,
        };
        case.step(event)?;
        Box::pin(served_with(case, notice, serving)).await
    }
    .await?;
    opened.finish().await
}

/// The fields of the notice as far as the records of the case know them.
///
/// # Errors
/// [`Refusal::Defect`] where no date follows.
pub fn notice_fields(dossier: &Dossier) -> Result<Value, Refusal> {
    let approved = dossier.application.extensions.iter().find(|extension| extension.notice.is_none());
    let Some(approved) = approved else { return Ok(json!({})) };
    let due_on = due_if_told(&dossier.application, &dossier.calendar, dossier.today);
    Ok(json!({
        "working_days": approved.by.0,
        "extended_to": due_on.map(|on| on.to_string()),
        "reasons": dossier.text(approved.grounds),
        "approved_by": dossier.name(approved.approver),
        "approved_on": approved.approved_on.to_string(),
    }))
}

/// The reasons that a clerk wrote go before those of the approval; all else is what the records know.
fn with_reasons(mut known: Value, written: Value) -> Value {
    if let Some(reasons) =
        written.get("reasons").filter(|text| text.as_str().is_some_and(|t| !t.trim().is_empty()))
    {
        known["reasons"] = reasons.clone();
    }
    known
}

/// The due date if the approved extension were told on a day.
fn due_if_told(application: &Application, calendar: &Calendar, on: NaiveDate) -> Option<NaiveDate> {
    application.what_if(&[told(on)], calendar, on).ok()?.due_on()
}

/// The due date if so many working days were approved and told on a day.
pub fn due_if_extended(
    application: &Application,
    calendar: &Calendar,
    on: NaiveDate,
    by: WorkingDays,
) -> Option<NaiveDate> {
    let nothing = ContentRef { id: ContentId(Uuid::nil()), digest: Digest([0; 32]) };
    let approved = Event::ExtensionApproved { on, by, approver: PersonId(Uuid::nil()), grounds: nothing };
    application.what_if(&[approved, told(on)], calendar, on).ok()?.due_on()
}

fn told(on: NaiveDate) -> Event {
    let paper = PaperRef { paper: PaperId(Uuid::nil()), number: None };
    Event::ExtensionTold { on, paper, proof: None, awaits_service: false }
}
