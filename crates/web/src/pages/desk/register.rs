//! Recording an application that came by counter, post or fax, or was told orally.
//!
//! Not here: the day of receipt that follows from the channel (`gongkai-domain`, 《条例》第三十一条).

use crate::chrome::Door;
use crate::components::form::{Button, Width};
use crate::components::{Choice, Control, Entered, Form};
use crate::pages::Question;
use crate::urls::Urls;
use gongkai_domain::personal::applicant::DocumentKind;

/// The parts of the form that can be there several times.
#[derive(Debug, Clone, Copy, Default)]
pub struct Size {
    /// Matters; at least one.
    pub matters: usize,
    /// Applicants who signed with the first (联合申请).
    pub joint: usize,
}

/// The form of the registration page. `once` is the word that makes a double submit the same application.
pub fn page(urls: &Urls, token: &str, once: &str, e: &Entered, size: Size, hint_today: &str) -> Question {
    let matters = size.matters.max(1);
    let channels = vec![
        Choice::new("in_person", "当面提交").hint("收到之日：提交之日"),
        Choice::new("registered_mail", "邮寄（需签收）").hint("收到之日：本机关签收之日"),
        Choice::new("ordinary_mail", "平常信函").hint("收到之日：与申请人确认之日；收信当日即应联系确认"),
        Choice::new("fax", "传真").hint("收到之日：双方确认之日"),
        Choice::new("oral", "口头申请").hint("书写确有困难的，由工作人员代为填写并经申请人确认"),
    ];
    let ways = vec![
        Choice::new("post", "邮寄"),
        Choice::new("email", "电子邮件"),
        Choice::new("counter", "当面领取"),
        Choice::new("online", "网站领取"),
    ];
    let mut controls = vec![
        Control::hidden("once", once),
        Control::one(e, "channel", "申请渠道", channels),
        Control::day(e, "arrived_on", "到达日期").hint(hint_today),
        Control::day(e, "signed_on", "签收或者确认日期")
            .hint("邮寄填写签收日期；平常信函、传真填写与申请人确认的日期，尚未确认的留空")
            .optional(),
        Control::line(e, "tracking", "邮件号").optional().width(Width::Medium),
        Control::one(e, "kind", "申请人类别", kinds())
            .hint("对应年度报告的六列；联合申请按第一申请人")
            .inline(),
    ];
    controls.extend(applicant(e, ""));
    for at in 0..size.joint {
        let prefix = format!("joint.{at}.");
        let kind = Control::one(e, &format!("{prefix}kind"), "申请人类别", kinds()).inline();
        controls.push(Control::group(
            format!("第 {} 共同申请人", at + 2),
            std::iter::once(kind).chain(applicant(e, &prefix)).collect(),
            Some(("remove_joint".to_owned(), at.to_string())),
        ));
    }
    for at in 0..matters {
        let name = |field: &str| format!("matter.{at}.{field}");
        let remove = (matters > 1).then(|| ("remove".to_owned(), at.to_string()));
        controls.push(Control::group(
            format!("第 {} 项", at + 1),
            vec![
                Control::line(e, &name("title"), "信息名称或者文号"),
                Control::text(e, &name("description"), "特征描述", 3).optional(),
            ],
            remove,
        ));
    }
    controls.extend([
        Control::one(e, "way", "获取信息的方式", ways).inline(),
        Control::file(e, "enclosure", "申请材料扫描件", ".pdf,.jpg,.jpeg,.png,.docx")
            .hint("申请表、身份证明、信封，可以选择几个文件。带有密级标志的文件不得上传，系统将拒绝保存")
            .several()
            .optional(),
    ]);
    Question {
        heading: "登记申请".to_owned(),
        caption: None,
        back: None,
        summary: e.summary(),
        has_errors: e.has_errors(),
        lead: vec!["登记窗口、邮寄、传真和口头申请。网上申请自动进入“待确认”，不在这里登记。".to_owned()],
        quoted: None,
        details: None,
        is_heading_in_form: false,
        form: Form {
            action: urls.register(),
            token: token.to_owned(),
            controls,
            submit: "登记".to_owned(),
            buttons: vec![
                Button { name: "add".to_owned(), value: "1".to_owned(), words: "再加一项".to_owned() },
                Button {
                    name: "add_joint".to_owned(),
                    value: "1".to_owned(),
                    words: "再加一名共同申请人".to_owned(),
                },
            ],
            has_files: true,
            is_guarded: true,
            ..Form::default()
        },
        door: Door::None,
        crumbs: Vec::new(),
    }
    .examined(e)
}

/// The six columns of table 3.
fn kinds() -> Vec<Choice> {
    vec![
        Choice::new("natural_person", "自然人"),
        Choice::new("commercial_enterprise", "商业企业"),
        Choice::new("research_institution", "科研机构"),
        Choice::new("public_welfare_organisation", "社会公益组织"),
        Choice::new("legal_service_institution", "法律服务机构"),
        Choice::new("other", "其他"),
    ]
}

/// Who applies; the names of the fields begin with `prefix`.
fn applicant(e: &Entered, prefix: &str) -> Vec<Control> {
    let name = |field: &str| format!("{prefix}{field}");
    vec![
        Control::line(e, &name("name"), "姓名或者名称"),
        Control::select(
            e,
            &name("document"),
            "身份证件",
            DocumentKind::EVERY.iter().map(|kind| Choice::new(kind.key(), kind.name())).collect(),
        )
        .hint("自然人填写；缺少身份证明的，应当告知补正，不能不予受理")
        .optional(),
        Control::line(e, &name("number"), "证件号码或者统一社会信用代码").width(Width::Medium).optional(),
        Control::line(e, &name("representative"), "法定代表人（负责人）").optional().width(Width::Medium),
        Control::line(e, &name("phone"), "联系电话")
            .hint("电话和送达地址至少填写一项")
            .inputmode("tel")
            .width(Width::Medium)
            .optional(),
        Control::line(e, &name("address"), "送达地址").optional(),
    ]
}
