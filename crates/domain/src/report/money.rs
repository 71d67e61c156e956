//! Amounts of money in 万元, exact to the 分.
//!
//! Not here: the fee tariffs (`crate::fee`).

use std::fmt;
use std::str::FromStr;

/// An amount in 万元, stored in 分 (1 万元 = 1 000 000 分), so that nothing is lost down to the sixth decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WanYuan(i64);

/// Why a text is not an amount in 万元.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not a decimal number.
    #[error("not a decimal number: {0}")]
    NotANumber(String),
    /// More than six decimals of 万元: smaller than one 分.
    #[error("finer than one fen: {0}")]
    TooFine(String),
    /// Larger than the storage allows.
    #[error("amount out of range: {0}")]
    OutOfRange(String),
}

impl WanYuan {
    /// 分 in one 万元.
    pub const FEN: i64 = 1_000_000;

    /// An amount of so many 分.
    pub fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    /// The amount in 分.
    pub fn fen(self) -> i64 {
        self.0
    }

    /// Reads a decimal number of a unit that is worth `fen_per_unit` 分: 万元 1 000 000, 元 100, 亿元 10 000 000 000.
    pub fn parse_in_unit(text: &str, fen_per_unit: i64) -> Result<Self, AmountError> {
        let fail = || AmountError::NotANumber(text.to_owned());
        let (sign, digits) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (-1_i128, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || digits.ends_with('.') {
            return Err(fail());
        }
        if whole.len() + fraction.len() > 30 {
            return Err(AmountError::OutOfRange(text.to_owned()));
        }
        let scale = 10_i128.pow(fraction.len() as u32);
        let mantissa: i128 = format!("{whole}{fraction}").parse().map_err(|_| fail())?;
        let scaled = mantissa
            .checked_mul(i128::from(fen_per_unit))
            .ok_or_else(|| AmountError::OutOfRange(text.to_owned()))?;
        if scaled % scale != 0 {
            return Err(AmountError::TooFine(text.to_owned()));
        }
        i64::try_from(sign * (scaled / scale)).map(Self).map_err(|_| AmountError::OutOfRange(text.to_owned()))
    }
}

impl fmt::Display for WanYuan {
    /// In 万元, with no more digits than needed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        let (whole, rest) = (fen / Self::FEN.unsigned_abs(), fen % Self::FEN.unsigned_abs());
        if rest == 0 {
            return write!(f, "{sign}{whole}");
        }
        let fraction = format!("{rest:06}");
        write!(f, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }
}

impl FromStr for WanYuan {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse_in_unit(text, Self::FEN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_prints_without_trailing_zeros() {
        for (input, printed) in [
            ("0", "0"),
            ("0.0000", "0"),
            ("160.5964", "160.5964"),
            ("2425.231108", "2425.231108"),
            ("3.10", "3.1"),
        ] {
            assert_eq!(input.parse::<WanYuan>().unwrap().to_string(), printed);
        }
    }

    #[test]
    fn yuan_and_yi_yuan_are_converted_exactly() {
        assert_eq!(WanYuan::parse_in_unit("251000", 100).unwrap().to_string(), "25.1");
        assert_eq!(WanYuan::parse_in_unit("2740", 100).unwrap().to_string(), "0.274");
        assert_eq!(WanYuan::parse_in_unit("1.5", 10_000_000_000).unwrap().to_string(), "15000");
    }

    #[test]
    fn what_is_finer_than_a_fen_is_refused() {
        assert_eq!("0.0000001".parse::<WanYuan>(), Err(AmountError::TooFine("0.0000001".to_owned())));
        assert!(matches!("1.".parse::<WanYuan>(), Err(AmountError::NotANumber(_))));
        assert!(matches!("99999999999999999999".parse::<WanYuan>(), Err(AmountError::OutOfRange(_))));
    }
}
