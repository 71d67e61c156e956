//! Everything that can happen to a reconsideration or a suit, as it is recorded: dates, words of decisions and ids in clear;
//! whatever a person wrote only as a reference.
//!
//! Not here: whether it may happen (`super::guard`), what it leads to (`super::case`).

use super::again::AgainGround;
use super::decision::{Decision, Forum};
use crate::ids::{ApplicationId, ChallengeId, ContentRef, DepartmentId, PaperId, PersonId};
use crate::notice::Procedural;
use chrono::NaiveDate;
use gongkai_deadline::{CalendarDays, WorkingDays};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

keyed_enum!(
    /// As what the agency takes part.
    AgencyRole, "role in the case" {
        /// 被申请人、被告: its own reply or silence is challenged. Only these cases are counted.
        Respondent = "respondent", "被申请人（被告）";
        /// 复议机关: it decides on the reply of another agency, with which the case is counted.
        ReconsiderationOrgan = "reconsideration_organ", "复议机关";
        /// 共同被告: it upheld the reply of another agency in reconsideration.
        CoDefendant = "co_defendant", "共同被告";
        /// 第三人.
        ThirdParty = "third_party", "第三人";
    }
);

keyed_enum!(
    /// By which procedure a case is heard; it decides the respondent's period in reconsideration.
    Procedure, "procedure" {
        /// 普通程序.
        Ordinary = "ordinary", "普通程序";
        /// 简易程序, possible in disclosure cases (《行政复议法》第五十三条; 《行政诉讼法》第八十二条).
        Simplified = "simplified", "简易程序";
    }
);

keyed_enum!(
    /// Why a reply did not hold, for the entry from which the office learns.
    LessonCause, "lesson cause" {
        /// 事实不清、证据不足: above all a search that was not shown.
        Facts = "facts", "事实不清、证据不足";
        /// 适用依据错误.
        Basis = "basis", "适用依据错误";
        /// 违反法定程序.
        ProcedureBroken = "procedure", "违反法定程序";
        /// 超过答复期限.
        Late = "late", "超过答复期限";
        /// 未说明理由.
        NoReasons = "no_reasons", "未说明理由";
        /// 未区分处理.
        NotSeparated = "not_separated", "未作区分处理";
        /// 未征求第三方意见.
        NotConsulted = "not_consulted", "未征求第三方意见";
        /// 未全面答复申请事项.
        Incomplete = "incomplete", "答复内容不完整";
        /// 送达不当.
        Service = "service", "送达不当";
        /// 其他.
        Other = "other", "其他";
    }
);

keyed_enum!(
    /// A paper that an organ, a court or another party sent in the case.
    CourtPaper, "court paper" {
        /// 行政复议申请书副本.
        ReconsiderationApplication = "reconsideration_application", "行政复议申请书副本";
        /// 行政复议受理通知书.
        AcceptanceNotice = "acceptance_notice", "受理通知书";
        /// 行政复议答复通知书 (《行政复议法》第四十八条).
        AnswerNotice = "answer_notice", "行政复议答复通知书";
        /// 起诉状副本 (《行政诉讼法》第六十七条第一款).
        Complaint = "complaint", "起诉状副本";
        /// 应诉通知书.
        ResponseNotice = "response_notice", "应诉通知书";
        /// 举证通知书.
        EvidenceNotice = "evidence_notice", "举证通知书";
        /// 传票、开庭（听证）通知书.
        Summons = "summons", "传票、开庭（听证）通知书";
        /// 对方当事人提交的证据和书面意见.
        EvidenceOfOthers = "evidence_of_others", "对方当事人的证据、书面意见";
        /// 中止（恢复）审理通知书.
        StayNotice = "stay_notice", "中止（恢复）审理通知书";
        /// 行政复议决定书.
        ReconsiderationDecision = "reconsideration_decision", "行政复议决定书";
        /// 行政复议调解书、行政调解书.
        MediationPaper = "mediation_paper", "调解书";
        /// 行政判决书.
        Judgment = "judgment", "行政判决书";
        /// 行政裁定书.
        Ruling = "ruling", "行政裁定书";
        /// 上诉状副本.
        Appeal = "appeal", "上诉状副本";
        /// 司法建议书、行政复议意见书.
        Advice = "advice", "司法建议书、行政复议意见书";
        /// 其他文书.
        OtherPaper = "other_paper", "其他文书";
    }
);

