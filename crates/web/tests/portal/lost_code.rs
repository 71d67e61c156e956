//! A lost query code: sent to the contact on file, in force once the letter has gone, and nothing promised where none goes.
//!
//! Not here: the sending of letters (`gongkai-jobs`), how often somebody may ask (`robots`).

use super::world::{Browser, Page, World};
use crate::{file, found};
use gongkai_app::WaysOut;
use gongkai_app::portal::lost_code;
use gongkai_storage::{AuditFilter, AuditRow};

/// Asks for a new code, as slowly as people do.
pub(crate) async fn lost(browser: &mut Browser, world: &World, number: &str, contact: &str) -> Page {
    let token = browser.get("/track/lost-code").await.token();
    world.pass(10);
    let fields = [("token", token.as_str()), ("number", number), ("contact", contact)];
    browser.post("/track/lost-code", &fields).await
}

/// What the program that sends letters does once one has gone.
async fn gone(world: &World, letter: &str) {
    let code = lost_code::brought(letter).unwrap();
    assert!(lost_code::is_wanted(&world.web.office, &code).await.unwrap());
    lost_code::put_in_force(&world.web.office, &code, lost_code::MAIL).await.unwrap();
    world.drop_letters().await;
    assert!(
        !lost_code::is_wanted(&world.web.office, &code).await.unwrap(),
        "a letter sent twice changes nothing"
    );
}

fn new_code(letter: &str) -> String {
    letter.split("新查询码为 ").nth(1).unwrap()[..9].to_owned()
}

#[tokio::test]
async fn a_lost_code_goes_to_the_contact_on_file_only_and_the_old_one_ends_when_the_letter_has_gone() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    let (reference, code) = file(&mut citizen, &world).await;
    let place = found(&mut citizen, &reference, &code).await;
    assert_eq!(citizen.get(&place).await.status, 200);
    let mut stranger = world.browser();
    let hasty =
        stranger.send("/track/lost-code", &[("number", &reference), ("contact", "wang@example.com")]).await;
    assert!(hasty.status == 422 && hasty.body.contains("等于几？"), "nobody fills in a form in no time");
    let wrong = lost(&mut stranger, &world, &reference, "13900000000").await;
    let mut neighbour = world.browser();
    neighbour.from = Some("192.0.2.1".parse().unwrap());
    let nobody = lost(&mut neighbour, &world, "SQ202599999ZZZZ", "13900000000").await;
    assert!(world.letters().await.is_empty());
    let right = lost(&mut stranger, &world, &reference, "wang@example.com").await;
    let about = |page: &Page| page.between("<main", "</main>");
    assert_eq!(about(&wrong), about(&right), "nobody learns whether they fit");
    assert_eq!(about(&wrong), about(&nobody), "nor whether there is such a number");
    assert!(right.body.contains("新查询码发出之前，原查询码仍然有效"), "{}", right.body);
    let letters = world.letters().await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].contains("wang@example.com") && letters[0].contains(&reference), "{letters:?}");
    let new = new_code(&letters[0]);
    assert_eq!(citizen.get(&place).await.status, 200, "until the letter has gone the old code is in force");
    assert!(found(&mut world.browser(), &reference, &new).await.is_empty(), "and the new one is not");
    gone(&world, &letters[0]).await;
    assert!(found(&mut world.browser(), &reference, &code).await.is_empty(), "the old code has ended");
    assert_eq!(citizen.get(&place).await.location(), "/track", "and with it what it had opened");
    let place = found(&mut citizen, &reference, &new).await;
    assert_eq!(place, format!("/track/{reference}"));
    assert!(citizen.get(&place).await.body.contains("更换查询码，旧查询码失效"));
    let office = &world.web.office;
    let audited = office.storage.audit(&AuditFilter::default(), None, 50).await.unwrap();
    for action in ["send_code", "reissue_code", "refuse_reissue_code"] {
        let of_agency = |line: &AuditRow| line.action == action && line.agency == Some(world.web.agency);
        assert!(audited.iter().any(of_agency), "{action}: an auditor of the agency sees it");
    }
    office.storage.verify_agency(world.web.agency).await.unwrap();
}

#[tokio::test]
async fn where_no_letter_goes_out_the_page_says_so_and_no_code_ends() {
    let world = World::with_ways_out("", WaysOut::default()).await;
    let mut citizen = world.browser();
    let (reference, code) = file(&mut citizen, &world).await;
    let page = citizen.get("/track/lost-code").await;
    assert!(page.status == 200 && page.body.contains("没有开通短信和电子邮件"), "{}", page.body);
    assert!(page.body.contains("受理窗口") && page.body.contains("0999-8000000"), "where to turn is told");
    assert!(!page.body.contains("name=\"contact\""), "nothing is asked that nobody answers");
    let sent =
        citizen.post("/track/lost-code", &[("number", &reference), ("contact", "wang@example.com")]).await;
    assert!(sent.body.contains("没有开通短信和电子邮件") && world.letters().await.is_empty());
    assert_eq!(found(&mut citizen, &reference, &code).await, format!("/track/{reference}"));

    // with mail alone a telephone number is answered by how it is written, whatever is on file
    let world = World::with_ways_out("", WaysOut { mail: true, text_messages: false }).await;
    let (reference, _) = file(&mut world.browser(), &world).await;
    for number in [reference.as_str(), "SQ202599999ZZZZ"] {
        let page = lost(&mut world.browser(), &world, number, "13800138000").await;
        assert!(page.status == 422 && page.body.contains("没有开通短信"), "{}", page.body);
        assert!(page.body.contains("value=\"13800138000\""), "what was typed is kept");
    }
    assert!(world.letters().await.is_empty());
}

#[tokio::test]
async fn the_desk_sends_a_new_code_to_the_contact_on_file_where_letters_go_out_and_else_says_so() {
    for (ways, is_sent) in [(WaysOut { mail: true, text_messages: false }, true), (WaysOut::default(), false)]
    {
        let world = World::with_ways_out("", ways).await;
        let (reference, code) = file(&mut world.browser(), &world).await;
        let mut clerk = world.registrar().await;
        let path = format!("/desk/applications/{reference}/reissue-code");
        let form = clerk.get(&path).await;
        assert_eq!(form.status, 200, "{}", form.body);
        let version = form.between("name=\"version\" value=\"", "\"");
        let token = form.between("name=\"token\" value=\"", "\"");
        let fields = [("token", token.as_str()), ("version", version.as_str()), ("how", "contact")];
        let done = clerk.post(&path, &fields).await;
        let letters = world.letters().await;
        assert_eq!((done.status == 303, letters.len() == 1), (is_sent, is_sent), "{}", done.body);
        assert!(is_sent || done.body.contains("请当面补发"), "{}", done.body);
        assert!(!found(&mut world.browser(), &reference, &code).await.is_empty(), "nothing has gone yet");
        if let Some(letter) = letters.first() {
            gone(&world, letter).await;
            assert!(found(&mut world.browser(), &reference, &code).await.is_empty());
            assert!(!found(&mut world.browser(), &reference, &new_code(letter)).await.is_empty());
        }
    }
}
