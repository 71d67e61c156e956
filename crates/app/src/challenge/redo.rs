//! Record the new reply that the decision ordered.
//!
//! Who: whoever keeps challenges, or handles the case. Precondition: the decision is final and asks for it, and a reply was
//! numbered after it to every application concerned. Changes: the duty is met. Audit: the event. Told: nobody. Not here: the new reply, which goes its way in
//! the application under the same registration number, and whose service records this by itself (`super::beside`).

use super::case::{Moved, OpenChallenge};
use crate::actor::Actor;
use crate::application::case::{fold, stream_of};
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::Application;
use gongkai_domain::challenge::{Case, Challenged, Decision, Event};
use gongkai_domain::ids::{ChallengeId, PaperId};

/// The reply that an application was given after the one that was challenged.
pub fn new_reply(application: &Application, case: &Case) -> Option<(chrono::NaiveDate, PaperId)> {
    // numbered between the decision and its arrival it is the reply that was ordered all the same
    let decided_on = case.holding.map(|holding| holding.on)?;
    let issued = application.rounds.iter().rev().find_map(|round| round.issued.as_ref())?;
    let is_old = case.challenged == Challenged::Reply { paper: issued.paper.paper };
    (!is_old && issued.on >= decided_on).then_some((issued.on, issued.paper.paper))
}

/// Records the last reply of the applications concerned as the new one.
///
/// # Errors
/// [`Refusal::Invalid`] where one of them has none, [`Refusal::Blocked`].
pub async fn record_redo(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    is_same_again: bool,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    let (mut replies, mut without, mut withdrawn) = (Vec::new(), Vec::new(), Vec::new());
    for concerned in case.docket.case.applications.clone() {
        let Some(row) = case.docket.tx.application(concerned).await? else { continue };
        let application = fold(&case.docket.tx.events_of(&stream_of(concerned)).await?)?;
        match new_reply(&application, &case.docket.case) {
            Some((on, paper)) => replies.push((on, Some(paper))),
            None if application.withdrawal.is_some() => {
                let withdrawn_on = application.withdrawal.as_ref().map(|withdrawal| withdrawal.on);
                withdrawn.extend(withdrawn_on);
            }
            None => without.push(row.registration.unwrap_or(row.reference)),
        }
    }
    // a reply to several applications that was quashed in part may stand for some of them
    let is_partial = case.docket.case.holding.is_some_and(|holding| {
        matches!(holding.decision, Decision::ReconsiderationPartlyQuashed | Decision::SuitPartlyQuashed)
    });
    // where everybody withdrew there is nobody left to answer
    if replies.is_empty() && without.is_empty() {
        let last_on = case.docket.case.last_on;
        replies.extend(withdrawn.into_iter().max().map(|on| (on.max(last_on), None)));
    }
    let last = replies.into_iter().max_by_key(|(on, _)| *on).filter(|_| without.is_empty() || is_partial);
    let Some((on, paper)) = last else {
        let text = if without.is_empty() {
            "所涉申请还没有作出新的答复，请先在申请中办理并编号".to_owned()
        } else {
            format!("{}还没有作出新的答复，请先在申请中办理并编号", without.join("、"))
        };
        return Err(Refusal::invalid("result", text));
    };
    case.step_as(Event::Redone { on, paper }, is_same_again)?;
    case.finish().await
}
