//! Why something cannot be done in a reconsideration or suit: all reasons at once, in the words that page, interface and
//! refusal print.
//!
//! Not here: who may do it (`crate::staff`), the steps there are (`super::case`).

use super::case::{Action, Case, State, targets};
use super::decision::{Decision, Forum, ResultGroup};
use super::event::{AppealOutcome, Event, Procedure};
use crate::agency::AgencySettings;
use crate::notice::Procedural;
use chrono::NaiveDate;
use gongkai_deadline::Calendar;
use gongkai_deadline::explain::plain_date;
use std::fmt;

/// What is known when something is to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The day on which it happened or happens.
    pub on: NaiveDate,
    /// Today.
    pub today: NaiveDate,
    /// The calendar.
    pub calendar: &'a Calendar,
    /// What the agency has set.
    pub settings: &'a AgencySettings,
    /// The papers at hand, for an answer or a hearing.
    pub papers: &'a [Procedural],
    /// The decision to be recorded.
    pub decision: Option<Decision>,
    /// The procedure that is to be recorded.
    pub procedure: Option<Procedure>,
    /// For an appeal: whether the agency itself appeals.
    pub is_own_appeal: bool,
    /// For a new reply: whether it reaches the same result on the same facts and reasons as the quashed one.
    pub is_same_again: bool,
}

impl<'a> Context<'a> {
    /// What is known on the day, without papers or decision.
    pub fn on(on: NaiveDate, calendar: &'a Calendar, settings: &'a AgencySettings) -> Self {
        Self {
            on,
            today: on,
            calendar,
            settings,
            papers: &[],
            decision: None,
            procedure: None,
            is_own_appeal: false,
            is_same_again: false,
        }
    }

