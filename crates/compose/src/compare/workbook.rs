//! A comparison as a workbook: one sheet for each table, one for the prose.
//!
//! Changes are formulas with their value stored, so that a figure put right by hand is carried on. Not here: the workbook
//! of one report (`crate::xlsx`).

use super::{caption, fate, heads, shown, table_of, title};
use crate::ComposeError;
use gongkai_domain::report::TableKey;
use gongkai_domain::report::cell::Value;
use gongkai_domain::report::compare::{Comparison, Line};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError, utility::row_col_to_cell,
};

/// Excel's limit of characters in a cell.
const MAX_CELL: usize = 32_000;

/// The comparison as a workbook.
pub fn xlsx(comparison: &Comparison) -> Result<Vec<u8>, ComposeError> {
    write(comparison).map_err(|e| ComposeError::Library { format: "xlsx", message: e.to_string() })
}

fn write(comparison: &Comparison) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // a fixed instant: the same comparison gives the same bytes
    let properties = DocProperties::new()
        .set_title(title(comparison))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    book.set_properties(&properties);
    let heads = heads(comparison);
    for table in TableKey::EVERY {
        let lines: Vec<&Line> = comparison.lines.iter().filter(|l| table_of(l) == *table).collect();
        if !lines.is_empty() {
            let sheet = book.add_worksheet();
            sheet.set_name(match table {
                TableKey::Proactive => "主动公开",
                TableKey::Applications => "申请办理",
                TableKey::Remedies => "复议诉讼",
            })?;
            numbers(sheet, *table, &heads, &lines)?;
        }
    }
    let sheet = book.add_worksheet();
    sheet.set_name("说明和文字")?;
    words(sheet, comparison, &heads)?;
    book.save_to_buffer()
}

fn header() -> Format {
    Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00E8_F0F8))
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

fn numbers(
    sheet: &mut Worksheet,
    table: TableKey,
    heads: &[String],
    lines: &[&Line],
) -> Result<(), XlsxError> {
    let line = Format::new().set_border(FormatBorder::Thin);
    let amount = line.clone().set_num_format("General");
    let signed = line.clone().set_num_format("+General;-General;0");
    let share = line.clone().set_num_format("+0.0%;-0.0%;0.0%");
    sheet.write_with_format(0, 0, caption(table), &Format::new().set_bold())?;
    sheet.write_with_format(1, 0, "项目", &header())?;
    sheet.set_column_width(0, 34)?;
    // a year takes one column, each later one three
    let column = |n: usize| if n == 0 { 1 } else { 3 * n as u16 - 1 };
    for (n, head) in heads.iter().enumerate() {
        let at = column(n);
        sheet.write_with_format(1, at, head, &header())?;
        if n > 0 {
            sheet.write_with_format(1, at + 1, "增减", &header())?;
            sheet.write_with_format(1, at + 2, "增幅", &header())?;
        }
    }
    sheet.set_freeze_panes(2, 1)?;
    sheet.set_repeat_rows(0, 1)?;
    for (row, of) in (2_u32..).zip(lines) {
        sheet.write_with_format(row, 0, of.label.as_str(), &line)?;
        for (n, entry) in of.entries.iter().enumerate() {
            let at = column(n);
            match entry.value {
                Some(Value::Count(count)) if entry.is_nearly_alike => {
                    let nearly = line.clone().set_num_format("\"≈\"0");
                    sheet.write_with_format(row, at, count as f64, &nearly)?;
                }
                Some(Value::Count(count)) => {
                    sheet.write_with_format(row, at, count as f64, &line)?;
                }
                Some(Value::Amount(money)) => {
                    sheet.write_with_format(
                        row,
                        at,
                        money.to_string().parse::<f64>().unwrap_or_default(),
                        &amount,
                    )?;
                }
                None => {
                    sheet.write_with_format(row, at, shown(entry), &line)?;
                }
            }
            if n == 0 {
                continue;
            }
            let Some(change) = entry.change else {
                sheet.write_blank(row, at + 1, &line)?;
                sheet.write_blank(row, at + 2, &line)?;
                continue;
            };
            let (earlier, later) = (row_col_to_cell(row, column(n - 1)), row_col_to_cell(row, at));
            let stored = Formula::new(format!("={later}-{earlier}")).set_result(change.to_string());
            sheet.write_with_format(row, at + 1, stored, &signed)?;
            match entry.change_permille {
                Some(permille) => {
                    let stored = Formula::new(format!("=({later}-{earlier})/ABS({earlier})"))
                        .set_result((permille as f64 / 1000.0).to_string());
                    sheet.write_with_format(row, at + 2, stored, &share)?;
                }
                None => {
                    sheet.write_blank(row, at + 2, &line)?;
                }
            }
        }
    }
    Ok(())
}

fn words(sheet: &mut Worksheet, comparison: &Comparison, heads: &[String]) -> Result<(), XlsxError> {
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 12)?;
    sheet.set_column_width(2, 90)?;
    let mut row = 0;
    let mut put = |a: &str, b: &str, c: &str| -> Result<(), XlsxError> {
        for (column, text) in [(0, a), (1, b), (2, c)] {
            let text: String = text.chars().take(MAX_CELL).collect();
            sheet.write_string_with_format(row, column, text, &wrapped)?;
        }
        row += 1;
        Ok(())
    };
    for (head, report) in heads.iter().zip(&comparison.reports) {
        put(head, report.agency.as_deref().unwrap_or("机关名称不详"), &report.source)?;
    }
    for note in &comparison.notes {
        put("说明", "", &note.text())?;
    }
    for pair in &comparison.prose {
        for section in &pair.sections {
            let told = format!("{}字中沿用{}字", section.later_characters, section.kept_characters);
            put(&format!("{}对{}", heads[pair.to], heads[pair.from]), &told, section.key.title())?;
            for passage in &section.passages {
                put("", fate(passage.change), passage.text.trim())?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::three_years;
    use super::*;

    #[test]
    fn the_same_comparison_gives_the_same_bytes() {
        let (a, b) = (xlsx(&three_years()).unwrap(), xlsx(&three_years()).unwrap());
        assert!(a == b && a.starts_with(b"PK"));
    }
}
