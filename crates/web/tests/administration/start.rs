//! The first start of an empty office.

use crate::world::{World, agency_id, code, secret_on};
use axum::http::StatusCode;
use gongkai_app::first_start;

const AGENCY: [(&str, &str); 9] = [
    ("name", "青溪县自然资源和规划局"),
    ("short_name", ""),
    ("code", "qxzr"),
    ("kind", "department"),
    ("level", "county"),
    ("unit_word", "section"),
    ("pattern", "依申请〔{year}〕{n}号"),
    ("reconsideration", "青溪县人民政府"),
    ("court", "青溪县人民法院"),
];

#[tokio::test]
async fn an_empty_office_is_set_up_step_by_step_with_the_printed_word_and_then_closed_for_good() {
    let world = World::empty().await;
    let prepared = first_start::prepare(world.office()).await.unwrap().unwrap();
    let mut browser = world.browser();
    assert_eq!(browser.get("/").await.location, "/gk/desk/setup");
    assert_eq!(browser.get("/desk").await.location, "/gk/desk/sign-in");
    assert_eq!(browser.get("/desk/sign-in").await.location, "/gk/desk/setup");
    assert!(browser.get("/desk/setup").await.body.contains("安装口令"));
    assert_eq!(browser.get("/desk/setup/administrator").await.location, "/gk/desk/setup", "not yet");

    let with = |word: &str| {
        let mut pairs: Vec<(String, String)> =
            AGENCY.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        pairs.push(("word".to_owned(), word.to_owned()));
        pairs
    };
    let borrowed = |pairs: &[(String, String)]| -> Vec<(String, String)> { pairs.to_vec() };
    let wrong = borrowed(&with("AAAA-AAAA-AAAA-AAAA"));
    let wrong: Vec<(&str, &str)> = wrong.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let refused = browser.post("/desk/setup", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("安装口令不正确") && refused.body.contains("青溪县人民政府"), "kept");
    // read aloud, in small letters and without the strokes
    let right = borrowed(&with(&prepared.word.to_lowercase()));
    let right: Vec<(&str, &str)> = right.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let next = browser.post("/desk/setup", &right).await;
    assert_eq!(next.location, "/gk/desk/setup/administrator", "{}", next.body);
    assert!(world.office().storage.agencies().await.unwrap().is_empty(), "nothing is kept before the end");

    let page = browser.get("/desk/setup/administrator").await;
    let (secret, token) = (secret_on(&page.body), page.token());
    let now = |world: &World| world.office().instant().timestamp();
    let right_code = code(&secret, now(&world));
    let fields = |code: &str, again: &str| {
        [
            ("token", token.clone()),
            ("name", "钱正".to_owned()),
            ("account", "qian.zheng".to_owned()),
            ("password", "Correct-Horse-7".to_owned()),
            ("again", again.to_owned()),
            ("code", code.to_owned()),
        ]
    };
    let faulty = fields("000000", "Correct-Horse-8");
    let faulty: Vec<(&str, &str)> = faulty.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let refused = browser.post("/desk/setup/administrator", &faulty).await;
    assert!(refused.body.contains("两次输入的密码不一致") && refused.body.contains("动态口令不正确"));
    assert_eq!(secret_on(&refused.body), secret, "the secret stays while the walk lasts");
    let good = fields(&right_code, "Correct-Horse-7");
    let good: Vec<(&str, &str)> = good.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let foreign: Vec<(&str, &str)> = good.iter().copied().filter(|(name, _)| *name != "token").collect();
    assert_eq!(browser.post("/desk/setup/administrator", &foreign).await.status, StatusCode::FORBIDDEN);
    let next = browser.post("/desk/setup/administrator", &good).await;
    assert_eq!(next.location, "/gk/desk/setup/calendar", "{}", next.body);
    let token = browser.get("/desk/setup/calendar").await.token();
    let done = browser.post("/desk/setup/calendar", &[("token", &token)]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert!(done.body.contains("设置完成") && done.body.contains("恢复码"));

    // closed for good, also for who still has the cookie and the word
    for path in ["/desk/setup", "/desk/setup/administrator", "/desk/setup/calendar"] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(browser.post(path, &right).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(first_start::prepare(world.office()).await.unwrap().is_none());
    let agencies = world.office().storage.agencies().await.unwrap();
    assert_eq!((agencies.len(), agencies[0].id), (1, prepared.agency));
    assert_ne!(prepared.agency, agency_id());
    assert!(
        browser.get("/desk/sign-in").await.body.contains("青溪县自然资源和规划局"),
        "the site has its name"
    );
    assert!(world.audited().await.contains(&"office_set_up".to_owned()));

    // what was asked for before signing in is opened behind the second factor
    let asked = browser.get("/desk/people?q=%E7%94%B2").await;
    assert_eq!(asked.location, "/gk/desk/sign-in?to=%2Fgk%2Fdesk%2Fpeople%3Fq%3D%25E7%2594%25B2");
    let door = browser.get(asked.location.strip_prefix("/gk").unwrap()).await;
    let to = door.hidden("to");
    let password = [("account", "qian.zheng"), ("password", "Correct-Horse-7"), ("to", &to)];
    let halfway = browser.post("/desk/sign-in", &password).await;
    assert_eq!(halfway.location, asked.location.replace("sign-in?", "sign-in/second?"));
    let second = browser.get(halfway.location.strip_prefix("/gk").unwrap()).await;
    assert_eq!(second.hidden("to"), "/gk/desk/people?q=%E7%94%B2");
    let used = browser.post("/desk/sign-in/second", &[("code", &right_code), ("to", &to)]).await;
    assert_eq!(used.hidden("to"), to);
    assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY, "the code that proved the secret is used");
    world.pass(30);
    let fresh = code(&secret, now(&world));
    let inside = browser.post("/desk/sign-in/second", &[("code", &fresh), ("to", &to)]).await;
    assert_eq!(inside.location, "/gk/desk/people?q=%E7%94%B2");
    let first = browser.get("/desk").await;
    assert_eq!(first.location, "/gk/desk/calendar", "an administrator sees no case and begins elsewhere");
    assert_eq!(browser.get("/desk/people").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_office_that_was_made_by_other_means_has_no_setup_walk() {
    let world = World::staffed().await;
    let mut browser = world.browser();
    assert_eq!(browser.get("/desk/setup").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/desk/sign-in").await.status, StatusCode::OK);
    assert!(first_start::prepare(world.office()).await.unwrap().is_none());
}
