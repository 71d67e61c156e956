//! Reasons against the steps of receipt, registration, assignment, correction, splitting and withdrawal.
//!
//! Not here: the reply period (`super::period`) and the reply (`super::reply`).

use super::{CORRECTION_ARTICLE, Reasons, is_empty, receipt_article};
use crate::application::action::{Action, ActionKind};
use crate::application::channel::{Channel, received_on};
use crate::application::context::Context;
use crate::application::event::{ConfirmationMethod, Event};
use crate::application::fold::Application;
use crate::application::state::State;
use chrono::{Datelike, NaiveDate};
use gongkai_deadline::explain::plain_date;

/// The most working days that an applicant is given to correct an application: 合理的补正期限 is the office's to set, and a
/// larger number is a slip of the hand.
const LONGEST_CORRECTION: u32 = 60;

impl Application {
    pub(super) fn intake_now(&self, kind: ActionKind, ctx: &Context<'_>, reasons: &mut Reasons) {
        match kind {
            ActionKind::Confirm => reasons.when_under(
                !self.arrival.channel.needs_confirmation(),
                "no_confirmation_needed",
                format!("{}，无需另行确认", self.arrival.channel.receipt_rule()),
                receipt_article(),
            ),
            ActionKind::Register => reasons.when_under(
                self.received_on.is_none(),
                "receipt_not_confirmed",
                format!("{}，尚未确认", self.arrival.channel.receipt_rule()),
                receipt_article(),
            ),
            ActionKind::AskCorrection => {
                reasons.when_under(
                    self.correction.is_some(),
                    "correction_asked_once",
                    "补正应当一次性告知，本件已经告知过补正",
                    CORRECTION_ARTICLE,
                );
                if let Ok(Some(due)) = self.correction_notice_due(ctx.calendar) {
                    reasons.when_under(
                        ctx.today > due.on && self.correction.is_none(),
                        "correction_notice_late",
                        format!(
                            "应当自收到申请之日起7个工作日内（{}前）告知补正，已经超过",
                            plain_date(due.on)
                        ),
                        CORRECTION_ARTICLE,
                    );
                }
            }
            ActionKind::RecordCorrectionNoticeReceipt => {
                let received = self.correction.as_ref().and_then(|correction| correction.notice_received_on);
                reasons.when(
                    received.is_some(),
                    "receipt_recorded_already",
                    "申请人收到补正告知书的日期已经登记",
                );
            }
            ActionKind::Withdraw => reasons.when(
                matches!(self.state(), State::Issued | State::Sealed) && !self.round().services.is_empty(),
                "served_to_some",
                "答复已经送达部分申请人，不能再撤回申请",
            ),
            ActionKind::TakeOver => {
                reasons.when(self.handed_to.is_none(), "not_handed_over", "原机关没有移交本件");
            }
            ActionKind::Split => {
                reasons.when(self.matters.len() < 2, "single_matter", "申请只有一项内容，不需要拆分");
                reasons.when(self.split_from.is_some(), "is_a_part", "本件由拆分登记而来，不再拆分");
                // the parts keep the day of receipt and nothing else of the clock
                let has_moved = self.correction.is_some()
                    || !self.consultations.is_empty()
                    || !self.extensions.is_empty()
                    || self.reasons.is_some()
                    || self.fee.is_some();
                reasons.when(
                    has_moved,
                    "clock_moved",
                    "已经告知补正、征求意见、延期、收费或者要求说明理由的，不再拆分登记，可以在同一件中分项答复",
                );
                reasons.when(
                    self.assistance.iter().any(|asked| asked.answer.is_none()),
                    "assistance_awaited",
                    "已经请内部单位协助、尚未收到答复的，收到答复后再拆分登记",
                );
            }
            _ => {}
        }
    }

