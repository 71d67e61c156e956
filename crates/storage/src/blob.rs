//! Files: sealed bytes in a directory, each under the salted digest of its content, and the table that knows them.
//!
//! Not here: what a file belongs to (`attachment`, `paper`), and which files are accepted (`gongkai-app`).
//!
//! A file is written aside, synchronised, renamed, and its directory synchronised; only then may a transaction speak of
//! it. A transaction that fails leaves a file that nobody knows; [`Storage::sweep_blobs`] takes it away.

use crate::error::StorageError;
use crate::records::{Records, Storage, Tx};
use crate::seal::{Vault, salted_digest};
use chrono::{DateTime, Utc};
use gongkai_domain::ids::{AgencyId, Digest};
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

record! {
    /// A file that the records know.
    pub struct BlobRow in "blob" key(name) hides(salt) {
        /// SM3 of salt and content: the file's name.
        name: Digest,
        /// Whose.
        agency: AgencyId,
        /// What the name was salted with; empty when destroyed.
        salt: Vec<u8>,
        /// The key that sealed it.
        key_id: String,
        /// Its media type.
        media_type: String,
        /// Its size before sealing.
        size: i64,
        /// Since when.
        created_at: DateTime<Utc>,
        /// Destroyed by rule, when.
        destroyed_at: Option<DateTime<Utc>>,
    }
}

/// A directory of sealed files.
#[derive(Debug, Clone)]
pub struct Blobs {
    directory: PathBuf,
}

/// Runs work on files away from the threads that serve.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StorageError> + Send + 'static,
) -> Result<T, StorageError> {
    tokio::task::spawn_blocking(work).await.map_err(|why| StorageError::Unreadable(why.to_string()))?
}

impl Blobs {
    /// The files in a directory of this machine; it is made when it is not there.
    pub fn local(directory: impl Into<PathBuf>) -> Result<Self, StorageError> {
        let directory = directory.into();
        fs::create_dir_all(&directory).map_err(|why| StorageError::file(&directory, why))?;
        Ok(Self { directory })
    }

    /// Two levels of directories keep each one small.
    fn path(&self, name: Digest) -> PathBuf {
        let name = name.to_string();
        self.directory.join(&name[..2]).join(&name[2..4]).join(&name)
    }

    /// Seals and writes a file. The row goes into the transaction that speaks of it, by [`Tx::save_blob`].
    pub async fn write(
        &self,
        vault: &Vault,
        agency: AgencyId,
        media_type: &str,
        plain: Vec<u8>,
        at: DateTime<Utc>,
    ) -> Result<BlobRow, StorageError> {
        let (vault, files, media_type) = (vault.clone(), self.clone(), media_type.to_owned());
        aside(move || {
            let salt = vault.salt();
            let name = salted_digest(&salt, &plain);
            let path = files.path(name);
            write_durably(&path, &vault.seal(&name.0, &plain)?)
                .map_err(|why| StorageError::file(&path, why))?;
            Ok(BlobRow {
                name,
                agency,
                salt,
                key_id: vault.sealer().current().to_owned(),
                media_type,
                size: plain.len() as i64,
                created_at: at,
                destroyed_at: None,
            })
        })
        .await
    }

    /// Reads, opens and proves a file.
    pub async fn read(&self, vault: &Vault, row: &BlobRow) -> Result<Vec<u8>, StorageError> {
        if row.destroyed_at.is_some() {
            return Err(StorageError::Destroyed(row.name.to_string()));
        }
        let (vault, path, row) = (vault.clone(), self.path(row.name), row.clone());
        aside(move || {
            let mut sealed = Vec::new();
            let found = File::open(&path).and_then(|mut file| file.read_to_end(&mut sealed));
            match found {
                Err(why) if why.kind() == io::ErrorKind::NotFound => {
                    return Err(StorageError::missing("file", row.name));
                }
                found => found.map_err(|why| StorageError::file(&path, why))?,
            };
            let plain = vault.sealer().open(&row.key_id, &row.name.0, &sealed)?;
            if salted_digest(&row.salt, &plain) == row.name {
                Ok(plain)
            } else {
                Err(StorageError::Altered(row.name.to_string()))
            }
        })
        .await
    }

