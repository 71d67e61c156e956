//! From which state which step may be taken, and where it can lead: the one table that the fold, the guards, the matrix
//! test and the diagram read.
//!
//! Not here: reasons that lie in dates and contents (`super::guard`).

use super::action::ActionKind;
use super::state::State;

use State::{
    Archived, Arrived, Assigned, AwaitingConfirmation, AwaitingCorrection, AwaitingPayment, Closed,
    Consulting, Issued, Registered, Reopened, Returned, Sealed, Served, SignedOff, SplitUp, Undelivered,
    UnderApproval, Withdrawn,
};

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Transition {
    /// The step.
    pub action: ActionKind,
    /// From where.
    pub from: &'static [State],
    /// Where it can lead besides staying where one is.
    pub to: &'static [State],
    /// Whether the state can stay the same.
    pub can_stay: bool,
}

const fn moves(action: ActionKind, from: &'static [State], to: &'static [State]) -> Transition {
    Transition { action, from, to, can_stay: false }
}

const fn may_move(action: ActionKind, from: &'static [State], to: &'static [State]) -> Transition {
    Transition { action, from, to, can_stay: true }
}

const fn stays(action: ActionKind, from: &'static [State]) -> Transition {
    Transition { action, from, to: &[], can_stay: true }
}

/// In hand: registered, nobody's answer awaited but opinions, no draft on its way.
const IN_HAND: &[State] = &[Registered, Assigned, Consulting, Returned, Reopened];
/// Where the reply period of the first reply can still be moved.
const BEFORE_ISSUE: &[State] = &[Registered, Assigned, Consulting, UnderApproval, Returned, SignedOff];
/// Registered and not in the archive: papers of others may still come in.
const ON_FILE: &[State] = &[
    Registered,
    Assigned,
    AwaitingCorrection,
    Consulting,
    AwaitingPayment,
    UnderApproval,
    Returned,
    SignedOff,
    Issued,
    Sealed,
    Served,
    Undelivered,
    Reopened,
    Withdrawn,
    Closed,
];
/// Where the case stands once an answer has come in.
const RESUMED: &[State] = &[Registered, Assigned, Consulting, Returned, Reopened];

