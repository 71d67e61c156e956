//! Finds tables without rulings: lines whose pieces stand under one another, with figures in the columns.
//!
//! Not here: ruled tables (`lattice`). Where the columns do not convince, the lines stay text with tabs.

use super::lattice::{Piece, PieceCell};
use super::text::{Chunk, Line};

/// Rows that must stand under one another before lines count as a table.
const MIN_ROWS: usize = 3;
/// Lines with more room between them than this, in type sizes, are not of one table.
const MAX_GAP: f32 = 2.5;

/// A line of running text, or a table made from several.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    Line(Line),
    Piece(Piece),
}

/// Replaces runs of lines (from top to bottom, nothing between them) by the table they make.
pub(super) fn tables(lines: Vec<Line>) -> Vec<Part> {
    let mut out = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let run = run_length(&lines[start..]);
        if let Some((skipped, piece, used)) = best_table(&lines[start..start + run]) {
            out.extend(lines[start..start + skipped].iter().cloned().map(Part::Line));
            out.push(Part::Piece(piece));
            start += skipped + used;
        } else {
            let run = run.max(1);
            out.extend(lines[start..start + run].iter().cloned().map(Part::Line));
            start += run;
        }
    }
    out
}

/// Number of lines from the first on that could be rows: in pieces, or one piece between such lines.
fn run_length(lines: &[Line]) -> usize {
    let mut end = 0;
    let mut last_row = 0;
    while end < lines.len() {
        let line = &lines[end];
        if end > 0 && line.bbox[1] - lines[end - 1].bbox[3] > MAX_GAP * line.size.max(lines[end - 1].size) {
            break;
        }
        if line.chunks.len() >= 2 {
            last_row = end + 1;
        } else if end >= last_row + 2 || last_row == 0 {
            break;
        }
        end += 1;
    }
    last_row
}

/// The table in a run of lines; up to two lines at either end may not belong to it. Gives the number of lines before
/// it, the table, and the number of lines in it.
fn best_table(run: &[Line]) -> Option<(usize, Piece, usize)> {
    for cut in 0..=4usize {
        for before in 0..=cut.min(2) {
            let after = cut - before;
            if after > 2 || before + after + MIN_ROWS > run.len() {
                continue;
            }
            let lines = &run[before..run.len() - after];
            if let Some(piece) = table(lines) {
                return Some((before, piece, lines.len()));
            }
        }
    }
    None
}

fn table(lines: &[Line]) -> Option<Piece> {
    let columns = columns(lines)?;
    let count = columns.len();
    let cuts: Vec<f32> = columns.windows(2).map(|w| f32::midpoint(w[0].1, w[1].0)).collect();
    let slot = |x: f32| cuts.partition_point(|c| *c <= x);

    let mut bbox = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    for line in lines {
        let b = line.bbox;
        bbox = [bbox[0].min(b[0]), bbox[1].min(b[1]), bbox[2].max(b[2]), bbox[3].max(b[3])];
    }
    let mut xs = vec![bbox[0]];
    xs.extend(&cuts);
    xs.push(bbox[2]);

    let mut cells = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        // A line in one piece between the rows must be a label, not running text.
        if line.chunks.len() == 1 && line.bbox[2] > cuts[0] {
            return None;
        }
        let mut col = 0;
        let mut chunks = line.chunks.iter().peekable();
        let empty = |col: usize| PieceCell {
            row,
            col,
            rows: 1,
            cols: 1,
            text: String::new(),
            bbox: [xs[col], line.bbox[1], xs[col + 1], line.bbox[3]],
            is_full: false,
        };
        while let Some(chunk) = chunks.next() {
            let (first, mut last) = (slot(chunk.left), slot(chunk.right - 0.01));
            if first < col {
                return None;
            }
            cells.extend((col..first).map(empty));
            let mut text = chunk.text.clone();
            while let Some(next) = chunks.next_if(|n| slot(n.left) <= last) {
                text.push('\t');
                text.push_str(&next.text);
                last = last.max(slot(next.right - 0.01));
            }
            cells.push(PieceCell {
                row,
                col: first,
                rows: 1,
                cols: last - first + 1,
                text,
                bbox: [xs[first], line.bbox[1], xs[last + 1], line.bbox[3]],
                is_full: false,
            });
            col = last + 1;
        }
        cells.extend((col..count).map(empty));
    }
    Some(Piece { xs, rows: lines.len(), cells, bbox, is_ruled: false })
}

