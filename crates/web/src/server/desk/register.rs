//! Recording what came by counter, post or fax.
//!
//! Not here: filing (`gongkai_app::application::file`).

use super::entry::{Desk, STALE, Sent, entered, reasons_of, value};
use super::files;
use crate::chrome::Place;
use crate::components::{Entered, FieldError};
use crate::day::Day;
use crate::pages::desk::register::{Size, page as register_page};
use crate::server::forms::{Sent as SentForm, SentFile};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::application::confirm::confirm;
use gongkai_app::application::file::{Filing, MATTERS, Request, applicant_faults, file_with};
use gongkai_app::upload::Purpose;
use gongkai_app::{Fault, Refusal};
use gongkai_domain::application::{Channel, ConfirmationMethod, Provision, ProvisionForm, ProvisionWay};
use gongkai_domain::personal::Personal;
use gongkai_domain::personal::applicant::{
    Applicant, Contact, DocumentKind, IdentityDocument, NaturalPerson, Organisation, OrganisationKind, Party,
};

/// Most applicants who sign together with the first.
const JOINT: usize = 20;
/// Letters of the word that makes a double submit the same application.
const ONCE_LETTERS: usize = 20;

fn shown(desk: &Desk, status: StatusCode, entered: &Entered, size: Size) -> Response {
    let hint = format!("今天是{}", Day::of(desk.web.office.today()).words);
    let once = match entered.value("once") {
        "" => desk.web.office.code(ONCE_LETTERS),
        once => once.to_owned(),
    };
    let page = register_page(&desk.web.site.urls, &desk.token, &once, entered, size, &hint);
    desk.show(Some(Place::Register), status, &page)
}

pub(super) async fn page(desk: Desk) -> Response {
    shown(&desk, StatusCode::OK, &Entered::default(), Size { matters: 1, joint: 0 })
}

/// How many matters and further applicants the form has.
fn size(sent: &Sent) -> Size {
    let has = |name: String| sent.iter().any(|(known, _)| *known == name);
    Size {
        matters: (0..MATTERS).take_while(|at| has(format!("matter.{at}.title"))).count().max(1),
        joint: (0..JOINT).take_while(|at| has(format!("joint.{at}.name"))).count(),
    }
}

pub(super) async fn file(desk: Desk, form: SentForm) -> Response {
    let SentForm { pairs: sent, files, .. } = form;
    let size = size(&sent);
    if let Err(refusal) = desk.check(&sent) {
        if value(&sent, "token").is_empty() {
            return desk.refused(&refusal);
        }
        // written before the session ended, and sent after signing in again: nothing is done, and nothing is lost
        return shown(
            &desk,
            StatusCode::CONFLICT,
            &entered(&sent, &[]).against(vec![STALE.to_owned()]),
            size,
        );
    }
    let Size { matters, joint } = size;
    let again = |sent: &Sent, size: Size| shown(&desk, StatusCode::OK, &entered(sent, &[]), size);
    if !value(&sent, "add").is_empty() {
        return again(&sent, Size { matters: (matters + 1).min(MATTERS), joint });
    }
    if !value(&sent, "add_joint").is_empty() {
        return again(&sent, Size { matters, joint: (joint + 1).min(JOINT) });
    }
    if let Ok(gone) = value(&sent, "remove").parse::<usize>() {
        let fields = &["title", "description"];
        let rest = without(&sent, "matter", fields, gone, matters);
        return again(&rest, Size { matters: matters.max(2) - 1, joint });
    }
    if let Ok(gone) = value(&sent, "remove_joint").parse::<usize>() {
        let rest = without(&sent, "joint", APPLICANT, gone, joint);
        return again(&rest, Size { matters, joint: joint.saturating_sub(1) });
    }
    let errors = joint_errors(&desk, &sent, joint);
    let faulty = |faults: Vec<Fault>| {
        let mut all: Vec<FieldError> = faults
            .into_iter()
            .map(renamed)
            .map(|fault| FieldError { field: fault.field.to_owned(), message: fault.text })
            .collect();
        all.extend(errors.iter().cloned());
        shown(&desk, StatusCode::UNPROCESSABLE_ENTITY, &Entered::new(sent.clone(), all), size)
    };
    match filed(&desk, &sent, size, files, errors.is_empty()).await {
        Ok(Some(reference)) => Redirect::to(&desk.web.site.urls.application(&reference)).into_response(),
        Ok(None) => faulty(Vec::new()),
        // those of further applicants stand at their fields already
        Err(Refusal::Invalid(faults)) => {
            faulty(faults.into_iter().filter(|fault| fault.field != "joint").collect())
        }
        Err(refusal) => match reasons_of(&refusal) {
            Some(reasons) => shown(&desk, StatusCode::CONFLICT, &entered(&sent, &[]).against(reasons), size),
            None => desk.refused(&refusal),
        },
    }
}

/// The fields of an applicant.
const APPLICANT: &[&str] = &["kind", "name", "document", "number", "representative", "phone", "address"];

/// The form without one of the parts that can be there several times.
fn without(sent: &Sent, part: &str, fields: &[&str], gone: usize, count: usize) -> Sent {
    let start = format!("{part}.");
    let mut kept: Sent = sent.iter().filter(|(name, _)| !name.starts_with(&start)).cloned().collect();
    for (place, at) in (0..count).filter(|at| *at != gone).enumerate() {
        for field in fields {
            let text = value(sent, &format!("{part}.{at}.{field}")).to_owned();
            kept.push((format!("{part}.{place}.{field}"), text));
        }
    }
    kept
}

