//! What a number in the prose counts.
//!
//! Not here: how the words are understood (`super::parser`), the cells that a count is compared with
//! (`crate::rules::across`).

use gongkai_domain::report::{Column, Row};

/// What became of an application, as prose says it: a row of table 3, or one of its groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// One row of table 3.
    Row(Row),
    /// 不予公开, whatever the ground.
    Denied,
    /// 无法提供, whatever the reason.
    Unavailable,
    /// 不予处理, whatever the reason.
    Unprocessed,
    /// 其他处理.
    Other,
    /// 予以公开和部分公开, in one number.
    GrantedInAll,
    /// 信息不存在, 非本机关职责: a part of the row 本机关不掌握相关政府信息.
    NotHeldInPart,
    /// 申请人撤回 (counted in 其他 by default).
    Withdrawn,
}

/// Who applied, as prose says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicant {
    /// One column of table 3.
    Column(Column),
    /// 法人或其他组织: the five columns between 自然人 and 总计.
    Organisation,
}

/// How an application came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Means {
    /// 网上、在线平台、电子邮件.
    Online,
    /// 信函、邮寄.
    Mail,
    /// 当面、现场.
    InPerson,
    /// 传真.
    Fax,
}

/// Which remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Remedy {
    /// 行政复议.
    Reconsideration,
    /// 行政诉讼, of either kind.
    Suit,
    /// 未经复议直接起诉.
    DirectSuit,
    /// 复议后起诉.
    PostReconsiderationSuit,
    /// 行政复议 and 行政诉讼 in one number.
    Both,
}

/// How a remedy ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RemedyResult {
    /// All cases.
    Total,
    /// 结果维持.
    Upheld,
    /// 结果纠正.
    Corrected,
    /// 其他结果.
    Other,
    /// 尚未审结.
    Pending,
}

/// Where something was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// 政府网站、门户网站.
    Website,
    /// 微信公众号.
    Wechat,
    /// 政务微博.
    Weibo,
    /// 新媒体、抖音、客户端.
    NewMedia,
    /// 政府公报.
    Gazette,
    /// 报刊、广播、电视.
    Press,
    /// 公开栏、公示栏、查阅点、电子屏.
    NoticeBoard,
    /// 其他方式.
    Other,
}

/// Kind of document that table 2 counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// 规章.
    Rules,
    /// 行政规范性文件.
    Normative,
}

/// What happened to the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentEvent {
    /// 制发、出台、印发.
    Issued,
    /// 废止、宣布失效.
    Repealed,
    /// 现行有效.
    InForce,
    /// 公开.
    Published,
}

/// Kind of administrative act that table 2 counts decisions of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Power {
    /// 行政许可.
    Licensing,
    /// 行政处罚.
    Penalty,
    /// 行政强制.
    Compulsion,
}

/// What a number in the prose counts. Free words are in the claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// Applications newly received in the period.
    NewReceived,
    /// Applications carried in from the year before.
    CarriedIn,
    /// Applications 办理、处理: the result total, or what was received and carried in.
    Processed,
    /// Applications 办结、答复: the result total.
    Handled,
    /// Applications not yet finished.
    Unfinished,
    /// Applications carried over into the next year.
    CarriedOut,
    /// Applications by outcome.
    Outcome(Outcome),
    /// Applications by applicant.
    Applicant(Applicant),
    /// Applications by the way they came in.
    ApplicationBy(Means),
    /// Cases of reconsideration and suits.
    Remedy(Remedy, RemedyResult),
    /// 信息处理费: money.
    FeeAmount,
    /// 信息处理费: cases in which it was collected.
    FeeCases,
    /// 信息处理费: notices sent.
    FeeNotices,
    /// Items published on the agency's own initiative.
    Disclosed,
    /// The same by channel.
    DisclosedBy(Channel),
    /// Rules and normative documents.
    Document(DocumentKind, DocumentEvent),
    /// Decisions of licensing, penalty, compulsion.
    Decisions(Power),
    /// 行政事业性收费: money.
    AdminFeeAmount,
    /// 行政事业性收费: items.
    AdminFeeItems,
    /// 政府集中采购: projects.
    ProcurementItems,
    /// 政府集中采购: money.
    ProcurementAmount,
    /// 政策解读.
    Interpretation,
    /// 回应关切.
    Response,
    /// 新闻发布会.
    PressConference,
    /// 人大代表建议、政协提案.
    Proposals,
    /// 热线、工单.
    Hotline,
    /// 信箱、留言、咨询.
    Mailbox,
    /// 培训.
    Training,
    /// 会议.
    Meeting,
    /// 政府公报.
    Gazette,
    /// 责任追究.
    Accountability,
    /// 办结率、满意率 and the like.
    Rate,
    /// 占比.
    Share,
    /// Anything else.
    Other,
}

/// By what a list of parts divides its total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    /// By applicant.
    Applicant,
    /// By outcome.
    Outcome,
    /// By the way applications came in.
    Means,
    /// By state of work: finished, unfinished, carried over.
    Progress,
    /// By origin: carried in.
    Origin,
    /// By result of the remedy.
    RemedyResult,
    /// By kind of remedy.
    RemedyKind,
    /// By channel.
    Channel,
    /// By content.
    Content,
    /// Two halves: one that is so and one that is not.
    Halves,
}

