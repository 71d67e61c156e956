//! Letters that came back, and searches and explanations that belong to one matter: what they carry and what they do not.
//!
//! Not here: opinions and objections (`super::cases`), random histories (`super::random`).

use super::cases::{chip, consult, due_on, opinion};
use super::support::{Case, all_facts, content, day};
use gongkai_deadline::timeline::Consulted;
use gongkai_domain::application::clock::segments;
use gongkai_domain::application::facts::UnfoundedObjection;
use gongkai_domain::application::{ActionKind, Chip, Event, MatterOutcome, Opinion, ReplyFacts, State};
use gongkai_domain::notice::kind::Reply;

/// The facts without any explanation why nobody was consulted.
fn unexplained() -> ReplyFacts {
    ReplyFacts { consultation_omitted: None, ..all_facts() }
}

/// One letter to a third party, sent on the twenty-third and back on the twenty-ninth.
fn returned(matters: u32, with: Consulted) -> Case {
    let mut case = Case::in_hand("2025-09-16", matters);
    case.on("2025-09-23");
    consult(&mut case, 1, with);
    case.on("2025-09-29").take(ActionKind::RecordConsultationReturn);
    case
}

fn again(case: &Case, instead_of: Option<u32>, about: &[u32]) -> Event {
    let mut event = case.proposal(ActionKind::SendConsultation);
    let Event::ConsultationSent { instead_of: before, matters, .. } = &mut event else { unreachable!() };
    (*before, *matters) = (instead_of, about.to_vec());
    event
}

#[test]
fn a_letter_that_came_back_ends_the_consulting_and_keeps_its_place_in_the_file() {
    let mut case = Case::in_hand("2025-09-16", 1);
    case.on("2025-09-23");
    consult(&mut case, 1, Consulted::ThirdParty);
    case.on("2025-09-29");
    assert_eq!(case.codes(case.proposal(ActionKind::DraftReply)), ["delivery_of_letter_unknown"]);
    case.take(ActionKind::RecordConsultationReturn);
    assert_eq!(case.app.state(), State::Assigned);
    assert_eq!(case.app.open_consultations().count(), 0);
    let letter = case.app.consultation(1).unwrap();
    assert_eq!(letter.returned.map(|(on, _)| on), Some(day("2025-09-29")));
    assert!(case.app.is_unheard(letter));
    assert_eq!(due_on(&case), "2025-10-27", "as on the day of an opinion");
    assert!(matches!(chip(&case), Chip::Running { .. }));
    case.on("2025-10-09");
    let clock = case.app.clock(&case.calendar, case.today).unwrap();
    let segments = segments(&clock, case.today, &case.calendar);
    assert!(segments.iter().any(|segment| segment.begins == Some("征求意见书退回")), "{segments:?}");
    // the paper went out and came back: it is no paper to be undone
    let mut void = case.proposal(ActionKind::VoidPaper);
    let Event::PaperVoided { paper, .. } = &mut void else { unreachable!() };
    *paper = case.app.consultation(1).unwrap().paper.clone();
    assert!(case.codes(void).contains(&"request_received"));
}

#[test]
fn a_return_is_recorded_once_and_only_while_nothing_else_is_known_of_the_letter() {
    let mut received = Case::in_hand("2025-09-16", 1);
    consult(&mut received, 1, Consulted::ThirdParty);
    let back = |on| Event::ConsultationReturned { id: 1, on, reason: content(8) };
    let early = back(day("2025-09-16"));
    received.take(ActionKind::RecordAddresseeReceipt);
    let codes = received.codes(early);
    assert!(codes.contains(&"nothing_to_come_back") && codes.contains(&"letter_was_received"), "{codes:?}");
    let mut answered = Case::in_hand("2025-09-16", 1);
    consult(&mut answered, 1, Consulted::ThirdParty);
    opinion(&mut answered, 1, Opinion::Objects);
    assert!(answered.codes(back(answered.today)).contains(&"opinion_recorded_already"));
    let mut case = returned(1, Consulted::ThirdParty);
    assert!(case.codes(back(case.today)).contains(&"return_recorded_already"));
    let receipt = Event::AddresseeReceived { id: 1, on: case.today, proof: None };
    assert!(case.codes(receipt).contains(&"letter_came_back_already"));
    // a party that says something all the same was heard
    opinion(&mut case, 1, Opinion::Objects);
    assert!(!case.app.is_unheard(case.app.consultation(1).unwrap()));
    assert_eq!(due_on(&case), "2025-10-27", "the day of the return stays the end of the consulting");
    let mut sent = Case::in_hand("2025-09-16", 1);
    sent.on("2025-09-23");
    consult(&mut sent, 1, Consulted::ThirdParty);
    assert_eq!(sent.codes(back(day("2025-09-22"))), ["before_letter"]);
}

