//! Reasons against signing, numbering, sealing, serving, archiving, reopening and closing.
//!
//! Not here: the draft's contents (`super::reply`, `super::grounds`).

use super::Reasons;
use crate::application::action::{Action, ActionKind};
use crate::application::channel::ProvisionWay;
use crate::application::context::Context;
use crate::application::event::{Event, PaperRef, Service, ServiceMethod};
use crate::application::fold::{Application, ServiceRecord};
use crate::application::records::{Correction, FeeNotice};
use crate::application::state::State;
use crate::approval::chain::releases_information;
use crate::approval::{Approval, ApprovalError, SignOffStep};
use crate::ids::{DepartmentId, PaperId, PersonId};
use crate::notice::kind::{Procedural, Reply};
use chrono::NaiveDate;
use gongkai_deadline::explain::plain_date;
use gongkai_deadline::{DueOptions, due_for, statute};

/// Rules of service.
const SERVICE_ARTICLE: &str = "国办公开办函〔2016〕235号";
/// The duty to answer an application.
const REPLY_DUTY: &str = "《政府信息公开条例》第三十六条";
/// From answering on request to disclosing to everybody.
const PROMOTION_ARTICLE: &str = "《政府信息公开条例》第四十四条";

impl Application {
    pub(super) fn issue_now(&self, kind: ActionKind, ctx: &Context<'_>, reasons: &mut Reasons) {
        if matches!(kind, ActionKind::SignStep | ActionKind::Issue | ActionKind::Serve) {
            self.against_new_objection(ctx, reasons);
        }
        match kind {
            ActionKind::Serve => {
                let needs_seal = self.draft().is_some_and(crate::application::records::Draft::needs_seal);
                reasons.when(
                    needs_seal && self.state() == State::Issued,
                    "seal_missing",
                    "答复尚未用印，不能送达",
                );
                reasons.when(
                    self.state() == State::Served && self.arrival.joint_applicants.is_empty(),
                    "served_already",
                    "答复已经送达申请人",
                );
                let is_done = self.round().recipients().all(|one| self.is_served_itself(Some(one)));
                reasons.when(
                    self.state() == State::Served && !self.arrival.joint_applicants.is_empty() && is_done,
                    "all_served_already",
                    "答复已经分别送达全体共同申请人",
                );
                for id in self.third_parties_to_tell() {
                    let consultation = self.consultation(id);
                    let told_on = consultation.and_then(|consultation| consultation.told_on);
                    let is_written = consultation.is_some_and(|consultation| consultation.notice.is_some());
                    match told_on {
                        None if is_written => reasons.when_under(
                            true,
                            "third_party_notice_not_served",
                            format!("告知第{id}号征求意见的第三方的文书尚未登记送达，等待期没有起算"),
                            super::CONSULTATION_ARTICLE,
                        ),
                        None => reasons.when_under(
                            true,
                            "third_party_not_told",
                            format!("决定公开而第{id}号征求意见的第三方不同意的，应当先书面告知该第三方"),
                            super::CONSULTATION_ARTICLE,
                        ),
                        Some(told_on) => {
                            let wait_until = self.release_on(told_on, ctx);
                            reasons.when_under(
                                wait_until.is_some_and(|day| ctx.today < day),
                                "release_waits",
                                format!(
                                    "书面告知第三方后，{}起方可提供",
                                    wait_until.map(plain_date).unwrap_or_default()
                                ),
                                super::CONSULTATION_ARTICLE,
                            );
                        }
                    }
                }
            }
            ActionKind::RecordServiceReceipt | ActionKind::RecordServiceReturn => {
                let services = &self.round().services;
                let is_before = matches!(self.state(), State::Issued | State::Sealed);
                reasons.when(is_before && services.is_empty(), "nothing_served", "答复尚未送达");
                let open = self.open_services().next();
                reasons.when(
                    !services.is_empty() && open.is_none() && self.state() == State::Undelivered,
                    "returned_already",
                    "已经登记退回，应当再次送达",
                );
                reasons.when(
                    !services.is_empty() && open.is_none() && self.state() != State::Undelivered,
                    "signed_already",
                    "已经登记签收",
                );
            }

            ActionKind::Archive => {
                reasons.when(
                    self.state() == State::Undelivered && self.came_back_once(),
                    "serve_again",
                    "送达被退回的，应当按确认的地址再次送达或者改用其他方式，两次均有记录后方可归档",
                );
                // the periods for remedies run from the receipt, and what comes back must be sent again
                reasons.when_under(
                    self.open_services().any(|record| record.service.method == ServiceMethod::Post),
                    "receipt_unknown",
                    "邮寄送达的结果尚未登记，应当查询邮件的签收情况，登记签收或者退回后方可归档",
                    SERVICE_ARTICLE,
                );
                let is_untold =
                    self.splitting.as_ref().is_some_and(|one| one.notice.is_some() && one.told_on.is_none());
                reasons.when(
                    is_untold,
                    "split_notice_not_served",
                    "拆分登记告知书尚未登记送达，告知申请人后方可归档",
                );
            }
            ActionKind::Reopen => reasons.when(
                !self.may_be_ordered_to_reply(),
                "nothing_to_quash",
                "没有可以被撤销的答复，也没有可以责令作出的答复",
            ),
            ActionKind::CloseInternally => {
                reasons.when(self.is_redo(), "redo_needs_reply", "原答复已被撤销，应当重新作出书面答复");
            }
            ActionKind::RecordNoticeService => reasons.when(
                self.notices_to_serve().next().is_none(),
                "no_notice_to_serve",
                "没有已经制发、尚待登记送达的告知文书",
            ),
            ActionKind::VoidPaper => reasons.when(
                !self.papers.iter().any(|paper| paper.voided_on.is_none()),
                "no_paper",
                "没有可以作废的文书",
            ),
            ActionKind::Promote => {
                let given = self.given_matters();
                reasons.when_under(
                    given.is_empty(),
                    "nothing_given",
                    "答复没有提供政府信息，没有可以转为主动公开的内容",
                    PROMOTION_ARTICLE,
                );
                reasons.when(
                    !given.is_empty() && given.iter().all(|matter| self.is_promoted(*matter)),
                    "promoted_already",
                    "所提供的信息已经转为主动公开",
                );
            }
            _ => {}
        }
    }