    /// What an event itself says of what must be known before it.
    pub fn of(
        event: &'a Event,
        today: NaiveDate,
        calendar: &'a Calendar,
        settings: &'a AgencySettings,
    ) -> Self {
        Self {
            today,
            papers: match event {
                Event::AnswerFiled { papers, .. } | Event::Heard { papers, .. } => papers,
                _ => &[],
            },
            decision: match event {
                Event::Decided { decision, .. }
                | Event::AppealDecided { outcome: AppealOutcome::Changed { decision, .. }, .. } => {
                    Some(*decision)
                }
                _ => None,
            },
            procedure: match event {
                Event::ProcedureChanged { procedure, .. } => Some(*procedure),
                _ => None,
            },
            is_own_appeal: matches!(event, Event::Appealed { by_agency: true, .. }),
            ..Self::on(event.on(), calendar, settings)
        }
    }
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The state does not allow it.
    State {
        /// Where the case stands.
        state: State,
        /// What was asked.
        action: Action,
    },
    /// The day lies before the last event.
    BeforeLastEvent {
        /// The day of the last event.
        last_on: NaiveDate,
    },
    /// The day lies in the future.
    InFuture,
    /// Papers are missing.
    PapersMissing(Vec<Procedural>),
    /// The decision is not one of the forum.
    WrongForum {
        /// The decision.
        decision: Decision,
        /// The forum.
        forum: Forum,
    },
    /// The period for an appeal has not passed.
    AppealStillPossible {
        /// Its last day.
        until: NaiveDate,
    },
    /// The period for an appeal has passed.
    AppealTooLate {
        /// Its last day.
        until: NaiveDate,
    },
    /// The calendar does not reach so far.
    CalendarMissing,
    /// The decision does not ask the agency to act again.
    NothingToRedo,
    /// The case goes by this procedure already.
    SameProcedure,
    /// Only the ordinary procedure of a reconsideration can be extended.
    NothingToExtend,
    /// The period was extended already.
    ExtendedAlready,
    /// The case has its number already.
    NumberedAlready,
    /// The agency has acted again already.
    RedoneAlready,
    /// The new reply reaches the same result on the same facts and reasons.
    SameResult,
    /// The agency has not acted again yet.
    RedoOutstanding,
    /// The reply was corrected, and no lesson was noted.
    LessonMissing,
    /// It is no step that can be put right so.
    NotRectifiable,
    /// Nothing would be otherwise.
    NothingChanged,
    /// A later step would not have been possible.
    NoLongerFollows {
        /// Which.
        action: Action,
        /// Its day.
        on: NaiveDate,
        /// Why not.
        because: Box<Reason>,
    },
    /// An application was taken up again on account of the decision.
    ReopenedOnIt,
    /// A suit was recorded after this reconsideration.
    SuitAfterIt,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::State { state, action } => {
                write!(f, "案件处于“{}”，不能{}", state.name(), action.name())
            }
            Self::BeforeLastEvent { last_on } => write!(f, "日期早于上一事项（{}）", plain_date(*last_on)),
            Self::InFuture => f.write_str("日期尚未到来"),
            Self::PapersMissing(papers) => {
                let titles: Vec<&str> = papers.iter().map(|paper| paper.title()).collect();
                write!(f, "缺少{}", titles.join("、"))
            }
            Self::WrongForum { decision, forum } => {
                write!(f, "“{}”不是{}的处理结果", decision.name(), forum.name())
            }
            Self::AppealStillPossible { until } => write!(f, "上诉期至{}，届满前裁判尚未生效", plain_date(*until)),
            Self::AppealTooLate { until } => write!(f, "上诉期已于{}届满", plain_date(*until)),
            Self::CalendarMissing => f.write_str("工作日历未覆盖所需年份"),
            Self::NothingToRedo => f.write_str("裁判（决定）未要求重新作出答复"),
            Self::SameProcedure => f.write_str("案件已经适用该程序"),
            Self::NothingToExtend => {
                f.write_str("只有适用普通程序的行政复议可以延长决定期限（《行政复议法》第六十二条第一款）")
            }
            Self::ExtendedAlready => f.write_str("行政复议决定期限已经延长过"),
            Self::NumberedAlready => f.write_str("案件已有案号"),
            Self::RedoneAlready => f.write_str("已经重新作出答复"),
            Self::SameResult => f.write_str(
                "不得以同一事实和理由作出与原答复相同或者基本相同的答复（《行政复议法》第六十四条第二款、《行政诉讼法》第七十一条）",
            ),
            Self::RedoOutstanding => f.write_str("尚未按照裁判（决定）重新作出答复"),
            Self::LessonMissing => f.write_str("结果纠正的案件应当先登记复盘"),
            Self::NotRectifiable => f.write_str("这一登记事项不能这样更正"),
            Self::NothingChanged => f.write_str("填写的内容与原登记相同，没有需要更正的事项"),
            Self::NoLongerFollows { action, on, because } => {
                write!(f, "更正后，{}的“{}”不能成立：{because}", plain_date(*on), action.name())
            }
            Self::ReopenedOnIt => f.write_str(
                "所涉申请已经依据本案的裁判（决定）重新办理，不能作废本案，也不能更改是否重新答复、重新答复的期限和限制",
            ),
            Self::SuitAfterIt => f.write_str("已经登记了本案之后的诉讼，应当先更正或者作废该诉讼"),
        }
    }
}

/// What must be filed with the answer (《行政复议法》第四十八条, 《行政诉讼法》第六十七条第一款).
pub fn answer_papers(forum: Forum) -> &'static [Procedural] {
    if forum.is_suit() {
        &[Procedural::SuitAnswer, Procedural::EvidenceList, Procedural::PowerOfAttorney]
    } else {
        &[Procedural::ReconsiderationAnswer, Procedural::EvidenceList, Procedural::PowerOfAttorney]
    }
}

/// What must be at hand for a hearing: in court, that the leader appears, or why none can (《行政诉讼法》第三条第三款).
pub fn hearing_papers(forum: Forum) -> &'static [Procedural] {
    if forum.is_suit() { &[Procedural::CourtAppearanceStatement] } else { &[] }
}

