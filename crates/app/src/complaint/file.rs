//! File a complaint: by anybody in the portal, or by the authority for what came by letter, telephone or in person.
//!
//! Who: anybody in the portal, also without a name; whoever handles complaints at the desk. Precondition: an authority of these
//! records stands above the agency. Changes: a new case of the authority with its reference and query code. Audit: the event.
//! Told: the complainant, by the receipt. Not here: looking into it (`super::investigate`).

use super::{Complainant, authority_of};
use crate::actor::Actor;
use crate::docket::other::{Filing, First, OtherFiled, begin, file as keep_filed};
use crate::office::Office;
use crate::query::track::rows_of;
use crate::refusal::{Fault, Refusal};
use chrono::NaiveDate;
use gongkai_domain::complaint::{Complaint, Event, Subject};
use gongkai_domain::ids::AgencyId;
use gongkai_domain::personal::{email, mask, mobile};
use gongkai_domain::staff::{Permission, Target};

/// Most characters of a line.
pub const LINE_LETTERS: usize = 200;
/// Most characters of a text.
pub const TEXT_LETTERS: usize = 2000;

/// What is filed.
#[derive(Debug, Clone)]
pub struct Complaining {
    /// The agency complained of.
    pub against: AgencyId,
    /// Of what.
    pub subject: Subject,
    /// The number of the application concerned, as it was typed.
    pub application: String,
    /// What is said.
    pub text: String,
    /// Who complains; empty where anonymous.
    pub complainant: Complainant,
    /// The day it came.
    pub arrived_on: NaiveDate,
    /// A word that makes a double submit the same complaint.
    pub once: Option<String>,
}

/// Files a complaint with the authority above the agency, or at the desk with the authority of whoever records it.
///
/// # Errors
/// [`Refusal::Invalid`] with every fault, also where no authority is here; [`Refusal::Denied`] at the desk.
pub async fn file(
    office: &Office,
    actor: &Actor,
    complaining: Complaining,
) -> Result<OtherFiled<Complaint>, Refusal> {
    let today = office.today();
    let authority = if let Actor::Member(member) = actor {
        let above = crate::query::case::above(office, complaining.against).await?;
        let target = Target { above: &above, ..Target::agency(complaining.against) };
        actor.must(Permission::HandleComplaints, target, today)?;
        member.person.agency
    } else {
        let authority = authority_of(office, complaining.against).await?;
        let nobody = || Refusal::invalid("text", "主管部门没有在本系统受理投诉举报，请直接向主管部门提出");
        authority.ok_or_else(nobody)?.id
    };
    let faults = faults(&complaining, today);
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let number = complaining.application.trim();
    let applications = if number.is_empty() { Vec::new() } else { rows_of(office, number).await? };
    // a number of nobody is kept as it was typed and told to nobody
    let application =
        applications.into_iter().find(|row| row.agency == complaining.against).map(|row| row.id);
    let name = complaining.complainant.name.reveal();
    let filing = Filing {
        agency: authority,
        arrived_on: complaining.arrived_on,
        masked: mask::name(name),
        sender: None,
        document: serde_json::json!({ "against": complaining.against }).to_string(),
        files: &[],
        once: complaining.once.as_deref(),
        content: serde_json::json!({
            "against": complaining.against,
            "subject": complaining.subject,
            "application": number,
            "text": complaining.text.trim(),
            "complainant": complaining.complainant,
            // in the portal it is the day of sending
            "arrived_on": actor.person().map(|_| complaining.arrived_on),
        })
        .to_string(),
    };
    let begun = match begin::<Complaint>(office, &filing).await? {
        Ok(begun) => begun,
        Err(filed) => return Ok(filed),
    };
    let at = office.instant();
    let mut words = complaining.text.trim().to_owned();
    if !number.is_empty() {
        words.push_str("\n所涉申请的编号：");
        words.push_str(number);
    }
    let text = begun.tx.put_content(authority, words.as_bytes(), at).await?;
    let is_anonymous = complaining.complainant == Complainant::default();
    let complainant = if is_anonymous {
        None
    } else {
        let who = serde_json::to_vec(&complaining.complainant).map_err(|e| Refusal::Defect(e.to_string()))?;
        Some(begun.tx.put_content(authority, &who, at).await?)
    };
    let event = Event::Received {
        on: complaining.arrived_on,
        reference: begun.reference.clone(),
        subject: complaining.subject,
        against: complaining.against,
        application,
        complainant,
        text,
    };
    keep_filed(office, actor, &filing, begun, First { subject: text, event }).await
}

/// Everything that is missing or cannot be right.
fn faults(complaining: &Complaining, today: NaiveDate) -> Vec<Fault> {
    let mut faults = Vec::new();
    if complaining.arrived_on > today {
        faults.push(Fault::new("arrived_on", "收到日期不能晚于今天"));
    }
    let text = complaining.text.trim();
    if text.is_empty() {
        faults.push(Fault::new("text", "写明具体情况：什么信息、什么时间、怎样没有依法公开或者答复"));
    }
    if text.chars().count() > TEXT_LETTERS {
        faults.push(Fault::new("text", format!("具体情况：不超过{TEXT_LETTERS}字")));
    }
    let who = &complaining.complainant;
    let lines = [
        ("number", "所涉申请的编号", complaining.application.as_str()),
        ("name", "姓名或者单位名称", who.name.reveal()),
        ("phone", "联系电话", who.phone.reveal()),
        ("email", "电子邮箱", who.email.reveal()),
    ];
    let is_long = |value: &str| value.chars().count() > LINE_LETTERS;
    for (field, label, _) in lines.into_iter().filter(|(_, _, value)| is_long(value)) {
        faults.push(Fault::new(field, format!("{label}：不超过{LINE_LETTERS}字")));
    }
    if !who.phone.is_empty()
        && !is_long(who.phone.reveal())
        && let Err(fault) = mobile(who.phone.reveal())
        && who.phone.reveal().chars().filter(char::is_ascii_digit).count() < 7
    {
        faults.push(Fault::new("phone", format!("联系电话：{fault}")));
    }
    if !who.email.is_empty()
        && !is_long(who.email.reveal())
        && let Err(fault) = email(who.email.reveal())
    {
        faults.push(Fault::new("email", format!("电子邮箱：{fault}")));
    }
    faults
}
