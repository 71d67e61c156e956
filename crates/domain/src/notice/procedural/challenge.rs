//! What the agency files as respondent: the answer in reconsideration, the statement of defence, the list of evidence.
//!
//! Not here: powers and appearance in court (`super::court`), the clocks of a challenge (`crate::challenge`).

use crate::notice::field::{Choice, Input, fields};
use crate::notice::kind::{PaperKind, Procedural};
use crate::notice::paper::{Paragraph, Table, chinese_date};
use crate::notice::parts::Part;
use crate::notice::sheet::{Sheet, clause};
use crate::notice::template::Template;
use chrono::NaiveDate;
use gongkai_deadline::statute::{RECONSIDERATION_ANSWER, RECONSIDERATION_ANSWER_SIMPLIFIED, SUIT_ANSWER};
use serde::{Deserialize, Serialize};

/// A piece of evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Evidence {
    /// Its name.
    pub name: String,
    /// What it proves.
    pub proves: String,
    /// Its pages in the bundle.
    pub pages: String,
    /// Where it comes from.
    pub source: String,
}

const EVIDENCE_COLUMNS: &[Choice] = &[
    Choice { key: "name", name: "证据名称" },
    Choice { key: "proves", name: "证明内容" },
    Choice { key: "pages", name: "页码" },
    Choice { key: "source", name: "来源" },
];

fields! {
    /// Fields of [`Procedural::ReconsiderationAnswer`].
    ReconsiderationAnswerFields of PaperKind::Procedural(Procedural::ReconsiderationAnswer);
    organ: String = Input::Line, required, "行政复议机关", "全称。";
    case_number: String = Input::Line, required, "行政复议案号", "答复通知书上的编号。";
    received_copy_on: Option<NaiveDate> = Input::Date, required, "收到申请书副本的日期", "提交答复书的期限自该日起计算。";
    is_simplified: bool = Input::Flag, optional, "适用简易程序", "政府信息公开案件可以适用简易程序。";
    respondent_head: String = Input::Line, required, "被申请人的负责人", "姓名和职务。";
    challenged: String = Input::Line, required, "被申请行政复议的行为", "告知书的名称、文号和日期。";
    facts: Vec<String> = Input::Lines, required, "事实和办理过程", "每行一段：收到、审查、答复、送达。";
    law: Vec<String> = Input::Lines, required, "法律依据", "每行一条。";
    argument: Vec<String> = Input::Lines, required, "答复意见", "每行一点，针对申请人的主张逐点说明。";
    request: String = Input::Text, required, "请求", "例如：请求维持被申请人作出的告知书。";
}

/// The paragraphs that both answers share.
fn argued(
    sheet: &mut Sheet<'_>,
    facts: &[String],
    law: &[String],
    argument: (&'static str, &str, &[String]),
    request: &str,
) {
    sheet.heading("一、事实和办理过程");
    for fact in sheet.entries(Part::Facts, "facts", "事实和办理过程", facts) {
        sheet.body(fact);
    }
    sheet.heading("二、法律依据");
    let law = sheet.entries(Part::Basis, "law", "法律依据", law);
    for provision in &law {
        sheet.cite(clause(provision));
    }
    sheet.list(law);
    sheet.heading(format!("三、{}", argument.1));
    for point in sheet.entries(Part::Reasons, argument.0, argument.1, argument.2) {
        sheet.body(point);
    }
    let request = sheet.sentence(Part::Request, "request", "请求", request);
    sheet.body(request);
    sheet.attach(Procedural::EvidenceList.title());
}

impl Template for ReconsiderationAnswerFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_tribunal("organ", "行政复议机关", &self.organ);
        let organ = clause(&self.organ);
        sheet.push(Paragraph::Salutation(format!(
            "{}：",
            crate::notice::sheet::or_gap(&organ, "行政复议机关")
        )));
        let number = sheet.text(Part::Application, "case_number", "行政复议案号", &self.case_number);
        let on =
            sheet.date(Part::Period, Some("received_copy_on"), "收到申请书副本的日期", self.received_copy_on);
        let head =
            sheet.text(Part::Application, "respondent_head", "被申请人的负责人", &self.respondent_head);
        let act = sheet.text(Part::Application, "challenged", "被申请行政复议的行为", &self.challenged);
        let (agency, applicant) = (sheet.office.agency.clone(), sheet.case.applicant.clone());
        let address = sheet.office.contact.address.clone();
        sheet.need(Part::Application, !applicant.trim().is_empty(), None, "没有申请人姓名（名称）");
        sheet.body(format!("被申请人：{agency}，住所地：{address}，负责人：{}。", clause(&head)));
        let limit =
            if self.is_simplified { RECONSIDERATION_ANSWER_SIMPLIFIED } else { RECONSIDERATION_ANSWER };
        sheet.cite(limit.article);
        sheet.body(format!(
            "申请人{applicant}不服{}，申请行政复议（{number}）。被申请人于{on}收到行政复议申请书副本，现依照{}的规定，\
             在{}内提出书面答复如下：",
            clause(&act),
            limit.article,
            limit.length
        ));
        argued(sheet, &self.facts, &self.law, ("argument", "答复意见", &self.argument), &self.request);
        sheet.signature();
    }
}

