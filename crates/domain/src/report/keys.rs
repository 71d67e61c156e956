//! Identifiers of forms, sections, rows, columns and tables with their statutory labels.
//!
//! Labels and order: 国办公开办函〔2021〕30号 (form 2021) and 国办公开办函〔2019〕60号 (form 2019/2020).
//! Not here: label variants seen in the wild (`gongkai-checker`), the equations (`super::equation`).

use std::fmt;
use std::str::FromStr;

/// A key that is not one of the contract's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {kind} key: {key}")]
pub struct UnknownKey {
    /// What was looked up: form, column, row, table 2 or table 4.
    pub kind: &'static str,
    /// The text given.
    pub key: String,
}

/// Which official form a report follows. The year does not decide it; the headers do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// 国办公开办函〔2021〕30号, report years 2021 and later.
    Form2021,
    /// 国办公开办函〔2019〕60号 (试行), report years 2019 and 2020.
    Form2019,
    /// A statistics sheet from before 2019 (指标名称/计量单位): prose only.
    Older,
    /// None of the known forms.
    Unknown,
}

macro_rules! key_enum {
    ($name:ident, $kind:literal) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.key())
            }
        }
        impl FromStr for $name {
            type Err = UnknownKey;
            fn from_str(key: &str) -> Result<Self, UnknownKey> {
                Self::EVERY
                    .iter()
                    .copied()
                    .find(|k| k.key() == key)
                    .ok_or_else(|| UnknownKey { kind: $kind, key: key.to_owned() })
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.key())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let key = String::deserialize(d)?;
                key.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

impl Form {
    /// All forms.
    pub const EVERY: &[Self] = &[Self::Form2021, Self::Form2019, Self::Older, Self::Unknown];

    /// Key of the JSON contract.
    pub fn key(self) -> &'static str {
        match self {
            Self::Form2021 => "2021",
            Self::Form2019 => "2019",
            Self::Older => "older",
            Self::Unknown => "unknown",
        }
    }

    /// Whether the form has the official tables 2, 3 and 4.
    pub fn has_tables(self) -> bool {
        matches!(self, Self::Form2021 | Self::Form2019)
    }

    /// The cells of table 2 in this form, in printed order.
    pub fn table2(self) -> &'static [Table2Key] {
        match self {
            Self::Form2021 => Table2Key::FORM_2021,
            Self::Form2019 => Table2Key::FORM_2019,
            Self::Older | Self::Unknown => &[],
        }
    }

    /// The rows of table 3 in this form, in printed order: 25 for 2021, 23 for 2019.
    pub fn table3_rows(self) -> &'static [Row] {
        match self {
            Self::Form2021 => Row::FORM_2021,
            Self::Form2019 => Row::FORM_2019,
            Self::Older | Self::Unknown => &[],
        }
    }

    /// The cells of table 4 in this form, in printed order.
    pub fn table4(self) -> &'static [Table4Key] {
        if self.has_tables() { Table4Key::EVERY } else { &[] }
    }
}
key_enum!(Form, "form");

/// Column of table 3: who applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// 自然人.
    NaturalPerson,
    /// 商业企业.
    CommercialEnterprise,
    /// 科研机构.
    ResearchInstitution,
    /// 社会公益组织.
    PublicWelfareOrganisation,
    /// 法律服务机构.
    LegalServiceInstitution,
    /// 其他.
    OtherOrganisation,
    /// 总计.
    Total,
}

impl Column {
    /// All seven columns in printed order.
    pub const EVERY: &[Self] = &[
        Self::NaturalPerson,
        Self::CommercialEnterprise,
        Self::ResearchInstitution,
        Self::PublicWelfareOrganisation,
        Self::LegalServiceInstitution,
        Self::OtherOrganisation,
        Self::Total,
    ];

    /// The six applicant columns, the total left out.
    pub const APPLICANTS: &[Self] = &[
        Self::NaturalPerson,
        Self::CommercialEnterprise,
        Self::ResearchInstitution,
        Self::PublicWelfareOrganisation,
        Self::LegalServiceInstitution,
        Self::OtherOrganisation,
    ];

    /// Position in the table, 0 to 6.
    pub fn index(self) -> usize {
        self as usize
    }

    /// Key of the JSON contract.
    pub fn key(self) -> &'static str {
        match self {
            Self::NaturalPerson => "natural_person",
            Self::CommercialEnterprise => "commercial_enterprise",
            Self::ResearchInstitution => "research_institution",
            Self::PublicWelfareOrganisation => "public_welfare_organisation",
            Self::LegalServiceInstitution => "legal_service_institution",
            Self::OtherOrganisation => "other_organisation",
            Self::Total => "total",
        }
    }

    /// Official label.
    pub fn label(self) -> &'static str {
        match self {
            Self::NaturalPerson => "自然人",
            Self::CommercialEnterprise => "商业企业",
            Self::ResearchInstitution => "科研机构",
            Self::PublicWelfareOrganisation => "社会公益组织",
            Self::LegalServiceInstitution => "法律服务机构",
            Self::OtherOrganisation => "其他",
            Self::Total => "总计",
        }
    }
}
key_enum!(Column, "column");

