//! Collects what a page draws: characters with their places, and straight lines.
//!
//! Not here: words, lines and tables (`text`, `lattice`, `columns`); no pixel is ever computed.

use std::panic::resume_unwind;

use hayro_interpret::font::Glyph as DrawnGlyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask};
use kurbo::{Affine, BezPath, PathEl, Point, Rect};

use super::characters::{self, is_ignorable};
use crate::{ExtractError, Limits};

/// A filled shape not thicker than this is a line that was painted as a thin rectangle, points.
const LINE_THICKNESS: f32 = 3.0;
/// Calls to the device that one page may cause; a dense page of a report makes some 30 000.
const MAX_STEPS: u64 = 20_000_000;
/// Lines kept of one page. A drawing with more is a map or a chart, not a table.
const MAX_RULES: usize = 200_000;

/// A direction of writing, as quarter turns clockwise from the usual left to right.
pub(super) type Turn = u8;

/// One character on a page. Coordinates are points from the top left corner, y downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    /// The character.
    pub(super) ch: char,
    /// Left end of the base line (in writing direction).
    pub(super) x: f32,
    /// The base line.
    pub(super) y: f32,
    /// Width of the character along the base line.
    pub(super) advance: f32,
    /// Height of the type.
    pub(super) size: f32,
    /// Direction of writing.
    pub(super) turn: Turn,
}

impl Glyph {
    /// Middle of the character's box, wherever it is turned.
    pub(super) fn centre(&self) -> (f32, f32) {
        let (along, up) = (self.advance / 2.0, self.size * 0.36);
        match self.turn {
            0 => (self.x + along, self.y - up),
            1 => (self.x + up, self.y + along),
            2 => (self.x - along, self.y + up),
            _ => (self.x - up, self.y - along),
        }
    }
}

/// A straight horizontal or vertical line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    /// Whether it is horizontal.
    pub(super) horizontal: bool,
    /// The coordinate it keeps (y of a horizontal line).
    pub(super) at: f32,
    /// Where it starts along the other axis.
    pub(super) from: f32,
    /// Where it ends.
    pub(super) to: f32,
}

/// What one page drew.
#[derive(Debug, Default)]
pub(super) struct Ink {
    /// Characters in drawing order, white space included.
    pub(super) glyphs: Vec<Glyph>,
    /// Lines, not yet merged.
    pub(super) rules: Vec<Rule>,
    /// Number of pictures.
    pub(super) images: usize,
    /// Characters whose meaning the file does not tell.
    pub(super) lost: usize,
    /// Characters painted invisibly, as text recognition does behind a scan.
    pub(super) invisible: usize,
    /// Text set at an angle: watermarks.
    pub(super) oblique: String,
}

/// Carries a refusal out of the interpreter, which cannot be stopped in another way.
#[derive(Debug)]
pub(super) struct Stop(pub(super) ExtractError);

/// The drawing surface handed to the interpreter.
pub(super) struct Collector<'l> {
    pub(super) ink: Ink,
    width: f32,
    height: f32,
    steps: u64,
    chars_before: u64,
    limits: &'l Limits,
}

impl<'l> Collector<'l> {
    /// A surface for a page of the given size in points; `chars_before` were read from earlier pages.
    pub(super) fn new(width: f32, height: f32, chars_before: u64, limits: &'l Limits) -> Self {
        Collector { ink: Ink::default(), width, height, steps: 0, chars_before, limits }
    }

    /// Counts a call. A page that never ends is left by unwinding with [`Stop`], caught in `read`.
    fn step(&mut self) {
        self.steps += 1;
        if self.steps.is_multiple_of(1024)
            && (self.steps > MAX_STEPS || self.limits.check_deadline().is_err())
        {
            resume_unwind(Box::new(Stop(ExtractError::TooSlow)));
        }
    }

