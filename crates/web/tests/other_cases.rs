//! Challenges, requests to correct records and complaints through their addresses: the desk's whole course, the citizen's
//! forms, and what is refused on the way.
//!
//! Not here: the rules of the cases (`gongkai-domain`), how the pages look (`pages`).
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

#[path = "other_cases/clashes.rs"]
mod clashes;
#[path = "other_cases/rectified.rs"]
mod rectified;
#[path = "other_cases/staff.rs"]
mod staff;
#[expect(dead_code, reason = "the portal's own tests use more of it")]
#[path = "portal/world.rs"]
mod world;

use axum::http::Method;
use gongkai_app::Actor;
use gongkai_app::account::person;
use gongkai_app::actor::Member;
use gongkai_app::portal::lost_code;
use gongkai_app::query::audit::{Asked, audit};
use gongkai_app::query::other;
use gongkai_app::rebuild::rebuild;
use gongkai_app::report_facts::{Given, report_facts};
use gongkai_domain::report::{Cell, Table4Key};
use gongkai_domain::staff::{Person, Role};
use staff::{answered, desk, id_of, reply, staffed, step, token};
use world::{Browser, Page, World, day, encode};

/// Opens a form, waits as long as people do, and sends it.
async fn fill_in(world: &World, browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let token = browser.get(path).await.token();
    world.pass(60);
    let mut all = vec![("token", token.as_str()), ("website", "")];
    all.extend_from_slice(fields);
    browser.post(path, &all).await
}

/// The code that a receipt tells once.
fn code(receipt: &Page) -> String {
    receipt.between("data-copy=\"查询码\">", "<")
}

async fn table4(world: &World, year: i32, key: Table4Key) -> Cell {
    let report = report_facts(&world.web.office.storage, "yzsj", year, &Given::default()).await.unwrap();
    report.table4[&key].clone()
}

