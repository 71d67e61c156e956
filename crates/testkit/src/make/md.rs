//! Writes a report as Markdown with pipe tables.
//!
//! Not here: merged cells, which Markdown does not have; a covered place is an empty cell.

use crate::layout::{Draft, Grid, Piece, Slot};
use std::fmt::Write as _;

/// The document as Markdown.
pub fn write(draft: &Draft) -> String {
    let mut out = String::new();
    for piece in &draft.pieces {
        let _ = match piece {
            Piece::Title(text) => writeln!(out, "# {text}\n"),
            Piece::Heading(_, text) => writeln!(out, "## {text}\n"),
            Piece::Paragraph(text) | Piece::Furniture(text) | Piece::Signature(text) => {
                writeln!(out, "{text}\n")
            }
            Piece::Table(grid) => {
                table(&mut out, grid);
                writeln!(out)
            }
        };
    }
    out
}

fn table(out: &mut String, grid: &Grid) {
    for row in 0..grid.rows {
        let slots = grid.slots(row);
        out.push('|');
        for col in 0..grid.cols {
            let text = match slots.get(col) {
                Some(Slot::Anchor(cell)) => cell.text.replace('|', "\\|").replace('\n', "<br>"),
                _ => String::new(),
            };
            let _ = write!(out, " {text} |");
        }
        out.push('\n');
        if row == 0 {
            let _ = writeln!(out, "|{}", " --- |".repeat(grid.cols));
        }
    }
}