fields! {
    /// Fields of [`Procedural::SuitAnswer`].
    SuitAnswerFields of PaperKind::Procedural(Procedural::SuitAnswer);
    court: String = Input::Line, required, "人民法院", "全称。";
    case_number: String = Input::Line, required, "案号", "应诉通知书上的案号。";
    received_copy_on: Option<NaiveDate> = Input::Date, required, "收到起诉状副本的日期", "提交答辩状的期限自该日起计算。";
    respondent_head: String = Input::Line, required, "法定代表人（负责人）", "姓名和职务。";
    challenged: String = Input::Line, required, "被诉行政行为", "告知书的名称、文号和日期。";
    facts: Vec<String> = Input::Lines, required, "事实和办理过程", "每行一段：收到、审查、答复、送达。";
    law: Vec<String> = Input::Lines, required, "法律依据", "每行一条。";
    argument: Vec<String> = Input::Lines, required, "答辩意见", "每行一点，针对原告的诉讼请求和理由逐点答辩。";
    request: String = Input::Text, required, "请求", "例如：请求依法驳回原告的诉讼请求。";
}

impl Template for SuitAnswerFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_tribunal("court", "人民法院", &self.court);
        let court = sheet.text(Part::Recipient, "court", "人民法院", &self.court);
        let number = sheet.text(Part::Application, "case_number", "案号", &self.case_number);
        let on =
            sheet.date(Part::Period, Some("received_copy_on"), "收到起诉状副本的日期", self.received_copy_on);
        let head =
            sheet.text(Part::Application, "respondent_head", "法定代表人（负责人）", &self.respondent_head);
        let act = sheet.text(Part::Application, "challenged", "被诉行政行为", &self.challenged);
        let (agency, applicant) = (sheet.office.agency.clone(), sheet.case.applicant.clone());
        let address = sheet.office.contact.address.clone();
        sheet.need(Part::Application, !applicant.trim().is_empty(), None, "没有原告姓名（名称）");
        sheet.body(format!(
            "答辩人（被告）：{agency}，住所地：{address}，法定代表人（负责人）：{}。",
            clause(&head)
        ));
        sheet.cite(SUIT_ANSWER.article);
        sheet.body(format!(
            "原告{applicant}诉答辩人政府信息公开一案（{number}），被诉行政行为为{}。答辩人于{on}收到起诉状副本，现依照{}的规定，\
             在{}内提出答辩如下：",
            clause(&act),
            SUIT_ANSWER.article,
            SUIT_ANSWER.length
        ));
        argued(sheet, &self.facts, &self.law, ("argument", "答辩意见", &self.argument), &self.request);
        sheet.push(Paragraph::Closing("此致".to_owned()));
        sheet.push(Paragraph::Salutation(court));
        sheet.signature();
    }
}

fields! {
    /// Fields of [`Procedural::EvidenceList`].
    EvidenceListFields of PaperKind::Procedural(Procedural::EvidenceList);
    case_number: String = Input::Line, required, "案号", "行政复议或者行政诉讼的案号。";
    evidence: Vec<Evidence> = Input::Rows(EVIDENCE_COLUMNS), required, "证据", "每行一份：证据名称|证明内容|页码|来源。";
    basis: Vec<String> = Input::Lines, optional, "规范性文件依据", "每行一件。";
    submitted_by: String = Input::Line, required, "提交人", "姓名。";
    submitted_on: Option<NaiveDate> = Input::Date, required, "提交日期", "提交证据的日期。";
}

impl Template for EvidenceListFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.for_the_record();
        let number = sheet.text(Part::Application, "case_number", "案号", &self.case_number);
        sheet.need(Part::Facts, !self.evidence.is_empty(), Some("evidence"), "未填写证据");
        let is_whole =
            |row: &Evidence| [&row.name, &row.proves, &row.pages].iter().all(|cell| !cell.trim().is_empty());
        let whole = self.evidence.iter().all(is_whole);
        sheet.need(Part::Facts, whole, Some("evidence"), "每份证据都应当写明名称、证明内容和页码");
        let agency = sheet.office.agency.clone();
        sheet.body(format!("案号：{number}。提交单位：{agency}。"));
        let rows = self.evidence.iter().enumerate().map(|(n, row)| {
            vec![
                (n + 1).to_string(),
                row.name.clone(),
                row.proves.clone(),
                row.source.clone(),
                row.pages.clone(),
            ]
        });
        let rows = rows.collect();
        sheet.table(Table::listed("证据目录", &["序号", "证据名称", "证明内容", "来源", "页码"], rows));
        let basis = crate::notice::sheet::kept(&self.basis);
        if !basis.is_empty() {
            sheet.body("作出行政行为所依据的规范性文件：");
            for law in &basis {
                sheet.cite(clause(law));
            }
            sheet.list(basis);
        }
        let by = sheet.text(Part::Signature, "submitted_by", "提交人", &self.submitted_by);
        let on = sheet.date(Part::IssuedOn, Some("submitted_on"), "提交日期", self.submitted_on);
        sheet.body(format!("提交人：{by}　提交日期：{on}"));
        let is_same = self.submitted_on.is_none_or(|on| on >= sheet.issue.issued_on);
        let issued = chinese_date(sheet.issue.issued_on);
        sheet.need(Part::IssuedOn, is_same, Some("submitted_on"), format!("提交日期早于成文日期{issued}"));
        sheet.signature();
    }
}
