//! One agency with somebody in every role over an empty database, a clock that the test moves, and browsers that keep cookies
//! and run no script.
//!
//! Not here: what the tests say about it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use chrono::{NaiveDate, NaiveDateTime};
use gongkai_app::account::password;
use gongkai_app::{Keys, Office};
use gongkai_deadline::Calendar;
use gongkai_deadline::clock::Clock;
use gongkai_domain::agency::settings::DatedName;
use gongkai_domain::agency::{Agency, AgencyKind, AgencySettings, Level, Validity};
use gongkai_domain::ids::{AgencyId, DepartmentId, PersonId};
use gongkai_domain::staff::Role;
use gongkai_storage::{
    AgencyRow, ApplicationFilter, Blobs, DepartmentRow, Key, KeyMaterial, PersonRow, RoleRow, Sealer,
    SeededEntropy, Storage, Target, Vault,
};
use gongkai_testkit::postgres;
use gongkai_web::chrome::Site;
use gongkai_web::server::{Web, router};
use gongkai_web::urls::Urls;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

const PASSWORD: &str = "Correct-Horse-7";

/// Who works here: login and role.
const PEOPLE: [(&str, Role); 12] = [
    ("registrar", Role::Registrar),
    ("head", Role::HeadOfDisclosureOffice),
    ("handler", Role::CaseHandler),
    ("reviewer", Role::Reviewer),
    ("lawyer", Role::LegalityReviewer),
    ("secrecy", Role::SecrecyReviewer),
    ("leader", Role::LeaderInCharge),
    ("seal", Role::SealKeeper),
    ("auditor", Role::AuditAdmin),
    ("system", Role::SystemAdmin),
    ("security", Role::SecurityAdmin),
    ("supervisor", Role::Supervisor),
];

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

struct Watch(Mutex<NaiveDateTime>);

impl Clock for Watch {
    fn now(&self) -> NaiveDateTime {
        *self.0.lock().unwrap()
    }
}

pub(crate) struct World {
    pub(crate) web: Arc<Web>,
    watch: Arc<Watch>,
    directory: TempDir,
}

