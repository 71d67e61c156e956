//! The stretches of a clock: the life of an application in runs of days, end to end, each with what it means, what began it and
//! the article behind it. Bar, list and papers print these and compute none of their own.
//!
//! Not here: counting (`gongkai-deadline`), drawing (`gongkai-web`).

use super::{CaseClock, ClockKind};
use crate::application::channel::RECEIPT_ARTICLE;
use chrono::NaiveDate;
use gongkai_deadline::explain::StepKind;
use gongkai_deadline::timeline::Waiting;
use gongkai_deadline::units::WorkingDays;
use gongkai_deadline::{Calendar, statute};
use serde::Serialize;

/// 《条例》第三十三条第三款: time for opinions is not counted.
const NOT_COUNTED_ARTICLE: &str = "《政府信息公开条例》第三十三条第三款";

/// What a stretch of days means to the reply period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentKind {
    /// Before receipt was confirmed; nothing is counted.
    Unconfirmed,
    /// Counted.
    Counted,
    /// Was counted, but the period has started anew since.
    Superseded,
    /// Opinions are sought; not counted.
    NotCounted,
    /// The applicant's step is awaited; the period will start anew.
    Stopped,
    /// Still to come, up to the due date.
    Remaining,
    /// After the due date.
    Overdue,
}

/// A stretch of days as pages and papers show it, bar and list alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What it means.
    pub kind: SegmentKind,
    /// Working days in it.
    pub working_days: WorkingDays,
    /// Whether it lies in the future and rests on an assumption.
    pub is_projected: bool,
    /// What happened on the day before its first; none where only today lies between it and the one before.
    pub begins: Option<&'static str>,
    /// The words.
    pub caption: String,
    /// Law and article.
    pub article: &'static str,
}

/// The stretches of a clock up to `today`, and from there to the due date; up to the end where it has ended.
pub fn segments(clock: &CaseClock, today: NaiveDate, calendar: &Calendar) -> Vec<Segment> {
    let today = clock.ended_on.map_or(today, |ended_on| ended_on.min(today));
    let mut out = Stretches { segments: Vec::new(), clock, calendar };
    if clock.kind == ClockKind::Shadow {
        out.push(clock.base_on, today, SegmentKind::Unconfirmed, false, Waiting::Reply);
        return out.segments;
    }
    let due_on = clock.due_on();
    for interval in &clock.intervals {
        let before = interval.from.pred_opt().unwrap_or(interval.from);
        let to = interval.to.unwrap_or(today).min(today);
        let waiting = interval.waiting;
        if matches!(waiting, Waiting::Correction | Waiting::Payment) {
            out.push(before, to, SegmentKind::Stopped, false, waiting);
            continue;
        }
        let is_superseded = clock.kind == ClockKind::Reply && interval.from <= clock.base_on;
        let kind = match waiting {
            Waiting::Opinion => SegmentKind::NotCounted,
            _ if is_superseded => SegmentKind::Superseded,
            _ => SegmentKind::Counted,
        };
        // after the due date nothing is counted any more, and a letter sent then excuses nothing
        let late_after = due_on.filter(|due_on| !is_superseded && to > *due_on);
        out.push(before, late_after.unwrap_or(to), kind, false, waiting);
        if let Some(due_on) = late_after {
            out.push(due_on.max(before), to, SegmentKind::Overdue, false, waiting);
        }
    }
    if let Some(due_on) = due_on.filter(|due_on| clock.ended_on.is_none() && *due_on > today) {
        let mut cursor = today.max(clock.base_on);
        if let Some(resumes_after) = clock.resumes_after.filter(|day| *day > cursor) {
            let resumes_after = resumes_after.min(due_on);
            out.push(cursor, resumes_after, SegmentKind::NotCounted, true, Waiting::Opinion);
            cursor = resumes_after;
        }
        out.push(cursor, due_on, SegmentKind::Remaining, clock.resumes_after.is_some(), Waiting::Reply);
    }
    out.segments
}

struct Stretches<'a> {
    segments: Vec<Segment>,
    clock: &'a CaseClock,
    calendar: &'a Calendar,
}

