//! Disable a person who has left, or enable one who is back.
//!
//! Who: the system administrator, not for oneself. Precondition: somebody else holds the administrator's role, where it is one.
//! Changes: the person can sign in no more, and sessions end; open cases in their hands stand in the list of what nobody handles.
//! Audit: `person_disabled`, `person_enabled`. Told: the head of the disclosure office, which cases need another handler.
//! Not here: taking roles away (`super::end`); who has left stays on record, because events name people.

use super::{administrator, found, is_last, note};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use crate::reminder::tell::{message, to_role};
use crate::reminder::{Notice, Pile};
use gongkai_domain::challenge::State;
use gongkai_domain::ids::{AgencyId, PersonId};
use gongkai_domain::staff::{Permission, Role};
use gongkai_storage::{ApplicationFilter, CaseFilter, Order, PersonRow, Tx};

/// Disables or enables a person.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::NotFound`]; [`Refusal::Invalid`] with the reason against it.
pub async fn set_active(
    office: &Office,
    actor: &Actor,
    id: PersonId,
    is_active: bool,
) -> Result<(), Refusal> {
    let today = office.today();
    let tx = office.storage.begin().await?;
    let (mut row, agency) = found(office, &tx, actor, id, Permission::ManagePeople).await?;
    if row.is_active == is_active {
        return Ok(());
    }
    if !is_active {
        if actor.person() == Some(id) {
            return Err(Refusal::invalid("deed", "不能停用自己的账号"));
        }
        let grants = tx.roles_in(agency).await?;
        if let Some(role) = administrator(&grants, id, today)
            && is_last(&tx, agency, &grants, role, id, today).await?
        {
            let why = format!("该人员是本机关唯一的{}，应当先由他人接任", role.name());
            return Err(Refusal::invalid("deed", why));
        }
        tx.end_sessions_of(id, None).await?;
    }
    if !is_active {
        tell_of_cases(office, &tx, &row, agency).await?;
    }
    row.is_active = is_active;
    tx.save_person(&row).await?;
    let action = if is_active { "person_enabled" } else { "person_disabled" };
    note(office, &tx, actor, &row, action, "{}".to_owned()).await?;
    Ok(tx.commit().await?)
}

/// Most cases of a person that are looked through.
const CASES: u32 = 1000;

/// Tells the head of the disclosure office which open cases are left without a handler.
async fn tell_of_cases(office: &Office, tx: &Tx, row: &PersonRow, agency: AgencyId) -> Result<(), Refusal> {
    let own = ApplicationFilter { open: Some(true), handler: Some(row.id), ..ApplicationFilter::of(agency) };
    let mut applications = Pile::default();
    for case in tx.applications(&own, Order::Due, None, CASES).await?.rows {
        applications.name(case.registration.as_deref().unwrap_or(&case.reference));
    }
    let own = CaseFilter { agency: Some(agency), handler: Some(row.id), ..CaseFilter::default() };
    let mut others = Pile::default();
    for case in tx.challenges(&own, None, CASES).await? {
        if ![State::Archived, State::Voided].iter().any(|state| case.state == state.key()) {
            others.name(case.reference.as_deref().unwrap_or("案号待补"));
        }
    }
    for case in tx.other_cases(&CaseFilter { open: Some(true), ..own }, None, CASES).await? {
        others.name(&case.reference);
    }
    if applications.count + others.count == 0 {
        return Ok(());
    }
    let (at, on) = (office.instant(), office.today());
    let notice = Notice::HandlerLeft { on, name: row.name.clone(), applications, others };
    let text = serde_json::to_vec(&notice).map_err(|e| Refusal::Defect(e.to_string()))?;
    let payload = tx.put_content(agency, &text, at).await?;
    let letter = message(agency, to_role(Role::HeadOfDisclosureOffice), payload, None, at);
    tx.enqueue(letter, at).await?;
    Ok(())
}
