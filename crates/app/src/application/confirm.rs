//! Confirm receipt with the applicant (《条例》第三十一条).
//!
//! Who: registrar or disclosure office. Precondition: the channel needs a confirmation and none was recorded. Changes: the day
//! of receipt; from the next working day the reply period runs. Audit: the event with method and person. Told: nobody further.
//! Not here: the number (`super::register`).

use super::act::step;
use super::case::Moved;
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::application::{ConfirmationMethod, Event};
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
    step(office, actor, id, seen, Event::Confirmed { on, method }).await
}
