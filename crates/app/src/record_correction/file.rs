//! File a request to correct a record: by the person concerned in the portal, or by the counter.
//!
//! Who: anybody in the portal; whoever handles such requests at the desk. Precondition: who asks and what is wrong are told.
//! Changes: a new case with its reference and query code. Audit: the event. Told: the requester, by the receipt.
//! Not here: whether the evidence suffices (`super::decide`); a request without evidence is received and may be completed.

use super::RequestText;
use crate::actor::Actor;
use crate::docket::other::{Filing, First, OtherFiled, begin, file as keep_filed};
use crate::office::Office;
use crate::portal::upload::Stored;
use crate::refusal::{Fault, Refusal};
use chrono::NaiveDate;
use gongkai_domain::ids::AgencyId;
use gongkai_domain::personal::{Applicant, Party};
use gongkai_domain::record_correction::{Event, RecordCorrection};
use gongkai_domain::staff::{Permission, Target};

/// Most characters of a line.
pub const LINE_LETTERS: usize = 200;
/// Most characters of a text.
pub const TEXT_LETTERS: usize = 2000;

/// What is filed.
#[derive(Debug, Clone)]
pub struct Request {
    /// With which agency.
    pub agency: AgencyId,
    /// Who asks.
    pub requester: Applicant,
    /// What is wrong.
    pub text: RequestText,
    /// The evidence in words.
    pub evidence: String,
    /// The day it came.
    pub arrived_on: NaiveDate,
    /// A word that makes a double submit the same request.
    pub once: Option<String>,
}

/// Files a request with the files that were kept for it.
///
/// # Errors
/// [`Refusal::Invalid`] with every fault; [`Refusal::Denied`] at the desk.
pub async fn file(
    office: &Office,
    actor: &Actor,
    request: Request,
    files: &[Stored],
) -> Result<OtherFiled<RecordCorrection>, Refusal> {
    let today = office.today();
    if let Actor::Member(_) = actor {
        actor.must(Permission::ManageRecordCorrections, Target::agency(request.agency), today)?;
    }
    let faults = faults(&request, today);
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let filing = Filing {
        agency: request.agency,
        arrived_on: request.arrived_on,
        masked: request.requester.masked_name(),
        sender: request.requester.identity().map(|identity| identity.reveal().to_owned()),
        document: "{}".to_owned(),
        files,
        once: request.once.as_deref(),
        content: serde_json::json!({
            "agency": request.agency,
            "requester": request.requester,
            "text": request.text,
            "evidence": request.evidence.trim(),
            // in the portal it is the day of sending
            "arrived_on": actor.person().map(|_| request.arrived_on),
        })
        .to_string(),
    };
    let begun = match begin::<RecordCorrection>(office, &filing).await? {
        Ok(begun) => begun,
        Err(filed) => return Ok(filed),
    };
    let at = office.instant();
    let keep = async |bytes: &[u8]| begun.tx.put_content(request.agency, bytes, at).await;
    let json = |e: serde_json::Error| Refusal::Defect(e.to_string());
    let requester = keep(&serde_json::to_vec(&request.requester).map_err(json)?).await?;
    let text = keep(&serde_json::to_vec(&request.text).map_err(json)?).await?;
    let subject = keep(request.text.record.trim().as_bytes()).await?;
    let mut words = request.evidence.trim().to_owned();
    if !files.is_empty() {
        if !words.is_empty() {
            words.push('\n');
        }
        words = format!("{words}（随附文件 {} 份）", files.len());
    }
    let evidence = if words.is_empty() { None } else { Some(keep(words.as_bytes()).await?) };
    let event = Event::Received {
        on: request.arrived_on,
        reference: begun.reference.clone(),
        requester,
        request: text,
        evidence,
    };
    keep_filed(office, actor, &filing, begun, First { subject, event }).await
}

/// Everything that is missing or cannot be right.
fn faults(request: &Request, today: NaiveDate) -> Vec<Fault> {
    let mut faults: Vec<Fault> = request
        .requester
        .faults(today)
        .into_iter()
        .map(|fault| Fault::new(fault.field, fault.to_string()))
        .collect();
    if request.arrived_on > today {
        faults.push(Fault::new("arrived_on", "收到日期不能晚于今天"));
    }
    let text = &request.text;
    for (field, value, missing) in [
        ("record", &text.record, "写明记录不准确的政府信息的名称、文号或者所在的系统"),
        ("wrong", &text.wrong, "写明哪里不准确"),
        ("right", &text.right, "写明应当怎样更正"),
    ] {
        if value.trim().is_empty() {
            faults.push(Fault::new(field, missing));
        }
    }
    let requester = &request.requester;
    let representative = match &requester.party {
        Party::Organisation(organisation) => organisation.legal_representative.reveal(),
        Party::NaturalPerson(_) => "",
    };
    let contact = &requester.contact;
    for (field, label, value, most) in [
        ("name", "姓名或者单位全称", requester.name().reveal(), LINE_LETTERS),
        ("legal_representative", "法定代表人或者负责人", representative, LINE_LETTERS),
        ("contact.phone", "联系电话", contact.phone.reveal(), LINE_LETTERS),
        ("contact.email", "电子邮箱", contact.email.reveal(), LINE_LETTERS),
        ("record", "记录不准确的政府信息", text.record.as_str(), LINE_LETTERS),
        ("wrong", "哪里不准确", text.wrong.as_str(), TEXT_LETTERS),
        ("right", "应当怎样更正", text.right.as_str(), TEXT_LETTERS),
        ("proof", "有什么证据证明", request.evidence.as_str(), TEXT_LETTERS),
    ] {
        if value.chars().count() > most {
            faults.retain(|fault| fault.field != field);
            faults.push(Fault::new(field, format!("{label}：不超过{most}字")));
        }
    }
    faults
}
