//! Workbooks come back sheet by sheet: paragraphs, tables with merged cells, numbers as the sheet shows them.

use gongkai_extract::{ExtractError, Limits, read};
use gongkai_paper::{Block, Document, Table};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

fn document(book: &mut Workbook) -> Document {
    let bytes = book.save_to_buffer().expect("a workbook");
    read(&bytes, None, &Limits::default()).expect("a readable workbook")
}

fn refusal(bytes: &[u8], limits: &Limits) -> ExtractError {
    read(bytes, None, limits).expect_err("a refused workbook")
}

fn tables(doc: &Document) -> Vec<&Table> {
    doc.blocks.iter().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None }).collect()
}

fn paragraphs(doc: &Document) -> Vec<&str> {
    doc.blocks
        .iter()
        .filter_map(|b| if let Block::Paragraph(p) = b { Some(p.text.as_str()) } else { None })
        .collect()
}

/// Text of every cell, with `r×c` before it where it covers more than one.
fn rows(table: &Table) -> Vec<Vec<String>> {
    (0..table.rows)
        .map(|r| {
            table
                .row(r)
                .iter()
                .map(|c| match (c.row_span, c.col_span) {
                    (1, 1) => c.text.clone(),
                    (h, w) => format!("{h}×{w} {}", c.text),
                })
                .collect()
        })
        .collect()
}

fn ruled() -> Format {
    Format::new().set_border(FormatBorder::Thin)
}

fn sheet(book: &mut Workbook) -> &mut Worksheet {
    book.add_worksheet().set_name("年报").expect("a name")
}

/// A title, a heading, and the beginning of table 2 with its group rows merged over all columns.
fn report(book: &mut Workbook) -> Result<(), XlsxError> {
    let sheet = sheet(book);
    let ruled = ruled();
    sheet.merge_range(0, 0, 0, 3, "云岭市滨湖区园林绿化局2023年年度报告", &Format::new())?;
    sheet.write_string(1, 0, "二、主动公开政府信息情况")?;
    sheet.merge_range(2, 0, 2, 3, "第二十条第（一）项", &ruled)?;
    for (col, text) in ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"].iter().enumerate()
    {
        sheet.write_string_with_format(3, col as u16, *text, &ruled)?;
    }
    sheet.write_string_with_format(4, 0, "行政规范性文件", &ruled)?;
    sheet.write_number_with_format(4, 1, 12.0, &ruled)?;
    sheet.write_blank(4, 2, &ruled)?;
    sheet.write_number_with_format(4, 3, 87.0, &ruled)?;
    sheet.merge_range(5, 0, 5, 3, "第二十条第（八）项", &ruled)?;
    sheet.write_string_with_format(6, 0, "行政事业性收费", &ruled)?;
    sheet.merge_range(6, 1, 6, 3, "", &ruled)?;
    sheet.write_number_with_format(6, 1, 2425.2311, &ruled)?;
    sheet.write_string(7, 0, "以上数据截至年末。")?;
    Ok(())
}

