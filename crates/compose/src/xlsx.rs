//! A draft as a workbook: a sheet for each section, its table below its prose, numbers as numbers.
//!
//! In the empty form the totals are formulas, so that they follow what is filled in. Not here: reading workbooks
//! (`gongkai-extract`), several reports side by side (`crate::compare`).

use crate::ComposeError;
use crate::draft::{Block, Draft, Grid, GridCell, clean, one_line};
use chrono::Datelike as _;
use gongkai_domain::report::{CellRef, Role};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime,
    Format, FormatAlign, FormatBorder, Formula, Note, Workbook, Worksheet, XlsxError,
    utility::row_col_to_cell,
};
use std::collections::BTreeMap;

/// Characters that a cell of a workbook can hold (a limit of the format).
const MAX_CELL: usize = 32_767;

/// Width of a whole sheet, in characters of the standard face; a full-width character takes two.
const SHEET_WIDTH: f64 = 86.0;

/// The draft as a workbook.
pub fn xlsx(draft: &Draft) -> Result<Vec<u8>, ComposeError> {
    let longest = texts(draft).map(|t| t.chars().count()).max().unwrap_or(0);
    if longest > MAX_CELL {
        let what = format!("一段{longest}字的文字（单元格最多{MAX_CELL}字）");
        return Err(ComposeError::Unfit { format: "xlsx", what });
    }
    draft.tables().try_for_each(|grid| grid.covered("xlsx"))?;
    write(draft).map_err(|e| ComposeError::Library { format: "xlsx", message: e.to_string() })
}

fn texts(draft: &Draft) -> impl Iterator<Item = String> {
    std::iter::once(draft.title.clone()).chain(draft.blocks.iter().filter_map(text_of))
}

/// The text of a block that is no table.
fn text_of(block: &Block) -> Option<String> {
    match block {
        Block::Heading { text, .. }
        | Block::Note { text }
        | Block::Signature { text }
        | Block::SignedOn { text }
        | Block::Line { text, .. } => Some(text.clone()),
        Block::Paragraph { runs } => Some(runs.iter().map(|r| r.text.as_str()).collect()),
        Block::Table(_) | Block::Gap => None,
    }
}

fn write(draft: &Draft) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let on = draft.dated_on.map_or(Ok(ExcelDateTime::from_ymd(2000, 1, 1)?), |on| {
        ExcelDateTime::from_ymd(u16::try_from(on.year()).unwrap_or(2000), on.month() as u8, on.day() as u8)
    })?;
    book.set_properties(
        &DocProperties::new()
            .set_title(one_line(&draft.title))
            .set_author(one_line(&draft.agency))
            .set_creation_datetime(&on),
    );
    for (n, part) in parts(&draft.blocks).into_iter().enumerate() {
        let sheet = book.add_worksheet();
        sheet.set_name(name(part, n))?;
        let mut page = Page::new(sheet, part)?;
        if n == 0 {
            page.line(&draft.title, &title())?;
        }
        for block in part {
            page.block(block)?;
        }
    }
    book.save_to_buffer()
}

/// The blocks of each sheet: a heading of level 1 begins a sheet, and what stands before the first goes with it.
fn parts(blocks: &[Block]) -> Vec<&[Block]> {
    let is_head = |b: &Block| matches!(b, Block::Heading { level: 1, .. });
    let heads: Vec<usize> = (0..blocks.len()).filter(|n| is_head(&blocks[*n])).collect();
    let mut starts = vec![0];
    starts.extend(heads.into_iter().skip(1));
    let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
    starts.iter().zip(ends).map(|(start, end)| &blocks[*start..end]).collect()
}

/// The name of a sheet: its heading without the signs that names cannot have, at most 31 characters.
fn name(part: &[Block], n: usize) -> String {
    let heading = part.iter().find_map(|b| match b {
        Block::Heading { level: 1, text } => Some(text.as_str()),
        _ => None,
    });
    let allowed = |c: &char| !r"[]:*?/\'".contains(*c) && !c.is_control();
    let name: String = heading.unwrap_or_default().chars().filter(allowed).take(31).collect();
    if name.trim().is_empty() { format!("第{}部分", n + 1) } else { name }
}

