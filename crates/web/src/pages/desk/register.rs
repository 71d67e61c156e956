//! Recording an application that came by counter, post or fax, or was told orally.
//!
//! Not here: the day of receipt that follows from the channel (`gongkai-domain`, 《条例》第三十一条), the receipt that is handed
//! over (`super::receipt`).

use super::action::{ACCEPTED, kept_files};
use crate::chrome::Door;
use crate::components::form::{Button, Width};
use crate::components::{Choice, Control, Entered, Form};
use crate::pages::Question;
use crate::urls::Urls;
use gongkai_domain::personal::applicant::DocumentKind;

/// The parts of the form that can be there several times, or not at all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Size {
    /// Matters; at least one.
    pub matters: usize,
    /// Applicants who signed with the first (联合申请).
    pub joint: usize,
    /// Whether somebody acts by a power of attorney.
    pub has_agent: bool,
    /// Whether a guardian acts for the applicant.
    pub has_guardian: bool,
}

/// What the form knows beside what was entered.
#[derive(Debug, Clone, Default)]
pub struct Known<'a> {
    /// The word that makes a double submit the same application.
    pub once: &'a str,
    /// Today, in words.
    pub today: &'a str,
    /// Who sits at the counter.
    pub clerk: &'a str,
    /// Names of the files that were sent before and are kept.
    pub files: &'a [String],
}

