//! Why not: every reason against a step, before it is taken. The button, the API and the refusal print the same list.
//!
//! Not here: the table of states (`super::transition`), who may act by role (`crate::staff`).

mod grounds;
mod intake;
mod issue;
mod period;
mod reply;

use super::action::{Action, ActionKind};
use super::channel::RECEIPT_ARTICLE;
use super::clock::CaseClock;
use super::context::Context;
use super::event::Event;
use super::fold::Application;
use super::reason::Reason;
use super::state::State;
use super::transition::permits;
use chrono::NaiveDate;
use gongkai_deadline::WorkingDays;
use gongkai_deadline::explain::plain_date;
use gongkai_deadline::timeline::Lateness;

const CORRECTION_ARTICLE: &str = "《政府信息公开条例》第三十条";
const CONSULTATION_ARTICLE: &str = "《政府信息公开条例》第三十二条";
/// Of a co-making agency only silence after receipt is consent.
const CO_MAKER_ARTICLE: &str = "《政府信息公开条例》第三十四条";
const EXTENSION_ARTICLE: &str = "《政府信息公开条例》第三十三条第二款";
const REASONS_ARTICLE: &str = "《政府信息公开条例》第三十五条";
const FEE_ARTICLE: &str = "《政府信息公开条例》第四十二条";
/// The office's order of registering, reviewing, handling, replying and filing: what a reason rests on that keeps the file in order.
const ORDER_ARTICLE: &str = "《政府信息公开条例》第四十五条";

/// That a step has no place in a state.
const STATE_FORBIDS: &str = "state_forbids";

/// Collects reasons.
#[derive(Debug, Default)]
struct Reasons(Vec<Reason>);

impl Reasons {
    /// Adds a reason where the condition holds.
    fn when(&mut self, applies: bool, code: &'static str, text: impl Into<std::borrow::Cow<'static, str>>) {
        if applies {
            self.0.push(Reason::new(code, text));
        }
    }

    /// The reasons, each with its article. Only that a step has no place in a state needs none: the state says why.
    fn cited(self) -> Vec<Reason> {
        let cite = |reason: Reason| match reason.article {
            None if reason.code != STATE_FORBIDS => reason.under(ORDER_ARTICLE),
            _ => reason,
        };
        self.0.into_iter().map(cite).collect()
    }

    /// The same with an article.
    fn when_under(
        &mut self,
        applies: bool,
        code: &'static str,
        text: impl Into<std::borrow::Cow<'static, str>>,
        article: &'static str,
    ) {
        if applies {
            self.0.push(Reason::new(code, text).under(article));
        }
    }
}

impl Application {
    /// Every reason against a step; empty where it may be taken. Reasons of the state come first, then those of the file
    /// as it is, then those of what is proposed.
    pub fn why_not(&self, action: &Action, ctx: &Context<'_>) -> Vec<Reason> {
        let mut reasons = Reasons(self.why_not_now(action.kind(), ctx));
        self.against_date(&action.event, ctx, &mut reasons);
        self.against_details(action, ctx, &mut reasons);
        // What does not fit together in time is said by the clock itself, where nothing else has said it yet.
        if reasons.0.is_empty() {
            self.against_time(&action.event, ctx, &mut reasons);
        }
        let mut known: Vec<Reason> = Vec::with_capacity(reasons.0.len());
        for reason in reasons.cited() {
            if !known.contains(&reason) {
                known.push(reason);
            }
        }
        known
    }

