//! The steps that somebody may want to take: each names the event that would be recorded and what its guards must know
//! beyond the file.
//!
//! Not here: from which state a step may be taken (`super::transition`), the reasons against it (`super::guard`).

use super::event::Event;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What the guards must know beyond the events of the application itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The person named as approver heads the disclosure office, or acts for the head on that day.
    pub approver_is_head: bool,
    /// The applications to be answered together are all of this applicant, open and in the same hands.
    pub joined_are_of_same_applicant: bool,
    /// A document or registration number that is proposed has been given out already.
    pub number_is_taken: bool,
    /// The other application, of which this one is a second copy, is of the same applicant, and is not closed as a copy
    /// itself.
    pub twin_is_of_same_applicant: bool,
}

/// A step that somebody wants to take: what was checked is what is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The event as it would be recorded.
    pub event: Event,
    /// What the guards must know beyond the file.
    pub facts: Facts,
}

impl Action {
    /// The kind of the step.
    pub fn kind(&self) -> ActionKind {
        self.event.action()
    }
}

impl From<Event> for Action {
    fn from(event: Event) -> Self {
        Self { event, facts: Facts::default() }
    }
}

/// The kinds of steps; one for each kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// 收到申请.
    Arrive,
    /// 承接拆分.
    TakeOverPart,
    /// 确认收到.
    Confirm,
    /// 登记.
    Register,
    /// 更正登记事项.
    Rectify,
    /// 交办.
    Assign,
    /// 告知补正.
    AskCorrection,
    /// 登记申请人收到补正告知.
    RecordCorrectionNoticeReceipt,
    /// 收到补正.
    ReceiveCorrection,
    /// 发出征求意见书.
    SendConsultation,
    /// 登记被征求意见方收到.
    RecordAddresseeReceipt,
    /// 收到意见.
    ReceiveOpinion,
    /// 登记征求意见书退回.
    RecordConsultationReturn,
    /// 书面告知第三方.
    TellThirdParty,
    /// 请内部单位协助.
    AskAssistance,
    /// 收到协助答复.
    ReceiveAssistance,
    /// 批准延期.
    ApproveExtension,
    /// 告知延期.
    TellExtension,
    /// 提请延期.
    ProposeExtension,
    /// 不同意延期.
    DeclineExtension,
    /// 要求说明理由.
    RequestReasons,
    /// 收到理由.
    ReceiveReasons,
    /// 认定理由.
    JudgeReasons,
    /// 确定延迟答复日期.
    FixDelay,
    /// 发出收费通知.
    NoticeFee,
    /// 登记申请人收到收费通知.
    RecordFeeNoticeReceipt,
    /// 登记缴费.
    ReceivePayment,
    /// 撤回申请.
    Withdraw,
    /// 登记检索.
    RecordSearch,
    /// 拟制答复.
    DraftReply,
    /// 一并答复.
    JoinReply,
    /// 不再一并答复.
    SeparateReply,
    /// 审核签批.
    SignStep,
    /// 退回修改.
    ReturnDraft,
    /// 编号.
    Issue,
    /// 用印.
    Seal,
    /// 送达.
    Serve,
    /// 登记签收.
    RecordServiceReceipt,
    /// 登记退回.
    RecordServiceReturn,
    /// 归档.
    Archive,
    /// 拆分登记.
    Split,
    /// 重新答复.
    Reopen,
    /// 结案说明结案.
    CloseInternally,
    /// 制发程序文书.
    IssuePaper,
    /// 登记告知送达.
    RecordNoticeService,
    /// 文书作废.
    VoidPaper,
    /// 补发查询码.
    ReissueCode,
    /// 认定重大疑难.
    MarkWeighty,
    /// 转为主动公开.
    Promote,
    /// 移交承继机关.
    HandOver,
    /// 承接原机关案卷.
    TakeOver,
}

