//! What a browser may see for a while without saying its code again: kept here, sealed, under the word in its cookie.
//!
//! Not here: cookies (`gongkai-web`). The word itself is never kept, only its digest.

use super::upload::Stored;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::{DateTime, TimeDelta, Utc};
use gongkai_domain::ids::{AgencyId, ApplicationId, Digest};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

/// What is kept for a browser.
pub trait Ticket: Serialize + DeserializeOwned {
    /// Keeps tickets of different kinds apart.
    const KIND: &'static str;
    /// How long it is kept.
    const MINUTES: i64;
}

/// A receipt, whose query code is told once.
pub trait Telling: Ticket {
    /// The code, until it was told.
    fn code(&mut self) -> &mut Option<String>;
}

/// The query code of a receipt, to whoever is shown it now; none where it was told before.
///
/// # Errors
/// Where the records cannot be written.
pub async fn tell_code<T: Telling>(
    office: &Office,
    word: &str,
    receipt: &mut T,
    is_shown: bool,
) -> Result<Option<String>, Refusal> {
    let code = if is_shown { receipt.code().take() } else { None };
    if code.is_some() {
        keep(office, word, receipt).await?;
    }
    Ok(code)
}

/// The receipt of what was just filed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Receipt {
    /// Which application.
    pub application: ApplicationId,
    /// The query code, until it was shown.
    pub code: Option<String>,
}

impl Ticket for Receipt {
    const KIND: &'static str = "receipt";
    const MINUTES: i64 = 24 * 60;
}

impl Telling for Receipt {
    fn code(&mut self) -> &mut Option<String> {
        &mut self.code
    }
}

/// The application that was found by reference and code.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tracking {
    /// Which application.
    pub application: ApplicationId,
    /// The digest of the query code that was shown; with another code in force the ticket is worth nothing.
    pub code: Option<Digest>,
    /// What was just done, until it was told.
    pub done: Option<String>,
    /// When number and code were shown; none in tickets that are not extended.
    #[serde(default)]
    pub since: Option<DateTime<Utc>>,
}

impl Ticket for Tracking {
    const KIND: &'static str = "tracking";
    /// After so long a rest number and code are asked for again.
    const MINUTES: i64 = 30;
}

impl Tracking {
    /// After so long they are asked for again whatever happens.
    pub const LONGEST_MINUTES: i64 = 4 * 60;
    /// How old the note of the last page may be before it is written anew: not every page is a write.
    const NOTE_MINUTES: i64 = 1;

    /// Whether a page that is opened now, of a ticket that would end at this instant, lets it live on.
    fn lives_on(&self, until: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        let is_noted = until - now > TimeDelta::minutes(Self::MINUTES - Self::NOTE_MINUTES);
        let is_old = |since| now - since >= TimeDelta::minutes(Self::LONGEST_MINUTES - Self::MINUTES);
        !is_noted && self.since.is_some_and(|since| !is_old(since))
    }
}

/// The ticket of a browser that follows an application. Each page lets it live on, within bounds.
///
/// # Errors
/// Where the records cannot be read or written.
pub async fn follow(office: &Office, word: &str) -> Result<Option<Tracking>, Refusal> {
    let Some((ticket, until)) = read_until::<Tracking>(office, word).await? else { return Ok(None) };
    if ticket.lives_on(until, office.instant()) {
        keep(office, word, &ticket).await?;
    }
    Ok(Some(ticket))
}

/// The receipt of a complaint or a request that was just filed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CaseReceipt {
    /// Which case.
    pub case: Uuid,
    /// The query code, until it was shown.
    pub code: Option<String>,
}

impl Ticket for CaseReceipt {
    const KIND: &'static str = "case_receipt";
    const MINUTES: i64 = 24 * 60;
}

impl Telling for CaseReceipt {
    fn code(&mut self) -> &mut Option<String> {
        &mut self.code
    }
}

/// The complaint or request that was found by reference and code.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Following {
    /// Which case.
    pub case: Uuid,
    /// The digest of the query code that was shown; with another code in force the ticket is worth nothing.
    #[serde(default)]
    pub code: Option<Digest>,
}

impl Ticket for Following {
    const KIND: &'static str = "following";
    const MINUTES: i64 = 30;
}

