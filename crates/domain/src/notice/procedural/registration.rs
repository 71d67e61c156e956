//! Papers of receipt: the application form, the registration record, the receipt, and the notice of a split.
//!
//! Not here: what is asked of the applicant afterwards (`super::progress`).

use crate::notice::field::{Input, choice, fields};
use crate::notice::kind::{PaperKind, Procedural};
use crate::notice::paper::{Table, chinese_date, list_lines, unnumbered};
use crate::notice::parts::Part;
use crate::notice::sheet::{Sheet, kept, sentence};
use crate::notice::template::Template;
use chrono::NaiveDate;
use gongkai_deadline::statute::{CORRECTION, EXTENSION, REPLY};

choice! {
    /// In which form the information is wanted (第二十九条第二款第三项).
    ProvideIn {
        /// On paper.
        Paper = "paper", "纸质";
        /// As a file.
        Electronic = "electronic", "电子文本";
        /// To be read on the spot.
        Inspection = "inspection", "现场查阅";
    }
}

choice! {
    /// Over which channel the reply is wanted.
    ObtainBy {
        /// Online.
        Online = "online", "互联网渠道";
        /// By post.
        Mail = "mail", "邮寄";
        /// By e-mail.
        Email = "email", "电子邮件";
        /// In person.
        InPerson = "in_person", "自行领取";
    }
}

fields! {
    /// Fields of [`Procedural::ApplicationForm`]: what 第二十九条第二款 asks for, and no purpose.
    ApplicationFormFields of PaperKind::Procedural(Procedural::ApplicationForm);
    applicant_kind: String = Input::Line, required, "申请人类型", "公民，或者商业企业、科研机构、社会公益组织、法律服务机构、其他组织。";
    name: String = Input::Line, required, "姓名（名称）", "与身份证明一致。";
    identity: String = Input::Line, required, "证件名称和号码", "公民填写身份证件，组织填写统一社会信用代码。";
    representative: String = Input::Line, optional, "法定代表人（负责人）", "组织申请的填写。";
    agent: String = Input::Line, optional, "代理人", "委托他人申请的填写，并附授权委托书和代理人身份证明。";
    phone: String = Input::Line, required, "联系电话", "工作时间能够接通的电话。";
    address: String = Input::Line, required, "通信地址", "邮寄答复的地址。";
    postcode: String = Input::Line, optional, "邮政编码", "六位数字。";
    email: String = Input::Line, optional, "电子邮箱", "选择电子邮件方式的填写。";
    requested: Vec<String> = Input::Lines, required, "申请公开的政府信息", "名称、文号或者便于查询的其他特征性描述，每行一项。";
    provide_in: Option<ProvideIn> = Input::Choice(ProvideIn::CHOICES), required, "提供政府信息的形式", "纸质、电子文本或者现场查阅。";
    obtain_by: Option<ObtainBy> = Input::Choice(ObtainBy::CHOICES), required, "获取政府信息的途径", "互联网渠道、邮寄、电子邮件或者自行领取。";
    written_down_by: String = Input::Line, optional, "代为填写人", "口头申请由工作机构代为填写的，写明填写人。";
    filled_in_on: Option<NaiveDate> = Input::Date, required, "申请日期", "提交申请的日期。";
}

impl Template for ApplicationFormFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.for_the_record();
        let kind = sheet.text(Part::Application, "applicant_kind", "申请人类型", &self.applicant_kind);
        let name = sheet.text(Part::Application, "name", "姓名（名称）", &self.name);
        let identity = sheet.text(Part::Application, "identity", "证件名称和号码", &self.identity);
        let phone = sheet.text(Part::Contact, "phone", "联系电话", &self.phone);
        let address = sheet.text(Part::Contact, "address", "通信地址", &self.address);
        let requested = sheet.entries(Part::Request, "requested", "申请公开的政府信息", &self.requested);
        let provide = sheet.chosen(Part::Provision, "provide_in", "提供政府信息的形式", self.provide_in);
        let obtain = sheet.chosen(Part::Provision, "obtain_by", "获取政府信息的途径", self.obtain_by);
        let needs_email = self.obtain_by == Some(ObtainBy::Email);
        sheet.need(
            Part::Contact,
            !needs_email || !self.email.trim().is_empty(),
            Some("email"),
            "选择电子邮件方式的，应当填写电子邮箱",
        );
        let on = sheet.date(Part::IssuedOn, Some("filled_in_on"), "申请日期", self.filled_in_on);
        let requested = list_lines(&requested).join("\n");
        let agency = sheet.office.agency.clone();
        sheet.table(Table::form(
            "政府信息公开申请表",
            &[
                &[("申请人类型", kind), ("姓名（名称）", name)],
                &[("证件名称和号码", identity)],
                &[("法定代表人（负责人）", self.representative.clone()), ("联系电话", phone)],
                &[("代理人", self.agent.clone())],
                &[("通信地址", address), ("邮政编码", self.postcode.clone())],
                &[("电子邮箱", self.email.clone())],
                &[("受理机关", agency)],
                &[("申请公开的政府信息", requested)],
                &[
                    ("提供政府信息的形式", provide.map_or("〔形式〕", ProvideIn::name).to_owned()),
                    ("获取政府信息的途径", obtain.map_or("〔途径〕", ObtainBy::name).to_owned()),
                ],
                &[("代为填写人（口头申请）", self.written_down_by.clone()), ("申请日期", on)],
                &[("申请人签名或者盖章", String::new())],
            ],
        ));
    }
}

