//! Table 3 as a whole: rows are read one by one, then the balance and sum of every column choose among the readings.
//!
//! The search walks the rows in the order of the form. Its state is, for each column, what was received and not yet
//! settled, what results were counted since, and the place within a run that spans several rows. States that agree are
//! merged, so that the work grows with the number of distinct sums, not of combinations. A backward pass then keeps
//! the readings that lie on at least one complete path.
//!
//! Not here: one row alone (`super::readings`), cells that nobody printed (`super::derive`).

use super::readings::{
    Cursor, Latitude, Reading, Readings, Shape, Slot, admits, from_cursor, group_holds, of_row, slot_of,
};
use super::{Decided, MAX_COMBINATIONS, MAX_STATES, Outcome, Piece, derive};
use gongkai_domain::report::{Column, EquationId, Proof, Row};
use std::collections::{BTreeMap, HashMap};

const WIDTH: usize = 7;
const TOTAL: usize = WIDTH - 1;
const ROW: Shape = Shape { groups: 1, width: WIDTH };

/// What is printed behind one row label, or behind several labels whose values were not told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// The rows, in the order of the form; more than one when labels come first and values later.
    pub rows: Vec<Row>,
    /// What is printed.
    pub pieces: Vec<Piece>,
    /// The same read otherwise, when the number of the next label may be glued to the last run.
    pub alternatives: Vec<Vec<Piece>>,
    /// For each column the piece that stands under its header, where a grid tells.
    pub aligned: Option<[Option<usize>; WIDTH]>,
    /// Whether blanks at the edges of a row may be covered cells of merged labels instead of empty cells.
    pub has_doubtful_blanks: bool,
    /// Whether other rows of the same text have lost cells, so that seven numbers may be six and a page number.
    pub has_lost_neighbours: bool,
    /// Whether every value stands in a cell or tab-separated part of its own.
    pub has_cells: bool,
}

/// How the readings of a row were narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    /// Seven cells, seven values.
    Printed,
    /// A run that can be divided in one way only.
    OnlyDivision,
    /// By the equation of the row.
    RowEquation,
    /// Divided without its row equation, which no division satisfies.
    Loose,
}

#[derive(Debug, Clone)]
struct RowState {
    row: Row,
    /// Index of the strip.
    strip: usize,
    /// Possible readings; empty when the row is open.
    choices: Vec<Reading>,
    ground: Ground,
    /// Readings of a run that ignore the row equation, for doubt.
    doubts: Vec<Reading>,
    /// Whether nothing at all is printed for the row.
    is_absent: bool,
    /// Whether the readings suppose a cell too many or too few.
    is_repaired: bool,
}

/// Whether the pieces are seven cells, one number each, whose last is the sum of the others.
pub fn is_sound_row(pieces: &[Piece]) -> bool {
    let (before, inner) = without_outer_blanks(pieces);
    let cells: Reading = (before..before + inner).map(|i| slot_of(&pieces[i], i)).collect();
    inner == WIDTH && pieces.iter().all(Piece::is_single) && group_holds(&cells)
}

/// Whether six numbers and a blank are rather seven cells of which two were drawn together, or one is lost: the last
/// number is then the total.
pub fn is_short_row(pieces: &[Piece]) -> bool {
    let (before, inner) = without_outer_blanks(pieces);
    let pieces = &pieces[before..before + inner];
    let ends_high = pieces.last().is_some_and(|p| slot_of(p, 0).number().is_some_and(|n| n > 0));
    ends_high
        && (!of_row(pieces, ROW, Latitude::NONE, true).all.is_empty()
            || of_row(pieces, ROW, Latitude { missing: 1, extra: 0, extra_blanks: 0 }, true)
                .all
                .iter()
                .any(|r| !matches!(r[TOTAL], Slot::Missing(_))))
}

