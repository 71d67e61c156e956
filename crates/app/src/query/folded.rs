//! Cases folded for lists that must know more of them than their rows tell.
//!
//! Not here: what a page of one case shows (`super::case`), which also needs the events themselves.
//!
//! A stream only grows, so that what was folded up to an event stays right: what is at hand is asked for by the case and the
//! sequence of its last event, and needs no time after which it is forgotten. Cases hold references to contents, no contents.

use crate::application::case::{STREAM, fold};
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::Application;
use gongkai_domain::ids::ApplicationId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The most cases at hand, some kilobytes each; then all are folded anew.
const MOST: usize = 1024;

type Held = BTreeMap<ApplicationId, (i64, Arc<Application>)>;

/// Cases at hand, each with the sequence of its last event.
#[derive(Debug, Default)]
pub(crate) struct Folded(Mutex<Held>);

/// The applications of these cases, in their order: each by its id and the sequence of its last event as far as that is known.
///
/// # Errors
/// [`Refusal::Defect`] for events that cannot have happened.
pub(crate) async fn applications(
    office: &Office,
    cases: &[(ApplicationId, i64)],
) -> Result<Vec<Arc<Application>>, Refusal> {
    let at_hand = || office.folded.0.lock().unwrap_or_else(PoisonError::into_inner);
    let known = |folded: &Held, (id, sequence): (ApplicationId, i64)| {
        let found = folded.get(&id).filter(|(at, _)| *at >= sequence);
        found.map(|(_, application)| Arc::clone(application))
    };
    let mut found: Vec<Option<Arc<Application>>> = {
        let folded = at_hand();
        cases.iter().map(|case| known(&folded, *case)).collect()
    };
    let missing: Vec<uuid::Uuid> =
        cases.iter().zip(&found).filter(|(_, found)| found.is_none()).map(|(case, _)| case.0.0).collect();
    if !missing.is_empty() {
        let mut fresh = BTreeMap::new();
        for (id, events) in office.storage.events_of_many(STREAM, &missing).await? {
            let last = events.last().map_or(0, |event| event.stream_sequence);
            fresh.insert(ApplicationId(id), (last, Arc::new(fold(&events)?)));
        }
        for (case, found) in cases.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            *found = known(&fresh, *case);
        }
        let mut folded = at_hand();
        if folded.len() + fresh.len() > MOST {
            folded.clear();
        }
        folded.extend(fresh);
    }
    found
        .into_iter()
        .zip(cases)
        .map(|(found, (id, _))| found.ok_or_else(|| Refusal::Defect(format!("the events of {id} are gone"))))
        .collect()
}
