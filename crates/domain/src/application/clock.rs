//! The clock of an application: which due date runs, since when, what is not counted, and how that looks today.
//!
//! Not here: adding days (`gongkai-deadline` does all of it), the colours of a chip (`gongkai-web`).

use super::channel::RECEIPT_ARTICLE;
use super::event::Event;
use super::fold::Application;
use super::state::{State, Timeliness};
use chrono::NaiveDate;
use gongkai_deadline::due::Standing;
use gongkai_deadline::explain::{Step, StepKind};
use gongkai_deadline::timeline::{Event as Tick, Interval, Timeline, Waiting};
use gongkai_deadline::units::WorkingDays;
use gongkai_deadline::{Calendar, DeadlineError, Due, DueOptions, due_for, statute};
use serde::{Deserialize, Serialize};

/// Which period runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// None yet: receipt is not confirmed. The due date is a shadow, counted from arrival, by which the office plans.
    Shadow,
    /// The reply period (《条例》第三十三条).
    Reply,
    /// The period for a new reply after the first was quashed.
    Redo,
}

/// The clock with its explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseClock {
    /// Which period runs.
    pub kind: ClockKind,
    /// What is waited for.
    pub waiting: Waiting,
    /// From which day the period counts.
    pub base_on: NaiveDate,
    /// The due date with its steps; none while the applicant's step will start the period anew.
    pub due: Option<Due>,
    /// Last day for the applicant's correction or payment.
    pub applicant_due_on: Option<NaiveDate>,
    /// Last day on which an opinion is waited for; none where nobody is asked or the letter's delivery is not recorded.
    pub opinion_due_on: Option<NaiveDate>,
    /// The life of the application in runs of days.
    pub intervals: Vec<Interval>,
}

impl CaseClock {
    /// The due date alone.
    pub fn due_on(&self) -> Option<NaiveDate> {
        self.due.as_ref().map(|due| due.on)
    }
}

/// What a list keeps of a clock, so that a row can show its chip on any later day without its events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ClockSummary {
    /// Where the application stands.
    pub state: State,
    /// Which period runs.
    pub kind: ClockKind,
    /// Day of arrival, for the nag.
    pub arrived_on: NaiveDate,
    /// The due date.
    pub due_on: Option<NaiveDate>,
    /// Whether it may still move because a year's arrangement is not published.
    pub is_provisional: bool,
    /// Last day for the applicant's step.
    pub applicant_due_on: Option<NaiveDate>,
    /// Last day for opinions.
    pub opinion_due_on: Option<NaiveDate>,
    /// The day that counts as the end of the reply in hand.
    pub ended_on: Option<NaiveDate>,
}

/// How urgent it is to confirm receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nag {
    /// It arrived today, or only days off have passed.
    Quiet,
    /// From the next working day.
    Due,
    /// After two working days, or what is set.
    Red,
}

/// What stands beside an application in lists: text first, the colour follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "chip", rename_all = "snake_case")]
pub enum Chip {
    /// Receipt is not confirmed.
    Unconfirmed {
        /// How urgent that is.
        nag: Nag,
        /// Working days since arrival.
        since: WorkingDays,
    },
    /// A period of the office runs.
    Running {
        /// How it stands.
        standing: Standing,
        /// Whether it is the period for a new reply.
        is_redo: bool,
    },
    /// Opinions are awaited.
    Consulting,
    /// The correction is awaited.
    AwaitingCorrection {
        /// Last day, once the notice was received.
        until: Option<NaiveDate>,
        /// Whether that day has passed.
        is_lapsed: bool,
    },
    /// The payment is awaited.
    AwaitingPayment {
        /// Last day, once the notice was received.
        until: Option<NaiveDate>,
        /// Whether that day has passed.
        is_lapsed: bool,
    },
    /// It has ended.
    Ended {
        /// How.
        state: State,
        /// By how many working days too late.
        late_by: Option<WorkingDays>,
    },
}

/// The tone of a chip, for colour and shape beside the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Nothing presses.
    Neutral,
    /// The next step is somebody else's.
    Waiting,
    /// Three working days or fewer (临期).
    Near,
    /// Today is the last day.
    Today,
    /// The day has passed.
    Overdue,
    /// Ended.
    Done,
}

