//! The rarer verbs of a case through the addresses of the desk: files, the version served, the information given, parts,
//! joint applications and replies, assistance, corrections, reopening, double submits.
//!
//! Not here: the usual way of a case (`desk`), the citizen's side by itself (`portal`).
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod cases {
    mod alike;
    mod chosen;
    mod counter;
    mod given_out;
    mod kept;
    mod letters;
    mod names;
    mod numbers;
    mod papers;
    mod signing;
    mod statements;
    mod uploads;
    mod volume;
    pub(crate) mod world;
}

use cases::world::{Browser, Page, World, day};
use gongkai_app::challenge::projection::challenge_row;
use gongkai_app::report_facts::{CHALLENGES, countables, kind_of_payload};
use gongkai_domain::application::State;
use gongkai_domain::challenge::event::{AgencyRole, Challenged, Event, LessonCause, Procedure, RedoPeriod};
use gongkai_domain::challenge::{Case as Challenge, Decision, Forum};
use gongkai_domain::ids::ChallengeId;
use gongkai_storage::{AuditFilter, NewEvent, Stream};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest";
const GRANTED: &str = "reply_granted";

/// Who came to the counter.
const AT_THE_COUNTER: &[(&str, &str)] = &[
    ("channel", "in_person"),
    ("arrived_on", "2025-09-16"),
    ("kind", "natural_person"),
    ("name", "王小明"),
    ("document", "passport"),
    ("number", "E7654321"),
    ("phone", "13900000000"),
    ("way", "counter"),
];

