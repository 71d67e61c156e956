//! The whole citizen's side over a real database, in process: fixed chance, a clock that the test moves, a browser that
//! keeps cookies and runs no script.
//!
//! Not here: how pages look (`pages`), real browsers (`browser`).
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod portal {
    mod agencies;
    mod demo;
    mod input;
    mod interface;
    mod kept;
    mod lost_code;
    mod robots;
    mod shelf;
    pub(crate) mod world;
}

use axum::http::Method;
use chrono::TimeDelta;
use gongkai_app::Actor;
use gongkai_app::application::act::{act, step};
use gongkai_app::reminder::tell::{MESSAGE, tell};
use gongkai_domain::application::{ConfirmationMethod, Event, PaperRef};
use gongkai_domain::ids::PaperId;
use gongkai_domain::staff::Permission;
use gongkai_storage::AuditFilter;
use portal::world::{Browser, World, day, encode};

pub(crate) const WHO: &[(&str, &str)] = &[
    ("kind", "natural_person"),
    ("name", "王<b>建国</b>"),
    ("phone", "１３８ 0013 8000"),
    ("email", "wang@example.com"),
];
pub(crate) const WHAT: &[(&str, &str)] = &[
    ("matter.0.title", "2024年度中小企业数量<script>alert(1)</script>"),
    ("matter.0.number", ""),
    ("matter.0.description", "=cmd|'/c calc'!A1\n按行业分列"),
    ("form", "electronic"),
];
pub(crate) const RECEIVE: &[(&str, &str)] = &[("way", "online")];

/// Fills in everything up to the page with all answers.
pub(crate) async fn fill_in(browser: &mut Browser, world: &World) {
    assert_eq!(browser.send("/apply/who", WHO).await.location(), "/apply/what");
    assert_eq!(browser.send("/apply/what", WHAT).await.location(), "/apply/receive");
    assert_eq!(browser.send("/apply/receive", RECEIVE).await.location(), "/apply/proof");
    let proof = [("document", "resident_id"), ("document_number", "11010519491231002X"), ("later", "1")];
    assert_eq!(browser.send_files("/apply/proof", &proof, &[]).await.location(), "/apply/check");
    world.pass(60);
}

/// Files an application; its reference and query code.
pub(crate) async fn file(browser: &mut Browser, world: &World) -> (String, String) {
    fill_in(browser, world).await;
    let sent = browser.send("/apply/check", &[]).await;
    let receipt = browser.get(sent.location()).await;
    assert_eq!(receipt.status, 200, "{}", receipt.body);
    let reference = sent.location().rsplit('/').next().unwrap().to_owned();
    let code = receipt.between("<dt>查询码</dt><dd><span class=\"copyable\" data-copy=\"查询码\">", "<");
    (reference, code)
}

pub(crate) async fn found(browser: &mut Browser, reference: &str, code: &str) -> String {
    browser.send("/track", &[("number", reference), ("code", code)]).await.location().to_owned()
}

