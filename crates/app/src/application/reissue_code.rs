//! Replace a lost query code; the old one ends at once.
//!
//! Who: registrar. Precondition: none; the identity was checked at the counter, or the code goes to the contact on file.
//! Changes: the digest of the code. Audit: the event. Told: the applicant, by whoever hands the code over; it is shown once.
//! Not here: asking for it in the portal (`crate::portal`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::{ActionKind, CodeReissue, Event};
use gongkai_domain::ids::ApplicationId;

/// Letters of a query code, as on filing.
const LETTERS: usize = 8;

/// Replaces the code; the new one is returned and kept only as a digest.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::Conflict`].
pub async fn reissue_code(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    at: CodeReissue,
) -> Result<(String, Moved), Refusal> {
    let mut case = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::ReissueCode)).await?;
    let code = office.code(LETTERS);
    case.row.query_code = Some(office.recognise("query code", &format!("{} {code}", case.row.reference))?);
    case.step(Event::CodeReissued { on: case.today, at })?;
    Ok((code, case.finish().await?))
}
