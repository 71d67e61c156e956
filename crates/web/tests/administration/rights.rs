//! Co-signing by other units, sessions of one's own, what is left when a handler goes, and what a supervisor sees.

use crate::world::{Browser, PASSWORD, World, id_of};
use axum::http::StatusCode;
use gongkai_app::application::{assign, register};
use gongkai_domain::ids::{ApplicationId, DepartmentId, PersonId};
use gongkai_domain::notice::field::to_form;
use gongkai_domain::notice::{PaperKind, Reply, sample, template};
use gongkai_domain::staff::Role;
use gongkai_storage::{DepartmentRow, PersonRow, RoleRow};
use uuid::Uuid;

const FINANCE: DepartmentId = DepartmentId(Uuid::from_u128(91));
const ACCOUNTANT: PersonId = PersonId(Uuid::from_u128(92));

/// A second unit with a person who may co-sign for it.
async fn second_unit(world: &World) {
    let office = world.office();
    let tx = office.storage.begin().await.unwrap();
    let from = office.today();
    tx.save_department(&DepartmentRow {
        id: FINANCE,
        agency: world.web.agency,
        name: "财务科".to_owned(),
        place: 2,
        valid_from: from,
        valid_until: None,
        document: "{}".to_owned(),
    })
    .await
    .unwrap();
    tx.save_person(&PersonRow {
        id: ACCOUNTANT,
        agency: Some(world.web.agency),
        department: Some(FINANCE),
        login: "accountant".to_owned(),
        name: "某会计".to_owned(),
        is_active: true,
        document: "{}".to_owned(),
    })
    .await
    .unwrap();
    tx.save_role(&RoleRow {
        id: ACCOUNTANT.0,
        person: ACCOUNTANT,
        agency: Some(world.web.agency),
        role: Role::CaseHandler.key().to_owned(),
        acting_for: None,
        valid_from: from,
        valid_until: None,
    })
    .await
    .unwrap();
    let credential = tx.credential(id_of(Role::CaseHandler)).await.unwrap().unwrap();
    tx.set_password(ACCOUNTANT, &credential.password_hash, false, "{}", office.instant()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn in_hand(world: &World) -> (ApplicationId, String) {
    let id = world.filed("某某补偿方案").await;
    let office = world.office();
    let moved = register::register(office, &world.actor(Role::Registrar).await, id, None).await.unwrap();
    let handler = Some(id_of(Role::CaseHandler));
    let assigning = assign::Assigning { department: world.unit, handler, internal_due_on: None };
    let head = world.actor(Role::HeadOfDisclosureOffice).await;
    assign::assign(office, &head, id, None, assigning).await.unwrap();
    (id, world.web.site.urls.application(&moved.row.registration.unwrap()).replace("/gk", ""))
}

/// Sends the editor of a granting reply as it stands, with these fields more.
async fn draft(browser: &mut Browser, case: &str, more: &[(&str, &str)]) -> crate::world::Answer {
    let path = format!("{case}/draft");
    let page = browser.get(&path).await;
    let kind = PaperKind::Reply(Reply::Granted);
    let values = sample::fields(kind);
    let mut pairs = vec![
        ("token".to_owned(), page.token()),
        ("version".to_owned(), page.hidden("version")),
        ("outcome".to_owned(), Reply::Granted.key().to_owned()),
    ];
    for field in template::fields(kind) {
        if let Some(value) = values.get(field.name) {
            pairs.extend(to_form(field, value).into_iter().map(|text| (field.name.to_owned(), text)));
        }
    }
    pairs.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    browser.post(&path, &pairs).await
}

async fn decide(browser: &mut Browser, path: &str, decision: &str, words: &str) -> crate::world::Answer {
    let page = browser.get(path).await;
    let (token, version, draft) = (page.token(), page.hidden("version"), page.hidden("draft"));
    let pairs = [
        ("token", token.as_str()),
        ("version", version.as_str()),
        ("draft", draft.as_str()),
        ("decision", decision),
        ("words", words),
    ];
    browser.post(path, &pairs).await
}

#[tokio::test]
async fn another_unit_is_chosen_in_the_draft_finds_it_sends_it_back_and_signs_and_the_sign_off_waits_for_it()
{
    let world = World::staffed().await;
    second_unit(&world).await;
    let (_, case) = Box::pin(in_hand(&world)).await;
    let review = case.replace("applications", "review");
    let mut accountant = world.browser();
    let answer = accountant.sign_in("accountant", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(accountant.get(&case).await.status, StatusCode::NOT_FOUND, "another unit's case");

    let mut handler = world.signed_in(Role::CaseHandler).await;
    let (finance, own) = (FINANCE.to_string(), world.unit.to_string());
    let wrong = draft(&mut handler, &case, &[("co_signers", &own)]).await;
    assert!(wrong.body.contains("是承办单位"), "{}", wrong.body);
    let done = draft(&mut handler, &case, &[("co_signers", &finance)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);

    // it stands in the inbox and in the queue of whoever co-signs, who may now look at it
    for page in ["/desk", "/desk/review"] {
        let body = accountant.get(page).await.body;
        assert!(body.contains("某某补偿方案"), "{page}: {body}");
    }
    let page = accountant.get(&review).await;
    assert!(page.body.contains("签署：会签") && page.body.contains("会签：财务科"), "{}", page.body);
    let back = decide(&mut accountant, &review, "return", "附表金额与决算不符").await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    assert!(handler.get(&case).await.body.contains("退回"));
    assert!(!accountant.get("/desk/review").await.body.contains("某某补偿方案"));

    // the editor shows again what was chosen
    let again = handler.get(&format!("{case}/draft")).await;
    let chosen = again.body.split(&finance).nth(1).unwrap().split('>').next().unwrap().to_owned();
    assert!(chosen.contains("checked"), "{chosen}");
    assert_eq!(draft(&mut handler, &case, &[("co_signers", &finance)]).await.status, StatusCode::SEE_OTHER);
    for role in [Role::Reviewer, Role::SecrecyReviewer] {
        let mut browser = world.signed_in(role).await;
        let done = decide(&mut browser, &review, "agree", "").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{role}: {}", done.body);
    }
    // the leader is asked by the chain only when all have co-signed
    let mut leader = world.signed_in(Role::LeaderInCharge).await;
    let waiting = leader.get(&review).await;
    assert!(!waiting.body.contains("签署：签发"), "{}", waiting.body);
    let done = decide(&mut accountant, &review, "agree", "同意，金额已核对。").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let signed = leader.get(&review).await;
    assert!(signed.body.contains("金额已核对") && signed.body.contains("某会计"), "{}", signed.body);
    let done = decide(&mut leader, &review, "agree", "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    // the sheet of the archive prints the unit, the person and the opinion
    let row = world.office().storage.application_by_registration(world.web.agency, &number(&case)).await;
    let reference = row.unwrap().unwrap().reference;
    let actor = world.actor(Role::HeadOfDisclosureOffice).await;
    let view = gongkai_app::query::case::view(world.office(), &actor, &reference).await.unwrap();
    let lines = view.dossier.case(None).unwrap().sign_offs;
    let line = lines.iter().find(|line| line.step == "会签").unwrap();
    assert_eq!((line.signed_by.as_str(), line.opinion.as_str()), ("财务科　某会计", "同意，金额已核对。"));
}

/// The registration number in the address of a case.
fn number(case: &str) -> String {
    let encoded = case.rsplit('/').next().unwrap().as_bytes();
    let mut bytes = Vec::new();
    let mut at = 0;
    while at < encoded.len() {
        if encoded[at] == b'%' {
            let hex = std::str::from_utf8(&encoded[at + 1..at + 3]).unwrap();
            bytes.push(u8::from_str_radix(hex, 16).unwrap());
            at += 3;
        } else {
            bytes.push(encoded[at]);
            at += 1;
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn who_co_signed_does_not_sign_off() {
    let world = World::staffed().await;
    let (_, case) = Box::pin(in_hand(&world)).await;
    let review = case.replace("applications", "review");
    let mut handler = world.signed_in(Role::CaseHandler).await;
    let leader = id_of(Role::LeaderInCharge).to_string();
    let done = draft(&mut handler, &case, &[("co_signing", &leader)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    for role in [Role::LeaderInCharge, Role::Reviewer, Role::SecrecyReviewer] {
        let mut browser = world.signed_in(role).await;
        let done = decide(&mut browser, &review, "agree", "").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{role}: {}", done.body);
    }
    let mut browser = world.signed_in(Role::LeaderInCharge).await;
    let page = browser.get(&review).await;
    assert!(page.body.contains("“会签”与“签发”应当由不同的人作出"), "{}", page.body);
    let mut principal = world.signed_in(Role::Principal).await;
    assert_eq!(decide(&mut principal, &review, "agree", "").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_case_that_was_given_out_goes_over_to_proactive_disclosure_and_stands_in_the_list() {
    let world = World::staffed().await;
    let (_, case) = Box::pin(in_hand(&world)).await;
    let review = case.replace("applications", "review");
    let mut handler = world.signed_in(Role::CaseHandler).await;
    assert_eq!(draft(&mut handler, &case, &[]).await.status, StatusCode::SEE_OTHER);
    for role in [Role::Reviewer, Role::SecrecyReviewer, Role::LeaderInCharge] {
        let mut browser = world.signed_in(role).await;
        assert_eq!(decide(&mut browser, &review, "agree", "").await.status, StatusCode::SEE_OTHER);
    }
    let early = handler.get(&format!("{case}/promote")).await;
    assert!(early.body.contains("目前不能“转为主动公开”"), "{}", early.body);
    let step = async |role: Role, page: &str, more: &[(&str, &str)]| {
        let mut browser = world.signed_in(role).await;
        let form = browser.get(&format!("{case}/{page}")).await;
        let (token, version) = (form.token(), form.hidden("version"));
        let mut pairs = vec![("token", token.as_str()), ("version", version.as_str())];
        pairs.extend(more.iter().copied());
        let done = browser.post(&format!("{case}/{page}"), &pairs).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{page}: {}", done.body);
    };
    let today = world.office().today().to_string();
    step(Role::Registrar, "issue", &[]).await;
    step(Role::SealKeeper, "seal", &[]).await;
    step(Role::Registrar, "serve", &[("way", "by_hand"), ("tracking", "送达回证"), ("sent_on", &today)])
        .await;
    let reason = ("reason", "=征地信息，补偿方案");
    step(Role::CaseHandler, "promote", &[("matter", "1"), ("ground", "several_applicants"), reason]).await;
    let mut reviewer = world.signed_in(Role::Reviewer).await;
    let list = reviewer.get("/desk/proactive").await;
    assert!(list.body.contains("某某补偿方案") && list.body.contains("多个申请人"), "{}", list.body);
    let file = reviewer.get("/desk/proactive.csv").await;
    assert!(file.media_type.starts_with("text/csv") && !file.body.contains(",=征地"), "{}", file.body);
    assert_eq!(world.audited().await[0], "export_proactive");
    let mut leader = world.signed_in(Role::LeaderInCharge).await;
    assert_eq!(leader.get("/desk/proactive").await.status, StatusCode::FORBIDDEN);

    // it is kept as long as the table of the agency says, or longer
    let mut registrar = world.signed_in(Role::Registrar).await;
    let page = registrar.get(&format!("{case}/archive")).await;
    assert!(page.body.contains("至少保管10年"), "{}", page.body);
}

#[tokio::test]
async fn when_a_handler_goes_the_cases_are_flagged_and_the_head_is_told() {
    let world = World::staffed().await;
    let (id, _) = Box::pin(in_hand(&world)).await;
    let admin = world.actor(Role::SystemAdmin).await;
    let gone = id_of(Role::CaseHandler);
    let before = world.office().storage.backlog().await.unwrap();
    gongkai_app::staff::disable::set_active(world.office(), &admin, gone, false).await.unwrap();
    let waiting = world.office().storage.backlog().await.unwrap();
    assert_eq!(waiting.0 - before.0, 1, "one message to the head");
    let mut head = world.signed_in(Role::HeadOfDisclosureOffice).await;
    let page = head.get("/desk?pile=unassigned").await;
    assert!(page.body.contains("某某补偿方案") && page.body.contains("（已停用）"), "{}", page.body);
    let row = world.office().storage.application(id).await.unwrap().unwrap();
    assert_eq!(row.handler, Some(gone), "the record says who had it until somebody else has");
}

#[tokio::test]
async fn ones_own_sessions_are_listed_and_the_others_end_by_a_button() {
    let world = World::staffed().await;
    let mut here = world.signed_in(Role::Registrar).await;
    let mut there = world.signed_in(Role::Registrar).await;
    let page = here.get("/desk/account").await;
    assert!(page.body.contains("本次登录") && page.body.contains("结束其他登录"), "{}", page.body);
    let token = page.token();
    assert_eq!(there.get("/desk").await.status, StatusCode::OK);
    let without = here.post("/desk/account/sessions", &[]).await;
    assert_eq!(without.status, StatusCode::FORBIDDEN);
    let done = here.post("/desk/account/sessions", &[("token", &token)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(there.get("/desk").await.location, "/gk/desk/sign-in");
    let page = here.get("/desk/account").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("结束其他登录"), "nothing else to end");
    assert_eq!(world.audited().await[0], "sessions_ended");
}

#[tokio::test]
async fn the_system_page_sends_a_letter_that_was_given_up_again() {
    let world = World::staffed().await;
    let office = world.office();
    let tx = office.storage.begin().await.unwrap();
    let letter = gongkai_storage::NewOutbox {
        agency: Some(world.web.agency),
        kind: "mail".to_owned(),
        target: "agency:qxzr".to_owned(),
        payload: None,
        dedupe_key: None,
        run_at: office.instant(),
    };
    let id = tx.enqueue(letter, office.instant()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let lease = chrono::TimeDelta::minutes(1);
    office.storage.claim(office.instant(), "node", 10, lease).await.unwrap();
    assert!(office.storage.give_up(id, "node", "550 no such mailbox", office.instant()).await.unwrap());
    let mut admin = world.signed_in(Role::SystemAdmin).await;
    let page = admin.get("/desk/system").await;
    assert!(page.body.contains("550 no such mailbox") && page.body.contains("程序版本"), "{}", page.body);
    let (token, letter) = (page.token(), id.to_string());
    let done = admin.post("/desk/system", &[("token", &token), ("letter", &letter)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(office.storage.backlog().await.unwrap().0, 1);
    assert_eq!(world.audited().await[0], "letter_sent_again");
    let mut head = world.signed_in(Role::HeadOfDisclosureOffice).await;
    assert_eq!(head.get("/desk/system").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_supervisor_sees_dates_and_states_of_agencies_below_and_nothing_else_and_each_look_is_audited() {
    let world = World::staffed().await;
    let (_, case) = Box::pin(in_hand(&world)).await;
    let office = world.office();
    // the agency of the case stands below another one, where the supervisor works
    let tx = office.storage.begin().await.unwrap();
    let mut below = tx.agency(world.web.agency).await.unwrap().unwrap();
    let above = gongkai_domain::ids::AgencyId(Uuid::from_u128(700));
    let mut document: serde_json::Value = serde_json::from_str(&below.document).unwrap();
    document["parent"] = serde_json::json!(above);
    let mut parent = below.clone();
    (parent.id, parent.code, parent.name) = (above, "qxzf".to_owned(), "青溪县人民政府办公室".to_owned());
    let mut upper: serde_json::Value = serde_json::from_str(&parent.document).unwrap();
    (upper["id"], upper["code"]) = (serde_json::json!(above), serde_json::json!("qxzf"));
    parent.document = upper.to_string();
    (below.parent, below.document) = (Some(above), document.to_string());
    tx.save_agency(&parent).await.unwrap();
    tx.save_agency(&below).await.unwrap();
    let mut person = tx.person(id_of(Role::Supervisor)).await.unwrap().unwrap();
    person.agency = Some(above);
    tx.save_person(&person).await.unwrap();
    let mut role = tx.roles_in(world.web.agency).await.unwrap();
    let mut role = role.remove(role.iter().position(|role| role.person == person.id).unwrap());
    role.agency = Some(above);
    tx.save_role(&role).await.unwrap();
    tx.commit().await.unwrap();

    let mut supervisor = world.signed_in(Role::Supervisor).await;
    let list = supervisor.get("/desk/supervision").await;
    assert!(list.body.contains("青溪县自然资源和规划局"), "{}", list.body);
    let cases = supervisor.get("/desk/supervision/qxzr").await;
    assert_eq!(cases.status, StatusCode::OK, "{}", cases.body);
    let one = supervisor.get(&format!("/desk/supervision/qxzr/{}", case.rsplit('/').next().unwrap())).await;
    assert_eq!(one.status, StatusCode::OK, "{}", one.body);
    for page in [&list, &cases, &one] {
        for hidden in ["某某补偿方案", "李明远", "李＊", "13800000000"] {
            assert!(!page.body.contains(hidden), "{hidden}: {}", page.body);
        }
    }
    assert!(one.body.contains("期限经过"), "{}", one.body);
    assert_eq!(supervisor.get(&case).await.status, StatusCode::NOT_FOUND, "the case itself stays closed");
    assert_eq!(world.audited().await[..3], ["supervise", "supervise", "supervise"]);
    let mut head = world.signed_in(Role::HeadOfDisclosureOffice).await;
    assert_eq!(head.get("/desk/supervision/qxzr").await.status, StatusCode::FORBIDDEN);
}
