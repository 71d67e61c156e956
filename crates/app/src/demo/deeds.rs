//! Doing what the courses say: each deed by somebody who may do it, through the use cases of the office, so that every guard
//! and every approval holds for the demonstration as for anybody.
//!
//! Not here: which deed is done when (`super::course`, `super::mod`), reconsiderations (`super::challenges`).

use super::cases::Plan;
use super::course::{Course, Deed};
use super::house::House;
use super::{applicants, challenges, words};
use crate::actor::{Actor, Member};
use crate::application::act::{act, permission_of, permission_of_step};
use crate::application::file::{Filing, Request, file};
use crate::application::{Moved, OpenCase};
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::{Datelike as _, NaiveDate};
use gongkai_deadline::WorkingDays;
use gongkai_deadline::timeline::Consulted;
use gongkai_domain::application::facts::{InternalKind, ProcessKind, SecurityInterest};
use gongkai_domain::application::{
    Action, ActionKind, Application, Channel, Charge, ConfirmationMethod, EarlierApplication, Event, Facts,
    Helper, LawCited, LawRank, MatterOutcome, PaperRef, Provision, ProvisionForm, ProvisionWay, ReplyFacts,
    Responsible, Retention, Service, ServiceMethod, State, count,
};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::{ApplicationId, PaperId};
use gongkai_domain::notice::kind::{PaperKind, Procedural, Reply};
use gongkai_domain::number::{NumberPattern, ReferenceNumber, Series};
use gongkai_domain::staff::{Permission, Person, Role};

/// A case under way.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) plan: Plan,
    pub(super) turn: usize,
    pub(super) id: Option<ApplicationId>,
    pub(super) application: Option<Application>,
    pub(super) reference: String,
    pub(super) code: String,
}

impl Running {
    pub(super) fn new(plan: Plan, turn: usize) -> Self {
        Self { plan, turn, id: None, application: None, reference: String::new(), code: String::new() }
    }

    pub(super) fn id(&self) -> Result<ApplicationId, Refusal> {
        self.id.ok_or_else(|| Refusal::Defect("a case of the demonstration has not arrived".to_owned()))
    }

    fn keep(&mut self, moved: Moved) {
        self.id = Some(moved.row.id);
        self.application = Some(moved.application);
    }
}

/// What an earlier case was about, for somebody who asks again.
#[derive(Debug)]
pub(super) struct Earlier {
    pub(super) agency: usize,
    pub(super) applicant: usize,
    pub(super) application: ApplicationId,
    pub(super) registration_number: String,
}

/// Where the deeds are done.
pub(super) struct World<'a> {
    pub(super) office: &'a Office,
    pub(super) houses: &'a [House],
    pub(super) earlier: Vec<Earlier>,
}

/// A person of the office who acts.
pub(super) fn member(person: &Person) -> Actor {
    Actor::Member(Box::new(Member { person: person.clone() }))
}

/// Cases that a deed leaves behind: the parts of a split one.
pub(super) type More = Vec<(Running, Course)>;

