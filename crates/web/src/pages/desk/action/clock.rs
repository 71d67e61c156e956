//! Steps that move the due date or ask something of others: correction, consultation, opinion, extension, reasons, delay,
//! fee and payment.
//!
//! Not here: the dates. They come from `gongkai-deadline` and are passed in.

use super::{ACCEPTED, Acting, ActionPage, Effect};
use crate::components::form::Width;
use crate::components::{Choice, Control, Table};
use crate::day::Day;

/// Ask for correction: once, with everything.
pub fn ask_correction(at: &Acting<'_>, last: &Day, length: &str, given: &str) -> ActionPage {
    let e = at.entered;
    let lacking = vec![
        Choice::new("unclear", "申请内容不明确"),
        Choice::new("identity", "缺少身份证明或者身份证明无法辨认"),
        Choice::new("contact", "缺少联系方式"),
        Choice::new("mandate", "缺少授权委托书或者代理人身份证明"),
        Choice::new("form", "没有写明获取信息的方式"),
    ];
    at.page(
        "ask-correction",
        "告知补正",
        "拟制补正告知书",
        vec![
            Control::many(e, "lacking", "需要补正的事项", lacking),
            Control::text(e, "guidance", "指导和释明", 5)
                .hint("写清怎样补正，例如可以提供的线索、可以缩小的范围"),
            Control::line(e, "within", "给申请人的补正期限（工作日）")
                .hint(given)
                .inputmode("numeric")
                .width(Width::Short),
        ],
    )
    .lead(format!(
        "应当在收到申请之日起{length}内一次性告知（《政府信息公开条例》第三十条），最迟{}。只能告知一次。",
        last.words
    ))
    .effects(vec![
        Effect::change(
            "答复期限",
            at.head.due.as_ref().map_or("未起算".to_owned(), |d| d.words.clone()),
            "收到补正之日起重新计算",
        ),
        Effect::new("申请人逾期不补正", "视为放弃申请，不再处理"),
    ])
}

/// Consult a third party or another agency.
pub fn consult(at: &Acting<'_>, length: &str, what_if: Table) -> ActionPage {
    let e = at.entered;
    let with = vec![
        Choice::new("third_party", "第三方")
            .hint("涉及商业秘密、个人隐私等合法权益；逾期不答复由本机关决定（第三十二条）"),
        Choice::new("co_maker", "共同制作机关").hint("逾期不答复视为同意公开（第三十四条）"),
        Choice::new("other_agency", "其他机关").hint("没有法定期限，由征求意见函确定"),
    ];
    let mut page = at
        .page(
            "consult",
            "征求意见",
            "拟制征求意见书",
            vec![
                Control::one(e, "with", "向谁征求意见", with),
                Control::line(e, "addressee", "名称"),
                Control::text(e, "concerning", "涉及的信息", 3).hint("只附与对方有关的部分；不得透露申请人身份和用途"),
                Control::day(e, "sent_on", "发出日期").hint("发出当日计入答复期限，次日起不计入"),
                Control::file(e, "enclosure", "附件", ACCEPTED).optional(),
            ],
        )
        .lead(format!(
            "征求第三方和其他机关意见所需时间不计入答复期限（《政府信息公开条例》第三十三条第三款），对方自收到之日起{length}内提出意见。内设机构、下属单位、法律顾问不在此列。"
        ))
        .with_files();
    page.what_if = Some(what_if);
    page
}

/// Record an opinion.
pub fn opinion(at: &Acting<'_>, pending: Vec<Choice>) -> ActionPage {
    let e = at.entered;
    let kinds = vec![
        Choice::new("consents", "同意公开"),
        Choice::new("objects", "不同意公开"),
        Choice::new("partly", "部分同意"),
        Choice::new("silent", "逾期没有答复"),
    ];
    at.page(
        "opinion",
        "登记意见",
        "登记意见",
        vec![
            Control::select(e, "consultation", "哪一份征求意见书", pending),
            Control::day(e, "addressee_received_on", "对方收到日期")
                .hint("以送达凭证为准，期限自次日起算")
                .optional(),
            Control::one(e, "opinion", "对方意见", kinds),
            Control::day(e, "received_on", "收到意见日期").optional(),
            Control::text(e, "grounds", "理由摘要", 3).optional(),
            Control::file(e, "file", "意见原件", ACCEPTED).optional(),
        ],
    )
    .lead("意见到达的次日起，或者期限届满的次日起，答复期限继续计算。")
    .with_files()
}