/// Row of table 3: applications received, their results, and what is carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    /// 一、本年新收政府信息公开申请数量.
    NewReceived,
    /// 二、上年结转政府信息公开申请数量.
    CarriedIn,
    /// 三、本年度办理结果：（一）予以公开.
    Granted,
    /// 三、本年度办理结果：（二）部分公开（区分处理的，只计这一情形，不计其他情形）.
    PartiallyGranted,
    /// （三）不予公开：1.属于国家秘密.
    DeniedStateSecret,
    /// （三）不予公开：2.其他法律行政法规禁止公开.
    DeniedLawProhibited,
    /// （三）不予公开：3.危及“三安全一稳定”.
    DeniedSecurityStability,
    /// （三）不予公开：4.保护第三方合法权益.
    DeniedThirdPartyRights,
    /// （三）不予公开：5.属于三类内部事务信息.
    DeniedInternalAffairs,
    /// （三）不予公开：6.属于四类过程性信息.
    DeniedProcessInformation,
    /// （三）不予公开：7.属于行政执法案卷.
    DeniedEnforcementFile,
    /// （三）不予公开：8.属于行政查询事项.
    DeniedAdministrativeInquiry,
    /// （四）无法提供：1.本机关不掌握相关政府信息.
    UnavailableNotHeld,
    /// （四）无法提供：2.没有现成信息需要另行制作.
    UnavailableNeedsCreation,
    /// （四）无法提供：3.补正后申请内容仍不明确.
    UnavailableStillUnclear,
    /// （五）不予处理：1.信访举报投诉类申请.
    UnprocessedPetition,
    /// （五）不予处理：2.重复申请.
    UnprocessedRepeat,
    /// （五）不予处理：3.要求提供公开出版物.
    UnprocessedPublication,
    /// （五）不予处理：4.无正当理由大量反复申请.
    UnprocessedExcessive,
    /// （五）不予处理：5.要求行政机关确认或重新出具已获取信息.
    UnprocessedConfirmation,
    /// （六）其他处理：1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请.
    OtherCorrectionOverdue,
    /// （六）其他处理：2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请.
    OtherFeeOverdue,
    /// （六）其他处理：3.其他.
    OtherMisc,
    /// 三、本年度办理结果：（六）其他处理.
    OtherTotal,
    /// 三、本年度办理结果：（七）总计.
    ResultTotal,
    /// 四、结转下年度继续办理.
    CarriedOut,
}

impl Row {
    /// Every row of either form.
    pub const EVERY: &[Self] = &[
        Self::NewReceived,
        Self::CarriedIn,
        Self::Granted,
        Self::PartiallyGranted,
        Self::DeniedStateSecret,
        Self::DeniedLawProhibited,
        Self::DeniedSecurityStability,
        Self::DeniedThirdPartyRights,
        Self::DeniedInternalAffairs,
        Self::DeniedProcessInformation,
        Self::DeniedEnforcementFile,
        Self::DeniedAdministrativeInquiry,
        Self::UnavailableNotHeld,
        Self::UnavailableNeedsCreation,
        Self::UnavailableStillUnclear,
        Self::UnprocessedPetition,
        Self::UnprocessedRepeat,
        Self::UnprocessedPublication,
        Self::UnprocessedExcessive,
        Self::UnprocessedConfirmation,
        Self::OtherCorrectionOverdue,
        Self::OtherFeeOverdue,
        Self::OtherMisc,
        Self::OtherTotal,
        Self::ResultTotal,
        Self::CarriedOut,
    ];

    /// Rows of the 2021 form in printed order.
    pub const FORM_2021: &[Self] = &[
        Self::NewReceived,
        Self::CarriedIn,
        Self::Granted,
        Self::PartiallyGranted,
        Self::DeniedStateSecret,
        Self::DeniedLawProhibited,
        Self::DeniedSecurityStability,
        Self::DeniedThirdPartyRights,
        Self::DeniedInternalAffairs,
        Self::DeniedProcessInformation,
        Self::DeniedEnforcementFile,
        Self::DeniedAdministrativeInquiry,
        Self::UnavailableNotHeld,
        Self::UnavailableNeedsCreation,
        Self::UnavailableStillUnclear,
        Self::UnprocessedPetition,
        Self::UnprocessedRepeat,
        Self::UnprocessedPublication,
        Self::UnprocessedExcessive,
        Self::UnprocessedConfirmation,
        Self::OtherCorrectionOverdue,
        Self::OtherFeeOverdue,
        Self::OtherMisc,
        Self::ResultTotal,
        Self::CarriedOut,
    ];

