//! What the law asks of the office as a whole: notices count from their service, the month of an applicant, repeated applications,
//! and a ledger whose sums are those of table 3.
//!
//! Not here: a single step (`gongkai_domain`), the walk through the office (`super::journey`).

use crate::history::history;
use crate::journey::{assigned, due, hand_over, posted, reasons, replied};
use crate::world::{World, day};
use gongkai_app::application::close_internally::{Cause, close_internally};
use gongkai_app::application::draft_reply::{Drafting, draft_reply};
use gongkai_app::application::projection::project;
use gongkai_app::application::serve_notice::serve_notice;
use gongkai_app::application::{extend, notice_fee, record_withdrawal, register, request_reasons};
use gongkai_app::paper::earlier::earlier_ones;
use gongkai_app::query::case::view;
use gongkai_app::query::inbox::{Looking, inbox};
use gongkai_app::query::ledger::{Asked, NOT_COUNTED, export, ledger};
use gongkai_app::query::month::month_of;
use gongkai_app::{Actor, Refusal};
use gongkai_deadline::units::WorkingDays;
use gongkai_domain::agency::HeldYears;
use gongkai_domain::application::{Channel, Charge, MatterOutcome, Pile};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::{PaperKind, Reply, sample};
use gongkai_domain::report::tally::{Countable, tally};
use gongkai_domain::report::{Column, Row};
use gongkai_storage::ApplicationRow;
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn an_extension_that_is_posted_too_late_is_recorded_said_and_moves_nothing() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = assigned(&world).await;
    world.today("2025-10-17");
    let (head, handler, registrar) =
        (world.actor("head").await, world.actor("handler").await, world.actor("registrar").await);
    extend::approve_extension(office, &head, id, None, WorkingDays(20), "需要逐卷核对").await.unwrap();
    let moved = extend::tell_extension(office, &handler, id, None, json!({}), None).await.unwrap();
    let notice = moved.application.notices_to_serve().next().unwrap().paper.paper;
    let mut bare = posted("2025-10-17");
    bare.proof.clear();
    let refused = serve_notice(office, &registrar, id, None, notice, bare).await.unwrap_err();
    assert!(reasons(&refused)[0].contains("应当留存送达凭证"), "{refused}");
    world.today("2025-10-21");
    let moved = serve_notice(office, &registrar, id, None, notice, posted("2025-10-21")).await.unwrap();
    assert_eq!((due(&world, &moved), moved.row.due_on), (Some(day("2025-10-20")), Some(day("2025-10-20"))));
    assert!(!moved.row.is_extended);
    let case = view(office, &handler, "依申请〔2025〕1号").await.unwrap();
    assert_eq!(case.chip.words(), "超期 1 个工作日 延期告知逾期送达，不生效");
    let steps = case.clock.due.unwrap().steps;
    assert!(steps.iter().any(|step| step.text.contains("不发生延长答复期限的效力")));
    office.storage.verify_agency(world.agency).await.unwrap();
}

#[tokio::test]
async fn reasons_that_nobody_could_give_in_time_are_not_held_against_the_applicant() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = assigned(&world).await;
    let head = world.actor("head").await;
    let fields = json!({
        "count": 31, "from": "2025-01-01", "until": "2025-09-15", "respond_by": "2025-09-24",
        "excessive": "数量、频次明显超过合理范围"
    });
    request_reasons::request_reasons(office, &head, id, None, fields, None).await.unwrap();
    world.today("2025-09-26");
    let judged = request_reasons::judge_reasons(office, &head, id, None, false, "未说明").await.unwrap_err();
    assert!(reasons(&judged)[0].contains("尚无送达记录"), "{judged}");
}

/// Filed at the counter and registered today.
async fn received(world: &World, title: &str) -> ApplicationId {
    let id = world.filed(Channel::InPerson, &[title]).await;
    let registrar = world.actor("registrar").await;
    register::register(&world.office, &registrar, id, None).await.unwrap();
    hand_over(world, id).await;
    id
}

fn fee_fields(first: Option<u16>) -> serde_json::Value {
    json!({ "method": "by_item", "first_ordinal": first, "payment_way": "缴款码" })
}

