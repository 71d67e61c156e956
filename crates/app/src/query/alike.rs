//! The applications that read like one that comes in: a hint for whoever confirms or registers it, so that a repeated request is
//! seen at once and the same is answered the same way.
//!
//! Not here: how alike two texts read (`gongkai_domain::application::likeness`), whether an application repeats another (a person
//! finds so with the draft, `crate::paper::earlier`).

use super::case::CaseView;
use super::inbox::may_see;
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::application::State;
use gongkai_domain::application::likeness::likeness;
use gongkai_domain::notice::Reply;
use gongkai_domain::staff::Permission;
use gongkai_storage::{ApplicationFilter, ApplicationRow, Order};
use std::cmp::Reverse;

/// The latest applications of the agency that are compared.
const COMPARED: u32 = 300;
/// The latest applications of the same applicant that are compared.
const COMPARED_OF_APPLICANT: u32 = 100;
/// From how alike on an application is named.
const ALIKE: u8 = 50;
/// Most that are named.
const MOST: usize = 8;

/// An application that reads like another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// The number that staff use.
    pub number: String,
    /// What is asked for, with the applicant of the case at hand masked.
    pub subject: String,
    /// The day of its arrival.
    pub arrived_on: NaiveDate,
    /// How it stands.
    pub state: Option<State>,
    /// The reply that it got.
    pub reply: Option<Reply>,
    /// Whether the same applicant filed it.
    pub is_same_applicant: bool,
    /// How alike they read, from 0 to 100.
    pub likeness: u8,
}

/// The applications that read like a case, the most alike first, as far as the asker may see them. Two lists and one read of
/// sealed texts, whatever is found.
///
/// # Errors
/// Where the records cannot be read.
pub async fn alike(office: &Office, actor: &Actor, case: &CaseView) -> Result<Vec<Alike>, Refusal> {
    let Ok(seen) = may_see(office, actor, Permission::SeeApplications) else { return Ok(Vec::new()) };
    let own = &case.dossier.row;
    let storage = &office.storage;
    let mut rows = storage.applications(&seen, Order::Newest, None, COMPARED).await?.rows;
    if let Some(key) = own.applicant_key {
        let filter = ApplicationFilter { applicant_key: Some(key), ..seen };
        let of_applicant = storage.applications(&filter, Order::Newest, None, COMPARED_OF_APPLICANT).await?;
        let older = of_applicant.rows.into_iter().filter(|row| !rows.iter().any(|known| known.id == row.id));
        let older: Vec<ApplicationRow> = older.collect();
        rows.extend(older);
    }
    rows.retain(|row| row.id != own.id);
    let texts: Vec<_> = rows.iter().filter_map(|row| row.subject).map(|subject| subject.id).collect();
    let texts = storage.contents(&texts).await?;
    let asked: Vec<&str> = case.dossier.requests().into_iter().map(|(_, text)| text).collect();
    let mut found: Vec<Alike> = rows
        .iter()
        .filter_map(|row| {
            let subject = String::from_utf8_lossy(texts.get(&row.subject?.id)?);
            let likeness = asked.iter().map(|asked| likeness(asked, &subject)).max()?;
            (likeness >= ALIKE).then(|| Alike {
                number: row.registration.clone().unwrap_or_else(|| row.reference.clone()),
                subject: case.dossier.masked(&subject),
                arrived_on: row.arrived_on,
                state: row.state.parse().ok(),
                reply: Reply::EVERY
                    .iter()
                    .copied()
                    .find(|reply| row.reply_key.as_deref() == Some(reply.key())),
                is_same_applicant: own.applicant_key.is_some() && own.applicant_key == row.applicant_key,
                likeness,
            })
        })
        .collect();
    found.sort_by_key(|one| (Reverse(one.likeness), !one.is_same_applicant, Reverse(one.arrived_on)));
    found.truncate(MOST);
    Ok(found)
}
