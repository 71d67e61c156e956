//! Exact decimal numbers as prose states them: 12, 1.2万, 85.5.
//!
//! Not here: how a number is found in a text (`super::lexer`), what it counts (`super::counted`).

use std::cmp::Ordering;
use std::fmt;

/// An exact decimal number, without trailing zeros behind the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Decimal {
    mantissa: i128,
    scale: u32,
}

/// More digits than this are a telephone number or a code, not a quantity.
const MAX_DIGITS: usize = 15;

impl Decimal {
    /// A whole number.
    pub fn whole(n: i64) -> Self {
        Self { mantissa: i128::from(n), scale: 0 }
    }

    /// `mantissa` ÷ 10^`scale`.
    pub(super) fn new(mantissa: i128, scale: u32) -> Self {
        let mut it = Self { mantissa, scale };
        while it.scale > 0 && it.mantissa % 10 == 0 {
            it.mantissa /= 10;
            it.scale -= 1;
        }
        it
    }

    /// Reads digits with at most one point; `None` when there is anything else or too many digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let is_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let fits = whole.len() + fraction.len() <= MAX_DIGITS;
        if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || !fits {
            return None;
        }
        let mantissa = format!("{whole}{fraction}").parse().ok()?;
        Some(Self::new(mantissa, fraction.len() as u32))
    }

    /// The number times ten to the power `exponent` (at most 12).
    #[must_use]
    pub fn shifted(self, exponent: u32) -> Self {
        Self::new(self.mantissa * 10_i128.pow(exponent.min(12)), self.scale)
    }

    /// The whole number, when it is one.
    pub fn as_whole(self) -> Option<i64> {
        if self.scale == 0 { i64::try_from(self.mantissa).ok() } else { None }
    }

    /// Whether it is nought.
    pub fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Digits behind the point.
    pub fn scale(self) -> u32 {
        self.scale
    }

    /// For percentages and growth, where the last digit is rounded anyway.
    pub fn as_f64(self) -> f64 {
        self.mantissa as f64 / 10_f64.powi(self.scale as i32)
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let scale = self.scale.max(other.scale);
        Self::new(self.at_scale(scale) + other.at_scale(scale), scale)
    }

    /// The difference without its sign.
    #[must_use]
    pub fn distance(self, other: Self) -> Self {
        let scale = self.scale.max(other.scale);
        Self::new((self.at_scale(scale) - other.at_scale(scale)).abs(), scale)
    }

    fn at_scale(self, scale: u32) -> i128 {
        self.mantissa * 10_i128.pow(scale - self.scale)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        self.at_scale(scale).cmp(&other.at_scale(scale))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale == 0 {
            return write!(f, "{}", self.mantissa);
        }
        let digits = format!("{:0width$}", self.mantissa.unsigned_abs(), width = self.scale as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.scale as usize);
        let sign = if self.mantissa < 0 { "-" } else { "" };
        write!(f, "{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_prints_and_compares_exactly() {
        let read = |s| Decimal::parse(s).unwrap();
        assert_eq!(read("12.350").to_string(), "12.35");
        assert_eq!(read("1.2").shifted(4), Decimal::whole(12000));
        assert_eq!(read("0.05").to_string(), "0.05");
        assert!(read("1.10") < read("1.2"));
        assert_eq!(read("0.1").plus(read("0.2")), read("0.3"));
        assert_eq!(read("3").distance(read("5.5")).to_string(), "2.5");
    }

    #[test]
    fn what_is_no_quantity_is_refused() {
        assert_eq!(Decimal::parse("1.2.3"), None);
        assert_eq!(Decimal::parse("1234567890123456"), None);
        assert_eq!(Decimal::parse(""), None);
    }
}
