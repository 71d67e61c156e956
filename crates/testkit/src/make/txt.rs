//! Writes a report as plain text in the shapes it takes when it is copied out of office documents, printed pages and web pages.
//!
//! Not here: damage to labels and values (`crate::mangle`); only how cells become lines.

use crate::layout::{Draft, Grid, Piece, Role, Slot};
use std::fmt::Write as _;

/// How the cells of a table become lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A row is a line; every grid column is separated by a tab, covered columns are empty.
    TabGrid,
    /// A row is a line; columns covered by a cell to the left are left out, those covered from above are empty.
    TabCollapsed,
    /// A row is a line; group labels stand on lines of their own with empty values.
    TabFlat,
    /// A cell is a line, after a tab; rows are separated by an empty line.
    CellLines,
    /// A cell is a line without a tab; rows are separated by an empty line.
    CellLinesBare,
    /// A row is a line; cells are separated by one blank.
    Spaces,
    /// The values of a row run together behind its label.
    GluedRow,
    /// The values of a row run together on the line below its label.
    GluedBelow,
    /// The whole table is one line in which everything runs together.
    GluedTable,
    /// As `GluedRow`, with a blank between some of the values.
    HalfGlued(u64),
    /// As `GluedTable`, with a blank between some of the values.
    HalfGluedTable(u64),
}

impl Shape {
    /// The shapes in which every value stands apart.
    pub const EVERY: &[Self] = &[
        Self::TabGrid,
        Self::TabCollapsed,
        Self::TabFlat,
        Self::CellLines,
        Self::CellLinesBare,
        Self::Spaces,
    ];

    /// Whether an empty cell leaves a trace in this shape.
    pub fn keeps_positions(self) -> bool {
        matches!(self, Self::TabGrid | Self::TabCollapsed | Self::TabFlat)
    }

    /// Whether a label may be broken over lines in this shape.
    pub fn takes_line_breaks(self) -> bool {
        matches!(self, Self::CellLines | Self::CellLinesBare)
    }
}

/// The document as text.
pub fn write(draft: &Draft, shape: Shape) -> String {
    let mut out = String::new();
    for piece in &draft.pieces {
        match piece {
            Piece::Title(text) => {
                let _ = writeln!(out, "{text}\n");
            }
            Piece::Heading(_, text) => {
                let _ = writeln!(out, "{text}\n");
            }
            Piece::Paragraph(text) | Piece::Furniture(text) => {
                let _ = writeln!(out, "{text}");
            }
            Piece::Signature(text) => {
                let _ = writeln!(out, "\n{text}    ");
            }
            Piece::Table(grid) => {
                out.push('\n');
                table(&mut out, grid, shape);
                out.push('\n');
            }
        }
    }
    out
}

fn table(out: &mut String, grid: &Grid, shape: Shape) {
    let mut chance = match shape {
        Shape::HalfGlued(seed) | Shape::HalfGluedTable(seed) => crate::Rng::new(seed),
        _ => crate::Rng::new(0),
    };
    for row in 0..grid.rows {
        match shape {
            Shape::TabGrid => {
                let cells: Vec<&str> = grid
                    .slots(row)
                    .iter()
                    .map(|slot| if let Slot::Anchor(cell) = slot { cell.text.as_str() } else { "" })
                    .collect();
                let _ = writeln!(out, "{}", cells.join("\t"));
            }
            Shape::TabCollapsed => {
                let labels = label_columns(grid);
                let cells: Vec<&str> = grid
                    .slots(row)
                    .iter()
                    .enumerate()
                    .filter_map(|(col, slot)| match slot {
                        Slot::Anchor(cell) => Some(cell.text.as_str()),
                        // Headers over values keep their width, because the values below them do.
                        Slot::Beside if col > labels && is_header_row(grid, row) => Some(""),
                        Slot::Beside | Slot::BelowBeside => None,
                        Slot::Below(_) | Slot::Gap => Some(""),
                    })
                    .collect();
                let _ = writeln!(out, "{}", cells.join("\t"));
            }
            Shape::TabFlat => flat(out, grid, row, "\t"),
            Shape::Spaces => flat(out, grid, row, " "),
            Shape::CellLines | Shape::CellLinesBare => {
                let tab = if shape == Shape::CellLines { "\t" } else { "" };
                for slot in grid.slots(row) {
                    match slot {
                        Slot::Anchor(cell) => {
                            let _ = writeln!(out, "{tab}{}", cell.text);
                        }
                        Slot::Below(_) | Slot::Gap => {
                            let _ = writeln!(out, "{tab}");
                        }
                        Slot::Beside | Slot::BelowBeside => {}
                    }
                }
                out.push('\n');
            }
            Shape::GluedRow | Shape::GluedBelow | Shape::GluedTable => {
                let (labels, values) = sides(grid, row);
                let below = shape == Shape::GluedBelow && !labels.is_empty() && !values.is_empty();
                let _ =
                    write!(out, "{}{}{}", labels.concat(), if below { "\n" } else { "" }, values.concat());
                if shape != Shape::GluedTable {
                    out.push('\n');
                }
            }
            Shape::HalfGlued(_) | Shape::HalfGluedTable(_) => {
                let (labels, values) = sides(grid, row);
                out.push_str(&labels.concat());
                for (i, value) in values.iter().enumerate() {
                    if (i > 0 || !labels.is_empty()) && chance.percent(40) {
                        out.push(' ');
                    }
                    out.push_str(value);
                }
                if matches!(shape, Shape::HalfGlued(_)) {
                    out.push('\n');
                }
            }
        }
    }
    if matches!(shape, Shape::GluedTable | Shape::HalfGluedTable(_)) {
        out.push('\n');
    }
}

fn is_header_row(grid: &Grid, row: usize) -> bool {
    grid.row(row).all(|c| c.role == Role::Header)
}

/// Number of columns before the first value.
fn label_columns(grid: &Grid) -> usize {
    grid.cells.iter().filter(|c| c.role == Role::Value).map(|c| c.col).min().unwrap_or_default()
}

/// Labels and values of a row.
fn sides(grid: &Grid, row: usize) -> (Vec<&str>, Vec<&str>) {
    let text = |is_value: bool| {
        grid.row(row).filter(|c| (c.role == Role::Value) == is_value).map(|c| c.text.as_str()).collect()
    };
    (text(false), text(true))
}

/// A row whose group labels get lines of their own, each with empty values behind it.
fn flat(out: &mut String, grid: &Grid, row: usize, separator: &str) {
    let (mut labels, values) = sides(grid, row);
    labels.retain(|l| !l.is_empty());
    if values.is_empty() {
        let mut all = labels;
        all.extend(values);
        let _ = writeln!(out, "{}", all.join(separator));
        return;
    }
    let Some(last) = labels.pop() else {
        let _ = writeln!(out, "{}", values.join(separator));
        return;
    };
    for group in labels {
        let empties = if separator == "\t" { "\t".repeat(values.len()) } else { String::new() };
        let _ = writeln!(out, "{group}{empties}");
    }
    let _ = write!(out, "{last}");
    for value in values {
        if separator == " " && value.is_empty() {
            continue;
        }
        let _ = write!(out, "{separator}{value}");
    }
    out.push('\n');
}
