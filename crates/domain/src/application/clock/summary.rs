//! What a list keeps of a clock, and how that looks on any later day: chip, tone, pile, timeliness.
//!
//! Not here: the clock itself (`super`), the colours of a chip (`gongkai-web`), counting piles (`gongkai-storage`).

use super::ClockKind;
use crate::application::state::{State, Timeliness};
use chrono::NaiveDate;
use gongkai_deadline::due::Standing;
use gongkai_deadline::explain::{Step, StepKind, plain_date};
use gongkai_deadline::timeline::Waiting;
use gongkai_deadline::units::WorkingDays;
use gongkai_deadline::{Calendar, statute};
use serde::{Deserialize, Serialize};

/// What a list keeps of a clock, so that a row can show its chip on any later day without its events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ClockSummary {
    /// Where the application stands.
    pub state: State,
    /// Which period runs.
    pub kind: ClockKind,
    /// Day of arrival, for the nag.
    pub arrived_on: NaiveDate,
    /// The due date.
    pub due_on: Option<NaiveDate>,
    /// Whether it may still move because a year's arrangement is not published.
    pub is_provisional: bool,
    /// Last day for the applicant's step.
    pub applicant_due_on: Option<NaiveDate>,
    /// Last day for opinions.
    pub opinion_due_on: Option<NaiveDate>,
    /// The day that counts as the end of the reply in hand.
    pub ended_on: Option<NaiveDate>,
    /// By what it ended; unknown in older rows.
    #[serde(default)]
    pub ended_by: Option<EndedBy>,
    /// How an extension stands.
    #[serde(default)]
    pub extension: ExtensionStanding,
    /// The notice that asks the applicant for something and whose service is not recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unserved: Option<UnservedRequest>,
}

/// A notice that asks the applicant for a correction or a fee and of whose service nothing is recorded. It stops nothing yet:
/// 告知 is done when the notice is served (《条例》第三十条, 《信息处理费管理办法》第六条, 国办公开办函〔2016〕235号).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UnservedRequest {
    /// Whether it asks for a fee; otherwise for a correction.
    pub is_fee: bool,
    /// The day on which it was written.
    pub written_on: NaiveDate,
    /// The last day on which service is in time.
    pub serve_by: NaiveDate,
}

impl UnservedRequest {
    fn title(self) -> &'static str {
        if self.is_fee { "收费通知" } else { "补正告知书" }
    }

    /// The same in the explanation of the due date.
    pub(super) fn step(self) -> Step {
        let (written_on, serve_by) = (plain_date(self.written_on), plain_date(self.serve_by));
        let text = format!(
            "{}于{written_on}制发，尚未登记送达：应当在{serve_by}前（含当日）送达并登记，送达以前答复期限照常计算",
            self.title()
        );
        Step {
            date: self.written_on,
            until: None,
            kind: StepKind::Caution,
            text: text.into(),
            article: Some(if self.is_fee { statute::PAYMENT.article } else { statute::CORRECTION.article }),
        }
    }
}

/// By what a case, or the reply in hand, ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// The reply was served.
    Service,
    /// The applicant withdrew.
    Withdrawal,
    /// A signed internal statement.
    Statement,
    /// It goes on as several applications.
    Splitting,
}

impl EndedBy {
    /// What happened on the day.
    pub fn words(self) -> &'static str {
        match self {
            Self::Service => "送达",
            Self::Withdrawal => "撤回",
            Self::Statement => "结案",
            Self::Splitting => "拆分",
        }
    }
}

/// How an extension stands (《条例》第三十三条第二款): only one that reached the applicant in time moves the due date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExtensionStanding {
    /// None was approved.
    #[default]
    None,
    /// Approved; the notice is not written.
    Approved,
    /// The notice is written; its service is not recorded.
    Unserved,
    /// Served in time.
    InForce,
    /// Served after the due date: it moves nothing.
    Late,
}

impl ExtensionStanding {
    /// What must be seen beside the standing; none where nothing is amiss.
    pub fn warning(self) -> Option<&'static str> {
        match self {
            Self::None | Self::InForce => None,
            Self::Approved => Some("延期尚未告知"),
            Self::Unserved => Some("延期告知未登记送达"),
            Self::Late => Some("延期告知逾期送达，不生效"),
        }
    }
}

/// How urgent it is to confirm receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nag {
    /// It arrived today, or only days off have passed.
    Quiet,
    /// From the next working day.
    Due,
    /// After two working days, or what is set.
    Red,
}

