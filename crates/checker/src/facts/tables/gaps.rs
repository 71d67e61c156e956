//! Rows whose name is lost or is not the form's: which row of the form they are, by their place between the others.
//!
//! A row that the form does not have stands between two that it has. Where the form lacks exactly as many rows between
//! these two, each stands in the place of one of them; its name, when it has one, must not speak against it.
//! Not here: what is printed in such a row (`super::table2`, `super::table3`).

use super::super::fold::{fold, letters};

/// What a row without an official name is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Settled<K> {
    /// This row of the form.
    Row(K),
    /// It may be any of these, or none: nothing is to be read from it, nor to be worked out for them.
    Doubtful(Vec<K>),
}

/// Settles every row without an official name, in the order in which the rows were met; with its index among `met`.
///
/// `fits` tells whether such a row may be a row of the form by what is printed of it, and `names` whether its name
/// alone says so.
pub(super) fn settle<K: Copy + PartialEq>(
    form: &[K],
    met: &[Option<K>],
    fits: impl Fn(usize, K) -> bool,
    names: impl Fn(usize, K) -> bool,
) -> Vec<(usize, Settled<K>)> {
    let mut settled = Vec::new();
    let mut strangers: Vec<usize> = Vec::new();
    let mut from = 0;
    let place = |k: K| form.iter().position(|f| *f == k);
    let ends = std::iter::once((met.len(), Some(form.len())));
    let all = met.iter().enumerate().map(|(i, k)| (i, k.map_or(Some(usize::MAX), place)));
    for (i, to) in all.chain(ends) {
        // a row of another form is no mark
        let Some(to) = to else { continue };
        if to == usize::MAX {
            strangers.push(i);
            continue;
        }
        let between = form.get(from..to).unwrap_or_default();
        let missing: Vec<K> = between.iter().copied().filter(|k| !met.contains(&Some(*k))).collect();
        settled.extend(settle_gap(&missing, &std::mem::take(&mut strangers), &fits, &names));
        from = to + 1;
    }
    settled
}

fn settle_gap<K: Copy + PartialEq>(
    missing: &[K],
    strangers: &[usize],
    fits: &impl Fn(usize, K) -> bool,
    names: &impl Fn(usize, K) -> bool,
) -> Vec<(usize, Settled<K>)> {
    if missing.len() == strangers.len() {
        let pair = |(i, k): (&usize, &K)| {
            (*i, if fits(*i, *k) { Settled::Row(*k) } else { Settled::Doubtful(vec![*k]) })
        };
        return strangers.iter().zip(missing).map(pair).collect();
    }
    // more or fewer rows than there is room for: only a name that fits one row, and no other name fits, tells
    let only = |i: usize| -> Option<K> {
        let mut named = missing.iter().copied().filter(|k| names(i, *k));
        let (Some(found), None) = (named.next(), named.next()) else { return None };
        (strangers.iter().filter(|other| names(**other, found)).count() == 1).then_some(found)
    };
    let taken: Vec<Option<K>> = strangers.iter().map(|i| only(*i)).collect();
    let left: Vec<K> = missing.iter().copied().filter(|k| !taken.contains(&Some(*k))).collect();
    let settle =
        |(i, k): (&usize, &Option<K>)| (*i, k.map_or_else(|| Settled::Doubtful(left.clone()), Settled::Row));
    strangers.iter().zip(&taken).map(settle).collect()
}

/// Whether a printed name may be a slip for the official one: no other number before it, and at least half of the
/// characters that tell rows apart are the same.
pub(super) fn is_like(printed: &str, official: &str) -> bool {
    let is_same_number = match (numbering(printed), numbering(official)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    let (a, mut b) = (telling(printed), telling(official));
    let least = a.len().min(b.len());
    let mut shared = 0;
    for c in a {
        if let Some(at) = b.iter().position(|o| *o == c) {
            b.swap_remove(at);
            shared += 1;
        }
    }
    is_same_number && shared > 0 && 2 * shared >= least
}

/// The number printed before a name: `1` of `1.属于国家秘密`, 一 of `（一）予以公开`.
fn numbering(name: &str) -> Option<char> {
    let mut plain = name.chars().filter_map(fold).filter(|c| !c.is_whitespace()).skip_while(|c| *c == '(');
    let number = plain.next().filter(|c| c.is_ascii_digit() || NUMERALS.contains(c))?;
    plain.next().is_some_and(|c| matches!(c, '.' | '、' | ')')).then_some(number)
}

const NUMERALS: [char; 7] = ['一', '二', '三', '四', '五', '六', '七'];

/// The characters of a name without its number and the words that many rows have in common.
fn telling(name: &str) -> Vec<char> {
    let mut core = letters(name);
    for common in ["政府信息", "属于", "申请", "信息", "行政"] {
        core = core.replace(common, "");
    }
    core.trim_start_matches(NUMERALS).chars().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(met: &[Option<u8>], fits: impl Fn(usize, u8) -> bool) -> Vec<(usize, Settled<u8>)> {
        settle(&[1, 2, 3, 4, 5], met, &fits, &fits)
    }

    #[test]
    fn a_stranger_in_the_place_of_the_only_missing_row_is_that_row() {
        let met = [Some(1), None, Some(3), Some(4), Some(5)];
        assert_eq!(of(&met, |_, _| true), [(1, Settled::Row(2))]);
        assert_eq!(of(&met, |_, _| false), [(1, Settled::Doubtful(vec![2]))]);
    }

    #[test]
    fn a_stranger_where_nothing_is_missing_leaves_every_row_alone() {
        let met = [Some(1), Some(2), None, Some(3), Some(4), Some(5)];
        assert_eq!(of(&met, |_, _| true), [(2, Settled::Doubtful(Vec::new()))]);
    }

    #[test]
    fn one_stranger_for_two_missing_rows_is_told_by_its_name_only() {
        let met = [Some(1), None, Some(4), Some(5)];
        assert_eq!(of(&met, |_, k| k == 3), [(1, Settled::Row(3))]);
        assert_eq!(of(&met, |_, _| true), [(1, Settled::Doubtful(vec![2, 3]))]);
    }

    #[test]
    fn names_that_share_their_telling_characters_are_alike() {
        assert!(is_like("1.属于国家机密", "1.属于国家秘密"));
        assert!(is_like("2.反复申请", "2.重复申请"));
        assert!(is_like("强制措施", "行政强制"));
        assert!(is_like("（一）予以全部公开", "（一）予以公开"));
        assert!(!is_like("2.恶意申请", "2.重复申请"));
        assert!(!is_like("行政征收", "行政强制"));
        assert!(!is_like("2.属于国家机密", "1.属于国家秘密"), "another number");
    }
}
