//! Applications through the office: filing to archive, correction, consultation, extension, refusals, two clerks.

use crate::world::{World, day, id_of};
use gongkai_app::application::draft_reply::{Drafting, draft_reply};
use gongkai_app::application::issue::{issue, seal};
use gongkai_app::application::record_opinion::{Opined, record_addressee_receipt, record_opinion};
use gongkai_app::application::serve::{Serving, record_service_receipt, serve};
use gongkai_app::application::serve_notice::serve_notice;
use gongkai_app::application::sign::{Signing, sign};
use gongkai_app::application::{
    Moved, archive, ask_correction, assign, confirm, consult, extend, receive_correction, register,
    void_paper,
};
use gongkai_app::paper::file as files;
use gongkai_app::query::case::{reveal, view};
use gongkai_app::query::inbox::{Looking, inbox, queue};
use gongkai_app::query::ledger::{Asked, export, ledger};
use gongkai_app::{Actor, Refusal};
use gongkai_deadline::timeline::Consulted;
use gongkai_deadline::units::WorkingDays;
use gongkai_domain::application::{
    ActionKind, Channel, ConfirmationMethod, MatterOutcome, Opinion, ServiceMethod, State,
};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::{PaperKind, Procedural, Reply, sample};
use gongkai_storage::AuditFilter;
use serde_json::json;

/// Everything that speaks against a step, as a page prints it.
pub(crate) fn reasons(refusal: &Refusal) -> Vec<String> {
    match refusal {
        Refusal::Blocked(reasons) => reasons.iter().map(ToString::to_string).collect(),
        other => panic!("{other}"),
    }
}

pub(crate) fn due(world: &World, moved: &Moved) -> Option<chrono::NaiveDate> {
    moved.application.clock(&world.office.calendar(), world.office.today()).unwrap().due_on()
}

/// An application that has come by hand, has its number and its handler.
pub(crate) async fn assigned(world: &World) -> ApplicationId {
    let id = world.filed(Channel::InPerson, &["城东片区2023年度土地征收补偿安置方案"]).await;
    let registrar = world.actor("registrar").await;
    register::register(&world.office, &registrar, id, None).await.unwrap();
    hand_over(world, id).await;
    id
}

pub(crate) async fn hand_over(world: &World, id: ApplicationId) {
    let head = world.actor("head").await;
    let assigning =
        assign::Assigning { department: world.unit, handler: Some(id_of("handler")), internal_due_on: None };
    assign::assign(&world.office, &head, id, None, assigning).await.unwrap();
}

/// A posting with its number.
pub(crate) fn posted(on: &str) -> Serving {
    Serving {
        recipient: None,
        method: ServiceMethod::Post,
        sent_on: Some(day(on)),
        signed_on: None,
        is_refusal_witnessed: false,
        proof: "1088".to_owned(),
        scan: None,
    }
}

pub(crate) fn granting() -> Drafting {
    Drafting {
        outcomes: vec![MatterOutcome::new(1, Reply::Granted)],
        fields: sample::fields(PaperKind::Reply(Reply::Granted)),
        ..Drafting::default()
    }
}

pub(crate) async fn signed_by(
    world: &World,
    id: ApplicationId,
    draft: u32,
    login: &str,
    step: SignOffStep,
) -> Result<Moved, Refusal> {
    let actor = world.actor(login).await;
    sign(&world.office, &actor, id, None, Signing { draft, step, department: None }, "同意").await
}

