//! How a case stands on a day: its clock with the stretches, what the record says against each step, and what a step would do to the
//! due date.
//!
//! Not here: the case itself and how long it is kept at hand (`super::folded`); what a person may do (`super::case`).
//!
//! All of this follows from the events, the day, the calendar and what the agency has set, and from nothing else: no text of a
//! case, no person who looks. So it is worked out once for each of these, and pages that show the case again share it.

use crate::application::extend::due_if_extended;
use crate::application::what_if::due_if_taken;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_deadline::calendar::Calendar;
use gongkai_deadline::units::WorkingDays;
use gongkai_deadline::{DeadlineError, Due};
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::application::clock::{CaseClock, ClockKind, Segment, segments};
use gongkai_domain::application::{ActionKind, Application, Chip, Context};
use std::sync::Arc;

/// The extensions of which pages tell what they would do; at most twenty working days (《条例》第三十三条).
const USUAL: [WorkingDays; 4] = [WorkingDays(5), WorkingDays(10), WorkingDays(15), WorkingDays(20)];

/// How a case stands.
#[derive(Debug)]
pub(crate) struct Standing {
    today: NaiveDate,
    calendar: Arc<Calendar>,
    settings: Arc<AgencySettings>,
    /// The clock.
    pub(crate) clock: CaseClock,
    /// Its stretches.
    pub(crate) segments: Vec<Segment>,
    /// The same in a word.
    pub(crate) chip: Chip,
    /// The due date by which the office plans while receipt is not confirmed.
    pub(crate) shadow_due_on: Option<NaiveDate>,
    /// The due date counted from arrival, where receipt was confirmed later and it is the earlier one.
    pub(crate) earlier_by_arrival: Option<Due>,
    /// What the record says against each step, as a refusal prints it, in the order of [`ActionKind::EVERY`].
    pub(crate) against: Vec<(ActionKind, Vec<String>)>,
    /// What the due date would be if a step were taken today, of those that move it.
    pub(crate) effects: Vec<(ActionKind, NaiveDate)>,
    /// What the due date would be if an extension were told today.
    pub(crate) extended: Vec<(WorkingDays, NaiveDate)>,
}

impl Standing {
    /// Works it out.
    ///
    /// # Errors
    /// [`Refusal::Defect`] where the events lead outside the calendar.
    pub(crate) fn of(
        application: &Application,
        today: NaiveDate,
        calendar: Arc<Calendar>,
        settings: Arc<AgencySettings>,
    ) -> Result<Self, Refusal> {
        let defect = |e: DeadlineError| Refusal::Defect(e.to_string());
        let clock = application.clock(&calendar, today).map_err(defect)?;
        let segments = segments(&clock, today, &calendar);
        let handling = &settings.handling;
        let chip = application.summary_of(&clock).chip(
            today,
            handling.near,
            handling.confirmation_red_after,
            &calendar,
        );
        let shadow_due_on = match (application.received_on, clock.kind) {
            (Some(_), _) => None,
            (None, ClockKind::Shadow) => clock.due_on(),
            (None, _) => application.shadow_due(&calendar, today).map_err(defect)?.map(|due| due.on),
        };
        let earlier_by_arrival =
            application.earlier_by_arrival(clock.due_on(), &calendar, today).map_err(defect)?;
        let context = Context { today, calendar: &calendar, settings: handling, clock: Some(&clock) };
        let against = |kind: &ActionKind| {
            let reasons = application.why_not_now(*kind, &context);
            (*kind, reasons.iter().map(ToString::to_string).collect())
        };
        let against: Vec<(ActionKind, Vec<String>)> = ActionKind::EVERY.iter().map(against).collect();
        let effect = |(kind, why): &(ActionKind, Vec<String>)| {
            let due = why.is_empty().then(|| due_if_taken(application, &calendar, today, *kind)).flatten()?;
            Some((*kind, due))
        };
        let effects = against.iter().filter_map(effect).collect();
        let extended =
            USUAL.iter().filter_map(|by| Some((*by, due_if_extended(application, &calendar, today, *by)?)));
        let extended = extended.collect();
        Ok(Self {
            today,
            calendar,
            settings,
            clock,
            segments,
            chip,
            shadow_due_on,
            earlier_by_arrival,
            against,
            effects,
            extended,
        })
    }

    /// Whether it was worked out for this day, this calendar and these settings.
    pub(crate) fn is_of(
        &self,
        today: NaiveDate,
        calendar: &Arc<Calendar>,
        settings: &Arc<AgencySettings>,
    ) -> bool {
        self.today == today && Arc::ptr_eq(&self.calendar, calendar) && Arc::ptr_eq(&self.settings, settings)
    }

    /// What the record says against a step.
    pub(crate) fn against(&self, kind: ActionKind) -> &[String] {
        self.against.iter().find(|(known, _)| *known == kind).map_or(&[], |(_, why)| why)
    }
}
