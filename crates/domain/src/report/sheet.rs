//! The three official tables as they are printed: every header, label and value cell with its place and its span.
//!
//! Geometry: 国办公开办函〔2021〕30号 and 国办公开办函〔2019〕60号 (annexes). The blocks of table 2 follow article 20 of
//! 《条例》; table 3 has three columns of labels and seven of values; table 4 has fifteen columns under three header rows.
//! Not here: the words of rows and columns (`super::keys`), file formats and looks (`gongkai-compose`).

use super::equation::{CellRef, rows_of};
use super::facts::SectionKey;
use super::keys::{Column, Form, Row, Table2Key, Table4Key};

/// The tables of the official form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableKey {
    /// 主动公开政府信息情况 (table 2).
    Proactive,
    /// 收到和处理政府信息公开申请情况 (table 3).
    Applications,
    /// 政府信息公开行政复议、行政诉讼情况 (table 4).
    Remedies,
}

impl TableKey {
    /// All three in their order.
    pub const EVERY: &[Self] = &[Self::Proactive, Self::Applications, Self::Remedies];

    /// The section in which the table stands.
    pub fn section(self) -> SectionKey {
        match self {
            Self::Proactive => SectionKey::Proactive,
            Self::Applications => SectionKey::Applications,
            Self::Remedies => SectionKey::Remedies,
        }
    }

    /// The table of a section, where it has one.
    pub fn of_section(section: SectionKey) -> Option<Self> {
        Self::EVERY.iter().copied().find(|t| t.section() == section)
    }
}

/// What a cell of a printed table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A column header, the title of a block, or the printed note.
    Header,
    /// The label of a group of rows, or of a row.
    Label,
    /// A place for a number.
    Value,
}

/// One cell of a printed table, anchored at its first row and column, both counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetCell {
    /// First row.
    pub row: usize,
    /// First column.
    pub col: usize,
    /// Rows covered.
    pub row_span: usize,
    /// Columns covered.
    pub col_span: usize,
    /// The official wording; empty for a value.
    pub text: &'static str,
    /// What it is for.
    pub role: Role,
    /// Which cell of the report is printed there; `None` for headers and labels.
    pub at: Option<CellRef>,
}

/// A printed table: cells that cover the whole grid, none twice, ordered by row and then column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Which table.
    pub table: TableKey,
    /// Rows of the grid.
    pub rows: usize,
    /// Columns of the grid.
    pub cols: usize,
    /// Rows at the top that are repeated when the table goes on over a page; 0 where each block has headers of its own.
    pub header_rows: usize,
    /// The cells.
    pub cells: Vec<SheetCell>,
}

/// The note in the corner of table 3.
pub const BALANCE_NOTE: &str = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";

/// Columns of labels to the left of the values of table 3.
const LABEL_COLUMNS: usize = 3;

impl Sheet {
    /// A table of the form; `None` where the form has no tables. `one_other_row` as in [`rows_of`].
    pub fn of(table: TableKey, form: Form, one_other_row: bool) -> Option<Self> {
        form.has_tables().then(|| match table {
            TableKey::Proactive => proactive(form),
            TableKey::Applications => applications(form, one_other_row),
            TableKey::Remedies => remedies(),
        })
    }

    fn new(table: TableKey, header_rows: usize) -> Self {
        Self { table, rows: 0, cols: 0, header_rows, cells: Vec::new() }
    }

    fn put(
        &mut self,
        (row, col): (usize, usize),
        (row_span, col_span): (usize, usize),
        role: Role,
        text: &'static str,
    ) {
        self.cells.push(SheetCell { row, col, row_span, col_span, text, role, at: None });
    }

    fn put_value(&mut self, (row, col): (usize, usize), col_span: usize, at: CellRef) {
        self.cells.push(SheetCell {
            row,
            col,
            row_span: 1,
            col_span,
            text: "",
            role: Role::Value,
            at: Some(at),
        });
    }

    fn settle(mut self) -> Self {
        self.cells.sort_by_key(|c| (c.row, c.col));
        self.rows = self.cells.iter().map(|c| c.row + c.row_span).max().unwrap_or_default();
        self.cols = self.cells.iter().map(|c| c.col + c.col_span).max().unwrap_or_default();
        self
    }
}

/// Table 2, four columns wide: a block per item of article 20, with its title, its column headers and its rows.
fn proactive(form: Form) -> Sheet {
    const WIDTH: usize = 4;
    let mut sheet = Sheet::new(TableKey::Proactive, 0);
    let mut row = 0;
    let mut group = None;
    let mut header = 0;
    for of_row in form.table2().chunk_by(|a, b| a.row_label() == b.row_label()) {
        let first: Table2Key = of_row[0];
        let is_new_block = group != Some(first.group());
        if is_new_block {
            group = Some(first.group());
            sheet.put((row, 0), (1, WIDTH), Role::Header, first.group());
            header = row + 1;
            sheet.put((header, 0), (1, 1), Role::Header, "信息内容");
            row += 2;
        }
        sheet.put((row, 0), (1, 1), Role::Label, first.row_label());
        for (n, &key) in of_row.iter().enumerate() {
            let col = 1 + n;
            // the last column of a block reaches to the right edge
            let span = if n + 1 == of_row.len() { WIDTH - col } else { 1 };
            if is_new_block {
                sheet.put((header, col), (1, span), Role::Header, key.column_label(form));
            }
            sheet.put_value((row, col), span, CellRef::T2(key));
        }
        row += 1;
    }
    sheet.settle()
}