impl Chip {
    /// The words.
    pub fn words(self) -> String {
        match self {
            Self::Unconfirmed { nag: Nag::Quiet, .. } => "待确认".to_owned(),
            Self::Unconfirmed { since, .. } => format!("待确认 已过 {} 个工作日", since.0),
            Self::Running { standing, is_redo: false } => standing.words(),
            Self::Running { standing, is_redo: true } => format!("重新答复 {}", standing.words()),
            Self::Consulting => Waiting::Opinion.words().to_owned(),
            Self::AwaitingCorrection { is_lapsed: true, .. } => "申请人逾期未补正".to_owned(),
            Self::AwaitingCorrection { .. } => Waiting::Correction.words().to_owned(),
            Self::AwaitingPayment { is_lapsed: true, .. } => "申请人逾期未缴费".to_owned(),
            Self::AwaitingPayment { .. } => Waiting::Payment.words().to_owned(),
            Self::Ended { state, late_by: None } => state.label().to_owned(),
            Self::Ended { state, late_by: Some(by) } => {
                format!("{} 超期 {} 个工作日", state.label(), by.0)
            }
        }
    }

    /// The tone.
    pub fn tone(self) -> Tone {
        match self {
            Self::Unconfirmed { nag: Nag::Quiet, .. } => Tone::Neutral,
            Self::Unconfirmed { nag: Nag::Due, .. } => Tone::Near,
            Self::Unconfirmed { nag: Nag::Red, .. } => Tone::Overdue,
            Self::Running { standing, .. } => match standing {
                Standing::Ample { .. } => Tone::Neutral,
                Standing::Soon { .. } => Tone::Near,
                Standing::DueToday => Tone::Today,
                Standing::Overdue { .. } => Tone::Overdue,
            },
            Self::AwaitingCorrection { is_lapsed: true, .. }
            | Self::AwaitingPayment { is_lapsed: true, .. } => Tone::Near,
            Self::Consulting | Self::AwaitingCorrection { .. } | Self::AwaitingPayment { .. } => {
                Tone::Waiting
            }
            // The reply came back: it must be served once more (practice of service, guard of the archive).
            Self::Ended { state: State::Undelivered, .. } => Tone::Near,
            Self::Ended { .. } => Tone::Done,
        }
    }
}

/// How a due date looks from a day; the same judgement as `Due::standing`, for rows that keep only the date.
pub fn standing_of(due_on: NaiveDate, today: NaiveDate, near: WorkingDays, calendar: &Calendar) -> Standing {
    if today > due_on {
        return Standing::Overdue { by: calendar.working_days_between(due_on, today) };
    }
    if today == due_on {
        return Standing::DueToday;
    }
    let left = calendar.working_days_between(today, due_on);
    if left <= near { Standing::Soon { left } } else { Standing::Ample { left } }
}

/// How urgent it is to confirm receipt: from the next working day, red after `red_after` of them.
pub fn nag(arrived_on: NaiveDate, today: NaiveDate, red_after: WorkingDays, calendar: &Calendar) -> Nag {
    match calendar.working_days_between(arrived_on, today) {
        WorkingDays(0) => Nag::Quiet,
        days if days > red_after => Nag::Red,
        _ => Nag::Due,
    }
}

impl ClockSummary {
    /// The chip on a day.
    pub fn chip(
        &self,
        today: NaiveDate,
        near: WorkingDays,
        red_after: WorkingDays,
        calendar: &Calendar,
    ) -> Chip {
        let until = self.applicant_due_on;
        let is_lapsed = until.is_some_and(|last| today > last);
        match self.state {
            State::AwaitingConfirmation => Chip::Unconfirmed {
                nag: nag(self.arrived_on, today, red_after, calendar),
                since: calendar.working_days_between(self.arrived_on, today),
            },
            State::AwaitingCorrection => Chip::AwaitingCorrection { until, is_lapsed },
            State::AwaitingPayment => Chip::AwaitingPayment { until, is_lapsed },
            // A letter whose delivery is not recorded keeps the clock open; a recorded limit that passed does not.
            State::Consulting if self.opinion_due_on.is_none_or(|last| today <= last) => Chip::Consulting,
            state if self.is_over() => Chip::Ended {
                state,
                late_by: match self.timeliness(today, calendar) {
                    Timeliness::Late { by } => Some(by),
                    _ => None,
                },
            },
            state => match self.due_on {
                Some(due_on) => Chip::Running {
                    standing: standing_of(due_on, today, near, calendar),
                    is_redo: self.kind == ClockKind::Redo,
                },
                None => Chip::Ended { state, late_by: None },
            },
        }
    }

