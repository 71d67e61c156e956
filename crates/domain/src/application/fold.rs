//! From events to the application: one pass, in order, refusing what cannot have happened.
//!
//! Not here: what may be recorded next (`super::guard`), the days (`super::clock`).

use super::action::ActionKind;
use super::channel::received_on;
use super::event::{Event, Recorded};
use super::outcome::CountingRule;
use super::state::{Outcome, State};
use super::transition::permits;
use crate::approval::{Approval, SignOffStep};
use crate::ids::ApplicationId;
use crate::notice::kind::{PaperKind, Procedural};
use crate::report::Row;
use chrono::{NaiveDate, NaiveDateTime};
use gongkai_deadline::timeline::Event as Tick;

pub use super::records::{
    Archiving, Arrival, Assignment, Assistance, Closing, Confirmation, Consultation, Correction, Delay,
    Draft, Extension, FeeNotice, IssuedReply, Judgement, PaperOnFile, ReasonsRequest, Registration,
    Reopening, ReturnedDraft, Round, Search, ServiceRecord, Splitting, Withdrawal,
};

/// An application as its events have made it. Read it; only events change it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Application {
    /// How it came in.
    pub arrival: Arrival,
    /// What is asked for, as it stands after correction.
    pub matters: Vec<super::event::Matter>,
    /// The application of which this is a part.
    pub split_from: Option<ApplicationId>,
    /// Confirmation of receipt with the applicant.
    pub confirmation: Option<Confirmation>,
    /// Day of receipt; none while confirmation is awaited.
    pub received_on: Option<NaiveDate>,
    /// Registration number.
    pub registration: Option<Registration>,
    /// To whom it was handed, oldest first.
    pub assignments: Vec<Assignment>,
    /// The one correction round.
    pub correction: Option<Correction>,
    /// Consultations by number.
    pub consultations: Vec<Consultation>,
    /// Help asked within the house.
    pub assistance: Vec<Assistance>,
    /// Extensions approved, told or not.
    pub extensions: Vec<Extension>,
    /// The request for reasons.
    pub reasons: Option<ReasonsRequest>,
    /// The delayed date.
    pub delay: Option<Delay>,
    /// The fee notice.
    pub fee: Option<FeeNotice>,
    /// Searches.
    pub searches: Vec<Search>,
    /// Replies: the first, and one more for each decision that quashed the one before.
    pub rounds: Vec<Round>,
    /// Applications answered together with this one.
    pub joined: Vec<ApplicationId>,
    /// Withdrawal.
    pub withdrawal: Option<Withdrawal>,
    /// Closing by an internal statement.
    pub closing: Option<Closing>,
    /// Splitting.
    pub splitting: Option<Splitting>,
    /// Archiving; undone by reopening.
    pub archiving: Option<Archiving>,
    /// Every paper, also those cancelled.
    pub papers: Vec<PaperOnFile>,
    /// What the reply clock of the first reply counts by, in the order of recording.
    pub(super) ticks: Vec<Tick>,
    /// Place of the last event.
    pub last_sequence: u64,
    /// When the last event was recorded.
    pub last_at: NaiveDateTime,
}

/// Events that no application can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FoldError {
    /// Nothing.
    #[error("an application has at least the event of its arrival")]
    Empty,
    /// The first event is another.
    #[error("the first event is '{0}', not an arrival")]
    NotAnArrival(&'static str),
    /// The numbers do not ascend.
    #[error("event {after} follows event {before}")]
    OutOfOrder {
        /// The earlier.
        before: u64,
        /// The later.
        after: u64,
    },
    /// The state does not know the step.
    #[error("event {sequence}: '{action}' is not possible while '{from}'")]
    NotPermitted {
        /// Which event.
        sequence: u64,
        /// The state.
        from: State,
        /// The step.
        action: ActionKind,
    },
    /// The event refers to something that is not there, or says what cannot be.
    #[error("event {sequence}: '{action}': {because}")]
    Inconsistent {
        /// Which event.
        sequence: u64,
        /// The step.
        action: ActionKind,
        /// What is wrong.
        because: String,
    },
}

impl Application {
    /// Folds the events of one application.
    ///
    /// # Errors
    /// [`FoldError`].
    pub fn from_events(events: &[Recorded]) -> Result<Self, FoldError> {
        let (first, rest) = events.split_first().ok_or(FoldError::Empty)?;
        let mut application = Self::arrive(first)?;
        for recorded in rest {
            application.apply(recorded)?;
        }
        Ok(application)
    }

