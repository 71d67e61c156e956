//! What each of the 27 replies asks for before it may be used.
//!
//! Not here: the words of the replies (`crate::notice`), the matters and the row (`super::reply`).

use super::{CORRECTION_ARTICLE, REASONS_ARTICLE, Reasons};
use crate::application::context::Context;
use crate::application::event::{ClosingCause, Opinion};
use crate::application::facts::{LawRank, ReplyFacts};
use crate::application::fold::{Application, Consultation};
use crate::application::outcome::MatterOutcome;
use crate::approval::chain::releases_information;
use crate::notice::kind::Reply;
use gongkai_deadline::explain::plain_date;
use gongkai_deadline::timeline::Consulted;

/// What can be disclosed is given.
const GIVING_ARTICLE: &str = "《政府信息公开条例》第三十六条第（二）项";
/// Duty to give reasons.
const REASONS_DUTY: &str = "《政府信息公开条例》第三十六条";

impl Application {
    /// Reasons against one ground of a matter, or of a part of it whose rest is given.
    pub(super) fn against_ground(
        &self,
        (matter, reply, is_part): (u32, Reply, bool),
        facts: &ReplyFacts,
        ctx: &Context<'_>,
        reasons: &mut Reasons,
    ) {
        let needs_reasons = !matches!(
            reply,
            Reply::AlreadyPublic
                | Reply::Granted
                | Reply::Publication
                | Reply::CorrectionOverdue
                | Reply::FeeOverdue
        );
        reasons.when_under(
            needs_reasons && facts.reasons.is_none(),
            "reasons_missing",
            format!("“{}”应当说明理由", reply.title()),
            REASONS_DUTY,
        );
        match reply {
            Reply::AlreadyPublic => reasons.when_under(
                facts.access.is_none(),
                "access_missing",
                "已经主动公开的，应当告知获取该政府信息的方式、途径",
                "《政府信息公开条例》第三十六条第（一）项",
            ),
            // together with what else is said of the matter: `against_nothing_found`
            Reply::Granted | Reply::Partial => reasons.when_under(
                facts.access.is_none(),
                "access_missing",
                "予以公开的，应当提供该政府信息，或者告知获取的方式、途径和时间",
                GIVING_ARTICLE,
            ),
            Reply::DeniedStateSecret => reasons.when_under(
                facts.classification.is_none(),
                "classification_missing",
                "属于国家秘密的，应当写明定密依据编号（只记编号，不记内容）",
                "《政府信息公开条例》第十四条",
            ),
            Reply::DeniedLawProhibited => {
                Self::against_law(facts, "《政府信息公开条例》第十四条", reasons);
            }
            Reply::DeniedSecurity => reasons.when_under(
                facts.security_interest.is_none(),
                "interest_missing",
                "应当写明可能危及国家安全、公共安全、经济安全、社会稳定中的哪一项",
                "《政府信息公开条例》第十四条",
            ),
            Reply::DeniedThirdParty => self.against_third_party(matter, facts, reasons),
            Reply::DeniedInternal => reasons.when_under(
                facts.internal_kind.is_none(),
                "internal_kind_missing",
                "应当写明属于人事管理、后勤管理、内部工作流程中的哪一类",
                "《政府信息公开条例》第十六条第一款",
            ),
            Reply::DeniedProcess => reasons.when_under(
                facts.process_kind.is_none(),
                "process_kind_missing",
                "应当写明属于讨论记录、过程稿、磋商信函、请示报告中的哪一类",
                "《政府信息公开条例》第十六条第二款",
            ),
            Reply::AdminInquiry => {
                const ARTICLE: &str = "《政府信息公开条例》第三十六条第（七）项";
                Self::against_law(facts, ARTICLE, reasons);
                reasons.when_under(
                    facts.access.is_none(),
                    "window_missing",
                    "应当告知申请人依照有关法律、行政法规办理的渠道",
                    ARTICLE,
                );
            }
            Reply::NotExist => self.against_not_exist(matter, is_part, reasons),
            Reply::NotResponsible => reasons.when_under(
                facts.responsible.is_none(),
                "responsible_agency_missing",
                "应当告知负责公开的行政机关的名称、联系方式；不能确定的应当写明",
                "《政府信息公开条例》第三十六条第（五）项",
            ),
            Reply::NeedsCreation => reasons.when_under(
                facts.creation.is_none(),
                "creation_reason_missing",
                "应当说明不能依照第三十七条作区分处理、需要另行加工、分析的理由",
                "《政府信息公开条例》第三十八条",
            ),
            Reply::StillUnclear => {
                let is_corrected =
                    self.correction.as_ref().is_some_and(|correction| correction.corrected_on.is_some());
                reasons.when_under(
                    !is_corrected,
                    "no_correction_round",
                    "没有经过补正，不能以补正后仍不明确答复",
                    CORRECTION_ARTICLE,
                );
                reasons.when_under(
                    facts.unclear.is_none(),
                    "unclear_part_missing",
                    "应当写明补正后仍不明确的内容",
                    CORRECTION_ARTICLE,
                );
            }
            Reply::Repeat => Self::against_repeat(facts, reasons),
            Reply::Publication => reasons.when_under(
                facts.access.is_none(),
                "access_missing",
                "应当告知获取公开出版物的途径",
                "《政府信息公开条例》第三十九条第二款",
            ),
            Reply::Excessive => self.against_excessive(ctx, reasons),
            Reply::Confirmation => reasons.when(
                facts.obtained.is_none(),
                "obtained_missing",
                "应当写明申请人何时、以何种方式已经获取该政府信息",
            ),
            Reply::CorrectionOverdue => self.against_correction_overdue(ctx, reasons),
            Reply::FeeOverdue => self.against_fee_overdue(ctx, reasons),
            Reply::Archives => reasons.when(
                facts.access.is_none(),
                "archives_missing",
                "应当告知保管该档案的国家档案馆及其查阅途径",
            ),
            Reply::DeniedEnforcement
            | Reply::Petition
            // together with what was found out about the other copy: `super::reply`
            | Reply::ClosedOther
            | Reply::NotGovernmentInformation
            | Reply::Consultation
            | Reply::PartyProcedure => {}
        }
    }

