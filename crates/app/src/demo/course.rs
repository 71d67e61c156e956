//! The courses that a case of the demonstration can take: which deed follows how many working days after the one before.
//!
//! Not here: which case takes which course (`super::cases`), doing the deeds (`super::deeds`).

use gongkai_deadline::timeline::Consulted;
use gongkai_domain::application::{Channel, Opinion, ReturnReason};
use gongkai_domain::notice::kind::Reply;

/// Something that somebody of the office does with a case, or that an applicant does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    File,
    Confirm,
    Register,
    Assign,
    AskCorrection,
    CorrectionNoticeReceived,
    Correct,
    Consult(Consulted),
    AddresseeReceived,
    Opinion(Opinion),
    AskAssistance,
    AssistanceAnswered,
    ApproveExtension(u32),
    TellExtension,
    RequestReasons,
    GiveReasons,
    JudgeReasons(bool),
    /// So many working days after the due date.
    FixDelay(u32),
    /// To another division than the one that answers in the end.
    AssignElsewhere,
    /// Answered by one reply with the applicant's other open applications.
    Join,
    /// The stamped reply is scanned.
    Scan,
    NoticeFee(u32),
    FeeNoticeReceived,
    Pay,
    Withdraw,
    Search(bool),
    /// The ground of what is withheld, for a partial reply.
    Draft(Reply, Option<Reply>),
    Return,
    /// The next open step of the chain.
    SignNext,
    /// All open steps.
    SignAll,
    Issue,
    Seal,
    Serve,
    ServiceReceived,
    ServiceReturned(ReturnReason),
    Archive,
    CloseInternally(Reply),
    Split,
    /// Reconsideration quashes the reply; a new one is due.
    Reopen,
}

/// What becomes of a case.
#[derive(Debug, Clone, Copy)]
pub(super) enum Course {
    /// A reply in time.
    Reply(Reply),
    /// The part that is withheld, by its ground.
    Partial(Reply),
    /// A reply after the due date.
    Late(Reply),
    /// The period was extended.
    Extended(Reply),
    /// The applicant corrected the application first.
    Corrected(Reply),
    /// The applicant did not; told in writing.
    CorrectionOverdue,
    /// The applicant did not; closed by a statement.
    CorrectionClosed,
    /// Somebody was consulted.
    Consulted(Consulted, Opinion, Reply),
    /// A fee was paid.
    Paid(u32, Reply),
    /// A fee was not.
    FeeOverdue(u32),
    /// Too many applications without reason.
    Excessive,
    /// Too many applications with reason: a later date was fixed.
    Delayed(Reply),
    /// Taken back.
    Withdrawn,
    /// The post brought the reply back; it was served again.
    PostedTwice(Reply),
    /// The same, still waiting to be served again.
    Undelivered(Reply),
    /// Sent back by a reviewer, drafted anew.
    RedraftedBefore(Reply),
    /// Several people apply together; the stamped reply is scanned and posted.
    Joint(Reply),
    /// Answered by one reply with the applicant's other open application.
    Together(Reply),
    /// Handed over by the division that had it first, which helps the one that answers.
    Crossing(Reply),
    /// Split into parts.
    Split,
    /// What becomes of a part, which is registered and handed over already.
    Part(Reply),
    /// Quashed in reconsideration, answered anew.
    Quashed(Reply, Reply),
    /// Quashed, the new reply is due.
    Reopened(Reply),
    /// Only so far.
    UpTo(Stage),
}

/// Where an open case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Unconfirmed,
    Unregistered,
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
}

/// Deeds with the working days since the deed before.
pub(super) type Steps = Vec<(u32, Deed)>;

/// From arrival to the handler's desk.
fn intake(channel: Channel) -> Steps {
    let mut steps = vec![(0, Deed::File)];
    if channel.needs_confirmation() {
        steps.push((1, Deed::Confirm));
        steps.push((0, Deed::Register));
    } else {
        steps.push((0, Deed::Register));
    }
    steps.push((1, Deed::Assign));
    steps
}

