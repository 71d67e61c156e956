//! A paper of the register read back, and the same as a document to print.
//!
//! Not here: who may see it (`crate::query::case`), how a document is made (`gongkai_compose`).

use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_compose::{LetterStyle, docx, letter};
use gongkai_domain::application::Application;
use gongkai_domain::ids::{ApplicationId, Digest, PaperId};
use gongkai_domain::notice::Paper;
use gongkai_storage::{Found, PaperRow};

/// The papers of a case, the oldest first, with those that it shares with the applications answered together with it.
///
/// # Errors
/// Where the records cannot be read.
pub async fn of_case(
    office: &Office,
    id: ApplicationId,
    application: &Application,
) -> Result<Vec<PaperRow>, Refusal> {
    let own = office.storage.papers_of(id).await?;
    with_shared(office, own, application).await
}

/// The papers of a case of which it is known whether it has some of its own.
pub(crate) async fn of_found(
    office: &Office,
    found: &Found,
    application: &Application,
) -> Result<Vec<PaperRow>, Refusal> {
    let own =
        if found.around.papers > 0 { office.storage.papers_of(found.row.id).await? } else { Vec::new() };
    with_shared(office, own, application).await
}

async fn with_shared(
    office: &Office,
    mut papers: Vec<PaperRow>,
    application: &Application,
) -> Result<Vec<PaperRow>, Refusal> {
    let is_own = |paper: PaperId| papers.iter().any(|row| row.id == paper);
    let shared: Vec<PaperId> =
        application.papers.iter().map(|known| known.paper.paper).filter(|paper| !is_own(*paper)).collect();
    if !shared.is_empty() {
        papers.extend(office.storage.papers(&shared).await?);
    }
    papers.sort_by_key(|row| (row.created_at, row.id));
    Ok(papers)
}

/// The bytes of a file of the records, with its media type.
///
/// # Errors
/// [`Refusal::NotFound`] for a file that the records do not know; where it cannot be read.
pub async fn bytes(office: &Office, name: Digest) -> Result<(Vec<u8>, String), Refusal> {
    let row = office.storage.blob(name).await?.ok_or(Refusal::NotFound)?;
    let bytes = office.blobs.read(office.storage.vault()?, &row).await?;
    Ok((bytes, row.media_type))
}

/// What a file of this type is called at its end.
pub fn ending(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        _ => "bin",
    }
}

/// The text of a paper as it was issued.
///
/// # Errors
/// [`Refusal::NotFound`] where it has none.
pub async fn read(office: &Office, row: &PaperRow) -> Result<Paper, Refusal> {
    let content = row.content.ok_or(Refusal::NotFound)?;
    let text = office.storage.content(content).await?;
    serde_json::from_slice(&text).map_err(|e| Refusal::Defect(format!("paper {}: {e}", row.id)))
}

/// The paper as a Word document, in the letter form.
///
/// # Errors
/// [`Refusal::Defect`] where it cannot be made.
pub fn as_docx(paper: &Paper) -> Result<Vec<u8>, Refusal> {
    docx::write(&letter::draft(paper, LetterStyle::Letter)).map_err(|e| Refusal::Defect(e.to_string()))
}

/// The paper as a PDF, in the letter form, set on a thread of its own.
///
/// # Errors
/// [`Refusal::Defect`] where it cannot be made.
pub async fn as_pdf(paper: &Paper) -> Result<Vec<u8>, Refusal> {
    super::set::pdf(letter::draft(paper, LetterStyle::Letter)).await
}
