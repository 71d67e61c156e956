//! Walks through the body of a Word document once, from the first element to the last, without keeping a tree.
//!
//! Not here: where labels come from (`numbering`).

use std::borrow::Cow;

use super::WHAT;
use super::numbering::{Labels, Look};
use super::xml::{self, Fault, Piece, Scanner, Tag};
use crate::ExtractError;
use crate::grid::{Budget, MAX_TABLE_DEPTH, Raw, settle};
use crate::html::Found;
use crate::raised::Raised;
use gongkai_paper::{Artefact, Block, Paragraph, Place};

/// Artefacts beyond this number are not listed one by one.
const LISTED: usize = 200;

#[derive(Debug, Default)]
struct OpenParagraph {
    text: String,
    style: Option<String>,
    list: Option<u32>,
    level: Option<usize>,
    outline: Option<u8>,
    /// The end of the paragraph was deleted as a tracked change: the next paragraph continues it.
    is_joined: bool,
    /// Content of text boxes anchored here; it follows the paragraph.
    after: Vec<Block>,
    in_properties: bool,
    in_run: bool,
    look: Look,
    raised: Raised,
    /// Kind of the text left out last, and how much text stood before it: what follows at once belongs to it.
    dropped: Option<(&'static str, usize)>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Merge {
    #[default]
    None,
    Restart,
    Continue,
}

#[derive(Debug, Default)]
struct OpenTable {
    cells: Vec<Raw>,
    rows: u32,
    cols: u32,
    col: u32,
    /// Per column, the cell that a vertical merge in the next row continues.
    anchors: Vec<Option<usize>>,
    /// Number of cells before the current row, and the cells that it lengthened.
    row_start: usize,
    lengthened: Vec<usize>,
    in_row_properties: bool,
    is_row_deleted: bool,
    span: u32,
    down: Merge,
    across: Merge,
}

pub(super) struct Body<'b, 'c> {
    labels: Labels,
    budget: &'b mut Budget<'c>,
    /// The document, then open cells and text boxes, innermost last.
    containers: Vec<Vec<Block>>,
    tables: Vec<OpenTable>,
    paragraphs: Vec<OpenParagraph>,
    /// Whether an alternative of the open choices was already taken.
    choices: Vec<bool>,
    /// Text that waits for the paragraph it was joined to, and the container it belongs to.
    carried: Option<(usize, String)>,
    artefacts: Vec<Artefact>,
    /// Start of the open text element within the paragraph's text, and whether its blanks count.
    text: Option<(usize, bool)>,
    finished: u32,
}

/// Included pieces in another format, by the id of their relation.
type Chunks<'f, 'c> = &'f mut dyn FnMut(&str, &mut Budget<'c>) -> Result<Found, ExtractError>;

impl<'b, 'c> Body<'b, 'c> {
    pub(super) fn new(labels: Labels, budget: &'b mut Budget<'c>) -> Self {
        Body {
            labels,
            budget,
            containers: vec![Vec::new()],
            tables: Vec::new(),
            paragraphs: Vec::new(),
            choices: Vec::new(),
            carried: None,
            artefacts: Vec::new(),
            text: None,
            finished: 0,
        }
    }

