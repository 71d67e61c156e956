//! Hold a case to be weighty (重大疑难), or no longer so: the reply of a weighty case is signed off by the principal.
//!
//! Who: head of the disclosure office, leader in charge; who takes the mark away while a draft is on its way is the principal, and
//! who took it away does not sign the reply off. Precondition: registered, and the reply not signed off. Changes: whose
//! signature the last step asks for. Audit: the event with its reason. Told: the principal, by the queue.
//! Not here: the other steps of the chain (`gongkai_domain::approval`).

use super::act::permission_to_weigh;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::Event;
use gongkai_domain::ids::ApplicationId;

/// Marks the case today, or takes the mark away.
///
/// # Errors
/// [`Refusal::Invalid`] without a reason, [`Refusal::Blocked`].
pub async fn weigh(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    is_weighty: bool,
    reason: &str,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open_as(office, actor, id, seen, permission_to_weigh).await?;
    let case = &mut opened;
    async {
        let reason = case.keep_some(reason).await?;
        let reason = reason.ok_or_else(|| Refusal::invalid("reason", "写明认定或者取消认定的理由"))?;
        case.step(Event::Weighed { on: case.today, is_weighty, reason })
    }
    .await?;
    opened.finish().await
}
