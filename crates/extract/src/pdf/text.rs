//! Puts characters together to lines of text: by base line, then from left to right.
//!
//! Not here: which lines make a paragraph (`flow`), which stand in a table (`lattice`, `columns`).

use super::ink::{Glyph, Turn};

/// A gap wider than this many type sizes separates two pieces of text on a line.
const WIDE_GAP: f32 = 1.5;
/// A gap wider than this may be that between two columns. That between Chinese text and figures is a quarter.
const COLUMN_GAP: f32 = 0.4;

/// A piece of a line that no wide gap interrupts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chunk {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Pieces from left to right, at least one.
    pub(super) chunks: Vec<Chunk>,
    /// The same, divided at every gap that could be that between two columns.
    pub(super) words: Vec<Chunk>,
    /// Left, top, right, bottom on the page.
    pub(super) bbox: [f32; 4],
    /// Type size of most of the line.
    pub(super) size: f32,
    /// Whether white space stood after the last character.
    pub(super) ends_with_space: bool,
}

impl Line {
    /// The line's text; pieces apart are joined by a tab.
    pub(super) fn text(&self) -> String {
        let mut out = String::with_capacity(self.chunks.iter().map(|c| c.text.len() + 1).sum());
        for (i, chunk) in self.chunks.iter().enumerate() {
            if i > 0 {
                out.push('\t');
            }
            out.push_str(&chunk.text);
        }
        out
    }
}

/// Where a glyph stands in its own direction of writing: along the line, and down the page.
fn upright(g: &Glyph) -> (f32, f32) {
    match g.turn {
        0 => (g.x, g.y),
        1 => (g.y, -g.x),
        2 => (-g.x, -g.y),
        _ => (-g.y, g.x),
    }
}

/// A box in the writing direction, turned back to the page.
fn on_page(turn: Turn, [left, top, right, bottom]: [f32; 4]) -> [f32; 4] {
    match turn {
        0 => [left, top, right, bottom],
        1 => [-bottom, left, -top, right],
        2 => [-right, -bottom, -left, -top],
        _ => [top, -right, bottom, -left],
    }
}

/// The lines that a set of glyphs makes, from top to bottom; turned text follows, each direction by itself.
pub(super) fn lines(glyphs: &mut [Glyph]) -> Vec<Line> {
    let mut out = Vec::new();
    if glyphs.iter().all(|g| g.turn == 0) {
        lines_of_turn(0, glyphs, &mut out);
        return out;
    }
    for turn in 0..4 {
        let mut some: Vec<Glyph> = glyphs.iter().copied().filter(|g| g.turn == turn).collect();
        lines_of_turn(turn, &mut some, &mut out);
    }
    out
}

fn lines_of_turn(turn: Turn, glyphs: &mut [Glyph], out: &mut Vec<Line>) {
    glyphs.sort_by(|a, b| upright(a).1.total_cmp(&upright(b).1));
    let mut rest = glyphs;
    while let Some(first) = rest.first() {
        let (base, mut size) = (upright(first).1, first.size);
        let mut end = 1;
        while let Some(g) = rest.get(end) {
            // Raised or lowered figures stay on the line of their neighbours.
            if upright(g).1 - base > 0.4 * size.max(g.size) {
                break;
            }
            size = size.max(g.size);
            end += 1;
        }
        let (group, later) = rest.split_at_mut(end);
        group.sort_by(|a, b| upright(a).0.total_cmp(&upright(b).0));
        out.extend(line(turn, group));
        rest = later;
    }
}

fn line(turn: Turn, sorted: &[Glyph]) -> Option<Line> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut words: Vec<Chunk> = Vec::new();
    let mut bbox = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    let mut previous: Option<&Glyph> = None;
    // White space seen since the last visible character.
    let mut space = String::new();
    let mut sizes: f32 = 0.0;
    for (i, g) in sorted.iter().enumerate() {
        if is_overprint(g, &sorted[..i]) {
            continue;
        }
        if g.ch.is_whitespace() {
            if previous.is_some() {
                space.push(g.ch);
            }
            continue;
        }
        let (left, base) = upright(g);
        let right = left + g.advance;
        let follows = |p: &Glyph| left - (upright(p).0 + p.advance) <= COLUMN_GAP * p.size.min(g.size);
        match words.last_mut().filter(|_| previous.is_some_and(follows)) {
            Some(word) => {
                word.text.push(g.ch);
                word.right = word.right.max(right);
            }
            None => words.push(Chunk { text: g.ch.to_string(), left, right }),
        }
        match (previous, chunks.last_mut()) {
            (Some(p), Some(chunk)) => {
                let gap = left - (upright(p).0 + p.advance);
                let em = p.size.min(g.size);
                if gap > WIDE_GAP * em && !is_ideographic_space(&space, gap, em) {
                    chunks.push(Chunk { text: g.ch.to_string(), left, right });
                } else {
                    if space.is_empty() && gap > word_gap(p.ch, g.ch) * em {
                        chunk.text.push(' ');
                    } else {
                        chunk.text.push_str(&space);
                    }
                    chunk.text.push(g.ch);
                    chunk.right = chunk.right.max(right);
                }
            }
            _ => chunks.push(Chunk { text: g.ch.to_string(), left, right }),
        }
        space.clear();
        previous = Some(g);
        sizes = sizes.max(g.size);
        bbox = [
            bbox[0].min(left),
            bbox[1].min(base - 0.88 * g.size),
            bbox[2].max(right),
            bbox[3].max(base + 0.12 * g.size),
        ];
    }
    previous?;
    Some(Line { chunks, words, bbox: on_page(turn, bbox), size: sizes, ends_with_space: !space.is_empty() })
}

