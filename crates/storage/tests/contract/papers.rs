//! Number series and the register of papers.
//!
//! Not here: how a number is written.

use crate::on_both;
use crate::world::{World, after, day};
use gongkai_domain::ids::{AgencyId, ApplicationId, Digest, PaperId, PersonId};
use gongkai_storage::{PaperRow, StorageError};
use std::collections::BTreeSet;

on_both!(
    numbers_have_no_gap_and_no_double_among_writers,
    a_number_of_a_failed_transaction_is_given_again,
    series_agencies_and_years_count_apart,
    an_agency_that_begins_within_a_year_goes_on_and_never_back,
    a_voided_paper_stays_in_the_register,
    a_number_is_printed_on_one_paper,
);

async fn numbers_have_no_gap_and_no_double_among_writers(world: World) {
    let agency = AgencyId(world.id());
    let writers = (0..6).map(|writer| {
        let storage = world.storage.clone();
        tokio::spawn(async move {
            let mut mine = Vec::new();
            for turn in 0..10 {
                let tx = storage.begin().await.unwrap();
                let number = tx.next_number(agency, "document", 2025).await.unwrap();
                // every third paper fails after it got its number
                if (writer + turn) % 3 == 0 {
                    drop(tx);
                } else {
                    tx.commit().await.unwrap();
                    mine.push(number);
                }
            }
            mine
        })
    });
    let mut given = Vec::new();
    for writer in writers.collect::<Vec<_>>() {
        given.extend(writer.await.unwrap());
    }
    let distinct: BTreeSet<u32> = given.iter().copied().collect();
    assert_eq!(distinct.len(), given.len());
    assert_eq!(distinct, (1..=40).collect());
}

async fn a_number_of_a_failed_transaction_is_given_again(world: World) {
    let agency = AgencyId(world.id());
    for commits in [true, false, true] {
        let tx = world.storage.begin().await.unwrap();
        tx.next_number(agency, "document", 2025).await.unwrap();
        if commits { tx.commit().await.unwrap() } else { tx.rollback().await.unwrap() }
    }
    assert_eq!(world.storage.last_number(agency, "document", 2025).await.unwrap(), 2);
}

async fn series_agencies_and_years_count_apart(world: World) {
    let (one, two) = (AgencyId(world.id()), AgencyId(world.id()));
    let tx = world.storage.begin().await.unwrap();
    for (agency, series, year) in
        [(one, "document", 2025), (one, "document", 2026), (one, "service", 2025), (two, "document", 2025)]
    {
        assert_eq!(tx.next_number(agency, series, year).await.unwrap(), 1);
    }
    assert_eq!(tx.next_number(one, "document", 2025).await.unwrap(), 2);
}

async fn an_agency_that_begins_within_a_year_goes_on_and_never_back(world: World) {
    let agency = AgencyId(world.id());
    let tx = world.storage.begin().await.unwrap();
    tx.continue_series_after(agency, "document", 2025, 41).await.unwrap();
    assert_eq!(tx.next_number(agency, "document", 2025).await.unwrap(), 42);
    tx.continue_series_after(agency, "document", 2025, 7).await.unwrap();
    assert_eq!(tx.next_number(agency, "document", 2025).await.unwrap(), 43);
}

pub(crate) fn paper(agency: AgencyId, id: uuid::Uuid, number: i64) -> PaperRow {
    PaperRow {
        id: PaperId(id),
        agency,
        application: Some(ApplicationId(uuid::Uuid::from_u128(5))),
        kind: "reply_granted".to_owned(),
        series: Some("document".to_owned()),
        year: Some(2025),
        number: Some(number),
        number_text: Some(format!("×公开告〔2025〕{number}号")),
        issued_on: Some(day(3, 1)),
        voided_on: None,
        voided_by: None,
        voided_because: None,
        content: None,
        docx: Some(Digest([1; 32])),
        pdf: Some(Digest([2; 32])),
        scan: None,
        created_at: after(number),
        document: "{}".to_owned(),
    }
}

async fn a_voided_paper_stays_in_the_register(world: World) {
    let agency = AgencyId(world.id());
    let papers = [paper(agency, world.id(), 1), paper(agency, world.id(), 2)];
    let draft = PaperRow { series: None, year: None, number: None, ..paper(agency, world.id(), 3) };
    let tx = world.storage.begin().await.unwrap();
    for paper in papers.iter().chain([&draft]) {
        tx.save_paper(paper).await.unwrap();
    }
    let by = PersonId(world.id());
    tx.void_paper(papers[0].id, day(3, 2), by, "文字有误").await.unwrap();
    let twice = tx.void_paper(papers[0].id, day(3, 3), by, "又一次").await;
    assert!(matches!(twice, Err(StorageError::NotFound { .. })));
    tx.commit().await.unwrap();
    let register = world.storage.register(agency, "document", 2025).await.unwrap();
    let voided = PaperRow {
        voided_on: Some(day(3, 2)),
        voided_by: Some(by),
        voided_because: Some("文字有误".to_owned()),
        ..papers[0].clone()
    };
    assert_eq!(register, [voided.clone(), papers[1].clone()]);
    assert_eq!(world.storage.paper(voided.id).await.unwrap().as_ref(), Some(&voided));
    let of_case = world.storage.papers_of(ApplicationId(uuid::Uuid::from_u128(5))).await.unwrap();
    assert_eq!(of_case, [voided, papers[1].clone(), draft]);
}

async fn a_number_is_printed_on_one_paper(world: World) {
    let agency = AgencyId(world.id());
    let tx = world.storage.begin().await.unwrap();
    tx.save_paper(&paper(agency, world.id(), 1)).await.unwrap();
    let refused = tx.save_paper(&paper(agency, world.id(), 1)).await;
    assert!(matches!(refused, Err(StorageError::Taken(_))), "{refused:?}");
}
