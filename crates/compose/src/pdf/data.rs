//! What the template is given: the blocks of a draft, with everything decided that needs no measuring.
//!
//! Not here: how a block looks (`official.typ`), what stands in the document ([`crate::draft`]).

use crate::ComposeError;
use crate::draft::{self, Block, Draft, Face, Grid, GridCell, Side};
use crate::fonts::Fonts;
use crate::title;
use chrono::{Datelike as _, NaiveDate};
use gongkai_domain::report::Role;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What stands for a character that no font has.
const MISSING: char = '□';
/// Where a line may break though the text gives no place to (zero width space).
const MAY_BREAK: char = '\u{200B}';
/// The width of the type area (版心) in points.
const TYPE_WIDTH: f64 = 156.0 / 25.4 * 72.0;
/// How many half-width characters without a gap a line of the body holds for certain.
const LONGEST_WORD: usize = 44;
/// How wide a letter is in the mean, as a share of its size; a digit is narrower in every font.
const HALF_WIDTH: f64 = 0.62;
/// How wide a digit is at most, as a share of its size.
const DIGIT_WIDTH: f64 = 0.57;
/// Space between a word and the lines at the left and right of its cell, in points.
const INSET: f64 = 2.0;
/// The same beside a number.
const NUMBER_INSET: f64 = 1.2;
/// The smallest type that a number shrinks to, in points.
const SMALLEST: f64 = 5.0;
/// A row with a cell of more lines than this may be broken over pages: it may be taller than one.
const MOST_LINES: f64 = 25.0;

/// Rows of a group that stay on one page.
const LONGEST_GROUP: usize = 12;

/// The data, with what was met on the way.
pub(super) struct Data {
    /// JSON for the template.
    pub(super) json: Vec<u8>,
    /// Characters that no font has.
    pub(super) missing: BTreeSet<char>,
    /// Faces that the document uses.
    pub(super) faces: BTreeSet<Face>,
}

#[derive(Serialize)]
struct Page<'a> {
    title: String,
    author: String,
    date: [i32; 3],
    /// The title in the lines in which it is printed.
    heading: Option<Vec<String>>,
    faces: BTreeMap<Face, FaceData<'a>>,
    letterhead: Option<Head>,
    blocks: Vec<Item>,
}

#[derive(Serialize)]
struct Head {
    mark: String,
    /// Size of the mark in points.
    size: f64,
    number: Option<String>,
}

#[derive(Serialize)]
struct FaceData<'a> {
    families: Vec<&'a str>,
    weight: u16,
    /// Whether the embedded font stands in for a face that is meant to be heavier than the body.
    fatter: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
enum Item {
    Heading {
        level: u8,
        /// The level in the outline, which begins with 1 and skips none.
        outline: u8,
        text: String,
    },
    Paragraph {
        runs: Vec<draft::Run>,
        /// Kept with what follows.
        sticky: bool,
    },
    Line {
        text: String,
        side: Side,
    },
    Gap,
    Table(Box<Table>),
    Note(Note),
    Signature {
        text: String,
        sticky: bool,
    },
    SignedOn {
        text: String,
        sticky: bool,
        /// Whether no signature stands above it.
        first: bool,
    },
}

#[derive(Serialize)]
struct Note {
    text: String,
    /// By how many characters the second and further lines are set in.
    hang: f64,
}

#[derive(Serialize)]
struct Table {
    summary: String,
    rows: usize,
    cols: usize,
    /// How many lines above it stay on its page.
    lines_above: usize,
    /// Shares of the type area.
    widths: Vec<f64>,
    header_rows: usize,
    /// Where each block has headers of its own: their first rows and those behind them.
    own_headers: Vec<(usize, usize)>,
    /// Sizes of type in points, best first.
    sizes: &'static [f64],
    inset: f64,
    number_inset: f64,
    cells: Vec<Cell>,
    /// The same with group labels repeated on each row.
    ungrouped: Vec<Cell>,
    notes: Vec<Note>,
}

