//! Several agencies under one portal: choosing one, its guide and forms, and matters that belong to another.
//!
//! Not here: one agency alone (`super::super`).

use super::world::{Browser, World, encode};
use crate::{RECEIVE, WHAT, WHO, fill_in, found};
use gongkai_domain::agency::settings::Elsewhere;
use gongkai_domain::agency::{Agency, Succession};
use gongkai_web::chrome::Site;
use gongkai_web::server::Web;
use std::sync::Arc;

const OTHER: &str = "青石县住房和城乡建设局";

#[tokio::test]
async fn an_application_goes_to_the_agency_that_was_chosen_and_to_none_before() {
    let world = World::new("").await;
    let other = world.add_agency(2, "qszj", OTHER).await;
    let mut citizen = world.browser();
    let start = citizen.get("/apply").await;
    assert!(start.body.contains(OTHER) && start.body.contains("href=\"/apply/agency\""), "{}", start.body);
    for (path, fields) in [("/apply/who", WHO), ("/apply/what", WHAT), ("/apply/receive", RECEIVE)] {
        assert_eq!(citizen.send(path, fields).await.status, 303);
    }
    citizen.send_files("/apply/proof", &[("later", "1")], &[]).await;
    assert_eq!(citizen.get("/apply/check").await.location(), "/apply/agency");
    let none = citizen.send("/apply/agency", &[]).await;
    assert!(none.status == 422 && none.body.contains("选择向哪个机关申请"), "{}", none.body);
    let unknown = citizen.send("/apply/agency", &[("agency", "nobody")]).await;
    assert_eq!(unknown.status, 422);
    assert_eq!(citizen.send("/apply/agency", &[("agency", "qszj")]).await.location(), "/apply/public");
    let check = citizen.get("/apply/check").await;
    assert!(check.body.contains("受理机关") && check.body.contains(OTHER), "{}", check.body);
    world.pass(60);
    let sent = citizen.send("/apply/check", &[]).await;
    assert!(sent.location().starts_with("/apply/done/"), "{}", sent.body);
    assert_eq!((world.applications_of(other).await, world.applications().await), (1, 0));
    let receipt = citizen.get(sent.location()).await;
    let code = receipt.between("data-copy=\"查询码\">", "<");
    let reference = sent.location().rsplit('/').next().unwrap().to_owned();
    assert_eq!(found(&mut citizen, &reference, &code).await, format!("/track/{reference}"));
}

#[tokio::test]
async fn a_portal_that_names_its_agencies_shows_no_other() {
    let world = World::new("").await;
    world.add_agency(2, "qszj", OTHER).await;
    world.add_agency(3, "third", "第三个机关").await;
    let site = Site { agencies: vec!["third".to_owned()], ..world.web.site.clone() };
    let (office, agency) = (Arc::clone(&world.web.office), world.web.agency);
    let web = Arc::new(Web { office, site, agency, is_secure: false, proxies: Vec::new() });
    let mut citizen = Browser::at(&web);
    let choice = citizen.get("/apply/agency").await;
    assert!(choice.body.contains("第三个机关") && !choice.body.contains(OTHER), "{}", choice.body);
    assert_eq!(citizen.send("/apply/agency", &[("agency", "qszj")]).await.status, 422);
    assert_eq!(citizen.get("/guide?agency=qszj").await.status, 404);
    assert_eq!(citizen.get("/api/guide?agency=qszj").await.status, 404);
    assert_eq!(citizen.get("/guide?agency=third").await.status, 200);
}

