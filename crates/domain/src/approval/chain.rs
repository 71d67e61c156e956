//! The chain of an agency: which steps a reply must pass, when each is needed, and which two may not be one person.
//!
//! Not here: signatures (`super`), the state of a case (`crate::application`).

use super::SignOffStep;
use crate::notice::kind::Reply;
use crate::report::Row;
use serde::{Deserialize, Serialize};

/// When a step is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Necessity {
    /// For every reply.
    Always,
    /// Where something is refused: 不予公开, 部分公开, 无法提供, 不予处理.
    WhenRefusing,
    /// Where information is released.
    WhenReleasing,
    /// Only where the case names units that co-sign.
    WhenNamed,
}

/// One step of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ChainStep {
    /// The step.
    pub step: SignOffStep,
    /// When it is needed.
    pub needed: Necessity,
}

/// An agency's chain, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// The steps in order.
    pub steps: Vec<ChainStep>,
    /// Pairs of steps that may not be signed by the same person; the drafter may sign none of them anyway.
    pub apart: Vec<(SignOffStep, SignOffStep)>,
}

/// What a reply does, as far as the chain depends on it: the whole of one reply, whatever row its application counts in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effect {
    /// Whether something is refused to somebody.
    pub refuses: bool,
    /// Whether information is given.
    pub releases: bool,
}

impl Effect {
    /// The effect of replies to several matters, the grounds of what is withheld included.
    pub fn of(replies: impl IntoIterator<Item = Reply>) -> Self {
        replies.into_iter().fold(Self::default(), |effect, reply| Self {
            refuses: effect.refuses || is_against_applicant(reply.row()),
            releases: effect.releases || releases_information(reply),
        })
    }

    /// The effect of a reply of which only the row is known.
    pub fn counted(row: Row, releases: bool) -> Self {
        Self { refuses: is_against_applicant(row), releases }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { refuses: self.refuses || other.refuses, releases: self.releases || other.releases }
    }
}

/// What makes a chain unusable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    /// A step stands twice.
    #[error("the step {} stands twice", .0.key())]
    Twice(SignOffStep),
    /// Every chain begins with the proposal.
    #[error("a chain begins with the proposal")]
    ProposalNotFirst,
    /// Every reply is signed off.
    #[error("a chain has a sign-off for every reply")]
    NoSignOff,
    /// Releasing information without another person's secrecy review is never allowed.
    #[error("a chain has a secrecy review wherever information is released")]
    NoSecrecyReview,
    /// Reviews come before the sign-off, the seal after it.
    #[error("the step {} is out of order", .0.key())]
    OutOfOrder(SignOffStep),
    /// Two to six steps besides the seal.
    #[error("a chain has two to six steps besides the seal, not {0}")]
    Length(usize),
}

impl ChainFault {
    /// The same for a clerk.
    pub fn words(self) -> String {
        match self {
            Self::Twice(step) => format!("审批环节“{}”重复", step.label()),
            Self::ProposalNotFirst => "审批环节应当从拟办意见开始".to_owned(),
            Self::NoSignOff => "每一件答复都应当经领导签发".to_owned(),
            Self::NoSecrecyReview => "提供信息的答复应当经保密审查，先审查、后公开".to_owned(),
            Self::OutOfOrder(step) => {
                format!("审批环节“{}”的次序有误：审核在签发之前，用印在签发之后", step.label())
            }
            Self::Length(steps) => format!("用印以外的审批环节应当为2至6个，现为{steps}个"),
        }
    }
}

impl Default for Chain {
    fn default() -> Self {
        use SignOffStep::{
            CoSigning, LegalityReview, OfficeReview, Proposal, Sealing, SecrecyReview, SignOff,
        };
        let step = |step, needed| ChainStep { step, needed };
        Self {
            steps: vec![
                step(Proposal, Necessity::Always),
                step(CoSigning, Necessity::WhenNamed),
                step(OfficeReview, Necessity::Always),
                step(LegalityReview, Necessity::WhenRefusing),
                step(SecrecyReview, Necessity::WhenReleasing),
                step(SignOff, Necessity::Always),
                step(Sealing, Necessity::Always),
            ],
            apart: vec![
                (CoSigning, OfficeReview),
                (CoSigning, LegalityReview),
                (CoSigning, SecrecyReview),
                (CoSigning, SignOff),
                (OfficeReview, LegalityReview),
                (OfficeReview, SecrecyReview),
                (OfficeReview, SignOff),
                (LegalityReview, SignOff),
                (SecrecyReview, SignOff),
            ],
        }
    }
}

impl Chain {
    /// Whether the chain can be used.
    ///
    /// # Errors
    /// [`ChainFault`].
    pub fn check(&self) -> Result<(), ChainFault> {
        let at = |step| self.steps.iter().position(|known| known.step == step);
        for (index, known) in self.steps.iter().enumerate() {
            if self.steps[..index].iter().any(|earlier| earlier.step == known.step) {
                return Err(ChainFault::Twice(known.step));
            }
        }
        if at(SignOffStep::Proposal) != Some(0) {
            return Err(ChainFault::ProposalNotFirst);
        }
        let always = |step| self.steps.iter().any(|s| s.step == step && s.needed == Necessity::Always);
        if !always(SignOffStep::SignOff) {
            return Err(ChainFault::NoSignOff);
        }
        // 《保守国家秘密法实施条例》第四十二条: 先审查、后公开 has no exception.
        let reviewed = self.steps.iter().any(|s| {
            s.step == SignOffStep::SecrecyReview
                && matches!(s.needed, Necessity::Always | Necessity::WhenReleasing)
        });
        if !reviewed {
            return Err(ChainFault::NoSecrecyReview);
        }
        let sign_off = at(SignOffStep::SignOff);
        for known in &self.steps {
            let is_after = at(known.step) > sign_off;
            if is_after != (known.step == SignOffStep::Sealing) {
                return Err(ChainFault::OutOfOrder(known.step));
            }
        }
        let length = self.steps.iter().filter(|s| s.step != SignOffStep::Sealing).count();
        if !(2..=6).contains(&length) {
            return Err(ChainFault::Length(length));
        }
        Ok(())
    }

    /// Whether two steps may not be signed by one person.
    pub fn keeps_apart(&self, one: SignOffStep, other: SignOffStep) -> bool {
        self.apart.iter().any(|&(a, b)| (a, b) == (one, other) || (b, a) == (one, other))
    }

    /// The steps a reply must pass. A reply to several applications passes every step that one of its answers needs: it is
    /// signed as a whole, and no answer goes out with fewer signatures than it would have had alone.
    pub fn required(&self, effect: Effect, has_co_signers: bool) -> Vec<SignOffStep> {
        self.steps
            .iter()
            .filter(|step| match step.needed {
                Necessity::Always => true,
                Necessity::WhenRefusing => effect.refuses,
                Necessity::WhenReleasing => effect.releases,
                Necessity::WhenNamed => has_co_signers,
            })
            .map(|step| step.step)
            .collect()
    }
}

/// 不予公开, 部分公开, 无法提供, 不予处理: the rows whose replies pass the legality review by default.
fn is_against_applicant(row: Row) -> bool {
    row.is_result()
        && !matches!(row, Row::Granted | Row::OtherCorrectionOverdue | Row::OtherFeeOverdue | Row::OtherMisc)
}

/// Whether a reply hands out information of the agency; telling where it is published already hands out none.
pub fn releases_information(reply: Reply) -> bool {
    matches!(reply, Reply::Granted | Reply::Partial)
}