    /// Only two causes end an application without a decision on it; a withdrawal is recorded as such.
    pub(super) fn against_closing(
        cause: Option<&ClosingCause>,
        twin_is_of_same_applicant: bool,
        reasons: &mut Reasons,
    ) {
        match cause {
            None => reasons.when_under(
                true,
                "closing_cause_missing",
                "按“其他”结案的，应当写明事由：申请人死亡或者终止而没有权利义务承受人，或者同一份申请重复提交；\
                 申请人撤回的登记撤回，其余情形应当书面答复",
                REASONS_DUTY,
            ),
            Some(ClosingCause::ApplicantCeased) => {}
            Some(ClosingCause::SubmittedTwice { number, .. }) => {
                reasons.when(number.trim().is_empty(), "twin_missing", "没有写明在哪一件中办理");
                reasons.when_under(
                    !twin_is_of_same_applicant,
                    "twin_of_another",
                    "写明的另一件不是同一申请人提出的，或者本身已经作为重复提交结案",
                    REASONS_DUTY,
                );
            }
        }
    }

    fn against_law(facts: &ReplyFacts, article: &'static str, reasons: &mut Reasons) {
        match &facts.law {
            None => {
                reasons.when_under(
                    true,
                    "law_missing",
                    "应当写明所依据的法律、行政法规的名称和条款",
                    article,
                );
            }
            Some(law) => {
                reasons.when_under(
                    !law.rank.is_sufficient(),
                    "law_rank_insufficient",
                    format!(
                        "只能依据法律、行政法规，《{}》属于{}",
                        law.title.trim_matches(['《', '》']),
                        LawRank::label(law.rank)
                    ),
                    article,
                );
                reasons.when_under(
                    law.title.trim().is_empty() || law.article.trim().is_empty(),
                    "law_article_missing",
                    "应当写明所依据的法律、行政法规的名称和条款",
                    article,
                );
            }
        }
    }

    /// Which matter a reason is about, where there are several.
    fn about(&self, matter: u32) -> String {
        if self.matters.len() > 1 { format!("第{matter}项：") } else { String::new() }
    }

    /// Whose letter came back was not heard; what then is asked for is said of the letter (`super::reply`).
    fn against_third_party(&self, matter: u32, facts: &ReplyFacts, reasons: &mut Reasons) {
        const ARTICLE: &str = "《政府信息公开条例》第三十二条";
        let about = self.about(matter);
        let parties = self.consultations.iter().filter(|c| c.with == Consulted::ThirdParty);
        let asked: Vec<&Consultation> = parties.filter(|c| c.concerns(matter)).collect();
        let is_omitted = facts.omits_consultation(matter);
        reasons.when_under(
            asked.is_empty() && !is_omitted,
            "third_party_not_consulted",
            format!("{about}没有征求第三方意见的记录，也没有写明未征求意见的理由"),
            ARTICLE,
        );
        let is_somebody_unheard = asked.iter().any(|one| self.is_unheard(one));
        let mut heard = asked.iter().filter(|one| !one.came_back()).peekable();
        let is_heard = heard.peek().is_some();
        let all_consent = is_heard && heard.all(|one| one.opinion == Some(Opinion::Consents));
        // what is withheld can be that of somebody who could not be asked
        reasons.when_under(
            all_consent && !(is_somebody_unheard && is_omitted),
            "third_party_consents",
            format!("{about}第三方已经同意公开，不能以保护第三方合法权益为由不予公开"),
            "《政府信息公开条例》第十五条",
        );
    }

