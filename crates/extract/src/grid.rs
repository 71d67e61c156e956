//! Puts cells with spans on a grid and dissolves tables that only lay out a page.
//!
//! Not here: where the cells come from (`html`, `docx`, `markdown`).

use gongkai_paper::{Block, Cell, Document, Paragraph, Place, Table};

use crate::{ExtractError, Limits};

/// Tables within tables beyond this depth are no document that somebody typed.
pub(crate) const MAX_TABLE_DEPTH: usize = 64;

/// What a document has taken in so far, held against the limits.
pub(crate) struct Budget<'a> {
    pub(crate) limits: &'a Limits,
    cells: u64,
    chars: u64,
    paragraphs: u64,
    /// Cells whose first paragraph was counted.
    begun: u64,
    steps: u32,
}

impl<'a> Budget<'a> {
    pub(crate) fn new(limits: &'a Limits) -> Self {
        Budget { limits, cells: 0, chars: 0, paragraphs: 0, begun: 0, steps: 0 }
    }

    /// Counts grid positions.
    pub(crate) fn cells(&mut self, more: u64) -> Result<(), ExtractError> {
        self.cells = self.cells.saturating_add(more);
        self.limits.check_cells(self.cells)
    }

    /// Counts a paragraph with its lines, the parts between its tabs and its characters.
    pub(crate) fn paragraph(&mut self, text: &str) -> Result<(), ExtractError> {
        self.count(text, false);
        self.check()
    }

    /// The same without an answer; `begins_cell` tells the first paragraph of a cell, which is counted as the cell.
    pub(crate) fn count(&mut self, text: &str, begins_cell: bool) {
        let count = |sign| memchr::memchr_iter(sign, text.as_bytes()).count() as u64;
        self.chars = self.chars.saturating_add(text.chars().count() as u64);
        // No more of them than there are cells, whatever a reader takes for one.
        let is_free = begins_cell && self.begun < self.cells;
        self.begun += u64::from(is_free);
        self.paragraphs += u64::from(!is_free) + count(b'\n');
        self.cells = self.cells.saturating_add(count(b'\t'));
    }

    /// Counts the text of a cell that is itself counted elsewhere.
    pub(crate) fn cell_text(&mut self, text: &str) -> Result<(), ExtractError> {
        let lines = self.paragraphs;
        self.count(text, false);
        self.paragraphs = self.paragraphs.saturating_sub(1).max(lines);
        self.check()
    }

    /// Holds what was counted against the limits.
    pub(crate) fn check(&self) -> Result<(), ExtractError> {
        self.limits.check_cells(self.cells)?;
        self.limits.check_chars(self.chars)?;
        self.limits.check_paragraphs(self.paragraphs)
    }

    /// Counts a step and looks at the clock now and then.
    pub(crate) fn step(&mut self) -> Result<(), ExtractError> {
        self.steps = self.steps.wrapping_add(1);
        if self.steps.is_multiple_of(1024) { self.limits.check_deadline() } else { Ok(()) }
    }
}

/// A cell on the grid whose content is not yet joined to one text.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) row: u32,
    pub(crate) col: u32,
    pub(crate) row_span: u32,
    pub(crate) col_span: u32,
    pub(crate) content: Vec<Block>,
    pub(crate) place: Place,
}

/// A table being built row by row, as HTML describes it: a cell takes the next position that no span from above covers.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    cells: Vec<Raw>,
    /// Per column, the first row in which it is free again, and the first row of the group that said so.
    free_from: Vec<(u32, u32)>,
    /// Rows begun so far.
    rows: u32,
    /// Next column to look at in the current row.
    col: u32,
    /// First cell and first row of the current row group: spans do not leave a group.
    group: (usize, u32),
    /// Columns looked at so far, for the tests that hold the work against the input.
    #[cfg(test)]
    looked_at: usize,
}

impl Grid {
    /// Begins a row.
    pub(crate) fn begin_row(&mut self) {
        self.rows += 1;
        self.col = 0;
    }

