//! Table 4: fifteen cells in three groups, each closed by its total.
//!
//! Not here: finding the values in a document (`crate::facts`).

use super::readings::{Latitude, Reading, Shape, Slot, of_row};
use super::{Decided, Outcome, Piece};
use gongkai_domain::report::{EquationId, Proof};

const GROUP: usize = 5;
const CELLS: usize = 15;
const SHAPE: Shape = Shape { groups: 3, width: GROUP };
const EQUATIONS: [EquationId; 3] = [EquationId::T4Rec, EquationId::T4Dir, EquationId::T4Post];

/// Decides the fifteen cells of table 4 from the pieces printed under its headers, in reading order.
pub fn solve_table4(pieces: &[Piece]) -> Vec<Decided> {
    let illegible = || vec![Decided { outcome: Outcome::Illegible(None), proof: None }; CELLS];
    let numbers = pieces.iter().filter(|p| **p != Piece::Blank).count();
    if pieces.is_empty() || (numbers == 0 && pieces.len() < CELLS) {
        return vec![Decided::absent(); CELLS];
    }
    let is_plain = pieces.iter().all(Piece::is_single);
    if is_plain && pieces.len() == CELLS {
        let printed = of_row(pieces, SHAPE, Latitude::NONE, false).all;
        if let Some(reading) =
            printed.iter().find(|r| r.iter().enumerate().all(|(i, s)| piece(*s) == Some(i)))
        {
            return decide(std::slice::from_ref(reading), None);
        }
    }
    let exact = of_row(pieces, SHAPE, Latitude::NONE, false);
    if exact.all.len() == 1 && !exact.is_cut && !is_plain {
        return decide(&exact.all, Some(Proof::plain("数字串只有一种切分方法")));
    }
    let blanks = pieces.iter().filter(|p| **p == Piece::Blank).count().min(4) as u8;
    let steps = [
        Latitude::NONE,
        Latitude { missing: 0, extra: 0, extra_blanks: blanks },
        Latitude { missing: 0, extra: 1, extra_blanks: blanks },
        Latitude { missing: 1, extra: 0, extra_blanks: blanks },
    ];
    for left in steps {
        let found = of_row(pieces, SHAPE, left, true);
        if found.is_cut {
            return illegible();
        }
        if !found.all.is_empty() {
            let proof = Proof {
                text: "按三组总计切分，只有一种切法成立".to_owned(),
                equations: EQUATIONS.to_vec(),
            };
            return decide(&found.all, Some(proof));
        }
    }
    illegible()
}

fn piece(slot: Slot) -> Option<usize> {
    match slot {
        Slot::Number(_, i) | Slot::Blank(i) | Slot::NotApplicable(i) | Slot::Opaque(i) => {
            Some(usize::from(i))
        }
        Slot::Missing(_) => None,
    }
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
                return Decided { outcome: Outcome::Illegible(piece(slot)), proof: None };
            }
            match slot {
                Slot::Number(n, at) => {
                    Decided { outcome: Outcome::Printed(n, usize::from(at)), proof: proof.clone() }
                }
                Slot::Blank(at) => Decided { outcome: Outcome::Blank(usize::from(at)), proof: None },
                Slot::NotApplicable(at) => {
                    Decided { outcome: Outcome::NotApplicable(usize::from(at)), proof: None }
                }
                Slot::Opaque(at) => {
                    Decided { outcome: Outcome::Illegible(Some(usize::from(at))), proof: None }
                }
                Slot::Missing(Some(n)) => Decided {
                    outcome: Outcome::Derived(n),
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
        let decided = solve_table4(&runs("0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"));
        assert_eq!(values(&decided), vec![Some(0); 15]);
    }

    #[test]
    fn a_run_is_divided_by_its_three_totals() {
        let decided = solve_table4(&runs("1203600000100012"));
        assert!(decided.iter().all(|d| !matches!(d.outcome, Outcome::Derived(_))));
        let decided = solve_table4(&runs("12036000000000012102"));
        assert!(
            values(&decided).iter().all(Option::is_none),
            "twenty digits that fit no division stay illegible"
        );
        let decided = solve_table4(&runs("120360000010012"));
        assert_eq!(values(&decided)[..5], [Some(1), Some(2), Some(0), Some(3), Some(6)]);
    }
}
