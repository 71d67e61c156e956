//! Replies that do not process the application: petitions, repeats, publications, unreasonable numbers, confirmations.
//!
//! Not here: applications that ended by themselves (`super::ended`).

use crate::notice::field::{Input, choice, fields};
use crate::notice::kind::{PaperKind, Reply};
use crate::notice::paper::chinese_date;
use crate::notice::parts::Part;
use crate::notice::sheet::{REGULATION, Sheet, clause, sentence};
use crate::notice::template::Template;
use chrono::NaiveDate;

choice! {
    /// What the application is in truth (第三十九条第一款).
    PetitionKind {
        /// One.
        Petition = "petition", "信访";
        /// Two.
        Complaint = "complaint", "投诉";
        /// Three.
        Report = "report", "举报";
    }
}

fields! {
    /// Fields of [`Reply::Petition`].
    PetitionFields of PaperKind::Reply(Reply::Petition);
    category: Option<PetitionKind> = Input::Choice(PetitionKind::CHOICES), required, "事项的性质", "信访、投诉、举报之一。";
    reasons: String = Input::Text, required, "理由", "指出申请中的哪些内容是在反映问题、提出投诉或者举报，而不是申请公开信息。";
    channel: String = Input::Text, required, "相应的渠道", "受理单位、地址、电话或者网址。";
}

impl Template for PetitionFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let (you, we) = (sheet.you(), sheet.we());
        let kind = sheet.chosen(Part::Facts, "category", "事项的性质", self.category);
        let kind = kind.map_or("〔事项的性质〕", PetitionKind::name);
        let reasons = sheet.sentence(Part::Reasons, "reasons", "理由", &self.reasons);
        let under = sheet.under(&["第三十九条第一款"]);
        sheet.body(format!(
            "{reasons}{you}以政府信息公开申请的形式进行{kind}活动。{under}，{we}不作为政府信息公开申请处理。"
        ));
        let channel = sheet.sentence(Part::Provision, "channel", "相应的渠道", &self.channel);
        sheet.body(format!("{you}可以通过下列渠道提出{kind}事项：{channel}"));
        sheet.reply_end(Reply::Petition.remedy());
    }
}

fields! {
    /// Fields of [`Reply::Repeat`]; the earlier reply is a record of the case.
    RepeatFields of PaperKind::Reply(Reply::Repeat);
    explanation: String = Input::Text, optional, "补充说明", "例如两次申请内容相同之处。";
}

impl Template for RepeatFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let (you, we) = (sheet.you(), sheet.we());
        let earlier = sheet.case.earlier_reply.as_ref();
        sheet.need(
            Part::EarlierStep,
            earlier.is_some(),
            None,
            "没有关联同一申请人此前的申请和答复，不能以重复申请为由答复",
        );
        let found = match earlier {
            None => "〔此前的答复〕".to_owned(),
            Some(earlier) => {
                let is_earlier = earlier.replied_on <= sheet.issue.issued_on;
                sheet.need(Part::EarlierStep, is_earlier, None, "此前答复的日期不能晚于成文日期");
                let is_numbered = !earlier.document_number.trim().is_empty();
                sheet.need(Part::EarlierStep, is_numbered, None, "此前的答复没有文号");
                format!(
                    "{you}此前已就相同政府信息提出申请（登记编号：{}），{we}已于{}作出答复（{}）",
                    earlier.registration_number,
                    chinese_date(earlier.replied_on),
                    earlier.document_number
                )
            }
        };
        sheet.part(Part::Facts);
        let under = sheet.under(&["第三十六条第（六）项"]);
        sheet.part(Part::Reasons);
        sheet.body(format!("经查，{found}。{under}，{we}对{you}的本次申请不予重复处理。"));
        if !self.explanation.trim().is_empty() {
            sheet.body(sentence(&self.explanation));
        }
        sheet.reply_end(Reply::Repeat.remedy());
    }
}

fields! {
    /// Fields of [`Reply::Publication`].
    PublicationFields of PaperKind::Reply(Reply::Publication);
    publication: String = Input::Line, required, "公开出版物", "政府公报、报刊、书籍的名称、期号。";
    way: String = Input::Text, required, "获取的途径", "在哪里可以查阅、购买。";
}

impl Template for PublicationFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let (you, we) = (sheet.you(), sheet.we());
        let publication = sheet.text(Part::Facts, "publication", "公开出版物", &self.publication);
        let under = sheet.under(&["第三十九条第二款"]);
        sheet.part(Part::Reasons);
        sheet.body(format!(
            "{you}的申请是要求{we}提供政府公报、报刊、书籍等公开出版物（{}）。{under}，{we}不作为政府信息公开申请处理，\
             现将获取的途径告知如下：",
            clause(&publication)
        ));
        let way = sheet.sentence(Part::Provision, "way", "获取的途径", &self.way);
        sheet.body(way);
        sheet.reply_end(Reply::Publication.remedy());
    }
}

