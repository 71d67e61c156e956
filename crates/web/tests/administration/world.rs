//! An office with one person for each role, a clock that the test moves, and a browser that keeps its cookies.
//!
//! Not here: what the tests say about it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use gongkai_app::account::person;
use gongkai_app::application::file::{Filing, Request as Wanted, file};
use gongkai_app::application::intake::Intake;
use gongkai_app::setup::{Cost, hash_password};
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
    AgencyRow, AuditFilter, Blobs, DepartmentRow, Key, KeyMaterial, PersonRow, RoleRow, Sealer,
    SeededEntropy, Storage, Target, Vault,
};
use gongkai_testkit::postgres;
use gongkai_web::chrome::Site;
use gongkai_web::server::{Web, router};
use gongkai_web::urls::Urls;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

pub(crate) const PASSWORD: &str = "Correct-Horse-7";

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) struct Watch(Mutex<NaiveDateTime>);

impl Clock for Watch {
    fn now(&self) -> NaiveDateTime {
        *self.0.lock().unwrap()
    }
}

pub(crate) struct World {
    pub(crate) web: Arc<Web>,
    pub(crate) unit: DepartmentId,
    pub(crate) watch: Arc<Watch>,
    pub(crate) directory: TempDir,
}

pub(crate) fn agency_id() -> AgencyId {
    AgencyId(Uuid::from_u128(1))
}

/// The person who holds a role; the login is the role's key.
pub(crate) fn id_of(role: Role) -> PersonId {
    PersonId(Uuid::from_u128(100 + role as u128))
}

pub(crate) async fn storage_at(directory: &TempDir, seed: u64) -> (Storage, Arc<SeededEntropy>) {
    let chance = Arc::new(SeededEntropy::new(seed));
    let key = Key { id: "2025".to_owned(), material: KeyMaterial::Sm4([3; 16]) };
    let vault = Vault::new(Sealer::new(&key, &[]), chance.clone());
    let target = match postgres::wanted(directory.path()).unwrap() {
        Some(url) => Target::Postgres { url },
        None => Target::Sqlite { path: directory.path().join("records.db") },
    };
    let storage = Storage::open(&target).await.unwrap().with_vault(vault);
    storage.migrate().await.unwrap();
    (storage, chance)
}

pub(crate) async fn office_at(directory: &TempDir, watch: Arc<Watch>, seed: u64) -> Office {
    let (storage, chance) = storage_at(directory, seed).await;
    let blobs = Blobs::local(directory.path().join("files")).unwrap();
    Office::new(storage, blobs, Keys { digests: [5; 32] }, watch, chance, Calendar::national().unwrap())
}

pub(crate) fn web(office: Office, agency: AgencyId) -> Arc<Web> {
    let site = Site { urls: Urls::under("/gk"), agency: "政府信息公开".to_owned(), ..Site::default() };
    Arc::new(Web { office: Arc::new(office), site, agency, is_secure: false, proxies: Vec::new() })
}

impl World {
    /// An office without anything in it.
    pub(crate) async fn empty() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let watch = Arc::new(Watch(Mutex::new(day("2025-09-16").and_hms_opt(9, 0, 0).unwrap())));
        let office = office_at(&directory, watch.clone(), 11).await;
        Self { web: web(office, agency_id()), unit: DepartmentId(Uuid::from_u128(50)), watch, directory }
    }

    /// An office with somebody for each role.
    pub(crate) async fn staffed() -> Self {
        let world = Self::empty().await;
        let office = &world.web.office;
        let (agency, at) = (agency(), office.instant());
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
        let settings = serde_json::to_string(&settings()).unwrap();
        tx.set_setting(Some(agency.id), "agency", &settings, at).await.unwrap();
        tx.save_department(&DepartmentRow {
            id: world.unit,
            agency: agency.id,
            name: "征地管理科".to_owned(),
            place: 1,
            valid_from: agency.validity.from,
            valid_until: None,
            document: "{}".to_owned(),
        })
        .await
        .unwrap();
        let hash = hash_password(PASSWORD, Cost::CHEAP, office.entropy()).unwrap();
        for role in Role::EVERY {
            let id = id_of(*role);
            tx.save_person(&PersonRow {
                id,
                agency: Some(agency.id),
                department: Some(world.unit).filter(|_| *role == Role::CaseHandler),
                login: role.key().to_owned(),
                name: format!("某{}", role.name()),
                is_active: true,
                document: "{}".to_owned(),
            })
            .await
            .unwrap();
            tx.save_role(&RoleRow {
                id: id.0,
                person: id,
                agency: Some(agency.id),
                role: role.key().to_owned(),
                acting_for: None,
                valid_from: agency.validity.from,
                valid_until: None,
            })
            .await
            .unwrap();
            tx.set_password(id, &hash, false, "{}", at).await.unwrap();
        }
        tx.commit().await.unwrap();
        world
    }

    pub(crate) fn office(&self) -> &Office {
        &self.web.office
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser { app: router(Arc::clone(&self.web)), cookies: BTreeMap::new() }
    }

    /// A browser in which the person of a role is signed in.
    pub(crate) async fn signed_in(&self, role: Role) -> Browser {
        let mut browser = self.browser();
        let answer = browser.sign_in(role.key(), PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        browser
    }

    pub(crate) async fn actor(&self, role: Role) -> Actor {
        person::actor(self.office(), id_of(role)).await.unwrap()
    }

    /// Moves the clock to nine o'clock of a day.
    pub(crate) fn today(&self, on: &str) {
        *self.watch.0.lock().unwrap() = day(on).and_hms_opt(9, 0, 0).unwrap();
    }

    pub(crate) fn pass(&self, seconds: i64) {
        *self.watch.0.lock().unwrap() += TimeDelta::seconds(seconds);
    }

    /// The keys of what stands in the audit log, the newest first.
    pub(crate) async fn audited(&self) -> Vec<String> {
        let rows = self.office().storage.audit(&AuditFilter::default(), None, 500).await.unwrap();
        rows.into_iter().map(|row| row.action).collect()
    }

    /// Files an application that came by hand.
    pub(crate) async fn filed(&self, title: &str) -> ApplicationId {
        let filing = Filing {
            agency: agency_id(),
            channel: Channel::InPerson,
            is_oral: false,
            arrived_on: self.office().today(),
            applicants: vec![applicant()],
            requests: vec![Wanted { title: title.to_owned(), ..Wanted::default() }],
            provision: Provision { form: ProvisionForm::Paper, way: ProvisionWay::Mail },
            intake: Intake::default(),
            once: None,
            column: None,
        };
        file(self.office(), &self.actor(Role::Registrar).await, filing).await.unwrap().id
    }
}

