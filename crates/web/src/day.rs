//! Dates and moments as a reader sees them: a machine-readable value and Chinese words with the weekday.
//!
//! Not here: counting days (`gongkai-deadline`) and reading a clock (the command line).

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use std::fmt;

/// Names of the weekdays, Monday first.
const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// A civil day, ready to print. Printed in a template it is a `time` element with the weekday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// `2025-10-27`.
    pub iso: String,
    /// `2025年10月27日（周一）`.
    pub words: String,
    /// `10月27日`.
    short: String,
    /// `周一`.
    weekday: String,
    year: i32,
}

impl Day {
    /// The day in words.
    pub fn of(date: NaiveDate) -> Self {
        let weekday = WEEKDAYS[date.weekday().num_days_from_monday() as usize];
        let short = format!("{}月{}日", date.month(), date.day());
        Self {
            iso: date.format("%Y-%m-%d").to_string(),
            words: format!("{}年{short}（周{weekday}）", date.year()),
            short,
            weekday: format!("周{weekday}"),
            year: date.year(),
        }
    }

    /// Month and day only, for places where the year is told nearby.
    pub fn short(&self) -> Stamp<'_> {
        Stamp { iso: &self.iso, words: self.short.clone() }
    }

    /// Month, day and weekday: the largest thing on a page.
    pub fn large(&self) -> Stamp<'_> {
        Stamp { iso: &self.iso, words: format!("{}（{}）", self.short, self.weekday) }
    }

    /// The ISO form, for dense lists.
    pub fn dense(&self) -> Stamp<'_> {
        Stamp { iso: &self.iso, words: self.iso.clone() }
    }

    /// Month and day as plain text.
    pub fn short_words(&self) -> &str {
        &self.short
    }

    /// The year.
    pub fn year(&self) -> i32 {
        self.year
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<time datetime=\"{}\">{}</time>", self.iso, self.words)
    }
}

/// One printed form of a day or moment.
#[derive(Debug, Clone)]
pub struct Stamp<'a> {
    iso: &'a str,
    words: String,
}

impl fmt::Display for Stamp<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<time datetime=\"{}\">{}</time>", self.iso, self.words)
    }
}

/// A moment in Beijing time, ready to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// `2025-09-16T14:05+08:00`.
    pub iso: String,
    /// `2025年9月16日 14:05`.
    pub words: String,
}

impl Moment {
    /// The moment in words; the argument is civil time in Beijing.
    pub fn of(beijing: NaiveDateTime) -> Self {
        let date = beijing.date();
        Self {
            iso: beijing.format("%Y-%m-%dT%H:%M+08:00").to_string(),
            words: format!(
                "{}年{}月{}日 {:02}:{:02}",
                date.year(),
                date.month(),
                date.day(),
                beijing.hour(),
                beijing.minute()
            ),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<time datetime=\"{}\">{}</time>", self.iso, self.words)
    }
}

// Both are made from numbers only, so nothing in them needs escaping.
impl askama::filters::HtmlSafe for Day {}
impl askama::filters::HtmlSafe for Moment {}
impl askama::filters::HtmlSafe for Stamp<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_says_its_weekday_and_its_machine_form() {
        let day = Day::of(NaiveDate::from_ymd_opt(2025, 10, 27).unwrap());
        assert_eq!(day.to_string(), "<time datetime=\"2025-10-27\">2025年10月27日（周一）</time>");
        assert_eq!(day.large().to_string(), "<time datetime=\"2025-10-27\">10月27日（周一）</time>");
    }
}
