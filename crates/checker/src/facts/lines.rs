//! A document as lines of fragments: one line per paragraph or table row, one fragment per cell or tab-separated part.
//!
//! Not here: what the lines mean (`super::sections`, `super::stream`).

use gongkai_domain::report::Place;
use gongkai_paper::{Block, Document};

/// A part of a line: a cell of a table row, or a part between tabs.
#[derive(Debug, Clone)]
pub(crate) struct Fragment {
    /// Text as found.
    pub(crate) text: String,
    /// Place of its first character.
    pub(crate) place: Place,
    /// First grid column and number of columns covered, in a table.
    pub(crate) grid: Option<(u32, u32)>,
}

/// A paragraph, a line of text, or a table row.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Its parts.
    pub(crate) fragments: Vec<Fragment>,
    /// Number of the table, for a table row.
    pub(crate) table: Option<u32>,
}

impl Line {
    /// The text of the line without separators.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for fragment in &self.fragments {
            if !text.is_empty() && !fragment.text.is_empty() && self.table.is_some() {
                text.push(' ');
            }
            text.push_str(&fragment.text);
        }
        text
    }

    /// Place of the first fragment that has text.
    pub(crate) fn place(&self) -> Option<&Place> {
        self.fragments
            .iter()
            .find(|f| !f.text.trim().is_empty())
            .or_else(|| self.fragments.first())
            .map(|f| &f.place)
    }
}

/// Translates a place of the reader into the contract's.
pub(crate) fn place(p: &gongkai_paper::Place) -> Place {
    Place {
        line: p.line,
        column: p.column,
        page: p.page,
        table: p.table,
        row: p.row,
        col: p.col,
        paragraph: p.paragraph,
        bbox: p.bbox,
        sheet: p.sheet.as_deref().map(str::to_owned),
        address: p.address.as_deref().map(str::to_owned),
        length: None,
    }
}

/// Flattens a document. A table row that is a single cell is kept as a row of one fragment.
pub(crate) fn flatten(document: &Document) -> Vec<Line> {
    let mut lines = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let mut at = place(&paragraph.place);
                for (i, text) in paragraph.text.split('\n').enumerate() {
                    if i > 0 && at.line.is_some() {
                        at.line = at.line.map(|l| l + 1);
                        at.column = Some(1);
                    }
                    let fragments = split_tabs(text.trim_end_matches('\r'), &at);
                    lines.push(Line { fragments, table: None });
                }
            }
            Block::Table(table) => {
                for row in 0..table.rows {
                    let fragments: Vec<Fragment> = table
                        .row(row)
                        .iter()
                        .map(|cell| Fragment {
                            text: cell.text.clone(),
                            place: place(&cell.place),
                            grid: Some((cell.col, cell.col_span)),
                        })
                        .collect();
                    lines.push(Line { fragments, table: Some(table.number) });
                }
            }
        }
    }
    lines
}

fn split_tabs(text: &str, at: &Place) -> Vec<Fragment> {
    let mut fragments = Vec::new();
    if text.is_empty() {
        return fragments;
    }
    let mut column = at.column.unwrap_or(1);
    for part in text.split('\t') {
        // the place is that of the first visible character
        let indent = part.chars().take_while(|c| c.is_whitespace()).count() as u32;
        let indent = if part.trim().is_empty() { 0 } else { indent };
        let place = Place { column: at.column.map(|_| column + indent), ..at.clone() };
        fragments.push(Fragment { text: part.trim_start().to_owned(), place, grid: None });
        column += part.chars().count() as u32 + 1;
    }
    // an indent by one tab is not a cell
    if fragments.len() == 2 && fragments[0].text.is_empty() {
        fragments.remove(0);
    }
    fragments
}
