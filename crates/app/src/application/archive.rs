//! Put a closed file into the archive, one case one volume (一案一卷).
//!
//! Who: disclosure office. Precondition: served, withdrawn or closed; kept no shorter than the agency's table asks. Changes: the volume and how long it is kept; the case
//! rests. Audit: the event. Told: nobody. Not here: reopening after a decision (`crate::challenge`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::application::Application;
use gongkai_domain::application::{ActionKind, Event, Retention};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::report::Row;

/// How long the file of a case is kept by the table of the agency (保管期限表): by its outcome, and whether the reply was
/// challenged.
pub fn retention(application: &Application, settings: &AgencySettings, was_challenged: bool) -> Retention {
    let row = application.outcome().map_or(Row::OtherMisc, |outcome| outcome.row);
    settings.retention.period(row, was_challenged)
}

/// Archives a case today; without a period it is kept as the table says.
///
/// # Errors
/// [`Refusal::Invalid`] for a shorter period than the table's, [`Refusal::Blocked`].
pub async fn archive(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    kept: Option<Retention>,
    volume: &str,
) -> Result<Moved, Refusal> {
    archive_with(office, actor, id, seen, (kept, volume), "").await
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
    (kept, volume): (Option<Retention>, &str),
    remarks: &str,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::Archive)).await?;
    let case = &mut opened;
    async {
        let was_challenged = !case.tx.challenges_of(id).await?.is_empty();
        let least = retention(&case.application, &case.settings, was_challenged);
        let retention = kept.unwrap_or(least);
        if retention < least {
            let why = format!("按本机关的档案保管期限表，本件至少保管{}", least.label());
            return Err(Refusal::invalid("keep", why));
        }
        let remarks = case.keep_some(remarks).await?;
        let volume = volume.trim().to_owned();
        case.step(Event::Archived { on: case.today, retention, volume, remarks })
    }
    .await?;
    opened.finish().await
}
