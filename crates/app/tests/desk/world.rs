//! One agency with its people over an empty database, and a clock that the test moves.
//!
//! Not here: what the tests say about it.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use gongkai_app::account::person;
use gongkai_app::application::file::{Filing, Request, file};
use gongkai_app::application::intake::Intake;
use gongkai_app::{Actor, Keys, Office};
use gongkai_deadline::Calendar;
use gongkai_deadline::clock::Clock;
use gongkai_domain::agency::settings::DatedName;
use gongkai_domain::agency::{Agency, AgencyKind, AgencySettings, Level, Validity};
use gongkai_domain::application::{Channel, Provision, ProvisionForm, ProvisionWay};
use gongkai_domain::ids::{AgencyId, ApplicationId, DepartmentId, PersonId};
use gongkai_domain::personal::Personal;
use gongkai_domain::personal::applicant::{
    Applicant, Contact, DocumentKind, IdentityDocument, NaturalPerson, Party,
};
use gongkai_domain::staff::Role;
use gongkai_storage::{
    AgencyRow, Blobs, DepartmentRow, Entropy as _, Key, KeyMaterial, PersonRow, RoleRow, Sealer,
    SeededEntropy, Storage, Target, Vault,
};
use gongkai_testkit::postgres;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

struct Watch(Mutex<NaiveDateTime>);

impl Clock for Watch {
    fn now(&self) -> NaiveDateTime {
        *self.0.lock().unwrap()
    }
}

pub(crate) struct World {
    pub(crate) office: Office,
    pub(crate) agency: AgencyId,
    pub(crate) unit: DepartmentId,
    watch: Arc<Watch>,
    _directory: TempDir,
}

/// Who works here: login and role.
const PEOPLE: [(&str, Role); 9] = [
    ("registrar", Role::Registrar),
    ("head", Role::HeadOfDisclosureOffice),
    ("handler", Role::CaseHandler),
    ("reviewer", Role::Reviewer),
    ("lawyer", Role::LegalityReviewer),
    ("secrecy", Role::SecrecyReviewer),
    ("leader", Role::LeaderInCharge),
    ("seal", Role::SealKeeper),
    ("auditor", Role::AuditAdmin),
];

pub(crate) fn id_of(login: &str) -> PersonId {
    let place = PEOPLE.iter().position(|(known, _)| *known == login).unwrap();
    PersonId(Uuid::from_u128(100 + place as u128))
}