    fn is_over(&self) -> bool {
        self.state.is_closed() || self.ended_on.is_some()
    }

    /// Whether the reply in hand is in time on a day.
    pub fn timeliness(&self, today: NaiveDate, calendar: &Calendar) -> Timeliness {
        let is_shadow = self.kind == ClockKind::Shadow;
        match (self.due_on.filter(|_| !is_shadow), self.ended_on) {
            (Some(due_on), Some(ended_on)) if ended_on > due_on => {
                Timeliness::Late { by: calendar.working_days_between(due_on, ended_on) }
            }
            (Some(_), Some(_)) => Timeliness::InTime,
            (None, Some(_)) => Timeliness::WithoutLimit,
            (_, None) if self.state.is_closed() => Timeliness::WithoutLimit,
            (Some(due_on), None) if today > due_on && !self.is_waiting_on(today) => {
                Timeliness::Overdue { by: calendar.working_days_between(due_on, today) }
            }
            _ => Timeliness::Running,
        }
    }

    fn is_waiting_on(&self, today: NaiveDate) -> bool {
        self.state == State::Consulting && self.opinion_due_on.is_none_or(|last| today <= last)
    }
}

impl Application {
    /// The clock of the reply in hand. `as_of` is the day from which one looks, usually today.
    ///
    /// # Errors
    /// Events that do not fit together, or dates outside the calendar.
    pub fn clock(&self, calendar: &Calendar, as_of: NaiveDate) -> Result<CaseClock, DeadlineError> {
        if let Some(reopening) = self.round().reopening {
            return self.redo_clock(reopening.on, reopening.redo_due_on, calendar);
        }
        match self.received_on {
            Some(received_on) => self.reply_clock(received_on, ClockKind::Reply, calendar, as_of),
            None => self.reply_clock(self.arrival.arrived_on, ClockKind::Shadow, calendar, as_of),
        }
    }

    /// The due date as if the application had been received on the day it arrived; none where it was.
    ///
    /// # Errors
    /// As [`Self::clock`].
    pub fn shadow_due(&self, calendar: &Calendar, as_of: NaiveDate) -> Result<Option<Due>, DeadlineError> {
        let arrived_on = self.arrival.arrived_on;
        // A part of a split application arrived when it was split; its day of receipt is older.
        if self.received_on.is_some_and(|received_on| received_on <= arrived_on) {
            return Ok(None);
        }
        Ok(self.reply_clock(arrived_on, ClockKind::Shadow, calendar, as_of)?.due)
    }

    /// Last day for asking a correction (《条例》第三十条); none before receipt.
    ///
    /// # Errors
    /// Dates outside the calendar.
    pub fn correction_notice_due(&self, calendar: &Calendar) -> Result<Option<Due>, DeadlineError> {
        self.received_on
            .map(|on| due_for(statute::CORRECTION.key, on, calendar, &DueOptions::default()))
            .transpose()
    }

    /// The clock as it would be after further events, before any of them is recorded: what a step would do to the due
    /// date.
    ///
    /// # Errors
    /// As [`Self::clock`]; [`WhatIfError::Impossible`] where the events refer to what is not there.
    pub fn what_if(
        &self,
        events: &[Event],
        calendar: &Calendar,
        as_of: NaiveDate,
    ) -> Result<CaseClock, WhatIfError> {
        let imagined = self.after(events).map_err(WhatIfError::Impossible)?;
        Ok(imagined.clock(calendar, as_of)?)
    }

    /// What a list keeps of the clock.
    ///
    /// # Errors
    /// As [`Self::clock`].
    pub fn clock_summary(
        &self,
        calendar: &Calendar,
        as_of: NaiveDate,
    ) -> Result<ClockSummary, DeadlineError> {
        let clock = self.clock(calendar, as_of)?;
        Ok(ClockSummary {
            state: self.state(),
            kind: clock.kind,
            arrived_on: self.arrival.arrived_on,
            due_on: clock.due_on(),
            is_provisional: clock.due.as_ref().is_some_and(|due| due.provisional),
            applicant_due_on: clock.applicant_due_on,
            opinion_due_on: clock.opinion_due_on,
            ended_on: self.ended_on(),
        })
    }

    /// The day that counts as the end of the reply in hand.
    pub fn ended_on(&self) -> Option<NaiveDate> {
        if self.round().reopening.is_none() {
            return self.closed_on();
        }
        let withdrawn = self.withdrawal.as_ref().map(|withdrawal| withdrawal.on);
        [self.round().served_on(), withdrawn].into_iter().flatten().min()
    }

