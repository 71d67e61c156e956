//! What one statement reads of several tables: a case with what there is around it, a session with whoever is signed in.
//!
//! Not here: the tables by themselves (`applications`, `papers`, `people`).

use crate::applications::row;
use crate::on_both;
use crate::papers::paper;
use crate::world::{World, after, day, noon};
use gongkai_domain::ids::{AgencyId, ApplicationId, ChallengeId, ContentRef, Digest, PaperId};
use gongkai_storage::{ApplicationRow, ChallengeRow, MessageRow, PaperRow, SessionRow, StorageError};

on_both!(
    a_case_is_found_by_its_numbers_with_what_there_is_around_it,
    papers_are_read_by_their_ids,
    a_session_comes_with_whoever_is_signed_in,
    texts_are_proved_against_the_digests_of_their_events,
);

async fn a_case_is_found_by_its_numbers_with_what_there_is_around_it(world: World) {
    let (agency, other) = (AgencyId(world.id()), AgencyId(world.id()));
    let numbered =
        ApplicationRow { registration: Some("依申请〔2025〕1号".to_owned()), ..row(agency, 5) };
    // a number of ours that is the reference of another agency's case means ours
    let twin = ApplicationRow { reference: "依申请〔2025〕1号".to_owned(), ..row(other, 6) };
    let foreign =
        ApplicationRow { registration: Some("依申请〔2025〕7号".to_owned()), ..row(other, 7) };
    let tx = world.storage.begin().await.unwrap();
    for row in [&numbered, &twin, &foreign] {
        tx.save_application(row).await.unwrap();
    }
    for n in 1..=2 {
        tx.save_paper(&paper(agency, world.id(), n)).await.unwrap();
    }
    let challenge = ChallengeRow {
        id: ChallengeId(world.id()),
        agency,
        application: Some(numbered.id),
        kind: "reconsideration".to_owned(),
        reference: None,
        year: 2025,
        state: "open".to_owned(),
        received_on: day(4, 1),
        due_on: None,
        result_key: None,
        closed_on: None,
        handler: None,
        sequence: 1,
        change: 1,
        document: "{}".to_owned(),
    };
    tx.save_challenge(&challenge, &[numbered.id, twin.id]).await.unwrap();
    tx.commit().await.unwrap();

    let found = world.storage.find_application(numbered.id).await.unwrap().unwrap();
    assert_eq!(found.row, numbered);
    assert_eq!((found.around.papers, found.around.files, found.around.challenges), (2, 0, 1));
    for number in ["依申请〔2025〕1号", "R5"] {
        assert_eq!(world.storage.find_numbered(agency, number).await.unwrap().unwrap(), found, "{number}");
    }
    let theirs = world.storage.find_numbered(other, "依申请〔2025〕1号").await.unwrap().unwrap();
    assert_eq!((theirs.row, theirs.around.papers, theirs.around.challenges), (twin, 0, 1));
    assert_eq!(
        world.storage.find_numbered(agency, "依申请〔2025〕7号").await.unwrap(),
        None,
        "another agency's"
    );
    assert_eq!(world.storage.find_numbered(agency, "R7").await.unwrap().unwrap().row, foreign);
    assert_eq!(world.storage.find_application(ApplicationId(world.id())).await.unwrap(), None);
}

async fn papers_are_read_by_their_ids(world: World) {
    let agency = AgencyId(world.id());
    let papers: Vec<PaperRow> = (1..=3).map(|n| paper(agency, world.id(), n)).collect();
    let tx = world.storage.begin().await.unwrap();
    for paper in &papers {
        tx.save_paper(paper).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut found = world.storage.papers(&[papers[2].id, papers[0].id, PaperId(world.id())]).await.unwrap();
    found.sort_by_key(|paper| paper.number);
    assert_eq!(found, [papers[0].clone(), papers[2].clone()]);
    assert_eq!(world.storage.papers(&[]).await.unwrap(), []);
}

async fn a_session_comes_with_whoever_is_signed_in(world: World) {
    let agency = world.agency("a").await;
    let (person, other) = (world.person(agency, "wang").await, world.person(agency, "li").await);
    let session = SessionRow {
        id_hash: Digest([1; 32]),
        person,
        created_at: after(0),
        last_seen_at: after(0),
        expires_at: after(100),
        csrf_secret: vec![1; 32],
        document: "{}".to_owned(),
    };
    let message = |person, read_at| MessageRow {
        id: world.id(),
        person,
        at: after(1),
        kind: "due_soon".to_owned(),
        object_kind: "application".to_owned(),
        object_id: None,
        document: "{}".to_owned(),
        read_at,
    };
    let tx = world.storage.begin().await.unwrap();
    tx.start_session(&session).await.unwrap();
    for message in
        [message(person, None), message(person, None), message(person, Some(after(2))), message(other, None)]
    {
        tx.deliver(&message).await.unwrap();
    }
    tx.commit().await.unwrap();
    let found = world.storage.signed_in(session.id_hash, after(9)).await.unwrap().unwrap();
    assert_eq!((&found.session, found.person.login.as_str(), found.unread), (&session, "wang", 2));
    assert!(!found.is_without_second_factor, "who has no credential has none to mend");
    let tx = world.storage.begin().await.unwrap();
    tx.set_password(person, "$argon2id$", false, "{}", noon()).await.unwrap();
    tx.commit().await.unwrap();
    let found = world.storage.signed_in(session.id_hash, after(9)).await.unwrap().unwrap();
    assert!(found.is_without_second_factor);
    assert_eq!(world.storage.signed_in(session.id_hash, after(100)).await.unwrap(), None, "it has ended");
    assert_eq!(world.storage.signed_in(Digest([2; 32]), after(9)).await.unwrap(), None);
}

async fn texts_are_proved_against_the_digests_of_their_events(world: World) {
    let agency = AgencyId(world.id());
    let tx = world.storage.begin().await.unwrap();
    let one = tx.put_content(agency, "一".as_bytes(), noon()).await.unwrap();
    let two = tx.put_content(agency, "二".as_bytes(), noon()).await.unwrap();
    tx.destroy_content(two.id, after(1)).await.unwrap();
    tx.commit().await.unwrap();
    let found = world.storage.contents_of(&[one, two]).await.unwrap();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [(one.id, "一".as_bytes().to_vec())]);
    let forged = ContentRef { digest: Digest([9; 32]), ..one };
    assert!(matches!(world.storage.contents_of(&[forged]).await, Err(StorageError::Altered(_))));
}
