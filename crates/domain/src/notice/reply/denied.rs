//! The seven refusals under 《条例》第十四条 to 第十六条. Each prints 第三十六条第（三）项 beside its ground and names
//! reconsideration as the first way.
//!
//! Not here: the withheld part of a partial reply (`super::granted`), which uses the same findings.

use super::law::{LawLevel, cited};
use crate::notice::case::Opinion;
use crate::notice::field::{Input, choice, fields};
use crate::notice::kind::{PaperKind, Reply};
use crate::notice::parts::Part;
use crate::notice::sheet::{REFUSAL, Sheet, clause};
use crate::notice::template::Template;

choice! {
    /// The seven grounds.
    Ground {
        /// 第十四条.
        StateSecret = "denied_state_secret", "国家秘密";
        /// 第十四条.
        LawProhibited = "denied_law_prohibited", "法律、行政法规禁止公开";
        /// 第十四条.
        Security = "denied_security_stability", "危及三安全一稳定";
        /// 第十五条.
        ThirdParty = "denied_third_party_rights", "第三方合法权益";
        /// 第十六条第一款.
        Internal = "denied_internal_affairs", "内部事务信息";
        /// 第十六条第二款.
        Process = "denied_process_information", "过程性信息";
        /// 第十六条第二款.
        Enforcement = "denied_enforcement_file", "行政执法案卷信息";
    }
}

impl Ground {
    /// All grounds.
    pub const EVERY: &[Self] = &[
        Self::StateSecret,
        Self::LawProhibited,
        Self::Security,
        Self::ThirdParty,
        Self::Internal,
        Self::Process,
        Self::Enforcement,
    ];

    /// The ground on which a reply refuses.
    pub fn of(reply: Reply) -> Option<Self> {
        Self::EVERY.iter().copied().find(|ground| ground.reply() == reply)
    }

    /// The reply that refuses on this ground.
    pub fn reply(self) -> Reply {
        match self {
            Self::StateSecret => Reply::DeniedStateSecret,
            Self::LawProhibited => Reply::DeniedLawProhibited,
            Self::Security => Reply::DeniedSecurity,
            Self::ThirdParty => Reply::DeniedThirdParty,
            Self::Internal => Reply::DeniedInternal,
            Self::Process => Reply::DeniedProcess,
            Self::Enforcement => Reply::DeniedEnforcement,
        }
    }

    /// Its key in a form.
    pub fn key(self) -> &'static str {
        Self::CHOICES.iter().find(|choice| choice.name == self.name()).map_or("", |choice| choice.key)
    }

    /// The ground of this key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::EVERY.iter().copied().find(|ground| ground.key() == key)
    }

    /// The article of 《条例》.
    pub fn article(self) -> &'static str {
        match self {
            Self::StateSecret | Self::LawProhibited | Self::Security => "第十四条",
            Self::ThirdParty => "第十五条",
            Self::Internal => "第十六条第一款",
            Self::Process | Self::Enforcement => "第十六条第二款",
        }
    }
}

choice! {
    /// Under which of the kinds of its ground the withheld part falls.
    Specific {
        /// 第十四条.
        National = "national_security", "国家安全";
        /// 第十四条.
        Public = "public_security", "公共安全";
        /// 第十四条.
        Economic = "economic_security", "经济安全";
        /// 第十四条.
        Stability = "social_stability", "社会稳定";
        /// 第十五条.
        TradeSecret = "trade_secret", "商业秘密";
        /// 第十五条.
        Privacy = "personal_privacy", "个人隐私";
        /// 第十五条.
        OtherInterest = "other", "其他合法权益";
        /// 第十六条第一款.
        Personnel = "personnel", "人事管理";
        /// 第十六条第一款.
        Logistics = "logistics", "后勤管理";
        /// 第十六条第一款.
        Workflow = "workflow", "内部工作流程";
        /// 第十六条第二款.
        Discussion = "discussion_record", "讨论记录";
        /// 第十六条第二款.
        Draft = "process_draft", "过程稿";
        /// 第十六条第二款.
        Letters = "consultation_letter", "磋商信函";
        /// 第十六条第二款.
        Requests = "request_report", "请示报告";
    }
}

impl Specific {
    /// The ground to which it belongs.
    pub fn ground(self) -> Ground {
        match self {
            Self::National | Self::Public | Self::Economic | Self::Stability => Ground::Security,
            Self::TradeSecret | Self::Privacy | Self::OtherInterest => Ground::ThirdParty,
            Self::Personnel | Self::Logistics | Self::Workflow => Ground::Internal,
            Self::Discussion | Self::Draft | Self::Letters | Self::Requests => Ground::Process,
        }
    }
}