    fn reply_clock(
        &self,
        received_on: NaiveDate,
        kind: ClockKind,
        calendar: &Calendar,
        as_of: NaiveDate,
    ) -> Result<CaseClock, DeadlineError> {
        let mut ticks = vec![Tick::Received { on: received_on }];
        ticks.extend(self.ticks.iter().cloned());
        // What ended without a reply is looked at from its last day.
        let as_of = self.closed_on().map_or(as_of, |closed_on| as_of.min(closed_on));
        let clock = Timeline::from_events(&ticks)?.reply_clock(calendar, Some(as_of))?;
        let mut intervals = clock.intervals;
        let mut waiting = clock.waiting;
        if let Some(closed_on) = self.closed_on() {
            waiting = Waiting::Nothing;
            if let Some(last) = intervals.last_mut() {
                last.to = Some(last.to.map_or(closed_on, |to| to.min(closed_on)));
            }
        }
        Ok(CaseClock {
            kind,
            waiting,
            base_on: clock.base_on,
            due: clock.due,
            applicant_due_on: clock.applicant_due_on,
            opinion_due_on: self.opinion_due_on(calendar)?,
            intervals,
        })
    }

    /// The last day of the longest limit of the opinions still awaited; none where a delivery is not recorded.
    fn opinion_due_on(&self, calendar: &Calendar) -> Result<Option<NaiveDate>, DeadlineError> {
        let mut last = None;
        for consultation in self.open_consultations() {
            let Some(due_on) = consultation.due_on(calendar)? else { return Ok(None) };
            last = last.max(Some(due_on));
        }
        Ok(last)
    }

    fn redo_clock(
        &self,
        decided_on: NaiveDate,
        redo_due_on: NaiveDate,
        calendar: &Calendar,
    ) -> Result<CaseClock, DeadlineError> {
        let mut due = due_for(statute::REDO.key, decided_on, calendar, &DueOptions::default())?;
        if due.on != redo_due_on {
            due.on = redo_due_on;
            "决定载明的期限".clone_into(&mut due.length);
            due.provisional = false;
            due.years_without_data.clear();
            due.steps.retain(|step| step.kind == StepKind::Start);
            due.steps.push(Step {
                date: redo_due_on,
                until: None,
                kind: StepKind::Due,
                text: "决定、判决载明的重新答复期限届满".into(),
                article: Some(statute::REDO.article),
            });
        }
        let from = decided_on.succ_opt().unwrap_or(decided_on);
        let ended_on = self.ended_on();
        let waiting = if ended_on.is_some() {
            Waiting::Nothing
        } else if self.open_consultations().next().is_some() {
            Waiting::Opinion
        } else {
            Waiting::Reply
        };
        Ok(CaseClock {
            kind: ClockKind::Redo,
            waiting,
            base_on: decided_on,
            due: Some(due),
            applicant_due_on: None,
            opinion_due_on: self.opinion_due_on(calendar)?,
            intervals: vec![Interval { from, to: ended_on, waiting: Waiting::Reply }],
        })
    }
}

/// Why no clock can be imagined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhatIfError {
    /// The events refer to what is not there.
    #[error("{0}")]
    Impossible(String),
    /// The events do not fit together in time.
    #[error(transparent)]
    Deadline(#[from] DeadlineError),
}

impl super::records::Consultation {
    /// Last day for the opinion; none while the delivery of the letter is not recorded.
    ///
    /// # Errors
    /// Dates outside the calendar.
    pub fn due_on(&self, calendar: &Calendar) -> Result<Option<NaiveDate>, DeadlineError> {
        use gongkai_deadline::timeline::Consulted;
        let Some(received_on) = self.addressee_received_on else { return Ok(None) };
        let (limit, length) = match self.with {
            Consulted::ThirdParty => (statute::CONSULTATION, None),
            Consulted::CoMaker => (statute::CO_MAKER_CONSULTATION, None),
            Consulted::OtherAgency => (statute::AGENCY_CONSULTATION, self.within.map(|days| days.0)),
        };
        let options = DueOptions { length, ..DueOptions::default() };
        Ok(Some(due_for(limit.key, received_on, calendar, &options)?.on))
    }
}