/// From the draft to the day of posting.
pub(crate) async fn replied(world: &World, id: ApplicationId) -> Moved {
    let office = &world.office;
    let handler = world.actor("handler").await;
    let mut drafting = granting();
    let known = office.storage.application(id).await.unwrap().unwrap().matters;
    drafting.outcomes =
        (1..=u32::try_from(known).unwrap()).map(|n| MatterOutcome::new(n, Reply::Granted)).collect();
    draft_reply(office, &handler, id, None, drafting).await.unwrap();
    signed_by(world, id, 1, "reviewer", SignOffStep::OfficeReview).await.unwrap();
    signed_by(world, id, 1, "secrecy", SignOffStep::SecrecyReview).await.unwrap();
    signed_by(world, id, 1, "leader", SignOffStep::SignOff).await.unwrap();
    issue(office, &world.actor("registrar").await, id, None).await.unwrap();
    seal(office, &world.actor("seal").await, id, None).await.unwrap();
    let serving = Serving {
        recipient: None,
        method: ServiceMethod::Post,
        sent_on: Some(office.today()),
        signed_on: None,
        is_refusal_witnessed: false,
        proof: "1088123456789".to_owned(),
        scan: None,
    };
    serve(office, &world.actor("registrar").await, id, None, serving).await.unwrap()
}

#[tokio::test]
async fn an_application_goes_from_filing_to_the_archive_and_the_correction_starts_the_period_anew() {
    let world = World::on("2025-09-15").await;
    let office = &world.office;
    let id = world.filed(Channel::Internet, &["城东有关的材料"]).await;
    let registrar = world.actor("registrar").await;
    let early = register::register(office, &registrar, id, None).await.unwrap_err();
    assert!(reasons(&early)[0].contains("尚未与申请人确认收到日期"));
    world.today("2025-09-16");
    confirm::confirm(office, &registrar, id, None, day("2025-09-16"), ConfirmationMethod::Telephone)
        .await
        .unwrap();
    let moved = register::register(office, &registrar, id, None).await.unwrap();
    assert_eq!(moved.row.registration.as_deref(), Some("依申请〔2025〕1号"));
    assert_eq!(due(&world, &moved), Some(day("2025-10-20")));
    hand_over(&world, id).await;

    world.today("2025-09-18");
    let handler = world.actor("handler").await;
    let empty =
        ask_correction::ask_correction(office, &handler, id, None, json!({}), None).await.unwrap_err();
    assert!(
        matches!(&empty, Refusal::Invalid(faults) if faults.iter().any(|fault| fault.field == "matters"))
    );
    let fields = json!({
        "causes": ["unclear"], "matters": ["写明文件名称、文号或者地块位置"], "guidance": "例如写明公告的文号"
    });
    let moved = ask_correction::ask_correction(office, &handler, id, None, fields, None).await.unwrap();
    assert_eq!(moved.application.state(), State::AwaitingCorrection);
    assert_eq!(due(&world, &moved), Some(day("2025-10-20")), "written, not yet served");
    let notice = moved.application.notices_to_serve().next().unwrap().paper.paper;
    let moved = serve_notice(office, &registrar, id, None, notice, posted("2025-09-18")).await.unwrap();
    assert_eq!(due(&world, &moved), None);
    let number = moved.application.correction.as_ref().unwrap().paper.number.clone();
    assert_eq!(number.as_deref(), Some("青自然资公告〔2025〕1号"));

    world.today("2025-09-26");
    let (received, text) = (day("2025-09-19"), "青溪县城东片区2023年度土地征收补偿安置方案");
    receive_correction::record_notice_receipt(office, &registrar, id, None, received, "1088").await.unwrap();
    let correcting = receive_correction::Correcting {
        matters: vec![(1, text.to_owned()), (0, "附表".to_owned())],
        ..receive_correction::Correcting::new(day("2025-09-26"), text)
    };
    let moved =
        receive_correction::receive_correction(office, &registrar, id, None, correcting).await.unwrap();
    let numbers: Vec<u32> = moved.application.matters.iter().map(|matter| matter.number).collect();
    assert_eq!((numbers, moved.row.matters), (vec![1, 2], 2), "one matter revised, one added");
    // twenty working days from the day after: the holiday of October and its exchanged days are in between
    assert_eq!(due(&world, &moved), Some(day("2025-10-30")));

    world.today("2025-10-15");
    let moved = replied(&world, id).await;
    assert_eq!(moved.application.state(), State::Served);
    assert_eq!(moved.row.row_key.as_deref(), Some("granted"));
    assert_eq!(moved.row.served_on, Some(day("2025-10-15")));
    world.today("2025-10-17");
    record_service_receipt(office, &registrar, id, None, (None, day("2025-10-17")), "本人签收")
        .await
        .unwrap();
    let moved = archive::archive(office, &registrar, id, None, None, "2025-1").await.unwrap();
    assert_eq!(moved.application.state(), State::Archived);

    let papers = office.storage.papers_of(id).await.unwrap();
    assert_eq!(papers.len(), 2);
    let reply = files::read(office, &papers[1]).await.unwrap();
    assert_eq!(reply.document_number.as_deref(), Some("青自然资公告〔2025〕2号"));
    assert!(reply.text().contains("青溪县人民法院") && reply.text().contains("李明远："));
    assert!(files::as_docx(&reply).unwrap().starts_with(b"PK"));
    office.storage.verify_agency(world.agency).await.unwrap();
}

