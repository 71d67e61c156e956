//! Bad input at every form of the portal: refused by a page that says why, nothing lost, nothing executed.
//!
//! Not here: what is wrong with an upload (`super::super`), the reading of headers (`gongkai_web::server::respond`).

use super::world::{Browser, PROXY, Page, World};
use crate::{RECEIVE, WHO, file, found};
use std::net::IpAddr;

const FORM: &str = "application/x-www-form-urlencoded";

/// Everything that takes a form, for somebody who has an application.
fn forms(place: &str) -> Vec<String> {
    let fixed = [
        "/apply/agency",
        "/apply/who",
        "/apply/what",
        "/apply/receive",
        "/apply/proof",
        "/apply/check",
        "/track",
        "/track/lost-code",
    ];
    let own = ["correct", "reasons", "withdraw"].map(|page| format!("{place}/{page}"));
    fixed.map(str::to_owned).into_iter().chain(own).collect()
}

fn is_told(page: &Page, path: &str, what: &str) {
    assert!((400..500).contains(&page.status), "{path} {what}: {}", page.status);
    assert!(
        page.content_type.starts_with("text/html") && page.body.contains("<h1"),
        "{path} {what}: {}",
        page.body
    );
}

#[tokio::test]
async fn what_is_no_form_is_refused_by_a_page_wherever_it_is_sent() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    let (reference, code) = file(&mut citizen, &world).await;
    let place = found(&mut citizen, &reference, &code).await;
    let many = vec!["a=b"; 500].join("&").into_bytes();
    let multipart = "multipart/form-data; boundary=x";
    let bodies: [(&str, &str, Vec<u8>); 14] = [
        ("json", "application/json", b"{\"token\":1}".to_vec()),
        ("no type", "", b"a=b".to_vec()),
        ("plain text", "text/plain", b"a=b".to_vec()),
        ("gbk", FORM, b"name=%CD%F5".to_vec()),
        ("raw bytes", FORM, vec![0xff, 0xfe, b'=', 0xc0]),
        ("half a percent", FORM, b"name=%4".to_vec()),
        ("no hex", FORM, b"name=%zz".to_vec()),
        ("many fields", FORM, many),
        ("too large", FORM, vec![b'a'; 3 * 1024 * 1024]),
        ("no boundary", "multipart/form-data", b"--x--".to_vec()),
        ("cut", multipart, b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nvalue".to_vec()),
        (
            "other boundary",
            multipart,
            b"--y\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--y--\r\n".to_vec(),
        ),
        ("no name", multipart, b"--x\r\nContent-Disposition: form-data\r\n\r\nb\r\n--x--\r\n".to_vec()),
        (
            "gbk in parts",
            multipart,
            b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xcd\xf5\r\n--x--\r\n".to_vec(),
        ),
    ];
    for path in forms(&place) {
        for (what, kind, body) in &bodies {
            is_told(&citizen.raw(&path, kind, body.clone()).await, &path, what);
        }
        let foreign = citizen.post_with(
            &path,
            &[("a", "b")],
            &[("origin", "https://evil.example"), ("host", "a.gov.cn")],
        );
        let foreign = foreign.await;
        assert!(foreign.status == 400 && foreign.body.contains("不是从本网站的页面提交"), "{path}");
    }
    assert_eq!(world.applications().await, 1, "nothing came of it");
    world.web.office.storage.verify_agency(world.web.agency).await.unwrap();
}

