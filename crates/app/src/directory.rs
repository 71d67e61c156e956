//! Who is who, at hand: an agency with what it has set, its people with their roles and the agencies above it, for pages.
//!
//! Not here: changing any of it (`crate::agency`, `crate::staff`, `crate::settings`). A use case that writes reads the records
//! themselves within its transaction.
//!
//! Every page asks for these and they change seldom. What this process changes shows at once; what another node changes shows
//! after [`FRESH_SECONDS`]. Who is signed in is asked of the records each time: somebody who was shut out has no session left.

use crate::agency::SUCCESSIONS;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::{DateTime, Utc};
use gongkai_domain::agency::{Agency, AgencySettings, Succession};
use gongkai_domain::ids::{AgencyId, DepartmentId, PersonId};
use gongkai_storage::{PersonRow, RoleRow};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// How long an entry is taken for what it is without looking.
const FRESH_SECONDS: i64 = 2;
/// The most agencies that are at hand; then all are looked up anew.
const MOST: usize = 256;

/// An agency as pages know it.
#[derive(Debug, Clone)]
pub struct Known {
    /// The agency.
    pub agency: Arc<Agency>,
    /// What it has set.
    pub settings: Arc<AgencySettings>,
    /// Its people.
    pub people: BTreeMap<PersonId, PersonRow>,
    /// The names of its people, and of those of the agencies from which it took over: they stand in the files that came from there.
    pub names: Arc<BTreeMap<PersonId, String>>,
    /// The names of its divisions, and of those of the agencies from which it took over.
    pub units: Arc<BTreeMap<DepartmentId, String>>,
    /// All grants of roles in it, past and present.
    pub roles: Vec<RoleRow>,
    /// The agencies above it, nearest first.
    pub above: Vec<AgencyId>,
    /// The agencies from which it took functions over, also those of these.
    pub predecessors: Vec<AgencyId>,
    /// Whether another took functions over from it.
    pub has_given_away: bool,
}

#[derive(Debug)]
struct Entry {
    known: Arc<Known>,
    looked_at: DateTime<Utc>,
    revision: u64,
}

/// What is at hand.
#[derive(Debug, Default)]
pub(crate) struct Directory(RwLock<BTreeMap<AgencyId, Entry>>);

impl Office {
    /// An agency with its people, as it was at most a moment ago.
    ///
    /// # Errors
    /// As [`Office::agency`].
    pub async fn known(&self, id: AgencyId) -> Result<Arc<Known>, Refusal> {
        let (now, revision) = (self.instant(), self.storage.settings_revision());
        let is_fresh = |entry: &&Entry| {
            entry.revision == revision && (now - entry.looked_at).num_seconds().abs() < FRESH_SECONDS
        };
        let at_hand = {
            let entries = self.directory.0.read().unwrap_or_else(PoisonError::into_inner);
            entries.get(&id).filter(is_fresh).map(|entry| Arc::clone(&entry.known))
        };
        if let Some(known) = at_hand {
            return Ok(known);
        }
        // in a frame of its own: every page asks, few look up
        Box::pin(self.look_up(id, now, revision)).await
    }

    /// Who took over from whom.
    async fn successions(&self) -> Result<Vec<Succession>, Refusal> {
        match self.storage.setting(None, SUCCESSIONS).await? {
            Some(text) => {
                serde_json::from_str(&text).map_err(|e| Refusal::Defect(format!("successions: {e}")))
            }
            None => Ok(Vec::new()),
        }
    }

    async fn look_up(&self, id: AgencyId, now: DateTime<Utc>, revision: u64) -> Result<Arc<Known>, Refusal> {
        let (agency, settings) = self.agency(id).await?;
        let people: BTreeMap<PersonId, PersonRow> =
            self.storage.people(id).await?.into_iter().map(|row| (row.id, row)).collect();
        let mut names: BTreeMap<_, _> =
            people.iter().map(|(id, person)| (*id, person.name.clone())).collect();
        let mut units: BTreeMap<_, _> =
            self.storage.departments(id).await?.into_iter().map(|unit| (unit.id, unit.name)).collect();
        let successions = self.successions().await?;
        let predecessors = predecessors(&successions, id);
        for before in &predecessors {
            names.extend(self.storage.people(*before).await?.into_iter().map(|row| (row.id, row.name)));
            units.extend(
                self.storage.departments(*before).await?.into_iter().map(|unit| (unit.id, unit.name)),
            );
        }
        let roles = self.storage.roles_in(id).await?;
        let mut above = Vec::new();
        // the column, not the document: it is what the tree is made of
        let mut next = self.storage.agency(id).await?.and_then(|row| row.parent);
        while let Some(parent) = next.filter(|parent| !above.contains(parent)) {
            above.push(parent);
            next = self.storage.agency(parent).await?.and_then(|row| row.parent);
        }
        // settings that read as before stay the same: what was worked out with them need not be worked out anew
        let before = {
            let entries = self.directory.0.read().unwrap_or_else(PoisonError::into_inner);
            entries.get(&id).map(|entry| Arc::clone(&entry.known.settings))
        };
        let settings = before.filter(|before| **before == settings).unwrap_or_else(|| Arc::new(settings));
        let known = Arc::new(Known {
            agency: Arc::new(agency),
            settings,
            people,
            names: Arc::new(names),
            units: Arc::new(units),
            roles,
            above,
            predecessors,
            has_given_away: successions.iter().any(|one| one.predecessor == id),
        });
        let mut entries = self.directory.0.write().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= MOST {
            entries.clear();
        }
        entries.insert(id, Entry { known: Arc::clone(&known), looked_at: now, revision });
        Ok(known)
    }
}

/// The agencies from which an agency took functions over, also those of these.
fn predecessors(successions: &[Succession], id: AgencyId) -> Vec<AgencyId> {
    let mut found = Vec::new();
    let mut open = vec![id];
    while let Some(next) = open.pop() {
        for one in successions.iter().filter(|one| one.successor == next) {
            if one.predecessor != id && !found.contains(&one.predecessor) {
                found.push(one.predecessor);
                open.push(one.predecessor);
            }
        }
    }
    found
}
