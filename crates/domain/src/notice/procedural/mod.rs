//! The papers on the way of an application and after it, one template each, gathered by the step they belong to.
//!
//! Not here: the replies that end the case (`super::reply`).

mod challenge;
mod closing;
mod consultation;
mod court;
mod fee;
mod handling;
mod others;
mod progress;
mod record_correction;
mod registration;

pub use challenge::{Evidence, EvidenceListFields, ReconsiderationAnswerFields, SuitAnswerFields};
pub use closing::{ServiceProofFields, ServiceWay, WithdrawalFields};
pub use consultation::{
    ConsultationNoticeFields, PartyWord, ThirdPartyConsultationFields, ThirdPartyDisclosureFields,
    ThirdPartyReplySlipFields,
};
pub use court::{Agent, CourtAppearanceFields, PowerOfAttorneyFields};
pub use fee::{ChargedBy, FeeNoticeFields};
pub use handling::HandlingSheetFields;
pub use others::{AssistanceRequestFields, CoMakerConsultationFields};
pub use progress::{
    CorrectionCause, CorrectionNoticeFields, DelayedReplyFields, ExtensionFields, ReasonsRequestFields,
};
pub use record_correction::{RecordCorrectionFields, RecordOutcome};
pub use registration::{
    ApplicationFormFields, ObtainBy, ProvideIn, RegistrationReceiptFields, RegistrationRecordFields,
    SplitNoticeFields,
};
