//! A reply that was quashed: taken up again with its lesson, answered anew, and told to the challenge by its service.

use crate::world::{World, day};
use gongkai_app::application::archive::archive;
use gongkai_app::application::case::{fold, stream_of};
use gongkai_app::application::reopen::{Reopening, decisions, reopen};
use gongkai_app::application::sign::{Signing, sign};
use gongkai_app::application::{draft_reply, issue, serve};
use gongkai_app::challenge::{decide, file_answer, open, receive_copy};
use gongkai_app::query::challenge::view;
use gongkai_app::rebuild::rebuild;
use gongkai_app::report_facts::{Given, report_facts};
use gongkai_app::{Refusal, challenge};
use gongkai_domain::application::{Retention, ServiceMethod, State};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::challenge::{
    AgainGround, AgencyRole, Decision, Forum, LessonCause, Procedure, RedoPeriod, guard::answer_papers,
};
use gongkai_domain::ids::{ApplicationId, ChallengeId};
use gongkai_domain::report::Cell;

/// A served reply that a reconsideration quashed for its facts, today.
async fn quashed(world: &World, concerned: &[ApplicationId]) -> ChallengeId {
    let office = &world.office;
    let lawyer = world.actor("lawyer").await;
    let mut numbers = Vec::new();
    for id in concerned {
        numbers.push(office.storage.application(*id).await.unwrap().unwrap().registration.unwrap());
    }
    let opening = open::Opening {
        forum: Forum::Reconsideration,
        role: AgencyRole::Respondent,
        is_silence: false,
        applications: numbers,
        after: None,
        on: office.today(),
        case_number: "青政复〔2025〕9号".to_owned(),
        again: None,
        once: None,
    };
    let case = open::open(office, &lawyer, opening).await.unwrap().row.id;
    let today = office.today();
    receive_copy::receive_copy(office, &lawyer, case, None, today, Procedure::Ordinary, "").await.unwrap();
    let papers = answer_papers(Forum::Reconsideration).to_vec();
    file_answer::file_answer(office, &lawyer, case, None, today, papers).await.unwrap();
    let deciding = decide::Deciding {
        on: today,
        received_on: today,
        decision: Decision::EVERY
            .iter()
            .copied()
            .find(|decision| {
                decision.belongs_to(Forum::Reconsideration)
                    && decision.effect() == gongkai_domain::challenge::Effect::Quashed
            })
            .unwrap(),
        redo: Some(RedoPeriod::Unnamed),
        for_procedure: false,
        text: "事实不清".to_owned(),
    };
    decide::decide(office, &lawyer, case, None, deciding).await.unwrap();
    case
}

/// A new reply, sealed.
async fn renewed(world: &World, id: ApplicationId) {
    let office = &world.office;
    let mut drafting = crate::journey::granting();
    drafting.renewed = "补充检索后找到全部材料".to_owned();
    let handler = world.actor("handler").await;
    draft_reply::draft_reply(office, &handler, id, None, drafting).await.unwrap();
    for (login, step) in [
        ("reviewer", SignOffStep::OfficeReview),
        ("secrecy", SignOffStep::SecrecyReview),
        ("leader", SignOffStep::SignOff),
    ] {
        let signing = Signing { draft: 2, step, department: None };
        sign(office, &world.actor(login).await, id, None, signing, "").await.unwrap();
    }
    issue::issue(office, &world.actor("registrar").await, id, None).await.unwrap();
    issue::seal(office, &world.actor("seal").await, id, None).await.unwrap();
}

/// Its service, by hand today.
async fn handed_over(world: &World, id: ApplicationId) {
    let serving = serve::Serving {
        recipient: None,
        method: ServiceMethod::ByHand,
        sent_on: None,
        signed_on: Some(world.office.today()),
        is_refusal_witnessed: false,
        proof: "送达回证".to_owned(),
        scan: None,
    };
    serve::serve(&world.office, &world.actor("registrar").await, id, None, serving).await.unwrap();
}

