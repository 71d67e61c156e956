//! People: added, given roles, helped; the separation of the three administrators; the second factor.

use crate::world::{Browser, PASSWORD, World, code, id_of, secret_on};
use axum::http::StatusCode;
use gongkai_domain::staff::Role;

/// What stands after a term among the facts of a page.
fn told(body: &str, term: &str) -> String {
    let at = body.find(&format!("<dt>{term}</dt>")).unwrap_or_else(|| panic!("no {term}: {body}"));
    let value = body[at..].split("<dd>").nth(1).unwrap();
    let value = value.split("</").next().unwrap();
    value.rsplit('>').next().unwrap().to_owned()
}

async fn deed(browser: &mut Browser, path: &str, pairs: &[(&str, &str)]) -> crate::world::Answer {
    let token = browser.token().await;
    let mut all = vec![("token", token.as_str())];
    all.extend(pairs.iter().copied());
    browser.post(path, &all).await
}

fn page_of(role: Role) -> String {
    format!("/desk/people/{}", id_of(role))
}

#[tokio::test]
async fn somebody_new_signs_in_with_a_password_told_once_and_changes_it_before_anything_else() {
    let world = World::staffed().await;
    let mut system = world.signed_in(Role::SystemAdmin).await;
    let faulty = deed(&mut system, "/desk/people", &[("name", " "), ("account", "李敏")]).await;
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faulty.body.contains("填写姓名") && faulty.body.contains("小写字母"));
    let taken = deed(&mut system, "/desk/people", &[("name", "李敏"), ("account", "registrar")]).await;
    assert!(taken.body.contains("用户名已有人使用"));
    let unit = world.unit.to_string();
    let new = [("name", "李敏"), ("account", "li.min"), ("department", unit.as_str())];
    let added = deed(&mut system, "/desk/people", &new).await;
    assert_eq!(added.status, StatusCode::OK, "{}", added.body);
    let password = told(&added.body, "首次登录密码");
    assert_eq!(password.len(), 19, "{password}");
    let id = world.office().storage.person_by_login("li.min").await.unwrap().unwrap().id;
    let again = system.get(&format!("/desk/people/{id}")).await;
    assert!(!again.body.contains(&password), "told this once");

    let mut security = world.signed_in(Role::SecurityAdmin).await;
    let path = format!("/desk/people/{id}");
    let grant = [("deed", "grant"), ("roles", "case_handler"), ("from", "2025-09-16")];
    assert_eq!(deed(&mut security, &path, &grant).await.status, StatusCode::SEE_OTHER);

    let mut browser = world.browser();
    assert_eq!(browser.sign_in("li.min", &password).await.location, "/gk/desk");
    for elsewhere in ["/desk", "/desk/ledger", "/desk/calendar"] {
        let led = browser.get(elsewhere).await.location;
        let to = led.strip_prefix("/gk/desk/account").unwrap_or_else(|| panic!("{elsewhere}: {led}"));
        assert!(to.is_empty() || to.starts_with("?to="), "{elsewhere}: {led}");
    }
    let page = browser.get("/desk/account").await;
    assert!(page.body.contains("请先修改密码"));
    let pairs = |again: &'static str| {
        [
            ("present", password.clone()),
            ("password", "Brand-New-Horse-8".to_owned()),
            ("again", again.to_owned()),
        ]
    };
    let differing = pairs("Brand-New-Horse-9");
    let differing: Vec<(&str, &str)> = differing.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let refused = deed(&mut browser, "/desk/account/password", &differing).await;
    assert!(refused.body.contains("两次输入的密码不一致"));
    let right = pairs("Brand-New-Horse-8");
    let right: Vec<(&str, &str)> = right.iter().map(|(n, v)| (*n, v.as_str())).collect();
    assert_eq!(deed(&mut browser, "/desk/account/password", &right).await.location, "/gk/desk");
    assert_eq!(browser.get("/desk").await.status, StatusCode::OK);
    let audited = world.audited().await;
    for action in ["person_added", "role_granted", "password_changed"] {
        assert!(audited.contains(&action.to_owned()), "{action}");
    }
}

