//! Reads Markdown: headings, pipe tables, tables written as HTML, and everything else line by line.
//!
//! Not here: plain text without such marks (`txt`).
//!
//! Line by line and not with a Markdown library, because reports use the marks loosely: their numbers (`1.`) are text
//! and not a list, their line ends are paragraph ends, and every cell needs its line and column.

use std::sync::Arc;

use gongkai_paper::{Block, Document, Format, Paragraph, Place};

use crate::grid::{self, Budget, Grid};
use crate::text::{Decoded, Ruler};
use crate::{ExtractError, Limits, html};

/// Reads decoded text.
pub(crate) fn read(decoded: Decoded, limits: &Limits) -> Result<Document, ExtractError> {
    let mut document = Document::new(Format::Markdown);
    let mut budget = Budget::new(limits);
    let text = decoded.text.as_str();
    limits.check_text(text)?;
    document.artefacts = decoded.artefacts;
    let lines: Vec<(usize, &str)> = text
        .split_inclusive('\n')
        .scan(0, |offset, line| {
            let start = *offset;
            *offset += line.len();
            Some((start, line.trim_end_matches('\n')))
        })
        .collect();
    let mut ruler = Ruler::new(text);
    let mut at = 0;
    while at < lines.len() {
        budget.step()?;
        let (offset, line) = lines[at];
        let number = at as u32 + 1;
        if line.contains('|') && lines.get(at + 1).is_some_and(|(_, next)| is_rule(next)) {
            at = pipe_table(&lines, at, &mut document, &mut budget)?;
            continue;
        }
        if opens_table(line) {
            let end = lines[at..]
                .iter()
                .position(|(_, l)| closes_table(l))
                .map_or(lines.len(), |more| at + more + 1);
            let stop = lines.get(end).map_or(text.len(), |(next, _)| *next);
            let found = html::fragment(&text[..stop], offset, Some(&mut ruler), &mut budget)?;
            document.blocks.extend(found.blocks);
            document.artefacts.extend(found.artefacts);
            at = end;
            continue;
        }
        // A heading may also be underlined.
        if let Some(mark) = lines.get(at + 1).and_then(|(_, next)| underline(next))
            && !line.trim().is_empty()
            && heading(line).is_none()
        {
            push(&mut document, line, 0, number, Some(mark));
            at += 2;
            continue;
        }
        if let Some((level, skipped, inner)) = heading(line) {
            push(&mut document, inner, skipped, number, Some(level));
        } else {
            let (inner, skipped) = without_marker(line);
            push(&mut document, inner, skipped, number, None);
        }
        at += 1;
    }
    grid::number(&mut document);
    document.source_text = Some(Arc::from(decoded.text));
    Ok(document)
}

fn push(document: &mut Document, raw: &str, skipped: usize, line: u32, level: Option<u8>) {
    document.blocks.push(Block::Paragraph(Paragraph {
        text: plain(raw),
        level,
        place: Place { line: Some(line), column: Some(skipped as u32 + 1), ..Place::default() },
    }));
}

/// Level, characters before the text, and text of a heading: one to six number signs and a blank.
pub(crate) fn heading(line: &str) -> Option<(u8, usize, &str)> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let rest = &line[indent..];
    let level = rest.bytes().take_while(|&b| b == b'#').count();
    let inner = &rest[level..];
    if indent > 3 || !(1..=6).contains(&level) || !inner.starts_with([' ', '\t']) {
        return None;
    }
    let text = inner.trim_start();
    let skipped = indent + level + (inner.len() - text.len());
    // Closing signs are decoration.
    let text = text.trim_end();
    let bare = text.trim_end_matches('#');
    let text = if bare.len() < text.len() && bare.ends_with(' ') { bare.trim_end() } else { text };
    (!text.is_empty()).then_some((level as u8, skipped, text))
}

/// Whether a line is the rule under a table's head, such as `| --- | :-: |`.
pub(crate) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    line.contains('|')
        && inner.split('|').all(|cell| {
            let cell = cell.trim();
            let dashes = cell.strip_prefix(':').unwrap_or(cell);
            let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
            !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
        })
}

