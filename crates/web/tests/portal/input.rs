//! Bad input at every form of the portal: refused by a page that says why, nothing lost, nothing executed.
//!
//! Not here: what is wrong with an upload (`super::super`), the reading of headers (`gongkai_web::server::respond`).

use super::world::{Browser, Page, World, day};
use crate::{RECEIVE, WHO, file, found};
use gongkai_app::Actor;
use gongkai_app::application::act::{act, step};
use gongkai_deadline::WorkingDays;
use gongkai_domain::application::{ConfirmationMethod, Event, PaperRef};
use gongkai_domain::ids::PaperId;
use gongkai_domain::staff::Permission;

const FORM: &str = "application/x-www-form-urlencoded";

/// Everything that takes a form, for somebody who has an application to correct and another one to give reasons for.
fn forms(place: &str, other: &str) -> Vec<String> {
    let fixed = [
        "/apply/agency",
        "/apply/who",
        "/apply/what",
        "/apply/receive",
        "/apply/proof",
        "/apply/check",
        "/track",
        "/track/lost-code",
        "/complain?agency=yzsj",
        "/correct-record?agency=yzsj",
    ];
    let own = [(place, "correct"), (other, "reasons"), (place, "withdraw")];
    let own = own.map(|(place, page)| format!("{place}/{page}"));
    fixed.map(str::to_owned).into_iter().chain(own).collect()
}

/// Of these, the ones that send files.
fn with_files(place: &str) -> Vec<(String, &'static str)> {
    vec![
        ("/apply/proof".to_owned(), "proof"),
        ("/correct-record?agency=yzsj".to_owned(), "evidence"),
        (format!("{place}/correct"), "file"),
    ]
}

/// What an applicant knows of an application.
pub(crate) struct Known {
    pub(crate) place: String,
    pub(crate) reference: String,
    pub(crate) code: String,
}

/// An application that waits for its correction, and one that waits for reasons.
pub(crate) struct Asked {
    pub(crate) correction: Known,
    pub(crate) reasons: Known,
}

impl Asked {
    pub(crate) async fn of(world: &World, citizen: &mut Browser) -> Self {
        let correction = registered(world, citizen, 1).await;
        let reasons = registered(world, citizen, 2).await;
        let (office, clerk) = (&world.web.office, Actor::Program("test"));
        let on = office.today();
        let id = async |known: &Known| {
            office.storage.application_by_reference(&known.reference).await.unwrap().unwrap().id
        };
        let asked = Event::ReasonsRequested {
            on,
            applications: 40,
            since: day(2025, 1, 1),
            until: on,
            answer_by: day(2025, 9, 30),
            paper: PaperRef { paper: PaperId(uuid::Uuid::from_u128(5)), number: None },
            awaits_service: false,
        };
        step(office, &clerk, id(&reasons).await, None, asked).await.unwrap();
        let paper = PaperRef { paper: PaperId(uuid::Uuid::from_u128(9)), number: None };
        act(office, &clerk, id(&correction).await, None, Permission::AskCorrection, async move |case| {
            let matters = case.keep("请明确行业分类标准").await?;
            let within = WorkingDays(15);
            case.step(Event::CorrectionAsked { on, within, matters, paper, awaits_service: false })
        })
        .await
        .unwrap();
        Self { correction, reasons }
    }

    fn forms(&self) -> Vec<String> {
        forms(&self.correction.place, &self.reasons.place)
    }

    /// Shows number and code again where an address is about an application: a browser sees one at a time, and not for long.
    async fn before(&self, citizen: &mut Browser, path: &str) {
        for known in [&self.correction, &self.reasons] {
            if path.starts_with(&known.place) {
                assert_eq!(found(citizen, &known.reference, &known.code).await, known.place);
            }
        }
    }
}

async fn registered(world: &World, citizen: &mut Browser, number: u32) -> Known {
    let (reference, code) = file(citizen, world).await;
    let office = &world.web.office;
    let id = office.storage.application_by_reference(&reference).await.unwrap().unwrap().id;
    let (on, clerk) = (office.today(), Actor::Program("test"));
    let confirmed = Event::Confirmed { on, method: ConfirmationMethod::Telephone, note: None };
    step(office, &clerk, id, None, confirmed).await.unwrap();
    let number = format!("依申请〔2025〕{number}号");
    step(office, &clerk, id, None, Event::Registered { number, received_on: on, on, checks: Vec::new() })
        .await
        .unwrap();
    Known { place: format!("/track/{reference}"), reference, code }
}

