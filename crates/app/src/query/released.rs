//! The files that go out with a reply, as those see them who sign it: name, size, pages, who attached them, what was said of
//! them, and whom their properties name.
//!
//! Not here: opening one, which is audited (`super::case::file`), the paper itself (`super::review`).

use super::case::CaseView;
use super::track::INFORMATION;
use crate::application::draft_reply::{DraftText, GivenFile};
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
    /// Who wrote it and who changed it, as its properties say; the agency itself is none of them.
    pub people: Vec<String>,
}

/// The people whom the properties of a file name.
fn people(said: &GivenFile, view: &CaseView) -> Vec<String> {
    let agency = &view.dossier.agency;
    let is_agency = |name: &String| *name == agency.full_name || *name == agency.short_name;
    said.people.iter().filter(|name| !is_agency(name)).cloned().collect()
}

/// What was said of the files of the present draft when they were put into it.
pub fn said_of(view: &CaseView) -> Vec<GivenFile> {
    let draft = view.dossier.application.draft();
    let text = draft.and_then(|draft| serde_json::from_str::<DraftText>(view.dossier.text(draft.body)).ok());
    text.map(|text| text.files).unwrap_or_default()
}

/// What the handler is told of the properties of a file by its name; none where they name nobody.
pub fn warning(said: &[GivenFile], name: &str, view: &CaseView) -> Option<String> {
    people_words(&people(said.iter().rfind(|said| said.name == name)?, view))
}

/// What the handler and the reviewers are told of a file whose properties name people; none where they name nobody.
pub fn people_words(people: &[String]) -> Option<String> {
    let names = people.join("、");
    (!people.is_empty()).then(|| format!("文件属性中的作者、修改人：{names}"))
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
            is_redacted: said.and_then(|said| said.is_redacted),
            people: said.map(|said| people(said, view)).unwrap_or_default(),
        });
    }
    Ok(all)
}
