//! What the office fills into the papers of the demonstration: the fields of every notice and reply, about the case at hand.
//!
//! Not here: the wording of the papers (`gongkai_domain::notice`), what people write besides (`super::words`).

use super::words;
use chrono::NaiveDate;
use gongkai_deadline::timeline::Consulted;
use gongkai_domain::notice::kind::Reply;
use serde_json::{Value, json};

pub(super) fn correction() -> Value {
    json!({
        "causes": ["unclear"],
        "matters": [words::CORRECTION],
        "guidance": "例如写明文件标题、发文字号、所涉项目名称或者形成年份；不清楚的，可以电话咨询本机关工作人员",
    })
}

/// The letter to a party; it tells neither who applies nor why.
pub(super) fn consultation(with: Consulted, subject: &str) -> Value {
    match with {
        Consulted::ThirdParty => json!({
            "third_party": "江南天工信息工程有限公司", "party_kind": "organisation",
            "information": format!("{subject}中与贵单位有关的价格构成和技术方案"),
            "concern": "商业秘密", "pages": "第2页至第6页",
        }),
        Consulted::CoMaker => json!({
            "agency": "云州市财政局", "information": subject,
            "proposal": "该信息由本机关与贵局共同制作，不含不应公开的内容，拟予以公开。",
        }),
        Consulted::OtherAgency => json!({
            "agency": "云州市机关事务管理局",
            "asked": ["核实所涉信息是否由贵机关制作", "提出是否适宜公开的意见并说明理由"],
        }),
    }
}

pub(super) fn reasons_request(since: NaiveDate, until: NaiveDate, answer_by: NaiveDate) -> Value {
    json!({
        "from": since.to_string(), "until": until.to_string(), "count": COUNT,
        "excessive": "上述申请内容相近，多数在一个月内集中提出，明显超过合理范围",
        "respond_by": answer_by.to_string(),
    })
}

/// How many applications the applicant made in the period.
const COUNT: u32 = 27;

pub(super) fn delay(until: NaiveDate) -> Value {
    json!({ "delayed_to": until.to_string(), "reasons": "所申请信息分散在多个业务系统，需要逐项检索、核对" })
}

pub(super) fn fee(pages: u32) -> Value {
    json!({
        "method": "by_quantity", "pages": pages,
        "payment_way": "凭所附缴款码通过非税收入收缴渠道缴纳，或者到政务服务大厅非税窗口缴纳，开具财政票据",
    })
}

/// What is known of the case when its reply is drafted.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) subject: &'a str,
    pub(super) since: NaiveDate,
    pub(super) arrived_on: NaiveDate,
    pub(super) today: NaiveDate,
    pub(super) is_online: bool,
    pub(super) is_consulted: bool,
}

impl About<'_> {
    fn provision(&self) -> &'static str {
        if self.is_online { "online" } else { "attached" }
    }
}

