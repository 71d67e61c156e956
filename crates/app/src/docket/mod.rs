//! A case that is no application (a challenge, a request to correct a record, a complaint) opened for one use case: its
//! stream loaded and locked, moved by events that no reason stands against, kept in one transaction or not at all.
//!
//! Not here: the verbs (`crate::challenge`, `crate::record_correction`, `crate::complaint`), applications (`crate::application`).

pub mod delivery;
pub mod other;
pub mod reissue_code;

use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use crate::report_facts::kind_of_payload;
use crate::upload::Stored;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use gongkai_deadline::Calendar;
use gongkai_domain::agency::{Agency, AgencySettings, Handing};
use gongkai_domain::application::Reason;
use gongkai_domain::ids::{AgencyId, ContentRef, DepartmentId, PersonId};
use gongkai_domain::staff::{Permission, Target};
use gongkai_storage::{NewEvent, Once, StoredEvent, Stream, Tx};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Display;
use std::sync::Arc;
use uuid::Uuid;

/// A kind of case whose state is a fold over its own events.
pub trait Docket: std::fmt::Debug + Clone + Send + Sync {
    /// The kind of stream in which its events are kept.
    const STREAM: &'static str;
    /// Its events.
    type Event: std::fmt::Debug + Clone + Serialize + DeserializeOwned + Send + Sync;

    /// The case as its events make it.
    ///
    /// # Errors
    /// [`Refusal::Defect`] for events that cannot have happened.
    fn fold(id: Uuid, events: &[Self::Event]) -> Result<Self, Refusal>;

    /// Adds what happened next.
    ///
    /// # Errors
    /// [`Refusal::Defect`] for an event that cannot follow.
    fn follow(&mut self, event: &Self::Event) -> Result<(), Refusal>;

    /// The agency that took over has nobody yet who handles it.
    fn leave_hands(&mut self);

    /// What an event is called.
    fn label(event: &Self::Event) -> &'static str;
}

/// A case as its stored events make it: after a reform it lies in nobody's hands until the agency that took over assigns it.
///
/// # Errors
/// [`Refusal::NotFound`] without events, [`Refusal::Defect`] for events that cannot have happened.
pub fn folded<C: Docket>(id: Uuid, stored: &[StoredEvent]) -> Result<C, Refusal> {
    let moved = stored.iter().rposition(|event| Handing::is_kind(&event.kind));
    let (before, after) = stored.split_at(moved.map_or(0, |place| place + 1));
    if before.is_empty() {
        return C::fold(id, &events::<C>(after)?);
    }
    let mut case = C::fold(id, &events::<C>(before)?)?;
    case.leave_hands();
    for event in events::<C>(after)? {
        case.follow(&event)?;
    }
    Ok(case)
}

/// The events of a case as they were stored, read back. That a case went to another agency moves nothing in it and is left out.
///
/// # Errors
/// [`Refusal::Defect`] for an event that this program does not know.
pub fn events<C: Docket>(stored: &[StoredEvent]) -> Result<Vec<C::Event>, Refusal> {
    let read = |stored: &StoredEvent| {
        serde_json::from_str(&stored.payload).map_err(|e| {
            Refusal::Defect(format!("event {} of {}: {e}", stored.stream_sequence, stored.stream_id))
        })
    };
    stored.iter().filter(|stored| !Handing::is_kind(&stored.kind)).map(read).collect()
}

/// The agencies that had a case before, oldest first, each with the first day of the next one.
///
/// # Errors
/// [`Refusal::Defect`] for an event that this program does not know.
pub fn held_before(stored: &[StoredEvent]) -> Result<Vec<(AgencyId, NaiveDate)>, Refusal> {
    let mut held = Vec::new();
    for stored in stored.iter().filter(|stored| Handing::is_kind(&stored.kind)) {
        let handing = serde_json::from_str(&stored.payload).map_err(|e| {
            Refusal::Defect(format!("event {} of {}: {e}", stored.stream_sequence, stored.stream_id))
        })?;
        if let Handing::TakenOver { on, from, .. } = handing {
            held.push((from, on));
        }
    }
    Ok(held)
}

/// Refuses where reasons stand against a step; prints all of them.
///
/// # Errors
/// [`Refusal::Blocked`].
pub fn unless<R: Display>(code: &'static str, reasons: &[R]) -> Result<(), Refusal> {
    if reasons.is_empty() {
        return Ok(());
    }
    Err(Refusal::Blocked(reasons.iter().map(|reason| Reason::new(code, reason.to_string())).collect()))
}

