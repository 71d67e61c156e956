//! The calendar of working days and the limits of the law: no other crate adds days to a date.
//!
//! Not here: what an application is and how it may move (`gongkai-domain`), and the system clock (the command line).
//!
//! Reading order: [`units`] (what is counted), [`calendar`] (which days count), [`statute`] (how many, and who says
//! so), [`timeline`] (when counting runs), [`due`] (the date that follows) and [`explain`] (the same, in words).
#![warn(missing_docs)]

pub mod calendar;
pub mod clock;
pub mod due;
pub mod error;
pub mod explain;
pub mod statute;
pub mod timeline;
pub mod units;

pub use calendar::{Calendar, render_year_text};
pub use due::{Due, DueOptions, Standing, due_for};
pub use error::DeadlineError;
pub use explain::render_due_text;
pub use units::{CalendarDays, ClockHours, Months, WorkingDays};
