//! The database as one thing to hold: opening it, the one way to write, and the few forms of a statement.
//!
//! Not here: what is read and written; each aggregate's file adds its methods to [`Records`].

use crate::column::{Record, Row};
use crate::error::StorageError;
use crate::flush::Flush;
use crate::looks::Looks;
use crate::seal::Vault;
use sea_orm::sea_query::SelectStatement;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Which database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A file; it is made when it is not there.
    Sqlite {
        /// The file.
        path: PathBuf,
    },
    /// A server that speaks PostgreSQL's protocol and SQL.
    Postgres {
        /// `postgres://user:password@host:port/database`.
        url: String,
    },
}

/// The records, over a pool of connections ([`Storage`]) or within one transaction ([`Tx`]).
pub struct Records<C> {
    pub(crate) connection: C,
    pub(crate) shared: Shared,
    /// Held by a transaction; released after the connection, as fields drop in order.
    turn: Option<OwnedSemaphorePermit>,
    /// Whether this transaction changed what an agency is, has set or who works in it.
    has_set: AtomicBool,
    /// Whether the server was told not to wait for its disk, because this program does.
    pub(crate) is_early: AtomicBool,
}

/// Reads, and opens transactions. Cheap to clone.
pub type Storage = Records<DatabaseConnection>;

/// One unit of work: everything written through it is kept by [`Tx::commit`], or nothing is.
pub type Tx = Records<DatabaseTransaction>;

#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) backend: DbBackend,
    pub(crate) vault: Option<Arc<Vault>>,
    /// How many may write at once. SQLite has one writer: waiting here is fair and costs nothing, waiting in SQLite is a lottery
    /// with naps. On a server half of the pool may write: those who wait for the lock of a chain keep their connections
    /// meanwhile, and whoever has the lock may need another one to read.
    writers: Arc<Semaphore>,
    /// Grows whenever this process changed what an agency is, has set or who works in it.
    revision: Arc<AtomicU64>,
    /// How what was committed gets onto the disk.
    flush: Arc<Flush>,
    /// Lines of the audit log that wait to be written together.
    pub(crate) looks: Arc<Looks>,
}

impl Clone for Storage {
    fn clone(&self) -> Self {
        Self {
            connection: self.connection.clone(),
            shared: self.shared.clone(),
            turn: None,
            has_set: AtomicBool::default(),
            is_early: AtomicBool::default(),
        }
    }
}

impl<C> std::fmt::Debug for Records<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").field("backend", &self.shared.backend).finish_non_exhaustive()
    }
}

/// Where the text of each statement is told on its way to the database, without its values: who counts statements listens here.
pub const STATEMENTS: &str = "gongkai_storage::statement";

fn told(sql: &str) {
    tracing::trace!(target: STATEMENTS, sql);
}

/// How long a writer waits for its turn before it gives up.
const PATIENCE: Duration = Duration::from_secs(10);
/// Connections to a server.
const CONNECTIONS: u32 = 16;
/// What all connections of SQLite together keep of its pages, in KiB.
const PAGES_KIB: u32 = 128_000;

/// Connections of SQLite. Each is a thread of its own that reads; more of them than twice the cores only wait for each other
/// and divide the memory for pages into smaller parts. Four let three read while one writes.
fn readers() -> u32 {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    u32::try_from(2 * cores).unwrap_or(8).clamp(4, 8)
}