fn underline(line: &str) -> Option<u8> {
    let line = line.trim_end();
    let all = |sign| line.len() >= 3 && line.bytes().all(|b| b == sign);
    if all(b'=') {
        Some(1)
    } else if all(b'-') {
        Some(2)
    } else {
        None
    }
}

fn opens_table(line: &str) -> bool {
    let line = line.trim_start();
    line.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("<table"))
}

fn closes_table(line: &str) -> bool {
    memchr::memmem::find(line.to_ascii_lowercase().as_bytes(), b"</table").is_some()
}

/// The text of a line behind its list dash or quotation mark, and how many characters were passed. Numbers stay.
fn without_marker(line: &str) -> (&str, usize) {
    let mut rest = line;
    loop {
        let trimmed = rest.trim_start_matches(' ');
        let marker = ["- ", "* ", "+ ", "> "].iter().find_map(|m| trimmed.strip_prefix(m));
        match marker {
            Some(inner) => rest = inner,
            None => return (rest, line.len() - rest.len()),
        }
    }
}

/// Reads a pipe table whose head stands in line `at`; answers the line behind it.
fn pipe_table(
    lines: &[(usize, &str)],
    at: usize,
    document: &mut Document,
    budget: &mut Budget<'_>,
) -> Result<usize, ExtractError> {
    let mut grid = Grid::default();
    let mut end = at;
    while let Some((_, line)) = lines.get(end) {
        if end == at + 1 {
            end += 1;
            continue;
        }
        if !line.contains('|') || line.trim().is_empty() {
            break;
        }
        budget.step()?;
        grid.begin_row();
        for (column, raw) in cells(line) {
            let place = Place { line: Some(end as u32 + 1), column: Some(column), ..Place::default() };
            let cell = grid.add(1, 1, place.clone(), budget)?;
            if let Some(content) = grid.content(cell) {
                content.push(Block::Paragraph(Paragraph { text: plain(raw), level: None, place }));
            }
        }
        end += 1;
    }
    let place = Place { line: Some(at as u32 + 1), column: Some(1), ..Place::default() };
    document.blocks.extend(grid.finish(place, budget)?);
    Ok(end)
}

/// Cells of a table line with the column of each: of its first character, or of the place where it would stand.
fn cells(line: &str) -> Vec<(u32, &str)> {
    let lead = line.len() - line.trim_start().len();
    let body = line.trim();
    let (start, body) = match body.strip_prefix('|') {
        Some(rest) => (lead + 1, rest),
        None => (lead, body),
    };
    let mut found = Vec::new();
    let mut column = line[..start].chars().count() as u32 + 1;
    let mut from = 0;
    let mut is_escaped = false;
    let mut cut = |from: usize, to: usize, column: &mut u32| {
        let raw = &body[from..to];
        let inner = raw.trim_matches([' ', '\t']);
        let before = raw.len() - raw.trim_start_matches([' ', '\t']).len();
        let shift = if inner.is_empty() { raw.len().min(1) } else { before };
        found.push((*column + shift as u32, inner));
        *column += raw.chars().count() as u32 + 1;
    };
    for (i, b) in body.bytes().enumerate() {
        if b == b'|' && !is_escaped {
            cut(from, i, &mut column);
            from = i + 1;
        }
        is_escaped = b == b'\\' && !is_escaped;
    }
    if from < body.len() {
        cut(from, body.len(), &mut column);
    }
    found
}

