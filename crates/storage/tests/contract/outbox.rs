//! The outbox and the leases: one owner at a time, nothing twice, nothing lost.
//!
//! Not here: doing what the outbox says.

use crate::on_both;
use crate::world::{World, after, noon};
use chrono::TimeDelta;
use gongkai_storage::{NewOutbox, StorageError};
use std::collections::BTreeSet;
use uuid::Uuid;

on_both!(
    many_nodes_share_the_outbox_and_nobody_gets_the_same_twice,
    what_a_dead_node_took_goes_to_the_next_and_the_dead_one_is_told,
    a_failure_is_tried_again_later_and_given_up_at_last,
    the_same_thing_is_not_asked_for_twice,
    what_was_sent_is_destroyed_and_what_was_given_up_is_kept_until_it_is_forgotten,
    a_named_lease_has_one_owner,
);

fn mail(target: &str) -> NewOutbox {
    NewOutbox {
        agency: None,
        kind: "mail".to_owned(),
        target: target.to_owned(),
        payload: None,
        dedupe_key: None,
        run_at: noon(),
    }
}

async fn enqueue(world: &World, new: NewOutbox) -> Option<Uuid> {
    let tx = world.storage.begin().await.unwrap();
    let id = tx.enqueue(new, noon()).await.unwrap();
    tx.commit().await.unwrap();
    id
}

const MINUTE: TimeDelta = TimeDelta::seconds(60);

async fn many_nodes_share_the_outbox_and_nobody_gets_the_same_twice(world: World) {
    for n in 0..40 {
        enqueue(&world, mail(&n.to_string())).await.unwrap();
    }
    assert_eq!(world.storage.backlog().await.unwrap(), (40, Some(after(0))));
    let nodes = (0..4).map(|node| {
        let storage = world.storage.clone();
        tokio::spawn(async move {
            let (owner, mut taken) = (format!("node {node}"), Vec::new());
            loop {
                let rows = storage.claim(after(0), &owner, 3, MINUTE).await.unwrap();
                if rows.is_empty() {
                    return taken;
                }
                for row in rows {
                    assert_eq!((row.attempts, row.lease_until), (1, Some(after(60))));
                    assert!(storage.done(row.id, &owner, after(1)).await.unwrap());
                    taken.push(row.id);
                }
            }
        })
    });
    let mut taken = Vec::new();
    for node in nodes.collect::<Vec<_>>() {
        taken.extend(node.await.unwrap());
    }
    assert_eq!(taken.len(), 40);
    assert_eq!(taken.iter().collect::<BTreeSet<_>>().len(), 40);
    assert_eq!(world.storage.backlog().await.unwrap(), (0, None));
}

async fn what_a_dead_node_took_goes_to_the_next_and_the_dead_one_is_told(world: World) {
    let id = enqueue(&world, mail("a")).await.unwrap();
    let storage = &world.storage;
    assert_eq!(storage.claim(after(-1), "one", 9, MINUTE).await.unwrap(), [], "not before its time");
    assert_eq!(storage.claim(after(0), "one", 9, MINUTE).await.unwrap()[0].id, id);
    assert_eq!(storage.claim(after(59), "two", 9, MINUTE).await.unwrap(), []);
    let row = &storage.claim(after(60), "two", 9, MINUTE).await.unwrap()[0];
    assert_eq!((row.attempts, row.lease_owner.as_deref()), (2, Some("two")));
    assert!(!storage.done(id, "one", after(61)).await.unwrap());
    assert!(!storage.retry(id, "one", "late", after(61)).await.unwrap());
    assert!(storage.done(id, "two", after(61)).await.unwrap());
    assert!(!storage.done(id, "two", after(62)).await.unwrap());
    assert_eq!(storage.outbox(id).await.unwrap().unwrap().done_at, Some(after(61)));
}

