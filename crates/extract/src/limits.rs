//! Says how much of a file a reader may take in, so that no file can fill the memory or keep the clerk waiting.
//!
//! Not here: the clock. Who wants a time limit passes a [`Deadline`] that looks at a clock of its own.

use std::fmt;
use std::sync::Arc;

use crate::ExtractError;

/// Bounds for reading one file. The defaults keep it under 512 MiB of memory and 30 seconds on an old machine and
/// are still ten times what the longest annual report needs.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Size of the file itself, bytes.
    pub max_bytes: u64,
    /// Bytes that all parts read from one zip archive may unpack to together.
    pub max_unzipped: u64,
    /// How many times larger than packed a part of an archive may become once it is over 16 mebibytes.
    pub max_ratio: u64,
    /// Number of entries of a zip archive.
    pub max_entries: usize,
    /// Grid positions of all tables of a document together (rows × columns, spans included).
    pub max_cells: u64,
    /// Pages of a paged format.
    pub max_pages: usize,
    /// Characters of text of a document.
    pub max_chars: u64,
    /// Paragraphs, or lines of a plain text, of a document.
    pub max_paragraphs: u64,
    /// Depth of elements inside one another.
    pub max_depth: usize,
    /// When to give up because it takes too long.
    pub deadline: Deadline,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            max_bytes: 64 << 20,
            max_unzipped: 128 << 20,
            max_ratio: 200,
            max_entries: 10_000,
            max_cells: 200_000,
            max_pages: 1_000,
            max_chars: 20_000_000,
            max_paragraphs: 300_000,
            max_depth: 512,
            deadline: Deadline::never(),
        }
    }
}

impl Limits {
    /// Refuses a file that is larger than allowed.
    pub(crate) fn check_bytes(&self, bytes: usize) -> Result<(), ExtractError> {
        if bytes as u64 > self.max_bytes {
            return Err(ExtractError::TooLarge { bytes: bytes as u64, limit: self.max_bytes });
        }
        Ok(())
    }

    /// Refuses a document whose tables have more grid positions than allowed. `cells` counts the whole document.
    pub(crate) fn check_cells(&self, cells: u64) -> Result<(), ExtractError> {
        if cells > self.max_cells {
            return Err(ExtractError::TooManyCells { limit: self.max_cells });
        }
        Ok(())
    }

    /// Refuses a document with more characters than allowed. `chars` counts the whole document.
    pub(crate) fn check_chars(&self, chars: u64) -> Result<(), ExtractError> {
        if chars > self.max_chars {
            return Err(ExtractError::TooManyChars { limit: self.max_chars });
        }
        Ok(())
    }

    /// Refuses a document with more paragraphs than allowed. `paragraphs` counts the whole document.
    pub(crate) fn check_paragraphs(&self, paragraphs: u64) -> Result<(), ExtractError> {
        if paragraphs > self.max_paragraphs {
            return Err(ExtractError::TooManyParagraphs { limit: self.max_paragraphs });
        }
        Ok(())
    }

    /// Gives up when the caller's deadline has passed. Cheap enough for every few hundred steps.
    pub(crate) fn check_deadline(&self) -> Result<(), ExtractError> {
        if self.deadline.is_past() { Err(ExtractError::TooSlow) } else { Ok(()) }
    }
}

/// Tells a reader that its time is over, by asking a clock that the caller chose.
#[derive(Clone)]
pub struct Deadline(Option<Arc<dyn Fn() -> bool + Send + Sync>>);

impl Deadline {
    /// No limit of time.
    pub fn never() -> Self {
        Deadline(None)
    }

    /// Over as soon as the question answers true.
    pub fn when(is_past: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Deadline(Some(Arc::new(is_past)))
    }

    /// Whether the time is over.
    pub fn is_past(&self) -> bool {
        self.0.as_ref().is_some_and(|ask| ask())
    }
}

impl Default for Deadline {
    fn default() -> Self {
        Deadline::never()
    }
}

impl fmt::Debug for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Deadline::when(..)" } else { "Deadline::never()" })
    }
}
