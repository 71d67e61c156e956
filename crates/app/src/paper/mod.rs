//! The papers of a case: what they know of it, writing one with its number into the register, reading it back.
//!
//! Not here: what a paper says (`gongkai_domain::notice`), how it looks in a format (`gongkai_compose`).

pub mod copy;
pub mod dossier;
pub mod earlier;
pub mod file;
pub mod issue;
pub mod joined;
pub mod known;
pub(crate) mod set;
pub mod several;
pub mod volume;
mod volume_sheets;

pub use dossier::Dossier;
pub use issue::{Written, check, issue};