    /// The matters to which the last served reply gave information.
    pub fn given_matters(&self) -> Vec<u32> {
        let served = self.rounds.iter().rfind(|round| round.served_on().is_some());
        let outcomes = served.and_then(|round| round.issued_draft()).map(|draft| &draft.outcomes);
        let given = outcomes.into_iter().flatten().filter(|outcome| releases_information(outcome.reply));
        given.map(|outcome| outcome.matter).collect()
    }

    /// Whether the information of a matter has gone over to proactive disclosure.
    pub fn is_promoted(&self, matter: u32) -> bool {
        self.promotions.iter().any(|promotion| promotion.matter == matter)
    }

    /// The first day on which the information may be handed out after a third party was told.
    /// The wait is set by the office and ends with the reply period at the latest.
    fn release_on(&self, told_on: NaiveDate, ctx: &Context<'_>) -> Option<NaiveDate> {
        let last = self.due_on(ctx).map(|due_on| due_on.max(told_on));
        Self::waited(told_on, ctx).map(|day| last.map_or(day, |last| day.min(last)))
    }

    fn waited(told_on: NaiveDate, ctx: &Context<'_>) -> Option<NaiveDate> {
        let wait = ctx.settings.release_wait;
        if wait.0 == 0 {
            return Some(told_on);
        }
        let options = DueOptions { length: Some(wait.0), ..DueOptions::default() };
        due_for(statute::RELEASE_WAIT.key, told_on, ctx.calendar, &options).ok().map(|due| due.on)
    }