impl ActionKind {
    /// All kinds, in the order of a file's life.
    pub const EVERY: &[Self] = &[
        Self::Arrive,
        Self::TakeOverPart,
        Self::Confirm,
        Self::Register,
        Self::Rectify,
        Self::Assign,
        Self::AskCorrection,
        Self::RecordCorrectionNoticeReceipt,
        Self::ReceiveCorrection,
        Self::SendConsultation,
        Self::RecordAddresseeReceipt,
        Self::ReceiveOpinion,
        Self::RecordConsultationReturn,
        Self::TellThirdParty,
        Self::AskAssistance,
        Self::ReceiveAssistance,
        Self::ApproveExtension,
        Self::TellExtension,
        Self::ProposeExtension,
        Self::DeclineExtension,
        Self::RequestReasons,
        Self::ReceiveReasons,
        Self::JudgeReasons,
        Self::FixDelay,
        Self::NoticeFee,
        Self::RecordFeeNoticeReceipt,
        Self::ReceivePayment,
        Self::Withdraw,
        Self::RecordSearch,
        Self::DraftReply,
        Self::JoinReply,
        Self::SeparateReply,
        Self::SignStep,
        Self::ReturnDraft,
        Self::Issue,
        Self::Seal,
        Self::Serve,
        Self::RecordServiceReceipt,
        Self::RecordServiceReturn,
        Self::Archive,
        Self::Split,
        Self::Reopen,
        Self::CloseInternally,
        Self::IssuePaper,
        Self::RecordNoticeService,
        Self::VoidPaper,
        Self::ReissueCode,
        Self::MarkWeighty,
        Self::Promote,
        Self::HandOver,
        Self::TakeOver,
    ];

