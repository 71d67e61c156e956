//! Recording what came in or was done on paper: receipts, corrections, opinions, reasons, payment, numbering, seal, service,
//! closing; and approving an extension.
//!
//! Not here: the papers themselves (`super::super::editor`).

use super::{ACCEPTED, ACCEPTED_SCAN, Acting, ActionPage, Effect};
use crate::components::form::Width;
use crate::components::{Choice, Control, Link, Table};
use crate::day::Day;

/// Record the day on which a paper reached its addressee; `key` is the last part of the address.
pub fn receipt(at: &Acting<'_>, key: &str, heading: &str, lead: &str) -> ActionPage {
    let e = at.entered;
    at.page(
        key,
        heading,
        "登记",
        vec![
            Control::day(e, "on", "收到日期").hint("以送达凭证为准"),
            Control::line(e, "proof", "凭证").hint("邮件号、签收人或者得知的方式"),
            material(at, "凭证扫描件"),
        ],
    )
    .lead(lead)
    .with_files()
}

/// The field for what belongs to a step on paper.
fn material(at: &Acting<'_>, label: &str) -> Control {
    Control::file(at.entered, "material", label, ACCEPTED).several().optional()
}

/// Record that a letter reached the party.
pub fn addressee_receipt(at: &Acting<'_>, pending: Vec<Choice>) -> ActionPage {
    let e = at.entered;
    at.page(
        "addressee-receipt",
        "登记被征求意见方收到",
        "登记",
        vec![
            Control::select(e, "consultation", "哪一份征求意见书", pending),
            Control::day(e, "on", "对方收到日期").hint("以送达凭证为准，提出意见的期限自次日起算"),
            Control::line(e, "proof", "凭证").hint("邮件号、签收人或者得知的方式").optional(),
            material(at, "凭证扫描件"),
        ],
    )
    .with_files()
}

/// Record an opinion that arrived.
pub fn opinion(at: &Acting<'_>, pending: Vec<Choice>) -> ActionPage {
    let e = at.entered;
    let kinds = vec![
        Choice::new("consents", "同意公开"),
        Choice::new("objects", "不同意公开"),
        Choice::new("partly", "部分同意公开"),
    ];
    at.page(
        "opinion",
        "收到意见",
        "登记意见",
        vec![
            Control::select(e, "consultation", "哪一份征求意见书", pending),
            Control::day(e, "on", "收到意见日期"),
            Control::one(e, "opinion", "对方意见", kinds),
            Control::text(e, "grounds", "理由摘要", 3)
                .hint("不同意或者部分同意公开的，照录对方的理由；对方没有说明理由的留空，答复中不写作“有合理理由”")
                .optional(),
            material(at, "意见原件"),
        ],
    )
    .with_files()
    .lead("意见到达的次日起，答复期限继续计算。逾期没有提出意见的不必登记，期限届满的次日起自动继续计算。")
}

/// Record that a letter came back.
pub fn consultation_return(at: &Acting<'_>, pending: Vec<Choice>) -> ActionPage {
    let e = at.entered;
    at.page(
        "consultation-return",
        "登记征求意见书退回",
        "登记退回",
        vec![
            Control::select(e, "consultation", "哪一份征求意见书", pending),
            Control::day(e, "on", "退回日期").hint("以邮件退回本机关或者查明无法送达之日为准"),
            Control::line(e, "reason", "退回的原因").hint("例如查无此人、地址不详、逾期未领，写明邮件号或者查找经过"),
            material(at, "退回的邮件或者查找记录"),
        ],
    )
    .with_files()
    .lead("征求意见至当日结束，次日起答复期限继续计算（《政府信息公开条例》第三十三条第三款）。")
    .lead("对方没有收到征求意见书，不能视为逾期未提出意见：应当按另一地址或者以其他方式另行征求意见，或者在答复的审批内容中写明未能征求意见的理由。")
}

