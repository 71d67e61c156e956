//! A paper of the register read back, and the same as a document to print.
//!
//! Not here: who may see it (`crate::query::case`), how a document is made (`gongkai_compose`).

use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_compose::{LetterStyle, docx, letter};
use gongkai_domain::notice::Paper;
use gongkai_storage::PaperRow;

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
