//! The event log: appending under an optimistic lock, and reading streams, chains and what is new.
//!
//! Not here: what an event means (`gongkai-domain`), and the bytes of a link (`chain`).

use crate::chain::{Broken, ChainSummary, ChainVerifier, Fault, GENESIS, Link};
use crate::column::Record;
use crate::error::StorageError;
use crate::records::{Records, Storage, Tx};
use chrono::{DateTime, SubsecRound, Utc};
use gongkai_domain::agency::Handing;
use gongkai_domain::ids::{AgencyId, Digest};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;
use uuid::Uuid;

/// The events of one thing, in order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stream {
    /// The kind of thing: `application`, `challenge`, ….
    pub kind: String,
    /// Which one.
    pub id: Uuid,
}

impl Stream {
    /// The stream of a thing.
    pub fn new(kind: impl Into<String>, id: Uuid) -> Self {
        Self { kind: kind.into(), id }
    }
}

/// An event that is to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// When; what lies below the microsecond is cut off.
    pub at: DateTime<Utc>,
    /// Who: an id or a word, never an applicant's name.
    pub actor: String,
    /// What kind of event.
    pub kind: String,
    /// Its payload as JSON text.
    pub payload: String,
}

record! {
    /// An event as it is kept.
    pub struct StoredEvent in "event" key(change) {
        /// Its place in the order in which the database got to know events; other agencies' events lie between.
        change: i64,
        /// Whose chain.
        agency: AgencyId,
        /// Its place in the chain, from 1.
        chain_sequence: i64,
        /// The kind of the stream.
        stream_kind: String,
        /// The stream.
        stream_id: Uuid,
        /// Its place in the stream, from 1.
        stream_sequence: i64,
        /// When.
        at: DateTime<Utc>,
        /// Who.
        actor: String,
        /// What kind of event.
        kind: String,
        /// Its payload as JSON text.
        payload: String,
        /// The digest of the event before it in the chain.
        previous: Digest,
        /// Its digest.
        digest: Digest,
    }
}

impl From<StoredEvent> for Link {
    fn from(event: StoredEvent) -> Self {
        Self {
            agency: event.agency,
            chain_sequence: event.chain_sequence,
            stream_kind: event.stream_kind,
            stream_id: event.stream_id,
            stream_sequence: event.stream_sequence,
            at: event.at,
            actor: event.actor,
            kind: event.kind,
            payload: event.payload,
            previous: event.previous,
            digest: event.digest,
        }
    }
}

/// Without its change, which the database gives.
impl From<Link> for StoredEvent {
    fn from(link: Link) -> Self {
        Self {
            change: 0,
            agency: link.agency,
            chain_sequence: link.chain_sequence,
            stream_kind: link.stream_kind,
            stream_id: link.stream_id,
            stream_sequence: link.stream_sequence,
            at: link.at,
            actor: link.actor,
            kind: link.kind,
            payload: link.payload,
            previous: link.previous,
            digest: link.digest,
        }
    }
}

record! {
    /// The end of an agency's chain.
    pub struct ChainHead in "chain_head" key(agency) {
        /// Whose chain.
        agency: AgencyId,
        /// How many events it has.
        sequence: i64,
        /// The digest of the last one.
        digest: Digest,
    }
}

/// The advisory lock by which readers of changes wait for those who are appending (PostgreSQL).
const CHANGE_LOCK: i64 = 0x676f_6e67_6b61_6901;

/// How many events are read at once where a whole chain is read.
const BATCH: u32 = 4000;

impl Tx {
    /// Appends events to a stream that must be at `expected` (0: it is new). The agency's chain is locked until the
    /// end of the transaction: within an agency events are appended one after the other, agencies side by side.
    pub async fn append(
        &self,
        agency: AgencyId,
        stream: &Stream,
        expected: i64,
        events: Vec<NewEvent>,
    ) -> Result<Vec<StoredEvent>, StorageError> {
        let mut head = self.lock_chain(agency).await?;
        let actual = self.stream_sequence(stream).await?;
        if actual != expected {
            return Err(StorageError::Conflict {
                kind: stream.kind.clone(),
                id: stream.id,
                expected,
                actual,
            });
        }
        let mut stored = Vec::with_capacity(events.len());
        for (event, stream_sequence) in events.into_iter().zip(expected + 1..) {
            let mut link = Link {
                agency,
                chain_sequence: head.sequence + 1,
                stream_kind: stream.kind.clone(),
                stream_id: stream.id,
                stream_sequence,
                at: event.at.trunc_subsecs(6),
                actor: event.actor,
                kind: event.kind,
                payload: event.payload,
                previous: head.digest,
                digest: GENESIS,
            };
            link.digest = link.computed();
            head = ChainHead { agency, sequence: link.chain_sequence, digest: link.digest };
            stored.push(StoredEvent::from(link));
        }
        // SQLite takes 32 766 values in a statement
        for some in stored.chunks_mut(500) {
            self.insert_events(some).await?;
        }
        self.upsert(&head).await?;
        Ok(stored)
    }

