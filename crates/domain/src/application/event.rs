//! Everything that can happen to an application, as it is recorded: dates, kinds, rows, ids and numbers in clear; whoever
//! and whatever a person wrote only as a reference to content that is kept apart.
//!
//! Not here: whether it may happen (`super::guard`), what it leads to (`super::fold`).

use super::channel::{ApplicantKind, Channel, Provision};
use super::facts::ReplyFacts;
use super::outcome::{CountingRule, MatterOutcome};
use crate::approval::{Chain, SignOffStep};
use crate::fee::Yuan;
use crate::ids::{AgencyId, ApplicationId, ChallengeId, ContentRef, DepartmentId, Digest, PaperId, PersonId};
use crate::notice::kind::{Procedural, Reply};
use crate::report::Row;
use chrono::{NaiveDate, NaiveDateTime};
use gongkai_deadline::timeline::Consulted;
use gongkai_deadline::units::WorkingDays;
use serde::{Deserialize, Serialize};

pub use super::terms::{
    Charge, ClosingCause, CodeReissue, ConfirmationMethod, Helper, Matter, Opinion, OrdinalBasis, PaperRef,
    PromotionGround, RedoBasis, RegistrationCheck, Retention, ReturnReason, Service, ServiceMethod,
    WithdrawalWay,
};

