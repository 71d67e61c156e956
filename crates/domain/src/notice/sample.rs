//! An invented case, office and set of fields for every paper: what the demo, the pages' samples and the tests print.
//!
//! Not here: anything of a real office. Dates follow the calendar of 2025; a test holds them against it.

use super::case::{
    Addressee, Case, Contact, CorrectionRound, EarlierReply, FeeRound, FiledBy, Issue, Office, Opinion,
    ReasonsRound, SearchRecord, SignOff, ThirdPartyOpinion,
};
use super::remedy::{Body, RemedyBody};
use super::{PaperKind, Procedural, Reply};
use crate::fee::Yuan;
use chrono::NaiveDate;
use serde_json::{Value, json};

const fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).expect("a day of 2025")
}

/// The day on which the application was received.
pub const RECEIVED_ON: NaiveDate = day(9, 16);
/// Its due date.
pub const DUE_ON: NaiveDate = day(10, 20);
/// Its due date after an extension of fifteen working days.
pub const EXTENDED_TO: NaiveDate = day(11, 10);
/// The day on which the correction notice was served, and the last day for correcting.
pub const CORRECTION: (NaiveDate, NaiveDate) = (day(9, 19), day(10, 16));
/// The day on which the fee notice was served, and the last day for paying.
pub const PAYMENT: (NaiveDate, NaiveDate) = (day(9, 22), day(10, 24));

/// The office of all samples: a department of a county.
pub fn office() -> Office {
    let remedy = RemedyBody {
        body: Body::Department {
            government: "青溪县人民政府".to_owned(),
            superior: Some("临川市自然资源和规划局".to_owned()),
        },
        basic_court: "青溪县人民法院".to_owned(),
        intermediate_court: "临川市中级人民法院".to_owned(),
        court_arrangements: Vec::new(),
        government_only_since: None,
        inquiry_needs_reconsideration: false,
    };
    let contact = Contact {
        name: "局办公室".to_owned(),
        phone: "0555-7012345".to_owned(),
        address: "青溪县文昌路18号".to_owned(),
        postcode: "239500".to_owned(),
        hours: "工作日8:30至12:00，14:00至17:30".to_owned(),
    };
    Office::new("青溪县自然资源和规划局", "局办公室", contact, remedy)
}

/// The case that a paper of this kind needs.
pub fn case(kind: PaperKind) -> Case {
    let base = Case {
        registration_number: "依申请〔2025〕17号".to_owned(),
        applicant: "李明远".to_owned(),
        addressee: Addressee::Person,
        confidential_names: vec!["周启文".to_owned()],
        purpose: Some("用于核对本户补偿标准".to_owned()),
        filed_by: FiledBy::Internet,
        submitted_on: Some(day(9, 15)),
        received_on: Some(RECEIVED_ON),
        requested: vec![requested(kind).to_owned()],
        due_on: Some(DUE_ON),
        ..Case::default()
    };
    let correction = |corrected_on| CorrectionRound {
        document_number: Some("青自然资公补〔2025〕3号".to_owned()),
        requested_on: day(9, 18),
        served_on: Some(CORRECTION.0),
        due_on: Some(CORRECTION.1),
        matters: "写明申请公开的文件名称、文号或者所涉地块位置".to_owned(),
        corrected_on,
    };
    let fee = FeeRound {
        document_number: Some("青自然资公费〔2025〕2号".to_owned()),
        noticed_on: day(9, 19),
        amount: Yuan(380),
        served_on: Some(PAYMENT.0),
        due_on: Some(PAYMENT.1),
        paid_on: None,
    };
    let search = SearchRecord {
        searched_by: "王静".to_owned(),
        searched_on: day(9, 22),
        scope: "局档案室2020年至2024年文书档案和办公自动化系统".to_owned(),
        terms: vec!["城东片区".to_owned(), "补偿安置方案".to_owned()],
        result: "未检索到与申请内容相符的信息".to_owned(),
    };
    let reasons = |answered_on| ReasonsRound { requested_on: day(9, 19), due_on: day(9, 30), answered_on };
    let party = |opinion| vec![ThirdPartyOpinion { consultation: 1, asked_on: day(9, 23), opinion }];
    match kind {
        PaperKind::Reply(Reply::DeniedThirdParty) => Case { third_parties: party(Opinion::Objects), ..base },
        PaperKind::Reply(Reply::NotExist) => Case { searches: vec![search], ..base },
        PaperKind::Reply(Reply::StillUnclear) => {
            Case { correction: Some(correction(Some(day(9, 29)))), ..base }
        }
        PaperKind::Reply(Reply::CorrectionOverdue) => Case { correction: Some(correction(None)), ..base },
        PaperKind::Reply(Reply::FeeOverdue) => Case { fee: Some(fee), ..base },
        PaperKind::Reply(Reply::Excessive) => {
            Case { reasons_request: Some(reasons(Some(day(9, 28)))), ..base }
        }
        PaperKind::Reply(Reply::Repeat) => Case {
            earlier_reply: Some(EarlierReply {
                registration_number: "依申请〔2025〕5号".to_owned(),
                document_number: "青自然资公告〔2025〕6号".to_owned(),
                replied_on: day(4, 3),
            }),
            ..base
        },
        PaperKind::Procedural(Procedural::DelayedReplyNotice) => {
            Case { reasons_request: Some(reasons(Some(day(9, 28)))), ..base }
        }
        PaperKind::Procedural(Procedural::ThirdPartyDisclosureNotice) => {
            Case { third_parties: party(Opinion::Objects), ..base }
        }
        PaperKind::Procedural(Procedural::HandlingSheet) => Case {
            searches: vec![SearchRecord {
                result: "检索到青自然资〔2023〕45号文件1份".to_owned(), ..search
            }],
            sign_offs: [
                ("工作机构审核", "同意拟办意见。", "陈立", 24),
                ("合法性审核", "依据充分，程序合法。", "何敏", 25),
                ("保密审查", "不涉及国家秘密，可以公开。", "赵卫国", 26),
                ("签发", "同意。", "孙建平", 28),
            ]
            .into_iter()
            .map(|(step, opinion, signed_by, on)| SignOff {
                step: step.to_owned(),
                opinion: opinion.to_owned(),
                signed_by: signed_by.to_owned(),
                signed_on: day(9, on),
            })
            .collect(),
            ..base
        },
        _ => base,
    }
}

