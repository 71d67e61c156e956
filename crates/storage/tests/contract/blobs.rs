//! Files: sealed, proved, destroyed, swept.
//!
//! Not here: which files are accepted.

use crate::on_both;
use crate::world::{World, after, noon};
use gongkai_domain::ids::AgencyId;
use gongkai_storage::{AttachmentRow, BlobRow, Blobs, StorageError};
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

on_both!(
    a_file_lies_sealed_and_comes_back,
    a_damaged_or_missing_file_is_told,
    strays_are_swept_and_known_files_stay,
    an_attachment_needs_its_file,
);

pub(crate) fn files(world: &World) -> (Blobs, PathBuf) {
    let directory = world.directory.path().join("blobs");
    (Blobs::local(&directory).unwrap(), directory)
}

fn path(directory: &std::path::Path, row: &BlobRow) -> PathBuf {
    let name = row.name.to_string();
    directory.join(&name[..2]).join(&name[2..4]).join(name)
}

pub(crate) async fn keep(world: &World, blobs: &Blobs, plain: &str) -> BlobRow {
    let vault = world.vault("2025", &[]);
    let agency = AgencyId(world.id());
    let row =
        blobs.write(&vault, agency, "application/pdf", plain.as_bytes().to_vec(), noon()).await.unwrap();
    let tx = world.storage.begin().await.unwrap();
    tx.save_blob(&row).await.unwrap();
    tx.commit().await.unwrap();
    world.storage.blob(row.name).await.unwrap().unwrap()
}

async fn a_file_lies_sealed_and_comes_back(world: World) {
    let (blobs, directory) = files(&world);
    let row = keep(&world, &blobs, "身份证复印件").await;
    assert_eq!((row.size, row.media_type.as_str(), row.created_at), (18, "application/pdf", after(0)));
    let plain = blobs.read(&world.vault("2026", &["2025"]), &row).await.unwrap();
    assert_eq!(plain, "身份证复印件".as_bytes());
    let sealed = fs::File::open(path(&directory, &row)).map(std::io::read_to_string).unwrap();
    assert!(sealed.is_err(), "sealed bytes are no text");
    let again = keep(&world, &blobs, "身份证复印件").await;
    assert_ne!(again.name, row.name, "the salt hides that they are the same");
}

async fn a_damaged_or_missing_file_is_told(world: World) {
    let (blobs, directory) = files(&world);
    let vault = world.vault("2025", &[]);
    let row = keep(&world, &blobs, "照片").await;
    let path = path(&directory, &row);
    let end = fs::metadata(&path).unwrap().len() - 1;
    fs::File::options().write(true).open(&path).unwrap().set_len(end).unwrap();
    assert!(matches!(blobs.read(&vault, &row).await, Err(StorageError::Sealed(_))));
    fs::remove_file(&path).unwrap();
    assert!(matches!(blobs.read(&vault, &row).await, Err(StorageError::NotFound { .. })));
    assert_eq!(world.storage.missing_blobs(&blobs).await.unwrap(), [row.name]);
}

async fn strays_are_swept_and_known_files_stay(world: World) {
    let (blobs, directory) = files(&world);
    let vault = world.vault("2025", &[]);
    let (kept, gone) = (keep(&world, &blobs, "留").await, keep(&world, &blobs, "毁").await);
    let stray = blobs.write(&vault, kept.agency, "text/plain", b"x".to_vec(), noon()).await.unwrap();
    let tx = world.storage.begin().await.unwrap();
    tx.destroy_blob(gone.name, noon()).await.unwrap();
    tx.commit().await.unwrap();
    fs::File::create(directory.join("notes.txt")).unwrap().write_all(b"not ours").unwrap();
    let young = world.storage.sweep_blobs(&blobs, Duration::from_hours(1)).await.unwrap();
    assert_eq!(young, 0, "a young file may belong to a transaction under way");
    assert_eq!(world.storage.sweep_blobs(&blobs, Duration::ZERO).await.unwrap(), 2);
    assert!(path(&directory, &kept).exists() && directory.join("notes.txt").exists());
    assert!(!path(&directory, &gone).exists() && !path(&directory, &stray).exists());
    let gone = world.storage.blob(gone.name).await.unwrap().unwrap();
    assert!(gone.salt.is_empty());
    assert!(matches!(blobs.read(&vault, &gone).await, Err(StorageError::Destroyed(_))));
    assert_eq!(world.storage.missing_blobs(&blobs).await.unwrap(), []);
}

async fn an_attachment_needs_its_file(world: World) {
    let (blobs, _) = files(&world);
    let row = keep(&world, &blobs, "补正材料").await;
    let (owner, agency) = (world.id(), row.agency);
    let tx = world.storage.begin().await.unwrap();
    let attachment = AttachmentRow {
        id: world.id(),
        agency,
        owner_kind: "application".to_owned(),
        owner,
        purpose: "correction".to_owned(),
        file_name: tx.put_content(agency, "张三.pdf".as_bytes(), noon()).await.unwrap(),
        blob: row.name,
        created_at: after(0),
        created_by: "applicant".to_owned(),
    };
    tx.attach(&attachment).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.storage.attachment(attachment.id).await.unwrap().as_ref(), Some(&attachment));
    assert_eq!(world.storage.attachments_of(owner).await.unwrap(), std::slice::from_ref(&attachment));
    let tx = world.storage.begin().await.unwrap();
    let nowhere = AttachmentRow { id: world.id(), blob: gongkai_domain::ids::Digest([1; 32]), ..attachment };
    assert!(matches!(tx.attach(&nowhere).await, Err(StorageError::Database(_))));
}
