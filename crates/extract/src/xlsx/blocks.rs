//! Splits a sheet into paragraphs and tables.
//!
//! Not here: what a cell shows (`shown`).

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use gongkai_paper::{Block, Cell, Document, Paragraph, Place, Table};

use crate::ExtractError;
use crate::grid::Budget;

/// A cell that the file holds: with a text, or at least with a border.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) row: u32,
    pub(super) col: u32,
    pub(super) text: String,
    pub(super) bordered: bool,
}

/// A cell of the sheet with the range it covers; rows and columns count from 0, ends are not included.
#[derive(Debug, Clone)]
struct Area {
    rows: Range<u32>,
    cols: Range<u32>,
    text: String,
    bordered: bool,
}

/// A sheet as cells that do not overlap, sorted by row, then column.
pub(super) struct Sheet {
    name: Arc<str>,
    areas: Vec<Area>,
}

impl Sheet {
    /// Joins cells and merged ranges (first row, first column, last row, last column). Of a merged range only the
    /// first cell is shown; ranges that overlap an earlier one are left out.
    pub(super) fn new(name: &str, stored: Vec<Stored>, merged: impl Iterator<Item = [u32; 4]>) -> Self {
        // A range may reach to the end of the sheet; nothing stands beyond the last cell that the file holds.
        let last_row = stored.iter().map(|c| c.row).max().unwrap_or(0);
        let last_col = stored.iter().map(|c| c.col).max().unwrap_or(0);
        let held: BTreeMap<(u32, u32), Stored> = stored.into_iter().map(|c| ((c.row, c.col), c)).collect();
        let mut areas: BTreeMap<(u32, u32), Area> = BTreeMap::new();
        let mut covered: BTreeMap<(u32, u32), (u32, u32)> = BTreeMap::new();
        for [top, left, bottom, right] in merged {
            let (bottom, right) = (bottom.min(last_row), right.min(last_col));
            if top > bottom || left > right {
                continue;
            }
            let own: Vec<(u32, u32)> = held
                .range((top, 0)..=(bottom, u32::MAX))
                .map(|(at, _)| *at)
                .filter(|(_, col)| (left..=right).contains(col))
                .collect();
            if own.is_empty() || own.iter().any(|at| covered.contains_key(at)) {
                continue;
            }
            covered.extend(own.iter().map(|at| (*at, (top, left))));
            let first = held.get(&(top, left));
            areas.insert(
                (top, left),
                Area {
                    rows: top..bottom + 1,
                    cols: left..right + 1,
                    text: first.map(|c| c.text.clone()).unwrap_or_default(),
                    bordered: own.iter().any(|at| held[at].bordered),
                },
            );
        }
        for (at, cell) in held {
            if !covered.contains_key(&at) {
                areas.insert(
                    at,
                    Area {
                        rows: at.0..at.0 + 1,
                        cols: at.1..at.1 + 1,
                        text: cell.text,
                        bordered: cell.bordered,
                    },
                );
            }
        }
        Sheet { name: name.into(), areas: areas.into_values().collect() }
    }

    /// Writes the sheet's paragraphs and tables into the document.
    pub(super) fn write(self, doc: &mut Document, budget: &mut Budget<'_>) -> Result<(), ExtractError> {
        let name = Arc::clone(&self.name);
        for band in bands(self.areas) {
            let ruled = band.iter().any(|a| a.bordered);
            let mut open: Vec<Area> = Vec::new();
            let mut rows = by_first_row(band).into_iter().peekable();
            while let Some(row) = rows.next() {
                let text = text_row(&row, ruled);
                let stands_in_table = text.is_some()
                    && !ruled
                    && !open.is_empty()
                    && rows.peek().is_some_and(|next| next.iter().filter(|a| !a.text.is_empty()).count() > 1);
                match text {
                    Some(area) if !stands_in_table || is_heading(&area.text) => {
                        tables(&name, std::mem::take(&mut open), doc, budget)?;
                        doc.blocks.push(Block::Paragraph(Paragraph {
                            text: area.text.clone(),
                            level: None,
                            place: place(&name, area),
                        }));
                    }
                    _ => open.extend(row),
                }
            }
            tables(&name, open, doc, budget)?;
        }
        Ok(())
    }
}

/// Groups cells whose rows follow one another without an empty row between.
fn bands(areas: Vec<Area>) -> Vec<Vec<Area>> {
    let mut out: Vec<Vec<Area>> = Vec::new();
    let mut end = 0;
    for area in areas {
        if out.is_empty() || area.rows.start > end {
            out.push(Vec::new());
            end = 0;
        }
        end = end.max(area.rows.end);
        if let Some(band) = out.last_mut() {
            band.push(area);
        }
    }
    out
}

