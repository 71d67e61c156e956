//! A complaint to the supervising authority that an agency does not publish what it must, or replied unlawfully (《条例》
//! 第四十七条第二款): a case of its own, never counted in table 3.
//!
//! Not here: reconsiderations and suits (`crate::challenge`), who may act (`crate::staff`).
//!
//! The regulation sets no period; none is invented here.

use crate::application::{ReturnReason, Service, ServiceMethod};
use crate::delivery::{self, Delivery};
use crate::ids::{AgencyId, ApplicationId, ComplaintId, ContentRef, PersonId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

keyed_enum!(
    /// Of what somebody complains.
    Subject, "complaint subject" {
        /// 未按要求主动公开政府信息.
        NotPublished = "not_published", "未按要求主动公开政府信息";
        /// 对政府信息公开申请不依法答复处理.
        UnlawfulReply = "unlawful_reply", "对政府信息公开申请不依法答复处理";
    }
);

keyed_enum!(
    /// Where a complaint stands.
    State, "complaint state" {
        /// Received.
        Received = "received", "已收到";
        /// The authority looks into it.
        Investigating = "investigating", "调查中";
        /// The agency was ordered to put it right.
        RectificationOrdered = "rectification_ordered", "已责令整改";
        /// The agency reported that it has.
        Rectified = "rectified", "已整改";
        /// The complainant was told the result.
        Answered = "answered", "已答复";
        /// Not for this authority; the complainant was told where to go.
        Redirected = "redirected", "已告知其他渠道";
        /// Taken back.
        Withdrawn = "withdrawn", "已撤回";
        /// The answer is written; it was not served yet, or came back.
        AwaitingService = "awaiting_service", "答复待送达";
    }
);

keyed_enum!(
    /// What the investigation found.
    Finding, "complaint finding" {
        /// 查证属实: rectification is ordered (督促整改).
        Proven = "proven", "查证属实，督促整改";
        /// 查证属实 and grave: rectification, and 通报批评.
        ProvenCriticised = "proven_criticised", "查证属实，督促整改并通报批评";
        /// 查无实据.
        Unfounded = "unfounded", "未发现违法情形";
    }
);

impl Finding {
    /// Whether the agency must put something right.
    pub fn is_proven(self) -> bool {
        self != Self::Unfounded
    }
}

keyed_enum!(
    /// What can be recorded of a complaint.
    Action, "complaint action" {
        /// Begin to look into it.
        Investigate = "investigate", "开始调查";
        /// Record what was found.
        RecordFinding = "record_finding", "登记调查结果";
        /// Record that the agency put it right.
        RecordRectification = "record_rectification", "登记整改情况";
        /// Tell the complainant.
        Answer = "answer", "答复投诉人";
        /// Name another channel.
        Redirect = "redirect", "告知其他渠道";
        /// Record that it was taken back.
        Withdraw = "withdraw", "登记撤回";
        /// Cancel the answer before it is served.
        VoidAnswer = "void_answer", "答复作废";
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
    /// The complaint arrived.
    Received {
        /// Day.
        on: NaiveDate,
        /// The public reference.
        reference: String,
        /// Of what.
        subject: Subject,
        /// The agency complained of.
        against: AgencyId,
        /// The application concerned, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        application: Option<ApplicationId>,
        /// Who complains; none where anonymous.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        complainant: Option<ContentRef>,
        /// What is said.
        text: ContentRef,
    },
    /// Somebody looks into it.
    InvestigationBegun {
        /// Day.
        on: NaiveDate,
        /// Who.
        handler: PersonId,
    },
    /// The result of the investigation.
    Found {
        /// Day.
        on: NaiveDate,
        /// What.
        finding: Finding,
        /// With its reasons.
        text: ContentRef,
        /// By when the agency must put it right, as the order sets it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rectify_by: Option<NaiveDate>,
    },
    /// The agency reported that it put it right.
    Rectified {
        /// Day.
        on: NaiveDate,
        /// The report.
        text: ContentRef,
    },
    /// The complainant was told.
    Answered {
        /// Day.
        on: NaiveDate,
        /// The answer.
        text: ContentRef,
        /// Whether its service is recorded. Of what was written before services were, the answer was the service.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        awaits_service: bool,
    },
    /// The complainant was told where to go.
    Redirected {
        /// Day.
        on: NaiveDate,
        /// Where.
        text: ContentRef,
    },
    /// Taken back.
    Withdrawn {
        /// Day.
        on: NaiveDate,
    },
    /// The answer was cancelled (作废) before it was served.
    AnswerVoided {
        /// Day.
        on: NaiveDate,
        /// Why.
        reason: ContentRef,
    },
    /// The answer was served.
    Served {
        /// The day that counts.
        on: NaiveDate,
        /// How, and with what proof.
        service: Service,
    },
    /// A posted or sent answer was signed for.
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
            | Self::InvestigationBegun { on, .. }
            | Self::Found { on, .. }
            | Self::Rectified { on, .. }
            | Self::Answered { on, .. }
            | Self::Redirected { on, .. }
            | Self::Withdrawn { on }
            | Self::AnswerVoided { on, .. }
            | Self::Served { on, .. }
            | Self::ServiceSigned { on, .. }
            | Self::ServiceReturned { on, .. } => *on,
        }
    }

    /// The action that the event records; none for the receipt.
    pub fn action(&self) -> Option<Action> {
        Some(match self {
            Self::Received { .. } => return None,
            Self::InvestigationBegun { .. } => Action::Investigate,
            Self::Found { .. } => Action::RecordFinding,
            Self::Rectified { .. } => Action::RecordRectification,
            Self::Answered { .. } => Action::Answer,
            Self::Redirected { .. } => Action::Redirect,
            Self::Withdrawn { .. } => Action::Withdraw,
            Self::AnswerVoided { .. } => Action::VoidAnswer,
            Self::Served { .. } => Action::Serve,
            Self::ServiceSigned { .. } => Action::RecordReceipt,
            Self::ServiceReturned { .. } => Action::RecordReturn,
        })
    }
}

