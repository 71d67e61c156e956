//! Search record, weighty cases, serving.
//!
//! Not here: writing a reply (`super::super::editor`), signing it (`super::super::review`).

use super::{ACCEPTED, ACCEPTED_SCAN, Acting, ActionPage, Effect};
use crate::components::{Choice, Control, Table};
use crate::day::Day;

/// What was searched, where, by whom, with which words: the office bears the proof of a reasonable search.
///
/// `matters` are those of the application, where there are several.
pub fn search_record(
    at: &Acting<'_>,
    searcher: &str,
    earlier: Option<Table>,
    matters: Vec<Choice>,
) -> ActionPage {
    let e = at.entered;
    let results = vec![
        Choice::new("found", "找到"),
        Choice::new("part", "找到一部分"),
        Choice::new("none", "没有找到"),
    ];
    let about = (!matters.is_empty()).then(|| {
        let control = Control::many(e, "matters", "为哪几项申请内容检索", matters);
        control.hint("不勾选的，为全部申请内容；答复某一项信息不存在，应当有为该项所作的检索").optional()
    });
    let mut controls = vec![Control::locked("检索人", searcher)];
    controls.extend(about);
    controls.extend([
        Control::day(e, "searched_on", "检索日期"),
        Control::day(e, "from", "检索时段：自"),
        Control::day(e, "to", "检索时段：至"),
        Control::text(e, "places", "检索范围", 3)
            .hint("档案室、业务系统、公文系统、有关科室等，写明年份区间"),
        Control::line(e, "terms", "关键词").hint("几个关键词以顿号分开"),
        Control::one(e, "result", "结果", results).inline(),
        Control::text(e, "details", "说明", 3).optional(),
        Control::file(e, "material", "检索截图或者说明", ACCEPTED).several().optional(),
    ]);
    let mut page = at
        .page("search-record", "登记检索", "保存检索记录", controls)
        .lead("答复“信息不存在”必须有检索记录；诉讼中由行政机关证明已经尽到合理检索义务。")
        .with_files();
    page.beside = earlier;
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
    let controls = recipient
        .into_iter()
        .chain([Control::one(e, "way", "送达方式", ways), Control::day(e, "sent_on", "送交或者寄出日期")]);
    let controls = controls.chain(super::record::refusal(e)).chain([
        Control::line(e, "tracking", "送达凭证")
            .hint("邮件号、送达回证；拒绝签收的，写明情况；网上送达的由系统记录，不必填写"),
        Control::line(e, "contents", "面单内件品名").hint("写文书名称和文号").optional(),
        Control::locked("确认的送达地址", address),
        Control::file(e, "scan", "盖章文书扫描件", ACCEPTED_SCAN)
            .hint("作为送达文本存档，申请人凭查询码下载的就是这一份；网上送达的必须有；已经上传的不必再传")
            .optional(),
    ]);
    at.page("serve", "送达", "登记送达", controls.collect())
        .lead(format!("最迟{}交邮或者由申请人签收，才算在期限内答复。", last.words))
        .with_files()
}