/// What is withheld, and the law that forbids it where one does.
pub(super) struct Withheld<'a> {
    pub(super) ground: Ground,
    pub(super) specific: &'a [Specific],
    pub(super) law_level: Option<LawLevel>,
    pub(super) law: &'a str,
    pub(super) article: &'a str,
}

impl Withheld<'_> {
    /// The finding, as a predicate.
    pub(super) fn finding(&self, sheet: &mut Sheet<'_>) -> String {
        let has_kinds =
            matches!(self.ground, Ground::Security | Ground::ThirdParty | Ground::Internal | Ground::Process);
        let fits = !self.specific.is_empty()
            && self.specific.iter().all(|specific| specific.ground() == self.ground);
        sheet.need(Part::Facts, !has_kinds || fits, Some("specific"), "未选择与事由相符的具体情形");
        let mut specific = self.specific.to_vec();
        specific.sort_unstable();
        specific.dedup();
        let specific: Vec<&str> = specific.into_iter().map(Specific::name).collect();
        let specific =
            if specific.is_empty() { "〔具体情形〕".to_owned() } else { specific.join("、") };
        match self.ground {
            Ground::StateSecret => "依法确定为国家秘密".to_owned(),
            Ground::LawProhibited => {
                let law = cited(sheet, self.law_level, self.law, self.article);
                format!("属于{law}禁止公开的政府信息")
            }
            Ground::Security => format!("公开后可能危及{specific}"),
            Ground::ThirdParty => format!("涉及第三方的{specific}，公开会对第三方合法权益造成损害"),
            Ground::Internal => format!("属于行政机关{specific}方面的内部事务信息"),
            Ground::Process => {
                format!("属于行政机关在履行行政管理职能过程中形成的{specific}，是过程性信息")
            }
            Ground::Enforcement => "属于行政执法案卷信息".to_owned(),
        }
    }
}

/// The sentence that all refusals end on.
fn refuse(sheet: &mut Sheet<'_>, finding: &str, articles: &[&str], reasons: &str, reply: Reply) {
    let we = sheet.we();
    let what = sheet.subject(&format!("{}申请公开的政府信息", sheet.you()));
    let mut articles = articles.to_vec();
    articles.push(REFUSAL);
    let under = sheet.under(&articles);
    sheet.body(format!("{what}{finding}。{under}，{we}决定不予公开。"));
    let reasons = sheet.sentence(Part::Reasons, "reasons", "不予公开的理由", reasons);
    sheet.body(format!("理由：{reasons}"));
    sheet.reply_end(reply.remedy());
}

fields! {
    /// Fields of [`Reply::DeniedStateSecret`].
    StateSecretFields of PaperKind::Reply(Reply::DeniedStateSecret);
    classification_reference: String = Input::Line, required, "定密依据编号或者卷号",
        "只填编号，用于内部核对，不打印在告知书上；涉密文件本身不得录入本系统。";
    reasons: String = Input::Text, required, "不予公开的理由", "说明属于依法确定的国家秘密即可，不得泄露秘密内容。";
}

impl Template for StateSecretFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        sheet.text(
            Part::EarlierStep,
            "classification_reference",
            "定密依据编号或者卷号",
            &self.classification_reference,
        );
        sheet.part(Part::Facts);
        refuse(sheet, "依法确定为国家秘密", &["第十四条"], &self.reasons, Reply::DeniedStateSecret);
    }
}

fields! {
    /// Fields of [`Reply::DeniedLawProhibited`].
    LawProhibitedFields of PaperKind::Reply(Reply::DeniedLawProhibited);
    law_level: Option<LawLevel> = Input::Choice(LawLevel::CHOICES), required, "依据的层级", "仅限法律、行政法规；地方性法规、规章和规范性文件不能作为依据。";
    law: String = Input::Line, required, "禁止公开的法律、行政法规", "全称，例如：中华人民共和国税收征收管理法。";
    article: String = Input::Line, required, "条款", "例如：第八条第二款。";
    reasons: String = Input::Text, required, "不予公开的理由", "说明申请的信息为什么属于该条款禁止公开的范围。";
}

impl Template for LawProhibitedFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let law = cited(sheet, self.law_level, &self.law, &self.article);
        sheet.part(Part::Facts);
        refuse(
            sheet,
            &format!("属于{law}禁止公开的政府信息"),
            &["第十四条"],
            &self.reasons,
            Reply::DeniedLawProhibited,
        );
    }
}

