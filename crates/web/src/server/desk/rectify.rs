//! The form that puts the particulars of an application right: filled with what is recorded, and back to what is to stand.
//!
//! Not here: the fields (`crate::pages::desk::action::rectify`), the use case (`gongkai_app::application::rectify`).

use super::entry::{Desk, Sent, value};
use super::register::{reshaped, size};
use super::register_form::{COLUMNS, JOINT, agent, applicant, guardian, renamed};
use super::take::{both, chosen, day};
use crate::components::Entered;
use crate::pages::desk::action::rectify::rectify as rectify_page;
use crate::pages::desk::action::{Acting, ActionPage};
use gongkai_app::Refusal;
use gongkai_app::application::Moved;
use gongkai_app::application::file::column_of;
use gongkai_app::application::rectify::{Particulars, rectify};
use gongkai_app::query::case::{CaseView, reveal};
use gongkai_domain::application::{Channel, Provision, ProvisionForm, ProvisionWay};
use gongkai_domain::personal::Applicant;
use gongkai_domain::personal::applicant::{IdentityDocument, OrganisationKind, Party};

/// The form with another number of parts, where a button asks for that; each part has at least its name.
pub(super) fn another(sent: &Sent) -> Option<Sent> {
    let (mut sent, size) = reshaped(sent, size(sent))?;
    let mut names: Vec<String> = (0..size.joint).map(|at| format!("joint.{at}.name")).collect();
    names.extend(size.has_agent.then(|| "agent.name".to_owned()));
    names.extend(size.has_guardian.then(|| "guardian.name".to_owned()));
    for name in names {
        if !sent.iter().any(|(known, _)| *known == name) {
            sent.push((name, String::new()));
        }
    }
    Some(sent)
}

/// The form. Before anything was sent it holds what is recorded, which is written into the audit log.
pub(super) async fn form(desk: &Desk, case: &CaseView, at: &Acting<'_>) -> Result<ActionPage, Refusal> {
    let is_online = case.dossier.application.arrival.channel == Channel::Internet;
    if at.entered.has_field("name") {
        return Ok(rectify_page(at, size_of(at.entered), is_online));
    }
    let applicants = reveal(&desk.web.office, &desk.actor, case.dossier.row.id).await?;
    let entered = Entered::new(recorded(case, &applicants), Vec::new());
    let at = Acting { entered: &entered, ..at.clone() };
    Ok(rectify_page(&at, size_of(&entered), is_online))
}

fn size_of(entered: &Entered) -> crate::pages::desk::register::Size {
    crate::pages::desk::register::Size {
        matters: 1,
        joint: (0..JOINT).take_while(|at| entered.has_field(&format!("joint.{at}.name"))).count(),
        has_agent: entered.has_field("agent.name"),
        has_guardian: entered.has_field("guardian.name"),
    }
}

/// The keys of the channels of the form.
const CHANNELS: &[(&str, (Channel, bool))] = &[
    ("in_person", (Channel::InPerson, false)),
    ("registered_mail", (Channel::RegisteredMail, false)),
    ("ordinary_mail", (Channel::OrdinaryMail, false)),
    ("email", (Channel::Email, false)),
    ("fax", (Channel::Fax, false)),
    ("oral", (Channel::InPerson, true)),
    ("internet", (Channel::Internet, false)),
];

/// The forms of provision that the form offers.
const WAYS: &[(&str, Provision)] = &[
    ("post", Provision { form: ProvisionForm::Paper, way: ProvisionWay::Mail }),
    ("email", Provision { form: ProvisionForm::Electronic, way: ProvisionWay::Email }),
    ("counter", Provision { form: ProvisionForm::Paper, way: ProvisionWay::Counter }),
    ("online", Provision { form: ProvisionForm::Electronic, way: ProvisionWay::Online }),
];

