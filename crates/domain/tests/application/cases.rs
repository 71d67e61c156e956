//! Applications on real calendar dates: from arrival to archive, with what refuses each step.
//!
//! Not here: every state with every step (`super::matrix`), random histories (`super::random`).

use super::support::{
    Case, HANDLER, LEADER, OFFICE_HEAD, all_facts, application_id, arrived, content, day, department,
    in_state, paper, person, posted, short_chain, split_from, with_facts,
};
use gongkai_deadline::timeline::Consulted;
use gongkai_deadline::{Calendar, WorkingDays};
use gongkai_domain::application::clock::{nag, segments};
use gongkai_domain::application::{
    Action, ActionKind, Application, Channel, Chip, ClockKind, ClosingCause, ConfirmationMethod, Event,
    Facts, FoldError, GrantedAndNotHeld, LawRank, MatterOutcome, Nag, Opinion, PromotionGround, Recorded,
    RedoBasis, ReplyFacts, ReturnReason, SegmentKind, Service, ServiceMethod, State, Timeliness, Tone,
    UnfoundedObjection, received_on,
};
use gongkai_domain::application::{CountingRule, CountingSettings, count};
use gongkai_domain::approval::{Chain, ChainFault, Effect, Necessity, SignOffStep};
use gongkai_domain::challenge::event::RedoPeriod;
use gongkai_domain::ids::PersonId;
use gongkai_domain::notice::kind::Reply;
use gongkai_domain::report::Row;

pub(super) fn chip(case: &Case) -> Chip {
    let settings = &case.settings;
    case.app.clock_summary(&case.calendar, case.today).unwrap().chip(
        case.today,
        settings.near,
        settings.confirmation_red_after,
        &case.calendar,
    )
}

pub(super) fn due_on(case: &Case) -> String {
    case.app.clock(&case.calendar, case.today).unwrap().due_on().unwrap().to_string()
}

fn timeliness(case: &Case) -> Timeliness {
    case.app.clock_summary(&case.calendar, case.today).unwrap().timeliness(case.today, &case.calendar)
}

pub(super) fn consult(case: &mut Case, id: u32, with: Consulted) {
    let Event::ConsultationSent { addressee, paper, on, .. } = case.proposal(ActionKind::SendConsultation)
    else {
        unreachable!()
    };
    case.record(Event::ConsultationSent {
        id,
        with,
        on,
        addressee,
        within: None,
        paper,
        matters: Vec::new(),
        instead_of: None,
    });
}

pub(super) fn opinion(case: &mut Case, id: u32, opinion: Opinion) {
    let on = case.today;
    case.record(Event::OpinionReceived { id, on, opinion, grounds: None });
}

// ---- receipt ----

#[test]
fn the_day_of_receipt_follows_the_channel() {
    let on = day("2025-09-16");
    let confirmed = Some(day("2025-09-18"));
    assert_eq!(received_on(Channel::InPerson, on, None, false), Some(on));
    assert_eq!(received_on(Channel::RegisteredMail, on, confirmed, false), Some(on));
    for channel in [Channel::OrdinaryMail, Channel::Internet, Channel::Email, Channel::Fax] {
        assert_eq!(received_on(channel, on, None, false), None);
        assert_eq!(received_on(channel, on, confirmed, false), confirmed);
    }
    assert_eq!(received_on(Channel::Internet, on, None, true), Some(on));
    for channel in [Channel::Email, Channel::Fax] {
        assert_eq!(received_on(channel, on, None, true), None, "the guide speaks of the form on the web");
    }
}

#[test]
fn an_unconfirmed_application_has_a_shadow_due_date_and_nags_from_the_next_working_day() {
    let mut case = Case::new(Channel::Internet, "2025-09-26", 1);
    let calendar = Calendar::national().unwrap();
    let clock = case.app.clock(&calendar, case.today).unwrap();
    assert_eq!(clock.kind, ClockKind::Shadow);
    // A Friday; Sunday the 28th is worked for the long holiday of October.
    let expected = [
        ("2025-09-26", Nag::Quiet),
        ("2025-09-27", Nag::Quiet),
        ("2025-09-28", Nag::Due),
        ("2025-09-29", Nag::Due),
        ("2025-09-30", Nag::Red),
    ];
    for (today, level) in expected {
        assert_eq!(nag(day("2025-09-26"), day(today), WorkingDays(2), &calendar), level, "{today}");
    }
    case.on("2025-09-30");
    assert_eq!(chip(&case).words(), "待确认 已过 3 个工作日");
    assert_eq!(chip(&case).tone(), Tone::Overdue);
    assert_eq!(timeliness(&case), Timeliness::Running);
    let shadow = due_on(&case);
    case.take(ActionKind::Confirm);
    let again = case.app.why_not_now(ActionKind::Confirm, &case.ctx());
    assert!(again.iter().any(|reason| reason.text.starts_with("已经确认收到")), "{again:?}");
    assert_eq!(case.app.received_on, Some(day("2025-09-30")));
    assert_eq!(case.app.shadow_due(&calendar, case.today).unwrap().unwrap().on.to_string(), shadow);
    assert!(due_on(&case) > shadow);
    let earlier = |case: &Case| {
        let due = case
            .app
            .earlier_by_arrival(
                case.app.clock(&case.calendar, case.today).unwrap().due_on(),
                &case.calendar,
                case.today,
            )
            .unwrap();
        due.map(|due| due.on.to_string())
    };
    assert_eq!(earlier(&case), Some(shadow), "the office plans by the earlier of the two");
    let mut at_once = Case::new(Channel::Internet, "2025-09-26", 1);
    at_once.take(ActionKind::Confirm);
    assert_eq!(earlier(&at_once), None, "confirmed on the day of arrival there is one date only");
}

#[test]
fn receipt_by_the_guide_needs_the_promise_of_the_guide() {
    let mut case = Case::new(Channel::Internet, "2025-09-16", 1);
    let by_guide =
        Event::Confirmed { on: day("2025-09-16"), method: ConfirmationMethod::ByGuide, note: None };
    assert_eq!(case.codes(by_guide.clone()), ["guide_promises_nothing"]);
    case.settings.is_receipt_automatic = true;
    case.record(by_guide);
    assert_eq!(case.app.received_on, Some(day("2025-09-16")));
}

#[test]
fn a_registration_number_is_never_used_again() {
    let mut case = Case::new(Channel::InPerson, "2025-09-16", 1);
    let event = case.proposal(ActionKind::Register);
    let taken = Action { event, facts: Facts { number_is_taken: true, ..Facts::default() } };
    let codes: Vec<_> = case.why_not(&taken).into_iter().map(|reason| reason.code).collect();
    assert_eq!(codes, ["number_taken"]);
    case.on("2025-09-15");
    assert!(case.codes(case.proposal(ActionKind::Register)).contains(&"day_before_arrival"));
}

#[test]
fn the_parts_of_a_split_application_keep_its_day_of_receipt() {
    let mut whole = Case::new(Channel::InPerson, "2025-09-16", 2);
    whole.take(ActionKind::Register).on("2025-09-18").take(ActionKind::Split);
    assert_eq!(whole.app.state(), State::SplitUp);
    assert_eq!(whole.app.outcome(), None, "the parts are counted, not the whole");
    let mut part = Case::new(Channel::InPerson, "2025-09-16", 1);
    part.on("2025-09-18").record(split_from(application_id(1), day("2025-09-16"), day("2025-09-18")));
    part.take(ActionKind::Register);
    assert_eq!(part.app.received_on, Some(day("2025-09-16")));
    assert_eq!(part.app.arrival.arrived_on, day("2025-09-16"));
    assert_eq!(part.app.split_on, Some(day("2025-09-18")));
    assert_eq!(due_on(&part), "2025-10-20");
}

#[test]
fn between_two_agencies_nothing_happens_and_the_one_that_takes_over_finds_the_draft_lapsed() {
    let mut case = Case::new(Channel::InPerson, "2025-09-15", 1);
    case.take(ActionKind::Register);
    case.take(ActionKind::Assign);
    case.take(ActionKind::RecordSearch);
    case.take(ActionKind::DraftReply);
    let due = due_on(&case);
    assert_eq!(case.app.state(), State::UnderApproval);
    let refused = case.app.why_not_now(ActionKind::TakeOver, &case.ctx());
    assert!(refused.iter().any(|reason| reason.code == "not_handed_over"), "{refused:?}");
    case.take(ActionKind::HandOver);
    for kind in ActionKind::EVERY.iter().filter(|kind| **kind != ActionKind::TakeOver) {
        let refused = case.app.why_not_now(*kind, &case.ctx());
        assert!(refused.iter().any(|reason| reason.code == "handed_over"), "{kind:?}");
    }
    case.take(ActionKind::TakeOver);
    assert_eq!((case.app.state(), case.app.handler()), (State::Returned, None));
    assert_eq!(case.app.held_before.len(), 1);
    assert_eq!(due_on(&case), due, "the applicant loses nothing by a reform");
    case.take(ActionKind::Assign);
    case.take(ActionKind::DraftReply);
    assert_eq!(case.app.state(), State::UnderApproval);
}

#[test]
fn a_part_of_an_online_application_keeps_the_days_of_arrival_and_of_confirmation() {
    let mut part = Case::new(Channel::Internet, "2025-09-16", 1);
    part.on("2025-09-22").record(Event::SplitFrom {
        parent: application_id(1),
        received_on: day("2025-09-18"),
        on: Some(day("2025-09-22")),
        confirmed_on: Some(day("2025-09-18")),
        confirmed_by: Some(ConfirmationMethod::Telephone),
        held_before: Vec::new(),
    });
    part.take(ActionKind::Register);
    assert_eq!(part.app.arrival.arrived_on, day("2025-09-16"));
    assert_eq!(part.app.confirmation.map(|confirmation| confirmation.on), Some(day("2025-09-18")));
    assert_eq!(part.app.received_on, Some(day("2025-09-18")));
}

#[test]
fn a_part_in_old_records_bears_the_day_of_receipt_and_not_that_of_the_split() {
    let json = serde_json::json!({
        "event": "split_from", "parent": application_id(1), "received_on": "2025-09-16",
    });
    let mut part = Case::new(Channel::InPerson, "2025-09-18", 1);
    part.record(serde_json::from_value(json).unwrap());
    assert_eq!(part.app.arrival.arrived_on, day("2025-09-16"));
    assert_eq!(part.app.split_on, Some(day("2025-09-18")));
}

// ---- the clock ----

#[test]
fn consultations_reach_the_known_dates_through_the_application() {
    /// Receipt, letters with their answers, due date, due date with the full extension.
    type Vector<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str, &'a str);
    let cases: [Vector<'_>; 4] = [
        ("2025-09-16", &[("2025-09-23", "2025-09-29")], "2025-10-27", "2025-11-24"),
        ("2024-01-25", &[("2024-02-05", "2024-02-23")], "2024-03-12", "2024-04-10"),
        ("2023-09-18", &[("2023-09-28", "2023-10-12")], "2023-10-30", "2023-11-27"),
        (
            "2021-12-20",
            &[("2021-12-24", "2022-01-10"), ("2022-01-05", "2022-01-14")],
            "2022-02-10",
            "2022-03-10",
        ),
    ];
    for (received, letters, due, extended) in cases {
        let mut case = Case::in_hand(received, 1);
        let mut steps: Vec<(&str, u32, bool)> = Vec::new();
        for (id, (sent, answered)) in (1..).zip(letters) {
            steps.push((sent, id, true));
            steps.push((answered, id, false));
        }
        steps.sort_unstable();
        for (on, id, is_letter) in steps {
            case.on(on);
            if is_letter {
                consult(&mut case, id, Consulted::ThirdParty);
                assert_eq!(chip(&case).words(), "征求意见（不计入答复期限）");
            } else {
                opinion(&mut case, id, Opinion::Consents);
            }
        }
        assert_eq!(due_on(&case), due);
        let mut told = case.proposal(ActionKind::TellExtension);
        if let Event::ExtensionTold { awaits_service, .. } = &mut told {
            *awaits_service = false;
        }
        let imagined = [case.proposal(ActionKind::ApproveExtension), told];
        let later = case.app.what_if(&imagined, &case.calendar, case.today).unwrap();
        assert_eq!(later.due_on().unwrap().to_string(), extended);
        case.take(ActionKind::ApproveExtension);
        assert_eq!(due_on(&case), due, "an extension counts only once the applicant is told");
        case.take(ActionKind::TellExtension);
        assert_eq!(due_on(&case), due, "a notice counts only once it is served");
        case.take(ActionKind::RecordNoticeService);
        assert_eq!(due_on(&case), extended);
    }
}

#[test]
fn help_from_within_the_house_moves_nothing() {
    let mut case = Case::in_hand("2025-09-16", 1);
    let before = due_on(&case);
    case.on("2025-09-18").take(ActionKind::AskAssistance);
    case.on("2025-09-22").take(ActionKind::ReceiveAssistance);
    assert_eq!(due_on(&case), before);
    assert_eq!(case.app.state(), State::Assigned);
    assert!(case.app.assistance[0].answer.is_some());
}