/// What a ground asks for before its draft.
fn before(reply: Reply) -> Steps {
    match reply {
        Reply::NotExist => {
            vec![(2, Deed::AskAssistance), (1, Deed::AssistanceAnswered), (1, Deed::Search(false))]
        }
        Reply::Granted => vec![(1, Deed::Search(true))],
        _ => Vec::new(),
    }
}

fn draft(days: u32, reply: Reply) -> Steps {
    let mut steps = before(reply);
    steps.push((days, Deed::Draft(reply, None)));
    steps
}

/// From the draft to the archive.
fn finish() -> Steps {
    let mut steps = issue();
    steps.extend([(1, Deed::Serve), (2, Deed::ServiceReceived), (15, Deed::Archive)]);
    steps
}

/// From the draft to the seal.
fn issue() -> Steps {
    vec![(2, Deed::SignAll), (0, Deed::Issue), (0, Deed::Seal)]
}

/// The deeds of a course.
pub(super) fn steps(course: Course, channel: Channel) -> Steps {
    let mut steps = intake(channel);
    let mut add = |more: Steps| steps.extend(more);
    match course {
        Course::Reply(reply) => add([draft(4, reply), finish()].concat()),
        Course::Partial(ground) => {
            add(vec![(1, Deed::Search(true)), (5, Deed::Draft(Reply::Partial, Some(ground)))]);
            add(finish());
        }
        Course::Late(reply) => add([draft(20, reply), finish()].concat()),
        Course::Extended(reply) => {
            add(vec![(14, Deed::ApproveExtension(20)), (1, Deed::TellExtension)]);
            add([draft(10, reply), finish()].concat());
        }
        Course::Corrected(reply) => {
            add(vec![(3, Deed::AskCorrection), (3, Deed::CorrectionNoticeReceived), (6, Deed::Correct)]);
            add([draft(6, reply), finish()].concat());
        }
        Course::CorrectionOverdue => {
            add(vec![(4, Deed::AskCorrection), (3, Deed::CorrectionNoticeReceived)]);
            add([draft(17, Reply::CorrectionOverdue), finish()].concat());
        }
        Course::CorrectionClosed => add(vec![
            (4, Deed::AskCorrection),
            (2, Deed::CorrectionNoticeReceived),
            (18, Deed::CloseInternally(Reply::CorrectionOverdue)),
            (10, Deed::Archive),
        ]),
        Course::Consulted(with, opinion, reply) => {
            add(vec![(3, Deed::Consult(with)), (2, Deed::AddresseeReceived), (7, Deed::Opinion(opinion))]);
            add([draft(3, reply), finish()].concat());
        }
        Course::Paid(pages, reply) => {
            add(vec![(5, Deed::NoticeFee(pages)), (2, Deed::FeeNoticeReceived), (4, Deed::Pay)]);
            add([draft(3, reply), finish()].concat());
        }
        Course::FeeOverdue(pages) => {
            add(vec![(5, Deed::NoticeFee(pages)), (2, Deed::FeeNoticeReceived)]);
            add([draft(22, Reply::FeeOverdue), finish()].concat());
        }
        Course::Excessive => {
            add(vec![(2, Deed::RequestReasons), (8, Deed::GiveReasons), (2, Deed::JudgeReasons(false))]);
            add([draft(2, Reply::Excessive), finish()].concat());
        }
        Course::Delayed(reply) => {
            add(vec![
                (2, Deed::RequestReasons),
                (5, Deed::GiveReasons),
                (2, Deed::JudgeReasons(true)),
                (1, Deed::FixDelay(15)),
            ]);
            add([draft(12, reply), finish()].concat());
        }
        Course::Withdrawn => add(vec![(3, Deed::Withdraw), (10, Deed::Archive)]),
        Course::Joint(reply) => {
            add([draft(4, reply), issue()].concat());
            add(vec![(0, Deed::Scan), (1, Deed::Serve), (2, Deed::ServiceReceived)]);
        }
        Course::Together(reply) => {
            add(vec![(1, Deed::Search(true)), (1, Deed::Join), (3, Deed::Draft(reply, None))]);
            add(issue());
            add(vec![(1, Deed::Serve), (2, Deed::ServiceReceived)]);
        }
        Course::Crossing(reply) => {
            steps.pop();
            steps.extend([
                (1, Deed::AssignElsewhere),
                (2, Deed::Assign),
                (1, Deed::AskAssistance),
                (2, Deed::AssistanceAnswered),
            ]);
            steps.extend([draft(3, reply), finish()].concat());
        }
        Course::PostedTwice(reply) => {
            add([draft(4, reply), issue()].concat());
            add(vec![
                (0, Deed::Scan),
                (1, Deed::Serve),
                (8, Deed::ServiceReturned(ReturnReason::Unclaimed)),
                (1, Deed::Serve),
                (3, Deed::ServiceReceived),
                (15, Deed::Archive),
            ]);
        }
        Course::Undelivered(reply) => {
            add([draft(4, reply), issue()].concat());
            add(vec![(1, Deed::Serve), (6, Deed::ServiceReturned(ReturnReason::UnknownAddress))]);
        }
        Course::RedraftedBefore(reply) => {
            add(draft(4, reply));
            add(vec![(1, Deed::Return), (2, Deed::Draft(reply, None))]);
            add(finish());
        }
        Course::Split => add(vec![(1, Deed::Split)]),
        Course::Part(reply) => return [draft(4, reply), finish()].concat(),
        Course::Quashed(reply, again) => {
            add([draft(4, reply), issue()].concat());
            add(vec![(1, Deed::Serve), (2, Deed::ServiceReceived), (45, Deed::Reopen)]);
            let ground = (again == Reply::Partial).then_some(reply);
            add([before(again), vec![(8, Deed::Draft(again, ground))], finish()].concat());
        }
        Course::Reopened(reply) => {
            add([draft(4, reply), issue()].concat());
            add(vec![(1, Deed::Serve), (2, Deed::ServiceReceived), (35, Deed::Reopen)]);
        }
        Course::UpTo(stage) => return up_to(stage, channel),
    }
    steps
}