/// Decides every cell of table 3. `rows` are the rows of the report in the order of the form; `may_derive` allows to
/// fill in what nobody printed.
pub fn solve_table3(rows: &[Row], strips: &[Strip], may_derive: bool) -> BTreeMap<Row, [Decided; WIDTH]> {
    let mut states: Vec<RowState> = rows
        .iter()
        .map(|row| {
            let strip = strips.iter().position(|s| s.rows.contains(row));
            let mut state = match strip {
                Some(i) if strips[i].rows.len() == 1 => read_row(&strips[i]),
                Some(_) => open(false),
                None => open(true),
            };
            state.row = *row;
            state.strip = strip.unwrap_or(usize::MAX);
            state
        })
        .collect();
    resolve_simple_pools(&mut states, strips);
    let pools: Vec<usize> = (0..strips.len())
        .filter(|i| strips[*i].rows.len() > 1 && states.iter().any(|s| s.strip == *i && s.choices.is_empty()))
        .collect();

    let mut grid: BTreeMap<Row, [Decided; WIDTH]> = BTreeMap::new();
    let feasible = search(&states, strips, &pools);
    match feasible {
        Some(paths) => {
            for (state, mut kept) in states.iter().zip(paths) {
                doubt_repairs(state, &mut kept);
                let narrowed = kept.len() < state.choices.len() || pools.contains(&state.strip);
                grid.insert(state.row, decide(state, &kept, strips, narrowed));
            }
        }
        None => fall_back(&states, strips, &mut grid),
    }
    if !may_derive {
        return grid;
    }
    let before = grid.clone();
    derive::fill_table3(rows, &mut grid);
    take_back_contradicted(&before, strips, &mut grid);
    grid
}

/// A reading that leaves a cell out competes with the seven cells printed that differ from it in one cell only: there
/// the published number may simply be wrong.
fn doubt_repairs(state: &RowState, kept: &mut Vec<Reading>) {
    if state.ground != Ground::Loose || !kept.iter().any(|r| r.iter().any(|s| matches!(s, Slot::Missing(_))))
    {
        return;
    }
    let near: Vec<Reading> = state
        .doubts
        .iter()
        .filter(|d| {
            kept.iter().any(|k| d.iter().zip(k).filter(|(a, b)| a.number() != b.number()).count() <= 1)
        })
        .cloned()
        .collect();
    for reading in near {
        if !kept.contains(&reading) {
            kept.push(reading);
        }
    }
}

/// A row of which something is printed may only be filled in with values that can be what is printed.
fn take_back_contradicted(
    before: &BTreeMap<Row, [Decided; WIDTH]>,
    strips: &[Strip],
    grid: &mut BTreeMap<Row, [Decided; WIDTH]>,
) {
    for strip in strips.iter().filter(|s| !s.pieces.is_empty()) {
        let [row] = strip.rows[..] else { continue };
        let (Some(old), Some(new)) = (before.get(&row), grid.get_mut(&row)) else { continue };
        if old.iter().any(|d| matches!(d.outcome, Outcome::Illegible(_)))
            && !admits(&strip.pieces, &std::array::from_fn(|i| new[i].value()))
        {
            new.clone_from(old);
        }
    }
}

fn open(is_absent: bool) -> RowState {
    RowState {
        row: Row::NewReceived,
        strip: usize::MAX,
        choices: Vec::new(),
        ground: Ground::Printed,
        doubts: Vec::new(),
        is_absent,
        is_repaired: false,
    }
}

/// All readings of one row, narrowed by its own equation.
fn read_row(strip: &Strip) -> RowState {
    let pieces = &strip.pieces;
    let mut state = open(pieces.is_empty());
    if pieces.iter().all(|p| *p == Piece::Blank) {
        // a row of blanks counts as seven blank cells only when there is room for seven
        if pieces.len() >= WIDTH {
            state.choices = vec![(0..WIDTH).map(|i| Slot::Blank(i as u16)).collect()];
        } else {
            state.is_absent = true;
        }
        return state;
    }
    if let Some(reading) = aligned_reading(strip) {
        state.choices = vec![reading];
        return doubt_sparse(strip, state);
    }
    let is_plain = strip.alternatives.is_empty() && pieces.iter().all(Piece::is_single);
    // blanks around seven cells are the covered cells of merged labels
    let (before, inner) = without_outer_blanks(pieces);
    let is_seven = pieces.len() == WIDTH && !(strip.has_doubtful_blanks && inner < WIDTH);
    let seven = if is_seven { Some(0) } else { (inner == WIDTH).then_some(before) };
    if is_plain && let Some(from) = seven {
        let reading: Reading = (from..from + WIDTH).map(|i| slot_of(&pieces[i], i)).collect();
        if strip.has_lost_neighbours && !group_holds(&reading) {
            return state;
        }
        state.choices = vec![reading];
        if !strip.has_cells {
            doubt_shifted(pieces, &mut state);
        }
        return doubt_sparse(strip, state);
    }
    if !is_plain {
        return read_runs(strip, state);
    }
    let mut counted = read_counted(strip, state);
    // what looks like one number may be two cells drawn together
    let runs = read_runs(strip, open(false));
    if counted.choices.is_empty() {
        return if runs.doubts.is_empty() { counted } else { runs };
    }
    if runs.ground == Ground::RowEquation {
        for reading in runs.choices {
            if !counted.choices.contains(&reading) {
                counted.choices.push(reading);
            }
        }
    }
    counted
}