    /// Key of interfaces: the verb.
    pub fn key(self) -> &'static str {
        match self {
            Self::Arrive => "arrive",
            Self::TakeOverPart => "take_over_part",
            Self::Confirm => "confirm",
            Self::Register => "register",
            Self::Rectify => "rectify_particulars",
            Self::Assign => "assign",
            Self::AskCorrection => "ask_correction",
            Self::RecordCorrectionNoticeReceipt => "record_correction_notice_receipt",
            Self::ReceiveCorrection => "receive_correction",
            Self::SendConsultation => "send_consultation",
            Self::RecordAddresseeReceipt => "record_addressee_receipt",
            Self::ReceiveOpinion => "receive_opinion",
            Self::RecordConsultationReturn => "record_consultation_return",
            Self::TellThirdParty => "tell_third_party",
            Self::AskAssistance => "ask_assistance",
            Self::ReceiveAssistance => "receive_assistance",
            Self::ApproveExtension => "approve_extension",
            Self::TellExtension => "tell_extension",
            Self::ProposeExtension => "propose_extension",
            Self::DeclineExtension => "decline_extension",
            Self::RequestReasons => "request_reasons",
            Self::ReceiveReasons => "receive_reasons",
            Self::JudgeReasons => "judge_reasons",
            Self::FixDelay => "fix_delay",
            Self::NoticeFee => "notice_fee",
            Self::RecordFeeNoticeReceipt => "record_fee_notice_receipt",
            Self::ReceivePayment => "receive_payment",
            Self::Withdraw => "withdraw",
            Self::RecordSearch => "record_search",
            Self::DraftReply => "draft_reply",
            Self::JoinReply => "join_reply",
            Self::SeparateReply => "separate_reply",
            Self::SignStep => "sign_step",
            Self::ReturnDraft => "return_draft",
            Self::Issue => "issue",
            Self::Seal => "seal",
            Self::Serve => "serve",
            Self::RecordServiceReceipt => "record_service_receipt",
            Self::RecordServiceReturn => "record_service_return",
            Self::Archive => "archive",
            Self::Split => "split",
            Self::Reopen => "reopen",
            Self::CloseInternally => "close_internally",
            Self::IssuePaper => "issue_paper",
            Self::RecordNoticeService => "record_notice_service",
            Self::VoidPaper => "void_paper",
            Self::ReissueCode => "reissue_code",
            Self::MarkWeighty => "mark_weighty",
            Self::Promote => "promote",
            Self::HandOver => "hand_over",
            Self::TakeOver => "take_over",
        }
    }

    /// Name of the event it records, as it is stored.
    pub fn event_key(self) -> &'static str {
        match self {
            Self::Arrive => "arrived",
            Self::TakeOverPart => "split_from",
            Self::Confirm => "confirmed",
            Self::Register => "registered",
            Self::Rectify => "particulars_rectified",
            Self::Assign => "assigned",
            Self::AskCorrection => "correction_asked",
            Self::RecordCorrectionNoticeReceipt => "correction_notice_received",
            Self::ReceiveCorrection => "corrected",
            Self::SendConsultation => "consultation_sent",
            Self::RecordAddresseeReceipt => "addressee_received",
            Self::ReceiveOpinion => "opinion_received",
            Self::RecordConsultationReturn => "consultation_returned",
            Self::TellThirdParty => "third_party_told",
            Self::AskAssistance => "assistance_asked",
            Self::ReceiveAssistance => "assistance_answered",
            Self::ApproveExtension => "extension_approved",
            Self::TellExtension => "extension_told",
            Self::ProposeExtension => "extension_proposed",
            Self::DeclineExtension => "extension_declined",
            Self::RequestReasons => "reasons_requested",
            Self::ReceiveReasons => "reasons_given",
            Self::JudgeReasons => "reasons_judged",
            Self::FixDelay => "delay_fixed",
            Self::NoticeFee => "fee_noticed",
            Self::RecordFeeNoticeReceipt => "fee_notice_received",
            Self::ReceivePayment => "paid",
            Self::Withdraw => "withdrawn",
            Self::RecordSearch => "search_recorded",
            Self::DraftReply => "reply_drafted",
            Self::JoinReply => "joined",
            Self::SeparateReply => "separated",
            Self::SignStep => "step_signed",
            Self::ReturnDraft => "draft_returned",
            Self::Issue => "issued",
            Self::Seal => "sealed",
            Self::Serve => "served",
            Self::RecordServiceReceipt => "service_signed",
            Self::RecordServiceReturn => "service_returned",
            Self::Archive => "archived",
            Self::Split => "split",
            Self::Reopen => "reopened_by_decision",
            Self::CloseInternally => "closed_internally",
            Self::IssuePaper => "paper_issued",
            Self::RecordNoticeService => "notice_served",
            Self::VoidPaper => "paper_voided",
            Self::ReissueCode => "code_reissued",
            Self::MarkWeighty => "weighed",
            Self::Promote => "promoted",
            Self::HandOver => "handed_over",
            Self::TakeOver => "taken_over",
        }
    }

    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Arrive => "收到申请",
            Self::TakeOverPart => "承接拆分",
            Self::Confirm => "确认收到",
            Self::Register => "登记",
            Self::Rectify => "更正登记事项",
            Self::Assign => "交办",
            Self::AskCorrection => "告知补正",
            Self::RecordCorrectionNoticeReceipt => "登记申请人收到补正告知",
            Self::ReceiveCorrection => "收到补正",
            Self::SendConsultation => "发出征求意见书",
            Self::RecordAddresseeReceipt => "登记被征求意见方收到",
            Self::ReceiveOpinion => "收到意见",
            Self::RecordConsultationReturn => "登记征求意见书退回",
            Self::TellThirdParty => "书面告知第三方",
            Self::AskAssistance => "请内部单位协助",
            Self::ReceiveAssistance => "收到协助答复",
            Self::ApproveExtension => "批准延期",
            Self::TellExtension => "告知延期",
            Self::ProposeExtension => "提请延期",
            Self::DeclineExtension => "不同意延期",
            Self::RequestReasons => "要求说明理由",
            Self::ReceiveReasons => "收到理由",
            Self::JudgeReasons => "认定理由",
            Self::FixDelay => "确定延迟答复日期",
            Self::NoticeFee => "发出收费通知",
            Self::RecordFeeNoticeReceipt => "登记申请人收到收费通知",
            Self::ReceivePayment => "登记缴费",
            Self::Withdraw => "撤回申请",
            Self::RecordSearch => "登记检索",
            Self::DraftReply => "拟制答复",
            Self::JoinReply => "一并答复",
            Self::SeparateReply => "不再一并答复",
            Self::SignStep => "审核签批",
            Self::ReturnDraft => "退回修改",
            Self::Issue => "编号",
            Self::Seal => "用印",
            Self::Serve => "送达",
            Self::RecordServiceReceipt => "登记签收",
            Self::RecordServiceReturn => "登记退回",
            Self::Archive => "归档",
            Self::Split => "拆分登记",
            Self::Reopen => "重新答复",
            Self::CloseInternally => "结案说明结案",
            Self::IssuePaper => "制发程序文书",
            Self::RecordNoticeService => "登记告知送达",
            Self::VoidPaper => "文书作废",
            Self::ReissueCode => "补发查询码",
            Self::MarkWeighty => "认定重大疑难",
            Self::Promote => "转为主动公开",
            Self::HandOver => "移交承继机关",
            Self::TakeOver => "承接原机关案卷",
        }
    }
}