/// A text that came from the applicant on a day; `field` names the text.
pub fn incoming(at: &Acting<'_>, key: &str, heading: &str, label: &str, lead: &str) -> ActionPage {
    let e = at.entered;
    at.page(
        key,
        heading,
        "登记",
        vec![
            Control::day(e, "on", "收到日期"),
            Control::text(e, "content", label, 6).hint("照录要点，原件随卷保存"),
        ],
    )
    .lead(lead)
}

/// A correction that came on paper: what it says, and how the matters read now.
pub fn correction(at: &Acting<'_>, matters: &[(u32, String)]) -> ActionPage {
    let e = at.entered;
    let mut controls = vec![
        Control::day(e, "on", "收到日期"),
        Control::text(e, "content", "补正内容", 6).hint("照录要点，原件随卷保存"),
    ];
    controls.extend(matters.iter().map(|(number, text)| {
        let name = format!("matter.{number}");
        let control = Control::text(e, &name, format!("补正后的第{number}项申请内容"), 3).optional();
        // what was emptied is given up and stays empty when the form is shown again
        if e.value("on").is_empty() && e.value("content").is_empty() {
            control.or_value(text)
        } else {
            control
        }
    }));
    controls.push(
        Control::text(e, "matter.new", "补正增加的申请内容", 3).hint("每行一项；没有增加的留空").optional(),
    );
    controls.push(Control::file(e, "file", "补正材料", ACCEPTED).several().optional());
    at.page("receive-correction", "收到补正", "登记", controls)
        .lead("申请人书面补正的登记在此。答复期限自收到补正之日的次日起重新计算。")
        .lead("补正改变了申请内容的，按补正后的内容修改各项；申请人放弃的项目清空。没有改变的不要改动。")
        .with_files()
}

/// Ask a unit of the own house for help.
pub fn ask_assistance(at: &Acting<'_>, unit_word: &str, units: Vec<Choice>) -> ActionPage {
    let e = at.entered;
    let helpers = vec![
        Choice::new("division", format!("内设{unit_word}")),
        Choice::new("subordinate_institution", "所属事业单位"),
        Choice::new("legal_adviser", "法律顾问"),
    ];
    at.page(
        "ask-assistance",
        "请内部单位协助",
        "发出协助请求",
        vec![
            Control::one(e, "helper", "请谁协助", helpers).inline(),
            Control::select(e, "unit", format!("协助{unit_word}"), units)
                .hint("请内设机构协助的，必须选择")
                .optional(),
            Control::text(e, "question", "请求协助的事项", 4)
                .hint("例如核对是否制作、保存有关信息，是否适宜公开；不得透露申请人身份和用途"),
        ],
    )
    .lead("征求本机关内设机构、所属事业单位和法律顾问的意见，不中断答复期限。请其他机关协助的，用“发出征求意见书”。")
}

/// Record what the unit answered.
pub fn receive_assistance(at: &Acting<'_>, pending: Vec<Choice>) -> ActionPage {
    let e = at.entered;
    at.page(
        "assistance",
        "收到协助答复",
        "登记答复",
        vec![
            Control::select(e, "request", "哪一次协助请求", pending),
            Control::day(e, "on", "答复日期"),
            Control::text(e, "answer", "答复要点", 4),
            material(at, "答复原件"),
        ],
    )
    .with_files()
}

/// Answer anew after a decision.
pub fn reopen(at: &Acting<'_>, decisions: Vec<Choice>, causes: Vec<Choice>) -> ActionPage {
    let e = at.entered;
    at.page(
        "reopen",
        "重新答复",
        "重新办理",
        vec![
            Control::one(e, "challenge", "依据哪一决定（裁判）", decisions),
            Control::many(e, "causes", "原答复没有得到支持的原因", causes),
            Control::text(e, "lesson", "教训和改进措施", 4).hint("记入复议诉讼案卷；今后同类申请供查阅"),
        ],
    )
    .lead("登记编号不变，另编文书文号。除因程序违法被撤销的以外，不得以同一事实和理由作出与原答复相同或者基本相同的答复（《行政复议法》第六十四条第二款、《行政诉讼法》第七十一条）。")
    .effects(vec![
        Effect::change("状态", "原答复已经送达", "待重新作出答复"),
        Effect::new("年度报告", "仍按原答复计列一次，不重复计数"),
    ])
}