#[tokio::test]
async fn files_are_sent_again_for_another_agency_and_one_that_is_closed_online_is_not_taken() {
    let world = World::new("").await;
    world.add_agency(2, "qszj", OTHER).await;
    world.set(|settings| settings.channels.internet = false).await;
    let mut citizen = world.browser();
    assert_eq!(citizen.get("/apply").await.status, 200, "another agency is open");
    let closed = citizen.send("/apply/agency", &[("agency", "yzsj")]).await;
    assert!(closed.status == 422 && closed.body.contains("没有开通网上申请"), "{}", closed.body);
    world.set(|settings| settings.channels.internet = true).await;
    citizen.send("/apply/agency", &[("agency", "yzsj")]).await;
    fill_in(&mut citizen, &world).await;
    let png = ("proof", "id.png", &b"\x89PNG\r\n\x1a\nrest"[..]);
    citizen.send_files("/apply/proof", &[], &[png]).await;
    let change = citizen.get("/apply/agency?change=1").await;
    assert!(
        change.body.contains("需要重新上传") && change.body.contains("value=\"yzsj\" checked"),
        "{}",
        change.body
    );
    let changed = citizen.send("/apply/agency?change=1", &[("agency", "qszj")]).await;
    assert_eq!(changed.location(), "/apply/check");
    assert_eq!(citizen.get("/apply/check").await.location(), "/apply/proof");
}

#[tokio::test]
async fn each_agency_has_its_guide_with_forms_to_fetch_and_no_form_has_another_name() {
    let world = World::new("").await;
    world.add_agency(2, "qszj", OTHER).await;
    let mut citizen = world.browser();
    let guide = citizen.get("/guide").await;
    assert!(guide.body.contains("href=\"/guide?agency=qszj\""), "{}", guide.body);
    let forms: Vec<String> = guide
        .body
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .filter(|link| link.starts_with("/guide/forms/"))
        .collect();
    assert!(forms.len() >= 6, "{forms:?}");
    let word = citizen.get("/guide/forms/person.docx").await;
    assert!(word.status == 200 && word.bytes.starts_with(b"PK"));
    assert!(word.header("content-disposition").starts_with("attachment; filename*=UTF-8''%E6%94%BF"));
    let size = word.bytes.len().div_ceil(1024);
    assert!(guide.body.contains(&format!("Word，{size} KB")), "the size is told: {size}");
    let pdf = citizen.get("/guide/forms/mandate.pdf?agency=qszj").await;
    assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF-"), "{}", pdf.content_type);
    for path in [
        "/guide/forms/person.exe",
        "/guide/forms/..%2Fperson.docx",
        "/guide/forms/person",
        "/guide?agency=nobody",
    ] {
        assert_eq!(citizen.get(path).await.status, 404, "{path}");
    }
    let other = citizen.get("/guide?agency=qszj").await;
    assert!(other.body.contains(OTHER) && other.body.contains("/apply/agency?to=qszj"), "{}", other.body);
    assert!(citizen.get("/apply/agency?to=qszj").await.body.contains("value=\"qszj\" checked"));
}

#[tokio::test]
async fn a_matter_of_another_body_is_explained_on_the_way_and_stops_nobody() {
    let world = World::new("").await;
    world.add_agency(2, "qszj", OTHER).await;
    world
        .set(|settings| {
            settings.scope.ours = vec!["公共数据开放".to_owned()];
            settings.scope.elsewhere = vec![Elsewhere {
                subject: "房屋征收<i>补偿</i>".to_owned(),
                body: OTHER.to_owned(),
                contact: vec!["电话 0999-1".to_owned()],
                website: "javascript:alert(1)".to_owned(),
                words: vec!["房屋征收".to_owned()],
            }];
        })
        .await;
    let mut citizen = world.browser();
    let start = citizen.get("/apply").await;
    assert!(
        start.body.contains("公共数据开放") && start.body.contains("/apply/not-ours?about=0"),
        "{}",
        start.body
    );
    citizen.send("/apply/agency", &[("agency", "yzsj")]).await;
    citizen.send("/apply/who", WHO).await;
    let what = [("matter.0.title", "2024年房屋征收补偿方案"), ("form", "paper")];
    let told = citizen.send("/apply/what", &what).await;
    assert_eq!(told.location(), "/apply/not-ours?agency=yzsj&about=0&on=receive");
    let page = citizen.get(told.location()).await;
    for words in [
        OTHER,
        "电话 0999-1",
        "房屋征收&#60;i&#62;",
        "href=\"/apply/receive\"",
        "/apply/agency?to=qszj&#38;change=1",
    ] {
        assert!(page.body.contains(words), "{words} in {}", page.body);
    }
    assert!(!page.body.contains("javascript:"));
    assert_eq!(citizen.send("/apply/receive", RECEIVE).await.location(), "/apply/proof", "one may go on");
    let vague = citizen.get("/apply/not-ours").await;
    assert!(vague.status == 200 && vague.body.contains("暂时不能确定负责的机关"), "{}", vague.body);
    for query in ["?about=99", "?about=-1", "?about=x&on=y", &format!("?on={}", encode("\"><script>"))] {
        let page = citizen.get(&format!("/apply/not-ours{query}")).await;
        assert!(page.status == 200 && !page.body.contains("<script>\""), "{query}");
    }
    assert_eq!(citizen.get("/apply/not-ours?agency=nobody").await.status, 404);
}