fields! {
    /// Fields of [`Reply::Excessive`]; the request for reasons is a record of the case.
    ExcessiveFields of PaperKind::Reply(Reply::Excessive);
    from: Option<NaiveDate> = Input::Date, required, "统计开始日期", "统计申请数量、频次的起始日。";
    until: Option<NaiveDate> = Input::Date, required, "统计结束日期", "统计申请数量、频次的截止日。";
    count: u32 = Input::Count, required, "申请件数", "同一申请人在上述期间向本机关提出的申请件数。";
    reasons_given: String = Input::Text, optional, "申请人说明的理由", "申请人说明了理由的必须填写其要点。";
    reasons: String = Input::Text, required, "认为理由不合理的原因", "说明数量、频次为什么明显超过合理范围，理由为什么不合理。";
}

impl Template for ExcessiveFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let (you, we) = (sheet.you(), sheet.we());
        let from = sheet.date(Part::Facts, Some("from"), "统计开始日期", self.from);
        let until = sheet.date(Part::Facts, Some("until"), "统计结束日期", self.until);
        let is_ordered = !matches!((self.from, self.until), (Some(from), Some(until)) if from > until);
        sheet.need(Part::Facts, is_ordered, Some("until"), "统计结束日期早于开始日期");
        sheet.need(Part::Facts, self.count > 1, Some("count"), "未填写申请件数");
        sheet.body(format!("{from}至{until}，{you}向{we}提出政府信息公开申请共{}件。", self.count));
        let issued_on = sheet.issue.issued_on;
        let round = sheet.case.reasons_request.as_ref();
        sheet.need(
            Part::EarlierStep,
            round.is_some(),
            None,
            "没有要求申请人说明理由的记录（条例第三十五条）",
        );
        let answered = round.and_then(|round| round.answered_on);
        if let Some(round) = round {
            sheet.need(
                Part::EarlierStep,
                answered.is_some() || issued_on > round.due_on,
                None,
                "申请人尚未说明理由，说明理由的期限也未届满",
            );
        }
        let asked = round
            .map_or_else(|| "〔要求说明理由的日期〕".to_owned(), |round| chinese_date(round.requested_on));
        let due = round.map(|round| chinese_date(round.due_on)).unwrap_or_default();
        let answer = match answered {
            Some(on) => {
                let given = sheet.text(Part::Facts, "reasons_given", "申请人说明的理由", &self.reasons_given);
                format!("{you}于{}说明的理由为：{}。", chinese_date(on), clause(&given))
            }
            None => format!("{you}至{due}未说明理由。"),
        };
        sheet.body(format!("{we}于{asked}要求{you}说明理由。{answer}"));
        let reasons = sheet.sentence(Part::Reasons, "reasons", "认为理由不合理的原因", &self.reasons);
        let under = sheet.under(&["第三十五条"]);
        sheet.body(format!(
            "经审查，{you}申请公开政府信息的数量、频次明显超过合理范围，且没有合理理由：{reasons}{under}，{we}不予处理。"
        ));
        sheet.reply_end(Reply::Excessive.remedy());
    }
}

fields! {
    /// Fields of [`Reply::Confirmation`].
    ConfirmationFields of PaperKind::Reply(Reply::Confirmation);
    obtained_on: Option<NaiveDate> = Input::Date, required, "已获取信息的日期", "申请人已经取得该信息的日期。";
    obtained_by: String = Input::Line, required, "获取的途径", "例如：由本机关以某号告知书提供。";
}

impl Template for ConfirmationFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let (you, we) = (sheet.you(), sheet.we());
        let on = sheet.date(Part::Facts, Some("obtained_on"), "已获取信息的日期", self.obtained_on);
        let is_past = self.obtained_on.is_none_or(|on| on <= sheet.issue.issued_on);
        sheet.need(Part::Facts, is_past, Some("obtained_on"), "已获取信息的日期不能晚于成文日期");
        let by = sheet.text(Part::Facts, "obtained_by", "获取的途径", &self.obtained_by);
        sheet.part(Part::Basis);
        sheet.part(Part::Reasons);
        sheet.body(format!(
            "经查，{you}已于{on}获取申请所涉的政府信息（{}），本次申请是要求{we}对已获取的信息进行确认或者重新出具。",
            clause(&by)
        ));
        sheet.body(format!(
            "{REGULATION}保障公民、法人和其他组织依法获取政府信息，没有规定行政机关负有对申请人已获取的政府信息进行确认\
             或者重新出具的义务，{we}对该申请不予处理。"
        ));
        sheet.reply_end(Reply::Confirmation.remedy());
    }
}