/// Keep the scan of a stamped paper as the version served.
pub fn scan(at: &Acting<'_>, papers: Vec<Choice>) -> ActionPage {
    let e = at.entered;
    at.page(
        "scan",
        "上传盖章文书扫描件",
        "存为送达文本",
        vec![
            Control::select(e, "paper", "哪一份文书", papers),
            Control::file(e, "scan", "盖章文书扫描件", ACCEPTED_SCAN),
        ],
    )
    .lead("扫描件作为送达文本存档，申请人凭查询码下载的就是这一份。答复送达以后不能更换。")
    .with_files()
}

/// Judge the reasons of many applications.
pub fn judge_reasons(at: &Acting<'_>) -> ActionPage {
    let e = at.entered;
    let results = vec![
        Choice::new("yes", "理由合理").hint("无法在期限内答复的，可以确定延迟答复的合理期限"),
        Choice::new("no", "理由不合理").hint("可以不予处理，应当书面告知"),
    ];
    at.page(
        "judge-reasons",
        "认定理由",
        "登记认定",
        vec![Control::one(e, "result", "认定", results), Control::text(e, "grounds", "认定的依据", 4)],
    )
    .lead("《政府信息公开条例》第三十五条。答复期限照常计算。")
}

/// Give the signed reply its number.
pub fn issue(at: &Acting<'_>, title: &str, today: &str, checks: Table) -> ActionPage {
    let mut page = at
        .page(
            "issue",
            "编号",
            "编号成文",
            vec![
                Control::locked("文书", title),
                Control::locked("成文日期", today),
                Control::locked("文书文号", "编号时由系统取号，不重复使用"),
            ],
        )
        .lead("编号之后文书内容锁定。发现错误只能作废重制；作废的文书保留在文号登记簿。")
        .final_step();
    page.beside = Some(checks);
    page
}

/// Record the seal.
pub fn seal(at: &Acting<'_>, title: &str, number: &str) -> ActionPage {
    at.page(
        "seal",
        "用印",
        "登记用印",
        vec![Control::locked("文书", title), Control::locked("文书文号", number)],
    )
    .lead("用印登记记录用印人和日期。")
}

/// The ways in which a notice can reach somebody.
fn ways() -> Vec<Choice> {
    vec![
        Choice::new("by_hand", "直接送达").hint("以签收日为准；拒绝签收的，请两名见证人签名并记明情况"),
        Choice::new("entrusted", "委托其他机关送达").hint("以签收日为准"),
        Choice::new("post", "邮寄").hint("以交邮日为准；只能由邮政企业寄递"),
        Choice::new("online", "申请人选择的网上渠道").hint("以发送日为准"),
    ]
}

/// That the recipient would not sign, and before which witnesses.
pub(in crate::pages::desk) fn refusal(e: &crate::components::Entered) -> [Control; 3] {
    let yes = vec![Choice::new("yes", "收件人拒绝签收，有两名见证人签名").hint("只适用于直接送达、委托送达")];
    let witness = |name, label| Control::line(e, name, label).width(Width::Medium).optional();
    [
        Control::many(e, "refusal", "拒绝签收", yes).optional(),
        witness("witness.1", "见证人一").hint("拒绝签收的填写，与送达回证上的签名一致"),
        witness("witness.2", "见证人二"),
    ]
}

/// What is known of the service of a notice when it is written; all of it may be left open.
pub fn service_at_once(entered: &crate::components::Entered) -> Vec<Control> {
    let by_hand_or_post = ways().into_iter().filter(|way| way.value != "online").collect();
    let way = Control::select(entered, "way", "送达方式（制发的同时已经送达的填写）", by_hand_or_post);
    vec![
        way.hint("空着的，在“登记告知送达”中登记，送达以前不发生效力；网上送达的，制发以后上传盖章文书扫描件再登记")
            .optional(),
        Control::day(entered, "sent_on", "签收、交邮日期").optional(),
        Control::line(entered, "tracking", "送达凭证").hint("邮件号、送达回证；拒绝签收的，在“登记告知送达”中登记").optional(),
    ]
}

