//! The papers that an office issues in the application workflow: which there are, what each must say, and to whom it
//! points for remedies.
//!
//! A template is a struct of fields; [`Template::draft`] gives the paper with gaps and a checklist of required parts,
//! [`Template::render`] the paper or everything that refuses it; [`template::draft`] does the same by key, for an editor.
//! Not here: how a paper looks on the page (`gongkai-compose`), its number and service (`crate::application`).

pub mod case;
pub mod field;
pub mod kind;
pub mod paper;
pub mod parts;
pub mod procedural;
pub mod remedy;
pub mod reply;
pub mod sample;

mod sheet;
pub mod template;

pub use case::{Addressee, Case, Contact, FiledBy, Issue, Office};
pub use field::{Choice, Field, FieldsError, Input};
pub use kind::{PaperKind, Procedural, RemedyMode, Reply, UnknownPaper};
pub use paper::{Paper, Paragraph, Table, TableCell, chinese_date};
pub use parts::{Missing, Part, PartCheck};
pub use remedy::{Body, CourtArrangement, CourtLevel, RemedyBody, RemedyGap};
pub use sheet::{Drafted, Sheet};
pub use template::{Described, Template};
