//! Cancel the paper that answers a request (答复书作废): its number stays in the register with the reason and is never used again.
//!
//! Who: disclosure office. Precondition: written, and never served. Changes: the paper is marked; the request is to be answered anew.
//! Audit: the event. Told: nobody. Not here: writing another (`super::answer`).

use super::{Moved, Open, step};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::record_correction::{Action, Event, Reason};
use gongkai_domain::staff::Permission;

/// Cancels the paper today.
///
/// # Errors
/// [`Refusal::Invalid`] without a reason, [`Refusal::Blocked`], [`Refusal::Denied`].
pub async fn void_paper(
    office: &Office,
    actor: &Actor,
    reference: &str,
    seen: Option<i64>,
    reason: &str,
) -> Result<Moved, Refusal> {
    let by = actor.member()?.person.id;
    let mut open = Open::open(office, actor, reference, seen).await?;
    open.docket.must(Permission::VoidPaper, open.row.department, open.row.handler).await?;
    let because = reason.trim();
    let reason = open.docket.keep_given("reason", because, "写明作废的理由").await?;
    let on = open.docket.today;
    let Some((_, paper)) = open.docket.case.paper else {
        let blocked = Reason::State { state: open.docket.case.state, action: Action::VoidPaper };
        crate::docket::unless("record_correction", &[blocked])?;
        return Err(Refusal::NotFound);
    };
    step(&mut open, Event::PaperVoided { on, paper, reason })?;
    open.docket.tx.void_paper(paper, on, by, because).await?;
    open.finish().await
}
