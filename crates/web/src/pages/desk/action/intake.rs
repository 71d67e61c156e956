//! Confirming, registering, assigning, splitting.
//!
//! Not here: recording what came on paper (`super::super::register`).

use super::{Acting, ActionPage, Effect};
use crate::components::{Choice, Control, Table};
use crate::day::Day;
use gongkai_domain::application::RegistrationCheck;

/// Confirm receipt with the applicant: from this day the period runs.
pub fn confirm(
    at: &Acting<'_>,
    arrived: &Day,
    shadow: &Day,
    due: &Day,
    similar: Option<Table>,
) -> ActionPage {
    let e = at.entered;
    let methods = vec![
        Choice::new("phone", "电话").hint("申请人电话在申请页“显示申请人信息”后可见，查看会留痕"),
        Choice::new("sms", "短信"),
        Choice::new("online", "网上联系或者电子邮件")
            .hint("申请人已经在网上或者邮件中回复；仅发出通知不是双方确认"),
        Choice::new("counter", "当面"),
    ];
    let mut page = at
        .page(
            "confirm",
            "确认收到",
            "确认收到",
            vec![
                Control::one(e, "method", "怎样与申请人确认", methods),
                Control::day(e, "confirmed_on", "双方确认之日").hint("答复期限自次日起计算"),
                Control::text(e, "note", "确认经过", 2).hint("何时、与谁、说了什么").optional(),
            ],
        )
        .lead("网上申请和传真以双方确认之日为收到之日（《政府信息公开条例》第三十一条第三项）。确认前没有法定期限，但法院不支持行政机关以不确认拖延。")
        .effects(vec![
            Effect::new("提交日期", arrived.words.clone()),
            Effect::change("答复期限", format!("内部按{}掌握", shadow.words), format!("今日确认的，为{}", due.words)),
        ]);
    page.beside = similar;
    page
}

/// Give the registration number.
pub fn register(
    at: &Acting<'_>,
    next_number: &str,
    received: &Day,
    due: &Day,
    kind: &str,
    similar: Option<Table>,
) -> ActionPage {
    let e = at.entered;
    let checks = RegistrationCheck::EVERY.iter().map(|check| {
        let choice = Choice::new(check.key(), check.name());
        match check {
            RegistrationCheck::Identity => choice.hint("缺少身份证明的，应当告知补正，不能不予受理"),
            _ => choice,
        }
    });
    let checks = checks.collect();
    let mut page = at
        .page(
            "register",
            "登记",
            "登记",
            vec![
                Control::locked("登记编号", next_number).hint("登记时由系统取号，不重复使用"),
                Control::locked("申请人类别", kind).hint("决定计入年度报告的哪一列"),
                Control::many(e, "checks", "已经核对", checks).optional(),
            ],
        )
        .effects(vec![
            Effect::new("收到之日", received.words.clone()),
            Effect::new("答复期限", due.words.clone()),
        ]);
    page.beside = similar;
    page
}

/// Assign within the agency: the agency stays the replier.
pub fn assign(
    at: &Acting<'_>,
    unit_word: &str,
    units: Vec<Choice>,
    people: Vec<Choice>,
    limit: &str,
) -> ActionPage {
    let e = at.entered;
    at.page(
        "assign",
        "交办",
        "交办",
        vec![
            Control::select(e, "unit", format!("承办{unit_word}"), units),
            Control::select(e, "handler", "承办人", people).optional(),
            Control::day(e, "within", "内部办理期限").hint(limit).optional(),
            Control::text(e, "words", "交办意见", 3).optional(),
        ],
    )
    .lead("交办是机关内部分工。答复主体、期限和统计单位不变，征求内设机构意见的时间计入答复期限。")
}

/// Split into several applications, as an office decision with its reason: each matter goes into one of the parts.
pub fn split(at: &Acting<'_>, matters: &[(u32, String)], received: &Day) -> ActionPage {
    let e = at.entered;
    let parts =
        || (1..=matters.len()).map(|part| Choice::new(part.to_string(), format!("第{part}件"))).collect();
    let mut controls: Vec<Control> = (1..)
        .zip(matters)
        .map(|(place, (number, text)): (usize, _)| {
            let label = format!("第{number}项归入：{text}");
            Control::select(e, &format!("part.{number}"), label, parts()).or_value(place.to_string())
        })
        .collect();
    controls.push(Control::text(e, "reason", "拆分理由", 4).hint("将写入《拆分登记告知书》"));
    at.page("split", "拆分登记", "拆分登记", controls)
        .lead(
            "“一事一申请”是计收信息处理费的规则，不是受理条件。拆分由本机关决定，应当说明理由并告知申请人。",
        )
        .effects(vec![
            Effect::new("拆分后各件的收到之日", received.words.clone()),
            Effect::new("登记编号", "各件另行取号；本件不再办理，也不计入年度报告"),
            Effect::new("发出文书", "政府信息公开申请拆分登记告知书"),
            Effect::new("查询", "申请人用原查询码可以查询各件"),
        ])
        .final_step()
}

/// Link several similar applications of one applicant for one joint reply.
pub fn join(at: &Acting<'_>, others: Vec<Choice>) -> ActionPage {
    let e = at.entered;
    at.page(
        "join",
        "一并答复",
        "一并办理",
        vec![
            Control::many(e, "others", "同一申请人的其他申请", others)
                .hint("只列出同一申请人在本机关尚未办结的申请"),
        ],
    )
    .lead("一份答复书可以答复同一申请人的几件申请，列明每件的登记编号和事项；每件仍分别计算期限、分别统计。")
}

/// Answer an application apart from those it was to be answered with.
pub fn separate(at: &Acting<'_>, numbers: &str) -> ActionPage {
    at.page("separate", "不再一并答复", "分别答复", Vec::new())
        .lead("本件不再与下列申请用一份答复书答复。每件的登记编号、期限和统计不变。")
        .effects(vec![
            Effect::new("原定一并答复的申请", numbers),
            Effect::new("以后", "本件单独拟制答复；需要时可以再次一并答复"),
        ])
}
