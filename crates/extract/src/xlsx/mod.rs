//! Reads the sheets of an Excel workbook: rows with one text become paragraphs, ranges of cells become tables.
//!
//! Of a formula the value saved in the file is taken; a total that was saved without one is computed (`formula`). Not here:
//! how a number looks (`shown`).
//!
//! Cells are taken from the file one by one and kept sparsely, because a sheet may claim a range of 17 thousand
//! million cells while it holds two.

mod blocks;
mod formula;
mod shown;

use std::collections::HashMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use gongkai_paper::{Artefact, Block, Document, Format, Place};

use self::blocks::{Sheet, Stored};
use self::formula::{At, Cells, Held, Shown};
use crate::archive::Archive;
use crate::grid::Budget;
use crate::{ExtractError, Limits};

/// What the format is called in messages.
const WHAT: &str = "Excel 工作簿";

/// Reads a workbook. Hidden sheets are left out and named, unless nothing else holds text.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ExtractError> {
    limits.check_bytes(bytes.len())?;
    // The library unpacks without a bound of its own, and some parts twice; of the theme it takes the colours only.
    let unpacked = Archive::open(bytes, WHAT, limits)?.unpacked(|part| !part.starts_with("xl/theme/"))?;
    let bytes = unpacked.as_deref().unwrap_or(bytes);
    // The library is not ours; a panic on a file that nobody foresaw must not end the work on other files. Nothing
    // that it touched is used afterwards.
    catch_unwind(AssertUnwindSafe(|| workbook(bytes, limits)))
        .unwrap_or_else(|_| Err(damaged("its parts contradict each other")))
}

fn damaged(because: impl ToString) -> ExtractError {
    ExtractError::Damaged { what: WHAT, because: because.to_string() }
}

fn refused(error: XlsxError) -> ExtractError {
    match error {
        XlsxError::Password => ExtractError::Encrypted { what: WHAT },
        XlsxError::XmlEof(_) => ExtractError::Truncated { what: WHAT },
        other => damaged(other),
    }
}

fn workbook(bytes: &[u8], limits: &Limits) -> Result<Document, ExtractError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    let mut doc = Document::new(Format::Xlsx);
    doc.title = book.workbook_properties().ok().and_then(|p| p.title).filter(|t| !t.trim().is_empty());
    let mut budget = Budget::new(limits);
    let (shown, hidden): (Vec<_>, Vec<_>) = book
        .sheets_metadata()
        .iter()
        .filter(|s| s.typ == SheetType::WorkSheet)
        .cloned()
        .partition(|s| s.visible == SheetVisible::Visible);
    for sheet in &shown {
        take_in(&mut book, &sheet.name, &mut doc, &mut budget)?;
    }
    let nothing_shown = is_blank(&doc);
    for sheet in &hidden {
        if nothing_shown {
            take_in(&mut book, &sheet.name, &mut doc, &mut budget)?;
        }
        let fate = if nothing_shown { "已读取" } else { "未读取" };
        doc.artefacts.push(Artefact {
            kind: "hidden_sheet",
            text: format!("隐藏的工作表“{}”{fate}", sheet.name),
            place: Place { sheet: Some(sheet.name.as_str().into()), ..Place::default() },
        });
    }
    if is_blank(&doc) {
        return Err(ExtractError::NoText { what: WHAT });
    }
    Ok(doc)
}