#[test]
fn silence_lets_the_count_go_on_and_the_draft_be_written() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-09-23");
    consult(&mut case, 1, Consulted::ThirdParty);
    assert_eq!(case.codes(case.proposal(ActionKind::DraftReply)), ["delivery_of_letter_unknown"]);
    case.on("2025-09-25").take(ActionKind::RecordAddresseeReceipt);
    assert_eq!(case.codes(case.proposal(ActionKind::DraftReply)), ["opinion_awaited"]);
    let last = case.app.consultation(1).unwrap().due_on(&case.calendar).unwrap().unwrap();
    assert_eq!(last.to_string(), "2025-10-22");
    case.on("2025-10-22");
    assert_eq!(chip(&case), Chip::Consulting);
    case.on("2025-10-23");
    assert!(matches!(chip(&case), Chip::Running { .. }));
    assert_eq!(due_on(&case), "2025-11-12");
    case.take(ActionKind::DraftReply);
    assert_eq!(case.app.state(), State::UnderApproval);
}

#[test]
fn a_chip_tells_how_near_the_due_date_is() {
    let mut case = Case::in_hand("2025-09-16", 1);
    let expected = [
        ("2025-09-17", "余 19 个工作日", Tone::Neutral),
        ("2025-10-15", "临期 余 3 个工作日", Tone::Near),
        ("2025-10-20", "今日到期", Tone::Today),
        ("2025-10-21", "超期 1 个工作日", Tone::Overdue),
    ];
    assert_eq!(due_on(&case), "2025-10-20");
    for (today, words, tone) in expected {
        case.on(today);
        assert_eq!(chip(&case).words(), words);
        assert_eq!(chip(&case).tone(), tone);
    }
    assert_eq!(timeliness(&case), Timeliness::Overdue { by: WorkingDays(1) });
}

#[test]
fn a_row_of_a_list_shows_the_same_standing_as_the_due_date_itself() {
    let case = Case::in_hand("2025-09-16", 1);
    let due = case.app.clock(&case.calendar, case.today).unwrap().due.unwrap();
    let mut today = day("2025-09-16");
    while today < day("2025-11-05") {
        let own =
            gongkai_domain::application::clock::standing_of(due.on, today, WorkingDays(3), &case.calendar);
        assert_eq!(own, due.standing(today, WorkingDays(3), &case.calendar));
        today = today.succ_opt().unwrap();
    }
}

#[test]
fn segments_lie_end_to_end_and_say_what_counts() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-09-18").take(ActionKind::AskCorrection).take(ActionKind::RecordNoticeService);
    case.on("2025-09-19").take(ActionKind::RecordCorrectionNoticeReceipt);
    case.on("2025-09-22").take(ActionKind::ReceiveCorrection);
    case.on("2025-09-24");
    consult(&mut case, 1, Consulted::CoMaker);
    case.on("2025-09-29");
    opinion(&mut case, 1, Opinion::Consents);
    case.on("2025-10-10");
    let clock = case.app.clock(&case.calendar, case.today).unwrap();
    let segments = segments(&clock, case.today, &case.calendar);
    let kinds: Vec<(SegmentKind, u32)> =
        segments.iter().map(|segment| (segment.kind, segment.working_days.0)).collect();
    assert_eq!(
        kinds,
        [
            (SegmentKind::Superseded, 2),
            (SegmentKind::Stopped, 2),
            (SegmentKind::Counted, 2),
            (SegmentKind::NotCounted, 4),
            (SegmentKind::Counted, 3),
            (SegmentKind::Remaining, 15),
        ]
    );
    for pair in segments.windows(2) {
        assert_eq!(pair[0].to.succ_opt(), Some(pair[1].from));
    }
    let counted: u32 = segments
        .iter()
        .filter(|segment| matches!(segment.kind, SegmentKind::Counted | SegmentKind::Remaining))
        .map(|segment| segment.working_days.0)
        .sum();
    assert_eq!(counted, 20);
    assert_eq!(segments[1].caption, "待申请人补正（收到补正之日起重新计算）");
    assert_eq!(segments[1].article, "《政府信息公开条例》第三十条");
    assert_eq!(segments[3].article, "《政府信息公开条例》第三十三条第三款");
    assert_eq!(segments.last().map(|segment| segment.to), clock.due_on());
}

#[test]
fn days_after_the_due_date_are_a_segment_of_their_own() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-10-23");
    let clock = case.app.clock(&case.calendar, case.today).unwrap();
    let segments = segments(&clock, case.today, &case.calendar);
    let last = segments.last().unwrap();
    assert_eq!((last.kind, last.working_days.0), (SegmentKind::Overdue, 3));
    assert_eq!(last.caption, "超期 3 个工作日");
}

// ---- correction, fee, extension, reasons ----

#[test]
fn a_correction_is_asked_once_and_within_seven_working_days() {
    let mut case = Case::in_hand("2025-09-16", 1);
    assert_eq!(case.app.correction_notice_due(&case.calendar).unwrap().unwrap().on.to_string(), "2025-09-25");
    case.on("2025-09-26");
    assert_eq!(case.codes(case.proposal(ActionKind::AskCorrection)), ["correction_notice_late"]);
    case.on("2025-09-25").take(ActionKind::AskCorrection).take(ActionKind::RecordNoticeService);
    assert_eq!(chip(&case).words(), "待申请人补正（收到补正之日起重新计算）");
    case.on("2025-09-28").take(ActionKind::ReceiveCorrection);
    assert_eq!(due_on(&case), "2025-10-31");
    case.on("2025-09-29");
    assert!(case.codes(case.proposal(ActionKind::AskCorrection)).contains(&"correction_asked_once"));
}

#[test]
fn a_correction_notice_stops_the_count_when_it_is_served_not_when_it_is_written() {
    let mut case = Case::in_hand("2025-03-03", 1);
    case.on("2025-03-12").take(ActionKind::AskCorrection);
    assert_eq!(case.app.state(), State::AwaitingCorrection);
    assert_eq!(due_on(&case), "2025-03-31", "nobody was told yet");
    assert_eq!(chip(&case).words(), "余 13 个工作日 补正告知书未登记送达（2025年3月12日前送达）");
    let steps = case.app.clock(&case.calendar, case.today).unwrap().due.unwrap().steps;
    assert!(steps.iter().any(|step| step.text.contains("尚未登记送达：应当在2025年3月12日前")));
    case.on("2025-04-01");
    assert!(matches!(timeliness(&case), Timeliness::Overdue { .. }), "it is never posted");

    // posted on the last day it is in time, and the count rests
    let mut in_time = case.clone();
    in_time.record(notice_served(&in_time, "2025-03-12"));
    assert_eq!(chip(&in_time).words(), "待申请人补正（收到补正之日起重新计算）");
    assert!(in_time.app.clock(&in_time.calendar, in_time.today).unwrap().late_notices.is_empty());

    // posted after the seven working days: the days before it count, and it is said
    let mut late = case.clone();
    late.record(notice_served(&late, "2025-03-20"));
    let clock = late.app.clock(&late.calendar, late.today).unwrap();
    assert_eq!(clock.due_on(), None);
    assert_eq!(
        clock.late_notices[0].words(),
        "补正告知书于2025年3月20日送达，晚于7个工作日的告知期限2025年3月12日，送达以前的日子计入答复期限"
    );
    let stretches = segments(&clock, late.today, &late.calendar);
    assert_eq!((stretches[0].kind, stretches[0].to), (SegmentKind::Counted, day("2025-03-20")));

    // posted after the due date it stops nothing, and the correction starts nothing anew
    case.on("2025-04-22");
    case.record(notice_served(&case, "2025-04-20"));
    assert_eq!(due_on(&case), "2025-03-31");
    assert!(matches!(chip(&case), Chip::Running { .. }));
    assert!(chip(&case).words().starts_with("超期"), "{}", chip(&case).words());
    case.take(ActionKind::RecordCorrectionNoticeReceipt);
    case.on("2025-04-25").take(ActionKind::ReceiveCorrection);
    assert_eq!(due_on(&case), "2025-03-31");
    let steps = case.app.clock(&case.calendar, case.today).unwrap().due.unwrap().steps;
    assert!(steps.iter().any(|step| step.text.contains("收到补正后也不重新计算")));
    assert!(steps.iter().any(|step| step.text.contains("收到补正：补正告知书送达时答复期限已经届满")));
}

/// The service of the first notice that waits for it, posted on a day.
fn notice_served(case: &Case, on: &str) -> Event {
    let paper = case.app.notices_to_serve().next().unwrap().paper.paper;
    Event::NoticeServed { paper, service: posted(day(on)) }
}

#[test]
fn a_correction_that_comes_shows_that_its_notice_had_arrived() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-09-18").take(ActionKind::AskCorrection);
    case.on("2025-09-28").take(ActionKind::ReceiveCorrection);
    assert_eq!(due_on(&case), "2025-10-31");
    let words = |case: &Case| {
        let clock = case.app.clock(&case.calendar, case.today).unwrap();
        clock.late_notices.iter().map(gongkai_deadline::timeline::LateNotice::words).collect::<Vec<_>>()
    };
    assert_eq!(words(&case).len(), 1, "nothing shows that it went out in time");
    assert_eq!(case.codes(notice_served(&case, "2025-09-29")), ["day_in_future", "served_after_receipt"]);
    case.record(notice_served(&case, "2025-09-19"));
    assert!(words(&case).is_empty(), "the posting shows it");
    assert_eq!(due_on(&case), "2025-10-31");
}

#[test]
fn a_fee_notice_stops_the_count_when_it_is_served_and_not_after_the_due_date() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-10-17").take(ActionKind::NoticeFee);
    assert_eq!(due_on(&case), "2025-10-20");
    assert!(chip(&case).words().contains("收费通知未登记送达（2025年10月20日前送达）"));
    let mut in_time = case.clone();
    in_time.on("2025-10-20").take(ActionKind::RecordNoticeService);
    assert_eq!(chip(&in_time).words(), "待缴费（缴费次日起重新计算）");
    in_time.on("2025-10-29").take(ActionKind::ReceivePayment);
    assert_eq!(due_on(&in_time), "2025-11-26");
    case.on("2025-10-21").take(ActionKind::RecordNoticeService);
    assert_eq!(due_on(&case), "2025-10-20");
    case.on("2025-10-29").take(ActionKind::ReceivePayment);
    assert_eq!(due_on(&case), "2025-10-20", "a late notice makes nobody punctual");
    let steps = case.app.clock(&case.calendar, case.today).unwrap().due.unwrap().steps;
    assert!(steps.iter().any(|step| step.text.contains("缴费后也不重新计算")));
}

#[test]
fn a_cancelled_request_that_nobody_received_is_undone_and_may_be_made_anew() {
    let mut case = Case::in_hand("2025-03-03", 1);
    case.on("2025-03-05").take(ActionKind::AskCorrection).take(ActionKind::VoidPaper);
    assert_ne!(case.app.state(), State::AwaitingCorrection);
    assert!(case.app.correction.is_none() && case.app.notices_to_serve().next().is_none());
    assert_eq!(due_on(&case), "2025-03-31");
    case.take(ActionKind::AskCorrection).take(ActionKind::RecordCorrectionNoticeReceipt);
    assert_eq!(case.codes(case.proposal(ActionKind::VoidPaper)), ["request_received"]);

    let mut fee = Case::in_hand("2025-03-03", 1);
    fee.on("2025-03-05").take(ActionKind::NoticeFee).take(ActionKind::VoidPaper);
    assert!(fee.app.fee.is_none());
    assert_eq!(due_on(&fee), "2025-03-31");
    fee.take(ActionKind::NoticeFee).take(ActionKind::RecordFeeNoticeReceipt);
    assert_eq!(fee.codes(fee.proposal(ActionKind::VoidPaper)), ["request_received"]);

    let mut letter = Case::in_hand("2025-03-03", 1);
    letter.on("2025-03-05");
    consult(&mut letter, 1, Consulted::ThirdParty);
    assert!(due_on(&letter).as_str() > "2025-03-31");
    letter.take(ActionKind::VoidPaper);
    assert_eq!(due_on(&letter), "2025-03-31");
    consult(&mut letter, 1, Consulted::ThirdParty);
    letter.take(ActionKind::RecordAddresseeReceipt);
    assert_eq!(letter.codes(letter.proposal(ActionKind::VoidPaper)), ["request_received"]);
}

