//! What a workbook holds beside the cells that are seen: hidden sheets, rows and columns, comments, links to other files.
//!
//! Not here: the cells as they are read (`crate::xlsx`).

use super::markup::{Piece, Relation, attribute, file_name, is_on, part, relations, walk};
use super::{Aside, Hidden, HiddenKind};
use crate::ExtractError;
use crate::archive::Archive;
use std::collections::{BTreeSet, HashSet};

/// More columns than a sheet can have.
const MAX_COLUMNS: u32 = 16_384;
/// The hidden sheet that WPS Office adds to a workbook with pictures in its cells; nothing stands in its own.
const PICTURES: &str = "WpsReserved_CellImgList";

struct Sheet {
    name: String,
    relation: String,
    hidden: Option<HiddenKind>,
}

pub(super) fn look(
    archive: &mut Archive<'_>,
    main: &str,
    names: &[String],
    found: &mut Aside,
) -> Result<(), ExtractError> {
    let Some(book) = part(archive, main)? else { return Ok(()) };
    let mut sheets = Vec::new();
    walk(&book, |piece, _| {
        let Piece::Open("sheet", tag) = piece else { return };
        let hidden = match attribute(tag, "state").as_deref() {
            Some("hidden") => Some(HiddenKind::Sheet),
            Some("veryHidden") => Some(HiddenKind::DeeplyHiddenSheet),
            _ => None,
        };
        let value = |name| attribute(tag, name).unwrap_or_default();
        sheets.push(Sheet { name: value("name"), relation: value("id"), hidden });
    });
    let parts = relations(archive, main)?;
    for sheet in sheets.iter_mut().filter(|sheet| sheet.hidden.is_some() && sheet.name == PICTURES) {
        let is_own = |relation: &&Relation| relation.id == sheet.relation && relation.kind == "worksheet";
        let Some(place) = parts.iter().find(is_own) else { continue };
        if part(archive, &place.target)?.is_some_and(|source| !has_content(&source)) {
            sheet.hidden = None;
        }
    }
    for kind in [HiddenKind::Sheet, HiddenKind::DeeplyHiddenSheet] {
        let of_kind = sheets.iter().filter(|sheet| sheet.hidden == Some(kind));
        let of_kind: Vec<String> = of_kind.map(|sheet| sheet.name.clone()).collect();
        if !of_kind.is_empty() {
            found.hidden.push(Hidden::new(kind, of_kind.len()).at(of_kind));
        }
    }
    for sheet in sheets.iter().filter(|sheet| sheet.hidden.is_none()) {
        let Some(place) = parts.iter().find(|relation| relation.id == sheet.relation) else { continue };
        if let Some(source) = part(archive, &place.target)? {
            cells(&source, &sheet.name, found);
        }
        comments(archive, &place.target, &sheet.name, found)?;
    }
    links(archive, names, found)
}

/// Hidden rows and columns in which something stands. What is hidden and empty, such as all columns behind the last, hides nothing.
fn cells(source: &str, sheet: &str, found: &mut Aside) {
    let mut hidden_columns: Vec<(u32, u32)> = Vec::new();
    let (mut rows, mut columns) = (BTreeSet::new(), BTreeSet::new());
    let (mut row, mut column, mut is_row_hidden) = (0_u32, 0_u32, false);
    let mut has_content = false;
    walk(source, |piece, around| match piece {
        Piece::Open("col", tag) => {
            let number = |name| attribute(tag, name).and_then(|text| text.parse::<u32>().ok());
            let is_flat = attribute(tag, "width").and_then(|text| text.parse::<f64>().ok()) == Some(0.0);
            let is_hidden = is_flat || (attribute(tag, "hidden").is_some() && is_on(tag, "hidden"));
            if let (true, Some(first), Some(last)) = (is_hidden, number("min"), number("max")) {
                hidden_columns.push((first, last.min(MAX_COLUMNS)));
            }
        }
        Piece::Open("row", tag) => {
            row = attribute(tag, "r").and_then(|text| text.parse().ok()).unwrap_or(row + 1);
            column = 0;
            let is_flat = attribute(tag, "ht").and_then(|text| text.parse::<f64>().ok()) == Some(0.0);
            is_row_hidden = is_flat || (attribute(tag, "hidden").is_some() && is_on(tag, "hidden"));
        }
        Piece::Open("c", tag) => {
            let told = attribute(tag, "r").and_then(|cell| column_of(&cell));
            column = told.unwrap_or(column + 1);
            has_content = false;
        }
        Piece::Text(text) => has_content = has_content || is_content(text, around),
        Piece::Close if around.last().is_some_and(|inner| inner == "c") && has_content => {
            if is_row_hidden {
                rows.insert(row);
            }
            if hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column)) {
                columns.insert(column);
            }
        }
        _ => {}
    });
    let mut say = |kind, numbers: &BTreeSet<u32>, words: fn(u32) -> String| {
        if !numbers.is_empty() {
            found.hidden.push(Hidden::new(kind, numbers.len()).at(spans(numbers, words)).of_sheet(sheet));
        }
    };
    say(HiddenKind::Rows, &rows, |number| number.to_string());
    say(HiddenKind::Columns, &columns, letters);
}