/// What is challenged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "against", rename_all = "snake_case")]
pub enum Challenged {
    /// A reply.
    Reply {
        /// The paper.
        paper: PaperId,
    },
    /// No reply in time.
    Silence,
}

/// Within what time a decision has the agency act again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "period", rename_all = "snake_case")]
pub enum RedoPeriod {
    /// So many working days.
    WorkingDays {
        /// How many.
        days: WorkingDays,
    },
    /// So many days.
    CalendarDays {
        /// How many.
        days: CalendarDays,
    },
    /// By a day that the decision names.
    By {
        /// The last day.
        on: NaiveDate,
    },
    /// The decision names none: the agency's setting holds, usually that of 《条例》第三十三条第二款.
    Unnamed,
}

/// How a second instance ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum AppealOutcome {
    /// 驳回上诉，维持原判 (《行政诉讼法》第八十九条第一款第（一）项).
    Upheld,
    /// 依法改判、撤销或者变更: another decision takes the place of the first (第（二）、（三）项).
    Changed {
        /// The decision that now holds.
        decision: Decision,
        /// Within what time the agency must act again, where it must.
        redo: Option<RedoPeriod>,
        /// Whether the reply was quashed for procedure alone.
        for_procedure: bool,
    },
    /// 发回重审: the first instance hears it again; the case stays one case.
    Remanded,
    /// 准许撤回上诉: the first decision holds.
    Withdrawn,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A case was accepted (受理、立案).
    Opened {
        /// Where.
        forum: Forum,
        /// As what the agency takes part.
        role: AgencyRole,
        /// What is challenged.
        challenged: Challenged,
        /// The applications concerned; several where one reply answered several.
        applications: Vec<ApplicationId>,
        /// The reconsideration that went before, for a suit after it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<ChallengeId>,
        /// Day of acceptance.
        on: NaiveDate,
        /// The case number of the organ or court, once known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case_number: Option<String>,
        /// On what ground it is a case of its own although one about the same act was recorded before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<AgainGround>,
    },
    /// The agency received the copy of the application or complaint; its period starts.
    CopyReceived {
        /// Day.
        on: NaiveDate,
        /// The procedure that the notice names.
        procedure: Procedure,
        /// The papers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        papers: Option<ContentRef>,
    },
    /// The organ or court went over to another procedure (《行政复议法》第五十五条, 《行政诉讼法》第八十四条).
    ProcedureChanged {
        /// Day on which the agency was told.
        on: NaiveDate,
        /// The procedure from now on.
        procedure: Procedure,
    },
    /// The reconsideration organ extended its period for the decision by up to thirty days (《行政复议法》第六十二条第一款).
    DecisionExtended {
        /// Day on which the agency was told.
        on: NaiveDate,
    },
    /// The case number came later than the case.
    Numbered {
        /// Day.
        on: NaiveDate,
        /// The number.
        case_number: String,
    },
    /// Somebody of the agency was given the case.
    Assigned {
        /// Day.
        on: NaiveDate,
        /// Department.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        department: Option<DepartmentId>,
        /// Who.
        handler: PersonId,
    },
    /// A paper was written for the organ or court.
    PaperWritten {
        /// Day.
        on: NaiveDate,
        /// Which kind.
        kind: Procedural,
        /// The paper.
        paper: PaperId,
    },
    /// A paper of the organ, the court or another party came in and was kept as a file.
    CourtPaperReceived {
        /// Day on which the agency received it.
        on: NaiveDate,
        /// What it is.
        kind: CourtPaper,
        /// The file, as it is attached to the case.
        file: Uuid,
    },
    /// The agency filed its answer and evidence.
    AnswerFiled {
        /// Day of filing.
        on: NaiveDate,
        /// What was filed.
        papers: Vec<Procedural>,
    },
    /// A hearing took place.
    Heard {
        /// Day.
        on: NaiveDate,
        /// Whether a leader of the agency appeared (《行政诉讼法》第三条第三款).
        leader_appeared: bool,
        /// What was filed for it.
        papers: Vec<Procedural>,
    },
    /// The organ or court stayed the case (中止审理).
    Stayed {
        /// Day.
        on: NaiveDate,
    },
    /// It goes on.
    Resumed {
        /// Day.
        on: NaiveDate,
    },
    /// The instance decided.
    Decided {
        /// Day of the decision: the day that counts for the report.
        on: NaiveDate,
        /// Day on which the agency received it: the day from which its periods run.
        received_on: NaiveDate,
        /// The words of the decision.
        decision: Decision,
        /// Within what time the agency must act again, where it must.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        redo: Option<RedoPeriod>,
        /// Whether the reply was quashed for procedure alone; then the same result may follow.
        #[serde(default)]
        for_procedure: bool,
        /// The decision.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<ContentRef>,
    },
    /// Somebody appealed.
    Appealed {
        /// Day.
        on: NaiveDate,
        /// Whether the agency did.
        by_agency: bool,
    },
    /// The second instance decided.
    AppealDecided {
        /// Day of the decision.
        on: NaiveDate,
        /// Day on which the agency received it.
        received_on: NaiveDate,
        /// How.
        outcome: AppealOutcome,
        /// The decision.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<ContentRef>,
    },
    /// Nobody appealed in time; the decision is final.
    BecameFinal {
        /// Day.
        on: NaiveDate,
    },
    /// The agency acted again, as the decision ordered.
    Redone {
        /// Day of the new reply.
        on: NaiveDate,
        /// The new paper: a new document number under the same registration number. None where everybody withdrew before a new
        /// reply: there is nothing left to answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paper: Option<PaperId>,
    },
    /// What the office learned.
    LessonNoted {
        /// Day.
        on: NaiveDate,
        /// Why the reply did not hold.
        causes: Vec<LessonCause>,
        /// The entry.
        text: ContentRef,
    },
    /// The papers went into the file of the application (一案一卷).
    Archived {
        /// Day.
        on: NaiveDate,
    },
    /// A step that was recorded wrongly is put right. Both stay in the chain; what holds is the later one, from the beginning.
    Rectified {
        /// Day of putting it right.
        on: NaiveDate,
        /// Which step, by its place among the events of the case; the opening is the first.
        step: u32,
        /// The same step as it should have been recorded; none where it never took place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead: Option<Box<Event>>,
        /// What was wrong, and on which proof it is put right.
        reason: ContentRef,
    },
    /// The whole case was recorded by mistake (作废): it is no case of the agency, and no report counts it.
    Voided {
        /// Day.
        on: NaiveDate,
        /// Why.
        reason: ContentRef,
    },
}

