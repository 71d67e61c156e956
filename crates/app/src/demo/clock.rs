//! A clock that the demonstration sets: its cases happened on days of the past.
//!
//! Not here: the clock of a running office (`gongkai-cli`).

use chrono::NaiveDateTime;
use gongkai_deadline::clock::Clock;
use std::sync::{Mutex, PoisonError};

/// A clock that stands until it is set again.
#[derive(Debug)]
pub struct SetClock(Mutex<NaiveDateTime>);

impl SetClock {
    /// A clock that shows this Beijing civil time.
    pub fn at(now: NaiveDateTime) -> Self {
        Self(Mutex::new(now))
    }

    /// Sets it.
    pub fn set(&self, now: NaiveDateTime) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

impl Clock for SetClock {
    fn now(&self) -> NaiveDateTime {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
