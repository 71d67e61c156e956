//! A document as lines of fragments: one line per paragraph or table row, one fragment per cell or tab-separated part.
//!
//! What is asked of a line again and again (its text, its letters, whether it is a page number) is worked out once.
//! Not here: what the lines mean (`super::sections`, `super::stream`).

use super::fold::{fold, letters_of};
use gongkai_domain::report::Place;
use gongkai_paper::{Block, Document};
use std::cell::OnceCell;

/// A part of a line: a cell of a table row, or a part between tabs.
#[derive(Debug, Clone)]
pub(crate) struct Fragment<'a> {
    /// Text as found.
    pub(crate) text: &'a str,
    /// Place of its first character.
    pub(crate) place: Place,
    /// First grid column and number of columns covered, in a table.
    pub(crate) grid: Option<(u32, u32)>,
}

/// A paragraph, a line of text, or a table row.
#[derive(Debug, Clone)]
pub(crate) struct Line<'a> {
    /// Its parts.
    pub(crate) fragments: Vec<Fragment<'a>>,
    /// Number of the table, for a table row.
    pub(crate) table: Option<u32>,
    /// Whether its parts were lines of text or stood on several, so that it is no row of cells.
    pub(crate) is_folded: bool,
    joined: OnceCell<String>,
    letters: OnceCell<String>,
    is_page_number: OnceCell<bool>,
}

impl<'a> Line<'a> {
    fn new(fragments: Vec<Fragment<'a>>, table: Option<u32>) -> Self {
        let (joined, letters, is_page_number) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { fragments, table, is_folded: false, joined, letters, is_page_number }
    }

    /// A line put together from parts of lines of text.
    pub(crate) fn folded(fragments: Vec<Fragment<'a>>) -> Self {
        Self { is_folded: true, ..Self::new(fragments, None) }
    }

    /// Whether it is a table row or has several tab-separated parts.
    pub(crate) fn is_row(&self) -> bool {
        self.table.is_some() || self.fragments.len() > 1 && !self.is_folded
    }

    /// Number of its cells or tab-separated parts.
    pub(crate) fn fields(&self) -> usize {
        if self.is_folded { self.fragments.len().min(1) } else { self.fragments.len() }
    }

    /// The text of the line without separators.
    pub(crate) fn text(&self) -> &str {
        match &self.fragments[..] {
            [] => "",
            [only] => only.text,
            several => self.joined.get_or_init(|| {
                let mut text = String::new();
                for fragment in several {
                    if !text.is_empty()
                        && !fragment.text.is_empty()
                        && (self.table.is_some() || self.is_folded)
                    {
                        text.push(' ');
                    }
                    text.push_str(fragment.text);
                }
                text
            }),
        }
    }

    /// Its letters, folded.
    pub(crate) fn letters(&self) -> &str {
        self.letters.get_or_init(|| {
            let mut letters = String::with_capacity(self.fragments.iter().map(|f| f.text.len()).sum());
            letters.extend(self.fragments.iter().flat_map(|f| letters_of(f.text)));
            letters
        })
    }

    /// Whether it is a page number and nothing else.
    pub(crate) fn is_page_number(&self) -> bool {
        *self.is_page_number.get_or_init(|| is_page_number(self.text()))
    }

    /// A page number between the lines of text.
    pub(crate) fn is_furniture(&self) -> bool {
        self.table.is_none() && self.is_page_number()
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
pub(crate) fn flatten(document: &Document) -> Vec<Line<'_>> {
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
                    lines.push(Line::new(split_tabs(text.trim_end_matches('\r'), &at), None));
                }
            }
            Block::Table(table) => {
                for row in 0..table.rows {
                    let fragments = table
                        .row(row)
                        .iter()
                        .map(|cell| Fragment {
                            text: &cell.text,
                            place: place(&cell.place),
                            grid: Some((cell.col, cell.col_span)),
                        })
                        .collect();
                    lines.push(Line::new(fragments, Some(table.number)));
                }
            }
        }
    }
    lines
}

fn split_tabs<'a>(text: &'a str, at: &Place) -> Vec<Fragment<'a>> {
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
        fragments.push(Fragment { text: part.trim_start(), place, grid: None });
        column += part.chars().count() as u32 + 1;
    }
    // an indent by one tab is not a cell
    if fragments.len() == 2 && fragments[0].text.is_empty() {
        fragments.remove(0);
    }
    fragments
}

/// Whether a text is a page number and nothing else: `— 4 —`, `- 5 -`, `第3页 共8页`, `3/8`.
fn is_page_number(text: &str) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '—' | '~' | '·');
    let mut t = String::new();
    for c in text.chars().filter_map(fold).filter(|c| !c.is_whitespace()) {
        // most lines are told by their first character
        if !(is_dash(c) || c.is_ascii_digit() || matches!(c, '第' | '页' | '共' | '/' | ',' | '，')) {
            return false;
        }
        t.push(c);
    }
    let inner = t.trim_matches(is_dash);
    let digits = |s: &str| (1..=4).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    if inner.len() < t.len() && t.starts_with(is_dash) && t.ends_with(is_dash) && digits(inner) {
        return true;
    }
    if let Some(rest) = t.strip_prefix('第')
        && let Some((page, tail)) = rest.split_once('页')
        && digits(page)
    {
        let tail = tail.trim_start_matches(['共', '/', ',', '，']);
        return tail.is_empty() || tail.strip_suffix('页').is_some_and(digits);
    }
    t.split_once('/').is_some_and(|(a, b)| {
        digits(a) && digits(b) && a.parse::<u32>().ok() <= b.parse::<u32>().ok() && b != "0"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_furniture_and_values_are_not() {
        for text in ["— 4 —", "- 5 -", "－12－", "第3页 共8页", "第 3 页", "3/8"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["0", "12", "-", "/", "第3条", "2021/1/5", "-3"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
