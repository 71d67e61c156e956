//! The citizen's side before and beside a case: drafts, uploads, form tokens, limits of attempts, what a browser may see.
//!
//! Not here: filing and the steps of a case (`crate::application`), what a page shows of it (`crate::query`).

pub mod agencies;
pub mod blank_form;
pub mod draft;
mod field_label;
pub mod file_name;
pub mod limit;
pub mod lost_code;
pub mod print;
pub mod ticket;
pub mod token;

pub use crate::upload;
