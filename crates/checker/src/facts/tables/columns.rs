//! Under which column of table 3 a value stands: by the header of a grid, by the parts of a line, or by the row sums.
//!
//! Not here: rows that do not have seven cells (`crate::solve`).

use super::Notes;
use super::item::Item;
use super::table3::Met;
use crate::solve::{Piece, Strip};
use gongkai_domain::report::{Column, Place};
use std::collections::BTreeMap;

/// Seven places, one for each column of the form.
type Order = [usize; 7];

const FORM: Order = [0, 1, 2, 3, 4, 5, 6];
/// 总计 before 其他.
const TOTAL_BEFORE_OTHER: Order = [0, 1, 2, 3, 4, 6, 5];

/// The header of table 3 as met in the stream.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// The grid column of a label, where the table is a grid.
    grid: BTreeMap<Column, u32>,
    /// In tab-separated lines: the part at which a label stands.
    parts: BTreeMap<Column, u32>,
    /// Greatest number of parts of such a line.
    width: usize,
    /// Where the labels stand in the file.
    places: BTreeMap<Column, Place>,
    last: Option<Column>,
    /// Whether 总计 is printed directly before 其他.
    total_precedes_other: bool,
}

impl Header {
    /// A label of a column, in a line of so many parts; a header repeated below the first row is not measured again.
    pub(super) fn meet(
        &mut self,
        column: Column,
        place: &Place,
        part: Option<u32>,
        fields: usize,
        is_first: bool,
    ) {
        self.total_precedes_other |= column == Column::OtherOrganisation && self.last == Some(Column::Total);
        self.last = Some(column);
        match (place.col, part) {
            (Some(col), _) if is_first => {
                self.grid.insert(column, col - 1);
                self.places.insert(column, place.clone());
            }
            (None, Some(part)) => {
                self.parts.insert(column, part);
                self.places.insert(column, place.clone());
                self.width = self.width.max(fields);
            }
            _ => {}
        }
    }

    /// Where each column of the form stands in the printed header, when it shows all seven.
    fn order(&self) -> Option<Order> {
        let header = if self.grid.is_empty() { &self.parts } else { &self.grid };
        let mut places: Vec<(u32, Column)> = header.iter().map(|(c, at)| (*at, *c)).collect();
        places.sort_unstable();
        let is_whole = places.len() == 7
            && places.windows(2).all(|w| w[0].0 < w[1].0)
            && (!self.grid.is_empty() || places[6].0 == places[0].0 + 6);
        is_whole.then(|| {
            std::array::from_fn(|i| places.iter().position(|(_, c)| *c == Column::EVERY[i]).unwrap_or(i))
        })
    }

    /// Tells of a header in another order than the form's; `is_followed` says that its values were put in order by it.
    pub(super) fn tell_order(&self, is_followed: bool, notes: &mut Notes) {
        let printed = self.order().filter(|o| *o != FORM);
        let order = match printed {
            Some(order) => order,
            None if is_followed => TOTAL_BEFORE_OTHER,
            None => return,
        };
        let mut columns = Column::EVERY.to_vec();
        columns.sort_by_key(|c| Column::EVERY.iter().position(|e| e == c).map(|i| order[i]));
        let first = columns.iter().zip(Column::EVERY).find(|(a, b)| a != b).map(|(a, _)| a);
        let Some(place) = first.and_then(|c| self.places.get(c)) else { return };
        let names: Vec<&str> = columns.iter().map(|c| c.label()).collect();
        notes.add("header_order", &names.join("、"), None, place);
    }

    /// The grid columns of the seven labels, when they stand in the order of the form. A header in another order is
    /// decided by the row sums instead.
    fn grid_in_order(&self) -> Option<[u32; 7]> {
        let mut places = [0; 7];
        for (place, column) in places.iter_mut().zip(Column::EVERY) {
            *place = *self.grid.get(column)?;
        }
        places.is_sorted_by(|a, b| a < b).then_some(places)
    }
}

/// What the header and the complete rows tell of the columns.
pub(super) struct Columns {
    grid: Option<[u32; 7]>,
    /// In tab-separated lines: for each number of parts, the part at which the seven values begin, when all agree.
    offsets: BTreeMap<usize, Option<u32>>,
}

