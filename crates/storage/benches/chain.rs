//! How long it takes to verify a chain: as lines in memory, in SQLite, in PostgreSQL.
//!
//! Not here: what a chain is (`gongkai_storage::ChainVerifier`).
//!
//! `cargo bench --workspace --bench chain -- 1000000`; the number of events may be given, a million otherwise. One chain,
//! streams of ten events, payloads of about 300 bytes as those of an application. The cluster of PostgreSQL is made for
//! this run and runs without synchronisation, which does not matter for reading.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement tells its result and fails loudly"
)]

use chrono::{DateTime, Utc};
use gongkai_domain::ids::AgencyId;
use gongkai_storage::{
    Entropy as _, Key, KeyMaterial, NewEvent, Sealer, SeededEntropy, Storage, Stream, Target, Vault,
    verify_lines, write_line,
};
use gongkai_testkit::postgres::Cluster;
use std::sync::Arc;
use std::time::Instant;

const AGENCY: AgencyId = AgencyId(uuid::Uuid::from_u128(1));
/// Events of one stream.
const STREAM: usize = 10;
/// Streams of one transaction.
const STREAMS: usize = 500;

fn event(number: usize, at: DateTime<Utc>) -> NewEvent {
    let text = "登记、交办、征求意见、延期、审核、签发、送达、归档".repeat(3);
    NewEvent {
        at,
        actor: "0192b7d2-6a2e-7c41-9d36-1f0a5f3c2b10".to_owned(),
        kind: "registered".to_owned(),
        payload: format!("{{\"event\":\"registered\",\"number\":{number},\"note\":\"{text}\"}}"),
    }
}

async fn filled(target: &Target, events: usize) -> Storage {
    let chance = Arc::new(SeededEntropy::new(1));
    let key = Key { id: "2025".to_owned(), material: KeyMaterial::Sm4([1; 16]) };
    let vault = Vault::new(Sealer::new(&key, &[]), chance.clone());
    let storage = Storage::open(target).await.unwrap().with_vault(vault);
    storage.migrate().await.unwrap();
    let at = DateTime::from_timestamp(1_735_732_800, 0).unwrap();
    let mut made = 0;
    while made < events {
        let tx = storage.begin().await.unwrap();
        for _ in 0..STREAMS {
            let some: Vec<NewEvent> =
                (made..events.min(made + STREAM)).map(|number| event(number, at)).collect();
            made += some.len();
            if !some.is_empty() {
                tx.append(AGENCY, &Stream::new("application", chance.id(at)), 0, some).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
    }
    storage
}

async fn measure(name: &str, target: &Target, events: usize) -> Storage {
    let started = Instant::now();
    let storage = filled(target, events).await;
    let written = started.elapsed();
    for turn in 1..=3 {
        let started = Instant::now();
        let summary = storage.verify_agency(AGENCY).await.unwrap();
        assert_eq!(summary.events, events as i64);
        println!(
            "{name}: {events} events verified in {:.2?} (run {turn}; written in {written:.1?})",
            started.elapsed()
        );
    }
    storage
}

#[tokio::main]
async fn main() {
    let events = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(1_000_000);
    let room = tempfile::tempdir().unwrap();
    let sqlite = Target::Sqlite { path: room.path().join("records.db") };
    let storage = measure("SQLite", &sqlite, events).await;

    let mut lines = Vec::new();
    storage.export_chain(AGENCY, |link| write_line(&mut lines, &link)).await.unwrap();
    let started = Instant::now();
    let summary = verify_lines(lines.as_slice()).unwrap();
    assert_eq!(summary.events, events as i64);
    println!(
        "lines: {events} events of {} MB verified in {:.2?}",
        lines.len() / 1_000_000,
        started.elapsed()
    );
    storage.close().await.unwrap();

    let cluster = Cluster::start().unwrap();
    let url = cluster.create_database("chain", None).unwrap();
    measure("PostgreSQL", &Target::Postgres { url }, events).await.close().await.unwrap();
}
