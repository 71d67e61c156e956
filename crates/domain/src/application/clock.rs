//! The clock of an application: which due date runs, since when, what is not counted, and how that looks today.
//!
//! Not here: adding days (`gongkai-deadline` does all of it), the colours of a chip (`gongkai-web`).

mod redo;
mod segments;
mod summary;

pub use segments::{Segment, SegmentKind, segments};
pub use summary::{
    Chip, ClockSummary, EndedBy, ExtensionStanding, Nag, Pile, Tone, UnservedRequest, nag, standing_of,
};

use super::event::Event;
use super::fold::Application;
use chrono::NaiveDate;
use gongkai_deadline::timeline::{
    Event as Tick, Interval, LateNotice, Lateness, ReplyClock, Timeline, Waiting,
};
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
    /// Length of the reply period in working days, extension included; none where it is not counted so.
    pub period: Option<WorkingDays>,
    /// The due date with its steps; none while the applicant's step will start the period anew.
    pub due: Option<Due>,
    /// Last day for the applicant's correction or payment.
    pub applicant_due_on: Option<NaiveDate>,
    /// Last day on which an opinion is waited for; none where nobody is asked. A letter whose delivery is not recorded is
    /// taken to have arrived on the day of sending.
    pub opinion_due_on: Option<NaiveDate>,
    /// The last day that is not counted, as long as silence is assumed until then.
    pub resumes_after: Option<NaiveDate>,
    /// Notices that were served too late to move the due date.
    pub late_notices: Vec<LateNotice>,
    /// How an extension stands.
    pub extension: ExtensionStanding,
    /// The notice that asks the applicant for something and whose service is not recorded; until it is, the period runs on.
    pub unserved: Option<UnservedRequest>,
    /// The day on which it ended and the clock stopped.
    pub ended_on: Option<NaiveDate>,
    /// By what.
    pub ended_by: Option<EndedBy>,
    /// The life of the application in runs of days.
    pub intervals: Vec<Interval>,
}

impl CaseClock {
    /// The due date alone.
    pub fn due_on(&self) -> Option<NaiveDate> {
        self.due.as_ref().map(|due| due.on)
    }

    /// The clock of a reply period that runs by itself, without a case around it.
    pub fn of_reply(clock: ReplyClock) -> Self {
        let replied_on = match clock.waiting {
            Waiting::Nothing => clock.intervals.iter().filter_map(|interval| interval.to).max(),
            _ => None,
        };
        Self {
            kind: ClockKind::Reply,
            waiting: clock.waiting,
            base_on: clock.base_on,
            period: Some(clock.period),
            due: clock.due,
            applicant_due_on: clock.applicant_due_on,
            opinion_due_on: clock.resumes_after,
            resumes_after: clock.resumes_after,
            extension: {
                let is_late = clock.late_notices.iter().any(|late| late.lateness == Lateness::Extension);
                match (clock.period > statute::REPLY_DAYS, is_late) {
                    (true, _) => ExtensionStanding::InForce,
                    (false, false) => ExtensionStanding::None,
                    (false, true) => ExtensionStanding::Late,
                }
            },
            unserved: None,
            late_notices: clock.late_notices,
            ended_on: replied_on,
            ended_by: replied_on.map(|_| EndedBy::Service),
            intervals: clock.intervals,
        }
    }
}

