//! The fast count against one that looks at every day, 2019–2026.
//!
//! The reference reads the data file by itself, so that it shares neither the parser nor the table with the crate.
#![cfg(test)]

use chrono::{Datelike, Days, NaiveDate, Weekday};
use gongkai_deadline::timeline::{Consulted, Event, Timeline};
use gongkai_deadline::{Calendar, DeadlineError, WorkingDays};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

const FILE: &str = include_str!("../../../assets/calendar/working-days.json");

static NATIONAL: LazyLock<Calendar> = LazyLock::new(|| Calendar::national().unwrap());
static LISTED: LazyLock<BTreeSet<NaiveDate>> = LazyLock::new(|| {
    // Every date in the file differs from Monday to Friday: being listed is all the reference needs.
    FILE.split('"').filter_map(|word| word.parse().ok()).collect()
});

fn is_worked(day: NaiveDate) -> bool {
    let is_weekday = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    is_weekday != LISTED.contains(&day)
}

/// Goes from day to day; days in a pause (after the first date, until the second) are passed over.
fn walk(from: NaiveDate, days: u32, pauses: &[(NaiveDate, NaiveDate)]) -> NaiveDate {
    let mut left = days;
    let mut day = from;
    while left > 0 {
        day = day.succ_opt().unwrap();
        let is_paused = pauses.iter().any(|(sent, end)| *sent < day && day <= *end);
        if is_worked(day) && !is_paused {
            left -= 1;
        }
    }
    day
}

fn plus(day: NaiveDate, days: u64) -> NaiveDate {
    day + Days::new(days)
}

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2019, 1, 1).unwrap()
}

/// A day such that a year of counting stays within the data.
fn a_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..2500).prop_map(|offset| plus(first(), offset))
}

#[derive(Debug, Clone)]
struct Letter {
    sent_after: u64,
    posted: Option<u64>,
    answered: Option<u64>,
    came_back: bool,
}

fn a_letter() -> impl Strategy<Value = Letter> {
    (0_u64..45, prop::option::of(0_u64..8), prop::option::of(0_u64..40), any::<bool>()).prop_map(
        |(sent_after, posted, answered, came_back)| Letter { sent_after, posted, answered, came_back },
    )
}

#[test]
fn the_reference_knows_all_listed_days() {
    assert_eq!(LISTED.len(), 146 + 52);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn counting_agrees_with_walking(from in a_day(), days in 1_u32..250) {
        let counted = NATIONAL.add_working_days(from, WorkingDays(days)).unwrap();
        prop_assert_eq!(counted.on, walk(from, days, &[]));
        prop_assert!(!counted.is_provisional);
        prop_assert_eq!(NATIONAL.working_days_between(from, counted.on), WorkingDays(days));
    }

    #[test]
    fn counting_outside_the_data_agrees_with_walking(offset in 0_u64..8000, days in 1_u32..600) {
        let from = plus(NaiveDate::from_ymd_opt(2010, 6, 1).unwrap(), offset);
        let counted = NATIONAL.add_working_days(from, WorkingDays(days)).unwrap();
        prop_assert_eq!(counted.on, walk(from, days, &[]));
        prop_assert_eq!(NATIONAL.working_days_between(from, counted.on), WorkingDays(days));
        let years = from.succ_opt().unwrap().year()..=counted.on.year();
        prop_assert_eq!(counted.is_provisional, years.clone().any(|year| !(2019..=2026).contains(&year)));
    }

    #[test]
    fn timelines_agree_with_walking(
        received in a_day(),
        correction in prop::option::of((0_u64..12, 0_u64..30)),
        fee in prop::option::of((0_u64..20, 0_u64..30)),
        letters in prop::collection::vec(a_letter(), 0..4),
        extension in prop::option::of((0_u64..60, 1_u32..=20)),
    ) {
        let mut events = vec![Event::Received { on: received }];
        let mut base = received;
        if let Some((asked, took)) = correction {
            events.push(Event::CorrectionRequested { on: plus(base, asked), received_on: None, within: None });
            base = plus(base, asked + took);
            events.push(Event::Corrected { on: base });
        }
        if let Some((noticed, took)) = fee {
            events.push(Event::FeeNoticed { on: plus(base, noticed), received_on: None });
            base = plus(base, noticed + took);
            events.push(Event::Paid { on: base });
        }
        let mut pauses = Vec::new();
        for (id, letter) in (0..).zip(&letters) {
            let sent = plus(received, letter.sent_after);
            events.push(Event::ConsultationSent { on: sent, id, with: Consulted::CoMaker, within: None });
            let arrived = letter.posted.map(|days| plus(sent, days));
            if let Some(on) = arrived {
                events.push(Event::AddresseeReceived { on, id });
            }
            let answered = letter.answered.map(|days| plus(arrived.unwrap_or(sent), days));
            if let Some(on) = answered {
                // what never arrived can come back
                events.push(match arrived {
                    None if letter.came_back => Event::ConsultationReturned { on, id },
                    _ => Event::OpinionReceived { on, id },
                });
            }
            let silence = walk(arrived.unwrap_or(sent), 15, &[]);
            pauses.push((sent, answered.map_or(silence, |answered| answered.min(silence))));
        }
        let mut length = 20;
        let mut told_late = false;
        if let Some((after, by)) = extension {
            let on = plus(base, after);
            events.push(Event::ExtensionGranted { on, by: WorkingDays(by) });
            let known: Vec<_> = pauses.iter().copied().filter(|(sent, _)| *sent <= on).collect();
            told_late = on > walk(base, 20, &known);
            length += by;
        }
        let clock = Timeline::from_events(&events).unwrap().reply_clock(&NATIONAL, None);
        if let Err(DeadlineError::ExtensionTooLate { .. }) = clock {
            prop_assert!(told_late);
            return Ok(());
        }
        let clock = clock.unwrap();
        prop_assert!(!told_late);
        prop_assert_eq!(clock.base_on, base);
        let due = clock.due.unwrap();
        prop_assert_eq!(due.on, walk(base, length, &pauses));
        prop_assert!(due.steps.windows(2).all(|pair| pair[0].date <= pair[1].date), "steps are in order");
        for pair in clock.intervals.windows(2) {
            prop_assert_eq!(pair[0].to.unwrap().succ_opt().unwrap(), pair[1].from, "no hole, no overlap");
        }
    }
}
