//! A request to correct what an agency holds on record about somebody (《条例》第四十一条): a case of its own, never counted in
//! table 3.
//!
//! Not here: correcting an application (补正, `crate::application`), who may act (`crate::staff`).
//!
//! The regulation sets no period for the answer; none is invented here.

use crate::application::{ReturnReason, Service};
use crate::delivery::{self, Delivery};
use crate::ids::{ContentRef, PaperId, PersonId, RecordCorrectionId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

keyed_enum!(
    /// Where a request stands.
    State, "record correction state" {
        /// Received; nobody has looked into it.
        Received = "received", "已收到";
        /// The requester was asked for evidence.
        AwaitingEvidence = "awaiting_evidence", "待补充证据";
        /// Somebody looks into it.
        Examining = "examining", "核实中";
        /// The outcome was decided.
        Decided = "decided", "已作出处理";
        /// The requester was told.
        Answered = "answered", "已答复";
        /// The requester took it back.
        Withdrawn = "withdrawn", "已撤回";
        /// The answer is written and numbered; it was not served yet, or came back.
        AwaitingService = "awaiting_service", "答复书待送达";
    }
);

keyed_enum!(
    /// How a request ends.
    Outcome, "record correction outcome" {
        /// The record was wrong and this agency may correct it: it did.
        Corrected = "corrected", "予以更正";
        /// The record is right, or the evidence does not show otherwise.
        Refused = "refused", "不予更正";
        /// Another agency may correct it, and the request was passed on.
        Forwarded = "forwarded", "转送有权更正的机关";
        /// Another agency may correct it, and the requester was told which.
        Redirected = "redirected", "告知向有权更正的机关提出";
    }
);

keyed_enum!(
    /// What can be recorded of a request.
    Action, "record correction action" {
        /// Ask for evidence.
        AskEvidence = "ask_evidence", "要求补充证据";
        /// Record evidence.
        RecordEvidence = "record_evidence", "登记证据";
        /// Begin to look into it.
        Examine = "examine", "开始核实";
        /// Decide.
        Decide = "decide", "作出处理";
        /// Tell the requester.
        Answer = "answer", "答复";
        /// Record that the requester took it back.
        Withdraw = "withdraw", "登记撤回";
        /// Cancel the paper before it is served.
        VoidPaper = "void_paper", "答复书作废";
        /// Record its service.
        Serve = "serve", "登记送达";
        /// Record that it was signed for.
        RecordReceipt = "record_receipt", "登记签收";
        /// Record that it came back.
        RecordReturn = "record_return", "登记退回";
    }
);

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The request arrived.
    Received {
        /// Day.
        on: NaiveDate,
        /// The public reference.
        reference: String,
        /// Who asks.
        requester: ContentRef,
        /// What is to be corrected.
        request: ContentRef,
        /// The evidence that the record is wrong, where some came with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        evidence: Option<ContentRef>,
    },
    /// The requester was asked for evidence.
    EvidenceAsked {
        /// Day.
        on: NaiveDate,
    },
    /// Evidence came.
    EvidenceReceived {
        /// Day.
        on: NaiveDate,
        /// The evidence.
        evidence: ContentRef,
    },
    /// Somebody looks into it.
    ExaminationBegun {
        /// Day.
        on: NaiveDate,
        /// Who.
        handler: PersonId,
    },
    /// The outcome was decided.
    Decided {
        /// Day.
        on: NaiveDate,
        /// The outcome.
        outcome: Outcome,
        /// The finding, with its reasons.
        finding: ContentRef,
        /// The agency that may correct the record, for the last two outcomes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        competent_agency: Option<String>,
    },
    /// The requester was told (政府信息更正答复书).
    Answered {
        /// Day.
        on: NaiveDate,
        /// The paper.
        paper: PaperId,
        /// Whether its service is recorded. Of what was written before services were, the answer was the service.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        awaits_service: bool,
    },
    /// The requester took it back.
    Withdrawn {
        /// Day.
        on: NaiveDate,
    },
    /// The paper was cancelled (作废) before it was served; its number is never used again.
    PaperVoided {
        /// Day.
        on: NaiveDate,
        /// The paper.
        paper: PaperId,
        /// Why.
        reason: ContentRef,
    },
    /// The paper was served.
    Served {
        /// The day that counts.
        on: NaiveDate,
        /// How, and with what proof.
        service: Service,
    },
    /// A posted or sent paper was signed for.
    ServiceSigned {
        /// Day.
        on: NaiveDate,
        /// What proves it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<ContentRef>,
    },
    /// The post brought it back.
    ServiceReturned {
        /// Day.
        on: NaiveDate,
        /// Why.
        reason: ReturnReason,
    },
}

