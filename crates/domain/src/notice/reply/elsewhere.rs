//! Replies that send the applicant elsewhere: to a statutory way of inquiry, another agency, an archive, or the
//! procedure of which he is a party.
//!
//! Not here: petitions and publications (`super::unprocessed`).

use super::law::{LawLevel, cited, named};
use crate::notice::field::{Input, fields};
use crate::notice::kind::{PaperKind, Reply};
use crate::notice::paper::chinese_date;
use crate::notice::parts::Part;
use crate::notice::sheet::{Sheet, clause, sentence};
use crate::notice::template::Template;
use chrono::NaiveDate;

fields! {
    /// Fields of [`Reply::AdminInquiry`].
    AdminInquiryFields of PaperKind::Reply(Reply::AdminInquiry);
    law_level: Option<LawLevel> = Input::Choice(LawLevel::CHOICES), required, "依据的层级", "有关法律、行政法规对获取另有特别规定的才适用。";
    law: String = Input::Line, required, "另有特别规定的法律、行政法规", "全称，例如：不动产登记暂行条例。";
    article: String = Input::Line, required, "条款", "例如：第二十七条。";
    subject: String = Input::Line, required, "查询的资料", "例如：不动产登记资料。";
    window: String = Input::Text, required, "办理的窗口和方式", "办理单位、地址、电话、需要带的材料。";
}

impl Template for AdminInquiryFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let you = sheet.you();
        let subject = sheet.text(Part::Facts, "subject", "查询的资料", &self.subject);
        let law = cited(sheet, self.law_level, &self.law, &self.article);
        let under = sheet.under(&["第三十六条第（七）项"]);
        sheet.part(Part::Reasons);
        sheet.body(format!(
            "{you}申请公开的信息属于{}，{law}对其获取另有特别规定。{under}，请{you}依照上述规定办理查询。",
            clause(&subject)
        ));
        let window = sheet.sentence(Part::Provision, "window", "办理的窗口和方式", &self.window);
        sheet.body(format!("办理方式：{window}"));
        sheet.reply_end(sheet.office.remedy.mode_of([Reply::AdminInquiry]));
    }
}

fields! {
    /// Fields of [`Reply::NotResponsible`].
    NotResponsibleFields of PaperKind::Reply(Reply::NotResponsible);
    reasons: String = Input::Text, required, "理由", "说明为什么不属于本机关负责公开，例如信息由谁制作、谁最初获取。";
    responsible_agency: String = Input::Line, optional, "负责公开的机关", "能够确定的必须写明名称。";
    responsible_contact: String = Input::Line, optional, "该机关的联系方式", "写明了机关的，必须写明地址或者电话。";
    cannot_be_ascertained: bool = Input::Flag, optional, "无法确定负责公开的机关", "确实无法确定时勾选。";
}

impl Template for NotResponsibleFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let (you, we) = (sheet.you(), sheet.we());
        let agency = self.responsible_agency.trim();
        sheet.need(
            Part::Facts,
            !agency.is_empty() || self.cannot_be_ascertained,
            Some("responsible_agency"),
            "应当写明负责公开的机关；确实无法确定的，请勾选“无法确定负责公开的机关”",
        );
        let under = sheet.under(&["第十条", "第三十六条第（五）项"]);
        let reasons = sheet.sentence(Part::Reasons, "reasons", "理由", &self.reasons);
        let what = sheet.subject(&format!("{you}申请公开的信息"));
        sheet.body(format!("{what}不属于{we}负责公开。理由：{reasons}"));
        if agency.is_empty() {
            sheet.body(format!("{under}，现予告知；{we}无法确定负责公开该政府信息的行政机关。"));
        } else {
            let contact = sheet.text(
                Part::Provision,
                "responsible_contact",
                "该机关的联系方式",
                &self.responsible_contact,
            );
            sheet.body(format!("{under}，建议{you}向{agency}提出申请，联系方式：{}。", clause(&contact)));
        }
        sheet.reply_end(Reply::NotResponsible.remedy());
    }
}

fields! {
    /// Fields of [`Reply::Archives`].
    ArchivesFields of PaperKind::Reply(Reply::Archives);
    archive: String = Input::Line, required, "国家档案馆名称", "接收档案的各级国家档案馆。";
    transferred_on: Option<NaiveDate> = Input::Date, required, "移交日期", "以移交清册为准。";
    contact: String = Input::Line, required, "档案馆的联系方式", "地址、电话、开放时间。";
}

impl Template for ArchivesFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("检索");
        let (you, we) = (sheet.you(), sheet.we());
        let archive = sheet.text(Part::Facts, "archive", "国家档案馆名称", &self.archive);
        let on = sheet.date(Part::Facts, Some("transferred_on"), "移交日期", self.transferred_on);
        let is_past = self.transferred_on.is_none_or(|on| on <= sheet.issue.issued_on);
        sheet.need(Part::Facts, is_past, Some("transferred_on"), "移交日期不能晚于成文日期");
        sheet.cite("《中华人民共和国档案法》");
        sheet.part(Part::Reasons);
        sheet.body(format!(
            "{you}申请公开的信息，{we}已于{on}依法移交{archive}。已经移交国家档案馆的档案，其利用适用\
             《中华人民共和国档案法》及有关规定，请{you}向{archive}申请查阅、利用。"
        ));
        let contact = sheet.text(Part::Provision, "contact", "档案馆的联系方式", &self.contact);
        sheet.body(format!("{archive}的联系方式：{}。", clause(&contact)));
        sheet.reply_end(Reply::Archives.remedy());
    }
}

fields! {
    /// Fields of [`Reply::PartyProcedure`].
    PartyProcedureFields of PaperKind::Reply(Reply::PartyProcedure);
    procedure: String = Input::Line, required, "所涉行政程序", "例如：某某工伤认定程序。";
    law: String = Input::Line, required, "规定阅卷的法律、法规、规章", "全称。";
    article: String = Input::Line, required, "条款", "例如：第十七条。";
    how: String = Input::Text, required, "查阅案卷的办法", "办理部门、地点、电话、需要带的材料。";
    earlier_since: Option<NaiveDate> = Input::Date, optional, "程序开始的日期", "知道的填写。";
}

impl Template for PartyProcedureFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let you = sheet.you();
        let procedure = sheet.text(Part::Facts, "procedure", "所涉行政程序", &self.procedure);
        let since = self.earlier_since.map(|on| format!("（{}开始）", chinese_date(on))).unwrap_or_default();
        let law = named(sheet, &self.law, &self.article);
        sheet.part(Part::Reasons);
        sheet.body(format!(
            "{you}是{}{since}的当事人或者利害关系人，申请公开的信息是该程序的案卷材料。查阅该程序的案卷材料，\
             应当依照{law}的规定办理，不适用政府信息公开申请程序。",
            clause(&procedure)
        ));
        let how = sheet.text(Part::Provision, "how", "查阅案卷的办法", &self.how);
        sheet.body(format!("查阅办法：{}", sentence(&how)));
        sheet.reply_end(Reply::PartyProcedure.remedy());
    }
}
