//! The clock, its stretches, the chip, the pile and the row of table 3 against a slow second opinion that goes day by day.
//!
//! Not here: how histories are drawn (`super::random`), the second opinion itself (`gongkai_testkit::office`).

use super::support::{Case, application_id};
use chrono::{Datelike, NaiveDate};
use gongkai_deadline::due::Standing;
use gongkai_domain::application::clock::{ClockKind, ExtensionStanding, Segment, segments};
use gongkai_domain::application::{CaseClock, Chip, Pile, SegmentKind, Timeliness, Tone};
use gongkai_domain::report::tally::Countable;
use gongkai_testkit::office::{Opinion, Stand, distance, opinion};

/// What the rules and the second opinion say differently about a case today; none where they agree.
pub(super) fn against(case: &Case) -> Option<String> {
    let worked = |day: NaiveDate| case.calendar.is_working_day(day);
    let other = opinion(&case.events, case.today, &worked);
    let clock = match case.app.clock(&case.calendar, case.today) {
        Ok(clock) => clock,
        Err(error) => return Some(format!("no clock: {error}")),
    };
    let counted = Countable::of(application_id(1), &case.app);
    let counted =
        counted.map(|one| (one.column, one.received_on.year(), one.closed.map(|(on, row)| (on.year(), row))));
    if counted != other.counted {
        return Some(format!("counted {counted:?}, not {:?}", other.counted));
    }
    if (clock.due_on(), clock.base_on, clock.ended_on) != (other.due_on, other.base_on, other.ended_on) {
        return Some(format!(
            "due {:?} from {} ended {:?}, not due {:?} from {} ended {:?}",
            clock.due_on(),
            clock.base_on,
            clock.ended_on,
            other.due_on,
            other.base_on,
            other.ended_on
        ));
    }
    let is_late = clock.extension == ExtensionStanding::Late;
    if clock.kind == ClockKind::Reply && clock.ended_on.is_none() && other.has_late_extension && !is_late {
        return Some(format!("a late extension passes as {:?}", clock.extension));
    }
    against_chip(case, &other).or_else(|| against_segments(case, &clock, &other))
}

fn against_chip(case: &Case, other: &Opinion) -> Option<String> {
    let near = case.settings.near;
    let summary = case.app.clock_summary(&case.calendar, case.today).unwrap();
    let chip = summary.chip(case.today, near, case.settings.confirmation_red_after, &case.calendar);
    let fits = match (&other.stand, chip) {
        (Stand::Unconfirmed, Chip::Unconfirmed { .. }) | (Stand::Undated, Chip::Undated { .. }) => true,
        (Stand::Waiting, chip) => chip.tone() == Tone::Waiting,
        (Stand::Lapsed, chip) => chip.words().contains("逾期未"),
        (Stand::Running(left), Chip::Running { standing, .. } | Chip::Unserved { standing, .. }) => {
            match standing {
                Standing::Ample { left: days } => i64::from(days.0) == *left && days > near,
                Standing::Soon { left: days } => i64::from(days.0) == *left && days <= near,
                Standing::DueToday => *left == 0 && other.due_on == Some(case.today),
                Standing::Overdue { by } => -i64::from(by.0) == *left && other.due_on < Some(case.today),
            }
        }
        (Stand::Ended(late), Chip::Ended { late_by, due_on, .. }) => {
            let is_late = other.due_on < other.ended_on && late.is_some();
            late_by.map(|days| i64::from(days.0)) == late.filter(|_| is_late)
                && due_on.is_some() == late.is_some()
        }
        _ => false,
    };
    if !fits {
        return Some(format!("chip {chip:?}, not {:?}", other.stand));
    }
    let words = chip.words();
    if words.is_empty() || chip.dates().is_some() != matches!(chip, Chip::Ended { .. }) {
        return Some(format!("chip without words or dates: {chip:?}"));
    }
    let pile = summary.pile(case.today, near, &case.calendar);
    let expected = match chip {
        Chip::Unconfirmed { .. } => Pile::Unconfirmed,
        Chip::Undated { .. } => Pile::Undated,
        Chip::Ended { .. } if chip.tone() == Tone::Done => Pile::Closed,
        chip => match chip.tone() {
            Tone::Overdue => Pile::Overdue,
            Tone::Today => Pile::Today,
            Tone::Near => Pile::Soon,
            Tone::Waiting => Pile::Waiting,
            Tone::Neutral | Tone::Done => Pile::Later,
        },
    };
    if pile != expected {
        return Some(format!("pile {pile:?} under the chip {chip:?}"));
    }
    let timeliness = summary.timeliness(case.today, &case.calendar);
    let is_overdue = matches!(timeliness, Timeliness::Overdue { .. });
    // what waits for the applicant has no due date, and what waits for others has one that lies ahead
    let should = other.ended_on.is_none()
        && summary.kind != ClockKind::Shadow
        && other.due_on.is_some_and(|due_on| due_on < case.today);
    (is_overdue != should).then(|| format!("timeliness {timeliness:?}"))
}

