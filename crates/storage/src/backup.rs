//! Backup while the office works, and the check that a restored database is whole.
//!
//! Not here: when to back up, where to, and the files of blobs, which are copied as they are (`gongkai-cli`).
//!
//! On SQLite a backup is a database file. On PostgreSQL it is a file of JSON lines, one row each, table by table in an
//! order in which they can be read back; a server's own tools remain the better way where there are any.

use crate::blob::Blobs;
use crate::chain::ChainSummary;
use crate::error::StorageError;
use crate::records::{Storage, Target, Tx, private_file};
use gongkai_domain::ids::{AgencyId, ContentId, ContentRef, Digest};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DbBackend, IsolationLevel, Statement,
    TransactionOptions, TransactionTrait,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

/// What a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backup {
    /// The version of the tables.
    pub schema: i64,
    /// How many events.
    pub events: i64,
    /// The size of the file.
    pub bytes: u64,
}

/// A database that was checked: every chain holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The version of the tables.
    pub schema: i64,
    /// All chains.
    pub chains: Vec<ChainSummary>,
}

/// All tables with rows of ours, those that others point to first.
const TABLES: [&str; 28] = [
    "agency",
    "department",
    "person",
    "role",
    "setting",
    "credential",
    "session",
    "event",
    "chain_head",
    "content",
    "application",
    "challenge",
    "challenge_application",
    "application_mark",
    "case_other",
    "number_series",
    "paper",
    "blob",
    "attachment",
    "audit",
    "draft",
    "form_token",
    "rate_counter",
    "once",
    "calendar_year",
    "outbox",
    "lease",
    "message",
];

/// Tables that number their rows themselves, with the column.
const NUMBERED: [(&str, &str); 2] = [("event", "change"), ("audit", "id")];

/// The first line of a backup as JSON lines.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Heading {
    gongkai_backup: u32,
    schema: i64,
}

/// The last line: how many rows of each table came before it, so that a file that was cut short is known for one.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Trailer {
    rows: BTreeMap<String, u64>,
}

/// How backups as JSON lines are written now; the first way had no last line.
const FORMAT: u32 = 2;

/// Any other line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    table: &'a str,
    #[serde(borrow)]
    row: &'a RawValue,
}

fn unreadable(why: impl ToString) -> StorageError {
    StorageError::Unreadable(why.to_string())
}

/// What the first line of a backup says, of a version that this program knows.
fn heading_of(path: &Path) -> Result<Heading, StorageError> {
    let file = |why| StorageError::file(path, why);
    let mut first = String::new();
    BufReader::new(File::open(path).map_err(file)?).read_line(&mut first).map_err(file)?;
    let heading: Heading = serde_json::from_str(&first).map_err(unreadable)?;
    if !(1..=Storage::SCHEMA).contains(&heading.schema) || !(1..=FORMAT).contains(&heading.gongkai_backup) {
        return Err(StorageError::Schema { found: heading.schema, known: Storage::SCHEMA });
    }
    Ok(heading)
}

/// What the events of a database speak of and is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Missing {
    /// Files whose rows are there.
    pub files: Vec<Digest>,
    /// Contents to which an event refers.
    pub contents: Vec<ContentId>,
}

impl Missing {
    /// Whether all is there.
    pub fn is_nothing(&self) -> bool {
        self.files.is_empty() && self.contents.is_empty()
    }
}

/// The references to contents anywhere in the payload of an event: objects of an id and a digest and nothing else.
fn contents_in(value: &Value, found: &mut BTreeSet<ContentId>) {
    match value {
        Value::Object(fields) => {
            let is_reference =
                fields.len() == 2 && fields.contains_key("id") && fields.contains_key("digest");
            match serde_json::from_value::<ContentRef>(value.clone()) {
                Ok(reference) if is_reference => {
                    found.insert(reference.id);
                }
                _ => fields.values().for_each(|value| contents_in(value, found)),
            }
        }
        Value::Array(values) => values.iter().for_each(|value| contents_in(value, found)),
        _ => {}
    }
}

/// How many events are looked through at a time.
const AT_A_TIME: i64 = 5000;

impl Storage {
    /// What the records speak of and is not there: files of the directory, contents of events. Asked after a restore.
    pub async fn missing(&self, blobs: &Blobs) -> Result<Missing, StorageError> {
        let known: Vec<(ContentId,)> = self.all("SELECT id FROM content", vec![]).await?;
        let known: BTreeSet<ContentId> = known.into_iter().map(|(id,)| id).collect();
        let mut contents = BTreeSet::new();
        let mut after = 0_i64;
        loop {
            let events: Vec<(i64, String)> = self
                .all(
                    "SELECT change, payload FROM event WHERE change > $1 ORDER BY change LIMIT $2",
                    values![after, AT_A_TIME],
                )
                .await?;
            let Some((last, _)) = events.last() else { break };
            after = *last;
            for (_, payload) in &events {
                let payload: Value = serde_json::from_str(payload).map_err(unreadable)?;
                contents_in(&payload, &mut contents);
            }
        }
        let contents = contents.into_iter().filter(|id| !known.contains(id)).collect();
        Ok(Missing { files: self.missing_blobs(blobs).await?, contents })
    }