impl Event {
    /// The day on which it happened.
    pub fn on(&self) -> NaiveDate {
        match self {
            Self::Opened { on, .. }
            | Self::CopyReceived { on, .. }
            | Self::ProcedureChanged { on, .. }
            | Self::DecisionExtended { on }
            | Self::Numbered { on, .. }
            | Self::Assigned { on, .. }
            | Self::PaperWritten { on, .. }
            | Self::CourtPaperReceived { on, .. }
            | Self::AnswerFiled { on, .. }
            | Self::Heard { on, .. }
            | Self::Stayed { on }
            | Self::Resumed { on }
            | Self::Decided { on, .. }
            | Self::Appealed { on, .. }
            | Self::AppealDecided { on, .. }
            | Self::BecameFinal { on }
            | Self::Redone { on, .. }
            | Self::LessonNoted { on, .. }
            | Self::Archived { on }
            | Self::Rectified { on, .. }
            | Self::Voided { on, .. } => *on,
        }
    }

    /// Whether the office does it for itself: it does not stand between the days of the organ or court.
    pub fn is_own(&self) -> bool {
        matches!(
            self,
            Self::Assigned { .. }
                | Self::Numbered { .. }
                | Self::PaperWritten { .. }
                | Self::CourtPaperReceived { .. }
                | Self::Rectified { .. }
                | Self::Voided { .. }
        )
    }
}