    /// Rows of the 2019/2020 form in printed order; （六） is one row.
    pub const FORM_2019: &[Self] = &[
        Self::NewReceived,
        Self::CarriedIn,
        Self::Granted,
        Self::PartiallyGranted,
        Self::DeniedStateSecret,
        Self::DeniedLawProhibited,
        Self::DeniedSecurityStability,
        Self::DeniedThirdPartyRights,
        Self::DeniedInternalAffairs,
        Self::DeniedProcessInformation,
        Self::DeniedEnforcementFile,
        Self::DeniedAdministrativeInquiry,
        Self::UnavailableNotHeld,
        Self::UnavailableNeedsCreation,
        Self::UnavailableStillUnclear,
        Self::UnprocessedPetition,
        Self::UnprocessedRepeat,
        Self::UnprocessedPublication,
        Self::UnprocessedExcessive,
        Self::UnprocessedConfirmation,
        Self::OtherTotal,
        Self::ResultTotal,
        Self::CarriedOut,
    ];

    /// The three rows into which the 2021 form divides （六）其他处理.
    pub const OTHER_ITEMS: &[Self] = &[Self::OtherCorrectionOverdue, Self::OtherFeeOverdue, Self::OtherMisc];

    /// Key of the JSON contract.
    pub fn key(self) -> &'static str {
        match self {
            Self::NewReceived => "new_received",
            Self::CarriedIn => "carried_in",
            Self::Granted => "granted",
            Self::PartiallyGranted => "partially_granted",
            Self::DeniedStateSecret => "denied_state_secret",
            Self::DeniedLawProhibited => "denied_law_prohibited",
            Self::DeniedSecurityStability => "denied_security_stability",
            Self::DeniedThirdPartyRights => "denied_third_party_rights",
            Self::DeniedInternalAffairs => "denied_internal_affairs",
            Self::DeniedProcessInformation => "denied_process_information",
            Self::DeniedEnforcementFile => "denied_enforcement_file",
            Self::DeniedAdministrativeInquiry => "denied_administrative_inquiry",
            Self::UnavailableNotHeld => "unavailable_not_held",
            Self::UnavailableNeedsCreation => "unavailable_needs_creation",
            Self::UnavailableStillUnclear => "unavailable_still_unclear",
            Self::UnprocessedPetition => "unprocessed_petition",
            Self::UnprocessedRepeat => "unprocessed_repeat",
            Self::UnprocessedPublication => "unprocessed_publication",
            Self::UnprocessedExcessive => "unprocessed_excessive",
            Self::UnprocessedConfirmation => "unprocessed_confirmation",
            Self::OtherCorrectionOverdue => "other_correction_overdue",
            Self::OtherFeeOverdue => "other_fee_overdue",
            Self::OtherMisc => "other_misc",
            Self::OtherTotal => "other_total",
            Self::ResultTotal => "result_total",
            Self::CarriedOut => "carried_out",
        }
    }

    /// Official label as printed in the row, without its group.
    pub fn label(self) -> &'static str {
        match self {
            Self::NewReceived => "一、本年新收政府信息公开申请数量",
            Self::CarriedIn => "二、上年结转政府信息公开申请数量",
            Self::Granted => "（一）予以公开",
            Self::PartiallyGranted => "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
            Self::DeniedStateSecret => "1.属于国家秘密",
            Self::DeniedLawProhibited => "2.其他法律行政法规禁止公开",
            Self::DeniedSecurityStability => "3.危及“三安全一稳定”",
            Self::DeniedThirdPartyRights => "4.保护第三方合法权益",
            Self::DeniedInternalAffairs => "5.属于三类内部事务信息",
            Self::DeniedProcessInformation => "6.属于四类过程性信息",
            Self::DeniedEnforcementFile => "7.属于行政执法案卷",
            Self::DeniedAdministrativeInquiry => "8.属于行政查询事项",
            Self::UnavailableNotHeld => "1.本机关不掌握相关政府信息",
            Self::UnavailableNeedsCreation => "2.没有现成信息需要另行制作",
            Self::UnavailableStillUnclear => "3.补正后申请内容仍不明确",
            Self::UnprocessedPetition => "1.信访举报投诉类申请",
            Self::UnprocessedRepeat => "2.重复申请",
            Self::UnprocessedPublication => "3.要求提供公开出版物",
            Self::UnprocessedExcessive => "4.无正当理由大量反复申请",
            Self::UnprocessedConfirmation => "5.要求行政机关确认或重新出具已获取信息",
            Self::OtherCorrectionOverdue => {
                "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
            }
            Self::OtherFeeOverdue => {
                "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
            }
            Self::OtherMisc => "3.其他",
            Self::OtherTotal => "（六）其他处理",
            Self::ResultTotal => "（七）总计",
            Self::CarriedOut => "四、结转下年度继续办理",
        }
    }

    /// Short label with its group, for messages.
    pub fn short_label(self) -> &'static str {
        match self {
            Self::NewReceived => "一、本年新收",
            Self::CarriedIn => "二、上年结转",
            Self::Granted => "（一）予以公开",
            Self::PartiallyGranted => "（二）部分公开",
            Self::DeniedStateSecret => "（三）1.国家秘密",
            Self::DeniedLawProhibited => "（三）2.法律行政法规禁止",
            Self::DeniedSecurityStability => "（三）3.三安全一稳定",
            Self::DeniedThirdPartyRights => "（三）4.第三方合法权益",
            Self::DeniedInternalAffairs => "（三）5.内部事务信息",
            Self::DeniedProcessInformation => "（三）6.过程性信息",
            Self::DeniedEnforcementFile => "（三）7.行政执法案卷",
            Self::DeniedAdministrativeInquiry => "（三）8.行政查询事项",
            Self::UnavailableNotHeld => "（四）1.本机关不掌握",
            Self::UnavailableNeedsCreation => "（四）2.需要另行制作",
            Self::UnavailableStillUnclear => "（四）3.补正后仍不明确",
            Self::UnprocessedPetition => "（五）1.信访举报投诉",
            Self::UnprocessedRepeat => "（五）2.重复申请",
            Self::UnprocessedPublication => "（五）3.公开出版物",
            Self::UnprocessedExcessive => "（五）4.大量反复申请",
            Self::UnprocessedConfirmation => "（五）5.确认或重新出具",
            Self::OtherCorrectionOverdue => "（六）1.逾期不补正",
            Self::OtherFeeOverdue => "（六）2.逾期未缴费",
            Self::OtherMisc => "（六）3.其他",
            Self::OtherTotal => "（六）其他处理",
            Self::ResultTotal => "（七）总计",
            Self::CarriedOut => "四、结转下年度",
        }
    }

    /// Label of the group header above the row, when it has one.
    pub fn group(self) -> Option<&'static str> {
        match self {
            Self::Granted | Self::PartiallyGranted | Self::OtherTotal | Self::ResultTotal => {
                Some("三、本年度办理结果")
            }
            Self::DeniedStateSecret
            | Self::DeniedLawProhibited
            | Self::DeniedSecurityStability
            | Self::DeniedThirdPartyRights
            | Self::DeniedInternalAffairs
            | Self::DeniedProcessInformation
            | Self::DeniedEnforcementFile
            | Self::DeniedAdministrativeInquiry => Some("（三）不予公开"),
            Self::UnavailableNotHeld | Self::UnavailableNeedsCreation | Self::UnavailableStillUnclear => {
                Some("（四）无法提供")
            }
            Self::UnprocessedPetition
            | Self::UnprocessedRepeat
            | Self::UnprocessedPublication
            | Self::UnprocessedExcessive
            | Self::UnprocessedConfirmation => Some("（五）不予处理"),
            Self::OtherCorrectionOverdue | Self::OtherFeeOverdue | Self::OtherMisc => Some("（六）其他处理"),
            Self::NewReceived | Self::CarriedIn | Self::CarriedOut => None,
        }
    }

    /// Whether the row is a result that the total of （七） sums (rows 3 to 23 of the form).
    pub fn is_result(self) -> bool {
        !matches!(self, Self::NewReceived | Self::CarriedIn | Self::ResultTotal | Self::CarriedOut)
    }
}
key_enum!(Row, "row");

