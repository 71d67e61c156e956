//! The tables: the same on both databases, made once, refused when of another version.
//!
//! Not here: the statements that make them (`migrations/`).

use crate::on_both;
use crate::world::{World, event};
use chrono::NaiveDate;
use gongkai_domain::ids::{AgencyId, ApplicationId, ChallengeId};
use gongkai_storage::{ChallengeRow, NewEvent, Storage, StorageError, Stream, Target};
use std::collections::BTreeMap;

on_both!(
    migrating_twice_changes_nothing,
    a_newer_database_is_refused,
    nodes_that_start_together_migrate_once,
    an_older_database_learns_every_application_of_its_challenges
);

async fn migrating_twice_changes_nothing(world: World) {
    assert_eq!(world.storage.schema_version().await.unwrap(), Storage::SCHEMA);
    assert_eq!(world.storage.migrate().await.unwrap(), 0);
    world.storage.require_schema().await.unwrap();
}

async fn a_newer_database_is_refused(world: World) {
    world.ask("INSERT INTO schema_step (version, name) VALUES (999, 'later')").await;
    for refused in [world.storage.migrate().await.map(drop), world.storage.require_schema().await] {
        assert!(matches!(refused, Err(StorageError::Schema { found: 999, .. })), "{refused:?}");
    }
}

async fn an_older_database_learns_every_application_of_its_challenges(world: World) {
    let agency = AgencyId(world.id());
    let (one, other) = (ApplicationId(world.id()), ApplicationId(world.id()));
    let id = ChallengeId(world.id());
    let payload = format!(r#"{{"event":"opened","applications":["{one}","{other}"]}}"#);
    let opened = NewEvent { payload, ..event("opened") };
    let tx = world.storage.begin().await.unwrap();
    let stored = tx.append(agency, &Stream::new("challenge", id.0), 0, vec![opened]).await.unwrap();
    let row = ChallengeRow {
        id,
        agency,
        application: Some(one),
        kind: "reconsideration".to_owned(),
        reference: None,
        year: 2025,
        state: "opened".to_owned(),
        received_on: NaiveDate::from_ymd_opt(2025, 5, 5).unwrap(),
        due_on: None,
        result_key: None,
        closed_on: None,
        handler: None,
        sequence: stored[0].stream_sequence,
        change: stored[0].change,
        document: "{}".to_owned(),
    };
    tx.save_challenge(&row, &[one]).await.unwrap();
    tx.commit().await.unwrap();
    // as it was before the fifth step
    world.ask("DROP TABLE challenge_application").await;
    world.ask("CREATE INDEX challenge_by_application ON challenge (application, received_on, id)").await;
    world.ask("DROP TABLE application_held").await;
    world.ask("ALTER TABLE application DROP COLUMN came_from").await;
    world.ask("ALTER TABLE application DROP COLUMN held_from").await;
    world.ask("DROP INDEX application_by_number").await;
    world.ask("ALTER TABLE application DROP COLUMN number_key").await;
    world.ask("DELETE FROM schema_step WHERE version >= 5").await;
    assert!(world.storage.migrate().await.unwrap() >= 1);
    for application in [one, other] {
        assert_eq!(world.storage.challenges_of(application).await.unwrap(), std::slice::from_ref(&row));
    }
}

async fn nodes_that_start_together_migrate_once(world: World) {
    let target = match &world.target {
        Target::Sqlite { .. } => Target::Sqlite { path: world.directory.path().join("fresh.db") },
        Target::Postgres { .. } => {
            let url = tokio::task::spawn_blocking(|| crate::world::fresh_postgres(None)).await.unwrap();
            Target::Postgres { url }
        }
    };
    let node = || async {
        let storage = Storage::open(&target).await.unwrap();
        let steps = storage.migrate().await.unwrap();
        storage.require_schema().await.unwrap();
        steps
    };
    let (one, two, three) = tokio::join!(node(), node(), node());
    assert_eq!(one + two + three, Storage::SCHEMA as usize);
}

/// Table → column → (may be null, class of type).
type Shape = BTreeMap<String, BTreeMap<String, (bool, String)>>;

async fn shape(world: &World) -> Shape {
    let sql = if world.is_postgres() {
        "SELECT table_name || ' ' || column_name || ' ' || (is_nullable = 'YES')::int || ' ' || data_type \
         FROM information_schema.columns WHERE table_schema = 'public'"
    } else {
        "SELECT m.name || ' ' || c.name || ' ' || (1 - (c.\"notnull\" OR c.pk > 0)) || ' ' || c.type \
         FROM sqlite_master m, pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
    };
    let mut shape = Shape::new();
    for line in world.ask(sql).await {
        let mut words = line.splitn(4, ' ').map(str::to_owned);
        let [table, column, null, kind] = std::array::from_fn(|_| words.next().unwrap());
        shape.entry(table).or_default().insert(column, (null == "1", kind));
    }
    shape
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_databases_expose_the_same_tables_and_columns() {
    let (sqlite, mut postgres) = (shape(&World::sqlite().await).await, shape(&World::postgres().await).await);
    for kind in postgres.values_mut().flat_map(BTreeMap::values_mut).map(|(_, kind)| kind) {
        // what PostgreSQL calls it → where SQLite keeps it
        *kind = match kind.as_str() {
            "uuid" | "bytea" => "BLOB",
            "bigint" | "integer" | "boolean" => "INTEGER",
            "text" | "date" => "TEXT",
            other => other,
        }
        .to_owned();
    }
    let mut sqlite = sqlite;
    // made before the first step, in words that both understand
    for shape in [&mut sqlite, &mut postgres] {
        let own = shape.remove("schema_step").unwrap();
        assert_eq!(own.keys().collect::<Vec<_>>(), ["name", "version"]);
    }
    assert!(sqlite.len() > 20);
    assert_eq!(sqlite.keys().collect::<Vec<_>>(), postgres.keys().collect::<Vec<_>>());
    for (table, columns) in &sqlite {
        assert_eq!(columns, &postgres[table], "{table}");
    }
}
