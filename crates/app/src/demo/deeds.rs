//! Doing what the courses say: each deed by somebody who may do it, by the use case of the office, so that every guard, every
//! approval and every paper holds for the demonstration as for anybody.
//!
//! Not here: which deed is done when (`super::course`, `super::mod`), what the papers say (`super::papers`), reconsiderations
//! (`super::challenges`).

use super::cases::Plan;
use super::course::{Course, Deed};
use super::house::House;
use super::papers::{self, About};
use super::{applicants, challenges, scans, words};
use crate::actor::{Actor, Member};
use crate::application as verbs;
use crate::application::ask_assistance::Asking;
use crate::application::draft_reply::{Drafting, Given, JoinedOutcomes, draft_reply_with};
use crate::application::file::{Filing, Request, file};
use crate::application::intake::Intake;
use crate::application::receive_correction::Correcting;
use crate::application::record_opinion::Opined;
use crate::application::record_search::Searching;
use crate::application::sign::Signing;
use crate::application::{Moved, case};
use crate::office::Office;
use crate::paper::Dossier;
use crate::paper::dossier::SearchText;
use crate::paper::several;
use crate::refusal::Refusal;
use crate::upload::{self, Purpose, Stored, Upload};
use chrono::{Datelike as _, NaiveDate};
use gongkai_compose::docx;
use gongkai_compose::draft::{Block, Draft, Face, Run};
use gongkai_deadline::WorkingDays;
use gongkai_domain::application::{
    Application, Channel, ConfirmationMethod, Helper, MatterOutcome, Provision, ProvisionForm, ProvisionWay,
    ServiceMethod, State,
};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::challenge::event::LessonCause;
use gongkai_domain::ids::{ApplicationId, PaperId};
use gongkai_domain::notice::kind::{Procedural, Reply};
use gongkai_domain::personal::Applicant;
use gongkai_domain::staff::{Person, Role};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::pin::Pin;

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
    pub(super) registration_number: String,
}

/// Where the deeds are done.
pub(super) struct World<'a> {
    pub(super) office: &'a Office,
    pub(super) houses: &'a [House],
    pub(super) earlier: Vec<Earlier>,
    /// The last volume of each agency and year.
    pub(super) volumes: BTreeMap<(usize, i32), u32>,
}

