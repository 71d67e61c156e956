//! The running office as the command line opens it: data directory, database, keys, clock, site, ways out; and what is said when that
//! does not go.
//!
//! Not here: the commands (`crate::commands`), what may be done with the records (`gongkai-app`).

pub(crate) mod clock;
pub(crate) mod keys;
pub(crate) mod post;
pub(crate) mod server;
pub(crate) mod site;
pub(crate) mod store;
pub(crate) mod told;

use std::future::Future;

/// Runs what waits for the network and the database.
pub(crate) fn run<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(work)
}

/// What happens is told on standard error: warnings and faults always, more where `--log` asks for it.
pub(crate) fn log(filter: Option<&str>) {
    let filter = tracing_subscriber::EnvFilter::try_new(filter.unwrap_or("warn"));
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let told =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false);
    // a second start within one process keeps the first
    let _kept = told.try_init();
}
