//! The page of a step is called as the step is called where it was chosen.
//!
//! Not here: what may be done when (`gongkai_domain::application`).

use super::world::World;
use crate::{AT_THE_COUNTER, DRAFT, desk, registered, served, signed_and_sealed};
use gongkai_domain::application::ActionKind;
use std::collections::BTreeSet;

/// The steps that can be chosen on the page of a case: address and name.
fn steps(body: &str, number: &str) -> Vec<(String, String)> {
    let start = format!("<a href=\"{}/", desk(number));
    let links = body.split(&start).skip(1).filter_map(|rest| {
        let (page, rest) = rest.split_once("\">")?;
        let is_page = !page.is_empty() && page.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        let words = rest.split_once("</a>").map_or("", |(words, _)| words);
        // receipts, scans and the like are no steps
        let is_step = is_page && ActionKind::EVERY.iter().any(|kind| kind.label() == words);
        is_step.then(|| (page.to_owned(), words.to_owned()))
    });
    links.collect()
}

fn heading(body: &str) -> &str {
    let (_, rest) = body.split_once("<h1").unwrap_or_else(|| panic!("{body}"));
    let (_, rest) = rest.split_once('>').unwrap();
    rest.split_once("</h1>").unwrap().0
}

#[tokio::test]
async fn every_step_opens_a_page_of_its_own_name() {
    let world = World::new().await;
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let look = async |number: &str, seen: &mut BTreeSet<String>| {
        for login in ["head", "handler", "registrar", "seal"] {
            let mut browser = world.signed_in(login).await;
            let page = browser.get(&desk(number)).await;
            for (step, words) in steps(&page.body, number) {
                let opened = browser.get(&format!("{}/{step}", desk(number))).await;
                assert_eq!(opened.status, 200, "{step}: {}", opened.body);
                let heading = heading(&opened.body);
                // where a paper is written its title follows
                let is_its_own = heading == words || heading.starts_with(&format!("{words}："));
                assert!(is_its_own, "{step}: “{words}” opens “{heading}”");
                seen.insert(step);
            }
        }
    };
    let mut registrar = world.signed_in("registrar").await;
    let mut fields = AT_THE_COUNTER.to_vec();
    fields.push(("matter.0.title", "某某办法"));
    let filed = registrar.send_files("/desk/register", &fields, &[]).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    look(filed.location().rsplit('/').next().unwrap(), &mut seen).await;
    let number = registered(&world, &["某某规划"]).await;
    look(&number, &mut seen).await;
    let mut head = world.signed_in("head").await;
    let drafted = head.act(&format!("{}/draft", desk(&number)), DRAFT).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    look(&number, &mut seen).await;
    signed_and_sealed(&world, &number).await;
    look(&number, &mut seen).await;
    served(&world, &number).await;
    look(&number, &mut seen).await;
    for step in [
        "register",
        "ask-correction",
        "consult",
        "extend",
        "fee",
        "search-record",
        "withdraw",
        "draft",
        "paper",
        "void",
        "serve",
        "service-receipt",
        "reissue-code",
        "rectify",
        "weigh",
    ] {
        assert!(seen.contains(step), "{step} was not looked at: {seen:?}");
    }
}