#[tokio::test]
async fn the_fee_by_item_follows_the_place_in_the_month_that_the_register_counts() {
    let world = World::on("2025-09-01").await;
    let office = &world.office;
    // one before the month, which does not count in it
    world.today("2025-08-29");
    received(&world, "八月的申请").await;
    world.today("2025-09-01");
    let mut ids = Vec::new();
    for n in 1..=12 {
        ids.push(received(&world, &format!("第{n}件")).await);
    }
    let handler = world.actor("handler").await;
    let registrar = world.actor("registrar").await;
    let row = |id| office.storage.application(id);
    let ordinal = async |id: ApplicationId| {
        let row = row(id).await.unwrap().unwrap();
        month_of(office, &row).await.unwrap().ordinals_of(id).map(|ordinals| ordinals.first)
    };
    assert_eq!(ordinal(ids[10]).await, Some(11));
    // what was withdrawn does not count, and what follows moves up
    record_withdrawal::record_withdrawal(office, &registrar, ids[0], None, day("2025-09-01"), "撤回")
        .await
        .unwrap();
    assert_eq!((ordinal(ids[0]).await, ordinal(ids[10]).await), (None, Some(10)));
    let free = notice_fee::notice_fee(office, &handler, ids[10], None, fee_fields(None), "", None)
        .await
        .unwrap_err();
    assert!(
        matches!(&free, Refusal::Invalid(faults) if faults.iter().any(|f| f.text.contains("不收费"))),
        "{free}"
    );
    let moved =
        notice_fee::notice_fee(office, &handler, ids[11], None, fee_fields(None), "", None).await.unwrap();
    let fee = moved.application.fee.as_ref().unwrap();
    assert_eq!(fee.charge, Charge::ByItem { first: 11, items: 1 });
    assert_eq!((fee.amount.0, fee.ordinal.unwrap().counted), (100, 11));
    // another ordinal needs its reason
    let last = received(&world, "又一件").await;
    let other = notice_fee::notice_fee(office, &handler, last, None, fee_fields(Some(31)), "", None)
        .await
        .unwrap_err();
    assert!(reasons(&other)[0].contains("按登记簿本件是申请人当月的第12件"), "{other}");
    let why = "另有19件由政务公开办代收，未在本系统登记";
    let moved =
        notice_fee::notice_fee(office, &handler, last, None, fee_fields(Some(31)), why, None).await.unwrap();
    let fee = moved.application.fee.as_ref().unwrap();
    assert_eq!((fee.amount.0, fee.ordinal.unwrap().counted), (200, 12), "fees.md: the 31st costs 200");
    assert!(fee.ordinal.unwrap().reason.is_some());
    let month = month_of(office, &moved.row).await.unwrap();
    assert_eq!(month.all.len(), 13, "the one of August is not of the month");
    assert_eq!(month.all.iter().filter(|one| one.left_out.is_some()).count(), 1);

    // the agency may count what was withdrawn
    let groups = gongkai_app::settings::groups();
    let group = groups.iter().find(|group| group.fields.iter().any(|field| field.path == COUNTS)).unwrap();
    let sent = [(COUNTS.to_owned(), "yes".to_owned())];
    gongkai_app::settings::change::change(office, &world.actor("head").await, group, &sent).await.unwrap();
    assert_eq!((ordinal(ids[0]).await, ordinal(ids[10]).await), (Some(1), Some(11)));
}

/// The setting by which withdrawn applications count for the fee.
const COUNTS: &str = "counting.fee_counts_withdrawn";

fn repeating(earlier: &str, same_information: bool) -> Drafting {
    Drafting {
        outcomes: vec![MatterOutcome::new(1, Reply::Repeat)],
        fields: sample::fields(PaperKind::Reply(Reply::Repeat)),
        earlier: earlier.to_owned(),
        same_information,
        ..Drafting::default()
    }
}