#[tokio::test]
async fn the_three_administrators_stay_three_people_who_see_no_case_and_the_refusal_says_why() {
    let world = World::staffed().await;
    let mut security = world.signed_in(Role::SecurityAdmin).await;
    let today = "2025-09-16";
    let second = [("deed", "grant"), ("roles", "audit_admin"), ("from", today)];
    let refused = deed(&mut security, &page_of(Role::SystemAdmin), &second).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("三员应当分离：系统管理员与审计管理员不得由一人担任"), "{}", refused.body);
    let case = [("deed", "grant"), ("roles", "registrar"), ("from", today)];
    let refused = deed(&mut security, &page_of(Role::AuditAdmin), &case).await;
    assert!(refused.body.contains("三员不得接触案件：审计管理员不得兼任登记（窗口）人员"));
    // acting for an administrator is the same
    let system = id_of(Role::SystemAdmin).to_string();
    let acting = [
        ("deed", "grant"),
        ("roles", "system_admin"),
        ("from", today),
        ("until", "2025-10-31"),
        ("acting_for", system.as_str()),
    ];
    let refused = deed(&mut security, &page_of(Role::Registrar), &acting).await;
    assert!(refused.body.contains("三员不得接触案件"), "{}", refused.body);
    let own = [("deed", "grant"), ("roles", "supervisor"), ("from", today)];
    let refused = deed(&mut security, &page_of(Role::SecurityAdmin), &own).await;
    assert!(refused.body.contains("不能为自己授予角色"));
    assert!(!world.audited().await.contains(&"role_granted".to_owned()), "nothing was given");

    // once the first role has ended, another may follow
    let mut browser = world.signed_in(Role::SystemAdmin).await;
    let last = deed(&mut browser, &page_of(Role::SecurityAdmin), &[("deed", "disable")]).await;
    assert!(last.body.contains("该人员是本机关唯一的安全管理员"), "{}", last.body);
    let own = deed(&mut browser, &page_of(Role::SystemAdmin), &[("deed", "disable")]).await;
    assert!(own.body.contains("不能停用自己的账号"));
    let password = deed(&mut browser, &page_of(Role::AuditAdmin), &[("deed", "password")]).await;
    assert!(password.body.contains("gongkai user reset --login audit_admin"), "{}", password.body);
}

#[tokio::test]
async fn acting_for_somebody_has_an_end_and_ends_by_itself() {
    let world = World::staffed().await;
    let mut security = world.signed_in(Role::SecurityAdmin).await;
    let head = id_of(Role::HeadOfDisclosureOffice).to_string();
    let path = page_of(Role::Reviewer);
    let mut acting = vec![
        ("deed", "grant"),
        ("roles", "head_of_disclosure_office"),
        ("from", "2025-09-17"),
        ("acting_for", head.as_str()),
    ];
    let open = deed(&mut security, &path, &acting).await;
    assert!(open.body.contains("代行职责的，应当填写截止日期"), "{}", open.body);
    acting.push(("until", "2025-09-19"));
    let mut other = acting.clone();
    other[1] = ("roles", "principal");
    let refused = deed(&mut security, &path, &other).await;
    assert!(refused.body.contains("某工作机构负责人不担任主要领导，不能由他人代行"), "{}", refused.body);
    let mut past = acting.clone();
    past[2] = ("from", "2025-09-15");
    assert!(deed(&mut security, &path, &past).await.body.contains("不得追溯授予"));
    assert_eq!(deed(&mut security, &path, &acting).await.status, StatusCode::SEE_OTHER);

    for (on, expected) in [
        ("2025-09-16", StatusCode::FORBIDDEN),
        ("2025-09-17", StatusCode::OK),
        ("2025-09-19", StatusCode::OK),
        ("2025-09-20", StatusCode::FORBIDDEN),
    ] {
        world.today(on);
        let mut reviewer = world.signed_in(Role::Reviewer).await;
        assert_eq!(reviewer.get("/desk/settings").await.status, expected, "{on}");
    }
    world.today("2025-09-18");
    let mut security = world.signed_in(Role::SecurityAdmin).await;
    let page = security.get(&path).await;
    assert!(page.body.contains("代某工作机构负责人任工作机构负责人"));
    let grants = world.office().storage.roles_in(world.web.agency).await.unwrap();
    let grant = grants.iter().find(|grant| grant.acting_for.is_some()).unwrap().id.to_string();
    let end = [("deed", "end"), ("grant", grant.as_str())];
    assert_eq!(deed(&mut security, &path, &end).await.status, StatusCode::SEE_OTHER);
    let mut reviewer = world.signed_in(Role::Reviewer).await;
    assert_eq!(reviewer.get("/desk/settings").await.status, StatusCode::FORBIDDEN, "ended at once");
    let twice = deed(&mut security, &path, &end).await;
    assert!(twice.body.contains("该角色已经届满"), "{}", twice.body);
}

