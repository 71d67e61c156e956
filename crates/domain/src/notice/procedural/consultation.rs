//! Papers of consultation with third parties (《条例》第三十二条), and what the applicant is told of it.
//!
//! Not here: co-making and assisting agencies (`super::others`). None of the papers to a third party names the
//! applicant or the purpose; the sheet looks for both.

use crate::notice::case::{Addressee, Opinion, ThirdPartyOpinion};
use crate::notice::field::{Choice, Input, choice, fields};
use crate::notice::kind::{PaperKind, Procedural, RemedyMode};
use crate::notice::paper::{Table, chinese_date};
use crate::notice::parts::Part;
use crate::notice::sheet::{Sheet, clause, quoted};
use crate::notice::template::Template;
use chrono::NaiveDate;
use gongkai_deadline::WorkingDays;
use gongkai_deadline::statute::{CONSULTATION, RELEASE_WAIT};

/// How the third party is spoken to.
const ADDRESSEES: &[Choice] = PartyWord::CHOICES;

choice! {
    /// Whether a third party is a person or an organisation.
    PartyWord {
        /// 您.
        Person = "person", "个人";
        /// 你单位.
        Organisation = "organisation", "单位";
    }
}

fn word(party: Option<PartyWord>) -> &'static str {
    match party {
        Some(PartyWord::Person) => Addressee::Person.word(),
        _ => Addressee::Organisation.word(),
    }
}

fields! {
    /// Fields of [`Procedural::ThirdPartyConsultation`].
    ThirdPartyConsultationFields of PaperKind::Procedural(Procedural::ThirdPartyConsultation);
    third_party: String = Input::Line, required, "第三方姓名（名称）", "收件人。";
    party_kind: Option<PartyWord> = Input::Choice(ADDRESSEES), required, "第三方是", "个人或者单位，决定称谓。";
    information: String = Input::Text, required, "涉及第三方的信息", "只描述与第三方有关的内容；不得写出申请人和申请用途。";
    concern: String = Input::Text, required, "可能涉及的权益", "例如商业秘密、个人隐私，请其重点说明的方面。";
    pages: String = Input::Line, optional, "所附的相关页", "只附有关页，例如：第3页至第5页。";
}

impl Template for ThirdPartyConsultationFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_outsider("third_party", "第三方姓名（名称）", &self.third_party);
        let you = word(sheet.chosen(Part::Recipient, "party_kind", "第三方是个人还是单位", self.party_kind));
        let we = sheet.we();
        let number = sheet.numbers();
        let information = sheet.text(Part::Facts, "information", "涉及第三方的信息", &self.information);
        let concern = sheet.text(Part::Reasons, "concern", "可能涉及的权益", &self.concern);
        sheet.body(format!(
            "{we}收到政府信息公开申请（登记编号：{number}），申请公开的政府信息中，下列内容与{you}有关："
        ));
        sheet.body(format!("“{}”。", quoted(&information)));
        let under = sheet.under(&["第十五条", "第三十二条"]);
        sheet.part(Part::Request);
        sheet.body(format!(
            "公开上述内容可能涉及{you}的{}。{under}，现书面征求{you}的意见，请说明是否同意公开；不同意公开的，请说明理由，\
             必要时附有关材料。",
            clause(&concern)
        ));
        sheet.part(Part::Period);
        sheet.part(Part::Consequence);
        sheet.body(format!(
            "请{you}自收到本征求意见书之日起{}内提出意见，填写所附确认函并寄回{we}。逾期未提出意见的，由{we}依照\
             {}的规定决定是否公开。",
            CONSULTATION.length,
            crate::notice::sheet::REGULATION
        ));
        sheet.body(format!(
            "{you}不同意公开且有合理理由的，{we}不予公开；{we}认为不公开可能对公共利益造成重大影响的，可以决定予以公开，\
             并将决定公开的内容和理由书面告知{you}。"
        ));
        if !self.pages.trim().is_empty() {
            sheet.attach(format!("申请公开的信息中与{you}有关的内容（{}）", clause(&self.pages)));
        }
        sheet.attach(Procedural::ThirdPartyReplySlip.title());
        sheet.end("特此函达。");
    }
}