/// Cell of table 2 (主动公开政府信息情况), of either form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table2Key {
    /// 规章，本年制发件数.
    RulesIssued,
    /// 规章，本年废止件数.
    RulesRepealed,
    /// 规章，现行有效件数.
    RulesInForce,
    /// 行政规范性文件，本年制发件数.
    NormativeIssued,
    /// 行政规范性文件，本年废止件数.
    NormativeRepealed,
    /// 行政规范性文件，现行有效件数.
    NormativeInForce,
    /// 行政许可，本年处理决定数量.
    LicensingDecisions,
    /// 行政处罚，本年处理决定数量.
    PenaltyDecisions,
    /// 行政强制，本年处理决定数量.
    CompulsionDecisions,
    /// 行政事业性收费，本年收费金额（单位：万元）.
    AdminFeeWanYuan,
    /// 规章，本年新制作数量.
    RulesNewMade,
    /// 规章，本年新公开数量.
    RulesNewPublished,
    /// 规章，对外公开总数量.
    RulesPublishedTotal,
    /// 规范性文件，本年新制作数量.
    NormativeNewMade,
    /// 规范性文件，本年新公开数量.
    NormativeNewPublished,
    /// 规范性文件，对外公开总数量.
    NormativePublishedTotal,
    /// 行政许可，上一年项目数量.
    LicensingItemsPrev,
    /// 行政许可，本年增/减.
    LicensingItemsChange,
    /// 其他对外管理服务事项，上一年项目数量.
    OtherServicesItemsPrev,
    /// 其他对外管理服务事项，本年增/减.
    OtherServicesItemsChange,
    /// 其他对外管理服务事项，处理决定数量.
    OtherServicesDecisions,
    /// 行政处罚，上一年项目数量.
    PenaltyItemsPrev,
    /// 行政处罚，本年增/减.
    PenaltyItemsChange,
    /// 行政强制，上一年项目数量.
    CompulsionItemsPrev,
    /// 行政强制，本年增/减.
    CompulsionItemsChange,
    /// 行政事业性收费，上一年项目数量.
    AdminFeeItemsPrev,
    /// 行政事业性收费，本年增/减.
    AdminFeeItemsChange,
    /// 政府集中采购，采购项目数量.
    ProcurementItems,
    /// 政府集中采购，采购总金额.
    ProcurementAmount,
}