#[tokio::test]
async fn a_consultation_moves_the_due_date_as_the_reference_says() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = assigned(&world).await;
    let handler = world.actor("handler").await;
    world.today("2025-09-23");
    let fields = json!({
        "third_party": "临川市恒达土地评估有限公司", "party_kind": "organisation",
        "information": "评估测算表中的成本构成", "concern": "商业秘密"
    });
    let named = json!({
        "third_party": "临川市恒达土地评估有限公司", "party_kind": "organisation",
        "information": "李明远申请的测算表", "concern": "商业秘密"
    });
    let asking = consult::Consulting::of(Consulted::ThirdParty);
    let told = consult::consult(office, &handler, id, None, asking.clone(), named).await.unwrap_err();
    assert!(matches!(told, Refusal::Invalid(_)), "a letter to others never names the applicant: {told}");
    let moved = consult::consult(office, &handler, id, None, asking, fields).await.unwrap();
    assert_eq!(moved.application.state(), State::Consulting);
    let papers = office.storage.papers_of(id).await.unwrap();
    let of = |kind: Procedural| papers.iter().find(|paper| paper.kind == kind.key()).unwrap();
    let (letter, slip) = (of(Procedural::ThirdPartyConsultation), of(Procedural::ThirdPartyReplySlip));
    let slip = files::read(office, slip).await.unwrap().text();
    assert!(slip.contains(letter.number_text.as_deref().unwrap()) && slip.contains("□同意公开"), "{slip}");
    let early = draft_reply(office, &handler, id, None, granting()).await.unwrap_err();
    assert!(reasons(&early).iter().any(|reason| reason.contains("收到日期尚未登记")));
    world.today("2025-09-29");
    let registrar = world.actor("registrar").await;
    record_addressee_receipt(office, &registrar, id, None, 1, day("2025-09-24"), "").await.unwrap();
    let opined =
        Opined { consultation: 1, on: day("2025-09-29"), opinion: Opinion::Consents, grounds: String::new() };
    let moved = record_opinion(office, &registrar, id, None, opined).await.unwrap();
    assert_eq!(due(&world, &moved), Some(day("2025-10-27")));
    assert_eq!(moved.row.due_on, Some(day("2025-10-27")));
    let case = view(office, &handler, moved.row.registration.as_deref().unwrap()).await.unwrap();
    let days: u32 = case.segments.iter().map(|segment| segment.working_days.0).sum();
    assert_eq!(days, 25, "twenty counted or to come, five not counted");
}

