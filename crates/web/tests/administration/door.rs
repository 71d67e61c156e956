//! Signing in through its address: from where, how often, behind a proxy, and what of it stands in the audit log.

use crate::world::{Answer, Browser, PASSWORD, World, encode};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use gongkai_app::account::password;
use gongkai_domain::staff::Role;
use gongkai_storage::AuditFilter;
use std::net::SocketAddr;
use std::sync::Arc;

const PROXY: &str = "10.0.0.1";

/// A world behind a proxy.
async fn behind_a_proxy() -> World {
    let mut world = World::staffed().await;
    Arc::get_mut(&mut world.web).unwrap().proxies.push(PROXY.parse().unwrap());
    world
}

/// A request that the proxy passes on.
fn passed_on(path: &str, from: &str) -> axum::http::request::Builder {
    let peer: SocketAddr = format!("[::ffff:{PROXY}]:4711").parse().unwrap();
    Request::post(format!("/gk{path}"))
        .extension(ConnectInfo(peer))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("x-forwarded-for", from)
}

async fn sign_in_from(browser: &mut Browser, from: &str, login: &str, password: &str) -> Answer {
    let body = format!("account={}&password={}", encode(login), encode(password));
    let request = passed_on("/desk/sign-in", from).header("sec-fetch-site", "same-origin");
    browser.send(request, body.into_bytes()).await
}

#[tokio::test]
async fn the_address_of_a_visitor_stands_at_the_sign_in_and_at_each_failure() {
    let world = behind_a_proxy().await;
    let mut browser = world.browser();
    let wrong = sign_in_from(&mut browser, "198.51.100.7", "audit_admin", "Wrong-Horse-77").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nobody = sign_in_from(&mut browser, "198.51.100.8", "My-Secret-99", PASSWORD).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let inside = sign_in_from(&mut browser, "198.51.100.9", "audit_admin", PASSWORD).await;
    assert_eq!(inside.status, StatusCode::SEE_OTHER);
    let account = browser.get("/desk/account").await.body;
    assert!(account.contains("198.51.100.9"), "{account}");
    let log = browser.get("/desk/audit").await.body;
    for told in ["来源地址 198.51.100.7", "来源地址 198.51.100.8", "来源地址 198.51.100.9", "登录失败"]
    {
        assert!(log.contains(told), "{told}: {log}");
    }
    assert!(!log.contains("自 <") && !log.contains("My-Secret-99"), "{log}");
    let rows = world.office().storage.audit(&AuditFilter::default(), None, 500).await.unwrap();
    assert!(rows.iter().all(|row| !row.document.contains("Secret")));
}