impl World {
    pub(crate) async fn on(today: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let chance = Arc::new(SeededEntropy::new(3));
        let key = Key { id: "2025".to_owned(), material: KeyMaterial::Sm4([3; 16]) };
        let vault = Vault::new(Sealer::new(&key, &[]), chance.clone());
        let target = match postgres::wanted(directory.path()).unwrap() {
            Some(url) => Target::Postgres { url },
            None => Target::Sqlite { path: directory.path().join("records.db") },
        };
        let storage = Storage::open(&target).await.unwrap().with_vault(vault);
        storage.migrate().await.unwrap();
        let blobs = Blobs::local(directory.path().join("files")).unwrap();
        let watch = Arc::new(Watch(Mutex::new(day(today).and_hms_opt(9, 0, 0).unwrap())));
        let calendar = Calendar::national().unwrap();
        let keys = Keys { digests: [5; 32] };
        let office = Office::new(storage, blobs, keys, watch.clone(), chance.clone(), calendar);
        let (agency, unit) = (agency(), DepartmentId(Uuid::from_u128(50)));
        let at = office.instant();
        let tx = office.storage.begin().await.unwrap();
        tx.save_agency(&AgencyRow {
            id: agency.id,
            code: agency.code.clone(),
            name: agency.full_name.clone(),
            parent: None,
            successor: None,
            valid_from: agency.validity.from,
            valid_until: None,
            document: serde_json::to_string(&agency).unwrap(),
        })
        .await
        .unwrap();
        tx.set_setting(Some(agency.id), "agency", &serde_json::to_string(&settings()).unwrap(), at)
            .await
            .unwrap();
        tx.save_department(&DepartmentRow {
            id: unit,
            agency: agency.id,
            name: "征地管理科".to_owned(),
            place: 1,
            valid_from: agency.validity.from,
            valid_until: None,
            document: "{}".to_owned(),
        })
        .await
        .unwrap();
        for (login, role) in PEOPLE {
            tx.save_person(&PersonRow {
                id: id_of(login),
                agency: Some(agency.id),
                department: (role == Role::CaseHandler).then_some(unit),
                login: login.to_owned(),
                name: format!("某{login}"),
                is_active: true,
                document: "{}".to_owned(),
            })
            .await
            .unwrap();
            tx.save_role(&RoleRow {
                id: chance.id(DateTime::<Utc>::UNIX_EPOCH),
                person: id_of(login),
                agency: Some(agency.id),
                role: role.key().to_owned(),
                acting_for: None,
                valid_from: agency.validity.from,
                valid_until: None,
            })
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
        Self { office, agency: agency.id, unit, watch, _directory: directory }
    }

    /// Moves the clock to nine o'clock of a day.
    pub(crate) fn today(&self, on: &str) {
        *self.watch.0.lock().unwrap() = day(on).and_hms_opt(9, 0, 0).unwrap();
    }

    /// Lets minutes pass.
    pub(crate) fn pass(&self, minutes: i64) {
        *self.watch.0.lock().unwrap() += TimeDelta::minutes(minutes);
    }

    /// Somebody of the agency.
    pub(crate) async fn actor(&self, login: &str) -> Actor {
        person::actor(&self.office, id_of(login)).await.unwrap()
    }

    /// Files an application, at the counter for all channels but the internet.
    pub(crate) async fn filed(&self, channel: Channel, matters: &[&str]) -> ApplicationId {
        let provision = Provision { form: ProvisionForm::Paper, way: ProvisionWay::Mail };
        self.filed_for(channel, matters, provision).await
    }

    /// The same, for information that is wanted in another form.
    pub(crate) async fn filed_for(
        &self,
        channel: Channel,
        matters: &[&str],
        provision: Provision,
    ) -> ApplicationId {
        let actor = match channel {
            Channel::Internet => Actor::Public,
            _ => self.actor("registrar").await,
        };
        let requests =
            matters.iter().map(|title| Request { title: (*title).to_owned(), ..Request::default() });
        let filing = Filing {
            agency: self.agency,
            channel,
            is_oral: false,
            arrived_on: self.office.today(),
            applicants: vec![applicant()],
            requests: requests.collect(),
            provision,
            intake: Intake::default(),
            once: None,
            column: None,
        };
        file(&self.office, &actor, filing).await.unwrap().id
    }
}

pub(crate) fn applicant() -> Applicant {
    let personal = |text: &str| Personal::from(text.to_owned());
    Applicant {
        party: Party::NaturalPerson(NaturalPerson {
            name: personal("李明远"),
            document: IdentityDocument { kind: DocumentKind::Passport, number: personal("E12345678") },
            guardian: None,
        }),
        agent: None,
        contact: Contact {
            phone: personal("13800000000"),
            postal_address: personal("青溪县城东街道二组"),
            ..Contact::default()
        },
        delivery: None,
    }
}

fn agency() -> Agency {
    Agency {
        id: AgencyId(Uuid::from_u128(1)),
        code: "qxzr".to_owned(),
        credit_code: String::new(),
        full_name: "青溪县自然资源和规划局".to_owned(),
        short_name: "县自然资源和规划局".to_owned(),
        kind: AgencyKind::Department,
        level: Level::County,
        parent: None,
        same_level_government: Some("青溪县人民政府".to_owned()),
        next_higher_government: None,
        superior_department: None,
        seat_government: None,
        validity: Validity::from(day("2010-01-01")),
    }
}

fn settings() -> AgencySettings {
    let mut settings = AgencySettings::default();
    settings.contact.office_name = "县自然资源和规划局政府信息公开办公室".to_owned();
    settings.contact.address = "青溪县和平路1号".to_owned();
    settings.contact.phone = "0555-7012300".to_owned();
    settings.contact.post_code = "239500".to_owned();
    settings.contact.hours = "工作日9:00—17:00".to_owned();
    settings.numbers.document = "青自然资公告〔{year}〕{n}号".to_owned();
    settings.remedies.courts = vec![DatedName {
        name: "青溪县人民法院".to_owned(),
        validity: Validity::from(day("2010-01-01")),
    }];
    settings
}
