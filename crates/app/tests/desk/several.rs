//! One reply to several applications, and several matters of one ground: each keeps its number, its place and what is written of it,
//! wherever the paper speaks of it, and in the lists.

use crate::journey::{hand_over, posted, signed_by};
use crate::world::{World, day};
use gongkai_app::application::draft_reply::draft_reply;
use gongkai_app::application::drafting::{DraftText, Drafting, JoinedOutcomes};
use gongkai_app::application::join_reply::join_reply;
use gongkai_app::application::record_search::{Searching, record_search};
use gongkai_app::application::{Moved, issue, register, serve};
use gongkai_app::paper::dossier::SearchText;
use gongkai_app::query::document_register::document_register;
use gongkai_app::query::ledger::{Asked, export};
use gongkai_domain::application::{Channel, MatterOutcome};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::{Paper, Paragraph, Reply};
use serde_json::{Value, json};

async fn in_hand(world: &World, matters: &[&str]) -> ApplicationId {
    let id = world.filed(Channel::InPerson, matters).await;
    register::register(&world.office, &world.actor("registrar").await, id, None).await.unwrap();
    hand_over(world, id).await;
    id
}

async fn searched(world: &World, id: ApplicationId, scope: &str, matters: &[u32]) {
    let on = world.office.today();
    let text = SearchText {
        scope: scope.to_owned(),
        terms: vec!["统计表".to_owned()],
        result: "没有检索到".to_owned(),
    };
    let searching = Searching { on, from: on, to: on, is_found: false, text, matters: matters.to_vec() };
    record_search(&world.office, &world.actor("handler").await, id, None, searching).await.unwrap();
}

async fn paper_of(world: &World, moved: &Moved) -> Paper {
    let body = moved.application.draft().unwrap().body;
    let text = world.office.storage.content(body).await.unwrap();
    serde_json::from_slice::<DraftText>(&text).unwrap().paper
}

fn internal(category: &str, reasons: &str) -> Value {
    json!({ "category": category, "no_rule_demands_disclosure": true, "reasons": reasons })
}

/// Where each of these words stands first in a text; all of them must.
fn places(text: &str, words: &[&str]) -> Vec<usize> {
    words.iter().map(|word| text.find(word).unwrap_or_else(|| panic!("{word}: {text}"))).collect()
}

#[tokio::test]
async fn two_matters_of_one_ground_have_each_their_own_reasons_materials_and_basis() {
    let world = World::on("2025-09-16").await;
    let id = in_hand(&world, &["干部考核流程", "车辆派遣记录"]).await;
    let handler = world.actor("handler").await;
    let key = Reply::DeniedInternal.key();
    let mut drafting = Drafting {
        outcomes: [1, 2].map(|matter| MatterOutcome::new(matter, Reply::DeniedInternal)).to_vec(),
        fields: json!({ "more": {
            format!("1_{key}"): internal("workflow", "只在内部流转"),
            format!("2_{key}"): json!({ "category": "logistics", "no_rule_demands_disclosure": true }),
        } }),
        by_matter: true,
        ..Drafting::default()
    };
    let lacking = draft_reply(&world.office, &handler, id, None, drafting.clone()).await.unwrap_err();
    let gongkai_app::Refusal::Invalid(faults) = lacking else { panic!("{lacking}") };
    assert!(faults.iter().all(|fault| fault.text.starts_with("第2项：")), "{faults:?}");
    drafting.fields["more"][format!("2_{key}")]["reasons"] = json!("属于后勤保障的日常安排");
    let moved = draft_reply(&world.office, &handler, id, None, drafting).await.unwrap();
    let paper = paper_of(&world, &moved).await;
    assert_eq!(paper.title, "政府信息不予公开告知书", "one ground has its own title");
    let words = [
        "关于第1项申请内容",
        "行政机关内部工作流程方面",
        "只在内部流转",
        "关于第2项申请内容",
        "行政机关后勤管理方面",
        "属于后勤保障的日常安排",
    ];
    assert!(places(&paper.text(), &words).is_sorted(), "{}", paper.text());
}