/// Record the service of a notice; `last` is the day until which it must have been served to move the due date.
pub fn notice_service(at: &Acting<'_>, waiting: Vec<Choice>, last: Option<&Day>) -> ActionPage {
    let e = at.entered;
    let lead = last.map_or_else(
        || "告知文书送达后才发生效力。".to_owned(),
        |last| {
            format!(
                "延期、延迟答复的告知最迟{}送达申请人才发生效力，收费通知同样；补正告知书应当在收到申请之日起7个工作日内送达。登记送达以前答复期限照常计算，逾期送达的照实登记。",
                last.words
            )
        },
    );
    at.page(
        "notice-service",
        "登记告知送达",
        "登记送达",
        vec![
            Control::select(e, "paper", "哪一份文书", waiting),
            Control::one(e, "way", "送达方式", ways()),
            Control::day(e, "sent_on", "签收、交邮或者发送日期")
                .hint("联合申请的，应当送达全体申请人或者其代表人，填写最后送达的日期"),
        ]
        .into_iter()
        .chain(refusal(e))
        .chain([
            Control::line(e, "tracking", "送达凭证")
                .hint("邮件号、送达回证；拒绝签收的，写明情况；网上送达的由系统记录，不必填写"),
            Control::file(e, "scan", "盖章文书扫描件", ACCEPTED_SCAN)
                .hint("网上送达的必须有，申请人下载的就是这一份；已经上传的不必再传")
                .optional(),
        ])
        .collect(),
    )
    .lead(lead)
    .with_files()
}

/// Record that a sent paper was signed for.
///
/// `recipients` are those of a joint application whose result is not known yet.
pub fn service_receipt(at: &Acting<'_>, recipients: Vec<Choice>) -> ActionPage {
    let page = receipt(at, "service-receipt", "登记签收", "救济期限自申请人收到之日起计算。");
    of_whom(at, page, recipients)
}

/// Asks of whom the result is known, where several were served.
fn of_whom(at: &Acting<'_>, mut page: ActionPage, recipients: Vec<Choice>) -> ActionPage {
    if !recipients.is_empty() {
        let control = Control::select(at.entered, "recipient", "哪一申请人", recipients);
        // behind the version of the case
        page.form.controls.insert(1, control.hint("联合申请的送达结果分别登记"));
        (page.form, page.summary) = at.entered.examine(page.form);
    }
    page
}

/// Why a paper came back.
pub(in crate::pages::desk) fn return_reasons() -> Vec<Choice> {
    vec![
        Choice::new("refused", "拒收"),
        Choice::new("unclaimed", "逾期未领"),
        Choice::new("unknown_address", "地址不详"),
        Choice::new("unknown_recipient", "查无此人"),
        Choice::new("other", "其他"),
    ]
}

/// Record that the post brought a paper back.
pub fn service_return(at: &Acting<'_>, recipients: Vec<Choice>) -> ActionPage {
    let e = at.entered;
    let reasons = return_reasons();
    let page = at.page(
        "service-return",
        "登记退回",
        "登记退回",
        vec![Control::day(e, "on", "退回日期"), Control::one(e, "reason", "退回原因", reasons)],
    );
    of_whom(at, page, recipients).lead("退回的，应当向确认的地址再次寄送或者改用其他方式，两次都要登记。")
}

/// Close by an internal statement.
pub fn close(at: &Acting<'_>) -> ActionPage {
    let e = at.entered;
    let grounds = vec![
        Choice::new("notice_correction_overdue", "申请人逾期不补正"),
        Choice::new("notice_fee_overdue", "申请人逾期未缴费"),
        Choice::new("case_closed_other", "其他").hint("申请人撤回的请登记撤回；其余情形应当书面答复"),
    ];
    let causes = vec![
        Choice::new("applicant_ceased", "申请人死亡或者终止，没有权利义务承受人"),
        Choice::new("submitted_twice", "同一份申请重复提交，在另一件中办理"),
    ];
    at.page(
        "close",
        "结案说明结案",
        "签署并结案",
        vec![
            Control::one(e, "ground", "结案事由", grounds),
            Control::select(e, "cause", "按“其他”结案的事由", causes).optional(),
            Control::line(e, "twin", "在哪一件中办理").hint("重复提交的，填写另一件的登记编号").optional(),
            Control::text(e, "statement", "结案说明", 5),
        ],
    )
    .lead("不制发告知书的，由承办人以外的负责人签署结案说明。")
    .effects(vec![Effect::new("年度报告", "按结案事由计列")])
    .final_step()
}