impl Event {
    /// The day on which it happened.
    pub fn on(&self) -> NaiveDate {
        match self {
            Self::Received { on, .. }
            | Self::EvidenceAsked { on }
            | Self::EvidenceReceived { on, .. }
            | Self::ExaminationBegun { on, .. }
            | Self::Decided { on, .. }
            | Self::Answered { on, .. }
            | Self::Withdrawn { on }
            | Self::PaperVoided { on, .. }
            | Self::Served { on, .. }
            | Self::ServiceSigned { on, .. }
            | Self::ServiceReturned { on, .. } => *on,
        }
    }

    /// The action that the event records; none for the receipt.
    pub fn action(&self) -> Option<Action> {
        Some(match self {
            Self::Received { .. } => return None,
            Self::EvidenceAsked { .. } => Action::AskEvidence,
            Self::EvidenceReceived { .. } => Action::RecordEvidence,
            Self::ExaminationBegun { .. } => Action::Examine,
            Self::Decided { .. } => Action::Decide,
            Self::Answered { .. } => Action::Answer,
            Self::Withdrawn { .. } => Action::Withdraw,
            Self::PaperVoided { .. } => Action::VoidPaper,
            Self::Served { .. } => Action::Serve,
            Self::ServiceSigned { .. } => Action::RecordReceipt,
            Self::ServiceReturned { .. } => Action::RecordReturn,
        })
    }
}

/// The state to which an action leads; none where it is refused.
pub fn target(from: State, action: Action) -> Option<State> {
    match (from, action) {
        (State::Received | State::Examining, Action::AskEvidence) => Some(State::AwaitingEvidence),
        (State::AwaitingEvidence, Action::RecordEvidence) => Some(State::Received),
        (State::Received | State::Examining, Action::RecordEvidence) => Some(from),
        (State::Received | State::AwaitingEvidence, Action::Examine) => Some(State::Examining),
        (State::Examining, Action::Decide) => Some(State::Decided),
        (State::Decided, Action::Answer) => Some(State::AwaitingService),
        (State::AwaitingService, Action::VoidPaper) => Some(State::Decided),
        (State::AwaitingService, Action::Serve) | (State::Answered, Action::RecordReceipt) => {
            Some(State::Answered)
        }
        (State::Answered, Action::RecordReturn) => Some(State::AwaitingService),
        (State::Received | State::AwaitingEvidence | State::Examining, Action::Withdraw) => {
            Some(State::Withdrawn)
        }
        _ => None,
    }
}

/// An event that cannot follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransitionError {
    /// The first event is no receipt, there is none, or a second one came.
    #[error("a record correction begins with its receipt, once")]
    NotReceived,
    /// The state does not allow it.
    #[error("cannot {action} from {from}")]
    Refused {
        /// Where the request stood.
        from: State,
        /// What was to be recorded.
        action: Action,
    },
}

/// A request to correct a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordCorrection {
    /// Its id.
    pub id: RecordCorrectionId,
    /// The public reference.
    pub reference: String,
    /// Where it stands.
    pub state: State,
    /// Day of receipt.
    pub received_on: NaiveDate,
    /// Whether evidence is at hand.
    pub has_evidence: bool,
    /// Who looks into it.
    pub handler: Option<PersonId>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The paper that answers it, with its day; a cancelled one is none.
    pub paper: Option<(NaiveDate, PaperId)>,
    /// The services of that paper.
    pub delivery: Delivery,
    /// Day of the answer: the day on which its service counts.
    pub answered_on: Option<NaiveDate>,
    /// Day of the last event.
    pub last_on: NaiveDate,
}

/// What is known when something is to be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    /// The day on which it happens.
    pub on: NaiveDate,
    /// The outcome to be recorded.
    pub outcome: Option<Outcome>,
    /// The agency named as the one that may correct the record.
    pub competent_agency: Option<&'a str>,
    /// The service to be recorded.
    pub service: Option<&'a Service>,
}

