//! What a citizen types is never lost: neither with the time of a query, nor with that of a form, nor at a limit, nor in a second
//! window.
//!
//! Not here: what is wrong in a field (`super::input`), the limits themselves (`super::robots`).

use super::input::Asked;
use super::world::{Page, World};
use crate::{RECEIVE, WHO, file, found};

/// Words that no page has by itself.
const TYPED: &str = "我亲手写下的一句话";

/// The value of a hidden field.
fn hidden(page: &Page, name: &str) -> String {
    page.between(&format!("name=\"{name}\" value=\""), "\"")
}

#[tokio::test]
async fn what_was_written_longer_than_a_query_lasts_is_given_back_and_goes_on_after_a_new_query() {
    let world = World::supervised().await;
    let mut citizen = world.browser();
    let asked = Asked::of(&world, &mut citizen).await;
    let known = &asked.correction;
    assert_eq!(found(&mut citizen, &known.reference, &known.code).await, known.place);
    let path = format!("{}/correct", known.place);
    let token = citizen.get(&path).await.token();
    world.pass(31 * 60);
    let sent = [("token", token.as_str()), ("correction", TYPED)];
    let over = citizen.post(&path, &sent).await;
    assert_eq!(over.status, 403, "{}", over.body);
    assert!(over.body.contains("查询已经超时") && over.body.contains(&format!("action=\"{path}\"")));
    assert_eq!(hidden(&over, "correction"), TYPED);
    assert_eq!(found(&mut citizen, &known.reference, &known.code).await, known.place);
    let kept = (hidden(&over, "token"), hidden(&over, "correction"));
    let shown = citizen.post(&path, &[("token", &kept.0), ("correction", &kept.1)]).await;
    assert!(shown.status == 400 && shown.body.contains(&format!("{TYPED}</textarea>")), "{}", shown.body);
    let done = citizen.post(&path, &[("token", &shown.token()), ("correction", TYPED)]).await;
    assert_eq!(done.location(), known.place, "{}", done.body);
}

#[tokio::test]
async fn a_query_lives_on_with_every_page_that_is_opened_but_not_for_ever() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    let (reference, code) = file(&mut citizen, &world).await;
    let place = found(&mut citizen, &reference, &code).await;
    let mut minutes = 0;
    while citizen.get(&place).await.status == 200 {
        world.pass(20 * 60);
        minutes += 20;
        assert!(minutes < 24 * 60, "it has an end");
    }
    assert!((220..=260).contains(&minutes), "four hours, not {minutes} minutes");
    let place = found(&mut citizen, &reference, &code).await;
    world.pass(31 * 60);
    assert_eq!(citizen.get(&place).await.location(), "/track", "it ends after a rest");
}

#[tokio::test]
async fn a_form_that_lay_open_for_more_than_a_day_comes_back_with_its_words() {
    let world = World::supervised().await;
    let mut citizen = world.browser();
    for (path, field) in [
        ("/complain?agency=yzsj", "text"),
        ("/correct-record?agency=yzsj", "wrong"),
        ("/apply/who", "name"),
        ("/apply/what", "matter.0.description"),
        ("/apply/receive", "address"),
    ] {
        let token = citizen.get(path).await.token();
        world.pass(25 * 3600);
        let late = citizen.post(path, &[("token", &token), (field, TYPED)]).await;
        assert!(late.status == 400 && late.body.contains(TYPED), "{path}: {}", late.body);
        assert!(late.body.contains("超过 24 小时") && late.token() != token, "{path}: {}", late.body);
    }
}

#[tokio::test]
async fn who_comes_too_often_keeps_what_was_typed() {
    let world = World::supervised().await;
    for (path, field) in [("/complain?agency=yzsj", "text"), ("/correct-record?agency=yzsj", "wrong")] {
        let mut citizen = world.browser();
        citizen.from = Some("198.51.100.9".parse().unwrap());
        let token = citizen.get(path).await.token();
        world.pass(60);
        let mut last = citizen.post(path, &[("token", &token), (field, TYPED)]).await;
        for _ in 0..41 {
            last = citizen.post(path, &[("token", &token), (field, TYPED)]).await;
        }
        assert!(last.status == 429 && last.body.contains("分钟后再试"), "{path}: {}", last.body);
        assert!(last.header("retry-after").parse::<u32>().is_ok(), "{path}");
        assert!(last.body.contains(TYPED) && !last.token().is_empty(), "{path}: {}", last.body);
        world.pass(3600);
    }
}

#[tokio::test]
async fn a_second_window_of_a_form_that_was_sent_off_keeps_its_words_for_another_application() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    citizen.send("/apply/who", WHO).await;
    let token = citizen.get("/apply/what").await.token();
    file(&mut citizen, &world).await;
    let fields = [("token", token.as_str()), ("matter.0.title", TYPED), ("form", "paper")];
    let second = citizen.post("/apply/what", &fields).await;
    assert_eq!(second.status, 409, "{}", second.body);
    assert!(second.body.contains(TYPED) && second.body.contains("已经在另一个窗口提交"), "{}", second.body);
    let fields =
        [("token", second.token()), ("matter.0.title", TYPED.to_owned()), ("form", "paper".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert_eq!(citizen.post("/apply/what", &fields).await.location(), "/apply/receive");
    assert_eq!(citizen.send("/apply/receive", RECEIVE).await.status, 303);
    assert_eq!(world.applications().await, 1);
}
