//! Which days are worked: the yearly State Council arrangements as a table, with local overlays on top.
//!
//! Not here: how many days a limit has (`statute`) and what interrupts counting (`timeline`).
//!
//! A year for which no arrangement is known counts Monday to Friday, and every answer that reaches into it says so
//! (`is_provisional`): the arrangement is normally announced only in November of the year before.

mod import;
mod year;

pub use import::{Overlay, RegionCode, parse_overlays, parse_years};
pub use year::{DayOfYear, MonthOfYear, Stretch, YearSummary, render_year_text, year_summary};

use crate::error::DeadlineError;
use crate::units::WorkingDays;
use chrono::{Datelike, NaiveDate, Weekday};
use serde::Serialize;
use std::collections::BTreeMap;

/// The national arrangements that come with the program, 2019–2026.
const NATIONAL: &str = include_str!("../../../assets/calendar/working-days.json");

/// What kind of day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Monday to Friday, worked.
    Working,
    /// Saturday or Sunday, off.
    Weekend,
    /// Monday to Friday, off by arrangement (放假).
    Holiday,
    /// Saturday or Sunday, worked by arrangement (调休上班).
    MakeUp,
}

impl DayKind {
    /// Whether the day counts as a working day.
    pub fn is_worked(self) -> bool {
        matches!(self, Self::Working | Self::MakeUp)
    }
}

/// One year's arrangement: only what differs from Monday to Friday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct YearDays {
    /// The calendar year.
    pub year: i32,
    /// Title of the notice or notices from which the days were taken.
    pub source: String,
    /// Weekdays (Monday to Friday) that are off, ascending.
    pub holidays: Vec<NaiveDate>,
    /// Weekend days that are worked, ascending.
    pub make_up_days: Vec<NaiveDate>,
}

/// A date reached by counting working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The date reached.
    pub on: NaiveDate,
    /// Whether any counted day lies in a year without an arrangement, so that the date may still move.
    pub is_provisional: bool,
}

/// The working days of a place.
#[derive(Debug, Clone)]
pub struct Calendar {
    years: BTreeMap<i32, YearDays>,
    /// Days changed by an overlay, with the overlay's name and source.
    local: BTreeMap<NaiveDate, String>,
    table: Table,
}

/// Prefix sums over all days from the first to the last known year: both directions are one look-up.
#[derive(Debug, Clone)]
struct Table {
    /// Day number (1 = 0001-01-01) of the first day in the table.
    first: i32,
    /// `before[i]` = working days among the first `i` days; one longer than the days.
    before: Vec<u32>,
    /// All working days in order.
    worked: Vec<NaiveDate>,
    /// All days that differ from Monday to Friday, in order.
    special: Vec<NaiveDate>,
    /// Whether a year inside the span is missing.
    has_gaps: bool,
}

/// Number of Mondays to Fridays among day numbers 1 to `day` (0001-01-01 was a Monday).
fn weekdays_until(day: i64) -> i64 {
    5 * day.div_euclid(7) + day.rem_euclid(7).min(5)
}

/// Day number of the `nth` Monday-to-Friday, the inverse of [`weekdays_until`].
fn nth_weekday(nth: i64) -> i64 {
    7 * (nth - 1).div_euclid(5) + (nth - 1).rem_euclid(5) + 1
}

pub(crate) fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The notices behind the embedded data; where a later notice changed the year, both are named.
fn national_source(year: i32) -> Option<String> {
    let title = format!("国务院办公厅关于{year}年部分节假日安排的通知");
    match year {
        2019 => Some(format!("{title}；国务院办公厅关于调整2019年劳动节假期安排的通知")),
        2020 => Some(format!("{title}；国务院办公厅关于延长2020年春节假期的通知")),
        2021..=2026 => Some(title),
        _ => None,
    }
}

impl Table {
    fn build(years: &BTreeMap<i32, YearDays>) -> Self {
        let edges = years.keys().next().zip(years.keys().next_back());
        let span = edges.and_then(|(&first, &last)| {
            NaiveDate::from_ymd_opt(first, 1, 1).zip(NaiveDate::from_ymd_opt(last, 12, 31))
        });
        let Some((first, last)) = span else {
            return Self {
                first: 1,
                before: vec![0],
                worked: Vec::new(),
                special: Vec::new(),
                has_gaps: false,
            };
        };
        let mut before = vec![0];
        let mut worked = Vec::new();
        for date in first.iter_days().take_while(|date| *date <= last) {
            if listed_kind(years, date).is_worked() {
                worked.push(date);
            }
            before.push(worked.len() as u32);
        }
        let has_gaps = years.len() as i32 != last.year() - first.year() + 1;
        let mut special: Vec<NaiveDate> =
            years.values().flat_map(|year| year.holidays.iter().chain(&year.make_up_days)).copied().collect();
        special.sort_unstable();
        Self { first: first.num_days_from_ce(), before, worked, special, has_gaps }
    }

    /// Number of days in the table.
    fn len(&self) -> i64 {
        self.before.len() as i64 - 1
    }
}

