//! Finds the words that a finding points at, so that they can be quoted: a line of the file, a row of a table, a paragraph.
//!
//! Not here: how the quotation is drawn (`super::text`), opening files (`gongkai-cli`).

use super::Checked;
use crate::diagnostic::Spot;
use gongkai_domain::report::{CellRef, Column, Place, Report, Table4Key};
use gongkai_paper::{Block, Document};
use std::sync::{Arc, OnceLock};

/// One file that findings may quote.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The name under which reports know it.
    pub name: String,
    /// Its decoded text, when it is a text file: lines are quoted from here.
    pub text: Option<Arc<str>>,
    /// The document, when it is not: rows and paragraphs are quoted from here.
    pub document: Option<Arc<Document>>,
    starts: OnceLock<Vec<usize>>,
}

impl Source {
    /// A file by its name, to be quoted from what was read of it.
    pub fn new(name: impl Into<String>, document: Arc<Document>) -> Self {
        let text = document.source_text.clone();
        Self { name: name.into(), text, document: Some(document), starts: OnceLock::new() }
    }

    /// A text file.
    pub fn of_text(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: Some(text.into()), document: None, starts: OnceLock::new() }
    }

    fn starts(&self) -> &[usize] {
        self.starts.get_or_init(|| {
            let text = self.text.as_deref().unwrap_or_default();
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
        })
    }

    /// A line by its number, with the byte at which it begins.
    fn line(&self, number: u32) -> Option<(usize, &str)> {
        let text = self.text.as_deref()?;
        let start = *self.starts().get((number as usize).checked_sub(1)?)?;
        let line = text[start..].split('\n').next()?;
        Some((start, line.strip_suffix('\r').unwrap_or(line)))
    }
}

/// The files that findings of one report may quote: the report's own and last year's.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// No files: everything is quoted from the report itself.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a file.
    #[must_use]
    pub fn with(mut self, source: Source) -> Self {
        self.0.push(source);
        self
    }

    fn get(&self, name: &str) -> Option<&Source> {
        self.0.iter().find(|s| s.name == name)
    }
}

/// A line that is quoted, with the range a spot means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Number of the line, when the file has lines.
    pub number: Option<u32>,
    /// The whole line, row or paragraph.
    pub line: String,
    /// Characters meant, from and to; none when only the line is known.
    pub range: Option<(usize, usize)>,
}

/// The name of the file that a spot is in.
pub fn name_of<'a>(checked: &'a Checked<'_>, spot: &'a Spot) -> &'a str {
    spot.source.as_deref().unwrap_or(&checked.result.source)
}

/// The report that a spot is in, and the cell without its prefix. The reports of members are not at hand.
fn report_of<'a>(checked: &Checked<'a>, spot: &Spot) -> (Option<&'a Report>, Option<CellRef>) {
    if spot.cell.as_deref().is_some_and(|cell| cell.starts_with("member.")) {
        return (None, None);
    }
    let (previous, address) = match spot.cell.as_deref() {
        Some(cell) => match cell.strip_prefix("previous.") {
            Some(rest) => (true, Some(rest)),
            None => (false, Some(cell)),
        },
        None => (spot.source.is_some(), None),
    };
    let report = if previous { checked.previous } else { Some(checked.report) };
    (report, address.and_then(|a| a.parse().ok()))
}

/// What a clerk calls the cell of a spot, such as `（一）予以公开·自然人`.
pub fn cell_label(checked: &Checked<'_>, spot: &Spot) -> Option<String> {
    let (report, cell) = report_of(checked, spot);
    let label = cell?.label(report?.form);
    let is_previous = spot.cell.as_deref().is_some_and(|c| c.starts_with("previous."));
    Some(if is_previous { format!("上年·{label}") } else { label })
}

