//! Replies that say several things: every ground stands in the paper, and the remedies are those of all of them, on the paper and on
//! the applicant's page.

use crate::journey::{hand_over, posted, reasons, signed_by};
use crate::world::{World, day};
use gongkai_app::Refusal;
use gongkai_app::application::draft_reply::{DraftText, Drafting, draft_reply};
use gongkai_app::application::record_search::{Searching, record_search};
use gongkai_app::application::{Moved, issue, register, serve};
use gongkai_app::paper::dossier::SearchText;
use gongkai_app::query::track::tracked;
use gongkai_domain::application::{Channel, MatterOutcome};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::{PaperKind, RemedyMode, Reply, sample};
use serde_json::json;

async fn two_matters(world: &World) -> ApplicationId {
    let id = world.filed(Channel::InPerson, &["干部考核流程", "2019年度统计表"]).await;
    let registrar = world.actor("registrar").await;
    register::register(&world.office, &registrar, id, None).await.unwrap();
    hand_over(world, id).await;
    id
}

/// The first matter is refused, the second not held; the paper of the second leads.
fn refused_and_not_held() -> Drafting {
    let mut fields = sample::fields(PaperKind::Reply(Reply::NotExist));
    let mut ground = sample::fields(PaperKind::Reply(Reply::DeniedInternal));
    ground["about"] = json!("第1项");
    fields["more"] = json!({ (Reply::DeniedInternal.key()): ground });
    Drafting {
        outcomes: vec![MatterOutcome::new(1, Reply::DeniedInternal), MatterOutcome::new(2, Reply::NotExist)],
        chosen: Some(2),
        fields,
        ..Drafting::default()
    }
}

async fn text_of(world: &World, moved: &Moved) -> String {
    let body = moved.application.draft().unwrap().body;
    let text = world.office.storage.content(body).await.unwrap();
    serde_json::from_slice::<DraftText>(&text).unwrap().paper.text()
}

async fn searched(world: &World, id: ApplicationId) {
    let today = world.office.today();
    let handler = world.actor("handler").await;
    let text = SearchText {
        scope: "文书档案、业务系统".to_owned(),
        terms: vec!["统计表".to_owned()],
        result: "没有检索到".to_owned(),
    };
    let searching =
        Searching { on: today, from: today, to: today, is_found: false, text, matters: Vec::new() };
    record_search(&world.office, &handler, id, None, searching).await.unwrap();
}

#[tokio::test]
async fn a_reply_that_refuses_one_matter_and_does_not_hold_the_other_tells_both_remedies() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = two_matters(&world).await;
    searched(&world, id).await;
    let handler = world.actor("handler").await;
    let mut lacking = refused_and_not_held();
    lacking.fields = sample::fields(PaperKind::Reply(Reply::NotExist));
    let Err(Refusal::Invalid(faults)) = draft_reply(office, &handler, id, None, lacking).await else {
        panic!("a ground that was decided on does not stand in the paper");
    };
    assert!(
        faults.iter().any(|fault| fault.text.contains("没有写明“政府信息不予公开告知书（内部事务信息）”"))
    );
    let moved = draft_reply(office, &handler, id, None, refused_and_not_held()).await.unwrap();
    let text = text_of(&world, &moved).await;
    for words in ["关于第1项申请内容", "对其中不予公开部分不服的，应当", "对其余部分不服的，可以"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    for (login, step) in [
        ("reviewer", SignOffStep::OfficeReview),
        ("lawyer", SignOffStep::LegalityReview),
        ("leader", SignOffStep::SignOff),
    ] {
        signed_by(&world, id, 1, login, step).await.unwrap();
    }
    issue::issue(office, &world.actor("registrar").await, id, None).await.unwrap();
    issue::seal(office, &world.actor("seal").await, id, None).await.unwrap();
    serve::serve(office, &world.actor("registrar").await, id, None, posted("2025-09-16")).await.unwrap();
    let case = tracked(office, id).await.unwrap();
    let body = case.agency.remedy_body(&case.settings.remedies, day("2025-09-16"));
    assert_eq!(body.mode_of(case.answers.iter().copied()), RemedyMode::Mixed);
    let paper = case.papers.iter().find(|paper| paper.kind == Reply::NotExist.key()).unwrap();
    let text = office.storage.content(paper.content.unwrap()).await.unwrap();
    assert!(
        String::from_utf8(text).unwrap().contains("对其中不予公开部分不服的，应当"),
        "the paper and the page agree"
    );
}

#[tokio::test]
async fn nobody_ends_an_application_by_a_notice_for_a_cause_of_their_own() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let (first, copy) = (two_matters(&world).await, two_matters(&world).await);
    let handler = world.actor("handler").await;
    let ending = |cause: &str, twin: &str| Drafting {
        outcomes: [1, 2].map(|matter| MatterOutcome::new(matter, Reply::ClosedOther)).to_vec(),
        fields: json!({
            "cause": cause, "happened_on": "2025-09-16", "twin": twin, "explanation": "因工作安排终止"
        }),
        ..Drafting::default()
    };
    for cause in ["other", "withdrawn"] {
        let refused = draft_reply(office, &handler, first, None, ending(cause, "")).await.unwrap_err();
        assert!(matches!(refused, Refusal::Invalid(_)), "{refused}");
    }
    let itself = ending("submitted_twice", "依申请〔2025〕2号");
    let refused = draft_reply(office, &handler, copy, None, itself).await.unwrap_err();
    assert!(reasons(&refused)[0].contains("不是同一申请人提出的"), "{refused}");
    let moved =
        draft_reply(office, &handler, copy, None, ending("submitted_twice", "依申请〔2025〕1号")).await;
    let text = text_of(&world, &moved.unwrap()).await;
    assert!(text.contains("登记编号为依申请〔2025〕1号的申请"), "{text}");
    assert!(text.contains("可以自收到本告知书之日起60日内"), "{text}");
}
