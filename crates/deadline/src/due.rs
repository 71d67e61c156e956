//! From a limit, a starting day and a calendar to the due date, with its explanation.
//!
//! Not here: the lengths (`statute`), interrupted reply periods (`timeline`) and the wording (`explain`).

use crate::calendar::Calendar;
use crate::clock::{days_after, hours_after, months_after};
use crate::error::DeadlineError;
use crate::explain::{self, Step};
use crate::statute::{self, Bound, EXTENSION_CAP, Evidence, Length, Limit, REPLY_DAYS};
use crate::timeline::{Event, Timeline};
use crate::units::{CalendarDays, ClockHours, Months, WorkingDays};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use serde::Serialize;

/// Longest length an office may set: ten years of days, far beyond any rule.
const LONGEST_SETTING: u32 = 3660;

/// A due date and how it came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// Key of the limit.
    pub limit: &'static str,
    /// Chinese name of the limit.
    pub limit_name: &'static str,
    /// Length in words, for example `20个工作日`.
    pub length: String,
    /// What starts the limit, in words; none for limits that end on a fixed day of the year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<&'static str>,
    /// Law and article.
    pub article: &'static str,
    /// On what the length rests.
    pub evidence: Evidence,
    /// The day of receipt or of whatever else starts the limit.
    pub received_on: NaiveDate,
    /// The due date.
    #[serde(rename = "due_on")]
    pub on: NaiveDate,
    /// The moment, for limits in clock hours (Beijing time).
    #[serde(rename = "due_at", skip_serializing_if = "Option::is_none")]
    pub at: Option<NaiveDateTime>,
    /// Last or first permitted day.
    pub bound: Bound,
    /// Whether the count reaches into a year without a known arrangement; the date may still move.
    pub provisional: bool,
    /// Those years.
    pub years_without_data: Vec<i32>,
    /// Whether the date rests on something that has not happened yet, such as silence of a party consulted.
    pub projected: bool,
    /// The steps of the count.
    pub steps: Vec<Step>,
}

/// What may be added to a question for a due date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DueOptions {
    /// Another length, in the limit's own unit; for `extension` the days granted (1 to 20).
    pub length: Option<u32>,
    /// The time of day at which a limit in clock hours starts (Beijing time).
    pub at: Option<NaiveTime>,
    /// What happened to the application after receipt, for `reply`: the receipt itself is added.
    pub events: Vec<Event>,
    /// The day from which one looks, usually today, for `reply`: silence that ended before it is settled.
    pub as_of: Option<NaiveDate>,
}

/// The due date of a limit that starts on `received_on`. For `annual_report` the start may be any day of the year
/// reported on. A configured length is refused where the law fixes the number.
///
/// # Errors
/// [`DeadlineError::UnknownLimit`]; unusable options; [`DeadlineError::NotRunning`] where the events leave no running
/// period; dates outside the calendar.
pub fn due_for(
    key: &str,
    received_on: NaiveDate,
    calendar: &Calendar,
    options: &DueOptions,
) -> Result<Due, DeadlineError> {
    let limit = statute::limit(key)?;
    if *limit == statute::REPLY {
        refuse_length(limit, options)?;
        let mut events = vec![Event::Received { on: received_on }];
        events.extend(options.events.iter().cloned());
        let clock = Timeline::from_events(&events)?.reply_clock(calendar, options.as_of)?;
        return clock.due.ok_or(DeadlineError::NotRunning { waiting: clock.waiting });
    }
    if !options.events.is_empty() {
        return Err(DeadlineError::EventsNotApplicable { key: limit.key });
    }
    if *limit == statute::EXTENSION {
        return extension_due(limit, received_on, calendar, options.length);
    }
    let length = length_of(limit, options)?;
    match length {
        Length::Working(days) => working_due(limit, received_on, days, calendar),
        Length::Calendar(days) => {
            calendar_due(limit, received_on, days_after(received_on, days)?, length, calendar)
        }
        Length::Months(months) => {
            calendar_due(limit, received_on, months_after(received_on, months)?, length, calendar)
        }
        Length::Hours(hours) => {
            let time = options.at.ok_or(DeadlineError::TimeOfDayNeeded { key: limit.key })?;
            hours_due(limit, received_on.and_time(time), hours)
        }
        Length::NextYear { month, day } => fixed_due(limit, received_on, month, day, calendar),
    }
}

