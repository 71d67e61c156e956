//! The agencies of a portal: those that exist today, the portal's own first.
//!
//! Not here: whether one takes applications online (its settings), which site the portal stands on (`gongkai-web`).

use crate::agency::successor_on;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::agency::{Agency, Validity};
use gongkai_domain::ids::AgencyId;

/// An agency as a citizen chooses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Which.
    pub id: AgencyId,
    /// The code by which addresses name it.
    pub code: String,
    /// Its full name.
    pub name: String,
}

/// All of them, the portal's own first, the others by code; where codes are given, of the others only these.
///
/// # Errors
/// Where the records cannot be read.
pub async fn listed(office: &Office, own: AgencyId, only: &[String]) -> Result<Vec<Listed>, Refusal> {
    let today = office.today();
    let rows = office.storage.agencies().await?.into_iter();
    let is_there = |from: chrono::NaiveDate, until: Option<chrono::NaiveDate>| {
        from <= today && until.is_none_or(|until| today <= until)
    };
    let mut listed: Vec<Listed> = rows
        .filter(|row| is_there(row.valid_from, row.valid_until))
        .filter(|row| row.id == own || is_listed(&row.code, only))
        .map(|row| Listed { id: row.id, code: row.code, name: row.name })
        .collect();
    // the sort is stable
    listed.sort_by_key(|agency| agency.id != own);
    Ok(listed)
}

fn is_listed(code: &str, only: &[String]) -> bool {
    only.is_empty() || only.iter().any(|known| known == code)
}

/// The agency of a code; without a code the portal's own, or after a reform its successor.
///
/// # Errors
/// [`Refusal::NotFound`] for a code that no agency of the portal has today.
pub async fn of_code(
    office: &Office,
    own: AgencyId,
    only: &[String],
    code: Option<&str>,
) -> Result<AgencyId, Refusal> {
    let today = office.today();
    let Some(code) = code.map(str::trim).filter(|code| !code.is_empty()) else {
        // the site of an agency that has ended speaks for whoever goes on with its functions
        if office.known(own).await?.agency.exists_on(today) {
            return Ok(own);
        }
        return Ok(successor_on(office, own, today).await?.map_or(own, |successor| successor.id));
    };
    let row = office.storage.agency_by_code(code).await?.ok_or(Refusal::NotFound)?;
    let validity = Validity { from: row.valid_from, until: row.valid_until };
    let is_here = validity.holds_on(today) && (row.id == own || is_listed(code, only));
    if is_here { Ok(row.id) } else { Err(Refusal::NotFound) }
}

/// Whether an agency is one of the portal's today.
pub fn is_of_portal(office: &Office, own: AgencyId, only: &[String], agency: &Agency) -> bool {
    agency.validity.holds_on(office.today()) && (agency.id == own || is_listed(&agency.code, only))
}
