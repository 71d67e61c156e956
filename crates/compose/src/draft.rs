//! A document before it takes a format: title, headings, paragraphs, tables and signature, in reading order.
//!
//! The looks that GB/T 9704—2012 gives to each kind of block belong to the formats (`crate::docx`, `crate::pdf`, …).
//! Not here: how a report becomes a draft (`crate::report`).

use crate::ComposeError;
use chrono::NaiveDate;
use gongkai_domain::report::{CellRef, Role};
use serde::Serialize;
use std::borrow::Cow;

/// A document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Draft {
    /// Title as printed; also the title in the file's properties.
    pub title: String,
    /// Who signs; the author in the file's properties.
    pub agency: String,
    /// Date for the file's properties; given, never read from the clock, so that the same draft gives the same bytes.
    pub dated_on: Option<NaiveDate>,
    /// The day by which a document without a date is due by law: it stands in for the date among the properties of a file
    /// that must have one. It is never printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// The head of a letter (信函格式), on papers that have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letterhead: Option<Letterhead>,
    /// What stands under the title, in reading order.
    pub blocks: Vec<Block>,
}

/// The red head of a letter; the red lines above and below belong to it (GB/T 9704—2012, 10.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letterhead {
    /// 发文机关标志.
    pub mark: String,
    /// 发文字号, if it has one yet.
    pub number: Option<String>,
}

impl Letterhead {
    /// Size of the mark in points: as large as an office sets it, and so that it fits between the ends of the lines.
    pub fn mark_size(&self) -> f64 {
        const LARGEST: f64 = 38.0;
        /// 170 mm, in points.
        const LINE: f64 = 481.0;
        let width: f64 = one_line(&self.mark).chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum();
        (LINE / width.max(1.0)).clamp(8.0, LARGEST).floor()
    }
}

/// To which side a line is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Flush left: a salutation.
    Left,
    /// In the middle: a number under the title.
    Middle,
}

/// One block of a document.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Block {
    /// A heading: level 1 is `一、…`, level 2 `（一）…`.
    Heading {
        /// 1 or 2.
        level: u8,
        /// Text with its number.
        text: String,
    },
    /// A paragraph of the body; the first line is indented by two characters.
    Paragraph {
        /// Its text in pieces of one face each.
        runs: Vec<Run>,
    },
    /// A paragraph without indent, such as a salutation or a number.
    Line {
        /// Text.
        text: String,
        /// Where it is set.
        side: Side,
    },
    /// An empty line.
    Gap,
    /// A table.
    Table(Grid),
    /// A note in small type under a table, or for who fills in a form.
    Note {
        /// Text.
        text: String,
    },
    /// The agency that signs, set to the right.
    Signature {
        /// The agency's full name.
        text: String,
    },
    /// The date of the signature (成文日期), set to the right.
    SignedOn {
        /// Such as 2026年1月20日.
        text: String,
    },
}

/// A piece of a paragraph in one face.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// Text.
    pub text: String,
    /// Face.
    pub face: Face,
}

/// The faces of official documents. Which font gives the face is for the format to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// 小标宋: the title.
    Title,
    /// 黑体: headings of level 1, headers of tables.
    Hei,
    /// 楷体: headings of level 2.
    Kai,
    /// 仿宋: the body.
    FangSong,
    /// 宋体: tables and page numbers.
    Song,
}

/// A table: cells that cover the grid, none twice, ordered by row and then column; places are counted from 0.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Grid {
    /// What the table is about, for readers who cannot see it.
    pub summary: String,
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub cols: usize,
    /// Widths of the columns, as shares of the whole.
    pub widths: Vec<f64>,
    /// Rows at the top that are repeated on each page.
    pub header_rows: usize,
    /// Cells.
    pub cells: Vec<GridCell>,
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GridCell {
    /// First row.
    pub row: usize,
    /// First column.
    pub col: usize,
    /// Rows covered, at least 1.
    pub row_span: usize,
    /// Columns covered, at least 1.
    pub col_span: usize,
    /// Text as printed. A number is written without separators.
    pub text: String,
    /// What it is for.
    #[serde(serialize_with = "role_key")]
    pub role: Role,
    /// Which cell of a report it prints.
    pub at: Option<CellRef>,
    /// Cells whose sum it is, in a form that counts for who fills it in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sum_of: Vec<CellRef>,
    /// What is noted at the cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
}

