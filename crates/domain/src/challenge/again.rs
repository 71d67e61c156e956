//! Whether a case is a second one about the same act, which the organ or court may not accept from the same person.
//!
//! Not here: recording it (`gongkai-app`), the course of a case (`super::case`).
//!
//! The law, read on 2025-11-03. Reconsideration: accepted only where no organ and no court has accepted a case of *this
//! applicant* about the same act (《行政复议法》第三十条第一款第（七）项; while a court has it, 第二十九条第二款). Suit: who sues again about
//! the same matter, with the same parties and the same claim, is dismissed (法释〔2018〕1号 第六十九条第一款第（六）项, 第一百零六条);
//! while a reconsideration runs there is no suit (《行政复议法》第二十九条第一款). All of it binds the person, not the act: whoever
//! applied together with others, or is the third party whose secret or privacy is concerned (《条例》第三十二条), has a right of
//! his own and may challenge the same reply, which is then a second case of table 4. The records hold no name of a challenger
//! in the open part, so that who records it says so.
//!
//! The same person may come again where nothing was decided: a case that was not accepted (不予受理、不予立案) is never recorded,
//! and one that was dismissed as inadmissible (《行政复议法》第三十三条, 《行政诉讼法》第四十九条) may come once its conditions are met. Whoever
//! withdrew may not, but for the exceptions that [`AgainGround`] lists. A case recorded by mistake and voided stands
//! against nothing.
//!
//! Whoever withdrew a reconsideration may sue only where the law does not make reconsideration the first step
//! (法释〔2018〕1号 第五十八条). For refusals under 《条例》第十四条 to 第十六条 it is the first step since 2024-01-01
//! (《行政复议法》第二十三条第一款第（四）项). On which article a reply rests is not known here, so that no suit is refused for
//! it: what is recorded was accepted, and whether it could be is the court's to say.

use super::case::Case;
use super::decision::{Decision, Forum};
use super::event::{AgencyRole, Challenged};
use std::fmt;

keyed_enum!(
    /// On what ground a case is one of its own although another about the same act was recorded before.
    AgainGround, "ground of a second case" {
        /// Somebody else comes: who applied jointly, or a third party.
        OtherChallenger = "other_challenger", "由另一申请人、原告或者第三方提出";
        /// The withdrawal of the reconsideration was against the true will (《行政复议法》第七十四条第二款).
        AgainstWill = "against_will", "原撤回行政复议申请违背其真实意愿";
        /// The fee was not paid in time, and the suit counted as withdrawn (法释〔2018〕1号 第六十一条).
        DeemedWithdrawn = "deemed_withdrawn", "原起诉因未预交诉讼费按撤诉处理，在起诉期限内再次起诉";
        /// Withdrawn, and now on other facts and reasons (《行政复议法》第七十四条第二款, 法释〔2018〕1号 第六十条).
        OtherFacts = "other_facts", "撤回后以不同的事实和理由提出";
    }
);

/// A case that is to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct Second {
    /// Where it is heard.
    pub forum: Forum,
    /// As what the agency takes part.
    pub role: AgencyRole,
    /// What is challenged.
    pub challenged: Challenged,
    /// On what ground it is a case of its own.
    pub ground: Option<AgainGround>,
}

impl Second {
    /// A case that is recorded already, looked at as the later of two.
    pub fn of(case: &Case) -> Self {
        Self { forum: case.forum, role: case.role, challenged: case.challenged, ground: case.again }
    }
}

/// Why a case cannot be a second one about the same act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// The same kind of body has it, or has decided it.
    Taken(Forum),
    /// It was withdrawn, or ended without a decision, before the same kind of body, and no exception is named that fits.
    Withdrawn(Forum),
    /// A court has accepted a suit: no reconsideration any more.
    InCourt,
    /// A reconsideration runs: no suit yet.
    InReconsideration,
    /// A reconsideration was decided: the suit is one after it, and not a direct one.
    Reconsidered,
}

