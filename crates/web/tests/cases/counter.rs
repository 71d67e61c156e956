//! What comes to the counter: agents, guardians, organisations, oral applications, files that stay, and the receipt.
//!
//! Not here: what becomes of the case afterwards (`super::super`), bad files (`super::uploads`).

use super::world::{Page, World};
use crate::{AT_THE_COUNTER, PNG, code as reissued, desk, registered, tracking};
use gongkai_app::report_facts::countables;
use gongkai_storage::AuditFilter;

const REGISTER: &str = "/desk/register";

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let is_given = |(name, _): &(&str, &str)| !more.iter().any(|(known, _)| known == name);
    let mut fields: Vec<(&str, &str)> = AT_THE_COUNTER.iter().copied().filter(is_given).collect();
    fields.extend(more);
    fields
}

async fn audited(world: &World, action: &str) -> usize {
    let filter = AuditFilter { action: Some(action.to_owned()), ..AuditFilter::default() };
    world.web.office.storage.audit(&filter, None, 50).await.unwrap().len()
}

async fn revealed(world: &World, place: &str) -> Page {
    let mut registrar = world.signed_in("registrar").await;
    registrar.post_form(&format!("{place}/reveal"), place, &[]).await
}

#[tokio::test]
async fn an_organisation_with_its_agent_is_recorded_from_a_letter_with_its_postmark() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let fields = with(&[
        ("channel", "registered_mail"),
        ("arrived_on", "2025-09-15"),
        ("signed_on", "2025-09-16"),
        ("tracking", "１０８８ 1234 56789"),
        ("postmarked_on", "2025-09-12"),
        ("kind", "commercial_enterprise"),
        ("name", "云州某某有限公司"),
        ("number", "91350100M000100Y43"),
        ("representative", "钱进"),
        ("representative_document", "passport"),
        ("representative_number", "E7777777"),
        ("email", "office@example.com"),
        ("address", "云州市云城区和平路9号"),
        ("postcode", "330000"),
        ("address_confirmed", "yes"),
        ("matter.0.title", "某某规划"),
        ("matter.1.title", "某某方案"),
        ("agent.name", "孙律师"),
        ("agent.document", "passport"),
        ("agent.number", "E9999999"),
        ("agent.scope", "代为申请、签收文书"),
        ("agent.from", "2025-09-01"),
        ("agent.until", "2025-12-31"),
        ("agent.licence", "13701201010000000"),
        ("agent.firm", "某某律师事务所"),
    ]);
    let files = [("envelope", "信封.png", PNG), ("mandate", "委托书.png", PNG), ("proof", "证照.png", PNG)];
    let filed = registrar.send_files(REGISTER, &fields, &files).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let place = filed.location().to_owned();
    let case = registrar.get(&place).await;
    for words in [
        "邮件号1088123456789",
        "邮戳日期2025年9月12日",
        "信封.png",
        "信封、邮件面单",
        "授权委托书",
        "某某方案",
        "2025年9月16日",
    ] {
        assert!(case.body.contains(words), "{words}: {}", case.body);
    }
    assert!(!case.body.contains("孙律师") && !case.body.contains("钱进"), "nobody is named unasked");
    let shown = revealed(&world, &place).await;
    for words in [
        "钱进",
        "E7777777",
        "孙律师",
        "E9999999",
        "代为申请、签收文书",
        "2025年12月31日",
        "13701201010000000",
        "某某律师事务所",
        "office@example.com",
        "确认可以用于送达",
    ] {
        assert!(shown.body.contains(words), "{words}: {}", shown.body);
    }
}