#[tokio::test]
async fn the_service_of_the_new_reply_is_told_to_the_challenge_and_nothing_is_counted_twice() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = crate::journey::assigned(&world).await;
    crate::journey::replied(&world, id).await;
    let given = Given::default();
    let before = report_facts(&office.storage, "qxzr", 2025, &given).await.unwrap();
    world.today("2025-10-20");
    let case = quashed(&world, &[id]).await;
    let (head, lawyer) = (world.actor("head").await, world.actor("lawyer").await);
    let known = view(office, &lawyer, case).await.unwrap();
    assert_eq!(known.row.due_on, Some(day("2025-11-17")), "twenty working days");

    // no new course without a lesson, from whichever page it is begun
    let mut reopening =
        Reopening { challenge: case, challenge_seen: Some(1), causes: Vec::new(), lesson: String::new() };
    let stale = reopen(office, &head, id, None, reopening.clone()).await.unwrap_err();
    assert!(matches!(stale, Refusal::Conflict { .. }), "{stale:?}");
    reopening.challenge_seen = Some(known.row.sequence);
    let empty = reopen(office, &head, id, None, reopening.clone()).await.unwrap_err();
    assert!(matches!(&empty, Refusal::Invalid(faults) if faults[0].field == "causes"), "{empty:?}");
    reopening.causes = vec![LessonCause::Facts];
    reopening.lesson = "检索范围不全".to_owned();
    let moved = reopen(office, &head, id, None, reopening).await.unwrap();
    assert_eq!(moved.application.state(), State::Reopened);
    let known = view(office, &lawyer, case).await.unwrap();
    assert_eq!(known.case.lessons, [LessonCause::Facts]);

    world.today("2025-11-03");
    renewed(&world, id).await;
    assert!(view(office, &lawyer, case).await.unwrap().case.redone_on.is_none(), "not before it went out");
    handed_over(&world, id).await;
    let known = view(office, &lawyer, case).await.unwrap();
    assert_eq!((known.case.redone_on, known.row.due_on), (Some(day("2025-11-03")), None));
    assert!(known.standing.is_none(), "nothing is due any more");
    let by_hand = challenge::redo::record_redo(office, &lawyer, case, None, false).await.unwrap_err();
    assert!(matches!(by_hand, Refusal::Blocked(_)), "it is on record: {by_hand:?}");
    challenge::archive::archive(office, &lawyer, case, None).await.unwrap();

    // one application, one result; one corrected reconsideration
    let after = report_facts(&office.storage, "qxzr", 2025, &given).await.unwrap();
    assert_eq!(after.table3, before.table3);
    let changed: Vec<_> = after
        .table4
        .iter()
        .filter(|(key, cell)| before.table4.get(*key).map(|cell| &cell.value) != Some(&cell.value))
        .map(|(key, _)| key.key())
        .collect();
    assert_eq!(changed, ["reconsideration_corrected", "reconsideration_total"]);
    office.storage.verify_agency(world.agency).await.unwrap();
}

