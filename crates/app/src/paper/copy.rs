//! A proof of identity as it leaves the records: a copy that says for what it may be used.
//!
//! Not here: keeping what was sent, which stays as it is (`crate::upload`), how the copy looks (`gongkai_compose::pdf`).

use super::set;
use crate::refusal::Refusal;
use crate::upload::Purpose;
use gongkai_compose::pdf::Original;

/// What stands across every page of a copy.
pub const COPY_WORDS: &str = "仅供政府信息公开申请使用";

/// The media type of a Word document.
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The file of a purpose as it is given to whoever may open it, with its media type: of a proof of identity or authority a
/// PDF with [`COPY_WORDS`] across each page, of a Word file one that says so on each page, everything else as it was sent. A proof
/// of which no copy can be made (a damaged picture) is given as it was sent: who decides about the application must see it.
///
/// # Errors
/// [`Refusal::Defect`] where nothing can be set in type at all.
pub(crate) async fn given(
    purpose: Option<Purpose>,
    bytes: Vec<u8>,
    media_type: String,
) -> Result<(Vec<u8>, String), Refusal> {
    let Some(purpose) = purpose.filter(|purpose| purpose.is_proof()) else { return Ok((bytes, media_type)) };
    let original = match media_type.as_str() {
        "image/jpeg" => Original::Jpeg,
        "image/png" => Original::Png,
        "application/pdf" => match pages(bytes.clone()).await? {
            Some(pages) if pages > 0 => Original::Pdf(pages),
            _ => return Ok((bytes, media_type)),
        },
        WORD => return Ok((word(purpose, bytes).await?, media_type)),
        _ => return Ok((bytes, media_type)),
    };
    match set::copy(bytes.clone(), original, purpose.label(), COPY_WORDS).await {
        Ok(Ok(copy)) => Ok((copy, "application/pdf".to_owned())),
        // the reader of a file that lies about itself may also give up altogether
        Ok(Err(_)) | Err(Refusal::Defect(_)) => {
            tracing::warn!(purpose = purpose.key(), "a proof cannot be copied and is given as it was sent");
            Ok((bytes, media_type))
        }
        Err(refusal) => Err(refusal),
    }
}

/// A Word file with the words on each page; as it was sent where none can be made.
async fn word(purpose: Purpose, bytes: Vec<u8>) -> Result<Vec<u8>, Refusal> {
    let copied = move || match gongkai_compose::docx::copy(&bytes, COPY_WORDS) {
        Ok(copy) => copy,
        Err(error) => {
            tracing::warn!(purpose = purpose.key(), %error, "a proof cannot be copied and is given as it was sent");
            bytes
        }
    };
    tokio::task::spawn_blocking(copied).await.map_err(|e| Refusal::Defect(e.to_string()))
}

async fn pages(bytes: Vec<u8>) -> Result<Option<usize>, Refusal> {
    let count = move || gongkai_extract::pdf_pages(&bytes, &gongkai_extract::Limits::default());
    tokio::task::spawn_blocking(count).await.map_err(|e| Refusal::Defect(e.to_string()))
}
