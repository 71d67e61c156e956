//! Which values of table 3 belong to which row, and what may be wrong with them: the strips that the solver is given.
//!
//! Usually a label and the values behind it are a strip. Labels without values and the values that follow later are one
//! strip together, whose rows the solver tells apart.
//! Not here: what stands behind a label (`super::walk`), dividing a strip into cells (`crate::solve`).

use super::super::value;
use super::columns::{Columns, Header, reorder};
use super::item::Item;
use super::table3::Met;
use crate::solve::{Piece, Strip, is_moved_row, is_short_row, is_sound_row};
use gongkai_domain::report::{Place, Row};
use std::ops::Range;

/// Cells in a row.
const WIDTH: usize = 7;

/// The strips of a table, each with the items that its pieces came from.
pub(super) struct Strips<'a> {
    pub(super) strips: Vec<Strip>,
    pub(super) items: Vec<Vec<Item<'a>>>,
    /// Whether what is printed is not all that was written, so that nothing may be inferred.
    pub(super) has_lost_text: bool,
    /// Strips whose values may belong to any of them, because one has a line too many and another has none.
    torn: Vec<Range<usize>>,
    /// Whether the values were put in order by a header in another order than the form's.
    pub(super) is_reordered: bool,
    /// Whether the format fills up short rows with blanks; one that does not keeps every cell apart.
    pads_rows: bool,
}

/// What is printed behind one label, as the solver sees it.
struct Behind {
    pieces: Vec<Piece>,
    /// Values.
    filled: usize,
    /// Cells that they may be at most.
    most: usize,
}

impl Behind {
    fn of(met: &Met<'_>) -> Self {
        let pieces: Vec<Piece> = met.behind.items().map(Item::piece).collect();
        let filled = || met.behind.items().zip(&pieces).filter(|(item, _)| !item.is_blank);
        let count = filled().count();
        let are_single = filled().all(|(_, piece)| piece.is_single());
        // seven numbers are a row; only runs may hold more cells than can be counted
        let most = if are_single && count > 1 {
            count
        } else {
            filled().map(|(item, _)| if item.is_digits() { item.chunk.len().max(1) } else { 1 }).sum()
        };
        Self { pieces, filled: count, most }
    }
}

impl<'a> Strips<'a> {
    /// Divides the rows met among strips.
    pub(super) fn of(
        mut met: Vec<Met<'a>>,
        (header, form_rows): (&Header, &[Row]),
        pads_rows: bool,
        has_lost_text: bool,
    ) -> Self {
        let columns = Columns::of(header, &met);
        let mut behind: Vec<Behind> = met.iter().map(Behind::of).collect();
        let mut all = Self {
            strips: Vec::with_capacity(met.len()),
            items: Vec::with_capacity(met.len()),
            has_lost_text,
            torn: Vec::new(),
            is_reordered: false,
            pads_rows,
        };
        let is_page_line = |place: &Place| place.page.is_some() && place.table.is_none();
        let without_values = met.iter().zip(&behind).any(|(m, b)| is_page_line(m.place) && b.filled == 0);
        let mut from = 0;
        while from < met.len() {
            let to = end_of_strip(&met, &behind, from);
            all.push(&columns, &mut met[from..to], &mut behind[from..to]);
            from = to;
        }
        all.doubt();
        all.distrust_moved_totals();
        all.distrust_moved_lines(form_rows);
        all.distrust_page_lines(without_values);
        all.is_reordered = reorder(header, &mut all.strips, &mut all.items);
        all
    }

