//! Reads a web page: paragraphs, headings and tables as a browser would show them.
//!
//! Not here: pages inside the strings of a script (`script`), menus and hidden text (left out and listed).
//!
//! Tags that are missing or in the wrong place are treated as browsers do as far as it concerns text: cells end where
//! the next begins, text in a table outside its cells comes before the table, end tags do not reach out of a cell.

mod scan;

use std::sync::Arc;

use gongkai_paper::{Artefact, Block, Document, Format, Paragraph, Place};

use crate::grid::{self, Budget, Grid, MAX_TABLE_DEPTH};
use crate::raised::Raised;
use crate::text::{Decoded, Ruler};
use crate::{ExtractError, Limits};
use scan::{Piece, Resolved, Scanner, Tag, reference};

/// Artefacts of one page beyond this number are not listed.
const LISTED: usize = 100;

/// Reads a decoded page.
pub(crate) fn read(decoded: Decoded, limits: &Limits) -> Result<Document, ExtractError> {
    let mut document = Document::new(Format::Html);
    let mut budget = Budget::new(limits);
    let found = fragment(&decoded.text, 0, Some(&mut Ruler::new(&decoded.text)), &mut budget)?;
    document.blocks = found.blocks;
    document.title = found.title;
    document.artefacts = decoded.artefacts;
    document.artefacts.extend(found.artefacts);
    grid::number(&mut document);
    document.source_text = Some(Arc::from(decoded.text));
    Ok(document)
}

/// What a piece of HTML holds, not yet numbered.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) blocks: Vec<Block>,
    pub(crate) title: Option<String>,
    pub(crate) artefacts: Vec<Artefact>,
}

/// Reads HTML from the byte offset `start` to the end of `source`. Places are line and column as the ruler counts
/// them, or nothing without a ruler.
pub(crate) fn fragment(
    source: &str,
    start: usize,
    ruler: Option<&mut Ruler<'_>>,
    budget: &mut Budget<'_>,
) -> Result<Found, ExtractError> {
    let mut page = Page {
        ruler,
        budget,
        found: Found::default(),
        tables: Vec::new(),
        open: Vec::new(),
        headings: Vec::new(),
        pre: 0,
        text: String::new(),
        text_start: 0,
        gap: Gap::None,
        raised: Raised::default(),
        raised_by: None,
        skip: Vec::new(),
        skipped: None,
    };
    let mut scanner = Scanner::new(source, start);
    loop {
        let at = scanner.position();
        let Some(piece) = scanner.next() else { break };
        page.budget.step()?;
        page.budget.check()?;
        match piece {
            Piece::Text(text) => page.text(text, at),
            Piece::Tag(tag) => {
                let element = Element::of(tag.name);
                if let Element::Raw = element {
                    if !tag.is_end {
                        let content = scanner.raw(tag.name);
                        page.raw(tag.name, content);
                    }
                    continue;
                }
                page.tag(element, &tag, scanner.position())?;
            }
        }
    }
    page.finish()
}

/// The encoding that a page declares in its first bytes, as `charset=…` or in an XML declaration.
pub(crate) fn declared_charset(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(4096)];
    let label = |mark: &[u8]| {
        memchr::memmem::find_iter(head, mark).find_map(|at| {
            let rest = &head[at + mark.len()..];
            let rest = rest.trim_ascii_start();
            let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
            let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
            let length =
                rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
            std::str::from_utf8(&rest[..length]).ok().filter(|l| !l.is_empty())
        })
    };
    label(b"charset").or_else(|| label(b"CHARSET")).or_else(|| label(b"encoding"))
}

/// What an element does to the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Table,
    /// What stands in a table before its rows; in the wrong place it ends the rows before it.
    Preamble,
    Group,
    Row,
    Cell,
    Heading(u8),
    Paragraph,
    Item,
    Pre,
    Block,
    Break,
    /// Left out with all that is in it.
    Skip,
    /// Struck out: left out with all that is in it, but not without a word.
    Struck,
    /// Set above or below the line.
    Raised,
    /// Its content is no markup.
    Raw,
    Void,
    Inline,
}