/// The same limit with the length an office has set, where it may.
fn length_of(limit: &Limit, options: &DueOptions) -> Result<Length, DeadlineError> {
    let Some(length) = options.length else { return Ok(limit.length) };
    refuse_length(limit, options)?;
    if length == 0 || length > LONGEST_SETTING {
        return Err(DeadlineError::UnusableLength { key: limit.key, length });
    }
    Ok(match limit.length {
        Length::Working(_) => Length::Working(WorkingDays(length)),
        Length::Calendar(_) => Length::Calendar(CalendarDays(length)),
        Length::Months(_) => Length::Months(Months(length)),
        Length::Hours(_) => Length::Hours(ClockHours(length)),
        Length::NextYear { .. } => limit.length,
    })
}

fn refuse_length(limit: &Limit, options: &DueOptions) -> Result<(), DeadlineError> {
    if options.length.is_some() && !limit.is_configurable {
        return Err(DeadlineError::NotConfigurable { key: limit.key });
    }
    Ok(())
}

impl Due {
    /// A due date with its caution about years without data; puts the steps in order of date.
    pub(crate) fn assemble(
        limit: &'static Limit,
        length: String,
        received_on: NaiveDate,
        on: NaiveDate,
        years_without_data: Vec<i32>,
        mut steps: Vec<Step>,
    ) -> Self {
        let provisional = !years_without_data.is_empty();
        if provisional {
            steps.push(explain::provisional(on, &years_without_data));
        }
        // Stable: what happens on the due date itself stays before the due step.
        steps.sort_by_key(|step| step.date);
        explain::join_first_day(&mut steps);
        Self {
            limit: limit.key,
            limit_name: limit.name,
            length,
            start: (!matches!(limit.length, Length::NextYear { .. })).then_some(limit.start),
            article: limit.article,
            evidence: limit.evidence,
            received_on,
            on,
            at: None,
            bound: limit.bound,
            provisional,
            years_without_data,
            projected: false,
            steps,
        }
    }

    /// Whether the period is not one of working days, so that what is left of it is told in days of the calendar.
    pub fn is_of_calendar(&self) -> bool {
        statute::limit(self.limit).is_ok_and(|limit| !matches!(limit.length, Length::Working(_)))
    }

    /// How the due date looks from `today`, for chips and lists. `soon` is the number of working days from which a date
    /// counts as near.
    pub fn standing(&self, today: NaiveDate, soon: WorkingDays, calendar: &Calendar) -> Standing {
        standing(self.on, today, soon, calendar)
    }
}

/// How a last day looks from `today`; `soon` is the number of working days from which it counts as near.
pub fn standing(on: NaiveDate, today: NaiveDate, soon: WorkingDays, calendar: &Calendar) -> Standing {
    if today > on {
        return Standing::Overdue { by: calendar.working_days_between(on, today) };
    }
    if today == on {
        return Standing::DueToday;
    }
    let left = calendar.working_days_between(today, on);
    if left <= soon { Standing::Soon { left } } else { Standing::Ample { left } }
}

/// A due date seen from a day; computed, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// Time enough.
    Ample {
        /// Working days left, the due date included.
        left: WorkingDays,
    },
    /// Near (临期).
    Soon {
        /// Working days left, the due date included.
        left: WorkingDays,
    },
    /// Today is the last day.
    DueToday,
    /// The day has passed.
    Overdue {
        /// Working days since; zero on a weekend directly after the due date.
        by: WorkingDays,
    },
}

impl Standing {
    /// The words of the chip.
    pub fn words(self) -> String {
        match self {
            Self::Ample { left } => format!("余 {} 个工作日", left.0),
            Self::Soon { left } => format!("临期 余 {} 个工作日", left.0),
            Self::DueToday => "今日到期".to_owned(),
            Self::Overdue { by } => format!("超期 {} 个工作日", by.0),
        }
    }
}