    pub(super) fn issue_details(&self, action: &Action, ctx: &Context<'_>, reasons: &mut Reasons) {
        match &action.event {
            Event::StepSigned { on, draft, step, signer, department, .. } => {
                self.against_draft_number(*draft, reasons);
                self.against_signature(*step, *signer, *on, *department, reasons);
            }
            Event::DraftReturned { draft, step, by, .. } => {
                self.against_draft_number(*draft, reasons);
                if let Some(known) = self.draft() {
                    reasons.when(
                        known.drafter == *by,
                        "drafter_returns",
                        "拟稿人不能退回自己的草稿，可以重新拟制",
                    );
                    reasons.when(
                        !known.steps().contains(step)
                            || matches!(step, SignOffStep::Proposal | SignOffStep::Sealing),
                        "step_not_in_chain",
                        format!("“{}”不是本件审批流程的审核环节", step.label()),
                    );
                }
            }
            Event::Issued { on, draft, paper } => {
                self.against_draft_number(*draft, reasons);
                reasons.when(
                    paper.number.as_ref().is_none_or(|number| number.trim().is_empty()),
                    "number_missing",
                    "没有文号",
                );
                reasons.when(
                    action.facts.number_is_taken,
                    "number_taken",
                    "该文号已经使用过，编号不得重复使用",
                );
                let is_known = self.papers.iter().any(|known| known.paper.paper == paper.paper);
                reasons.when(is_known, "paper_known", "该文书已经在卷，应当另行制发");
                let signed_on = self.draft().and_then(|draft| draft.approvals.iter().map(Approval::on).max());
                reasons.when(
                    signed_on.is_some_and(|signed_on| *on < signed_on),
                    "issued_before_sign_off",
                    "成文日期早于签发之日",
                );
            }
            Event::Sealed { on, .. } => {
                let issued_on = self.round().issued.as_ref().map(|issued| issued.on);
                reasons.when(
                    issued_on.is_some_and(|issued_on| *on < issued_on),
                    "sealed_before_issue",
                    "用印日期早于成文日期",
                );
            }
            Event::Served { service } => self.against_service(service, ctx, reasons),
            Event::ServiceSigned { on, recipient, .. } => {
                self.against_recipient_of_receipt(*recipient, reasons);
                let sent_on = self.service(*recipient).and_then(|record| record.service.counts_on());
                reasons.when(
                    sent_on.is_some_and(|sent_on| *on < sent_on),
                    "signed_before_service",
                    "签收日期早于送达之日",
                );
            }
            Event::ServiceReturned { recipient, .. } => {
                self.against_recipient_of_receipt(*recipient, reasons);
                let last = self.service(*recipient);
                reasons.when(
                    last.is_some_and(|record| {
                        matches!(record.service.method, ServiceMethod::ByHand | ServiceMethod::Entrusted)
                    }),
                    "nothing_comes_back",
                    "直接送达、委托送达以签收为准，没有退回",
                );
            }
            Event::Archived { volume, .. } => {
                reasons.when(volume.trim().is_empty(), "volume_missing", "没有案卷号");
            }
            Event::ReopenedByDecision { on, redo_due_on, .. } => {
                reasons.when(redo_due_on <= on, "redo_due_reversed", "重新答复的期限早于收到决定之日");
                let served_on = self.round().served_on();
                reasons.when(
                    served_on.is_some_and(|served_on| *on < served_on),
                    "decided_before_reply",
                    "收到决定的日期早于答复送达之日",
                );
            }
            Event::ClosedInternally { ground, cause, signer, .. } => {
                // who is gone, or asked twice, cannot or need not be told; who let a period pass can
                reasons.when(
                    *ground != Reply::ClosedOther && !ctx.settings.may_close_without_notice,
                    "notice_required",
                    "本机关设定逾期不补正、逾期未缴费的应当制发告知书，不能仅凭结案说明结案",
                );
                reasons.when(
                    *ground != Reply::ClosedOther && cause.is_some(),
                    "cause_without_ground",
                    "只有按“其他”结案的才另写事由",
                );
                match ground {
                    Reply::CorrectionOverdue => self.against_correction_overdue(ctx, reasons),
                    Reply::FeeOverdue => self.against_fee_overdue(ctx, reasons),
                    Reply::ClosedOther => {
                        let is_fit = action.facts.twin_is_of_same_applicant;
                        Self::against_closing(cause.as_ref(), is_fit, reasons);
                    }
                    _ => reasons.when_under(
                        true,
                        "ground_needs_reply",
                        format!("“{}”应当书面答复申请人，不能凭结案说明结案", ground.title()),
                        REPLY_DUTY,
                    ),
                }
                reasons.when(
                    self.handler() == Some(*signer),
                    "signer_is_handler",
                    "结案说明应当由承办人以外的负责人签署",
                );
            }
            Event::PaperIssued { kind, .. } => {
                let is_own_step = matches!(
                    kind,
                    Procedural::CorrectionNotice
                        | Procedural::ReasonsRequest
                        | Procedural::DelayedReplyNotice
                        | Procedural::ExtensionNotice
                        | Procedural::ThirdPartyConsultation
                        | Procedural::CoMakerConsultation
                        | Procedural::AssistanceRequest
                        | Procedural::ThirdPartyDisclosureNotice
                        | Procedural::FeeNotice
                        | Procedural::SplitNotice
                );
                reasons.when(
                    is_own_step,
                    "paper_has_own_step",
                    format!("《{}》随相应办理步骤制发，不能单独制发", kind.title()),
                );
            }
            Event::NoticeServed { paper, service } => self.against_notice_service(*paper, service, reasons),
            Event::PaperVoided { paper, .. } => {
                let known = self.papers.iter().find(|known| known.paper.paper == paper.paper);
                reasons.when(known.is_none(), "unknown_paper", "卷内没有该文书");
                reasons.when(
                    known.is_some_and(|known| known.voided_on.is_some()),
                    "voided_already",
                    "该文书已经作废",
                );
                let is_served = self.rounds.iter().any(|round| {
                    !round.services.is_empty()
                        && round.issued.as_ref().is_some_and(|issued| issued.paper.paper == paper.paper)
                });
                reasons.when(is_served, "reply_served", "答复已经送达，不能作废");
                reasons.when(
                    known.is_some_and(|known| known.service.is_some()),
                    "notice_served",
                    "告知文书已经送达，不能作废",
                );
                self.against_unasking(paper.paper, reasons);
            }
            Event::Weighed { is_weighty, .. } => {
                reasons.when(
                    *is_weighty == self.weighty.is_some(),
                    "weighed_already",
                    if *is_weighty {
                        "本件已经认定为重大疑难"
                    } else {
                        "本件没有认定为重大疑难"
                    },
                );
            }
            Event::Promoted { matter, .. } => {
                reasons.when_under(
                    !self.given_matters().contains(matter),
                    "matter_not_given",
                    format!("第{matter}项没有提供政府信息，不能转为主动公开"),
                    PROMOTION_ARTICLE,
                );
                reasons.when(
                    self.is_promoted(*matter),
                    "promoted_already",
                    format!("第{matter}项已经转为主动公开"),
                );
            }
            _ => {}
        }
    }

