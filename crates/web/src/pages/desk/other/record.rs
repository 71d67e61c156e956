//! The forms of a request to correct a record (《条例》第四十一条): recording it, and each step.
//!
//! Not here: whether a step may be taken (`gongkai-domain::record_correction`, `why_not`).

use super::{StepPage, Stepping, service};
use crate::chrome::Door;
use crate::components::form::Width;
use crate::components::{Choice, Control, Entered, Form, Link};
use crate::pages::Question;
use crate::urls::Urls;
use gongkai_domain::personal::{DocumentKind, OrganisationKind};
use gongkai_domain::record_correction::{Action, Outcome};

/// The fields about who asks and what is wrong, the same at the desk and in the portal.
pub fn request_fields(e: &Entered) -> Vec<Control> {
    let mut kinds = vec![Choice::new("natural_person", "公民（自然人）")];
    let organisations = [
        (OrganisationKind::CommercialEnterprise, "商业企业"),
        (OrganisationKind::ResearchInstitution, "科研机构"),
        (OrganisationKind::PublicWelfareOrganisation, "社会公益组织"),
        (OrganisationKind::LegalServiceInstitution, "法律服务机构"),
        (OrganisationKind::OtherOrganisation, "其他组织"),
    ];
    kinds.extend(organisations.map(|(kind, words)| Choice::new(kind.key(), words)));
    let documents = DocumentKind::EVERY.iter().map(|kind| Choice::new(kind.key(), kind.name())).collect();
    vec![
        Control::select(e, "kind", "申请人类别", kinds),
        Control::line(e, "name", "姓名或者单位全称").autocomplete("name"),
        Control::select(e, "document", "身份证件", documents).hint("自然人填写").optional(),
        Control::line(e, "number", "证件号码或者统一社会信用代码").width(Width::Medium).autocomplete("off"),
        Control::line(e, "representative", "法定代表人或者负责人")
            .hint("单位填写")
            .width(Width::Medium)
            .optional(),
        Control::line(e, "phone", "联系电话").inputmode("tel").width(Width::Medium).autocomplete("tel"),
        Control::line(e, "email", "电子邮箱").inputmode("email").autocomplete("email").optional(),
        Control::line(e, "record", "记录不准确的政府信息").hint("名称、文号，或者记录所在的系统、登记簿"),
        Control::text(e, "wrong", "哪里不准确", 3).limit(2000),
        Control::text(e, "right", "应当怎样更正", 3).limit(2000),
        Control::text(e, "proof", "有什么证据证明", 3)
            .hint("例如证件、判决书、登记证明；没有证据的，本机关会请您补充")
            .limit(2000)
            .optional(),
    ]
}

/// The form that records a request that came by counter or post.
pub fn open(urls: &Urls, token: &str, once: &str, e: &Entered) -> Question {
    let mut controls = vec![Control::hidden("once", once), Control::day(e, "arrived_on", "收到日期")];
    controls.extend(request_fields(e));
    Question {
        heading: "登记更正申请".to_owned(),
        caption: None,
        back: None,
        summary: e.summary(),
        has_errors: e.has_errors(),
        lead: vec![
            "《政府信息公开条例》第四十一条。与依申请公开分开办理，不计入年度报告第三部分。".to_owned(),
        ],
        quoted: None,
        details: None,
        is_heading_in_form: false,
        form: Form {
            action: urls.record_correction_new(),
            token: token.to_owned(),
            controls,
            submit: "登记".to_owned(),
            cancel: Some(Link::new("返回列表", urls.record_corrections())),
            is_guarded: true,
            ..Form::default()
        },
        door: Door::None,
        crumbs: vec![Link::new("信息更正", urls.record_corrections())],
    }
    .examined(e)
}

/// The page of a step; the answer is a paper and has an editor of its own.
pub fn step(at: &Stepping<'_>, action: Action, people: Vec<Choice>) -> StepPage {
    let e = at.entered;
    let day = |label: &str| Control::day(e, "on", label);
    let name = action.name();
    match action {
        Action::AskEvidence => at
            .page(name, "登记已要求", vec![day("告知日期")])
            .lead("条例要求有证据证明记录不准确；没有规定补充证据的期限，应当给予合理时间。"),
        Action::RecordEvidence => {
            let words = Control::text(e, "words", "收到的证据", 3).limit(2000);
            at.page(name, "登记", vec![day("收到日期"), words])
        }
        Action::Examine => at.page(name, "开始核实", vec![Control::select(e, "handler", "承办人", people)]),
        Action::Decide => {
            let outcomes = Outcome::EVERY.iter().map(|one| Choice::new(one.key(), one.name())).collect();
            let controls = vec![
                day("处理日期"),
                Control::one(e, "outcome", "处理结果", outcomes),
                Control::text(e, "words", "核实情况和理由", 5).limit(2000),
                Control::line(e, "competent_agency", "有权更正的机关")
                    .hint("转送、告知的必须写明名称和联系方式")
                    .optional(),
            ];
            at.page(name, "作出处理", controls).lead(
                "有权更正的予以更正并告知申请人；不属于本机关职能范围的，可以转送有权更正的机关处理并告知申请人，或者告知申请人向有权更正的机关提出（《政府信息公开条例》第四十一条）。",
            )
        }
        Action::Answer => at.page(name, name, Vec::new()),
        Action::Withdraw => at.page(name, "登记撤回", vec![day("撤回日期")]).final_step(),
        Action::VoidPaper => service::void(at, name, true),
        Action::Serve => service::serve(at, name),
        Action::RecordReceipt => service::receipt(at, name),
        Action::RecordReturn => service::returned(at, name),
    }
}
