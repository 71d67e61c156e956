//! Take what was given to an applicant over to proactive disclosure (《条例》第四十四条).
//!
//! Who: publishing clerk, reviewer, head of the disclosure office, or the case handler. Precondition: the reply was served and gave
//! information for the matter. Changes: the matter stands in the list of what goes over. Audit: the event with its reason.
//! Told: nobody; the list is the publishing clerk's. Not here: putting it out.

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::{ActionKind, Event, PromotionGround};
use gongkai_domain::ids::ApplicationId;

/// What goes over, and why.
#[derive(Debug, Clone)]
pub struct Promoting {
    /// The matter.
    pub matter: u32,
    /// On what ground.
    pub ground: PromotionGround,
    /// What is to be disclosed, and in which column.
    pub reason: String,
}

/// Marks a matter today.
///
/// # Errors
/// [`Refusal::Invalid`] without words, [`Refusal::Blocked`].
pub async fn promote(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    promoting: Promoting,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::Promote)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::Promote)?;
        let Promoting { matter, ground, reason } = promoting;
        let reason = case.keep_some(&reason).await?;
        let reason = reason.ok_or_else(|| Refusal::invalid("reason", "写明拟公开的内容和栏目"))?;
        case.step(Event::Promoted { on: case.today, matter, ground, reason })
    }
    .await?;
    opened.finish().await
}
