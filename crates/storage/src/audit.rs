//! The log of what staff read and what administrators did. Rows are added and never change; the database refuses.
//!
//! Not here: the events of cases (`event`), and which reads are logged (`gongkai-app`).

use crate::column::Record;
use crate::error::StorageError;
use crate::records::{Records, Storage, Tx};
use chrono::{DateTime, Utc};
use gongkai_domain::ids::AgencyId;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

record! {
    /// A line of the log.
    pub struct AuditRow in "audit" key(id) {
        /// Its place in the log.
        id: i64,
        /// When.
        at: DateTime<Utc>,
        /// In which agency.
        agency: Option<AgencyId>,
        /// Who.
        actor: String,
        /// What was done.
        action: String,
        /// To what kind of thing.
        object_kind: String,
        /// To which.
        object_id: Option<Uuid>,
        /// What else, as JSON text; never what was read.
        document: String,
    }
}

/// A line that is to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAudit {
    /// When.
    pub at: DateTime<Utc>,
    /// In which agency.
    pub agency: Option<AgencyId>,
    /// Who.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub object_kind: String,
    /// To which.
    pub object_id: Option<Uuid>,
    /// What else, as JSON text; never what was read.
    pub document: String,
}

/// Which lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// In one agency.
    pub agency: Option<AgencyId>,
    /// By one actor.
    pub actor: Option<String>,
    /// One kind of action.
    pub action: Option<String>,
    /// About one of these things; about anything where none is named.
    pub objects: Vec<Uuid>,
    /// At this instant or later.
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    pub before: Option<DateTime<Utc>>,
}

/// The statement that adds lines, and its values.
fn adding<'a>(lines: impl IntoIterator<Item = &'a NewAudit>) -> (String, Vec<Value>) {
    const COLUMNS: usize = 7;
    let mut sql =
        "INSERT INTO audit (at, agency, actor, action, object_kind, object_id, document) VALUES ".to_owned();
    let mut all = Vec::new();
    for line in lines {
        let between = if all.is_empty() { "" } else { ", " };
        let place = |column| format!("${}", all.len() + column);
        let places: Vec<_> = (1..=COLUMNS).map(place).collect();
        sql.extend([between, "(", &places.join(", "), ")"]);
        all.extend(values![
            line.at,
            line.agency,
            line.actor.clone(),
            line.action.clone(),
            line.object_kind.clone(),
            line.object_id,
            line.document.clone()
        ]);
    }
    (sql, all)
}

impl Tx {
    /// Adds a line.
    pub async fn note(&self, line: NewAudit) -> Result<(), StorageError> {
        let (sql, values) = adding([&line]);
        self.run(&sql, values).await.map(drop)
    }
}

impl Storage {
    /// Adds lines in one statement that is a transaction by itself and does not wait for the disk.
    pub(crate) async fn note_alone(&self, lines: &[NewAudit]) -> Result<(), StorageError> {
        let (mut sql, values) = adding(lines);
        if values.is_empty() {
            return Ok(());
        }
        if self.is_postgres() {
            // in force until the transaction ends, which is with the statement
            sql.push_str(" RETURNING set_config('synchronous_commit', 'off', true)");
        }
        self.run_alone(&sql, values).await
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// The lines of the log, the newest first; those before an id of the page before.
    pub async fn audit(
        &self,
        filter: &AuditFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StorageError> {
        let col = Expr::col::<&'static str>;
        let condition = Condition::all()
            .add_option(filter.agency.map(|id| col("agency").eq(id.0)))
            .add_option(filter.actor.as_ref().map(|actor| col("actor").eq(actor.as_str())))
            .add_option(filter.action.as_ref().map(|action| col("action").eq(action.as_str())))
            .add_option(
                (!filter.objects.is_empty()).then(|| col("object_id").is_in(filter.objects.iter().copied())),
            )
            .add_option(filter.from.map(|at| col("at").gte(at.timestamp_micros())))
            .add_option(filter.before.map(|at| col("at").lt(at.timestamp_micros())))
            .add_option(before.map(|id| col("id").lt(id)));
        let query = Query::select()
            .columns(AuditRow::COLUMNS.iter().copied())
            .from(AuditRow::TABLE)
            .cond_where(condition)
            .order_by("id", Order::Desc)
            .limit(u64::from(limit))
            .to_owned();
        self.query(&query).await
    }
}