fn title() -> Format {
    Format::new()
        .set_bold()
        .set_font_size(18)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

fn prose() -> Format {
    Format::new().set_font_size(12).set_text_wrap().set_align(FormatAlign::Top)
}

/// A sheet while it is written.
struct Page<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    /// Columns that a line of text spans: those of the widest table of the sheet.
    cols: u16,
    /// Whether nothing stands below the heading yet.
    is_below_heading: bool,
}

impl<'a> Page<'a> {
    fn new(sheet: &'a mut Worksheet, part: &[Block]) -> Result<Self, XlsxError> {
        let grids = part.iter().filter_map(|b| match b {
            Block::Table(grid) => Some(grid),
            _ => None,
        });
        let widest = grids.max_by_key(|g| g.cols);
        let cols = widest.map_or(1, |g| g.cols as u16).max(1);
        match widest {
            Some(grid) => {
                let whole: f64 = grid.widths.iter().sum::<f64>().max(f64::EPSILON);
                for (col, width) in (0_u16..).zip(&grid.widths) {
                    sheet.set_column_width(col, SHEET_WIDTH * width / whole)?;
                }
            }
            None => {
                sheet.set_column_width(0, SHEET_WIDTH)?;
            }
        }
        // A4, upright, everything within the width of a page
        // what a formula gives before anybody filled in the form: nothing
        sheet.set_formula_result_default("");
        sheet.set_paper_size(9).set_print_fit_to_pages(1, 0).set_footer("&C— &P —");
        Ok(Self { sheet, row: 0, cols, is_below_heading: false })
    }

    /// A line of text over the whole width, as high as it needs.
    fn line(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        let text = &*clean(text);
        if self.cols > 1 {
            self.sheet.merge_range(self.row, 0, self.row, self.cols - 1, text, format)?;
        } else {
            self.sheet.write_string_with_format(self.row, 0, text, format)?;
        }
        let columns: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        // a character of 12 points is wider than one of the standard face
        let lines = (columns as f64 * 1.15 / SHEET_WIDTH).ceil().max(1.0);
        self.sheet.set_row_height(self.row, (lines * 18.0 + 4.0).min(409.0))?;
        self.row += 1;
        Ok(())
    }

    fn block(&mut self, block: &Block) -> Result<(), XlsxError> {
        let is_below_heading =
            std::mem::replace(&mut self.is_below_heading, matches!(block, Block::Heading { level: 1, .. }));
        if is_below_heading && matches!(block, Block::Signature { .. } | Block::SignedOn { .. }) {
            // a section without text: room for who fills it in
            self.line("", &prose())?;
        }
        match block {
            Block::Table(grid) => self.table(grid),
            Block::Heading { level: 1, text } => self.line(text, &prose().set_bold().set_font_size(14)),
            Block::Heading { text, .. } => self.line(text, &prose().set_bold()),
            Block::Note { text } => self.line(text, &prose().set_font_size(10)),
            Block::Signature { text } | Block::SignedOn { text } => {
                self.line(text, &prose().set_align(FormatAlign::Right))
            }
            Block::Gap => Ok(()),
            Block::Paragraph { .. } | Block::Line { .. } => {
                self.line(&text_of(block).unwrap_or_default(), &prose())
            }
        }
    }