choice! {
    /// The four interests of 第十四条.
    Interest {
        /// One.
        National = "national_security", "国家安全";
        /// Two.
        Public = "public_security", "公共安全";
        /// Three.
        Economic = "economic_security", "经济安全";
        /// Four.
        Stability = "social_stability", "社会稳定";
    }
}

fields! {
    /// Fields of [`Reply::DeniedSecurity`].
    SecurityFields of PaperKind::Reply(Reply::DeniedSecurity);
    interests: Vec<Interest> = Input::Choices(Interest::CHOICES), required, "可能危及的利益", "选择国家安全、公共安全、经济安全、社会稳定中的一项或者几项。";
    reasons: String = Input::Text, required, "不予公开的理由", "说明公开后可能怎样危及上述利益，不能只重复条文。";
}

impl Template for SecurityFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        sheet.need(Part::Facts, !self.interests.is_empty(), Some("interests"), "未选择可能危及的利益");
        let mut interests = self.interests.clone();
        interests.sort_unstable();
        interests.dedup();
        let names: Vec<&str> = interests.iter().map(|interest| interest.name()).collect();
        let names =
            if names.is_empty() { "〔可能危及的利益〕".to_owned() } else { names.join("、") };
        refuse(
            sheet,
            &format!("，公开后可能危及{names}"),
            &["第十四条"],
            &self.reasons,
            Reply::DeniedSecurity,
        );
    }
}

choice! {
    /// What of a third party is protected (第十五条).
    PrivateInterest {
        /// Of an enterprise.
        TradeSecret = "trade_secret", "商业秘密";
        /// Of a person.
        Privacy = "personal_privacy", "个人隐私";
        /// Anything else that harms them.
        Other = "other", "其他合法权益";
    }
}

fields! {
    /// Fields of [`Reply::DeniedThirdParty`].
    ThirdPartyFields of PaperKind::Reply(Reply::DeniedThirdParty);
    interest: Option<PrivateInterest> = Input::Choice(PrivateInterest::CHOICES), required, "涉及的权益", "商业秘密、个人隐私或者其他合法权益。";
    reasons: String = Input::Text, required, "不予公开的理由", "说明公开会怎样损害第三方权益；不得写出第三方的姓名（名称）和受保护的内容。";
    no_consultation: String = Input::Text, optional, "未征求意见的原因", "没有征求第三方意见的记录，或者征求意见书被退回时必须说明，例如第三方已注销、已有书面意见、无法联系。";
}

impl Template for ThirdPartyFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let consulted = third_party_was_asked(sheet, &self.no_consultation);
        let interest = sheet.chosen(Part::Facts, "interest", "涉及的权益", self.interest);
        let finding = match interest {
            None => "涉及〔涉及的权益〕，公开会对第三方合法权益造成损害".to_owned(),
            Some(PrivateInterest::Other) => "，公开会对第三方合法权益造成损害".to_owned(),
            Some(interest) => format!("涉及{}，公开会对第三方合法权益造成损害", interest.name()),
        };
        sheet.body(consulted);
        refuse(sheet, &finding, &["第十五条", "第三十二条"], &self.reasons, Reply::DeniedThirdParty);
    }
}

/// A third party must have been asked, or somebody must say why not; and it may not have agreed. What is told of it
/// (《条例》第三十二条).
pub(super) fn third_party_was_asked(sheet: &mut Sheet<'_>, why_not: &str) -> String {
    let we = sheet.we();
    let opinions = sheet.opinions();
    sheet.need(
        Part::Consultation,
        !opinions.is_empty() || !why_not.trim().is_empty(),
        Some("no_consultation"),
        "没有征求第三方意见的记录，也没有说明未征求意见的原因",
    );
    let all_consent = !opinions.is_empty() && opinions.iter().all(|opinion| *opinion == Opinion::Consents);
    sheet.need(
        Part::Consultation,
        !all_consent,
        None,
        "第三方同意公开的，不得以损害第三方合法权益为由不予公开",
    );
    let asked = format!("{we}依法书面征求了第三方的意见，第三方");
    let told = if opinions.contains(&Opinion::Objects) {
        format!("{asked}不同意公开且有合理理由。")
    } else if opinions.contains(&Opinion::Unreasoned) {
        format!("{asked}不同意公开，但没有说明理由，由{we}依照规定决定是否公开。")
    } else if opinions.contains(&Opinion::Silent) {
        format!("{asked}逾期未提出意见，由{we}依照规定决定是否公开。")
    } else if opinions.contains(&Opinion::Partly) {
        format!("{asked}仅同意公开其中一部分，对申请公开的内容不同意公开。")
    } else if why_not.trim().is_empty() {
        "〔征求意见的情况〕。".to_owned()
    } else if sheet.case.is_third_party_unreached {
        format!("{}，{we}未能征求到第三方的意见。", clause(why_not))
    } else {
        format!("{}，{we}未征求第三方意见。", clause(why_not))
    };
    told + "经审查，不公开该政府信息不会对公共利益造成重大影响。"
}