#[tokio::test]
async fn a_repeated_application_names_an_answered_one_that_a_person_has_compared() {
    let world = World::on("2025-09-01").await;
    let office = &world.office;
    let handler = world.actor("handler").await;
    let first = received(&world, "城东片区2023年度土地征收补偿安置方案").await;
    let other = received(&world, "防汛物资采购合同").await;
    let again = received(&world, "请公开城东片区2023年度土地征收补偿安置方案。").await;
    let unanswered = draft_reply(office, &handler, again, None, repeating("依申请〔2025〕1号", true)).await;
    assert!(unanswered.is_err(), "not answered yet");
    world.today("2025-09-03");
    replied(&world, first).await;
    replied(&world, other).await;
    let row = office.storage.application(again).await.unwrap().unwrap();
    let own = view(office, &handler, "依申请〔2025〕3号").await.unwrap().dossier.application;
    let found = earlier_ones(office, &row, &own).await.unwrap();
    let hints: Vec<(&str, bool)> =
        found.iter().map(|one| (one.registration_number.as_str(), one.likeness > Some(80))).collect();
    assert_eq!(hints, [("依申请〔2025〕1号", true), ("依申请〔2025〕2号", false)]);
    assert!(found.iter().all(|one| one.reply_number.is_some() && !one.is_same_information));
    let unjudged =
        draft_reply(office, &handler, again, None, repeating("依申请〔2025〕1号", false)).await.unwrap_err();
    assert!(reasons(&unjudged)[0].contains("没有认定两件申请要求公开的是相同政府信息"), "{unjudged}");
    let moved =
        draft_reply(office, &handler, again, None, repeating("依申请〔2025〕1号", true)).await.unwrap();
    let facts = moved.application.draft().unwrap().facts.clone();
    let earlier = facts.earlier.unwrap();
    assert!(earlier.is_same_information && earlier.reply_number.is_some());
    let itself = draft_reply(office, &handler, other, None, repeating("依申请〔2025〕2号", true)).await;
    assert!(itself.is_err(), "it has been answered, and is itself");
}

#[tokio::test]
async fn a_second_copy_is_closed_only_in_favour_of_an_application_of_the_same_applicant() {
    let world = World::on("2025-09-01").await;
    let office = &world.office;
    let first = received(&world, "同一份申请").await;
    let copy = received(&world, "同一份申请").await;
    let leader = world.actor("leader").await;
    let ground = Reply::ClosedOther;
    let close =
        async |id, cause| close_internally(office, &leader, id, None, ground, cause, "重复提交").await;
    let without = close(copy, None).await.unwrap_err();
    assert!(reasons(&without)[0].contains("应当写明事由"), "{without}");
    let unknown = close(copy, Some(Cause::SubmittedTwice("2099-1".to_owned()))).await.unwrap_err();
    assert!(matches!(unknown, Refusal::Invalid(_)));
    let itself = close(copy, Some(Cause::SubmittedTwice("依申请〔2025〕2号".to_owned()))).await.unwrap_err();
    assert!(reasons(&itself)[0].contains("不是同一申请人提出的"), "{itself}");
    let moved = close(copy, Some(Cause::SubmittedTwice("依申请〔2025〕1号".to_owned()))).await.unwrap();
    assert_eq!(moved.row.row_key.as_deref(), Some("other_misc"));
    let back = close(first, Some(Cause::SubmittedTwice("依申请〔2025〕2号".to_owned()))).await.unwrap_err();
    assert!(reasons(&back)[0].contains("本身已经作为重复提交结案"), "two copies cannot close each other");
}

/// Puts the rows of random histories into the records, as the projection makes them.
async fn with_histories(world: &World, seeds: std::ops::Range<u64>) -> Vec<Countable> {
    let office = &world.office;
    let id = world.filed(Channel::InPerson, &["样本"]).await;
    let sample = office.storage.application(id).await.unwrap().unwrap();
    let tx = office.storage.begin().await.unwrap();
    let mut countables = Vec::new();
    let mut faults = Vec::new();
    let own = office.storage.application(id).await.unwrap().unwrap();
    let today = day("2026-11-01");
    for seed in seeds {
        let (case, _) = history(seed, &mut faults, &|_| None);
        let id = ApplicationId(Uuid::from_u128(9_000 + u128::from(seed)));
        let mut row = ApplicationRow { id, reference: format!("SQ-{seed}"), ..sample.clone() };
        project(&mut row, &case.app, &case.calendar, today).unwrap();
        row.registration = None;
        tx.save_application(&row).await.unwrap();
        countables.extend(Countable::of(id, &case.app));
    }
    tx.commit().await.unwrap();
    assert!(faults.is_empty(), "{faults:?}");
    // the sample is counted too, as it came in
    countables.push(Countable {
        id: own.id,
        column: Column::NaturalPerson,
        received_on: own.received_on.unwrap(),
        closed: None,
        held: HeldYears::default(),
    });
    countables
}

