//! Every permission of the matrix has a use case that asks for it: tried by somebody who holds every role without it, and by
//! somebody who holds one role that has it.
//!
//! Not here: the matrix itself (`gongkai_domain::staff`), addresses of pages (the tests of the web).

use crate::world::{World, day, id_of};
use gongkai_app::actor::Member;
use gongkai_app::application as verbs;
use gongkai_app::application::draft_reply::Drafting;
use gongkai_app::application::file::{Filing, Request, file};
use gongkai_app::application::intake::Intake;
use gongkai_app::paper::dossier::SearchText;
use gongkai_app::query::{audit, case, ledger, other, proactive, supervision, system};
use gongkai_app::settings::change::settings;
use gongkai_app::staff::{add, unlock};
use gongkai_app::{Actor, Refusal, challenge};
use gongkai_deadline::timeline::Consulted;
use gongkai_deadline::units::WorkingDays;
use gongkai_domain::application::{
    ApplicantKind, Channel, CodeReissue, ConfirmationMethod, Helper, PromotionGround, Provision,
    ProvisionForm, ProvisionWay,
};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::challenge::{AgencyRole, Forum};
use gongkai_domain::complaint::Complaint;
use gongkai_domain::ids::{ApplicationId, ChallengeId, PaperId, PersonId};
use gongkai_domain::notice::Reply;
use gongkai_domain::record_correction::RecordCorrection;
use gongkai_domain::staff::{Permission, Person, Reach, Role, reach};
use gongkai_storage::CaseFilter;
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Somebody with these roles, who has the case in hand and sits in the unit that handles it: only roles can be in the way.
fn holding(world: &World, roles: impl IntoIterator<Item = Role>) -> Actor {
    let person = Person {
        id: id_of("handler"),
        name: "某人".to_owned(),
        agency: world.agency,
        department: Some(world.unit),
        roles: roles.into_iter().collect(),
        acting_for: Vec::new(),
        is_active: true,
    };
    Actor::Member(Box::new(Member { person }))
}

struct Tried<'w> {
    world: &'w World,
    id: ApplicationId,
    number: String,
}