impl World<'_> {
    fn house(&self, running: &Running) -> &House {
        &self.houses[running.plan.agency]
    }

    fn days_after(&self, from: NaiveDate, days: u32) -> Result<NaiveDate, Refusal> {
        let counted = self.office.calendar().add_working_days(from, WorkingDays(days));
        counted.map(|counted| counted.on).map_err(|e| Refusal::Defect(e.to_string()))
    }

    /// Does a deed today.
    pub(super) async fn deed(&mut self, running: &mut Running, deed: Deed) -> Result<More, Refusal> {
        let today = self.office.today();
        let mut more = More::new();
        match deed {
            Deed::File => self.file(running, today).await?,
            Deed::SignNext => self.sign_next(running, today).await?,
            Deed::SignAll => {
                while running.application.as_ref().is_some_and(|app| app.state() == State::UnderApproval) {
                    self.sign_next(running, today).await?;
                }
            }
            Deed::Split => more = self.split(running, today).await?,
            Deed::Reopen => {
                let house = self.house(running);
                let (challenge, on) = challenges::quashed(self.office, house, running, today).await?;
                let redo_due_on = self.days_after(on, 20)?;
                let event = Event::ReopenedByDecision { on, challenge, redo_due_on, is_for_procedure: false };
                self.plain(running, house.person(Role::HeadOfDisclosureOffice)?, event).await?;
            }
            deed => self.usual(running, deed, today).await?,
        }
        if let (Some(id), Some(app)) = (running.id, &running.application)
            && let (Deed::Serve, Some(registration)) = (deed, &app.registration)
        {
            self.earlier.push(Earlier {
                agency: running.plan.agency,
                applicant: running.plan.applicant,
                application: id,
                registration_number: registration.number.clone(),
            });
        }
        Ok(more)
    }

    async fn file(&self, running: &mut Running, today: NaiveDate) -> Result<(), Refusal> {
        let (plan, house) = (running.plan, self.house(running));
        let actor = match plan.channel {
            Channel::Internet => Actor::Public,
            _ => member(house.person(Role::Registrar)?),
        };
        let provision = match plan.channel {
            Channel::Internet => Provision { form: ProvisionForm::Electronic, way: ProvisionWay::Online },
            Channel::InPerson => Provision { form: ProvisionForm::Paper, way: ProvisionWay::Counter },
            _ => Provision { form: ProvisionForm::Paper, way: ProvisionWay::Mail },
        };
        let request = |title: &&str| Request { title: (*title).to_owned(), ..Request::default() };
        let filing = Filing {
            agency: house.agency.id,
            channel: plan.channel,
            is_oral: false,
            arrived_on: today,
            applicants: vec![applicants::applicant(plan.applicant, today)],
            requests: plan.requests.iter().map(request).collect(),
            provision,
            once: None,
        };
        let filed = file(self.office, &actor, filing).await?;
        (running.reference, running.code) = (filed.reference, filed.code);
        running.keep(filed.moved);
        Ok(())
    }

    /// A step of one person whose contents are known.
    async fn plain(
        &self,
        running: &mut Running,
        person: &Person,
        action: impl Into<Action>,
    ) -> Result<(), Refusal> {
        let action = action.into();
        let permission = permission_of(action.kind());
        self.with(running, person, permission, async move |case| case.step(action)).await
    }

    /// Steps of one person, made of the open case.
    async fn with<'a>(
        &'a self,
        running: &mut Running,
        person: &Person,
        permission: Permission,
        build: impl for<'c> AsyncFnOnce(&mut OpenCase<'c>) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let actor = member(person);
        let moved = act(self.office, &actor, running.id()?, None, permission, build).await?;
        running.keep(moved);
        Ok(())
    }

    async fn sign_next(&self, running: &mut Running, today: NaiveDate) -> Result<(), Refusal> {
        let house = self.house(running);
        let draft = running.application.as_ref().and_then(Application::draft);
        let Some((draft, step)) =
            draft.and_then(|draft| draft.next_steps().first().map(|step| (draft.number, *step)))
        else {
            return Err(Refusal::Defect("nothing is to be signed".to_owned()));
        };
        let role = match step {
            SignOffStep::LegalityReview => Role::LegalityReviewer,
            SignOffStep::SecrecyReview => Role::SecrecyReviewer,
            SignOffStep::SignOff => Role::LeaderInCharge,
            _ => Role::HeadOfDisclosureOffice,
        };
        let signer = house.person(role)?;
        self.with(running, signer, permission_of_step(step), async |case| {
            let opinion = Some(case.keep(words::opinion(step)).await?);
            case.step(Event::StepSigned {
                on: today,
                draft,
                step,
                signer: signer.id,
                department: None,
                opinion,
            })
        })
        .await
    }

    async fn split(&self, running: &mut Running, today: NaiveDate) -> Result<More, Refusal> {
        let (plan, house) = (running.plan, self.house(running));
        let registrar = house.person(Role::Registrar)?;
        let Some(received_on) = running.application.as_ref().and_then(|app| app.received_on) else {
            return Err(Refusal::Defect("a case without a day of receipt is split".to_owned()));
        };
        let parent = running.id()?;
        let mut more = More::new();
        for (nth, request) in plan.requests.iter().enumerate() {
            let requests = std::slice::from_ref(request);
            let mut part = Running::new(Plan { requests, ..plan }, running.turn + nth);
            self.file(&mut part, today).await?;
            self.plain(&mut part, registrar, Event::SplitFrom { parent, received_on }).await?;
            let course =
                if nth == 0 { Course::Reply(Reply::Granted) } else { Course::Reply(Reply::NotResponsible) };
            more.push((part, course));
        }
        let into = more.iter().map(|(part, _)| part.id()).collect::<Result<Vec<_>, _>>()?;
        let head = house.person(Role::HeadOfDisclosureOffice)?;
        self.with(running, head, permission_of(ActionKind::Split), async |case| {
            let reason =
                case.keep("申请的两项内容由不同科室掌握，处理方式不同，为便于答复拆分登记。").await?;
            let paper = numbered(case, Procedural::SplitNotice.into()).await?;
            case.step(Event::Split { on: today, into, reason, paper })
        })
        .await?;
        Ok(more)
    }

    async fn usual(&self, running: &mut Running, deed: Deed, today: NaiveDate) -> Result<(), Refusal> {
        let house = self.house(running);
        let handler = house.handler(running.turn)?;
        let registrar = house.person(Role::Registrar)?;
        let head = house.person(Role::HeadOfDisclosureOffice)?;
        let leader = house.person(Role::LeaderInCharge)?;
        let person = match deed {
            Deed::Confirm
            | Deed::Register
            | Deed::CorrectionNoticeReceived
            | Deed::Correct
            | Deed::AddresseeReceived
            | Deed::Opinion(_)
            | Deed::GiveReasons
            | Deed::FeeNoticeReceived
            | Deed::Pay
            | Deed::Withdraw
            | Deed::Issue
            | Deed::Serve
            | Deed::ServiceReceived
            | Deed::ServiceReturned(_)
            | Deed::Archive => registrar,
            Deed::Assign | Deed::ApproveExtension(_) | Deed::FixDelay(_) | Deed::Return => head,
            Deed::Seal => house.person(Role::SealKeeper)?,
            Deed::CloseInternally(_) => leader,
            _ => handler,
        };
        let (agency, turn, course) = (&house.agency, running.turn, running.plan.course);
        let other = house.departments[(turn + 1) % house.departments.len()];
        let internal_due_on = self.days_after(today, 5)?;
        let answer_by = self.days_after(today, 10)?;
        let after_due = match (deed, &running.application) {
            (Deed::FixDelay(days), Some(app)) => {
                let clock =
                    app.clock(&self.office.calendar(), today).map_err(|e| Refusal::Defect(e.to_string()))?;
                Some(self.days_after(clock.due_on().unwrap_or(today), days)?)
            }
            _ => None,
        };
        let earlier = self.earlier.iter().rev().find(|earlier| {
            earlier.agency == running.plan.agency && earlier.applicant == running.plan.applicant
        });
        let subject = running.plan.requests.join("；");
        let permission = permission_of(kind_of(deed));
        self.with(running, person, permission, async |case| {
            let on = today;
            let event = match deed {
                Deed::Confirm => Event::Confirmed { on, method: ConfirmationMethod::Telephone },
                Deed::Register => {
                    let received_on = case.application.received_on.unwrap_or(on);
                    let pattern = pattern(&case.settings.numbers.registration)?;
                    let series = Series::Registration.key();
                    let (year, running) = case.next_number_of(series, received_on.year()).await?;
                    Event::Registered { number: written(&pattern, year, running), received_on, on }
                }
                Deed::Assign => Event::Assigned {
                    on,
                    department: handler.department.unwrap_or(other),
                    handler: Some(handler.id),
                    internal_due_on: Some(internal_due_on),
                },
                Deed::AskCorrection => Event::CorrectionAsked {
                    on,
                    within: case.handling.correction_within,
                    matters: case.keep(words::CORRECTION).await?,
                    paper: numbered(case, Procedural::CorrectionNotice.into()).await?,
                },
                Deed::CorrectionNoticeReceived => Event::CorrectionNoticeReceived {
                    on,
                    proof: Some(case.keep("邮政查询单：本人签收").await?),
                },
                Deed::Correct => Event::Corrected {
                    on,
                    content: case.keep(&format!("补正：所申请的信息为{subject}，时间范围为近三年。")).await?,
                    matters: Vec::new(),
                },
                Deed::Consult(with) => {
                    let kind = match with {
                        Consulted::ThirdParty => Procedural::ThirdPartyConsultation,
                        Consulted::CoMaker => Procedural::CoMakerConsultation,
                        Consulted::OtherAgency => Procedural::AssistanceRequest,
                    };
                    let whom = match with {
                        Consulted::ThirdParty => "云州恒信建设工程有限公司，云州市云城区府前路9号",
                        _ => "云州市财政局，云州市云城区财政路2号",
                    };
                    Event::ConsultationSent {
                        id: 1,
                        with,
                        on,
                        addressee: case.keep(whom).await?,
                        within: (with == Consulted::OtherAgency).then_some(WorkingDays(10)),
                        paper: numbered(case, kind.into()).await?,
                    }
                }
                Deed::AddresseeReceived => Event::AddresseeReceived { id: 1, on, proof: None },
                Deed::Opinion(opinion) => Event::OpinionReceived {
                    id: 1,
                    on,
                    opinion,
                    grounds: Some(case.keep(words::grounds_of(opinion)).await?),
                },
                Deed::AskAssistance => Event::AssistanceAsked {
                    on,
                    helper: Helper::Division,
                    department: Some(other),
                    question: case.keep(&format!("请协助检索：{subject}")).await?,
                },
                Deed::ApproveExtension(days) => {
                    let grounds =
                        case.keep("需要检索的档案较多，涉及多个科室，不能在二十个工作日内答复。").await?;
                    let event =
                        Event::ExtensionApproved { on, by: WorkingDays(days), approver: person.id, grounds };
                    return case
                        .step(Action { event, facts: Facts { approver_is_head: true, ..Facts::default() } });
                }
                Deed::TellExtension => Event::ExtensionTold {
                    on,
                    paper: numbered(case, Procedural::ExtensionNotice.into()).await?,
                    proof: Some(case.keep("站内送达记录").await?),
                },
                Deed::RequestReasons => Event::ReasonsRequested {
                    on,
                    applications: 27,
                    since: case.application.arrival.arrived_on.with_ordinal(1).unwrap_or(on),
                    until: case.application.arrival.arrived_on,
                    answer_by,
                    paper: numbered(case, Procedural::ReasonsRequest.into()).await?,
                },
                Deed::GiveReasons => Event::ReasonsGiven {
                    on,
                    content: case.keep("上述信息用于本人的研究和监督。").await?,
                },
                Deed::JudgeReasons(is_reasonable) => Event::ReasonsJudged {
                    on,
                    is_reasonable,
                    grounds: case.keep(words::judgement(is_reasonable)).await?,
                },
                Deed::FixDelay(_) => Event::DelayFixed {
                    on,
                    until: after_due.unwrap_or(on),
                    paper: numbered(case, Procedural::DelayedReplyNotice.into()).await?,
                },
                Deed::NoticeFee(pages) => {
                    let charge = Charge::ByQuantity { pages };
                    let paper = numbered(case, Procedural::FeeNotice.into()).await?;
                    Event::FeeNoticed { on, charge, amount: charge.fee().total, paper }
                }
                Deed::FeeNoticeReceived => Event::FeeNoticeReceived {
                    on,
                    proof: Some(case.keep("邮政查询单：本人签收").await?),
                },
                Deed::Pay => {
                    let amount = case.application.fee.as_ref().map(|fee| fee.amount).unwrap_or_default();
                    Event::Paid { on, amount }
                }
                Deed::Withdraw => Event::Withdrawn {
                    on,
                    statement: case.keep("本人已通过其他途径获取所需信息，现撤回申请。").await?,
                },
                Deed::Search(is_found) => Event::SearchRecorded {
                    on,
                    searcher: person.id,
                    from: case.application.arrival.arrived_on.with_ordinal(1).unwrap_or(on),
                    to: on,
                    is_found,
                    record: case.keep(&words::search(&subject, is_found)).await?,
                },
                Deed::Draft(reply, ground) => {
                    draft(case, person, reply, ground, earlier, &agency.full_name, &subject).await?
                }
                Deed::Return => Event::DraftReturned {
                    on,
                    draft: number_of_draft(&case.application),
                    step: SignOffStep::OfficeReview,
                    by: person.id,
                    reason: case.keep("请补充说明理由，并核对依据条款的引用。").await?,
                },
                Deed::Issue => {
                    let draft = number_of_draft(&case.application);
                    let reply = case.application.draft().map_or(Reply::Granted, |draft| draft.reply);
                    Event::Issued { on, draft, paper: numbered(case, reply.into()).await? }
                }
                Deed::Seal => Event::Sealed { on, by: person.id },
                Deed::Serve => {
                    let is_posted = matches!(course, Course::PostedTwice(_) | Course::Undelivered(_));
                    let is_online = case.application.arrival.channel == Channel::Internet && !is_posted;
                    let (year, running) = case.next_number(Series::Service.key()).await?;
                    let proof =
                        if is_online { "网上送达发送记录" } else { "邮政特快专递收寄凭证" };
                    let service = Service {
                        method: if is_online { ServiceMethod::Online } else { ServiceMethod::Post },
                        number: Some(written(&pattern(&case.settings.numbers.service)?, year, running)),
                        sent_on: Some(on),
                        signed_on: None,
                        is_refusal_witnessed: false,
                        proof: Some(case.keep(proof).await?),
                    };
                    Event::Served { service }
                }
                Deed::ServiceReceived => {
                    Event::ServiceSigned { on, proof: Some(case.keep("申请人签收记录").await?) }
                }
                Deed::ServiceReturned(reason) => Event::ServiceReturned { on, reason },
                Deed::Archive => {
                    let running = case.next_number("volume").await?;
                    Event::Archived {
                        on,
                        retention: Retention::TenYears,
                        volume: format!("{}-依申请-{:04}", running.0, running.1),
                    }
                }
                Deed::CloseInternally(ground) => Event::ClosedInternally {
                    on,
                    ground,
                    statement: case.keep("申请人逾期未补正且无法取得联系，经负责人同意结案。").await?,
                    signer: person.id,
                },
                Deed::File | Deed::SignNext | Deed::SignAll | Deed::Split | Deed::Reopen => {
                    return Err(Refusal::Defect(format!("{deed:?} is done elsewhere")));
                }
            };
            case.step(event)
        })
        .await
    }
}

