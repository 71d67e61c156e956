//! Letters to other agencies: co-makers (《条例》第三十四条) and those whose help is asked for.
//!
//! Not here: third parties (`super::consultation`). These letters do not name the applicant either.

use crate::notice::field::{Input, fields};
use crate::notice::kind::{PaperKind, Procedural};
use crate::notice::parts::Part;
use crate::notice::sheet::{Sheet, clause, quoted};
use crate::notice::template::Template;
use gongkai_deadline::WorkingDays;
use gongkai_deadline::statute::{AGENCY_CONSULTATION, CO_MAKER_CONSULTATION};

fields! {
    /// Fields of [`Procedural::CoMakerConsultation`].
    CoMakerConsultationFields of PaperKind::Procedural(Procedural::CoMakerConsultation);
    agency: String = Input::Line, required, "共同制作机关", "全称。";
    information: String = Input::Text, required, "共同制作的政府信息", "名称、文号。";
    proposal: String = Input::Text, required, "本机关的初步意见", "拟公开、部分公开或者不予公开及其理由。";
}

impl Template for CoMakerConsultationFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_outsider("agency", "共同制作机关", &self.agency);
        let we = sheet.we();
        let number = sheet.numbers();
        let information = sheet.text(Part::Facts, "information", "共同制作的政府信息", &self.information);
        sheet.body(format!(
            "{we}收到政府信息公开申请（登记编号：{number}），申请公开的政府信息由{we}牵头、与贵机关共同制作：“{}”。",
            quoted(&information)
        ));
        let proposal = sheet.sentence(Part::Reasons, "proposal", "本机关的初步意见", &self.proposal);
        sheet.body(format!("{we}的初步意见：{proposal}"));
        let under = sheet.under(&["第三十四条"]);
        sheet.part(Part::Request);
        sheet.part(Part::Period);
        sheet.part(Part::Consequence);
        sheet.body(format!(
            "{under}，现征求贵机关意见，请自收到本征求意见函之日起{}内书面提出意见；逾期未提出意见的，视为同意公开。",
            CO_MAKER_CONSULTATION.length
        ));
        sheet.end("专此函达，请予函复。");
    }
}

fields! {
    /// Fields of [`Procedural::AssistanceRequest`].
    AssistanceRequestFields of PaperKind::Procedural(Procedural::AssistanceRequest);
    agency: String = Input::Line, required, "协办机关", "全称；本机关内设单位、所属事业单位不适用本函。";
    asked: Vec<String> = Input::Lines, required, "请协助的事项", "每行一项，例如核实信息是否由其制作、是否适宜公开。";
    working_days: Option<u32> = Input::Count, optional, "函复期限（工作日）", "法律没有规定，由来函确定；不填的按惯例。";
}

impl Template for AssistanceRequestFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_outsider("agency", "协办机关", &self.agency);
        let (we, case) = (sheet.we(), sheet.case);
        let number = sheet.numbers();
        let content =
            case.requested.iter().map(|text| format!("“{}”", quoted(text))).collect::<Vec<_>>().concat();
        sheet.need(Part::Application, !content.is_empty(), None, "没有申请内容");
        sheet.body(format!(
            "{we}收到政府信息公开申请（登记编号：{number}），申请公开的内容为：{}。",
            clause(&content)
        ));
        let under = sheet.under(&["第十一条", "第三十三条第三款"]);
        sheet.body(format!(
            "该申请涉及贵机关职责。{under}，为保证公开的政府信息准确一致，请贵机关协助办理下列事项："
        ));
        let asked = sheet.entries(Part::Request, "asked", "请协助的事项", &self.asked);
        sheet.list(asked);
        let days =
            self.working_days.map(WorkingDays).or(AGENCY_CONSULTATION.working_days()).unwrap_or_default();
        sheet.need(Part::Period, days.0 > 0, Some("working_days"), "函复期限至少为一个工作日");
        sheet.body(format!(
            "请贵机关自收到本函之日起{days}内书面函复。征求其他机关意见所需时间不计入答复期限。"
        ));
        sheet.end("专此函达，请予支持。");
    }
}
