//! Take one step in a case: who may, why not, then the event. What every verb of the desk has in common.
//!
//! Who: whoever the matrix lets take that kind of step. Precondition: no reason of the domain stands against it. Changes: one
//! event. Audit: the event itself. Told: by the verb. Not here: contents, numbers and papers of a verb (the files beside).

use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::{Action, ActionKind, Application, State};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::staff::Permission;

/// What somebody must be permitted to take a kind of step. Steps of the applicant are recorded by whoever receives them.
pub fn permission_of(kind: ActionKind) -> Permission {
    match kind {
        ActionKind::Arrive | ActionKind::TakeOverPart => Permission::FileAtCounter,
        // no step of a case: whoever records the succession moves them all, see `crate::agency::hand_over`
        ActionKind::HandOver | ActionKind::TakeOver => Permission::ManagePeople,
        ActionKind::Confirm => Permission::Confirm,
        ActionKind::Register => Permission::Register,
        ActionKind::Rectify => Permission::RectifyParticulars,
        ActionKind::Assign => Permission::Assign,
        ActionKind::AskCorrection => Permission::AskCorrection,
        ActionKind::RecordCorrectionNoticeReceipt
        | ActionKind::ReceiveCorrection
        | ActionKind::RecordAddresseeReceipt
        | ActionKind::ReceiveOpinion
        | ActionKind::RecordConsultationReturn
        | ActionKind::ReceiveReasons
        | ActionKind::RecordFeeNoticeReceipt
        | ActionKind::Withdraw => Permission::RecordIncoming,
        ActionKind::SendConsultation | ActionKind::TellThirdParty => Permission::Consult,
        ActionKind::AskAssistance | ActionKind::ReceiveAssistance => Permission::RequestAssistance,
        ActionKind::ApproveExtension | ActionKind::DeclineExtension => Permission::ApproveExtension,
        ActionKind::TellExtension | ActionKind::ProposeExtension => Permission::ProposeExtension,
        ActionKind::RequestReasons | ActionKind::JudgeReasons => Permission::RequestReasons,
        ActionKind::FixDelay => Permission::FixDelay,
        ActionKind::NoticeFee => Permission::NoticeFee,
        ActionKind::ReceivePayment => Permission::RecordPayment,
        ActionKind::RecordSearch => Permission::RecordSearch,
        ActionKind::DraftReply
        | ActionKind::JoinReply
        | ActionKind::SeparateReply
        | ActionKind::IssuePaper => Permission::DraftReply,
        // which step is signed decides; `permission_of_step`
        ActionKind::SignStep | ActionKind::ReturnDraft => Permission::ReviewAsOffice,
        ActionKind::Issue => Permission::Issue,
        ActionKind::Seal => Permission::Seal,
        ActionKind::Serve
        | ActionKind::RecordServiceReceipt
        | ActionKind::RecordServiceReturn
        | ActionKind::RecordNoticeService => Permission::Serve,
        ActionKind::Archive => Permission::Archive,
        ActionKind::Split => Permission::Split,
        ActionKind::Reopen => Permission::Reopen,
        ActionKind::CloseInternally => Permission::CloseWithoutReply,
        ActionKind::VoidPaper => Permission::VoidPaper,
        ActionKind::ReissueCode => Permission::ReissueQueryCode,
        ActionKind::MarkWeighty => Permission::Assign,
        ActionKind::Promote => Permission::PromoteToProactive,
    }
}

/// What somebody must be permitted to hold a case weighty or no longer so. While a draft is on its way only who would sign it
/// off takes the mark away: else whoever is next in the chain could take the signature to himself.
pub fn permission_to_weigh(application: &Application) -> Permission {
    if application.weighty.is_some() && matches!(application.state(), State::UnderApproval | State::SignedOff)
    {
        Permission::SignOffAsPrincipal
    } else {
        permission_of(ActionKind::MarkWeighty)
    }
}

/// Whether this person may sign the reply off only as the principal: it is weighty, or this person has taken that mark away.
pub fn is_for_principal(application: &Application, actor: &Actor) -> bool {
    application.weighty.is_some()
        || application.unweighed_by.is_some_and(|person| actor.person() == Some(person))
}

/// What somebody must be permitted to sign a step of the chain: of a weighty case only the principal signs off.
pub fn permission_of_step(step: SignOffStep, is_weighty: bool) -> Permission {
    match step {
        SignOffStep::Proposal => Permission::DraftReply,
        SignOffStep::CoSigning => Permission::CoSign,
        SignOffStep::OfficeReview => Permission::ReviewAsOffice,
        SignOffStep::LegalityReview => Permission::ReviewLegality,
        SignOffStep::SecrecyReview => Permission::ReviewSecrecy,
        SignOffStep::SignOff if is_weighty => Permission::SignOffAsPrincipal,
        SignOffStep::SignOff => Permission::SignOff,
        SignOffStep::Sealing => Permission::Seal,
    }
}

/// Takes the steps that `build` makes of the open case, all or none.
///
/// # Errors
/// As the guards and the records tell; nothing is kept then.
pub async fn act<'a>(
    office: &'a Office,
    actor: &'a Actor,
    id: ApplicationId,
    seen: Option<i64>,
    permission: Permission,
    build: impl AsyncFnOnce(&mut OpenCase<'a>) -> Result<(), Refusal>,
) -> Result<Moved, Refusal> {
    let mut case = OpenCase::open(office, actor, id, seen, permission).await?;
    build(&mut case).await?;
    case.finish().await
}

/// Takes one step whose contents are kept already.
///
/// # Errors
/// As [`act`].
pub async fn step(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    action: impl Into<Action>,
) -> Result<Moved, Refusal> {
    let action = action.into();
    let mut case = OpenCase::open(office, actor, id, seen, permission_of(action.kind())).await?;
    case.step(action)?;
    case.finish().await
}
