//! Reads plain text: every line is a paragraph, also an empty one, with its tabs and blanks.
//!
//! Not here: tables guessed from lines, page numbers and running headers, which only the form's equations and labels
//! can tell from content (`gongkai-checker`).

use std::sync::Arc;

use gongkai_paper::{Block, Document, Format, Paragraph, Place};

use crate::text::Decoded;
use crate::{ExtractError, Limits};

/// Reads decoded text. A form feed begins a new page.
pub(crate) fn read(decoded: Decoded, limits: &Limits) -> Result<Document, ExtractError> {
    limits.check_text(&decoded.text)?;
    let mut document = Document::new(Format::Txt);
    let paged = decoded.text.contains('\x0C');
    let mut page = 1;
    let body = decoded.text.strip_suffix('\n').unwrap_or(&decoded.text);
    for (index, line) in body.split('\n').enumerate() {
        let mut column = 1;
        for (part, text) in line.split('\x0C').enumerate() {
            if part > 0 {
                page += 1;
                column += 1;
                // The feed at the very end of a page stands before the next page's first line, or alone.
                if text.is_empty() {
                    continue;
                }
            } else if text.is_empty() && line.starts_with('\x0C') {
                continue;
            }
            document.blocks.push(Block::Paragraph(Paragraph {
                text: text.to_owned(),
                level: None,
                place: Place {
                    line: Some(index as u32 + 1),
                    column: Some(column),
                    page: paged.then_some(page),
                    ..Place::default()
                },
            }));
            column += text.chars().count() as u32;
        }
    }
    document.artefacts = decoded.artefacts;
    document.source_text = Some(Arc::from(decoded.text));
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    fn lines(text: &str) -> Vec<(String, u32, u32, Option<u32>)> {
        let limits = Limits::default();
        let document = read(text::decode(text.as_bytes(), None, &limits).unwrap(), &limits).unwrap();
        document
            .blocks
            .iter()
            .map(|b| match b {
                Block::Paragraph(p) => {
                    (p.text.clone(), p.place.line.unwrap(), p.place.column.unwrap(), p.place.page)
                }
                Block::Table(_) => panic!("a table in plain text"),
            })
            .collect()
    }

    #[test]
    fn every_line_is_a_paragraph_with_its_number() {
        let expected = [("甲\t乙", 1), ("", 2), ("　０　", 3)].map(|(t, l)| (t.to_owned(), l, 1, None));
        assert_eq!(lines("甲\t乙\n\n　０　\n"), expected);
    }

    #[test]
    fn text_beyond_the_limits_is_refused_before_anything_is_made_of_it() {
        let code = |text: String| {
            let limits = Limits::default();
            let decoded = text::decode(text.as_bytes(), None, &limits).unwrap();
            read(decoded, &limits).map(|d| d.blocks.len()).map_err(|e| e.code())
        };
        assert_eq!(code("甲".to_owned() + &"\t".repeat(200_000)), Ok(1));
        assert_eq!(code("甲".to_owned() + &"\t".repeat(200_001)), Err("too_many_cells"));
        assert_eq!(code("1\n".repeat(50_001)), Err("too_many_paragraphs"));
        assert_eq!(code("1 ".repeat(500_001)), Err("too_many_characters"));
    }

    #[test]
    fn a_form_feed_begins_a_page() {
        let found = lines("第一页\n\x0C第二页\n末行\x0C第三页\n\x0C");
        let expected = [("第一页", 1, 1, 1), ("第二页", 2, 2, 2), ("末行", 3, 1, 2), ("第三页", 3, 4, 3)];
        assert_eq!(found, expected.map(|(t, l, c, p)| (t.to_owned(), l, c, Some(p))));
    }
}
