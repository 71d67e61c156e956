//! Withdrawal, archive, cancelling a paper, and re-issuing a lost code.
//!
//! Not here: replies that end a case (`super::super::editor`).

use super::{ACCEPTED, Acting, ActionPage, Effect};
use crate::components::form::Width;
use crate::components::{Choice, Control, Table};
use gongkai_domain::application::{PromotionGround, Retention, WithdrawalWay};

/// Record that the applicant withdrew; of a joint application, who of them: it ends when all have.
pub fn withdraw(at: &Acting<'_>, applicants: Vec<Choice>) -> ActionPage {
    let e = at.entered;
    let is_joint = !applicants.is_empty();
    let who = is_joint.then(|| {
        Control::many(e, "who", "由谁撤回", applicants)
            .hint("没有撤回的申请人的申请继续办理；全部申请人撤回的，终止办理")
    });
    let mut controls: Vec<Control> = who.into_iter().collect();
    controls.extend(vec![
        Control::day(e, "on", "申请人撤回日期"),
        Control::one(
            e,
            "how",
            "撤回方式",
            WithdrawalWay::EVERY.iter().map(|way| Choice::new(way.key(), way.name())).collect(),
        )
        .inline(),
        Control::text(e, "statement", "申请人的声明", 3).hint("照录原话"),
        Control::file(e, "material", "撤回声明", ACCEPTED).several().optional(),
    ]);
    let submit = if is_joint { "登记撤回" } else { "登记撤回并终止办理" };
    let counted = if is_joint {
        "全部申请人撤回的，计入“（六）其他处理 3.其他”"
    } else {
        "计入“（六）其他处理 3.其他”"
    };
    at.page("withdraw", "撤回申请", submit, controls)
        .lead("撤回必须出于申请人自愿，不得要求或者变相要求申请人撤回。")
        .effects(vec![Effect::new("年度报告", counted)])
        .with_files()
        .final_step()
}

/// Archive: one case, one volume.
/// `least` is how long the agency's table keeps it; longer is allowed.
pub fn archive(at: &Acting<'_>, contents: Table, least: Retention) -> ActionPage {
    let key = match least {
        Retention::TenYears => "10",
        Retention::ThirtyYears => "30",
        Retention::Permanent => "permanent",
    };
    let e = at.entered;
    let mut page = at
        .page(
            "archive",
            "归档",
            "归档",
            vec![
                Control::one(
                    e,
                    "keep",
                    "保管期限",
                    vec![
                        Choice::new("10", "10 年"),
                        Choice::new("30", "30 年"),
                        Choice::new("permanent", "永久"),
                    ],
                )
                .inline()
                .or_value(key)
                .hint(format!("按本机关的档案保管期限表，本件至少保管{}", least.label())),
                Control::line(e, "volume", "卷号").width(Width::Medium),
                Control::text(e, "remarks", "备考表", 3).optional(),
            ],
        )
        .lead("一案一卷，按下列顺序装订；可以导出整卷。");
    page.beside = Some(contents);
    page
}

/// Take what was given over to proactive disclosure.
pub fn promote(at: &Acting<'_>, matters: Vec<Choice>) -> ActionPage {
    let e = at.entered;
    let grounds =
        PromotionGround::EVERY.iter().map(|ground| Choice::new(ground.key(), ground.label())).collect();
    at.page(
        "promote",
        "转为主动公开",
        "列入转主动公开清单",
        vec![
            Control::select(e, "matter", "哪一项申请内容", matters),
            Control::one(e, "ground", "依据", grounds),
            Control::text(e, "reason", "拟公开的内容和栏目", 3)
                .hint("写明信息名称、拟公开的栏目；不写申请人信息"),
        ],
    )
    .lead("已经依申请提供的信息，属于主动公开范围的，应当及时主动公开（《政府信息公开条例》第四十四条）。")
    .lead("公开前仍应当经过保密审查和公开属性审查。")
}

/// Cancel a numbered paper; its number stays in the register.
pub fn void(at: &Acting<'_>, papers: Vec<Choice>) -> ActionPage {
    let e = at.entered;
    at.page(
        "void",
        "文书作废",
        "作废",
        vec![
            Control::select(e, "paper", "作废哪一份文书", papers),
            Control::text(e, "reason", "作废理由", 3),
        ],
    )
    .lead("文号保留在文号登记簿，标注“作废”和理由，不再使用。已经送达的文书不能作废，只能另行更正。")
    .final_step()
}

/// Give a new query code to the contact on file or at the counter.
pub fn reissue_code(at: &Acting<'_>, contact: &str) -> ActionPage {
    let e = at.entered;
    at.page(
        "reissue-code",
        "补发查询码",
        "补发查询码",
        vec![Control::one(
            e,
            "how",
            "怎样交给申请人",
            vec![
                Choice::new("contact", format!("发送到登记的联系方式 {contact}")),
                Choice::new("counter", "当面打印").hint("核对身份证件后打印，密封交付"),
            ],
        )],
    )
    .lead(
        "当面打印的，旧查询码立即失效；发送的，信件发出后新查询码生效，此前旧查询码仍然可用。操作记入审计。",
    )
}