#[tokio::test]
async fn an_extension_is_approved_by_the_head_and_counts_once_the_applicant_was_told() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = assigned(&world).await;
    world.today("2025-10-13");
    let (head, handler) = (world.actor("head").await, world.actor("handler").await);
    let registrar = world.actor("registrar").await;
    let days = WorkingDays(20);
    let denied =
        extend::approve_extension(office, &handler, id, None, days, "需要逐卷核对").await.unwrap_err();
    assert!(matches!(denied, Refusal::Denied(_)), "{denied}");
    let over = extend::approve_extension(office, &head, id, None, WorkingDays(21), "需要逐卷核对")
        .await
        .unwrap_err();
    assert!(reasons(&over)[0].contains("1至20个工作日"));
    let told = extend::tell_extension(office, &handler, id, None, json!({}), None).await.unwrap_err();
    assert!(reasons(&told)[0].contains("没有经政府信息公开工作机构负责人同意"));
    let case = view(office, &handler, "依申请〔2025〕1号").await.unwrap();
    let imagined =
        extend::due_if_extended(&case.dossier.application, &office.calendar(), office.today(), days);
    let moved = extend::approve_extension(office, &head, id, None, days, "需要逐卷核对").await.unwrap();
    assert_eq!(due(&world, &moved), Some(day("2025-10-20")), "approved, not yet told");
    let moved = extend::tell_extension(office, &handler, id, None, json!({}), None).await.unwrap();
    assert_eq!(due(&world, &moved), Some(day("2025-10-20")), "written, not yet served");
    assert!(!moved.row.is_extended);
    let notice = moved.application.notices_to_serve().next().unwrap().paper.paper;
    let moved = serve_notice(office, &registrar, id, None, notice, posted("2025-10-13")).await.unwrap();
    assert_eq!(due(&world, &moved), Some(day("2025-11-17")));
    assert_eq!(imagined, Some(day("2025-11-17")), "the what-if of the page is what followed");
    assert!(moved.row.is_extended);
}

#[tokio::test]
async fn the_drafter_cannot_sign_and_nobody_signs_out_of_turn() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = assigned(&world).await;
    // the head drafts, and could review as head of the office
    let head = world.actor("head").await;
    draft_reply(office, &head, id, None, granting()).await.unwrap();
    let own = signed_by(&world, id, 1, "head", SignOffStep::OfficeReview).await.unwrap_err();
    assert!(reasons(&own).iter().any(|reason| reason.contains("拟稿人不能作“工作机构审核”")));
    let early = signed_by(&world, id, 1, "leader", SignOffStep::SignOff).await.unwrap_err();
    assert!(reasons(&early).iter().any(|reason| reason.contains("不是“签发”")));
    let case = view(office, &head, "依申请〔2025〕1号").await.unwrap();
    assert!(case.reasons(ActionKind::SignStep).iter().any(|reason| reason.contains("拟稿人不能作")));
    assert!(queue(office, &head).await.unwrap().0.is_empty());
    assert_eq!(queue(office, &head).await.unwrap().1, 1);
    let waiting = queue(office, &world.actor("reviewer").await).await.unwrap().0;
    assert_eq!(waiting.iter().map(|one| one.step).collect::<Vec<_>>(), [Some(SignOffStep::OfficeReview)]);
}

#[tokio::test]
async fn a_reply_without_its_search_record_is_refused_with_the_reason_of_the_page() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = assigned(&world).await;
    let handler = world.actor("handler").await;
    let drafting = Drafting {
        outcomes: vec![MatterOutcome::new(1, Reply::NotExist)],
        fields: sample::fields(PaperKind::Reply(Reply::NotExist)),
        ..Drafting::default()
    };
    let refused = draft_reply(office, &handler, id, None, drafting).await.unwrap_err();
    match refused {
        Refusal::Invalid(faults) => {
            assert!(faults.iter().any(|fault| fault.text.contains("检索")), "{faults:?}");
        }
        other => assert!(reasons(&other).iter().any(|reason| reason.contains("没有检索记录"))),
    }
    assert!(office.storage.papers_of(id).await.unwrap().is_empty(), "nothing is kept of a refused reply");
}