fn take_in(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    doc: &mut Document,
    budget: &mut Budget<'_>,
) -> Result<(), ExtractError> {
    let merged = book.merge_cells_by_sheet_name(name).map_err(refused)?;
    let mut cells = book.worksheet_cells_reader(name).map_err(refused)?;
    let styles: Vec<(bool, Option<String>)> = cells
        .styles()
        .iter()
        .map(|s| {
            let bordered = s.borders.as_ref().is_some_and(calamine::Borders::has_visible_borders);
            (bordered, s.number_format.as_ref().map(|f| f.format_code.clone()))
        })
        .collect();
    let mut stored = Vec::new();
    let mut values = Cells::default();
    let is_covered = |(row, col): At| {
        merged.iter().any(|m| {
            (m.start.0..=m.end.0).contains(&row)
                && (m.start.1..=m.end.1).contains(&col)
                && m.start != (row, col)
        })
    };
    let mut has_empty = false;
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(refused)? {
        budget.step()?;
        let (bordered, code) =
            styles.get(style).map_or((false, ""), |(b, c)| (*b, c.as_deref().unwrap_or("")));
        let text = text(cell.get_value(), code);
        let held = match cell.get_value() {
            DataRef::Int(n) => Some(Held::Number(*n as f64)),
            DataRef::Float(n) => Some(Held::Number(*n)),
            DataRef::String(_) | DataRef::SharedString(_) => Some(Held::of_text(&text)),
            DataRef::Empty => None,
            _ => Some(Held::Other),
        };
        match held {
            Some(held) => drop(values.held.insert(cell.get_position(), held)),
            None => has_empty = has_empty || !is_covered(cell.get_position()),
        }
        if text.is_empty() && !bordered {
            continue;
        }
        // The cell itself is counted below, and once more where its table is known.
        budget.cell_text(&text)?;
        budget.limits.check_cells(stored.len() as u64 + 1)?;
        let (row, col) = cell.get_position();
        stored.push(Stored { row, col, text, bordered });
    }
    drop(cells);
    if has_empty {
        take_in_formulas(book, name, &mut values, budget)?;
        compute(name, &values, &mut stored, (doc, budget))?;
    }
    // Rows may stand in the file in any order, and a broken writer may give a cell twice: the last one counts.
    stored.sort_by_key(|c| (c.row, c.col));
    stored.dedup_by(|later, earlier| {
        let same = (later.row, later.col) == (earlier.row, earlier.col);
        if same {
            std::mem::swap(later, earlier);
        }
        same
    });
    let merged = merged.into_iter().filter(|m| m.start.0 <= m.end.0 && m.start.1 <= m.end.1);
    Sheet::new(name, stored, merged.map(|Dimensions { start, end }| [start.0, start.1, end.0, end.1]))
        .write(doc, budget)
}

/// The formulas of cells that hold no value.
fn take_in_formulas(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    values: &mut Cells,
    budget: &mut Budget<'_>,
) -> Result<(), ExtractError> {
    let mut cells = book.worksheet_cells_reader(name).map_err(refused)?;
    while let Some(record) = cells.next_cell_with_formula().map_err(refused)? {
        budget.step()?;
        if let (DataRef::Empty, Some(formula)) = (&record.value, record.formula)
            && !formula.is_empty()
        {
            budget.cell_text(&formula)?;
            values.formulas.insert(record.pos, formula);
            budget.limits.check_cells(values.formulas.len() as u64)?;
        }
    }
    Ok(())
}

/// Gives formulas without a value what they show. One that is not computed here stands in its cell as it is written: what
/// it shows is not known, and an empty cell would say that it shows nothing.
fn compute(
    name: &str,
    values: &Cells,
    stored: &mut Vec<Stored>,
    (doc, budget): (&mut Document, &mut Budget<'_>),
) -> Result<(), ExtractError> {
    let places: HashMap<At, usize> = stored.iter().enumerate().map(|(i, c)| ((c.row, c.col), i)).collect();
    for (&(row, col), formula) in &values.formulas {
        // a formula may add as many cells as a sum may take in
        budget.limits.check_deadline()?;
        let text = match values.shown((row, col)) {
            Some(Shown::Number(number)) => shown::number(number, ""),
            Some(Shown::Nothing) => String::new(),
            None => {
                doc.artefacts.push(Artefact {
                    kind: "formula_without_value",
                    text: "公式没有计算结果，请用 Excel 或 WPS 打开后另存".to_owned(),
                    place: blocks::place_of(name, (row, col)),
                });
                format!("={}", formula.trim_start_matches('='))
            }
        };
        match places.get(&(row, col)) {
            Some(at) => stored[*at].text = text,
            None if text.is_empty() => {}
            None => {
                budget.limits.check_cells(stored.len() as u64 + 1)?;
                stored.push(Stored { row, col, text, bordered: false });
            }
        }
    }
    Ok(())
}

/// The text of a cell as the sheet shows it.
fn text(value: &DataRef<'_>, code: &str) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(n) => shown::number(*n as f64, code),
        DataRef::Float(n) => shown::number(*n, code),
        DataRef::String(s) | DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => lines(s),
        DataRef::SharedString(s) => lines(s),
        DataRef::Bool(b) => if *b { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(d) if d.is_duration() => shown::duration(d.as_f64()),
        DataRef::DateTime(d) => shown::date(d.to_ymd_hms_milli(), code),
        DataRef::Error(e) => e.to_string(),
    }
}

fn is_blank(doc: &Document) -> bool {
    doc.blocks.iter().all(|b| match b {
        Block::Paragraph(p) => p.text.trim().is_empty(),
        Block::Table(t) => t.cells.iter().all(|c| c.text.trim().is_empty()),
    })
}

/// Text with the line ends of Windows turned into `\n`.
fn lines(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n") } else { text.to_owned() }
}
