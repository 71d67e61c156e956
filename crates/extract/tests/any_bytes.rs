//! Reads bytes of any kind behind the marks of every format and expects an answer.
//!
//! Not here: broken copies of real files (`fuzz_corpus.rs`).

use gongkai_extract::{Limits, read};
use proptest::prelude::*;

fn mark() -> impl Strategy<Value = &'static [u8]> {
    prop::sample::select(vec![
        &b""[..],
        b"PK\x03\x04",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        b"%PDF-1.7\n",
        b"<html>",
        b"{\"a\":\"",
        b"# a\n|a|b|\n|-|-|\n",
        b"\xFF\xFE",
        b"\xFE\xFF",
        b"\x84\x31\x95\x33",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_get_a_document_or_a_reason(
        mark in mark(),
        bytes in prop::collection::vec(any::<u8>(), 0..2000),
        named in prop::sample::select(vec![None, Some("a.md"), Some("a.docx"), Some("报告.pdf")]),
    ) {
        let bytes = [mark, &bytes].concat();
        match read(&bytes, named, &Limits::default()) {
            Ok(document) => prop_assert!(!document.blocks.is_empty()),
            Err(error) => prop_assert!(error.message().ends_with('。') && error.hint().ends_with('。')),
        }
    }

    #[test]
    fn any_lines_are_read_line_by_line(lines in prop::collection::vec("[一-龥0-9 \t　]{1,12}", 1..30)) {
        let text = lines.join("\n");
        prop_assume!(!text.trim().is_empty());
        let document = read(text.as_bytes(), None, &Limits::default()).unwrap();
        let found: Vec<String> = document.blocks.iter().map(|b| match b {
            gongkai_paper::Block::Paragraph(p) => p.text.clone(),
            gongkai_paper::Block::Table(_) => "table".to_owned(),
        }).collect();
        prop_assert_eq!(found, lines);
    }
}
