//! Reasons against drafting a reply: the matters, the one row, the opinions still awaited, the decision to be obeyed.
//!
//! Not here: what each ground asks for (`super::grounds`), signatures and service (`super::issue`).

use super::Reasons;
use crate::application::action::{Action, ActionKind};
use crate::application::context::Context;
use crate::application::event::Event;
use crate::application::fold::Application;
use crate::application::outcome::{MatterOutcome, count, is_refusal};
use crate::application::state::State;
use crate::approval::chain::releases_information;
use crate::approval::{Effect, SignOffStep};
use crate::notice::kind::Reply;
use gongkai_deadline::explain::plain_date;
use gongkai_deadline::timeline::Consulted;

impl Application {
    pub(super) fn reply_now(&self, kind: ActionKind, ctx: &Context<'_>, reasons: &mut Reasons) {
        match kind {
            ActionKind::DraftReply => {
                for consultation in self.open_consultations() {
                    let id = consultation.id;
                    match consultation.due_on(ctx.calendar) {
                        Ok(Some(due_on)) => reasons.when(
                            ctx.today <= due_on,
                            "opinion_awaited",
                            format!("第{id}号征求意见的期限至{}届满，尚未收到意见", plain_date(due_on)),
                        ),
                        _ => reasons.when(
                            true,
                            "delivery_of_letter_unknown",
                            format!("第{id}号征求意见书的收到日期尚未登记，提出意见的期限没有起算"),
                        ),
                    }
                }
                reasons.when(
                    ctx.settings.chain.check().is_err(),
                    "chain_unusable",
                    "本机关的审批流程设定不完整，应当先改正设定",
                );
            }
            ActionKind::JoinReply => {
                reasons.when(!self.joined.is_empty(), "joined_already", "本件已经与其他申请一并答复");
            }
            ActionKind::SeparateReply => {
                reasons.when(self.joined.is_empty(), "not_joined", "本件没有与其他申请一并答复");
            }
            _ => {}
        }
    }

    pub(super) fn reply_details(&self, action: &Action, ctx: &Context<'_>, reasons: &mut Reasons) {
        match &action.event {
            Event::SearchRecorded { from, to, .. } => {
                reasons.when(from > to, "period_reversed", "检索时段的起始日期晚于截止日期");
            }
            Event::Joined { with, .. } => {
                reasons.when(with.is_empty(), "nothing_joined", "没有写明一并答复的其他申请");
                reasons.when(
                    !action.facts.joined_are_of_same_applicant,
                    "joined_of_others",
                    "一并答复限于同一申请人正在办理的申请",
                );
            }
            Event::Separated { from, .. } => {
                reasons.when(
                    from.is_empty() || !from.iter().all(|other| self.joined.contains(other)),
                    "not_joined_with",
                    "没有写明与哪些申请不再一并答复，或者本件并未与其一并答复",
                );
            }
            Event::ReplyDrafted {
                draft,
                outcomes,
                chosen,
                reply,
                row,
                rule,
                facts,
                chain,
                drafter,
                co_signers,
                co_signing,
                steps,
                ..
            } => {
                let last = self.rounds.iter().flat_map(|round| &round.drafts).map(|known| known.number).max();
                reasons.when(
                    *draft <= last.unwrap_or(0),
                    "draft_number_taken",
                    format!("草稿序号{draft}不可用"),
                );
                reasons.when(
                    *chain != ctx.settings.chain,
                    "chain_differs",
                    "草稿的审批流程与本机关现行设定不一致",
                );
                reasons.when(co_signing.contains(drafter), "drafter_co_signs", "拟稿人不能会签自己的文稿");
                let effect = Effect::of(outcomes.iter().map(|outcome| outcome.reply));
                let names_nobody = co_signers.is_empty() && co_signing.is_empty();
                let own = chain.required(effect, !names_nobody);
                reasons.when(
                    names_nobody && steps.contains(&SignOffStep::CoSigning),
                    "co_signers_missing",
                    "本机关设定此类答复应当会签，请指定会签单位或者人员",
                );
                reasons.when(
                    !names_nobody && !own.contains(&SignOffStep::CoSigning),
                    "chain_without_co_signing",
                    "本机关的审批流程没有会签环节，应当先在设定中增加",
                );
                // the steps are those of the paper: this application's own, and with others answered together theirs too
                let is_of_chain =
                    chain.steps.iter().filter(|known| steps.contains(&known.step)).map(|known| known.step);
                let is_whole = own.iter().all(|step| steps.contains(step));
                let is_more = steps.len() > own.len();
                reasons.when(
                    !is_whole
                        || !is_of_chain.eq(steps.iter().copied())
                        || (is_more && self.joined.is_empty()),
                    "steps_differ",
                    "审批环节与答复内容和本机关的审批流程不一致",
                );
                self.against_matters(outcomes, reasons);
                match count(outcomes, *chosen, &ctx.settings.counting) {
                    Some(counted) => {
                        let differs = counted.row != *row || counted.rule != *rule || counted.reply != *reply;
                        reasons.when(
                            differs,
                            "counted_row_differs",
                            format!("按计列规则应当{}（{}）", counted.explanation, counted.reply.title()),
                        );
                    }
                    None => reasons.when(true, "no_row", "不能据此确定本件计入年度报告的哪一项"),
                }
                self.against_waiting(outcomes, reasons);
                self.against_objection(outcomes, facts.public_interest.is_some(), reasons);
                self.against_same_result(outcomes, facts.renewed.is_some(), reasons);
                for outcome in outcomes {
                    self.against_ground(outcome.reply, facts, ctx, reasons);
                    for ground in &outcome.withheld {
                        self.against_ground(*ground, facts, ctx, reasons);
                    }
                }
            }
            _ => {}
        }
    }

