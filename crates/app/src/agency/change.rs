//! Change an agency: its names, its place in the tree, the bodies above it, its last day.
//!
//! Who: the system administrator of the agency or of one above. Precondition: the agencies stay a tree. Changes: the agency.
//! Audit: `agency_changed`. Told: nobody.
//! Not here: who takes over from it (`super::succeed`); its code never changes, because papers and addresses name it.

use super::{AgencyFields, check, must, note, own_or_below, tree_within};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use crate::setup;
use chrono::NaiveDate;
use gongkai_domain::agency::Agency;
use gongkai_domain::ids::AgencyId;

/// An agency that one may change.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::NotFound`].
pub async fn changeable(office: &Office, actor: &Actor, id: AgencyId) -> Result<Agency, Refusal> {
    let own = must(office, actor)?;
    let tx = office.storage.begin().await?;
    let (agencies, successions) = tree_within(&tx).await?;
    tx.rollback().await?;
    let tree = check(agencies, successions)?;
    own_or_below(&tree, own, id).cloned()
}

/// Changes it.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::NotFound`]; [`Refusal::Invalid`] with everything that is wrong.
pub async fn change(
    office: &Office,
    actor: &Actor,
    id: AgencyId,
    fields: &AgencyFields,
    until: Option<NaiveDate>,
) -> Result<(), Refusal> {
    let own = must(office, actor)?;
    let tx = office.storage.begin().await?;
    let (agencies, successions) = tree_within(&tx).await?;
    let tree = check(agencies.clone(), successions.clone())?;
    let mut agency = own_or_below(&tree, own, id)?.clone();
    let mut faults = fields.write(&mut agency);
    if id != own {
        // one's own agency is put elsewhere only from above
        agency.parent = fields.parent.or(agency.parent);
    }
    if until.is_some_and(|until| until < agency.validity.from) {
        faults.push(Fault::new("until", "截止日期不得早于起始日期"));
    }
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    agency.validity.until = until;
    let others = agencies.into_iter().filter(|other| other.id != id);
    let tree = check(others.chain([agency.clone()]).collect(), successions)?;
    own_or_below(&tree, own, id)?;
    let successor = tx.agency(id).await?.and_then(|row| row.successor);
    setup::keep_agency(&tx, &agency).await?;
    if let Some(mut row) = tx.agency(id).await? {
        row.successor = successor;
        tx.save_agency(&row).await?;
    }
    let document = serde_json::json!({ "code": agency.code, "until": until });
    note(office, &tx, actor, own, "agency_changed", ("agency", id.0), document).await?;
    Ok(tx.commit().await?)
}