impl fmt::Display for Repeat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Taken(Forum::Reconsideration) => {
                "同一申请人就同一答复（不予答复）已经申请行政复议并被受理的，不得再次申请（《行政复议法》第三十条第一款第（七）项）"
            }
            Self::Taken(_) => {
                "同一原告就同一答复（不予答复）已经起诉并被立案的，属于重复起诉（法释〔2018〕1号第六十九条第一款第（六）项、第一百零六条）"
            }
            Self::Withdrawn(Forum::Reconsideration) => {
                "撤回行政复议申请后，不得再以同一事实和理由申请行政复议；能够证明撤回违背真实意愿，或者以不同的事实和理由提出的除外（《行政复议法》第七十四条第二款）"
            }
            Self::Withdrawn(_) => {
                "准许撤诉后，以同一事实和理由重新起诉的不予立案；因未预交诉讼费按撤诉处理后在起诉期限内再次起诉，或者以不同的事实和理由起诉的除外（法释〔2018〕1号第六十条、第六十一条）"
            }
            Self::InCourt => {
                "同一申请人就同一答复（不予答复）已经起诉并被立案的，不得申请行政复议（《行政复议法》第二十九条第二款、第三十条第一款第（七）项）"
            }
            Self::InReconsideration => "行政复议已经受理、尚未审结的，期间不得起诉（《行政复议法》第二十九条第一款）",
            Self::Reconsidered => "已经作出行政复议决定的，案件类型应当为“复议后起诉”",
        })
    }
}

/// How an earlier case ended, as far as it matters to a second one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// It is pending, or the act was decided on.
    Taken,
    /// It was withdrawn, or terminated.
    Withdrawn,
    /// It could not be heard.
    Inadmissible,
}

fn ended(case: &Case) -> Ended {
    match case.holding.map(|holding| holding.decision) {
        Some(
            Decision::ReconsiderationTerminated | Decision::ReconsiderationSettled | Decision::SuitWithdrawn,
        ) => Ended::Withdrawn,
        Some(Decision::ReconsiderationDismissed | Decision::SuitDismissed) => Ended::Inadmissible,
        Some(_) | None => Ended::Taken,
    }
}

/// Whether an earlier case is about the same act. No answer in time is another omission where the earlier case had the
/// agency act again.
fn is_same_act(earlier: &Case, challenged: Challenged) -> bool {
    earlier.challenged == challenged && !(challenged == Challenged::Silence && earlier.must_redo())
}

/// Why a case cannot be recorded beside an earlier one about the same applications; nothing where it can.
pub fn against(earlier: &Case, second: &Second) -> Option<Repeat> {
    let is_other = earlier.voided.is_some()
        || earlier.role != second.role
        || !is_same_act(earlier, second.challenged)
        || second.ground == Some(AgainGround::OtherChallenger);
    if is_other {
        return None;
    }
    let is_excepted = matches!(
        (second.forum.is_suit(), second.ground),
        (false, Some(AgainGround::AgainstWill | AgainGround::OtherFacts))
            | (true, Some(AgainGround::DeemedWithdrawn | AgainGround::OtherFacts))
    );
    match (earlier.forum.is_suit(), second.forum, ended(earlier)) {
        // of a suit after a withdrawal: whether reconsideration had to come first is for the court that accepted the suit
        (_, _, Ended::Inadmissible)
        | (false, Forum::PostReconsiderationSuit, _)
        | (false, Forum::DirectSuit, Ended::Withdrawn) => None,
        (false, Forum::DirectSuit, Ended::Taken) if earlier.is_pending() => Some(Repeat::InReconsideration),
        (false, Forum::DirectSuit, Ended::Taken) => Some(Repeat::Reconsidered),
        (true, Forum::Reconsideration, _) => Some(Repeat::InCourt),
        (_, forum, Ended::Taken) => Some(Repeat::Taken(forum)),
        (_, forum, Ended::Withdrawn) => (!is_excepted).then_some(Repeat::Withdrawn(forum)),
    }
}