#[tokio::test]
async fn of_two_clerks_the_second_is_told_who_was_first() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = world.filed(Channel::InPerson, &["某方案"]).await;
    let seen = office.storage.application(id).await.unwrap().unwrap().sequence;
    let (registrar, head) = (world.actor("registrar").await, world.actor("head").await);
    register::register(office, &registrar, id, Some(seen)).await.unwrap();
    let second = register::register(office, &head, id, Some(seen)).await.unwrap_err();
    let Refusal::Conflict { by, what, .. } = second else { panic!("{second}") };
    assert_eq!((by.as_deref(), what.as_str()), (Some("某registrar"), "登记"));
    let both = office.storage.last_number(world.agency, "registration", 2025).await.unwrap();
    assert_eq!(both, 1, "the second took no number");
}

#[tokio::test]
async fn a_cancelled_paper_keeps_its_number_and_the_next_one_gets_another() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = assigned(&world).await;
    let handler = world.actor("handler").await;
    draft_reply(office, &handler, id, None, granting()).await.unwrap();
    for (login, step) in [
        ("reviewer", SignOffStep::OfficeReview),
        ("secrecy", SignOffStep::SecrecyReview),
        ("leader", SignOffStep::SignOff),
    ] {
        signed_by(&world, id, 1, login, step).await.unwrap();
    }
    let (registrar, head) = (world.actor("registrar").await, world.actor("head").await);
    let moved = issue(office, &registrar, id, None).await.unwrap();
    let paper = moved.application.round().issued.as_ref().unwrap().paper.paper;
    let moved = void_paper::void_paper(office, &head, id, None, paper, "附件有误").await.unwrap();
    assert_eq!(moved.application.state(), State::SignedOff);
    issue(office, &registrar, id, None).await.unwrap();
    let register = office.storage.register(world.agency, "document", 2025).await.unwrap();
    let numbers: Vec<_> = register.iter().map(|row| (row.number, row.voided_because.as_deref())).collect();
    assert_eq!(numbers, [(Some(1), Some("附件有误")), (Some(2), None)]);
}

#[tokio::test]
async fn everybody_sees_what_is_theirs_and_revealing_leaves_a_trace() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = assigned(&world).await;
    world.filed(Channel::Internet, &["=1+1"]).await;
    let (registrar, handler) = (world.actor("registrar").await, world.actor("handler").await);
    let looking = Looking::default();
    assert_eq!(inbox(office, &registrar, &looking, None, 50).await.unwrap().cases.len(), 2);
    let own = inbox(office, &handler, &looking, None, 50).await.unwrap();
    assert_eq!(own.cases.iter().map(|case| case.row.id).collect::<Vec<_>>(), [id]);
    assert_eq!(own.cases[0].chip.words(), "余 20 个工作日");
    let auditor = world.actor("auditor").await;
    assert!(inbox(office, &auditor, &looking, None, 50).await.is_err(), "administrators see no case");
    assert!(matches!(view(office, &auditor, "依申请〔2025〕1号").await, Err(Refusal::NotFound)));
    let shown = reveal(office, &registrar, id).await.unwrap();
    assert_eq!(shown[0].name().reveal(), "李明远");
    let filter = AuditFilter { action: Some("reveal_applicant".to_owned()), ..AuditFilter::default() };
    assert_eq!(office.storage.audit(&filter, None, 10).await.unwrap().len(), 1);
    let page = ledger(office, &registrar, &Asked::default(), None, 50).await.unwrap();
    let lines = export(office, &registrar, &Asked::default()).await.unwrap();
    assert_eq!((page.totals.all, lines.len()), (2, 3), "as many rows as the page counts, and the heads");
    assert!(matches!(export(office, &handler, &Asked::default()).await, Err(Refusal::Denied(_))));
    let nobody = Actor::Public;
    assert!(matches!(inbox(office, &nobody, &looking, None, 50).await, Err(Refusal::SignedOut)));
}