#[test]
fn a_notice_that_reached_one_of_several_applicants_alone_is_not_served() {
    let mut event = arrived(Channel::InPerson, "2025-09-16", 1);
    if let Event::Arrived { joint_applicants, .. } = &mut event {
        joint_applicants.push(content(60));
    }
    let mut case = Case::from_arrival(event);
    case.take(ActionKind::Register);
    case.on("2025-10-13").take(ActionKind::ApproveExtension).take(ActionKind::TellExtension);
    let notice = case.app.notices_to_serve().next().unwrap().paper.paper;
    let served = |recipient| Event::NoticeServed {
        paper: notice,
        service: Service { recipient, ..posted(day("2025-10-13")) },
    };
    assert_eq!(case.codes(served(Some(1))), ["notice_is_for_all"]);
    assert_eq!(due_on(&case), "2025-10-20");
    case.record(served(None));
    assert_eq!(due_on(&case), "2025-11-17");
}

#[test]
fn a_reply_is_not_served_before_it_was_sealed() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-09-18");
    case.seal_reply(Reply::Granted);
    let issued_on = case.today;
    assert!(case.codes(Event::Served { service: posted(issued_on) }).is_empty());
    let mut late = Case::in_hand("2025-09-16", 1);
    late.on("2025-09-18").seal_reply(Reply::Granted);
    // sealed a day after it was numbered
    let seal = late.events.iter_mut().find(|known| matches!(known.event, Event::Sealed { .. })).unwrap();
    if let Event::Sealed { on, .. } = &mut seal.event {
        *on = day("2025-09-19");
    }
    late.app = Application::from_events(&late.events).unwrap();
    late.on("2025-09-19");
    assert_eq!(late.codes(Event::Served { service: posted(day("2025-09-18")) }), ["served_before_seal"]);
}

#[test]
fn old_records_of_a_notice_and_of_its_cancelling_fold_to_what_they_were() {
    let mut case = Case::in_hand("2025-03-03", 1);
    let Event::CorrectionAsked { on, within, matters, paper, .. } = case.proposal(ActionKind::AskCorrection)
    else {
        unreachable!()
    };
    let old = Event::CorrectionAsked { on, within, matters, paper: paper.clone(), awaits_service: false };
    let json = serde_json::to_string(&old).unwrap();
    assert!(!json.contains("awaits_service"));
    assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), old);
    case.record(old);
    assert_eq!(chip(&case).words(), "待申请人补正（收到补正之日起重新计算）");
    let voided = Event::PaperVoided { on, paper, reason: content(37), is_undone: false };
    assert!(!serde_json::to_string(&voided).unwrap().contains("is_undone"));
    case.record(voided);
    assert_eq!(case.app.state(), State::AwaitingCorrection);
    case.on("2025-03-20").take(ActionKind::ReceiveCorrection);
    assert_eq!(due_on(&case), "2025-04-18");
}

#[test]
fn an_uncorrected_application_is_given_up_only_after_the_day_and_with_proof() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-09-18").take(ActionKind::AskCorrection);
    case.on("2025-12-01");
    assert_eq!(case.codes(case.proposal(ActionKind::DraftReply)), ["no_proof_of_correction_notice"]);
    case.on("2025-09-19").take(ActionKind::RecordCorrectionNoticeReceipt);
    case.on("2025-10-16");
    assert_eq!(case.codes(case.proposal(ActionKind::DraftReply)), ["correction_period_runs"]);
    case.on("2025-10-17");
    assert_eq!(chip(&case).words(), "申请人逾期未补正");
    let other = case.draft(&[Reply::Granted], all_facts());
    assert_eq!(case.codes(other), ["correction_awaited"]);
    case.seal_reply(Reply::CorrectionOverdue).take(ActionKind::Serve);
    let outcome = case.app.outcome().unwrap();
    assert_eq!(outcome.row, Row::OtherCorrectionOverdue);
    assert_eq!(timeliness(&case), Timeliness::WithoutLimit);
}

#[test]
fn a_fee_follows_the_tariff_and_its_payment_starts_the_period_anew() {
    let mut case = Case::in_hand("2025-09-16", 1);
    let Event::FeeNoticed { on, charge, ordinal, paper, .. } = case.proposal(ActionKind::NoticeFee) else {
        unreachable!()
    };
    let amount = gongkai_domain::fee::Yuan(99);
    let wrong = Event::FeeNoticed { on, charge, amount, ordinal, paper, awaits_service: true };
    assert_eq!(case.codes(wrong), ["amount_differs_from_tariff"]);
    case.on("2025-09-18").take(ActionKind::NoticeFee).take(ActionKind::RecordNoticeService);
    assert_eq!(chip(&case).words(), "待缴费（缴费次日起重新计算）");
    case.on("2025-09-19").take(ActionKind::RecordFeeNoticeReceipt);
    case.on("2025-09-29").take(ActionKind::ReceivePayment);
    assert_eq!(due_on(&case), "2025-11-03");
    case.on("2025-09-30");
    let overdue = case.draft(&[Reply::FeeOverdue], all_facts());
    assert_eq!(case.codes(overdue), ["paid_already"]);
}

#[test]
fn an_extension_is_approved_once_by_the_head_and_told_in_time() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-10-20");
    let extension = |by: u32, approver: u128| Event::ExtensionApproved {
        on: day("2025-10-20"),
        by: WorkingDays(by),
        approver: person(approver),
        grounds: content(1),
    };
    assert_eq!(case.codes(extension(21, OFFICE_HEAD)), ["extension_over_cap"]);
    assert_eq!(case.codes(extension(0, OFFICE_HEAD)), ["extension_over_cap"]);
    assert_eq!(case.codes(extension(20, HANDLER)), ["approver_is_handler"]);
    let by_another = Action::from(extension(20, OFFICE_HEAD));
    assert_eq!(case.why_not(&by_another)[0].code, "approver_is_not_head");
    case.record(extension(10, OFFICE_HEAD));
    assert_eq!(case.codes(extension(10, OFFICE_HEAD)), ["extended_already"]);
    case.on("2025-10-21");
    assert_eq!(case.codes(case.proposal(ActionKind::TellExtension)), ["due_date_passed"]);
    let told = Event::ExtensionTold {
        on: day("2025-10-20"),
        paper: paper(7, None),
        proof: None,
        awaits_service: false,
    };
    case.on("2025-10-20").record(told);
    assert_eq!(due_on(&case), "2025-11-03");
    let mut late = Case::in_hand("2025-09-16", 1);
    late.on("2025-10-21");
    assert_eq!(late.codes(late.proposal(ActionKind::ApproveExtension)), ["due_date_passed"]);
}

#[test]
fn an_extension_that_reached_the_applicant_too_late_moves_nothing_and_says_so() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-10-17").take(ActionKind::ApproveExtension).take(ActionKind::TellExtension);
    assert_eq!(chip(&case).words(), "临期 余 1 个工作日 延期告知未登记送达");
    assert_eq!(case.codes(case.proposal(ActionKind::TellExtension)), ["notice_awaits_service"]);
    let mut in_time = Case::in_hand("2025-09-16", 1);
    in_time.on("2025-10-17").take(ActionKind::ApproveExtension).take(ActionKind::TellExtension);
    in_time.on("2025-10-20").take(ActionKind::RecordNoticeService);
    assert_eq!(due_on(&in_time), "2025-11-17", "the last day is in time");
    case.on("2025-10-21").take(ActionKind::RecordNoticeService);
    let clock = case.app.clock(&case.calendar, case.today).unwrap();
    assert_eq!(clock.due_on(), Some(day("2025-10-20")));
    assert_eq!(chip(&case).words(), "超期 1 个工作日 延期告知逾期送达，不生效");
    let steps = clock.due.unwrap().steps;
    let caution = steps.iter().find(|step| step.text.contains("不发生延长答复期限的效力")).unwrap();
    assert_eq!(
        caution.text,
        "延期答复告知书于2025年10月21日送达，晚于答复期限2025年10月20日，不发生延长答复期限的效力"
    );
    assert_eq!(caution.article, Some("《政府信息公开条例》第三十三条第二款"));
    // by hand the day of signing counts, and mail needs its number
    let mut by_hand = Case::in_hand("2025-09-16", 1);
    by_hand.on("2025-10-17").take(ActionKind::ApproveExtension).take(ActionKind::TellExtension);
    let notice = by_hand.app.notices_to_serve().next().unwrap().paper.paper;
    let service = |method, proof| Event::NoticeServed {
        paper: notice,
        service: Service {
            method,
            number: None,
            sent_on: Some(day("2025-10-17")),
            signed_on: Some(day("2025-10-20")),
            is_refusal_witnessed: false,
            proof,
            recipient: None,
        },
    };
    by_hand.on("2025-10-20");
    assert_eq!(by_hand.codes(service(ServiceMethod::Post, None)), ["proof_missing"]);
    assert_eq!(by_hand.codes(service(ServiceMethod::ByHand, None)), ["proof_missing"], "送达回证");
    by_hand.record(service(ServiceMethod::ByHand, Some(content(61))));
    assert_eq!(by_hand.app.extensions[0].told_on, Some(day("2025-10-20")));
    assert!(by_hand.codes(service(ServiceMethod::ByHand, None)).contains(&"unknown_notice"));
}

#[test]
fn a_notice_cancelled_before_service_has_told_nobody_and_is_written_again() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-10-13").take(ActionKind::ApproveExtension).take(ActionKind::TellExtension);
    case.take(ActionKind::VoidPaper);
    assert!(case.app.notices_to_serve().next().is_none());
    case.take(ActionKind::TellExtension).take(ActionKind::RecordNoticeService);
    assert_eq!(due_on(&case), "2025-11-17");
    assert!(case.codes(case.proposal(ActionKind::VoidPaper)).contains(&"notice_served"));
}

#[test]
fn a_letter_whose_receipt_nobody_recorded_wins_no_time() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-09-23");
    consult(&mut case, 1, Consulted::OtherAgency);
    case.on("2025-10-20");
    assert_eq!(chip(&case), Chip::Consulting);
    let due = due_on(&case);
    case.on("2025-10-23");
    assert_eq!(due_on(&case), due);
    assert_eq!(due, "2025-11-10", "as if it had arrived on the day of sending");
    assert!(matches!(chip(&case), Chip::Running { .. }), "{:?}", chip(&case));
    case.on("2025-10-24");
    let arrived = Event::AddresseeReceived { id: 1, on: day("2025-10-10"), proof: None };
    case.record(arrived);
    assert_eq!(chip(&case), Chip::Consulting, "time in the post is not counted once it is known");
    assert_eq!(due_on(&case), "2025-11-20");
}

#[test]
fn an_opinion_that_comes_late_to_a_letter_without_recorded_receipt_wins_no_time_either() {
    let mut case = Case::in_hand("2025-09-01", 1);
    case.on("2025-09-03");
    consult(&mut case, 1, Consulted::OtherAgency);
    case.on("2025-10-25");
    assert_eq!(due_on(&case), "2025-10-24");
    case.on("2025-12-01");
    opinion(&mut case, 1, Opinion::Consents);
    assert_eq!(due_on(&case), "2025-10-24", "the opinion came after the limit");
    assert!(matches!(timeliness(&case), Timeliness::Overdue { .. }));
    let steps = case.app.clock(&case.calendar, case.today).unwrap().due.unwrap().steps;
    assert!(steps.iter().any(|step| step.text.contains("收到日期没有登记")));
    case.record(Event::AddresseeReceived { id: 1, on: day("2025-09-05"), proof: None });
    assert_eq!(due_on(&case), "2025-10-28", "the days in the post are not counted once they are known");
}

#[test]
fn an_extension_notice_posted_after_the_due_date_is_late_also_where_a_letter_has_no_recorded_receipt() {
    let mut case = Case::in_hand("2025-09-01", 1);
    case.on("2025-09-03");
    consult(&mut case, 1, Consulted::OtherAgency);
    case.on("2025-10-24").take(ActionKind::ApproveExtension).take(ActionKind::TellExtension);
    case.on("2025-11-10").take(ActionKind::RecordNoticeService);
    assert_eq!(due_on(&case), "2025-10-24");
    assert!(chip(&case).words().contains("延期告知逾期送达"), "{}", chip(&case).words());
    // one that was told while the count rested is in time
    let mut paused = Case::in_hand("2025-09-01", 1);
    paused.on("2025-09-03");
    consult(&mut paused, 1, Consulted::OtherAgency);
    paused.on("2025-09-15").take(ActionKind::ApproveExtension).take(ActionKind::TellExtension);
    paused.take(ActionKind::RecordNoticeService);
    assert_eq!(due_on(&paused), "2025-11-21");
}

#[test]
fn the_clock_of_a_split_application_stops_with_the_splitting() {
    let mut whole = Case::new(Channel::InPerson, "2025-09-16", 2);
    whole.take(ActionKind::Register).on("2025-09-18").take(ActionKind::Split);
    whole.on("2026-02-03");
    let clock = whole.app.clock(&whole.calendar, whole.today).unwrap();
    let segments = segments(&clock, whole.today, &whole.calendar);
    assert_eq!(segments.last().map(|segment| segment.to), Some(day("2025-09-18")));
    assert_eq!(chip(&whole).words(), "已拆分");
    assert_eq!(chip(&whole).dates().as_deref(), Some("2025年9月18日拆分"));
    assert_eq!(timeliness(&whole), Timeliness::WithoutLimit);
}

