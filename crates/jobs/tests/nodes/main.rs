//! The jobs over a whole office: two nodes over one database, a mail server of others, a connected system; on SQLite and PostgreSQL.
//!
//! Not here: the outbox and leases by themselves (`gongkai-storage`), the words of notices (`gongkai-app`).
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod letters;
mod receiver;
mod reminders;
mod sink;
mod tidying;
mod undone;
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