    /// Adds a cell to the current row; `row_span` 0 means down to the end of the group. Answers its index.
    pub(crate) fn add(
        &mut self,
        row_span: u32,
        col_span: u32,
        place: Place,
        budget: &mut Budget<'_>,
    ) -> Result<usize, ExtractError> {
        let row = self.rows.max(1) - 1;
        let group = self.group.1;
        // What an earlier group took ended with it.
        let is_taken = |&(free, of): &(u32, u32)| of == group && free > row;
        while self.free_from.get(self.col as usize).is_some_and(is_taken) {
            self.col += 1;
            #[cfg(test)]
            {
                self.looked_at += 1;
            }
        }
        let (from, wanted) = (self.col as usize, col_span.clamp(1, 1000) as usize);
        budget.cells(wanted as u64)?;
        if self.free_from.len() < from + wanted {
            self.free_from.resize(from + wanted, (0, 0));
        }
        // Asked for every cell, not only for the whole table: rows that pass over spans from above cost time too.
        budget.limits.check_cells(u64::from(self.rows) * self.free_from.len() as u64)?;
        let free = self.free_from[from..from + wanted].iter().take_while(|f| !is_taken(f)).count().max(1);
        let down = match row_span {
            0 => u32::MAX - row,
            n => n.min(65_534).min(u32::MAX - row),
        };
        self.free_from[from..from + free].fill((row + down, group));
        self.col += wanted as u32;
        self.cells.push(Raw {
            row,
            col: from as u32,
            row_span: down,
            col_span: free as u32,
            content: Vec::new(),
            place,
        });
        Ok(self.cells.len() - 1)
    }

    /// Content of a cell added before.
    pub(crate) fn content(&mut self, index: usize) -> Option<&mut Vec<Block>> {
        self.cells.get_mut(index).map(|c| &mut c.content)
    }

    /// Place of a cell added before.
    pub(crate) fn place(&mut self, index: usize) -> Option<&mut Place> {
        self.cells.get_mut(index).map(|c| &mut c.place)
    }

    /// Ends a row group: spans that reach beyond its last row are cut there.
    pub(crate) fn end_group(&mut self) {
        let end = self.rows;
        if end == self.group.1 {
            return;
        }
        for cell in &mut self.cells[self.group.0..] {
            cell.row_span = cell.row_span.min(end.saturating_sub(cell.row)).max(1);
        }
        self.group = (self.cells.len(), end);
    }

    /// Ends the table.
    pub(crate) fn finish(
        mut self,
        place: Place,
        budget: &mut Budget<'_>,
    ) -> Result<Vec<Block>, ExtractError> {
        self.end_group();
        settle(self.cells, self.rows, self.free_from.len() as u32, place, budget)
    }
}

/// Turns cells on a grid into a table, or into their content when the table only lays out the page: when a cell holds
/// another table, or when there is one cell only.
pub(crate) fn settle(
    cells: Vec<Raw>,
    rows: u32,
    cols: u32,
    place: Place,
    budget: &mut Budget<'_>,
) -> Result<Vec<Block>, ExtractError> {
    if cells.len() <= 1 || cells.iter().any(|c| c.content.iter().any(|b| matches!(b, Block::Table(_)))) {
        return Ok(cells.into_iter().flat_map(|c| c.content).collect());
    }
    let area = u64::from(rows) * u64::from(cols);
    budget.limits.check_cells(area)?;
    budget.cells(area.saturating_sub(cells.iter().map(|c| u64::from(c.col_span)).sum()))?;
    let cells = cells
        .into_iter()
        .map(|raw| Cell {
            row: raw.row,
            col: raw.col,
            row_span: raw.row_span,
            col_span: raw.col_span,
            text: joined(raw.content),
            place: Place { row: Some(raw.row + 1), col: Some(raw.col + 1), ..raw.place },
        })
        .collect();
    Ok(vec![Block::Table(Table { number: 0, rows, cols, cells, place })])
}

/// Paragraphs of a cell as one text. Empty paragraphs at its ends come from the editor, not from the author.
fn joined(content: Vec<Block>) -> String {
    let mut texts = content.into_iter().filter_map(|b| match b {
        Block::Paragraph(p) => Some(p.text),
        Block::Table(_) => None,
    });
    let mut text = texts.next().unwrap_or_default();
    for more in texts {
        text.push('\n');
        text.push_str(&more);
    }
    let inner = text.trim_matches('\n');
    if inner.len() == text.len() { text } else { inner.to_owned() }
}