impl Storage {
    /// Opens the database. The tables are made by [`Storage::migrate`].
    pub async fn open(target: &Target) -> Result<Self, StorageError> {
        let (mut options, backend) = match target {
            Target::Sqlite { path } => {
                match private_file(path) {
                    Err(why) if why.kind() != ErrorKind::AlreadyExists => {
                        return Err(StorageError::file(path, why));
                    }
                    _ => {}
                }
                let mut options = ConnectOptions::new("sqlite::memory:");
                let (file, readers) = (path.clone(), readers());
                let pages = format!("-{}", PAGES_KIB / readers);
                options.max_connections(readers).min_connections(1).map_sqlx_sqlite_opts(move |_| {
                    sea_orm::sqlx::sqlite::SqliteConnectOptions::new()
                        .filename(&file)
                        .create_if_missing(true)
                        .journal_mode(SqliteJournalMode::Wal)
                        // what was acknowledged survives a power cut: see `flush`
                        .synchronous(SqliteSynchronous::Normal)
                        .foreign_keys(true)
                        .busy_timeout(PATIENCE)
                        // a checkpoint flushes twice and keeps the writer waiting: after 16 MB of log instead of 4
                        .pragma("wal_autocheckpoint", "4000")
                        .pragma("temp_store", "memory")
                        .pragma("cache_size", pages.clone())
                        .pragma("secure_delete", "on")
                        .statement_cache_capacity(256)
                });
                (options, DbBackend::Sqlite)
            }
            Target::Postgres { url } => {
                let mut options = ConnectOptions::new(url.clone());
                options.max_connections(CONNECTIONS).min_connections(1).map_sqlx_postgres_opts(|server| {
                    let patience = format!("{}ms", PATIENCE.as_millis());
                    server.application_name("gongkai").options([("lock_timeout", patience)])
                });
                (options, DbBackend::Postgres)
            }
        };
        options.sqlx_logging(false).acquire_timeout(PATIENCE).test_before_acquire(false);
        // no health check before each use: it costs a round trip on every read; a broken connection fails its statement
        // and leaves the pool
        let connection = Database::connect(options).await?;
        if backend == DbBackend::Postgres {
            warn_of_lost_commits(&connection).await?;
        }
        let flush = match target {
            Target::Sqlite { path } => Flush::of_file(path),
            Target::Postgres { url } => Flush::of_server(url).await?,
        };
        let writers = if backend == DbBackend::Sqlite { 1 } else { CONNECTIONS as usize / 2 };
        let writers = Arc::new(Semaphore::new(writers));
        let (revision, looks) = (Arc::default(), Arc::default());
        let shared = Shared { backend, vault: None, writers, revision, flush: Arc::new(flush), looks };
        let (has_set, is_early) = Default::default();
        Ok(Self { connection, shared, turn: None, has_set, is_early })
    }

    /// The same storage with keys and a source of chance: needed for everything that is sealed.
    #[must_use]
    pub fn with_vault(mut self, vault: Vault) -> Self {
        self.shared.vault = Some(Arc::new(vault));
        self
    }

    /// Begins a unit of work. This is the only way to write: on SQLite a transaction that reads before it writes must
    /// take the write lock at its beginning (`BEGIN IMMEDIATE`), or it fails at once however long it would have waited.
    ///
    /// A use case that appends calls [`Tx::lock_chain`] or [`Tx::append`] before it takes numbers: on PostgreSQL two
    /// transactions that take the same two locks in different order stop each other.
    pub async fn begin(&self) -> Result<Tx, StorageError> {
        let turn = Some(self.turn().await?);
        let options = TransactionOptions {
            sqlite_transaction_mode: (self.shared.backend == DbBackend::Sqlite)
                .then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        told("BEGIN");
        let connection = self.connection.begin_with_options(options).await?;
        let (has_set, is_early) = Default::default();
        Ok(Tx { connection, shared: self.shared.clone(), turn, has_set, is_early })
    }

    /// Waits until it may write.
    async fn turn(&self) -> Result<OwnedSemaphorePermit, StorageError> {
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.shared.writers).acquire_owned()).await;
        // it is never closed
        turn.map_err(|_| StorageError::Busy)?.map_err(|_| StorageError::Busy)
    }

    /// Runs one statement that writes, and is a transaction by itself. As with [`Tx::commit_lightly`], nobody waits for the disk.
    pub(crate) async fn run_alone(&self, sql: &str, values: Vec<Value>) -> Result<(), StorageError> {
        let turn = self.turn().await?;
        let done = self.connection.execute_raw(self.statement(sql, values)).await;
        drop(turn);
        done?;
        self.shared.flush.committed();
        Ok(())
    }

    /// A number that grows whenever this process has changed what an agency is, has set or who works in it: what was made from that before is
    /// to be made again. Changes by other nodes do not show here.
    pub fn settings_revision(&self) -> u64 {
        self.shared.revision.load(Ordering::Acquire)
    }

    /// Closes all connections.
    pub async fn close(self) -> Result<(), StorageError> {
        self.shared.flush.close().await?;
        Ok(self.connection.close().await?)
    }
}

/// Makes a file that nobody else on the machine may read.
pub(crate) fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A server may be set up to acknowledge what a power cut still takes away; its administrator should hear of it.
async fn warn_of_lost_commits(connection: &DatabaseConnection) -> Result<(), StorageError> {
    for setting in ["synchronous_commit", "fsync"] {
        let show = Statement::from_string(DbBackend::Postgres, format!("SHOW {setting}"));
        let said = connection.query_one_raw(show).await?;
        let said: Option<String> = said.map(|said| said.try_get_by_index(0)).transpose()?;
        if said.as_deref() == Some("off") {
            tracing::warn!(postgres.setting = setting, "commits can be lost in a power cut");
        }
    }
    Ok(())
}

