//! Lays a report out the way the official form prints it: title, sections, and three tables with merged headers.
//!
//! Not here: file formats (`crate::make`). This is the one source of cells for all makers and manglers.

use crate::random::Truth;
use chrono::Datelike as _;
use gongkai_domain::report::cell::Value;
use gongkai_domain::report::sheet;
pub use gongkai_domain::report::sheet::{BALANCE_NOTE, Role};
use gongkai_domain::report::{CellRef, Report, SectionKey, Sheet, Table2Key};

/// One cell of the printed table, anchored at its first row and column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCell {
    /// Row, 0-based.
    pub row: usize,
    /// Column, 0-based.
    pub col: usize,
    /// Rows covered.
    pub row_span: usize,
    /// Columns covered.
    pub col_span: usize,
    /// Text as printed.
    pub text: String,
    /// What it is for.
    pub role: Role,
    /// Which cell of the form it prints; `None` for labels and for numbers that the form does not have.
    pub at: Option<CellRef>,
}

/// What stands at one position of the grid.
#[derive(Debug, Clone, Copy)]
pub enum Slot<'a> {
    /// A cell begins here.
    Anchor(&'a GridCell),
    /// Covered by the cell to the left in the same row.
    Beside,
    /// First column of a cell that began in a row above.
    Below(&'a GridCell),
    /// A further column of a cell that began in a row above.
    BelowBeside,
    /// Nothing.
    Gap,
}

/// Which table of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableKey {
    /// 主动公开政府信息情况.
    Proactive,
    /// 收到和处理政府信息公开申请情况.
    Applications,
    /// 政府信息公开行政复议、行政诉讼情况.
    Remedies,
    /// The statistics annex of the older reports.
    Older,
}

/// A printed table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Which table.
    pub table: TableKey,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub cols: usize,
    /// Anchor cells, ordered by row, then column.
    pub cells: Vec<GridCell>,
}

impl Grid {
    /// An empty table.
    pub fn new(table: TableKey, rows: usize, cols: usize) -> Self {
        Self { table, rows, cols, cells: Vec::new() }
    }

    fn put(
        &mut self,
        (row, col): (usize, usize),
        (row_span, col_span): (usize, usize),
        role: Role,
        text: &str,
    ) {
        self.cells.push(GridCell { row, col, row_span, col_span, text: text.to_owned(), role, at: None });
    }

    fn put_value(&mut self, (row, col): (usize, usize), col_span: usize, at: CellRef, report: &Report) {
        let mut text =
            report.cell(at).and_then(|c| c.value).as_ref().map(Value::to_string).unwrap_or_default();
        // The header 采购总金额 names no unit; offices write it into the cell.
        if at == CellRef::T2(Table2Key::ProcurementAmount) {
            text.push_str("万元");
        }
        self.cells.push(GridCell { row, col, row_span: 1, col_span, text, role: Role::Value, at: Some(at) });
    }

    /// Orders the cells by row and column and makes the size fit them.
    pub fn settle(&mut self) {
        self.cells.sort_by_key(|c| (c.row, c.col));
        self.rows = self.cells.iter().map(|c| c.row + c.row_span).max().unwrap_or_default();
        self.cols = self.cells.iter().map(|c| c.col + c.col_span).max().unwrap_or_default();
    }

