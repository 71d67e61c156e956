//! The clocks of a running office: that of the machine, and that of the demonstration, which begins on its own day.
//!
//! Not here: Beijing time (`gongkai_deadline::clock`), reading the machine's clock (`crate::io`).

use crate::io;
use chrono::{NaiveDateTime, TimeDelta};
use gongkai_deadline::clock::Clock;
use std::time::Instant;

/// The machine's clock, as Beijing time.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> NaiveDateTime {
        io::now()
    }
}

/// A clock that starts at a moment and goes on from there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GoingClock {
    from: NaiveDateTime,
    since: Instant,
}

impl GoingClock {
    /// Starts now, at this moment.
    pub(crate) fn from(from: NaiveDateTime) -> Self {
        Self { from, since: Instant::now() }
    }
}

impl Clock for GoingClock {
    fn now(&self) -> NaiveDateTime {
        self.from + TimeDelta::from_std(self.since.elapsed()).unwrap_or_default()
    }
}
