//! One agency takes over from another: every file, in every state that the demonstration knows, goes on in the other chain.

use crate::world::{applicant, day};
use chrono::NaiveDate;
use gongkai_app::agency::hand_over::{self, Moved};
use gongkai_app::agency::succeed::{Succeeding, succeed};
use gongkai_app::application::assign::{Assigning, assign};
use gongkai_app::application::file::{Filing, Request, file};
use gongkai_app::application::intake::Intake;
use gongkai_app::application::register::register;
use gongkai_app::application::split::{Splitting, split};
use gongkai_app::demo::{self, SetClock};
use gongkai_app::query::{ledger, supervision};
use gongkai_app::report_facts::{Given, countables, report_facts};
use gongkai_app::{Actor, Keys, Office, Refusal};
use gongkai_deadline::Calendar;
use gongkai_domain::application::{Channel, Provision, ProvisionForm, ProvisionWay, State};
use gongkai_domain::ids::{AgencyId, ApplicationId};
use gongkai_domain::report::tally::tally;
use gongkai_domain::report::{Column, Form, Report, Row};
use gongkai_storage::{
    ApplicationFilter, ApplicationRow, Blobs, CaseFilter, Key, KeyMaterial, Order, Sealer, SeededEntropy,
    Storage, Target, Vault,
};
use gongkai_testkit::postgres;
use std::collections::BTreeMap;
use std::sync::Arc;
use tempfile::TempDir;

struct City {
    office: Office,
    clock: Arc<SetClock>,
    /// The agency that ends, and the one that takes over.
    ended: AgencyId,
    heir: AgencyId,
    _directory: TempDir,
}

impl City {
    async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at(demo::now()));
        let chance = Arc::new(SeededEntropy::new(demo::SEED));
        let key = Key { id: "test".to_owned(), material: KeyMaterial::Aes256([9; 32]) };
        let target = match postgres::wanted(directory.path()).unwrap() {
            Some(url) => Target::Postgres { url },
            None => Target::Sqlite { path: directory.path().join("records.db") },
        };
        let storage = Storage::open(&target).await.unwrap();
        storage.migrate().await.unwrap();
        let storage = storage.with_vault(Vault::new(Sealer::new(&key, &[]), chance.clone()));
        let blobs = Blobs::local(directory.path().join("blobs")).unwrap();
        let keys = Keys { digests: [3; 32] };
        let office = Office::new(storage, blobs, keys, clock.clone(), chance, Calendar::national().unwrap());
        Box::pin(demo::seed(&office, &clock)).await.unwrap();
        let id = async |code: &str| office.storage.agency_by_code(code).await.unwrap().unwrap().id;
        let (ended, heir) = (id("city-data").await, id("county-housing").await);
        Self { office, clock, ended, heir, _directory: directory }
    }

    async fn actor(&self, login: &str) -> Actor {
        let row = self.office.storage.person_by_login(login).await.unwrap().unwrap();
        gongkai_app::account::person::actor(&self.office, row.id).await.unwrap()
    }

    /// Files and registers an application of these matters with the agency that ends.
    async fn filed(&self, matters: &[&str]) -> ApplicationId {
        let registrar = self.actor("city-data.registrar").await;
        let requests =
            matters.iter().map(|title| Request { title: (*title).to_owned(), ..Request::default() });
        let filing = Filing {
            agency: self.ended,
            channel: Channel::InPerson,
            is_oral: false,
            arrived_on: self.office.today(),
            applicants: vec![applicant()],
            requests: requests.collect(),
            provision: Provision { form: ProvisionForm::Paper, way: ProvisionWay::Mail },
            intake: Intake::default(),
            once: None,
            column: None,
        };
        let id = file(&self.office, &registrar, filing).await.unwrap().id;
        register(&self.office, &registrar, id, None).await.unwrap();
        id
    }

    async fn rows(&self, agency: AgencyId) -> Vec<ApplicationRow> {
        let filter = ApplicationFilter::of(agency);
        self.office.storage.applications(&filter, Order::Oldest, None, 500).await.unwrap().rows
    }

    async fn report(&self, code: &str, year: i32) -> Report {
        report_facts(&self.office.storage, code, year, &Given::default()).await.unwrap()
    }

    /// Table 3 of an agency and a year, by row and column, counted from the events.
    async fn table(&self, agency: AgencyId, year: i32) -> BTreeMap<(Row, Column), i64> {
        let counted = tally(year, countables(&self.office.storage, agency).await.unwrap());
        counted.cells().map(|(row, column, tally)| ((row, column), tally.count())).collect()
    }

    async fn succeeds(&self, on: NaiveDate, functions: &str) -> Result<Moved, Refusal> {
        let succeeding = Succeeding {
            predecessor: Some(self.ended),
            successor: Some(self.heir),
            on: Some(on),
            functions: functions.to_owned(),
        };
        succeed(&self.office, &self.actor("gov-office.system").await, &succeeding).await
    }
}