    /// Anchor cells of a row in column order.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &GridCell> {
        self.cells.iter().filter(move |c| c.row == row)
    }

    /// What stands at each column of a row, up to the last that is taken.
    pub fn slots(&self, row: usize) -> Vec<Slot<'_>> {
        let mut slots = vec![Slot::Gap; self.cols];
        for cell in &self.cells {
            if !(cell.row..cell.row + cell.row_span).contains(&row) {
                continue;
            }
            let reach = slots.iter_mut().enumerate().skip(cell.col).take(cell.col_span);
            for (col, slot) in reach {
                *slot = match (cell.row == row, cell.col == col) {
                    (true, true) => Slot::Anchor(cell),
                    (true, false) => Slot::Beside,
                    (false, true) => Slot::Below(cell),
                    (false, false) => Slot::BelowBeside,
                };
            }
        }
        while matches!(slots.last(), Some(Slot::Gap)) {
            slots.pop();
        }
        slots
    }

    /// The printed cell of an address.
    pub fn find_mut(&mut self, at: CellRef) -> Option<&mut GridCell> {
        self.cells.iter_mut().find(|c| c.at == Some(at))
    }

    /// The grid row that prints an address.
    pub fn row_of(&self, at: CellRef) -> Option<usize> {
        self.cells.iter().find(|c| c.at == Some(at)).map(|c| c.row)
    }

    /// Rows that hold values.
    pub fn value_rows(&self) -> Vec<usize> {
        let mut rows: Vec<usize> =
            self.cells.iter().filter(|c| c.role == Role::Value).map(|c| c.row).collect();
        rows.dedup();
        rows
    }

    /// Number of header rows at the top.
    pub fn header_rows(&self) -> usize {
        (0..self.rows).take_while(|r| self.row(*r).all(|c| c.role == Role::Header)).count()
    }

    /// Addresses printed in a row.
    pub fn addresses(&self, row: usize) -> Vec<CellRef> {
        self.row(row).filter_map(|c| c.at).collect()
    }

    /// Makes room for a row; cells that reach over the place grow by one row.
    pub fn insert_row(&mut self, at: usize) {
        for cell in &mut self.cells {
            if cell.row >= at {
                cell.row += 1;
            } else if cell.row + cell.row_span > at {
                cell.row_span += 1;
            }
        }
        self.rows += 1;
    }

    /// Cuts the table before a row. A label that reaches over the cut is empty on the second page, or repeated.
    /// With `header` the second page begins with the header rows.
    pub fn split(&self, at: usize, header: bool, repeat_label: bool) -> (Self, Self) {
        let heads = if header { self.header_rows() } else { 0 };
        let mut first = Self::new(self.table, at, self.cols);
        let mut second = Self::new(self.table, self.rows - at + heads, self.cols);
        for cell in &self.cells {
            if cell.row < heads {
                second.cells.push(cell.clone());
            }
            if cell.row >= at {
                second.cells.push(GridCell { row: cell.row - at + heads, ..cell.clone() });
            } else {
                let end = cell.row + cell.row_span;
                first.cells.push(GridCell { row_span: end.min(at) - cell.row, ..cell.clone() });
                if end > at {
                    let text = if repeat_label { cell.text.clone() } else { String::new() };
                    second.cells.push(GridCell { row: heads, row_span: end - at, text, ..cell.clone() });
                }
            }
        }
        first.settle();
        second.settle();
        (first, second)
    }

    /// Dissolves the cells that reach over several rows; the label stands on the first row only, or on each.
    pub fn unmerge_rows(&mut self, repeat: bool) {
        let mut more = Vec::new();
        for cell in &mut self.cells {
            for row in cell.row + 1..cell.row + cell.row_span {
                let text = if repeat { cell.text.clone() } else { String::new() };
                more.push(GridCell { row, row_span: 1, text, ..cell.clone() });
            }
            cell.row_span = 1;
        }
        self.cells.extend(more);
        self.settle();
    }
}

/// A table of the official form with the values of a report.
fn official(table: TableKey, which: sheet::TableKey, report: &Report) -> Grid {
    let mut grid = Grid::new(table, 0, 0);
    let Some(sheet) = Sheet::of(which, report.form, report.has_one_other_row()) else { return grid };
    for cell in sheet.cells {
        let place = (cell.row, cell.col);
        match cell.at {
            Some(at) => grid.put_value(place, cell.col_span, at, report),
            None => grid.put(place, (cell.row_span, cell.col_span), cell.role, cell.text),
        }
    }
    grid.settle();
    grid
}