/// The words to quote for a spot.
pub fn quote(checked: &Checked<'_>, spot: &Spot) -> Option<Quote> {
    let source = checked.sources.get(name_of(checked, spot));
    if let Some(found) = source.and_then(|s| from_text(s, spot)) {
        return Some(found);
    }
    if let Some(found) = source.and_then(|s| s.document.as_deref()).and_then(|d| from_document(d, spot)) {
        return Some(found);
    }
    let (report, cell) = report_of(checked, spot);
    if let (Some(report), Some(cell)) = (report, cell) {
        return Some(from_cells(report, cell));
    }
    if let Some(found) = report.and_then(|r| from_prose(r, spot)) {
        return Some(found);
    }
    let words = spot.quote.as_deref().filter(|q| !q.trim().is_empty())?;
    let range = Some((0, words.chars().count()));
    Some(Quote { number: spot.place.line, line: words.to_owned(), range })
}

/// The bytes that a spot covers in the decoded text of its file, from and to.
pub fn bytes(checked: &Checked<'_>, spot: &Spot) -> Option<(usize, usize)> {
    let source = checked.sources.get(name_of(checked, spot))?;
    let (start, line) = source.line(spot.place.line?)?;
    let (from, to) = from_text(source, spot)?.range?;
    let byte = |n: usize| line.char_indices().nth(n).map_or(line.len(), |(at, _)| at);
    Some((start + byte(from), start + byte(to)))
}

fn from_text(source: &Source, spot: &Spot) -> Option<Quote> {
    let number = spot.place.line?;
    let (_, line) = source.line(number)?;
    Some(Quote { number: Some(number), line: line.to_owned(), range: range_in(line, spot) })
}

/// Where the spot's words are in a line: at the column given, or wherever they stand when they stand only once.
fn range_in(line: &str, spot: &Spot) -> Option<(usize, usize)> {
    let length = line.chars().count();
    let words = spot.quote.as_deref().map(str::trim).filter(|q| !q.is_empty());
    let size = words.map(|q| q.chars().count());
    if let Some(column) = spot.place.column {
        let from = (column as usize).saturating_sub(1);
        if from <= length {
            let said = spot.place.length.map(|n| n as usize);
            let rest: Vec<char> = line.chars().skip(from).collect();
            let printed = || words.and_then(|w| printed_length(&rest, w));
            // a number or a date is meant whole
            let digits = || rest.iter().take_while(|c| c.is_ascii_digit() || "年月日.".contains(**c)).count();
            let whole = || if rest.first().is_some_and(char::is_ascii_digit) { digits() } else { 1 };
            let to = from + said.or_else(printed).unwrap_or_else(whole);
            return Some((from, to.min(length.max(from))));
        }
    }
    let words = words?;
    let at = line.find(words)?;
    let from = line[..at].chars().count();
    Some((from, from + size?))
}

/// How many characters of a text the words take that it begins with, blanks not compared.
fn printed_length(text: &[char], words: &str) -> Option<usize> {
    let mut at = 0;
    for wanted in words.chars().filter(|c| !c.is_whitespace()) {
        at += text[at..].iter().take_while(|c| c.is_whitespace()).count();
        if text.get(at) != Some(&wanted) {
            return None;
        }
        at += 1;
    }
    (at > 0).then_some(at)
}

/// The words at the place that a spot covers, when its file is at hand; none when nothing is printed there.
pub fn words(checked: &Checked<'_>, spot: &Spot) -> Option<String> {
    checked.sources.get(name_of(checked, spot))?;
    let quote = quote(checked, spot)?;
    let (from, to) = quote.range?;
    let words: String = quote.line.chars().skip(from).take(to.saturating_sub(from)).collect();
    (!words.trim().is_empty()).then_some(words)
}

