//! An office over an empty database with one agency, and browsers before it.
//!
//! Not here: what the tests say about it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, header};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use gongkai_app::account::password;
use gongkai_app::reminder::tell::MESSAGE;
use gongkai_app::{Keys, Office, WaysOut};
use gongkai_deadline::Calendar;
use gongkai_deadline::clock::Clock;
use gongkai_domain::agency::settings::DatedName;
use gongkai_domain::agency::{Agency, AgencyKind, AgencySettings, Level, Validity};
use gongkai_domain::ids::{AgencyId, PersonId};
use gongkai_domain::staff::Role;
use gongkai_storage::{
    AgencyRow, ApplicationFilter, Blobs, CaseFilter, Key, KeyMaterial, PersonRow, RoleRow, Sealer,
    SeededEntropy, Storage, Target, Vault,
};
use gongkai_testkit::postgres;
use gongkai_web::chrome::Site;
use gongkai_web::server::{Web, router};
use gongkai_web::urls::Urls;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub(crate) fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut encoded, byte| {
        let _ = write!(encoded, "%{byte:02X}");
        encoded
    })
}

/// A clock that the test moves.
struct Watch {
    began: Mutex<NaiveDateTime>,
    passed: AtomicI64,
}

impl Clock for Watch {
    fn now(&self) -> NaiveDateTime {
        *self.began.lock().unwrap() + TimeDelta::seconds(self.passed.load(Ordering::Relaxed))
    }
}

pub(crate) struct World {
    pub(crate) web: Arc<Web>,
    watch: Arc<Watch>,
    directory: TempDir,
}

impl World {
    pub(crate) async fn new(prefix: &str) -> Self {
        Self::with_ways_out(prefix, WaysOut { mail: true, text_messages: true }).await
    }