    pub(super) fn read(&mut self, source: &str, chunks: Chunks<'_, 'c>) -> Result<(), ExtractError> {
        let mut scanner = Scanner::new(source);
        let limit = self.budget.limits.max_depth;
        let mut prefix = None::<String>;
        // Depth below which everything is left out.
        let mut skip = None::<usize>;
        let mut deleted = String::new();
        loop {
            self.budget.step()?;
            let piece = scanner.next().map_err(|fault| match fault {
                Fault::Cut => ExtractError::Truncated { what: WHAT },
                Fault::Broken(because) => ExtractError::Damaged { what: WHAT, because },
            })?;
            // A part that was cut off between two elements reads well up to here.
            let Some(piece) = piece else {
                let is_whole = scanner.depth() == 0;
                return if is_whole { Ok(()) } else { Err(ExtractError::Truncated { what: WHAT }) };
            };
            match piece {
                Piece::Start(tag) => {
                    if scanner.depth() > limit {
                        return Err(ExtractError::TooDeep { limit });
                    }
                    if skip.is_some() {
                        continue;
                    }
                    let prefix = &*prefix.get_or_insert_with(|| word_prefix(tag));
                    let name = tag.name();
                    if let Some(local) = name.strip_prefix(prefix.as_str()) {
                        if is_left_out(local) {
                            // Within properties it tells of the row or of the paragraph's end.
                            self.mark(local, tag);
                            skip = Some(scanner.depth());
                            deleted.clear();
                            continue;
                        }
                        self.start(local, tag)?;
                    } else if self.is_other_choice(name) {
                        skip = Some(scanner.depth());
                    } else if name == "m:t" {
                        self.open_text(true);
                    }
                }
                Piece::Empty(tag) => {
                    if skip.is_some() {
                        continue;
                    }
                    let prefix = &*prefix.get_or_insert_with(|| word_prefix(tag));
                    if let Some(local) = tag.name().strip_prefix(prefix.as_str()) {
                        match local.as_bytes() {
                            b"p" | b"tc" | b"tr" => {
                                self.start(local, tag)?;
                                self.end(local)?;
                            }
                            b"altChunk" => {
                                if let Some(id) = tag.attribute("id") {
                                    let found = chunks(&id, self.budget)?;
                                    self.artefacts.extend(found.artefacts);
                                    self.container().extend(found.blocks);
                                }
                            }
                            _ => self.mark(local, tag),
                        }
                    }
                }
                Piece::End(name) => {
                    let Some(prefix) = &prefix else { continue };
                    if let Some(from) = skip {
                        if scanner.depth() < from {
                            skip = None;
                            self.note_deleted(name.strip_prefix(prefix.as_str()), &deleted);
                        }
                        continue;
                    }
                    if let Some(local) = name.strip_prefix(prefix.as_str()) {
                        self.end(local)?;
                    } else if name.ends_with(":AlternateContent") {
                        self.choices.pop();
                    } else if name == "m:t" {
                        self.text = None;
                    }
                }
                Piece::Text(text) => {
                    if skip.is_some() {
                        if deleted.len() < 120 {
                            deleted.push_str(xml::lines(text).trim());
                        }
                    } else if self.text.is_some() {
                        self.write(&xml::lines(text));
                    }
                }
                Piece::Data(text) => {
                    if skip.is_none() && self.text.is_some() {
                        self.write(&text);
                    }
                }
                Piece::Reference(name) => {
                    if skip.is_none()
                        && self.text.is_some()
                        && let Some(c) = xml::resolved(name)
                    {
                        self.write(c.encode_utf8(&mut [0; 4]));
                    }
                }
            }
        }
    }

    pub(super) fn finish(mut self) -> (Vec<Block>, Vec<Artefact>) {
        self.settle_carried();
        let blocks = self.containers.into_iter().flatten().collect();
        (blocks, self.artefacts)
    }

    fn container(&mut self) -> &mut Vec<Block> {
        if self.containers.is_empty() {
            self.containers.push(Vec::new());
        }
        let last = self.containers.len() - 1;
        &mut self.containers[last]
    }

    /// The second and later forms of the same content, which programs write for older readers.
    fn is_other_choice(&mut self, name: &str) -> bool {
        match name.rsplit(':').next() {
            Some("AlternateContent") => {
                self.choices.push(false);
                false
            }
            Some("Choice") => self.choices.last_mut().is_some_and(|taken| std::mem::replace(taken, true)),
            Some("Fallback") => self.choices.last().copied().unwrap_or(false),
            _ => false,
        }
    }

    fn start(&mut self, local: &str, e: Tag<'_>) -> Result<(), ExtractError> {
        match local.as_bytes() {
            b"p" => {
                let mut paragraph = OpenParagraph::default();
                match self.carried.take() {
                    Some((at, text)) if at == self.containers.len() => paragraph.text = text,
                    other => self.carried = other,
                }
                if self.paragraphs.len() >= MAX_TABLE_DEPTH {
                    return Err(ExtractError::TooDeep { limit: MAX_TABLE_DEPTH });
                }
                self.paragraphs.push(paragraph);
            }
            b"r" => {
                if let Some(p) = self.paragraphs.last_mut() {
                    p.in_run = true;
                    p.look = Look::default();
                }
            }
            b"t" => {
                let keeps = e.attribute("space").as_deref() == Some("preserve");
                self.open_text(keeps);
            }
            b"pPr" => {
                if let Some(p) = self.paragraphs.last_mut() {
                    p.in_properties = true;
                }
            }
            b"tbl" => {
                self.settle_carried();
                if self.tables.len() >= MAX_TABLE_DEPTH {
                    return Err(ExtractError::TooDeep { limit: MAX_TABLE_DEPTH });
                }
                self.tables.push(OpenTable::default());
            }
            b"tr" => {
                self.budget.cells(1)?;
                if let Some(t) = self.tables.last_mut() {
                    t.col = 0;
                    t.row_start = t.cells.len();
                    t.lengthened.clear();
                    t.is_row_deleted = false;
                }
            }
            b"trPr" => {
                if let Some(t) = self.tables.last_mut() {
                    t.in_row_properties = true;
                }
            }
            b"tc" => {
                if let Some(t) = self.tables.last_mut() {
                    (t.span, t.down, t.across) = (1, Merge::None, Merge::None);
                    self.containers.push(Vec::new());
                }
            }
            b"txbxContent" => self.containers.push(Vec::new()),
            _ => self.mark(local, e),
        }
        Ok(())
    }

