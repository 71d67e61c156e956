//! The words of the audit log: of actions, of what they were done to, and of what else stands in a line.
//!
//! Not here: reading the log (`super::audit`).

use crate::upload::Purpose;
use gongkai_domain::challenge::CourtPaper;
use gongkai_domain::ids::PersonId;
use gongkai_domain::notice::{PaperKind, Procedural, Reply};
use gongkai_domain::staff::Role;
use std::collections::BTreeMap;

/// What is done, by its key.
pub const ACTIONS: &[(&str, &str)] = &[
    ("sign_in", "登录"),
    ("sign_in_failed", "登录失败"),
    ("lock", "锁定账号"),
    ("password_changed", "修改本人密码"),
    ("second_factor_enrolled", "绑定动态口令"),
    ("recovery_codes_renewed", "更换恢复码"),
    ("recovery_code_used", "使用恢复码"),
    ("sessions_ended", "结束其他登录"),
    ("reveal_applicant", "查看申请人信息"),
    ("reveal_requester", "查看更正申请人信息"),
    ("reveal_complainant", "查看投诉人信息"),
    ("open_case", "查看申请"),
    ("open_paper", "打开文书"),
    ("open_file", "打开附件"),
    ("open_evidence", "打开证据材料"),
    ("enclose_files", "添加附件"),
    ("keep_scan", "保存盖章文书扫描件"),
    ("show_query_code", "登记时显示查询码"),
    ("print_query_code", "打印带查询码的登记回执"),
    ("reissue_code", "补发查询码"),
    ("send_code", "发送新的查询码"),
    ("refuse_reissue_code", "拒绝补发查询码"),
    ("export_ledger", "导出台账"),
    ("export_document_register", "导出文号登记簿"),
    ("export_volume", "导出案卷"),
    ("export_proactive", "导出转主动公开清单"),
    ("supervise", "查看下级机关办理情况"),
    ("letter_sent_again", "重新发送消息"),
    ("office_set_up", "首次设置"),
    ("person_added", "添加人员"),
    ("person_disabled", "停用人员"),
    ("person_enabled", "启用人员"),
    ("password_reset", "重置密码"),
    ("account_unlocked", "解除锁定"),
    ("second_factor_removed", "解除动态口令"),
    ("role_granted", "授予角色"),
    ("role_ended", "终止角色"),
    ("agency_added", "添加机关"),
    ("agency_changed", "修改机关"),
    ("agency_succeeded", "登记职责承继"),
    ("cases_handed_over", "移交承继机关"),
    ("department_kept", "保存内设机构"),
    ("settings_changed", "修改设置"),
    ("series_continued", "接续编号"),
    ("calendar_imported", "导入放假安排"),
    ("classified_refused", "拒收带密级标志的内容"),
    ("audit_read", "查看审计记录"),
    ("audit_exported", "导出审计记录"),
    ("chain_verified", "校验事件链"),
    ("chain_exported", "导出事件链"),
];

/// What something is done to, by its key.
pub const KINDS: &[(&str, &str)] = &[
    ("application", "政府信息公开申请"),
    ("challenge", "复议诉讼案件"),
    ("record_correction", "更正申请"),
    ("complaint", "投诉举报"),
    ("paper", "文书"),
    ("attachment", "附件"),
    ("file", "上传的文件"),
    ("person", "人员"),
    ("department", "内设机构"),
    ("agency", "机关"),
    ("ledger", "台账"),
    ("calendar", "放假安排"),
    ("letter", "消息"),
    ("audit", "审计记录"),
];

/// What else stands in a line, by its key. A key without words here is not shown to anybody.
pub const KEYS: &[(&str, &str)] = &[
    ("case", "案件"),
    ("purpose", "用途"),
    ("kind", "种类"),
    ("by", "方式"),
    ("sm3", "文件摘要（SM3）"),
    ("digest", "内容摘要（SM3）"),
    ("role", "角色"),
    ("address", "来源地址"),
    ("from", "自"),
    ("until", "至"),
    ("on", "日期"),
    ("acting_for", "代行"),
    ("rows", "条数"),
    ("lines", "条数"),
    ("changed", "项目"),
    ("year", "年份"),
    ("source", "来源"),
    ("moved", "变动期限"),
    ("events", "事件数"),
    ("is_whole", "事件链完整"),
    ("files", "文件数"),
    ("left", "剩余"),
    ("ended", "结束的登录数"),
    ("code", "代码"),
    ("whole", "职责全部承继"),
    ("what", "内容"),
];

/// What is not told by its key alone.
const VALUES: &[(&str, &str)] = &[
    ("counter", "当面"),
    ("contact_on_file", "登记的联系方式"),
    ("mail", "电子邮件"),
    ("text_message", "短信"),
    ("message", "站内消息"),
    ("post", "邮寄"),
    ("true", "是"),
    ("false", "否"),
];

fn words_of<'w>(words: &[(&str, &'w str)], key: &str) -> Option<&'w str> {
    words.iter().find(|(known, _)| *known == key).map(|(_, words)| *words)
}

/// The words of an action's key.
pub fn action_label(key: &str) -> String {
    words_of(ACTIONS, key).unwrap_or(key).to_owned()
}

/// The words of the key of what something was done to; empty for none.
pub fn kind_label(key: &str) -> &'static str {
    words_of(KINDS, key).unwrap_or_default()
}

/// The title of a kind of paper by its key.
pub fn paper_label(key: &str) -> Option<&'static str> {
    let replies = Reply::EVERY.iter().copied().map(PaperKind::from);
    let mut all = replies.chain(Procedural::EVERY.iter().copied().map(PaperKind::from));
    all.find(|kind| kind.key() == key).map(PaperKind::title)
}

/// What else stands in a line: keys and values, roles, people, papers and purposes by name.
pub fn more(document: &str, names: &BTreeMap<PersonId, String>) -> String {
    let Ok(serde_json::Value::Object(pairs)) = serde_json::from_str(document) else { return String::new() };
    let words = |key: &str, text: &str| match key {
        "role" => text.parse::<Role>().ok().map(|role| role.name().to_owned()),
        "acting_for" => Some(text.parse().ok().and_then(|id| names.get(&id).cloned()).unwrap_or_default()),
        "purpose" => Purpose::of(text).map(|purpose| purpose.label().to_owned()),
        "kind" => {
            let court = || CourtPaper::EVERY.iter().find(|kind| kind.key() == text).map(|kind| kind.name());
            paper_label(text).or_else(court).or_else(|| words_of(VALUES, text)).map(str::to_owned)
        }
        "by" => words_of(VALUES, text).map(str::to_owned),
        _ => None,
    };
    let value = |key: &str, value: &serde_json::Value| match value {
        serde_json::Value::String(text) => words(key, text).unwrap_or_else(|| text.clone()),
        serde_json::Value::Array(several) => {
            several.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join("、")
        }
        serde_json::Value::Bool(is) => words_of(VALUES, &is.to_string()).unwrap_or_default().to_owned(),
        other => other.to_string(),
    };
    let told = pairs.iter().filter(|(_, value)| !value.is_null() && value.as_str() != Some(""));
    let told = told.filter_map(|(key, found)| {
        let label = words_of(KEYS, key)?;
        Some(format!("{label} {}", value(key, found)))
    });
    told.collect::<Vec<_>>().join("；")
}
