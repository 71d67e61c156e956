//! Backup, restore and the check of a whole database.
//!
//! Not here: the files of blobs, which are copied as they are.

use crate::on_both;
use crate::world::{World, day, event, noon, stream};
use gongkai_domain::ids::Digest;
use gongkai_storage::{AgencyRow, Blobs, NewAudit, NewEvent, Storage, StorageError, Target};

on_both!(
    a_backup_comes_back_whole_and_works_on,
    a_backup_overwrites_nothing,
    a_check_names_the_broken_event,
    a_file_that_is_no_backup_is_refused,
    a_backup_that_was_cut_short_is_refused,
    a_backup_of_an_older_version_comes_back_and_is_brought_up_to_date,
    what_events_speak_of_and_is_not_there_is_named,
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

#[expect(clippy::disallowed_methods, reason = "a copy that was cut short lies on a disk")]
async fn a_backup_that_was_cut_short_is_refused(world: World) {
    let agency = world.agency("a").await;
    for _ in 0..200 {
        let tx = world.storage.begin().await.unwrap();
        tx.append(agency, &stream(world.id()), 0, vec![event("arrived")]).await.unwrap();
        tx.commit().await.unwrap();
    }
    let file = world.directory.path().join("backup");
    world.storage.backup_to(&file).await.unwrap();
    let whole = std::fs::read(&file).unwrap();
    let cut = if world.is_postgres() {
        // at the end of a line, so that every line that is left is whole
        let lines = whole.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let lines: Vec<usize> = lines.collect();
        lines[lines.len() / 2]
    } else {
        whole.len() / 2 / 4096 * 4096
    };
    std::fs::write(&file, &whole[..cut]).unwrap();
    let refused = match Storage::restore(&file, &elsewhere(&world).await).await {
        Ok(restored) => restored.check().await.map(drop),
        Err(error) => Err(error),
    };
    assert!(matches!(refused, Err(StorageError::Database(_) | StorageError::Unreadable(_))), "{refused:?}");
}

#[expect(clippy::disallowed_methods, reason = "a copy of an older version lies on a disk")]
async fn a_backup_of_an_older_version_comes_back_and_is_brought_up_to_date(world: World) {
    let agency = world.agency("a").await;
    let stream = stream(world.id());
    let tx = world.storage.begin().await.unwrap();
    tx.append(agency, &stream, 0, vec![event("arrived")]).await.unwrap();
    tx.commit().await.unwrap();
    let file = world.directory.path().join("backup");
    world.storage.backup_to(&file).await.unwrap();
    if world.is_postgres() {
        // as it was written before there was a last line, and before the tables that came since
        let text = std::fs::read_to_string(&file).unwrap();
        let heading = format!("{{\"gongkai_backup\":2,\"schema\":{}}}", Storage::SCHEMA);
        let old = text.replacen(&heading, "{\"gongkai_backup\":1,\"schema\":1}", 1);
        assert_ne!(old, text);
        let lines: Vec<&str> = old.lines().filter(|line| !line.starts_with("{\"rows\"")).collect();
        std::fs::write(&file, lines.join("\n")).unwrap();
    }
    let restored = Storage::restore(&file, &elsewhere(&world).await).await.unwrap();
    assert_eq!(restored.schema_version().await.unwrap(), Storage::SCHEMA);
    assert_eq!(restored.events_of(&stream).await.unwrap(), world.storage.events_of(&stream).await.unwrap());
    assert_eq!(restored.check().await.unwrap().chains[0].events, 1);
}

async fn what_events_speak_of_and_is_not_there_is_named(world: World) {
    let agency = world.agency("a").await;
    let directory = world.directory.path().join("blobs");
    let blobs = Blobs::local(&directory).unwrap();
    let vault = world.vault("2025", &[]);
    let file = blobs.write(&vault, agency, "application/pdf", b"x".to_vec(), noon()).await.unwrap();
    let tx = world.storage.begin().await.unwrap();
    tx.save_blob(&file).await.unwrap();
    let kept = tx.put_content(agency, "某某".as_bytes(), noon()).await.unwrap();
    let lost = tx.put_content(agency, "某某".as_bytes(), noon()).await.unwrap();
    let payload =
        serde_json::json!({ "event": "arrived", "applicant": kept, "matters": [{ "request": lost }] });
    let spoken = NewEvent { payload: payload.to_string(), ..event("arrived") };
    tx.append(agency, &stream(world.id()), 0, vec![spoken]).await.unwrap();
    tx.commit().await.unwrap();
    assert!(world.storage.missing(&blobs).await.unwrap().is_nothing());
    let id = lost.id.to_string();
    let id = if world.is_postgres() { format!("'{id}'") } else { format!("x'{}'", id.replace('-', "")) };
    world.ask(&format!("DELETE FROM content WHERE id = {id}")).await;
    blobs.remove(file.name).await.unwrap();
    let missing = world.storage.missing(&blobs).await.unwrap();
    assert_eq!((missing.files, missing.contents), (vec![file.name], vec![lost.id]));
}
