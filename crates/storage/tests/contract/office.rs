//! Agencies, departments, people, roles, settings, calendars, messages and the audit log.
//!
//! Not here: what the documents say.

use crate::on_both;
use crate::world::{World, after, day, noon};
use gongkai_domain::ids::DepartmentId;
use gongkai_storage::{
    AgencyRow, AuditFilter, CalendarYearRow, DepartmentRow, MessageRow, NewAudit, PersonRow, RoleRow,
    StorageError,
};
use uuid::Uuid;

on_both!(
    agencies_and_departments_come_back_in_order,
    a_login_is_given_once,
    a_role_counts_on_its_days_only,
    settings_of_an_agency_and_of_the_house_are_apart,
    calendar_years_are_corrected_in_place,
    messages_are_delivered_once_and_read,
    the_audit_log_is_filtered_and_paged,
    lines_of_many_who_look_at_once_are_all_kept_each_once,
);

async fn agencies_and_departments_come_back_in_order(world: World) {
    let (b, a) = (world.agency("b").await, world.agency("a").await);
    let storage = &world.storage;
    let tx = storage.begin().await.unwrap();
    let row = tx.agency(b).await.unwrap().unwrap();
    let changed = AgencyRow { parent: Some(a), successor: Some(a), valid_until: Some(day(12, 31)), ..row };
    tx.save_agency(&changed).await.unwrap();
    let department = |place, name: &str| DepartmentRow {
        id: DepartmentId(world.id()),
        agency: a,
        name: name.to_owned(),
        place,
        valid_from: day(1, 1),
        valid_until: None,
        document: "{\"word\":\"科室\"}".to_owned(),
    };
    let (second, first) = (department(2, "法规科"), department(1, "办公室"));
    tx.save_department(&second).await.unwrap();
    tx.save_department(&first).await.unwrap();
    tx.commit().await.unwrap();
    let codes: Vec<_> = storage.agencies().await.unwrap().into_iter().map(|row| row.code).collect();
    assert_eq!(codes, ["a", "b"]);
    assert_eq!(storage.agency_by_code("b").await.unwrap(), Some(changed));
    assert_eq!(storage.departments(a).await.unwrap(), [first.clone(), second]);
    assert_eq!(storage.department(first.id).await.unwrap(), Some(first));
    assert_eq!(storage.departments(b).await.unwrap(), []);
}

async fn a_login_is_given_once(world: World) {
    let agency = world.agency("a").await;
    let id = world.person(agency, "wang").await;
    let row = world.storage.person_by_login("wang").await.unwrap().unwrap();
    assert_eq!((row.id, row.is_active), (id, true));
    let tx = world.storage.begin().await.unwrap();
    let twin = PersonRow { id: gongkai_domain::ids::PersonId(world.id()), ..row };
    assert!(matches!(tx.save_person(&twin).await, Err(StorageError::Taken(_))));
    drop(tx);
    assert_eq!(world.storage.people(agency).await.unwrap().len(), 1);
    assert_eq!(world.storage.all_people().await.unwrap(), [world.storage.person(id).await.unwrap().unwrap()]);
}

async fn a_role_counts_on_its_days_only(world: World) {
    let agency = world.agency("a").await;
    let (wang, li) = (world.person(agency, "wang").await, world.person(agency, "li").await);
    let office = RoleRow {
        id: Uuid::from_u128(1),
        person: li,
        agency: Some(agency),
        role: "leader".to_owned(),
        acting_for: None,
        valid_from: day(1, 1),
        valid_until: None,
    };
    let acting = RoleRow {
        id: Uuid::from_u128(2),
        person: wang,
        acting_for: Some(li),
        valid_from: day(3, 1),
        valid_until: Some(day(3, 5)),
        ..office.clone()
    };
    let tx = world.storage.begin().await.unwrap();
    tx.save_role(&office).await.unwrap();
    tx.save_role(&acting).await.unwrap();
    tx.commit().await.unwrap();
    let storage = &world.storage;
    for (on, holds) in [(day(2, 28), false), (day(3, 1), true), (day(3, 5), true), (day(3, 6), false)] {
        assert_eq!(storage.roles_on(wang, on).await.unwrap() == [acting.clone()], holds, "{on}");
        assert_eq!(storage.holders(agency, "leader", on).await.unwrap().len(), 1 + usize::from(holds));
    }
    assert_eq!(storage.roles_in(agency).await.unwrap(), [office.clone(), acting.clone()]);
    assert_eq!(storage.grants_of("leader").await.unwrap(), [office, acting]);
    assert_eq!(storage.grants_of("clerk").await.unwrap(), []);
}

async fn settings_of_an_agency_and_of_the_house_are_apart(world: World) {
    let agency = world.agency("a").await;
    let tx = world.storage.begin().await.unwrap();
    tx.set_setting(None, "mail", "{\"host\":1}", noon()).await.unwrap();
    tx.set_setting(Some(agency), "mail", "{\"host\":2}", noon()).await.unwrap();
    tx.set_setting(Some(agency), "mail", "{\"host\":3}", after(1)).await.unwrap();
    tx.commit().await.unwrap();
    let storage = &world.storage;
    assert_eq!(storage.setting(None, "mail").await.unwrap().as_deref(), Some("{\"host\":1}"));
    assert_eq!(storage.setting(Some(agency), "mail").await.unwrap().as_deref(), Some("{\"host\":3}"));
    assert_eq!(storage.setting(Some(agency), "other").await.unwrap(), None);
    assert_eq!(storage.settings(Some(agency)).await.unwrap()[0].changed_at, after(1));
}