    /// Elements that say something by being there.
    fn mark(&mut self, local: &str, e: Tag<'_>) {
        let merge = || match e.attribute("val").as_deref() {
            Some("restart") => Merge::Restart,
            // Without a value the cell continues the one above.
            _ => Merge::Continue,
        };
        if let Some(t) = self.tables.last_mut() {
            match local.as_bytes() {
                b"gridSpan" => t.span = e.number().unwrap_or(1u32).clamp(1, 1000),
                b"vMerge" => t.down = merge(),
                b"hMerge" => t.across = merge(),
                b"gridBefore" => t.col = e.number().unwrap_or(0u32).min(1000),
                b"del" if t.in_row_properties => t.is_row_deleted = true,
                _ => {}
            }
        }
        let Some(p) = self.paragraphs.last_mut() else { return };
        match local.as_bytes() {
            b"tab" | b"ptab" if p.in_run => self.write("\t"),
            // A page or column break is no line end of the text.
            b"br" | b"cr"
                if p.in_run && !matches!(e.attribute("type").as_deref(), Some("page" | "column")) =>
            {
                self.write("\n");
            }
            b"noBreakHyphen" => self.write("-"),
            b"sym" => {
                let code = e.attribute("char").and_then(|c| u32::from_str_radix(&c, 16).ok());
                if let Some(c) = code.and_then(symbol) {
                    self.write(c.encode_utf8(&mut [0; 4]));
                }
            }
            b"rStyle" if p.in_run => p.look = self.labels.look(e.attribute("val").as_deref()),
            _ if p.in_run && p.look.set(local, e) => {}
            b"pStyle" if p.in_properties => p.style = e.attribute("val").map(Cow::into_owned),
            b"numId" if p.in_properties => p.list = e.number(),
            b"ilvl" if p.in_properties => p.level = e.number(),
            b"outlineLvl" if p.in_properties => p.outline = e.number(),
            // In a paragraph's properties: its end is deleted or moved away.
            b"del" | b"moveFrom" if p.in_properties && !p.in_run => p.is_joined = true,
            _ => {}
        }
    }