/// What the application of the sample asks for.
fn requested(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::Reply(reply) => match reply {
            Reply::DeniedStateSecret => "青溪县某专用仓储用地的选址审批文件",
            Reply::DeniedLawProhibited => "青溪县高精度地形测绘成果数据",
            Reply::DeniedSecurity => "北山地质灾害隐患点的内部研判意见",
            Reply::DeniedThirdParty => "《城东片区评估测算表》全文",
            Reply::DeniedInternal => "青溪县自然资源和规划局公文流转分工安排",
            Reply::DeniedProcess => "城东片区控制性详细规划修改方案（征求意见前的文稿）",
            Reply::DeniedEnforcement => "2024年度某非法占地案的询问笔录和现场勘测材料",
            Reply::AdminInquiry => "城东街道二组某处房屋的不动产登记资料",
            Reply::NeedsCreation => "2015年至2024年青溪县按户汇总的征地补偿统计表",
            Reply::StillUnclear => "城东有关的材料",
            Reply::Petition => "要求查处某村违法占地并答复处理结果",
            Reply::Publication => "《青溪县年鉴（2023）》",
            Reply::NotGovernmentInformation => "办公用房租赁合同履行中的往来函件",
            Reply::Consultation => "本户宅基地能否翻建",
            Reply::Archives => "1998年城东片区土地利用现状调查图件",
            Reply::PartyProcedure => "城东二组土地权属争议行政复议案卷材料",
            Reply::NotResponsible => "青溪县老城区房屋征收补偿方案",
            _ => "青溪县城东片区2023年度土地征收补偿安置方案",
        },
        PaperKind::Procedural(paper) => match paper {
            Procedural::CorrectionNotice => "城东有关的材料",
            Procedural::ConsultationNoticeToApplicant => "《城东片区评估测算表》全文",
            Procedural::SplitNotice => "城东片区补偿安置方案和土地勘测定界图",
            Procedural::AssistanceRequest => "城东街道二组土地承包情况表",
            _ => "青溪县城东片区2023年度土地征收补偿安置方案",
        },
    }
}

