//! Puts pages together: lines to paragraphs, and the parts of a table that goes on over page ends.
//!
//! Not here: what stands on a single page (`lattice`, `columns`, `text`).

use std::collections::BTreeMap;

use gongkai_paper::{Artefact, Block, Cell, Document, Paragraph, Place, Table};

use super::columns::Part;
use super::cut;
use super::labelled;
use super::lattice::Piece;
use super::text::Line;
use super::{PageText, place};

/// Column borders on two pages that differ by no more than this are the same, points.
const SAME_BORDER: f32 = 4.0;

/// Tables whose tops differ by no more than this stand side by side, points.
const SIDE_BY_SIDE: f32 = 6.0;

/// Writes the blocks of all pages, in reading order, into the document.
pub(super) fn assemble(pages: Vec<PageText>, doc: &mut Document) {
    let margins = margins(&pages);
    let mut writer = Writer { doc, paragraph: None, table: None, pitch: pitch(&pages), tables: 0 };
    for (i, page) in pages.into_iter().enumerate() {
        let margin = margins.get(&(page.width.round() as i32)).copied().unwrap_or((0.0, page.width));
        let (width, height) = (page.width, page.height);
        let parts = parts(page);
        let last = parts.len().saturating_sub(1);
        let mut first = true;
        for (n, part) in parts.into_iter().enumerate() {
            match part {
                Part::Line(line) => {
                    if first && writer.table.is_some() && is_continuation_mark(&line.text()) {
                        writer.doc.artefacts.push(Artefact {
                            kind: "page_furniture",
                            text: line.text(),
                            place: place(i, line.bbox),
                        });
                        continue;
                    }
                    writer.end_table();
                    writer.line(Set { line, page: i, margin, width });
                }
                Part::Piece(piece) => {
                    writer.end_paragraph();
                    writer.piece(piece, i, first, height);
                    if n != last {
                        // Only a table at the very end of a page goes on over it.
                        writer.close_table_for_joining();
                    }
                }
            }
            first = false;
        }
    }
    writer.end_paragraph();
    writer.end_table();
}

/// Lines and tables of a page from top to bottom; runs of lines between ruled tables may make tables too.
fn parts(page: PageText) -> Vec<Part> {
    let mut pieces = page.pieces;
    pieces.sort_by(|a, b| a.bbox[1].total_cmp(&b.bbox[1]));
    // Tables side by side rarely begin at the very same height; the left one is read first.
    for beside in pieces.chunk_by_mut(|a, b| b.bbox[1] - a.bbox[1] <= SIDE_BY_SIDE) {
        beside.sort_by(|a, b| a.bbox[0].total_cmp(&b.bbox[0]));
    }
    let mut out = Vec::new();
    let mut lines = page.lines.into_iter().peekable();
    for piece in pieces {
        let mut above = Vec::new();
        while let Some(line) = lines.next_if(|l| l.bbox[1] < piece.bbox[1] + SIDE_BY_SIDE) {
            above.push(line);
        }
        out.extend(labelled::tables(above));
        out.push(Part::Piece(piece));
    }
    out.extend(labelled::tables(lines.collect()));
    out
}

/// `续表` and the like above the part of a table on the next page.
fn is_continuation_mark(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    bare.chars().count() <= 12
        && (bare.starts_with("续表")
            || bare.starts_with("（续")
            || bare.ends_with("（续）")
            || bare.ends_with("(续)"))
}