/// What is given of a matter that is granted, where each has fields of its own.
fn own_fields(matter: u32) -> [(String, &'static str); 2] {
    let name = |field: &str| format!("more.{matter}_{GRANTED}.{field}");
    [(name("information"), "某某规划（云数〔2024〕5号），共12页"), (name("provision"), "attached")]
}

/// The same of the only matter of an application that is answered together.
fn joined_fields(application: &str) -> [(String, &'static str); 2] {
    let name = |field: &str| format!("more.{application}_1_{GRANTED}.{field}");
    [(name("information"), "乙规划（云数〔2024〕6号），共3页"), (name("provision"), "attached")]
}

/// Files at the counter and registers; the number.
async fn registered(world: &World, matters: &[&str]) -> String {
    let mut browser = world.signed_in("registrar").await;
    let names: Vec<String> = (0..matters.len()).map(|at| format!("matter.{at}.title")).collect();
    let mut fields = AT_THE_COUNTER.to_vec();
    fields.extend(names.iter().map(String::as_str).zip(matters.iter().copied()));
    let filed = browser.send_files("/desk/register", &fields, &[]).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let done = browser.act(&format!("{}/register", filed.location()), &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = browser.get(done.location()).await;
    let mut head = world.signed_in("head").await;
    let place = done.location().split('?').next().unwrap().to_owned();
    let fields = [("unit", World::unit().to_string()), ("handler", World::person("handler").to_string())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = head.act(&format!("{place}/assign"), &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    case.between("<div class=\"meta\"><span>", "</span>")
}

fn desk(number: &str) -> String {
    format!("/desk/applications/{}", cases::world::encode(number))
}

/// The page on which the draft of a case is signed.
fn review(number: &str) -> String {
    format!("/desk/review/{}", cases::world::encode(number))
}

/// Signs, numbers and seals the reply of a case.
async fn signed_and_sealed(world: &World, number: &str) {
    signed_by_and_sealed(world, number, &["reviewer", "secrecy", "leader"]).await;
}

/// The same where the reply passes other hands.
async fn signed_by_and_sealed(world: &World, number: &str, signers: &[&str]) {
    for login in signers {
        let mut browser = world.signed_in(login).await;
        let done = browser.act(&review(number), &[("decision", "agree")]).await;
        assert_eq!(done.status, 303, "{login}: {}", done.body);
    }
    let done = world.signed_in("registrar").await.act(&format!("{}/issue", desk(number)), &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let done = world.signed_in("seal").await.act(&format!("{}/seal", desk(number)), &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

async fn served(world: &World, number: &str) {
    let fields = [("way", "post"), ("sent_on", "2025-09-16"), ("tracking", "1088123456789")];
    let done = world.signed_in("registrar").await.act(&format!("{}/serve", desk(number)), &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

/// A new query code, as the desk shows it once.
async fn code(world: &World, number: &str) -> String {
    let mut browser = world.signed_in("registrar").await;
    let page = browser.act(&format!("{}/reissue-code", desk(number)), &[("how", "counter")]).await;
    assert!(page.location().ends_with("/receipt"), "{}", page.body);
    browser.get(page.location()).await.between("data-copy=\"查询码\">", "<")
}

/// The applicant's browser, before the page of the case.
async fn tracking(world: &World, number: &str, code: &str) -> (Browser, String) {
    let mut citizen = world.browser();
    let found = citizen.act("/track", &[("number", number), ("code", code), ("website", "")]).await;
    assert_eq!(found.status, 303, "{}", found.body);
    let place = found.location().to_owned();
    (citizen, place)
}

const DRAFT: &[(&str, &str)] = &[
    ("outcome", GRANTED),
    ("information", "某某规划（云数〔2024〕5号），共12页"),
    ("provision", "attached"),
];

#[tokio::test]
async fn what_came_with_a_paper_application_what_is_given_and_what_was_stamped_reach_whom_they_are_for() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let page = registrar.get("/desk/register").await;
    assert!(page.body.contains("multipart/form-data") && page.body.contains("严禁存储、处理、传输国家秘密"));
    let mut fields = AT_THE_COUNTER.to_vec();
    fields.push(("matter.0.title", "某某规划"));
    let filed = registrar.send_files("/desk/register", &fields, &[("enclosure", "../申请表.png", PNG)]).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let place = filed.location().to_owned();
    let case = registrar.get(&place).await;
    assert!(case.body.contains("申请表.png") && case.body.contains("申请材料"), "{}", case.body);
    let file = case.between(&format!("{place}/files/"), "\"");
    let opened = registrar.get(&format!("{place}/files/{file}")).await;
    assert_eq!((opened.bytes.as_slice(), opened.content_type.as_str()), (PNG, "image/png"));
    let filter = AuditFilter { action: Some("open_file".to_owned()), ..AuditFilter::default() };
    assert_eq!(world.web.office.storage.audit(&filter, None, 10).await.unwrap().len(), 1);
    assert_eq!(world.signed_in("auditor").await.get(&format!("{place}/files/{file}")).await.status, 404);

    let number = "依申请〔2025〕1号";
    registrar.act(&format!("{place}/register"), &[]).await;
    let unit = World::unit().to_string();
    world.signed_in("head").await.act(&format!("{}/assign", desk(number)), &[("unit", &unit)]).await;
    let mut head = world.signed_in("head").await;
    let draft = format!("{}/draft", desk(number));
    let drafted = head.act_with(&draft, DRAFT, &[("given", "规划.png", PNG)]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    let reviewed = world.signed_in("secrecy").await.get(&desk(number)).await;
    assert!(reviewed.body.contains("规划.png"), "the reviewers see what will be given");
    let code = code(&world, number).await;
    let (mut citizen, track) = tracking(&world, number, &code).await;
    for login in ["reviewer", "secrecy", "leader"] {
        let done = world.signed_in(login).await.act(&review(number), &[("decision", "agree")]).await;
        assert_eq!(done.status, 303, "{login}: {}", done.body);
    }
    world.signed_in("registrar").await.act(&format!("{}/issue", desk(number)), &[]).await;
    world.signed_in("seal").await.act(&format!("{}/seal", desk(number)), &[]).await;
    assert!(!citizen.get(&track).await.body.contains("规划.png"), "nothing is given before service");

    // the stamped paper is scanned; only a scan is taken
    let scan = format!("{}/scan", desk(number));
    let form = registrar.get(&scan).await;
    let paper = form.between("<option value=\"\">请选择</option>\n<option value=\"", "\"");
    let word = [("paper", paper.as_str())];
    let lying = registrar.send_files(&scan, &word, &[("scan", "a.png", b"<html>")]).await;
    assert!(lying.status == 422 && lying.body.contains("文件不是可以接收的类型"), "{}", lying.body);
    let stamped = [PNG, b"stamped"].concat();
    let kept = registrar.send_files(&scan, &word, &[("scan", "a.png", &stamped)]).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    let again = registrar.send_files(&scan, &word, &[("scan", "a.png", &stamped)]).await;
    assert_eq!(again.status, 303, "a better scan takes the place until the reply is served");
    served(&world, number).await;
    let late = registrar.send_files(&scan, &word, &[("scan", "a.png", PNG)]).await;
    assert_eq!(late.status, 409, "what was served stays");
    let case = registrar.get(&desk(number)).await;
    assert!(case.body.contains("送达文本（扫描件）"));
    let shown = registrar.get(&format!("{}/papers/{paper}.scan", desk(number))).await;
    assert_eq!((shown.bytes.as_slice(), shown.content_type.as_str()), (stamped.as_slice(), "image/png"));

    let page = citizen.get(&track).await;
    assert!(page.body.contains("规划.png"), "{}", page.body);
    let given = page.between(&format!("{track}/information/"), "\"");
    let fetched = citizen.get(&format!("{track}/information/{given}")).await;
    assert_eq!((fetched.bytes.as_slice(), fetched.content_type.as_str()), (PNG, "image/png"));
    let got = citizen.get(&format!("{track}/papers/{paper}.pdf")).await;
    assert_eq!((got.bytes, got.content_type.as_str()), (stamped, "image/png"), "the version served");
    let mut stranger = world.browser();
    assert_eq!(stranger.get(&format!("{track}/information/{given}")).await.location(), "/track");
}

#[tokio::test]
async fn a_file_with_a_mark_is_refused_at_the_desk_and_only_its_digest_is_kept() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let mut fields = AT_THE_COUNTER.to_vec();
    fields.push(("matter.0.title", "某某规划"));
    let marked = [PNG, "机密★".as_bytes()].concat();
    for file in [("enclosure", "a.png", marked.as_slice()), ("enclosure", "机密★某件.png", PNG)] {
        let refused = registrar.send_files("/desk/register", &fields, &[file]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("请立即报告本单位保密工作机构"), "{}", refused.body);
        assert!(!refused.body.contains("某件.png") && refused.body.contains("王小明"), "the form stays");
    }
    assert_eq!(world.files(), 0, "nothing of it was written");
    let filter = AuditFilter { action: Some("classified_refused".to_owned()), ..AuditFilter::default() };
    let lines = world.web.office.storage.audit(&filter, None, 10).await.unwrap();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.document.contains("sm3") && !line.document.contains("某件")));
    assert_eq!(world.applications().await, 0);
}

#[tokio::test]
async fn an_application_goes_on_as_parts_that_keep_its_day_and_its_code() {
    let world = World::new().await;
    let number = registered(&world, &["水质监测数据", "项目资金使用情况"]).await;
    let code = code(&world, &number).await;
    world.set("2025-09-18");
    let mut registrar = world.signed_in("registrar").await;
    let split = format!("{}/split", desk(&number));
    let page = registrar.get(&split).await;
    assert!(page.body.contains("水质监测数据") && page.body.contains("2025年9月16日"), "{}", page.body);
    let one = [("part.1", "1"), ("part.2", "1"), ("reason", "性质不同")];
    let refused = registrar.act(&split, &one).await;
    assert!(refused.status == 422 && refused.body.contains("分为两件以上"), "{}", refused.body);
    let two = [("part.1", "1"), ("part.2", "2"), ("reason", "两项内容由不同科室保存，办理方式不同")];
    let done = registrar.act(&split, &two).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let whole = registrar.get(&desk(&number)).await;
    assert!(whole.body.contains("拆分为") && whole.body.contains("依申请〔2025〕2号"), "{}", whole.body);
    assert!(whole.body.contains("政府信息公开申请拆分登记告知书"));
    let storage = &world.web.office.storage;
    let mut counted = 0;
    for (part, matter) in [("依申请〔2025〕2号", "水质监测数据"), ("依申请〔2025〕3号", "项目资金使用情况")]
    {
        let row = storage.application_by_registration(world.web.agency, part).await.unwrap().unwrap();
        // the split moves no day of the application
        assert_eq!((row.received_on, row.arrived_on), (Some(day("2025-09-16")), day("2025-09-16")));
        let page = registrar.get(&desk(part)).await;
        assert!(page.body.contains("拆分登记") && page.body.contains("2025年9月18日"), "{}", page.body);
        let mut handler = world.signed_in("handler").await;
        let mut fields = DRAFT.to_vec();
        fields.push(("preview", "1"));
        let reply = handler.act_with(&format!("{}/draft", desk(part)), &fields, &[]).await;
        assert!(
            reply.body.contains("于2025年9月16日"),
            "the reply tells when it was sent in: {}",
            reply.body
        );
        assert!(!reply.body.contains("于2025年9月18日"), "{}", reply.body);
        assert_eq!((row.due_on, row.handler), (Some(day("2025-10-20")), Some(World::person("handler"))));
        let (mut citizen, place) = tracking(&world, part, &code).await;
        let page = citizen.get(&place).await;
        assert!(page.body.contains(matter), "the code of the whole opens the part: {}", page.body);
        counted += 1;
    }
    assert_eq!(countables(storage, world.web.agency).await.unwrap().len(), counted, "not the whole");
    let (mut citizen, place) = tracking(&world, &number, &code).await;
    assert!(citizen.get(&place).await.body.contains("依申请〔2025〕2号、依申请〔2025〕3号"));
    storage.verify_agency(world.web.agency).await.unwrap();
}

#[tokio::test]
async fn one_reply_answers_two_applications_and_each_is_counted() {
    let world = World::new().await;
    let (one, two) = (registered(&world, &["甲规划"]).await, registered(&world, &["乙规划"]).await);
    let storage = &world.web.office.storage;
    let row = async |number: &str| {
        storage.application_by_registration(world.web.agency, number).await.unwrap().unwrap()
    };
    let other = row(&two).await.id.to_string();
    let mut handler = world.signed_in("handler").await;
    let join = format!("{}/join", desk(&one));
    assert!(handler.get(&join).await.body.contains(&two));
    let done = handler.act(&join, &[("others", &other)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(handler.get(&desk(&two)).await.body.contains("一并答复"));
    let draft = format!("{}/draft", desk(&one));
    let lacking = handler.act_with(&draft, DRAFT, &[]).await;
    assert!(lacking.status == 422 && lacking.body.contains("一并答复的各件申请"), "{}", lacking.body);
    let (own, others) = (own_fields(1), joined_fields(&other));
    let mut fields = DRAFT.to_vec();
    fields.push(("joined.0.1", GRANTED));
    fields.extend(own.iter().chain(&others).map(|(name, text)| (name.as_str(), *text)));
    let drafted = handler.act_with(&draft, &fields, &[("given", "规划.png", PNG)]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    // signed, numbered and sealed from either of the two
    signed_and_sealed(&world, &two).await;
    served(&world, &one).await;
    for number in [&one, &two] {
        let row = row(number).await;
        assert_eq!((row.state.as_str(), row.row_key.as_deref()), (State::Served.key(), Some("granted")));
        let case = handler.get(&desk(number)).await;
        assert!(case.body.contains("政府信息公开告知书"), "both show the paper: {}", case.body);
    }
    assert_eq!(storage.last_number(world.web.agency, "document", 2025).await.unwrap(), 1, "one paper");
    let code = code(&world, &two).await;
    let (mut citizen, place) = tracking(&world, &two, &code).await;
    let page = citizen.get(&place).await;
    assert!(page.body.contains("规划.png") && page.body.contains("/papers/"), "{}", page.body);
    let counted = countables(storage, world.web.agency).await.unwrap();
    assert_eq!(counted.iter().filter(|one| one.closed.is_some()).count(), 2);
    storage.verify_agency(world.web.agency).await.unwrap();
}

/// The steps that a page of a case puts first.
fn next_steps(page: &Page) -> Vec<String> {
    let parts = page.body.split("action-next\">").skip(1);
    parts.map(|part| part.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn of_two_tied_applications_one_that_waits_is_untied_and_the_other_is_answered_in_time() {
    let world = World::new().await;
    let (one, two) = (registered(&world, &["甲规划"]).await, registered(&world, &["乙规划"]).await);
    let storage = &world.web.office.storage;
    let row = async |number: &str| {
        storage.application_by_registration(world.web.agency, number).await.unwrap().unwrap()
    };
    let other = row(&two).await.id.to_string();
    let mut handler = world.signed_in("handler").await;
    let (join, separate) = (format!("{}/join", desk(&one)), format!("{}/separate", desk(&one)));
    let alone = handler.get(&separate).await;
    assert!(alone.body.contains("本件没有与其他申请一并答复"), "{}", alone.body);
    // by hand
    assert_eq!(handler.act(&join, &[("others", &other)]).await.status, 303);
    let page = handler.get(&separate).await;
    assert!(page.body.contains("不再一并答复") && page.body.contains(&two), "{}", page.body);
    let done = handler.act(&separate, &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    // and by itself, where one of them begins to wait for its applicant
    assert_eq!(handler.act(&join, &[("others", &other)]).await.status, 303, "tied once more");
    let fields = [
        ("causes", "unclear"),
        ("matters", "写明名称"),
        ("guidance", "例如写明文号"),
        ("working_days", "15"),
    ];
    let ask = format!("{}/ask-correction", desk(&two));
    let before = handler.get(&ask).await;
    let warned = format!("本件现与{one}一并答复。制发后本件等待补正，自动解除一并答复");
    assert!(before.body.contains(&warned), "said before: {}", before.body);
    let asked = handler.act(&ask, &fields).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    assert_eq!(row(&two).await.state, State::AwaitingCorrection.key());
    // said afterwards, at once and in both files
    let told = format!("本件已自动解除一并答复，{one}按各自的期限另行答复。");
    let page = handler.get(&format!("{}?done=ask-correction", desk(&two))).await;
    assert!(page.body.contains(&told), "{}", page.body);
    assert!(page.body.contains(&format!("各自另行答复的申请：{one}")), "{}", page.body);
    let log = handler.get(&desk(&one)).await;
    assert!(log.body.contains(&format!("各自另行答复的申请：{two}")), "{}", log.body);
    // a notice that nobody has served asks for nothing yet: its service is the one next step
    assert_eq!(next_steps(&page), ["登记告知送达"]);
    let mut registrar = world.signed_in("registrar").await;
    let paper = page.between("/papers/", ".");
    let posted = [("paper", paper.as_str()), ("way", "post"), ("sent_on", "2025-09-16"), ("tracking", "XA1")];
    let posted = registrar.act(&format!("{}/notice-service", desk(&two)), &posted).await;
    assert_eq!(posted.status, 303, "{}", posted.body);
    let page = handler.get(&desk(&two)).await;
    assert_eq!(next_steps(&page), ["登记申请人收到补正告知", "收到补正"], "{}", page.body);
    let drafted = handler.act_with(&format!("{}/draft", desk(&one)), DRAFT, &[]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    signed_and_sealed(&world, &one).await;
    served(&world, &one).await;
    assert_eq!(row(&one).await.state, State::Served.key());
    assert_eq!(row(&two).await.state, State::AwaitingCorrection.key(), "nothing was answered there");
    storage.verify_agency(world.web.agency).await.unwrap();
}

#[tokio::test]
async fn several_applicants_make_one_application_and_a_fault_stands_at_its_applicant() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let mut fields = AT_THE_COUNTER.to_vec();
    fields.extend([("matter.0.title", "某某规划"), ("add_joint", "1")]);
    let more = registrar.send_files("/desk/register", &fields, &[]).await;
    assert!(more.body.contains("第 2 共同申请人") && more.body.contains("王小明"));
    assert!(more.body.contains("按第一申请人的类别"), "the column of a joint application: {}", more.body);
    let alone = registrar.get("/desk/register").await;
    assert!(!alone.body.contains("按第一申请人的类别"), "of one applicant it is the applicant's own");
    fields.push(("column", "legal_service_institution"));
    fields.retain(|(name, _)| *name != "add_joint");
    fields.push(("joint.0.name", "李秀兰"));
    let faulty = registrar.send_files("/desk/register", &fields, &[]).await;
    assert!(faulty.status == 422 && faulty.body.contains("第2名申请人："), "{}", faulty.body);
    fields.extend([("joint.0.kind", "natural_person"), ("joint.0.document", "passport")]);
    fields.extend([("joint.0.number", "E1112223"), ("joint.0.phone", "13700000000")]);
    let filed = registrar.send_files("/desk/register", &fields, &[]).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let case = registrar.get(filed.location()).await;
    assert!(case.body.contains("共2名申请人") && !case.body.contains("李秀兰"), "{}", case.body);
    let shown = registrar.post_form(&format!("{}/reveal", filed.location()), filed.location(), &[]).await;
    assert!(shown.body.contains("王小明") && shown.body.contains("李秀兰"), "{}", shown.body);
    assert_eq!(world.applications().await, 1);
    let ledger = registrar.get("/desk/ledger?year=2025").await;
    assert!(ledger.body.contains("法律服务机构"), "{}", ledger.body);

    // each of them is served
    let number = "依申请〔2025〕1号";
    registrar.act(&format!("{}/register", filed.location()), &[]).await;
    let mut head = world.signed_in("head").await;
    let drafted = head.act_with(&format!("{}/draft", desk(number)), DRAFT, &[]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    signed_and_sealed(&world, number).await;
    let serve = format!("{}/serve", desk(number));
    let mut fields = vec![("way", "post"), ("sent_on", "2025-09-16"), ("tracking", "1088123456789")];
    let lacking = registrar.act(&serve, &fields).await;
    assert!(lacking.status == 422 && lacking.body.contains("选择送达给哪一申请人"), "{}", lacking.body);
    let storage = &world.web.office.storage;
    let row = async || storage.application_by_registration(world.web.agency, number).await.unwrap().unwrap();
    for (recipient, state) in [("1", State::Sealed), ("2", State::Served)] {
        fields.push(("recipient", recipient));
        let done = registrar.act(&serve, &fields).await;
        assert_eq!(done.status, 303, "{recipient}: {}", done.body);
        assert_eq!(row().await.state, state.key(), "served when all of them are");
        let case = registrar.get(&desk(number)).await;
        assert_eq!(case.body.contains("尚未送达"), recipient == "1", "{}", case.body);
        fields.pop();
    }
    fields.push(("recipient", "1"));
    let twice = registrar.act(&serve, &fields).await;
    assert!(twice.status == 409 && twice.body.contains("已经分别送达全体"), "{}", twice.body);
    let receipt = format!("{}/service-receipt", desk(number));
    let unnamed = registrar.act(&receipt, &[("on", "2025-09-16"), ("proof", "本人签收")]).await;
    assert_eq!(unnamed.status, 422, "whose: {}", unnamed.body);
    let signed = [("recipient", "2"), ("on", "2025-09-16"), ("proof", "本人签收")];
    let done = registrar.act(&receipt, &signed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = registrar.get(&desk(number)).await;
    assert!(case.body.contains("已签收") && case.body.contains("待登记签收"), "{}", case.body);
    assert_eq!(storage.last_number(world.web.agency, "service", 2025).await.unwrap(), 2);
    let counted = countables(storage, world.web.agency).await.unwrap();
    assert_eq!(counted.len(), 1, "one application, in the column of the first applicant");
}

#[tokio::test]
async fn a_division_is_asked_and_answers_and_a_correction_revises_the_matters() {
    let world = World::new().await;
    let number = registered(&world, &["有关材料", "其他材料"]).await;
    let mut handler = world.signed_in("handler").await;
    let ask = format!("{}/ask-assistance", desk(&number));
    let faulty = handler.act(&ask, &[("helper", "division"), ("question", "请协助检索")]).await;
    assert_eq!(faulty.status, 422, "a division is named: {}", faulty.body);
    let unit = World::unit().to_string();
    let asked =
        handler.act(&ask, &[("helper", "division"), ("unit", &unit), ("question", "请协助检索")]).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let answer = format!("{}/assistance", desk(&number));
    let fields = [("request", "1"), ("on", "2025-09-16"), ("answer", "本科室没有")];
    let done = handler.act_with(&answer, &fields, &[("material", "答复.png", PNG)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = handler.get(&desk(&number)).await;
    for words in ["请协助检索", "本科室没有", "答复.png", "余 20 个工作日"] {
        assert!(case.body.contains(words), "{words}: {}", case.body);
    }
    let again = handler.get(&answer).await;
    assert!(again.body.contains("没有尚待答复的协助请求"));

    let fields = [
        ("causes", "unclear"),
        ("matters", "写明名称"),
        ("guidance", "例如写明文号"),
        ("working_days", "15"),
    ];
    let asked = handler.act(&format!("{}/ask-correction", desk(&number)), &fields).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let receive = format!("{}/receive-correction", desk(&number));
    let page = handler.get(&receive).await;
    assert!(page.body.contains("有关材料") && page.body.contains("其他材料"));
    let fields = [
        ("on", "2025-09-16"),
        ("content", "第一项改为水质数据，第二项不要了，另加一项"),
        ("matter.1", "2024年度水质监测数据"),
        ("matter.2", ""),
        ("matter.new", "监测点位表"),
    ];
    let done = handler.act_with(&receive, &fields, &[("file", "补正.png", PNG)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = handler.get(&desk(&number)).await;
    for words in ["2024年度水质监测数据", "监测点位表", "补正.png"] {
        assert!(case.body.contains(words), "{words}");
    }
    // what was given up is told among the changes, and nowhere else
    assert_eq!(case.body.matches("其他材料").count(), 1, "{}", case.body);
    assert!(case.body.contains("第2项不再申请，原为：其他材料"), "{}", case.body);
}

#[tokio::test]
async fn a_quashed_reply_is_answered_anew_is_counted_once_and_leaves_a_lesson() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let mut handler = world.signed_in("handler").await;
    let drafted = handler.act_with(&format!("{}/draft", desk(&number)), DRAFT, &[]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    signed_and_sealed(&world, &number).await;
    served(&world, &number).await;
    let storage = &world.web.office.storage;
    let row = storage.application_by_registration(world.web.agency, &number).await.unwrap().unwrap();
    let mut head = world.signed_in("head").await;
    let reopen = format!("{}/reopen", desk(&number));
    assert!(head.get(&reopen).await.body.contains("没有生效的决定"));

    world.set("2025-12-01");
    let challenge = quashed(&world, row.id).await;
    let mut head = world.signed_in("head").await;
    let page = head.get(&reopen).await;
    assert!(page.body.contains("云政复〔2025〕7号"), "{}", page.body);
    let word = challenge.to_string();
    let without = head.act(&reopen, &[("challenge", &word)]).await;
    assert!(
        without.status == 422 && without.body.contains("选择原答复没有得到支持的原因"),
        "{}",
        without.body
    );
    let fields =
        [("challenge", word.as_str()), ("causes", "facts"), ("lesson", "检索记录不完整，今后逐库检索")];
    let done = head.act(&reopen, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let again = storage.application(row.id).await.unwrap().unwrap();
    assert_eq!((again.state.as_str(), again.due_on), (State::Reopened.key(), Some(day("2025-12-29"))));
    assert_eq!(again.row_key.as_deref(), Some("granted"), "the quashed reply stays the counted one");
    assert_eq!(countables(storage, world.web.agency).await.unwrap().len(), 1, "no second count");
    let stored = storage.events_of(&Stream::new(CHALLENGES, challenge.0)).await.unwrap();
    let events = gongkai_app::docket::events::<gongkai_domain::challenge::Case>(&stored).unwrap();
    let known = Challenge::from_events(challenge, &events).unwrap();
    assert_eq!(known.lessons, [LessonCause::Facts]);
    assert!(head.get(&reopen).await.body.contains("现在不能办理"), "once for each decision");
    // the quashed reply stays with the applicant, the new draft of the same result needs new facts
    let mut handler = world.signed_in("handler").await;
    let same = handler.act_with(&format!("{}/draft", desk(&number)), DRAFT, &[]).await;
    assert!(same.body.contains("不得以同一事实和理由"), "{}", same.body);
    storage.verify_agency(world.web.agency).await.unwrap();
}

/// A reconsideration of the reply that ends in quashing.
async fn quashed(world: &World, id: gongkai_domain::ids::ApplicationId) -> ChallengeId {
    let office = &world.web.office;
    let challenge = ChallengeId(uuid::Uuid::from_u128(77));
    let events = [
        Event::Opened {
            forum: Forum::Reconsideration,
            role: AgencyRole::Respondent,
            challenged: Challenged::Silence,
            applications: vec![id],
            after: None,
            on: day("2025-10-09"),
            case_number: Some("云政复〔2025〕7号".to_owned()),
            again: None,
        },
        Event::CopyReceived { on: day("2025-10-10"), procedure: Procedure::Ordinary, papers: None },
        Event::Decided {
            on: day("2025-12-01"),
            received_on: day("2025-12-01"),
            decision: Decision::ReconsiderationQuashed,
            redo: Some(RedoPeriod::WorkingDays { days: gongkai_deadline::WorkingDays(20) }),
            for_procedure: false,
            text: None,
        },
    ];
    let case = Challenge::from_events(challenge, &events).unwrap();
    let at = office.instant();
    let new = events.iter().map(|event| {
        let payload = serde_json::to_string(event).unwrap();
        NewEvent { at, actor: "test".to_owned(), kind: kind_of_payload(&payload).unwrap(), payload }
    });
    let tx = office.storage.begin().await.unwrap();
    let stream = Stream::new(CHALLENGES, challenge.0);
    let stored = tx.append(world.web.agency, &stream, 0, new.collect()).await.unwrap();
    let (_, settings) = office.agency(world.web.agency).await.unwrap();
    let mut row = challenge_row(&case, world.web.agency, &office.calendar(), &settings).unwrap();
    row.sequence = stored.last().unwrap().stream_sequence;
    tx.save_challenge(&row, &case.applications).await.unwrap();
    tx.commit().await.unwrap();
    challenge
}

#[tokio::test]
async fn a_form_sent_twice_at_the_desk_makes_one_application_and_one_step() {
    let world = World::new().await;
    let registrar = world.signed_in("registrar").await;
    let (mut left, mut right) = (registrar.clone(), registrar);
    let form = left.get("/desk/register").await;
    let (token, once) = (form.token(), form.hidden("once"));
    let mut fields = AT_THE_COUNTER.to_vec();
    fields.extend([("matter.0.title", "某某规划"), ("token", &token), ("once", &once)]);
    let (one, two) =
        tokio::join!(left.post("/desk/register", &fields), right.post("/desk/register", &fields));
    assert_eq!((one.status, one.location()), (303, two.location()), "{}{}", one.body, two.body);
    assert_eq!(world.applications().await, 1);

    let path = format!("{}/register", one.location());
    let form = left.get(&path).await;
    let (token, version) = (form.token(), form.hidden("version"));
    let fields = [("token", token.as_str()), ("version", version.as_str())];
    let (one, two) = tokio::join!(left.post(&path, &fields), right.post(&path, &fields));
    assert_eq!((one.status, two.status), (303, 303), "{}{}", one.body, two.body);
    assert_eq!(one.location(), two.location(), "the second press ends where the first did");
    // another form on the same old state is no second press
    let other = [fields[0], fields[1], ("checks", "identity")];
    let late = left.post(&path, &other).await;
    assert!(late.status == 409 && late.body.contains("这件申请刚刚有了变动"), "{}", late.body);
    let storage = &world.web.office.storage;
    assert_eq!(storage.last_number(world.web.agency, "registration", 2025).await.unwrap(), 1);
}

#[tokio::test]
async fn a_form_sent_again_with_something_else_in_it_files_nothing_until_it_is_sent_as_another() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let form = registrar.get("/desk/register").await;
    let (token, once) = (form.token(), form.hidden("once"));
    let mut fields = AT_THE_COUNTER.to_vec();
    fields.extend([("matter.0.title", "某某规划"), ("token", &token), ("once", &once)]);
    let first = registrar.post("/desk/register", &fields).await;
    assert_eq!(first.status, 303, "{}", first.body);
    let reference = first.location().rsplit('/').next().unwrap();
    // back, another name, sent again
    let changed: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, if *name == "name" { "李小红" } else { value })).collect();
    let refused = registrar.post("/desk/register", &changed).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    for words in [reference, "另行提交", "value=\"李小红\"", "某某规划"] {
        assert!(refused.body.contains(words), "{words}: {}", refused.body);
    }
    assert_eq!(world.applications().await, 1);
    // as another one, under the word of the form that came back
    let fresh = refused.hidden("once");
    assert_ne!(fresh, once);
    let another: Vec<(&str, &str)> = changed
        .iter()
        .map(|(name, value)| (*name, if *name == "once" { fresh.as_str() } else { value }))
        .collect();
    let second = registrar.post("/desk/register", &another).await;
    assert_eq!(second.status, 303, "{}", second.body);
    assert_ne!(second.location(), first.location());
    assert_eq!(registrar.post("/desk/register", &another).await.location(), second.location());
    assert_eq!(registrar.post("/desk/register", &fields).await.location(), first.location());
    assert_eq!(world.applications().await, 2);
}

#[tokio::test]
async fn the_second_of_two_clerks_is_told_who_was_first_and_keeps_the_text() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let path = format!("{}/ask-assistance", desk(&number));
    let (mut first, mut second) = (world.signed_in("handler").await, world.signed_in("head").await);
    let (mine, theirs) = (first.get(&path).await, second.get(&path).await);
    let fields = |form: &Page, question: &str| {
        [
            ("token".to_owned(), form.token()),
            ("version".to_owned(), form.hidden("version")),
            ("helper".to_owned(), "legal_adviser".to_owned()),
            ("question".to_owned(), question.to_owned()),
        ]
    };
    let (mine, theirs) = (fields(&mine, "是否属于政府信息"), fields(&theirs, "我写的另一个问题"));
    assert_eq!(first.post_pairs(&path, &mine).await.status, 303);
    let conflict = second.post_pairs(&path, &theirs).await;
    assert_eq!(conflict.status, 409);
    for words in ["这件申请刚刚有了变动", "某handler", "请内部单位协助", "我写的另一个问题"]
    {
        assert!(conflict.body.contains(words), "{words}: {}", conflict.body);
    }
    // what was written can be sent again, on the newest state
    let again = [
        ("token", conflict.token()),
        ("version", conflict.hidden("version")),
        ("helper", conflict.hidden("helper")),
        ("question", conflict.hidden("question")),
    ];
    let again: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = second.post(&path, &again).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(second.get(&desk(&number)).await.body.contains("我写的另一个问题"));
}
