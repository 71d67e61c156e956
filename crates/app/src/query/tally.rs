//! Sums over all cases of an agency, pages of its lists and who may sign which draft, found out once for as long as nothing
//! happens in it.
//!
//! Not here: which sums (`super::inbox`, `super::ledger`), counting for the annual report (`gongkai_domain::report`).
//!
//! Sums go over every case of the filter, tens of thousands in an agency of some years, while most who look at a list do so with
//! nothing changed since the last look. Every change of a case appends to its agency's chain in the same transaction, so that
//! the end of the chain tells whether a sum still holds, whichever node changed it. What moves due dates without an event, the
//! import of a calendar year, is told by the calendar's version; what somebody may do, by the person in `what`.

use super::inbox::OnItsWay;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::{DateTime, Utc};
use gongkai_domain::ids::AgencyId;
use gongkai_storage::{ApplicationRow, Cursor, InboxCounts, LedgerGroup};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The most sums at hand, a page of a list being the largest with some fifty kilobytes; then all are found out anew.
const MOST: usize = 256;
/// As many different ones are found out side by side.
const SIDE_BY_SIDE: usize = 16;
/// However still an agency lies, nothing is at hand longer: a content destroyed by rule leaves the memory, too.
const LASTS_SECONDS: i64 = 60;

/// What was counted.
#[derive(Debug, Clone)]
pub(crate) enum Sum {
    /// What stands above an inbox.
    Inbox {
        /// How many lie on which pile.
        counts: InboxCounts,
        /// How many fulfil what was looked for.
        found: i64,
        /// How many are the person's own.
        own: i64,
        /// How many are nobody's.
        unassigned: i64,
        /// How many have something left undone.
        loose: i64,
    },
    /// The drafts on their way through the chain.
    Signing(Vec<OnItsWay>),
    /// One page of a list with what is asked for in each case, and where the next page begins.
    Page(Vec<(ApplicationRow, String)>, Option<Cursor>),
    /// The sums below a ledger and the years that have cases.
    Ledger(Vec<LedgerGroup>, Vec<(i32, i64)>),
}

#[derive(Debug)]
struct Entry {
    end: i64,
    at: DateTime<Utc>,
    sum: Arc<Sum>,
}

type Held = BTreeMap<String, Entry>;

/// Sums at hand, each with the end of the chain at which it was counted.
#[derive(Debug, Default)]
pub(crate) struct Tallies {
    held: Mutex<Held>,
    /// Whoever counts: others who wait for the same sum find it counted.
    counting: [tokio::sync::Mutex<()>; SIDE_BY_SIDE],
}

impl Tallies {
    fn at_hand(&self, key: &str, end: i64, now: DateTime<Utc>) -> Option<Arc<Sum>> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let holds = |entry: &&Entry| entry.end == end && (now - entry.at).num_seconds().abs() < LASTS_SECONDS;
        held.get(key).filter(holds).map(|entry| Arc::clone(&entry.sum))
    }
}

/// The end of an agency's chain, which a page asks for once, before anything that it shows is counted.
///
/// # Errors
/// Where the records cannot be read.
pub(crate) async fn end(office: &Office, agency: AgencyId) -> Result<i64, Refusal> {
    Ok(office.storage.chain_end(agency).await?)
}

/// A sum over cases of an agency whose chain ends there: `what` says which, with everything that it depends on besides the cases.
///
/// # Errors
/// As the counting tells.
pub(crate) async fn sum(
    office: &Office,
    (agency, end): (AgencyId, i64),
    what: &str,
    count: impl Future<Output = Result<Sum, Refusal>> + Send,
) -> Result<Arc<Sum>, Refusal> {
    // in a frame of its own: it is seldom run
    let count = Box::pin(count);
    let key = format!("{agency} {} {what}", office.calendar_version());
    let now = office.instant();
    if let Some(sum) = office.tallies.at_hand(&key, end, now) {
        return Ok(sum);
    }
    let place = key.bytes().fold(0, |sum: usize, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    let _counting = office.tallies.counting[place % SIDE_BY_SIDE].lock().await;
    if let Some(sum) = office.tallies.at_hand(&key, end, now) {
        return Ok(sum);
    }
    // what happens while it is counted moves the end on, so that it is counted again
    let sum = Arc::new(count.await?);
    let mut held = office.tallies.held.lock().unwrap_or_else(PoisonError::into_inner);
    if held.len() >= MOST {
        held.clear();
    }
    held.insert(key, Entry { end, at: now, sum: Arc::clone(&sum) });
    Ok(sum)
}