#[test]
fn reasons_are_asked_for_judged_and_lead_to_refusal_or_delay() {
    let mut case = Case::in_hand("2025-09-16", 1);
    let excessive = |case: &Case| case.codes(case.draft(&[Reply::Excessive], all_facts()));
    assert_eq!(excessive(&case), ["no_reasons_requested"]);
    case.on("2025-09-18").take(ActionKind::RequestReasons);
    assert_eq!(due_on(&case), "2025-10-20", "a request for reasons does not interrupt");
    let unserved = ["reasons_awaited", "reasons_request_not_served", "reasons_not_rejected"];
    assert_eq!(excessive(&case), unserved);
    let mut silent = Case::in_hand("2025-09-16", 1);
    silent.on("2025-09-18").take(ActionKind::RequestReasons).on("2025-10-10");
    let judged = |case: &Case| case.codes(case.proposal(ActionKind::JudgeReasons));
    assert_eq!(judged(&silent), ["reasons_request_not_served"], "silence says nothing before service");
    silent.take(ActionKind::RecordNoticeService);
    assert_eq!(judged(&silent), ["reasons_request_served_late"]);
    case.take(ActionKind::RecordNoticeService);
    assert_eq!(excessive(&case), ["reasons_awaited", "reasons_not_rejected"]);
    assert_eq!(case.codes(case.proposal(ActionKind::JudgeReasons)), ["reasons_awaited"]);
    case.on("2025-09-22").take(ActionKind::ReceiveReasons);
    assert_eq!(excessive(&case), ["reasons_not_rejected"]);
    assert_eq!(case.codes(case.proposal(ActionKind::FixDelay)), ["reasons_not_accepted"]);
    case.take(ActionKind::JudgeReasons);
    assert!(excessive(&case).is_empty());

    let mut accepted = Case::in_hand("2025-09-16", 1);
    accepted.on("2025-09-18").take(ActionKind::RequestReasons).take(ActionKind::ReceiveReasons);
    accepted.record(Event::ReasonsJudged { on: day("2025-09-18"), is_reasonable: true, grounds: content(3) });
    let early = Event::DelayFixed {
        on: day("2025-09-18"),
        until: day("2025-10-20"),
        paper: paper(8, None),
        awaits_service: true,
    };
    assert_eq!(accepted.codes(early), ["delay_gains_nothing"]);
    accepted.record(Event::DelayFixed {
        on: day("2025-09-18"),
        until: day("2025-12-31"),
        paper: paper(8, None),
        awaits_service: false,
    });
    assert_eq!(due_on(&accepted), "2025-12-31");
}

// ---- grounds ----

#[test]
fn each_of_the_27_replies_is_refused_without_what_it_rests_on() {
    let none = ReplyFacts::default();
    let expected: &[(Reply, &[&str])] = &[
        (Reply::AlreadyPublic, &["access_missing"]),
        (Reply::Granted, &["access_missing"]),
        (Reply::Partial, &["reasons_missing", "access_missing", "process_kind_missing"]),
        (Reply::DeniedStateSecret, &["reasons_missing", "classification_missing"]),
        (Reply::DeniedLawProhibited, &["reasons_missing", "law_missing"]),
        (Reply::DeniedSecurity, &["reasons_missing", "interest_missing"]),
        (Reply::DeniedThirdParty, &["reasons_missing", "third_party_not_consulted"]),
        (Reply::DeniedInternal, &["reasons_missing", "internal_kind_missing"]),
        (Reply::DeniedProcess, &["reasons_missing", "process_kind_missing"]),
        (Reply::DeniedEnforcement, &["reasons_missing"]),
        (Reply::AdminInquiry, &["reasons_missing", "law_missing", "window_missing"]),
        (Reply::NotExist, &["reasons_missing", "search_missing"]),
        (Reply::NotResponsible, &["reasons_missing", "responsible_agency_missing"]),
        (Reply::NeedsCreation, &["reasons_missing", "creation_reason_missing"]),
        (Reply::StillUnclear, &["reasons_missing", "no_correction_round", "unclear_part_missing"]),
        (Reply::Petition, &["reasons_missing"]),
        (Reply::Repeat, &["reasons_missing", "earlier_missing"]),
        (Reply::Publication, &["access_missing"]),
        (Reply::Excessive, &["reasons_missing", "no_reasons_requested"]),
        (Reply::Confirmation, &["reasons_missing", "obtained_missing"]),
        (Reply::CorrectionOverdue, &["no_correction_asked"]),
        (Reply::FeeOverdue, &["no_fee_noticed"]),
        (Reply::ClosedOther, &["reasons_missing", "closing_cause_missing"]),
        (Reply::NotGovernmentInformation, &["reasons_missing"]),
        (Reply::Consultation, &["reasons_missing"]),
        (Reply::Archives, &["reasons_missing", "archives_missing"]),
        (Reply::PartyProcedure, &["reasons_missing"]),
    ];
    assert_eq!(expected.iter().map(|(reply, _)| *reply).collect::<Vec<_>>(), Reply::EVERY);
    let case = Case::in_hand("2025-09-16", 1);
    for (reply, codes) in expected {
        let found: Vec<&str> = case.codes(case.draft(&[*reply], none.clone()));
        // The withheld part of a partial reply misses its reasons with the same code.
        let mut distinct = found.clone();
        distinct.dedup();
        assert_eq!(
            distinct.iter().filter(|code| codes.contains(code)).count(),
            distinct.len(),
            "{reply} {found:?}"
        );
        assert!(codes.iter().all(|code| found.contains(code)), "{reply} {found:?}");
    }
}

/// Records a search that found something.
fn found(case: &mut Case) {
    let mut search = case.proposal(ActionKind::RecordSearch);
    let Event::SearchRecorded { is_found, .. } = &mut search else { unreachable!() };
    *is_found = true;
    case.record(search);
}

#[test]
fn a_well_founded_reply_is_taken() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.take(ActionKind::RecordSearch);
    found(&mut case);
    let later = [Reply::StillUnclear, Reply::Excessive, Reply::CorrectionOverdue, Reply::FeeOverdue];
    for reply in Reply::EVERY.iter().filter(|reply| !later.contains(reply)) {
        let codes = case.codes(case.draft(&[*reply], all_facts()));
        assert!(codes.is_empty(), "{reply} {codes:?}");
    }
}

#[test]
fn only_laws_and_administrative_regulations_prohibit_disclosure() {
    let case = Case::in_hand("2025-09-16", 1);
    for (rank, is_enough) in [
        (LawRank::Law, true),
        (LawRank::AdministrativeRegulation, true),
        (LawRank::LocalRegulation, false),
        (LawRank::Rules, false),
        (LawRank::NormativeDocument, false),
    ] {
        for reply in [Reply::DeniedLawProhibited, Reply::AdminInquiry] {
            let mut facts = all_facts();
            facts.law.as_mut().unwrap().rank = rank;
            let codes = case.codes(case.draft(&[reply], facts));
            assert_eq!(codes.is_empty(), is_enough, "{reply} {rank:?}");
        }
    }
    let mut facts = all_facts();
    facts.law.as_mut().unwrap().article.clear();
    assert_eq!(case.codes(case.draft(&[Reply::DeniedLawProhibited], facts)), ["law_article_missing"]);
}

#[test]
fn a_repeat_needs_the_same_applicant_the_same_information_and_a_reply() {
    let case = Case::in_hand("2025-09-16", 1);
    let with = |same_applicant, same_information, replied| {
        let mut facts = all_facts();
        let earlier = facts.earlier.as_mut().unwrap();
        earlier.is_same_applicant = same_applicant;
        earlier.is_same_information = same_information;
        earlier.is_replied = replied;
        case.codes(case.draft(&[Reply::Repeat], facts))
    };
    assert!(with(true, true, true).is_empty());
    assert_eq!(with(false, true, true), ["earlier_of_another"]);
    assert_eq!(with(true, false, false), ["earlier_for_other_information", "earlier_not_replied"]);
}

#[test]
fn a_search_that_found_something_does_not_carry_a_reply_that_nothing_exists() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.record(Event::SearchRecorded {
        on: case.today,
        searcher: person(HANDLER),
        from: day("2010-01-01"),
        to: case.today,
        is_found: true,
        record: content(5),
        matters: Vec::new(),
    });
    assert_eq!(case.codes(case.draft(&[Reply::NotExist], all_facts())), ["search_found_something"]);
    // what was found is given, and of the rest the same search tells that it does not exist
    let mut partly = case.draft(&[Reply::Partial], all_facts());
    let Event::ReplyDrafted { outcomes, .. } = &mut partly else { unreachable!() };
    outcomes[0].withheld = vec![Reply::NotExist];
    assert!(!case.codes(partly).contains(&"search_found_something"));
}

#[test]
fn a_search_that_found_nothing_does_not_carry_a_reply_that_gives_something() {
    let mut case = Case::in_hand("2025-09-16", 2);
    let searched = |case: &mut Case, is_found: bool, matters: Vec<u32>| {
        case.record(Event::SearchRecorded {
            on: case.today,
            searcher: person(HANDLER),
            from: day("2010-01-01"),
            to: case.today,
            is_found,
            record: content(5),
            matters,
        });
    };
    let both = [Reply::Granted, Reply::NotExist];
    assert_eq!(
        case.codes(case.draft(&both, all_facts())),
        ["search_missing"],
        "no search is asked for what is given"
    );
    searched(&mut case, false, Vec::new());
    let reasons = case.why_not(&case.draft(&both, all_facts()).into());
    let told: Vec<_> = reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(told, ["search_found_nothing"]);
    assert!(reasons[0].text.starts_with("第1项："), "{reasons:?}");
    assert_eq!(reasons[0].article, Some("《政府信息公开条例》第三十六条第（二）项"));
    let published = [Reply::AlreadyPublic, Reply::NotExist];
    assert_eq!(case.codes(case.draft(&published, all_facts())), [""; 0], "it is published elsewhere");
    let mut partly = case.draft(&[Reply::Partial, Reply::NotExist], all_facts());
    let Event::ReplyDrafted { outcomes, .. } = &mut partly else { unreachable!() };
    outcomes[0].withheld = vec![Reply::NotExist];
    assert!(
        !case.codes(partly).contains(&"search_found_nothing"),
        "the search may be the one for what does not exist"
    );
    searched(&mut case, true, vec![1]);
    assert_eq!(case.codes(case.draft(&both, all_facts())), [""; 0]);
}

#[test]
fn who_proposed_an_extension_does_not_approve_it_also_as_head() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-10-13");
    let on = case.today;
    let proposed = Event::ExtensionProposed {
        on,
        by: WorkingDays(5),
        proposer: person(OFFICE_HEAD),
        grounds: content(1),
    };
    case.record(proposed);
    let approved = |approver: u128| Event::ExtensionApproved {
        on,
        by: WorkingDays(5),
        approver: person(approver),
        grounds: content(1),
    };
    assert_eq!(case.codes(approved(OFFICE_HEAD)), ["approver_is_proposer"]);
    let declined = Event::ExtensionDeclined { on, decider: person(OFFICE_HEAD), reason: content(1) };
    assert_eq!(case.codes(declined), [""; 0], "he may take it back");
    assert_eq!(case.codes(approved(OFFICE_HEAD + 500)), [""; 0], "who acts for the head may");
}

#[test]
fn every_matter_has_exactly_one_answer_and_the_row_is_the_rules() {
    let case = Case::in_hand("2025-09-16", 2);
    let one = vec![MatterOutcome::new(1, Reply::Granted)];
    assert_eq!(case.codes(case.draft_of(one, None, all_facts())), ["matter_unanswered"]);
    let thrice = vec![
        MatterOutcome::new(1, Reply::Granted),
        MatterOutcome::new(1, Reply::Granted),
        MatterOutcome::new(2, Reply::Granted),
        MatterOutcome::new(3, Reply::Granted),
    ];
    let codes = case.codes(case.draft_of(thrice, None, all_facts()));
    assert_eq!(codes, ["matter_answered_twice", "unknown_matter"]);
    let mut wrong = case.draft(&[Reply::Granted, Reply::DeniedProcess], all_facts());
    if let Event::ReplyDrafted { row, .. } = &mut wrong {
        assert_eq!(*row, Row::PartiallyGranted);
        *row = Row::Granted;
    }
    assert_eq!(case.codes(wrong), ["counted_row_differs"]);
    let whole = case.draft(&[Reply::ClosedOther, Reply::Granted], all_facts());
    assert_eq!(case.codes(whole), ["closes_as_a_whole"]);
}