#[tokio::test]
async fn a_citizen_files_follows_answers_a_correction_and_withdraws() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    assert!(citizen.get("/").await.body.contains("20个工作日"));
    assert!(citizen.get("/guide").await.body.contains("0999-8000000"));
    assert_eq!(citizen.get("/apply").await.status, 200);
    assert!(citizen.get("/apply/public").await.body.contains("第 1 步"));
    fill_in(&mut citizen, &world).await;
    // the way back keeps the answers, and markup is only text
    let back = citizen.get("/apply/who").await;
    assert!(back.body.contains("value=\"138 0013 8000\"") && !back.body.contains("<b>建国"), "{}", back.body);
    let check = citizen.get("/apply/check").await;
    assert!(
        check.body.contains("1101**") && !check.body.contains("11010519491231002X"),
        "the number is masked"
    );
    assert!(!check.body.contains("<script>alert"));
    let sent = citizen.send("/apply/check", &[]).await;
    assert_eq!(
        citizen.method(Method::HEAD, sent.location()).await.status,
        200,
        "a look ahead uses nothing up"
    );
    let receipt = citizen.get(sent.location()).await;
    assert!(receipt.body.contains("待确认") && receipt.body.contains("10月20日"), "{}", receipt.body);
    let code = receipt.between("data-copy=\"查询码\">", "<");
    let document = citizen.get(&format!("{}.pdf", sent.location())).await;
    assert!(document.status == 200 && document.body.starts_with("%PDF-"), "{}", document.content_type);
    let again = citizen.get(sent.location()).await;
    assert!(!again.body.contains(&code) && again.body.contains("查询码在提交时显示过一次"));
    assert!(
        world.browser().get(sent.location()).await.location().ends_with("/track"),
        "another browser sees no receipt"
    );
    // follow it, with the code typed in small letters and without its hyphen
    let reference = sent.location().rsplit('/').next().unwrap().to_owned();
    let typed = code.replace('-', "").to_lowercase();
    let place = found(&mut citizen, &reference, &typed).await;
    assert_eq!(place, format!("/track/{reference}"));
    let page = citizen.get(&place).await;
    assert!(page.body.contains("待确认") && page.body.contains("提交申请（互联网渠道）"), "{}", page.body);
    assert!(!page.body.contains(&code) && !page.body.contains("<script>alert"));
    assert_eq!(citizen.get(&format!("{place}/correct")).await.status, 400, "no correction was asked");
    // the office confirms, registers and asks for a correction
    let office = &world.web.office;
    let clerk = Actor::Program("test");
    let id = office.storage.application_by_reference(&reference).await.unwrap().unwrap().id;
    let on = day(2025, 9, 17);
    world.set_clock(on, 9);
    step(
        office,
        &clerk,
        id,
        None,
        Event::Confirmed { on, method: ConfirmationMethod::Telephone, note: None },
    )
    .await
    .unwrap();
    let number = "依申请〔2025〕1号".to_owned();
    step(
        office,
        &clerk,
        id,
        None,
        Event::Registered { number: number.clone(), received_on: on, on, checks: Vec::new() },
    )
    .await
    .unwrap();
    let place = found(&mut citizen, &number, &code).await;
    let page = citizen.get(&place).await;
    assert!(page.body.contains("10月21日") && page.body.contains("期限的计算过程"), "{}", page.body);
    let paper = PaperRef { paper: PaperId(uuid::Uuid::from_u128(9)), number: None };
    act(office, &clerk, id, None, Permission::AskCorrection, async move |case| {
        let matters = case.keep("请明确<i>行业</i>分类标准").await?;
        let within = gongkai_deadline::WorkingDays(15);
        case.step(Event::CorrectionAsked { on, within, matters, paper, awaits_service: false })
    })
    .await
    .unwrap();
    step(office, &clerk, id, None, Event::CorrectionNoticeReceived { on, proof: None }).await.unwrap();
    let page = citizen.get(&place).await;
    assert!(page.body.contains("现在轮到您") && page.body.contains("补正申请内容"), "{}", page.body);
    let correct = format!("{place}/correct");
    let asked = citizen.get(&correct).await;
    assert!(asked.body.contains("请明确&#60;i&#62;行业"), "what was asked stands beside the answer");
    assert!(asked.body.contains("name=\"matter.1\"") && asked.body.contains("2024年度中小企业数量"));
    // what was typed and a file that was good are kept although the answer is missing
    let png = &b"\x89PNG\r\n\x1a\nrest"[..];
    let typed = [("correction", " "), ("matter.1", "2024年度中小企业数量（按行业门类）")];
    let empty = citizen.send_files(&correct, &typed, &[("file", "a.png", png)]).await;
    assert!(empty.status == 422 && empty.body.contains("填写补正内容"), "{}", empty.body);
    assert!(empty.body.contains("（按行业门类）") && empty.body.contains("已上传“a.png”"), "{}", empty.body);
    let nothing = [("correction", "不再申请"), ("matter.1", " ")];
    let nothing = citizen.send_files(&correct, &nothing, &[]).await;
    assert!(nothing.status == 422 && nothing.body.contains("至少保留一项申请内容"), "{}", nothing.body);
    let text = [
        ("correction", "按国民经济行业分类门类"),
        ("matter.1", "2024年度中小企业数量（按行业门类）"),
        ("matter.7", "从来没有的一项"),
    ];
    let done = citizen.send_files(&correct, &text, &[("file", "b.png", png)]).await;
    assert_eq!(done.location(), place);
    let page = citizen.get(&place).await;
    assert!(page.body.contains("补正已经提交") && page.body.contains("（按行业门类）"), "{}", page.body);
    assert_eq!(office.storage.attachments_of(id.0).await.unwrap().len(), 2);
    let case = world.registrar().await.get(&format!("/desk/applications/{number}")).await;
    assert!(case.body.contains("申请内容的变化") && case.body.contains("第1项原为：2024年度中小企业数量"));
    assert!(case.body.contains("现为：2024年度中小企业数量（按行业门类）"), "{}", case.body);
    assert!(!case.body.contains("从来没有的一项"), "a form adds no number of its own");
    // withdraw, not without saying so
    let withdraw = format!("{place}/withdraw");
    assert_eq!(citizen.send(&withdraw, &[]).await.status, 422);
    assert_eq!(
        citizen.send(&withdraw, &[("sure", "yes"), ("reason", "已从他处取得")]).await.location(),
        place
    );
    let page = citizen.get(&place).await;
    assert!(page.body.contains("申请已经撤回") && !page.body.contains("/withdraw\""), "{}", page.body);
    // what the applicant sent is told to the staff, without a word of it
    let letters = office.storage.claim(office.instant(), "test", 20, TimeDelta::zero()).await.unwrap();
    for letter in letters.iter().filter(|letter| letter.kind == MESSAGE) {
        tell(office, letter).await.unwrap();
    }
    let messages = world.registrar().await.get("/desk/messages").await.body;
    for words in ["的申请人在网上提交了补正", "的申请人在网上提交了撤回申请的声明"]
    {
        assert!(messages.contains(words), "{words}: {messages}");
    }
    assert!(!messages.contains("已从他处取得"), "the words of the case stay with the case");
    office.storage.verify_agency(world.web.agency).await.unwrap();
}