#[derive(Clone, Serialize)]
struct Cell {
    row: usize,
    col: usize,
    row_span: usize,
    col_span: usize,
    text: String,
    role: &'static str,
    marked: bool,
    left: bool,
    /// Whether it may be broken over pages.
    long: bool,
    /// Whether it is a label of so many rows that it goes on over the end of a page.
    tall: bool,
    /// Whether it is the first number of a row beside such a label: the place of the row is looked up there.
    first_value: bool,
    /// Share of the type area that it is wide.
    share: f64,
    /// The characters of a header, all of one width, that is set in lines of one length.
    even: Option<usize>,
    /// The largest size at which a number fits its column, in points.
    fit: Option<f64>,
}

/// The data for a draft with this date among its properties.
pub(super) fn of(draft: &Draft, on: NaiveDate, fonts: &Fonts) -> Result<Data, ComposeError> {
    let mut press = Press { fonts, missing: BTreeSet::new(), faces: BTreeSet::from([Face::Song]) };
    let blocks = press.items(draft);
    let heading = press.title(draft);
    let letterhead = draft.letterhead.as_ref().map(|head| Head {
        mark: press.one_line(&head.mark),
        size: head.mark_size(),
        number: head.number.as_deref().map(|number| press.one_line(number)),
    });
    let fallback =
        |texts: &[&String]| texts.iter().find(|t| !t.is_empty()).map_or(String::new(), |t| (*t).clone());
    let (title, author) = (press.one_line(&draft.title), press.one_line(&draft.agency));
    let page = Page {
        title: fallback(&[&title, &author, &"无标题".to_owned()]),
        author,
        date: ymd(on),
        heading,
        faces: Face::EVERY
            .iter()
            .map(|face| {
                let (families, weight) = fonts.order(*face);
                let fatter = matches!(face, Face::Title | Face::Hei) && fonts.family(*face).is_none();
                (*face, FaceData { families, weight, fatter })
            })
            .collect(),
        letterhead,
        blocks,
    };
    let json = serde_json::to_vec(&page)
        .map_err(|e| ComposeError::Library { format: "pdf", message: e.to_string() })?;
    Ok(Data { json, missing: press.missing, faces: press.faces })
}

fn ymd(on: NaiveDate) -> [i32; 3] {
    [on.year(), on.month().cast_signed(), on.day().cast_signed()]
}

/// Makes text printable and remembers what was not.
struct Press<'a> {
    fonts: &'a Fonts,
    missing: BTreeSet<char>,
    faces: BTreeSet<Face>,
}

