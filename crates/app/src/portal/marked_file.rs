//! Write down that a file with a mark of classification was refused in the portal: when and which, by its digest, so that the
//! secrecy office can be told; nothing of the file itself (《保守国家秘密法》第三十一条).
//!
//! Not here: finding the mark (the examination of uploads).

use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::ids::{AgencyId, Digest};
use gongkai_storage::NewAudit;

/// Notes the refusal.
///
/// # Errors
/// Where the records cannot be written.
pub async fn note(office: &Office, agency: AgencyId, digest: Digest) -> Result<(), Refusal> {
    let tx = office.storage.begin().await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: Some(agency),
        actor: Actor::Public.word(),
        action: "classified_refused".to_owned(),
        object_kind: "file".to_owned(),
        object_id: None,
        document: serde_json::json!({ "sm3": digest.to_string() }).to_string(),
    })
    .await?;
    Ok(tx.commit().await?)
}