impl Columns {
    pub(super) fn of(header: &Header, met: &[Met<'_>]) -> Self {
        let mut offsets = offsets(met);
        let ends = (header.parts.get(&Column::NaturalPerson), header.parts.get(&Column::Total));
        if let (Some(first), Some(last)) = ends
            && *last == first + 6
        {
            offsets.entry(header.width).or_insert(Some(*first));
        }
        Self { grid: header.grid_in_order(), offsets }
    }

    /// Which of a row's items stands under which column.
    ///
    /// The label's line has so many parts; `is_one_line` says that all values stand in it.
    pub(super) fn align(
        &self,
        parts: usize,
        is_one_line: bool,
        items: &[Item<'_>],
    ) -> Option<[Option<usize>; 7]> {
        self.align_cells(items).or_else(|| self.align_parts(parts, items).filter(|_| is_one_line))
    }

    /// Where the table is a grid and its header is sound.
    fn align_cells(&self, items: &[Item<'_>]) -> Option<[Option<usize>; 7]> {
        let grid = self.grid.filter(|_| items.iter().all(|i| i.column.is_some()))?;
        Some(grid.map(|wanted| items.iter().position(|item| item.column == Some(wanted))))
    }

    /// The parts of a tab-separated line under the columns that the complete lines of the same width show.
    fn align_parts(&self, parts: usize, items: &[Item<'_>]) -> Option<[Option<usize>; 7]> {
        let first = (*self.offsets.get(&parts)?)?;
        if items.iter().any(|i| i.place.line.is_none()) {
            return None;
        }
        let aligned: [Option<usize>; 7] =
            std::array::from_fn(|i| items.iter().position(|item| item.column == Some(first + i as u32)));
        aligned.iter().all(Option::is_some).then_some(aligned)
    }
}

fn offsets(met: &[Met<'_>]) -> BTreeMap<usize, Option<u32>> {
    let mut offsets: BTreeMap<usize, Option<u32>> = BTreeMap::new();
    for m in met {
        let columns: Vec<u32> = m
            .behind
            .own
            .iter()
            .filter(|i| !i.is_blank && i.place.line.is_some())
            .filter_map(|i| i.column)
            .collect();
        if columns.len() == 7 && columns.windows(2).all(|w| w[1] == w[0] + 1) {
            let entry = offsets.entry(m.fields).or_insert(Some(columns[0]));
            if *entry != Some(columns[0]) {
                *entry = None;
            }
        }
    }
    offsets
}

/// A header in another order than the form's: the row sums tell whether the values follow the header or the form.
/// Tells whether the values were put in order.
pub(super) fn reorder(header: &Header, strips: &mut [Strip], all_items: &mut [Vec<Item<'_>>]) -> bool {
    let (order, is_certain) = match order_of_values(header, strips) {
        Printed::AsForm => return false,
        Printed::As(order) => (order, true),
        Printed::Undecided(order) => (order, false),
    };
    for (strip, items) in strips.iter_mut().zip(all_items) {
        strip.aligned = None;
        let filled: Vec<usize> = (0..strip.pieces.len())
            .filter(|i| strip.is_exact && strip.pieces.len() == 7 || strip.pieces[*i] != Piece::Blank)
            .collect();
        let is_row = strip.rows.len() == 1 && strip.pieces.iter().all(Piece::is_single);
        if is_row && filled.len() == 7 && is_certain {
            strip.pieces = order.iter().map(|i| strip.pieces[filled[*i]].clone()).collect();
            *items = order.iter().map(|i| items[filled[*i]].clone()).collect();
        } else if is_row && !is_certain && (filled.len() == 7 || strip.pieces.len() == 7) {
            // only the cells that would change places are in doubt, and only if they differ
            let places = if filled.len() == 7 { filled } else { (0..7).collect() };
            let before: Vec<Piece> = places.iter().map(|i| strip.pieces[*i].clone()).collect();
            for (i, at) in places.into_iter().enumerate() {
                if before[order[i]] != before[i] {
                    strip.pieces[at] = Piece::Opaque;
                }
            }
        } else {
            // what is damaged besides cannot be told apart any more
            strip.pieces = vec![Piece::Opaque; strip.pieces.len().min(7)];
        }
    }
    is_certain
}

/// In which order the rows print the columns.
enum Printed {
    AsForm,
    As(Order),
    /// The header shows this order, and the row sums do not tell whether the values follow it.
    Undecided(Order),
}

/// The order in which the rows print the columns.
fn order_of_values(header: &Header, strips: &[Strip]) -> Printed {
    let printed = header.order().filter(|o| *o != FORM);
    // a header with the total last and the applicants in another order is simply followed
    if let Some(order) = printed.filter(|o| o[6] == 6) {
        return Printed::As(order);
    }
    let rows: Vec<[i64; 7]> = strips.iter().filter_map(numbers).collect();
    let holds = |o: &Order, r: &[i64; 7]| r[o[6]] == o[..6].iter().map(|i| r[*i]).sum::<i64>();
    // rows on which the form's order and another differ: those that the other explains, those that the form's does
    let other = |o: &Order| rows.iter().filter(|r| holds(o, r) && !holds(&FORM, r)).count();
    let own = |o: &Order| rows.iter().filter(|r| !holds(o, r) && holds(&FORM, r)).count();
    // a flattened header tells nothing: then the sums must speak for themselves
    let order =
        printed.into_iter().chain([TOTAL_BEFORE_OTHER]).max_by_key(other).unwrap_or(TOTAL_BEFORE_OTHER);
    let (other, own) = (other(&order), own(&order));
    if printed.is_some() || header.total_precedes_other {
        // a clear majority of at least two rows
        if other >= 2 && other >= 3 * own {
            Printed::As(order)
        } else if own >= 2 && own >= 3 * other {
            Printed::AsForm
        } else {
            Printed::Undecided(printed.unwrap_or(order))
        }
    } else if other >= 2 && own == 0 {
        Printed::As(order)
    } else {
        Printed::AsForm
    }
}

/// The seven numbers of a row, when it has seven and they are not all zero.
fn numbers(strip: &Strip) -> Option<[i64; 7]> {
    let [_] = strip.rows[..] else { return None };
    let mut found = [0; 7];
    let mut count = 0;
    for piece in strip.pieces.iter().filter(|p| **p != Piece::Blank) {
        *found.get_mut(count)? = match piece {
            Piece::Run(digits) if piece.is_single() => digits.parse().ok()?,
            Piece::Fixed(n) => *n,
            _ => return None,
        };
        count += 1;
    }
    (count == 7 && found.iter().any(|n| *n != 0)).then_some(found)
}
