//! Cases as their events have made them, at hand for the pages that show them again.
//!
//! Not here: what pages show of them (`super::case`, `super::inbox`, `super::track`). A use case that writes folds the events
//! within its transaction.
//!
//! A stream only grows, so that what was folded up to an event stays right, whichever node goes on with it: what is at hand is
//! asked for by the case and the end of its stream, which the reader has just read in the row, and needs no time after which it
//! is forgotten. Cases and events hold references to contents, no contents: nothing that was unsealed lies here. How a case stands on
//! the day when it was last shown lies beside it.

use super::standing::Standing;
use crate::application::case::{STREAM, recorded, stream_of};
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_deadline::calendar::Calendar;
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::application::{Application, Recorded};
use gongkai_domain::ids::ApplicationId;
use gongkai_storage::{ApplicationRow, StoredEvent};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The memory that cases at hand may take together; some thirty kilobytes each, so about the open cases of a large agency.
const MOST_BYTES: u64 = 32 << 20;
/// How many cases that are, for the first size of the tables.
const ABOUT: usize = 1024;
/// What an event takes besides twice its text: the values that it becomes.
const EVENT_BYTES: usize = 768;
/// What a case takes besides its events: itself, and how it stands.
const CASE_BYTES: usize = 16_384;

/// A case as its events have made it.
#[derive(Debug)]
pub(crate) struct History {
    /// The application.
    pub(crate) application: Arc<Application>,
    /// Its events.
    pub(crate) events: Arc<[Recorded]>,
    /// The places in the stream of what the applicant did, and not the program.
    by_applicant: Vec<u64>,
    /// The sequence and the change of the last event.
    end: (i64, i64),
    bytes: u64,
    standing: Mutex<Option<Arc<Standing>>>,
}

impl History {
    /// Folds what is stored.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] without events, [`Refusal::Defect`] for events that cannot have happened.
    fn of(stored: &[StoredEvent]) -> Result<Self, Refusal> {
        let last = stored.last().ok_or(Refusal::NotFound)?;
        let events: Arc<[Recorded]> = stored.iter().map(recorded).collect::<Result<_, _>>()?;
        let application = Application::from_events(&events).map_err(|e| Refusal::Defect(e.to_string()))?;
        let is_applicant = |(known, event): (&StoredEvent, &Recorded)| {
            (known.actor == "applicant").then_some(event.sequence)
        };
        let bytes: usize = stored.iter().map(|event| 2 * event.payload.len() + EVENT_BYTES).sum();
        Ok(Self {
            application: Arc::new(application),
            by_applicant: stored.iter().zip(&*events).filter_map(is_applicant).collect(),
            end: (last.stream_sequence, last.change),
            bytes: (bytes + CASE_BYTES) as u64,
            events,
            standing: Mutex::default(),
        })
    }

    /// How the case stands on a day, under a calendar and the settings of its agency.
    ///
    /// # Errors
    /// [`Refusal::Defect`] where the events lead outside the calendar.
    pub(crate) fn standing(
        &self,
        today: NaiveDate,
        calendar: &Arc<Calendar>,
        settings: &Arc<AgencySettings>,
    ) -> Result<Arc<Standing>, Refusal> {
        let known = self.standing.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = known.filter(|known| known.is_of(today, calendar, settings)) {
            return Ok(known);
        }
        let (calendar, settings) = (Arc::clone(calendar), Arc::clone(settings));
        let standing = Arc::new(Standing::of(&self.application, today, calendar, settings)?);
        *self.standing.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&standing));
        Ok(standing)
    }

    /// Whether the applicant did what stands at this place of the stream.
    pub(crate) fn is_by_applicant(&self, sequence: u64) -> bool {
        self.by_applicant.contains(&sequence)
    }
}

#[derive(Debug, Clone)]
struct Bytes;

impl Weighter<ApplicationId, Arc<History>> for Bytes {
    fn weight(&self, _: &ApplicationId, history: &Arc<History>) -> u64 {
        history.bytes
    }
}

/// Cases at hand.
#[derive(Debug)]
pub(crate) struct Folded(Cache<ApplicationId, Arc<History>, Bytes>);

impl Default for Folded {
    fn default() -> Self {
        Self(Cache::with_weighter(ABOUT, MOST_BYTES, Bytes))
    }
}

/// The case of a row that was just read.
///
/// # Errors
/// [`Refusal::NotFound`] without events, [`Refusal::Defect`] for events that cannot have happened.
pub(crate) async fn history(office: &Office, row: &ApplicationRow) -> Result<Arc<History>, Refusal> {
    // the change, too: after a crash of the database another event may come to stand at the place of one that was lost
    let end = (row.sequence, row.change);
    if let Some(known) = office.folded.0.get(&row.id).filter(|known| known.end == end) {
        return Ok(known);
    }
    let history = Arc::new(History::of(&office.storage.events_of(&stream_of(row.id)).await?)?);
    office.folded.0.insert(row.id, Arc::clone(&history));
    Ok(history)
}

/// The applications of these cases, in their order: each by its id and the sequence of its last event as far as that is known.
///
/// # Errors
/// [`Refusal::Defect`] for events that cannot have happened.
pub(crate) async fn applications(
    office: &Office,
    cases: &[(ApplicationId, i64)],
) -> Result<Vec<Arc<Application>>, Refusal> {
    let at_hand = |(id, sequence): &(ApplicationId, i64)| {
        let known = office.folded.0.get(id).filter(|known| known.end.0 >= *sequence);
        known.map(|known| Arc::clone(&known.application))
    };
    let mut found: Vec<Option<Arc<Application>>> = cases.iter().map(at_hand).collect();
    let missing: Vec<uuid::Uuid> =
        cases.iter().zip(&found).filter(|(_, found)| found.is_none()).map(|(case, _)| case.0.0).collect();
    if !missing.is_empty() {
        let mut fresh = BTreeMap::new();
        for (id, events) in office.storage.events_of_many(STREAM, &missing).await? {
            let history = Arc::new(History::of(&events)?);
            fresh.insert(ApplicationId(id), Arc::clone(&history.application));
            office.folded.0.insert(ApplicationId(id), history);
        }
        for (case, found) in cases.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            *found = fresh.get(&case.0).map(Arc::clone);
        }
    }
    found
        .into_iter()
        .zip(cases)
        .map(|(found, (id, _))| found.ok_or_else(|| Refusal::Defect(format!("the events of {id} are gone"))))
        .collect()
}
