//! Working days: a year as a grid with the same in words, and the preview of an import with the dates that would move.
//!
//! Not here: which days are worked (`gongkai-deadline::calendar`).

use crate::chrome::Body;
use crate::components::{ErrorSummary, Form, Link, Table};
use crate::urls::Urls;
use askama::Template;
use chrono::{Datelike, NaiveDate};
use gongkai_deadline::Calendar;
use gongkai_deadline::calendar::DayKind;
use std::borrow::Cow;

/// What a square of the grid is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Square {
    /// Outside the month.
    Blank,
    /// An ordinary working day.
    Worked(u32),
    /// An ordinary weekend day.
    Weekend(u32),
    /// A weekday that is off.
    Off(u32),
    /// A weekend day that is worked.
    MakeUp(u32),
}

impl Square {
    fn number(self) -> u32 {
        match self {
            Self::Blank => 0,
            Self::Worked(n) | Self::Weekend(n) | Self::Off(n) | Self::MakeUp(n) => n,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Blank | Self::Worked(_) => "plain",
            Self::Weekend(_) => "weekend",
            Self::Off(_) => "off",
            Self::MakeUp(_) => "worked",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Off(_) => "休",
            Self::MakeUp(_) => "班",
            _ => "",
        }
    }
}

/// One month.
#[derive(Debug, Clone)]
pub struct Month {
    /// 1 to 12.
    pub number: u32,
    /// How many days of it are worked.
    pub working_days: u32,
    /// Its weeks, Monday first.
    pub weeks: Vec<[Square; 7]>,
}

/// A year.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/calendar.html")]
pub struct YearPage {
    /// Addresses.
    pub urls: Urls,
    /// The year.
    pub year: i32,
    /// Years to look at; one without address is the year shown.
    pub years: Vec<Link>,
    /// The notice from which the days were taken; none, the year is not known and dates in it are provisional.
    pub source: Option<String>,
    /// Days worked in the year.
    pub working_days: u32,
    /// The months.
    pub months: Vec<Month>,
    /// The special days in words.
    pub special: Vec<String>,
    /// Whether this person may import.
    pub may_import: bool,
    /// Why somebody who keeps the calendar of an agency may not import here.
    pub barred: Option<String>,
}

/// The months of a year under a calendar.
pub fn months(calendar: &Calendar, year: i32) -> Vec<Month> {
    (1..=12).filter_map(|month| month_of(calendar, year, month)).collect()
}

fn month_of(calendar: &Calendar, year: i32, month: u32) -> Option<Month> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let offset = first.weekday().num_days_from_monday() as usize;
    let mut squares = vec![Square::Blank; offset];
    for day in first.iter_days().take_while(|day| day.month() == month) {
        let is_weekend = day.weekday().num_days_from_monday() >= 5;
        let number = day.day();
        squares.push(match calendar.kind(day) {
            DayKind::MakeUp => Square::MakeUp(number),
            kind if kind.is_worked() => Square::Worked(number),
            _ if is_weekend => Square::Weekend(number),
            _ => Square::Off(number),
        });
    }
    while !squares.len().is_multiple_of(7) {
        squares.push(Square::Blank);
    }
    let is_worked = |square: &&Square| matches!(square, Square::Worked(_) | Square::MakeUp(_));
    Some(Month {
        number: month,
        working_days: squares.iter().filter(is_worked).count() as u32,
        weeks: squares.chunks(7).filter_map(|week| week.try_into().ok()).collect(),
    })
}

impl Body for YearPage {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Owned(format!("{}年工作日历", self.year))
    }
}

/// What an import would change, before it is done.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/calendar_import.html")]
pub struct ImportPage {
    /// The year; none before a file was chosen.
    pub year: Option<i32>,
    /// Days that would change.
    pub days: Option<Table>,
    /// Due dates that would move.
    pub cases: Option<Table>,
    /// Number of due dates that would stay.
    pub unmoved: u64,
    /// What is to be decided or looked at once more before it is confirmed.
    pub warnings: Vec<String>,
    /// Choose a file, or confirm.
    pub form: Form,
    /// Faults of what was sent.
    pub summary: ErrorSummary,
    /// Whether there are faults.
    pub has_errors: bool,
}

impl Body for ImportPage {
    fn heading(&self) -> Cow<'_, str> {
        match self.year {
            Some(year) => Cow::Owned(format!("核对{year}年放假安排")),
            None => Cow::Borrowed("导入放假安排"),
        }
    }

    fn has_errors(&self) -> bool {
        self.has_errors
    }

    fn crumbs(&self, urls: &Urls) -> Vec<Link> {
        vec![Link::new("工作日历", urls.calendar())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_of_a_year_shows_the_make_up_saturday_and_counts_as_the_calendar_does() {
        let calendar = Calendar::national().unwrap();
        let october = &months(&calendar, 2025)[9];
        assert!(october.weeks.iter().flatten().any(|square| *square == Square::MakeUp(11)));
        assert!(october.weeks.iter().flatten().any(|square| *square == Square::Off(1)));
        let day = |m, d| NaiveDate::from_ymd_opt(2025, m, d).unwrap();
        assert_eq!(october.working_days, calendar.working_days_between(day(9, 30), day(10, 31)).0);
    }
}