async fn a_failure_is_tried_again_later_and_given_up_at_last(world: World) {
    let id = enqueue(&world, mail("a")).await.unwrap();
    let storage = &world.storage;
    storage.claim(after(0), "one", 9, MINUTE).await.unwrap();
    assert!(storage.retry(id, "one", "no route", after(300)).await.unwrap());
    assert_eq!(storage.claim(after(299), "one", 9, MINUTE).await.unwrap(), []);
    let row = &storage.claim(after(300), "one", 9, MINUTE).await.unwrap()[0];
    assert_eq!((row.attempts, row.last_error.as_deref()), (2, Some("no route")));
    assert!(storage.give_up(id, "one", "no such address", after(301)).await.unwrap());
    assert_eq!(storage.claim(after(9999), "one", 9, MINUTE).await.unwrap(), []);
    let given_up = storage.given_up(9).await.unwrap();
    assert_eq!((given_up.len(), given_up[0].last_error.as_deref()), (1, Some("no such address")));
}

async fn the_same_thing_is_not_asked_for_twice(world: World) {
    let due_soon = || NewOutbox { dedupe_key: Some("due soon R1 2025-03-01".to_owned()), ..mail("a") };
    assert!(enqueue(&world, due_soon()).await.is_some());
    assert_eq!(enqueue(&world, due_soon()).await, None);
    assert!(enqueue(&world, mail("a")).await.is_some());
    assert!(enqueue(&world, mail("a")).await.is_some());
    assert_eq!(world.storage.backlog().await.unwrap().0, 3);
}

async fn what_was_sent_is_destroyed_and_what_was_given_up_is_kept_until_it_is_forgotten(world: World) {
    let (storage, agency) = (&world.storage, world.agency("yz").await);
    let tx = storage.begin().await.unwrap();
    let (mut ids, mut contents) = (Vec::new(), Vec::new());
    for _ in 0..2 {
        let content = tx.put_content(agency, b"to whom, what", noon()).await.unwrap();
        contents.push(content);
        ids.push(
            tx.enqueue(NewOutbox { payload: Some(content), ..mail("a") }, noon()).await.unwrap().unwrap(),
        );
    }
    tx.commit().await.unwrap();
    storage.claim(after(0), "one", 9, MINUTE).await.unwrap();
    assert!(!storage.done(ids[0], "two", after(1)).await.unwrap());
    assert!(storage.content(contents[0]).await.is_ok(), "not the owner's word");
    assert!(storage.done(ids[0], "one", after(1)).await.unwrap());
    assert!(matches!(storage.content(contents[0]).await, Err(StorageError::Destroyed(_))));
    assert!(storage.give_up(ids[1], "one", "no such address", after(2)).await.unwrap());
    assert!(storage.content(contents[1]).await.is_ok(), "a person may still send it");
    let purge = |done, given_up| storage.purge_outbox(after(done), after(given_up), after(99), 9);
    assert_eq!(purge(1, 2).await.unwrap(), 0, "not yet");
    assert_eq!(purge(2, 2).await.unwrap(), 1);
    assert_eq!(purge(2, 3).await.unwrap(), 1);
    assert!(matches!(storage.content(contents[1]).await, Err(StorageError::Destroyed(_))));
    assert!(
        storage.outbox(ids[0]).await.unwrap().is_none() && storage.outbox(ids[1]).await.unwrap().is_none()
    );
}

async fn a_named_lease_has_one_owner(world: World) {
    let take = |owner, now, until| world.storage.try_lease("sweep", owner, after(now), after(until));
    let (one, two) = tokio::join!(take("one", 0, 60), take("two", 0, 60));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert!(one != two);
    let (owner, other) = if one { ("one", "two") } else { ("two", "one") };
    assert!(take(owner, 30, 90).await.unwrap(), "its owner prolongs it");
    assert!(!take(other, 89, 150).await.unwrap());
    assert!(take(other, 90, 150).await.unwrap());
    assert!(!take(owner, 91, 160).await.unwrap());
    world.storage.end_named_lease("sweep", owner).await.unwrap();
    assert!(!take(owner, 92, 160).await.unwrap(), "it was not the owner's to give back");
    world.storage.end_named_lease("sweep", other).await.unwrap();
    assert!(take(owner, 93, 160).await.unwrap());
}