/// Left and right margin of running text, for each page width: the leftmost place where lines often begin, and the
/// rightmost where lines often end. Where no long lines end at one place, the right margin is taken as wide as the left.
fn margins(pages: &[PageText]) -> BTreeMap<i32, (f32, f32)> {
    let mut ends: BTreeMap<i32, (Vec<f32>, Vec<f32>)> = BTreeMap::new();
    let mut open_ends: BTreeMap<i32, Vec<f32>> = BTreeMap::new();
    for page in pages {
        let width = page.width.round() as i32;
        let (lefts, rights) = ends.entry(width).or_default();
        let is_open = |l: &&Line| !ends_a_sentence(&l.text()) && !is_title(&l.text());
        open_ends.entry(width).or_default().extend(page.lines.iter().filter(is_open).map(|l| l.bbox[2]));
        for line in &page.lines {
            lefts.push(line.bbox[0]);
            rights.push(line.bbox[2]);
        }
    }
    ends.into_iter()
        .filter(|(_, (lefts, _))| !lefts.is_empty())
        .map(|(width, (mut lefts, mut rights))| {
            lefts.sort_by(f32::total_cmp);
            rights.sort_by(f32::total_cmp);
            let often = (lefts.len() / 12).max(2);
            let left = lefts
                .iter()
                .enumerate()
                .find(|(i, l)| lefts[*i..].partition_point(|other| other - **l <= 3.0) >= often)
                .map_or(lefts[0], |(_, l)| *l);
            let right = rights[(rights.len() - 1) * 95 / 100];
            let at_right = rights.iter().filter(|r| (*r - right).abs() <= 16.0).count();
            // paragraphs of one line may be of one length by chance: text goes on behind a full line
            let goes_on = open_ends
                .get(&width)
                .is_some_and(|ends| ends.iter().filter(|r| (*r - right).abs() <= 16.0).count() >= 2);
            let page = width as f32;
            let is_text = at_right >= 3 && goes_on && right - left > 0.5 * page;
            (width, (left, if is_text { right } else { right.max(page - left) }))
        })
        .collect()
}

/// The usual distance from line to line.
fn pitch(pages: &[PageText]) -> f32 {
    let mut steps: Vec<f32> = pages
        .iter()
        .flat_map(|p| p.lines.windows(2))
        .map(|w| w[1].bbox[1] - w[0].bbox[1])
        .zip(pages.iter().flat_map(|p| p.lines.windows(2)))
        .filter(|(step, w)| *step > 0.5 * w[0].size && *step < 4.0 * w[0].size)
        .map(|(step, _)| step)
        .collect();
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(f32::MAX)
}

/// A line with what decides whether a paragraph goes on.
struct Set {
    line: Line,
    page: usize,
    margin: (f32, f32),
    width: f32,
}

impl Set {
    fn left(&self) -> f32 {
        self.line.bbox[0]
    }

    fn right(&self) -> f32 {
        self.line.bbox[2]
    }

    fn is_centred(&self) -> bool {
        let middle = f32::midpoint(self.margin.0, self.margin.1);
        (f32::midpoint(self.left(), self.right()) - middle).abs() < self.line.size
            || (f32::midpoint(self.left(), self.right()) - self.width / 2.0).abs() < self.line.size
    }
}

/// Whether `next` goes on with the paragraph whose last line is `last`.
fn goes_on(last: &Set, next: &Set, pitch: f32) -> bool {
    let size = last.line.size.max(next.line.size);
    if (last.line.size - next.line.size).abs() > 0.12 * size
        || last.line.chunks.len() > 1
        || next.line.chunks.len() > 1
    {
        return false;
    }
    // Official documents are set 1.75 type sizes from line to line, seldom wider.
    let step = next.line.bbox[1] - last.line.bbox[1];
    if last.page == next.page && step > (1.7 * pitch).max(1.3 * size).min(2.4 * size) {
        return false;
    }
    let (left, right) = next.margin;
    let text = &last.line.chunks[0].text;
    let ended = ends_a_sentence(text);
    // A word or number that did not fit leaves a gap at the end of its line; behind a sentence or a title it rather
    // begins a paragraph.
    let word = next.line.chunks[0].text.chars().take_while(char::is_ascii_graphic).count() as f32 * 0.55;
    let room = if ended || is_title(text) { 2.2 } else { 2.2 + word };
    let last_is_full = last.margin.1 - last.right() < room * size;
    if next.left() - left > size {
        // Indented: a new paragraph, unless a long heading is centred on several lines.
        return last_is_full && last.is_centred() && next.is_centred() && next.right() < right - size;
    }
    last_is_full && !(ended && starts_an_item(&next.line.chunks[0].text))
}

