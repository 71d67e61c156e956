//! Table 4 counted from cases: what is in which cell, what is left out, and cases that go over the turn of the year.

use chrono::NaiveDate;
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::challenge::{
    AgencyRole, AppealOutcome, Challenged, Decision, Event, Forum, LeftOut, Procedure, ResultGroup, Tally,
};
use gongkai_domain::ids::{ApplicationId, ChallengeId};
use gongkai_domain::report::Table4Key;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn id(n: u128) -> ChallengeId {
    ChallengeId(Uuid::from_u128(n))
}

fn opened(forum: Forum, role: AgencyRole, on: &str) -> Event {
    Event::Opened {
        forum,
        role,
        challenged: Challenged::Silence,
        applications: vec![ApplicationId(Uuid::from_u128(3))],
        after: None,
        on: day(on),
        case_number: None,
        again: None,
    }
}

fn decided(decision: Decision, on: &str) -> Event {
    Event::Decided {
        on: day(on),
        received_on: day(on),
        decision,
        redo: None,
        for_procedure: false,
        text: None,
    }
}

fn tally(year: i32, cases: &[Vec<Event>], settings: &AgencySettings) -> Tally {
    let numbered = cases.iter().zip(1..).map(|(events, n)| (id(n), events.as_slice()));
    Tally::of_year(year, numbered, settings).expect("the events follow")
}

fn nonzero(tally: &Tally) -> Vec<(&'static str, usize)> {
    tally.cells().filter(|(_, count)| *count > 0).map(|(key, count)| (key.key(), count)).collect()
}

fn respondent(forum: Forum, on: &str, then: &[Event]) -> Vec<Event> {
    [&[opened(forum, AgencyRole::Respondent, on)], then].concat()
}

#[test]
fn each_case_is_one_number_in_its_group_and_every_total_is_the_sum_of_its_group() {
    let mut cases = Vec::new();
    for &decision in Decision::EVERY {
        for &forum in Forum::EVERY.iter().filter(|forum| decision.belongs_to(**forum)) {
            cases.push(respondent(forum, "2025-02-03", &[decided(decision, "2025-05-12")]));
        }
    }
    for &forum in Forum::EVERY {
        cases.push(respondent(forum, "2025-12-30", &[]));
    }
    let tally = tally(2025, &cases, &AgencySettings::default());
    for group in Table4Key::EVERY.chunks_exact(5) {
        let (total, parts) = group.split_last().expect("five cells");
        assert_eq!(tally.count(*total), parts.iter().map(|key| tally.count(*key)).sum::<usize>());
    }
    let all: usize = Table4Key::EVERY.iter().skip(4).step_by(5).map(|key| tally.count(*key)).sum();
    assert_eq!(all, cases.len());
    assert_eq!(
        nonzero(&tally),
        [
            ("reconsideration_upheld", 2),
            ("reconsideration_corrected", 6),
            ("reconsideration_other", 4),
            ("reconsideration_pending", 1),
            ("reconsideration_total", 13),
            ("direct_suit_upheld", 1),
            ("direct_suit_corrected", 6),
            ("direct_suit_other", 3),
            ("direct_suit_pending", 1),
            ("direct_suit_total", 11),
            ("post_reconsideration_suit_upheld", 1),
            ("post_reconsideration_suit_corrected", 6),
            ("post_reconsideration_suit_other", 3),
            ("post_reconsideration_suit_pending", 1),
            ("post_reconsideration_suit_total", 11),
        ]
    );
}

#[test]
fn a_case_pending_at_the_end_of_the_year_comes_again_with_its_result_in_the_next() {
    let cases = [respondent(
        Forum::Reconsideration,
        "2024-12-20",
        &[decided(Decision::ReconsiderationMaintained, "2025-01-20")],
    )];
    let settings = AgencySettings::default();
    let in_2024 = tally(2024, &cases, &settings);
    assert_eq!(nonzero(&in_2024), [("reconsideration_pending", 1), ("reconsideration_total", 1)]);
    let in_2025 = tally(2025, &cases, &settings);
    assert_eq!(nonzero(&in_2025), [("reconsideration_upheld", 1), ("reconsideration_total", 1)]);
    assert!(in_2025.counted_before().is_empty(), "as pending, not with a result");
    let in_2026 = tally(2026, &cases, &settings);
    assert_eq!((nonzero(&in_2026), in_2026.left_out().get(&id(1))), (vec![], Some(&LeftOut::Earlier)));
    let in_2023 = tally(2023, &cases, &settings);
    assert_eq!(in_2023.left_out().get(&id(1)), Some(&LeftOut::Later));
}