    /// Writes a backup to a new file; the office works on, and the backup is of one instant.
    pub async fn backup_to(&self, path: &Path) -> Result<Backup, StorageError> {
        let file = |why| StorageError::file(path, why);
        let schema = self.schema_version().await?;
        // both ways to write fill an empty file, and this one is closed to others
        private_file(path).map_err(file)?;
        let written = self.fill(path, schema).await;
        if written.is_err() {
            // what is half a backup must not pass for one; the first error is the one to tell
            let _removed = std::fs::remove_file(path);
        }
        written
    }

    async fn fill(&self, path: &Path, schema: i64) -> Result<Backup, StorageError> {
        let file = |why| StorageError::file(path, why);
        let events = if self.is_postgres() {
            self.export_to(path, schema).await?
        } else {
            self.vacuum_to(path).await?
        };
        // VACUUM INTO does not promise that the bytes have reached the disk
        let written = File::open(path).map_err(file)?;
        written.sync_all().map_err(file)?;
        Ok(Backup { schema, events, bytes: written.metadata().map_err(file)?.len() })
    }

    async fn vacuum_to(&self, path: &Path) -> Result<i64, StorageError> {
        let target = path.to_str().ok_or_else(|| unreadable("a path that is no text"))?;
        let vacuum =
            Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO $1", values![target.to_owned()]);
        self.connection.execute_raw(vacuum).await?;
        // counted in the copy itself, which nobody else has open: it is of the instant of the copy
        let (file, mut options) = (path.to_owned(), ConnectOptions::new("sqlite::memory:"));
        options.max_connections(1).sqlx_logging(false).map_sqlx_sqlite_opts(move |_| {
            sea_orm::sqlx::sqlite::SqliteConnectOptions::new().filename(&file).read_only(true).immutable(true)
        });
        let copy = Database::connect(options).await?;
        let count = Statement::from_string(DbBackend::Sqlite, "SELECT COUNT(*) FROM event");
        let events = copy.query_one_raw(count).await?;
        copy.close().await?;
        Ok(events.map_or(Ok(0), |events| events.try_get_by_index(0))?)
    }