    fn arrive(first: &Recorded) -> Result<Self, FoldError> {
        let Event::Arrived {
            channel,
            is_oral,
            arrived_on,
            applicant_kind,
            applicant,
            joint_applicants,
            agent,
            matters,
            provision,
        } = &first.event
        else {
            return Err(FoldError::NotAnArrival(first.event.kind()));
        };
        Ok(Self {
            arrival: Arrival {
                channel: *channel,
                is_oral: *is_oral,
                arrived_on: *arrived_on,
                applicant_kind: *applicant_kind,
                applicant: *applicant,
                joint_applicants: joint_applicants.clone(),
                agent: *agent,
                provision: *provision,
            },
            matters: matters.clone(),
            split_from: None,
            confirmation: None,
            received_on: received_on(*channel, *arrived_on, None, false),
            ticks: Vec::new(),
            registration: None,
            assignments: Vec::new(),
            correction: None,
            consultations: Vec::new(),
            assistance: Vec::new(),
            extensions: Vec::new(),
            reasons: None,
            delay: None,
            fee: None,
            searches: Vec::new(),
            rounds: vec![Round::default()],
            joined: Vec::new(),
            withdrawal: None,
            closing: None,
            splitting: None,
            archiving: None,
            papers: Vec::new(),
            last_sequence: first.sequence,
            last_at: first.at,
        })
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        if self.archiving.is_some() {
            return State::Archived;
        }
        if self.splitting.is_some() {
            return State::SplitUp;
        }
        if self.withdrawal.is_some() {
            return State::Withdrawn;
        }
        let round = self.round();
        if let Some(service) = round.services.last() {
            return if service.returned.is_some() { State::Undelivered } else { State::Served };
        }
        if round.sealed.is_some() {
            return State::Sealed;
        }
        if round.issued.is_some() {
            return State::Issued;
        }
        if self.closing.is_some() && round.reopening.is_none() {
            return State::Closed;
        }
        let draft = round.drafts.last();
        if let Some(draft) = draft.filter(|draft| draft.returned.is_none()) {
            return if draft.is_signed_off() { State::SignedOff } else { State::UnderApproval };
        }
        // After a decision it is for the agency to reply; what the applicant left undone before waits no longer.
        let is_first = round.reopening.is_none();
        if is_first && self.correction.as_ref().is_some_and(|correction| correction.corrected_on.is_none()) {
            return State::AwaitingCorrection;
        }
        if is_first && self.fee.as_ref().is_some_and(|fee| fee.paid_on.is_none()) {
            return State::AwaitingPayment;
        }
        if self.open_consultations().next().is_some() {
            return State::Consulting;
        }
        if draft.is_some() {
            return State::Returned;
        }
        if round.reopening.is_some() {
            return State::Reopened;
        }
        if !self.assignments.is_empty() {
            return State::Assigned;
        }
        if self.registration.is_some() {
            return State::Registered;
        }
        if self.received_on.is_some() { State::Arrived } else { State::AwaitingConfirmation }
    }

    /// The reply in hand: the first, or the one that follows the last decision.
    pub fn round(&self) -> &Round {
        // A round is made on arrival and none is ever taken away.
        self.rounds.last().unwrap_or(const { &Round::EMPTY })
    }

    /// The draft in hand or the one that was issued.
    pub fn draft(&self) -> Option<&Draft> {
        self.round().drafts.last()
    }

    /// Consultations of the reply in hand whose opinion has not come.
    pub fn open_consultations(&self) -> impl Iterator<Item = &Consultation> {
        let round = self.rounds.len();
        self.consultations
            .iter()
            .filter(move |consultation| consultation.round == round && consultation.opinion.is_none())
    }

    /// A consultation by its number.
    pub fn consultation(&self, id: u32) -> Option<&Consultation> {
        self.consultations.iter().find(|consultation| consultation.id == id)
    }

    /// The present case handler.
    pub fn handler(&self) -> Option<crate::ids::PersonId> {
        self.assignments.iter().rev().find_map(|assignment| assignment.handler)
    }