/// Whether a line ends where a sentence or a part of one does.
fn ends_a_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['。', '；', '：', '！', '？', ';', ':'])
}

/// Whether a line is numbered as a section is and is no sentence: `四、行政复议、行政诉讼情况`.
fn is_title(text: &str) -> bool {
    let bare = text.trim_start();
    let rest = bare.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    rest.len() < bare.len() && rest.starts_with('、') && !rest.contains(['，', '。', '；', '：'])
}

/// Whether a text starts with a number of a heading or a list: `一、`, `（二）`, `3.`.
pub(super) fn starts_an_item(text: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let text = text.trim_start();
    let bare = text.trim_start_matches(['（', '(']);
    let rest = bare.trim_start_matches(number);
    rest.len() < bare.len()
        && if bare.len() < text.len() {
            rest.starts_with(['）', ')'])
        } else {
            // `12.5%` is a figure, `12.其他` an item.
            rest.strip_prefix(['、', '.', '．']).is_some_and(|r| !r.starts_with(|c: char| c.is_ascii_digit()))
        }
}

/// Appends a line to the text of its paragraph. Chinese lines join without a space; Latin words keep one.
fn join(text: &mut String, last: &Line, next: &str) {
    let (before, after) = (text.chars().next_back(), next.chars().next());
    if let (Some(b), Some(a)) = (before, after) {
        // Two digits stay together: a figure may have been broken, but two figures never meet without a sign.
        let words = b.is_ascii_alphanumeric() && a.is_ascii_alphanumeric();
        let letters = words && (b.is_ascii_alphabetic() || a.is_ascii_alphabetic());
        let spaced = last.ends_with_space && (b.is_ascii_alphanumeric() || a.is_ascii_alphanumeric());
        if letters || spaced {
            text.push(' ');
        }
    }
    text.push_str(next);
}

struct Writer<'d> {
    doc: &'d mut Document,
    /// Text so far, place of the first line, and the last line.
    paragraph: Option<(String, Place, Set)>,
    table: Option<OpenTable>,
    pitch: f32,
    tables: u32,
}

/// A table that the next page may go on with.
struct OpenTable {
    xs: Vec<f32>,
    is_ruled: bool,
    table: Table,
    /// Left and right border of the cells of the last row, and whether their last line is full.
    last_row: Vec<(f32, f32, bool)>,
    last_page: usize,
    bottom: f32,
    page_height: f32,
    at_page_end: bool,
}

impl Writer<'_> {
    fn line(&mut self, next: Set) {
        let text = next.line.text();
        if let Some((so_far, _, last)) = &mut self.paragraph
            && goes_on(last, &next, self.pitch)
        {
            join(so_far, &last.line, &text);
            *last = next;
            return;
        }
        self.end_paragraph();
        let place = place(next.page, next.line.bbox);
        self.paragraph = Some((text, place, next));
    }

    fn end_paragraph(&mut self) {
        if let Some((text, place, _)) = self.paragraph.take() {
            self.doc.blocks.push(Block::Paragraph(Paragraph { text, level: None, place }));
        }
    }

    fn piece(&mut self, mut piece: Piece, page: usize, first: bool, page_height: f32) {
        if let Some(open) = &mut self.table {
            let meets = first
                && open.at_page_end
                && open.last_page + 1 == page
                && open.bottom > open.page_height * 0.5
                && piece.bbox[1] < page_height * 0.4;
            if meets && let Some((xs, own, other)) = borders(open, &piece) {
                respan(&mut open.table, &own);
                open.xs = xs;
                mend_cut_row(&mut open.table, &open.last_row, &mut piece);
                open.last_row = last_row(&piece);
                let before = open.table.rows;
                append(&mut open.table, &piece, page, &other);
                cut::mend(&mut open.table, before);
                open.last_page = page;
                open.bottom = piece.bbox[3];
                open.page_height = page_height;
                open.at_page_end = true;
                return;
            }
        }
        self.end_table();
        self.tables += 1;
        let mut table = Table {
            number: self.tables,
            rows: 0,
            cols: piece.xs.len() as u32 - 1,
            cells: Vec::with_capacity(piece.cells.len()),
            place: place(page, piece.bbox),
        };
        table.place.table = Some(table.number);
        let same: Vec<usize> = (0..piece.xs.len()).collect();
        let last_row = last_row(&piece);
        append(&mut table, &piece, page, &same);
        self.table = Some(OpenTable {
            xs: piece.xs.clone(),
            is_ruled: piece.is_ruled,
            table,
            last_row,
            last_page: page,
            bottom: piece.bbox[3],
            page_height,
            at_page_end: true,
        });
    }

    /// Something stands after the table on its page.
    fn close_table_for_joining(&mut self) {
        if let Some(open) = &mut self.table {
            open.at_page_end = false;
        }
    }

    fn end_table(&mut self) {
        if let Some(open) = self.table.take() {
            self.doc.blocks.push(Block::Table(open.table));
        }
    }
}

