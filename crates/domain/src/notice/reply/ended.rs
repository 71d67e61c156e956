//! Papers that end an application: not corrected in time, not paid in time, withdrawn or otherwise closed.
//!
//! Not here: refusals to process (`super::unprocessed`).

use crate::notice::field::{Choice, Input, choice, fields};
use crate::notice::kind::{PaperKind, Reply};
use crate::notice::paper::chinese_date;
use crate::notice::parts::Part;
use crate::notice::sheet::{FEE_MEASURES, Sheet, clause, sentence};
use crate::notice::template::Template;
use chrono::NaiveDate;
use gongkai_deadline::statute::PAYMENT;

fields! {
    /// Fields of [`Reply::CorrectionOverdue`]; the correction round is a record of the case.
    CorrectionOverdueFields of PaperKind::Reply(Reply::CorrectionOverdue);
    explanation: String = Input::Text, optional, "补充说明", "例如申请人可以重新提出申请。";
}

impl Template for CorrectionOverdueFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_applicant();
        let received = sheet.application_received();
        sheet.body(format!("{received}现将处理情况告知如下："));
        sheet.requested();
        let (you, we) = (sheet.you(), sheet.we());
        let issued_on = sheet.issue.issued_on;
        let round = sheet.case.correction.as_ref();
        sheet.need(Part::EarlierStep, round.is_some(), None, "没有告知补正的记录");
        if let Some(round) = round {
            sheet.need(Part::EarlierStep, round.served_on.is_some(), None, "没有补正告知书送达申请人的记录");
            sheet.need(
                Part::EarlierStep,
                round.corrected_on.is_none(),
                None,
                "已收到补正材料，不能以逾期不补正为由不再处理",
            );
            sheet.need(Part::Period, round.due_on.is_some(), None, "没有补正期限的记录");
            sheet.need(
                Part::Period,
                round.due_on.is_none_or(|due| issued_on > due),
                None,
                "补正期限尚未届满",
            );
        }
        let or_gap =
            |on: Option<NaiveDate>, label: &str| on.map_or_else(|| format!("〔{label}〕"), chinese_date);
        let asked = or_gap(round.map(|round| round.requested_on), "告知补正的日期");
        let served = or_gap(round.and_then(|round| round.served_on), "送达日期");
        let due = or_gap(round.and_then(|round| round.due_on), "补正期限");
        let number = round.and_then(|round| round.document_number.as_deref());
        let number = number.map(|number| format!("（{number}）")).unwrap_or_default();
        sheet.part(Part::Facts);
        sheet.body(format!(
            "{we}于{asked}作出政府信息公开申请补正告知书{number}，{you}于{served}收到，补正期限至{due}届满。\
             {you}未在上述期限内补正，也未说明正当理由。"
        ));
        let under = sheet.under(&["第三十条"]);
        sheet.part(Part::Reasons);
        sheet.body(format!(
            "{under}，申请人无正当理由逾期不补正的，视为放弃申请，{we}不再处理该政府信息公开申请。"
        ));
        if !self.explanation.trim().is_empty() {
            sheet.body(sentence(&self.explanation));
        }
        sheet.reply_end(Reply::CorrectionOverdue.remedy());
    }
}

fields! {
    /// Fields of [`Reply::FeeOverdue`]; the fee notice is a record of the case.
    FeeOverdueFields of PaperKind::Reply(Reply::FeeOverdue);
    explanation: String = Input::Text, optional, "补充说明", "例如申请人可以重新提出申请。";
}

impl Template for FeeOverdueFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_applicant();
        let received = sheet.application_received();
        sheet.body(format!("{received}现将处理情况告知如下："));
        sheet.requested();
        let (you, we) = (sheet.you(), sheet.we());
        let issued_on = sheet.issue.issued_on;
        let round = sheet.case.fee.as_ref();
        sheet.need(Part::EarlierStep, round.is_some(), None, "没有收费通知的记录");
        if let Some(round) = round {
            sheet.need(Part::EarlierStep, round.served_on.is_some(), None, "没有收费通知书送达申请人的证明");
            sheet.need(
                Part::EarlierStep,
                round.paid_on.is_none(),
                None,
                "申请人已缴费，不能以逾期未缴费为由不再处理",
            );
            sheet.need(Part::Period, round.due_on.is_some(), None, "没有缴费期限的记录");
            sheet.need(
                Part::Period,
                round.due_on.is_none_or(|due| issued_on > due),
                None,
                "缴费期限尚未届满",
            );
        }
        let or_gap =
            |on: Option<NaiveDate>, label: &str| on.map_or_else(|| format!("〔{label}〕"), chinese_date);
        let noticed = or_gap(round.map(|round| round.noticed_on), "收费通知的日期");
        let served = or_gap(round.and_then(|round| round.served_on), "送达日期");
        let due = or_gap(round.and_then(|round| round.due_on), "缴费期限");
        let amount = round.map_or_else(|| "〔金额〕".to_owned(), |round| round.amount.to_string());
        let number = round.and_then(|round| round.document_number.as_deref());
        let number = number.map(|number| format!("（{number}）")).unwrap_or_default();
        sheet.part(Part::Facts);
        sheet.body(format!(
            "{we}于{noticed}作出政府信息公开信息处理费收费通知书{number}，应缴金额{amount}，{you}于{served}收到。\
             按照收到收费通知次日起{}内缴费的规定，缴费期限至{due}届满，{you}未缴纳。",
            PAYMENT.length
        ));
        let under = sheet.under(&["第四十二条"]);
        let under = under.trim_end_matches("的规定").to_owned();
        sheet.cite(PAYMENT.article);
        sheet.part(Part::Reasons);
        sheet.body(format!(
            "{under}和{FEE_MEASURES}第六条的规定，申请人逾期未缴纳的，视为放弃申请，{we}不再处理该政府信息公开申请。"
        ));
        if !self.explanation.trim().is_empty() {
            sheet.body(sentence(&self.explanation));
        }
        sheet.reply_end(Reply::FeeOverdue.remedy());
    }
}

