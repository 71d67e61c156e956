//! An office with one agency and its people, as two nodes see it: two pools over one database, one clock.
//!
//! Not here: what the tests say about it.

use chrono::{NaiveDate, NaiveDateTime};
use gongkai_app::application::file::{Filing, Request, file};
use gongkai_app::application::intake::Intake;
use gongkai_app::application::projection::{RowDocument, mark_of};
use gongkai_app::demo::SetClock;
use gongkai_app::portal::lost_code::{MAIL, Message};
use gongkai_app::reminder::Notice;
use gongkai_app::{Actor, Keys, Office, WaysOut, setup};
use gongkai_deadline::Calendar;
use gongkai_domain::agency::{Agency, AgencyKind, AgencySettings, Level, Validity};
use gongkai_domain::application::{
    Channel, ClockKind, ClockSummary, ExtensionStanding, LooseEnd, Provision, ProvisionForm, ProvisionWay,
    State,
};
use gongkai_domain::ids::{AgencyId, ApplicationId, PersonId};
use gongkai_domain::personal::Personal;
use gongkai_domain::personal::applicant::{
    Applicant, Contact, DocumentKind, IdentityDocument, NaturalPerson, Party,
};
use gongkai_domain::staff::{ActingFor, Person, Role};
use gongkai_jobs::{Jobs, Post};
use gongkai_storage::{
    ApplicationRow, Blobs, Key, KeyMaterial, MarkRow, NewOutbox, Sealer, SeededEntropy, Storage, Target,
    Turn, Vault,
};
use gongkai_testkit::postgres::Cluster;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const AGENCY: AgencyId = AgencyId(Uuid::from_u128(1));
pub(crate) const HEAD: PersonId = PersonId(Uuid::from_u128(11));
pub(crate) const REGISTRAR: PersonId = PersonId(Uuid::from_u128(12));
pub(crate) const HANDLER: PersonId = PersonId(Uuid::from_u128(13));
pub(crate) const DEPUTY: PersonId = PersonId(Uuid::from_u128(14));
pub(crate) const ADMIN: PersonId = PersonId(Uuid::from_u128(15));
pub(crate) const LEAVER: PersonId = PersonId(Uuid::from_u128(16));

pub(crate) struct World {
    pub(crate) target: Target,
    pub(crate) clock: Arc<SetClock>,
    pub(crate) directory: TempDir,
    pub(crate) office: Arc<Office>,
    seeds: AtomicU64,
}

