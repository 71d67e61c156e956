//! Give a sender who lost the query code a new one, sent to the contact on file and nowhere else.
//!
//! Who: anybody who names reference and contact on file; the registrar for a contact on file. Precondition: both fit the same
//! case, and letters of this way go out of this office. Changes: nothing until the letter has gone; then the new code is in
//! force and the old one ends. Audit: a line when the letter is written, an event and a line when it has gone. Told: the
//! sender, by mail or text message through the outbox.
//! Not here: a new code handed over at the counter (`crate::application::reissue_code`, `crate::docket::reissue_code`), the
//! sending itself (`gongkai-jobs`).

use crate::actor::Actor;
use crate::application::OpenCase;
use crate::docket::other::{is_complaint, is_reference};
use crate::office::{Office, WaysOut};
use crate::query::other::{complainant, requester};
use crate::query::track::rows_of;
use crate::refusal::Refusal;
use gongkai_domain::application::{CodeReissue, Event};
use gongkai_domain::ids::{AgencyId, ApplicationId, Digest};
use gongkai_domain::personal::{Applicant, Personal, normalise, normalise_number};
use gongkai_storage::{NewAudit, NewOutbox, OtherCaseRow, Tx};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Letters of a new code.
pub(crate) const CODE_LETTERS: usize = 8;

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

/// Whose code it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Holder {
    Application(ApplicationId),
    Other(Uuid),
}

/// The new code of a letter: it is in force once the letter has gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCode {
    holder: Holder,
    before: Option<Digest>,
    digest: Digest,
}

/// A letter with the code that it brings.
#[derive(Serialize)]
struct Bringing<'a> {
    #[serde(flatten)]
    message: &'a Message,
    code: &'a NewCode,
}

/// What a letter may bring.
#[derive(Deserialize)]
struct Brought {
    #[serde(default)]
    code: Option<NewCode>,
}

/// The new code that a letter brings, by its content; none for any other letter.
pub fn brought(content: &str) -> Option<NewCode> {
    serde_json::from_str::<Brought>(content).ok()?.code
}

/// Sends a new code if number and contact fit. Whether they did is not told to anybody who asks, and what did not fit is
/// written down and costs the records a write like what did.
///
/// # Errors
/// Where the records cannot be read or written.
pub async fn reissue(office: &Office, agency: AgencyId, number: &str, contact: &str) -> Result<(), Refusal> {
    // in whose log a refusal stands: that of the case, else of the portal
    let (mut noted, mut object) = (agency, ("application", None));

    if is_reference(number) {
        let reference = normalise_number(number);
        if let Some(row) = office.storage.other_case_by_reference(&reference).await? {
            if send_of_other(office, &row, contact).await? {
                return Ok(());
            }
            let kind = if is_complaint(&row) { "complaint" } else { "record_correction" };
            (noted, object) = (row.agency, (kind, Some(row.id)));
        }
    } else {
        for row in rows_of(office, number).await? {
            let actor = Actor::Applicant(row.id);
            (noted, object) = (row.agency, ("application", Some(row.id.0)));
            let case = OpenCase::open_for_applicant(office, &actor, row.id).await?;
            if Box::pin(send_of_application(case, &actor, Asked::Contact(contact))).await? {
                return Ok(());
            }
        }
    }
    let tx = office.storage.begin().await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: Some(noted),
        actor: Actor::Public.word(),
        action: "refuse_reissue_code".to_owned(),
        object_kind: object.0.to_owned(),
        object_id: object.1,
        document: "{}".to_owned(),
    })
    .await?;
    Ok(tx.commit().await?)
}

/// Sends a new code to the contact on file, for somebody of the office who was asked for it.
///
/// # Errors
/// [`Refusal::Invalid`] where no contact is on file to which letters of this office go; [`Refusal::Denied`],
/// [`Refusal::Conflict`].
pub async fn send_to_contact(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
) -> Result<(), Refusal> {
    use gongkai_domain::application::ActionKind;
    let permission = crate::application::act::permission_of(ActionKind::ReissueCode);
    let case = OpenCase::open(office, actor, id, seen, permission).await?;
    if Box::pin(send_of_application(case, actor, Asked::OnFile)).await? {
        return Ok(());
    }
    let nothing = if office.ways_out().any() {
        "登记的联系方式中没有能够发送的电子邮箱或者手机号码，请当面补发"
    } else {
        "没有配置邮件服务器和短信接口，不能发送，请当面补发"
    };
    Err(Refusal::invalid("how", nothing))
}

/// To which contact.
enum Asked<'a> {
    /// This one, if it is on file.
    Contact(&'a str),
    /// Whichever is on file.
    OnFile,
}

