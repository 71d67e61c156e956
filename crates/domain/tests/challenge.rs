//! Reconsiderations and suits: every state with every action, the clocks on real dates, and what follows from a decision.

use chrono::NaiveDate;
use gongkai_deadline::{Calendar, CalendarDays, WorkingDays};
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::challenge::case::targets;
use gongkai_domain::challenge::guard::{answer_papers, hearing_papers};
use gongkai_domain::challenge::tally::as_of;
use gongkai_domain::challenge::{
    Action, AgencyRole, AppealOutcome, Case, Challenged, ClockKind, Context, CourtPaper, Decision, Effect,
    Event, Forum, LessonCause, Procedure, Reason, RedoPeriod, ResultGroup, State, TRANSITIONS,
    TransitionError, why_not,
};
use gongkai_domain::ids::{ApplicationId, ChallengeId, ContentId, ContentRef, Digest, PaperId, PersonId};
use gongkai_domain::notice::Procedural;
use std::fmt::Write as _;
use uuid::Uuid;

const ID: ChallengeId = ChallengeId(Uuid::from_u128(1));

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
        challenged: Challenged::Reply { paper: PaperId(Uuid::from_u128(2)) },
        applications: vec![ApplicationId(Uuid::from_u128(3))],
        after: None,
        on: day(on),
        case_number: None,
        again: None,
    }
}

fn copy(on: &str, procedure: Procedure) -> Event {
    Event::CopyReceived { on: day(on), procedure, papers: None }
}