impl Table2Key {
    /// Every cell of either form.
    pub const EVERY: &[Self] = &[
        Self::RulesIssued,
        Self::RulesRepealed,
        Self::RulesInForce,
        Self::NormativeIssued,
        Self::NormativeRepealed,
        Self::NormativeInForce,
        Self::LicensingDecisions,
        Self::PenaltyDecisions,
        Self::CompulsionDecisions,
        Self::AdminFeeWanYuan,
        Self::RulesNewMade,
        Self::RulesNewPublished,
        Self::RulesPublishedTotal,
        Self::NormativeNewMade,
        Self::NormativeNewPublished,
        Self::NormativePublishedTotal,
        Self::LicensingItemsPrev,
        Self::LicensingItemsChange,
        Self::OtherServicesItemsPrev,
        Self::OtherServicesItemsChange,
        Self::OtherServicesDecisions,
        Self::PenaltyItemsPrev,
        Self::PenaltyItemsChange,
        Self::CompulsionItemsPrev,
        Self::CompulsionItemsChange,
        Self::AdminFeeItemsPrev,
        Self::AdminFeeItemsChange,
        Self::ProcurementItems,
        Self::ProcurementAmount,
    ];

    /// The ten cells of the 2021 form.
    pub const FORM_2021: &[Self] = &[
        Self::RulesIssued,
        Self::RulesRepealed,
        Self::RulesInForce,
        Self::NormativeIssued,
        Self::NormativeRepealed,
        Self::NormativeInForce,
        Self::LicensingDecisions,
        Self::PenaltyDecisions,
        Self::CompulsionDecisions,
        Self::AdminFeeWanYuan,
    ];

    /// The 22 cells of the 2019/2020 form.
    pub const FORM_2019: &[Self] = &[
        Self::RulesNewMade,
        Self::RulesNewPublished,
        Self::RulesPublishedTotal,
        Self::NormativeNewMade,
        Self::NormativeNewPublished,
        Self::NormativePublishedTotal,
        Self::LicensingItemsPrev,
        Self::LicensingItemsChange,
        Self::LicensingDecisions,
        Self::OtherServicesItemsPrev,
        Self::OtherServicesItemsChange,
        Self::OtherServicesDecisions,
        Self::PenaltyItemsPrev,
        Self::PenaltyItemsChange,
        Self::PenaltyDecisions,
        Self::CompulsionItemsPrev,
        Self::CompulsionItemsChange,
        Self::CompulsionDecisions,
        Self::AdminFeeItemsPrev,
        Self::AdminFeeItemsChange,
        Self::ProcurementItems,
        Self::ProcurementAmount,
    ];

