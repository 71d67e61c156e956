//! The projections: lists, pages, counts.
//!
//! Not here: how a row follows from events.

use crate::on_both;
use crate::world::{World, day};
use gongkai_domain::application::{Pile, State};
use gongkai_domain::ids::{
    AgencyId, ApplicationId, ChallengeId, ContentId, ContentRef, DepartmentId, Digest, PersonId,
};
use gongkai_storage::{
    ApplicationFilter, ApplicationRow, CaseFilter, ChallengeRow, Cursor, GroupBy, InboxCounts, LedgerGroup,
    OnPiles, Order, OtherCaseRow, StorageError, Turn,
};
use gongkai_testkit::Rng;
use uuid::Uuid;

on_both!(
    a_row_comes_back_as_it_went_in_and_is_overwritten,
    a_reference_is_given_once,
    pages_together_are_the_list_in_every_order,
    every_filter_finds_its_rows_only,
    a_percent_sign_in_a_search_means_itself,
    each_pile_is_counted_as_it_is_listed,
    the_ledger_of_a_year_groups_what_it_lists,
    counts_go_by_group,
    a_page_of_many_is_found_by_an_index,
    the_open_applications_of_an_applicant_come_in_the_order_of_arrival,
    places_are_those_of_the_list,
    challenges_and_other_cases_are_listed,
    open_applications_come_in_batches_by_due_date_through_an_index,
);

pub(crate) fn row(agency: AgencyId, n: u128) -> ApplicationRow {
    ApplicationRow {
        id: ApplicationId(Uuid::from_u128(n)),
        agency,
        reference: format!("R{n}"),
        registration: None,
        year: 2025,
        state: "registered".to_owned(),
        turn: Turn::Office,
        arrived_on: day(3, 1),
        received_on: None,
        due_on: None,
        is_provisional: false,
        waits_until: None,
        replied_on: None,
        served_on: None,
        closed_on: None,
        applicant_kind: "natural_person".to_owned(),
        channel: "online".to_owned(),
        handler: None,
        department: None,
        subject: None,
        applicant_masked: "张*".to_owned(),
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
        document: "{}".to_owned(),
        came_from: None,
        held_from: None,
    }
}

