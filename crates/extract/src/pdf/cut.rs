//! Mends what a page end cut in a table: merged cells in two parts, and a row whose label or figures went to the next page.
//!
//! Not here: which tables go on over a page end, and figures cut within their digits (`flow`).

use gongkai_paper::{Cell, Place, Table};

use super::flow::starts_an_item;

/// Mends what a page end cut: merged cells that go on in row `first`, the first of the new page, and that row itself
/// where it is only the rest of the row before.
pub(super) fn mend(table: &mut Table, first: u32) {
    let header: Vec<String> = table.row(0).iter().map(|c| bare(&c.text)).collect();
    let begins: Vec<String> = table.row(first).iter().map(|c| bare(&c.text)).collect();
    if first == 0 || header == begins {
        return;
    }
    let mut cells = std::mem::take(&mut table.cells);
    let later = cells.iter().position(|c| c.row >= first).unwrap_or(cells.len());
    let mut rest = cells.split_off(later);

    let own = |cell: &Cell| cell.row + cell.row_span == first;
    let pairs: Vec<(usize, usize)> = rest
        .iter()
        .enumerate()
        .take_while(|(_, c)| c.row == first)
        .filter_map(|(i, c)| {
            let above = cells.iter().position(|a| own(a) && a.col == c.col && a.col_span == c.col_span)?;
            Some((above, i))
        })
        .collect();
    let is_long = |above: &Cell, below: &Cell| above.row_span > 1 || below.row_span > 1;
    let is_rest = |above: &Cell, below: &Cell| {
        let text = bare(&below.text);
        text.is_empty() || starts_an_item(&(bare(&above.text) + &text)) && !starts_an_item(&text)
    };
    let is_cut = is_cut(first, &cells, &rest, &pairs);
    let mut gone = Vec::new();
    for (above, below) in pairs {
        let (a, b) = (&mut cells[above], &rest[below]);
        let goes_on = is_long(a, b) && is_rest(a, b);
        if !is_cut && !goes_on {
            continue;
        }
        if a.text.trim().is_empty() && !b.text.trim().is_empty() {
            let (row, col) = (a.place.row, a.place.col);
            a.place = Place { row, col, ..b.place.clone() };
        }
        if !a.text.is_empty() && !b.text.is_empty() {
            a.text.push('\n');
        }
        a.text.push_str(&b.text);
        a.row_span += b.row_span - u32::from(is_cut);
        gone.push(below);
    }
    let mut i = 0;
    rest.retain(|_| {
        i += 1;
        !gone.contains(&(i - 1))
    });
    if is_cut {
        for cell in &mut rest {
            cell.row -= 1;
            cell.place.row = Some(cell.row + 1);
        }
        table.rows -= 1;
    }
    cells.extend(rest);
    table.cells = cells;
}

/// Whether row `first` is the rest of the row before it: the same cells, nowhere a figure in both, and a label that
/// begins with its number before the page end and goes on without one after it.
fn is_cut(first: u32, cells: &[Cell], rest: &[Cell], pairs: &[(usize, usize)]) -> bool {
    let in_first = rest.iter().take_while(|c| c.row == first).count();
    if pairs.len() != in_first || in_first < 2 {
        return false;
    }
    let single: Vec<(String, String)> = pairs
        .iter()
        .map(|(a, b)| (&cells[*a], &rest[*b]))
        .filter(|(a, b)| a.row + 1 == first && b.row_span == 1)
        .map(|(a, b)| (bare(&a.text), bare(&b.text)))
        .collect();
    // The last of the cells that are no figures is the label of the row itself.
    let Some(label) = single.iter().rposition(|(a, b)| is_words(a) || is_words(b)) else { return false };
    let (above, below) = &single[label];
    let values = &single[label + 1..];
    !values.is_empty()
        && (starts_an_item(above) && !starts_an_item(below))
        && (values.iter().all(|(_, b)| b.is_empty()) && !below.is_empty()
            || values.iter().all(|(a, _)| a.is_empty()))
}

fn is_words(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic() && c != '无')
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