/// An event with its place in the stream of the application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Place in the stream, ascending.
    pub sequence: u64,
    /// When it was recorded, Beijing time.
    pub at: NaiveDateTime,
    /// Who recorded it; none for the applicant and for what the program does by rule.
    pub actor: Option<PersonId>,
    /// What happened.
    pub event: Event,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The application arrived.
    Arrived {
        /// By which way.
        channel: Channel,
        /// Made orally; the office filled in the form (《条例》第二十九条第一款).
        #[serde(default)]
        is_oral: bool,
        /// Day of arrival.
        arrived_on: NaiveDate,
        /// Column of table 3, by the first applicant.
        applicant_kind: ApplicantKind,
        /// Name, identity proof and contact of the first applicant.
        applicant: ContentRef,
        /// The same of those who signed with the first (联合申请).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        joint_applicants: Vec<ContentRef>,
        /// The agent with authority, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<ContentRef>,
        /// What is asked for.
        matters: Vec<Matter>,
        /// In which form it is wanted.
        provision: Provision,
        /// What the counter noted of its coming in: postal number, postmark, who wrote down what was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        intake: Option<ContentRef>,
    },
    /// This application is one part of a split one; it keeps the days of arrival, confirmation and receipt.
    SplitFrom {
        /// The application that was split.
        parent: ApplicationId,
        /// Day of receipt of the parent.
        received_on: NaiveDate,
        /// Day of the split; none in old records, whose parts bear it as their day of arrival.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<NaiveDate>,
        /// Day on which receipt of the parent was confirmed, where it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirmed_on: Option<NaiveDate>,
        /// How.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirmed_by: Option<ConfirmationMethod>,
        /// The agencies that had the parent before reforms, each with the first day of the next one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        held_before: Vec<(AgencyId, NaiveDate)>,
    },
    /// Both sides have confirmed receipt.
    Confirmed {
        /// Day of confirmation.
        on: NaiveDate,
        /// How.
        method: ConfirmationMethod,
        /// When, with whom, what was said (确认经过).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<ContentRef>,
    },
    /// It has its registration number (登记编号).
    Registered {
        /// The number.
        number: String,
        /// Day of receipt, by `received_on`.
        received_on: NaiveDate,
        /// Day of registration.
        on: NaiveDate,
        /// What was looked at before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        checks: Vec<RegistrationCheck>,
    },
    /// What was recorded of the applicants and of its coming in was put right (更正登记事项): all of it as it stands from here
    /// on. Papers already issued stay as they are.
    ParticularsRectified {
        /// Day.
        on: NaiveDate,
        /// By which way it came.
        channel: Channel,
        /// Made orally.
        #[serde(default)]
        is_oral: bool,
        /// Day of arrival.
        arrived_on: NaiveDate,
        /// Column of table 3: by the first applicant, or as it was chosen for a joint application.
        applicant_kind: ApplicantKind,
        /// Name, identity proof and contact of the first applicant.
        applicant: ContentRef,
        /// The same of those who signed with the first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        joint_applicants: Vec<ContentRef>,
        /// The agent with authority, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<ContentRef>,
        /// In which form the information is wanted.
        provision: Provision,
        /// What was wrong, and on which proof it was put right.
        reason: ContentRef,
    },
    /// It was handed to a department or a person of the house (交办). The agency stays replier and clock owner.
    Assigned {
        /// Day.
        on: NaiveDate,
        /// To which division.
        department: DepartmentId,
        /// To whom.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        handler: Option<PersonId>,
        /// Internal limit for the proposal.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        internal_due_on: Option<NaiveDate>,
        /// What the handler is told (交办意见).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<ContentRef>,
    },
    /// The applicant was asked to correct it (补正告知).
    CorrectionAsked {
        /// Day of the notice.
        on: NaiveDate,
        /// The reasonable period given.
        within: WorkingDays,
        /// What is to be corrected, with guidance.
        matters: ContentRef,
        /// The notice.
        paper: PaperRef,
        /// Whether the service of the notice is recorded by an event of its own; in older records the day of the event is
        /// that of service.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        awaits_service: bool,
    },
    /// The applicant received the notice; the period given starts. It was served by that day at the latest.
    CorrectionNoticeReceived {
        /// Day of receipt by the applicant.
        on: NaiveDate,
        /// Proof.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<ContentRef>,
    },
    /// The corrected application was received; the reply period starts anew.
    Corrected {
        /// Day of receipt.
        on: NaiveDate,
        /// The correction.
        content: ContentRef,
        /// The matters as they stand now, where they changed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        matters: Vec<Matter>,
    },
    /// A third party or another agency was asked for its opinion.
    ConsultationSent {
        /// Number within the application.
        id: u32,
        /// Whom.
        with: Consulted,
        /// Day of sending.
        on: NaiveDate,
        /// Name and address of the party.
        addressee: ContentRef,
        /// The limit set by the letter, for other agencies.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<WorkingDays>,
        /// The letter.
        paper: PaperRef,
        /// The matters that concern the party; empty for all, as in older records.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        matters: Vec<u32>,
        /// The letter to the same party that came back and for which this one is sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead_of: Option<u32>,
    },
    /// The party received the letter.
    AddresseeReceived {
        /// Number of the consultation.
        id: u32,
        /// Day.
        on: NaiveDate,
        /// Proof.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<ContentRef>,
    },
    /// The opinion arrived.
    OpinionReceived {
        /// Number of the consultation.
        id: u32,
        /// Day.
        on: NaiveDate,
        /// What it says.
        opinion: Opinion,
        /// The grounds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        grounds: Option<ContentRef>,
    },
    /// The letter came back: the post could not deliver it, or the party cannot be found. The party was not heard.
    ConsultationReturned {
        /// Number of the consultation.
        id: u32,
        /// Day on which it came back.
        on: NaiveDate,
        /// Why, with the post's word.
        reason: ContentRef,
    },
    /// A third party that objected was told in writing that the information will be released (《条例》第三十二条).
    ThirdPartyTold {
        /// Number of the consultation.
        id: u32,
        /// Day of the notice.
        on: NaiveDate,
        /// What will be released and why.
        grounds: ContentRef,
        /// The notice.
        paper: PaperRef,
        /// Whether the service of the notice is recorded by an event of its own; in older records the day of the event is
        /// that of service.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        awaits_service: bool,
    },
    /// A unit of the own house was asked for help; nothing is interrupted.
    AssistanceAsked {
        /// Day.
        on: NaiveDate,
        /// Who.
        helper: Helper,
        /// Which division, where it is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        department: Option<DepartmentId>,
        /// What is asked.
        question: ContentRef,
    },
    /// The unit of the own house answered.
    AssistanceAnswered {
        /// Day.
        on: NaiveDate,
        /// Which request, by its place, from 1.
        request: u32,
        /// The answer.
        answer: ContentRef,
    },
    /// The head of the disclosure office approved an extension.
    ExtensionApproved {
        /// Day.
        on: NaiveDate,
        /// Days added.
        by: WorkingDays,
        /// The head.
        approver: PersonId,
        /// Why.
        grounds: ContentRef,
    },
    /// The notice of the extension was written; it counts once it is served.
    ExtensionTold {
        /// Day of the notice.
        on: NaiveDate,
        /// The notice.
        paper: PaperRef,
        /// Proof.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<ContentRef>,
        /// Whether the service of the notice is recorded by an event of its own; in older records the day of the event is
        /// that of service.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        awaits_service: bool,
    },
    /// Who handles it proposed an extension (拟延期意见); the head of the disclosure office decides.
    ExtensionProposed {
        /// Day.
        on: NaiveDate,
        /// Days to be added.
        by: WorkingDays,
        /// Who proposed it.
        proposer: PersonId,
        /// Why.
        grounds: ContentRef,
    },
    /// The head of the disclosure office did not agree to a proposed extension.
    ExtensionDeclined {
        /// Day.
        on: NaiveDate,
        /// The head.
        decider: PersonId,
        /// Why.
        reason: ContentRef,
    },
    /// The applicant was asked why it applies so often (《条例》第三十五条).
    ReasonsRequested {
        /// Day.
        on: NaiveDate,
        /// Applications counted.
        applications: u32,
        /// First day of the period counted.
        since: NaiveDate,
        /// Last day of the period counted.
        until: NaiveDate,
        /// Last day for the answer.
        answer_by: NaiveDate,
        /// The notice.
        paper: PaperRef,
        /// Whether the service of the notice is recorded by an event of its own; in older records the day of the event is
        /// that of service.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        awaits_service: bool,
    },
    /// The applicant gave reasons.
    ReasonsGiven {
        /// Day.
        on: NaiveDate,
        /// The reasons.
        content: ContentRef,
    },
    /// The agency judged the reasons, or their absence.
    ReasonsJudged {
        /// Day.
        on: NaiveDate,
        /// Whether they are reasonable.
        is_reasonable: bool,
        /// Why.
        grounds: ContentRef,
    },
    /// A delayed date of reply was fixed and told (《条例》第三十五条).
    DelayFixed {
        /// Day of the notice.
        on: NaiveDate,
        /// The date.
        until: NaiveDate,
        /// The notice.
        paper: PaperRef,
        /// Whether the service of the notice is recorded by an event of its own; in older records the day of the event is
        /// that of service.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        awaits_service: bool,
    },
    /// A fee notice was issued.
    FeeNoticed {
        /// Day.
        on: NaiveDate,
        /// What the fee is counted by.
        charge: Charge,
        /// The amount under the tariff.
        amount: Yuan,
        /// How the ordinal of the month was found, where the fee is counted by item.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ordinal: Option<OrdinalBasis>,
        /// The notice.
        paper: PaperRef,
        /// Whether the service of the notice is recorded by an event of its own; in older records the day of the event is
        /// that of service.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        awaits_service: bool,
    },
    /// The applicant received the fee notice; the twenty working days start.
    FeeNoticeReceived {
        /// Day.
        on: NaiveDate,
        /// Proof.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<ContentRef>,
    },
    /// The fee was paid; the reply period starts anew.
    Paid {
        /// Day.
        on: NaiveDate,
        /// How much.
        amount: Yuan,
        /// Number of the receipt of the treasury (财政票据).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        receipt: Option<ContentRef>,
    },
    /// The applicant took the application back.
    Withdrawn {
        /// Day on which the statement was received.
        on: NaiveDate,
        /// The statement.
        statement: ContentRef,
        /// How it was made.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        way: Option<WithdrawalWay>,
        /// Who of those who applied together, by their place from 1; empty for all of them, as in older records.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<u32>,
    },
    /// The files were searched.
    SearchRecorded {
        /// Day.
        on: NaiveDate,
        /// Who searched (检索人).
        searcher: PersonId,
        /// First day of the period searched.
        from: NaiveDate,
        /// Last day of the period searched.
        to: NaiveDate,
        /// Whether something was found.
        is_found: bool,
        /// Scope, key words, result.
        record: ContentRef,
        /// The matters for which was searched; empty for all, as in older records.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        matters: Vec<u32>,
    },
    /// A reply was drafted, with the proposal (拟办意见).
    ReplyDrafted {
        /// Day.
        on: NaiveDate,
        /// Number of the draft within the application, ascending.
        draft: u32,
        /// What becomes of each matter.
        outcomes: Vec<MatterOutcome>,
        /// The matter whose ground is counted where the rules leave a choice.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        chosen: Option<u32>,
        /// The reply template: that of the one row.
        reply: Reply,
        /// The one row.
        row: Row,
        /// By which rule.
        rule: CountingRule,
        /// What the grounds rest on.
        facts: Box<ReplyFacts>,
        /// Who drafted it.
        drafter: PersonId,
        /// The chain as it stood on that day; a later change of settings does not touch a draft on its way.
        chain: Chain,
        /// Units that co-sign.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        co_signers: Vec<DepartmentId>,
        /// People who co-sign for themselves.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        co_signing: Vec<PersonId>,
        /// The steps that the paper passes: what its outcomes need, and with several applications (一并答复) what those of
        /// all of them need. Empty in old records, where they follow from the row.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        steps: Vec<SignOffStep>,
        /// The text.
        body: ContentRef,
    },
    /// One reply answers several applications of one applicant (一并答复); each keeps its own outcome and count.
    Joined {
        /// Day.
        on: NaiveDate,
        /// The other applications.
        with: Vec<ApplicationId>,
    },
    /// It is no longer answered together with others (不再一并答复), so that what it waits for holds up none of them.
    Separated {
        /// Day.
        on: NaiveDate,
        /// The applications with which it was to be answered.
        from: Vec<ApplicationId>,
    },
    /// A step of the chain was signed.
    StepSigned {
        /// Day.
        on: NaiveDate,
        /// The draft.
        draft: u32,
        /// The step.
        step: SignOffStep,
        /// Who signed.
        signer: PersonId,
        /// For which unit, when co-signing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        department: Option<DepartmentId>,
        /// The opinion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opinion: Option<ContentRef>,
    },
    /// The draft was sent back.
    DraftReturned {
        /// Day.
        on: NaiveDate,
        /// The draft.
        draft: u32,
        /// At which step.
        step: SignOffStep,
        /// By whom.
        by: PersonId,
        /// Why.
        reason: ContentRef,
    },
    /// The reply received its document number and date.
    Issued {
        /// Date of the paper (成文日期).
        on: NaiveDate,
        /// The draft.
        draft: u32,
        /// The paper, with its number.
        paper: PaperRef,
    },
    /// The seal was put on it (用印登记).
    Sealed {
        /// Day.
        on: NaiveDate,
        /// By whom.
        by: PersonId,
    },
    /// It was served, or posted.
    Served {
        /// The service.
        service: Service,
    },
    /// A posted or sent paper was signed for; remedies run from here.
    ServiceSigned {
        /// Day.
        on: NaiveDate,
        /// Whose service: the same as of the service.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recipient: Option<u32>,
        /// Proof.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<ContentRef>,
    },
    /// The post brought it back.
    ServiceReturned {
        /// Day.
        on: NaiveDate,
        /// Whose service: the same as of the service.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recipient: Option<u32>,
        /// Why.
        reason: ReturnReason,
    },
    /// The file went to the archive.
    Archived {
        /// Day.
        on: NaiveDate,
        /// How long it is kept.
        retention: Retention,
        /// Number of the volume.
        volume: String,
        /// What the sheet at the end says (备考表).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remarks: Option<ContentRef>,
    },
    /// It goes on as several applications; the applicant is told.
    Split {
        /// Day.
        on: NaiveDate,
        /// The parts.
        into: Vec<ApplicationId>,
        /// Why.
        reason: ContentRef,
        /// The notice.
        paper: PaperRef,
        /// Whether the service of the notice is recorded by an event of its own; in older records nothing is known of it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        awaits_service: bool,
    },
    /// The reply was quashed by a decision; a new one is due. It is not counted again.
    ReopenedByDecision {
        /// Day on which the decision was received.
        on: NaiveDate,
        /// The reconsideration or suit.
        challenge: ChallengeId,
        /// Last day for the new reply.
        redo_due_on: NaiveDate,
        /// Whether it was quashed only for procedure; then the same result may be given again (《行政复议法》第六十四条第二款).
        is_for_procedure: bool,
        /// The decision and who fixed the period; unknown in older records.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        basis: Option<RedoBasis>,
    },
    /// It was closed by a signed internal statement (结案说明) without a notice.
    ClosedInternally {
        /// Day.
        on: NaiveDate,
        /// Under which reply it would have been closed.
        ground: Reply,
        /// The cause, where the ground is 其他; unknown in older records.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cause: Option<ClosingCause>,
        /// The statement.
        statement: ContentRef,
        /// Who signed it.
        signer: PersonId,
    },
    /// A paper that moves nothing was issued: a receipt, a notice that opinions are sought, a confirmation of withdrawal.
    PaperIssued {
        /// Day.
        on: NaiveDate,
        /// What it is.
        kind: Procedural,
        /// The paper.
        paper: PaperRef,
    },
    /// A notice was served on the person it is for. For mail the day of posting counts, by hand that of signing
    /// (国办公开办函〔2016〕235号).
    NoticeServed {
        /// The notice.
        paper: PaperId,
        /// The service with its proof.
        service: Service,
    },
    /// A paper was cancelled (作废); its number is never used again.
    PaperVoided {
        /// Day.
        on: NaiveDate,
        /// The paper.
        paper: PaperRef,
        /// Why.
        reason: ContentRef,
        /// Whether what the paper asked for is undone with it: a correction, a fee, an opinion. Older records leave it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_undone: bool,
    },
    /// A lost query code was replaced.
    CodeReissued {
        /// Day.
        on: NaiveDate,
        /// Where.
        at: CodeReissue,
    },
    /// It was held to be weighty (重大疑难), so that the principal signs the reply off, or no longer so.
    Weighed {
        /// Day.
        on: NaiveDate,
        /// Whether it is.
        is_weighty: bool,
        /// Why.
        reason: ContentRef,
    },
    /// What was given to the applicant goes over to proactive disclosure (《条例》第四十四条).
    Promoted {
        /// Day.
        on: NaiveDate,
        /// Which matter.
        matter: u32,
        /// On what ground.
        ground: PromotionGround,
        /// In words: what is to be disclosed, and where.
        reason: ContentRef,
    },
    /// After a reform the file went to the agency that goes on with the function; the last event of the application in the
    /// chain of the agency that gave it away. A draft on its way lapses, and nobody has it in hand.
    HandedOver {
        /// The first day of the agency that took over.
        on: NaiveDate,
        /// Which agency.
        to: AgencyId,
    },
    /// The first event of the application in the chain of the agency that took over. Due dates go on as they run: the
    /// applicant loses nothing by a reform.
    TakenOver {
        /// The first day of the agency that took over.
        on: NaiveDate,
        /// From which agency.
        from: AgencyId,
        /// The digest of the handing over in the other chain, by which the two chains hold together.
        link: Digest,
        /// Its registration number from here on, where the agency that took over had given out the old one already.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
    },
}