/// Writes the letter for an application if a contact fits; whether it did.
async fn send_of_application(
    mut case: OpenCase<'_>,
    actor: &Actor,
    asked: Asked<'_>,
) -> Result<bool, Refusal> {
    let id = case.row.id;
    let applicant: Applicant = serde_json::from_str(&case.text(case.application.arrival.applicant).await?)
        .map_err(|e| Refusal::Defect(format!("applicant of {id}: {e}")))?;
    let (mail, phone) = (&applicant.contact.email, &applicant.contact.phone);
    let Some((kind, to)) = fitting(mail, phone, asked, case.office.ways_out()) else { return Ok(false) };
    let event = Event::CodeReissued { on: case.today, at: CodeReissue::ContactOnFile };
    if !case.why_not(&event.into()).is_empty() {
        return Ok(false);
    }
    let code = case.office.code(CODE_LETTERS);
    let about = format!("政府信息公开申请 {}", case.row.reference);
    let message = message(to, &about, &code, &case.agency.short_name);
    let new = NewCode {
        holder: Holder::Application(id),
        before: case.row.query_code,
        digest: digest(case.office, &case.row.reference, &code)?,
    };
    let payload = Some(case.keep_json(&Bringing { message: &message, code: &new }).await?);
    let mut letter = letter(case.row.agency, kind, format!("applicant:{id}"), payload, case.at);
    letter.dedupe_key = Some(once(id.0, &new, case.today));
    case.send(letter);
    note(&case.tx, case.at, case.row.agency, actor, "send_code", ("application", id.0), kind).await?;
    case.finish().await?;
    Ok(true)
}

/// Writes the letter for a complaint or a request to correct a record if the contact fits; whether it did.
async fn send_of_other(office: &Office, row: &OtherCaseRow, contact: &str) -> Result<bool, Refusal> {
    let (mail, phone, about) = if is_complaint(row) {
        let who = complainant(office, row).await?;
        (who.email, who.phone, format!("投诉、举报 {}", row.reference))
    } else {
        let who = requester(office, row).await?;
        (who.contact.email, who.contact.phone, format!("政府信息更正申请 {}", row.reference))
    };
    let Some((kind, to)) = fitting(&mail, &phone, Asked::Contact(contact), office.ways_out()) else {
        return Ok(false);
    };
    let (agency, _) = office.agency(row.agency).await?;
    let code = office.code(CODE_LETTERS);
    let message = message(to, &about, &code, &agency.short_name);
    let new = NewCode {
        holder: Holder::Other(row.id),
        before: row.query_code,
        digest: digest(office, &row.reference, &code)?,
    };
    let at = office.instant();
    let bytes = serde_json::to_vec(&Bringing { message: &message, code: &new })
        .map_err(|e| Refusal::Defect(e.to_string()))?;
    let tx = office.storage.begin().await?;
    let payload = Some(tx.put_content(row.agency, &bytes, at).await?);
    let mut letter = letter(row.agency, kind, format!("sender:{}", row.id), payload, at);
    letter.dedupe_key = Some(once(row.id, &new, office.today()));
    tx.enqueue(letter, at).await?;
    let object = (row.kind.as_str(), row.id);
    note(&tx, at, row.agency, &Actor::Public, "send_code", object, kind).await?;
    tx.commit().await?;
    Ok(true)
}

fn message(to: String, about: &str, code: &str, agency: &str) -> Message {
    Message {
        to,
        subject: format!("{agency}：新的查询码"),
        text: format!(
            "您的{about}的新查询码为 {}，原查询码已经失效。如非本人操作，请与{agency}联系。",
            shown(code)
        ),
    }
}

/// One letter a day in place of one code: a second on the way would tell a code that never opens anything.
fn once(case: Uuid, new: &NewCode, today: chrono::NaiveDate) -> String {
    let before = new.before.map_or_else(String::new, |digest| digest.to_string().chars().take(12).collect());
    format!("code {case} {before} {today}")
}

fn letter(
    agency: AgencyId,
    kind: &str,
    target: String,
    payload: Option<gongkai_domain::ids::ContentRef>,
    at: chrono::DateTime<chrono::Utc>,
) -> NewOutbox {
    NewOutbox { agency: Some(agency), kind: kind.to_owned(), target, payload, dedupe_key: None, run_at: at }
}

async fn note(
    tx: &Tx,
    at: chrono::DateTime<chrono::Utc>,
    agency: AgencyId,
    actor: &Actor,
    action: &str,
    (object_kind, object): (&str, Uuid),
    by: &str,
) -> Result<(), Refusal> {
    tx.note(NewAudit {
        at,
        agency: Some(agency),
        actor: actor.word(),
        action: action.to_owned(),
        object_kind: object_kind.to_owned(),
        object_id: Some(object),
        document: serde_json::json!({ "by": by }).to_string(),
    })
    .await?;
    Ok(())
}