#[tokio::test]
async fn one_registration_number_of_two_agencies_leads_each_applicant_to_the_own_application() {
    use gongkai_app::Actor;
    use gongkai_app::application::act::step;
    use gongkai_domain::application::{ConfirmationMethod, Event};
    let world = World::new("").await;
    world.add_agency(2, "qszj", OTHER).await;
    let mut known = Vec::new();
    for agency in ["yzsj", "qszj"] {
        let mut citizen = world.browser();
        citizen.send("/apply/agency", &[("agency", agency)]).await;
        let (reference, code) = crate::file(&mut citizen, &world).await;
        let office = &world.web.office;
        let id = office.storage.application_by_reference(&reference).await.unwrap().unwrap().id;
        let (clerk, on) = (Actor::Program("test"), office.today());
        step(
            office,
            &clerk,
            id,
            None,
            Event::Confirmed { on, method: ConfirmationMethod::Telephone, note: None },
        )
        .await
        .unwrap();
        let number = "依申请〔2025〕1号".to_owned();
        step(office, &clerk, id, None, Event::Registered { number, received_on: on, on, checks: Vec::new() })
            .await
            .unwrap();
        known.push((reference, code));
    }
    for (reference, code) in known {
        let mut citizen = world.browser();
        assert_eq!(found(&mut citizen, "依申请〔2025〕1号", &code).await, format!("/track/{reference}"));
    }
}

#[tokio::test]
async fn after_a_reform_the_site_speaks_for_the_successor_and_nothing_is_filed_with_the_agency_that_ended() {
    let world = World::new("").await;
    let heir = world.add_agency(2, "qszj", OTHER).await;
    let mut registrar = world.registrar().await;
    let office = &world.web.office;
    let today = office.today();
    let mut row = office.storage.agency(world.web.agency).await.unwrap().unwrap();
    let mut ended: Agency = serde_json::from_str(&row.document).unwrap();
    ended.validity.until = today.pred_opt();
    row.valid_until = today.pred_opt();
    row.document = serde_json::to_string(&ended).unwrap();
    let succession =
        Succession { predecessor: ended.id, successor: heir, on: today, functions: String::new() };
    let tx = office.storage.begin().await.unwrap();
    tx.save_agency(&row).await.unwrap();
    let text = serde_json::to_string(&[succession]).unwrap();
    tx.set_setting(None, "successions", &text, office.instant()).await.unwrap();
    tx.commit().await.unwrap();

    let guide = world.browser().get("/api/guide").await;
    assert!(guide.status == 200 && guide.body.contains(OTHER), "{}", guide.body);
    let on = today.to_string();
    let fields = [
        ("channel", "in_person"),
        ("arrived_on", on.as_str()),
        ("kind", "natural_person"),
        ("name", "王小明"),
        ("phone", "13900000000"),
        ("way", "counter"),
        ("matter.0.title", "某某规划"),
    ];
    let refused = registrar.send_files("/desk/register", &fields, &[]).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(refused.body.contains(&format!("职责由{OTHER}承继，请向该机关申请")), "{}", refused.body);
    assert!(refused.body.contains("某某规划"), "what was typed stays: {}", refused.body);
    assert_eq!(world.applications().await, 0);
}
