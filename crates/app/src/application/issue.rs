//! Give the signed reply its number and date, and set the seal.
//!
//! Who: whoever numbers, whoever keeps the seal. Precondition: the last step is signed. Changes: the paper with the next number
//! of the series, its text final. Audit: the events. Told: nobody yet. Not here: sending it (`super::serve`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use super::draft_reply::{DraftText, earlier_reply};
use crate::actor::Actor;
use crate::office::Office;
use crate::paper::{self, Dossier};
use crate::refusal::Refusal;
use gongkai_domain::application::{ActionKind, Event};
use gongkai_domain::ids::ApplicationId;

/// Numbers the reply; it bears the date of today.
///
/// # Errors
/// [`Refusal::Blocked`] before sign-off; [`Refusal::Invalid`] where the paper would lack something as of today.
pub async fn issue(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::Issue)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::Issue)?;
        let draft = case.application.draft().ok_or(Refusal::NotFound)?;
        let (number, reply) = (draft.number, draft.reply);
        let text = case.text(draft.body).await?;
        let text: DraftText =
            serde_json::from_str(&text).map_err(|e| Refusal::Defect(format!("draft: {e}")))?;
        let dossier = Dossier::read(office, &case.row, &case.application).await?;
        let earlier = earlier_reply(office, &dossier, &text.drafting).await?;
        let written =
            paper::issue(case, &dossier, reply.into(), &text.drafting.fields, case.today, earlier).await?;
        case.step(Event::Issued { on: case.today, draft: number, paper: written.reference })
    }
    .await?;
    opened.finish().await
}

/// Records that the seal was set.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn seal(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
) -> Result<Moved, Refusal> {
    let by = actor.member()?.person.id;
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::Seal)).await?;
    let case = &mut opened;
    async { case.step(Event::Sealed { on: case.today, by }) }.await?;
    opened.finish().await
}
