//! Mends what a page end cut in a table: merged cells in two parts, and a row whose label or figures went to the next page.
//!
//! Not here: which tables go on over a page end, and figures cut within their digits in ruled tables (`flow`).

use gongkai_paper::{Cell, Place, Table};

use super::PageText;
use super::columns::is_figure;
use super::flow::starts_an_item;
use super::text::{Chunk, Line};

/// Room that office programs leave free at the left and right side of a cell together, at most, points.
const CELL_PADDING: f32 = 12.0;
/// Words whose middles, or left ends, are this near stand in one column, type sizes.
const SAME_COLUMN: f32 = 0.4;
/// Lines at the top of a page that may be the rest of the row before.
const MAX_REST: usize = 4;

/// Puts digits at the top of a page back to their figures in the last line of the page before, for tables without
/// rulings: the rest of figures too long for their columns, and figures that blanks pushed to the next line.
pub(super) fn mend_lines(pages: &mut [PageText]) {
    for i in 1..pages.len() {
        let (before, after) = pages.split_at_mut(i);
        let (before, after) = (&mut before[i - 1], &mut after[0]);
        let bottom = before.pieces.iter().map(|p| p.bbox[3]).fold(f32::MIN, f32::max);
        let top = after.pieces.iter().map(|p| p.bbox[1]).fold(f32::MAX, f32::min);
        for _ in 0..MAX_REST {
            let rest = after.lines.iter().take(MAX_REST).position(|l| l.words.iter().any(is_figure));
            let Some(rest) = rest.filter(|r| after.lines[*r].bbox[1] < top) else { break };
            let is_first =
                after.lines[..=rest].iter().all(|l| !l.words.iter().any(|w| starts_an_item(&w.text)));
            let ends_with_row = before.lines.last().is_some_and(|l| l.bbox[1] > bottom);
            if !is_first || !ends_with_row {
                break;
            }
            let Some(mended) = put_back(&before.lines, &after.lines[rest]) else { break };
            if let Some(last) = before.lines.last_mut() {
                last.chunks.clone_from(&mended);
                last.words = mended;
            }
            let line = &mut after.lines[rest];
            line.words.retain(|w| !is_figure(w));
            line.chunks = line.words.clone();
            if line.words.is_empty() {
                after.lines.remove(rest);
            }
        }
    }
}

/// The words of the last line with the figures of `rest`; nothing unless each of them finds its place.
fn put_back(lines: &[Line], rest: &Line) -> Option<Vec<Chunk>> {
    let last = lines.last()?;
    let figures = |l: &Line| l.words.iter().rev().take_while(|w| is_figure(w)).count();
    let centre = |w: &Chunk| f32::midpoint(w.left, w.right);
    let near = |a: &Chunk, b: &Chunk| {
        (centre(a) - centre(b)).abs().min((a.left - b.left).abs()) < SAME_COLUMN * last.size
    };
    // The columns are those of the fullest line among the last ones.
    let full = lines.iter().rev().take(12).max_by_key(|l| figures(l))?;
    let columns = &full.words[full.words.len() - figures(full)..];
    let pitch = columns.windows(2).map(|w| centre(&w[1]) - centre(&w[0])).reduce(f32::min)?;
    let own = last.words.len() - figures(last);
    let widest = last.words[own..].iter().map(|w| w.right - w.left).fold(0.0, f32::max);
    let is_digits = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c) || c == '.')
    };
    if columns.len() < 2 || figures(last) == 0 {
        return None;
    }
    let mut words = last.words.clone();
    for word in rest.words.iter().filter(|w| is_figure(w)) {
        let digit = (word.right - word.left) / word.text.chars().count().max(1) as f32;
        if let Some(at) = words.iter().skip(own).position(|w| near(w, word)) {
            let above = &mut words[own + at];
            let width = above.right - above.left;
            let is_full = width + digit > pitch - CELL_PADDING && width + digit > widest;
            if !is_full || !is_digits(&word.text) || !is_digits(&above.text) {
                return None;
            }
            above.text.push_str(&word.text);
        } else {
            // A hole in the row, between its label and its other figures.
            let slot = |w: &Chunk| (centre(w) - centre(&columns[0])) / pitch;
            let column = columns.iter().find(|c| (centre(c) - centre(word)).abs() < 0.4 * pitch)?;
            let is_taken = words[own..].iter().any(|w| (slot(w) - slot(column)).abs() < 0.5);
            if is_taken || columns.len() <= figures(last) {
                return None;
            }
            let at = words.iter().position(|w| w.left > word.left).unwrap_or(words.len()).max(own);
            words.insert(at, word.clone());
        }
    }
    Some(words)
}

