//! What was recorded wrongly of a challenge and is put right, a case that was recorded by mistake, and a second case about the
//! same reply.

use chrono::NaiveDate;
use gongkai_deadline::Calendar;
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::challenge::again::{Second, against};
use gongkai_domain::challenge::guard::answer_papers;
use gongkai_domain::challenge::rectify::{Around, why_not_rectify, why_not_void};
use gongkai_domain::challenge::{
    AgainGround, AgencyRole, Case, Challenged, Decision, Event, Forum, LeftOut, Procedure, Reason,
    RedoPeriod, Repeat, State, Tally,
};
use gongkai_domain::ids::{ApplicationId, ChallengeId, ContentId, ContentRef, Digest, PaperId};
use gongkai_domain::report::Table4Key;
use uuid::Uuid;

const ID: ChallengeId = ChallengeId(Uuid::from_u128(1));
const REPLY: Challenged = Challenged::Reply { paper: PaperId(Uuid::from_u128(2)) };

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn content() -> ContentRef {
    ContentRef { id: ContentId(Uuid::from_u128(9)), digest: Digest([0; 32]) }
}

fn opened(forum: Forum, on: &str) -> Event {
    Event::Opened {
        forum,
        role: AgencyRole::Respondent,
        challenged: REPLY,
        applications: vec![ApplicationId(Uuid::from_u128(3))],
        after: None,
        on: day(on),
        case_number: None,
        again: None,
    }
}

fn decided(decision: Decision, on: &str, redo: Option<RedoPeriod>) -> Event {
    Event::Decided { on: day(on), received_on: day(on), decision, redo, for_procedure: false, text: None }
}

fn copy(on: &str) -> Event {
    Event::CopyReceived { on: day(on), procedure: Procedure::Ordinary, papers: None }
}

fn rectified(step: u32, instead: Option<Event>, on: &str) -> Event {
    Event::Rectified { on: day(on), step, instead: instead.map(Box::new), reason: content() }
}

fn fold(events: &[Event]) -> Case {
    Case::from_events(ID, events).expect("the events follow")
}

/// A reconsideration that was decided in 2025.
fn maintained() -> Vec<Event> {
    vec![
        opened(Forum::Reconsideration, "2025-08-01"),
        copy("2025-08-06"),
        Event::AnswerFiled { on: day("2025-08-18"), papers: answer_papers(Forum::Reconsideration).to_vec() },
        decided(Decision::ReconsiderationMaintained, "2025-09-15", None),
    ]
}

fn reasons(events: &[Event], step: u32, instead: Option<&Event>, is_reopened: bool) -> Vec<Reason> {
    let (calendar, settings) = (Calendar::national().expect("reads"), AgencySettings::default());
    let around = Around {
        today: day("2026-02-10"),
        calendar: &calendar,
        settings: &settings,
        is_reopened,
        has_suit_after: false,
    };
    why_not_rectify(&fold(events), step, instead, &around)
}

fn nonzero(year: i32, events: &[Event]) -> Vec<(&'static str, usize)> {
    let tally = Tally::of_year(year, [(ID, events)], &AgencySettings::default()).expect("they follow");
    tally.cells().filter(|(_, count)| *count > 0).map(|(key, count)| (key.key(), count)).collect()
}

#[test]
fn a_decision_put_right_after_the_year_counts_in_the_year_in_which_it_was_made() {
    let mut events = maintained();
    assert_eq!(nonzero(2025, &events), [("reconsideration_upheld", 1), ("reconsideration_total", 1)]);
    let right = decided(Decision::ReconsiderationQuashed, "2025-09-15", Some(RedoPeriod::Unnamed));
    assert_eq!(reasons(&events, 4, Some(&right), false), []);
    events.push(rectified(4, Some(right), "2026-02-10"));
    let case = fold(&events);
    assert!(case.must_redo() && case.state == State::Final);
    assert_eq!(nonzero(2025, &events), [("reconsideration_corrected", 1), ("reconsideration_total", 1)]);
    assert_eq!(nonzero(2026, &events), []);
}

