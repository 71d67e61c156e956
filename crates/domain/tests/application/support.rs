//! A case that a test writes event by event, and for every kind of step a proposal that fits the file as it is.
//!
//! Not here: what is expected (the tests).

use chrono::NaiveDate;
use gongkai_deadline::timeline::Consulted;
use gongkai_deadline::{Calendar, WorkingDays};
use gongkai_domain::application::facts::{InternalKind, ProcessKind, SecurityInterest};
use gongkai_domain::application::{
    Action, ActionKind, ApplicantKind, Application, Channel, Charge, ClosingCause, CodeReissue,
    ConfirmationMethod, Context, CountingSettings, EarlierApplication, Event, Facts, Helper, LawCited,
    LawRank, Matter, MatterOutcome, Opinion, OrdinalBasis, PaperRef, PromotionGround, Provision,
    ProvisionForm, ProvisionWay, Reason, Recorded, RedoBasis, ReplyFacts, Responsible, Retention,
    ReturnReason, Service, ServiceMethod, Settings, State, count,
};
use gongkai_domain::approval::{Chain, Effect, SignOffStep};
use gongkai_domain::challenge::event::RedoPeriod;
use gongkai_domain::ids::{
    AgencyId, ApplicationId, ChallengeId, ContentId, ContentRef, DepartmentId, Digest, PaperId, PersonId,
};
use gongkai_domain::notice::kind::{Procedural, Reply};
use std::sync::LazyLock;
use uuid::Uuid;

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn agency_id(n: u128) -> AgencyId {
    AgencyId(Uuid::from_u128(n))
}

pub(super) fn application_id(n: u128) -> ApplicationId {
    ApplicationId(Uuid::from_u128(n))
}

pub(super) fn department(n: u128) -> DepartmentId {
    DepartmentId(Uuid::from_u128(n))
}

pub(super) fn content(n: u128) -> ContentRef {
    ContentRef { id: ContentId(Uuid::from_u128(n)), digest: Digest([7; 32]) }
}

pub(super) fn paper(n: u128, number: Option<&str>) -> PaperRef {
    PaperRef { paper: PaperId(Uuid::from_u128(n)), number: number.map(str::to_owned) }
}

/// The people of the agency.
pub(super) const HANDLER: u128 = 1;
pub(super) const OFFICE_HEAD: u128 = 2;
pub(super) const LEGAL: u128 = 3;
pub(super) const SECRECY: u128 = 4;
pub(super) const LEADER: u128 = 5;

/// Who signs a step.
pub(super) fn signer_of(step: SignOffStep) -> PersonId {
    person(match step {
        SignOffStep::Proposal => HANDLER,
        SignOffStep::CoSigning => 6,
        SignOffStep::OfficeReview => OFFICE_HEAD,
        SignOffStep::LegalityReview => LEGAL,
        SignOffStep::SecrecyReview => SECRECY,
        SignOffStep::SignOff => LEADER,
        SignOffStep::Sealing => 7,
    })
}

/// Facts with which every ground is well founded.
pub(super) fn all_facts() -> ReplyFacts {
    ReplyFacts {
        reasons: Some(content(900)),
        access: Some(content(901)),
        earlier: Some(EarlierApplication {
            application: application_id(99),
            registration_number: "依申请〔2025〕1号".to_owned(),
            is_same_applicant: true,
            is_same_information: true,
            likeness: Some(96),
            is_replied: true,
            is_later: false,
            reply_number: Some("×公开告〔2025〕3号".to_owned()),
            replied_on: Some(day("2025-02-20")),
        }),
        consultation_omitted: Some(content(902)),
        omitted_for: Vec::new(),
        public_interest: None,
        unfounded: Vec::new(),
        law: Some(LawCited {
            rank: LawRank::AdministrativeRegulation,
            title: "《不动产登记暂行条例》".to_owned(),
            article: "第二十七条".to_owned(),
        }),
        classification: Some(content(903)),
        creation: Some(content(904)),
        internal_kind: Some(InternalKind::Personnel),
        process_kind: Some(ProcessKind::Draft),
        security_interest: Some(SecurityInterest::Economic),
        responsible: Some(Responsible::NotAscertainable),
        unclear: Some(content(905)),
        obtained: Some(content(906)),
        renewed: None,
        other_form: None,
        closing: Some(ClosingCause::ApplicantCeased),
    }
}

