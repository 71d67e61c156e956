//! What a clerk types is never lost: a refused form comes back with every answer and all its faults, and what was accepted
//! is shown on the page of the case.
//!
//! Not here: what is refused and why (`gongkai-domain`).

use super::world::{Browser, World};
use crate::{DRAFT, desk, own_fields, registered, review, served, signed_and_sealed, signed_by_and_sealed};
use gongkai_domain::application::State;

/// Words that no page has by itself.
const TYPED: &str = "我亲手写下的一句话";

/// A page, the field in which somebody writes, and what chooses the page.
type Step = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Each page of a step of an application.
const STEPS: &[Step] = &[
    ("confirm", "note", &[]),
    ("assign", "words", &[]),
    ("split", "reason", &[]),
    ("ask-correction", "guidance", &[]),
    ("correction-receipt", "proof", &[]),
    ("receive-correction", "content", &[]),
    ("consult", "concern", &[("with", "third_party")]),
    ("consult", "information", &[("with", "co_maker")]),
    ("consult", "asked", &[("with", "other_agency")]),
    ("addressee-receipt", "proof", &[]),
    ("opinion", "grounds", &[]),
    ("consultation-return", "reason", &[]),
    ("tell-third-party", "information", &[]),
    ("ask-assistance", "question", &[]),
    ("assistance", "answer", &[]),
    ("extend", "reason", &[]),
    ("propose-extension", "reason", &[]),
    ("decline-extension", "reason", &[]),
    ("tell-extension", "reasons", &[]),
    ("ask-reasons", "excessive", &[]),
    ("receive-reasons", "content", &[]),
    ("judge-reasons", "grounds", &[]),
    ("delay", "reasons", &[]),
    ("fee", "payment_way", &[]),
    ("fee-receipt", "proof", &[]),
    ("payment", "receipt", &[]),
    ("withdraw", "statement", &[]),
    ("search-record", "places", &[]),
    ("draft", "reasons", &[("outcome", "reply_not_responsible")]),
    ("sign", "words", &[]),
    ("return", "words", &[]),
    ("serve", "tracking", &[]),
    ("service-receipt", "proof", &[]),
    ("archive", "remarks", &[]),
    ("reopen", "lesson", &[]),
    ("close", "statement", &[]),
    ("paper", "served_by", &[("kind", "service_proof")]),
    ("void", "reason", &[]),
];

/// Other forms of the desk: who sends, the page, where it is sent, what else is sent, the field in which somebody writes.
type Other = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static str);
const OTHERS: &[Other] = &[
    ("registrar", "/desk/register", &[], "name"),
    ("registrar", "/desk/register", &[("channel", "fax")], "matter.0.description"),
    ("head", "/desk/challenges/new", &[], "case_number"),
    ("registrar", "/desk/record-corrections/new", &[], "wrong"),
    ("supervisor", "/desk/complaints/new", &[], "text"),
    ("system", "/desk/people", &[("account", "A B")], "name"),
    ("system", "/desk/agency", &[("deed", "add")], "new.name"),
    ("system", "/desk/agency", &[("deed", "department"), ("unit.from", "x")], "unit.name"),
    ("system", "/desk/agency/AGENCY", &[("name", "")], "short_name"),
    ("system", "/desk/agency/departments/UNIT", &[("from", "x")], "name"),
    ("head", "/desk/settings/numbers", &[], "numbers.registration"),
    ("head", "/desk/settings/scope", &[("scope.elsewhere", "|甲")], "scope.ours"),
    ("system", "/desk/calendar/import", &[], "text"),
];

/// The token of any page.
async fn token(browser: &mut Browser) -> String {
    browser.get("/desk/account").await.token()
}

