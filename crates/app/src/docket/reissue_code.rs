//! Replace the lost query code of a complaint or a request to correct a record; the new one is handed over at the counter.
//!
//! Who: whoever may handle the case. Precondition: who stands at the counter is the sender, which the clerk has checked.
//! Changes: the digest of the code; the old one ends. Audit: a line of the log. Told: the sender, by whoever hands the code
//! over; it is shown once. Not here: asking for it in the portal (`crate::portal::lost_code`), applications
//! (`crate::application::reissue_code`).

use super::other::{OpenOther, OtherKind};
use crate::actor::Actor;
use crate::office::Office;
use crate::portal::lost_code::CODE_LETTERS;
use crate::refusal::Refusal;
use gongkai_storage::NewAudit;

/// Replaces the code; the new one is returned and kept only as a digest.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`].
pub async fn reissue_code<C: OtherKind>(
    office: &Office,
    actor: &Actor,
    reference: &str,
) -> Result<String, Refusal> {
    let mut open = OpenOther::<C>::open(office, actor, reference, None).await?;
    let code = office.code(CODE_LETTERS);
    let digest = office.recognise("query code", &format!("{} {code}", open.row.reference))?;
    open.row.query_code = Some(digest);
    open.docket
        .tx
        .note(NewAudit {
            at: office.instant(),
            agency: Some(open.row.agency),
            actor: actor.word(),
            action: "reissue_code".to_owned(),
            object_kind: C::KIND.to_owned(),
            object_id: Some(open.row.id),
            document: serde_json::json!({ "by": "counter" }).to_string(),
        })
        .await?;
    open.finish().await?;
    Ok(code)
}
