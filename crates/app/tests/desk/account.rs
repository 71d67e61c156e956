//! Signing in: the right password, five wrong ones, the second factor, rest and forms.

use crate::world::{World, id_of};
use gongkai_app::Refusal;
use gongkai_app::account::{self, Origin, password, session};

const PASSWORD: &str = "Correct-Horse-7";

#[tokio::test]
async fn a_right_password_opens_a_session_that_ends_after_rest() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    password::set(office, id_of("handler"), PASSWORD, false).await.unwrap();
    let entry = account::begin(office, "handler", PASSWORD, &Origin::default()).await.unwrap();
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
    let nobody = said(account::begin(office, "nobody", PASSWORD, &Origin::default()).await.unwrap_err());
    for _ in 0..5 {
        let wrong =
            said(account::begin(office, "handler", "Wrong-Horse-77", &Origin::default()).await.unwrap_err());
        assert_eq!(wrong, nobody);
    }
    let locked = account::begin(office, "handler", PASSWORD, &Origin::default()).await.unwrap_err();
    assert!(matches!(locked, Refusal::TooMany { minutes: 15 | 16 }), "{locked}");
    world.pass(16);
    account::begin(office, "handler", PASSWORD, &Origin::default()).await.unwrap();
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
    let first = account::begin(office, "head", PASSWORD, &Origin::default()).await.unwrap();
    assert!(first.session.is_halfway);
    assert!(matches!(session::find(office, &first.token).await, Err(Refusal::SignedOut)));
    let halfway = session::find_halfway(office, &first.token).await.unwrap();
    assert!(account::confirm(office, &halfway, "000000", &Origin::default()).await.is_err());
    let inside = account::confirm(office, &halfway, &code(), &Origin::default()).await.unwrap();
    session::find(office, &inside.token).await.unwrap();
    let again = account::begin(office, "head", PASSWORD, &Origin::default()).await.unwrap();
    let halfway = session::find_halfway(office, &again.token).await.unwrap();
    assert!(matches!(
        account::confirm(office, &halfway, &code(), &Origin::default()).await,
        Err(Refusal::Invalid(_))
    ));
    world.pass(1);
    account::confirm(office, &halfway, &code(), &Origin::default()).await.unwrap();
}

#[tokio::test]
async fn of_many_wrong_passwords_at_one_moment_five_are_looked_at() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    for (login, is_known) in [("handler", true), ("nobody", false)] {
        if is_known {
            password::set(office, id_of(login), PASSWORD, false).await.unwrap();
        }
        let nowhere = Origin::default();
        let attempts = (0..30).map(|_| account::begin(office, login, "Wrong-Horse-77", &nowhere));
        let (mut looked_at, mut refused) = (0, 0);
        for attempt in futures(attempts).await {
            match attempt.unwrap_err() {
                Refusal::Invalid(_) => looked_at += 1,
                Refusal::TooMany { minutes: 15 | 16 } => refused += 1,
                other => panic!("{other}"),
            }
        }
        assert_eq!((looked_at, refused), (5, 25), "{login}");
        let right = account::begin(office, login, PASSWORD, &nowhere).await.unwrap_err();
        assert!(matches!(right, Refusal::TooMany { .. }), "{login}: {right}");
    }
    world.pass(16);
    account::begin(office, "handler", PASSWORD, &Origin::default()).await.unwrap();
}

/// All at one moment, each with its result.
async fn futures<T>(all: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = all.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, done) in waiting.iter_mut().zip(&mut done) {
            if done.is_none()
                && let std::task::Poll::Ready(result) = future.as_mut().poll(context)
            {
                *done = Some(result);
            }
        }
        if done.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[tokio::test]
async fn what_was_right_is_no_failure_and_a_right_password_forgets_no_wrong_codes() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let nowhere = Origin::default();
    password::set(office, id_of("handler"), PASSWORD, false).await.unwrap();
    let failures = |login: &'static str| async move {
        let credential = office.storage.credential(id_of(login)).await.unwrap().unwrap();
        (credential.failed_count, credential.locked_until.is_some())
    };
    for _ in 0..4 {
        account::begin(office, "handler", "Wrong-Horse-77", &nowhere).await.unwrap_err();
    }
    assert_eq!(failures("handler").await, (4, false));
    account::begin(office, "handler", PASSWORD, &nowhere).await.unwrap();
    assert_eq!(failures("handler").await, (0, false), "the fifth was right");
    password::set(office, id_of("head"), PASSWORD, false).await.unwrap();
    let tx = office.storage.begin().await.unwrap();
    tx.set_totp(id_of("head"), Some(b"12345678901234567890")).await.unwrap();
    tx.commit().await.unwrap();
    for wrong in 1..=4 {
        let entry = account::begin(office, "head", PASSWORD, &nowhere).await.unwrap();
        let halfway = session::find_halfway(office, &entry.token).await.unwrap();
        account::confirm(office, &halfway, "000000", &nowhere).await.unwrap_err();
        assert_eq!(failures("head").await, (wrong, false));
    }
    let entry = account::begin(office, "head", PASSWORD, &nowhere).await.unwrap();
    assert_eq!(failures("head").await, (4, false), "the password locked for a moment and no longer");
    let halfway = session::find_halfway(office, &entry.token).await.unwrap();
    account::confirm(office, &halfway, "000000", &nowhere).await.unwrap_err();
    assert_eq!(failures("head").await, (0, true));
}
