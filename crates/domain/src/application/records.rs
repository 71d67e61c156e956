//! The parts of a folded application: what its events have left on file.
//!
//! Not here: how they come about (`super::fold`).

use super::channel::{ApplicantKind, Channel, Provision};
use super::event::{
    Charge, ClosingCause, ConfirmationMethod, Helper, Matter, Opinion, OrdinalBasis, PaperRef,
    PromotionGround, RedoBasis, RegistrationCheck, Retention, ReturnReason, Service,
};
use super::facts::ReplyFacts;
use super::outcome::{CountingRule, MatterOutcome};
use crate::approval::{Approval, Chain, Effect, SignOffStep, chain::releases_information};
use crate::fee::Yuan;
use crate::ids::{ApplicationId, ChallengeId, ContentRef, DepartmentId, PaperId, PersonId};
use crate::notice::kind::{PaperKind, Procedural, Reply};
use crate::report::Row;
use chrono::NaiveDate;
use gongkai_deadline::timeline::Consulted;
use gongkai_deadline::units::WorkingDays;

/// How it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// By which way.
    pub channel: Channel,
    /// Made orally.
    pub is_oral: bool,
    /// Day of arrival.
    pub arrived_on: NaiveDate,
    /// Column of table 3.
    pub applicant_kind: ApplicantKind,
    /// The first applicant.
    pub applicant: ContentRef,
    /// Those who signed with the first.
    pub joint_applicants: Vec<ContentRef>,
    /// The agent.
    pub agent: Option<ContentRef>,
    /// The form of provision asked for.
    pub provision: Provision,
    /// What the counter noted of its coming in.
    pub intake: Option<ContentRef>,
}

impl Arrival {
    /// How many apply.
    pub fn applicants(&self) -> u32 {
        u32::try_from(self.joint_applicants.len()).map_or(u32::MAX, |joint| joint.saturating_add(1))
    }
}

/// Confirmation of receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmation {
    /// Day.
    pub on: NaiveDate,
    /// How.
    pub method: ConfirmationMethod,
    /// When, with whom, what was said.
    pub note: Option<ContentRef>,
}

/// Registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Registration number.
    pub number: String,
    /// Day of registration.
    pub on: NaiveDate,
    /// What was looked at before.
    pub checks: Vec<RegistrationCheck>,
}

/// One handing over within the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    /// Day.
    pub on: NaiveDate,
    /// To which division.
    pub department: DepartmentId,
    /// To whom.
    pub handler: Option<PersonId>,
    /// Internal limit.
    pub internal_due_on: Option<NaiveDate>,
    /// What the handler is told.
    pub words: Option<ContentRef>,
}

/// The correction round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Day of the notice.
    pub asked_on: NaiveDate,
    /// The period given.
    pub within: WorkingDays,
    /// What is to be corrected.
    pub matters: ContentRef,
    /// The notice.
    pub paper: PaperRef,
    /// Whether its service is recorded by itself; in older records the day of the notice is that of service.
    pub awaits_service: bool,
    /// Day of service, as it was recorded.
    pub served_on: Option<NaiveDate>,
    /// Day on which the applicant received it.
    pub notice_received_on: Option<NaiveDate>,
    /// Day on which the correction was received.
    pub corrected_on: Option<NaiveDate>,
    /// The correction.
    pub content: Option<ContentRef>,
    /// The matters as they read before, where the correction changed them.
    pub before: Vec<Matter>,
}

impl Correction {
    /// The day from which the applicant was asked: that of service, else the first that shows that the notice had arrived.
    pub fn told_on(&self) -> Option<NaiveDate> {
        [self.served_on, self.notice_received_on, self.corrected_on].into_iter().flatten().min()
    }
}