/// Counting `days` working days without interruption.
fn working_due(
    limit: &'static Limit,
    received_on: NaiveDate,
    days: WorkingDays,
    calendar: &Calendar,
) -> Result<Due, DeadlineError> {
    let on = calendar.add_working_days(received_on, days)?.on;
    let mut steps = vec![explain::start(limit, received_on)];
    if days.0 > 1 {
        steps.push(explain::first_day(calendar.add_working_days(received_on, WorkingDays(1))?.on, 1));
    }
    explain::special_days(&mut steps, calendar, received_on, on);
    steps.push(explain::last_working_day(limit.name, on, days, limit.bound).under(limit.article));
    let unknown = calendar.years_without_data(received_on, on);
    Ok(Due::assemble(limit, days.to_string(), received_on, on, unknown, steps))
}

/// The latest reply date if `granted` days (all twenty unless said otherwise) are added to the reply period.
fn extension_due(
    limit: &'static Limit,
    received_on: NaiveDate,
    calendar: &Calendar,
    granted: Option<u32>,
) -> Result<Due, DeadlineError> {
    let granted = WorkingDays(granted.unwrap_or(EXTENSION_CAP.0));
    if granted.0 == 0 || granted > EXTENSION_CAP {
        return Err(DeadlineError::ExtensionOverCap { total: granted });
    }
    let total = WorkingDays(REPLY_DAYS.0 + granted.0);
    let original_on = calendar.add_working_days(received_on, REPLY_DAYS)?.on;
    let mut due = working_due(limit, received_on, total, calendar)?;
    due.length = format!("{REPLY_DAYS}＋延长{granted}");
    let at = due.steps.iter().position(|step| step.date > original_on).unwrap_or(due.steps.len());
    due.steps.insert(at, explain_original(original_on, granted));
    Ok(due)
}

fn explain_original(original_on: NaiveDate, granted: WorkingDays) -> Step {
    let text = format!("第{}个工作日，原答复期限届满；延期应当在此前告知申请人，延长{granted}", REPLY_DAYS.0);
    Step::new(original_on, explain::StepKind::Extension, text).under(explain::EXTENSION_ARTICLE)
}

/// A period in days or months; its last day moves off a holiday where the law says so.
fn calendar_due(
    limit: &'static Limit,
    received_on: NaiveDate,
    last: NaiveDate,
    length: Length,
    calendar: &Calendar,
) -> Result<Due, DeadlineError> {
    let mut steps = vec![explain::start(limit, received_on)];
    let mut unknown = Vec::new();
    let mut on = last;
    if limit.moves_off_holiday {
        on = calendar.working_day_on_or_after(last)?.on;
        unknown = (last.year()..=on.year()).filter(|year| !calendar.knows(*year)).collect();
        if on != last {
            steps.push(explain::moved(last, on));
        }
    }
    let length = length.to_string();
    steps.push(explain::last_calendar_day(limit, on, (on == last).then_some(length.as_str())));
    Ok(Due::assemble(limit, length, received_on, on, unknown, steps))
}

fn hours_due(limit: &'static Limit, at: NaiveDateTime, hours: ClockHours) -> Result<Due, DeadlineError> {
    let due_at = hours_after(at, hours)?;
    let steps = vec![explain::start_at(limit, at), explain::due_at(limit, due_at)];
    let mut due = Due::assemble(limit, hours.to_string(), at.date(), due_at.date(), Vec::new(), steps);
    due.at = Some(due_at);
    Ok(due)
}

fn fixed_due(
    limit: &'static Limit,
    within: NaiveDate,
    month: u32,
    day: u32,
    calendar: &Calendar,
) -> Result<Due, DeadlineError> {
    let on = NaiveDate::from_ymd_opt(within.year() + 1, month, day)
        .ok_or(DeadlineError::OutOfRange { from: within })?;
    let steps =
        vec![explain::report_year(limit, within), explain::fixed_day(limit, on, calendar.is_working_day(on))];
    // The date itself never depends on the arrangement; only the remark on a day off does.
    Ok(Due::assemble(limit, limit.length.to_string(), within, on, Vec::new(), steps))
}
