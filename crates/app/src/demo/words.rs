//! What people write in the cases of the demonstration: opinions, reasons, records, replies.
//!
//! Not here: the papers of the office with their fixed wording (`gongkai_domain::notice`).

use gongkai_domain::application::Opinion;
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::notice::kind::Reply;

pub(super) const CORRECTION: &str =
    "申请内容不明确，请补充所需政府信息的名称、文号或者便于查询的其他特征性描述，并写明时间范围。";

pub(super) fn opinion(step: SignOffStep) -> &'static str {
    match step {
        SignOffStep::LegalityReview => "程序合法，依据适当，同意。",
        SignOffStep::SecrecyReview => "经审查，不涉及国家秘密和工作秘密，同意公开。",
        SignOffStep::SignOff => "同意，请按规定送达。",
        _ => "已审核，同意报分管领导签发。",
    }
}

pub(super) fn grounds_of(opinion: Opinion) -> &'static str {
    match opinion {
        Opinion::Consents => "同意公开。",
        Opinion::Objects => "合同单价和技术方案属于商业秘密，不同意公开。",
        Opinion::Partly => "同意公开中标通知书，合同单价和技术方案属于商业秘密，不同意公开。",
    }
}

pub(super) fn judgement(is_reasonable: bool) -> &'static str {
    if is_reasonable {
        "申请人为研究机构，所申请信息确为研究需要，理由合理，可以延迟答复。"
    } else {
        "申请人以相同方式多次申请，所述理由不足以说明其申请数量、频次的必要性，理由不合理。"
    }
}

pub(super) fn search(is_found: bool) -> &'static str {
    if is_found {
        "检索到所申请的信息"
    } else {
        "未检索到所申请的信息，也没有制作、获取该信息的职责记录"
    }
}

pub(super) fn reasons(reply: Reply) -> &'static str {
    match reply {
        Reply::DeniedProcess => "所申请信息属于内部讨论形成的过程性信息，公开后不利于今后充分讨论。",
        Reply::DeniedInternal => "所申请信息属于内部工作流程方面的信息，不直接影响公民权利义务。",
        Reply::DeniedSecurity => "公开视频点位等信息可能被利用，危及公共安全。",
        Reply::DeniedThirdParty => "所申请信息涉及第三方商业秘密，公开会对其合法权益造成损害。",
        Reply::DeniedStateSecret => "所申请信息已依法确定为国家秘密，尚在保密期限内。",
        Reply::DeniedEnforcement => "所申请信息属于行政执法案卷信息，案件当事人可以依照有关法律规定查阅。",
        Reply::NotExist => "经检索，本机关未制作、获取该信息。",
        Reply::NotResponsible => "所申请信息不由本机关制作或者保存。",
        Reply::Petition => "所提事项属于投诉、举报，不属于政府信息公开申请。",
        _ => "经审查，所申请事项按照《中华人民共和国政府信息公开条例》的规定作上述处理。",
    }
}
