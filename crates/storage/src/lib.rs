//! Records that last: the event log with its chain, projections, numbers, sealed contents, blobs and the outbox, on SQLite and PostgreSQL.
//!
//! Not here: what the records mean and how they may move (`gongkai-domain`), who may do what (`gongkai-app`).
