//! A list as a workbook: one sheet of lines under fixed heads, one of sums. Every cell is what it is: a text stays a text,
//! whatever it begins with, so that nothing in it is ever computed.
//!
//! Not here: reports (`crate::xlsx`), comparisons (`crate::compare`), what stands in the list (`gongkai-app`).

use crate::ComposeError;
use crate::draft::{clean, one_line};
use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Characters that a cell of a workbook can hold (a limit of the format).
const MAX_CELL: usize = 32_767;
/// Widest column, in characters of the standard face.
const WIDEST: f64 = 46.0;

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words; also those that begin with `=`, `+`, `-` or `@`.
    Text(String),
    /// A number.
    Number(i64),
    /// A day.
    Day(NaiveDate),
    /// Nothing.
    Empty,
}

impl Value {
    /// A day where there is one.
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }

    /// Words where there are some.
    pub fn text(text: impl Into<String>) -> Self {
        match text.into() {
            text if text.is_empty() => Self::Empty,
            text => Self::Text(text),
        }
    }
}

/// One sheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its name on the tab: at most 31 characters, none of `[]:*?/\`.
    pub name: String,
    /// A line above the heads.
    pub caption: String,
    /// The heads.
    pub heads: Vec<String>,
    /// The lines.
    pub lines: Vec<Vec<Value>>,
}

/// The sheets as a workbook; `dated_on` is the date of the file, given and never read from the clock.
///
/// # Errors
/// [`ComposeError::Library`] where the format cannot hold it.
pub fn workbook(title: &str, dated_on: NaiveDate, sheets: &[Sheet]) -> Result<Vec<u8>, ComposeError> {
    write(title, dated_on, sheets)
        .map_err(|e| ComposeError::Library { format: "xlsx", message: e.to_string() })
}

fn write(title: &str, dated_on: NaiveDate, sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let properties =
        DocProperties::new().set_title(one_line(title)).set_creation_datetime(&date_of(dated_on)?);
    book.set_properties(&properties);
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(&sheet.name)?;
        fill(page, sheet)?;
    }
    book.save_to_buffer()
}

fn date_of(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(1900), day.month() as u8, day.day() as u8)
}

fn fill(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let line = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top).set_text_wrap();
    let day = line.clone().set_num_format("yyyy-mm-dd");
    let head =
        line.clone().set_bold().set_background_color(Color::RGB(0x00E8_F0F8)).set_align(FormatAlign::Center);
    page.write_string_with_format(0, 0, one_line(&sheet.caption), &Format::new().set_bold())?;
    let mut widths: Vec<f64> = sheet.heads.iter().map(|head| width(head)).collect();
    for (column, words) in (0_u16..).zip(&sheet.heads) {
        page.write_string_with_format(1, column, one_line(words), &head)?;
    }
    for (row, cells) in (2_u32..).zip(&sheet.lines) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Value::Text(text) => {
                    let text: String = clean(text).chars().take(MAX_CELL).collect();
                    if let Some(known) = widths.get_mut(usize::from(column)) {
                        *known = known.max(text.lines().map(width).fold(0.0, f64::max));
                    }
                    page.write_string_with_format(row, column, text, &line)?;
                }
                Value::Number(number) => {
                    page.write_number_with_format(row, column, *number as f64, &line)?;
                }
                Value::Day(on) => {
                    page.write_datetime_with_format(row, column, date_of(*on)?, &day)?;
                    if let Some(known) = widths.get_mut(usize::from(column)) {
                        *known = known.max(10.0);
                    }
                }
                Value::Empty => {
                    page.write_blank(row, column, &line)?;
                }
            }
        }
    }
    for (column, width) in (0_u16..).zip(&widths) {
        page.set_column_width(column, (width + 2.0).min(WIDEST))?;
    }
    page.set_freeze_panes(2, 1)?;
    page.set_repeat_rows(0, 1)?;
    page.set_landscape();
    page.set_print_fit_to_pages(1, 0);
    let last = u16::try_from(sheet.heads.len()).unwrap_or(1).saturating_sub(1);
    let rows = u32::try_from(sheet.lines.len()).unwrap_or(0);
    if rows > 0 {
        page.autofilter(1, 0, rows + 1, last)?;
    }
    Ok(())
}

/// Width of a text in characters of the standard face; a full-width character takes two.
fn width(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 1.0 } else { 2.0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read as _};

    #[test]
    fn what_begins_like_a_formula_is_kept_as_a_text_and_computed_nowhere() {
        let hostile = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "{=1}"];
        let day = NaiveDate::from_ymd_opt(2025, 9, 16).unwrap();
        let mut line: Vec<Value> = hostile.iter().map(|text| Value::text(*text)).collect();
        line.extend([Value::Number(7), Value::Day(day), Value::day(None)]);
        let sheet = Sheet {
            name: "台账".to_owned(),
            caption: "=申请台账".to_owned(),
            heads: (0..9).map(|n| format!("=列{n}")).collect(),
            lines: vec![line],
        };
        let bytes = workbook("=台账", day, std::slice::from_ref(&sheet)).unwrap();
        assert_eq!(bytes, workbook("=台账", day, &[sheet]).unwrap(), "the same list gives the same bytes");
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut part = |name: &str| {
            let mut text = String::new();
            zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert!(!part("xl/worksheets/sheet1.xml").contains("<f>"));
        let strings = part("xl/sharedStrings.xml");
        for text in ["=1+1", "+1", "-1", "@SUM(1)", "{=1}", "=申请台账"] {
            assert!(strings.contains(&format!(">{text}<")), "{text}: {strings}");
        }
    }
}
