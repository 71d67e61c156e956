//! The people of an agency as the administrators see them.
//!
//! Not here: the page (`gongkai-web`). Names of staff are no secret; what they signed in with is never shown.

use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::{DateTime, Utc};
use gongkai_domain::ids::PersonId;
use gongkai_domain::staff::{Permission, Target};
pub use gongkai_storage::{CredentialRow, DepartmentRow, PersonRow, RoleRow};

/// A person with everything an administrator asks for.
#[derive(Debug)]
pub struct Listed {
    /// The row.
    pub row: PersonRow,
    /// The grants, past ones included, the oldest first.
    pub grants: Vec<RoleRow>,
    /// The last request, as far as a session still tells.
    pub last_seen: Option<DateTime<Utc>>,
}

/// One person with the state of the account.
#[derive(Debug)]
pub struct OnePerson {
    /// The person.
    pub person: Listed,
    /// The credentials; none where no password was ever set.
    pub credential: Option<CredentialRow>,
}

/// The people with the departments.
#[derive(Debug)]
pub struct People {
    /// The people, by login.
    pub people: Vec<Listed>,
    /// The departments.
    pub departments: Vec<DepartmentRow>,
}

/// Refuses unless one of the administrators who keep people or roles asks.
pub(super) fn must(office: &Office, actor: &Actor) -> Result<gongkai_domain::ids::AgencyId, Refusal> {
    let agency = actor.member()?.person.agency;
    let may = |permission| actor.must(permission, Target::agency(agency), office.today());
    may(Permission::ManagePeople).or_else(|_| may(Permission::GrantRoles))?;
    Ok(agency)
}

/// All people of the agency.
///
/// # Errors
/// [`Refusal::Denied`].
pub async fn people(office: &Office, actor: &Actor) -> Result<People, Refusal> {
    let agency = must(office, actor)?;
    let grants = office.storage.roles_in(agency).await?;
    let mut people = Vec::new();
    for row in office.storage.people(agency).await? {
        let last_seen = office.storage.last_seen(row.id).await?;
        people.push(listed(row, &grants, last_seen));
    }
    Ok(People { people, departments: office.storage.departments(agency).await? })
}

fn listed(row: PersonRow, grants: &[RoleRow], last_seen: Option<DateTime<Utc>>) -> Listed {
    let mut grants: Vec<RoleRow> = grants.iter().filter(|grant| grant.person == row.id).cloned().collect();
    grants.sort_by_key(|grant| grant.valid_from);
    Listed { row, grants, last_seen }
}

/// One person of the agency.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::NotFound`].
pub async fn one(office: &Office, actor: &Actor, id: PersonId) -> Result<OnePerson, Refusal> {
    let agency = must(office, actor)?;
    let row = office.storage.person(id).await?;
    let row = row.filter(|row| row.agency == Some(agency)).ok_or(Refusal::NotFound)?;
    let grants = office.storage.roles_in(agency).await?;
    let last_seen = office.storage.last_seen(id).await?;
    let credential = office.storage.credential(id).await?;
    Ok(OnePerson { person: listed(row, &grants, last_seen), credential })
}
