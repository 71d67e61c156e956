//! Tables of PDF files come back cell by cell, with their merged cells and their places.

use gongkai_extract::{Limits, read};
use gongkai_paper::{Block, Cell, Document, Table};

macro_rules! corpus {
    ($name:literal) => {
        include_bytes!(concat!("corpus/pdf/", $name)).as_slice()
    };
}

fn document(bytes: &[u8]) -> Document {
    read(bytes, None, &Limits::default()).expect("a readable file")
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

/// Row, column, rows, columns and text without white space (lines break where the column is narrow).
type Shape = (u32, u32, u32, u32, String);

fn shape(cell: &Cell) -> Shape {
    let text = cell.text.chars().filter(|c| !c.is_whitespace()).collect();
    (cell.row, cell.col, cell.row_span, cell.col_span, text)
}

/// The cells of one table as the script that made the file wrote them down.
fn expected(tsv: &str, table: u32) -> Vec<Shape> {
    tsv.lines()
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|f| f[0] == table.to_string())
        .map(|f| {
            let n = |i: usize| f[i].parse().expect("a number");
            (n(1), n(2), n(3), n(4), f[5].to_owned())
        })
        .collect()
}

fn assert_cells(doc: &Document, tsv: &str, count: u32) {
    let tables = tables(doc);
    assert_eq!(tables.len(), count as usize);
    for (number, table) in (1..).zip(tables) {
        let found: Vec<Shape> = table.cells.iter().map(shape).collect();
        assert_eq!(found, expected(tsv, number), "table {number}");
    }
}

#[test]
fn the_statutory_table_of_25_rows_comes_back_exactly() {
    let doc = document(corpus!("table3.pdf"));
    assert_cells(&doc, include_str!("corpus/pdf/table3.cells.tsv"), 1);
    let table = tables(&doc)[0];
    assert_eq!((table.rows, table.cols), (28, 10));
}

#[test]
fn tables_printed_by_a_browser_with_type_3_fonts_come_back_exactly() {
    let doc = document(corpus!("browser.pdf"));
    assert_cells(&doc, include_str!("corpus/pdf/browser.cells.tsv"), 1);
    assert_eq!(paragraphs(&doc), ["四、行政复议、行政诉讼情况"]);
}

#[test]
fn tables_side_by_side_stay_apart_and_come_from_left_to_right() {
    let doc = document(corpus!("side_by_side.pdf"));
    assert_cells(&doc, include_str!("corpus/pdf/side_by_side.cells.tsv"), 2);
    assert_eq!(paragraphs(&doc), ["两张表并排排列，左表按月份，右表按渠道。", "以上数据截至三月末。"]);
}

#[test]
fn a_table_without_rulings_is_found_by_its_columns() {
    let doc = document(corpus!("without_rulings.pdf"));
    assert_cells(&doc, include_str!("corpus/pdf/without_rulings.cells.tsv"), 1);
    assert_eq!(paragraphs(&doc).len(), 3, "text before and after the table stays text");
}

#[test]
fn a_page_stored_sideways_is_read_upright() {
    let doc = document(corpus!("turned.pdf"));
    assert_cells(&doc, include_str!("corpus/pdf/turned.cells.tsv"), 1);
    let place = &tables(&doc)[0].cells[0].place;
    let [left, top, right, bottom] = place.bbox.expect("a box");
    assert!(left < right && right < 842.0 && top < bottom && bottom < 595.0, "landscape: {place:?}");
}

#[test]
fn the_first_and_the_last_table_of_a_whole_report_come_back_exactly() {
    let doc = document(corpus!("office_report.pdf"));
    let tsv = include_str!("corpus/pdf/office_report.cells.tsv");
    let tables = tables(&doc);
    assert_eq!(tables.len(), 3);
    for number in [1, 3] {
        let found: Vec<Shape> = tables[number - 1].cells.iter().map(shape).collect();
        assert_eq!(found, expected(tsv, number as u32), "table {number}");
    }
}