#[tokio::test]
async fn guardians_representatives_and_lawyers_prove_who_they_are_by_any_document() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    let png = &b"\x89PNG\r\n\x1a\nrest"[..];
    // a lawyer for a company with a foreign representative
    let who = [
        ("kind", "commercial_enterprise"),
        ("name", "某某有限公司"),
        ("representative", "SMITH JOHN"),
        ("phone", "13800138000"),
        ("agent", "某律师"),
    ];
    assert_eq!(citizen.send("/apply/who", &who).await.location(), "/apply/what");
    assert_eq!(citizen.send("/apply/what", WHAT).await.location(), "/apply/receive");
    assert_eq!(citizen.send("/apply/receive", RECEIVE).await.location(), "/apply/proof");
    let page = citizen.get("/apply/proof").await;
    for words in
        ["护照", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证", "律师执业证号"]
    {
        assert!(page.body.contains(words), "{words}");
    }
    assert!(!page.body.contains("guardian_number"), "nobody is asked for what does not concern them");
    let proof = [
        ("representative_document", "permanent_resident"),
        ("representative_number", "USA330082012345"),
        ("agent_document", "travel_permit"),
        ("agent_number", "H12345678"),
        ("agent_scope", "代为提出申请"),
        ("agent_scope", "代为接收文书和信息"),
        ("agent_until", "2025年12月31日"),
        ("agent_licence", "13301202010000001"),
        ("agent_firm", "某某律师事务所"),
    ];
    let without: Vec<(&str, &str)> =
        proof.iter().copied().filter(|(name, _)| *name != "agent_document").collect();
    let files =
        [("mandate", "委托书.png", png), ("agent_proof", "通行证.png", png), ("firm_letter", "函.png", png)];
    let faulty = citizen.send_files("/apply/proof", &without, &files).await;
    assert!(faulty.status == 422 && faulty.body.contains("选择代理人的证件种类"), "{}", faulty.body);
    assert!(faulty.body.contains("已上传“委托书.png”") && faulty.body.contains("某某律师事务所"));
    assert_eq!(citizen.send_files("/apply/proof", &proof, &[]).await.location(), "/apply/check");
    let check = citizen.get("/apply/check").await;
    for words in ["外国人永久居留身份证", "代为提出申请、代为接收文书和信息", "2025年12月31日", "函.png"]
    {
        assert!(check.body.contains(words), "{words}: {}", check.body);
    }
    assert!(!check.body.contains("H12345678") && !check.body.contains("USA330082012345"), "masked");
    world.pass(60);
    let sent = citizen.send("/apply/check", &[]).await;
    let reference = sent.location().rsplit('/').next().unwrap().to_owned();
    let office = &world.web.office;
    let row = office.storage.application_by_reference(&reference).await.unwrap().unwrap();
    assert_eq!(office.storage.attachments_of(row.id.0).await.unwrap().len(), 3);
    let mut clerk = world.registrar().await;
    let case = format!("/desk/applications/{reference}");
    let token = clerk.get(&case).await.token();
    let shown = clerk.post(&format!("{case}/reveal"), &[("token", &token)]).await;
    for words in ["H12345678", "USA330082012345", "13301202010000001", "某某律师事务所", "代为提出申请"]
    {
        assert!(shown.body.contains(words), "{words}: {}", shown.body);
    }

    // a minor: nobody is refused, but the guardian is asked for
    let mut minor = world.browser();
    minor.send("/apply/who", WHO).await;
    let young = (0..11).map(|last| format!("11010520120101002{}", "0123456789X".chars().nth(last).unwrap()));
    let young =
        young.into_iter().find(|number| gongkai_domain::personal::resident_id(number).is_ok()).unwrap();
    let own = [("document", "resident_id"), ("document_number", young.as_str())];
    let alone = minor.send_files("/apply/proof", &own, &[]).await;
    assert!(alone.status == 422 && alone.body.contains("未满十八周岁"), "{}", alone.body);
    minor.send("/apply/who?change=1", &[WHO, &[("guardian", "王父")]].concat()).await;
    let page = minor.get("/apply/proof").await;
    assert!(page.body.contains("监护人") && page.body.contains("guardian_relation"), "{}", page.body);
    let guarded = [
        own[0],
        own[1],
        ("guardian_relation", "父亲"),
        ("guardian_document", "taiwan_travel_permit"),
        ("guardian_number", "01234567"),
    ];
    let kept = minor.send_files("/apply/proof", &guarded, &[("guardian_proof", "户口簿.png", png)]).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
}

