//! Signing in: the right password, five wrong ones, the second factor, rest and forms.

use crate::world::{World, id_of};
use gongkai_app::Refusal;
use gongkai_app::account::{self, password, session};

const PASSWORD: &str = "Correct-Horse-7";

#[tokio::test]
async fn a_right_password_opens_a_session_that_ends_after_rest() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    password::set(office, id_of("handler"), PASSWORD, false).await.unwrap();
    let entry = account::begin(office, "handler", PASSWORD, "").await.unwrap();
    assert!(!entry.session.is_halfway);
    let found = session::find(office, &entry.token).await.unwrap();
    assert_eq!(found.person, id_of("handler"));
    let token = found.form_token(office).unwrap();
    found.must_be_ours(office, &token).unwrap();
    assert!(matches!(found.must_be_ours(office, "another"), Err(Refusal::Denied(_))));
    world.pass(session::REST_MINUTES + 1);
    assert!(matches!(session::find(office, &entry.token).await, Err(Refusal::SignedOut)));
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_are_answered_alike_and_the_fifth_failure_locks() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    password::set(office, id_of("handler"), PASSWORD, false).await.unwrap();
    let said = |refusal: Refusal| match refusal {
        Refusal::Invalid(faults) => faults[0].text.clone(),
        other => panic!("{other}"),
    };
    let nobody = said(account::begin(office, "nobody", PASSWORD, "").await.unwrap_err());
    for _ in 0..5 {
        let wrong = said(account::begin(office, "handler", "Wrong-Horse-77", "").await.unwrap_err());
        assert_eq!(wrong, nobody);
    }
    let locked = account::begin(office, "handler", PASSWORD, "").await.unwrap_err();
    assert!(matches!(locked, Refusal::TooMany { minutes: 15 | 16 }), "{locked}");
    world.pass(16);
    account::begin(office, "handler", PASSWORD, "").await.unwrap();
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_no_code_works_twice() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    password::set(office, id_of("head"), PASSWORD, false).await.unwrap();
    let secret = *b"12345678901234567890";
    let tx = office.storage.begin().await.unwrap();
    tx.set_totp(id_of("head"), Some(&secret)).await.unwrap();
    tx.commit().await.unwrap();
    let code = || {
        let seconds = u64::try_from(office.instant().timestamp()).unwrap();
        totp_rs::Builder::new()
            .with_secret(totp_rs::Secret::from(secret))
            .build_noncompliant()
            .generate(seconds)
            .to_string()
    };
    let first = account::begin(office, "head", PASSWORD, "").await.unwrap();
    assert!(first.session.is_halfway);
    assert!(matches!(session::find(office, &first.token).await, Err(Refusal::SignedOut)));
    let halfway = session::find_halfway(office, &first.token).await.unwrap();
    assert!(account::confirm(office, &halfway, "000000", "").await.is_err());
    let inside = account::confirm(office, &halfway, &code(), "").await.unwrap();
    session::find(office, &inside.token).await.unwrap();
    let again = account::begin(office, "head", PASSWORD, "").await.unwrap();
    let halfway = session::find_halfway(office, &again.token).await.unwrap();
    assert!(matches!(account::confirm(office, &halfway, &code(), "").await, Err(Refusal::Invalid(_))));
    world.pass(1);
    account::confirm(office, &halfway, &code(), "").await.unwrap();
}
