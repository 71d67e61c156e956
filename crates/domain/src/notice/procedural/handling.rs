//! 办理审批单: what the case handler proposes and who agreed, from the internal assignment to the seal.
//!
//! Not here: which steps an agency asks for (`crate::approval`); the sheet prints the sign-offs of the case.

use crate::notice::field::{Input, fields};
use crate::notice::kind::{PaperKind, Procedural, Reply};
use crate::notice::paper::{Table, chinese_date, list_lines, unnumbered};
use crate::notice::parts::Part;
use crate::notice::sheet::{Sheet, kept};
use crate::notice::template::Template;
use chrono::NaiveDate;

fields! {
    /// Fields of [`Procedural::HandlingSheet`]; searches and sign-offs are records of the case.
    HandlingSheetFields of PaperKind::Procedural(Procedural::HandlingSheet);
    department: String = Input::Line, required, "承办单位", "交办的内设单位。";
    handler: String = Input::Line, required, "承办人", "拟办人。";
    assigned_on: Option<NaiveDate> = Input::Date, required, "交办日期", "交承办单位的日期。";
    proposed_reply: Option<Reply> = Input::Line, required, "拟答复类型", "答复模板的代码。";
    proposal: String = Input::Text, required, "拟办意见", "事实、依据、理由和拟答复的结论。";
}

impl Template for HandlingSheetFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.for_the_record();
        let number = sheet.numbers();
        let case = sheet.case;
        let word = sheet.office.department_word.clone();
        sheet.need(Part::Application, !case.applicant.trim().is_empty(), None, "没有申请人姓名（名称）");
        sheet.need(Part::Application, !kept(&case.requested).is_empty(), None, "没有申请内容");
        let received = sheet.date(Part::Period, None, "收到申请之日", case.received_on);
        let due = sheet.date(Part::Period, None, "答复期限", case.due_on);
        let department = sheet.text(Part::Facts, "department", "承办单位", &self.department);
        let handler = sheet.text(Part::Facts, "handler", "承办人", &self.handler);
        let assigned = sheet.date(Part::Facts, Some("assigned_on"), "交办日期", self.assigned_on);
        let reply = sheet.chosen(Part::Basis, "proposed_reply", "拟答复类型", self.proposed_reply);
        let proposal = sheet.text(Part::Reasons, "proposal", "拟办意见", &self.proposal);
        let basis = reply.and_then(Reply::article).unwrap_or_default();
        if !basis.is_empty() {
            sheet.cite(format!("{}{basis}", crate::notice::sheet::REGULATION));
        }
        let searches = case.searches.iter().map(|search| {
            format!(
                "{}，{}，范围：{}，关键词：{}，结果：{}",
                chinese_date(search.searched_on),
                search.searched_by,
                search.scope,
                search.terms.join("、"),
                search.result
            )
        });
        let searches: Vec<String> = searches.collect();
        let needs_search = reply == Some(Reply::NotExist);
        sheet.need(
            Part::Search,
            !needs_search || !searches.is_empty(),
            None,
            "拟告知信息不存在的，应当有检索记录",
        );
        sheet.table(Table::form(
            "政府信息公开申请办理审批单",
            &[
                &[("登记编号", number), ("申请人", case.applicant.clone())],
                &[("收到申请之日", received), ("答复期限", due)],
                &[("申请内容", list_lines(&unnumbered(kept(&case.requested))).join("\n"))],
                &[(&format!("承办{word}"), department), ("承办人", handler)],
                &[
                    ("交办日期", assigned),
                    ("拟答复类型", reply.map_or("〔拟答复类型〕", Reply::title).to_owned()),
                ],
                &[("检索记录", list_lines(&searches).join("\n"))],
                &[("拟办意见", proposal)],
            ],
        ));
        let rows = case.sign_offs.iter().map(|sign_off| {
            vec![
                sign_off.step.clone(),
                sign_off.opinion.clone(),
                sign_off.signed_by.clone(),
                chinese_date(sign_off.signed_on),
            ]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        if !rows.is_empty() {
            sheet.table(Table::listed("审核、签发意见", &["环节", "意见", "签名", "日期"], rows));
        }
    }
}