    fn line(&mut self, a: Point, b: Point) {
        let (dx, dy) = ((a.x - b.x).abs(), (a.y - b.y).abs());
        let (slant, length) = if dx > dy { (dy, dx) } else { (dx, dy) };
        if slant > 0.5 + length * 0.005 {
            return;
        }
        let rule = if dx > dy {
            Rule { horizontal: true, at: mid(a.y, b.y), from: a.x.min(b.x) as f32, to: a.x.max(b.x) as f32 }
        } else {
            Rule { horizontal: false, at: mid(a.x, b.x), from: a.y.min(b.y) as f32, to: a.y.max(b.y) as f32 }
        };
        self.rule(rule);
    }

    fn rule(&mut self, rule: Rule) {
        let (across, along) =
            if rule.horizontal { (self.height, self.width) } else { (self.width, self.height) };
        let on_page = (-1.0..=across + 1.0).contains(&rule.at) && rule.to >= 0.0 && rule.from <= along;
        if on_page && self.ink.rules.len() < MAX_RULES {
            self.ink.rules.push(rule);
        }
    }

    /// A filled box: a line when it is thin, else the background of something.
    fn fill(&mut self, b: Rect) {
        let (w, h) = (b.width() as f32, b.height() as f32);
        if h <= LINE_THICKNESS && w > h {
            self.rule(Rule { horizontal: true, at: mid(b.y0, b.y1), from: b.x0 as f32, to: b.x1 as f32 });
        } else if w <= LINE_THICKNESS && h > w {
            self.rule(Rule { horizontal: false, at: mid(b.x0, b.x1), from: b.y0 as f32, to: b.y1 as f32 });
        }
    }

    fn stroke_path(&mut self, path: &BezPath, transform: Affine) {
        let (mut start, mut last) = (Point::ORIGIN, Point::ORIGIN);
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(p) => {
                    start = transform * p;
                    last = start;
                }
                PathEl::LineTo(p) => {
                    let p = transform * p;
                    self.line(last, p);
                    last = p;
                }
                PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) => last = transform * p,
                PathEl::ClosePath => {
                    self.line(last, start);
                    last = start;
                }
            }
        }
    }

    /// Every part of a filled path that has straight sides only is measured by itself: whole tables are painted as
    /// one path of many thin boxes. A box with a slightly smaller box cut out of it is a frame.
    fn fill_path(&mut self, path: &BezPath, transform: Affine) {
        let mut boxes: Vec<Rect> = Vec::new();
        let mut open: Option<Rect> = None;
        let mut straight = true;
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(p) => {
                    if straight {
                        boxes.extend(open);
                    }
                    let p = transform * p;
                    open = Some(Rect::from_points(p, p));
                    straight = true;
                }
                PathEl::LineTo(p) => open = open.map(|b| b.union_pt(transform * p)),
                PathEl::QuadTo(..) | PathEl::CurveTo(..) => straight = false,
                PathEl::ClosePath => {}
            }
        }
        if straight {
            boxes.extend(open);
        }
        if let [outer, inner] = boxes[..] {
            let thin = f64::from(LINE_THICKNESS);
            let gaps = [inner.x0 - outer.x0, outer.x1 - inner.x1, inner.y0 - outer.y0, outer.y1 - inner.y1];
            if gaps.iter().all(|g| (0.0..=thin).contains(g)) && gaps.iter().any(|g| *g > 0.0) {
                self.frame(inner);
                return;
            }
        }
        for b in boxes {
            self.fill(b);
        }
    }

    fn frame(&mut self, b: Rect) {
        let corners = [(b.x0, b.y0), (b.x1, b.y0), (b.x1, b.y1), (b.x0, b.y1)].map(Point::from);
        for i in 0..4 {
            self.line(corners[i], corners[(i + 1) % 4]);
        }
    }
}

fn mid(a: f64, b: f64) -> f32 {
    f64::midpoint(a, b) as f32
}

/// Width of a character in units of the type size, for fonts that do not tell (Type 3). Close to common sans serifs.
fn usual_width(ch: char) -> f32 {
    match ch {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.28,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.88,
        'A'..='Z' => 0.66,
        '(' | ')' | '[' | ']' | '-' | 'f' | 't' | 'r' => 0.36,
        '\0'..='\u{7f}' => 0.56,
        _ => 1.0,
    }
}