#[tokio::test]
async fn a_disabled_person_is_out_at_once_and_comes_back_when_enabled() {
    let world = World::staffed().await;
    let mut registrar = world.signed_in(Role::Registrar).await;
    assert_eq!(registrar.get("/desk").await.status, StatusCode::OK);
    let mut system = world.signed_in(Role::SystemAdmin).await;
    let path = page_of(Role::Registrar);
    assert_eq!(deed(&mut system, &path, &[("deed", "disable")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(registrar.get("/desk").await.location, "/gk/desk/sign-in");
    let again = registrar.sign_in("registrar", PASSWORD).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(deed(&mut system, &path, &[("deed", "enable")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(registrar.sign_in("registrar", PASSWORD).await.location, "/gk/desk");
    let reset = deed(&mut system, &path, &[("deed", "password")]).await;
    let password = told(&reset.body, "新的登录密码");
    assert_eq!(registrar.get("/desk").await.location, "/gk/desk/sign-in", "a reset ends the sessions");
    assert_eq!(registrar.sign_in("registrar", &password).await.location, "/gk/desk");
    assert_eq!(registrar.get("/desk").await.location, "/gk/desk/account");
}

#[tokio::test]
async fn a_locked_account_is_unlocked_by_the_security_administrator_alone() {
    let world = World::staffed().await;
    let mut browser = world.browser();
    for _ in 0..5 {
        browser.sign_in("registrar", "wrong").await;
    }
    assert_eq!(browser.sign_in("registrar", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    let path = page_of(Role::Registrar);
    let mut system = world.signed_in(Role::SystemAdmin).await;
    let refused = deed(&mut system, &path, &[("deed", "unlock")]).await;
    assert!(refused.body.contains("“授予角色、解锁账户”由安全管理员办理"), "{}", refused.body);
    let mut security = world.signed_in(Role::SecurityAdmin).await;
    assert!(security.get(&path).await.body.contains("锁定至"));
    assert_eq!(deed(&mut security, &path, &[("deed", "unlock")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.sign_in("registrar", PASSWORD).await.location, "/gk/desk");
}

#[tokio::test]
async fn a_second_factor_is_bound_by_typing_its_secret_and_a_recovery_code_works_once() {
    let world = World::staffed().await;
    let mut browser = world.signed_in(Role::Registrar).await;
    let path = "/desk/account/second-factor";
    let secret = secret_on(&browser.get(path).await.body);
    assert_eq!(secret_on(&browser.get(path).await.body), secret, "the same until it is proved");
    let wrong = deed(&mut browser, path, &[("code", "000000")]).await;
    assert!(wrong.body.contains("动态口令不正确"));
    let now = || world.office().instant().timestamp();
    let bound = deed(&mut browser, path, &[("code", &code(&secret, now()))]).await;
    assert_eq!(bound.status, StatusCode::OK, "{}", bound.body);
    let is_code = |line: &&str| !line.starts_with('<') && line.as_bytes().get(19) == Some(&b'<');
    let codes: Vec<&str> = bound.body.split("<li>").filter(is_code).collect();
    assert_eq!(codes.len(), 10, "{}", bound.body);
    let recovery = codes[3][..19].to_owned();
    assert_eq!(browser.get(path).await.location, "/gk/desk/account", "bound already");

    let mut other = world.browser();
    assert_eq!(other.sign_in("registrar", PASSWORD).await.location, "/gk/desk/sign-in/second");
    assert_eq!(other.get("/desk").await.location, "/gk/desk/sign-in", "halfway is not inside");
    let inside = other.post("/desk/sign-in/second", &[("code", &recovery.to_lowercase())]).await;
    assert_eq!(inside.location, "/gk/desk", "{}", inside.body);
    assert!(other.get("/desk/account").await.body.contains("余9个恢复码"));
    let mut third = world.browser();
    third.sign_in("registrar", PASSWORD).await;
    let used = third.post("/desk/sign-in/second", &[("code", &recovery)]).await;
    assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY, "it works once");
    world.pass(30);
    let renewed = deed(&mut other, "/desk/account/recovery", &[("code", &code(&secret, now()))]).await;
    assert!(renewed.body.contains("已更换恢复码"), "{}", renewed.body);
    let stale = third.post("/desk/sign-in/second", &[("code", &codes[4][..19])]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY, "the old codes are gone");

    // lost altogether: the security administrator takes it away, not the system administrator
    let person = page_of(Role::Registrar);
    let remove = [("deed", "remove-second-factor")];
    let mut system = world.signed_in(Role::SystemAdmin).await;
    assert_eq!(deed(&mut system, &person, &remove).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut security = world.signed_in(Role::SecurityAdmin).await;
    assert_eq!(deed(&mut security, &person, &remove).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.browser().sign_in("registrar", PASSWORD).await.location, "/gk/desk");
    let audited = world.audited().await;
    for action in
        ["second_factor_enrolled", "recovery_code_used", "recovery_codes_renewed", "second_factor_removed"]
    {
        assert!(audited.contains(&action.to_owned()), "{action}");
    }
}

#[tokio::test]
async fn acting_ends_with_the_role_of_the_person_represented_and_with_that_person() {
    let world = World::staffed().await;
    let mut security = world.signed_in(Role::SecurityAdmin).await;
    let head = id_of(Role::HeadOfDisclosureOffice).to_string();
    let acting = [
        ("deed", "grant"),
        ("roles", "head_of_disclosure_office"),
        ("from", "2025-09-16"),
        ("until", "2025-12-31"),
        ("acting_for", head.as_str()),
    ];
    let done = deed(&mut security, &page_of(Role::Reviewer), &acting).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let settings = async || {
        let mut reviewer = world.signed_in(Role::Reviewer).await;
        reviewer.get("/desk/settings").await.status
    };
    assert_eq!(settings().await, StatusCode::OK);
    let mut system = world.signed_in(Role::SystemAdmin).await;
    let page = page_of(Role::HeadOfDisclosureOffice);
    for (word, expected) in [("disable", StatusCode::FORBIDDEN), ("enable", StatusCode::OK)] {
        let done = deed(&mut system, &page, &[("deed", word)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{word}: {}", done.body);
        assert_eq!(settings().await, expected, "{word}");
    }
    let grants = world.office().storage.roles_in(world.web.agency).await.unwrap();
    let own = |grant: &&gongkai_storage::RoleRow| {
        grant.person == id_of(Role::HeadOfDisclosureOffice) && grant.acting_for.is_none()
    };
    let grant = grants.iter().find(own).unwrap().id.to_string();
    let done = deed(&mut security, &page, &[("deed", "end"), ("grant", &grant)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(settings().await, StatusCode::FORBIDDEN, "nobody holds the role that is acted in");
}