    fn table(&mut self, grid: &Grid) -> Result<(), XlsxError> {
        let top = self.row;
        let places: BTreeMap<CellRef, (u32, u16)> =
            grid.cells.iter().filter_map(|c| Some((c.at?, (top + c.row as u32, c.col as u16)))).collect();
        for cell in &grid.cells {
            let format = looks(cell);
            let (row, col) = (top + cell.row as u32, cell.col as u16);
            let (last_row, last_col) = (row + cell.row_span as u32 - 1, col + cell.col_span as u16 - 1);
            if (last_row, last_col) != (row, col) {
                self.sheet.merge_range(row, col, last_row, last_col, "", &format)?;
            }
            self.value(cell, (row, col), &places, format)?;
            if let Some(mark) = &cell.mark {
                self.sheet.insert_note(row, col, &Note::new(clean(&mark.text)).add_author_prefix(false))?;
            }
        }
        let widths: f64 = grid.widths.iter().sum::<f64>().max(f64::EPSILON);
        for row in 0..grid.rows {
            let height = grid.row(row).filter(|c| c.row_span == 1).map(|c| {
                let share: f64 = grid.widths.iter().skip(c.col).take(c.col_span).sum();
                let room = (SHEET_WIDTH * share / widths - 1.0).max(2.0);
                let columns: usize = c.text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
                (columns as f64 / room).ceil().max(1.0) * 14.0 + 6.0
            });
            let height = height.fold(20.0_f64, f64::max).min(409.0);
            self.sheet.set_row_height(top + row as u32, height)?;
        }
        if grid.header_rows > 0 {
            self.sheet.set_repeat_rows(top, top + grid.header_rows as u32 - 1)?;
        }
        self.row = top + grid.rows as u32 + 1;
        Ok(())
    }

    fn value(
        &mut self,
        cell: &GridCell,
        (row, col): (u32, u16),
        places: &BTreeMap<CellRef, (u32, u16)>,
        format: Format,
    ) -> Result<(), XlsxError> {
        if cell.role != Role::Value {
            self.sheet.write_string_with_format(row, col, clean(&cell.text), &format)?;
            return Ok(());
        }
        if !cell.sum_of.is_empty() {
            let parts: Vec<(u32, u16)> =
                cell.sum_of.iter().filter_map(|at| places.get(at).copied()).collect();
            let ranges = ranges(&parts);
            // open as long as nothing is filled in, so that an empty form does not look like one full of zeros
            let formula = Formula::new(format!("=IF(COUNT({ranges})=0,\"\",SUM({ranges}))"));
            self.sheet.write_formula_with_format(row, col, formula.set_result(&cell.text), &format)?;
            return Ok(());
        }
        let (digits, unit) = match cell.text.strip_suffix("万元") {
            Some(digits) => (digits, "\"万元\""),
            None => (cell.text.as_str(), ""),
        };
        match plain_number(digits) {
            Some((number, decimals)) => {
                let point = if decimals > 0 { "." } else { "" };
                let format = format.set_num_format(format!("0{point}{}{unit}", "0".repeat(decimals)));
                self.sheet.write_number_with_format(row, col, number, &format)?;
            }
            None if cell.text.is_empty() => {
                self.sheet.write_blank(row, col, &format)?;
                self.sheet.add_data_validation(row, col, row, col, &allowed(cell))?;
            }
            None => {
                self.sheet.write_string_with_format(row, col, clean(&cell.text), &format)?;
            }
        }
        Ok(())
    }
}

/// What may be filled into an open cell; something else is asked about, for `/` is in use where nothing applies.
fn allowed(cell: &GridCell) -> DataValidation {
    let is_amount = matches!(cell.at, Some(CellRef::T2(key)) if key.is_amount());
    let is_signed = matches!(cell.at, Some(CellRef::T2(key)) if key.is_signed());
    let (rule, told) = if is_amount {
        let rule = DataValidation::new().allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0));
        (rule, "请填写以万元为单位的金额，没有的填0。")
    } else if is_signed {
        let rule = DataValidation::new()
            .allow_whole_number(DataValidationRule::Between(-1_000_000_000, 1_000_000_000));
        (rule, "请填写整数，减少的填负数，没有增减的填0。")
    } else {
        let rule = DataValidation::new().allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0));
        (rule, "请填写不小于0的整数，没有的填0。")
    };
    let style = DataValidationErrorStyle::Warning;
    // these texts are within the limits of the format, so that setting them cannot fail
    let rule = rule.set_error_style(style);
    match rule.clone().set_error_title("填写有误").and_then(|r| r.set_error_message(told)) {
        Ok(rule) => rule,
        Err(_) => rule,
    }
}