/// Seven numbers whose row does not add up, while the first six would with a cell missing among them: a cell may be
/// lost and the last number come from elsewhere (a page number).
fn doubt_shifted(pieces: &[Piece], state: &mut RowState) {
    if state.choices.iter().any(|r| group_holds(r)) || pieces.len() != WIDTH {
        return;
    }
    let number = |i: usize| slot_of(&pieces[i], i).number();
    let parts: Option<i64> = (0..TOTAL - 1).map(number).sum();
    if let (Some(parts), Some(total)) = (parts, number(TOTAL - 1))
        && parts <= total
        && total > 0
    {
        let shifted = of_row(&pieces[..TOTAL], ROW, Latitude { missing: 1, extra: 0, extra_blanks: 0 }, true);
        state.doubts.clone_from(&state.choices);
        state.choices.extend(shifted.all);
        state.ground = Ground::RowEquation;
        state.is_repaired = true;
    }
}

/// A few long numbers and the rest of the row empty, the total too: the cells may have been drawn together.
fn doubt_sparse(strip: &Strip, mut state: RowState) -> RowState {
    let blanks_behind = strip.pieces.iter().rev().take_while(|p| **p == Piece::Blank).count();
    let has_blank = strip.pieces.contains(&Piece::Blank);
    if has_blank && state.choices.iter().all(|r| !group_holds(r)) {
        // 350 and a blank may be 35 and 0
        let inner: Vec<Piece> = strip.pieces.iter().filter(|p| **p != Piece::Blank).cloned().collect();
        if !of_row(&inner, ROW, Latitude::NONE, true).all.is_empty() {
            state.choices.clear();
            return state;
        }
    }
    let digits: usize = strip.pieces.iter().map(|p| if let Piece::Run(d) = p { d.len() } else { 0 }).sum();
    if blanks_behind >= 2 && digits >= WIDTH {
        let runs = read_runs(strip, open(false));
        if runs.ground == Ground::RowEquation && !runs.choices.is_empty() {
            state.choices.extend(runs.choices);
            state.ground = Ground::RowEquation;
        }
    }
    state
}

/// One number a cell, but not seven cells: something is missing, doubled, or the blanks are not cells.
fn read_counted(strip: &Strip, mut state: RowState) -> RowState {
    if strip.pieces.contains(&Piece::Opaque) {
        return open(false);
    }
    let blanks = strip.pieces.iter().filter(|p| **p == Piece::Blank).count().min(4) as u8;
    // a number that is a cell of its own is not divided
    let pieces: Vec<Piece> = strip
        .pieces
        .iter()
        .map(|p| match p {
            Piece::Run(digits) => digits.parse().map_or(Piece::Opaque, Piece::Fixed),
            other => other.clone(),
        })
        .collect();
    let numbers = strip.pieces.iter().filter(|p| **p != Piece::Blank).count();
    state.ground = Ground::RowEquation;
    state.is_repaired = true;
    let steps = if numbers > WIDTH {
        vec![
            Latitude { missing: 0, extra: 1, extra_blanks: blanks },
            Latitude { missing: 0, extra: 2, extra_blanks: blanks },
        ]
    } else {
        vec![Latitude { missing: 1, extra: 0, extra_blanks: blanks }]
    };
    for left in steps {
        let found = of_row(&pieces, ROW, left, true);
        if found.is_cut {
            return open(false);
        }
        if !found.all.is_empty() {
            state.choices = found.all;
            return state;
        }
    }
    state
}