    /// The reasons against a kind of step that do not depend on what is filled in: for buttons.
    pub fn why_not_now(&self, kind: ActionKind, ctx: &Context<'_>) -> Vec<Reason> {
        let state = self.state();
        let mut reasons = Reasons::default();
        let words = match self.received_on {
            Some(on) if kind == ActionKind::Confirm => match &self.confirmation {
                Some(confirmed) => format!("已经确认收到：{}", plain_date(confirmed.on)),
                None => format!("收到申请之日已经确定（{}），不需要确认收到", plain_date(on)),
            },
            _ => state_words(state, kind),
        };
        reasons.when(!permits(state, kind), STATE_FORBIDS, words);
        reasons.when(
            self.handed_to.is_some() && kind != ActionKind::TakeOver,
            "handed_over",
            "案卷已经移交承继机关，由承继机关办理",
        );
        match kind {
            ActionKind::Arrive
            | ActionKind::TakeOverPart
            | ActionKind::HandOver
            | ActionKind::TakeOver
            | ActionKind::Confirm
            | ActionKind::Register
            | ActionKind::Rectify
            | ActionKind::Assign
            | ActionKind::AskCorrection
            | ActionKind::RecordCorrectionNoticeReceipt
            | ActionKind::ReceiveCorrection
            | ActionKind::Withdraw
            | ActionKind::Split => self.intake_now(kind, ctx, &mut reasons),
            ActionKind::SendConsultation
            | ActionKind::RecordAddresseeReceipt
            | ActionKind::ReceiveOpinion
            | ActionKind::RecordConsultationReturn
            | ActionKind::TellThirdParty
            | ActionKind::AskAssistance
            | ActionKind::ReceiveAssistance
            | ActionKind::ApproveExtension
            | ActionKind::TellExtension
            | ActionKind::ProposeExtension
            | ActionKind::DeclineExtension
            | ActionKind::RequestReasons
            | ActionKind::ReceiveReasons
            | ActionKind::JudgeReasons
            | ActionKind::FixDelay
            | ActionKind::NoticeFee
            | ActionKind::RecordFeeNoticeReceipt
            | ActionKind::ReceivePayment => self.period_now(kind, ctx, &mut reasons),
            ActionKind::RecordSearch
            | ActionKind::DraftReply
            | ActionKind::JoinReply
            | ActionKind::SeparateReply => {
                self.reply_now(kind, ctx, &mut reasons);
            }
            ActionKind::SignStep
            | ActionKind::ReturnDraft
            | ActionKind::Issue
            | ActionKind::Seal
            | ActionKind::Serve
            | ActionKind::RecordServiceReceipt
            | ActionKind::RecordServiceReturn
            | ActionKind::Archive
            | ActionKind::Reopen
            | ActionKind::CloseInternally
            | ActionKind::IssuePaper
            | ActionKind::RecordNoticeService
            | ActionKind::VoidPaper
            | ActionKind::ReissueCode
            | ActionKind::MarkWeighty
            | ActionKind::Promote => self.issue_now(kind, ctx, &mut reasons),
        }
        reasons.cited()
    }

    /// The steps that may be taken now, as far as that does not depend on what is filled in.
    pub fn possible_steps(&self, ctx: &Context<'_>) -> Vec<ActionKind> {
        ActionKind::EVERY
            .iter()
            .copied()
            .filter(|kind| *kind != ActionKind::Arrive && self.why_not_now(*kind, ctx).is_empty())
            .collect()
    }

    fn against_date(&self, event: &Event, ctx: &Context<'_>, reasons: &mut Reasons) {
        let Some(on) = event.on() else {
            reasons.when(
                true,
                "day_missing",
                "没有写明据以计算期限的日期（直接、委托送达为签收日，邮寄、网上送达为寄出日）",
            );
            return;
        };
        reasons.when(
            on > ctx.today,
            "day_in_future",
            format!("日期{}晚于今日{}", plain_date(on), plain_date(ctx.today)),
        );
        let floor = self.received_on.map_or(self.arrival.arrived_on, |on| on.min(self.arrival.arrived_on));
        reasons.when(
            on < floor && !matches!(event, Event::SplitFrom { .. }),
            "day_before_arrival",
            format!("日期{}早于收到申请之日{}", plain_date(on), plain_date(floor)),
        );
    }

    fn against_details(&self, action: &Action, ctx: &Context<'_>, reasons: &mut Reasons) {
        self.intake_details(action, ctx, reasons);
        self.period_details(action, ctx, reasons);
        self.reply_details(action, ctx, reasons);
        self.issue_details(action, ctx, reasons);
    }

    fn against_time(&self, event: &Event, ctx: &Context<'_>, reasons: &mut Reasons) {
        use super::clock::WhatIfError;
        match self.what_if(std::slice::from_ref(event), ctx.calendar, ctx.today) {
            Ok(_) => {}
            Err(WhatIfError::Deadline(error)) => {
                reasons.when(true, "does_not_fit_in_time", error.message_zh());
            }
            Err(WhatIfError::Impossible(because)) => {
                reasons.when(true, "does_not_fit_the_file", format!("与已有办理记录不符：{because}"));
            }
        }
    }

    /// The reply's due date today, where one runs.
    fn due_on(&self, ctx: &Context<'_>) -> Option<NaiveDate> {
        match ctx.clock {
            Some(clock) => clock.due_on(),
            None => self.clock(ctx.calendar, ctx.today).ok()?.due_on(),
        }
    }

    /// Last day of the applicant's step, where one is awaited and its notice was received.
    fn applicant_due_on(&self, ctx: &Context<'_>) -> Option<NaiveDate> {
        match ctx.clock {
            Some(clock) => clock.applicant_due_on,
            None => self.clock(ctx.calendar, ctx.today).ok()?.applicant_due_on,
        }
    }

