//! Which steps of sign-off a paper goes through in an agency, and for which outcomes a step is needed.
//!
//! Not here: the signatures themselves and the rule that nobody signs twice (`crate::approval`).

use crate::report::Row;
use crate::staff::Permission;
use serde::{Deserialize, Serialize};

keyed_enum!(
    /// One step of the 政府信息公开申请办理审批单.
    SignOffStep, "sign-off step" {
        /// 拟办意见, by the case handler, with the search record.
        Proposal = "proposal", "拟办意见";
        /// 工作机构审核, by the disclosure office.
        OfficeReview = "office_review", "工作机构审核";
        /// 会签, by other units; several sign in any order.
        CoSigning = "co_signing", "会签";
        /// 合法性审核, by the legal unit, a public lawyer or legal counsel.
        LegalityReview = "legality_review", "合法性审核";
        /// 保密审查.
        SecrecyReview = "secrecy_review", "保密审查";
        /// 分管领导签发.
        SignOff = "sign_off", "分管领导签发";
        /// 主要领导签发.
        PrincipalSignOff = "principal_sign_off", "主要领导签发";
    }
);

impl SignOffStep {
    /// What somebody must be permitted to do in order to sign this step.
    pub fn permission(self) -> Permission {
        match self {
            Self::Proposal => Permission::DraftReply,
            Self::OfficeReview => Permission::ReviewAsOffice,
            Self::CoSigning => Permission::CoSign,
            Self::LegalityReview => Permission::ReviewLegality,
            Self::SecrecyReview => Permission::ReviewSecrecy,
            Self::SignOff => Permission::SignOff,
            Self::PrincipalSignOff => Permission::SignOffAsPrincipal,
        }
    }
}

keyed_enum!(
    /// Outcomes as groups: the six headings of the results in table 3.
    OutcomeGroup, "outcome group" {
        /// （一）予以公开.
        Granted = "granted", "予以公开";
        /// （二）部分公开.
        PartiallyGranted = "partially_granted", "部分公开";
        /// （三）不予公开.
        Denied = "denied", "不予公开";
        /// （四）无法提供.
        Unavailable = "unavailable", "无法提供";
        /// （五）不予处理.
        Unprocessed = "unprocessed", "不予处理";
        /// （六）其他处理.
        Other = "other", "其他处理";
    }
);

impl OutcomeGroup {
    /// The group of a row; none for rows that are no result.
    pub fn of(row: Row) -> Option<Self> {
        if !row.is_result() {
            return None;
        }
        let prefixes = [
            ("granted", Self::Granted),
            ("partially_", Self::PartiallyGranted),
            ("denied_", Self::Denied),
            ("unavailable_", Self::Unavailable),
            ("unprocessed_", Self::Unprocessed),
            ("other_", Self::Other),
        ];
        prefixes.into_iter().find(|(prefix, _)| row.key().starts_with(prefix)).map(|(_, group)| group)
    }

    /// Whether information leaves the office with such a reply.
    pub fn releases(self) -> bool {
        matches!(self, Self::Granted | Self::PartiallyGranted)
    }
}

/// Which steps a reply goes through, and who signs papers on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignOffSettings {
    /// The steps of a reply in their order, two to six. Default 拟办意见 → 工作机构审核 → 合法性审核 → 保密审查 → 分管领导签发 (惯例).
    pub reply: Vec<SignOffStep>,
    /// The steps of the papers on the way: correction, consultation, reasons, fee, delay. Default 拟办意见 → 工作机构审核 (惯例).
    /// An extension is always approved by the head of the disclosure office besides (《条例》第三十三条第二款).
    pub procedural: Vec<SignOffStep>,
    /// Outcomes for which the legality review must take place; for others the step is left out. Default 不予公开, 部分公开,
    /// 无法提供, 不予处理 (惯例).
    pub legality_review_for: Vec<OutcomeGroup>,
    /// Outcomes for which the secrecy review takes place although nothing is released. Default none. Where information is
    /// released it always takes place (《保守国家秘密法》第三十五条: 先审查、后公开).
    pub secrecy_review_also_for: Vec<OutcomeGroup>,
    /// Whether cases marked as major and difficult go to the principal leader instead of the leader in charge. Default yes (惯例).
    pub principal_signs_major: bool,
    /// Whether the legality reviewer may be the person who signs for the disclosure office. Default no: nobody twice.
    pub one_person_may_review_twice: bool,
}

