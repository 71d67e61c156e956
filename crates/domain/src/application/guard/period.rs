//! Reasons against what moves the reply period: consultation, extension, reasons, delay and fee.
//!
//! Not here: correction (`super::intake`) and the reply itself (`super::reply`).

use super::{CONSULTATION_ARTICLE, EXTENSION_ARTICLE, FEE_ARTICLE, REASONS_ARTICLE, Reasons, is_empty};
use crate::application::action::{Action, ActionKind};
use crate::application::channel::ProvisionForm;
use crate::application::context::Context;
use crate::application::event::{Charge, Event, Helper};
use crate::application::fold::{Application, Consultation};
use crate::application::state::State;
use crate::fee;
use gongkai_deadline::WorkingDays;
use gongkai_deadline::explain::plain_date;
use gongkai_deadline::statute::EXTENSION_CAP;
use gongkai_deadline::timeline::Consulted;

impl Application {
    pub(super) fn period_now(&self, kind: ActionKind, ctx: &Context<'_>, reasons: &mut Reasons) {
        match kind {
            ActionKind::RecordAddresseeReceipt => reasons.when(
                !self.consultations.iter().any(|c| c.addressee_received_on.is_none() && c.returned.is_none()),
                "no_letter_on_its_way",
                "没有尚待登记收到日期的征求意见书",
            ),
            ActionKind::ReceiveOpinion => reasons.when(
                !self.consultations.iter().any(|c| c.opinion.is_none()),
                "no_opinion_awaited",
                "没有尚待收到意见的征求意见",
            ),
            ActionKind::RecordConsultationReturn => reasons.when(
                !self.consultations.iter().any(Consultation::is_on_its_way),
                "nothing_to_come_back",
                "没有收到日期、意见和退回均未登记的征求意见书",
            ),
            ActionKind::TellThirdParty => {
                let is_objected =
                    self.consultations.iter().any(|c| c.with == Consulted::ThirdParty && c.is_objected());
                reasons.when_under(
                    !is_objected,
                    "no_objection",
                    "没有第三方不同意公开的意见",
                    CONSULTATION_ARTICLE,
                );
                let is_decided = matches!(self.state(), State::SignedOff | State::Issued | State::Sealed);
                reasons.when_under(
                    is_objected && !is_decided,
                    "release_not_decided",
                    "公开的决定尚未作出，答复签发以后才能书面告知第三方",
                    CONSULTATION_ARTICLE,
                );
            }
            ActionKind::ReceiveAssistance => reasons.when(
                !self.assistance.iter().any(|request| request.answer.is_none()),
                "no_assistance_awaited",
                "没有尚待答复的协助请求",
            ),
            ActionKind::ApproveExtension | ActionKind::ProposeExtension => {
                self.against_moving_redo(reasons);
                reasons.when_under(
                    !self.extensions.is_empty(),
                    "extended_already",
                    "本件已经批准过延期",
                    EXTENSION_ARTICLE,
                );
                reasons.when(
                    kind == ActionKind::ProposeExtension && self.open_extension_proposal().is_some(),
                    "extension_proposed_already",
                    "已经提请延期，尚待政府信息公开工作机构负责人决定",
                );
                self.against_passed_due(ctx, reasons);
            }
            ActionKind::DeclineExtension => reasons.when(
                self.open_extension_proposal().is_none(),
                "no_extension_proposed",
                "没有尚待决定的延期提请",
            ),
            ActionKind::TellExtension => {
                self.against_moving_redo(reasons);
                reasons.when_under(
                    self.extensions.iter().any(|one| one.notice.is_some() && one.told_on.is_none()),
                    "notice_awaits_service",
                    "延期答复告知书已经制发，应当登记其送达情况",
                    EXTENSION_ARTICLE,
                );
                reasons.when_under(
                    !self.extensions.iter().any(|extension| extension.told_on.is_none()),
                    "no_extension_approved",
                    "没有经政府信息公开工作机构负责人同意、尚待告知的延期",
                    EXTENSION_ARTICLE,
                );
                self.against_passed_due(ctx, reasons);
            }
            ActionKind::RequestReasons => reasons.when_under(
                self.reasons.is_some(),
                "reasons_requested_already",
                "已经要求申请人说明理由",
                REASONS_ARTICLE,
            ),
            ActionKind::ReceiveReasons => {
                self.against_no_request(reasons);
                reasons.when_under(
                    self.reasons.is_some_and(|request| request.given_on.is_some()),
                    "reasons_given_already",
                    "申请人已经说明理由",
                    REASONS_ARTICLE,
                );
            }
            ActionKind::JudgeReasons => {
                self.against_no_request(reasons);
                if let Some(request) = self.reasons {
                    reasons.when_under(
                        request.given_on.is_none() && ctx.today <= request.answer_by,
                        "reasons_awaited",
                        format!("申请人说明理由的期限至{}届满，尚未收到说明", plain_date(request.answer_by)),
                        REASONS_ARTICLE,
                    );
                    self.against_unserved_request(reasons);
                    reasons.when_under(
                        request.judged.is_some(),
                        "reasons_judged_already",
                        "理由已经认定",
                        REASONS_ARTICLE,
                    );
                }
            }
            ActionKind::FixDelay => {
                self.against_moving_redo(reasons);
                let judged = self.reasons.and_then(|request| request.judged);
                reasons.when_under(
                    !judged.is_some_and(|judgement| judgement.is_reasonable),
                    "reasons_not_accepted",
                    "延迟答复以要求说明理由并认定理由合理为前提",
                    REASONS_ARTICLE,
                );
                reasons.when_under(
                    self.delay.is_some(),
                    "delayed_already",
                    "已经确定过延迟答复日期",
                    REASONS_ARTICLE,
                );
                self.against_passed_due(ctx, reasons);
            }
            ActionKind::NoticeFee => {
                self.against_moving_redo(reasons);
                // 《政府信息公开信息处理费管理办法》: the notice is given within the period of the application
                if let Some(due_on) = self.due_on(ctx).filter(|due_on| !self.is_redo() && ctx.today > *due_on)
                {
                    reasons.when_under(
                        true,
                        "fee_after_due",
                        format!("答复期限{}已经届满，收费通知应当在申请办理期限内发出", plain_date(due_on)),
                        FEE_ARTICLE,
                    );
                }
                reasons.when_under(
                    self.fee.is_some(),
                    "fee_noticed_already",
                    "已经发出过收费通知",
                    FEE_ARTICLE,
                );
                reasons.when_under(
                    self.received_on.is_some_and(|on| !fee::is_chargeable(on)),
                    "before_fee_measures",
                    "申请收到于《政府信息公开信息处理费管理办法》施行之前，不得收取信息处理费",
                    FEE_ARTICLE,
                );
            }
            ActionKind::RecordFeeNoticeReceipt => {
                let received = self.fee.as_ref().and_then(|fee| fee.notice_received_on);
                reasons.when(
                    received.is_some(),
                    "receipt_recorded_already",
                    "申请人收到收费通知的日期已经登记",
                );
            }
            _ => {}
        }
    }