    /// A search carries the matters for which it was made. One that found a part is what tells that the rest does not exist.
    fn against_not_exist(&self, matter: u32, is_part: bool, reasons: &mut Reasons) {
        const ARTICLE: &str = "《政府信息公开条例》第三十六条第（四）项";
        let about = self.about(matter);
        let mut searches = self.searches.iter().filter(|search| search.concerns(matter)).peekable();
        let is_searched = searches.peek().is_some();
        reasons.when_under(
            !is_searched,
            "search_missing",
            format!("{about}没有检索记录（检索人、时间、范围、关键词、结果），不能答复政府信息不存在"),
            ARTICLE,
        );
        reasons.when_under(
            is_searched && !is_part && searches.all(|search| search.is_found),
            "search_found_something",
            format!("{about}检索记录的结果均为检索到相关信息，与信息不存在不符"),
            ARTICLE,
        );
    }

    /// What is given was found: where it was searched for, a record says so (《条例》第三十六条第（二）项). Telling where something
    /// is published already rests on no search of the house; and where a part does not exist, the search may be the one for it.
    pub(super) fn against_nothing_found(&self, outcome: &MatterOutcome, reasons: &mut Reasons) {
        let is_given = releases_information(outcome.reply);
        if !is_given || outcome.says().any(|reply| reply == Reply::NotExist) {
            return;
        }
        let about = self.about(outcome.matter);
        let mut searches = self.searches.iter().filter(|search| search.concerns(outcome.matter)).peekable();
        let is_searched = searches.peek().is_some();
        reasons.when_under(
            is_searched && searches.all(|search| !search.is_found),
            "search_found_nothing",
            format!("{about}检索记录的结果均为未检索到相关信息，与予以公开不符；已经找到的，应当登记找到该信息的检索记录"),
            GIVING_ARTICLE,
        );
    }

    fn against_repeat(facts: &ReplyFacts, reasons: &mut Reasons) {
        const ARTICLE: &str = "《政府信息公开条例》第三十六条第（六）项";
        let Some(earlier) = &facts.earlier else {
            reasons.when_under(true, "earlier_missing", "没有关联同一申请人此前的申请", ARTICLE);
            return;
        };
        reasons.when_under(
            !earlier.is_same_applicant,
            "earlier_of_another",
            "所关联的申请不是同一申请人提出的",
            ARTICLE,
        );
        reasons.when_under(
            !earlier.is_same_information,
            "earlier_for_other_information",
            "没有认定两件申请要求公开的是相同政府信息，应当比对申请内容后认定",
            ARTICLE,
        );
        reasons.when_under(earlier.is_later, "earlier_is_later", "所关联的申请不是此前收到的申请", ARTICLE);
        reasons.when_under(
            !earlier.is_replied,
            "earlier_not_replied",
            "所关联的申请没有有效的答复（尚未答复、已经撤回、不再处理或者答复已被撤销），不构成重复申请",
            ARTICLE,
        );
        reasons.when_under(
            earlier.is_replied && (earlier.reply_number.is_none() || earlier.replied_on.is_none()),
            "earlier_reply_unnamed",
            "应当写明此前答复的文号和日期",
            ARTICLE,
        );
    }

    fn against_excessive(&self, ctx: &Context<'_>, reasons: &mut Reasons) {
        let Some(request) = self.reasons else {
            reasons.when_under(
                true,
                "no_reasons_requested",
                "没有要求申请人说明理由，不能认定无正当理由大量反复申请",
                REASONS_ARTICLE,
            );
            return;
        };
        reasons.when_under(
            request.given_on.is_none() && ctx.today <= request.answer_by,
            "reasons_awaited",
            format!("申请人说明理由的期限至{}届满，尚未收到说明", plain_date(request.answer_by)),
            REASONS_ARTICLE,
        );
        self.against_unserved_request(reasons);
        reasons.when_under(
            request.judged.is_none_or(|judgement| judgement.is_reasonable),
            "reasons_not_rejected",
            "尚未认定申请理由不合理",
            REASONS_ARTICLE,
        );
    }
}
