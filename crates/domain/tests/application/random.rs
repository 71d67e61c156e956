//! Random histories: whatever the guards allow the fold takes, leads where the table says, has a clock, and is counted so
//! that every equation of table 3 holds.
//!
//! Not here: single steps (`super::cases`).

use super::history::history;
use super::second_opinion;
use super::support::{Case, application_id, day};
use chrono::{Datelike, NaiveDate};
use gongkai_domain::application::clock::ExtensionStanding;
use gongkai_domain::application::{ActionKind, Application, Channel, State};
use gongkai_domain::notice::kind::Reply;
use gongkai_domain::report::equation::equations;
use gongkai_domain::report::tally::{Countable, Table3Tally, tally};
use gongkai_domain::report::{CellRef, Column, Form, Row};
use std::collections::BTreeMap;

const YEARS: std::ops::RangeInclusive<i32> = 2023..=2026;

fn value(table: &Table3Tally, at: CellRef) -> i64 {
    match at {
        CellRef::T3(row, column) => {
            table.cell(row, column).map_or(0, gongkai_domain::report::tally::Tally::count)
        }
        CellRef::T2(_) | CellRef::T4(_) => 0,
    }
}

#[test]
fn random_histories_fold_and_every_equation_of_table_3_holds() {
    let mut taken: BTreeMap<ActionKind, u32> = BTreeMap::new();
    let mut states: BTreeMap<State, u32> = BTreeMap::new();
    let mut rows: BTreeMap<Row, u32> = BTreeMap::new();
    let mut applications: Vec<(u128, Application)> = Vec::new();
    let mut faults: Vec<String> = Vec::new();
    for seed in 0..1100 {
        let (case, steps) = history(seed, &mut faults, &second_opinion::against);
        assert_eq!(Application::from_events(&case.events).as_ref(), Ok(&case.app), "seed {seed}");
        for (kind, times) in steps {
            *taken.entry(kind).or_insert(0) += times;
        }
        *states.entry(case.app.state()).or_insert(0) += 1;
        if let Some(outcome) = case.app.outcome() {
            *rows.entry(outcome.row).or_insert(0) += 1;
        }
        applications.push((u128::from(seed) + 1, case.app));
    }
    assert!(faults.is_empty(), "{faults:#?}");
    let calendar = gongkai_deadline::Calendar::national().unwrap();
    let has = |wanted: fn(&Application) -> bool| applications.iter().filter(|(_, app)| wanted(app)).count();
    let late = applications.iter().filter(|(_, app)| {
        let clock = app.clock(&calendar, day("2026-11-01"));
        clock.is_ok_and(|clock| clock.extension == ExtensionStanding::Late)
    });
    assert!(late.count() >= 3, "extensions that came too late");
    assert!(has(|app| app.rounds.len() > 1) >= 3, "new replies");
    assert!(has(|app| app.consultations.len() > 1) >= 10, "several letters");
    assert!(has(|app| app.correction.as_ref().is_some_and(|one| one.corrected_on.is_some())) >= 3);
    // The histories are worth their name.
    let untaken: Vec<&ActionKind> = ActionKind::EVERY
        .iter()
        .filter(|kind| **kind != ActionKind::Arrive && !taken.contains_key(kind))
        .collect();
    assert!(untaken.is_empty(), "no history took {untaken:?}");
    assert!(states.len() >= 12, "{states:?}");
    assert!(rows.len() >= 12, "{rows:?}");

    let countable = || {
        applications.iter().filter_map(|(id, application)| Countable::of(application_id(*id), application))
    };
    let mut carried: Option<Vec<Vec<_>>> = None;
    for year in YEARS {
        let table = tally(year, countable());
        for equation in equations(Form::Form2021, false) {
            let sum = |cells: &[CellRef]| cells.iter().map(|at| value(&table, *at)).sum::<i64>();
            assert_eq!(sum(&equation.left), sum(&equation.right), "{year} {}", equation.id);
        }
        let ids = |row| -> Vec<Vec<_>> {
            Column::APPLICANTS.iter().map(|c| table.cell(row, *c).unwrap().ids.clone()).collect()
        };
        if let Some(carried) = carried {
            assert_eq!(carried, ids(Row::CarriedIn), "what {} carried out, {year} carries in", year - 1);
        }
        carried = Some(ids(Row::CarriedOut));
        each_stands_once(&table, countable(), year);
    }
}

