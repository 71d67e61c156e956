//! The list of all rules, in the order of their codes.
//!
//! Not here: the rules themselves (`crate::rules`).

use crate::rules::{RuleInfo, across, arithmetic, capacity, format, hierarchy, structure, years};

/// Families in the order of their letters; each family's `RULES` is in the order of the codes.
const FAMILIES: [&[&RuleInfo]; 7] = [
    arithmetic::RULES,
    capacity::RULES,
    format::RULES,
    hierarchy::RULES,
    structure::RULES,
    across::RULES,
    years::RULES,
];

const COUNT: usize = {
    let (mut n, mut i) = (0, 0);
    while i < FAMILIES.len() {
        n += FAMILIES[i].len();
        i += 1;
    }
    n
};

/// All rules.
pub static RULES: &[&RuleInfo] = &{
    let mut all: [&RuleInfo; COUNT] = [arithmetic::RULES[0]; COUNT];
    let (mut n, mut i) = (0, 0);
    while i < FAMILIES.len() {
        let mut j = 0;
        while j < FAMILIES[i].len() {
            all[n] = FAMILIES[i][j];
            n += 1;
            j += 1;
        }
        i += 1;
    }
    all
};

/// A rule by its code or its name.
pub fn find(code_or_name: &str) -> Option<&'static RuleInfo> {
    RULES.iter().copied().find(|r| r.code.eq_ignore_ascii_case(code_or_name) || r.name == code_or_name)
}