/// What stands beside an application in lists: text first, the colour follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "chip", rename_all = "snake_case")]
pub enum Chip {
    /// Receipt is not confirmed.
    Unconfirmed {
        /// How urgent that is.
        nag: Nag,
        /// Working days since arrival.
        since: WorkingDays,
    },
    /// A period of the office runs.
    Running {
        /// How it stands.
        standing: Standing,
        /// Whether it is the period for a new reply.
        is_redo: bool,
        /// How an extension stands, which may be a warning.
        extension: ExtensionStanding,
    },
    /// A notice that asks the applicant for something is not served as far as is recorded: a period of the office runs on.
    Unserved {
        /// How it stands.
        standing: Standing,
        /// The notice.
        request: UnservedRequest,
    },
    /// The office is at it without a due date of its own: what the applicant left undone is being settled.
    Undated {
        /// Where it stands.
        state: State,
    },
    /// Opinions are awaited.
    Consulting,
    /// The correction is awaited.
    AwaitingCorrection {
        /// Last day, once the notice was received.
        until: Option<NaiveDate>,
        /// Whether that day has passed.
        is_lapsed: bool,
    },
    /// The payment is awaited.
    AwaitingPayment {
        /// Last day, once the notice was received.
        until: Option<NaiveDate>,
        /// Whether that day has passed.
        is_lapsed: bool,
    },
    /// It has ended, and the clock with it.
    Ended {
        /// How.
        state: State,
        /// By what.
        by: Option<EndedBy>,
        /// The day on which the clock stopped.
        ended_on: Option<NaiveDate>,
        /// The due date, where one applied.
        due_on: Option<NaiveDate>,
        /// By how many working days too late.
        late_by: Option<WorkingDays>,
    },
}

/// The tone of a chip, for colour and shape beside the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Nothing presses.
    Neutral,
    /// The next step is somebody else's.
    Waiting,
    /// Three working days or fewer (临期).
    Near,
    /// Today is the last day.
    Today,
    /// The day has passed.
    Overdue,
    /// Ended.
    Done,
}

impl Chip {
    /// The words.
    pub fn words(self) -> String {
        match self {
            Self::Unconfirmed { nag: Nag::Quiet, .. } => "待确认".to_owned(),
            Self::Unconfirmed { since, .. } => format!("待确认 已过 {} 个工作日", since.0),
            Self::Running { standing, is_redo, extension } => {
                let redo = if is_redo { "重新答复 " } else { "" };
                let warning = extension.warning().map(|words| format!(" {words}")).unwrap_or_default();
                format!("{redo}{}{warning}", standing.words())
            }
            Self::Unserved { standing, request } => format!(
                "{} {}未登记送达（{}前送达）",
                standing.words(),
                request.title(),
                plain_date(request.serve_by)
            ),
            Self::Undated { state } => state.label().to_owned(),
            Self::Consulting => Waiting::Opinion.words().to_owned(),
            Self::AwaitingCorrection { is_lapsed: true, .. } => "申请人逾期未补正".to_owned(),
            Self::AwaitingCorrection { .. } => Waiting::Correction.words().to_owned(),
            Self::AwaitingPayment { is_lapsed: true, .. } => "申请人逾期未缴费".to_owned(),
            Self::AwaitingPayment { .. } => Waiting::Payment.words().to_owned(),
            // whether the first attempt was in time is no longer what presses
            Self::Ended { state: State::Undelivered, .. } => "送达被退回，待再次送达".to_owned(),
            Self::Ended { state, late_by: Some(by), .. } => {
                format!("{} 超期 {} 个工作日", state.label(), by.0)
            }
            Self::Ended { state, by: Some(EndedBy::Service), due_on: Some(_), .. } => {
                format!("{} 按期", state.label())
            }
            Self::Ended { state, .. } => state.label().to_owned(),
        }
    }

    /// Whether it was in time, with both days; none while the clock runs.
    pub fn dates(self) -> Option<String> {
        let Self::Ended { by, ended_on: Some(ended_on), due_on, late_by, .. } = self else { return None };
        let what = by.map_or("办结", EndedBy::words);
        let ended = format!("{}{what}", plain_date(ended_on));
        Some(match (due_on, late_by) {
            (Some(due_on), Some(by)) => {
                format!("逾期：{ended}，答复期限{}，超期 {} 个工作日", plain_date(due_on), by.0)
            }
            (Some(due_on), None) => format!("按期：{ended}，答复期限{}", plain_date(due_on)),
            (None, _) => ended,
        })
    }

