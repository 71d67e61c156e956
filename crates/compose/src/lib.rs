//! Values become documents: what the office signs, publishes and files, in the formats that offices use.
//!
//! A [`Draft`] says what stands in a document and in which order; the formats say how it looks. A report becomes a
//! draft in [`report`], a paper of the office in [`letter`]. Not here: reading documents (`gongkai-extract`), opening files and finding fonts (`gongkai-cli`).

pub mod bundle;
pub mod compare;
pub mod docx;
pub mod draft;
pub mod fonts;
pub mod html;
pub mod letter;
pub mod markdown;
pub mod pdf;
pub mod prose;
pub mod report;
pub mod sheet;
mod title;
pub mod xlsx;

pub use draft::{Block, Draft, Face, Grid, GridCell, Letterhead, Mark, Run, Side};
pub use letter::LetterStyle;

/// Why a document could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// The format cannot hold what the draft says.
    #[error("{format} cannot hold {what}")]
    Unfit {
        /// The format, as the command line names it.
        format: &'static str,
        /// What it cannot hold, with the value, in the words of a clerk.
        what: String,
    },
    /// The library that writes the format refused.
    #[error("{format}: {message}")]
    Library {
        /// The format, as the command line names it.
        format: &'static str,
        /// What the library said.
        message: String,
    },
}
