//! Record that the applicant took the application back, by hand, post or telephone.
//!
//! Who: whoever records what comes in. Precondition: no reply was served. Changes: the case ends without a reply and counts as
//! 其他处理. Audit: the event. Told: the handler, by a message; the confirmation is a paper of its own. Not here: withdrawing in the portal.

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::challenge::beside::record_redone;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::application::{ActionKind, Event, WithdrawalWay};
use gongkai_domain::ids::ApplicationId;

/// Records a withdrawal; `statement` is what the applicant said or wrote.
///
/// # Errors
/// [`Refusal::Invalid`] without a statement, [`Refusal::Blocked`].
pub async fn record_withdrawal(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    on: NaiveDate,
    statement: &str,
) -> Result<Moved, Refusal> {
    record_withdrawal_with(office, actor, id, seen, (on, None), &[], statement).await
}

/// The same, with the way in which it was made.
///
/// # Errors
/// As [`record_withdrawal`].
pub async fn record_withdrawal_with(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    (on, way): (NaiveDate, Option<WithdrawalWay>),
    by: &[u32],
    statement: &str,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::Withdraw)).await?;
    let case = &mut opened;
    async {
        let statement = case.keep_some(statement).await?;
        let statement = statement.ok_or_else(|| Refusal::invalid("statement", "照录申请人撤回的声明"))?;
        case.step(Event::Withdrawn { on, statement, way, by: by.to_vec() })?;
        record_redone(case).await
    }
    .await?;
    opened.finish().await
}