#[tokio::test]
async fn a_wrong_form_sent_to_any_page_of_the_desk_comes_back_with_the_words_that_were_typed() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let mut lost = Vec::new();
    let mut judge = |what: String, status: u16, body: &str, token: &str| {
        let has_form = body.contains(&format!("name=\"token\" value=\"{token}\""));
        if !matches!(status, 409 | 422) || !body.contains(TYPED) || !has_form {
            lost.push(format!("{what}: {status}"));
        }
    };
    let mut handler = world.signed_in("handler").await;
    let case = handler.get(&format!("{}/ask-assistance", desk(&number))).await;
    let (own, version) = (case.token(), case.hidden("version"));
    for (page, field, chosen) in STEPS {
        let path = format!("{}/{page}", desk(&number));
        let mut fields = vec![("token", own.as_str()), ("version", version.as_str()), (*field, TYPED)];
        fields.extend_from_slice(chosen);
        let answer = handler.post(&path, &fields).await;
        judge(format!("{page} {field}"), answer.status, &answer.body, &own);
    }
    let answer =
        handler.post(&review(&number), &[("token", &own), ("version", &version), ("words", TYPED)]).await;
    judge("review".to_owned(), answer.status, &answer.body, &own);
    for (who, path, chosen, field) in OTHERS {
        let mut browser = world.signed_in(who).await;
        let token = token(&mut browser).await;
        let path =
            path.replace("AGENCY", &world.web.agency.to_string()).replace("UNIT", &World::unit().to_string());
        let mut fields = vec![("token", token.as_str()), (*field, TYPED)];
        fields.extend_from_slice(chosen);
        let answer = browser.post(&path, &fields).await;
        judge(format!("{who} {path} {field}"), answer.status, &answer.body, &token);
    }
    assert_eq!(lost, Vec::<String>::new());
}

#[tokio::test]
async fn a_wrong_form_of_a_challenge_and_of_a_record_to_correct_comes_back_with_the_words_too() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let mut head = world.signed_in("head").await;
    let fields = [
        ("forum", "reconsideration"),
        ("role", "respondent"),
        ("challenged", "silence"),
        ("applications", number.as_str()),
        ("on", "2025-09-16"),
    ];
    let opened = head.act("/desk/challenges/new", &fields).await;
    assert_eq!(opened.status, 303, "{}", opened.body);
    let challenge = opened.location().to_owned();
    let fields = [
        ("arrived_on", "2025-09-16"),
        ("kind", "natural_person"),
        ("name", "王小明"),
        ("document", "passport"),
        ("number", "E7654321"),
        ("phone", "13900000000"),
        ("record", "某登记簿"),
        ("wrong", "门牌号有误"),
        ("right", "改为二号"),
    ];
    let opened = head.act("/desk/record-corrections/new", &fields).await;
    assert_eq!(opened.status, 303, "{}", opened.body);
    let record = opened.location().split('?').next().unwrap().to_owned();
    let mut lost = Vec::new();
    let token = token(&mut head).await;
    let chosen: &[(&str, &str)] = &[("kind", "reconsideration_answer")];
    for (case, page, field, chosen) in [
        (&challenge, "receive-copy", "words", &[][..]),
        (&challenge, "paper", "facts", chosen),
        (&challenge, "decision", "words", &[]),
        (&challenge, "appeal-decision", "words", &[]),
        (&challenge, "lesson", "words", &[]),
        (&record, "evidence", "words", &[]),
        (&record, "decide", "words", &[]),
    ] {
        let path = format!("{case}/{page}");
        let mut fields = vec![("token", token.as_str()), ("version", "1"), (field, TYPED)];
        fields.extend_from_slice(chosen);
        let answer = head.post(&path, &fields).await;
        if !matches!(answer.status, 409 | 422) || !answer.body.contains(TYPED) {
            lost.push(format!("{page}: {}", answer.status));
        }
    }
    assert_eq!(lost, Vec::<String>::new());
}