impl Tx {
    /// Keeps everything that was written: when this answers, a power cut takes nothing of it away.
    pub async fn commit(self) -> Result<(), StorageError> {
        let is_waiting = !self.is_postgres() || self.is_early.load(Ordering::Relaxed);
        let shared = self.shared.clone();
        self.commit_lightly().await?;
        if is_waiting { shared.flush.flushed().await } else { Ok(()) }
    }

    /// Keeps everything that was written, for other requests and after a crash of this program, without waiting for the disk: a
    /// power cut may take back the last moments. For what nobody was promised: counters of attempts, tickets of browsers, the
    /// log of what was looked at. What is committed after it never survives without it.
    pub async fn commit_lightly(self) -> Result<(), StorageError> {
        let Self { connection, turn, shared, has_set, is_early: _ } = self;
        told("COMMIT");
        let kept = connection.commit().await;
        // the next writer need not wait for the disk
        drop(turn);
        if has_set.into_inner() {
            shared.revision.fetch_add(1, Ordering::Release);
        }
        kept?;
        shared.flush.committed();
        Ok(())
    }

    /// Notes that what an agency is, has set or who works in it changes with this transaction.
    pub(crate) fn note_setting(&self) {
        self.has_set.store(true, Ordering::Relaxed);
    }

    /// Forgets everything that was written; dropping the transaction does the same.
    pub async fn rollback(self) -> Result<(), StorageError> {
        let Self { connection, turn, .. } = self;
        let forgotten = connection.rollback().await;
        drop(turn);
        Ok(forgotten?)
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// Whether this is PostgreSQL; else it is SQLite.
    pub(crate) fn is_postgres(&self) -> bool {
        self.shared.backend == DbBackend::Postgres
    }

    /// The end of a `SELECT` that locks its rows; SQLite's writer holds the whole database anyway.
    pub(crate) fn for_update(&self) -> &'static str {
        if self.is_postgres() { " FOR UPDATE" } else { "" }
    }

    /// The keys.
    pub fn vault(&self) -> Result<&Vault, StorageError> {
        self.shared.vault.as_deref().ok_or(StorageError::NoVault)
    }

    fn statement(&self, sql: &str, values: Vec<Value>) -> Statement {
        told(sql);
        Statement::from_sql_and_values(self.shared.backend, sql, values)
    }

    pub(crate) async fn all<R: Row>(&self, sql: &str, values: Vec<Value>) -> Result<Vec<R>, StorageError> {
        let rows = self.connection.query_all_raw(self.statement(sql, values)).await?;
        Ok(rows.iter().map(R::row).collect::<Result<_, _>>()?)
    }

    pub(crate) async fn one<R: Row>(&self, sql: &str, values: Vec<Value>) -> Result<Option<R>, StorageError> {
        let row = self.connection.query_one_raw(self.statement(sql, values)).await?;
        Ok(row.as_ref().map(R::row).transpose()?)
    }

    /// All rows of a table that fulfil the rest of the statement.
    pub(crate) async fn select<R: Record>(
        &self,
        rest: &str,
        values: Vec<Value>,
    ) -> Result<Vec<R>, StorageError> {
        self.all(&R::select(rest), values).await
    }

    /// All rows of a statement that was put together at run time.
    pub(crate) async fn query<R: Row>(&self, query: &SelectStatement) -> Result<Vec<R>, StorageError> {
        let statement = self.shared.backend.build(query);
        told(&statement.sql);
        let rows = self.connection.query_all_raw(statement).await?;
        Ok(rows.iter().map(R::row).collect::<Result<_, _>>()?)
    }

    /// The first row of a table that fulfils the rest of the statement.
    pub(crate) async fn find<R: Record>(
        &self,
        rest: &str,
        values: Vec<Value>,
    ) -> Result<Option<R>, StorageError> {
        self.one(&R::select(rest), values).await
    }
}

impl Tx {
    /// Runs a statement; how many rows it touched.
    pub(crate) async fn run(&self, sql: &str, values: Vec<Value>) -> Result<u64, StorageError> {
        Ok(self.connection.execute_raw(self.statement(sql, values)).await?.rows_affected())
    }

    /// Keeps a new row.
    pub(crate) async fn insert<R: Record>(&self, row: &R) -> Result<(), StorageError> {
        self.run(&R::insert(), row.values()).await.map(drop)
    }

    /// Keeps a row, new or known.
    pub(crate) async fn upsert<R: Record>(&self, row: &R) -> Result<(), StorageError> {
        self.run(&R::upsert(), row.values()).await.map(drop)
    }
}