/// Each application of the year came in once, and stands in one result cell or is carried out.
fn each_stands_once(table: &Table3Tally, all: impl Iterator<Item = Countable>, year: i32) {
    let is_in = |row: Row, column: Column, one: &Countable| {
        usize::from(table.cell(row, column).unwrap().ids.binary_search(&one.id).is_ok())
    };
    let over = |rows: &dyn Fn(Row) -> bool, one: &Countable| -> usize {
        Row::FORM_2021
            .iter()
            .filter(|row| rows(**row))
            .flat_map(|row| Column::APPLICANTS.iter().map(move |column| (*row, *column)))
            .map(|(row, column)| is_in(row, column, one))
            .sum()
    };
    for one in all {
        let is_of_year = one.received_on.year() <= year && one.closed.is_none_or(|(on, _)| on.year() >= year);
        let came = over(&|row| matches!(row, Row::NewReceived | Row::CarriedIn), &one);
        let went = over(&|row| row.is_result() || row == Row::CarriedOut, &one);
        assert_eq!((came, went), (usize::from(is_of_year), usize::from(is_of_year)), "{} in {year}", one.id);
    }
}

fn closed_case(received: &str, drafted: &str, posted: &str) -> Application {
    let mut case = Case::in_hand(received, 1);
    case.on(drafted).seal_reply(Reply::Granted);
    case.on(posted).take(ActionKind::Serve);
    case.app
}

#[test]
fn a_reply_drafted_in_december_and_posted_in_january_is_carried_over() {
    let app = closed_case("2025-12-22", "2025-12-30", "2026-01-05");
    let one = Countable::of(application_id(1), &app).unwrap();
    let natural = Column::NaturalPerson;
    let before = tally(2025, [one]);
    let after = tally(2026, [one]);
    let count = |table: &Table3Tally, row| table.cell(row, natural).unwrap().count();
    assert_eq!([count(&before, Row::NewReceived), count(&before, Row::CarriedOut)], [1, 1]);
    assert_eq!([count(&after, Row::CarriedIn), count(&after, Row::Granted)], [1, 1]);
    assert_eq!(count(&before, Row::ResultTotal) + count(&after, Row::CarriedOut), 0);
    assert!(tally(2027, [one]).cells().all(|(_, _, tally)| tally.ids.is_empty()));
}

#[test]
fn a_new_reply_after_quashing_is_not_counted_again() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-09-22").seal_reply(Reply::DeniedProcess).take(ActionKind::Serve);
    case.on("2026-01-20").take(ActionKind::Reopen);
    let one = Countable::of(application_id(1), &case.app).unwrap();
    assert_eq!(one.closed, Some((day("2025-09-22"), Row::DeniedProcessInformation)));
    case.on("2026-02-03").seal_reply(Reply::Granted).take(ActionKind::Serve);
    assert_eq!(Countable::of(application_id(1), &case.app), Some(one));
    assert!(tally(2026, [one]).cells().all(|(_, _, tally)| tally.ids.is_empty()));
}

#[test]
fn an_unconfirmed_application_is_not_new_yet() {
    let case = Case::new(Channel::Internet, "2025-12-31", 1);
    assert_eq!(Countable::of(application_id(1), &case.app), None);
    let mut withdrawn = Case::new(Channel::Internet, "2025-12-31", 1);
    withdrawn.take(ActionKind::Withdraw);
    assert_eq!(Countable::of(application_id(1), &withdrawn.app), None, "it was never received");
}

#[test]
fn the_table_is_printed_with_zeros_and_the_order_of_records_does_not_matter() {
    let apps = [
        closed_case("2025-03-03", "2025-03-10", "2025-03-11"),
        closed_case("2025-04-01", "2025-04-10", "2025-04-11"),
    ];
    let all: Vec<Countable> =
        (1..).zip(&apps).filter_map(|(n, app)| Countable::of(application_id(n), app)).collect();
    let table = tally(2025, all.iter().copied());
    let turned = tally(2025, all.iter().rev().chain(&all).copied());
    assert_eq!(table, turned);
    let printed = table.to_table3();
    let cell = |row: Row, column: Column| printed.row(row).unwrap()[column.index()].as_count();
    assert_eq!(cell(Row::Granted, Column::Total), Some(2));
    assert_eq!(cell(Row::Granted, Column::CommercialEnterprise), Some(0));
    assert_eq!(printed.rows().count(), Row::FORM_2021.len());
    let last: NaiveDate = day("2025-12-31");
    assert_eq!(table.year(), last.year());
}
