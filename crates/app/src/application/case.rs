//! A case opened for one use case: loaded and locked, moved by events that no reason stands against, kept in one
//! transaction with its row, numbers, papers and letters, or not at all.
//!
//! Not here: the verbs (the files beside this one), reading cases for a page (`crate::query`).

use super::projection::{marks_of, moves_marks, project};
use super::told::decided;
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use crate::reminder::Notice;
use crate::reminder::tell::{message, to_person};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use gongkai_deadline::calendar::Calendar;
use gongkai_domain::agency::{Agency, AgencySettings, HeldYears};
use gongkai_domain::application::{
    Action, ActionKind, Application, Context, Event, Reason, Recorded, ServiceMethod, Settings,
};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::{AgencyId, ApplicationId, ContentRef, DepartmentId, PersonId};
use gongkai_domain::staff::{Permission, Target};
use gongkai_storage::{ApplicationRow, NewAudit, NewEvent, NewOutbox, StoredEvent, Stream, Tx};
use std::sync::Arc;

/// The kind of stream in which the events of an application are kept.
pub const STREAM: &str = "application";

/// What the ways of service rest on.
const SERVICE_ARTICLE: &str = "《政府信息公开条例》第四十条；国办公开办函〔2016〕235号";

/// The stream of an application.
pub fn stream_of(id: ApplicationId) -> Stream {
    Stream::new(STREAM, id.0)
}

/// An event as it was stored, read back.
///
/// # Errors
/// [`Refusal::Defect`] for an event that this program does not know.
pub fn recorded(stored: &StoredEvent) -> Result<Recorded, Refusal> {
    let event = serde_json::from_str(&stored.payload).map_err(|e| {
        Refusal::Defect(format!("event {} of {}: {e}", stored.stream_sequence, stored.stream_id))
    })?;
    Ok(Recorded {
        sequence: u64::try_from(stored.stream_sequence).unwrap_or(0),
        at: gongkai_deadline::clock::beijing(stored.at),
        actor: stored.actor.parse().ok(),
        event,
    })
}

/// Folds what is stored of an application.
///
/// # Errors
/// [`Refusal::NotFound`] without events, [`Refusal::Defect`] for events that cannot have happened.
pub fn fold(stored: &[StoredEvent]) -> Result<Application, Refusal> {
    if stored.is_empty() {
        return Err(Refusal::NotFound);
    }
    let events = stored.iter().map(recorded).collect::<Result<Vec<_>, _>>()?;
    Application::from_events(&events).map_err(|e| Refusal::Defect(e.to_string()))
}

/// What a use case left behind.
#[derive(Debug, Clone)]
pub struct Moved {
    /// The row as it is kept now.
    pub row: ApplicationRow,
    /// The application as it is now.
    pub application: Application,
}

/// Another case that moves in the same transaction: a part of a split application, one that is answered together.
#[derive(Debug)]
pub struct Beside {
    /// The row.
    pub row: ApplicationRow,
    /// The application as its events and those of this use case have made it.
    pub application: Application,
    expected: i64,
    fresh: Vec<Event>,
}

/// A case under the hand of a use case.
#[derive(Debug)]
pub struct OpenCase<'a> {
    /// The office.
    pub office: &'a Office,
    /// The transaction: everything of the use case is written through it.
    pub tx: Tx,
    /// Who acts.
    pub actor: &'a Actor,
    /// The row.
    pub row: ApplicationRow,
    /// The application as its events and those of this use case have made it.
    pub application: Application,
    /// Its agency.
    pub agency: Agency,
    /// What the agency has set.
    pub settings: AgencySettings,
    /// What of it the guards need.
    pub handling: Settings,
    /// The calendar.
    pub calendar: Arc<Calendar>,
    /// Today, in Beijing.
    pub today: NaiveDate,
    /// Now, for the records.
    pub at: DateTime<Utc>,
    /// Cases that move together with it.
    pub beside: Vec<Beside>,
    expected: i64,
    fresh: Vec<Event>,
    letters: Vec<NewOutbox>,
}