fn looks(cell: &GridCell) -> Format {
    let format = Format::new()
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_font_size(10);
    let format = match cell.role {
        Role::Header => {
            format.set_bold().set_align(FormatAlign::Center).set_background_color(Color::RGB(0x00F2_F2F2))
        }
        Role::Label if cell.row_span > 1 => format.set_align(FormatAlign::Center),
        Role::Label => format.set_align(FormatAlign::Left),
        Role::Value => format.set_align(FormatAlign::Center),
    };
    if cell.mark.is_some() { format.set_background_color(Color::RGB(0x00FF_F2CC)) } else { format }
}

/// A number as it is printed, with its decimals; `None` where the sheet would show it otherwise.
fn plain_number(text: &str) -> Option<(f64, usize)> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    // 15 digits are what a workbook keeps
    let is_exact =
        !whole.is_empty() && is_number(whole) && is_number(fraction) && whole.len() + fraction.len() <= 15;
    let is_usual = (whole == "0" || !whole.starts_with('0')) && !digits.ends_with('.') && text != "-0";
    (is_exact && is_usual).then(|| text.parse().ok().map(|n| (n, fraction.len()))).flatten()
}

/// Places as ranges such as `D6:D26`: neighbours in a row or in a column are put together.
fn ranges(places: &[(u32, u16)]) -> String {
    let mut all: Vec<((u32, u16), (u32, u16))> = Vec::new();
    for &(row, col) in places {
        match all.last_mut() {
            Some((first, last))
                if (last.0 == row && first.0 == row && last.1 + 1 == col)
                    || (last.1 == col && first.1 == col && last.0 + 1 == row) =>
            {
                *last = (row, col);
            }
            _ => all.push(((row, col), (row, col))),
        }
    }
    let told = |(first, last): &((u32, u16), (u32, u16))| {
        let from = row_col_to_cell(first.0, first.1);
        if first == last { from } else { format!("{from}:{}", row_col_to_cell(last.0, last.1)) }
    };
    all.iter().map(told).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report;
    use gongkai_domain::report::Form;
    use gongkai_testkit::random;

    #[test]
    fn neighbours_become_ranges() {
        assert_eq!(ranges(&[(3, 3), (3, 4), (3, 5)]), "D4:F4");
        assert_eq!(ranges(&[(5, 3), (6, 3), (8, 3)]), "D6:D7,D9");
        assert_eq!(ranges(&[(5, 3), (6, 3), (6, 4)]), "D6:D7,E7");
    }

    #[test]
    fn only_what_the_sheet_shows_as_printed_is_a_number() {
        assert_eq!(plain_number("0"), Some((0.0, 0)));
        assert_eq!(plain_number("-12"), Some((-12.0, 0)));
        assert_eq!(plain_number("0.0274"), Some((0.0274, 4)));
        for text in ["", "/", "007", "1e3", ".5", "5.", "-", "-0", "1234567890123456", "１"] {
            assert_eq!(plain_number(text), None, "{text}");
        }
    }

    #[test]
    fn the_same_draft_gives_the_same_bytes() {
        let report = random::report(7, random::Options::default()).report;
        let draft = report::draft(&report, &report::Options::default()).unwrap().draft;
        assert!(xlsx(&draft).unwrap() == xlsx(&draft).unwrap());
    }

    #[test]
    fn a_text_longer_than_a_cell_is_refused() {
        let mut draft = report::blank(Form::Form2021, "青溪县档案馆", 2025).unwrap();
        draft.blocks.push(Block::Note { text: "长".repeat(40_000) });
        let told = xlsx(&draft).unwrap_err().to_string();
        assert!(told.contains("40000字") && told.contains("32767"), "{told}");
    }

    #[test]
    fn a_name_of_a_sheet_has_no_forbidden_sign() {
        let heading = |text: &str| [Block::Heading { level: 1, text: text.to_owned() }];
        assert_eq!(name(&heading("一、甲/乙[丙]"), 0), "一、甲乙丙");
        assert_eq!(name(&heading("?*"), 2), "第3部分");
        assert_eq!(name(&heading(&"长".repeat(50)), 0).chars().count(), 31);
    }
}
