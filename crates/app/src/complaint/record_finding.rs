//! Record what the investigation found, and by when the agency must put it right.
//!
//! Who: whoever handles complaints in the authority. Precondition: looked into. Changes: where proven, rectification is ordered,
//! in grave cases with 通报批评 (《条例》第四十七条第二款). Audit: the event. Told: nobody yet. Not here: the order as a paper.

use super::{Moved, Open, step};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use chrono::NaiveDate;
use gongkai_domain::complaint::{Event, Finding};

/// Records the finding.
///
/// # Errors
/// [`Refusal::Invalid`] without reasons, or for a day of rectification that cannot be; [`Refusal::Blocked`].
pub async fn record_finding(
    office: &Office,
    actor: &Actor,
    reference: &str,
    seen: Option<i64>,
    (on, finding): (NaiveDate, Finding),
    reasons: &str,
    rectify_by: Option<NaiveDate>,
) -> Result<Moved, Refusal> {
    let mut faults = Vec::new();
    match (finding.is_proven(), rectify_by) {
        (true, None) => faults.push(Fault::new("rectify_by", "查证属实的，填写整改期限")),
        (true, Some(by)) if by <= on => faults.push(Fault::new("rectify_by", "整改期限应当晚于认定日期")),
        (false, Some(_)) => faults.push(Fault::new("rectify_by", "未发现违法情形的，没有整改期限")),
        _ => {}
    }
    if reasons.trim().is_empty() {
        faults.push(Fault::new("words", "写明调查情况和理由"));
    }
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let mut open = Open::open(office, actor, reference, seen).await?;
    let text = open.docket.keep(reasons).await?;
    step(&mut open, Event::Found { on, finding, text, rectify_by })?;
    open.finish().await
}