/// The fields of a reply; `ground` is that of the withheld part.
pub(super) fn reply(reply: Reply, ground: Option<Reply>, about: About<'_>) -> Value {
    let (subject, reasons) = (about.subject, words::reasons(reply));
    match reply {
        Reply::AlreadyPublic => json!({
            "places": [format!("云州市人民政府网站“政务公开”栏目，标题“{subject}”，https://www.yunzhou.example/zwgk")],
            "explanation": "在栏目内以标题检索可以直接下载全文",
        }),
        Reply::Granted => json!({
            "information": [format!("{subject}，共6页")], "provision": about.provision(),
        }),
        Reply::Partial => partial(ground, about),
        Reply::DeniedStateSecret => json!({
            "classification_reference": "保审〔2022〕17号", "reasons": reasons,
        }),
        Reply::DeniedLawProhibited => json!({
            "law_level": "law", "law": "中华人民共和国档案法", "article": "第二十八条第一款", "reasons": reasons,
        }),
        Reply::DeniedSecurity => json!({ "interests": ["public_security"], "reasons": reasons }),
        Reply::DeniedThirdParty => {
            let mut fields = json!({ "interest": "trade_secret", "reasons": reasons });
            if !about.is_consulted {
                fields["no_consultation"] = "第三方住所不明，无法征求意见".into();
            }
            fields
        }
        Reply::DeniedInternal => json!({
            "category": "workflow", "no_rule_demands_disclosure": true, "reasons": reasons,
        }),
        Reply::DeniedProcess => json!({
            "category": "discussion_record", "no_rule_demands_disclosure": true, "reasons": reasons,
        }),
        Reply::DeniedEnforcement => json!({
            "case_file": "2024年度行政处罚案卷", "no_rule_demands_disclosure": true, "reasons": reasons,
        }),
        Reply::AdminInquiry => json!({
            "law_level": "administrative_regulation", "law": "政府督查工作条例", "article": "第十六条",
            "subject": "投诉工单办理情况",
            "window": "政务服务大厅一楼“办不成事”反映窗口，电话0570-8000112，请携带身份证件",
        }),
        Reply::NotExist => json!({ "explanation": "本机关没有制作或者获取该信息的职责记录" }),
        Reply::NotResponsible => json!({
            "reasons": reasons, "responsible_agency": "云州市自然资源和规划局",
            "responsible_contact": "云州市云城区规划路8号，电话0570-8000300",
        }),
        Reply::NeedsCreation => json!({
            "reasons": "本机关没有现成的统计分析资料",
            "why_not_separable": "需要对多年数据重新汇总、加工、分析，不是作区分处理就能提供的情形",
            "related": "历年有关数据可以在公共数据开放平台下载",
        }),
        Reply::StillUnclear => {
            json!({ "unclear": "补正后仍未写明文件名称、文号、形成时间或者其他便于查询的特征" })
        }
        Reply::Petition => json!({
            "category": "complaint", "reasons": reasons,
            "channel": "12345政务服务便民热线，或者云州市信访局接待大厅（云城区府前路3号）",
        }),
        Reply::Repeat => json!({ "explanation": "两次申请均指向同一份目录" }),
        Reply::Publication => json!({
            "publication": "《云州年鉴（2024）》", "way": "可以在云州市图书馆查阅或者通过新华书店购买",
        }),
        Reply::Excessive => json!({
            "from": about.since.to_string(), "until": about.arrived_on.to_string(), "count": COUNT,
            "reasons_given": "用于本人的研究和监督",
            "reasons": words::judgement(false),
        }),
        Reply::Confirmation => json!({
            "obtained_on": about.since.to_string(), "obtained_by": "申请人在政务服务大厅自助终端查询并打印",
        }),
        Reply::CorrectionOverdue | Reply::FeeOverdue => {
            json!({ "explanation": "需要获取有关政府信息的，可以重新提出申请" })
        }
        Reply::ClosedOther => json!({
            "cause": "ceased", "happened_on": about.today.to_string(),
            "explanation": "登记机关出具的注销证明载明该企业已经注销，清算报告没有载明权利义务承受人",
        }),
        Reply::NotGovernmentInformation => json!({
            "nature": "civil_contract",
            "reasons": "所提事项是要求解释政策含义，不指向履行行政管理职能过程中制作或者获取的信息",
            "way": "可以向本机关政策法规科咨询",
        }),
        Reply::Consultation => json!({
            "question": subject, "answer": "可以向所在社区居民委员会或者12345政务服务便民热线咨询",
        }),
        Reply::Archives => json!({
            "archive": "云州市国家档案馆", "transferred_on": "2021-06-30",
            "contact": "云州市云城区档案路2号，电话0570-8000500，工作日开放",
        }),
        Reply::PartyProcedure => json!({
            "procedure": "申请人所涉行政处罚程序", "law": "中华人民共和国行政处罚法", "article": "第六十四条",
            "how": "凭身份证件到本机关政策法规科查阅案卷，电话0570-8000120",
        }),
    }
}

fn partial(ground: Option<Reply>, about: About<'_>) -> Value {
    let ground = ground.unwrap_or(Reply::DeniedProcess);
    let (key, specific, withheld) = match ground {
        Reply::DeniedSecurity => {
            ("denied_security_stability", "public_security", "附件中的设施位置和技术参数")
        }
        Reply::DeniedThirdParty => {
            ("denied_third_party_rights", "personal_privacy", "权利人身份证件号码和联系方式")
        }
        Reply::DeniedInternal => ("denied_internal_affairs", "workflow", "内部流转意见"),
        _ => ("denied_process_information", "discussion_record", "讨论中的个人意见"),
    };
    let mut fields = json!({
        "information": [format!("{}（已作区分处理），共6页", about.subject)],
        "provision": about.provision(),
        "withheld": withheld, "ground": key, "specific": specific, "reasons": words::reasons(ground),
    });
    if ground == Reply::DeniedThirdParty && !about.is_consulted {
        fields["no_consultation"] = "所涉内容为个人身份证件号码和联系方式，依照惯例均作遮盖".into();
    }
    fields
}
