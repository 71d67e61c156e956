//! Reads the text that a JSON or script file carries in its strings: whole pages, or lines of text.
//!
//! Not here: the JSON that Gongkai itself writes (`cli`).
//!
//! Places are table, row, column and paragraph only: a column of a line of escapes would help nobody.

use gongkai_paper::{Block, Document, Format, Paragraph, Place};

use crate::grid::{self, Budget};
use crate::text::Decoded;
use crate::{ExtractError, Limits, html, sniff};

/// Strings within strings are unpacked so many times.
const MAX_LAYERS: usize = 3;

/// A string with the key that stands before it.
struct Piece {
    key: String,
    value: String,
}

/// Reads a decoded file.
pub(crate) fn read(decoded: Decoded, limits: &Limits) -> Result<Document, ExtractError> {
    let mut document = Document::new(Format::Html);
    document.artefacts = decoded.artefacts;
    let mut budget = Budget::new(limits);
    let mut pieces = strings(&decoded.text, limits)?;
    for _ in 1..MAX_LAYERS {
        if !pieces.iter().any(|p| is_packed(&p.value)) {
            break;
        }
        let mut unpacked = Vec::with_capacity(pieces.len());
        for piece in pieces {
            if is_packed(&piece.value) {
                unpacked.extend(strings(&piece.value, limits)?);
            } else {
                unpacked.push(piece);
            }
            limits.check_paragraphs(unpacked.len() as u64)?;
        }
        pieces = unpacked;
    }
    document.title = pieces
        .iter()
        .find(|p| p.key.eq_ignore_ascii_case("title") && !p.value.trim().is_empty())
        .map(|p| p.value.trim().to_owned());
    let mut pages: Vec<String> = pieces.iter().filter_map(|p| page(&p.value)).collect();
    if decoded.text.contains("document.write") {
        // Such a script writes one page piece by piece.
        pages = vec![pages.concat()];
    }
    for source in pages {
        let found = html::fragment(&source, 0, None, &mut budget)?;
        document.blocks.extend(found.blocks);
        document.artefacts.extend(found.artefacts);
        document.title = document.title.or(found.title);
    }
    if document.blocks.is_empty() {
        for piece in pieces.iter().filter(|p| is_prose(&p.value)) {
            for line in piece.value.lines() {
                budget.paragraph(line)?;
                document.blocks.push(Block::Paragraph(Paragraph {
                    text: line.to_owned(),
                    level: None,
                    place: Place::default(),
                }));
            }
        }
    }
    if document.blocks.is_empty() {
        return Err(ExtractError::NotAReport { what: "数据或脚本文件" });
    }
    grid::number(&mut document);
    Ok(document)
}

fn is_packed(value: &str) -> bool {
    let start = value.trim_start();
    start.starts_with(['{', '[']) && start.contains('"') && start.contains(':')
}

/// A string that holds markup, also markup whose signs were escaped once more.
fn page(value: &str) -> Option<String> {
    let start = value.trim_start();
    let is_markup = |text: &str| {
        sniff::is_html(text) || (text.starts_with('<') && text.contains('>')) || text.contains("</")
    };
    if is_markup(start) || start.contains("<br") {
        return Some(value.to_owned());
    }
    if start.contains("&lt;/") {
        return Some(
            value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"),
        );
    }
    None
}