#[test]
fn a_notice_ends_an_application_for_the_causes_of_an_internal_statement_only() {
    let case = Case::in_hand("2025-09-16", 1);
    let ending = |closing: Option<ClosingCause>| {
        case.draft(&[Reply::ClosedOther], ReplyFacts { closing, ..all_facts() })
    };
    assert_eq!(case.codes(ending(None)), ["closing_cause_missing"]);
    assert!(case.codes(ending(Some(ClosingCause::ApplicantCeased))).is_empty());
    let twin = |number: &str| {
        Some(ClosingCause::SubmittedTwice { twin: application_id(44), number: number.to_owned() })
    };
    assert_eq!(case.codes(ending(twin(" "))), ["twin_missing"]);
    let unproven = Action::from(ending(twin("依申请〔2025〕3号")));
    let reasons = case.why_not(&unproven);
    assert_eq!(reasons.iter().map(|reason| reason.code).collect::<Vec<_>>(), ["twin_of_another"]);
}

#[test]
fn several_matters_are_counted_in_one_row_by_the_rules_of_the_form() {
    let own = CountingSettings::default();
    let of = |replies: &[Reply], settings: &CountingSettings, chosen| {
        let outcomes: Vec<MatterOutcome> =
            (1..).zip(replies).map(|(matter, reply)| MatterOutcome::new(matter, *reply)).collect();
        count(&outcomes, chosen, settings).map(|counted| (counted.row, counted.rule))
    };
    use CountingRule as Rule;
    let cases: &[(&[Reply], Row, Rule)] = &[
        (&[Reply::Granted], Row::Granted, Rule::SingleResult),
        (&[Reply::Granted, Reply::AlreadyPublic], Row::Granted, Rule::SingleResult),
        (&[Reply::Partial], Row::PartiallyGranted, Rule::Separable),
        (&[Reply::Petition, Reply::Partial], Row::PartiallyGranted, Rule::Separable),
        (&[Reply::Granted, Reply::DeniedProcess], Row::PartiallyGranted, Rule::GrantedAndRefused),
        (&[Reply::NotExist, Reply::Granted], Row::PartiallyGranted, Rule::GrantedAndNotHeld),
        (&[Reply::NotExist, Reply::NotResponsible], Row::UnavailableNotHeld, Rule::SingleResult),
        (&[Reply::Petition, Reply::NotExist], Row::UnavailableNotHeld, Rule::FirstGround),
        (&[Reply::Granted, Reply::AdminInquiry], Row::Granted, Rule::FirstGround),
    ];
    for (replies, row, rule) in cases {
        assert_eq!(of(replies, &own, None), Some((*row, *rule)), "{replies:?}");
    }
    let chosen = of(&[Reply::Petition, Reply::NotExist], &own, Some(1));
    assert_eq!(chosen, Some((Row::UnprocessedPetition, Rule::ChosenGround)));
    assert_eq!(of(&[Reply::Petition, Reply::NotExist], &own, Some(9)), None);
    assert_eq!(of(&[], &own, None), None);
    for (setting, row) in [
        (GrantedAndNotHeld::PartiallyGranted, Row::PartiallyGranted),
        (GrantedAndNotHeld::Granted, Row::Granted),
        (GrantedAndNotHeld::NotHeld, Row::UnavailableNotHeld),
    ] {
        let settings = CountingSettings { granted_and_not_held: setting, ..CountingSettings::default() };
        let counted = of(&[Reply::Granted, Reply::NotExist], &settings, None);
        assert_eq!(counted, Some((row, Rule::GrantedAndNotHeld)));
    }
    let mut local = CountingSettings::default();
    local.local_rows.insert(Reply::Consultation, Row::UnprocessedPetition);
    local.local_rows.insert(Reply::Granted, Row::OtherMisc);
    assert_eq!(local.row_of(Reply::Consultation), Row::UnprocessedPetition);
    assert_eq!(local.row_of(Reply::Granted), Row::Granted, "only four replies may be counted elsewhere");
}

#[test]
fn the_explanation_of_the_row_names_each_matter() {
    let outcomes = [MatterOutcome::new(1, Reply::Granted), MatterOutcome::new(2, Reply::DeniedThirdParty)];
    let counted = count(&outcomes, None, &CountingSettings::default()).unwrap();
    assert!(counted.explanation.starts_with("本件申请共2项（第1项："), "{}", counted.explanation);
    assert!(counted.explanation.contains("第十四条至第十六条"), "{}", counted.explanation);
    assert_eq!(counted.reply, Reply::Partial);
}

// ---- approval ----

#[test]
fn the_drafter_signs_nothing_and_nobody_signs_what_is_kept_apart() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.take(ActionKind::DraftReply);
    let sign = |case: &Case, step, signer| {
        case.codes(Event::StepSigned {
            on: case.today,
            draft: 1,
            step,
            signer: person(signer),
            department: None,
            opinion: None,
        })
    };
    assert_eq!(sign(&case, SignOffStep::OfficeReview, HANDLER), ["signer_is_drafter"]);
    assert_eq!(sign(&case, SignOffStep::SignOff, LEADER), ["not_the_turn"]);
    assert!(sign(&case, SignOffStep::OfficeReview, OFFICE_HEAD).is_empty());
    case.take(ActionKind::SignStep);
    // A refusal passes the legality review; nothing is released, so there is no secrecy review.
    assert_eq!(case.app.draft().unwrap().next_steps(), [SignOffStep::LegalityReview]);
    assert_eq!(sign(&case, SignOffStep::LegalityReview, OFFICE_HEAD), ["signer_signed_already"]);
    case.take(ActionKind::SignStep);
    assert_eq!(sign(&case, SignOffStep::SignOff, OFFICE_HEAD), ["signer_signed_already"]);
    case.take(ActionKind::SignStep);
    assert_eq!(case.app.state(), State::SignedOff);
}

#[test]
fn the_chain_depends_on_what_is_decided() {
    let chain = Chain::default();
    use SignOffStep::{CoSigning, LegalityReview, OfficeReview, Proposal, Sealing, SecrecyReview, SignOff};
    assert_eq!(
        chain.required(Effect::of([Reply::Granted]), false),
        [Proposal, OfficeReview, SecrecyReview, SignOff, Sealing]
    );
    assert_eq!(
        chain.required(Effect::of([Reply::Partial]), true),
        [Proposal, CoSigning, OfficeReview, LegalityReview, SecrecyReview, SignOff, Sealing]
    );
    assert_eq!(
        chain.required(Effect::of([Reply::ClosedOther]), false),
        [Proposal, OfficeReview, SignOff, Sealing]
    );
    // the row of the whole does not hide what is refused of a part
    assert_eq!(
        chain.required(Effect::of([Reply::Granted, Reply::Petition]), false),
        [Proposal, OfficeReview, LegalityReview, SecrecyReview, SignOff, Sealing]
    );
    assert_eq!(chain.check(), Ok(()));
    assert_eq!(short_chain().check(), Ok(()));
    let mut without = Chain::default();
    without.steps.retain(|step| step.step != SecrecyReview);
    assert_eq!(without.check(), Err(ChainFault::NoSecrecyReview));
    let mut late = Chain::default();
    late.steps.swap(4, 5);
    assert_eq!(late.check(), Err(ChainFault::OutOfOrder(SecrecyReview)));
}

#[test]
fn units_co_sign_beside_the_reviews_and_all_before_the_sign_off() {
    let mut case = Case::in_hand("2025-09-16", 1);
    let draft = case.draft(&[Reply::Granted], all_facts());
    let event = case.co_signed(draft, vec![department(8), department(9)], Vec::new());
    case.record(event);
    let next = case.app.draft().unwrap().next_steps();
    assert_eq!(next, [SignOffStep::CoSigning, SignOffStep::OfficeReview]);
    let by = |case: &Case, unit, signer| Event::StepSigned {
        on: case.today,
        draft: 1,
        step: SignOffStep::CoSigning,
        signer: person(signer),
        department: Some(department(unit)),
        opinion: None,
    };
    assert_eq!(case.codes(by(&case, 7, 66)), ["unit_does_not_co_sign"]);
    case.record(by(&case, 8, 66));
    assert_eq!(case.codes(by(&case, 8, 67)), ["unit_co_signed_already"]);
    // two units are two hands, and neither is one that reviews
    assert_eq!(case.codes(by(&case, 9, 66)), ["co_signed_by_same_person"]);
    let review = Event::StepSigned {
        on: case.today,
        draft: 1,
        step: SignOffStep::OfficeReview,
        signer: person(66),
        department: None,
        opinion: None,
    };
    assert_eq!(case.codes(review), ["signer_signed_already"]);
    case.record(by(&case, 9, 67)).sign_all();
    assert_eq!(case.app.state(), State::SignedOff);
}

#[test]
fn a_paper_passes_what_its_outcomes_need_and_more_only_where_it_answers_others_too() {
    let mut case = Case::in_hand("2025-09-16", 1);
    let with = |case: &Case, given: &[SignOffStep]| {
        let mut event = case.draft(&[Reply::Granted], all_facts());
        if let Event::ReplyDrafted { steps, .. } = &mut event {
            *steps = given.to_vec();
        }
        event
    };
    use SignOffStep::{LegalityReview, OfficeReview, Proposal, Sealing, SecrecyReview, SignOff};
    let more = [Proposal, OfficeReview, LegalityReview, SecrecyReview, SignOff, Sealing];
    let jumbled = [Proposal, LegalityReview, OfficeReview, SecrecyReview, SignOff, Sealing];
    let less = [Proposal, OfficeReview, SignOff, Sealing];
    for steps in [&more[..], &jumbled, &less, &[]] {
        assert_eq!(case.codes(with(&case, steps)), ["steps_differ"], "{steps:?}");
    }
    case.take(ActionKind::JoinReply);
    for steps in [&jumbled[..], &less, &[]] {
        assert_eq!(case.codes(with(&case, steps)), ["steps_differ"], "{steps:?}");
    }
    case.record(with(&case, &more)).take(ActionKind::SignStep);
    assert_eq!(case.app.draft().unwrap().next_steps(), [LegalityReview]);
    case.sign_all();
    let signed: Vec<_> =
        case.app.draft().unwrap().signatures.iter().map(|signature| signature.step).collect();
    assert_eq!(signed, [OfficeReview, LegalityReview, SecrecyReview, SignOff]);
}

#[test]
fn people_co_sign_for_themselves_and_the_drafter_is_none_of_them() {
    let mut case = Case::in_hand("2025-09-16", 1);
    let draft = |case: &Case, people: Vec<PersonId>| {
        case.co_signed(case.draft(&[Reply::Granted], all_facts()), Vec::new(), people)
    };
    assert_eq!(case.codes(draft(&case, vec![person(HANDLER)])), ["drafter_co_signs"]);
    case.record(draft(&case, vec![person(66)]));
    let sign = |case: &Case, signer| Event::StepSigned {
        on: case.today,
        draft: 1,
        step: SignOffStep::CoSigning,
        signer: person(signer),
        department: None,
        opinion: Some(content(41)),
    };
    assert_eq!(case.codes(sign(&case, 67)), ["unit_does_not_co_sign"]);
    case.record(sign(&case, 66));
    let signature = case.app.draft().unwrap().signature(SignOffStep::CoSigning).copied().unwrap();
    assert_eq!((signature.signer, signature.opinion), (person(66), Some(content(41))));
    assert_eq!(case.app.draft().unwrap().next_steps(), [SignOffStep::OfficeReview]);
}

#[test]
fn a_chain_that_always_co_signs_asks_for_units_and_one_without_the_step_takes_none() {
    let mut case = Case::in_hand("2025-09-16", 1);
    for step in &mut case.settings.chain.steps {
        if step.step == SignOffStep::CoSigning {
            step.needed = Necessity::Always;
        }
    }
    let draft = case.draft(&[Reply::Granted], all_facts());
    assert_eq!(case.codes(draft.clone()), ["co_signers_missing"]);
    case.settings.chain = short_chain();
    let named = case.draft(&[Reply::Granted], all_facts());
    let named = case.co_signed(named, vec![department(8)], Vec::new());
    assert_eq!(case.codes(named), ["chain_without_co_signing"]);
}

#[test]
fn what_was_given_goes_over_to_proactive_disclosure_once_and_what_was_refused_never() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.seal_reply(Reply::Granted).take(ActionKind::Serve);
    case.take(ActionKind::Promote);
    assert_eq!(case.app.promotions[0].ground, PromotionGround::SeveralApplicants);
    let again = case.proposal(ActionKind::Promote);
    assert!(case.codes(again).contains(&"promoted_already"));
    let mut refused = Case::in_hand("2025-09-16", 1);
    refused.seal_reply(Reply::DeniedInternal).take(ActionKind::Serve);
    let promote = refused.proposal(ActionKind::Promote);
    assert!(refused.codes(promote).contains(&"nothing_given"));
}

