//! Every time limit the law sets on a disclosure office, each as one named item with its article.
//!
//! Not here: the counting itself (`calendar`, `due`) and what makes counting start again or pause (`timeline`).
//!
//! Where the sources leave room, the reading taken is stated beside the constant. Readings were fixed in November 2026.

use crate::error::DeadlineError;
use crate::units::{CalendarDays, ClockHours, Months, WorkingDays};
use serde::Serialize;
use std::fmt;

/// How long a limit is, in the measure its article uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Working days.
    Working(WorkingDays),
    /// Calendar days.
    Calendar(CalendarDays),
    /// Calendar months or years.
    Months(Months),
    /// Clock hours.
    Hours(ClockHours),
    /// A fixed day of the year that follows the year in which the start lies.
    NextYear {
        /// Month, 1 to 12.
        month: u32,
        /// Day of the month.
        day: u32,
    },
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Working(days) => days.fmt(f),
            Self::Calendar(days) => days.fmt(f),
            Self::Months(months) => months.fmt(f),
            Self::Hours(hours) => hours.fmt(f),
            Self::NextYear { month, day } => write!(f, "次年{month}月{day}日前"),
        }
    }
}

/// Whether the day reached is the last on which a duty may be done, or the first on which something may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// At the latest on this day.
    AtMost,
    /// Not before this day.
    AtLeast,
}

/// On what the number rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The text of the statute or notice was read.
    TextRead,
    /// Known, but the text was not read again when this list was drawn up.
    FromKnowledge,
    /// How offices commonly do it; a default where no rule gives a number.
    Practice,
}

impl Evidence {
    /// Whether the text itself was read.
    pub fn is_verified(self) -> bool {
        self == Self::TextRead
    }
}

/// One time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The word by which the command line and the interfaces name it.
    pub key: &'static str,
    /// Its Chinese name.
    pub name: &'static str,
    /// How long it is.
    pub length: Length,
    /// Last or first permitted day.
    pub bound: Bound,
    /// The day or moment from which it is counted; that day itself is not counted.
    pub start: &'static str,
    /// Law and article.
    pub article: &'static str,
    /// On what the number rests.
    pub evidence: Evidence,
    /// Whether an office may set another length (no national number, or other rules may prevail).
    pub is_configurable: bool,
    /// Whether a last day that is off moves to the next working day (periods in days, months and years only).
    pub moves_off_holiday: bool,
}

impl Limit {
    /// A limit in working days fixed by a text that was read; the variations below start from it.
    const fn working(key: &'static str, name: &'static str, days: u32) -> Self {
        Self {
            key,
            name,
            length: Length::Working(WorkingDays(days)),
            bound: Bound::AtMost,
            start: "",
            article: "",
            evidence: Evidence::TextRead,
            is_configurable: false,
            moves_off_holiday: false,
        }
    }

    const fn calendar(key: &'static str, name: &'static str, days: u32) -> Self {
        Self { length: Length::Calendar(CalendarDays(days)), ..Self::working(key, name, 0) }
    }

    const fn months(key: &'static str, name: &'static str, months: u32) -> Self {
        Self { length: Length::Months(Months(months)), ..Self::working(key, name, 0) }
    }

    const fn hours(key: &'static str, name: &'static str, hours: u32) -> Self {
        Self { length: Length::Hours(ClockHours(hours)), ..Self::working(key, name, 0) }
    }

    const fn from(self, start: &'static str, article: &'static str) -> Self {
        Self { start, article, ..self }
    }

    /// 《民事诉讼法》第八十五条: a period whose last day is a holiday ends on the first day after the holiday. That day
    /// is taken to be the next working day.
    const fn moved_off_holidays(self) -> Self {
        Self { moves_off_holiday: true, ..self }
    }

    const fn a_setting(self) -> Self {
        Self { is_configurable: true, ..self }
    }

    const fn resting_on(self, evidence: Evidence) -> Self {
        Self { evidence, ..self }
    }

    /// The length in working days, for limits that have one.
    pub fn working_days(&self) -> Option<WorkingDays> {
        match self.length {
            Length::Working(days) => Some(days),
            _ => None,
        }
    }
}

// ---- Handling an application -------------------------------------------------------------------------------------

/// Reply. What restarts it: 第三十条 (correction), the fee rules (payment). What is not counted: 第三十三条第三款.
pub const REPLY: Limit =
    Limit::working("reply", "答复", 20).from("收到申请之日", "《政府信息公开条例》第三十三条第二款");