impl Default for SignOffSettings {
    fn default() -> Self {
        use SignOffStep::{LegalityReview, OfficeReview, Proposal, SecrecyReview, SignOff};
        Self {
            reply: vec![Proposal, OfficeReview, LegalityReview, SecrecyReview, SignOff],
            procedural: vec![Proposal, OfficeReview],
            legality_review_for: vec![
                OutcomeGroup::PartiallyGranted,
                OutcomeGroup::Denied,
                OutcomeGroup::Unavailable,
                OutcomeGroup::Unprocessed,
            ],
            secrecy_review_also_for: Vec::new(),
            principal_signs_major: true,
            one_person_may_review_twice: false,
        }
    }
}

impl SignOffSettings {
    /// The steps that a reply with this outcome must go through. The secrecy review is put in before the last signature where
    /// information is released, even if the agency's chain leaves it out.
    pub fn steps(&self, outcome: OutcomeGroup, is_major: bool) -> Vec<SignOffStep> {
        use SignOffStep::{LegalityReview, PrincipalSignOff, SecrecyReview, SignOff};
        let needs_secrecy = outcome.releases() || self.secrecy_review_also_for.contains(&outcome);
        let mut steps: Vec<SignOffStep> = self
            .reply
            .iter()
            .copied()
            .filter(|step| match step {
                LegalityReview => self.legality_review_for.contains(&outcome),
                SecrecyReview => needs_secrecy,
                _ => true,
            })
            .collect();
        if needs_secrecy && !steps.contains(&SecrecyReview) {
            let before_signature = steps.iter().position(|step| matches!(step, SignOff | PrincipalSignOff));
            steps.insert(before_signature.unwrap_or(steps.len()), SecrecyReview);
        }
        if is_major && self.principal_signs_major && !steps.contains(&PrincipalSignOff) {
            match steps.iter().position(|step| *step == SignOff) {
                Some(at) => steps.splice(at..=at, [PrincipalSignOff]).for_each(drop),
                None => steps.push(PrincipalSignOff),
            }
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::SignOffStep::*;
    use super::*;

    #[test]
    fn every_result_row_belongs_to_one_group_of_outcomes() {
        for row in Row::EVERY.iter().filter(|row| row.is_result()) {
            assert!(OutcomeGroup::of(*row).is_some(), "{row}");
        }
        assert_eq!(OutcomeGroup::of(Row::DeniedAdministrativeInquiry), Some(OutcomeGroup::Denied));
        assert_eq!(OutcomeGroup::of(Row::NewReceived), None);
    }

    #[test]
    fn what_is_released_is_always_reviewed_for_secrecy_even_where_the_chain_forgets_it() {
        let short = SignOffSettings { reply: vec![Proposal, SignOff], ..SignOffSettings::default() };
        assert_eq!(short.steps(OutcomeGroup::Granted, false), [Proposal, SecrecyReview, SignOff]);
        assert_eq!(short.steps(OutcomeGroup::Unavailable, false), [Proposal, SignOff]);
    }

    #[test]
    fn the_default_chain_differs_by_outcome_and_weight() {
        let settings = SignOffSettings::default();
        assert_eq!(
            settings.steps(OutcomeGroup::Granted, false),
            [Proposal, OfficeReview, SecrecyReview, SignOff]
        );
        assert_eq!(
            settings.steps(OutcomeGroup::Denied, true),
            [Proposal, OfficeReview, LegalityReview, PrincipalSignOff]
        );
        assert_eq!(settings.steps(OutcomeGroup::Other, false), [Proposal, OfficeReview, SignOff]);
    }
}
