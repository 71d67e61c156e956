//! Why a due date is what it is: the steps of the count as data, each worded once.
//!
//! Not here: the count (`due`, `timeline`). Pages, notices and the command line print these words and none of their own.
//!
//! Words: a consultation is `征求意见（不计入答复期限）`, a correction `待申请人补正（收到补正之日起重新计算）`, a fee
//! `待缴费（缴费次日起重新计算）`; the clock is never said to be halted, because the regulation does not say so.

use crate::calendar::{Calendar, Stretch};
use crate::due::Due;
use crate::statute::{Bound, Evidence, Limit};
use crate::units::WorkingDays;
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use serde::Serialize;
use std::borrow::Cow;

/// Names of the weekdays, Monday first.
pub(crate) const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// What a step tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// The day or moment from which counting goes; itself not counted.
    Start,
    /// The first counted day.
    FirstDay,
    /// Weekdays that were off and therefore not counted.
    DaysOff,
    /// A weekend day that was worked and therefore counted.
    MakeUpDay,
    /// The applicant was asked to correct the application.
    CorrectionRequested,
    /// A fee notice was issued.
    FeeNoticed,
    /// Counting started again.
    Restart,
    /// A consultation letter was sent.
    ConsultationSent,
    /// A consultation letter came back undelivered.
    ConsultationReturned,
    /// Days of consultation, not counted.
    NotCounted,
    /// The period was extended.
    Extension,
    /// A delayed date was fixed (《条例》第三十五条).
    Delay,
    /// A last day that was off moved to the next working day.
    MovedOffHoliday,
    /// The reply was given.
    Replied,
    /// Something that a reader should know before relying on the date.
    Caution,
    /// The due date.
    Due,
}

/// One step of a count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The day it concerns, or the first of several.
    pub date: NaiveDate,
    /// The last day, where it concerns several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// What it tells.
    pub kind: StepKind,
    /// The same in Chinese, without the date.
    pub text: Cow<'static, str>,
    /// Law and article, where the step applies one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<&'static str>,
}

/// 《条例》第三十条: the period counts anew from the corrected application.
pub(crate) const CORRECTION_ARTICLE: &str = "《政府信息公开条例》第三十条";
/// 《办法》第六条: the period counts anew from the day after payment.
pub(crate) const PAYMENT_ARTICLE: &str = "《政府信息公开信息处理费管理办法》第六条";
/// 《条例》第三十三条第三款: time for opinions is not counted.
pub(crate) const NOT_COUNTED_ARTICLE: &str = "《政府信息公开条例》第三十三条第三款";
/// 《条例》第三十三条第二款: extension.
pub(crate) const EXTENSION_ARTICLE: &str = "《政府信息公开条例》第三十三条第二款";
/// 《条例》第三十五条: delayed reply to an unreasonable volume that has reasons.
pub(crate) const DELAY_ARTICLE: &str = "《政府信息公开条例》第三十五条";
/// 《民事诉讼法》第八十五条: the day on which a period starts is not counted; a last day off moves.
pub(crate) const PERIOD_ARTICLE: &str = "《民事诉讼法》第八十五条";

impl Step {
    pub(crate) fn new(date: NaiveDate, kind: StepKind, text: impl Into<Cow<'static, str>>) -> Self {
        Self { date, until: None, kind, text: text.into(), article: None }
    }

    pub(crate) fn until(mut self, until: NaiveDate) -> Self {
        self.until = (until > self.date).then_some(until);
        self
    }

    pub(crate) fn under(mut self, article: &'static str) -> Self {
        self.article = Some(article);
        self
    }
}

pub(crate) fn start(limit: &Limit, on: NaiveDate) -> Step {
    Step::new(on, StepKind::Start, [limit.start, "，当日不计入期限"].concat()).under(PERIOD_ARTICLE)
}

pub(crate) fn report_year(limit: &Limit, on: NaiveDate) -> Step {
    Step::new(on, StepKind::Start, format!("{}：{}年", limit.start, on.year())).under(limit.article)
}

pub(crate) fn start_at(limit: &Limit, at: NaiveDateTime) -> Step {
    let text = format!("{}：{}，按小时连续计算，夜间和节假日不扣除", limit.start, at.format("%H:%M"));
    Step::new(at.date(), StepKind::Start, text)
}

pub(crate) fn due_at(limit: &Limit, at: NaiveDateTime) -> Step {
    let text = format!("{}后届满，应当于{}前完成", limit.length, at.format("%H:%M"));
    Step::new(at.date(), StepKind::Due, text).under(limit.article)
}

pub(crate) fn first_day(on: NaiveDate, number: u32) -> Step {
    let text = match number {
        1 => Cow::Borrowed("第1个工作日"),
        _ => Cow::Owned(format!("第{number}个工作日")),
    };
    Step::new(on, StepKind::FirstDay, text)
}

/// A first day that is a day worked in exchange is told in one step, not as two days.
pub(crate) fn join_first_day(steps: &mut Vec<Step>) {
    let Some(first) = steps.iter().position(|step| step.kind == StepKind::FirstDay) else { return };
    let date = steps[first].date;
    let is_same = |step: &Step| step.kind == StepKind::MakeUpDay && step.date == date;
    if let Some(other) = steps.iter().position(is_same) {
        steps[first].text = Cow::Owned(format!("{}（{}）", steps[first].text, steps[other].text));
        steps.remove(other);
    }
}

pub(crate) fn last_working_day(limit_words: &str, on: NaiveDate, days: WorkingDays, bound: Bound) -> Step {
    let end = match bound {
        Bound::AtMost => "期限届满",
        Bound::AtLeast => "最短期限届满",
    };
    Step::new(on, StepKind::Due, format!("第{}个工作日，{limit_words}{end}", days.0))
}

