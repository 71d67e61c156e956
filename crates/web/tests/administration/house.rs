//! Agencies, departments and settings.

use crate::world::{Answer, Browser, World};
use axum::http::StatusCode;
use gongkai_domain::staff::Role;
use gongkai_storage::AuditFilter;

async fn post(browser: &mut Browser, path: &str, pairs: &[(&str, &str)]) -> Answer {
    let token = browser.token().await;
    let mut all = vec![("token", token.as_str())];
    all.extend(pairs.iter().copied());
    browser.post(path, &all).await
}

fn subordinate<'a>(code: &'a str, name: &'a str, account: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("deed", "add"),
        ("new.code", code),
        ("new.name", name),
        ("new.kind", "dispatched_office"),
        ("new.level", "township"),
        ("new.from", "2020-01-01"),
        ("new.administrator", "某管理员"),
        ("new.account", account),
    ]
}

#[tokio::test]
async fn an_agency_is_added_below_succeeded_by_another_and_its_administrator_begins_alone() {
    let world = World::staffed().await;
    let mut system = world.signed_in(Role::SystemAdmin).await;
    let faulty = post(&mut system, "/desk/agency", &[("deed", "add"), ("new.code", "青")]).await;
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["机关代码由小写字母", "填写机关全称", "选择机关类型", "填写姓名", "填写起始日期"]
    {
        assert!(faulty.body.contains(words), "{words}");
    }
    let east =
        post(&mut system, "/desk/agency", &subordinate("qx-east", "城东自然资源所", "east.admin")).await;
    assert_eq!(east.status, StatusCode::OK, "{}", east.body);
    let mark = "class=\"copyable\" data-copy=\"首次登录密码\">";
    let password = east.body.split(mark).nth(1).unwrap().split('<').next().unwrap().to_owned();
    let west =
        post(&mut system, "/desk/agency", &subordinate("qx-west", "城西自然资源所", "west.admin")).await;
    assert_eq!(west.status, StatusCode::OK, "{}", west.body);
    let twin = post(&mut system, "/desk/agency", &subordinate("qx-east", "某所", "x.admin")).await;
    assert!(twin.body.contains("机关代码已有其他机关使用"));
    let storage = &world.office().storage;
    let id = async |code: &str| storage.agency_by_code(code).await.unwrap().unwrap().id.to_string();
    let (east, west) = (id("qx-east").await, id("qx-west").await);

    let mut pairs = vec![("deed", "succeed"), ("predecessor", east.as_str()), ("successor", east.as_str())];
    pairs.push(("on", "2025-10-01"));
    assert!(post(&mut system, "/desk/agency", &pairs).await.body.contains("承继机关不得是原机关"));
    pairs[2] = ("successor", west.as_str());
    assert_eq!(post(&mut system, "/desk/agency", &pairs).await.status, StatusCode::SEE_OTHER);
    let back = [
        ("deed", "succeed"),
        ("predecessor", west.as_str()),
        ("successor", east.as_str()),
        ("on", "2025-11-01"),
    ];
    assert!(post(&mut system, "/desk/agency", &back).await.body.contains("形成了循环"));
    let ended = storage.agency_by_code("qx-east").await.unwrap().unwrap();
    assert_eq!(ended.valid_until.unwrap().to_string(), "2025-09-30", "the day before");
    assert_eq!(ended.successor.unwrap().to_string(), west);
    world.today("2025-10-01");
    let mut system = world.signed_in(Role::SystemAdmin).await;
    assert!(system.get("/desk/agency").await.body.contains("职责由城西自然资源所承继"));

    // with some functions single cases move, by number, and nothing moves where a number is unknown
    let above = world.web.agency.to_string();
    let some = [
        ("deed", "succeed"),
        ("predecessor", west.as_str()),
        ("successor", above.as_str()),
        ("on", "2025-10-01"),
        ("functions", "测绘管理"),
    ];
    assert_eq!(post(&mut system, "/desk/agency", &some).await.status, StatusCode::SEE_OTHER);
    assert!(system.get("/desk/agency").await.body.contains("移交部分职责的申请"));
    let number = |number: &'static str| {
        [("deed", "hand_over"), ("from", west.as_str()), ("to", above.as_str()), ("numbers", number)]
    };
    let unknown = post(&mut system, "/desk/agency", &number("依申请〔2025〕1号")).await;
    assert!(unknown.body.contains("原机关没有下列编号的申请或者案件：依申请〔2025〕1号"), "{}", unknown.body);
    assert!(unknown.body.contains("依申请〔2025〕1号</textarea>"), "what was typed stands there again");
    let empty = post(&mut system, "/desk/agency", &number(" ")).await;
    assert!(empty.body.contains("填写移交的登记编号或者查询号"), "{}", empty.body);
    let twice = [
        ("deed", "succeed"),
        ("predecessor", east.as_str()),
        ("successor", above.as_str()),
        ("on", "2025-10-01"),
    ];
    let twice = post(&mut system, "/desk/agency", &twice).await;
    assert!(twice.body.contains("已经登记过承继"), "{}", twice.body);

    // nobody may put an agency under what stands below it, nor change one that is not below
    let circle = [
        ("name", "城西自然资源所"),
        ("kind", "dispatched_office"),
        ("level", "township"),
        ("parent", west.as_str()),
    ];
    let refused = post(&mut system, &format!("/desk/agency/{west}"), &circle).await;
    assert!(refused.body.contains("上级机关不得是本机关或者其下级机关"), "{}", refused.body);
    let mut below = world.browser();
    below.sign_in("east.admin", &password).await;
    let change =
        [("present", password.as_str()), ("password", "Brand-New-Horse-8"), ("again", "Brand-New-Horse-8")];
    assert_eq!(post(&mut below, "/desk/account/password", &change).await.location, "/gk/desk");
    assert_eq!(below.get(&format!("/desk/agency/{west}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(below.get(&format!("/desk/agency/{above}")).await.status, StatusCode::NOT_FOUND);

    // the administrator below names the first security administrator, and after that no other role
    let add = [("name", "某安全"), ("account", "east.security")];
    assert_eq!(post(&mut below, "/desk/people", &add).await.status, StatusCode::OK);
    let person = storage.person_by_login("east.security").await.unwrap().unwrap().id;
    let path = format!("/desk/people/{person}");
    let grant = |role: &'static str| [("deed", "grant"), ("roles", role), ("from", "2025-10-01")];
    let other = post(&mut below, &path, &grant("registrar")).await;
    assert!(other.body.contains("由安全管理员办理"), "{}", other.body);
    assert_eq!(post(&mut below, &path, &grant("security_admin")).await.status, StatusCode::SEE_OTHER);
    let second = post(&mut below, &path, &grant("security_admin")).await;
    assert!(second.body.contains("由安全管理员办理"), "only the first one");
}

#[tokio::test]
async fn departments_are_kept_with_their_dates_and_one_disclosure_office_at_a_time() {
    let world = World::staffed().await;
    let mut system = world.signed_in(Role::SystemAdmin).await;
    let unit = |name: &'static str, until: &'static str| {
        [
            ("deed", "department"),
            ("unit.name", name),
            ("unit.is_disclosure_office", "yes"),
            ("unit.from", "2020-01-01"),
            ("unit.until", until),
        ]
    };
    let done = post(&mut system, "/desk/agency", &unit("办公室", "")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let second = post(&mut system, "/desk/agency", &unit("法规科", "")).await;
    assert!(second.body.contains("同一时期的政府信息公开工作机构已设为“办公室”"), "{}", second.body);
    let twice = post(&mut system, "/desk/agency", &unit("办公室", "2019-01-01")).await;
    assert!(twice.body.contains("截止日期不得早于起始日期"));
    let units = world.office().storage.departments(world.web.agency).await.unwrap();
    let office = units.iter().find(|row| row.name == "办公室").unwrap();
    let path = format!("/desk/agency/departments/{}", office.id);
    let ended = [
        ("name", "办公室"),
        ("is_disclosure_office", "yes"),
        ("from", "2020-01-01"),
        ("until", "2025-09-30"),
    ];
    assert_eq!(post(&mut system, &path, &ended).await.status, StatusCode::SEE_OTHER);
    let units = world.office().storage.departments(world.web.agency).await.unwrap();
    assert_eq!(units.len(), 2, "changed, not added");
}

#[tokio::test]
async fn a_setting_that_cannot_be_used_is_refused_in_words_and_a_change_is_audited_by_its_name() {
    let world = World::staffed().await;
    let mut head = world.signed_in(Role::HeadOfDisclosureOffice).await;
    let page = head.get("/desk/settings").await;
    assert!(page.body.contains("青溪县人民法院") && page.body.contains("15个工作日"));
    let bad = [
        ("numbers.registration", "依申请{n}"),
        ("numbers.document", "青〔{year}〕{n}号"),
        ("numbers.service", "青〔{year}〕{n}号"),
        ("unit_word", "section"),
    ];
    let refused = post(&mut head, "/desk/settings/numbers", &bad).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("应当各含一次{year}") && refused.body.contains("不得使用同一格式"));
    assert!(refused.body.contains("依申请{n}"), "what was written stays");
    let unsigned = [("handling.chain.secrecy_review", "")];
    let refused = post(&mut head, "/desk/settings/chain", &unsigned).await;
    assert!(refused.body.contains("先审查、后公开"), "{}", refused.body);
    let court = [("remedies.courts", "甲区人民法院 2010-01-01 2025-09-30\n乙区人民法院 2025-10-01")];
    assert_eq!(post(&mut head, "/desk/settings/remedies", &court).await.status, StatusCode::SEE_OTHER);
    let (_, settings) = world.office().agency(world.web.agency).await.unwrap();
    assert_eq!(settings.remedies.court_on(crate::world::day("2025-10-01")), Some("乙区人民法院"));
    let wrong = [("remedies.courts", "没有日期的法院")];
    let refused = post(&mut head, "/desk/settings/remedies", &wrong).await;
    assert!(refused.body.contains("应当写作"), "{}", refused.body);
    let key = gongkai_domain::notice::PaperKind::Reply(gongkai_domain::notice::Reply::Granted).key();
    let title = (format!("titles.{key}"), "政府信息公开答复书".to_owned());
    let set = post(&mut head, "/desk/settings/titles", &[(title.0.as_str(), title.1.as_str())]).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
    assert!(head.get("/desk/settings").await.body.contains("政府信息公开答复书"));
    let unset = post(&mut head, "/desk/settings/titles", &[(title.0.as_str(), "")]).await;
    assert_eq!(unset.status, StatusCode::SEE_OTHER);
    let (_, settings) = world.office().agency(world.web.agency).await.unwrap();
    assert!(settings.titles.is_empty(), "nothing instead of an empty title");
    let counted = [("handling.counting.local_rows.reply_archives", "unavailable_not_held")];
    assert_eq!(post(&mut head, "/desk/settings/counting", &counted).await.status, StatusCode::SEE_OTHER);
    let rows = world.office().storage.audit(&AuditFilter::default(), None, 50).await.unwrap();
    let lines = rows.iter().filter(|row| row.action == "settings_changed").map(|row| row.document.as_str());
    let lines: Vec<&str> = lines.collect();
    assert_eq!(lines.last(), Some(&"{\"changed\":[\"remedies.courts\"]}"), "{lines:?}");
    assert_eq!(lines.len(), 4);
}

#[tokio::test]
async fn an_office_that_begins_within_a_year_goes_on_with_the_numbers_of_its_books() {
    let world = World::staffed().await;
    let mut head = world.signed_in(Role::HeadOfDisclosureOffice).await;
    let page = head.get("/desk/settings").await;
    assert!(page.body.contains("登记编号2025年已用至") && page.body.contains("尚未使用"), "{}", page.body);
    let path = "/desk/settings/series";
    let bad =
        post(&mut head, path, &[("registration", "十七"), ("document", "0"), ("service", "100000")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.body.contains("登记编号：填写数字") && bad.body.contains("十七"), "{}", bad.body);
    let wanted = [("registration", "17"), ("document", "8"), ("service", "0")];
    assert_eq!(post(&mut head, path, &wanted).await.status, StatusCode::SEE_OTHER);
    let id = world.filed("某某方案").await;
    let registrar = world.actor(Role::Registrar).await;
    gongkai_app::application::register::register(world.office(), &registrar, id, None).await.unwrap();
    let row = world.office().storage.application(id).await.unwrap().unwrap();
    assert_eq!(row.registration.as_deref(), Some("依申请〔2025〕18号"));
    let back = post(&mut head, path, &wanted).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "a number is never given twice");
    assert!(back.body.contains("登记编号2025年已经用至18，只能改大"), "{}", back.body);
    assert_eq!(world.audited().await.iter().filter(|action| *action == "series_continued").count(), 2);
    let mut registrar = world.signed_in(Role::Registrar).await;
    assert_eq!(registrar.get(path).await.status, StatusCode::FORBIDDEN);
}
