//! Reset the password of somebody who has forgotten it.
//!
//! Who: the system administrator. Precondition: the person is active and none of the three administrators, whose passwords are
//! reset at the server (`gongkai user reset`), so that none of the three can become another. Changes: a password that must be
//! changed at the next sign-in; sessions end. Audit: `password_reset`. Told: the administrator is shown it once.
//! Not here: locks (`super::unlock`), the second factor (`super::second_factor`).

use super::{administrator, found, note, one_time_password};
use crate::account::password;
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::ids::PersonId;
use gongkai_domain::staff::Permission;

/// Resets a password; the new one is told this once.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::NotFound`]; [`Refusal::Invalid`] with the reason against it.
pub async fn reset_password(office: &Office, actor: &Actor, id: PersonId) -> Result<String, Refusal> {
    let password = one_time_password(office);
    let hash = password::hash(office, &password).await?;
    let tx = office.storage.begin().await?;
    let (row, agency) = found(office, &tx, actor, id, Permission::ManagePeople).await?;
    if let Some(role) = administrator(&tx.roles_in(agency).await?, id, office.today()) {
        let why = format!(
            "{}的密码不得由另一名管理员在页面上重置；请在服务器上运行 gongkai user reset --login {}",
            role.name(),
            row.login
        );
        return Err(Refusal::invalid("deed", why));
    }
    if !row.is_active {
        return Err(Refusal::invalid("deed", "该人员已停用，应当先启用"));
    }
    let kept = tx.credential(id).await?.map_or_else(|| "{}".to_owned(), |row| row.document);
    tx.set_password(id, &hash, true, &kept, office.instant()).await?;
    tx.end_sessions_of(id, None).await?;
    note(office, &tx, actor, &row, "password_reset", "{}".to_owned()).await?;
    tx.commit().await?;
    Ok(password)
}