    fn against_no_request(&self, reasons: &mut Reasons) {
        reasons.when_under(
            self.reasons.is_none(),
            "no_reasons_requested",
            "没有要求申请人说明理由",
            REASONS_ARTICLE,
        );
    }

    /// Silence says nothing where the request did not reach the applicant before its answer was due.
    pub(super) fn against_unserved_request(&self, reasons: &mut Reasons) {
        let Some(request) = self.reasons.filter(|request| request.given_on.is_none()) else { return };
        reasons.when_under(
            request.served_on.is_none(),
            "reasons_request_not_served",
            "说明理由告知书尚无送达记录，不能认定申请人逾期未说明理由",
            REASONS_ARTICLE,
        );
        reasons.when_under(
            request.served_on.is_some_and(|on| on >= request.answer_by),
            "reasons_request_served_late",
            format!(
                "说明理由告知书送达时，说明理由的期限{}已经届满，没有给予申请人说明理由的时间",
                plain_date(request.answer_by)
            ),
            REASONS_ARTICLE,
        );
    }

    fn against_moving_redo(&self, reasons: &mut Reasons) {
        reasons.when(self.is_redo(), "redo_period_is_fixed", "重新答复的期限由决定、判决确定，不能在此变动");
    }

    fn against_passed_due(&self, ctx: &Context<'_>, reasons: &mut Reasons) {
        if let Some(due_on) = self.due_on(ctx).filter(|_| !self.is_redo()) {
            reasons.when_under(
                ctx.today > due_on,
                "due_date_passed",
                format!("答复期限{}已经届满，延期应当在届满以前批准并告知申请人", plain_date(due_on)),
                EXTENSION_ARTICLE,
            );
        }
    }