impl Element {
    fn of(name: &str) -> Element {
        let bytes = name.as_bytes();
        let mut lower = [0u8; 10];
        let Some(lower) = lower.get_mut(..bytes.len()) else { return Element::Inline };
        lower.copy_from_slice(bytes);
        lower.make_ascii_lowercase();
        match &*lower {
            b"td" | b"th" => Element::Cell,
            b"tr" => Element::Row,
            b"tbody" | b"thead" | b"tfoot" => Element::Group,
            b"table" => Element::Table,
            b"caption" | b"col" | b"colgroup" => Element::Preamble,
            b"p" => Element::Paragraph,
            b"br" => Element::Break,
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Element::Heading(lower[1] - b'0'),
            b"li" | b"dd" | b"dt" => Element::Item,
            b"pre" | b"listing" => Element::Pre,
            b"div" | b"section" | b"article" | b"main" | b"header" | b"footer" | b"aside" | b"figure"
            | b"figcaption" | b"blockquote" | b"ul" | b"ol" | b"dl" | b"form" | b"fieldset" | b"address"
            | b"center" | b"details" | b"summary" | b"dir" | b"menu" | b"legend" | b"hgroup" | b"search" => {
                Element::Block
            }
            b"script" | b"style" | b"title" | b"textarea" | b"xmp" | b"iframe" | b"noembed" | b"noframes"
            | b"noscript" => Element::Raw,
            b"template" | b"object" | b"svg" | b"math" | b"nav" | b"select" | b"button" | b"canvas"
            | b"audio" | b"video" | b"datalist" | b"rt" | b"rp" => Element::Skip,
            b"del" | b"s" | b"strike" => Element::Struck,
            b"sup" | b"sub" => Element::Raised,
            b"hr" => Element::Void,
            b"area" | b"base" | b"basefont" | b"bgsound" | b"embed" | b"frame" | b"img" | b"input"
            | b"link" | b"meta" | b"param" | b"source" | b"track" | b"wbr" | b"keygen" => Element::Void,
            _ => Element::Inline,
        }
    }

    fn is_block(self) -> bool {
        matches!(
            self,
            Element::Heading(_)
                | Element::Paragraph
                | Element::Item
                | Element::Pre
                | Element::Block
                | Element::Table
        )
    }

    fn is_table_part(self) -> bool {
        matches!(self, Element::Preamble | Element::Group | Element::Row | Element::Cell)
    }
}

/// White space seen and not yet written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Blank,
    LineEnd,
}

#[derive(Debug)]
struct OpenTable {
    grid: Grid,
    place: Place,
    is_row_open: bool,
    /// Index of the open cell in the grid, and how many elements were open when it began.
    cell: Option<(usize, usize)>,
    base: usize,
    /// Names of the open cell and of the open row group: only their own end tags end them.
    cell_name: u64,
    group_name: Option<u64>,
}

struct Page<'a, 'b, 'c> {
    ruler: Option<&'b mut Ruler<'a>>,
    budget: &'b mut Budget<'c>,
    found: Found,
    tables: Vec<OpenTable>,
    /// Open block elements, outermost first; inline elements do not matter.
    open: Vec<(Element, u64)>,
    /// Open headings: index in `open` and level.
    headings: Vec<(usize, u8)>,
    pre: usize,
    text: String,
    text_start: usize,
    gap: Gap,
    raised: Raised,
    /// Name of the element that raises the text, and how many of that name are open within it, itself included.
    raised_by: Option<(u64, usize)>,
    /// Open elements within the element that is left out, itself first.
    skip: Vec<(Element, u64)>,
    /// What is left out, and the byte offset behind its tag.
    skipped: Option<(Artefact, usize)>,
}

/// Deeper nesting is not tracked: end tags then find nothing to end, as in browsers.
const MAX_OPEN: usize = 512;

