//! Settings of an agency or of the whole house, as JSON documents under a key.
//!
//! Not here: which settings there are and what they mean (`gongkai-app`).

use crate::error::StorageError;
use crate::records::{Records, Tx};
use chrono::{DateTime, Utc};
use gongkai_domain::ids::AgencyId;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

record! {
    /// A setting.
    pub struct SettingRow in "setting" key(agency, name) {
        /// Whose; the nil id means the whole house.
        agency: AgencyId,
        /// Which.
        name: String,
        /// The JSON text.
        document: String,
        /// Since when.
        changed_at: DateTime<Utc>,
    }
}

/// The settings of the whole house lie under this id.
const HOUSE: AgencyId = AgencyId(Uuid::nil());

impl<C: ConnectionTrait> Records<C> {
    /// A setting of an agency, or of the house.
    pub async fn setting(
        &self,
        agency: Option<AgencyId>,
        name: &str,
    ) -> Result<Option<String>, StorageError> {
        let row: Option<SettingRow> = self
            .find("WHERE agency = $1 AND name = $2", values![agency.unwrap_or(HOUSE), name.to_owned()])
            .await?;
        Ok(row.map(|row| row.document))
    }

    /// All settings of an agency, or of the house.
    pub async fn settings(&self, agency: Option<AgencyId>) -> Result<Vec<SettingRow>, StorageError> {
        self.select("WHERE agency = $1 ORDER BY name", values![agency.unwrap_or(HOUSE)]).await
    }
}

impl Tx {
    /// Sets a setting.
    pub async fn set_setting(
        &self,
        agency: Option<AgencyId>,
        name: &str,
        document: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        self.note_setting();
        self.upsert(&SettingRow {
            agency: agency.unwrap_or(HOUSE),
            name: name.to_owned(),
            document: document.to_owned(),
            changed_at: at,
        })
        .await
    }
}
