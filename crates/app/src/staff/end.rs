//! End a role that somebody holds or acts in.
//!
//! Who: the security administrator. Precondition: it has not ended, and somebody else holds it, where it is an administrator's.
//! Changes: its last day; a grant is never removed. Audit: `role_ended`. Told: nobody.
//! Not here: giving roles (`super::grant`).

use super::{found, is_last, note};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::ids::PersonId;
use gongkai_domain::staff::{Permission, Role};
use uuid::Uuid;

/// Ends a grant; `until` is its last day, none means that it ends before today.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::NotFound`]; [`Refusal::Invalid`] with the reason against it.
pub async fn end(
    office: &Office,
    actor: &Actor,
    id: PersonId,
    grant: Uuid,
    until: Option<NaiveDate>,
) -> Result<(), Refusal> {
    let today = office.today();
    let yesterday = today.pred_opt().unwrap_or(today);
    let tx = office.storage.begin().await?;
    let (row, agency) = found(office, &tx, actor, id, Permission::GrantRoles).await?;
    let grants = tx.roles_in(agency).await?;
    let mut line =
        grants.iter().find(|line| line.id == grant && line.person == id).cloned().ok_or(Refusal::NotFound)?;
    let until = until.unwrap_or(yesterday);
    if until < yesterday {
        return Err(Refusal::invalid("until", "截止日期不得早于今日"));
    }
    if line.valid_until.is_some_and(|known| known < today) {
        return Err(Refusal::invalid("until", "该角色已经届满"));
    }
    if line.valid_until.is_some_and(|known| known < until) {
        return Err(Refusal::invalid("until", "截止日期只能提前，延长的请重新授予"));
    }
    let role = line.role.parse::<Role>().ok().filter(|role| role.is_administrator());
    if let Some(role) = role
        && line.acting_for.is_none()
        && is_last(&tx, agency, &grants, role, id, until.succ_opt().unwrap_or(until)).await?
    {
        let why = format!("该人员是本机关唯一的{}，应当先由他人接任", role.name());
        return Err(Refusal::invalid("until", why));
    }
    line.valid_until = Some(until);
    tx.save_role(&line).await?;
    let document = serde_json::json!({ "role": line.role, "until": until, "acting_for": line.acting_for });
    note(office, &tx, actor, &row, "role_ended", document.to_string()).await?;
    Ok(tx.commit().await?)
}