pub(crate) fn last_calendar_day(limit: &Limit, on: NaiveDate, unmoved: Option<&str>) -> Step {
    let how = unmoved.map_or_else(|| "顺延后".to_owned(), |length| format!("满{length}"));
    let end = match limit.bound {
        Bound::AtMost => "期限届满",
        Bound::AtLeast => "最短期限届满",
    };
    Step::new(on, StepKind::Due, format!("{how}，{}{end}", limit.name)).under(limit.article)
}

pub(crate) fn fixed_day(limit: &Limit, on: NaiveDate, is_worked: bool) -> Step {
    let note = if is_worked { "" } else { "；当日休息，期限不顺延，应当提前完成" };
    Step::new(on, StepKind::Due, format!("{}期限届满{note}", limit.name)).under(limit.article)
}

pub(crate) fn moved(last: NaiveDate, to: NaiveDate) -> Step {
    let text = format!("期限最后一日休息，顺延至其后第一个工作日{}", long_date(to));
    Step::new(last, StepKind::MovedOffHoliday, text).under(PERIOD_ARTICLE)
}

pub(crate) fn provisional(on: NaiveDate, years: &[i32]) -> Step {
    let years: Vec<String> = years.iter().map(ToString::to_string).collect();
    let text =
        format!("暂定：{}年放假安排尚未录入，仅按周一至周五推算，安排公布后应当重新计算", years.join("、"));
    Step::new(on, StepKind::Caution, text)
}

/// Arranged days off and make-up days among the counted days, `after` excluded and `until` included. Weekends next to an
/// arranged day off belong to the same step.
pub(crate) fn special_days(steps: &mut Vec<Step>, calendar: &Calendar, after: NaiveDate, until: NaiveDate) {
    let is_off = |date: &NaiveDate| after < *date && *date <= until && !calendar.is_working_day(*date);
    let mut told_until = after;
    for &date in calendar.special_days(after, until) {
        if calendar.is_working_day(date) {
            let text = with_local(calendar, Stretch { from: date, to: date }, "调休上班，计入");
            steps.push(Step::new(date, StepKind::MakeUpDay, text));
        } else if date > told_until {
            let from = std::iter::successors(Some(date), NaiveDate::pred_opt).take_while(is_off).last();
            let to = std::iter::successors(Some(date), NaiveDate::succ_opt).take_while(is_off).last();
            let stretch = Stretch { from: from.unwrap_or(date), to: to.unwrap_or(date) };
            let text = with_local(calendar, stretch, "放假，不计入");
            steps.push(Step::new(stretch.from, StepKind::DaysOff, text).until(stretch.to));
            told_until = stretch.to;
        }
    }
}

fn with_local(calendar: &Calendar, stretch: Stretch, words: &'static str) -> Cow<'static, str> {
    let days = stretch.from.iter_days().take_while(|date| *date <= stretch.to);
    let source = if calendar.has_local_days() {
        days.into_iter().find_map(|date| calendar.local_source(date))
    } else {
        None
    };
    match source {
        Some(source) => Cow::Owned(format!("{words}（地方安排，{source}）")),
        None => Cow::Borrowed(words),
    }
}

/// What a reader should know about a length that rests on less than a text that was read.
fn evidence_note(evidence: Evidence) -> Option<&'static str> {
    match evidence {
        Evidence::TextRead => None,
        Evidence::FromKnowledge => Some("编制本项时未再核对条文原文"),
        Evidence::Practice => Some("没有全国统一的天数，系常用做法或者本机关设定"),
    }
}

/// `2021年10月14日（周四）`.
pub fn long_date(date: NaiveDate) -> String {
    format!("{}年{}", date.year(), month_day(date))
}

/// `2021年10月14日`, as official documents write a day.
pub fn plain_date(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// `10月14日（周四）`.
pub(crate) fn month_day(date: NaiveDate) -> String {
    format!("{}月{}日（周{}）", date.month(), date.day(), weekday(date))
}

/// `2021-10-14（周四）`, the form of tables.
pub(crate) fn weekday_date(date: NaiveDate) -> String {
    format!("{date}（周{}）", weekday(date))
}

fn weekday(date: NaiveDate) -> &'static str {
    WEEKDAYS.get(date.weekday().num_days_from_monday() as usize).copied().unwrap_or_default()
}

/// The due date and every step that leads to it, one per line.
pub fn render_due_text(due: &Due) -> String {
    let date = match due.at {
        Some(at) => format!("{}{}", long_date(due.on), at.format("%H:%M")),
        None => long_date(due.on),
    };
    let mut marks = String::new();
    if due.provisional {
        marks.push_str("【暂定】");
    }
    if due.projected {
        marks.push_str("【推算】");
    }
    let head = match due.bound {
        Bound::AtMost => "期限届满",
        Bound::AtLeast => "最早截止",
    };
    let mut lines = vec![
        format!("{}：{head} {date}{marks}", due.limit_name),
        match due.start {
            Some(start) => format!("期限：{}，自{start}起算", due.length),
            None => format!("期限：{}", due.length),
        },
        format!("依据：{}", due.article),
    ];
    lines.extend(evidence_note(due.evidence).map(|note| format!("说明：{note}")));
    lines.push("推算过程：".to_owned());
    lines.extend(due.steps.iter().map(|step| {
        let days = match step.until {
            Some(until) => format!("{}至{}", weekday_date(step.date), weekday_date(until)),
            None => weekday_date(step.date),
        };
        let article = step.article.map(|article| format!("（{article}）")).unwrap_or_default();
        format!("  {days}  {}{article}", step.text)
    }));
    lines.push(String::new());
    lines.join("\n")
}
