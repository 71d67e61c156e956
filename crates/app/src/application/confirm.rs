//! Confirm receipt with the applicant (《条例》第三十一条).
//!
//! Who: registrar or disclosure office. Precondition: the channel needs a confirmation and none was recorded. Changes: the day
//! of receipt; from the next working day the reply period runs. Audit: the event with method and person. Told: nobody further.
//! Not here: the number (`super::register`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::application::{ActionKind, ConfirmationMethod, Event};
use gongkai_domain::ids::ApplicationId;

/// Confirms receipt as of a day.
///
/// # Errors
/// [`Refusal::Blocked`] where it was confirmed or needs no confirmation.
pub async fn confirm(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    on: NaiveDate,
    method: ConfirmationMethod,
) -> Result<Moved, Refusal> {
    confirm_with(office, actor, id, seen, (on, method), "").await
}

/// The same, with when it was, with whom and what was said (确认经过).
///
/// # Errors
/// As [`confirm`].
pub async fn confirm_with(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    (on, method): (NaiveDate, ConfirmationMethod),
    note: &str,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::Confirm)).await?;
    let case = &mut opened;
    async {
        let note = case.keep_some(note).await?;
        case.step(Event::Confirmed { on, method, note })
    }
    .await?;
    opened.finish().await
}
