//! Notices to the applicant while the application is handled: correction, reasons, delay, extension.
//!
//! Not here: fees (`super::fee`) and consultation (`super::consultation`). When each may be issued is for
//! `crate::application` to say; these templates refuse what would be wrong on paper.

use crate::notice::field::{Input, choice, fields};
use crate::notice::kind::{PaperKind, Procedural};
use crate::notice::paper::chinese_date;
use crate::notice::parts::Part;
use crate::notice::sheet::{Sheet, clause, or_gap};
use crate::notice::template::Template;
use chrono::NaiveDate;
use gongkai_deadline::WorkingDays;
use gongkai_deadline::statute::{CORRECTION, CORRECTION_REPLY, EXTENSION, EXTENSION_CAP};

choice! {
    /// Why an application must be corrected: 第三十条, and what 第二十九条第二款 asks for.
    CorrectionCause {
        /// 第三十条.
        Unclear = "unclear", "申请内容不明确";
        /// 第二十九条第二款第一项.
        Identity = "identity", "未提供身份证明";
        /// 第二十九条第二款第一项.
        Contact = "contact", "未提供联系方式";
        /// 第二十九条第二款第三项.
        Form = "form", "未写明获取信息的方式、途径";
        /// A proxy without a power.
        Authority = "authority", "未提供授权委托材料";
    }
}

fields! {
    /// Fields of [`Procedural::CorrectionNotice`].
    CorrectionNoticeFields of PaperKind::Procedural(Procedural::CorrectionNotice);
    causes: Vec<CorrectionCause> = Input::Choices(CorrectionCause::CHOICES), required, "需要补正的原因", "申请内容不明确，或者缺少必备材料，可以多选。";
    matters: Vec<String> = Input::Lines, required, "需要补正的事项", "一次性写明全部需要补正的事项，每行一项。";
    guidance: String = Input::Text, required, "指导和释明", "告诉申请人怎样描述才能查到，例如写明文件名称、文号、时间、地块。";
    working_days: Option<u32> = Input::Count, optional, "补正期限（工作日）", "自收到告知书之日起计算；不填的按惯例。";
}

impl Template for CorrectionNoticeFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_applicant();
        let received = sheet.application_received();
        sheet.need(Part::Facts, !self.causes.is_empty(), Some("causes"), "未选择需要补正的原因");
        let mut causes = self.causes.clone();
        causes.sort_unstable();
        causes.dedup();
        let names: Vec<&str> = causes.iter().map(|cause| cause.name()).collect();
        let names =
            if names.is_empty() { "〔需要补正的原因〕".to_owned() } else { names.join("、") };
        sheet.body(format!("{received}经审查，{names}，需要补正。"));
        sheet.requested();
        let (you, we) = (sheet.you(), sheet.we());
        let is_first = sheet.case.correction.is_none();
        sheet.need(
            Part::EarlierStep,
            is_first,
            None,
            "已经告知过一次补正；补正应当一次性告知，不得再次要求补正",
        );
        let under = sheet.under(&["第二十九条第二款", "第三十条"]);
        sheet.body(format!("{under}，现一次性告知{you}补正下列事项："));
        let matters = sheet.entries(Part::Request, "matters", "需要补正的事项", &self.matters);
        sheet.list(matters);
        let guidance = sheet.sentence(Part::Reasons, "guidance", "指导和释明", &self.guidance);
        sheet.body(format!("补正指引：{guidance}"));
        let days = self.working_days.map(WorkingDays).or(CORRECTION_REPLY.working_days()).unwrap_or_default();
        sheet.need(Part::Period, days.0 > 0, Some("working_days"), "补正期限至少为一个工作日");
        let where_to = place(sheet);
        sheet.part(Part::Consequence);
        sheet.body(format!(
            "请{you}自收到本告知书之日起{days}内补正，{where_to}。答复期限自{we}收到补正的申请之日起重新计算。"
        ));
        sheet.body(format!("无正当理由逾期不补正的，视为放弃申请，{we}不再处理该政府信息公开申请。"));
        let in_time = sheet.case.received_on.is_none_or(|on| on <= sheet.issue.issued_on);
        sheet.need(
            Part::Period,
            in_time,
            None,
            format!("成文日期早于收到申请之日；告知补正应当在收到申请之日起{}内", CORRECTION.length),
        );
        sheet.end("特此告知。");
    }
}