    async fn export_to(&self, path: &Path, schema: i64) -> Result<i64, StorageError> {
        let file = |why| StorageError::file(path, why);
        let still = TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        };
        let snapshot = self.connection.begin_with_options(still).await?;
        let mut out = BufWriter::new(File::options().write(true).open(path).map_err(file)?);
        serde_json::to_writer(&mut out, &Heading { gongkai_backup: FORMAT, schema }).map_err(unreadable)?;
        let mut counts = BTreeMap::new();
        for table in TABLES {
            let mut count = 0;
            let open =
                format!("DECLARE rows NO SCROLL CURSOR FOR SELECT row_to_json(t)::text FROM {table} t");
            snapshot.execute_unprepared(&open).await?;
            loop {
                let fetch = Statement::from_string(DbBackend::Postgres, "FETCH 1000 FROM rows");
                let rows = snapshot.query_all_raw(fetch).await?;
                if rows.is_empty() {
                    break;
                }
                count += rows.len() as u64;
                for row in rows {
                    let text: String = row.try_get_by_index(0)?;
                    let row: &RawValue = serde_json::from_str(&text).map_err(unreadable)?;
                    out.write_all(b"\n").map_err(file)?;
                    serde_json::to_writer(&mut out, &Line { table, row }).map_err(unreadable)?;
                }
            }
            snapshot.execute_unprepared("CLOSE rows").await?;
            counts.insert(table.to_owned(), count);
        }
        snapshot.commit().await?;
        let events = counts.get("event").copied().unwrap_or(0);
        out.write_all(b"\n").map_err(file)?;
        serde_json::to_writer(&mut out, &Trailer { rows: counts }).map_err(unreadable)?;
        out.write_all(b"\n").and_then(|()| out.flush()).map_err(file)?;
        Ok(i64::try_from(events).unwrap_or(i64::MAX))
    }

    /// Brings a backup back: on SQLite to a file that is not there yet, on PostgreSQL to a database without rows. What
    /// came back is still to be checked by [`Storage::check`].
    pub async fn restore(backup: &Path, target: &Target) -> Result<Self, StorageError> {
        match target {
            Target::Sqlite { path } => {
                let file = |why| StorageError::file(path, why);
                let mut from = File::open(backup).map_err(|why| StorageError::file(backup, why))?;
                let mut to = private_file(path).map_err(file)?;
                io::copy(&mut from, &mut to).and_then(|_| to.sync_all()).map_err(file)?;
                let storage = Self::open(target).await?;
                storage.migrate().await?;
                Ok(storage)
            }
            Target::Postgres { .. } => {
                let heading = heading_of(backup)?;
                let storage = Self::open(target).await?;
                // the tables as they were when it was written; what came since is made of its rows
                storage.migrate_to(heading.schema).await?;
                let tx = storage.begin().await?;
                tx.import_from(backup, &heading).await?;
                tx.commit().await?;
                storage.migrate().await?;
                Ok(storage)
            }
        }
    }

    /// Checks a whole database: the version of its tables, the files of SQLite, and every agency's chain.
    pub async fn check(&self) -> Result<Checked, StorageError> {
        self.require_schema().await?;
        if !self.is_postgres() {
            let said: Vec<(String,)> = self.all("PRAGMA integrity_check(1)", vec![]).await?;
            if said.first().is_none_or(|(word,)| word != "ok") {
                return Err(unreadable(said.first().map_or("no answer", |(word,)| word)));
            }
            let lost: Option<(String,)> =
                self.one("SELECT \"table\" FROM pragma_foreign_key_check", vec![]).await?;
            if let Some((table,)) = lost {
                return Err(unreadable(format!("a row of {table} points nowhere")));
            }
        }
        // agencies with events but without a head are asked for too
        let agencies: Vec<(AgencyId,)> = self
            .all(
                "SELECT agency FROM chain_head UNION SELECT DISTINCT agency FROM event ORDER BY agency",
                vec![],
            )
            .await?;
        let mut chains = Vec::with_capacity(agencies.len());
        for (agency,) in agencies {
            chains.push(self.verify_agency(agency).await?);
        }
        Ok(Checked { schema: Self::SCHEMA, chains })
    }
}

impl Tx {
    async fn import_from(&self, path: &Path, heading: &Heading) -> Result<(), StorageError> {
        let file = |why| StorageError::file(path, why);
        let lines = BufReader::new(File::open(path).map_err(file)?).lines().skip(1);
        // agencies point to agencies that may come later
        self.run("SET CONSTRAINTS ALL DEFERRED", vec![]).await?;
        let mut inserts = BTreeMap::new();
        for table in TABLES {
            // a backup of an older version has no rows of a table that came later
            if let Some(insert) = self.insert_from_json(table).await? {
                inserts.insert(table, insert);
            }
        }
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        let mut trailer: Option<Trailer> = None;
        for line in lines {
            let line = line.map_err(file)?;
            if trailer.is_some() {
                return Err(unreadable("a row after the last line of the backup"));
            }
            if let Ok(last) = serde_json::from_str(&line) {
                trailer = Some(last);
                continue;
            }
            let line: Line<'_> = serde_json::from_str(&line).map_err(unreadable)?;
            *counts.entry(line.table.to_owned()).or_default() += 1;
            let insert =
                inserts.get(line.table).ok_or_else(|| unreadable(format!("table {}", line.table)))?;
            self.run(insert, values![line.row.get().to_owned()]).await?;
        }
        match &trailer {
            None if heading.gongkai_backup < FORMAT => {}
            None => return Err(unreadable("the backup is cut short: its last line is missing")),
            Some(trailer) => {
                for (table, rows) in &trailer.rows {
                    let found = counts.get(table).copied().unwrap_or(0);
                    if found != *rows {
                        return Err(unreadable(format!("the backup has {found} of {rows} rows of {table}")));
                    }
                }
            }
        }
        for (table, column) in NUMBERED {
            let next = format!(
                "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), COALESCE(MAX({column}), 0) + 1, false) \
                 FROM {table}"
            );
            self.run(&next, vec![]).await?;
        }
        Ok(())
    }

    /// The statement that reads a row of a table back; none where there is no such table.
    async fn insert_from_json(&self, table: &str) -> Result<Option<String>, StorageError> {
        let columns: Option<(Option<String>,)> = self
            .one(
                "SELECT string_agg(column_name::text, ', ' ORDER BY ordinal_position) FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = $1",
                values![table.to_owned()],
            )
            .await?;
        let into = |(columns,)| {
            format!(
                "INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_record(NULL::{table}, $1::json)"
            )
        };
        // without a table there are no columns
        Ok(columns.and_then(|(columns,)| columns).map(|columns| into((columns,))))
    }
}