/// The faults of those who sign together with the first, each at its field.
fn joint_errors(desk: &Desk, sent: &Sent, joint: usize) -> Vec<FieldError> {
    let today = desk.web.office.today();
    let of = |at: usize| {
        let prefix = format!("joint.{at}.");
        let mut faults: Vec<Fault> =
            applicant_faults(&applicant(sent, &prefix), today).into_iter().map(renamed).collect();
        if value(sent, &format!("{prefix}kind")).is_empty() {
            faults.push(Fault::new("kind", "选择申请人类别"));
        }
        faults.into_iter().map(move |fault| FieldError {
            field: format!("{prefix}{}", fault.field),
            message: format!("第{}名申请人：{}", at + 2, fault.text),
        })
    };
    (0..joint).flat_map(of).collect()
}

/// Faults of the record, under the names of the form.
fn renamed(fault: Fault) -> Fault {
    let field = match fault.field {
        "document.number" | "credit_code" => "number",
        "contact" | "contact.phone" => "phone",
        "contact.postal_address" => "address",
        "legal_representative" => "representative",
        known => known,
    };
    Fault { field, text: fault.text }
}

/// Files it; none where further applicants have faults of their own.
async fn filed(
    desk: &Desk,
    sent: &Sent,
    size: Size,
    files: Vec<SentFile>,
    is_joint_right: bool,
) -> Result<Option<String>, Refusal> {
    let mut faults = Vec::new();
    let (channel, is_oral) = match value(sent, "channel") {
        "in_person" => (Channel::InPerson, false),
        "registered_mail" => (Channel::RegisteredMail, false),
        "ordinary_mail" => (Channel::OrdinaryMail, false),
        "fax" => (Channel::Fax, false),
        "oral" => (Channel::InPerson, true),
        _ => {
            faults.push(Fault::new("channel", "选择申请渠道"));
            (Channel::InPerson, false)
        }
    };
    let arrived_on = value(sent, "arrived_on").parse();
    if arrived_on.is_err() {
        faults.push(Fault::new("arrived_on", "填写到达日期"));
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
    let signed_on = match value(sent, "signed_on") {
        "" => None,
        text => {
            let on = text.parse().ok();
            if on.is_none() {
                faults.push(Fault::new("signed_on", format!("“{text}”不是日期")));
            }
            on
        }
    };
    let (Ok(arrived_on), true) = (arrived_on, faults.is_empty()) else {
        // all that is wrong at once
        faults.extend(applicant_faults(&applicant(sent, ""), desk.web.office.today()));
        return Err(Refusal::Invalid(faults));
    };
    if !is_joint_right {
        return Ok(None);
    }
    // what was signed for came in when it was signed for (《条例》第三十一条第二项)
    let arrived_on = signed_on.filter(|_| channel == Channel::RegisteredMail).unwrap_or(arrived_on);
    let joint = (0..size.joint).map(|at| applicant(sent, &format!("joint.{at}.")));
    let (office, actor) = (&*desk.web.office, &desk.actor);
    let agency = actor.member()?.person.agency;
    let stored = files::kept(desk, agency, files, Purpose::Enclosure).await?;
    let requests = (0..size.matters).map(|at| Request {
        title: value(sent, &format!("matter.{at}.title")).to_owned(),
        number: String::new(),
        description: value(sent, &format!("matter.{at}.description")).to_owned(),
    });
    let once = value(sent, "once").trim();
    let filing = Filing {
        agency,
        channel,
        is_oral,
        arrived_on,
        applicants: std::iter::once(applicant(sent, "")).chain(joint).collect(),
        requests: requests.filter(|request| !request.text().is_empty()).collect(),
        provision: Provision { form, way },
        once: (!once.is_empty()).then(|| format!("desk {} {once}", actor.word())),
    };
    let filed = file_with(office, actor, filing, &stored).await?;
    let is_confirmed = filed.moved.application.confirmation.is_some();
    if let Some(on) = signed_on.filter(|_| channel.needs_confirmation() && !is_confirmed) {
        confirm(office, actor, filed.id, None, on, ConfirmationMethod::Telephone).await?;
    }
    Ok(Some(filed.reference))
}

/// Somebody who applies; the names of the fields begin with `prefix`.
fn applicant(sent: &Sent, prefix: &str) -> Applicant {
    let word = |name: &str| value(sent, &format!("{prefix}{name}")).trim().to_owned();
    let text = |name: &str| Personal::from(word(name));
    let organisation = |kind| {
        Party::Organisation(Organisation {
            name: text("name"),
            kind,
            credit_code: text("number"),
            legal_representative: text("representative"),
            representative_document: None,
            contact_person: Personal::default(),
        })
    };
    let party = match word("kind").as_str() {
        "commercial_enterprise" => organisation(OrganisationKind::CommercialEnterprise),
        "research_institution" => organisation(OrganisationKind::ResearchInstitution),
        "public_welfare_organisation" => organisation(OrganisationKind::PublicWelfareOrganisation),
        "legal_service_institution" => organisation(OrganisationKind::LegalServiceInstitution),
        "other" => organisation(OrganisationKind::OtherOrganisation),
        _ => {
            let known = DocumentKind::EVERY.iter().find(|kind| kind.key() == word("document"));
            let kind = known.copied().unwrap_or(DocumentKind::ResidentId);
            let document = IdentityDocument { kind, number: text("number") };
            Party::NaturalPerson(NaturalPerson { name: text("name"), document, guardian: None })
        }
    };
    let contact = Contact { phone: text("phone"), postal_address: text("address"), ..Contact::default() };
    Applicant { party, agent: None, contact, delivery: None }
}