async fn save(world: &World, rows: &[ApplicationRow]) {
    let tx = world.storage.begin().await.unwrap();
    for row in rows {
        tx.save_application(row).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn full(agency: AgencyId) -> ApplicationRow {
    ApplicationRow {
        registration: Some("依申请〔2025〕17号".to_owned()),
        state: "served".to_owned(),
        turn: Turn::Nobody,
        received_on: Some(day(3, 3)),
        due_on: Some(day(3, 31)),
        is_provisional: true,
        replied_on: Some(day(3, 20)),
        served_on: Some(day(3, 21)),
        closed_on: Some(day(3, 22)),
        handler: Some(PersonId(Uuid::from_u128(71))),
        department: Some(DepartmentId(Uuid::from_u128(72))),
        subject: Some(ContentRef { id: ContentId(Uuid::from_u128(73)), digest: Digest([7; 32]) }),
        reply_key: Some("reply_granted".to_owned()),
        row_key: Some("granted".to_owned()),
        is_counted: true,
        result_year: Some(2025),
        waits_until: Some(day(4, 2)),
        matters: 3,
        is_extended: true,
        query_code: Some(Digest([1; 32])),
        applicant_key: Some(Digest([2; 32])),
        sequence: 9,
        change: 90,
        document: "{\"a\":\"丙\"}".to_owned(),
        came_from: Some(AgencyId(Uuid::from_u128(77))),
        held_from: Some(2026),
        ..row(agency, 1)
    }
}

async fn a_row_comes_back_as_it_went_in_and_is_overwritten(world: World) {
    let agency = AgencyId(world.id());
    let (bare, full) = (row(agency, 1), full(agency));
    for row in [&bare, &full, &bare] {
        save(&world, std::slice::from_ref(row)).await;
        assert_eq!(world.storage.application(row.id).await.unwrap().as_ref(), Some(row));
    }
    save(&world, std::slice::from_ref(&full)).await;
    let by_reference = world.storage.application_by_reference("R1").await.unwrap();
    let by_number = world.storage.application_by_registration(agency, "依申请〔2025〕17号").await.unwrap();
    assert_eq!((by_reference.as_ref(), by_number.as_ref()), (Some(&full), Some(&full)));
    assert_eq!(world.storage.application_by_reference("r1").await.unwrap(), None);
}

async fn a_reference_is_given_once(world: World) {
    let agency = AgencyId(world.id());
    save(&world, &[row(agency, 1)]).await;
    let tx = world.storage.begin().await.unwrap();
    let second = ApplicationRow { reference: "R1".to_owned(), ..row(agency, 2) };
    let refused = tx.save_application(&second).await;
    assert!(matches!(refused, Err(StorageError::Taken(_))), "{refused:?}");
}

async fn pages_together_are_the_list_in_every_order(world: World) {
    let agency = AgencyId(world.id());
    let rows: Vec<_> = (1..=23)
        .map(|n| ApplicationRow {
            // every third has no due date, and days repeat
            due_on: (n % 3 > 0).then(|| day(4, 1 + (n % 5) as u32)),
            arrived_on: day(2, 1 + (n % 4) as u32),
            ..row(agency, n)
        })
        .collect();
    save(&world, &rows).await;
    save(&world, &[row(AgencyId(world.id()), 99)]).await;
    for order in [Order::Due, Order::Newest, Order::Oldest] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page =
                world.storage.applications(&ApplicationFilter::of(agency), order, after, 5).await.unwrap();
            assert!(page.rows.len() == 5 || page.next.is_none());
            seen.extend(page.rows);
            // through its text, as an address carries it
            match page.next {
                Some(next) => after = Some(next.to_string().parse::<Cursor>().unwrap()),
                None => break,
            }
        }
        let mut expected = rows.clone();
        expected.sort_by_key(|row| match order {
            Order::Due => (row.due_on.is_none(), row.due_on.unwrap_or_default(), row.id),
            _ => (false, row.arrived_on, row.id),
        });
        if order == Order::Newest {
            expected.reverse();
        }
        assert_eq!(seen, expected, "{order:?}");
    }
}

async fn every_filter_finds_its_rows_only(world: World) {
    let agency = AgencyId(world.id());
    let (one, other) = (full(agency), row(agency, 2));
    save(
        &world,
        &[
            one.clone(),
            other.clone(),
            ApplicationRow {
                id: ApplicationId(Uuid::from_u128(3)),
                reference: "X".to_owned(),
                ..full(AgencyId(world.id()))
            },
        ],
    )
    .await;
    let text = |text: &str| Some(text.to_owned());
    let base = || ApplicationFilter::of(agency);
    let only_full = [
        ApplicationFilter { states: vec!["x".to_owned(), "served".to_owned()], ..base() },
        ApplicationFilter { turn: Some(Turn::Nobody), ..base() },
        ApplicationFilter { open: Some(false), ..base() },
        ApplicationFilter { handler: one.handler, ..base() },
        ApplicationFilter { department: one.department, ..base() },
        ApplicationFilter { reply_key: text("reply_granted"), ..base() },
        ApplicationFilter { row_key: text("granted"), ..base() },
        ApplicationFilter { received_from: Some(day(3, 3)), received_until: Some(day(3, 3)), ..base() },
        ApplicationFilter { closed_from: Some(day(3, 22)), closed_until: Some(day(3, 22)), ..base() },
        ApplicationFilter { due_from: Some(day(3, 31)), due_until: Some(day(3, 31)), ..base() },
        ApplicationFilter { applicant_key: Some(Digest([2; 32])), ..base() },
        ApplicationFilter { text: text(" 2025〕17 "), ..base() },
    ];
    for filter in only_full {
        let page = world.storage.applications(&filter, Order::Due, None, 9).await.unwrap();
        assert_eq!(page.rows, std::slice::from_ref(&one), "{filter:?}");
        assert_eq!(world.storage.count_applications(&filter).await.unwrap(), 1);
    }
    let only_bare = [
        ApplicationFilter { states: vec!["registered".to_owned()], ..base() },
        ApplicationFilter { turn: Some(Turn::Office), ..base() },
        ApplicationFilter { open: Some(true), ..base() },
        ApplicationFilter { unassigned: true, ..base() },
        ApplicationFilter { text: text("R2"), ..base() },
    ];
    for filter in only_bare {
        let page = world.storage.applications(&filter, Order::Newest, None, 9).await.unwrap();
        assert_eq!(page.rows, std::slice::from_ref(&other), "{filter:?}");
    }
    let nobody = [
        ApplicationFilter { year: Some(2024), ..base() },
        ApplicationFilter { arrived_from: Some(day(3, 2)), ..base() },
        ApplicationFilter { arrived_until: Some(day(2, 28)), ..base() },
        ApplicationFilter { channel: text("post"), ..base() },
        ApplicationFilter { applicant_kind: text("media"), ..base() },
    ];
    for filter in nobody {
        assert_eq!(world.storage.count_applications(&filter).await.unwrap(), 0, "{filter:?}");
    }
    let all = ApplicationFilter { text: text("  "), year: Some(2025), channel: text("online"), ..base() };
    assert_eq!(world.storage.count_applications(&all).await.unwrap(), 2);
}