    fn end(&mut self, local: &str) -> Result<(), ExtractError> {
        match local.as_bytes() {
            b"t" => self.close_text(),
            b"r" => {
                if let Some(p) = self.paragraphs.last_mut() {
                    p.in_run = false;
                    p.look = Look::default();
                }
            }
            b"p" => self.close_paragraph()?,
            b"pPr" => {
                if let Some(p) = self.paragraphs.last_mut() {
                    p.in_properties = false;
                }
            }
            b"trPr" => {
                if let Some(t) = self.tables.last_mut() {
                    t.in_row_properties = false;
                }
            }
            b"tc" => self.close_cell()?,
            b"tr" => {
                if let Some(t) = self.tables.last_mut() {
                    if t.is_row_deleted {
                        let texts = t.cells[t.row_start..].iter().flat_map(|c| &c.content);
                        let text: Vec<&str> = texts
                            .filter_map(|b| match b {
                                Block::Paragraph(p) if !p.text.trim().is_empty() => Some(p.text.as_str()),
                                _ => None,
                            })
                            .collect();
                        if !text.is_empty() && self.artefacts.len() < LISTED {
                            self.artefacts.push(Artefact {
                                kind: "tracked_change",
                                text: text.join(" ").chars().take(80).collect(),
                                place: Place { row: Some(t.rows + 1), ..Place::default() },
                            });
                        }
                        t.cells.truncate(t.row_start);
                        for i in std::mem::take(&mut t.lengthened) {
                            t.cells[i].row_span -= 1;
                        }
                        let known = t.cells.len();
                        for anchor in &mut t.anchors {
                            *anchor = anchor.filter(|&i| i < known);
                        }
                    } else {
                        t.rows += 1;
                    }
                }
            }
            b"tbl" => {
                if let Some(t) = self.tables.pop() {
                    let blocks = settle(t.cells, t.rows, t.cols, Place::default(), self.budget)?;
                    self.container().extend(blocks);
                }
            }
            b"txbxContent" => {
                self.settle_carried();
                if self.containers.len() > 1
                    && let Some(content) = self.containers.pop()
                {
                    match self.paragraphs.last_mut() {
                        Some(p) => p.after.extend(content),
                        None => self.container().extend(content),
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn open_text(&mut self, keeps_blanks: bool) {
        self.text = self.paragraphs.last().map(|p| (p.text.len(), keeps_blanks));
    }

    fn close_text(&mut self) {
        let Some((start, keeps_blanks)) = self.text.take() else { return };
        let Some(p) = self.paragraphs.last_mut() else { return };
        if !keeps_blanks && let Some(written) = p.text.get(start..) {
            let blank = |c: char| c.is_ascii_whitespace();
            let inner = written.trim_matches(blank);
            if inner.len() != written.len() {
                let inner = inner.to_owned();
                p.text.truncate(start);
                p.text.push_str(&inner);
            }
        }
    }

    fn write(&mut self, text: &str) {
        let in_cell = !self.tables.is_empty() && self.containers.len() > 1;
        let Some(p) = self.paragraphs.last_mut() else { return };
        let kind = if p.look.is_hidden() {
            "hidden_text"
        } else if p.look.is_struck() {
            "struck_text"
        } else {
            let before = p.text.len();
            if in_cell && p.look.is_raised() {
                p.raised.begin(&p.text);
            } else {
                p.raised.end(&mut p.text);
                p.raised.before(text, &mut p.text);
            }
            // Brackets were put before the open text element.
            if let Some((start, _)) = &mut self.text {
                *start = (*start + p.text.len()).saturating_sub(before);
            }
            p.text.push_str(text);
            return;
        };
        if text.trim().is_empty() {
            return;
        }
        let now = (kind, p.text.len());
        let goes_on = p.dropped.replace(now) == Some(now);
        if goes_on && let Some(last) = self.artefacts.last_mut() {
            let room = 40usize.saturating_sub(last.text.chars().count());
            last.text.extend(text.chars().take(room));
        } else if self.artefacts.len() < LISTED {
            let place = self.place();
            self.artefacts.push(Artefact { kind, text: text.chars().take(40).collect(), place });
        }
    }

    /// Where the open paragraph stands: its number, or its row and column in the innermost table.
    fn place(&self) -> Place {
        match self.tables.last() {
            Some(t) if self.containers.len() > 1 => {
                Place { row: Some(t.rows + 1), col: Some(t.col + 1), ..Place::default() }
            }
            _ => Place { paragraph: Some(self.finished + 1), ..Place::default() },
        }
    }

    fn close_paragraph(&mut self) -> Result<(), ExtractError> {
        let Some(mut p) = self.paragraphs.pop() else { return Ok(()) };
        p.raised.end(&mut p.text);
        let begins_cell = self.containers.len() > 1 && self.container().is_empty();
        self.budget.count(&p.text, begins_cell);
        self.budget.check()?;
        if p.is_joined {
            if !p.text.is_empty() {
                self.carried = Some((self.containers.len(), p.text));
            }
            self.container().extend(p.after);
            return Ok(());
        }
        let mut text = p.text;
        if let Some(label) = self.labels.next(p.style.as_deref(), p.list, p.level) {
            // A label that ends in a digit or a full stop must not melt into a number.
            let gap = label.ends_with(|c: char| c.is_ascii())
                && text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
            text = format!("{label}{}{text}", if gap { " " } else { "" });
        }
        let level = self.labels.heading(p.style.as_deref(), p.outline);
        if self.containers.len() == 1 {
            self.finished += 1;
        }
        let container = self.container();
        // Nearly every cell holds one paragraph.
        if container.is_empty() {
            container.reserve_exact(1);
        }
        container.push(Block::Paragraph(Paragraph { text, level, place: Place::default() }));
        container.extend(p.after);
        Ok(())
    }

    /// A paragraph that was to be joined to the next one and has none: it stands alone.
    fn settle_carried(&mut self) {
        if let Some((_, text)) = self.carried.take() {
            self.container().push(Block::Paragraph(Paragraph { text, level: None, place: Place::default() }));
        }
    }

    fn close_cell(&mut self) -> Result<(), ExtractError> {
        self.settle_carried();
        if self.containers.len() < 2 {
            return Ok(());
        }
        let Some(content) = self.containers.pop() else { return Ok(()) };
        let Some(t) = self.tables.last_mut() else { return Ok(()) };
        self.budget.cells(u64::from(t.span))?;
        let (from, span) = (t.col as usize, t.span as usize);
        t.col += t.span;
        t.cols = t.cols.max(t.col);
        if t.anchors.len() < from + span {
            t.anchors.resize(from + span, None);
        }
        let row = t.rows;
        if t.across == Merge::Continue && t.cells.len() > t.row_start {
            let last = t.cells.len() - 1;
            t.cells[last].col_span += t.span;
            t.cells[last].content.extend(content);
            return Ok(());
        }
        let above = t.anchors[from].filter(|&i| t.cells[i].row + t.cells[i].row_span == row);
        if t.down == Merge::Continue
            && let Some(i) = above
        {
            t.cells[i].row_span += 1;
            t.lengthened.push(i);
            // Word shows the first cell's text only.
            let hidden: Vec<&str> = content
                .iter()
                .filter_map(|b| match b {
                    Block::Paragraph(p) if !p.text.trim().is_empty() => Some(p.text.as_str()),
                    _ => None,
                })
                .collect();
            if !hidden.is_empty() && self.artefacts.len() < LISTED {
                let text = hidden.join("\n").chars().take(80).collect();
                let place = Place { row: Some(row + 1), col: Some(t.col), ..Place::default() };
                self.artefacts.push(Artefact { kind: "covered_cell", text, place });
            }
            return Ok(());
        }
        t.anchors[from..from + span].fill(None);
        t.anchors[from] = (t.down != Merge::None).then_some(t.cells.len());
        t.cells.push(Raw {
            row,
            col: from as u32,
            row_span: 1,
            col_span: t.span,
            content,
            place: Place::default(),
        });
        Ok(())
    }

    fn note_deleted(&mut self, local: Option<&str>, text: &str) {
        if matches!(local, Some("del" | "moveFrom")) && !text.is_empty() && self.artefacts.len() < LISTED {
            let place = Place { paragraph: Some(self.finished + 1), ..Place::default() };
            self.artefacts.push(Artefact {
                kind: "tracked_change",
                text: text.chars().take(80).collect(),
                place,
            });
        }
    }
}

/// Elements whose text is not part of the final document: what tracked changes took away, formulas of fields, former
/// properties, phonetic guides.
fn is_left_out(local: &str) -> bool {
    matches!(local.as_bytes(), b"del" | b"moveFrom" | b"instrText" | b"delInstrText" | b"delText" | b"rt")
        || local.ends_with("PrChange")
}

/// The prefix that the document gives to Word's namespace, transitional or strict, with its colon.
fn word_prefix(root: Tag<'_>) -> String {
    for a in root.element().attributes().with_checks(false).flatten() {
        let is_word = matches!(
            &*a.value,
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
                | "http://purl.oclc.org/ooxml/wordprocessingml/main"
        );
        if is_word {
            return match a.key.as_ref().strip_prefix("xmlns:") {
                Some(prefix) => format!("{prefix}:"),
                None => String::new(),
            };
        }
    }
    "w:".to_owned()
}

/// A character of a symbol font: boxes and ticks of Wingdings have signs of their own.
fn symbol(code: u32) -> Option<char> {
    Some(match code {
        0xF0FE | 0xF052 => '☑',
        0xF0A8 | 0xF06F | 0xF0A3 => '□',
        0xF0FC => '✓',
        0xF0FB => '✗',
        0xF06C => '●',
        0xF0B7 => '·',
        0xF021..=0xF07E => return char::from_u32(code - 0xF000),
        0xE000..=0xF8FF => return None,
        _ => return char::from_u32(code),
    })
}
