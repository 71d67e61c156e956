//! The words of the events: matters, papers, methods, opinions, charges, services, retention.
//!
//! Not here: the events that use them (`super::event`).

use crate::challenge::event::RedoPeriod;
use crate::fee::Method;
use crate::ids::{ApplicationId, ContentRef, PaperId};
use chrono::NaiveDate;
use gongkai_deadline::units::WorkingDays;
use serde::{Deserialize, Serialize};

/// One numbered matter that the applicant asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Matter {
    /// Its number within the application, from 1.
    pub number: u32,
    /// What is asked for.
    pub request: ContentRef,
}

/// A paper that belongs to an event.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PaperRef {
    /// The paper.
    pub paper: PaperId,
    /// Its document number (文号), where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// How receipt was confirmed with the applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmationMethod {
    /// 电话.
    Telephone,
    /// 短信.
    TextMessage,
    /// 站内: within the portal.
    Portal,
    /// 当面.
    InPerson,
    /// 按指南自动: the guide promises receipt on submission.
    ByGuide,
}

impl ConfirmationMethod {
    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Telephone => "电话",
            Self::TextMessage => "短信",
            Self::Portal => "站内",
            Self::InPerson => "当面",
            Self::ByGuide => "按指南自动确认",
        }
    }
}

keyed_enum!(
    /// What a registrar has looked at before an application gets its number.
    RegistrationCheck, "registration check" {
        /// A proof of identity is there; without one a correction is asked.
        Identity = "identity", "身份证明齐全";
        /// What is asked for can be told.
        Description = "description", "申请内容明确";
        /// It is an application, and for this agency.
        Addressee = "addressee", "属于向本机关提出的政府信息公开申请";
    }
);

keyed_enum!(
    /// How an applicant took an application back.
    WithdrawalWay, "way of withdrawal" {
        /// In writing.
        Written = "written", "书面";
        /// On the portal, or by mail.
        Online = "online", "网上";
        /// By telephone, on record.
        Recorded = "recorded", "电话，有记录";
    }
);

/// What an opinion says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opinion {
    /// 同意公开.
    Consents,
    /// 不同意公开.
    Objects,
    /// 部分同意公开.
    Partly,
}

impl Opinion {
    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Consents => "同意公开",
            Self::Objects => "不同意公开",
            Self::Partly => "部分同意公开",
        }
    }
}

/// A unit of the own house whose help is asked; none of them interrupts the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Helper {
    /// 内设科室.
    Division,
    /// 所属事业单位.
    SubordinateInstitution,
    /// 法律顾问.
    LegalAdviser,
}

impl Helper {
    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Division => "内设科室",
            Self::SubordinateInstitution => "所属事业单位",
            Self::LegalAdviser => "法律顾问",
        }
    }
}

/// What a fee is counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum Charge {
    /// 按件计收.
    ByItem {
        /// Ordinal of the application among those of the same applicant in the calendar month.
        first: u16,
        /// Items it is split into for charging.
        items: u16,
    },
    /// 按量计收.
    ByQuantity {
        /// Pages.
        pages: u32,
    },
}

impl Charge {
    /// The method of the tariff.
    pub fn method(self) -> Method {
        match self {
            Self::ByItem { .. } => Method::ByItem,
            Self::ByQuantity { .. } => Method::ByQuantity,
        }
    }

    /// The fee under the tariff.
    pub fn fee(self) -> crate::fee::Fee {
        match self {
            Self::ByItem { first, items } => crate::fee::by_item(first, items),
            Self::ByQuantity { pages } => crate::fee::by_quantity(pages),
        }
    }
}

/// How a paper was served (国办公开办函〔2016〕235号; the online channel where the applicant chose it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceMethod {
    /// 直接送达.
    ByHand,
    /// 委托送达: through another agency.
    Entrusted,
    /// 邮寄送达: by the post company, no private courier.
    Post,
    /// 网上送达: the channel the applicant chose.
    Online,
}

impl ServiceMethod {
    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::ByHand => "直接送达",
            Self::Entrusted => "委托送达",
            Self::Post => "邮寄送达",
            Self::Online => "网上送达",
        }
    }
}

/// One service of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Service {
    /// How.
    pub method: ServiceMethod,
    /// Service number (送达编号).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Day of posting or sending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_on: Option<NaiveDate>,
    /// Day of signing, or of a refusal witnessed by two (拒签).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_on: Option<NaiveDate>,
    /// Whether the recipient refused to sign before two witnesses.
    #[serde(default)]
    pub is_refusal_witnessed: bool,
    /// Postal number, sending log, or scan of the 送达回证.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<ContentRef>,
    /// Which of several applicants it was served on (联合申请), counted from 1; none for the only one, and for the
    /// representative who takes it for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<u32>,
}

