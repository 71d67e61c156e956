//! The clock of a case: a bar of counted, not counted and remaining days with event and article under each mark, and the
//! same as an ordered list.
//!
//! Not here: the count (`gongkai_deadline::timeline`). The bar is placed in per cent of its width, so that its words keep
//! their size on every screen; where they would not fit, only the list speaks.

use crate::day::Day;
use askama::Template;
use chrono::{Days, NaiveDate};
use gongkai_deadline::timeline::{ReplyClock, Waiting};
use gongkai_deadline::{Calendar, Due};

/// What a run of days is to the reply period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SegmentKind {
    /// Counted.
    Counted,
    /// Not counted: consultation.
    NotCounted,
    /// Still to come.
    Remaining,
    /// Past the due date.
    Overdue,
}

/// A run of days of one kind.
#[derive(Debug, Clone)]
pub struct Segment {
    /// What it is.
    pub kind: SegmentKind,
    /// Its number of working days.
    pub days: u32,
    /// The mark at which it begins (itself not part of it).
    pub after: Day,
    /// Its last day.
    pub until: Day,
    x: f64,
    width: f64,
}

impl Segment {
    /// `计 5 个工作日`.
    pub fn words(&self) -> String {
        let verb = match self.kind {
            SegmentKind::Counted => "计",
            SegmentKind::NotCounted => "不计",
            SegmentKind::Remaining => "余",
            SegmentKind::Overdue => "超期",
        };
        format!("{verb} {} 个工作日", self.days)
    }

    fn class(&self) -> &'static str {
        match self.kind {
            SegmentKind::Counted => "counted",
            SegmentKind::NotCounted => "not-counted",
            SegmentKind::Remaining => "remaining",
            SegmentKind::Overdue => "overdue",
        }
    }

    fn middle(&self) -> String {
        percent(self.x + self.width / 2.0)
    }

    fn left(&self) -> String {
        percent(self.x)
    }

    fn breadth(&self) -> String {
        percent(self.width)
    }

    /// Where the words stand: inside the bar, above it where it is too narrow, nowhere where even that would collide.
    fn words_at(&self) -> Option<u32> {
        match self.width {
            width if width >= 11.0 => Some(65),
            // the mark of today stands at the edge of these, with words of its own above the bar
            _ if matches!(self.kind, SegmentKind::Remaining | SegmentKind::Overdue) => None,
            width if width >= 3.0 => Some(40),
            _ => None,
        }
    }

    fn words_class(&self) -> &'static str {
        if self.width >= 11.0 { self.class() } else { "sheet" }
    }
}

fn percent(value: f64) -> String {
    format!("{value:.2}%")
}

/// A mark between two runs.
#[derive(Debug, Clone)]
pub struct Mark {
    /// The day.
    pub day: Day,
    /// What happened or is due.
    pub event: String,
    /// Law and article.
    pub article: Option<String>,
    /// Whether it is the due date.
    pub is_due: bool,
    x: f64,
    is_lower: bool,
}

impl Mark {
    fn at(&self) -> String {
        percent(self.x)
    }

    /// The article where it is one of the regulation's, whose name all marks share; others stand in the list.
    fn short_article(&self) -> &str {
        self.article.as_deref().and_then(|article| article.strip_prefix("《政府信息公开条例》")).unwrap_or("")
    }

    fn first_line(&self) -> u32 {
        if self.is_lower { 158 } else { 106 }
    }

    fn stem(&self) -> u32 {
        if self.is_lower { 142 } else { 90 }
    }
}

/// One line of the list: a mark or today, and the runs that follow it.
#[derive(Debug)]
struct Line<'a> {
    day: &'a Day,
    event: &'a str,
    article: Option<&'a str>,
    is_due: bool,
    is_today: bool,
    x: f64,
    segments: Vec<&'a Segment>,
}

/// The clock, ready to print.
#[derive(Debug, Clone, Template)]
#[template(path = "components/clock.html")]
pub struct ClockView {
    /// Unique on its page.
    pub id: String,
    /// The runs in order.
    pub segments: Vec<Segment>,
    /// The marks in order.
    pub marks: Vec<Mark>,
    /// Today, unless the reply was given.
    pub today: Option<Day>,
    /// Which days in between were off or worked in exchange.
    pub special: Option<String>,
    /// What was before the current period, and other remarks.
    pub remarks: Vec<String>,
    today_x: f64,
}

