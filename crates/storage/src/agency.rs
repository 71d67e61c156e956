//! Agencies and their departments: key columns with effective dates, the rest as a JSON document.
//!
//! Not here: what the document says (`gongkai-domain`).

use crate::error::StorageError;
use crate::records::{Records, Tx};
use chrono::NaiveDate;
use gongkai_domain::ids::{AgencyId, DepartmentId};
use sea_orm::ConnectionTrait;

record! {
    /// An agency.
    pub struct AgencyRow in "agency" key(id) {
        /// Which.
        id: AgencyId,
        /// The code by which commands and addresses name it; unique.
        code: String,
        /// Its name.
        name: String,
        /// The agency above it.
        parent: Option<AgencyId>,
        /// The agency that took over from it.
        successor: Option<AgencyId>,
        /// Since when it exists.
        valid_from: NaiveDate,
        /// The last day of its existence.
        valid_until: Option<NaiveDate>,
        /// The JSON text.
        document: String,
    }
}

record! {
    /// A department of an agency.
    pub struct DepartmentRow in "department" key(id) {
        /// Which.
        id: DepartmentId,
        /// Of which agency.
        agency: AgencyId,
        /// Its name.
        name: String,
        /// Its place in lists.
        place: i32,
        /// Since when it exists.
        valid_from: NaiveDate,
        /// The last day of its existence.
        valid_until: Option<NaiveDate>,
        /// The JSON text.
        document: String,
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// An agency.
    pub async fn agency(&self, id: AgencyId) -> Result<Option<AgencyRow>, StorageError> {
        self.find("WHERE id = $1", values![id]).await
    }

    /// The agency of a code.
    pub async fn agency_by_code(&self, code: &str) -> Result<Option<AgencyRow>, StorageError> {
        self.find("WHERE code = $1", values![code.to_owned()]).await
    }

    /// All agencies, by code.
    pub async fn agencies(&self) -> Result<Vec<AgencyRow>, StorageError> {
        self.select("ORDER BY code", vec![]).await
    }

    /// All departments of an agency, in their order.
    pub async fn departments(&self, agency: AgencyId) -> Result<Vec<DepartmentRow>, StorageError> {
        self.select("WHERE agency = $1 ORDER BY place, name, id", values![agency]).await
    }

    /// A department.
    pub async fn department(&self, id: DepartmentId) -> Result<Option<DepartmentRow>, StorageError> {
        self.find("WHERE id = $1", values![id]).await
    }
}

impl Tx {
    /// Keeps an agency, new or changed.
    pub async fn save_agency(&self, row: &AgencyRow) -> Result<(), StorageError> {
        self.note_setting();
        self.upsert(row).await
    }

    /// Keeps a department, new or changed.
    pub async fn save_department(&self, row: &DepartmentRow) -> Result<(), StorageError> {
        self.note_setting();
        self.upsert(row).await
    }
}