async fn a_percent_sign_in_a_search_means_itself(world: World) {
    let agency = AgencyId(world.id());
    let odd = ApplicationRow { registration: Some("5%_\\1".to_owned()), ..row(agency, 2) };
    save(&world, &[row(agency, 1), odd.clone()]).await;
    for text in ["%", "_", "\\", "5%_\\1"] {
        let filter = ApplicationFilter { text: Some(text.to_owned()), ..ApplicationFilter::of(agency) };
        let page = world.storage.applications(&filter, Order::Due, None, 9).await.unwrap();
        assert_eq!(page.rows, std::slice::from_ref(&odd), "{text}");
    }
}

/// Cases in every state, with every kind of due date and waiting.
fn drawn(agency: AgencyId, rng: &mut Rng, n: u128) -> ApplicationRow {
    let state = *rng.pick(State::EVERY);
    let some_day = |rng: &mut Rng| day(4, 1) + chrono::Days::new(rng.below(28) as u64);
    let waits_until = match state {
        State::AwaitingCorrection | State::AwaitingPayment if rng.percent(30) => Some(Pile::OPEN_ENDED),
        State::AwaitingCorrection | State::AwaitingPayment | State::Consulting => Some(some_day(rng)),
        _ => None,
    };
    ApplicationRow {
        state: state.key().to_owned(),
        due_on: rng.percent(80).then(|| some_day(rng)),
        waits_until,
        closed_on: state.is_closed().then(|| day(4, 2)),
        handler: rng.percent(50).then_some(PersonId(Uuid::from_u128(71))),
        department: rng.percent(50).then_some(DepartmentId(Uuid::from_u128(72))),
        channel: (*rng.pick(&["online", "post"])).to_owned(),
        ..row(agency, n)
    }
}