/// Reply period of [`REPLY`], as a number.
pub const REPLY_DAYS: WorkingDays = WorkingDays(20);

/// Asking for correction: once, with everything that is missing.
pub const CORRECTION: Limit =
    Limit::working("correction", "告知补正", 7).from("收到申请之日", "《政府信息公开条例》第三十条");

/// The period given to the applicant. The regulation says "reasonable" and gives no number; 15 is common.
pub const CORRECTION_REPLY: Limit = Limit::working("correction_reply", "申请人补正", 15)
    .from("申请人收到补正告知之日", "《政府信息公开条例》第三十条")
    .a_setting()
    .resting_on(Evidence::Practice);

/// A third party's written opinion. Silence is no consent: the agency then decides.
pub const CONSULTATION: Limit = Limit::working("consultation", "第三方提出意见", 15)
    .from("第三方收到征求意见书之日", "《政府信息公开条例》第三十二条");

/// A co-making agency's opinion. Silence counts as consent.
pub const CO_MAKER_CONSULTATION: Limit = Limit::working("co_maker_consultation", "共同制作机关提出意见", 15)
    .from("共同制作机关收到征求意见书之日", "《政府信息公开条例》第三十四条");

/// Another agency's opinion: the letter sets the limit.
pub const AGENCY_CONSULTATION: Limit = Limit::working("agency_consultation", "其他机关提出意见", 15)
    .from("其他机关收到征求意见函之日", "《政府信息公开条例》第三十三条第三款")
    .a_setting()
    .resting_on(Evidence::Practice);

/// The longest extension in total, on top of [`REPLY`].
pub const EXTENSION: Limit =
    Limit::working("extension", "延期答复", 20).from("收到申请之日", "《政府信息公开条例》第三十三条第二款");

/// Cap of all extensions of one application together.
pub const EXTENSION_CAP: WorkingDays = WorkingDays(20);

/// Paying the information-processing fee; unpaid, the application counts as given up. The twenty days were read in a
/// provincial notice that restates the measures; the measures themselves and the
/// number of the article are from knowledge.
pub const PAYMENT: Limit = Limit::working("payment", "缴纳信息处理费", 20)
    .from("申请人收到收费通知之日", "《政府信息公开信息处理费管理办法》第六条")
    .resting_on(Evidence::FromKnowledge);

/// The case handler's proposal within the office: an internal limit.
pub const PROPOSAL: Limit = Limit::working("proposal", "承办科室提出拟办意见", 5)
    .from("交办之日", "内部办理要求")
    .a_setting()
    .resting_on(Evidence::Practice);

/// The leader's written signature after an urgent publication agreed by telephone. The secrecy review never waits.
pub const URGENT_SIGN_OFF: Limit = Limit::working("urgent_sign_off", "紧急公开补签", 1)
    .from("电话请示同意之日", "《保守国家秘密法实施条例》第四十二条；内部办理要求")
    .resting_on(Evidence::Practice);

/// How long release waits after a third party that objected was told, so that it can seek a remedy.
pub const RELEASE_WAIT: Limit = Limit {
    bound: Bound::AtLeast,
    ..Limit::working("release_wait", "不采纳第三方意见后暂缓提供", 5)
        .from("第三方收到书面告知之日", "《政府信息公开条例》第三十二条")
        .a_setting()
        .resting_on(Evidence::Practice)
};

/// A new reply after the first was quashed, where the decision names no period.
pub const REDO: Limit = Limit::working("redo", "被撤销后重新答复", 20)
    .from("收到撤销决定或者判决之日", "决定、判决未写明期限的，参照《政府信息公开条例》第三十三条第二款")
    .a_setting()
    .resting_on(Evidence::Practice);

/// Looking again at what was withheld. The regulation asks for it and gives no interval.
pub const REASSESSMENT: Limit = Limit::months("reassessment", "不予公开信息定期评估审查", 12)
    .from("作出不予公开决定之日", "《政府信息公开条例》第十八条")
    .a_setting()
    .resting_on(Evidence::Practice);

// ---- Publishing --------------------------------------------------------------------------------------------------

/// Proactive disclosure. Special provisions elsewhere go first.
pub const PUBLISH: Limit = Limit::working("publish", "主动公开", 20)
    .from("政府信息形成或者变更之日", "《政府信息公开条例》第二十六条")
    .a_setting();

/// Departmental budgets and accounts. No rule moves a last day that is off, so it stays: the earlier reading is safe.
pub const BUDGET: Limit =
    Limit::calendar("budget", "部门预算、决算公开", 20).from("财政部门批复之日", "《预算法》第十四条");