    /// Why the way and the day of its coming in cannot be put right: what was issued rests on them, and so does its number.
    fn against_another_day(
        &self,
        channel: Channel,
        arrived_on: NaiveDate,
        ctx: &Context<'_>,
        reasons: &mut Reasons,
    ) {
        let now = &self.arrival;
        if channel == now.channel && arrived_on == now.arrived_on {
            return;
        }
        reasons.when(
            arrived_on > ctx.today,
            "arrived_in_future",
            format!("收到日期{}晚于今日{}", plain_date(arrived_on), plain_date(ctx.today)),
        );
        reasons.when_under(
            self.papers.iter().any(|paper| paper.voided_on.is_none()),
            "papers_rest_on_day",
            "已经制发的文书以登记的提交方式和收到日期为依据，不能更正；有误的文书应当先作废",
            receipt_article(),
        );
        reasons.when(
            self.state().is_closed(),
            "closed_by_day",
            "本件已经办结，期限按登记的收到日期计算，不能更正",
        );
        reasons.when(
            self.split_from.is_some(),
            "part_keeps_day",
            "本件由拆分登记而来，沿用原申请的提交方式和收到日期，不能更正",
        );
        reasons.when_under(
            channel == Channel::Internet || now.channel == Channel::Internet,
            "came_online",
            "网上申请的提交方式和提交日期由系统记录，不能更正",
            receipt_article(),
        );
        let confirmed_on = self.confirmation.map(|confirmation| confirmation.on);
        reasons.when(
            confirmed_on.is_some_and(|on| on < arrived_on),
            "confirmed_before_arrival",
            "更正后的到达日期晚于与申请人确认的日期",
        );
        let (Some(registration), Some(old)) = (&self.registration, self.received_on) else { return };
        let received = received_on(channel, arrived_on, confirmed_on, false);
        reasons.when_under(
            received.is_none(),
            "receipt_not_confirmed",
            format!("{}，尚未确认，本件已经登记", channel.receipt_rule()),
            receipt_article(),
        );
        let Some(received) = received else { return };
        reasons.when(
            received.year() != old.year(),
            "number_keeps_year",
            format!("登记编号“{}”按{}年编排，不能更正为其他年份", registration.number, old.year()),
        );
        let done = self.assignments.iter().map(|assignment| assignment.on).chain([registration.on]).min();
        reasons.when(
            done.is_some_and(|done| received > done),
            "received_after_registration",
            "更正后的收到日期晚于登记、交办的日期",
        );
    }

