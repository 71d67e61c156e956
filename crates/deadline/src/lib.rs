//! Working days, statutory limits and clocks: the only place where a date is added to.
#![warn(missing_docs)]