/// One consultation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consultation {
    /// Number.
    pub id: u32,
    /// Whom.
    pub with: Consulted,
    /// For which reply, from 1.
    pub round: usize,
    /// Day of sending.
    pub sent_on: NaiveDate,
    /// The party.
    pub addressee: ContentRef,
    /// The limit set.
    pub within: Option<WorkingDays>,
    /// The letter.
    pub paper: PaperRef,
    /// Day on which the party received it.
    pub addressee_received_on: Option<NaiveDate>,
    /// Day on which the opinion arrived.
    pub opinion_received_on: Option<NaiveDate>,
    /// What it says.
    pub opinion: Option<Opinion>,
    /// The grounds.
    pub grounds: Option<ContentRef>,
    /// The notice that it will be released in spite of the objection.
    pub notice: Option<PaperId>,
    /// Day on which that notice was served.
    pub told_on: Option<NaiveDate>,
    /// The matters that concern the party; empty for all.
    pub matters: Vec<u32>,
    /// The letter to the same party that came back before.
    pub instead_of: Option<u32>,
    /// Day on which the letter came back, and why.
    pub returned: Option<(NaiveDate, ContentRef)>,
}

impl Consultation {
    /// Whether a matter concerns the party.
    pub fn concerns(&self, matter: u32) -> bool {
        self.matters.is_empty() || self.matters.contains(&matter)
    }

    /// Whether something is still waited for: no opinion came, and the letter did not come back.
    pub fn is_awaited(&self) -> bool {
        self.opinion.is_none() && self.returned.is_none()
    }

    /// Whether nothing is known of the letter since it was sent.
    pub fn is_on_its_way(&self) -> bool {
        self.addressee_received_on.is_none() && self.is_awaited()
    }

    /// Whether the letter came back without that its party was heard in another way.
    pub fn came_back(&self) -> bool {
        self.returned.is_some() && self.opinion.is_none()
    }

    /// Whether the party objected, wholly or in part.
    pub fn is_objected(&self) -> bool {
        matches!(self.opinion, Some(Opinion::Objects | Opinion::Partly))
    }
}

/// The letter by which a party is asked.
pub(super) fn letter_of(with: Consulted) -> Procedural {
    match with {
        Consulted::ThirdParty => Procedural::ThirdPartyConsultation,
        Consulted::CoMaker => Procedural::CoMakerConsultation,
        Consulted::OtherAgency => Procedural::AssistanceRequest,
    }
}

/// Help asked within the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assistance {
    /// Day.
    pub on: NaiveDate,
    /// Who.
    pub helper: Helper,
    /// Which division.
    pub department: Option<DepartmentId>,
    /// What was asked.
    pub question: ContentRef,
    /// Day and text of the answer.
    pub answer: Option<(NaiveDate, ContentRef)>,
}

/// An extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension {
    /// Day of approval.
    pub approved_on: NaiveDate,
    /// Days added.
    pub by: WorkingDays,
    /// The head of the disclosure office.
    pub approver: PersonId,
    /// Why.
    pub grounds: ContentRef,
    /// The notice.
    pub notice: Option<PaperId>,
    /// Day on which the notice was served; it counts only from then, and only if that was in time.
    pub told_on: Option<NaiveDate>,
}

/// A proposal to extend the reply period (拟延期意见).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtensionProposal {
    /// Day.
    pub on: NaiveDate,
    /// Days to be added.
    pub by: WorkingDays,
    /// Who proposed it.
    pub proposer: PersonId,
    /// Why.
    pub grounds: ContentRef,
    /// Whether it still waits for the head's decision.
    pub is_open: bool,
    /// Day, head and reason, where it was not agreed to.
    pub declined: Option<(NaiveDate, PersonId, ContentRef)>,
}

/// The request for reasons (《条例》第三十五条).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReasonsRequest {
    /// Day.
    pub requested_on: NaiveDate,
    /// Applications counted.
    pub applications: u32,
    /// First day of the period counted.
    pub since: NaiveDate,
    /// Last day of the period counted.
    pub until: NaiveDate,
    /// Last day for the answer.
    pub answer_by: NaiveDate,
    /// The notice.
    pub notice: Option<PaperId>,
    /// Day on which the notice was served.
    pub served_on: Option<NaiveDate>,
    /// Day of the answer.
    pub given_on: Option<NaiveDate>,
    /// The answer.
    pub content: Option<ContentRef>,
    /// The judgement.
    pub judged: Option<Judgement>,
}