    /// Too late is no reason against recording a service: it is a fact, and the clock tells what follows from it.
    fn against_notice_service(&self, paper: PaperId, service: &Service, reasons: &mut Reasons) {
        let Some(known) = self.notices_to_serve().find(|known| known.paper.paper == paper) else {
            reasons.when(true, "unknown_notice", "该文书不在尚待登记送达的告知文书之列");
            return;
        };
        reasons.when(
            service.counts_on().is_some_and(|day| day < known.on),
            "served_before_issue",
            "送达日期早于文书制发之日",
        );
        // with several applicants it moves the period only once it reached all of them, or who represents them
        reasons.when_under(
            service.recipient.is_some(),
            "notice_is_for_all",
            "告知文书应当送达全体申请人或者其代表人，全部送达后按最后送达的日期登记一次，只送达其中一人的不发生效力",
            SERVICE_ARTICLE,
        );
        let is_it = |one: &PaperRef| one.paper == paper;
        let correction = self.correction.as_ref().filter(|one| is_it(&one.paper));
        let fee = self.fee.as_ref().filter(|one| is_it(&one.paper));
        let known_on = correction.and_then(Correction::told_on).or_else(|| fee.and_then(FeeNotice::told_on));
        reasons.when(
            service.counts_on().zip(known_on).is_some_and(|(day, known_on)| day > known_on),
            "served_after_receipt",
            "送达日期晚于申请人收到文书（补正、缴费）之日",
        );
        against_proof(service, reasons);
        // the channel was chosen by the applicant, not by a third party
        let is_for_applicant = known.kind != Procedural::ThirdPartyDisclosureNotice.into();
        reasons.when_under(
            service.method == ServiceMethod::Online && !(is_for_applicant && self.chose_online()),
            "channel_not_chosen",
            "收件人没有选择网上渠道，应当直接、委托或者邮寄送达",
            SERVICE_ARTICLE,
        );
    }