#[tokio::test]
async fn what_is_missing_of_an_agent_or_guardian_is_told_or_left_to_a_correction() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let asked = with(&[("matter.0.title", "某某规划"), ("add_agent", "1")]);
    let page = registrar.send_files(REGISTER, &asked, &[]).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("name=\"agent.name\"") && page.body.contains("王小明"), "{}", page.body);
    let asked = with(&[("agent.name", "孙某"), ("add_guardian", "1")]);
    let page = registrar.send_files(REGISTER, &asked, &[]).await;
    assert!(page.body.contains("name=\"guardian.name\"") && page.body.contains("value=\"孙某\""));
    let gone = with(&[("agent.name", "孙某"), ("guardian.name", "李某"), ("remove_agent", "1")]);
    let page = registrar.send_files(REGISTER, &gone, &[]).await;
    assert!(!page.body.contains("孙某") && page.body.contains("value=\"李某\""), "{}", page.body);

    let nameless = with(&[("matter.0.title", "某某规划"), ("agent.name", ""), ("guardian.name", "")]);
    let refused = registrar.send_files(REGISTER, &nameless, &[]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("填写代理人姓名") && refused.body.contains("填写监护人姓名"));
    let wrong = with(&[
        ("matter.0.title", "某某规划"),
        ("agent.name", "孙某"),
        ("agent.document", "resident_id"),
        ("agent.number", "110105194912310021"),
        ("agent.from", "九月"),
    ]);
    let refused = registrar.send_files(REGISTER, &wrong, &[]).await;
    assert!(refused.status == 422 && refused.body.contains("“九月”不是日期"), "{}", refused.body);
    assert_eq!(world.applications().await, 0);

    // without a mandate it is recorded all the same: that leads to a correction
    let lacking = with(&[
        ("matter.0.title", "某某规划"),
        ("agent.name", "孙某"),
        ("guardian.name", "李某"),
        ("guardian.relation", "母亲"),
    ]);
    let filed = registrar.send_files(REGISTER, &lacking, &[]).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let shown = revealed(&world, filed.location()).await;
    for words in ["孙某", "未写明委托权限", "李某", "与申请人的关系：母亲"] {
        assert!(shown.body.contains(words), "{words}: {}", shown.body);
    }
}

#[tokio::test]
async fn an_oral_application_is_written_down_read_back_and_signed() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let form = registrar.get(REGISTER).await;
    let once = form.hidden("once");
    let fields = with(&[("channel", "oral"), ("matter.0.title", "某某规划"), ("once", &once)]);
    let record = [("enclosure", "口头申请记录.png", PNG)];
    let refused = registrar.send_files(REGISTER, &fields, &record).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("向申请人宣读"), "{}", refused.body);
    assert!(refused.body.contains("口头申请记录.png"), "the file stays: {}", refused.body);
    assert_eq!(world.files(), 1);
    let mut fields = with(&[("channel", "oral"), ("matter.0.title", "某某规划"), ("read_back", "yes")]);
    let word = refused.hidden("once");
    fields.push(("once", &word));
    let token = refused.token();
    fields.push(("token", &token));
    let filed = registrar.post(REGISTER, &fields).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let case = registrar.get(filed.location()).await;
    for words in ["口头申请，由某registrar代为填写", "记录已向申请人宣读", "口头申请记录.png"]
    {
        assert!(case.body.contains(words), "{words}: {}", case.body);
    }
    assert_eq!(world.files(), 1, "kept once");
}

#[tokio::test]
async fn the_receipt_bears_the_query_code_once_on_the_page_and_once_on_the_sheet() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let fields = with(&[("matter.0.title", "某某规划")]);
    let filed = registrar.send_files(REGISTER, &fields, &[]).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let place = filed.location().to_owned();
    let case = registrar.get(&place).await;
    assert!(case.body.contains("登记回执尚未交付") && case.body.contains(&format!("{place}/receipt")));
    let receipt = registrar.get(&format!("{place}/receipt")).await;
    assert_eq!(receipt.status, 200);
    for words in ["政府信息公开申请登记回执", "查询码", "2025年10月20日前（含当日）", "王小明", "某某规划"]
    {
        assert!(receipt.body.contains(words), "{words}: {}", receipt.body);
    }
    let code = receipt.between("data-copy=\"查询码\">", "<");
    let again = registrar.get(&format!("{place}/receipt")).await;
    assert!(!again.body.contains(&code) && again.body.contains("查询码已经显示过"), "{}", again.body);
    let sheet = registrar.get(&format!("{place}/receipt.pdf")).await;
    assert_eq!((sheet.status, sheet.content_type.as_str()), (200, "application/pdf"));
    assert!(sheet.bytes.starts_with(b"%PDF-"));
    assert_eq!(registrar.get(&format!("{place}/receipt.pdf")).await.status, 200);
    assert_eq!((audited(&world, "show_query_code").await, audited(&world, "print_query_code").await), (1, 1));
    let later = registrar.get(&place).await;
    assert!(!later.body.contains("登记回执尚未交付"), "{}", later.body);

    // the code opens the case, and whoever did not record it is not shown it
    let reference = place.rsplit('/').next().unwrap().to_owned();
    let (mut citizen, track) = tracking(&world, &reference, &code).await;
    assert!(citizen.get(&track).await.body.contains("某某规划"));
    let other = registrar.send_files(REGISTER, &with(&[("matter.0.title", "另一规划")]), &[]).await;
    let mut head = world.signed_in("head").await;
    let page = head.get(&format!("{}/receipt", other.location())).await;
    assert!(page.status == 200 && page.body.contains("查询码已经显示过"), "{}", page.body);
    let own = registrar.get(&format!("{}/receipt", other.location())).await;
    assert!(own.body.contains("查询码只在这里显示一次"));
    assert_eq!(world.signed_in("auditor").await.get(&format!("{place}/receipt")).await.status, 404);
    // a lost code is replaced, and the receipt of old does not come back
    registrar.act(&format!("{place}/register"), &[]).await;
    let number = "依申请〔2025〕1号";
    assert_ne!(reissued(&world, number).await, code);
    assert!(registrar.get(&desk(number)).await.status == 200);
}