    /// The day that counts as its end, the first of all: of service, withdrawal or closing. None while it is open.
    pub fn closed_on(&self) -> Option<NaiveDate> {
        if self.splitting.is_some() {
            return None;
        }
        let served = self.rounds.iter().find_map(Round::served_on);
        let withdrawn = self.withdrawal.as_ref().map(|withdrawal| withdrawal.on);
        let closed = self.closing.as_ref().map(|closing| closing.on);
        [served, closed, withdrawn].into_iter().flatten().min()
    }

    /// How it ended; none while it is open or where it goes on as several. A reply that was quashed later stays the
    /// counted one: the new reply is no second application.
    pub fn outcome(&self) -> Option<Outcome> {
        let closed_on = self.closed_on()?;
        let is_redecided = self.rounds.iter().skip(1).any(|round| round.served_on().is_some());
        let served = self.rounds.iter().find(|round| round.served_on() == Some(closed_on));
        if let Some(draft) = served.and_then(Round::issued_draft) {
            return Some(Outcome {
                row: draft.row,
                reply: Some(draft.reply),
                rule: draft.rule,
                matters: draft.outcomes.clone(),
                closed_on,
                is_redecided,
            });
        }
        if let Some(closing) = self.closing.as_ref().filter(|closing| closing.on == closed_on) {
            return Some(Outcome {
                row: closing.ground.row(),
                reply: Some(closing.ground),
                rule: CountingRule::Closed,
                matters: Vec::new(),
                closed_on,
                is_redecided,
            });
        }
        Some(Outcome {
            row: Row::OtherMisc,
            reply: None,
            rule: CountingRule::Withdrawn,
            matters: Vec::new(),
            closed_on,
            is_redecided,
        })
    }

    /// Takes one more event.
    ///
    /// # Errors
    /// [`FoldError`]; the application is then unchanged or must be thrown away.
    pub fn apply(&mut self, recorded: &Recorded) -> Result<(), FoldError> {
        let sequence = recorded.sequence;
        let action = recorded.event.action();
        if sequence <= self.last_sequence {
            return Err(FoldError::OutOfOrder { before: self.last_sequence, after: sequence });
        }
        let from = self.state();
        if !permits(from, action) {
            return Err(FoldError::NotPermitted { sequence, from, action });
        }
        self.record(&recorded.event).map_err(|because| FoldError::Inconsistent {
            sequence,
            action,
            because,
        })?;
        self.last_sequence = sequence;
        self.last_at = recorded.at;
        Ok(())
    }

    fn file(&mut self, kind: impl Into<PaperKind>, paper: &super::event::PaperRef, on: NaiveDate) {
        self.papers.push(PaperOnFile { kind: kind.into(), paper: paper.clone(), on, voided_on: None });
    }

    fn round_mut(&mut self) -> Result<&mut Round, String> {
        self.rounds.last_mut().ok_or_else(|| "no reply is in hand".to_owned())
    }

    fn consultation_mut(&mut self, id: u32) -> Result<&mut Consultation, String> {
        self.consultations
            .iter_mut()
            .find(|known| known.id == id)
            .ok_or_else(|| format!("there is no consultation {id}"))
    }

    /// Notes what the reply clock counts by. A new reply after a decision has a due date of its own.
    fn tick(&mut self, event: &Event) {
        if self.rounds.len() > 1 {
            return;
        }
        let tick = match *event {
            Event::CorrectionAsked { on, within, .. } => {
                Tick::CorrectionRequested { on, received_on: None, within: Some(within) }
            }
            Event::CorrectionNoticeReceived { on, .. } => {
                for tick in &mut self.ticks {
                    if let Tick::CorrectionRequested { received_on, .. } = tick {
                        *received_on = Some(on);
                    }
                }
                return;
            }
            Event::Corrected { on, .. } => Tick::Corrected { on },
            Event::ConsultationSent { id, with, on, within, .. } => {
                Tick::ConsultationSent { on, id, with, within }
            }
            Event::AddresseeReceived { id, on, .. } => Tick::AddresseeReceived { on, id },
            Event::OpinionReceived { id, on, .. } => Tick::OpinionReceived { on, id },
            Event::ExtensionTold { on, .. } => {
                // The extension just told is the last one told: they are told in the order of approval.
                let told = self.extensions.iter().rfind(|extension| extension.told_on.is_some());
                let Some(extension) = told else { return };
                Tick::ExtensionGranted { on, by: extension.by }
            }
            Event::DelayFixed { on, until, .. } => Tick::DelayFixed { on, until },
            Event::FeeNoticed { on, .. } => Tick::FeeNoticed { on, received_on: None },
            Event::FeeNoticeReceived { on, .. } => {
                for tick in &mut self.ticks {
                    if let Tick::FeeNoticed { received_on, .. } = tick {
                        *received_on = Some(on);
                    }
                }
                return;
            }
            Event::Paid { on, .. } => Tick::Paid { on },
            Event::Served { ref service } => {
                let is_first = self.round().services.len() == 1;
                let Some(on) = service.counts_on().filter(|_| is_first) else { return };
                Tick::Replied { on }
            }
            _ => return,
        };
        self.ticks.push(tick);
    }

