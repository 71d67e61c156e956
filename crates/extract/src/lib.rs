//! Turns the bytes of a file into located text (`gongkai-paper`), whatever the file calls itself.
//!
//! Not here: what the text means and whether it is right (`gongkai-checker`), opening files (`cli`).
//!
//! [`read`] looks at the content, picks the reader and answers either a [`Document`] or an [`ExtractError`] whose
//! three texts tell a clerk what was wrong and what to do. Readers never judge what they read, never panic and stay
//! within the [`Limits`] they are given.
#![warn(missing_docs)]

mod error;
mod limits;
mod pdf;
mod xlsx;

pub use error::{ExtractError, Foreign};
pub use gongkai_paper::{Document, Format};
pub use limits::{Deadline, Limits};

/// Reads a file of any supported format.
///
/// `hint` is the file's name. It never decides between formats of different content; it only tells Markdown from
/// plain text when the content leaves that open.
pub fn read(bytes: &[u8], hint: Option<&str>, limits: &Limits) -> Result<Document, ExtractError> {
    let _ = hint;
    if bytes.is_empty() {
        return Err(ExtractError::Empty);
    }
    if bytes.starts_with(b"%PDF-") {
        return pdf::read(bytes, limits);
    }
    xlsx::read(bytes, limits)
}