    /// Removes a file whose row says that it is destroyed, or that no row knows.
    pub async fn remove(&self, name: Digest) -> Result<(), StorageError> {
        let path = self.path(name);
        aside(move || match fs::remove_file(&path) {
            Err(why) if why.kind() != io::ErrorKind::NotFound => Err(StorageError::file(&path, why)),
            _ => Ok(()),
        })
        .await
    }

    /// The names of all files that are at least so old; a younger one may belong to a transaction under way.
    async fn names(&self, at_least: Duration) -> Result<BTreeSet<Digest>, StorageError> {
        let directory = self.directory.clone();
        aside(move || {
            let mut names = BTreeSet::new();
            let mut rooms = vec![directory];
            while let Some(room) = rooms.pop() {
                let entries = fs::read_dir(&room).map_err(|why| StorageError::file(&room, why))?;
                for entry in entries {
                    let entry = entry.map_err(|why| StorageError::file(&room, why))?;
                    let about = entry.metadata().map_err(|why| StorageError::file(&entry.path(), why))?;
                    if about.is_dir() {
                        rooms.push(entry.path());
                    } else if let Ok(name) = entry.file_name().to_string_lossy().parse() {
                        // a file time from the future counts as young
                        let age = about.modified().ok().and_then(|at| at.elapsed().ok());
                        if at_least.is_zero() || age.is_some_and(|age| age >= at_least) {
                            names.insert(name);
                        }
                    }
                }
            }
            Ok(names)
        })
        .await
    }
}

/// Writes a file so that it is there whole or not at all, also after a power cut.
fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let directory = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(directory)?;
    let aside = path.with_extension("part");
    let mut file = File::create(&aside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&aside, path)?;
    // the names are data too: of the file in its directory, and of new directories in theirs
    for level in directory.ancestors().take(3) {
        File::open(level)?.sync_all()?;
    }
    Ok(())
}

impl Tx {
    /// Keeps what is known of a file that was written.
    pub async fn save_blob(&self, row: &BlobRow) -> Result<(), StorageError> {
        self.insert(row).await
    }

    /// Notes that a file is destroyed by rule; the file goes after the commit, by [`Blobs::remove`].
    pub async fn destroy_blob(&self, name: Digest, at: DateTime<Utc>) -> Result<(), StorageError> {
        let nothing: Vec<u8> = Vec::new();
        let sql = "UPDATE blob SET salt = $1, destroyed_at = $2 WHERE name = $3 AND destroyed_at IS NULL";
        match self.run(sql, values![nothing, at, name]).await? {
            0 if self.blob(name).await?.is_none() => Err(StorageError::missing("blob", name)),
            _ => Ok(()),
        }
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// What is known of a file.
    pub async fn blob(&self, name: Digest) -> Result<Option<BlobRow>, StorageError> {
        self.find("WHERE name = $1", values![name]).await
    }
}

impl Storage {
    /// Takes away files that no row knows or whose row says destroyed, if they are at least so old; how many.
    pub async fn sweep_blobs(&self, blobs: &Blobs, at_least: Duration) -> Result<usize, StorageError> {
        let mut strays = blobs.names(at_least).await?;
        let mut after = Digest([0; 32]);
        loop {
            let known: Vec<(Digest, Option<DateTime<Utc>>)> = self
                .all(
                    "SELECT name, destroyed_at FROM blob WHERE name > $1 ORDER BY name LIMIT 5000",
                    values![after],
                )
                .await?;
            let Some((last, _)) = known.last() else { break };
            after = *last;
            for (name, destroyed) in known {
                if destroyed.is_none() {
                    strays.remove(&name);
                }
            }
        }
        for name in &strays {
            blobs.remove(*name).await?;
        }
        Ok(strays.len())
    }

    /// The files that the records know and the directory has not: asked after a restore.
    pub async fn missing_blobs(&self, blobs: &Blobs) -> Result<Vec<Digest>, StorageError> {
        let there = blobs.names(Duration::ZERO).await?;
        let known: Vec<(Digest,)> =
            self.all("SELECT name FROM blob WHERE destroyed_at IS NULL ORDER BY name", vec![]).await?;
        Ok(known.into_iter().map(|(name,)| name).filter(|name| !there.contains(name)).collect())
    }
}