/// Number and date of a paper of this kind.
pub fn issue(kind: PaperKind) -> Issue {
    match kind {
        PaperKind::Reply(Reply::CorrectionOverdue | Reply::FeeOverdue) => {
            Issue::on(day(10, 27)).numbered("青自然资公告〔2025〕21号")
        }
        PaperKind::Reply(_) => Issue::on(day(10, 15)).numbered("青自然资公告〔2025〕18号"),
        PaperKind::Procedural(paper) => {
            let (number, on) = match paper {
                Procedural::CorrectionNotice => ("青自然资公补〔2025〕3号", day(9, 18)),
                Procedural::ExtensionNotice => ("青自然资公延〔2025〕4号", day(10, 14)),
                Procedural::FeeNotice => ("青自然资公费〔2025〕2号", day(9, 19)),
                Procedural::ThirdPartyConsultation
                | Procedural::ConsultationNoticeToApplicant
                | Procedural::CoMakerConsultation
                | Procedural::AssistanceRequest => ("青自然资公函〔2025〕9号", day(9, 23)),
                Procedural::ThirdPartyDisclosureNotice => ("青自然资公告〔2025〕19号", day(10, 10)),
                Procedural::ReasonsRequest => ("青自然资公询〔2025〕1号", day(9, 19)),
                Procedural::DelayedReplyNotice => ("青自然资公延〔2025〕5号", day(10, 13)),
                Procedural::RegistrationReceipt | Procedural::SplitNotice => {
                    ("青自然资公登〔2025〕17号", RECEIVED_ON)
                }
                Procedural::WithdrawalConfirmation => ("青自然资公撤〔2025〕1号", day(9, 26)),
                Procedural::RecordCorrectionReply => ("青自然资公更〔2025〕1号", day(10, 15)),
                Procedural::ReconsiderationAnswer
                | Procedural::SuitAnswer
                | Procedural::EvidenceList
                | Procedural::PowerOfAttorney
                | Procedural::CourtAppearanceStatement => ("", day(11, 20)),
                Procedural::ApplicationForm
                | Procedural::RegistrationRecord
                | Procedural::ThirdPartyReplySlip
                | Procedural::HandlingSheet => ("", RECEIVED_ON),
                Procedural::ServiceProof => ("", day(10, 17)),
            };
            if number.is_empty() { Issue::on(on) } else { Issue::on(on).numbered(number) }
        }
    }
}

/// What a clerk would have filled in.
pub fn fields(kind: PaperKind) -> Value {
    match kind {
        PaperKind::Reply(reply) => reply_fields(reply),
        PaperKind::Procedural(paper) => procedural_fields(paper),
    }
}

