//! Writes a laid-out report as a file of each kind that agencies publish.
//!
//! Not here: what stands in the cells (`crate::layout`), damage (`crate::mangle`). PDF is made by converting
//! [`html::Style::Print`] with an office program or a browser, which is the caller's business.

pub mod docx;
pub mod html;
pub mod json;
pub mod md;
pub mod paper;
pub mod txt;
pub mod xlsx;

/// What is put after a label when it must end in a number cell: escapes the five characters that XML reserves.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{docx, html, json, md, paper, txt, xlsx};
    use crate::layout::{Draft, Piece};
    use crate::random::{Options, Truth, report};
    use std::io::Read as _;

    fn truth() -> Truth {
        report(21, Options { profile: Some(crate::Profile::City), ..Options::default() })
    }

    /// Every printed value, in order, as a text of digits that must be found in the file.
    fn values(truth: &Truth) -> String {
        let draft = Draft::of(truth);
        let grids = draft.pieces.iter().filter_map(|p| if let Piece::Table(g) = p { Some(g) } else { None });
        grids
            .flat_map(|g| g.cells.iter().filter_map(|c| c.at))
            .filter_map(|at| truth.report.cell(at)?.value)
            .map(|v| v.to_string())
            .collect()
    }

    /// The numbers between the tags of the cells.
    fn cell_text(xml: &str, opening: &str, closing: &str) -> String {
        let mut out = String::new();
        for part in xml.split(opening).skip(1) {
            let part = part.split(closing).next().unwrap();
            let (mut depth, mut text) = (usize::from(!opening.ends_with('>')), String::new());
            for c in part.chars() {
                match c {
                    '<' => depth += 1,
                    '>' => depth -= 1,
                    _ if depth == 0 => text.push(c),
                    _ => {}
                }
            }
            let text = text.replace("万元", "");
            if text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-') {
                out += &text;
            }
        }
        out
    }

    #[test]
    fn every_text_shape_holds_every_value_in_order() {
        let truth = truth();
        let draft = Draft::of(&truth);
        for shape in txt::Shape::EVERY {
            let text = txt::write(&draft, *shape);
            let mut found = String::new();
            for line in text.lines() {
                for word in line.split(['\t', ' ']).map(|w| w.trim_end_matches("万元")) {
                    if !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-') {
                        found += word;
                    }
                }
            }
            assert_eq!(found, values(&truth), "{shape:?}");
        }
    }

    #[test]
    fn html_and_docx_hold_every_value_in_order() {
        let truth = truth();
        let draft = Draft::of(&truth);
        for style in [html::Style::Plain, html::Style::Word, html::Style::Print] {
            let page = html::write(&draft, &html::Options { style, ..html::Options::default() });
            assert_eq!(cell_text(&page, "<td", "</td>"), values(&truth), "{style:?}");
        }
        let bytes = docx::write(&draft, &docx::Options::default());
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut xml = String::new();
        zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
        assert_eq!(cell_text(&xml, "<w:tc>", "</w:tc>"), values(&truth));
    }

    #[test]
    fn a_workbook_is_the_same_every_time() {
        let draft = Draft::of(&truth());
        let options = xlsx::Options::default();
        assert_eq!(xlsx::write(&draft, &options), xlsx::write(&draft, &options));
        assert!(xlsx::write(&draft, &options).starts_with(b"PK"));
    }

    #[test]
    fn json_carries_the_page_as_a_string() {
        let draft = Draft::of(&truth());
        let page = html::write(&draft, &html::Options::default());
        let value: serde_json::Value = serde_json::from_str(&json::in_json(&draft, false)).unwrap();
        assert_eq!(value["data"]["content"], page.as_str());
        assert!(json::in_json(&draft, true).is_ascii());
    }

    #[test]
    fn a_document_without_a_file_has_the_three_tables() {
        let document = paper::document(&Draft::of(&truth()));
        let tables = document.blocks.iter().filter(|b| matches!(b, gongkai_paper::Block::Table(_))).count();
        assert_eq!(tables, 3);
    }

    #[test]
    fn a_markdown_row_has_as_many_pipes_as_its_header() {
        let text = md::write(&Draft::of(&truth()));
        let mut width = None;
        for line in text.lines() {
            if line.starts_with('|') {
                let pipes = line.matches('|').count();
                assert_eq!(*width.get_or_insert(pipes), pipes, "{line}");
            } else {
                width = None;
            }
        }
    }
}
