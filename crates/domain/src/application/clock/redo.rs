//! The period for a new reply after the first was quashed: that of the decision where it names one, else the default, and which
//! of the two it is.
//!
//! Not here: the decision (`crate::challenge`), the limits of what the new reply may say (`crate::application::guard`).

use super::{CaseClock, ClockKind, EndedBy, ExtensionStanding};
use crate::application::event::RedoBasis;
use crate::application::fold::{Application, Reopening};
use crate::challenge::event::RedoPeriod;
use chrono::NaiveDate;
use gongkai_deadline::explain::{Step, StepKind};
use gongkai_deadline::timeline::{Interval, Waiting};
use gongkai_deadline::units::WorkingDays;
use gongkai_deadline::{Calendar, DeadlineError, Due, DueOptions, due_for, statute};

impl Application {
    /// Consultations do not move this period: a decision set it, or it stands in for one that a decision sets.
    pub(super) fn redo_clock(
        &self,
        reopening: &Reopening,
        calendar: &Calendar,
        as_of: NaiveDate,
    ) -> Result<CaseClock, DeadlineError> {
        let due = due_of(reopening, calendar)?;
        let ending = self.ending();
        let from = reopening.on.succ_opt().unwrap_or(reopening.on);
        // the first reply's extension stays what it was
        let extension = match self.received_on {
            Some(received_on) => self.reply_clock(received_on, ClockKind::Reply, calendar, as_of)?.extension,
            None => ExtensionStanding::None,
        };
        Ok(CaseClock {
            kind: ClockKind::Redo,
            waiting: if ending.is_some() { Waiting::Nothing } else { Waiting::Reply },
            base_on: reopening.on,
            period: None,
            due: Some(due),
            applicant_due_on: None,
            opinion_due_on: self.opinion_due_on(calendar)?,
            resumes_after: None,
            late_notices: Vec::new(),
            unserved: None,
            extension: match extension {
                ExtensionStanding::InForce => extension,
                // what was not told in time then is of no use for a new reply
                _ => ExtensionStanding::None,
            },
            ended_on: ending.map(|(on, _)| on),
            ended_by: ending.map(|(_, by): (NaiveDate, EndedBy)| by),
            intervals: vec![Interval { from, to: ending.map(|(on, _)| on), waiting: Waiting::Reply }],
        })
    }
}

/// The due date, explained by what it rests on. The day recorded with the decision holds.
fn due_of(reopening: &Reopening, calendar: &Calendar) -> Result<Due, DeadlineError> {
    let working = |days: Option<WorkingDays>| {
        let options = DueOptions { length: days.map(|days| days.0), ..DueOptions::default() };
        due_for(statute::REDO.key, reopening.on, calendar, &options)
    };
    let last = |text: String, article| Step {
        date: reopening.redo_due_on,
        until: None,
        kind: StepKind::Due,
        text: text.into(),
        article: Some(article),
    };
    let Some(basis) = &reopening.basis else {
        // an older record tells only the day
        let due = working(None)?;
        if due.on == reopening.redo_due_on {
            return Ok(due);
        }
        let text = "决定、裁判载明的重新答复期限届满".to_owned();
        return Ok(bare(
            due,
            reopening.redo_due_on,
            "决定、裁判载明的期限",
            vec![last(text, statute::REDO.article)],
        ));
    };
    let decision = basis.decision();
    let (days, length) = match basis.period {
        RedoPeriod::WorkingDays { days } => (Some(days), format!("{decision}载明的{days}")),
        RedoPeriod::CalendarDays { days } => (None, format!("{decision}载明的{days}")),
        RedoPeriod::By { .. } => (None, format!("{decision}载明的日期")),
        RedoPeriod::Unnamed => {
            (Some(basis.unnamed_days), format!("{decision}未写明期限，按{}计算", basis.unnamed_days))
        }
    };
    let article = if basis.is_named() { basis.article() } else { statute::REDO.article };
    let text = words(basis, &decision);
    let mut due = working(days)?;
    if days.is_some() && due.on == reopening.redo_due_on {
        // the count of working days is kept; only who fixed them is said at its end
        if let Some(end) = due.steps.iter_mut().rfind(|step| step.kind == StepKind::Due) {
            end.text = format!("{}：{text}", end.text).into();
            end.article = Some(article);
        }
        due.length = length;
    } else {
        due = bare(due, reopening.redo_due_on, &length, vec![last(text, article)]);
    }
    due.article = article;
    Ok(due)
}

fn words(basis: &RedoBasis, decision: &str) -> String {
    match basis.period {
        RedoPeriod::Unnamed => {
            format!("{decision}没有写明重新答复的期限，按本机关设定的{}计算，期限届满", basis.unnamed_days)
        }
        RedoPeriod::WorkingDays { days } => format!("{decision}责令在{days}内重新答复，期限届满"),
        RedoPeriod::CalendarDays { days } => format!("{decision}责令在{days}内重新答复，期限届满"),
        RedoPeriod::By { .. } => format!("{decision}责令在本日前重新答复，期限届满"),
    }
}

/// A due date that is not counted in working days: its start and its end.
fn bare(mut due: Due, on: NaiveDate, length: &str, end: Vec<Step>) -> Due {
    due.on = on;
    length.clone_into(&mut due.length);
    due.provisional = false;
    due.years_without_data.clear();
    due.steps.retain(|step| step.kind == StepKind::Start);
    due.steps.extend(end);
    due
}
