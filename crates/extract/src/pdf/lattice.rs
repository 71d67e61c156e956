//! Rebuilds ruled tables from the lines of a page: which lines belong together, the grid they make, merged cells.
//!
//! Not here: tables without rulings (`columns`), tables that go on over several pages (`flow`).

use super::ink::{Glyph, Rule};
use super::text::{self, Line};

/// Two lines nearer than this are one line drawn twice (the borders of neighbouring cells), points.
const SAME_LINE: f32 = 2.5;
/// Lines that miss each other by no more than this still meet.
const TOUCH: f32 = 3.0;
/// No text fits into a column or row narrower than this.
const TOO_THIN: f32 = 5.0;
/// Part of a cell's side that must be drawn for the side to be there.
const DRAWN: f32 = 0.5;
/// Room that office programs leave free at the left and right side of a cell together, at most, points.
const CELL_PADDING: f32 = 12.0;
/// Width of a digit in type sizes, in the widest of the usual faces.
const DIGIT_WIDTH: f32 = 0.65;
/// Pairs of lines that are compared at most on one page; drawings beyond are no tables.
const MAX_PAIRS: usize = 50_000_000;

/// A cell of a piece of a table on one page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PieceCell {
    pub(super) row: usize,
    pub(super) col: usize,
    pub(super) rows: usize,
    pub(super) cols: usize,
    pub(super) text: String,
    /// Left, top, right, bottom on the page.
    pub(super) bbox: [f32; 4],
    /// Whether no further character would have fitted into the last line.
    pub(super) is_full: bool,
}

/// A table, or the part of one that stands on one page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// Column borders from left to right, one more than columns.
    pub(super) xs: Vec<f32>,
    /// Number of rows.
    pub(super) rows: usize,
    /// Cells by row, then column.
    pub(super) cells: Vec<PieceCell>,
    /// Left, top, right, bottom on the page.
    pub(super) bbox: [f32; 4],
    /// Whether lines are drawn; else the borders are guessed from the text.
    pub(super) is_ruled: bool,
}

/// A grid found among the lines, before text is put in.
#[derive(Debug)]
struct Grid {
    xs: Vec<f32>,
    ys: Vec<f32>,
    /// Row, column, rows, columns.
    cells: Vec<[usize; 4]>,
    /// Index of the cell that covers each grid position.
    owner: Vec<usize>,
}

impl Grid {
    fn bbox(&self) -> [f32; 4] {
        [self.xs[0], self.ys[0], self.xs[self.xs.len() - 1], self.ys[self.ys.len() - 1]]
    }

    fn contains(&self, (x, y): (f32, f32)) -> bool {
        let [left, top, right, bottom] = self.bbox();
        (left..right).contains(&x) && (top..bottom).contains(&y)
    }

    /// The cell at a point inside the grid.
    fn cell_at(&self, (x, y): (f32, f32)) -> usize {
        let slot =
            |edges: &[f32], v: f32| edges.partition_point(|e| *e <= v).saturating_sub(1).min(edges.len() - 2);
        self.owner[slot(&self.ys, y) * (self.xs.len() - 1) + slot(&self.xs, x)]
    }
}

/// Takes the ruled tables out of a page. Returns them with their text; the glyphs that stand in no table are left in
/// `glyphs`. `may_hold` is asked with the grid positions of each table before it is built.
pub(super) fn tables<E>(
    rules: &[Rule],
    glyphs: &mut Vec<Glyph>,
    mut may_hold: impl FnMut(u64) -> Result<(), E>,
) -> Result<Vec<Piece>, E> {
    let across = merge(rules, true);
    let down = merge(rules, false);
    if across.len() < 2 || down.is_empty() || across.len().saturating_mul(down.len()) > MAX_PAIRS {
        return Ok(Vec::new());
    }
    let mut grids = Vec::new();
    for (hs, vs) in components(&across, &down) {
        let Some((xs, ys)) = edges(&hs, &vs, glyphs) else { continue };
        may_hold(((xs.len() - 1) * (ys.len() - 1)) as u64)?;
        let grid = cells(&hs, &vs, xs, ys);
        if grid.cells.len() >= 2 && glyphs.iter().any(|g| !g.ch.is_whitespace() && grid.contains(g.centre()))
        {
            grids.push(grid);
        }
    }
    dissolve_layout(&mut grids);

    let mut inside: Vec<Vec<Vec<Glyph>>> = grids.iter().map(|g| vec![Vec::new(); g.cells.len()]).collect();
    glyphs.retain(|g| {
        let centre = g.centre();
        let Some(i) = grids.iter().position(|grid| grid.contains(centre)) else { return true };
        inside[i][grids[i].cell_at(centre)].push(*g);
        false
    });
    Ok(grids.iter().zip(inside).map(|(grid, texts)| piece(grid, texts)).collect())
}