impl Application {
    /// The clock of the reply in hand. `as_of` is the day from which one looks, usually today.
    ///
    /// # Errors
    /// Events that do not fit together, or dates outside the calendar.
    pub fn clock(&self, calendar: &Calendar, as_of: NaiveDate) -> Result<CaseClock, DeadlineError> {
        if let Some(reopening) = &self.round().reopening {
            return self.redo_clock(reopening, calendar, as_of);
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

    /// The due date counted from arrival, where receipt was confirmed later and it is earlier than `due_on`, that of the clock:
    /// by it the office plans, for it may not gain time by confirming late. None once the case has ended, and after a decision.
    ///
    /// # Errors
    /// As [`Self::clock`].
    pub fn earlier_by_arrival(
        &self,
        due_on: Option<NaiveDate>,
        calendar: &Calendar,
        as_of: NaiveDate,
    ) -> Result<Option<Due>, DeadlineError> {
        if self.received_on.is_none() || self.round().reopening.is_some() || self.ending().is_some() {
            return Ok(None);
        }
        let Some(due_on) = due_on else { return Ok(None) };
        Ok(self.shadow_due(calendar, as_of)?.filter(|shadow| shadow.on < due_on))
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
        Ok(self.summary_of(&self.clock(calendar, as_of)?))
    }

    /// What a list keeps of a clock of this application.
    pub fn summary_of(&self, clock: &CaseClock) -> ClockSummary {
        ClockSummary {
            state: self.state(),
            kind: clock.kind,
            arrived_on: self.arrival.arrived_on,
            due_on: clock.due_on(),
            is_provisional: clock.due.as_ref().is_some_and(|due| due.provisional),
            applicant_due_on: clock.applicant_due_on,
            opinion_due_on: clock.opinion_due_on,
            ended_on: clock.ended_on,
            ended_by: clock.ended_by,
            extension: clock.extension,
            unserved: clock.unserved,
        }
    }

    /// The day on which the clock of the reply in hand stopped, and by what: service, withdrawal, statement or splitting.
    pub fn ending(&self) -> Option<(NaiveDate, EndedBy)> {
        let is_first = self.round().reopening.is_none();
        // the first service of all decides for the first reply, that of its round for a new one
        let served = if is_first {
            self.rounds.iter().find_map(super::records::Round::served_on)
        } else {
            self.round().served_on()
        };
        let closed = self.closing.as_ref().map(|closing| closing.on).filter(|_| is_first);
        let split = self.splitting.as_ref().map(|splitting| splitting.on).filter(|_| is_first);
        let withdrawn = self.withdrawal.as_ref().map(|withdrawal| withdrawal.on);
        [
            (served, EndedBy::Service),
            (closed, EndedBy::Statement),
            (withdrawn, EndedBy::Withdrawal),
            (split, EndedBy::Splitting),
        ]
        .into_iter()
        .filter_map(|(on, by)| on.map(|on| (on, by)))
        .min_by_key(|(on, _)| *on)
    }

    /// The day that counts as the end of the reply in hand.
    pub fn ended_on(&self) -> Option<NaiveDate> {
        self.ending().map(|(on, _)| on)
    }

    fn extension_standing(&self, late: &[LateNotice]) -> ExtensionStanding {
        let Some(extension) = self.extensions.last() else { return ExtensionStanding::None };
        match (extension.notice, extension.told_on) {
            (_, Some(_)) if late.iter().any(|late| late.lateness == Lateness::Extension) => {
                ExtensionStanding::Late
            }
            (_, Some(_)) => ExtensionStanding::InForce,
            (Some(_), None) => ExtensionStanding::Unserved,
            (None, None) => ExtensionStanding::Approved,
        }
    }

    fn reply_clock(
        &self,
        received_on: NaiveDate,
        kind: ClockKind,
        calendar: &Calendar,
        as_of: NaiveDate,
    ) -> Result<CaseClock, DeadlineError> {
        let mut ticks = vec![Tick::Received { on: received_on }];
        // before the others: on the same day the request comes before what answers it
        ticks.extend(self.requests());
        ticks.extend(self.ticks.iter().cloned());
        // What has ended is looked at from its last day.
        let ending = self.ending();
        let ended_on = ending.map(|(on, _)| on);
        let as_of = ended_on.map_or(as_of, |ended_on| as_of.min(ended_on));
        let clock = Timeline::from_events(&ticks)?.reply_clock(calendar, Some(as_of))?;
        let mut due = clock.due;
        let unserved = match ending {
            None => self.unserved(received_on, due.as_ref(), calendar)?,
            Some(_) => None,
        };
        if let (Some(unserved), Some(due)) = (unserved, due.as_mut()) {
            let place = due.steps.partition_point(|step| step.date <= unserved.written_on);
            due.steps.insert(place, unserved.step());
        }
        let mut intervals = clock.intervals;
        if let Some(ended_on) = ended_on {
            intervals.retain(|interval| interval.from <= ended_on);
            if let Some(last) = intervals.last_mut() {
                last.to = Some(last.to.map_or(ended_on, |to| to.min(ended_on)));
            }
        }
        Ok(CaseClock {
            kind,
            waiting: if ending.is_some() { Waiting::Nothing } else { clock.waiting },
            base_on: clock.base_on,
            period: Some(clock.period),
            due,
            applicant_due_on: clock.applicant_due_on,
            opinion_due_on: self.opinion_due_on(calendar)?,
            resumes_after: clock.resumes_after.filter(|_| ending.is_none()),
            extension: self.extension_standing(&clock.late_notices),
            unserved,
            late_notices: clock.late_notices,
            ended_on,
            ended_by: ending.map(|(_, by)| by),
            intervals,
        })
    }

    /// The notice that asks the applicant for something and of whose service nothing is known. A correction must be asked for
    /// within seven working days of receipt (《条例》第三十条), a fee while the period runs.
    fn unserved(
        &self,
        received_on: NaiveDate,
        due: Option<&Due>,
        calendar: &Calendar,
    ) -> Result<Option<UnservedRequest>, DeadlineError> {
        if let Some(correction) = self.correction.as_ref().filter(|one| one.told_on().is_none()) {
            let last = due_for(statute::CORRECTION.key, received_on, calendar, &DueOptions::default())?;
            let written_on = correction.asked_on;
            return Ok(Some(UnservedRequest { is_fee: false, written_on, serve_by: last.on }));
        }
        let fee = self.fee.as_ref().filter(|one| one.told_on().is_none());
        Ok(fee.zip(due).map(|(fee, due)| UnservedRequest {
            is_fee: true,
            written_on: fee.noticed_on,
            serve_by: due.on,
        }))
    }

    /// The last day of the longest limit of the opinions still awaited.
    fn opinion_due_on(&self, calendar: &Calendar) -> Result<Option<NaiveDate>, DeadlineError> {
        let mut last = None;
        for consultation in self.open_consultations() {
            let received_on = consultation.addressee_received_on.unwrap_or(consultation.sent_on);
            last = last.max(Some(consultation.due_from(received_on, calendar)?));
        }
        Ok(last)
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
        self.addressee_received_on.map(|received_on| self.due_from(received_on, calendar)).transpose()
    }

    fn due_from(&self, received_on: NaiveDate, calendar: &Calendar) -> Result<NaiveDate, DeadlineError> {
        use gongkai_deadline::timeline::Consulted;
        let (limit, length) = match self.with {
            Consulted::ThirdParty => (statute::CONSULTATION, None),
            Consulted::CoMaker => (statute::CO_MAKER_CONSULTATION, None),
            Consulted::OtherAgency => (statute::AGENCY_CONSULTATION, self.within.map(|days| days.0)),
        };
        let options = DueOptions { length, ..DueOptions::default() };
        Ok(due_for(limit.key, received_on, calendar, &options)?.on)
    }
}