fn reply_fields(reply: Reply) -> Value {
    match reply {
        Reply::AlreadyPublic => json!({
            "places": [
                "《青溪县城东片区2023年度土地征收补偿安置方案公告》（青政告〔2023〕11号），青溪县人民政府网站“土地征收”专栏",
                "《青溪县人民政府公报》2023年第6期，县档案馆、县图书馆政府信息查阅点可以查阅"
            ],
            "explanation": "在专栏内以文号检索可以直接下载全文"
        }),
        Reply::Granted => json!({
            "information": ["青溪县城东片区2023年度土地征收补偿安置方案（青自然资〔2023〕45号），共12页"],
            "provision": "attached"
        }),
        Reply::Partial => json!({
            "information": ["青溪县城东片区2023年度土地征收补偿安置方案（已作区分处理），共12页"],
            "provision": "online",
            "withheld": "附表3中被征收人的身份证件号码、银行账号",
            "ground": "denied_third_party_rights", "specific": "personal_privacy",
            "no_consultation": "所涉内容为个人身份证件号码和银行账号，依照惯例均作遮盖",
            "reasons": "该部分内容属于个人隐私，公开会损害被征收人的合法权益，且与了解补偿标准无关"
        }),
        Reply::DeniedStateSecret => json!({
            "classification_reference": "定密依据登记2023-08",
            "reasons": "该信息经依法确定为国家秘密，尚在保密期限内，未解除密级"
        }),
        Reply::DeniedLawProhibited => json!({
            "law_level": "law", "law": "中华人民共和国测绘法", "article": "第三十四条第二款",
            "reasons": "申请的成果资料属于该款规定不得向社会公开的测绘成果"
        }),
        Reply::DeniedSecurity => json!({
            "interests": ["social_stability", "public_security"],
            "reasons": "该信息载有尚在处置中的地质灾害隐患点的未核实研判意见，公开后可能引起误解和恐慌，影响避险安置的组织"
        }),
        Reply::DeniedThirdParty => json!({
            "interest": "trade_secret",
            "reasons": "申请的测算表载有第三方未公开的成本构成和报价方法，公开会使其在后续投标中处于不利地位"
        }),
        Reply::DeniedInternal => json!({
            "category": "workflow", "no_rule_demands_disclosure": true,
            "reasons": "该信息为本机关内部公文流转的分工安排，不对外发生法律效力，不影响公民、法人和其他组织的权利义务"
        }),
        Reply::DeniedProcess => json!({
            "category": "process_draft", "no_rule_demands_disclosure": true,
            "reasons": "该方案尚在征求意见和论证阶段，内容未最终确定，公开可能影响决策的正常进行；方案批准后将依法公开"
        }),
        Reply::DeniedEnforcement => json!({
            "case_file": "2024年度某非法占地案行政处罚案卷", "no_rule_demands_disclosure": true,
            "reasons": "申请的询问笔录、现场勘测材料是案件调查过程中形成并归入案卷的材料，处罚决定书已经另行公开"
        }),
        Reply::AdminInquiry => json!({
            "law_level": "administrative_regulation", "law": "不动产登记暂行条例", "article": "第二十七条",
            "subject": "不动产登记资料",
            "window": "县不动产登记中心查询窗口（青溪县政务服务中心二楼8号窗口，电话0555-7012388），请携带身份证件和利害关系证明"
        }),
        Reply::NotExist => json!({ "explanation": "城东片区2023年度未编制单独的补偿安置方案" }),
        Reply::NotResponsible => json!({
            "reasons": "申请公开的房屋征收补偿方案由县住房和城乡建设局拟订并保存，不是本机关制作或者最初获取的政府信息",
            "responsible_agency": "青溪县住房和城乡建设局",
            "responsible_contact": "青溪县建设路6号，电话0555-7013456"
        }),
        Reply::NeedsCreation => json!({
            "reasons": "本机关保存有各批次征地补偿台账，没有按户汇总的历年补偿统计表",
            "why_not_separable": "形成该统计表需要逐户核对、汇总和计算，不是对已有信息删除、遮盖部分内容就能提供",
            "related": "各批次征地补偿安置方案已在青溪县人民政府网站“土地征收”专栏公开，可以自行查阅"
        }),
        Reply::StillUnclear => json!({
            "unclear": "补正材料仍只写“城东有关的全部材料”，没有名称、文号、时间或者地块等可以查找的特征"
        }),
        Reply::Petition => json!({
            "category": "complaint",
            "reasons": "申请内容是要求查处某村违法占地并答复处理结果，没有指向特定的政府信息",
            "channel": "青溪县自然资源和规划局执法监察大队，电话0555-7012336；或者拨打12345政务服务便民热线"
        }),
        Reply::Repeat => json!({ "explanation": "两次申请均指向同一份补偿安置方案" }),
        Reply::Publication => json!({
            "publication": "《青溪县年鉴（2023）》",
            "way": "县图书馆地方文献阅览室可以查阅，县地方志办公室可以购买（电话0555-7014567）"
        }),
        Reply::Excessive => json!({
            "from": "2025-07-01", "until": "2025-09-16", "count": 86,
            "reasons_given": "了解全县土地管理情况",
            "reasons": "上述申请内容高度相近，多数所涉信息已经提供，理由未能说明持续提出相近申请的必要"
        }),
        Reply::Confirmation => json!({
            "obtained_on": "2025-04-03", "obtained_by": "本机关以青自然资公告〔2025〕6号告知书提供"
        }),
        Reply::CorrectionOverdue | Reply::FeeOverdue => {
            json!({ "explanation": "需要获取有关政府信息的，可以重新提出申请" })
        }
        Reply::ClosedOther => json!({ "cause": "ceased", "happened_on": "2025-09-26" }),
        Reply::NotGovernmentInformation => json!({
            "nature": "civil_contract",
            "reasons": "申请公开的是本机关作为民事主体签订的办公用房租赁合同的往来函件",
            "way": "与合同履行有关的事项，可以向本机关后勤服务中心了解"
        }),
        Reply::Consultation => json!({
            "question": "本户宅基地能否翻建",
            "answer": "宅基地翻建的条件和程序，可以向所在乡镇自然资源所咨询，电话0555-7012350"
        }),
        Reply::Archives => json!({
            "archive": "青溪县档案馆", "transferred_on": "2022-06-30",
            "contact": "青溪县档案路2号，电话0555-7015678，工作日开放"
        }),
        Reply::PartyProcedure => json!({
            "procedure": "城东二组土地权属争议行政复议程序",
            "law": "中华人民共和国行政复议法", "article": "第四十七条",
            "how": "凭身份证件到县人民政府行政复议机构（县司法局二楼，电话0555-7016789）查阅"
        }),
    }
}