fn piece(grid: &Grid, texts: Vec<Vec<Glyph>>) -> Piece {
    let cells = grid
        .cells
        .iter()
        .zip(texts)
        .map(|([row, col, rows, cols], mut glyphs)| {
            let bbox = [grid.xs[*col], grid.ys[*row], grid.xs[col + cols], grid.ys[row + rows]];
            let mut lines = text::lines(&mut glyphs);
            widen(&mut lines, &glyphs);
            let is_full = lines.last().is_some_and(|last| is_full(last, bbox));
            let text = cell_text(&lines, bbox);
            PieceCell { row: *row, col: *col, rows: *rows, cols: *cols, text, bbox, is_full }
        })
        .collect();
    Piece { xs: grid.xs.clone(), rows: grid.ys.len() - 1, cells, bbox: grid.bbox(), is_ruled: true }
}

/// Blanks before the first character take room in a line as well.
fn widen(lines: &mut [Line], glyphs: &[Glyph]) {
    for g in glyphs.iter().filter(|g| g.turn == 0 && g.ch.is_whitespace()) {
        let (_, height) = g.centre();
        for line in lines.iter_mut().filter(|l| l.bbox[1] < height && height < l.bbox[3]) {
            line.bbox[0] = line.bbox[0].min(g.x);
        }
    }
}

/// The lines of a cell. A figure that was too long for the column goes on in the next line without a break; where
/// there was room for another digit, the line was ended on purpose.
fn cell_text(lines: &[Line], bbox: [f32; 4]) -> String {
    let mut out = String::new();
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let is_figure = |c: char| is_digit(c) || matches!(c, '.' | ',');
    for (i, line) in lines.iter().enumerate() {
        let text = line.text();
        if i > 0 {
            let is_broken = out.ends_with(is_figure)
                && text.starts_with(is_figure)
                && (out.ends_with(is_digit) || text.starts_with(is_digit))
                && is_full(&lines[i - 1], bbox);
            if !is_broken {
                out.push('\n');
            }
        }
        out.push_str(&text);
    }
    out
}

/// Whether no further digit, or no further Chinese character behind such a one, would have fitted into the line.
fn is_full(line: &Line, bbox: [f32; 4]) -> bool {
    let room = (bbox[2] - bbox[0]) - (line.bbox[2] - line.bbox[0]);
    let [chunk] = &line.chunks[..] else { return false };
    let next = if chunk.text.ends_with(|c: char| c.is_ascii()) { DIGIT_WIDTH } else { 1.0 };
    room < CELL_PADDING + next * line.size
}

/// Drops every grid that holds another one: it is a frame around the page or a table used for layout.
fn dissolve_layout(grids: &mut Vec<Grid>) {
    let boxes: Vec<[f32; 4]> = grids.iter().map(Grid::bbox).collect();
    let holds = |a: &[f32; 4], b: &[f32; 4]| a[0] <= b[0] && a[1] <= b[1] && a[2] >= b[2] && a[3] >= b[3];
    let mut i = 0;
    grids.retain(|_| {
        i += 1;
        let own = &boxes[i - 1];
        // Of two grids on the very same spot each would hold the other: both stay.
        !boxes.iter().any(|other| holds(own, other) && !holds(other, own))
    });
}