impl<'a> Device<'a> for Collector<'_> {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {
        self.step();
    }

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn draw_path(&mut self, path: &BezPath, transform: Affine, _: &Paint<'a>, mode: &PathDrawMode) {
        self.step();
        match mode {
            PathDrawMode::Stroke(_) => self.stroke_path(path, transform),
            PathDrawMode::Fill(_) => self.fill_path(path, transform),
        }
    }

    fn draw_rect(&mut self, rect: &Rect, transform: Affine, _: &Paint<'a>, mode: &PathDrawMode) {
        self.step();
        let b = transform.transform_rect_bbox(*rect);
        match mode {
            PathDrawMode::Stroke(_) => self.frame(b),
            PathDrawMode::Fill(_) => self.fill(b),
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.step();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.step();
    }

    fn draw_glyph(
        &mut self,
        glyph: &DrawnGlyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        mode: &GlyphDrawMode,
    ) {
        self.step();
        // Maps the font's thousandths of an em to points on the page.
        let [a, b, c, d, x, y] = (transform * glyph_transform).as_coeffs().map(|v| v as f32);
        let size = c.hypot(d) * 1000.0;
        let along = a.hypot(b);
        if !(size > 0.1 && along > 0.0 && x.is_finite() && y.is_finite()) || self.is_off_page(x, y, size) {
            return;
        }
        let unicode = glyph.as_unicode();
        let known = match glyph {
            DrawnGlyph::Outline(g) => g.advance_width().filter(|w| *w > 0.0).map(|w| w * along),
            DrawnGlyph::Type3(_) => None,
        };
        if matches!(mode, GlyphDrawMode::Invisible) {
            self.ink.invisible += 1;
        }
        let turn = match (a.abs() > b.abs() * 10.0, b.abs() > a.abs() * 10.0) {
            (true, _) => Some(if a > 0.0 { 0 } else { 2 }),
            (_, true) => Some(if b > 0.0 { 1 } else { 3 }),
            _ => None,
        };
        let mut put = |text: &[char]| {
            let Some(first) = text.first() else { return };
            let Some(turn) = turn else {
                self.ink.oblique.extend(text);
                return;
            };
            let advance = known.unwrap_or_else(|| usual_width(*first) * along * 1000.0) / text.len() as f32;
            for (i, ch) in text.iter().enumerate() {
                let shift = advance * i as f32;
                let (dx, dy) = match turn {
                    0 => (shift, 0.0),
                    1 => (0.0, shift),
                    2 => (-shift, 0.0),
                    _ => (0.0, -shift),
                };
                self.ink.glyphs.push(Glyph { ch: *ch, x: x + dx, y: y + dy, advance, size, turn });
            }
        };
        match unicode {
            Some(BfString::Char(ch)) if is_ignorable(ch) => {}
            Some(BfString::Char(ch)) if characters::is_plain(ch) => put(&[ch]),
            Some(BfString::Char(ch)) => characters::everyday(ch, &mut put),
            Some(BfString::String(s)) => {
                let mut all = Vec::new();
                for ch in s.chars().filter(|c| !is_ignorable(*c)) {
                    characters::everyday(ch, |t| all.extend_from_slice(t));
                }
                put(&all);
            }
            None => {
                put(&[char::REPLACEMENT_CHARACTER]);
                self.ink.lost += 1;
            }
        }
        let chars = self.chars_before + self.ink.glyphs.len() as u64;
        if let Err(error) = self.limits.check_chars(chars) {
            resume_unwind(Box::new(Stop(error)));
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.step();
        self.ink.images += 1;
    }

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

impl Collector<'_> {
    fn is_off_page(&self, x: f32, y: f32, size: f32) -> bool {
        x < -size || y < -size || x > self.width + size || y > self.height + size
    }
}
