//! Tell the staff what an applicant sent in the portal: the handler, or who registers where nobody has the case in hand.
//!
//! Not here: what arrives as a new application (`super::file`), what presses (`crate::reminder`).

use super::case::OpenCase;
use crate::refusal::Refusal;
use crate::reminder::Notice;
use crate::reminder::tell::{message, to_person, to_role};
use gongkai_domain::staff::Role;

/// Puts a message into the outbox of the case; `what` is what was sent, in a word.
///
/// # Errors
/// Where the records cannot be written.
pub(crate) async fn tell_staff(case: &mut OpenCase<'_>, what: &str) -> Result<(), Refusal> {
    let notice = Notice::Heard {
        reference: case.row.reference.clone(),
        number: case.row.registration.clone().unwrap_or_else(|| case.row.reference.clone()),
        on: case.today,
        what: what.to_owned(),
    };
    let payload = case.keep_json(&notice).await?;
    let to = case.application.handler().map_or_else(|| to_role(Role::Registrar), to_person);
    case.send(message(case.row.agency, to, payload, None, case.at));
    Ok(())
}