#[test]
fn a_weighty_case_is_weighed_once_and_can_be_taken_back() {
    let mut case = Case::in_hand("2025-09-16", 1);
    let weigh = |case: &Case, is_weighty| Event::Weighed { on: case.today, is_weighty, reason: content(42) };
    assert_eq!(case.codes(weigh(&case, false)), ["weighed_already"]);
    case.record(weigh(&case, true));
    assert!(case.app.weighty.is_some());
    assert_eq!(case.codes(weigh(&case, true)), ["weighed_already"]);
    case.record(weigh(&case, false));
    assert!(case.app.weighty.is_none());
}

#[test]
fn a_returned_draft_is_written_again_and_signed_from_the_beginning() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.take(ActionKind::DraftReply).take(ActionKind::SignStep).take(ActionKind::ReturnDraft);
    assert_eq!(case.app.state(), State::Returned);
    case.take(ActionKind::DraftReply);
    assert_eq!(case.app.draft().unwrap().next_steps(), [SignOffStep::OfficeReview]);
    let old = Event::StepSigned {
        on: case.today,
        draft: 1,
        step: SignOffStep::OfficeReview,
        signer: person(OFFICE_HEAD),
        department: None,
        opinion: None,
    };
    assert_eq!(case.codes(old), ["draft_replaced"]);
}

// ---- service and end ----

#[test]
fn an_application_goes_from_the_form_to_the_archive() {
    let mut case = Case::new(Channel::Internet, "2025-09-16", 1);
    case.on("2025-09-17").take(ActionKind::Confirm).take(ActionKind::Register).take(ActionKind::Assign);
    assert_eq!(due_on(&case), "2025-10-21");
    found(case.on("2025-09-19"));
    case.on("2025-10-20").seal_reply(Reply::Granted);
    case.on("2025-10-21").take(ActionKind::Serve);
    assert_eq!(timeliness(&case), Timeliness::InTime);
    assert_eq!(chip(&case).words(), "已送达 按期");
    case.on("2025-10-27").take(ActionKind::RecordServiceReceipt);
    assert_eq!(case.app.round().services[0].signed_on, Some(day("2025-10-27")));
    case.on("2025-11-03").take(ActionKind::Archive);
    case.on("2026-03-02");
    assert_eq!(chip(&case).words(), "已归档 按期", "the clock stopped with the service");
    assert_eq!(chip(&case).dates().unwrap(), "按期：2025年10月21日送达，答复期限2025年10月21日");
    let outcome = case.app.outcome().unwrap();
    assert_eq!((outcome.row, outcome.closed_on), (Row::Granted, day("2025-10-21")), "posting day counts");
    assert_eq!(Application::from_events(&case.events).unwrap(), case.app);
}

#[test]
fn by_hand_the_day_of_signing_counts() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-10-20").seal_reply(Reply::Granted);
    let by_hand = |signed_on: Option<&str>| Event::Served {
        service: Service {
            method: ServiceMethod::ByHand,
            number: None,
            sent_on: Some(day("2025-10-20")),
            signed_on: signed_on.map(day),
            is_refusal_witnessed: false,
            proof: Some(content(61)),
            recipient: None,
        },
    };
    assert!(case.codes(by_hand(None)).contains(&"day_missing"));
    case.on("2025-10-23").record(by_hand(Some("2025-10-23")));
    assert_eq!(timeliness(&case), Timeliness::Late { by: WorkingDays(3) });
    assert_eq!(chip(&case).words(), "已送达 超期 3 个工作日");
    let dates = "逾期：2025年10月23日送达，答复期限2025年10月20日，超期 3 个工作日";
    assert_eq!(chip(&case).dates().unwrap(), dates);
}

#[test]
fn a_paper_that_came_back_is_served_again_and_keeps_its_first_day() {
    let mut case = in_state(State::Undelivered);
    let first = case.app.round().served_on();
    assert_eq!(case.codes(case.proposal(ActionKind::Archive)), ["serve_again"]);
    case.take(ActionKind::Serve);
    assert_eq!(case.app.state(), State::Served);
    assert_eq!(case.app.closed_on(), first);
    assert_eq!(case.codes(case.proposal(ActionKind::Archive)), ["receipt_unknown"]);
    case.take(ActionKind::RecordServiceReceipt).take(ActionKind::Archive);
}

#[test]
fn service_asks_for_proof_and_for_the_channel_the_applicant_chose() {
    let mut event = arrived(Channel::InPerson, "2025-09-16", 1);
    if let Event::Arrived { provision, .. } = &mut event {
        provision.way = gongkai_domain::application::ProvisionWay::Mail;
    }
    let mut case = Case::from_arrival(event);
    case.take(ActionKind::Register);
    case.seal_reply(Reply::Granted);
    let today = case.today;
    let mut service = posted(today);
    service.proof = None;
    assert_eq!(case.codes(Event::Served { service }), ["proof_missing"]);
    let mut service = posted(today);
    service.method = ServiceMethod::Online;
    assert_eq!(case.codes(Event::Served { service }), ["channel_not_chosen"]);
}

#[test]
fn release_against_an_objection_waits_until_the_third_party_was_told() {
    let mut case = Case::in_hand("2025-09-16", 1);
    consult(&mut case, 1, Consulted::ThirdParty);
    case.on("2025-09-22");
    opinion(&mut case, 1, Opinion::Objects);
    let granted = case.draft(&[Reply::Granted], all_facts());
    assert_eq!(case.codes(granted), ["third_party_objects"]);
    let facts = ReplyFacts { public_interest: Some(content(8)), ..all_facts() };
    let granted = case.draft(&[Reply::Granted], facts);
    case.record(granted).sign_all().take(ActionKind::Issue).take(ActionKind::Seal);
    assert_eq!(case.codes(case.proposal(ActionKind::Serve)), ["third_party_not_told"]);
    case.on("2025-09-22").take(ActionKind::TellThirdParty);
    assert_eq!(case.codes(case.proposal(ActionKind::Serve)), ["third_party_notice_not_served"]);
    assert_eq!(case.codes(case.proposal(ActionKind::TellThirdParty)), ["notice_awaits_service"]);
    case.on("2025-09-23").take(ActionKind::RecordNoticeService);
    assert_eq!(case.codes(case.proposal(ActionKind::Serve)), ["release_waits"]);
    case.on("2025-09-28");
    assert_eq!(case.codes(case.proposal(ActionKind::Serve)), ["release_waits"]);
    case.on("2025-09-29").take(ActionKind::Serve);
    let mut consents = Case::in_hand("2025-09-16", 1);
    consult(&mut consents, 1, Consulted::ThirdParty);
    opinion(&mut consents, 1, Opinion::Consents);
    let denied = consents.draft(&[Reply::DeniedThirdParty], all_facts());
    assert_eq!(consents.codes(denied), ["third_party_consents"]);
}

/// A case of two matters, with one third party asked of each, that both object.
fn two_parties(named: bool) -> Case {
    let mut case = Case::in_hand("2025-09-16", 2);
    for id in [1, 2] {
        let Event::ConsultationSent { addressee, paper, on, .. } =
            case.proposal(ActionKind::SendConsultation)
        else {
            unreachable!()
        };
        let (with, matters) = (Consulted::ThirdParty, if named { vec![id] } else { Vec::new() });
        let (within, instead_of) = (None, None);
        case.record(Event::ConsultationSent { id, with, on, addressee, within, paper, matters, instead_of });
        opinion(&mut case, id, Opinion::Objects);
    }
    case
}

#[test]
fn who_withholds_for_one_third_party_has_still_to_answer_the_objection_of_another() {
    for named in [true, false] {
        let case = two_parties(named);
        let mixed = case.draft(&[Reply::DeniedThirdParty, Reply::Granted], all_facts());
        let codes = case.codes(mixed);
        assert!(codes.contains(&"third_party_objects"), "{named} {codes:?}");
        let withheld = case.draft(&[Reply::DeniedThirdParty, Reply::DeniedThirdParty], all_facts());
        assert!(case.codes(withheld).is_empty());
    }
    let mut case = two_parties(true);
    let facts = ReplyFacts { public_interest: Some(content(8)), ..all_facts() };
    let mixed = case.draft(&[Reply::DeniedThirdParty, Reply::Granted], facts);
    case.record(mixed).sign_all();
    assert_eq!(case.app.third_parties_to_tell(), [2]);
    let mut notice = case.proposal(ActionKind::TellThirdParty);
    let Event::ThirdPartyTold { id, .. } = &mut notice else { unreachable!() };
    *id = 1;
    assert_eq!(case.codes(notice.clone()), ["nothing_of_theirs_released"]);
    let Event::ThirdPartyTold { id, .. } = &mut notice else { unreachable!() };
    *id = 2;
    case.record(notice).take(ActionKind::Issue).take(ActionKind::Seal);
    assert_eq!(case.codes(case.proposal(ActionKind::Serve)), ["third_party_notice_not_served"]);
    // one letter that names no matter is about the whole, as in older records
    let mut whole = Case::in_hand("2025-09-16", 2);
    consult(&mut whole, 1, Consulted::ThirdParty);
    opinion(&mut whole, 1, Opinion::Partly);
    let mixed = whole.draft(&[Reply::DeniedThirdParty, Reply::Granted], all_facts());
    assert!(whole.codes(mixed).is_empty());
}

#[test]
fn an_objection_without_reasonable_grounds_is_overruled_by_a_judgement_of_it() {
    let mut case = Case::in_hand("2025-09-16", 1);
    consult(&mut case, 1, Consulted::ThirdParty);
    opinion(&mut case, 1, Opinion::Objects);
    let judging = |consultation| ReplyFacts {
        unfounded: vec![UnfoundedObjection { consultation, grounds: content(8) }],
        ..all_facts()
    };
    let granted = case.draft(&[Reply::Granted], judging(1));
    assert!(case.codes(granted.clone()).is_empty());
    let of_another = case.draft(&[Reply::Granted], judging(2));
    assert_eq!(case.codes(of_another), ["third_party_objects", "no_objection_to_judge"]);
    case.record(granted);
    assert_eq!(case.app.third_parties_to_tell(), [1], "it is told all the same");
}

#[test]
fn an_objection_that_arrives_on_the_way_sends_the_paper_back() {
    let on_the_way = |until: Option<ActionKind>, on: &str| {
        let mut case = Case::in_hand("2025-09-16", 1);
        consult(&mut case, 1, Consulted::ThirdParty);
        case.take(ActionKind::RecordAddresseeReceipt);
        // the party stays silent until its limit has passed
        case.on("2025-10-16");
        case.record(case.draft(&[Reply::Granted], all_facts()));
        if let Some(ActionKind::Issue) = until {
            case.sign_all().take(ActionKind::Issue).take(ActionKind::Seal);
        }
        case.record(Event::OpinionReceived { id: 1, on: day(on), opinion: Opinion::Objects, grounds: None });
        case
    };
    // in time, though it reached the file late
    let mut case = on_the_way(None, "2025-10-09");
    assert_eq!(case.codes(case.proposal(ActionKind::SignStep)), ["objection_after_draft"]);
    case.take(ActionKind::ReturnDraft);
    let facts = ReplyFacts { public_interest: Some(content(8)), ..all_facts() };
    case.record(case.draft(&[Reply::Granted], facts));
    assert!(case.codes(case.proposal(ActionKind::SignStep)).is_empty());
    let sealed = on_the_way(Some(ActionKind::Issue), "2025-10-09");
    let codes = sealed.codes(sealed.proposal(ActionKind::Serve));
    assert_eq!(codes, ["objection_after_draft", "third_party_not_told"]);
    // after the limit it holds nothing up: the agency decides (第三十二条), and tells the party before the release
    let late = on_the_way(Some(ActionKind::Issue), "2025-10-16");
    assert_eq!(late.codes(late.proposal(ActionKind::Serve)), ["third_party_not_told"]);
}

#[test]
fn a_request_served_after_the_reply_was_due_takes_nothing_from_the_applicant() {
    let mut case = Case::in_hand("2025-03-05", 1);
    case.on("2025-03-12").take(ActionKind::AskCorrection);
    case.on("2025-05-06")
        .take(ActionKind::RecordNoticeService)
        .take(ActionKind::RecordCorrectionNoticeReceipt);
    case.on("2025-07-01");
    assert_eq!(case.app.state(), State::AwaitingCorrection);
    let overdue = case.draft(&[Reply::CorrectionOverdue], all_facts());
    assert!(case.codes(overdue).contains(&"correction_told_late"));
    let granted = case.draft(&[Reply::Granted], all_facts());
    assert!(case.codes(granted).is_empty(), "the reply is owed all the same");
}

#[test]
fn a_third_party_is_told_of_the_release_once_it_is_decided() {
    let mut case = Case::in_hand("2025-09-16", 1);
    consult(&mut case, 1, Consulted::ThirdParty);
    opinion(&mut case, 1, Opinion::Objects);
    assert_eq!(case.codes(case.proposal(ActionKind::TellThirdParty)), ["release_not_decided"]);
    let facts = ReplyFacts { public_interest: Some(content(8)), ..all_facts() };
    let granted = case.draft(&[Reply::Granted], facts);
    case.record(granted);
    assert_eq!(case.codes(case.proposal(ActionKind::TellThirdParty)), ["release_not_decided"]);
    case.sign_all();
    assert!(case.codes(case.proposal(ActionKind::TellThirdParty)).is_empty());
}

