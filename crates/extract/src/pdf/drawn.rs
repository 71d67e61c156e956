//! Makes lines of the text outside ruled tables, whole table rows where the order of drawing shows them.
//!
//! Not here: which lines make a table (`labelled`, `columns`), ruled tables (`lattice`).
//!
//! Programs draw a table cell by cell and row by row. Without rulings the lines of neighbouring cells interleave on the
//! page, and only this order tells whether a line is the rest of a label or the next label. It is followed only where
//! the places of the characters bear it out; else lines are what stands at one height.

use super::columns::is_figure;
use super::ink::Glyph;
use super::labelled;
use super::text::{self, Chunk, Line};

/// A gap between characters, in type sizes, that parts two cells. That between Chinese text and figures is a quarter.
const CELL_GAP: f32 = 0.4;
/// The same between digits, which are never set apart.
const DIGIT_GAP: f32 = 0.2;
/// Largest step from line to line within a cell, in type sizes.
const PITCH: f32 = 2.0;
/// More cells than this are no row, and more rows than this say nothing about one of them.
const MAX_CELLS: usize = 60;
/// So many figures side by side are a row of a table.
const MANY_FIGURES: usize = 5;
/// More lines than this are no cell of a table.
const MAX_LINES: usize = 12;
/// More blocks than this on one page are a drawing.
const MAX_BLOCKS: usize = 4_000;
/// Room that office programs leave free at the left and right side of a cell together, at most, points.
const CELL_PADDING: f32 = 12.0;

/// Characters drawn one after another on one line.
#[derive(Debug, Clone, PartialEq)]
struct Run {
    text: String,
    left: f32,
    right: f32,
    base: f32,
    size: f32,
    /// The same with the white space at its ends.
    extent: (f32, f32),
    /// Width of the first character.
    first_advance: f32,
    /// First character and the one behind the last.
    from: usize,
    to: usize,
}

/// Lines drawn one after another that stand under one another: a cell, or a part of a paragraph.
#[derive(Debug, Clone, PartialEq)]
struct Block {
    /// At least one; those of white space alone count for the place only.
    runs: Vec<Run>,
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl Block {
    fn new(run: Run) -> Self {
        let (top, bottom) = (run.base - 0.88 * run.size, run.base + 0.12 * run.size);
        Block { left: run.left, right: run.right, top, bottom, runs: vec![run] }
    }

    fn visible(&self) -> impl Iterator<Item = &Run> + Clone {
        self.runs.iter().filter(|r| !r.text.is_empty())
    }

    fn size(&self) -> f32 {
        self.runs.iter().map(|r| r.size).fold(0.0, f32::max)
    }

    fn centre(&self) -> f32 {
        f32::midpoint(self.left, self.right)
    }

    /// The text in one line. Words of letters keep a space where the line ended between them.
    fn text(&self) -> String {
        let mut out = String::new();
        for run in self.visible() {
            let letters = out.ends_with(|c: char| c.is_ascii_alphabetic())
                && run.text.starts_with(|c: char| c.is_ascii_alphabetic());
            if letters {
                out.push(' ');
            }
            out.push_str(&run.text);
        }
        out
    }

    fn chunk(&self) -> Chunk {
        let left = self.visible().map(|r| r.left).fold(f32::MAX, f32::min);
        let right = self.visible().map(|r| r.right).fold(f32::MIN, f32::max);
        Chunk { text: self.text(), left, right }
    }

    fn is_figure(&self) -> bool {
        let chunk = self.chunk();
        is_figure(&chunk) && !(chunk.text.starts_with(['—', '－', '–']) && chunk.text.len() > 3)
    }

    fn has_words(&self) -> bool {
        self.visible().flat_map(|r| r.text.chars()).filter(|c| *c > '\u{2e7f}' && c.is_alphabetic()).count()
            >= 2
    }
}

/// The lines of a page (the glyphs in the order they were drawn in); the cells of a table row come as one line.
pub(super) fn lines(glyphs: &mut [Glyph]) -> Vec<Line> {
    if glyphs.iter().any(|g| g.turn != 0) {
        return text::lines(glyphs);
    }
    let blocks = blocks(runs(glyphs));
    if blocks.len() > MAX_BLOCKS {
        return text::lines(glyphs);
    }
    let rows = rows(&blocks);
    let mut out = Vec::new();
    let mut rest: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for (i, row) in rows.iter().enumerate() {
        if let Some(line) = line(&blocks, &rows, i) {
            out.push(line);
        } else {
            let runs = row.iter().flat_map(|b| &blocks[*b].runs);
            rest.extend(runs.flat_map(|r| &glyphs[r.from..r.to]));
        }
    }
    out.extend(text::lines(&mut rest));
    out
}

fn runs(glyphs: &[Glyph]) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    // White space is measured only at the ends of a line.
    for (i, g) in glyphs.iter().enumerate() {
        let right = g.x + g.advance;
        let follows = i.checked_sub(1).map(|b| &glyphs[b]).is_some_and(|p| {
            let gap = g.x - (p.x + p.advance);
            let em = p.size.min(g.size);
            // Blanks are drawn without a gap; one beyond them parts two cells.
            let is_tight = |c: char| c.is_ascii_digit() || c.is_whitespace();
            (g.y - p.y).abs() < 0.4 * p.size.max(g.size)
                && gap > -0.5 * em
                && gap <= if is_tight(p.ch) && is_tight(g.ch) { DIGIT_GAP } else { CELL_GAP } * em
        });
        match out.last_mut().filter(|_| follows) {
            Some(run) => {
                if !g.ch.is_whitespace() {
                    if run.text.is_empty() {
                        run.left = g.x;
                        run.first_advance = g.advance;
                    } else if run.extent.1 > run.right {
                        run.text.push(' ');
                    }
                    run.text.push(g.ch);
                    run.right = right;
                    run.size = run.size.max(g.size);
                } else if run.text.is_empty() {
                    run.right = right;
                }
                run.extent.1 = right;
                run.to = i + 1;
            }
            None => out.push(Run {
                text: if g.ch.is_whitespace() { String::new() } else { g.ch.to_string() },
                left: g.x,
                right,
                extent: (g.x, right),
                base: g.y,
                size: g.size,
                first_advance: g.advance,
                from: i,
                to: i + 1,
            }),
        }
    }
    out
}

