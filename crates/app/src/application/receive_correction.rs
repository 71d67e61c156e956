//! Record what became of a correction notice: that it reached the applicant, and the correction that came back on paper.
//!
//! Who: whoever records what comes in. Precondition: a correction was asked for. Changes: the period given begins, or the reply
//! period starts anew. Audit: the event. Told: nobody. Not here: a correction sent in the portal (by the applicant).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::application::{ActionKind, Event};
use gongkai_domain::ids::ApplicationId;

/// Records the day on which the notice reached the applicant; `proof` is a postal number or how it is known.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn record_notice_receipt(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    on: NaiveDate,
    proof: &str,
) -> Result<Moved, Refusal> {
    let permission = permission_of(ActionKind::RecordCorrectionNoticeReceipt);
    let mut opened = OpenCase::open(office, actor, id, seen, permission).await?;
    let case = &mut opened;
    async {
        let proof = case.keep_some(proof).await?;
        case.step(Event::CorrectionNoticeReceived { on, proof })
    }
    .await?;
    opened.finish().await
}

/// Records a correction that came by hand or post.
///
/// # Errors
/// [`Refusal::Invalid`] for an empty one, [`Refusal::Blocked`].
pub async fn receive_correction(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    on: NaiveDate,
    content: &str,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::ReceiveCorrection)).await?;
    let case = &mut opened;
    async {
        let content = case.keep_some(content).await?;
        let content = content.ok_or_else(|| Refusal::invalid("content", "填写补正内容"))?;
        case.step(Event::Corrected { on, content, matters: Vec::new() })
    }
    .await?;
    opened.finish().await
}