async fn each_pile_is_counted_as_it_is_listed(world: World) {
    let agency = AgencyId(world.id());
    let mut rng = Rng::new(20_251_127);
    let rows: Vec<ApplicationRow> = (1..=300).map(|n| drawn(agency, &mut rng, n)).collect();
    save(&world, &rows).await;
    let handler = PersonId(Uuid::from_u128(71));
    let base = || ApplicationFilter { open: Some(true), ..ApplicationFilter::of(agency) };
    let filters = [
        base(),
        ApplicationFilter { handler: Some(handler), ..base() },
        ApplicationFilter { unassigned: true, ..base() },
        ApplicationFilter { within: Some((vec![DepartmentId(Uuid::from_u128(72))], handler)), ..base() },
        ApplicationFilter { channel: Some("post".to_owned()), ..base() },
        ApplicationFilter { states: vec!["consulting".to_owned(), "assigned".to_owned()], ..base() },
    ];
    for (today, soon_until) in [(day(4, 10), day(4, 14)), (day(4, 26), day(4, 30)), (day(3, 31), day(4, 2))] {
        for filter in &filters {
            let counts = world.storage.inbox_counts(filter, today, soon_until).await.unwrap();
            let mut listed = 0;
            for pile in Pile::OPEN {
                let piles = Some(OnPiles { piles: vec![*pile], today, soon_until });
                let on = ApplicationFilter { piles, ..filter.clone() };
                let page = world.storage.applications(&on, Order::Due, None, 999).await.unwrap();
                for row in &page.rows {
                    let state: State = row.state.parse().unwrap();
                    let own = Pile::of(state, row.due_on, row.waits_until, today, soon_until);
                    assert_eq!(own, *pile, "{today} {row:?}");
                }
                let length = i64::try_from(page.rows.len()).unwrap();
                assert_eq!(counts.of(*pile), length, "{pile:?} {today} {filter:?}");
                assert_eq!(world.storage.count_applications(&on).await.unwrap(), length, "{pile:?}");
                listed += length;
            }
            assert_eq!(counts.total(), listed);
            assert_eq!(world.storage.count_applications(filter).await.unwrap(), listed, "{filter:?}");
        }
    }
    let counts = world.storage.inbox_counts(&base(), day(4, 10), day(4, 14)).await.unwrap();
    assert!(Pile::OPEN.iter().all(|pile| counts.of(*pile) > 0), "every pile has cases: {counts:?}");
    let empty = ApplicationFilter::of(AgencyId(world.id()));
    let counts = world.storage.inbox_counts(&empty, day(4, 10), day(4, 14)).await.unwrap();
    assert_eq!(counts, InboxCounts::default());
}