async fn calendar_years_are_corrected_in_place(world: World) {
    let year = |region: &str, year, document: &str| CalendarYearRow {
        region: region.to_owned(),
        year,
        source: "国办发明电〔2024〕12号".to_owned(),
        imported_at: after(0),
        imported_by: "admin".to_owned(),
        document: document.to_owned(),
    };
    let tx = world.storage.begin().await.unwrap();
    for row in
        [year("", 2026, "{}"), year("", 2025, "{}"), year("xj", 2025, "{}"), year("", 2026, "{\"days\":[]}")]
    {
        tx.save_calendar_year(&row).await.unwrap();
    }
    tx.commit().await.unwrap();
    let rows = world.storage.calendar_years().await.unwrap();
    assert_eq!(rows, [year("", 2025, "{}"), year("", 2026, "{\"days\":[]}"), year("xj", 2025, "{}")]);
}

async fn messages_are_delivered_once_and_read(world: World) {
    let agency = world.agency("a").await;
    let (wang, li) = (world.person(agency, "wang").await, world.person(agency, "li").await);
    let message = |n, person| MessageRow {
        id: Uuid::from_u128(n),
        person,
        at: after(0),
        kind: "due_soon".to_owned(),
        object_kind: "application".to_owned(),
        object_id: Some(Uuid::from_u128(9)),
        document: "{}".to_owned(),
        read_at: None,
    };
    let tx = world.storage.begin().await.unwrap();
    for row in [message(1, wang), message(2, wang), message(3, wang), message(4, li), message(2, wang)] {
        tx.deliver(&row).await.unwrap();
    }
    assert_eq!(tx.mark_read(wang, Uuid::from_u128(2), after(5)).await.unwrap(), 2);
    tx.deliver(&message(2, wang)).await.unwrap();
    tx.commit().await.unwrap();
    let storage = &world.storage;
    assert_eq!(storage.unread(wang).await.unwrap(), 1);
    let page = storage.messages(wang, None, 2).await.unwrap();
    let read = MessageRow { read_at: Some(after(5)), ..message(2, wang) };
    assert_eq!(page, [message(3, wang), read]);
    assert_eq!(storage.messages(wang, Some(page[1].id), 9).await.unwrap().len(), 1);
}

async fn the_audit_log_is_filtered_and_paged(world: World) {
    let agency = world.agency("a").await;
    let tx = world.storage.begin().await.unwrap();
    for n in 0..5 {
        tx.note(NewAudit {
            at: after(n),
            agency: (n > 0).then_some(agency),
            actor: if n % 2 == 0 { "wang" } else { "li" }.to_owned(),
            action: if n == 4 { "reveal" } else { "read" }.to_owned(),
            object_kind: "application".to_owned(),
            object_id: Some(Uuid::from_u128(n as u128)),
            document: "{}".to_owned(),
        })
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    let seconds = async |filter: AuditFilter, before, limit| {
        let rows = world.storage.audit(&filter, before, limit).await.unwrap();
        rows.iter().map(|row| (row.at - after(0)).num_seconds()).collect::<Vec<_>>()
    };
    let all = AuditFilter::default();
    assert_eq!(seconds(all.clone(), None, 2).await, [4, 3]);
    let second = world.storage.audit(&all, None, 2).await.unwrap()[1].id;
    assert_eq!(seconds(all.clone(), Some(second), 9).await, [2, 1, 0]);
    assert_eq!(seconds(AuditFilter { agency: Some(agency), ..all.clone() }, None, 9).await, [4, 3, 2, 1]);
    assert_eq!(seconds(AuditFilter { actor: Some("li".to_owned()), ..all.clone() }, None, 9).await, [3, 1]);
    assert_eq!(seconds(AuditFilter { action: Some("reveal".to_owned()), ..all.clone() }, None, 9).await, [4]);
    assert_eq!(seconds(AuditFilter { objects: vec![Uuid::from_u128(2)], ..all.clone() }, None, 9).await, [2]);
    let span = AuditFilter { from: Some(after(1)), before: Some(after(3)), ..all };
    assert_eq!(seconds(span, None, 9).await, [2, 1]);
}

async fn lines_of_many_who_look_at_once_are_all_kept_each_once(world: World) {
    let look = |n: u128| NewAudit {
        at: after(0),
        agency: None,
        actor: "wang".to_owned(),
        action: "open_case".to_owned(),
        object_kind: "application".to_owned(),
        object_id: Some(Uuid::from_u128(n)),
        document: "{}".to_owned(),
    };
    let mut looks = tokio::task::JoinSet::new();
    let mut gone = Vec::new();
    for n in 0..90 {
        let storage = world.storage.clone();
        let handle = looks.spawn(async move { storage.note_lightly(look(n)).await });
        // some close the page before it comes
        if n % 9 == 4 {
            gone.push(handle);
        }
    }
    tokio::task::yield_now().await;
    for handle in gone {
        handle.abort();
    }
    let mut kept = 0;
    while let Some(done) = looks.join_next().await {
        match done {
            Ok(written) => {
                written.unwrap();
                kept += 1;
            }
            Err(why) => assert!(why.is_cancelled(), "{why}"),
        }
    }
    assert!(kept >= 80);
    let rows = world.storage.audit(&AuditFilter::default(), None, 200).await.unwrap();
    let mut seen: Vec<_> = rows.iter().filter_map(|row| row.object_id).collect();
    seen.sort_unstable();
    let all = seen.len();
    seen.dedup();
    assert_eq!(seen.len(), all, "no line twice");
    let stayed = (0..90).filter(|n| n % 9 != 4).map(Uuid::from_u128);
    assert!(stayed.into_iter().all(|id| seen.contains(&id)), "{seen:?}");
}