/// The common borders of a table and the part on the next page. Borders guessed from the text lie between the figures
/// of each page; as many columns, none of them beside its fellow, are the same columns.
fn borders(open: &OpenTable, piece: &Piece) -> Option<(Vec<f32>, Vec<usize>, Vec<usize>)> {
    let figures = labelled::LEVELS..;
    if open.is_ruled || piece.is_ruled || open.xs.len() <= 2 * labelled::LEVELS {
        return common_borders(&open.xs, &piece.xs);
    }
    let width = open.xs[figures.clone()].windows(2).map(|w| w[1] - w[0]).fold(f32::MAX, f32::min);
    let same = open.xs.len() == piece.xs.len()
        && open.xs[figures.clone()].iter().zip(&piece.xs[figures]).all(|(a, b)| (a - b).abs() < 0.6 * width);
    let index: Vec<usize> = (0..open.xs.len()).collect();
    same.then(|| (open.xs.clone(), index.clone(), index))
}

/// When two parts of a table have the same outer borders and the borders of one are among those of the other: the
/// finer borders, and for each part the index of its borders among them. A page that shows only whole-width rows has
/// fewer borders than the page before.
fn common_borders(a: &[f32], b: &[f32]) -> Option<(Vec<f32>, Vec<usize>, Vec<usize>)> {
    let (fine, coarse) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let mut index = Vec::with_capacity(coarse.len());
    for x in coarse {
        let near = (0..fine.len()).min_by(|i, j| (fine[*i] - x).abs().total_cmp(&(fine[*j] - x).abs()))?;
        if (fine[near] - x).abs() > SAME_BORDER || index.last().is_some_and(|i| *i >= near) {
            return None;
        }
        index.push(near);
    }
    if index.first() != Some(&0) || index.last() != Some(&(fine.len() - 1)) {
        return None;
    }
    let same = (0..fine.len()).collect();
    Some(if a.len() >= b.len() { (fine.to_vec(), same, index) } else { (fine.to_vec(), index, same) })
}

/// Moves the cells of a table onto finer column borders.
fn respan(table: &mut Table, index: &[usize]) {
    for cell in &mut table.cells {
        let (from, to) = (index[cell.col as usize], index[(cell.col + cell.col_span) as usize]);
        cell.col = from as u32;
        cell.col_span = (to - from) as u32;
        cell.place.col = Some(cell.col + 1);
    }
    if let Some(last) = index.last() {
        table.cols = *last as u32;
    }
}

fn last_row(piece: &Piece) -> Vec<(f32, f32, bool)> {
    let own = piece.cells.iter().filter(|c| c.row + 1 == piece.rows);
    own.map(|c| (c.bbox[0], c.bbox[2], c.is_full)).collect()
}