impl Press<'_> {
    fn items(&mut self, draft: &Draft) -> Vec<Item> {
        let mut items = Vec::with_capacity(draft.blocks.len());
        let mut has_first_level = false;
        for block in &draft.blocks {
            match block {
                Block::Heading { level, text } => {
                    let text = self.one_line(text);
                    if text.trim().is_empty() {
                        continue;
                    }
                    let outline = if has_first_level { (*level).clamp(1, 2) } else { 1 };
                    has_first_level |= *level <= 1;
                    self.faces.insert(if *level <= 1 { Face::Hei } else { Face::Kai });
                    items.push(Item::Heading { level: (*level).clamp(1, 2), outline, text });
                }
                Block::Paragraph { runs } => {
                    for run in runs {
                        self.lost(&run.text);
                    }
                    for line in draft::lines(runs) {
                        let runs: Vec<draft::Run> = line
                            .into_iter()
                            .map(|run| draft::Run {
                                text: self.text(&run.text, LONGEST_WORD),
                                face: run.face,
                            })
                            .collect();
                        self.faces.extend(runs.iter().map(|r| r.face));
                        items.push(Item::Paragraph { runs, sticky: false });
                    }
                }
                Block::Line { text, side } => {
                    items.push(Item::Line {
                        text: self.text(&draft::one_line(text), LONGEST_WORD),
                        side: *side,
                    });
                }
                Block::Gap => items.push(Item::Gap),
                Block::Table(grid) => {
                    let table = self.table(grid);
                    items.push(Item::Table(Box::new(table)));
                }
                Block::Note { text } => {
                    let note = Note { text: self.text(text, LONGEST_WORD), hang: 0.0 };
                    match items.last_mut() {
                        Some(Item::Table(table)) => table.notes.push(note),
                        _ => items.push(Item::Note(note)),
                    }
                }
                Block::Signature { text } => {
                    items.push(Item::Signature { text: self.one_line(text), sticky: false });
                }
                Block::SignedOn { text } => {
                    let first = !matches!(items.last(), Some(Item::Signature { .. }));
                    items.push(Item::SignedOn { text: self.one_line(text), sticky: false, first });
                }
            }
        }
        keep_together(&mut items);
        items
    }

    /// The title in its lines.
    fn title(&mut self, draft: &Draft) -> Option<Vec<String>> {
        let title = self.one_line(&draft.title);
        if title.trim().is_empty() {
            return None;
        }
        self.faces.insert(Face::Title);
        Some(title::lines(&title).into_iter().map(str::to_owned).collect())
    }

    fn table(&mut self, grid: &Grid) -> Table {
        let is_narrow = grid.cols > 6;
        if grid.cells.iter().any(|c| c.role == Role::Header) {
            self.faces.insert(Face::Hei);
        }
        let total: f64 = grid.widths.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let widths: Vec<f64> = grid.widths.iter().map(|w| w / total).collect();
        let notes = grid.marks();
        let notes =
            notes.iter().map(|text| Note { text: self.text(text, LONGEST_WORD), hang: 3.0 }).collect();
        let mut cells = Vec::with_capacity(grid.cells.len());
        for cell in &grid.cells {
            cells.push(self.cell(cell, &widths, is_narrow));
        }
        // one cell that may not be broken keeps its whole row together
        let long: BTreeSet<usize> =
            cells.iter().filter(|c| c.long).flat_map(|c| c.row..c.row + c.row_span).collect();
        for cell in &mut cells {
            cell.long = long.range(cell.row..cell.row + cell.row_span).next().is_some();
        }
        let beside: BTreeSet<usize> =
            cells.iter().filter(|c| c.tall).flat_map(|c| c.row..c.row + c.row_span).collect();
        for row in beside {
            if let Some(first) = cells.iter_mut().find(|c| c.row == row && c.role == "value") {
                first.first_value = true;
            }
        }
        // the numbers of a row are of one size
        for row in 0..grid.rows {
            let of_row = |c: &&mut Cell| c.row == row && c.row_span == 1;
            let least = cells.iter_mut().filter(of_row).filter_map(|c| c.fit).min_by(f64::total_cmp);
            cells.iter_mut().filter(of_row).filter(|c| c.fit.is_some()).for_each(|c| c.fit = least);
        }
        let ungrouped = cells
            .iter()
            .flat_map(|cell| {
                let splits = cell.role != "header" && cell.row_span > 1;
                let rows = if splits { cell.row..cell.row + cell.row_span } else { cell.row..cell.row + 1 };
                rows.map(move |row| Cell {
                    row,
                    row_span: if splits { 1 } else { cell.row_span },
                    ..cell.clone()
                })
            })
            .collect();
        Table {
            summary: self.one_line(&grid.summary),
            rows: grid.rows,
            cols: grid.cols,
            lines_above: 0,
            widths,
            header_rows: grid.header_rows,
            own_headers: own_headers(grid),
            sizes: sizes(is_narrow),
            inset: INSET,
            number_inset: NUMBER_INSET,
            cells,
            ungrouped,
            notes,
        }
    }

    fn cell(&mut self, cell: &GridCell, widths: &[f64], is_narrow: bool) -> Cell {
        let share: f64 = widths.iter().skip(cell.col).take(cell.col_span).sum();
        let inset = if cell.role == Role::Value { NUMBER_INSET } else { INSET };
        let room = share * TYPE_WIDTH - 2.0 * inset - 0.5;
        let is_value = cell.role == Role::Value;
        // a cell of numbers shrinks before it breaks, words and the numbers among them do not
        let size = if is_value && cell.text.is_ascii() { SMALLEST } else { sizes(is_narrow)[0] };
        let longest = ((room / (HALF_WIDTH * size)) as usize).max(1);
        let text = self.text(&cell.text, longest);
        let length = text.chars().filter(|c| *c != MAY_BREAK).count();
        let is_ascii = text.chars().all(|c| c.is_ascii() || c == MAY_BREAK);
        Cell {
            row: cell.row,
            col: cell.col,
            row_span: cell.row_span.max(1),
            col_span: cell.col_span.max(1),
            role: match cell.role {
                Role::Header => "header",
                Role::Label => "label",
                Role::Value => "value",
            },
            marked: cell.mark.is_some(),
            left: is_narrow && cell.role == Role::Label && cell.row_span == 1 || cell.is_prose(),
            tall: cell.role == Role::Label && cell.row_span > LONGEST_GROUP,
            first_value: false,
            share,
            even: (cell.role == Role::Header && !text.starts_with('（') && text.chars().all(is_wide))
                .then_some(length),
            long: length as f64 * sizes(is_narrow)[0] / room.max(1.0) > MOST_LINES,
            fit: (is_value && is_ascii && length > 0)
                .then(|| (room / (DIGIT_WIDTH * length as f64)).max(SMALLEST)),
            text,
        }
    }

    /// Remembers the control characters of a text that [`draft::clean`] leaves out.
    fn lost(&mut self, text: &str) {
        self.missing.extend(text.chars().filter(|c| c.is_control() && !c.is_whitespace()));
    }

    fn one_line(&mut self, text: &str) -> String {
        self.lost(text);
        self.text(&draft::one_line(text), usize::MAX)
    }

    /// Text that every font can show: what none has becomes □, what is invisible is left out, both are remembered;
    /// words longer than `longest` get places to break.
    fn text(&mut self, text: &str, longest: usize) -> String {
        let mut printed = String::with_capacity(text.len());
        let mut word = 0;
        for c in text.chars() {
            let c = match c {
                '\n' => '\n',
                c if c.is_whitespace() && c != '\u{3000}' => ' ',
                c if is_invisible(c) => {
                    self.missing.insert(c);
                    continue;
                }
                c if is_private(c) || !self.fonts.has(c) => {
                    self.missing.insert(c);
                    MISSING
                }
                c => c,
            };
            word = if c.is_whitespace() || is_wide(c) { 0 } else { word + 1 };
            if word > longest {
                printed.push(MAY_BREAK);
                word = 1;
            }
            printed.push(c);
        }
        printed
    }
}