#[tokio::test]
async fn three_applications_answered_together_keep_their_numbers_and_their_order_throughout_the_paper() {
    let world = World::on("2025-09-16").await;
    let first = in_hand(&world, &["甲地块规划"]).await;
    world.today("2025-09-17");
    let second = in_hand(&world, &["乙地块规划", "乙地块统计表"]).await;
    world.today("2025-09-18");
    let third = in_hand(&world, &["丙地块统计表"]).await;
    let handler = world.actor("handler").await;
    // from the page of the latest, so that its own application is not the first of the paper
    join_reply(&world.office, &handler, third, None, &[second, first]).await.unwrap();
    searched(&world, second, "乙的档案", &[2]).await;
    searched(&world, third, "丙的档案", &[]).await;
    let (granted, nothing) = (Reply::Granted.key(), Reply::NotExist.key());
    let given = |name: &str| json!({ "information": [name], "provision": "attached" });
    let drafting = Drafting {
        outcomes: vec![MatterOutcome::new(1, Reply::NotExist)],
        joined: vec![
            JoinedOutcomes {
                application: second,
                outcomes: vec![MatterOutcome::new(1, Reply::Granted), MatterOutcome::new(2, Reply::NotExist)],
            },
            JoinedOutcomes { application: first, outcomes: vec![MatterOutcome::new(1, Reply::Granted)] },
        ],
        fields: json!({ "more": {
            format!("1_{nothing}"): json!({ "explanation": "丙地块没有统计" }),
            format!("{second}_1_{granted}"): given("乙地块规划，共3页"),
            format!("{second}_2_{nothing}"): json!({ "explanation": "乙地块没有统计" }),
            format!("{first}_1_{granted}"): given("甲地块规划，共2页"),
        } }),
        by_matter: true,
        ..Drafting::default()
    };
    let moved = draft_reply(&world.office, &handler, third, None, drafting).await.unwrap();
    let paper = paper_of(&world, &moved).await;
    let numbers = ["依申请〔2025〕1号", "依申请〔2025〕2号", "依申请〔2025〕3号"];
    let opening = paper.paragraphs.iter().find_map(|paragraph| match paragraph {
        Paragraph::Body(text) => Some(text.clone()),
        _ => None,
    });
    let opening = opening.unwrap();
    assert!(places(&opening, &numbers).is_sorted(), "{opening}");
    let list = paper.paragraphs.iter().find_map(|paragraph| match paragraph {
        Paragraph::List(entries) => Some(entries.clone()),
        _ => None,
    });
    assert_eq!(
        list.unwrap(),
        [
            "依申请〔2025〕1号：甲地块规划",
            "依申请〔2025〕2号第1项：乙地块规划",
            "依申请〔2025〕2号第2项：乙地块统计表",
            "依申请〔2025〕3号：丙地块统计表",
        ]
    );
    let headings: Vec<&str> = paper
        .paragraphs
        .iter()
        .filter_map(|paragraph| match paragraph {
            Paragraph::Heading(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        headings,
        [
            "关于依申请〔2025〕1号申请内容",
            "关于依申请〔2025〕2号第1项申请内容",
            "关于依申请〔2025〕2号第2项申请内容",
            "关于依申请〔2025〕3号申请内容",
        ]
    );
    // each is told with its own materials and its own search, and the attachments follow the same order
    let text = paper.text();
    let told = [
        "甲地块规划，共2页",
        "乙地块规划，共3页",
        "乙的档案",
        "乙地块没有统计",
        "丙的档案",
        "丙地块没有统计",
    ];
    assert!(places(&text, &told).is_sorted(), "{text}");
    assert!(!text[text.find("乙地块没有统计").unwrap()..].contains("乙的档案"), "{text}");
    assert_eq!(paper.attachments, ["甲地块规划，共2页", "乙地块规划，共3页"]);
    // the remedies speak of all of them and stand once
    assert_eq!(text.matches("60日内").count(), 1, "{text}");
}

#[tokio::test]
async fn a_reply_that_says_several_things_is_listed_as_what_it_is_and_counted_as_the_rule_says() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = in_hand(&world, &["干部考核流程", "2019年度统计表"]).await;
    searched(&world, id, "档案室", &[]).await;
    let handler = world.actor("handler").await;
    let (denied, nothing) = (Reply::DeniedInternal.key(), Reply::NotExist.key());
    let drafting = Drafting {
        outcomes: vec![MatterOutcome::new(1, Reply::DeniedInternal), MatterOutcome::new(2, Reply::NotExist)],
        chosen: Some(2),
        fields: json!({ "more": {
            format!("1_{denied}"): internal("workflow", "只在内部流转"),
            format!("2_{nothing}"): json!({}),
        } }),
        by_matter: true,
        ..Drafting::default()
    };
    draft_reply(office, &handler, id, None, drafting).await.unwrap();
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
    let head = world.actor("head").await;
    let lines = export(office, &head, &Asked::default()).await.unwrap();
    let cell = |head: &str| {
        let place = lines[0].iter().position(|known| known == head).unwrap();
        lines[1][place].clone()
    };
    assert_eq!(cell("答复类型"), "多项答复：第1项不予公开（内部事务信息）；第2项政府信息不存在");
    assert_eq!(cell("计入年度报告"), "（四）1.本机关不掌握");
    let papers = office.storage.papers_of(id).await.unwrap();
    let reply = papers.iter().find(|paper| paper.kind == nothing).unwrap();
    assert!(reply.document.contains("政府信息公开申请答复书"), "{}", reply.document);
    let workbook = document_register(office, &head, 2025).await.unwrap();
    assert!(!workbook.is_empty());
    let title = gongkai_app::paper::file::title(&office.agency(world.agency).await.unwrap().1, reply);
    assert_eq!(title, "政府信息公开申请答复书");
    assert_eq!(office.storage.application(id).await.unwrap().unwrap().served_on, Some(day("2025-09-16")));
}
