//! A person of the office as the rules know them, made from what is kept: the row, and the grants of roles.
//!
//! Not here: granting roles (`crate::staff`), the rules (`gongkai_domain::staff`).

use crate::actor::{Actor, Member};
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::ids::{AgencyId, PersonId};
use gongkai_domain::staff::{ActingFor, Person, Role};
use gongkai_storage::{PersonRow, RoleRow, Tx};
use std::collections::{BTreeMap, BTreeSet};

/// The row of a person.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn held_by(office: &Office, id: PersonId) -> Result<PersonRow, Refusal> {
    office.storage.person(id).await?.ok_or(Refusal::NotFound)
}

/// The person with the roles of a day. Acting that has ended or not begun stays on record, so that a refusal can name it.
///
/// # Errors
/// [`Refusal::NotFound`] for nobody, or for somebody of no agency.
pub async fn person_on(office: &Office, id: PersonId, on: NaiveDate) -> Result<Person, Refusal> {
    of_row(office, &held_by(office, id).await?, on).await
}

/// The same of a row that was just read.
async fn of_row(office: &Office, row: &PersonRow, on: NaiveDate) -> Result<Person, Refusal> {
    let agency = row.agency.ok_or(Refusal::NotFound)?;
    let known = office.known(agency).await?;
    assemble(row, agency, &known.roles, &known.people, on)
}

/// All people of an agency with the roles of a day.
///
/// # Errors
/// Where the records cannot be read.
pub async fn people_on(office: &Office, agency: AgencyId, on: NaiveDate) -> Result<Vec<Person>, Refusal> {
    let grants = office.storage.roles_in(agency).await?;
    let people: BTreeMap<PersonId, PersonRow> =
        office.storage.people(agency).await?.into_iter().map(|row| (row.id, row)).collect();
    people.values().map(|row| assemble(row, agency, &grants, &people, on)).collect()
}

/// The same within a transaction.
///
/// # Errors
/// Where the records cannot be read.
pub async fn people_within(tx: &Tx, agency: AgencyId, on: NaiveDate) -> Result<Vec<Person>, Refusal> {
    let grants = tx.roles_in(agency).await?;
    let people: BTreeMap<PersonId, PersonRow> =
        tx.people(agency).await?.into_iter().map(|row| (row.id, row)).collect();
    people.values().map(|row| assemble(row, agency, &grants, &people, on)).collect()
}

/// Somebody who acts at the desk today.
///
/// # Errors
/// As [`person_on`].
pub async fn actor(office: &Office, id: PersonId) -> Result<Actor, Refusal> {
    let person = person_on(office, id, office.today()).await?;
    Ok(Actor::Member(Box::new(Member { person })))
}

/// The same of a row that was just read.
///
/// # Errors
/// As [`person_on`].
pub async fn actor_of(office: &Office, row: &PersonRow) -> Result<Actor, Refusal> {
    let person = of_row(office, row, office.today()).await?;
    Ok(Actor::Member(Box::new(Member { person })))
}

/// Whether a grant holds on a day.
fn holds(grant: &RoleRow, on: NaiveDate) -> bool {
    grant.valid_from <= on && grant.valid_until.is_none_or(|until| on <= until)
}

/// Whether somebody who still works here holds a role on a day by their own right.
fn is_held(
    grants: &[RoleRow],
    people: &BTreeMap<PersonId, PersonRow>,
    person: PersonId,
    role: &str,
    on: NaiveDate,
) -> bool {
    let is_own =
        |grant: &&RoleRow| grant.person == person && grant.role == role && grant.acting_for.is_none();
    people.get(&person).is_some_and(|row| row.is_active)
        && grants.iter().filter(is_own).any(|grant| holds(grant, on))
}

fn assemble(
    row: &PersonRow,
    agency: AgencyId,
    grants: &[RoleRow],
    people: &BTreeMap<PersonId, PersonRow>,
    on: NaiveDate,
) -> Result<Person, Refusal> {
    let mut roles = BTreeSet::new();
    let mut acting_for: Vec<ActingFor> = Vec::new();
    for grant in grants.iter().filter(|grant| grant.person == row.id) {
        let role: Role =
            grant.role.parse().map_err(|_| Refusal::Defect(format!("unknown role {}", grant.role)))?;
        match grant.acting_for {
            None if holds(grant, on) => {
                roles.insert(role);
            }
            None => {}
            // who acts has no more than the person represented: not a role that has ended, nor that of somebody disabled
            Some(person) if holds(grant, on) && !is_held(grants, people, person, &grant.role, on) => {}
            Some(person) => {
                let until = grant.valid_until.unwrap_or(NaiveDate::MAX);
                let department = people.get(&person).and_then(|person| person.department);
                let same = |known: &&mut ActingFor| {
                    known.person == person && known.from == grant.valid_from && known.until == until
                };
                match acting_for.iter_mut().find(same) {
                    Some(known) => {
                        known.roles.insert(role);
                    }
                    None => acting_for.push(ActingFor {
                        person,
                        roles: BTreeSet::from([role]),
                        department,
                        from: grant.valid_from,
                        until,
                    }),
                }
            }
        }
    }
    Ok(Person {
        id: row.id,
        name: row.name.clone(),
        agency,
        department: row.department,
        roles,
        acting_for,
        is_active: row.is_active,
    })
}
