//! Making the rows of lists anew from the events, in one transaction; afterwards they are as they were, or they were wrong.
//!
//! Not here: the fold (`gongkai_domain`), the tables (`gongkai_storage`).
//!
//! What a row has besides its events (public reference, masked name, digests of query code and applicant) was set on
//! arrival and is no part of the log; it is carried over from the row. A case whose row is gone is named, not invented.

use crate::application::case::{STREAM, fold};
use crate::application::projection::{marks_of, project};
use crate::challenge::projection::challenge_row;
use crate::docket::folded;
use crate::docket::other::OtherKind;
use crate::office::AGENCY_SETTINGS;
use crate::refusal::Refusal;
use crate::report_facts::CHALLENGES;
use chrono::NaiveDate;
use gongkai_deadline::Calendar;
use gongkai_domain::agency::{AgencySettings, HeldYears};
use gongkai_domain::challenge::Case;
use gongkai_domain::complaint::Complaint;
use gongkai_domain::ids::{AgencyId, ApplicationId, ChallengeId};
use gongkai_domain::record_correction::RecordCorrection;
use gongkai_storage::{
    ApplicationFilter, ApplicationRow, CaseFilter, ChallengeRow, Order, OtherCaseRow, Storage, StoredEvent,
    Tx,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How many rows are read at once.
const BATCH: u32 = 1000;

/// What a rebuild found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Applications.
    pub applications: usize,
    /// Reconsiderations and suits.
    pub challenges: usize,
    /// Requests to correct records, and complaints.
    pub others: usize,
    /// Rows that were not as their events say, by id.
    pub corrected: Vec<Uuid>,
    /// Cases with events but without a row.
    pub missing: Vec<Uuid>,
}

/// All rows of applications, by id.
async fn applications(storage: &Storage) -> Result<BTreeMap<ApplicationId, ApplicationRow>, Refusal> {
    let (filter, mut rows, mut after) = (ApplicationFilter::default(), BTreeMap::new(), None);
    loop {
        let page = storage.applications(&filter, Order::Oldest, after, BATCH).await?;
        rows.extend(page.rows.into_iter().map(|row| (row.id, row)));
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(rows),
        }
    }
}

async fn challenges(storage: &Storage) -> Result<BTreeMap<ChallengeId, ChallengeRow>, Refusal> {
    let (filter, mut rows) = (CaseFilter::default(), BTreeMap::new());
    loop {
        let after = rows.last_key_value().map(|(id, _)| *id);
        let page = storage.challenges(&filter, after, BATCH).await?;
        if page.is_empty() {
            return Ok(rows);
        }
        rows.extend(page.into_iter().map(|row| (row.id, row)));
    }
}

async fn others(storage: &Storage) -> Result<BTreeMap<Uuid, OtherCaseRow>, Refusal> {
    let (filter, mut rows) = (CaseFilter::default(), BTreeMap::new());
    loop {
        let after = rows.last_key_value().map(|(id, _)| *id);
        let page = storage.other_cases(&filter, after, BATCH).await?;
        if page.is_empty() {
            return Ok(rows);
        }
        rows.extend(page.into_iter().map(|row| (row.id, row)));
    }
}

