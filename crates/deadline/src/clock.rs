//! What time it is in Beijing, passed in by whoever may know it.
//!
//! Not here: reading the system clock (only the command line does) and working days (`calendar`).

use crate::error::DeadlineError;
use crate::units::ClockHours;
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc};

/// Hours by which Beijing civil time is ahead of UTC; China has kept no summer time since 1992.
const BEIJING_OFFSET_HOURS: i64 = 8;

/// A source of the present moment. Every duty that depends on today takes one.
pub trait Clock {
    /// The present moment as Beijing civil time.
    fn now(&self) -> NaiveDateTime;

    /// The present civil date in Beijing.
    fn today(&self) -> NaiveDate {
        self.now().date()
    }
}

/// A clock that stands still, for tests, demonstrations and "as of" questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FixedClock(NaiveDateTime);

impl FixedClock {
    /// A clock that always shows this Beijing civil time.
    pub fn at(beijing: NaiveDateTime) -> Self {
        Self(beijing)
    }

    /// A clock that always shows nine in the morning of this day, the usual opening of an office.
    pub fn on(day: NaiveDate) -> Self {
        let nine = TimeDelta::hours(9);
        Self(day.and_time(chrono::NaiveTime::MIN) + nine)
    }
}

impl Clock for FixedClock {
    fn now(&self) -> NaiveDateTime {
        self.0
    }
}

/// The Beijing civil time of an instant. An instant outside the calendar is held at its edge.
pub fn beijing(instant: DateTime<Utc>) -> NaiveDateTime {
    instant
        .naive_utc()
        .checked_add_signed(TimeDelta::hours(BEIJING_OFFSET_HOURS))
        .unwrap_or(NaiveDateTime::MAX)
}

/// The moment at which a limit in clock hours ends. Nights, weekends and holidays count.
///
/// # Errors
/// [`DeadlineError::OutOfRange`] if the moment lies outside the calendar.
pub fn hours_after(at: NaiveDateTime, hours: ClockHours) -> Result<NaiveDateTime, DeadlineError> {
    at.checked_add_signed(TimeDelta::hours(i64::from(hours.0)))
        .ok_or(DeadlineError::OutOfRange { from: at.date() })
}

/// The date that lies this many calendar days later.
///
/// # Errors
/// [`DeadlineError::OutOfRange`] if the date lies outside the calendar.
pub fn days_after(from: NaiveDate, days: crate::units::CalendarDays) -> Result<NaiveDate, DeadlineError> {
    from.checked_add_days(Days::new(u64::from(days.0))).ok_or(DeadlineError::OutOfRange { from })
}

/// The corresponding day this many months later; where the month has no such day, its last day
/// (《民法典》第二百零二条, applied to periods in months generally).
///
/// # Errors
/// [`DeadlineError::OutOfRange`] if the date lies outside the calendar.
pub fn months_after(from: NaiveDate, months: crate::units::Months) -> Result<NaiveDate, DeadlineError> {
    from.checked_add_months(chrono::Months::new(months.0)).ok_or(DeadlineError::OutOfRange { from })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Months;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn an_evening_in_london_is_already_the_next_day_in_beijing() {
        let instant = day(2025, 12, 31).and_hms_opt(16, 30, 0).unwrap().and_utc();
        assert_eq!(beijing(instant), day(2026, 1, 1).and_hms_opt(0, 30, 0).unwrap());
        assert_eq!(FixedClock::at(beijing(instant)).today(), day(2026, 1, 1));
    }

    #[test]
    fn clock_hours_run_through_the_night_and_the_weekend() {
        let friday_evening = day(2026, 5, 8).and_hms_opt(22, 15, 0).unwrap();
        let due = |h| hours_after(friday_evening, ClockHours(h)).unwrap();
        assert_eq!(due(5), day(2026, 5, 9).and_hms_opt(3, 15, 0).unwrap());
        assert_eq!(due(24), day(2026, 5, 9).and_hms_opt(22, 15, 0).unwrap());
        assert_eq!(due(48), day(2026, 5, 10).and_hms_opt(22, 15, 0).unwrap());
    }

    #[test]
    fn a_month_without_the_corresponding_day_ends_on_its_last_day() {
        assert_eq!(months_after(day(2025, 8, 31), Months(6)).unwrap(), day(2026, 2, 28));
        assert_eq!(months_after(day(2023, 8, 31), Months(6)).unwrap(), day(2024, 2, 29));
        assert_eq!(months_after(day(2024, 2, 29), Months(12)).unwrap(), day(2025, 2, 28));
        assert_eq!(months_after(day(2025, 1, 15), Months(6)).unwrap(), day(2025, 7, 15));
    }

    #[test]
    fn the_end_of_the_calendar_is_an_error_and_not_a_panic() {
        assert!(months_after(NaiveDate::MAX, Months(1)).is_err());
        assert!(hours_after(NaiveDateTime::MAX, ClockHours(1)).is_err());
    }
}