/// Numbers tables and paragraphs in reading order and drops paragraphs without a visible character, which keep
/// their number so that it agrees with what an editor counts.
pub(crate) fn number(document: &mut Document) {
    let (mut tables, mut paragraphs) = (0, 0);
    document.blocks.retain_mut(|block| match block {
        Block::Paragraph(Paragraph { text, place, .. }) => {
            paragraphs += 1;
            place.paragraph = Some(paragraphs);
            !text.trim().is_empty()
        }
        Block::Table(table) => {
            tables += 1;
            table.number = tables;
            table.place.table = Some(tables);
            for cell in &mut table.cells {
                cell.place.table = Some(tables);
            }
            true
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(Paragraph { text: text.to_owned(), level: None, place: Place::default() })
    }

    fn build(rows: &[&[(u32, u32)]]) -> Vec<(u32, u32, u32, u32)> {
        let limits = Limits::default();
        let mut budget = Budget::new(&limits);
        let mut grid = Grid::default();
        for row in rows {
            grid.begin_row();
            for &(down, across) in *row {
                grid.add(down, across, Place::default(), &mut budget).unwrap();
            }
        }
        match grid.finish(Place::default(), &mut budget).unwrap().pop() {
            Some(Block::Table(t)) => t.cells.iter().map(|c| (c.row, c.col, c.row_span, c.col_span)).collect(),
            _ => panic!("no table"),
        }
    }

    #[test]
    fn a_cell_takes_the_next_position_that_no_span_covers() {
        let cells = build(&[&[(2, 1), (1, 2)], &[(1, 1), (1, 1)], &[(1, 3)]]);
        assert_eq!(cells, [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 3)]);
    }

    #[test]
    fn spans_end_with_the_table() {
        assert_eq!(build(&[&[(99, 1), (0, 1)], &[(1, 1)]]), [(0, 0, 2, 1), (0, 1, 2, 1), (1, 2, 1, 1)]);
    }

    #[test]
    fn a_single_cell_and_a_cell_with_a_table_are_layout() {
        let limits = Limits::default();
        let mut budget = Budget::new(&limits);
        let mut grid = Grid::default();
        grid.begin_row();
        let i = grid.add(1, 1, Place::default(), &mut budget).unwrap();
        grid.content(i).unwrap().push(paragraph("甲"));
        assert_eq!(grid.finish(Place::default(), &mut budget).unwrap(), [paragraph("甲")]);
    }

    #[test]
    fn a_million_positions_are_refused_even_when_few_cells_claim_them() {
        let limits = Limits::default();
        let mut budget = Budget::new(&limits);
        let mut grid = Grid::default();
        let mut refused = None;
        for _ in 0..1000 {
            grid.begin_row();
            if let Err(e) = grid.add(1, 1000, Place::default(), &mut budget) {
                refused = Some(e);
                break;
            }
        }
        assert_eq!(refused.unwrap().code(), "too_many_cells");
    }

    #[test]
    fn rows_under_long_spans_and_empty_groups_cost_no_more_than_the_table_may_hold() {
        let limits = Limits::default();
        let mut budget = Budget::new(&limits);
        let mut grid = Grid::default();
        grid.begin_row();
        for _ in 0..100 {
            grid.add(65_534, 1000, Place::default(), &mut budget).unwrap();
        }
        // Every further row has to pass 100 000 taken columns before it finds a free one.
        let refused = (0..50_000).find_map(|_| {
            grid.begin_row();
            grid.add(1, 1, Place::default(), &mut budget).err()
        });
        assert_eq!(refused.unwrap().code(), "too_many_cells");
        assert!(grid.looked_at as u64 <= 2 * limits.max_cells, "{}", grid.looked_at);
        let before = grid.looked_at;
        (0..1_000_000).for_each(|_| grid.end_group());
        assert_eq!(grid.looked_at, before);
    }

    #[test]
    fn a_span_ends_with_its_group() {
        let limits = Limits::default();
        let mut budget = Budget::new(&limits);
        let mut grid = Grid::default();
        for group in 0..2 {
            grid.begin_row();
            grid.add(9, 1, Place::default(), &mut budget).unwrap();
            grid.begin_row();
            let second = grid.add(1, 1, Place::default(), &mut budget).unwrap();
            assert_eq!((grid.cells[second].row, grid.cells[second].col), (2 * group + 1, 1));
            grid.end_group();
        }
    }

    #[test]
    fn the_first_paragraph_of_a_cell_is_counted_as_the_cell() {
        let limits = Limits { max_paragraphs: 2, ..Limits::default() };
        let mut budget = Budget::new(&limits);
        budget.cells(3).unwrap();
        for _ in 0..3 {
            budget.count("甲", true);
        }
        assert_eq!(budget.check(), Ok(()));
        budget.count("乙\n丙", true);
        assert_eq!(budget.check(), Ok(()));
        budget.count("丁", true);
        assert_eq!(budget.check().unwrap_err().code(), "too_many_paragraphs");
        let limits = Limits { max_cells: 3, ..Limits::default() };
        assert_eq!(Budget::new(&limits).paragraph("\t\t\t\t").unwrap_err().code(), "too_many_cells");
    }
}