impl Tried<'_> {
    async fn sign(&self, actor: &Actor, step: SignOffStep) -> Result<(), Refusal> {
        let department = (step == SignOffStep::CoSigning).then_some(self.world.unit);
        let signing = verbs::sign::Signing { draft: 1, step, department };
        verbs::sign::sign(&self.world.office, actor, self.id, None, signing, "").await.map(drop)
    }

    async fn challenge(&self, actor: &Actor) -> Result<ChallengeId, Refusal> {
        let opening = challenge::open::Opening {
            forum: Forum::Reconsideration,
            role: AgencyRole::Respondent,
            is_silence: true,
            applications: vec![self.number.clone()],
            after: None,
            on: self.world.office.today(),
            case_number: String::new(),
            again: None,
            once: None,
        };
        challenge::open::open(&self.world.office, actor, opening).await.map(|moved| moved.row.id)
    }

    /// Does what the permission is for. The match is exhaustive: a permission without a use case does not compile.
    async fn attempt(&self, permission: Permission, actor: &Actor) -> Result<(), Refusal> {
        let (o, id, a) = (&self.world.office, self.id, actor);
        let today = o.today();
        match permission {
            Permission::SeeApplications => case::view(o, a, &self.number).await.map(drop),
            Permission::RevealPersonalData => case::reveal(o, a, id).await.map(drop),
            Permission::OpenPapers => {
                let view = case::view(o, a, &self.number).await?;
                match case::open_paper(o, a, &view, PaperId(Uuid::from_u128(9))).await {
                    // whoever may is told that there is no such paper
                    Err(Refusal::NotFound) => Ok(()),
                    other => other.map(drop),
                }
            }
            Permission::SeeLedger => {
                ledger::ledger(o, a, &ledger::Asked::default(), None, 10).await.map(drop)
            }
            Permission::ExportLedger => ledger::export(o, a, &ledger::Asked::default()).await.map(drop),
            Permission::FileAtCounter => file(o, a, filing(self.world)).await.map(drop),
            Permission::Confirm => {
                verbs::confirm::confirm(o, a, id, None, today, ConfirmationMethod::Telephone).await.map(drop)
            }
            Permission::Register => verbs::register::register(o, a, id, None).await.map(drop),
            Permission::RectifyParticulars => {
                let known = filing(self.world);
                let now = verbs::rectify::Particulars {
                    channel: known.channel,
                    is_oral: known.is_oral,
                    arrived_on: known.arrived_on,
                    applicants: known.applicants,
                    column: Some(ApplicantKind::OtherOrganisation),
                    provision: known.provision,
                    reason: "登记时选错类别".to_owned(),
                };
                verbs::rectify::rectify(o, a, id, None, now).await.map(drop)
            }
            Permission::Split => {
                let splitting =
                    verbs::split::Splitting { parts: Vec::new(), reasons: "事项不同".to_owned() };
                verbs::split::split(o, a, id, None, splitting).await.map(drop)
            }
            Permission::Assign => {
                verbs::weigh::weigh(o, a, id, None, false, "影响不大").await?;
                verbs::weigh::weigh(o, a, id, None, true, "影响较大").await.map(drop)
            }
            Permission::AskCorrection => {
                verbs::ask_correction::ask_correction(o, a, id, None, json!({}), None).await.map(drop)
            }
            Permission::RecordIncoming => {
                verbs::record_opinion::record_addressee_receipt(o, a, id, None, 1, today, "").await.map(drop)
            }
            Permission::Consult => {
                let consulting = verbs::consult::Consulting::of(Consulted::ThirdParty);
                verbs::consult::consult(o, a, id, None, consulting, json!({})).await.map(drop)
            }
            Permission::RequestAssistance => {
                let question = "有无此件".to_owned();
                let asking = verbs::ask_assistance::Asking {
                    helper: Helper::LegalAdviser,
                    department: None,
                    question,
                };
                verbs::ask_assistance::ask_assistance(o, a, id, None, asking).await.map(drop)
            }
            Permission::ProposeExtension => {
                verbs::extend::tell_extension(o, a, id, None, json!({}), None).await.map(drop)
            }
            Permission::ApproveExtension => {
                let by = WorkingDays(100);
                verbs::extend::approve_extension(o, a, id, None, by, "案情复杂").await.map(drop)
            }
            Permission::RequestReasons => {
                verbs::request_reasons::request_reasons(o, a, id, None, json!({}), None).await.map(drop)
            }
            Permission::FixDelay => {
                verbs::request_reasons::fix_delay(o, a, id, None, json!({}), None).await.map(drop)
            }
            Permission::NoticeFee => {
                let fields = json!({ "method": "by_item", "first": 11, "items": 1 });
                verbs::notice_fee::notice_fee(o, a, id, None, fields, "", None).await.map(drop)
            }
            Permission::RecordPayment => {
                verbs::notice_fee::record_payment(o, a, id, None, today).await.map(drop)
            }
            Permission::RecordSearch => {
                let scope = "档案室".to_owned();
                let text =
                    SearchText { scope, terms: vec!["补偿".to_owned()], result: "未检索到".to_owned() };
                let searching = verbs::record_search::Searching {
                    on: today,
                    from: day("2020-01-01"),
                    to: today,
                    is_found: false,
                    text,
                    matters: Vec::new(),
                };
                verbs::record_search::record_search(o, a, id, None, searching).await.map(drop)
            }
            Permission::DraftReply => {
                verbs::draft_reply::draft_reply(o, a, id, None, Drafting::default()).await.map(drop)
            }
            Permission::ReviewAsOffice => self.sign(a, SignOffStep::OfficeReview).await,
            Permission::CoSign => self.sign(a, SignOffStep::CoSigning).await,
            Permission::ReviewLegality => self.sign(a, SignOffStep::LegalityReview).await,
            Permission::ReviewSecrecy => self.sign(a, SignOffStep::SecrecyReview).await,
            Permission::SignOff | Permission::SignOffAsPrincipal => self.sign(a, SignOffStep::SignOff).await,
            Permission::Issue => verbs::issue::issue(o, a, id, None).await.map(drop),
            Permission::Seal => verbs::issue::seal(o, a, id, None).await.map(drop),
            Permission::Serve => {
                verbs::serve::record_service_receipt(o, a, id, None, (None, today), "").await.map(drop)
            }
            Permission::CloseWithoutReply => {
                verbs::close_internally::close_internally(o, a, id, None, Reply::ClosedOther, None, "已解决")
                    .await
                    .map(drop)
            }
            Permission::Archive => verbs::archive::archive(o, a, id, None, None, "1").await.map(drop),
            Permission::VoidPaper => {
                let paper = PaperId(Uuid::from_u128(9));
                let refusal = verbs::void_paper::void_paper(o, a, id, None, paper, "有误").await;
                // whoever may is told that there is no such paper
                match refusal {
                    Err(Refusal::NotFound) => Ok(()),
                    other => other.map(drop),
                }
            }
            Permission::Reopen => {
                let reopening = verbs::reopen::Reopening {
                    challenge: ChallengeId(Uuid::from_u128(9)),
                    challenge_seen: None,
                    causes: Vec::new(),
                    lesson: String::new(),
                };
                match verbs::reopen::reopen(o, a, id, None, reopening).await {
                    // the case was opened; there is no such decision
                    Err(Refusal::NotFound) => Ok(()),
                    other => other.map(drop),
                }
            }
            Permission::ReissueQueryCode => {
                verbs::reissue_code::reissue_code(o, a, id, None, CodeReissue::Counter).await.map(drop)
            }
            Permission::PromoteToProactive => {
                let promoting = verbs::promote::Promoting {
                    matter: 1,
                    ground: PromotionGround::OwnReview,
                    reason: "补偿方案，征地信息栏目".to_owned(),
                };
                match verbs::promote::promote(o, a, id, None, promoting).await {
                    // nothing was given yet: the step is refused, the list is open
                    Err(Refusal::Blocked(_)) => proactive::promoted(o, a, 2025).await.map(drop),
                    other => other.map(drop),
                }
            }
            Permission::ManageChallenges => self.challenge(a).await.map(drop),
            Permission::RectifyChallenges => {
                let filter = CaseFilter { agency: Some(self.world.agency), ..CaseFilter::default() };
                let known = o.storage.challenges(&filter, None, 1).await?;
                let id = match known.first() {
                    Some(row) => row.id,
                    None => self.challenge(&self.world.actor("head").await).await?,
                };
                challenge::rectify::void(o, a, id, None, "重复登记").await.map(drop)
            }
            Permission::ManageRecordCorrections => {
                other::list::<RecordCorrection>(o, a, &other::Asked::default(), None, 10).await.map(drop)
            }
            Permission::HandleComplaints => {
                other::list::<Complaint>(o, a, &other::Asked::default(), None, 10).await.map(drop)
            }
            Permission::SuperviseSubordinates => supervision::overview(o, a, 2025).await.map(drop),
            Permission::ManagePeople => {
                let adding = add::Adding { name: String::new(), login: String::new(), department: None };
                add::add(o, a, &adding).await.map(drop)
            }
            Permission::GrantRoles => unlock::unlock(o, a, id_of("leader")).await.map(drop),
            Permission::ManageCalendar => {
                let sent = gongkai_app::calendar::import::Sent { text: "", source: "", name: "", mode: None };
                gongkai_app::calendar::import::preview(o, a, &sent).await.map(drop)
            }
            Permission::ManageSettings => settings(o, a).await.map(drop),
            Permission::ManageSystem => system::system(o, a).await.map(drop),
            Permission::ReadAudit => audit::audit(o, a, &audit::Asked::default(), None, 10).await.map(drop),
            Permission::VerifyChain => audit::verify(o, a).await.map(drop),
        }
    }
}

