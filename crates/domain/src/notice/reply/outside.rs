//! Replies to what is no application for government information: other kinds of information, and questions.
//!
//! Not here: information that another procedure gives (`super::elsewhere`).

use crate::notice::field::{Input, choice, fields};
use crate::notice::kind::{PaperKind, Reply};
use crate::notice::parts::Part;
use crate::notice::sheet::{Sheet, clause, sentence};
use crate::notice::template::Template;

choice! {
    /// In what the information arose, if not in administrative duties (第二条).
    Nature {
        /// Party affairs.
        PartyAffairs = "party_affairs", "党务活动";
        /// Criminal investigation.
        CriminalInvestigation = "criminal_investigation", "刑事侦查活动";
        /// Judicial functions.
        Judicial = "judicial", "司法活动";
        /// A contract of private law.
        CivilContract = "civil_contract", "民事合同活动";
        /// Anything else that is no administrative duty.
        Other = "other", "其他非行政管理活动";
    }
}

fields! {
    /// Fields of [`Reply::NotGovernmentInformation`].
    NotGovernmentInformationFields of PaperKind::Reply(Reply::NotGovernmentInformation);
    nature: Option<Nature> = Input::Choice(Nature::CHOICES), required, "信息形成于何种活动", "党务、刑事侦查、司法、民事合同等非履行行政管理职能的活动。";
    reasons: String = Input::Text, required, "理由", "说明该信息为什么不是在履行行政管理职能过程中制作或者获取的。";
    way: String = Input::Text, optional, "可以尝试的途径", "能够告知的，告知其他获取途径。";
}

impl Template for NotGovernmentInformationFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let (you, we) = (sheet.you(), sheet.we());
        let nature = sheet.chosen(Part::Facts, "nature", "信息形成于何种活动", self.nature);
        let nature = nature.map_or("〔信息形成于何种活动〕", Nature::name);
        let reasons = sheet.sentence(Part::Reasons, "reasons", "理由", &self.reasons);
        let under = sheet.under(&["第二条"]);
        sheet.body(format!("{you}申请公开的信息形成于{nature}。{reasons}"));
        sheet.body(format!(
            "{under}，政府信息是指行政机关在履行行政管理职能过程中制作或者获取的，以一定形式记录、保存的信息。\
             {you}申请公开的信息不属于政府信息，{we}不作为政府信息公开申请处理。"
        ));
        if !self.way.trim().is_empty() {
            sheet.body(sentence(&self.way));
        }
        sheet.reply_end(Reply::NotGovernmentInformation.remedy());
    }
}

fields! {
    /// Fields of [`Reply::Consultation`].
    ConsultationFields of PaperKind::Reply(Reply::Consultation);
    question: String = Input::Text, required, "咨询的问题", "概括申请人实际询问的问题。";
    answer: String = Input::Text, required, "答复或者咨询渠道", "能够直接解答的直接解答；否则写明咨询单位和电话。";
}

impl Template for ConsultationFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let (you, we) = (sheet.you(), sheet.we());
        let question = sheet.text(Part::Facts, "question", "咨询的问题", &self.question);
        let under = sheet.under(&["第二条"]);
        sheet.part(Part::Reasons);
        sheet.body(format!(
            "{you}的申请是就“{}”向{we}提出咨询，没有指向以一定形式记录、保存的特定信息。{under}，\
             该申请不属于政府信息公开申请，{we}不作为政府信息公开申请处理。",
            clause(&question)
        ));
        let answer = sheet.sentence(Part::Provision, "answer", "答复或者咨询渠道", &self.answer);
        sheet.body(format!("为方便{you}了解有关情况，现说明如下：{answer}"));
        sheet.reply_end(Reply::Consultation.remedy());
    }
}
