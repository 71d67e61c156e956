//! The demonstration: an invented city whose three agencies have worked for two years, made through the use cases of the
//! office by people who may do what they do.
//!
//! Not here: the running server and what it prints (`gongkai-cli`), agencies and people (`house`).

mod clock;
mod house;

pub use clock::SetClock;
pub use house::{House, PASSWORD, SignIn};

use crate::office::Office;
use crate::refusal::Refusal;
use chrono::{NaiveDate, NaiveDateTime};

/// The code of the agency whose portal the demonstration shows.
pub const AGENCY: &str = "city-data";

/// The seed of everything that looks like chance in the demonstration.
pub const SEED: u64 = 20_260_112;

/// The moment at which the demonstration stands: a Monday of the season of annual reports.
pub fn now() -> NaiveDateTime {
    const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 12).expect("a date");
    DAY.and_time(chrono::NaiveTime::MIN) + chrono::TimeDelta::hours(9)
}

/// What was made.
#[derive(Debug, Clone)]
pub struct Demo {
    /// The agencies.
    pub houses: Vec<House>,
    /// How to sign in.
    pub sign_ins: Vec<SignIn>,
}

/// Fills empty records. The clock of the office must be `clock`; it is set from case to case and stands at [`now`] in the end.
///
/// # Errors
/// A refusal of a use case: then the demonstration contradicts the rules of the office, which its test would have found.
pub async fn seed(office: &Office, clock: &SetClock) -> Result<Demo, Refusal> {
    clock.set(now());
    let (houses, sign_ins) = house::build(office).await?;
    Ok(Demo { houses, sign_ins })
}
