//! The use cases of a complaint that an agency does not publish what it must, or replied unlawfully (《条例》第四十七条第二款):
//! one file per verb. The case stands in the chain of the authority that looks into it.
//!
//! Not here: the course and the guards (`gongkai_domain::complaint`). The regulation sets no period; none is invented.

pub mod answer;
pub mod file;
pub mod investigate;
pub mod record_finding;
pub mod record_rectification;
pub mod redirect;
pub mod serve;
pub mod void_answer;
pub mod withdraw;

use crate::docket::Docket;
use crate::docket::other::{OpenOther, OtherKind, OtherMoved};
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::complaint::{Complaint, Event, Finding, State};
use gongkai_domain::ids::{AgencyId, ComplaintId};
use gongkai_domain::staff::Permission;
use gongkai_storage::{AgencyRow, OtherCaseRow};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Who complains, kept apart from the events.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complainant {
    /// Name.
    pub name: gongkai_domain::personal::Personal,
    /// Telephone.
    pub phone: gongkai_domain::personal::Personal,
    /// E-mail.
    pub email: gongkai_domain::personal::Personal,
}

impl std::fmt::Debug for Complainant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Complainant(‹personal›)")
    }
}

/// What a use case left behind.
pub type Moved = OtherMoved<Complaint>;

/// A complaint under the hand of a use case.
pub type Open<'a> = OpenOther<'a, Complaint>;

impl Docket for Complaint {
    const STREAM: &'static str = "complaint";
    type Event = Event;

    fn fold(id: Uuid, events: &[Event]) -> Result<Self, Refusal> {
        Self::from_events(ComplaintId(id), events).map_err(|e| Refusal::Defect(e.to_string()))
    }

    fn follow(&mut self, event: &Event) -> Result<(), Refusal> {
        self.apply(event).map_err(|e| Refusal::Defect(e.to_string()))
    }

    fn leave_hands(&mut self) {
        self.handler = None;
    }

    fn label(event: &Event) -> &'static str {
        event.action().map_or("收到投诉举报", |action| action.name())
    }
}

impl OtherKind for Complaint {
    const KIND: &'static str = "complaint";
    const PREFIX: &'static str = "TS";
    const PERMISSION: Permission = Permission::HandleComplaints;

    fn project(&self, row: &mut OtherCaseRow) {
        let owes = self.finding.is_some_and(Finding::is_proven) && self.rectified_on.is_none();
        let is_told = matches!(self.state, State::Answered | State::Redirected | State::Withdrawn);
        row.state = self.state.key().to_owned();
        row.due_on = self.rectify_by.filter(|_| owes);
        row.result_key = self.finding.map(|finding| finding.key().to_owned());
        row.closed_on = (is_told && !owes).then_some(self.last_on);
        row.handler = self.handler;
    }
}

/// The authority of these records that looks into complaints about an agency: the agency directly above it. None where it
/// keeps no records here.
///
/// # Errors
/// Where the records cannot be read.
pub async fn authority_of(office: &Office, agency: AgencyId) -> Result<Option<AgencyRow>, Refusal> {
    let parent = office.storage.agency(agency).await?.and_then(|row| row.parent);
    match parent {
        Some(parent) => Ok(office.storage.agency(parent).await?),
        None => Ok(None),
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
    let by = docket.actor.member().map_or(docket.agency.id, |member| member.person.agency);
    let reasons = docket.case.why_not(action, by, event.on());
    docket.step(event.clone(), &reasons)
}
