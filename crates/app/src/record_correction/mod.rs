//! The use cases of a request to correct what the agency holds on record about somebody (《条例》第四十一条): one file per verb.
//!
//! Not here: the course and the guards (`gongkai_domain::record_correction`). The regulation sets no period; none is invented.

pub mod answer;
pub mod ask_evidence;
pub mod decide;
pub mod examine;
pub mod file;
pub mod record_evidence;
pub mod serve;
pub mod void_paper;
pub mod withdraw;

use crate::docket::Docket;
use crate::docket::other::{OpenOther, OtherKind, OtherMoved};
use crate::refusal::Refusal;
use gongkai_domain::ids::RecordCorrectionId;
use gongkai_domain::record_correction::{Context, Event, RecordCorrection, State};
use gongkai_domain::staff::Permission;
use gongkai_storage::OtherCaseRow;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What is to be corrected, kept apart from the events.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestText {
    /// The information with the wrong record.
    pub record: String,
    /// What is wrong in it.
    pub wrong: String,
    /// How it should read.
    pub right: String,
}

/// A finding, kept apart from the events.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingText {
    /// What the examination found, with the reasons.
    pub reasons: String,
}

/// What a use case left behind.
pub type Moved = OtherMoved<RecordCorrection>;

/// A request under the hand of a use case.
pub type Open<'a> = OpenOther<'a, RecordCorrection>;

impl Docket for RecordCorrection {
    const STREAM: &'static str = "record_correction";
    type Event = Event;

    fn fold(id: Uuid, events: &[Event]) -> Result<Self, Refusal> {
        Self::from_events(RecordCorrectionId(id), events).map_err(|e| Refusal::Defect(e.to_string()))
    }

    fn follow(&mut self, event: &Event) -> Result<(), Refusal> {
        self.apply(event).map_err(|e| Refusal::Defect(e.to_string()))
    }

    fn leave_hands(&mut self) {
        self.handler = None;
    }

    fn label(event: &Event) -> &'static str {
        event.action().map_or("收到更正申请", |action| action.name())
    }
}

impl OtherKind for RecordCorrection {
    const KIND: &'static str = "record_correction";
    const PREFIX: &'static str = "GZ";
    const PERMISSION: Permission = Permission::ManageRecordCorrections;

    fn project(&self, row: &mut OtherCaseRow) {
        row.state = self.state.key().to_owned();
        row.result_key = self.outcome.map(|outcome| outcome.key().to_owned());
        row.closed_on = match self.state {
            State::Withdrawn => Some(self.last_on),
            _ => self.answered_on,
        };
        row.handler = self.handler;
    }
}

/// Takes a step, with every reason against it.
///
/// # Errors
/// [`Refusal::Blocked`]; [`Refusal::Invalid`] for a day that has not come.
fn step(open: &mut Open<'_>, event: Event) -> Result<(), Refusal> {
    let docket = &mut open.docket;
    if event.on() > docket.today {
        return Err(Refusal::invalid("on", "日期尚未到来"));
    }
    let action = event.action().ok_or(Refusal::NotFound)?;
    let (outcome, competent_agency) = match &event {
        Event::Decided { outcome, competent_agency, .. } => (Some(*outcome), competent_agency.as_deref()),
        _ => (None, None),
    };
    let service = match &event {
        Event::Served { service, .. } => Some(service),
        _ => None,
    };
    let context = Context { on: event.on(), outcome, competent_agency, service };
    let reasons = docket.case.why_not(action, context);
    docket.step(event.clone(), &reasons)
}
