//! Put files into the file of a case: an opinion on paper, a proof of service, a screen of a search.
//!
//! Who: whoever may see the case; the step to which the files belong was permitted before. Precondition: none. Changes: the
//! attachments. Audit: `enclose_files`. Told: nobody.
//! Not here: which files are taken (`crate::upload`), the information that a reply gives out (`super::draft_reply`).

use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use crate::upload::{self, Stored};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::staff::Permission;

/// Puts files into a case.
///
/// # Errors
/// [`Refusal::Denied`]; where the records cannot be written.
pub async fn enclose(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    files: &[Stored],
) -> Result<Moved, Refusal> {
    let case = OpenCase::open(office, actor, id, None, Permission::SeeApplications).await?;
    upload::attach(office, &case.tx, id, files, case.at, &actor.word()).await?;
    case.note("enclose_files", "application", id.0).await?;
    case.finish().await
}
