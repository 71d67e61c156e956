//! Sums over all cases of an agency, and who may sign which draft, found out once for as long as nothing happens in it.
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
use gongkai_domain::ids::AgencyId;
use gongkai_storage::{InboxCounts, LedgerTotals};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The most sums at hand; then all are counted anew.
const MOST: usize = 512;

/// What was counted.
#[derive(Debug, Clone)]
pub(crate) enum Sum {
    /// The groups of an inbox, how many are somebody's own, how many are nobody's.
    Inbox(InboxCounts, i64, i64),
    /// The drafts on their way through the chain.
    Signing(Vec<OnItsWay>),
    /// The sums below a ledger and the years that have cases.
    Ledger(LedgerTotals, Vec<(i32, i64)>),
}

type Held = BTreeMap<String, (i64, Arc<Sum>)>;

/// Sums at hand, each with the end of the chain at which it was counted.
#[derive(Debug, Default)]
pub(crate) struct Tallies {
    held: Mutex<Held>,
    /// Whoever counts: others who wait for the same sum find it counted.
    counting: tokio::sync::Mutex<()>,
}

impl Tallies {
    fn at_hand(&self, key: &str, end: i64) -> Option<Arc<Sum>> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(key).filter(|(at, _)| *at == end).map(|(_, sum)| Arc::clone(sum))
    }
}

/// A sum over cases of an agency: `what` says which, with everything that it depends on besides the cases.
///
/// # Errors
/// As the counting tells.
pub(crate) async fn sum(
    office: &Office,
    agency: AgencyId,
    what: &str,
    count: impl Future<Output = Result<Sum, Refusal>> + Send,
) -> Result<Arc<Sum>, Refusal> {
    let key = format!("{agency} {} {what}", office.calendar_version());
    let end = office.storage.chain_end(agency).await?;
    if let Some(sum) = office.tallies.at_hand(&key, end) {
        return Ok(sum);
    }
    let _counting = office.tallies.counting.lock().await;
    if let Some(sum) = office.tallies.at_hand(&key, end) {
        return Ok(sum);
    }
    // what happens while it is counted moves the end on, so that it is counted again
    let sum = Arc::new(count.await?);
    let mut held = office.tallies.held.lock().unwrap_or_else(PoisonError::into_inner);
    if held.len() >= MOST {
        held.clear();
    }
    held.insert(key, (end, Arc::clone(&sum)));
    Ok(sum)
}