/// What is recorded, as the fields of the form.
fn recorded(case: &CaseView, applicants: &[Applicant]) -> Sent {
    let arrival = &case.dossier.application.arrival;
    let mut sent = Sent::new();
    let mut put = |name: &str, text: &str| sent.push((name.to_owned(), text.to_owned()));
    let channel = CHANNELS.iter().find(|(_, known)| *known == (arrival.channel, arrival.is_oral));
    put("channel", channel.map_or("internet", |(key, _)| key));
    put("arrived_on", &arrival.arrived_on.to_string());
    let way = WAYS.iter().find(|(_, known)| *known == arrival.provision);
    put("way", way.map_or("same", |(key, _)| key));
    let own = applicants.first().map(column_of);
    let column = COLUMNS.iter().find(|(_, kind)| *kind == arrival.applicant_kind && own != Some(*kind));
    put("column", column.map_or("", |(key, _)| key));
    for (place, applicant) in applicants.iter().enumerate() {
        let prefix = match place {
            0 => String::new(),
            place => format!("joint.{}.", place - 1),
        };
        let mut put = |name: &str, text: &str| put(&format!("{prefix}{name}"), text);
        let put_document = |put: &mut dyn FnMut(&str, &str), start: &str, known: &IdentityDocument| {
            put(&format!("{start}document"), known.kind.key());
            put(&format!("{start}number"), known.number.reveal());
        };
        put("name", applicant.name().reveal());
        match &applicant.party {
            Party::NaturalPerson(person) => {
                put("kind", "natural_person");
                put_document(&mut put, "", &person.document);
                if let Some(guardian) = person.guardian.as_ref().filter(|_| place == 0) {
                    put("guardian.name", guardian.name.reveal());
                    put("guardian.relation", &guardian.relation);
                    put_document(&mut put, "guardian.", &guardian.document);
                }
            }
            Party::Organisation(organisation) => {
                put(
                    "kind",
                    match organisation.kind {
                        OrganisationKind::OtherOrganisation => "other",
                        known => known.key(),
                    },
                );
                put("number", organisation.credit_code.reveal());
                put("representative", organisation.legal_representative.reveal());
                if let Some(known) = &organisation.representative_document {
                    put_document(&mut put, "representative_", known);
                }
            }
        }
        put("phone", applicant.contact.phone.reveal());
        put("email", applicant.contact.email.reveal());
        put("address", applicant.contact.postal_address.reveal());
        put("postcode", applicant.contact.post_code.reveal());
        if applicant.delivery.is_some() && place == 0 {
            put("address_confirmed", "yes");
        }
        if let Some(agent) = applicant.agent.as_ref().filter(|_| place == 0) {
            put("agent.name", agent.name.reveal());
            put_document(&mut put, "agent.", &agent.document);
            put("agent.scope", &agent.authority.scope);
            put("agent.from", &agent.authority.from.to_string());
            put("agent.until", &agent.authority.until.map(|on| on.to_string()).unwrap_or_default());
            if let Some(lawyer) = &agent.lawyer {
                put("agent.licence", lawyer.licence.reveal());
                put("agent.firm", &lawyer.firm);
            }
        }
    }
    sent
}

/// Takes what the form says.
pub(super) async fn take(
    desk: &Desk,
    case: &CaseView,
    sent: &[(String, String)],
    seen: Option<i64>,
) -> Result<Moved, Refusal> {
    let now = particulars(case, &sent.to_vec())?;
    let done = rectify(&desk.web.office, &desk.actor, case.dossier.row.id, seen, now).await;
    done.map_err(|refusal| match refusal {
        Refusal::Invalid(faults) => Refusal::Invalid(faults.into_iter().map(renamed).collect()),
        other => other,
    })
}

fn particulars(case: &CaseView, sent: &Sent) -> Result<Particulars, Refusal> {
    let arrival = &case.dossier.application.arrival;
    let (channel, arrived_on) = both(chosen(sent, "channel", CHANNELS), day(sent, "arrived_on"))?;
    let (channel, is_oral) = channel;
    let provision = match value(sent, "way") {
        "same" => arrival.provision,
        _ => chosen(sent, "way", WAYS)?,
    };
    let column = match value(sent, "column") {
        "" => None,
        _ => Some(chosen(sent, "column", COLUMNS)?),
    };
    for name in ["agent.from", "agent.until"] {
        super::take::some_day(sent, name)?;
    }
    let size = size(sent);
    let known = &case.dossier.applicants;
    let mut applicants = Vec::new();
    for place in 0..=size.joint {
        let prefix = match place {
            0 => String::new(),
            place => format!("joint.{}.", place - 1),
        };
        let mut now = applicant(sent, &prefix, arrived_on);
        if place == 0 {
            if let Party::NaturalPerson(person) = &mut now.party {
                person.guardian = size.has_guardian.then(|| guardian(sent));
            }
            now.agent = size.has_agent.then(|| agent(sent, arrived_on));
        }
        if let Some(old) = known.get(place) {
            keep_unasked(&mut now, old, place == 0);
        }
        applicants.push(now);
    }
    Ok(Particulars {
        channel,
        is_oral,
        arrived_on,
        applicants,
        column,
        provision,
        reason: value(sent, "reason").to_owned(),
    })
}

/// What the form does not ask for stays as it is recorded.
fn keep_unasked(now: &mut Applicant, old: &Applicant, is_first: bool) {
    now.contact.fax = old.contact.fax.clone();
    if let (Party::Organisation(now), Party::Organisation(old)) = (&mut now.party, &old.party) {
        now.contact_person = old.contact_person.clone();
    }
    let is_delivery_same = now.contact.postal_address == old.contact.postal_address
        && (now.delivery.is_some() == old.delivery.is_some() || !is_first);
    if is_delivery_same {
        now.delivery.clone_from(&old.delivery);
    }
    if !is_first {
        now.agent.clone_from(&old.agent);
        if let (Party::NaturalPerson(now), Party::NaturalPerson(old)) = (&mut now.party, &old.party) {
            now.guardian.clone_from(&old.guardian);
        }
    }
}