fn is_prose(value: &str) -> bool {
    let han = value.chars().filter(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')).take(20).count();
    han >= 20 || (han > 0 && value.contains('\n'))
}

/// All quoted strings of a source with their escapes resolved. There may be as many as a document may have lines.
fn strings(source: &str, limits: &Limits) -> Result<Vec<Piece>, ExtractError> {
    let bytes = source.as_bytes();
    let mut found: Vec<Piece> = Vec::new();
    let mut key = String::new();
    let mut at = 0;
    while at < bytes.len() {
        let quote = bytes[at];
        if !matches!(quote, b'"' | b'\'' | b'`') {
            at += 1;
            continue;
        }
        let mut end = at;
        let Some(value) = quoted(source, &mut end) else {
            // What could not be a string is not looked at again: a file of nothing but quotation marks stays cheap.
            at = end.max(at + 1);
            continue;
        };
        let rest = source[end..].trim_start();
        if rest.starts_with(':') && value.len() < 100 {
            key = value;
        } else if source[..at].trim_end().ends_with('+')
            && let Some(last) = found.last_mut()
        {
            // `"…" + "…"` is one string.
            last.value.push_str(&value);
        } else {
            found.push(Piece { key: std::mem::take(&mut key), value });
            limits.check_paragraphs(found.len() as u64)?;
        }
        at = end;
    }
    Ok(found)
}

/// The string that begins with the quotation mark at `at`; afterwards `at` is behind it, or where it proved to be none.
fn quoted(source: &str, at: &mut usize) -> Option<String> {
    let start = *at;
    *at = source.len();
    let quote = *source.as_bytes().get(start)?;
    let mut value = String::new();
    let mut chars = source[start + 1..].char_indices();
    let mut high = None::<u32>;
    while let Some((i, c)) = chars.next() {
        let c = match c {
            c if u32::from(c) == u32::from(quote) => {
                *at = start + 1 + i + 1;
                return Some(value);
            }
            // An apostrophe of running text.
            '\n' if quote == b'\'' => {
                *at = start + 1 + i;
                return None;
            }
            '\\' => match chars.next()?.1 {
                'n' => '\n',
                'r' | 'b' | 'f' | '\n' => continue,
                't' => '\t',
                sign @ ('u' | 'x') => {
                    let mut code = 0;
                    for _ in 0..if sign == 'u' { 4 } else { 2 } {
                        code = code * 16 + chars.next()?.1.to_digit(16)?;
                    }
                    match (code, high.take()) {
                        (0xD800..=0xDBFF, _) => {
                            high = Some(code);
                            continue;
                        }
                        (0xDC00..=0xDFFF, Some(first)) => {
                            char::from_u32(0x10000 + ((first - 0xD800) << 10) + (code - 0xDC00))
                                .unwrap_or('\u{FFFD}')
                        }
                        _ => char::from_u32(code).unwrap_or('\u{FFFD}'),
                    }
                }
                c => c,
            },
            c => c,
        };
        value.push(c);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    fn parse(source: &str) -> Result<Document, ExtractError> {
        let limits = Limits::default();
        read(text::decode(source.as_bytes(), None, &limits).unwrap(), &limits)
    }

    fn table(document: &Document) -> Vec<String> {
        document
            .blocks
            .iter()
            .find_map(|b| match b {
                Block::Table(t) => Some(t.cells.iter().map(|c| c.text.clone()).collect()),
                Block::Paragraph(_) => None,
            })
            .expect("a table")
    }

    #[test]
    fn a_page_in_a_json_string_is_read_as_a_page() {
        let source = r#"{"code":0,"title":"年度报告","data":{"content":"<p>一、总体\u60c5\u51b5<\/p><table><tr><td>规章<\/td><td>\"3\"<\/td><\/tr><\/table>"}}"#;
        let document = parse(source).unwrap();
        assert_eq!(document.title.as_deref(), Some("年度报告"));
        assert_eq!(table(&document), ["规章", "\"3\""]);
        let Block::Paragraph(p) = &document.blocks[0] else { panic!("no paragraph") };
        assert_eq!((p.text.as_str(), p.place.paragraph, p.place.line), ("一、总体情况", Some(1), None));
    }

    #[test]
    fn pieces_written_by_a_script_are_one_page() {
        let source = "document.write('<table><tr>');\ndocument.write('<td>甲</td>' + \n '<td>1</td>');document.write(\"</tr></table>\");";
        assert_eq!(table(&parse(source).unwrap()), ["甲", "1"]);
    }

    #[test]
    fn markup_escaped_twice_and_json_within_json_are_unpacked() {
        let inner = r#"{\"html\":\"<table><tr><td>甲</td><td>2</td></tr></table>\"}"#;
        assert_eq!(table(&parse(&format!("{{\"data\":\"{inner}\"}}")).unwrap()), ["甲", "2"]);
        let escaped = r#"{"b":"&lt;table&gt;&lt;tr&gt;&lt;td&gt;甲&lt;/td&gt;&lt;td&gt;3&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;"}"#;
        assert_eq!(table(&parse(escaped).unwrap()), ["甲", "3"]);
    }

    #[test]
    fn strings_without_number_are_refused() {
        let source = format!("{{\"a\":[{}\"\"]}}", "\"\",".repeat(60_000));
        assert_eq!(parse(&source).unwrap_err().code(), "too_many_paragraphs");
    }

    #[test]
    fn prose_without_markup_is_read_line_by_line() {
        let document = parse("{\"text\":\"一、总体情况\\n本机关依法公开。\"}").unwrap();
        assert_eq!(document.blocks.len(), 2);
        assert_eq!(parse("{\"a\":1,\"b\":\"x\"}").unwrap_err().code(), "not_a_report");
    }
}