    /// Keeps events in one statement, and learns their changes.
    async fn insert_events(&self, events: &mut [StoredEvent]) -> Result<(), StorageError> {
        // the first column is numbered by the database
        let columns = &StoredEvent::COLUMNS[1..];
        let (mut insert, mut values) = (String::new(), Vec::with_capacity(columns.len() * events.len()));
        for event in events.iter() {
            insert.push_str(if insert.is_empty() { "(" } else { ", (" });
            for (nth, value) in event.values().into_iter().skip(1).enumerate() {
                values.push(value);
                insert.push_str(if nth == 0 { "$" } else { ", $" });
                insert.push_str(&values.len().to_string());
            }
            insert.push(')');
        }
        let columns = columns.join(", ");
        let insert =
            format!("INSERT INTO event ({columns}) VALUES {insert} RETURNING chain_sequence, change");
        let changes: BTreeMap<i64, i64> =
            self.all::<(i64, i64)>(&insert, values).await?.into_iter().collect();
        for event in events {
            let change = changes.get(&event.chain_sequence);
            event.change = *change.ok_or_else(|| StorageError::missing("event", event.chain_sequence))?;
        }
        Ok(())
    }

    /// Locks an agency's chain without appending: whoever reads after this reads what nobody changes before the
    /// transaction ends.
    pub async fn lock_chain(&self, agency: AgencyId) -> Result<ChainHead, StorageError> {
        if self.is_postgres() {
            // the lock goes with the commit and not with the disk, so that the next one need not wait for the disk twice
            self.run(
                "SELECT pg_advisory_xact_lock_shared($1), set_config('synchronous_commit', 'off', true)",
                values![CHANGE_LOCK],
            )
            .await?;
            self.is_early.store(true, Ordering::Relaxed);
        }
        let lock = format!("WHERE agency = $1{}", self.for_update());
        if let Some(head) = self.find(&lock, values![agency]).await? {
            return Ok(head);
        }
        // the agency's first event: of two who come at once one makes the head, and both lock it
        let empty = ChainHead { agency, sequence: 0, digest: GENESIS };
        self.run(&format!("{} ON CONFLICT (agency) DO NOTHING", ChainHead::insert()), empty.values()).await?;
        Ok(self.find(&lock, values![agency]).await?.unwrap_or(empty))
    }

