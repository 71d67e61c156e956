//! A number is found however it is typed: other brackets, full-width digits, blanks, 第 and 号.
//!
//! Not here: the keys themselves (`gongkai_domain::number`).

use super::world::{World, encode};
use crate::{code, desk, registered, tracking};

/// Ways to type 依申请〔2025〕1号.
const TYPED: [&str; 9] = [
    "依申请〔2025〕1号",
    "依申请[2025]1号",
    "依申请［2025］1号",
    "依申请（2025）1号",
    "依申请(2025)1号",
    "依申请【２０２５】１号",
    " 依申请 〔2025〕 1 号 ",
    "依申请〔2025〕第1号",
    "依申请〔2025〕1",
];

#[tokio::test]
async fn inbox_ledger_audit_and_address_find_a_number_however_it_is_typed() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    assert_eq!(number, TYPED[0]);
    // another that begins alike in none of these
    let mut head = world.signed_in("head").await;
    for typed in TYPED {
        for list in ["/desk", "/desk/ledger"] {
            let page = head.get(&format!("{list}?q={}", encode(typed))).await;
            assert!(page.body.contains(&desk(&number)), "{list} {typed}");
        }
        let case = head.get(&desk(typed.trim())).await;
        assert_eq!(case.status, 200, "{typed}");
        assert!(case.body.contains(&number), "{typed}");
    }
    for other in ["依申请〔2025〕2号", "（2024）1号", "依申请[2025]11号"] {
        let page = head.get(&format!("/desk?q={}", encode(other))).await;
        assert!(!page.body.contains(&desk(&number)), "{other}");
    }
    let mut auditor = world.signed_in("auditor").await;
    for typed in TYPED {
        let page = auditor.get(&format!("/desk/audit?case={}", encode(typed))).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(page.body.contains("某registrar"), "{typed}: {}", page.body);
    }
}

#[tokio::test]
async fn an_applicant_follows_the_case_by_the_number_as_it_was_typed_from_the_paper() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let code = code(&world, &number).await;
    let (_, place) = tracking(&world, &number, &code).await;
    for (nth, typed) in TYPED.into_iter().enumerate() {
        if nth == 5 {
            // however it is typed it is one number, and attempts at it are counted together
            world.set("2025-09-18");
        }
        let (_, found) = tracking(&world, typed, &code).await;
        assert_eq!(found, place, "{typed}");
    }
}

#[tokio::test]
async fn attempts_at_one_number_are_counted_together_however_it_is_typed() {
    let world = World::new().await;
    registered(&world, &["某某规划"]).await;
    let mut asked = Vec::new();
    for typed in TYPED {
        let mut stranger = world.browser();
        let wrong = [("number", typed), ("code", "AAAA-AAAA"), ("website", "")];
        let page = stranger.act("/track", &wrong).await;
        assert_eq!(page.status, 422, "{}", page.body);
        asked.push(page.body.contains("等于几？"));
    }
    let first = asked.iter().position(|asked| *asked);
    assert!(first.is_some_and(|first| first >= 7), "the question comes after eight: {asked:?}");
}