#[tokio::test]
async fn a_field_of_a_hundred_thousand_characters_is_told_and_a_field_twice_or_of_another_kind_is_no_accident()
 {
    let world = World::new("").await;
    let mut citizen = world.browser();
    let (reference, code) = file(&mut citizen, &world).await;
    let place = found(&mut citizen, &reference, &code).await;
    let long = "长".repeat(100_000);
    let fields = [
        ("/apply/agency", vec!["agency"]),
        ("/apply/who", vec!["kind", "name", "representative", "phone", "email", "agent"]),
        ("/apply/what", vec!["matter.0.title", "matter.0.number", "matter.0.description", "form"]),
        ("/apply/receive", vec!["way", "address", "postcode", "address_confirmed"]),
        ("/track", vec!["number", "code"]),
        ("/track/lost-code", vec!["number", "contact"]),
    ];
    for (path, names) in &fields {
        let all: Vec<(&str, &str)> = names.iter().map(|name| (*name, long.as_str())).collect();
        let page = citizen.send(path, &all).await;
        assert!(page.status == 422 || page.status == 413, "{path}: {}", page.status);
        assert!(page.body.contains("<title>错误：") || page.status == 413, "{path}");
    }
    let proof: Vec<(&str, &str)> = ["document", "document_number", "credit_code", "agent_number"]
        .map(|name| (name, long.as_str()))
        .to_vec();
    assert_eq!(citizen.send_files("/apply/proof", &proof, &[]).await.status, 422);
    let withdraw = format!("{place}/withdraw");
    let page = citizen.send(&withdraw, &[("sure", "yes"), ("reason", &long)]).await;
    assert!(page.status == 422 && page.body.contains("不超过1000字"), "{}", page.body.len());
    let odd = [
        ("matter.99999999999999999999.title", "a"),
        ("matter.-1.title", "b"),
        ("matter..title", "c"),
        ("matter.0.title[]", "d"),
        ("matter.0.title", "甲"),
        ("matter.0.title", "乙"),
        ("form[x]", "paper"),
        ("form", "paper"),
        ("remove", "18446744073709551616"),
    ];
    let page = citizen.send("/apply/what", &odd).await;
    assert!(page.status == 303 || page.status == 422, "{}", page.status);
    assert_eq!(citizen.get("/apply/what").await.status, 200);
}

#[tokio::test]
async fn markup_and_formulas_in_every_field_are_only_text_wherever_they_are_shown() {
    const EVIL: &str = "\"'><i data-evil onload=x>{{7*7}}</i>";
    let world = World::new("").await;
    let mut citizen = world.browser();
    let title = format!("=HYPERLINK(\"http://evil\"){EVIL}");
    let formula = format!("@SUM(1){EVIL}");
    citizen
        .send(
            "/apply/who",
            &[
                ("kind", "commercial_enterprise"),
                ("name", &formula),
                ("representative", EVIL),
                ("phone", "13800138000"),
                ("agent", EVIL),
            ],
        )
        .await;
    citizen
        .send(
            "/apply/what",
            &[
                ("matter.0.title", &title),
                ("matter.0.number", EVIL),
                ("matter.0.description", EVIL),
                ("form", "paper"),
            ],
        )
        .await;
    citizen.send("/apply/receive", &[("way", "post"), ("address", EVIL), ("address_confirmed", "yes")]).await;
    let name = "a'<i data-evil>.png";
    let kept = citizen.send_files("/apply/proof", &[], &[("licence", name, b"\x89PNG\r\n\x1a\nrest")]).await;
    assert_eq!(kept.location(), "/apply/check", "{}", kept.body);
    world.pass(60);
    let mut pages = Vec::new();
    for path in
        ["/apply/agency", "/apply/who", "/apply/what", "/apply/receive", "/apply/proof", "/apply/check"]
    {
        pages.push((path.to_owned(), citizen.get(path).await));
    }
    let sent = citizen.send("/apply/check", &[]).await;
    assert!(sent.location().starts_with("/apply/done/"), "{}", sent.body);
    let receipt = citizen.get(sent.location()).await;
    let code = receipt.between("data-copy=\"查询码\">", "<");
    let reference = sent.location().rsplit('/').next().unwrap().to_owned();
    pages.push(("receipt".to_owned(), receipt));
    let place = found(&mut citizen, &reference, &code).await;
    for path in [place.clone(), format!("{place}/withdraw")] {
        pages.push((path.clone(), citizen.get(&path).await));
    }
    let mut clerk = world.registrar().await;
    for path in
        ["/desk", "/desk/applications", "/desk/ledger?year=2025", &format!("/desk/applications/{reference}")]
    {
        pages.push((path.to_owned(), clerk.get(path).await));
    }
    for (path, page) in &pages {
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("<i data-evil"), "{path}");
        assert!(!page.body.contains("49</i>") && !page.body.contains("onload=x\""), "{path}");
    }
    let shown = pages.iter().filter(|(_, page)| page.body.contains("&#60;i data-evil")).count();
    assert!(shown >= 8, "the words are shown as they were written: {shown}");
    let ledger = clerk.get("/desk/ledger.csv?year=2025").await;
    assert!(ledger.body.contains("\"'=HYPERLINK"), "{}", ledger.body);
    for line in ledger.body.trim_start_matches('\u{feff}').lines() {
        for cell in line.split(',') {
            assert!(!cell.trim_start_matches('"').starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
}

#[tokio::test]
async fn a_form_that_was_used_does_nothing_again() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    let (reference, code) = file(&mut citizen, &world).await;
    let token = citizen.get("/track/lost-code").await.token();
    world.pass(10);
    let fields = [("token", token.as_str()), ("number", &reference), ("contact", "wang@example.com")];
    for _ in 0..2 {
        assert_eq!(citizen.post("/track/lost-code", &fields).await.status, 200);
    }
    assert_eq!(world.letters().await.len(), 1, "a token sends one letter");
    assert!(found(&mut citizen, &reference, &code).await.is_empty());
    // a token of one form opens no other, and one that was tampered with none at all
    let token = citizen.get("/track").await.token();
    let fields = [("number", reference.as_str()), ("contact", "wang@example.com")];
    for token in
        [token.clone(), token.replace('-', "+"), format!("{token}A"), "0-A-0".to_owned(), String::new()]
    {
        let page = citizen.post("/track/lost-code", &[("token", token.as_str()), fields[0], fields[1]]).await;
        assert_eq!(page.status, 400, "{token}");
    }
}

#[tokio::test]
async fn a_withdrawal_sent_twice_and_one_of_a_stranger_change_nothing_more() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    let (reference, code) = file(&mut citizen, &world).await;
    let place = found(&mut citizen, &reference, &code).await;
    let withdraw = format!("{place}/withdraw");
    let token = citizen.get(&withdraw).await.token();
    let fields = [("token", token.as_str()), ("sure", "yes")];
    let mut stranger = world.browser();
    assert_eq!(stranger.post(&withdraw, &fields).await.location(), "/track");
    for _ in 0..2 {
        assert_eq!(citizen.post(&withdraw, &fields).await.location(), place);
    }
    let id = world.web.office.storage.application_by_reference(&reference).await.unwrap().unwrap().id;
    let stream = gongkai_app::application::case::stream_of(id);
    assert_eq!(world.web.office.storage.events_of(&stream).await.unwrap().len(), 2);
}