#[test]
fn who_was_not_reached_was_not_silent_and_is_asked_again_or_it_is_said_why_not() {
    let case = returned(1, Consulted::ThirdParty);
    for reply in [Reply::Granted, Reply::DeniedThirdParty] {
        assert_eq!(case.codes(case.draft(&[reply], unexplained())), ["letter_came_back"], "{reply:?}");
        assert!(case.codes(case.draft(&[reply], all_facts())).is_empty(), "{reply:?}");
    }
    // what is not theirs to be asked about does not wait for them
    assert!(case.codes(case.draft(&[Reply::DeniedProcess], unexplained())).is_empty());
    let mut case = returned(1, Consulted::ThirdParty);
    let letter = again(&case, Some(1), &[]);
    case.record(letter);
    assert_eq!(case.app.state(), State::Consulting);
    case.take(ActionKind::RecordAddresseeReceipt);
    assert_eq!(case.app.consultation(2).unwrap().addressee_received_on, Some(case.today));
    let last = case.app.consultation(2).unwrap().due_on(&case.calendar).unwrap().unwrap();
    case.on(&last.succ_opt().unwrap().to_string());
    let draft = case.draft(&[Reply::Granted], unexplained());
    assert!(case.codes(draft).is_empty(), "the second letter reached them, and their silence counts");
    assert!(case.app.consultations.iter().all(|letter| !case.app.is_unheard(letter)));
}

#[test]
fn a_letter_to_somebody_else_does_not_take_the_place_of_the_one_that_came_back() {
    let mut case = returned(2, Consulted::ThirdParty);
    let other = again(&case, None, &[]);
    case.record(other);
    opinion(&mut case, 2, Opinion::Consents);
    let draft = case.draft(&[Reply::Granted], unexplained());
    assert_eq!(case.codes(draft), ["letter_came_back"]);
    let withheld = case.draft(&[Reply::DeniedThirdParty], all_facts());
    assert!(case.codes(withheld).is_empty(), "it can be withheld for who could not be asked");
    let withheld = case.draft(&[Reply::DeniedThirdParty], unexplained());
    assert!(case.codes(withheld).contains(&"third_party_consents"));
    assert_eq!(case.codes(again(&case, Some(2), &[])), ["no_letter_to_send_again"]);
    assert_eq!(case.codes(again(&case, Some(9), &[])), ["no_letter_to_send_again"]);
    assert_eq!(case.codes(again(&case, Some(1), &[1])), ["sent_again_for_less"]);
    let mut agency = again(&case, Some(1), &[]);
    let Event::ConsultationSent { with, .. } = &mut agency else { unreachable!() };
    *with = Consulted::CoMaker;
    assert_eq!(case.codes(agency), ["sent_again_to_another"]);
    // the second letter came back too
    let again = again(&case, Some(1), &[1, 2]);
    case.record(again);
    case.take(ActionKind::RecordConsultationReturn);
    let draft = case.draft(&[Reply::Granted], unexplained());
    assert_eq!(case.codes(draft), ["letter_came_back", "letter_came_back"]);
}

