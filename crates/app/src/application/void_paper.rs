//! Cancel a numbered paper (作废): its number stays in the register and is never used again.
//!
//! Who: disclosure office. Precondition: the paper is on file and was not served. Changes: the paper is marked; a numbered reply
//! goes back to be numbered anew; a correction, a fee or an opinion that it asked for is asked for no more. Audit: the event. Told: nobody. Not here: writing another (`super::issue`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use super::together::follow;
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::{ActionKind, Event};
use gongkai_domain::ids::{ApplicationId, PaperId};

/// Cancels a paper today.
///
/// # Errors
/// [`Refusal::Invalid`] without a reason, [`Refusal::Blocked`].
pub async fn void_paper(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    paper: PaperId,
    reason: &str,
) -> Result<Moved, Refusal> {
    let by = actor.member()?.person.id;
    let because = reason.trim();
    if because.is_empty() {
        return Err(Refusal::invalid("reason", "写明作废的理由"));
    }
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::VoidPaper)).await?;
    let case = &mut opened;
    async {
        let known = case.application.papers.iter().find(|known| known.paper.paper == paper);
        let reference = known.map(|known| known.paper.clone()).ok_or(Refusal::NotFound)?;
        let reason = case.keep(because).await?;
        let on = case.today;
        case.step(Event::PaperVoided { on, paper: reference.clone(), reason, is_undone: true })?;
        follow(case, |other, _| {
            let has = other.papers.iter().any(|known| known.paper.paper == paper);
            has.then(|| Event::PaperVoided { on, paper: reference.clone(), reason, is_undone: true })
        })
        .await?;
        case.tx.void_paper(paper, case.today, by, because).await?;
        Ok::<(), Refusal>(())
    }
    .await?;
    opened.finish().await
}
