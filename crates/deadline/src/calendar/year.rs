//! One year at a glance: twelve months with days off and make-up days, as data and as text.
//!
//! Not here: counting (`calendar`) and due dates (`due`).

use super::{Calendar, DayKind};
use crate::error::DeadlineError;
use crate::explain::{WEEKDAYS, month_day};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// Months that stand side by side in the printed year; three keep a line under 80 columns.
const MONTHS_ABREAST: usize = 3;
/// Columns of one printed month: seven days of three.
const MONTH_WIDTH: usize = 21;
/// Columns between two months.
const GAP: usize = 4;

/// A year with its totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct YearSummary {
    /// The calendar year.
    pub year: i32,
    /// True where no arrangement is known and Monday to Friday was assumed.
    pub provisional: bool,
    /// Title of the notice behind the year, if one is known.
    pub source: Option<String>,
    /// Working days in the year.
    pub working_days: u32,
    /// Weekdays off.
    pub holidays: u32,
    /// Weekend days worked.
    pub make_up_days: u32,
    /// Runs of days off that contain at least one weekday off, weekends around it included.
    pub breaks: Vec<Stretch>,
    /// January to December.
    pub months: Vec<MonthOfYear>,
}

/// A run of days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// One month of a [`YearSummary`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthOfYear {
    /// 1 to 12.
    pub month: u32,
    /// Working days in the month.
    pub working_days: u32,
    /// Every day of the month.
    pub days: Vec<DayOfYear>,
}

/// One day of a [`YearSummary`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DayOfYear {
    /// The date.
    pub date: NaiveDate,
    /// Worked or off, and why.
    pub kind: DayKind,
}

/// The year as data.
///
/// # Errors
/// [`DeadlineError::YearOutOfRange`] outside 1949–2199.
pub fn year_summary(calendar: &Calendar, year: i32) -> Result<YearSummary, DeadlineError> {
    let out_of_range = DeadlineError::YearOutOfRange { year };
    let first = (1949..=2199).contains(&year).then(|| NaiveDate::from_ymd_opt(year, 1, 1)).flatten();
    let first = first.ok_or(out_of_range)?;
    let mut months: Vec<MonthOfYear> =
        (1..=12).map(|month| MonthOfYear { month, working_days: 0, days: Vec::with_capacity(31) }).collect();
    let mut breaks = Vec::new();
    let mut run: Option<(Stretch, bool)> = None;
    let mut totals = [0_u32; 3];
    for date in first.iter_days().take_while(|date| date.year() == year) {
        let kind = calendar.kind(date);
        if let Some(month) = months.get_mut(date.month0() as usize) {
            month.working_days += u32::from(kind.is_worked());
            month.days.push(DayOfYear { date, kind });
        }
        totals[0] += u32::from(kind.is_worked());
        totals[1] += u32::from(kind == DayKind::Holiday);
        totals[2] += u32::from(kind == DayKind::MakeUp);
        if kind.is_worked() {
            breaks.extend(run.take().filter(|(_, counts)| *counts).map(|(stretch, _)| stretch));
        } else {
            let (stretch, counts) = run.get_or_insert((Stretch { from: date, to: date }, false));
            stretch.to = date;
            *counts |= kind == DayKind::Holiday;
        }
    }
    breaks.extend(run.filter(|(_, counts)| *counts).map(|(stretch, _)| stretch));
    let [working_days, holidays, make_up_days] = totals;
    Ok(YearSummary {
        year,
        provisional: !calendar.knows(year),
        source: calendar.source(year).map(str::to_owned),
        working_days,
        holidays,
        make_up_days,
        breaks,
        months,
    })
}

/// The year as text of at most 80 columns: twelve months, a legend, the days off and the totals.
///
/// # Errors
/// [`DeadlineError::YearOutOfRange`] outside 1949–2199.
pub fn render_year_text(calendar: &Calendar, year: i32) -> Result<String, DeadlineError> {
    let summary = year_summary(calendar, year)?;
    let mut lines = vec![format!("{year}年工作日历")];
    match &summary.source {
        Some(source) => {
            lines.extend(source.split('；').map(|title| format!("来源：{title}")));
        }
        None => lines
            .push("暂定：本年度放假安排尚未录入，仅按周一至周五为工作日推算，不得作为最终依据".to_owned()),
    }
    lines.push(String::new());
    for row in summary.months.chunks(MONTHS_ABREAST) {
        let blocks: Vec<Vec<String>> = row.iter().map(month_rows).collect();
        let height = blocks.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let cells =
                blocks.iter().map(|block| pad(block.get(line).map_or("", String::as_str), MONTH_WIDTH));
            let line = cells.collect::<Vec<_>>().join(&" ".repeat(GAP));
            lines.push(line.trim_end().to_owned());
        }
        lines.push(String::new());
    }
    lines.push("图例：* 放假（周一至周五休息）  + 调休上班（周六、周日上班）  其余周末休息".to_owned());
    if !summary.breaks.is_empty() {
        lines.push("放假：".to_owned());
        lines.extend(summary.breaks.iter().map(|stretch| format!("  {}", stretch_words(*stretch))));
    }
    let make_up: Vec<String> = summary
        .months
        .iter()
        .flat_map(|month| &month.days)
        .filter(|day| day.kind == DayKind::MakeUp)
        .map(|day| month_day(day.date))
        .collect();
    if !make_up.is_empty() {
        lines.push("调休上班：".to_owned());
        lines.extend(make_up.chunks(MONTHS_ABREAST).map(|row| format!("  {}", row.join("、"))));
    }
    lines.push(format!(
        "合计：工作日{}天，放假的工作日{}天，调休上班{}天",
        summary.working_days, summary.holidays, summary.make_up_days
    ));
    lines.push(String::new());
    Ok(lines.join("\n"))
}

fn stretch_words(stretch: Stretch) -> String {
    let days = (stretch.to - stretch.from).num_days() + 1;
    if days == 1 {
        format!("{}，1天", month_day(stretch.from))
    } else {
        format!("{}至{}，{days}天", month_day(stretch.from), month_day(stretch.to))
    }
}

/// Title, weekday heads and up to six weeks, each row at most [`MONTH_WIDTH`] columns.
fn month_rows(month: &MonthOfYear) -> Vec<String> {
    let mut rows = vec![
        format!("{:>2}月 工作日{}天", month.month, month.working_days),
        WEEKDAYS.map(|name| format!("{name} ")).concat(),
    ];
    let lead = month.days.first().map_or(0, |day| day.date.weekday().num_days_from_monday() as usize);
    let mut cells = vec!["   ".to_owned(); lead];
    cells.extend(month.days.iter().map(|day| {
        let mark = match day.kind {
            DayKind::Holiday => '*',
            DayKind::MakeUp => '+',
            DayKind::Working | DayKind::Weekend => ' ',
        };
        format!("{:>2}{mark}", day.date.day())
    }));
    rows.extend(cells.chunks(7).map(<[String]>::concat));
    rows
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}
