//! Records that last: the event log with its chain, projections, numbers, sealed contents, blobs and the outbox, on SQLite and PostgreSQL.
//!
//! Not here: what the records mean and how they may move (`gongkai-domain`), who may do what (`gongkai-app`).
//!
//! The way in is [`Storage::open`]. Reading methods stand on [`Storage`] and on [`Tx`] alike; writing methods stand on
//! [`Tx`] only, so that an event, its projection, its number and its letters in the outbox are kept together or not at
//! all:
//!
//! ```no_run
//! # async fn keep(storage: gongkai_storage::Storage, agency: gongkai_domain::ids::AgencyId,
//! #     stream: gongkai_storage::Stream, event: gongkai_storage::NewEvent,
//! # ) -> Result<(), gongkai_storage::StorageError> {
//! let tx = storage.begin().await?;
//! let stored = tx.append(agency, &stream, 0, vec![event]).await?;
//! let number = tx.next_number(agency, "registration", 2025).await?;
//! tx.commit().await?;
//! # Ok(()) }
//! ```
//!
//! SeaORM gives the pool, the transactions, the statements and, where a list is put together at run time, the query
//! builder. Its entities are not used: their columns would have to be bare UUIDs and byte strings, because the ids of
//! the domain live in a crate that knows no database, and every aggregate would be said three times.
//!
//! One SQL text serves both databases wherever they agree, and they agree nearly everywhere: `$1`, `RETURNING` and
//! `ON CONFLICT` mean the same in both. What a row looks like is said once per table by `record!`, with the ids of the
//! domain as column types; instants are whole microseconds since 1970 in both databases, so that what is read equals
//! what was written.
//!
//! Everything that is sealed needs a [`Vault`] (keys and chance), given by [`Storage::with_vault`]. Of two transactions
//! that need the same thing one gets [`StorageError::Conflict`] (the stream moved on: show the page again) or
//! [`StorageError::Busy`] (nothing was written: try the whole use case once more).

#[macro_use]
mod column;

mod agency;
mod application;
mod around;
mod attachment;
mod audit;
mod backup;
mod blob;
mod calendar;
mod case;
mod chain;
mod content;
mod credential;
mod draft;
mod entropy;
mod error;
mod event;
mod flush;
mod found;
mod guard;
mod lease;
mod looks;
mod mark;
mod message;
mod migration;
mod number;
mod once;
mod open;
mod outbox;
mod paper;
mod person;
mod piles;
mod rebuild;
mod records;
mod seal;
mod session;
mod setting;

pub use agency::{AgencyRow, DepartmentRow};
pub use application::{
    ApplicationFilter, ApplicationRow, Cursor, GroupBy, LedgerGroup, Order, Page, Place, Turn,
};
pub use around::{FileRow, Surroundings};
pub use attachment::AttachmentRow;
pub use audit::{AuditFilter, AuditRow, NewAudit};
pub use backup::{Backup, Checked, Missing};
pub use blob::{BlobRow, Blobs};
pub use calendar::CalendarYearRow;
pub use case::{CaseFilter, ChallengeRow, OtherCaseRow};
pub use chain::{
    Broken, ChainSummary, ChainVerifier, Fault, Link, read_line, verify_chain, verify_lines, write_line,
};
pub use content::ContentRow;
pub use credential::CredentialRow;
pub use draft::Draft;
pub use entropy::{Entropy, SeededEntropy, SystemEntropy};
pub use error::StorageError;
pub use event::{ChainHead, NewEvent, StoredEvent, Stream};
pub use found::{Around, Found};
pub use mark::{MarkKind, MarkRow, OnMarks};
pub use message::MessageRow;
pub use once::Once;
pub use open::{OpenPlace, OpenRow};
pub use outbox::{NewOutbox, OutboxRow};
pub use paper::PaperRow;
pub use person::{PersonRow, RoleRow};
pub use piles::{InboxCounts, OnPiles};
pub use records::{Records, STATEMENTS, Storage, Target, Tx};
pub use seal::{Key, KeyMaterial, Sealer, Vault, salted_digest, sm3};
pub use session::{SessionRow, SignedIn};
pub use setting::SettingRow;
