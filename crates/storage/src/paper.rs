//! The papers of the office and their register (文号登记簿): a number once given stays, voided papers with the reason.
//!
//! Not here: the wording of a paper (`gongkai-domain`), its making (`gongkai-compose`), its bytes (`content`, `blob`).

use crate::column::Record as _;
use crate::error::StorageError;
use crate::records::{Records, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use gongkai_domain::ids::{AgencyId, ApplicationId, ContentRef, Digest, PaperId, PersonId};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};

record! {
    /// A paper.
    pub struct PaperRow in "paper" key(id) {
        /// Which.
        id: PaperId,
        /// Whose.
        agency: AgencyId,
        /// In which application.
        application: Option<ApplicationId>,
        /// The kind's key.
        kind: String,
        /// The series that its number is from.
        series: Option<String>,
        /// The year of the series.
        year: Option<i32>,
        /// The number in the series.
        number: Option<i64>,
        /// The number as it is printed.
        number_text: Option<String>,
        /// The day of issue.
        issued_on: Option<NaiveDate>,
        /// Voided (作废), when.
        voided_on: Option<NaiveDate>,
        /// Voided, by whom.
        voided_by: Option<PersonId>,
        /// Voided, why.
        voided_because: Option<String>,
        /// The paper itself, sealed.
        content: Option<ContentRef>,
        /// The blob of the docx.
        docx: Option<Digest>,
        /// The blob of the PDF.
        pdf: Option<Digest>,
        /// The blob of the scan of what was stamped and served.
        scan: Option<Digest>,
        /// Since when it is here.
        created_at: DateTime<Utc>,
        /// What else is known, as JSON text.
        document: String,
    }
}

impl Tx {
    /// Keeps a paper, new or changed. What was issued keeps its number: [`StorageError::Taken`] says that another paper
    /// has it.
    pub async fn save_paper(&self, row: &PaperRow) -> Result<(), StorageError> {
        self.upsert(row).await
    }

    /// Voids a paper; it stays in the register. A paper is voided once.
    pub async fn void_paper(
        &self,
        id: PaperId,
        on: NaiveDate,
        by: PersonId,
        because: &str,
    ) -> Result<(), StorageError> {
        let sql = "UPDATE paper SET voided_on = $1, voided_by = $2, voided_because = $3 \
                   WHERE id = $4 AND voided_on IS NULL";
        match self.run(sql, values![on, by, because.to_owned(), id]).await? {
            0 => Err(StorageError::missing("paper to void", id)),
            _ => Ok(()),
        }
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// A paper.
    pub async fn paper(&self, id: PaperId) -> Result<Option<PaperRow>, StorageError> {
        self.find("WHERE id = $1", values![id]).await
    }

    /// Papers; those that are not there are left out.
    pub async fn papers(&self, ids: &[PaperId]) -> Result<Vec<PaperRow>, StorageError> {
        let query = Query::select()
            .columns(PaperRow::COLUMNS.iter().copied())
            .from(PaperRow::TABLE)
            .and_where(Expr::col("id").is_in(ids.iter().map(|id| id.0)))
            .to_owned();
        self.query(&query).await
    }

    /// The papers of an application, in the order of their making.
    pub async fn papers_of(&self, application: ApplicationId) -> Result<Vec<PaperRow>, StorageError> {
        self.select("WHERE application = $1 ORDER BY created_at, id", values![application]).await
    }

    /// The register of a series and year: every number with what became of it.
    pub async fn register(
        &self,
        agency: AgencyId,
        series: &str,
        year: i32,
    ) -> Result<Vec<PaperRow>, StorageError> {
        self.select(
            "WHERE agency = $1 AND series = $2 AND year = $3 AND number IS NOT NULL ORDER BY number",
            values![agency, series.to_owned(), year],
        )
        .await
    }
}