/// What the agency may write for the organ or court while the case is pending.
pub fn papers_of(forum: Forum) -> Vec<Procedural> {
    answer_papers(forum).iter().chain(hearing_papers(forum)).copied().collect()
}

/// All reasons why the action is impossible; none means that it may be recorded.
pub fn why_not(case: &Case, action: Action, context: &Context<'_>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if targets(case.state, action).is_empty() {
        reasons.push(Reason::State { state: case.state, action });
    }
    // a paper is often kept later than what it led to; before the case there was none
    let earliest = match action {
        Action::KeepCourtPaper | Action::Rectify | Action::Void => case.opened_on,
        _ => case.last_on,
    };
    if context.on < earliest {
        reasons.push(Reason::BeforeLastEvent { last_on: earliest });
    }
    if context.on > context.today {
        reasons.push(Reason::InFuture);
    }
    let missing = |needed: &[Procedural]| {
        let missing: Vec<_> =
            needed.iter().copied().filter(|paper| !context.papers.contains(paper)).collect();
        (!missing.is_empty()).then_some(Reason::PapersMissing(missing))
    };
    match action {
        Action::FileAnswer => reasons.extend(missing(answer_papers(case.forum))),
        Action::RecordHearing => reasons.extend(missing(hearing_papers(case.forum))),
        Action::RecordDecision | Action::RecordAppealDecision => {
            let strange = context.decision.filter(|decision| !decision.belongs_to(case.forum));
            reasons.extend(strange.map(|decision| Reason::WrongForum { decision, forum: case.forum }));
        }
        Action::RecordAppeal | Action::RecordFinality => reasons.extend(appeal_period(case, action, context)),
        Action::ChangeProcedure if context.procedure == Some(case.procedure) => {
            reasons.push(Reason::SameProcedure);
        }
        Action::ExtendDecision => {
            if case.forum.is_suit() || case.procedure == Procedure::Simplified {
                reasons.push(Reason::NothingToExtend);
            } else if case.extended_on.is_some() {
                reasons.push(Reason::ExtendedAlready);
            }
        }
        Action::RecordNumber if case.case_number.is_some() => reasons.push(Reason::NumberedAlready),
        Action::RecordRedo => {
            if !case.must_redo() {
                reasons.push(Reason::NothingToRedo);
            } else if case.redone_on.is_some() {
                reasons.push(Reason::RedoneAlready);
            } else if case.must_differ() && context.is_same_again {
                reasons.push(Reason::SameResult);
            }
        }
        Action::Archive => {
            if case.must_redo() && case.redone_on.is_none() {
                reasons.push(Reason::RedoOutstanding);
            }
            let group = case.holding.map(|holding| context.settings.result_group(holding.decision));
            if group == Some(ResultGroup::Corrected) && case.lessons.is_empty() {
                reasons.push(Reason::LessonMissing);
            }
        }
        Action::ReceiveCopy
        | Action::ChangeProcedure
        | Action::RecordNumber
        | Action::Assign
        | Action::WritePaper
        | Action::KeepCourtPaper
        | Action::Stay
        | Action::Resume
        | Action::NoteLesson
        | Action::Rectify
        | Action::Void => {}
    }
    reasons
}

/// An appeal is possible until its period has passed, finality only afterwards. The other side's period may run from another
/// day of receipt; the agency knows only its own, so it records the other side's appeal whenever it is told of one.
fn appeal_period(case: &Case, action: Action, context: &Context<'_>) -> Option<Reason> {
    if case.state != State::Decided {
        return None;
    }
    let Ok(due) = case.appeal_due(context.calendar) else { return Some(Reason::CalendarMissing) };
    let until = due?.on;
    match action {
        Action::RecordFinality if context.on <= until => Some(Reason::AppealStillPossible { until }),
        Action::RecordAppeal if context.is_own_appeal && context.on > until => {
            Some(Reason::AppealTooLate { until })
        }
        _ => None,
    }
}
