//! How an application reaches the office and on which day it counts as received; who applies, as table 3 counts it.
//!
//! Not here: what happens afterwards (`super::event`), counting days (`gongkai-deadline`).

use crate::report::Column;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The way by which an application came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 当面提交.
    InPerson,
    /// 邮寄（签收）: mail for which the agency signs.
    RegisteredMail,
    /// 平常信函: mail without signature.
    OrdinaryMail,
    /// 互联网渠道: the form of the portal.
    Internet,
    /// 电子邮件: an internet channel that an agency may open besides (国办公开办函〔2017〕19号).
    Email,
    /// 传真.
    Fax,
}

impl Channel {
    /// All channels.
    pub const EVERY: &[Self] =
        &[Self::InPerson, Self::RegisteredMail, Self::OrdinaryMail, Self::Internet, Self::Email, Self::Fax];

    /// Key of interfaces and records.
    pub fn key(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::RegisteredMail => "registered_mail",
            Self::OrdinaryMail => "ordinary_mail",
            Self::Internet => "internet",
            Self::Email => "email",
            Self::Fax => "fax",
        }
    }

    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::InPerson => "当面提交",
            Self::RegisteredMail => "邮寄（签收）",
            Self::OrdinaryMail => "平常信函",
            Self::Internet => "互联网渠道",
            Self::Email => "电子邮件",
            Self::Fax => "传真",
        }
    }

    /// Whether the day of receipt is the day on which it was confirmed with the applicant.
    pub fn needs_confirmation(self) -> bool {
        matches!(self, Self::OrdinaryMail | Self::Internet | Self::Email | Self::Fax)
    }

    /// Why the day of receipt is what it is, for receipts and pages.
    pub fn receipt_rule(self) -> &'static str {
        match self {
            Self::InPerson => "当面提交的，以提交之日为收到申请之日",
            Self::RegisteredMail => "以邮寄方式提交的，以行政机关签收之日为收到申请之日",
            Self::OrdinaryMail => "以平常信函等无需签收的方式提交的，以与申请人确认之日为收到申请之日",
            Self::Internet | Self::Email | Self::Fax => {
                "通过互联网渠道或者传真提交的，以双方确认之日为收到申请之日"
            }
        }
    }
}

/// Law of the day of receipt.
pub const RECEIPT_ARTICLE: &str = "《政府信息公开条例》第三十一条";

/// The day on which an application counts as received (《条例》第三十一条); none while a confirmation is awaited.
///
/// `is_automatic` says that the agency's published guide (指南) promises receipt on the day of submission, for the form of
/// the portal only, which answers by itself; the promise binds the agency. Receipt has no hour of the day: the civil date counts.
pub fn received_on(
    channel: Channel,
    arrived_on: NaiveDate,
    confirmed_on: Option<NaiveDate>,
    is_automatic: bool,
) -> Option<NaiveDate> {
    match channel {
        Channel::InPerson | Channel::RegisteredMail => Some(arrived_on),
        Channel::Internet if is_automatic => Some(arrived_on),
        // A day of confirmation before arrival is a slip of the pen; nothing is received before it has arrived.
        Channel::OrdinaryMail | Channel::Internet | Channel::Email | Channel::Fax => {
            confirmed_on.map(|on| on.max(arrived_on))
        }
    }
}

/// Who applies: the six applicant columns of table 3. The applicant decides, never the agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicantKind {
    /// 自然人; also a lawyer who applies in person.
    NaturalPerson,
    /// 商业企业; also 个体工商户 and 合伙企业.
    CommercialEnterprise,
    /// 科研机构.
    ResearchInstitution,
    /// 社会公益组织.
    PublicWelfareOrganisation,
    /// 法律服务机构: a law firm in its own name.
    LegalServiceInstitution,
    /// 其他: 事业单位, 村（居）委会, 媒体.
    OtherOrganisation,
}

impl ApplicantKind {
    /// All six.
    pub const EVERY: &[Self] = &[
        Self::NaturalPerson,
        Self::CommercialEnterprise,
        Self::ResearchInstitution,
        Self::PublicWelfareOrganisation,
        Self::LegalServiceInstitution,
        Self::OtherOrganisation,
    ];

    /// The column in which the application is counted.
    pub fn column(self) -> Column {
        match self {
            Self::NaturalPerson => Column::NaturalPerson,
            Self::CommercialEnterprise => Column::CommercialEnterprise,
            Self::ResearchInstitution => Column::ResearchInstitution,
            Self::PublicWelfareOrganisation => Column::PublicWelfareOrganisation,
            Self::LegalServiceInstitution => Column::LegalServiceInstitution,
            Self::OtherOrganisation => Column::OtherOrganisation,
        }
    }

    /// Key of interfaces and records: that of the column.
    pub fn key(self) -> &'static str {
        self.column().key()
    }

    /// Official label: that of the column.
    pub fn label(self) -> &'static str {
        self.column().label()
    }
}

/// In which form the applicant wants the information (《条例》第二十九条第二款第三项).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProvisionForm {
    /// 纸质.
    Paper,
    /// 电子数据.
    Electronic,
    /// 查阅、抄录.
    Inspection,
    /// 其他.
    Other,
}

impl ProvisionForm {
    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Paper => "纸质",
            Self::Electronic => "电子数据",
            Self::Inspection => "查阅、抄录",
            Self::Other => "其他",
        }
    }
}

/// By which way the applicant wants to receive it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProvisionWay {
    /// 邮寄.
    Mail,
    /// 当面领取.
    Counter,
    /// 网上获取: fetched with the query code.
    Online,
    /// 电子邮件.
    Email,
    /// 传真.
    Fax,
}

impl ProvisionWay {
    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Mail => "邮寄",
            Self::Counter => "当面领取",
            Self::Online => "网上获取",
            Self::Email => "电子邮件",
            Self::Fax => "传真",
        }
    }
}

/// The form of provision that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Provision {
    /// Form.
    pub form: ProvisionForm,
    /// Way.
    pub way: ProvisionWay,
}