    /// A world from which letters go out by these ways.
    pub(crate) async fn with_ways_out(prefix: &str, ways_out: WaysOut) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let chance = Arc::new(SeededEntropy::new(7));
        let key = Key { id: "2025".to_owned(), material: KeyMaterial::Sm4([7; 16]) };
        let vault = Vault::new(Sealer::new(&key, &[]), chance.clone());
        let target = match postgres::wanted(directory.path()).unwrap() {
            Some(url) => Target::Postgres { url },
            None => Target::Sqlite { path: directory.path().join("records.db") },
        };
        let storage = Storage::open(&target).await.unwrap().with_vault(vault);
        storage.migrate().await.unwrap();
        let blobs = Blobs::local(directory.path().join("files")).unwrap();
        let began = day(2025, 9, 16).and_hms_opt(10, 0, 0).unwrap();
        let watch = Arc::new(Watch { began: Mutex::new(began), passed: AtomicI64::new(0) });
        let keys = Keys { digests: [9; 32] };
        let calendar = Calendar::national().unwrap();
        let office =
            Office::new(storage, blobs, keys, watch.clone(), chance, calendar).with_ways_out(ways_out);
        let agency = agency(1, "yzsj", "云州市数据资源管理局");
        keep(&office, &agency, &settings()).await;
        let site = Site { urls: Urls::under(prefix), agency: agency.full_name.clone(), ..Site::default() };
        let proxies = vec![PROXY];
        let web = Web { office: Arc::new(office), site, agency: agency.id, is_secure: false, proxies };
        Self { web: Arc::new(web), watch, directory }
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::at(&self.web)
    }

    /// One more agency.
    pub(crate) async fn add_agency(&self, number: u128, code: &str, name: &str) -> AgencyId {
        let agency = agency(number, code, name);
        keep(&self.web.office, &agency, &settings()).await;
        agency.id
    }

    /// A world whose agency has an authority above it, which the portal does not show.
    pub(crate) async fn supervised() -> Self {
        let mut world = Self::new("").await;
        let above = world.add_agency(9, "yzzf", "云州市人民政府办公室").await;
        let (mut agency, settings) = world.web.office.agency(world.web.agency).await.unwrap();
        agency.parent = Some(above);
        keep(&world.web.office, &agency, &settings).await;
        let site = Site { agencies: vec![agency.code], ..world.web.site.clone() };
        world.web = Arc::new(Web {
            office: Arc::clone(&world.web.office),
            site,
            agency: agency.id,
            is_secure: false,
            proxies: world.web.proxies.clone(),
        });
        world
    }

    /// How many events the chains hold, and how many cases besides applications there are.
    pub(crate) async fn kept(&self) -> (usize, usize, i64) {
        let storage = &self.web.office.storage;
        let others = storage.other_cases(&CaseFilter::default(), None, 500).await.unwrap().len();
        let chains = storage.check().await.unwrap().chains;
        let events = chains.iter().map(|chain| chain.events).sum();
        (self.files(), others, events)
    }

    /// Changes what the agency of the portal has set.
    pub(crate) async fn set(&self, change: impl FnOnce(&mut AgencySettings)) {
        let (agency, mut settings) = self.web.office.agency(self.web.agency).await.unwrap();
        change(&mut settings);
        keep(&self.web.office, &agency, &settings).await;
    }

    /// Somebody of the office at the desk.
    pub(crate) async fn registrar(&self) -> Browser {
        let office = &self.web.office;
        let person = PersonId(Uuid::from_u128(700));
        let tx = office.storage.begin().await.unwrap();
        tx.save_person(&PersonRow {
            id: person,
            agency: Some(self.web.agency),
            department: None,
            login: "registrar".to_owned(),
            name: "某登记员".to_owned(),
            is_active: true,
            document: "{}".to_owned(),
        })
        .await
        .unwrap();
        tx.save_role(&RoleRow {
            id: Uuid::from_u128(701),
            person,
            agency: Some(self.web.agency),
            role: Role::Registrar.key().to_owned(),
            acting_for: None,
            valid_from: day(2020, 1, 1),
            valid_until: None,
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        password::set(office, person, PASSWORD, false).await.unwrap();
        let mut browser = self.browser();
        let fields = [("account", "registrar"), ("password", PASSWORD)];
        assert_eq!(browser.post("/desk/sign-in", &fields).await.location(), "/desk");
        browser
    }

    /// Lets seconds pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.watch.passed.fetch_add(seconds, Ordering::Relaxed);
    }

    /// Sets the clock.
    pub(crate) fn set_clock(&self, on: NaiveDate, hour: u32) {
        *self.watch.began.lock().unwrap() = on.and_hms_opt(hour, 0, 0).unwrap();
        self.watch.passed.store(0, Ordering::Relaxed);
    }

    pub(crate) async fn applications(&self) -> i64 {
        self.applications_of(self.web.agency).await
    }

    pub(crate) async fn applications_of(&self, agency: AgencyId) -> i64 {
        let filter = ApplicationFilter::of(agency);
        self.web.office.storage.count_applications(&filter).await.unwrap()
    }

    /// How many files lie in the store.
    pub(crate) fn files(&self) -> usize {
        fn count(directory: &Path) -> usize {
            let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
            entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
        }
        count(&self.directory.path().join("files"))
    }

    /// The names under which files lie in the store.
    pub(crate) fn file_names(&self) -> Vec<String> {
        fn names(directory: &Path, found: &mut Vec<String>) {
            for path in std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    names(&path, found);
                } else {
                    found.push(path.file_name().unwrap().to_string_lossy().into_owned());
                }
            }
        }
        let mut found = Vec::new();
        names(&self.directory.path().join("files"), &mut found);
        found
    }

    /// The letters to people outside that wait in the outbox, opened.
    pub(crate) async fn letters(&self) -> Vec<String> {
        let storage = &self.web.office.storage;
        let now = self.web.office.instant();
        let rows = storage.claim(now, "test", 10, TimeDelta::zero()).await.unwrap();
        let mut letters = Vec::new();
        for row in rows.into_iter().filter(|row| row.kind != MESSAGE) {
            let text = storage.content(row.payload.unwrap()).await.unwrap();
            letters.push(String::from_utf8(text).unwrap());
        }
        letters
    }
}

impl World {
    /// Takes the letters that wait out of the outbox, as if they had gone.
    pub(crate) async fn drop_letters(&self) {
        let storage = &self.web.office.storage;
        let now = self.web.office.instant();
        for row in storage.claim(now, "test", 10, TimeDelta::zero()).await.unwrap() {
            storage.done(row.id, "test", now).await.unwrap();
        }
    }
}

/// The proxy that is trusted.
pub(crate) const PROXY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));
const PASSWORD: &str = "Correct-Horse-7";

fn settings() -> AgencySettings {
    let mut settings = AgencySettings::default();
    settings.contact.office_name = "云州市数据资源管理局办公室".to_owned();
    settings.contact.phone = "0999-8000000".to_owned();
    let validity = Validity::from(day(2019, 1, 1));
    settings.remedies.courts =
        vec![DatedName { name: "云州市云城区人民法院".to_owned(), validity }];
    settings
}