#[tokio::test]
async fn sending_twice_makes_one_application_and_tells_the_same_code() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    fill_in(&mut citizen, &world).await;
    let token = citizen.get("/apply/check").await.token();
    let (mut left, mut right) = (citizen.clone(), citizen.clone());
    let fields = [("token", token.as_str())];
    let (one, two) = tokio::join!(left.post("/apply/check", &fields), right.post("/apply/check", &fields));
    assert_eq!(one.location(), two.location());
    let third = citizen.post("/apply/check", &fields).await;
    assert_eq!(third.location(), one.location(), "the same form a third time");
    let receipt = citizen.get(third.location()).await;
    assert!(receipt.body.contains("data-copy=\"查询码\""), "{}", receipt.body);
    assert_eq!(world.applications().await, 1);
    // the next application of this browser is a new one
    let next = citizen.get("/apply/who").await;
    assert!(!next.body.contains("建国"));
}

#[tokio::test]
async fn a_form_of_another_browser_a_trap_filled_in_and_a_foreign_page_are_refused() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    fill_in(&mut citizen, &world).await;
    let token = citizen.get("/apply/check").await.token();
    let mut other = world.browser();
    fill_in(&mut other, &world).await;
    assert_eq!(
        other.post("/apply/check", &[("token", &token)]).await.status,
        400,
        "a token is bound to its draft"
    );
    assert_eq!(citizen.post("/apply/check", &[]).await.status, 400, "no token");
    let trapped =
        citizen.post("/apply/check", &[("token", &token), ("website", "http://spam.example")]).await;
    assert!(trapped.status == 400 && trapped.body.contains("应当留空"), "{}", trapped.body);
    let foreign =
        citizen.post_with("/apply/check", &[("token", &token)], &[("sec-fetch-site", "cross-site")]).await;
    assert!(foreign.status == 400 && foreign.body.contains("不是从本网站的页面提交"));
    // a draft is kept from its first page on, and does not live longer by being changed
    world.pass(23 * 3600);
    assert_eq!(citizen.send("/apply/receive", RECEIVE).await.status, 303);
    assert!(citizen.get("/apply").await.body.contains("还保留不到 1 小时"));
    world.pass(2 * 3600);
    assert_eq!(citizen.post("/apply/check", &[("token", &token)]).await.status, 400, "too old");
    assert!(citizen.get("/apply").await.body.contains("已经超过保留时间"));
    assert_eq!(world.applications().await, 0);
}