/// Propose an extension (拟延期意见), as the case handler.
pub fn propose_extension(at: &Acting<'_>, cap: &str, what_if: Table) -> ActionPage {
    let e = at.entered;
    let due = at.head.due.as_ref().map_or_else(String::new, |day| day.words.clone());
    let mut page = at
        .page(
            "propose-extension",
            "提请延期",
            "报工作机构负责人",
            vec![
                Control::line(e, "days", "拟延长多少个工作日").hint(format!("最多{cap}")).inputmode("numeric").width(Width::Short),
                Control::text(e, "reason", "拟延期意见和理由", 4).hint("写明不能在原期限内答复的原因，例如需要检索、征求意见的范围"),
            ],
        )
        .lead(format!("提请本身不改变答复期限。政府信息公开工作机构负责人同意，并在原期限{due}届满前告知申请人之后，延期才生效（《政府信息公开条例》第三十三条第二款）。"));
    page.what_if = Some(what_if);
    page
}

/// Decline a proposed extension, as the head of the disclosure office.
pub fn decline_extension(at: &Acting<'_>, proposed: &str) -> ActionPage {
    let due = at.head.due.as_ref().map_or_else(String::new, |day| day.words.clone());
    at.page(
        "decline-extension",
        "不同意延期",
        "不同意延期",
        vec![
            Control::locked("拟延期意见", proposed),
            Control::text(at.entered, "reason", "不同意的理由", 4).hint("写给提请人看的理由"),
        ],
    )
    .lead(format!("不同意的，应当在原期限{due}内答复申请人；理由变化的，可以再次提请。"))
}

/// Approve an extension, as the head of the disclosure office; `proposed` is what the case handler proposed.
pub fn approve_extension(
    at: &Acting<'_>,
    cap: &str,
    approver: &str,
    proposed: Option<&str>,
    what_if: Table,
) -> ActionPage {
    let e = at.entered;
    let due = at.head.due.as_ref().map_or_else(String::new, |day| day.words.clone());
    let mut controls = Vec::new();
    controls.extend(proposed.map(|words| Control::locked("拟延期意见", words)));
    controls.extend([
        Control::line(e, "days", "延长多少个工作日")
            .hint(format!("最多{cap}"))
            .inputmode("numeric")
            .width(Width::Short),
        Control::text(e, "reason", "延期理由", 4).hint("写给申请人看的理由"),
        Control::locked("审批人", approver).hint("政府信息公开工作机构负责人"),
    ]);
    let mut page = at
        .page("extend", "批准延期", "同意延期", controls)
        .lead(format!("延长答复应当经政府信息公开工作机构负责人同意，并在原期限{due}届满前告知申请人，告知之后才生效（《政府信息公开条例》第三十三条第二款）。"));
    if proposed.is_some() {
        let decline = at.urls.action(&at.head.number, "decline-extension");
        page.form.cancel = Some(Link::new("不同意延期", decline));
    }
    page.what_if = Some(what_if);
    page
}

/// Record a payment.
pub fn payment(at: &Acting<'_>, amount: &str, due_if_today: &Day) -> ActionPage {
    let e = at.entered;
    at.page(
        "payment",
        "登记缴费",
        "登记缴费",
        vec![
            Control::locked("应缴金额", amount),
            Control::day(e, "paid_on", "缴费日期"),
            Control::line(e, "receipt", "财政票据号码").width(Width::Medium),
        ],
    )
    .effects(vec![Effect::new("答复期限（今日缴费的）", due_if_today.words.clone())])
}