    pub(super) fn period_details(&self, action: &Action, ctx: &Context<'_>, reasons: &mut Reasons) {
        match &action.event {
            Event::ConsultationSent { id, with, within, matters, instead_of, .. } => {
                if let Some(before) = *instead_of {
                    self.against_sending_again(before, *with, matters, reasons);
                }
                let is_known = |number: &u32| self.matters.iter().any(|matter| matter.number == *number);
                reasons.when(
                    !matters.iter().all(is_known),
                    "unknown_matter",
                    "征求意见所涉的申请内容不在本件之中",
                );
                reasons.when(
                    self.consultation(*id).is_some() || *id == 0,
                    "consultation_number_taken",
                    format!("征求意见编号{id}不可用"),
                );
                reasons.when(
                    within.is_some() && *with != Consulted::OtherAgency,
                    "consultation_period_is_fixed",
                    "第三方、共同制作机关提出意见的期限为15个工作日，不能另行设定",
                );
                reasons.when(
                    within.is_some_and(is_empty),
                    "consultation_period_missing",
                    "应当给予提出意见的期限",
                );
            }
            Event::AddresseeReceived { id, on, .. } => {
                self.against_unknown_consultation(*id, *on, reasons);
                let known = self.consultation(*id).and_then(|c| c.addressee_received_on);
                reasons.when(known.is_some(), "receipt_recorded_already", "该次征求意见的收到日期已经登记");
                let is_back = self.consultation(*id).is_some_and(|c| c.returned.is_some());
                reasons.when(
                    is_back,
                    "letter_came_back_already",
                    "该次征求意见书已经登记退回，对方没有收到；另行寄送的，应当登记另行发出的一份",
                );
                let opinion = self.consultation(*id).and_then(|c| c.opinion_received_on);
                reasons.when(
                    opinion.is_some_and(|opinion| opinion < *on),
                    "received_after_opinion",
                    "收到征求意见书的日期晚于意见到达之日",
                );
            }
            Event::OpinionReceived { id, on, .. } => {
                self.against_unknown_consultation(*id, *on, reasons);
                let known = self.consultation(*id).and_then(|c| c.opinion);
                reasons.when(known.is_some(), "opinion_recorded_already", "该次征求意见的意见已经登记");
            }
            Event::ConsultationReturned { id, on, .. } => {
                self.against_unknown_consultation(*id, *on, reasons);
                if let Some(letter) = self.consultation(*id) {
                    reasons.when(
                        letter.returned.is_some(),
                        "return_recorded_already",
                        "该次征求意见书的退回已经登记",
                    );
                    reasons.when(
                        letter.addressee_received_on.is_some(),
                        "letter_was_received",
                        "该次征求意见书的收到日期已经登记，不能再登记退回",
                    );
                    reasons.when(
                        letter.opinion.is_some(),
                        "opinion_recorded_already",
                        "该次征求意见的意见已经登记，不能再登记退回",
                    );
                }
            }
            Event::ThirdPartyTold { id, on, .. } => {
                self.against_unknown_consultation(*id, *on, reasons);
                if let Some(consultation) = self.consultation(*id) {
                    reasons.when_under(
                        consultation.with != Consulted::ThirdParty || !consultation.is_objected(),
                        "no_objection",
                        "该次征求意见没有第三方不同意公开的意见",
                        CONSULTATION_ARTICLE,
                    );
                    let is_released = self.third_parties_to_tell().contains(id);
                    let is_decided = matches!(self.state(), State::SignedOff | State::Issued | State::Sealed);
                    reasons.when_under(
                        is_decided && consultation.is_objected() && !is_released,
                        "nothing_of_theirs_released",
                        "答复没有公开该第三方不同意公开的内容，不需要告知",
                        CONSULTATION_ARTICLE,
                    );
                    reasons.when(consultation.told_on.is_some(), "told_already", "已经书面告知该第三方");
                    reasons.when(
                        consultation.notice.is_some() && consultation.told_on.is_none(),
                        "notice_awaits_service",
                        "告知该第三方的文书已经制发，应当登记其送达情况",
                    );
                }
            }
            Event::AssistanceAsked { helper: Helper::Division, department, .. } => {
                reasons.when(department.is_none(), "department_missing", "没有写明协助的科室");
            }
            Event::AssistanceAnswered { on, request, .. } => {
                let place = usize::try_from(*request).ok().and_then(|request| request.checked_sub(1));
                match place.and_then(|place| self.assistance.get(place)) {
                    None => reasons.when(true, "unknown_request", format!("没有第{request}号协助请求")),
                    Some(asked) => {
                        reasons.when(asked.answer.is_some(), "answered_already", "该次协助请求已经答复");
                        reasons.when(*on < asked.on, "answered_before_request", "答复日期早于请求协助之日");
                    }
                }
            }
            Event::ExtensionApproved { by, approver, .. } => {
                reasons.when_under(
                    !action.facts.approver_is_head,
                    "approver_is_not_head",
                    "延期应当经政府信息公开工作机构负责人同意",
                    EXTENSION_ARTICLE,
                );
                reasons.when(
                    self.handler() == Some(*approver)
                        || self.draft().map(|draft| draft.drafter) == Some(*approver),
                    "approver_is_handler",
                    "承办人不能批准自己承办申请的延期",
                );
                // as the drafter of a reply signs none of its steps, whatever else he is
                let proposal = self.open_extension_proposal();
                reasons.when_under(
                    proposal.is_some_and(|proposal| proposal.proposer == *approver),
                    "approver_is_proposer",
                    "提请延期的人不能自己批准，应当由政府信息公开工作机构的其他负责人或者代行其职责的人员决定",
                    EXTENSION_ARTICLE,
                );
                reasons.when_under(
                    is_empty(*by) || *by > EXTENSION_CAP,
                    "extension_over_cap",
                    format!("延长期限应当为1至{}个工作日，不能是{}个", EXTENSION_CAP.0, by.0),
                    EXTENSION_ARTICLE,
                );
            }
            Event::ExtensionProposed { by, .. } => reasons.when_under(
                is_empty(*by) || *by > EXTENSION_CAP,
                "extension_over_cap",
                format!("延长期限应当为1至{}个工作日，不能是{}个", EXTENSION_CAP.0, by.0),
                EXTENSION_ARTICLE,
            ),
            Event::ExtensionDeclined { decider, .. } => {
                reasons.when_under(
                    !action.facts.approver_is_head,
                    "approver_is_not_head",
                    "提请的延期由政府信息公开工作机构负责人决定",
                    EXTENSION_ARTICLE,
                );
                let proposal = self.open_extension_proposal();
                // whoever proposed it may take it back, so that a proposal of the only head holds nothing up
                let is_taken_back = proposal.is_some_and(|proposal| proposal.proposer == *decider);
                reasons.when(
                    !is_taken_back && self.handler() == Some(*decider),
                    "decider_is_handler",
                    "承办人不能决定就自己承办的申请提请的延期；自己提请的，可以撤回",
                );
            }
            Event::ExtensionTold { on, .. } => {
                let approved = self.extensions.iter().find(|extension| extension.notice.is_none());
                reasons.when(
                    approved.is_some_and(|extension| *on < extension.approved_on),
                    "told_before_approval",
                    "告知日期早于批准延期之日",
                );
                if let Some(due_on) = self.due_on(ctx).filter(|_| !self.is_redo()) {
                    reasons.when_under(
                        *on > due_on,
                        "due_date_passed",
                        format!("答复期限{}已经届满，延期应当在届满以前批准并告知申请人", plain_date(due_on)),
                        EXTENSION_ARTICLE,
                    );
                }
            }
            Event::ReasonsRequested { on, applications, since, until, answer_by, .. } => {
                reasons.when_under(
                    *applications < 2,
                    "counts_missing",
                    "应当写明据以认定数量、频次明显超过合理范围的申请件数",
                    REASONS_ARTICLE,
                );
                reasons.when(since > until, "period_reversed", "统计时段的起始日期晚于截止日期");
                reasons.when(answer_by <= on, "answer_period_missing", "应当给予申请人说明理由的期限");
            }
            Event::ReasonsGiven { on, .. } => {
                reasons.when(
                    self.reasons.is_some_and(|request| *on < request.requested_on),
                    "given_before_request",
                    "收到理由的日期早于要求说明理由之日",
                );
            }
            Event::DelayFixed { on, until, .. } => {
                let due_on = self.due_on(ctx);
                reasons.when_under(
                    until <= on || due_on.is_some_and(|due_on| *until <= due_on),
                    "delay_gains_nothing",
                    "确定的延迟答复日期应当晚于现有答复期限",
                    REASONS_ARTICLE,
                );
            }
            Event::FeeNoticed { charge, amount, ordinal, .. } => {
                let total = charge.fee().total;
                reasons.when_under(
                    *amount != total,
                    "amount_differs_from_tariff",
                    format!("按收费标准应为{total}，不是{amount}"),
                    FEE_ARTICLE,
                );
                reasons.when_under(
                    total.0 == 0,
                    "nothing_to_charge",
                    "按收费标准不收取费用，不应发出收费通知",
                    FEE_ARTICLE,
                );
                if let Charge::ByItem { first, items } = charge {
                    reasons.when_under(
                        *first == 0 || *items == 0,
                        "ordinal_missing",
                        "没有写明本件是申请人当月的第几件",
                        fee::BY_ITEM_ARTICLE,
                    );
                    let counted = ordinal.map(|ordinal| ordinal.counted);
                    reasons.when_under(
                        counted.is_none(),
                        "ordinal_not_counted",
                        "没有按登记簿清点申请人当月的申请件数",
                        fee::BY_ITEM_ARTICLE,
                    );
                    let has_reason = ordinal.is_some_and(|ordinal| ordinal.reason.is_some());
                    reasons.when_under(
                        counted.is_some_and(|counted| counted != *first) && !has_reason,
                        "ordinal_differs",
                        format!(
                            "按登记簿本件是申请人当月的第{}件，更正为第{first}件的应当写明理由",
                            counted.unwrap_or_default()
                        ),
                        fee::BY_ITEM_ARTICLE,
                    );
                }
                reasons.when(
                    matches!(charge, Charge::ByQuantity { .. })
                        && self.arrival.provision.form == ProvisionForm::Inspection,
                    "nothing_is_copied",
                    "申请人要求查阅、抄录的，不适用按量计收",
                );
            }
            Event::FeeNoticeReceived { on, .. } => {
                reasons.when(
                    self.fee.as_ref().is_some_and(|fee| *on < fee.noticed_on),
                    "received_before_notice",
                    "申请人收到收费通知的日期早于通知之日",
                );
                let served_on = self.fee.as_ref().and_then(|fee| fee.served_on);
                reasons.when(
                    served_on.is_some_and(|served_on| *on < served_on),
                    "received_before_service",
                    "申请人收到收费通知的日期早于登记的送达日期",
                );
            }
            Event::Paid { on, amount, .. } => {
                if let Some(fee) = &self.fee {
                    reasons.when(
                        *amount != fee.amount,
                        "amount_differs_from_notice",
                        format!("收费通知的金额为{}，缴费金额为{amount}", fee.amount),
                    );
                    reasons.when(*on < fee.noticed_on, "paid_before_notice", "缴费日期早于收费通知之日");
                }
            }
            _ => {}
        }
    }

