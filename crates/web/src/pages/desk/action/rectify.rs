//! Putting right what was recorded of the applicants and of the coming in (更正登记事项).
//!
//! Not here: recording what comes in (`super::super::register`, whose fields these are), what the applicant corrects
//! (`super::record`).

use super::super::register::{Size, agent, applicant, column, first_applicant, guardian, kinds};
use super::{Acting, ActionPage};
use crate::components::form::Button;
use crate::components::{Choice, Control};

/// Put the particulars right; `is_online` says that the portal recorded how and when it came.
pub fn rectify(at: &Acting<'_>, size: Size, is_online: bool) -> ActionPage {
    let e = at.entered;
    let mut controls = Vec::new();
    let channels = if is_online {
        vec![Choice::new("internet", "互联网渠道").hint("提交方式和提交日期由系统记录，不能更正")]
    } else {
        vec![
            Choice::new("in_person", "当面提交").hint("收到之日：提交之日"),
            Choice::new("registered_mail", "邮寄（需签收）").hint("收到之日：本机关签收之日"),
            Choice::new("ordinary_mail", "平常信函").hint("收到之日：与申请人确认之日"),
            Choice::new("email", "电子邮件").hint("收到之日：双方确认之日"),
            Choice::new("fax", "传真").hint("收到之日：双方确认之日"),
            Choice::new("oral", "口头申请"),
        ]
    };
    controls.push(Control::group(
        "来件情况",
        vec![
            Control::one(e, "channel", "申请渠道", channels),
            Control::day(e, "arrived_on", "到达日期")
                .hint("当面提交的为提交之日，需签收的为签收之日；已经制发文书的，不能更正"),
        ],
        None,
    ));
    controls.push(first_applicant(e, size));
    if size.has_guardian {
        controls.push(guardian(e));
    }
    if size.has_agent {
        controls.push(agent(e, false));
    }
    for place in 0..size.joint {
        let prefix = format!("joint.{place}.");
        let kind = Control::one(e, &format!("{prefix}kind"), "申请人类别", kinds()).inline();
        controls.push(Control::group(
            format!("第 {} 共同申请人", place + 2),
            std::iter::once(kind).chain(applicant(e, &prefix)).collect(),
            Some(("remove_joint".to_owned(), place.to_string())),
        ));
    }
    let ways = vec![
        Choice::new("post", "邮寄"),
        Choice::new("email", "电子邮件"),
        Choice::new("counter", "当面领取"),
        Choice::new("online", "网站领取"),
        Choice::new("same", "其他（不改变）"),
    ];
    controls.push(Control::group(
        "统计和提供方式",
        vec![column(e), Control::one(e, "way", "获取信息的方式", ways).inline()],
        None,
    ));
    controls.push(
        Control::text(e, "reason", "更正的理由和依据", 3)
            .hint("写明原登记有什么错误、依据什么材料更正，例如申请表原件、补正材料"),
    );
    let mut page = at
        .page("rectify", "更正登记事项", "更正", controls)
        .lead("更正登记时的差错，或者按补正材料补充身份证明、授权等事项；申请内容的变化由补正登记。更正后的事项用于今后的文书、台账和年度报告，已经制发的文书不变。")
        .lead("查看申请人信息和本次更正均记入审计。");
    page.form.buttons = vec![Button {
        name: "add_joint".to_owned(),
        value: "1".to_owned(),
        words: "再加一名共同申请人".to_owned(),
    }];
    page
}