#[tokio::test]
async fn what_was_mistyped_at_the_counter_is_put_right_and_lists_clock_and_table_3_follow() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let path = format!("{}/rectify", desk(&number));
    let denied = world.signed_in("registrar").await.get(&path).await;
    assert!(denied.body.contains("“更正登记事项”由工作机构负责人办理"), "{}", denied.body);
    let mut head = world.signed_in("head").await;
    let before = audited(&world, "reveal_applicant").await;
    let page = head.get(&path).await;
    for words in ["王小明", "E7654321", "13900000000", "2025-09-16"] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert_eq!(audited(&world, "reveal_applicant").await, before + 1, "looking at the form is written down");

    // what the button for an agent shows keeps what was typed
    let token = page.token();
    let version = page.hidden("version");
    let sent = |more: &[(&'static str, &'static str)]| -> Vec<(String, String)> {
        let fields = [
            ("token", token.as_str()),
            ("version", version.as_str()),
            ("channel", "in_person"),
            ("arrived_on", "2025-09-15"),
            ("kind", "commercial_enterprise"),
            ("name", "云州某某有限公司"),
            ("number", "91350100M000100Y43"),
            ("representative", "钱进"),
            ("phone", "13900000000"),
            ("way", "counter"),
        ];
        fields.iter().chain(more).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let with_agent = head.post_pairs(&path, &sent(&[("add_agent", "1"), ("reason", "营业执照")])).await;
    assert_eq!(with_agent.status, 200, "{}", with_agent.body);
    assert!(with_agent.body.contains("agent.scope") && with_agent.body.contains("营业执照"));
    let bare = head.post_pairs(&path, &sent(&[("reason", " ")])).await;
    assert!(bare.status == 422 && bare.body.contains("写明原登记有什么错误"), "{}", bare.body);
    assert!(bare.body.contains("云州某某有限公司"), "what was typed stays");
    let done = head.post_pairs(&path, &sent(&[("reason", "申请表上的申请人是公司")])).await;
    assert_eq!(done.status, 303, "{}", done.body);

    let case = head.get(&desk(&number)).await;
    for words in ["更正登记事项", "申请表上的申请人是公司", "商业企业", "10月17日"] {
        assert!(case.body.contains(words), "{words}: {}", case.body);
    }
    // the log says what changed, before and after, and shows nobody whom the page hides
    for words in [
        "收到日期：2025年9月16日 → 2025年9月15日",
        "年度报告中的申请人类别：自然人 → 商业企业",
        "申请人姓名（名称）：王＊＊ → 云州＊＊公司",
        "申请人身份证明：护照******21 → （空）",
        "申请人统一社会信用代码：（空） → 9135**********0Y43",
        "申请人法定代表人（负责人）：（空） → 钱＊＊",
    ] {
        assert!(case.body.contains(words), "{words}: {}", case.body);
    }
    for hidden in ["王小明", "E7654321", "13900000000", "91350100M000100Y43", "钱进", "云州某某有限公司"]
    {
        assert!(!case.body.contains(hidden), "{hidden}: {}", case.body);
    }
    assert!(!case.body.contains("联系电话："), "what stayed is not told: {}", case.body);
    let ledger = head.get("/desk/ledger?year=2025").await;
    assert!(ledger.body.contains("商业企业"), "{}", ledger.body);
    let counted = countables(&world.web.office.storage, world.web.agency).await.unwrap();
    assert_eq!(counted.len(), 1);
    assert_eq!(counted[0].column, gongkai_domain::report::Column::CommercialEnterprise);
    assert_eq!(counted[0].received_on.to_string(), "2025-09-15");
    let shown = revealed(&world, &desk(&number)).await;
    assert!(shown.body.contains("91350100M000100Y43") && !shown.body.contains("E7654321"), "{}", shown.body);
    let same = head.get(&path).await;
    let (token, version) = (same.token(), same.hidden("version"));
    let mut again = sent(&[("reason", "再次核对")]);
    again[0].1 = token;
    again[1].1 = version;
    let nothing = head.post_pairs(&path, &again).await;
    assert!(nothing.status == 422 && nothing.body.contains("没有更正任何登记事项"), "{}", nothing.body);
}