/// The table; every kind has exactly one line.
pub const TRANSITIONS: &[Transition] = &[
    moves(ActionKind::Arrive, &[], &[AwaitingConfirmation, Arrived]),
    may_move(ActionKind::TakeOverPart, &[AwaitingConfirmation, Arrived], &[Arrived]),
    moves(ActionKind::Confirm, &[AwaitingConfirmation], &[Arrived]),
    moves(ActionKind::Register, &[Arrived], &[Registered]),
    may_move(ActionKind::Assign, IN_HAND, &[Assigned]),
    moves(ActionKind::AskCorrection, &[Registered, Assigned], &[AwaitingCorrection]),
    stays(ActionKind::RecordCorrectionNoticeReceipt, &[AwaitingCorrection]),
    moves(ActionKind::ReceiveCorrection, &[AwaitingCorrection], RESUMED),
    may_move(ActionKind::SendConsultation, IN_HAND, &[Consulting]),
    stays(ActionKind::RecordAddresseeReceipt, ON_FILE),
    may_move(ActionKind::ReceiveOpinion, ON_FILE, &[Registered, Assigned, Returned, Reopened]),
    stays(
        ActionKind::TellThirdParty,
        &[Registered, Assigned, Consulting, UnderApproval, Returned, SignedOff, Issued, Sealed, Reopened],
    ),
    stays(
        ActionKind::AskAssistance,
        &[Registered, Assigned, Consulting, AwaitingCorrection, UnderApproval, Returned, Reopened],
    ),
    stays(ActionKind::ApproveExtension, BEFORE_ISSUE),
    stays(ActionKind::TellExtension, BEFORE_ISSUE),
    stays(ActionKind::RequestReasons, &[Registered, Assigned, Consulting, Returned]),
    stays(
        ActionKind::ReceiveReasons,
        &[Registered, Assigned, Consulting, AwaitingPayment, UnderApproval, Returned],
    ),
    stays(ActionKind::JudgeReasons, &[Registered, Assigned, Consulting, Returned]),
    stays(ActionKind::FixDelay, BEFORE_ISSUE),
    moves(ActionKind::NoticeFee, &[Registered, Assigned, Consulting, Returned], &[AwaitingPayment]),
    stays(ActionKind::RecordFeeNoticeReceipt, &[AwaitingPayment]),
    moves(ActionKind::ReceivePayment, &[AwaitingPayment], RESUMED),
    moves(
        ActionKind::Withdraw,
        &[
            AwaitingConfirmation,
            Arrived,
            Registered,
            Assigned,
            AwaitingCorrection,
            Consulting,
            AwaitingPayment,
            UnderApproval,
            Returned,
            SignedOff,
            Issued,
            Sealed,
            Reopened,
        ],
        &[Withdrawn],
    ),
    stays(
        ActionKind::RecordSearch,
        &[
            Registered,
            Assigned,
            AwaitingCorrection,
            Consulting,
            AwaitingPayment,
            UnderApproval,
            Returned,
            Reopened,
        ],
    ),
    may_move(
        ActionKind::DraftReply,
        &[
            Registered,
            Assigned,
            AwaitingCorrection,
            Consulting,
            AwaitingPayment,
            UnderApproval,
            Returned,
            Reopened,
        ],
        &[UnderApproval],
    ),
    stays(ActionKind::JoinReply, &[Registered, Assigned, Consulting, UnderApproval, Returned]),
    may_move(ActionKind::SignStep, &[UnderApproval], &[SignedOff]),
    moves(
        ActionKind::ReturnDraft,
        &[UnderApproval, SignedOff],
        &[Returned, AwaitingCorrection, AwaitingPayment, Consulting],
    ),
    moves(ActionKind::Issue, &[SignedOff], &[Issued]),
    moves(ActionKind::Seal, &[Issued], &[Sealed]),
    may_move(ActionKind::Serve, &[Issued, Sealed, Served, Undelivered], &[Served]),
    stays(ActionKind::RecordServiceReceipt, &[Served]),
    moves(ActionKind::RecordServiceReturn, &[Served], &[Undelivered]),
    moves(ActionKind::Archive, &[Served, Undelivered, Withdrawn, Closed, SplitUp], &[Archived]),
    moves(ActionKind::Split, &[Arrived, Registered, Assigned], &[SplitUp]),
    moves(ActionKind::Reopen, &[Served, Undelivered, Closed, Archived], &[Reopened]),
    moves(
        ActionKind::CloseInternally,
        &[Registered, Assigned, AwaitingCorrection, Consulting, AwaitingPayment, Returned],
        &[Closed],
    ),
    stays(
        ActionKind::IssuePaper,
        &[
            AwaitingConfirmation,
            Arrived,
            Registered,
            Assigned,
            AwaitingCorrection,
            Consulting,
            AwaitingPayment,
            UnderApproval,
            Returned,
            SignedOff,
            Issued,
            Sealed,
            Served,
            Undelivered,
            Reopened,
            Withdrawn,
            Closed,
            SplitUp,
        ],
    ),
    may_move(ActionKind::VoidPaper, ON_FILE, &[SignedOff]),
    stays(ActionKind::ReissueCode, State::EVERY),
];

/// The line of a step. Every kind has one; a test says so.
pub fn transition(action: ActionKind) -> Option<&'static Transition> {
    TRANSITIONS.iter().find(|line| line.action == action)
}

/// Whether a step may be taken in a state, as far as the state tells.
pub fn permits(from: State, action: ActionKind) -> bool {
    transition(action).is_some_and(|line| line.from.contains(&from))
}

/// Whether a step taken in one state may end in another.
pub fn may_lead(from: State, action: ActionKind, to: State) -> bool {
    transition(action).is_some_and(|line| {
        line.from.contains(&from) && (line.to.contains(&to) || (line.can_stay && from == to))
    })
}