/// Extend, with the new due date for each choice.
pub fn extend(at: &Acting<'_>, cap: &str, approver: &str, what_if: Table) -> ActionPage {
    let e = at.entered;
    let due = at.head.due.as_ref().map_or_else(String::new, |day| day.words.clone());
    let mut page = at
        .page(
            "extend",
            "延期答复",
            "报批并拟制延期答复告知书",
            vec![
                Control::line(e, "days", "延长多少个工作日").hint(format!("最多{cap}，累计一次用完")).inputmode("numeric").width(Width::Short),
                Control::text(e, "reason", "延期理由", 4).hint("写给申请人看的理由"),
                Control::locked("审批人", approver).hint("政府信息公开工作机构负责人"),
            ],
        )
        .lead(format!("延长答复应当经政府信息公开工作机构负责人同意，并在原期限{due}届满前告知申请人（《政府信息公开条例》第三十三条第二款）。"));
    page.what_if = Some(what_if);
    page
}

/// Ask for reasons (《条例》第三十五条): the period goes on.
pub fn ask_reasons(at: &Acting<'_>, counts: Table, until: &Day) -> ActionPage {
    let e = at.entered;
    let mut page = at
        .page(
            "ask-reasons",
            "要求说明理由",
            "拟制说明理由告知书",
            vec![
                Control::text(e, "finding", "数量、频次明显超过合理范围的情况", 4).hint("期间、件数、内容特点"),
                Control::day(e, "until", "请申请人说明理由的期限").hint(format!("建议不晚于{}，为后续答复留出时间", until.words)),
            ],
        )
        .lead("申请的数量、频次明显超过合理范围的，可以要求申请人说明理由（《政府信息公开条例》第三十五条）。答复期限照常计算。");
    page.beside = Some(counts);
    page
}

/// Fix a delayed date (《条例》第三十五条).
pub fn delay(at: &Acting<'_>) -> ActionPage {
    let e = at.entered;
    let due = at.head.due.as_ref().map_or_else(String::new, |day| day.words.clone());
    at.page(
        "delay",
        "确定延迟答复期限",
        "拟制延迟答复告知书",
        vec![
            Control::day(e, "until", "延迟答复至"),
            Control::text(e, "reason", "理由", 3).hint("为什么在原期限内不能答复，为什么这一日期合理"),
        ],
    )
    .lead("申请理由合理但无法在期限内答复的，可以确定延迟答复的合理期限并告知申请人。与第三十三条的延期不是一回事。")
    .effects(vec![Effect::change("答复期限", due, "以告知的延迟日期为准")])
}

/// Notice a fee, with the tariff worked out.
pub fn fee(
    at: &Acting<'_>,
    by_item: Vec<String>,
    by_quantity: Vec<String>,
    lines: Table,
    pay_due: &Day,
) -> ActionPage {
    let e = at.entered;
    let method =
        |value: &str, words: &str, lines: &[String]| Choice::new(value, words).hint(lines.join("；"));
    let mut page = at
        .page(
            "fee",
            "收费通知",
            "拟制收费通知书",
            vec![
                Control::one(e, "method", "计收方式", vec![
                    method("by_item", "按件计收", &by_item),
                    method("by_quantity", "按量计收", &by_quantity),
                ]),
                Control::line(e, "pages", "提供的页数").hint("按量计收时填写；A4及以下的一面为一页").optional().inputmode("numeric").width(Width::Short),
                Control::text(e, "reason", "数量、频次明显超过合理范围的理由", 3),
            ],
        )
        .lead("一件申请只采用一种方式，不得收取其他费用（《政府信息公开条例》第四十二条，国办函〔2020〕109号）。")
        .effects(vec![
            Effect::new("缴费期限（今日送达的）", pay_due.words.clone()),
            Effect::change("答复期限", "正在计算", "缴费次日起重新计算"),
            Effect::new("逾期未缴", "视为放弃申请，不再处理"),
        ]);
    page.beside = Some(lines);
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