#[tokio::test]
async fn who_fills_in_a_form_in_no_time_is_asked_a_plain_question() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    fill_in(&mut citizen, &world).await;
    world.pass(-60);
    let asked = citizen.send("/apply/check", &[]).await;
    assert!(asked.status == 422 && asked.body.contains("等于几？"), "{}", asked.body);
    let wrong = citizen.post("/apply/check", &[("token", &asked.token()), ("answer", "1")]).await;
    assert!(wrong.body.contains("答案不对"));
    let sum = sum(&asked.between("<label class=\"label\" for=\"f-answer\">", "等于几"));
    let sent = citizen.post("/apply/check", &[("token", &wrong.token()), ("answer", &sum)]).await;
    assert!(sent.location().starts_with("/apply/done/"));
}

#[tokio::test]
async fn a_wrong_pair_has_one_answer_whatever_is_wrong_and_guessing_ends() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    let (reference, code) = file(&mut citizen, &world).await;
    let mut stranger = world.browser();
    let wrong = stranger.send("/track", &[("number", &reference), ("code", "AAAA-AAAA")]).await;
    let nobody = stranger.send("/track", &[("number", "SQ202500099XXXX"), ("code", &code)]).await;
    assert_eq!((wrong.status, nobody.status), (422, 422));
    let message = "申请编号或者查询码不正确";
    assert!(wrong.body.contains(message) && nobody.body.contains(message));
    assert!(!wrong.body.contains("AAAA") && !nobody.body.contains(&code), "the code is not printed back");
    assert_eq!(stranger.get(&format!("/track/{reference}")).await.location(), "/track");
    for _ in 0..7 {
        stranger.send("/track", &[("number", &reference), ("code", "AAAA-AAAA")]).await;
    }
    // now a question stands in between, and the right code without its answer tells as little as a wrong one
    let pair = [("number", reference.as_str()), ("code", code.as_str())];
    let asked = stranger.send("/track", &pair).await;
    assert!(
        asked.status == 422 && asked.body.contains("等于几？") && !asked.body.contains(message),
        "{}",
        asked.body
    );
    let wrong =
        stranger.post("/track", &[("token", &asked.token()), pair[0], pair[1], ("answer", "1")]).await;
    assert!(wrong.body.contains("答案不对") && wrong.body.contains("<title>错误："), "{}", wrong.body);
    let answer = sum(&wrong.between("<label class=\"label\" for=\"f-answer\">", "等于几"));
    let token = wrong.token();
    let found = stranger.post("/track", &[("token", &token), pair[0], pair[1], ("answer", &answer)]).await;
    assert_eq!(found.location(), format!("/track/{reference}"), "the owner is not shut out");
    let mut ended = None;
    for _ in 0..40 {
        let page = stranger.send("/track", &[("number", "SQ202500099ZZZZ"), ("code", "AAAA-AAAA")]).await;
        if page.status == 429 {
            ended = Some(page);
            break;
        }
    }
    let ended = ended.expect("an address has no endless attempts");
    assert!(ended.body.contains("分钟后再试") && ended.header("retry-after").parse::<u32>().is_ok());
}