#[test]
fn a_co_making_agency_that_was_not_reached_has_not_consented_and_other_agencies_only_help() {
    let case = returned(1, Consulted::CoMaker);
    let draft = case.draft(&[Reply::Granted], unexplained());
    let reasons = case.why_not(&draft.into());
    assert_eq!(reasons.iter().map(|reason| reason.code).collect::<Vec<_>>(), ["letter_came_back"]);
    assert_eq!(reasons[0].article, Some("《政府信息公开条例》第三十四条"));
    assert!(case.codes(case.draft(&[Reply::Granted], all_facts())).is_empty());
    let case = returned(1, Consulted::OtherAgency);
    assert!(case.codes(case.draft(&[Reply::Granted], unexplained())).is_empty());
}

#[test]
fn why_nobody_could_be_asked_is_said_for_the_matter() {
    let mut case = Case::in_hand("2025-09-16", 2);
    let letter = again(&case, None, &[2]);
    case.record(letter);
    case.on("2025-09-22").take(ActionKind::RecordConsultationReturn);
    let said_for = |omitted_for: &[u32]| ReplyFacts { omitted_for: omitted_for.to_vec(), ..all_facts() };
    let granted = |facts| case.codes(case.draft(&[Reply::Granted], facts));
    assert!(granted(said_for(&[])).is_empty(), "for all, as in older records");
    assert!(granted(said_for(&[2])).is_empty());
    assert_eq!(granted(said_for(&[1])), ["letter_came_back"]);
    assert_eq!(granted(said_for(&[1, 2, 3])), ["unknown_matter"]);
    // the first matter concerns a party that nobody wrote to
    let denied = case.draft(&[Reply::DeniedThirdParty], said_for(&[2]));
    let reasons = case.why_not(&denied.into());
    assert_eq!(reasons.len(), 1, "{reasons:?}");
    assert!(reasons[0].code == "third_party_not_consulted" && reasons[0].text.starts_with("第1项："));
}

#[test]
fn consent_for_one_matter_is_no_consent_for_another() {
    let mut case = Case::in_hand("2025-09-16", 2);
    for (id, said) in [(1, Opinion::Objects), (2, Opinion::Consents)] {
        let letter = again(&case, None, &[id]);
        case.record(letter);
        opinion(&mut case, id, said);
    }
    let mixed = case.draft(&[Reply::DeniedThirdParty, Reply::Granted], all_facts());
    assert!(case.codes(mixed).is_empty());
    let both = case.draft(&[Reply::DeniedThirdParty], all_facts());
    assert_eq!(case.codes(both), ["third_party_consents"], "the second party has consented");
}

/// A search that found nothing, for some matters.
fn searched(case: &mut Case, about: &[u32], found: bool) {
    let mut event = case.proposal(ActionKind::RecordSearch);
    let Event::SearchRecorded { matters, is_found, .. } = &mut event else { unreachable!() };
    (*matters, *is_found) = (about.to_vec(), found);
    case.record(event);
}

#[test]
fn a_search_for_one_matter_does_not_carry_that_another_does_not_exist() {
    let mut case = Case::in_hand("2025-09-16", 2);
    searched(&mut case, &[1], false);
    let first = case.draft(&[Reply::NotExist, Reply::Granted], all_facts());
    assert!(case.codes(first).is_empty());
    let second = case.draft(&[Reply::Granted, Reply::NotExist], all_facts());
    let reasons = case.why_not(&second.into());
    let told: Vec<_> = reasons.iter().map(|reason| (reason.code, &reason.text[..10])).collect();
    assert_eq!(told, [("search_found_nothing", "第1项："), ("search_missing", "第2项：")]);
    searched(&mut case, &[1], true);
    searched(&mut case, &[2], true);
    let second = case.draft(&[Reply::Granted, Reply::NotExist], all_facts());
    assert_eq!(case.codes(second), ["search_found_something"]);
    searched(&mut case, &[], false);
    let both = case.draft(&[Reply::NotExist], all_facts());
    assert!(case.codes(both).is_empty(), "a search that names no matter is for all, as in older records");
    let mut unknown = case.proposal(ActionKind::RecordSearch);
    let Event::SearchRecorded { matters, .. } = &mut unknown else { unreachable!() };
    *matters = vec![3];
    assert_eq!(case.codes(unknown), ["unknown_matter"]);
}

