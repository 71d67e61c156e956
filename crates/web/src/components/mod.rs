//! The parts that pages are made of, each a struct with its template; printed in another template they are HTML.
//!
//! Not here: whole pages (`crate::pages`) and their frame (`crate::chrome`).

/// Components print HTML; in another template they are not escaped again.
macro_rules! askama_html_safe {
    ($($component:ty),+ $(,)?) => { $(impl askama::filters::HtmlSafe for $component {})+ };
}

pub mod chip;
pub mod clock;
pub mod form;
pub mod parts;
pub mod table;

pub use chip::Chip;
pub use clock::ClockView;
pub use form::{Choice, Control, Entered, ErrorSummary, FieldError, Form};
pub use parts::{
    Actions, Blocked, Choosable, Confirmation, Empty, Fact, Facts, Figure, Link, Pagination, Remedy, Steps,
    Task, TaskList, Value,
};
pub use table::{Cell, Head, Row, Table};
