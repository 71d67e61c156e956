//! The people who work in the agencies, and the roles they hold.
//!
//! Not here: what a role may do (`gongkai-domain`), and how a person signs in (`credential`, `session`).

use crate::error::StorageError;
use crate::records::{Records, Tx};
use chrono::NaiveDate;
use gongkai_domain::ids::{AgencyId, DepartmentId, PersonId};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

record! {
    /// A person.
    pub struct PersonRow in "person" key(id) {
        /// Who.
        id: PersonId,
        /// Of which agency; none for an administrator of the whole house.
        agency: Option<AgencyId>,
        /// In which department.
        department: Option<DepartmentId>,
        /// The name to sign in with; unique.
        login: String,
        /// The person's name.
        name: String,
        /// Whether the person may sign in.
        is_active: bool,
        /// The JSON text.
        document: String,
    }
}

record! {
    /// A role that a person holds in an agency, in office or acting for somebody.
    pub struct RoleRow in "role" key(id) {
        /// Which grant.
        id: Uuid,
        /// Who holds it.
        person: PersonId,
        /// In which agency; none for the whole house.
        agency: Option<AgencyId>,
        /// The role's key.
        role: String,
        /// For whom the person acts.
        acting_for: Option<PersonId>,
        /// The first day.
        valid_from: NaiveDate,
        /// The last day.
        valid_until: Option<NaiveDate>,
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// A person.
    pub async fn person(&self, id: PersonId) -> Result<Option<PersonRow>, StorageError> {
        self.find("WHERE id = $1", values![id]).await
    }

    /// The person of a login.
    pub async fn person_by_login(&self, login: &str) -> Result<Option<PersonRow>, StorageError> {
        self.find("WHERE login = $1", values![login.to_owned()]).await
    }

    /// The people of an agency, by login.
    pub async fn people(&self, agency: AgencyId) -> Result<Vec<PersonRow>, StorageError> {
        self.select("WHERE agency = $1 ORDER BY login", values![agency]).await
    }

    /// All people, by login.
    pub async fn all_people(&self) -> Result<Vec<PersonRow>, StorageError> {
        self.select("ORDER BY login", vec![]).await
    }

    /// The roles that a person holds on a day.
    pub async fn roles_on(&self, person: PersonId, day: NaiveDate) -> Result<Vec<RoleRow>, StorageError> {
        self.select(
            "WHERE person = $1 AND valid_from <= $2 AND (valid_until IS NULL OR valid_until >= $2) ORDER BY role, id",
            values![person, day],
        )
        .await
    }

    /// All grants of an agency, past and present.
    pub async fn roles_in(&self, agency: AgencyId) -> Result<Vec<RoleRow>, StorageError> {
        self.select("WHERE agency = $1 ORDER BY role, valid_from, id", values![agency]).await
    }

    /// Who holds a role in an agency on a day.
    pub async fn holders(
        &self,
        agency: AgencyId,
        role: &str,
        day: NaiveDate,
    ) -> Result<Vec<RoleRow>, StorageError> {
        self.select(
            "WHERE agency = $1 AND role = $2 AND valid_from <= $3 AND (valid_until IS NULL OR valid_until >= $3) \
             ORDER BY valid_from, id",
            values![agency, role.to_owned(), day],
        )
        .await
    }

    /// All grants of a role in the whole house: whether an administrator is the last one.
    pub async fn grants_of(&self, role: &str) -> Result<Vec<RoleRow>, StorageError> {
        self.select("WHERE role = $1 ORDER BY valid_from, id", values![role.to_owned()]).await
    }
}

impl Tx {
    /// Keeps a person, new or changed.
    pub async fn save_person(&self, row: &PersonRow) -> Result<(), StorageError> {
        self.note_setting();
        self.upsert(row).await
    }

    /// Keeps a grant, new or changed. A grant is ended by its last day, never removed.
    pub async fn save_role(&self, row: &RoleRow) -> Result<(), StorageError> {
        self.note_setting();
        self.upsert(row).await
    }
}
