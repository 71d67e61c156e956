//! What every template of a paper can do: name its fields, draft with gaps, and render or refuse; by type or by key.
//!
//! Not here: the templates themselves (`super::reply`, `super::procedural`).

use super::case::{Case, Issue, Office};
use super::field::{Field, FieldsError};
use super::paper::Paper;
use super::parts::Missing;
use super::sheet::{Drafted, Sheet};
use super::{PaperKind, Procedural, Reply, procedural as p, reply as r};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The fields of a paper as data.
pub trait Described {
    /// Which paper.
    const KIND: PaperKind;
    /// Its fields, in the order of the editor.
    const FIELDS: &'static [Field];
}

/// A template: its fields know how to write the paper.
pub trait Template: Described + Serialize + DeserializeOwned {
    /// Writes the paper on the sheet, noting what is missing.
    fn write(&self, sheet: &mut Sheet<'_>);

    /// The paper with its gaps and its checklist.
    fn draft(&self, case: &Case, office: &Office, issue: &Issue) -> Drafted {
        let mut sheet = Sheet::new(Self::KIND, case, office, issue);
        self.write(&mut sheet);
        sheet.done()
    }

    /// The paper.
    ///
    /// # Errors
    /// Every required part that is missing, with its reason.
    fn render(&self, case: &Case, office: &Office, issue: &Issue) -> Result<Paper, Vec<Missing>> {
        self.draft(case, office, issue).finish()
    }
}

/// A template without its type, for an editor.
#[derive(Debug, Clone, Copy)]
struct Entry {
    fields: &'static [Field],
    draft: fn(Value, &Case, &Office, &Issue) -> Result<Drafted, FieldsError>,
}

fn entry<T: Template>() -> Entry {
    Entry {
        fields: T::FIELDS,
        draft: |fields, case, office, issue| {
            let fields: T = serde_json::from_value(fields).map_err(|e| FieldsError::Unfit(e.to_string()))?;
            Ok(fields.draft(case, office, issue))
        },
    }
}

fn of(kind: PaperKind) -> Entry {
    match kind {
        PaperKind::Reply(reply) => match reply {
            Reply::AlreadyPublic => entry::<r::AlreadyPublicFields>(),
            Reply::Granted => entry::<r::GrantedFields>(),
            Reply::Partial => entry::<r::PartialFields>(),
            Reply::DeniedStateSecret => entry::<r::StateSecretFields>(),
            Reply::DeniedLawProhibited => entry::<r::LawProhibitedFields>(),
            Reply::DeniedSecurity => entry::<r::SecurityFields>(),
            Reply::DeniedThirdParty => entry::<r::ThirdPartyFields>(),
            Reply::DeniedInternal => entry::<r::InternalFields>(),
            Reply::DeniedProcess => entry::<r::ProcessFields>(),
            Reply::DeniedEnforcement => entry::<r::EnforcementFields>(),
            Reply::AdminInquiry => entry::<r::AdminInquiryFields>(),
            Reply::NotExist => entry::<r::NotExistFields>(),
            Reply::NotResponsible => entry::<r::NotResponsibleFields>(),
            Reply::NeedsCreation => entry::<r::NeedsCreationFields>(),
            Reply::StillUnclear => entry::<r::StillUnclearFields>(),
            Reply::Petition => entry::<r::PetitionFields>(),
            Reply::Repeat => entry::<r::RepeatFields>(),
            Reply::Publication => entry::<r::PublicationFields>(),
            Reply::Excessive => entry::<r::ExcessiveFields>(),
            Reply::Confirmation => entry::<r::ConfirmationFields>(),
            Reply::CorrectionOverdue => entry::<r::CorrectionOverdueFields>(),
            Reply::FeeOverdue => entry::<r::FeeOverdueFields>(),
            Reply::ClosedOther => entry::<r::ClosedOtherFields>(),
            Reply::NotGovernmentInformation => entry::<r::NotGovernmentInformationFields>(),
            Reply::Consultation => entry::<r::ConsultationFields>(),
            Reply::Archives => entry::<r::ArchivesFields>(),
            Reply::PartyProcedure => entry::<r::PartyProcedureFields>(),
        },
        PaperKind::Procedural(paper) => match paper {
            Procedural::ApplicationForm => entry::<p::ApplicationFormFields>(),
            Procedural::RegistrationRecord => entry::<p::RegistrationRecordFields>(),
            Procedural::RegistrationReceipt => entry::<p::RegistrationReceiptFields>(),
            Procedural::CorrectionNotice => entry::<p::CorrectionNoticeFields>(),
            Procedural::ReasonsRequest => entry::<p::ReasonsRequestFields>(),
            Procedural::DelayedReplyNotice => entry::<p::DelayedReplyFields>(),
            Procedural::ExtensionNotice => entry::<p::ExtensionFields>(),
            Procedural::ThirdPartyConsultation => entry::<p::ThirdPartyConsultationFields>(),
            Procedural::ThirdPartyReplySlip => entry::<p::ThirdPartyReplySlipFields>(),
            Procedural::ConsultationNoticeToApplicant => entry::<p::ConsultationNoticeFields>(),
            Procedural::ThirdPartyDisclosureNotice => entry::<p::ThirdPartyDisclosureFields>(),
            Procedural::CoMakerConsultation => entry::<p::CoMakerConsultationFields>(),
            Procedural::AssistanceRequest => entry::<p::AssistanceRequestFields>(),
            Procedural::FeeNotice => entry::<p::FeeNoticeFields>(),
            Procedural::WithdrawalConfirmation => entry::<p::WithdrawalFields>(),
            Procedural::ServiceProof => entry::<p::ServiceProofFields>(),
            Procedural::RecordCorrectionReply => entry::<p::RecordCorrectionFields>(),
            Procedural::HandlingSheet => entry::<p::HandlingSheetFields>(),
            Procedural::SplitNotice => entry::<p::SplitNoticeFields>(),
            Procedural::ReconsiderationAnswer => entry::<p::ReconsiderationAnswerFields>(),
            Procedural::SuitAnswer => entry::<p::SuitAnswerFields>(),
            Procedural::EvidenceList => entry::<p::EvidenceListFields>(),
            Procedural::PowerOfAttorney => entry::<p::PowerOfAttorneyFields>(),
            Procedural::CourtAppearanceStatement => entry::<p::CourtAppearanceFields>(),
        },
    }
}

/// The fields of a paper, in the order of the editor.
pub fn fields(kind: PaperKind) -> &'static [Field] {
    of(kind).fields
}

/// A paper from fields as JSON, with its gaps and its checklist.
///
/// # Errors
/// [`FieldsError::Unfit`]: a field that the paper does not know, or a value of another kind.
pub fn draft(
    kind: PaperKind,
    fields: &Value,
    case: &Case,
    office: &Office,
    issue: &Issue,
) -> Result<Drafted, FieldsError> {
    (of(kind).draft)(fields.clone(), case, office, issue)
}
