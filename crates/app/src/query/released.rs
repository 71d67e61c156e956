//! The files that go out with a reply, as those see them who sign it: name, size, pages, who attached them, what was said of
//! them.
//!
//! Not here: opening one, which is audited (`super::case::file`), the paper itself (`super::review`).

use super::case::CaseView;
use super::track::INFORMATION;
use crate::application::draft_reply::DraftText;
use crate::office::Office;
use crate::paper::file::bytes;
use crate::refusal::Refusal;
use chrono::NaiveDateTime;
use gongkai_extract::{Limits, pdf_pages};
use uuid::Uuid;

/// A file that goes out with a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    /// The attachment.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: i64,
    /// How many pages it has; none where the format has none.
    pub pages: Option<usize>,
    /// Who attached it.
    pub by: String,
    /// When, Beijing time.
    pub at: NaiveDateTime,
    /// Whether what must not be given was covered; none where nobody said so.
    pub is_redacted: Option<bool>,
}

/// The files that go out with the draft of a case.
///
/// # Errors
/// Where they cannot be read.
pub async fn released(office: &Office, view: &CaseView, text: &DraftText) -> Result<Vec<Released>, Refusal> {
    let mut all = Vec::new();
    for (row, name) in view.files.iter().filter(|(row, _)| row.purpose == INFORMATION) {
        let Some(blob) = office.storage.blob(row.blob).await?.filter(|blob| blob.destroyed_at.is_none())
        else {
            continue;
        };
        let pages = match blob.media_type.as_str() {
            "application/pdf" => {
                let (file, _) = bytes(office, row.blob).await?;
                let counted = tokio::task::spawn_blocking(move || pdf_pages(&file, &Limits::default())).await;
                counted.unwrap_or_default()
            }
            "image/jpeg" | "image/png" => Some(1),
            _ => None,
        };
        let said = text.files.iter().rfind(|said| said.name == *name && said.size == blob.size);
        let by = row.created_by.parse().map(|person| view.dossier.name(person).to_owned());
        all.push(Released {
            id: row.id,
            name: name.clone(),
            size: blob.size,
            pages,
            by: by.unwrap_or_else(|_| "系统".to_owned()),
            at: gongkai_deadline::clock::beijing(row.created_at),
            is_redacted: said.map(|said| said.is_redacted),
        });
    }
    Ok(all)
}