fn from_document(document: &Document, spot: &Spot) -> Option<Quote> {
    let place = &spot.place;
    for block in &document.blocks {
        match block {
            Block::Table(table) => {
                let here = table.cells.iter().find(|c| {
                    is_same(&c.place, place) || {
                        Some(table.number) == place.table
                            && Some(c.row + 1) == place.row
                            && place.col.is_some_and(|col| (c.col + 1..=c.col + c.col_span).contains(&col))
                    }
                });
                if let Some(here) = here {
                    let cells = table.row(here.row).iter().map(|c| (c.text.as_str(), c.col == here.col));
                    return Some(row_of(cells));
                }
            }
            Block::Paragraph(paragraph) => {
                let by_number = place.paragraph.is_some() && paragraph.place.paragraph == place.paragraph;
                let is_cell = place.table.is_some() || place.address.is_some();
                if !is_cell && (by_number || is_same(&paragraph.place, place)) {
                    let line = one_line(&paragraph.text);
                    let range = range_in(&line, spot);
                    return Some(Quote { number: None, line, range });
                }
            }
        }
    }
    None
}

/// Whether a place of the paper and one of the contract are the same spot of a page or a sheet.
fn is_same(paper: &gongkai_paper::Place, place: &Place) -> bool {
    if place.address.is_some() {
        return paper.address.as_deref() == place.address.as_deref()
            && paper.sheet.as_deref() == place.sheet.as_deref();
    }
    place.bbox.is_some() && place.table.is_none() && paper.page == place.page && paper.bbox == place.bbox
}

/// A table row on one line; the range is that of the cell meant, one blank wide when it is empty.
fn row_of<'a>(cells: impl Iterator<Item = (&'a str, bool)>) -> Quote {
    let mut line = String::new();
    let mut range = None;
    for (i, (text, is_meant)) in cells.enumerate() {
        if i > 0 {
            line.push_str(" | ");
        }
        let from = line.chars().count();
        let text = one_line(text);
        line.push_str(if text.is_empty() { " " } else { &text });
        if is_meant {
            range = Some((from, line.chars().count()));
        }
    }
    Quote { number: None, line, range }
}

/// A row as the report knows it, when there is no document to quote from.
fn from_cells(report: &Report, at: CellRef) -> Quote {
    let raw = |cell: CellRef| report.cell(cell).map_or("", |c| c.raw.as_str());
    match at {
        CellRef::T2(key) => {
            let mates = report.form.table2().iter().filter(|k| k.row_label() == key.row_label());
            let cells = mates.map(|k| (raw(CellRef::T2(*k)), *k == key));
            row_of(std::iter::once((key.row_label(), false)).chain(cells))
        }
        CellRef::T3(row, column) => {
            let cells = Column::EVERY.iter().map(|c| (raw(CellRef::T3(row, *c)), *c == column));
            row_of(std::iter::once((row.short_label(), false)).chain(cells))
        }
        CellRef::T4(key) => {
            let mates = Table4Key::EVERY.iter().filter(|k| k.group() == key.group());
            let cells = mates.map(|k| (raw(CellRef::T4(*k)), *k == key));
            row_of(std::iter::once((key.group(), false)).chain(cells))
        }
    }
}

fn from_prose(report: &Report, spot: &Spot) -> Option<Quote> {
    let words = spot.quote.as_deref().filter(|q| !q.trim().is_empty())?;
    let sections = report.sections.iter().flat_map(gongkai_domain::report::Section::prose);
    let mut paragraphs = report.preamble.iter().cloned().chain(sections);
    let found = paragraphs.find(|p| {
        let is_here =
            p.place.as_ref().is_none_or(|p| p.line == spot.place.line && p.paragraph == spot.place.paragraph);
        is_here && p.text.contains(words)
    })?;
    let line = one_line(&found.text);
    let at = line.find(&one_line(words)).map(|at| line[..at].chars().count());
    let range = at.map(|from| (from, from + one_line(words).chars().count()));
    Some(Quote { number: spot.place.line, line, range })
}

fn one_line(text: &str) -> String {
    text.trim_end().chars().map(super::tame).collect()
}