fields! {
    /// Fields of [`Procedural::ThirdPartyReplySlip`].
    ThirdPartyReplySlipFields of PaperKind::Procedural(Procedural::ThirdPartyReplySlip);
    third_party: String = Input::Line, required, "第三方姓名（名称）", "与征求意见书一致。";
    letter_number: String = Input::Line, required, "征求意见书文号", "本确认函所答复的征求意见书。";
    information: String = Input::Text, required, "涉及第三方的信息", "与征求意见书一致。";
}

impl Template for ThirdPartyReplySlipFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        let agency = sheet.office.agency.clone();
        sheet.address_outsider("third_party", "第三方姓名（名称）", &self.third_party);
        let party = sheet.text(Part::Recipient, "third_party", "第三方姓名（名称）", &self.third_party);
        let number = sheet.text(Part::EarlierStep, "letter_number", "征求意见书文号", &self.letter_number);
        let information = sheet.text(Part::Facts, "information", "涉及第三方的信息", &self.information);
        sheet.cite("《中华人民共和国政府信息公开条例》第三十二条");
        sheet.part(Part::Period);
        sheet.body(format!(
            "请在相应的方框内打勾，签名或者盖章后，自收到征求意见书之日起{}内寄回{agency}。",
            CONSULTATION.length
        ));
        sheet.table(Table::form(
            "征求意见确认函",
            &[
                &[("致", agency)],
                &[("第三方姓名（名称）", party), ("征求意见书文号", number)],
                &[("涉及的政府信息", information)],
                &[("意见", "□同意公开　□不同意公开　□部分同意公开".to_owned())],
                &[("不同意或者部分同意的内容和理由", String::new())],
                &[("联系人和联系电话", String::new())],
                &[("签名或者盖章", String::new()), ("日期", "　　年　月　日".to_owned())],
            ],
        ));
    }
}

fields! {
    /// Fields of [`Procedural::ConsultationNoticeToApplicant`].
    ConsultationNoticeFields of PaperKind::Procedural(Procedural::ConsultationNoticeToApplicant);
    sent_on: Option<NaiveDate> = Input::Date, required, "征求意见书发出日期", "自次日起所需时间不计入答复期限。";
    of_agencies: bool = Input::Flag, optional, "征求的是其他机关意见", "勾选后按其他机关表述；不得写出第三方和受保护的内容。";
}

impl Template for ConsultationNoticeFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_applicant();
        let received = sheet.application_received();
        sheet.body(received);
        sheet.requested();
        let (you, we) = (sheet.you(), sheet.we());
        let sent = sheet.date(Part::Facts, Some("sent_on"), "征求意见书发出日期", self.sent_on);
        let is_past = self.sent_on.is_none_or(|on| on <= sheet.issue.issued_on);
        sheet.need(Part::Facts, is_past, Some("sent_on"), "征求意见书发出日期不能晚于成文日期");
        sheet.part(Part::Period);
        if self.of_agencies {
            let under = sheet.under(&["第三十三条第三款", "第三十四条"]);
            sheet.body(format!(
                "经审查，{you}申请公开的政府信息需要征求其他机关的意见。{we}已于{sent}发出征求意见函。{under}，\
                 征求其他机关意见所需时间不计算在答复期限内。"
            ));
        } else {
            let under = sheet.under(&["第三十二条", "第三十三条第三款"]);
            sheet.body(format!(
                "经审查，公开{you}申请的政府信息可能损害第三方合法权益，需要征求第三方的意见。{we}已于{sent}发出征求意见书。\
                 {under}，征求第三方意见所需时间不计算在答复期限内。"
            ));
        }
        sheet.body(format!("征求意见结束后，{we}将继续办理并依法答复{you}。"));
        sheet.end("特此告知。");
    }
}

