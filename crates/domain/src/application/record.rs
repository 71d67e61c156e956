//! What each event leaves on file, and what the reply clock counts by.
//!
//! Not here: the order of events and the state they lead to (`super::fold`).

use super::channel::received_on;
use super::event::{Event, PaperRef, Service};
use super::fold::Application;
use super::records::{
    Archiving, Arrival, Assignment, Assistance, Closing, Confirmation, Consultation, Correction, Delay,
    Draft, Extension, ExtensionProposal, FeeNotice, IssuedReply, Judgement, PaperOnFile, Promotion,
    ReasonsRequest, Registration, Reopening, ReturnedDraft, Round, Search, ServiceRecord, Signature,
    Splitting, Weight, Withdrawal, letter_of,
};
use crate::approval::{Approval, SignOffStep};
use crate::ids::{AgencyId, ContentRef, PaperId};
use crate::notice::kind::{PaperKind, Procedural};
use chrono::NaiveDate;
use gongkai_deadline::timeline::Event as Tick;

impl Application {
    fn file(&mut self, kind: impl Into<PaperKind>, paper: &PaperRef, on: NaiveDate) {
        self.papers.push(PaperOnFile {
            kind: kind.into(),
            paper: paper.clone(),
            on,
            voided_on: None,
            service: None,
        });
    }

    fn round_mut(&mut self) -> Result<&mut Round, String> {
        self.rounds.last_mut().ok_or_else(|| "no reply is in hand".to_owned())
    }

