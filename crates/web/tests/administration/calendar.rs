//! Working days: looking at a year, importing one, and the due dates that move.

use crate::world::{Answer, Browser, World, day, office_at, web};
use axum::http::{Request, StatusCode, header};
use gongkai_app::application::register;
use gongkai_app::calendar::{follow, refresh};
use gongkai_domain::staff::Role;
use gongkai_web::server::router;

/// A year as its notice would have it; the days are invented.
const LINES: &str = "日期,安排\n2027-01-01,放假\n2027-02-08,放假\n2027-02-14,上班\n";

async fn post(browser: &mut Browser, pairs: &[(&str, &str)]) -> Answer {
    let token = browser.token().await;
    let mut all = vec![("token", token.as_str())];
    all.extend(pairs.iter().copied());
    browser.post("/desk/calendar/import", &all).await
}

#[tokio::test]
async fn an_import_shows_the_due_dates_that_would_move_and_moves_them_only_when_confirmed() {
    let world = World::staffed().await;
    world.today("2026-12-21");
    let (moved, stays) = (world.filed("某某方案").await, world.filed("某某规划").await);
    let registrar = world.actor(Role::Registrar).await;
    register::register(world.office(), &registrar, moved, None).await.unwrap();
    let due = async |id| world.office().storage.application(id).await.unwrap().unwrap();
    let before = due(moved).await;
    assert!(before.is_provisional, "2027 is not known yet");
    let mut head = world.signed_in(Role::HeadOfDisclosureOffice).await;
    let page = head.get("/desk/calendar/2027").await;
    assert!(page.body.contains("尚未收录") && page.body.contains("2027年放假安排尚未导入"));

    for (text, words) in [
        ("", "选择放假安排文件"),
        ("2027-01-01,放假\n2027-13-03,放假", "第2行"),
        ("2027-01-04,上班", "不是周末"),
        ("{\"2027\":", "数据"),
    ] {
        let refused = post(&mut head, &[("source", "某通知"), ("text", text)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{text}");
        assert!(words == "数据" || refused.body.contains(words), "{words}: {}", refused.body);
    }
    let marked = post(&mut head, &[("source", "某通知"), ("text", "机密★1年\n2027-01-01,放假")]).await;
    assert_eq!(marked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(marked.body.contains("请立即报告本单位保密工作机构") && !marked.body.contains("机密★1年"));
    assert!(world.audited().await.contains(&"classified_refused".to_owned()));
    let nameless = post(&mut head, &[("text", LINES)]).await;
    assert!(nameless.body.contains("填写来源"), "{}", nameless.body);

    let source = "国务院办公厅关于2027年部分节假日安排的通知";
    let preview = post(&mut head, &[("source", source), ("text", LINES)]).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
    let number = before.registration.clone().unwrap();
    assert!(preview.body.contains("会变化的日子：3天") && preview.body.contains(&number));
    assert!(preview.body.contains("暂定") && preview.body.contains("确认导入"));
    assert_eq!(due(moved).await, before, "nothing is kept before it is confirmed");
    assert!(!world.office().calendar().knows(2027));

    let (text, confirm) = (preview.hidden("text"), preview.hidden("confirm"));
    let confirmed = post(&mut head, &[("source", source), ("text", &text), ("confirm", &confirm)]).await;
    assert_eq!(confirmed.location, "/gk/desk/calendar/2027", "{}", confirmed.body);
    let after = due(moved).await;
    assert_eq!(
        after.due_on,
        before
            .due_on
            .and_then(|on| world.office().calendar().working_day_on_or_after(on.succ_opt().unwrap()).ok())
            .map(|counted| counted.on)
    );
    assert!(!after.is_provisional);
    assert_eq!(due(stays).await.due_on, after.due_on, "arrived on the same day");
    let page = head.get("/desk/calendar/2027").await;
    assert!(page.body.contains(source) && page.body.contains("2027年1月1日（周五）　放假"));
    assert!(world.audited().await.contains(&"calendar_imported".to_owned()));
}

#[tokio::test]
async fn a_file_is_imported_like_a_text_and_another_node_picks_the_year_up() {
    let world = World::staffed().await;
    let other = office_at(&world.directory, world.watch.clone(), 12).await;
    let mut head = world.signed_in(Role::SystemAdmin).await;
    let token = head.token().await;
    let json = r#"{"2027":{"source":"某通知","holidays":["2027-01-01"],"workdays":[]}}"#;
    let boundary = "gongkai";
    let body = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n{token}\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"confirm\"\r\n\r\n2027\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"2027.json\"\r\n\
         Content-Type: application/json\r\n\r\n{json}\r\n--{boundary}--\r\n"
    );
    let request = Request::post("/gk/desk/calendar/import")
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}"))
        .header("sec-fetch-site", "same-origin");
    let sent = head.send(request, body.into_bytes()).await;
    assert_eq!(sent.location, "/gk/desk/calendar/2027", "{}", sent.body);

    assert!(!other.calendar().knows(2027));
    let other = web(other, world.web.agency);
    // the first request looks; what it answers already knows
    drop(router(other.clone()));
    assert!(follow(&other.office).await.unwrap());
    assert!(other.office.calendar().knows(2027));
    assert!(!follow(&other.office).await.unwrap(), "not again at once");
    world.pass(31);
    assert!(!follow(&other.office).await.unwrap(), "nothing new");
    assert!(!refresh(world.office()).await.unwrap());
    assert_eq!(other.office.calendar().source(2027), Some("某通知"));
    assert!(!other.office.calendar().is_working_day(day("2027-01-01")));
}

#[tokio::test]
async fn a_part_of_a_known_year_is_asked_about_and_takes_nothing_away_unasked() {
    let world = World::staffed().await;
    let mut head = world.signed_in(Role::HeadOfDisclosureOffice).await;
    let calendar = || world.office().calendar();
    assert!(!calendar().is_working_day(day("2026-10-01")));
    let part = [("source", "某补充通知"), ("text", "2026-01-01,放假\n2026-12-31,放假\n")];
    let preview = post(&mut head, &part).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
    for words in ["2026年的安排已经收录，这次的内容没有写出其中", "2026年10月1日（周四）", "合并导入"]
    {
        assert!(preview.body.contains(words), "{words}: {}", preview.body);
    }
    assert!(preview.body.contains("会变化的日子：1天"), "a merge adds one day: {}", preview.body);
    let (text, confirm) = (preview.hidden("text"), preview.hidden("confirm"));
    let sent = [("source", "某补充通知"), ("text", &text), ("confirm", &confirm)];
    // somebody who was not asked decides nothing
    let undecided = post(&mut head, &sent).await;
    assert_eq!(undecided.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(undecided.body.contains("请先核对，选择合并还是整年替换"), "{}", undecided.body);
    let mut again = sent.to_vec();
    again.push(("again", "replace"));
    let replaced = post(&mut head, &again).await;
    for words in ["不再保留这些日子（整年替换）", "2026年10月1日（国庆节）", "仍是工作日，内容可能不完整"]
    {
        assert!(replaced.body.contains(words), "{words}: {}", replaced.body);
    }
    assert!(!calendar().is_working_day(day("2026-10-01")), "nothing is kept before it is confirmed");
    let mut merged = sent.to_vec();
    merged.push(("mode", "merge"));
    assert_eq!(post(&mut head, &merged).await.location, "/gk/desk/calendar/2026");
    assert!(!calendar().is_working_day(day("2026-10-01")) && !calendar().is_working_day(day("2026-12-31")));
    assert!(calendar().source(2026).unwrap().contains("某补充通知"));

    let slip = [("source", "某通知"), ("text", "2027-01-01,放假\n2027-1月3日,放假")];
    let told = post(&mut head, &slip).await;
    assert!(told.body.contains("第2行“2027-1月3日,放假”"), "{}", told.body);
}

#[tokio::test]
async fn the_calendar_of_all_agencies_is_imported_by_the_topmost_of_them() {
    let world = World::staffed().await;
    let mut head = world.signed_in(Role::HeadOfDisclosureOffice).await;
    assert_eq!(head.get("/desk/calendar/import").await.status, StatusCode::OK, "there is no other agency");
    let storage = &world.office().storage;
    let mut own = storage.agency(world.web.agency).await.unwrap().unwrap();
    let mut agency: gongkai_domain::agency::Agency = serde_json::from_str(&own.document).unwrap();
    let mut top = gongkai_domain::agency::Agency {
        id: gongkai_domain::ids::AgencyId(uuid::Uuid::from_u128(2)),
        code: "qxzf".to_owned(),
        full_name: "青溪县人民政府".to_owned(),
        ..agency.clone()
    };
    agency.parent = Some(top.id);
    own.parent = Some(top.id);
    own.document = serde_json::to_string(&agency).unwrap();
    let keep = async |top: &gongkai_domain::agency::Agency| {
        let tx = storage.begin().await.unwrap();
        let row = gongkai_storage::AgencyRow {
            id: top.id,
            code: top.code.clone(),
            name: top.full_name.clone(),
            parent: None,
            successor: None,
            valid_from: top.validity.from,
            valid_until: top.validity.until,
            document: serde_json::to_string(top).unwrap(),
        };
        tx.save_agency(&row).await.unwrap();
        tx.save_agency(&own).await.unwrap();
        tx.commit().await.unwrap();
    };
    keep(&top).await;
    let words = "工作日历由各机关共用，放假安排由青溪县人民政府统一导入";
    let page = head.get("/desk/calendar/2026").await;
    assert!(page.status == StatusCode::OK && page.body.contains(words), "{}", page.body);
    assert!(!page.body.contains("/desk/calendar/import"), "{}", page.body);
    assert_eq!(head.get("/desk/calendar/import").await.status, StatusCode::FORBIDDEN);
    let sent = post(&mut head, &[("source", "某通知"), ("text", LINES)]).await;
    assert!(sent.status == StatusCode::FORBIDDEN && sent.body.contains(words), "{}", sent.body);
    // one that has ended keeps nobody from it
    top.validity.until = Some(day("2025-09-15"));
    keep(&top).await;
    assert_eq!(head.get("/desk/calendar/import").await.status, StatusCode::OK);
}