/// Several cells in one run of digits.
fn read_runs(strip: &Strip, mut state: RowState) -> RowState {
    // a sign that cannot be read may stand for several digits and cells
    if strip.pieces.contains(&Piece::Opaque) {
        return open(false);
    }
    // blanks around runs are the cells that the runs were drawn together from
    let (before, inner) = without_outer_blanks(&strip.pieces);
    let blanks_after = strip.pieces.len() - before - inner;
    let masked = |pieces: &[Piece]| -> Vec<Piece> {
        pieces[before.min(pieces.len())..pieces.len().saturating_sub(blanks_after).max(before)].to_vec()
    };
    let mut variants: Vec<Vec<Piece>> = vec![masked(&strip.pieces)];
    variants.extend(strip.alternatives.iter().map(|a| masked(a)));
    let over = |left: Latitude, with_equation: bool| -> Readings {
        let mut sum = Readings::default();
        for pieces in &variants {
            let found = of_row(pieces, ROW, left, with_equation);
            sum.is_cut |= found.is_cut;
            for mut reading in found.all {
                for slot in &mut reading {
                    shift(slot, before as u16);
                }
                if !sum.all.contains(&reading) {
                    sum.all.push(reading);
                }
            }
        }
        sum
    };
    let exact = over(Latitude::NONE, false);
    // too many divisions to list: only the row equation can tell, and nobody can say what else it might be
    let exact = if exact.is_cut { Readings { all: Vec::new(), is_cut: true } } else { exact };
    state.doubts.clone_from(&exact.all);
    state.is_repaired = exact.is_cut;
    if exact.all.len() == 1 && variants.len() == 1 && inner == 1 {
        state.choices = exact.all;
        state.ground = Ground::OnlyDivision;
        return state;
    }
    let add = |state: &mut RowState, left: Latitude| -> bool {
        let found = over(left, true);
        for reading in found.all {
            if !state.choices.contains(&reading) {
                state.choices.push(reading);
            }
        }
        !found.is_cut
    };
    state.ground = Ground::RowEquation;
    if !add(&mut state, Latitude::NONE) {
        return open(false);
    }
    if !state.choices.is_empty() {
        return state;
    }
    state.is_repaired = true;
    // seven cells whose row was published wrong, or a cell too many or too few: the columns must tell
    let one_missing = Latitude { missing: 1, extra: 0, extra_blanks: 0 };
    let one_extra = Latitude { missing: 0, extra: 1, extra_blanks: 0 };
    let two_extra = Latitude { missing: 0, extra: 2, extra_blanks: 0 };
    if !(add(&mut state, one_missing) && add(&mut state, one_extra)) {
        return open(false);
    }
    if state.choices.is_empty() && !add(&mut state, two_extra) {
        return open(false);
    }
    if !exact.all.is_empty() {
        state.choices.extend(exact.all);
        state.ground = Ground::Loose;
    }
    state
}

fn shift(slot: &mut Slot, by: u16) {
    match slot {
        Slot::Number(_, i) | Slot::Blank(i) | Slot::NotApplicable(i) | Slot::Opaque(i) => *i += by,
        Slot::Missing(_) => {}
    }
}

/// The reading by the columns of a grid, when it accounts for everything printed in the row.
fn aligned_reading(strip: &Strip) -> Option<Reading> {
    let aligned = strip.aligned.as_ref()?;
    let used = |i: usize| aligned.contains(&Some(i));
    let is_whole = strip.pieces.iter().enumerate().all(|(i, p)| used(i) || *p == Piece::Blank);
    let is_single = aligned.iter().flatten().all(|i| strip.pieces[*i].is_single());
    if !is_whole || !is_single || aligned.iter().flatten().count() == 0 {
        return None;
    }
    // a ragged row: its cells may have moved to the left, so that the columns prove nothing
    let places: Vec<usize> = aligned.iter().copied().collect::<Option<Vec<usize>>>()?;
    Some(places.into_iter().map(|i| slot_of(&strip.pieces[i], i)).collect())
}

/// Number of blanks at the beginning, and of pieces between the outer blanks.
fn without_outer_blanks(pieces: &[Piece]) -> (usize, usize) {
    let first = pieces.iter().position(|p| *p != Piece::Blank).unwrap_or(pieces.len());
    let last = pieces.iter().rposition(|p| *p != Piece::Blank).map_or(first, |i| i + 1);
    (first, last - first)
}

fn piece_of(slot: Slot) -> Option<usize> {
    match slot {
        Slot::Number(_, i) | Slot::Blank(i) | Slot::NotApplicable(i) | Slot::Opaque(i) => {
            Some(usize::from(i))
        }
        Slot::Missing(_) => None,
    }
}

