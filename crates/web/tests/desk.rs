//! The desk through its addresses: sign in, look at the inbox, confirm, register; and what is refused on the way.
//!
//! Not here: the use cases by themselves (`gongkai-app`), how the pages look (`pages`).
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use chrono::{NaiveDate, TimeDelta};
use gongkai_app::account::password;
use gongkai_app::application::file::{Filing, Request as Wanted, file};
use gongkai_app::application::intake::Intake;
use gongkai_app::reminder::tell::tell;
use gongkai_app::{Actor, Keys, Office};
use gongkai_deadline::Calendar;
use gongkai_deadline::clock::FixedClock;
use gongkai_domain::agency::{Agency, AgencyKind, AgencySettings, Level, Validity};
use gongkai_domain::application::{Channel, Provision, ProvisionForm, ProvisionWay};
use gongkai_domain::ids::{AgencyId, PersonId};
use gongkai_domain::personal::Personal;
use gongkai_domain::personal::applicant::{
    Applicant, Contact, DocumentKind, IdentityDocument, NaturalPerson, Party,
};
use gongkai_domain::staff::Role;
use gongkai_storage::{
    AgencyRow, Blobs, Key, KeyMaterial, PersonRow, RoleRow, Sealer, SeededEntropy, Storage, Target, Vault,
};
use gongkai_testkit::postgres;
use gongkai_web::chrome::Site;
use gongkai_web::server::{Web, router};
use gongkai_web::urls::Urls;
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

const PASSWORD: &str = "Correct-Horse-7";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

struct World {
    web: Arc<Web>,
    _directory: TempDir,
}

impl World {
    async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let chance = Arc::new(SeededEntropy::new(11));
        let key = Key { id: "2025".to_owned(), material: KeyMaterial::Sm4([1; 16]) };
        let vault = Vault::new(Sealer::new(&key, &[]), chance.clone());
        let target = match postgres::wanted(directory.path()).unwrap() {
            Some(url) => Target::Postgres { url },
            None => Target::Sqlite { path: directory.path().join("records.db") },
        };
        let storage = Storage::open(&target).await.unwrap().with_vault(vault);
        storage.migrate().await.unwrap();
        let blobs = Blobs::local(directory.path().join("files")).unwrap();
        let clock = Arc::new(FixedClock::on(day("2025-09-16")));
        let office = Office::new(
            storage,
            blobs,
            Keys { digests: [2; 32] },
            clock,
            chance,
            Calendar::national().unwrap(),
        );
        let agency = agency();
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
        let settings = serde_json::to_string(&AgencySettings::default()).unwrap();
        tx.set_setting(Some(agency.id), "agency", &settings, office.instant()).await.unwrap();
        for (number, login, role) in [(1, "registrar", Role::Registrar), (2, "auditor", Role::AuditAdmin)] {
            let person = PersonId(Uuid::from_u128(number));
            tx.save_person(&PersonRow {
                id: person,
                agency: Some(agency.id),
                department: None,
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
                valid_from: day("2020-01-01"),
                valid_until: None,
            })
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
        for number in [1, 2] {
            password::set(&office, PersonId(Uuid::from_u128(number)), PASSWORD, false).await.unwrap();
        }
        let site = Site { urls: Urls::under("/gk"), agency: agency.full_name.clone(), ..Site::default() };
        let web =
            Web { office: Arc::new(office), site, agency: agency.id, is_secure: false, proxies: Vec::new() };
        Self { web: Arc::new(web), _directory: directory }
    }

    async fn filed(&self) -> String {
        let personal = |text: &str| Personal::from(text.to_owned());
        let document = IdentityDocument { kind: DocumentKind::Passport, number: personal("E12345678") };
        let party =
            Party::NaturalPerson(NaturalPerson { name: personal("李明远"), document, guardian: None });
        let contact = Contact { phone: personal("13800000000"), ..Contact::default() };
        let filing = Filing {
            agency: self.web.agency,
            channel: Channel::Internet,
            is_oral: false,
            arrived_on: day("2025-09-16"),
            applicants: vec![Applicant { party, agent: None, contact, delivery: None }],
            requests: vec![Wanted { title: "<b>某某</b>方案".to_owned(), ..Wanted::default() }],
            provision: Provision { form: ProvisionForm::Electronic, way: ProvisionWay::Online },
            intake: Intake::default(),
            once: None,
            column: None,
        };
        file(&self.web.office, &Actor::Public, filing).await.unwrap().reference
    }

