//! How many statements the pages that everybody opens ask of the database, and what pages remember from one request to the next.
//!
//! Not here: how long a statement takes (`bench/office`). The bounds only move down.

use super::world::{Browser, Page, World};
use crate::{AT_THE_COUNTER, DRAFT, PNG, code, desk, registered, served, signed_and_sealed, tracking};
use gongkai_app::application::case::{fold, stream_of};
use gongkai_storage::STATEMENTS;

/// A page with the statements that it took: the tests run on one thread each, and so does all that answers them.
async fn counted(browser: &mut Browser, path: &str) -> (Page, Vec<String>) {
    let (page, statements) = gongkai_testkit::statements::counted(STATEMENTS, browser.get(path)).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    assert!(!statements.is_empty(), "nothing was counted");
    (page, statements)
}

fn at_most(most: usize, statements: &[String]) {
    assert!(statements.len() <= most, "{} instead of {most}: {statements:#?}", statements.len());
}

/// A case that has come far: a file from the counter, another given out, a reply numbered and served.
async fn answered(world: &World) -> String {
    let mut registrar = world.signed_in("registrar").await;
    let mut fields = AT_THE_COUNTER.to_vec();
    fields.push(("matter.0.title", "某某规划"));
    let filed = registrar.send_files("/desk/register", &fields, &[("enclosure", "申请表.png", PNG)]).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let done = registrar.act(&format!("{}/register", filed.location()), &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let number = "依申请〔2025〕1号";
    let unit = World::unit().to_string();
    let mut head = world.signed_in("head").await;
    assert_eq!(head.act(&format!("{}/assign", desk(number)), &[("unit", &unit)]).await.status, 303);
    let draft = format!("{}/draft", desk(number));
    let drafted = head.act_with(&draft, DRAFT, &[("given", "规划.png", PNG)]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    signed_and_sealed(world, number).await;
    served(world, number).await;
    number.to_owned()
}

#[tokio::test]
async fn a_page_of_the_desk_asks_the_database_no_more_often_than_it_must() {
    let world = World::new().await;
    let number = answered(&world).await;
    let code = code(&world, &number).await;
    world.set("2025-09-18");
    let (mut citizen, track) = tracking(&world, &number, &code).await;
    let mut head = world.signed_in("head").await;
    // who works here is read once in a while, and not counted to a page
    head.get("/desk/account").await;

    // session; row; events; papers and files; texts; the line of the log
    let (page, first) = counted(&mut head, &desk(&number)).await;
    assert!(page.body.contains("规划.png") && page.body.contains("申请表.png"), "{}", page.body);
    at_most(6, &first);
    let (_, again) = counted(&mut head, &desk(&number)).await;
    at_most(5, &again);
    let reference = track.trim_start_matches("/track/").to_owned();
    let (_, by_reference) = counted(&mut head, &desk(&reference)).await;
    at_most(5, &by_reference);

    // session; the end of the chain; and once for every change: the page, its texts, drafts, sums
    let (_, first) = counted(&mut head, "/desk").await;
    at_most(12, &first);
    let (_, again) = counted(&mut head, "/desk").await;
    at_most(2, &again);
    let (_, first) = counted(&mut head, "/desk/ledger").await;
    at_most(6, &first);
    let (_, again) = counted(&mut head, "/desk/ledger").await;
    at_most(2, &again);

    // ticket; row; papers and files; texts
    let (page, again) = counted(&mut citizen, &track).await;
    assert!(page.body.contains("规划.png"), "{}", page.body);
    at_most(4, &again);
}

#[tokio::test]
async fn a_case_without_papers_and_files_is_not_asked_for_them() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    world.set("2025-09-18");
    let mut head = world.signed_in("head").await;
    head.get(&desk(&number)).await;
    let (_, again) = counted(&mut head, &desk(&number)).await;
    // session; row; texts; other cases of the applicant; the line of the log
    at_most(5, &again);
}

#[tokio::test]
async fn what_another_node_does_to_a_case_and_what_is_destroyed_shows_on_the_next_look() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let mut here = world.signed_in("head").await;
    let before = here.get(&desk(&number)).await;
    assert!(before.body.contains("某某规划") && !before.body.contains("延期理由"), "{}", before.body);

    let mut there = world.at_another_node(&here);
    let extend = format!("{}/extend", desk(&number));
    let fields = [("days", "20"), ("reason", "需要检索的档案数量较多")];
    let approved = there.act(&extend, &fields).await;
    assert_eq!(approved.status, 303, "{}", approved.body);
    let after = here.get(&desk(&number)).await;
    assert!(after.body.contains("需要检索的档案数量较多"), "{}", after.body);

    // only what is sealed outlasts a request: what was destroyed is on no page any more
    let office = &world.web.office;
    let row = office.storage.application_by_registration(world.web.agency, &number).await.unwrap().unwrap();
    let case = fold(&office.storage.events_of(&stream_of(row.id)).await.unwrap()).unwrap();
    let tx = office.storage.begin().await.unwrap();
    tx.destroy_content(case.extensions[0].grounds.id, office.instant()).await.unwrap();
    tx.commit().await.unwrap();
    let destroyed = here.get(&desk(&number)).await;
    assert_eq!(destroyed.status, 200);
    assert!(!destroyed.body.contains("需要检索的档案数量较多"), "{}", destroyed.body);
}
