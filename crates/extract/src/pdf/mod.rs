//! Reads the text layer of a PDF and rebuilds its tables from the places of characters and lines.
//!
//! Not here: pictures of pages (nothing is recognised optically), what the text means (`gongkai-checker`).
//!
//! A page goes through these hands: `ink` collects characters and straight lines, `lattice` takes out the ruled
//! tables, `drawn` and `text` make lines of what is left, `furniture` takes off page numbers and running headers, `columns`
//! finds tables without rulings, and `flow` joins lines to paragraphs and tables over page ends.

mod characters;
mod columns;
mod cut;
mod drawn;
mod flow;
mod furniture;
mod guard;
mod hidden;
mod ink;
mod labelled;
mod lattice;
mod text;
mod written;

use gongkai_paper::{Artefact, Document, Format, Place};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use kurbo::{Affine, Rect};

pub(crate) use self::hidden::beside;
use self::ink::{Collector, Glyph, Ink, Rule, Stop};
use self::lattice::Piece;
use self::text::Line;
pub(crate) use self::written::written;
use crate::{ExtractError, Limits};

/// What the format is called in messages.
const WHAT: &str = "PDF 文件";
/// Stack of the thread that interprets the file. Objects nested as deeply as `guard` lets pass fit into it; memory is
/// taken only as far as it is used.
const STACK_BYTES: usize = 64 << 20;
/// Fewer characters than this on a page of pictures are a stamp on a scan, not its text.
const STAMP_CHARS: usize = 20;

/// Text and tables of one page, before pages are put together.
#[derive(Debug)]
struct PageText {
    width: f32,
    height: f32,
    lines: Vec<Line>,
    pieces: Vec<Piece>,
}

/// Reads a PDF. A file that can be opened without a password is read even when its owner restricted printing.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ExtractError> {
    limits.check_bytes(bytes.len())?;
    if is_cut_off(bytes) {
        return Err(ExtractError::Truncated { what: WHAT });
    }
    guard::check(bytes, limits)?;
    apart(|| interpret(bytes, limits))
}

/// Works on a file in a thread of its own, for two reasons: the library may panic on broken files (joining turns that into an
/// error), and it follows nested objects by recursion, for which a worker's small stack would not do.
fn apart<T: Send>(work: impl FnOnce() -> Result<T, ExtractError> + Send) -> Result<T, ExtractError> {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, work)
            .map_err(|error| damaged(format!("no thread for reading: {error}")))?
            .join()
            .unwrap_or_else(|panic| {
                Err(match panic.downcast::<Stop>() {
                    Ok(stop) => stop.0,
                    Err(_) => damaged("the structure contradicts itself".to_owned()),
                })
            })
    })
}

/// How many pages a PDF has; none where it cannot be opened. As [`read`] does, in a thread whose panic stays there.
pub(crate) fn pages(bytes: &[u8], limits: &Limits) -> Option<usize> {
    limits.check_bytes(bytes.len()).ok()?;
    guard::check(bytes, limits).ok()?;
    let count = || Pdf::new(bytes.to_vec()).ok().map(|pdf| pdf.pages().len());
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, count);
        thread.ok()?.join().ok()?
    })
    .filter(|pages| *pages > 0)
}

/// Why it cannot be opened.
fn opened(error: LoadPdfError) -> ExtractError {
    match error {
        LoadPdfError::Decryption(_) => ExtractError::Encrypted { what: WHAT },
        LoadPdfError::Invalid => damaged("its table of contents cannot be found".to_owned()),
    }
}

fn damaged(because: String) -> ExtractError {
    ExtractError::Damaged { what: WHAT, because }
}

/// A whole file says where it ends. The mark is looked for near the end; a file that goes on with other bytes after
/// it (as some web servers add) has it elsewhere, but so has the first part of a file made for quick display.
fn is_cut_off(bytes: &[u8]) -> bool {
    let ends = |part: &[u8]| memchr::memmem::find(part, b"%%EOF").is_some();
    let tail = &bytes[bytes.len().saturating_sub(4096)..];
    let head = &bytes[..bytes.len().min(1024)];
    !ends(tail) && (memchr::memmem::find(head, b"/Linearized").is_some() || !ends(bytes))
}

