//! Draft a reply with the proposal (拟办意见): what becomes of each matter, and the paper that says so.
//!
//! Who: case handler. Precondition: no opinion is awaited, nothing is missing from the paper. Changes: a draft on its way
//! through the chain as it stands today. Audit: the event. Told: the reviewers, by the queue.
//! Not here: what stands against it (`super::weigh_draft`), the words (`gongkai_domain::notice`), signatures (`super::sign`).

use super::act::permission_of;
use super::case::{Moved, OpenCase, recorded, stream_of};
use super::together::{self, answered};
use super::weigh_draft::weigh;
use crate::actor::Actor;
use crate::office::Office;
use crate::paper::Dossier;
use crate::query::track::INFORMATION;
use crate::refusal::Refusal;
use crate::upload::{self, Stored};
use gongkai_deadline::clock::beijing;
use gongkai_domain::application::{ActionKind, Event};
use gongkai_domain::ids::ApplicationId;
use gongkai_storage::AttachmentRow;

pub use super::drafting::{
    DraftText, Drafting, Given, GivenFile, JoinedOutcomes, withheld_ground, withheld_grounds,
};

/// Drafts a reply today.
///
/// # Errors
/// [`Refusal::Invalid`] with what is missing from the paper, [`Refusal::Blocked`].
pub async fn draft_reply(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    drafting: Drafting,
) -> Result<Moved, Refusal> {
    Box::pin(draft_reply_with(office, actor, id, seen, drafting, Given::default())).await
}

/// Drafts a reply today, with the information that it gives out: the reviewers see both, the applicant fetches it once the
/// reply was served.
///
/// # Errors
/// As [`draft_reply`].
pub async fn draft_reply_with(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    drafting: Drafting,
    given: Given,
) -> Result<Moved, Refusal> {
    let drafter = actor.member()?.person.id;
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::DraftReply)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::DraftReply)?;
        let places = together::joined(case).await?;
        let dossier = Dossier::read(office, &case.row, &case.application).await?;
        let weighed =
            Box::pin(weigh(office, &dossier, drafter, &drafting, (!given.files.is_empty(), &given.without)))
                .await?;
        if let Some(refusal) = weighed.refused() {
            return Err(refusal);
        }
        let paper = weighed.drafted.as_ref().map(|drafted| drafted.paper.clone());
        let paper = paper.ok_or_else(|| Refusal::Defect("a draft without a paper".to_owned()))?;
        let files = said_of_files(case, &given).await?;
        let body =
            case.keep_json(&DraftText { drafting: drafting.clone(), paper, files, by_matter: true }).await?;
        for (of, texts) in weighed.texts() {
            let mut kept = Vec::new();
            for text in texts {
                kept.push(case.keep(text).await?);
            }
            let Some(action) = weighed.action(&dossier, &drafting, (of, kept), (body, drafter)) else {
                continue;
            };
            match of {
                None => case.step(action)?,
                Some(id) => {
                    let is_of =
                        |place: &&usize| case.beside.get(**place).is_some_and(|other| other.row.id == id);
                    let place = places.iter().find(is_of).copied().ok_or(Refusal::NotFound)?;
                    case.step_beside(place, action)?;
                }
            }
        }
        give(case, &given, weighed.releases).await
    }
    .await?;
    opened.finish().await
}

/// Attaches the information to every application that the draft answers, and takes away what is given up: of a reply that
/// releases nothing all that earlier drafts had. What a reply gave that was served stays in the file for good
/// (《条例》第四十五条), also where that reply was quashed.
async fn give(case: &OpenCase<'_>, given: &Given, releases: bool) -> Result<(), Refusal> {
    let answered = answered(case);
    let mut gone = Vec::new();
    for owner in &answered {
        let kept = case.tx.attachments_of(owner.0).await?;
        let events = case.tx.events_of(&stream_of(*owner)).await?;
        let events = events.iter().map(recorded).collect::<Result<Vec<_>, _>>()?;
        let reopened =
            events.iter().rfind(|recorded| matches!(recorded.event, Event::ReopenedByDecision { .. }));
        let is_of_this_reply =
            |row: &AttachmentRow| reopened.is_none_or(|reopened| beijing(row.created_at) >= reopened.at);
        for row in kept.iter().filter(|row| row.purpose == INFORMATION && is_of_this_reply(row)) {
            if !releases || given.without.contains(&row.id) || gone.contains(&row.blob) {
                gone.push(row.blob);
                case.tx.detach(row.id).await?;
            }
        }
    }
    let by = case.actor.word();
    let owners: Vec<_> = answered.iter().map(|id| id.0).collect();
    upload::attach_to(case.office, &case.tx, "application", &owners, &given.files, case.at, &by).await
}

/// What was said of the files: of those of the last draft then, of the new ones now.
async fn said_of_files(case: &OpenCase<'_>, given: &Given) -> Result<Vec<GivenFile>, Refusal> {
    let mut files = match case.application.draft() {
        Some(before) => {
            let text: DraftText = serde_json::from_str(&case.text(before.body).await?)
                .map_err(|e| Refusal::Defect(format!("draft: {e}")))?;
            text.files
        }
        None => Vec::new(),
    };
    let of = |file: &Stored| GivenFile {
        name: file.name.clone(),
        size: file.size,
        is_redacted: given.is_redacted,
        people: file.people.clone(),
    };
    let fresh: Vec<GivenFile> = given.files.iter().map(of).collect();
    files.retain(|old| !fresh.iter().any(|new| (&new.name, new.size) == (&old.name, old.size)));
    files.extend(fresh);
    Ok(files)
}
