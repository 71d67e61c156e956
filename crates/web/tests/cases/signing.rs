//! Nobody signs what was not on the screen: signing and sending back happen beside the text of the draft, and what was chosen
//! there is done.
//!
//! Not here: who may sign which step (`gongkai-domain`), the comparison with the draft before (`administration::papers`).

use super::world::{Browser, Page, World, encode};
use crate::{DRAFT, desk, registered, review, signed_by_and_sealed};
use gongkai_app::application::case::{fold, stream_of};
use gongkai_domain::application::{Application, State};

/// The case as its events tell it.
async fn told(world: &World, number: &str) -> Application {
    let storage = &world.web.office.storage;
    let row = storage.application_by_registration(world.web.agency, number).await.unwrap().unwrap();
    fold(&storage.events_of(&stream_of(row.id)).await.unwrap()).unwrap()
}

async fn drafted(world: &World, number: &str, information: &str) {
    let fields: Vec<(&str, &str)> = DRAFT
        .iter()
        .map(|(name, text)| (*name, if *name == "information" { information } else { *text }))
        .collect();
    let mut handler = world.signed_in("handler").await;
    let done = handler.act_with(&format!("{}/draft", desk(number)), &fields, &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

/// Sends what travels along with a page, and a decision.
async fn decide(browser: &mut Browser, path: &str, from: &Page, decision: &str, words: &str) -> Page {
    let travels = ["token", "version", "draft"].map(|name| (name.to_owned(), from.hidden(name)));
    let mut fields = travels.to_vec();
    fields.push(("decision".to_owned(), decision.to_owned()));
    fields.push(("words".to_owned(), words.to_owned()));
    browser.post_pairs(path, &fields).await
}

#[tokio::test]
async fn signing_and_sending_back_lead_to_the_text_of_the_draft_and_who_agrees_there_sends_nothing_back() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    drafted(&world, &number, "某某规划（云数〔2024〕5号），共12页").await;
    let mut reviewer = world.signed_in("reviewer").await;
    let case = reviewer.get(&desk(&number)).await;
    let there = review(&number);
    for (page, place) in [("sign", there.clone()), ("return", format!("{there}?decision=return"))] {
        assert!(case.body.contains(&format!("href=\"{place}\"")), "{place}: {}", case.body);
        let led = reviewer.get(&format!("{}/{page}", desk(&number))).await;
        assert_eq!((led.status, led.location()), (303, place.as_str()), "{}", led.body);
    }
    let shown = reviewer.get(&format!("{there}?decision=return")).await;
    assert!(
        shown.body.contains("共12页") && shown.body.contains("value=\"return\" checked"),
        "{}",
        shown.body
    );
    // a form of the old page of sending back, on which somebody has chosen to agree
    let done = decide(&mut reviewer, &format!("{}/return", desk(&number)), &shown, "agree", "").await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = told(&world, &number).await;
    let draft = case.draft().unwrap();
    assert!(draft.returned.is_none() && draft.signatures.len() == 1, "{draft:?}");
    assert_eq!(case.state(), State::UnderApproval);
}

#[tokio::test]
async fn whoever_has_signed_is_told_what_was_signed_for_which_application_and_who_is_next() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    drafted(&world, &number, "某某规划（云数〔2024〕5号），共12页").await;
    let mut told = Vec::new();
    for login in ["reviewer", "secrecy", "leader"] {
        let mut signer = world.signed_in(login).await;
        let done = signer.act(&review(&number), &[("decision", "agree")]).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let page = signer.get(done.location()).await;
        told.push(page.between("role=\"status\">", "</p>"));
    }
    let title = format!("已签署{number}《政府信息公开告知书（予以公开）》：");
    assert_eq!(
        told,
        [
            format!("{title}工作机构审核。下一步：保密审查（某secrecy）。"),
            format!("{title}保密审查。下一步：签发（某leader）。"),
            format!("{title}签发。审核签发已经完成，下一步：编号。"),
        ]
    );
    // of what somebody else signed nothing is told
    let other =
        world.signed_in("lawyer").await.get(&format!("/desk/review?signed={}", encode(&number))).await;
    assert!(!other.body.contains("role=\"status\""), "{}", other.body);
    let back = [("decision", "return"), ("words", "再核对")];
    let mut leader = world.signed_in("leader").await;
    let done = leader.act(&review(&number), &back).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = leader.get(done.location()).await;
    assert!(page.body.contains("》，下一步：某handler修改。"), "{}", page.body);
}

#[tokio::test]
async fn a_draft_that_was_not_on_the_screen_is_not_signed() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    drafted(&world, &number, "旧稿所列的信息").await;
    let mut reviewer = world.signed_in("reviewer").await;
    let old = reviewer.get(&review(&number)).await;
    drafted(&world, &number, "新稿所列的信息").await;
    for path in [review(&number), format!("{}/sign", desk(&number))] {
        let refused = decide(&mut reviewer, &path, &old, "agree", "已经核对").await;
        assert_eq!(refused.status, 409, "{path}: {}", refused.body);
        for words in ["请重新核对文稿后再签署", "新稿所列的信息", "已经核对"] {
            assert!(refused.body.contains(words), "{path} {words}: {}", refused.body);
        }
        assert_eq!(refused.hidden("draft"), "2", "the form is for the text beside it");
    }
    // a form that names no draft has shown none, whatever version it knows
    let now = reviewer.get(&review(&number)).await;
    let (token, version) = (now.token(), now.hidden("version"));
    for fields in [&[("decision", "agree")][..], &[("decision", "agree"), ("version", &version)]] {
        let mut all = vec![("token", token.as_str())];
        all.extend_from_slice(fields);
        for path in [review(&number), format!("{}/sign", desk(&number))] {
            let refused = reviewer.post(&path, &all).await;
            assert_eq!(refused.status, 409, "{path}: {}", refused.body);
            assert!(refused.body.contains("没有显示文稿，没有签署"), "{path}: {}", refused.body);
        }
    }
    let case = told(&world, &number).await;
    assert!(case.draft().unwrap().signatures.is_empty());
    let done = decide(&mut reviewer, &review(&number), &now, "agree", "").await;
    assert_eq!(done.status, 303, "{}", done.body);
}

#[tokio::test]
async fn whoever_signed_off_may_only_send_back_afterwards_and_says_why() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    drafted(&world, &number, "某某规划（云数〔2024〕5号），共12页").await;
    for login in ["reviewer", "secrecy", "leader"] {
        let mut browser = world.signed_in(login).await;
        let done = browser.act(&review(&number), &[("decision", "agree")]).await;
        assert_eq!(done.status, 303, "{login}: {}", done.body);
    }
    assert_eq!(told(&world, &number).await.state(), State::SignedOff);
    let mut leader = world.signed_in("leader").await;
    let page = leader.get(&review(&number)).await;
    assert!(page.body.contains("退回修改的理由") && !page.body.contains("type=\"radio\""), "{}", page.body);
    let silent = leader.act(&review(&number), &[("decision", "return"), ("words", "")]).await;
    assert!(silent.status == 422 && silent.body.contains("必须写明理由"), "{}", silent.body);
    let done = leader.act(&review(&number), &[("decision", "return"), ("words", "附件页数有误")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(told(&world, &number).await.state(), State::Returned);
    drafted(&world, &number, "某某规划（云数〔2024〕5号），共13页").await;
    signed_by_and_sealed(&world, &number, &["reviewer", "secrecy", "leader"]).await;
}
