//! A challenge that was recorded wrongly: a step put right, the case voided, and a second case about the same reply.

use super::staff::{answered, desk, staffed, step, token};
use super::world::{Browser, Page, World};
use super::{day, opened, table4};
use gongkai_domain::agency::Handing;
use gongkai_domain::ids::{AgencyId, ApplicationId, ChallengeId, Digest};
use gongkai_domain::report::{Cell, Table4Key};
use gongkai_storage::{NewEvent, Stream};
use uuid::Uuid;

/// Sends the form that registers a case.
async fn register(browser: &mut Browser, fields: &[(&str, &str)]) -> Page {
    let token = token(&browser.get("/desk/challenges/new").await);
    let mut all = vec![("token", token.as_str())];
    all.extend_from_slice(fields);
    browser.post("/desk/challenges/new", &all).await
}

#[tokio::test]
async fn a_decision_recorded_wrongly_is_put_right_and_the_log_says_before_and_after() {
    let world = staffed().await;
    let (_, number) = Box::pin(answered(&world, day(2025, 9, 1))).await;
    world.set_clock(day(2025, 11, 28), 9);
    let mut head = desk(&world, "head").await;
    let case = opened(&mut head, &number, "reconsideration", "2025-09-15").await;
    let fields = [
        ("on", "2025-11-10"),
        ("received_on", "2025-11-12"),
        ("decision", "reconsideration_maintained"),
        ("redo", "none"),
        ("words", "程序合法"),
    ];
    assert_eq!(step(&mut head, &format!("{case}/decision"), &fields).await.status, 303);
    assert_eq!(table4(&world, 2025, Table4Key::ReconsiderationUpheld).await, Cell::count(1));

    let path = format!("{case}/rectify");
    let mut lawyer = desk(&world, "lawyer").await;
    let denied = lawyer.get(&path).await;
    assert!(denied.body.contains("“更正、作废复议诉讼登记”由"), "{}", denied.body);
    let choose = head.get(&path).await;
    assert!(choose.body.contains("更正哪一项登记") && choose.body.contains("登记裁判（决定）"));
    let chosen = [("token", token(&choose)), ("choose", "1".to_owned()), ("step", "2".to_owned())];
    let chosen: Vec<(&str, &str)> = chosen.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let form = head.post(&path, &chosen).await;
    for words in ["2025-11-10", "2025-11-12", "程序合法", "更正的理由"] {
        assert!(form.body.contains(words), "{words} is recorded: {}", form.body);
    }
    let right = [
        ("step", "2"),
        ("way", "change"),
        ("on", "2025-11-10"),
        ("received_on", "2025-11-12"),
        ("decision", "reconsideration_quashed"),
        ("redo", "unnamed"),
        ("words", "程序合法"),
    ];
    let bare = step(&mut head, &path, &right).await;
    assert!(bare.status == 422 && bare.body.contains("写明原登记有什么错误"), "{}", bare.body);
    let mut right = right.to_vec();
    right.push(("reason", "决定书的结果是撤销"));
    let done = step(&mut head, &path, &right).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = head.get(&case).await;
    let fields = "：处理结果、是否要求重新作出答复及其期限；“登记裁判";
    for words in
        [fields, "更正为", "：维持；程序合法", "：撤销；程序合法", "决定书的结果是撤销", "重新作出答复"]
    {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert_eq!(table4(&world, 2025, Table4Key::ReconsiderationCorrected).await, Cell::count(1));
    let again = step(&mut head, &path, &right).await;
    assert!(again.status == 409 && again.body.contains("没有需要更正的事项"), "{}", again.body);
    // once more, against what stands since: only the days and the summary
    let anew = |(name, text): &(&'static str, &'static str)| match *name {
        "received_on" => (*name, "2025-11-13"),
        "words" => (*name, "事实不清"),
        _ => (*name, *text),
    };
    let more: Vec<(&str, &str)> = right.iter().map(anew).collect();
    let done = step(&mut head, &path, &more).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = head.get(&case).await;
    assert!(page.body.contains("：收到日期、摘要；“登记裁判"), "{}", page.body);
    let strange: Vec<_> = right
        .iter()
        .map(|(name, text)| (*name, if *text == "2025-11-10" { "2025-09-01" } else { *text }))
        .collect();
    let early = step(&mut head, &path, &strange).await;
    assert!(early.status == 409 && early.body.contains("日期早于上一事项"), "{}", early.body);
}

/// Has a case come from another agency: two more events in its stream.
async fn came_over(world: &World, case: &str, application: ApplicationId) {
    let office = &world.web.office;
    let id: ChallengeId = case.rsplit('/').next().unwrap().parse().unwrap();
    let mut row = office.storage.challenge(id).await.unwrap().unwrap();
    let (on, from) = (office.today(), AgencyId(Uuid::from_u128(77)));
    let handing =
        [Handing::HandedOver { on, to: row.agency }, Handing::TakenOver { on, from, link: Digest([0; 32]) }];
    let events = handing.iter().map(|handing| NewEvent {
        at: office.instant(),
        actor: "succession".to_owned(),
        kind: handing.kind().to_owned(),
        payload: serde_json::to_string(handing).unwrap(),
    });
    let tx = office.storage.begin().await.unwrap();
    let stream = Stream::new("challenge", id.0);
    let stored = tx.append(row.agency, &stream, row.sequence, events.collect()).await.unwrap();
    let last = stored.last().unwrap();
    (row.sequence, row.change) = (last.stream_sequence, last.change);
    tx.save_challenge(&row, &[application]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn of_a_case_that_came_from_another_agency_the_log_names_the_step_that_was_put_right() {
    let world = staffed().await;
    let (application, number) = Box::pin(answered(&world, day(2025, 9, 1))).await;
    world.set_clock(day(2025, 11, 28), 9);
    let mut head = desk(&world, "head").await;
    let case = opened(&mut head, &number, "reconsideration", "2025-09-15").await;
    came_over(&world, &case, application).await;
    let fields = [
        ("on", "2025-11-10"),
        ("received_on", "2025-11-12"),
        ("decision", "reconsideration_maintained"),
        ("redo", "none"),
        ("words", "程序合法"),
    ];
    assert_eq!(step(&mut head, &format!("{case}/decision"), &fields).await.status, 303);
    let right = [
        ("step", "2"),
        ("way", "change"),
        ("on", "2025-11-11"),
        ("received_on", "2025-11-12"),
        ("decision", "reconsideration_maintained"),
        ("redo", "none"),
        ("words", "程序合法"),
        ("reason", "决定书的日期"),
    ];
    let path = format!("{case}/rectify");
    let done = step(&mut head, &path, &right).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = head.get(&case).await;
    assert!(page.body.contains("没有要求重新作出答复”更正为“登记裁判（决定）"), "{}", page.body);
    let choose = head.get(&path).await;
    assert!(choose.body.contains("（原登记：登记裁判（决定）"), "{}", choose.body);
}

#[tokio::test]
async fn an_opening_put_right_may_not_make_a_second_case_of_the_same_person() {
    let world = staffed().await;
    let (_, number) = Box::pin(answered(&world, day(2025, 9, 1))).await;
    world.set_clock(day(2025, 9, 30), 9);
    let mut head = desk(&world, "head").await;
    let first = opened(&mut head, &number, "reconsideration", "2025-09-15").await;
    // another part in the case: not the second of the same person
    let organ = [
        ("forum", "reconsideration"),
        ("role", "reconsideration_organ"),
        ("challenged", "reply"),
        ("applications", number.as_str()),
        ("on", "2025-09-16"),
        ("case_number", "云政复〔2025〕32号"),
    ];
    let second = register(&mut head, &organ).await;
    assert_eq!(second.status, 303, "{}", second.body);
    let second = second.location().to_owned();
    let opening = |role: &'static str, on: &'static str, case_number: &'static str, again: &'static str| {
        [
            ("step", "1"),
            ("way", "change"),
            ("forum", "reconsideration"),
            ("role", role),
            ("on", on),
            ("case_number", case_number),
            ("again", again),
            ("reason", "受理通知书"),
        ]
    };
    let (one, two) = ("云政复〔2025〕31号", "云政复〔2025〕32号");
    let path = format!("{second}/rectify");
    let refused = step(&mut head, &path, &opening("respondent", "2025-09-16", two, "")).await;
    assert!(refused.status == 422 && refused.body.contains("第三十条第一款第（七）项"), "{}", refused.body);
    assert!(refused.body.contains(one), "{}", refused.body);
    let early = step(&mut head, &path, &opening("reconsideration_organ", "2025-08-31", two, "")).await;
    assert!(early.status == 422 && early.body.contains("早于申请到达之日"), "{}", early.body);
    // nor may the one that was recorded first, whose other particulars are put right freely
    let path = format!("{first}/rectify");
    let refused = step(&mut head, &path, &opening("reconsideration_organ", "2025-09-15", one, "")).await;
    assert!(refused.status == 422 && refused.body.contains("该案登记在后"), "{}", refused.body);
    let free = step(&mut head, &path, &opening("respondent", "2025-09-12", one, "")).await;
    assert_eq!(free.status, 303, "{}", free.body);
    // somebody else came
    let other = opening("respondent", "2025-09-16", two, "other_challenger");
    let done = step(&mut head, &format!("{second}/rectify"), &other).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

#[tokio::test]
async fn a_case_entered_by_mistake_is_voided_counts_nowhere_and_makes_room_for_the_right_one() {
    let world = staffed().await;
    let (_, number) = Box::pin(answered(&world, day(2025, 9, 1))).await;
    world.set_clock(day(2025, 9, 30), 9);
    let mut head = desk(&world, "head").await;
    let case = opened(&mut head, &number, "reconsideration", "2025-09-15").await;
    // the same applicant comes once
    let second = [
        ("forum", "reconsideration"),
        ("role", "respondent"),
        ("challenged", "reply"),
        ("applications", number.as_str()),
        ("on", "2025-09-16"),
        ("case_number", "云政复〔2025〕32号"),
    ];
    let refused = register(&mut head, &second).await;
    assert!(refused.status == 422 && refused.body.contains("第三十条第一款第（七）项"), "{}", refused.body);
    assert!(refused.body.contains("云政复〔2025〕31号") && refused.body.contains("云政复〔2025〕32号"));
    let mut other = second.to_vec();
    other.push(("again", "other_challenger"));
    let third_party = register(&mut head, &other).await;
    assert_eq!(third_party.status, 303, "{}", third_party.body);
    let page = head.get(third_party.location()).await;
    assert!(page.body.contains("由另一申请人、原告或者第三方提出"), "{}", page.body);

    let bare = step(&mut head, &format!("{case}/void"), &[("reason", "")]).await;
    assert!(bare.status == 422 && bare.body.contains("写明作废的理由"), "{}", bare.body);
    let done = step(&mut head, &format!("{case}/void"), &[("reason", "登记到了别的申请")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = head.get(&case).await;
    assert!(page.body.contains("作废") && page.body.contains("不计入年度报告"), "{}", page.body);
    assert!(page.body.contains("案件处于“作废”，不能登记收到副本"), "{}", page.body);
    let list = head.get("/desk/challenges").await;
    assert!(list.body.contains("作废：登记到了别的申请"), "{}", list.body);
    assert_eq!(
        table4(&world, 2025, Table4Key::ReconsiderationPending).await,
        Cell::count(1),
        "the other one"
    );
    // the number is the organ's: the true case bears it
    let mut right = second.to_vec();
    right[5] = ("case_number", "云政复〔2025〕31号");
    right.push(("again", "other_challenger"));
    assert_eq!(register(&mut head, &right).await.status, 303);
    let office = &world.web.office;
    let calendar = office.calendar();
    let rebuilt = gongkai_app::rebuild::rebuild(&office.storage, &calendar, office.today()).await.unwrap();
    assert_eq!((rebuilt.challenges, rebuilt.corrected, rebuilt.missing), (3, vec![], vec![]));
}
