//! The annual-report linter: located text to facts to findings.
#![warn(missing_docs)]