impl fmt::Display for ActionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl Event {
    /// The step by which it is recorded.
    pub fn action(&self) -> ActionKind {
        match self {
            Self::Arrived { .. } => ActionKind::Arrive,
            Self::SplitFrom { .. } => ActionKind::TakeOverPart,
            Self::Confirmed { .. } => ActionKind::Confirm,
            Self::Registered { .. } => ActionKind::Register,
            Self::ParticularsRectified { .. } => ActionKind::Rectify,
            Self::Assigned { .. } => ActionKind::Assign,
            Self::CorrectionAsked { .. } => ActionKind::AskCorrection,
            Self::CorrectionNoticeReceived { .. } => ActionKind::RecordCorrectionNoticeReceipt,
            Self::Corrected { .. } => ActionKind::ReceiveCorrection,
            Self::ConsultationSent { .. } => ActionKind::SendConsultation,
            Self::AddresseeReceived { .. } => ActionKind::RecordAddresseeReceipt,
            Self::OpinionReceived { .. } => ActionKind::ReceiveOpinion,
            Self::ConsultationReturned { .. } => ActionKind::RecordConsultationReturn,
            Self::ThirdPartyTold { .. } => ActionKind::TellThirdParty,
            Self::AssistanceAsked { .. } => ActionKind::AskAssistance,
            Self::AssistanceAnswered { .. } => ActionKind::ReceiveAssistance,
            Self::ExtensionApproved { .. } => ActionKind::ApproveExtension,
            Self::ExtensionTold { .. } => ActionKind::TellExtension,
            Self::ExtensionProposed { .. } => ActionKind::ProposeExtension,
            Self::ExtensionDeclined { .. } => ActionKind::DeclineExtension,
            Self::ReasonsRequested { .. } => ActionKind::RequestReasons,
            Self::ReasonsGiven { .. } => ActionKind::ReceiveReasons,
            Self::ReasonsJudged { .. } => ActionKind::JudgeReasons,
            Self::DelayFixed { .. } => ActionKind::FixDelay,
            Self::FeeNoticed { .. } => ActionKind::NoticeFee,
            Self::FeeNoticeReceived { .. } => ActionKind::RecordFeeNoticeReceipt,
            Self::Paid { .. } => ActionKind::ReceivePayment,
            Self::Withdrawn { .. } => ActionKind::Withdraw,
            Self::SearchRecorded { .. } => ActionKind::RecordSearch,
            Self::ReplyDrafted { .. } => ActionKind::DraftReply,
            Self::Joined { .. } => ActionKind::JoinReply,
            Self::Separated { .. } => ActionKind::SeparateReply,
            Self::StepSigned { .. } => ActionKind::SignStep,
            Self::DraftReturned { .. } => ActionKind::ReturnDraft,
            Self::Issued { .. } => ActionKind::Issue,
            Self::Sealed { .. } => ActionKind::Seal,
            Self::Served { .. } => ActionKind::Serve,
            Self::ServiceSigned { .. } => ActionKind::RecordServiceReceipt,
            Self::ServiceReturned { .. } => ActionKind::RecordServiceReturn,
            Self::Archived { .. } => ActionKind::Archive,
            Self::Split { .. } => ActionKind::Split,
            Self::ReopenedByDecision { .. } => ActionKind::Reopen,
            Self::ClosedInternally { .. } => ActionKind::CloseInternally,
            Self::PaperIssued { .. } => ActionKind::IssuePaper,
            Self::NoticeServed { .. } => ActionKind::RecordNoticeService,
            Self::PaperVoided { .. } => ActionKind::VoidPaper,
            Self::CodeReissued { .. } => ActionKind::ReissueCode,
            Self::Weighed { .. } => ActionKind::MarkWeighty,
            Self::Promoted { .. } => ActionKind::Promote,
            Self::HandedOver { .. } => ActionKind::HandOver,
            Self::TakenOver { .. } => ActionKind::TakeOver,
        }
    }
}
