//! People, an authority above the agency, and an application that was answered, over the world of the portal.
//!
//! Not here: what the tests say about it.

use crate::world::{Browser, Page, World, day};
use chrono::NaiveDate;
use gongkai_app::Actor;
use gongkai_app::account::{password, person};
use gongkai_app::application::draft_reply::{Drafting, draft_reply};
use gongkai_app::application::file::{Filing, Request, file};
use gongkai_app::application::intake::Intake;
use gongkai_app::application::issue::{issue, seal};
use gongkai_app::application::serve::{Serving, serve};
use gongkai_app::application::sign::{Signing, sign};
use gongkai_app::application::{assign, register};
use gongkai_domain::agency::settings::DatedName;
use gongkai_domain::agency::{Agency, AgencySettings, Level, Validity};
use gongkai_domain::application::{
    Channel, MatterOutcome, Provision, ProvisionForm, ProvisionWay, ServiceMethod,
};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::{AgencyId, ApplicationId, DepartmentId, PersonId};
use gongkai_domain::notice::{PaperKind, Reply, sample};
use gongkai_domain::personal::Personal;
use gongkai_domain::personal::applicant::{
    Applicant, Contact, DocumentKind, IdentityDocument, NaturalPerson, Party,
};
use gongkai_domain::staff::Role;
use gongkai_storage::{AgencyRow, DepartmentRow, PersonRow, RoleRow};
use uuid::Uuid;

const PASSWORD: &str = "Correct-Horse-7";
const PEOPLE: [(&str, Role); 9] = [
    ("registrar", Role::Registrar),
    ("head", Role::HeadOfDisclosureOffice),
    ("handler", Role::CaseHandler),
    ("reviewer", Role::Reviewer),
    ("lawyer", Role::LegalityReviewer),
    ("secrecy", Role::SecrecyReviewer),
    ("leader", Role::LeaderInCharge),
    ("seal", Role::SealKeeper),
    // of the authority above
    ("supervisor", Role::Supervisor),
];
const AUTHORITY: AgencyId = AgencyId(Uuid::from_u128(9));
const UNIT: DepartmentId = DepartmentId(Uuid::from_u128(50));

pub(crate) fn id_of(login: &str) -> PersonId {
    let place = PEOPLE.iter().position(|(known, _)| *known == login).unwrap();
    PersonId(Uuid::from_u128(100 + place as u128))
}

fn row(agency: &Agency) -> AgencyRow {
    AgencyRow {
        id: agency.id,
        code: agency.code.clone(),
        name: agency.full_name.clone(),
        parent: agency.parent,
        successor: None,
        valid_from: agency.validity.from,
        valid_until: None,
        document: serde_json::to_string(agency).unwrap(),
    }
}

