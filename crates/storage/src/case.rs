//! The projections of the other cases: challenges of replies, requests to correct records, and complaints.
//!
//! Not here: how a row follows from its events (`gongkai-app`).

use crate::column::Record;
use crate::error::StorageError;
use crate::records::{Records, Tx};
use chrono::NaiveDate;
use gongkai_domain::ids::{AgencyId, ApplicationId, ChallengeId, ContentRef, DepartmentId, Digest, PersonId};
use gongkai_domain::number::is_same_number;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order, Query};
use std::collections::BTreeSet;
use uuid::Uuid;

record! {
    /// A reconsideration or a suit.
    pub struct ChallengeRow in "challenge" key(id) {
        /// Which.
        id: ChallengeId,
        /// The agency that was challenged.
        agency: AgencyId,
        /// The first of the applications whose reply is challenged; all of them are in `challenge_application`.
        application: Option<ApplicationId>,
        /// The kind's key: reconsideration, suit after it, suit at once.
        kind: String,
        /// The number that the deciding body gave it.
        reference: Option<String>,
        /// The year that it belongs to.
        year: i32,
        /// The state's key.
        state: String,
        /// The day on which the agency received it.
        received_on: NaiveDate,
        /// The next day on which something is due.
        due_on: Option<NaiveDate>,
        /// The result's key, as table 4 counts it.
        result_key: Option<String>,
        /// The day on which it was decided.
        closed_on: Option<NaiveDate>,
        /// The person in charge.
        handler: Option<PersonId>,
        /// The sequence of its last event.
        sequence: i64,
        /// The change of its last event.
        change: i64,
        /// What else lists show, as JSON text.
        document: String,
    }
}

record! {
    /// A request to correct a record, or a complaint.
    pub struct OtherCaseRow in "case_other" key(id) {
        /// Which.
        id: Uuid,
        /// Which agency's.
        agency: AgencyId,
        /// The kind's key: `record_correction`, `complaint`.
        kind: String,
        /// The reference that its sender tracks it by; unique.
        reference: String,
        /// The registration number.
        registration: Option<String>,
        /// The year that it belongs to.
        year: i32,
        /// The state's key.
        state: String,
        /// The day of arrival.
        arrived_on: NaiveDate,
        /// The day by which an answer is due.
        due_on: Option<NaiveDate>,
        /// The result's key.
        result_key: Option<String>,
        /// The day on which it was closed.
        closed_on: Option<NaiveDate>,
        /// The person in charge.
        handler: Option<PersonId>,
        /// The department in charge.
        department: Option<DepartmentId>,
        /// What it is about; sealed.
        subject: Option<ContentRef>,
        /// Its sender's name, masked.
        applicant_masked: String,
        /// The digest of the query code.
        query_code: Option<Digest>,
        /// The digest by which the same sender is recognised.
        applicant_key: Option<Digest>,
        /// The sequence of its last event.
        sequence: i64,
        /// The change of its last event.
        change: i64,
        /// What else lists show, as JSON text.
        document: String,
    }
}

/// Which cases; both kinds know these columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// Of one agency.
    pub agency: Option<AgencyId>,
    /// Of one kind.
    pub kind: Option<String>,
    /// In one of these states; empty: in any.
    pub states: Vec<String>,
    /// Open or closed.
    pub open: Option<bool>,
    /// Of which year.
    pub year: Option<i32>,
    /// In whose hands.
    pub handler: Option<PersonId>,
    /// Due on this day or earlier.
    pub due_until: Option<NaiveDate>,
}

impl CaseFilter {
    fn condition(&self) -> Condition {
        let col = Expr::col::<&'static str>;
        Condition::all()
            .add_option(self.agency.map(|id| col("agency").eq(id.0)))
            .add_option(self.kind.as_ref().map(|kind| col("kind").eq(kind.as_str())))
            .add_option(
                (!self.states.is_empty()).then(|| col("state").is_in(self.states.iter().map(String::as_str))),
            )
            .add_option(
                self.open.map(
                    |open| {
                        if open { col("closed_on").is_null() } else { col("closed_on").is_not_null() }
                    },
                ),
            )
            .add_option(self.year.map(|year| col("year").eq(year)))
            .add_option(self.handler.map(|id| col("handler").eq(id.0)))
            .add_option(self.due_until.map(|day| col("due_on").lte(day)))
    }
}