#[tokio::test]
async fn every_application_that_a_challenge_concerns_is_taken_up_again_and_kept_for_good() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let (one, other) = (crate::journey::assigned(&world).await, crate::journey::assigned(&world).await);
    for id in [one, other] {
        crate::journey::replied(&world, id).await;
    }
    world.today("2025-10-20");
    let case = quashed(&world, &[one, other]).await;
    let (head, lawyer, registrar) =
        (world.actor("head").await, world.actor("lawyer").await, world.actor("registrar").await);
    for id in [one, other] {
        let application = fold(&office.storage.events_of(&stream_of(id)).await.unwrap()).unwrap();
        let found = decisions(office, id, &application).await.unwrap();
        assert_eq!(found.iter().map(|challenge| challenge.id).collect::<Vec<_>>(), [case]);
        let short = Some(Retention::TenYears);
        let refused = archive(office, &registrar, id, None, short, "").await.unwrap_err();
        assert!(matches!(&refused, Refusal::Invalid(faults) if faults[0].field == "keep"), "{refused:?}");
    }
    let again = async |id, causes: Vec<LessonCause>, lesson: &str| {
        let lesson = lesson.to_owned();
        let reopening = Reopening { challenge: case, challenge_seen: None, causes, lesson };
        reopen(office, &head, id, None, reopening).await.unwrap();
    };
    again(one, vec![LessonCause::Facts], "检索范围不全").await;
    world.today("2025-11-03");
    renewed(&world, one).await;
    handed_over(&world, one).await;
    let known = view(office, &lawyer, case).await.unwrap();
    assert_eq!(known.case.redone_on, None, "the other one was not even begun");
    assert_eq!(known.row.due_on, Some(day("2025-11-17")));
    let half = challenge::redo::record_redo(office, &lawyer, case, None, false).await.unwrap_err();
    let number = office.storage.application(other).await.unwrap().unwrap().registration.unwrap();
    assert!(matches!(&half, Refusal::Invalid(faults) if faults[0].text.contains(&number)), "{half:?}");

    again(other, Vec::new(), "").await;
    renewed(&world, other).await;
    handed_over(&world, other).await;
    assert_eq!(view(office, &lawyer, case).await.unwrap().case.redone_on, Some(day("2025-11-03")));
    // the links come from the events
    rebuild(&office.storage, &office.calendar(), office.today()).await.unwrap();
    for id in [one, other] {
        assert_eq!(office.storage.challenges_of(id).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn one_case_is_registered_once_whoever_registers_it_and_two_numbers_are_two_cases() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = crate::journey::assigned(&world).await;
    crate::journey::replied(&world, id).await;
    world.today("2025-10-20");
    let (head, lawyer) = (world.actor("head").await, world.actor("lawyer").await);
    let number = office.storage.application(id).await.unwrap().unwrap().registration.unwrap();
    let opening = |case_number: &str| open::Opening {
        forum: Forum::Reconsideration,
        role: AgencyRole::Respondent,
        is_silence: false,
        applications: vec![number.clone()],
        after: None,
        on: day("2025-10-20"),
        case_number: case_number.to_owned(),
        again: None,
        once: None,
    };
    let refused = async |case_number: &str| match open::open(office, &head, opening(case_number)).await {
        Err(Refusal::Invalid(faults)) => faults.into_iter().map(|fault| fault.text).collect::<String>(),
        other => panic!("{other:?}"),
    };
    assert!(refused("张三诉本机关").await.contains("案号应当形如"), "no free text in the open part");
    // without a number nobody can tell them apart
    let first = open::open(office, &lawyer, opening("")).await.unwrap().row.id;
    for case_number in ["", "青政复〔2025〕9号"] {
        assert!(refused(case_number).await.contains("案号待补"), "{case_number}");
    }
    challenge::amend::record_number(office, &lawyer, first, None, "青政复〔2025〕9号").await.unwrap();
    assert!(refused("").await.contains("青政复〔2025〕9号"));
    assert!(refused("青政复〔2025〕9号").await.contains("已经登记"));
    assert!(
        refused("青政复〔2025〕10号").await.contains("《行政复议法》第三十条"),
        "the same applicant comes once"
    );
    // the third party challenges the same reply
    let third_party =
        open::Opening { again: Some(AgainGround::OtherChallenger), ..opening("青政复〔2025〕10号") };
    let second = open::open(office, &head, third_party).await.unwrap().row.id;
    let again = challenge::amend::record_number(office, &head, second, None, "青政复〔2025〕11号").await;
    assert!(matches!(again, Err(Refusal::Blocked(_))), "{again:?}");
    let facts = report_facts(&office.storage, "qxzr", 2025, &Given::default()).await.unwrap();
    let pending = facts.table4.iter().find(|(key, _)| key.key() == "reconsideration_pending").unwrap().1;
    assert_eq!(pending.value, Cell::count(2).value);
}

#[tokio::test]
async fn the_period_of_the_organ_is_waited_for_and_is_no_delay_of_the_agency() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = crate::journey::assigned(&world).await;
    crate::journey::replied(&world, id).await;
    let lawyer = world.actor("lawyer").await;
    let number = office.storage.application(id).await.unwrap().unwrap().registration.unwrap();
    let opening = open::Opening {
        forum: Forum::Reconsideration,
        role: AgencyRole::Respondent,
        is_silence: false,
        applications: vec![number],
        after: None,
        on: day("2025-09-16"),
        case_number: "青政复〔2025〕9号".to_owned(),
        again: None,
        once: None,
    };
    let case = open::open(office, &lawyer, opening).await.unwrap().row.id;
    let today = office.today();
    receive_copy::receive_copy(office, &lawyer, case, None, today, Procedure::Ordinary, "").await.unwrap();
    let papers = answer_papers(Forum::Reconsideration).to_vec();
    file_answer::file_answer(office, &lawyer, case, None, today, papers).await.unwrap();
    let known = view(office, &lawyer, case).await.unwrap();
    assert_eq!(known.row.due_on, Some(day("2025-11-17")), "sixty days end on a Saturday");
    assert!(known.standing.is_some());
    world.today("2025-11-10");
    challenge::amend::extend_decision(office, &lawyer, case, None, day("2025-11-10")).await.unwrap();
    let known = view(office, &lawyer, case).await.unwrap();
    assert_eq!(known.row.due_on, Some(day("2025-12-15")));
    world.today("2025-12-16");
    assert!(view(office, &lawyer, case).await.unwrap().standing.is_none(), "the delay is the organ's");
}
