//! Unlock an account before its time.
//!
//! Who: the security administrator. Precondition: it is locked. Changes: failures and lock are forgotten. Audit:
//! `account_unlocked`. Told: nobody.
//! Not here: when an account is locked (`crate::account::sign_in`).

use super::{found, note};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::ids::PersonId;
use gongkai_domain::staff::Permission;

/// Unlocks an account.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::NotFound`]; [`Refusal::Invalid`] where it is not locked.
pub async fn unlock(office: &Office, actor: &Actor, id: PersonId) -> Result<(), Refusal> {
    let tx = office.storage.begin().await?;
    let (row, _) = found(office, &tx, actor, id, Permission::GrantRoles).await?;
    let credential = tx.credential(id).await?;
    if credential.and_then(|row| row.locked_until).is_none_or(|until| until <= office.instant()) {
        return Err(Refusal::invalid("deed", "该账号没有被锁定"));
    }
    tx.note_success(id).await?;
    note(office, &tx, actor, &row, "account_unlocked", "{}".to_owned()).await?;
    Ok(tx.commit().await?)
}