fn interpret(bytes: &[u8], limits: &Limits) -> Result<Document, ExtractError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(opened)?;
    let count = pdf.pages().len();
    if count == 0 {
        return Err(damaged("it has no pages".to_owned()));
    }
    if count > limits.max_pages {
        return Err(ExtractError::TooManyPages { pages: count, limit: limits.max_pages });
    }

    let cache = InterpreterCache::new();
    let mut pages = Vec::with_capacity(count);
    let mut doc = Document::new(Format::Pdf);
    doc.title = pdf.metadata().title.as_deref().and_then(title);
    let mut totals = Totals::default();
    for (i, page) in pdf.pages().iter().enumerate() {
        limits.check_deadline()?;
        let (width, height) = page.render_dimensions();
        let ink = draw(page, (width, height), &pdf, &cache, &mut totals, limits)?;
        note_leftovers(&ink, i, &mut doc);
        totals.add(&ink);
        pages.push(page_text(ink, width, height, &mut totals.cells, limits)?);
    }
    totals.judge(count)?;

    let furniture = furniture::take_off(&mut pages);
    doc.artefacts.extend(furniture.into_iter().map(|(page, line)| Artefact {
        kind: "page_furniture",
        text: line.text(),
        place: place(page, line.bbox),
    }));
    cut::mend_lines(&mut pages);
    flow::assemble(pages, &mut doc);
    if doc.visible_chars() == 0 {
        return Err(totals.nothing_to_read(count));
    }
    Ok(doc)
}

/// Runs the drawing instructions of a page.
fn draw<'a>(
    page: &'a Page<'a>,
    (width, height): (f32, f32),
    pdf: &'a Pdf,
    cache: &InterpreterCache<'a>,
    totals: &mut Totals,
    limits: &Limits,
) -> Result<Ink, ExtractError> {
    totals.unpacked += page.page_stream().map_or(0, <[u8]>::len) as u64;
    if totals.unpacked > limits.max_unzipped {
        return Err(ExtractError::ZipBomb { limit: limits.max_unzipped });
    }
    let mut context = Context::new(
        Affine::new(page.initial_transform(true).as_coeffs()),
        Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
        cache,
        pdf.xref(),
        InterpreterSettings::default(),
    );
    let mut collector = Collector::new(width, height, totals.glyphs as u64, limits);
    interpret_page(page, &mut context, &mut collector);
    Ok(collector.ink)
}

/// What all pages drew together.
#[derive(Debug, Default)]
struct Totals {
    glyphs: usize,
    visible: usize,
    lost: usize,
    pages_with_pictures: usize,
    cells: u64,
    unpacked: u64,
}

impl Totals {
    fn add(&mut self, ink: &Ink) {
        self.glyphs += ink.glyphs.len();
        self.visible += ink.glyphs.iter().filter(|g| !g.ch.is_whitespace()).count();
        self.lost += ink.lost;
        self.pages_with_pictures += usize::from(ink.images > 0);
    }

    /// Refuses scans and files whose characters cannot be told.
    fn judge(&self, pages: usize) -> Result<(), ExtractError> {
        if self.pages_with_pictures == pages && self.visible < STAMP_CHARS * pages {
            return Err(ExtractError::PictureOnlyPdf { pages });
        }
        if self.visible == 0 {
            return Err(self.nothing_to_read(pages));
        }
        if self.lost * 10 > self.visible {
            return Err(ExtractError::LostCharacters { lost: self.lost, of: self.visible });
        }
        Ok(())
    }

    fn nothing_to_read(&self, pages: usize) -> ExtractError {
        if self.pages_with_pictures > 0 {
            ExtractError::PictureOnlyPdf { pages }
        } else {
            ExtractError::NoText { what: WHAT }
        }
    }
}