async fn opened(browser: &mut Browser, number: &str, forum: &str, on: &str) -> String {
    let new = browser.get(&format!("/desk/challenges/new?application={}", encode(number))).await;
    assert!(new.status == 200 && new.body.contains(number), "{}", new.body);
    let (token, once) = (token(&new), new.between("name=\"once\" value=\"", "\""));
    let fields = [
        ("token", token.as_str()),
        ("once", once.as_str()),
        ("forum", forum),
        ("role", "respondent"),
        ("challenged", "reply"),
        ("applications", number),
        ("on", on),
        ("case_number", "云政复〔2025〕31号"),
    ];
    let done = browser.post("/desk/challenges/new", &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let again = browser.post("/desk/challenges/new", &fields).await;
    assert_eq!(again.location(), done.location(), "a double submit makes one case");
    let mut other = fields;
    other[7].1 = "云政复〔2025〕32号";
    let changed = browser.post("/desk/challenges/new", &other).await;
    assert!(changed.status == 422 && changed.body.contains("没有提交"), "{}", changed.body);
    assert_ne!(changed.between("name=\"once\" value=\"", "\""), once, "another one goes under another word");
    done.location().to_owned()
}

const ALL_PAPERS: [(&str, &str); 3] =
    [("papers", "reconsideration_answer"), ("papers", "evidence_list"), ("papers", "power_of_attorney")];

#[tokio::test]
async fn a_reconsideration_goes_from_its_registration_to_the_report_and_the_quashed_reply_is_given_anew() {
    let world = staffed().await;
    let (application, number) = Box::pin(answered(&world, day(2025, 9, 1))).await;
    world.set_clock(day(2025, 9, 30), 9);
    let mut lawyer = desk(&world, "lawyer").await;
    let empty = lawyer.get("/desk/challenges").await;
    assert!(empty.body.contains("没有符合条件的案件") && empty.body.contains("登记复议、诉讼"));
    let form = lawyer.get("/desk/challenges/new").await;
    let faulty = lawyer.post("/desk/challenges/new", &[("token", &token(&form)), ("on", "昨天")]).await;
    assert!(faulty.status == 422 && faulty.body.contains("不是日期") && faulty.body.contains("昨天"));
    let case = opened(&mut lawyer, &number, "reconsideration", "2025-09-15").await;

    let page = lawyer.get(&case).await;
    assert!(
        page.body.contains("云政复〔2025〕31号") && page.body.contains("已受理，待收副本"),
        "{}",
        page.body
    );
    assert!(
        page.body.contains("案件处于“已受理，待收副本”，不能提交答复（答辩）"),
        "blocked with its reason"
    );
    let application_page = lawyer.get(&format!("/desk/applications/{}", encode(&number))).await;
    assert!(application_page.body.contains("云政复〔2025〕31号"), "linked from the application");

    // the copy starts the clock of ten working days, over the October holiday
    let before = lawyer.get(&format!("{case}/receive-copy")).await;
    assert!(before.body.contains("如果今日收到副本") && before.body.contains("《行政复议法》第四十八条"));
    let fields = [("on", "2025-09-18"), ("procedure", "ordinary"), ("words", "请求撤销")];
    let done = step(&mut lawyer, &format!("{case}/receive-copy"), &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = lawyer.get(&case).await;
    assert!(page.body.contains("10月9日（周四）") && page.body.contains("第四十八条"), "{}", page.body);
    let list = lawyer.get("/desk/challenges?open=open").await;
    assert!(list.body.contains("待答复（答辩）") && list.body.contains("2025-10-09"));

    // a paper is written here, the answer is refused until every paper is there
    let fields = [
        ("kind", "evidence_list"),
        ("case_number", "云政复〔2025〕31号"),
        ("evidence", "申请表|申请内容|1-2|本机关\n答复书|已答复|3|本机关"),
        ("submitted_by", "某lawyer"),
        ("submitted_on", "2025-09-30"),
    ];
    let done = step(&mut lawyer, &format!("{case}/paper"), &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = lawyer.get(&case).await;
    let paper = page.between(&format!("{case}/papers/"), "\"");
    let audited = async || {
        let filter =
            gongkai_storage::AuditFilter { action: Some("open_paper".to_owned()), ..Default::default() };
        world.web.office.storage.audit(&filter, None, 100).await.unwrap().len()
    };
    let before = audited().await;
    let text = lawyer.get(&format!("{case}/papers/{paper}")).await;
    assert_eq!(audited().await, before + 1, "opening a paper leaves a line in the audit log");
    assert!(text.status == 200 && text.body.contains("证据目录"), "{}", text.body);
    let answer = format!("{case}/answer");
    let lacking = step(&mut lawyer, &answer, &[("on", "2025-09-29"), ALL_PAPERS[1]]).await;
    assert_eq!(lacking.status, 409);
    assert!(lacking.body.contains("缺少行政复议答复书、授权委托书"), "{}", lacking.body);
    let mut fields = vec![("on", "2025-09-30")];
    fields.extend(ALL_PAPERS);
    assert_eq!(step(&mut lawyer, &answer, &fields).await.status, 303);

    // the decision, entered at the desk, is what table 4 counts
    assert_eq!(table4(&world, 2025, Table4Key::ReconsiderationPending).await, Cell::count(1));
    world.set_clock(day(2025, 10, 20), 9);
    let mut lawyer = desk(&world, "lawyer").await;
    let decision = format!("{case}/decision");
    let foreign = [
        ("on", "2025-10-16"),
        ("received_on", "2025-10-17"),
        ("decision", "suit_rejected"),
        ("redo", "none"),
    ];
    let foreign = step(&mut lawyer, &decision, &foreign).await;
    assert!(foreign.status == 409 && foreign.body.contains("不是行政复议的处理结果"), "{}", foreign.body);
    let early = [
        ("on", "2025-10-16"),
        ("received_on", "2025-10-15"),
        ("decision", "reconsideration_quashed"),
        ("redo", "unnamed"),
    ];
    let early = step(&mut lawyer, &decision, &early).await;
    assert!(early.status == 422 && early.body.contains("收到日期早于作出日期"));
    let fields = [
        ("on", "2025-10-16"),
        ("received_on", "2025-10-17"),
        ("decision", "reconsideration_quashed"),
        ("redo", "unnamed"),
    ];
    assert_eq!(step(&mut lawyer, &decision, &fields).await.status, 303);
    assert_eq!(table4(&world, 2025, Table4Key::ReconsiderationCorrected).await, Cell::count(1));
    assert_eq!(table4(&world, 2025, Table4Key::ReconsiderationPending).await, Cell::count(0));
    assert_eq!(table4(&world, 2025, Table4Key::ReconsiderationTotal).await, Cell::count(1));

    // the quashed reply is given anew: the head takes the application up again
    let page = lawyer.get(&case).await;
    assert!(
        page.body.contains("尚未按照裁判（决定）重新作出答复") && page.body.contains("11月14日"),
        "{}",
        page.body
    );
    assert!(page.body.contains("“重新办理”由工作机构负责人办理"), "the lawyer reads why not");
    let mut head = desk(&world, "head").await;
    let id = application.to_string();
    let fields =
        [("application", id.as_str()), ("causes", "facts"), ("lesson", "检索范围应当包括各内设机构")];
    let reopened = step(&mut head, &format!("{case}/reopen"), &fields).await;
    assert_eq!(reopened.status, 303, "{}", reopened.body);
    assert!(reopened.location().contains("/desk/applications/"), "back to the application");
    let again = head.get(reopened.location()).await;
    assert!(again.status == 200 && again.body.contains("重新答复"), "{}", again.body);
    world.set_clock(day(2025, 10, 24), 9);
    Box::pin(reply(&world, application)).await;
    let mut lawyer = desk(&world, "lawyer").await;
    // the service of the new reply is known to the challenge, and the lesson was noted when the case was taken up again
    let page = lawyer.get(&case).await;
    assert!(!page.body.contains("尚未按照裁判（决定）重新作出答复"), "{}", page.body);
    assert!(page.body.contains("检索范围应当包括各内设机构"), "{}", page.body);
    let blocked = lawyer.get(&format!("{case}/redo")).await;
    assert!(blocked.body.contains("已经重新作出答复"), "{}", blocked.body);
    assert_eq!(step(&mut lawyer, &format!("{case}/archive"), &[]).await.status, 303);

    let office = &world.web.office;
    office.storage.verify_agency(world.web.agency).await.unwrap();
    let rebuilt = rebuild(&office.storage, &office.calendar(), office.today()).await.unwrap();
    assert_eq!((rebuilt.challenges, rebuilt.corrected, rebuilt.missing), (1, vec![], vec![]));
}

#[tokio::test]
async fn a_suit_is_final_only_after_the_period_for_an_appeal_and_stays_one_number_over_both_instances() {
    let world = staffed().await;
    let (_, number) = Box::pin(answered(&world, day(2025, 3, 3))).await;
    world.set_clock(day(2025, 6, 20), 9);
    let mut head = desk(&world, "head").await;
    let case = opened(&mut head, &number, "direct_suit", "2025-04-01").await;
    let copy = [("on", "2025-04-03"), ("procedure", "ordinary")];
    assert_eq!(step(&mut head, &format!("{case}/receive-copy"), &copy).await.status, 303);
    let late = [
        ("on", "2025-04-15"),
        ("papers", "suit_answer"),
        ("papers", "evidence_list"),
        ("papers", "power_of_attorney"),
    ];
    assert_eq!(step(&mut head, &format!("{case}/answer"), &late).await.status, 303);
    let hearing = [("on", "2025-05-08"), ("leader", "yes")];
    let refused = step(&mut head, &format!("{case}/hearing"), &hearing).await;
    assert!(
        refused.status == 409 && refused.body.contains("缺少行政机关负责人出庭情况说明"),
        "{}",
        refused.body
    );
    let hearing = [("on", "2025-05-08"), ("leader", "yes"), ("papers", "court_appearance_statement")];
    assert_eq!(step(&mut head, &format!("{case}/hearing"), &hearing).await.status, 303);
    let decided = [
        ("on", "2025-06-10"),
        ("received_on", "2025-06-12"),
        ("decision", "suit_rejected"),
        ("redo", "none"),
    ];
    assert_eq!(step(&mut head, &format!("{case}/decision"), &decided).await.status, 303);
    let early = head.get(&format!("{case}/finality")).await;
    assert!(early.body.contains("届满前裁判尚未生效"), "{}", early.body);
    let appeal = [("on", "2025-06-18"), ("side", "other")];
    assert_eq!(step(&mut head, &format!("{case}/appeal"), &appeal).await.status, 303);
    assert_eq!(table4(&world, 2025, Table4Key::DirectSuitPending).await, Cell::count(1));
    world.set_clock(day(2025, 9, 12), 9);
    let mut head = desk(&world, "head").await;
    let ended =
        [("on", "2025-09-10"), ("received_on", "2025-09-11"), ("outcome", "upheld"), ("redo", "none")];
    let done = step(&mut head, &format!("{case}/appeal-decision"), &ended).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(table4(&world, 2025, Table4Key::DirectSuitUpheld).await, Cell::count(1));
    assert_eq!(table4(&world, 2025, Table4Key::DirectSuitTotal).await, Cell::count(1));
}

#[tokio::test]
async fn whoever_keeps_no_challenges_neither_sees_nor_opens_one_and_two_clerks_lose_nothing() {
    let world = staffed().await;
    let (_, number) = Box::pin(answered(&world, day(2025, 9, 1))).await;
    world.set_clock(day(2025, 9, 30), 9);
    let mut lawyer = desk(&world, "lawyer").await;
    let case = opened(&mut lawyer, &number, "reconsideration", "2025-09-15").await;
    let mut supervisor = desk(&world, "supervisor").await;
    assert_eq!(supervisor.get("/desk/challenges").await.status, 403);
    assert_eq!(supervisor.get(&case).await.status, 404, "another agency's case");
    let mut registrar = desk(&world, "registrar").await;
    assert_eq!(registrar.get(&case).await.status, 200, "who sees the application sees what became of it");
    let page = registrar.get(&format!("{case}/receive-copy")).await;
    assert!(page.body.contains("“办理复议、诉讼”由"), "and reads who may: {}", page.body);
    // two people with one page
    let path = format!("{case}/receive-copy");
    let mut head = desk(&world, "head").await;
    let page = head.get(&path).await;
    let version = page.between("name=\"version\" value=\"", "\"");
    assert_eq!(
        step(&mut lawyer, &path, &[("on", "2025-09-18"), ("procedure", "simplified")]).await.status,
        303
    );
    let mine = [
        ("token", token(&page)),
        ("version", version),
        ("on", "2025-09-19".to_owned()),
        ("procedure", "ordinary".to_owned()),
    ];
    let mine: Vec<(&str, &str)> = mine.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let clash = head.post(&path, &mine).await;
    assert_eq!(clash.status, 409);
    assert!(
        clash.body.contains("这件案件刚刚有了变动") && clash.body.contains("2025-09-19"),
        "{}",
        clash.body
    );
    let without = head.post(&path, &mine[1..]).await;
    assert_eq!(without.status, 403, "a form without the token of the session");
}

const WRONG_RECORD: &[(&str, &str)] = &[
    ("kind", "natural_person"),
    ("name", "王<b>建国</b>"),
    ("document", "resident_id"),
    ("number", "11010519491231002X"),
    ("phone", "13800138000"),
    ("record", "企业登记信息公示表<script>alert(1)</script>"),
    ("wrong", "登记的住所地为和平路1号"),
    ("right", "住所地应为和平路10号"),
    ("proof", ""),
];

#[tokio::test]
async fn a_citizen_asks_for_the_correction_of_a_record_and_follows_it_to_the_answer() {
    let world = staffed().await;
    let mut citizen = world.browser();
    let guide = citizen.get("/guide").await;
    assert!(
        guide.body.contains("/correct-record?agency=yzsj") && guide.body.contains("/complain?agency=yzsj")
    );
    let empty = fill_in(&world, &mut citizen, "/correct-record?agency=yzsj", &[]).await;
    assert!(empty.status == 422 && empty.body.contains("写明哪里不准确"), "{}", empty.body);
    // a file that was good is kept although a field was not
    world.pass(60);
    let faulty = citizen
        .send_files(
            "/correct-record?agency=yzsj",
            &WRONG_RECORD[..5],
            &[("evidence", "证照.png", b"\x89PNG\r\n\x1a\nrest")],
        )
        .await;
    assert!(faulty.status == 422 && faulty.body.contains("已上传“证照.png”"), "{}", faulty.body);
    let filed = fill_in(&world, &mut citizen, "/correct-record?agency=yzsj", WRONG_RECORD).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let ahead = citizen.method(Method::HEAD, filed.location()).await;
    assert_eq!(ahead.status, 200, "a look ahead uses nothing up");
    let receipt = citizen.get(filed.location()).await;
    let code = code(&receipt);
    let reference = filed.location().split('/').nth(2).unwrap().to_owned();
    assert!(reference.starts_with("GZ2025") && receipt.body.contains("更正申请已经提交"));
    assert!(!citizen.get(filed.location()).await.body.contains(&code), "the code is told once");
    assert!(world.browser().get(filed.location()).await.location().ends_with("/track"));

    let mut registrar = desk(&world, "registrar").await;
    let list = registrar.get("/desk/record-corrections").await;
    assert!(list.body.contains(&reference) && list.body.contains("王＊＊"), "{}", list.body);
    assert!(!list.body.contains("建国") && !list.body.contains("<script>alert"), "masked and escaped");
    let case = format!("/desk/record-corrections/{reference}");
    let page = registrar.get(&case).await;
    assert!(page.body.contains("证照.png") && page.body.contains("更正申请处于“已收到”，不能作出处理"));
    let link = page.between(&format!("{case}/files/"), "\"");
    let file = registrar.get(&format!("{case}/files/{link}")).await;
    assert!(file.status == 200 && file.content_type == "image/png");
    let shown = registrar.post(&format!("{case}/reveal"), &[("token", &token(&page))]).await;
    assert!(shown.body.contains("11010519491231002X") && shown.body.contains("已记入审计"), "{}", shown.body);
    let handler = id_of("handler").to_string();
    assert_eq!(step(&mut registrar, &format!("{case}/examine"), &[("handler", &handler)]).await.status, 303);

    let mut handler = desk(&world, "handler").await;
    let decide = format!("{case}/decide");
    let nobody = [("on", "2025-09-16"), ("outcome", "redirected"), ("words", "不属于本机关")];
    let nobody = step(&mut handler, &decide, &nobody).await;
    assert!(nobody.status == 409 && nobody.body.contains("应当写明有权更正的机关"), "{}", nobody.body);
    let decided = [("on", "2025-09-16"), ("outcome", "corrected"), ("words", "经核对证照，记录有误。")];
    assert_eq!(step(&mut handler, &decide, &decided).await.status, 303);
    let editor = handler.get(&format!("{case}/answer")).await;
    assert!(
        editor.body.contains("经核对证照，记录有误。") && !editor.body.contains("建国"),
        "{}",
        editor.body
    );
    let fields = [
        ("asked_on", "2025-09-16"),
        ("record", "企业登记信息公示表的住所地"),
        ("outcome", "corrected"),
        ("reasons", "经核对证照，记录有误。"),
    ];
    let other = [fields[0], fields[1], ("outcome", "refused"), fields[3]];
    let other = step(&mut handler, &format!("{case}/answer"), &other).await;
    assert!(other.status == 422 && other.body.contains("答复书应当一致"), "{}", other.body);
    let done = step(&mut handler, &format!("{case}/answer"), &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(handler.get(&case).await.body.contains("云数公开告〔2025〕1号"));

    // a paper with a slip is cancelled by the head, keeps its number in the register and is written anew
    let void = format!("{case}/void");
    let denied = handler.get(&void).await;
    assert!(denied.body.contains("“文书作废”由"), "{}", denied.body);
    let mut head = desk(&world, "head").await;
    let bare = step(&mut head, &void, &[("reason", " ")]).await;
    assert!(bare.status == 422 && bare.body.contains("写明作废的理由"), "{}", bare.body);
    assert_eq!(step(&mut head, &void, &[("reason", "结果写错")]).await.status, 303);
    let page = head.get(&case).await;
    assert!(page.body.contains("答复书作废") && page.body.contains("结果写错"), "{}", page.body);
    assert_eq!(step(&mut handler, &format!("{case}/answer"), &fields).await.status, 303);
    let page = handler.get(&case).await;
    assert!(
        page.body.contains("云数公开告〔2025〕2号") && page.body.contains("答复书待送达"),
        "{}",
        page.body
    );
    let register = world.web.office.storage.register(world.web.agency, "document", 2025).await.unwrap();
    let kept: Vec<_> = register.iter().map(|row| (row.number, row.voided_because.as_deref())).collect();
    assert_eq!(kept, [(Some(1), Some("结果写错")), (Some(2), None)]);

    // nobody is told before it is served
    let mut early = world.browser();
    let found = early.send("/track", &[("number", &reference), ("code", &code)]).await;
    let page = early.get(found.location()).await;
    assert!(page.body.contains("办理中") && !page.body.contains("下载答复书"), "{}", page.body);
    assert!(!page.body.contains("予以更正") && !page.body.contains("作废"), "{}", page.body);
    let serve = format!("{case}/serve");
    let unproved = [("way", "post"), ("sent_on", "2025-09-16")];
    let unproved = step(&mut handler, &serve, &unproved).await;
    assert!(unproved.status == 422 && unproved.body.contains("填写送达凭证"), "{}", unproved.body);
    let posted = [("way", "post"), ("sent_on", "2025-09-16"), ("tracking", "XA12345678901")];
    assert_eq!(step(&mut handler, &serve, &posted).await.status, 303);
    let returned = [("on", "2025-09-16"), ("reason", "unclaimed")];
    assert_eq!(step(&mut handler, &format!("{case}/service-return"), &returned).await.status, 303);
    let page = handler.get(&case).await;
    assert!(page.body.contains("逾期未领") && page.body.contains("XA12345678901"), "{}", page.body);
    let blocked = head.get(&void).await;
    assert!(blocked.body.contains("已经送达或者寄出，不能作废"), "{}", blocked.body);
    let online = [("way", "online"), ("sent_on", "2025-09-16")];
    assert_eq!(step(&mut handler, &serve, &online).await.status, 303);
    let page = handler.get(&case).await;
    assert!(page.body.contains("网上送达") && page.body.contains("由本系统通过"), "{}", page.body);

    // the citizen, in another browser, with reference and code
    let mut citizen = world.browser();
    let wrong = citizen.send("/track", &[("number", &reference), ("code", "AAAA-AAAA")]).await;
    let nobody = citizen.send("/track", &[("number", "GZ202599999ZZZZ"), ("code", &code)]).await;
    assert!(wrong.status == 422 && nobody.status == 422 && wrong.body.contains("查询码不正确"));
    let found = citizen.send("/track", &[("number", &reference), ("code", &code)]).await;
    assert_eq!(found.location(), format!("/cases/{reference}"));
    let page = citizen.get(found.location()).await;
    assert!(page.body.contains("予以更正") && page.body.contains("下载答复书"), "{}", page.body);
    assert!(page.body.contains("送达答复（网上送达）") && page.body.contains("被退回"), "{}", page.body);
    let paper = page.between(&format!("/cases/{reference}/papers/"), "\"");
    let paper = citizen.get(&format!("/cases/{reference}/papers/{paper}")).await;
    assert!(paper.status == 200 && paper.body.starts_with("%PDF-"));
    world.web.office.storage.verify_agency(world.web.agency).await.unwrap();
}

#[tokio::test]
async fn a_complaint_goes_to_the_authority_above_and_the_agency_complained_of_does_not_see_it() {
    let world = staffed().await;
    let mut citizen = world.browser();
    let form = citizen.get("/complain?agency=yzsj&number=SQ202500001ABCD").await;
    assert!(
        form.body.contains("云州市人民政府办公室") && form.body.contains("SQ202500001ABCD"),
        "{}",
        form.body
    );
    let fields = [
        ("subject", "unlawful_reply"),
        ("number", "SQ202500001ABCD"),
        ("text", "超过期限没有答复<i>"),
        ("name", "王建国"),
        ("phone", "13800138000"),
    ];
    let filed = fill_in(&world, &mut citizen, "/complain?agency=yzsj", &fields).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let receipt = citizen.get(filed.location()).await;
    let code = code(&receipt);
    let reference = filed.location().split('/').nth(2).unwrap().to_owned();
    let case = format!("/desk/complaints/{reference}");

    let mut head = desk(&world, "head").await;
    assert_eq!(head.get("/desk/complaints").await.status, 403);
    assert_eq!(head.get(&case).await.status, 404);
    let mut supervisor = desk(&world, "supervisor").await;
    let page = supervisor.get(&case).await;
    assert!(
        page.body.contains("超过期限没有答复&#60;i&#62;") && page.body.contains("王＊＊"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("王建国"));
    let shown = supervisor.post(&format!("{case}/reveal"), &[("token", &token(&page))]).await;
    assert!(shown.body.contains("王建国") && shown.body.contains("13800138000"));
    let me = id_of("supervisor").to_string();
    assert_eq!(step(&mut supervisor, &format!("{case}/investigate"), &[("handler", &me)]).await.status, 303);
    let early = supervisor.get(&format!("{case}/answer")).await;
    assert!(early.body.contains("尚未登记调查结果"));
    let finding = format!("{case}/finding");
    let without = [("on", "2025-09-16"), ("finding", "proven"), ("words", "查明逾期")];
    let without = step(&mut supervisor, &finding, &without).await;
    assert!(without.status == 422 && without.body.contains("填写整改期限"), "{}", without.body);
    let found =
        [("on", "2025-09-16"), ("finding", "proven"), ("words", "查明逾期"), ("rectify_by", "2025-09-30")];
    assert_eq!(step(&mut supervisor, &finding, &found).await.status, 303);
    let list = supervisor.get("/desk/complaints?open=open").await;
    assert!(list.body.contains("已责令整改") && list.body.contains("个工作日"), "{}", list.body);
    let answer = [("on", "2025-09-16"), ("words", "已责令该局于9月30日前答复。")];
    assert_eq!(step(&mut supervisor, &format!("{case}/answer"), &answer).await.status, 303);
    // one that was written wrongly is cancelled before anybody reads it
    assert_eq!(step(&mut supervisor, &format!("{case}/void"), &[("reason", "日期写错")]).await.status, 303);
    let page = supervisor.get(&case).await;
    assert!(page.body.contains("已作废的答复") && page.body.contains("日期写错"), "{}", page.body);
    assert_eq!(step(&mut supervisor, &format!("{case}/answer"), &answer).await.status, 303);
    let found = citizen.send("/track", &[("number", &reference), ("code", &code)]).await;
    let page = citizen.get(found.location()).await;
    assert!(page.body.contains("调查处理中") && !page.body.contains("已责令该局"), "{}", page.body);
    let served = [("way", "by_hand"), ("sent_on", "2025-09-16"), ("tracking", "送达回证")];
    assert_eq!(step(&mut supervisor, &format!("{case}/serve"), &served).await.status, 303);
    let rectified = [("on", "2025-09-16"), ("words", "已经答复申请人")];
    assert_eq!(step(&mut supervisor, &format!("{case}/rectification"), &rectified).await.status, 303);

    let found = citizen.send("/track", &[("number", &reference), ("code", &code)]).await;
    let page = citizen.get(found.location()).await;
    assert!(
        page.body.contains("已责令该局于9月30日前答复。") && !page.body.contains("查明逾期"),
        "{}",
        page.body
    );
    let office = &world.web.office;
    let rebuilt = rebuild(&office.storage, &office.calendar(), office.today()).await.unwrap();
    assert_eq!((rebuilt.others, rebuilt.corrected, rebuilt.missing), (1, vec![], vec![]));
}

/// Whoever shows who complains stands in the log of the authority, and the auditor finds it by the number of the complaint.
async fn audited(world: &World, reference: &str) {
    let office = &world.web.office;
    let supervisor = person::actor(office, id_of("supervisor")).await.unwrap();
    other::reveal_complainant(office, &supervisor, reference).await.unwrap();
    let auditor = Person {
        id: id_of("lawyer"),
        name: "某人".to_owned(),
        agency: supervisor.member().unwrap().person.agency,
        department: None,
        roles: [Role::AuditAdmin].into_iter().collect(),
        acting_for: Vec::new(),
        is_active: true,
    };
    let auditor = Actor::Member(Box::new(Member { person: auditor }));
    let asked = Asked { case: reference.to_owned(), ..Asked::default() };
    let found = audit(office, &auditor, &asked, None, 10).await.unwrap();
    let lines: Vec<(&str, &str)> =
        found.lines.iter().map(|line| (line.action.as_str(), line.object.as_str())).collect();
    assert_eq!(lines, [("查看投诉人信息", reference)]);
}

#[tokio::test]
async fn a_complaint_may_be_anonymous_and_one_form_makes_one_case() {
    let world = staffed().await;
    let mut citizen = world.browser();
    let token = citizen.get("/complain?agency=yzsj").await.token();
    world.pass(60);
    let fields = [("token", token.as_str()), ("subject", "not_published"), ("text", "没有公开2024年预算")];
    let (mut left, mut right) = (citizen.clone(), citizen.clone());
    let (one, two) = tokio::join!(
        left.post("/complain?agency=yzsj", &fields),
        right.post("/complain?agency=yzsj", &fields)
    );
    assert_eq!((one.status, one.location()), (303, two.location()), "{}", one.body);
    let third = citizen.post("/complain?agency=yzsj", &fields).await;
    assert_eq!(third.location(), one.location());
    // back, something else written, sent again: told what was filed, and nothing is lost
    let mut other = fields;
    other[2].1 = "没有公开2023年决算";
    let changed = citizen.post("/complain?agency=yzsj", &other).await;
    assert!(changed.status == 422 && changed.body.contains("没有公开2023年决算"), "{}", changed.body);
    let reference = one.location().split('/').nth(2).unwrap();
    assert!(changed.body.contains(&format!("编号为{reference}")), "{}", changed.body);
    audited(&world, reference).await;
    let mut supervisor = desk(&world, "supervisor").await;
    let list = supervisor.get("/desk/complaints").await;
    assert_eq!(list.body.matches("没有公开2024年预算").count(), 1);
    assert!(list.body.contains("匿名"));
}

#[tokio::test]
async fn the_forms_of_citizens_refuse_robots_foreign_tokens_and_marked_files() {
    let world = staffed().await;
    let mut citizen = world.browser();
    let said = [("subject", "not_published"), ("text", "没有公开")];
    let token = citizen.get("/complain?agency=yzsj").await.token();
    world.pass(60);
    let trapped = [("token", token.as_str()), ("website", "http://spam"), said[0], said[1]];
    assert!(citizen.post("/complain?agency=yzsj", &trapped).await.body.contains("应当留空"));
    let mut other = world.browser();
    other.get("/complain?agency=yzsj").await;
    let stolen = other.post("/complain?agency=yzsj", &[("token", &token), said[0], said[1]]).await;
    assert_eq!(stolen.status, 400, "a token is bound to its browser");
    assert_eq!(citizen.post("/complain?agency=yzsj", &said).await.status, 400, "no token");
    let foreign = [("token", token.as_str()), said[0], said[1]];
    let foreign =
        citizen.post_with("/complain?agency=yzsj", &foreign, &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(foreign.status, 400);
    let hasty = citizen.send("/complain?agency=yzsj", &said).await;
    assert!(hasty.status == 422 && hasty.body.contains("等于几？") && hasty.body.contains("没有公开"));
    let long = "长".repeat(100_000);
    let long = fill_in(&world, &mut citizen, "/complain?agency=yzsj", &[said[0], ("text", &long)]).await;
    assert!(long.status == 422 && long.body.contains("不超过2000字"));
    let mut marked = b"\xff\xd8\xff\xe0".to_vec();
    marked.extend("机密★".as_bytes());
    let refused = citizen
        .send_files("/correct-record?agency=yzsj", WRONG_RECORD, &[("evidence", "a.jpg", &marked)])
        .await;
    assert!(refused.status == 422 && refused.body.contains("没有接收，也没有保存"), "{}", refused.body);
    assert_eq!(world.files(), 0, "nothing of a refused file is kept");
}

#[tokio::test]
async fn who_complains_or_asks_for_a_correction_chooses_the_agency_and_the_case_goes_there() {
    let world = staffed().await;
    let mut citizen = world.browser();
    let other = world.add_agency(3, "yzzj", "云州市住房和城乡建设局").await;
    // nothing was chosen: the question comes first, and keeps the number
    let away = citizen.get("/complain?number=SQ202500001ABCD").await;
    assert_eq!(away.location(), "/complain/agency?number=SQ202500001ABCD");
    let question = citizen.get(away.location()).await;
    assert!(
        question.body.contains("投诉、举报哪个机关？") && question.body.contains("云州市住房和城乡建设局")
    );
    assert!(question.body.contains("method=\"get\"") && !question.body.contains("name=\"token\""));
    let none = citizen.get("/complain/agency?agency=&number=SQ202500001ABCD").await;
    assert!(none.status == 422 && none.body.contains("选择投诉、举报哪个机关"), "{}", none.body);
    assert!(none.body.contains("value=\"SQ202500001ABCD\""), "the number is kept");
    let chosen = citizen.get("/complain/agency?agency=yzsj&number=SQ202500001ABCD").await;
    assert_eq!(chosen.location(), "/complain?agency=yzsj&number=SQ202500001ABCD");
    assert_eq!(citizen.get("/complain?agency=nobody").await.status, 404);
    // an agency without an authority in these records: told, with the way to another
    let told = citizen.get("/complain?agency=yzzj").await;
    assert!(
        told.body.contains("请直接向主管部门提出") && told.body.contains("选择其他机关"),
        "{}",
        told.body
    );

    // files of one agency do not go to another
    let png = b"\x89PNG\r\n\x1a\nrest";
    assert_eq!(citizen.get("/correct-record").await.location(), "/correct-record/agency");
    world.pass(60);
    let own = [("evidence", "本局.png", &png[..])];
    let page = citizen.send_files("/correct-record?agency=yzsj", &WRONG_RECORD[..5], &own).await;
    assert!(page.status == 422 && page.body.contains("已上传“本局.png”"), "{}", page.body);
    let page = citizen.get("/correct-record?agency=yzzj").await;
    assert!(page.body.contains("云州市住房和城乡建设局") && !page.body.contains("本局.png"), "{}", page.body);
    let filed = fill_in(&world, &mut citizen, "/correct-record?agency=yzzj", WRONG_RECORD).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let reference = filed.location().split('/').nth(2).unwrap();
    let row = world.web.office.storage.other_case_by_reference(reference).await.unwrap().unwrap();
    assert_eq!(row.agency, other);
    assert!(world.web.office.storage.attachments_of(row.id).await.unwrap().is_empty());
    let page = citizen.get("/correct-record?agency=yzsj").await;
    assert!(page.body.contains("本局.png"), "the file for the other agency is still there");
}

#[tokio::test]
async fn the_lost_code_of_a_complaint_or_a_correction_is_sent_to_the_contact_on_file_or_given_at_the_counter()
{
    let world = staffed().await;
    let mut citizen = world.browser();
    let said = [
        ("subject", "unlawful_reply"),
        ("text", "超过期限没有答复"),
        ("name", "王建国"),
        ("email", "wang@example.com"),
    ];
    let mut cases = Vec::new();
    for (path, fields) in
        [("/complain?agency=yzsj", &said[..]), ("/correct-record?agency=yzsj", WRONG_RECORD)]
    {
        let filed = fill_in(&world, &mut citizen, path, fields).await;
        assert_eq!(filed.status, 303, "{}", filed.body);
        let receipt = citizen.get(filed.location()).await;
        cases.push((filed.location().split('/').nth(2).unwrap().to_owned(), code(&receipt)));
    }
    let opens = async |reference: &str, code: &str| {
        let page = world.browser().send("/track", &[("number", reference), ("code", code)]).await;
        !page.location().is_empty()
    };
    for ((reference, old), contact) in cases.iter().zip(["wang@example.com", "13800138000"]) {
        let ask = async |contact: &str| {
            let fields = [("number", reference.as_str()), ("contact", contact)];
            let mut browser = world.browser();
            // one household each, so that nobody is asked the plain question
            let place = if reference.starts_with("TS") { "192.0.2.1" } else { "192.0.2.2" };
            browser.from = Some(place.parse().unwrap());
            fill_in(&world, &mut browser, "/track/lost-code", &fields).await
        };
        assert_eq!(ask("somebody@else.example").await.status, 200);
        assert!(world.letters().await.is_empty(), "nobody else gets a code");
        assert_eq!(ask(contact).await.status, 200);
        let letters = world.letters().await;
        assert!(letters.len() == 1 && letters[0].contains(reference), "{letters:?}");
        let new = letters[0].split("新查询码为 ").nth(1).unwrap()[..9].to_owned();
        assert!(opens(reference, old).await && !opens(reference, &new).await, "not gone yet");
        let brought = lost_code::brought(&letters[0]).unwrap();
        lost_code::put_in_force(&world.web.office, &brought, lost_code::MAIL).await.unwrap();
        assert!(!opens(reference, old).await && opens(reference, &new).await);
        world.drop_letters().await;

        let (login, case) = if reference.starts_with("TS") {
            ("supervisor", format!("/desk/complaints/{reference}"))
        } else {
            ("registrar", format!("/desk/record-corrections/{reference}"))
        };
        let mut clerk = desk(&world, login).await;
        let page = clerk.get(&case).await;
        // somebody who was let in by the code that is lost
        let mut finder = world.browser();
        let place =
            finder.send("/track", &[("number", reference), ("code", &new)]).await.location().to_owned();
        assert_eq!(finder.get(&place).await.status, 200);
        let handed = clerk.post(&format!("{case}/reissue-code"), &[("token", &token(&page))]).await;
        assert_eq!(handed.status, 200, "{}", handed.body);
        assert_eq!(finder.get(&place).await.location(), "/track", "what the old code opened is shut");
        let newest = handed.between("新的查询码：", "。");
        assert!(opens(reference, &newest).await && !opens(reference, &new).await, "the one before has ended");
        let forged = clerk.post(&format!("{case}/reissue-code"), &[("token", "x")]).await;
        assert!(forged.status >= 400, "{}", forged.status);
        let mut other = desk(&world, "leader").await;
        let page = other.get("/desk").await;
        let refused = other.post(&format!("{case}/reissue-code"), &[("token", &token(&page))]).await;
        assert!(matches!(refused.status, 403 | 404) && opens(reference, &newest).await, "{}", refused.status);
    }
}

#[tokio::test]
async fn without_an_authority_in_these_records_the_page_tells_where_to_complain() {
    let world = World::new("").await;
    let page = world.browser().get("/complain").await;
    assert!(page.status == 200 && page.body.contains("云州市人民政府"), "{}", page.body);
    assert!(page.body.contains("请直接向主管部门提出") && !page.body.contains("<form class=\"form\""));
}
