//! The four ways in which the law measures time: working days, calendar days, months and clock hours.
//!
//! Not here: which days are worked (`calendar`) and how long a given limit is (`statute`).

use serde::{Deserialize, Serialize};
use std::fmt;

/// A number of working days (工作日): weekends and statutory holidays are left out, make-up days are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkingDays(pub u32);

/// A number of calendar days (日、自然日): every day counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CalendarDays(pub u32);

/// A number of calendar months; a year is twelve of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Months(pub u32);

/// A number of hours on the clock, nights and weekends included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClockHours(pub u32);

impl fmt::Display for WorkingDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}个工作日", self.0)
    }
}

impl fmt::Display for CalendarDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}日", self.0)
    }
}

impl fmt::Display for Months {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 > 0 && self.0.is_multiple_of(12) {
            write!(f, "{}年", self.0 / 12)
        } else {
            write!(f, "{}个月", self.0)
        }
    }
}

impl fmt::Display for ClockHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}小时", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_named_as_the_statutes_name_them() {
        assert_eq!(WorkingDays(20).to_string(), "20个工作日");
        assert_eq!(CalendarDays(60).to_string(), "60日");
        assert_eq!(Months(6).to_string(), "6个月");
        assert_eq!(Months(12).to_string(), "1年");
        assert_eq!(ClockHours(5).to_string(), "5小时");
    }
}