/// A case under the hand of a use case.
#[derive(Debug)]
pub struct OpenDocket<'a, C: Docket> {
    /// The office.
    pub office: &'a Office,
    /// The transaction: everything of the use case is written through it.
    pub tx: Tx,
    /// Who acts.
    pub actor: &'a Actor,
    /// Which case.
    pub id: Uuid,
    /// The agency in whose chain its events stand.
    pub agency: Agency,
    /// What that agency has set.
    pub settings: AgencySettings,
    /// The calendar.
    pub calendar: Arc<Calendar>,
    /// Today, in Beijing.
    pub today: NaiveDate,
    /// Now, for the records.
    pub at: DateTime<Utc>,
    /// The case as its events and those of this use case have made it.
    pub case: C,
    expected: i64,
    fresh: Vec<C::Event>,
}

impl<'a, C: Docket> OpenDocket<'a, C> {
    /// Loads a case and locks the chain of its agency. `seen` is the sequence that the asker's page was made from.
    ///
    /// # Errors
    /// [`Refusal::NotFound`]; [`Refusal::Conflict`] where somebody was first.
    pub async fn load(
        office: &'a Office,
        actor: &'a Actor,
        agency: AgencyId,
        id: Uuid,
        seen: Option<i64>,
    ) -> Result<Self, Refusal> {
        let (agency, settings) = office.agency(agency).await?;
        let tx = office.storage.begin().await?;
        // Taking the chain of the agency first serialises everybody who writes to this case.
        tx.lock_chain(agency.id).await?;
        let stored = tx.events_of(&Stream::new(C::STREAM, id)).await?;
        let Some(last) = stored.last() else { return Err(Refusal::NotFound) };
        if last.agency != agency.id {
            // it went to another agency in between
            return Err(Refusal::Conflict { by: None, at: None, what: "移交承继机关".to_owned() });
        }
        let known = events::<C>(&stored)?;
        if seen.is_some_and(|seen| seen != last.stream_sequence) {
            let by = match last.actor.parse::<PersonId>() {
                Ok(person) => tx.person(person).await?.map(|person| person.name),
                Err(_) => None,
            };
            return Err(Refusal::Conflict {
                by,
                at: Some(gongkai_deadline::clock::beijing(last.at)),
                what: known.last().map_or_else(String::new, |event| C::label(event).to_owned()),
            });
        }
        Ok(Self {
            office,
            tx,
            actor,
            id,
            agency,
            settings,
            calendar: office.calendar(),
            today: office.today(),
            at: office.instant(),
            case: folded::<C>(id, &stored)?,
            expected: last.stream_sequence,
            fresh: Vec::new(),
        })
    }

    /// Begins a case that is new, within a transaction that has locked the chain.
    ///
    /// # Errors
    /// [`Refusal::Defect`] for an event that begins no case.
    pub async fn begin(
        office: &'a Office,
        actor: &'a Actor,
        agency: AgencyId,
        tx: Tx,
        id: Uuid,
        first: C::Event,
    ) -> Result<Self, Refusal> {
        let (agency, settings) = office.agency(agency).await?;
        Ok(Self {
            office,
            tx,
            actor,
            id,
            agency,
            settings,
            calendar: office.calendar(),
            today: office.today(),
            at: office.instant(),
            case: C::fold(id, std::slice::from_ref(&first))?,
            expected: 0,
            fresh: vec![first],
        })
    }

    /// Refuses unless the actor may do this with a case of this agency, division and handler today.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`], [`Refusal::Denied`].
    pub async fn must(
        &self,
        permission: Permission,
        department: Option<DepartmentId>,
        handler: Option<PersonId>,
    ) -> Result<(), Refusal> {
        let above = above(&self.tx, self.agency.parent).await?;
        let target = Target { agency: self.agency.id, above: &above, department, handler };
        self.actor.must(permission, target, self.today)
    }

    /// Takes a step against which no reason stands.
    ///
    /// # Errors
    /// [`Refusal::Blocked`] with every reason.
    pub fn step<R: Display>(&mut self, event: C::Event, reasons: &[R]) -> Result<(), Refusal> {
        unless(C::STREAM, reasons)?;
        self.case.follow(&event)?;
        self.fresh.push(event);
        Ok(())
    }

    /// Keeps a text apart from the events.
    ///
    /// # Errors
    /// Where the records cannot be written.
    pub async fn keep(&self, text: &str) -> Result<ContentRef, Refusal> {
        Ok(self.tx.put_content(self.agency.id, text.trim().as_bytes(), self.at).await?)
    }

