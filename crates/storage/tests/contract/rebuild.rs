//! Making the projections anew while nobody can append.
//!
//! Not here: the fold from events to rows.

use crate::on_both;
use crate::world::{World, event, stream};
use gongkai_domain::ids::AgencyId;

on_both!(a_rebuild_reads_all_events_in_order_while_writers_wait);

async fn a_rebuild_reads_all_events_in_order_while_writers_wait(world: World) {
    let agency = AgencyId(world.id());
    let streams = [stream(world.id()), stream(world.id())];
    for round in 0..3 {
        for stream in &streams {
            let tx = world.storage.begin().await.unwrap();
            tx.append(agency, stream, round, vec![event("noted")]).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
    let rebuild = world.storage.begin().await.unwrap();
    rebuild.clear_projections().await.unwrap();
    let (storage, late) = (world.storage.clone(), streams[0].clone());
    let writer = tokio::spawn(async move {
        let tx = storage.begin().await.unwrap();
        tx.append(agency, &late, 3, vec![event("late")]).await.unwrap();
        tx.commit().await.unwrap();
    });
    let (mut seen, mut last) = (Vec::new(), 0);
    loop {
        let batch = rebuild.events_after(last, 4).await.unwrap();
        let Some(end) = batch.last() else { break };
        last = end.change;
        seen.extend(batch.into_iter().map(|event| (event.stream_id, event.stream_sequence)));
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let expected: Vec<_> = (1..=3).flat_map(|n| streams.iter().map(move |stream| (stream.id, n))).collect();
    assert_eq!(seen, expected);
    assert!(!writer.is_finished());
    rebuild.commit().await.unwrap();
    writer.await.unwrap();
    assert_eq!(world.storage.stream_sequence(&streams[0]).await.unwrap(), 4);
}
