//! Where an application stands, how it ended, and whether that was in time: three questions, three types.
//!
//! Not here: which step leads where (`super::transition`), the days (`super::clock`).

use super::outcome::{CountingRule, MatterOutcome};
use crate::notice::kind::Reply;
use crate::report::Row;
use chrono::NaiveDate;
use gongkai_deadline::units::WorkingDays;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where an application stands. A pure fold over its events; it knows no today, so overdue is none of the states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It has arrived by a channel that needs confirmation; no clock runs, but the shadow due date does.
    AwaitingConfirmation,
    /// It has been received and waits for a registration number.
    Arrived,
    /// It has its number and waits for a case handler.
    Registered,
    /// A department or a case handler has it (交办).
    Assigned,
    /// The applicant has been asked to correct it.
    AwaitingCorrection,
    /// A third party or another agency has been asked for its opinion.
    Consulting,
    /// The applicant has been asked to pay.
    AwaitingPayment,
    /// A reply has been drafted and is on its way through the chain.
    UnderApproval,
    /// A reviewer has sent the draft back.
    Returned,
    /// The leader has signed; the paper has no number yet.
    SignedOff,
    /// The paper has its number and date.
    Issued,
    /// The seal is on it.
    Sealed,
    /// It has been served.
    Served,
    /// The post brought it back.
    Undelivered,
    /// The reply was quashed; a new one is due.
    Reopened,
    /// The applicant has taken it back.
    Withdrawn,
    /// It was closed by a signed internal statement (结案说明), without a notice.
    Closed,
    /// The file is in the archive (一案一卷).
    Archived,
    /// It goes on as several applications (拆分登记).
    SplitUp,
}

impl State {
    /// All states, in the order of a file's life.
    pub const EVERY: &[Self] = &[
        Self::AwaitingConfirmation,
        Self::Arrived,
        Self::Registered,
        Self::Assigned,
        Self::AwaitingCorrection,
        Self::Consulting,
        Self::AwaitingPayment,
        Self::UnderApproval,
        Self::Returned,
        Self::SignedOff,
        Self::Issued,
        Self::Sealed,
        Self::Served,
        Self::Undelivered,
        Self::Reopened,
        Self::Withdrawn,
        Self::Closed,
        Self::Archived,
        Self::SplitUp,
    ];

    /// Key of interfaces and records.
    pub fn key(self) -> &'static str {
        match self {
            Self::AwaitingConfirmation => "awaiting_confirmation",
            Self::Arrived => "arrived",
            Self::Registered => "registered",
            Self::Assigned => "assigned",
            Self::AwaitingCorrection => "awaiting_correction",
            Self::Consulting => "consulting",
            Self::AwaitingPayment => "awaiting_payment",
            Self::UnderApproval => "under_approval",
            Self::Returned => "returned",
            Self::SignedOff => "signed_off",
            Self::Issued => "issued",
            Self::Sealed => "sealed",
            Self::Served => "served",
            Self::Undelivered => "undelivered",
            Self::Reopened => "reopened",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
            Self::Archived => "archived",
            Self::SplitUp => "split_up",
        }
    }

    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::AwaitingConfirmation => "待确认",
            Self::Arrived => "待登记",
            Self::Registered => "已登记",
            Self::Assigned => "办理中",
            Self::AwaitingCorrection => "待申请人补正",
            Self::Consulting => "征求意见",
            Self::AwaitingPayment => "待缴费",
            Self::UnderApproval => "审核签发中",
            Self::Returned => "退回修改",
            Self::SignedOff => "已签发",
            Self::Issued => "已编号",
            Self::Sealed => "已用印",
            Self::Served => "已送达",
            Self::Undelivered => "送达被退回",
            Self::Reopened => "重新答复",
            Self::Withdrawn => "申请人已撤回",
            Self::Closed => "已结案",
            Self::Archived => "已归档",
            Self::SplitUp => "已拆分",
        }
    }

    /// What it means, in one sentence, for the applicant and for the diagram.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::AwaitingConfirmation => "申请已到达，待与申请人确认收到日期",
            Self::Arrived => "已收到申请，待编登记号",
            Self::Registered => "已编登记号，待交办",
            Self::Assigned => "已交承办科室或者承办人办理",
            Self::AwaitingCorrection => "已告知申请人补正，收到补正之日起重新计算答复期限",
            Self::Consulting => "正在征求第三方或者其他机关意见，不计入答复期限",
            Self::AwaitingPayment => "已发出收费通知，缴费次日起重新计算答复期限",
            Self::UnderApproval => "答复已拟，正在审核签发",
            Self::Returned => "答复草稿被退回，待修改",
            Self::SignedOff => "答复已签发，待编文号",
            Self::Issued => "答复已编文号，待用印",
            Self::Sealed => "答复已用印，待送达",
            Self::Served => "答复已送达",
            Self::Undelivered => "送达被退回，待再次送达",
            Self::Reopened => "原答复被撤销，待重新作出答复",
            Self::Withdrawn => "申请人已撤回申请",
            Self::Closed => "已凭结案说明结案",
            Self::Archived => "案卷已归档",
            Self::SplitUp => "已拆分为数件分别办理",
        }
    }

    /// Whether nothing more is owed to the applicant.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Served | Self::Withdrawn | Self::Closed | Self::Archived | Self::SplitUp)
    }

    /// Whether the next step is the applicant's.
    pub fn is_applicants_turn(self) -> bool {
        matches!(self, Self::AwaitingCorrection | Self::AwaitingPayment)
    }
}

/// A word that is no state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown state: {0}")]
pub struct UnknownState(pub String);

impl std::str::FromStr for State {
    type Err = UnknownState;

    fn from_str(key: &str) -> Result<Self, UnknownState> {
        Self::EVERY
            .iter()
            .copied()
            .find(|state| state.key() == key)
            .ok_or_else(|| UnknownState(key.to_owned()))
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// How an application ended, and in which row of table 3 it is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The one row.
    pub row: Row,
    /// The reply that was given; none after a withdrawal.
    pub reply: Option<Reply>,
    /// By which rule the row was found.
    pub rule: CountingRule,
    /// What became of each matter.
    pub matters: Vec<MatterOutcome>,
    /// The day that counts: of posting, of signing, of withdrawal, of the statement.
    pub closed_on: NaiveDate,
    /// Whether a later reply replaced it after it was quashed; it is still counted once, where it was.
    pub is_redecided: bool,
}

/// Whether the reply came in time; computed from the clock, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "timeliness", rename_all = "snake_case")]
pub enum Timeliness {
    /// Nothing is late yet; the period runs or waits.
    Running,
    /// The period has passed without a reply.
    Overdue {
        /// Working days since the due date.
        by: WorkingDays,
    },
    /// It ended in time.
    InTime,
    /// It ended after its due date.
    Late {
        /// Working days after the due date.
        by: WorkingDays,
    },
    /// No due date applies: it was never received, or ended while the applicant's step was awaited.
    WithoutLimit,
}
