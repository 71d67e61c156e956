//! Every paper of the application workflow by its key: the 27 replies, each of which implies exactly one row of the
//! report, and the procedural papers.
//!
//! Keys and rows: the replies of 《条例》第三十六条 to 第三十九条, and what practice adds to them. There is no national set
//! of titles; an agency may print others. Not here: what the papers say (`super`), remedies (`super::remedy`).

use crate::report::Row;
use std::fmt;
use std::str::FromStr;

/// A key that names no paper.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown paper: {0}")]
pub struct UnknownPaper(pub String);

/// Which remedies a paper must tell of, by the ground of its decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RemedyMode {
    /// Reconsideration first (《行政复议法》第二十三条第一款第四项): refusals under 《条例》第十四条 to 第十六条.
    ReconsiderationFirst,
    /// Reconsideration or suit.
    Either,
    /// Both: the withheld part under 第十四条 to 第十六条 by reconsideration first, the rest by either way.
    Mixed,
    /// None: nothing was decided against the applicant.
    NoRemedy,
}

impl RemedyMode {
    /// The mode of a paper that decides several things.
    pub fn together(modes: impl IntoIterator<Item = Self>) -> Self {
        modes.into_iter().fold(Self::NoRemedy, |all, mode| match (all, mode) {
            (Self::NoRemedy, one) | (one, Self::NoRemedy) => one,
            (one, other) if one == other => one,
            _ => Self::Mixed,
        })
    }
}

/// The replies, one template each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reply {
    /// 政府信息公开告知书（已主动公开）: 《条例》第三十六条第（一）项.
    AlreadyPublic,
    /// 政府信息公开告知书（予以公开）: 《条例》第三十六条第（二）项.
    Granted,
    /// 政府信息部分公开告知书: 《条例》第三十七条.
    Partial,
    /// 政府信息不予公开告知书（国家秘密）: 《条例》第十四条.
    DeniedStateSecret,
    /// 政府信息不予公开告知书（法律、行政法规禁止公开）: 《条例》第十四条.
    DeniedLawProhibited,
    /// 政府信息不予公开告知书（三安全一稳定）: 《条例》第十四条.
    DeniedSecurity,
    /// 政府信息不予公开告知书（第三方合法权益）: 《条例》第十五条.
    DeniedThirdParty,
    /// 政府信息不予公开告知书（内部事务信息）: 《条例》第十六条第一款.
    DeniedInternal,
    /// 政府信息不予公开告知书（过程性信息）: 《条例》第十六条第二款.
    DeniedProcess,
    /// 政府信息不予公开告知书（行政执法案卷信息）: 《条例》第十六条第二款.
    DeniedEnforcement,
    /// 政府信息公开告知书（行政查询事项）: 《条例》第三十六条第（七）项.
    AdminInquiry,
    /// 政府信息不存在告知书: 《条例》第三十六条第（四）项.
    NotExist,
    /// 非本机关负责公开告知书: 《条例》第三十六条第（五）项.
    NotResponsible,
    /// 政府信息无法提供告知书（需要另行制作）: 《条例》第三十八条.
    NeedsCreation,
    /// 政府信息无法提供告知书（补正后仍不明确）: 《条例》第三十条.
    StillUnclear,
    /// 不予处理告知书（信访、投诉、举报）: 《条例》第三十九条第一款.
    Petition,
    /// 不予重复处理告知书: 《条例》第三十六条第（六）项.
    Repeat,
    /// 不予处理告知书（公开出版物）: 《条例》第三十九条第二款.
    Publication,
    /// 不予处理告知书（无正当理由大量反复申请）: 《条例》第三十五条.
    Excessive,
    /// 不予处理告知书（确认或者重新出具已获取信息）: 按惯例办理.
    Confirmation,
    /// 不再处理告知书（逾期不补正）: 《条例》第三十条.
    CorrectionOverdue,
    /// 不再处理告知书（逾期未缴费）: 《条例》第四十二条.
    FeeOverdue,
    /// 政府信息公开申请终止办理告知书: 按惯例办理.
    ClosedOther,
    /// 非政府信息告知书: 《条例》第二条.
    NotGovernmentInformation,
    /// 咨询类申请告知书: 《条例》第二条.
    Consultation,
    /// 政府信息已移交国家档案馆告知书: 按惯例办理.
    Archives,
    /// 以申请公开代替案卷查阅告知书: 按惯例办理.
    PartyProcedure,
}