/// Labels first, values later: when every value is a cell of its own and the numbers match, they go in order.
fn resolve_simple_pools(states: &mut [RowState], strips: &[Strip]) {
    for (index, strip) in strips.iter().enumerate() {
        let k = strip.rows.len();
        if k < 2 || !strip.pieces.iter().all(Piece::is_single) {
            continue;
        }
        let n = strip.pieces.len();
        let slot = |i: usize| slot_of(&strip.pieces[i], i);
        if n == WIDTH * k {
            // row after row, or column after column: the row sums tell which, or nothing is decided
            let by_rows = |j: usize| -> Reading { (0..WIDTH).map(|c| slot(j * WIDTH + c)).collect() };
            let by_columns = |j: usize| -> Reading { (0..WIDTH).map(|c| slot(c * k + j)).collect() };
            let hold = |f: &dyn Fn(usize) -> Reading| (0..k).all(|j| group_holds(&f(j)));
            let is_whole = strip.rows.len() == states.len();
            let order: Option<&dyn Fn(usize) -> Reading> = if hold(&by_rows) {
                Some(&by_rows)
            } else if is_whole && hold(&by_columns) {
                Some(&by_columns)
            } else {
                None
            };
            for (j, row) in strip.rows.iter().enumerate() {
                if let Some(state) = states.iter_mut().find(|s| s.row == *row) {
                    match order {
                        Some(reading) => state.choices = vec![reading(j)],
                        None => state.strip = usize::MAX,
                    }
                }
            }
        } else if n.is_multiple_of(WIDTH) && n < WIDTH * k {
            // fewer lines of values than labels: they are told apart only if they are all zeros
            let is_zero = (0..n).all(|i| slot(i).number() == Some(0) && matches!(slot(i), Slot::Number(..)));
            let first = k - n / WIDTH;
            for (j, row) in strip.rows.iter().enumerate() {
                let Some(state) = states.iter_mut().find(|s| s.row == *row) else { continue };
                state.strip = if is_zero { index } else { usize::MAX };
                if is_zero && j >= first {
                    state.choices = vec![(0..WIDTH).map(|c| slot((j - first) * WIDTH + c)).collect()];
                } else {
                    state.is_absent = is_zero;
                    state.strip = usize::MAX;
                }
            }
        }
    }
}

/// Part that a row plays in the column equations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Received,
    Result,
    Total,
    CarriedOut,
}

fn part(row: Row) -> Part {
    match row {
        Row::NewReceived | Row::CarriedIn => Part::Received,
        Row::ResultTotal => Part::Total,
        Row::CarriedOut => Part::CarriedOut,
        _ => Part::Result,
    }
}

/// The number that a reading gives a column equation; an empty total says nothing.
fn amount(slot: Slot, column: usize) -> Option<i64> {
    match slot {
        Slot::Blank(_) | Slot::NotApplicable(_) if column == TOTAL => None,
        other => other.number(),
    }
}

/// Whether a reading has nothing but zeros, which no other reading could change.
fn is_all_zero(reading: &Reading) -> bool {
    reading.iter().all(|s| s.number() == Some(0))
}

/// What can be checked in each column, given which rows are open there.
struct Checks {
    /// total = sum of results.
    sum: [bool; WIDTH],
    /// total ≥ sum of the results that are known.
    bound: [bool; WIDTH],
    /// received = total + carried out.
    balance: [bool; WIDTH],
}