/// Puts a row together again that the page end cut through its figures: the digits below, without those above, would
/// be another number, and figures of which some stand above and some below would be counted off by wrong columns. A
/// row of which only the label was cut stays in two rows, as it is printed.
fn mend_cut_row(table: &mut Table, last_row: &[(f32, f32, bool)], piece: &mut Piece) {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    // The header printed again stands between the two parts.
    let cut = (0..piece.rows)
        .take_while(|row| {
            let own = piece.cells.iter().filter(|c| c.row == *row).map(|c| bare(&c.text));
            own.eq(table.row(*row as u32).iter().map(|c| bare(&c.text)))
        })
        .count();
    let Some(last) = table.rows.checked_sub(1).filter(|_| cut < piece.rows) else { return };
    let mut pairs = Vec::new();
    // Figures cut in two, whole ones above and below, and places with nothing on either side.
    let (mut broken, mut whole_above, mut whole_below, mut empty) = (0, 0, 0, 0);
    for below in piece.cells.iter().filter(|c| c.row == cut && c.rows == 1) {
        let same = |left: f32, right: f32| {
            (left - below.bbox[0]).abs() <= SAME_BORDER && (right - below.bbox[2]).abs() <= SAME_BORDER
        };
        let above = table.cells.iter().position(|c| {
            (c.row..c.row + c.row_span).contains(&last)
                && c.place.bbox.is_some_and(|bbox| same(bbox[0], bbox[2]))
        });
        let Some(above) = above else { return };
        let cell = &table.cells[above];
        let is_full = || last_row.iter().any(|(left, right, is_full)| *is_full && same(*left, *right));
        let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
        let ends_in_digit = cell.text.ends_with(is_digit);
        let is_figure = below.text.starts_with(is_digit);
        match (cell.text.is_empty(), below.text.is_empty()) {
            // the label of a group of rows, which belongs to the rows above as well
            _ if cell.row != last => {
                if !below.text.is_empty() {
                    pairs.push((above, format!("\n{}", below.text)));
                }
            }
            (true, true) => empty += 1,
            (false, true) => whole_above += usize::from(ends_in_digit),
            // set to the middle of its cell or led by a blank, it came to stand below the page end as a whole
            (true, false) => {
                whole_below += usize::from(is_figure);
                pairs.push((above, below.text.clone()));
            }
            (false, false) if !is_full() => return,
            (false, false) if is_figure && ends_in_digit => {
                broken += 1;
                pairs.push((above, below.text.clone()));
            }
            (false, false) if starts_an_item(&below.text) => return,
            (false, false) => pairs.push((above, format!("\n{}", below.text))),
        }
    }
    // Two rows of a table never complete one another figure by figure, the zeros included.
    let is_completed = whole_above > 0 && whole_below > 0 && empty == 0;
    let is_broken = broken > 0 && whole_above > 0;
    if !is_completed && !is_broken {
        return;
    }
    for (above, text) in pairs {
        table.cells[above].text.push_str(&text);
    }
    piece.cells.retain(|c| c.row != cut || c.rows > 1);
    for cell in &mut piece.cells {
        if cell.row > cut {
            cell.row -= 1;
        } else if cell.row + cell.rows > cut {
            cell.rows -= 1;
        }
    }
    piece.rows -= 1;
}