/// Says what of a page is not read as text or not read with certainty.
fn note_leftovers(ink: &Ink, page: usize, doc: &mut Document) {
    let mut note = |kind, text: String| {
        let place = Place { page: Some(page as u32 + 1), ..Place::default() };
        doc.artefacts.push(Artefact { kind, text, place });
    };
    if ink.lost > 0 {
        note("lost_characters", format!("{} 个字符没有编码信息，无法辨认", ink.lost));
    }
    if ink.invisible > 0 {
        note(
            "invisible_text",
            format!("{} 个字符为不可见文字（通常是扫描件的识别结果），请核对", ink.invisible),
        );
    }
    if !ink.oblique.trim().is_empty() {
        note("oblique_text", ink.oblique.trim().to_owned());
    }
}

fn page_text(
    mut ink: Ink,
    width: f32,
    height: f32,
    cells: &mut u64,
    limits: &Limits,
) -> Result<PageText, ExtractError> {
    let turned = set_upright(&mut ink, width, height);
    let (across, down) = if turned.is_multiple_of(2) { (width, height) } else { (height, width) };
    let pieces = lattice::tables(&ink.rules, &mut ink.glyphs, |more| {
        *cells += more;
        limits.check_cells(*cells).and_then(|()| limits.check_deadline())
    })?;
    let mut lines = drawn::lines(&mut ink.glyphs);
    lines.sort_by(|a, b| a.bbox[1].total_cmp(&b.bbox[1]));
    Ok(PageText { width: across, height: down, lines, pieces })
}

/// Turns a page on which most text runs down, up or upside down, so that it reads from left to right. Gives the
/// quarter turns. Boxes then count from the top left corner of the page as a reader holds it.
fn set_upright(ink: &mut Ink, width: f32, height: f32) -> u8 {
    let mut counts = [0usize; 4];
    for g in &ink.glyphs {
        counts[usize::from(g.turn)] += 1;
    }
    let most = (0u8..4).max_by_key(|t| (counts[usize::from(*t)], 4 - t)).unwrap_or(0);
    if most == 0 || counts[usize::from(most)] <= counts[0] {
        return 0;
    }
    let map = |x: f32, y: f32| match most {
        1 => (y, width - x),
        2 => (width - x, height - y),
        _ => (height - y, x),
    };
    for g in &mut ink.glyphs {
        let (x, y) = map(g.x, g.y);
        *g = Glyph { x, y, turn: (g.turn + 4 - most) % 4, ..*g };
    }
    for r in &mut ink.rules {
        let ends = if r.horizontal { [(r.from, r.at), (r.to, r.at)] } else { [(r.at, r.from), (r.at, r.to)] };
        let [(x0, y0), (x1, y1)] = ends.map(|(x, y)| map(x, y));
        let horizontal = r.horizontal == most.is_multiple_of(2);
        *r = if horizontal {
            Rule { horizontal, at: y0, from: x0.min(x1), to: x0.max(x1) }
        } else {
            Rule { horizontal, at: x0, from: y0.min(y1), to: y0.max(y1) }
        };
    }
    most
}

/// The place of something on a page (index from 0).
fn place(page: usize, bbox: [f32; 4]) -> Place {
    // Tenths of a point are finer than any eye and keep the output short.
    let bbox = bbox.map(|v| (v * 10.0).round() / 10.0);
    Place { page: Some(page as u32 + 1), bbox: Some(bbox), ..Place::default() }
}

/// The title in the file's metadata: UTF-16 or UTF-8 with a mark, or plain ASCII; other bytes are not guessed at.
fn title(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> = rest.chunks_exact(2).map(|b| u16::from_be_bytes([b[0], b[1]])).collect();
            String::from_utf16(&units).ok()?
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok()?,
        _ if bytes.is_ascii() => String::from_utf8(bytes.to_vec()).ok()?,
        _ => return None,
    };
    let text = text.trim_matches(|c: char| c.is_control() || c.is_whitespace());
    (!text.is_empty()).then(|| text.to_owned())
}
