//! Replies that say several things: every ground stands in the paper, and the remedies are those of all of them, on the paper and on
//! the applicant's page.

use crate::journey::{hand_over, posted, reasons, signed_by};
use crate::world::{World, day};
use gongkai_app::Refusal;
use gongkai_app::application::ask_correction::ask_correction;
use gongkai_app::application::draft_reply::{DraftText, Drafting, draft_reply};
use gongkai_app::application::join_reply::join_reply;
use gongkai_app::application::record_search::{Searching, record_search};
use gongkai_app::application::{Moved, issue, register, serve};
use gongkai_app::paper::dossier::SearchText;
use gongkai_app::paper::file as files;
use gongkai_app::query::track::tracked;
use gongkai_domain::application::{Channel, MatterOutcome};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::{PaperKind, Procedural, RemedyMode, Reply, sample};
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

/// Whether these words stand in a text, each behind the one before.
fn in_order(text: &str, words: &[&str]) {
    let mut rest = text;
    for word in words {
        let Some((_, behind)) = rest.split_once(word) else { panic!("{word}: {text}") };
        rest = behind;
    }
}

/// What a partial reply gives of the first matter, with the fields of a third party's rights.
fn partly(withheld: &[Reply], more: serde_json::Value) -> Drafting {
    let mut fields = sample::fields(PaperKind::Reply(Reply::Partial));
    fields["more"] = more;
    // on paper: what is fetched online would have to be uploaded
    fields["provision"] = json!("attached");
    let first = MatterOutcome { matter: 1, reply: Reply::Partial, withheld: withheld.to_vec() };
    Drafting { outcomes: vec![first], fields, ..Drafting::default() }
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
    let order = [
        "政府信息公开申请答复书\n",
        "关于第1项申请内容",
        "不予公开",
        "关于第2项申请内容",
        "不存在",
        "对其中不予公开部分不服的，应当自收到本答复书之日起",
        "对其余部分不服的，可以",
    ];
    in_order(&text, &order);
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

#[tokio::test]
async fn one_matter_granted_and_another_refused_is_no_separation_of_one() {
    let world = World::on("2025-09-16").await;
    let id = two_matters(&world).await;
    let handler = world.actor("handler").await;
    let mut fields = sample::fields(PaperKind::Reply(Reply::Granted));
    let mut ground = sample::fields(PaperKind::Reply(Reply::DeniedThirdParty));
    ground["no_consultation"] = json!("第三方已经注销");
    fields["more"] = json!({ (Reply::DeniedThirdParty.key()): ground });
    let drafting = Drafting {
        outcomes: vec![MatterOutcome::new(1, Reply::Granted), MatterOutcome::new(2, Reply::DeniedThirdParty)],
        fields,
        ..Drafting::default()
    };
    let moved = draft_reply(&world.office, &handler, id, None, drafting).await.unwrap();
    assert_eq!(moved.application.draft().unwrap().reply, Reply::Partial);
    let text = text_of(&world, &moved).await;
    let order = [
        "政府信息部分公开告知书\n",
        "关于第1项申请内容",
        "第三十六条第（二）项",
        "关于第2项申请内容",
        "第三方已经注销，本机关未征求第三方意见",
        "第十五条、第三十二条、第三十六条第（三）项",
        "对其中不予公开部分不服的，应当",
        "附件：",
    ];
    in_order(&text, &order);
    assert!(!text.contains("第三十七条") && !text.contains("区分处理"), "{text}");
}

#[tokio::test]
async fn a_matter_that_is_partly_given_tells_every_ground_of_what_is_not() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = world.filed(Channel::InPerson, &["某某工程的全部材料"]).await;
    register::register(office, &world.actor("registrar").await, id, None).await.unwrap();
    hand_over(&world, id).await;
    let handler = world.actor("handler").await;
    let mut internal = sample::fields(PaperKind::Reply(Reply::DeniedInternal));
    internal["part"] = json!("附件2的内部分工安排");
    let mut lacking = sample::fields(PaperKind::Reply(Reply::NotExist));
    lacking["part"] = json!("2019年度的统计表");
    let more = json!({ (Reply::DeniedInternal.key()): internal, (Reply::NotExist.key()): lacking.clone() });
    let all = partly(&[Reply::NotExist, Reply::DeniedThirdParty, Reply::DeniedInternal], more);
    let Err(Refusal::Invalid(faults)) = draft_reply(office, &handler, id, None, all.clone()).await else {
        panic!("nobody has searched");
    };
    assert!(faults.iter().any(|fault| fault.text.contains("没有检索记录")), "{faults:?}");
    searched(&world, id).await;
    let moved = draft_reply(office, &handler, id, None, all).await.unwrap();
    let text = text_of(&world, &moved).await;
    let order = [
        "政府信息部分公开告知书\n",
        "一、予以公开的部分",
        "第三十七条",
        "二、不予公开的部分",
        "个人隐私",
        "三、其他不予公开的部分",
        "“附件2的内部分工安排”属于行政机关",
        "四、无法提供的部分",
        "经检索，“2019年度的统计表”不存在",
        "对其中不予公开部分不服的，应当",
        "对其余部分不服的，可以",
    ];
    in_order(&text, &order);
    assert!(!text.contains("关于第1项"), "{text}");
}

#[tokio::test]
async fn a_matter_of_which_a_part_does_not_exist_is_answered_without_a_refusal() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = world.filed(Channel::InPerson, &["各年度的统计表"]).await;
    register::register(office, &world.actor("registrar").await, id, None).await.unwrap();
    hand_over(&world, id).await;
    searched(&world, id).await;
    let mut lacking = sample::fields(PaperKind::Reply(Reply::NotExist));
    lacking["part"] = json!("2019年度的统计表");
    let mut drafting = partly(&[Reply::NotExist], json!({ (Reply::NotExist.key()): lacking }));
    for name in ["ground", "withheld", "specific", "reasons", "no_consultation"] {
        drafting.fields.as_object_mut().unwrap().remove(name);
    }
    let moved = draft_reply(office, &world.actor("handler").await, id, None, drafting).await.unwrap();
    let text = text_of(&world, &moved).await;
    let order = ["一、予以公开的部分", "二、无法提供的部分", "如对本告知（答复）不服，可以自收到"];
    in_order(&text, &order);
    assert!(!text.contains("第三十七条") && !text.contains("应当自收到"), "{text}");
}

#[tokio::test]
async fn a_correction_notice_of_an_application_that_was_joined_names_that_one_alone() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let (first, second) = (two_matters(&world).await, two_matters(&world).await);
    let handler = world.actor("handler").await;
    join_reply(office, &handler, first, None, &[second]).await.unwrap();
    let fields = sample::fields(PaperKind::Procedural(Procedural::CorrectionNotice));
    ask_correction(office, &handler, first, None, fields, None).await.unwrap();
    let papers = office.storage.papers_of(first).await.unwrap();
    let notice = papers.iter().find(|paper| paper.kind == Procedural::CorrectionNotice.key()).unwrap();
    let text = files::read(office, notice).await.unwrap().text();
    assert!(text.contains("依申请〔2025〕1号") && !text.contains("依申请〔2025〕2号"), "{text}");
}