fn filing(world: &World) -> Filing {
    Filing {
        agency: world.agency,
        channel: Channel::InPerson,
        is_oral: false,
        arrived_on: world.office.today(),
        applicants: vec![crate::world::applicant()],
        requests: vec![Request { title: "某某方案".to_owned(), ..Request::default() }],
        provision: Provision { form: ProvisionForm::Paper, way: ProvisionWay::Mail },
        intake: Intake::default(),
        once: None,
        column: None,
    }
}

/// Whether a refusal comes from rights and not from the case or the form.
fn is_about_rights(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::Denied(_) | Refusal::NotFound | Refusal::SignedOut)
}

#[tokio::test]
async fn every_permission_opens_its_use_case_and_all_others_together_do_not() {
    let world = World::on("2025-09-16").await;
    let id = crate::journey::assigned(&world).await;
    let row = world.office.storage.application(id).await.unwrap().unwrap();
    let tried = Tried { world: &world, id, number: row.registration.unwrap() };
    let head = world.actor("head").await;
    for permission in Permission::EVERY {
        // the principal alone signs off a weighty case, and the leader one that is not
        let is_weighty = *permission != Permission::SignOff;
        let now = world.office.storage.marks_of(id).await.unwrap();
        if now.iter().any(|mark| mark.is_open) != is_weighty {
            verbs::weigh::weigh(&world.office, &head, id, None, is_weighty, "试").await.unwrap();
        }
        let has = |role: &Role| reach(*role, *permission) > Reach::Nothing;
        let (admins, others): (BTreeSet<Role>, BTreeSet<Role>) =
            Role::EVERY.iter().filter(|role| !has(role)).partition(|role| role.is_administrator());
        // the three administrators are three people
        let without = admins.into_iter().map(|role| BTreeSet::from([role])).chain([others]);
        for roles in without.filter(|roles| !roles.is_empty()) {
            let actor = holding(&world, roles.clone());
            let tried = Box::pin(tried.attempt(*permission, &actor)).await;
            let refusal = tried.expect_err(&format!("{permission} is open to {roles:?}"));
            assert!(is_about_rights(&refusal), "{permission} for {roles:?}: {refusal:?}");
        }
        for role in Role::EVERY.iter().filter(|role| has(role)) {
            let actor = holding(&world, [*role]);
            if let Err(refusal) = Box::pin(tried.attempt(*permission, &actor)).await {
                assert!(!is_about_rights(&refusal), "{permission} for {role}: {refusal:?}");
            }
        }
    }
}