/// A mark at a cell, with its reason: printed as a coloured cell with a comment where the format has comments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// The reason, in the words of a clerk.
    pub text: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn role_key<S: serde::Serializer>(role: &Role, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(match role {
        Role::Header => "header",
        Role::Label => "label",
        Role::Value => "value",
    })
}

impl GridCell {
    /// Whether a person wrote a sentence into it: such a cell is read from the left, others stand in the middle.
    pub fn is_prose(&self) -> bool {
        self.role == Role::Value && !self.text.is_ascii() && self.text.chars().count() > 14
    }
}

impl Draft {
    /// The tables in their order.
    pub fn tables(&self) -> impl Iterator<Item = &Grid> {
        self.blocks.iter().filter_map(|b| match b {
            Block::Table(grid) => Some(grid),
            _ => None,
        })
    }
}

/// What stands at one position of a grid.
#[derive(Debug, Clone, Copy)]
pub enum Slot<'a> {
    /// A cell begins here.
    Anchor(&'a GridCell),
    /// Covered by a cell that begins to the left in the same row.
    Beside,
    /// The first column of a cell that began in a row above.
    Below(&'a GridCell),
    /// A further column of a cell that began in a row above.
    BelowBeside,
}

impl Grid {
    /// What stands at each column of a row; positions that no cell covers are left out.
    pub fn slots(&self, row: usize) -> Vec<Slot<'_>> {
        let mut slots: Vec<Option<Slot<'_>>> = vec![None; self.cols];
        for cell in self.cells.iter().filter(|c| (c.row..c.row + c.row_span).contains(&row)) {
            for (n, slot) in slots.iter_mut().skip(cell.col).take(cell.col_span).enumerate() {
                *slot = Some(match (cell.row == row, n == 0) {
                    (true, true) => Slot::Anchor(cell),
                    (true, false) => Slot::Beside,
                    (false, true) => Slot::Below(cell),
                    (false, false) => Slot::BelowBeside,
                });
            }
        }
        slots.into_iter().flatten().collect()
    }

    /// Refuses a table in which some place is covered by no cell.
    pub(crate) fn covered(&self, format: &'static str) -> Result<(), ComposeError> {
        match (0..self.rows).find(|row| self.slots(*row).len() != self.cols) {
            Some(row) => Err(ComposeError::Unfit {
                format,
                what: format!("第{}行没有铺满单元格的表格", row + 1),
            }),
            None => Ok(()),
        }
    }

    /// What is noted at the cells, in their order, each with its number and places: for formats without comments. What is
    /// noted at several cells is told once, row by row. Its brackets are what a reader knows it by: it is no text of the
    /// document, and the names in it are no names of rows.
    pub fn marks(&self) -> Vec<String> {
        let mut told: Vec<(&str, Vec<&GridCell>)> = Vec::new();
        for cell in &self.cells {
            let Some(mark) = &cell.mark else { continue };
            match told.iter_mut().find(|(text, _)| *text == mark.text) {
                Some((_, cells)) => cells.push(cell),
                None => told.push((&mark.text, vec![cell])),
            }
        }
        let note = |(n, (text, cells)): (usize, &(&str, Vec<&GridCell>))| {
            let places = self.places_of(cells);
            let sign = if places.is_empty() { "" } else { "：" };
            let text = text.replace('〔', "（").replace('〕', "）");
            format!("〔标注{}：{places}{sign}{text}〕", n + 1)
        };
        told.iter().enumerate().map(note).collect()
    }

    /// Where cells stand, in the words of the table, the columns of one row together: “行”的列、列.
    fn places_of(&self, cells: &[&GridCell]) -> String {
        let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
        for cell in cells {
            let (row, column) = (self.label_of(cell), self.header_of(cell));
            match rows.last_mut() {
                Some((last, columns)) if *last == row => columns.push(column),
                _ => rows.push((row, vec![column])),
            }
        }
        let told = rows.into_iter().map(|(row, columns)| {
            let columns: Vec<String> = columns.into_iter().filter(|c| !c.is_empty()).collect();
            let row = if row.is_empty() { String::new() } else { format!("“{row}”") };
            let sign = if row.is_empty() || columns.is_empty() { "" } else { "的" };
            row + sign + &columns.join("、")
        });
        told.filter(|place| !place.is_empty()).collect::<Vec<_>>().join("；")
    }

    /// The name of a cell's row.
    fn label_of(&self, cell: &GridCell) -> &str {
        self.cells
            .iter()
            .filter(|c| c.role == Role::Label && (c.row..c.row + c.row_span).contains(&cell.row))
            .max_by_key(|c| c.col)
            .map_or("", |c| c.text.trim())
    }

    /// The name of a cell's column, with that of its group where several columns have the same.
    fn header_of(&self, cell: &GridCell) -> String {
        let is_header = |c: &&GridCell| c.role == Role::Header;
        let mut above: Vec<&GridCell> = self
            .cells
            .iter()
            .filter(is_header)
            .filter(|c| (c.col..c.col + c.col_span).contains(&cell.col) && c.row < cell.row)
            .collect();
        above.sort_by_key(|c| std::cmp::Reverse(c.row));
        let Some(own) = above.first() else { return String::new() };
        let same = |c: &&GridCell| c.row == own.row && c.text == own.text;
        let group = above.get(1).filter(|_| self.cells.iter().filter(is_header).filter(same).count() > 1);
        group.map_or(String::new(), |group| format!("{}·", group.text.trim())) + own.text.trim()
    }

    /// The cells that begin in a row, in column order.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &GridCell> {
        self.cells.iter().filter(move |c| c.row == row)
    }
}

