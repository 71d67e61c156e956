//! The papers that an office issues in the application workflow: which there are, what each must say, and to whom it
//! points for remedies.
//!
//! Not here: how a paper looks on the page (`gongkai-compose`), its number and service (`crate::application`).

pub mod kind;

pub use kind::{PaperKind, Procedural, RemedyMode, Reply, UnknownPaper};
