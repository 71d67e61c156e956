//! The questions of the application form, one page each; what was answered is kept.
//!
//! Not here: checking answers (`gongkai-app`) and the page that shows them all (`check`).
//!
//! Content of an application: 《政府信息公开条例》第二十九条第二款. The purpose is never asked for (第二十七条).

use crate::chrome::Door;
use crate::components::form::{Button, Width};
use crate::components::{Choice, Control, Entered, Form, Link};
use crate::pages::Question;
use crate::urls::Urls;
use gongkai_app::portal::draft::POWERS;
use gongkai_domain::personal::DocumentKind;

/// What every question page needs.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    /// Addresses.
    pub urls: &'a Urls,
    /// Single-use signed token.
    pub token: &'a str,
    /// Answers so far and faults of what was sent.
    pub entered: &'a Entered,
    /// Whether the answer leads back to the summary.
    pub is_change: bool,
}

/// Whose proof is asked for, besides the applicant's own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProofOf {
    /// Whether an organisation applies.
    pub is_organisation: bool,
    /// Whether its person in charge was named.
    pub has_representative: bool,
    /// Whether a guardian applies for a minor.
    pub has_guardian: bool,
    /// Whether somebody acts by a mandate.
    pub has_agent: bool,
}

/// What stands at every number of a document.
const SEALED: &str = "加密保存，办理人员查看会留下记录";
/// Number of question pages.
pub const STEPS: u32 = 6;
/// From how many agencies on they are a list to open instead of lines to read.
const MOST_TO_READ: usize = 12;

/// `第 2 步，共 6 步`.
pub fn caption(step: u32) -> String {
    format!("第 {step} 步，共 {STEPS} 步")
}