fn by_first_row(band: Vec<Area>) -> Vec<Vec<Area>> {
    let mut out: Vec<Vec<Area>> = Vec::new();
    for area in band {
        match out.last_mut() {
            Some(row) if row[0].rows.start == area.rows.start => row.push(area),
            _ => out.push(vec![area]),
        }
    }
    out
}

/// The only text of a row that is no row of a table: nothing in it is bordered while the cells around are, or
/// nothing is bordered anywhere. Headings are text even inside the borders.
fn text_row(row: &[Area], ruled: bool) -> Option<&Area> {
    let mut texts = row.iter().filter(|a| !a.text.trim().is_empty());
    let (Some(only), None) = (texts.next(), texts.next()) else { return None };
    let bordered = row.iter().any(|a| a.bordered);
    let alone = row.len() == 1 && only.rows.len() == 1;
    (alone && (!ruled || !bordered || is_heading(&only.text))).then_some(only)
}

/// Whether a text is numbered like a section: `三、收到和处理…`.
fn is_heading(text: &str) -> bool {
    let rest = text.trim_start().trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    rest.len() < text.trim_start().len() && rest.starts_with('、')
}

/// Whether empty cells with borders stand in a row from the first to the last of the columns; the cells are sorted.
fn is_ruled(areas: &[Area], row: u32, cols: &Range<u32>) -> bool {
    let own = areas.iter().filter(|a| a.bordered && a.text.is_empty() && a.rows == (row..row + 1));
    let reached = own.fold(cols.start, |at, a| if a.cols.start <= at { at.max(a.cols.end) } else { at });
    reached >= cols.end
}

/// Writes a range of cells as a table, or as two and more where an empty column parts them.
fn tables(
    name: &Arc<str>,
    areas: Vec<Area>,
    doc: &mut Document,
    budget: &mut Budget<'_>,
) -> Result<(), ExtractError> {
    for side in sides(areas) {
        table(name, side, doc, budget)?;
    }
    Ok(())
}

/// Parts cells at columns that no cell reaches into, when both sides are tables by themselves.
fn sides(mut areas: Vec<Area>) -> Vec<Vec<Area>> {
    areas.sort_by_key(|a| a.cols.start);
    let mut out: Vec<Vec<Area>> = Vec::new();
    let mut end = 0;
    for area in areas {
        if out.is_empty() || area.cols.start > end {
            out.push(Vec::new());
            end = 0;
        }
        end = end.max(area.cols.end);
        if let Some(side) = out.last_mut() {
            side.push(area);
        }
    }
    let is_table = |side: &[Area]| {
        let (rows, cols) = reach(side.iter());
        rows.len() >= 2 && cols.len() >= 2
    };
    if out.len() > 1 && !out.iter().all(|side| is_table(side)) {
        out = vec![out.into_iter().flatten().collect()];
    }
    for side in &mut out {
        side.sort_by_key(|a| (a.rows.start, a.cols.start));
    }
    out
}

/// Rows and columns that cells cover together.
fn reach<'a>(areas: impl Iterator<Item = &'a Area>) -> (Range<u32>, Range<u32>) {
    let join = |all: Option<Range<u32>>, one: &Range<u32>| match all {
        Some(all) => Some(all.start.min(one.start)..all.end.max(one.end)),
        None => Some(one.clone()),
    };
    let (rows, cols) = areas.fold((None, None), |(rows, cols), a| (join(rows, &a.rows), join(cols, &a.cols)));
    (rows.unwrap_or(0..0), cols.unwrap_or(0..0))
}

