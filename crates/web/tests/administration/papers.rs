//! The review of a draft, the ledger as files, and the file of a case as one bundle.

use crate::world::{Answer, Browser, World, id_of};
use axum::http::StatusCode;
use gongkai_app::application::draft_reply::{Drafting, draft_reply};
use gongkai_app::application::{assign, issue, register, serve};
use gongkai_domain::application::{MatterOutcome, ServiceMethod};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::{PaperKind, Reply, sample};
use gongkai_domain::staff::Role;
use std::io::{Cursor, Read as _};

/// A case with its number in the hands of the case handler.
async fn assigned(world: &World, title: &str) -> ApplicationId {
    let id = world.filed(title).await;
    let office = world.office();
    register::register(office, &world.actor(Role::Registrar).await, id, None).await.unwrap();
    let handler = Some(id_of(Role::CaseHandler));
    let assigning = assign::Assigning { department: world.unit, handler, internal_due_on: None };
    let head = world.actor(Role::HeadOfDisclosureOffice).await;
    assign::assign(office, &head, id, None, assigning).await.unwrap();
    id
}

async fn drafted(world: &World, id: ApplicationId, information: Option<&str>) {
    let mut fields = sample::fields(PaperKind::Reply(Reply::Granted));
    if let Some(information) = information {
        let text = fields.to_string().replace("共12页", information);
        fields = serde_json::from_str(&text).unwrap();
    }
    let outcomes = vec![MatterOutcome::new(1, Reply::Granted)];
    let drafting = Drafting { outcomes, fields, ..Drafting::default() };
    let handler = world.actor(Role::CaseHandler).await;
    draft_reply(world.office(), &handler, id, None, drafting).await.unwrap();
}

async fn decide(browser: &mut Browser, path: &str, pairs: &[(&str, &str)]) -> Answer {
    let page = browser.get(path).await;
    // a page without a form has no such fields
    let (token, version, draft) = if page.body.contains("name=\"draft\"") {
        (page.token(), page.hidden("version"), page.hidden("draft"))
    } else {
        (browser.token().await, String::new(), "1".to_owned())
    };
    let mut all = vec![("token", token.as_str()), ("version", version.as_str()), ("draft", draft.as_str())];
    all.extend(pairs.iter().copied());
    browser.post(path, &all).await
}