#[tokio::test]
async fn a_form_opened_before_the_session_ended_is_shown_again_and_does_nothing() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let path = format!("{}/ask-assistance", desk(&number));
    let old = world.signed_in("handler").await.get(&path).await;
    let mut again = world.signed_in("handler").await;
    let sent = [
        ("token".to_owned(), old.token()),
        ("version".to_owned(), old.hidden("version")),
        ("helper".to_owned(), "legal_adviser".to_owned()),
        ("question".to_owned(), TYPED.to_owned()),
    ];
    let answer = again.post_pairs(&path, &sent).await;
    assert!(answer.status == 409 && answer.body.contains("上一次登录时打开"), "{}", answer.body);
    assert!(answer.body.contains(TYPED) && answer.token() != old.token(), "{}", answer.body);
    let done = again.act(&path, &[("helper", "legal_adviser"), ("question", TYPED)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

#[tokio::test]
async fn a_refused_form_tells_all_its_faults_at_once_and_leads_to_each_field() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let mut handler = world.signed_in("handler").await;
    let path = format!("{}/search-record", desk(&number));
    let sent = [("places", TYPED), ("searched_on", "2025-02-30")];
    let answer = handler.act(&path, &sent).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    for (field, words) in [
        ("searched_on", "“2025-02-30”不是日期"),
        ("from", "填写日期"),
        ("to", "填写日期"),
        ("terms", "请填写“关键词”"),
        ("result", "请选择"),
    ] {
        assert!(answer.body.contains(&format!("<a href=\"#f-{field}\">{words}")), "{field}: {}", answer.body);
        assert!(answer.body.contains(&format!("id=\"f-{field}-error\"")), "{field}");
    }
    assert!(!answer.body.contains("#f-places") && !answer.body.contains("#f-details"), "{}", answer.body);
}

#[tokio::test]
async fn what_was_typed_in_the_course_of_a_case_is_found_on_its_page() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let (mut head, mut handler) = (world.signed_in("head").await, world.signed_in("handler").await);
    let page = |step: &str| format!("{}/{step}", desk(&number));
    let unit = World::unit().to_string();
    let deeds: &[(&str, &[(&str, &str)])] = &[
        ("assign", &[("unit", &unit), ("words", "交办时写的话")]),
        (
            "search-record",
            &[
                ("searched_on", "2025-09-16"),
                ("from", "2024-01-01"),
                ("to", "2025-09-16"),
                ("places", "档案室写的话"),
                ("terms", "关键词写的话"),
                ("result", "found"),
            ],
        ),
        ("ask-assistance", &[("helper", "legal_adviser"), ("question", "问题写的话")]),
        ("assistance", &[("request", "1"), ("on", "2025-09-16"), ("answer", "答复写的话")]),
        ("extend", &[("days", "5"), ("reason", "延期写的话")]),
        (
            "tell-extension",
            &[
                ("reasons", "告知写的话"),
                ("way", "post"),
                ("sent_on", "2025-09-16"),
                ("tracking", "凭证写的话"),
            ],
        ),
    ];
    for (step, fields) in deeds {
        let done = head.act(&page(step), fields).await;
        assert_eq!(done.status, 303, "{step}: {}", done.body);
    }
    let drafted = handler.act_with(&page("draft"), DRAFT, &[]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    let back = [("decision", "return"), ("words", "退回写的话")];
    let done = world.signed_in("reviewer").await.act(&review(&number), &back).await;
    assert_eq!(done.status, 303, "{}", done.body);
    handler.act_with(&page("draft"), DRAFT, &[]).await;
    let agree = [("decision", "agree"), ("words", "会同法规科核对过")];
    let done = world.signed_in("reviewer").await.act(&review(&number), &agree).await;
    assert_eq!(done.status, 303, "{}", done.body);
    for login in ["secrecy", "leader"] {
        world.signed_in(login).await.act(&review(&number), &[("decision", "agree")]).await;
    }
    world.signed_in("registrar").await.act(&page("issue"), &[]).await;
    world.signed_in("seal").await.act(&page("seal"), &[]).await;
    served(&world, &number).await;
    let receipt = [("on", "2025-09-16"), ("proof", "签收写的话")];
    let done = world.signed_in("registrar").await.act(&page("service-receipt"), &receipt).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let kept = [("keep", "30"), ("volume", "2025-17"), ("remarks", "备考写的话")];
    let done = world.signed_in("registrar").await.act(&page("archive"), &kept).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = head.get(&desk(&number)).await;
    for words in [
        "交办意见：交办时写的话",
        "档案室写的话",
        "关键词写的话",
        "问题写的话",
        "答复写的话",
        "延期理由：延期写的话",
        "送达凭证：凭证写的话",
        "退回的理由：退回写的话",
        "意见：会同法规科核对过",
        "送达凭证：1088123456789",
        "备考：备考写的话",
    ] {
        assert!(case.body.contains(words), "{words}: {}", case.body);
    }
}

#[tokio::test]
async fn the_checks_before_registration_and_the_way_of_confirmation_and_withdrawal_are_shown() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let fields = [
        ("channel", "fax"),
        ("arrived_on", "2025-09-16"),
        ("kind", "natural_person"),
        ("name", "王小明"),
        ("document", "passport"),
        ("number", "E7654321"),
        ("phone", "13900000000"),
        ("way", "counter"),
        ("matter.0.title", "某某规划"),
    ];
    let filed = registrar.send_files("/desk/register", &fields, &[]).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let place = filed.location().to_owned();
    let note = [("method", "counter"), ("confirmed_on", "2025-09-16"), ("note", "王小明到窗口确认")];
    let done = registrar.act(&format!("{place}/confirm"), &note).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let checks = [("checks", "identity"), ("checks", "description")];
    let done = registrar.act(&format!("{place}/register"), &checks).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let place = done.location().split('?').next().unwrap().to_owned();
    let taken_back = [("on", "2025-09-16"), ("how", "recorded"), ("statement", "来电说不再需要")];
    let done = registrar.act(&format!("{place}/withdraw"), &taken_back).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = registrar.get(&place).await;
    for words in ["当面", "已核对身份证明齐全、申请内容明确", "电话，有记录", "声明：来电说不再需要"]
    {
        assert!(case.body.contains(words), "{words}: {}", case.body);
    }
    assert!(case.body.contains("确认经过：王＊＊到窗口确认"), "the name stays masked: {}", case.body);
}