/// Whether a text is the content of a cell.
fn is_content(text: &str, around: &[String]) -> bool {
    !text.trim().is_empty() && around.last().is_some_and(|inner| matches!(inner.as_str(), "v" | "f" | "t"))
}

/// Whether something stands in a cell of a sheet.
fn has_content(source: &str) -> bool {
    let mut has_content = false;
    walk(source, |piece, around| {
        let Piece::Text(text) = piece else { return };
        let is_of_cell = around.iter().any(|outer| outer == "c");
        has_content = has_content || (is_of_cell && is_content(text, around));
    });
    has_content
}

/// Numbers in a row as first and last.
fn spans(numbers: &BTreeSet<u32>, words: fn(u32) -> String) -> Vec<String> {
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => spans.push((*number, *number)),
        }
    }
    let said = spans.into_iter().map(|(first, last)| {
        if first == last { words(first) } else { format!("{}—{}", words(first), words(last)) }
    });
    said.collect()
}

/// The column of a cell such as AB12.
fn column_of(cell: &str) -> Option<u32> {
    let mut column = 0_u32;
    for letter in cell.bytes().take_while(u8::is_ascii_alphabetic) {
        column = column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)?;
    }
    (1..=MAX_COLUMNS).contains(&column).then_some(column)
}

/// The letters of a column.
fn letters(column: u32) -> String {
    let (mut left, mut letters) = (column, Vec::new());
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or_default()));
        left /= 26;
    }
    letters.iter().rev().collect()
}

/// Notes and comments at the cells of a sheet.
fn comments(
    archive: &mut Archive<'_>,
    place: &str,
    sheet: &str,
    found: &mut Aside,
) -> Result<(), ExtractError> {
    let (mut cells, mut known) = (Vec::new(), HashSet::new());
    let mut people: Vec<String> = Vec::new();
    for relation in relations(archive, place)? {
        if !matches!(relation.kind.as_str(), "comments" | "threadedComment") {
            continue;
        }
        let Some(source) = part(archive, &relation.target)? else { continue };
        let mut author = String::new();
        walk(&source, |piece, around| match piece {
            Piece::Open("comment" | "threadedComment", tag) => {
                let cell = attribute(tag, "ref").unwrap_or_default();
                if known.insert(cell.clone()) {
                    cells.push(cell);
                }
            }
            Piece::Text(text) if around.last().is_some_and(|inner| inner == "author") => {
                author.push_str(text);
            }
            Piece::Close if around.last().is_some_and(|inner| inner == "author") => {
                people.push(std::mem::take(&mut author));
            }
            _ => {}
        });
    }
    for name in people.iter().filter(|name| !name.starts_with("tc=")) {
        found.person(name);
    }
    if !cells.is_empty() {
        let hidden = Hidden::new(HiddenKind::CellComments, cells.len()).at(cells).of_sheet(sheet);
        found.hidden.push(hidden);
    }
    Ok(())
}

/// Other workbooks of which values are kept, and connections to databases.
fn links(archive: &mut Archive<'_>, names: &[String], found: &mut Aside) -> Result<(), ExtractError> {
    let mut linked = Vec::new();
    for name in names.iter().filter(|name| name.starts_with("xl/externalLinks/") && !name.contains("/_rels/"))
    {
        let target = relations(archive, name)?.into_iter().find(|relation| relation.is_outside);
        linked.push(target.map_or_else(|| file_name(name), |target| file_name(&target.target)));
    }
    if !linked.is_empty() {
        found.hidden.push(Hidden::new(HiddenKind::ExternalLinks, linked.len()).at(linked));
    }
    let mut connections = 0;
    if let Some(source) = part(archive, "xl/connections.xml")? {
        walk(&source, |piece, _| connections += usize::from(matches!(piece, Piece::Open("connection", _))));
    }
    if connections > 0 {
        found.hidden.push(Hidden::new(HiddenKind::Connections, connections));
    }
    Ok(())
}
