//! Search record, signing and returning, issuing and sealing, serving, a return from the post, a proposal.
//!
//! Not here: writing a reply (`super::super::editor`).

use super::{ACCEPTED, ACCEPTED_SCAN, Acting, ActionPage, Effect};
use crate::components::form::Width;
use crate::components::{Choice, Control, Table};
use crate::day::Day;

/// What was searched, where, by whom, with which words: the office bears the proof of a reasonable search.
pub fn search_record(at: &Acting<'_>, earlier: Option<Table>) -> ActionPage {
    let e = at.entered;
    let results = vec![
        Choice::new("found", "找到"),
        Choice::new("part", "找到一部分"),
        Choice::new("none", "没有找到"),
    ];
    let mut page = at
        .page(
            "search-record",
            "检索记录",
            "保存检索记录",
            vec![
                Control::line(e, "searcher", "检索人").width(Width::Medium),
                Control::day(e, "searched_on", "检索日期"),
                Control::day(e, "from", "检索时段：自"),
                Control::day(e, "to", "检索时段：至"),
                Control::text(e, "places", "检索范围", 3)
                    .hint("档案室、业务系统、公文系统、有关科室等，写明年份区间"),
                Control::line(e, "terms", "关键词"),
                Control::one(e, "result", "结果", results).inline(),
                Control::text(e, "details", "说明", 3).optional(),
                Control::file(e, "material", "检索截图或者说明", ACCEPTED).several().optional(),
            ],
        )
        .lead("答复“信息不存在”必须有检索记录；诉讼中由行政机关证明已经尽到合理检索义务。")
        .with_files();
    page.beside = earlier;
    page
}

/// The proposal of the handling sheet (拟办意见).
pub fn propose(at: &Acting<'_>, outcomes: Vec<Choice>) -> ActionPage {
    let e = at.entered;
    at.page(
        "propose",
        "拟办意见",
        "提交拟办意见",
        vec![
            Control::select(e, "outcome", "拟怎样处理", outcomes),
            Control::text(e, "opinion", "事实、依据和理由", 6),
            Control::many(
                e,
                "needs",
                "需要",
                vec![
                    Choice::new("secrecy", "保密审查").hint("对外提供信息的，必须经过"),
                    Choice::new("legality", "合法性审核").hint("不予公开、部分公开、无法提供、不予处理的"),
                    Choice::new("co_sign", "有关科室会签"),
                ],
            )
            .optional(),
        ],
    )
}

/// Sign the present step, or return the draft; a return needs its reason.
pub fn sign(at: &Acting<'_>, step: &str, chain: Table) -> ActionPage {
    let e = at.entered;
    let mut page = at.page(
        "sign",
        &format!("{step}：签署意见"),
        "签署",
        vec![
            Control::one(
                e,
                "decision",
                "意见",
                vec![
                    Choice::new("agree", "同意"),
                    Choice::new("return", "退回修改").hint("必须写明理由，退回承办人"),
                ],
            ),
            Control::text(e, "words", "意见内容", 4).hint("同意时可以空着").optional(),
        ],
    );
    page.beside = Some(chain);
    page
}

/// Hold the case to be weighty, or no longer so.
pub fn weigh(at: &Acting<'_>, is_weighty: bool) -> ActionPage {
    let e = at.entered;
    let (result, words) = if is_weighty {
        ("no", "不再作为重大疑难申请")
    } else {
        ("yes", "认定为重大疑难申请")
    };
    let before = if is_weighty { "主要负责人签发" } else { "分管领导签发" };
    let after = if is_weighty { "分管领导签发" } else { "主要负责人签发" };
    at.page(
        "weigh",
        "认定重大疑难",
        words,
        vec![
            Control::hidden("result", result),
            Control::text(e, "reason", "理由", 3)
                .hint("如：涉及重大公共利益、社会影响较大、法律适用有争议、可能引发复议诉讼"),
        ],
    )
    .lead("重大疑难申请的答复由主要负责人签发。")
    .effects(vec![Effect::change("签发", before, after)])
}

