//! From the fields of the registration form to what is filed.
//!
//! Not here: showing the form and filing it (`super::register`), what an application must have (`gongkai_app`).

use super::entry::{Desk, Sent, value, values};
use crate::pages::desk::register::Size;
use chrono::NaiveDate;
use gongkai_app::Fault;
use gongkai_app::application::file::{Filing, Request};
use gongkai_app::application::intake::Intake;
use gongkai_domain::application::{ApplicantKind, Channel, Provision, ProvisionForm, ProvisionWay};
use gongkai_domain::ids::AgencyId;
use gongkai_domain::personal::applicant::{
    Agent, Applicant, Contact, DeliveryConfirmation, DocumentKind, Guardian, IdentityDocument, Lawyer,
    NaturalPerson, Organisation, OrganisationKind, Party, PowerOfAttorney,
};
use gongkai_domain::personal::{Personal, normalise_number};

/// Most applicants who sign together with the first.
pub(super) const JOINT: usize = 20;

/// The columns of table 3 by the keys of the form.
pub(super) const COLUMNS: &[(&str, ApplicantKind)] = &[
    ("natural_person", ApplicantKind::NaturalPerson),
    ("commercial_enterprise", ApplicantKind::CommercialEnterprise),
    ("research_institution", ApplicantKind::ResearchInstitution),
    ("public_welfare_organisation", ApplicantKind::PublicWelfareOrganisation),
    ("legal_service_institution", ApplicantKind::LegalServiceInstitution),
    ("other", ApplicantKind::OtherOrganisation),
];

/// The fields of an applicant.
pub(super) const APPLICANT: &[&str] = &[
    "kind",
    "name",
    "document",
    "number",
    "representative",
    "representative_document",
    "representative_number",
    "phone",
    "email",
    "address",
    "postcode",
];

/// What the form says.
pub(super) struct Read {
    pub(super) filing: Filing,
    /// The day on which receipt was confirmed with the applicant.
    pub(super) confirmed_on: Option<NaiveDate>,
}

/// Faults of the record, under the names of the form.
pub(super) fn renamed(fault: Fault) -> Fault {
    let field = match fault.field {
        "document.number" | "credit_code" => "number",
        "contact" | "contact.phone" => "phone",
        "contact.email" => "email",
        "contact.post_code" => "postcode",
        "contact.postal_address" => "address",
        "legal_representative" => "representative",
        "guardian" => "guardian.name",
        "guardian.document.number" => "guardian.number",
        "agent.document.number" => "agent.number",
        "agent.authority.scope" => "agent.scope",
        "agent.authority.from" => "agent.from",
        "agent.lawyer.licence" => "agent.licence",
        known => known,
    };
    Fault { field, text: fault.text }
}

/// A day that may be missing.
fn some_day(sent: &Sent, name: &'static str, faults: &mut Vec<Fault>) -> Option<NaiveDate> {
    let text = value(sent, name).trim();
    if text.is_empty() {
        return None;
    }
    let on = text.parse().ok();
    if on.is_none() {
        faults.push(Fault::new(name, format!("“{text}”不是日期")));
    }
    on
}

/// Reads the form; every fault that it shows by itself.
pub(super) fn read(
    desk: &Desk,
    sent: &Sent,
    size: Size,
    agency: AgencyId,
    once: &str,
) -> Result<Read, Vec<Fault>> {
    let mut faults = Vec::new();
    let (channel, is_oral) = match value(sent, "channel") {
        "in_person" => (Channel::InPerson, false),
        "registered_mail" => (Channel::RegisteredMail, false),
        "ordinary_mail" => (Channel::OrdinaryMail, false),
        "email" => (Channel::Email, false),
        "fax" => (Channel::Fax, false),
        "oral" => (Channel::InPerson, true),
        _ => {
            faults.push(Fault::new("channel", "选择申请渠道"));
            (Channel::InPerson, false)
        }
    };
    let arrived_on = some_day(sent, "arrived_on", &mut faults);
    if value(sent, "arrived_on").trim().is_empty() {
        faults.push(Fault::new("arrived_on", "填写到达日期"));
    }
    let signed_on = some_day(sent, "signed_on", &mut faults);
    let postmarked_on = some_day(sent, "postmarked_on", &mut faults);
    if postmarked_on.zip(arrived_on).is_some_and(|(postmarked, arrived)| postmarked > arrived) {
        faults.push(Fault::new("postmarked_on", "邮戳日期不能晚于到达日期"));
    }
    let (form, way) = match value(sent, "way") {
        "post" => (ProvisionForm::Paper, ProvisionWay::Mail),
        "email" => (ProvisionForm::Electronic, ProvisionWay::Email),
        "counter" => (ProvisionForm::Paper, ProvisionWay::Counter),
        "online" => (ProvisionForm::Electronic, ProvisionWay::Online),
        _ => {
            faults.push(Fault::new("way", "选择获取信息的方式"));
            (ProvisionForm::Paper, ProvisionWay::Mail)
        }
    };
    if value(sent, "kind").is_empty() {
        faults.push(Fault::new("kind", "选择申请人类别"));
    }
    for name in ["agent.from", "agent.until"] {
        some_day(sent, name, &mut faults);
    }
    if size.has_agent && value(sent, "agent.name").trim().is_empty() {
        faults.push(Fault::new("agent.name", "填写代理人姓名；没有代理人的，删除这一栏"));
    }
    if size.has_guardian && value(sent, "guardian.name").trim().is_empty() {
        faults.push(Fault::new("guardian.name", "填写监护人姓名；没有监护人的，删除这一栏"));
    }
    let is_read_back = values(sent, "read_back").contains(&"yes");
    if is_oral && !is_read_back {
        let text = "口头申请应当由工作人员记录，向申请人宣读并由申请人签名或者捺印确认，请勾选";
        faults.push(Fault::new("read_back", text));
    }
    let Some(arrived_on) = arrived_on.filter(|_| faults.is_empty()) else { return Err(faults) };
    // what was signed for came in when it was signed for (《条例》第三十一条第二项)
    let arrived_on = signed_on.filter(|_| channel == Channel::RegisteredMail).unwrap_or(arrived_on);
    let intake = Intake {
        tracking: normalise_number(value(sent, "tracking")),
        postmarked_on,
        written_down_by: if is_oral { desk.staff.name.clone() } else { String::new() },
        is_read_back: is_oral && is_read_back,
        remarks: String::new(),
    };
    let mut first = applicant(sent, "", arrived_on);
    if let Party::NaturalPerson(person) = &mut first.party {
        person.guardian = size.has_guardian.then(|| guardian(sent));
    }
    first.agent = size.has_agent.then(|| agent(sent, arrived_on));
    let joint = (0..size.joint).map(|at| applicant(sent, &format!("joint.{at}."), arrived_on));
    let requests = (0..size.matters).map(|at| Request {
        title: value(sent, &format!("matter.{at}.title")).to_owned(),
        number: String::new(),
        description: value(sent, &format!("matter.{at}.description")).to_owned(),
    });
    // of one applicant it is the applicant's own
    let column = COLUMNS.iter().find(|(key, _)| size.joint > 0 && *key == value(sent, "column"));
    let column = column.map(|(_, kind)| *kind);
    let filing = Filing {
        agency,
        channel,
        is_oral,
        arrived_on,
        applicants: std::iter::once(first).chain(joint).collect(),
        requests: requests.filter(|request| !request.text().is_empty()).collect(),
        provision: Provision { form, way },
        intake,
        once: Some(format!("desk {} {once}", desk.actor.word())),
        column,
    };
    Ok(Read { filing, confirmed_on: signed_on })
}

