//! Sums of a sheet that were never computed: the file holds the formula and no result.
//!
//! Programs that fill in a form without a spreadsheet leave its totals so. What is computed here is what a total can be:
//! `SUM(A1:A4)`, `IF(COUNT(A1:A4)=0,"",SUM(A1:A4))` and `A1+A2`. Not here: any other formula; its cell has no value.

use std::collections::BTreeMap;

/// Row and column, from 0.
pub(super) type At = (u32, u32);

/// Cells that a sum may take in.
const MAX_PARTS: usize = 4_096;

/// Sums of sums of sums.
const MAX_DEPTH: usize = 8;

/// What a formula shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shown {
    Number(f64),
    Nothing,
}

/// What the sheet holds, by place.
#[derive(Debug, Default)]
pub(super) struct Cells {
    pub(super) numbers: BTreeMap<At, f64>,
    /// Formulas without a result.
    pub(super) formulas: BTreeMap<At, String>,
}

impl Cells {
    /// What the formula at a place shows; `None` for one that is not computed here.
    pub(super) fn shown(&self, at: At) -> Option<Shown> {
        self.by_formula(self.formulas.get(&at)?, MAX_DEPTH, &mut 0)
    }

    fn by_formula(&self, formula: &str, depth: usize, spent: &mut usize) -> Option<Shown> {
        let depth = depth.checked_sub(1)?;
        let plain: String = formula.chars().filter(|c| !c.is_whitespace() && *c != '$').collect();
        let plain = plain.to_ascii_uppercase();
        let plain = plain.strip_prefix('=').unwrap_or(&plain);
        let mut add = |list: &str, separator: char| self.add(list, separator, depth, spent);
        if let Some(list) = inside(plain, "SUM(") {
            return add(list, ',').map(|(sum, _)| Shown::Number(sum));
        }
        if let Some(rest) = inside(plain, "IF(COUNT(") {
            let (counted, sum) = rest.split_once(")=0,\"\",SUM(")?;
            let (sum, count) = (sum.strip_suffix(')').filter(|s| *s == counted)?, add(counted, ',')?.1);
            return Some(if count == 0 { Shown::Nothing } else { Shown::Number(add(sum, ',')?.0) });
        }
        (plain.contains('+') || place(plain).is_some())
            .then(|| add(plain, '+').map(|(sum, _)| Shown::Number(sum)))?
    }

    /// Sum and number of the numbers among the places of a list.
    fn add(&self, list: &str, separator: char, depth: usize, spent: &mut usize) -> Option<(f64, usize)> {
        let (mut sum, mut count) = (0.0, 0);
        for part in list.split(separator) {
            let (from, to) = part.split_once(':').unwrap_or((part, part));
            let (from, to) = (place(from)?, place(to)?);
            for row in from.0..=to.0 {
                for col in from.1..=to.1 {
                    *spent += 1;
                    if *spent > MAX_PARTS {
                        return None;
                    }
                    let number = match (self.numbers.get(&(row, col)), self.formulas.get(&(row, col))) {
                        (Some(number), _) => Some(*number),
                        (None, Some(formula)) => match self.by_formula(formula, depth, spent)? {
                            Shown::Number(number) => Some(number),
                            Shown::Nothing => None,
                        },
                        (None, None) => None,
                    };
                    sum += number.unwrap_or(0.0);
                    count += usize::from(number.is_some());
                }
            }
        }
        Some((sum, count))
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
    fn totals_of_a_form_are_computed_and_nothing_else() {
        let cells = |formula: &str| {
            let numbers: BTreeMap<At, f64> =
                [((4, 0), 1.0), ((4, 1), 2.5), ((5, 0), 4.0)].into_iter().collect();
            let formulas = [((9, 0), formula.to_owned()), ((8, 0), "SUM(A5:B6)".to_owned())];
            Cells { numbers, formulas: formulas.into_iter().collect() }.shown((9, 0))
        };
        for (formula, shown) in [
            ("SUM(A5:B6)", Some(Shown::Number(7.5))),
            ("=sum($A$5, A6)", Some(Shown::Number(5.0))),
            ("IF(COUNT(A5:B5)=0,\"\",SUM(A5:B5))", Some(Shown::Number(3.5))),
            ("IF(COUNT(C5:D5)=0,\"\",SUM(C5:D5))", Some(Shown::Nothing)),
            ("A5+A6", Some(Shown::Number(5.0))),
            ("SUM(A9,A5)", Some(Shown::Number(8.5))),
            ("SUM(A10)", None),
            ("SUM(A1:XFD1048576)", None),
            ("A5*2", None),
            ("SUM(A5:B5)*2+SUM(A6)", None),
            ("IF(COUNT(A5:B5)=0,\"\",SUM(A5:B6))", None),
            ("表!A5", None),
            ("VLOOKUP(A5,A5:B6,2)", None),
        ] {
            assert_eq!(cells(formula), shown, "{formula}");
        }
    }
}
