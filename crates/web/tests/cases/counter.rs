//! What comes to the counter: agents, guardians, organisations, oral applications, files that stay, and the receipt.
//!
//! Not here: what becomes of the case afterwards (`super::super`), bad files (`super::uploads`).

use super::world::{Page, World};
use crate::{AT_THE_COUNTER, PNG, code as reissued, desk, tracking};
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