    /// Key of the JSON contract.
    pub fn key(self) -> &'static str {
        match self {
            Self::RulesIssued => "rules_issued",
            Self::RulesRepealed => "rules_repealed",
            Self::RulesInForce => "rules_in_force",
            Self::NormativeIssued => "normative_issued",
            Self::NormativeRepealed => "normative_repealed",
            Self::NormativeInForce => "normative_in_force",
            Self::LicensingDecisions => "licensing_decisions",
            Self::PenaltyDecisions => "penalty_decisions",
            Self::CompulsionDecisions => "compulsion_decisions",
            Self::AdminFeeWanYuan => "admin_fee_wan_yuan",
            Self::RulesNewMade => "rules_new_made",
            Self::RulesNewPublished => "rules_new_published",
            Self::RulesPublishedTotal => "rules_published_total",
            Self::NormativeNewMade => "normative_new_made",
            Self::NormativeNewPublished => "normative_new_published",
            Self::NormativePublishedTotal => "normative_published_total",
            Self::LicensingItemsPrev => "licensing_items_prev",
            Self::LicensingItemsChange => "licensing_items_change",
            Self::OtherServicesItemsPrev => "other_services_items_prev",
            Self::OtherServicesItemsChange => "other_services_items_change",
            Self::OtherServicesDecisions => "other_services_decisions",
            Self::PenaltyItemsPrev => "penalty_items_prev",
            Self::PenaltyItemsChange => "penalty_items_change",
            Self::CompulsionItemsPrev => "compulsion_items_prev",
            Self::CompulsionItemsChange => "compulsion_items_change",
            Self::AdminFeeItemsPrev => "admin_fee_items_prev",
            Self::AdminFeeItemsChange => "admin_fee_items_change",
            Self::ProcurementItems => "procurement_items",
            Self::ProcurementAmount => "procurement_amount",
        }
    }

    /// Group header: the item of article 20.
    pub fn group(self) -> &'static str {
        match self {
            Self::RulesIssued => "第二十条第（一）项",
            Self::RulesRepealed => "第二十条第（一）项",
            Self::RulesInForce => "第二十条第（一）项",
            Self::NormativeIssued => "第二十条第（一）项",
            Self::NormativeRepealed => "第二十条第（一）项",
            Self::NormativeInForce => "第二十条第（一）项",
            Self::LicensingDecisions => "第二十条第（五）项",
            Self::PenaltyDecisions => "第二十条第（六）项",
            Self::CompulsionDecisions => "第二十条第（六）项",
            Self::AdminFeeWanYuan => "第二十条第（八）项",
            Self::RulesNewMade => "第二十条第（一）项",
            Self::RulesNewPublished => "第二十条第（一）项",
            Self::RulesPublishedTotal => "第二十条第（一）项",
            Self::NormativeNewMade => "第二十条第（一）项",
            Self::NormativeNewPublished => "第二十条第（一）项",
            Self::NormativePublishedTotal => "第二十条第（一）项",
            Self::LicensingItemsPrev => "第二十条第（五）项",
            Self::LicensingItemsChange => "第二十条第（五）项",
            Self::OtherServicesItemsPrev => "第二十条第（五）项",
            Self::OtherServicesItemsChange => "第二十条第（五）项",
            Self::OtherServicesDecisions => "第二十条第（五）项",
            Self::PenaltyItemsPrev => "第二十条第（六）项",
            Self::PenaltyItemsChange => "第二十条第（六）项",
            Self::CompulsionItemsPrev => "第二十条第（六）项",
            Self::CompulsionItemsChange => "第二十条第（六）项",
            Self::AdminFeeItemsPrev => "第二十条第（八）项",
            Self::AdminFeeItemsChange => "第二十条第（八）项",
            Self::ProcurementItems => "第二十条第（九）项",
            Self::ProcurementAmount => "第二十条第（九）项",
        }
    }

    /// Official row label.
    pub fn row_label(self) -> &'static str {
        match self {
            Self::RulesIssued => "规章",
            Self::RulesRepealed => "规章",
            Self::RulesInForce => "规章",
            Self::NormativeIssued => "行政规范性文件",
            Self::NormativeRepealed => "行政规范性文件",
            Self::NormativeInForce => "行政规范性文件",
            Self::LicensingDecisions => "行政许可",
            Self::PenaltyDecisions => "行政处罚",
            Self::CompulsionDecisions => "行政强制",
            Self::AdminFeeWanYuan => "行政事业性收费",
            Self::RulesNewMade => "规章",
            Self::RulesNewPublished => "规章",
            Self::RulesPublishedTotal => "规章",
            Self::NormativeNewMade => "规范性文件",
            Self::NormativeNewPublished => "规范性文件",
            Self::NormativePublishedTotal => "规范性文件",
            Self::LicensingItemsPrev => "行政许可",
            Self::LicensingItemsChange => "行政许可",
            Self::OtherServicesItemsPrev => "其他对外管理服务事项",
            Self::OtherServicesItemsChange => "其他对外管理服务事项",
            Self::OtherServicesDecisions => "其他对外管理服务事项",
            Self::PenaltyItemsPrev => "行政处罚",
            Self::PenaltyItemsChange => "行政处罚",
            Self::CompulsionItemsPrev => "行政强制",
            Self::CompulsionItemsChange => "行政强制",
            Self::AdminFeeItemsPrev => "行政事业性收费",
            Self::AdminFeeItemsChange => "行政事业性收费",
            Self::ProcurementItems => "政府集中采购",
            Self::ProcurementAmount => "政府集中采购",
        }
    }

    /// Official column label. The decision columns say 本年处理决定数量 in the 2021 form and 处理决定数量 in the older one.
    pub fn column_label(self, form: Form) -> &'static str {
        match self {
            Self::RulesIssued => "本年制发件数",
            Self::RulesRepealed => "本年废止件数",
            Self::RulesInForce => "现行有效件数",
            Self::NormativeIssued => "本年制发件数",
            Self::NormativeRepealed => "本年废止件数",
            Self::NormativeInForce => "现行有效件数",
            Self::AdminFeeWanYuan => "本年收费金额（单位：万元）",
            Self::RulesNewMade => "本年新制作数量",
            Self::RulesNewPublished => "本年新公开数量",
            Self::RulesPublishedTotal => "对外公开总数量",
            Self::NormativeNewMade => "本年新制作数量",
            Self::NormativeNewPublished => "本年新公开数量",
            Self::NormativePublishedTotal => "对外公开总数量",
            Self::LicensingItemsPrev => "上一年项目数量",
            Self::LicensingItemsChange => "本年增/减",
            Self::OtherServicesItemsPrev => "上一年项目数量",
            Self::OtherServicesItemsChange => "本年增/减",
            Self::OtherServicesDecisions => "处理决定数量",
            Self::PenaltyItemsPrev => "上一年项目数量",
            Self::PenaltyItemsChange => "本年增/减",
            Self::CompulsionItemsPrev => "上一年项目数量",
            Self::CompulsionItemsChange => "本年增/减",
            Self::AdminFeeItemsPrev => "上一年项目数量",
            Self::AdminFeeItemsChange => "本年增/减",
            Self::ProcurementItems => "采购项目数量",
            Self::ProcurementAmount => "采购总金额",
            Self::LicensingDecisions | Self::PenaltyDecisions | Self::CompulsionDecisions => {
                if form == Form::Form2019 { "处理决定数量" } else { "本年处理决定数量" }
            }
        }
    }

    /// Whether the cell holds an amount of money in 万元 rather than a count.
    pub fn is_amount(self) -> bool {
        matches!(self, Self::AdminFeeWanYuan | Self::ProcurementAmount)
    }

    /// Whether the cell holds a signed change (本年增/减).
    pub fn is_signed(self) -> bool {
        matches!(
            self,
            Self::LicensingItemsChange
                | Self::OtherServicesItemsChange
                | Self::PenaltyItemsChange
                | Self::CompulsionItemsChange
                | Self::AdminFeeItemsChange
        )
    }
}
key_enum!(Table2Key, "table 2");