#[test]
fn group_rows_stay_in_the_table_and_texts_around_it_become_paragraphs() {
    let mut book = Workbook::new();
    report(&mut book).unwrap();
    let doc = document(&mut book);
    assert_eq!(
        paragraphs(&doc),
        ["云岭市滨湖区园林绿化局2023年年度报告", "二、主动公开政府信息情况", "以上数据截至年末。"]
    );
    let tables = tables(&doc);
    assert_eq!(tables.len(), 1);
    assert_eq!(
        rows(tables[0]),
        [
            vec!["1×4 第二十条第（一）项"],
            vec!["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
            vec!["行政规范性文件", "12", "", "87"],
            vec!["1×4 第二十条第（八）项"],
            vec!["行政事业性收费", "1×3 2425.2311"],
        ]
    );
}

#[test]
fn every_cell_knows_sheet_and_address() {
    let mut book = Workbook::new();
    report(&mut book).unwrap();
    let doc = document(&mut book);
    let place = &tables(&doc)[0].at(2, 3).expect("the cell 87").place;
    assert_eq!((place.sheet.as_deref(), place.address.as_deref()), (Some("年报"), Some("D5")));
    assert_eq!((place.table, place.row, place.col), (Some(1), Some(3), Some(4)));
    let Block::Paragraph(first) = &doc.blocks[0] else { panic!("the title comes first") };
    assert_eq!(first.place.address.as_deref(), Some("A1"));
}

#[test]
fn numbers_dates_formulas_and_errors_are_shown_as_on_the_sheet() {
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    let format = |code: &str| ruled().set_num_format(code);
    sheet.write_string_with_format(0, 0, "合计", &ruled()).unwrap();
    sheet.write_number_with_format(0, 1, 1486.0, &ruled()).unwrap();
    sheet.write_number_with_format(0, 2, 0.125, &format("0.0%")).unwrap();
    sheet.write_number_with_format(0, 3, 2.7512348, &ruled()).unwrap();
    let day = ExcelDateTime::from_ymd(2024, 1, 19).unwrap();
    sheet.write_datetime_with_format(1, 0, &day, &format("yyyy\"年\"m\"月\"d\"日\"")).unwrap();
    sheet.write_formula_with_format(1, 1, Formula::new("=SUM(1,2)").set_result("3"), &ruled()).unwrap();
    sheet.write_formula_with_format(1, 2, Formula::new("=A9/0").set_result("#DIV/0!"), &ruled()).unwrap();
    sheet.write_number_with_format(1, 3, 41.0, &format("0\"件\"")).unwrap();
    let doc = document(&mut book);
    assert_eq!(
        rows(tables(&doc)[0]),
        [["合计", "1486", "12.5%", "2.751235"], ["2024年1月19日", "3", "#DIV/0!", "41件"]]
    );
}

#[test]
fn tables_without_borders_are_read_with_their_blanks() {
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    sheet.write_string(0, 0, "受理情况").unwrap();
    for (row, (label, a, b)) in
        [("渠道", "上年", "本年"), ("网站", "52", ""), ("信函", "", "24")].iter().enumerate()
    {
        for (col, text) in [label, a, b].iter().enumerate().filter(|(_, t)| !t.is_empty()) {
            sheet.write_string(row as u32 + 1, col as u16, **text).unwrap();
        }
    }
    let doc = document(&mut book);
    assert_eq!(paragraphs(&doc), ["受理情况"]);
    assert_eq!(rows(tables(&doc)[0]), [["渠道", "上年", "本年"], ["网站", "52", ""], ["信函", "", "24"]]);
}

#[test]
fn tables_beside_and_below_one_another_are_apart() {
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    for (top, left, mark) in [(0, 0, "甲"), (0, 4, "乙"), (5, 0, "丙")] {
        for row in 0..2u32 {
            for col in 0..2u16 {
                sheet.write_string_with_format(top + row, left + col, mark, &ruled()).unwrap();
            }
        }
    }
    let doc = document(&mut book);
    let first: Vec<String> = tables(&doc).iter().map(|t| t.cells[0].text.clone()).collect();
    assert_eq!(first, ["甲", "乙", "丙"]);
    assert_eq!(tables(&doc)[1].place.address.as_deref(), Some("E1"));
}

#[test]
fn a_hidden_sheet_is_named_and_left_out() {
    let mut book = Workbook::new();
    report(&mut book).unwrap();
    let hidden = book.add_worksheet().set_name("草稿").unwrap().set_hidden(true);
    hidden.write_string(0, 0, "一、本年新收政府信息公开申请数量").unwrap();
    let doc = document(&mut book);
    assert!(paragraphs(&doc).iter().all(|p| !p.contains("本年新收")));
    let artefact = doc.artefacts.iter().find(|a| a.kind == "hidden_sheet").expect("a note");
    assert_eq!(artefact.place.sheet.as_deref(), Some("草稿"));
}

#[test]
fn two_cells_at_the_far_ends_of_a_sheet_cost_nothing() {
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    sheet.write_string(0, 0, "起").unwrap();
    sheet.write_string(1_048_575, 16_383, "止").unwrap();
    assert_eq!(paragraphs(&document(&mut book)), ["起", "止"]);
}

#[test]
fn a_sheet_of_too_many_cells_is_refused() {
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    for row in 0..1_000 {
        for col in 0..250 {
            sheet.write_number(row, col, f64::from(row)).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let limits = Limits::default();
    assert_eq!(refusal(&bytes, &limits), ExtractError::TooManyCells { limit: limits.max_cells });
}

#[test]
fn an_empty_and_a_broken_workbook_say_why() {
    let mut book = Workbook::new();
    sheet(&mut book);
    let bytes = book.save_to_buffer().unwrap();
    assert!(matches!(refusal(&bytes, &Limits::default()), ExtractError::NoText { .. }));
    let mut book = Workbook::new();
    report(&mut book).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert!(matches!(refusal(&bytes[..bytes.len() / 2], &Limits::default()), ExtractError::Truncated { .. }));
    let tight = Limits { max_unzipped: 1_000, ..Limits::default() };
    assert!(matches!(refusal(&bytes, &tight), ExtractError::ZipBomb { .. }));
}

#[test]
fn broken_bytes_never_panic() {
    let mut book = Workbook::new();
    report(&mut book).unwrap();
    let whole = book.save_to_buffer().unwrap();
    let mut refused = 0;
    for at in (0..whole.len()).step_by(11) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        refused += usize::from(read(&bytes, None, &Limits::default()).is_err());
    }
    assert!(refused > 0, "a changed archive is noticed");
}

/// The workbook with every result of a formula taken out, as programs leave it that write formulas and compute none.
fn without_results(bytes: &[u8]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook that we wrote");
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..from.len() {
        let mut part = from.by_index(i).expect("a workbook that we wrote");
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).expect("a workbook that we wrote");
        let text = text.replace("</f><v>0</v>", "</f><v></v>");
        let name = part.name().expect("a workbook that we wrote").into_owned();
        to.start_file(name, zip::write::SimpleFileOptions::default()).expect("a workbook that we wrote");
        std::io::Write::write_all(&mut to, text.as_bytes()).expect("a workbook that we wrote");
    }
    to.finish().expect("a workbook that we wrote").into_inner()
}

#[test]
fn totals_that_were_never_computed_are_computed_and_other_formulas_are_told() {
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    sheet.write_string_with_format(0, 0, "合计", &ruled()).unwrap();
    for col in 1..4 {
        sheet.write_number_with_format(0, col, f64::from(col), &ruled()).unwrap();
    }
    for (col, formula) in
        ["=SUM(B1:D1)", "=IF(COUNT(B3:D3)=0,\"\",SUM(B3:D3))", "=B1*2", "=SUM(A2,B1)"].iter().enumerate()
    {
        sheet.write_formula_with_format(1, col as u16, Formula::new(*formula), &ruled()).unwrap();
    }
    let bytes = without_results(&book.save_to_buffer().unwrap());
    let doc = read(&bytes, None, &Limits::default()).unwrap();
    assert_eq!(rows(tables(&doc)[0])[1], ["6", "", "=B1*2", "7"]);
    let told: Vec<_> =
        doc.artefacts.iter().map(|a| (a.kind, a.place.address.as_deref().unwrap_or_default())).collect();
    assert_eq!(told, [("formula_without_value", "C2")]);
}

#[test]
fn a_formula_over_words_shows_nothing_and_stays_as_it_is_written() {
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    sheet.write_string_with_format(0, 0, "合计", &ruled()).unwrap();
    for col in 1..4 {
        sheet.write_string_with_format(0, col, col.to_string(), &ruled()).unwrap();
    }
    for (col, formula) in ["=B1+C1+D1", "=SUM(B1:D1)", "=A1+B1", "=SUM(C1:B1)-1"].iter().enumerate() {
        sheet.write_formula_with_format(1, col as u16, Formula::new(*formula), &ruled()).unwrap();
    }
    let bytes = without_results(&book.save_to_buffer().unwrap());
    let doc = read(&bytes, None, &Limits::default()).unwrap();
    assert_eq!(rows(tables(&doc)[0])[1], ["6", "=SUM(B1:D1)", "=A1+B1", "=SUM(C1:B1)-1"]);
}

#[test]
fn a_sheet_of_too_many_formulas_is_refused() {
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    for row in 0..50 {
        for col in 0..50 {
            sheet.write_formula(row, col, Formula::new("=A100")).unwrap();
        }
    }
    let bytes = without_results(&book.save_to_buffer().unwrap());
    let limits = Limits { max_cells: 2_000, ..Limits::default() };
    assert_eq!(refusal(&bytes, &limits), ExtractError::TooManyCells { limit: 2_000 });
}