impl Event {
    /// Stable name of the kind, as it is stored.
    pub fn kind(&self) -> &'static str {
        self.action().event_key()
    }

    /// The civil date of the event, none where a service has no day that counts.
    pub fn on(&self) -> Option<NaiveDate> {
        match self {
            Self::Arrived { arrived_on, .. } => Some(*arrived_on),
            Self::SplitFrom { received_on, on, .. } => Some(on.unwrap_or(*received_on)),
            Self::Served { service } | Self::NoticeServed { service, .. } => service.counts_on(),
            Self::Confirmed { on, .. }
            | Self::Registered { on, .. }
            | Self::ParticularsRectified { on, .. }
            | Self::Assigned { on, .. }
            | Self::CorrectionAsked { on, .. }
            | Self::CorrectionNoticeReceived { on, .. }
            | Self::Corrected { on, .. }
            | Self::ConsultationSent { on, .. }
            | Self::AddresseeReceived { on, .. }
            | Self::OpinionReceived { on, .. }
            | Self::ConsultationReturned { on, .. }
            | Self::ThirdPartyTold { on, .. }
            | Self::AssistanceAsked { on, .. }
            | Self::AssistanceAnswered { on, .. }
            | Self::ExtensionApproved { on, .. }
            | Self::ExtensionTold { on, .. }
            | Self::ExtensionProposed { on, .. }
            | Self::ExtensionDeclined { on, .. }
            | Self::ReasonsRequested { on, .. }
            | Self::ReasonsGiven { on, .. }
            | Self::ReasonsJudged { on, .. }
            | Self::DelayFixed { on, .. }
            | Self::FeeNoticed { on, .. }
            | Self::FeeNoticeReceived { on, .. }
            | Self::Paid { on, .. }
            | Self::Withdrawn { on, .. }
            | Self::SearchRecorded { on, .. }
            | Self::ReplyDrafted { on, .. }
            | Self::Joined { on, .. }
            | Self::Separated { on, .. }
            | Self::StepSigned { on, .. }
            | Self::DraftReturned { on, .. }
            | Self::Issued { on, .. }
            | Self::Sealed { on, .. }
            | Self::ServiceSigned { on, .. }
            | Self::ServiceReturned { on, .. }
            | Self::Archived { on, .. }
            | Self::Split { on, .. }
            | Self::ReopenedByDecision { on, .. }
            | Self::ClosedInternally { on, .. }
            | Self::PaperIssued { on, .. }
            | Self::PaperVoided { on, .. }
            | Self::CodeReissued { on, .. }
            | Self::Weighed { on, .. }
            | Self::Promoted { on, .. }
            | Self::HandedOver { on, .. }
            | Self::TakenOver { on, .. } => Some(*on),
        }
    }
}
