//! Close a case by a signed internal statement (结案说明), without a notice.
//!
//! Who: leader in charge, or principal. Precondition: the agency's settings allow it, the ground is one that needs no reply, and
//! no quashed reply is to be given anew.
//! Changes: the case ends and counts under the ground. Audit: the event. Told: nobody.
//! Not here: the notice of the same ground (`super::draft_reply`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::{ActionKind, Event};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::Reply;

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
    statement: &str,
) -> Result<Moved, Refusal> {
    let signer = actor.member()?.person.id;
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::CloseInternally)).await?;
    let case = &mut opened;
    async {
        let statement = case.keep_some(statement).await?;
        let statement = statement.ok_or_else(|| Refusal::invalid("statement", "填写结案说明"))?;
        case.step(Event::ClosedInternally { on: case.today, ground, statement, signer })
    }
    .await?;
    opened.finish().await
}
