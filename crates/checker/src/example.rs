//! Examples on rule pages, executed.
