//! Numbers as people type them, and applications by what was left undone of them.
//!
//! Not here: the keys of numbers (`gongkai-domain`), what is left undone (`gongkai-app`).

use crate::applications::row;
use crate::on_both;
use crate::world::{World, day};
use chrono::NaiveDate;
use gongkai_domain::ids::{AgencyId, ApplicationId};
use gongkai_storage::{ApplicationFilter, ApplicationRow, MarkKind, MarkRow, OnMarks, Order};
use uuid::Uuid;

on_both!(
    a_number_is_found_however_it_is_typed_and_only_in_its_agency,
    what_an_older_program_kept_is_found_after_the_step,
    marked_applications_come_in_batches_closed_ones_too_and_lists_find_them_since_a_day,
);

fn numbered(agency: AgencyId, n: u128, registration: &str) -> ApplicationRow {
    ApplicationRow { registration: Some(registration.to_owned()), ..row(agency, n) }
}

async fn save(world: &World, rows: &[ApplicationRow], marks: &[MarkRow]) {
    let tx = world.storage.begin().await.unwrap();
    for row in rows {
        tx.save_application(row).await.unwrap();
        let own: Vec<MarkRow> = marks.iter().filter(|mark| mark.application == row.id).cloned().collect();
        tx.save_marks(row.id, &own).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn found(world: &World, agency: AgencyId, text: &str) -> Vec<String> {
    let filter = ApplicationFilter { text: Some(text.to_owned()), ..ApplicationFilter::of(agency) };
    let page = world.storage.applications(&filter, Order::Oldest, None, 9).await.unwrap();
    page.rows.into_iter().map(|row| row.reference).collect()
}

async fn a_number_is_found_however_it_is_typed_and_only_in_its_agency(world: World) {
    let (own, other) = (AgencyId(world.id()), AgencyId(world.id()));
    let rows = [
        numbered(own, 1, "依申请〔2025〕1号"),
        numbered(own, 2, "依申请〔2025〕12号"),
        numbered(other, 3, "依申请〔2025〕1号"),
    ];
    save(&world, &rows, &[]).await;
    for typed in ["依申请[2025]1号", "（２０２５） 1号", "2025年第1号"] {
        assert_eq!(found(&world, own, typed).await, ["R1"], "{typed}");
    }
    assert_eq!(found(&world, own, "[2025]1").await, ["R1", "R2"], "what is typed may go on");
    assert_eq!(found(&world, own, "Ｒ2").await, ["R2"], "the reference, too");
    let typed = "依申请 (2025) 第1";
    let one = world.storage.application_by_typed_number(own, typed).await.unwrap();
    assert_eq!(one.as_ref(), Some(&rows[0]));
    let all = world.storage.applications_by_registration(typed).await.unwrap();
    assert_eq!(all, [rows[0].clone(), rows[2].clone()]);
    let case = world.storage.find_numbered(own, "依申请（2025）1号").await.unwrap();
    assert_eq!(case.map(|found| found.row).as_ref(), Some(&rows[0]));
    assert_eq!(world.storage.find_numbered(own, "R3").await.unwrap().unwrap().row, rows[2]);
    assert!(world.storage.find_numbered(own, "依申请〔2025〕3号").await.unwrap().is_none());
    if !world.is_postgres() {
        let steps = world.plan("SELECT * FROM application WHERE number_key = 'x'").await;
        assert!(steps.contains("application_by_number"), "{steps}");
        let numbered = "SELECT * FROM application WHERE (agency = x'00' AND registration = 'y') \
                        OR reference = 'y' OR (agency = x'00' AND number_key = 'z')";
        let steps = world.plan(numbered).await;
        assert!(!steps.contains("SCAN"), "{steps}");
    }
}

async fn what_an_older_program_kept_is_found_after_the_step(world: World) {
    let agency = AgencyId(world.id());
    let rows = [numbered(agency, 1, "依申请〔2025〕1号"), row(agency, 2)];
    save(&world, &rows, &[]).await;
    // as it was before the seventh step
    world.ask("DROP INDEX application_by_number").await;
    world.ask("ALTER TABLE application DROP COLUMN number_key").await;
    world.ask("DELETE FROM schema_step WHERE version >= 7").await;
    assert!(world.storage.migrate().await.unwrap() >= 1);
    assert_eq!(found(&world, agency, "[2025]1号").await, ["R1"]);
}

async fn marked_applications_come_in_batches_closed_ones_too_and_lists_find_them_since_a_day(world: World) {
    use MarkKind as K;
    let (one, other) = (AgencyId(world.id()), AgencyId(world.id()));
    let closed = ApplicationRow { closed_on: Some(day(3, 9)), ..row(one, 2) };
    let rows = [row(one, 1), closed, row(other, 3), row(one, 4), row(one, 5)];
    let mark = |n: u128, agency: AgencyId, kind: MarkKind, place: i32, since: NaiveDate| MarkRow {
        application: ApplicationId(Uuid::from_u128(n)),
        kind,
        place,
        agency,
        day: since,
        department: None,
        person: None,
        is_open: true,
    };
    let marks = [
        mark(1, one, K::Unserved, 0, day(3, 3)),
        mark(1, one, K::Unsigned, 1, day(3, 5)),
        mark(2, one, K::Unarchived, 0, day(3, 1)),
        mark(3, other, K::Unserved, 0, day(3, 3)),
        mark(4, one, K::CoSign, 0, day(3, 3)),
        mark(5, one, K::Unserved, 0, day(3, 20)),
    ];
    save(&world, &rows, &marks).await;
    let kinds = [K::Unserved, K::Unsigned, K::Unarchived];
    let (mut batches, mut after) = (Vec::new(), None);
    loop {
        let rows = world.storage.marked_applications(kinds, day(3, 10), after, 2).await.unwrap();
        let Some(last) = rows.last() else { break };
        after = Some(last.id);
        batches.push(rows.into_iter().map(|row| row.reference).collect::<Vec<_>>());
    }
    assert_eq!(batches, [vec!["R1".to_owned(), "R2".to_owned()], vec!["R3".to_owned()]]);

    let listed = async |since: Vec<(MarkKind, NaiveDate)>| {
        let marks = Some(OnMarks { agency: one, since });
        let filter = ApplicationFilter { marks, ..ApplicationFilter::of(one) };
        let page = world.storage.applications(&filter, Order::Oldest, None, 9).await.unwrap();
        assert_eq!(world.storage.count_applications(&filter).await.unwrap() as usize, page.rows.len());
        page.rows.into_iter().map(|row| row.reference).collect::<Vec<_>>()
    };
    assert_eq!(listed(vec![(K::Unserved, day(3, 3)), (K::Unarchived, day(3, 1))]).await, ["R1", "R2"]);
    assert_eq!(listed(vec![(K::Unserved, day(3, 2)), (K::Unsigned, day(3, 4))]).await, [""; 0]);
    assert_eq!(listed(vec![(K::Unserved, day(3, 20))]).await, ["R1", "R5"]);
}