/// The sum of two tables.
fn sum(
    one: &BTreeMap<(Row, Column), i64>,
    other: &BTreeMap<(Row, Column), i64>,
) -> BTreeMap<(Row, Column), i64> {
    one.iter().map(|(key, count)| (*key, count + other[key])).collect()
}

fn rows_of_form() -> impl Iterator<Item = (Row, Column)> {
    Row::FORM_2021.iter().flat_map(|row| Column::EVERY.iter().map(|column| (*row, *column)))
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_reform_every_file_goes_on_with_the_successor_and_is_counted_once_a_year() {
    let city = City::new().await;
    let storage = &city.office.storage;
    let before = city.rows(city.ended).await;
    let own = city.rows(city.heir).await.len();
    let mut tables = BTreeMap::new();
    for agency in [city.ended, city.heir] {
        for year in [2024, 2025, 2026] {
            tables.insert((agency, year), city.table(agency, year).await);
        }
    }
    let published = (city.report("city-data", 2025).await, city.report("county-housing", 2025).await);
    let all = CaseFilter { agency: Some(city.ended), ..CaseFilter::default() };
    let challenges = storage.challenges(&all, None, 500).await.unwrap().len();
    let others = storage.other_cases(&all, None, 500).await.unwrap().len();
    assert!(before.len() > 10 && challenges > 0, "{} {challenges} {others}", before.len());

    // recorded beforehand nothing moves; on the day the program moves everything, and again moves nothing
    let on = day("2026-01-15");
    assert_eq!(city.succeeds(on, "").await.unwrap(), Moved::default());
    assert_eq!(city.rows(city.ended).await.len(), before.len());
    city.clock.set(on.and_hms_opt(7, 0, 0).unwrap());
    let program = Actor::Program("succession");
    let moved = hand_over::sweep(&city.office, &program).await.unwrap();
    assert_eq!(moved, Moved { applications: before.len(), challenges, others, failed: 0 });
    assert_eq!(hand_over::sweep(&city.office, &program).await.unwrap(), Moved::default());
    assert!(city.rows(city.ended).await.is_empty());
    let after = city.rows(city.heir).await;
    assert_eq!(after.len(), own + before.len());
    assert!(storage.challenges(&all, None, 500).await.unwrap().is_empty());

    // dates and results stand; what was on its way is nobody's and in nobody's name
    for old in &before {
        let new = after.iter().find(|row| row.id == old.id).unwrap();
        assert_eq!(
            (new.received_on, new.due_on, new.replied_on),
            (old.received_on, old.due_on, old.replied_on)
        );
        assert_eq!((new.row_key.as_ref(), new.result_year), (old.row_key.as_ref(), old.result_year));
        assert_eq!((new.handler, new.department, new.came_from), (None, None, Some(city.ended)));
        let expected = match old.state.parse::<State>().unwrap() {
            State::Assigned => vec![State::Registered],
            State::UnderApproval | State::SignedOff => {
                vec![State::Returned, State::AwaitingCorrection, State::AwaitingPayment, State::Consulting]
            }
            same => vec![same],
        };
        assert!(expected.iter().any(|state| state.key() == new.state), "{} → {}", old.state, new.state);
    }

    // the years before stand as published, from the year of the reform on the successor counts all
    for year in [2024, 2025] {
        for agency in [city.ended, city.heir] {
            assert_eq!(city.table(agency, year).await, tables[&(agency, year)], "{year}");
        }
    }
    let (ended, both) = (city.table(city.ended, 2026).await, city.table(city.heir, 2026).await);
    assert!(ended.values().all(|count| *count == 0));
    assert_eq!(both, sum(&tables[&(city.ended, 2026)], &tables[&(city.heir, 2026)]));
    let carried = |agency, row, year: i32| tables[&(agency, year)][&(row, Column::Total)];
    let out = |agency| carried(agency, Row::CarriedOut, 2025);
    assert_eq!(both[&(Row::CarriedIn, Column::Total)], out(city.ended) + out(city.heir));
    let again = (city.report("city-data", 2025).await, city.report("county-housing", 2025).await);
    assert_eq!(again.0.table3, published.0.table3);
    assert_eq!((again.0.table4, again.1.table4), (published.0.table4, published.1.table4));
    assert_eq!(again.0.form, Form::Form2021);

    // ledger and supervision say the same as the table, for each year and agency
    let head = city.actor("county-housing.head").await;
    let above = city.actor("gov-office.supervisor").await;
    for year in [2024, 2025, 2026] {
        let asked = ledger::Asked { year: Some(year), ..ledger::Asked::default() };
        let shown = ledger::ledger(&city.office, &head, &asked, None, 50).await.unwrap().totals;
        let asked = supervision::Asked { year: Some(year), ..supervision::Asked::default() };
        let below = supervision::cases(&city.office, &above, "city-data", &asked, None, 50).await.unwrap();
        let (own, other) = (city.table(city.heir, year).await, city.table(city.ended, year).await);
        for (row, column) in rows_of_form() {
            assert_eq!(shown.number(row, column), own[&(row, column)], "{year} {row} {column:?}");
            assert_eq!(below.totals.number(row, column), other[&(row, column)], "{year} {row} {column:?}");
        }
        assert_eq!(below.cases.is_empty(), year == 2026);
    }

    // the successor's people go on, those of the agency that ended see nothing of it any more
    let gone = city.actor("city-data.head").await;
    let open = after.iter().filter(|row| row.came_from.is_some() && row.state == State::Registered.key());
    let mut taken = 0;
    let unit = storage.departments(city.heir).await.unwrap()[0].id;
    for row in open {
        let number = row.registration.as_deref().unwrap();
        let known = gongkai_app::query::case::view(&city.office, &gone, number).await;
        assert!(matches!(known, Err(Refusal::NotFound)));
        let view = gongkai_app::query::case::view(&city.office, &head, number).await.unwrap();
        assert!(view.log.iter().any(|line| line.said.iter().any(|(what, _)| *what == "原机关")));
        assert!(view.log.iter().all(|line| line.who != "（已离任）"), "names of the agency before are known");
        let to = Assigning { department: unit, handler: None, internal_due_on: None };
        assign(&city.office, &head, row.id, Some(row.sequence), to).await.unwrap();
        taken += 1;
    }
    assert!(taken > 0);

    // both chains hold, and the rows follow from the events
    assert_eq!(storage.check().await.unwrap().chains.len(), 3);
    let rebuilt =
        gongkai_app::rebuild::rebuild(storage, &city.office.calendar(), city.office.today()).await.unwrap();
    assert_eq!((rebuilt.corrected, rebuilt.missing), (vec![], vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_agency_that_gave_away_some_functions_single_files_go_on_with_the_other() {
    let city = City::new().await;
    let system = city.actor("gov-office.system").await;
    let between = (Some(city.ended), Some(city.heir));
    let rows = city.rows(city.ended).await;
    let challenged = city
        .office
        .storage
        .challenges(&CaseFilter { agency: Some(city.ended), ..CaseFilter::default() }, None, 1)
        .await
        .unwrap();
    let challenged = challenged[0].application.unwrap();
    let row = rows.iter().find(|row| row.id == challenged).unwrap();
    let number = row.registration.clone().unwrap();
    let faults = |refusal: Refusal| match refusal {
        Refusal::Invalid(faults) => faults.into_iter().map(|fault| fault.text).collect::<Vec<_>>().join("；"),
        other => panic!("{other}"),
    };
    let none = hand_over::some(&city.office, &system, between, &number).await.unwrap_err();
    assert!(faults(none).contains("没有登记过"));
    city.succeeds(day("2026-01-05"), "住房保障").await.unwrap();
    assert_eq!(city.rows(city.ended).await.len(), rows.len(), "with some functions nothing moves by itself");
    let unknown = format!("{number}\n依申请〔2031〕999号");
    let wrong = hand_over::some(&city.office, &system, between, &unknown).await.unwrap_err();
    assert_eq!(faults(wrong), "原机关没有下列编号的申请或者案件：依申请〔2031〕999号");
    assert_eq!(city.rows(city.ended).await.len(), rows.len(), "nothing moves where one number is wrong");
    let head = city.actor("city-data.head").await;
    let denied = hand_over::some(&city.office, &head, between, &number).await;
    assert!(matches!(denied, Err(Refusal::Denied(_))));

    let moved =
        hand_over::some(&city.office, &system, between, &format!("{}，\n", row.reference)).await.unwrap();
    assert!(moved.applications > 0 && moved.others == 0 && moved.challenges > 0, "{moved:?}");
    assert_eq!(city.rows(city.ended).await.len(), rows.len() - moved.applications);
    let kept = city.office.storage.application(challenged).await.unwrap().unwrap();
    assert_eq!((kept.agency, kept.came_from, kept.held_from), (city.heir, Some(city.ended), Some(2026)));
    for row in city.office.storage.challenges_of(challenged).await.unwrap() {
        assert_eq!(row.agency, city.heir);
        let head = city.actor("county-housing.head").await;
        gongkai_app::query::challenge::view(&city.office, &head, row.id).await.unwrap();
    }
    assert_eq!(city.office.storage.check().await.unwrap().chains.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_what_came_over_and_a_second_reform_leave_every_year_counted_once() {
    let city = City::new().await;
    let storage = &city.office.storage;
    let system = city.actor("gov-office.system").await;
    // received at the end of 2025, carried out by the agency that ends, and split by the one that takes over
    city.clock.set(day("2025-12-29").and_hms_opt(9, 0, 0).unwrap());
    let id = city.filed(&["某某规划", "某某预算", "某某统计表"]).await;
    city.clock.set(demo::now());
    let before = city.table(city.ended, 2025).await;
    city.succeeds(day("2026-01-05"), "").await.unwrap();
    assert_eq!(city.table(city.ended, 2025).await, before);
    let head = city.actor("county-housing.head").await;
    let came = async || city.rows(city.heir).await.iter().filter(|row| row.came_from.is_some()).count();
    let whole = came().await;
    let parts =
        Splitting { parts: vec![vec![1], vec![2, 3]], reasons: "事项分属不同科室".to_owned() };
    split(&city.office, &head, id, None, parts).await.unwrap();
    assert_eq!(came().await, whole + 2, "the parts, too, came from the agency before");
    let after = city.table(city.ended, 2025).await;
    let out = (Row::CarriedOut, Column::Total);
    assert_eq!(after[&out], before[&out] + 1, "two parts stand where the whole stood, with the same agency");
    // and a second reform a year later
    city.clock.set(day("2027-02-01").and_hms_opt(9, 0, 0).unwrap());
    let above = storage.agency_by_code("gov-office").await.unwrap().unwrap().id;
    let of_2026 = city.table(city.heir, 2026).await;
    let again = Succeeding {
        predecessor: Some(city.heir),
        successor: Some(above),
        on: Some(day("2027-01-04")),
        functions: String::new(),
    };
    let moved = succeed(&city.office, &system, &again).await.unwrap();
    assert!(moved.applications > 0 && moved.failed == 0);
    assert_eq!(city.table(city.ended, 2025).await, after);
    assert_eq!(city.table(city.heir, 2026).await, of_2026);
    let supervisor = city.actor("gov-office.supervisor").await;
    for (code, agency) in [("city-data", city.ended), ("county-housing", city.heir)] {
        for year in [2024, 2025, 2026, 2027] {
            let table = city.table(agency, year).await;
            let asked = supervision::Asked { year: Some(year), ..supervision::Asked::default() };
            let shown = supervision::cases(&city.office, &supervisor, code, &asked, None, 50).await.unwrap();
            for (row, column) in rows_of_form() {
                let number = shown.totals.number(row, column);
                assert_eq!(number, table[&(row, column)], "{code} {year} {row} {column:?}");
            }
        }
    }
    let rebuilt =
        gongkai_app::rebuild::rebuild(storage, &city.office.calendar(), city.office.today()).await.unwrap();
    assert_eq!((rebuilt.corrected, rebuilt.missing), (vec![], vec![]));
    assert_eq!(city.table(city.ended, 2025).await, after);
}
