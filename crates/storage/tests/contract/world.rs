//! A migrated, empty database for one test, with fixed keys, seeded chance and a fixed day.
//!
//! Not here: what the tests say about it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use gongkai_domain::ids::{AgencyId, PersonId};
use gongkai_storage::{
    AgencyRow, Entropy, Key, KeyMaterial, NewEvent, PersonRow, Sealer, SeededEntropy, Storage, Stream,
    Target, Vault,
};
use gongkai_testkit::postgres::Cluster;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) struct World {
    pub(crate) storage: Storage,
    pub(crate) target: Target,
    pub(crate) directory: TempDir,
    chance: Arc<SeededEntropy>,
}

/// The cluster of this run, with a migrated template.
fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        let cluster = Cluster::start().unwrap();
        let url = cluster.create_database("migrated", None).unwrap();
        // a thread of its own: the tests' threads are within a runtime already
        let migrate = std::thread::spawn(|| {
            tokio::runtime::Runtime::new().unwrap().block_on(async {
                let storage = Storage::open(&Target::Postgres { url }).await.unwrap();
                storage.migrate().await.unwrap();
                storage.close().await.unwrap();
            });
        });
        migrate.join().unwrap();
        cluster
    })
}

/// An address of a database that nobody used before.
pub(crate) fn fresh_postgres(template: Option<&str>) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    cluster().create_database(&name, template).unwrap()
}

pub(crate) fn key(id: &str) -> Key {
    let byte = id.bytes().fold(0_u8, u8::wrapping_add);
    Key { id: id.to_owned(), material: KeyMaterial::Sm4([byte; 16]) }
}

impl World {
    pub(crate) async fn sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let target = Target::Sqlite { path: directory.path().join("records.db") };
        let world = Self::open(target, directory).await;
        world.storage.migrate().await.unwrap();
        world
    }

    pub(crate) async fn postgres() -> Self {
        let url = tokio::task::spawn_blocking(|| fresh_postgres(Some("migrated"))).await.unwrap();
        Self::open(Target::Postgres { url }, tempfile::tempdir().unwrap()).await
    }

    async fn open(target: Target, directory: TempDir) -> Self {
        let chance = Arc::new(SeededEntropy::new(1));
        let vault = Vault::new(Sealer::new(&key("2025"), &[]), chance.clone());
        let storage = Storage::open(&target).await.unwrap().with_vault(vault);
        Self { storage, target, directory, chance }
    }

    /// The same storage under other keys.
    pub(crate) fn under(&self, current: &str, earlier: &[&str]) -> Storage {
        self.storage.clone().with_vault(self.vault(current, earlier))
    }

    pub(crate) fn vault(&self, current: &str, earlier: &[&str]) -> Vault {
        let earlier: Vec<Key> = earlier.iter().map(|id| key(id)).collect();
        Vault::new(Sealer::new(&key(current), &earlier), self.chance.clone())
    }

    /// A new id.
    pub(crate) fn id(&self) -> Uuid {
        self.chance.id(noon())
    }

    /// A connection past the repositories: for those who tamper.
    pub(crate) async fn raw(&self) -> DatabaseConnection {
        let url = match &self.target {
            Target::Sqlite { path } => format!("sqlite:{}", path.display()),
            Target::Postgres { url } => url.clone(),
        };
        Database::connect(url).await.unwrap()
    }

    /// Runs a statement past the repositories; the first column of each row as text.
    pub(crate) async fn ask(&self, sql: &str) -> Vec<String> {
        let raw = self.raw().await;
        let statement = Statement::from_string(raw.get_database_backend(), sql);
        let rows = raw.query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    /// How the database would find the rows of a statement, one step a line.
    pub(crate) async fn plan(&self, sql: &str) -> String {
        let (explain, column) = if self.is_postgres() { ("EXPLAIN", 0) } else { ("EXPLAIN QUERY PLAN", 3) };
        let raw = self.raw().await;
        let statement = Statement::from_string(raw.get_database_backend(), format!("{explain} {sql}"));
        let steps = raw.query_all_raw(statement).await.unwrap();
        let steps: Vec<String> = steps.iter().map(|step| step.try_get_by_index(column).unwrap()).collect();
        steps.join("\n")
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.target, Target::Postgres { .. })
    }

    /// An agency that is kept.
    pub(crate) async fn agency(&self, code: &str) -> AgencyId {
        let id = AgencyId(self.id());
        let tx = self.storage.begin().await.unwrap();
        tx.save_agency(&AgencyRow {
            id,
            code: code.to_owned(),
            name: format!("{code}市数据局"),
            parent: None,
            successor: None,
            valid_from: day(1, 1),
            valid_until: None,
            document: "{}".to_owned(),
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A person who is kept.
    pub(crate) async fn person(&self, agency: AgencyId, login: &str) -> PersonId {
        let id = PersonId(self.id());
        let tx = self.storage.begin().await.unwrap();
        tx.save_person(&PersonRow {
            id,
            agency: Some(agency),
            department: None,
            login: login.to_owned(),
            name: "王办理".to_owned(),
            is_active: true,
            document: "{}".to_owned(),
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        id
    }
}

/// Noon of the tests' day.
pub(crate) fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp_nanos(1_735_732_800_123_456_789)
}

/// So many seconds after noon, whole microseconds.
pub(crate) fn after(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(noon().timestamp_micros()).unwrap() + TimeDelta::seconds(seconds)
}

/// A day of 2025.
pub(crate) fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).unwrap()
}

/// An event of a kind.
pub(crate) fn event(kind: &str) -> NewEvent {
    NewEvent {
        at: noon(),
        actor: "staff".to_owned(),
        kind: kind.to_owned(),
        payload: "{\"b\": 1,  \"a\":\"依申请〔2025〕1号\"}".to_owned(),
    }
}

/// The stream of an application.
pub(crate) fn stream(id: Uuid) -> Stream {
    Stream::new("application", id)
}