/// Read once: many cases are made.
static NATIONAL: LazyLock<Calendar> = LazyLock::new(|| Calendar::national().unwrap());

/// A case under the national calendar.
#[derive(Clone)]
pub(super) struct Case {
    pub events: Vec<Recorded>,
    pub app: Application,
    pub calendar: Calendar,
    pub settings: Settings,
    pub today: NaiveDate,
}

pub(super) fn arrived(channel: Channel, on: &str, matters: u32) -> Event {
    Event::Arrived {
        channel,
        is_oral: false,
        arrived_on: day(on),
        applicant_kind: ApplicantKind::NaturalPerson,
        applicant: content(1),
        joint_applicants: Vec::new(),
        agent: None,
        matters: (1..=matters)
            .map(|number| Matter { number, request: content(10 + u128::from(number)) })
            .collect(),
        provision: Provision { form: ProvisionForm::Paper, way: ProvisionWay::Online },
        intake: None,
    }
}

impl Case {
    pub(super) fn new(channel: Channel, on: &str, matters: u32) -> Self {
        Self::from_arrival(arrived(channel, on, matters))
    }

    pub(super) fn from_arrival(event: Event) -> Self {
        let on = event.on().unwrap();
        let first = Recorded { sequence: 1, at: on.and_hms_opt(9, 0, 0).unwrap(), actor: None, event };
        Self {
            app: Application::from_events(std::slice::from_ref(&first)).unwrap(),
            events: vec![first],
            calendar: NATIONAL.clone(),
            settings: Settings::default(),
            today: on,
        }
    }

    /// A registered application in the handler's hands, received at the counter.
    pub(super) fn in_hand(received_on: &str, matters: u32) -> Self {
        let mut case = Self::new(Channel::InPerson, received_on, matters);
        case.take(ActionKind::Register);
        case.take(ActionKind::Assign);
        case
    }

    pub(super) fn on(&mut self, today: &str) -> &mut Self {
        self.today = day(today);
        self
    }