/// Who applies: one, or three together.
fn people(plan: Plan, today: NaiveDate) -> Vec<Applicant> {
    let others: std::ops::Range<usize> = if matches!(plan.course, Course::Joint(_)) { 1..3 } else { 0..0 };
    std::iter::once(0).chain(others).map(|more| applicants::applicant(plan.applicant + more, today)).collect()
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
            Deed::SignNext => self.sign_next(running).await?,
            Deed::SignAll => {
                while running.application.as_ref().is_some_and(|app| app.state() == State::UnderApproval) {
                    self.sign_next(running).await?;
                }
            }
            Deed::Split => more = Box::pin(self.split(running)).await?,
            Deed::Reopen => self.reopen(running, today).await?,
            Deed::Draft(reply, ground) => Box::pin(self.draft(running, reply, ground, today)).await?,
            Deed::Archive => self.archive(running, today).await?,
            Deed::Join => self.join(running).await?,
            Deed::Scan => self.scan(running).await?,
            deed => self.usual(running, deed, today).await?,
        }
        if let (Deed::Serve, Some(app)) = (deed, &running.application)
            && let Some(registration) = &app.registration
        {
            self.earlier.push(Earlier {
                agency: running.plan.agency,
                applicant: running.plan.applicant,
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
            applicants: people(plan, today),
            requests: plan.requests.iter().map(request).collect(),
            provision,
            intake: Intake::default(),
            once: None,
            column: None,
        };
        let filed = file(self.office, &actor, filing).await?;
        (running.reference, running.code) = (filed.reference, filed.code);
        running.keep(filed.moved);
        Ok(())
    }

    async fn sign_next(&self, running: &mut Running) -> Result<(), Refusal> {
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
        let signer = member(house.person(role)?);
        let signing = Signing { draft, step, department: None };
        let opinion = words::opinion(step);
        let moved = verbs::sign::sign(self.office, &signer, running.id()?, None, signing, opinion).await?;
        running.keep(moved);
        Ok(())
    }

    async fn split(&self, running: &mut Running) -> Result<More, Refusal> {
        let plan = running.plan;
        let head = member(self.house(running).person(Role::HeadOfDisclosureOffice)?);
        let application = running.application.as_ref();
        let numbers = application.into_iter().flat_map(|app| &app.matters).map(|matter| vec![matter.number]);
        let splitting = verbs::split::Splitting {
            parts: numbers.collect(),
            reasons: "申请所列两项内容由不同科室掌握，性质和办理方式不同，分别登记便于及时答复".to_owned(),
        };
        let moved = verbs::split::split(self.office, &head, running.id()?, None, splitting).await?;
        let parts = moved.application.splitting.as_ref().map(|splitting| splitting.into.clone());
        running.keep(moved);
        self.put_online(running, self.office.today()).await?;
        let mut more = More::new();
        for (nth, id) in parts.into_iter().flatten().enumerate() {
            let requests = plan.requests.get(nth..=nth).unwrap_or_default();
            let mut part = Running::new(Plan { requests, ..plan }, running.turn);
            let row = self.office.storage.application(id).await?.ok_or(Refusal::NotFound)?;
            let stored = self.office.storage.events_of(&case::stream_of(id)).await?;
            (part.reference, part.code) = (row.reference.clone(), running.code.clone());
            part.keep(Moved { application: case::fold(&stored)?, row });
            let reply = if nth == 0 { Reply::Granted } else { Reply::NotResponsible };
            more.push((part, Course::Part(reply)));
        }
        Ok(more)
    }

    /// Ties the case to the other open ones of its applicant.
    async fn join(&self, running: &mut Running) -> Result<(), Refusal> {
        let row = self.office.storage.application(running.id()?).await?.ok_or(Refusal::NotFound)?;
        let others = verbs::join_reply::others(self.office, &row).await?;
        let with: Vec<ApplicationId> = others.into_iter().map(|other| other.id).collect();
        // each has a handler of its own: the disclosure office ties them together
        let head = member(self.house(running).person(Role::HeadOfDisclosureOffice)?);
        let moved = verbs::join_reply::join_reply(self.office, &head, row.id, None, &with).await?;
        running.keep(moved);
        Ok(())
    }

    async fn scan(&self, running: &mut Running) -> Result<(), Refusal> {
        let registrar = member(self.house(running).person(Role::Registrar)?);
        let issued = running.application.as_ref().and_then(|app| app.round().issued.as_ref());
        let paper = issued.map(|issued| issued.paper.paper).ok_or(Refusal::NotFound)?;
        let scan = self.scan_of(running, &registrar, paper).await?;
        let id = running.id()?;
        let moved = verbs::keep_scan::keep_scan(self.office, &registrar, id, None, paper, &scan).await?;
        running.keep(moved);
        Ok(())
    }

    async fn reopen(&self, running: &mut Running, today: NaiveDate) -> Result<(), Refusal> {
        let house = self.house(running);
        let (challenge, _) = challenges::quashed(self.office, house, running, today).await?;
        let head = member(house.person(Role::HeadOfDisclosureOffice)?);
        let reopening = verbs::reopen::Reopening {
            challenge_seen: None,
            challenge,
            causes: vec![LessonCause::Facts, LessonCause::NotSeparated],
            lesson: "作出不予公开决定前未作区分处理，检索记录和理由说明不充分；今后先作区分处理，再提交合法性审核。"
                .to_owned(),
        };
        let moved = verbs::reopen::reopen(self.office, &head, running.id()?, None, reopening).await?;
        running.keep(moved);
        Ok(())
    }

    async fn archive(&mut self, running: &mut Running, today: NaiveDate) -> Result<(), Refusal> {
        let last = self.volumes.entry((running.plan.agency, today.year())).or_insert(0);
        *last += 1;
        let volume = format!("{}-依申请-{last:04}", today.year());
        let registrar = member(self.house(running).person(Role::Registrar)?);
        let (office, id) = (self.office, running.id()?);
        let moved = verbs::archive::archive(office, &registrar, id, None, None, &volume).await?;
        running.keep(moved);
        Ok(())
    }

    async fn draft(
        &self,
        running: &mut Running,
        reply: Reply,
        ground: Option<Reply>,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        let handler = member(self.house(running).handler(running.turn)?);
        let application = running.application.as_ref().ok_or(Refusal::NotFound)?;
        let subject = running.plan.requests.join("；");
        let arrived_on = application.arrival.arrived_on;
        let about = About {
            subject: &subject,
            since: arrived_on.with_ordinal(1).unwrap_or(arrived_on),
            arrived_on,
            today,
            is_online: application.arrival.channel == Channel::Internet,
            is_consulted: !application.consultations.is_empty(),
        };
        let outcome =
            |number| MatterOutcome { matter: number, reply, withheld: ground.into_iter().collect() };
        let earlier = self.earlier.iter().rev().find(|earlier| {
            earlier.agency == running.plan.agency && earlier.applicant == running.plan.applicant
        });
        let mut drafting = Drafting {
            outcomes: application.matters.iter().map(|matter| outcome(matter.number)).collect(),
            by_matter: true,
            earlier: earlier
                .filter(|_| reply == Reply::Repeat)
                .map(|earlier| earlier.registration_number.clone())
                .unwrap_or_default(),
            same_information: reply == Reply::Repeat,
            joined: self.joined(application, reply).await?,
            ..Drafting::default()
        };
        let row = self.office.storage.application(running.id()?).await?.ok_or(Refusal::NotFound)?;
        drafting.fields =
            fields(&Dossier::read(self.office, &row, application).await?, &drafting, ground, about);
        let mut given = Given::default();
        if matches!(reply, Reply::Granted | Reply::Partial) && about.is_online {
            let agency = self.house(running).agency.id;
            let bytes = information(&self.house(running).agency.full_name, &subject)?;
            let name = format!("{}.docx", subject.chars().take(40).collect::<String>());
            let upload = Upload { purpose: Purpose::Information, name, bytes };
            given.files.push(upload::take(self.office, &handler, agency, &[], upload).await?);
        }
        let moved = draft_reply_with(self.office, &handler, running.id()?, None, drafting, given).await?;
        running.keep(moved);
        Ok(())
    }

    /// The same reply to the matters of the applications that are answered together with this one.
    async fn joined(&self, application: &Application, reply: Reply) -> Result<Vec<JoinedOutcomes>, Refusal> {
        let mut joined = Vec::new();
        for id in &application.joined {
            let other = case::fold(&self.office.storage.events_of(&case::stream_of(*id)).await?)?;
            let outcomes = other.matters.iter().map(|matter| MatterOutcome::new(matter.number, reply));
            joined.push(JoinedOutcomes { application: *id, outcomes: outcomes.collect() });
        }
        Ok(joined)
    }

    async fn usual(&self, running: &mut Running, deed: Deed, today: NaiveDate) -> Result<(), Refusal> {
        let house = self.house(running);
        let person = match deed {
            Deed::Assign
            | Deed::AssignElsewhere
            | Deed::ApproveExtension(_)
            | Deed::FixDelay(_)
            | Deed::Return => house.person(Role::HeadOfDisclosureOffice)?,
            Deed::Seal => house.person(Role::SealKeeper)?,
            Deed::CloseInternally(_) => house.person(Role::LeaderInCharge)?,
            Deed::AskCorrection
            | Deed::Consult(_)
            | Deed::AskAssistance
            | Deed::AssistanceAnswered
            | Deed::TellExtension
            | Deed::RequestReasons
            | Deed::JudgeReasons(_)
            | Deed::NoticeFee(_)
            | Deed::Search(_) => house.handler(running.turn)?,
            _ => house.person(Role::Registrar)?,
        };
        let moved = self.step(running, deed, &member(person), today).await?;
        running.keep(moved);
        self.put_online(running, today).await
    }

    /// Serves what waits for it through the portal, where that was chosen: stamped, scanned, and put there on the same day.
    async fn put_online(&self, running: &mut Running, today: NaiveDate) -> Result<(), Refusal> {
        let Some(application) = &running.application else { return Ok(()) };
        if application.arrival.provision.way != ProvisionWay::Online {
            return Ok(());
        }
        let to_others = Procedural::ThirdPartyDisclosureNotice.into();
        let waiting = application.notices_to_serve().find(|notice| notice.kind != to_others);
        let Some(notice) = waiting.map(|notice| notice.paper.paper) else { return Ok(()) };
        let registrar = member(self.house(running).person(Role::Registrar)?);
        let serving = verbs::serve::Serving {
            recipient: None,
            method: ServiceMethod::Online,
            sent_on: Some(today),
            signed_on: None,
            is_refusal_witnessed: false,
            proof: String::new(),
            scan: Some(self.scan_of(running, &registrar, notice).await?),
        };
        let id = running.id()?;
        let done =
            verbs::serve_notice::serve_notice(self.office, &registrar, id, None, notice, serving).await?;
        running.keep(done);
        Ok(())
    }

    async fn scan_of(&self, running: &Running, by: &Actor, paper: PaperId) -> Result<Stored, Refusal> {
        scans::of_paper(self.office, by, self.house(running).agency.id, paper).await
    }

    async fn step(
        &self,
        running: &Running,
        deed: Deed,
        actor: &Actor,
        on: NaiveDate,
    ) -> Result<Moved, Refusal> {
        let (o, a, id) = (self.office, actor, running.id()?);
        let house = self.house(running);
        let handler = house.handler(running.turn)?;
        let other = house.departments[(running.turn + 1) % house.departments.len()];
        let subject = running.plan.requests.join("；");
        let application = running.application.as_ref().ok_or(Refusal::NotFound)?;
        let arrived_on = application.arrival.arrived_on;
        let since = arrived_on.with_ordinal(1).unwrap_or(arrived_on);
        let posted = "邮政查询单：本人签收";
        match deed {
            Deed::Confirm => {
                boxed(move || verbs::confirm::confirm(o, a, id, None, on, ConfirmationMethod::Telephone))
                    .await
            }
            Deed::Register => boxed(move || verbs::register::register(o, a, id, None)).await,
            Deed::Assign => {
                let assigning = verbs::assign::Assigning {
                    department: handler.department.unwrap_or(other),
                    handler: Some(handler.id),
                    internal_due_on: None,
                };
                boxed(move || verbs::assign::assign(o, a, id, None, assigning)).await
            }
            Deed::AssignElsewhere => {
                let first = house.handler(running.turn + 1)?;
                let assigning = verbs::assign::Assigning {
                    department: first.department.unwrap_or(other),
                    handler: Some(first.id),
                    internal_due_on: None,
                };
                boxed(move || verbs::assign::assign(o, a, id, None, assigning)).await
            }
            Deed::AskCorrection => {
                let serving = sent_by(application, on);
                boxed(move || {
                    verbs::ask_correction::ask_correction(o, a, id, None, papers::correction(), serving)
                })
                .await
            }
            Deed::CorrectionNoticeReceived => {
                boxed(move || verbs::receive_correction::record_notice_receipt(o, a, id, None, on, posted))
                    .await
            }
            Deed::Correct => {
                let text = format!("补正：所申请的信息为{subject}，时间范围为近三年。");
                let correcting = Correcting::new(on, text);
                boxed(move || verbs::receive_correction::receive_correction(o, a, id, None, correcting)).await
            }
            Deed::Consult(with) => {
                let fields = papers::consultation(with, &subject);
                let application = running.application.as_ref().ok_or(Refusal::NotFound)?;
                let matters: Vec<u32> = application.matters.iter().map(|matter| matter.number).collect();
                let consulting = verbs::consult::Consulting { with, matters, instead_of: None };
                boxed(move || verbs::consult::consult(o, a, id, None, consulting, fields)).await
            }
            Deed::AddresseeReceived => {
                boxed(move || verbs::record_opinion::record_addressee_receipt(o, a, id, None, 1, on, posted))
                    .await
            }
            Deed::Opinion(opinion) => {
                let grounds = words::grounds_of(opinion).to_owned();
                let opined = Opined { consultation: 1, on, opinion, grounds };
                boxed(move || verbs::record_opinion::record_opinion(o, a, id, None, opined)).await
            }
            Deed::AskAssistance => {
                let asking = Asking {
                    helper: Helper::Division,
                    department: Some(other),
                    question: format!("请协助检索：{subject}"),
                };
                boxed(move || verbs::ask_assistance::ask_assistance(o, a, id, None, asking)).await
            }
            Deed::AssistanceAnswered => {
                let answer = "经查本科室保管的文书档案和业务系统，没有该信息。";
                boxed(move || verbs::ask_assistance::receive_assistance(o, a, id, None, 1, on, answer)).await
            }
            Deed::ApproveExtension(days) => {
                let reasons = "需要检索的档案较多，涉及多个科室，不能在二十个工作日内答复";
                boxed(move || verbs::extend::approve_extension(o, a, id, None, WorkingDays(days), reasons))
                    .await
            }
            Deed::TellExtension => {
                boxed(move || {
                    verbs::extend::tell_extension(o, a, id, None, json!({}), sent_by(application, on))
                })
                .await
            }
            Deed::RequestReasons => {
                let fields = papers::reasons_request(since, arrived_on, self.days_after(on, 10)?);
                let serving = sent_by(application, on);
                boxed(move || verbs::request_reasons::request_reasons(o, a, id, None, fields, serving)).await
            }
            Deed::GiveReasons => {
                let reasons = "上述信息用于本人的研究和监督。";
                boxed(move || verbs::request_reasons::receive_reasons(o, a, id, None, on, reasons)).await
            }
            Deed::JudgeReasons(is_reasonable) => {
                let grounds = words::judgement(is_reasonable);
                boxed(move || verbs::request_reasons::judge_reasons(o, a, id, None, is_reasonable, grounds))
                    .await
            }
            Deed::FixDelay(days) => {
                let clock =
                    application.clock(&o.calendar(), on).map_err(|e| Refusal::Defect(e.to_string()))?;
                let until = self.days_after(clock.due_on().unwrap_or(on), days)?;
                let serving = sent_by(application, on);
                boxed(move || {
                    verbs::request_reasons::fix_delay(o, a, id, None, papers::delay(until), serving)
                })
                .await
            }
            Deed::NoticeFee(pages) => {
                let serving = sent_by(application, on);
                boxed(move || verbs::notice_fee::notice_fee(o, a, id, None, papers::fee(pages), "", serving))
                    .await
            }
            Deed::FeeNoticeReceived => {
                boxed(move || verbs::notice_fee::record_fee_notice_receipt(o, a, id, None, on, posted)).await
            }
            Deed::Pay => boxed(move || verbs::notice_fee::record_payment(o, a, id, None, on)).await,
            Deed::Withdraw => {
                let statement = "本人已通过其他途径获取所需信息，现撤回申请。";
                boxed(move || verbs::record_withdrawal::record_withdrawal(o, a, id, None, on, statement))
                    .await
            }
            Deed::Search(is_found) => {
                let text = SearchText {
                    scope: "电子公文系统、档案室、业务系统".to_owned(),
                    terms: vec![subject],
                    result: words::search(is_found).to_owned(),
                };
                let searching = Searching { on, from: since, to: on, is_found, text, matters: Vec::new() };
                boxed(move || verbs::record_search::record_search(o, a, id, None, searching)).await
            }
            Deed::Return => {
                let draft = application.draft().map_or(0, |draft| draft.number);
                let signing = Signing { draft, step: SignOffStep::OfficeReview, department: None };
                let reason = "请补充说明理由，并核对依据条款的引用。";
                boxed(move || verbs::sign::return_draft(o, a, id, None, signing, reason)).await
            }
            Deed::Issue => boxed(move || verbs::issue::issue(o, a, id, None)).await,
            Deed::Seal => boxed(move || verbs::issue::seal(o, a, id, None)).await,
            Deed::Serve => {
                let is_posted =
                    matches!(running.plan.course, Course::PostedTwice(_) | Course::Undelivered(_));
                let is_online = application.arrival.channel == Channel::Internet && !is_posted;
                let (method, proof) = if is_online {
                    (ServiceMethod::Online, "网上送达发送记录")
                } else {
                    (ServiceMethod::Post, "邮政特快专递收寄凭证")
                };
                let paper = application.round().issued.as_ref().map(|issued| issued.paper.paper);
                let scan = match paper.filter(|_| is_online) {
                    Some(paper) => Some(self.scan_of(running, a, paper).await?),
                    None => None,
                };
                let serving = verbs::serve::Serving {
                    recipient: None,
                    method,
                    sent_on: Some(on),
                    signed_on: None,
                    is_refusal_witnessed: false,
                    proof: proof.to_owned(),
                    scan,
                };
                boxed(move || verbs::serve::serve(o, a, id, None, serving)).await
            }
            Deed::ServiceReceived => {
                boxed(move || {
                    verbs::serve::record_service_receipt(o, a, id, None, (None, on), "申请人签收记录")
                })
                .await
            }
            Deed::ServiceReturned(reason) => {
                boxed(move || verbs::serve::record_service_return(o, a, id, None, (None, on), reason)).await
            }
            Deed::CloseInternally(ground) => {
                let statement = "申请人逾期未补正且无法取得联系，经负责人同意结案。";
                boxed(move || {
                    verbs::close_internally::close_internally(o, a, id, None, ground, None, statement)
                })
                .await
            }
            Deed::File
            | Deed::SignNext
            | Deed::SignAll
            | Deed::Split
            | Deed::Reopen
            | Deed::Draft(..)
            | Deed::Join
            | Deed::Scan
            | Deed::Archive => Err(Refusal::Defect(format!("{deed:?} is done elsewhere"))),
        }
    }
}