/// Files that were sent with a form which was not right yet.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Enclosed {
    /// The files.
    pub files: Vec<Stored>,
}

impl Enclosed {
    /// Those that were sealed for an agency.
    pub fn of(&self, agency: AgencyId) -> impl Iterator<Item = &Stored> {
        self.files.iter().filter(move |file| file.agency == agency)
    }
}

impl Ticket for Enclosed {
    const KIND: &'static str = "enclosed";
    const MINUTES: i64 = 24 * 60;
}

/// A new word for a cookie.
pub fn word(office: &Office) -> String {
    office.code(32)
}

/// Characters of a signed word that chance chose; the rest is their signature.
const CHOSEN: usize = 20;
/// Characters of the signature: 60 bits.
const SIGNATURE: usize = 12;

/// A new word for a cookie under which nothing is kept yet, signed: a word that somebody else has chosen and put into a
/// browser is not taken for one of ours.
///
/// # Errors
/// A key that cannot be used.
pub fn signed_word(office: &Office) -> Result<String, Refusal> {
    let chosen = office.code(CHOSEN);
    let signature = signature(office, &chosen)?;
    Ok(format!("{chosen}{signature}"))
}

/// Whether a word was signed here.
///
/// # Errors
/// A key that cannot be used.
pub fn is_signed(office: &Office, word: &str) -> Result<bool, Refusal> {
    let Some((chosen, told)) = word.split_at_checked(CHOSEN) else { return Ok(false) };
    Ok(signature(office, chosen)?.as_bytes().ct_eq(told.as_bytes()).into())
}

/// The word under which something is kept that began under another: what forms are bound to stays, the rest nobody has seen.
pub fn renewed(office: &Office, word: &str) -> String {
    format!("{}{}", holder(word), office.code(SIGNATURE))
}

/// What the forms of a browser are bound to: the part of its word that stays when the word is renewed.
pub fn holder(word: &str) -> &str {
    word.get(..CHOSEN).unwrap_or(word)
}

fn signature(office: &Office, chosen: &str) -> Result<String, Refusal> {
    let digest = office.recognise("word of a cookie", chosen)?;
    Ok(Office::letters(&digest.0[..SIGNATURE]))
}

fn key<T: Ticket>(word: &str) -> Digest {
    Office::digest(&format!("{}:{word}", T::KIND))
}

/// Keeps a ticket under the word, from now for as long as its kind is kept.
///
/// # Errors
/// Where the records cannot be written.
pub async fn keep<T: Ticket>(office: &Office, word: &str, ticket: &T) -> Result<(), Refusal> {
    keep_since(office, word, ticket, office.instant()).await
}

/// Keeps a ticket under the word as long as its kind is kept, counted from an instant before.
///
/// # Errors
/// Where the records cannot be written.
pub async fn keep_since<T: Ticket>(
    office: &Office,
    word: &str,
    ticket: &T,
    since: DateTime<Utc>,
) -> Result<(), Refusal> {
    let plain = serde_json::to_vec(ticket).map_err(|e| Refusal::Defect(e.to_string()))?;
    let until = since + TimeDelta::minutes(T::MINUTES);
    let tx = office.storage.begin().await?;
    tx.save_draft(key::<T>(word), &plain, office.instant(), until).await?;
    Ok(tx.commit().await?)
}

/// The ticket under the word; none when there is none or its time is over.
///
/// # Errors
/// Where the records cannot be read.
pub async fn read<T: Ticket>(office: &Office, word: &str) -> Result<Option<T>, Refusal> {
    let found = read_until::<T>(office, word).await?;
    Ok(found.map(|(ticket, _)| ticket))
}

/// The ticket under the word and when it ends.
///
/// # Errors
/// Where the records cannot be read.
pub async fn read_until<T: Ticket>(
    office: &Office,
    word: &str,
) -> Result<Option<(T, DateTime<Utc>)>, Refusal> {
    let Some(found) = office.storage.draft(key::<T>(word), office.instant()).await? else { return Ok(None) };
    let ticket =
        serde_json::from_slice(&found.plain).map_err(|e| Refusal::Defect(format!("{}: {e}", T::KIND)))?;
    Ok(Some((ticket, found.expires_at)))
}