#[tokio::test]
async fn an_upload_is_fetched_by_no_address_of_the_portal() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    citizen.send("/apply/who", WHO).await;
    citizen.send("/apply/what", &[("matter.0.title", "甲"), ("form", "paper")]).await;
    citizen.send("/apply/receive", RECEIVE).await;
    citizen.send_files("/apply/proof", &[], &[("proof", "id.png", b"\x89PNG\r\n\x1a\nsecret")]).await;
    world.pass(60);
    let sent = citizen.send("/apply/check", &[]).await;
    let code = citizen.get(sent.location()).await.between("data-copy=\"查询码\">", "<");
    let reference = sent.location().rsplit('/').next().unwrap().to_owned();
    let place = found(&mut citizen, &reference, &code).await;
    let storage = &world.web.office.storage;
    let id = storage.application_by_reference(&reference).await.unwrap().unwrap().id;
    let files = storage.attachments_of(id.0).await.unwrap();
    assert_eq!(files.len(), 1);
    for path in [
        format!("{place}/information/{}", files[0].id),
        format!("{place}/information/{}", files[0].blob),
        format!("{place}/papers/{}.pdf", files[0].id),
        format!("/static/{}", files[0].blob),
        format!("{place}/information/..%2F..%2Fid.png"),
    ] {
        let page = citizen.get(&path).await;
        assert!(page.status == 404 && !page.body.contains("secret"), "{path}: {}", page.status);
    }
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
async fn a_hundred_matters_and_files_that_nobody_asked_for_are_no_way_around_the_limits() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    let names: Vec<String> = (0..100).map(|at| format!("matter.{at}.title")).collect();
    let mut fields: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "甲")).collect();
    fields.push(("form", "paper"));
    let page = citizen.send("/apply/what", &fields).await;
    assert!(page.status == 422 && page.body.contains("一次申请最多填写20项"), "{}", page.status);
    let png = &b"\x89PNG\r\n\x1a\nrest"[..];
    citizen.send("/apply/who", WHO).await;
    let files = [
        ("information", "a.png", png),
        ("scan", "b.png", png),
        ("file", "c.png", png),
        ("../x", "d.png", png),
    ];
    citizen.send_files("/apply/proof", &[], &files).await;
    assert_eq!(world.files(), 0, "only what the form asks for is kept");
}