/// Table 2 as printed, four columns wide.
pub fn table2(report: &Report) -> Grid {
    official(TableKey::Proactive, sheet::TableKey::Proactive, report)
}

/// Table 3 as printed: three label columns and seven value columns under three header rows.
pub fn table3(report: &Report) -> Grid {
    official(TableKey::Applications, sheet::TableKey::Applications, report)
}

/// Table 4 as printed: fifteen columns under three header rows.
pub fn table4(report: &Report) -> Grid {
    official(TableKey::Remedies, sheet::TableKey::Remedies, report)
}

/// The statistics annex of the older reports, shortened: indicator, unit, count.
pub fn older_sheet(numbers: &[i64]) -> Grid {
    const LINES: &[(&str, &str)] = &[
        ("一、主动公开情况", "——"),
        ("主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
        ("通过政府网站公开政府信息数", "条"),
        ("通过政务微博公开政府信息数", "条"),
        ("二、回应解读情况", "——"),
        ("回应公众关注热点或重大舆情数", "次"),
        ("三、依申请公开情况", "——"),
        ("收到申请数", "件"),
        ("申请办结数", "件"),
        ("同意公开答复数", "件"),
        ("四、行政复议数量", "件"),
        ("五、行政诉讼数量", "件"),
    ];
    let mut grid = Grid::new(TableKey::Older, 0, 3);
    for (col, text) in ["指标名称", "计量单位", "统计数"].iter().enumerate() {
        grid.put((0, col), (1, 1), Role::Header, text);
    }
    for (i, (name, unit)) in LINES.iter().enumerate() {
        grid.put((i + 1, 0), (1, 1), Role::Label, name);
        grid.put((i + 1, 1), (1, 1), Role::Label, unit);
        let text = match numbers.get(i) {
            Some(n) if *unit != "——" => n.to_string(),
            _ => String::new(),
        };
        grid.put((i + 1, 2), (1, 1), Role::Value, &text);
    }
    grid.settle();
    grid
}

/// One piece of the document in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The title line.
    Title(String),
    /// A section heading.
    Heading(SectionKey, String),
    /// A paragraph of prose.
    Paragraph(String),
    /// A table.
    Table(Grid),
    /// A line of the signature, set to the right.
    Signature(String),
    /// Something that belongs to the page and not to the report: a page number, a breadcrumb.
    Furniture(String),
}

/// A document before it becomes a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Pieces in reading order.
    pub pieces: Vec<Piece>,
}

impl Draft {
    /// The report as the form prints it.
    pub fn of(truth: &Truth) -> Self {
        let report = &truth.report;
        let mut pieces = vec![Piece::Title(report.title.value.clone().unwrap_or_default())];
        pieces.extend(report.preamble.iter().map(|p| Piece::Paragraph(p.text.clone())));
        for section in &report.sections {
            pieces.push(Piece::Heading(section.key, section.title.clone()));
            pieces.extend(section.prose().into_iter().map(|p| Piece::Paragraph(p.text)));
            if report.form.has_tables() {
                match section.key {
                    SectionKey::Proactive => pieces.push(Piece::Table(table2(report))),
                    SectionKey::Applications => pieces.push(Piece::Table(table3(report))),
                    SectionKey::Remedies => pieces.push(Piece::Table(table4(report))),
                    _ => {}
                }
            }
        }
        pieces.push(Piece::Signature(truth.agency().to_owned()));
        if let Some(on) = report.signed_on.value {
            pieces.push(Piece::Signature(format!("{}年{}月{}日", on.year(), on.month(), on.day())));
        }
        Self { pieces }
    }

    /// A table of the document, when it has it.
    pub fn table(&self, key: TableKey) -> Option<&Grid> {
        self.pieces.iter().find_map(|p| match p {
            Piece::Table(grid) if grid.table == key => Some(grid),
            _ => None,
        })
    }

