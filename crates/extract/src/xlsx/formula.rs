//! Sums of a sheet that were never computed: the file holds the formula and no result.
//!
//! Programs that fill in a form without a spreadsheet leave its totals so. What is computed here is what a total can be:
//! `SUM(A1:A4)`, `IF(COUNT(A1:A4)=0,"",SUM(A1:A4))` and `A1+A2`. A sum leaves words out, and `+` makes a number of a text
//! that is one, as a spreadsheet does. Not here: any other formula; its cell has no value.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// Row and column, from 0.
pub(super) type At = (u32, u32);

/// Cells that a sum may take in.
const MAX_PARTS: usize = 4_096;

/// Cells that all sums of a sheet may take in; those of the forms take in some hundreds.
const MAX_PARTS_IN_ALL: usize = 1 << 18;

/// Sums of sums of sums.
const MAX_DEPTH: usize = 8;

/// What a formula shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shown {
    Number(f64),
    Nothing,
}

/// What a cell without a formula holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Held {
    Number(f64),
    /// A text that is a number.
    Digits(f64),
    /// A text without a number.
    Words,
    /// A date, an error, a number in signs of its own: nothing that is counted here.
    Other,
}

impl Held {
    pub(super) fn of_text(text: &str) -> Self {
        let text = text.trim();
        let is_number_in_signs = || {
            text.chars().any(char::is_numeric) && !text.chars().any(|c| c.is_alphabetic() && !c.is_numeric())
        };
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Self::Digits(number),
            _ if is_number_in_signs() => Self::Other,
            _ => Self::Words,
        }
    }
}

/// What the sheet holds, by place.
#[derive(Debug, Default)]
pub(super) struct Cells {
    pub(super) held: BTreeMap<At, Held>,
    /// Formulas without a result.
    pub(super) formulas: BTreeMap<At, String>,
    /// What they show, as far as it was worked out.
    known: RefCell<BTreeMap<At, Option<Shown>>>,
    /// Cells that sums took in so far.
    spent: Cell<usize>,
}

/// How the parts of a list are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Adding {
    /// `SUM`: words count nothing.
    List,
    /// `+`: words are an error, a text that is a number counts.
    Plus,
}

impl Cells {
    /// What the formula at a place shows; `None` for one that is not computed here.
    pub(super) fn shown(&self, at: At) -> Option<Shown> {
        if self.spent.get() >= MAX_PARTS_IN_ALL {
            return None;
        }
        let mut spent = 0;
        let shown = self.by_place(at, MAX_DEPTH, &mut spent);
        self.spent.set(self.spent.get() + spent);
        shown
    }

    fn by_place(&self, at: At, depth: usize, spent: &mut usize) -> Option<Shown> {
        if let Some(known) = self.known.borrow().get(&at) {
            return *known;
        }
        let shown = self.by_formula(self.formulas.get(&at)?, depth, spent);
        // what was given up for its depth may be worked out from nearer by
        if shown.is_some() || depth == MAX_DEPTH {
            self.known.borrow_mut().insert(at, shown);
        }
        shown
    }

    fn by_formula(&self, formula: &str, depth: usize, spent: &mut usize) -> Option<Shown> {
        let depth = depth.checked_sub(1)?;
        let plain: String = formula.chars().filter(|c| !c.is_whitespace() && *c != '$').collect();
        let plain = plain.to_ascii_uppercase();
        let plain = plain.strip_prefix('=').unwrap_or(&plain);
        let mut add = |list: &str, adding: Adding| self.add(list, adding, depth, spent);
        if let Some(list) = inside(plain, "SUM(") {
            return add(list, Adding::List).map(|(sum, _)| Shown::Number(sum));
        }
        if let Some(rest) = inside(plain, "IF(COUNT(") {
            let (counted, sum) = rest.split_once(")=0,\"\",SUM(")?;
            let (sum, count) =
                (sum.strip_suffix(')').filter(|s| *s == counted)?, add(counted, Adding::List)?.1);
            return Some(if count == 0 { Shown::Nothing } else { Shown::Number(add(sum, Adding::List)?.0) });
        }
        (plain.contains('+') || place(plain).is_some())
            .then(|| add(plain, Adding::Plus).map(|(sum, _)| Shown::Number(sum)))?
    }

    /// Sum and number of the numbers among the places of a list.
    fn add(&self, list: &str, adding: Adding, depth: usize, spent: &mut usize) -> Option<(f64, usize)> {
        let (mut sum, mut count) = (0.0, 0);
        let separator = if adding == Adding::List { ',' } else { '+' };
        for part in list.split(separator) {
            let (from, to) = match part.split_once(':') {
                // a range is added by SUM only
                Some(_) if adding == Adding::Plus => return None,
                Some((from, to)) => (place(from)?, place(to)?),
                None => (place(part)?, place(part)?),
            };
            // its corners may be given in any order
            let rows = from.0.min(to.0)..=from.0.max(to.0);
            let cols = from.1.min(to.1)..=from.1.max(to.1);
            for row in rows {
                for col in cols.clone() {
                    *spent += 1;
                    if *spent > MAX_PARTS {
                        return None;
                    }
                    if let Shown::Number(number) = self.number((row, col), adding, depth, spent)? {
                        sum += number;
                        count += 1;
                    }
                }
            }
        }
        Some((sum, count))
    }

