//! Close a case by a signed internal statement (结案说明), without a notice.
//!
//! Who: leader in charge, or principal. Precondition: the agency's settings allow it, the ground is one that needs no reply, and
//! no quashed reply is to be given anew.
//! Changes: the case ends and counts under the ground. Audit: the event. Told: nobody.
//! Not here: the notice of the same ground (`super::draft_reply`).

use super::act::permission_of;
use super::case::{Moved, OpenCase, fold, stream_of};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::{Action, ActionKind, ClosingCause, Event, Facts};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::Reply;
use gongkai_storage::ApplicationRow;

/// Why a case ends as 其他, as a clerk says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The applicant died or was dissolved, and nobody follows.
    ApplicantCeased,
    /// The same application came twice; the other is dealt with under this registration number.
    SubmittedTwice(String),
}

/// The other copy of an application, and whether it can stand for this one; it cannot where it is answered together with it.
pub(super) async fn twin(
    office: &Office,
    own: &ApplicationRow,
    beside: &[ApplicationId],
    number: &str,
) -> Result<(ClosingCause, bool), Refusal> {
    let unknown = || Refusal::invalid("twin", "没有这一登记编号的申请");
    let found = office.storage.application_by_typed_number(own.agency, number).await?.ok_or_else(unknown)?;
    let other = fold(&office.storage.events_of(&stream_of(found.id)).await?)?;
    let is_copy_too = matches!(other.closing_cause(), Some(ClosingCause::SubmittedTwice { .. }));
    let is_same = own.applicant_key.is_some() && found.applicant_key == own.applicant_key;
    let is_itself = found.id == own.id || beside.contains(&found.id);
    let is_fit = is_same && !is_copy_too && !is_itself;
    let number = found.registration.unwrap_or_else(|| number.trim().to_owned());
    Ok((ClosingCause::SubmittedTwice { twin: found.id, number }, is_fit))
}

/// Closes a case today, signed by whoever is signed in.
///
/// # Errors
/// [`Refusal::Invalid`] without a statement, [`Refusal::Blocked`].
pub async fn close_internally(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    ground: Reply,
    cause: Option<Cause>,
    statement: &str,
) -> Result<Moved, Refusal> {
    let signer = actor.member()?.person.id;
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::CloseInternally)).await?;
    let case = &mut opened;
    async {
        let statement = case.keep_some(statement).await?;
        let statement = statement.ok_or_else(|| Refusal::invalid("statement", "填写结案说明"))?;
        let (cause, twin_is_of_same_applicant) = match cause {
            Some(Cause::SubmittedTwice(number)) => {
                let (cause, is_fit) = Box::pin(twin(office, &case.row, &[], &number)).await?;
                (Some(cause), is_fit)
            }
            Some(Cause::ApplicantCeased) => (Some(ClosingCause::ApplicantCeased), false),
            None => (None, false),
        };
        let event = Event::ClosedInternally { on: case.today, ground, cause, statement, signer };
        case.step(Action { event, facts: Facts { twin_is_of_same_applicant, ..Facts::default() } })
    }
    .await?;
    opened.finish().await
}