/// The same character painted twice almost on the same spot: bold type made by hand.
fn is_overprint(g: &Glyph, before: &[Glyph]) -> bool {
    let (x, y) = upright(g);
    before.iter().rev().take(3).any(|p| {
        let (px, py) = upright(p);
        p.ch == g.ch && (x - px).abs() < 0.12 * g.size && (y - py).abs() < 0.12 * g.size
    })
}

/// Whether a gap is filled by the wide spaces that stand in it, as between the two parts of `主 任：　　`.
fn is_ideographic_space(space: &str, gap: f32, em: f32) -> bool {
    let wide = space.chars().filter(|c| *c == '\u{3000}').count();
    wide > 0 && gap < (wide as f32 + 0.5) * em
}

/// From which gap on, in type sizes, a space is meant that the file does not hold. Chinese text is set without
/// spaces but often stretched to the margin; figures and Latin words are never stretched inside.
fn word_gap(before: char, after: char) -> f32 {
    match (before.is_ascii(), after.is_ascii()) {
        (true, true) => 0.22,
        (false, false) => 0.8,
        _ => 0.6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, x: f32, y: f32, size: f32) -> Vec<Glyph> {
        let mut at = x;
        text.chars()
            .map(|ch| {
                let advance = if ch.is_ascii() { size / 2.0 } else { size };
                at += advance;
                Glyph { ch, x: at - advance, y, advance, size, turn: 0 }
            })
            .collect()
    }

    fn texts(glyphs: &mut [Glyph]) -> Vec<String> {
        lines(glyphs).iter().map(Line::text).collect()
    }

    #[test]
    fn lines_come_in_reading_order_whatever_order_they_were_drawn_in() {
        let mut glyphs = set("第二行", 50.0, 120.0, 10.0);
        glyphs.extend(set("第一行", 50.0, 100.0, 10.0));
        assert_eq!(texts(&mut glyphs), ["第一行", "第二行"]);
    }

    #[test]
    fn bold_type_painted_twice_is_read_once_and_double_digits_stay() {
        let mut glyphs = set("共2200件", 50.0, 100.0, 10.0);
        glyphs.extend(set("共2200件", 50.4, 100.2, 10.0));
        assert_eq!(texts(&mut glyphs), ["共2200件"]);
    }

    #[test]
    fn pieces_far_apart_are_joined_by_a_tab_and_near_numbers_by_a_space() {
        let mut glyphs = set("受理", 50.0, 100.0, 10.0);
        glyphs.extend(set("31", 120.0, 100.0, 10.0));
        glyphs.extend(set("18", 134.0, 100.0, 10.0));
        assert_eq!(texts(&mut glyphs), ["受理\t31 18"]);
    }

    #[test]
    fn the_quarter_em_between_chinese_and_figures_is_no_space() {
        let mut glyphs = set("全年", 50.0, 100.0, 10.0);
        glyphs.extend(set("12", 72.5, 100.0, 10.0));
        glyphs.extend(set("件", 85.0, 100.0, 10.0));
        assert_eq!(texts(&mut glyphs), ["全年12件"]);
    }

    #[test]
    fn text_written_downwards_is_read_along_its_own_direction() {
        let mut glyphs: Vec<Glyph> = set("结果", 0.0, 0.0, 10.0)
            .into_iter()
            .map(|g| Glyph { x: 300.0, y: 40.0 + g.x, turn: 1, ..g })
            .collect();
        let lines = lines(&mut glyphs);
        assert_eq!(lines[0].text(), "结果");
        let [left, top, right, bottom] = lines[0].bbox;
        assert!(left < 300.0 && right > 300.0 && (top - 40.0).abs() < 0.1 && (bottom - 60.0).abs() < 0.1);
    }
}