/// Mends what a page end cut: merged cells that go on in row `first`, the first of the new page, and that row itself
/// where it is only the rest of the row before.
pub(super) fn mend(table: &mut Table, first: u32) {
    let header: Vec<String> = table.row(0).iter().map(|c| bare(&c.text)).collect();
    let begins: Vec<String> = table.row(first).iter().map(|c| bare(&c.text)).collect();
    if first == 0 || header == begins {
        return;
    }
    let mut cells = std::mem::take(&mut table.cells);
    let later = cells.iter().position(|c| c.row >= first).unwrap_or(cells.len());
    let mut rest = cells.split_off(later);

    let own = |cell: &Cell| cell.row + cell.row_span == first;
    let pairs: Vec<(usize, usize)> = rest
        .iter()
        .enumerate()
        .take_while(|(_, c)| c.row == first)
        .filter_map(|(i, c)| {
            let above = cells.iter().position(|a| own(a) && a.col == c.col && a.col_span == c.col_span)?;
            Some((above, i))
        })
        .collect();
    let is_long = |above: &Cell, below: &Cell| above.row_span > 1 || below.row_span > 1;
    let is_rest = |above: &Cell, below: &Cell| {
        let text = bare(&below.text);
        text.is_empty() || starts_an_item(&(bare(&above.text) + &text)) && !starts_an_item(&text)
    };
    let is_cut = is_cut(first, &cells, &rest, &pairs);
    let mut gone = Vec::new();
    for (above, below) in pairs {
        let (a, b) = (&mut cells[above], &rest[below]);
        let goes_on = is_long(a, b) && is_rest(a, b);
        if !is_cut && !goes_on {
            continue;
        }
        if a.text.trim().is_empty() && !b.text.trim().is_empty() {
            let (row, col) = (a.place.row, a.place.col);
            a.place = Place { row, col, ..b.place.clone() };
        }
        if !a.text.is_empty() && !b.text.is_empty() {
            a.text.push('\n');
        }
        a.text.push_str(&b.text);
        a.row_span += b.row_span - u32::from(is_cut);
        gone.push(below);
    }
    let mut i = 0;
    rest.retain(|_| {
        i += 1;
        !gone.contains(&(i - 1))
    });
    if is_cut {
        for cell in &mut rest {
            cell.row -= 1;
            cell.place.row = Some(cell.row + 1);
        }
        table.rows -= 1;
    }
    cells.extend(rest);
    table.cells = cells;
}

/// Whether row `first` is the rest of the row before it: the same cells, nowhere a figure in both, and a label that
/// begins with its number before the page end and goes on without one after it.
fn is_cut(first: u32, cells: &[Cell], rest: &[Cell], pairs: &[(usize, usize)]) -> bool {
    let in_first = rest.iter().take_while(|c| c.row == first).count();
    if pairs.len() != in_first || in_first < 2 {
        return false;
    }
    let single: Vec<(String, String)> = pairs
        .iter()
        .map(|(a, b)| (&cells[*a], &rest[*b]))
        .filter(|(a, b)| a.row + 1 == first && b.row_span == 1)
        .map(|(a, b)| (bare(&a.text), bare(&b.text)))
        .collect();
    // The last of the cells that are no figures is the label of the row itself.
    let Some(label) = single.iter().rposition(|(a, b)| is_words(a) || is_words(b)) else { return false };
    let (above, below) = &single[label];
    let values = &single[label + 1..];
    !values.is_empty()
        && (starts_an_item(above) && !starts_an_item(below))
        && (values.iter().all(|(_, b)| b.is_empty()) && !below.is_empty()
            || values.iter().all(|(a, _)| a.is_empty()))
}

fn is_words(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic() && c != '无')
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(y: f32, words: &[(&str, f32)]) -> Line {
        let words: Vec<Chunk> = words
            .iter()
            .map(|(text, left)| {
                let width: f32 = text.chars().map(|c| if c.is_ascii() { 7.0 } else { 14.0 }).sum();
                Chunk { text: (*text).to_owned(), left: *left, right: left + width }
            })
            .collect();
        let bbox = [words[0].left, y - 12.0, words[words.len() - 1].right, y + 2.0];
        Line { chunks: words.clone(), words, bbox, size: 14.0, ends_with_space: false }
    }

    fn mended(last: &[(&str, f32)], first: &[(&str, f32)]) -> [Vec<String>; 2] {
        let page = |lines| PageText { width: 595.0, height: 842.0, lines, pieces: Vec::new() };
        let whole =
            line(700.0, &[("1.甲", 50.0), ("100", 200.0), ("20", 231.0), ("3", 262.0), ("123", 290.0)]);
        let mut pages = [page(vec![whole, line(720.0, last)]), page(vec![line(80.0, first)])];
        mend_lines(&mut pages);
        pages.map(|p| {
            p.lines.last().map(|l| l.words.iter().map(|w| w.text.clone()).collect()).unwrap_or_default()
        })
    }

    #[test]
    fn the_last_digits_of_figures_come_back_from_the_next_page() {
        let last = [("2.乙", 50.0), ("100", 200.0), ("21", 231.0), ("2", 262.0), ("103", 290.0)];
        assert_eq!(
            mended(&last, &[("的申请", 60.0), ("8", 207.0), ("6", 297.0)]),
            [vec!["2.乙", "1008", "21", "2", "1036"], vec!["的申请"]]
        );
    }

    #[test]
    fn a_figure_pushed_over_the_page_end_fills_the_hole_it_left() {
        let last = [("2.乙", 50.0), ("21", 231.0), ("2", 262.0), ("103", 290.0)];
        assert_eq!(
            mended(&last, &[("80", 203.0)]),
            [vec!["2.乙", "80", "21", "2", "103"], Vec::<&str>::new()]
        );
    }

    #[test]
    fn digits_that_fit_nowhere_stay_where_they_stand() {
        let last = [("2.乙", 50.0), ("1", 207.0), ("21", 231.0), ("2", 262.0), ("24", 290.0)];
        for first in [[("8", 207.0)], [("8", 120.0)]] {
            assert_eq!(mended(&last, &first)[0], ["2.乙", "1", "21", "2", "24"]);
        }
        let next = [("3.丙", 50.0), ("8", 207.0)];
        let last = [("2.乙", 50.0), ("100", 200.0), ("21", 231.0), ("2", 262.0), ("123", 290.0)];
        assert_eq!(mended(&last, &next)[1], ["3.丙", "8"], "a row of its own");
    }
}
