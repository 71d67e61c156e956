//! Disable a person who has left, or enable one who is back.
//!
//! Who: the system administrator, not for oneself. Precondition: somebody else holds the administrator's role, where it is one.
//! Changes: the person can sign in no more, and sessions end. Audit: `person_disabled`, `person_enabled`. Told: nobody.
//! Not here: taking roles away (`super::end`); who has left stays on record, because events name people.

use super::{administrator, found, is_last, note};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::ids::PersonId;
use gongkai_domain::staff::Permission;

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
    row.is_active = is_active;
    tx.save_person(&row).await?;
    let action = if is_active { "person_enabled" } else { "person_disabled" };
    note(office, &tx, actor, &row, action, "{}".to_owned()).await?;
    Ok(tx.commit().await?)
}
