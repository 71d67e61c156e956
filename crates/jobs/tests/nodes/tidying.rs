//! What has ended is forgotten, what is in use stays.
//!
//! Not here: how long each thing lasts (`gongkai-app`).

use crate::on_both;
use crate::world::{AGENCY, REGISTRAR, World};
use gongkai_domain::ids::Digest;
use gongkai_jobs::Post;
use gongkai_jobs::task::Task;
use gongkai_storage::{MessageRow, Once, SessionRow};
use std::path::{Path, PathBuf};
use std::time::Duration;
use uuid::Uuid;

on_both!(
    drafts_tokens_sessions_and_old_letters_go_when_their_time_is_over,
    files_that_belong_to_nothing_go_after_two_days_and_others_stay,
);

async fn drafts_tokens_sessions_and_old_letters_go_when_their_time_is_over(world: World) {
    let (storage, now) = (&world.office.storage, world.office.instant());
    let hour = chrono::TimeDelta::hours(1);
    let token = Digest([1; 32]);
    let tx = storage.begin().await.unwrap();
    tx.save_draft(token, b"draft", now, now + hour).await.unwrap();
    tx.use_form_token(token, now + hour).await.unwrap();
    tx.count_attempt("track:x", now).await.unwrap();
    assert_eq!(tx.begin_once("word", token, now + hour).await.unwrap(), Once::First);
    tx.start_session(&SessionRow {
        id_hash: token,
        person: REGISTRAR,
        created_at: now,
        last_seen_at: now,
        expires_at: now + hour,
        csrf_secret: vec![1],
        document: "{}".to_owned(),
    })
    .await
    .unwrap();
    tx.deliver(&MessageRow {
        id: Uuid::from_u128(9),
        person: REGISTRAR,
        at: now,
        kind: "arrived".to_owned(),
        object_kind: String::new(),
        object_id: None,
        document: "{}".to_owned(),
        read_at: None,
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let sent = world.letter("unheard of", "agency:yzsj", "{}").await;
    let node = world.node(Post::default()).await;
    node.once(Task::Deliver).await.unwrap();

    let left = async || {
        let past = now - chrono::TimeDelta::days(9);
        (
            storage.draft(token, past).await.unwrap().is_some(),
            storage.session(token, past).await.unwrap().is_some(),
            storage.attempts("track:x", now).await.unwrap() == 1,
            storage.outbox(sent).await.unwrap().is_some(),
            storage.messages(REGISTRAR, None, 9).await.unwrap().len() == 1,
        )
    };
    assert!(node.once(Task::Tidy).await.unwrap());
    assert_eq!(left().await, (true, true, true, true, true));
    world.set("2025-09-16 10:00");
    assert!(node.once(Task::Tidy).await.unwrap());
    assert_eq!(left().await, (false, false, true, true, true));
    let tx = storage.begin().await.unwrap();
    assert!(tx.use_form_token(token, now + hour).await.unwrap(), "the used token is forgotten");
    assert_eq!(tx.begin_once("word", token, now).await.unwrap(), Once::First);
    tx.rollback().await.unwrap();
    world.set("2025-09-19 10:00");
    assert!(node.once(Task::Tidy).await.unwrap());
    assert_eq!(left().await, (false, false, false, true, true));
    // half a year later the letter that was given up goes, and what it should have carried
    let payload = storage.outbox(sent).await.unwrap().unwrap().payload.unwrap();
    world.set("2026-03-20 10:00");
    assert!(node.once(Task::Tidy).await.unwrap());
    assert_eq!(left().await, (false, false, false, false, true));
    assert!(storage.content_row(payload.id).await.unwrap().unwrap().destroyed_at.is_some());
    world.set("2026-09-17 10:00");
    assert!(node.once(Task::Tidy).await.unwrap());
    assert_eq!(left().await, (false, false, false, false, false));
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found
}

async fn files_that_belong_to_nothing_go_after_two_days_and_others_stay(world: World) {
    let office = &world.office;
    let (storage, now) = (&office.storage, office.instant());
    let write = async |text: &str| {
        let bytes = text.as_bytes().to_vec();
        office.blobs.write(storage.vault().unwrap(), AGENCY, "text/plain", bytes, now).await.unwrap()
    };
    let known = write("belongs to a case").await;
    let tx = storage.begin().await.unwrap();
    tx.save_blob(&known).await.unwrap();
    tx.commit().await.unwrap();
    let stray = write("a draft that was never sent").await;
    let age = |name: Digest, hours: u64| {
        let path = files(&world.directory.path().join("files"))
            .into_iter()
            .find(|path| path.ends_with(name.to_string()))
            .unwrap();
        let file = std::fs::File::options().write(true).open(path).unwrap();
        let modified = file.metadata().unwrap().modified().unwrap();
        file.set_modified(modified - Duration::from_hours(hours)).unwrap();
    };
    let node = world.node(Post::default()).await;
    age(known.name, 100);
    age(stray.name, 47);
    assert!(node.once(Task::SweepFiles).await.unwrap());
    assert_eq!(office.blobs.read(storage.vault().unwrap(), &stray).await.unwrap().len(), 27);
    age(stray.name, 2);
    // another node has had it today; tomorrow it is this one's turn again
    let other = world.node(Post::default()).await;
    assert!(!other.once(Task::SweepFiles).await.unwrap());
    world.set("2025-09-17 09:00");
    assert!(other.once(Task::SweepFiles).await.unwrap());
    assert!(office.blobs.read(storage.vault().unwrap(), &stray).await.is_err());
    assert_eq!(office.blobs.read(storage.vault().unwrap(), &known).await.unwrap(), b"belongs to a case");
}