fn number_of_draft(application: &Application) -> u32 {
    application.draft().map_or(0, |draft| draft.number)
}

fn kind_of(deed: Deed) -> ActionKind {
    match deed {
        Deed::File => ActionKind::Arrive,
        Deed::Confirm => ActionKind::Confirm,
        Deed::Register => ActionKind::Register,
        Deed::Assign => ActionKind::Assign,
        Deed::AskCorrection => ActionKind::AskCorrection,
        Deed::CorrectionNoticeReceived => ActionKind::RecordCorrectionNoticeReceipt,
        Deed::Correct => ActionKind::ReceiveCorrection,
        Deed::Consult(_) => ActionKind::SendConsultation,
        Deed::AddresseeReceived => ActionKind::RecordAddresseeReceipt,
        Deed::Opinion(_) => ActionKind::ReceiveOpinion,
        Deed::AskAssistance => ActionKind::AskAssistance,
        Deed::ApproveExtension(_) => ActionKind::ApproveExtension,
        Deed::TellExtension => ActionKind::TellExtension,
        Deed::RequestReasons => ActionKind::RequestReasons,
        Deed::GiveReasons => ActionKind::ReceiveReasons,
        Deed::JudgeReasons(_) => ActionKind::JudgeReasons,
        Deed::FixDelay(_) => ActionKind::FixDelay,
        Deed::NoticeFee(_) => ActionKind::NoticeFee,
        Deed::FeeNoticeReceived => ActionKind::RecordFeeNoticeReceipt,
        Deed::Pay => ActionKind::ReceivePayment,
        Deed::Withdraw => ActionKind::Withdraw,
        Deed::Search(_) => ActionKind::RecordSearch,
        Deed::Draft(..) => ActionKind::DraftReply,
        Deed::Return => ActionKind::ReturnDraft,
        Deed::SignNext | Deed::SignAll => ActionKind::SignStep,
        Deed::Issue => ActionKind::Issue,
        Deed::Seal => ActionKind::Seal,
        Deed::Serve => ActionKind::Serve,
        Deed::ServiceReceived => ActionKind::RecordServiceReceipt,
        Deed::ServiceReturned(_) => ActionKind::RecordServiceReturn,
        Deed::Archive => ActionKind::Archive,
        Deed::CloseInternally(_) => ActionKind::CloseInternally,
        Deed::Split => ActionKind::Split,
        Deed::Reopen => ActionKind::Reopen,
    }
}