/// Left and right end of each column, when at least [`MIN_ROWS`] lines have equally many pieces that stand under one
/// another and figures fill a column.
fn columns(lines: &[Line]) -> Option<Vec<(f32, f32)>> {
    let mut counts: Vec<usize> = lines.iter().map(|l| l.chunks.len()).filter(|n| *n >= 2).collect();
    counts.sort_unstable();
    let usual = counts.chunk_by(|a, b| a == b).max_by_key(|same| same.len())?;
    let (full, of) = (usual.len(), usual[0]);
    if full < MIN_ROWS || full * 10 < lines.len() * 6 {
        return None;
    }
    let rows: Vec<&Line> = lines.iter().filter(|l| l.chunks.len() == of).collect();
    let columns: Vec<(f32, f32)> = (0..of)
        .map(|i| {
            let left = rows.iter().map(|r| r.chunks[i].left).fold(f32::MAX, f32::min);
            let right = rows.iter().map(|r| r.chunks[i].right).fold(f32::MIN, f32::max);
            (left, right)
        })
        .collect();
    let apart = columns.windows(2).all(|w| w[0].1 < w[1].0);
    let figures = (1..of).any(|i| {
        let n = rows.iter().filter(|r| is_figure(&r.chunks[i])).count();
        n >= MIN_ROWS && n * 10 >= rows.len() * 6
    });
    (apart && figures).then_some(columns)
}

pub(super) fn is_figure(chunk: &Chunk) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    chunk.text.contains(is_digit)
        && chunk.text.chars().all(|c| is_digit(c) || ".,．，%％+＋-−－/—件元".contains(c))
        || matches!(chunk.text.as_str(), "/" | "-" | "—" | "无")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(y: f32, pieces: &[(&str, f32)]) -> Line {
        let chunks: Vec<Chunk> = pieces
            .iter()
            .map(|(text, left)| Chunk {
                text: (*text).to_owned(),
                left: *left,
                right: left + 6.0 * text.chars().count() as f32,
            })
            .collect();
        let bbox = [chunks[0].left, y - 9.0, chunks[chunks.len() - 1].right, y + 1.0];
        Line { words: chunks.clone(), chunks, bbox, size: 10.0, ends_with_space: false }
    }

    #[test]
    fn rows_with_figures_under_one_another_make_a_table() {
        let parts = tables(vec![
            line(100.0, &[("项目", 50.0), ("本年", 200.0)]),
            line(120.0, &[("受理", 50.0), ("31", 206.0)]),
            line(140.0, &[("办结", 50.0), ("7", 209.0)]),
            line(160.0, &[("结转", 50.0), ("24", 206.0)]),
        ]);
        let [Part::Piece(piece)] = &parts[..] else { panic!("one table expected: {parts:?}") };
        assert_eq!((piece.rows, piece.xs.len()), (4, 3));
        assert_eq!(piece.cells[5].text, "7");
    }

    #[test]
    fn two_rows_or_words_alone_do_not_convince() {
        let rows = vec![
            line(100.0, &[("联系人", 50.0), ("甲", 200.0)]),
            line(120.0, &[("部门", 50.0), ("乙", 200.0)]),
            line(140.0, &[("地址", 50.0), ("丙", 200.0)]),
        ];
        assert!(tables(rows).iter().all(|p| matches!(p, Part::Line(_))));
        let rows =
            vec![line(100.0, &[("受理", 50.0), ("3", 200.0)]), line(120.0, &[("办结", 50.0), ("3", 200.0)])];
        assert!(tables(rows).iter().all(|p| matches!(p, Part::Line(_))));
    }

    #[test]
    fn a_missing_figure_leaves_an_empty_cell() {
        let parts = tables(vec![
            line(100.0, &[("受理", 50.0), ("31", 200.0), ("5", 300.0)]),
            line(120.0, &[("办结", 50.0), ("7", 300.0)]),
            line(140.0, &[("结转", 50.0), ("24", 200.0), ("6", 300.0)]),
            line(160.0, &[("其他", 50.0), ("24", 200.0), ("8", 300.0)]),
        ]);
        let [Part::Piece(piece)] = &parts[..] else { panic!("one table expected: {parts:?}") };
        let row: Vec<&str> = piece.cells.iter().filter(|c| c.row == 1).map(|c| c.text.as_str()).collect();
        assert_eq!(row, ["办结", "", "7"]);
    }
}