/// Licensing decisions.
pub const LICENSING_DECISION: Limit =
    Limit::working("licensing_decision", "行政许可决定公开", 7).from("作出决定之日", "国办发〔2018〕118号");

/// Penalty decisions.
pub const PENALTY_DECISION: Limit =
    Limit::working("penalty_decision", "行政处罚决定公开", 7).from("作出决定之日", "国办发〔2018〕118号");

/// Other results of enforcement.
pub const ENFORCEMENT_RESULT: Limit = Limit::working("enforcement_result", "其他行政执法结果公开", 20)
    .from("作出决定之日", "国办发〔2018〕118号");

/// Government procurement contracts.
pub const PROCUREMENT_CONTRACT: Limit = Limit::working("procurement_contract", "政府采购合同公告", 2)
    .from("合同签订之日", "《政府采购法实施条例》第五十条");

/// Public consultation on major decisions: a shortest period; a shorter one must be explained.
pub const DECISION_CONSULTATION: Limit = Limit {
    bound: Bound::AtLeast,
    ..Limit::calendar("decision_consultation", "重大行政决策公开征求意见", 30)
        .from("公开征求意见之日", "《重大行政决策程序暂行条例》第十五条")
        .a_setting()
};

/// The annual report of a department. A 31 January on a weekend is not moved.
pub const ANNUAL_REPORT: Limit = Limit {
    length: Length::NextYear { month: 1, day: 31 },
    ..Limit::working("annual_report", "部门年度报告", 0)
        .from("报告年度", "《政府信息公开条例》第四十九条第一款")
};

/// The annual report of a county-level or higher government.
pub const GOVERNMENT_ANNUAL_REPORT: Limit = Limit {
    length: Length::NextYear { month: 3, day: 31 },
    ..Limit::working("government_annual_report", "政府年度报告", 0)
        .from("报告年度", "《政府信息公开条例》第四十九条第二款")
};

// ---- Remedies ----------------------------------------------------------------------------------------------------

/// Applying for reconsideration.
pub const RECONSIDERATION: Limit = Limit::calendar("reconsideration", "申请行政复议", 60)
    .from("知道或者应当知道行政行为之日", "《行政复议法》第二十条第一款")
    .moved_off_holidays();

/// The longest period where the remedy was not explained.
pub const RECONSIDERATION_LONGEST: Limit =
    Limit::months("reconsideration_longest", "未告知复议权利时的最长复议期限", 12)
        .from("知道或者应当知道行政行为内容之日", "《行政复议法》第二十条第三款")
        .moved_off_holidays();

/// Going to court directly.
pub const SUIT: Limit = Limit::months("suit", "直接提起行政诉讼", 6)
    .from("知道或者应当知道行政行为之日", "《行政诉讼法》第四十六条第一款")
    .moved_off_holidays();

/// Going to court after reconsideration.
pub const SUIT_AFTER_RECONSIDERATION: Limit =
    Limit::calendar("suit_after_reconsideration", "经复议后提起行政诉讼", 15)
        .from("收到复议决定书或者复议期满之日", "《行政诉讼法》第四十五条；《行政复议法》第三十四条")
        .moved_off_holidays();

/// Going to court because no reply came.
pub const SUIT_AFTER_SILENCE: Limit = Limit::months("suit_after_silence", "逾期未答复提起行政诉讼", 6)
    .from("答复期限届满之日", "法释〔2025〕8号第二条第二款；《行政诉讼法》第四十六条第一款")
    .moved_off_holidays();

/// The agency's answer in reconsideration, with its evidence.
pub const RECONSIDERATION_ANSWER: Limit =
    Limit::working("reconsideration_answer", "提交行政复议答复书和证据", 10)
        .from("收到复议申请书副本之日", "《行政复议法》第四十八条");

/// The same in the simplified procedure, which disclosure cases may follow (第五十三条).
pub const RECONSIDERATION_ANSWER_SIMPLIFIED: Limit =
    Limit::working("reconsideration_answer_simplified", "简易程序提交行政复议答复书和证据", 5)
        .from("收到复议申请书副本之日", "《行政复议法》第五十四条");

/// The decision of the reconsideration organ.
pub const RECONSIDERATION_DECISION: Limit =
    Limit::calendar("reconsideration_decision", "作出行政复议决定", 60)
        .from("受理复议申请之日", "《行政复议法》第六十二条")
        .moved_off_holidays();

