//! What is left undone in a case: papers that were not served, services without an outcome, files outside the archive.
//!
//! Not here: who is told of it (`gongkai-app`), the due dates meanwhile (`super::cases`).

use super::cases::consult;
use super::support::{Case, day, in_state};
use gongkai_deadline::timeline::Consulted;
use gongkai_domain::application::{ActionKind, Event, LooseGroup, LooseKind, Service, ServiceMethod, State};
use gongkai_domain::notice::kind::{PaperKind, Procedural, Reply};

fn kinds(case: &Case) -> Vec<(LooseKind, Option<PaperKind>, String)> {
    let ends = case.app.loose_ends().into_iter();
    ends.map(|end| (end.kind, end.paper.map(|paper| paper.kind), end.since.to_string())).collect()
}

fn served_online(case: &mut Case) {
    let Event::NoticeServed { paper, service } = case.proposal(ActionKind::RecordNoticeService) else {
        unreachable!()
    };
    let service =
        Service { method: ServiceMethod::Online, sent_on: Some(case.today), signed_on: None, ..service };
    case.record(Event::NoticeServed { paper, service });
}

#[test]
fn a_notice_is_loose_from_the_day_it_is_written_until_it_is_served_and_then_until_it_was_received() {
    for (ask, receive, notice) in [
        (ActionKind::AskCorrection, ActionKind::RecordCorrectionNoticeReceipt, Procedural::CorrectionNotice),
        (ActionKind::NoticeFee, ActionKind::RecordFeeNoticeReceipt, Procedural::FeeNotice),
    ] {
        let mut case = Case::in_hand("2025-09-16", 1);
        assert_eq!(kinds(&case), []);
        case.on("2025-09-17").take(ask);
        let paper = Some(PaperKind::from(notice));
        assert_eq!(kinds(&case), [(LooseKind::Unserved, paper, "2025-09-17".to_owned())]);
        assert!(case.app.loose_ends()[0].is_request(), "the due date warns of it by itself");
        case.on("2025-09-19");
        served_online(&mut case);
        assert_eq!(kinds(&case), [(LooseKind::Unreceived, paper, "2025-09-19".to_owned())]);
        case.on("2025-09-22").take(receive);
        assert_eq!(kinds(&case), []);
    }
}

#[test]
fn an_extension_that_nobody_was_told_of_and_a_letter_without_receipt_are_loose() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.take(ActionKind::ApproveExtension);
    assert_eq!(kinds(&case), [], "what is approved is no paper yet");
    case.on("2025-09-18").take(ActionKind::TellExtension);
    let notice = (LooseKind::Unserved, Some(Procedural::ExtensionNotice.into()), "2025-09-18".to_owned());
    assert_eq!(kinds(&case), std::slice::from_ref(&notice));
    case.on("2025-09-19");
    consult(&mut case, 1, Consulted::ThirdParty);
    let letter =
        (LooseKind::OnItsWay, Some(Procedural::ThirdPartyConsultation.into()), "2025-09-19".to_owned());
    assert_eq!(kinds(&case), [notice.clone(), letter]);
    case.take(ActionKind::RecordAddresseeReceipt);
    assert_eq!(kinds(&case), [notice]);
    served_online(&mut case);
    assert_eq!(kinds(&case), []);
}

#[test]
fn a_reply_is_loose_until_it_is_served_then_until_its_receipt_is_known_and_the_file_until_it_is_archived() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-09-18").seal_reply(Reply::Granted);
    let reply = Some(PaperKind::from(Reply::Granted));
    assert_eq!(kinds(&case), [(LooseKind::Unserved, reply, "2025-09-18".to_owned())]);
    case.on("2025-09-19").take(ActionKind::Serve);
    assert_eq!(kinds(&case), [(LooseKind::Unsigned, reply, "2025-09-19".to_owned())]);
    let words = case.app.loose_ends()[0].words("政府信息公开告知书");
    assert!(words.ends_with("2025年9月19日寄出，尚未登记签收或者退回"), "{words}");
    let mut back = case.clone();
    back.on("2025-09-26").take(ActionKind::RecordServiceReturn);
    assert_eq!(kinds(&back), [(LooseKind::CameBack, reply, "2025-09-26".to_owned())]);
    case.on("2025-09-24").take(ActionKind::RecordServiceReceipt);
    assert_eq!(kinds(&case), [(LooseKind::Unarchived, None, "2025-09-19".to_owned())]);
    case.take(ActionKind::Archive);
    assert_eq!(kinds(&case), []);
}

#[test]
fn what_was_closed_waits_for_the_archive_and_what_runs_does_not() {
    for state in State::EVERY {
        let case = in_state(*state);
        let waits = kinds(&case).iter().any(|(kind, _, _)| *kind == LooseKind::Unarchived);
        assert_eq!(waits, matches!(state, State::Withdrawn | State::Closed), "{state}");
        if *state == State::Archived {
            assert_eq!(kinds(&case), []);
        }
    }
}

#[test]
fn what_lies_for_as_many_working_days_as_are_set_is_told_today() {
    let case = Case::in_hand("2025-09-16", 1);
    let since = |group: LooseGroup, today: &str| {
        group.told_since(&case.settings, day(today), &case.calendar).to_string()
    };
    // two working days before a Friday, a Monday and the first day after the long holiday
    assert_eq!(since(LooseGroup::Service, "2025-09-19"), "2025-09-17");
    assert_eq!(since(LooseGroup::Service, "2025-09-22"), "2025-09-18");
    assert_eq!(since(LooseGroup::Service, "2025-10-09"), "2025-09-29");
    assert_eq!(since(LooseGroup::Receipt, "2025-09-22"), "2025-09-15");
}
