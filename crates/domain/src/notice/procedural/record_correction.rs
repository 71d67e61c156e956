//! The answer to a request to correct a record about oneself (《条例》第四十一条). It is counted in no row of table 3.
//!
//! Not here: correction of an application (`super::progress`).

use crate::notice::field::{Input, choice, fields};
use crate::notice::kind::{PaperKind, Procedural, RemedyMode};
use crate::notice::parts::Part;
use crate::notice::sheet::{Sheet, clause, quoted};
use crate::notice::template::Template;
use chrono::NaiveDate;

choice! {
    /// What came of it.
    RecordOutcome {
        /// Corrected.
        Corrected = "corrected", "予以更正";
        /// Not corrected.
        Refused = "refused", "不予更正";
        /// Sent to the agency that may.
        Forwarded = "forwarded", "转送有权更正的机关";
        /// The applicant was told where to go.
        Redirected = "redirected", "告知向有权更正的机关提出";
    }
}

fields! {
    /// Fields of [`Procedural::RecordCorrectionReply`].
    RecordCorrectionFields of PaperKind::Procedural(Procedural::RecordCorrectionReply);
    asked_on: Option<NaiveDate> = Input::Date, required, "提出更正的日期", "收到更正要求的日期。";
    record: String = Input::Line, required, "要求更正的记录", "与申请人自身相关的政府信息的名称和不准确之处。";
    outcome: Option<RecordOutcome> = Input::Choice(RecordOutcome::CHOICES), required, "处理结果", "更正、不予更正、转送或者告知。";
    reasons: String = Input::Text, required, "审核情况和理由", "证据是否足以证明记录不准确。";
    competent_agency: String = Input::Line, optional, "有权更正的机关", "转送或者告知的必须填写，并写明联系方式。";
}

impl Template for RecordCorrectionFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_applicant();
        let (you, we) = (sheet.you(), sheet.we());
        let asked = sheet.date(Part::Application, Some("asked_on"), "提出更正的日期", self.asked_on);
        let record = sheet.text(Part::Application, "record", "要求更正的记录", &self.record);
        let number = sheet.case.registration_number.trim().to_owned();
        let number = if number.is_empty() { number } else { format!("（登记编号：{number}）") };
        sheet.body(format!("{you}于{asked}向{we}提出的政府信息更正要求{number}收悉。经审核，现答复如下："));
        sheet.body(format!("{you}要求更正的记录为：“{}”。", quoted(&record)));
        let outcome = sheet.chosen(Part::Facts, "outcome", "处理结果", self.outcome);
        let reasons = sheet.sentence(Part::Reasons, "reasons", "审核情况和理由", &self.reasons);
        let under = sheet.under(&["第四十一条"]);
        let result = match outcome {
            None => "〔处理结果〕".to_owned(),
            Some(RecordOutcome::Corrected) => format!("{we}已对该记录予以更正"),
            Some(RecordOutcome::Refused) => format!("{we}对该记录不予更正"),
            Some(way @ (RecordOutcome::Forwarded | RecordOutcome::Redirected)) => {
                let agency =
                    sheet.text(Part::Provision, "competent_agency", "有权更正的机关", &self.competent_agency);
                let agency = clause(&agency);
                if way == RecordOutcome::Forwarded {
                    format!("该记录不属于{we}职能范围，{we}已转送有权更正的行政机关处理：{agency}")
                } else {
                    format!("该记录不属于{we}职能范围，请{you}向有权更正的行政机关提出：{agency}")
                }
            }
        };
        sheet.body(format!("{reasons}{under}，{result}。"));
        sheet.remedies(RemedyMode::Either);
        sheet.end("特此答复。");
    }
}