    /// The tone.
    pub fn tone(self) -> Tone {
        match self {
            Self::Unconfirmed { nag: Nag::Quiet, .. } | Self::Undated { .. } => Tone::Neutral,
            Self::Unconfirmed { nag: Nag::Due, .. } => Tone::Near,
            Self::Unconfirmed { nag: Nag::Red, .. } => Tone::Overdue,
            Self::Running { standing, .. } | Self::Unserved { standing, .. } => match standing {
                Standing::Ample { .. } => Tone::Neutral,
                Standing::Soon { .. } => Tone::Near,
                Standing::DueToday => Tone::Today,
                Standing::Overdue { .. } => Tone::Overdue,
            },
            Self::AwaitingCorrection { is_lapsed: true, .. }
            | Self::AwaitingPayment { is_lapsed: true, .. } => Tone::Near,
            Self::Consulting | Self::AwaitingCorrection { .. } | Self::AwaitingPayment { .. } => {
                Tone::Waiting
            }
            // The reply came back: it must be served once more (practice of service, guard of the archive).
            Self::Ended { state: State::Undelivered, .. } => Tone::Near,
            Self::Ended { .. } => Tone::Done,
        }
    }
}

/// On which pile of the inbox an application lies: the one definition by which piles are listed and counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pile {
    /// The office's turn, and the due date has passed.
    Overdue,
    /// The office's turn, due today.
    Today,
    /// The office's turn: due within the last few days, left undone by the applicant, or brought back by the post.
    Soon,
    /// The office's turn, due later.
    Later,
    /// The office's turn, without a due date.
    Undated,
    /// Receipt is not confirmed.
    Unconfirmed,
    /// The next step is the applicant's, a third party's or another agency's.
    Waiting,
    /// Nothing is owed any more; it lies on no pile of the inbox.
    Closed,
}

impl Pile {
    /// All piles of open cases.
    pub const OPEN: &[Self] = &[
        Self::Overdue,
        Self::Today,
        Self::Soon,
        Self::Later,
        Self::Undated,
        Self::Unconfirmed,
        Self::Waiting,
    ];

    /// Stands for no end in sight where a waiting has no last day yet.
    pub const OPEN_ENDED: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
        Some(day) => day,
        None => NaiveDate::MAX,
    };

    /// The last day that counts as soon: the day before the working day that is one too many.
    pub fn soon_until(today: NaiveDate, near: WorkingDays, calendar: &Calendar) -> NaiveDate {
        let one_more = WorkingDays(near.0.saturating_add(1));
        let beyond =
            calendar.add_working_days(today, one_more).ok().and_then(|counted| counted.on.pred_opt());
        beyond.unwrap_or(today)
    }

    /// From what a row keeps: `waits_until` is the last day on which the next step is somebody else's.
    pub fn of(
        state: State,
        due_on: Option<NaiveDate>,
        waits_until: Option<NaiveDate>,
        today: NaiveDate,
        soon_until: NaiveDate,
    ) -> Self {
        match state {
            State::AwaitingConfirmation => return Self::Unconfirmed,
            State::Undelivered => return Self::Soon,
            state if state.is_closed() => return Self::Closed,
            _ => {}
        }
        match waits_until {
            Some(until) if today <= until => return Self::Waiting,
            Some(_) if state.is_applicants_turn() => return Self::Soon,
            _ => {}
        }
        match due_on {
            None => Self::Undated,
            Some(due_on) if due_on < today => Self::Overdue,
            Some(due_on) if due_on == today => Self::Today,
            Some(due_on) if due_on <= soon_until => Self::Soon,
            Some(_) => Self::Later,
        }
    }
}

/// How a due date looks from a day; the same judgement as `Due::standing`, for rows that keep only the date.
pub fn standing_of(due_on: NaiveDate, today: NaiveDate, near: WorkingDays, calendar: &Calendar) -> Standing {
    if today > due_on {
        return Standing::Overdue { by: calendar.working_days_between(due_on, today) };
    }
    if today == due_on {
        return Standing::DueToday;
    }
    let left = calendar.working_days_between(today, due_on);
    if left <= near { Standing::Soon { left } } else { Standing::Ample { left } }
}

/// How urgent it is to confirm receipt: from the next working day, red after `red_after` of them.
pub fn nag(arrived_on: NaiveDate, today: NaiveDate, red_after: WorkingDays, calendar: &Calendar) -> Nag {
    match calendar.working_days_between(arrived_on, today) {
        WorkingDays(0) => Nag::Quiet,
        days if days > red_after => Nag::Red,
        _ => Nag::Due,
    }
}