/// Text without emphasis, escapes, and line break tags. A lone asterisk or underscore is text.
fn plain(raw: &str) -> String {
    if !raw.contains(['*', '_', '\\', '<', '`', '&']) {
        return raw.to_owned();
    }
    // Nobody emphasises a line of this length, and looking for its ends would take too long; escapes stand anywhere.
    let is_long = raw.len() > 20_000;
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        match c {
            '\\' => {
                let next = rest[1..].chars().next();
                if let Some(sign) = next.filter(char::is_ascii_punctuation) {
                    out.push(sign);
                    rest = &rest[2..];
                } else {
                    out.push('\\');
                    rest = &rest[1..];
                }
            }
            '*' | '_' | '`' => {
                let run = rest.len() - rest.trim_start_matches(c).len();
                let mark = &rest[..run];
                let behind = &rest[run..];
                // Emphasis opens before text and closes behind text on the same line; an underscore within a word,
                // such as in a bookmark's name, is text.
                let within = c == '_' && out.ends_with(char::is_alphanumeric);
                let close = (!is_long && run <= 3 && !within && !behind.starts_with(char::is_whitespace))
                    .then(|| behind.find(mark))
                    .flatten()
                    .filter(|&i| i > 0 && !behind[..i].ends_with(char::is_whitespace));
                match close {
                    Some(i) if c == '`' => {
                        out.push_str(&behind[..i]);
                        rest = &behind[i + run..];
                    }
                    Some(i) => {
                        out.push_str(&plain_once(&behind[..i]));
                        rest = &behind[i + run..];
                    }
                    None => {
                        out.push_str(mark);
                        rest = behind;
                    }
                }
            }
            '<' => {
                let is_break = rest.get(1..3).is_some_and(|n| n.eq_ignore_ascii_case("br"));
                if let Some(i) = rest.find('>').filter(|_| is_break) {
                    out.push('\n');
                    rest = &rest[i + 1..];
                } else {
                    out.push('<');
                    rest = &rest[1..];
                }
            }
            '&' if rest.starts_with("&nbsp;") => {
                out.push('\u{A0}');
                rest = &rest[6..];
            }
            c => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

/// Emphasis within emphasis, one level deep: no text needs more, and no text can make it go deeper.
fn plain_once(inner: &str) -> String {
    inner.trim_matches(['*', '_']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    fn parse(source: &str) -> Document {
        let limits = Limits::default();
        read(text::decode(source.as_bytes(), None, &limits).unwrap(), &limits).unwrap()
    }

    #[test]
    fn headings_lists_and_emphasis_become_plain_text_with_its_place() {
        let document =
            parse("# 年度报告 #\n\n- **主动公开** 12 条\n1. 依法办理\n二\n===\n[bookmark: _GoBack]\n3*4*5\n");
        let found: Vec<(&str, Option<u8>, u32, u32)> = document
            .blocks
            .iter()
            .map(|b| match b {
                Block::Paragraph(p) => {
                    (p.text.as_str(), p.level, p.place.line.unwrap(), p.place.column.unwrap())
                }
                Block::Table(_) => panic!("unexpected table"),
            })
            .collect();
        assert_eq!(found[0], ("年度报告", Some(1), 1, 3));
        assert_eq!(found[1], ("主动公开 12 条", None, 3, 3));
        assert_eq!(found[2], ("1. 依法办理", None, 4, 1));
        assert_eq!(found[3], ("二", Some(1), 5, 1));
        assert_eq!(found[4], ("[bookmark: _GoBack]", None, 7, 1));
    }

    #[test]
    fn a_pipe_table_keeps_line_and_column_of_every_cell() {
        let document = parse("前文\n| 规章 | 0 |  |\n|---|:-:|--:|\n| 甲\\|乙<br>丙 | 3 | / |\n后文\n");
        let Block::Table(table) = &document.blocks[1] else { panic!("no table") };
        let found: Vec<(&str, u32, u32)> = table
            .cells
            .iter()
            .map(|c| (c.text.as_str(), c.place.line.unwrap(), c.place.column.unwrap()))
            .collect();
        assert_eq!(
            found,
            [("规章", 2, 3), ("0", 2, 8), ("", 2, 12), ("甲|乙\n丙", 4, 3), ("3", 4, 15), ("/", 4, 19)]
        );
        assert_eq!((table.rows, table.cols, table.cells[4].place.col), (2, 3, Some(2)));
        assert_eq!(document.blocks.len(), 3);
    }

    #[test]
    fn a_table_written_as_html_is_read_where_it_stands() {
        let document = parse(
            "# 报告\n\n<table>\n<tr><td rowspan=2>甲</td><td>1</td></tr>\n<tr><td>2</td></tr>\n</table>\n完\n",
        );
        let Block::Table(table) = &document.blocks[1] else { panic!("no table") };
        assert_eq!(table.cells[2].place.line, Some(5));
        assert_eq!((table.cells[0].row_span, table.cells[2].col), (2, 1));
        assert_eq!(document.blocks.len(), 3);
    }
}