/// The decision where the organ has extended its period by the most it may, thirty days.
pub const RECONSIDERATION_DECISION_EXTENDED: Limit =
    Limit::calendar("reconsideration_decision_extended", "延长后作出行政复议决定", 90)
        .from("受理复议申请之日", "《行政复议法》第六十二条")
        .moved_off_holidays();

/// The decision in the simplified procedure.
pub const RECONSIDERATION_DECISION_SIMPLIFIED: Limit =
    Limit::calendar("reconsideration_decision_simplified", "简易程序作出行政复议决定", 30)
        .from("受理复议申请之日", "《行政复议法》第六十二条")
        .moved_off_holidays();

/// The agency's statement of defence and evidence.
pub const SUIT_ANSWER: Limit = Limit::calendar("suit_answer", "提交行政答辩状和证据", 15)
    .from("收到起诉状副本之日", "《行政诉讼法》第六十七条")
    .moved_off_holidays();

/// The simplified trial.
pub const SIMPLIFIED_TRIAL: Limit = Limit::calendar("simplified_trial", "简易程序审结", 45)
    .from("立案之日", "《行政诉讼法》第八十三条")
    .moved_off_holidays()
    .resting_on(Evidence::FromKnowledge);

/// Appeal against a judgment.
pub const APPEAL_JUDGMENT: Limit = Limit::calendar("appeal_judgment", "对判决提起上诉", 15)
    .from("判决书送达之日", "《行政诉讼法》第八十五条")
    .moved_off_holidays()
    .resting_on(Evidence::FromKnowledge);

/// Appeal against a ruling.
pub const APPEAL_RULING: Limit = Limit::calendar("appeal_ruling", "对裁定提起上诉", 10)
    .from("裁定书送达之日", "《行政诉讼法》第八十五条")
    .moved_off_holidays()
    .resting_on(Evidence::FromKnowledge);

// ---- Emergencies, in clock hours -----------------------------------------------------------------------------------

/// First authoritative information on a serious emergency. The texts read do not define the starting moment; the moment
/// of learning of the event is taken. The five hours came with 国办发〔2016〕80号; 国办发〔2016〕61号 had only 24 and 48.
pub const EMERGENCY_INFORMATION: Limit =
    Limit::hours("emergency_information", "特别重大、重大突发事件发布权威信息", 5)
        .from("知悉事件之时", "国办发〔2016〕80号");

/// First press conference on a serious emergency.
pub const EMERGENCY_PRESS_CONFERENCE: Limit =
    Limit::hours("emergency_press_conference", "特别重大、重大突发事件举行新闻发布会", 24)
        .from("知悉事件之时", "国办发〔2016〕61号；国办发〔2016〕80号");

/// Response to other incidents of public opinion.
pub const PUBLIC_CONCERN_RESPONSE: Limit = Limit::hours("public_concern_response", "其他政务舆情回应", 48)
    .from("知悉舆情之时", "国办发〔2016〕61号");

// ---- Secrecy -----------------------------------------------------------------------------------------------------

/// Longest secrecy period, top secret. It ends by itself and is not moved.
pub const TOP_SECRET_PERIOD: Limit = Limit::months("top_secret_period", "绝密级最长保密期限", 360)
    .from("定密之日", "《保守国家秘密法》第二十条");

/// Longest secrecy period, secret.
pub const SECRET_PERIOD: Limit =
    Limit::months("secret_period", "机密级最长保密期限", 240).from("定密之日", "《保守国家秘密法》第二十条");

/// Longest secrecy period, confidential.
pub const CONFIDENTIAL_PERIOD: Limit = Limit::months("confidential_period", "秘密级最长保密期限", 120)
    .from("定密之日", "《保守国家秘密法》第二十条");

/// Looking again at what was classified. The law says "every year" and names no day; the reading taken is a year from the
/// last review, or from classification when there was none yet.
pub const SECRET_REVIEW: Limit = Limit::months("secret_review", "国家秘密年度审核", 12)
    .from("定密之日或者上次审核之日", "《保守国家秘密法》第二十四条");