impl World {
    pub(crate) async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let chance = Arc::new(SeededEntropy::new(17));
        let key = Key { id: "2025".to_owned(), material: KeyMaterial::Sm4([4; 16]) };
        let vault = Vault::new(Sealer::new(&key, &[]), chance.clone());
        let target = match postgres::wanted(directory.path()).unwrap() {
            Some(url) => Target::Postgres { url },
            None => Target::Sqlite { path: directory.path().join("records.db") },
        };
        let storage = Storage::open(&target).await.unwrap().with_vault(vault);
        storage.migrate().await.unwrap();
        let blobs = Blobs::local(directory.path().join("files")).unwrap();
        let watch = Arc::new(Watch(Mutex::new(day("2025-09-16").and_hms_opt(9, 0, 0).unwrap())));
        let keys = Keys { digests: [6; 32] };
        let calendar = Calendar::national().unwrap();
        let office = Office::new(storage, blobs, keys, watch.clone(), chance, calendar);
        let agency = agency();
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
        let settings = serde_json::to_string(&settings()).unwrap();
        tx.set_setting(Some(agency.id), "agency", &settings, at).await.unwrap();
        let unit = DepartmentId(Uuid::from_u128(50));
        tx.save_department(&DepartmentRow {
            id: unit,
            agency: agency.id,
            name: "数据资源科".to_owned(),
            place: 1,
            valid_from: agency.validity.from,
            valid_until: None,
            document: "{}".to_owned(),
        })
        .await
        .unwrap();
        for (number, (login, role)) in (100..).zip(PEOPLE) {
            let person = PersonId(Uuid::from_u128(number));
            tx.save_person(&PersonRow {
                id: person,
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
                id: Uuid::from_u128(number),
                person,
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
        let site = Site { urls: Urls::under(""), agency: agency.full_name.clone(), ..Site::default() };
        let web =
            Web { office: Arc::new(office), site, agency: agency.id, is_secure: false, proxies: Vec::new() };
        Self { web: Arc::new(web), watch, directory }
    }

    /// Moves the clock to nine o'clock of a day.
    pub(crate) fn set(&self, on: &str) {
        *self.watch.0.lock().unwrap() = day(on).and_hms_opt(9, 0, 0).unwrap();
    }

    pub(crate) fn unit() -> DepartmentId {
        DepartmentId(Uuid::from_u128(50))
    }

    pub(crate) fn person(login: &str) -> PersonId {
        let place = PEOPLE.iter().position(|(known, _)| *known == login).unwrap();
        PersonId(Uuid::from_u128(100 + place as u128))
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser { app: router(Arc::clone(&self.web)), cookies: BTreeMap::new() }
    }

    /// The same browser before another node over the same records.
    pub(crate) fn at_another_node(&self, browser: &Browser) -> Browser {
        let own = &self.web;
        let blobs = Blobs::local(self.directory.path().join("files")).unwrap();
        let office = Office::new(
            own.office.storage.clone(),
            blobs,
            Keys { digests: [6; 32] },
            self.watch.clone(),
            Arc::new(SeededEntropy::new(18)),
            Calendar::national().unwrap(),
        );
        let web = Web {
            office: Arc::new(office),
            site: own.site.clone(),
            agency: own.agency,
            is_secure: false,
            proxies: Vec::new(),
        };
        Browser { app: router(Arc::new(web)), cookies: browser.cookies.clone() }
    }

    /// Somebody of the office before the desk.
    pub(crate) async fn signed_in(&self, login: &str) -> Browser {
        password::set(&self.web.office, Self::person(login), PASSWORD, false).await.unwrap();
        let mut browser = self.browser();
        let inside = browser.post("/desk/sign-in", &[("account", login), ("password", PASSWORD)]).await;
        assert_eq!(inside.location(), "/desk", "{}", inside.body);
        browser
    }

    pub(crate) async fn applications(&self) -> i64 {
        let filter = ApplicationFilter::of(self.web.agency);
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
}

fn agency() -> Agency {
    Agency {
        id: AgencyId(Uuid::from_u128(1)),
        code: "yzsj".to_owned(),
        credit_code: String::new(),
        full_name: "云州市数据资源管理局".to_owned(),
        short_name: "市数据局".to_owned(),
        kind: AgencyKind::Department,
        level: Level::Municipal,
        parent: None,
        same_level_government: Some("云州市人民政府".to_owned()),
        next_higher_government: None,
        superior_department: None,
        seat_government: None,
        validity: Validity::from(day("2010-01-01")),
    }
}

fn settings() -> AgencySettings {
    let mut settings = AgencySettings::default();
    settings.contact.office_name = "云州市数据资源管理局办公室".to_owned();
    settings.contact.address = "云州市云城区和平路1号".to_owned();
    settings.contact.phone = "0999-8000000".to_owned();
    settings.contact.post_code = "330000".to_owned();
    settings.contact.hours = "工作日9:00—17:00".to_owned();
    settings.remedies.courts = vec![DatedName {
        name: "云州市云城区人民法院".to_owned(),
        validity: Validity::from(day("2010-01-01")),
    }];
    settings
}

/// What came back.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) body: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) content_type: String,
    disposition: Option<String>,
    location: Option<String>,
}

impl Page {
    /// Whither it leads; empty where nowhere.
    pub(crate) fn location(&self) -> &str {
        self.location.as_deref().unwrap_or_default()
    }

    /// Proves that it is a file to be kept under this name.
    pub(crate) fn is_kept_as(&self, name: &str) {
        let wanted = format!("attachment; filename*=UTF-8''{}", encode(name));
        assert_eq!(self.disposition.as_deref(), Some(wanted.as_str()), "{name}: {}", self.status);
    }

    /// The text between two others.
    pub(crate) fn between(&self, before: &str, after: &str) -> String {
        let Some((_, rest)) = self.body.split_once(before) else { panic!("no {before:?} in {}", self.body) };
        rest.split(after).next().unwrap().to_owned()
    }

    /// The value of a field that travels along.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        self.body
            .split(&mark)
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .find(|value| !value.is_empty())
            .unwrap_or_default()
            .to_owned()
    }

    /// The token of its first form.
    pub(crate) fn token(&self) -> String {
        self.hidden("token")
    }
}

/// A browser that keeps cookies.
#[derive(Clone)]
pub(crate) struct Browser {
    app: Router,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    async fn ask(&mut self, mut request: Request<Body>) -> Page {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        let response = self.app.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let text = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let (status, location) = (response.status().as_u16(), text(header::LOCATION));
        let content_type = text(header::CONTENT_TYPE).unwrap_or_default();
        let disposition = text(header::CONTENT_DISPOSITION);
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Page { status, body, bytes, content_type, disposition, location }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Page {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn head(&mut self, path: &str) -> Page {
        self.ask(Request::head(path).body(Body::empty()).unwrap()).await
    }

    async fn raw(&mut self, path: &str, kind: &str, body: Vec<u8>) -> Page {
        let request = Request::post(path).header(header::CONTENT_TYPE, kind);
        self.ask(request.header("sec-fetch-site", "same-origin").body(Body::from(body)).unwrap()).await
    }

    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        self.raw(path, "application/x-www-form-urlencoded", pairs.join("&").into_bytes()).await
    }

    pub(crate) async fn post_pairs(&mut self, path: &str, fields: &[(String, String)]) -> Page {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        self.post(path, &fields).await
    }

    /// Sends a form of the page at `from`, without files.
    pub(crate) async fn post_form(&mut self, path: &str, from: &str, fields: &[(&str, &str)]) -> Page {
        let known = self.known(from).await;
        let mut all: Vec<(&str, &str)> = known.iter().map(|(n, v)| (*n, v.as_str())).collect();
        all.extend_from_slice(fields);
        self.post(path, &all).await
    }

    /// Opens the page of a form and sends it with these fields.
    pub(crate) async fn act(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.post_form(path, path, fields).await
    }

    /// The same with files, where there are some.
    pub(crate) async fn act_with(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Page {
        self.send_files(path, fields, files).await
    }

    /// What travels along with the form of a page.
    async fn known(&mut self, path: &str) -> Vec<(&'static str, String)> {
        let page = self.get(path).await;
        let values = ["token", "version", "draft", "once"].map(|name| (name, page.hidden(name)));
        values.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Opens the page of a form and sends it in parts, with files.
    pub(crate) async fn send_files(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Page {
        let known = self.known(path).await;
        let mut all: Vec<(&str, &str)> = known.iter().map(|(name, value)| (*name, value.as_str())).collect();
        all.extend_from_slice(fields);
        self.send_parts(path, &all, files).await
    }

    /// Sends these fields and files and nothing else.
    pub(crate) async fn send_parts(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Page {
        let mut body = Vec::new();
        for (name, value) in fields {
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