/// Whether the state allows the action.
pub fn is_allowed(state: State, action: Action) -> bool {
    match action {
        Action::Investigate | Action::Redirect => state == State::Received,
        Action::RecordFinding => state == State::Investigating,
        Action::RecordRectification => {
            matches!(state, State::RectificationOrdered | State::Answered | State::AwaitingService)
        }
        // The complainant need not wait until the agency has put it right; once told, nothing is told twice.
        Action::Answer => {
            matches!(state, State::Investigating | State::RectificationOrdered | State::Rectified)
        }
        Action::Withdraw => matches!(state, State::Received | State::Investigating),
        Action::VoidAnswer | Action::Serve => state == State::AwaitingService,
        Action::RecordReceipt | Action::RecordReturn => state == State::Answered,
    }
}

/// An event that cannot follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransitionError {
    /// The first event is no receipt, there is none, or a second one came.
    #[error("a complaint begins with its receipt, once")]
    NotReceived,
    /// The state does not allow it.
    #[error("cannot {action} from {from}")]
    Refused {
        /// Where the complaint stood.
        from: State,
        /// What was to be recorded.
        action: Action,
    },
}

/// A complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Its id.
    pub id: ComplaintId,
    /// The public reference.
    pub reference: String,
    /// Of what.
    pub subject: Subject,
    /// The agency complained of.
    pub against: AgencyId,
    /// The application concerned.
    pub application: Option<ApplicationId>,
    /// Where it stands.
    pub state: State,
    /// Day of receipt.
    pub received_on: NaiveDate,
    /// Who looks into it.
    pub handler: Option<PersonId>,
    /// What was found.
    pub finding: Option<Finding>,
    /// By when the agency must put it right.
    pub rectify_by: Option<NaiveDate>,
    /// Day on which it reported that it has.
    pub rectified_on: Option<NaiveDate>,
    /// Whether nobody can be reached: the complaint came without a name and a contact.
    pub is_anonymous: bool,
    /// Day on which the answer was written; a cancelled one is none.
    pub answered_on: Option<NaiveDate>,
    /// The services of the answer.
    pub delivery: Delivery,
    /// Day of the last event.
    pub last_on: NaiveDate,
}