impl Service {
    /// The day that counts: posting for mail and sending online, signing by hand and through another agency
    /// (国办公开办函〔2016〕235号).
    pub fn counts_on(&self) -> Option<NaiveDate> {
        match self.method {
            ServiceMethod::Post | ServiceMethod::Online => self.sent_on,
            ServiceMethod::ByHand | ServiceMethod::Entrusted => self.signed_on,
        }
    }
}

/// Why a posted paper came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnReason {
    /// 拒收.
    Refused,
    /// 逾期未领.
    Unclaimed,
    /// 地址不详.
    UnknownAddress,
    /// 查无此人.
    UnknownRecipient,
    /// 其他.
    Other,
}

impl ReturnReason {
    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Refused => "拒收",
            Self::Unclaimed => "逾期未领",
            Self::UnknownAddress => "地址不详",
            Self::UnknownRecipient => "查无此人",
            Self::Other => "其他",
        }
    }
}

/// Why information goes over to proactive disclosure (《条例》第四十四条).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromotionGround {
    /// Several applicants asked for the same (第一款).
    SeveralApplicants,
    /// The applicant suggested it (第二款).
    Suggested,
    /// The agency found on review that it belongs there (第十九条、第二十条、第四十六条).
    OwnReview,
}

impl PromotionGround {
    /// All grounds.
    pub const EVERY: &[Self] = &[Self::SeveralApplicants, Self::Suggested, Self::OwnReview];

    /// Key of interfaces.
    pub fn key(self) -> &'static str {
        match self {
            Self::SeveralApplicants => "several_applicants",
            Self::Suggested => "suggested",
            Self::OwnReview => "own_review",
        }
    }

    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::SeveralApplicants => "多个申请人就相同政府信息提出申请",
            Self::Suggested => "申请人建议纳入主动公开的范围",
            Self::OwnReview => "本机关审核认为属于主动公开的范围",
        }
    }
}

/// How long a file is kept (保管期限).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retention {
    /// 10年.
    TenYears,
    /// 30年.
    ThirtyYears,
    /// 永久.
    Permanent,
}

impl Retention {
    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::TenYears => "10年",
            Self::ThirtyYears => "30年",
            Self::Permanent => "永久",
        }
    }
}

/// Where a lost query code was re-issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeReissue {
    /// To the contact on file.
    ContactOnFile,
    /// At the counter, with proof of identity.
    Counter,
}

/// Why a case ends by an internal statement under 其他 (表三“其他处理”之“其他”): nothing else ends without words to the
/// applicant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum ClosingCause {
    /// 申请人死亡或者终止，没有权利义务承受人.
    ApplicantCeased,
    /// 同一份申请重复提交，在另一件中办理: the same paper came twice, such as by mail and online.
    SubmittedTwice {
        /// The other application.
        twin: ApplicationId,
        /// Its registration number.
        number: String,
    },
}

impl ClosingCause {
    /// What a clerk calls it.
    pub fn label(&self) -> &'static str {
        match self {
            Self::ApplicantCeased => "申请人死亡或者终止，没有权利义务承受人",
            Self::SubmittedTwice { .. } => "同一份申请重复提交，在另一件中办理",
        }
    }
}

/// What makes a new reply due, and who fixed its period.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RedoBasis {
    /// Decided in a suit; otherwise in reconsideration.
    pub is_suit: bool,
    /// The number of the decision or judgment, as organ or court gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The period that it names.
    pub period: RedoPeriod,
    /// The working days that hold where it names none, as the agency has set them.
    pub unnamed_days: WorkingDays,
}

impl RedoBasis {
    /// `行政复议决定（×府复〔2025〕3号）`.
    pub fn decision(&self) -> String {
        let kind = if self.is_suit { "人民法院裁判" } else { "行政复议决定" };
        match self.number.as_deref().map(str::trim).filter(|number| !number.is_empty()) {
            Some(number) => format!("{kind}（{number}）"),
            None => kind.to_owned(),
        }
    }

    /// Whether the decision names the period itself.
    pub fn is_named(&self) -> bool {
        self.period != RedoPeriod::Unnamed
    }

    /// The article on which a period named by the decision rests.
    pub fn article(&self) -> &'static str {
        if self.is_suit {
            "《行政诉讼法》第七十条、第七十二条"
        } else {
            "《行政复议法》第六十四条第一款"
        }
    }
}

/// How the ordinal of a by-item charge was found (《信息处理费管理办法》第四条): counted, and where a clerk corrected it, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrdinalBasis {
    /// The ordinal as counted from the register.
    pub counted: u16,
    /// Why another one was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ContentRef>,
}
