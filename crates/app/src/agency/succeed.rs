//! Record that one agency took over from another (机构改革), with all functions or with some.
//!
//! Who: the system administrator above both. Precondition: no circle. Changes: the succession; with all functions the
//! predecessor ends the day before, and its files go to the successor on its first day. Audit: `agency_succeeded`. Told: nobody.
//! Not here: who is responsible on a day (`gongkai_domain::agency::tree`), moving the files (`super::hand_over`).

use super::hand_over::{self, Moved};
use super::{SUCCESSIONS, check, must, needed, note, own_or_below, tree_within};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use crate::setup;
use chrono::NaiveDate;
use gongkai_domain::agency::Succession;
use gongkai_domain::ids::AgencyId;

/// What is recorded.
#[derive(Debug, Clone, Default)]
pub struct Succeeding {
    /// The agency that ended or gave functions away.
    pub predecessor: Option<AgencyId>,
    /// The agency that goes on with them.
    pub successor: Option<AgencyId>,
    /// The first day of the successor.
    pub on: Option<NaiveDate>,
    /// Which functions; empty means all.
    pub functions: String,
}

/// Records it; how many files went to the successor with it, which on a day to come are moved when that day begins.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::NotFound`]; [`Refusal::Invalid`] with everything that is wrong.
pub async fn succeed(office: &Office, actor: &Actor, succeeding: &Succeeding) -> Result<Moved, Refusal> {
    let own = must(office, actor)?;
    let mut faults = Vec::new();
    if succeeding.predecessor.is_none() {
        faults.push(Fault::new("predecessor", "选择原机关"));
    }
    if succeeding.successor.is_none() {
        faults.push(Fault::new("successor", "选择承继机关"));
    }
    let on = needed(succeeding.on, "on", "填写承继之日");
    let (Some(predecessor), Some(successor), Ok(on)) =
        (succeeding.predecessor, succeeding.successor, on.clone())
    else {
        faults.extend(on.err());
        return Err(Refusal::Invalid(faults));
    };
    if predecessor == successor {
        return Err(Refusal::invalid("successor", "承继机关不得是原机关"));
    }
    let tx = office.storage.begin().await?;
    let (mut agencies, mut successions) = tree_within(&tx).await?;
    let tree = check(agencies.clone(), successions.clone())?;
    own_or_below(&tree, own, successor)?;
    let mut ended = own_or_below(&tree, own, predecessor)?.clone();
    let functions = succeeding.functions.trim().to_owned();
    if functions.is_empty()
        && successions.iter().any(|one| one.predecessor == predecessor && one.functions.is_empty())
    {
        return Err(Refusal::invalid("predecessor", "原机关的全部职责已经登记过承继"));
    }
    successions.push(Succession { predecessor, successor, on, functions: functions.clone() });
    if functions.is_empty() {
        ended.validity.until = on.pred_opt();
        if ended.validity.until.is_some_and(|until| until < ended.validity.from) {
            return Err(Refusal::invalid("on", "承继之日不得早于原机关设立之日"));
        }
    }
    agencies.retain(|agency| agency.id != predecessor);
    agencies.push(ended.clone());
    check(agencies, successions.clone())?;
    let text = serde_json::to_string(&successions).map_err(|e| Refusal::Defect(e.to_string()))?;
    tx.set_setting(None, SUCCESSIONS, &text, office.instant()).await?;
    if functions.is_empty() {
        setup::keep_agency(&tx, &ended).await?;
        if let Some(mut row) = tx.agency(predecessor).await? {
            row.successor = Some(successor);
            tx.save_agency(&row).await?;
        }
    }
    let document = serde_json::json!({ "successor": successor, "on": on, "whole": functions.is_empty() });
    note(office, &tx, actor, own, "agency_succeeded", ("agency", predecessor.0), document).await?;
    tx.commit().await?;
    match hand_over::sweep(office, actor).await {
        Ok(moved) => Ok(moved),
        Err(error) => {
            // the succession stands; what could not be moved now is moved within the hour
            tracing::error!(%error, "the files of an agency could not be handed over");
            Ok(Moved::default())
        }
    }
}
