//! Proposes the one smallest change that makes the sums of a report agree, where there is only one.
//!
//! The sums of the form carry the same fact twice: a wrong count of an applicant's cell breaks the sum of its row and
//! the sum of its column by the same difference, and only the cell in which they cross explains both. A change is a
//! cell mistyped, digits divided wrongly between two cells, a run of values shifted by a column, two rows exchanged or
//! two cells exchanged, in this order of size. It counts only when every equation that failed holds after it and none
//! breaks. It is proposed when it is the only one of its size; several of the same size are told and none is proposed.
//!
//! What a proposal rests on:
//! - At least two equations must speak for it. One equation alone is explained by each of its cells, so that a group
//!   of table 4 that does not add up is always undecided.
//! - That a slip of the hand is likely (digits transposed, a zero lost) is told and never decides between two cells.
//! - Only what is printed bears witness. A value that was found with the help of the equations themselves, be it
//!   derived or split out of a run of digits, is as good as unknown here; an equation with an unknown is no evidence.
//! - A blank stays a blank: no change fills it, save that digits run together in the cell beside it are divided. The
//!   digits of two cells are never merged into one, because that would make a blank of a number. Where digits other than
//!   a nought fit into the blank and more equations hold for it, the cell beside it is not taken for mistyped.
//! - Amounts, table 2 and prose are never touched: no equation knows them.
//!
//! The report that was published has an error either way, and the agency has to correct it; nothing here applies a
//! change by itself.
//!
//! Where no change explains all failing equations of a table, each set of them that shares no cell with the others is
//! explained by itself, then each set that is out by the same difference; what cannot be explained that way to the last
//! equation is left as it is.
//!
//! Search bound (stated, not hoped for): at most [`MAX_TRIED`] changes are tried for one set of failing equations, and
//! there are at most two sets more than twice the equations.
//!
//! Not here: readings of a mangled document (`crate::solve`), how a change is shown in a document (`gongkai-compose`).

mod board;
mod candidates;
mod words;

use board::{Board, Standing, Step};
use gongkai_domain::report::contract::MAX_LIST;
use gongkai_domain::report::{Artefact, Cell, CellKind, CellRef, EquationId, Proof, Report, Value};
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;

/// Changes tried for one group of failing equations: of table 3 with 25 rows, 175 single cells, 525 + 2 100 pairs in a
/// row or column, 300 pairs of rows, 1 100 shifts and 150 neighbours with up to 25 ways to divide their digits; of
/// table 4, 15 cells, 105 pairs, 212 shifts and 14 neighbours.
pub const MAX_TRIED: usize = 10_000;

/// Fewer equations than these speaking for a change leave it undecided.
const WITNESSES: usize = 2;

/// How one number came to be typed for another, as it looks from the digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Slip {
    /// One digit is another.
    DigitChanged,
    /// Two neighbouring digits stand in the wrong order.
    DigitsTransposed,
    /// A digit was typed twice.
    DigitDoubled,
    /// A zero is missing.
    ZeroLost,
    /// There is a zero too many.
    ZeroAdded,
    /// A digit is missing.
    DigitLost,
    /// There is a digit too many.
    DigitAdded,
}

/// What kind of change it is, from the smallest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "slip")]
pub enum Kind {
    /// One cell, by a slip of the hand.
    Slipped(Slip),
    /// One cell, by any other value.
    Retyped,
    /// The digits of two neighbouring cells, divided at another place.
    Divided,
    /// A run of values within a row, moved by one column.
    Shifted,
    /// All values of two rows, exchanged.
    RowsSwapped,
    /// Two cells of a row or of a column, exchanged.
    CellsSwapped,
}

impl Kind {
    /// The size of the change: 1 is the smallest. What the digits of a single cell look like makes no difference.
    pub fn cost(self) -> u8 {
        match self {
            Self::Slipped(_) | Self::Retyped => 1,
            Self::Divided => 2,
            Self::Shifted => 3,
            Self::RowsSwapped => 4,
            Self::CellsSwapped => 5,
        }
    }
}

/// One cell and its new value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Which cell.
    pub cell: CellRef,
    /// What a clerk calls it.
    pub label: String,
    /// The value printed; nothing for a blank.
    pub from: Option<Value>,
    /// The value that the equations ask for.
    pub to: Value,
}