fn answered(forum: Forum, on: &str) -> Event {
    Event::AnswerFiled { on: day(on), papers: answer_papers(forum).to_vec() }
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

fn appeal_decided(outcome: AppealOutcome, on: &str) -> Event {
    Event::AppealDecided { on: day(on), received_on: day(on), outcome, text: None }
}

fn lesson(on: &str) -> Event {
    Event::LessonNoted { on: day(on), causes: vec![LessonCause::Facts], text: content() }
}

fn fold(events: &[Event]) -> Case {
    Case::from_events(ID, events).expect("the events follow")
}

fn calendar() -> Calendar {
    Calendar::national().expect("the calendar reads")
}

/// A suit before its first decision.
fn pending_suit() -> Vec<Event> {
    vec![
        opened(Forum::DirectSuit, "2025-03-03"),
        copy("2025-03-06", Procedure::Ordinary),
        answered(Forum::DirectSuit, "2025-03-20"),
    ]
}

fn with(mut events: Vec<Event>, more: &[Event]) -> Vec<Event> {
    events.extend_from_slice(more);
    events
}

/// One case in each state, in the order of the states.
fn every_state() -> Vec<Vec<Event>> {
    let first = decided(Decision::SuitQuashed, "2025-06-10");
    let appealed = Event::Appealed { on: day("2025-06-20"), by_agency: true };
    let is_final = with(
        pending_suit(),
        &[first.clone(), appealed.clone(), appeal_decided(AppealOutcome::Upheld, "2025-09-10")],
    );
    let redone = Event::Redone { on: day("2025-09-28"), paper: Some(PaperId(Uuid::from_u128(7))) };
    vec![
        vec![opened(Forum::DirectSuit, "2025-03-03")],
        vec![opened(Forum::DirectSuit, "2025-03-03"), copy("2025-03-06", Procedure::Ordinary)],
        pending_suit(),
        with(pending_suit(), &[Event::Stayed { on: day("2025-04-01") }]),
        with(pending_suit(), std::slice::from_ref(&first)),
        with(pending_suit(), &[first, appealed]),
        is_final.clone(),
        with(is_final, &[redone, lesson("2025-09-29"), Event::Archived { on: day("2025-09-30") }]),
        with(pending_suit(), &[Event::Voided { on: day("2025-04-01"), reason: content() }]),
    ]
}

/// The table of every state and action, with the state reached or all reasons against.
fn matrix() -> String {
    let (calendar, settings) = (calendar(), AgencySettings::default());
    let mut text = String::new();
    for events in every_state() {
        let case = fold(&events);
        let _ = writeln!(text, "{} {}", case.state.key(), case.state.name());
        for &action in Action::EVERY {
            let on = Context::on(day("2025-10-20"), &calendar, &settings);
            let reasons = why_not(&case, action, &on);
            let outcome = if reasons.is_empty() {
                let to: Vec<&str> = targets(case.state, action).iter().map(|state| state.key()).collect();
                format!("-> {}", to.join(" | "))
            } else {
                reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("；")
            };
            let _ = writeln!(text, "  {:<24} {outcome}", action.key());
        }
    }
    text
}

#[test]
fn every_state_and_action_is_as_agreed_on() {
    assert_eq!(
        matrix(),
        include_str!("golden/challenge_matrix.txt"),
        "the table changed: the new one goes into tests/golden/challenge_matrix.txt"
    );
}

#[test]
fn the_sample_cases_stand_in_every_state_once_and_in_order() {
    let states: Vec<State> = every_state().iter().map(|events| fold(events).state).collect();
    assert_eq!(states, State::EVERY);
}

#[test]
fn the_fold_refuses_exactly_what_the_table_does_not_have() {
    let sample = |action| match action {
        Action::ReceiveCopy => copy("2025-10-20", Procedure::Ordinary),
        Action::ChangeProcedure => {
            Event::ProcedureChanged { on: day("2025-10-20"), procedure: Procedure::Simplified }
        }
        Action::ExtendDecision => Event::DecisionExtended { on: day("2025-10-20") },
        Action::RecordNumber => {
            Event::Numbered { on: day("2025-10-20"), case_number: "（2025）云01行初1号".to_owned() }
        }
        Action::Assign => {
            Event::Assigned { on: day("2025-10-20"), department: None, handler: PersonId(Uuid::from_u128(5)) }
        }
        Action::KeepCourtPaper => Event::CourtPaperReceived {
            on: day("2025-10-20"),
            kind: CourtPaper::ResponseNotice,
            file: Uuid::from_u128(7),
        },
        Action::WritePaper => Event::PaperWritten {
            on: day("2025-10-20"),
            kind: Procedural::EvidenceList,
            paper: PaperId(Uuid::from_u128(6)),
        },
        Action::FileAnswer => answered(Forum::DirectSuit, "2025-10-20"),
        Action::RecordHearing => {
            let papers = hearing_papers(Forum::DirectSuit).to_vec();
            Event::Heard { on: day("2025-10-20"), leader_appeared: true, papers }
        }
        Action::Stay => Event::Stayed { on: day("2025-10-20") },
        Action::Resume => Event::Resumed { on: day("2025-10-20") },
        Action::RecordDecision => decided(Decision::SuitRejected, "2025-10-20"),
        Action::RecordAppeal => Event::Appealed { on: day("2025-10-20"), by_agency: false },
        Action::RecordAppealDecision => appeal_decided(AppealOutcome::Remanded, "2025-10-20"),
        Action::RecordFinality => Event::BecameFinal { on: day("2025-10-20") },
        Action::RecordRedo => {
            Event::Redone { on: day("2025-10-20"), paper: Some(PaperId(Uuid::from_u128(8))) }
        }
        Action::NoteLesson => lesson("2025-10-20"),
        Action::Archive => Event::Archived { on: day("2025-10-20") },
        Action::Rectify => Event::Rectified {
            on: day("2025-10-20"),
            step: 1,
            instead: Some(Box::new(opened(Forum::DirectSuit, "2025-03-02"))),
            reason: content(),
        },
        Action::Void => Event::Voided { on: day("2025-10-20"), reason: content() },
    };
    for events in every_state() {
        for &action in Action::EVERY {
            let mut case = fold(&events);
            let before = case.clone();
            let allowed = targets(before.state, action);
            match case.apply(&sample(action)) {
                Ok(()) => {
                    assert!(
                        allowed.contains(&case.state),
                        "{action} from {} to {}",
                        before.state,
                        case.state
                    );
                }
                Err(error) => {
                    assert_eq!(error, TransitionError::Refused { from: before.state, action });
                    assert!(allowed.is_empty(), "{action} from {}", before.state);
                    assert_eq!(case, before, "a refused event changes nothing");
                }
            }
        }
    }
    for (from, action, to) in TRANSITIONS {
        assert!(!to.is_empty(), "{from} {action}");
    }
}

#[test]
fn the_answer_is_due_in_ten_or_five_working_days_and_in_court_in_fifteen_days() {
    let calendar = calendar();
    let due = |forum, received: &str, procedure| {
        let case = fold(&[opened(forum, "2025-01-20"), copy(received, procedure)]);
        let clocks = case.clocks(&calendar).expect("within the calendar");
        let answer = clocks.into_iter().find(|clock| clock.kind == ClockKind::Answer).expect("it runs");
        (answer.due.on, answer.due.article)
    };
    // Over the Spring Festival of 2025: off from 28 January to 4 February, worked on the Sunday 26 January and the Saturday
    // 8 February.
    assert_eq!(
        due(Forum::Reconsideration, "2025-01-23", Procedure::Ordinary),
        (day("2025-02-12"), "《行政复议法》第四十八条")
    );
    assert_eq!(
        due(Forum::Reconsideration, "2025-01-23", Procedure::Simplified),
        (day("2025-02-06"), "《行政复议法》第五十四条")
    );
    // Fifteen days from 20 January end on 4 February, a day off: the next working day.
    assert_eq!(
        due(Forum::PostReconsiderationSuit, "2025-01-20", Procedure::Simplified),
        (day("2025-02-05"), "《行政诉讼法》第六十七条")
    );
}

#[test]
fn the_procedure_and_the_period_of_the_organ_or_court_may_change_and_every_clock_follows() {
    let (calendar, settings) = (calendar(), AgencySettings::default());
    let due = |events: &[Event], kind| {
        let clocks = fold(events).clocks(&calendar).expect("within the calendar");
        clocks.into_iter().find(|clock| clock.kind == kind).map(|clock| clock.due.on)
    };
    let changed = |procedure| Event::ProcedureChanged { on: day("2025-03-07"), procedure };
    let review =
        vec![opened(Forum::Reconsideration, "2025-03-03"), copy("2025-03-06", Procedure::Simplified)];
    // thirty days in the simplified procedure; sixty after the change, the sixtieth a day off of May; ninety once extended
    assert_eq!(due(&review, ClockKind::Decision), Some(day("2025-04-02")));
    assert_eq!(due(&review, ClockKind::Answer), Some(day("2025-03-13")));
    let ordinary = with(review.clone(), &[changed(Procedure::Ordinary)]);
    assert_eq!(due(&ordinary, ClockKind::Answer), Some(day("2025-03-20")), "from the same receipt");
    assert_eq!(due(&ordinary, ClockKind::Decision), Some(day("2025-05-06")));
    let extended = with(ordinary.clone(), &[Event::DecisionExtended { on: day("2025-04-28") }]);
    assert_eq!(due(&extended, ClockKind::Decision), Some(day("2025-06-03")));
    let ask = |events: &[Event], action, procedure| {
        let on = Context { procedure, ..Context::on(day("2025-05-06"), &calendar, &settings) };
        why_not(&fold(events), action, &on)
    };
    assert_eq!(ask(&review, Action::ExtendDecision, None), [Reason::NothingToExtend]);
    assert_eq!(ask(&ordinary, Action::ExtendDecision, None), []);
    assert_eq!(ask(&extended, Action::ExtendDecision, None), [Reason::ExtendedAlready]);
    let same = Some(Procedure::Ordinary);
    assert_eq!(ask(&ordinary, Action::ChangeProcedure, same), [Reason::SameProcedure]);
    assert_eq!(ask(&review, Action::ChangeProcedure, same), []);

    // forty-five days of the simplified trial, until the first decision or another procedure
    let suit = vec![opened(Forum::DirectSuit, "2025-03-03"), copy("2025-03-06", Procedure::Simplified)];
    assert_eq!(due(&suit, ClockKind::Trial), Some(day("2025-04-17")));
    assert_eq!(due(&with(suit.clone(), &[changed(Procedure::Ordinary)]), ClockKind::Trial), None);
    assert_eq!(due(&with(suit, &[decided(Decision::SuitRejected, "2025-04-10")]), ClockKind::Trial), None);
}

#[test]
fn a_case_number_that_came_later_is_noted_once_and_moves_no_day() {
    let (calendar, settings) = (calendar(), AgencySettings::default());
    let number = Event::Numbered { on: day("2025-10-20"), case_number: "云政复〔2025〕1号".to_owned() };
    let case = fold(&with(pending_suit(), &[number]));
    assert_eq!(case.case_number.as_deref(), Some("云政复〔2025〕1号"));
    assert_eq!(case.last_on, day("2025-03-20"), "what is dated by the court may still come");
    let on = Context::on(day("2025-10-21"), &calendar, &settings);
    assert_eq!(why_not(&case, Action::RecordNumber, &on), [Reason::NumberedAlready]);
}

#[test]
fn an_answer_lacks_what_the_law_asks_for_until_every_paper_is_there() {
    let (calendar, settings) = (calendar(), AgencySettings::default());
    let case = fold(&[opened(Forum::Reconsideration, "2025-03-03"), copy("2025-03-06", Procedure::Ordinary)]);
    let papers = [Procedural::ReconsiderationAnswer];
    let context = Context { papers: &papers, ..Context::on(day("2025-03-10"), &calendar, &settings) };
    let reasons = why_not(&case, Action::FileAnswer, &context);
    assert_eq!(reasons, [Reason::PapersMissing(vec![Procedural::EvidenceList, Procedural::PowerOfAttorney])]);
    assert_eq!(reasons[0].to_string(), "缺少证据目录、授权委托书");
    let all = Context { papers: answer_papers(Forum::Reconsideration), ..context };
    assert_eq!(why_not(&case, Action::FileAnswer, &all), []);
}

#[test]
fn a_judgment_becomes_final_only_after_the_period_for_an_appeal() {
    let (calendar, settings) = (calendar(), AgencySettings::default());
    let case = fold(&with(pending_suit(), &[decided(Decision::SuitRejected, "2025-06-10")]));
    let ask = |action, on: &str| {
        let context = Context { is_own_appeal: true, ..Context::on(day(on), &calendar, &settings) };
        why_not(&case, action, &context)
    };
    let until = day("2025-06-25");
    assert_eq!(ask(Action::RecordFinality, "2025-06-25"), [Reason::AppealStillPossible { until }]);
    assert_eq!(ask(Action::RecordFinality, "2025-06-26"), []);
    assert_eq!(ask(Action::RecordAppeal, "2025-06-25"), []);
    assert_eq!(ask(Action::RecordAppeal, "2025-06-26"), [Reason::AppealTooLate { until }]);
    // against a ruling ten days
    let ruling = fold(&with(pending_suit(), &[decided(Decision::SuitDismissed, "2025-06-10")]));
    let due = ruling.appeal_due(&calendar).expect("within the calendar").expect("an appeal lies");
    assert_eq!(due.on, day("2025-06-20"));
}

fn quashed(redo: Option<RedoPeriod>, for_procedure: bool) -> Vec<Event> {
    vec![
        opened(Forum::Reconsideration, "2025-08-01"),
        copy("2025-08-04", Procedure::Ordinary),
        answered(Forum::Reconsideration, "2025-08-12"),
        Event::Decided {
            on: day("2025-09-12"),
            received_on: day("2025-09-16"),
            decision: Decision::ReconsiderationQuashed,
            redo,
            for_procedure,
            text: Some(content()),
        },
    ]
}

#[test]
fn a_new_reply_is_due_in_the_period_of_the_decision_or_else_in_twenty_working_days() {
    let (calendar, settings) = (calendar(), AgencySettings::default());
    let due = |redo| {
        let redo = fold(&quashed(redo, false)).redo_due(&calendar, &settings).expect("within the calendar");
        redo.expect("a new reply is due").on
    };
    // The National Day holiday of 2025, 1 to 8 October, with 28 September and 11 October worked.
    assert_eq!(due(None), day("2025-10-20"));
    assert_eq!(due(Some(RedoPeriod::Unnamed)), day("2025-10-20"));
    assert_eq!(due(Some(RedoPeriod::WorkingDays { days: WorkingDays(10) })), day("2025-09-29"));
    // Fifteen days end on 1 October; the last day moves to the first working day.
    assert_eq!(due(Some(RedoPeriod::CalendarDays { days: CalendarDays(15) })), day("2025-10-09"));
    assert_eq!(due(Some(RedoPeriod::By { on: day("2025-09-30") })), day("2025-09-30"));
}

#[test]
fn the_same_result_on_the_same_facts_is_refused_unless_the_reply_was_quashed_for_procedure() {
    let (calendar, settings) = (calendar(), AgencySettings::default());
    let context = Context { is_same_again: true, ..Context::on(day("2025-10-10"), &calendar, &settings) };
    let substance = fold(&quashed(None, false));
    assert_eq!(why_not(&substance, Action::RecordRedo, &context), [Reason::SameResult]);
    let procedure = fold(&quashed(None, true));
    assert_eq!(why_not(&procedure, Action::RecordRedo, &context), []);
    assert!(substance.must_differ() && !procedure.must_differ());
}

#[test]
fn who_is_ordered_to_perform_cannot_refuse_again_what_a_reply_refused() {
    let (calendar, settings) = (calendar(), AgencySettings::default());
    let ordered = |against: Challenged| {
        let mut events = quashed(None, false);
        for event in &mut events {
            match event {
                Event::Opened { challenged, .. } => *challenged = against,
                Event::Decided { decision, .. } => *decision = Decision::ReconsiderationMustPerform,
                _ => {}
            }
        }
        fold(&events)
    };
    let context = Context { is_same_again: true, ..Context::on(day("2025-10-10"), &calendar, &settings) };
    let refused = ordered(Challenged::Reply { paper: PaperId(Uuid::from_u128(1)) });
    assert_eq!(why_not(&refused, Action::RecordRedo, &context), [Reason::SameResult]);
    let silent = ordered(Challenged::Silence);
    assert_eq!(why_not(&silent, Action::RecordRedo, &context), [], "nothing was replied");
}

#[test]
fn a_corrected_case_is_not_filed_away_before_the_new_reply_and_the_lesson() {
    let (calendar, settings) = (calendar(), AgencySettings::default());
    let mut case = fold(&quashed(None, false));
    let ask =
        |case: &Case| why_not(case, Action::Archive, &Context::on(day("2025-12-01"), &calendar, &settings));
    assert_eq!(ask(&case), [Reason::RedoOutstanding, Reason::LessonMissing]);
    case.apply(&Event::Redone { on: day("2025-10-10"), paper: Some(PaperId(Uuid::from_u128(8))) })
        .expect("redone");
    assert_eq!(ask(&case), [Reason::LessonMissing]);
    case.apply(&lesson("2025-10-11")).expect("noted");
    assert_eq!(ask(&case), []);
}

#[test]
fn a_decision_that_is_not_final_does_nothing_to_the_reply() {
    let first = with(pending_suit(), &[decided(Decision::SuitQuashed, "2025-06-10")]);
    let case = fold(&first);
    assert_eq!((case.effect(), case.must_redo()), (None, false));
    let appealed = with(first, &[Event::Appealed { on: day("2025-06-20"), by_agency: true }]);
    let changed =
        AppealOutcome::Changed { decision: Decision::SuitRejected, redo: None, for_procedure: false };
    let reversed = fold(&with(appealed.clone(), &[appeal_decided(changed, "2025-09-10")]));
    assert_eq!((reversed.effect(), reversed.must_redo()), (Some(Effect::Stands), false));
    let upheld = fold(&with(appealed.clone(), &[appeal_decided(AppealOutcome::Upheld, "2025-09-10")]));
    assert_eq!((upheld.effect(), upheld.must_redo()), (Some(Effect::Quashed), true));
    let remanded = fold(&with(appealed, &[appeal_decided(AppealOutcome::Remanded, "2025-09-10")]));
    assert_eq!((remanded.state, remanded.is_pending()), (State::Answered, true));
}

#[test]
fn the_words_of_decisions_fall_into_the_groups_of_practice() {
    let group = |wanted| {
        let all = Decision::EVERY.iter().filter(|decision| decision.usual_group() == wanted);
        all.map(|decision| decision.name()).collect::<Vec<_>>()
    };
    assert_eq!(group(ResultGroup::Upheld), ["维持", "驳回行政复议请求", "判决驳回诉讼请求"]);
    assert_eq!(
        group(ResultGroup::Other),
        [
            "驳回行政复议申请",
            "终止行政复议",
            "行政复议调解",
            "和解撤回行政复议申请",
            "裁定驳回起诉",
            "裁定准许撤诉",
            "行政调解书"
        ]
    );
    assert_eq!(Decision::EVERY.len() - 10, group(ResultGroup::Corrected).len());
}

#[test]
fn a_decision_of_a_court_does_not_end_a_reconsideration() {
    let mut case = fold(&[opened(Forum::Reconsideration, "2025-08-01")]);
    let before = case.clone();
    let error = case.apply(&decided(Decision::SuitRejected, "2025-09-01")).expect_err("another body");
    assert_eq!(error.to_string(), "suit_rejected is no decision of reconsideration");
    assert_eq!(case, before);
}

#[test]
fn events_survive_writing_and_reading_and_hold_no_text() {
    for event in every_state().concat().iter().chain(&quashed(Some(RedoPeriod::Unnamed), true)) {
        let json = serde_json::to_string(event).expect("writes");
        assert_eq!(serde_json::from_str::<Event>(&json).expect("reads"), *event);
    }
}

#[test]
fn a_paper_dated_before_the_case_is_refused_and_one_of_old_records_breaks_no_report() {
    let early = Event::CourtPaperReceived {
        on: day("2024-01-06"),
        kind: CourtPaper::ResponseNotice,
        file: Uuid::from_u128(9),
    };
    let events = with(vec![opened(Forum::DirectSuit, "2025-01-06")], std::slice::from_ref(&early));
    let case = Case::from_events(ID, &events[..1]).expect("opened");
    let (calendar, settings) = (calendar(), AgencySettings::default());
    let context =
        Context { today: day("2025-01-08"), ..Context::on(day("2024-01-06"), &calendar, &settings) };
    let reasons = why_not(&case, Action::KeepCourtPaper, &context);
    assert_eq!(reasons, [Reason::BeforeLastEvent { last_on: day("2025-01-06") }]);
    assert!(as_of(ID, &events, day("2024-12-31")).expect("nothing yet").is_none());
    assert!(as_of(ID, &events, day("2025-12-31")).expect("the whole").is_some());
}