impl<'a> OpenCase<'a> {
    /// Opens a case for somebody who may do this with it. `seen` is the sequence that the form was filled in for; a case that
    /// has moved on since is a [`Refusal::Conflict`] that names who moved it.
    ///
    /// # Errors
    /// As the use case tells: signed out, denied, not found, conflict.
    pub async fn open(
        office: &'a Office,
        actor: &'a Actor,
        id: ApplicationId,
        seen: Option<i64>,
        permission: Permission,
    ) -> Result<Self, Refusal> {
        let case = Self::load(office, actor, id, seen).await?;
        case.must(permission).await?;
        Ok(case)
    }

    /// The same where the permission depends on how the case stands.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_as(
        office: &'a Office,
        actor: &'a Actor,
        id: ApplicationId,
        seen: Option<i64>,
        permission: impl FnOnce(&Application) -> Permission,
    ) -> Result<Self, Refusal> {
        let case = Self::load(office, actor, id, seen).await?;
        case.must(permission(&case.application)).await?;
        Ok(case)
    }

    /// Opens a case for somebody who may sign this step of its draft. Co-signing is asked of the unit or the person that
    /// co-signs, every other step of whoever has it in the agency.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_to_sign(
        office: &'a Office,
        actor: &'a Actor,
        id: ApplicationId,
        seen: Option<i64>,
        step: SignOffStep,
        unit: Option<DepartmentId>,
    ) -> Result<Self, Refusal> {
        let mut case = Self::load(office, actor, id, seen).await?;
        // what is signed together is as weighty as the weightiest of it
        let together = super::together::joined(&mut case).await?;
        let is_weighty = super::act::is_for_principal(&case.application, actor)
            || together.iter().any(|place| {
                let other = case.beside.get(*place);
                other.is_some_and(|other| super::act::is_for_principal(&other.application, actor))
            });
        let permission = super::act::permission_of_step(step, is_weighty);
        let drafter = case.application.draft().map(|draft| draft.drafter);
        let above = case.above().await?;
        let row = &case.row;
        let target = if step == SignOffStep::CoSigning {
            let handler = if unit.is_none() { actor.person() } else { None };
            Target { agency: row.agency, above: &above, department: unit, handler }
        } else {
            Target { agency: row.agency, above: &above, department: row.department, handler: row.handler }
        };
        actor.must_sign(permission, target, drafter, case.today)?;
        Ok(case)
    }

    /// Opens a case for its applicant, who has shown reference and query code.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for anybody else.
    pub async fn open_for_applicant(
        office: &'a Office,
        actor: &'a Actor,
        id: ApplicationId,
    ) -> Result<Self, Refusal> {
        match actor {
            Actor::Applicant(own) if *own == id => Self::load(office, actor, id, None).await,
            Actor::Program(_) => Self::load(office, actor, id, None).await,
            _ => Err(Refusal::NotFound),
        }
    }

    async fn load(
        office: &'a Office,
        actor: &'a Actor,
        id: ApplicationId,
        seen: Option<i64>,
    ) -> Result<Self, Refusal> {
        let tx = office.storage.begin().await?;
        let row = tx.application(id).await?.ok_or(Refusal::NotFound)?;
        // Taking the chain of the agency first serialises everybody who writes to this case.
        tx.lock_chain(row.agency).await?;
        crate::calendar::refresh_within(office, &tx).await?;
        let locked = row.agency;
        let row = tx.application(id).await?.unwrap_or(row);
        if row.agency != locked {
            // it went to another agency in between; the other chain is not locked behind this one, see `agency::hand_over`
            return Err(Refusal::Conflict { by: None, at: None, what: "移交承继机关".to_owned() });
        }
        let stored = tx.events_of(&stream_of(id)).await?;
        let application = fold(&stored)?;
        if seen.is_some_and(|seen| seen != row.sequence) {
            let mut conflict = Refusal::Conflict { by: None, at: None, what: String::new() };
            if let (Some(last), Refusal::Conflict { by, at, what }) = (stored.last(), &mut conflict) {
                if let Ok(person) = last.actor.parse::<PersonId>() {
                    *by = tx.person(person).await?.map(|person| person.name);
                }
                *at = Some(gongkai_deadline::clock::beijing(last.at));
                *what = recorded(last)?.event.action().label().to_owned();
            }
            return Err(conflict);
        }
        let (agency, settings) = office.agency(row.agency).await?;
        let handling = settings.handling.clone();
        Ok(Self {
            office,
            tx,
            actor,
            expected: row.sequence,
            row,
            application,
            agency,
            settings,
            handling,
            calendar: office.calendar(),
            today: office.today(),
            at: office.instant(),
            beside: Vec::new(),
            fresh: Vec::new(),
            letters: Vec::new(),
        })
    }

    /// Begins a case that is new: its first event is an arrival or a part taken over.
    pub async fn begin(
        office: &'a Office,
        actor: &'a Actor,
        row: ApplicationRow,
        tx: Tx,
        first: Event,
    ) -> Result<Self, Refusal> {
        crate::calendar::refresh_within(office, &tx).await?;
        let (agency, settings) = office.agency(row.agency).await?;
        let handling = settings.handling.clone();
        let recorded =
            Recorded { sequence: 1, at: office.now(), actor: actor.person(), event: first.clone() };
        let application =
            Application::from_events(&[recorded]).map_err(|e| Refusal::Defect(e.to_string()))?;
        Ok(Self {
            office,
            tx,
            actor,
            expected: 0,
            row,
            application,
            agency,
            settings,
            handling,
            calendar: office.calendar(),
            today: office.today(),
            at: office.instant(),
            beside: Vec::new(),
            fresh: vec![first],
            letters: Vec::new(),
        })
    }

    /// Refuses unless the actor may do this with the case today.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`], [`Refusal::Denied`].
    pub async fn must(&self, permission: Permission) -> Result<(), Refusal> {
        self.must_with(&self.row, permission).await
    }

    /// The same for a case beside this one.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`], [`Refusal::Denied`].
    pub async fn must_beside(&self, place: usize, permission: Permission) -> Result<(), Refusal> {
        let other = self.beside.get(place).ok_or(Refusal::NotFound)?;
        self.must_with(&other.row, permission).await
    }

    async fn must_with(&self, row: &ApplicationRow, permission: Permission) -> Result<(), Refusal> {
        let above = self.above().await?;
        let target =
            Target { agency: row.agency, above: &above, department: row.department, handler: row.handler };
        self.actor.must(permission, target, self.today)
    }

    /// The agencies above this one, nearest first.
    async fn above(&self) -> Result<Vec<AgencyId>, Refusal> {
        let mut above = Vec::new();
        let mut next = self.agency.parent;
        while let Some(id) = next.filter(|id| !above.contains(id)) {
            above.push(id);
            next = self.tx.agency(id).await?.and_then(|row| row.parent);
        }
        Ok(above)
    }

    /// From where the guards look.
    pub fn context(&self) -> Context<'_> {
        Context { today: self.today, calendar: &self.calendar, settings: &self.handling, clock: None }
    }

    /// Refuses where a kind of step is out of the question, before anything is written for it.
    ///
    /// # Errors
    /// [`Refusal::Blocked`] with every reason.
    pub fn now_possible(&self, kind: ActionKind) -> Result<(), Refusal> {
        let reasons = self.application.why_not_now(kind, &self.context());
        if reasons.is_empty() { Ok(()) } else { Err(Refusal::Blocked(reasons)) }
    }

    /// The reasons against a step, all of them.
    pub fn why_not(&self, action: &Action) -> Vec<Reason> {
        let mut reasons = self.application.why_not(action, &self.context());
        let is_online = match &action.event {
            Event::Served { service } | Event::NoticeServed { service, .. } => {
                service.method == ServiceMethod::Online
            }
            _ => false,
        };
        if is_online && !self.settings.online_service {
            let text = "本机关没有开通网上送达，应当直接、委托或者邮寄送达";
            reasons.push(Reason::new("online_service_closed", text).under(SERVICE_ARTICLE));
        }
        reasons
    }

    /// Takes a step: what was checked is what will be written.
    ///
    /// # Errors
    /// [`Refusal::Blocked`] with every reason.
    pub fn step(&mut self, action: impl Into<Action>) -> Result<(), Refusal> {
        let action = action.into();
        let reasons = self.why_not(&action);
        if !reasons.is_empty() {
            return Err(Refusal::Blocked(reasons));
        }
        let recorded = self.recorded(self.application.last_sequence + 1, &action.event);
        self.application.apply(&recorded).map_err(|e| Refusal::Defect(e.to_string()))?;
        self.fresh.push(action.event);
        Ok(())
    }

    fn recorded(&self, sequence: u64, event: &Event) -> Recorded {
        Recorded { sequence, at: self.now(), actor: self.actor.person(), event: event.clone() }
    }

    /// Opens another case of the same agency in the same transaction; its place in [`Self::beside`].
    ///
    /// # Errors
    /// [`Refusal::NotFound`], also for a case of another agency.
    pub async fn also(&mut self, id: ApplicationId) -> Result<usize, Refusal> {
        if let Some(place) = self.beside.iter().position(|other| other.row.id == id) {
            return Ok(place);
        }
        let row = self.tx.application(id).await?.filter(|row| row.agency == self.row.agency);
        let row = row.ok_or(Refusal::NotFound)?;
        let application = fold(&self.tx.events_of(&stream_of(id)).await?)?;
        self.beside.push(Beside { expected: row.sequence, row, application, fresh: Vec::new() });
        Ok(self.beside.len() - 1)
    }

    /// Begins a new case in the same transaction; its place in [`Self::beside`].
    ///
    /// # Errors
    /// [`Refusal::Defect`] for a first event that is no arrival.
    pub fn begin_beside(&mut self, row: ApplicationRow, first: Event) -> Result<usize, Refusal> {
        let application = Application::from_events(&[self.recorded(1, &first)])
            .map_err(|e| Refusal::Defect(e.to_string()))?;
        self.beside.push(Beside { row, application, expected: 0, fresh: vec![first] });
        Ok(self.beside.len() - 1)
    }

    /// Takes a step in a case beside this one. Its reasons tell which case they are of.
    ///
    /// # Errors
    /// [`Refusal::Blocked`] with every reason.
    pub fn step_beside(&mut self, place: usize, action: impl Into<Action>) -> Result<(), Refusal> {
        let action = action.into();
        let context =
            Context { today: self.today, calendar: &self.calendar, settings: &self.handling, clock: None };
        let known = self.beside.get(place).ok_or(Refusal::NotFound)?;
        let reasons = known.application.why_not(&action, &context);
        if !reasons.is_empty() {
            let number = known.row.registration.as_deref().unwrap_or(&known.row.reference);
            return Err(Refusal::Blocked(of_case(number, reasons)));
        }
        let recorded = self.recorded(known.application.last_sequence + 1, &action.event);
        let other = self.beside.get_mut(place).ok_or(Refusal::NotFound)?;
        other.application.apply(&recorded).map_err(|e| Refusal::Defect(e.to_string()))?;
        other.fresh.push(action.event);
        Ok(())
    }

    /// Writes into the audit log what is no step of the case.
    ///
    /// # Errors
    /// Where the records cannot be written.
    pub async fn note(&self, action: &str, object_kind: &str, object: uuid::Uuid) -> Result<(), Refusal> {
        let line = NewAudit {
            at: self.at,
            agency: Some(self.row.agency),
            actor: self.actor.word(),
            action: action.to_owned(),
            object_kind: object_kind.to_owned(),
            object_id: Some(object),
            document: "{}".to_owned(),
        };
        Ok(self.tx.note(line).await?)
    }

    /// Keeps a text apart from the events.
    pub async fn keep(&self, text: &str) -> Result<ContentRef, Refusal> {
        Ok(self.tx.put_content(self.row.agency, text.as_bytes(), self.at).await?)
    }

    /// Keeps a text apart where there is one.
    pub async fn keep_some(&self, text: &str) -> Result<Option<ContentRef>, Refusal> {
        match text.trim() {
            "" => Ok(None),
            text => self.keep(text).await.map(Some),
        }
    }

    /// Keeps a value apart as JSON.
    pub async fn keep_json(&self, value: &impl serde::Serialize) -> Result<ContentRef, Refusal> {
        let text = serde_json::to_vec(value).map_err(|e| Refusal::Defect(e.to_string()))?;
        Ok(self.tx.put_content(self.row.agency, &text, self.at).await?)
    }

    /// Reads a text that is kept apart.
    pub async fn text(&self, reference: ContentRef) -> Result<String, Refusal> {
        String::from_utf8(self.tx.content(reference).await?)
            .map_err(|e| Refusal::Defect(format!("content {}: {e}", reference.id)))
    }

    /// Gives the next number of a series of the agency and this year.
    pub async fn next_number(&self, series: &str) -> Result<(i32, u32), Refusal> {
        self.next_number_of(series, self.today.year()).await
    }

    /// Gives the next number of a series of the agency and a year.
    ///
    /// # Errors
    /// [`Refusal::Denied`] where the agency has ended: nothing is issued in the name of an agency that is none.
    pub async fn next_number_of(&self, series: &str, year: i32) -> Result<(i32, u32), Refusal> {
        if !matches!(self.actor, Actor::Program(_)) && !self.agency.exists_on(self.today) {
            let name = &self.agency.full_name;
            let words = format!(
                "{name}目前不是现行机关，不能再以其名义编号。请系统管理员登记职责承继，由承继机关办理"
            );
            return Err(Refusal::Denied(words));
        }
        Ok((year, self.tx.next_number(self.row.agency, series, year).await?))
    }

    /// Sends something when the case is kept, and only then.
    pub fn send(&mut self, letter: NewOutbox) {
        self.letters.push(letter);
    }

    /// Today as Beijing civil time, with the hour.
    pub fn now(&self) -> NaiveDateTime {
        self.at.naive_utc() + TimeDelta::hours(8)
    }

    /// Keeps everything: events with their links in the chain, the rows, the letters.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] where somebody else was first; nothing is kept then.
    pub async fn finish(mut self) -> Result<Moved, Refusal> {
        let fresh = std::mem::take(&mut self.fresh);
        let mut told = decided(self.actor, &self.row, &self.application, &fresh, self.today);
        for other in &self.beside {
            let beside = decided(self.actor, &other.row, &other.application, &other.fresh, self.today);
            // the same paper is told of once to the same person
            let is_new = |(person, _): &(PersonId, Notice)| !told.iter().any(|(known, _)| known == person);
            let beside: Vec<_> = beside.into_iter().filter(is_new).collect();
            told.extend(beside);
        }
        for (person, notice) in told {
            let payload = self.keep_json(&notice).await?;
            self.letters.push(message(self.row.agency, to_person(person), payload, None, self.at));
        }
        for mut other in std::mem::take(&mut self.beside) {
            let fresh = other.fresh;
            Box::pin(self.write(&mut other.row, &other.application, other.expected, fresh)).await?;
        }
        let mut row = self.row.clone();
        Box::pin(self.write(&mut row, &self.application, self.expected, fresh)).await?;
        for letter in self.letters {
            self.tx.enqueue(letter, self.at).await?;
        }
        self.tx.commit().await?;
        Ok(Moved { row, application: self.application })
    }

    /// The events of one case and the row that follows from them.
    async fn write(
        &self,
        row: &mut ApplicationRow,
        application: &Application,
        expected: i64,
        fresh: Vec<Event>,
    ) -> Result<(), Refusal> {
        project(row, application, &self.calendar, self.today)?;
        let actor = self.actor.word();
        let events = fresh
            .iter()
            .map(|event| {
                Ok(NewEvent {
                    at: self.at,
                    actor: actor.clone(),
                    kind: event.kind().to_owned(),
                    payload: serde_json::to_string(event).map_err(|e| Refusal::Defect(e.to_string()))?,
                })
            })
            .collect::<Result<Vec<_>, Refusal>>()?;
        let marks = fresh.iter().any(moves_marks).then(|| marks_of(application, row));
        let stored = self.tx.append(row.agency, &stream_of(row.id), expected, events).await?;
        if let Some(last) = stored.last() {
            row.change = last.change;
            row.sequence = last.stream_sequence;
        }
        self.tx.save_application(row).await?;
        if expected == 0 && !application.held_before.is_empty() {
            // a part of what came from another agency
            let held = HeldYears::all(row.agency, &application.held_before);
            self.tx.save_held(row.id, &held).await?;
        }
        if let Some(marks) = marks {
            self.tx.save_marks(row.id, &marks).await?;
        }
        Ok(())
    }
}

/// Reasons against a step of another case, with its number in front.
pub(super) fn of_case(number: &str, reasons: Vec<Reason>) -> Vec<Reason> {
    let named = |reason: Reason| Reason { text: format!("{number}：{}", reason.text).into(), ..reason };
    reasons.into_iter().map(named).collect()
}