/// What a stretch of days means to the reply period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentKind {
    /// Before receipt was confirmed; nothing is counted.
    Unconfirmed,
    /// Counted.
    Counted,
    /// Was counted, but the period has started anew since.
    Superseded,
    /// Opinions are sought; not counted.
    NotCounted,
    /// The applicant's step is awaited; the period will start anew.
    Stopped,
    /// Still to come, up to the due date.
    Remaining,
    /// After the due date.
    Overdue,
}

/// A stretch of days as pages and papers show it, bar and list alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What it means.
    pub kind: SegmentKind,
    /// Working days in it.
    pub working_days: WorkingDays,
    /// Whether it lies in the future and rests on an assumption.
    pub is_projected: bool,
    /// The words.
    pub caption: String,
    /// Law and article.
    pub article: &'static str,
}

/// The stretches of a clock up to `today`, and from there to the due date.
pub fn segments(
    application: &Application,
    clock: &CaseClock,
    today: NaiveDate,
    calendar: &Calendar,
) -> Vec<Segment> {
    let mut out = Stretches { segments: Vec::new(), calendar };
    if clock.kind == ClockKind::Shadow {
        out.push(application.arrival.arrived_on, today, SegmentKind::Unconfirmed, false);
        return out.segments;
    }
    let is_over = clock.waiting == Waiting::Nothing;
    let due_on = clock.due_on();
    for interval in &clock.intervals {
        let before = interval.from.pred_opt().unwrap_or(interval.from);
        let to = interval.to.unwrap_or(today);
        match interval.waiting {
            Waiting::Reply | Waiting::Nothing => {
                let is_superseded = clock.kind == ClockKind::Reply && interval.from <= clock.base_on;
                let late_after = due_on.filter(|due_on| !is_superseded && to > *due_on);
                let kind = if is_superseded { SegmentKind::Superseded } else { SegmentKind::Counted };
                out.push(before, late_after.unwrap_or(to), kind, false);
                if let Some(due_on) = late_after {
                    out.push(due_on.max(before), to, SegmentKind::Overdue, false);
                }
            }
            Waiting::Opinion => out.push(before, to, SegmentKind::NotCounted, false),
            Waiting::Correction | Waiting::Payment => {
                out.push(before, to, SegmentKind::Stopped, false);
                if let Some(last) = out.segments.last_mut() {
                    interval.waiting.words().clone_into(&mut last.caption);
                    last.article = match interval.waiting {
                        Waiting::Payment => statute::PAYMENT.article,
                        _ => statute::CORRECTION.article,
                    };
                }
            }
        }
    }
    if let Some(due_on) = due_on.filter(|due_on| !is_over && *due_on > today) {
        let mut cursor = today;
        if clock.waiting == Waiting::Opinion {
            // The due date assumes silence until the limit ends; what is left is counted from there.
            let resumes_after = clock.opinion_due_on.unwrap_or(today).clamp(today, due_on);
            out.push(cursor, resumes_after, SegmentKind::NotCounted, true);
            cursor = resumes_after;
        }
        out.push(cursor, due_on, SegmentKind::Remaining, clock.waiting == Waiting::Opinion);
    }
    out.segments
}

struct Stretches<'a> {
    segments: Vec<Segment>,
    calendar: &'a Calendar,
}

impl Stretches<'_> {
    /// The days after `after` up to `to`, if there are any.
    fn push(&mut self, after: NaiveDate, to: NaiveDate, kind: SegmentKind, is_projected: bool) {
        if to <= after {
            return;
        }
        let working_days = self.calendar.working_days_between(after, to);
        let days = working_days.0;
        let (caption, article) = match kind {
            SegmentKind::Unconfirmed => ("待与申请人确认，尚未起算".to_owned(), RECEIPT_ARTICLE),
            SegmentKind::Counted => (format!("计入答复期限 {days} 个工作日"), statute::REPLY.article),
            SegmentKind::Superseded => {
                (format!("已计 {days} 个工作日，其后答复期限重新计算"), statute::REPLY.article)
            }
            SegmentKind::NotCounted => (
                format!("{}，{days} 个工作日", Waiting::Opinion.words()),
                "《政府信息公开条例》第三十三条第三款",
            ),
            SegmentKind::Stopped => (String::new(), statute::CORRECTION.article),
            SegmentKind::Remaining => (format!("余 {days} 个工作日"), statute::REPLY.article),
            SegmentKind::Overdue => (format!("超期 {days} 个工作日"), statute::REPLY.article),
        };
        let from = after.succ_opt().unwrap_or(to);
        self.segments.push(Segment { from, to, kind, working_days, is_projected, caption, article });
    }
}
