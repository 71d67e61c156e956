//! Write what the agency files as respondent: answer, statement of defence, list of evidence, power of attorney, appearance.
//!
//! Who: whoever keeps challenges, or handles the case. Precondition: the case is pending and the paper is one of its forum.
//! Changes: a paper on file. Audit: the event. Told: nobody; filing is a step of its own. Not here: the words of a paper
//! (`gongkai_domain::notice`).

use super::case::{Moved, OpenChallenge};
use crate::actor::Actor;
use crate::application::case::{fold, stream_of};
use crate::office::Office;
use crate::paper::Dossier;
use crate::paper::issue::{Entry, check, draft, enter};
use crate::refusal::Refusal;
use gongkai_domain::challenge::{Event, guard};
use gongkai_domain::ids::ChallengeId;
use gongkai_domain::notice::Procedural;
use serde_json::Value;

/// Writes a paper today.
///
/// # Errors
/// [`Refusal::Invalid`] with what is missing from it, [`Refusal::Blocked`].
pub async fn write_paper(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    kind: Procedural,
    fields: Value,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    let docket = &case.docket;
    if !guard::papers_of(docket.case.forum).contains(&kind) {
        return Err(Refusal::invalid("kind", "选择文书"));
    }
    let row = case
        .application
        .clone()
        .ok_or_else(|| Refusal::invalid("kind", "案件没有关联本机关的申请，文书请在系统外制作"))?;
    let application = fold(&docket.tx.events_of(&stream_of(row.id)).await?)?;
    let dossier = Dossier::read(office, &row, &application).await?;
    let paper = check(draft(&dossier, kind.into(), &fields, docket.today, None, None)?)?;
    let entry = Entry {
        office,
        tx: &docket.tx,
        settings: &docket.settings,
        agency: docket.agency.id,
        application: Some(row.id),
        at: docket.at,
    };
    let reference = enter(&entry, kind.into(), docket.today, None, &paper).await?;
    let on = docket.today;
    case.step(Event::PaperWritten { on, kind, paper: reference.paper })?;
    case.finish().await
}