fields! {
    /// Fields of [`Procedural::ThirdPartyDisclosureNotice`]; the consultation is a record of the case.
    ThirdPartyDisclosureFields of PaperKind::Procedural(Procedural::ThirdPartyDisclosureNotice);
    third_party: String = Input::Line, required, "第三方姓名（名称）", "收件人。";
    party_kind: Option<PartyWord> = Input::Choice(ADDRESSEES), required, "第三方是", "个人或者单位，决定称谓。";
    information: String = Input::Text, required, "决定公开的内容", "写明决定公开的具体内容；不得写出申请人和申请用途。";
    public_interest: String = Input::Text, optional, "公共利益的理由",
        "说明不公开会对公共利益造成怎样的重大影响；第三方的理由不合理的，改填下一项。";
    unfounded: String = Input::Text, optional, "第三方的理由不合理的认定", "说明第三方不同意公开的理由为什么不成立，与答复的审批内容一致。";
    release_on: Option<NaiveDate> = Input::Date, optional, "拟提供日期", "给第三方留出寻求救济的时间，由系统计算；尚未送达的不填。";
}

impl Template for ThirdPartyDisclosureFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_outsider("third_party", "第三方姓名（名称）", &self.third_party);
        let you = word(sheet.chosen(Part::Recipient, "party_kind", "第三方是个人还是单位", self.party_kind));
        let (we, case) = (sheet.we(), sheet.case);
        let number = sheet.numbers();
        let addressee = |party: &&ThirdPartyOpinion| {
            sheet.issue.consultation.is_none_or(|consultation| party.consultation == consultation)
        };
        let mut asked = case.third_parties.iter().filter(addressee);
        let asked = asked.find(|party| party.opinion != Opinion::Consents);
        sheet.need(Part::Consultation, asked.is_some(), None, "没有第三方不同意公开或者逾期未提出意见的记录");
        let asked_on =
            asked.map_or_else(|| "〔征求意见的日期〕".to_owned(), |party| chinese_date(party.asked_on));
        let said = match asked.map(|party| party.opinion) {
            Some(Opinion::Silent) => "逾期未提出意见",
            Some(Opinion::Partly) => "仅同意部分公开",
            _ => "表示不同意公开",
        };
        sheet.body(format!(
            "{we}就政府信息公开申请（登记编号：{number}）所涉与{you}有关的内容，于{asked_on}书面征求了{you}的意见，{you}{said}。"
        ));
        let information = sheet.text(Part::Provision, "information", "决定公开的内容", &self.information);
        let finding = if self.public_interest.trim().is_empty() && !self.unfounded.trim().is_empty() {
            let reasons =
                sheet.sentence(Part::Reasons, "unfounded", "第三方的理由不合理的认定", &self.unfounded);
            format!("{you}不同意公开的理由不合理，公开上述内容不损害{you}的合法权益。理由：{reasons}")
        } else {
            let reasons =
                sheet.sentence(Part::Reasons, "public_interest", "公共利益的理由", &self.public_interest);
            format!("不公开可能对公共利益造成重大影响。理由：{reasons}")
        };
        let under = sheet.under(&["第十五条", "第三十二条"]);
        sheet.part(Part::Facts);
        sheet.body(format!("经审查，{we}认为{finding}"));
        sheet.body(format!("{under}，{we}决定予以公开的内容为：“{}”。", quoted(&information)));
        match self.release_on {
            Some(on) => {
                let is_later = on > sheet.issue.issued_on;
                sheet.need(Part::Period, is_later, Some("release_on"), "拟提供日期应当晚于成文日期");
                sheet.body(format!("{we}将于{}后提供上述内容。", chinese_date(on)));
            }
            None => match sheet.issue.release_wait {
                Some(WorkingDays(0)) => sheet.body(format!("{we}将在本告知书送达{you}后提供上述内容。")),
                set => {
                    let wait = set.map_or_else(
                        || RELEASE_WAIT.length.to_string(),
                        |days| format!("{}个工作日", days.0),
                    );
                    sheet.body(format!("{we}自{you}收到本告知书之日起{wait}后提供上述内容。"));
                }
            },
        }
        sheet.remedies(RemedyMode::Either);
        sheet.end("特此告知。");
    }
}