/// A change that makes every equation of its group hold and breaks none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// What kind of change.
    #[serde(flatten)]
    pub kind: Kind,
    /// The cells that change, in printed order.
    pub cells: Vec<Change>,
    /// The equations that fail without it and hold with it.
    #[serde(serialize_with = "names")]
    pub failing: Vec<EquationId>,
    /// The equations that hold with it: those that failed, and those that a divided cell makes known.
    #[serde(serialize_with = "names")]
    pub holding: Vec<EquationId>,
    /// What is changed and why, in the words of a clerk.
    pub text: String,
}

/// What was found for one group of failing equations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The only change of its size.
    Unique(Edit),
    /// Several changes of the same size, or changes for which one equation only speaks. None is to be applied.
    Ambiguous {
        /// The changes, in printed order of their cells.
        candidates: Vec<Edit>,
    },
    /// No small change makes the equations hold, or they rest on values that cannot bear witness.
    NoSmallEdit,
}

/// Failing equations that have to be explained together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The equations.
    pub failing: Vec<EquationId>,
    /// What was found.
    pub outcome: Outcome,
    /// The equations with their two sides, and why nothing is proposed where nothing is; in the words of a clerk.
    pub text: String,
}

/// What is proposed for a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposals {
    /// The groups of failing equations, in the order of their first; none when every equation holds that can be told.
    pub groups: Vec<Group>,
    /// Equations that cannot be told because a value is missing.
    pub unknown: Vec<EquationId>,
    /// How many changes were tried.
    pub tried: usize,
}

impl Proposals {
    /// The changes proposed, one for each group that has one. The first is number 1 where a person is to choose.
    pub fn edits(&self) -> impl Iterator<Item = &Edit> {
        self.groups.iter().filter_map(|group| match &group.outcome {
            Outcome::Unique(edit) => Some(edit),
            Outcome::Ambiguous { .. } | Outcome::NoSmallEdit => None,
        })
    }

    /// The groups for which nothing is proposed.
    pub fn undecided(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|group| !matches!(group.outcome, Outcome::Unique(_)))
    }
}

/// A change as it is printed in a list to choose from.
#[derive(Serialize)]
struct Numbered<'a> {
    number: usize,
    #[serde(flatten)]
    edit: &'a Edit,
}

/// A group for which nothing is proposed, as it is printed.
#[derive(Serialize)]
struct Undecided<'a> {
    outcome: &'static str,
    #[serde(serialize_with = "names")]
    failing: &'a [EquationId],
    text: &'a str,
    candidates: &'a [Edit],
}

impl Serialize for Proposals {
    /// `{"proposals":[{"number", …the change}],"undecided":[{"outcome","failing","text","candidates"}],
    /// "not_checkable":[…]}`.
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct All<'a> {
            proposals: Vec<Numbered<'a>>,
            undecided: Vec<Undecided<'a>>,
            #[serde(serialize_with = "names")]
            not_checkable: &'a [EquationId],
        }
        let undecided = self.undecided().map(|group| {
            let (outcome, candidates): (_, &[Edit]) = match &group.outcome {
                Outcome::Ambiguous { candidates } => ("ambiguous", candidates),
                Outcome::Unique(_) | Outcome::NoSmallEdit => ("no_small_edit", &[]),
            };
            Undecided { outcome, failing: &group.failing, text: &group.text, candidates }
        });
        All {
            proposals: self.edits().enumerate().map(|(i, edit)| Numbered { number: i + 1, edit }).collect(),
            undecided: undecided.collect(),
            not_checkable: &self.unknown,
        }
        .serialize(s)
    }
}

fn names<S: Serializer>(ids: impl AsRef<[EquationId]>, s: S) -> Result<S::Ok, S::Error> {
    s.collect_seq(ids.as_ref().iter().map(EquationId::to_string))
}