fn checks(states: &[RowState], pools: &[usize]) -> Checks {
    let mut checks = Checks { sum: [false; WIDTH], bound: [false; WIDTH], balance: [false; WIDTH] };
    for column in 0..WIDTH {
        let is_open = |s: &RowState| {
            (s.choices.is_empty() && !pools.contains(&s.strip))
                || s.choices.iter().any(|r| amount(r[column], column).is_none())
        };
        let any_open = |p: Part| states.iter().any(|s| part(s.row) == p && is_open(s));
        let has_total = states.iter().any(|s| s.row == Row::ResultTotal) && !any_open(Part::Total);
        // a column on which all readings agree cannot choose among them
        let informs = states.iter().any(|s| {
            pools.contains(&s.strip)
                || s.ground != Ground::Printed && !s.choices.iter().all(is_all_zero)
                || s.choices.iter().any(|r| amount(r[column], column) != amount(s.choices[0][column], column))
        });
        checks.sum[column] = informs && has_total && !any_open(Part::Result);
        checks.bound[column] = informs && has_total;
        checks.balance[column] =
            informs && has_total && !any_open(Part::Received) && !any_open(Part::CarriedOut);
    }
    checks
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct State {
    cursor: Cursor,
    unsettled: [i64; WIDTH],
    results: [i64; WIDTH],
}

/// For each row the readings that lie on a path satisfying every column check; `None` when there is no such path or the
/// search met its bound.
fn search(states: &[RowState], strips: &[Strip], pools: &[usize]) -> Option<Vec<Vec<Reading>>> {
    let checks = checks(states, pools);
    let start = State { cursor: Cursor::default(), unsettled: [0; WIDTH], results: [0; WIDTH] };
    let mut layers: Vec<Vec<State>> = vec![vec![start]];
    // for each row: (from state, reading, to state)
    let mut edges: Vec<Vec<(usize, usize, usize)>> = Vec::new();
    let mut alphabets: Vec<Vec<Reading>> = Vec::new();
    let greatest_total = greatest_total(states, pools);
    for (index, row) in states.iter().enumerate() {
        let mut alphabet: Vec<Reading> = row.choices.clone();
        let mut known: HashMap<Reading, usize> = HashMap::new();
        let mut next: Vec<State> = Vec::new();
        let mut seen: HashMap<State, usize> = HashMap::new();
        let mut links = Vec::new();
        let is_pool = pools.contains(&row.strip) && row.choices.is_empty();
        let ends_pool = is_pool && states.get(index + 1).is_none_or(|n| n.strip != row.strip);
        let mut by_cursor: HashMap<Cursor, Vec<(Cursor, usize)>> = HashMap::new();
        let last = layers.last()?;
        for (from, state) in last.iter().enumerate() {
            let options: Vec<(Cursor, Option<usize>)> = if is_pool {
                let pieces = &strips[row.strip].pieces;
                if let std::collections::hash_map::Entry::Vacant(vacant) = by_cursor.entry(state.cursor) {
                    let (found, is_cut) = from_cursor(pieces, ROW, state.cursor);
                    if is_cut {
                        return None;
                    }
                    let listed = found
                        .into_iter()
                        .map(|(end, reading)| {
                            let at = *known.entry(reading.clone()).or_insert_with(|| {
                                alphabet.push(reading);
                                alphabet.len() - 1
                            });
                            (end, at)
                        })
                        .collect();
                    vacant.insert(listed);
                }
                by_cursor[&state.cursor].iter().map(|(end, at)| (*end, Some(*at))).collect()
            } else if row.choices.is_empty() {
                vec![(Cursor::default(), None)]
            } else {
                (0..row.choices.len()).map(|i| (Cursor::default(), Some(i))).collect()
            };
            for (end, choice) in options {
                let mut cursor = end;
                if ends_pool {
                    if usize::from(end.piece) != strips[row.strip].pieces.len() {
                        continue;
                    }
                    cursor = Cursor::default();
                }
                let reading = choice.map(|i| &alphabet[i]);
                let Some(mut to) = advance(state, part(row.row), reading, &checks, &greatest_total) else {
                    continue;
                };
                to.cursor = cursor;
                let at = *seen.entry(to.clone()).or_insert_with(|| {
                    next.push(to);
                    next.len() - 1
                });
                if let Some(choice) = choice {
                    links.push((from, choice, at));
                } else {
                    links.push((from, usize::MAX, at));
                }
            }
            if next.len() > MAX_STATES || links.len() > 20 * MAX_STATES {
                return None;
            }
        }
        if next.is_empty() {
            return None;
        }
        layers.push(next);
        edges.push(links);
        alphabets.push(alphabet);
    }
    // backward: which states reach the end, and by which readings
    let mut is_alive: Vec<bool> = vec![true; layers.last()?.len()];
    let mut kept: Vec<Vec<Reading>> = vec![Vec::new(); states.len()];
    for index in (0..states.len()).rev() {
        let mut before = vec![false; layers[index].len()];
        let mut used = vec![false; alphabets[index].len()];
        for (from, choice, to) in &edges[index] {
            if is_alive[*to] {
                before[*from] = true;
                if *choice != usize::MAX {
                    used[*choice] = true;
                }
            }
        }
        kept[index] =
            alphabets[index].iter().zip(&used).filter(|(_, u)| **u).map(|(r, _)| r.clone()).collect();
        is_alive = before;
    }
    Some(kept)
}

/// The greatest total that each column may have, for cutting hopeless paths early.
fn greatest_total(states: &[RowState], pools: &[usize]) -> [Option<i64>; WIDTH] {
    let total = states.iter().find(|s| s.row == Row::ResultTotal);
    std::array::from_fn(|column| {
        let total = total?;
        if total.choices.is_empty() || pools.contains(&total.strip) {
            return None;
        }
        total
            .choices
            .iter()
            .map(|r| amount(r[column], column))
            .collect::<Option<Vec<i64>>>()?
            .into_iter()
            .max()
    })
}

/// The state behind a row, or nothing when a check fails.
fn advance(
    state: &State,
    part: Part,
    reading: Option<&Reading>,
    checks: &Checks,
    greatest_total: &[Option<i64>; WIDTH],
) -> Option<State> {
    let mut to = state.clone();
    let Some(reading) = reading else { return Some(to) };
    for column in 0..WIDTH {
        let n = amount(reading[column], column).unwrap_or(0);
        match part {
            Part::Received => {
                if checks.balance[column] {
                    to.unsettled[column] += n;
                }
            }
            Part::Result => {
                if checks.bound[column] {
                    to.results[column] += n;
                    if greatest_total[column].is_some_and(|max| to.results[column] > max) {
                        return None;
                    }
                }
            }
            Part::Total => {
                if checks.bound[column] {
                    let sum = to.results[column];
                    if sum > n || (checks.sum[column] && sum != n) {
                        return None;
                    }
                    to.results[column] = 0;
                }
                if checks.balance[column] {
                    to.unsettled[column] -= n;
                    if to.unsettled[column] < 0 {
                        return None;
                    }
                }
            }
            Part::CarriedOut => {
                if checks.balance[column] {
                    if to.unsettled[column] != n {
                        return None;
                    }
                    to.unsettled[column] = 0;
                }
            }
        }
    }
    Some(to)
}

/// Every equation over the columns of table 3, and the row's own.
fn all_column_equations() -> Vec<EquationId> {
    Column::EVERY.iter().flat_map(|c| [EquationId::T3Sum(*c), EquationId::T3Bal(*c)]).collect()
}

/// Turns the readings that stayed possible into decided cells.
fn decide(state: &RowState, kept: &[Reading], strips: &[Strip], narrowed: bool) -> [Decided; WIDTH] {
    let run = || printed_text(strips.get(state.strip));
    let mut proof = match state.ground {
        Ground::Printed => None,
        Ground::OnlyDivision => Some(Proof::plain(format!("“{}”只有一种切分方法", run()))),
        Ground::RowEquation => Some(Proof {
            text: format!("“{}”按本行合计切分，只有一种切法成立", run()),
            equations: vec![EquationId::T3Row(state.row)],
        }),
        Ground::Loose => Some(Proof { text: String::new(), equations: Vec::new() }),
    };
    if narrowed || (state.ground == Ground::Loose && !kept.is_empty()) {
        let mut equations = vec![EquationId::T3Row(state.row)];
        equations.extend(all_column_equations());
        proof = Some(Proof {
            text: format!("“{}”的多种切法中，只有这一种与各列勾稽关系一致", run()),
            equations,
        });
    }
    let Some(first) = kept.first() else {
        let outcome = if state.is_absent { Outcome::Absent } else { Outcome::Illegible(None) };
        return std::array::from_fn(|_| Decided { outcome: outcome.clone(), proof: None });
    };
    std::array::from_fn(|column| {
        let slot = first[column];
        // a blank that is seen stays a blank, though another reading would leave the cell out
        let is_empty = |s: Slot| matches!(s, Slot::Blank(_) | Slot::Missing(_));
        if kept.iter().all(|r| is_empty(r[column]))
            && let Some(Slot::Blank(i)) = kept.iter().map(|r| r[column]).find(|s| matches!(s, Slot::Blank(_)))
        {
            return Decided { outcome: Outcome::Blank(usize::from(i)), proof: None };
        }
        let is_agreed = kept.iter().all(|r| same(r[column], slot));
        if !is_agreed {
            return Decided { outcome: Outcome::Illegible(piece_of(slot)), proof: None };
        }
        match slot {
            Slot::Number(n, i) => {
                // a piece that is one number in every reading was simply printed
                Decided { outcome: Outcome::Printed(n, usize::from(i)), proof: proof.clone() }
            }
            Slot::Blank(i) => Decided { outcome: Outcome::Blank(usize::from(i)), proof: None },
            Slot::NotApplicable(i) => {
                Decided { outcome: Outcome::NotApplicable(usize::from(i)), proof: None }
            }
            Slot::Opaque(i) => Decided { outcome: Outcome::Unreadable(usize::from(i)), proof: None },
            Slot::Missing(Some(n)) => {
                let mut equations = vec![EquationId::T3Row(state.row)];
                if narrowed {
                    equations.extend(all_column_equations());
                }
                Decided {
                    outcome: Outcome::Derived(n, None),
                    proof: Some(Proof {
                        text: "本行少一个数，按本行合计推算，只有这一个取值".to_owned(),
                        equations,
                    }),
                }
            }
            Slot::Missing(None) => Decided::absent(),
        }
    })
}

/// Whether two readings say the same of a cell.
fn same(a: Slot, b: Slot) -> bool {
    let is_number = |s: Slot| matches!(s, Slot::Number(..) | Slot::Missing(_));
    if is_number(a) && is_number(b) { a.number() == b.number() && a.number().is_some() } else { a == b }
}

fn printed_text(strip: Option<&Strip>) -> String {
    let Some(strip) = strip else { return String::new() };
    let words: Vec<String> = strip
        .pieces
        .iter()
        .map(|p| match p {
            Piece::Run(d) => d.clone(),
            Piece::Fixed(n) => n.to_string(),
            Piece::Blank => "□".to_owned(),
            Piece::NotApplicable => "/".to_owned(),
            Piece::Opaque => "?".to_owned(),
        })
        .collect();
    let text = words.join(" ");
    if text.chars().count() > 40 { format!("{}…", text.chars().take(40).collect::<String>()) } else { text }
}

/// The published numbers do not reconcile: keep what stands by itself, choose among readings only by a clear margin.
fn fall_back(states: &[RowState], strips: &[Strip], grid: &mut BTreeMap<Row, [Decided; WIDTH]>) {
    let mut chosen: Vec<Vec<Reading>> = states.iter().map(|s| s.choices.clone()).collect();
    let ambiguous: Vec<usize> = (0..states.len()).filter(|i| chosen[*i].len() > 1).collect();
    let combinations: usize = ambiguous
        .iter()
        .map(|i| chosen[*i].len())
        .try_fold(1_usize, |product, n| product.checked_mul(n).filter(|p| *p <= MAX_COMBINATIONS))
        .unwrap_or(usize::MAX);
    let mut picked: Vec<Option<Reading>> = chosen.iter().map(|c| c.first().cloned()).collect();
    let mut by_margin: Vec<bool> = vec![false; states.len()];
    if !ambiguous.is_empty() && combinations <= MAX_COMBINATIONS {
        let mut ranked: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut odometer = vec![0_usize; ambiguous.len()];
        loop {
            for (slot, i) in ambiguous.iter().enumerate() {
                picked[*i] = Some(chosen[*i][odometer[slot]].clone());
            }
            ranked.push((violations(states, &picked), odometer.clone()));
            let Some(at) = (0..odometer.len()).rev().find(|s| odometer[*s] + 1 < chosen[ambiguous[*s]].len())
            else {
                break;
            };
            odometer[at] += 1;
            odometer[at + 1..].fill(0);
        }
        let best = ranked.iter().map(|(v, _)| *v).min().unwrap_or(0);
        // everything within the margin stays possible
        for (slot, i) in ambiguous.iter().enumerate() {
            let mut kept: Vec<usize> =
                ranked.iter().filter(|(v, _)| *v < best + 2).map(|(_, o)| o[slot]).collect();
            kept.sort_unstable();
            kept.dedup();
            by_margin[*i] = true;
            chosen[*i] = kept.into_iter().map(|k| chosen[*i][k].clone()).collect();
        }
    }
    for i in &ambiguous {
        picked[*i] = (chosen[*i].len() == 1).then(|| chosen[*i][0].clone());
    }
    // a division by its own row is doubted when another division, its row wrong, explains the columns as well
    for (i, state) in states.iter().enumerate() {
        if state.ground != Ground::RowEquation || chosen[i].len() != 1 {
            continue;
        }
        let now = violations(states, &picked);
        let mut trial = picked.clone();
        for doubt in &state.doubts {
            if *doubt == chosen[i][0] {
                continue;
            }
            trial[i] = Some(doubt.clone());
            if violations(states, &trial) <= now {
                chosen[i].push(doubt.clone());
            }
        }
        if chosen[i].len() > 1 {
            picked[i] = None;
        }
    }
    for (i, state) in states.iter().enumerate() {
        // where the columns contradict, a row that had to be repaired is not believed
        if state.is_repaired && !chosen[i].iter().all(is_all_zero) {
            chosen[i].clear();
        }
        grid.insert(state.row, decide(state, &chosen[i], strips, by_margin[i]));
    }
}

/// Number of column equations violated, and of row equations violated by readings that were not simply printed.
fn violations(states: &[RowState], picked: &[Option<Reading>]) -> usize {
    let mut count = 0;
    for (state, reading) in states.iter().zip(picked) {
        if let Some(reading) = reading
            && state.ground != Ground::Printed
            && !group_holds(reading)
        {
            count += 1;
        }
    }
    for column in 0..WIDTH {
        let sum = |p: Part| -> Option<i64> {
            states
                .iter()
                .zip(picked)
                .filter(|(s, _)| part(s.row) == p)
                .map(|(_, r)| r.as_ref().and_then(|r| amount(r[column], column)))
                .sum()
        };
        let (received, results, total, carried_out) =
            (sum(Part::Received), sum(Part::Result), sum(Part::Total), sum(Part::CarriedOut));
        if let (Some(results), Some(total)) = (results, total)
            && results != total
        {
            count += 1;
        }
        if let (Some(received), Some(total), Some(carried_out)) = (received, total, carried_out)
            && received != total + carried_out
        {
            count += 1;
        }
    }
    count
}
