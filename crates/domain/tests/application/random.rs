//! Random histories: whatever the guards allow the fold takes, leads where the table says, has a clock, and is counted so
//! that every equation of table 3 holds.
//!
//! Not here: single steps (`super::cases`).

use super::support::{Case, all_facts, application_id, arrived, day, with_facts};
use chrono::{Datelike, NaiveDate};
use gongkai_deadline::CalendarDays;
use gongkai_deadline::clock::days_after;
use gongkai_domain::application::transition::{may_lead, permits};
use gongkai_domain::application::{ActionKind, ApplicantKind, Application, Channel, Event, State};
use gongkai_domain::notice::kind::Reply;
use gongkai_domain::report::equation::equations;
use gongkai_domain::report::tally::{Countable, Table3Tally, tally};
use gongkai_domain::report::{CellRef, Column, Form, Row};
use gongkai_testkit::Rng;
use std::collections::BTreeMap;

const YEARS: std::ops::RangeInclusive<i32> = 2023..=2026;

/// A proposal with some chance in it.
fn drawn(case: &Case, kind: ActionKind, rng: &mut Rng) -> Event {
    let mut event = case.proposal(kind);
    match &mut event {
        Event::ReplyDrafted { .. } => {
            let replies: Vec<Reply> = case.app.matters.iter().map(|_| *rng.pick(Reply::EVERY)).collect();
            if !matches!(case.app.state(), State::AwaitingCorrection | State::AwaitingPayment) {
                return case.draft(&replies, all_facts());
            }
        }
        Event::OpinionReceived { opinion, .. } => {
            use gongkai_domain::application::Opinion;
            *opinion = *rng.pick(&[Opinion::Consents, Opinion::Objects, Opinion::Partly]);
        }
        Event::ReasonsJudged { is_reasonable, .. } => *is_reasonable = rng.percent(50),
        Event::ReopenedByDecision { is_for_procedure, .. } => *is_for_procedure = rng.percent(50),
        Event::ConsultationSent { with, .. } => {
            use gongkai_deadline::timeline::Consulted;
            *with = *rng.pick(&[Consulted::ThirdParty, Consulted::CoMaker, Consulted::OtherAgency]);
        }
        _ => {}
    }
    event
}

/// The way from registration to service.
const ONWARD: &[ActionKind] = &[
    ActionKind::Confirm,
    ActionKind::Register,
    ActionKind::RecordSearch,
    ActionKind::DraftReply,
    ActionKind::SignStep,
    ActionKind::Issue,
    ActionKind::Seal,
    ActionKind::Serve,
];

/// Steps that follow only upon others.
const ASIDE: &[ActionKind] = &[
    ActionKind::RequestReasons,
    ActionKind::ReceiveReasons,
    ActionKind::JudgeReasons,
    ActionKind::FixDelay,
    ActionKind::ApproveExtension,
    ActionKind::TellExtension,
    ActionKind::RecordAddresseeReceipt,
    ActionKind::ReceiveOpinion,
    ActionKind::TellThirdParty,
];

/// Steps that end a case would end nearly every history early; they are drawn rarely.
fn is_rare(kind: ActionKind) -> bool {
    matches!(
        kind,
        ActionKind::Withdraw
            | ActionKind::CloseInternally
            | ActionKind::Split
            | ActionKind::VoidPaper
            | ActionKind::ReturnDraft
            | ActionKind::IssuePaper
            | ActionKind::ReissueCode
            | ActionKind::TakeOverPart
            | ActionKind::MarkWeighty
    )
}

fn history(seed: u64, faults: &mut Vec<String>) -> (Case, BTreeMap<ActionKind, u32>) {
    let mut rng = Rng::new(seed);
    let first = days_after(day("2023-01-02"), CalendarDays(rng.below(1000) as u32)).unwrap();
    let matters = u32::try_from(1 + rng.below(3)).unwrap();
    let mut event = arrived(*rng.pick(Channel::EVERY), &first.to_string(), matters);
    if let Event::Arrived { applicant_kind, .. } = &mut event {
        *applicant_kind = *rng.pick(ApplicantKind::EVERY);
    }
    let mut case = Case::from_arrival(event);
    let mut taken = BTreeMap::new();
    for _ in 0..90 {
        if rng.percent(25) {
            case.today = days_after(case.today, CalendarDays(1 + rng.below(12) as u32)).unwrap();
        }
        if case.today > day("2026-11-01") {
            break;
        }
        // Mostly steps that the state knows, sometimes any.
        let state = case.app.state();
        let known: Vec<ActionKind> =
            ActionKind::EVERY.iter().copied().filter(|kind| permits(state, *kind)).collect();
        let drawn_from = match rng.below(10) {
            0 | 1 => ActionKind::EVERY,
            2..=4 => ONWARD,
            5 | 6 => ASIDE,
            _ => &known,
        };
        let kind = *rng.pick(drawn_from);
        if is_rare(kind) && !rng.percent(3) {
            continue;
        }
        let action = with_facts(drawn(&case, kind, &mut rng));
        if !case.why_not(&action).is_empty() {
            continue;
        }
        let from = case.app.state();
        case.push(action.event);
        let to = case.app.state();
        if !may_lead(from, kind, to) {
            faults.push(format!("seed {seed}: {from} --{kind}--> {to}"));
            break;
        }
        if let Err(error) = case.app.clock(&case.calendar, case.today) {
            faults.push(format!("seed {seed}: {kind} left no clock: {error}"));
            break;
        }
        *taken.entry(kind).or_insert(0) += 1;
    }
    (case, taken)
}

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
    for seed in 0..400 {
        let (case, steps) = history(seed, &mut faults);
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
