//! The event log: order, locks, tampering.
//!
//! Not here: the bytes of a link (`gongkai_storage::chain`).

use crate::on_both;
use crate::world::{World, event, noon, stream};
use gongkai_domain::agency::Handing;
use gongkai_domain::ids::AgencyId;
use gongkai_storage::{
    Broken, Fault, Link, NewEvent, StorageError, Stream, verify_chain, verify_lines, write_line,
};
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;

on_both!(
    events_come_back_as_they_went_in_to_the_microsecond,
    many_streams_are_read_at_once,
    who_waits_for_oneself_is_told,
    a_second_clerk_gets_a_conflict_and_nothing_is_written,
    a_transaction_that_is_dropped_leaves_nothing,
    writers_of_one_agency_make_one_sound_chain,
    many_who_append_at_once_leave_connections_for_reading,
    what_was_committed_lightly_is_there_for_everybody,
    two_agencies_have_two_chains,
    a_changed_event_is_named,
    a_removed_tail_is_found_by_the_head,
    a_case_in_two_chains_is_told_by_each_where_the_other_was_cut_off,
    the_log_refuses_to_be_changed,
    an_export_verifies_without_the_database,
    a_follower_sees_every_event_once,
);

async fn events_come_back_as_they_went_in_to_the_microsecond(world: World) {
    let (agency, stream) = (AgencyId(world.id()), stream(world.id()));
    let tx = world.storage.begin().await.unwrap();
    let stored = tx.append(agency, &stream, 0, vec![event("arrived"), event("confirmed")]).await.unwrap();
    assert_eq!(tx.events_of(&stream).await.unwrap(), stored);
    tx.commit().await.unwrap();
    assert_eq!(world.storage.events_of(&stream).await.unwrap(), stored);
    assert_eq!(world.storage.events_of_after(&stream, 1).await.unwrap(), stored[1..]);
    assert_eq!(stored[0].at.timestamp_subsec_nanos(), 123_456_000);
    assert_eq!(stored[0].payload, event("").payload);
    assert_eq!((stored[1].stream_sequence, stored[1].chain_sequence), (2, 2));
    assert_eq!(stored[1].previous, stored[0].digest);
}

