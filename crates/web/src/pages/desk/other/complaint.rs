//! The forms of a complaint (《条例》第四十七条): recording it, and each step.
//!
//! Not here: whether a step may be taken (`gongkai-domain::complaint`, `why_not`).

use super::{StepPage, Stepping, service};
use crate::chrome::Door;
use crate::components::form::Width;
use crate::components::{Choice, Control, Entered, Form, Link};
use crate::pages::Question;
use crate::urls::Urls;
use gongkai_domain::complaint::{Action, Finding, Subject};

/// The fields of a complaint, the same at the desk and in the portal.
pub fn complaint_fields(e: &Entered) -> Vec<Control> {
    let subjects = Subject::EVERY.iter().map(|one| Choice::new(one.key(), one.name())).collect();
    vec![
        Control::one(e, "subject", "投诉、举报什么", subjects),
        Control::line(e, "number", "所涉申请的编号")
            .hint("与某件申请有关的填写")
            .width(Width::Medium)
            .optional(),
        Control::text(e, "text", "具体情况", 6)
            .hint("什么信息、什么时间、怎样没有依法公开或者答复")
            .limit(2000),
        Control::line(e, "name", "姓名或者单位名称").hint("可以匿名").autocomplete("name").optional(),
        Control::line(e, "phone", "联系电话")
            .inputmode("tel")
            .width(Width::Medium)
            .autocomplete("tel")
            .optional(),
        Control::line(e, "email", "电子邮箱").inputmode("email").autocomplete("email").optional(),
    ]
}

/// The form that records a complaint that came by letter, telephone or in person.
pub fn open(urls: &Urls, token: &str, once: &str, e: &Entered, agencies: Vec<Choice>) -> Question {
    let mut controls = vec![
        Control::hidden("once", once),
        Control::day(e, "arrived_on", "收到日期"),
        Control::select(e, "against", "被投诉的机关", agencies),
    ];
    controls.extend(complaint_fields(e));
    Question {
        heading: "登记投诉举报".to_owned(),
        caption: None,
        back: None,
        summary: e.summary(),
        has_errors: e.has_errors(),
        lead: vec![
            "《政府信息公开条例》第四十七条第二款。来信、来电、来访的登记在此；网上提交的自动进入列表。"
                .to_owned(),
        ],
        quoted: None,
        details: None,
        is_heading_in_form: false,
        form: Form {
            action: urls.complaint_new(),
            token: token.to_owned(),
            controls,
            submit: "登记".to_owned(),
            cancel: Some(Link::new("返回列表", urls.complaints())),
            is_guarded: true,
            ..Form::default()
        },
        door: Door::None,
        crumbs: vec![Link::new("投诉举报", urls.complaints())],
    }
    .examined(e)
}

/// The page of a step.
pub fn step(at: &Stepping<'_>, action: Action, people: Vec<Choice>) -> StepPage {
    let e = at.entered;
    let day = |label: &str| Control::day(e, "on", label);
    let words = |label: &str| Control::text(e, "words", label, 5).limit(2000);
    let name = action.name();
    match action {
        Action::Investigate => at
            .page(name, "开始调查", vec![Control::select(e, "handler", "承办人", people)])
            .lead("被投诉机关不得调查针对本机关的投诉。"),
        Action::RecordFinding => {
            let findings = Finding::EVERY.iter().map(|one| Choice::new(one.key(), one.name())).collect();
            let controls = vec![
                day("认定日期"),
                Control::one(e, "finding", "调查结果", findings),
                words("调查情况和理由"),
                Control::day(e, "rectify_by", "整改期限").hint("查证属实的填写").optional(),
            ];
            at.page(name, "登记调查结果", controls)
                .lead("查证属实的，应当予以督促整改或者通报批评（《政府信息公开条例》第四十七条第二款）。")
        }
        Action::RecordRectification => at.page(name, "登记", vec![day("报告整改的日期"), words("整改情况")]),
        Action::Answer => at
            .page(name, "答复", vec![day("答复日期"), words("答复内容")])
            .lead("登记送达以后，答复内容在投诉人凭编号和查询码查询时显示；不写其他人的个人信息。"),
        Action::Redirect => {
            at.page(name, "告知", vec![day("告知日期"), words("向哪里提出、怎样提出")]).final_step()
        }
        Action::Withdraw => at.page(name, "登记撤回", vec![day("撤回日期")]).final_step(),
        Action::VoidAnswer => service::void(at, name, false),
        Action::Serve => service::serve(at, name),
        Action::RecordReceipt => service::receipt(at, name),
        Action::RecordReturn => service::returned(at, name),
    }
}
