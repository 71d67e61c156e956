//! How the system runs: version, database, letters that wait or were given up; and sending one that was given up again.
//!
//! Who: the system administrator. Precondition: none. Changes: a letter given up is tried again from now. Audit:
//! `letter_sent_again`. Told: nobody. Not here: sending (`gongkai-jobs`), backup and restore (`gongkai-cli`).

use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDateTime;
use gongkai_deadline::clock::beijing;
use gongkai_domain::ids::AgencyId;
use gongkai_domain::staff::{Permission, Target};
use gongkai_storage::{NewAudit, OutboxRow, Storage};
use uuid::Uuid;

/// A letter that was given up.
#[derive(Debug, Clone)]
pub struct GivenUp {
    /// Which.
    pub id: Uuid,
    /// The key of its kind.
    pub kind: String,
    /// When it was given up.
    pub at: NaiveDateTime,
    /// How often it was tried.
    pub attempts: i32,
    /// What went wrong last; no address, no content.
    pub because: String,
}

/// How the system runs.
#[derive(Debug)]
pub struct System {
    /// The version of the program.
    pub version: &'static str,
    /// Version of the tables, and the one that this program works with.
    pub schema: (i64, i64),
    /// Letters that wait, and since when the oldest could have gone.
    pub backlog: (i64, Option<NaiveDateTime>),
    /// Letters of the agency that were given up.
    pub given_up: Vec<GivenUp>,
    /// Events of all chains.
    pub last_change: i64,
    /// People who are signed in with a locked account, of the agency.
    pub locked: usize,
}

/// Most letters that are shown.
const LETTERS: u32 = 200;

fn must(office: &Office, actor: &Actor) -> Result<AgencyId, Refusal> {
    let agency = actor.member()?.person.agency;
    actor.must(Permission::ManageSystem, Target::agency(agency), office.today())?;
    Ok(agency)
}

/// Whether a letter may be looked after by the administrators of an agency: its own, and those of nobody.
fn is_of(row: &OutboxRow, agency: AgencyId) -> bool {
    row.agency.is_none_or(|of| of == agency)
}

/// How it runs now.
///
/// # Errors
/// [`Refusal::Denied`].
pub async fn system(office: &Office, actor: &Actor) -> Result<System, Refusal> {
    let agency = must(office, actor)?;
    let storage = &office.storage;
    let (waiting, oldest) = storage.backlog().await?;
    let given_up = storage.given_up(LETTERS).await?;
    let given_up = given_up.into_iter().filter(|row| is_of(row, agency)).map(|row| GivenUp {
        id: row.id,
        kind: row.kind,
        at: beijing(row.given_up_at.unwrap_or(row.created_at)),
        attempts: row.attempts,
        because: row.last_error.unwrap_or_default(),
    });
    let now = office.instant();
    let mut locked = 0;
    for person in storage.people(agency).await? {
        let credential = storage.credential(person.id).await?;
        let until = credential.and_then(|credential| credential.locked_until);
        locked += usize::from(until.is_some_and(|until| now < until));
    }
    Ok(System {
        version: env!("CARGO_PKG_VERSION"),
        schema: (storage.schema_version().await?, Storage::SCHEMA),
        backlog: (waiting, oldest.map(beijing)),
        given_up: given_up.collect(),
        last_change: storage.last_change().await?,
        locked,
    })
}

/// Tries a letter that was given up again, from now.
///
/// # Errors
/// [`Refusal::Denied`]; [`Refusal::NotFound`] where it was not given up or belongs to another agency.
pub async fn send_again(office: &Office, actor: &Actor, id: Uuid) -> Result<(), Refusal> {
    let agency = must(office, actor)?;
    let tx = office.storage.begin().await?;
    let row = tx.outbox(id).await?.filter(|row| row.given_up_at.is_some() && is_of(row, agency));
    let row = row.ok_or(Refusal::NotFound)?;
    if !tx.take_up_again(row.id, office.instant()).await? {
        return Err(Refusal::NotFound);
    }
    tx.note(NewAudit {
        at: office.instant(),
        agency: Some(agency),
        actor: actor.word(),
        action: "letter_sent_again".to_owned(),
        object_kind: "letter".to_owned(),
        object_id: Some(row.id),
        document: serde_json::json!({ "kind": row.kind }).to_string(),
    })
    .await?;
    Ok(tx.commit().await?)
}
