//! Cells that nobody printed, filled in where the equations leave only one value.
//!
//! Two arguments are used: an equation with a single unknown cell, and a sum that is already reached, whose remaining
//! summands can only be zero because counts are not negative. Values found by different equations must agree, and a
//! value whose equations do not hold in the end is taken back.
//!
//! Not here: dividing what is printed (`super::table3`).

use super::{Decided, Outcome};
use gongkai_domain::report::{Column, EquationId, Proof, Row};
use std::collections::{BTreeMap, BTreeSet};

type Grid = BTreeMap<Row, [Decided; 7]>;
type At = (Row, usize);

struct Relation {
    id: EquationId,
    left: Vec<At>,
    right: Vec<At>,
}

fn relations(rows: &[Row]) -> Vec<Relation> {
    let mut all = Vec::new();
    for (i, column) in Column::EVERY.iter().enumerate() {
        all.push(Relation {
            id: EquationId::T3Sum(*column),
            left: vec![(Row::ResultTotal, i)],
            right: rows.iter().filter(|r| r.is_result()).map(|r| (*r, i)).collect(),
        });
        all.push(Relation {
            id: EquationId::T3Bal(*column),
            left: vec![(Row::NewReceived, i), (Row::CarriedIn, i)],
            right: vec![(Row::ResultTotal, i), (Row::CarriedOut, i)],
        });
    }
    for row in rows {
        all.push(Relation {
            id: EquationId::T3Row(*row),
            left: vec![(*row, 6)],
            right: (0..6).map(|i| (*row, i)).collect(),
        });
    }
    all
}

/// Fills what is absent or illegible as far as the equations decide it, except in the rows to be kept as they are.
pub(super) fn fill_table3(rows: &[Row], kept: &BTreeSet<Row>, grid: &mut Grid) {
    let relations = relations(rows);
    let mut banned: BTreeSet<At> = kept.iter().flat_map(|row| (0..7).map(|i| (*row, i))).collect();
    loop {
        let before = grid.clone();
        while let Some(found) = next_derivations(&relations, grid, &banned) {
            for ((row, column), decided) in found {
                if let Some(cells) = grid.get_mut(&row) {
                    cells[column] = decided;
                }
            }
        }
        // a derived value must not leave any of its equations violated
        let mut wrong: BTreeSet<At> = BTreeSet::new();
        for relation in &relations {
            let cells = || relation.left.iter().chain(&relation.right);
            let newly: Vec<At> = cells()
                .copied()
                .filter(|at| {
                    before.get(&at.0).is_some_and(|c| c[at.1].is_open())
                        && grid.get(&at.0).is_some_and(|c| c[at.1].value().is_some())
                })
                .collect();
            if newly.is_empty() {
                continue;
            }
            let sum = |side: &[At]| -> Option<i64> { side.iter().map(|at| value(grid, *at)).sum() };
            if let (Some(left), Some(right)) = (sum(&relation.left), sum(&relation.right))
                && left != right
            {
                wrong.extend(newly);
            }
        }
        if wrong.is_empty() {
            return;
        }
        *grid = before;
        banned.extend(wrong);
    }
}

fn value(grid: &Grid, (row, column): At) -> Option<i64> {
    grid.get(&row).and_then(|cells| cells[column].value())
}

fn is_open(grid: &Grid, (row, column): At) -> bool {
    grid.get(&row).is_some_and(|cells| cells[column].is_open())
}

/// One round: every cell that some equation decides now, unless equations contradict each other about it.
fn next_derivations(
    relations: &[Relation],
    grid: &Grid,
    banned: &BTreeSet<At>,
) -> Option<BTreeMap<At, Decided>> {
    let mut claims: BTreeMap<At, Vec<(i64, EquationId, bool)>> = BTreeMap::new();
    for relation in relations {
        let unknown: Vec<At> = relation
            .left
            .iter()
            .chain(&relation.right)
            .copied()
            .filter(|at| value(grid, *at).is_none())
            .collect();
        if unknown.is_empty() || unknown.iter().any(|at| !is_open(grid, *at)) {
            continue;
        }
        let known = |side: &[At]| -> i64 { side.iter().filter_map(|at| value(grid, *at)).sum() };
        let rest = known(&relation.left) - known(&relation.right);
        let all_right = unknown.iter().all(|at| relation.right.contains(at));
        let all_left = unknown.iter().all(|at| relation.left.contains(at));
        if let [only] = unknown[..] {
            let n = if all_right { rest } else { -rest };
            if n >= 0 {
                claims.entry(only).or_default().push((n, relation.id, true));
            } else {
                // no count satisfies this equation: the cell is not decidable by it
                claims.entry(only).or_default().push((-1, relation.id, true));
            }
        } else if rest == 0 && (all_right || all_left) {
            for at in unknown {
                claims.entry(at).or_default().push((0, relation.id, false));
            }
        }
    }
    let mut found = BTreeMap::new();
    for (at, values) in claims {
        let (n, id, is_single) = values[0];
        if banned.contains(&at) || n < 0 || values.iter().any(|(m, _, _)| *m != n) {
            continue;
        }
        let text = if is_single {
            "其余各数已知，等式只留下这一个取值"
        } else {
            "各项之和已经等于总计，其余各项只能为0"
        };
        found.insert(
            at,
            Decided {
                outcome: Outcome::Derived(n, printed_piece(grid, at)),
                proof: Some(Proof { text: text.to_owned(), equations: support(relations, grid, id) }),
            },
        );
    }
    (!found.is_empty()).then_some(found)
}

/// The piece that may hold what was derived.
fn printed_piece(grid: &Grid, (row, column): At) -> Option<usize> {
    match grid.get(&row).map(|cells| &cells[column].outcome) {
        Some(Outcome::Illegible(piece)) => *piece,
        _ => None,
    }
}

/// The equation itself and everything that its known values rest on.
fn support(relations: &[Relation], grid: &Grid, id: EquationId) -> Vec<EquationId> {
    let mut all = BTreeSet::from([id]);
    if let Some(relation) = relations.iter().find(|r| r.id == id) {
        for (row, column) in relation.left.iter().chain(&relation.right) {
            if let Some(proof) = grid.get(row).and_then(|cells| cells[*column].proof.as_ref()) {
                all.extend(proof.equations.iter().copied());
            }
        }
    }
    all.into_iter().collect()
}