#[test]
fn no_reply_that_was_not_upheld_is_given_again_in_whatever_order() {
    let mut case = Case::in_hand("2025-09-16", 2);
    let withholding = |first: Reply, second: Reply| {
        let partial = |matter, withheld| MatterOutcome { matter, reply: Reply::Partial, withheld };
        vec![partial(1, vec![first, second]), partial(2, vec![first])]
    };
    let quash = |case: &mut Case, outcomes: Vec<MatterOutcome>, renewed| {
        let draft = case.draft_of(outcomes, None, ReplyFacts { renewed, ..all_facts() });
        case.record(draft).sign_all().take(ActionKind::Issue).take(ActionKind::Seal).take(ActionKind::Serve);
        let mut reopening = case.proposal(ActionKind::Reopen);
        let Event::ReopenedByDecision { is_for_procedure, .. } = &mut reopening else { unreachable!() };
        *is_for_procedure = false;
        case.record(reopening);
    };
    let (one, other) = (Reply::DeniedProcess, Reply::DeniedInternal);
    quash(&mut case, withholding(one, other), None);
    let mut reordered = withholding(other, one);
    reordered[1].withheld = vec![one];
    reordered.reverse();
    let again = case.draft_of(reordered, None, all_facts());
    assert_eq!(case.codes(again), ["same_result_after_quashing"]);
    quash(&mut case, vec![MatterOutcome::new(1, one), MatterOutcome::new(2, one)], None);
    let first_again = case.draft_of(withholding(one, other), None, all_facts());
    assert_eq!(case.codes(first_again), ["same_result_after_quashing"]);
}

#[test]
fn a_voided_reply_gets_another_number() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.seal_reply(Reply::Granted).take(ActionKind::VoidPaper);
    assert_eq!(case.app.state(), State::SignedOff);
    let voided = case.app.papers.last().unwrap();
    assert_eq!(voided.voided_on, Some(case.today));
    let again = Event::Issued { on: case.today, draft: 1, paper: voided.paper.clone() };
    assert_eq!(case.codes(again), ["paper_known"]);
    case.take(ActionKind::Issue);
    assert_eq!(case.app.papers.len(), 2);
}

#[test]
fn a_withdrawn_application_is_other_handling() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-09-18").take(ActionKind::Withdraw);
    let outcome = case.app.outcome().unwrap();
    assert_eq!((outcome.row, outcome.reply, outcome.rule), (Row::OtherMisc, None, CountingRule::Withdrawn));
    assert_eq!(timeliness(&case), Timeliness::InTime);
    assert_eq!(chip(&case).words(), "申请人已撤回");
}

#[test]
fn a_quashed_reply_is_given_again_by_its_own_date_and_stays_where_it_was_counted() {
    let mut case = in_state(State::Served);
    let first = case.app.outcome().unwrap();
    case.on("2025-12-01").record(Event::ReopenedByDecision {
        on: day("2025-12-01"),
        challenge: gongkai_domain::ids::ChallengeId(uuid::Uuid::from_u128(1)),
        redo_due_on: day("2025-12-15"),
        is_for_procedure: false,
        basis: None,
    });
    assert_eq!(case.app.state(), State::Reopened);
    let clock = case.app.clock(&case.calendar, case.today).unwrap();
    assert_eq!((clock.kind, clock.due_on()), (ClockKind::Redo, Some(day("2025-12-15"))));
    assert_eq!(chip(&case).words(), "重新答复 余 10 个工作日");
    assert_eq!(case.codes(case.proposal(ActionKind::DraftReply)), ["same_result_after_quashing"]);
    case.on("2025-12-16").seal_reply(Reply::Granted).take(ActionKind::Serve);
    assert_eq!(timeliness(&case), Timeliness::Late { by: WorkingDays(1) });
    let now = case.app.outcome().unwrap();
    assert_eq!((now.row, now.closed_on, now.is_redecided), (first.row, first.closed_on, true));
    assert_eq!(case.app.draft().unwrap().row, Row::Granted);
}

#[test]
fn an_open_application_takes_the_date_that_a_decision_against_its_silence_orders_and_counts_once() {
    let mut case = Case::in_hand("2025-09-16", 1);
    let order = |on: &str, due: &str, number: u128| Event::ReopenedByDecision {
        on: day(on),
        challenge: gongkai_domain::ids::ChallengeId(uuid::Uuid::from_u128(number)),
        redo_due_on: day(due),
        is_for_procedure: true,
        basis: None,
    };
    case.on("2025-12-01").record(order("2025-12-01", "2025-12-15", 1));
    assert_eq!((case.app.state(), case.app.rounds.len()), (State::Reopened, 1));
    let clock = case.app.clock(&case.calendar, case.today).unwrap();
    assert_eq!((clock.kind, clock.due_on()), (ClockKind::Redo, Some(day("2025-12-15"))));
    assert_eq!(case.codes(order("2025-12-01", "2025-12-20", 2)), ["state_forbids", "nothing_to_quash"]);
    case.on("2025-12-12").seal_reply(Reply::Granted).take(ActionKind::Serve);
    let outcome = case.app.outcome().unwrap();
    assert_eq!((outcome.row, outcome.closed_on), (Row::Granted, day("2025-12-12")));
    assert!(!outcome.is_redecided, "it is the first reply");
    // what waits for its applicant waits no longer
    let mut case = in_state(State::AwaitingCorrection);
    let today = case.today.to_string();
    case.record(order(&today, "2026-02-10", 1));
    assert_eq!(case.app.state(), State::Reopened);
    // and nothing is ordered of what was withdrawn
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-09-18").take(ActionKind::Withdraw);
    assert_eq!(case.codes(order("2025-09-18", "2025-12-20", 1))[1], "nothing_to_quash");
}

fn reopened(period: RedoPeriod, is_suit: bool, redo_due_on: &str) -> Case {
    let mut case = in_state(State::Served);
    case.on("2025-12-01").record(Event::ReopenedByDecision {
        on: day("2025-12-01"),
        challenge: gongkai_domain::ids::ChallengeId(uuid::Uuid::from_u128(1)),
        redo_due_on: day(redo_due_on),
        is_for_procedure: false,
        basis: Some(RedoBasis {
            is_suit,
            number: Some("×府复〔2025〕3号".to_owned()),
            period,
            unnamed_days: WorkingDays(20),
        }),
    });
    case
}

#[test]
fn the_date_of_a_new_reply_says_who_fixed_it_under_which_number() {
    let last = |case: &Case| {
        let due = case.app.clock(&case.calendar, case.today).unwrap().due.unwrap();
        let step = due.steps.last().unwrap().clone();
        (due.on.to_string(), due.length, due.article, step.text.into_owned())
    };
    let named = reopened(RedoPeriod::WorkingDays { days: WorkingDays(10) }, false, "2025-12-15");
    let (on, length, article, text) = last(&named);
    assert_eq!(on, "2025-12-15");
    assert_eq!(length, "行政复议决定（×府复〔2025〕3号）载明的10个工作日");
    assert_eq!(article, "《行政复议法》第六十四条第一款");
    assert!(text.ends_with("行政复议决定（×府复〔2025〕3号）责令在10个工作日内重新答复，期限届满"), "{text}");
    assert!(text.starts_with("第10个工作日"), "{text}");

    let by_court = reopened(RedoPeriod::By { on: day("2026-01-10") }, true, "2026-01-10");
    let (on, length, article, text) = last(&by_court);
    assert_eq!((on.as_str(), article), ("2026-01-10", "《行政诉讼法》第七十条、第七十二条"));
    assert_eq!(length, "人民法院裁判（×府复〔2025〕3号）载明的日期");
    assert!(text.contains("责令在本日前重新答复"), "{text}");

    let unnamed = reopened(RedoPeriod::Unnamed, false, "2025-12-29");
    let (on, length, article, text) = last(&unnamed);
    assert_eq!(on, "2025-12-29");
    assert_eq!(length, "行政复议决定（×府复〔2025〕3号）未写明期限，按20个工作日计算");
    assert!(article.contains("未写明期限的"), "{article}");
    assert!(text.contains("没有写明重新答复的期限，按本机关设定的20个工作日计算"), "{text}");
}

#[test]
fn opinions_sought_for_a_new_reply_do_not_move_the_date_of_the_decision() {
    let mut case = reopened(RedoPeriod::WorkingDays { days: WorkingDays(10) }, false, "2025-12-15");
    consult(&mut case, 1, Consulted::ThirdParty);
    assert_eq!(case.app.state(), State::Consulting);
    assert_eq!(chip(&case).words(), "重新答复 余 10 个工作日");
    case.on("2025-12-16");
    assert_eq!(timeliness(&case), Timeliness::Overdue { by: WorkingDays(1) });
}

#[test]
fn a_decision_without_a_period_gives_twenty_working_days() {
    let mut case = in_state(State::Served);
    let redo = gongkai_deadline::due_for(
        "redo",
        day("2025-11-03"),
        &case.calendar,
        &gongkai_deadline::DueOptions::default(),
    )
    .unwrap();
    case.on("2025-11-03").record(Event::ReopenedByDecision {
        on: day("2025-11-03"),
        challenge: gongkai_domain::ids::ChallengeId(uuid::Uuid::from_u128(1)),
        redo_due_on: redo.on,
        is_for_procedure: true,
        basis: None,
    });
    let clock = case.app.clock(&case.calendar, case.today).unwrap();
    assert_eq!(clock.due, Some(redo));
    case.take(ActionKind::DraftReply);
}

#[test]
fn an_internal_closing_needs_the_same_grounds_as_the_notice() {
    let mut case = in_state(State::AwaitingPayment);
    assert_eq!(case.codes(case.proposal(ActionKind::CloseInternally)), ["no_proof_of_fee_notice"]);
    case.on("2025-09-18").take(ActionKind::RecordFeeNoticeReceipt);
    assert_eq!(case.codes(case.proposal(ActionKind::CloseInternally)), ["payment_period_runs"]);
    case.on("2025-12-01").take(ActionKind::CloseInternally);
    assert_eq!(case.app.outcome().unwrap().row, Row::OtherFeeOverdue);
    let mut other = in_state(State::Assigned);
    let event = Event::ClosedInternally {
        on: other.today,
        ground: Reply::Granted,
        cause: None,
        statement: content(1),
        signer: person(OFFICE_HEAD),
    };
    assert_eq!(other.codes(event), ["ground_needs_reply"]);
    case = in_state(State::AwaitingPayment);
    case.on("2025-09-18").take(ActionKind::RecordFeeNoticeReceipt).on("2025-12-01");
    case.settings.may_close_without_notice = false;
    assert_eq!(case.codes(case.proposal(ActionKind::CloseInternally)), ["notice_required"]);
    // nobody is there to be told
    other.settings.may_close_without_notice = false;
    let gone = Event::ClosedInternally {
        on: other.today,
        ground: Reply::ClosedOther,
        cause: Some(ClosingCause::ApplicantCeased),
        statement: content(1),
        signer: person(OFFICE_HEAD),
    };
    assert!(other.codes(gone).is_empty());
}

#[test]
fn an_internal_closing_as_other_names_its_cause_and_a_copy_its_twin() {
    let case = in_state(State::Assigned);
    let closing = |cause: Option<ClosingCause>| Event::ClosedInternally {
        on: case.today,
        ground: Reply::ClosedOther,
        cause,
        statement: content(1),
        signer: person(OFFICE_HEAD),
    };
    assert_eq!(case.codes(closing(None)), ["closing_cause_missing"]);
    assert!(case.codes(closing(Some(ClosingCause::ApplicantCeased))).is_empty());
    let twin = |number: &str| {
        Some(ClosingCause::SubmittedTwice { twin: application_id(44), number: number.to_owned() })
    };
    assert_eq!(case.codes(closing(twin(" "))), ["twin_missing"]);
    assert!(case.codes(closing(twin("2025-0003"))).is_empty());
    let of_another = case.why_not(&Action::from(closing(twin("2025-0003"))));
    assert_eq!(of_another[0].code, "twin_of_another");
    assert!(of_another[0].article.is_some());
}