#[tokio::test]
async fn who_signs_sees_the_files_that_go_out_and_the_records_fix_what_a_notice_says() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let mut handler = world.signed_in("handler").await;
    let mut head = world.signed_in("head").await;
    let extend = [("days", "5"), ("reason", "档案数量大")];
    head.act(&format!("{}/extend", desk(&number)), &extend).await;
    let tell = format!("{}/tell-extension", desk(&number));
    let editor = handler.get(&tell).await;
    assert!(!editor.body.contains("name=\"working_days\"") && editor.body.contains("由系统记录，不能修改"));
    assert!(editor.body.contains("必备内容齐全") && editor.body.contains("档案数量大"), "{}", editor.body);
    let told = handler.act(&tell, &[("reasons", "档案数量大"), ("working_days", "19")]).await;
    assert_eq!(told.status, 303, "{}", told.body);
    let mut fields = DRAFT.to_vec();
    fields.push(("redaction", "redacted"));
    let png: &[u8] = b"\x89PNG\r\n\x1a\nrest";
    let drafted =
        handler.act_with(&format!("{}/draft", desk(&number)), &fields, &[("given", "规划.png", png)]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    let mut secrecy = world.signed_in("secrecy").await;
    let review = secrecy.get(&format!("/desk/review/{}", super::world::encode(&number))).await;
    for words in ["规划.png", "12 字节", "1 页", "已作区分处理", "某handler"] {
        assert!(review.body.contains(words), "{words}: {}", review.body);
    }
    let file = review.between(&format!("{}/files/", desk(&number)), "\"");
    let opened = secrecy.get(&format!("{}/files/{file}", desk(&number))).await;
    assert_eq!(opened.bytes, png);
    signed_and_sealed(&world, &number).await;
}