    /// Keeps all who would append waiting until the transaction ends, so that the log stands still.
    pub(crate) async fn lock_changes(&self) -> Result<(), StorageError> {
        if self.is_postgres() {
            self.run("SELECT pg_advisory_xact_lock($1)", values![CHANGE_LOCK]).await?;
        }
        Ok(())
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// Where a stream is: the sequence of its last event, 0 when it has none.
    pub async fn stream_sequence(&self, stream: &Stream) -> Result<i64, StorageError> {
        let sql =
            "SELECT COALESCE(MAX(stream_sequence), 0) FROM event WHERE stream_id = $1 AND stream_kind = $2";
        let last: Option<(i64,)> = self.one(sql, values![stream.id, stream.kind]).await?;
        Ok(last.map_or(0, |(last,)| last))
    }

    /// All events of a stream.
    pub async fn events_of(&self, stream: &Stream) -> Result<Vec<StoredEvent>, StorageError> {
        self.events_of_after(stream, 0).await
    }

    /// The events of a stream that follow a sequence: what the others did meanwhile.
    pub async fn events_of_after(
        &self,
        stream: &Stream,
        sequence: i64,
    ) -> Result<Vec<StoredEvent>, StorageError> {
        self.select(
            "WHERE stream_id = $1 AND stream_kind = $2 AND stream_sequence > $3 ORDER BY stream_sequence",
            values![stream.id, stream.kind, sequence],
        )
        .await
    }

    /// The streams of a kind in an agency's chain, those that it took over and those that it handed over included, in the order
    /// of their first events there.
    pub async fn streams_of(&self, agency: AgencyId, kind: &str) -> Result<Vec<Stream>, StorageError> {
        let ids: Vec<(Uuid,)> = self
            .all(
                // one that came back stands in the chain twice
                "SELECT stream_id FROM event WHERE agency = $1 AND stream_kind = $2 \
                 AND (stream_sequence = 1 OR kind = 'taken_over') GROUP BY stream_id ORDER BY MIN(chain_sequence)",
                values![agency, kind.to_owned()],
            )
            .await?;
        Ok(ids.into_iter().map(|(id,)| Stream::new(kind, id)).collect())
    }

    /// The events of many streams of a kind at once, by stream; a stream without events is left out.
    pub async fn events_of_many(
        &self,
        kind: &str,
        ids: &[Uuid],
    ) -> Result<BTreeMap<Uuid, Vec<StoredEvent>>, StorageError> {
        let mut streams: BTreeMap<Uuid, Vec<StoredEvent>> = BTreeMap::new();
        for some in ids.chunks(500) {
            let query = Query::select()
                .columns(StoredEvent::COLUMNS.iter().copied())
                .from(StoredEvent::TABLE)
                .and_where(Expr::col("stream_id").is_in(some.iter().copied()))
                .and_where(Expr::col("stream_kind").eq(kind))
                .order_by("stream_id", Order::Asc)
                .order_by("stream_sequence", Order::Asc)
                .to_owned();
            for event in self.query::<StoredEvent>(&query).await? {
                streams.entry(event.stream_id).or_default().push(event);
            }
        }
        Ok(streams)
    }

    /// Events in the order of change, all agencies. For a rebuild, which holds the log still; who follows the log while
    /// others append asks [`Storage::events_since`].
    pub async fn events_after(&self, change: i64, limit: u32) -> Result<Vec<StoredEvent>, StorageError> {
        self.select("WHERE change > $1 ORDER BY change LIMIT $2", values![change, i64::from(limit)]).await
    }

    /// The ends of all chains.
    pub async fn chains(&self) -> Result<Vec<ChainHead>, StorageError> {
        self.select("WHERE sequence > 0 ORDER BY agency", vec![]).await
    }

    /// The events of a chain that follow a place in it.
    pub async fn chain_after(
        &self,
        agency: AgencyId,
        sequence: i64,
        limit: u32,
    ) -> Result<Vec<StoredEvent>, StorageError> {
        self.select(
            "WHERE agency = $1 AND chain_sequence > $2 ORDER BY chain_sequence LIMIT $3",
            values![agency, sequence, i64::from(limit)],
        )
        .await
    }
}

impl Storage {
    /// Events after a change, in order, such that none can appear later between them. On PostgreSQL transactions end
    /// in another order than they began: this waits until everybody who is appending has ended.
    pub async fn events_since(&self, change: i64, limit: u32) -> Result<Vec<StoredEvent>, StorageError> {
        if !self.is_postgres() {
            return self.events_after(change, limit).await;
        }
        let last = self.last_change().await?;
        self.select(
            "WHERE change > $1 AND change <= $2 ORDER BY change LIMIT $3",
            values![change, last, i64::from(limit)],
        )
        .await
    }

    /// The change up to which the log is complete.
    pub async fn last_change(&self) -> Result<i64, StorageError> {
        let tx = self.begin().await?;
        tx.lock_changes().await?;
        let last: Option<(i64,)> = tx.one("SELECT COALESCE(MAX(change), 0) FROM event", vec![]).await?;
        tx.commit().await?;
        Ok(last.map_or(0, |(last,)| last))
    }

