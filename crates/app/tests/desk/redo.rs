//! A reply that was quashed: taken up again with its lesson, answered anew, and told to the challenge by its service.

use crate::world::{World, day, id_of};
use gongkai_app::application::reopen::{Reopening, reopen};
use gongkai_app::application::sign::{Signing, sign};
use gongkai_app::application::{draft_reply, issue, serve};
use gongkai_app::challenge::{decide, file_answer, open, receive_copy};
use gongkai_app::query::challenge::view;
use gongkai_app::report_facts::{Given, report_facts};
use gongkai_app::{Refusal, challenge};
use gongkai_domain::application::{ServiceMethod, State};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::challenge::{
    AgencyRole, Decision, Forum, LessonCause, Procedure, RedoPeriod, guard::answer_papers,
};
use gongkai_domain::ids::{ApplicationId, ChallengeId};

/// A served reply that a reconsideration quashed for its facts, today.
async fn quashed(world: &World, id: ApplicationId) -> ChallengeId {
    let office = &world.office;
    let lawyer = world.actor("lawyer").await;
    let row = office.storage.application(id).await.unwrap().unwrap();
    let opening = open::Opening {
        forum: Forum::Reconsideration,
        role: AgencyRole::Respondent,
        is_silence: false,
        applications: vec![row.registration.unwrap()],
        after: None,
        on: office.today(),
        case_number: "青政复〔2025〕9号".to_owned(),
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

#[tokio::test]
async fn the_service_of_the_new_reply_is_told_to_the_challenge_and_nothing_is_counted_twice() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = crate::journey::assigned(&world).await;
    crate::journey::replied(&world, id).await;
    let given = Given::default();
    let before = report_facts(&office.storage, "qxzr", 2025, &given).await.unwrap();
    world.today("2025-10-20");
    let case = quashed(&world, id).await;
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
    let registrar = world.actor("registrar").await;
    issue::issue(office, &registrar, id, None).await.unwrap();
    issue::seal(office, &world.actor("seal").await, id, None).await.unwrap();
    assert!(view(office, &lawyer, case).await.unwrap().case.redone_on.is_none(), "not before it went out");
    let serving = serve::Serving {
        recipient: None,
        method: ServiceMethod::ByHand,
        sent_on: None,
        signed_on: Some(office.today()),
        is_refusal_witnessed: false,
        proof: "送达回证".to_owned(),
        scan: None,
    };
    serve::serve(office, &registrar, id, None, serving).await.unwrap();
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
    assert_eq!(id_of("handler"), handler.person().unwrap());
}