impl ClockView {
    /// The clock of a case: the current period from its start to its due date or to today, whichever is later. Without a
    /// due date (a correction or a payment is awaited) there is nothing to draw.
    pub fn of(clock: &ReplyClock, calendar: &Calendar, today: NaiveDate, id: &str) -> Option<Self> {
        let due = clock.due.as_ref()?;
        // the reply ends the last run
        let replied_on = match clock.waiting {
            Waiting::Nothing => clock.intervals.iter().filter_map(|interval| interval.to).max(),
            _ => None,
        };
        let now = replied_on.unwrap_or(today).max(clock.base_on);
        let last = due.on.max(now);
        let base = clock.base_on;
        let span = (last - base).num_days().max(1) as f64;
        // five per cent on either side keep the outer captions inside
        let place = |date: NaiveDate| 6.0 + 88.0 * ((date - base).num_days() as f64) / span;
        let days = |after: NaiveDate, until: NaiveDate| calendar.working_days_between(after, until).0;
        let mut segments = Vec::new();
        let mut push = |kind, after: NaiveDate, until: NaiveDate| {
            // nothing remains once the reply was given
            let is_moot = kind == SegmentKind::Remaining && replied_on.is_some();
            if until > after && !is_moot {
                let (x, end) = (place(after), place(until));
                let days = days(after, until);
                segments.push(Segment {
                    kind,
                    days,
                    after: Day::of(after),
                    until: Day::of(until),
                    x,
                    width: end - x,
                });
            }
        };
        let mut after = base;
        let mut marks = vec![Mark::new(base, start_words(due), start_article(due), place(base))];
        for interval in clock.intervals.iter().filter(|i| i.waiting == Waiting::Opinion && i.from > base) {
            let sent = interval.from.checked_sub_days(Days::new(1)).unwrap_or(interval.from).max(after);
            let end = interval.to.unwrap_or(now).max(sent);
            counted(&mut push, after, sent, now, due.on);
            push(SegmentKind::NotCounted, sent, end);
            let article = Some("《政府信息公开条例》第三十三条第三款".to_owned());
            marks.push(Mark::new(sent, "发出征求意见书".to_owned(), article, place(sent)));
            if end < last {
                let words =
                    if end <= now { "收到意见或者期满" } else { "征求意见期满（预计）" };
                marks.push(Mark::new(end, words.to_owned(), None, place(end)));
            }
            after = end;
        }
        counted(&mut push, after, last, now, due.on);
        let mut end =
            Mark::new(due.on, "答复期限届满".to_owned(), Some(due.article.to_owned()), place(due.on));
        end.is_due = true;
        marks.push(end);
        if let Some(on) = replied_on {
            marks.push(Mark::new(on, "作出答复".to_owned(), None, place(on)));
        }
        marks.sort_by(|a, b| a.x.total_cmp(&b.x));
        for at in 1..marks.len() {
            let is_close = marks[at].x - marks[at - 1].x < 15.0;
            marks[at].is_lower = is_close && !marks[at - 1].is_lower;
        }
        Some(Self {
            id: id.to_owned(),
            segments,
            marks,
            today: replied_on.is_none().then(|| Day::of(today)),
            special: special_words(calendar, base, last),
            remarks: remarks(due),
            today_x: place(now),
        })
    }

    fn today_at(&self) -> String {
        percent(self.today_x)
    }

    /// Words at the edge of the bar are set inwards.
    fn today_anchor(&self) -> &'static str {
        if self.today_x < 12.0 {
            "start"
        } else if self.today_x > 88.0 {
            "end"
        } else {
            "middle"
        }
    }

    fn height(&self) -> u32 {
        if self.marks.iter().any(|mark| mark.is_lower) { 200 } else { 148 }
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let mut lines: Vec<Line<'_>> = Vec::new();
        for mark in &self.marks {
            lines.push(Line {
                day: &mark.day,
                event: &mark.event,
                article: mark.article.as_deref(),
                is_due: mark.is_due,
                is_today: false,
                x: mark.x,
                segments: Vec::new(),
            });
        }
        if let Some(today) = &self.today {
            let at = lines.iter().position(|line| line.x > self.today_x + 0.001).unwrap_or(lines.len());
            lines.insert(
                at,
                Line {
                    day: today,
                    event: "今天",
                    article: None,
                    is_due: false,
                    is_today: true,
                    x: self.today_x,
                    segments: Vec::new(),
                },
            );
        }
        // a run belongs to the last line at or before its beginning
        for segment in &self.segments {
            let at = lines.iter().rposition(|line| line.x <= segment.x + 0.001);
            if let Some(line) = at.and_then(|at| lines.get_mut(at)) {
                line.segments.push(segment);
            }
        }
        lines
    }
}