    /// Every table, to be changed.
    pub fn tables_mut(&mut self) -> impl Iterator<Item = &mut Grid> {
        self.pieces.iter_mut().filter_map(|p| match p {
            Piece::Table(grid) => Some(grid),
            _ => None,
        })
    }

    /// A table, to be changed.
    pub fn table_mut(&mut self, key: TableKey) -> Option<&mut Grid> {
        self.tables_mut().find(|grid| grid.table == key)
    }

    /// The printed cell of an address.
    pub fn find_mut(&mut self, at: CellRef) -> Option<&mut GridCell> {
        self.tables_mut().find_map(|grid| grid.find_mut(at))
    }

    /// Cuts a table at a row into two pieces with something of the page in between.
    pub fn cut(&mut self, key: TableKey, at: usize, header: bool, repeat_label: bool, between: Option<&str>) {
        let Some(i) = self
            .pieces
            .iter()
            .position(|p| matches!(p, Piece::Table(grid) if grid.table == key && grid.rows > at))
        else {
            return;
        };
        let Piece::Table(grid) = &self.pieces[i] else { return };
        let (first, second) = grid.split(at, header, repeat_label);
        let mut parts = vec![Piece::Table(first)];
        parts.extend(between.map(|text| Piece::Furniture(text.to_owned())));
        parts.push(Piece::Table(second));
        self.pieces.splice(i..=i, parts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Options, report};
    use gongkai_domain::report::Form;

    fn each_truth() -> impl Iterator<Item = Truth> {
        (0..40).flat_map(|seed| {
            [false, true].map(|one_other_row| report(seed, Options { one_other_row, ..Options::default() }))
        })
    }

    #[test]
    fn the_draft_prints_every_cell_of_the_form_once() {
        for truth in each_truth() {
            let mut draft = Draft::of(&truth);
            let mut printed: Vec<(CellRef, String)> = draft
                .tables_mut()
                .flat_map(|g| g.cells.clone())
                .filter_map(|c| Some((c.at?, c.text.replace("万元", ""))))
                .collect();
            printed.sort();
            let meant: Vec<(CellRef, String)> = truth
                .printed()
                .map(|(at, cell)| (at, cell.value.map(|v| v.to_string()).unwrap_or_default()))
                .collect();
            assert!(printed == meant, "{printed:?}");
        }
    }

    #[test]
    fn no_two_cells_cover_the_same_place_and_none_is_left_open() {
        for truth in each_truth() {
            let mut draft = Draft::of(&truth);
            for grid in draft.tables_mut() {
                let covered: usize = grid.cells.iter().map(|c| c.row_span * c.col_span).sum();
                assert_eq!(covered, grid.rows * grid.cols, "{:?}", grid.table);
                for row in 0..grid.rows {
                    assert!(grid.slots(row).iter().all(|s| !matches!(s, Slot::Gap)));
                }
            }
        }
    }

    #[test]
    fn a_cut_table_keeps_every_value() {
        let truth = report(5, Options { form: Some(Form::Form2021), ..Options::default() });
        let whole = table3(&truth.report);
        for at in 4..whole.rows {
            for (header, repeat) in [(false, false), (true, false), (true, true)] {
                let (first, second) = whole.split(at, header, repeat);
                let values = |g: &Grid| g.cells.iter().filter(|c| c.at.is_some()).count();
                assert_eq!(values(&first) + values(&second), 175);
                assert_eq!(first.rows, at);
                assert_eq!(second.rows, whole.rows - at + if header { 3 } else { 0 });
            }
        }
    }

    #[test]
    fn unmerging_fills_every_row() {
        let truth = report(5, Options { form: Some(Form::Form2021), ..Options::default() });
        let mut grid = table3(&truth.report);
        grid.unmerge_rows(true);
        assert!(grid.cells.iter().all(|c| c.row_span == 1));
        assert_eq!(grid.cells.iter().filter(|c| c.text == "三、本年度办理结果").count(), 22);
    }
}
