//! Writes a report as a workbook, on one sheet or with each table on a sheet of its own.
//!
//! Not here: formulas; the published files carry numbers or texts.

use crate::layout::{Draft, Grid, Piece, Slot};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Details of the workbook.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whether each table stands on a sheet of its own.
    pub sheet_per_table: bool,
    /// Whether numbers are stored as texts.
    pub numbers_as_text: bool,
    /// Whether a further sheet is hidden in the workbook.
    pub hidden_sheet: bool,
}

/// The document as a workbook.
pub fn write(draft: &Draft, options: &Options) -> Vec<u8> {
    try_write(draft, options).expect("the grid of an official form fits a sheet")
}

fn try_write(draft: &Draft, options: &Options) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed date of creation makes the bytes the same every time.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2024, 1, 19)?));
    let mut sheet = Worksheet::new();
    sheet.set_name("年度报告")?;
    let mut later = Vec::new();
    let mut line = 0;
    for piece in &draft.pieces {
        match piece {
            Piece::Table(grid) if options.sheet_per_table => {
                let mut own = Worksheet::new();
                own.set_name(format!("表{}", later.len() + 1))?;
                table(&mut own, grid, 0, options)?;
                later.push(own);
            }
            Piece::Table(grid) => {
                table(&mut sheet, grid, line, options)?;
                line += grid.rows as u32 + 1;
            }
            Piece::Title(text) => {
                sheet.merge_range(
                    line,
                    0,
                    line,
                    9,
                    text,
                    &Format::new().set_bold().set_align(FormatAlign::Center),
                )?;
                line += 1;
            }
            Piece::Heading(_, text)
            | Piece::Paragraph(text)
            | Piece::Signature(text)
            | Piece::Furniture(text) => {
                sheet.write_string(line, 0, text)?;
                line += 1;
            }
        }
    }
    book.push_worksheet(sheet);
    for own in later {
        book.push_worksheet(own);
    }
    if options.hidden_sheet {
        let mut hidden = Worksheet::new();
        hidden.set_name("草稿")?.set_hidden(true);
        hidden.write_string(0, 0, "一、本年新收政府信息公开申请数量")?.write_number(0, 1, 777)?;
        book.push_worksheet(hidden);
    }
    book.save_to_buffer()
}

fn table(sheet: &mut Worksheet, grid: &Grid, top: u32, options: &Options) -> Result<(), XlsxError> {
    let format = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
    for row in 0..grid.rows {
        for (col, slot) in grid.slots(row).iter().enumerate() {
            let Slot::Anchor(cell) = slot else { continue };
            let (first_row, first_col) = (top + row as u32, col as u16);
            let last_row = first_row + cell.row_span as u32 - 1;
            let last_col = first_col + cell.col_span as u16 - 1;
            if (last_row, last_col) != (first_row, first_col) {
                sheet.merge_range(first_row, first_col, last_row, last_col, "", &format)?;
            }
            match plain_number(&cell.text) {
                Some(n) if !options.numbers_as_text => {
                    sheet.write_number_with_format(first_row, first_col, n, &format)?;
                }
                _ => {
                    sheet.write_string_with_format(first_row, first_col, &cell.text, &format)?;
                }
            }
        }
    }
    Ok(())
}

/// The number, when the sheet shows it exactly as it is printed.
fn plain_number(text: &str) -> Option<f64> {
    let n: f64 = text.parse().ok()?;
    (text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-') && n.to_string() == text).then_some(n)
}