fn against_segments(case: &Case, clock: &CaseClock, other: &Opinion) -> Option<String> {
    let segments = segments(clock, case.today, &case.calendar);
    let told = || segments.iter().map(|s| format!("{:?} {}..{}", s.kind, s.from, s.to)).collect::<Vec<_>>();
    let worked = |day: NaiveDate| case.calendar.is_working_day(day);
    for pair in segments.windows(2) {
        if pair[0].to.succ_opt() != Some(pair[1].from) {
            return Some(format!("a hole or an overlap: {:?}", told()));
        }
    }
    let end = match (other.ended_on, other.due_on) {
        (Some(ended_on), _) => ended_on,
        (None, Some(due_on)) if clock.kind != ClockKind::Shadow => due_on.max(case.today),
        _ => case.today,
    };
    let first = segments.first().map(|segment| segment.from);
    let last = segments.last().map(|segment| segment.to);
    let received_on = case.app.received_on.unwrap_or(case.app.arrival.arrived_on);
    let from = if clock.kind == ClockKind::Redo { clock.base_on } else { received_on };
    if end > from && (first, last) != (from.succ_opt(), Some(end)) {
        return Some(format!("not from {from} to {end}: {:?}", told()));
    }
    for segment in &segments {
        let days = distance(segment.from.pred_opt().unwrap(), segment.to, &worked);
        if i64::from(segment.working_days.0) != days
            || segment.caption.is_empty()
            || segment.article.is_empty()
        {
            return Some(format!("{segment:?}"));
        }
    }
    if clock.kind == ClockKind::Shadow {
        return None;
    }
    let at = |day: NaiveDate| segments.iter().find(|s| s.from <= day && day <= s.to);
    for day in other.base_on.iter_days().skip(1).take_while(|day| *day <= end) {
        let Some(segment) = at(day) else { return Some(format!("nothing on {day}: {:?}", told())) };
        let is_paused = other.pauses.iter().any(|(after, until)| *after < day && day <= *until);
        let fits = match segment.kind {
            SegmentKind::Counted => {
                !is_paused && day <= case.today && other.due_on.is_none_or(|due| day <= due)
            }
            SegmentKind::Remaining => !is_paused && day > case.today,
            SegmentKind::NotCounted => is_paused && other.due_on.is_none_or(|due| day <= due),
            SegmentKind::Overdue => other.due_on.is_some_and(|due| day > due) && day <= case.today,
            SegmentKind::Stopped | SegmentKind::Superseded => other.due_on.is_none(),
            SegmentKind::Unconfirmed => false,
        };
        if !fits {
            return Some(format!("{day} is {:?}: {:?}, pauses {:?}", segment.kind, told(), other.pauses));
        }
    }
    against_sum(clock, &segments, other).map(|fault| format!("{fault}: {:?}", told()))
}

/// Counted and remaining days are the period; what remains is what the chip says.
fn against_sum(clock: &CaseClock, segments: &[Segment], other: &Opinion) -> Option<String> {
    let sum = |kinds: &[SegmentKind]| -> u32 {
        let own = segments.iter().filter(|s| s.from > clock.base_on && kinds.contains(&s.kind));
        own.map(|segment| segment.working_days.0).sum()
    };
    let counted = sum(&[SegmentKind::Counted, SegmentKind::Remaining]);
    if other.due_on.is_some() && other.ended_on.is_none() {
        if let Some(period) = other.period.filter(|period| *period != counted) {
            return Some(format!("{counted} working days counted and left, not {period}"));
        }
        if clock.period.filter(|_| other.period.is_some()).map(|days| days.0) != other.period {
            return Some(format!("the clock says a period of {:?}", clock.period));
        }
    }
    if let (Stand::Running(left), Some(due)) = (&other.stand, &clock.due) {
        let remaining = i64::from(sum(&[SegmentKind::Remaining]));
        // a notice that is not served leaves the days to the office also while an opinion is awaited
        if *left > 0 && remaining != *left && clock.resumes_after.is_none() {
            return Some(format!("{remaining} left in the bar, {left} by the chip, due {}", due.on));
        }
    }
    None
}
