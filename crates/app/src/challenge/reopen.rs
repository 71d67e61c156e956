//! Take the application up again whose reply was quashed.
//!
//! Who: head of the disclosure office. Precondition: the decision is final and asks for a new reply. Changes: the application is
//! open again under its number, with the day by which the new reply is due; it is not counted again. Audit: the event in the
//! stream of the application. Told: the case handler, by the inbox. Not here: recording the new reply (`super::redo`).

use super::case::OpenChallenge;
use crate::actor::Actor;
use crate::application::reopen::basis_of;
use crate::application::{Moved, OpenCase};
use crate::docket::unless;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::Event;
use gongkai_domain::challenge::Reason;
use gongkai_domain::ids::{ApplicationId, ChallengeId};
use gongkai_domain::staff::Permission;

/// Takes one of the applications of the case up again.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::Blocked`].
pub async fn reopen(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    application: ApplicationId,
) -> Result<Moved, Refusal> {
    let (on, redo, basis) = {
        // read and let go again: the application's own case takes the chain
        let challenge = OpenChallenge::open(office, actor, id, seen).await?;
        let docket = challenge.docket;
        if !docket.case.applications.contains(&application) {
            return Err(Refusal::NotFound);
        }
        let due = docket.case.redo_due(&docket.calendar, &docket.settings);
        let due = due.map_err(|e| Refusal::Defect(e.to_string()))?;
        let (Some(due), Some(holding)) = (due, docket.case.holding) else {
            unless("challenge", &[Reason::NothingToRedo])?;
            return Err(Refusal::NotFound);
        };
        let basis = basis_of(&docket.case, &docket.settings);
        docket.tx.rollback().await?;
        (holding.received_on, due, basis)
    };
    let mut case = OpenCase::open(office, actor, application, None, Permission::Reopen).await?;
    let event = Event::ReopenedByDecision {
        on,
        challenge: id,
        redo_due_on: redo.on,
        is_for_procedure: !redo.must_differ,
        basis: Some(basis),
    };
    case.step(event)?;
    case.finish().await
}
