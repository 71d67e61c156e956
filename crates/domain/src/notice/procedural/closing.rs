//! The confirmation of a withdrawal, and the proof of service.
//!
//! Not here: the paper that ends the case (`crate::notice::reply`), service itself (`crate::application`).

use crate::notice::field::{Input, choice, fields};
use crate::notice::kind::{PaperKind, Procedural};
use crate::notice::paper::{Table, chinese_date};
use crate::notice::parts::Part;
use crate::notice::sheet::{Sheet, quoted};
use crate::notice::template::Template;
use chrono::NaiveDate;

fields! {
    /// Fields of [`Procedural::WithdrawalConfirmation`].
    WithdrawalFields of PaperKind::Procedural(Procedural::WithdrawalConfirmation);
    withdrawn_on: Option<NaiveDate> = Input::Date, required, "撤回日期", "收到撤回声明的日期。";
    statement: String = Input::Text, required, "申请人的声明", "照录申请人的原话。";
}

impl Template for WithdrawalFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_applicant();
        let received = sheet.application_received();
        sheet.body(received);
        sheet.requested();
        let (you, we) = (sheet.you(), sheet.we());
        let on = sheet.date(Part::Facts, Some("withdrawn_on"), "撤回日期", self.withdrawn_on);
        let is_past = self.withdrawn_on.is_none_or(|on| on <= sheet.issue.issued_on);
        sheet.need(Part::Facts, is_past, Some("withdrawn_on"), "撤回日期不能晚于成文日期");
        let statement = sheet.text(Part::Facts, "statement", "申请人的声明", &self.statement);
        sheet.part(Part::Consequence);
        sheet.body(format!("{we}于{on}收到{you}撤回申请的声明：“{}”。", quoted(&statement)));
        sheet.body(format!(
            "{we}确认{you}撤回上述申请，该申请终止办理。{you}需要获取有关政府信息的，可以重新提出申请。"
        ));
        sheet.end("特此确认。");
    }
}

choice! {
    /// How a paper was served (国办公开办函〔2016〕235号 and the channels of 第二十九条).
    ServiceWay {
        /// By hand.
        Direct = "direct", "直接送达";
        /// Through another agency.
        Entrusted = "entrusted", "委托送达";
        /// By the post office.
        Mail = "mail", "邮寄送达";
        /// Over the channel the applicant named.
        Online = "online", "互联网渠道送达";
    }
}

fields! {
    /// Fields of [`Procedural::ServiceProof`].
    ServiceProofFields of PaperKind::Procedural(Procedural::ServiceProof);
    service_number: String = Input::Line, optional, "送达编号", "本机关送达登记的编号。";
    papers: Vec<String> = Input::Lines, required, "送达文书", "每行一份：名称、文号、份数。";
    way: Option<ServiceWay> = Input::Choice(ServiceWay::CHOICES), required, "送达方式", "直接、委托、邮寄或者互联网渠道。";
    address: String = Input::Line, required, "送达地点", "地址或者互联网渠道。";
    sent_on: Option<NaiveDate> = Input::Date, required, "送出日期", "邮寄的为寄出日期。";
    tracking_number: String = Input::Line, optional, "邮件编号", "邮寄送达的填写。";
    signed_by: String = Input::Line, optional, "签收人", "本人签收或者代收人及其与受送达人的关系。";
    signed_on: Option<NaiveDate> = Input::Date, optional, "签收日期", "签收的日期。";
    refused_because: String = Input::Text, optional, "拒收事由", "拒绝签收的，记明事由。";
    witnesses: Vec<String> = Input::Lines, optional, "见证人", "拒绝签收的，两名见证人，每行一名。";
    served_by: String = Input::Line, required, "送达人", "经办人姓名。";
}

impl Template for ServiceProofFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.for_the_record();
        let case = sheet.case;
        sheet.need(Part::Recipient, !case.applicant.trim().is_empty(), None, "没有受送达人姓名（名称）");
        let papers = sheet.entries(Part::Facts, "papers", "送达文书", &self.papers);
        let way = sheet.chosen(Part::Facts, "way", "送达方式", self.way);
        let address = sheet.text(Part::Facts, "address", "送达地点", &self.address);
        let sent = sheet.date(Part::Facts, Some("sent_on"), "送出日期", self.sent_on);
        let by = sheet.text(Part::Facts, "served_by", "送达人", &self.served_by);
        let refused = !self.refused_because.trim().is_empty();
        sheet.need(
            Part::Facts,
            way != Some(ServiceWay::Mail) || !self.tracking_number.trim().is_empty(),
            Some("tracking_number"),
            "邮寄送达应当填写邮件编号",
        );
        sheet.need(
            Part::Facts,
            !refused || self.witnesses.iter().filter(|name| !name.trim().is_empty()).count() >= 2,
            Some("witnesses"),
            "拒绝签收的，应当有两名见证人",
        );
        let by_hand = matches!(way, Some(ServiceWay::Direct | ServiceWay::Entrusted));
        sheet.need(
            Part::Facts,
            !by_hand || refused || (!self.signed_by.trim().is_empty() && self.signed_on.is_some()),
            Some("signed_by"),
            "直接送达、委托送达应当有签收人和签收日期，或者记明拒收事由",
        );
        let is_ordered =
            !matches!((self.sent_on, self.signed_on), (Some(sent), Some(signed)) if signed < sent);
        sheet.need(Part::Facts, is_ordered, Some("signed_on"), "签收日期早于送出日期");
        let date = |on: Option<NaiveDate>| on.map(chinese_date).unwrap_or_default();
        sheet.table(Table::form(
            "送达回证",
            &[
                &[("送达编号", self.service_number.clone()), ("登记编号", case.registration_number.clone())],
                &[("受送达人", case.applicant.clone())],
                &[("送达文书", crate::notice::paper::list_lines(&papers).join("\n"))],
                &[
                    ("送达方式", way.map_or("〔送达方式〕", ServiceWay::name).to_owned()),
                    ("送达地点", address),
                ],
                &[("送出日期", sent), ("邮件编号", self.tracking_number.clone())],
                &[("签收人", self.signed_by.clone()), ("签收日期", date(self.signed_on))],
                &[("拒收事由", self.refused_because.clone()), ("见证人", self.witnesses.join("、"))],
                &[("送达人", by)],
            ],
        ));
        sheet.signature();
    }
}