    pub(super) fn ctx(&self) -> Context<'_> {
        Context { today: self.today, calendar: &self.calendar, settings: &self.settings, clock: None }
    }

    pub(super) fn why_not(&self, action: &Action) -> Vec<Reason> {
        self.app.why_not(action, &self.ctx())
    }

    /// The codes of the reasons against an event.
    pub(super) fn codes(&self, event: Event) -> Vec<&'static str> {
        self.why_not(&with_facts(event)).into_iter().map(|reason| reason.code).collect()
    }

    /// Records an event that must be allowed.
    pub(super) fn record(&mut self, event: Event) -> &mut Self {
        let action = with_facts(event);
        let reasons = self.why_not(&action);
        assert!(reasons.is_empty(), "{}: {reasons:?}", action.kind());
        self.push(action.event)
    }

    /// Records an event whether or not it is allowed, as long as the fold takes it.
    pub(super) fn push(&mut self, event: Event) -> &mut Self {
        let sequence = self.app.last_sequence + 1;
        let at = self.today.and_hms_opt(10, 0, 0).unwrap();
        let recorded = Recorded { sequence, at, actor: Some(person(HANDLER)), event };
        self.app.apply(&recorded).unwrap();
        self.events.push(recorded);
        self
    }

    /// Takes a step with the proposal that fits.
    pub(super) fn take(&mut self, kind: ActionKind) -> &mut Self {
        let event = self.proposal(kind);
        self.record(event)
    }

    /// Signs every open step of the chain.
    pub(super) fn sign_all(&mut self) -> &mut Self {
        while self.app.state() == State::UnderApproval {
            self.take(ActionKind::SignStep);
        }
        self
    }

    /// Drafts a reply to every matter, signs, numbers, seals.
    pub(super) fn seal_reply(&mut self, reply: Reply) -> &mut Self {
        let event = self.draft(&[reply], all_facts());
        self.record(event).sign_all().take(ActionKind::Issue).take(ActionKind::Seal)
    }

    /// A draft with these replies to the matters in order; the last one is repeated for those that are left.
    pub(super) fn draft(&self, replies: &[Reply], facts: ReplyFacts) -> Event {
        let outcomes = self
            .app
            .matters
            .iter()
            .enumerate()
            .map(|(at, matter)| {
                let reply = replies.get(at).or(replies.last()).copied().unwrap();
                let withheld = if reply == Reply::Partial { vec![Reply::DeniedProcess] } else { Vec::new() };
                MatterOutcome { matter: matter.number, reply, withheld }
            })
            .collect();
        self.draft_of(outcomes, None, facts)
    }

    pub(super) fn draft_of(
        &self,
        outcomes: Vec<MatterOutcome>,
        chosen: Option<u32>,
        facts: ReplyFacts,
    ) -> Event {
        let counting: &CountingSettings = &self.settings.counting;
        let counted = count(&outcomes, chosen, counting).unwrap();
        let last = self.app.rounds.iter().flat_map(|round| &round.drafts).map(|draft| draft.number).max();
        let effect = Effect::of(outcomes.iter().map(|outcome| outcome.reply));
        Event::ReplyDrafted {
            on: self.today,
            draft: last.unwrap_or(0) + 1,
            outcomes,
            chosen,
            reply: counted.reply,
            row: counted.row,
            rule: counted.rule,
            facts: Box::new(facts),
            drafter: person(HANDLER),
            chain: self.settings.chain.clone(),
            co_signers: Vec::new(),
            co_signing: Vec::new(),
            steps: self.settings.chain.required(effect, false),
            body: content(50),
        }
    }

    /// The draft with units and people who co-sign it.
    pub(super) fn co_signed(
        &self,
        mut event: Event,
        units: Vec<DepartmentId>,
        people: Vec<PersonId>,
    ) -> Event {
        if let Event::ReplyDrafted { co_signers, co_signing, steps, outcomes, .. } = &mut event {
            let effect = Effect::of(outcomes.iter().map(|outcome| outcome.reply));
            (*co_signers, *co_signing) = (units, people);
            *steps = self.settings.chain.required(effect, true);
        }
        event
    }

    /// A proposal of a kind that fits the file as it is, as far as anything can fit.
    pub(super) fn proposal(&self, kind: ActionKind) -> Event {
        let app = &self.app;
        let on = self.today;
        let n = u128::from(app.last_sequence) + 1000;
        let open = app.consultations.iter().find(|c| c.opinion.is_none()).map_or(1, |c| c.id);
        let unread = app
            .consultations
            .iter()
            .find(|c| c.addressee_received_on.is_none() && c.returned.is_none())
            .map_or(1, |c| c.id);
        let on_its_way = app.consultations.iter().find(|c| c.is_on_its_way()).map_or(1, |c| c.id);
        let objected = app.consultations.iter().find(|c| c.is_objected()).map_or(1, |c| c.id);
        match kind {
            ActionKind::Arrive => arrived(Channel::InPerson, &on.to_string(), 1),
            ActionKind::TakeOverPart => split_from(application_id(70), app.arrival.arrived_on, on),
            ActionKind::Confirm => Event::Confirmed { on, method: ConfirmationMethod::Telephone, note: None },
            ActionKind::Register => Event::Registered {
                number: "依申请〔2025〕17号".to_owned(),
                received_on: app.received_on.unwrap_or(on),
                on,
                checks: Vec::new(),
            },
            ActionKind::Rectify => Event::ParticularsRectified {
                on,
                channel: app.arrival.channel,
                is_oral: app.arrival.is_oral,
                arrived_on: app.arrival.arrived_on,
                applicant_kind: ApplicantKind::CommercialEnterprise,
                applicant: content(43),
                joint_applicants: app.arrival.joint_applicants.clone(),
                agent: None,
                provision: app.arrival.provision,
                reason: content(44),
            },
            ActionKind::Assign => Event::Assigned {
                on,
                department: department(1),
                handler: Some(person(HANDLER)),
                internal_due_on: None,
                words: None,
            },
            ActionKind::AskCorrection => Event::CorrectionAsked {
                on,
                within: WorkingDays(15),
                matters: content(20),
                paper: paper(n, Some("×公开告〔2025〕1号－补")),
                awaits_service: true,
            },
            ActionKind::RecordCorrectionNoticeReceipt => {
                Event::CorrectionNoticeReceived { on, proof: Some(content(21)) }
            }
            ActionKind::ReceiveCorrection => {
                Event::Corrected { on, content: content(22), matters: Vec::new() }
            }
            ActionKind::SendConsultation => Event::ConsultationSent {
                id: app.consultations.iter().map(|c| c.id).max().unwrap_or(0) + 1,
                with: Consulted::ThirdParty,
                on,
                addressee: content(23),
                within: None,
                paper: paper(n, Some("×公开函〔2025〕2号")),
                matters: Vec::new(),
                instead_of: None,
            },
            ActionKind::RecordAddresseeReceipt => Event::AddresseeReceived { id: unread, on, proof: None },
            ActionKind::ReceiveOpinion => {
                Event::OpinionReceived { id: open, on, opinion: Opinion::Objects, grounds: Some(content(24)) }
            }
            ActionKind::RecordConsultationReturn => {
                Event::ConsultationReturned { id: on_its_way, on, reason: content(29) }
            }
            ActionKind::TellThirdParty => Event::ThirdPartyTold {
                id: objected,
                on,
                grounds: content(25),
                paper: paper(n, None),
                awaits_service: true,
            },
            ActionKind::AskAssistance => Event::AssistanceAsked {
                on,
                helper: Helper::Division,
                department: Some(department(2)),
                question: content(26),
            },
            ActionKind::ReceiveAssistance => {
                Event::AssistanceAnswered { on, request: 1, answer: content(27) }
            }
            ActionKind::ApproveExtension => Event::ExtensionApproved {
                on,
                by: WorkingDays(20),
                approver: person(OFFICE_HEAD),
                grounds: content(27),
            },
            ActionKind::TellExtension => {
                Event::ExtensionTold { on, paper: paper(n, None), proof: None, awaits_service: true }
            }
            ActionKind::ProposeExtension => Event::ExtensionProposed {
                on,
                by: WorkingDays(20),
                proposer: person(HANDLER),
                grounds: content(27),
            },
            ActionKind::DeclineExtension => {
                Event::ExtensionDeclined { on, decider: person(OFFICE_HEAD), reason: content(27) }
            }
            ActionKind::RequestReasons => Event::ReasonsRequested {
                on,
                applications: 31,
                since: day("2025-01-01"),
                until: on,
                answer_by: self.calendar.add_working_days(on, WorkingDays(5)).unwrap().on,
                paper: paper(n, None),
                awaits_service: true,
            },
            ActionKind::ReceiveReasons => Event::ReasonsGiven { on, content: content(28) },
            ActionKind::JudgeReasons => {
                Event::ReasonsJudged { on, is_reasonable: false, grounds: content(29) }
            }
            ActionKind::FixDelay => Event::DelayFixed {
                on,
                until: self.calendar.add_working_days(on, WorkingDays(60)).unwrap().on,
                paper: paper(n, None),
                awaits_service: true,
            },
            ActionKind::NoticeFee => {
                let charge = Charge::ByItem { first: 12, items: 1 };
                Event::FeeNoticed {
                    on,
                    charge,
                    amount: charge.fee().total,
                    ordinal: Some(OrdinalBasis { counted: 12, reason: None }),
                    paper: paper(n, None),
                    awaits_service: true,
                }
            }
            ActionKind::RecordFeeNoticeReceipt => Event::FeeNoticeReceived { on, proof: Some(content(30)) },
            ActionKind::ReceivePayment => {
                let amount = Charge::ByItem { first: 12, items: 1 }.fee().total;
                Event::Paid { on, amount, receipt: None }
            }
            ActionKind::Withdraw => {
                Event::Withdrawn { on, statement: content(31), way: None, by: Vec::new() }
            }
            ActionKind::RecordSearch => Event::SearchRecorded {
                on,
                searcher: person(HANDLER),
                from: day("2010-01-01"),
                to: on,
                is_found: false,
                record: content(32),
                matters: Vec::new(),
            },
            ActionKind::DraftReply => {
                let reply = match app.state() {
                    State::AwaitingCorrection => Reply::CorrectionOverdue,
                    State::AwaitingPayment => Reply::FeeOverdue,
                    _ => Reply::DeniedProcess,
                };
                self.draft(&[reply], all_facts())
            }
            ActionKind::JoinReply => Event::Joined { on, with: vec![application_id(71)] },
            ActionKind::SeparateReply => Event::Separated { on, from: vec![application_id(71)] },
            ActionKind::SignStep => {
                let step = app.draft().and_then(|draft| draft.next_steps().first().copied());
                let step = step.unwrap_or(SignOffStep::SignOff);
                Event::StepSigned {
                    on,
                    draft: app.draft().map_or(1, |draft| draft.number),
                    step,
                    signer: match app.draft() {
                        // each unit by its own hand
                        Some(draft) if step == SignOffStep::CoSigning => {
                            person(60 + draft.co_signed.len() as u128)
                        }
                        _ => signer_of(step),
                    },
                    department: (step == SignOffStep::CoSigning)
                        .then(|| {
                            app.draft().and_then(|draft| {
                                draft.co_signers.iter().find(|unit| !draft.co_signed.contains(unit)).copied()
                            })
                        })
                        .flatten(),
                    opinion: None,
                }
            }
            ActionKind::ReturnDraft => Event::DraftReturned {
                on,
                draft: app.draft().map_or(1, |draft| draft.number),
                step: SignOffStep::OfficeReview,
                by: person(OFFICE_HEAD),
                reason: content(33),
            },
            ActionKind::Issue => Event::Issued {
                on,
                draft: app.draft().map_or(1, |draft| draft.number),
                paper: paper(n, Some("×公开告〔2025〕12号")),
            },
            ActionKind::Seal => Event::Sealed { on, by: person(7) },
            ActionKind::Serve => Event::Served { service: posted(on) },
            ActionKind::RecordServiceReceipt => {
                Event::ServiceSigned { on, recipient: None, proof: Some(content(34)) }
            }
            ActionKind::RecordServiceReturn => {
                Event::ServiceReturned { on, recipient: None, reason: ReturnReason::Unclaimed }
            }
            ActionKind::Archive => Event::Archived {
                on,
                retention: Retention::ThirtyYears,
                volume: "2025-依申请-17".to_owned(),
                remarks: None,
            },
            ActionKind::Split => Event::Split {
                on,
                into: vec![application_id(72), application_id(73)],
                reason: content(35),
                paper: paper(n, None),
                awaits_service: true,
            },
            ActionKind::Reopen => Event::ReopenedByDecision {
                on,
                challenge: ChallengeId(Uuid::from_u128(5)),
                redo_due_on: self.calendar.add_working_days(on, WorkingDays(15)).unwrap().on,
                is_for_procedure: true,
                basis: Some(RedoBasis {
                    is_suit: false,
                    number: Some("×府复〔2025〕3号".to_owned()),
                    period: RedoPeriod::WorkingDays { days: WorkingDays(15) },
                    unnamed_days: WorkingDays(20),
                }),
            },
            ActionKind::CloseInternally => Event::ClosedInternally {
                on,
                ground: match app.state() {
                    State::AwaitingCorrection => Reply::CorrectionOverdue,
                    State::AwaitingPayment => Reply::FeeOverdue,
                    _ => Reply::ClosedOther,
                },
                cause: match app.state() {
                    State::AwaitingCorrection | State::AwaitingPayment => None,
                    _ => Some(ClosingCause::ApplicantCeased),
                },
                statement: content(36),
                signer: person(OFFICE_HEAD),
            },
            ActionKind::IssuePaper => {
                Event::PaperIssued { on, kind: Procedural::RegistrationReceipt, paper: paper(n, None) }
            }
            ActionKind::RecordNoticeService => Event::NoticeServed {
                paper: app.notices_to_serve().next().map_or(paper(1, None).paper, |known| known.paper.paper),
                service: posted(on),
            },
            ActionKind::VoidPaper => Event::PaperVoided {
                on,
                paper: app
                    .papers
                    .iter()
                    .rfind(|known| known.voided_on.is_none())
                    .map_or_else(|| paper(1, None), |known| known.paper.clone()),
                reason: content(37),
                is_undone: true,
            },
            ActionKind::ReissueCode => Event::CodeReissued { on, at: CodeReissue::Counter },
            ActionKind::MarkWeighty => {
                Event::Weighed { on, is_weighty: app.weighty.is_none(), reason: content(39) }
            }
            ActionKind::Promote => Event::Promoted {
                on,
                matter: 1,
                ground: PromotionGround::SeveralApplicants,
                reason: content(40),
            },
            ActionKind::HandOver => Event::HandedOver { on, to: agency_id(90) },
            ActionKind::TakeOver => {
                Event::TakenOver { on, from: agency_id(80), link: Digest([7; 32]), number: None }
            }
        }
    }
}