fn digest(office: &Office, reference: &str, code: &str) -> Result<Digest, Refusal> {
    office.recognise("query code", &format!("{reference} {code}"))
}

/// Whether the code of a letter is still to be brought: not where another one was given in the meantime.
///
/// # Errors
/// Where the records cannot be read.
pub async fn is_wanted(office: &Office, code: &NewCode) -> Result<bool, Refusal> {
    let current = match code.holder {
        Holder::Application(id) => office.storage.application(id).await?.map(|row| row.query_code),
        Holder::Other(id) => office.storage.other_case(id).await?.map(|row| row.query_code),
    };
    Ok(current == Some(code.before))
}

/// Puts the code of a letter that has gone in force; the code before ends. Of a letter sent twice the second changes nothing.
///
/// # Errors
/// Where the records cannot be read or written.
pub async fn put_in_force(office: &Office, code: &NewCode, by: &str) -> Result<(), Refusal> {
    match code.holder {
        Holder::Application(id) => {
            let actor = Actor::Applicant(id);
            let mut case = OpenCase::open_for_applicant(office, &actor, id).await?;
            if case.row.query_code != code.before {
                return Ok(());
            }
            case.row.query_code = Some(code.digest);
            case.step(Event::CodeReissued { on: case.today, at: CodeReissue::ContactOnFile })?;
            let object = ("application", id.0);
            note(&case.tx, case.at, case.row.agency, &actor, "reissue_code", object, by).await?;
            case.finish().await?;
        }
        Holder::Other(id) => {
            let known = office.storage.other_case(id).await?.ok_or(Refusal::NotFound)?;
            let tx = office.storage.begin().await?;
            tx.lock_chain(known.agency).await?;
            let mut row = tx.other_case(id).await?.ok_or(Refusal::NotFound)?;
            if row.query_code != code.before {
                return Ok(());
            }
            row.query_code = Some(code.digest);
            tx.save_other_case(&row).await?;
            let object = (row.kind.as_str(), row.id);
            note(&tx, office.instant(), row.agency, &Actor::Public, "reissue_code", object, by).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// A code as it is read aloud: two groups of four.
pub fn shown(code: &str) -> String {
    match code.split_at_checked(CODE_LETTERS / 2) {
        Some((left, right)) if !right.is_empty() => format!("{left}-{right}"),
        _ => code.to_owned(),
    }
}

/// Whether a contact is written like a mail address.
pub fn is_mail(contact: &str) -> bool {
    contact.contains(['@', '＠'])
}

/// By which way the contact on file is reached, where letters of this way go out.
fn fitting(
    mail: &Personal,
    phone: &Personal,
    asked: Asked<'_>,
    ways: WaysOut,
) -> Option<(&'static str, String)> {
    let mail = normalise(mail.reveal()).to_lowercase();
    let phone = normalise_number(phone.reveal());
    let (is_mail, is_phone) = match asked {
        Asked::Contact(contact) => {
            (mail == normalise(contact).to_lowercase(), phone == normalise_number(contact))
        }
        Asked::OnFile => (true, true),
    };
    if ways.mail && is_mail && !mail.is_empty() {
        return Some((MAIL, mail));
    }
    (ways.text_messages && is_phone && !phone.is_empty()).then_some((TEXT_MESSAGE, phone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_goes_to_the_contact_on_file_by_a_way_that_is_there_and_by_no_other() {
        let (mail, phone) = (Personal::from("Wang@Example.com"), Personal::from("139 0000 0000"));
        let (both, none) = (WaysOut { mail: true, text_messages: true }, WaysOut::default());
        let way = |contact, ways| fitting(&mail, &phone, Asked::Contact(contact), ways).map(|(kind, _)| kind);
        assert_eq!(way("wang@example.com", both), Some(MAIL));
        assert_eq!(way("13900000000", both), Some(TEXT_MESSAGE));
        assert_eq!(way("13900000000", WaysOut { mail: true, text_messages: false }), None);
        assert_eq!(way("13900000001", both), None);
        assert_eq!(way("", both), None);
        assert_eq!(fitting(&mail, &phone, Asked::OnFile, none), None);
        let nobody = Personal::default();
        assert_eq!(fitting(&nobody, &nobody, Asked::Contact(""), both), None, "nothing is on file");
    }

    #[test]
    fn other_letters_bring_no_code() {
        assert_eq!(brought(r#"{"to":"a@b.cn","subject":"s","text":"t"}"#), None);
        assert_eq!(brought("no json"), None);
    }
}