fn procedural_fields(paper: Procedural) -> Value {
    let information = "《城东片区评估测算表》第3页至第5页中的成本构成和报价方法";
    match paper {
        Procedural::ApplicationForm => json!({
            "applicant_kind": "公民", "name": "李明远", "identity": "居民身份证（号码已隐去）",
            "phone": "（号码已隐去）", "address": "青溪县城东街道二组", "postcode": "239500",
            "requested": ["青溪县城东片区2023年度土地征收补偿安置方案"],
            "provide_in": "electronic", "obtain_by": "online", "filled_in_on": "2025-09-15"
        }),
        Procedural::RegistrationRecord => json!({
            "arrived_on": "2025-09-15", "confirmed_on": "2025-09-16", "confirmed_by": "电话，王静",
            "department": "征地管理科", "handler": "王静", "identity_proof": "居民身份证复印件，已核验"
        }),
        Procedural::RegistrationReceipt => {
            json!({ "track_note": "凭登记编号和提交时取得的查询码，可以在本机关政府信息公开专栏查询办理进度" })
        }
        Procedural::CorrectionNotice => json!({
            "causes": ["unclear"],
            "matters": ["写明申请公开的文件名称、文号或者所涉地块位置", "写明信息形成的大致时间"],
            "guidance": "例如写明“某某片区某年度土地征收补偿安置方案”，或者写明公告的文号、地块的四至"
        }),
        Procedural::ReasonsRequest => json!({
            "from": "2025-07-01", "until": "2025-09-16", "count": 86,
            "excessive": "上述申请内容高度相近，其中9月1日至16日提出41件",
            "respond_by": "2025-09-30"
        }),
        Procedural::DelayedReplyNotice => json!({
            "delayed_to": "2025-11-28", "reasons": "需要逐件检索并核对的档案共四百余卷"
        }),
        Procedural::ExtensionNotice => json!({
            "working_days": 15, "extended_to": EXTENDED_TO.to_string(),
            "reasons": "所涉档案分存于多个库房，需要逐卷检索核对",
            "approved_by": "陈立", "approved_on": "2025-10-13"
        }),
        Procedural::ThirdPartyConsultation => json!({
            "third_party": "临川市恒达土地评估有限公司", "party_kind": "organisation",
            "information": information, "concern": "商业秘密", "pages": "第3页至第5页"
        }),
        Procedural::ThirdPartyReplySlip => json!({
            "third_party": "临川市恒达土地评估有限公司", "letter_number": "青自然资公函〔2025〕9号",
            "information": information
        }),
        Procedural::ConsultationNoticeToApplicant => json!({ "sent_on": "2025-09-23" }),
        Procedural::ThirdPartyDisclosureNotice => json!({
            "third_party": "临川市恒达土地评估有限公司", "party_kind": "organisation",
            "information": information,
            "public_interest": "该测算是确定全县征地补偿标准的直接依据，不公开将使被征收人无从监督补偿标准的公平"
        }),
        Procedural::CoMakerConsultation => json!({
            "agency": "青溪县财政局",
            "information": "《青溪县被征地农民社会保障资金管理办法》（青自然资〔2023〕30号）",
            "proposal": "该文件为规范性文件，不含不应公开的内容，拟予以公开"
        }),
        Procedural::AssistanceRequest => json!({
            "agency": "青溪县农业农村局",
            "asked": ["核实所附土地承包情况表是否由贵机关制作", "提出该表是否适宜公开的意见并说明理由"]
        }),
        Procedural::FeeNotice => json!({
            "method": "by_quantity", "pages": 68,
            "payment_way": "凭所附缴款码通过非税收入收缴渠道缴纳，或者到青溪县政务服务中心一楼非税窗口缴纳，开具财政票据",
            "pay_due_on": PAYMENT.1.to_string()
        }),
        Procedural::WithdrawalConfirmation => json!({
            "withdrawn_on": "2025-09-26", "statement": "所需材料已从政府网站查到，现撤回申请。"
        }),
        Procedural::ServiceProof => json!({
            "service_number": "送〔2025〕33号",
            "papers": ["政府信息公开告知书（青自然资公告〔2025〕18号），1份"],
            "way": "mail", "address": "青溪县城东街道二组", "sent_on": "2025-10-15",
            "tracking_number": "1088123456789", "signed_by": "本人", "signed_on": "2025-10-17", "served_by": "王静"
        }),
        Procedural::RecordCorrectionReply => json!({
            "asked_on": "2025-09-24", "record": "土地承包情况表中本户承包面积登记为2.1亩",
            "outcome": "corrected",
            "reasons": "经核对承包合同原件和测绘成果，本户承包面积应为2.4亩，记录确有错误"
        }),
        Procedural::HandlingSheet => json!({
            "department": "征地管理科", "handler": "王静", "assigned_on": "2025-09-17",
            "proposed_reply": "reply_granted",
            "proposal": "经检索，申请公开的方案由本机关制作，不含不应公开的内容，拟予以公开。"
        }),
        Procedural::SplitNotice => json!({
            "parts": [
                "依申请〔2025〕17号：城东片区补偿安置方案",
                "依申请〔2025〕18号：城东片区土地勘测定界图"
            ],
            "reasons": "申请所列两项内容由不同科室保存，性质和办理方式不同"
        }),
        Procedural::ReconsiderationAnswer => json!({
            "organ": "青溪县人民政府", "case_number": "青府复〔2025〕31号", "received_copy_on": "2025-11-12",
            "is_simplified": false, "respondent_head": "孙建平，局长",
            "challenged": "青自然资公告〔2025〕18号政府信息不予公开告知书",
            "facts": [
                "被申请人于2025年9月16日收到申请人的政府信息公开申请，登记编号为依申请〔2025〕17号。",
                "被申请人经审查并征求第三方意见，于2025年10月15日作出告知书，2025年10月17日送达申请人。"
            ],
            "law": ["《中华人民共和国政府信息公开条例》第十五条", "《中华人民共和国政府信息公开条例》第三十二条"],
            "argument": ["申请公开的测算表含有第三方商业秘密，第三方书面不同意公开并说明了合理理由。", "被申请人在法定期限内答复，程序合法。"],
            "request": "请求依法维持被申请人作出的告知书"
        }),
        Procedural::SuitAnswer => json!({
            "court": "青溪县人民法院", "case_number": "（2025）某0623行初12号", "received_copy_on": "2025-11-12",
            "respondent_head": "孙建平，局长", "challenged": "青自然资公告〔2025〕18号告知书",
            "facts": ["被告于2025年9月16日收到原告的政府信息公开申请，2025年10月15日作出告知书，2025年10月17日送达原告。"],
            "law": ["《中华人民共和国政府信息公开条例》第三十六条第（四）项"],
            "argument": ["被告以“城东片区”“补偿安置方案”为关键词检索了文书档案和办公自动化系统，已尽到合理检索义务。"],
            "request": "请求依法驳回原告的诉讼请求"
        }),
        Procedural::EvidenceList => json!({
            "case_number": "青府复〔2025〕31号",
            "evidence": [
                { "name": "政府信息公开申请表", "proves": "申请的时间和内容", "pages": "1-2", "source": "申请人提交" },
                { "name": "告知书及送达凭证", "proves": "在法定期限内答复并送达", "pages": "3-6", "source": "被申请人制作" }
            ],
            "basis": ["《中华人民共和国政府信息公开条例》"],
            "submitted_by": "何敏", "submitted_on": "2025-11-20"
        }),
        Procedural::PowerOfAttorney => json!({
            "tribunal": "青溪县人民法院", "matter": "李明远诉青溪县自然资源和规划局政府信息公开一案（（2025）某0623行初12号）",
            "head": "孙建平，局长",
            "agents": [
                { "name": "何敏", "post": "青溪县自然资源和规划局法规科科长", "phone": "0555-7012360", "powers": "一般授权代理" }
            ],
            "until": "至本案本审终结时止"
        }),
        Procedural::CourtAppearanceStatement => json!({
            "court": "青溪县人民法院", "case_number": "（2025）某0623行初12号", "hearing_on": "2025-12-09",
            "appears": false, "who": "何敏（法规科科长）",
            "cannot_because": "当日需参加地质灾害应急处置"
        }),
    }
}