#[tokio::test]
async fn the_sums_of_the_ledger_are_table_3_of_every_year_and_each_number_lists_its_cases() {
    let world = World::on("2026-11-01").await;
    let office = &world.office;
    let countables = Box::pin(with_histories(&world, 0..300)).await;
    let registrar = world.actor("registrar").await;
    let (mut carried, mut uncounted) = (0, 0);
    for year in 2023..=2027 {
        let table = tally(year, countables.iter().copied());
        let asked = Asked { year: Some(year), ..Asked::default() };
        let page = ledger(office, &registrar, &asked, None, 100).await.unwrap();
        for (row, column, cell) in table.cells() {
            assert_eq!(page.totals.number(row, column), cell.count(), "{year} {row} {column:?}");
        }
        carried += page.totals.number(Row::CarriedIn, Column::Total);
        uncounted += page.totals.not_counted;
        let lines = export(office, &registrar, &asked).await.unwrap();
        let counted = page.totals.number(Row::NewReceived, Column::Total)
            + page.totals.number(Row::CarriedIn, Column::Total);
        assert_eq!(lines.len() as i64 - 1, page.totals.all, "{year}: the export holds what the page counts");
        assert_eq!(counted + page.totals.not_counted, page.totals.all, "{year}");
        let listed = async |row_key: &str| {
            let asked = Asked { row_key: Some(row_key.to_owned()), ..asked.clone() };
            ledger(office, &registrar, &asked, None, 1).await.unwrap().totals.all
        };
        for row in Row::FORM_2021.iter().filter(|row| row.is_result()) {
            assert_eq!(listed(row.key()).await, page.totals.number(*row, Column::Total), "{year} {row}");
        }
        for row in [Row::NewReceived, Row::CarriedIn, Row::CarriedOut] {
            assert_eq!(listed(row.key()).await, page.totals.number(row, Column::Total), "{year} {row}");
        }
        assert_eq!(listed(NOT_COUNTED).await, page.totals.not_counted, "{year}");
    }
    assert!(
        carried > 10 && uncounted > 5,
        "{carried} carried, {uncounted} not counted: the histories are worth their name"
    );
}

#[tokio::test]
async fn every_pile_of_the_inbox_counts_what_it_lists_and_shows_what_its_chips_say() {
    let world = World::on("2026-11-01").await;
    let office = &world.office;
    Box::pin(with_histories(&world, 0..600)).await;
    let registrar = world.actor("registrar").await;
    let all = inbox(office, &registrar, &Looking::default(), None, 2_000).await.unwrap();
    assert_eq!(all.cases.len() as i64, all.counts.total());
    assert_eq!(all.found, all.counts.total());
    for pile in Pile::OPEN {
        let looking = Looking { piles: vec![*pile], ..Looking::default() };
        let on = inbox(office, &registrar, &looking, None, 2_000).await.unwrap();
        assert_eq!(on.cases.len() as i64, all.counts.of(*pile), "{pile:?}");
        assert_eq!(on.found, all.counts.of(*pile), "{pile:?}");
        assert!(on.cases.iter().all(|case| case.pile == *pile));
    }
    assert!(Pile::OPEN.iter().filter(|pile| all.counts.of(**pile) > 0).count() >= 4, "{:?}", all.counts);
    assert!(matches!(
        inbox(office, &Actor::Public, &Looking::default(), None, 5).await,
        Err(Refusal::SignedOut)
    ));
}