/// Gives the world its people and the agency its authority.
pub(crate) async fn staffed() -> World {
    let world = World::new("").await;
    let office = &world.web.office;
    let (agency, _) = office.agency(world.web.agency).await.unwrap();
    let above = Agency {
        id: AUTHORITY,
        code: "yzzf".to_owned(),
        full_name: "云州市人民政府办公室".to_owned(),
        short_name: "市政府办公室".to_owned(),
        level: Level::Municipal,
        ..agency.clone()
    };
    let below = Agency { parent: Some(AUTHORITY), ..agency };
    let tx = office.storage.begin().await.unwrap();
    tx.save_agency(&row(&above)).await.unwrap();
    tx.save_agency(&row(&below)).await.unwrap();
    let settings = serde_json::to_string(&settings()).unwrap();
    for id in [below.id, AUTHORITY] {
        tx.set_setting(Some(id), "agency", &settings, office.instant()).await.unwrap();
    }
    tx.save_department(&DepartmentRow {
        id: UNIT,
        agency: below.id,
        name: "综合科".to_owned(),
        place: 1,
        valid_from: day(2019, 1, 1),
        valid_until: None,
        document: "{}".to_owned(),
    })
    .await
    .unwrap();
    for (login, role) in PEOPLE {
        let home = if role == Role::Supervisor { AUTHORITY } else { below.id };
        tx.save_person(&PersonRow {
            id: id_of(login),
            agency: Some(home),
            department: (role == Role::CaseHandler).then_some(UNIT),
            login: login.to_owned(),
            name: format!("某{login}"),
            is_active: true,
            document: "{}".to_owned(),
        })
        .await
        .unwrap();
        tx.save_role(&RoleRow {
            id: id_of(login).0,
            person: id_of(login),
            agency: Some(home),
            role: role.key().to_owned(),
            acting_for: None,
            valid_from: day(2019, 1, 1),
            valid_until: None,
        })
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    world
}

fn settings() -> AgencySettings {
    let mut settings = AgencySettings::default();
    settings.contact.office_name = "云州市数据资源管理局办公室".to_owned();
    settings.contact.address = "云州市和平路1号".to_owned();
    settings.contact.phone = "0999-8000000".to_owned();
    settings.contact.post_code = "999000".to_owned();
    settings.contact.hours = "工作日9:00—17:00".to_owned();
    settings.numbers.document = "云数公开告〔{year}〕{n}号".to_owned();
    let from = Validity::from(day(2019, 1, 1));
    settings.remedies.courts =
        vec![DatedName { name: "云州市和平区人民法院".to_owned(), validity: from }];
    settings
}

/// A browser in which somebody is signed in.
pub(crate) async fn desk(world: &World, login: &str) -> Browser {
    password::set(&world.web.office, id_of(login), PASSWORD, false).await.unwrap();
    let mut browser = world.browser();
    let inside = browser.post("/desk/sign-in", &[("account", login), ("password", PASSWORD)]).await;
    assert_eq!(inside.status, 303, "{}", inside.body);
    browser
}

/// Sends a step's form as its page has it.
pub(crate) async fn step(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    let version = page.between("name=\"version\" value=\"", "\"");
    let token = token(&page);
    let mut all = vec![("token", token.as_str()), ("version", version.as_str())];
    all.extend_from_slice(fields);
    browser.post(path, &all).await
}

/// The token of the session's forms.
pub(crate) fn token(page: &Page) -> String {
    let mark = "name=\"token\" value=\"";
    let all = page.body.match_indices(mark);
    let mut tokens = all.map(|(at, _)| page.body[at + mark.len()..].split('"').next().unwrap().to_owned());
    tokens.find(|token| !token.is_empty()).unwrap_or_default()
}

/// An application that was answered and served on the days of the clock; its number.
pub(crate) async fn answered(world: &World, on: NaiveDate) -> (ApplicationId, String) {
    world.set_clock(on, 9);
    let office = &world.web.office;
    let actor = async |login: &str| -> Actor { person::actor(office, id_of(login)).await.unwrap() };
    let personal = |text: &str| Personal::from(text.to_owned());
    let document = IdentityDocument { kind: DocumentKind::Passport, number: personal("E12345678") };
    let party = Party::NaturalPerson(NaturalPerson { name: personal("李明远"), document, guardian: None });
    let contact = Contact { phone: personal("13800000000"), ..Contact::default() };
    let filing = Filing {
        agency: world.web.agency,
        channel: Channel::InPerson,
        is_oral: false,
        arrived_on: on,
        applicants: vec![Applicant { party, agent: None, contact, delivery: None }],
        requests: vec![Request { title: "2024年度补偿安置方案".to_owned(), ..Request::default() }],
        provision: Provision { form: ProvisionForm::Paper, way: ProvisionWay::Mail },
        intake: Intake::default(),
        once: None,
        column: None,
    };
    let id = file(office, &actor("registrar").await, filing).await.unwrap().id;
    register::register(office, &actor("registrar").await, id, None).await.unwrap();
    let handler = Some(id_of("handler"));
    let assigning = assign::Assigning { department: UNIT, handler, internal_due_on: None };
    assign::assign(office, &actor("head").await, id, None, assigning).await.unwrap();
    Box::pin(reply(world, id)).await;
    let row = office.storage.application(id).await.unwrap().unwrap();
    (id, row.registration.unwrap())
}

/// From the draft to the service of the reply, today.
pub(crate) async fn reply(world: &World, id: ApplicationId) {
    let office = &world.web.office;
    let actor = async |login: &str| -> Actor { person::actor(office, id_of(login)).await.unwrap() };
    let drafting = Drafting {
        outcomes: vec![MatterOutcome::new(1, Reply::Granted)],
        fields: sample::fields(PaperKind::Reply(Reply::Granted)),
        renewed: "已补充检索并找到所申请的信息".to_owned(),
        ..Drafting::default()
    };
    let moved = draft_reply(office, &actor("handler").await, id, None, drafting).await.unwrap();
    let draft = moved.application.draft().unwrap().number;
    for (login, step) in [
        ("reviewer", SignOffStep::OfficeReview),
        ("secrecy", SignOffStep::SecrecyReview),
        ("leader", SignOffStep::SignOff),
    ] {
        let signing = Signing { draft, step, department: None };
        sign(office, &actor(login).await, id, None, signing, "同意").await.unwrap();
    }
    issue(office, &actor("registrar").await, id, None).await.unwrap();
    seal(office, &actor("seal").await, id, None).await.unwrap();
    let serving = Serving {
        recipient: None,
        method: ServiceMethod::ByHand,
        sent_on: None,
        signed_on: Some(office.today()),
        is_refusal_witnessed: false,
        proof: "送达回证".to_owned(),
        scan: None,
    };
    serve(office, &actor("registrar").await, id, None, serving).await.unwrap();
}
