//! The contract of the records: every test runs on SQLite and on a PostgreSQL cluster of its own.
//!
//! Not here: the check of a chain without a database (`chain`).
#![expect(clippy::unwrap_used, reason = "the helpers of tests may unwrap as the tests do")]

mod applications;
mod backup;
mod blobs;
mod contents;
mod events;
mod found;
mod guards;
mod loose;
mod office;
mod outbox;
mod papers;
mod people;
mod rebuild;
mod schema;
mod world;

/// Runs every test on both databases.
macro_rules! on_both {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test($crate::world::World::sqlite().await).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test($crate::world::World::postgres().await).await;
            })*
        }
    };
}
use on_both;