/// What the lists say about a day; Monday to Friday where they say nothing.
fn listed_kind(years: &BTreeMap<i32, YearDays>, date: NaiveDate) -> DayKind {
    let listed = years.get(&date.year());
    let is_in = |pick: fn(&YearDays) -> &[NaiveDate]| {
        listed.is_some_and(|year| pick(year).binary_search(&date).is_ok())
    };
    match is_weekend(date) {
        true if is_in(|year| &year.make_up_days) => DayKind::MakeUp,
        true => DayKind::Weekend,
        false if is_in(|year| &year.holidays) => DayKind::Holiday,
        false => DayKind::Working,
    }
}

impl Calendar {
    /// The national calendar that comes with the program.
    ///
    /// # Errors
    /// Those of [`parse_years`], should the embedded file be damaged.
    pub fn national() -> Result<Self, DeadlineError> {
        Ok(Self::from_years(import::parse_years_with(NATIONAL, &national_source)?))
    }

    /// A calendar of exactly these years; a later entry for the same year replaces an earlier one.
    pub fn from_years(years: Vec<YearDays>) -> Self {
        let years: BTreeMap<i32, YearDays> = years.into_iter().map(|year| (year.year, year)).collect();
        let table = Table::build(&years);
        Self { years, local: BTreeMap::new(), table }
    }

    /// This calendar with more years, for example a newly announced one. A year that is already known is replaced:
    /// arrangements have been changed by a later notice before (2019, 2020). Local overlays of replaced years are lost
    /// and must be laid again.
    #[must_use]
    pub fn with_years(&self, more: Vec<YearDays>) -> Self {
        let mut years = self.years.clone();
        let mut local = self.local.clone();
        for year in more {
            local.retain(|date, _| date.year() != year.year);
            years.insert(year.year, year);
        }
        let table = Table::build(&years);
        Self { years, local, table }
    }

    /// This calendar with the overlays whose region contains `region` (a province's overlay reaches its counties).
    /// Local holidays: 《全国年节及纪念日放假办法》第四条.
    ///
    /// # Errors
    /// [`DeadlineError::OverlayWithoutYear`] or [`DeadlineError::OverlayWithoutEffect`].
    pub fn in_region(&self, overlays: &[Overlay], region: &RegionCode) -> Result<Self, DeadlineError> {
        let mut result = self.clone();
        for overlay in overlays.iter().filter(|overlay| overlay.region.contains(region)) {
            result.lay(overlay)?;
        }
        result.table = Table::build(&result.years);
        Ok(result)
    }

    fn lay(&mut self, overlay: &Overlay) -> Result<(), DeadlineError> {
        let off = overlay.holidays.iter().map(|date| (*date, false));
        let on = overlay.make_up_days.iter().map(|date| (*date, true));
        for (date, becomes_worked) in off.chain(on) {
            let region = || overlay.region.to_string();
            let kind = listed_kind(&self.years, date);
            let Some(year) = self.years.get_mut(&date.year()) else {
                return Err(DeadlineError::OverlayWithoutYear { region: region(), date });
            };
            if kind.is_worked() == becomes_worked {
                return Err(DeadlineError::OverlayWithoutEffect { region: region(), date });
            }
            // A changed day either enters its own list or leaves the list that had made it the opposite.
            let list = if is_weekend(date) { &mut year.make_up_days } else { &mut year.holidays };
            match list.binary_search(&date) {
                Ok(at) => drop(list.remove(at)),
                Err(at) => list.insert(at, date),
            }
            self.local.insert(date, format!("{}：{}", overlay.name, overlay.source));
        }
        Ok(())
    }

    /// The years whose arrangement is known, ascending.
    pub fn years(&self) -> impl Iterator<Item = &YearDays> {
        self.years.values()
    }