fields! {
    /// Fields of [`Procedural::RegistrationRecord`].
    RegistrationRecordFields of PaperKind::Procedural(Procedural::RegistrationRecord);
    arrived_on: Option<NaiveDate> = Input::Date, required, "到达日期", "申请到达本机关的日期。";
    confirmed_on: Option<NaiveDate> = Input::Date, optional, "确认日期", "互联网渠道、传真、平常信函与申请人确认的日期。";
    confirmed_by: String = Input::Line, optional, "确认方式和确认人", "例如：电话，某某。";
    department: String = Input::Line, required, "承办单位", "交办的内设单位。";
    handler: String = Input::Line, required, "承办人", "登记时的承办人。";
    identity_proof: String = Input::Line, required, "身份证明核验情况", "例如：居民身份证复印件，已核验。";
    remarks: String = Input::Text, optional, "备注", "其他需要记录的事项。";
}

impl Template for RegistrationRecordFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.for_the_record();
        let number = sheet.numbers();
        let case = sheet.case;
        let arrived = sheet.date(Part::Facts, Some("arrived_on"), "到达日期", self.arrived_on);
        let received = sheet.date(Part::Period, None, "收到申请之日", case.received_on);
        let due = sheet.date(Part::Period, None, "答复期限", case.due_on);
        let department = sheet.text(Part::Facts, "department", "承办单位", &self.department);
        let handler = sheet.text(Part::Facts, "handler", "承办人", &self.handler);
        let identity =
            sheet.text(Part::Application, "identity_proof", "身份证明核验情况", &self.identity_proof);
        sheet.need(Part::Application, !case.applicant.trim().is_empty(), None, "没有申请人姓名（名称）");
        sheet.need(Part::Application, !kept(&case.requested).is_empty(), None, "没有申请内容");
        let word = sheet.office.department_word.clone();
        let confirmed = self.confirmed_on.map(chinese_date).unwrap_or_default();
        sheet.table(Table::form(
            "政府信息公开申请登记表",
            &[
                &[("登记编号", number), ("申请人", case.applicant.clone())],
                &[("提交方式", case.filed_by.name().to_owned()), ("到达日期", arrived)],
                &[("确认日期", confirmed), ("确认方式和确认人", self.confirmed_by.clone())],
                &[("收到申请之日", received), ("答复期限", due)],
                &[("申请内容", list_lines(&unnumbered(kept(&case.requested))).join("\n"))],
                &[("身份证明核验情况", identity)],
                &[(&format!("承办{word}"), department), ("承办人", handler)],
                &[("备注", self.remarks.clone())],
            ],
        ));
        sheet.signature();
    }
}

fields! {
    /// Fields of [`Procedural::RegistrationReceipt`].
    RegistrationReceiptFields of PaperKind::Procedural(Procedural::RegistrationReceipt);
    track_note: String = Input::Text, optional, "查询办理进度的方法", "例如查询页面的位置；不得写出查询码。";
}

impl Template for RegistrationReceiptFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_applicant();
        let (you, we, case) = (sheet.you(), sheet.we(), sheet.case);
        let number = sheet.numbers();
        let submitted =
            sheet.date(Part::Application, None, "提交申请的日期", case.submitted_on.or(case.received_on));
        let received = sheet.date(Part::Period, None, "收到申请之日", case.received_on);
        sheet.body(format!(
            "{you}于{submitted}{}的政府信息公开申请，{we}已予登记，登记编号为{number}，收到申请之日为{received}。",
            case.filed_by.words()
        ));
        sheet.requested();
        let due = sheet.date(Part::Period, None, "答复期限", case.due_on);
        let under = sheet.under(&["第三十一条", "第三十三条"]);
        sheet.body(format!("{under}，{we}自收到申请之日起{}内，即{due}前（含当日）予以答复。", REPLY.length));
        sheet.body(format!(
            "申请内容不明确的，{we}将在收到申请之日起{}内一次性告知补正，答复期限自收到补正的申请之日起重新计算；\
             征求第三方和其他机关意见所需时间不计算在答复期限内；需要延长答复期限的，{we}将告知{you}，\
             延长的期限最长不超过{}。",
            CORRECTION.length, EXTENSION.length
        ));
        if !self.track_note.trim().is_empty() {
            sheet.body(sentence(&self.track_note));
        }
        sheet.end("特此回执。");
    }
}

fields! {
    /// Fields of [`Procedural::SplitNotice`].
    SplitNoticeFields of PaperKind::Procedural(Procedural::SplitNotice);
    parts: Vec<String> = Input::Lines, required, "拆分后的各件", "每行一件：登记编号和申请事项。";
    reasons: String = Input::Text, required, "拆分的理由", "说明为什么分别登记更便于办理和答复。";
}

impl Template for SplitNoticeFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_applicant();
        let received = sheet.application_received();
        sheet.body(received);
        let (you, we, case) = (sheet.you(), sheet.we(), sheet.case);
        let reasons = sheet.sentence(Part::Reasons, "reasons", "拆分的理由", &self.reasons);
        let parts = sheet.entries(Part::Facts, "parts", "拆分后的各件", &self.parts);
        sheet.need(Part::Facts, parts.len() > 1, Some("parts"), "拆分登记应当有两件以上");
        sheet.body(format!("{reasons}{we}将{you}的申请拆分为下列{}件，分别登记、分别答复：", parts.len()));
        sheet.list(parts);
        let on = sheet.date(Part::Period, None, "收到申请之日", case.received_on);
        sheet.body(format!(
            "拆分后各件的收到申请之日均为{on}，答复期限自该日起计算，不因拆分而改变；{you}不需要重新提交申请。"
        ));
        sheet.end("特此告知。");
    }
}
