//! Take the second factor from somebody who has lost the authenticator and the recovery codes.
//!
//! Who: the security administrator, not for oneself. Precondition: one is bound. Changes: it is gone, and sessions end; the
//! person binds a new one. Audit: `second_factor_removed`. Told: nobody.
//! Not here: binding it (`crate::account::second_factor`).

use super::{found, note};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::ids::PersonId;
use gongkai_domain::staff::Permission;

/// Takes it away.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::NotFound`]; [`Refusal::Invalid`] with the reason against it.
pub async fn remove(office: &Office, actor: &Actor, id: PersonId) -> Result<(), Refusal> {
    let tx = office.storage.begin().await?;
    let (row, _) = found(office, &tx, actor, id, Permission::GrantRoles).await?;
    if actor.person() == Some(id) {
        return Err(Refusal::invalid("deed", "不能解除自己的动态口令"));
    }
    if tx.credential(id).await?.is_none_or(|row| row.totp_sealed.is_none()) {
        return Err(Refusal::invalid("deed", "该人员没有绑定动态口令"));
    }
    tx.set_totp(id, None).await?;
    tx.end_sessions_of(id, None).await?;
    note(office, &tx, actor, &row, "second_factor_removed", "{}".to_owned()).await?;
    Ok(tx.commit().await?)
}
