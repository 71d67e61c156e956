//! From events to the application: one pass, in order, refusing what cannot have happened.
//!
//! Not here: what may be recorded next (`super::guard`), the days (`super::clock`).

use super::action::ActionKind;
use super::channel::received_on;
use super::event::{ClosingCause, Event, Recorded};
use super::outcome::CountingRule;
use super::state::{Outcome, State};
use super::transition::permits;
use crate::ids::{AgencyId, ApplicationId, PersonId};
use crate::notice::kind::Reply;
use crate::report::Row;
use chrono::{NaiveDate, NaiveDateTime};
use gongkai_deadline::timeline::Event as Tick;

pub use super::records::{
    Archiving, Arrival, Assignment, Assistance, Closing, Confirmation, Consultation, Correction, Delay,
    Draft, Extension, ExtensionProposal, FeeNotice, IssuedReply, Judgement, PaperOnFile, Promotion,
    ReasonsRequest, Registration, Reopening, ReturnedDraft, Round, Search, ServiceRecord, Signature,
    Splitting, Weight, Withdrawal,
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
    /// The day on which it was split from that one.
    pub split_on: Option<NaiveDate>,
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
    /// Extensions proposed, decided or not.
    pub extension_proposals: Vec<ExtensionProposal>,
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
    /// Withdrawal by all who apply.
    pub withdrawal: Option<Withdrawal>,
    /// Those of several applicants who have withdrawn each for themselves, by their place from 1.
    pub withdrawn_by: Vec<u32>,
    /// Closing by an internal statement.
    pub closing: Option<Closing>,
    /// Splitting.
    pub splitting: Option<Splitting>,
    /// Archiving; undone by reopening.
    pub archiving: Option<Archiving>,
    /// Every paper, also those cancelled.
    pub papers: Vec<PaperOnFile>,
    /// Held to be weighty (重大疑难): the principal signs off.
    pub weighty: Option<Weight>,
    /// Who last held it to be weighty no longer, in the course of the reply in hand: that person does not sign it off.
    pub unweighed_by: Option<PersonId>,
    /// What goes over to proactive disclosure.
    pub promotions: Vec<Promotion>,
    /// The agency to which it was handed over and whose taking over is not recorded yet.
    pub handed_to: Option<AgencyId>,
    /// The agencies that had it before, oldest first, each with the first day of the next one.
    pub held_before: Vec<(AgencyId, NaiveDate)>,
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
            intake,
        } = &first.event
        else {
            return Err(FoldError::NotAnArrival(first.event.kind()));
        };
        let arrival = Arrival {
            channel: *channel,
            is_oral: *is_oral,
            arrived_on: *arrived_on,
            applicant_kind: *applicant_kind,
            applicant: *applicant,
            joint_applicants: joint_applicants.clone(),
            agent: *agent,
            provision: *provision,
            intake: *intake,
        };
        Ok(Self {
            rounds: vec![Round::for_applicants(arrival.applicants())],
            arrival,
            matters: matters.clone(),
            split_from: None,
            split_on: None,
            confirmation: None,
            received_on: received_on(*channel, *arrived_on, None, false),
            ticks: Vec::new(),
            registration: None,
            assignments: Vec::new(),
            correction: None,
            consultations: Vec::new(),
            assistance: Vec::new(),
            extensions: Vec::new(),
            extension_proposals: Vec::new(),
            reasons: None,
            delay: None,
            fee: None,
            searches: Vec::new(),
            joined: Vec::new(),
            withdrawal: None,
            withdrawn_by: Vec::new(),
            closing: None,
            splitting: None,
            archiving: None,
            papers: Vec::new(),
            weighty: None,
            unweighed_by: None,
            promotions: Vec::new(),
            handed_to: None,
            held_before: Vec::new(),
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
        // A reply to several applicants is served when it is served on each of them.
        if !round.services.is_empty() && round.left().is_empty() {
            return if round.is_undelivered() { State::Undelivered } else { State::Served };
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
        if let Some(draft) = draft.filter(|draft| draft.returned.is_none() && draft.lapsed_on.is_none()) {
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

    /// Consultations of the reply in hand whose opinion has not come, and whose letter has not come back.
    pub fn open_consultations(&self) -> impl Iterator<Item = &Consultation> {
        let round = self.rounds.len();
        self.consultations
            .iter()
            .filter(move |consultation| consultation.round == round && consultation.is_awaited())
    }

    /// Whether the party of a letter was not heard: the letter came back, and no letter that was sent instead reached it. Its
    /// silence says nothing then (《条例》第三十二条、第三十四条 speak of who received the letter).
    pub fn is_unheard(&self, consultation: &Consultation) -> bool {
        // letters stand only for earlier ones, see the recording of the letter
        let mut again = self.consultations.iter().filter(|one| one.instead_of == Some(consultation.id));
        consultation.came_back() && again.all(|one| self.is_unheard(one))
    }

    /// A consultation by its number.
    pub fn consultation(&self, id: u32) -> Option<&Consultation> {
        self.consultations.iter().find(|consultation| consultation.id == id)
    }

    /// The proposal of an extension that waits for the head's decision.
    pub fn open_extension_proposal(&self) -> Option<&ExtensionProposal> {
        self.extension_proposals.iter().find(|proposal| proposal.is_open)
    }

    /// The present case handler.
    pub fn handler(&self) -> Option<PersonId> {
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

    /// Why it ended without a decision, by an internal statement or by a notice; none where it ended in another way.
    pub fn closing_cause(&self) -> Option<&ClosingCause> {
        let stated = self.closing.as_ref().and_then(|closing| closing.cause.as_ref());
        let served = self.rounds.iter().filter(|round| round.served_on().is_some());
        let noticed = served.filter_map(Round::issued_draft).find_map(|draft| draft.facts.closing.as_ref());
        stated.or(noticed)
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

    /// The answer that stands: the last reply, once served; none where it was quashed, or where the application was only given
    /// up, withdrawn or closed. Only an answer makes a second application for the same a repeated one (第三十六条第（六）项).
    pub fn answer(&self) -> Option<&IssuedReply> {
        let round = self.round();
        round.served_on()?;
        let is_answer = round.issued_draft().is_some_and(|draft| {
            !matches!(draft.reply, Reply::CorrectionOverdue | Reply::FeeOverdue | Reply::ClosedOther)
        });
        round.issued.as_ref().filter(|_| is_answer)
    }

    /// Whether a decision may have it answered: anew after a reply, or for the first time where the silence was challenged
    /// (责令履行) and no reply is numbered. What was withdrawn, or goes on as parts, is answered no more.
    pub fn may_be_ordered_to_reply(&self) -> bool {
        let round = self.round();
        let is_unanswered = round.issued.is_none() && round.reopening.is_none();
        let goes_on = self.withdrawal.is_none() && self.splitting.is_none();
        goes_on && (self.closed_on().is_some() || is_unanswered)
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
        // between the two chains nothing happens
        if self.handed_to.is_some() != matches!(recorded.event, Event::TakenOver { .. }) {
            return Err(FoldError::NotPermitted { sequence, from, action });
        }
        self.record(&recorded.event).map_err(|because| FoldError::Inconsistent {
            sequence,
            action,
            because,
        })?;
        match &recorded.event {
            Event::Weighed { is_weighty, .. } => {
                self.unweighed_by = recorded.actor.filter(|_| !is_weighty);
            }
            Event::ReopenedByDecision { .. } => self.unweighed_by = None,
            _ => {}
        }
        self.last_sequence = sequence;
        self.last_at = recorded.at;
        Ok(())
    }
}
