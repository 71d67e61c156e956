//! The portal's short-lived records: drafts, form tokens, counters, idempotency keys.
//!
//! Not here: how long anything lasts.

use crate::on_both;
use crate::world::{World, after, noon};
use gongkai_domain::ids::Digest;
use gongkai_storage::{Once, Storage, StorageError};

on_both!(
    a_draft_opens_until_its_time_is_over,
    a_form_token_works_once_even_for_two_at_a_time,
    attempts_at_the_same_moment_are_all_counted,
    a_double_submit_is_done_once_and_both_get_the_result,
    a_key_with_another_question_is_refused,
);

async fn a_draft_opens_until_its_time_is_over(world: World) {
    let (token, storage) = (Digest([1; 32]), &world.storage);
    for text in ["第一页", "第二页"] {
        let tx = storage.begin().await.unwrap();
        tx.save_draft(token, text.as_bytes(), noon(), after(60)).await.unwrap();
        tx.commit().await.unwrap();
    }
    let draft = storage.draft(token, after(59)).await.unwrap().unwrap();
    assert_eq!((draft.plain.as_slice(), draft.expires_at), ("第二页".as_bytes(), after(60)));
    assert_eq!(storage.draft(token, after(60)).await.unwrap(), None);
    assert_eq!(storage.draft(Digest([2; 32]), noon()).await.unwrap(), None);
    assert_eq!(storage.purge_drafts(after(59)).await.unwrap(), 0);
    assert_eq!(storage.purge_drafts(after(60)).await.unwrap(), 1);
    let tx = storage.begin().await.unwrap();
    tx.save_draft(token, b"x", noon(), after(60)).await.unwrap();
    tx.drop_draft(token).await.unwrap();
    assert_eq!(tx.draft(token, noon()).await.unwrap(), None);
}

async fn a_form_token_works_once_even_for_two_at_a_time(world: World) {
    let attempt = || async {
        let tx = world.storage.begin().await.unwrap();
        let first = tx.use_form_token(Digest([1; 32]), after(60)).await.unwrap();
        tx.commit().await.unwrap();
        first
    };
    let (one, two, three) = tokio::join!(attempt(), attempt(), attempt());
    assert_eq!([one, two, three].iter().filter(|first| **first).count(), 1);
    assert_eq!(world.storage.purge_guards(after(60), noon()).await.unwrap(), 1);
}

async fn attempts_at_the_same_moment_are_all_counted(world: World) {
    let attempts = (0..10).map(|_| {
        let storage = world.storage.clone();
        tokio::spawn(async move { storage.attempt("address:192.0.2.1", after(0)).await.unwrap() })
    });
    let mut counts = Vec::new();
    for attempt in attempts.collect::<Vec<_>>() {
        counts.push(attempt.await.unwrap());
    }
    counts.sort_unstable();
    assert_eq!(counts, (1..=10).collect::<Vec<_>>());
    assert_eq!(world.storage.attempts("address:192.0.2.1", after(0)).await.unwrap(), 10);
    assert_eq!(world.storage.attempts("address:192.0.2.1", after(60)).await.unwrap(), 0);
    assert_eq!(world.storage.attempts("address:192.0.2.2", after(0)).await.unwrap(), 0);
    assert_eq!(world.storage.purge_guards(noon(), after(60)).await.unwrap(), 1);
}

/// Sends a form; the result names the work that was done.
async fn send(storage: Storage, key: &str, question: u8, work: &str) -> Result<Once, StorageError> {
    let tx = storage.begin().await?;
    let once = tx.begin_once(key, Digest([question; 32]), after(60)).await?;
    if once == Once::First {
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        tx.finish_once(key, work).await?;
    }
    tx.commit().await?;
    Ok(once)
}

async fn a_double_submit_is_done_once_and_both_get_the_result(world: World) {
    let (one, two) =
        tokio::join!(send(world.storage.clone(), "k", 1, "甲"), send(world.storage.clone(), "k", 1, "乙"));
    let (one, two) = (one.unwrap(), two.unwrap());
    let results = if one == Once::First { ("甲", two) } else { ("乙", one) };
    assert_eq!(results.1, Once::Done(results.0.to_owned()));
    // a transaction that failed leaves the key free
    let tx = world.storage.begin().await.unwrap();
    assert_eq!(tx.begin_once("other", Digest([1; 32]), after(60)).await.unwrap(), Once::First);
    tx.rollback().await.unwrap();
    assert_eq!(send(world.storage.clone(), "other", 1, "丙").await.unwrap(), Once::First);
    assert_eq!(world.storage.purge_once(after(60)).await.unwrap(), 2);
}

async fn a_key_with_another_question_is_refused(world: World) {
    assert_eq!(send(world.storage.clone(), "k", 1, "甲").await.unwrap(), Once::First);
    assert_eq!(send(world.storage.clone(), "k", 2, "乙").await.unwrap(), Once::Other);
}