fn pattern(text: &str) -> Result<NumberPattern, Refusal> {
    text.parse().map_err(|e| Refusal::Defect(format!("number pattern {text}: {e}")))
}

fn written(pattern: &NumberPattern, year: i32, running: u32) -> String {
    pattern.render(ReferenceNumber { year: u16::try_from(year).unwrap_or_default(), running, suffix: None })
}

/// A paper with the next document number.
async fn numbered(case: &OpenCase<'_>, kind: PaperKind) -> Result<PaperRef, Refusal> {
    let pattern = pattern(case.settings.numbers.document(kind))?;
    let (year, running) = case.next_number(Series::Document.key()).await?;
    let paper = PaperId(case.office.entropy().id(case.at));
    Ok(PaperRef { paper, number: Some(written(&pattern, year, running)) })
}

async fn draft(
    case: &OpenCase<'_>,
    drafter: &Person,
    reply: Reply,
    ground: Option<Reply>,
    earlier: Option<&Earlier>,
    agency: &str,
    subject: &str,
) -> Result<Event, Refusal> {
    let outcomes: Vec<MatterOutcome> = case
        .application
        .matters
        .iter()
        .map(|matter| MatterOutcome { matter: matter.number, reply, withheld: ground.into_iter().collect() })
        .collect();
    let counted = count(&outcomes, None, &case.handling.counting)
        .ok_or_else(|| Refusal::Defect("a draft without a row".to_owned()))?;
    let last = case.application.rounds.iter().flat_map(|round| &round.drafts).map(|draft| draft.number).max();
    Ok(Event::ReplyDrafted {
        on: case.today,
        draft: last.unwrap_or(0) + 1,
        outcomes,
        chosen: None,
        reply: counted.reply,
        row: counted.row,
        rule: counted.rule,
        facts: Box::new(facts(case, reply, ground, earlier).await?),
        drafter: drafter.id,
        chain: case.handling.chain.clone(),
        co_signers: Vec::new(),
        body: case.keep(&words::body(agency, subject, reply, case.application.received_on)).await?,
    })
}

