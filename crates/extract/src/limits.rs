//! Says how much of a file a reader may take in, so that no file can fill the memory or keep the clerk waiting.
//!
//! Not here: the clock. Who wants a time limit passes a [`Deadline`] that looks at a clock of its own.

use std::fmt;
use std::sync::Arc;

use gongkai_paper::{Block, Document};

use crate::ExtractError;

/// Bounds for reading one file. The defaults keep reading it and checking what was read under 512 MiB of memory, also
/// when a file reaches all of them at once, and are still ten times what the longest annual report needs.
///
/// Measured with the whole program: a cell or a part between tabs takes 1 to 2 KB, a line 1.7 KB, a character in a
/// crowd of single figures 0.2 KB.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Size of the file itself, bytes.
    pub max_bytes: u64,
    /// Size of a file that is text from its first byte (txt, md, html), bytes: unlike the other formats it can have no
    /// large pictures, and it is held in memory twice.
    pub max_text_bytes: u64,
    /// Bytes that all parts read from one zip archive may unpack to together.
    pub max_unzipped: u64,
    /// How many times larger than packed a part of an archive may become once it is over 16 mebibytes.
    pub max_ratio: u64,
    /// Number of entries of a zip archive.
    pub max_entries: usize,
    /// Grid positions of all tables of a document together (rows × columns, spans included), and parts of its lines
    /// between tabs, which are read as cells too.
    pub max_cells: u64,
    /// Pages of a paged format.
    pub max_pages: usize,
    /// Characters of text of a document.
    pub max_chars: u64,
    /// Lines of a document: paragraphs, and the lines within them. The first of each cell is not counted.
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
            max_text_bytes: 32 << 20,
            max_unzipped: 128 << 20,
            max_ratio: 200,
            max_entries: 10_000,
            max_cells: 200_000,
            max_pages: 1_000,
            max_chars: 1_000_000,
            max_paragraphs: 50_000,
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

    /// Refuses a text file that is larger than allowed.
    pub(crate) fn check_text_bytes(&self, bytes: usize) -> Result<(), ExtractError> {
        self.check_bytes(bytes)?;
        if bytes as u64 > self.max_text_bytes {
            return Err(ExtractError::TextTooLarge { bytes: bytes as u64, limit: self.max_text_bytes });
        }
        Ok(())
    }

    /// Refuses plain text with more lines, parts or characters than allowed, before anything is made of it.
    pub(crate) fn check_text(&self, text: &str) -> Result<(), ExtractError> {
        let bytes = text.as_bytes();
        self.check_paragraphs(memchr::memchr2_iter(b'\n', b'\x0C', bytes).count() as u64)?;
        self.check_cells(memchr::memchr_iter(b'\t', bytes).count() as u64)?;
        self.check_chars(text.chars().count() as u64)
    }

    /// Refuses a document that is larger than allowed, whatever its reader counted.
    pub(crate) fn check_document(&self, document: &Document) -> Result<(), ExtractError> {
        let (mut lines, mut cells, mut chars) = (0u64, 0u64, 0u64);
        for block in &document.blocks {
            match block {
                Block::Paragraph(p) => {
                    lines += 1 + memchr::memchr_iter(b'\n', p.text.as_bytes()).count() as u64;
                    cells += memchr::memchr_iter(b'\t', p.text.as_bytes()).count() as u64;
                    chars += p.text.chars().count() as u64;
                }
                Block::Table(t) => {
                    cells += t.cells.len() as u64;
                    chars += t.cells.iter().map(|c| c.text.chars().count() as u64).sum::<u64>();
                }
            }
        }
        self.check_paragraphs(lines)?;
        self.check_cells(cells)?;
        self.check_chars(chars)
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

#[cfg(test)]
mod tests {
    use gongkai_paper::{Cell, Format, Paragraph, Place, Table};

    use super::*;

    fn holding(block: Block) -> Document {
        Document { blocks: vec![block], ..Document::new(Format::Pdf) }
    }

    fn paragraph(text: &str) -> Document {
        holding(Block::Paragraph(Paragraph { text: text.to_owned(), level: None, place: Place::default() }))
    }

    #[test]
    fn lines_parts_and_characters_count_whatever_reader_made_them() {
        let limits = Limits { max_paragraphs: 2, max_cells: 2, max_chars: 4, ..Limits::default() };
        let code = |document: &Document| limits.check_document(document).map_err(|e| e.code());
        assert_eq!(code(&paragraph("甲\t乙\n")), Ok(()));
        assert_eq!(code(&paragraph("\n\n")), Err("too_many_paragraphs"));
        assert_eq!(code(&paragraph("\t\t\t")), Err("too_many_cells"));
        assert_eq!(code(&paragraph("甲乙丙丁戊")), Err("too_many_characters"));
        let cell = |col| Cell {
            row: 0,
            col,
            row_span: 1,
            col_span: 1,
            text: "甲".to_owned(),
            place: Place::default(),
        };
        let table = |cols| {
            let cells = (0..cols).map(cell).collect();
            holding(Block::Table(Table { number: 1, rows: 1, cols, cells, place: Place::default() }))
        };
        assert_eq!((code(&table(2)), code(&table(3))), (Ok(()), Err("too_many_cells")));
    }

    #[test]
    fn a_text_file_may_be_smaller_than_other_files() {
        let limits = Limits { max_text_bytes: 10, ..Limits::default() };
        let refused = crate::read("一、总体情况".as_bytes(), None, &limits).unwrap_err();
        assert_eq!(refused, ExtractError::TextTooLarge { bytes: 18, limit: 10 });
    }
}