    fn browser(&self) -> Browser {
        Browser { app: router(Arc::clone(&self.web)), cookie: None }
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

struct Browser {
    app: Router,
    cookie: Option<String>,
}

struct Answer {
    status: StatusCode,
    location: String,
    body: String,
}

impl Answer {
    /// The token of the first form of a page that has one.
    fn token(&self) -> String {
        let mark = "name=\"token\" value=\"";
        let tokens = self
            .body
            .match_indices(mark)
            .map(|(at, _)| self.body[at + mark.len()..].split('"').next().unwrap_or_default().to_owned());
        tokens.into_iter().find(|token| !token.is_empty()).unwrap_or_default()
    }
}

impl Browser {
    async fn send(&mut self, request: axum::http::request::Builder, body: String) -> Answer {
        let request = match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        };
        let response = self.app.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let set =
            response.headers().get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        if let Some(cookie) = set.into_iter().find(|cookie| cookie.starts_with("desk=")) {
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        let status = response.status();
        let location = response.headers().get(header::LOCATION);
        let location = location.map_or("", |value| value.to_str().unwrap()).to_owned();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer { status, location, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path), String::new()).await
    }

    async fn post(&mut self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, body.join("&")).await
    }

    async fn sign_in(&mut self, login: &str) -> Answer {
        self.post("/gk/desk/sign-in", &[("account", login), ("password", PASSWORD)]).await
    }
}

#[tokio::test]
async fn a_registrar_signs_in_confirms_and_registers_what_came_in_online() {
    let world = World::new().await;
    let reference = world.filed().await;
    let mut browser = world.browser();
    let outside = browser.get("/gk/desk").await;
    assert_eq!((outside.status, outside.location.as_str()), (StatusCode::SEE_OTHER, "/gk/desk/sign-in"));
    let wrong = browser.post("/gk/desk/sign-in", &[("account", "registrar"), ("password", "no")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("用户名或者密码不正确"));
    let inside = browser.sign_in("registrar").await;
    assert_eq!((inside.status, inside.location.as_str()), (StatusCode::SEE_OTHER, "/gk/desk"));

    let inbox = browser.get("/gk/desk").await;
    assert_eq!(inbox.status, StatusCode::OK);
    assert!(inbox.body.contains(&reference) && inbox.body.contains("李＊＊"));
    assert!(!inbox.body.contains("李明远") && !inbox.body.contains("<b>某某"), "masked and escaped");

    let case = browser.get(&format!("/gk/desk/applications/{reference}")).await;
    assert!(case.body.contains("尚未与申请人确认收到") && case.body.contains("目前不能“登记”"));
    let path = format!("/gk/desk/applications/{reference}/confirm");
    let page = browser.get(&path).await;
    let token = page.token();
    assert!(!token.is_empty());
    let without =
        browser.post(&path, &[("method", "phone"), ("confirmed_on", "2025-09-16"), ("version", "1")]).await;
    assert_eq!(without.status, StatusCode::FORBIDDEN, "a form without the token of the session");
    let faulty = browser.post(&path, &[("token", &token), ("confirmed_on", "昨天"), ("version", "1")]).await;
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let pairs =
        [("token", token.as_str()), ("method", "phone"), ("confirmed_on", "2025-09-16"), ("version", "1")];
    let done = browser.post(&path, &pairs).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);

    // the same form sent twice is one step
    let again = browser.post(&path, &pairs).await;
    assert_eq!((again.status, &again.location), (StatusCode::SEE_OTHER, &done.location));
    // another one made from the same page: somebody was first, and what was written is still there
    let other = [pairs[0], ("method", "online"), ("confirmed_on", "2025-09-15"), pairs[3]];
    let again = browser.post(&path, &other).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("这件申请刚刚有了变动") && again.body.contains("2025-09-15"));

    let path = format!("/gk/desk/applications/{reference}/register");
    let page = browser.get(&path).await;
    assert!(page.body.contains("2025年10月20日（周一）"), "the due date before the step is taken");
    let done = browser.post(&path, &[("token", &token), ("version", "2")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let case = browser.get(&done.location).await;
    assert!(case.body.contains("依申请〔2025〕1号") && case.body.contains("余 20 个工作日"));
    let ledger = browser.get("/gk/desk/ledger?year=2025").await;
    assert!(ledger.body.contains("依申请〔2025〕1号"));
    let csv = browser.get("/gk/desk/ledger.csv?year=2025").await;
    assert_eq!(csv.body.lines().count(), 2);
}

#[tokio::test]
async fn an_administrator_sees_no_case_and_another_site_sends_no_form() {
    let world = World::new().await;
    let reference = world.filed().await;
    let mut browser = world.browser();
    browser.sign_in("auditor").await;
    assert_eq!(
        browser.get(&format!("/gk/desk/applications/{reference}")).await.status,
        StatusCode::NOT_FOUND
    );
    let foreign = Request::post("/gk/desk/sign-out")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site");
    assert_eq!(browser.send(foreign, "token=x".to_owned()).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_came_to_the_counter_is_recorded_and_what_is_missing_is_told() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.sign_in("registrar").await;
    let token = browser.get("/gk/desk/register").await.token();
    let empty = browser.post("/gk/desk/register", &[("token", &token)]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("选择申请渠道"));
    let pairs = [
        ("token", token.as_str()),
        ("channel", "in_person"),
        ("arrived_on", "2025-09-16"),
        ("kind", "natural_person"),
        ("name", "王小明"),
        ("document", "passport"),
        ("number", "E7654321"),
        ("phone", "13900000000"),
        ("matter.0.title", "某某规划"),
        ("way", "counter"),
    ];
    let done = browser.post("/gk/desk/register", &pairs).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let case = browser.get(&done.location).await;
    assert!(case.body.contains("某某规划") && case.body.contains("待登记"), "{}", case.status);
}

#[tokio::test]
async fn a_message_is_shown_until_it_is_read_and_to_nobody_else() {
    let world = World::new().await;
    let reference = world.filed().await;
    let office = &world.web.office;
    let letters = office.storage.claim(office.instant(), "test", 9, TimeDelta::minutes(1)).await.unwrap();
    for letter in &letters {
        assert_eq!(tell(office, letter).await.unwrap(), 1);
    }
    let mut browser = world.browser();
    browser.sign_in("registrar").await;
    let page = browser.get("/gk/desk/messages").await;
    assert!(page.body.contains(&reference) && page.body.contains("有 1 条未读"), "{}", page.body);
    assert!(!page.body.contains("李明远") && !page.body.contains("某某"), "numbers and days only");
    let (_, newest) = page.body.split_once("name=\"newest\" value=\"").unwrap();
    let newest = newest.split('"').next().unwrap();
    let without = browser.post("/gk/desk/messages", &[("newest", newest)]).await;
    assert_eq!(without.status, StatusCode::FORBIDDEN);
    let token = page.token();
    let done = browser.post("/gk/desk/messages", &[("token", &token), ("newest", newest)]).await;
    assert_eq!((done.status, done.location.as_str()), (StatusCode::SEE_OTHER, "/gk/desk/messages"));
    let page = browser.get("/gk/desk/messages").await;
    assert!(page.body.contains(&reference) && !page.body.contains("未读"), "{}", page.body);
    let mut other = world.browser();
    other.sign_in("auditor").await;
    let page = other.get("/gk/desk/messages").await;
    assert!(page.body.contains("没有消息") && !page.body.contains(&reference));
}

fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut encoded, byte| {
        let _ = write!(encoded, "%{byte:02X}");
        encoded
    })
}

