//! Give the signed reply its number and date, and set the seal.
//!
//! Who: whoever numbers, whoever keeps the seal. Precondition: the last step is signed. Changes: the paper with the next number
//! of the series, its text final. Audit: the events. Told: drafter and handler, by a message. Not here:
//! sending it (`super::serve`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use super::drafting::DraftText;
use super::together::follow;
use super::weigh_draft::earlier_reply;
use crate::actor::Actor;
use crate::office::Office;
use crate::paper::issue::Basis;
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
        let number = draft.number;
        let text = case.text(draft.body).await?;
        let text: DraftText =
            serde_json::from_str(&text).map_err(|e| Refusal::Defect(format!("draft: {e}")))?;
        let dossier = Dossier::read(office, &case.row, &case.application).await?;
        let earlier = earlier_reply(office, &dossier, &text.drafting).await?;
        // the paper of several applications may be another one than that of this application's own row
        let kind = text.paper.kind;
        let basis = Some(Basis::of_reply(&dossier, &text.drafting, earlier).as_written(&text));
        let written = paper::issue(case, &dossier, kind, &text.drafting.fields, case.today, basis).await?;
        let (on, paper) = (case.today, written.reference);
        case.step(Event::Issued { on, draft: number, paper: paper.clone() })?;
        follow(case, |_, draft| Some(Event::Issued { on, draft, paper: paper.clone() })).await
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
    async {
        let on = case.today;
        case.step(Event::Sealed { on, by })?;
        follow(case, |_, _| Some(Event::Sealed { on, by })).await
    }
    .await?;
    opened.finish().await
}
