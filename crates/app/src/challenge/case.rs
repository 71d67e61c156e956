//! A challenge opened for one use case, and a step in it.
//!
//! Not here: the verbs (the files beside this one), what cases of other kinds share (`crate::docket`).

use super::projection::challenge_row;
use crate::actor::Actor;
use crate::docket::{Docket, OpenDocket};
use crate::office::Office;
use crate::refusal::Refusal;
use crate::report_facts::CHALLENGES;
use gongkai_domain::challenge::case::action_of;
use gongkai_domain::challenge::{Case, Context, Event, guard};
use gongkai_domain::ids::{ApplicationId, ChallengeId};
use gongkai_domain::staff::Permission;
use gongkai_storage::{ApplicationRow, ChallengeRow};
use uuid::Uuid;

impl Docket for Case {
    const STREAM: &'static str = CHALLENGES;
    type Event = Event;

    fn fold(id: Uuid, events: &[Event]) -> Result<Self, Refusal> {
        Self::from_events(ChallengeId(id), events).map_err(|e| Refusal::Defect(e.to_string()))
    }

    fn follow(&mut self, event: &Event) -> Result<(), Refusal> {
        self.apply(event).map_err(|e| Refusal::Defect(e.to_string()))
    }

    fn leave_hands(&mut self) {
        self.handler = None;
    }

    fn label(event: &Event) -> &'static str {
        action_of(event).map_or("登记案件", |action| action.name())
    }
}

/// What a use case left behind.
#[derive(Debug, Clone)]
pub struct Moved {
    /// The row as it is kept now.
    pub row: ChallengeRow,
    /// The case as it is now.
    pub case: Case,
}

/// A challenge under the hand of a use case.
#[derive(Debug)]
pub struct OpenChallenge<'a> {
    /// The case with its stream.
    pub docket: OpenDocket<'a, Case>,
    /// The row of the first application concerned.
    pub application: Option<ApplicationRow>,
}

impl<'a> OpenChallenge<'a> {
    /// Opens a challenge for whoever may handle it: who handles it, or else who handles the application.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], [`Refusal::Denied`], [`Refusal::Conflict`].
    pub async fn open(
        office: &'a Office,
        actor: &'a Actor,
        id: ChallengeId,
        seen: Option<i64>,
    ) -> Result<Self, Refusal> {
        let row = office.storage.challenge(id).await?.ok_or(Refusal::NotFound)?;
        let docket = OpenDocket::<Case>::load(office, actor, row.agency, id.0, seen).await?;
        let application = match docket.case.applications.first() {
            Some(application) => docket.tx.application(*application).await?,
            None => None,
        };
        let opened = Self { docket, application };
        opened.must(Permission::ManageChallenges).await?;
        Ok(opened)
    }

    /// Refuses unless the actor may do this with the case.
    ///
    /// # Errors
    /// [`Refusal::Denied`].
    pub async fn must(&self, permission: Permission) -> Result<(), Refusal> {
        let application = self.application.as_ref();
        let department = application.and_then(|row| row.department);
        let handler = self.docket.case.handler.or(application.and_then(|row| row.handler));
        self.docket.must(permission, department, handler).await
    }

    /// Takes a step: what was checked is what will be written.
    ///
    /// # Errors
    /// [`Refusal::Blocked`] with every reason.
    pub fn step(&mut self, event: Event) -> Result<(), Refusal> {
        self.step_as(event, false)
    }

    /// The same for a new reply that may reach the result of the quashed one.
    ///
    /// # Errors
    /// [`Refusal::Blocked`] with every reason.
    pub fn step_as(&mut self, event: Event, is_same_again: bool) -> Result<(), Refusal> {
        let docket = &mut self.docket;
        let action = action_of(&event).ok_or(Refusal::NotFound)?;
        let known = Context::of(&event, docket.today, &docket.calendar, &docket.settings);
        let context = Context { is_same_again, ..known };
        let reasons = guard::why_not(&docket.case, action, &context);
        docket.step(event, &reasons)
    }

    /// The first application concerned.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] where the case concerns none of this agency.
    pub fn first(&self) -> Result<ApplicationId, Refusal> {
        self.docket.case.applications.first().copied().ok_or(Refusal::NotFound)
    }

    /// Keeps everything.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] where somebody else was first; nothing is kept then.
    pub async fn finish(mut self) -> Result<Moved, Refusal> {
        let docket = &mut self.docket;
        let mut row = challenge_row(&docket.case, docket.agency.id, &docket.calendar, &docket.settings)?;
        let Some((sequence, change)) = docket.append().await? else {
            return Err(Refusal::Defect("a use case without an event".to_owned()));
        };
        (row.sequence, row.change) = (sequence, change);
        docket.tx.save_challenge(&row, &docket.case.applications).await?;
        self.docket.tx.commit().await?;
        Ok(Moved { row, case: self.docket.case })
    }
}