/// Give the paper its number and record the seal.
pub fn issue(at: &Acting<'_>, title: &str, next_number: &str, checks: Table) -> ActionPage {
    let e = at.entered;
    let seals = vec![Choice::new("agency", "机关印章"), Choice::new("special", "政府信息公开专用章")];
    let mut page = at
        .page(
            "issue",
            "编号、用印",
            "编号并登记用印",
            vec![
                Control::locked("文书", title),
                Control::locked("文书文号", next_number)
                    .hint("取号后不再重复使用；作废的文书保留在文号登记簿"),
                Control::day(e, "issued_on", "成文日期"),
                Control::one(e, "seal", "用印", seals).inline(),
                Control::line(e, "sealed_by", "用印登记人").width(Width::Medium),
            ],
        )
        .lead("编号之后文书内容锁定。发现错误只能作废重制。")
        .final_step();
    page.beside = Some(checks);
    page
}

/// Serve the paper; `recipients` are those of a joint application, each of whom is served.
pub fn serve(at: &Acting<'_>, last: &Day, address: &str, recipients: Vec<Choice>) -> ActionPage {
    let e = at.entered;
    let ways = vec![
        Choice::new("by_hand", "直接送达").hint("以签收日为准；拒绝签收的，请两名见证人签名并记明情况"),
        Choice::new("entrusted", "委托其他机关送达"),
        Choice::new("post", "邮寄").hint("交邮当日即为答复日；只能由邮政企业寄递"),
        Choice::new("online", "申请人选择的网上渠道"),
    ];
    let recipient = (!recipients.is_empty()).then(|| {
        let control = Control::select(e, "recipient", "送达给", recipients);
        control.hint("联合申请的答复应当分别送达各申请人，各登记一次、各留存凭证；全部送达后才算送达。由代表人代收的，应当有全体申请人推选的书面材料")
    });
    let controls = recipient.into_iter().chain([
        Control::one(e, "way", "送达方式", ways),
        Control::day(e, "sent_on", "送交或者寄出日期"),
        Control::many(
            e,
            "refusal",
            "拒绝签收",
            vec![Choice::new("yes", "申请人拒绝签收，有两名见证人签名").hint("见证人写在送达凭证中")],
        )
        .optional(),
        Control::line(e, "tracking", "送达凭证").hint("邮件号、发送记录、委托送达回证或者见证人").optional(),
        Control::line(e, "contents", "面单内件品名").hint("写文书名称和文号").optional(),
        Control::locked("确认的送达地址", address),
        Control::file(e, "scan", "盖章文书扫描件", ACCEPTED_SCAN)
            .hint("作为送达文本存档，申请人凭查询码下载的就是这一份；已经上传的不必再传")
            .optional(),
    ]);
    at.page("serve", "送达", "登记送达", controls.collect())
        .lead(format!("最迟{}交邮或者由申请人签收，才算在期限内答复。", last.words))
        .with_files()
}

/// What came back: signed, taken by another, refused, returned.
pub fn service_return(at: &Acting<'_>, sendings: Vec<Choice>) -> ActionPage {
    let e = at.entered;
    let results = vec![
        Choice::new("signed", "本人签收"),
        Choice::new("other", "他人代收"),
        Choice::new("refused", "拒收"),
        Choice::new("returned", "退回").hint("改用其他渠道或者向确认的地址再次寄送，两次都要登记"),
    ];
    at.page(
        "service-return",
        "送达结果",
        "登记结果",
        vec![
            Control::select(e, "sending", "哪一次送达", sendings),
            Control::one(e, "result", "结果", results),
            Control::day(e, "on", "日期").hint("救济期限自申请人收到之日起计算"),
            Control::line(e, "reason", "退回或者拒收原因").optional(),
            Control::file(e, "proof", "送达回证或者查询结果", ACCEPTED).optional(),
        ],
    )
    .with_files()
}

/// Tell the third party that information is released against its objection, and when.
pub fn release_notice(at: &Acting<'_>, wait: &str, earliest: &Day) -> ActionPage {
    let e = at.entered;
    at.page(
        "release-notice",
        "告知第三方决定公开",
        "拟制告知书",
        vec![
            Control::text(e, "contents", "决定公开的内容", 4),
            Control::text(e, "reason", "公共利益方面的理由", 4).hint("不公开会对公共利益造成什么重大影响"),
        ],
    )
    .lead(format!("第三方不同意而决定公开的，应当书面告知内容和理由（《政府信息公开条例》第三十二条）；送达后等待{wait}再提供信息。"))
    .effects(vec![Effect::new("最早提供日期（今日送达的）", earliest.words.clone())])
}