/// Joins what belongs to one line: pieces in a row, and borders drawn twice side by side.
fn merge(rules: &[Rule], horizontal: bool) -> Vec<Rule> {
    let mut of: Vec<Rule> = rules.iter().copied().filter(|r| r.horizontal == horizontal).collect();
    of.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut out = Vec::new();
    let mut start = 0;
    while start < of.len() {
        let end = start + of[start..].partition_point(|r| r.at - of[start].at <= SAME_LINE);
        let group = &mut of[start..end];
        group.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut open = group[0];
        // The place of the joined line is the mean of its parts, weighted by length.
        let mut weight = (open.to - open.from).max(0.01);
        for r in &group[1..] {
            if r.from - open.to <= SAME_LINE {
                let w = (r.to - r.from).max(0.01);
                open.at = (open.at * weight + r.at * w) / (weight + w);
                weight += w;
                open.to = open.to.max(r.to);
            } else {
                out.push(open);
                open = *r;
                weight = (r.to - r.from).max(0.01);
            }
        }
        out.push(open);
        start = end;
    }
    out.retain(|r| r.to - r.from >= TOO_THIN);
    out
}

/// Groups lines that meet, so that tables side by side are apart.
fn components(across: &[Rule], down: &[Rule]) -> Vec<(Vec<Rule>, Vec<Rule>)> {
    let mut parent: Vec<usize> = (0..across.len() + down.len()).collect();
    fn find(parent: &mut [usize], mut i: usize) -> usize {
        while parent[i] != i {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }
        i
    }
    for (j, v) in down.iter().enumerate() {
        // `across` is sorted by height up to the width of a doubled line.
        let first = across.partition_point(|h| h.at < v.from - TOUCH - SAME_LINE);
        for (i, h) in across.iter().enumerate().skip(first) {
            if h.at > v.to + TOUCH + SAME_LINE {
                break;
            }
            let meets = (v.from - TOUCH..=v.to + TOUCH).contains(&h.at)
                && (h.from - TOUCH..=h.to + TOUCH).contains(&v.at);
            if meets {
                let (a, b) = (find(&mut parent, i), find(&mut parent, across.len() + j));
                parent[a] = b;
            }
        }
    }
    let mut groups: Vec<(Vec<Rule>, Vec<Rule>)> = vec![Default::default(); parent.len()];
    for (i, h) in across.iter().enumerate() {
        let root = find(&mut parent, i);
        groups[root].0.push(*h);
    }
    for (j, v) in down.iter().enumerate() {
        let root = find(&mut parent, across.len() + j);
        groups[root].1.push(*v);
    }
    groups.retain(|(hs, vs)| hs.len() >= 2 && !vs.is_empty());
    groups
}

/// Column and row borders of a group of lines. A side without a drawn border (tables open left and right) ends where
/// the crossing lines end.
fn edges(hs: &[Rule], vs: &[Rule], glyphs: &[Glyph]) -> Option<(Vec<f32>, Vec<f32>)> {
    let mut xs = cluster(vs.iter().map(|v| v.at));
    let mut ys = cluster(hs.iter().map(|h| h.at));
    close(&mut xs, hs);
    close(&mut ys, vs);
    if xs.len() < 2 || ys.len() < 2 {
        return None;
    }
    let (left, right) = (xs[0], xs[xs.len() - 1]);
    let (top, bottom) = (ys[0], ys[ys.len() - 1]);
    let inside = |(x, y): (f32, f32)| (left..right).contains(&x) && (top..bottom).contains(&y);
    let centres: Vec<(f32, f32)> = glyphs.iter().map(Glyph::centre).filter(|c| inside(*c)).collect();
    drop_thin(&mut xs, |a, b| centres.iter().any(|(x, _)| (a..b).contains(x)));
    drop_thin(&mut ys, |a, b| centres.iter().any(|(_, y)| (a..b).contains(y)));
    (xs.len() >= 2 && ys.len() >= 2).then_some((xs, ys))
}

fn cluster(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut sorted: Vec<f32> = values.collect();
    sorted.sort_by(f32::total_cmp);
    let mut out = Vec::new();
    let mut start = 0;
    while start < sorted.len() {
        let end = start + sorted[start..].partition_point(|v| v - sorted[start] <= SAME_LINE);
        out.push(sorted[start..end].iter().sum::<f32>() / (end - start) as f32);
        start = end;
    }
    out
}

fn close(edges: &mut Vec<f32>, crossing: &[Rule]) {
    let low = crossing.iter().map(|r| r.from).fold(f32::MAX, f32::min);
    let high = crossing.iter().map(|r| r.to).fold(f32::MIN, f32::max);
    if edges.first().is_none_or(|e| e - low > TOO_THIN) {
        edges.insert(0, low);
    }
    if edges.last().is_none_or(|e| high - e > TOO_THIN) {
        edges.push(high);
    }
}