/// One reason why something cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The state does not allow it.
    State {
        /// Where the complaint stands.
        state: State,
        /// What was asked.
        action: Action,
    },
    /// The day lies before the last event.
    BeforeLastEvent,
    /// Nothing was found yet that could be told.
    NoFinding,
    /// Nothing is to be put right, or it was.
    NothingToRectify,
    /// An agency does not investigate itself (《条例》第四十七条: the supervising authority does).
    OwnCase,
    /// The service cannot be.
    Service(delivery::Reason),
    /// Who gave neither name nor contact is told on the page of the complaint, and nowhere else.
    Anonymous,
    /// An answer that was sent once is not cancelled any more, also where it came back.
    SentAlready,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::State { state, action } => write!(f, "投诉处于“{}”，不能{}", state.name(), action.name()),
            Self::BeforeLastEvent => f.write_str("日期早于上一事项"),
            Self::NoFinding => f.write_str("尚未登记调查结果"),
            Self::NothingToRectify => f.write_str("没有需要整改的事项，或者已经整改"),
            Self::OwnCase => f.write_str("被投诉机关不得调查本机关的投诉（《条例》第四十七条）"),
            Self::Service(reason) => reason.fmt(f),
            Self::Anonymous => {
                f.write_str("匿名投诉没有留下联系方式，答复在查询页面提供，送达方式选择网上渠道")
            }
            Self::SentAlready => f.write_str("答复已经送达或者寄出，不能作废"),
        }
    }
}