fn blocks(runs: Vec<Run>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for run in runs {
        let above = out.last_mut().filter(|block| {
            let last = &block.runs[block.runs.len() - 1];
            let step = run.base - last.base;
            let size = last.size.max(run.size);
            let (a, b) = (last.extent, run.extent);
            let narrow = (a.1 - a.0).min(b.1 - b.0);
            let shared = a.1.min(b.1) - a.0.max(b.0);
            let off = (run.left - block.left)
                .abs()
                .min((run.right - block.right).abs())
                .min((f32::midpoint(run.left, run.right) - block.centre()).abs())
                .min((f32::midpoint(a.0, a.1) - f32::midpoint(b.0, b.1)).abs());
            // A line ends early above one that is none of its cell: the note of a table below a heading.
            let room = run.right - run.left - (last.right - last.left) - run.first_advance;
            let is_heading = || labelled::number(&block.runs[0].text).is_some_and(|(level, _)| level == 0);
            let is_other = labelled::number(&run.text).is_some()
                || run.text.starts_with(['（', '('])
                    && !last.text.is_empty()
                    && (room > 0.5 * size || is_heading());
            step > 0.5 * size && step <= PITCH * size && shared >= 0.5 * narrow && off < size && !is_other
        });
        match above {
            Some(block) => {
                block.left = block.left.min(run.left);
                block.right = block.right.max(run.right);
                block.bottom = run.base + 0.12 * run.size;
                block.runs.push(run);
            }
            None => out.push(Block::new(run)),
        }
    }
    out
}

/// The blocks that make a row, each to the right of the one before and beside it.
fn rows(blocks: &[Block]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = Vec::new();
    let (mut top, mut bottom) = (0.0f32, 0.0f32);
    for (i, next) in blocks.iter().enumerate() {
        let goes_on = out.last().and_then(|row| row.last()).is_some_and(|last| {
            let last = &blocks[*last];
            let is_right = next.left >= last.right - 0.2 * next.size();
            let is_beside = next.top < bottom && next.bottom > top;
            // A label beside several rows, set to their middle: its first row is above.
            let is_first_of_group = next.bottom <= top && last.has_words() && next.has_words();
            // Blanks that were not drawn pushed a figure to the next line.
            let has_slid = next.is_figure() && next.top < bottom + next.size();
            is_right && (is_beside || is_first_of_group || has_slid)
        });
        if let Some(row) = out.last_mut().filter(|_| goes_on) {
            row.push(i);
            if next.bottom <= top {
                (top, bottom) = (next.top, next.bottom);
            } else {
                (top, bottom) = (top.min(next.top), bottom.max(next.bottom));
            }
        } else {
            out.push(vec![i]);
            (top, bottom) = (next.top, next.bottom);
        }
    }
    out
}