fn append(table: &mut Table, piece: &Piece, page: usize, index: &[usize]) {
    for cell in &piece.cells {
        let (from, to) = (index[cell.col], index[cell.col + cell.cols]);
        let (row, col) = (table.rows + cell.row as u32, from as u32);
        table.cells.push(Cell {
            row,
            col,
            row_span: cell.rows as u32,
            col_span: (to - from) as u32,
            text: cell.text.clone(),
            place: Place {
                table: Some(table.number),
                row: Some(row + 1),
                col: Some(col + 1),
                ..place(page, cell.bbox)
            },
        });
    }
    table.rows += piece.rows as u32;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_with_whole_width_rows_fits_onto_the_finer_borders() {
        let (xs, own, other) = common_borders(&[50.0, 150.0, 200.0, 250.0], &[51.0, 199.0, 250.5]).unwrap();
        assert_eq!(xs, [50.0, 150.0, 200.0, 250.0]);
        assert_eq!(own, [0, 1, 2, 3]);
        assert_eq!(other, [0, 2, 3]);
        assert_eq!(common_borders(&[50.0, 150.0, 250.0], &[50.0, 170.0, 250.0]), None);
    }

    fn part(rows: &[[&str; 4]]) -> Piece {
        let xs: Vec<f32> = vec![0.0, 100.0, 130.0, 160.0, 190.0];
        let cells = rows.iter().enumerate().flat_map(|(row, texts)| {
            let xs = &xs;
            texts.iter().enumerate().map(move |(col, text)| super::super::lattice::PieceCell {
                row,
                col,
                rows: 1,
                cols: 1,
                text: (*text).to_owned(),
                bbox: [xs[col], 0.0, xs[col + 1], 10.0],
                is_full: text.len() >= 3,
            })
        });
        Piece { cells: cells.collect(), rows: rows.len(), bbox: [0.0, 0.0, 190.0, 10.0], xs, is_ruled: true }
    }

    fn mended(above: &[[&str; 4]], below: &[[&str; 4]]) -> Vec<Vec<String>> {
        let (above, mut below) = (part(above), part(below));
        let mut table = Table { number: 1, rows: 0, cols: 4, cells: Vec::new(), place: Place::default() };
        append(&mut table, &above, 0, &[0, 1, 2, 3, 4]);
        mend_cut_row(&mut table, &last_row(&above), &mut below);
        append(&mut table, &below, 1, &[0, 1, 2, 3, 4]);
        (0..table.rows).map(|r| table.row(r).iter().map(|c| c.text.clone()).collect()).collect()
    }

    #[test]
    fn a_figure_cut_by_the_page_end_is_one_figure() {
        let header = ["内容", "自然人", "其他", "总计"];
        assert_eq!(
            mended(&[header, ["1.属于国家", "176", "12", "224"]], &[["秘密", "0", "", "0"]]),
            [
                header.map(str::to_owned).to_vec(),
                vec!["1.属于国家\n秘密".into(), "1760".into(), "12".into(), "2240".into()]
            ],
        );
        let again = mended(
            &[header, ["1.甲", "176", "", "8"]],
            &[header, ["", "0", "12", ""], ["2.乙", "1", "1", "2"]],
        );
        assert_eq!(again.len(), 4);
        assert_eq!(again[1], ["1.甲", "1760", "12", "8"]);
        assert_eq!(again[3], ["2.乙", "1", "1", "2"]);
    }

    #[test]
    fn figures_above_and_below_the_page_end_are_one_row() {
        assert_eq!(
            mended(&[["2.其他法律", "", "1", ""]], &[["禁止公开", "16", "", "17"], ["3.丙", "0", "0", "0"]]),
            [["2.其他法律\n禁止公开", "16", "1", "17"], ["3.丙", "0", "0", "0"]]
        );
    }

    #[test]
    fn the_next_row_is_no_rest_of_the_last() {
        assert_eq!(mended(&[["甲", "", "1", ""]], &[["", "16", "", ""]]).len(), 2, "one place is empty");
        for next in [["2.乙", "0", "", "0"], ["", "7", "7", "14"], ["乙", "", "3", ""]] {
            assert_eq!(mended(&[["1.甲", "17", "12", "224"]], &[next]).len(), 2, "{next:?}");
        }
        assert_eq!(mended(&[["1.甲", "176", "112", "288"]], &[["", "7", "7", "14"]]).len(), 2);
    }

    #[test]
    fn numbers_of_headings_and_lists_start_items() {
        for text in ["一、总体情况", "（二）依申请公开", "3.其他", "(1)网站", "十二、附则"]
        {
            assert!(starts_an_item(text), "{text}");
        }
        for text in ["第二十条", "2023年", "（见附件）", "一是加强领导", "12.5%"] {
            assert!(!starts_an_item(text), "{text}");
        }
    }
}
