//! Turns a laid-out report into located text directly, so that the checker can be tried without a file reader.
//!
//! Not here: reading files (`gongkai-extract`).

use crate::layout::{Draft, Piece};
use gongkai_paper::{Block, Cell, Document, Format, Paragraph, Place, Table};

/// The document as a reader of Word files would hand it over.
pub fn document(draft: &Draft) -> Document {
    let mut document = Document::new(Format::Docx);
    let (mut paragraphs, mut tables) = (0, 0);
    for piece in &draft.pieces {
        let (text, level) = match piece {
            Piece::Table(grid) => {
                tables += 1;
                let cells = grid
                    .cells
                    .iter()
                    .map(|c| Cell {
                        row: c.row as u32,
                        col: c.col as u32,
                        row_span: c.row_span as u32,
                        col_span: c.col_span as u32,
                        text: c.text.clone(),
                        place: Place {
                            table: Some(tables),
                            row: Some(c.row as u32 + 1),
                            col: Some(c.col as u32 + 1),
                            ..Place::default()
                        },
                    })
                    .collect();
                document.blocks.push(Block::Table(Table {
                    number: tables,
                    rows: grid.rows as u32,
                    cols: grid.cols as u32,
                    cells,
                    place: Place { table: Some(tables), ..Place::default() },
                }));
                continue;
            }
            Piece::Title(text) => (text, Some(1)),
            Piece::Heading(_, text) => (text, Some(2)),
            Piece::Paragraph(text) | Piece::Signature(text) | Piece::Furniture(text) => (text, None),
        };
        paragraphs += 1;
        document.blocks.push(Block::Paragraph(Paragraph {
            text: text.clone(),
            level,
            place: Place { paragraph: Some(paragraphs), ..Place::default() },
        }));
    }
    document
}