impl Stretches<'_> {
    /// The days after `after` up to `to`, if there are any.
    fn push(
        &mut self,
        after: NaiveDate,
        to: NaiveDate,
        kind: SegmentKind,
        is_projected: bool,
        waiting: Waiting,
    ) {
        if to <= after {
            return;
        }
        let from = after.succ_opt().unwrap_or(to);
        // a run that goes on in the same way is one run
        if let Some(last) = self.segments.last_mut()
            && last.kind == kind
            && kind == SegmentKind::Overdue
        {
            last.to = to;
            last.working_days =
                self.calendar.working_days_between(last.from.pred_opt().unwrap_or(last.from), to);
            last.caption = format!("超期 {} 个工作日", last.working_days.0);
            return;
        }
        let working_days = self.calendar.working_days_between(after, to);
        let days = working_days.0;
        let period_article = self.clock.due.as_ref().map_or(statute::REPLY.article, |due| due.article);
        let period = if self.clock.kind == ClockKind::Redo { "重新答复期限" } else { "答复期限" };
        let (caption, article) = match kind {
            SegmentKind::Unconfirmed => ("待与申请人确认，尚未起算".to_owned(), RECEIPT_ARTICLE),
            SegmentKind::Counted => (format!("计入{period} {days} 个工作日"), period_article),
            SegmentKind::Superseded => {
                (format!("已计 {days} 个工作日，其后答复期限重新计算"), statute::REPLY.article)
            }
            SegmentKind::NotCounted => {
                (format!("{}，{days} 个工作日", Waiting::Opinion.words()), NOT_COUNTED_ARTICLE)
            }
            SegmentKind::Stopped => (
                waiting.words().to_owned(),
                match waiting {
                    Waiting::Payment => statute::PAYMENT.article,
                    _ => statute::CORRECTION.article,
                },
            ),
            SegmentKind::Remaining => (format!("余 {days} 个工作日"), period_article),
            SegmentKind::Overdue => (format!("超期 {days} 个工作日"), period_article),
        };
        let begins = self.begins(kind, waiting);
        self.segments.push(Segment { from, to, kind, working_days, is_projected, begins, caption, article });
    }

    /// Whether a letter came back on a day.
    fn came_back(&self, on: NaiveDate) -> bool {
        let steps = self.clock.due.iter().flat_map(|due| &due.steps);
        steps.into_iter().any(|step| step.kind == StepKind::ConsultationReturned && step.date == on)
    }

    /// What happened on the day before a stretch that follows the last one.
    fn begins(&self, kind: SegmentKind, waiting: Waiting) -> Option<&'static str> {
        let Some(last) = self.segments.last() else {
            return Some(match (self.clock.kind, kind) {
                (ClockKind::Shadow, _) => "申请到达",
                (ClockKind::Redo, _) => "收到决定（裁判）",
                (_, SegmentKind::Stopped) if waiting == Waiting::Payment => "发出收费通知",
                (_, SegmentKind::Stopped) => "告知补正",
                (_, SegmentKind::NotCounted) => "发出征求意见书",
                _ => "收到申请",
            });
        };
        match (last.kind, kind) {
            (_, SegmentKind::Stopped) if waiting == Waiting::Payment => Some("发出收费通知"),
            (_, SegmentKind::Stopped) => Some("告知补正"),
            (SegmentKind::NotCounted, SegmentKind::NotCounted) => None,
            (SegmentKind::Stopped, _) if last.article == statute::PAYMENT.article => {
                Some("完成缴费，重新计算")
            }
            (SegmentKind::Stopped, _) => Some("收到补正，重新计算"),
            (_, SegmentKind::NotCounted) => Some("发出征求意见书"),
            (_, SegmentKind::Overdue) => Some("答复期限届满"),
            (SegmentKind::NotCounted, _) if last.is_projected => Some("征求意见期满（预计）"),
            (SegmentKind::NotCounted, _) if self.came_back(last.to) => Some("征求意见书退回"),
            (SegmentKind::NotCounted, _) => Some("收到意见或者期满"),
            (SegmentKind::Superseded, _) => Some("答复期限重新计算"),
            _ => None,
        }
    }
}
