//! Record an appeal, how it ended, or that nobody appealed in time.
//!
//! Who: whoever keeps challenges, or handles the case. Precondition: a decision against which an appeal lies; finality only
//! after the period (《行政诉讼法》第八十五条). Changes: whether the decision holds; the case stays one number of table 4.
//! Audit: the event. Told: nobody. Not here: the first decision (`super::decide`).

use super::case::{Moved, OpenChallenge};
use super::decide::check_days;
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::challenge::{AppealOutcome, Event};
use gongkai_domain::ids::ChallengeId;

/// Records an appeal by the agency or the other side.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn appeal(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    on: NaiveDate,
    by_agency: bool,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    case.step(Event::Appealed { on, by_agency })?;
    case.finish().await
}

/// Records how the second instance ended.
///
/// # Errors
/// [`Refusal::Invalid`] for days that cannot be, [`Refusal::Blocked`].
pub async fn decide_appeal(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    (on, received_on): (NaiveDate, NaiveDate),
    outcome: AppealOutcome,
    text: &str,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    check_days(on, received_on, case.docket.today)?;
    let text = case.docket.keep_some(text).await?;
    case.step(Event::AppealDecided { on, received_on, outcome, text })?;
    case.finish().await
}

/// Records that nobody appealed in time.
///
/// # Errors
/// [`Refusal::Blocked`] while an appeal is possible.
pub async fn become_final(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    on: NaiveDate,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    case.step(Event::BecameFinal { on })?;
    case.finish().await
}