/// Where the applicant sends something.
fn place(sheet: &mut Sheet<'_>) -> String {
    let contact = &sheet.office.contact;
    let address = contact.address.trim().to_owned();
    let postcode = contact.postcode.trim().to_owned();
    sheet.need(Part::Contact, !address.is_empty(), None, "没有登记本机关的办公地址，请在机关设置中补充");
    let postcode = if postcode.is_empty() { String::new() } else { format!("，邮政编码：{postcode}") };
    format!(
        "材料可以通过原提交渠道提交，也可以寄送或者送交{}（地址：{}{postcode}）",
        sheet.office.disclosure_office,
        or_gap(&address, "办公地址")
    )
}

fields! {
    /// Fields of [`Procedural::ReasonsRequest`].
    ReasonsRequestFields of PaperKind::Procedural(Procedural::ReasonsRequest);
    from: Option<NaiveDate> = Input::Date, required, "统计开始日期", "统计申请数量、频次的起始日。";
    until: Option<NaiveDate> = Input::Date, required, "统计结束日期", "统计申请数量、频次的截止日。";
    count: u32 = Input::Count, required, "申请件数", "同一申请人在上述期间向本机关提出的申请件数。";
    excessive: String = Input::Text, required, "明显超过合理范围的事实", "例如内容相近、频次密集的具体情况。";
    respond_by: Option<NaiveDate> = Input::Date, required, "说明理由的期限", "给申请人的合理期限的最后一天。";
}

impl Template for ReasonsRequestFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_applicant();
        let received = sheet.application_received();
        sheet.body(received);
        sheet.requested();
        let (you, we) = (sheet.you(), sheet.we());
        let from = sheet.date(Part::Facts, Some("from"), "统计开始日期", self.from);
        let until = sheet.date(Part::Facts, Some("until"), "统计结束日期", self.until);
        let is_ordered = !matches!((self.from, self.until), (Some(from), Some(until)) if from > until);
        sheet.need(Part::Facts, is_ordered, Some("until"), "统计结束日期早于开始日期");
        sheet.need(Part::Facts, self.count > 1, Some("count"), "未填写申请件数");
        let excessive = sheet.sentence(Part::Reasons, "excessive", "明显超过合理范围的事实", &self.excessive);
        sheet
            .body(format!("{from}至{until}，{you}向{we}提出政府信息公开申请共{}件。{excessive}", self.count));
        let under = sheet.under(&["第三十五条"]);
        let by = sheet.date(Part::Period, Some("respond_by"), "说明理由的期限", self.respond_by);
        let is_later = self.respond_by.is_none_or(|by| by > sheet.issue.issued_on);
        sheet.need(Part::Period, is_later, Some("respond_by"), "说明理由的期限应当晚于成文日期");
        sheet.part(Part::Request);
        sheet.part(Part::Consequence);
        sheet.body(format!(
            "{you}申请公开政府信息的数量、频次明显超过合理范围。{under}，请{you}于{by}前（含当日）书面说明理由。"
        ));
        sheet.body(format!(
            "{we}认为理由不合理的，将告知{you}不予处理；认为理由合理，但是无法在规定期限内答复的，\
             将确定延迟答复的合理期限并告知{you}。要求说明理由期间，答复期限照常计算。"
        ));
        sheet.end("特此告知。");
    }
}

fields! {
    /// Fields of [`Procedural::DelayedReplyNotice`]; the request for reasons is a record of the case.
    DelayedReplyFields of PaperKind::Procedural(Procedural::DelayedReplyNotice);
    delayed_to: Option<NaiveDate> = Input::Date, required, "延迟答复的日期", "确定的合理期限的最后一天。";
    reasons: String = Input::Text, required, "延迟答复的理由", "说明为什么无法在规定期限内答复。";
}