impl Counted {
    /// By what it divides a total when it is a part.
    pub fn facet(self) -> Option<Facet> {
        Some(match self {
            Self::Applicant(_) => Facet::Applicant,
            Self::Outcome(_) => Facet::Outcome,
            Self::ApplicationBy(_) => Facet::Means,
            Self::Handled | Self::Unfinished | Self::CarriedOut => Facet::Progress,
            Self::CarriedIn | Self::NewReceived => Facet::Origin,
            Self::Remedy(Remedy::DirectSuit | Remedy::PostReconsiderationSuit, RemedyResult::Total) => {
                Facet::RemedyKind
            }
            Self::Remedy(_, RemedyResult::Total) => Facet::RemedyKind,
            Self::Remedy(..) => Facet::RemedyResult,
            Self::DisclosedBy(_) => Facet::Channel,
            Self::Other | Self::Interpretation | Self::Response | Self::PressConference | Self::Gazette => {
                Facet::Content
            }
            Self::Document(..) | Self::Proposals | Self::Decisions(_) => Facet::Content,
            _ => return None,
        })
    }

    /// Whether it counts applications (of table 3).
    pub fn is_of_applications(self) -> bool {
        matches!(
            self,
            Self::NewReceived
                | Self::CarriedIn
                | Self::Processed
                | Self::Handled
                | Self::Unfinished
                | Self::CarriedOut
                | Self::Outcome(_)
                | Self::Applicant(_)
                | Self::ApplicationBy(_)
        )
    }

    /// Whether it counts money.
    pub fn is_money(self) -> bool {
        matches!(self, Self::FeeAmount | Self::AdminFeeAmount | Self::ProcurementAmount)
    }

    /// Stable key, as the labelled sentences of the tests use it.
    pub fn key(self) -> String {
        let fixed = match self {
            Self::Outcome(outcome) => {
                return match outcome {
                    Outcome::Row(row) => format!("outcome.{row}"),
                    Outcome::Denied => "outcome.denied".to_owned(),
                    Outcome::Unavailable => "outcome.unavailable".to_owned(),
                    Outcome::Unprocessed => "outcome.unprocessed".to_owned(),
                    Outcome::Other => "outcome.other".to_owned(),
                    Outcome::GrantedInAll => "outcome.granted_in_all".to_owned(),
                    Outcome::NotHeldInPart => "outcome.not_held_in_part".to_owned(),
                    Outcome::Withdrawn => "outcome.withdrawn".to_owned(),
                };
            }
            Self::Applicant(Applicant::Column(column)) => return format!("applicant.{column}"),
            Self::Applicant(Applicant::Organisation) => "applicant.organisation",
            Self::ApplicationBy(means) => match means {
                Means::Online => "application_by.online",
                Means::Mail => "application_by.mail",
                Means::InPerson => "application_by.in_person",
                Means::Fax => "application_by.fax",
            },
            Self::Remedy(remedy, result) => {
                let remedy = match remedy {
                    Remedy::Reconsideration => "reconsideration",
                    Remedy::Suit => "suit",
                    Remedy::DirectSuit => "direct_suit",
                    Remedy::PostReconsiderationSuit => "post_suit",
                    Remedy::Both => "remedies",
                };
                let result = match result {
                    RemedyResult::Total => "total",
                    RemedyResult::Upheld => "upheld",
                    RemedyResult::Corrected => "corrected",
                    RemedyResult::Other => "other",
                    RemedyResult::Pending => "pending",
                };
                return format!("{remedy}.{result}");
            }
            Self::DisclosedBy(channel) => match channel {
                Channel::Website => "disclosed.website",
                Channel::Wechat => "disclosed.wechat",
                Channel::Weibo => "disclosed.weibo",
                Channel::NewMedia => "disclosed.new_media",
                Channel::Gazette => "disclosed.gazette",
                Channel::Press => "disclosed.press",
                Channel::NoticeBoard => "disclosed.notice_board",
                Channel::Other => "disclosed.other",
            },
            Self::Document(kind, event) => {
                let kind = match kind {
                    DocumentKind::Rules => "rules",
                    DocumentKind::Normative => "normative",
                };
                let event = match event {
                    DocumentEvent::Issued => "issued",
                    DocumentEvent::Repealed => "repealed",
                    DocumentEvent::InForce => "in_force",
                    DocumentEvent::Published => "published",
                };
                return format!("{kind}.{event}");
            }
            Self::Decisions(Power::Licensing) => "decisions.licensing",
            Self::Decisions(Power::Penalty) => "decisions.penalty",
            Self::Decisions(Power::Compulsion) => "decisions.compulsion",
            Self::NewReceived => "new_received",
            Self::CarriedIn => "carried_in",
            Self::Processed => "processed",
            Self::Handled => "handled",
            Self::Unfinished => "unfinished",
            Self::CarriedOut => "carried_out",
            Self::FeeAmount => "fee.amount",
            Self::FeeCases => "fee.cases",
            Self::FeeNotices => "fee.notices",
            Self::Disclosed => "disclosed",
            Self::AdminFeeAmount => "admin_fee.amount",
            Self::AdminFeeItems => "admin_fee.items",
            Self::ProcurementItems => "procurement.items",
            Self::ProcurementAmount => "procurement.amount",
            Self::Interpretation => "interpretation",
            Self::Response => "response",
            Self::PressConference => "press_conference",
            Self::Proposals => "proposals",
            Self::Hotline => "hotline",
            Self::Mailbox => "mailbox",
            Self::Training => "training",
            Self::Meeting => "meeting",
            Self::Gazette => "gazette",
            Self::Accountability => "accountability",
            Self::Rate => "rate",
            Self::Share => "share",
            Self::Other => "other",
        };
        fixed.to_owned()
    }
}
