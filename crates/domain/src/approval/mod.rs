//! Who must sign before a reply goes out: the steps of the handling sheet, the agency's chain, and approvals that cannot
//! be built from the drafter's own id.
//!
//! Not here: what is signed (`crate::application`), who holds which role (`crate::staff`).

pub mod chain;

pub use chain::{Chain, ChainFault, ChainStep, Effect, Necessity};

use crate::ids::PersonId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A step of the handling sheet (政府信息公开申请办理审批单), in its usual order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignOffStep {
    /// 拟办意见: the drafter's own, given with the draft.
    Proposal,
    /// 会签 by other units, in parallel.
    CoSigning,
    /// 工作机构审核.
    OfficeReview,
    /// 合法性审核: 法制机构, 公职律师 or 法律顾问.
    LegalityReview,
    /// 保密审查.
    SecrecyReview,
    /// 签发: the leader in charge, or the principal for weighty cases.
    SignOff,
    /// 用印.
    Sealing,
}

impl SignOffStep {
    /// All steps in their usual order.
    pub const EVERY: &[Self] = &[
        Self::Proposal,
        Self::CoSigning,
        Self::OfficeReview,
        Self::LegalityReview,
        Self::SecrecyReview,
        Self::SignOff,
        Self::Sealing,
    ];

    /// Key of interfaces and records.
    pub fn key(self) -> &'static str {
        match self {
            Self::Proposal => "proposal",
            Self::CoSigning => "co_signing",
            Self::OfficeReview => "office_review",
            Self::LegalityReview => "legality_review",
            Self::SecrecyReview => "secrecy_review",
            Self::SignOff => "sign_off",
            Self::Sealing => "sealing",
        }
    }

    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Proposal => "拟办意见",
            Self::CoSigning => "会签",
            Self::OfficeReview => "工作机构审核",
            Self::LegalityReview => "合法性审核",
            Self::SecrecyReview => "保密审查",
            Self::SignOff => "签发",
            Self::Sealing => "用印",
        }
    }
}

/// A signature under a step. Only [`Approval::new`] makes one, and never from the drafter's own id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Approval {
    step: SignOffStep,
    signer: PersonId,
    on: NaiveDate,
}

/// Why a person may not sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalError {
    /// The signer drafted the reply.
    #[error("the drafter may not sign {}", .0.key())]
    Drafter(SignOffStep),
    /// The signer has signed a step that somebody else must sign.
    #[error("who signed {} may not sign {}", .signed.key(), .step.key())]
    Twice {
        /// The step to be signed.
        step: SignOffStep,
        /// The step already signed by the same person.
        signed: SignOffStep,
    },
    /// The step is the drafter's own or no signature: it is not signed here.
    #[error("{} is not signed by an approver", .0.key())]
    NotAnApproval(SignOffStep),
}

impl Approval {
    /// A signature by somebody who is not the drafter and has signed no step that the chain keeps apart.
    ///
    /// # Errors
    /// [`ApprovalError`].
    pub fn new(
        step: SignOffStep,
        signer: PersonId,
        on: NaiveDate,
        drafter: PersonId,
        earlier: &[Self],
        chain: &Chain,
    ) -> Result<Self, ApprovalError> {
        if matches!(step, SignOffStep::Proposal | SignOffStep::Sealing) {
            return Err(ApprovalError::NotAnApproval(step));
        }
        if signer == drafter {
            return Err(ApprovalError::Drafter(step));
        }
        if let Some(twice) = earlier
            .iter()
            .find(|approval| approval.signer == signer && chain.keeps_apart(approval.step, step))
        {
            return Err(ApprovalError::Twice { step, signed: twice.step });
        }
        Ok(Self { step, signer, on })
    }

    /// The step.
    pub fn step(&self) -> SignOffStep {
        self.step
    }

    /// Who signed.
    pub fn signer(&self) -> PersonId {
        self.signer
    }

    /// When.
    pub fn on(&self) -> NaiveDate {
        self.on
    }
}
