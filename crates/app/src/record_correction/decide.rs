//! Decide whether the record is corrected, left, or another agency's to correct.
//!
//! Who: whoever handles the request. Precondition: examined; a correction needs evidence, another agency its name
//! (《条例》第四十一条). Changes: the outcome. Audit: the event. Told: nobody yet. Not here: the answer (`super::answer`).

use super::{FindingText, Moved, Open, step};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::record_correction::{Event, Outcome};

/// Decides.
///
/// # Errors
/// [`Refusal::Invalid`] without reasons, [`Refusal::Blocked`].
pub async fn decide(
    office: &Office,
    actor: &Actor,
    reference: &str,
    seen: Option<i64>,
    (on, outcome): (NaiveDate, Outcome),
    reasons: &str,
    competent_agency: &str,
) -> Result<Moved, Refusal> {
    if reasons.trim().is_empty() {
        return Err(Refusal::invalid("words", "写明核实情况和理由"));
    }
    let mut open = Open::open(office, actor, reference, seen).await?;
    let text = FindingText { reasons: reasons.trim().to_owned() };
    let text = serde_json::to_string(&text).map_err(|e| Refusal::Defect(e.to_string()))?;
    let finding = open.docket.keep(&text).await?;
    let agency = competent_agency.trim();
    let competent_agency = (!agency.is_empty()).then(|| agency.to_owned());
    step(&mut open, Event::Decided { on, outcome, finding, competent_agency })?;
    open.finish().await
}