impl Reply {
    /// All replies.
    pub const EVERY: &[Self] = &[
        Self::AlreadyPublic,
        Self::Granted,
        Self::Partial,
        Self::DeniedStateSecret,
        Self::DeniedLawProhibited,
        Self::DeniedSecurity,
        Self::DeniedThirdParty,
        Self::DeniedInternal,
        Self::DeniedProcess,
        Self::DeniedEnforcement,
        Self::AdminInquiry,
        Self::NotExist,
        Self::NotResponsible,
        Self::NeedsCreation,
        Self::StillUnclear,
        Self::Petition,
        Self::Repeat,
        Self::Publication,
        Self::Excessive,
        Self::Confirmation,
        Self::CorrectionOverdue,
        Self::FeeOverdue,
        Self::ClosedOther,
        Self::NotGovernmentInformation,
        Self::Consultation,
        Self::Archives,
        Self::PartyProcedure,
    ];

    /// Key of files, interfaces and records.
    pub fn key(self) -> &'static str {
        match self {
            Self::AlreadyPublic => "reply_already_public",
            Self::Granted => "reply_granted",
            Self::Partial => "reply_partial",
            Self::DeniedStateSecret => "reply_denied_state_secret",
            Self::DeniedLawProhibited => "reply_denied_law_prohibited",
            Self::DeniedSecurity => "reply_denied_security",
            Self::DeniedThirdParty => "reply_denied_third_party",
            Self::DeniedInternal => "reply_denied_internal",
            Self::DeniedProcess => "reply_denied_process",
            Self::DeniedEnforcement => "reply_denied_enforcement",
            Self::AdminInquiry => "reply_admin_inquiry",
            Self::NotExist => "reply_not_exist",
            Self::NotResponsible => "reply_not_responsible",
            Self::NeedsCreation => "reply_needs_creation",
            Self::StillUnclear => "reply_still_unclear",
            Self::Petition => "reply_petition",
            Self::Repeat => "reply_repeat",
            Self::Publication => "reply_publication",
            Self::Excessive => "reply_excessive",
            Self::Confirmation => "reply_confirmation",
            Self::CorrectionOverdue => "notice_correction_overdue",
            Self::FeeOverdue => "notice_fee_overdue",
            Self::ClosedOther => "case_closed_other",
            Self::NotGovernmentInformation => "reply_not_government_information",
            Self::Consultation => "reply_consultation",
            Self::Archives => "reply_archives",
            Self::PartyProcedure => "reply_party_procedure",
        }
    }

    /// The usual title.
    pub fn title(self) -> &'static str {
        match self {
            Self::AlreadyPublic => "政府信息公开告知书（已主动公开）",
            Self::Granted => "政府信息公开告知书（予以公开）",
            Self::Partial => "政府信息部分公开告知书",
            Self::DeniedStateSecret => "政府信息不予公开告知书（国家秘密）",
            Self::DeniedLawProhibited => "政府信息不予公开告知书（法律、行政法规禁止公开）",
            Self::DeniedSecurity => "政府信息不予公开告知书（三安全一稳定）",
            Self::DeniedThirdParty => "政府信息不予公开告知书（第三方合法权益）",
            Self::DeniedInternal => "政府信息不予公开告知书（内部事务信息）",
            Self::DeniedProcess => "政府信息不予公开告知书（过程性信息）",
            Self::DeniedEnforcement => "政府信息不予公开告知书（行政执法案卷信息）",
            Self::AdminInquiry => "政府信息公开告知书（行政查询事项）",
            Self::NotExist => "政府信息不存在告知书",
            Self::NotResponsible => "非本机关负责公开告知书",
            Self::NeedsCreation => "政府信息无法提供告知书（需要另行制作）",
            Self::StillUnclear => "政府信息无法提供告知书（补正后仍不明确）",
            Self::Petition => "不予处理告知书（信访、投诉、举报）",
            Self::Repeat => "不予重复处理告知书",
            Self::Publication => "不予处理告知书（公开出版物）",
            Self::Excessive => "不予处理告知书（无正当理由大量反复申请）",
            Self::Confirmation => "不予处理告知书（确认或者重新出具已获取信息）",
            Self::CorrectionOverdue => "不再处理告知书（逾期不补正）",
            Self::FeeOverdue => "不再处理告知书（逾期未缴费）",
            Self::ClosedOther => "政府信息公开申请终止办理告知书",
            Self::NotGovernmentInformation => "非政府信息告知书",
            Self::Consultation => "咨询类申请告知书",
            Self::Archives => "政府信息已移交国家档案馆告知书",
            Self::PartyProcedure => "以申请公开代替案卷查阅告知书",
        }
    }

    /// The one row of table 3 in which the application is counted. Local tables may count the last four elsewhere.
    pub fn row(self) -> Row {
        match self {
            Self::AlreadyPublic => Row::Granted,
            Self::Granted => Row::Granted,
            Self::Partial => Row::PartiallyGranted,
            Self::DeniedStateSecret => Row::DeniedStateSecret,
            Self::DeniedLawProhibited => Row::DeniedLawProhibited,
            Self::DeniedSecurity => Row::DeniedSecurityStability,
            Self::DeniedThirdParty => Row::DeniedThirdPartyRights,
            Self::DeniedInternal => Row::DeniedInternalAffairs,
            Self::DeniedProcess => Row::DeniedProcessInformation,
            Self::DeniedEnforcement => Row::DeniedEnforcementFile,
            Self::AdminInquiry => Row::DeniedAdministrativeInquiry,
            Self::NotExist => Row::UnavailableNotHeld,
            Self::NotResponsible => Row::UnavailableNotHeld,
            Self::NeedsCreation => Row::UnavailableNeedsCreation,
            Self::StillUnclear => Row::UnavailableStillUnclear,
            Self::Petition => Row::UnprocessedPetition,
            Self::Repeat => Row::UnprocessedRepeat,
            Self::Publication => Row::UnprocessedPublication,
            Self::Excessive => Row::UnprocessedExcessive,
            Self::Confirmation => Row::UnprocessedConfirmation,
            Self::CorrectionOverdue => Row::OtherCorrectionOverdue,
            Self::FeeOverdue => Row::OtherFeeOverdue,
            Self::ClosedOther => Row::OtherMisc,
            Self::NotGovernmentInformation => Row::OtherMisc,
            Self::Consultation => Row::OtherMisc,
            Self::Archives => Row::OtherMisc,
            Self::PartyProcedure => Row::OtherMisc,
        }
    }

    /// The provision of 《政府信息公开条例》 it rests on; none where there is no express article.
    pub fn article(self) -> Option<&'static str> {
        match self {
            Self::AlreadyPublic => Some("第三十六条第（一）项"),
            Self::Granted => Some("第三十六条第（二）项"),
            Self::Partial => Some("第三十七条"),
            Self::DeniedStateSecret => Some("第十四条"),
            Self::DeniedLawProhibited => Some("第十四条"),
            Self::DeniedSecurity => Some("第十四条"),
            Self::DeniedThirdParty => Some("第十五条"),
            Self::DeniedInternal => Some("第十六条第一款"),
            Self::DeniedProcess => Some("第十六条第二款"),
            Self::DeniedEnforcement => Some("第十六条第二款"),
            Self::AdminInquiry => Some("第三十六条第（七）项"),
            Self::NotExist => Some("第三十六条第（四）项"),
            Self::NotResponsible => Some("第三十六条第（五）项"),
            Self::NeedsCreation => Some("第三十八条"),
            Self::StillUnclear => Some("第三十条"),
            Self::Petition => Some("第三十九条第一款"),
            Self::Repeat => Some("第三十六条第（六）项"),
            Self::Publication => Some("第三十九条第二款"),
            Self::Excessive => Some("第三十五条"),
            Self::Confirmation => None,
            Self::CorrectionOverdue => Some("第三十条"),
            Self::FeeOverdue => Some("第四十二条"),
            Self::ClosedOther => None,
            Self::NotGovernmentInformation => Some("第二条"),
            Self::Consultation => Some("第二条"),
            Self::Archives => None,
            Self::PartyProcedure => None,
        }
    }

    /// The remedies it tells of under the law in force since 2024-01-01.
    pub fn remedy(self) -> RemedyMode {
        match self {
            Self::AlreadyPublic => RemedyMode::Either,
            Self::Granted => RemedyMode::Either,
            Self::Partial => RemedyMode::Mixed,
            Self::DeniedStateSecret => RemedyMode::ReconsiderationFirst,
            Self::DeniedLawProhibited => RemedyMode::ReconsiderationFirst,
            Self::DeniedSecurity => RemedyMode::ReconsiderationFirst,
            Self::DeniedThirdParty => RemedyMode::ReconsiderationFirst,
            Self::DeniedInternal => RemedyMode::ReconsiderationFirst,
            Self::DeniedProcess => RemedyMode::ReconsiderationFirst,
            Self::DeniedEnforcement => RemedyMode::ReconsiderationFirst,
            Self::AdminInquiry => RemedyMode::Either,
            Self::NotExist => RemedyMode::Either,
            Self::NotResponsible => RemedyMode::Either,
            Self::NeedsCreation => RemedyMode::Either,
            Self::StillUnclear => RemedyMode::Either,
            Self::Petition => RemedyMode::Either,
            Self::Repeat => RemedyMode::Either,
            Self::Publication => RemedyMode::Either,
            Self::Excessive => RemedyMode::Either,
            Self::Confirmation => RemedyMode::Either,
            Self::CorrectionOverdue => RemedyMode::Either,
            Self::FeeOverdue => RemedyMode::Either,
            Self::ClosedOther => RemedyMode::Either,
            Self::NotGovernmentInformation => RemedyMode::Either,
            Self::Consultation => RemedyMode::Either,
            Self::Archives => RemedyMode::Either,
            Self::PartyProcedure => RemedyMode::Either,
        }
    }
}