/// Joins the two borders of a column (or row) that no text fits into and none stands in.
fn drop_thin(edges: &mut Vec<f32>, mut holds_text: impl FnMut(f32, f32) -> bool) {
    let mut i = 0;
    while i + 1 < edges.len() && edges.len() > 2 {
        let (a, b) = (edges[i], edges[i + 1]);
        if b - a < TOO_THIN && !holds_text(a, b) {
            edges[i] = f32::midpoint(a, b);
            edges.remove(i + 1);
        } else {
            i += 1;
        }
    }
}

/// Which sides of the grid's positions are drawn, and the cells that follow from it.
fn cells(hs: &[Rule], vs: &[Rule], xs: Vec<f32>, ys: Vec<f32>) -> Grid {
    let (cols, rows) = (xs.len() - 1, ys.len() - 1);
    // right_of[row][col]: a line runs between (row, col) and (row, col + 1); below likewise.
    let right_of = sides(vs, &xs, &ys);
    let below = sides(hs, &ys, &xs);
    let right_of = |row: usize, col: usize| right_of[(col + 1) * rows + row];
    let below = |row: usize, col: usize| below[(row + 1) * cols + col];

    let mut owner = vec![usize::MAX; rows * cols];
    let mut cells = Vec::new();
    for row in 0..rows {
        for col in 0..cols {
            if owner[row * cols + col] != usize::MAX {
                continue;
            }
            let mut w = 1;
            while col + w < cols && !right_of(row, col + w - 1) && owner[row * cols + col + w] == usize::MAX {
                w += 1;
            }
            let mut h = 1;
            while row + h < rows
                && (col..col + w).all(|c| !below(row + h - 1, c) && owner[(row + h) * cols + c] == usize::MAX)
                && (col..col + w - 1).all(|c| !right_of(row + h, c))
            {
                h += 1;
            }
            for r in row..row + h {
                owner[r * cols + col..r * cols + col + w].fill(cells.len());
            }
            cells.push([row, col, h, w]);
        }
    }
    Grid { xs, ys, cells, owner }
}

