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
/// The same without the state that an opinion, or a letter that comes back, can move.
const ON_FILE_NOT_CONSULTING: &[State] = &[
    Registered,
    Assigned,
    AwaitingCorrection,
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
/// The same without the states that a cancelled paper can move: those of the reply's own paper, and those that wait for what a
/// paper asked for.
const ON_FILE_NOT_MOVED: &[State] = &[
    Registered,
    Assigned,
    UnderApproval,
    Returned,
    SignedOff,
    Served,
    Undelivered,
    Reopened,
    Withdrawn,
    Closed,
];

/// Where a file stands that nobody is drafting: so it goes from one agency to another after a reform.
const IN_NOBODYS_HANDS: &[State] = &[
    AwaitingConfirmation,
    Arrived,
    Registered,
    AwaitingCorrection,
    Consulting,
    AwaitingPayment,
    Returned,
    Issued,
    Sealed,
    Served,
    Undelivered,
    Reopened,
    Withdrawn,
    Closed,
    Archived,
    SplitUp,
];

/// The table; a step that moves from some states and stays in others has a line for each.
pub const TRANSITIONS: &[Transition] = &[
    moves(ActionKind::Arrive, &[], &[AwaitingConfirmation, Arrived]),
    moves(ActionKind::TakeOverPart, &[AwaitingConfirmation], &[Arrived]),
    stays(ActionKind::TakeOverPart, &[Arrived]),
    moves(ActionKind::Confirm, &[AwaitingConfirmation], &[Arrived]),
    moves(ActionKind::Register, &[Arrived], &[Registered]),
    // another way of coming in may need a confirmation that this one did not
    may_move(ActionKind::Rectify, &[AwaitingConfirmation, Arrived], &[AwaitingConfirmation, Arrived]),
    stays(ActionKind::Rectify, ON_FILE),
    moves(ActionKind::Assign, &[Registered], &[Assigned]),
    // whoever handled it may leave at any time
    stays(
        ActionKind::Assign,
        &[
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
        ],
    ),
    moves(ActionKind::AskCorrection, &[Registered, Assigned], &[AwaitingCorrection]),
    stays(ActionKind::RecordCorrectionNoticeReceipt, &[AwaitingCorrection]),
    moves(ActionKind::ReceiveCorrection, &[AwaitingCorrection], &[Registered, Assigned, Returned]),
    moves(ActionKind::SendConsultation, &[Registered, Assigned, Returned, Reopened], &[Consulting]),
    stays(ActionKind::SendConsultation, &[Consulting]),
    stays(ActionKind::RecordAddresseeReceipt, ON_FILE),
    may_move(ActionKind::ReceiveOpinion, &[Consulting], &[Registered, Assigned, Returned, Reopened]),
    stays(ActionKind::ReceiveOpinion, ON_FILE_NOT_CONSULTING),
    may_move(
        ActionKind::RecordConsultationReturn,
        &[Consulting],
        &[Registered, Assigned, Returned, Reopened],
    ),
    stays(ActionKind::RecordConsultationReturn, ON_FILE_NOT_CONSULTING),
    stays(
        ActionKind::TellThirdParty,
        &[Registered, Assigned, Consulting, UnderApproval, Returned, SignedOff, Issued, Sealed, Reopened],
    ),
    stays(
        ActionKind::AskAssistance,
        &[Registered, Assigned, Consulting, AwaitingCorrection, UnderApproval, Returned, Reopened],
    ),
    stays(
        ActionKind::ReceiveAssistance,
        &[
            Registered,
            Assigned,
            Consulting,
            AwaitingCorrection,
            AwaitingPayment,
            UnderApproval,
            Returned,
            SignedOff,
            Reopened,
        ],
    ),
    stays(ActionKind::ApproveExtension, BEFORE_ISSUE),
    stays(ActionKind::TellExtension, BEFORE_ISSUE),
    stays(ActionKind::ProposeExtension, BEFORE_ISSUE),
    stays(ActionKind::DeclineExtension, BEFORE_ISSUE),
    stays(ActionKind::RequestReasons, &[Registered, Assigned, Consulting, Returned]),
    stays(
        ActionKind::ReceiveReasons,
        &[Registered, Assigned, Consulting, AwaitingPayment, UnderApproval, Returned],
    ),
    stays(ActionKind::JudgeReasons, &[Registered, Assigned, Consulting, Returned]),
    stays(ActionKind::FixDelay, BEFORE_ISSUE),
    moves(ActionKind::NoticeFee, &[Registered, Assigned, Consulting, Returned], &[AwaitingPayment]),
    stays(ActionKind::RecordFeeNoticeReceipt, &[AwaitingPayment]),
    moves(ActionKind::ReceivePayment, &[AwaitingPayment], &[Registered, Assigned, Consulting, Returned]),
    // one of several applicants may withdraw alone; the case goes on for the others
    may_move(
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
    moves(
        ActionKind::DraftReply,
        &[Registered, Assigned, AwaitingCorrection, Consulting, AwaitingPayment, Returned, Reopened],
        &[UnderApproval],
    ),
    stays(ActionKind::DraftReply, &[UnderApproval]),
    stays(ActionKind::JoinReply, &[Registered, Assigned, Consulting, UnderApproval, Returned]),
    stays(
        ActionKind::SeparateReply,
        &[Registered, Assigned, AwaitingCorrection, Consulting, AwaitingPayment, Returned],
    ),
    may_move(ActionKind::SignStep, &[UnderApproval], &[SignedOff]),
    moves(
        ActionKind::ReturnDraft,
        &[UnderApproval, SignedOff],
        &[Returned, AwaitingCorrection, AwaitingPayment, Consulting],
    ),
    moves(ActionKind::Issue, &[SignedOff], &[Issued]),
    moves(ActionKind::Seal, &[Issued], &[Sealed]),
    // Of several applicants some may be served, have signed, or have sent it back before the others are served.
    may_move(ActionKind::Serve, &[Issued, Sealed, Undelivered], &[Served, Undelivered]),
    stays(ActionKind::Serve, &[Served]),
    stays(ActionKind::RecordServiceReceipt, &[Issued, Sealed, Served, Undelivered]),
    moves(ActionKind::RecordServiceReturn, &[Served], &[Undelivered]),
    stays(ActionKind::RecordServiceReturn, &[Issued, Sealed, Undelivered]),
    moves(ActionKind::Archive, &[Served, Undelivered, Withdrawn, Closed, SplitUp], &[Archived]),
    moves(ActionKind::Split, &[Arrived, Registered, Assigned], &[SplitUp]),
    moves(ActionKind::Reopen, &[Served, Undelivered, Closed, Archived], &[Reopened]),
    // against silence: the first reply is ordered while the file is open
    may_move(
        ActionKind::Reopen,
        &[
            Registered,
            Assigned,
            AwaitingCorrection,
            Consulting,
            AwaitingPayment,
            UnderApproval,
            Returned,
            SignedOff,
        ],
        &[Reopened, Consulting, Returned],
    ),
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
    stays(ActionKind::RecordNoticeService, ON_FILE),
    // the applicant is told of the split
    stays(ActionKind::RecordNoticeService, &[SplitUp]),
    // what was signed before a reform is not issued anew by the agency that took over
    may_move(ActionKind::VoidPaper, &[Issued, Sealed], &[SignedOff, Returned, Consulting]),
    may_move(ActionKind::VoidPaper, &[AwaitingCorrection], &[Registered, Assigned, Returned]),
    may_move(ActionKind::VoidPaper, &[AwaitingPayment], &[Registered, Assigned, Consulting, Returned]),
    may_move(ActionKind::VoidPaper, &[Consulting], &[Registered, Assigned, Returned, Reopened]),
    stays(ActionKind::VoidPaper, ON_FILE_NOT_MOVED),
    stays(ActionKind::ReissueCode, State::EVERY),
    stays(
        ActionKind::MarkWeighty,
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
    stays(ActionKind::Promote, &[Served, Undelivered, Archived]),
    moves(ActionKind::HandOver, &[Assigned], &[Registered]),
    moves(
        ActionKind::HandOver,
        &[UnderApproval, SignedOff],
        &[Returned, AwaitingCorrection, AwaitingPayment, Consulting],
    ),
    stays(ActionKind::HandOver, IN_NOBODYS_HANDS),
    stays(ActionKind::TakeOver, IN_NOBODYS_HANDS),
];

/// The lines of a step.
pub fn transitions(action: ActionKind) -> impl Iterator<Item = &'static Transition> {
    TRANSITIONS.iter().filter(move |line| line.action == action)
}

/// Whether a step may be taken in a state, as far as the state tells.
pub fn permits(from: State, action: ActionKind) -> bool {
    transitions(action).any(|line| line.from.contains(&from))
}

/// Whether a step taken in one state may end in another.
pub fn may_lead(from: State, action: ActionKind, to: State) -> bool {
    transitions(action)
        .any(|line| line.from.contains(&from) && (line.to.contains(&to) || (line.can_stay && from == to)))
}