/// A paper that is no reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Procedural {
    /// 政府信息公开申请表.
    ApplicationForm,
    /// 政府信息公开申请登记表.
    RegistrationRecord,
    /// 政府信息公开申请登记回执.
    RegistrationReceipt,
    /// 政府信息公开申请补正告知书.
    CorrectionNotice,
    /// 政府信息公开申请说明理由告知书.
    ReasonsRequest,
    /// 政府信息公开申请延迟答复告知书.
    DelayedReplyNotice,
    /// 政府信息公开申请延期答复告知书.
    ExtensionNotice,
    /// 政府信息公开申请征求意见书.
    ThirdPartyConsultation,
    /// 征求意见确认函.
    ThirdPartyReplySlip,
    /// 政府信息公开申请征求意见告知书.
    ConsultationNoticeToApplicant,
    /// 政府信息依申请公开告知书.
    ThirdPartyDisclosureNotice,
    /// 政府信息公开征求意见函.
    CoMakerConsultation,
    /// 政府信息公开申请协办函.
    AssistanceRequest,
    /// 政府信息公开信息处理费收费通知书.
    FeeNotice,
    /// 撤回政府信息公开申请确认书.
    WithdrawalConfirmation,
    /// 送达回证.
    ServiceProof,
    /// 政府信息更正答复书.
    RecordCorrectionReply,
    /// 政府信息公开申请办理审批单.
    HandlingSheet,
    /// 政府信息公开申请拆分登记告知书.
    SplitNotice,
    /// 行政复议答复书.
    ReconsiderationAnswer,
    /// 行政答辩状.
    SuitAnswer,
    /// 证据目录.
    EvidenceList,
    /// 授权委托书.
    PowerOfAttorney,
    /// 行政机关负责人出庭情况说明.
    CourtAppearanceStatement,
}