/// A posted paper.
pub(super) fn posted(on: NaiveDate) -> Service {
    Service {
        method: ServiceMethod::Post,
        number: Some("送〔2025〕9号".to_owned()),
        sent_on: Some(on),
        signed_on: None,
        is_refusal_witnessed: false,
        proof: Some(content(38)),
        recipient: None,
    }
}

/// What a part of a split application begins with after its arrival.
pub(super) fn split_from(parent: ApplicationId, received_on: NaiveDate, on: NaiveDate) -> Event {
    Event::SplitFrom {
        parent,
        received_on,
        on: Some(on),
        confirmed_on: None,
        confirmed_by: None,
        held_before: Vec::new(),
    }
}

/// An action for which everything beyond the file speaks.
pub(super) fn with_facts(event: Event) -> Action {
    Action {
        event,
        facts: Facts {
            approver_is_head: true,
            joined_are_of_same_applicant: true,
            number_is_taken: false,
            twin_is_of_same_applicant: true,
        },
    }
}

/// A chain that asks nobody but the leader and the secrecy reviewer.
pub(super) fn short_chain() -> Chain {
    let mut chain = Chain::default();
    chain.steps.retain(|step| {
        !matches!(step.step, SignOffStep::CoSigning | SignOffStep::LegalityReview | SignOffStep::OfficeReview)
    });
    chain
}