    /// Keeps a text apart where there is one.
    ///
    /// # Errors
    /// Where the records cannot be written.
    pub async fn keep_some(&self, text: &str) -> Result<Option<ContentRef>, Refusal> {
        if text.trim().is_empty() { Ok(None) } else { self.keep(text).await.map(Some) }
    }

    /// Keeps a text that must be there.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] at its field where there is none.
    pub async fn keep_given(
        &self,
        field: &'static str,
        text: &str,
        what: &str,
    ) -> Result<ContentRef, Refusal> {
        self.keep_some(text).await?.ok_or_else(|| Refusal::invalid(field, what))
    }

    /// Writes the events into the chain; sequence and change of the last one. The row of the case follows, then the commit.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] where somebody else was first; nothing is kept then.
    pub async fn append(&mut self) -> Result<Option<(i64, i64)>, Refusal> {
        let actor = self.actor.word();
        let events = std::mem::take(&mut self.fresh)
            .iter()
            .map(|event| {
                let payload = serde_json::to_string(event).map_err(|e| Refusal::Defect(e.to_string()))?;
                let kind = kind_of_payload(&payload)?;
                Ok(NewEvent { at: self.at, actor: actor.clone(), kind, payload })
            })
            .collect::<Result<Vec<_>, Refusal>>()?;
        let stream = Stream::new(C::STREAM, self.id);
        let stored = self.tx.append(self.agency.id, &stream, self.expected, events).await?;
        Ok(stored.last().map(|last| (last.stream_sequence, last.change)))
    }
}

/// The agencies above, nearest first, from the one directly above.
///
/// # Errors
/// Where the records cannot be read.
pub async fn above(tx: &Tx, parent: Option<AgencyId>) -> Result<Vec<AgencyId>, Refusal> {
    let mut above = Vec::new();
    let mut next = parent;
    while let Some(id) = next.filter(|id| !above.contains(id)) {
        above.push(id);
        next = tx.agency(id).await?.and_then(|row| row.parent);
    }
    Ok(above)
}

/// How long the word of a form is remembered.
const ONCE_HOURS: i64 = 48;

/// The field under which the word of a form is sent; a fault of it says that the word was used for something else, and the form
/// is shown again under a new word.
pub const ONCE_FIELD: &str = "once";

/// The turn of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormTurn {
    /// It comes for the first time: do it, then finish under this key, where it has a word.
    First(Option<String>),
    /// The same was sent before: this came of it.
    Again(String),
    /// Its word was used for this before, and something else is written in it now.
    Changed(String),
}

/// Begins what one form may do once. `content` is what is written in it: whoever goes back, writes something else and sends the
/// form again files no second time what was filed, and is not told that the new was. Neither word nor content is kept in clear.
///
/// # Errors
/// Where the records cannot be written.
pub async fn begin_once(
    office: &Office,
    tx: &Tx,
    what: &str,
    word: Option<&str>,
    content: &str,
) -> Result<FormTurn, Refusal> {
    let Some(word) = word else { return Ok(FormTurn::First(None)) };
    let key = format!("{what}:{}", office.recognise(what, word)?);
    let fingerprint = office.recognise(what, &format!("{word}\n{content}"))?;
    let until = office.instant() + TimeDelta::hours(ONCE_HOURS);
    Ok(match tx.begin_once(&key, fingerprint, until).await? {
        Once::First => FormTurn::First(Some(key)),
        Once::Done(result) => FormTurn::Again(result),
        Once::Other => {
            let missing = || Refusal::Defect("a form without a result".to_owned());
            FormTurn::Changed(tx.once_result(&key).await?.ok_or_else(missing)?)
        }
    })
}

/// What is said to whoever sends a form again with something else in it.
pub fn changed_form(number: &str) -> Refusal {
    Refusal::invalid(
        ONCE_FIELD,
        format!(
            "这份表此前已经提交，编号为{number}；本次填写的内容与当时不同，没有提交。要另行提交一件的，核对后再次提交；要更改已经提交的，请在{number}中办理"
        ),
    )
}

/// Whether every one of these files came with a case when it was filed, by purpose and name.
///
/// # Errors
/// Where the records cannot be read.
pub async fn has_all(tx: &Tx, owner: Uuid, files: &[Stored]) -> Result<bool, Refusal> {
    if files.is_empty() {
        return Ok(true);
    }
    let mut kept = Vec::new();
    for row in tx.attachments_of(owner).await? {
        kept.push((row.purpose, tx.content(row.file_name).await?));
    }
    Ok(files.iter().all(|file| {
        kept.iter().any(|(purpose, name)| purpose == file.purpose.key() && name == file.name.as_bytes())
    }))
}