/// The line that a row of cells makes; nothing where it is a plain line, or its places contradict the order.
fn line(blocks: &[Block], rows: &[Vec<usize>], at: usize) -> Option<Line> {
    let row: Vec<usize> =
        rows[at].iter().copied().filter(|b| blocks[*b].visible().next().is_some()).collect();
    let bases = || row.iter().flat_map(|b| blocks[*b].visible()).map(|r| r.base);
    let size = row.iter().map(|b| blocks[*b].size()).fold(0.0, f32::max);
    let height = bases().fold(f32::MIN, f32::max) - bases().fold(f32::MAX, f32::min);
    let figures = row.iter().rev().take_while(|b| blocks[**b].is_figure()).count();
    // What stands on one height needs no order, unless columns are so narrow that their figures almost meet.
    if !(2..=MAX_CELLS).contains(&row.len()) || height < 0.4 * size && figures < MANY_FIGURES {
        return None;
    }
    let is_cell = |b: &Block| {
        let lines = b.visible().count();
        lines <= MAX_LINES && (lines == 1 || !b.is_figure() || is_one_figure(b, blocks, rows, at))
    };
    if !row.iter().all(|b| is_cell(&blocks[*b]) && !collides(*b, blocks)) {
        return None;
    }
    let cells: Vec<&Block> = row.iter().map(|b| &blocks[*b]).collect();
    // A label beside several rows says nothing about the height of its first.
    let own = if figures == 0 { &cells[..] } else { &cells[(cells.len() - figures).saturating_sub(1)..] };
    let edge = |of: fn(&Run) -> f32, pick: fn(f32, f32) -> f32| {
        own.iter().flat_map(|b| b.visible()).map(of).reduce(pick).unwrap_or_default()
    };
    let words: Vec<Chunk> = cells.iter().map(|b| b.chunk()).collect();
    let bbox = [
        words.iter().map(|w| w.left).fold(f32::MAX, f32::min),
        edge(|r| r.base - 0.88 * r.size, f32::min),
        words.iter().map(|w| w.right).fold(f32::MIN, f32::max),
        edge(|r| r.base + 0.12 * r.size, f32::max),
    ];
    Some(Line { chunks: words.clone(), words, bbox, size, ends_with_space: false })
}

/// Whether other text stands on the same spot.
fn collides(own: usize, blocks: &[Block]) -> bool {
    let a = &blocks[own];
    let meet = |a: &Run, b: &Run| {
        let across = a.right.min(b.right) - a.left.max(b.left);
        across > 0.3 * a.size && (a.base - b.base).abs() < 0.5 * a.size.min(b.size)
    };
    blocks.iter().enumerate().any(|(i, b)| {
        i != own
            && a.left < b.right
            && b.left < a.right
            && a.top < b.bottom
            && b.top < a.bottom
            && a.visible().any(|a| b.visible().any(|b| meet(a, b)))
    })
}