/// Divides a counted run at today and at the due date.
fn counted(
    push: &mut impl FnMut(SegmentKind, NaiveDate, NaiveDate),
    after: NaiveDate,
    until: NaiveDate,
    now: NaiveDate,
    due: NaiveDate,
) {
    let in_time = until.min(due);
    push(SegmentKind::Counted, after, in_time.min(now));
    push(SegmentKind::Remaining, after.max(now), in_time);
    push(SegmentKind::Overdue, after.max(due), until);
}

fn start_words(due: &Due) -> String {
    due.steps
        .first()
        .map_or_else(String::new, |step| step.text.split('，').next().unwrap_or_default().to_owned())
}

fn start_article(due: &Due) -> Option<String> {
    due.steps.first().and_then(|step| step.article).map(str::to_owned)
}

/// `10月1日至8日放假；9月28日、10月11日上班`.
fn special_words(calendar: &Calendar, after: NaiveDate, until: NaiveDate) -> Option<String> {
    let days = calendar.special_days(after, until);
    let (worked, off): (Vec<NaiveDate>, Vec<NaiveDate>) =
        days.iter().partition(|day| calendar.is_working_day(**day));
    let mut words = Vec::new();
    if let (Some(first), Some(last)) = (off.first(), off.last()) {
        let is_run = (*last - *first).num_days() < 12;
        words.push(if first == last {
            format!("{}放假", Day::of(*first).short_words())
        } else if is_run {
            format!("{}至{}有法定节假日", Day::of(*first).short_words(), Day::of(*last).short_words())
        } else {
            "其间有法定节假日".to_owned()
        });
    }
    if !worked.is_empty() {
        let list: Vec<String> = worked.iter().map(|day| Day::of(*day).short_words().to_owned()).collect();
        words.push(format!("{}调休上班", list.join("、")));
    }
    (!words.is_empty()).then(|| words.join("；"))
}

fn remarks(due: &Due) -> Vec<String> {
    let mut remarks = Vec::new();
    if due.provisional {
        let years: Vec<String> = due.years_without_data.iter().map(|year| format!("{year}年")).collect();
        remarks.push(format!("暂定：{}放假安排尚未公布，日期可能变化", years.join("、")));
    }
    if due.projected {
        remarks.push("预计：按对方逾期未回复推算，收到意见后重新计算".to_owned());
    }
    remarks
}

impl Mark {
    fn new(day: NaiveDate, event: String, article: Option<String>, x: f64) -> Self {
        Self { day: Day::of(day), event, article, is_due: false, x, is_lower: false }
    }

    fn anchor(&self) -> &'static str {
        if self.x < 10.0 {
            "start"
        } else if self.x > 90.0 {
            "end"
        } else {
            "middle"
        }
    }
}

askama_html_safe!(ClockView);

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_deadline::timeline::{Consulted, Event, Timeline};

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn a_reply_in_time_ends_the_clock_and_nothing_remains() {
        let calendar = Calendar::national().unwrap();
        let events = [Event::Received { on: day(2025, 9, 16) }, Event::Replied { on: day(2025, 10, 15) }];
        let today = day(2025, 11, 20);
        let clock = Timeline::from_events(&events).unwrap().reply_clock(&calendar, Some(today)).unwrap();
        let view = ClockView::of(&clock, &calendar, today, "clock").unwrap();
        assert!(view.today.is_none());
        assert_eq!(view.segments.iter().map(|s| s.kind).collect::<Vec<_>>(), [SegmentKind::Counted]);
        assert!(
            view.marks.iter().any(|mark| mark.event == "作出答复" && mark.day == Day::of(day(2025, 10, 15)))
        );
    }

    #[test]
    fn the_runs_of_the_clock_add_up_to_the_statutory_period() {
        let calendar = Calendar::national().unwrap();
        let events = [
            Event::Received { on: day(2025, 9, 16) },
            Event::ConsultationSent {
                on: day(2025, 9, 23),
                id: 1,
                with: Consulted::OtherAgency,
                within: None,
            },
            Event::OpinionReceived { on: day(2025, 9, 29), id: 1 },
        ];
        let today = day(2025, 10, 22);
        let clock = Timeline::from_events(&events).unwrap().reply_clock(&calendar, Some(today)).unwrap();
        let view = ClockView::of(&clock, &calendar, today, "clock").unwrap();
        let runs: Vec<(SegmentKind, u32)> = view.segments.iter().map(|s| (s.kind, s.days)).collect();
        assert_eq!(
            runs,
            [
                (SegmentKind::Counted, 5),
                (SegmentKind::NotCounted, 5),
                (SegmentKind::Counted, 12),
                (SegmentKind::Remaining, 3)
            ]
        );
        assert_eq!(view.marks.iter().filter(|mark| mark.is_due).count(), 1);
        assert_eq!(view.lines().iter().map(|line| line.segments.len()).sum::<usize>(), view.segments.len());
    }
}