    /// Whether a notice to the applicant came so late that it moved nothing: the reply is owed as if it had not been sent.
    fn told_late(&self, lateness: Lateness, ctx: &Context<'_>) -> bool {
        let is_late = |clock: &CaseClock| clock.late_notices.iter().any(|late| late.lateness == lateness);
        match ctx.clock {
            Some(clock) => is_late(clock),
            None => self.clock(ctx.calendar, ctx.today).is_ok_and(|clock| is_late(&clock)),
        }
    }

    fn is_redo(&self) -> bool {
        self.round().reopening.is_some()
    }

    /// Why the application cannot be given up yet for a correction that did not come (《条例》第三十条).
    fn against_correction_overdue(&self, ctx: &Context<'_>, reasons: &mut Reasons) {
        let Some(correction) = &self.correction else {
            reasons.when_under(true, "no_correction_asked", "没有告知过申请人补正", CORRECTION_ARTICLE);
            return;
        };
        reasons.when_under(
            correction.corrected_on.is_some(),
            "corrected_already",
            "申请人已经补正",
            CORRECTION_ARTICLE,
        );
        reasons.when_under(
            correction.notice_received_on.is_none(),
            "no_proof_of_correction_notice",
            "没有申请人收到补正告知书的记录，补正期限尚未起算",
            CORRECTION_ARTICLE,
        );
        reasons.when_under(
            self.told_late(Lateness::Correction, ctx),
            "correction_told_late",
            "补正告知书送达时答复期限已经届满，不能因申请人没有补正而不再处理，应当就申请作出答复",
            CORRECTION_ARTICLE,
        );
        if let Some(due_on) = self.applicant_due_on(ctx).filter(|_| correction.corrected_on.is_none()) {
            reasons.when_under(
                ctx.today <= due_on,
                "correction_period_runs",
                format!("补正期限至{}届满，尚未逾期", plain_date(due_on)),
                CORRECTION_ARTICLE,
            );
        }
    }

    /// Why the application cannot be given up yet for a fee that was not paid.
    fn against_fee_overdue(&self, ctx: &Context<'_>, reasons: &mut Reasons) {
        const ARTICLE: &str = "《政府信息公开信息处理费管理办法》第六条";
        let Some(fee) = &self.fee else {
            reasons.when_under(true, "no_fee_noticed", "没有发出过收费通知", ARTICLE);
            return;
        };
        reasons.when_under(fee.paid_on.is_some(), "paid_already", "申请人已经缴费", ARTICLE);
        reasons.when_under(
            fee.notice_received_on.is_none() || !fee.has_proof,
            "no_proof_of_fee_notice",
            "没有收费通知的送达凭证，不能认定逾期未缴费",
            ARTICLE,
        );
        reasons.when_under(
            self.told_late(Lateness::Fee, ctx),
            "fee_told_late",
            "收费通知送达时答复期限已经届满，不能因申请人没有缴费而不再处理，应当就申请作出答复",
            ARTICLE,
        );
        if let Some(due_on) = self.applicant_due_on(ctx).filter(|_| fee.paid_on.is_none()) {
            reasons.when_under(
                ctx.today <= due_on,
                "payment_period_runs",
                format!("缴费期限至{}届满，尚未逾期", plain_date(due_on)),
                ARTICLE,
            );
        }
    }
}

/// Whether a period given is usable.
fn is_empty(days: WorkingDays) -> bool {
    days.0 == 0
}

/// Why a state does not know a step, in the words of the state.
fn state_words(state: State, kind: ActionKind) -> String {
    let step = kind.label();
    let why = match state {
        State::AwaitingConfirmation => "申请尚未与申请人确认收到日期",
        State::Arrived => "申请尚未登记编号",
        State::Registered | State::Assigned => "申请正在办理",
        State::AwaitingCorrection => "正在等待申请人补正",
        State::Consulting => "正在征求意见",
        State::AwaitingPayment => "正在等待申请人缴费",
        State::UnderApproval => "答复草稿正在审核签发，需要改动的应当先退回",
        State::Returned => "答复草稿已被退回，尚未重新拟制",
        State::SignedOff => "答复已经签发，需要改动的应当先退回",
        State::Issued => "答复已经编号",
        State::Sealed => "答复已经用印",
        State::Served => "答复已经送达",
        State::Undelivered => "送达被退回，应当再次送达",
        State::Reopened => "原答复已被撤销或者被责令作出答复，应当作出答复",
        State::Withdrawn => "申请人已经撤回申请",
        State::Closed => "已经凭结案说明结案",
        State::Archived => "案卷已经归档",
        State::SplitUp => "申请已经拆分，应当在拆分后的各件中办理",
    };
    format!("{why}，目前不能“{step}”")
}

/// The article behind the day of receipt.
fn receipt_article() -> &'static str {
    RECEIPT_ARTICLE
}
