//! Setting a draft in type, or a copy of what somebody proved, on a thread of its own, by one typesetter for the whole process.
//!
//! Not here: what stands in the draft, which files are given out as copies only (`super::copy`).

use crate::refusal::Refusal;
use gongkai_compose::fonts::Fonts;
use gongkai_compose::pdf::{Original, Typesetter};
use gongkai_compose::{ComposeError, Draft};
use std::sync::OnceLock;

/// A draft as a PDF.
///
/// # Errors
/// [`Refusal::Defect`] where it cannot be set.
pub(crate) async fn pdf(draft: Draft) -> Result<Vec<u8>, Refusal> {
    let set = apart(move |typesetter| typesetter.pdf(&draft).map(|pdf| pdf.bytes)).await?;
    set.map_err(|e| Refusal::Defect(e.to_string()))
}

/// A copy with words across its pages; the inner error where the file is none of which a copy can be made.
///
/// # Errors
/// [`Refusal::Defect`] where nothing can be set at all.
pub(super) async fn copy(
    bytes: Vec<u8>,
    original: Original,
    title: &'static str,
    words: &'static str,
) -> Result<Result<Vec<u8>, ComposeError>, Refusal> {
    apart(move |typesetter| typesetter.copy(bytes, original, title, words)).await
}

async fn apart<T: Send + 'static>(
    work: impl FnOnce(&Typesetter) -> T + Send + 'static,
) -> Result<T, Refusal> {
    static TYPESETTER: OnceLock<Option<Typesetter>> = OnceLock::new();
    let work = move || {
        let typesetter = TYPESETTER.get_or_init(|| Typesetter::new(Fonts::embedded()).ok());
        typesetter.as_ref().map(work).ok_or_else(|| Refusal::Defect("no typesetter".to_owned()))
    };
    tokio::task::spawn_blocking(work).await.map_err(|e| Refusal::Defect(e.to_string()))?
}
