//! A step of a case that was recorded wrongly: which may be put right, what then holds, and what no longer follows from it.
//!
//! Not here: who may do it (`crate::staff`), the rest of the guards (`super::guard`).
//!
//! What was recorded stays in the chain; the later event says what stands in its place, or that nothing does. The case is then
//! folded anew, from the beginning: table 4 of every year counts what was true, whenever it was put right.

use super::case::{Case, TransitionError, action_of};
use super::event::Event;
use super::guard::{Context, Reason, why_not};
use crate::agency::AgencySettings;
use chrono::NaiveDate;
use gongkai_deadline::Calendar;

/// Whether a step may be put right. What is simply done again (giving the case to somebody), a paper that was
/// written, and an entry of what was learned are not changed.
pub fn is_rectifiable(event: &Event) -> bool {
    !matches!(
        event,
        Event::Assigned { .. }
            | Event::PaperWritten { .. }
            | Event::LessonNoted { .. }
            | Event::Rectified { .. }
            | Event::Voided { .. }
    )
}

/// Whether nothing but striking it out is possible: such a step has no more than its day.
pub fn is_struck_only(event: &Event) -> bool {
    matches!(event, Event::Redone { .. } | Event::Archived { .. })
}

/// What is known when a step is to be put right or the case voided.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// Today.
    pub today: NaiveDate,
    /// The calendar.
    pub calendar: &'a Calendar,
    /// What the agency has set.
    pub settings: &'a AgencySettings,
    /// Whether an application was taken up again on account of the decision.
    pub is_reopened: bool,
    /// Whether a suit was recorded after this reconsideration.
    pub has_suit_after: bool,
}

impl Case {
    /// The steps that stand, each with its place among the events, the opening first.
    pub fn standing_steps(&self) -> impl Iterator<Item = (u32, &Event)> {
        (1..).zip(&self.steps).filter_map(|(place, event)| event.as_ref().map(|event| (place, event)))
    }

    /// The step that stands at a place and may be put right.
    pub fn rectifiable(&self, step: u32) -> Option<&Event> {
        let found = self.standing_steps().find(|(place, _)| *place == step)?;
        Some(found.1).filter(|event| is_rectifiable(event))
    }

    /// The steps with one of them put right.
    fn steps_with(&self, step: u32, instead: Option<&Event>) -> Result<Vec<Option<Event>>, TransitionError> {
        let wrong = TransitionError::NoSuchStep(step);
        let known = self.rectifiable(step).ok_or(wrong)?;
        let fits = match (known, instead) {
            // whoever is concerned and what is challenged makes the case another one
            (
                Event::Opened { challenged, applications, .. },
                Some(Event::Opened { challenged: now, applications: concerned, .. }),
            ) => challenged == now && applications == concerned,
            (Event::Opened { .. }, _) => false,
            (_, None) => true,
            (known, Some(instead)) => !is_struck_only(known) && action_of(known) == action_of(instead),
        };
        if !fits {
            return Err(wrong);
        }
        let mut steps = self.steps.clone();
        let place = usize::try_from(step).ok().and_then(|step| step.checked_sub(1)).ok_or(wrong)?;
        *steps.get_mut(place).ok_or(wrong)? = instead.cloned();
        Ok(steps)
    }

    /// The case as it is with a step put right.
    ///
    /// # Errors
    /// [`TransitionError`] where it is no such step, or what follows no longer can.
    pub fn put_right(&self, step: u32, instead: Option<&Event>) -> Result<Self, TransitionError> {
        let steps = self.steps_with(step, instead)?;
        let standing = steps.iter().flatten().filter(|event| !matches!(event, Event::Rectified { .. }));
        let mut case = Self::from_events(self.id, standing)?;
        case.steps = steps;
        Ok(case)
    }
}

/// All reasons why a step cannot be put right so: each step from there on must have been possible.
pub fn why_not_rectify(case: &Case, step: u32, instead: Option<&Event>, around: &Around<'_>) -> Vec<Reason> {
    let Ok(steps) = case.steps_with(step, instead) else { return vec![Reason::NotRectifiable] };
    if case.steps == steps {
        return vec![Reason::NothingChanged];
    }
    let mut reasons = Vec::new();
    let mut now: Option<Case> = None;
    for (place, event) in (1..).zip(&steps) {
        let Some(event) = event else { continue };
        match &mut now {
            None => now = Case::from_events(case.id, [event]).ok(),
            Some(_) if matches!(event, Event::Rectified { .. }) => {}
            Some(now) => {
                let Some(action) = action_of(event) else { return vec![Reason::NotRectifiable] };
                let context = Context::of(event, around.today, around.calendar, around.settings);
                let found = if place < step { Vec::new() } else { why_not(now, action, &context) };
                let is_late = |reason: &Reason| matches!(reason, Reason::BeforeLastEvent { .. });
                // what the office did for itself may lie between the days of the others in any order
                let found = found.into_iter().filter(|reason| !(event.is_own() && is_late(reason)));
                let told = |reason| {
                    if place == step {
                        return reason;
                    }
                    Reason::NoLongerFollows { action, on: event.on(), because: Box::new(reason) }
                };
                reasons.extend(found.map(told));
                if now.apply(event).is_err() {
                    if reasons.is_empty() {
                        reasons.push(Reason::NotRectifiable);
                    }
                    return reasons;
                }
            }
        }
    }
    let Some(now) = now else { return vec![Reason::NotRectifiable] };
    if now.opened_on > around.today {
        reasons.push(Reason::InFuture);
    }
    let duty = |case: &Case| {
        let due = case.redo_due(around.calendar, around.settings).ok().flatten();
        (case.must_redo(), due.map(|due| (due.on, due.must_differ)))
    };
    if around.is_reopened && duty(case) != duty(&now) {
        reasons.push(Reason::ReopenedOnIt);
    }
    if around.has_suit_after && now.forum.is_suit() && !case.forum.is_suit() {
        reasons.push(Reason::SuitAfterIt);
    }
    reasons
}

/// All reasons why a case cannot be voided: others that rest on it.
pub fn why_not_void(around: &Around<'_>) -> Vec<Reason> {
    let reopened = around.is_reopened.then_some(Reason::ReopenedOnIt);
    reopened.into_iter().chain(around.has_suit_after.then_some(Reason::SuitAfterIt)).collect()
}
