//! Table 4: fifteen cells in three groups, each closed by its total.
//!
//! Not here: finding the values in a document (`crate::facts`).

use super::readings::{
    Latitude, Reading, Shape, Slot, cheapest, group_holds, of_row, only_division, slot_of,
};
use super::{Decided, Outcome, Piece};
use gongkai_domain::report::{EquationId, Proof};

const GROUP: usize = 5;
const CELLS: usize = 15;
const SHAPE: Shape = Shape { groups: 3, width: GROUP };
const EQUATIONS: [EquationId; 3] = [EquationId::T4Rec, EquationId::T4Dir, EquationId::T4Post];

/// Decides the fifteen cells of table 4 from the pieces printed under its headers, in reading order.
///
/// `pads_rows` says that a blank at the edge may have been filled in for a cell that the row lacks.
pub fn solve_table4(pieces: &[Piece], pads_rows: bool) -> Vec<Decided> {
    let illegible = || vec![Decided::illegible(); CELLS];
    let numbers = pieces.iter().filter(|p| **p != Piece::Blank).count();
    if pieces.is_empty() || (numbers == 0 && pieces.len() < CELLS) {
        return vec![Decided::absent(); CELLS];
    }
    let first = pieces.iter().position(|p| *p != Piece::Blank).unwrap_or(0);
    let last = pieces.iter().rposition(|p| *p != Piece::Blank).map_or(pieces.len(), |i| i + 1);
    let is_plain = pieces.iter().all(Piece::is_single);
    let whole = if last - first == CELLS { Some(first) } else { (pieces.len() == CELLS).then_some(0) };
    let printed: Option<Reading> =
        whole.map(|from| (from..from + CELLS).map(|i| slot_of(&pieces[i], i)).collect());
    // blanks at the edge may fill up a row that is a cell short, though not where every total stands in its place
    let is_padded = pads_rows
        && last - first < CELLS
        && !printed.as_ref().is_some_and(|r| r.chunks(GROUP).all(is_in_place));
    let violated = printed.as_ref().map_or(0, |r| r.chunks(GROUP).filter(|g| !group_holds(g)).count());
    let could_be = |pieces: &[Piece], left: Latitude| !of_row(pieces, SHAPE, left, true).all.is_empty();
    // a cell lost in the middle and a number from elsewhere at the end, or two cells drawn together and a blank at the end
    let is_shifted = is_plain
        && pieces.len() == CELLS
        && (violated >= 2 && could_be(&pieces[..CELLS - 1], Latitude::ONE_MISSING)
            || violated >= 1 && last < CELLS && could_be(&pieces[first..last], Latitude::NONE));
    if is_shifted {
        return illegible();
    }
    if is_plain
        && let Some(printed) = &printed
        && !is_padded
    {
        return decide(std::slice::from_ref(printed), None);
    }
    let proof = || Proof {
        text: "按三组总计切分，只有一种切法成立".to_owned(),
        equations: EQUATIONS.to_vec(),
    };
    if !is_plain {
        // blanks around runs are the cells that the runs were drawn together from
        let inner = &pieces[first..last];
        if let [run] = inner
            && let Some(only) = only_division(run, SHAPE)
        {
            return shifted(decide(&[only], Some(Proof::plain("数字串只有一种切分方法"))), first);
        }
        const STEPS: &[&[Latitude]] = &[&[Latitude::NONE], &[Latitude::ONE_EXTRA], &[Latitude::ONE_MISSING]];
        return match cheapest(STEPS, |left| of_row(inner, SHAPE, left, true)) {
            Some((_, rivals)) if !rivals.is_empty() => shifted(decide(&rivals, Some(proof())), first),
            _ => illegible(),
        };
    }
    let blanks = (pieces.len() - numbers).min(4) as u8;
    let left = if numbers > CELLS {
        Latitude { missing: 0, extra: 1, extra_blanks: blanks }
    } else {
        // a cell or two may be missing, and any blank may be no cell at all
        Latitude { missing: 2, extra: 0, extra_blanks: blanks }
    };
    // a number that is a cell of its own is not divided
    let fixed: Vec<Piece> = pieces
        .iter()
        .map(|p| match p {
            Piece::Run(digits) => digits.parse().map_or(Piece::Opaque, Piece::Fixed),
            other => other.clone(),
        })
        .collect();
    let found = of_row(&fixed, SHAPE, left, true);
    let divided = of_row(&pieces[first..last], SHAPE, Latitude::NONE, true);
    if found.is_cut || divided.is_cut {
        return illegible();
    }
    let mut found = found;
    if numbers < CELLS {
        // what looks like one number may be two cells drawn together
        found.all.extend(divided.all.into_iter().map(|mut reading| {
            for slot in &mut reading {
                slot.shift(first as u16);
            }
            reading
        }));
    }
    match (printed, found.all) {
        // nothing else fits either: the row is what it says
        (Some(printed), all) if all.is_empty() => decide(&[printed], None),
        (None, all) if all.is_empty() => illegible(),
        (Some(printed), mut all) => {
            all.push(printed);
            decide(&all, Some(proof()))
        }
        (None, all) => decide(&all, Some(proof())),
    }
}