/// One reason why something cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The state does not allow it.
    State {
        /// Where the request stands.
        state: State,
        /// What was asked.
        action: Action,
    },
    /// The day lies before the last event.
    BeforeLastEvent,
    /// 《条例》第四十一条 asks for evidence that the record is wrong.
    NoEvidence,
    /// Forwarding or redirecting names no agency.
    NoCompetentAgency,
    /// The service cannot be.
    Service(delivery::Reason),
    /// A paper that was sent once is not cancelled any more, also where it came back.
    SentAlready,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::State { state, action } => {
                write!(f, "更正申请处于“{}”，不能{}", state.name(), action.name())
            }
            Self::BeforeLastEvent => f.write_str("日期早于上一事项"),
            Self::NoEvidence => f.write_str("没有证明记录不准确的证据，不能更正（《条例》第四十一条）"),
            Self::NoCompetentAgency => f.write_str("应当写明有权更正的机关"),
            Self::Service(reason) => reason.fmt(f),
            Self::SentAlready => f.write_str("答复书已经送达或者寄出，不能作废"),
        }
    }
}

impl RecordCorrection {
    /// The request as its events make it.
    ///
    /// # Errors
    /// The first event that cannot follow.
    pub fn from_events<'a>(
        id: RecordCorrectionId,
        events: impl IntoIterator<Item = &'a Event>,
    ) -> Result<Self, TransitionError> {
        let mut events = events.into_iter();
        let Some(Event::Received { on, reference, evidence, .. }) = events.next() else {
            return Err(TransitionError::NotReceived);
        };
        let mut request = Self {
            id,
            reference: reference.clone(),
            state: State::Received,
            received_on: *on,
            has_evidence: evidence.is_some(),
            handler: None,
            outcome: None,
            paper: None,
            delivery: Delivery::default(),
            answered_on: None,
            last_on: *on,
        };
        for event in events {
            request.apply(event)?;
        }
        Ok(request)
    }

    /// Adds what happened next.
    ///
    /// # Errors
    /// [`TransitionError`]; the request is then unchanged.
    pub fn apply(&mut self, event: &Event) -> Result<(), TransitionError> {
        let action = event.action().ok_or(TransitionError::NotReceived)?;
        let refused = TransitionError::Refused { from: self.state, action };
        self.state = target(self.state, action).ok_or(refused)?;
        match event {
            Event::EvidenceReceived { .. } => self.has_evidence = true,
            Event::ExaminationBegun { handler, .. } => self.handler = Some(*handler),
            Event::Decided { outcome, .. } => self.outcome = Some(*outcome),
            Event::Answered { on, paper, awaits_service } => {
                self.paper = Some((*on, *paper));
                if !awaits_service {
                    self.state = State::Answered;
                    self.answered_on = Some(*on);
                }
            }
            Event::PaperVoided { .. } => {
                self.paper = None;
                self.delivery = Delivery::default();
            }
            Event::Served { on, service } => {
                self.delivery.serve(service);
                self.answered_on = Some(*on);
            }
            Event::ServiceSigned { on, .. } => self.delivery.sign(*on),
            Event::ServiceReturned { on, reason } => {
                self.delivery.bring_back(*on, *reason);
                self.answered_on = None;
            }
            Event::Received { .. } | Event::EvidenceAsked { .. } | Event::Withdrawn { .. } => {}
        }
        self.last_on = self.last_on.max(event.on());
        Ok(())
    }

    /// All reasons why the action is impossible; none means that it may be recorded.
    pub fn why_not(&self, action: Action, context: Context<'_>) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if target(self.state, action).is_none() {
            reasons.push(Reason::State { state: self.state, action });
        }
        if context.on < self.last_on {
            reasons.push(Reason::BeforeLastEvent);
        }
        if action == Action::Decide {
            if context.outcome == Some(Outcome::Corrected) && !self.has_evidence {
                reasons.push(Reason::NoEvidence);
            }
            let names_other = matches!(context.outcome, Some(Outcome::Forwarded | Outcome::Redirected));
            if names_other && context.competent_agency.is_none_or(|name| name.trim().is_empty()) {
                reasons.push(Reason::NoCompetentAgency);
            }
        }
        let issued_on = self.paper.map(|(on, _)| on);
        let service = match action {
            Action::Serve => {
                context.service.map_or_else(Vec::new, |one| delivery::against_service(one, issued_on))
            }
            Action::RecordReceipt => delivery::against_signing(&self.delivery, context.on),
            Action::RecordReturn => delivery::against_return(&self.delivery),
            _ => Vec::new(),
        };
        reasons.extend(service.into_iter().map(Reason::Service));
        if action == Action::VoidPaper && !self.delivery.services.is_empty() {
            reasons.push(Reason::SentAlready);
        }
        reasons
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::ServiceMethod;
    use crate::ids::{ContentId, Digest};
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn content() -> ContentRef {
        ContentRef { id: ContentId(Uuid::from_u128(9)), digest: Digest([0; 32]) }
    }

    fn received(evidence: Option<ContentRef>) -> Event {
        Event::Received {
            on: day("2026-03-02"),
            reference: "GZ-2026-1".to_owned(),
            requester: content(),
            request: content(),
            evidence,
        }
    }

    fn begun() -> Event {
        Event::ExaminationBegun { on: day("2026-03-03"), handler: PersonId(Uuid::from_u128(3)) }
    }

    fn decided(outcome: Outcome) -> Event {
        Event::Decided { on: day("2026-03-20"), outcome, finding: content(), competent_agency: None }
    }

    fn answered() -> Event {
        Event::Answered { on: day("2026-03-24"), paper: PaperId(Uuid::from_u128(5)), awaits_service: true }
    }

    fn fold(events: &[Event]) -> RecordCorrection {
        RecordCorrection::from_events(RecordCorrectionId(Uuid::from_u128(4)), events)
            .expect("the events follow")
    }

    fn on(text: &str) -> Context<'static> {
        Context { on: day(text), outcome: None, competent_agency: None, service: None }
    }

    fn posted() -> Service {
        Service {
            method: ServiceMethod::Post,
            number: None,
            sent_on: Some(day("2026-03-25")),
            signed_on: None,
            is_refusal_witnessed: false,
            proof: Some(content()),
            recipient: None,
        }
    }

    fn served() -> Event {
        Event::Served { on: day("2026-03-25"), service: posted() }
    }

    #[test]
    fn every_state_allows_what_the_table_says_and_refuses_the_rest_with_reasons() {
        let evidence = Some(content());
        let decided = decided(Outcome::Corrected);
        let states = [
            vec![received(evidence)],
            vec![received(evidence), Event::EvidenceAsked { on: day("2026-03-03") }],
            vec![received(evidence), begun()],
            vec![received(evidence), begun(), decided.clone()],
            vec![received(evidence), begun(), decided.clone(), answered(), served()],
            vec![received(evidence), Event::Withdrawn { on: day("2026-03-04") }],
            vec![received(evidence), begun(), decided, answered()],
        ];
        assert_eq!(states.len(), State::EVERY.len());
        let table: Vec<String> = states
            .iter()
            .map(|events| {
                let request = fold(events);
                let allowed =
                    Action::EVERY.iter().filter(|a| request.why_not(**a, on("2026-05-06")).is_empty());
                format!("{}: {}", request.state, allowed.map(|a| a.key()).collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(
            table,
            [
                "received: ask_evidence record_evidence examine withdraw",
                "awaiting_evidence: record_evidence examine withdraw",
                "examining: ask_evidence record_evidence decide withdraw",
                "decided: answer",
                "answered: record_receipt record_return",
                "withdrawn: ",
                "awaiting_service: void_paper serve",
            ]
        );
    }

    #[test]
    fn an_answer_is_told_once_it_is_served_and_one_that_came_back_is_served_again() {
        let evidence = Some(content());
        let before = [received(evidence), begun(), decided(Outcome::Corrected), answered()];
        let mut request = fold(&before);
        assert_eq!((request.state, request.answered_on), (State::AwaitingService, None));
        let early = Service { sent_on: Some(day("2026-03-23")), proof: None, ..posted() };
        let reasons = request.why_not(Action::Serve, Context { service: Some(&early), ..on("2026-03-25") });
        let told: Vec<String> = reasons.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "送达日期早于作出答复的日期",
                "应当留存送达凭证（直接、委托送达的送达回证，邮政单号或者发送记录）"
            ]
        );
        request.apply(&served()).expect("served");
        assert_eq!(request.answered_on, Some(day("2026-03-25")));
        let back = Event::ServiceReturned { on: day("2026-03-30"), reason: ReturnReason::Unclaimed };
        request.apply(&back).expect("came back");
        assert_eq!((request.state, request.answered_on), (State::AwaitingService, None));
        assert_eq!(request.why_not(Action::VoidPaper, on("2026-03-31")), [Reason::SentAlready]);
        let again = Event::Served {
            on: day("2026-04-01"),
            service: Service { sent_on: Some(day("2026-04-01")), ..posted() },
        };
        request.apply(&again).expect("served again");
        let early = request.why_not(Action::RecordReceipt, on("2026-04-01"));
        assert_eq!(early, [], "signed for on the day of posting");
        request.apply(&Event::ServiceSigned { on: day("2026-04-03"), proof: None }).expect("signed");
        let twice = request.why_not(Action::RecordReturn, on("2026-04-07"));
        assert_eq!(twice, [Reason::Service(delivery::Reason::SignedAlready)]);
    }

    #[test]
    fn a_cancelled_answer_is_written_anew_and_one_of_old_records_was_told_by_being_written() {
        let mut request =
            fold(&[received(Some(content())), begun(), decided(Outcome::Corrected), answered()]);
        let voided = Event::PaperVoided {
            on: day("2026-03-24"),
            paper: PaperId(Uuid::from_u128(5)),
            reason: content(),
        };
        request.apply(&voided).expect("cancelled");
        assert_eq!((request.state, request.paper), (State::Decided, None));
        assert_eq!(request.why_not(Action::Answer, on("2026-03-24")), []);
        let old = r#"{"event":"answered","on":"2026-03-24","paper":"00000000-0000-0000-0000-000000000005"}"#;
        request.apply(&serde_json::from_str(old).expect("reads")).expect("answered");
        assert_eq!((request.state, request.answered_on), (State::Answered, Some(day("2026-03-24"))));
    }

    #[test]
    fn a_record_is_not_corrected_without_evidence_but_may_be_left_as_it_is() {
        let request = fold(&[received(None), begun()]);
        let ask =
            |outcome| request.why_not(Action::Decide, Context { outcome: Some(outcome), ..on("2026-03-20") });
        assert_eq!(ask(Outcome::Corrected), [Reason::NoEvidence]);
        assert_eq!(ask(Outcome::Refused), []);
        let mut with_evidence = request.clone();
        let evidence = Event::EvidenceReceived { on: day("2026-03-10"), evidence: content() };
        with_evidence.apply(&evidence).expect("evidence may come while it is examined");
        let context = Context { outcome: Some(Outcome::Corrected), ..on("2026-03-20") };
        assert_eq!(with_evidence.why_not(Action::Decide, context), []);
    }

    #[test]
    fn whoever_sends_a_requester_elsewhere_says_where() {
        let request = fold(&[received(None), begun()]);
        let to = |competent_agency| Context {
            outcome: Some(Outcome::Redirected),
            competent_agency,
            ..on("2026-03-20")
        };
        assert_eq!(request.why_not(Action::Decide, to(None)), [Reason::NoCompetentAgency]);
        assert_eq!(request.why_not(Action::Decide, to(Some(" "))), [Reason::NoCompetentAgency]);
        assert_eq!(request.why_not(Action::Decide, to(Some("甲市公安局"))), []);
    }

    #[test]
    fn all_reasons_are_told_at_once() {
        let request = fold(&[received(None)]);
        let context = Context { outcome: Some(Outcome::Corrected), ..on("2026-03-01") };
        let words: Vec<String> =
            request.why_not(Action::Decide, context).iter().map(ToString::to_string).collect();
        assert_eq!(
            words,
            [
                "更正申请处于“已收到”，不能作出处理",
                "日期早于上一事项",
                "没有证明记录不准确的证据，不能更正（《条例》第四十一条）",
            ]
        );
    }

    #[test]
    fn an_event_that_cannot_follow_leaves_the_request_as_it_was() {
        let mut request = fold(&[received(None)]);
        let before = request.clone();
        let error = request.apply(&answered()).expect_err("nothing was decided");
        assert_eq!(error.to_string(), "cannot answer from received");
        assert_eq!(request, before);
    }

    #[test]
    fn events_survive_writing_and_reading() {
        for event in [received(Some(content())), begun(), decided(Outcome::Forwarded), answered(), served()] {
            let json = serde_json::to_string(&event).expect("writes");
            assert_eq!(serde_json::from_str::<Event>(&json).expect("reads"), event);
        }
    }
}