impl Procedural {
    /// All procedural papers.
    pub const EVERY: &[Self] = &[
        Self::ApplicationForm,
        Self::RegistrationRecord,
        Self::RegistrationReceipt,
        Self::CorrectionNotice,
        Self::ReasonsRequest,
        Self::DelayedReplyNotice,
        Self::ExtensionNotice,
        Self::ThirdPartyConsultation,
        Self::ThirdPartyReplySlip,
        Self::ConsultationNoticeToApplicant,
        Self::ThirdPartyDisclosureNotice,
        Self::CoMakerConsultation,
        Self::AssistanceRequest,
        Self::FeeNotice,
        Self::WithdrawalConfirmation,
        Self::ServiceProof,
        Self::RecordCorrectionReply,
        Self::HandlingSheet,
        Self::SplitNotice,
        Self::ReconsiderationAnswer,
        Self::SuitAnswer,
        Self::EvidenceList,
        Self::PowerOfAttorney,
        Self::CourtAppearanceStatement,
    ];

    /// Key of files, interfaces and records.
    pub fn key(self) -> &'static str {
        match self {
            Self::ApplicationForm => "application_form",
            Self::RegistrationRecord => "registration_record",
            Self::RegistrationReceipt => "registration_receipt",
            Self::CorrectionNotice => "correction_notice",
            Self::ReasonsRequest => "reasons_request",
            Self::DelayedReplyNotice => "delayed_reply_notice",
            Self::ExtensionNotice => "extension_notice",
            Self::ThirdPartyConsultation => "third_party_consultation",
            Self::ThirdPartyReplySlip => "third_party_reply_slip",
            Self::ConsultationNoticeToApplicant => "consultation_notice_to_applicant",
            Self::ThirdPartyDisclosureNotice => "third_party_disclosure_notice",
            Self::CoMakerConsultation => "co_maker_consultation",
            Self::AssistanceRequest => "assistance_request",
            Self::FeeNotice => "fee_notice",
            Self::WithdrawalConfirmation => "withdrawal_confirmation",
            Self::ServiceProof => "service_proof",
            Self::RecordCorrectionReply => "record_correction_reply",
            Self::HandlingSheet => "handling_sheet",
            Self::SplitNotice => "split_notice",
            Self::ReconsiderationAnswer => "reconsideration_answer",
            Self::SuitAnswer => "suit_answer",
            Self::EvidenceList => "evidence_list",
            Self::PowerOfAttorney => "power_of_attorney",
            Self::CourtAppearanceStatement => "court_appearance_statement",
        }
    }

    /// The usual title.
    pub fn title(self) -> &'static str {
        match self {
            Self::ApplicationForm => "政府信息公开申请表",
            Self::RegistrationRecord => "政府信息公开申请登记表",
            Self::RegistrationReceipt => "政府信息公开申请登记回执",
            Self::CorrectionNotice => "政府信息公开申请补正告知书",
            Self::ReasonsRequest => "政府信息公开申请说明理由告知书",
            Self::DelayedReplyNotice => "政府信息公开申请延迟答复告知书",
            Self::ExtensionNotice => "政府信息公开申请延期答复告知书",
            Self::ThirdPartyConsultation => "政府信息公开申请征求意见书",
            Self::ThirdPartyReplySlip => "征求意见确认函",
            Self::ConsultationNoticeToApplicant => "政府信息公开申请征求意见告知书",
            Self::ThirdPartyDisclosureNotice => "政府信息依申请公开告知书",
            Self::CoMakerConsultation => "政府信息公开征求意见函",
            Self::AssistanceRequest => "政府信息公开申请协办函",
            Self::FeeNotice => "政府信息公开信息处理费收费通知书",
            Self::WithdrawalConfirmation => "撤回政府信息公开申请确认书",
            Self::ServiceProof => "送达回证",
            Self::RecordCorrectionReply => "政府信息更正答复书",
            Self::HandlingSheet => "政府信息公开申请办理审批单",
            Self::SplitNotice => "政府信息公开申请拆分登记告知书",
            Self::ReconsiderationAnswer => "行政复议答复书",
            Self::SuitAnswer => "行政答辩状",
            Self::EvidenceList => "证据目录",
            Self::PowerOfAttorney => "授权委托书",
            Self::CourtAppearanceStatement => "行政机关负责人出庭情况说明",
        }
    }
}

