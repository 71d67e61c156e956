//! Setting up an office: agencies, departments, people with their roles, passwords. What the first start, the command line
//! and the demonstration have in common.
//!
//! Not here: signing in and who may change people (`crate::account`), the rules of roles (`gongkai_domain::staff`).

use crate::office::AGENCY_SETTINGS;
use crate::refusal::Refusal;
use argon2::password_hash::PasswordHasher as _;
use argon2::{Algorithm, Argon2, Params, Version};
use chrono::{DateTime, NaiveDate, Utc};
use gongkai_domain::agency::{Agency, AgencySettings, Department};
use gongkai_domain::ids::PersonId;
use gongkai_domain::staff::{Person, Role};
use gongkai_storage::{AgencyRow, DepartmentRow, Entropy, PersonRow, RoleRow, Storage, Tx};

/// How much a password costs whoever wants to guess it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// For real passwords: 19 MiB and two passes, the usual minimum for argon2id on a server.
    pub const USUAL: Self = Self { memory: 19 * 1024, passes: 2 };
    /// For demonstrations, whose passwords are printed anyway, and for tests.
    pub const CHEAP: Self = Self { memory: 1024, passes: 1 };
}

/// The argon2id hash of a password as a PHC string, which names its own cost and salt.
///
/// # Errors
/// [`Refusal::Defect`] for a cost that the algorithm does not take.
pub fn hash_password(password: &str, cost: Cost, entropy: &dyn Entropy) -> Result<String, Refusal> {
    let defect = |why: String| Refusal::Defect(format!("password hash: {why}"));
    let params = Params::new(cost.memory, cost.passes, 1, None).map_err(|e| defect(e.to_string()))?;
    let mut salt = [0; 16];
    entropy.fill(&mut salt);
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash =
        hasher.hash_password_with_salt(password.as_bytes(), &salt).map_err(|e| defect(e.to_string()))?;
    Ok(hash.to_string())
}

fn json(value: &impl serde::Serialize) -> Result<String, Refusal> {
    serde_json::to_string(value).map_err(|e| Refusal::Defect(e.to_string()))
}

/// Keeps an agency, new or changed.
///
/// # Errors
/// As the records tell; a code that another agency has is taken.
pub async fn keep_agency(tx: &Tx, agency: &Agency) -> Result<(), Refusal> {
    let row = AgencyRow {
        id: agency.id,
        code: agency.code.clone(),
        name: agency.full_name.clone(),
        parent: agency.parent,
        successor: None,
        valid_from: agency.validity.from,
        valid_until: agency.validity.until,
        document: json(agency)?,
    };
    Ok(tx.save_agency(&row).await?)
}

/// Keeps what an agency has set.
///
/// # Errors
/// As the records tell.
pub async fn keep_settings(
    tx: &Tx,
    agency: &Agency,
    settings: &AgencySettings,
    at: DateTime<Utc>,
) -> Result<(), Refusal> {
    Ok(tx.set_setting(Some(agency.id), AGENCY_SETTINGS, &json(settings)?, at).await?)
}

/// Keeps a department, new or changed.
///
/// # Errors
/// As the records tell.
pub async fn keep_department(tx: &Tx, department: &Department, place: i32) -> Result<(), Refusal> {
    let row = DepartmentRow {
        id: department.id,
        agency: department.agency,
        name: department.name.clone(),
        place,
        valid_from: department.validity.from,
        valid_until: department.validity.until,
        document: json(department)?,
    };
    Ok(tx.save_department(&row).await?)
}

/// Keeps a new person with the roles held and acted in. Where roles break the separation of the three administrators, nothing
/// is kept.
///
/// # Errors
/// [`Refusal::Invalid`] with what is wrong with the roles; a login that somebody else has is taken.
pub async fn keep_person(
    tx: &Tx,
    person: &Person,
    login: &str,
    from: NaiveDate,
    entropy: &dyn Entropy,
    at: DateTime<Utc>,
) -> Result<(), Refusal> {
    let faults = person.faults();
    if !faults.is_empty() {
        let faults = faults.iter().map(|fault| crate::Fault::new("roles", fault.to_string()));
        return Err(Refusal::Invalid(faults.collect()));
    }
    let row = PersonRow {
        id: person.id,
        agency: Some(person.agency),
        department: person.department,
        login: login.to_owned(),
        name: person.name.clone(),
        is_active: person.is_active,
        document: json(person)?,
    };
    tx.save_person(&row).await?;
    let grant = |role: Role, acting_for: Option<PersonId>, valid_from, valid_until| RoleRow {
        id: entropy.id(at),
        person: person.id,
        agency: Some(person.agency),
        role: role.key().to_owned(),
        acting_for,
        valid_from,
        valid_until,
    };
    for role in &person.roles {
        tx.save_role(&grant(*role, None, from, None)).await?;
    }
    for acting in &person.acting_for {
        for role in &acting.roles {
            tx.save_role(&grant(*role, Some(acting.person), acting.from, Some(acting.until))).await?;
        }
    }
    Ok(())
}

/// A person as kept, roles included.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::Defect`] for a record that does not read back.
pub async fn person(storage: &Storage, id: PersonId) -> Result<Person, Refusal> {
    let row = storage.person(id).await?.ok_or(Refusal::NotFound)?;
    serde_json::from_str(&row.document).map_err(|e| Refusal::Defect(format!("person {id}: {e}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::password_hash::PasswordVerifier as _;
    use argon2::password_hash::phc::PasswordHash;
    use gongkai_storage::SeededEntropy;

    #[test]
    fn a_hash_names_its_cost_has_a_salt_of_its_own_and_proves_the_password() {
        let entropy = SeededEntropy::new(7);
        let hash = |password| hash_password(password, Cost::CHEAP, &entropy).unwrap();
        let (one, other) = (hash("口令 Gongkai-2026"), hash("口令 Gongkai-2026"));
        assert_ne!(one, other);
        assert!(one.starts_with("$argon2id$v=19$m=1024,t=1,p=1$"), "{one}");
        let parsed = PasswordHash::new(&one).unwrap();
        assert!(Argon2::default().verify_password("口令 Gongkai-2026".as_bytes(), &parsed).is_ok());
        assert!(Argon2::default().verify_password("口令 Gongkai-2025".as_bytes(), &parsed).is_err());
    }
}