#[tokio::test]
async fn an_extension_is_proposed_in_writing_and_the_head_finds_it_and_says_no_or_yes() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let page = |step: &str| format!("{}/{step}", desk(&number));
    let (mut head, mut handler) = (world.signed_in("head").await, world.signed_in("handler").await);
    let none = head.act(&page("decline-extension"), &[("reason", "不必延期")]).await;
    assert!(none.body.contains("没有尚待决定的延期提请"), "{}", none.body);
    let bare = handler.act(&page("propose-extension"), &[("days", "10")]).await;
    assert!(bare.status == 422 && bare.body.contains("填写拟延期意见和理由"), "{}", bare.body);
    let long = handler.act(&page("propose-extension"), &[("days", "21"), ("reason", "档案数量大")]).await;
    assert!(long.body.contains("延长期限应当为1至20个工作日"), "{}", long.body);
    let proposing = [("days", "10"), ("reason", "需要向档案馆调取原件")];
    let done = handler.act(&page("propose-extension"), &proposing).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = handler.get(&desk(&number)).await;
    assert!(case.body.contains("提请延期（2025年9月16日）：10个工作日"), "{}", case.body);
    let twice = handler.act(&page("propose-extension"), &proposing).await;
    assert!(twice.body.contains("已经提请延期，尚待"), "{}", twice.body);
    for place in ["/desk", "/desk/review"] {
        assert!(head.get(place).await.body.contains(&number), "{place}");
        assert!(!world.signed_in("lawyer").await.get("/desk/review").await.body.contains(&number));
    }
    assert!(!handler.get("/desk/review").await.body.contains("拟延长10个工作日"), "not one's own");
    let queue = head.get("/desk/review").await;
    for words in ["拟延长10个工作日", "工作机构负责人同意", &page("extend")] {
        assert!(queue.body.contains(words), "{words}: {}", queue.body);
    }
    let asked = head.get(&page("extend")).await;
    for words in ["某handler于2025年9月16日", "value=\"10\"", "需要向档案馆调取原件</textarea>"]
    {
        assert!(asked.body.contains(words), "{words}: {}", asked.body);
    }
    let denied = handler.act(&page("extend"), &proposing).await;
    assert_ne!(denied.status, 303, "who proposes does not decide");
    let declined = head.act(&page("decline-extension"), &[("reason", "电子档案已经齐全")]).await;
    assert_eq!(declined.status, 303, "{}", declined.body);
    assert!(!head.get("/desk/review").await.body.contains(&number));
    assert!(handler.get(&desk(&number)).await.body.contains("不同意延期的理由：电子档案已经齐全"));
    // with better reasons once more; the yes takes it off the queue, and the case can be told
    let again = [("days", "5"), ("reason", "原件只有纸质，需要逐页扫描")];
    assert_eq!(handler.act(&page("propose-extension"), &again).await.status, 303);
    let approved = head.act(&page("extend"), &again).await;
    assert_eq!(approved.status, 303, "{}", approved.body);
    assert!(!head.get("/desk/review").await.body.contains(&number));
    let told = handler.get(&page("tell-extension")).await;
    assert!(told.body.contains("必备内容齐全") && told.body.contains("逐页扫描"), "{}", told.body);
}

#[tokio::test]
async fn a_page_that_is_not_there_and_one_that_is_not_for_me_stand_in_the_frame_of_the_desk() {
    let world = World::new().await;
    let mut auditor = world.signed_in("auditor").await;
    for (path, status) in [("/desk/nothing", 404), ("/desk/people", 403), ("/desk/applications/x", 404)] {
        let page = auditor.get(path).await;
        assert_eq!(page.status, status, "{path}");
        assert!(
            page.body.contains("<body class=\"desk\">") && page.body.contains("返回待办"),
            "{}",
            page.body
        );
    }
    let mut stranger = world.browser();
    let page = stranger.get("/desk/nothing").await;
    assert!(page.status == 404 && page.body.contains("<body class=\"door\">"), "{}", page.body);
    assert!(stranger.get("/nothing").await.body.contains("<body class=\"portal\">"));
}

