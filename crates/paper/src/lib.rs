//! Located text: what the readers write and the checker reads. Every piece of text knows its place in the file.
//!
//! Not here: how bytes become text (`gongkai-extract`), what the text means (`gongkai-checker`).
//!
//! A [`Document`] is a flat list of blocks in reading order: paragraphs and tables. Layout tables (a table whose
//! cells hold other tables) are dissolved by the readers; a [`Table`] here is a grid whose cells hold text only.
#![warn(missing_docs)]

use std::sync::Arc;

/// Where a piece of text stands. All members are 1-based; those that a format does not know stay `None`.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Place {
    /// Line of a text file (txt, md, html source).
    pub line: Option<u32>,
    /// Column in characters (not bytes) within the line.
    pub column: Option<u32>,
    /// Page of a paged format (pdf).
    pub page: Option<u32>,
    /// Box on the page in points, left, top, right, bottom, measured from the page's top left corner.
    pub bbox: Option<[f32; 4]>,
    /// Name of the sheet (xlsx).
    pub sheet: Option<Arc<str>>,
    /// Cell address in the sheet, such as `C7`.
    pub address: Option<Arc<str>>,
    /// Number of the table in the document.
    pub table: Option<u32>,
    /// Row in the table (1-based).
    pub row: Option<u32>,
    /// Column in the table's grid (1-based).
    pub col: Option<u32>,
    /// Number of the paragraph in the document, tables not counted (docx, html without source lines).
    pub paragraph: Option<u32>,
}

/// Which kind of file a document was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text.
    Txt,
    /// Markdown with pipe tables.
    Markdown,
    /// HTML, also HTML found inside a JSON or JS string.
    Html,
    /// Word 2007 and later.
    Docx,
    /// Excel 2007 and later.
    Xlsx,
    /// PDF with a text layer.
    Pdf,
}

/// What a reader left out or repaired, so that nothing disappears silently.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Artefact {
    /// Stable kind, such as `page_furniture`, `bookmark`, `tracked_change`, `lost_characters`, `encoding`.
    pub kind: &'static str,
    /// The text concerned, or a short account of it.
    pub text: String,
    /// Where it stood.
    pub place: Place,
}

/// A document as read: blocks in reading order.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Document {
    /// Kind of file.
    pub format: Format,
    /// Title in the file's metadata, when there is one.
    pub title: Option<String>,
    /// Paragraphs and tables in reading order.
    pub blocks: Vec<Block>,
    /// What was left out or repaired.
    pub artefacts: Vec<Artefact>,
    /// Decoded source of a text format (txt, md, html), for quoting lines in diagnostics.
    #[serde(skip)]
    pub source_text: Option<Arc<str>>,
}

impl Document {
    /// An empty document of the given format.
    pub fn new(format: Format) -> Self {
        Document { format, title: None, blocks: Vec::new(), artefacts: Vec::new(), source_text: None }
    }

    /// Number of characters of text in all blocks, white space not counted: zero means there is nothing to read.
    pub fn visible_chars(&self) -> usize {
        let count = |s: &str| s.chars().filter(|c| !c.is_whitespace()).count();
        self.blocks
            .iter()
            .map(|b| match b {
                Block::Paragraph(p) => count(&p.text),
                Block::Table(t) => t.cells.iter().map(|c| count(&c.text)).sum(),
            })
            .sum()
    }
}

/// One paragraph or one table.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Block {
    /// Running text. Of a txt file: one line, empty lines and tabs kept.
    Paragraph(Paragraph),
    /// A grid of cells.
    Table(Table),
}

/// A line of a text file or a paragraph of a document.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Paragraph {
    /// Text as decoded; inner line breaks are `\n`.
    pub text: String,
    /// Heading level 1 to 6 where the format marks headings.
    pub level: Option<u8>,
    /// Place of the first character.
    pub place: Place,
}

/// A table: cells with spans on a grid.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Table {
    /// 1-based number in the document.
    pub number: u32,
    /// Number of grid rows.
    pub rows: u32,
    /// Number of grid columns.
    pub cols: u32,
    /// Anchor cells ordered by row, then column. A cell covered by another's span is not listed.
    pub cells: Vec<Cell>,
    /// Place of the table.
    pub place: Place,
}

impl Table {
    /// Cells anchored in a row (0-based), in column order.
    pub fn row(&self, row: u32) -> &[Cell] {
        let from = self.cells.partition_point(|c| c.row < row);
        let to = self.cells.partition_point(|c| c.row <= row);
        &self.cells[from..to]
    }

    /// The cell that covers a grid position (0-based), whether anchored there or reaching there by its span.
    pub fn at(&self, row: u32, col: u32) -> Option<&Cell> {
        self.cells.iter().find(|c| {
            (c.row..c.row + c.row_span).contains(&row) && (c.col..c.col + c.col_span).contains(&col)
        })
    }
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Cell {
    /// Grid row, 0-based.
    pub row: u32,
    /// Grid column, 0-based.
    pub col: u32,
    /// Rows covered, at least 1.
    pub row_span: u32,
    /// Columns covered, at least 1.
    pub col_span: u32,
    /// Text; paragraphs within the cell are joined by `\n`. White space is kept as found.
    pub text: String,
    /// Place of the cell.
    pub place: Place,
}