    /// Makes a strip of some rows.
    fn push(&mut self, columns: &Columns, met: &mut [Met<'a>], behind: &mut [Behind]) {
        let rows: Vec<Row> = met.iter().filter_map(|m| m.row).collect();
        let (fields, is_one_line) = (met[0].fields, met[0].behind.later.is_empty());
        let mut items: Vec<Item<'a>> = Vec::new();
        let mut pieces: Vec<Piece> = Vec::new();
        for (met, behind) in met.iter_mut().zip(behind) {
            items.append(&mut met.behind.own);
            items.append(&mut met.behind.later);
            pieces.append(&mut behind.pieces);
        }
        if rows.len() > 1 {
            let mut is_filled = items.iter().map(|item| !item.is_blank);
            pieces.retain(|_| is_filled.next().unwrap_or(true));
            items.retain(|item| !item.is_blank);
        }
        let most = items.iter().map(|item| item.without_ordinal.len()).max().unwrap_or(0);
        let shorter = |n: usize| -> Vec<Piece> {
            let pair = items.iter().zip(&pieces);
            pair.map(|(item, piece)| match item.without_ordinal.get(n) {
                Some(chunk) => value::count(chunk).piece,
                None => piece.clone(),
            })
            .collect()
        };
        let has_cells = items.iter().all(|i| i.column.is_some());
        let alternatives: Vec<Vec<Piece>> = (0..most).map(shorter).collect();
        // seven cells with something in each: none of them is several cells drawn together
        let filled = pieces.iter().filter(|p| **p != Piece::Blank).count();
        let is_whole = has_cells && rows.len() == 1 && filled == WIDTH && !has_inner_blank(&pieces);
        if is_whole && alternatives.is_empty() {
            for piece in pieces.iter_mut().filter(|p| !p.is_single()) {
                *piece = Piece::Opaque;
            }
        }
        let aligned = if rows.len() == 1 { columns.align(fields, is_one_line, &items) } else { None };
        self.strips.push(Strip {
            rows,
            pieces,
            alternatives,
            aligned,
            has_doubtful_blanks: false,
            has_covered_cells: false,
            has_lost_neighbours: false,
            may_hold_a_stranger: false,
            has_moved_neighbours: false,
            has_cells,
            is_exact: !self.pads_rows && has_cells,
        });
        self.items.push(items);
    }

    /// Tells of each strip what its neighbours make doubtful in it.
    fn doubt(&mut self) {
        // rows of seven numbers with a blank beside them show that such blanks are no cells
        let outer = |s: &&Strip| {
            s.pieces.len() > WIDTH
                && (s.pieces.first() == Some(&Piece::Blank) || s.pieces.last() == Some(&Piece::Blank))
                && numbers(s) == WIDTH
        };
        let has_covered_cells = self.strips.iter().filter(outer).count() >= 2;
        // one cell on each line and rows that lost some: a page number may have come in for one
        let has_lost = self.strips.iter().zip(&self.items).any(|(s, items)| {
            !s.pieces.is_empty()
                && s.pieces.len() < WIDTH
                && s.pieces.iter().all(Piece::is_single)
                && are_lines(items)
        });
        // a total column left empty throughout, or single rows filled up with a blank
        let ends_blank = |s: &Strip| s.pieces.last() == Some(&Piece::Blank) && numbers(s) == WIDTH - 1;
        let ending: Vec<&Strip> = self.strips.iter().filter(|s| ends_blank(s)).collect();
        let short = ending.iter().filter(|s| is_short_row(&s.pieces)).count();
        let busy = ending.iter().filter(|s| !is_quiet(&s.pieces)).count();
        let has_empty_totals = 2 * ending.len() > self.strips.len() && 2 * short <= busy;
        // lines that begin with a blank and do not add up, where blanks do not stand for zeros throughout; a grid that keeps
        // every cell apart moves none
        let is_line =
            |s: &Strip, items: &[Item<'_>]| !s.is_exact && items.iter().all(Item::is_extracted_text);
        let lines = || self.strips.iter().zip(&self.items).filter(|(s, items)| is_line(s, items));
        let has_moved = lines().any(|(s, _)| s.rows.len() == 1 && is_moved_row(&s.pieces))
            && !lines().any(|(s, _)| has_inner_blank(&s.pieces));
        let is_together: Vec<bool> = (0..self.strips.len()).map(|i| self.is_together(i)).collect();
        let counted = || self.strips.iter().filter(|s| s.rows.len() == 1 && numbers(s) > 0);
        let has_torn = counted().any(|s| numbers(s) != WIDTH);
        for ((strip, items), is_together) in self.strips.iter_mut().zip(&self.items).zip(is_together) {
            strip.may_hold_a_stranger =
                !strip.has_cells && !is_together && (has_torn || !are_each_on_a_line(items));
            strip.has_moved_neighbours = has_moved && is_line(strip, items);
            // a row that has nothing under some column may have moved
            let is_aligned = strip.aligned.is_some_and(|places| places.iter().all(Option::is_some));
            // whoever drew a row together may have filled it up: its total then stands before the blank
            let may_be_short = || self.pads_rows || !is_aligned || is_short_row(&strip.pieces);
            strip.has_covered_cells = has_covered_cells;
            strip.has_doubtful_blanks =
                has_covered_cells && !is_aligned || !has_empty_totals && ends_blank(strip) && may_be_short();
            if strip.has_doubtful_blanks {
                strip.aligned = None;
            }
            // a total column left empty: seven numbers are one too many, unless they are one row and its sum
            let has_blank_behind = strip.pieces.len() > WIDTH && strip.pieces.last() == Some(&Piece::Blank);
            let has_one_too_many = has_empty_totals
                && numbers(strip) == WIDTH
                && (has_blank_behind || !is_sound_row(&strip.pieces));
            // seven blanks, one on each line, are a row: a number behind them is that of a page
            let is_page_number = !strip.has_cells
                && strip.pieces.len() > WIDTH
                && numbers(strip) == 1
                && matches!(strip.pieces.last(), Some(Piece::Run(digits)) if digits.len() <= 3);
            // characters were lost: what does not count seven may be anything
            let may_be_anything = self.has_lost_text && numbers(strip) != WIDTH && !strip.pieces.is_empty();
            if may_be_anything || has_one_too_many || is_page_number {
                // one unread piece beside six numbers would make a whole row of them, so that none is left as it is
                strip.pieces.iter_mut().filter(|p| **p != Piece::Blank).for_each(|p| *p = Piece::Opaque);
                strip.pieces.push(Piece::Opaque);
                strip.alternatives.clear();
                strip.aligned = None;
            }
            strip.has_lost_neighbours = has_lost && are_lines(items) && !is_together;
        }
    }

    /// A header wider than its rows puts the totals under the column before: nothing stands under 总计 anywhere, and what
    /// stands under 其他 is always the sum of the others. Whose number it is cannot be told then, unless the row shows seven.
    fn distrust_moved_totals(&mut self) {
        const OTHER: usize = WIDTH - 2;
        let count = |strip: &Strip, at: Option<usize>| match at.and_then(|i| strip.pieces.get(i)) {
            None | Some(Piece::Blank | Piece::NotApplicable) => Some(0),
            Some(Piece::Run(digits)) => digits.parse::<i64>().ok(),
            Some(Piece::Fixed(n)) => Some(*n),
            Some(Piece::Opaque) => None,
        };
        let mut moved = 0;
        for strip in &self.strips {
            let Some(places) = strip.aligned else { continue };
            let counts: Option<Vec<i64>> = places.iter().map(|at| count(strip, *at)).collect();
            let Some(counts) = counts else { return };
            let is_empty = |at: Option<usize>| at.is_none_or(|i| strip.pieces.get(i) == Some(&Piece::Blank));
            if !is_empty(places[WIDTH - 1]) || counts[OTHER] != counts[..OTHER].iter().sum::<i64>() {
                return;
            }
            moved += usize::from(counts[OTHER] != 0);
        }
        if moved == 0 {
            return;
        }
        for strip in self.strips.iter_mut().filter(|s| numbers(s) < WIDTH) {
            if let Some(piece) = strip.aligned.and_then(|p| p[OTHER]).and_then(|i| strip.pieces.get_mut(i)) {
                *piece = Piece::Opaque;
            }
        }
    }

    /// Whether the values of a strip are one line of text that no other strip shares: nothing came in from elsewhere.
    fn is_together(&self, strip: usize) -> bool {
        let place = |item: &Item<'_>| (item.place.line, item.place.paragraph, item.place.page);
        let Some(own) = self.items[strip].first().map(place) else { return false };
        let is_on_it = |items: &[Item<'_>]| items.iter().any(|item| place(item) == own);
        self.items[strip].iter().all(|item| place(item) == own)
            && !self.items.iter().enumerate().any(|(i, items)| i != strip && is_on_it(items))
    }

    /// A label with a line of values too many, and another that has none or is not printed: the values of every label
    /// between them may have moved by one, and all sums over columns hold as if they had not. What moved is printed, so
    /// nothing is worked out beside it.
    fn distrust_moved_lines(&mut self, form_rows: &[Row]) {
        let at = |row: Option<&Row>| form_rows.iter().position(|f| Some(f) == row);
        let has_surplus = |s: &Strip| s.rows.len() == 1 && numbers(s) >= 2 * WIDTH;
        let is_empty = |s: &Strip| s.pieces.is_empty();
        for i in 0..self.strips.len() {
            if !has_surplus(&self.strips[i]) {
                continue;
            }
            self.has_lost_text = true;
            let follows = |j: usize| {
                let own = at(self.strips[j].rows.last()).map(|own| own + 1);
                own == self.strips.get(j + 1).map_or(Some(form_rows.len()), |next| at(next.rows.first()))
            };
            // up to the next label without values, or to one that is not printed at all
            let last = (i..self.strips.len()).find(|j| *j > i && is_empty(&self.strips[*j]) || !follows(*j));
            let first = (0..i).rfind(|j| is_empty(&self.strips[*j]));
            let range = first.unwrap_or(i)..last.unwrap_or(i) + 1;
            if range.len() < 2 {
                continue;
            }
            let surplus: Vec<Item<'a>> =
                self.items[i].iter().filter(|item| !item.is_blank).cloned().collect();
            for j in range.clone() {
                if is_empty(&self.strips[j]) {
                    self.items[j] = surplus.iter().cycle().skip(WIDTH).take(WIDTH).cloned().collect();
                    self.strips[j].pieces = vec![Piece::Opaque; WIDTH];
                }
                self.make_unread(j);
            }
            self.torn.push(range);
        }
    }

    /// Leaves of a strip only that something is printed there.
    fn make_unread(&mut self, strip: usize) {
        let strip = &mut self.strips[strip];
        strip.pieces.fill(Piece::Opaque);
        strip.alternatives.clear();
        strip.aligned = None;
    }

    /// The first and the last row of each stretch of strips whose values may have moved.
    pub(super) fn torn_rows(&self) -> impl Iterator<Item = (Row, Row, &Item<'a>)> {
        self.torn.iter().filter_map(|range| {
            let first = self.strips[range.start].rows.first()?;
            let last = self.strips[range.end - 1].rows.last()?;
            Some((*first, *last, self.items[range.start].first()?))
        })
    }

    /// Whether the values of a row may be those of another.
    pub(super) fn is_torn(&self, row: Row) -> bool {
        self.torn.iter().any(|range| self.strips[range.clone()].iter().any(|s| s.rows.contains(&row)))
    }

    /// A table without rulings that the page reader could only give as lines. Where a label has nothing, or something
    /// else than the seven numbers of one line, and some row does not add up, the lines are interleaved, and every row may
    /// carry the values of another. A sum alone that is wrong was published so: the seven numbers stand at one height.
    fn distrust_page_lines(&mut self, without_values: bool) {
        let is_page_line = |items: &[Item<'_>]| !items.is_empty() && items.iter().all(Item::is_page_line);
        let is_sound = |s: &Strip| s.rows.len() == 1 && is_sound_row(&s.pieces);
        let unsound = || {
            let pairs = self.strips.iter().zip(&self.items);
            pairs.filter(|(s, items)| is_page_line(items) && !is_sound(s))
        };
        if unsound().all(|(s, items)| is_whole_line(s, items) && !without_values) {
            return;
        }
        self.has_lost_text = true;
        for i in 0..self.strips.len() {
            if is_page_line(&self.items[i]) {
                self.make_unread(i);
            }
        }
    }
}

/// Whether what stands behind a label is seven numbers, each apart, on one line of a page.
fn is_whole_line(strip: &Strip, items: &[Item<'_>]) -> bool {
    strip.rows.len() == 1
        && strip.alternatives.is_empty()
        && strip.pieces.len() == WIDTH
        && strip.pieces.iter().all(|p| p.is_single() && *p != Piece::Opaque && *p != Piece::Blank)
        && items.windows(2).all(|w| w[0].place.page == w[1].place.page && w[0].place.bbox == w[1].place.bbox)
        && items.windows(2).all(|w| w[0].column < w[1].column)
}

/// Where the strip ends that begins with a row.
fn end_of_strip(met: &[Met<'_>], behind: &[Behind], from: usize) -> usize {
    let next_filled = |at: usize| (at..met.len()).find(|i| behind[*i].filled > 0).unwrap_or(met.len());
    if behind[from].filled == 0 {
        // labels without values: the values may follow behind a later label
        let last = next_filled(from);
        let Some(found) = met.get(last) else { return from + 1 };
        let is_orphan = found.is_row_layout
            && found.behind.own.iter().all(|item| item.is_blank)
            && !found.behind.later.is_empty();
        let is_enough = behind[last].most >= WIDTH * (last - from + 1);
        return if is_enough || is_orphan { last + 1 } else { from + 1 };
    }
    // values of the next rows behind this label
    let without_values = next_filled(from + 1) - from - 1;
    let held = (behind[from].most / WIDTH).saturating_sub(1);
    from + 1 + held.min(without_values)
}

fn numbers(strip: &Strip) -> usize {
    strip.pieces.iter().filter(|p| **p != Piece::Blank).count()
}

/// Whether a blank stands between two values.
fn has_inner_blank(pieces: &[Piece]) -> bool {
    let is_value = |p: &Piece| *p != Piece::Blank;
    let (first, last) = (pieces.iter().position(is_value), pieces.iter().rposition(is_value));
    first.zip(last).is_some_and(|(first, last)| pieces[first..=last].contains(&Piece::Blank))
}

/// Whether no two values stand on the same line.
fn are_each_on_a_line(items: &[Item<'_>]) -> bool {
    items
        .windows(2)
        .all(|w| w[0].place.line != w[1].place.line || w[0].place.paragraph != w[1].place.paragraph)
}

/// Whether the values stand in lines of text without cells.
fn are_lines(items: &[Item<'_>]) -> bool {
    items.iter().all(|i| i.column.is_none() && i.place.line.is_some())
}

/// Whether a row has nothing but zeros.
fn is_quiet(pieces: &[Piece]) -> bool {
    pieces.iter().all(|p| match p {
        Piece::Run(digits) => digits.bytes().all(|b| b == b'0'),
        Piece::Fixed(n) => *n == 0,
        _ => true,
    })
}