/// What must not be torn apart by the end of a page: a signature, its date and the paragraph before them; a table, its
/// heading and the short paragraph that leads over to it.
fn keep_together(items: &mut [Item]) {
    /// A paragraph of more lines does not go over to the table's page.
    const SHORT: usize = 4;
    for n in 1..items.len() {
        let (before, from) = items.split_at_mut(n);
        match &mut from[0] {
            Item::Signature { .. } | Item::SignedOn { .. } => {
                if let Some(Item::Paragraph { sticky, .. } | Item::Signature { sticky, .. }) =
                    before.last_mut()
                {
                    *sticky = true;
                }
            }
            Item::Table(table) => {
                let mut above = 0;
                for item in before.iter_mut().rev() {
                    match item {
                        Item::Heading { .. } => above += 1,
                        Item::Paragraph { runs, sticky } if above == 0 && lines_of(runs) <= SHORT => {
                            *sticky = true;
                            above += lines_of(runs);
                        }
                        _ => break,
                    }
                }
                table.lines_above = above;
            }
            _ => {}
        }
    }
}

/// How many lines of 28 characters a paragraph takes at most, its indent included.
fn lines_of(runs: &[draft::Run]) -> usize {
    let length: usize = runs.iter().map(|run| run.text.chars().count()).sum();
    (length + 2).div_ceil(27)
}

/// Runs of rows that hold headers only, in a table without headers for the whole.
fn own_headers(grid: &Grid) -> Vec<(usize, usize)> {
    let is_header =
        |row: usize| grid.row(row).next().is_some() && grid.row(row).all(|c| c.role == Role::Header);
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for row in (grid.header_rows..grid.rows).filter(|row| grid.header_rows == 0 && is_header(*row)) {
        match runs.last_mut() {
            Some((_, end)) if *end == row => *end = row + 1,
            _ => runs.push((row, row + 1)),
        }
    }
    // a header without anything under it is none
    runs.retain(|(_, end)| *end < grid.rows);
    runs
}

/// Sizes of type for a table in points, best first.
fn sizes(is_narrow: bool) -> &'static [f64] {
    if is_narrow { &[10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5] } else { &[12.0, 10.5, 9.0] }
}

/// A character of the width of a Chinese one; between two of them a line may break.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Characters without a look of their own: controls, marks of direction, joiners and selectors of variants.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Characters whose look nobody but their maker knows; an archive cannot keep them.
fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}
