//! What is due in a reconsideration or suit: the agency's answer, the decision, an appeal, the new reply.
//!
//! Not here: the lengths and the counting (`gongkai_deadline`), reminders (`gongkai-app`).

use super::case::{Case, State};
use super::event::{Procedure, RedoPeriod};
use crate::agency::AgencySettings;
use chrono::NaiveDate;
use gongkai_deadline::clock::days_after;
use gongkai_deadline::statute::{self, Limit};
use gongkai_deadline::{Calendar, DeadlineError, Due, DueOptions, due_for};

keyed_enum!(
    /// Which clock.
    ClockKind, "challenge clock" {
        /// The agency's answer with its evidence.
        Answer = "answer", "提交答复（答辩）和证据";
        /// The decision of the reconsideration organ, for planning only.
        Decision = "decision", "作出行政复议决定";
        /// The end of the trial in the simplified procedure, for planning only.
        Trial = "trial", "简易程序审结";
        /// An appeal by either side.
        Appeal = "appeal", "提起上诉";
    }
);

/// One clock of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Which.
    pub kind: ClockKind,
    /// The due date with its steps.
    pub due: Due,
    /// The day on which it was met.
    pub met_on: Option<NaiveDate>,
}

/// By when the agency must act again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RedoDue {
    /// The last day.
    pub on: NaiveDate,
    /// Whether the date may still move, because a year's arrangement is not known.
    pub is_provisional: bool,
    /// Whether the new reply may not reach the same result on the same facts and reasons.
    pub must_differ: bool,
}

impl Case {
    /// The limit of the agency's answer.
    pub fn answer_limit(&self) -> &'static Limit {
        match (self.forum.is_suit(), self.procedure) {
            // The simplified trial does not shorten the defendant's fifteen days by law.
            (true, _) => &statute::SUIT_ANSWER,
            (false, Procedure::Ordinary) => &statute::RECONSIDERATION_ANSWER,
            (false, Procedure::Simplified) => &statute::RECONSIDERATION_ANSWER_SIMPLIFIED,
        }
    }

    /// All clocks that have started.
    ///
    /// # Errors
    /// Dates outside the calendar.
    pub fn clocks(&self, calendar: &Calendar) -> Result<Vec<Clock>, DeadlineError> {
        let mut clocks = Vec::new();
        if self.voided.is_some() {
            return Ok(clocks);
        }
        let mut add = |kind, limit: &Limit, start, met_on| {
            due_for(limit.key, start, calendar, &DueOptions::default())
                .map(|due| clocks.push(Clock { kind, due, met_on }))
        };
        if let Some(start) = self.copy_received_on {
            add(ClockKind::Answer, self.answer_limit(), start, self.answered_on)?;
        }
        if !self.forum.is_suit() {
            let limit = match (self.procedure, self.extended_on) {
                (Procedure::Ordinary, None) => &statute::RECONSIDERATION_DECISION,
                (Procedure::Ordinary, Some(_)) => &statute::RECONSIDERATION_DECISION_EXTENDED,
                (Procedure::Simplified, _) => &statute::RECONSIDERATION_DECISION_SIMPLIFIED,
            };
            add(ClockKind::Decision, limit, self.opened_on, self.holding.map(|holding| holding.on))?;
        } else if self.procedure == Procedure::Simplified && self.holding.or(self.appealed).is_none() {
            add(ClockKind::Trial, &statute::SIMPLIFIED_TRIAL, self.opened_on, None)?;
        }
        if let (State::Decided, Some(holding)) = (self.state, self.holding) {
            let limit = if holding.decision.is_ruling() {
                &statute::APPEAL_RULING
            } else {
                &statute::APPEAL_JUDGMENT
            };
            add(ClockKind::Appeal, limit, holding.received_on, None)?;
        }
        Ok(clocks)
    }

    /// The agency's period for an appeal, while it runs or has just passed.
    ///
    /// # Errors
    /// Dates outside the calendar.
    pub fn appeal_due(&self, calendar: &Calendar) -> Result<Option<Due>, DeadlineError> {
        let clocks = self.clocks(calendar)?;
        Ok(clocks.into_iter().find(|clock| clock.kind == ClockKind::Appeal).map(|clock| clock.due))
    }

    /// By when the agency must act again; none where it need not. Counted from receipt of the decision: the period it names,
    /// else the agency's setting.
    ///
    /// # Errors
    /// Dates outside the calendar; a length beyond what may be set.
    pub fn redo_due(
        &self,
        calendar: &Calendar,
        settings: &AgencySettings,
    ) -> Result<Option<RedoDue>, DeadlineError> {
        let Some(holding) = self.holding.filter(|_| self.must_redo()) else { return Ok(None) };
        let working = |days: u32| {
            let options = DueOptions { length: Some(days), ..DueOptions::default() };
            due_for(statute::REDO.key, holding.received_on, calendar, &options)
                .map(|due| (due.on, due.provisional))
        };
        let (on, is_provisional) = match holding.redo.unwrap_or(RedoPeriod::Unnamed) {
            RedoPeriod::Unnamed => working(settings.periods.redo.0)?,
            RedoPeriod::WorkingDays { days } => working(days.0)?,
            RedoPeriod::CalendarDays { days } => {
                // 《民事诉讼法》第八十五条: a last day that is off moves to the first working day after it.
                let last = days_after(holding.received_on, days)?;
                let counted = calendar.working_day_on_or_after(last)?;
                (counted.on, counted.is_provisional)
            }
            RedoPeriod::By { on } => (on, false),
        };
        Ok(Some(RedoDue { on, is_provisional, must_differ: self.must_differ() }))
    }
}