#[tokio::test]
async fn who_acts_for_somebody_does_not_sign_there_what_that_person_drafted() {
    let world = World::on("2025-09-16").await;
    let id = crate::journey::assigned(&world).await;
    // the head drafts; who acts for the head reviews for the office only as the head
    let head = world.actor("head").await;
    verbs::draft_reply::draft_reply(&world.office, &head, id, None, crate::journey::granting())
        .await
        .unwrap();
    let mut person = head.member().unwrap().person.clone();
    let acting = gongkai_domain::staff::ActingFor {
        person: person.id,
        roles: BTreeSet::from([Role::HeadOfDisclosureOffice]),
        department: None,
        from: day("2025-09-01"),
        until: day("2025-09-30"),
    };
    (person.id, person.roles, person.acting_for) =
        (PersonId(Uuid::from_u128(999)), BTreeSet::from([Role::Registrar]), vec![acting]);
    let deputy = Actor::Member(Box::new(Member { person: person.clone() }));
    let tried = Tried { world: &world, id, number: String::new() };
    let refusal = tried.sign(&deputy, SignOffStep::OfficeReview).await.unwrap_err();
    assert!(matches!(&refusal, Refusal::Denied(why) if why.contains("代行拟稿人")), "{refusal:?}");
    // in a role of one's own it may be signed
    person.roles = BTreeSet::from([Role::Reviewer]);
    let reviewer = Actor::Member(Box::new(Member { person }));
    tried.sign(&reviewer, SignOffStep::OfficeReview).await.unwrap();
}