/// The sum that a plain question asks for.
fn sum(question: &str) -> String {
    let digit = |word: &str| "零一二三四五六七八九".chars().position(|c| word.starts_with(c)).unwrap();
    let (left, right) = question.split_once('加').unwrap();
    (digit(left) + digit(right)).to_string()
}

#[tokio::test]
async fn fields_that_are_too_long_stay_in_the_form_and_what_is_no_form_is_refused_by_a_page() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    let long = "长".repeat(100_000);
    let page = citizen.send("/apply/what", &[("matter.0.description", &long), ("form", "paper")]).await;
    assert!(page.status == 422 && page.body.contains("不超过2000字") && page.body.contains(&long));
    assert!(page.body.contains("<title>错误："));
    let empty = citizen.send("/apply/who", &[]).await;
    for words in ["选择谁提出申请", "填写姓名或者单位全称", "填写联系电话"] {
        assert!(empty.body.contains(words), "{words}");
    }
    let gbk = citizen.raw("/apply/who", "application/x-www-form-urlencoded", b"name=%CD%F5".to_vec()).await;
    assert!(gbk.status == 400 && gbk.body.contains("UTF-8"));
    let json = citizen.raw("/track", "application/json", b"{}".to_vec()).await;
    assert!(json.status == 400 && json.body.contains("不是表单"));
    let huge =
        citizen.raw("/apply/who", "application/x-www-form-urlencoded", vec![b'a'; 3 * 1024 * 1024]).await;
    assert_eq!(huge.status, 413, "{}", huge.body);
    let cut =
        citizen.raw("/apply/proof", "multipart/form-data; boundary=x", b"--x\r\nContent-Disp".to_vec()).await;
    assert_eq!(cut.status, 400);
    assert_eq!(citizen.get("/nothing/here").await.status, 404);
}

#[tokio::test]
async fn who_gets_no_reply_in_time_is_told_what_can_be_done_and_until_when() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    let (reference, code) = file(&mut citizen, &world).await;
    let office = &world.web.office;
    let id = office.storage.application_by_reference(&reference).await.unwrap().unwrap().id;
    let (on, clerk) = (day(2025, 9, 17), Actor::Program("test"));
    world.set_clock(on, 9);
    step(
        office,
        &clerk,
        id,
        None,
        Event::Confirmed { on, method: ConfirmationMethod::Telephone, note: None },
    )
    .await
    .unwrap();
    let place = found(&mut citizen, &reference, &code).await;
    assert!(!citizen.get(&place).await.body.contains("如果不服"));
    world.set_clock(day(2025, 10, 23), 9);
    let place = found(&mut citizen, &reference, &code).await;
    let page = citizen.get(&place).await;
    for words in
        ["答复期限已过 2 个工作日", "如果不服", "逾期未答复", "云州市人民政府", "云州市云城区人民法院"]
    {
        assert!(page.body.contains(words), "{words} in {}", page.body);
    }
    assert!(page.body.contains("2026年4月21日"), "six months after the period: {}", page.body);
    assert!(page.body.contains("自答复期限届满之日起算"), "{}", page.body);
    assert!(!page.body.contains("自您收到答复之日起算"), "there is no reply: {}", page.body);
}