/// Whether a group has its total where it belongs, the sum of its cells, or is empty altogether.
fn is_in_place(group: &[Slot]) -> bool {
    let is_empty = group.iter().all(|s| matches!(s, Slot::Blank(_)));
    is_empty || matches!(group.last(), Some(Slot::Number(..))) && group_holds(group)
}

/// Indices of pieces counted from the beginning again.
fn shifted(mut cells: Vec<Decided>, by: usize) -> Vec<Decided> {
    for cell in &mut cells {
        match &mut cell.outcome {
            Outcome::Printed(_, i)
            | Outcome::Unreadable(i)
            | Outcome::Blank(i)
            | Outcome::NotApplicable(i)
            | Outcome::Illegible(Some(i)) => {
                *i += by;
            }
            Outcome::Absent | Outcome::Derived(..) | Outcome::Illegible(None) => {}
        }
    }
    cells
}

fn decide(readings: &[Reading], proof: Option<Proof>) -> Vec<Decided> {
    let Some(first) = readings.first() else { return vec![Decided::absent(); CELLS] };
    (0..CELLS)
        .map(|i| {
            let slot = first[i];
            let is_number = |s: Slot| matches!(s, Slot::Number(..) | Slot::Missing(_));
            let is_agreed = readings.iter().all(|r| {
                if is_number(r[i]) && is_number(slot) {
                    r[i].number() == slot.number() && slot.number().is_some()
                } else {
                    r[i] == slot
                }
            });
            if !is_agreed {
                return Decided { outcome: Outcome::Illegible(slot.piece()), proof: None };
            }
            match slot {
                Slot::Number(n, at) => {
                    Decided { outcome: Outcome::Printed(n, usize::from(at)), proof: proof.clone() }
                }
                Slot::Blank(at) => Decided { outcome: Outcome::Blank(usize::from(at)), proof: None },
                Slot::NotApplicable(at) => {
                    Decided { outcome: Outcome::NotApplicable(usize::from(at)), proof: None }
                }
                Slot::Opaque(at) => Decided { outcome: Outcome::Unreadable(usize::from(at)), proof: None },
                Slot::Missing(Some(n)) => Decided {
                    outcome: Outcome::Derived(n, None),
                    proof: Some(Proof {
                        text: "本组少一个数，按本组总计推算，只有这一个取值".to_owned(),
                        equations: vec![EQUATIONS[i / GROUP]],
                    }),
                },
                Slot::Missing(None) => Decided::absent(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> Vec<Piece> {
        text.split(' ').map(|d| Piece::Run(d.to_owned())).collect()
    }

    fn values(decided: &[Decided]) -> Vec<Option<i64>> {
        decided.iter().map(Decided::value).collect()
    }

    #[test]
    fn sixteen_zeros_are_fifteen() {
        let decided = solve_table4(&runs("0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"), false);
        assert_eq!(values(&decided), vec![Some(0); 15]);
    }

    #[test]
    fn two_cells_drawn_together_and_a_blank_at_the_end_are_not_fifteen_cells() {
        let mut pieces = runs("0 0 0 0 0 895412 638 784 96842 0 846 33 6 885");
        pieces.push(Piece::Blank);
        assert_eq!(values(&solve_table4(&pieces, false)), vec![None; 15]);
    }

    #[test]
    fn empty_groups_move_nothing_where_the_totals_stand_in_their_places() {
        let row = |text: &str| -> Vec<Piece> {
            text.chars().map(|c| if c == '_' { Piece::Blank } else { Piece::Run(c.to_string()) }).collect()
        };
        let read = |text: &str| values(&solve_table4(&row(text), true));
        assert_eq!(
            read("1203601001_____")[..10],
            "1203601001".chars().map(|c| c.to_digit(10).map(i64::from)).collect::<Vec<_>>()
        );
        assert_eq!(read("1___1__________")[..5], [Some(1), None, None, None, Some(1)]);
        assert_eq!(read("_____00022_____")[5..10], [Some(0), Some(0), Some(0), Some(2), Some(2)]);
        // a cell too few: the last total is gone
        assert_eq!(read("00000000000000_")[14], None);
        assert_ne!(read("12360100100000_")[1], Some(2));
    }

    #[test]
    fn a_run_is_divided_by_its_three_totals() {
        let decided = solve_table4(&runs("1203600000100012"), false);
        assert!(decided.iter().all(|d| !matches!(d.outcome, Outcome::Derived(..))));
        let decided = solve_table4(&runs("12036000000000012102"), false);
        assert!(
            values(&decided).iter().all(Option::is_none),
            "twenty digits that fit no division stay illegible"
        );
        let decided = solve_table4(&runs("120360000010012"), false);
        assert_eq!(values(&decided)[..5], [Some(1), Some(2), Some(0), Some(3), Some(6)]);
    }
}
