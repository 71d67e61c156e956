//! The forms about the answer to a request or a complaint once it is written: cancelling it, its service, and what became of that.
//!
//! Not here: whether it may be done (`gongkai-domain::delivery`), the service of replies (`crate::pages::desk::action`).

use super::{StepPage, Stepping};
use crate::components::{Choice, Control};
use crate::pages::desk::action::record::{refusal, return_reasons};

/// Cancel the answer.
pub fn void(at: &Stepping<'_>, name: &str, is_numbered: bool) -> StepPage {
    let reason = Control::text(at.entered, "reason", "作废的理由", 3).limit(1000);
    let words = if is_numbered {
        "作废的答复书保留在文号登记簿，文号不再使用；作废后重新制发，另行编号。已经送达或者寄出的不能作废。"
    } else {
        "作废的答复留在事项记录中；作废后重新答复。已经送达或者寄出的不能作废。"
    };
    at.page(name, "作废", vec![reason]).lead(words).final_step()
}

/// Record the service.
pub fn serve(at: &Stepping<'_>, name: &str) -> StepPage {
    let e = at.entered;
    let ways = vec![
        Choice::new("by_hand", "直接送达").hint("以签收日为准；拒绝签收的，请两名见证人签名并记明情况"),
        Choice::new("entrusted", "委托其他机关送达").hint("以签收日为准"),
        Choice::new("post", "邮寄").hint("以交邮日为准；只能由邮政企业寄递"),
        Choice::new("online", "网上送达").hint("当事人凭编号和查询码在网上查看；以发送日为准"),
    ];
    let controls =
        [Control::one(e, "way", "送达方式", ways), Control::day(e, "sent_on", "签收、交邮或者发送日期")];
    let controls = controls.into_iter().chain(refusal(e)).chain([Control::line(e, "tracking", "送达凭证")
        .hint("邮件号、送达回证；拒绝签收的，写明情况；网上送达的由系统记录，不必填写")
        .optional()]);
    at.page(name, "登记送达", controls.collect())
        .lead("登记送达以前，当事人在查询页面看不到答复；登记以后可以查看，送达方式一并显示。")
}

/// Record that a sent answer was signed for.
pub fn receipt(at: &Stepping<'_>, name: &str) -> StepPage {
    let e = at.entered;
    let proof = Control::line(e, "proof", "凭证").hint("邮件号、签收人或者得知的方式").optional();
    at.page(name, "登记", vec![Control::day(e, "on", "签收日期").hint("以送达凭证为准"), proof])
}

/// Record that the post brought it back.
pub fn returned(at: &Stepping<'_>, name: &str) -> StepPage {
    let e = at.entered;
    let controls =
        vec![Control::day(e, "on", "退回日期"), Control::one(e, "reason", "退回原因", return_reasons())];
    at.page(name, "登记退回", controls).lead("退回的，应当再次寄送或者改用其他方式，两次都要登记。")
}