choice! {
    /// Why an application ends without a decision. Papers of older drafts know two more, which are no causes: a withdrawal is recorded
    /// as such and confirmed, everything else is replied to.
    ClosingCause {
        /// The applicant took it back.
        Withdrawn = "withdrawn", "申请人撤回申请";
        /// The person died or the organisation ended, and nobody follows.
        Ceased = "ceased", "申请人死亡或者终止，没有权利义务承受人";
        /// The same application came twice.
        SubmittedTwice = "submitted_twice", "同一份申请重复提交，在另一件中办理";
        /// Anything else.
        Other = "other", "其他情形";
    }
}

/// The causes that an application may end for; the same as those of an internal statement.
const CAUSES: &[Choice] = &[
    Choice { key: "ceased", name: "申请人死亡或者终止，没有权利义务承受人" },
    Choice { key: "submitted_twice", name: "同一份申请重复提交，在另一件中办理" },
];

fields! {
    /// Fields of [`Reply::ClosedOther`].
    ClosedOtherFields of PaperKind::Reply(Reply::ClosedOther);
    cause: Option<ClosingCause> = Input::Choice(CAUSES), required, "终止的情形",
        "申请人撤回的登记撤回；其余情形应当按相应的种类书面答复。";
    happened_on: Option<NaiveDate> = Input::Date, required, "发生日期", "死亡、终止的日期，或者收到重复提交的申请的日期。";
    twin: String = Input::Line, optional, "在哪一件中办理", "同一份申请重复提交的，填写另一件的登记编号。";
    explanation: String = Input::Text, optional, "情况说明", "例如所依据的证明材料。";
}

impl Template for ClosedOtherFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_applicant();
        let received = sheet.application_received();
        sheet.body(format!("{received}现将处理情况告知如下："));
        sheet.requested();
        let (you, we) = (sheet.you(), sheet.we());
        let cause = sheet.chosen(Part::Facts, "cause", "终止的情形", self.cause);
        let on = sheet.date(Part::Facts, Some("happened_on"), "发生日期", self.happened_on);
        let is_past = self.happened_on.is_none_or(|on| on <= sheet.issue.issued_on);
        sheet.need(Part::Facts, is_past, Some("happened_on"), "发生日期不能晚于成文日期");
        let is_cause = !matches!(cause, Some(ClosingCause::Withdrawn | ClosingCause::Other));
        sheet.need(
            Part::Facts,
            is_cause,
            Some("cause"),
            "申请人撤回的登记撤回，其余情形应当按相应的种类书面答复，不能终止办理",
        );
        sheet.part(Part::Reasons);
        let explanation = self.explanation.trim();
        let fact = match cause {
            None => format!("{on}，〔终止的情形〕。"),
            Some(ClosingCause::Withdrawn) => format!("{we}于{on}收到{you}撤回上述申请的书面声明。"),
            Some(ClosingCause::Ceased) => {
                format!("申请人于{on}死亡或者终止，没有权利义务承受人要求继续办理。")
            }
            Some(ClosingCause::SubmittedTwice) => {
                let twin = sheet.text(Part::EarlierStep, "twin", "在哪一件中办理", &self.twin);
                format!(
                    "{we}于{on}收到的上述申请与登记编号为{}的申请为同一份申请的重复提交，{we}在该件中办理并答复{you}。",
                    clause(&twin)
                )
            }
            Some(ClosingCause::Other) => {
                let told = sheet.text(Part::Reasons, "explanation", "情况说明", explanation);
                format!("{on}，{}。", clause(&told))
            }
        };
        sheet.body(format!("{fact}{we}终止办理该政府信息公开申请。"));
        if !explanation.is_empty() && cause != Some(ClosingCause::Other) {
            sheet.body(sentence(explanation));
        }
        // an applicant who took it back has nothing to go against
        if cause == Some(ClosingCause::Withdrawn) {
            sheet.end("特此告知。");
        } else {
            sheet.reply_end(Reply::ClosedOther.remedy());
        }
    }
}