async fn keep(office: &Office, agency: &Agency, settings: &AgencySettings) {
    let tx = office.storage.begin().await.unwrap();
    let row = AgencyRow {
        id: agency.id,
        code: agency.code.clone(),
        name: agency.full_name.clone(),
        parent: agency.parent,
        successor: None,
        valid_from: agency.validity.from,
        valid_until: None,
        document: serde_json::to_string(&agency).unwrap(),
    };
    tx.save_agency(&row).await.unwrap();
    let document = serde_json::to_string(&settings).unwrap();
    tx.set_setting(Some(agency.id), "agency", &document, office.instant()).await.unwrap();
    tx.commit().await.unwrap();
}

fn agency(number: u128, code: &str, name: &str) -> Agency {
    Agency {
        id: AgencyId(Uuid::from_u128(number)),
        code: code.to_owned(),
        credit_code: String::new(),
        full_name: name.to_owned(),
        short_name: name.to_owned(),
        kind: AgencyKind::Department,
        level: Level::Municipal,
        parent: None,
        same_level_government: Some("云州市人民政府".to_owned()),
        next_higher_government: None,
        superior_department: None,
        seat_government: None,
        validity: Validity::from(day(2019, 1, 1)),
    }
}

/// What came back.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) body: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) content_type: String,
    pub(crate) headers: HeaderMap,
    location: Option<String>,
}

impl Page {
    /// Whither it leads; empty where nowhere.
    pub(crate) fn location(&self) -> &str {
        self.location.as_deref().unwrap_or_default()
    }

    /// A header; empty where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The text between two others.
    pub(crate) fn between(&self, before: &str, after: &str) -> String {
        let Some((_, rest)) = self.body.split_once(before) else { panic!("no {before:?} in {}", self.body) };
        rest.split(after).next().unwrap().to_owned()
    }

    /// The token of its form.
    pub(crate) fn token(&self) -> String {
        self.between("name=\"token\" value=\"", "\"")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A browser that keeps cookies.
#[derive(Clone)]
pub(crate) struct Browser {
    app: Router,
    pub(crate) cookies: BTreeMap<String, String>,
    /// From where it comes, as the socket tells.
    pub(crate) from: Option<IpAddr>,
    /// Sent with every request.
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Browser {
    /// A browser before a site.
    pub(crate) fn at(web: &Arc<Web>) -> Self {
        Self { app: router(Arc::clone(web)), cookies: BTreeMap::new(), from: None, headers: Vec::new() }
    }

    async fn ask(&mut self, mut request: Request<Body>) -> Page {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        for (name, value) in &self.headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        if let Some(from) = self.from {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::new(from, 40_000)));
        }
        let response = self.app.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            assert!(name == "theme" || cookie.contains("HttpOnly"), "{cookie}");
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let text = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let (status, location) = (response.status().as_u16(), text(header::LOCATION));
        let content_type = text(header::CONTENT_TYPE).unwrap_or_default();
        let headers = response.headers().clone();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Page { status, body, bytes, content_type, headers, location }
    }

    /// A request of any method without a body.
    pub(crate) async fn method(&mut self, method: Method, path: &str) -> Page {
        self.ask(Request::builder().method(method).uri(path).body(Body::empty()).unwrap()).await
    }

    /// A request with a header more.
    pub(crate) async fn get_with(&mut self, path: &str, name: &'static str, value: &str) -> Page {
        self.ask(Request::get(path).header(name, value).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Page {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn raw(&mut self, path: &str, kind: &str, body: Vec<u8>) -> Page {
        self.ask(Request::post(path).header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap()).await
    }

    pub(crate) async fn post_with(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&'static str, &'static str)],
    ) -> Page {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let mut request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ask(request.body(Body::from(pairs.join("&"))).unwrap()).await
    }

    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.post_with(path, fields, &[("sec-fetch-site", "same-origin")]).await
    }

    /// Opens the form and sends it with these fields.
    pub(crate) async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.get(path).await.token();
        let mut all = vec![("token", token.as_str()), ("website", "")];
        all.extend_from_slice(fields);
        self.post(path, &all).await
    }

    /// The same for a form with files.
    pub(crate) async fn send_files(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Page {
        let token = self.get(path).await.token();
        let mut body = Vec::new();
        for (name, value) in [("token", token.as_str())].iter().chain(fields) {
            let head =
                format!("--frontier\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(head.as_bytes());
        }
        for (name, file_name, bytes) in files {
            let head = format!(
                "--frontier\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
                 Content-Type: image/png\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--frontier--\r\n");
        self.raw(path, "multipart/form-data; boundary=frontier", body).await
    }
}