/// Table 3: results in groups, under the columns of who applied.
fn applications(form: Form, one_other_row: bool) -> Sheet {
    let mut sheet = Sheet::new(TableKey::Applications, 3);
    sheet.put((0, 0), (3, LABEL_COLUMNS), Role::Header, BALANCE_NOTE);
    sheet.put((0, LABEL_COLUMNS), (1, 7), Role::Header, "申请人情况");
    sheet.put((1, LABEL_COLUMNS + 1), (1, 5), Role::Header, "法人或其他组织");
    for &column in Column::EVERY {
        let col = LABEL_COLUMNS + column.index();
        let (row, span) = match column {
            Column::NaturalPerson | Column::Total => (1, 2),
            _ => (2, 1),
        };
        sheet.put((row, col), (span, 1), Role::Header, column.label());
    }
    let rows = rows_of(form, one_other_row);
    let mut at = sheet.header_rows;
    for of_group in rows.chunk_by(|a, b| a.group().is_some() && a.group() == b.group()) {
        for (n, &row) in of_group.iter().enumerate() {
            match row.group() {
                None => sheet.put((at, 0), (1, LABEL_COLUMNS), Role::Label, row.label()),
                Some(RESULTS) => sheet.put((at, 1), (1, 2), Role::Label, row.label()),
                Some(group) => {
                    if n == 0 {
                        sheet.put((at, 1), (of_group.len(), 1), Role::Label, group);
                    }
                    sheet.put((at, 2), (1, 1), Role::Label, row.label());
                }
            }
            if row == Row::Granted {
                let results = rows.iter().filter(|r| r.group().is_some()).count();
                sheet.put((at, 0), (results, 1), Role::Label, RESULTS);
            }
            for &column in Column::EVERY {
                sheet.put_value((at, LABEL_COLUMNS + column.index()), 1, CellRef::T3(row, column));
            }
            at += 1;
        }
    }
    sheet.settle()
}

/// The label over all results of table 3.
const RESULTS: &str = "三、本年度办理结果";

/// Table 4: reconsideration, and the two ways to court.
fn remedies() -> Sheet {
    let mut sheet = Sheet::new(TableKey::Remedies, 3);
    sheet.put((0, 0), (1, 5), Role::Header, "行政复议");
    sheet.put((0, 5), (1, 10), Role::Header, "行政诉讼");
    sheet.put((1, 5), (1, 5), Role::Header, "未经复议直接起诉");
    sheet.put((1, 10), (1, 5), Role::Header, "复议后起诉");
    for &key in Table4Key::EVERY {
        let (row, span) = if key.index() < 5 { (1, 2) } else { (2, 1) };
        sheet.put((row, key.index()), (span, 1), Role::Header, key.label());
        sheet.put_value((3, key.index()), 1, CellRef::T4(key));
    }
    sheet.settle()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every() -> impl Iterator<Item = Sheet> {
        [(Form::Form2021, false), (Form::Form2021, true), (Form::Form2019, false)]
            .into_iter()
            .flat_map(|(form, one)| TableKey::EVERY.iter().filter_map(move |t| Sheet::of(*t, form, one)))
    }

    #[test]
    fn the_cells_cover_the_grid_and_none_lies_over_another() {
        for sheet in every() {
            let mut taken = vec![false; sheet.rows * sheet.cols];
            for cell in &sheet.cells {
                for row in cell.row..cell.row + cell.row_span {
                    for col in cell.col..cell.col + cell.col_span {
                        let place = &mut taken[row * sheet.cols + col];
                        assert!(!*place, "{:?}: {cell:?} lies over another", sheet.table);
                        *place = true;
                    }
                }
            }
            assert!(taken.iter().all(|t| *t), "{:?} has a hole", sheet.table);
        }
    }

    #[test]
    fn every_cell_of_the_form_is_printed_once() {
        for (form, one, count) in
            [(Form::Form2021, false, 200), (Form::Form2021, true, 186), (Form::Form2019, false, 198)]
        {
            let mut printed: Vec<CellRef> = TableKey::EVERY
                .iter()
                .filter_map(|t| Sheet::of(*t, form, one))
                .flat_map(|s| s.cells.into_iter().filter_map(|c| c.at))
                .collect();
            assert_eq!(printed.len(), count, "{form}");
            printed.sort_unstable();
            printed.dedup();
            assert_eq!(printed.len(), count, "{form}");
        }
    }

    #[test]
    fn the_forms_without_tables_have_none() {
        assert_eq!(Sheet::of(TableKey::Remedies, Form::Older, false), None);
        assert_eq!(Sheet::of(TableKey::Proactive, Form::Unknown, false), None);
    }

    #[test]
    fn results_are_grouped_as_the_form_prints_them() {
        let sheet = Sheet::of(TableKey::Applications, Form::Form2021, false).unwrap();
        assert_eq!((sheet.rows, sheet.cols), (28, 10));
        let group = |text: &str| {
            let cell = sheet.cells.iter().find(|c| c.text == text).unwrap();
            (cell.row, cell.col, cell.row_span)
        };
        assert_eq!(group(RESULTS), (5, 0, 22));
        assert_eq!(group("（三）不予公开"), (7, 1, 8));
        assert_eq!(group("（四）无法提供"), (15, 1, 3));
        assert_eq!(group("（五）不予处理"), (18, 1, 5));
        assert_eq!(group("（六）其他处理"), (23, 1, 3));
        assert_eq!(group("（七）总计"), (26, 1, 1));
    }
}
