//! Who sends too often or too fast: limits by address and by subject, also behind a proxy, the plain question, and answers
//! that tell a guesser nothing.
//!
//! Not here: what is no form (`input`), the reading of headers (`gongkai_web::server::respond`).

use super::lost_code::lost;
use super::world::{Browser, PROXY, Page, World};
use crate::{file, found};
use gongkai_app::Refusal;
use gongkai_app::docket::other::find as find_other;
use gongkai_app::portal::token;
use gongkai_app::query::track::find;
use gongkai_app::report_facts::kind_of_payload;
use gongkai_domain::application::Event;
use gongkai_domain::ids::ApplicationId;
use gongkai_storage::{ApplicationRow, NewEvent, STATEMENTS, Stream};
use gongkai_testkit::statements::counted;
use std::net::IpAddr;

fn at(world: &World, address: &str) -> Browser {
    let mut browser = world.browser();
    browser.from = Some(address.parse().unwrap());
    browser
}

fn is_over(page: &Page) -> bool {
    page.status == 429
        && page.body.contains("分钟后再试")
        && page.header("retry-after").parse::<u32>().is_ok()
}

const PERSON: &[(&str, &str)] = &[
    ("kind", "natural_person"),
    ("name", "王建国"),
    ("document", "resident_id"),
    ("number", "11010519491231002X"),
    ("phone", "13800138000"),
    ("record", "企业登记信息公示表"),
    ("wrong", "登记的住所地为和平路1号"),
    ("right", "住所地应为和平路10号"),
];

#[tokio::test]
async fn one_address_files_no_more_than_forty_times_an_hour_and_is_asked_before() {
    let world = World::new("").await;
    let mut robot = at(&world, "198.51.100.1");
    let token = robot.get("/correct-record").await.token();
    world.pass(60);
    let (mut asked, mut ended) = (None, None);
    for turn in 1..=41 {
        let page = robot.post("/correct-record", &[("token", token.as_str())]).await;
        if page.body.contains("等于几？") && asked.is_none() {
            asked = Some(turn);
        }
        if is_over(&page) {
            ended = Some(turn);
        }
    }
    assert_eq!((asked, ended), (Some(6), Some(41)), "the question after five, the end after forty");
    let mut neighbour = at(&world, "198.51.100.2");
    let token = neighbour.get("/correct-record").await.token();
    world.pass(60);
    assert_eq!(neighbour.post("/correct-record", &[("token", token.as_str())]).await.status, 422);
    world.pass(3600);
    let token = robot.get("/correct-record").await.token();
    world.pass(60);
    assert_eq!(
        robot.post("/correct-record", &[("token", token.as_str())]).await.status,
        422,
        "an hour later"
    );
}

