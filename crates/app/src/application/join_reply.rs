//! Answer several applications of one applicant by one reply (一并答复), or one of them no longer so (不再一并答复).
//!
//! Who: case handler or disclosure office, of each of them. Precondition: the same applicant, all registered and open, none with a
//! draft on its way. Changes: from now on the reply is drafted, signed, numbered and served for all, or for each apart. Audit: an event in each.
//! Told: the applicant, by the reply that lists every number. Not here: the steps that follow (`super::together`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use super::together::separate;
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::transition::permits;
use gongkai_domain::application::{Action, ActionKind, Event, Facts, Reason, State};
use gongkai_domain::ids::ApplicationId;
use gongkai_storage::ApplicationRow;

/// Why nothing can be answered together.
pub const NO_OTHERS: &str = "同一申请人在本机关没有其他尚未办结的申请";

/// Most applications that one reply answers.
const MOST: usize = 50;

/// Ties applications together.
///
/// # Errors
/// [`Refusal::Invalid`] without another application, [`Refusal::Denied`] where one of them is not the asker's,
/// [`Refusal::Blocked`].
pub async fn join_reply(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    with: &[ApplicationId],
) -> Result<Moved, Refusal> {
    let permission = permission_of(ActionKind::JoinReply);
    let mut opened = OpenCase::open(office, actor, id, seen, permission).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::JoinReply)?;
        let mut others: Vec<ApplicationId> = with.iter().copied().filter(|other| *other != id).collect();
        others.sort_unstable();
        others.dedup();
        if others.is_empty() {
            return Err(Refusal::invalid("others", "选择一并答复的其他申请"));
        }
        let mut places = Vec::new();
        for other in &others {
            let place = case.also(*other).await?;
            case.must_beside(place, permission).await?;
            places.push(place);
        }
        let rows = || std::iter::once(&case.row).chain(case.beside.iter().map(|other| &other.row));
        let is_same =
            rows().all(|row| row.applicant_key.is_some() && row.applicant_key == case.row.applicant_key);
        let states = std::iter::once(case.application.state())
            .chain(case.beside.iter().map(|other| other.application.state()));
        if states.into_iter().any(|state| state == State::UnderApproval) {
            let text = "其中有申请的答复草稿正在审核签发，应当先退回，再一并拟制答复";
            return Err(Refusal::Blocked(vec![Reason::new("draft_under_approval", text)]));
        }
        let facts = Facts { joined_are_of_same_applicant: is_same, ..Facts::default() };
        let on = case.today;
        case.step(Action { event: Event::Joined { on, with: others.clone() }, facts: facts.clone() })?;
        for (place, own) in places.into_iter().zip(&others) {
            let with =
                std::iter::once(id).chain(others.iter().copied().filter(|other| other != own)).collect();
            case.step_beside(place, Action { event: Event::Joined { on, with }, facts: facts.clone() })?;
        }
        Ok(())
    }
    .await?;
    opened.finish().await
}

/// Unties this application from those it was to be answered with; they stay together among themselves.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::Blocked`].
pub async fn separate_reply(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
) -> Result<Moved, Refusal> {
    let permission = permission_of(ActionKind::SeparateReply);
    let mut opened = OpenCase::open(office, actor, id, seen, permission).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::SeparateReply)?;
        for other in case.application.joined.clone() {
            let place = case.also(other).await?;
            case.must_beside(place, permission).await?;
        }
        separate(case).await
    }
    .await?;
    opened.finish().await
}

/// The other open applications of the same applicant at the same agency, the oldest first.
///
/// # Errors
/// Where the records cannot be read.
pub async fn others(office: &Office, row: &ApplicationRow) -> Result<Vec<ApplicationRow>, Refusal> {
    let Some(key) = row.applicant_key else { return Ok(Vec::new()) };
    let rows = office.storage.open_applications_of(row.agency, key).await?;
    // neither a case that goes on as parts nor one whose reply is on its way can be tied to another
    let is_joinable = |other: &ApplicationRow| {
        let state = other.state.parse::<State>();
        state.is_ok_and(|state| state != State::UnderApproval && permits(state, ActionKind::JoinReply))
    };
    let known = |other: &ApplicationRow| other.id != row.id && other.registration.is_some();
    Ok(rows.into_iter().filter(|other| known(other) && is_joinable(other)).take(MOST).collect())
}
