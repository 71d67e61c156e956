//! Turns the bytes of a file into located text (`gongkai-paper`), whatever the file calls itself.
//!
//! Not here: what the text means and whether it is right (`gongkai-checker`), opening files (`cli`).
//!
//! [`read`] looks at the content, picks the reader and answers either a [`Document`] or an [`ExtractError`] whose
//! three texts tell a clerk what was wrong and what to do. Readers never judge what they read, never panic and stay
//! within the [`Limits`] they are given.
#![warn(missing_docs)]

mod archive;
mod docx;
mod ending;
mod error;
mod grid;
mod hidden;
mod html;
mod limits;
mod markdown;
mod pdf;
mod raised;
mod script;
mod sniff;
mod text;
mod txt;
mod unseen;
mod xlsx;

pub use ending::{Misnamed, misnamed};
pub use error::{ExtractError, Foreign, amount};
pub use gongkai_paper::{Document, Format};
pub use hidden::{Aside, Hidden, HiddenKind, aside};
pub use limits::{Deadline, Limits};
pub use unseen::{Piece, Unseen, search};

/// The characters of a text file in any of the encodings that offices use, without control characters.
pub fn text_of(bytes: &[u8], limits: &Limits) -> Result<String, ExtractError> {
    Ok(text::decode(bytes, None, limits)?.text)
}

/// How many pages a PDF has; none for a file that is none, is locked or broken.
pub fn pdf_pages(bytes: &[u8], limits: &Limits) -> Option<usize> {
    pdf::pages(bytes, limits)
}

/// Reads a file of any supported format.
///
/// `hint` is the file's name. It never decides between formats of different content; it only tells Markdown from
/// plain text when the content leaves that open. A name that promises another format than the content is noted.
pub fn read(bytes: &[u8], hint: Option<&str>, limits: &Limits) -> Result<Document, ExtractError> {
    let (mut document, content) = match sniff::sniff(bytes, limits)? {
        sniff::Kind::Docx => (docx::read(bytes, limits)?, ending::DOCX),
        sniff::Kind::Xlsx => (xlsx::read(bytes, limits)?, ending::XLSX),
        sniff::Kind::Pdf => (pdf::read(bytes, limits)?, ending::PDF),
        sniff::Kind::Text => {
            limits.check_text_bytes(bytes.len())?;
            let decoded = text::decode(bytes, html::declared_charset(bytes), limits)?;
            let kind = sniff::text_kind(&decoded.text, hint);
            let document = match kind {
                sniff::TextKind::Html => html::read(decoded, limits)?,
                sniff::TextKind::Json => script::read(decoded, limits)?,
                sniff::TextKind::Markdown => markdown::read(decoded, limits)?,
                sniff::TextKind::Txt => txt::read(decoded, limits)?,
            };
            (document, ending::Content::of_text(kind))
        }
    };
    document.artefacts.extend(hint.and_then(|name| ending::note(name, content)));
    limits.check_document(&document)?;
    if document.blocks.is_empty() {
        return Err(ExtractError::NoText { what: name(document.format) });
    }
    Ok(document)
}

/// What a clerk calls the format.
fn name(format: Format) -> &'static str {
    match format {
        Format::Txt => "文本文件",
        Format::Markdown => "Markdown 文件",
        Format::Html => "网页",
        Format::Docx => docx::WHAT,
        Format::Xlsx => "Excel 工作簿",
        Format::Pdf => "PDF",
    }
}