/// A verb on the heap before it is polled: the frame of whoever calls one of many has no room for all of them.
fn boxed<'a, T, F: Future<Output = T> + Send + 'a>(
    make: impl FnOnce() -> F,
) -> Pin<Box<dyn Future<Output = T> + Send + 'a>> {
    Box::pin(make())
}

/// The information that a reply of the demonstration gives out, as a document.
fn information(agency: &str, subject: &str) -> Result<Vec<u8>, Refusal> {
    let body =
        |text: &str| Block::Paragraph { runs: vec![Run { text: text.to_owned(), face: Face::FangSong }] };
    let document = Draft {
        title: subject.to_owned(),
        agency: agency.to_owned(),
        dated_on: None,
        due_on: None,
        letterhead: None,
        blocks: vec![body("本文件是演示数据，内容为虚构。"), body(subject)],
    };
    docx::write(&document).map_err(|e| Refusal::Defect(e.to_string()))
}

/// How a notice goes out as it is written: by post on the same day, but for whoever chose the portal.
fn sent_by(application: &Application, on: NaiveDate) -> Option<verbs::serve::Serving> {
    (application.arrival.provision.way != ProvisionWay::Online).then(|| verbs::serve::Serving {
        recipient: None,
        method: ServiceMethod::Post,
        sent_on: Some(on),
        signed_on: None,
        is_refusal_witnessed: false,
        proof: "邮政特快专递收寄凭证".to_owned(),
        scan: None,
    })
}

/// The fields of a reply: of several matters each with its own.
fn fields(dossier: &Dossier, drafting: &Drafting, ground: Option<Reply>, about: About<'_>) -> Value {
    let sections = several::sections(drafting, &dossier.answered());
    let mut all = json!({});
    for section in &sections {
        let asked = section.matters.first().and_then(|(id, matter)| {
            let of = |(number, text): &(u32, String)| (number == matter).then(|| text.clone());
            match id {
                Some(id) => dossier.joined.iter().find(|other| other.id == *id)?.requests.iter().find_map(of),
                None => dossier
                    .requests()
                    .into_iter()
                    .find(|(number, _)| number == matter)
                    .map(|(_, text)| text.to_owned()),
            }
        });
        let subject = asked.as_deref().and_then(|text| text.lines().next()).unwrap_or(about.subject);
        if several::is_mixed(&sections) {
            all[several::MORE][&section.key] =
                papers::reply(section.reply, ground, About { subject, ..about });
        } else if !section.is_part {
            all = papers::reply(section.reply, ground, about);
        }
    }
    all
}