#[test]
fn a_table_over_a_page_end_is_one_table_with_its_repeated_header() {
    let doc = document(corpus!("office_report.pdf"));
    let table = tables(&doc)[1];
    let tsv = include_str!("corpus/pdf/office_report.cells.tsv");
    assert_eq!((table.rows, table.cols), (31, 10), "28 rows and the header of 3 rows again");
    let values =
        |row: u32| -> Vec<String> { table.row(row).iter().rev().take(7).map(|c| shape(c).4).collect() };
    let header = |row: u32| -> Vec<String> { table.row(row).iter().map(|c| shape(c).4).collect() };
    let second = (3..31)
        .find(|r| header(*r).first().is_some_and(|t| t.starts_with("（本列数据")))
        .expect("the header once more");
    assert_eq!((0..3).map(header).collect::<Vec<_>>(), (second..second + 3).map(header).collect::<Vec<_>>());

    // Without the repetition, label and values of all 25 rows are those of the source.
    let rows: Vec<u32> = (3..31).filter(|r| !(second..second + 3).contains(r)).collect();
    for (row, wanted) in rows.into_iter().zip(3..) {
        let source = expected(tsv, 2);
        let of_row: Vec<&Shape> = source.iter().filter(|s| s.0 == wanted).collect();
        let mut last: Vec<String> = of_row.iter().rev().take(7).map(|s| s.4.clone()).collect();
        assert_eq!(values(row), last, "row {wanted}");
        last.clear();
        let label = table.row(row).iter().rev().nth(7).map(|c| shape(c).4);
        assert_eq!(label, of_row.iter().rev().nth(7).map(|s| s.4.clone()), "label of row {wanted}");
    }

    let pages: Vec<u32> = [0, 30].iter().filter_map(|r| table.row(*r)[0].place.page).collect();
    assert_eq!(pages, [1, 2], "every cell knows its page");
    let last = table.cells.last().expect("cells");
    assert_eq!((last.place.table, last.place.row, last.place.col), (Some(2), Some(31), Some(10)));
}

#[test]
fn a_row_cut_by_the_page_end_is_kept_as_two_rows() {
    let doc = document(corpus!("cut_row.pdf"));
    let table = tables(&doc)[0];
    let rows: Vec<Vec<String>> =
        (0..table.rows).map(|r| table.row(r).iter().map(|c| shape(c).4).collect()).collect();
    assert_eq!(
        rows,
        [
            ["事项", "件数"],
            ["古树名木保护范围内的施工申请以及与之相关的现场查", "41"],
            ["事项", "件数"],
            ["看记录和处理意见", ""],
            ["临时占用绿地", "17"],
        ]
    );
}

#[test]
fn a_row_whose_label_is_cut_by_the_page_end_is_one_row() {
    let doc = document(corpus!("cut_label.pdf"));
    assert_cells(&doc, include_str!("corpus/pdf/cut_label.cells.tsv"), 1);
}

#[test]
fn wrapped_labels_without_rulings_stand_beside_their_figures() {
    let doc = document(corpus!("wrapped_labels.pdf"));
    assert_cells(&doc, include_str!("corpus/pdf/wrapped_labels.cells.tsv"), 1);
    let last = tables(&doc)[0].cells.last().expect("cells");
    assert_eq!((last.place.page, last.place.row, last.place.col), (Some(3), Some(25), Some(10)));
}

/// The seven figures of every row of the statutory table, in the order of the pages.
fn rows_of_seven(doc: &Document) -> Vec<Vec<String>> {
    let digit = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        _ => c,
    };
    let is_figure = |t: &String| !t.is_empty() && t.chars().all(|c| c.is_ascii_digit());
    tables(doc)
        .iter()
        .filter(|t| t.cols == 10)
        .flat_map(|t| (0..t.rows).map(move |r| t.row(r)))
        .map(|cells| {
            cells.iter().filter(|c| c.col >= 3).map(|c| c.text.chars().map(digit).collect()).collect()
        })
        .filter(|figures: &Vec<String>| figures.iter().any(is_figure))
        .collect()
}

fn assert_rows(doc: &Document, tsv: &str) {
    let wanted: Vec<Vec<String>> =
        tsv.lines().map(|l| l.split('\t').skip(1).map(str::to_owned).collect()).collect();
    assert_eq!(rows_of_seven(doc), wanted);
}

#[test]
fn wide_blanks_and_full_width_digits_without_rulings_leave_every_figure_in_its_row() {
    assert_rows(&document(corpus!("open_dirty.pdf")), include_str!("corpus/pdf/open_dirty.rows.tsv"));
}

#[test]
fn figures_too_long_for_their_columns_and_cut_rows_without_rulings_come_back_exactly() {
    assert_rows(&document(corpus!("open_cut.pdf")), include_str!("corpus/pdf/open_cut.rows.tsv"));
}