#[test]
fn joint_applicants_are_each_served() {
    let mut event = arrived(Channel::InPerson, "2025-09-16", 1);
    if let Event::Arrived { joint_applicants, .. } = &mut event {
        joint_applicants.push(content(60));
    }
    let mut case = Case::from_arrival(event);
    case.take(ActionKind::Register).seal_reply(Reply::Granted);
    let to = |recipient: Option<u32>, on: &str| Event::Served {
        service: Service { recipient, ..posted(day(on)) },
    };
    let signed = |recipient: u32, on: &str| Event::ServiceSigned {
        on: day(on),
        recipient: Some(recipient),
        proof: Some(content(61)),
    };
    assert_eq!(case.codes(to(Some(3), "2025-09-16")), ["no_such_applicant"]);
    case.record(to(Some(1), "2025-09-16"));
    assert_eq!((case.app.state(), case.app.closed_on()), (State::Sealed, None), "one of two is not all");
    assert_eq!(case.app.round().left(), [2]);
    assert!(case.codes(to(Some(1), "2025-09-16")).contains(&"recipient_served_already"));
    assert_eq!(case.codes(case.proposal(ActionKind::Withdraw)), ["served_to_some"]);
    case.on("2025-09-18").record(signed(1, "2025-09-18"));
    assert_eq!(case.codes(signed(2, "2025-09-18")), ["signed_already", "recipient_not_served"]);
    case.record(to(Some(2), "2025-09-18"));
    assert_eq!((case.app.state(), case.app.closed_on()), (State::Served, Some(day("2025-09-18"))));
    assert_eq!(case.app.round().services[0].signed_on, Some(day("2025-09-18")));
    assert_eq!(case.app.round().services[1].signed_on, None);
    case.on("2025-09-22").record(Event::ServiceReturned {
        on: day("2025-09-22"),
        recipient: Some(2),
        reason: ReturnReason::Unclaimed,
    });
    assert_eq!(case.app.state(), State::Undelivered);
    assert_eq!(case.codes(case.proposal(ActionKind::Archive)), ["serve_again"]);
    case.record(to(Some(2), "2025-09-22"));
    assert_eq!(case.codes(case.proposal(ActionKind::Archive)), ["receipt_unknown"]);
    case.record(signed(2, "2025-09-22")).take(ActionKind::Archive);
    assert_eq!(case.app.closed_on(), Some(day("2025-09-18")), "the first posting to the last of them counts");
    let mut single = in_state(State::Served);
    assert_eq!(single.on("2025-09-30").codes(posted_today()), ["served_already"]);
}

#[test]
fn a_representative_takes_the_reply_for_all_joint_applicants() {
    let mut event = arrived(Channel::InPerson, "2025-09-16", 1);
    if let Event::Arrived { joint_applicants, .. } = &mut event {
        joint_applicants.extend([content(60), content(62)]);
    }
    let mut case = Case::from_arrival(event);
    case.take(ActionKind::Register).seal_reply(Reply::Granted).take(ActionKind::Serve);
    assert_eq!((case.app.state(), case.app.closed_on()), (State::Served, Some(day("2025-09-16"))));
    assert!(case.codes(case.proposal(ActionKind::Serve)).contains(&"recipient_served_already"));
    let old = serde_json::json!({ "event": "service_signed", "on": "2025-09-16" });
    case.record(serde_json::from_value(old).unwrap());
    assert_eq!(case.codes(case.proposal(ActionKind::RecordServiceReceipt))[0], "signed_already");
}

fn posted_today() -> Event {
    Event::Served { service: posted(day("2025-09-30")) }
}

#[test]
fn nothing_is_recorded_for_a_day_to_come() {
    let case = Case::in_hand("2025-09-16", 1);
    let tomorrow =
        Event::Withdrawn { on: day("2025-09-17"), statement: content(1), way: None, by: Vec::new() };
    assert_eq!(case.codes(tomorrow), ["day_in_future"]);
}

// ---- events and fold ----

#[test]
fn events_are_stored_under_their_kind_and_read_back() {
    for state in State::EVERY {
        let case = in_state(*state);
        for kind in ActionKind::EVERY {
            let event = case.proposal(*kind);
            let json = serde_json::to_value(&event).unwrap();
            assert_eq!(json["event"], event.kind(), "{kind}");
            assert_eq!(event.kind(), kind.event_key());
            assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
        }
        let json = serde_json::to_string(&case.events).unwrap();
        let events: Vec<Recorded> = serde_json::from_str(&json).unwrap();
        assert_eq!(Application::from_events(&events).unwrap(), case.app);
        assert_eq!(state.key().parse(), Ok(*state));
    }
}

#[test]
fn a_stream_that_cannot_have_happened_is_refused() {
    let case = in_state(State::Served);
    assert_eq!(Application::from_events(&[]), Err(FoldError::Empty));
    let headless = Application::from_events(&case.events[1..]);
    assert_eq!(headless, Err(FoldError::NotAnArrival("confirmed")));
    let mut doubled = case.events.clone();
    doubled[1].sequence = 1;
    assert_eq!(Application::from_events(&doubled), Err(FoldError::OutOfOrder { before: 1, after: 1 }));
    let mut gap = case.events.clone();
    gap.remove(1);
    let refused = Application::from_events(&gap).unwrap_err();
    assert!(
        matches!(
            refused,
            FoldError::NotPermitted {
                sequence: 3,
                from: State::AwaitingConfirmation,
                action: ActionKind::Register
            }
        ),
        "{refused}"
    );
    // A signature by the drafter cannot be folded, whoever wrote it into the stream.
    let mut forged = in_state(State::UnderApproval).events;
    let mut signature = forged.last().unwrap().clone();
    signature.sequence += 1;
    signature.event = Event::StepSigned {
        on: day("2025-09-22"),
        draft: 1,
        step: SignOffStep::OfficeReview,
        signer: person(HANDLER),
        department: None,
        opinion: None,
    };
    forged.push(signature);
    assert!(matches!(Application::from_events(&forged), Err(FoldError::Inconsistent { .. })));
}

#[test]
fn reasons_are_sentences_with_their_article() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-10-22");
    let reasons = case.why_not(&with_facts(case.proposal(ActionKind::ApproveExtension)));
    assert_eq!(
        reasons[0].to_string(),
        "答复期限2025年10月20日已经届满，延期应当在届满以前批准并告知申请人（《政府信息公开条例》第三十三条第二款）"
    );
}

#[test]
fn every_refusal_cites_its_article() {
    let mut seen = std::collections::BTreeSet::new();
    for state in State::EVERY {
        let case = in_state(*state);
        for kind in ActionKind::EVERY {
            let proposals = [with_facts(case.proposal(*kind)), Action::from(case.proposal(*kind))];
            for reason in proposals.iter().flat_map(|action| case.why_not(action)) {
                let is_cited =
                    reason.article.is_some_and(|article| article.contains('条') || article.contains('号'));
                assert!(is_cited || reason.code == "state_forbids", "{state} {kind}: {reason}");
                seen.insert(reason.code);
            }
        }
    }
    assert!(seen.len() > 30, "{seen:?}");
}

#[test]
fn the_wait_before_a_release_ends_with_the_reply_period() {
    let mut case = Case::in_hand("2025-09-16", 1);
    consult(&mut case, 1, Consulted::ThirdParty);
    case.on("2025-09-17");
    opinion(&mut case, 1, Opinion::Objects);
    let facts = ReplyFacts { public_interest: Some(content(8)), ..all_facts() };
    let granted = case.draft(&[Reply::Granted], facts);
    let last = day(&due_on(&case));
    case.today = last.pred_opt().unwrap();
    case.record(granted).sign_all().take(ActionKind::Issue).take(ActionKind::Seal);
    case.take(ActionKind::TellThirdParty).take(ActionKind::RecordNoticeService);
    assert_eq!(case.codes(case.proposal(ActionKind::Serve)), ["release_waits"]);
    case.today = last;
    case.take(ActionKind::Serve);
    assert_eq!(timeliness(&case), Timeliness::InTime);
}

#[test]
fn buttons_and_refusals_agree() {
    for state in State::EVERY {
        let case = in_state(*state);
        for kind in ActionKind::EVERY {
            let now = case.app.why_not_now(*kind, &case.ctx());
            let full = case.why_not(&with_facts(case.proposal(*kind)));
            assert!(now.iter().all(|reason| full.contains(reason)), "{state} {kind}");
        }
        let steps = case.app.possible_steps(&case.ctx());
        assert!(!steps.contains(&ActionKind::Arrive));
        assert!(steps.contains(&ActionKind::ReissueCode));
    }
}

#[test]
fn a_law_in_the_open_part_of_the_records_is_a_title_and_an_article_and_nothing_else() {
    use gongkai_domain::application::{LawCited, LawRank};
    let cited = |title: &str, article: &str| LawCited {
        rank: LawRank::Law,
        title: title.to_owned(),
        article: article.to_owned(),
    };
    for (title, article) in [
        ("中华人民共和国档案法", "第二十八条第一款"),
        ("《不动产登记暂行条例》", "第二十七条"),
        ("《中华人民共和国个人信息保护法》（2021年）", "第13条第（二）项"),
        ("政府督查工作条例", ""),
    ] {
        assert!(cited(title, article).is_plain(), "{title}{article}");
    }
    for (title, article) in [
        ("张三，身份证340823199001011234", "第一条"),
        ("某法。电话13800000000", ""),
        ("某法", "第一条，联系人张三"),
        ("<b>某法</b>", "第一条"),
        (&"法".repeat(61), "第一条"),
    ] {
        assert!(!cited(title, article).is_plain(), "{title}{article}");
    }
}

/// What is recorded of the coming in, with another channel and day.
fn rectified(case: &Case, to: Channel, day_of_arrival: &str) -> Event {
    let mut event = case.proposal(ActionKind::Rectify);
    if let Event::ParticularsRectified { channel, arrived_on, .. } = &mut event {
        (*channel, *arrived_on) = (to, day(day_of_arrival));
    }
    event
}

#[test]
fn the_day_of_receipt_is_put_right_only_while_no_paper_rests_on_it_and_the_applicant_at_any_time() {
    let mut case = Case::new(Channel::InPerson, "2025-09-16", 1);
    case.take(ActionKind::Register).take(ActionKind::Assign);
    case.on("2025-09-17");
    let to = |case: &Case, channel, on| case.codes(rectified(case, channel, on));
    assert_eq!(to(&case, Channel::InPerson, "2025-09-17"), ["received_after_registration"]);
    assert_eq!(to(&case, Channel::InPerson, "2024-12-31"), ["number_keeps_year"]);
    assert_eq!(to(&case, Channel::OrdinaryMail, "2025-09-15"), ["receipt_not_confirmed"]);
    assert_eq!(to(&case, Channel::Internet, "2025-09-16"), ["came_online", "receipt_not_confirmed"]);
    case.record(rectified(&case, Channel::RegisteredMail, "2025-09-15"));
    assert_eq!(case.app.received_on, Some(day("2025-09-15")));
    assert_eq!(due_on(&case), "2025-10-17", "the day after starts the period");
    assert_eq!(case.app.arrival.applicant_kind.key(), "commercial_enterprise");
    case.take(ActionKind::AskCorrection);
    assert_eq!(to(&case, Channel::InPerson, "2025-09-16"), ["papers_rest_on_day"]);
    assert_eq!(to(&case, Channel::RegisteredMail, "2025-09-15"), [""; 0], "the applicant is put right");
    // one more applicant is one more on whom the reply is served
    let mut two = rectified(&case, Channel::RegisteredMail, "2025-09-15");
    if let Event::ParticularsRectified { joint_applicants, .. } = &mut two {
        joint_applicants.push(content(45));
    }
    case.record(two);
    assert_eq!(case.app.round().recipients, 2);

    // a letter that turns out to have been signed for needs no confirmation
    let mut letter = Case::new(Channel::OrdinaryMail, "2025-09-16", 1);
    assert_eq!(letter.app.state(), State::AwaitingConfirmation);
    letter.record(rectified(&letter, Channel::RegisteredMail, "2025-09-16"));
    assert_eq!(letter.app.state(), State::Arrived);
}

#[test]
fn of_several_applicants_one_withdraws_alone_and_the_case_ends_when_all_have() {
    let mut event = arrived(Channel::InPerson, "2025-09-16", 1);
    if let Event::Arrived { joint_applicants, .. } = &mut event {
        joint_applicants.push(content(46));
    }
    let mut case = Case::from_arrival(event);
    case.take(ActionKind::Register);
    let by = |case: &Case, by: &[u32]| Event::Withdrawn {
        on: case.today,
        statement: content(31),
        way: None,
        by: by.to_vec(),
    };
    assert_eq!(case.codes(by(&case, &[3])), ["no_such_applicant"]);
    case.record(by(&case, &[2]));
    assert_eq!(case.app.state(), State::Registered, "the first still asks");
    assert_eq!(case.app.round().recipients().collect::<Vec<_>>(), [1], "nothing is served on the second");
    assert_eq!(case.codes(by(&case, &[2])), ["withdrawn_already"]);
    assert!(case.app.outcome().is_none());
    case.record(by(&case, &[1]));
    assert_eq!(case.app.state(), State::Withdrawn);
    assert_eq!(case.app.outcome().map(|outcome| outcome.row), Some(Row::OtherMisc));
}