/// Nothing may oblige the office to disclose it (第十六条第二款); somebody must have looked.
fn nothing_demands_disclosure(sheet: &mut Sheet<'_>, was_checked: bool) {
    sheet.need(
        Part::Facts,
        was_checked,
        Some("no_rule_demands_disclosure"),
        "未核对法律、法规、规章是否规定该信息应当公开；规定应当公开的，从其规定",
    );
}

choice! {
    /// The three kinds of 第十六条第一款.
    InternalKind {
        /// One.
        Personnel = "personnel", "人事管理";
        /// Two.
        Logistics = "logistics", "后勤管理";
        /// Three.
        Workflow = "workflow", "内部工作流程";
    }
}

fields! {
    /// Fields of [`Reply::DeniedInternal`].
    InternalFields of PaperKind::Reply(Reply::DeniedInternal);
    category: Option<InternalKind> = Input::Choice(InternalKind::CHOICES), required, "内部事务信息的种类", "只有人事管理、后勤管理、内部工作流程三种。";
    no_rule_demands_disclosure: bool = Input::Flag, required, "已核对没有规定应当公开", "已核对法律、法规、规章没有规定该信息应当公开。";
    reasons: String = Input::Text, required, "不予公开的理由", "说明该信息不对外产生影响、不予公开的考虑。";
}

impl Template for InternalFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let kind = sheet.chosen(Part::Facts, "category", "内部事务信息的种类", self.category);
        nothing_demands_disclosure(sheet, self.no_rule_demands_disclosure);
        let kind = kind.map_or("〔内部事务信息的种类〕", InternalKind::name);
        refuse(
            sheet,
            &format!("属于行政机关{kind}方面的内部事务信息"),
            &["第十六条第一款"],
            &self.reasons,
            Reply::DeniedInternal,
        );
    }
}

choice! {
    /// The four kinds of 第十六条第二款.
    ProcessKind {
        /// One.
        Discussion = "discussion_record", "讨论记录";
        /// Two.
        Draft = "process_draft", "过程稿";
        /// Three.
        Letters = "consultation_letter", "磋商信函";
        /// Four.
        Requests = "request_report", "请示报告";
    }
}

fields! {
    /// Fields of [`Reply::DeniedProcess`].
    ProcessFields of PaperKind::Reply(Reply::DeniedProcess);
    category: Option<ProcessKind> = Input::Choice(ProcessKind::CHOICES), required, "过程性信息的种类", "只有讨论记录、过程稿、磋商信函、请示报告四种。";
    no_rule_demands_disclosure: bool = Input::Flag, required, "已核对没有规定应当公开", "已核对法律、法规、规章没有规定该信息应当公开。";
    reasons: String = Input::Text, required, "不予公开的理由", "说明该信息处于何种过程、公开会有什么影响。";
}

impl Template for ProcessFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let kind = sheet.chosen(Part::Facts, "category", "过程性信息的种类", self.category);
        nothing_demands_disclosure(sheet, self.no_rule_demands_disclosure);
        let kind = kind.map_or("〔过程性信息的种类〕", ProcessKind::name);
        refuse(
            sheet,
            &format!("属于行政机关在履行行政管理职能过程中形成的{kind}，是过程性信息"),
            &["第十六条第二款"],
            &self.reasons,
            Reply::DeniedProcess,
        );
    }
}

fields! {
    /// Fields of [`Reply::DeniedEnforcement`].
    EnforcementFields of PaperKind::Reply(Reply::DeniedEnforcement);
    case_file: String = Input::Line, required, "所属行政执法案卷", "案卷名称，例如：某某行政处罚案卷；不得写出第三方的姓名（名称）。";
    no_rule_demands_disclosure: bool = Input::Flag, required, "已核对没有规定应当公开", "已核对法律、法规、规章没有规定该信息应当公开。";
    reasons: String = Input::Text, required, "不予公开的理由", "说明该信息为什么属于执法案卷的内容。";
}

impl Template for EnforcementFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let file = sheet.text(Part::Facts, "case_file", "所属行政执法案卷", &self.case_file);
        nothing_demands_disclosure(sheet, self.no_rule_demands_disclosure);
        refuse(
            sheet,
            &format!("属于{}的内容，是行政执法案卷信息", clause(&file)),
            &["第十六条第二款"],
            &self.reasons,
            Reply::DeniedEnforcement,
        );
    }
}
