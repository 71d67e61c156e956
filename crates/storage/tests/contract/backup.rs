//! Backup, restore and the check of a whole database.
//!
//! Not here: the files of blobs, which are copied as they are.

use crate::on_both;
use crate::world::{World, day, event, noon, stream};
use gongkai_domain::ids::Digest;
use gongkai_storage::{AgencyRow, NewAudit, Storage, StorageError, Target};

on_both!(
    a_backup_comes_back_whole_and_works_on,
    a_backup_overwrites_nothing,
    a_check_names_the_broken_event,
    a_file_that_is_no_backup_is_refused,
);

async fn elsewhere(world: &World) -> Target {
    match &world.target {
        Target::Sqlite { .. } => Target::Sqlite { path: world.directory.path().join("restored.db") },
        Target::Postgres { .. } => {
            let url = tokio::task::spawn_blocking(|| crate::world::fresh_postgres(None)).await.unwrap();
            Target::Postgres { url }
        }
    }
}

async fn a_backup_comes_back_whole_and_works_on(world: World) {
    let agency = world.agency("a").await;
    // an agency above the first, so that a row points to a later one
    let above = world.agency("z").await;
    let person = world.person(agency, "wang").await;
    let tx = world.storage.begin().await.unwrap();
    let row = world.storage.agency(agency).await.unwrap().unwrap();
    tx.save_agency(&AgencyRow { parent: Some(above), valid_until: Some(day(12, 31)), ..row }).await.unwrap();
    let stream = stream(world.id());
    tx.append(agency, &stream, 0, vec![event("arrived"), event("confirmed")]).await.unwrap();
    let content = tx.put_content(agency, "张三\n\"\\".as_bytes(), noon()).await.unwrap();
    tx.next_number(agency, "registration", 2025).await.unwrap();
    tx.set_password(person, "$argon2id$", false, "{}", noon()).await.unwrap();
    tx.set_totp(person, Some(b"secret")).await.unwrap();
    tx.use_form_token(Digest([3; 32]), noon()).await.unwrap();
    let line = NewAudit {
        at: noon(),
        agency: None,
        actor: "staff".to_owned(),
        action: "read".to_owned(),
        object_kind: "application".to_owned(),
        object_id: Some(stream.id),
        document: "{}".to_owned(),
    };
    tx.note(line.clone()).await.unwrap();
    tx.commit().await.unwrap();

    let file = world.directory.path().join("backup");
    let backup = world.storage.backup_to(&file).await.unwrap();
    assert_eq!((backup.events, backup.schema), (2, Storage::SCHEMA));
    assert_eq!(backup.bytes, std::fs::metadata(&file).unwrap().len());
    let restored = Storage::restore(&file, &elsewhere(&world).await).await.unwrap();
    let restored = restored.with_vault(world.vault("2025", &[]));
    let checked = restored.check().await.unwrap();
    assert_eq!(checked, world.storage.check().await.unwrap());
    assert_eq!(checked.chains.len(), 1);

    assert_eq!(restored.agencies().await.unwrap(), world.storage.agencies().await.unwrap());
    assert_eq!(restored.events_of(&stream).await.unwrap(), world.storage.events_of(&stream).await.unwrap());
    assert_eq!(restored.content(content).await.unwrap(), "张三\n\"\\".as_bytes());
    assert_eq!(restored.totp_secret(person).await.unwrap().as_deref(), Some(b"secret".as_slice()));
    let tx = restored.begin().await.unwrap();
    assert_eq!(tx.next_number(agency, "registration", 2025).await.unwrap(), 2);
    assert!(!tx.use_form_token(Digest([3; 32]), noon()).await.unwrap());
    let next = tx.append(agency, &stream, 2, vec![event("registered")]).await.unwrap();
    assert_eq!(next[0].change, 3);
    tx.note(line).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(restored.check().await.unwrap().chains[0].events, 3);
}

async fn a_backup_overwrites_nothing(world: World) {
    let file = world.directory.path().join("backup");
    world.storage.backup_to(&file).await.unwrap();
    let refused = world.storage.backup_to(&file).await;
    assert!(
        matches!(&refused, Err(StorageError::File { source, .. }) if source.kind() == std::io::ErrorKind::AlreadyExists),
        "{refused:?}"
    );
}

async fn a_check_names_the_broken_event(world: World) {
    let agency = world.agency("a").await;
    let tx = world.storage.begin().await.unwrap();
    tx.append(agency, &stream(world.id()), 0, vec![event("arrived")]).await.unwrap();
    tx.commit().await.unwrap();
    world.ask("DELETE FROM chain_head").await;
    let broken = world.storage.check().await;
    assert!(matches!(broken, Err(StorageError::Chain(_))), "{broken:?}");
}

async fn a_file_that_is_no_backup_is_refused(world: World) {
    let file = world.directory.path().join("letter.txt");
    std::io::Write::write_all(
        &mut std::fs::File::create(&file).unwrap(),
        "今天天气很好。".repeat(99).as_bytes(),
    )
    .unwrap();
    let refused = Storage::restore(&file, &elsewhere(&world).await).await;
    assert!(matches!(refused, Err(StorageError::Database(_) | StorageError::Unreadable(_))), "{refused:?}");
}