/// Cell of table 4 (政府信息公开行政复议、行政诉讼情况).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table4Key {
    /// 行政复议，结果维持.
    ReconsiderationUpheld,
    /// 行政复议，结果纠正.
    ReconsiderationCorrected,
    /// 行政复议，其他结果.
    ReconsiderationOther,
    /// 行政复议，尚未审结.
    ReconsiderationPending,
    /// 行政复议，总计.
    ReconsiderationTotal,
    /// 未经复议直接起诉，结果维持.
    DirectSuitUpheld,
    /// 未经复议直接起诉，结果纠正.
    DirectSuitCorrected,
    /// 未经复议直接起诉，其他结果.
    DirectSuitOther,
    /// 未经复议直接起诉，尚未审结.
    DirectSuitPending,
    /// 未经复议直接起诉，总计.
    DirectSuitTotal,
    /// 复议后起诉，结果维持.
    PostReconsiderationSuitUpheld,
    /// 复议后起诉，结果纠正.
    PostReconsiderationSuitCorrected,
    /// 复议后起诉，其他结果.
    PostReconsiderationSuitOther,
    /// 复议后起诉，尚未审结.
    PostReconsiderationSuitPending,
    /// 复议后起诉，总计.
    PostReconsiderationSuitTotal,
}

impl Table4Key {
    /// The fifteen cells in printed order: three groups of five.
    pub const EVERY: &[Self] = &[
        Self::ReconsiderationUpheld,
        Self::ReconsiderationCorrected,
        Self::ReconsiderationOther,
        Self::ReconsiderationPending,
        Self::ReconsiderationTotal,
        Self::DirectSuitUpheld,
        Self::DirectSuitCorrected,
        Self::DirectSuitOther,
        Self::DirectSuitPending,
        Self::DirectSuitTotal,
        Self::PostReconsiderationSuitUpheld,
        Self::PostReconsiderationSuitCorrected,
        Self::PostReconsiderationSuitOther,
        Self::PostReconsiderationSuitPending,
        Self::PostReconsiderationSuitTotal,
    ];

