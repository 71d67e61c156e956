//! What one statement reads of several tables: a case with what there is around it, a session with whoever is signed in.
//!
//! Not here: the tables by themselves (`applications`, `papers`, `people`).

use crate::applications::row;
use crate::blobs::{files, keep};
use crate::on_both;
use crate::papers::paper;
use crate::world::{World, after, day, noon};
use gongkai_domain::ids::{AgencyId, ApplicationId, ChallengeId, ContentRef, Digest, PaperId};
use gongkai_storage::{
    ApplicationRow, Around, AttachmentRow, ChallengeRow, Found, MessageRow, PaperRow, STATEMENTS, SessionRow,
    StorageError,
};

on_both!(
    a_case_is_found_by_its_numbers_with_what_there_is_around_it,
    papers_are_read_by_their_ids,
    a_session_comes_with_whoever_is_signed_in,
    what_lies_around_a_case_comes_in_two_statements_that_go_through_no_table,
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

async fn what_lies_around_a_case_comes_in_two_statements_that_go_through_no_table(world: World) {
    let agency = AgencyId(world.id());
    let case = row(agency, 5);
    let (blobs, _) = files(&world);
    let blob = keep(&world, &blobs, "规划").await;
    let tx = world.storage.begin().await.unwrap();
    tx.save_application(&case).await.unwrap();
    let papers: Vec<PaperRow> = (1..=2).map(|n| paper(agency, world.id(), n)).collect();
    for paper in papers.iter().rev() {
        tx.save_paper(paper).await.unwrap();
    }
    let one = tx.put_content(agency, "一".as_bytes(), noon()).await.unwrap();
    let two = tx.put_content(agency, "二".as_bytes(), noon()).await.unwrap();
    tx.destroy_content(two.id, after(1)).await.unwrap();
    let mut files = Vec::new();
    for (n, name) in [(1, "规划.pdf"), (2, "附图.pdf")] {
        files.push(AttachmentRow {
            id: world.id(),
            agency,
            owner_kind: "application".to_owned(),
            owner: case.id.0,
            purpose: "information".to_owned(),
            file_name: tx.put_content(agency, name.as_bytes(), noon()).await.unwrap(),
            blob: blob.name,
            created_at: after(n),
            created_by: "staff".to_owned(),
        });
    }
    for file in files.iter().rev() {
        tx.attach(file).await.unwrap();
    }
    tx.commit().await.unwrap();

    let found = world.storage.find_application(case.id).await.unwrap().unwrap();
    let wanted = [one.id, two.id];
    let reading = world.storage.around(&found, &wanted);
    let (around, statements) = gongkai_testkit::statements::counted(STATEMENTS, reading).await;
    let mut around = around.unwrap();
    assert_eq!(around.papers, papers);
    let read: Vec<_> = around.files.iter().map(|file| file.attachment.clone()).collect();
    assert_eq!(read, files);
    assert!(around.files.iter().all(|file| file.media_type == "application/pdf" && file.size == blob.size));
    assert_eq!(around.text(one).unwrap(), Some("一".as_bytes()));
    assert_eq!(around.text(two).unwrap(), None, "what was destroyed is left out");
    assert_eq!(around.text(files[1].file_name).unwrap(), Some("附图.pdf".as_bytes()));
    let forged = ContentRef { digest: Digest([9; 32]), ..one };
    assert!(matches!(around.text(forged), Err(StorageError::Altered(_))));
    assert_eq!(around.take_texts().count(), 3);
    assert_eq!(around.text(one).unwrap(), None);

    // every table is entered by a key, also those of which a branch wants nothing; PostgreSQL scans what is so small
    assert_eq!(statements.len(), 2, "{statements:#?}");
    for sql in statements.iter().filter(|_| !world.is_postgres()) {
        let steps = world.plan(sql.trim_matches('"')).await;
        assert!(steps.contains("SEARCH") && !steps.contains("SCAN"), "{steps}");
    }

    // with nothing around it nothing is asked
    let bare = Found { around: Around { papers: 0, files: 0, ..found.around }, ..found };
    let (around, statements) =
        gongkai_testkit::statements::counted(STATEMENTS, world.storage.around(&bare, &[])).await;
    assert!(statements.is_empty() && around.unwrap().papers.is_empty());
}
