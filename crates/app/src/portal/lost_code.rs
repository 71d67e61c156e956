//! Give an applicant who lost the query code a new one, sent to the contact on file and nowhere else.
//!
//! Who: anybody who names reference and contact on file. Precondition: both fit the same application. Changes: the old code ends.
//! Audit: an event and a line of the log. Told: the applicant, by mail or text message through the outbox.
//! Not here: a new code at the counter (the desk gives it), delivery (the outbox).

use crate::actor::Actor;
use crate::application::OpenCase;
use crate::office::Office;
use crate::query::track::rows_of;
use crate::refusal::Refusal;
use gongkai_domain::application::{CodeReissue, Event};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::personal::{Applicant, normalise, normalise_number};
use gongkai_storage::{NewAudit, NewOutbox};
use serde::{Deserialize, Serialize};

/// Letters of a new code.
const CODE_LETTERS: usize = 8;

/// A message to somebody outside, sealed until it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The address or number.
    pub to: String,
    /// Its subject; a text message has none.
    pub subject: String,
    /// Its words.
    pub text: String,
}

/// The kind of outbox row that is sent by mail.
pub const MAIL: &str = "mail";
/// The kind of outbox row that is sent as a text message.
pub const TEXT_MESSAGE: &str = "text_message";

/// Sends a new code if number and contact fit. Whether they did is not told to anybody who asks, and what did not fit is
/// written down and costs the records a write like what did.
///
/// # Errors
/// Where the records cannot be read or written.
pub async fn reissue(office: &Office, number: &str, contact: &str) -> Result<(), Refusal> {
    for row in rows_of(office, number).await? {
        if reissue_of(office, row.id, contact).await? {
            return Ok(());
        }
    }
    let tx = office.storage.begin().await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: None,
        actor: Actor::Public.word(),
        action: "refuse_reissue_code".to_owned(),
        object_kind: "application".to_owned(),
        object_id: None,
        document: "{}".to_owned(),
    })
    .await?;
    Ok(tx.commit().await?)
}

/// Sends a new code of this application if the contact fits; whether it did.
async fn reissue_of(office: &Office, id: ApplicationId, contact: &str) -> Result<bool, Refusal> {
    let actor = Actor::Applicant(id);
    let mut case = OpenCase::open_for_applicant(office, &actor, id).await?;
    let applicant: Applicant = serde_json::from_str(&case.text(case.application.arrival.applicant).await?)
        .map_err(|e| Refusal::Defect(format!("applicant of {id}: {e}")))?;
    let Some((kind, to)) = on_file(&applicant, contact) else { return Ok(false) };
    let event = Event::CodeReissued { on: case.today, at: CodeReissue::ContactOnFile };
    // a closed case keeps its code
    if !case.why_not(&event.clone().into()).is_empty() {
        return Ok(false);
    }
    let code = office.code(CODE_LETTERS);
    let reference = case.row.reference.clone();
    case.row.query_code = Some(office.recognise("query code", &format!("{reference} {code}"))?);
    case.step(event)?;
    let message = Message {
        to,
        subject: format!("{}：新的查询码", case.agency.short_name),
        text: format!(
            "您的政府信息公开申请 {reference} 的新查询码为 {}，原查询码已经失效。如非本人操作，请与{}联系。",
            shown(&code),
            case.agency.short_name
        ),
    };
    let payload = Some(case.keep_json(&message).await?);
    let letter = NewOutbox {
        agency: Some(case.row.agency),
        kind: kind.to_owned(),
        target: format!("applicant:{id}"),
        payload,
        dedupe_key: None,
        run_at: case.at,
    };
    case.send(letter);
    case.tx
        .note(NewAudit {
            at: case.at,
            agency: Some(case.row.agency),
            actor: actor.word(),
            action: "reissue_code".to_owned(),
            object_kind: "application".to_owned(),
            object_id: Some(id.0),
            document: serde_json::json!({ "by": kind }).to_string(),
        })
        .await?;
    case.finish().await?;
    Ok(true)
}

/// A code as it is read aloud: two groups of four.
pub fn shown(code: &str) -> String {
    match code.split_at_checked(CODE_LETTERS / 2) {
        Some((left, right)) if !right.is_empty() => format!("{left}-{right}"),
        _ => code.to_owned(),
    }
}

/// How to reach the applicant, if the contact that was named is on file.
fn on_file(applicant: &Applicant, contact: &str) -> Option<(&'static str, String)> {
    let mail = normalise(applicant.contact.email.reveal()).to_lowercase();
    if !mail.is_empty() && mail == normalise(contact).to_lowercase() {
        return Some((MAIL, mail));
    }
    let phone = normalise_number(applicant.contact.phone.reveal());
    (!phone.is_empty() && phone == normalise_number(contact)).then_some((TEXT_MESSAGE, phone))
}
