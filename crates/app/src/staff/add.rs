//! Add a person, still without a role.
//!
//! Who: the system administrator. Precondition: the login is free. Changes: a person with a password that must be changed at
//! the first sign-in. Audit: `person_added`. Told: the administrator is shown the password once and hands it over.
//! Not here: roles (`super::grant`).

use super::{note, one_time_password};
use crate::account::password;
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use gongkai_domain::ids::{DepartmentId, PersonId};
use gongkai_domain::staff::{Permission, Target};
use gongkai_storage::PersonRow;

/// Longest name and login.
const LONGEST: usize = 60;

/// Who is added.
#[derive(Debug, Clone, Default)]
pub struct Adding {
    /// The name, as papers print it.
    pub name: String,
    /// The name to sign in with.
    pub login: String,
    /// The department, where the person belongs to one.
    pub department: Option<DepartmentId>,
}

/// A person who was added.
#[derive(Debug, Clone)]
pub struct Added {
    /// Who.
    pub id: PersonId,
    /// The password for the first sign-in, told this once.
    pub password: String,
}

/// What is wrong with a name and a login.
pub(crate) fn faults(name: &str, login: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    if name.trim().is_empty() {
        faults.push(Fault::new("name", "填写姓名"));
    } else if name.trim().chars().count() > LONGEST {
        faults.push(Fault::new("name", format!("姓名不超过{LONGEST}字")));
    }
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    let login = login.trim();
    if login.is_empty() {
        faults.push(Fault::new("account", "填写用户名"));
    } else if login.len() > LONGEST || !login.chars().all(is_plain) {
        faults.push(Fault::new("account", "用户名由小写字母、数字和“.”“-”“_”组成，不超过60个字符"));
    }
    faults
}

/// Adds a person.
///
/// # Errors
/// [`Refusal::Denied`]; [`Refusal::Invalid`] with everything that is wrong with the form.
pub async fn add(office: &Office, actor: &Actor, adding: &Adding) -> Result<Added, Refusal> {
    let agency = actor.member()?.person.agency;
    actor.must(Permission::ManagePeople, Target::agency(agency), office.today())?;
    let mut faults = faults(&adding.name, &adding.login);
    let login = adding.login.trim();
    if faults.is_empty() && office.storage.person_by_login(login).await?.is_some() {
        faults.push(Fault::new("account", "用户名已有人使用"));
    }
    if let Some(department) = adding.department {
        let row = office.storage.department(department).await?;
        if row.is_none_or(|row| row.agency != agency) {
            faults.push(Fault::new("department", "选择本机关的内设机构"));
        }
    }
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let password = one_time_password(office);
    let hash = password::hash(office, &password).await?;
    let row = PersonRow {
        id: PersonId(office.entropy().id(office.instant())),
        agency: Some(agency),
        department: adding.department,
        login: login.to_owned(),
        name: adding.name.trim().to_owned(),
        is_active: true,
        document: "{}".to_owned(),
    };
    let tx = office.storage.begin().await?;
    tx.save_person(&row).await?;
    tx.set_password(row.id, &hash, true, "{}", office.instant()).await?;
    note(office, &tx, actor, &row, "person_added", "{}".to_owned()).await?;
    tx.commit().await?;
    Ok(Added { id: row.id, password })
}