/// Any paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaperKind {
    /// A reply: it ends the case and implies a row.
    Reply(Reply),
    /// A paper on the way.
    Procedural(Procedural),
}

impl PaperKind {
    /// Key of files, interfaces and records.
    pub fn key(self) -> &'static str {
        match self {
            Self::Reply(reply) => reply.key(),
            Self::Procedural(paper) => paper.key(),
        }
    }

    /// The usual title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Reply(reply) => reply.title(),
            Self::Procedural(paper) => paper.title(),
        }
    }

    /// The usual title as the paper bears it: what tells papers of one title apart in lists is not printed.
    pub fn printed_title(self) -> &'static str {
        self.title().split('（').next().unwrap_or_default()
    }
}

impl From<Reply> for PaperKind {
    fn from(reply: Reply) -> Self {
        Self::Reply(reply)
    }
}

impl From<Procedural> for PaperKind {
    fn from(paper: Procedural) -> Self {
        Self::Procedural(paper)
    }
}

macro_rules! keyed {
    ($name:ident, $from:expr) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.key())
            }
        }
        impl FromStr for $name {
            type Err = UnknownPaper;
            fn from_str(key: &str) -> Result<Self, UnknownPaper> {
                let every: Vec<Self> = $from;
                every.into_iter().find(|k| k.key() == key).ok_or_else(|| UnknownPaper(key.to_owned()))
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.key())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let key: String = serde::Deserialize::deserialize(d)?;
                key.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

keyed!(Reply, Reply::EVERY.to_vec());
keyed!(Procedural, Procedural::EVERY.to_vec());
keyed!(
    PaperKind,
    Reply::EVERY
        .iter()
        .map(|&reply| Self::Reply(reply))
        .chain(Procedural::EVERY.iter().map(|&paper| Self::Procedural(paper)))
        .collect()
);

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn there_are_27_replies_and_each_key_reads_back() {
        assert_eq!(Reply::EVERY.len(), 27);
        let keys: BTreeSet<&str> = Reply::EVERY.iter().map(|r| r.key()).collect();
        assert_eq!(keys.len(), 27);
        for reply in Reply::EVERY {
            assert_eq!(reply.key().parse(), Ok(PaperKind::Reply(*reply)));
        }
        for paper in Procedural::EVERY {
            assert_eq!(paper.key().parse(), Ok(PaperKind::Procedural(*paper)));
        }
    }

    #[test]
    fn every_result_row_has_a_reply_and_every_reply_a_result_row() {
        let rows: BTreeSet<Row> = Reply::EVERY.iter().map(|r| r.row()).collect();
        assert!(rows.iter().all(|row| row.is_result()));
        assert_eq!(rows.len(), 21);
    }
}
