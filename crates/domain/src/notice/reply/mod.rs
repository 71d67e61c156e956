//! The 27 replies, one template each, gathered by what they decide.
//!
//! Not here: which row of the report each implies (`super::kind`), the procedural papers (`super::procedural`).

mod denied;
mod elsewhere;
mod ended;
mod granted;
mod law;
mod outside;
mod unavailable;
mod unprocessed;

pub use denied::{
    EnforcementFields, Ground, Interest, InternalFields, InternalKind, LawProhibitedFields, PrivateInterest,
    ProcessFields, ProcessKind, SecurityFields, Specific, StateSecretFields, ThirdPartyFields,
};
pub use elsewhere::{AdminInquiryFields, ArchivesFields, NotResponsibleFields, PartyProcedureFields};
pub use ended::{ClosedOtherFields, ClosingCause, CorrectionOverdueFields, FeeOverdueFields};
pub use granted::{AlreadyPublicFields, GrantedFields, PartialFields, Provision};
pub use law::LawLevel;
pub use outside::{ConsultationFields, Nature, NotGovernmentInformationFields};
pub use unavailable::{NeedsCreationFields, NotExistFields, StillUnclearFields};
pub use unprocessed::{
    ConfirmationFields, ExcessiveFields, PetitionFields, PetitionKind, PublicationFields, RepeatFields,
};