#[test]
fn a_step_that_never_took_place_is_struck_out_and_the_case_stands_where_it_stood() {
    let mut events = maintained();
    assert_eq!(reasons(&events, 4, None, false), []);
    events.push(rectified(4, None, "2025-10-09"));
    let case = fold(&events);
    assert_eq!((case.state, case.holding), (State::Answered, None));
    assert_eq!(nonzero(2025, &events), [("reconsideration_pending", 1), ("reconsideration_total", 1)]);
    // and may be recorded anew, and put right once more
    events.push(decided(Decision::ReconsiderationChanged, "2025-10-10", None));
    events.push(rectified(
        6,
        Some(decided(Decision::ReconsiderationSettled, "2025-10-10", None)),
        "2025-10-11",
    ));
    assert_eq!(nonzero(2025, &events), [("reconsideration_other", 1), ("reconsideration_total", 1)]);
}

#[test]
fn the_kind_of_case_put_right_moves_it_to_its_group_of_table_4() {
    let mut events = vec![opened(Forum::DirectSuit, "2025-03-03")];
    events.push(rectified(1, Some(opened(Forum::PostReconsiderationSuit, "2025-03-03")), "2025-03-10"));
    let tally = Tally::of_year(2025, [(ID, events.as_slice())], &AgencySettings::default()).expect("follow");
    assert_eq!(tally.count(Table4Key::PostReconsiderationSuitPending), 1);
    assert_eq!(tally.count(Table4Key::DirectSuitTotal), 0);
}

#[test]
fn what_no_longer_follows_is_named_with_its_reason_and_nothing_is_changed() {
    let events = maintained();
    // the copy cannot have come after the answer to it
    let late = copy("2025-08-20");
    let told: Vec<String> = reasons(&events, 2, Some(&late), false).iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["更正后，2025年8月18日的“提交答复（答辩）”不能成立：日期早于上一事项（2025年8月20日）"]
    );
    let court = decided(Decision::SuitRejected, "2025-09-15", None);
    let strange = reasons(&events, 4, Some(&court), false);
    assert!(matches!(strange[..], [Reason::WrongForum { .. }]), "{strange:?}");
    assert_eq!(reasons(&events, 2, Some(&copy("2025-08-06")), false), [Reason::NothingChanged]);
    for (step, instead) in [(1, None), (9, None), (2, Some(&court))] {
        assert_eq!(reasons(&events, step, instead, false), [Reason::NotRectifiable], "{step}");
    }
    // another application or another reply is another case
    let mut other = opened(Forum::Reconsideration, "2025-08-01");
    if let Event::Opened { challenged, .. } = &mut other {
        *challenged = Challenged::Silence;
    }
    assert_eq!(reasons(&events, 1, Some(&other), false), [Reason::NotRectifiable]);
}

#[test]
fn what_an_application_was_taken_up_again_for_stays_as_it_is() {
    let mut events = maintained();
    events.pop();
    events.push(decided(Decision::ReconsiderationQuashed, "2025-09-15", Some(RedoPeriod::Unnamed)));
    let upheld = decided(Decision::ReconsiderationMaintained, "2025-09-15", None);
    assert_eq!(reasons(&events, 4, Some(&upheld), true), [Reason::ReopenedOnIt]);
    assert_eq!(reasons(&events, 4, Some(&upheld), false), []);
    // its words may be put right where the duty stays
    let partly = decided(Decision::ReconsiderationPartlyQuashed, "2025-09-15", Some(RedoPeriod::Unnamed));
    assert_eq!(reasons(&events, 4, Some(&partly), true), []);
    let (calendar, settings) = (Calendar::national().expect("reads"), AgencySettings::default());
    let around = |is_reopened, has_suit_after| Around {
        today: day("2026-02-10"),
        calendar: &calendar,
        settings: &settings,
        is_reopened,
        has_suit_after,
    };
    assert_eq!(why_not_void(&around(true, true)), [Reason::ReopenedOnIt, Reason::SuitAfterIt]);
    assert_eq!(why_not_void(&around(false, false)), []);
}

#[test]
fn a_voided_case_counts_in_no_year_has_no_clock_and_no_duty() {
    let mut events = maintained();
    events.pop();
    events.push(decided(Decision::ReconsiderationQuashed, "2025-09-15", Some(RedoPeriod::Unnamed)));
    events.push(Event::Voided { on: day("2026-02-10"), reason: content() });
    let case = fold(&events);
    let calendar = Calendar::national().expect("reads");
    assert_eq!((case.state, case.must_redo(), case.is_pending()), (State::Voided, false, false));
    assert_eq!(case.clocks(&calendar).expect("within the calendar"), []);
    for year in [2025, 2026] {
        let tally =
            Tally::of_year(year, [(ID, events.as_slice())], &AgencySettings::default()).expect("follow");
        assert!(tally.cells().all(|(_, count)| count == 0), "{year}");
        assert_eq!(tally.left_out()[&ID], LeftOut::Voided);
    }
    for event in &events {
        let json = serde_json::to_string(event).expect("writes");
        assert_eq!(serde_json::from_str::<Event>(&json).expect("reads"), *event);
    }
}

