//! The people of an agency: added, disabled, given and denied roles, helped when they cannot sign in.
//!
//! Not here: one's own password and second factor (`crate::account`), which roles exclude each other
//! (`gongkai_domain::staff`), the pages (`gongkai-web`).
//!
//! The three administrators are separated: the system administrator keeps the people and cannot give a role; the security
//! administrator gives roles and cannot add people; neither may touch the credentials of an administrator from a page.

pub mod add;
pub mod disable;
pub mod end;
pub mod grant;
pub mod list;
pub mod reset_password;
pub mod second_factor;
pub mod unlock;

use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::ids::{AgencyId, PersonId};
use gongkai_domain::staff::{Permission, Role, Target};
use gongkai_storage::{NewAudit, PersonRow, RoleRow, Tx};

/// A person of the agency of whoever acts, who must be permitted this.
async fn found(
    office: &Office,
    tx: &Tx,
    actor: &Actor,
    id: PersonId,
    permission: Permission,
) -> Result<(PersonRow, AgencyId), Refusal> {
    let agency = actor.member()?.person.agency;
    actor.must(permission, Target::agency(agency), office.today())?;
    let row = tx.person(id).await?.filter(|row| row.agency == Some(agency)).ok_or(Refusal::NotFound)?;
    Ok((row, agency))
}

/// Writes what was done to a person into the audit log.
pub(crate) async fn note(
    office: &Office,
    tx: &Tx,
    actor: &Actor,
    row: &PersonRow,
    action: &str,
    document: String,
) -> Result<(), Refusal> {
    let line = NewAudit {
        at: office.instant(),
        agency: row.agency,
        actor: actor.word(),
        action: action.to_owned(),
        object_kind: "person".to_owned(),
        object_id: Some(row.id.0),
        document,
    };
    Ok(tx.note(line).await?)
}

/// Whether a grant holds on a day.
fn holds(grant: &RoleRow, on: NaiveDate) -> bool {
    grant.valid_from <= on && grant.valid_until.is_none_or(|until| on <= until)
}

/// The administrator's role that a person holds on a day, by their own right.
fn administrator(grants: &[RoleRow], person: PersonId, on: NaiveDate) -> Option<Role> {
    grants
        .iter()
        .filter(|grant| grant.person == person && holds(grant, on))
        .filter_map(|grant| grant.role.parse::<Role>().ok())
        .find(|role| role.is_administrator())
}

/// Whether nobody else who is active holds the role on the day: taking it away would leave the office without.
async fn is_last(
    tx: &Tx,
    agency: AgencyId,
    grants: &[RoleRow],
    role: Role,
    person: PersonId,
    on: NaiveDate,
) -> Result<bool, Refusal> {
    let active: Vec<PersonId> =
        tx.people(agency).await?.into_iter().filter(|row| row.is_active).map(|row| row.id).collect();
    let holders = grants.iter().filter(|grant| grant.role == role.key() && holds(grant, on));
    let mut others = holders.filter(|grant| grant.person != person && grant.acting_for.is_none());
    Ok(!others.any(|grant| active.contains(&grant.person)))
}

/// A password to be changed at the first sign-in: four groups that can be read aloud.
pub(crate) fn one_time_password(office: &Office) -> String {
    let letters: Vec<char> = office.code(16).chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}