impl Tx {
    /// Keeps the row of a challenge, new or changed, with every application that it concerns.
    pub async fn save_challenge(
        &self,
        row: &ChallengeRow,
        concerned: &[ApplicationId],
    ) -> Result<(), StorageError> {
        self.upsert(row).await?;
        self.run("DELETE FROM challenge_application WHERE challenge = $1", values![row.id]).await?;
        for application in concerned.iter().copied().collect::<BTreeSet<_>>() {
            let insert = "INSERT INTO challenge_application (challenge, application) VALUES ($1, $2)";
            self.run(insert, values![row.id, application]).await?;
        }
        Ok(())
    }

    /// Keeps the row of another case, new or changed.
    pub async fn save_other_case(&self, row: &OtherCaseRow) -> Result<(), StorageError> {
        self.upsert(row).await
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// A challenge.
    pub async fn challenge(&self, id: ChallengeId) -> Result<Option<ChallengeRow>, StorageError> {
        self.find("WHERE id = $1", values![id]).await
    }

    /// The challenges that concern an application, alone or with others, the oldest first.
    pub async fn challenges_of(&self, application: ApplicationId) -> Result<Vec<ChallengeRow>, StorageError> {
        let concerning = "WHERE id IN (SELECT challenge FROM challenge_application WHERE application = $1) \
                          ORDER BY received_on, id";
        self.select(concerning, values![application]).await
    }

    /// The challenges that bear a case number at an agency, the oldest first.
    pub async fn challenges_numbered(
        &self,
        agency: AgencyId,
        reference: &str,
    ) -> Result<Vec<ChallengeRow>, StorageError> {
        // an agency has few of them, and organs and courts write their brackets as they like
        let numbered = "WHERE agency = $1 AND reference IS NOT NULL ORDER BY received_on, id";
        let mut rows: Vec<ChallengeRow> = self.select(numbered, values![agency]).await?;
        rows.retain(|row| row.reference.as_deref().is_some_and(|known| is_same_number(known, reference)));
        Ok(rows)
    }

    /// Challenges, the oldest first; those after an id of the page before.
    pub async fn challenges(
        &self,
        filter: &CaseFilter,
        after: Option<ChallengeId>,
        limit: u32,
    ) -> Result<Vec<ChallengeRow>, StorageError> {
        self.cases(filter, after.map(|id| id.0), limit).await
    }

    /// Another case.
    pub async fn other_case(&self, id: Uuid) -> Result<Option<OtherCaseRow>, StorageError> {
        self.find("WHERE id = $1", values![id]).await
    }

    /// The other case of a public reference.
    pub async fn other_case_by_reference(
        &self,
        reference: &str,
    ) -> Result<Option<OtherCaseRow>, StorageError> {
        self.find("WHERE reference = $1", values![reference.to_owned()]).await
    }

    /// Other cases, the oldest first; those after an id of the page before.
    pub async fn other_cases(
        &self,
        filter: &CaseFilter,
        after: Option<Uuid>,
        limit: u32,
    ) -> Result<Vec<OtherCaseRow>, StorageError> {
        self.cases(filter, after, limit).await
    }

    /// Ids sort by their instant, so that the id alone is the place in the list.
    async fn cases<R: Record>(
        &self,
        filter: &CaseFilter,
        after: Option<Uuid>,
        limit: u32,
    ) -> Result<Vec<R>, StorageError> {
        let mut query = Query::select();
        query.columns(R::COLUMNS.iter().copied()).from(R::TABLE).cond_where(filter.condition());
        if let Some(id) = after {
            query.and_where(Expr::col("id").gt(id));
        }
        query.order_by("id", Order::Asc).limit(u64::from(limit));
        self.query(&query).await
    }
}
