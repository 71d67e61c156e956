//! Sign-in: credentials, second factor, failures, sessions.
//!
//! Not here: hashing and one-time codes.

use crate::on_both;
use crate::world::{World, after, noon};
use gongkai_domain::ids::{Digest, PersonId};
use gongkai_storage::{SessionRow, StorageError};

on_both!(
    a_password_is_set_and_failures_are_counted_and_forgotten,
    failures_at_the_same_moment_are_all_counted,
    a_second_factor_lies_sealed_and_a_code_works_once,
    a_session_ends_by_time_by_hand_and_by_a_new_password,
);

async fn a_password_is_set_and_failures_are_counted_and_forgotten(world: World) {
    let agency = world.agency("a").await;
    let person = world.person(agency, "wang").await;
    let storage = &world.storage;
    assert_eq!(storage.credential(person).await.unwrap(), None);
    let tx = storage.begin().await.unwrap();
    assert!(matches!(tx.note_failure(person).await, Err(StorageError::NotFound { .. })));
    tx.set_password(person, "$argon2id$1", true, "{}", noon()).await.unwrap();
    assert_eq!(tx.note_failure(person).await.unwrap(), 1);
    assert_eq!(tx.note_failure(person).await.unwrap(), 2);
    tx.lock_credential(person, after(600)).await.unwrap();
    tx.commit().await.unwrap();
    let row = storage.credential(person).await.unwrap().unwrap();
    assert_eq!((row.failed_count, row.locked_until), (0, Some(after(600))));
    assert_eq!((row.must_change, row.password_changed_at), (true, after(0)));
    let tx = storage.begin().await.unwrap();
    tx.set_password(person, "$argon2id$2", false, "{\"earlier\":[]}", after(9)).await.unwrap();
    tx.commit().await.unwrap();
    let row = storage.credential(person).await.unwrap().unwrap();
    assert_eq!((row.password_hash.as_str(), row.locked_until, row.must_change), ("$argon2id$2", None, false));
}

async fn failures_at_the_same_moment_are_all_counted(world: World) {
    let agency = world.agency("a").await;
    let person = world.person(agency, "wang").await;
    let tx = world.storage.begin().await.unwrap();
    tx.set_password(person, "$argon2id$", false, "{}", noon()).await.unwrap();
    tx.commit().await.unwrap();
    let fail = || async {
        let tx = world.storage.begin().await.unwrap();
        let count = tx.note_failure(person).await.unwrap();
        tx.commit().await.unwrap();
        count
    };
    let (one, two, three) = tokio::join!(fail(), fail(), fail());
    assert_eq!(one + two + three, 6);
    let tx = world.storage.begin().await.unwrap();
    tx.note_success(person).await.unwrap();
    assert_eq!(tx.credential(person).await.unwrap().unwrap().failed_count, 0);
}

async fn a_second_factor_lies_sealed_and_a_code_works_once(world: World) {
    let agency = world.agency("a").await;
    let person = world.person(agency, "wang").await;
    let tx = world.storage.begin().await.unwrap();
    let nobody = tx.set_totp(PersonId(world.id()), Some(b"x")).await;
    assert!(matches!(nobody, Err(StorageError::NotFound { .. })));
    tx.set_password(person, "$argon2id$", false, "{}", noon()).await.unwrap();
    assert_eq!(tx.totp_secret(person).await.unwrap(), None);
    tx.set_totp(person, Some(b"12345678901234567890")).await.unwrap();
    let row = tx.credential(person).await.unwrap().unwrap();
    assert!(!row.totp_sealed.unwrap().windows(20).any(|window| window == b"12345678901234567890"));
    assert_eq!(tx.totp_secret(person).await.unwrap().unwrap(), b"12345678901234567890");
    let used = [tx.use_totp_step(person, 7), tx.use_totp_step(person, 7), tx.use_totp_step(person, 6)];
    let mut worked = Vec::new();
    for step in used {
        worked.push(step.await.unwrap());
    }
    assert_eq!(worked, [true, false, false]);
    assert!(tx.use_totp_step(person, 8).await.unwrap());
    tx.set_totp(person, None).await.unwrap();
    assert_eq!(tx.totp_secret(person).await.unwrap(), None);
}

async fn a_session_ends_by_time_by_hand_and_by_a_new_password(world: World) {
    let agency = world.agency("a").await;
    let person = world.person(agency, "wang").await;
    let storage = &world.storage;
    let session = |n: u8| SessionRow {
        id_hash: Digest([n; 32]),
        person,
        created_at: after(i64::from(n)),
        last_seen_at: after(i64::from(n)),
        expires_at: after(100),
        csrf_secret: vec![n; 32],
        document: "{}".to_owned(),
    };
    let tx = storage.begin().await.unwrap();
    for n in 1..=4 {
        tx.start_session(&session(n)).await.unwrap();
    }
    tx.touch_session(Digest([2; 32]), after(50)).await.unwrap();
    tx.note_session(Digest([2; 32]), "{\"factor\":true}").await.unwrap();
    tx.end_session(Digest([1; 32])).await.unwrap();
    tx.commit().await.unwrap();
    let two = storage.session(Digest([2; 32]), after(99)).await.unwrap().unwrap();
    let printed = format!("{two:?}");
    assert!(printed.contains("csrf_secret: …") && !printed.contains("[2, 2"), "{printed}");
    assert_eq!((two.last_seen_at, two.document.as_str()), (after(50), "{\"factor\":true}"));
    assert_eq!(storage.session(Digest([2; 32]), after(100)).await.unwrap(), None);
    assert_eq!(storage.session(Digest([1; 32]), after(9)).await.unwrap(), None);
    assert_eq!(storage.sessions_of(person, after(9)).await.unwrap(), [two.clone(), session(3), session(4)]);
    assert_eq!(storage.last_seen(person).await.unwrap(), Some(after(50)));
    let tx = storage.begin().await.unwrap();
    assert_eq!(tx.end_sessions_of(person, Some(two.id_hash)).await.unwrap(), 2);
    tx.commit().await.unwrap();
    assert_eq!(storage.sessions_of(person, after(9)).await.unwrap(), [two]);
    assert_eq!(storage.purge_sessions(after(99)).await.unwrap(), 0);
    assert_eq!(storage.purge_sessions(after(100)).await.unwrap(), 1);
    assert_eq!(storage.last_seen(person).await.unwrap(), None);
}