/// What the ground rests on, and no more.
async fn facts(
    case: &OpenCase<'_>,
    reply: Reply,
    ground: Option<Reply>,
    earlier: Option<&Earlier>,
) -> Result<ReplyFacts, Refusal> {
    let mut facts =
        ReplyFacts { reasons: Some(case.keep(words::reasons(reply)).await?), ..ReplyFacts::default() };
    for reply in [Some(reply), ground].into_iter().flatten() {
        match reply {
            Reply::AlreadyPublic
            | Reply::Granted
            | Reply::Partial
            | Reply::Publication
            | Reply::Archives
            | Reply::AdminInquiry => facts.access = Some(case.keep(words::access(reply)).await?),
            Reply::DeniedThirdParty if case.application.consultations.is_empty() => {
                facts.consultation_omitted = Some(case.keep("第三方住所不明，无法征求意见。").await?);
            }
            Reply::DeniedStateSecret => {
                facts.classification = Some(case.keep("定密依据：保审〔2022〕17号").await?);
            }
            Reply::DeniedInternal => facts.internal_kind = Some(InternalKind::Workflow),
            Reply::DeniedProcess => facts.process_kind = Some(ProcessKind::Discussion),
            Reply::DeniedSecurity => facts.security_interest = Some(SecurityInterest::Public),
            Reply::NotResponsible => {
                let whom = "云州市自然资源和规划局，联系电话 0570-8000300";
                facts.responsible = Some(Responsible::Named(case.keep(whom).await?));
            }
            Reply::NeedsCreation => {
                facts.creation =
                    Some(case.keep("所申请内容没有现成资料，需要对多年数据重新汇总、分析。").await?);
            }
            Reply::StillUnclear => {
                facts.unclear = Some(case.keep("补正后仍未写明文件名称、文号或者其他特征。").await?);
            }
            Reply::Confirmation => {
                facts.obtained = Some(case.keep("申请人已于上年通过政务服务大厅查询并取得打印件。").await?);
            }
            Reply::Repeat => {
                facts.earlier = earlier.map(|earlier| EarlierApplication {
                    application: earlier.application,
                    registration_number: earlier.registration_number.clone(),
                    is_same_applicant: true,
                    is_same_information: true,
                    is_replied: true,
                });
            }
            _ => {}
        }
        if matches!(reply, Reply::DeniedLawProhibited | Reply::AdminInquiry) {
            facts.law = Some(LawCited {
                rank: LawRank::AdministrativeRegulation,
                title: "《不动产登记暂行条例》".to_owned(),
                article: "第二十七条".to_owned(),
            });
        }
    }
    Ok(facts)
}