async fn the_ledger_of_a_year_groups_what_it_lists(world: World) {
    let agency = AgencyId(world.id());
    let mut rng = Rng::new(7);
    let rows: Vec<ApplicationRow> = (1..=200)
        .map(|n| {
            let year = 2023 + i32::try_from(rng.below(3)).unwrap();
            let is_counted = rng.percent(85);
            let result_year =
                (is_counted && rng.percent(70)).then(|| year + i32::try_from(rng.below(3)).unwrap());
            ApplicationRow {
                year,
                is_counted,
                result_year,
                row_key: result_year.map(|_| (*rng.pick(&["granted", "other_misc"])).to_owned()),
                arrived_on: day(3, 1) + chrono::Days::new(rng.below(200) as u64),
                closed_on: result_year.map(|_| day(4, 1)),
                is_extended: rng.percent(20),
                ..row(agency, n)
            }
        })
        .collect();
    save(&world, &rows).await;
    for year in 2022..=2028 {
        let filter = ApplicationFilter { report_year: Some(year), ..ApplicationFilter::of(agency) };
        let belongs = |row: &&ApplicationRow| {
            row.year == year
                || (row.is_counted && row.year < year && row.result_year.is_none_or(|result| result >= year))
        };
        let mut expected: Vec<ApplicationRow> = rows.iter().filter(belongs).cloned().collect();
        expected.sort_by_key(|row| (row.arrived_on, row.id));
        // page by page, in order, nothing twice and nothing left out
        let (mut listed, mut after) = (Vec::new(), None);
        loop {
            let page = world.storage.applications(&filter, Order::Oldest, after, 7).await.unwrap();
            listed.extend(page.rows);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(listed, expected, "{year}");
        let groups = world.storage.ledger_groups(&filter).await.unwrap();
        let sum = |of: fn(&LedgerGroup) -> i64| groups.iter().map(of).sum::<i64>();
        let count = |is: fn(&&ApplicationRow) -> bool| expected.iter().filter(is).count() as i64;
        assert_eq!(sum(|group| group.all), count(|_| true), "{year}");
        assert_eq!(sum(|group| group.open), count(|row| row.closed_on.is_none()), "{year}");
        assert_eq!(sum(|group| group.extended), count(|row| row.is_extended), "{year}");
        for group in &groups {
            let alike = expected.iter().filter(|row| {
                (row.year, row.is_counted, row.result_year, &row.row_key, &row.applicant_kind)
                    == (
                        group.year,
                        group.is_counted,
                        group.result_year,
                        &group.row_key,
                        &group.applicant_kind,
                    )
            });
            assert_eq!(alike.count() as i64, group.all, "{group:?}");
        }
        let carried_in = ApplicationFilter { carried_into: Some(year), ..ApplicationFilter::of(agency) };
        let carried = expected.iter().filter(|row| row.is_counted && row.year < year).count() as i64;
        assert_eq!(world.storage.count_applications(&carried_in).await.unwrap(), carried, "{year}");
        assert_eq!(world.storage.count_applications(&filter).await.unwrap(), count(|_| true), "{year}");
    }
}

async fn counts_go_by_group(world: World) {
    let agency = AgencyId(world.id());
    save(&world, &[full(agency), row(agency, 2), row(agency, 3)]).await;
    let filter = ApplicationFilter::of(agency);
    let groups = [
        (GroupBy::State, "registered", "served"),
        (GroupBy::Turn, "office", "nobody"),
        (GroupBy::Channel, "online", ""),
        (GroupBy::ApplicantKind, "natural_person", ""),
    ];
    for (by, first, second) in groups {
        let counts = world.storage.application_counts(&filter, by).await.unwrap();
        let count = |key: &str| counts.iter().find(|(k, _)| k.as_deref() == Some(key)).map(|(_, n)| *n);
        assert_eq!(count(first), Some(if second.is_empty() { 3 } else { 2 }), "{by:?}");
        assert_eq!(count(second), (!second.is_empty()).then_some(1), "{by:?}");
    }
    for by in [GroupBy::Reply, GroupBy::Row] {
        let counts = world.storage.application_counts(&filter, by).await.unwrap();
        assert_eq!(counts.iter().map(|(_, n)| n).sum::<i64>(), 3);
        assert!(counts.contains(&(None, 2)));
    }
    let handlers = world.storage.counts_by_handler(&filter).await.unwrap();
    assert!(handlers.contains(&(None, 2)) && handlers.contains(&(full(agency).handler, 1)));
    let departments = world.storage.counts_by_department(&filter).await.unwrap();
    assert!(departments.contains(&(None, 2)) && departments.contains(&(full(agency).department, 1)));
    assert_eq!(world.storage.counts_by_year(&filter).await.unwrap(), [(2025, 3)]);
}

/// The plan of a list is asked from the database itself: with many rows it must follow an index and not sort.
async fn a_page_of_many_is_found_by_an_index(world: World) {
    let agency = AgencyId(world.id());
    save(&world, &[row(agency, 1)]).await;
    let numbers = if world.is_postgres() {
        "SELECT n FROM generate_series(2, 20000) AS g(n)"
    } else {
        "WITH RECURSIVE g(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM g WHERE n < 20000) SELECT n FROM g"
    };
    let (id, date) = if world.is_postgres() {
        ("lpad(to_hex(n), 32, '0')::uuid", "DATE '2025-01-01' + (n % 365)::int")
    } else {
        ("unhex(printf('%032x', n))", "date('2025-01-01', (n % 365) || ' days')")
    };
    world
        .ask(&format!(
            "INSERT INTO application (id, agency, reference, year, state, turn, arrived_on, due_on, due_key, is_provisional, \
             applicant_kind, channel, applicant_masked, matters, is_extended, sequence, change, document) \
             SELECT {id}, agency, 'R' || n, 2025, CASE n % 9 WHEN 0 THEN 'registered' ELSE 'served' END, turn, \
             {date}, {date}, {date}, is_provisional, applicant_kind, channel, applicant_masked, 1, is_extended, 1, n, '{{}}' \
             FROM application, ({numbers}) AS numbers WHERE reference = 'R1'"
        ))
        .await;
    world.ask("ANALYZE").await;
    let agency =
        if world.is_postgres() { format!("'{agency}'") } else { format!("x'{}'", agency.0.simple()) };
    let lists = [
        format!(
            "agency = {agency} AND closed_on IS NULL AND (due_key, id) > ('2025-02-01', {{last}}) ORDER BY due_key, id"
        ),
        format!("agency = {agency} AND state IN ('registered') ORDER BY due_key, id"),
        format!(
            "agency = {agency} AND (arrived_on, id) < ('2025-02-01', {{last}}) ORDER BY arrived_on DESC, id DESC"
        ),
        format!("agency = {agency} AND year = 2025 ORDER BY arrived_on, id"),
        format!("agency = {agency} AND closed_on IS NULL ORDER BY arrived_on, id"),
        format!("agency = {agency} AND state IN ('registered') ORDER BY arrived_on, id"),
        format!("agency = {agency} AND row_key = 'granted' ORDER BY arrived_on, id"),
        "closed_on IS NULL AND due_key <= '2025-02-01' ORDER BY due_key, id".to_owned(),
    ];
    let last = if world.is_postgres() { "'00000000-0000-0000-0000-000000000005'" } else { "x'05'" };
    for list in lists {
        let list = list.replace("{last}", last);
        let steps = world.plan(&format!("SELECT * FROM application WHERE {list} LIMIT 50")).await;
        assert!(steps.contains("application_"), "{list}\n{steps}");
        for slow in ["Seq Scan", "Sort", "SCAN application\n", "TEMP B-TREE"] {
            assert!(!steps.contains(slow) || steps.contains("Incremental Sort"), "{list}\n{steps}");
        }
    }
    // the sums read no row at all; PostgreSQL decides that by the age of the rows, so it is not asked
    for sums in [
        format!(
            "state, due_key, waits_until, COUNT(*) FROM application WHERE agency = {agency} AND closed_on IS NULL \
             GROUP BY state, due_key, waits_until"
        ),
        format!(
            "year, row_key, applicant_kind, result_year, is_counted, COUNT(*), COUNT(CASE WHEN closed_on IS NULL THEN 1 END), \
             COUNT(CASE WHEN is_extended THEN 1 END) FROM application \
             WHERE agency = {agency} AND year = 2025 GROUP BY year, row_key, applicant_kind, result_year, is_counted"
        ),
    ] {
        let steps = world.plan(&format!("SELECT {sums}")).await;
        assert!(world.is_postgres() || steps.contains("COVERING INDEX"), "{sums}\n{steps}");
        assert!(world.is_postgres() || !steps.contains("TEMP B-TREE"), "{sums}\n{steps}");
    }
}

async fn the_open_applications_of_an_applicant_come_in_the_order_of_arrival(world: World) {
    let agency = AgencyId(world.id());
    let key = Some(Digest([7; 32]));
    let of = |n, applicant_key, arrived_on| ApplicationRow { applicant_key, arrived_on, ..row(agency, n) };
    let closed = ApplicationRow { closed_on: Some(day(4, 1)), ..of(4, key, day(3, 1)) };
    let other = of(3, Some(Digest([8; 32])), day(3, 3));
    save(&world, &[of(1, key, day(3, 9)), of(2, key, day(3, 2)), other, closed]).await;
    let found = world.storage.open_applications_of(agency, Digest([7; 32])).await.unwrap();
    assert_eq!(found.iter().map(|row| row.reference.as_str()).collect::<Vec<_>>(), ["R2", "R1"]);
}

async fn places_are_those_of_the_list(world: World) {
    let agency = AgencyId(world.id());
    let due = |n, on| ApplicationRow { due_on: Some(on), sequence: 9, ..row(agency, n) };
    save(&world, &[due(1, day(5, 9)), due(2, day(5, 2)), due(3, day(5, 4))]).await;
    let filter = ApplicationFilter::of(agency);
    let places = world.storage.places(&filter, 2).await.unwrap();
    let listed = world.storage.applications(&filter, Order::Due, None, 2).await.unwrap();
    let ids = |rows: &[ApplicationRow]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(places.iter().map(|place| place.id).collect::<Vec<_>>(), ids(&listed.rows));
    assert!(places.iter().all(|place| place.agency == agency && place.sequence == 9));
}

async fn challenges_and_other_cases_are_listed(world: World) {
    let agency = AgencyId(world.id());
    let application = ApplicationId(Uuid::from_u128(1));
    let other_application = ApplicationId(Uuid::from_u128(2));
    let challenge = |n: u128, kind: &str| ChallengeRow {
        id: ChallengeId(Uuid::from_u128(n)),
        agency,
        application: Some(application),
        kind: kind.to_owned(),
        reference: Some("〔2025〕1号".to_owned()),
        year: 2025,
        state: "received".to_owned(),
        received_on: day(5, n as u32),
        due_on: Some(day(5, 20)),
        result_key: None,
        closed_on: (n == 3).then(|| day(6, 1)),
        handler: None,
        sequence: 1,
        change: 1,
        document: "{}".to_owned(),
    };
    let other = OtherCaseRow {
        id: Uuid::from_u128(7),
        agency,
        kind: "complaint".to_owned(),
        reference: "T7".to_owned(),
        registration: None,
        year: 2025,
        state: "arrived".to_owned(),
        arrived_on: day(5, 5),
        due_on: None,
        result_key: None,
        closed_on: None,
        handler: None,
        department: None,
        subject: None,
        applicant_masked: "李*".to_owned(),
        query_code: Some(Digest([4; 32])),
        applicant_key: None,
        sequence: 1,
        change: 1,
        document: "{}".to_owned(),
    };
    let rows = [challenge(1, "reconsideration"), challenge(2, "suit"), challenge(3, "suit")];
    let tx = world.storage.begin().await.unwrap();
    for row in &rows {
        tx.save_challenge(row, &[application, other_application]).await.unwrap();
    }
    tx.save_other_case(&other).await.unwrap();
    tx.commit().await.unwrap();
    let storage = &world.storage;
    assert_eq!(storage.challenge(rows[1].id).await.unwrap().as_ref(), Some(&rows[1]));
    for concerned in [application, other_application] {
        assert_eq!(storage.challenges_of(concerned).await.unwrap(), rows);
    }
    assert_eq!(storage.challenges_numbered(agency, "〔2025〕1号").await.unwrap(), rows);
    assert_eq!(storage.challenges_numbered(AgencyId(world.id()), "〔2025〕1号").await.unwrap(), []);
    let suits = CaseFilter { agency: Some(agency), kind: Some("suit".to_owned()), ..CaseFilter::default() };
    assert_eq!(storage.challenges(&suits, None, 1).await.unwrap(), rows[1..2]);
    assert_eq!(storage.challenges(&suits, Some(rows[1].id), 9).await.unwrap(), rows[2..]);
    let open = CaseFilter { open: Some(true), due_until: Some(day(5, 20)), ..suits };
    assert_eq!(storage.challenges(&open, None, 9).await.unwrap(), rows[1..2]);
    assert_eq!(storage.other_case(other.id).await.unwrap().as_ref(), Some(&other));
    assert_eq!(storage.other_case_by_reference("T7").await.unwrap().as_ref(), Some(&other));
    let arrived =
        CaseFilter { states: vec!["arrived".to_owned()], year: Some(2025), ..CaseFilter::default() };
    assert_eq!(storage.other_cases(&arrived, None, 9).await.unwrap(), [other]);
    let late = CaseFilter { year: Some(2024), ..CaseFilter::default() };
    assert_eq!(storage.other_cases(&late, None, 9).await.unwrap(), []);
}

async fn open_applications_come_in_batches_by_due_date_through_an_index(world: World) {
    let (one, other) = (AgencyId(world.id()), AgencyId(world.id()));
    let due = |agency, n, due_on| ApplicationRow { due_on, ..row(agency, n) };
    let closed = ApplicationRow { closed_on: Some(day(3, 9)), ..due(one, 9, Some(day(3, 2))) };
    let rows = [
        due(one, 1, None),
        due(other, 2, Some(day(4, 1))),
        due(one, 3, Some(day(3, 5))),
        due(one, 4, Some(day(3, 5))),
        closed,
    ];
    save(&world, &rows).await;
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let (rows, next) = world.storage.open_applications(after, 2).await.unwrap();
        found.extend(rows.iter().map(|row| (row.reference.clone(), row.agency)));
        match next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    let expected = [("R3", one), ("R4", one), ("R2", other), ("R1", one)];
    assert_eq!(found, expected.map(|(reference, agency)| (reference.to_owned(), agency)));
    if !world.is_postgres() {
        let id = "x'00000000000000000000000000000001'";
        let rest = format!(
            "WHERE closed_on IS NULL AND (due_key, id) > ('2025-03-05', {id}) ORDER BY due_key, id LIMIT 2"
        );
        let steps = world.plan(&format!("SELECT * FROM application {rest}")).await;
        assert!(steps.contains("application_sweep") && !steps.contains("TEMP B-TREE"), "{steps}");
    }
}