#[tokio::test]
async fn reasons_that_were_asked_for_are_given_online_and_once() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    let (reference, code) = file(&mut citizen, &world).await;
    let office = &world.web.office;
    let id = office.storage.application_by_reference(&reference).await.unwrap().unwrap().id;
    let (on, clerk) = (office.today(), Actor::Program("test"));
    let confirmed = Event::Confirmed { on, method: ConfirmationMethod::Telephone, note: None };
    step(office, &clerk, id, None, confirmed).await.unwrap();
    let number = "依申请〔2025〕1号".to_owned();
    step(office, &clerk, id, None, Event::Registered { number, received_on: on, on, checks: Vec::new() })
        .await
        .unwrap();
    let place = found(&mut citizen, &reference, &code).await;
    let path = format!("{place}/reasons");
    assert_eq!(citizen.get(&path).await.status, 400, "nobody asked");
    let asked = Event::ReasonsRequested {
        on,
        applications: 40,
        since: day(2025, 1, 1),
        until: on,
        answer_by: day(2025, 9, 25),
        paper: PaperRef { paper: PaperId(uuid::Uuid::from_u128(5)), number: None },
        awaits_service: false,
    };
    step(office, &clerk, id, None, asked).await.unwrap();
    let page = citizen.get(&place).await;
    assert!(page.body.contains("现在轮到您") && page.body.contains("9月25日"), "{}", page.body);
    assert_eq!(citizen.send(&path, &[("reasons", " ")]).await.status, 422);
    let token = citizen.get(&path).await.token();
    for _ in 0..2 {
        let fields = [("token", token.as_str()), ("reasons", "各年数据不同<b>")];
        assert_eq!(citizen.post(&path, &fields).await.location(), place);
    }
    let page = citizen.get(&place).await;
    assert!(page.body.contains("没有重复提交") && page.body.contains("现在由本机关办理"), "{}", page.body);
}

#[tokio::test]
async fn several_matters_can_be_added_and_taken_out() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    citizen.send("/apply/what", &[("matter.0.title", "甲"), ("add", "1")]).await;
    assert!(citizen.get("/apply/what").await.body.contains("第 2 项"));
    citizen.send("/apply/what", &[("matter.0.title", "甲"), ("matter.1.title", "乙"), ("remove", "0")]).await;
    let page = citizen.get("/apply/what").await;
    assert!(page.body.contains("value=\"乙\"") && !page.body.contains("value=\"甲\""), "{}", page.body);
    assert_eq!(
        citizen.get("/apply/check").await.location(),
        "/apply/who",
        "nothing can be sent before it is complete"
    );
}

#[tokio::test]
async fn an_upload_is_what_its_bytes_say_and_a_marked_file_is_never_written() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    citizen.send("/apply/who", WHO).await;
    let lying = citizen
        .send_files("/apply/proof", &[], &[("proof", "id.jpg", b"<html><script>alert(1)</script>")])
        .await;
    assert!(lying.status == 422 && lying.body.contains("文件不是可以接收的类型"), "{}", lying.body);
    let mut marked = b"\xff\xd8\xff\xe0".to_vec();
    marked.extend("机密★".as_bytes());
    let refused = citizen.send_files("/apply/proof", &[], &[("proof", "a.jpg", &marked)]).await;
    assert!(refused.status == 422 && refused.body.contains("没有接收，也没有保存"), "{}", refused.body);
    let filter = AuditFilter { action: Some("classified_refused".to_owned()), ..AuditFilter::default() };
    let noted = world.web.office.storage.audit(&filter, None, 10).await.unwrap();
    assert_eq!(noted.len(), 1);
    assert!(
        noted[0].document.contains("sm3") && !noted[0].document.contains("jpg"),
        "only time and digest are kept"
    );
    let large = [b"\xff\xd8\xff".to_vec(), vec![0; 10 * 1024 * 1024]].concat();
    let refused = citizen.send_files("/apply/proof", &[], &[("proof", "a.jpg", &large)]).await;
    assert!(refused.status == 422 && refused.body.contains("超过 10 MB"), "{}", refused.body);
    for name in ["id.jpg", "id.exe", "..\\id.html"] {
        let refused =
            citizen.send_files("/apply/proof", &[], &[("proof", name, b"\x89PNG\r\n\x1a\nrest")]).await;
        assert!(
            refused.status == 422 && refused.body.contains("与文件名的后缀不一致"),
            "{name}: {}",
            refused.body
        );
    }
    assert_eq!(world.files(), 0, "nothing of a refused file is kept");
    let good = citizen
        .send_files("/apply/proof", &[], &[("proof", "../../身份证.png", b"\x89PNG\r\n\x1a\nrest")])
        .await;
    assert_eq!(good.location(), "/apply/check");
    assert_eq!(world.files(), 1);
    assert!(citizen.get("/apply/proof").await.body.contains("已上传“身份证.png”"));
}

