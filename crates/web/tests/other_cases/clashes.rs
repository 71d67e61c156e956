//! Two clerks at one case that is no application: the second reads what was entered in the words of the form, not of the machine.
//!
//! Not here: the same of applications (`cases`).

use super::staff::{answered, desk, id_of, staffed, step, token};
use super::world::{Browser, Page, World, day};
use super::{WRONG_RECORD, fill_in, opened};

/// Sends a form of an old page, and reads the list of what was entered.
async fn clash(browser: &mut Browser, path: &str, old: &Page, fields: &[(&str, &str)]) -> String {
    // the form is of the session, the version of the page that is looked at no longer
    let own = browser.get(path).await;
    let (token, version) = (token(&own), old.between("name=\"version\" value=\"", "\""));
    let mut all = vec![("token", token.as_str()), ("version", version.as_str())];
    all.extend_from_slice(fields);
    let page = browser.post(path, &all).await;
    assert_eq!(page.status, 409, "{path}: {}", page.body);
    assert!(page.body.contains("这件案件刚刚有了变动"), "{path}: {}", page.body);
    page.between("<h2 id=\"mine\">", "</section>")
}

/// Each label with its words is there.
fn says(mine: &str, told: &[(&str, &str)]) {
    for (label, words) in told {
        assert!(mine.contains(&format!("<dt>{label}</dt><dd>{words}")), "{label}：{words}: {mine}");
    }
}

#[tokio::test]
async fn a_clash_over_a_challenge_names_people_and_the_fields_of_a_paper() {
    let world = staffed().await;
    let (_, number) = Box::pin(answered(&world, day(2025, 9, 1))).await;
    world.set_clock(day(2025, 9, 30), 9);
    let mut lawyer = desk(&world, "lawyer").await;
    let case = opened(&mut lawyer, &number, "reconsideration", "2025-09-15").await;
    let mut head = desk(&world, "head").await;
    let assign = format!("{case}/assign");
    let old = head.get(&assign).await;
    let copy = [("on", "2025-09-18"), ("procedure", "simplified")];
    assert_eq!(step(&mut lawyer, &format!("{case}/receive-copy"), &copy).await.status, 303);
    let other = id_of("lawyer").to_string();
    let mine = clash(&mut head, &assign, &old, &[("handler", &other)]).await;
    says(&mine, &[("承办人", "某lawyer")]);
    assert!(!mine.contains(&other), "{mine}");
    let paper = format!("{case}/paper");
    let fields =
        [("kind", "reconsideration_answer"), ("facts", "我写的事实"), ("case_number", "云政复〔2025〕31号")];
    let mine = clash(&mut head, &paper, &old, &fields).await;
    assert!(mine.contains("我写的事实") && mine.contains("云政复〔2025〕31号"), "{mine}");
    for machine in ["reconsideration_answer", "<dt>facts", "<dt>case_number"] {
        assert!(!mine.contains(machine), "{machine}: {mine}");
    }
}

async fn two(world: &World, login: &str) -> (Browser, Browser) {
    (desk(world, login).await, desk(world, login).await)
}

#[tokio::test]
async fn a_clash_over_a_correction_or_a_complaint_says_outcome_and_finding_in_words() {
    let world = staffed().await;
    let mut citizen = world.browser();
    let filed = fill_in(&world, &mut citizen, "/correct-record?agency=yzsj", WRONG_RECORD).await;
    let case = format!("/desk/record-corrections/{}", filed.location().split('/').nth(2).unwrap());
    let (mut one, mut other) = two(&world, "registrar").await;
    let (handler, examine) = (id_of("handler").to_string(), format!("{case}/examine"));
    let old = other.get(&examine).await;
    assert_eq!(step(&mut one, &examine, &[("handler", &handler)]).await.status, 303);
    let head = id_of("head").to_string();
    let mine = clash(&mut other, &examine, &old, &[("handler", &head)]).await;
    says(&mine, &[("承办人", "某head")]);
    let decided = [("on", "2025-09-16"), ("outcome", "corrected"), ("words", "经核对，记录有误。")];
    let mut handler = desk(&world, "handler").await;
    let mine = clash(&mut handler, &format!("{case}/decide"), &old, &decided).await;
    assert!(mine.contains("经核对，记录有误。") && !mine.contains(">corrected<"), "{mine}");

    let complaint = [("subject", "not_published"), ("text", "没有公开2024年预算")];
    fill_in(&world, &mut citizen, "/complain?agency=yzsj", &complaint).await;
    let (mut one, mut other) = two(&world, "supervisor").await;
    let list = one.get("/desk/complaints").await;
    let case = format!("/desk/complaints/{}", list.between("href=\"/desk/complaints/TS", "\"").as_str());
    let case = case.replace("/desk/complaints/", "/desk/complaints/TS");
    let (supervisor, investigate) = (id_of("supervisor").to_string(), format!("{case}/investigate"));
    let old = other.get(&investigate).await;
    assert_eq!(step(&mut one, &investigate, &[("handler", &supervisor)]).await.status, 303);
    let finding = gongkai_domain::complaint::Finding::EVERY[0];
    let fields =
        [("on", "2025-09-16"), ("finding", finding.key()), ("words", "经查证"), ("rectify_by", "2025-10-15")];
    let mine = clash(&mut other, &format!("{case}/finding"), &old, &fields).await;
    says(&mine, &[("调查结果", finding.name()), ("调查情况和理由", "经查证")]);
}
