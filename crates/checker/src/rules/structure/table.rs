//! The three tables row by row, as the rules of this family look at them.
//!
//! Not here: the keys and labels (`gongkai_domain::report::keys`).

use super::{letters, official_row};
use gongkai_domain::report::{Artefact, Cell, CellKind, CellRef, Report, Row, SectionKey, Table4Key};

/// One of the three official tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    /// 主动公开.
    Second,
    /// 收到和处理申请.
    Third,
    /// 复议诉讼.
    Fourth,
}

/// A printed row: its name and its cells.
#[derive(Debug, Clone)]
pub(super) struct TableRow {
    pub(super) name: String,
    pub(super) cells: Vec<CellRef>,
}

/// What [`by_row`] hands out.
#[derive(Debug)]
pub(super) enum Picked<'a> {
    /// A row with the cells picked in it.
    Row(&'a TableRow, &'a [CellRef]),
    /// Too many rows for one finding each: the number of cells, and the first cell of each row.
    Table(usize, &'a [CellRef]),
}

/// More rows than these are told in one finding for the table.
const ROWS_EACH: usize = 5;

impl Table {
    pub(super) const EVERY: &[Self] = &[Self::Second, Self::Third, Self::Fourth];

    /// What a clerk calls it.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Second => "第二部分表格",
            Self::Third => "第三部分表格",
            Self::Fourth => "第四部分表格",
        }
    }

    /// The section in which it stands.
    pub(super) fn section(self) -> SectionKey {
        match self {
            Self::Second => SectionKey::Proactive,
            Self::Third => SectionKey::Applications,
            Self::Fourth => SectionKey::Remedies,
        }
    }

    /// Words that a sentence in its place would use.
    pub(super) fn topic(self) -> &'static [&'static str] {
        match self {
            Self::Second => &["规章", "规范性文件", "行政许可", "行政处罚"],
            Self::Third => &["申请"],
            Self::Fourth => &["复议", "诉讼"],
        }
    }

    /// Whether the cell stands in it.
    pub(super) fn holds(self, at: CellRef) -> bool {
        match self {
            Self::Second => matches!(at, CellRef::T2(_)),
            Self::Third => matches!(at, CellRef::T3(..)),
            Self::Fourth => matches!(at, CellRef::T4(_)),
        }
    }
}

/// What a clerk calls the column of a cell.
pub(super) fn column(at: CellRef, report: &Report) -> &'static str {
    match at {
        CellRef::T2(key) => key.column_label(report.form),
        CellRef::T3(_, column) => column.label(),
        CellRef::T4(key) => key.label(),
    }
}

/// The rows of a table. The three items of （六） are left out where the report prints one row for them.
pub(super) fn rows(report: &Report, table: Table) -> Vec<TableRow> {
    let mut rows: Vec<TableRow> = Vec::new();
    let is_one_row = report.has_one_other_row();
    for (at, _) in report.cells().filter(|(at, _)| table.holds(*at)) {
        let name = match at {
            CellRef::T2(key) => key.row_label().to_owned(),
            CellRef::T3(row, _) if is_one_row && Row::OTHER_ITEMS.contains(&row) => continue,
            CellRef::T3(row, _) => row.short_label().to_owned(),
            CellRef::T4(key) => Table4Key::group(key).to_owned(),
        };
        match rows.last_mut() {
            Some(row) if row.name == name => row.cells.push(at),
            _ => match rows.iter_mut().find(|r| r.name == name) {
                Some(row) => row.cells.push(at),
                None => rows.push(TableRow { name, cells: vec![at] }),
            },
        }
    }
    rows
}

/// A row with those of its cells that are missing from the document.
#[derive(Debug)]
pub(super) struct Printed {
    pub(super) row: TableRow,
    /// Cells that are not printed, also when their values could be worked out.
    pub(super) lost: Vec<CellRef>,
}

impl Printed {
    /// Whether nothing of the row is printed.
    pub(super) fn is_lost(&self) -> bool {
        self.lost.len() == self.row.cells.len()
    }
}

/// What is printed of each row of the three tables; nothing to look at when no cell is missing.
pub(super) fn printed_rows(report: &Report) -> Vec<(Table, Vec<Printed>)> {
    if !report.cells().any(|(_, cell)| lacks_print(cell)) {
        return Vec::new();
    }
    let is_lost = |at: &CellRef| is_unprinted(report, *at);
    let printed = |row: TableRow| Printed { lost: row.cells.iter().copied().filter(is_lost).collect(), row };
    Table::EVERY.iter().map(|t| (*t, rows(report, *t).into_iter().map(printed).collect())).collect()
}

/// What reading noticed of a row that prints fewer values than it has columns.
pub(super) fn values_printed<'a>(report: &'a Report, printed: &Printed) -> Option<&'a Artefact> {
    let official = letters(official_row(*printed.row.cells.first()?));
    super::artefacts(report, &["missing_value", "run_ambiguous", "run_unbalanced"])
        .into_iter()
        .find(|a| letters(&a.text) == official)
}

/// Whether the cell is missing from the document, also when its value could be worked out.
pub(super) fn is_unprinted(report: &Report, at: CellRef) -> bool {
    report.cell(at).is_some_and(lacks_print)
}

fn lacks_print(cell: &Cell) -> bool {
    cell.kind == CellKind::Absent || (cell.kind == CellKind::Derived && cell.raw.trim().is_empty())
}

/// The columns of cells, for a message.
pub(super) fn names(report: &Report, cells: &[CellRef]) -> String {
    cells.iter().map(|at| column(*at, report)).collect::<Vec<_>>().join("、")
}

/// Hands out the cells of a kind row by row, or table by table where very many rows have some.
pub(super) fn by_row(report: &Report, kind: CellKind, mut tell: impl FnMut(Table, Picked<'_>)) {
    if !report.cells().any(|(_, cell)| cell.kind == kind) {
        return;
    }
    let is_picked = |at: &CellRef| report.cell(*at).is_some_and(|c| c.kind == kind);
    for table in Table::EVERY {
        let picked: Vec<(TableRow, Vec<CellRef>)> = rows(report, *table)
            .into_iter()
            .map(|row| {
                let cells = row.cells.iter().copied().filter(is_picked).collect();
                (row, cells)
            })
            .filter(|(_, cells): &(TableRow, Vec<CellRef>)| !cells.is_empty())
            .collect();
        if picked.len() > ROWS_EACH {
            let count = picked.iter().map(|(_, cells)| cells.len()).sum();
            let first: Vec<CellRef> = picked.iter().map(|(_, cells)| cells[0]).collect();
            tell(*table, Picked::Table(count, &first));
        } else {
            for (row, cells) in &picked {
                tell(*table, Picked::Row(row, cells));
            }
        }
    }
}