    /// The last service on an applicant, or the last of all where none is named.
    fn service_mut(&mut self, recipient: Option<u32>) -> Result<&mut ServiceRecord, String> {
        let mut services = self.round_mut()?.services.iter_mut().rev();
        services
            .find(|record| recipient.is_none() || record.service.recipient == recipient)
            .ok_or_else(|| "nothing was served".to_owned())
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
            // one that awaits its service counts by what is known of that, see `Self::requests`
            Event::CorrectionAsked { awaits_service: true, .. }
            | Event::FeeNoticed { awaits_service: true, .. } => return,
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
            Event::ConsultationReturned { id, on, .. } => Tick::ConsultationReturned { on, id },
            Event::ExtensionTold { awaits_service: true, .. }
            | Event::DelayFixed { awaits_service: true, .. } => {
                return;
            }
            Event::NoticeServed { paper, ref service } => {
                let Some(on) = service.counts_on() else { return };
                let extension = self.extensions.iter().find(|extension| extension.notice == Some(paper));
                let delay = self.delay.filter(|delay| delay.notice == Some(paper));
                match (extension, delay) {
                    (Some(extension), _) => Tick::ExtensionServed { on, by: extension.by },
                    (_, Some(delay)) => Tick::DelayServed { on, until: delay.until },
                    _ => return,
                }
            }
            Event::ExtensionTold { on, .. } => {
                // The extension just told is the last one told: they are told in the order of approval.
                let told = self.extensions.iter().rfind(|extension| extension.told_on.is_some());
                let Some(extension) = told else { return };
                // In older records the day of telling is that of service: too late, it is told and moves nothing.
                Tick::ExtensionServed { on, by: extension.by }
            }
            Event::DelayFixed { on, until, .. } => Tick::DelayServed { on, until },
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
            Event::Served { .. } => {
                let is_told = self.ticks.iter().any(|tick| matches!(tick, Tick::Replied { .. }));
                let Some(on) = self.round().served_on().filter(|_| !is_told) else { return };
                Tick::Replied { on }
            }
            _ => return,
        };
        self.ticks.push(tick);
    }

    /// The requests to the applicant whose service counts, from the day on which they are known to have been served.
    pub(super) fn requests(&self) -> impl Iterator<Item = Tick> {
        let correction = self.correction.as_ref().filter(|correction| correction.awaits_service);
        let correction = correction.and_then(|correction| {
            Some(Tick::CorrectionServed {
                on: correction.told_on()?,
                received_on: correction.notice_received_on,
                within: Some(correction.within),
            })
        });
        let fee = self.fee.as_ref().filter(|fee| fee.awaits_service);
        let fee = fee.and_then(|fee| {
            Some(Tick::FeeServed { on: fee.told_on()?, received_on: fee.notice_received_on })
        });
        correction.into_iter().chain(fee)
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

    pub(super) fn record(&mut self, event: &Event) -> Result<(), String> {
        self.note(event)?;
        self.tick(event);
        Ok(())
    }

    fn note(&mut self, event: &Event) -> Result<(), String> {
        match event {
            Event::Arrived { .. } => return Err("it has arrived already".to_owned()),
            Event::SplitFrom { parent, received_on, on, confirmed_on, confirmed_by, held_before } => {
                self.held_before.clone_from(held_before);
                self.split_from = Some(*parent);
                self.received_on = Some(*received_on);
                self.split_on = Some(on.unwrap_or(self.arrival.arrived_on));
                if on.is_none() {
                    // old records have the day of the split in the place of the day of arrival
                    self.arrival.arrived_on = self.arrival.arrived_on.min(*received_on);
                }
                self.confirmation = confirmed_on.zip(*confirmed_by).map(|(on, method)| Confirmation {
                    on,
                    method,
                    note: None,
                });
            }
            Event::Confirmed { on, method, note } => {
                self.confirmation = Some(Confirmation { on: *on, method: *method, note: *note });
                self.received_on =
                    received_on(self.arrival.channel, self.arrival.arrived_on, Some(*on), false);
            }
            Event::Registered { number, received_on, on, checks } => {
                if self.received_on != Some(*received_on) {
                    return Err(format!("the day of receipt is not {received_on}"));
                }
                self.registration =
                    Some(Registration { number: number.clone(), on: *on, checks: checks.clone() });
            }
            Event::ParticularsRectified {
                channel,
                is_oral,
                arrived_on,
                applicant_kind,
                applicant,
                joint_applicants,
                agent,
                provision,
                ..
            } => {
                let old = &self.arrival;
                let has_moved = old.channel != *channel || old.arrived_on != *arrived_on;
                self.arrival = Arrival {
                    channel: *channel,
                    is_oral: *is_oral,
                    arrived_on: *arrived_on,
                    applicant_kind: *applicant_kind,
                    applicant: *applicant,
                    joint_applicants: joint_applicants.clone(),
                    agent: *agent,
                    provision: *provision,
                    intake: old.intake,
                };
                if has_moved {
                    let confirmed_on = self.confirmation.map(|confirmation| confirmation.on);
                    self.received_on = received_on(*channel, *arrived_on, confirmed_on, false);
                }
                let recipients = self.arrival.applicants();
                let round = self.round_mut()?;
                if round.services.is_empty() {
                    round.recipients = recipients;
                }
            }
            Event::Assigned { on, department, handler, internal_due_on, words } => {
                self.assignments.push(Assignment {
                    on: *on,
                    department: *department,
                    handler: *handler,
                    internal_due_on: *internal_due_on,
                    words: *words,
                });
            }
            Event::CorrectionAsked { on, within, matters, paper, awaits_service } => {
                if self.correction.is_some() {
                    return Err("a correction is asked once".to_owned());
                }
                self.correction = Some(Correction {
                    asked_on: *on,
                    within: *within,
                    matters: *matters,
                    paper: paper.clone(),
                    awaits_service: *awaits_service,
                    served_on: Some(*on).filter(|_| !awaits_service),
                    notice_received_on: None,
                    corrected_on: None,
                    content: None,
                    before: Vec::new(),
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
                    correction.before = std::mem::replace(&mut self.matters, matters.clone());
                }
            }
            Event::ConsultationSent { id, with, on, addressee, within, paper, matters, instead_of } => {
                if self.consultation(*id).is_some() {
                    return Err(format!("consultation {id} was sent already"));
                }
                // only a letter that is known can be repeated, so that no two stand for each other
                if instead_of.is_some_and(|before| self.consultation(before).is_none()) {
                    return Err("the letter that is sent again is not known".to_owned());
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
                    notice: None,
                    told_on: None,
                    matters: matters.clone(),
                    instead_of: *instead_of,
                    returned: None,
                });
                self.file(letter_of(*with), paper, *on);
            }
            Event::AddresseeReceived { id, on, .. } => {
                let consultation = self.consultation_mut(*id)?;
                if consultation.returned.is_some() {
                    return Err(format!("letter {id} came back"));
                }
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
            Event::ConsultationReturned { id, on, reason } => {
                let consultation = self.consultation_mut(*id)?;
                if !consultation.is_on_its_way() {
                    return Err(format!("letter {id} is not on its way"));
                }
                consultation.returned = Some((*on, *reason));
            }
            Event::ThirdPartyTold { id, on, paper, awaits_service, .. } => {
                let consultation = self.consultation_mut(*id)?;
                consultation.notice = Some(paper.paper);
                consultation.told_on = Some(*on).filter(|_| !awaits_service);
                self.file(Procedural::ThirdPartyDisclosureNotice, paper, *on);
            }
            Event::AssistanceAsked { on, helper, department, question } => {
                self.assistance.push(Assistance {
                    on: *on,
                    helper: *helper,
                    department: *department,
                    question: *question,
                    answer: None,
                });
            }
            Event::AssistanceAnswered { on, request, answer } => {
                let place = usize::try_from(*request).ok().and_then(|request| request.checked_sub(1));
                let asked = place.and_then(|place| self.assistance.get_mut(place));
                asked.ok_or("no such request for assistance")?.answer = Some((*on, *answer));
            }
            Event::ExtensionProposed { on, by, proposer, grounds } => {
                self.extension_proposals.push(ExtensionProposal {
                    on: *on,
                    by: *by,
                    proposer: *proposer,
                    grounds: *grounds,
                    is_open: true,
                    declined: None,
                });
            }
            Event::ExtensionDeclined { on, decider, reason } => {
                let open = self.extension_proposals.iter_mut().find(|proposal| proposal.is_open);
                let open = open.ok_or("no proposed extension waits for a decision")?;
                (open.is_open, open.declined) = (false, Some((*on, *decider, *reason)));
            }
            Event::ExtensionApproved { on, by, approver, grounds } => {
                for proposal in &mut self.extension_proposals {
                    proposal.is_open = false;
                }
                self.extensions.push(Extension {
                    approved_on: *on,
                    by: *by,
                    approver: *approver,
                    grounds: *grounds,
                    notice: None,
                    told_on: None,
                });
            }
            Event::ExtensionTold { on, paper, awaits_service, .. } => {
                let extension = self
                    .extensions
                    .iter_mut()
                    .find(|extension| extension.notice.is_none())
                    .ok_or("no extension waits to be told")?;
                extension.notice = Some(paper.paper);
                extension.told_on = Some(*on).filter(|_| !awaits_service);
                self.file(Procedural::ExtensionNotice, paper, *on);
            }
            Event::ReasonsRequested { on, applications, since, until, answer_by, paper, awaits_service } => {
                if self.reasons.is_some() {
                    return Err("reasons were requested already".to_owned());
                }
                self.reasons = Some(ReasonsRequest {
                    requested_on: *on,
                    applications: *applications,
                    since: *since,
                    until: *until,
                    answer_by: *answer_by,
                    notice: Some(paper.paper),
                    served_on: Some(*on).filter(|_| !awaits_service),
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
            Event::DelayFixed { on, until, paper, awaits_service } => {
                self.delay = Some(Delay {
                    notice: Some(paper.paper),
                    told_on: Some(*on).filter(|_| !awaits_service),
                    until: *until,
                });
                self.file(Procedural::DelayedReplyNotice, paper, *on);
            }
            Event::FeeNoticed { on, charge, amount, ordinal, paper, awaits_service } => {
                if self.fee.is_some() {
                    return Err("a fee was noticed already".to_owned());
                }
                self.fee = Some(FeeNotice {
                    noticed_on: *on,
                    charge: *charge,
                    amount: *amount,
                    ordinal: *ordinal,
                    paper: paper.clone(),
                    awaits_service: *awaits_service,
                    served_on: Some(*on).filter(|_| !awaits_service),
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
            Event::Withdrawn { on, statement, by, .. } => self.withdraw(*on, *statement, by)?,
            Event::SearchRecorded { on, searcher, from, to, is_found, record, matters } => {
                self.searches.push(Search {
                    on: *on,
                    searcher: *searcher,
                    from: *from,
                    to: *to,
                    is_found: *is_found,
                    record: *record,
                    matters: matters.clone(),
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
                co_signing,
                steps,
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
                    co_signing: co_signing.clone(),
                    required: steps.clone(),
                    signatures: Vec::new(),
                    returned: None,
                    lapsed_on: None,
                });
            }
            Event::Joined { with, .. } => self.joined.extend(with.iter().copied()),
            Event::Separated { from, .. } => self.joined.retain(|other| !from.contains(other)),
            Event::StepSigned { on, draft, step, signer, department, opinion } => {
                let known = self.current_draft_mut(*draft)?;
                let approval =
                    Approval::new(*step, *signer, *on, known.drafter, &known.approvals, &known.chain)
                        .map_err(|error| error.to_string())?;
                if !known.next_steps().contains(step) {
                    return Err(format!("it is not the turn of {}", step.key()));
                }
                if *step == SignOffStep::CoSigning {
                    match department {
                        Some(department) if known.co_signers.contains(department) => {
                            known.co_signed.push(*department);
                        }
                        None if known.co_signing.contains(signer) => {}
                        _ => return Err("this unit or person does not co-sign".to_owned()),
                    }
                }
                known.signatures.push(Signature {
                    step: *step,
                    signer: *signer,
                    on: *on,
                    department: *department,
                    opinion: *opinion,
                });
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
                let round = self.round_mut()?;
                if service.recipient.is_some_and(|known| !round.recipients().any(|one| one == known)) {
                    return Err("there is no such applicant".to_owned());
                }
                round.services.push(ServiceRecord {
                    signed_on: service.signed_on,
                    service: service.clone(),
                    returned: None,
                });
            }
            Event::ServiceSigned { on, recipient, .. } => {
                self.service_mut(*recipient)?.signed_on = Some(*on);
            }
            Event::ServiceReturned { on, recipient, reason } => {
                self.service_mut(*recipient)?.returned = Some((*on, *reason));
            }
            Event::Archived { on, retention, volume, remarks } => {
                let (on, retention, volume) = (*on, *retention, volume.clone());
                self.archiving = Some(Archiving { on, retention, volume, remarks: *remarks });
            }
            Event::Split { on, into, reason, paper, awaits_service } => {
                let notice = Some(paper.paper).filter(|_| *awaits_service);
                let (on, into, reason) = (*on, into.clone(), *reason);
                self.splitting = Some(Splitting { on, into, reason, notice, told_on: None });
                self.file(Procedural::SplitNotice, paper, on);
            }
            Event::ReopenedByDecision { on, challenge, redo_due_on, is_for_procedure, basis } => {
                if !self.may_be_ordered_to_reply() {
                    return Err("there is no reply that could have been quashed".to_owned());
                }
                let reopening = Some(Reopening {
                    on: *on,
                    challenge: *challenge,
                    redo_due_on: *redo_due_on,
                    is_for_procedure: *is_for_procedure,
                    basis: basis.clone(),
                });
                if self.closed_on().is_none() {
                    // nothing was replied yet: the reply in hand is the one that is ordered
                    self.round_mut()?.reopening = reopening;
                    return Ok(());
                }
                self.archiving = None;
                let withdrawn = self.withdrawn_by.clone();
                let round = Round::for_applicants(self.arrival.applicants());
                self.rounds.push(Round { reopening, withdrawn, ..round });
            }
            Event::ClosedInternally { on, ground, cause, statement, signer } => {
                if self.round().reopening.is_some() {
                    return Err("after a decision a reply is due".to_owned());
                }
                self.closing = Some(Closing {
                    on: *on,
                    ground: *ground,
                    cause: cause.clone(),
                    statement: *statement,
                    signer: *signer,
                });
            }
            Event::PaperIssued { on, kind, paper } => self.file(*kind, paper, *on),
            Event::NoticeServed { paper, service } => self.serve_notice(*paper, service)?,
            Event::PaperVoided { on, paper, is_undone, .. } => {
                self.untell(paper.paper)?;
                if *is_undone {
                    self.unask(paper.paper)?;
                }
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
            Event::Weighed { on, is_weighty, reason } => {
                self.weighty = is_weighty.then_some(Weight { on: *on, reason: *reason });
            }
            Event::Promoted { on, matter, ground, reason } => {
                self.promotions.push(Promotion {
                    on: *on,
                    matter: *matter,
                    ground: *ground,
                    reason: *reason,
                });
            }
            Event::HandedOver { on, to } => self.hand_over(*on, *to),
            Event::TakenOver { on, from, number, .. } => {
                if self.handed_to.take().is_none() {
                    return Err("it was not handed over".to_owned());
                }
                self.held_before.push((*from, *on));
                if let (Some(registration), Some(number)) = (&mut self.registration, number) {
                    registration.number.clone_from(number);
                }
            }
        }
        Ok(())
    }

    /// Nobody of the agency before has it in hand any more, and nothing is signed or issued in its name.
    fn hand_over(&mut self, on: NaiveDate, to: AgencyId) {
        self.handed_to = Some(to);
        self.assignments.clear();
        if self.closed_on().is_some_and(|_| self.round().reopening.is_none()) {
            return;
        }
        if let Some(round) = self.rounds.last_mut().filter(|round| round.services.is_empty())
            && let Some(draft) = round.drafts.last_mut()
        {
            draft.lapsed_on = Some(on);
        }
    }

    /// What one of several applicants takes back, the others still ask for: it ends when all have.
    fn withdraw(&mut self, on: NaiveDate, statement: ContentRef, by: &[u32]) -> Result<(), String> {
        let all = 1..=self.arrival.applicants();
        if by.iter().any(|place| !all.contains(place) || self.withdrawn_by.contains(place)) {
            return Err("there is no such applicant".to_owned());
        }
        self.withdrawn_by.extend(by);
        if by.is_empty() || all.clone().all(|place| self.withdrawn_by.contains(&place)) {
            self.withdrawal = Some(Withdrawal { on, statement });
            return Ok(());
        }
        let gone = self.withdrawn_by.clone();
        self.round_mut()?.withdrawn = gone;
        Ok(())
    }

    fn serve_notice(&mut self, paper: PaperId, service: &Service) -> Result<(), String> {
        let on = service.counts_on().ok_or("the service has no day that counts")?;
        if !self.notices_to_serve().any(|known| known.paper.paper == paper) {
            return Err("no such notice waits for service".to_owned());
        }
        let is_it = |notice: Option<PaperId>| notice == Some(paper);
        for extension in self.extensions.iter_mut().filter(|extension| is_it(extension.notice)) {
            extension.told_on = Some(on);
        }
        // the notice promises that nothing is handed out for some days from its receipt
        for consultation in self.consultations.iter_mut().filter(|one| is_it(one.notice)) {
            consultation.told_on = Some(service.signed_on.map_or(on, |signed_on| signed_on.max(on)));
        }
        if let Some(delay) = self.delay.as_mut().filter(|delay| is_it(delay.notice)) {
            delay.told_on = Some(on);
        }
        if let Some(reasons) = self.reasons.as_mut().filter(|reasons| is_it(reasons.notice)) {
            reasons.served_on = Some(on);
        }
        if let Some(splitting) = self.splitting.as_mut().filter(|splitting| is_it(splitting.notice)) {
            splitting.told_on = Some(on);
        }
        let is_proven = service.proof.is_some();
        // signed for by the applicant it has been received, unless that was recorded before
        if let Some(correction) = self.correction.as_mut().filter(|one| one.paper.paper == paper) {
            correction.served_on = Some(on);
            correction.notice_received_on = correction.notice_received_on.or(service.signed_on);
        }
        if let Some(fee) = self.fee.as_mut().filter(|one| one.paper.paper == paper) {
            fee.served_on = Some(on);
            if fee.notice_received_on.is_none() {
                fee.notice_received_on = service.signed_on;
                fee.has_proof = is_proven && service.signed_on.is_some();
            }
        }
        for known in self.papers.iter_mut().filter(|known| known.paper.paper == paper) {
            known.service = Some(service.clone());
        }
        Ok(())
    }

    /// A notice that is cancelled before it was served has told nobody: it may be written again.
    fn untell(&mut self, paper: PaperId) -> Result<(), String> {
        if self.papers.iter().any(|known| known.paper.paper == paper && known.service.is_some()) {
            return Err("the notice has been served".to_owned());
        }
        let is_it = |notice: Option<PaperId>| notice == Some(paper);
        for extension in self.extensions.iter_mut().filter(|one| is_it(one.notice) && one.told_on.is_none()) {
            extension.notice = None;
        }
        for one in self.consultations.iter_mut().filter(|one| is_it(one.notice) && one.told_on.is_none()) {
            one.notice = None;
        }
        if self.delay.is_some_and(|delay| is_it(delay.notice) && delay.told_on.is_none()) {
            self.delay = None;
        }
        if self
            .reasons
            .is_some_and(|one| is_it(one.notice) && one.served_on.is_none() && one.given_on.is_none())
        {
            self.reasons = None;
        }
        Ok(())
    }

    /// What a cancelled paper asked for is undone, where nobody had received it: the correction and the fee may be asked for
    /// anew, and the letter interrupts nothing.
    fn unask(&mut self, paper: PaperId) -> Result<(), String> {
        if self.is_request_received(paper) {
            return Err("what the paper asks for has been received".to_owned());
        }
        if self.correction.as_ref().is_some_and(|one| one.paper.paper == paper) {
            self.correction = None;
            self.ticks.retain(|tick| !matches!(tick, Tick::CorrectionRequested { .. }));
        }
        if self.fee.as_ref().is_some_and(|one| one.paper.paper == paper) {
            self.fee = None;
            self.ticks.retain(|tick| !matches!(tick, Tick::FeeNoticed { .. }));
        }
        let letter = self.consultations.iter().find(|one| one.paper.paper == paper).map(|one| one.id);
        if let Some(letter) = letter {
            self.consultations.retain(|one| one.id != letter);
            self.ticks.retain(|tick| !matches!(tick, Tick::ConsultationSent { id, .. } if *id == letter));
        }
        Ok(())
    }

    /// Whether a paper that asks for a correction, a fee or an opinion is known to have reached whom it asks, or to have gone out
    /// and come back.
    pub(super) fn is_request_received(&self, paper: PaperId) -> bool {
        let is_it = |one: &PaperRef| one.paper == paper;
        let correction = self.correction.as_ref().filter(|one| is_it(&one.paper));
        let fee = self.fee.as_ref().filter(|one| is_it(&one.paper));
        let letter = self.consultations.iter().find(|one| is_it(&one.paper));
        correction.is_some_and(|one| one.notice_received_on.or(one.corrected_on).is_some())
            || fee.is_some_and(|one| one.notice_received_on.or(one.paid_on).is_some())
            || letter.is_some_and(|one| !one.is_on_its_way())
    }

    /// The notices that were written and wait to be served: those on which a period or a right depends, and that of a split.
    pub fn notices_to_serve(&self) -> impl Iterator<Item = &PaperOnFile> {
        let waits = |paper: PaperId| {
            let is_it = |notice: Option<PaperId>| notice == Some(paper);
            self.extensions.iter().any(|one| is_it(one.notice) && one.told_on.is_none())
                || self.consultations.iter().any(|one| is_it(one.notice) && one.told_on.is_none())
                || self.delay.is_some_and(|one| is_it(one.notice) && one.told_on.is_none())
                || self.splitting.as_ref().is_some_and(|one| is_it(one.notice) && one.told_on.is_none())
                || self.reasons.is_some_and(|one| is_it(one.notice) && one.served_on.is_none())
                // that it arrived may be known before it is recorded how it went out
                || self.correction.as_ref().is_some_and(|one| one.paper.paper == paper && one.served_on.is_none())
                || self.fee.as_ref().is_some_and(|one| one.paper.paper == paper && one.served_on.is_none())
        };
        self.papers.iter().filter(move |known| known.voided_on.is_none() && waits(known.paper.paper))
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