    /// A paper that asked for something and was received has had its effect; so has one of a reply that was given.
    fn against_unasking(&self, paper: PaperId, reasons: &mut Reasons) {
        reasons.when(
            self.is_request_received(paper),
            "request_received",
            "文书已经送达（收件人已经收到、提出意见、补正或者缴费）或者已经退回，不能作废",
        );
        let is_request = self.correction.as_ref().is_some_and(|one| one.paper.paper == paper)
            || self.fee.as_ref().is_some_and(|one| one.paper.paper == paper);
        let letter = self.consultations.iter().find(|one| one.paper.paper == paper);
        let is_past = letter.is_some_and(|one| one.round != self.rounds.len());
        reasons.when(
            is_past || ((is_request || letter.is_some()) && self.ended_on().is_some()),
            "request_is_past",
            "本件已经办结，影响答复期限的文书不能作废",
        );
    }

    /// Whether the applicant chose a channel that needs no paper.
    fn chose_online(&self) -> bool {
        matches!(self.arrival.provision.way, ProvisionWay::Online | ProvisionWay::Email | ProvisionWay::Fax)
    }

    /// The services of which nothing is known yet: neither signed for nor come back.
    pub fn open_services(&self) -> impl Iterator<Item = &ServiceRecord> {
        self.round().services.iter().filter(|record| record.signed_on.is_none() && record.returned.is_none())
    }

    /// The last service on an applicant, or the last of all where none is named.
    fn service(&self, recipient: Option<u32>) -> Option<&ServiceRecord> {
        let mut services = self.round().services.iter().rev();
        services.find(|record| recipient.is_none() || record.service.recipient == recipient)
    }

    /// Whether the paper went to this applicant, or to the representative, and did not come back.
    fn is_served_itself(&self, recipient: Option<u32>) -> bool {
        let mut services = self.round().services.iter().rev();
        let last = services.find(|record| record.service.recipient == recipient);
        last.is_some_and(|record| record.returned.is_none())
    }

    /// Whether a paper came back and was not sent to the same applicant once more.
    pub(in crate::application) fn came_back_once(&self) -> bool {
        let round = self.round();
        round.recipients().any(|recipient| {
            let services: Vec<_> = round.services_on(recipient).collect();
            services.len() < 2 && services.last().is_some_and(|record| record.returned.is_some())
        })
    }

    fn against_recipient_of_receipt(&self, recipient: Option<u32>, reasons: &mut Reasons) {
        let record = self.service(recipient);
        reasons.when(
            record.is_none() && !self.round().services.is_empty(),
            "recipient_not_served",
            "答复尚未送达该申请人",
        );
        let is_joint = !self.arrival.joint_applicants.is_empty();
        reasons.when(
            is_joint && record.is_some_and(|record| record.signed_on.is_some()),
            "recipient_signed_already",
            "该申请人的签收已经登记",
        );
        reasons.when(
            is_joint && record.is_some_and(|record| record.returned.is_some()),
            "recipient_returned_already",
            "寄送该申请人的文书已经登记退回",
        );
    }

    fn against_draft_number(&self, number: u32, reasons: &mut Reasons) {
        reasons.when(
            self.draft().is_none_or(|draft| draft.number != number),
            "draft_replaced",
            format!("第{number}稿不是现行草稿，可能已经重新拟制"),
        );
    }

