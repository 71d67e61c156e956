//! Take an application back in the portal.
//!
//! Who: the applicant, known by reference and query code. Precondition: no reply was served and nothing else ended the case.
//! Changes: the case ends without a reply. Audit: the event. Told: the case handler, by a message.
//! Not here: a withdrawal that came by hand or post (the desk records it).

use super::case::{Moved, OpenCase};
use super::told::tell_staff;
use crate::actor::Actor;
use crate::challenge::beside::record_redone;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::{Event, WithdrawalWay};
use gongkai_domain::ids::ApplicationId;

/// Most characters of a reason.
pub const LETTERS: usize = 1000;
/// What is kept where the applicant gives no reason; none is needed.
const WITHOUT_REASON: &str = "申请人在网上撤回申请，未说明原因。";

/// Takes the application back.
///
/// # Errors
/// [`Refusal::Invalid`] for an overlong reason, [`Refusal::Blocked`] where it is too late.
pub async fn withdraw(office: &Office, id: ApplicationId, reason: &str) -> Result<Moved, Refusal> {
    let reason = reason.trim();
    if reason.chars().count() > LETTERS {
        return Err(Refusal::invalid("reason", format!("撤回原因不超过{LETTERS}字")));
    }
    let actor = Actor::Applicant(id);
    let mut case = OpenCase::open_for_applicant(office, &actor, id).await?;
    let statement = case.keep(if reason.is_empty() { WITHOUT_REASON } else { reason }).await?;
    case.step(Event::Withdrawn {
        on: case.today,
        statement,
        way: Some(WithdrawalWay::Online),
        by: Vec::new(),
    })?;
    record_redone(&case).await?;
    tell_staff(&mut case, "撤回申请的声明").await?;
    case.finish().await
}