    /// Position in the table, 0 to 14.
    pub fn index(self) -> usize {
        self as usize
    }

    /// Key of the JSON contract.
    pub fn key(self) -> &'static str {
        match self {
            Self::ReconsiderationUpheld => "reconsideration_upheld",
            Self::ReconsiderationCorrected => "reconsideration_corrected",
            Self::ReconsiderationOther => "reconsideration_other",
            Self::ReconsiderationPending => "reconsideration_pending",
            Self::ReconsiderationTotal => "reconsideration_total",
            Self::DirectSuitUpheld => "direct_suit_upheld",
            Self::DirectSuitCorrected => "direct_suit_corrected",
            Self::DirectSuitOther => "direct_suit_other",
            Self::DirectSuitPending => "direct_suit_pending",
            Self::DirectSuitTotal => "direct_suit_total",
            Self::PostReconsiderationSuitUpheld => "post_reconsideration_suit_upheld",
            Self::PostReconsiderationSuitCorrected => "post_reconsideration_suit_corrected",
            Self::PostReconsiderationSuitOther => "post_reconsideration_suit_other",
            Self::PostReconsiderationSuitPending => "post_reconsideration_suit_pending",
            Self::PostReconsiderationSuitTotal => "post_reconsideration_suit_total",
        }
    }

    /// Group header: 行政复议, 未经复议直接起诉 or 复议后起诉.
    pub fn group(self) -> &'static str {
        match self {
            Self::ReconsiderationUpheld => "行政复议",
            Self::ReconsiderationCorrected => "行政复议",
            Self::ReconsiderationOther => "行政复议",
            Self::ReconsiderationPending => "行政复议",
            Self::ReconsiderationTotal => "行政复议",
            Self::DirectSuitUpheld => "未经复议直接起诉",
            Self::DirectSuitCorrected => "未经复议直接起诉",
            Self::DirectSuitOther => "未经复议直接起诉",
            Self::DirectSuitPending => "未经复议直接起诉",
            Self::DirectSuitTotal => "未经复议直接起诉",
            Self::PostReconsiderationSuitUpheld => "复议后起诉",
            Self::PostReconsiderationSuitCorrected => "复议后起诉",
            Self::PostReconsiderationSuitOther => "复议后起诉",
            Self::PostReconsiderationSuitPending => "复议后起诉",
            Self::PostReconsiderationSuitTotal => "复议后起诉",
        }
    }

    /// Official column label.
    pub fn label(self) -> &'static str {
        match self {
            Self::ReconsiderationUpheld => "结果维持",
            Self::ReconsiderationCorrected => "结果纠正",
            Self::ReconsiderationOther => "其他结果",
            Self::ReconsiderationPending => "尚未审结",
            Self::ReconsiderationTotal => "总计",
            Self::DirectSuitUpheld => "结果维持",
            Self::DirectSuitCorrected => "结果纠正",
            Self::DirectSuitOther => "其他结果",
            Self::DirectSuitPending => "尚未审结",
            Self::DirectSuitTotal => "总计",
            Self::PostReconsiderationSuitUpheld => "结果维持",
            Self::PostReconsiderationSuitCorrected => "结果纠正",
            Self::PostReconsiderationSuitOther => "其他结果",
            Self::PostReconsiderationSuitPending => "尚未审结",
            Self::PostReconsiderationSuitTotal => "总计",
        }
    }
}
key_enum!(Table4Key, "table 4");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_have_the_statutory_number_of_cells() {
        assert_eq!(Form::Form2021.table3_rows().len() * Column::EVERY.len(), 175);
        assert_eq!(Form::Form2019.table3_rows().len() * Column::EVERY.len(), 161);
        assert_eq!(Form::Form2021.table2().len(), 10);
        assert_eq!(Form::Form2019.table2().len(), 22);
        assert_eq!(Form::Form2021.table4().len(), 15);
        assert_eq!(Row::FORM_2021.iter().filter(|r| r.is_result()).count(), 21);
        assert_eq!(Row::FORM_2019.iter().filter(|r| r.is_result()).count(), 19);
    }

    #[test]
    fn every_key_parses_back_to_itself() {
        for row in Row::EVERY {
            assert_eq!(row.key().parse(), Ok(*row));
        }
        for key in Table2Key::EVERY {
            assert_eq!(key.key().parse(), Ok(*key));
        }
        for key in Table4Key::EVERY {
            assert_eq!(key.key().parse(), Ok(*key));
        }
        for column in Column::EVERY {
            assert_eq!(column.key().parse(), Ok(*column));
        }
        assert_eq!(
            "total_sum".parse::<Column>(),
            Err(UnknownKey { kind: "column", key: "total_sum".to_owned() })
        );
    }
}
