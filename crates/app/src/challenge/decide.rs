//! Record how the reconsideration, or the first instance, ended.
//!
//! Who: whoever keeps challenges, or handles the case. Precondition: the words are those of the forum. Changes: the result that
//! table 4 counts, and where the reply was quashed the day by which a new one is due. Audit: the event. Told: nobody.
//! Not here: taking the application up again (`crate::application::reopen`).

use super::case::{Moved, OpenChallenge};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use chrono::NaiveDate;
use gongkai_domain::challenge::{Decision, Event, RedoPeriod};
use gongkai_domain::ids::ChallengeId;

/// A decision as it was received.
#[derive(Debug, Clone)]
pub struct Deciding {
    /// Day of the decision: the day that counts for the report.
    pub on: NaiveDate,
    /// Day on which the agency received it.
    pub received_on: NaiveDate,
    /// Its words.
    pub decision: Decision,
    /// Within what time the agency must act again, where it must.
    pub redo: Option<RedoPeriod>,
    /// Whether the reply was quashed for procedure alone.
    pub for_procedure: bool,
    /// Its grounds, in short.
    pub text: String,
}

/// Days that cannot be: received before it was made, or later than today.
///
/// # Errors
/// [`Refusal::Invalid`].
pub(super) fn check_days(on: NaiveDate, received_on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    let mut faults = Vec::new();
    if received_on < on {
        faults.push(Fault::new("received_on", "收到日期早于作出日期"));
    }
    if received_on > today {
        faults.push(Fault::new("received_on", "收到日期尚未到来"));
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
}

/// Records the decision.
///
/// # Errors
/// [`Refusal::Invalid`] for days that cannot be, [`Refusal::Blocked`].
pub async fn decide(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    deciding: Deciding,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    let Deciding { on, received_on, decision, redo, for_procedure, text } = deciding;
    check_days(on, received_on, case.docket.today)?;
    let text = case.docket.keep_some(&text).await?;
    case.step(Event::Decided { on, received_on, decision, redo, for_procedure, text })?;
    case.finish().await
}