#[tokio::test]
async fn everything_works_under_a_prefix_and_in_three_themes() {
    let world = World::new("/zwgk/yshqgk").await;
    let mut citizen = world.browser();
    for theme in ["default", "elder", "contrast"] {
        let page = citizen.get(&format!("/zwgk/yshqgk/apply/who?theme={theme}")).await;
        assert!(page.body.contains(&format!("data-theme=\"{theme}\"")), "{theme}");
    }
    assert!(
        citizen.get("/zwgk/yshqgk/guide").await.body.contains("data-theme=\"contrast\""),
        "the last one is kept"
    );
    assert_eq!(citizen.send("/zwgk/yshqgk/apply/who", WHO).await.location(), "/zwgk/yshqgk/apply/what");
    let outside = citizen.get("/apply").await;
    assert!(outside.status == 404 && outside.body.contains("没有找到这个页面"), "{}", outside.body);
    assert_eq!(citizen.get("/zwgk/yshqgk/").await.status, 200);
    let document = citizen.get("/zwgk/yshqgk/api/openapi.json").await.json();
    assert_eq!(document["servers"][0]["url"], "/zwgk/yshqgk");
    let home = citizen.get("/zwgk/yshqgk/").await;
    let links = home.body.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    for link in links.filter(|link| !link.starts_with('#')) {
        assert!(link.starts_with("/zwgk/yshqgk/") || link.starts_with("https://"), "{link}");
        if link.starts_with('/') {
            assert_eq!(citizen.get(link).await.status, 200, "{link}");
        }
    }
    let form = citizen.get("/zwgk/yshqgk/apply/who").await;
    for cookie in form.headers.get_all("set-cookie") {
        assert!(cookie.to_str().unwrap().contains("; Path=/zwgk/yshqgk/;"), "{cookie:?}");
    }
    assert_eq!(citizen.method(Method::POST, "/zwgk/yshqgk/").await.status, 405);
}

#[tokio::test]
async fn the_document_of_the_interface_lists_exactly_what_answers() {
    let world = World::new("").await;
    let mut program = world.browser();
    let document = program.get("/api/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let paths: Vec<String> = document["paths"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        paths,
        ["/api/openapi.json", "/api/statute", "/api/calendar/{year}", "/api/due", "/api/guide"]
    );
    for path in &paths {
        let asked = match path.as_str() {
            "/api/due" => format!("{path}?limit=reply&from=2025-09-16"),
            path => path.replace("{year}", "2025"),
        };
        let answer = program.get(&asked).await;
        assert_eq!(answer.status, 200, "{asked}: {}", answer.body);
        assert!(answer.json().is_object(), "{asked}");
    }
    let due = program.get("/api/due?limit=reply&from=2025-09-16").await.json();
    assert_eq!(due["due_on"], "2025-10-20");
    let items = program.get("/api/statute").await.json();
    assert_eq!(items["items"].as_array().unwrap().len(), gongkai_deadline::statute::LIMITS.len());
    let guide = program.get("/api/guide").await.json();
    assert_eq!(guide["fee"]["by_item"][1]["from"], 11);
    for (asked, status, code) in [
        ("/api/due?limit=nothing&from=2025-09-16", 404, "not_found"),
        ("/api/due?limit=reply&from=yesterday", 400, "bad_request"),
        ("/api/due?limit=reply&from=2025-09-16&length=30", 422, "unanswerable"),
        ("/api/calendar/soon", 400, "bad_request"),
        ("/api/nothing", 404, "not_found"),
    ] {
        let problem = program.get(asked).await;
        assert_eq!(
            (problem.status, problem.json()["code"].as_str().unwrap_or_default()),
            (status, code),
            "{asked}"
        );
        assert!(problem.content_type.starts_with("application/problem+json"), "{asked}");
    }
}

#[tokio::test]
async fn markup_in_addresses_is_only_text() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    let page = citizen.get(&format!("/apply/public?q={}", encode("\"><script>alert(1)</script>"))).await;
    assert!(page.status == 200 && !page.body.contains("<script>alert"));
    let page = citizen.get(&format!("/track/{}", encode("../../desk\"><script>"))).await;
    assert_eq!(page.location(), "/track");
}
