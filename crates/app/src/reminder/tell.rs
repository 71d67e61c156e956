//! Put a notice into the messages of the people it is for.
//!
//! Who: the program. Precondition: the outbox gave the letter out. Changes: one message for each person. Audit: nothing, the
//! messages themselves remain. Told: the people named, or whoever holds the named role today.
//! Not here: reading messages at the desk (`gongkai-web`), letters that leave the house (`gongkai-jobs`).

use super::notice::Notice;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::TimeDelta;
use gongkai_domain::application::State;
use gongkai_domain::ids::{AgencyId, ContentRef, PersonId};
use gongkai_domain::staff::Role;
use gongkai_storage::{MarkKind, MessageRow, NewOutbox, OutboxRow, sm3};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The kind of outbox row that becomes messages at the desk.
pub const MESSAGE: &str = "message";

/// For how long after it was done it is told what was done.
const NEWS_DAYS: i64 = 14;

/// Whoever keeps the system running.
pub const SYSTEM_ADMIN: Role = Role::SystemAdmin;
/// Whoever is in touch with applicants.
pub const REGISTRAR: Role = Role::Registrar;

/// The addressee of a message: one person.
pub fn to_person(person: PersonId) -> String {
    format!("person:{person}")
}

/// The addressees of a message: whoever holds a role in the agency on the day of delivery.
pub fn to_role(role: Role) -> String {
    format!("role:{}", role.key())
}

/// A message for the outbox; its notice is kept under `payload`.
pub fn message(
    agency: AgencyId,
    target: String,
    payload: ContentRef,
    dedupe_key: Option<String>,
    at: chrono::DateTime<chrono::Utc>,
) -> NewOutbox {
    NewOutbox {
        agency: Some(agency),
        kind: MESSAGE.to_owned(),
        target,
        payload: Some(payload),
        dedupe_key,
        run_at: at,
    }
}

/// Delivers a message of the outbox; how many people got it. A second delivery changes nothing.
///
/// # Errors
/// [`Refusal::Defect`] for a letter that is no message; as the records tell.
pub async fn tell(office: &Office, letter: &OutboxRow) -> Result<usize, Refusal> {
    let payload = letter.payload.ok_or_else(|| Refusal::Defect(format!("message {}: empty", letter.id)))?;
    let text = office.storage.content(payload).await?;
    let notice: Notice =
        serde_json::from_slice(&text).map_err(|e| Refusal::Defect(format!("message {}: {e}", letter.id)))?;
    let about = match &notice {
        Notice::Arrived { reference, .. } => {
            let row = office.storage.application_by_reference(reference).await?.ok_or(Refusal::NotFound)?;
            // somebody was faster than the message
            if row.state != State::AwaitingConfirmation.key() {
                return Ok(0);
            }
            Some(row.id.0)
        }
        Notice::Returned { reference, .. } => {
            let row = office.storage.application_by_reference(reference).await?.ok_or(Refusal::NotFound)?;
            // mended before the message
            if row.state != State::Returned.key() {
                return Ok(0);
            }
            Some(row.id.0)
        }
        Notice::ExtensionProposed { reference, .. } => {
            let row = office.storage.application_by_reference(reference).await?.ok_or(Refusal::NotFound)?;
            let marks = office.storage.marks_of(row.id).await?;
            // decided before the message
            if !marks.iter().any(|mark| mark.kind == MarkKind::Extension && mark.is_open) {
                return Ok(0);
            }
            Some(row.id.0)
        }
        // what lay for weeks is no news any more; the page of the case tells it
        Notice::Decided { on, .. } if office.today() - *on > TimeDelta::days(NEWS_DAYS) => return Ok(0),
        Notice::ExtensionDeclined { reference, .. }
        | Notice::ExtensionApproved { reference, .. }
        | Notice::Decided { reference, .. }
        | Notice::LeftUndone { reference, .. }
        | Notice::Heard { reference, .. }
        | Notice::Undelivered { reference: Some(reference), .. } => {
            office.storage.application_by_reference(reference).await?.map(|row| row.id.0)
        }
        Notice::Pressing { .. }
        | Notice::HandlerLeft { .. }
        | Notice::Undelivered { reference: None, .. } => None,
    };
    let document = serde_json::to_string(&notice).map_err(|e| Refusal::Defect(e.to_string()))?;
    let people = addressees(office, letter).await?;
    let tx = office.storage.begin().await?;
    for person in &people {
        tx.deliver(&MessageRow {
            id: id_for(letter.id, *person),
            person: *person,
            at: office.instant(),
            kind: notice.kind().to_owned(),
            object_kind: if about.is_some() { "application" } else { "" }.to_owned(),
            object_id: about,
            document: document.clone(),
            read_at: None,
        })
        .await?;
    }
    tx.commit().await?;
    Ok(people.len())
}

/// The people a message is for, as far as they still work here.
async fn addressees(office: &Office, letter: &OutboxRow) -> Result<BTreeSet<PersonId>, Refusal> {
    let nobody = || Refusal::Defect(format!("message {}: to {}", letter.id, letter.target));
    let named: Vec<PersonId> = match letter.target.split_once(':') {
        Some(("person", id)) => vec![id.parse().map_err(|_| nobody())?],
        Some(("role", role)) => {
            let agency = letter.agency.ok_or_else(nobody)?;
            let holders = office.storage.holders(agency, role, office.today()).await?;
            holders.into_iter().map(|grant| grant.person).collect()
        }
        _ => return Err(nobody()),
    };
    let mut people = BTreeSet::new();
    for id in named {
        if office.storage.person(id).await?.is_some_and(|person| person.is_active) {
            people.insert(id);
        }
    }
    Ok(people)
}

/// The id of the message that a person gets from a letter: always the same, and in the order of the letters.
fn id_for(letter: Uuid, person: PersonId) -> Uuid {
    let mut bytes = *letter.as_bytes();
    let digest = sm3(&[letter.as_bytes(), person.0.as_bytes()]);
    bytes[6..].copy_from_slice(&digest.0[..10]);
    // version 7, as the letter's own
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    Uuid::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_storage::{Entropy as _, SeededEntropy};

    #[test]
    fn each_person_gets_one_message_of_a_letter_in_the_order_of_the_letters() {
        let chance = SeededEntropy::new(3);
        let at = chrono::DateTime::UNIX_EPOCH;
        let (earlier, later) = (chance.id(at), chance.id(at + TimeDelta::seconds(1)));
        let (one, other) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        assert_eq!(id_for(earlier, one), id_for(earlier, one));
        assert_ne!(id_for(earlier, one), id_for(earlier, other));
        for (left, right) in [(one, one), (one, other), (other, one)] {
            assert!(id_for(earlier, left) < id_for(later, right));
        }
        assert_eq!(id_for(earlier, one).get_version_num(), 7);
    }
}