fn text(sent: &Sent, name: &str) -> Personal {
    Personal::from(value(sent, name).trim())
}

/// A document whose fields begin with `prefix`; a resident's card where none was chosen.
fn document(sent: &Sent, prefix: &str) -> IdentityDocument {
    let key = value(sent, &format!("{prefix}document"));
    let known = DocumentKind::EVERY.iter().find(|kind| kind.key() == key);
    let kind = known.copied().unwrap_or(DocumentKind::ResidentId);
    IdentityDocument { kind, number: text(sent, &format!("{prefix}number")) }
}

/// Somebody who applies; the names of the fields begin with `prefix`.
pub(super) fn applicant(sent: &Sent, prefix: &str, on: NaiveDate) -> Applicant {
    let text = |name: &str| text(sent, &format!("{prefix}{name}"));
    let organisation = |kind| {
        let of_representative = document(sent, &format!("{prefix}representative_"));
        Party::Organisation(Organisation {
            name: text("name"),
            kind,
            credit_code: text("number"),
            legal_representative: text("representative"),
            representative_document: Some(of_representative).filter(|known| !known.number.is_empty()),
            contact_person: Personal::default(),
        })
    };
    let party = match value(sent, &format!("{prefix}kind")) {
        "commercial_enterprise" => organisation(OrganisationKind::CommercialEnterprise),
        "research_institution" => organisation(OrganisationKind::ResearchInstitution),
        "public_welfare_organisation" => organisation(OrganisationKind::PublicWelfareOrganisation),
        "legal_service_institution" => organisation(OrganisationKind::LegalServiceInstitution),
        "other" => organisation(OrganisationKind::OtherOrganisation),
        _ => Party::NaturalPerson(NaturalPerson {
            name: text("name"),
            document: document(sent, prefix),
            guardian: None,
        }),
    };
    let is_confirmed = value(sent, &format!("{prefix}address_confirmed")) == "yes";
    let delivery = is_confirmed.then(|| DeliveryConfirmation {
        address: text("address"),
        recipient: text("name"),
        agrees_online: matches!(value(sent, "way"), "online" | "email"),
        confirmed_on: on,
    });
    let contact = Contact {
        phone: text("phone"),
        email: text("email"),
        postal_address: text("address"),
        post_code: text("postcode"),
        fax: Personal::default(),
    };
    Applicant { party, agent: None, contact, delivery }
}

pub(super) fn guardian(sent: &Sent) -> Guardian {
    Guardian {
        name: text(sent, "guardian.name"),
        document: document(sent, "guardian."),
        relation: value(sent, "guardian.relation").trim().to_owned(),
    }
}

/// The agent by the power of attorney; one that names no first day holds from the day of the application.
pub(super) fn agent(sent: &Sent, arrived_on: NaiveDate) -> Agent {
    let day = |name: &str| value(sent, name).trim().parse().ok();
    let licence = text(sent, "agent.licence");
    let firm = value(sent, "agent.firm").trim().to_owned();
    let is_lawyer = !licence.is_empty() || !firm.is_empty();
    Agent {
        name: text(sent, "agent.name"),
        document: document(sent, "agent."),
        authority: PowerOfAttorney {
            scope: value(sent, "agent.scope").trim().to_owned(),
            from: day("agent.from").unwrap_or(arrived_on),
            until: day("agent.until"),
        },
        lawyer: is_lawyer.then_some(Lawyer { licence, firm }),
    }
}