#[tokio::test]
async fn a_weighty_case_is_signed_off_by_the_principal_and_its_sheet_says_so() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let id = crate::journey::assigned(&world).await;
    let (head, handler) = (world.actor("head").await, world.actor("handler").await);
    let without = verbs::weigh::weigh(office, &head, id, None, true, " ").await.unwrap_err();
    assert!(matches!(without, Refusal::Invalid(_)));
    verbs::weigh::weigh(office, &head, id, None, true, "涉及三百户补偿").await.unwrap();
    verbs::draft_reply::draft_reply(office, &handler, id, None, crate::journey::granting()).await.unwrap();
    let tried = Tried { world: &world, id, number: String::new() };
    tried.sign(&world.actor("reviewer").await, SignOffStep::OfficeReview).await.unwrap();
    tried.sign(&world.actor("secrecy").await, SignOffStep::SecrecyReview).await.unwrap();
    let leader = tried.sign(&world.actor("leader").await, SignOffStep::SignOff).await.unwrap_err();
    assert!(matches!(&leader, Refusal::Denied(why) if why.contains("主要领导")), "{leader:?}");
    let mut principal = world.actor("leader").await;
    if let Actor::Member(member) = &mut principal {
        member.person.roles = BTreeSet::from([Role::Principal]);
    }
    tried.sign(&principal, SignOffStep::SignOff).await.unwrap();
    let row = office.storage.application(id).await.unwrap().unwrap();
    let view = case::view(office, &head, &row.reference).await.unwrap();
    let steps: Vec<String> =
        view.dossier.case(None).unwrap().sign_offs.into_iter().map(|line| line.step).collect();
    assert_eq!(steps.last().unwrap(), "签发（主要负责人）");
}

#[tokio::test]
async fn who_takes_the_weight_from_a_case_does_not_sign_it_off_and_only_the_principal_does_it_under_way() {
    let world = World::on("2025-09-16").await;
    let office = &world.office;
    let (head, handler, leader) =
        (world.actor("head").await, world.actor("handler").await, world.actor("leader").await);
    let mut principal = world.actor("seal").await;
    if let Actor::Member(member) = &mut principal {
        member.person.roles = BTreeSet::from([Role::Principal]);
    }
    let lighten = async |actor: &Actor, id| {
        verbs::weigh::weigh(office, actor, id, None, false, "情况清楚").await.map(drop)
    };
    // while the draft is on its way the principal alone takes the mark away
    let id = crate::journey::assigned(&world).await;
    verbs::weigh::weigh(office, &head, id, None, true, "涉及三百户补偿").await.unwrap();
    verbs::draft_reply::draft_reply(office, &handler, id, None, crate::journey::granting()).await.unwrap();
    for actor in [&leader, &head] {
        let refused = lighten(actor, id).await.unwrap_err();
        assert!(matches!(&refused, Refusal::Denied(why) if why.contains("主要领导")), "{refused:?}");
    }
    lighten(&principal, id).await.unwrap();
    let tried = Tried { world: &world, id, number: String::new() };
    tried.sign(&world.actor("reviewer").await, SignOffStep::OfficeReview).await.unwrap();
    tried.sign(&world.actor("secrecy").await, SignOffStep::SecrecyReview).await.unwrap();
    tried.sign(&leader, SignOffStep::SignOff).await.unwrap();

    // before there is a draft the leader in charge may, and does not sign it then
    let id = crate::journey::assigned(&world).await;
    verbs::weigh::weigh(office, &head, id, None, true, "涉及三百户补偿").await.unwrap();
    lighten(&leader, id).await.unwrap();
    verbs::draft_reply::draft_reply(office, &handler, id, None, crate::journey::granting()).await.unwrap();
    let tried = Tried { world: &world, id, number: String::new() };
    tried.sign(&world.actor("reviewer").await, SignOffStep::OfficeReview).await.unwrap();
    tried.sign(&world.actor("secrecy").await, SignOffStep::SecrecyReview).await.unwrap();
    let refused = tried.sign(&leader, SignOffStep::SignOff).await.unwrap_err();
    assert!(matches!(&refused, Refusal::Denied(why) if why.contains("主要领导")), "{refused:?}");
    let row = office.storage.application(id).await.unwrap().unwrap();
    let view = case::view(office, &leader, &row.reference).await.unwrap();
    assert!(
        !view.reasons(gongkai_domain::application::ActionKind::SignStep).is_empty(),
        "the page says so too"
    );
    tried.sign(&principal, SignOffStep::SignOff).await.unwrap();
}
