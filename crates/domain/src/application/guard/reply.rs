//! Reasons against drafting a reply: the matters, the one row, the opinions still awaited, the decision to be obeyed.
//!
//! Not here: what each ground asks for (`super::grounds`), signatures and service (`super::issue`).

use super::Reasons;
use crate::application::action::{Action, ActionKind};
use crate::application::context::Context;
use crate::application::event::Event;
use crate::application::facts::ReplyFacts;
use crate::application::fold::{Application, Consultation};
use crate::application::outcome::{MatterOutcome, count, is_lacking, is_refusal};
use crate::application::state::State;
use crate::approval::chain::releases_information;
use crate::approval::{Effect, SignOffStep};
use crate::notice::kind::Reply;
use gongkai_deadline::explain::plain_date;
use gongkai_deadline::timeline::{Consulted, Lateness};
use std::collections::{BTreeMap, BTreeSet};

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
            Event::SearchRecorded { from, to, matters, .. } => {
                let is_known = |number: &u32| self.matters.iter().any(|matter| matter.number == *number);
                reasons.when(
                    !matters.iter().all(is_known),
                    "unknown_matter",
                    "检索所涉的申请内容不在本件之中",
                );
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
                self.against_waiting(outcomes, ctx, reasons);
                self.against_objection(outcomes, facts, reasons);
                self.against_unheard(outcomes, facts, reasons);
                let is_known = |number: &u32| self.matters.iter().any(|matter| matter.number == *number);
                reasons.when(
                    !facts.omitted_for.iter().all(is_known),
                    "unknown_matter",
                    "未征求意见的理由所涉的申请内容不在本件之中",
                );
                self.against_same_result(outcomes, facts.renewed.is_some(), reasons);
                if outcomes.iter().any(|outcome| outcome.reply == Reply::ClosedOther) {
                    let is_fit = action.facts.twin_is_of_same_applicant;
                    Self::against_closing(facts.closing.as_ref(), is_fit, reasons);
                }
                for outcome in outcomes {
                    self.against_nothing_found(outcome, reasons);
                    for ground in outcome.says() {
                        let is_part = ground != outcome.reply;
                        self.against_ground((outcome.matter, ground, is_part), facts, ctx, reasons);
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
                format!("第{}项部分公开，应当写明不予公开或者无法提供部分的事由", outcome.matter),
                "《政府信息公开条例》第三十七条",
            );
            reasons.when(
                is_partial
                    && outcome.withheld.iter().any(|ground| !is_refusal(*ground) && !is_lacking(*ground)),
                "withheld_ground_unsuitable",
                format!(
                    "第{}项未予公开部分的事由应当属于第十四条至第十六条的情形，或者不存在、不属于本机关负责公开、需要加工分析",
                    outcome.matter
                ),
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

    /// While the applicant's step is awaited only the notice that it is overdue may be drafted; where it was asked for after the
    /// reply was due, the reply is owed all the same.
    fn against_waiting(&self, outcomes: &[MatterOutcome], ctx: &Context<'_>, reasons: &mut Reasons) {
        let only = |reply| outcomes.iter().all(|outcome| outcome.reply == reply);
        match self.state() {
            State::AwaitingCorrection => reasons.when(
                !only(Reply::CorrectionOverdue) && !self.told_late(Lateness::Correction, ctx),
                "correction_awaited",
                "正在等待申请人补正，只能就逾期不补正拟制不再处理告知书",
            ),
            State::AwaitingPayment => reasons.when(
                !only(Reply::FeeOverdue) && !self.told_late(Lateness::Fee, ctx),
                "payment_awaited",
                "正在等待申请人缴费，只能就逾期未缴费拟制不再处理告知书",
            ),
            _ => {}
        }
    }

    /// The third parties that objected and whose matters are released nevertheless: nothing of them is withheld for a third party,
    /// or what is withheld is so for another, because their own objection was found to have no reasonable grounds.
    fn overruled<'a>(
        &'a self,
        outcomes: &'a [MatterOutcome],
        facts: &'a ReplyFacts,
    ) -> impl Iterator<Item = &'a Consultation> {
        let is_judged = |one: &Consultation| facts.unfounded.iter().any(|known| known.consultation == one.id);
        let objecting = || {
            let asked = self.consultations.iter().filter(|one| one.with == Consulted::ThirdParty);
            asked.filter(|one| one.is_objected())
        };
        // a letter that names no matter is about the application as a whole, where it is the only one
        let is_only = objecting().count() == 1;
        let is_protected = outcomes.iter().any(protects);
        objecting().filter(move |one| {
            let is_judged = is_judged(one);
            let is_whole = one.matters.is_empty() && is_only && is_protected && !is_judged;
            let mut concerned = outcomes.iter().filter(|outcome| one.concerns(outcome.matter));
            let is_released = |outcome: &MatterOutcome| {
                releases_information(outcome.reply) && (is_judged || !protects(outcome))
            };
            !is_whole && concerned.any(is_released)
        })
    }

    /// Who was not reached was not heard: what concerns them is neither given out nor withheld for their sake before they are asked
    /// again, or it is said why they cannot be (《条例》第三十二条、第三十四条).
    fn against_unheard(&self, outcomes: &[MatterOutcome], facts: &ReplyFacts, reasons: &mut Reasons) {
        for letter in self.consultations.iter().filter(|letter| self.is_unheard(letter)) {
            let (party, article) = match letter.with {
                Consulted::ThirdParty => ("第三方", super::CONSULTATION_ARTICLE),
                Consulted::CoMaker => ("共同制作机关", super::CO_MAKER_ARTICLE),
                // its opinion is help; no right depends on it
                Consulted::OtherAgency => continue,
            };
            let decides = |outcome: &&MatterOutcome| {
                let for_their_sake = letter.with == Consulted::ThirdParty && protects(outcome);
                releases_information(outcome.reply) || for_their_sake
            };
            let concerned = outcomes.iter().filter(|outcome| letter.concerns(outcome.matter));
            let open: Vec<String> = concerned
                .filter(decides)
                .filter(|outcome| !facts.omits_consultation(outcome.matter))
                .map(|outcome| format!("第{}项", outcome.matter))
                .collect();
            let about = if self.matters.len() > 1 { open.join("、") } else { String::new() };
            reasons.when_under(
                !open.is_empty(),
                "letter_came_back",
                format!(
                    "第{}号征求意见书被退回，{party}没有收到，不能视为逾期未提出意见；应当另行发出征求意见书，或者写明{about}未能征求意见的理由",
                    letter.id
                ),
                article,
            );
        }
    }

    /// Release in spite of a third party's objection needs the public interest, or an objection without reasonable grounds
    /// (《条例》第三十二条: 不同意公开且有合理理由的，不予公开).
    fn against_objection(&self, outcomes: &[MatterOutcome], facts: &ReplyFacts, reasons: &mut Reasons) {
        for one in self.overruled(outcomes, facts) {
            let is_unfounded = facts.unfounded.iter().any(|judged| judged.consultation == one.id);
            reasons.when_under(
                facts.public_interest.is_none() && !is_unfounded,
                "third_party_objects",
                format!(
                    "第{}号征求意见的第三方不同意公开，予以公开的应当说明其理由不合理，或者不公开会对公共利益造成重大影响的理由",
                    one.id
                ),
                super::CONSULTATION_ARTICLE,
            );
        }
        for judged in &facts.unfounded {
            let is_objected = self.consultation(judged.consultation).is_some_and(Consultation::is_objected);
            reasons.when(
                !is_objected,
                "no_objection_to_judge",
                format!("第{}号征求意见没有不同意公开的意见", judged.consultation),
            );
        }
    }

    /// The same of the draft in hand: an opinion may arrive, or be recorded, while it is on its way. One that came after its limit had passed does
    /// not hold the paper up (《条例》第三十二条: 逾期未提出意见的，由行政机关决定是否公开).
    pub(super) fn against_new_objection(&self, ctx: &Context<'_>, reasons: &mut Reasons) {
        let Some(draft) = self.draft() else { return };
        let is_in_time = |one: &Consultation| {
            let Some(on) = one.opinion_received_on else { return false };
            one.due_on(ctx.calendar).ok().flatten().is_none_or(|due_on| on <= due_on)
        };
        let is_judged = |one: &Consultation| {
            draft.facts.public_interest.is_some()
                || draft.facts.unfounded.iter().any(|judged| judged.consultation == one.id)
        };
        for one in
            self.overruled(&draft.outcomes, &draft.facts).filter(|one| is_in_time(one) && !is_judged(one))
        {
            reasons.when_under(
                true,
                "objection_after_draft",
                format!(
                    "拟稿以后收到第{}号征求意见的第三方不同意公开的意见，应当退回（已经编号的先作废）重新拟制，写明予以公开的理由",
                    one.id
                ),
                super::CONSULTATION_ARTICLE,
            );
        }
    }

    /// 《行政复议法》第六十四条第二款: not the same result on the same facts and reasons as any reply that was not upheld, unless it
    /// was quashed for procedure.
    fn against_same_result(&self, outcomes: &[MatterOutcome], has_new_facts: bool, reasons: &mut Reasons) {
        let again = result_of(outcomes);
        let mut not_upheld =
            self.rounds.iter().zip(self.rounds.iter().skip(1)).filter_map(|(round, next)| {
                let reopening = next.reopening.as_ref().filter(|reopening| !reopening.is_for_procedure)?;
                Some((reopening.on, round.issued_draft()?))
            });
        let same = not_upheld.rfind(|(_, draft)| result_of(&draft.outcomes) == again);
        if let Some((on, _)) = same.filter(|_| !has_new_facts) {
            reasons.when_under(
                true,
                "same_result_after_quashing",
                format!(
                    "原答复经{}收到的决定（裁判）撤销或者责令重新办理，不得以同一事实和理由作出与原答复相同或者基本相同的答复",
                    plain_date(on)
                ),
                "《行政复议法》第六十四条第二款",
            );
        }
    }

    /// The consultations whose parties objected and are to be told before the draft's information is given out.
    pub fn third_parties_to_tell(&self) -> Vec<u32> {
        let Some(draft) = self.draft() else { return Vec::new() };
        self.overruled(&draft.outcomes, &draft.facts).map(|consultation| consultation.id).collect()
    }
}

/// Whether something of a matter is withheld for a third party.
fn protects(outcome: &MatterOutcome) -> bool {
    outcome.says().any(|reply| reply == Reply::DeniedThirdParty)
}

/// What becomes of each matter, in whatever order it was written.
fn result_of(outcomes: &[MatterOutcome]) -> BTreeMap<u32, (Reply, BTreeSet<Reply>)> {
    let of = |outcome: &MatterOutcome| (outcome.reply, outcome.withheld.iter().copied().collect());
    outcomes.iter().map(|outcome| (outcome.matter, of(outcome))).collect()
}