/// A case in a state, reached by allowed steps only.
pub(super) fn in_state(state: State) -> Case {
    let mut case = Case::new(Channel::Internet, "2025-09-16", 2);
    if state == State::AwaitingConfirmation {
        return case;
    }
    case.take(ActionKind::Confirm);
    if state == State::Arrived {
        return case;
    }
    if state == State::SplitUp {
        case.take(ActionKind::Split);
        return case;
    }
    case.take(ActionKind::Register);
    if state == State::Registered {
        return case;
    }
    case.on("2025-09-17").take(ActionKind::Assign);
    match state {
        State::AwaitingCorrection => {
            case.take(ActionKind::AskCorrection);
            return case;
        }
        State::Consulting => {
            case.take(ActionKind::SendConsultation);
            return case;
        }
        State::AwaitingPayment => {
            case.take(ActionKind::NoticeFee);
            return case;
        }
        State::Withdrawn => {
            case.take(ActionKind::Withdraw);
            return case;
        }
        State::Closed => {
            case.take(ActionKind::CloseInternally);
            return case;
        }
        State::Assigned => return case,
        _ => {}
    }
    case.on("2025-09-22").take(ActionKind::DraftReply);
    let rest = [
        (State::UnderApproval, None),
        (State::Returned, Some(ActionKind::ReturnDraft)),
        (State::SignedOff, None),
        (State::Issued, Some(ActionKind::Issue)),
        (State::Sealed, Some(ActionKind::Seal)),
        (State::Served, Some(ActionKind::Serve)),
    ];
    for (reached, step) in rest {
        if reached == State::SignedOff {
            case.sign_all();
        }
        match step {
            // A draft that was returned goes no further.
            Some(ActionKind::ReturnDraft) if state != State::Returned => {}
            Some(step) => {
                case.take(step);
            }
            None => {}
        }
        if reached == state {
            return case;
        }
    }
    case.on("2025-09-26");
    match state {
        State::Undelivered => case.take(ActionKind::RecordServiceReturn),
        State::Reopened => case.take(ActionKind::Reopen),
        _ => case.take(ActionKind::RecordServiceReceipt).take(ActionKind::Archive),
    };
    case
}
