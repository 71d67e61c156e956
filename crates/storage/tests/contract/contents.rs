//! Contents: sealed, proved, destroyed, sealed anew.
//!
//! Not here: files (`blobs`).

use crate::on_both;
use crate::world::{World, after, noon};
use gongkai_domain::ids::{AgencyId, ContentRef, Digest};
use gongkai_storage::{Storage, StorageError};

on_both!(
    a_content_lies_sealed_and_opens_for_its_reference,
    a_destroyed_content_leaves_its_digest_only,
    a_moved_or_altered_content_does_not_open,
    after_a_new_key_the_old_one_can_go,
    without_keys_nothing_opens,
);

async fn put(storage: &Storage, plain: &str) -> ContentRef {
    let tx = storage.begin().await.unwrap();
    let reference = tx.put_content(AgencyId(uuid::Uuid::nil()), plain.as_bytes(), noon()).await.unwrap();
    tx.commit().await.unwrap();
    reference
}

async fn a_content_lies_sealed_and_opens_for_its_reference(world: World) {
    let (one, two) = (put(&world.storage, "张三").await, put(&world.storage, "张三").await);
    assert_ne!(one.digest, two.digest, "the salt hides that they are the same");
    assert_eq!(world.storage.content(one).await.unwrap(), "张三".as_bytes());
    let row = world.storage.content_row(one.id).await.unwrap().unwrap();
    assert!(!row.sealed.windows(6).any(|window| window == "张三".as_bytes()));
    assert_eq!((row.created_at, row.key_id.as_str()), (after(0), "2025"));
    let other = ContentRef { digest: Digest([9; 32]), ..one };
    assert!(matches!(world.storage.content(other).await, Err(StorageError::Altered(_))));
    let both = world.storage.contents(&[one.id, two.id]).await.unwrap();
    assert_eq!(both.len(), 2);
    assert_eq!(both[&two.id], "张三".as_bytes());
    assert_eq!(world.storage.contents(&[]).await.unwrap().len(), 0);
}

async fn a_destroyed_content_leaves_its_digest_only(world: World) {
    let reference = put(&world.storage, "张三").await;
    for seconds in [5, 9] {
        let tx = world.storage.begin().await.unwrap();
        tx.destroy_content(reference.id, after(seconds)).await.unwrap();
        tx.commit().await.unwrap();
    }
    let row = world.storage.content_row(reference.id).await.unwrap().unwrap();
    assert_eq!((row.sealed.len(), row.salt.len(), row.digest), (0, 0, reference.digest));
    assert_eq!(row.destroyed_at, Some(after(5)), "the first time counts");
    assert!(matches!(world.storage.content(reference).await, Err(StorageError::Destroyed(_))));
    assert!(world.storage.contents(&[reference.id]).await.unwrap().is_empty());
    let tx = world.storage.begin().await.unwrap();
    let nobody = gongkai_domain::ids::ContentId(world.id());
    assert!(matches!(tx.destroy_content(nobody, noon()).await, Err(StorageError::NotFound { .. })));
}

async fn a_moved_or_altered_content_does_not_open(world: World) {
    let (one, two) = (put(&world.storage, "甲").await, put(&world.storage, "乙").await);
    world.ask("UPDATE content SET sealed = (SELECT sealed FROM content ORDER BY id LIMIT 1)").await;
    let (first, moved) = if one.id < two.id { (one, two) } else { (two, one) };
    assert!(world.storage.content(first).await.is_ok());
    let refused = world.storage.content(moved).await;
    assert!(matches!(refused, Err(StorageError::Sealed(_))), "{refused:?}");
    world.ask("UPDATE content SET salt = sealed").await;
    let refused = world.storage.content(first).await;
    assert!(matches!(refused, Err(StorageError::Altered(_))), "{refused:?}");
}

async fn after_a_new_key_the_old_one_can_go(world: World) {
    let (old, gone) = (put(&world.storage, "旧").await, put(&world.storage, "毁").await);
    let tx = world.storage.begin().await.unwrap();
    tx.destroy_content(gone.id, noon()).await.unwrap();
    tx.commit().await.unwrap();
    let storage = world.under("2026", &["2025"]);
    let new = put(&storage, "新").await;
    let tx = storage.begin().await.unwrap();
    assert_eq!(tx.reseal_contents(10).await.unwrap(), 1);
    assert_eq!(tx.reseal_contents(10).await.unwrap(), 0);
    tx.commit().await.unwrap();
    let without_old = world.under("2026", &[]);
    assert_eq!(without_old.content(old).await.unwrap(), "旧".as_bytes());
    assert_eq!(without_old.content(new).await.unwrap(), "新".as_bytes());
    let refused = world.storage.content(old).await;
    assert!(matches!(&refused, Err(StorageError::UnknownKey(id)) if id == "2026"), "{refused:?}");
}

async fn without_keys_nothing_opens(world: World) {
    let reference = put(&world.storage, "张三").await;
    let keyless = Storage::open(&world.target).await.unwrap();
    assert!(matches!(keyless.content(reference).await, Err(StorageError::NoVault)));
}