    /// A letter is sent again to whom it did not reach, about nothing less than before.
    fn against_sending_again(&self, before: u32, with: Consulted, matters: &[u32], reasons: &mut Reasons) {
        let Some(letter) = self.consultation(before).filter(|letter| letter.returned.is_some()) else {
            reasons.when(true, "no_letter_to_send_again", format!("没有退回的第{before}号征求意见书"));
            return;
        };
        reasons.when(
            letter.with != with,
            "sent_again_to_another",
            format!("第{before}号征求意见书不是向这一类对象发出的，不能代替"),
        );
        let is_whole = matters.is_empty()
            || self.matters.iter().all(|m| !letter.concerns(m.number) || matters.contains(&m.number));
        reasons.when(
            !is_whole,
            "sent_again_for_less",
            format!("另行寄送的，应当包括第{before}号征求意见书所涉的各项申请内容"),
        );
    }

    fn against_unknown_consultation(&self, id: u32, on: chrono::NaiveDate, reasons: &mut Reasons) {
        match self.consultation(id) {
            None => reasons.when(true, "unknown_consultation", format!("没有第{id}号征求意见")),
            Some(consultation) => reasons.when(
                on < consultation.sent_on,
                "before_letter",
                format!("日期早于征求意见书发出之日{}", plain_date(consultation.sent_on)),
            ),
        }
    }

    /// Days by which the reply period has been extended, told or only approved.
    pub fn extended_by(&self) -> WorkingDays {
        WorkingDays(self.extensions.iter().map(|extension| extension.by.0).sum())
    }
}