/// How the reasons were judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// Day.
    pub on: NaiveDate,
    /// Whether they are reasonable.
    pub is_reasonable: bool,
    /// Why.
    pub grounds: ContentRef,
}

/// The delayed date (《条例》第三十五条).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delay {
    /// The notice.
    pub notice: Option<PaperId>,
    /// Day on which the notice was served.
    pub told_on: Option<NaiveDate>,
    /// The date.
    pub until: NaiveDate,
}

/// The fee notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeNotice {
    /// Day of issue.
    pub noticed_on: NaiveDate,
    /// What is counted.
    pub charge: Charge,
    /// The amount.
    pub amount: Yuan,
    /// How the ordinal was found.
    pub ordinal: Option<OrdinalBasis>,
    /// The notice.
    pub paper: PaperRef,
    /// Whether its service is recorded by itself; in older records the day of the notice is that of service.
    pub awaits_service: bool,
    /// Day of service, as it was recorded.
    pub served_on: Option<NaiveDate>,
    /// Day on which the applicant received it.
    pub notice_received_on: Option<NaiveDate>,
    /// Whether that is proven.
    pub has_proof: bool,
    /// Day of payment.
    pub paid_on: Option<NaiveDate>,
}

impl FeeNotice {
    /// The day from which the applicant was asked: that of service, else the first that shows that the notice had arrived.
    pub fn told_on(&self) -> Option<NaiveDate> {
        [self.served_on, self.notice_received_on, self.paid_on].into_iter().flatten().min()
    }
}

/// A search of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Day.
    pub on: NaiveDate,
    /// Who searched.
    pub searcher: PersonId,
    /// First day of the period searched.
    pub from: NaiveDate,
    /// Last day of the period searched.
    pub to: NaiveDate,
    /// Whether something was found.
    pub is_found: bool,
    /// Scope, key words, result.
    pub record: ContentRef,
    /// The matters for which was searched; empty for all.
    pub matters: Vec<u32>,
}

impl Search {
    /// Whether it was made for a matter.
    pub fn concerns(&self, matter: u32) -> bool {
        self.matters.is_empty() || self.matters.contains(&matter)
    }
}

/// A draft of the reply with its signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Number.
    pub number: u32,
    /// Day.
    pub on: NaiveDate,
    /// What becomes of each matter.
    pub outcomes: Vec<MatterOutcome>,
    /// The matter whose ground is counted.
    pub chosen: Option<u32>,
    /// The reply.
    pub reply: Reply,
    /// The one row.
    pub row: Row,
    /// By which rule.
    pub rule: CountingRule,
    /// What the grounds rest on.
    pub facts: Box<ReplyFacts>,
    /// Who drafted it.
    pub drafter: PersonId,
    /// The chain as it stood.
    pub chain: Chain,
    /// Units that co-sign.
    pub co_signers: Vec<DepartmentId>,
    /// The text.
    pub body: ContentRef,
    /// Signatures, oldest first.
    pub approvals: Vec<Approval>,
    /// Units that have co-signed.
    pub co_signed: Vec<DepartmentId>,
    /// People who co-sign for themselves.
    pub co_signing: Vec<PersonId>,
    /// The steps that the paper passes, as they were found when it was drafted; empty where nobody found them.
    pub required: Vec<SignOffStep>,
    /// The signatures with their opinions, oldest first.
    pub signatures: Vec<Signature>,
    /// Where it was sent back.
    pub returned: Option<ReturnedDraft>,
    /// The day from which another agency has the case: what was drafted in the name of the one before is signed no more.
    pub lapsed_on: Option<NaiveDate>,
}

impl Draft {
    /// Whether information is released to some matter.
    pub fn releases_information(&self) -> bool {
        self.outcomes.iter().any(|outcome| releases_information(outcome.reply))
    }

    /// The steps it must pass, the proposal and the seal included: those of every application that the paper answers.
    pub fn steps(&self) -> Vec<SignOffStep> {
        if !self.required.is_empty() {
            return self.required.clone();
        }
        let has_co_signers = !self.co_signers.is_empty() || !self.co_signing.is_empty();
        self.chain.required(Effect::counted(self.row, self.releases_information()), has_co_signers)
    }

