//! How what was committed gets onto the disk: one flush for all who wait for one.
//!
//! Not here: transactions (`records`).
//!
//! A flush takes milliseconds, a commit without it microseconds. Whoever holds the writer's turn of SQLite, or the lock of an
//! agency's chain, must not hold it through a flush, or an office would file no more applications a second than its disk
//! flushes. So transactions commit without it, let go, and then wait here; the first who waits flushes for all who have
//! committed by then. Nobody is answered before, and what is committed later is never on the disk without what was earlier.
//!
//! SQLite writes its log before a commit returns (`synchronous = NORMAL`) and flushes it itself before each checkpoint; what
//! `FULL` would add, the flush of the log after each commit, is done here. A log that is gone has been checkpointed. No lock
//! of SQLite lies on the log's file, so that it may be opened and closed beside SQLite.
//!
//! PostgreSQL flushes everything before it with any commit that waits for the disk, by the server's own setting.

use crate::error::StorageError;
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection};
use std::ffi::OsString;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Mutex;

/// A commit of nothing but a word in the log: it waits until the log is on the disk.
const BARRIER: &str = "SELECT pg_logical_emit_message(true, 'gongkai', 'kept')";

#[derive(Debug)]
enum Way {
    /// The log beside the file.
    Log(PathBuf),
    /// A connection of its own: those of the pool may all wait for a lock.
    Server(DatabaseConnection),
}

/// Flushes for everybody.
#[derive(Debug)]
pub(crate) struct Flush {
    way: Way,
    /// How many transactions have committed.
    committed: AtomicU64,
    /// How many of them are on the disk.
    flushed: Mutex<u64>,
}

impl Flush {
    fn by(way: Way) -> Self {
        Self { way, committed: AtomicU64::new(0), flushed: Mutex::new(0) }
    }

    pub(crate) fn of_file(path: &Path) -> Self {
        let mut log = OsString::from(path);
        log.push("-wal");
        Self::by(Way::Log(log.into()))
    }

    pub(crate) async fn of_server(url: &str) -> Result<Self, StorageError> {
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).min_connections(0).connect_lazy(true).sqlx_logging(false);
        options.map_sqlx_postgres_opts(|server| server.application_name("gongkai"));
        Ok(Self::by(Way::Server(Database::connect(options).await?)))
    }

    /// Notes that one more transaction has committed.
    pub(crate) fn committed(&self) {
        self.committed.fetch_add(1, Ordering::SeqCst);
    }

    /// Waits until everything that has committed by now is on the disk.
    pub(crate) async fn flushed(&self) -> Result<(), StorageError> {
        let mine = self.committed.load(Ordering::SeqCst);
        let mut flushed = self.flushed.lock().await;
        if *flushed >= mine {
            return Ok(());
        }
        let all = self.committed.load(Ordering::SeqCst);
        match &self.way {
            Way::Log(path) => {
                let log = path.clone();
                let done = tokio::task::spawn_blocking(move || sync(&log)).await;
                let done = done.map_err(|why| StorageError::Unreadable(why.to_string()))?;
                done.map_err(|why| StorageError::file(path, why))?;
            }
            Way::Server(connection) => {
                connection.execute_unprepared(BARRIER).await?;
            }
        }
        *flushed = all;
        Ok(())
    }

    pub(crate) async fn close(&self) -> Result<(), StorageError> {
        match &self.way {
            Way::Log(_) => Ok(()),
            Way::Server(connection) => Ok(connection.close_by_ref().await?),
        }
    }
}

fn sync(log: &Path) -> std::io::Result<()> {
    match File::options().write(true).open(log) {
        Ok(log) => log.sync_data(),
        Err(why) if why.kind() == ErrorKind::NotFound => Ok(()),
        Err(why) => Err(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_flush_serves_all_who_committed_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let flush = Flush::of_file(&folder.path().join("records.db"));
        for _ in 0..3 {
            flush.committed();
        }
        flush.flushed().await.unwrap();
        assert_eq!(*flush.flushed.lock().await, 3);
        flush.committed();
        assert_eq!(*flush.flushed.lock().await, 3, "nobody has waited for the fourth");
        flush.flushed().await.unwrap();
        assert_eq!(*flush.flushed.lock().await, 4);
    }

    #[tokio::test]
    async fn a_log_that_cannot_be_flushed_is_told_and_counts_for_nobody() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("records.db-wal")).unwrap();
        let flush = Flush::of_file(&folder.path().join("records.db"));
        flush.committed();
        assert!(flush.flushed().await.is_err());
        assert_eq!(*flush.flushed.lock().await, 0);
    }
}
