//! Setting a draft in type, on a thread of its own, by one typesetter for the whole process.
//!
//! Not here: what stands in the draft.

use crate::refusal::Refusal;
use gongkai_compose::Draft;
use gongkai_compose::fonts::Fonts;
use gongkai_compose::pdf::Typesetter;
use std::sync::OnceLock;

/// A draft as a PDF.
///
/// # Errors
/// [`Refusal::Defect`] where it cannot be set.
pub(crate) async fn pdf(draft: Draft) -> Result<Vec<u8>, Refusal> {
    static TYPESETTER: OnceLock<Option<Typesetter>> = OnceLock::new();
    let work = move || {
        let typesetter = TYPESETTER.get_or_init(|| Typesetter::new(Fonts::embedded()).ok());
        let typesetter = typesetter.as_ref().ok_or_else(|| Refusal::Defect("no typesetter".to_owned()))?;
        typesetter.pdf(&draft).map(|pdf| pdf.bytes).map_err(|e| Refusal::Defect(e.to_string()))
    };
    tokio::task::spawn_blocking(work).await.map_err(|e| Refusal::Defect(e.to_string()))?
}