#[tokio::test]
async fn one_person_files_no_more_than_twenty_times_a_day_from_wherever() {
    let world = World::new("").await;
    let mut last = 0;
    for turn in 1..=21 {
        let mut browser = at(&world, &format!("203.0.113.{turn}"));
        let token = browser.get("/correct-record").await.token();
        world.pass(10);
        let mut fields = PERSON.to_vec();
        fields.push(("token", token.as_str()));
        let page = browser.post("/correct-record", &fields).await;
        assert!(page.status == 303 || turn == 21, "{turn}: {}", page.body);
        last = page.status;
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn a_new_code_is_asked_for_three_times_a_day_by_an_address_whether_there_is_such_a_number_or_not() {
    let world = World::new("").await;
    let (reference, _) = file(&mut world.browser(), &world).await;
    for number in [reference.as_str(), "SQ202599999ZZZZ", "TS202599999ZZZZ"] {
        let mut statuses = Vec::new();
        for turn in 1..=5 {
            let mut browser = at(&world, &format!("192.0.2.{turn}"));
            let page = lost(&mut browser, &world, number, "nobody@example.com").await;
            statuses.push((page.status, page.body.contains("等于几？")));
        }
        // strangers make it harder and shut nobody out
        let asked = (422, true);
        assert_eq!(statuses, [(200, false), (200, false), (200, false), asked, asked], "{number}");
    }
    // and one address is asked the plain question from the fourth time on, and ended after the tenth
    let mut robot = at(&world, "192.0.2.99");
    let (mut asked, mut ended) = (None, None);
    for turn in 1..=11 {
        let page = lost(&mut robot, &world, &format!("SQ2025{turn:05}AAAA"), "nobody@example.com").await;
        if page.body.contains("等于几？") && asked.is_none() {
            asked = Some(turn);
        }
        if is_over(&page) {
            ended = Some(turn);
        }
    }
    assert_eq!((asked, ended), (Some(4), Some(11)));
}

#[tokio::test]
async fn one_address_sends_no_more_than_sixty_files_an_hour() {
    let world = World::new("").await;
    let mut robot = at(&world, "198.51.100.7");
    robot.send("/apply/who", crate::WHO).await;
    let mut last = None;
    for _ in 0..61 {
        // no file that is taken: what is refused counts as well
        let page = robot.send_files("/apply/proof", &[], &[("proof", "a.gif", b"GIF89a")]).await;
        assert!(page.status == 422 || last.is_some() || page.status == 429, "{}", page.status);
        last = Some(page);
    }
    assert!(is_over(&last.unwrap()));
    assert_eq!(world.files(), 0);
}

/// The plain question of a page, by its token.
fn question_of(world: &World, page: &Page) -> (u8, u8) {
    token::question(&world.web.office, &page.token()).unwrap()
}

/// The answer to a wrong pair without what differs from page to page.
fn bare(page: &Page, number: &str) -> String {
    let main = page.between("<main", "</main>");
    main.replace(&page.token(), "").replace(number, "")
}

#[tokio::test]
async fn a_wrong_code_and_a_number_of_nobody_are_answered_alike_word_for_word_and_both_are_counted() {
    let world = World::new("").await;
    let (reference, code) = file(&mut world.browser(), &world).await;
    let mut answers = Vec::new();
    for (number, code) in [
        (reference.as_str(), "AAAA-AAAA"),
        ("SQ202599999ZZZZ", code.as_str()),
        ("依申请〔2025〕99号", "AAAA-AAAA"),
        ("GZ202599999ZZZZ", "AAAA-AAAA"),
        ("TS202599999ZZZZ", "AAAA-AAAA"),
    ] {
        let page = at(&world, "192.0.2.1").send("/track", &[("number", number), ("code", code)]).await;
        assert_eq!(page.status, 422);
        answers.push(bare(&page, number));
        let counted = async |number: &str| {
            let mut last = 0;
            for turn in 0..8 {
                let mut browser = at(&world, &format!("192.0.2.{}", 10 + turn));
                let page = browser.send("/track", &[("number", number), ("code", "AAAA-AAAA")]).await;
                last = usize::from(page.body.contains("等于几？"));
            }
            last
        };
        assert_eq!(counted(number).await, 1, "{number}: after eight attempts the question is put");
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
}

/// A part of an application, as splitting makes it: without a code of its own; its number.
async fn part_of(world: &World, whole: &str) -> String {
    let office = &world.web.office;
    let row = office.storage.application_by_reference(whole).await.unwrap().unwrap();
    let mut events = office.storage.events_of(&Stream::new("application", row.id.0)).await.unwrap();
    let arrived = events.remove(0);
    let on = office.today();
    let split = Event::SplitFrom {
        parent: row.id,
        received_on: on,
        on: Some(on),
        confirmed_on: None,
        confirmed_by: None,
        held_before: Vec::new(),
    };
    let payload = serde_json::to_string(&split).unwrap();
    let fresh = [(arrived.kind, arrived.payload), (kind_of_payload(&payload).unwrap(), payload)];
    let fresh = fresh.map(|(kind, payload)| NewEvent {
        at: office.instant(),
        actor: "test".to_owned(),
        kind,
        payload,
    });
    let part = ApplicationRow {
        id: ApplicationId(uuid::Uuid::from_u128(77)),
        reference: "SQ202588888PART".to_owned(),
        query_code: None,
        sequence: 2,
        ..row
    };
    let tx = office.storage.begin().await.unwrap();
    tx.append(part.agency, &Stream::new("application", part.id.0), 0, Vec::from(fresh)).await.unwrap();
    tx.save_application(&part).await.unwrap();
    tx.commit().await.unwrap();
    part.reference
}

#[tokio::test]
async fn a_wrong_code_asks_as_much_for_an_application_and_a_part_of_one_as_for_a_number_of_nobody() {
    let world = World::new("").await;
    let (reference, code) = file(&mut world.browser(), &world).await;
    let office = &world.web.office;
    let part = part_of(&world, &reference).await;
    // the code of the whole opens the part: what is looked for is found
    assert!(find(office, &part, &code).await.is_ok());
    let mut asked = Vec::new();
    for number in [reference.as_str(), part.as_str(), "SQ202599999ZZZZ"] {
        let (found, statements) = counted(STATEMENTS, find(office, number, "AAAAAAAA")).await;
        assert!(matches!(found, Err(Refusal::NotFound)));
        assert!(!statements.is_empty(), "nothing was counted");
        asked.push(statements);
    }
    // what is asked is what takes the time of a wrong code; the hash behind it is made once for each
    assert!(asked.iter().all(|statements| statements.len() == asked[0].len()), "{asked:#?}");
    assert!(matches!(find_other(office, "GZ202599999ZZZZ", "A").await, Err(Refusal::NotFound)));
}

/// Asks with a wrong pair; the status.
async fn guess(browser: &mut Browser, number: usize) -> u16 {
    let number = format!("SQ2025{number:05}ZZZZ");
    browser.send("/track", &[("number", number.as_str()), ("code", "AAAA-AAAA")]).await.status
}

#[tokio::test]
async fn an_address_is_counted_behind_the_trusted_proxy_and_a_stranger_cannot_choose_the_own() {
    let world = World::new("").await;
    let ip = |text: &str| text.parse::<IpAddr>().unwrap();
    let mut behind = world.browser();
    behind.from = Some(PROXY);
    behind.headers = vec![("x-forwarded-for", "6.6.6.6, 203.0.113.7".to_owned())];
    let mut last = 0;
    for number in 0..31 {
        last = guess(&mut behind, number).await;
    }
    assert_eq!(last, 429, "one address behind the proxy has its limit");
    behind.headers = vec![("forwarded", "for=\"[2001:db8:1:2::9]:443\";proto=https".to_owned())];
    assert_eq!(guess(&mut behind, 100).await, 422, "another one behind it has not used it up");
    let mut household = world.browser();
    household.from = Some(ip("2001:db8:1:2:ffff::1"));
    let mut stranger = world.browser();
    stranger.from = Some(ip("198.51.100.9"));
    for number in 0..31 {
        household.from = Some(ip(&format!("2001:db8:7:7::{number:x}")));
        stranger.headers = vec![("x-forwarded-for", format!("192.0.2.{number}"))];
        last = guess(&mut stranger, 200 + number).await.min(guess(&mut household, 300 + number).await);
    }
    assert_eq!(last, 429, "neither a header that nobody trusts nor the addresses of one network help");
}

#[tokio::test]
async fn who_follows_an_application_by_its_code_is_not_shut_out_by_a_stranger_who_guesses() {
    let world = World::new("").await;
    let mut owner = at(&world, "198.51.100.20");
    let (reference, code) = file(&mut owner, &world).await;
    for turn in 0..61 {
        let mut stranger = at(&world, &format!("192.0.2.{turn}"));
        let page = stranger.send("/track", &[("number", reference.as_str()), ("code", "AAAA-AAAA")]).await;
        assert_eq!(page.status, 422, "{turn}");
    }
    assert!(found(&mut owner, &reference, &code).await.is_empty(), "the plain question is put to everybody");
    // until it is answered, the right code and a wrong one are answered alike
    let right = owner.send("/track", &[("number", reference.as_str()), ("code", code.as_str())]).await;
    let wrong = owner.send("/track", &[("number", reference.as_str()), ("code", "AAAA-AAAA")]).await;
    let unasked =
        |page: &Page| bare(page, &reference).replace(&token::question_words(question_of(&world, page)), "");
    assert_eq!((right.status, unasked(&right)), (wrong.status, unasked(&wrong)));
    let token = right.token();
    let (left, second) = question_of(&world, &right);
    let answer = (left + second).to_string();
    let fields = [
        ("token", token.as_str()),
        ("number", reference.as_str()),
        ("code", code.as_str()),
        ("answer", answer.as_str()),
    ];
    let open = owner.post("/track", &fields).await;
    assert_eq!(open.location(), format!("/track/{reference}"), "who answers it is let in: {}", open.body);
    // one address has its limit, and only that one
    let mut last = 0;
    for _ in 0..21 {
        let fields = [("number", reference.as_str()), ("code", "AAAA-AAAA")];
        last = at(&world, "203.0.113.9").send("/track", &fields).await.status;
    }
    assert_eq!(last, 429);
    world.pass(15 * 60);
    assert_eq!(found(&mut owner, &reference, &code).await, format!("/track/{reference}"));
}

#[tokio::test]
async fn no_draft_is_kept_under_a_word_that_somebody_else_put_into_the_browser() {
    let world = World::new("").await;
    // one that was made up
    let mut citizen = world.browser();
    citizen.cookies.insert("draft".to_owned(), "A".repeat(32));
    citizen.get("/apply/who").await;
    assert_ne!(citizen.cookies["draft"], "A".repeat(32));
    // one that was given out to somebody else with the first page
    let mut stranger = world.browser();
    stranger.get("/apply/who").await;
    let planted = stranger.cookies["draft"].clone();
    let mut citizen = world.browser();
    citizen.cookies.insert("draft".to_owned(), planted.clone());
    let token = citizen.get("/apply/who").await.token();
    let mut who = crate::WHO.to_vec();
    who.push(("token", &token));
    let next = citizen.post("/apply/who", &who).await;
    assert_eq!(next.status, 303, "{}", next.body);
    assert_eq!(
        citizen.post("/apply/who", &who).await.status,
        303,
        "going back and sending again is no misuse"
    );
    assert!(!citizen.cookies["draft"].starts_with(&planted), "kept under a word of its own");
    assert!(citizen.get("/apply/who").await.body.contains("wang@example.com"));
    assert!(!stranger.get("/apply/who").await.body.contains("wang@example.com"));
}