#[tokio::test]
async fn the_counter_records_what_a_paper_says_and_the_case_tells_what_is_to_be_corrected() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let fields = with(&[("document", "resident_id"), ("number", "1101051949"), ("phone", "")]);
    let titles: Vec<(String, String)> =
        (0..25).map(|at| (format!("matter.{at}.title"), format!("某某规划第{at}号"))).collect();
    let all: Vec<(&str, &str)> =
        fields.iter().copied().chain(titles.iter().map(|(n, v)| (n.as_str(), v.as_str()))).collect();
    let nameless: Vec<(&str, &str)> = all.iter().filter(|(name, _)| *name != "name").copied().collect();
    let refused = registrar.send_files(REGISTER, &nameless, &[]).await;
    assert!(refused.status == 422 && refused.body.contains("姓名：未填写"), "{}", refused.body);
    let filed = registrar.send_files(REGISTER, &all, &[]).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let case = registrar.get(filed.location()).await;
    for words in
        ["申请人信息待补正", "证件号码：", "联系方式：电话、电子邮箱、通信地址至少填写一项", "某某规划第24号"]
    {
        assert!(case.body.contains(words), "{words}: {}", case.body);
    }
    assert!(!case.body.contains("1101051949"), "the number itself is shown to nobody unasked");
    let shown = registrar.post_form(&format!("{}/reveal", filed.location()), filed.location(), &[]).await;
    assert!(shown.body.contains("1101051949"), "kept as written: {}", shown.body);
}

#[tokio::test]
async fn two_people_of_one_name_without_numbers_are_not_taken_for_one() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let mut ids = Vec::new();
    for (number, joint) in [("", ""), ("", ""), ("E7654321", ""), ("E7654321", ""), ("E7654321", "E1111111")]
    {
        let mut fields = with(&[("number", number), ("matter.0.title", "某某规划")]);
        if !joint.is_empty() {
            fields.extend([
                ("joint.0.kind", "natural_person"),
                ("joint.0.name", "李秀兰"),
                ("joint.0.document", "passport"),
                ("joint.0.number", joint),
            ]);
        }
        let filed = registrar.send_files(REGISTER, &fields, &[]).await;
        assert_eq!(filed.status, 303, "{}", filed.body);
        let done = registrar.act(&format!("{}/register", filed.location()), &[]).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let reference = filed.location().rsplit('/').next().unwrap().to_owned();
        ids.push(world.web.office.storage.application_by_reference(&reference).await.unwrap().unwrap());
    }
    let mut together = Vec::new();
    for row in &ids {
        together
            .push(gongkai_app::application::join_reply::others(&world.web.office, row).await.unwrap().len());
    }
    assert_eq!(
        together,
        [0, 0, 1, 1, 0],
        "only the two of one number, and none of those together with another"
    );
}