/// What is proposed for a report whose sums fail.
pub fn propose(report: &Report) -> Proposals {
    let board = Board::new(report);
    let mut found = Proposals { unknown: board.unknown_equations(), ..Proposals::default() };
    // no change reaches from one table into the other
    let (table3, table4): (Vec<_>, Vec<_>) =
        board.failing_in_print().into_iter().partition(|e| board.is_of_table3(*e));
    for table in [table3, table4] {
        if !table.is_empty() {
            let groups = settle(&board, &table, &mut found.tried);
            found.groups.extend(groups);
        }
    }
    let mut explained: BTreeSet<EquationId> = found.groups.iter().flat_map(|g| g.failing.clone()).collect();
    // a sum that fails with a worked-out value in it may be put right by a change that was found without it
    for group in &mut found.groups {
        let Outcome::Unique(edit) = &mut group.outcome else { continue };
        let numbered = |c: &Change| Some((board.index(c.cell)?, count(c.to)?));
        let step: Step = edit.cells.iter().filter_map(numbered).collect();
        for id in board.mended(&step) {
            if explained.insert(id) {
                group.failing.push(id);
                edit.failing.push(id);
            }
        }
        group.text = words::group(&board, &group.failing, words::Because::Proposed);
    }
    let rest: Vec<EquationId> = board.failing().into_iter().filter(|id| !explained.contains(id)).collect();
    if !rest.is_empty() {
        let text = words::group(&board, &rest, words::Because::Derived);
        found.groups.push(Group { failing: rest, outcome: Outcome::NoSmallEdit, text });
    }
    found
}

fn count(value: Value) -> Option<i64> {
    match value {
        Value::Count(n) => Some(n),
        Value::Amount(_) => None,
    }
}

/// Explains the failing equations of a table: by one change; else by one change each for those that share no cell; else
/// by one each for those that are out by the same.
fn settle(board: &Board<'_>, group: &[usize], tried: &mut usize) -> Vec<Group> {
    let whole = decide(board, group, tried);
    if !matches!(whole.outcome, Outcome::NoSmallEdit) {
        return vec![whole];
    }
    let apart = board.components(group);
    if apart.len() > 1 {
        let parts: Vec<Group> = apart
            .iter()
            .flat_map(|part| settle_apart(board, decide(board, part, tried), part, tried))
            .collect();
        // one part that stays open makes the others doubtful as well
        let is_explained = parts.iter().all(|g| !matches!(g.outcome, Outcome::NoSmallEdit));
        return if is_explained { parts } else { vec![whole] };
    }
    settle_apart(board, whole, group, tried)
}

/// Several wrong cells of table 3 make one group, because any row and any column share a cell; each breaks its own
/// equations by its own difference. Taken apart only when every part has its one change.
fn settle_apart(board: &Board<'_>, whole: Group, group: &[usize], tried: &mut usize) -> Vec<Group> {
    let mut by_difference: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for &e in group {
        by_difference.entry(board.difference(e).unsigned_abs()).or_default().push(e);
    }
    if !matches!(whole.outcome, Outcome::NoSmallEdit) || by_difference.len() < 2 {
        return vec![whole];
    }
    let mut parts: Vec<Group> = by_difference.values().map(|part| decide(board, part, tried)).collect();
    if parts.iter().all(|g| matches!(g.outcome, Outcome::Unique(_))) {
        parts.sort_by_key(|g| g.failing.first().copied());
        parts
    } else {
        vec![whole]
    }
}

/// Looks for the smallest change that explains exactly these equations.
fn decide(board: &Board<'_>, group: &[usize], tried: &mut usize) -> Group {
    let failing: Vec<EquationId> = group.iter().map(|e| board.id(*e)).collect();
    let mut all = candidates::of(board, group, tried);
    let telling: Vec<candidates::Candidate> =
        all.iter().filter(|c| fills_a_blank(board, c)).cloned().collect();
    all.retain(|c| !telling.iter().any(|other| goes_further(other, c)));
    let (strong, weak): (Vec<_>, Vec<_>) = all.into_iter().partition(|c| c.holding.len() >= WITNESSES);
    let is_weak = strong.is_empty();
    let rivals = if is_weak { weak } else { strong };
    let Some(least) = rivals.iter().map(|c| c.kind.cost()).min() else {
        let text = words::group(board, &failing, words::Because::Nothing);
        return Group { failing, outcome: Outcome::NoSmallEdit, text };
    };
    let (smallest, larger): (Vec<_>, Vec<_>) = rivals.into_iter().partition(|c| c.kind.cost() == least);
    if let ([only], false) = (smallest.as_slice(), is_weak) {
        if !board.holds_with_derived(&only.step) {
            let text = words::group(board, &failing, words::Because::Derived);
            return Group { failing, outcome: Outcome::NoSmallEdit, text };
        }
        let reason = words::Reason::Only { larger: larger.len() };
        let edit = edit_of(board, only, &failing, reason);
        let text = words::group(board, &failing, words::Because::Proposed);
        return Group { failing, outcome: Outcome::Unique(edit), text };
    }
    let because = if is_weak { words::Because::OneWitness } else { words::Because::Several };
    let text = words::group(board, &failing, because);
    let candidates = smallest.iter().map(|c| edit_of(board, c, &failing, words::Reason::Possible)).collect();
    Group { failing, outcome: Outcome::Ambiguous { candidates }, text }
}

