//! How a reconsideration or a suit can end, and what the end means: its group in table 4 and its effect on the reply.
//!
//! Not here: the course of a case (`super::case`), counting (`super::tally`).
//!
//! Groups as offices commonly sort them; an agency may set others (`crate::agency::settings`).

keyed_enum!(
    /// The three groups of results of table 4; a case without a result is 尚未审结.
    ResultGroup, "result group" {
        /// 结果维持.
        Upheld = "upheld", "结果维持";
        /// 结果纠正.
        Corrected = "corrected", "结果纠正";
        /// 其他结果.
        Other = "other", "其他结果";
    }
);

keyed_enum!(
    /// Where a case is heard. One case is one number in one of these three groups, over all its instances.
    Forum, "forum" {
        /// 行政复议.
        Reconsideration = "reconsideration", "行政复议";
        /// 行政诉讼，未经复议直接起诉.
        DirectSuit = "direct_suit", "未经复议直接起诉";
        /// 行政诉讼，复议后起诉.
        PostReconsiderationSuit = "post_reconsideration_suit", "复议后起诉";
    }
);

impl Forum {
    /// Whether a court hears it.
    pub fn is_suit(self) -> bool {
        self != Self::Reconsideration
    }
}

keyed_enum!(
    /// The decision that ends an instance, by the words of its operative part.
    Decision, "decision" {
        /// 《行政复议法》第六十八条.
        ReconsiderationMaintained = "reconsideration_maintained", "维持";
        /// 《行政复议法》第六十九条: there was no duty to perform, or it was performed before.
        ReconsiderationRequestRejected = "reconsideration_request_rejected", "驳回行政复议请求";
        /// 《行政复议法》第六十三条.
        ReconsiderationChanged = "reconsideration_changed", "变更";
        /// 《行政复议法》第六十四条第一款.
        ReconsiderationQuashed = "reconsideration_quashed", "撤销";
        /// 《行政复议法》第六十四条第一款, a part only.
        ReconsiderationPartlyQuashed = "reconsideration_partly_quashed", "部分撤销";
        /// 《行政复议法》第六十五条.
        ReconsiderationUnlawful = "reconsideration_unlawful", "确认违法";
        /// 《行政复议法》第六十六条.
        ReconsiderationMustPerform = "reconsideration_must_perform", "责令履行";
        /// 《行政复议法》第六十七条.
        ReconsiderationInvalid = "reconsideration_invalid", "确认无效";
        /// 《行政复议法》第三十三条.
        ReconsiderationDismissed = "reconsideration_dismissed", "驳回行政复议申请";
        /// 《行政复议法》第四十一条, other than by settlement.
        ReconsiderationTerminated = "reconsideration_terminated", "终止行政复议";
        /// 《行政复议法》第七十三条.
        ReconsiderationMediated = "reconsideration_mediated", "行政复议调解";
        /// 《行政复议法》第七十四条.
        ReconsiderationSettled = "reconsideration_settled", "和解撤回行政复议申请";
        /// 《行政诉讼法》第六十九条.
        SuitRejected = "suit_rejected", "判决驳回诉讼请求";
        /// 《行政诉讼法》第七十条.
        SuitQuashed = "suit_quashed", "判决撤销";
        /// 《行政诉讼法》第七十条, a part only.
        SuitPartlyQuashed = "suit_partly_quashed", "判决部分撤销";
        /// 《行政诉讼法》第七十二条.
        SuitMustPerform = "suit_must_perform", "判决履行";
        /// 《行政诉讼法》第七十四条.
        SuitUnlawful = "suit_unlawful", "判决确认违法";
        /// 《行政诉讼法》第七十五条.
        SuitInvalid = "suit_invalid", "判决确认无效";
        /// 《行政诉讼法》第七十七条.
        SuitChanged = "suit_changed", "判决变更";
        /// 《行政诉讼法》第四十九条: the conditions of a suit are not met.
        SuitDismissed = "suit_dismissed", "裁定驳回起诉";
        /// 《行政诉讼法》第六十二条.
        SuitWithdrawn = "suit_withdrawn", "裁定准许撤诉";
        /// 《行政诉讼法》第六十条, where it may be mediated.
        SuitMediated = "suit_mediated", "行政调解书";
    }
);

/// What a decision does to the reply, or the silence, that was challenged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The reply stands, or the case ended without a word on it.
    Stands,
    /// The reply no longer holds. A new one is due where the decision orders it, as it does as a rule.
    Quashed,
    /// The decision itself replaced the content of the reply.
    Replaced,
    /// A duty must be performed: the first reply, or one that was owed.
    MustPerform,
    /// Unlawful, but left as it is; remedial measures may be ordered.
    Unlawful,
}

impl Decision {
    /// Whether the decision is one of the forum.
    pub fn belongs_to(self, forum: Forum) -> bool {
        self.key().starts_with("suit_") == forum.is_suit()
    }

    /// Whether it is a ruling (裁定) and not a judgment; decides the period for an appeal. A mediation has none.
    pub fn is_ruling(self) -> bool {
        matches!(self, Self::SuitDismissed | Self::SuitWithdrawn)
    }

    /// Whether an appeal lies against it: against judgments and the dismissal of a suit, not against leave to withdraw
    /// (《行政诉讼法》第八十五条).
    pub fn is_appealable(self) -> bool {
        self.belongs_to(Forum::DirectSuit) && !matches!(self, Self::SuitWithdrawn | Self::SuitMediated)
    }

    /// Its group in table 4, unless the agency has set another.
    pub fn usual_group(self) -> ResultGroup {
        match self {
            Self::ReconsiderationMaintained | Self::ReconsiderationRequestRejected | Self::SuitRejected => {
                ResultGroup::Upheld
            }
            Self::ReconsiderationChanged
            | Self::ReconsiderationQuashed
            | Self::ReconsiderationPartlyQuashed
            | Self::ReconsiderationUnlawful
            | Self::ReconsiderationMustPerform
            | Self::ReconsiderationInvalid
            | Self::SuitQuashed
            | Self::SuitPartlyQuashed
            | Self::SuitMustPerform
            | Self::SuitUnlawful
            | Self::SuitInvalid
            | Self::SuitChanged => ResultGroup::Corrected,
            Self::ReconsiderationDismissed
            | Self::ReconsiderationTerminated
            | Self::ReconsiderationMediated
            | Self::ReconsiderationSettled
            | Self::SuitDismissed
            | Self::SuitWithdrawn
            | Self::SuitMediated => ResultGroup::Other,
        }
    }

    /// Its effect on the reply.
    pub fn effect(self) -> Effect {
        match self {
            Self::ReconsiderationQuashed
            | Self::ReconsiderationPartlyQuashed
            | Self::ReconsiderationInvalid
            | Self::SuitQuashed
            | Self::SuitPartlyQuashed
            | Self::SuitInvalid => Effect::Quashed,
            Self::ReconsiderationChanged | Self::SuitChanged => Effect::Replaced,
            Self::ReconsiderationMustPerform | Self::SuitMustPerform => Effect::MustPerform,
            Self::ReconsiderationUnlawful | Self::SuitUnlawful => Effect::Unlawful,
            Self::ReconsiderationMaintained
            | Self::ReconsiderationRequestRejected
            | Self::ReconsiderationDismissed
            | Self::ReconsiderationTerminated
            | Self::ReconsiderationMediated
            | Self::ReconsiderationSettled
            | Self::SuitRejected
            | Self::SuitDismissed
            | Self::SuitWithdrawn
            | Self::SuitMediated => Effect::Stands,
        }
    }
}