impl ClockSummary {
    /// The chip on a day.
    pub fn chip(
        &self,
        today: NaiveDate,
        near: WorkingDays,
        red_after: WorkingDays,
        calendar: &Calendar,
    ) -> Chip {
        let until = self.applicant_due_on;
        let is_lapsed = until.is_some_and(|last| today > last);
        match self.state {
            State::AwaitingConfirmation => Chip::Unconfirmed {
                nag: nag(self.arrived_on, today, red_after, calendar),
                since: calendar.working_days_between(self.arrived_on, today),
            },
            // with a due date the notice is not served, or was served too late, and the period of the office runs on
            State::AwaitingCorrection if self.due_on.is_none() => {
                Chip::AwaitingCorrection { until, is_lapsed }
            }
            State::AwaitingPayment if self.due_on.is_none() => Chip::AwaitingPayment { until, is_lapsed },
            State::Consulting if self.waits_until().is_some_and(|last| today <= last) => Chip::Consulting,
            state if self.is_over() => {
                let timeliness = self.timeliness(today, calendar);
                Chip::Ended {
                    state,
                    by: self.ended_by,
                    ended_on: self.ended_on,
                    due_on: self.due_on.filter(|_| timeliness != Timeliness::WithoutLimit),
                    late_by: match timeliness {
                        Timeliness::Late { by } => Some(by),
                        _ => None,
                    },
                }
            }
            state => match (self.due_on, self.unserved) {
                (Some(due_on), Some(request)) => {
                    Chip::Unserved { standing: standing_of(due_on, today, near, calendar), request }
                }
                (Some(due_on), None) => Chip::Running {
                    standing: standing_of(due_on, today, near, calendar),
                    is_redo: self.kind == ClockKind::Redo,
                    extension: self.extension,
                },
                (None, _) => Chip::Undated { state },
            },
        }
    }

    fn is_over(&self) -> bool {
        self.state.is_closed() || self.ended_on.is_some()
    }

    /// The last day on which the next step is somebody else's; [`Pile::OPEN_ENDED`] where the receipt of the notice is not
    /// recorded; none where it is the office's. The period that a decision set runs on while opinions are sought.
    pub fn waits_until(&self) -> Option<NaiveDate> {
        match self.state {
            State::AwaitingCorrection | State::AwaitingPayment if self.due_on.is_none() => {
                Some(self.applicant_due_on.unwrap_or(Pile::OPEN_ENDED))
            }
            // A letter sent on or after the due date moves nothing.
            State::Consulting if self.kind != ClockKind::Redo => {
                let until = self.opinion_due_on.unwrap_or(Pile::OPEN_ENDED);
                Some(self.due_on.map_or(until, |due_on| until.min(due_on)))
            }
            _ => None,
        }
    }

    /// The pile on a day.
    pub fn pile(&self, today: NaiveDate, near: WorkingDays, calendar: &Calendar) -> Pile {
        let soon_until = Pile::soon_until(today, near, calendar);
        Pile::of(self.state, self.due_on, self.waits_until(), today, soon_until)
    }

    /// Whether the reply in hand is in time on a day.
    pub fn timeliness(&self, today: NaiveDate, calendar: &Calendar) -> Timeliness {
        let is_shadow = self.kind == ClockKind::Shadow;
        if self.ended_by == Some(EndedBy::Splitting) {
            return Timeliness::WithoutLimit;
        }
        match (self.due_on.filter(|_| !is_shadow), self.ended_on) {
            (Some(due_on), Some(ended_on)) if ended_on > due_on => {
                Timeliness::Late { by: calendar.working_days_between(due_on, ended_on) }
            }
            (Some(_), Some(_)) => Timeliness::InTime,
            (None, Some(_)) => Timeliness::WithoutLimit,
            (_, None) if self.state.is_closed() => Timeliness::WithoutLimit,
            (Some(due_on), None) if today > due_on => {
                Timeliness::Overdue { by: calendar.working_days_between(due_on, today) }
            }
            _ => Timeliness::Running,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_that_came_back_says_what_is_to_be_done_and_not_that_it_was_in_time() {
        let on = NaiveDate::from_ymd_opt(2025, 9, 16);
        let ended = |state, late_by| Chip::Ended {
            state,
            by: Some(EndedBy::Service),
            ended_on: on,
            due_on: on,
            late_by,
        };
        assert_eq!(ended(State::Served, None).words(), "已送达 按期");
        for late_by in [None, Some(WorkingDays(2))] {
            assert_eq!(ended(State::Undelivered, late_by).words(), "送达被退回，待再次送达");
        }
    }
}