fn name_key(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, b| {
        (hash ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

impl Page<'_, '_, '_> {
    fn place(&mut self, offset: usize) -> Place {
        self.ruler.as_mut().map(|r| r.place(offset)).unwrap_or_default()
    }

    fn raw(&mut self, name: &str, content: &str) {
        if name.eq_ignore_ascii_case("title") && self.found.title.is_none() && self.skip.is_empty() {
            let mut title = String::new();
            for word in content.split_ascii_whitespace() {
                if !title.is_empty() {
                    title.push(' ');
                }
                let mut rest = word;
                while let Some(at) = rest.find('&') {
                    title.push_str(&rest[..at]);
                    rest = &rest[at..];
                    let length = match reference(rest) {
                        Some((Resolved::Char(c), length)) => {
                            title.push(c);
                            length
                        }
                        Some((Resolved::Text(t), length)) => {
                            title.push_str(t);
                            length
                        }
                        None => {
                            title.push('&');
                            1
                        }
                    };
                    rest = &rest[length..];
                }
                title.push_str(rest);
            }
            self.found.title = Some(title).filter(|t| !t.trim().is_empty());
        }
    }

    fn text(&mut self, text: &str, at: usize) {
        if !self.skip.is_empty() {
            if let Some((artefact, _)) = &mut self.skipped {
                let room = 40usize.saturating_sub(artefact.text.chars().count());
                artefact.text.extend(text.trim().chars().take(room));
            }
            return;
        }
        let bytes = text.as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            let length = bytes[i..]
                .iter()
                .position(|b| matches!(b, b' ' | b'\n' | b'\t' | b'\x0C' | b'&'))
                .unwrap_or(bytes.len() - i);
            if length > 0 {
                self.raised.before(&text[i..], &mut self.text);
                self.bridge(text[i..].chars().next(), at + i);
                self.text.push_str(&text[i..i + length]);
                i += length;
                continue;
            }
            match bytes[i] {
                b'&' => match reference(&text[i..]) {
                    Some((Resolved::Char(c), length)) => {
                        self.char(c, at + i);
                        i += length;
                    }
                    Some((Resolved::Text(value), length)) => {
                        for c in value.chars() {
                            self.char(c, at + i);
                        }
                        i += length;
                    }
                    None => {
                        self.char('&', at + i);
                        i += 1;
                    }
                },
                b => {
                    self.char(char::from(b), at + i);
                    i += 1;
                }
            }
        }
    }

    fn char(&mut self, c: char, at: usize) {
        match c {
            '\n' if self.pre > 0 => self.flush(),
            ' ' | '\t' if self.pre > 0 => {
                self.bridge(Some(c), at);
                self.text.push(c);
            }
            '\n' => self.gap = Gap::LineEnd,
            ' ' | '\t' | '\x0C' | '\r' => {
                self.gap = if self.gap == Gap::LineEnd { self.gap } else { Gap::Blank }
            }
            c => {
                self.raised.before(c.encode_utf8(&mut [0; 4]), &mut self.text);
                self.bridge(Some(c), at);
                self.text.push(c);
            }
        }
    }

    /// Writes the white space before a character. A line end between two Chinese characters stands for nothing.
    fn bridge(&mut self, next: Option<char>, at: usize) {
        if self.text.is_empty() {
            self.text_start = at;
        } else if self.gap == Gap::Blank
            || self.gap == Gap::LineEnd && !(is_wide(next) && is_wide(self.text.chars().next_back()))
        {
            self.text.push(' ');
        }
        self.gap = Gap::None;
    }

    /// Ends the paragraph.
    fn flush(&mut self) {
        self.gap = Gap::None;
        self.raised.end(&mut self.text);
        (self.raised, self.raised_by) = (Raised::default(), None);
        if self.text.is_empty() {
            return;
        }
        let place = self.place(self.text_start);
        let base = self.base();
        let level = self.headings.last().filter(|(at, _)| *at >= base).map(|(_, level)| *level);
        let text = self.text.as_str().to_owned();
        self.text.clear();
        let begins_cell = self.in_cell() && self.container().is_empty();
        self.budget.count(&text, begins_cell);
        self.container().push(Block::Paragraph(Paragraph { text, level, place }));
    }

    /// Where content goes: the innermost open cell, otherwise the page. Text in a table outside its cells thus comes
    /// before the table.
    fn container(&mut self) -> &mut Vec<Block> {
        for table in self.tables.iter_mut().rev() {
            if let Some((cell, _)) = table.cell
                && let Some(content) = table.grid.content(cell)
            {
                return content;
            }
        }
        &mut self.found.blocks
    }

    fn in_cell(&self) -> bool {
        self.tables.last().is_some_and(|t| t.cell.is_some())
    }

    fn base(&self) -> usize {
        self.tables.last().map_or(0, |t| t.cell.map_or(t.base, |(_, base)| base))
    }

    fn close_to(&mut self, length: usize) {
        while self.open.len() > length {
            if let Some((Element::Pre, _)) = self.open.pop() {
                self.pre -= 1;
            }
        }
        while self.headings.last().is_some_and(|(at, _)| *at >= length) {
            self.headings.pop();
        }
    }

    fn tag(&mut self, element: Element, tag: &Tag<'_>, behind: usize) -> Result<(), ExtractError> {
        if !self.skip.is_empty() && self.is_left_out(element, tag) {
            return Ok(());
        }
        let kind = match element {
            _ if tag.is_end => None,
            Element::Void | Element::Break => None,
            Element::Skip => Some("page_furniture"),
            _ if tag.is_hidden => Some("hidden_text"),
            Element::Struck => Some("struck_text"),
            _ => tag.is_struck.then_some("struck_text"),
        };
        // A cell whose text is struck out is still a cell, a hidden one is none.
        let is_struck_cell = element == Element::Cell && kind == Some("struck_text");
        if let Some(kind) = kind.filter(|_| !is_struck_cell) {
            // A hidden row or cell still ends the one before it, and a hidden paragraph too.
            if !matches!(element, Element::Skip | Element::Inline | Element::Struck | Element::Raised) {
                self.flush();
            }
            if element.is_table_part() {
                self.close_cell();
            }
            self.leave_out(kind, element, tag, behind);
            return Ok(());
        }
        match (element, tag.is_end) {
            (Element::Break, _) => self.flush(),
            (Element::Void, _) => {
                if tag.name.eq_ignore_ascii_case("hr") {
                    self.flush();
                }
            }
            (Element::Inline | Element::Raised, _) => self.raise(element, tag),
            (Element::Skip | Element::Struck | Element::Raw, _) => {}
            (Element::Table, false) => {
                self.flush();
                self.end_paragraph();
                if self.tables.last().is_some_and(|t| t.cell.is_none()) {
                    self.close_table()?;
                }
                if self.tables.len() >= MAX_TABLE_DEPTH {
                    return Err(ExtractError::TooDeep { limit: MAX_TABLE_DEPTH });
                }
                let place = self.place(behind);
                let base = self.open.len();
                self.tables.push(OpenTable {
                    grid: Grid::default(),
                    place,
                    is_row_open: false,
                    cell: None,
                    base,
                    cell_name: 0,
                    group_name: None,
                });
            }
            (Element::Table, true) => {
                self.flush();
                self.close_table()?;
            }
            (Element::Preamble, true) => self.flush(),
            (Element::Preamble, false) | (Element::Group, _) => {
                let name = (element == Element::Group).then(|| name_key(tag.name));
                if tag.is_end && self.tables.last().is_none_or(|t| t.group_name != name) {
                    return Ok(());
                }
                self.close_cell();
                if let Some(table) = self.tables.last_mut() {
                    table.group_name = name.filter(|_| !tag.is_end);
                    table.is_row_open = false;
                    table.grid.end_group();
                }
            }
            (Element::Row, is_end) => {
                self.close_cell();
                if let Some(table) = self.tables.last_mut() {
                    table.is_row_open = !is_end;
                    if !is_end {
                        table.group_name.get_or_insert_with(|| name_key("tbody"));
                        table.grid.begin_row();
                        self.budget.cells(1)?;
                    }
                }
            }
            (Element::Cell, false) => {
                self.close_cell();
                let place = self.place(behind);
                let base = self.open.len();
                if let Some(table) = self.tables.last_mut() {
                    if !table.is_row_open {
                        table.grid.begin_row();
                        table.is_row_open = true;
                        table.group_name.get_or_insert_with(|| name_key("tbody"));
                    }
                    let rows = span(tag.rowspan).unwrap_or(1);
                    let cols = span(tag.colspan).unwrap_or(1).max(1);
                    let cell = table.grid.add(rows, cols, place, self.budget)?;
                    table.cell = Some((cell, base));
                    table.cell_name = name_key(tag.name);
                }
                if is_struck_cell {
                    self.leave_out("struck_text", element, tag, behind);
                }
            }
            (Element::Cell, true) => {
                if self.tables.last().is_some_and(|t| t.cell_name == name_key(tag.name)) {
                    self.close_cell();
                }
            }
            (_, false) => {
                self.flush();
                self.end_paragraph();
                match (element, self.open.last()) {
                    (Element::Heading(_), Some((Element::Heading(_), _)))
                    | (Element::Item, Some((Element::Item, _)))
                        if self.open.len() > self.base() =>
                    {
                        self.close_to(self.open.len() - 1);
                    }
                    _ => {}
                }
                if self.open.len() < MAX_OPEN {
                    if let Element::Heading(level) = element {
                        self.headings.push((self.open.len(), level));
                    }
                    self.pre += usize::from(element == Element::Pre);
                    self.open.push((element, name_key(tag.name)));
                }
            }
            (_, true) => {
                self.flush();
                let base = self.base();
                let key = name_key(tag.name);
                let is_it = |(open, name): &(Element, u64)| match element {
                    Element::Heading(_) => matches!(open, Element::Heading(_)),
                    _ => *name == key,
                };
                if let Some(at) = self.open[base.min(self.open.len())..].iter().rposition(is_it) {
                    self.close_to(base + at);
                }
            }
        }
        Ok(())
    }

    /// Begins to leave out an element.
    fn leave_out(&mut self, kind: &'static str, element: Element, tag: &Tag<'_>, behind: usize) {
        self.skipped = Some((Artefact { kind, text: String::new(), place: Place::default() }, behind));
        self.skip.push((element, name_key(tag.name)));
    }

    /// Text set above or below the line, by an element of its own or by a style. Outside tables it is text like any
    /// other.
    fn raise(&mut self, element: Element, tag: &Tag<'_>) {
        let key = name_key(tag.name);
        let in_cell = self.in_cell();
        match &mut self.raised_by {
            Some((by, open)) if *by == key => {
                *open = if tag.is_end { *open - 1 } else { *open + 1 };
                if *open == 0 {
                    self.raised_by = None;
                    self.raised.end(&mut self.text);
                }
            }
            Some(_) => {}
            None if !tag.is_end && (element == Element::Raised || tag.is_raised) && in_cell => {
                self.raised_by = Some((key, 1));
                self.raised.begin(&self.text);
            }
            None => {}
        }
    }

    /// A block ends an open paragraph.
    fn end_paragraph(&mut self) {
        if self.open.len() > self.base() && matches!(self.open.last(), Some((Element::Paragraph, _))) {
            self.close_to(self.open.len() - 1);
        }
    }

    fn close_cell(&mut self) {
        self.flush();
        let Some(table) = self.tables.last_mut() else { return };
        let Some((cell, base)) = table.cell.take() else { return };
        let first = match table.grid.content(cell).and_then(|c| c.first()) {
            Some(Block::Paragraph(p)) => Some(p.place.clone()),
            _ => None,
        };
        if let Some(first) = first
            && let Some(place) = table.grid.place(cell)
        {
            *place = first;
        }
        self.close_to(base);
    }

    fn close_table(&mut self) -> Result<(), ExtractError> {
        self.close_cell();
        let Some(table) = self.tables.pop() else { return Ok(()) };
        self.close_to(table.base);
        let blocks = table.grid.finish(table.place, self.budget)?;
        self.container().extend(blocks);
        Ok(())
    }

    /// Whether a tag belongs to the element that is being left out. When it ends that element from outside (an end
    /// tag was forgotten), the element is closed and the tag counts again.
    fn is_left_out(&mut self, element: Element, tag: &Tag<'_>) -> bool {
        let key = name_key(tag.name);
        if matches!(element, Element::Void | Element::Break) {
            return true;
        }
        let in_table =
            self.skip[1..].iter().any(|(e, _)| *e == Element::Table) || self.skip[0].0 == Element::Table;
        let in_cell = self.tables.last().is_some();
        if tag.is_end {
            if let Some(at) = self.skip.iter().rposition(|(_, name)| *name == key) {
                self.skip.truncate(at);
                if at == 0 {
                    self.end_skip();
                    // A cell that was struck out is open and ends here.
                    return element != Element::Cell;
                }
                return true;
            }
            let ends_outer = (element.is_table_part() || element == Element::Table) && !in_table && in_cell
                || element.is_block() && self.open.iter().any(|(_, name)| *name == key);
            if ends_outer {
                self.end_skip();
            }
            return !ends_outer;
        }
        let first = self.skip[0].0;
        let ends = element.is_table_part()
            && !in_table
            && in_cell
            && (element != Element::Cell || first != Element::Row)
            || first == Element::Paragraph && self.skip.len() == 1 && element.is_block();
        if ends {
            self.end_skip();
            return false;
        }
        // Elements whose end tag may be missing follow one another on the same level.
        if self.skip.len() > 1
            && let Some((last, name)) = self.skip.last()
            && (*last == Element::Paragraph && element.is_block()
                || *name == key && matches!(element, Element::Item | Element::Cell | Element::Row))
        {
            self.skip.pop();
        }
        if self.skip.len() < MAX_OPEN {
            self.skip.push((element, key));
        }
        true
    }

    fn end_skip(&mut self) {
        self.skip.clear();
        if let Some((mut artefact, behind)) = self.skipped.take()
            && !artefact.text.trim().is_empty()
            && self.found.artefacts.len() < LISTED
        {
            artefact.place = self.ruler.as_ref().map(|r| r.peek(behind)).unwrap_or_default();
            self.found.artefacts.push(artefact);
        }
    }

    fn finish(mut self) -> Result<Found, ExtractError> {
        self.end_skip();
        self.flush();
        while !self.tables.is_empty() {
            self.close_table()?;
        }
        self.budget.check()?;
        Ok(self.found)
    }
}

fn is_wide(c: Option<char>) -> bool {
    matches!(
        c,
        Some(
            '\u{2E80}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FE30}'..='\u{FE4F}'
            | '\u{FF01}'..='\u{FF60}',
        )
    )
}

/// A span attribute: leading digits, as browsers read it.
fn span(value: Option<&str>) -> Option<u32> {
    let value = value?.trim_ascii_start();
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return None;
    }
    Some(value[..digits].parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