#[tokio::test]
async fn a_reply_to_two_applications_with_different_outcomes_has_the_fields_of_both_and_says_both() {
    let world = World::new().await;
    let (one, two) = (registered(&world, &["甲规划"]).await, registered(&world, &["乙规划"]).await);
    let storage = &world.web.office.storage;
    let row = storage.application_by_registration(world.web.agency, &two).await.unwrap().unwrap();
    let mut handler = world.signed_in("handler").await;
    let done = handler.act(&format!("{}/join", desk(&one)), &[("others", &row.id.to_string())]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let draft = format!("{}/draft", desk(&one));
    let key = gongkai_domain::notice::Reply::NotResponsible.key();
    let of = |field: &str| format!("more.{}_1_{key}.{field}", row.id);
    let agency = of("responsible_agency");
    let own = own_fields(1);
    let mut fields = DRAFT.to_vec();
    fields.extend(own.iter().map(|(name, text)| (name.as_str(), *text)));
    fields.push(("joined.0.1", key));
    let lacking = handler.act_with(&draft, &fields, &[]).await;
    assert_eq!(lacking.status, 422, "{}", lacking.body);
    assert!(lacking.body.contains(&agency) && lacking.body.contains(&format!("{two}：")), "{}", lacking.body);
    let names = [agency, of("responsible_contact"), of("reasons")];
    let texts = ["云州市自然资源局", "电话0999-8000002", "该信息由其制作并保存"];
    fields.extend(names.iter().map(String::as_str).zip(texts));
    let drafted = handler.act_with(&draft, &fields, &[]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    let reviewed = world.signed_in("reviewer").await.get(&review(&one)).await;
    let heading = format!("关于{two}申请内容");
    for words in [heading.as_str(), "云州市自然资源局", "某某规划（云数〔2024〕5号）"] {
        assert!(reviewed.body.contains(words), "{words}: {}", reviewed.body);
    }
    // what is not given asks for the legality review, what is given for the secrecy review: the one paper passes both, from
    // whichever of the two it is signed
    let early = world.signed_in("leader").await;
    for (number, login) in [(&one, "reviewer"), (&two, "lawyer"), (&one, "secrecy")] {
        let sign = review(number);
        let too_early = early.clone().act(&sign, &[("decision", "agree")]).await;
        assert_ne!(too_early.status, 303, "before {login}: {}", too_early.body);
        let done = world.signed_in(login).await.act(&sign, &[("decision", "agree")]).await;
        assert_eq!(done.status, 303, "{login}: {}", done.body);
    }
    signed_by_and_sealed(&world, &two, &["leader"]).await;
    served(&world, &one).await;
    for (number, counted) in [(&one, "granted"), (&two, "unavailable_not_held")] {
        let row = storage.application_by_registration(world.web.agency, number).await.unwrap().unwrap();
        assert_eq!((row.state.as_str(), row.row_key.as_deref()), (State::Served.key(), Some(counted)));
    }
    storage.verify_agency(world.web.agency).await.unwrap();
}

#[tokio::test]
async fn a_case_that_went_on_as_parts_is_not_offered_for_one_reply() {
    let world = World::new().await;
    let (one, two) = (registered(&world, &["甲规划"]).await, registered(&world, &["乙规划", "丙规划"]).await);
    let parts = [("part.1", "1"), ("part.2", "2"), ("reason", "两项内容由不同科室保存")];
    let mut registrar = world.signed_in("registrar").await;
    let done = registrar.act(&format!("{}/split", desk(&two)), &parts).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let join = world.signed_in("handler").await.get(&format!("{}/join", desk(&one))).await;
    assert!(
        join.body.contains("依申请〔2025〕3号") && join.body.contains("依申请〔2025〕4号"),
        "{}",
        join.body
    );
    assert!(!join.body.contains(&format!(">{two}<")), "{}", join.body);
}

/// A token of no session.
const STALE: &str = "AAAAstale";

/// The pages of every step of an application, with what is written there.
fn steps(number: &str) -> Vec<(String, Vec<(&'static str, &'static str)>)> {
    let of = |(page, field, chosen): &Step| {
        let mut fields = vec![("version", "1"), (*field, TYPED)];
        fields.extend_from_slice(chosen);
        (format!("{}/{page}", desk(number)), fields)
    };
    STEPS.iter().map(of).collect()
}

/// Who fills in a form, its address, and what is written.
type Form = (&'static str, String, Vec<(&'static str, &'static str)>);

/// The other forms of the desk: who, where, and what is written there.
fn others(world: &World) -> Vec<Form> {
    let of = |(who, path, chosen, field): &Other| {
        let path =
            path.replace("AGENCY", &world.web.agency.to_string()).replace("UNIT", &World::unit().to_string());
        let mut fields = vec![(*field, TYPED)];
        fields.extend_from_slice(chosen);
        (*who, path, fields)
    };
    OTHERS.iter().map(of).collect()
}

#[tokio::test]
async fn a_form_of_an_earlier_session_sent_to_any_page_comes_back_with_its_words_and_does_nothing() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let mut lost = Vec::new();
    let mut handler = world.signed_in("handler").await;
    let own = token(&mut handler).await;
    let before = handler.get(&desk(&number)).await.body;
    let mut all: Vec<_> = steps(&number);
    all.push((format!("/desk/review/{}", super::world::encode(&number)), vec![("words", TYPED)]));
    let is_kept = |status: u16, body: &str, token: &str| {
        let has_form = body.contains(&format!("name=\"token\" value=\"{token}\""));
        matches!(status, 409 | 422) && body.contains(TYPED) && body.contains("上一次登录时打开") && has_form
    };
    for (path, fields) in all {
        let fields: Vec<_> = [("token", STALE)].into_iter().chain(fields).collect();
        let answer = handler.post(&path, &fields).await;
        // nothing was drafted: a review without a draft shows what was written on the page of a conflict
        let is_signing = ["/sign", "/return"].iter().any(|end| path.ends_with(end));
        let is_review = (path.starts_with("/desk/review") || is_signing)
            && answer.status == 409
            && answer.body.contains(TYPED);
        if !is_review && !is_kept(answer.status, &answer.body, &own) {
            lost.push(format!("{path}: {}", answer.status));
        }
    }
    let log = |page: &str| page.split("id=\"log\"").nth(1).map(str::to_owned);
    let after = handler.get(&desk(&number)).await.body;
    assert!(log(&before).is_some() && log(&before) == log(&after), "nothing was done");
    for (who, path, fields) in others(&world) {
        let mut browser = world.signed_in(who).await;
        let own = token(&mut browser).await;
        let fields: Vec<_> = [("token", STALE)].into_iter().chain(fields).collect();
        let answer = browser.post(&path, &fields).await;
        if !is_kept(answer.status, &answer.body, &own) {
            lost.push(format!("{who} {path}: {}", answer.status));
        }
    }
    assert_eq!(lost, Vec::<String>::new());
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_is_given_back_and_goes_on_after_signing_in() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let path = format!("{}/ask-assistance", desk(&number));
    let page = world.signed_in("handler").await.get(&path).await;
    let mut browser = world.browser();
    let fields = [
        ("token", page.token()),
        ("version", page.hidden("version")),
        ("helper", "legal_adviser".to_owned()),
        ("question", TYPED.to_owned()),
        ("password", "Geheim-Wort-2025".to_owned()),
    ];
    let fields: Vec<(String, String)> = fields.map(|(name, text)| (name.to_owned(), text)).to_vec();
    let given_back = browser.post_pairs(&path, &fields).await;
    assert_eq!(given_back.status, 403, "{}", given_back.body);
    assert!(
        given_back.body.contains("登录已经失效") && given_back.body.contains(&format!("action=\"{path}\""))
    );
    assert_eq!(given_back.hidden("question"), TYPED);
    assert!(!given_back.body.contains("Geheim-Wort-2025"), "a password is never written into a page");
    let mut again = world.signed_in("handler").await;
    let kept =
        ["token", "version", "helper", "question"].map(|name| (name.to_owned(), given_back.hidden(name)));
    let shown = again.post_pairs(&path, &kept).await;
    assert!(shown.status == 409 && shown.body.contains(TYPED), "{}", shown.body);
    let mut sent = kept.to_vec();
    sent[0].1 = shown.token();
    sent[1].1 = shown.hidden("version");
    let done = again.post_pairs(&path, &sent).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

#[tokio::test]
async fn every_form_of_the_desk_is_given_back_to_who_is_not_signed_in_and_secrets_are_not() {
    let world = World::new().await;
    let mut nobody = world.browser();
    let mut lost = Vec::new();
    for (path, fields) in steps("依申请〔2025〕1号")
        .into_iter()
        .chain(others(&world).into_iter().map(|(_, path, fields)| (path, fields)))
    {
        let answer = nobody.post(&path, &fields).await;
        if answer.status != 403 || !answer.body.contains(TYPED) {
            lost.push(format!("{path}: {}", answer.status));
        }
    }
    assert_eq!(lost, Vec::<String>::new());
    let secret = nobody.post("/desk/account/password", &[("present", "Geheim-Wort-2025")]).await;
    assert!(secret.status == 303 && !secret.body.contains("Geheim"), "{}", secret.body);
}

#[tokio::test]
async fn a_field_of_a_hundred_thousand_letters_is_told_at_its_place_and_stays_in_the_form() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let long = "长".repeat(100_000);
    let mut handler = world.signed_in("handler").await;
    let sent = [("helper", "legal_adviser"), ("question", long.as_str())];
    let page = handler.act(&format!("{}/ask-assistance", desk(&number)), &sent).await;
    assert!(page.status == 422 && page.body.contains(&long), "{}", page.status);
    assert!(page.body.contains("<a href=\"#f-question\">不超过10000字，现有100000字"));
}

#[tokio::test]
async fn an_address_that_is_no_text_is_answered_in_the_frame_of_the_desk() {
    let world = World::new().await;
    let mut handler = world.signed_in("handler").await;
    for path in ["/desk/applications/%FF", "/desk/people/%FF", "/desk/complaints/%FF/answer"] {
        let page = handler.get(path).await;
        assert!(page.status == 404 && page.body.contains("<h1"), "{path}: {}", page.body);
        assert!(page.body.contains("返回待办"), "{path}: {}", page.body);
    }
}

#[tokio::test]
async fn a_step_tells_to_which_day_it_would_move_the_period_before_it_is_taken() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let page = world.signed_in("handler").await.get(&desk(&number)).await;
    // received on 2025-09-16: twenty working days from then, and after the fifteen of a third party
    for words in [
        "如果今日收到补正，至2025年10月20日（周一）",
        "如果第三方今日收到并用满15个工作日，至2025年11月10日（周一）",
        "如果今日缴费，至2025年10月20日（周一）",
    ] {
        assert!(page.body.contains(words), "{words} in {}", page.body);
    }
}

#[tokio::test]
async fn what_is_searched_by_is_the_number_and_the_page_of_the_account_shows_no_markup() {
    let world = World::new().await;
    let mut head = world.signed_in("head").await;
    for path in ["/desk", "/desk/ledger"] {
        let page = head.get(path).await;
        assert!(page.body.contains("不能按内容查找") && !page.body.contains("编号、内容"), "{path}");
    }
    let account = head.get("/desk/account").await;
    assert!(account.body.contains("登录情况") && !account.body.contains("&#60;time"), "{}", account.body);
}

#[tokio::test]
async fn what_was_written_for_one_outcome_stands_there_again_after_another_was_looked_at() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let mut handler = world.signed_in("handler").await;
    let path = format!("{}/draft", desk(&number));
    let (one, other) = ("reply_not_responsible", "reply_granted");
    // the outcome chosen, what is typed, and what travels along unseen
    let form = |page: &super::world::Page, outcome: &str, typed: &[(&str, &str)], carried: &[&str]| {
        let travels = ["token", "version", "once"].map(|name| (name.to_owned(), page.hidden(name)));
        let carried = carried.iter().map(|name| ((*name).to_owned(), page.hidden(name)));
        let typed = typed.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let chosen = ("outcome".to_owned(), outcome.to_owned());
        let pairs: Vec<_> = travels.into_iter().chain(carried).chain(typed).chain([chosen]).collect();
        pairs
    };
    let look = ("choose", "1");
    let first = handler.get(&path).await;
    let fields = form(&first, one, &[look], &[]);
    let page = handler.post_pairs(&path, &fields).await;
    assert!(page.status == 200 && page.body.contains("name=\"reasons\""), "{}", page.body);
    let fields = form(&page, other, &[look, ("reasons", TYPED)], &[]);
    let page = handler.post_pairs(&path, &fields).await;
    assert_eq!(page.hidden("reasons"), TYPED, "the other paper has no such field: {}", page.body);
    let fields = form(&page, one, &[look, ("information", "另一种结果的话")], &["reasons"]);
    let page = handler.post_pairs(&path, &fields).await;
    assert!(page.body.contains(&format!("\n{TYPED}</textarea>")), "{}", page.body);
    assert_eq!(page.hidden("reasons"), "", "it is typed, and does not travel as well");
    assert_eq!(page.hidden("information"), "另一种结果的话");
    // what belongs to another outcome is no part of the draft
    let fields = form(&page, other, &DRAFT[1..], &["earlier"]);
    let fields: Vec<_> = fields.into_iter().chain([("reasons".to_owned(), TYPED.to_owned())]).collect();
    let done = handler.post_pairs(&path, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let review = world.signed_in("reviewer").await.get(&review(&number)).await;
    assert!(review.body.contains("共12页") && !review.body.contains(TYPED), "{}", review.body);
}