impl Complaint {
    /// The complaint as its events make it.
    ///
    /// # Errors
    /// The first event that cannot follow.
    pub fn from_events<'a>(
        id: ComplaintId,
        events: impl IntoIterator<Item = &'a Event>,
    ) -> Result<Self, TransitionError> {
        let mut events = events.into_iter();
        let Some(Event::Received { on, reference, subject, against, application, complainant, .. }) =
            events.next()
        else {
            return Err(TransitionError::NotReceived);
        };
        let mut complaint = Self {
            id,
            reference: reference.clone(),
            subject: *subject,
            against: *against,
            application: *application,
            state: State::Received,
            received_on: *on,
            handler: None,
            finding: None,
            rectify_by: None,
            rectified_on: None,
            is_anonymous: complainant.is_none(),
            answered_on: None,
            delivery: Delivery::default(),
            last_on: *on,
        };
        for event in events {
            complaint.apply(event)?;
        }
        Ok(complaint)
    }

    /// Adds what happened next.
    ///
    /// # Errors
    /// [`TransitionError`]; the complaint is then unchanged.
    pub fn apply(&mut self, event: &Event) -> Result<(), TransitionError> {
        let action = event.action().ok_or(TransitionError::NotReceived)?;
        if !is_allowed(self.state, action) {
            return Err(TransitionError::Refused { from: self.state, action });
        }
        match event {
            Event::Received { .. } => {}
            Event::InvestigationBegun { handler, .. } => {
                self.handler = Some(*handler);
                self.state = State::Investigating;
            }
            Event::Found { finding, rectify_by, .. } => {
                self.finding = Some(*finding);
                self.rectify_by = *rectify_by;
                if finding.is_proven() {
                    self.state = State::RectificationOrdered;
                }
            }
            Event::Rectified { on, .. } => {
                self.rectified_on = Some(*on);
                // Told before it was put right: the complaint stays answered.
                if !matches!(self.state, State::Answered | State::AwaitingService) {
                    self.state = State::Rectified;
                }
            }
            Event::Answered { on, awaits_service, .. } => {
                self.answered_on = Some(*on);
                self.state = if *awaits_service { State::AwaitingService } else { State::Answered };
            }
            Event::AnswerVoided { .. } => {
                self.answered_on = None;
                self.state = self.before_answer();
            }
            Event::Served { service, .. } => {
                self.delivery.serve(service);
                self.state = State::Answered;
            }
            Event::ServiceSigned { on, .. } => self.delivery.sign(*on),
            Event::ServiceReturned { on, reason } => {
                self.delivery.bring_back(*on, *reason);
                self.state = State::AwaitingService;
            }
            Event::Redirected { .. } => self.state = State::Redirected,
            Event::Withdrawn { .. } => self.state = State::Withdrawn,
        }
        self.last_on = self.last_on.max(event.on());
        Ok(())
    }

    /// Where a complaint stood before it was answered.
    fn before_answer(&self) -> State {
        match self.finding {
            _ if self.rectified_on.is_some() => State::Rectified,
            Some(finding) if finding.is_proven() => State::RectificationOrdered,
            Some(_) | None => State::Investigating,
        }
    }

    /// All reasons why a service of the answer cannot be recorded, beside those of [`Self::why_not`].
    pub fn why_not_serve(&self, service: &Service) -> Vec<Reason> {
        let reasons = delivery::against_service(service, self.answered_on);
        let mut reasons: Vec<Reason> = reasons.into_iter().map(Reason::Service).collect();
        if self.is_anonymous && service.method != ServiceMethod::Online {
            reasons.push(Reason::Anonymous);
        }
        reasons
    }

    /// All reasons why an authority cannot take the action on the day; none means that it may be recorded.
    pub fn why_not(&self, action: Action, by: AgencyId, on: NaiveDate) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if !is_allowed(self.state, action) {
            reasons.push(Reason::State { state: self.state, action });
        }
        if on < self.last_on {
            reasons.push(Reason::BeforeLastEvent);
        }
        if action == Action::Answer && self.finding.is_none() {
            reasons.push(Reason::NoFinding);
        }
        let owes = self.finding.is_some_and(Finding::is_proven) && self.rectified_on.is_none();
        if action == Action::RecordRectification && !owes {
            reasons.push(Reason::NothingToRectify);
        }
        let investigates = matches!(action, Action::Investigate | Action::RecordFinding);
        if investigates && by == self.against {
            reasons.push(Reason::OwnCase);
        }
        let service = match action {
            Action::RecordReceipt => delivery::against_signing(&self.delivery, on),
            Action::RecordReturn => delivery::against_return(&self.delivery),
            _ => Vec::new(),
        };
        reasons.extend(service.into_iter().map(Reason::Service));
        if action == Action::VoidAnswer && !self.delivery.services.is_empty() {
            reasons.push(Reason::SentAlready);
        }
        reasons
    }

    /// Whether the time the order set for putting it right has passed.
    pub fn is_rectification_overdue(&self, today: NaiveDate) -> bool {
        self.rectified_on.is_none() && self.rectify_by.is_some_and(|by| by < today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ContentId, Digest};
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn content() -> ContentRef {
        ContentRef { id: ContentId(Uuid::from_u128(9)), digest: Digest([0; 32]) }
    }

    const AGENCY: AgencyId = AgencyId(Uuid::from_u128(1));
    const AUTHORITY: AgencyId = AgencyId(Uuid::from_u128(2));

    fn received() -> Event {
        Event::Received {
            on: day("2026-03-02"),
            reference: "TS-2026-1".to_owned(),
            subject: Subject::UnlawfulReply,
            against: AGENCY,
            application: None,
            complainant: None,
            text: content(),
        }
    }

    fn begun() -> Event {
        Event::InvestigationBegun { on: day("2026-03-03"), handler: PersonId(Uuid::from_u128(3)) }
    }

    fn found(finding: Finding) -> Event {
        let rectify_by = finding.is_proven().then(|| day("2026-04-10"));
        Event::Found { on: day("2026-03-20"), finding, text: content(), rectify_by }
    }

    fn answered(on: &str) -> Event {
        Event::Answered { on: day(on), text: content(), awaits_service: true }
    }

    fn service(method: ServiceMethod) -> Service {
        Service {
            method,
            number: None,
            sent_on: Some(day("2026-04-01")),
            signed_on: None,
            is_refusal_witnessed: false,
            proof: Some(content()),
            recipient: None,
        }
    }

    fn served(method: ServiceMethod) -> Event {
        Event::Served { on: day("2026-04-01"), service: service(method) }
    }

    fn fold(events: &[Event]) -> Complaint {
        Complaint::from_events(ComplaintId(Uuid::from_u128(4)), events).expect("the events follow")
    }

    /// One complaint in each state.
    fn every_state() -> Vec<Complaint> {
        let proven = || vec![received(), begun(), found(Finding::Proven)];
        let with = |mut events: Vec<Event>, event| {
            events.push(event);
            events
        };
        let later = day("2026-04-01");
        [
            vec![received()],
            vec![received(), begun()],
            proven(),
            with(proven(), Event::Rectified { on: later, text: content() }),
            with(with(proven(), answered("2026-04-01")), served(ServiceMethod::Post)),
            with(vec![received()], Event::Redirected { on: later, text: content() }),
            with(vec![received()], Event::Withdrawn { on: later }),
            with(proven(), answered("2026-04-01")),
        ]
        .iter()
        .map(|events| fold(events))
        .collect()
    }

    #[test]
    fn every_state_allows_what_the_table_says_and_refuses_the_rest_with_reasons() {
        let table: Vec<String> = every_state()
            .iter()
            .map(|complaint| {
                let allowed = Action::EVERY
                    .iter()
                    .filter(|action| complaint.why_not(**action, AUTHORITY, day("2026-05-06")).is_empty());
                format!("{}: {}", complaint.state, allowed.map(|a| a.key()).collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(
            table,
            [
                "received: investigate redirect withdraw",
                "investigating: record_finding withdraw",
                "rectification_ordered: record_rectification answer",
                "rectified: answer",
                "answered: record_rectification record_receipt record_return",
                "redirected: ",
                "withdrawn: ",
                "awaiting_service: record_rectification void_answer serve",
            ]
        );
        assert_eq!(every_state().len(), State::EVERY.len());
    }

    #[test]
    fn an_agency_cannot_investigate_the_complaint_against_itself() {
        let reasons = fold(&[received()]).why_not(Action::Investigate, AGENCY, day("2026-03-03"));
        assert_eq!(reasons, [Reason::OwnCase]);
        assert_eq!(reasons[0].to_string(), "被投诉机关不得调查本机关的投诉（《条例》第四十七条）");
    }

    #[test]
    fn what_was_ordered_is_overdue_after_its_day_until_it_is_reported_even_where_the_complainant_was_told() {
        let mut complaint = fold(&[received(), begun(), found(Finding::ProvenCriticised)]);
        complaint.apply(&answered("2026-03-25")).expect("may be told");
        complaint.apply(&served(ServiceMethod::Online)).expect("served");
        assert!(!complaint.is_rectification_overdue(day("2026-04-10")));
        assert!(complaint.is_rectification_overdue(day("2026-04-11")));
        complaint
            .apply(&Event::Rectified { on: day("2026-04-13"), text: content() })
            .expect("may be reported");
        assert_eq!((complaint.state, complaint.rectified_on), (State::Answered, Some(day("2026-04-13"))));
        assert!(!complaint.is_rectification_overdue(day("2026-05-06")));
    }

    #[test]
    fn an_answer_is_cancelled_before_its_service_and_an_anonymous_complainant_is_told_online() {
        let mut complaint = fold(&[received(), begun(), found(Finding::Proven), answered("2026-03-25")]);
        assert_eq!(complaint.state, State::AwaitingService);
        assert_eq!(complaint.why_not_serve(&service(ServiceMethod::Post)), [Reason::Anonymous]);
        assert_eq!(complaint.why_not_serve(&service(ServiceMethod::Online)), []);
        let voided = Event::AnswerVoided { on: day("2026-03-26"), reason: content() };
        complaint.apply(&voided).expect("cancelled");
        assert_eq!((complaint.state, complaint.answered_on), (State::RectificationOrdered, None));
        complaint.apply(&answered("2026-03-27")).expect("written anew");
        complaint.apply(&served(ServiceMethod::Online)).expect("served");
        let back = Event::ServiceReturned { on: day("2026-04-02"), reason: ReturnReason::Other };
        complaint.apply(&back).expect("came back");
        let reasons = complaint.why_not(Action::VoidAnswer, AUTHORITY, day("2026-04-02"));
        assert_eq!(reasons, [Reason::SentAlready]);
        let old = serde_json::json!({ "event": "answered", "on": "2026-03-27", "text": content() });
        let mut of_old = fold(&[received(), begun(), found(Finding::Unfounded)]);
        of_old.apply(&serde_json::from_value(old).expect("reads")).expect("answered");
        assert_eq!(of_old.state, State::Answered, "what was written before services were recorded was told");
    }

    #[test]
    fn an_event_that_cannot_follow_leaves_the_complaint_as_it_was() {
        let mut complaint = fold(&[received()]);
        let before = complaint.clone();
        let error = complaint.apply(&found(Finding::Unfounded)).expect_err("nobody has looked into it");
        assert_eq!(error.to_string(), "cannot record_finding from received");
        assert_eq!(complaint, before);
        assert_eq!(complaint.apply(&received()), Err(TransitionError::NotReceived));
    }

    #[test]
    fn events_survive_writing_and_reading() {
        for event in [received(), begun(), found(Finding::Proven), Event::Withdrawn { on: day("2026-03-05") }]
        {
            let json = serde_json::to_string(&event).expect("writes");
            assert_eq!(serde_json::from_str::<Event>(&json).expect("reads"), event);
        }
    }
}
