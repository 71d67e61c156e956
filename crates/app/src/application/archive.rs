//! Put a closed file into the archive, one case one volume (一案一卷).
//!
//! Who: disclosure office. Precondition: served, withdrawn or closed. Changes: the volume and how long it is kept; the case
//! rests. Audit: the event. Told: nobody. Not here: reopening after a decision (`crate::challenge`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::{ActionKind, Event, Retention};
use gongkai_domain::ids::ApplicationId;

/// Archives a case today.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn archive(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    retention: Retention,
    volume: &str,
) -> Result<Moved, Refusal> {
    archive_with(office, actor, id, seen, (retention, volume), "").await
}

/// The same, with what the sheet at the end of the volume says (备考表).
///
/// # Errors
/// As [`archive`].
pub async fn archive_with(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    (retention, volume): (Retention, &str),
    remarks: &str,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::Archive)).await?;
    let case = &mut opened;
    async {
        let remarks = case.keep_some(remarks).await?;
        let volume = volume.trim().to_owned();
        case.step(Event::Archived { on: case.today, retention, volume, remarks })
    }
    .await?;
    opened.finish().await
}