    /// Whether the arrangement of this year is known.
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains_key(&year)
    }

    /// Title of the notice behind a year, if the year is known.
    pub fn source(&self, year: i32) -> Option<&str> {
        self.years.get(&year).map(|year| year.source.as_str())
    }

    /// The listed days (weekdays off, weekend days worked) after `after` up to `until`, in order.
    pub fn special_days(&self, after: NaiveDate, until: NaiveDate) -> &[NaiveDate] {
        let special = &self.table.special;
        let from = special.partition_point(|day| *day <= after);
        let to = special.partition_point(|day| *day <= until);
        special.get(from..to).unwrap_or_default()
    }

    /// Whether any overlay changed this calendar.
    pub fn has_local_days(&self) -> bool {
        !self.local.is_empty()
    }

    /// Name and source of the local overlay that changed this day, if one did.
    pub fn local_source(&self, date: NaiveDate) -> Option<&str> {
        self.local.get(&date).map(String::as_str)
    }

    /// What kind of day it is. In a year without data, Monday to Friday are taken as worked.
    pub fn kind(&self, date: NaiveDate) -> DayKind {
        match (self.is_working_day(date), is_weekend(date)) {
            (true, false) => DayKind::Working,
            (true, true) => DayKind::MakeUp,
            (false, false) => DayKind::Holiday,
            (false, true) => DayKind::Weekend,
        }
    }

    /// Whether the day is worked.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        let at = i64::from(date.num_days_from_ce()) - i64::from(self.table.first);
        let around = usize::try_from(at).ok().and_then(|at| self.table.before.get(at..=at + 1));
        match around {
            Some([before, with]) => before < with,
            _ => !is_weekend(date),
        }
    }

    /// The date of the `days`-th working day after `from`. `from` itself is never counted (the rule of periods in
    /// 《民事诉讼法》第八十五条, followed by practice) and need not be worked. Zero days give `from` back.
    ///
    /// # Errors
    /// [`DeadlineError::OutOfRange`] if the date lies outside the calendar.
    pub fn add_working_days(&self, from: NaiveDate, days: WorkingDays) -> Result<Counted, DeadlineError> {
        if days.0 == 0 {
            return Ok(Counted { on: from, is_provisional: false });
        }
        let table = &self.table;
        // The usual case: start and end inside the known years.
        let offset = i64::from(from.num_days_from_ce()) - i64::from(table.first) + 1;
        if let Some(&counted) = usize::try_from(offset).ok().and_then(|at| table.before.get(at))
            && let Some(&on) = table.worked.get(counted as usize + days.0 as usize - 1)
        {
            let is_provisional = table.has_gaps && self.has_unknown_year(from, on);
            return Ok(Counted { on, is_provisional });
        }
        self.add_beyond_the_table(from, i64::from(days.0))
    }

    /// Counting that starts before the first known year or ends after the last one.
    fn add_beyond_the_table(&self, from: NaiveDate, days: i64) -> Result<Counted, DeadlineError> {
        let table = &self.table;
        let (first, last) = (i64::from(table.first), i64::from(table.first) + table.len() - 1);
        let mut day = i64::from(from.num_days_from_ce());
        let mut left = days;
        if day < first {
            let available = weekdays_until(first - 1) - weekdays_until(day);
            if left <= available {
                return self.reached(from, nth_weekday(weekdays_until(day) + left));
            }
            left -= available;
            day = first - 1;
        }
        if day <= last {
            let counted = table.before.get((day - first + 1) as usize).copied().unwrap_or_default();
            let available = table.worked.len() as i64 - i64::from(counted);
            if let Some(&on) = table.worked.get((i64::from(counted) + left - 1) as usize) {
                return Ok(Counted { on, is_provisional: self.has_unknown_year(from, on) });
            }
            left -= available;
            day = last;
        }
        self.reached(from, nth_weekday(weekdays_until(day) + left))
    }

    fn reached(&self, from: NaiveDate, day: i64) -> Result<Counted, DeadlineError> {
        let on = i32::try_from(day)
            .ok()
            .and_then(NaiveDate::from_num_days_from_ce_opt)
            .ok_or(DeadlineError::OutOfRange { from })?;
        Ok(Counted { on, is_provisional: self.has_unknown_year(from, on) })
    }

    /// How many working days lie after `after` up to and including `until`; zero if `until` is not later.
    pub fn working_days_between(&self, after: NaiveDate, until: NaiveDate) -> WorkingDays {
        let count = self.worked_until(until) - self.worked_until(after);
        WorkingDays(u32::try_from(count).unwrap_or(0))
    }

    /// A running total of working days whose differences are counts.
    fn worked_until(&self, date: NaiveDate) -> i64 {
        let table = &self.table;
        let day = i64::from(date.num_days_from_ce());
        let first = i64::from(table.first);
        let last = first + table.len() - 1;
        let inside = (day.clamp(first - 1, last) - first + 1) as usize;
        let counted = table.before.get(inside).copied().unwrap_or_default();
        weekdays_until(day.min(first - 1)) + i64::from(counted) + weekdays_until(day.max(last))
            - weekdays_until(last)
    }

    /// The day itself if it is worked, else the next day that is: where a calendar period ends on a day off.
    ///
    /// # Errors
    /// [`DeadlineError::OutOfRange`] at the very end of the calendar.
    pub fn working_day_on_or_after(&self, date: NaiveDate) -> Result<Counted, DeadlineError> {
        let on =
            if self.is_working_day(date) { date } else { self.add_working_days(date, WorkingDays(1))?.on };
        Ok(Counted { on, is_provisional: (date.year()..=on.year()).any(|year| !self.knows(year)) })
    }

    /// The years after `after` up to `until` (days, the first excluded) whose arrangement is not known.
    pub fn years_without_data(&self, after: NaiveDate, until: NaiveDate) -> Vec<i32> {
        let first = after.succ_opt().unwrap_or(after);
        if first > until {
            return Vec::new();
        }
        (first.year()..=until.year()).filter(|year| !self.knows(*year)).collect()
    }

    fn has_unknown_year(&self, after: NaiveDate, until: NaiveDate) -> bool {
        let first = after.succ_opt().unwrap_or(after);
        (first.year()..=until.year()).any(|year| !self.knows(year))
    }
}
