//! Table 4, 行政复议、行政诉讼: fifteen values below one header.
//!
//! Not here: what the three totals leave of them (`crate::solve`).

use super::Notes;
use super::item::{Item, cell_of};
use crate::form::Wording;
use crate::solve::{Decided, Piece, solve_table4};
use gongkai_domain::report::{CellRef, Place, Report, Table4Key};

/// What the stream gave for table 4.
#[derive(Debug, Default)]
pub(super) struct Table4<'a> {
    items: Vec<Item<'a>>,
    /// The columns of its header in printed order, by their place in a group of the form.
    heads: Vec<(usize, &'a Place)>,
    is_met: bool,
}

impl<'a> Table4<'a> {
    /// Whether its header was found.
    pub(super) fn is_met(&self) -> bool {
        self.is_met
    }

    pub(super) fn meet_header(&mut self, wording: &Wording, place: &'a Place) {
        let name = if wording.official.is_empty() { wording.letters } else { wording.official };
        if let Some(at) = GROUP.iter().position(|column| *column == name) {
            self.heads.push((at, place));
        }
        // blanks met so far belong to the header
        self.is_met = true;
        self.items.retain(|i| !i.is_blank);
    }

    pub(super) fn meet_value(&mut self, item: Item<'a>) {
        self.items.push(item);
    }

    /// Writes the cells; `pads_rows` says that a blank at the edge may have been filled in.
    pub(super) fn fill(self, report: &mut Report, pads_rows: bool, notes: &mut Notes) {
        if !self.is_met || !report.form.has_tables() {
            return;
        }
        let order = order_of(&self.heads, notes);
        let mut items = whole_row(self.items);
        if let Some(order) = order {
            put_in_order(order, &mut items);
        }
        let pieces: Vec<Piece> = items.iter().map(Item::piece).collect();
        // lines of a page without rulings: nothing but fifteen numbers that add up is believed
        let is_page_line = items.iter().any(Item::is_page_line);
        let decided = if is_page_line && pieces.iter().filter(|p| **p != Piece::Blank).count() != 15 {
            vec![Decided::illegible(); 15]
        } else {
            solve_table4(&pieces, pads_rows)
        };
        for (key, one) in Table4Key::EVERY.iter().zip(&decided) {
            *report.cell_mut(CellRef::T4(*key)) = cell_of(one, &items);
        }
        let numbers = items.iter().filter(|i| !i.is_blank).count();
        if numbers > 15 && pieces.iter().all(|p| matches!(p, Piece::Run(d) if d.len() == 1)) {
            notes.add("extra_value", "行政复议、行政诉讼", None, items[15].place);
        }
    }
}

/// The columns of each group.
const GROUP: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];

/// Fifteen places, one for each column of the form.
type Order = [usize; 15];

/// Where each column of the form stands in the printed header, when it shows all fifteen in another order; told then.
fn order_of(heads: &[(usize, &Place)], notes: &mut Notes) -> Option<Order> {
    let heads = heads.get(..15)?;
    let mut order: Order = [0; 15];
    for (g, group) in heads.chunks(GROUP.len()).enumerate() {
        for column in 0..GROUP.len() {
            order[5 * g + column] = 5 * g + group.iter().position(|(at, _)| *at == column)?;
        }
    }
    let first = heads.iter().enumerate().find(|(i, (at, _))| i % GROUP.len() != *at)?;
    let group = first.0 / GROUP.len();
    let names: Vec<&str> = heads[5 * group..5 * group + 5].iter().map(|(at, _)| GROUP[*at]).collect();
    notes.add("header_order", &names.join("、"), None, first.1.1);
    Some(order)
}

/// The values follow a header in another order than the form's. Where it has moved a total the sums may say that they
/// do not: the head alone was misprinted then. What is damaged besides cannot be told apart any more.
fn put_in_order(order: Order, items: &mut Vec<Item<'_>>) {
    while items.len() > order.len() && items.last().is_some_and(|i| i.is_blank) {
        items.pop();
    }
    while items.len() > order.len() && items.first().is_some_and(|i| i.is_blank) {
        items.remove(0);
    }
    if items.len() != order.len() || items.iter().any(|i| !i.piece().is_single()) {
        for item in items.iter_mut() {
            item.chunk = "?".into();
            item.is_blank = false;
        }
        return;
    }
    let printed = items.clone();
    for g in 0..3 {
        let places = &order[5 * g..5 * g + 5];
        let holds = |places: &[usize]| {
            let count = |at: usize| match printed[at].piece() {
                Piece::Run(digits) => digits.parse::<i64>().ok(),
                Piece::Fixed(n) => Some(n),
                _ => None,
            };
            let parts: Option<i64> = places[..4].iter().map(|at| count(*at)).sum();
            parts.zip(count(places[4])).is_some_and(|(parts, total)| parts == total)
        };
        let own: [usize; 5] = std::array::from_fn(|i| 5 * g + i);
        let is_head_alone = places[4] != own[4] && holds(&own) && !holds(places);
        for (i, at) in places.iter().enumerate().filter(|_| !is_head_alone) {
            items[5 * g + i] = printed[*at].clone();
        }
    }
}

/// A row that holds all fifteen needs nothing from the lines around it.
fn whole_row(mut items: Vec<Item<'_>>) -> Vec<Item<'_>> {
    fn line(place: &Place) -> impl PartialEq {
        (place.table, place.row, place.line, &place.sheet, place.page)
    }
    let whole = items.iter().map(|i| i.place).find(|place| {
        let mut own = items.iter().filter(|i| line(i.place) == line(place) && i.column.is_some());
        let (mut cells, mut numbers) = (0, 0);
        for item in &mut own {
            cells += 1;
            numbers += usize::from(!item.is_blank);
        }
        cells >= 15 && numbers >= 13
    });
    if let Some(place) = whole {
        items.retain(|i| line(i.place) == line(place));
        return items;
    }
    // rows left empty below the one that is filled in
    if let Some(last) = items.iter().rfind(|i| !i.is_blank).map(|i| i.place) {
        let kept = items.iter().rposition(|i| line(i.place) == line(last)).map_or(0, |at| at + 1);
        items.truncate(kept.max(15));
    }
    items
}