#[tokio::test]
async fn one_address_fails_sixty_times_and_another_still_signs_in() {
    let world = behind_a_proxy().await;
    let mut browser = world.browser();
    // what succeeds does not count: an office goes out by one address
    for _ in 0..5 {
        let inside = sign_in_from(&mut browser, "198.51.100.7", "registrar", PASSWORD).await;
        assert_eq!(inside.status, StatusCode::SEE_OTHER);
    }
    for turn in 0..60 {
        let name = format!("nobody-{turn}");
        let wrong = sign_in_from(&mut browser, "198.51.100.7", &name, "Wrong-Horse-77").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{turn}");
    }
    let over = sign_in_from(&mut browser, "198.51.100.7", "registrar", PASSWORD).await;
    assert_eq!(over.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(over.body.contains("value=\"registrar\"") && over.body.contains("分钟后再试"), "{}", over.body);
    let other = sign_in_from(&mut browser, "198.51.100.8", "registrar", PASSWORD).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_name_of_nobody_is_locked_at_the_same_failure_in_the_same_words() {
    let world = World::staffed().await;
    let mut browser = world.browser();
    let mut answers = Vec::new();
    for login in ["registrar", "nobody-here"] {
        let mut seen = Vec::new();
        for _ in 0..7 {
            let answer = browser.sign_in(login, "Wrong-Horse-77").await;
            seen.push((answer.status, answer.body.replace(login, "")));
        }
        answers.push(seen);
    }
    assert_eq!(answers[0], answers[1]);
    let statuses: Vec<u16> = answers[0].iter().map(|(status, _)| status.as_u16()).collect();
    assert_eq!(statuses, [422, 422, 422, 422, 422, 429, 429]);
}

#[tokio::test]
async fn behind_a_proxy_that_rewrites_the_host_a_form_of_ours_is_known_and_a_foreign_one_is_not() {
    let world = behind_a_proxy().await;
    let mut browser = world.signed_in(Role::Registrar).await;
    let token = browser.token().await;
    let sent = |origin: &'static str| {
        passed_on("/desk/account/sessions", "198.51.100.7")
            .header(header::HOST, "10.0.0.3:8080")
            .header("x-forwarded-host", "www.qingxi.example")
            .header(header::ORIGIN, origin)
    };
    let body = format!("token={}", encode(&token)).into_bytes();
    let ours = browser.send(sent("https://WWW.qingxi.example"), body.clone()).await;
    assert_eq!(ours.location, "/gk/desk/account", "{}", ours.body);
    let foreign = browser.send(sent("https://evil.example"), body).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let at_the_door = passed_on("/desk/sign-in", "198.51.100.7")
        .header(header::HOST, "10.0.0.3:8080")
        .header("x-forwarded-host", "www.qingxi.example")
        .header(header::ORIGIN, "https://www.qingxi.example");
    let body = format!("account=registrar&password={}", encode(PASSWORD)).into_bytes();
    assert_eq!(world.browser().send(at_the_door, body).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn wrong_passwords_at_ones_own_account_lock_it_as_well() {
    let world = World::staffed().await;
    let mut browser = world.signed_in(Role::Registrar).await;
    let token = browser.token().await;
    let mut statuses = Vec::new();
    for _ in 0..6 {
        let fields = [
            ("token", token.as_str()),
            ("present", "Wrong-Horse-77"),
            ("password", "Another-Horse-8"),
            ("again", "Another-Horse-8"),
        ];
        statuses.push(browser.post("/desk/account/password", &fields).await.status.as_u16());
    }
    assert_eq!(statuses, [422, 422, 422, 422, 422, 429]);
    assert_eq!(world.browser().sign_in("registrar", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    let audited = world.audited().await;
    assert!(audited.iter().any(|action| action == "lock"), "{audited:?}");
}

#[tokio::test]
async fn what_is_no_form_or_too_long_is_refused_in_words_at_the_door_too() {
    let world = behind_a_proxy().await;
    let mut browser = world.browser();
    let request = |kind: &str| {
        Request::post("/gk/desk/sign-in")
            .header(header::CONTENT_TYPE, kind)
            .header("sec-fetch-site", "same-origin")
    };
    let json = browser.send(request("application/json"), br#"{"account":"a"}"#.to_vec()).await;
    assert!(json.status.is_client_error() && json.body.contains("不是表单"), "{}", json.body);
    let form = request("application/x-www-form-urlencoded");
    let long = browser.send(form, [b"account=".to_vec(), vec![b'a'; 3_000_000]].concat()).await;
    assert!(long.status == StatusCode::PAYLOAD_TOO_LARGE && long.body.contains("2 MB"), "{}", long.body);
}

#[tokio::test]
async fn an_address_that_was_asked_for_is_opened_after_signing_in_and_after_the_password_was_changed() {
    let world = World::staffed().await;
    let mut browser = world.browser();
    let asked = browser.get("/desk/ledger?year=2025&open=open").await;
    let door = browser.get(asked.location.strip_prefix("/gk").unwrap()).await;
    let to = door.hidden("to");
    assert_eq!(to, "/gk/desk/ledger?year=2025&open=open");
    let wrong = [("account", "registrar"), ("password", "Wrong-Horse-77"), ("to", to.as_str())];
    let wrong = browser.post("/desk/sign-in", &wrong).await;
    assert_eq!(wrong.hidden("to"), to, "a wrong password loses nothing");
    let right = |to: &'static str| [("account", "registrar"), ("password", PASSWORD), ("to", to)];
    let inside = browser.post("/desk/sign-in", &right("/gk/desk/ledger?year=2025&open=open")).await;
    assert_eq!((inside.status, inside.location.as_str()), (StatusCode::SEE_OTHER, to.as_str()));
    for evil in
        ["https://evil.example/gk/desk", "//evil.example/gk/desk", "/gk/desk//evil.example", "/gk/track"]
    {
        let inside = world.browser().post("/desk/sign-in", &right(evil)).await;
        assert_eq!((inside.status, inside.location.as_str()), (StatusCode::SEE_OTHER, "/gk/desk"), "{evil}");
    }

    // a password that somebody else has set is changed first
    let row = world.office().storage.person_by_login("registrar").await.unwrap().unwrap();
    password::set(world.office(), row.id, "Set-By-Another-7", true).await.unwrap();
    let mut browser = world.browser();
    let first = [("account", "registrar"), ("password", "Set-By-Another-7"), ("to", to.as_str())];
    assert_eq!(browser.post("/desk/sign-in", &first).await.location, to);
    let change = browser.get("/desk/ledger?year=2025&open=open").await;
    assert!(change.location.starts_with("/gk/desk/account?to="), "{}", change.location);
    let page = browser.get(change.location.strip_prefix("/gk").unwrap()).await;
    let (token, kept) = (page.token(), page.hidden("to"));
    let fields = [
        ("token", token.as_str()),
        ("to", kept.as_str()),
        ("present", "Set-By-Another-7"),
        ("password", "My-Own-Horse-77"),
        ("again", "My-Own-Horse-77"),
    ];
    let changed = browser.post("/desk/account/password", &fields).await;
    assert_eq!(changed.location, to, "{}", changed.body);
}

#[tokio::test]
async fn whoever_is_told_to_wait_at_the_desk_stays_in_its_frame_and_learns_for_how_long() {
    let world = World::staffed().await;
    let mut browser = world.signed_in(Role::Registrar).await;
    let token = browser.token().await;
    let fields = [
        ("token", token.as_str()),
        ("present", "Wrong-Horse-77"),
        ("password", "My-Own-Horse-77"),
        ("again", "My-Own-Horse-77"),
    ];
    let mut last = browser.post("/desk/account/password", &fields).await;
    for _ in 0..10 {
        last = browser.post("/desk/account/password", &fields).await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS, "{}", last.body);
    assert!(last.body.contains("/gk/desk/sign-out") && last.body.contains("返回待办"), "{}", last.body);
    assert!(last.body.contains("分钟后再试") && !last.body.contains("/gk/track"), "{}", last.body);
    assert!(last.retry_after.parse::<u32>().unwrap() >= 60);
}

#[tokio::test]
async fn where_the_agency_asks_for_a_second_factor_who_has_none_binds_one_before_anything_else() {
    let world = World::staffed().await;
    let mut system = world.signed_in(Role::SystemAdmin).await;
    let token = system.token().await;
    let fields = [("token", token.as_str()), ("second_factor", "administrators")];
    let set = system.post("/desk/settings/security", &fields).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
    // from now on nothing else opens, in this session too
    for path in ["/desk/people", "/desk/settings", "/desk", "/desk/messages"] {
        assert_eq!(system.get(path).await.location, "/gk/desk/account/second-factor", "{path}");
    }
    let sent = system.post("/desk/settings/security", &fields).await;
    assert_eq!(sent.location, "/gk/desk/account/second-factor", "nor is a form heard");
    let page = system.get("/desk/account/second-factor").await;
    assert!(page.body.contains("本机关要求您绑定动态口令"), "{}", page.body);
    let code = crate::world::code(&crate::world::secret_on(&page.body), world.office().instant().timestamp());
    let bound = system.post("/desk/account/second-factor", &[("token", &token), ("code", &code)]).await;
    assert!(bound.body.contains("已绑定动态口令"), "{}", bound.body);
    assert_eq!(system.get("/desk/people").await.status, StatusCode::OK);
    // who is no administrator is asked for nothing, until everybody is
    let mut registrar = world.signed_in(Role::Registrar).await;
    assert_eq!(registrar.get("/desk/register").await.status, StatusCode::OK);
    let token = system.token().await;
    let fields = [("token", token.as_str()), ("second_factor", "everybody")];
    assert_eq!(system.post("/desk/settings/security", &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(registrar.get("/desk/register").await.location, "/gk/desk/account/second-factor");
}