#[tokio::test]
async fn the_second_page_of_a_long_list_counts_on_and_leads_back_to_the_first() {
    let world = World::new().await;
    for _ in 0..52 {
        world.filed().await;
    }
    let mut browser = world.browser();
    browser.sign_in("registrar").await;
    for path in ["/gk/desk", "/gk/desk/ledger?year=2025"] {
        let first = browser.get(path).await;
        assert!(first.body.contains("第 1–50 条，共 52 条"), "{path}: {}", first.body);
        assert!(!first.body.contains("rel=\"first\""), "{path}: {}", first.body);
        let (before, _) = first.body.split_once("\">下一页").unwrap();
        let next = before.rsplit('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let second = browser.get(&next).await;
        assert!(second.body.contains("第 51–52 条，共 52 条"), "{next}: {}", second.body);
        assert!(second.body.contains("rel=\"first\"") && !second.body.contains("下一页"), "{}", second.body);
        let (before, _) = second.body.split_once("\">第一页").unwrap();
        let back = before.rsplit('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        assert_eq!(back, path);
        // an address made by hand is no reason to tell what is not so
        let wrong = browser.get(&next.replace("skipped=50", "skipped=9000")).await;
        assert!(wrong.body.contains("rel=\"first\"") && !wrong.body.contains("共 52 条"), "{}", wrong.body);
    }
    let inbox = browser.get("/gk/desk").await;
    assert!(inbox.body.contains("本页 50 件") && inbox.body.contains("</span>52<span class=\"sr\">件"));
}
