//! Recording what came by counter, post or fax.
//!
//! Not here: filing (`gongkai_app::application::file`).

use super::entry::{Desk, Sent, entered, value};
use crate::chrome::Place;
use crate::components::Entered;
use crate::day::Day;
use crate::pages::desk::register::page as register_page;
use axum::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::application::file::{Filing, Request, file as file_application};
use gongkai_app::{Fault, Refusal};
use gongkai_domain::application::{Channel, Provision, ProvisionForm, ProvisionWay};
use gongkai_domain::personal::Personal;
use gongkai_domain::personal::applicant::{
    Applicant, Contact, DocumentKind, IdentityDocument, NaturalPerson, Organisation, OrganisationKind, Party,
};

/// Most matters of a form.
const MATTERS: usize = 20;

fn shown(desk: &Desk, status: StatusCode, entered: &Entered, matters: usize) -> Response {
    let hint = format!("今天是{}", Day::of(desk.web.office.today()).words);
    let mut page = register_page(&desk.web.site.urls, &desk.token, entered, matters, &hint);
    page.form.controls.retain(|control| !control.is_file());
    page.form.has_files = false;
    desk.show(Some(Place::Register), status, &page)
}

pub(super) async fn page(desk: Desk) -> Response {
    shown(&desk, StatusCode::OK, &Entered::default(), 1)
}

/// How many matters the form has.
fn matters(sent: &Sent) -> usize {
    let has = |at: usize| sent.iter().any(|(name, _)| *name == format!("matter.{at}.title"));
    (0..MATTERS).take_while(|at| has(*at)).count().max(1)
}

pub(super) async fn file(desk: Desk, Form(sent): Form<Sent>) -> Response {
    if let Err(refusal) = desk.check(&sent) {
        return desk.refused(&refusal);
    }
    let count = matters(&sent);
    if !value(&sent, "add").is_empty() {
        return shown(&desk, StatusCode::OK, &entered(&sent, &[]), (count + 1).min(MATTERS));
    }
    if let Ok(gone) = value(&sent, "remove").parse::<usize>() {
        return shown(&desk, StatusCode::OK, &entered(&without(&sent, gone, count), &[]), count.max(2) - 1);
    }
    match filed(&desk, &sent, count).await {
        Ok(reference) => Redirect::to(&desk.web.site.urls.application(&reference)).into_response(),
        Err(Refusal::Invalid(faults)) => {
            let faults: Vec<Fault> = faults.into_iter().map(renamed).collect();
            shown(&desk, StatusCode::UNPROCESSABLE_ENTITY, &entered(&sent, &faults), count)
        }
        Err(refusal) => desk.refused(&refusal),
    }
}

/// The form without one of its matters.
fn without(sent: &Sent, gone: usize, count: usize) -> Sent {
    let mut kept: Sent = sent.iter().filter(|(name, _)| !name.starts_with("matter.")).cloned().collect();
    for (place, at) in (0..count).filter(|at| *at != gone).enumerate() {
        for field in ["title", "description"] {
            let text = value(sent, &format!("matter.{at}.{field}")).to_owned();
            kept.push((format!("matter.{place}.{field}"), text));
        }
    }
    kept
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

async fn filed(desk: &Desk, sent: &Sent, count: usize) -> Result<String, Refusal> {
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
    let (Ok(arrived_on), true) = (arrived_on, faults.is_empty()) else {
        return Err(Refusal::Invalid(faults));
    };
    let requests = (0..count).map(|at| Request {
        title: value(sent, &format!("matter.{at}.title")).to_owned(),
        number: String::new(),
        description: value(sent, &format!("matter.{at}.description")).to_owned(),
    });
    let filing = Filing {
        agency: desk.actor.member()?.person.agency,
        channel,
        is_oral,
        arrived_on,
        applicants: vec![applicant(sent)],
        requests: requests.filter(|request| !request.text().is_empty()).collect(),
        provision: Provision { form, way },
        once: None,
    };
    Ok(file_application(&desk.web.office, &desk.actor, filing).await?.reference)
}

fn applicant(sent: &Sent) -> Applicant {
    let text = |name: &str| Personal::from(value(sent, name).trim().to_owned());
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
    let party = match value(sent, "kind") {
        "commercial_enterprise" => organisation(OrganisationKind::CommercialEnterprise),
        "research_institution" => organisation(OrganisationKind::ResearchInstitution),
        "public_welfare_organisation" => organisation(OrganisationKind::PublicWelfareOrganisation),
        "legal_service_institution" => organisation(OrganisationKind::LegalServiceInstitution),
        "other" => organisation(OrganisationKind::OtherOrganisation),
        _ => {
            let known = DocumentKind::EVERY.iter().find(|kind| kind.key() == value(sent, "document"));
            let kind = known.copied().unwrap_or(DocumentKind::ResidentId);
            let document = IdentityDocument { kind, number: text("number") };
            Party::NaturalPerson(NaturalPerson { name: text("name"), document, guardian: None })
        }
    };
    let contact = Contact { phone: text("phone"), postal_address: text("address"), ..Contact::default() };
    Applicant { party, agent: None, contact, delivery: None }
}