fn applicant() -> Applicant {
    let personal = |text: &str| Personal::from(text.to_owned());
    let document = IdentityDocument { kind: DocumentKind::Passport, number: personal("E12345678") };
    let contact = Contact {
        phone: personal("13800000000"),
        postal_address: personal("青溪县城东街道二组"),
        ..Contact::default()
    };
    let person = NaturalPerson { name: personal("李明远"), document, guardian: None };
    Applicant { party: Party::NaturalPerson(person), agent: None, contact, delivery: None }
}

fn agency() -> Agency {
    Agency {
        id: agency_id(),
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
    settings.numbers.document = "青自然资公告〔{year}〕{n}号".to_owned();
    let validity = Validity::from(day("2010-01-01"));
    settings.remedies.courts = vec![DatedName { name: "青溪县人民法院".to_owned(), validity }];
    settings
}

pub(crate) struct Browser {
    app: Router,
    cookies: BTreeMap<String, String>,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    /// After how many seconds one may come again; empty where nothing is told.
    pub(crate) retry_after: String,
    pub(crate) media_type: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) body: String,
}

impl Answer {
    /// The token of the forms of a page in the desk.
    pub(crate) fn token(&self) -> String {
        let mark = "name=\"token\" value=\"";
        let tokens = self
            .body
            .match_indices(mark)
            .map(|(at, _)| self.body[at + mark.len()..].split('"').next().unwrap_or_default().to_owned());
        tokens.into_iter().find(|token| !token.is_empty()).unwrap_or_default()
    }

    /// The value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let mark = format!("<input type=\"hidden\" name=\"{name}\" value=\"");
        let at = self.body.find(&mark).unwrap_or_else(|| panic!("no {name}: {}", self.body));
        let value = self.body[at + mark.len()..].split('"').next().unwrap();
        value.replace("&#34;", "\"").replace("&quot;", "\"").replace("&#39;", "'").replace("&#38;", "&")
    }
}

pub(crate) fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut encoded, byte| {
        let _ = write!(encoded, "%{byte:02X}");
        encoded
    })
}

impl Browser {
    pub(crate) async fn send(&mut self, request: axum::http::request::Builder, body: Vec<u8>) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(header::COOKIE, cookies.join("; "));
        let response = self.app.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        for set in response.headers().get_all(header::SET_COOKIE) {
            let set = set.to_str().unwrap();
            let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let status = response.status();
        let text = |name| {
            let value: Option<&axum::http::HeaderValue> = response.headers().get(name);
            value.map_or("", |value| value.to_str().unwrap()).to_owned()
        };
        let (location, media_type) = (text(header::LOCATION), text(header::CONTENT_TYPE));
        let retry_after = text(header::RETRY_AFTER);
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status, location, retry_after, media_type, bytes, body }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(format!("/gk{path}")), Vec::new()).await
    }

    pub(crate) async fn post(&mut self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let request = Request::post(format!("/gk{path}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, body.join("&").into_bytes()).await
    }

    pub(crate) async fn sign_in(&mut self, login: &str, password: &str) -> Answer {
        self.post("/desk/sign-in", &[("account", login), ("password", password)]).await
    }

    /// The token of the forms of this session.
    pub(crate) async fn token(&mut self) -> String {
        self.get("/desk/account").await.token()
    }
}

/// The code of an authenticator that was given the secret as the page shows it.
pub(crate) fn code(secret: &str, now: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).with_skew(1).build_noncompliant();
    totp.generate(u64::try_from(now).unwrap()).to_string()
}

/// The secret on a page: groups of four in base32.
pub(crate) fn secret_on(page: &str) -> String {
    let mark = "<p class=\"locked-value\">";
    let at = page.find(mark).unwrap_or_else(|| panic!("{page}"));
    page[at + mark.len()..].split('<').next().unwrap().to_owned()
}