    /// Whether a step is done.
    pub fn is_signed(&self, step: SignOffStep) -> bool {
        match step {
            // The draft itself is the proposal.
            SignOffStep::Proposal => true,
            SignOffStep::CoSigning => {
                self.co_signers.iter().all(|unit| self.co_signed.contains(unit))
                    && self.co_signing.iter().all(|person| self.has_co_signed(*person, None))
            }
            _ => self.approvals.iter().any(|approval| approval.step() == step),
        }
    }

    /// Whether a person has co-signed for a unit, or with none for themselves.
    pub fn has_co_signed(&self, person: PersonId, department: Option<DepartmentId>) -> bool {
        self.signatures.iter().any(|signature| {
            signature.step == SignOffStep::CoSigning
                && signature.signer == person
                && signature.department == department
        })
    }

    /// The signature under a step.
    pub fn signature(&self, step: SignOffStep) -> Option<&Signature> {
        self.signatures.iter().find(|signature| signature.step == step)
    }

    /// The steps whose turn it is; co-signing runs beside the reviews and ends before the sign-off.
    pub fn next_steps(&self) -> Vec<SignOffStep> {
        let steps: Vec<SignOffStep> =
            self.steps().into_iter().filter(|step| *step != SignOffStep::Sealing).collect();
        let is_open = |step: &SignOffStep| !self.is_signed(*step);
        let mut next: Vec<SignOffStep> =
            steps.iter().copied().filter(|step| *step == SignOffStep::CoSigning && is_open(step)).collect();
        let in_line = steps.iter().copied().find(|step| *step != SignOffStep::CoSigning && is_open(step));
        next.extend(in_line.filter(|step| *step != SignOffStep::SignOff || next.is_empty()));
        next
    }

    /// Whether every step before the seal is signed.
    pub fn is_signed_off(&self) -> bool {
        self.next_steps().is_empty()
    }

    /// Whether the chain asks for a seal.
    pub fn needs_seal(&self) -> bool {
        self.steps().contains(&SignOffStep::Sealing)
    }
}

/// A signature with what was said under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// The step.
    pub step: SignOffStep,
    /// Who signed.
    pub signer: PersonId,
    /// When.
    pub on: NaiveDate,
    /// For which unit, when co-signing.
    pub department: Option<DepartmentId>,
    /// The opinion.
    pub opinion: Option<ContentRef>,
}

/// Held to be weighty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight {
    /// Day.
    pub on: NaiveDate,
    /// Why.
    pub reason: ContentRef,
}

/// A matter whose information goes over to proactive disclosure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promotion {
    /// Day.
    pub on: NaiveDate,
    /// Which matter.
    pub matter: u32,
    /// On what ground.
    pub ground: PromotionGround,
    /// In words.
    pub reason: ContentRef,
}

/// Where and why a draft was sent back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReturnedDraft {
    /// Day.
    pub on: NaiveDate,
    /// At which step.
    pub step: SignOffStep,
    /// By whom.
    pub by: PersonId,
    /// Why.
    pub reason: ContentRef,
}

/// The numbered reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedReply {
    /// Date of the paper.
    pub on: NaiveDate,
    /// From which draft.
    pub draft: u32,
    /// The paper.
    pub paper: PaperRef,
}

/// A service and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceRecord {
    /// The service.
    pub service: Service,
    /// Day of signing, once known; remedies run from here.
    pub signed_on: Option<NaiveDate>,
    /// When and why it came back.
    pub returned: Option<(NaiveDate, ReturnReason)>,
}

/// The decision that made a new reply due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopening {
    /// Day on which it was received.
    pub on: NaiveDate,
    /// The reconsideration or suit.
    pub challenge: ChallengeId,
    /// Last day for the new reply.
    pub redo_due_on: NaiveDate,
    /// Quashed for procedure only.
    pub is_for_procedure: bool,
    /// The decision and who fixed the period.
    pub basis: Option<RedoBasis>,
}

