//! Cancel the answer to a complaint that was written wrongly (答复作废).
//!
//! Who: whoever handles complaints in the authority. Precondition: written, and never served. Changes: the complaint is to be answered
//! anew; the cancelled answer stays on file with the reason. Audit: the event. Told: nobody. Not here: writing another
//! (`super::answer`).

use super::{Moved, Open, step};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::complaint::Event;

/// Cancels the answer today.
///
/// # Errors
/// [`Refusal::Invalid`] without a reason, [`Refusal::Blocked`].
pub async fn void_answer(
    office: &Office,
    actor: &Actor,
    reference: &str,
    seen: Option<i64>,
    reason: &str,
) -> Result<Moved, Refusal> {
    let mut open = Open::open(office, actor, reference, seen).await?;
    let reason = open.docket.keep_given("reason", reason, "写明作废的理由").await?;
    let on = open.docket.today;
    step(&mut open, Event::AnswerVoided { on, reason })?;
    open.finish().await
}