    /// Checks an agency's chain as it lies in the database, and that it ends where its head says. Reading and digesting
    /// go on side by side.
    pub async fn verify_agency(&self, agency: AgencyId) -> Result<ChainSummary, StorageError> {
        // events may be appended meanwhile: the chain must reach the head of before, and not pass the head of after
        let before = self.head_of(agency).await?;
        let mut verifier = ChainVerifier::default();
        let mut at_before = (before.sequence == 0).then_some(GENESIS);
        let mut batch = self.chain_after(agency, 0, BATCH).await?;
        let mut handings = Vec::new();
        while let Some(last) = batch.last().map(|event| event.chain_sequence) {
            handings.extend(batch.iter().filter(|event| Handing::is_kind(&event.kind)).cloned());
            let checked = tokio::task::spawn_blocking(move || {
                let mut seen = None;
                for link in batch.into_iter().map(Link::from) {
                    verifier.check(&link)?;
                    seen = seen.or((link.chain_sequence == before.sequence).then_some(link.digest));
                }
                Ok::<_, Broken>((verifier, seen))
            });
            batch = self.chain_after(agency, last, BATCH).await?;
            let (so_far, seen) = checked.await.map_err(|why| StorageError::Unreadable(why.to_string()))??;
            verifier = so_far;
            at_before = at_before.or(seen);
        }
        let (summary, after) = (verifier.summary(), self.head_of(agency).await?);
        let missed = [(at_before != Some(before.digest), before), (summary.events > after.sequence, after)];
        if let Some((_, ChainHead { sequence, digest, .. })) = missed.into_iter().find(|(missed, _)| *missed)
        {
            let fault = Fault::Head { sequence, digest };
            return Err(Broken { position: summary.events, fault }.into());
        }
        for some in handings.chunks(500) {
            self.verify_handings(some).await?;
        }
        Ok(summary)
    }

    /// Checks that whatever went to another chain or came from one stands there too, and unchanged: so a chain that was cut off
    /// is told by the other one.
    async fn verify_handings(&self, handings: &[StoredEvent]) -> Result<(), StorageError> {
        let ids: BTreeSet<Uuid> = handings.iter().map(|event| event.stream_id).collect();
        let query = Query::select()
            .columns(StoredEvent::COLUMNS.iter().copied())
            .from(StoredEvent::TABLE)
            .and_where(Expr::col("stream_id").is_in(ids))
            .and_where(Expr::col("kind").is_in(Handing::KINDS))
            .to_owned();
        let place = |event: &StoredEvent| (event.stream_id, event.stream_kind.clone(), event.stream_sequence);
        let found = self.query::<StoredEvent>(&query).await?;
        let found: BTreeMap<_, _> = found.into_iter().map(|event| (place(&event), event)).collect();
        for event in handings {
            let read = serde_json::from_str(&event.payload);
            let beside = |step: i64| {
                let (id, kind, sequence) = place(event);
                found.get(&(id, kind, sequence + step))
            };
            let holds = match read {
                Ok(Handing::HandedOver { to, .. }) => beside(1).is_some_and(|next| {
                    let next_read = serde_json::from_str::<Handing>(&next.payload);
                    let is_linked = matches!(
                        next_read,
                        Ok(Handing::TakenOver { from, link, .. })
                            if from == event.agency && link == event.digest
                    );
                    next.agency == to && is_linked
                }),
                Ok(Handing::TakenOver { from, link, .. }) => {
                    beside(-1).is_some_and(|before| before.agency == from && before.digest == link)
                }
                Err(_) => false,
            };
            if !holds {
                return Err(Broken { position: event.chain_sequence, fault: Fault::Handing }.into());
            }
        }
        Ok(())
    }

    /// How many events an agency's chain has: it grows with every change of a case of the agency.
    pub async fn chain_end(&self, agency: AgencyId) -> Result<i64, StorageError> {
        Ok(self.head_of(agency).await?.sequence)
    }

    async fn head_of(&self, agency: AgencyId) -> Result<ChainHead, StorageError> {
        let head: Option<ChainHead> = self.find("WHERE agency = $1", values![agency]).await?;
        Ok(head.unwrap_or(ChainHead { agency, sequence: 0, digest: GENESIS }))
    }

    /// Hands every link of an agency's chain to `each`, in order: for an export with [`crate::write_line`].
    pub async fn export_chain(
        &self,
        agency: AgencyId,
        mut each: impl FnMut(Link) -> std::io::Result<()> + Send,
    ) -> Result<i64, StorageError> {
        let mut last = 0;
        loop {
            let batch = self.chain_after(agency, last, BATCH).await?;
            if batch.is_empty() {
                return Ok(last);
            }
            for event in batch {
                last = event.chain_sequence;
                each(event.into())
                    .map_err(|source| StorageError::File { path: "export".to_owned(), source })?;
            }
        }
    }
}
