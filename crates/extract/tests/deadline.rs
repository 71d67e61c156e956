//! Every reader looks at the clock it was given while it works, and ends at the first answer that its time is over.
//!
//! Not here: how long anything takes, which depends on the machine.
#![expect(clippy::unwrap_used, reason = "a document that the test writes itself can be written")]

use std::io::{Cursor, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gongkai_extract::{Deadline, ExtractError, Limits, read};

/// Reads with a clock whose time is over from its nth answer on; answers the result and how often it was asked.
fn read_until(bytes: &[u8], nth: usize) -> (Result<usize, ExtractError>, usize) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let deadline = Deadline::when(move || counter.fetch_add(1, Ordering::Relaxed) + 1 >= nth);
    let limits = Limits { deadline, ..Limits::default() };
    let result = read(bytes, None, &limits).map(|d| d.blocks.len());
    (result, asked.load(Ordering::Relaxed))
}

fn docx(body: &str) -> Vec<u8> {
    let xml = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(xml.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn xlsx() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..5_000 {
        for col in 0..4 {
            sheet.write_number(row, col, f64::from(row)).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_reader_ends_at_the_first_answer_that_its_time_is_over() {
    let rows = "<tr><td>甲</td><td>1</td></tr>".repeat(20_000);
    let word_rows =
        "<w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>".repeat(5_000);
    let cases: [(&str, Vec<u8>, usize); 5] = [
        ("txt", "一、总体情况\n".repeat(20_000).into_bytes(), 1),
        ("md", format!("# 年报\n{}", "- 一\n".repeat(20_000)).into_bytes(), 10),
        ("html", format!("<html><table>{rows}</table>").into_bytes(), 50),
        ("docx", docx(&format!("<w:tbl>{word_rows}</w:tbl>")), 30),
        ("xlsx", xlsx(), 10),
    ];
    for (name, bytes, least) in cases {
        let (result, all) = read_until(&bytes, usize::MAX);
        assert!(result.is_ok_and(|blocks| blocks > 0), "{name}");
        assert!(all >= least, "{name} looked at the clock {all} times only");
        for nth in [1, all / 2, all].into_iter().filter(|&n| n > 0) {
            assert_eq!(read_until(&bytes, nth), (Err(ExtractError::TooSlow), nth), "{name}");
        }
    }
}
