//! Makes invented annual reports, clean and mangled, and judges what a reader made of them.
//!
//! Not here: the readers and the rules under test. Everything is deterministic: the same seed gives the same bytes.
//!
//! The way of a test: [`random::report`] draws a [`Truth`]; [`layout::Draft`] lays it out as the official form prints
//! it; [`make`] writes that as a file, or [`mangle::mangle`] writes it the way real files arrive; after the reader had
//! its turn, [`judge::judge`] counts which cells are exact, lost or wrong.
#![warn(missing_docs)]

pub mod browser;
pub mod judge;
pub mod layout;
pub mod make;
pub mod mangle;
pub mod office;
pub mod postgres;
mod prose;
pub mod random;
pub mod statements;

pub use judge::{Expect, Expectation, Mismatch, Tally, Verdict};
pub use layout::{Draft, Grid};
pub use mangle::{Kind, Mangled};
pub use random::{Options, Profile, Rng, Truth};

use gongkai_domain::report::equation::equations;
use gongkai_domain::report::{EquationId, Report};

/// The equations of the form that the report's values do not fulfil; an equation with a missing value is passed over.
pub fn failing(report: &Report) -> Vec<EquationId> {
    let value = |at| report.cell(at).and_then(gongkai_domain::report::Cell::as_count);
    equations(report.form, report.has_one_other_row())
        .into_iter()
        .filter(|e| {
            let sum = |side: &[_]| side.iter().map(|at| value(*at)).sum::<Option<i64>>();
            matches!((sum(&e.left), sum(&e.right)), (Some(left), Some(right)) if left != right)
        })
        .map(|e| e.id)
        .collect()
}