#[test]
fn of_two_third_parties_on_one_matter_the_one_whose_objection_was_unfounded_is_told() {
    let mut case = Case::in_hand("2025-09-16", 1);
    for id in [1, 2] {
        consult(&mut case, id, Consulted::ThirdParty);
        opinion(&mut case, id, Opinion::Objects);
    }
    let partly = || {
        let (reply, withheld) = (Reply::Partial, vec![Reply::DeniedThirdParty]);
        vec![MatterOutcome { matter: 1, reply, withheld }]
    };
    // both are protected where nothing is judged
    let draft = case.draft_of(partly(), None, all_facts());
    let mut protecting = case.clone();
    protecting.record(draft).sign_all();
    assert_eq!(protecting.app.third_parties_to_tell(), Vec::<u32>::new());
    let unfounded = vec![UnfoundedObjection { consultation: 2, grounds: content(8) }];
    let draft = case.draft_of(partly(), None, ReplyFacts { unfounded, ..all_facts() });
    case.record(draft).sign_all();
    assert_eq!(case.app.third_parties_to_tell(), [2], "what is withheld is so for the first");
    case.take(ActionKind::Issue).take(ActionKind::Seal);
    assert_eq!(case.codes(case.proposal(ActionKind::Serve)), ["third_party_not_told"]);
    // where nothing is given out, nobody is overruled
    let mut case = Case::in_hand("2025-09-16", 1);
    consult(&mut case, 1, Consulted::ThirdParty);
    opinion(&mut case, 1, Opinion::Objects);
    let unfounded = vec![UnfoundedObjection { consultation: 1, grounds: content(8) }];
    let draft = case.draft(&[Reply::DeniedProcess], ReplyFacts { unfounded, ..all_facts() });
    case.record(draft).sign_all();
    assert!(case.app.third_parties_to_tell().is_empty());
}

#[test]
fn older_records_of_letters_searches_and_facts_read_as_before() {
    let case = Case::in_hand("2025-09-16", 1);
    for (kind, gone) in [(ActionKind::SendConsultation, "instead_of"), (ActionKind::RecordSearch, "matters")]
    {
        let event = case.proposal(kind);
        let stored = serde_json::to_value(&event).unwrap();
        assert!(stored.get(gone).is_none(), "{stored}");
        assert_eq!(serde_json::from_value::<Event>(stored).unwrap(), event);
    }
    let stored = serde_json::to_value(all_facts()).unwrap();
    assert!(stored.get("omitted_for").is_none());
    let facts: ReplyFacts = serde_json::from_value(stored).unwrap();
    assert!(facts.omits_consultation(1) && facts.omits_consultation(7));
    let returned = Event::ConsultationReturned { id: 1, on: day("2025-09-29"), reason: content(8) };
    let stored = serde_json::to_value(&returned).unwrap();
    assert_eq!(stored["event"], "consultation_returned");
    assert_eq!(returned.kind(), "consultation_returned");
}

#[test]
fn the_applicant_is_told_of_a_split_before_the_file_is_archived() {
    let mut case = Case::in_hand("2025-09-16", 2);
    case.take(ActionKind::Split);
    assert_eq!(case.app.state(), State::SplitUp);
    assert_eq!(case.app.notices_to_serve().count(), 1);
    assert_eq!(case.codes(case.proposal(ActionKind::Archive)), ["split_notice_not_served"]);
    case.on("2025-09-18").take(ActionKind::RecordNoticeService);
    assert_eq!(case.app.splitting.as_ref().and_then(|one| one.told_on), Some(day("2025-09-18")));
    assert!(case.codes(case.proposal(ActionKind::Archive)).is_empty());
    // older records say nothing of the service and wait for none
    let mut old = Case::in_hand("2025-09-16", 2);
    let mut split = old.proposal(ActionKind::Split);
    let Event::Split { awaits_service, .. } = &mut split else { unreachable!() };
    *awaits_service = false;
    assert!(serde_json::to_value(&split).unwrap().get("awaits_service").is_none());
    old.record(split);
    assert_eq!(old.app.notices_to_serve().count(), 0);
    assert!(old.codes(old.proposal(ActionKind::Archive)).is_empty());
}