/// Whether the lines of a cell are one figure that was too long for its column: each line but the last is as long as
/// the column is wide, as its neighbours show, and nothing longer stands in the column.
fn is_one_figure(block: &Block, blocks: &[Block], rows: &[Vec<usize>], at: usize) -> bool {
    let neighbours: Vec<f32> = rows[at]
        .iter()
        .map(|b| &blocks[*b])
        .filter(|b| *b != block && b.is_figure())
        .map(Block::centre)
        .collect();
    let pitch = neighbours.iter().map(|c| (c - block.centre()).abs()).reduce(f32::min);
    let Some(pitch) = pitch.filter(|p| *p > 0.0) else {
        return false;
    };
    // Something narrow between the rows is a page number, a broken word; running text ends the table.
    let is_row = |r: &&Vec<usize>| r.len() > 1 || blocks[r[0]].right - blocks[r[0]].left < 2.0 * pitch;
    let above = rows[..at].iter().rev().take_while(is_row).take(MAX_CELLS);
    let below = rows[at + 1..].iter().take_while(is_row).take(MAX_CELLS);
    let in_column = |b: &&Block| {
        b.left < block.centre()
            && block.centre() < b.right
            && b.right - b.left < 1.1 * pitch
            && neighbours.iter().all(|n| *n < b.left || b.right < *n)
    };
    let longest = above
        .chain(below)
        .flatten()
        .map(|b| &blocks[*b])
        .filter(in_column)
        .flat_map(Block::visible)
        .map(|r| r.right - r.left)
        .reduce(f32::max);
    // Many figures side by side show the width of their columns by themselves.
    let Some(longest) = longest.or_else(|| (neighbours.len() >= 4).then_some(0.0)) else { return false };
    let lines: Vec<&Run> = block.visible().collect();
    lines.windows(2).all(|w| {
        // Blanks before the figure took room as well, and so would one tied to its last digit.
        let [above, below] = w else { return false };
        let next =
            if below.text.chars().count() == 1 { below.extent.1 - below.left } else { below.first_advance };
        let needed = above.right - above.extent.0 + next;
        // Columns of a browser's table differ in width, so the pitch tells that of one only roughly.
        needed > longest + 0.5 && needed > pitch - CELL_PADDING - 0.5 * below.first_advance
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Glyphs of a text of ten points, in the order of drawing; a blank is drawn as well.
    fn draw(page: &mut Vec<Glyph>, text: &str, x: f32, y: f32) {
        let mut at = x;
        for ch in text.chars() {
            let advance = if ch.is_ascii() { 5.0 } else { 10.0 };
            page.push(Glyph { ch, x: at, y, advance, size: 10.0, turn: 0 });
            at += advance;
        }
    }

    /// Cells with their left ends, each line of a cell 13 points below the one before.
    fn row(page: &mut Vec<Glyph>, y: f32, cells: &[(&str, f32)]) {
        for (text, x) in cells {
            for (n, part) in text.split('/').enumerate() {
                draw(page, part, *x, y + 13.0 * n as f32);
            }
        }
    }

    fn texts(page: &mut [Glyph]) -> Vec<String> {
        let mut lines = lines(page);
        lines.sort_by(|a, b| a.bbox[1].total_cmp(&b.bbox[1]));
        lines.iter().map(Line::text).collect()
    }

    #[test]
    fn a_label_over_two_lines_and_a_figure_pushed_down_by_a_blank_are_one_row() {
        let mut page = Vec::new();
        row(&mut page, 100.0, &[("1.甲乙丙/丁", 50.0), ("7", 140.0), ("\u{3000}/12", 165.0), ("19", 195.0)]);
        row(&mut page, 126.0, &[("2.戊", 50.0), ("0", 140.0), ("3", 168.0), ("3", 198.0)]);
        assert_eq!(texts(&mut page), ["1.甲乙丙丁\t7\t12\t19", "2.戊\t0\t3\t3"]);
    }

    #[test]
    fn digits_join_where_the_column_is_full_and_not_where_there_was_room() {
        let cells = |figures: [&'static str; 5], width: f32| {
            let mut page = Vec::new();
            let at = |i: usize| 140.0 + width * i as f32;
            let mut cells = vec![("1.甲", 50.0)];
            cells.extend(figures.into_iter().enumerate().map(|(i, f)| (f, at(i))));
            row(&mut page, 100.0, &cells);
            texts(&mut page)
        };
        assert_eq!(cells(["178/9", "16", "5", "0", "7"], 27.0), ["1.甲\t1789\t16\t5\t0\t7"]);
        let apart = cells(["17/9", "16", "5", "0", "7"], 60.0);
        assert_eq!(apart.len(), 2, "two figures in a wide cell: {apart:?}");
        assert!(apart.iter().all(|l| !l.contains("179")));
    }

    #[test]
    fn blanks_between_two_cells_never_join_their_figures() {
        let mut page = Vec::new();
        row(&mut page, 100.0, &[("1.甲/乙", 50.0)]);
        for (text, x) in [("16\u{a0}", 140.0), ("\u{3000}0", 163.0), ("5", 190.0)] {
            draw(&mut page, text, x, 100.0);
        }
        assert_eq!(texts(&mut page), ["1.甲乙\t16\t0\t5"]);
    }

    #[test]
    fn text_drawn_column_by_column_is_left_to_its_heights() {
        let mut page = Vec::new();
        for (text, x) in [("1.甲/2.乙/3.丙", 50.0), ("0/3/5", 140.0), ("1/0/4", 165.0)] {
            row(&mut page, 100.0, &[(text, x)]);
        }
        assert_eq!(texts(&mut page), ["1.甲\t0\t1", "2.乙\t3\t0", "3.丙\t5\t4"]);
    }

    #[test]
    fn text_on_the_spot_of_other_text_makes_no_row() {
        let mut page = Vec::new();
        row(&mut page, 100.0, &[("1.甲乙/丙", 50.0), ("7", 140.0)]);
        row(&mut page, 100.0, &[("草稿草稿", 45.0)]);
        assert!(texts(&mut page).len() > 1);
    }
}
