//! The running office: records, files, calendar, clock and keys, handed to every use case.
//!
//! Not here: choosing them (`gongkai-cli` opens the database and reads clock, environment and chance).

use crate::account::password::Hashing;
use crate::directory::Directory;
use crate::query::folded::Folded;
use crate::query::tally::Tallies;
use crate::refusal::Refusal;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use gongkai_deadline::calendar::Calendar;
use gongkai_deadline::clock::Clock;
use gongkai_domain::agency::{Agency, AgencySettings};
use gongkai_domain::ids::{AgencyId, Digest};
use gongkai_storage::{Blobs, Entropy, Storage, sm3};
use hmac::{KeyInit as _, Mac as _};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// The secrets of the office. They never leave the process.
#[derive(Clone)]
pub struct Keys {
    /// What query codes and applicants are digested with, so that the records tell nothing without it.
    pub digests: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(‹secret›)")
    }
}

/// By which ways letters to people outside leave this office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WaysOut {
    /// There is a mail server.
    pub mail: bool,
    /// There is a gateway for text messages.
    pub text_messages: bool,
}

impl WaysOut {
    /// Whether there is any.
    pub fn any(self) -> bool {
        self.mail || self.text_messages
    }
}

/// The running office. Cheap to share behind an [`Arc`].
pub struct Office {
    /// The records.
    pub storage: Storage,
    /// The files.
    pub blobs: Blobs,
    keys: Keys,
    clock: Arc<dyn Clock + Send + Sync>,
    entropy: Arc<dyn Entropy>,
    calendar: RwLock<(Arc<Calendar>, String)>,
    looked_at: AtomicI64,
    name: OnceLock<String>,
    ways_out: WaysOut,
    pub(crate) directory: Directory,
    pub(crate) folded: Folded,
    pub(crate) tallies: Tallies,
    pub(crate) hashing: Hashing,
}

impl std::fmt::Debug for Office {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Office").field("storage", &self.storage).finish_non_exhaustive()
    }
}

type Hmac = hmac::SimpleHmac<::sm3::Sm3>;

impl Office {
    /// An office over these parts.
    pub fn new(
        storage: Storage,
        blobs: Blobs,
        keys: Keys,
        clock: Arc<dyn Clock + Send + Sync>,
        entropy: Arc<dyn Entropy>,
        calendar: Calendar,
    ) -> Self {
        Self {
            storage,
            blobs,
            keys,
            clock,
            entropy,
            calendar: RwLock::new((Arc::new(calendar), String::new())),
            looked_at: AtomicI64::new(i64::MIN),
            name: OnceLock::new(),
            ways_out: WaysOut::default(),
            directory: Directory::default(),
            folded: Folded::default(),
            tallies: Tallies::default(),
            hashing: Hashing::default(),
        }
    }

    /// The office with ways out; without, nothing that only a letter can bring is promised to anybody.
    #[must_use]
    pub fn with_ways_out(self, ways_out: WaysOut) -> Self {
        Self { ways_out, ..self }
    }

    /// By which ways letters to people outside leave this office.
    pub fn ways_out(&self) -> WaysOut {
        self.ways_out
    }

    /// The present moment, Beijing time.
    pub fn now(&self) -> NaiveDateTime {
        self.clock.now()
    }

    /// Today, in Beijing.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// The present instant, for the records.
    pub fn instant(&self) -> DateTime<Utc> {
        (self.now() - TimeDelta::hours(8)).and_utc()
    }

    /// The calendar of working days as it stands.
    pub fn calendar(&self) -> Arc<Calendar> {
        Arc::clone(&self.calendar.read().unwrap_or_else(PoisonError::into_inner).0)
    }

    /// What of the records the calendar in place was made from.
    pub(crate) fn calendar_version(&self) -> String {
        self.calendar.read().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    /// Puts the calendar of the records in place.
    pub(crate) fn take_calendar(&self, calendar: Calendar, version: String) {
        *self.calendar.write().unwrap_or_else(PoisonError::into_inner) = (Arc::new(calendar), version);
    }

    /// Whether so many seconds have passed since this was last answered with yes.
    pub(crate) fn is_time_to_look(&self, seconds: i64) -> bool {
        let (now, last) = (self.instant().timestamp(), self.looked_at.load(Ordering::Relaxed));
        let is_due = now < last || now.saturating_sub(last) >= seconds;
        is_due && self.looked_at.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    /// Notes the name of the agency that the first start has made: the site was started before it had one.
    pub(crate) fn name(&self, name: &str) {
        // the first start happens once
        let _known = self.name.set(name.to_owned());
    }

    /// The name of the agency, where it was set up while this process ran.
    pub fn newly_named(&self) -> Option<&str> {
        self.name.get().map(String::as_str)
    }

    /// Puts another calendar in place, after an import.
    pub fn replace_calendar(&self, calendar: Calendar) {
        self.calendar.write().unwrap_or_else(PoisonError::into_inner).0 = Arc::new(calendar);
    }

    /// Chance.
    pub fn entropy(&self) -> &dyn Entropy {
        &*self.entropy
    }

    /// Words that nobody can guess: `letters` characters that cannot be mistaken for each other when read aloud.
    pub fn code(&self, letters: usize) -> String {
        let mut bytes = vec![0; letters];
        self.entropy.fill(&mut bytes);
        Self::letters(&bytes)
    }

    /// Bytes as characters that cannot be mistaken for each other when read aloud, one for each byte.
    pub fn letters(bytes: &[u8]) -> String {
        // 32 characters, so that each byte gives one without bias; no 0, 1, I, O
        const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
    }

    /// The digest of something that must be recognised but not read: a query code, an applicant's document number. `what`
    /// keeps digests of different things apart.
    pub fn recognise(&self, what: &str, text: &str) -> Result<Digest, Refusal> {
        let mut mac = Hmac::new_from_slice(&self.keys.digests).map_err(|e| Refusal::Defect(e.to_string()))?;
        mac.update(what.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        Ok(Digest(mac.finalize().into_bytes().into()))
    }

    /// The digest of a token that is random enough to need no key: a session, a form token.
    pub fn digest(token: &str) -> Digest {
        Self::digest_of(token.as_bytes())
    }

    /// The digest of something public, such as a page, that tells one version from another.
    pub fn digest_of(bytes: &[u8]) -> Digest {
        sm3(&[bytes])
    }

    /// An agency with what it has set.
    ///
    /// # Errors
    /// [`Refusal::NotFound`]; a record that does not read back is a [`Refusal::Defect`].
    pub async fn agency(&self, id: AgencyId) -> Result<(Agency, AgencySettings), Refusal> {
        let row = self.storage.agency(id).await?.ok_or(Refusal::NotFound)?;
        let agency =
            serde_json::from_str(&row.document).map_err(|e| Refusal::Defect(format!("agency {id}: {e}")))?;
        let settings = match self.storage.setting(Some(id), AGENCY_SETTINGS).await? {
            Some(text) => serde_json::from_str(&text)
                .map_err(|e| Refusal::Defect(format!("settings of agency {id}: {e}")))?,
            None => AgencySettings::default(),
        };
        Ok((agency, settings))
    }
}

/// Name of the setting that holds what an agency has set.
pub const AGENCY_SETTINGS: &str = "agency";