#[tokio::test]
async fn a_reviewer_sees_what_changed_since_the_draft_that_was_sent_back_and_signs_what_was_seen() {
    let world = World::staffed().await;
    let id = assigned(&world, "某某补偿方案").await;
    drafted(&world, id, None).await;
    let row = world.office().storage.application(id).await.unwrap().unwrap();
    let path = world.web.site.urls.review_of(row.registration.as_deref().unwrap());
    let path = path.strip_prefix("/gk").unwrap().to_owned();
    let mut reviewer = world.signed_in(Role::Reviewer).await;
    let queue = reviewer.get("/desk/review").await;
    assert!(queue.body.contains("某某补偿方案") && queue.body.contains(&path), "{}", queue.body);
    let page = reviewer.get(&path).await;
    assert!(page.body.contains("与空白模板比较") && page.body.contains("<ins>"), "{}", page.body);
    assert!(page.body.contains("签署：工作机构审核") && !page.body.contains("李明远"), "masked");
    let silent = decide(&mut reviewer, &path, &[("decision", "return"), ("words", " ")]).await;
    assert!(silent.body.contains("退回修改的，必须写明理由"), "{}", silent.body);
    let undecided = decide(&mut reviewer, &path, &[("words", "")]).await;
    assert_eq!(undecided.status, StatusCode::UNPROCESSABLE_ENTITY);
    let stale = reviewer.get(&path).await;
    let back = decide(&mut reviewer, &path, &[("decision", "return"), ("words", "页数有误，请核对")]).await;
    assert!(back.location.starts_with("/gk/desk/review?signed="), "{}", back.body);

    drafted(&world, id, Some("共13页")).await;
    // what was looked at before the new draft is not what would be signed now
    let (token, version) = (stale.token(), stale.hidden("version"));
    let old =
        [("token", token.as_str()), ("version", version.as_str()), ("draft", "1"), ("decision", "agree")];
    let refused = reviewer.post(&path, &old).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("刚刚有了变动"), "{}", refused.body);
    let page = reviewer.get(&path).await;
    assert!(page.body.contains("与第1稿比较") && page.body.contains("页数有误，请核对"), "{}", page.body);
    let part = |tag: &str| {
        let mark = format!("<{tag}>");
        let marks = page.body.match_indices(&mark).map(|(at, _)| at);
        marks.map(|at| page.body[at..].split("</").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(part("ins").iter().any(|text| text.contains("共13页")), "{:?}", part("ins"));
    assert!(part("del").iter().any(|text| text.contains("共12页")), "{:?}", part("del"));
    assert!(part("ins").len() == part("del").len(), "nothing else changed");

    let done = decide(&mut reviewer, &path, &[("decision", "agree")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(!reviewer.get("/desk/review").await.body.contains("某某补偿方案"));
    // the same person does not sign twice, and the page says what is against it
    let again = reviewer.get(&path).await;
    assert!(again.body.contains("您不能签署这份文书") && again.body.contains("保密审查"), "{}", again.body);
    let forced = decide(&mut reviewer, &path, &[("decision", "agree")]).await;
    assert_eq!(forced.status, StatusCode::CONFLICT);
    let mut handler = world.signed_in(Role::CaseHandler).await;
    let own = handler.get(&path).await;
    assert!(own.body.contains("您不能签署这份文书"), "{}", own.body);
    assert!(handler.get("/desk/review").await.body.contains("1 份文书正在等待他人审核"));
    for role in [Role::SecrecyReviewer, Role::LeaderInCharge] {
        let mut browser = world.signed_in(role).await;
        let done = decide(&mut browser, &path, &[("decision", "agree"), ("words", "同意")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{role}: {}", done.body);
    }
}

#[tokio::test]
async fn who_reviewed_for_the_office_may_not_sign_off_even_when_acting_for_the_leader() {
    let world = World::staffed().await;
    let id = assigned(&world, "某某方案").await;
    drafted(&world, id, None).await;
    let mut security = world.signed_in(Role::SecurityAdmin).await;
    let token = security.token().await;
    let leader = id_of(Role::LeaderInCharge).to_string();
    let acting = [
        ("token", token.as_str()),
        ("deed", "grant"),
        ("roles", "leader_in_charge"),
        ("from", "2025-09-16"),
        ("until", "2025-09-30"),
        ("acting_for", leader.as_str()),
    ];
    let granted = security.post(&format!("/desk/people/{}", id_of(Role::Reviewer)), &acting).await;
    assert_eq!(granted.status, StatusCode::SEE_OTHER, "{}", granted.body);
    let row = world.office().storage.application(id).await.unwrap().unwrap();
    let path = format!("/desk/review/{}", row.reference);
    let mut reviewer = world.signed_in(Role::Reviewer).await;
    assert_eq!(decide(&mut reviewer, &path, &[("decision", "agree")]).await.status, StatusCode::SEE_OTHER);
    let mut secrecy = world.signed_in(Role::SecrecyReviewer).await;
    assert_eq!(decide(&mut secrecy, &path, &[("decision", "agree")]).await.status, StatusCode::SEE_OTHER);
    let page = reviewer.get(&path).await;
    let reasons =
        page.body.split("您不能签署这份文书</h2>").nth(1).unwrap_or_else(|| panic!("{}", page.body));
    let reasons = reasons.split("</ul>").next().unwrap();
    assert!(reasons.contains("工作机构审核"), "the reason names the step already signed: {reasons}");
    assert_eq!(decide(&mut reviewer, &path, &[("decision", "agree")]).await.status, StatusCode::CONFLICT);
}

fn parts(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

#[tokio::test]
async fn the_ledger_goes_out_as_workbook_and_csv_with_nothing_in_it_computed_and_each_time_audited() {
    let world = World::staffed().await;
    world.filed("=HYPERLINK(\"http://x\",\"点\")").await;
    world.filed("@SUM(A1:A9)").await;
    let mut registrar = world.signed_in(Role::Registrar).await;
    let page = registrar.get("/desk/ledger?year=2025&state=arrived").await;
    assert!(page.body.contains("/gk/desk/ledger.xlsx?year=2025&#38;state=arrived"), "{}", page.body);
    let book = registrar.get("/desk/ledger.xlsx?year=2025").await;
    assert_eq!(book.status, StatusCode::OK);
    assert_eq!(book.media_type, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    let parts = parts(&book.bytes);
    let text = |name: &str| {
        let part = parts.iter().find(|(known, _)| known == name).unwrap();
        String::from_utf8(part.1.clone()).unwrap()
    };
    let sheets = [text("xl/worksheets/sheet1.xml"), text("xl/worksheets/sheet2.xml")];
    assert!(sheets.iter().all(|sheet| !sheet.contains("<f>")), "no formula");
    let strings = text("xl/sharedStrings.xml");
    assert!(strings.contains("=HYPERLINK") && strings.contains("@SUM(A1:A9)") && strings.contains("总计"));
    assert!(!strings.contains("李明远") && strings.contains("李＊＊"), "masked");
    let csv = registrar.get("/desk/ledger.csv?year=2025").await;
    assert_eq!(csv.body.lines().count(), 3);
    assert!(csv.body.contains("'=HYPERLINK") && csv.body.contains("'@SUM"));
    let exports = world.audited().await.iter().filter(|action| *action == "export_ledger").count();
    assert_eq!(exports, 2);
    let mut leader = world.signed_in(Role::LeaderInCharge).await;
    let page = leader.get("/desk/ledger").await;
    assert!(
        page.status == StatusCode::OK && !page.body.contains("ledger.xlsx"),
        "no link to what is refused"
    );
    let filtered = registrar.get("/desk/ledger.xlsx?year=2024").await;
    assert_eq!(filtered.status, StatusCode::OK, "an empty ledger is a file too");
}

#[tokio::test]
async fn a_case_goes_out_as_one_bundle_in_the_order_of_the_archive_and_every_paper_in_word_and_pdf() {
    let world = World::staffed().await;
    let office = world.office();
    let id = assigned(&world, "某某补偿方案").await;
    drafted(&world, id, None).await;
    let row = office.storage.application(id).await.unwrap().unwrap();
    let path = format!("/desk/review/{}", row.reference);
    for role in [Role::Reviewer, Role::SecrecyReviewer, Role::LeaderInCharge] {
        let mut browser = world.signed_in(role).await;
        assert_eq!(decide(&mut browser, &path, &[("decision", "agree")]).await.status, StatusCode::SEE_OTHER);
    }
    let registrar = world.actor(Role::Registrar).await;
    issue::issue(office, &registrar, id, None).await.unwrap();
    issue::seal(office, &world.actor(Role::SealKeeper).await, id, None).await.unwrap();
    let serving = serve::Serving {
        recipient: None,
        method: ServiceMethod::Post,
        sent_on: Some(office.today()),
        signed_on: None,
        is_refusal_witnessed: false,
        proof: "1088123456789".to_owned(),
        scan: None,
    };
    serve::serve(office, &registrar, id, None, serving).await.unwrap();

    let mut browser = world.signed_in(Role::Registrar).await;
    let case = format!("/desk/applications/{}", row.reference);
    let papers = office.storage.papers_of(id).await.unwrap();
    assert!(!papers.is_empty());
    for paper in &papers {
        let docx = browser.get(&format!("{case}/papers/{}.docx", paper.id)).await;
        assert_eq!((docx.status, &docx.bytes[..2]), (StatusCode::OK, &b"PK"[..]));
        let pdf = browser.get(&format!("{case}/papers/{}.pdf", paper.id)).await;
        assert_eq!((pdf.status, &pdf.bytes[..5]), (StatusCode::OK, &b"%PDF-"[..]));
    }
    assert!(browser.get(&case).await.body.contains("volume.zip"), "the page of the case leads to it");
    let volume = browser.get(&format!("{case}/volume.zip")).await;
    assert_eq!((volume.status, volume.media_type.as_str()), (StatusCode::OK, "application/zip"));
    let files = parts(&volume.bytes);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.is_sorted(), "{names:?}");
    for wanted in [
        "00-卷内目录",
        "01-申请表",
        "03-登记表",
        "07-审批单",
        "09-审查意见",
        "10-答复书",
        "11-送达凭证",
        "13-备考表",
    ] {
        assert!(names.iter().any(|name| name.starts_with(wanted)), "{wanted}: {names:?}");
    }
    assert!(names.iter().all(|name| !name.contains("李")), "no name of a person");
    assert!(files.iter().all(|(_, bytes)| bytes.starts_with(b"%PDF-")));
    assert!(world.audited().await.contains(&"export_volume".to_owned()));

    // the volume shows the applicant in clear: who may not reveal them does not get it
    let mut reviewer = world.signed_in(Role::Reviewer).await;
    let refused = reviewer.get(&format!("{case}/volume.zip")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let mut auditor = world.signed_in(Role::AuditAdmin).await;
    assert_eq!(auditor.get(&format!("{case}/volume.zip")).await.status, StatusCode::NOT_FOUND);
}
