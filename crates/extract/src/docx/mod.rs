//! Reads a Word document: body paragraphs and tables as they look when all tracked changes are accepted.
//!
//! Not here: headers, footers, notes and comments, which are not the report's text.

mod body;
mod numbering;
mod parts;
mod xml;

use gongkai_paper::{Document, Format};

use crate::archive::Archive;
use crate::grid::{self, Budget};
use crate::{ExtractError, Limits};

/// What the format is called before the clerk.
pub(crate) const WHAT: &str = "Word 文档";

/// Reads a document.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ExtractError> {
    let mut archive = Archive::open(bytes, WHAT, limits)?;
    let mut budget = Budget::new(limits);
    let parts = parts::Parts::find(&mut archive)?;
    let source = parts::part(&mut archive, &parts.document)?
        .ok_or_else(|| ExtractError::Damaged { what: WHAT, because: "word/document.xml".to_owned() })?;
    let mut labels = numbering::Labels::default();
    if let Some(name) = &parts.numbering
        && let Some(xml) = parts::part(&mut archive, name)?
    {
        labels.read_numbering(&xml, &mut budget)?;
    }
    if let Some(name) = &parts.styles
        && let Some(xml) = parts::part(&mut archive, name)?
    {
        labels.read_styles(&xml, &mut budget)?;
    }
    let mut document = Document::new(Format::Docx);
    document.title = parts::title(&mut archive, &mut budget)?;
    let mut body = body::Body::new(labels, &mut budget);
    body.read(&source, &mut |id, budget| parts.chunk(&mut archive, id, budget))?;
    (document.blocks, document.artefacts) = body.finish();
    grid::number(&mut document);
    Ok(document)
}

#[cfg(test)]
mod tests;