/// The form of the registration page.
pub fn page(urls: &Urls, token: &str, e: &Entered, size: Size, known: &Known<'_>) -> Question {
    let matters = size.matters.max(1);
    let mut controls = vec![Control::hidden("once", known.once), arrival(e, known)];
    controls.push(first_applicant(e, size));
    if size.has_guardian {
        controls.push(guardian(e));
    }
    if size.has_agent {
        controls.push(agent(e, true));
    }
    for at in 0..size.joint {
        let prefix = format!("joint.{at}.");
        let kind = Control::one(e, &format!("{prefix}kind"), "申请人类别", kinds()).inline();
        controls.push(Control::group(
            format!("第 {} 共同申请人", at + 2),
            std::iter::once(kind).chain(applicant(e, &prefix)).collect(),
            Some(("remove_joint".to_owned(), at.to_string())),
        ));
    }
    if size.joint > 0 {
        controls.push(column(e));
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
    controls.push(provision(e));
    controls.push(files(e, known));
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

/// How and when it came in.
fn arrival(e: &Entered, known: &Known<'_>) -> Control {
    let channels = vec![
        Choice::new("in_person", "当面提交").hint("收到之日：提交之日"),
        Choice::new("registered_mail", "邮寄（需签收）").hint("收到之日：本机关签收之日"),
        Choice::new("ordinary_mail", "平常信函").hint("收到之日：与申请人确认之日；收信当日即应联系确认"),
        Choice::new("email", "电子邮件").hint("收到之日：双方确认之日；网上渠道的一种"),
        Choice::new("fax", "传真").hint("收到之日：双方确认之日"),
        Choice::new("oral", "口头申请").hint("书写确有困难的，由工作人员代为填写并经申请人确认"),
    ];
    let read_back = Choice::new("yes", "已由工作人员记录，向申请人宣读，申请人确认无误并签名（捺印）");
    let controls = vec![
        Control::one(e, "channel", "申请渠道", channels),
        Control::many(e, "read_back", "口头申请的记录", vec![read_back])
            .hint(format!("口头申请应当勾选；记录人：{}。签名的记录扫描后作为申请材料上传", known.clerk))
            .optional(),
        Control::day(e, "arrived_on", "到达日期").hint(known.today),
        Control::day(e, "signed_on", "签收或者确认日期")
            .hint("邮寄填写签收日期；平常信函、传真填写与申请人确认的日期，尚未确认的留空")
            .optional(),
        Control::line(e, "tracking", "邮件号").hint("来件面单上的号码").optional().width(Width::Medium),
        Control::day(e, "postmarked_on", "邮戳日期").optional(),
        Control::file(e, "envelope", "信封、邮件面单扫描件", ACCEPTED)
            .hint("邮戳应当清晰；归入案卷的“信封及邮件面单”")
            .several()
            .optional(),
    ];
    Control::group("来件情况", controls, None)
}

pub(super) fn first_applicant(e: &Entered, size: Size) -> Control {
    let kind = Control::one(e, "kind", "申请人类别", kinds())
        .hint("对应年度报告的六列；联合申请按第一申请人")
        .inline();
    let mut controls: Vec<Control> = std::iter::once(kind).chain(applicant(e, "")).collect();
    controls.push(
        Control::many(
            e,
            "address_confirmed",
            "送达地址确认",
            vec![Choice::new("yes", "申请人确认上述地址和联系方式可以用于送达")],
        )
        .optional(),
    );
    let more = [
        (size.has_guardian, "add_guardian", "未成年人等由监护人代为申请的，填写监护人"),
        (size.has_agent, "add_agent", "委托他人申请的，填写代理人"),
    ];
    for (_, name, words) in more.into_iter().filter(|(is_there, _, _)| !is_there) {
        let button = Button { name: name.to_owned(), value: "1".to_owned(), words: words.to_owned() };
        controls.push(Control::button(&button));
    }
    Control::group("申请人", controls, None)
}

/// The six columns of table 3.
pub(super) fn kinds() -> Vec<Choice> {
    vec![
        Choice::new("natural_person", "自然人"),
        Choice::new("commercial_enterprise", "商业企业"),
        Choice::new("research_institution", "科研机构"),
        Choice::new("public_welfare_organisation", "社会公益组织"),
        Choice::new("legal_service_institution", "法律服务机构"),
        Choice::new("other", "其他"),
    ]
}

/// The column of a joint application, where it is not that of the first applicant.
pub(super) fn column(e: &Entered) -> Control {
    let mut columns = vec![Choice::new("", "按第一申请人的类别")];
    columns.extend(kinds());
    Control::select(e, "column", "年度报告中的申请人类别", columns)
        .hint("联合申请确有理由按其他申请人计列的，另行选择")
        .optional()
}

fn documents() -> Vec<Choice> {
    DocumentKind::EVERY.iter().map(|kind| Choice::new(kind.key(), kind.name())).collect()
}

/// Kind and number of an identity document.
fn document(e: &Entered, prefix: &str, kind: &str, number: &str) -> [Control; 2] {
    [
        Control::select(e, &format!("{prefix}document"), kind, documents()).optional(),
        Control::line(e, &format!("{prefix}number"), number).width(Width::Medium).optional(),
    ]
}

/// Who applies; the names of the fields begin with `prefix`.
pub(super) fn applicant(e: &Entered, prefix: &str) -> Vec<Control> {
    let name = |field: &str| format!("{prefix}{field}");
    let [document_kind, number] = document(e, prefix, "身份证件", "证件号码或者统一社会信用代码");
    let [of_representative, number_of_representative] = document(
        e,
        &name("representative_"),
        "法定代表人（负责人）的身份证件",
        "法定代表人（负责人）的证件号码",
    );
    vec![
        Control::line(e, &name("name"), "姓名或者名称"),
        document_kind.hint("自然人填写；缺少身份证明的，应当告知补正，不能不予受理"),
        number.hint("照申请表录入；有误的不影响登记，登记后告知补正"),
        Control::line(e, &name("representative"), "法定代表人（负责人）")
            .hint("单位填写，并提供其身份证明")
            .optional()
            .width(Width::Medium),
        of_representative.hint("单位填写"),
        number_of_representative,
        Control::line(e, &name("phone"), "联系电话")
            .hint("电话、电子邮箱、送达地址都没有写明的留空，登记后告知补正")
            .inputmode("tel")
            .width(Width::Medium)
            .optional(),
        Control::line(e, &name("email"), "电子邮箱").inputmode("email").optional(),
        Control::line(e, &name("address"), "送达地址").optional(),
        Control::line(e, &name("postcode"), "邮政编码").inputmode("numeric").width(Width::Short).optional(),
    ]
}

pub(super) fn guardian(e: &Entered) -> Control {
    let [document_kind, number] = document(e, "guardian.", "监护人的身份证件", "监护人的证件号码");
    let controls = vec![
        Control::line(e, "guardian.name", "监护人姓名").width(Width::Medium),
        Control::line(e, "guardian.relation", "与申请人的关系").width(Width::Medium).optional(),
        document_kind,
        number,
    ];
    Control::group("监护人", controls, Some(("remove_guardian".to_owned(), "1".to_owned())))
}

pub(super) fn agent(e: &Entered, has_files: bool) -> Control {
    let [document_kind, number] = document(e, "agent.", "代理人的身份证件", "代理人的证件号码");
    let mut controls = vec![
        Control::line(e, "agent.name", "代理人姓名").width(Width::Medium),
        document_kind.hint("代理人应当提供本人身份证明和授权委托书；缺少的，应当告知补正"),
        number,
        Control::line(e, "agent.scope", "委托权限").hint("按授权委托书填写，例如代为申请、签收").optional(),
        Control::day(e, "agent.from", "委托期限自").hint("委托书没有写明的留空").optional(),
        Control::day(e, "agent.until", "委托期限至").hint("委托书没有写明的留空").optional(),
        Control::line(e, "agent.licence", "律师执业证号")
            .hint("律师代理的填写，并提供律师事务所函")
            .width(Width::Medium)
            .optional(),
        Control::line(e, "agent.firm", "律师事务所").optional(),
    ];
    if has_files {
        controls.push(
            Control::file(e, "mandate", "授权委托书扫描件", ACCEPTED)
                .hint("律师代理的，连同执业证和律师事务所函")
                .several()
                .optional(),
        );
    }
    Control::group("代理人", controls, Some(("remove_agent".to_owned(), "1".to_owned())))
}

fn provision(e: &Entered) -> Control {
    let ways = vec![
        Choice::new("post", "邮寄"),
        Choice::new("email", "电子邮件"),
        Choice::new("counter", "当面领取"),
        Choice::new("online", "网站领取"),
    ];
    Control::group("提供方式", vec![Control::one(e, "way", "获取信息的方式", ways).inline()], None)
}

fn files(e: &Entered, known: &Known<'_>) -> Control {
    let mut controls = Vec::new();
    if !known.files.is_empty() {
        controls.extend(kept_files(known.files));
    }
    controls.extend([
        Control::file(e, "enclosure", "申请材料扫描件", ACCEPTED)
            .hint("申请表、口头申请的记录等，可以选择几个文件。带有密级标志的文件不得上传，系统将拒绝保存")
            .several()
            .optional(),
        Control::file(e, "proof", "身份证明扫描件", ACCEPTED)
            .hint("身份证件、统一社会信用代码证照；当面核验原件的可以不留存")
            .several()
            .optional(),
    ]);
    Control::group("材料", controls, None)
}