async fn many_who_append_at_once_leave_connections_for_reading(world: World) {
    let agency = AgencyId(world.id());
    let writers = (0..40).map(|_| {
        let (storage, stream) = (world.storage.clone(), stream(world.id()));
        tokio::spawn(async move {
            let tx = storage.begin().await.unwrap();
            tx.lock_chain(agency).await.unwrap();
            // whoever has the lock may read beside the transaction while all others wait for it
            assert!(storage.events_of(&stream).await.unwrap().is_empty());
            tx.append(agency, &stream, 0, vec![event("arrived")]).await.unwrap();
            tx.commit().await.unwrap();
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    assert_eq!(world.storage.chain_end(agency).await.unwrap(), 40);
    assert_eq!(world.storage.verify_agency(agency).await.unwrap().events, 40);
}

async fn what_was_committed_lightly_is_there_for_everybody(world: World) {
    let (agency, stream) = (AgencyId(world.id()), stream(world.id()));
    let tx = world.storage.begin().await.unwrap();
    tx.append(agency, &stream, 0, vec![event("arrived")]).await.unwrap();
    tx.commit_lightly().await.unwrap();
    let tx = world.storage.begin().await.unwrap();
    tx.append(agency, &stream, 1, vec![event("confirmed")]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.storage.events_of(&stream).await.unwrap().len(), 2);
    assert_eq!(world.storage.chain_end(agency).await.unwrap(), 2);
}

async fn many_streams_are_read_at_once(world: World) {
    let agency = AgencyId(world.id());
    let streams: Vec<_> = (0..3).map(|_| stream(world.id())).collect();
    let tx = world.storage.begin().await.unwrap();
    for (stream, count) in streams.iter().zip([2, 1, 3]) {
        tx.append(agency, stream, 0, vec![event("noted"); count]).await.unwrap();
    }
    let other = Stream::new("challenge", world.id());
    tx.append(agency, &other, 0, vec![event("noted")]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.storage.streams_of(agency, "application").await.unwrap(), streams);
    assert_eq!(world.storage.streams_of(agency, "challenge").await.unwrap(), std::slice::from_ref(&other));
    let ids = [streams[2].id, streams[0].id, other.id, world.id()];
    let read = world.storage.events_of_many("application", &ids).await.unwrap();
    assert_eq!(read.len(), 2);
    for stream in [&streams[0], &streams[2]] {
        assert_eq!(read[&stream.id], world.storage.events_of(stream).await.unwrap());
    }
}

async fn who_waits_for_oneself_is_told(world: World) {
    // two transactions of one agency in one task: the second can only wait for the first
    let agency = AgencyId(world.id());
    let first = world.storage.begin().await.unwrap();
    first.append(agency, &stream(world.id()), 0, vec![event("noted")]).await.unwrap();
    let second = async {
        let second = world.storage.begin().await?;
        second.append(agency, &stream(world.id()), 0, vec![event("noted")]).await
    };
    let second = second.await;
    assert!(matches!(second, Err(StorageError::Busy)), "{second:?}");
    first.commit().await.unwrap();
    world.storage.begin().await.unwrap().rollback().await.unwrap();
}

async fn a_second_clerk_gets_a_conflict_and_nothing_is_written(world: World) {
    let (agency, stream) = (AgencyId(world.id()), stream(world.id()));
    let append = async |expected, kind: &str| {
        let tx = world.storage.begin().await?;
        let stored = tx.append(agency, &stream, expected, vec![event(kind)]).await?;
        tx.next_number(agency, "registration", 2025).await?;
        tx.commit().await?;
        Ok::<_, StorageError>(stored)
    };
    append(0, "arrived").await.unwrap();
    let (one, two) = tokio::join!(append(1, "confirmed"), append(1, "withdrawn"));
    let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
    assert_eq!(won.unwrap()[0].stream_sequence, 2);
    assert!(
        matches!(lost, Err(StorageError::Conflict { expected: 1, actual: 2, id, .. }) if id == stream.id),
        "{lost:?}"
    );
    assert_eq!(world.storage.last_number(agency, "registration", 2025).await.unwrap(), 2);
    assert_eq!(world.storage.events_of(&stream).await.unwrap().len(), 2);
}

async fn a_transaction_that_is_dropped_leaves_nothing(world: World) {
    let (agency, stream) = (AgencyId(world.id()), stream(world.id()));
    let tx = world.storage.begin().await.unwrap();
    tx.append(agency, &stream, 0, vec![event("arrived")]).await.unwrap();
    let content = tx.put_content(agency, b"x", noon()).await.unwrap();
    drop(tx);
    let tx = world.storage.begin().await.unwrap();
    assert_eq!(tx.stream_sequence(&stream).await.unwrap(), 0);
    assert!(matches!(tx.content(content).await, Err(StorageError::NotFound { .. })));
    tx.rollback().await.unwrap();
    assert_eq!(world.storage.chains().await.unwrap(), []);
}

async fn writers_of_one_agency_make_one_sound_chain(world: World) {
    let agency = AgencyId(world.id());
    let writers: Vec<_> = (0..8)
        .map(|_| {
            let (storage, stream) = (world.storage.clone(), stream(world.id()));
            tokio::spawn(async move {
                for expected in 0..10 {
                    let tx = storage.begin().await.unwrap();
                    tx.append(agency, &stream, expected, vec![event("noted")]).await.unwrap();
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let summary = world.storage.verify_agency(agency).await.unwrap();
    assert_eq!(summary.events, 80);
    let heads = world.storage.chains().await.unwrap();
    assert_eq!((heads.len(), heads[0].sequence, heads[0].digest), (1, 80, summary.head));
}

async fn two_agencies_have_two_chains(world: World) {
    for count in [1, 3] {
        let agency = AgencyId(world.id());
        let tx = world.storage.begin().await.unwrap();
        let events = vec![event("noted"); count];
        let stored = tx.append(agency, &stream(world.id()), 0, events).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(stored[0].chain_sequence, 1);
        assert_eq!(world.storage.verify_agency(agency).await.unwrap().events, count as i64);
    }
    let nobody = world.storage.verify_agency(AgencyId(world.id())).await.unwrap();
    assert_eq!((nobody.agency, nobody.events), (None, 0));
}

/// A chain of `length` events of one agency.
async fn chain(world: &World, length: usize) -> AgencyId {
    let agency = AgencyId(world.id());
    let tx = world.storage.begin().await.unwrap();
    tx.append(agency, &stream(world.id()), 0, vec![event("noted"); length]).await.unwrap();
    tx.commit().await.unwrap();
    agency
}

/// Somebody with the rights of an administrator of the database takes the guard away and runs a statement.
async fn tamper(world: &World, sql: &str) {
    let raw = world.raw().await;
    let unguard = if world.is_postgres() {
        "DROP TRIGGER event_guard ON event"
    } else {
        "DROP TRIGGER event_guard_update; DROP TRIGGER event_guard_delete"
    };
    raw.execute_unprepared(unguard).await.unwrap();
    raw.execute_unprepared(sql).await.unwrap();
}

async fn a_changed_event_is_named(world: World) {
    let agency = chain(&world, 9).await;
    tamper(&world, "UPDATE event SET payload = '{}' WHERE chain_sequence = 5").await;
    let broken = world.storage.verify_agency(agency).await.unwrap_err();
    let named = Broken { position: 5, fault: Fault::Digest };
    assert!(matches!(&broken, StorageError::Chain(broken) if *broken == named), "{broken}");
}

async fn a_removed_tail_is_found_by_the_head(world: World) {
    let agency = chain(&world, 9).await;
    tamper(&world, "DELETE FROM event WHERE chain_sequence > 7").await;
    let broken = world.storage.verify_agency(agency).await.unwrap_err();
    assert!(
        matches!(
            &broken,
            StorageError::Chain(Broken { position: 7, fault: Fault::Head { sequence: 9, .. } })
        ),
        "{broken}"
    );
}

/// A stream that begins in one agency's chain and goes on in another's.
async fn handed_over(world: &World) -> (AgencyId, AgencyId) {
    let (from, to, stream) = (AgencyId(world.id()), AgencyId(world.id()), stream(world.id()));
    let on = chrono::NaiveDate::from_ymd_opt(2025, 3, 1).unwrap();
    let handing = |handing: &Handing| NewEvent {
        payload: serde_json::to_string(handing).unwrap(),
        ..event(handing.kind())
    };
    let tx = world.storage.begin().await.unwrap();
    tx.append(from, &stream, 0, vec![event("noted"); 2]).await.unwrap();
    let given = tx.append(from, &stream, 2, vec![handing(&Handing::HandedOver { on, to })]).await.unwrap();
    let taken = handing(&Handing::TakenOver { on, from, link: given[0].digest });
    tx.append(to, &stream, 3, vec![taken, event("noted")]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.storage.streams_of(from, "application").await.unwrap(), std::slice::from_ref(&stream));
    assert_eq!(world.storage.streams_of(to, "application").await.unwrap(), std::slice::from_ref(&stream));
    assert_eq!(world.storage.events_of(&stream).await.unwrap().len(), 5);
    (from, to)
}

async fn a_case_in_two_chains_is_told_by_each_where_the_other_was_cut_off(world: World) {
    let (from, to) = handed_over(&world).await;
    assert_eq!(world.storage.verify_agency(from).await.unwrap().events, 3);
    assert_eq!(world.storage.verify_agency(to).await.unwrap().events, 2);
    // somebody cuts a chain off and writes its head anew
    tamper(&world, "DELETE FROM event WHERE kind = 'taken_over' OR stream_sequence = 5").await;
    let broken = world.storage.verify_agency(from).await.unwrap_err();
    let named = Broken { position: 3, fault: Fault::Handing };
    assert!(matches!(&broken, StorageError::Chain(broken) if *broken == named), "{broken}");

    let (_, to) = handed_over(&world).await;
    let cut = "DELETE FROM event WHERE kind = 'handed_over'";
    world.raw().await.execute_unprepared(cut).await.unwrap();
    let broken = world.storage.verify_agency(to).await.unwrap_err();
    let named = Broken { position: 1, fault: Fault::Handing };
    assert!(matches!(&broken, StorageError::Chain(broken) if *broken == named), "{broken}");
}

async fn the_log_refuses_to_be_changed(world: World) {
    chain(&world, 2).await;
    let raw = world.raw().await;
    for sql in ["UPDATE event SET payload = '{}'", "DELETE FROM event", "DELETE FROM audit"] {
        let refused = raw.execute_unprepared(sql).await;
        // SQLite's guard is asked row by row, and the audit log has no row here
        if sql.contains("event") || world.is_postgres() {
            let why = refused.unwrap_err().to_string();
            assert!(why.contains("is append-only"), "{why}");
        }
    }
}

async fn an_export_verifies_without_the_database(world: World) {
    let agency = chain(&world, 5000).await;
    let mut lines = Vec::new();
    let written = world.storage.export_chain(agency, |link| write_line(&mut lines, &link)).await.unwrap();
    assert_eq!(written, 5000);
    let summary = verify_lines(lines.as_slice()).unwrap();
    assert_eq!(summary, world.storage.verify_agency(agency).await.unwrap());
    let links: Vec<Link> =
        world.storage.chain_after(agency, 0, 10_000).await.unwrap().into_iter().map(Link::from).collect();
    assert_eq!(verify_chain(links).unwrap(), summary);
}

async fn a_follower_sees_every_event_once(world: World) {
    let writers: Vec<_> = (0..6)
        .map(|_| {
            let (storage, agency, stream) = (world.storage.clone(), AgencyId(world.id()), stream(world.id()));
            tokio::spawn(async move {
                for expected in 0..15 {
                    let tx = storage.begin().await.unwrap();
                    tx.append(agency, &stream, expected, vec![event("noted")]).await.unwrap();
                    tokio::task::yield_now().await;
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    let (mut seen, mut last) = (BTreeSet::new(), 0);
    while seen.len() < 90 {
        for event in world.storage.events_since(last, 7).await.unwrap() {
            assert!(event.change > last);
            last = event.change;
            assert!(seen.insert((event.agency, event.chain_sequence)));
        }
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(world.storage.last_change().await.unwrap(), last);
    assert_eq!(world.storage.events_since(last, 7).await.unwrap(), []);
}
