//! Give roles to a person, in office or acting for somebody, with dates.
//!
//! Who: the security administrator, never to oneself; while an agency has none, the system administrator names the first, so
//! that a new office can begin. Precondition: the roles do not break the separation of the three administrators (三员分立) on any
//! day. Changes: grants with first and last day. Audit: `role_granted`. Told: nobody.
//! Not here: which roles exclude each other (`gongkai_domain::staff`).

use super::{found, note};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use chrono::NaiveDate;
use gongkai_domain::agency::Validity;
use gongkai_domain::ids::PersonId;
use gongkai_domain::staff::{ActingFor, Permission, Person, Role, StaffFault};
use gongkai_storage::{PersonRow, RoleRow, Tx};
use std::collections::BTreeSet;

/// What is given.
#[derive(Debug, Clone)]
pub struct Granting {
    /// The roles.
    pub roles: BTreeSet<Role>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; needed where the person acts for somebody.
    pub until: Option<NaiveDate>,
    /// For whom the person acts.
    pub acting_for: Option<PersonId>,
}

/// Gives roles.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::NotFound`]; [`Refusal::Invalid`] with every reason against it.
pub async fn grant(office: &Office, actor: &Actor, id: PersonId, granting: &Granting) -> Result<(), Refusal> {
    let today = office.today();
    let tx = office.storage.begin().await?;
    let agency = actor.member()?.person.agency;
    let grants = tx.roles_in(agency).await?;
    let row = match found(office, &tx, actor, id, Permission::GrantRoles).await {
        Ok((row, _)) => row,
        Err(Refusal::Denied(why)) => {
            let is_first = granting.roles.iter().eq([&Role::SecurityAdmin])
                && granting.acting_for.is_none()
                && !grants.iter().any(|grant| grant.role == Role::SecurityAdmin.key());
            if !is_first {
                return Err(Refusal::Denied(why));
            }
            found(office, &tx, actor, id, Permission::ManagePeople).await?.0
        }
        Err(refusal) => return Err(refusal),
    };
    let mut faults = faults(granting, today);
    if actor.person() == Some(id) {
        faults.push(Fault::new("roles", "不能为自己授予角色"));
    }
    if !row.is_active {
        faults.push(Fault::new("roles", "该人员已停用，应当先启用"));
    }
    faults.extend(separation(&row, agency_of(&row)?, &grants, granting)?);
    faults.extend(represented(&tx, &row, &grants, granting).await?);
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    for role in &granting.roles {
        let line = RoleRow {
            id: office.entropy().id(office.instant()),
            person: id,
            agency: Some(agency),
            role: role.key().to_owned(),
            acting_for: granting.acting_for,
            valid_from: granting.from,
            valid_until: granting.until,
        };
        tx.save_role(&line).await?;
        let document = serde_json::json!({
            "role": line.role,
            "from": line.valid_from,
            "until": line.valid_until,
            "acting_for": line.acting_for,
        });
        note(office, &tx, actor, &row, "role_granted", document.to_string()).await?;
    }
    Ok(tx.commit().await?)
}

fn agency_of(row: &PersonRow) -> Result<gongkai_domain::ids::AgencyId, Refusal> {
    row.agency.ok_or(Refusal::NotFound)
}

fn faults(granting: &Granting, today: NaiveDate) -> Vec<Fault> {
    let mut faults = Vec::new();
    if granting.roles.is_empty() {
        faults.push(Fault::new("roles", "选择至少一个角色"));
    }
    if granting.from < today {
        faults.push(Fault::new("from", "起始日期不得早于今日，角色不得追溯授予"));
    }
    if granting.until.is_some_and(|until| until < granting.from) {
        faults.push(Fault::new("until", "截止日期不得早于起始日期"));
    }
    if granting.acting_for.is_some() && granting.until.is_none() {
        faults.push(Fault::new("until", "代行职责的，应当填写截止日期"));
    }
    faults
}

/// The separation of the three administrators, over every day on which the new roles would hold.
fn separation(
    row: &PersonRow,
    agency: gongkai_domain::ids::AgencyId,
    grants: &[RoleRow],
    granting: &Granting,
) -> Result<Vec<Fault>, Refusal> {
    let wanted = Validity { from: granting.from, until: granting.until };
    let mut roles = BTreeSet::new();
    let mut acted = BTreeSet::new();
    let held = grants.iter().filter(|grant| grant.person == row.id);
    for grant in held.filter(|g| wanted.overlaps(Validity { from: g.valid_from, until: g.valid_until })) {
        let role: Role =
            grant.role.parse().map_err(|_| Refusal::Defect(format!("unknown role {}", grant.role)))?;
        if grant.acting_for.is_some() {
            acted.insert(role)
        } else {
            roles.insert(role)
        };
    }
    if granting.acting_for.is_some() {
        acted.extend(granting.roles.iter().copied());
    } else {
        roles.extend(granting.roles.iter().copied());
    }
    let acting = ActingFor {
        person: granting.acting_for.unwrap_or(PersonId(uuid::Uuid::nil())),
        roles: acted,
        department: None,
        from: granting.from,
        until: granting.until.unwrap_or(NaiveDate::MAX),
    };
    let person = Person {
        id: row.id,
        name: row.name.clone(),
        agency,
        department: row.department,
        roles,
        acting_for: vec![acting],
        is_active: true,
    };
    let told = |fault: StaffFault| match fault {
        // dates and an empty choice are told beside their own fields
        StaffFault::ActingEndsEarly | StaffFault::NoRole => None,
        StaffFault::ActingForOneself => Some(Fault::new("acting_for", fault.to_string())),
        other => Some(Fault::new("roles", other.to_string())),
    };
    Ok(person.faults().into_iter().filter_map(told).collect())
}

/// One acts in roles that the represented person holds, and in no others.
async fn represented(
    tx: &Tx,
    row: &PersonRow,
    grants: &[RoleRow],
    granting: &Granting,
) -> Result<Vec<Fault>, Refusal> {
    let Some(represented) = granting.acting_for else { return Ok(Vec::new()) };
    let Some(other) = tx.person(represented).await?.filter(|other| other.agency == row.agency) else {
        return Ok(vec![Fault::new("acting_for", "选择本机关的人员")]);
    };
    let holds = |role: &Role| {
        grants.iter().any(|grant| {
            grant.person == represented
                && grant.acting_for.is_none()
                && grant.role == role.key()
                && grant.valid_from <= granting.from
                && grant.valid_until.is_none_or(|until| granting.from <= until)
        })
    };
    let lacking: Vec<&str> = granting.roles.iter().filter(|role| !holds(role)).map(|r| r.name()).collect();
    if lacking.is_empty() {
        return Ok(Vec::new());
    }
    let why = format!("{}不担任{}，不能由他人代行", other.name, lacking.join("、"));
    Ok(vec![Fault::new("roles", why)])
}