/// Text as every format can hold it: what XML and HTML forbid is left out, line separators of every kind become line
/// breaks, a tab becomes a blank.
pub fn clean(text: &str) -> Cow<'_, str> {
    let is_forbidden =
        |c: char| c.is_control() || matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE;
    let is_separator =
        |c: char| matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if !text.contains(|c| c != '\n' && (is_forbidden(c) || is_separator(c))) {
        return Cow::Borrowed(text);
    }
    let kept = text.replace("\r\n", "\n");
    let kept = kept.chars().filter_map(|c| match c {
        '\t' => Some(' '),
        c if is_separator(c) => Some('\n'),
        c => (!is_forbidden(c)).then_some(c),
    });
    Cow::Owned(kept.collect())
}

/// Text for a place that has one line only: [`clean`], line breaks as blanks.
pub fn one_line(text: &str) -> Cow<'_, str> {
    match clean(text) {
        text if text.contains('\n') => Cow::Owned(text.trim().replace('\n', " ")),
        text => text,
    }
}

/// The lines of a paragraph, cleaned, each in its runs; lines without text are left out.
pub fn lines(runs: &[Run]) -> Vec<Vec<Run>> {
    let mut lines = vec![Vec::new()];
    for run in runs {
        for (n, text) in clean(&run.text).split('\n').enumerate() {
            if n > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !text.is_empty()) {
                line.push(Run { text: text.to_owned(), face: run.face });
            }
        }
    }
    lines.retain(|line| line.iter().any(|run| !run.text.trim().is_empty()));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_format_can_hold_is_left_out_and_the_rest_stays() {
        assert_eq!(clean("甲\u{0}\u{1b}乙\u{FFFE}丙\u{9f}\u{1FFFF}"), "甲乙丙");
        assert_eq!(clean("一\r\n二\r三\u{2028}四\t五"), "一\n二\n三\n四 五");
        assert_eq!(clean("\u{202E}𬒔🙂<]]>&"), "\u{202E}𬒔🙂<]]>&");
        assert_eq!(one_line("一\n二\n"), "一 二");
    }

    #[test]
    fn a_paragraph_is_divided_at_its_line_breaks_whatever_the_face() {
        let run = |text: &str, face| Run { text: text.to_owned(), face };
        let found = lines(&[run("（一）甲。\n乙", Face::Kai), run("丙\n\n", Face::FangSong)]);
        assert_eq!(
            found,
            [vec![run("（一）甲。", Face::Kai)], vec![run("乙", Face::Kai), run("丙", Face::FangSong)]]
        );
    }
}