impl Step<'_> {
    fn question(
        &self,
        number: u32,
        heading: &str,
        action: String,
        back: String,
        controls: Vec<Control>,
    ) -> Question {
        let words = if self.is_change { "保存并返回核对" } else { "继续" };
        Question {
            heading: heading.to_owned(),
            caption: Some(caption(number)),
            back: Some(if self.is_change { self.urls.apply_check() } else { back }),
            summary: self.entered.summary(),
            has_errors: self.entered.has_errors(),
            lead: Vec::new(),
            quoted: None,
            details: None,
            is_heading_in_form: false,
            form: Form {
                action,
                token: self.token.to_owned(),
                controls,
                submit: words.to_owned(),
                has_trap: true,
                ..Form::default()
            },
            door: Door::Apply,
            crumbs: Vec::new(),
        }
    }

    /// To which of several agencies, given by code and name. `is_lost` where changing it loses files that were sent.
    pub fn agency(&self, agencies: &[(String, String)], is_lost: bool) -> Question {
        let choices = agencies.iter().map(|(code, name)| Choice::new(code, name)).collect();
        let is_short = agencies.len() <= MOST_TO_READ;
        let label = "向哪个机关申请？";
        let mut control = if is_short {
            Control::one(self.entered, "agency", label, choices).heading()
        } else {
            Control::select(self.entered, "agency", label, choices).heading()
        };
        if is_lost {
            control = control.hint("改选其他机关后，已经上传的文件需要重新上传");
        }
        let mut page = self.question(1, label, self.urls.apply_agency(), self.urls.apply(), vec![control]);
        page.caption = None;
        page.is_heading_in_form = true;
        page.details = Some((
            "不知道向哪个机关申请".to_owned(),
            vec![
                "行政机关制作的信息，向制作的机关申请；从公民、法人和其他组织取得的信息，向保存的机关申请；法律、法规另有规定的除外（《政府信息公开条例》第十条）。"
                    .to_owned(),
                "选错了没有关系：不属于该机关的，该机关会告知您向哪个机关申请。".to_owned(),
            ],
        ));
        page
    }

    /// Who applies: a person or one of five kinds of organisation, the columns of the annual report.
    pub fn who(&self) -> Question {
        let entered = self.entered;
        let kinds = vec![
            Choice::new("natural_person", "公民（自然人）").hint("律师以个人名义申请的，也选这一项"),
            Choice::new("commercial_enterprise", "商业企业").hint("公司、合伙企业、个体工商户等"),
            Choice::new("research_institution", "科研机构"),
            Choice::new("public_welfare_organisation", "社会公益组织")
                .hint("基金会、社会团体、民办非企业单位等"),
            Choice::new("legal_service_institution", "法律服务机构").hint("律师事务所以自己名义申请"),
            Choice::new("other_organisation", "其他组织").hint("事业单位、村（居）民委员会、新闻媒体等"),
        ];
        let controls = vec![
            Control::one(entered, "kind", "谁提出申请？", kinds).heading(),
            Control::line(entered, "name", "姓名或者单位全称")
                .hint("与身份证件、统一社会信用代码证照一致")
                .autocomplete("name"),
            Control::line(entered, "representative", "法定代表人或者负责人")
                .hint("单位申请时填写")
                .optional()
                .width(Width::Medium),
            Control::line(entered, "phone", "联系电话")
                .hint("用于确认收到申请")
                .autocomplete("tel")
                .inputmode("tel")
                .width(Width::Medium),
            Control::line(entered, "email", "电子邮箱").optional().autocomplete("email").inputmode("email"),
            Control::line(entered, "guardian", "监护人姓名")
                .hint("申请人未满十八周岁，由监护人代为申请时填写")
                .optional()
                .width(Width::Medium),
            Control::line(entered, "agent", "代理人姓名")
                .hint("委托他人代为申请时填写；在“提供身份证明”一页填写代理人的证件，上传授权委托书")
                .optional()
                .width(Width::Medium),
        ];
        let mut page =
            self.question(2, "谁提出申请？", self.urls.apply_who(), self.urls.apply_public(), controls);
        page.is_heading_in_form = true;
        page
    }

    /// What is asked for: one or several numbered matters.
    pub fn what(&self, matters: usize) -> Question {
        let entered = self.entered;
        let is_several = matters > 1;
        let mut controls: Vec<Control> = (0..matters.max(1))
            .map(|at| {
                let name = |field: &str| format!("matter.{at}.{field}");
                let number = at + 1;
                let inner = vec![
                    Control::line(entered, &name("title"), "信息名称").hint("例如：2024年度中小企业数量统计"),
                    Control::line(entered, &name("number"), "文号").optional().width(Width::Medium),
                    Control::text(entered, &name("description"), "便于查找的其他特征", 4)
                        .hint("年份、地点、事项、发文机关等，越具体越容易找到")
                        .limit(2000)
                        .optional(),
                ];
                let remove = is_several.then(|| ("remove".to_owned(), at.to_string()));
                Control::group(format!("第 {number} 项"), inner, remove)
            })
            .collect();
        let forms = vec![
            Choice::new("electronic", "电子文件"),
            Choice::new("paper", "纸质文件"),
            Choice::new("inspect", "现场查阅、抄录"),
        ];
        controls.push(Control::one(entered, "form", "希望得到哪种形式？", forms).inline());
        let mut page =
            self.question(3, "您需要什么信息？", self.urls.apply_what(), self.urls.apply_who(), controls);
        page.lead = vec![
            "不需要说明用途。一次可以申请多项；内容差别较大的，分开提交通常答复得更快，但不是必须。"
                .to_owned(),
        ];
        page.form.buttons =
            vec![Button { name: "add".to_owned(), value: "1".to_owned(), words: "再加一项".to_owned() }];
        page.form.is_guarded = true;
        page
    }

    /// How the reply and the information are to be received.
    pub fn receive(&self) -> Question {
        let entered = self.entered;
        let ways = vec![
            Choice::new("online", "在本网站凭查询码领取").hint("答复作出后即可下载，凭编号和查询码查看"),
            Choice::new("email", "电子邮件"),
            Choice::new("post", "邮寄").hint("由邮政企业寄送，不收取费用"),
            Choice::new("counter", "到现场领取"),
        ];
        let controls = vec![
            Control::one(entered, "way", "怎样接收答复？", ways).heading(),
            Control::line(entered, "address", "邮寄地址")
                .hint("选择邮寄时填写，写到门牌号")
                .optional()
                .autocomplete("address-line1"),
            Control::line(entered, "postcode", "邮政编码")
                .optional()
                .inputmode("numeric")
                .autocomplete("postal-code")
                .width(Width::Short),
            Control::many(
                entered,
                "address_confirmed",
                "送达地址确认",
                vec![Choice::new("yes", "我确认以上地址和方式可以收到法律文书，变更时会告知本机关")],
            )
            .optional(),
        ];
        let mut page =
            self.question(4, "怎样接收答复？", self.urls.apply_receive(), self.urls.apply_what(), controls);
        page.is_heading_in_form = true;
        page
    }

    /// Proof of identity; missing proof leads to a correction, not to a refusal.
    /// `kept` names the files that were kept already, by field.
    pub fn proof(&self, whose: ProofOf, limit: &str, kept: &[(&str, String)]) -> Question {
        let entered = self.entered;
        let kinds = || {
            DocumentKind::EVERY.iter().map(|kind| Choice::new(kind.key(), kind.name())).collect::<Vec<_>>()
        };
        let file = |name: &str, label: &str, hint: &str| {
            let before = kept.iter().find(|(field, _)| *field == name);
            let before =
                before.map_or_else(String::new, |(_, file)| format!("已上传“{file}”，再次选择则替换。"));
            Control::file(entered, name, label, ".pdf,.jpg,.jpeg,.png,.docx")
                .hint(format!("{before}{hint}{limit}"))
        };
        let document = |kind: &str, number: &str| {
            vec![
                Control::select(entered, kind, "证件种类", kinds()),
                Control::line(entered, number, "证件号码").hint(SEALED).autocomplete("off"),
            ]
        };
        let private = "文件加密保存，不会公开，也不能从本网站再次下载。";
        let mut controls = if whose.is_organisation {
            vec![
                Control::line(entered, "credit_code", "统一社会信用代码")
                    .width(Width::Medium)
                    .autocomplete("off"),
                file("licence", "统一社会信用代码证照", &format!("营业执照或者登记证书。{private}")),
            ]
        } else {
            let mut own = document("document", "document_number");
            own.push(file("proof", "证件照片或者扫描件", private));
            own
        };
        if whose.has_representative {
            let mut inner = document("representative_document", "representative_number");
            inner.push(file("representative_proof", "法定代表人（负责人）证件照片或者扫描件", ""));
            controls.push(Control::group("法定代表人（负责人）", inner, None));
        }
        if whose.has_guardian {
            let mut inner = vec![
                Control::line(entered, "guardian_relation", "与申请人的关系")
                    .hint("例如父亲、母亲")
                    .width(Width::Short),
            ];
            inner.extend(document("guardian_document", "guardian_number"));
            let hint =
                "监护人的身份证件，以及户口簿、出生医学证明等能够证明监护关系的材料，可以合并为一个文件。";
            inner.push(file("guardian_proof", "监护人身份证件和监护关系证明", hint));
            controls.push(Control::group("监护人", inner, None));
        }
        if whose.has_agent {
            let powers = POWERS.into_iter().map(|power| Choice::new(power, power)).collect();
            let mut inner = document("agent_document", "agent_number");
            inner.push(file("agent_proof", "代理人证件照片或者扫描件", ""));
            inner.extend([
                Control::many(entered, "agent_scope", "委托权限", powers).hint("与授权委托书写明的一致"),
                Control::day(entered, "agent_until", "委托期限的最后一日")
                    .hint("授权委托书写明期限的填写")
                    .optional(),
                file("mandate", "授权委托书", "写明委托事项、权限和期限，由委托人签名或者盖章。"),
                Control::line(entered, "agent_licence", "律师执业证号")
                    .hint("代理人是律师的填写")
                    .optional()
                    .width(Width::Medium)
                    .autocomplete("off"),
                Control::line(entered, "agent_firm", "律师事务所名称")
                    .hint("代理人是律师的填写")
                    .optional()
                    .autocomplete("off"),
                file("firm_letter", "律师执业证和律师事务所函", "代理人是律师的上传，可以合并为一个文件。")
                    .optional(),
            ]);
            controls.push(Control::group("代理人", inner, None));
        }
        let mut page =
            self.question(5, "提供身份证明", self.urls.apply_proof(), self.urls.apply_receive(), controls);
        page.lead = vec!["法律要求申请附身份证明。现在没有也可以先提交，本机关会告知您补正。".to_owned()];
        page.details = Some((
            "为什么需要身份证明".to_owned(),
            vec!["《政府信息公开条例》第二十九条第二款第（一）项规定，申请应当包括申请人的姓名或者名称、身份证明、联系方式。".to_owned()],
        ));
        page.form.has_files = true;
        page.form.buttons =
            vec![Button {
                name: "later".to_owned(), value: "1".to_owned(), words: "以后补交".to_owned()
            }];
        page
    }
}

/// The fallback against robots: a question in plain text that a screen reader speaks.
pub fn plain_question(step: &Step<'_>, question: &str) -> Question {
    let controls = vec![
        Control::line(step.entered, "answer", question)
            .hint("用数字或者汉字回答都可以")
            .width(Width::Short)
            .autocomplete("off"),
    ];
    let mut page =
        step.question(STEPS, "请回答一个小问题", step.urls.apply_check(), step.urls.apply_check(), controls);
    page.caption = None;
    page.lead = vec!["短时间内收到较多提交，需要确认不是自动程序。您填写的内容已经保存。".to_owned()];
    page.crumbs = vec![Link::new("首页", step.urls.home()), Link::new("提交申请", step.urls.apply())];
    page
}
