//! What is printed and told at the desk: the receipt with its code, the form as it was filed, one title everywhere, the draft that
//! came back, what a conflict and a fault say.
//!
//! Not here: the wording of papers (`gongkai-domain`), how a page of paper looks (`gongkai-compose`).

use super::volume::parts;
use super::world::{Browser, World};
use crate::{AT_THE_COUNTER, DRAFT, PNG, desk, registered, review, signed_and_sealed, tracking};
use chrono::TimeDelta;
use gongkai_app::reminder::tell::{MESSAGE, tell};
use gongkai_storage::AuditFilter;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// The text of a PDF without any space, as poppler reads it.
pub(crate) fn printed(pdf: &[u8]) -> String {
    let mut reader = Command::new("pdftotext")
        .args(["-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    reader.stdin.take().unwrap().write_all(pdf).unwrap();
    let text = reader.wait_with_output().unwrap().stdout;
    String::from_utf8(text).unwrap().split_whitespace().collect()
}

async fn at_the_counter(browser: &mut Browser, more: &[(&str, &str)]) -> String {
    let is_given = |(name, _): &(&str, &str)| !more.iter().any(|(known, _)| known == name);
    let mut fields: Vec<(&str, &str)> = AT_THE_COUNTER.iter().copied().filter(is_given).collect();
    fields.extend(more);
    let filed = browser.send_files("/desk/register", &fields, &[]).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    filed.location().to_owned()
}

async fn audited(world: &World, action: &str) -> usize {
    let filter = AuditFilter { action: Some(action.to_owned()), ..AuditFilter::default() };
    world.web.office.storage.audit(&filter, None, 50).await.unwrap().len()
}

#[tokio::test]
async fn a_receipt_printed_after_a_new_code_was_given_bears_the_new_code_and_never_the_old_one() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let place = at_the_counter(&mut registrar, &[("matter.0.title", "某某规划")]).await;
    let receipt = format!("{place}/receipt");
    let old = registrar.get(&receipt).await.between("data-copy=\"查询码\">", "<");
    assert!(!registrar.get(&place).await.body.contains("登记回执尚未交付"), "the code was shown");

    let done = registrar.act(&format!("{place}/reissue-code"), &[("how", "counter")]).await;
    assert_eq!((done.status, done.location()), (303, receipt.as_str()), "{}", done.body);
    let page = registrar.get(&receipt).await;
    let new = page.between("data-copy=\"查询码\">", "<");
    assert_ne!(new, old);
    let sheet = printed(&registrar.get(&format!("{receipt}.pdf")).await.bytes);
    assert!(sheet.contains(&format!("查询码：{new}")) && !sheet.contains(&old), "{sheet}");
    assert!(!printed(&registrar.get(&format!("{receipt}.pdf")).await.bytes).contains(&new), "once");
    let reference = place.rsplit('/').next().unwrap();
    let (mut citizen, track) = tracking(&world, reference, &new).await;
    assert!(citizen.get(&track).await.body.contains("某某规划"));

    // a code that somebody else has replaced is printed by nobody any more
    let place = at_the_counter(&mut registrar, &[("matter.0.title", "另一规划")]).await;
    let mut other = world.signed_in("head").await;
    let done = other.act(&format!("{place}/reissue-code"), &[("how", "counter")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = registrar.get(&format!("{place}/receipt")).await;
    assert!(page.status == 200 && !page.body.contains("data-copy=\"查询码\""), "{}", page.body);
    let sheet = printed(&registrar.get(&format!("{place}/receipt.pdf")).await.bytes);
    assert!(sheet.contains("查询码：已经在登记时告知"), "{sheet}");
}

#[tokio::test]
async fn the_receipt_proves_who_applied_and_opening_it_is_written_down_as_a_reveal() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let place = at_the_counter(&mut registrar, &[("matter.0.title", "某某规划")]).await;
    assert_eq!(audited(&world, "reveal_applicant").await, 0);
    let page = registrar.get(&format!("{place}/receipt")).await;
    assert!(page.body.contains("王小明") && page.body.contains("当面领取"), "{}", page.body);
    let sheet = printed(&registrar.get(&format!("{place}/receipt.pdf")).await.bytes);
    assert!(sheet.contains("申请人：王小明") && sheet.contains("云州市数据资源管理局"), "{sheet}");
    assert_eq!(audited(&world, "reveal_applicant").await, 2);
    // who may not see whom a case is about sees the receipt masked
    let page = world.signed_in("reviewer").await.get(&format!("{place}/receipt")).await;
    assert!(
        page.status == 200 && page.body.contains("王＊＊") && !page.body.contains("王小明"),
        "{}",
        page.body
    );
    assert_eq!(audited(&world, "reveal_applicant").await, 2);
}

/// Asks for a correction and records one that writes the first matter anew.
async fn rewritten(world: &World, number: &str, matter: &str) {
    let mut handler = world.signed_in("handler").await;
    let fields = [
        ("causes", "unclear"),
        ("matters", "1、请写明名称\n2．请写明年份"),
        ("guidance", "例如写明文号"),
        ("working_days", "15"),
    ];
    let asked = handler.act(&format!("{}/ask-correction", desk(number)), &fields).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let fields = [("on", "2025-09-16"), ("content", "见改写后的内容"), ("matter.1", matter)];
    let done = handler.act_with(&format!("{}/receive-correction", desk(number)), &fields, &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

#[tokio::test]
async fn the_volume_keeps_the_form_as_it_was_filed_and_the_rewriting_with_the_correction() {
    let world = World::new().await;
    let number = registered(&world, &["全市水质情况"]).await;
    rewritten(&world, &number, "二〇二四年度水质监测报告").await;
    let mut head = world.signed_in("head").await;
    // one case has one title in every list
    for list in ["/desk", "/desk/ledger", "/desk/ledger.csv"] {
        let page = head.get(list).await;
        let text = String::from_utf8_lossy(&page.bytes).into_owned();
        let is_new = text.contains("二〇二四年度水质监测报告") && !text.contains("全市水质情况");
        assert!(page.status == 200 && is_new, "{list}: {text}");
    }

    let volume = head.get(&format!("{}/volume.zip", desk(&number))).await;
    assert_eq!(volume.status, 200, "{}", volume.body);
    let files = parts(&volume.bytes);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let text = |word: &str| {
        let found = files.iter().find(|(name, _)| name.contains(word));
        printed(&found.unwrap_or_else(|| panic!("{word}: {names:?}")).1)
    };
    for sheet in ["政府信息公开申请表", "登记表"] {
        let sheet = text(sheet);
        assert!(sheet.contains("全市水质情况") && !sheet.contains("二〇二四年度"), "{sheet}");
    }
    let correction = text("补正内容");
    assert!(correction.contains("申请内容的变化"), "{correction}");
    // the cells of a line stand one after the other in the text of a page
    assert!(correction.contains("第1项原为："), "{correction}");
    let notice = text("补正告知书");
    assert!(notice.contains("1.请写明名称") && notice.contains("2.请写明年份"), "{notice}");
    // the list of contents names who answers for each file, and its pages
    let contents = text("卷内目录");
    for words in ["责任者", "页号", "申请人"] {
        assert!(contents.contains(words), "{words}: {contents}");
    }
}

#[tokio::test]
async fn whoever_drafted_is_told_that_the_draft_came_back_and_reads_why_on_the_page_of_the_draft() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let mut handler = world.signed_in("handler").await;
    let page = format!("{}/draft", desk(&number));
    let drafted = handler.act_with(&page, DRAFT, &[]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    let back = [("decision", "return"), ("words", "页数有误\n王小明的材料请再核对")];
    let done = world.signed_in("reviewer").await.act(&review(&number), &back).await;
    assert_eq!(done.status, 303, "{}", done.body);

    let office = &world.web.office;
    let letters = office.storage.claim(office.instant(), "test", 20, TimeDelta::zero()).await.unwrap();
    for letter in letters.iter().filter(|letter| letter.kind == MESSAGE) {
        tell(office, letter).await.unwrap();
    }
    let messages = handler.get("/desk/messages").await;
    for words in [format!("{number}的答复草稿被退回"), "某reviewer在".to_owned(), "查看申请".to_owned()]
    {
        assert!(messages.body.contains(&words), "{words}: {}", messages.body);
    }
    assert!(!messages.body.contains("页数有误"), "the words of the case stay with the case");
    assert!(!world.signed_in("reviewer").await.get("/desk/messages").await.body.contains("答复草稿被退回"));
    let again = handler.get(&page).await;
    for words in ["上一稿被退回", "页数有误", "王＊＊的材料请再核对"] {
        assert!(again.body.contains(words), "{words}: {}", again.body);
    }
    assert!(!again.body.contains("王小明"));
}

#[tokio::test]
async fn a_service_through_the_portal_needs_no_proof_and_the_record_says_who_sent_it() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let more = [("way", "online"), ("matter.0.title", "某某规划")];
    let place = at_the_counter(&mut registrar, &more).await;
    registrar.act(&format!("{place}/register"), &[]).await;
    let number = "依申请〔2025〕1号";
    let (unit, handler) = (World::unit().to_string(), World::person("handler").to_string());
    let fields = [("unit", unit.as_str()), ("handler", handler.as_str())];
    let done = world.signed_in("head").await.act(&format!("{}/assign", desk(number)), &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let (mut handler, draft) = (world.signed_in("handler").await, format!("{}/draft", desk(number)));
    let bare = handler.act_with(&draft, DRAFT, &[]).await;
    assert!(
        bare.status == 422 && bare.body.contains("随文一并提供的，应当上传提供的政府信息"),
        "{}",
        bare.body
    );
    let drafted = handler.act_with(&draft, DRAFT, &[("given", "规划.png", PNG)]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    signed_and_sealed(&world, number).await;
    let serve = format!("{}/serve", desk(number));
    let posted = registrar.act(&serve, &[("way", "post"), ("sent_on", "2025-09-16")]).await;
    assert!(posted.status == 422 && posted.body.contains("填写送达凭证：邮件号"), "{}", posted.body);
    let online = [("way", "online"), ("sent_on", "2025-09-16")];
    let unstamped = registrar.act(&serve, &online).await;
    assert!(
        unstamped.status == 422 && unstamped.body.contains("网上送达的应当是盖章文本"),
        "{}",
        unstamped.body
    );
    let case = registrar.get(&desk(number)).await;
    assert!(!case.body.contains("由本系统通过申请人查询渠道在线送达"), "nothing was served: {}", case.body);
    let done = registrar.act_with(&serve, &online, &[("scan", "盖章.png", PNG)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = registrar.get(&desk(number)).await;
    assert!(case.body.contains("由本系统通过申请人查询渠道在线送达"), "{}", case.body);
    assert!(case.body.contains("送达文本（扫描件）"), "{}", case.body);
}

#[tokio::test]
async fn a_notice_goes_out_through_the_portal_as_it_was_stamped_and_until_then_it_waits() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let more = [("way", "online"), ("matter.0.title", "某某规划")];
    let place = at_the_counter(&mut registrar, &more).await;
    registrar.act(&format!("{place}/register"), &[]).await;
    let number = "依申请〔2025〕1号";
    let (unit, handler) = (World::unit().to_string(), World::person("handler").to_string());
    let fields = [("unit", unit.as_str()), ("handler", handler.as_str())];
    world.signed_in("head").await.act(&format!("{}/assign", desk(number)), &fields).await;
    let extend = [("days", "5"), ("reason", "档案数量大")];
    world.signed_in("head").await.act(&format!("{}/extend", desk(number)), &extend).await;
    let (mut handler, tell) = (world.signed_in("handler").await, format!("{}/tell-extension", desk(number)));
    let form = handler.get(&tell).await;
    assert!(!form.body.contains("value=\"online\""), "no number yet, no stamp, no scan: {}", form.body);
    let slipped = [("reasons", "档案数量大"), ("way", "online"), ("sent_on", "2025-09-16")];
    let slipped = handler.act(&tell, &slipped).await;
    assert!(slipped.status == 422 && slipped.body.contains("制发以后上传盖章文书扫描件"), "{}", slipped.body);
    let told = handler.act(&tell, &[("reasons", "档案数量大")]).await;
    assert_eq!(told.status, 303, "{}", told.body);
    let serve = format!("{}/notice-service", desk(number));
    let form = registrar.get(&serve).await;
    let paper = form.between("<option value=\"\">请选择</option>\n<option value=\"", "\"");
    let online = [("paper", paper.as_str()), ("way", "online"), ("sent_on", "2025-09-16")];
    let unstamped = registrar.act(&serve, &online).await;
    assert!(
        unstamped.status == 422 && unstamped.body.contains("网上送达的应当是盖章文本"),
        "{}",
        unstamped.body
    );
    let done = registrar.act_with(&serve, &online, &[("scan", "盖章.png", PNG)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = registrar.get(&desk(number)).await;
    assert!(case.body.contains("送达文本（扫描件）") && case.body.contains("网上送达"), "{}", case.body);
}

#[tokio::test]
async fn the_checklist_never_says_that_a_reply_can_be_sent_while_something_of_its_files_is_wrong() {
    const READY: &str = "没有不能提交审核的情形";
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let (mut handler, draft) = (world.signed_in("handler").await, format!("{}/draft", desk(&number)));
    let mut fields = DRAFT.to_vec();
    fields.push(("preview", "1"));
    let whole = handler.act_with(&draft, &fields, &[]).await;
    assert!(whole.body.contains("必备内容齐全") && whole.body.contains(READY), "{}", whole.body);
    assert!(whole.body.contains("申请人要求：纸质，当面领取。"), "{}", whole.body);
    let lying = handler.act_with(&draft, &fields, &[("given", "规划.png", b"<html>")]).await;
    assert!(lying.status == 422 && lying.body.contains("还缺 1 项"), "{}", lying.body);
    assert!(!lying.body.contains(READY), "the file was not taken: {}", lying.body);
    // another form than was asked for, with nothing to download: both are told, and nothing else
    let online: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, text)| (*name, if *text == "attached" { "online" } else { *text }))
        .collect();
    let online = handler.act_with(&draft, &online, &[]).await;
    for words in ["凭登记编号和查询码下载，应当上传", "《政府信息公开条例》第四十条", "还缺 2 项"]
    {
        assert!(online.body.contains(words), "{words}: {}", online.body);
    }
    assert!(!online.body.contains(READY), "{}", online.body);
}

#[tokio::test]
async fn a_conflict_tells_what_was_chosen_in_the_words_of_the_form() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let path = format!("{}/draft", desk(&number));
    let mut second = world.signed_in("head").await;
    let old = second.get(&path).await;
    let mut fields: Vec<(String, String)> =
        DRAFT.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    fields.push(("token".to_owned(), old.token()));
    fields.push(("version".to_owned(), old.hidden("version")));
    let first = world.signed_in("handler").await.act_with(&path, DRAFT, &[]).await;
    assert_eq!(first.status, 303, "{}", first.body);
    let conflict = second.post_pairs(&path, &fields).await;
    assert!(conflict.status == 409 && conflict.body.contains("这件申请刚刚有了变动"), "{}", conflict.body);
    for key in ["reply_granted", "attached"] {
        assert!(!conflict.body.contains(&format!(">{key}<")), "{key}: {}", conflict.body);
    }
    for words in ["予以公开", "某某规划（云数〔2024〕5号），共12页"] {
        assert!(conflict.body.contains(words), "{words}: {}", conflict.body);
    }
}

#[tokio::test]
async fn what_was_not_chosen_is_named() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let mut head = world.signed_in("head").await;
    let assign = head.act(&format!("{}/assign", desk(&number)), &[("unit", "")]).await;
    assert!(assign.status == 422 && assign.body.contains("请选择“承办机构”"), "{}", assign.body);
    let mut handler = world.signed_in("handler").await;
    let fields = [
        ("with", "co_maker"),
        ("agency", "某市财政局"),
        ("information", "某某规划"),
        ("proposal", "拟予公开"),
        ("working_days", "15"),
    ];
    let sent = handler.act(&format!("{}/consult", desk(&number)), &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let opinion = format!("{}/opinion", desk(&number));
    let none = handler.act(&opinion, &[("on", "2025-09-16"), ("opinion", "consents")]).await;
    assert!(none.status == 422 && none.body.contains("请选择“征求意见书”"), "{}", none.body);
    assert!(!none.body.contains("填写数字"));
}

#[tokio::test]
async fn the_filter_of_handlers_lists_who_handles_cases() {
    let world = World::new().await;
    registered(&world, &["某某规划"]).await;
    let inbox = world.signed_in("head").await.get("/desk").await;
    let filter = inbox.between("name=\"handler\"", "</select>");
    assert!(filter.contains("某handler"), "{filter}");
    for login in ["auditor", "seal", "secrecy", "leader"] {
        assert!(!filter.contains(&format!("某{login}")), "{login}: {filter}");
    }
}

#[tokio::test]
async fn what_is_left_of_a_period_of_calendar_days_is_told_in_days() {
    let world = World::new().await;
    let mut head = world.signed_in("head").await;
    let number = registered(&world, &["某某规划"]).await;
    let opened = |forum: &'static str| {
        [
            ("forum", forum),
            ("role", "respondent"),
            ("challenged", "silence"),
            ("applications", number.as_str()),
            ("on", "2025-09-16"),
            ("procedure", "ordinary"),
        ]
    };
    let suit = head.act("/desk/challenges/new", &opened("direct_suit")).await;
    assert_eq!(suit.status, 303, "{}", suit.body);
    let copy = [("on", "2025-09-16"), ("procedure", "ordinary")];
    let received = head.act(&format!("{}/receive-copy", suit.location()), &copy).await;
    assert_eq!(received.status, 303, "{}", received.body);
    let page = head.get(suit.location()).await;
    // 《行政诉讼法》第六十七条: fifteen days end in the October holidays, and with them on the ninth
    assert!(page.body.contains("余 23 日") && !page.body.contains("余 15 个工作日"), "{}", page.body);
    assert!(head.get("/desk/challenges").await.body.contains("余 23 日"));
    // somebody else challenges the same silence
    let another = [opened("reconsideration").as_slice(), &[("again", "other_challenger")]].concat();
    let other = head.act("/desk/challenges/new", &another).await;
    assert_eq!(other.status, 303, "{}", other.body);
    let received = head.act(&format!("{}/receive-copy", other.location()), &copy).await;
    assert_eq!(received.status, 303, "{}", received.body);
    let page = head.get(other.location()).await;
    assert!(page.body.contains("余 10 个工作日"), "{}", page.body);
    assert!(
        page.body.contains("余 62 日"),
        "the organ decides within sixty days, to a Monday: {}",
        page.body
    );
}

#[tokio::test]
async fn the_grounds_of_what_is_not_given_of_a_matter_are_chosen_together_and_each_part_stands_in_the_paper()
{
    let world = World::new().await;
    let number = registered(&world, &["某某工程的全部材料"]).await;
    let mut handler = world.signed_in("handler").await;
    let draft = format!("{}/draft", desk(&number));
    let needs = gongkai_domain::notice::Reply::NeedsCreation.key();
    let named = |field: &str| format!("more.1_{needs}.{field}");
    let (part, reasons, why) = (named("part"), named("reasons"), named("why_not_separable"));
    let mut fields = vec![
        ("outcome", "reply_partial"),
        ("information", "某某工程材料，共6页"),
        ("provision", "attached"),
        ("withheld_outcome", "denied_internal_affairs"),
        ("withheld_outcome", needs),
        ("withheld", "附件2"),
        ("specific", "personnel"),
        ("specific", "workflow"),
        ("reasons", "不对外产生影响"),
    ];
    let lacking = handler.act_with(&draft, &fields, &[]).await;
    assert_eq!(lacking.status, 422, "{}", lacking.body);
    assert!(lacking.body.contains(&part) && lacking.body.contains("未填写所涉的部分"), "{}", lacking.body);
    fields.extend([
        (part.as_str(), "按月汇总的统计表"),
        (reasons.as_str(), "本机关只保存逐笔记录"),
        (why.as_str(), "需要逐笔核对和计算"),
    ]);
    let drafted = handler.act_with(&draft, &fields, &[]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    let text = world.signed_in("reviewer").await.get(&review(&number)).await;
    for words in [
        "人事管理、内部工作流程方面的内部事务信息",
        "三、无法提供的部分",
        "“按月汇总的统计表”需要本机关对现有政府信息进行加工、分析",
        "对其余部分不服的，可以",
    ] {
        assert!(text.body.contains(words), "{words}: {}", text.body);
    }
    // sent back, all that was chosen and written is there again
    let back = [("decision", "return"), ("words", "再核对")];
    let done = world.signed_in("reviewer").await.act(&review(&number), &back).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = handler.get(&draft).await;
    assert!(page.body.contains("按月汇总的统计表") && page.body.contains("附件2"), "{}", page.body);
}

#[tokio::test]
async fn the_auditor_finds_by_its_number_who_opened_which_paper_and_file_of_a_case() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let other = registered(&world, &["另一规划"]).await;
    let place = desk(&number);
    let mut handler = world.signed_in("handler").await;
    let drafted = handler.act_with(&format!("{place}/draft"), DRAFT, &[("given", "规划.png", PNG)]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    signed_and_sealed(&world, &number).await;
    let mut seal = world.signed_in("seal").await;
    let case = seal.get(&place).await;
    let paper = case.between(&format!("{place}/papers/"), "\"");
    let file = case.between(&format!("{place}/files/"), "\"");
    assert_eq!(
        seal.get(&format!("{place}/papers/{paper}")).await.status,
        200,
        "who seals sees what is sealed"
    );
    assert_eq!(seal.get(&format!("{place}/files/{file}")).await.status, 200);
    let marked = [("given", "a.png", [PNG, "机密★".as_bytes()].concat())];
    let marked: Vec<(&str, &str, &[u8])> = marked.iter().map(|(f, n, b)| (*f, *n, b.as_slice())).collect();
    handler.act_with(&format!("{}/draft", desk(&other)), DRAFT, &marked).await;

    let mut auditor = world.signed_in("auditor").await;
    let found = auditor.get(&format!("/desk/audit?case={}", super::world::encode(&number))).await;
    let row = |body: &str, action: &str| {
        let rows = body.split("<tr").skip(1).filter(|row| row.contains(&format!("{action}<")));
        rows.map(str::to_owned).collect::<Vec<_>>()
    };
    let papers = row(&found.body, "打开文书");
    assert_eq!(papers.len(), 1, "{}", found.body);
    for words in ["某seal", &number, "政府信息公开告知书"] {
        assert!(papers[0].contains(words), "{words}: {}", papers[0]);
    }
    let files = row(&found.body, "打开附件");
    assert_eq!(files.len(), 1, "{}", found.body);
    assert!(files[0].contains(&number) && files[0].contains("向申请人提供的政府信息"), "{}", files[0]);
    let elsewhere = auditor.get(&format!("/desk/audit?case={}", super::world::encode(&other))).await;
    assert!(row(&elsewhere.body, "打开文书").is_empty(), "{}", elsewhere.body);
    let refused = auditor.get("/desk/audit?action=classified_refused").await;
    let refused = row(&refused.body, "拒收带密级标志的内容");
    assert!(refused.len() == 1 && refused[0].contains("文件摘要（SM3）"), "{refused:?}");
}

#[tokio::test]
async fn a_name_in_what_is_asked_for_is_masked_until_it_is_revealed() {
    let world = World::new().await;
    let number = registered(&world, &["王小明房屋征收补偿档案"]).await;
    let place = desk(&number);
    let mut secrecy = world.signed_in("secrecy").await;
    let page = secrecy.get(&place).await;
    assert!(page.body.contains("房屋征收补偿档案") && !page.body.contains("王小明"), "{}", page.body);
    let mut handler = world.signed_in("handler").await;
    let drafted = handler.act(&format!("{place}/draft"), DRAFT).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    let review = world.signed_in("reviewer").await.get(&place.replace("applications", "review")).await;
    assert!(review.status == 200 && !review.body.contains("王小明"), "{}", review.body);
    let shown = handler.post_form(&format!("{place}/reveal"), &place, &[]).await;
    assert!(shown.body.contains("王小明房屋征收补偿档案"), "{}", shown.body);
}

#[tokio::test]
async fn a_look_at_the_heads_of_a_receipt_uses_up_no_query_code() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let place = at_the_counter(&mut registrar, &[("matter.0.title", "某某规划")]).await;
    for page in ["receipt", "receipt.pdf"] {
        assert_eq!(registrar.head(&format!("{place}/{page}")).await.status, 200);
    }
    assert_eq!((audited(&world, "show_query_code").await, audited(&world, "print_query_code").await), (0, 0));
    let code = registrar.get(&format!("{place}/receipt")).await.between("data-copy=\"查询码\">", "<");
    let sheet = printed(&registrar.get(&format!("{place}/receipt.pdf")).await.bytes);
    assert!(sheet.contains(&format!("查询码：{code}")), "{sheet}");
}

#[tokio::test]
async fn the_register_of_document_numbers_keeps_a_cancelled_paper_with_its_reason() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let mut handler = world.signed_in("handler").await;
    let drafted = handler.act(&format!("{}/draft", desk(&number)), DRAFT).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    signed_and_sealed(&world, &number).await;
    let mut registrar = world.signed_in("registrar").await;
    let void = format!("{}/void", desk(&number));
    let mut head = world.signed_in("head").await;
    let page = head.get(&void).await.body;
    let choice = page.split("<option value=\"").find(|part| part.contains("政府信息公开告知书")).unwrap();
    let paper = choice.split('"').next().unwrap().to_owned();
    let done = head.act(&void, &[("paper", paper.as_str()), ("reason", "成文日期有误")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let ledger = registrar.get("/desk/ledger").await;
    assert!(ledger.body.contains("/desk/document-register.xlsx"), "{}", ledger.body);
    let register = registrar.get("/desk/document-register.xlsx?year=2025").await;
    assert_eq!(register.status, 200, "{}", register.body);
    let strings =
        parts(&register.bytes).into_iter().find(|(name, _)| name == "xl/sharedStrings.xml").unwrap().1;
    let strings = String::from_utf8(strings).unwrap();
    for words in ["文号登记簿", &number, "作废", "成文日期有误（某head）"] {
        assert!(strings.contains(words), "{words}: {strings}");
    }
    assert_eq!(audited(&world, "export_document_register").await, 1);
}