#[tokio::test]
async fn an_agency_without_online_service_serves_nothing_online() {
    let world = World::new().await;
    let (agency, mut settings) = world.web.office.agency(world.web.agency).await.unwrap();
    settings.online_service = false;
    let tx = world.web.office.storage.begin().await.unwrap();
    let text = serde_json::to_string(&settings).unwrap();
    tx.set_setting(Some(agency.id), "agency", &text, world.web.office.instant()).await.unwrap();
    tx.commit().await.unwrap();
    let mut registrar = world.signed_in("registrar").await;
    let fields = with(&[("way", "online"), ("matter.0.title", "某某规划")]);
    let filed = registrar.send_files(REGISTER, &fields, &[]).await;
    registrar.act(&format!("{}/register", filed.location()), &[]).await;
    let number = "依申请〔2025〕1号";
    let mut head = world.signed_in("head").await;
    let fields = [("unit", World::unit().to_string()), ("handler", World::person("handler").to_string())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(head.act(&format!("{}/assign", desk(number)), &fields).await.status, 303);
    let mut handler = world.signed_in("handler").await;
    let given: (&str, &str, &[u8]) = ("given", "规划.png", PNG);
    let drafted = handler.act_with(&format!("{}/draft", desk(number)), crate::DRAFT, &[given]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    crate::signed_and_sealed(&world, number).await;
    let online = [("way", "online"), ("sent_on", "2025-09-16")];
    let refused = registrar.act(&format!("{}/serve", desk(number)), &online).await;
    assert!(refused.status == 409 && refused.body.contains("本机关没有开通网上送达"), "{}", refused.body);
    let posted = [("way", "post"), ("sent_on", "2025-09-16"), ("tracking", "1088123456789")];
    let done = registrar.act(&format!("{}/serve", desk(number)), &posted).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

#[tokio::test]
async fn of_a_joint_application_one_withdraws_and_the_papers_go_on_for_the_other() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let fields = with(&[
        ("matter.0.title", "某某规划"),
        ("joint.0.kind", "natural_person"),
        ("joint.0.name", "李秀兰"),
        ("joint.0.document", "passport"),
        ("joint.0.number", "E1111111"),
    ]);
    let filed = registrar.send_files(REGISTER, &fields, &[]).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    registrar.act(&format!("{}/register", filed.location()), &[]).await;
    let number = "依申请〔2025〕1号";
    let path = format!("{}/withdraw", desk(number));
    let said = [("on", "2025-09-16"), ("how", "written"), ("statement", "本人撤回")];
    let nobody = registrar.act(&path, &said).await;
    assert!(nobody.status == 422 && nobody.body.contains("选择由哪些申请人撤回"), "{}", nobody.body);
    // the portal takes it back only for all, who share one code
    let code = reissued(&world, number).await;
    let (mut citizen, track) = tracking(&world, number, &code).await;
    let page = citizen.get(&format!("{track}/withdraw")).await;
    assert!(page.body.contains("全体申请人（共2名）一致同意撤回这件申请"), "{}", page.body);
    let mut second = said.to_vec();
    second.push(("who", "2"));
    let done = registrar.act(&path, &second).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = registrar.get(&desk(number)).await;
    assert!(
        case.body.contains("已经撤回") && case.body.contains("其他申请人的申请继续办理"),
        "{}",
        case.body
    );
    let again = registrar.get(&path).await;
    assert!(again.status == 200 && again.body.contains("第1申请人"), "the case is open: {}", again.body);
    let mut first = said.to_vec();
    first.push(("who", "1"));
    assert_eq!(registrar.act(&path, &first).await.status, 303);
    let counted = countables(&world.web.office.storage, world.web.agency).await.unwrap();
    assert!(counted[0].closed.is_some(), "all have withdrawn");
}

#[tokio::test]
async fn the_planning_date_of_an_unconfirmed_application_is_named_in_inbox_ledger_and_export() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let mut fields = with(&[("channel", "fax"), ("arrived_on", "2025-09-16")]);
    fields.push(("matter.0.title", "某某规划"));
    let filed = registrar.send_files(REGISTER, &fields, &[]).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let reference = filed.location().rsplit('/').next().unwrap().to_owned();
    // twenty working days from the day of arrival, over the October holiday
    let inbox = registrar.get("/desk").await;
    assert!(inbox.body.contains("10月20日") && inbox.body.contains("内部掌握，尚未起算"), "{}", inbox.body);
    let ledger = registrar.get("/desk/ledger").await;
    assert!(
        ledger.body.contains("2025-10-20") && ledger.body.contains("内部掌握，尚未起算"),
        "{}",
        ledger.body
    );
    let csv = registrar.get("/desk/ledger.csv").await.body;
    assert!(csv.contains("内部掌握日期（尚未确认收到）"), "{csv}");
    let place = desk(&reference);
    let confirmed = registrar
        .act(&format!("{place}/confirm"), &[("method", "phone"), ("confirmed_on", "2025-09-16")])
        .await;
    assert_eq!(confirmed.status, 303, "{}", confirmed.body);
    for page in ["/desk", "/desk/ledger"] {
        let page = registrar.get(page).await;
        assert!(!page.body.contains("内部掌握，尚未起算"), "{}", page.body);
    }
}

#[tokio::test]
async fn what_comes_by_mail_is_recorded_as_such_and_received_when_both_sides_have_confirmed() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let form = registrar.get(REGISTER).await;
    assert!(form.body.contains("value=\"email\""), "{}", form.body);
    let mut fields = with(&[("channel", "email"), ("arrived_on", "2025-09-16")]);
    fields.push(("matter.0.title", "某某规划"));
    let filed = registrar.send_files(REGISTER, &fields, &[]).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let place = filed.location().to_owned();
    let early = registrar.get(&format!("{place}/register")).await;
    assert!(early.body.contains("尚未与申请人确认收到日期"), "{}", early.body);
    let confirmed = registrar
        .act(&format!("{place}/confirm"), &[("method", "phone"), ("confirmed_on", "2025-09-16")])
        .await;
    assert_eq!(confirmed.status, 303, "{}", confirmed.body);
    let case = registrar.get(&place).await;
    assert!(case.body.contains("电子邮件"), "{}", case.body);
    let ledger = registrar.get("/desk/ledger?channel=email").await;
    assert!(ledger.body.contains("某某规划"), "{}", ledger.body);
}