/// One reply from its drafts to its service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Round {
    /// The decision that made it due; none for the first.
    pub reopening: Option<Reopening>,
    /// Drafts, oldest first.
    pub drafts: Vec<Draft>,
    /// The numbered paper.
    pub issued: Option<IssuedReply>,
    /// Day of sealing.
    pub sealed: Option<NaiveDate>,
    /// Services, oldest first.
    pub services: Vec<ServiceRecord>,
    /// Those on whom it is to be served: how many apply.
    pub recipients: u32,
    /// Those of them who have withdrawn; nothing is served on them.
    pub withdrawn: Vec<u32>,
}

impl Round {
    pub(super) const EMPTY: Self = Self {
        reopening: None,
        drafts: Vec::new(),
        issued: None,
        sealed: None,
        services: Vec::new(),
        recipients: 1,
        withdrawn: Vec::new(),
    };

    /// A reply for so many applicants.
    pub(super) fn for_applicants(recipients: u32) -> Self {
        Self { recipients, ..Self::EMPTY }
    }

    /// Those on whom it is to be served, by number.
    pub fn recipients(&self) -> impl Iterator<Item = u32> + '_ {
        (1..=self.recipients.max(1)).filter(|place| !self.withdrawn.contains(place))
    }

    /// The services on an applicant, oldest first: those to this one, and those to the representative of all.
    pub fn services_on(&self, recipient: u32) -> impl DoubleEndedIterator<Item = &ServiceRecord> {
        self.services
            .iter()
            .filter(move |record| record.service.recipient.is_none_or(|known| known == recipient))
    }

    /// The applicants on whom nothing was served yet.
    pub fn left(&self) -> Vec<u32> {
        self.recipients().filter(|recipient| self.services_on(*recipient).next().is_none()).collect()
    }

    /// Whether the last paper for some applicant came back.
    pub fn is_undelivered(&self) -> bool {
        let is_back = |recipient| {
            self.services_on(recipient).next_back().is_some_and(|record| record.returned.is_some())
        };
        self.recipients().any(is_back)
    }

    /// The day on which the last of the applicants had the first service that counts; none while one is left. A paper that
    /// came back was posted in time all the same.
    pub fn served_on(&self) -> Option<NaiveDate> {
        let first = |recipient| self.services_on(recipient).filter_map(|r| r.service.counts_on()).min();
        self.recipients().map(first).collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// The draft that was issued.
    pub fn issued_draft(&self) -> Option<&Draft> {
        let issued = self.issued.as_ref()?;
        self.drafts.iter().find(|draft| draft.number == issued.draft)
    }
}

/// Withdrawal by the applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withdrawal {
    /// Day.
    pub on: NaiveDate,
    /// The statement.
    pub statement: ContentRef,
}

/// Closing by an internal statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// Day.
    pub on: NaiveDate,
    /// Under which reply it would have been closed.
    pub ground: Reply,
    /// The cause, where the ground is 其他.
    pub cause: Option<ClosingCause>,
    /// The statement.
    pub statement: ContentRef,
    /// Who signed it.
    pub signer: PersonId,
}

/// Splitting into several applications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splitting {
    /// Day.
    pub on: NaiveDate,
    /// The parts.
    pub into: Vec<ApplicationId>,
    /// Why.
    pub reason: ContentRef,
    /// The notice, where its service is recorded by itself.
    pub notice: Option<PaperId>,
    /// Day on which it was served.
    pub told_on: Option<NaiveDate>,
}

/// Archiving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archiving {
    /// Day.
    pub on: NaiveDate,
    /// How long it is kept.
    pub retention: Retention,
    /// Number of the volume.
    pub volume: String,
    /// What the sheet at the end says.
    pub remarks: Option<ContentRef>,
}

/// A paper of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperOnFile {
    /// What it is.
    pub kind: PaperKind,
    /// Which.
    pub paper: PaperRef,
    /// Date.
    pub on: NaiveDate,
    /// Day on which it was cancelled.
    pub voided_on: Option<NaiveDate>,
    /// Its service, where that is recorded by itself.
    pub service: Option<Service>,
}