fn appealed(on: &str) -> Event {
    Event::Appealed { on: day(on), by_agency: true }
}

fn second(outcome: AppealOutcome, on: &str) -> Event {
    Event::AppealDecided { on: day(on), received_on: day(on), outcome, text: None }
}

#[test]
fn an_appeal_pending_at_the_end_of_the_year_makes_the_whole_case_pending() {
    let changed =
        AppealOutcome::Changed { decision: Decision::SuitRejected, redo: None, for_procedure: false };
    let cases = [respondent(
        Forum::DirectSuit,
        "2024-06-03",
        &[
            decided(Decision::SuitQuashed, "2024-11-29"),
            appealed("2024-12-10"),
            second(changed, "2025-03-14"),
        ],
    )];
    let settings = AgencySettings::default();
    assert_eq!(
        nonzero(&tally(2024, &cases, &settings)),
        [("direct_suit_pending", 1), ("direct_suit_total", 1)]
    );
    assert_eq!(
        nonzero(&tally(2025, &cases, &settings)),
        [("direct_suit_upheld", 1), ("direct_suit_total", 1)],
        "one case, one number: the last decision counts"
    );
}

#[test]
fn a_case_appealed_only_after_its_result_was_counted_is_named_when_it_is_counted_again() {
    let cases = [respondent(
        Forum::DirectSuit,
        "2024-06-03",
        &[
            decided(Decision::SuitQuashed, "2024-12-27"),
            appealed("2025-01-08"),
            second(AppealOutcome::Upheld, "2025-04-10"),
        ],
    )];
    let settings = AgencySettings::default();
    let key = Table4Key::DirectSuitCorrected;
    assert_eq!(tally(2024, &cases, &settings).count(key), 1);
    let in_2025 = tally(2025, &cases, &settings);
    assert_eq!(in_2025.cases(key).collect::<Vec<_>>(), [id(1)]);
    assert!(in_2025.counted_before().contains(&id(1)));
}

#[test]
fn a_reconsideration_and_the_suit_after_it_are_two_cases_in_two_groups() {
    let cases = [
        respondent(
            Forum::Reconsideration,
            "2025-02-10",
            &[decided(Decision::ReconsiderationMaintained, "2025-04-08")],
        ),
        respondent(Forum::PostReconsiderationSuit, "2025-04-21", &[]),
    ];
    assert_eq!(
        nonzero(&tally(2025, &cases, &AgencySettings::default())),
        [
            ("reconsideration_upheld", 1),
            ("reconsideration_total", 1),
            ("post_reconsideration_suit_pending", 1),
            ("post_reconsideration_suit_total", 1),
        ]
    );
}

#[test]
fn as_reconsideration_organ_co_defendant_or_third_party_the_agency_counts_nothing() {
    let cases = [
        vec![opened(Forum::Reconsideration, AgencyRole::ReconsiderationOrgan, "2025-02-10")],
        vec![opened(Forum::PostReconsiderationSuit, AgencyRole::CoDefendant, "2025-02-10")],
        vec![opened(Forum::DirectSuit, AgencyRole::ThirdParty, "2025-02-10")],
    ];
    let tally = tally(2025, &cases, &AgencySettings::default());
    assert_eq!(nonzero(&tally), []);
    let words: Vec<String> = tally.left_out().values().map(|why| why.words()).collect();
    assert_eq!(
        words,
        [
            "本机关系复议机关，计入原行为机关",
            "本机关系共同被告，计入原行为机关",
            "本机关系第三人，计入原行为机关"
        ]
    );
}

#[test]
fn a_local_table_of_words_moves_the_number_and_nothing_else() {
    let mut settings = AgencySettings::default();
    settings.counting.results.insert(Decision::SuitWithdrawn, ResultGroup::Upheld);
    let cases = [respondent(
        Forum::DirectSuit,
        "2025-02-10",
        &[
            Event::CopyReceived { on: day("2025-02-12"), procedure: Procedure::Simplified, papers: None },
            decided(Decision::SuitWithdrawn, "2025-03-10"),
        ],
    )];
    assert_eq!(
        nonzero(&tally(2025, &cases, &settings)),
        [("direct_suit_upheld", 1), ("direct_suit_total", 1)]
    );
}

#[test]
fn a_case_whose_events_do_not_follow_is_named_and_not_guessed_at() {
    let events = [decided(Decision::SuitRejected, "2025-03-10")];
    let error = Tally::of_year(2025, [(id(7), events.as_slice())], &AgencySettings::default())
        .expect_err("it was never opened");
    assert_eq!(error.0, id(7));
    assert_eq!(error.1.to_string(), "a challenge begins with its opening");
}