/// Makes every row anew. Nobody should be working meanwhile: what is appended between reading and writing would get an
/// older row back, so that nothing is kept then.
///
/// # Errors
/// [`Refusal::Conflict`] where somebody worked meanwhile; [`Refusal::Defect`] for events that cannot have happened.
pub async fn rebuild(storage: &Storage, calendar: &Calendar, today: NaiveDate) -> Result<Rebuilt, Refusal> {
    let change = storage.last_change().await?;
    let (before, challenged, others) =
        (applications(storage).await?, challenges(storage).await?, others(storage).await?);
    let tx = storage.begin().await?;
    tx.clear_projections().await?;
    if !tx.events_after(change, 1).await?.is_empty() {
        return Err(Refusal::Conflict { by: None, at: None, what: String::new() });
    }
    let mut rebuilt = Rebuilt::default();
    for agency in tx.agencies().await? {
        let settings: AgencySettings = match tx.setting(Some(agency.id), AGENCY_SETTINGS).await? {
            Some(text) => serde_json::from_str(&text).map_err(|e| Refusal::Defect(e.to_string()))?,
            None => AgencySettings::default(),
        };
        let streams = tx.streams_of(agency.id, STREAM).await?;
        for some in streams.chunks(500) {
            let ids: Vec<_> = some.iter().map(|stream| stream.id).collect();
            for (id, events) in tx.events_of_many(STREAM, &ids).await? {
                let Some(old) = before.get(&ApplicationId(id)) else {
                    rebuilt.missing.push(id);
                    continue;
                };
                // after a reform both chains know the file; it lies with the agency of its last event
                if !is_here(&events, agency.id) {
                    continue;
                }
                let mut row = old.clone();
                let application = fold(&events)?;
                row.agency = agency.id;
                project(&mut row, &application, calendar, today)?;
                row.change = events.last().map_or(row.change, |event| event.change);
                if row != *old {
                    rebuilt.corrected.push(id);
                }
                tx.save_application(&row).await?;
                if !application.held_before.is_empty() {
                    tx.save_held(row.id, &HeldYears::all(row.agency, &application.held_before)).await?;
                }
                tx.save_marks(row.id, &marks_of(&application, &row)).await?;
                rebuilt.applications += 1;
            }
        }
        let streams = tx.streams_of(agency.id, CHALLENGES).await?;
        let ids: Vec<_> = streams.iter().map(|stream| stream.id).collect();
        for (id, events) in tx.events_of_many(CHALLENGES, &ids).await? {
            if !is_here(&events, agency.id) {
                continue;
            }
            let case = folded::<Case>(id, &events)?;
            let mut row = challenge_row(&case, agency.id, calendar, &settings)?;
            if let Some(last) = events.last() {
                (row.sequence, row.change) = (last.stream_sequence, last.change);
            }
            let old = challenged.get(&ChallengeId(id));
            if let Some(old) = old {
                row.document.clone_from(&old.document);
            }
            if old != Some(&row) {
                rebuilt.corrected.push(id);
            }
            tx.save_challenge(&row, &case.applications).await?;
            rebuilt.challenges += 1;
        }
        others_of::<RecordCorrection>(&tx, agency.id, &others, &mut rebuilt).await?;
        others_of::<Complaint>(&tx, agency.id, &others, &mut rebuilt).await?;
    }
    tx.commit().await?;
    Ok(rebuilt)
}

/// Whether a case lies with an agency: where its last event is.
fn is_here(events: &[StoredEvent], agency: AgencyId) -> bool {
    events.last().is_none_or(|last| last.agency == agency)
}

/// The rows of one kind of other cases of an agency.
async fn others_of<C: OtherKind>(
    tx: &Tx,
    agency: AgencyId,
    before: &BTreeMap<Uuid, OtherCaseRow>,
    rebuilt: &mut Rebuilt,
) -> Result<(), Refusal> {
    let streams = tx.streams_of(agency, C::STREAM).await?;
    let ids: Vec<_> = streams.iter().map(|stream| stream.id).collect();
    for (id, stored) in tx.events_of_many(C::STREAM, &ids).await? {
        let Some(old) = before.get(&id) else {
            rebuilt.missing.push(id);
            continue;
        };
        if !is_here(&stored, agency) {
            continue;
        }
        let mut row = OtherCaseRow { agency, ..old.clone() };
        folded::<C>(id, &stored)?.project(&mut row);
        if let Some(last) = stored.last() {
            (row.sequence, row.change) = (last.stream_sequence, last.change);
        }
        if row != *old {
            rebuilt.corrected.push(id);
        }
        tx.save_other_case(&row).await?;
        rebuilt.others += 1;
    }
    Ok(())
}