    pub(super) fn intake_details(&self, action: &Action, ctx: &Context<'_>, reasons: &mut Reasons) {
        match &action.event {
            Event::Arrived { .. } => {
                reasons.when(true, "arrived_already", "申请已经收到，不能再次收到");
            }
            Event::SplitFrom { received_on, on, .. } => {
                reasons.when(
                    *received_on > on.unwrap_or(self.arrival.arrived_on),
                    "part_received_late",
                    "拆分后的各件沿用原申请的收到日期，不能晚于拆分之日",
                );
                reasons.when(self.split_from.is_some(), "is_a_part", "本件已经登记为拆分而来");
            }
            Event::Confirmed { on, method, .. } => {
                reasons.when(
                    *on < self.arrival.arrived_on,
                    "confirmed_before_arrival",
                    format!(
                        "确认日期{}早于申请到达之日{}",
                        plain_date(*on),
                        plain_date(self.arrival.arrived_on)
                    ),
                );
                let promised = ctx.settings.is_receipt_automatic && self.arrival.channel == Channel::Internet;
                reasons.when_under(
                    *method == ConfirmationMethod::ByGuide && !promised,
                    "guide_promises_nothing",
                    "本机关政府信息公开指南没有承诺自动确认，应当与申请人确认",
                    receipt_article(),
                );
                reasons.when_under(
                    *method == ConfirmationMethod::ByGuide && *on != self.arrival.arrived_on,
                    "guide_promises_day_of_submission",
                    "按指南自动确认的，以提交之日为收到申请之日",
                    receipt_article(),
                );
            }
            Event::Registered { number, received_on: day, .. } => {
                reasons.when(number.trim().is_empty(), "number_missing", "没有登记编号");
                reasons.when(
                    action.facts.number_is_taken,
                    "number_taken",
                    format!("登记编号“{number}”已经使用过，编号不得重复使用"),
                );
                let own = received_on(
                    self.arrival.channel,
                    self.arrival.arrived_on,
                    self.confirmation.map(|confirmation| confirmation.on),
                    false,
                );
                let expected = if self.split_from.is_some() { self.received_on } else { own };
                reasons.when_under(
                    expected.is_some_and(|expected| expected != *day),
                    "received_on_differs",
                    format!("收到申请之日应为{}", expected.unwrap_or(*day)),
                    receipt_article(),
                );
            }
            Event::ParticularsRectified { channel, arrived_on, joint_applicants, .. } => {
                let is_another_number = joint_applicants.len() != self.arrival.joint_applicants.len();
                reasons.when(
                    is_another_number && !self.withdrawn_by.is_empty(),
                    "some_withdrew",
                    "已有共同申请人撤回，申请人的人数不能再更正",
                );
                self.against_another_day(*channel, *arrived_on, ctx, reasons);
                let is_issued = self.round().issued.is_some() || self.rounds.len() > 1;
                reasons.when(
                    is_another_number && is_issued,
                    "applicants_fixed",
                    "答复已经编号，申请人的人数不能再更正",
                );
            }
            Event::Assigned { on, internal_due_on: Some(internal_due_on), .. } => {
                reasons.when(
                    internal_due_on < on,
                    "internal_due_before_assignment",
                    "内部办理时限早于交办之日",
                );
                if let Some(due_on) = self.due_on(ctx) {
                    reasons.when(
                        *internal_due_on > due_on && *on <= due_on,
                        "internal_due_after_due",
                        format!("内部办理时限晚于答复期限{}", plain_date(due_on)),
                    );
                }
            }
            Event::CorrectionAsked { on, within, .. } => {
                reasons.when_under(
                    is_empty(*within),
                    "correction_period_missing",
                    "应当给予申请人合理的补正期限",
                    CORRECTION_ARTICLE,
                );
                reasons.when_under(
                    within.0 > LONGEST_CORRECTION,
                    "correction_period_too_long",
                    format!("补正期限最长{LONGEST_CORRECTION}个工作日，请核对天数"),
                    CORRECTION_ARTICLE,
                );
                if let Ok(Some(due)) = self.correction_notice_due(ctx.calendar) {
                    reasons.when_under(
                        *on > due.on && self.correction.is_none(),
                        "correction_notice_late",
                        format!(
                            "应当自收到申请之日起7个工作日内（{}前）告知补正，已经超过",
                            plain_date(due.on)
                        ),
                        CORRECTION_ARTICLE,
                    );
                }
            }
            Event::CorrectionNoticeReceived { on, .. } => {
                let asked_on = self.correction.as_ref().map(|correction| correction.asked_on);
                reasons.when(
                    asked_on.is_some_and(|asked_on| *on < asked_on),
                    "received_before_notice",
                    "申请人收到补正告知书的日期早于告知之日",
                );
                let served_on = self.correction.as_ref().and_then(|correction| correction.served_on);
                reasons.when(
                    served_on.is_some_and(|served_on| *on < served_on),
                    "received_before_service",
                    "申请人收到补正告知书的日期早于登记的送达日期",
                );
            }
            Event::Corrected { on, .. } => {
                let asked_on = self.correction.as_ref().map(|correction| correction.asked_on);
                reasons.when(
                    asked_on.is_some_and(|asked_on| *on < asked_on),
                    "corrected_before_notice",
                    "收到补正的日期早于告知补正之日",
                );
            }
            Event::Withdrawn { by, .. } => {
                let unknown = by.iter().any(|place| !(1..=self.arrival.applicants()).contains(place));
                reasons.when(unknown, "no_such_applicant", "没有这一名申请人");
                reasons.when(
                    by.iter().any(|place| self.withdrawn_by.contains(place)),
                    "withdrawn_already",
                    "该申请人已经撤回",
                );
            }
            Event::Split { into, .. } => {
                reasons.when(into.len() < 2, "too_few_parts", "拆分登记应当分为两件以上");
                let mut parts = into.clone();
                parts.sort_unstable();
                parts.dedup();
                reasons.when(parts.len() < into.len(), "repeated_part", "拆分后的申请有重复");
            }
            _ => {}
        }
    }
}