/// For each border line `at` and each slot between two neighbouring `cuts`: is the line drawn there?
fn sides(rules: &[Rule], at: &[f32], cuts: &[f32]) -> Vec<bool> {
    let slots = cuts.len() - 1;
    let mut covered = vec![0.0f32; at.len() * slots];
    for r in rules {
        let after = at.partition_point(|a| *a < r.at);
        let near = match (after.checked_sub(1), at.get(after)) {
            (Some(before), Some(next)) if r.at - at[before] > next - r.at => after,
            (Some(before), _) => before,
            (None, _) => 0,
        };
        let first = cuts.partition_point(|c| *c <= r.from).saturating_sub(1);
        for slot in first..slots {
            if cuts[slot] >= r.to {
                break;
            }
            covered[near * slots + slot] += r.to.min(cuts[slot + 1]) - r.from.max(cuts[slot]);
        }
    }
    covered.iter().enumerate().map(|(i, c)| *c >= DRAWN * (cuts[i % slots + 1] - cuts[i % slots])).collect()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    fn h(at: f32, from: f32, to: f32) -> Rule {
        Rule { horizontal: true, at, from, to }
    }

    fn v(at: f32, from: f32, to: f32) -> Rule {
        Rule { horizontal: false, at, from, to }
    }

    fn glyph(ch: char, x: f32, y: f32) -> Glyph {
        Glyph { ch, x, y, advance: 10.0, size: 10.0, turn: 0 }
    }

    fn found(rules: &[Rule], glyphs: &mut Vec<Glyph>) -> Vec<Piece> {
        tables(rules, glyphs, |_| Ok::<(), Infallible>(())).expect("bound allows everything")
    }

    fn shape(piece: &Piece) -> Vec<(usize, usize, usize, usize, &str)> {
        piece.cells.iter().map(|c| (c.row, c.col, c.rows, c.cols, c.text.as_str())).collect()
    }

    #[test]
    fn a_side_that_is_not_drawn_merges_two_cells() {
        let rules = [
            h(100.0, 50.0, 150.0),
            h(120.0, 50.0, 150.0),
            h(140.0, 50.0, 150.0),
            v(50.0, 100.0, 140.0),
            v(100.0, 120.0, 140.0),
            v(150.0, 100.0, 140.0),
        ];
        let mut glyphs = vec![glyph('甲', 95.0, 114.0), glyph('乙', 60.0, 134.0), glyph('丙', 110.0, 134.0)];
        let pieces = found(&rules, &mut glyphs);
        assert_eq!(pieces.len(), 1);
        assert_eq!(shape(&pieces[0]), [(0, 0, 1, 2, "甲"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "丙")]);
        assert!(glyphs.is_empty());
    }

    #[test]
    fn a_figure_too_long_for_its_column_is_one_figure_and_two_short_ones_stay_two() {
        let line = |y: f32, text: &str| -> Vec<Glyph> {
            let at = |(i, ch)| Glyph { ch, x: 56.0 + 6.0 * i as f32, y, advance: 6.0, size: 10.0, turn: 0 };
            text.chars().enumerate().map(at).collect()
        };
        let text = |lines: [&str; 2]| {
            let mut glyphs = line(12.0, lines[0]);
            glyphs.extend(line(24.0, lines[1]));
            let bbox = [50.0, 0.0, 82.0, 30.0];
            cell_text(&text::lines(&mut glyphs), bbox)
        };
        assert_eq!(text(["487", "43"]), "48743");
        assert_eq!(text(["1.2", "5"]), "1.25");
        assert_eq!(text(["4", "43"]), "4\n43");
        assert_eq!(text(["3条", "5条"]), "3条\n5条");
    }

    #[test]
    fn borders_drawn_twice_make_one_column_border() {
        let mut rules = Vec::new();
        for (left, right) in [(50.0, 99.0), (101.0, 150.0)] {
            for at in [100.0, 120.0] {
                rules.push(h(at, left, right));
            }
            rules.push(v(left, 100.0, 120.0));
            rules.push(v(right, 100.0, 120.0));
        }
        let mut glyphs = vec![glyph('甲', 60.0, 114.0), glyph('乙', 110.0, 114.0)];
        let pieces = found(&rules, &mut glyphs);
        assert_eq!(shape(&pieces[0]), [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")]);
    }

    #[test]
    fn tables_side_by_side_are_apart() {
        let mut rules = Vec::new();
        for left in [50.0, 200.0] {
            for at in [100.0, 120.0, 140.0] {
                rules.push(h(at, left, left + 100.0));
            }
            rules.push(v(left, 100.0, 140.0));
            rules.push(v(left + 100.0, 100.0, 140.0));
        }
        let mut glyphs = vec![glyph('左', 60.0, 114.0), glyph('右', 210.0, 134.0)];
        let pieces = found(&rules, &mut glyphs);
        assert_eq!(pieces.len(), 2);
        assert_eq!(shape(&pieces[0]), [(0, 0, 1, 1, "左"), (1, 0, 1, 1, "")]);
        assert_eq!(shape(&pieces[1]), [(0, 0, 1, 1, ""), (1, 0, 1, 1, "右")]);
    }

    #[test]
    fn a_table_open_at_both_sides_ends_where_its_lines_end() {
        let rules = [h(100.0, 50.0, 150.0), h(120.0, 50.0, 150.0), v(100.0, 100.0, 120.0)];
        let mut glyphs = vec![glyph('甲', 60.0, 114.0), glyph('乙', 110.0, 114.0)];
        assert_eq!(shape(&found(&rules, &mut glyphs)[0]), [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")]);
    }

    #[test]
    fn a_frame_around_the_page_is_no_table() {
        let mut rules =
            vec![h(10.0, 10.0, 400.0), h(600.0, 10.0, 400.0), v(10.0, 10.0, 600.0), v(400.0, 10.0, 600.0)];
        let mut glyphs = vec![glyph('文', 60.0, 50.0)];
        assert!(found(&rules, &mut glyphs).is_empty());
        assert_eq!(glyphs.len(), 1, "text in a frame stays on the page");
        rules.extend([h(100.0, 50.0, 150.0), h(120.0, 50.0, 150.0), v(100.0, 100.0, 120.0)]);
        glyphs.push(glyph('甲', 60.0, 114.0));
        assert_eq!(found(&rules, &mut glyphs).len(), 1);
    }
}