impl Template for DelayedReplyFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_applicant();
        let received = sheet.application_received();
        sheet.body(received);
        sheet.requested();
        let (you, we, case) = (sheet.you(), sheet.we(), sheet.case);
        let answered_on = case.reasons_request.as_ref().and_then(|round| round.answered_on);
        sheet.need(
            Part::EarlierStep,
            answered_on.is_some(),
            None,
            "没有申请人说明理由的记录（条例第三十五条）",
        );
        let answered = answered_on.map_or_else(|| "〔说明理由的日期〕".to_owned(), chinese_date);
        let reasons = sheet.sentence(Part::Reasons, "reasons", "延迟答复的理由", &self.reasons);
        let to = sheet.date(Part::Period, Some("delayed_to"), "延迟答复的日期", self.delayed_to);
        let is_later = match (self.delayed_to, case.due_on) {
            (Some(to), Some(due)) => to > due,
            _ => true,
        };
        sheet.need(Part::Period, is_later, Some("delayed_to"), "延迟答复的日期应当晚于原答复期限");
        let under = sheet.under(&["第三十五条"]);
        sheet.part(Part::Facts);
        sheet.body(format!(
            "{you}于{answered}就申请的数量、频次说明了理由。经审查，{you}说明的理由合理，但是{we}无法在规定期限内答复：{reasons}\
             {under}，{we}将于{to}前（含当日）答复。"
        ));
        sheet.end("特此告知。");
    }
}

fields! {
    /// Fields of [`Procedural::ExtensionNotice`]; the present due date is a record of the case.
    ExtensionFields of PaperKind::Procedural(Procedural::ExtensionNotice);
    working_days: u32 = Input::Count, required, "延长的工作日数", "一件申请合计不得超过法定上限。";
    extended_to: Option<NaiveDate> = Input::Date, required, "延长后的答复期限", "由系统按工作日历计算。";
    reasons: String = Input::Text, required, "延长的理由", "例如需要检索的档案数量大、需要核实。";
    approved_by: String = Input::Line, required, "同意延长的工作机构负责人", "只存档，不打印姓名。";
    approved_on: Option<NaiveDate> = Input::Date, required, "同意的日期", "不得晚于成文日期。";
}

impl Template for ExtensionFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_applicant();
        let received = sheet.application_received();
        sheet.body(received);
        sheet.requested();
        let (you, we, case) = (sheet.you(), sheet.we(), sheet.case);
        let issued_on = sheet.issue.issued_on;
        let due = sheet.date(Part::Period, None, "原答复期限", case.due_on);
        sheet.need(
            Part::Period,
            case.due_on.is_none_or(|due| issued_on <= due),
            None,
            "原答复期限已过，不能再告知延期",
        );
        let days = WorkingDays(self.working_days);
        sheet.need(Part::Period, days.0 > 0, Some("working_days"), "未填写延长的工作日数");
        sheet.need(
            Part::Period,
            days <= EXTENSION_CAP,
            Some("working_days"),
            format!("延长的期限最长不得超过{EXTENSION_CAP}"),
        );
        let to = sheet.date(Part::Period, Some("extended_to"), "延长后的答复期限", self.extended_to);
        let is_later = !matches!((self.extended_to, case.due_on), (Some(to), Some(due)) if to <= due);
        sheet.need(Part::Period, is_later, Some("extended_to"), "延长后的答复期限应当晚于原答复期限");
        sheet.text(Part::Approval, "approved_by", "同意延长的工作机构负责人", &self.approved_by);
        sheet.date(Part::Approval, Some("approved_on"), "同意的日期", self.approved_on);
        let is_before = self.approved_on.is_none_or(|on| on <= issued_on);
        sheet.need(Part::Approval, is_before, Some("approved_on"), "同意的日期不能晚于成文日期");
        let reasons = sheet.text(Part::Reasons, "reasons", "延长的理由", &self.reasons);
        let under = sheet.under(&["第三十三条第二款"]);
        sheet.body(format!(
            "{you}的申请原应于{due}前（含当日）答复。因{}，{we}不能在该期限内答复。",
            clause(&reasons)
        ));
        sheet.body(format!(
            "{under}，经{we}政府信息公开工作机构负责人同意，延长答复期限{days}，{we}将于{to}前（含当日）答复。\
             延长的期限最长不得超过{}。",
            EXTENSION.length
        ));
        sheet.end("特此告知。");
    }
}
