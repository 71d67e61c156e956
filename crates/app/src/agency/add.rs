//! Add an agency below one's own, with the system administrator who keeps its people.
//!
//! Who: the system administrator above. Precondition: the code is free. Changes: the agency with usual settings, its
//! administrator with a password for the first sign-in. Audit: `agency_added`, `person_added`. Told: the password, once.
//! Not here: the first agency (`crate::first_start`), roles of its people (`crate::staff::grant`).

use super::{AgencyFields, check, must, needed, note, own_or_below, tree_within};
use crate::account::password;
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use crate::{setup, staff};
use chrono::NaiveDate;
use gongkai_domain::agency::{Agency, AgencyKind, AgencySettings, Level, Validity};
use gongkai_domain::ids::{AgencyId, PersonId};
use gongkai_domain::staff::{Person, Role};
use std::collections::BTreeSet;

/// What is added.
#[derive(Debug, Clone, Default)]
pub struct NewAgency {
    /// Its code.
    pub code: String,
    /// The rest.
    pub fields: AgencyFields,
    /// Since when it exists.
    pub from: Option<NaiveDate>,
    /// Name of its system administrator.
    pub administrator: String,
    /// Login of its system administrator.
    pub account: String,
}

/// Adds it; the password of its administrator is told this once.
///
/// # Errors
/// [`Refusal::Denied`]; [`Refusal::Invalid`] with everything that is wrong.
pub async fn add(office: &Office, actor: &Actor, new: &NewAgency) -> Result<(AgencyId, String), Refusal> {
    let own = must(office, actor)?;
    let at = office.instant();
    let mut agency = Agency {
        id: AgencyId(office.entropy().id(at)),
        code: new.code.trim().to_owned(),
        credit_code: String::new(),
        full_name: String::new(),
        short_name: String::new(),
        kind: AgencyKind::Department,
        level: Level::County,
        parent: new.fields.parent.or(Some(own)),
        same_level_government: None,
        next_higher_government: None,
        superior_department: None,
        seat_government: None,
        validity: Validity::from(office.today()),
    };
    let mut faults = new.fields.write(&mut agency);
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if agency.code.is_empty() || !agency.code.chars().all(is_plain) {
        faults.push(Fault::new("code", "机关代码由小写字母、数字和“-”组成"));
    }
    match needed(new.from, "from", "填写起始日期") {
        Ok(from) => agency.validity = Validity::from(from),
        Err(fault) => faults.push(fault),
    }
    for fault in staff::add::faults(&new.administrator, &new.account) {
        let field = if fault.field == "name" { "administrator" } else { "account" };
        faults.push(Fault::new(field, fault.text));
    }
    let login = new.account.trim();
    if office.storage.person_by_login(login).await?.is_some() {
        faults.push(Fault::new("account", "用户名已有人使用"));
    }
    if office.storage.agency_by_code(&agency.code).await?.is_some() {
        faults.push(Fault::new("code", "机关代码已有其他机关使用"));
    }
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let person = Person {
        id: PersonId(office.entropy().id(at)),
        name: new.administrator.trim().to_owned(),
        agency: agency.id,
        department: None,
        roles: BTreeSet::from([Role::SystemAdmin]),
        acting_for: Vec::new(),
        is_active: true,
    };
    let password = staff::one_time_password(office);
    let hash = password::hash(office, &password).await?;
    let tx = office.storage.begin().await?;
    let (mut agencies, successions) = tree_within(&tx).await?;
    agencies.push(agency.clone());
    let tree = check(agencies, successions)?;
    own_or_below(&tree, own, agency.id)?;
    setup::keep_agency(&tx, &agency).await?;
    setup::keep_settings(&tx, &agency, &AgencySettings::default(), at).await?;
    setup::keep_person(&tx, &person, login, office.today(), office.entropy(), at).await?;
    tx.set_password(person.id, &hash, true, "{}", at).await?;
    let document = serde_json::json!({ "code": agency.code });
    note(office, &tx, actor, own, "agency_added", ("agency", agency.id.0), document).await?;
    let document = serde_json::json!({ "role": Role::SystemAdmin.key() });
    note(office, &tx, actor, agency.id, "person_added", ("person", person.id.0), document).await?;
    tx.commit().await?;
    Ok((agency.id, password))
}
