//! Who asked for something hears what became of it, and nobody hears of what he did himself.
//!
//! Not here: what presses every day (`gongkai-jobs`), the words of the pages (`gongkai-web`).

use crate::journey::{assigned, replied};
use crate::world::{World, day, id_of};
use chrono::TimeDelta;
use gongkai_app::application::record_opinion::{Opined, record_opinion};
use gongkai_app::application::{consult, extend, propose_extension};
use gongkai_app::reminder::tell::tell;
use gongkai_app::reminder::{Decision, Notice};
use gongkai_deadline::timeline::Consulted;
use gongkai_deadline::units::WorkingDays;
use gongkai_domain::application::Opinion;
use serde_json::json;

/// Delivers everything that lies in the outbox, and what a person has been told so far, the oldest first.
async fn told(world: &World, login: &str) -> Vec<Notice> {
    let office = &world.office;
    let now = office.instant();
    for letter in office.storage.claim(now, "test", 100, TimeDelta::minutes(5)).await.unwrap() {
        tell(office, &letter).await.unwrap();
        assert!(office.storage.done(letter.id, "test", now).await.unwrap());
    }
    let mut rows = office.storage.messages(id_of(login), None, 100).await.unwrap();
    rows.reverse();
    rows.iter().map(|row| serde_json::from_str(&row.document).unwrap()).collect()
}

fn decisions(told: &[Notice]) -> Vec<Decision> {
    let what = told.iter().filter_map(|notice| match notice {
        Notice::Decided { what, .. } => Some(what.clone()),
        _ => None,
    });
    what.collect()
}

#[tokio::test]
async fn who_proposed_an_extension_hears_that_it_was_agreed_to_and_that_the_applicant_must_be_told() {
    let world = World::on("2025-09-16").await;
    let id = assigned(&world).await;
    let office = &world.office;
    let (handler, head) = (world.actor("handler").await, world.actor("head").await);
    let days = WorkingDays(20);
    propose_extension::propose_extension(office, &handler, id, None, days, "需要逐卷核对").await.unwrap();
    let asked = told(&world, "head").await;
    assert!(matches!(asked[..], [Notice::ExtensionProposed { working_days: 20, .. }]), "{asked:?}");
    extend::approve_extension(office, &head, id, None, days, "同意，需要逐卷核对").await.unwrap();
    let heard = told(&world, "handler").await;
    // in whatever order letters of one moment go out
    assert_eq!(decisions(&heard), [Decision::Assigned]);
    let is_approval = |notice: &&Notice| matches!(notice, Notice::ExtensionApproved { .. });
    let approved: Vec<&Notice> = heard.iter().filter(is_approval).collect();
    assert_eq!((heard.len(), approved.len()), (2, 1), "{heard:?}");
    let approved = approved[0];
    assert_eq!(approved.heading(), "依申请〔2025〕1号的延期已获同意，请告知申请人");
    assert!(approved.lines()[0].contains("某head同意将依申请〔2025〕1号的答复期限延长20个工作日"));
    assert_eq!(told(&world, "head").await.len(), 1, "nobody hears of what he decided himself");
}

#[tokio::test]
async fn who_drafted_a_reply_hears_that_it_was_signed_sealed_and_served() {
    let world = World::on("2025-09-16").await;
    let id = assigned(&world).await;
    replied(&world, id).await;
    let mut heard = decisions(&told(&world, "handler").await);
    heard.sort_by_key(|what| format!("{what:?}"));
    // the number is followed by the seal, and is told with it
    let expected = [Decision::Assigned, Decision::Sealed, Decision::Served, Decision::SignedOff];
    assert_eq!(heard, expected);
    for other in ["leader", "seal", "secrecy"] {
        assert!(told(&world, other).await.is_empty(), "{other}");
    }
}

#[tokio::test]
async fn an_opinion_that_somebody_else_recorded_reaches_the_handler_and_after_weeks_is_no_news() {
    let world = World::on("2025-09-16").await;
    let id = assigned(&world).await;
    let office = &world.office;
    let handler = world.actor("handler").await;
    let fields = json!({
        "third_party": "临川市恒达土地评估有限公司", "party_kind": "organisation",
        "information": "评估测算表中的成本构成", "concern": "商业秘密"
    });
    let asking = consult::Consulting::of(Consulted::ThirdParty);
    consult::consult(office, &handler, id, None, asking, fields).await.unwrap();
    world.today("2025-09-22");
    let opined = Opined {
        consultation: 1,
        on: day("2025-09-22"),
        opinion: Opinion::Objects,
        grounds: "涉及商业秘密".to_owned(),
    };
    record_opinion(office, &world.actor("head").await, id, None, opined).await.unwrap();
    let heard = told(&world, "handler").await;
    let opined = heard.iter().find(|notice| notice.heading().contains("征求意见")).unwrap();
    assert_eq!(opined.heading(), "依申请〔2025〕1号收到征求意见的回复：不同意公开");
    assert!(!opined.lines().concat().contains("商业秘密"), "what it says stands on the page of the case");

    let late = assigned(&world).await;
    world.today("2025-10-20");
    let before = heard.len();
    assert_eq!(told(&world, "handler").await.len(), before, "of {late} nothing is told after four weeks");
}