fn fresh_postgres() -> String {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let name = format!("jobs_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    CLUSTER.get_or_init(|| Cluster::start().unwrap()).create_database(&name, None).unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A moment of Beijing civil time.
pub(crate) fn moment(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

impl World {
    pub(crate) async fn sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        Self::new(Target::Sqlite { path: directory.path().join("records.db") }, directory).await
    }

    pub(crate) async fn postgres() -> Self {
        let url = tokio::task::spawn_blocking(fresh_postgres).await.unwrap();
        Self::new(Target::Postgres { url }, tempfile::tempdir().unwrap()).await
    }

    async fn new(target: Target, directory: TempDir) -> Self {
        // a Tuesday, nine in the morning
        let clock = Arc::new(SetClock::at(moment("2025-09-16 09:00")));
        let storage = Storage::open(&target).await.unwrap();
        storage.migrate().await.unwrap();
        storage.close().await.unwrap();
        let office = Arc::new(open(&target, &clock, &directory, 1).await);
        let world = Self { target, clock, directory, office, seeds: AtomicU64::new(2) };
        world.furnish().await;
        world
    }

    /// Another node over the same records.
    pub(crate) async fn node(&self, post: Post) -> Jobs {
        let seed = self.seeds.fetch_add(1, Ordering::Relaxed);
        Jobs::new(Arc::new(open(&self.target, &self.clock, &self.directory, seed).await), post)
    }

    pub(crate) fn set(&self, text: &str) {
        self.clock.set(moment(text));
    }

    async fn furnish(&self) {
        let (office, at) = (&self.office, self.office.instant());
        let tx = office.storage.begin().await.unwrap();
        let agency = agency();
        setup::keep_agency(&tx, &agency).await.unwrap();
        let mut settings = AgencySettings::default();
        settings.contact.email = "gongkai@yunzhou.example".to_owned();
        setup::keep_settings(&tx, &agency, &settings, at).await.unwrap();
        for (id, login, roles) in [
            (HEAD, "head", [Role::HeadOfDisclosureOffice]),
            (REGISTRAR, "registrar", [Role::Registrar]),
            (HANDLER, "handler", [Role::CaseHandler]),
            (DEPUTY, "deputy", [Role::LegalityReviewer]),
            (ADMIN, "admin", [Role::SystemAdmin]),
            (LEAVER, "leaver", [Role::Registrar]),
        ] {
            let person = Person {
                id,
                name: format!("某{login}"),
                agency: AGENCY,
                department: None,
                roles: BTreeSet::from(roles),
                acting_for: Vec::new(),
                is_active: id != LEAVER,
            };
            setup::keep_person(&tx, &person, login, day("2020-01-01"), office.entropy(), at).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// The deputy acts for the handler on these days.
    pub(crate) async fn deputise(&self, from: &str, until: &str) {
        let tx = self.office.storage.begin().await.unwrap();
        let acting = ActingFor {
            person: HANDLER,
            roles: BTreeSet::from([Role::CaseHandler]),
            department: None,
            from: day(from),
            until: day(until),
        };
        let person = Person {
            id: DEPUTY,
            name: "某deputy".to_owned(),
            agency: AGENCY,
            department: None,
            roles: BTreeSet::from([Role::LegalityReviewer]),
            acting_for: vec![acting],
            is_active: true,
        };
        let at = self.office.instant();
        setup::keep_person(&tx, &person, "deputy", day("2020-01-01"), self.office.entropy(), at)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Rows of open cases as the sweep reads them; there are no events behind them.
    pub(crate) async fn cases(&self, cases: impl IntoIterator<Item = (u32, State, Option<&str>)>) {
        let tx = self.office.storage.begin().await.unwrap();
        for (number, state, due_on) in cases {
            tx.save_application(&row(number, state, due_on.map(day))).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// Rows of applications of which something was left undone; there are no events behind them.
    pub(crate) async fn loose(&self, number: u32, is_closed: bool, loose: Vec<LooseEnd>) {
        let state = if is_closed { State::Served } else { State::Assigned };
        let mut row = row(number, state, Some(day("2025-10-30")));
        row.closed_on = is_closed.then(|| day("2025-06-02"));
        let document: RowDocument = serde_json::from_str(&row.document).unwrap();
        let marks = loose.iter().zip(0..).map(|(end, place)| MarkRow {
            application: row.id,
            kind: mark_of(end.kind.group()),
            place,
            agency: AGENCY,
            day: end.since,
            department: None,
            person: None,
            is_open: true,
        });
        let marks: Vec<MarkRow> = marks.collect();
        row.document = serde_json::to_string(&RowDocument { loose, ..document }).unwrap();
        let tx = self.office.storage.begin().await.unwrap();
        tx.save_application(&row).await.unwrap();
        tx.save_marks(row.id, &marks).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Rows of reconsiderations; there are no events behind them.
    pub(crate) async fn challenges(
        &self,
        all: impl IntoIterator<Item = (u32, gongkai_domain::challenge::State, &str, Option<PersonId>)>,
    ) {
        let tx = self.office.storage.begin().await.unwrap();
        for (number, state, due_on, handler) in all {
            let row = gongkai_storage::ChallengeRow {
                id: gongkai_domain::ids::ChallengeId(Uuid::from_u128(u128::from(number) + 5000)),
                agency: AGENCY,
                application: None,
                kind: "reconsideration".to_owned(),
                reference: Some(format!("云政复〔2025〕{number}号")),
                year: 2025,
                state: state.key().to_owned(),
                received_on: day("2025-09-01"),
                due_on: Some(day(due_on)),
                result_key: None,
                closed_on: None,
                handler,
                sequence: 1,
                change: 1,
                document: "{}".to_owned(),
            };
            tx.save_challenge(&row, &[]).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// The row of a complaint that proved right.
    pub(crate) async fn complaint(&self, rectify_by: &str, handler: Option<PersonId>) {
        let tx = self.office.storage.begin().await.unwrap();
        tx.save_other_case(&gongkai_storage::OtherCaseRow {
            id: Uuid::from_u128(6001),
            agency: AGENCY,
            kind: "complaint".to_owned(),
            reference: "TS202500001ABCD".to_owned(),
            registration: None,
            year: 2025,
            state: "rectification_ordered".to_owned(),
            arrived_on: day("2025-08-01"),
            due_on: Some(day(rectify_by)),
            result_key: None,
            closed_on: None,
            handler,
            department: None,
            subject: None,
            applicant_masked: "李＊".to_owned(),
            query_code: None,
            applicant_key: None,
            sequence: 1,
            change: 1,
            document: "{}".to_owned(),
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// An application that comes in by the portal; its reference.
    pub(crate) async fn filed(&self) -> String {
        let personal = |text: &str| Personal::from(text.to_owned());
        let document = IdentityDocument { kind: DocumentKind::Passport, number: personal("E12345678") };
        let party =
            Party::NaturalPerson(NaturalPerson { name: personal("李明远"), document, guardian: None });
        let contact = Contact { phone: personal("13800000000"), ..Contact::default() };
        let filing = Filing {
            agency: AGENCY,
            channel: Channel::Internet,
            is_oral: false,
            arrived_on: self.office.today(),
            applicants: vec![Applicant { party, agent: None, contact, delivery: None }],
            requests: vec![Request { title: "某某方案".to_owned(), ..Request::default() }],
            provision: Provision { form: ProvisionForm::Electronic, way: ProvisionWay::Online },
            intake: Intake::default(),
            once: None,
            column: None,
        };
        file(&self.office, &Actor::Public, filing).await.unwrap().reference
    }

    /// A letter for the outbox; its id.
    pub(crate) async fn letter(&self, kind: &str, target: &str, text: &str) -> Uuid {
        let (storage, at) = (&self.office.storage, self.office.instant());
        let tx = storage.begin().await.unwrap();
        let payload = Some(tx.put_content(AGENCY, text.as_bytes(), at).await.unwrap());
        let new = NewOutbox {
            agency: Some(AGENCY),
            kind: kind.to_owned(),
            target: target.to_owned(),
            payload,
            dedupe_key: None,
            run_at: at,
        };
        let id = tx.enqueue(new, at).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A mail to an address; its id.
    pub(crate) async fn mail(&self, to: &str) -> Uuid {
        let message = Message {
            to: to.to_owned(),
            subject: "市数据局：新的查询码".to_owned(),
            text: "新查询码为 ABCD-EFGH。".to_owned(),
        };
        self.letter(MAIL, "applicant:x", &serde_json::to_string(&message).unwrap()).await
    }

    /// What a person was told, the oldest first.
    pub(crate) async fn told(&self, person: PersonId) -> Vec<Notice> {
        let mut rows = self.office.storage.messages(person, None, 100).await.unwrap();
        rows.reverse();
        rows.iter().map(|row| serde_json::from_str(&row.document).unwrap()).collect()
    }
}

async fn open(target: &Target, clock: &Arc<SetClock>, directory: &TempDir, seed: u64) -> Office {
    let chance = Arc::new(SeededEntropy::new(seed));
    let key = Key { id: "2025".to_owned(), material: KeyMaterial::Sm4([1; 16]) };
    let vault = Vault::new(Sealer::new(&key, &[]), chance.clone());
    let storage = Storage::open(target).await.unwrap().with_vault(vault);
    let blobs = Blobs::local(directory.path().join("files")).unwrap();
    let keys = Keys { digests: [2; 32] };
    Office::new(storage, blobs, keys, Arc::clone(clock) as _, chance, Calendar::national().unwrap())
        .with_ways_out(WaysOut { mail: true, text_messages: true })
}

fn agency() -> Agency {
    Agency {
        id: AGENCY,
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

/// The row of an open case; odd numbers are in the handler's hands.
pub(crate) fn row(number: u32, state: State, due_on: Option<NaiveDate>) -> ApplicationRow {
    let arrived_on = day("2025-08-20");
    let clock = ClockSummary {
        state,
        kind: if state == State::AwaitingConfirmation { ClockKind::Shadow } else { ClockKind::Reply },
        arrived_on,
        due_on,
        is_provisional: false,
        applicant_due_on: (state == State::AwaitingCorrection).then(|| day("2025-09-10")),
        opinion_due_on: None,
        ended_on: None,
        ended_by: None,
        extension: ExtensionStanding::None,
        unserved: None,
    };
    ApplicationRow {
        id: ApplicationId(Uuid::from_u128(1000 + u128::from(number))),
        agency: AGENCY,
        reference: format!("SQ{number}"),
        registration: (state != State::AwaitingConfirmation).then(|| format!("依申请〔2025〕{number}号")),
        year: 2025,
        state: state.key().to_owned(),
        turn: Turn::Office,
        arrived_on,
        received_on: None,
        due_on,
        is_provisional: false,
        waits_until: clock.waits_until(),
        replied_on: None,
        served_on: None,
        closed_on: None,
        applicant_kind: "natural_person".to_owned(),
        channel: "internet".to_owned(),
        handler: (number % 2 == 1).then_some(HANDLER),
        department: None,
        subject: None,
        applicant_masked: "李**".to_owned(),
        reply_key: None,
        row_key: None,
        is_counted: false,
        result_year: None,
        matters: 1,
        is_extended: false,
        query_code: None,
        applicant_key: None,
        sequence: 1,
        change: 1,
        document: serde_json::to_string(&RowDocument { clock, reply: None, loose: Vec::new() }).unwrap(),
        came_from: None,
        held_from: None,
    }
}