fn up_to(stage: Stage, channel: Channel) -> Steps {
    let mut steps = intake(channel);
    let reply = Reply::Granted;
    match stage {
        Stage::Unconfirmed => steps.truncate(1),
        Stage::Unregistered => steps.truncate(if channel.needs_confirmation() { 2 } else { 1 }),
        Stage::Registered => {
            steps.pop();
        }
        Stage::Assigned => {}
        Stage::AwaitingCorrection => {
            steps.extend([(2, Deed::AskCorrection), (2, Deed::CorrectionNoticeReceived)]);
        }
        Stage::Consulting => {
            steps.extend([(2, Deed::Consult(Consulted::ThirdParty)), (2, Deed::AddresseeReceived)]);
        }
        Stage::AwaitingPayment => steps.extend([(2, Deed::NoticeFee(68)), (2, Deed::FeeNoticeReceived)]),
        Stage::UnderApproval => {
            steps.extend(draft(3, reply));
            steps.push((1, Deed::SignNext));
        }
        Stage::Returned => {
            steps.extend(draft(3, reply));
            steps.push((1, Deed::Return));
        }
        Stage::SignedOff => {
            steps.extend(draft(3, reply));
            steps.push((1, Deed::SignAll));
        }
        Stage::Issued => {
            steps.extend(draft(3, reply));
            steps.extend([(1, Deed::SignAll), (0, Deed::Issue)]);
        }
        Stage::Sealed => {
            steps.extend(draft(3, reply));
            steps.extend(issue());
        }
        Stage::Served => {
            steps.extend(draft(3, reply));
            steps.extend(issue());
            steps.push((0, Deed::Serve));
        }
    }
    steps
}