#[test]
fn a_second_case_of_the_same_person_about_the_same_reply_is_refused_but_for_what_the_law_excepts() {
    use AgainGround as G;
    use Decision as D;
    type Line = (&'static str, Case, Forum, Option<G>, Option<Repeat>);
    let second = |forum, ground| Second { forum, role: AgencyRole::Respondent, challenged: REPLY, ground };
    let review = |ending: Option<Decision>| {
        let mut events = vec![opened(Forum::Reconsideration, "2025-08-01")];
        events.extend(ending.map(|decision| decided(decision, "2025-09-15", None)));
        fold(&events)
    };
    let suit = |ending: Option<Decision>| {
        let mut events = vec![opened(Forum::DirectSuit, "2025-08-01")];
        events.extend(ending.map(|decision| decided(decision, "2025-09-15", None)));
        fold(&events)
    };
    let (again, direct, after) = (Forum::Reconsideration, Forum::DirectSuit, Forum::PostReconsiderationSuit);
    let table: [Line; 18] = [
        ("pending", review(None), again, None, Some(Repeat::Taken(again))),
        ("decided", review(Some(D::ReconsiderationMaintained)), again, None, Some(Repeat::Taken(again))),
        (
            "no ground fits what was decided",
            review(Some(D::ReconsiderationMaintained)),
            again,
            Some(G::OtherFacts),
            Some(Repeat::Taken(again)),
        ),
        ("somebody else", review(None), again, Some(G::OtherChallenger), None),
        ("inadmissible", review(Some(D::ReconsiderationDismissed)), again, None, None),
        (
            "withdrawn",
            review(Some(D::ReconsiderationTerminated)),
            again,
            None,
            Some(Repeat::Withdrawn(again)),
        ),
        ("settled", review(Some(D::ReconsiderationSettled)), again, None, Some(Repeat::Withdrawn(again))),
        ("against the will", review(Some(D::ReconsiderationTerminated)), again, Some(G::AgainstWill), None),
        (
            "no suit's exception",
            review(Some(D::ReconsiderationTerminated)),
            again,
            Some(G::DeemedWithdrawn),
            Some(Repeat::Withdrawn(again)),
        ),
        ("a suit while it runs", review(None), direct, None, Some(Repeat::InReconsideration)),
        (
            "a direct suit after a decision",
            review(Some(D::ReconsiderationMaintained)),
            direct,
            None,
            Some(Repeat::Reconsidered),
        ),
        ("a suit after it", review(Some(D::ReconsiderationMaintained)), after, None, None),
        ("a suit after the withdrawal", review(Some(D::ReconsiderationTerminated)), direct, None, None),
        ("in court", suit(None), again, None, Some(Repeat::InCourt)),
        ("sued twice", suit(Some(D::SuitRejected)), direct, None, Some(Repeat::Taken(direct))),
        ("dismissed", suit(Some(D::SuitDismissed)), after, None, None),
        ("withdrawn in court", suit(Some(D::SuitWithdrawn)), direct, None, Some(Repeat::Withdrawn(direct))),
        ("the fee", suit(Some(D::SuitWithdrawn)), direct, Some(G::DeemedWithdrawn), None),
    ];
    for (what, earlier, forum, ground, expected) in table {
        assert_eq!(against(&earlier, &second(forum, ground)), expected, "{what}");
    }
    // another reply, another part in the case, and what was voided stand against nothing
    let silence = Second { challenged: Challenged::Silence, ..second(again, None) };
    assert_eq!(against(&review(None), &silence), None);
    let organ = Second { role: AgencyRole::ReconsiderationOrgan, ..second(again, None) };
    assert_eq!(against(&review(None), &organ), None);
    let voided = fold(&[
        opened(Forum::Reconsideration, "2025-08-01"),
        Event::Voided { on: day("2025-08-02"), reason: content() },
    ]);
    assert_eq!(against(&voided, &second(again, None)), None);
}