/// Every limit, in the order of this page.
pub const LIMITS: &[Limit] = &[
    REPLY,
    CORRECTION,
    CORRECTION_REPLY,
    CONSULTATION,
    CO_MAKER_CONSULTATION,
    AGENCY_CONSULTATION,
    EXTENSION,
    PAYMENT,
    PROPOSAL,
    URGENT_SIGN_OFF,
    RELEASE_WAIT,
    REDO,
    REASSESSMENT,
    PUBLISH,
    BUDGET,
    LICENSING_DECISION,
    PENALTY_DECISION,
    ENFORCEMENT_RESULT,
    PROCUREMENT_CONTRACT,
    DECISION_CONSULTATION,
    ANNUAL_REPORT,
    GOVERNMENT_ANNUAL_REPORT,
    RECONSIDERATION,
    RECONSIDERATION_LONGEST,
    SUIT,
    SUIT_AFTER_RECONSIDERATION,
    SUIT_AFTER_SILENCE,
    RECONSIDERATION_ANSWER,
    RECONSIDERATION_ANSWER_SIMPLIFIED,
    RECONSIDERATION_DECISION,
    RECONSIDERATION_DECISION_EXTENDED,
    RECONSIDERATION_DECISION_SIMPLIFIED,
    SUIT_ANSWER,
    SIMPLIFIED_TRIAL,
    APPEAL_JUDGMENT,
    APPEAL_RULING,
    EMERGENCY_INFORMATION,
    EMERGENCY_PRESS_CONFERENCE,
    PUBLIC_CONCERN_RESPONSE,
    TOP_SECRET_PERIOD,
    SECRET_PERIOD,
    CONFIDENTIAL_PERIOD,
    SECRET_REVIEW,
];

/// The limit with this key; hyphens may stand for underscores.
///
/// # Errors
/// [`DeadlineError::UnknownLimit`].
pub fn limit(key: &str) -> Result<&'static Limit, DeadlineError> {
    let same = |left: u8, right: u8| left == if right == b'-' { b'_' } else { right };
    let is_named = |limit: &&Limit| {
        limit.key.len() == key.len()
            && limit.key.bytes().zip(key.bytes()).all(|(left, right)| same(left, right))
    };
    LIMITS.iter().find(is_named).ok_or_else(|| DeadlineError::UnknownLimit { key: key.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_named_started_and_cited() {
        for limit in LIMITS {
            assert!(!limit.name.is_empty() && !limit.start.is_empty(), "{}", limit.key);
            assert!(
                limit.article.contains('条')
                    || limit.article.contains('号')
                    || limit.article == "内部办理要求",
                "{} cites {}",
                limit.key,
                limit.article
            );
            assert_eq!(self::limit(limit.key), Ok(limit), "keys are unique");
        }
    }

    #[test]
    fn only_periods_in_days_and_months_move_off_a_holiday() {
        for limit in LIMITS.iter().filter(|limit| limit.moves_off_holiday) {
            assert!(matches!(limit.length, Length::Calendar(_) | Length::Months(_)), "{}", limit.key);
        }
    }

    #[test]
    fn what_rests_on_practice_may_be_set_and_the_statutory_numbers_may_not() {
        for limit in [REPLY, CORRECTION, CONSULTATION, CO_MAKER_CONSULTATION, EXTENSION, RECONSIDERATION] {
            assert!(limit.evidence.is_verified() && !limit.is_configurable, "{}", limit.key);
        }
        // the length stands in the measures and may not be set, though the measures themselves were not read
        assert!(!PAYMENT.is_configurable && !PAYMENT.evidence.is_verified());
        assert!(CORRECTION_REPLY.is_configurable && !CORRECTION_REPLY.evidence.is_verified());
    }

    #[test]
    fn keys_are_found_with_hyphens_and_unknown_ones_are_named() {
        assert_eq!(limit("correction-reply"), Ok(&CORRECTION_REPLY));
        assert_eq!(limit("refund"), Err(DeadlineError::UnknownLimit { key: "refund".into() }));
    }

    #[test]
    fn numbers_agree_with_their_articles() {
        assert_eq!(REPLY.working_days(), Some(REPLY_DAYS));
        assert_eq!(EXTENSION.working_days(), Some(EXTENSION_CAP));
        assert_eq!(SUIT.working_days(), None);
        let words = |limit: Limit| limit.length.to_string();
        assert_eq!(words(ANNUAL_REPORT), "次年1月31日前");
        assert_eq!(words(RECONSIDERATION_LONGEST), "1年");
        assert_eq!(words(TOP_SECRET_PERIOD), "30年");
    }

    #[test]
    fn what_was_classified_is_looked_at_again_every_year() {
        assert_eq!(limit("secret-review"), Ok(&SECRET_REVIEW));
        assert_eq!(SECRET_REVIEW.length, Length::Months(Months(12)));
        assert_eq!((SECRET_REVIEW.bound, SECRET_REVIEW.is_configurable), (Bound::AtMost, false));
        assert!(SECRET_REVIEW.article.contains("第二十四条"));
    }
}