    /// The application as it would be after further events, whether or not they may be recorded.
    ///
    /// # Errors
    /// What the events themselves make impossible.
    pub(super) fn after(&self, events: &[Event]) -> Result<Self, String> {
        let mut imagined = self.clone();
        for event in events {
            imagined.record(event)?;
        }
        Ok(imagined)
    }

    fn record(&mut self, event: &Event) -> Result<(), String> {
        self.note(event)?;
        self.tick(event);
        Ok(())
    }

    fn note(&mut self, event: &Event) -> Result<(), String> {
        match event {
            Event::Arrived { .. } => return Err("it has arrived already".to_owned()),
            Event::SplitFrom { parent, received_on } => {
                self.split_from = Some(*parent);
                self.received_on = Some(*received_on);
            }
            Event::Confirmed { on, method } => {
                self.confirmation = Some(Confirmation { on: *on, method: *method });
                self.received_on =
                    received_on(self.arrival.channel, self.arrival.arrived_on, Some(*on), false);
            }
            Event::Registered { number, received_on, on } => {
                if self.received_on != Some(*received_on) {
                    return Err(format!("the day of receipt is not {received_on}"));
                }
                self.registration = Some(Registration { number: number.clone(), on: *on });
            }
            Event::Assigned { on, department, handler, internal_due_on } => {
                self.assignments.push(Assignment {
                    on: *on,
                    department: *department,
                    handler: *handler,
                    internal_due_on: *internal_due_on,
                });
            }
            Event::CorrectionAsked { on, within, matters, paper } => {
                if self.correction.is_some() {
                    return Err("a correction is asked once".to_owned());
                }
                self.correction = Some(Correction {
                    asked_on: *on,
                    within: *within,
                    matters: *matters,
                    paper: paper.clone(),
                    notice_received_on: None,
                    corrected_on: None,
                    content: None,
                });
                self.file(Procedural::CorrectionNotice, paper, *on);
            }
            Event::CorrectionNoticeReceived { on, .. } => {
                let correction = self.correction.as_mut().ok_or("no correction was asked")?;
                correction.notice_received_on = Some(*on);
            }
            Event::Corrected { on, content, matters } => {
                let correction = self.correction.as_mut().ok_or("no correction was asked")?;
                correction.corrected_on = Some(*on);
                correction.content = Some(*content);
                if !matters.is_empty() {
                    self.matters.clone_from(matters);
                }
            }
            Event::ConsultationSent { id, with, on, addressee, within, paper } => {
                if self.consultation(*id).is_some() {
                    return Err(format!("consultation {id} was sent already"));
                }
                self.consultations.push(Consultation {
                    id: *id,
                    with: *with,
                    round: self.rounds.len(),
                    sent_on: *on,
                    addressee: *addressee,
                    within: *within,
                    paper: paper.clone(),
                    addressee_received_on: None,
                    opinion_received_on: None,
                    opinion: None,
                    grounds: None,
                    told_on: None,
                });
                self.file(super::records::letter_of(*with), paper, *on);
            }
            Event::AddresseeReceived { id, on, .. } => {
                let consultation = self.consultation_mut(*id)?;
                if consultation.addressee_received_on.replace(*on).is_some() {
                    return Err(format!("receipt of consultation {id} was recorded already"));
                }
            }
            Event::OpinionReceived { id, on, opinion, grounds } => {
                let consultation = self.consultation_mut(*id)?;
                if consultation.opinion.replace(*opinion).is_some() {
                    return Err(format!("the opinion of consultation {id} was recorded already"));
                }
                consultation.opinion_received_on = Some(*on);
                consultation.grounds = *grounds;
            }
            Event::ThirdPartyTold { id, on, paper, .. } => {
                self.consultation_mut(*id)?.told_on = Some(*on);
                self.file(Procedural::ThirdPartyDisclosureNotice, paper, *on);
            }
            Event::AssistanceAsked { on, helper, department, question } => {
                self.assistance.push(Assistance {
                    on: *on,
                    helper: *helper,
                    department: *department,
                    question: *question,
                });
            }
            Event::ExtensionApproved { on, by, approver, grounds } => {
                self.extensions.push(Extension {
                    approved_on: *on,
                    by: *by,
                    approver: *approver,
                    grounds: *grounds,
                    told_on: None,
                });
            }
            Event::ExtensionTold { on, paper, .. } => {
                let extension = self
                    .extensions
                    .iter_mut()
                    .find(|extension| extension.told_on.is_none())
                    .ok_or("no extension waits to be told")?;
                extension.told_on = Some(*on);
                self.file(Procedural::ExtensionNotice, paper, *on);
            }
            Event::ReasonsRequested { on, applications, since, until, answer_by, paper } => {
                if self.reasons.is_some() {
                    return Err("reasons were requested already".to_owned());
                }
                self.reasons = Some(ReasonsRequest {
                    requested_on: *on,
                    applications: *applications,
                    since: *since,
                    until: *until,
                    answer_by: *answer_by,
                    given_on: None,
                    content: None,
                    judged: None,
                });
                self.file(Procedural::ReasonsRequest, paper, *on);
            }
            Event::ReasonsGiven { on, content } => {
                let reasons = self.reasons.as_mut().ok_or("no reasons were requested")?;
                reasons.given_on = Some(*on);
                reasons.content = Some(*content);
            }
            Event::ReasonsJudged { on, is_reasonable, grounds } => {
                let reasons = self.reasons.as_mut().ok_or("no reasons were requested")?;
                reasons.judged =
                    Some(Judgement { on: *on, is_reasonable: *is_reasonable, grounds: *grounds });
            }
            Event::DelayFixed { on, until, paper } => {
                self.delay = Some(Delay { told_on: *on, until: *until });
                self.file(Procedural::DelayedReplyNotice, paper, *on);
            }
            Event::FeeNoticed { on, charge, amount, paper } => {
                if self.fee.is_some() {
                    return Err("a fee was noticed already".to_owned());
                }
                self.fee = Some(FeeNotice {
                    noticed_on: *on,
                    charge: *charge,
                    amount: *amount,
                    paper: paper.clone(),
                    notice_received_on: None,
                    has_proof: false,
                    paid_on: None,
                });
                self.file(Procedural::FeeNotice, paper, *on);
            }
            Event::FeeNoticeReceived { on, proof } => {
                let fee = self.fee.as_mut().ok_or("no fee was noticed")?;
                fee.notice_received_on = Some(*on);
                fee.has_proof = proof.is_some();
            }
            Event::Paid { on, .. } => {
                let fee = self.fee.as_mut().ok_or("no fee was noticed")?;
                fee.paid_on = Some(*on);
            }
            Event::Withdrawn { on, statement } => {
                self.withdrawal = Some(Withdrawal { on: *on, statement: *statement });
            }
            Event::SearchRecorded { on, searcher, from, to, is_found, record } => {
                self.searches.push(Search {
                    on: *on,
                    searcher: *searcher,
                    from: *from,
                    to: *to,
                    is_found: *is_found,
                    record: *record,
                });
            }
            Event::ReplyDrafted {
                on,
                draft,
                outcomes,
                chosen,
                reply,
                row,
                rule,
                facts,
                drafter,
                chain,
                co_signers,
                body,
            } => {
                if self.rounds.iter().flat_map(|round| &round.drafts).any(|known| known.number >= *draft) {
                    return Err(format!("draft {draft} does not follow those before"));
                }
                if !row.is_result() {
                    return Err(format!("'{row}' is no row of a result"));
                }
                self.round_mut()?.drafts.push(Draft {
                    number: *draft,
                    on: *on,
                    outcomes: outcomes.clone(),
                    chosen: *chosen,
                    reply: *reply,
                    row: *row,
                    rule: *rule,
                    facts: facts.clone(),
                    drafter: *drafter,
                    chain: chain.clone(),
                    co_signers: co_signers.clone(),
                    body: *body,
                    approvals: Vec::new(),
                    co_signed: Vec::new(),
                    returned: None,
                });
            }
            Event::Joined { with, .. } => self.joined.extend(with.iter().copied()),
            Event::StepSigned { on, draft, step, signer, department, .. } => {
                let known = self.current_draft_mut(*draft)?;
                let approval =
                    Approval::new(*step, *signer, *on, known.drafter, &known.approvals, &known.chain)
                        .map_err(|error| error.to_string())?;
                if !known.next_steps().contains(step) {
                    return Err(format!("it is not the turn of {}", step.key()));
                }
                if *step == SignOffStep::CoSigning {
                    let department = department.filter(|department| known.co_signers.contains(department));
                    known.co_signed.push(department.ok_or("this unit does not co-sign")?);
                }
                known.approvals.push(approval);
            }
            Event::DraftReturned { on, draft, step, by, reason } => {
                self.current_draft_mut(*draft)?.returned =
                    Some(ReturnedDraft { on: *on, step: *step, by: *by, reason: *reason });
            }
            Event::Issued { on, draft, paper } => {
                let reply = self.current_draft_mut(*draft)?.reply;
                self.round_mut()?.issued = Some(IssuedReply { on: *on, draft: *draft, paper: paper.clone() });
                self.file(reply, paper, *on);
            }
            Event::Sealed { on, .. } => self.round_mut()?.sealed = Some(*on),
            Event::Served { service } => {
                if service.counts_on().is_none() {
                    return Err("the service has no day that counts".to_owned());
                }
                self.round_mut()?.services.push(ServiceRecord {
                    signed_on: service.signed_on,
                    service: service.clone(),
                    returned: None,
                });
            }
            Event::ServiceSigned { on, .. } => {
                let service = self.round_mut()?.services.last_mut().ok_or("nothing was served")?;
                service.signed_on = Some(*on);
            }
            Event::ServiceReturned { on, reason } => {
                let service = self.round_mut()?.services.last_mut().ok_or("nothing was served")?;
                service.returned = Some((*on, *reason));
            }
            Event::Archived { on, retention, volume } => {
                self.archiving = Some(Archiving { on: *on, retention: *retention, volume: volume.clone() });
            }
            Event::Split { on, into, reason, paper } => {
                self.splitting = Some(Splitting { on: *on, into: into.clone(), reason: *reason });
                self.file(Procedural::SplitNotice, paper, *on);
            }
            Event::ReopenedByDecision { on, challenge, redo_due_on, is_for_procedure } => {
                if self.closed_on().is_none() || self.withdrawal.is_some() {
                    return Err("there is no reply that could have been quashed".to_owned());
                }
                self.archiving = None;
                self.rounds.push(Round {
                    reopening: Some(Reopening {
                        on: *on,
                        challenge: *challenge,
                        redo_due_on: *redo_due_on,
                        is_for_procedure: *is_for_procedure,
                    }),
                    ..Round::default()
                });
            }
            Event::ClosedInternally { on, ground, statement, signer } => {
                if self.round().reopening.is_some() {
                    return Err("after a decision a reply is due".to_owned());
                }
                self.closing =
                    Some(Closing { on: *on, ground: *ground, statement: *statement, signer: *signer });
            }
            Event::PaperIssued { on, kind, paper } => self.file(*kind, paper, *on),
            Event::PaperVoided { on, paper, .. } => {
                let round = self.round_mut()?;
                let is_reply = round.issued.as_ref().is_some_and(|issued| issued.paper.paper == paper.paper);
                if is_reply && !round.services.is_empty() {
                    return Err("the reply has been served".to_owned());
                }
                if is_reply {
                    round.issued = None;
                    round.sealed = None;
                }
                self.papers
                    .iter_mut()
                    .find(|known| known.paper.paper == paper.paper)
                    .ok_or("there is no such paper")?
                    .voided_on = Some(*on);
            }
            Event::CodeReissued { .. } => {}
        }
        Ok(())
    }

    /// The draft in hand, if it has the number.
    fn current_draft_mut(&mut self, number: u32) -> Result<&mut Draft, String> {
        self.round_mut()?
            .drafts
            .last_mut()
            .filter(|draft| draft.number == number)
            .ok_or_else(|| format!("draft {number} is not in hand"))
    }
}