#[test]
fn the_list_of_forms_names_every_address_that_takes_one() {
    let routes = include_str!("../../src/server/portal/mod.rs");
    assert_eq!(
        routes.matches(".post(").count(),
        forms("", "").len(),
        "a form of the portal is not in the table"
    );
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
    let world = World::supervised().await;
    let mut citizen = world.browser();
    let asked = Asked::of(&world, &mut citizen).await;
    let before = world.kept().await;
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
    for path in asked.forms() {
        asked.before(&mut citizen, &path).await;
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
    assert_eq!((world.applications().await, world.kept().await), (2, before), "nothing came of it");
    world.web.office.storage.verify_agency(world.web.agency).await.unwrap();
}

#[tokio::test]
async fn a_field_of_a_hundred_thousand_characters_is_told_and_a_field_twice_or_of_another_kind_is_no_accident()
 {
    let world = World::supervised().await;
    let mut citizen = world.browser();
    let asked = Asked::of(&world, &mut citizen).await;
    let (place, other) = (&asked.correction.place, &asked.reasons.place);
    let before = world.kept().await;
    let long = "长".repeat(100_000);
    let fields: [(&str, &[&str]); 11] = [
        ("/apply/agency", &["agency"]),
        ("/apply/who", &["kind", "name", "representative", "phone", "email", "guardian", "agent"]),
        ("/apply/what", &["matter.0.title", "matter.0.number", "matter.0.description", "form"]),
        ("/apply/receive", &["way", "address", "postcode", "address_confirmed"]),
        ("/track", &["number", "code"]),
        ("/track/lost-code", &["number", "contact"]),
        ("/complain?agency=yzsj", &["subject", "number", "text", "name", "phone", "email"]),
        (
            "/correct-record?agency=yzsj",
            &["kind", "name", "document", "number", "phone", "email", "record", "wrong", "right", "proof"],
        ),
        (&format!("{place}/correct"), &["correction", "matter.1"]),
        (&format!("{other}/reasons"), &["reasons"]),
        (&format!("{place}/withdraw"), &["sure", "reason"]),
    ];
    for (path, names) in &fields {
        // one field after the other, so that each is known to be told
        for name in *names {
            let good: &[(&str, &str)] = match *path {
                "/complain?agency=yzsj" => &[("subject", "not_published"), ("text", "没有公开")],
                "/track" => &[("number", "SQ202500001ABCD"), ("code", "ABCD-EFGH")],
                _ if path.ends_with("/withdraw") => &[("sure", "yes")],
                _ if path.ends_with("/correct") => &[("correction", "按行业门类")],
                _ => &[],
            };
            let mut all: Vec<(&str, &str)> =
                good.iter().copied().filter(|(known, _)| known != name).collect();
            all.push((name, &long));
            world.pass(4000);
            asked.before(&mut citizen, path).await;
            let token = citizen.get(path).await.token();
            world.pass(20);
            all.push(("token", &token));
            let page = citizen.post(path, &all).await;
            assert_eq!(page.status, 422, "{path} {name}");
            assert!(page.body.contains("<title>错误："), "{path} {name}");
            assert!(!page.body.contains(">不超过2"), "{path} {name}: the line says which field");
            let is_typed = !matches!(
                *name,
                "agency"
                    | "kind"
                    | "form"
                    | "way"
                    | "address_confirmed"
                    | "code"
                    | "subject"
                    | "document"
                    | "sure"
            );
            if is_typed {
                assert!(page.body.contains(&long), "{path} {name}: what was typed is kept");
            }
        }
    }
    citizen.send("/apply/who", &[WHO, &[("agent", "某人")]].concat()).await;
    for name in
        ["document_number", "agent_number", "agent_scope", "agent_until", "agent_licence", "agent_firm"]
    {
        let page = citizen.send_files("/apply/proof", &[(name, &long)], &[]).await;
        assert!(page.status == 422 && page.body.contains("<title>错误："), "{name}: {}", page.status);
    }
    assert_eq!(world.kept().await, before, "nothing came of it");
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
    assert!(!found(&mut citizen, &reference, &code).await.is_empty(), "the letter has not gone yet");
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
    let given_back = stranger.post(&withdraw, &fields).await;
    assert!(given_back.status == 403 && given_back.body.contains("查询已经超时"), "{}", given_back.body);
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

#[tokio::test]
async fn a_token_of_another_browser_of_another_form_or_none_and_a_filled_trap_do_nothing_anywhere() {
    let world = World::supervised().await;
    let mut citizen = world.browser();
    let asked = Asked::of(&world, &mut citizen).await;
    // whoever has the same page open in another browser, as far as another browser gets there
    let mut stranger = world.browser();
    stranger.send("/apply/who", WHO).await;
    citizen.send("/apply/who", WHO).await;
    citizen.send("/apply/what", &[("matter.0.title", "甲"), ("form", "paper")]).await;
    citizen.send("/apply/receive", RECEIVE).await;
    citizen.send_files("/apply/proof", &[("later", "1")], &[]).await;
    let before = world.kept().await;
    for path in asked.forms() {
        asked.before(&mut citizen, &path).await;
        let own = citizen.get(&path).await.token();
        world.pass(60);
        let foreign = match stranger.get(&path).await {
            page if page.status == 200 && page.body.contains("name=\"token\"") => page.token(),
            _ => stranger.get("/apply/receive").await.token(),
        };
        let other_form =
            citizen.get(if path == "/track" { "/track/lost-code" } else { "/track" }).await.token();
        let torn = &own[..own.len() - 1];
        for (what, token) in
            [("none", ""), ("torn", torn), ("of another form", other_form.as_str()), ("no token", "1-2-3")]
        {
            let page = citizen.post(&path, &[("token", token), ("correction", "a"), ("sure", "yes")]).await;
            assert_eq!(page.status, 400, "{path}: {what}");
            is_told(&page, &path, what);
        }
        // the pages without a case are the same for everybody, so that their token is too
        if !path.starts_with("/track?") && path != "/track" && path != "/track/lost-code" {
            let page = citizen.post(&path, &[("token", foreign.as_str()), ("correction", "a")]).await;
            assert_eq!(page.status, 400, "{path}: of another browser");
        }
        let trapped = [("token", own.as_str()), ("website", "http://spam.example"), ("sure", "yes")];
        let trapped = citizen.post(&path, &trapped).await;
        assert!(trapped.status == 400 && trapped.body.contains("应当留空"), "{path}: {}", trapped.body);
        // too old
        world.pass(25 * 3600);
        let late =
            citizen.post(&path, &[("token", own.as_str()), ("correction", "a"), ("sure", "yes")]).await;
        // the time of a query is over too
        assert!(matches!(late.status, 400 | 403), "{path}: {}", late.status);
        world.pass(-25 * 3600);
    }
    assert_eq!((world.applications().await, world.kept().await), (2, before), "nothing came of it");
}

#[tokio::test]
async fn control_characters_are_dropped_and_tricks_in_names_of_files_reach_no_path() {
    let world = World::supervised().await;
    let mut citizen = world.browser();
    let asked = Asked::of(&world, &mut citizen).await;
    let tricks = [
        "../../../../etc/cron.d/x.png",
        "..\\..\\windows\\x.png",
        "/etc/passwd",
        "C:\\x\\y.png",
        "x.png\u{0}.exe",
        "\u{202e}gnp.x",
        ".",
        "con.png",
        "a\r\nSet-Cookie: a=b.png",
    ];
    for (path, field) in with_files(&asked.correction.place) {
        for trick in tricks {
            world.pass(3600);
            asked.before(&mut citizen, &path).await;
            let token = citizen.get(&path).await.token();
            let mut body = Vec::new();
            let head = format!(
                "--frontier\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n{token}\r\n\
                 --frontier\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{trick}\"\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(b"\x89PNG\r\n\x1a\nrest\r\n--frontier--\r\n");
            let page = citizen.raw(&path, "multipart/form-data; boundary=frontier", body).await;
            assert!(page.status < 500, "{path} {trick:?}: {}", page.status);
            for (name, value) in &page.headers {
                assert!(name != "set-cookie" || !value.to_str().unwrap().contains("a=b"), "{trick:?}");
            }
            for part in ["etc/", "..", "C:", "\u{202e}", "\u{0}"] {
                let shown = page.body.split("已上传“").nth(1).and_then(|rest| rest.split('”').next());
                assert!(shown.is_none_or(|shown| !shown.contains(part)), "{path} {trick:?}: {shown:?}");
            }
        }
    }
    let inside = world.file_names();
    assert!(!inside.is_empty() && inside.iter().all(|name| name.bytes().all(|b| b.is_ascii_alphanumeric())));
    // a NUL and a bell in a field are dropped, and nothing behind them is lost
    world.pass(4000);
    let token = citizen.get("/complain?agency=yzsj").await.token();
    world.pass(60);
    let body = format!("token={token}&subject=not_published&text=a%00b%07%E7%94%B2").into_bytes();
    let filed = citizen.raw("/complain?agency=yzsj", FORM, body).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let receipt = citizen.get(filed.location()).await;
    let code = receipt.between("data-copy=\"查询码\">", "<");
    let reference = filed.location().split('/').nth(2).unwrap();
    let case = citizen.send("/track", &[("number", reference), ("code", &code)]).await;
    assert!(citizen.get(case.location()).await.body.contains("ab甲"));
}