    fn against_matters(&self, outcomes: &[MatterOutcome], reasons: &mut Reasons) {
        for matter in &self.matters {
            let answers = outcomes.iter().filter(|outcome| outcome.matter == matter.number).count();
            reasons.when(answers == 0, "matter_unanswered", format!("第{}项申请内容没有答复", matter.number));
            reasons.when(
                answers > 1,
                "matter_answered_twice",
                format!("第{}项申请内容有两个以上答复", matter.number),
            );
        }
        for outcome in outcomes {
            let is_known = self.matters.iter().any(|matter| matter.number == outcome.matter);
            reasons.when(!is_known, "unknown_matter", format!("申请没有第{}项内容", outcome.matter));
            let is_partial = outcome.reply == Reply::Partial;
            reasons.when_under(
                is_partial && outcome.withheld.is_empty(),
                "withheld_ground_missing",
                format!("第{}项部分公开，应当写明不予公开部分的事由", outcome.matter),
                "《政府信息公开条例》第三十七条",
            );
            reasons.when(
                is_partial && outcome.withheld.iter().any(|ground| !is_refusal(*ground)),
                "withheld_ground_unsuitable",
                format!("第{}项不予公开部分的事由应当属于第十四条至第十六条的情形", outcome.matter),
            );
            reasons.when(
                !is_partial && !outcome.withheld.is_empty(),
                "withheld_without_partial",
                format!("第{}项不是部分公开，不应写明不予公开部分的事由", outcome.matter),
            );
        }
        for whole in [Reply::CorrectionOverdue, Reply::FeeOverdue, Reply::ClosedOther] {
            let some = outcomes.iter().any(|outcome| outcome.reply == whole);
            reasons.when(
                some && outcomes.iter().any(|outcome| outcome.reply != whole),
                "closes_as_a_whole",
                format!("“{}”终结整件申请，不能只适用于部分事项", whole.title()),
            );
        }
    }

    /// While the applicant's step is awaited only the notice that it is overdue may be drafted.
    fn against_waiting(&self, outcomes: &[MatterOutcome], reasons: &mut Reasons) {
        let only = |reply| outcomes.iter().all(|outcome| outcome.reply == reply);
        match self.state() {
            State::AwaitingCorrection => reasons.when(
                !only(Reply::CorrectionOverdue),
                "correction_awaited",
                "正在等待申请人补正，只能就逾期不补正拟制不再处理告知书",
            ),
            State::AwaitingPayment => reasons.when(
                !only(Reply::FeeOverdue),
                "payment_awaited",
                "正在等待申请人缴费，只能就逾期未缴费拟制不再处理告知书",
            ),
            _ => {}
        }
    }

    /// Release in spite of a third party's objection needs the public interest (《条例》第三十二条).
    fn against_objection(&self, outcomes: &[MatterOutcome], has_interest: bool, reasons: &mut Reasons) {
        let withholds_for_third_party = outcomes.iter().any(|outcome| {
            outcome.reply == Reply::DeniedThirdParty || outcome.withheld.contains(&Reply::DeniedThirdParty)
        });
        let releases = outcomes.iter().any(|outcome| releases_information(outcome.reply));
        let is_objected = self
            .consultations
            .iter()
            .any(|consultation| consultation.with == Consulted::ThirdParty && consultation.is_objected());
        reasons.when_under(
            is_objected && releases && !withholds_for_third_party && !has_interest,
            "third_party_objects",
            "第三方不同意公开，予以公开的应当说明不公开会对公共利益造成重大影响的理由",
            super::CONSULTATION_ARTICLE,
        );
    }

    /// 《行政复议法》第六十四条第二款: not the same result on the same facts and reasons, unless quashed for procedure.
    fn against_same_result(&self, outcomes: &[MatterOutcome], has_new_facts: bool, reasons: &mut Reasons) {
        let reopening = self.round().reopening.as_ref();
        let Some(reopening) = reopening.filter(|reopening| !reopening.is_for_procedure) else {
            return;
        };
        let quashed = self.rounds.iter().rev().skip(1).find_map(|round| round.issued_draft());
        reasons.when_under(
            quashed.is_some_and(|draft| draft.outcomes == outcomes) && !has_new_facts,
            "same_result_after_quashing",
            format!(
                "原答复已于{}被撤销，不得以同一事实和理由作出与原答复相同或者基本相同的答复",
                plain_date(reopening.on)
            ),
            "《行政复议法》第六十四条第二款",
        );
    }

    /// Whether a draft needs third parties to be told before release, and which.
    pub fn third_parties_to_tell(&self) -> Vec<u32> {
        let releases = self
            .draft()
            .is_some_and(|draft| draft.releases_information() && draft.facts.public_interest.is_some());
        self.consultations
            .iter()
            .filter(|consultation| {
                releases && consultation.with == Consulted::ThirdParty && consultation.is_objected()
            })
            .map(|consultation| consultation.id)
            .collect()
    }
}