fn table(
    name: &Arc<str>,
    areas: Vec<Area>,
    doc: &mut Document,
    budget: &mut Budget<'_>,
) -> Result<(), ExtractError> {
    // Borders drawn below or beside the table hold nothing; blanks between texts are cells.
    let texts: Vec<&Area> = areas.iter().filter(|a| !a.text.is_empty()).collect();
    if texts.is_empty() {
        return Ok(());
    }
    let (rows, cols) = reach(texts.iter().copied());
    if let [only] = &texts[..] {
        doc.blocks.push(Block::Paragraph(Paragraph {
            text: only.text.clone(),
            level: None,
            place: place(name, only),
        }));
        return Ok(());
    }
    if rows.len() == 1 && !texts.iter().any(|a| a.bordered) {
        // `填报单位：…` and `日期：…` beside each other.
        let text = texts.iter().map(|a| a.text.as_str()).collect::<Vec<_>>().join("\t");
        doc.blocks.push(Block::Paragraph(Paragraph { text, level: None, place: place(name, texts[0]) }));
        return Ok(());
    }
    // one row ruled from side to side below the last text is a row that nobody filled in
    let mut rows = rows;
    if is_ruled(&areas, rows.end, &cols) && !is_ruled(&areas, rows.end + 1, &cols) {
        rows.end += 1;
    }
    budget.cells(u64::from(rows.end - rows.start) * u64::from(cols.end - cols.start))?;

    let number = doc.blocks.iter().filter(|b| matches!(b, Block::Table(_))).count() as u32 + 1;
    let (height, width) = (rows.len(), cols.len());
    let mut taken = vec![false; height * width];
    let mut cells = Vec::new();
    for area in areas {
        let area = Area {
            rows: area.rows.start.max(rows.start)..area.rows.end.min(rows.end),
            cols: area.cols.start.max(cols.start)..area.cols.end.min(cols.end),
            ..area
        };
        if area.rows.is_empty() || area.cols.is_empty() {
            continue;
        }
        for r in area.rows.clone() {
            for c in area.cols.clone() {
                taken[(r - rows.start) as usize * width + (c - cols.start) as usize] = true;
            }
        }
        cells.push(area);
    }
    // A position that the file holds nothing for is a blank cell all the same.
    for (i, _) in taken.iter().enumerate().filter(|(_, t)| !**t) {
        let (row, col) = (rows.start + (i / width) as u32, cols.start + (i % width) as u32);
        cells.push(Area { rows: row..row + 1, cols: col..col + 1, text: String::new(), bordered: false });
    }
    cells.sort_by_key(|a| (a.rows.start, a.cols.start));
    let whole = Area { rows: rows.clone(), cols: cols.clone(), text: String::new(), bordered: false };
    let cells = cells
        .into_iter()
        .map(|area| {
            let (row, col) = (area.rows.start - rows.start, area.cols.start - cols.start);
            Cell {
                row,
                col,
                row_span: area.rows.end - area.rows.start,
                col_span: area.cols.end - area.cols.start,
                place: Place {
                    table: Some(number),
                    row: Some(row + 1),
                    col: Some(col + 1),
                    ..place(name, &area)
                },
                text: area.text,
            }
        })
        .collect();
    doc.blocks.push(Block::Table(Table {
        number,
        rows: height as u32,
        cols: width as u32,
        cells,
        place: Place { table: Some(number), ..place(name, &whole) },
    }));
    Ok(())
}

/// Sheet and address of a cell.
pub(super) fn place_of(name: &str, (row, col): (u32, u32)) -> Place {
    let area = Area { rows: row..row + 1, cols: col..col + 1, text: String::new(), bordered: false };
    place(&name.into(), &area)
}

/// Sheet and address of the first cell of an area.
fn place(name: &Arc<str>, area: &Area) -> Place {
    // Written from its end; a number of a row has at most ten digits, a column seven letters.
    let mut address = [0u8; 17];
    let mut at = address.len();
    let mut n = u64::from(area.rows.start) + 1;
    while n > 0 {
        at -= 1;
        address[at] = b'0' + (n % 10) as u8;
        n /= 10;
    }
    let mut n = u64::from(area.cols.start) + 1;
    while n > 0 {
        at -= 1;
        address[at] = b'A' + ((n - 1) % 26) as u8;
        n = (n - 1) / 26;
    }
    let address = std::str::from_utf8(&address[at..]).unwrap_or_default();
    Place { sheet: Some(Arc::clone(name)), address: Some(address.into()), ..Place::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_count_columns_in_letters() {
        let name: Arc<str> = "表".into();
        let at = |row: u32, col: u32| {
            let area = Area { rows: row..row + 1, cols: col..col + 1, text: String::new(), bordered: false };
            place(&name, &area).address.unwrap()
        };
        assert_eq!(&*at(0, 0), "A1");
        assert_eq!(&*at(6, 2), "C7");
        assert_eq!(&*at(0, 25), "Z1");
        assert_eq!(&*at(9, 26), "AA10");
        assert_eq!(&*at(0, 16_383), "XFD1");
    }

    #[test]
    fn numbered_sections_are_headings() {
        assert!(is_heading("三、收到和处理政府信息公开申请情况"));
        assert!(!is_heading("（一）予以公开"));
        assert!(!is_heading("总计"));
    }
}
