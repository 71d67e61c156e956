//! Who speaks for the agency before the reviewing organ or the court: power of attorney, and whether the head appears.
//!
//! Not here: what they argue (`super::challenge`).

use crate::notice::field::{Choice, Input, fields};
use crate::notice::kind::{PaperKind, Procedural};
use crate::notice::paper::Table;
use crate::notice::parts::Part;
use crate::notice::sheet::{Sheet, clause};
use crate::notice::template::Template;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Somebody who acts for the agency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Agent {
    /// Name.
    pub name: String,
    /// Office and post.
    pub post: String,
    /// How to reach.
    pub phone: String,
    /// What he may do.
    pub powers: String,
}

const AGENT_COLUMNS: &[Choice] = &[
    Choice { key: "name", name: "姓名" },
    Choice { key: "post", name: "单位和职务" },
    Choice { key: "phone", name: "联系电话" },
    Choice { key: "powers", name: "代理权限" },
];

fields! {
    /// Fields of [`Procedural::PowerOfAttorney`].
    PowerOfAttorneyFields of PaperKind::Procedural(Procedural::PowerOfAttorney);
    tribunal: String = Input::Line, required, "提交的机关或者法院", "行政复议机关或者人民法院全称。";
    matter: String = Input::Line, required, "案件", "申请人（原告）与案由、案号。";
    head: String = Input::Line, required, "法定代表人（负责人）", "姓名和职务。";
    agents: Vec<Agent> = Input::Rows(AGENT_COLUMNS), required, "委托代理人", "每行一名：姓名|单位和职务|联系电话|代理权限；一至二人。";
    until: String = Input::Line, required, "委托期限", "例如：至本案本审终结时止。";
}

impl Template for PowerOfAttorneyFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_tribunal("tribunal", "提交的机关或者法院", &self.tribunal);
        let tribunal = sheet.text(Part::Recipient, "tribunal", "提交的机关或者法院", &self.tribunal);
        let matter = sheet.text(Part::Facts, "matter", "案件", &self.matter);
        let head = sheet.text(Part::Facts, "head", "法定代表人（负责人）", &self.head);
        let agency = sheet.office.agency.clone();
        sheet.body(format!("委托单位：{agency}，法定代表人（负责人）：{}。", clause(&head)));
        // 《行政诉讼法》第三十一条: one or two
        let many = self.agents.len();
        sheet.need(Part::Request, (1..=2).contains(&many), Some("agents"), "委托代理人应当为一至二人");
        let whole = self.agents.iter().all(|agent| {
            [&agent.name, &agent.post, &agent.powers].iter().all(|cell| !cell.trim().is_empty())
        });
        sheet.need(Part::Request, whole, Some("agents"), "应当写明每名代理人的姓名、职务和代理权限");
        sheet.cite("《中华人民共和国行政诉讼法》第三十一条");
        sheet.body(format!("现委托下列人员在{tribunal}审理的{}中作为委托代理人：", clause(&matter)));
        let rows = self.agents.iter().map(|agent| {
            vec![agent.name.clone(), agent.post.clone(), agent.phone.clone(), agent.powers.clone()]
        });
        let rows = rows.collect();
        sheet.table(Table::listed("委托代理人", &["姓名", "单位和职务", "联系电话", "代理权限"], rows));
        let until = sheet.text(Part::Period, "until", "委托期限", &self.until);
        sheet.body(format!("委托期限：{}。", clause(&until)));
        sheet.signature();
    }
}

fields! {
    /// Fields of [`Procedural::CourtAppearanceStatement`].
    CourtAppearanceFields of PaperKind::Procedural(Procedural::CourtAppearanceStatement);
    court: String = Input::Line, required, "人民法院", "全称。";
    case_number: String = Input::Line, required, "案号", "传票或者出庭通知书上的案号。";
    hearing_on: Option<NaiveDate> = Input::Date, required, "开庭日期", "以传票为准。";
    appears: bool = Input::Flag, optional, "负责人出庭", "勾选为出庭；不勾选为不能出庭。";
    who: String = Input::Line, required, "出庭人员", "出庭的负责人，或者负责人不能出庭时委托的相应工作人员：姓名、职务。";
    cannot_because: String = Input::Text, optional, "不能出庭的理由", "负责人不能出庭的必须说明。";
}

impl Template for CourtAppearanceFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_tribunal("court", "人民法院", &self.court);
        let court = sheet.text(Part::Recipient, "court", "人民法院", &self.court);
        sheet.push(crate::notice::paper::Paragraph::Salutation(format!("{court}：")));
        let number = sheet.text(Part::Application, "case_number", "案号", &self.case_number);
        let on = sheet.date(Part::Period, Some("hearing_on"), "开庭日期", self.hearing_on);
        let is_later = self.hearing_on.is_none_or(|on| on >= sheet.issue.issued_on);
        sheet.need(Part::Period, is_later, Some("hearing_on"), "开庭日期早于成文日期");
        let who = sheet.text(Part::Facts, "who", "出庭人员", &self.who);
        let agency = sheet.office.agency.clone();
        sheet.cite("《中华人民共和国行政诉讼法》第三条第三款");
        let law = "依照《中华人民共和国行政诉讼法》第三条第三款的规定";
        if self.appears {
            sheet.body(format!("贵院{number}一案定于{on}开庭。{law}，{agency}由{}出庭应诉。", clause(&who)));
        } else {
            let why = sheet.text(Part::Reasons, "cannot_because", "不能出庭的理由", &self.cannot_because);
            sheet.body(format!(
                "贵院{number}一案定于{on}开庭。{agency}负责人因{}不能出庭。{law}，委托相应的工作人员{}出庭。",
                clause(&why),
                clause(&who)
            ));
        }
        sheet.end("特此说明。");
    }
}
