//! Ask why somebody applies so often, and what follows (《条例》第三十五条).
//!
//! Who: disclosure office. Precondition: registered, asked once. Changes: nothing in the period until a delayed date is fixed and
//! told. Audit: the events. Told: the applicant, by the notices. Not here: the reply of that ground (`super::draft_reply`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use super::serve::Serving;
use super::serve_notice::served_with;
use crate::actor::Actor;
use crate::office::Office;
use crate::paper::{self, Dossier};
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::application::{ActionKind, Event};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::Procedural;
use serde_json::Value;

fn day(fields: &Value, name: &'static str) -> Result<NaiveDate, Refusal> {
    let text = fields.get(name).and_then(Value::as_str).unwrap_or_default();
    text.parse().map_err(|_| Refusal::invalid(name, "填写日期"))
}

/// Asks for reasons today; `fields` are those of the notice, `serving` what is known of its service already.
///
/// # Errors
/// [`Refusal::Invalid`] with what is missing from the notice, [`Refusal::Blocked`].
pub async fn request_reasons(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    fields: Value,
    serving: Option<Serving>,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::RequestReasons)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::RequestReasons)?;
        let dossier = Dossier::read(office, &case.row, &case.application).await?;
        let kind = Procedural::ReasonsRequest.into();
        let written = paper::issue(case, &dossier, kind, &fields, case.today, None).await?;
        let notice = written.reference.paper;
        let count = fields.get("count").and_then(Value::as_u64).unwrap_or(0);
        case.step(Event::ReasonsRequested {
            on: case.today,
            applications: u32::try_from(count).unwrap_or(u32::MAX),
            since: day(&fields, "from")?,
            until: day(&fields, "until")?,
            answer_by: day(&fields, "respond_by")?,
            paper: written.reference,
            awaits_service: true,
        })?;
        Box::pin(served_with(case, notice, serving)).await
    }
    .await?;
    opened.finish().await
}

/// Records the reasons that came.
///
/// # Errors
/// [`Refusal::Invalid`] for an empty text, [`Refusal::Blocked`].
pub async fn receive_reasons(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    on: NaiveDate,
    content: &str,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::ReceiveReasons)).await?;
    let case = &mut opened;
    async {
        let content = case.keep_some(content).await?;
        let content = content.ok_or_else(|| Refusal::invalid("content", "填写申请人说明的理由"))?;
        case.step(Event::ReasonsGiven { on, content })
    }
    .await?;
    opened.finish().await
}

/// Judges the reasons, or their absence.
///
/// # Errors
/// [`Refusal::Invalid`] without grounds, [`Refusal::Blocked`].
pub async fn judge_reasons(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    is_reasonable: bool,
    grounds: &str,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::JudgeReasons)).await?;
    let case = &mut opened;
    async {
        let grounds = case.keep_some(grounds).await?;
        let grounds = grounds.ok_or_else(|| Refusal::invalid("grounds", "写明认定的依据"))?;
        case.step(Event::ReasonsJudged { on: case.today, is_reasonable, grounds })
    }
    .await?;
    opened.finish().await
}

/// Fixes a delayed date today; `fields` are those of the notice, `serving` what is known of its service already. The date counts
/// only once the notice is served in time.
///
/// # Errors
/// [`Refusal::Invalid`] with what is missing from the notice, [`Refusal::Blocked`].
pub async fn fix_delay(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    fields: Value,
    serving: Option<Serving>,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::FixDelay)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::FixDelay)?;
        let dossier = Dossier::read(office, &case.row, &case.application).await?;
        let kind = Procedural::DelayedReplyNotice.into();
        let written = paper::issue(case, &dossier, kind, &fields, case.today, None).await?;
        let until = day(&fields, "delayed_to")?;
        let notice = written.reference.paper;
        case.step(Event::DelayFixed {
            on: case.today,
            until,
            paper: written.reference,
            awaits_service: true,
        })?;
        Box::pin(served_with(case, notice, serving)).await
    }
    .await?;
    opened.finish().await
}