    /// What a place adds: nothing where it counts nothing, no answer where the sum shows none or none that is certain.
    fn number(&self, at: At, adding: Adding, depth: usize, spent: &mut usize) -> Option<Shown> {
        match self.held.get(&at) {
            Some(Held::Number(number)) => Some(Shown::Number(*number)),
            // SUM would leave out a number that is kept as text, and whoever wrote it meant it to count
            Some(Held::Digits(number)) => (adding == Adding::Plus).then_some(Shown::Number(*number)),
            Some(Held::Words) => (adding == Adding::List).then_some(Shown::Nothing),
            Some(Held::Other) => None,
            None if !self.formulas.contains_key(&at) => Some(Shown::Nothing),
            // the empty text is no number
            None => self
                .by_place(at, depth, spent)
                .filter(|shown| *shown != Shown::Nothing || adding == Adding::List),
        }
    }
}

/// What stands between a beginning and the bracket at the end.
fn inside<'a>(formula: &'a str, beginning: &str) -> Option<&'a str> {
    formula.strip_prefix(beginning)?.strip_suffix(')').filter(|list| {
        // the bracket that closes is the last one
        beginning.starts_with("IF") || !list.contains(')')
    })
}

/// `C7` as a place.
fn place(address: &str) -> Option<At> {
    let letters = address.bytes().take_while(u8::is_ascii_uppercase).count();
    let (letters, digits) = address.split_at(letters);
    if !(1..=3).contains(&letters.len()) || !(1..=7).contains(&digits.len()) {
        return None;
    }
    let col = letters.bytes().fold(0, |n, b| 26 * n + u32::from(b - b'A') + 1);
    let row: u32 = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
    Some((row.checked_sub(1)?, col - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_of_endless_sums_is_not_computed_to_its_end() {
        let held = (0..4_000).map(|row| ((row, 0), Held::Number(1.0))).collect();
        let formulas = (0..1_000).map(|row| ((row, 1), "SUM(A1:A4000)".to_owned())).collect();
        let cells = Cells { held, formulas, ..Cells::default() };
        let shown = (0..1_000).filter(|row| cells.shown((*row, 1)).is_some()).count();
        assert_eq!(shown, MAX_PARTS_IN_ALL.div_ceil(4_000));
    }

    #[test]
    fn totals_of_a_form_are_computed_and_nothing_else() {
        let cells = |formula: &str| {
            let held: BTreeMap<At, Held> = [
                ((4, 0), Held::Number(1.0)),
                ((4, 1), Held::Number(2.5)),
                ((5, 0), Held::Number(4.0)),
                ((6, 0), Held::of_text(" 3 ")),
                ((6, 1), Held::of_text("重复申请")),
                ((6, 2), Held::of_text("1,234")),
            ]
            .into_iter()
            .collect();
            let formulas = [
                ((9, 0), formula.to_owned()),
                ((8, 0), "SUM(A5:B6)".to_owned()),
                ((8, 1), "IF(COUNT(C5:D5)=0,\"\",SUM(C5:D5))".to_owned()),
            ];
            Cells { held, formulas: formulas.into_iter().collect(), ..Cells::default() }.shown((9, 0))
        };
        for (formula, shown) in [
            ("SUM(A5:B6)", Some(Shown::Number(7.5))),
            ("=sum($A$5, A6)", Some(Shown::Number(5.0))),
            ("IF(COUNT(A5:B5)=0,\"\",SUM(A5:B5))", Some(Shown::Number(3.5))),
            ("IF(COUNT(C5:D5)=0,\"\",SUM(C5:D5))", Some(Shown::Nothing)),
            ("A5+A6", Some(Shown::Number(5.0))),
            ("SUM(A9,A5)", Some(Shown::Number(8.5))),
            // corners in any order
            ("SUM(B6:A5)", Some(Shown::Number(7.5))),
            ("SUM(B5:A6)", Some(Shown::Number(7.5))),
            // numbers kept as text, words, dates
            ("A5+A7", Some(Shown::Number(4.0))),
            ("A5+B7", None),
            ("A5+C7", None),
            ("A5+B9", None),
            ("A5+C5", Some(Shown::Number(1.0))),
            ("SUM(A5,B7)", Some(Shown::Number(1.0))),
            ("SUM(A5,B9)", Some(Shown::Number(1.0))),
            ("SUM(A5:A7)", None),
            ("SUM(A5,C7)", None),
            ("A5:B5+A6", None),
            ("SUM(A10)", None),
            ("SUM(A1:XFD1048576)", None),
            ("A5*2", None),
            ("SUM(A5:B5)-1", None),
            ("SUM(A5:B5)*2+SUM(A6)", None),
            ("IF(COUNT(A5:B5)=0,\"\",SUM(A5:B6))", None),
            ("表!A5", None),
            ("VLOOKUP(A5,A5:B6,2)", None),
        ] {
            assert_eq!(cells(formula), shown, "{formula}");
        }
    }
}