    fn against_signature(
        &self,
        step: SignOffStep,
        signer: PersonId,
        on: NaiveDate,
        department: Option<DepartmentId>,
        reasons: &mut Reasons,
    ) {
        let Some(draft) = self.draft() else { return };
        let label = step.label();
        match Approval::new(step, signer, on, draft.drafter, &draft.approvals, &draft.chain) {
            Ok(_) => {}
            Err(ApprovalError::Drafter(_)) => {
                reasons.when(true, "signer_is_drafter", format!("拟稿人不能作“{label}”"));
            }
            Err(ApprovalError::Twice { signed, .. }) => reasons.when(
                true,
                "signer_signed_already",
                format!("“{}”与“{label}”应当由不同的人作出", signed.label()),
            ),
            Err(ApprovalError::NotAnApproval(_)) => {
                reasons.when(true, "step_is_not_signed", format!("“{label}”不在此签批"));
            }
        }
        let next = draft.next_steps();
        reasons.when(
            !next.contains(&step),
            "not_the_turn",
            format!(
                "目前应当办理的环节是{}，不是“{label}”",
                next.iter().map(|step| format!("“{}”", step.label())).collect::<Vec<_>>().join("、")
            ),
        );
        if step == SignOffStep::CoSigning {
            let is_asked = match department {
                Some(unit) => draft.co_signers.contains(&unit),
                None => draft.co_signing.contains(&signer),
            };
            reasons.when(!is_asked, "unit_does_not_co_sign", "该单位（人员）不在会签之列");
            let is_done = department.is_some_and(|unit| draft.co_signed.contains(&unit));
            reasons.when(is_done, "unit_co_signed_already", "该单位已经会签");
            let by_same = draft.signatures.iter().any(|known| {
                known.step == SignOffStep::CoSigning
                    && known.signer == signer
                    && known.department != department
            });
            reasons.when(by_same, "co_signed_by_same_person", "同一人不能代表两个会签单位（人员）会签");
            let is_done = department.is_none() && draft.has_co_signed(signer, None);
            reasons.when(is_done, "person_co_signed_already", "本人已经会签");
        }
    }

    fn against_service(&self, service: &Service, ctx: &Context<'_>, reasons: &mut Reasons) {
        let is_joint = !self.arrival.joint_applicants.is_empty();
        reasons.when(
            service.recipient.is_some_and(|one| !self.round().recipients().any(|known| known == one)),
            "no_such_applicant",
            "申请中没有该申请人",
        );
        reasons.when(
            is_joint && self.is_served_itself(service.recipient),
            "recipient_served_already",
            "答复已经送达该申请人",
        );
        reasons.when_under(
            is_joint && service.proof.is_none(),
            "joint_proof_missing",
            "共同申请人分别送达的，每一次送达均应当留存凭证",
            SERVICE_ARTICLE,
        );
        let day = service.counts_on();
        let issued_on = self.round().issued.as_ref().map(|issued| issued.on);
        reasons.when(
            day.zip(issued_on).is_some_and(|(day, issued_on)| day < issued_on),
            "served_before_issue",
            "送达日期早于成文日期",
        );
        reasons.when_under(
            day.zip(self.round().sealed).is_some_and(|(day, sealed_on)| day < sealed_on),
            "served_before_seal",
            "送达日期早于用印日期",
            SERVICE_ARTICLE,
        );
        against_proof(service, reasons);
        reasons.when_under(
            service.method == ServiceMethod::Online && !self.chose_online(),
            "channel_not_chosen",
            "申请人没有选择网上渠道，应当直接、委托或者邮寄送达",
            SERVICE_ARTICLE,
        );
        if let Some(day) = day {
            for id in self.third_parties_to_tell() {
                let told_on = self.consultation(id).and_then(|consultation| consultation.told_on);
                let wait_until = told_on.and_then(|told_on| self.release_on(told_on, ctx));
                reasons.when_under(
                    wait_until.is_some_and(|wait_until| day < wait_until && ctx.today >= wait_until),
                    "released_too_early",
                    "送达日期早于书面告知第三方后的等待期满",
                    super::CONSULTATION_ARTICLE,
                );
            }
        }
    }
}

fn against_proof(service: &Service, reasons: &mut Reasons) {
    reasons.when_under(
        service.proof.is_none(),
        "proof_missing",
        "应当留存送达凭证（直接、委托送达的送达回证，邮政单号或者发送记录）",
        SERVICE_ARTICLE,
    );
    reasons.when_under(
        service.is_refusal_witnessed && service.proof.is_none(),
        "witnesses_missing",
        "申请人拒签的，应当有两名见证人签名的送达回证",
        SERVICE_ARTICLE,
    );
    let is_by_hand = matches!(service.method, ServiceMethod::ByHand | ServiceMethod::Entrusted);
    reasons.when_under(
        service.is_refusal_witnessed && !is_by_hand,
        "refusal_not_by_hand",
        "见证拒绝签收只适用于直接送达、委托送达；邮件被拒收的，登记退回",
        SERVICE_ARTICLE,
    );
}