/// Whether digits other than a nought go into a blank: that they fit there is no chance.
fn fills_a_blank(board: &Board<'_>, candidate: &candidates::Candidate) -> bool {
    candidate.step.iter().any(|(cell, to)| *to != 0 && board.standing(*cell) == Standing::Blank)
}

/// Whether a change does all that the other does, and more equations speak for it.
fn goes_further(change: &candidates::Candidate, other: &candidates::Candidate) -> bool {
    change.holding.len() > other.holding.len() && other.step.iter().all(|one| change.step.contains(one))
}

fn edit_of(
    board: &Board<'_>,
    candidate: &candidates::Candidate,
    failing: &[EquationId],
    reason: words::Reason,
) -> Edit {
    let form = board.form();
    let change = |&(cell, to): &(usize, i64)| Change {
        cell: board.cell(cell),
        label: board.cell(cell).label(form),
        from: board.printed(cell).map(Value::Count),
        to: Value::Count(to),
    };
    let cells: Vec<Change> = candidate.step.iter().map(change).collect();
    let holding: Vec<EquationId> = candidate.holding.iter().map(|e| board.id(*e)).collect();
    let text = words::edit(candidate.kind, &cells, &holding, reason);
    Edit { kind: candidate.kind, cells, failing: failing.to_vec(), holding, text }
}

/// The change was not proposed for this report: a cell has another value than it was proposed to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stale {
    /// The cell.
    pub cell: CellRef,
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} does not have the value that is to be changed", self.cell)
    }
}

impl Error for Stale {}

/// The report with the change made. The cells are numbers with what they were as their proof, for somebody accepted them;
/// they keep what was printed and their place, and an artefact of the kind `repaired` is added for each.
pub fn apply(report: &Report, edit: &Edit) -> Result<Report, Stale> {
    let value = |at| report.cell(at).and_then(Cell::as_count).map(Value::Count);
    if let Some(other) = edit.cells.iter().find(|change| value(change.cell) != change.from) {
        return Err(Stale { cell: other.cell });
    }
    let mut changed = report.clone();
    for change in &edit.cells {
        let cell = changed.cell_mut(change.cell);
        cell.value = Some(change.to);
        cell.kind = CellKind::Number;
        cell.proof = Some(Proof { text: words::proof(edit.kind, change), equations: edit.holding.clone() });
        let place = cell.place.clone();
        // the contract bounds the list; what was changed is told by the proofs as well
        if changed.artefacts.len() < MAX_LIST {
            changed.artefacts.push(Artefact {
                kind: "repaired".to_owned(),
                text: format!("{}：{}", change.label, words::value(change.from)),
                expected: Some(format!("{}：{}", change.label, change.to)),
                place,
            });
        }
    }
    Ok(changed)
}

/// Whether a cell has its value because somebody accepted a change to it: what was printed stands in its text.
pub(crate) fn is_repaired(report: &Report, at: CellRef) -> bool {
    let begins = format!("{}：", at.label(report.form));
    report.artefacts.iter().any(|artefact| {
        artefact.kind == "repaired"
            && artefact.expected.as_deref().is_some_and(|words| words.starts_with(&begins))
    })
}

/// What is to be noted at each cell that the changes touch.
pub fn marks<'a>(edits: impl IntoIterator<Item = &'a Edit>) -> BTreeMap<CellRef, String> {
    let of = |edit: &'a Edit| edit.cells.iter().map(|change| (change.cell, words::proof(edit.kind, change)));
    edits.into_iter().flat_map(of).collect()
}
